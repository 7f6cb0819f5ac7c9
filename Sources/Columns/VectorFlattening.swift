// Turning the compact forms of a vector into its type's physical layout.

extension Vector {
    /// The same rows in the flat form, one element a row; the vector itself where it already is.
    ///
    /// Cost: linear in the rows; nothing is allocated for a vector that is flat.
    package func flattened(_ account: MemoryAccount) throws(QueryError) -> Vector {
        if isFlat, !isConstant { return self }
        if isConstant { return try expandedConstant(account) }
        let buffer = try Buffer(byteCount: max(count, 1) * type.physical.byteCount, account: account)
        switch form {
        case .flat: return self
        case .offsets(let width, let base):
            widen(width: width, base: base, into: buffer.start)
        case .codes(let width, let dictionary):
            let output = buffer.pointer(to: TextView.self)
            switch width {
            case .one: lookUp(elements(as: UInt8.self), dictionary, output, count)
            case .two: lookUp(elements(as: UInt16.self), dictionary, output, count)
            case .four, .eight: lookUp(elements(as: UInt32.self), dictionary, output, count)
            }
            return Vector(
                type: type, count: count, data: UnsafeRawPointer(buffer.start), validity: validity,
                owners: owners + [buffer, dictionary])
        }
        return Vector(type: type, count: count, data: UnsafeRawPointer(buffer.start), validity: validity, owners: owners + [buffer])
    }

    /// A vector whose one element stands for all rows, as a vector with one element a row, in the same form.
    private func expandedConstant(_ account: MemoryAccount) throws(QueryError) -> Vector {
        let size = elementByteCount
        let buffer = try Buffer(byteCount: max(count, 1) * size, account: account)
        switch size {
        case 1: buffer.pointer(to: UInt8.self).initialize(repeating: data.load(as: UInt8.self), count: count)
        case 2: buffer.pointer(to: UInt16.self).initialize(repeating: data.load(as: UInt16.self), count: count)
        case 4: buffer.pointer(to: UInt32.self).initialize(repeating: data.load(as: UInt32.self), count: count)
        case 8: buffer.pointer(to: UInt64.self).initialize(repeating: data.load(as: UInt64.self), count: count)
        default: buffer.pointer(to: TextView.self).initialize(repeating: data.load(as: TextView.self), count: count)
        }
        var expandedValidity: Buffer?
        if let validity, validity[0] == 0 { expandedValidity = try Buffer(byteCount: max(count, 1), account: account, zeroed: true) }
        var kept = owners
        kept.append(buffer)
        if let expandedValidity { kept.append(expandedValidity) }
        let expanded = Vector(
            type: type, count: count, form: form, data: UnsafeRawPointer(buffer.start),
            validity: expandedValidity.map { UnsafePointer($0.pointer(to: UInt8.self)) }, owners: kept)
        return expanded.isFlat ? expanded : try expanded.flattened(account)
    }

    private func widen(width: Width, base: Int128, into output: UnsafeMutableRawPointer) {
        switch width {
        case .one: widen(elements(as: UInt8.self), base, output)
        case .two: widen(elements(as: UInt16.self), base, output)
        case .four: widen(elements(as: UInt32.self), base, output)
        case .eight: widen(elements(as: UInt64.self), base, output)
        }
    }

    private func widen<Offset: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
        _ offsets: UnsafePointer<Offset>, _ base: Int128, _ output: UnsafeMutableRawPointer
    ) {
        switch type.physical {
        case .int8: add(offsets, base, output.assumingMemoryBound(to: Int8.self), count)
        case .int16: add(offsets, base, output.assumingMemoryBound(to: Int16.self), count)
        case .int32: add(offsets, base, output.assumingMemoryBound(to: Int32.self), count)
        case .int64: add(offsets, base, output.assumingMemoryBound(to: Int64.self), count)
        case .int128: add(offsets, base, output.assumingMemoryBound(to: Int128.self), count)
        case .uint8: add(offsets, base, output.assumingMemoryBound(to: UInt8.self), count)
        case .uint16: add(offsets, base, output.assumingMemoryBound(to: UInt16.self), count)
        case .uint32: add(offsets, base, output.assumingMemoryBound(to: UInt32.self), count)
        case .uint64: add(offsets, base, output.assumingMemoryBound(to: UInt64.self), count)
        // Only whole numbers are ever stored as offsets; the encoder sees to it.
        case .boolean, .float, .double, .text, .interval, .nested: break
        }
    }
}

@inline(__always)
private func add<
    Offset: FixedWidthInteger & UnsignedInteger & BitwiseCopyable, Output: FixedWidthInteger & BitwiseCopyable
>(_ offsets: UnsafePointer<Offset>, _ base: Int128, _ output: UnsafeMutablePointer<Output>, _ count: Int) {
    let narrowBase = Output(truncatingIfNeeded: base)
    for row in 0..<count { output[row] = narrowBase &+ Output(truncatingIfNeeded: offsets[row]) }
}

@inline(__always) private func lookUp<Code: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
    _ codes: UnsafePointer<Code>, _ dictionary: TextDictionary, _ output: UnsafeMutablePointer<TextView>, _ count: Int
) {
    // A column of nothing but NULLs has an empty dictionary, and its codes are all 0.
    if dictionary.count == 0 {
        output.initialize(repeating: .empty, count: count)
        return
    }
    let views = dictionary.views
    for row in 0..<count { output[row] = views[Int(truncatingIfNeeded: codes[row])] }
}
