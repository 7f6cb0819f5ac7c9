// Numbers, dates and times from their bytes. All of these may read up to 16 bytes behind the text.
//
// Strict forms only: what is accepted here is what inference takes for a value of the type.

/// Ten to the power 0 … 18.
let powersOfTen64: InlineArray<19, Int64> = {
    var powers = InlineArray<19, Int64>(repeating: 1)
    for exponent in 1..<19 { powers[exponent] = powers[exponent - 1] &* 10 }
    return powers
}()

@inline(__always) func loadWord(_ bytes: UnsafePointer<UInt8>) -> UInt64 {
    UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self)
}

/// Whether all eight bytes are ASCII digits.
@inline(__always) func areDigits(_ word: UInt64) -> Bool {
    (word & 0xF0F0_F0F0_F0F0_F0F0) | (((word &+ 0x0606_0606_0606_0606) & 0xF0F0_F0F0_F0F0_F0F0) &>> 4) == 0x3333_3333_3333_3333
}

/// The number that eight ASCII digits spell, the first in the lowest byte.
@inline(__always) func eightDigits(_ word: UInt64) -> UInt64 {
    var value = ((word & 0x0F0F_0F0F_0F0F_0F0F) &* 2561) &>> 8
    value = ((value & 0x00FF_00FF_00FF_00FF) &* 6_553_601) &>> 16
    return ((value & 0x0000_FFFF_0000_FFFF) &* 42_949_672_960_001) &>> 32
}

/// The number that `count` (1 … 8) digits spell; nil (as UInt64.max) where a byte is no digit.
@inline(__always) func shortDigits(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
    let shift = UInt64(truncatingIfNeeded: 64 &- 8 &* count)
    // The digits go to the high bytes, zeros before them.
    let zeros: UInt64 = 0x0030_3030_3030_3030 &>> (56 &- shift)
    let word = (loadWord(bytes) &<< shift) | zeros
    return areDigits(word) ? eightDigits(word) : .max
}

/// The number that `count` (0 … 18) digits spell; UInt64.max where a byte is no digit. No digits at all are 0.
@inline(__always) func digits(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
    if count <= 8 { return count == 0 ? 0 : shortDigits(bytes, count) }
    let tail = loadWord(bytes + (count &- 8))
    if !areDigits(tail) { return .max }
    var head: UInt64
    if count <= 16 {
        head = shortDigits(bytes, count &- 8)
        if head == .max { return .max }
    } else {
        let middle = loadWord(bytes + (count &- 16))
        head = shortDigits(bytes, count &- 16)
        if head == .max || !areDigits(middle) { return .max }
        head = head &* 100_000_000 &+ eightDigits(middle)
    }
    return head &* 100_000_000 &+ eightDigits(tail)
}

/// A whole number of at most 64 bits: an optional `-`, digits without a leading zero.
@inline(__always) func parseWhole(_ bytes: UnsafePointer<UInt8>, _ count: Int, _ value: inout Int64) -> Bool {
    let negative = bytes[0] == UInt8(ascii: "-")
    let first = bytes + (negative ? 1 : 0)
    let length = count &- (negative ? 1 : 0)
    if length == 0 || length > 19 || (first[0] == UInt8(ascii: "0") && length > 1) { return false }
    if length <= 18 {
        let magnitude = digits(first, length)
        if magnitude == .max { return false }
        value = negative ? 0 &- Int64(truncatingIfNeeded: magnitude) : Int64(truncatingIfNeeded: magnitude)
        return true
    }
    return parseNineteenDigits(first, negative, &value)
}

@inline(never)
private func parseNineteenDigits(_ bytes: UnsafePointer<UInt8>, _ negative: Bool, _ value: inout Int64) -> Bool {
    let head = digits(bytes, 18)
    let last = bytes[18] &- UInt8(ascii: "0")
    if head == .max || last > 9 { return false }
    // Nineteen digits are below 10^19, which fits UInt64.
    let magnitude = head &* 10 &+ UInt64(last)
    if magnitude > UInt64(Int64.max) + (negative ? 1 : 0) { return false }
    value = negative ? Int64(truncatingIfNeeded: 0 &- magnitude) : Int64(magnitude)
    return true
}

/// A whole number of at most 128 bits in the same form.
func parseWide(_ bytes: UnsafePointer<UInt8>, _ count: Int, _ value: inout Int128) -> Bool {
    let negative = bytes[0] == UInt8(ascii: "-")
    var position = negative ? 1 : 0
    if position == count || count - position > 39 || (bytes[position] == UInt8(ascii: "0") && count - position > 1) { return false }
    var result: Int128 = 0
    while position < count {
        let digit = bytes[position] &- UInt8(ascii: "0")
        if digit > 9 { return false }
        let (product, overflow) = result.multipliedReportingOverflow(by: 10)
        // Downwards, since the least value has no positive counterpart.
        let (difference, below) = product.subtractingReportingOverflow(Int128(digit))
        if overflow || below { return false }
        result = difference
        position += 1
    }
    if !negative {
        if result == .min { return false }
        result = 0 - result
    }
    value = result
    return true
}

/// How a plain decimal is written: where its point is and how many digits stand behind it.
struct DecimalShape {
    /// Digits before the point, a lone zero among them.
    var whole: Int
    var fraction: Int
}

