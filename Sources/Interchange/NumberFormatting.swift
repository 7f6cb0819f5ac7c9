import Columns

// Numbers, dates and times as bytes. Each function writes at `output`, which has room for what its comment says, and returns how many bytes it wrote.

private let digitPairs: InlineArray<200, UInt8> = {
    var pairs = InlineArray<200, UInt8>(repeating: 0)
    for number in 0..<100 {
        pairs[2 * number] = UInt8(ascii: "0") + UInt8(number / 10)
        pairs[2 * number + 1] = UInt8(ascii: "0") + UInt8(number % 10)
    }
    return pairs
}()

@inline(__always) private func writePair(_ number: Int, _ output: UnsafeMutablePointer<UInt8>) {
    output[0] = digitPairs[2 &* number]
    output[1] = digitPairs[2 &* number &+ 1]
}

/// The number of decimal digits of a number.
@inline(__always) private func digitCount(_ number: UInt64) -> Int {
    var count = 1
    var bound: UInt64 = 10
    while number >= bound, count < 20 {
        count &+= 1
        let (next, overflow) = bound.multipliedReportingOverflow(by: 10)
        if overflow { return count }
        bound = next
    }
    return count
}

/// Decimal digits with zeros in front to fill `width`. Room: `width`, which is at least the number's digits.
@inline(__always) func writeDigits(_ number: UInt64, width: Int, _ output: UnsafeMutablePointer<UInt8>) {
    var rest = number
    var position = width
    while position >= 2 {
        let (quotient, remainder) = rest.quotientAndRemainder(dividingBy: 100)
        position &-= 2
        writePair(Int(remainder), output + position)
        rest = quotient
    }
    if position == 1 { output[0] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10) }
}

/// A whole number. Room: 20.
@inline(__always) func writeWhole(_ number: Int64, _ output: UnsafeMutablePointer<UInt8>) -> Int {
    let sign = number < 0 ? 1 : 0
    output[0] = UInt8(ascii: "-")
    let magnitude = number.magnitude
    let width = digitCount(magnitude)
    writeDigits(magnitude, width: width, output + sign)
    return width &+ sign
}

/// A whole number of 128 bits. Room: 40.
func writeWide(_ number: Int128, _ output: UnsafeMutablePointer<UInt8>) -> Int {
    if let narrow = Int64(exactly: number) { return writeWhole(narrow, output) }
    var length = 0
    if number < 0 {
        output[0] = UInt8(ascii: "-")
        length = 1
    }
    // Nineteen digits at a time from the end.
    let chunk: UInt128 = 10_000_000_000_000_000_000
    let (upper, low) = number.magnitude.quotientAndRemainder(dividingBy: chunk)
    if upper >= chunk {
        let (top, middle) = upper.quotientAndRemainder(dividingBy: chunk)
        length += writeWhole(Int64(truncatingIfNeeded: top), output + length)
        writeDigits(UInt64(truncatingIfNeeded: middle), width: 19, output + length)
        length += 19
    } else if upper > 0 {
        let width = digitCount(UInt64(truncatingIfNeeded: upper))
        writeDigits(UInt64(truncatingIfNeeded: upper), width: width, output + length)
        length += width
    } else {
        let width = digitCount(UInt64(truncatingIfNeeded: low))
        writeDigits(UInt64(truncatingIfNeeded: low), width: width, output + length)
        return length + width
    }
    writeDigits(UInt64(truncatingIfNeeded: low), width: 19, output + length)
    return length + 19
}

/// A decimal whose `number` counts units of ten to the power -scale. Room: 42.
@inline(__always) func writeDecimal(_ number: Int64, scale: Int, _ output: UnsafeMutablePointer<UInt8>) -> Int {
    if scale <= 0 || scale > 18 { return writeWideDecimal(Int128(number), scale: scale, output) }
    let sign = number < 0 ? 1 : 0
    output[0] = UInt8(ascii: "-")
    let (whole, fraction) = number.magnitude.quotientAndRemainder(dividingBy: UInt64(powersOfTen64[scale]))
    let width = digitCount(whole)
    writeDigits(whole, width: width, output + sign)
    output[sign &+ width] = UInt8(ascii: ".")
    writeDigits(fraction, width: scale, output + (sign &+ width &+ 1))
    return sign &+ width &+ 1 &+ scale
}

/// A decimal of up to 38 digits. Room: 42.
func writeWideDecimal(_ number: Int128, scale: Int, _ output: UnsafeMutablePointer<UInt8>) -> Int {
    if scale <= 0 { return writeWide(number, output) }
    var digits = writeWide(Int128(truncatingIfNeeded: number.magnitude), output + 1)
    // Zeros in front, so that a digit stands before the point.
    if digits <= scale {
        let missing = scale + 1 - digits
        for index in stride(from: digits, to: 0, by: -1) { output[index + missing] = output[index] }
        for index in 1...missing { output[index] = UInt8(ascii: "0") }
        digits += missing
    }
    let first = number < 0 ? 1 : 0
    // The digits before the point move to their place, those behind it are one further on.
    for index in stride(from: digits, to: digits - scale, by: -1) { output[index + 1] = output[index] }
    output[digits - scale + 1] = UInt8(ascii: ".")
    if first == 1 {
        output[0] = UInt8(ascii: "-")
        return digits + 2
    }
    for index in 0..<(digits + 1) { output[index] = output[index + 1] }
    return digits + 1
}

