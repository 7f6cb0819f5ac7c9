import Columns

/// A word for each value of a sort key, such that a smaller word means an earlier row; equal words decide nothing, unless
/// `areExact`. Unlike normalised keys it needs no look at other rows.
enum OrderingWords {
    /// Whether rows with equal words, other than the least and the greatest word, have equal keys.
    static func areExact(_ type: LogicalType) -> Bool {
        switch type.physical {
        case .boolean, .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32, .float, .double: true
        case .int128, .uint64, .text, .interval, .nested: false
        }
    }

    /// Sets `mask[row]` to whether the row's word is at most `bound`.
    static func mark(
        _ vector: Vector, _ key: SortDirection, atMost bound: UInt64, count: Int, in mask: UnsafeMutablePointer<UInt8>,
        account: MemoryAccount
    ) throws(QueryError) {
        if let run = OffsetRun(vector), let start = wordOfBase(vector) {
            run.mark(offsets(below: bound, start: start, key.isDescending, run.width), into: mask)
            markNulls(vector.validity, count, key.nullsFirst, mask)
            return
        }
        if case .flat = vector.form, vector.type.physical == .text, !vector.isConstant {
            markTexts(vector.elements(as: TextView.self), count, key.isDescending, atMost: bound, mask)
            markNulls(vector.validity, count, key.nullsFirst, mask)
            return
        }
        let buffer = try words(vector, key, count: count, account: account)
        let words = buffer.pointer(to: UInt64.self)
        for row in 0..<count { mask[row] = byte(words[row] <= bound) }
    }

    /// A NULL's word is the least or the greatest there is; a bound is below the greatest.
    private static func markNulls(
        _ validity: UnsafePointer<UInt8>?, _ count: Int, _ nullsFirst: Bool, _ mask: UnsafeMutablePointer<UInt8>
    ) {
        guard let validity else { return }
        if nullsFirst {
            for row in 0..<count { mask[row] |= 1 &- validity[row] }
        } else {
            for row in 0..<count { mask[row] &= validity[row] }
        }
    }

    /// The first four bytes, which the views hold, mostly tell; a text's own bytes, which lie anywhere, are read only where they do not.
    private static func markTexts(
        _ views: UnsafePointer<TextView>, _ count: Int, _ isDescending: Bool, atMost bound: UInt64, _ mask: UnsafeMutablePointer<UInt8>
    ) {
        let flip: UInt64 = isDescending ? .max : 0
        let upperFlip = UInt32(truncatingIfNeeded: flip), upperBound = UInt32(truncatingIfNeeded: bound >> 32)
        for row in 0..<count {
            let upper = views[row].prefix.byteSwapped ^ upperFlip
            mask[row] = byte(upper < upperBound)
            if upper == upperBound { mask[row] = byte(prefix(views[row]) ^ flip <= bound) }
        }
    }

    /// The ascending word of offset 0; nil where words of the column's offsets are cut to 64 bits.
    private static func wordOfBase(_ vector: Vector) -> UInt64? {
        guard case .offsets(let width, let base) = vector.form else { return nil }
        let top = base.addingReportingOverflow(Int128(1) << Int128(8 * width.byteCount))
        guard !top.overflow, top.partialValue <= Int128(Int64.max), let start = Int64(exactly: base) else { return nil }
        return UInt64(bitPattern: start) &+ sign
    }

    /// The offsets whose word is at most `bound`.
    private static func offsets(below bound: UInt64, start: UInt64, _ isDescending: Bool, _ width: Width) -> OffsetRange {
        let largest = UInt64.max >> UInt64(64 - 8 * width.byteCount)
        if isDescending {
            let least = ~bound
            if least <= start { return OffsetRange(low: 0, span: largest) }
            return least - start > largest ? .none(largest: largest) : OffsetRange(low: least - start, span: largest - (least - start))
        }
        return bound < start ? .none(largest: largest) : OffsetRange(low: 0, span: min(bound - start, largest))
    }

    static func words(_ vector: Vector, _ key: SortDirection, count: Int, account: MemoryAccount) throws(QueryError) -> Buffer {
        let buffer = try Buffer(byteCount: max(count, 1) * 8, account: account)
        let words = buffer.pointer(to: UInt64.self)
        if vector.isConstant {
            fill(vector, 1, key.isDescending, words)
            applyValidity(vector.validity, 1, key.nullsFirst, words)
            let word = words[0]
            for row in 0..<count { words[row] = word }
            return buffer
        }
        fill(vector, count, key.isDescending, words)
        applyValidity(vector.validity, count, key.nullsFirst, words)
        return buffer
    }

