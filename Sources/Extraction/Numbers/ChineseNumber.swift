/// Reads a text that is a number and nothing else.
package enum ChineseNumber {
    /// The exact value of a Chinese, Arabic, full-width or mixed numeral. Qualifying words are allowed (`近万` is 10000, `500多` is 500); nil for a
    /// range, for a vague number (`数十`) and for any other text. A 个 behind the number is left out of account.
    package static func parse(_ text: String) -> ExactDecimal? { parse(ScalarWindow(text)) }

    package static func parse(_ text: ScalarWindow) -> ExactDecimal? {
        var end = text.end
        while end > text.start, ScalarClass.isBlank(text[end - 1]) { end -= 1 }
        if end > text.start, text[end - 1] == 0x4E2A || text[end - 1] == 0x500B { end -= 1 }
        let window = ScalarWindow(text.text, start: text.start, end: end)
        var position = window.skippingBlanks(from: window.start)
        while let next = QualifierWords.endOfPrefix(window, at: position) { position = window.skippingBlanks(from: next) }
        let negative = isMinus(window[position])
        if negative { position = window.skippingBlanks(from: position + 1) }
        if let half = half(window, at: position) { return negative ? half.negated() : half }
        if window[position] == 0x2E || window[position] == 0xFF0E {
            return fraction(window, at: position + 1, negative: negative)
        }
        guard let number = ApproximateNumber.read(window, at: position), !number.isRange, number.end == end, let value = number.value,
            !(number.numeral.isBareMultiplier && number.qualifier == .exact && number.numeral.multiplier >= 4)
        else { return nil }
        return negative ? value.negated() : value
    }

    static func isMinus(_ c: UInt32) -> Bool { c == 0x2D || c == 0xFF0D || c == 0x2212 || c == 0x8D1F || c == 0x8CA0 }

    private static func half(_ text: ScalarWindow, at position: Int) -> ExactDecimal? {
        guard text[position] == 0x534A else { return nil }
        if position + 1 == text.end { return ExactDecimal(mantissa: 5, exponent: -1) }
        if text[position + 1] == 0x767E, position + 2 == text.end { return ExactDecimal(50) }
        return nil
    }

    /// `.5`: digits behind a point that nothing stands before.
    private static func fraction(_ text: ScalarWindow, at position: Int, negative: Bool) -> ExactDecimal? {
        guard ScalarClass.digit(text[position]) != nil, let number = NumeralScanner.scan(text, at: position), number.end == text.end,
            !number.hasPoint, number.multiplier == 0, let digits = number.value
        else { return nil }
        let value = digits.shifted(by: 0 - (number.end - position))
        return negative ? value.negated() : value
    }
}
