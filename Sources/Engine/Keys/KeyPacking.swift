import Columns

/// A number that packed keys fit into.
package protocol PackedKey: FixedWidthInteger, UnsignedInteger, BitwiseCopyable, Sendable {}
extension UInt16: PackedKey {}
extension UInt32: PackedKey {}
extension UInt64: PackedKey {}
extension UInt128: PackedKey {}

extension KeyLayout {
    /// Packs the keys of `count` rows. The layout's form must be wide enough for `Key`; columns are in any form.
    package func pack<Key: PackedKey>(_ columns: [Vector], count: Int, into keys: UnsafeMutablePointer<Key>, account: MemoryAccount)
        throws(QueryError)
    {
        let prepared = try prepared(columns, account: account)
        try pack(prepared, rows: 0..<count, into: keys, account: account)
    }

    /// The columns in forms that need nothing but their own elements to be packed: once a batch, before its rows are packed in parts.
    func prepared(_ columns: [Vector], account: MemoryAccount) throws(QueryError) -> [Vector] {
        var prepared: [Vector] = []
        for (column, digit) in zip(columns, digits) {
            // Another dictionary with the same texts: looked up text by text.
            if case .codes(_, let dictionary) = column.form, dictionary !== digit.dictionary {
                prepared.append(try column.flattened(account))
            } else {
                prepared.append(column)
            }
        }
        return prepared
    }

    /// Packs the keys of some rows of prepared columns.
    func pack<Key: PackedKey>(
        _ columns: [Vector], rows: Range<Int>, into keys: UnsafeMutablePointer<Key>, account: MemoryAccount
    ) throws(QueryError) {
        if columns.isEmpty { keys.initialize(repeating: 0, count: rows.count) }
        for (index, column) in columns.enumerated() { try pack(column, digits[index], isFirst: index == 0, rows, keys, account) }
    }

    private func pack<Key: PackedKey>(
        _ column: Vector, _ digit: Digit, isFirst: Bool, _ rows: Range<Int>, _ keys: UnsafeMutablePointer<Key>, _ account: MemoryAccount
    ) throws(QueryError) {
        let count = rows.count, first = rows.lowerBound
        let range = Key(truncatingIfNeeded: digit.range)
        let bump: Key = digit.mayBeNull ? 1 : 0
        let validity = column.isConstant ? column.validity : column.validity.map { $0 + first }
        if column.isConstant {
            let single = Vector(
                type: column.type, count: 1, form: column.form, data: column.data, validity: column.validity, owners: column.owners)
            var own: Key = 0
            try withUnsafeMutablePointer(to: &own) { (pointer) throws(QueryError) in
                try pack(single, digit, isFirst: true, 0..<1, pointer, account)
            }
            if isFirst {
                keys.initialize(repeating: own, count: count)
                return
            }
            for row in 0..<count { keys[row] = keys[row] &* range &+ own }
            return
        }
        switch column.form {
        case .codes(let width, _):
            switch width {
            case .one: append(column.elements(as: UInt8.self) + first, bump, isFirst ? nil : range, validity, count, keys)
            case .two: append(column.elements(as: UInt16.self) + first, bump, isFirst ? nil : range, validity, count, keys)
            case .four, .eight: append(column.elements(as: UInt32.self) + first, bump, isFirst ? nil : range, validity, count, keys)
            }
        case .offsets(let width, let base):
            let shift = Key(truncatingIfNeeded: base &- digit.base) &+ bump
            switch width {
            case .one: append(column.elements(as: UInt8.self) + first, shift, isFirst ? nil : range, validity, count, keys)
            case .two: append(column.elements(as: UInt16.self) + first, shift, isFirst ? nil : range, validity, count, keys)
            case .four: append(column.elements(as: UInt32.self) + first, shift, isFirst ? nil : range, validity, count, keys)
            case .eight: append(column.elements(as: UInt64.self) + first, shift, isFirst ? nil : range, validity, count, keys)
            }
        case .flat:
            let shift = Key(truncatingIfNeeded: 0 &- digit.base) &+ bump
            switch column.type.physical {
            case .boolean, .uint8: append(column.elements(as: UInt8.self) + first, shift, isFirst ? nil : range, validity, count, keys)
            case .int8: append(column.elements(as: Int8.self) + first, shift, isFirst ? nil : range, validity, count, keys)
            case .int16: append(column.elements(as: Int16.self) + first, shift, isFirst ? nil : range, validity, count, keys)
            case .int32: append(column.elements(as: Int32.self) + first, shift, isFirst ? nil : range, validity, count, keys)
            case .int64: append(column.elements(as: Int64.self) + first, shift, isFirst ? nil : range, validity, count, keys)
            case .int128: append(column.elements(as: Int128.self) + first, shift, isFirst ? nil : range, validity, count, keys)
            case .uint16: append(column.elements(as: UInt16.self) + first, shift, isFirst ? nil : range, validity, count, keys)
            case .uint32: append(column.elements(as: UInt32.self) + first, shift, isFirst ? nil : range, validity, count, keys)
            case .uint64: append(column.elements(as: UInt64.self) + first, shift, isFirst ? nil : range, validity, count, keys)
            case .float:
                let values = column.elements(as: Float.self) + first
                if isFirst { keys.initialize(repeating: 0, count: count) }
                for row in 0..<count {
                    let pattern = Key(truncatingIfNeeded: canonicalPattern(values[row])) &+ bump
                    keys[row] = keys[row] &* range &+ (validity.map { $0[row] != 0 } ?? true ? pattern : 0)
                }
            case .double:
                let values = column.elements(as: Double.self) + first
                if isFirst { keys.initialize(repeating: 0, count: count) }
                for row in 0..<count {
                    let pattern = Key(truncatingIfNeeded: canonicalPattern(values[row])) &+ bump
                    keys[row] = keys[row] &* range &+ (validity.map { $0[row] != 0 } ?? true ? pattern : 0)
                }
            case .text:
                guard let dictionary = digit.dictionary else {
                    throw QueryError(.internal, "a text key without a dictionary was to be packed")
                }
                let views = column.elements(as: TextView.self) + first
                let index = try dictionary.textIndex()
                if isFirst { keys.initialize(repeating: 0, count: count) }
                for row in 0..<count {
                    guard validity.map({ $0[row] != 0 }) ?? true else {
                        keys[row] = keys[row] &* range
                        continue
                    }
                    guard let code = index.code(of: views[row], in: dictionary.views) else {
                        throw QueryError(.internal, "a text key is missing from the dictionary that its layout was made for")
                    }
                    keys[row] = keys[row] &* range &+ Key(truncatingIfNeeded: code) &+ bump
                }
            case .interval, .nested: throw QueryError(.internal, "a key of type \(column.type) was to be packed")
            }
        }
    }

