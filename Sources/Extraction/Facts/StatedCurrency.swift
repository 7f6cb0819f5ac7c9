/// The currency that an article's plain sums are in, as it says itself: 共籌得六百一十二萬元(澳門元,下同).
struct StatedCurrency {
    /// ISO code.
    let code: String

    /// How many scalars in front of 下同 the currency may stand.
    private static let reach = 8
    private static let likewise = "下同".scalarValues

    /// Nil where the sentences do not say so.
    init?(_ readings: [SentenceReading], lexicon: FactLexicon) {
        for reading in readings {
            let text = reading.text
            guard let place = ScalarSearch.first(Self.likewise, in: text.text, text.start..<text.end) else { continue }
            for start in max(text.start, place - Self.reach)..<place {
                guard let found = lexicon.measure(text, at: start), place - found.end <= 1,
                    case let measure = lexicon.measures[found.index], measure.dimension == "money", let base = measure.base
                else { continue }
                code = base
                return
            }
        }
        return nil
    }

    /// 五百萬元, where 人民幣八十萬元 says its own currency.
    func applies(to quantity: Quantity, in text: ScalarWindow) -> Bool {
        quantity.unit.isExactly("元") && quantity.currency.isExactly("CNY")
            && !Self.own.contains { text.has($0, at: quantity.range.lowerBound) }
            && !Self.own.contains { text.has($0, before: quantity.range.lowerBound) }
    }

    private static let own = scalarWords("人民币")
}
