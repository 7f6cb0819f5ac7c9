internal import CVectorKernels

extension OffsetRun {
    /// Every value divided by `divisor`, or what is left over; false where a value that counts is not proved to be a whole number of 32
    /// bits without sign, or the offsets are wider. Rows that do not count get any number.
    package func divide(by divisor: UInt32, isRemainder: Bool, into output: UnsafeMutablePointer<UInt32>) -> Bool {
        guard divisor > 0, width != .eight else { return false }
        // A row that does not count may be any offset, so it must not decide either.
        if let bounds, bounds.lowerBound < 0 || bounds.upperBound > Int128(UInt32.max) { return false }
        let base = UInt32(truncatingIfNeeded: base)
        switch (width, isRemainder) {
        case (.one, false): reportql_quotient_u8(elements(), count, base, divisor, output)
        case (.one, true): reportql_remainder_u8(elements(), count, base, divisor, output)
        case (.two, false): reportql_quotient_u16(elements(), count, base, divisor, output)
        case (.two, true): reportql_remainder_u16(elements(), count, base, divisor, output)
        case (.four, false): reportql_quotient_u32(elements(), count, base, divisor, output)
        case (.four, true): reportql_remainder_u32(elements(), count, base, divisor, output)
        case (.eight, _): return false
        }
        return true
    }
}