    /// Appends the digit `value + shift` to each key, or begins the keys with it where `range` is nil; digit 0 where the row is NULL.
    @inline(__always) private func append<Key: PackedKey, Value: FixedWidthInteger & BitwiseCopyable>(
        _ values: UnsafePointer<Value>, _ shift: Key, _ range: Key?, _ validity: UnsafePointer<UInt8>?, _ count: Int,
        _ keys: UnsafeMutablePointer<Key>
    ) {
        if let validity {
            if range == nil { keys.initialize(repeating: 0, count: count) }
            let range = range ?? 0
            for row in 0..<count {
                let digit = (Key(truncatingIfNeeded: values[row]) &+ shift) & (0 &- Key(truncatingIfNeeded: validity[row]))
                keys[row] = keys[row] &* range &+ digit
            }
        } else if let range, range.nonzeroBitCount == 1 {
            // A power of two: the digit's bits are shifted in, which needs no multiplication.
            let bits = Key(truncatingIfNeeded: range.trailingZeroBitCount)
            for row in 0..<count { keys[row] = keys[row] &<< bits | (Key(truncatingIfNeeded: values[row]) &+ shift) }
        } else if let range {
            for row in 0..<count { keys[row] = keys[row] &* range &+ (Key(truncatingIfNeeded: values[row]) &+ shift) }
        } else {
            for row in 0..<count { keys[row] = Key(truncatingIfNeeded: values[row]) &+ shift }
        }
    }

    /// The key columns again, from packed keys: offsets and codes where the layout has bounds and dictionaries.
    package func unpack<Key: PackedKey>(_ keys: UnsafePointer<Key>, count: Int, account: MemoryAccount) throws(QueryError) -> [Vector] {
        let rest = try Buffer(byteCount: max(count, 1) * MemoryLayout<Key>.stride, account: account)
        let remaining = rest.pointer(to: Key.self)
        remaining.update(from: keys, count: count)
        var columns: [Vector?] = Array(repeating: nil, count: digits.count)
        for index in digits.indices.reversed() {
            columns[index] = try unpackDigit(digits[index], isFirst: index == 0, remaining, count, account)
        }
        return columns.compactMap { $0 }
    }

