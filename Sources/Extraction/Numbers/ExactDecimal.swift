/// A decimal number as it was written: `mantissa × 10^exponent`. Arithmetic is checked; what does not fit gives nil, never a rounded value.
package struct ExactDecimal: Hashable, Sendable {
    package var mantissa: Int128
    package var exponent: Int

    package init(mantissa: Int128, exponent: Int = 0) {
        self.mantissa = mantissa
        self.exponent = exponent
    }

    package init(_ integer: Int) { self.init(mantissa: Int128(integer)) }

    package static let zero = ExactDecimal(0)

    package var isZero: Bool { mantissa == 0 }

    /// The same number times 10 to the given power.
    package func shifted(by power: Int) -> ExactDecimal {
        ExactDecimal(mantissa: mantissa, exponent: mantissa == 0 ? 0 : exponent &+ power)
    }

    package func negated() -> ExactDecimal? {
        let (negative, overflow) = Int128(0).subtractingReportingOverflow(mantissa)
        return overflow ? nil : ExactDecimal(mantissa: negative, exponent: exponent)
    }

    package func adding(_ other: ExactDecimal) -> ExactDecimal? {
        if isZero { return other }
        if other.isZero { return self }
        let common = min(exponent, other.exponent)
        guard let left = mantissa(at: common), let right = other.mantissa(at: common) else { return nil }
        let (sum, overflow) = left.addingReportingOverflow(right)
        return overflow ? nil : ExactDecimal(mantissa: sum, exponent: common)
    }

    package func multiplied(by other: ExactDecimal) -> ExactDecimal? {
        let (product, overflow) = mantissa.multipliedReportingOverflow(by: other.mantissa)
        return overflow ? nil : ExactDecimal(mantissa: product, exponent: exponent &+ other.exponent)
    }

    /// The digits of this number counted in units of 10^−scale: 1.2 at scale 4 is 12000; nil where it does not fit or would have to be rounded.
    package func scaled(to scale: Int) -> Int128? { mantissa(at: 0 &- scale) }

    /// Like `scaled(to:)`, but digits beyond the scale are rounded half away from zero.
    package func rounded(to scale: Int) -> Int128? {
        if let exact = scaled(to: scale) { return exact }
        var digits = mantissa
        var drop = 0 &- scale &- exponent
        guard drop > 0 else { return nil }
        while drop > 1 && digits != 0 {
            digits /= 10
            drop -= 1
        }
        guard digits != 0 else { return 0 }
        return (digits + (digits < 0 ? -5 : 5)) / 10
    }

    /// The value as a whole number where it is one and fits.
    package var integer: Int? { scaled(to: 0).flatMap { Int(exactly: $0) } }

    package static func compare(_ left: ExactDecimal, _ right: ExactDecimal) -> Int {
        let common = min(left.exponent, right.exponent)
        if let a = left.mantissa(at: common), let b = right.mantissa(at: common) { return a < b ? -1 : (a > b ? 1 : 0) }
        // One side is too large at the common exponent; the one with the larger exponent has the larger magnitude.
        let bigger = left.exponent > right.exponent ? left : right
        let sign = bigger.mantissa < 0 ? -1 : 1
        return bigger == left ? sign : 0 - sign
    }

    private static let powersOfTen: InlineArray<5, Int64> = [1, 10, 100, 1_000, 10_000]

    private func mantissa(at target: Int) -> Int128? {
        if mantissa == 0 { return 0 }
        var digits = mantissa
        var steps = exponent &- target
        guard abs(steps) <= 60 else { return nil }
        // Nearly every number of a text has few digits, and 64 bits are multiplied in one step.
        if (0...4).contains(steps), let few = Int32(exactly: digits) { return Int128(Int64(few) * Self.powersOfTen[steps]) }
        while steps > 0 {
            let (product, overflow) = digits.multipliedReportingOverflow(by: 10)
            if overflow { return nil }
            digits = product
            steps -= 1
        }
        while steps < 0 {
            guard digits % 10 == 0 else { return nil }
            digits /= 10
            steps += 1
        }
        return digits
    }
}
