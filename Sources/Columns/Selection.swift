internal import CVectorKernels

/// Row numbers that passed a filter, in ascending order unless said otherwise.
package final class Selection: @unchecked Sendable {
    // Unchecked: filled by its maker, then only read.
    package let count: Int
    package let rows: UnsafePointer<UInt32>
    private let buffer: Buffer

    /// The number that stands for "no row" in a gather of an outer join: it gives NULL.
    package static let none = UInt32.max

    package init(buffer: Buffer, count: Int) {
        self.buffer = buffer
        self.count = count
        rows = UnsafePointer(buffer.pointer(to: UInt32.self))
    }

    /// The rows that passed, of which there are `passing`.
    package convenience init(_ mask: RowMask, passing: Int, account: MemoryAccount) throws(QueryError) {
        try self.init(mask.bytes, count: mask.count, passing: passing, account: account)
    }

    /// The rows of a byte mask whose byte is 1.
    package convenience init(mask: UnsafePointer<UInt8>, count: Int, account: MemoryAccount) throws(QueryError) {
        try self.init(mask, count: count, passing: RowMask.countOnes(mask, count), account: account)
    }

    private convenience init(_ mask: UnsafePointer<UInt8>, count: Int, passing: Int, account: MemoryAccount) throws(QueryError) {
        // The kernel writes up to sixteen elements behind the last.
        let buffer = try Buffer(byteCount: (passing + 16) * 4, account: account)
        reportql_collect_marks(mask, count, buffer.pointer(to: UInt32.self))
        self.init(buffer: buffer, count: passing)
    }
}

extension Vector {
    /// The rows at `rows`, in that order, in the same form. `Selection.none` gives NULL where `mayMiss`.
    package func gathered(_ rows: UnsafePointer<UInt32>, count: Int, mayMiss: Bool = false, account: MemoryAccount) throws(QueryError)
        -> Vector
    {
        if isConstant, !mayMiss {
            return Vector(type: type, count: count, form: form, isConstant: true, data: data, validity: validity, owners: owners)
        }
        if isConstant { return try flattened(account).gathered(rows, count: count, mayMiss: mayMiss, account: account) }
        let size = elementByteCount
        let buffer = try Buffer(byteCount: max(count, 1) * size, account: account)
        if mayMiss {
            // A null row has no element: an outer join against an empty table must read none.
            switch size {
            case 1: gatherOrZero(elements(as: UInt8.self), rows, buffer.pointer(to: UInt8.self), count)
            case 2: gatherOrZero(elements(as: UInt16.self), rows, buffer.pointer(to: UInt16.self), count)
            case 4: gatherOrZero(elements(as: UInt32.self), rows, buffer.pointer(to: UInt32.self), count)
            case 8: gatherOrZero(elements(as: UInt64.self), rows, buffer.pointer(to: UInt64.self), count)
            default: gatherOrZero(elements(as: UInt128.self), rows, buffer.pointer(to: UInt128.self), count)
            }
        } else {
            switch size {
            case 1: gather(elements(as: UInt8.self), rows, buffer.pointer(to: UInt8.self), count)
            case 2: gather(elements(as: UInt16.self), rows, buffer.pointer(to: UInt16.self), count)
            case 4: gather(elements(as: UInt32.self), rows, buffer.pointer(to: UInt32.self), count)
            case 8: gather(elements(as: UInt64.self), rows, buffer.pointer(to: UInt64.self), count)
            default: gather(elements(as: UInt128.self), rows, buffer.pointer(to: UInt128.self), count)
            }
        }
        var gatheredValidity: Buffer?
        if let validity {
            let bytes = try Buffer(byteCount: max(count, 1), account: account)
            if mayMiss {
                gatherOrZero(validity, rows, bytes.pointer(to: UInt8.self), count)
            } else {
                gather(validity, rows, bytes.pointer(to: UInt8.self), count)
            }
            gatheredValidity = bytes
        } else if mayMiss {
            let bytes = try Buffer(byteCount: max(count, 1), account: account)
            let valid = bytes.pointer(to: UInt8.self)
            for row in 0..<count { valid[row] = byte(rows[row] != Selection.none) }
            gatheredValidity = bytes
        }
        var kept = ownersOfContent
        kept.append(buffer)
        if let gatheredValidity { kept.append(gatheredValidity) }
        return Vector(
            type: type, count: count, form: form, data: UnsafeRawPointer(buffer.start),
            validity: gatheredValidity.map { UnsafePointer($0.pointer(to: UInt8.self)) }, owners: kept)
    }

    /// What copies of the elements still need: the memory behind text views and nested values. Plain numbers need nothing.
    private var ownersOfContent: [AnyObject] {
        switch type.physical {
        case .text, .nested: owners
        default: []
        }
    }
}

/// The byte of a truth value. Spelled so that it compiles to no branch: `flag ? 1 : 0` does, and is many times slower.
@inlinable @inline(__always) package func byte(_ flag: Bool) -> UInt8 { unsafeBitCast(flag, to: UInt8.self) }

@inline(__always) private func gather<Element: BitwiseCopyable>(
    _ input: UnsafePointer<Element>, _ rows: UnsafePointer<UInt32>, _ output: UnsafeMutablePointer<Element>, _ count: Int
) {
    for row in 0..<count { output[row] = input[Int(rows[row])] }
}

@inline(__always) private func gatherOrZero<Element: FixedWidthInteger & BitwiseCopyable>(
    _ input: UnsafePointer<Element>, _ rows: UnsafePointer<UInt32>, _ output: UnsafeMutablePointer<Element>, _ count: Int
) {
    for row in 0..<count {
        let source = rows[row]
        output[row] = source == Selection.none ? 0 : input[Int(source)]
    }
}
