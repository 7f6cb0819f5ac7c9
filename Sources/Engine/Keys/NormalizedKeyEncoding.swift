import Columns

extension NormalizedKeyPart {
    /// Writes the codes of rows `rows` of `vector` to `codes[0...]`.
    ///
    /// - Parameters:
    ///   - vector: of the column's type; texts in the form of codes of the part's dictionary (see `KeyDictionaries`).
    ///   - unmatched: set to 1 for rows whose value has no code, because the part was made from other rows; never cleared. Nil when
    ///     the part was made from these rows, so that every value has one.
    func encode(
        _ vector: Vector, rows: Range<Int>, into codes: UnsafeMutablePointer<UInt64>, unmatched: UnsafeMutablePointer<UInt8>?
    ) {
        let count = rows.count
        if vector.isConstant {
            guard count > 0 else { return }
            if let unmatched {
                var mark: UInt8 = 0
                encodeRows(vector, 0, 1, codes, &mark)
                if mark != 0 { unmatched.update(repeating: 1, count: count) }
            } else {
                encodeRows(vector, 0, 1, codes, nil)
            }
            let code = codes[0]
            for row in 0..<count { codes[row] = code }
            return
        }
        encodeRows(vector, rows.lowerBound, count, codes, unmatched)
    }

    private func encodeRows(
        _ vector: Vector, _ first: Int, _ count: Int, _ codes: UnsafeMutablePointer<UInt64>, _ unmatched: UnsafeMutablePointer<UInt8>?
    ) {
        guard let validity = vector.validity.map({ $0 + first }) else {
            encodeValues(vector, first, count, codes, unmatched)
            return
        }
        if let unmatched {
            // The element of a NULL may be no value of the part; whether the row matches is for its validity to say.
            let nullMark: UInt8 = codesNull ? 0 : 1
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: max(count, 1)) { scratch in
                guard let marks = scratch.baseAddress else { return }
                marks.update(repeating: 0, count: count)
                encodeValues(vector, first, count, codes, marks)
                for row in 0..<count { unmatched[row] |= (marks[row] & validity[row]) | (nullMark & (validity[row] ^ 1)) }
            }
        } else {
            encodeValues(vector, first, count, codes, nil)
        }
        let nullCode = nullCode
        for row in 0..<count {
            let mask = 0 &- UInt64(validity[row])
            codes[row] = (codes[row] & mask) | (nullCode & ~mask)
        }
    }

    /// The codes of all rows as if none were NULL.
    private func encodeValues(
        _ vector: Vector, _ first: Int, _ count: Int, _ codes: UnsafeMutablePointer<UInt64>, _ unmatched: UnsafeMutablePointer<UInt8>?
    ) {
        switch content {
        case .nothing, .presence:
            for row in 0..<count { codes[row] = shift }
            // Where only NULLs have a code, no value matches.
            if case .nothing = content, let unmatched { unmatched.update(repeating: 1, count: count) }
        case .text(_, let ranks):
            guard case .codes(let width, _) = vector.form else { return }
            switch width {
            case .one: encodeTexts(vector.elements(as: UInt8.self) + first, ranks, count, codes)
            case .two: encodeTexts(vector.elements(as: UInt16.self) + first, ranks, count, codes)
            case .four, .eight: encodeTexts(vector.elements(as: UInt32.self) + first, ranks, count, codes)
            }
        case .floating(let least):
            if vector.type.physical == .float {
                encodeWords(vector.elements(as: Float.self) + first, least, count, codes, unmatched) { orderedWord($0) }
            } else {
                encodeWords(vector.elements(as: Double.self) + first, least, count, codes, unmatched) { orderedWord($0) }
            }
        case .whole(let least):
            encodeWhole(vector, first, least, count, codes, unmatched)
        case .wideUpper(let least):
            encodeWide(vector, first, least, count, codes, unmatched) { UInt64(truncatingIfNeeded: $0 >> 64) }
        case .wideLower(let least):
            encodeWide(vector, first, least, count, codes, nil) { UInt64(truncatingIfNeeded: $0) }
        }
    }

    // The code of a distance from the least value is `(distance ^ flip) &+ addend`: descending, `largest - distance` is
    // `~distance + largest + 1`.
    @inline(__always) private var flip: UInt64 { isDescending ? .max : 0 }
    @inline(__always) private var addend: UInt64 { isDescending ? largest &+ 1 &+ shift : shift }

    @inline(__always) private func encodeWords<Element: BitwiseCopyable>(
        _ elements: UnsafePointer<Element>, _ least: UInt64, _ count: Int, _ codes: UnsafeMutablePointer<UInt64>,
        _ unmatched: UnsafeMutablePointer<UInt8>?, _ word: (Element) -> UInt64
    ) {
        let flip = flip, addend = addend
        if let unmatched {
            let largest = largest
            for row in 0..<count {
                let distance = word(elements[row]) &- least
                unmatched[row] |= byte(distance > largest)
                codes[row] = (distance ^ flip) &+ addend
            }
        } else {
            for row in 0..<count { codes[row] = ((word(elements[row]) &- least) ^ flip) &+ addend }
        }
    }

    @inline(__always) private func encodeTexts<Code: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
        _ elements: UnsafePointer<Code>, _ ranks: TextRanks?, _ count: Int, _ codes: UnsafeMutablePointer<UInt64>
    ) {
        let flip = flip, addend = addend
        if let ranks = ranks?.ranks {
            for row in 0..<count { codes[row] = (UInt64(ranks[Int(truncatingIfNeeded: elements[row])]) ^ flip) &+ addend }
        } else {
            for row in 0..<count { codes[row] = (UInt64(elements[row]) ^ flip) &+ addend }
        }
    }

    private func encodeWhole(
        _ vector: Vector, _ first: Int, _ least: Int128, _ count: Int, _ codes: UnsafeMutablePointer<UInt64>,
        _ unmatched: UnsafeMutablePointer<UInt8>?
    ) {
        // Distances of types of up to 64 bits are exact modulo 2^64: a value below the least wraps to more than any span can be.
        let physical = vector.type.physical
        if physical.byteCount == 16 {
            encodeWide(vector, first, least, count, codes, unmatched) { UInt64(truncatingIfNeeded: $0) }
            return
        }
        func words<Element: FixedWidthInteger & BitwiseCopyable>(_ type: Element.Type, _ least: UInt64) {
            encodeWords(vector.elements(as: type) + first, least, count, codes, unmatched) { UInt64(truncatingIfNeeded: $0) }
        }
        if case .offsets(let width, let base) = vector.form {
            let distance = UInt64(truncatingIfNeeded: least &- base)
            switch width {
            case .one: words(UInt8.self, distance)
            case .two: words(UInt16.self, distance)
            case .four: words(UInt32.self, distance)
            case .eight: words(UInt64.self, distance)
            }
            return
        }
        let start = UInt64(truncatingIfNeeded: least)
        switch physical {
        case .boolean, .uint8: words(UInt8.self, start)
        case .int8: words(Int8.self, start)
        case .int16: words(Int16.self, start)
        case .int32: words(Int32.self, start)
        case .int64: words(Int64.self, start)
        case .uint16: words(UInt16.self, start)
        case .uint32: words(UInt32.self, start)
        case .uint64: words(UInt64.self, start)
        // Floating-point numbers, texts and the wide types have contents of their own.
        case .float, .double, .text, .nested, .int128, .interval: break
        }
    }

    /// Values of 128-bit types: distances in 128 bits, `pick` takes the part's half.
    @inline(__always) private func encodeWide(
        _ vector: Vector, _ first: Int, _ least: Int128, _ count: Int, _ codes: UnsafeMutablePointer<UInt64>,
        _ unmatched: UnsafeMutablePointer<UInt8>?, _ pick: (UInt128) -> UInt64
    ) {
        let flip = flip, addend = addend
        let greatest: UInt128
        if case .wideUpper = content {
            greatest = UInt128(largest) << 64 | UInt128(UInt64.max)
        } else if case .wideLower = content {
            greatest = .max
        } else {
            greatest = UInt128(largest)
        }
        func all(_ value: (Int) -> Int128) {
            for row in 0..<count {
                let distance = UInt128(truncatingIfNeeded: value(row) &- least)
                if let unmatched { unmatched[row] |= byte(distance > greatest) }
                codes[row] = (pick(distance) ^ flip) &+ addend
            }
        }
        if vector.isFlat, vector.type.physical == .interval {
            let elements = vector.elements(as: IntervalValue.self) + first
            all { elements[$0].normalized }
        } else if vector.isFlat, vector.type.physical == .int128 {
            let elements = vector.elements(as: Int128.self) + first
            all { elements[$0] }
        } else {
            all { vector.wholeNumber(at: first &+ $0) }
        }
    }
}
