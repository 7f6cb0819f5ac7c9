// Writing the rows of vectors into the compact form that a segment keeps.

/// Writes whole-number columns as offsets in the narrowest width, other fixed-width columns as they are.
enum SegmentEncoding {
    /// A column of `count` rows from `pieces`, which hold as many rows together, with its statistics.
    static func encode(_ pieces: [Vector], type: LogicalType, count: Int, context: ExecutionContext) throws(QueryError)
        -> (Vector, ColumnStatistics)
    {
        let account = context.account
        var statistics = ColumnStatistics()
        let validity = try combinedValidity(pieces, count: count, statistics: &statistics, account: account)
        if type.physical.isWhole {
            for piece in pieces {
                guard let bounds = piece.wholeBounds() else { continue }
                statistics.bounds =
                    statistics.bounds.map { min($0.lowerBound, bounds.lowerBound)...max($0.upperBound, bounds.upperBound) } ?? bounds
            }
            if let vector = try offsets(pieces, type, count, statistics.bounds, validity, context) { return (vector, statistics) }
        }
        let size = type.physical.byteCount
        let buffer = try Buffer(byteCount: max(count * size, 1), account: account)
        var owners: [AnyObject] = []
        var row = 0
        for piece in pieces {
            let flat = try piece.flattened(account)
            (buffer.start + row * size).copyMemory(from: flat.data, byteCount: piece.count * size)
            if type.physical == .text || type.physical == .nested { owners += flat.owners }
            row += piece.count
        }
        let vector = Vector(type: type, count: count, buffer: buffer, validity: validity, keeping: owners)
        if type.isFloatingPoint { vector.floatStatistics(&statistics) }
        return (vector, statistics)
    }

    /// One validity byte a row; nil where no piece has a NULL. Counts the NULLs.
    static func combinedValidity(_ pieces: [Vector], count: Int, statistics: inout ColumnStatistics, account: MemoryAccount)
        throws(QueryError) -> Buffer?
    {
        guard pieces.contains(where: { $0.validity != nil }) else { return nil }
        let buffer = try Buffer(byteCount: max(count, 1), account: account)
        let bytes = buffer.pointer(to: UInt8.self)
        var row = 0
        for piece in pieces {
            if let validity = piece.validity {
                if piece.isConstant {
                    (bytes + row).initialize(repeating: validity[0], count: piece.count)
                } else {
                    (bytes + row).update(from: validity, count: piece.count)
                }
            } else {
                (bytes + row).initialize(repeating: 1, count: piece.count)
            }
            row += piece.count
        }
        var valid = 0
        for row in 0..<count { valid &+= Int(bytes[row]) }
        statistics.nullCount = count - valid
        return valid == count ? nil : buffer
    }

    /// The column as offsets from its least value; nil where the range needs more than 64 bits or the mode forbids it.
    private static func offsets(
        _ pieces: [Vector], _ type: LogicalType, _ count: Int, _ bounds: ClosedRange<Int128>?, _ validity: Buffer?,
        _ context: ExecutionContext
    ) throws(QueryError) -> Vector? {
        guard context.settings.narrowWidths else { return nil }
        let base = bounds?.lowerBound ?? 0
        let (range, overflow) = (bounds?.upperBound ?? 0).subtractingReportingOverflow(base)
        guard !overflow, let range = UInt64(exactly: range) else { return nil }
        let width = Width(holding: range)
        let buffer = try Buffer(byteCount: max(count * width.byteCount, 1), account: context.account)
        var row = 0
        for piece in pieces {
            piece.storeOffsets(from: base, width: width, into: buffer.start + row * width.byteCount)
            row += piece.count
        }
        return Vector(
            type: type, count: count, form: .offsets(width: width, base: base), data: UnsafeRawPointer(buffer.start),
            validity: validity.map { UnsafePointer($0.pointer(to: UInt8.self)) }, owners: validity.map { [buffer, $0] } ?? [buffer])
    }
}

extension Vector {
    /// The least and greatest stored number of a whole-number vector, NULLs left out; nil where there is none.
    package func wholeBounds() -> ClosedRange<Int128>? {
        guard count > 0 else { return nil }
        if isConstant { return isValid(0) ? wholeNumber(at: 0)...wholeNumber(at: 0) : nil }
        if case .offsets(let width, let base) = form {
            let bounds: (UInt64, UInt64)? =
                switch width {
                case .one: extremes(elements(as: UInt8.self)).map { (UInt64($0.0), UInt64($0.1)) }
                case .two: extremes(elements(as: UInt16.self)).map { (UInt64($0.0), UInt64($0.1)) }
                case .four: extremes(elements(as: UInt32.self)).map { (UInt64($0.0), UInt64($0.1)) }
                case .eight: extremes(elements(as: UInt64.self))
                }
            return bounds.map { (base &+ Int128($0.0))...(base &+ Int128($0.1)) }
        }
        func range<Number: FixedWidthInteger & BitwiseCopyable>(_: Number.Type) -> ClosedRange<Int128>? {
            extremes(elements(as: Number.self)).map { Int128($0.0)...Int128($0.1) }
        }
        return switch type.physical {
        case .int8: range(Int8.self)
        case .int16: range(Int16.self)
        case .int32: range(Int32.self)
        case .int64: range(Int64.self)
        case .int128: range(Int128.self)
        case .uint8: range(UInt8.self)
        case .uint16: range(UInt16.self)
        case .uint32: range(UInt32.self)
        case .uint64: range(UInt64.self)
        case .boolean, .float, .double, .text, .interval, .nested: nil
        }
    }