    /// Takes the last digit off every key.
    private func unpackDigit<Key: PackedKey>(
        _ digit: Digit, isFirst: Bool, _ keys: UnsafeMutablePointer<Key>, _ count: Int, _ account: MemoryAccount
    ) throws(QueryError) -> Vector {
        let range = Key(truncatingIfNeeded: digit.range)
        let physical = digit.type.physical
        let width: Width
        switch physical {
        case .float: width = .four
        case .double: width = .eight
        case .boolean: width = .one
        case .text:
            let narrow = Width(holding: UInt64(truncatingIfNeeded: max(digit.range, 1) - 1))
            width = narrow == .eight ? .four : narrow
        default: width = Width(holding: digit.range > 1 << 64 ? .max : UInt64(truncatingIfNeeded: digit.range - 1))
        }
        let buffer = try Buffer(byteCount: max(count, 1) * width.byteCount, account: account)
        let validityBuffer = digit.mayBeNull ? try Buffer(byteCount: max(count, 1), account: account) : nil
        let validity = validityBuffer?.pointer(to: UInt8.self)
        switch width {
        case .one: takeDigit(range, isFirst, keys, buffer.pointer(to: UInt8.self), validity, count)
        case .two: takeDigit(range, isFirst, keys, buffer.pointer(to: UInt16.self), validity, count)
        case .four: takeDigit(range, isFirst, keys, buffer.pointer(to: UInt32.self), validity, count)
        case .eight: takeDigit(range, isFirst, keys, buffer.pointer(to: UInt64.self), validity, count)
        }
        let form: Vector.Form
        switch physical {
        case .float, .double, .boolean: form = .flat
        case .text:
            guard let dictionary = digit.dictionary else { throw QueryError(.internal, "a text key has no dictionary") }
            form = .codes(width: width, dictionary: dictionary)
        default: form = .offsets(width: width, base: digit.base)
        }
        return Vector(
            type: digit.type, count: count, form: form, data: UnsafeRawPointer(buffer.start), validity: validity.map { UnsafePointer($0) },
            owners: validityBuffer.map { [buffer, $0] } ?? [buffer])
    }

    @inline(__always) private func takeDigit<Key: PackedKey, Output: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
        _ range: Key, _ isFirst: Bool, _ keys: UnsafeMutablePointer<Key>, _ output: UnsafeMutablePointer<Output>,
        _ validity: UnsafeMutablePointer<UInt8>?, _ count: Int
    ) {
        // The first digit is what is left; its range may not even fit the key (2^64 in a UInt64).
        if !isFirst, range.nonzeroBitCount == 1 {
            let bits = Key(truncatingIfNeeded: range.trailingZeroBitCount), low = range &- 1
            takeDigit(keys, output, validity, count) { key in
                let digit = key & low
                key = key &>> bits
                return digit
            }
        } else if !isFirst {
            takeDigit(keys, output, validity, count) { key in
                let (quotient, remainder) = key.quotientAndRemainder(dividingBy: range)
                key = quotient
                return remainder
            }
        } else {
            takeDigit(keys, output, validity, count) { $0 }
        }
    }

    /// Writes the digit that `take` removes from each key; where NULL is possible, digit 0 is NULL and the others are one too large.
    @inline(__always) private func takeDigit<Key: PackedKey, Output: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
        _ keys: UnsafeMutablePointer<Key>, _ output: UnsafeMutablePointer<Output>, _ validity: UnsafeMutablePointer<UInt8>?, _ count: Int,
        _ take: (inout Key) -> Key
    ) {
        if let validity {
            for row in 0..<count {
                let digit = take(&keys[row])
                let isValue = byte(digit != 0)
                validity[row] = isValue
                output[row] = Output(truncatingIfNeeded: digit &- Key(truncatingIfNeeded: isValue))
            }
        } else {
            for row in 0..<count { output[row] = Output(truncatingIfNeeded: take(&keys[row])) }
        }
    }
}

/// The bits of a number by which equal numbers are equal: one zero, one NaN.
@inline(__always) func canonicalPattern(_ value: Double) -> UInt64 {
    value == 0 ? 0 : value != value ? Double.nan.bitPattern : value.bitPattern
}

/// The bits of a number by which equal numbers are equal: one zero, one NaN.
@inline(__always) func canonicalPattern(_ value: Float) -> UInt32 {
    value == 0 ? 0 : value != value ? Float.nan.bitPattern : value.bitPattern
}