/// The first 96 bytes of a text, which is ASCII. Room: 96.
func writeASCII(_ text: String, _ output: UnsafeMutablePointer<UInt8>) -> Int {
    var length = 0
    for byte in text.utf8.prefix(96) {
        output[length] = byte
        length += 1
    }
    return length
}

/// Year, month and day of a day counted from 1970-01-01 (Hinnant's algorithm).
@inline(__always) func civilDate(_ days: Int64) -> (year: Int64, month: Int, day: Int) {
    let shifted = days &+ 719_468
    let era = (shifted >= 0 ? shifted : shifted &- 146_096) / 146_097
    let dayOfEra = shifted &- era &* 146_097
    let yearOfEra = (dayOfEra &- dayOfEra / 1_460 &+ dayOfEra / 36_524 &- dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra &- (365 &* yearOfEra &+ yearOfEra / 4 &- yearOfEra / 100)
    let shiftedMonth = (5 &* dayOfYear &+ 2) / 153
    let day = Int(dayOfYear &- (153 &* shiftedMonth &+ 2) / 5 &+ 1)
    let month = Int(shiftedMonth < 10 ? shiftedMonth &+ 3 : shiftedMonth &- 9)
    return (yearOfEra &+ era &* 400 &+ (month <= 2 ? 1 : 0), month, day)
}

/// A date, `YYYY-MM-DD`; years before the first are counted backwards and followed by `(BC)`, which the caller adds where the result says so. Room: 26.
@inline(__always) private func writeCivilDate(_ days: Int64, _ output: UnsafeMutablePointer<UInt8>) -> (length: Int, isBeforeChrist: Bool) {
    let date = civilDate(days)
    let isBefore = date.year <= 0
    let year = UInt64(isBefore ? 1 &- date.year : date.year)
    let width = max(4, digitCount(year))
    writeDigits(year, width: width, output)
    output[width] = UInt8(ascii: "-")
    writePair(date.month, output + (width &+ 1))
    output[width &+ 3] = UInt8(ascii: "-")
    writePair(date.day, output + (width &+ 4))
    return (width &+ 6, isBefore)
}

private func writeEra(_ output: UnsafeMutablePointer<UInt8>) -> Int { writeASCII(" (BC)", output) }

/// A date. Room: 32.
@inline(__always) func writeDate(_ days: Int64, _ output: UnsafeMutablePointer<UInt8>) -> Int {
    let (length, isBefore) = writeCivilDate(days, output)
    return isBefore ? length + writeEra(output + length) : length
}

/// A time of day, `HH:MM:SS` and as many decimals as it has. Room: 16.
@inline(__always) func writeTime(_ microseconds: Int64, _ output: UnsafeMutablePointer<UInt8>) -> Int {
    let (seconds, fraction) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
    writePair(Int(seconds / 3_600 % 100), output)
    output[2] = UInt8(ascii: ":")
    writePair(Int(seconds / 60 % 60), output + 3)
    output[5] = UInt8(ascii: ":")
    writePair(Int(seconds % 60), output + 6)
    if fraction == 0 { return 8 }
    output[8] = UInt8(ascii: ".")
    writeDigits(UInt64(fraction), width: 6, output + 9)
    var length = 15
    while output[length - 1] == UInt8(ascii: "0") { length -= 1 }
    return length
}

/// A timestamp. Room: 48.
@inline(__always) func writeTimestamp(_ microseconds: Int64, _ output: UnsafeMutablePointer<UInt8>) -> Int {
    let days = floorDivide(microseconds, 86_400_000_000)
    var (length, isBefore) = writeCivilDate(days, output)
    output[length] = UInt8(ascii: " ")
    length &+= 1
    // The product cannot overflow by more than it is corrected by: modulo arithmetic is exact here.
    length &+= writeTime(microseconds &- days &* 86_400_000_000, output + length)
    return isBefore ? length + writeEra(output + length) : length
}

/// The text of an interval: `1 year 2 months 3 days 04:05:06.5`.
func describe(_ interval: IntervalValue) -> String {
    var parts: [String] = []
    func add(_ number: Int32, _ unit: String) {
        if number != 0 { parts.append("\(number) \(unit)\(number.magnitude == 1 ? "" : "s")") }
    }
    add(interval.months / 12, "year")
    add(interval.months % 12, "month")
    add(interval.days, "day")
    if interval.microseconds != 0 || parts.isEmpty {
        let magnitude = interval.microseconds.magnitude
        let hours = magnitude / 3_600_000_000
        func padded(_ number: UInt64, _ width: Int) -> String {
            let text = String(number)
            return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
        }
        var text = "\(padded(hours, 2)):\(padded(magnitude / 60_000_000 % 60, 2)):\(padded(magnitude / 1_000_000 % 60, 2))"
        var fraction = magnitude % 1_000_000
        var places = 6
        while fraction > 0, fraction % 10 == 0 {
            fraction /= 10
            places -= 1
        }
        if fraction > 0 { text += ".\(padded(fraction, places))" }
        parts.append((interval.microseconds < 0 ? "-" : "") + text)
    }
    return parts.joined(separator: " ")
}
