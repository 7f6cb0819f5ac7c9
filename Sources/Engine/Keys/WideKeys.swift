import Columns

/// Keys as runs of bytes, for columns without bounds or dictionaries.
///
/// A row's bytes are, column by column: one byte for validity, then the value in its flat layout (texts: four bytes of length and
/// the bytes). Equal keys have equal bytes and the other way round.
extension KeyLayout {
    /// The keys of `count` rows as views whose bytes live in `arena`.
    package func serialize(
        _ columns: [Vector], count: Int, into keys: UnsafeMutablePointer<TextView>, arena: TextArena, account: MemoryAccount
    )
        throws(QueryError)
    {
        var flat: [Vector] = []
        for column in columns { flat.append(try column.flattened(account)) }
        let sizes = try Buffer(byteCount: max(count, 1) * 8, account: account)
        let lengths = sizes.pointer(to: Int.self)
        lengths.initialize(repeating: 0, count: count)
        for column in flat {
            let size = column.type.physical.byteCount
            if column.type.physical == .text {
                let views = column.elements(as: TextView.self)
                for row in 0..<count { lengths[row] &+= 5 &+ (column.isValid(row) ? views[row].count : 0) }
            } else {
                for row in 0..<count { lengths[row] &+= 1 &+ size }
            }
        }
        let starts = try Buffer(byteCount: max(count, 1) * 8, account: account)
        let cursors = starts.pointer(to: UnsafeMutablePointer<UInt8>.self)
        for row in 0..<count { cursors[row] = try arena.allocate(lengths[row]) }
        for column in flat { serialize(column, count, cursors) }
        for row in 0..<count { keys[row] = TextView(cursors[row] - lengths[row], count: lengths[row]) }
    }

    private func serialize(_ column: Vector, _ count: Int, _ cursors: UnsafeMutablePointer<UnsafeMutablePointer<UInt8>>) {
        switch column.type.physical {
        case .text:
            let views = column.elements(as: TextView.self)
            for row in 0..<count {
                let isValid = column.isValid(row)
                let view = isValid ? views[row] : .empty
                let cursor = cursors[row]
                cursor[0] = byte(isValid)
                UnsafeMutableRawPointer(cursor + 1).storeBytes(of: UInt32(truncatingIfNeeded: view.count), as: UInt32.self)
                view.withBytes { bytes, length in (cursor + 5).update(from: bytes, count: length) }
                cursors[row] = cursor + (5 &+ view.count)
            }
        case .float:
            let values = column.elements(as: Float.self)
            for row in 0..<count { put(column.isValid(row), canonicalPattern(values[row]), &cursors[row]) }
        case .double:
            let values = column.elements(as: Double.self)
            for row in 0..<count { put(column.isValid(row), canonicalPattern(values[row]), &cursors[row]) }
        default:
            switch column.type.physical.byteCount {
            case 1: copy(column, column.elements(as: UInt8.self), count, cursors)
            case 2: copy(column, column.elements(as: UInt16.self), count, cursors)
            case 4: copy(column, column.elements(as: UInt32.self), count, cursors)
            case 8: copy(column, column.elements(as: UInt64.self), count, cursors)
            default: copy(column, column.elements(as: UInt128.self), count, cursors)
            }
        }
    }

    private func copy<Pattern: FixedWidthInteger & BitwiseCopyable>(
        _ column: Vector, _ values: UnsafePointer<Pattern>, _ count: Int, _ cursors: UnsafeMutablePointer<UnsafeMutablePointer<UInt8>>
    ) {
        for row in 0..<count { put(column.isValid(row), values[row], &cursors[row]) }
    }

    @inline(__always) private func put<Pattern: FixedWidthInteger & BitwiseCopyable>(
        _ isValid: Bool, _ value: Pattern, _ cursor: inout UnsafeMutablePointer<UInt8>
    ) {
        cursor[0] = byte(isValid)
        UnsafeMutableRawPointer(cursor + 1).storeBytes(of: isValid ? value : 0, as: Pattern.self)
        cursor += 1 + MemoryLayout<Pattern>.size
    }

    /// The key columns again, from serialized keys, as flat vectors. Texts point into the keys' bytes, which `owners` keep alive.
    package func deserialize(_ keys: UnsafePointer<TextView>, count: Int, owners: [AnyObject], account: MemoryAccount) throws(QueryError)
        -> [Vector]
    {
        let positions = try Buffer(byteCount: max(count, 1) * 8, account: account, zeroed: true)
        let cursors = positions.pointer(to: Int.self)
        var columns: [Vector] = []
        for digit in digits {
            let size = digit.type.physical.byteCount
            let buffer = try Buffer(byteCount: max(count, 1) * size, account: account)
            let validityBuffer = try Buffer(byteCount: max(count, 1), account: account)
            let validity = validityBuffer.pointer(to: UInt8.self)
            var kept: [AnyObject] = []
            if digit.type.physical == .text {
                // Texts of a short, inline key have no address of their own: they are copied.
                let arena = TextArena(account: account)
                kept = owners + [arena]
                let output = buffer.pointer(to: TextView.self)
                for row in 0..<count {
                    let cursor = cursors[row]
                    let (isValid, view) = try keys[row].readingBytes { (bytes) throws(QueryError) -> (UInt8, TextView) in
                        let length = Int(UnsafeRawPointer(bytes + cursor + 1).loadUnaligned(as: UInt32.self))
                        let view =
                            keys[row].isInline
                            ? try arena.view(copying: bytes + cursor + 5, count: length) : TextView(bytes + cursor + 5, count: length)
                        return (bytes[cursor], view)
                    }
                    validity[row] = isValid
                    output[row] = view
                    cursors[row] = cursor &+ 5 &+ view.count
                }
            } else {
                for row in 0..<count {
                    let cursor = cursors[row]
                    keys[row].withBytes { bytes, _ in
                        validity[row] = bytes[cursor]
                        (buffer.start + row * size).copyMemory(from: bytes + cursor + 1, byteCount: size)
                    }
                    cursors[row] = cursor &+ 1 &+ size
                }
            }
            columns.append(
                Vector(type: digit.type, count: count, buffer: buffer, validity: digit.mayBeNull ? validityBuffer : nil, keeping: kept))
        }
        return columns
    }
}

extension TextView {
    /// `withBytes` for bodies that throw a `QueryError`.
    func readingBytes<Result>(_ body: (UnsafePointer<UInt8>) throws(QueryError) -> Result) throws(QueryError) -> Result {
        if let external, !isInline { return try body(external) }
        var copy = self
        return try withUnsafePointer(to: &copy) { (pointer) throws(QueryError) -> Result in
            // The inline text begins at byte 4 of the view.
            try body(UnsafeRawPointer(pointer).assumingMemoryBound(to: UInt8.self) + 4)
        }
    }
}
