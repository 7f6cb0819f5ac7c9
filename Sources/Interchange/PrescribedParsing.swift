import Columns

/// Reads a field as a type that the caller has prescribed: every form that a cast from text takes, not only the strict ones of inference.
struct PrescribedParser {
    let type: LogicalType

    /// Types that fields can be read as.
    static func supports(_ type: LogicalType) -> Bool {
        switch type {
        case .null, .interval, .list, .structure: false
        default: true
        }
    }

    /// The number that is stored for types of whole numbers, dates and times; nil where the text is no value of the type.
    func wholeNumber(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int128? {
        var start = 0
        var end = count
        trimSpaces(bytes, &start, &end)
        let first = bytes + start
        let length = end - start
        if length == 0 { return nil }
        var whole: Int64 = 0
        switch type {
        case .decimal(let precision, let scale):
            guard let number = scaled(first, length, scale: scale), number.magnitude < powersOfTen[min(precision, 38)].magnitude else {
                return nil
            }
            return number
        case .date:
            if let day = looseDate(first, length) { return Int128(day) }
            return parseTimestamp(first, length, &whole) ? Int128(floorDivide(whole, 86_400_000_000)) : nil
        case .time: return parseTime(first, length, secondsOptional: true, &whole) ? Int128(whole) : nil
        case .timestamp:
            if parseTimestamp(first, length, &whole) { return Int128(whole) }
            return looseDate(first, length).map { Int128($0) * 86_400_000_000 }
        default:
            guard let range = type.integerRange, let number = scaled(first, length, scale: 0), range.contains(number) else { return nil }
            return number
        }
    }

    func double(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Double? {
        var start = 0
        var end = count
        trimSpaces(bytes, &start, &end)
        if start < end, bytes[start] == UInt8(ascii: "+") { start += 1 }
        while end - start > 1, bytes[start] == UInt8(ascii: "0"), bytes[start + 1] &- UInt8(ascii: "0") <= 9 { start += 1 }
        var value = 0.0
        return end > start && parseDouble(bytes + start, end - start, &value) ? value : nil
    }

    func boolean(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Bool? {
        var start = 0
        var end = count
        trimSpaces(bytes, &start, &end)
        guard end - start <= 5 else { return nil }
        switch String(decoding: UnsafeBufferPointer(start: bytes + start, count: end - start), as: UTF8.self).lowercased() {
        case "true", "t", "yes", "y", "1": return true
        case "false", "f", "no", "n", "0": return false
        default: return nil
        }
    }

    /// A number with sign, point and exponent, times ten to the `scale`, rounded half away from zero; nil where it is no number or too large.
    private func scaled(_ bytes: UnsafePointer<UInt8>, _ count: Int, scale: Int) -> Int128? {
        var position = 0
        let negative = bytes[0] == UInt8(ascii: "-")
        if negative || bytes[0] == UInt8(ascii: "+") { position += 1 }
        var number: Int128 = 0
        var kept = 0
        var fraction = 0
        var seenPoint = false
        var digitCount = 0
        // Digits behind the 38th can only round or overflow: they are counted, and the first of them is remembered.
        var dropped = 0
        var firstDropped: UInt8 = 0
        while position < count {
            let digit = bytes[position] &- UInt8(ascii: "0")
            if digit <= 9 {
                digitCount += 1
                if kept < 38 {
                    number = number &* 10 &+ Int128(digit)
                    if number != 0 { kept += 1 }
                } else {
                    if dropped == 0 { firstDropped = digit }
                    dropped += 1
                }
                if seenPoint { fraction += 1 }
            } else if bytes[position] == UInt8(ascii: "."), !seenPoint {
                seenPoint = true
            } else {
                break
            }
            position += 1
        }
        if digitCount == 0 { return nil }
        var exponent = 0
        if position < count {
            guard bytes[position] | 0x20 == UInt8(ascii: "e") else { return nil }
            var whole: Int64 = 0
            position += 1
            if position < count, bytes[position] == UInt8(ascii: "+") { position += 1 }
            guard position < count, parseWhole(bytes + position, count - position, &whole), abs(whole) < 10_000 else { return nil }
            exponent = Int(whole)
        }
        // number * 10^shift is the result.
        var shift = scale + exponent - fraction + dropped
        while shift > 0, number != 0 {
            let (product, overflow) = number.multipliedReportingOverflow(by: 10)
            if overflow { return nil }
            number = product
            shift -= 1
        }
        if shift < 0 {
            if shift < -38 { return 0 }
            let divisor = powersOfTen[-shift]
            let (quotient, remainder) = number.quotientAndRemainder(dividingBy: divisor)
            number = remainder >= divisor - remainder ? quotient + 1 : quotient
        } else if dropped > 0, firstDropped >= 5, shift == 0 {
            number += 1
        }
        return negative ? 0 - number : number
    }

    /// `YYYY-MM-DD`, also with slashes or points and without leading zeros.
    private func looseDate(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int32? {
        var days: Int32 = 0
        if parseDate(bytes, count, &days) { return days }
        var parts: [Int32] = [0]
        var width = 0
        for index in 0..<min(count, 11) {
            let digit = bytes[index] &- UInt8(ascii: "0")
            if digit <= 9 {
                parts[parts.count - 1] = parts[parts.count - 1] * 10 + Int32(digit)
                width += 1
                if width > 4 { return nil }
            } else {
                guard width > 0, bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "/") || bytes[index] == UInt8(ascii: ".")
                else { return nil }
                parts.append(0)
                width = 0
            }
        }
        guard count <= 10, parts.count == 3, width > 0, parts[0] > 0, (1...12).contains(parts[1]) else { return nil }
        guard parts[2] >= 1, parts[2] <= daysInMonth(parts[1], year: parts[0]) else { return nil }
        return daysSinceEpoch(year: parts[0], month: parts[1], day: parts[2])
    }
}

/// Division that rounds towards negative infinity; the divisor is positive.
func floorDivide(_ dividend: Int64, _ divisor: Int64) -> Int64 {
    let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
}

extension ChunkColumnParser {
    /// Parses a column of a prescribed type other than TEXT. A field that is no value of it is reported by its row; `marks` collects all such rows where given.
    mutating func prescribed(
        _ type: LogicalType, _ table: FieldTable, column: Int, bytes: UnsafePointer<UInt8>, marks: UnsafeMutablePointer<UInt8>?
    )
        throws(QueryError) -> (ChunkColumn?, failedRow: Int)
    {
        let parser = PrescribedParser(type: type)
        let account = account
        let count = table.rowCount
        let validity = try Buffer(byteCount: max(1, count), account: account)
        let valid = validity.pointer(to: UInt8.self)
        let size = type.physical.isWhole ? 16 : type.physical.byteCount
        let data = try Buffer(byteCount: max(1, count * size), account: account, zeroed: true)
        var nulls = 0
        var least = Int128.max
        var greatest = Int128.min
        for row in 0..<count {
            let field = table.field(row: row, column: column)
            valid[row] = 1
            if field.length == 0 {
                valid[row] = 0
                nulls += 1
                continue
            }
            let start = bytes + Int(field.start)
            var stored = false
            switch type.physical {
            case .boolean:
                if let value = parser.boolean(start, field.length) {
                    data.pointer(to: UInt8.self)[row] = byte(value)
                    stored = true
                }
            case .float:
                if let value = parser.double(start, field.length) {
                    data.pointer(to: Float.self)[row] = Float(value)
                    stored = true
                }
            case .double:
                if let value = parser.double(start, field.length) {
                    data.pointer(to: Double.self)[row] = value
                    stored = true
                }
            default:
                if let value = parser.wholeNumber(start, field.length) {
                    data.pointer(to: Int128.self)[row] = value
                    least = min(least, value)
                    greatest = max(greatest, value)
                    stored = true
                }
            }
            if !stored {
                guard let marks else { return (nil, row) }
                marks[row] = 1
            }
        }
        var result = ChunkColumn(guess: ColumnGuess(kind: .wide), count: count, nullCount: nulls, data: data)
        if nulls > 0 { result.validity = validity }
        if least <= greatest { result.bounds = least...greatest }
        return (result, -1)
    }
}
