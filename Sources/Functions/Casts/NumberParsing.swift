import Columns

/// A number as it is written: its digits and where the point stands.
package struct DecimalText {
    var isNegative = false
    var magnitude: UInt128 = 0
    /// The power of ten by which the magnitude is to be multiplied.
    var exponent = 0
    /// Whether digits beyond what the magnitude holds were left out.
    var isTruncated = false

    /// Reads `-1_234.5e3`, `.5`, `5.`, `0x1F` or `0b101`; nil for anything else.
    init?(_ cursor: inout ByteCursor) {
        if cursor.take("-") { isNegative = true } else { _ = cursor.take("+") }
        if cursor.next == 0x30, let radix = DecimalText.radix(cursor.peek(1)) {
            cursor.advance()
            cursor.advance()
            guard readDigits(&cursor, radix: radix) else { return nil }
            return
        }
        var digitCount = 0
        var sawPoint = false
        while true {
            if let digit = ByteCursor.digit(cursor.next) {
                digitCount += 1
                if !isTruncated, magnitude <= (UInt128.max - 9) / 10 {
                    magnitude = magnitude * 10 + UInt128(digit)
                    if sawPoint { exponent -= 1 }
                } else {
                    isTruncated = true
                    if !sawPoint { exponent += 1 }
                }
            } else if cursor.next == 0x2E, !sawPoint {
                sawPoint = true
            } else if cursor.next == 0x5F, digitCount > 0, ByteCursor.digit(cursor.peek(1)) != nil {
                // An underscore between digits only groups them.
            } else {
                break
            }
            cursor.advance()
        }
        guard digitCount > 0 else { return nil }
        if cursor.next == 0x65 || cursor.next == 0x45 {
            cursor.advance()
            let isDown = cursor.take("-")
            if !isDown { _ = cursor.take("+") }
            // Exponents beyond any type's range come out as zero or an overflow all the same.
            guard let power = cursor.digits(atMost: 6) else { return nil }
            while ByteCursor.digit(cursor.next) != nil { cursor.advance() }
            exponent += isDown ? -Int(power) : Int(power)
        }
    }

    private static func radix(_ mark: UInt8) -> UInt128? {
        switch mark {
        case 0x78, 0x58: 16
        case 0x62, 0x42: 2
        default: nil
        }
    }

    private mutating func readDigits(_ cursor: inout ByteCursor, radix: UInt128) -> Bool {
        var count = 0
        while true {
            let lower = ByteCursor.lowered(cursor.next)
            let digit: UInt128
            if let decimal = ByteCursor.digit(lower) {
                digit = UInt128(decimal)
            } else if lower >= 0x61, lower <= 0x66 {
                digit = UInt128(lower - 0x61 + 10)
            } else {
                return count > 0
            }
            guard digit < radix, magnitude >> 123 == 0 else { return false }
            magnitude = magnitude * radix + digit
            count += 1
            cursor.advance()
        }
    }

    /// The number times ten to the `scale`, halves rounded away from zero; nil where it does not fit.
    func scaled(by scale: Int) -> Int128? {
        let shift = exponent + scale
        var result = magnitude
        if magnitude == 0 { return 0 }
        if shift > 0 {
            guard shift <= 38 else { return nil }
            let (product, overflow) = magnitude.multipliedReportingOverflow(by: UInt128(powersOfTen[shift]))
            if overflow { return nil }
            result = product
        } else if shift < 0 {
            guard shift >= -38 else { return 0 }
            let divisor = UInt128(powersOfTen[-shift])
            let (quotient, rest) = magnitude.quotientAndRemainder(dividingBy: divisor)
            result = rest >= divisor - rest ? quotient + 1 : quotient
        }
        if isNegative { return result <= UInt128(Int128.max) + 1 ? Int128(truncatingIfNeeded: 0 &- result) : nil }
        return Int128(exactly: result)
    }
}

/// Reads single numbers and truth values from the bytes of a text.
package enum NumberParsing {
    /// The number times ten to the `scale`; nil where the text is no number or too large.
    package static func scaledNumber(_ bytes: UnsafePointer<UInt8>, _ count: Int, scale: Int) -> Int128? {
        var cursor = ByteCursor(trimming: bytes, count)
        guard let text = DecimalText(&cursor), cursor.isAtEnd else { return nil }
        return text.scaled(by: scale)
    }

    private static let exactPowers: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ]

    package static func double(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Double? {
        let start = ByteCursor(trimming: bytes, count)
        var cursor = start
        guard let text = DecimalText(&cursor), cursor.isAtEnd else { return special(start) }
        if !text.isTruncated, text.magnitude < 1 << 53, abs(text.exponent) <= 22 {
            // Both operands are exact, so one rounding gives the nearest double (Clinger's fast path).
            let digits = Double(UInt64(text.magnitude))
            let value = text.exponent < 0 ? digits / exactPowers[-text.exponent] : digits * exactPowers[text.exponent]
            return text.isNegative ? -value : value
        }
        return Double(start.rest.filter { $0 != "_" })
    }

    package static func float(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Float? {
        let start = ByteCursor(trimming: bytes, count)
        var cursor = start
        guard DecimalText(&cursor) != nil, cursor.isAtEnd else { return special(start).map { Float($0) } }
        return Float(start.rest.filter { $0 != "_" })
    }

    private static func special(_ start: ByteCursor) -> Double? {
        var cursor = start
        let isNegative = cursor.take("-")
        if !isNegative { _ = cursor.take("+") }
        let value: Double
        switch cursor.letters() {
        case "inf", "infinity": value = .infinity
        case "nan": value = .nan
        default: return nil
        }
        return cursor.isAtEnd ? (isNegative ? -value : value) : nil
    }

    package static func boolean(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Bool? {
        var cursor = ByteCursor(trimming: bytes, count)
        if cursor.end - cursor.position == 1, cursor.next == 0x30 || cursor.next == 0x31 { return cursor.next == 0x31 }
        let word = cursor.letters()
        guard cursor.isAtEnd else { return nil }
        switch word {
        case "true", "t", "yes", "y": return true
        case "false", "f", "no", "n": return false
        default: return nil
        }
    }
}