    private static func applyValidity(
        _ validity: UnsafePointer<UInt8>?, _ count: Int, _ nullsFirst: Bool, _ words: UnsafeMutablePointer<UInt64>
    ) {
        guard let validity else { return }
        let null: UInt64 = nullsFirst ? 0 : .max
        for row in 0..<count {
            let mask = 0 &- UInt64(validity[row])
            words[row] = (words[row] & mask) | (null & ~mask)
        }
    }

    private static let sign: UInt64 = 1 << 63

    private static func fill(_ vector: Vector, _ count: Int, _ isDescending: Bool, _ words: UnsafeMutablePointer<UInt64>) {
        let flip: UInt64 = isDescending ? .max : 0
        func signed<Element: FixedWidthInteger & BitwiseCopyable>(_ type: Element.Type) {
            let elements = vector.elements(as: type)
            for row in 0..<count { words[row] = UInt64(truncatingIfNeeded: elements[row]) &+ sign ^ flip }
        }
        func offset<Element: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(_ type: Element.Type, _ start: UInt64) {
            let elements = vector.elements(as: type)
            for row in 0..<count { words[row] = (UInt64(elements[row]) &+ start) ^ flip }
        }
        func general(_ value: (Int) -> Int128) {
            for row in 0..<count {
                let clamped = Int64(truncatingIfNeeded: max(Int128(Int64.min), min(Int128(Int64.max), value(row))))
                words[row] = (UInt64(bitPattern: clamped) &+ sign) ^ flip
            }
        }
        switch vector.form {
        case .codes(let width, let dictionary):
            if dictionary.count == 0 {
                words.update(repeating: 0, count: count)
                return
            }
            let views = dictionary.views
            func prefixes<Code: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(_ type: Code.Type) {
                let codes = vector.elements(as: type)
                for row in 0..<count { words[row] = prefix(views[Int(truncatingIfNeeded: codes[row])]) ^ flip }
            }
            switch width {
            case .one: prefixes(UInt8.self)
            case .two: prefixes(UInt16.self)
            case .four, .eight: prefixes(UInt32.self)
            }
        case .offsets(let width, _):
            guard let start = wordOfBase(vector) else {
                general { vector.wholeNumber(at: $0) }
                return
            }
            switch width {
            case .one: offset(UInt8.self, start)
            case .two: offset(UInt16.self, start)
            case .four: offset(UInt32.self, start)
            case .eight: offset(UInt64.self, start)
            }
        case .flat:
            switch vector.type.physical {
            case .boolean, .uint8: signed(UInt8.self)
            case .int8: signed(Int8.self)
            case .int16: signed(Int16.self)
            case .int32: signed(Int32.self)
            case .int64: signed(Int64.self)
            case .uint16: signed(UInt16.self)
            case .uint32: signed(UInt32.self)
            case .uint64, .int128: general { vector.wholeNumber(at: $0) }
            case .float:
                let elements = vector.elements(as: Float.self)
                for row in 0..<count { words[row] = orderedWord(elements[row]) ^ flip }
            case .double:
                let elements = vector.elements(as: Double.self)
                for row in 0..<count { words[row] = orderedWord(elements[row]) ^ flip }
            case .interval:
                let elements = vector.elements(as: IntervalValue.self)
                general { elements[$0].normalized }
            case .text:
                let views = vector.elements(as: TextView.self)
                for row in 0..<count { words[row] = prefix(views[row]) ^ flip }
            // Decides nothing.
            case .nested: words.update(repeating: 1, count: count)
            }
        }
    }

    /// The first eight bytes, the first one on top, zeros behind a shorter text.
    @inline(__always) private static func prefix(_ view: TextView) -> UInt64 {
        var next: UInt64
        if view.isInline {
            // Inline bytes 4 to 7 follow the four of the prefix.
            next = view.high & 0xFFFF_FFFF
        } else {
            guard let bytes = view.external else { return 0 }
            next = UInt64(UnsafeRawPointer(bytes + 4).loadUnaligned(as: UInt32.self))
        }
        next = next << 32 | UInt64(view.prefix)
        return next.byteSwapped
    }
}