    @inline(__always) private func extremes<Number: FixedWidthInteger & BitwiseCopyable>(_ values: UnsafePointer<Number>) -> (
        Number, Number
    )? {
        var least = Number.max, greatest = Number.min
        if let validity {
            var any: UInt8 = 0
            // A NULL stands for the neutral value of either, so that no branch depends on the data.
            for row in 0..<count {
                any |= validity[row]
                let kept = 0 &- Number(truncatingIfNeeded: validity[row])
                least = min(least, values[row] & kept | Number.max & ~kept)
                greatest = max(greatest, values[row] & kept | Number.min & ~kept)
            }
            return any != 0 ? (least, greatest) : nil
        }
        for row in 0..<count {
            least = min(least, values[row])
            greatest = max(greatest, values[row])
        }
        return (least, greatest)
    }

    /// Writes each row's distance from `origin`, which no valid row is below, in the given width; 0 for NULLs.
    package func storeOffsets(from origin: Int128, width: Width, into output: UnsafeMutableRawPointer) {
        switch width {
        case .one: storeOffsets(from: origin, into: output.assumingMemoryBound(to: UInt8.self))
        case .two: storeOffsets(from: origin, into: output.assumingMemoryBound(to: UInt16.self))
        case .four: storeOffsets(from: origin, into: output.assumingMemoryBound(to: UInt32.self))
        case .eight: storeOffsets(from: origin, into: output.assumingMemoryBound(to: UInt64.self))
        }
    }

    /// Writes each row's distance from `origin`, which no valid row is below; 0 for NULLs.
    func storeOffsets<Offset: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
        from origin: Int128, into output: UnsafeMutablePointer<Offset>
    ) {
        if isConstant {
            let offset = isValid(0) ? Offset(truncatingIfNeeded: wholeNumber(at: 0) &- origin) : 0
            output.initialize(repeating: offset, count: count)
            return
        }
        if case .offsets(let width, let base) = form {
            let shift = base &- origin
            switch width {
            case .one: store(elements(as: UInt8.self), plus: shift, output)
            case .two: store(elements(as: UInt16.self), plus: shift, output)
            case .four: store(elements(as: UInt32.self), plus: shift, output)
            case .eight: store(elements(as: UInt64.self), plus: shift, output)
            }
            return
        }
        let shift = 0 &- origin
        switch type.physical {
        case .int8: store(elements(as: Int8.self), plus: shift, output)
        case .int16: store(elements(as: Int16.self), plus: shift, output)
        case .int32: store(elements(as: Int32.self), plus: shift, output)
        case .int64: store(elements(as: Int64.self), plus: shift, output)
        case .int128: store(elements(as: Int128.self), plus: shift, output)
        case .uint8: store(elements(as: UInt8.self), plus: shift, output)
        case .uint16: store(elements(as: UInt16.self), plus: shift, output)
        case .uint32: store(elements(as: UInt32.self), plus: shift, output)
        case .uint64: store(elements(as: UInt64.self), plus: shift, output)
        case .boolean, .float, .double, .text, .interval, .nested: break
        }
    }

    @inline(__always)
    private func store<
        Number: FixedWidthInteger & BitwiseCopyable, Offset: FixedWidthInteger & UnsignedInteger & BitwiseCopyable
    >(_ values: UnsafePointer<Number>, plus shift: Int128, _ output: UnsafeMutablePointer<Offset>) {
        // Modulo arithmetic in the output's width gives the right offset, since the true one fits it.
        let narrowShift = Offset(truncatingIfNeeded: shift)
        if let validity {
            for row in 0..<count {
                output[row] = (Offset(truncatingIfNeeded: values[row]) &+ narrowShift) & (0 &- Offset(truncatingIfNeeded: validity[row]))
            }
        } else {
            for row in 0..<count { output[row] = Offset(truncatingIfNeeded: values[row]) &+ narrowShift }
        }
    }

    /// Bounds of a flat FLOAT or DOUBLE vector, NULLs left out.
    func floatStatistics(_ statistics: inout ColumnStatistics) {
        var least = Double.infinity, greatest = -Double.infinity
        var any = false
        for row in 0..<count where isValid(row) {
            let value = type == .float ? Double(elements(as: Float.self)[row]) : elements(as: Double.self)[row]
            if value.isNaN {
                statistics.hasNaN = true
                continue
            }
            any = true
            least = min(least, value)
            greatest = max(greatest, value)
        }
        if any { statistics.floatBounds = least...greatest }
    }
}