/// A plain decimal of at most 18 digits: an optional `-`, digits without a leading zero (none at all before a point), and a point with at least one
/// digit behind it or no point. `mantissa` is the number without its point.
@inline(__always) func parsePlainDecimal(_ bytes: UnsafePointer<UInt8>, _ count: Int, _ mantissa: inout Int64, _ shape: inout DecimalShape)
    -> Bool
{
    let negative = bytes[0] == UInt8(ascii: "-")
    let first = bytes + (negative ? 1 : 0)
    let length = count &- (negative ? 1 : 0)
    if length == 0 || length > 20 { return false }
    var point = length
    var cursor = 0
    while cursor < length {
        let hits = Pattern(UInt8(ascii: ".")).matches(loadWord(first + cursor))
        if hits != 0 {
            point = min(length, cursor &+ (hits.trailingZeroBitCount &>> 3))
            break
        }
        cursor &+= 8
    }
    if point > 1 && first[0] == UInt8(ascii: "0") { return false }
    let fraction = point < length ? length &- point &- 1 : 0
    if point < length && fraction == 0 { return false }
    if point &+ fraction > 18 { return false }
    let upper = digits(first, point)
    let lower = digits(first + (point &+ 1), fraction)
    if upper == .max || lower == .max { return false }
    let magnitude = Int64(truncatingIfNeeded: upper) &* powersOfTen64[fraction] &+ Int64(truncatingIfNeeded: lower)
    mantissa = negative ? 0 &- magnitude : magnitude
    shape.whole = max(point, 1)
    shape.fraction = fraction
    return true
}

/// Days since 1970-01-01 of a date of the proleptic Gregorian calendar (Hinnant's algorithm). The month is 1 … 12.
@inline(__always) func daysSinceEpoch(year: Int32, month: Int32, day: Int32) -> Int32 {
    let shifted = month <= 2 ? year &- 1 : year
    let era = (shifted >= 0 ? shifted : shifted &- 399) / 400
    let yearOfEra = shifted &- era &* 400
    let dayOfYear = (153 &* (month > 2 ? month &- 3 : month &+ 9) &+ 2) / 5 &+ day &- 1
    let dayOfEra = yearOfEra &* 365 &+ yearOfEra / 4 &- yearOfEra / 100 &+ dayOfYear
    return era &* 146_097 &+ dayOfEra &- 719_468
}

@inline(__always) func daysInMonth(_ month: Int32, year: Int32) -> Int32 {
    if month == 2 { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28 }
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31
}

/// A date written `YYYY-MM-DD`.
@inline(__always) func parseDate(_ bytes: UnsafePointer<UInt8>, _ count: Int, _ days: inout Int32) -> Bool {
    if count != 10 || bytes[4] != UInt8(ascii: "-") || bytes[7] != UInt8(ascii: "-") { return false }
    let year = shortDigits(bytes, 4)
    let month = shortDigits(bytes + 5, 2)
    let day = shortDigits(bytes + 8, 2)
    if year > 9999 || year == 0 || month &- 1 > 11 || day == 0 || day > 31 { return false }
    let (y, m, d) = (Int32(truncatingIfNeeded: year), Int32(truncatingIfNeeded: month), Int32(truncatingIfNeeded: day))
    if d > 28 && d > daysInMonth(m, year: y) { return false }
    days = daysSinceEpoch(year: y, month: m, day: d)
    return true
}

/// A time of day written `HH:MM:SS` with up to six decimals, or `HH:MM` where `secondsOptional`.
func parseTime(_ bytes: UnsafePointer<UInt8>, _ count: Int, secondsOptional: Bool, _ microseconds: inout Int64) -> Bool {
    if count < 5 || bytes[2] != UInt8(ascii: ":") { return false }
    let hour = shortDigits(bytes, 2)
    let minute = shortDigits(bytes + 3, 2)
    if hour > 23 || minute > 59 { return false }
    var second: UInt64 = 0
    var fraction: UInt64 = 0
    if count == 5 {
        if !secondsOptional { return false }
    } else {
        if count < 8 || bytes[5] != UInt8(ascii: ":") { return false }
        second = shortDigits(bytes + 6, 2)
        if second > 59 { return false }
        if count > 8 {
            let places = count - 9
            if bytes[8] != UInt8(ascii: ".") || places < 1 || places > 6 { return false }
            fraction = digits(bytes + 9, places)
            if fraction == .max { return false }
            fraction &*= UInt64(powersOfTen64[6 - places])
        }
    }
    microseconds = Int64(truncatingIfNeeded: ((hour &* 60 &+ minute) &* 60 &+ second) &* 1_000_000 &+ fraction)
    return true
}

/// A date, alone or followed by a space or `T` and a time, which may end in `Z`.
@inline(__always) func parseTimestamp(_ bytes: UnsafePointer<UInt8>, _ count: Int, _ microseconds: inout Int64) -> Bool {
    var days: Int32 = 0
    if count < 10 || !parseDate(bytes, 10, &days) { return false }
    var time: Int64 = 0
    if count > 10 {
        let separator = bytes[10]
        let length = count &- 11 &- (bytes[count &- 1] == UInt8(ascii: "Z") ? 1 : 0)
        if separator != UInt8(ascii: " ") && separator != UInt8(ascii: "T") { return false }
        if !parseTime(bytes + 11, length, secondsOptional: true, &time) { return false }
    }
    microseconds = Int64(days) &* 86_400_000_000 &+ time
    return true
}
