/// The things that the sentences just before have counted, for a number that stands alone: 42户牧民赶来510只羊。最多的一户就出了30只。
struct EarlierThings {
    private let readings: ArraySlice<SentenceReading>
    private let figures: ArraySlice<Figure>
    private let lexicon: FactLexicon

    /// How many sentences back a thing may have been counted.
    private static let reach = 2
    /// How many numbers back: a bound, so that a sentence that goes on and on takes linear time.
    private static let mostFigures = 60

    /// - Parameters:
    ///   - readings: the sentences of the article up to the one before, and `figures` what they count.
    ///   - isInParagraph: whether a sentence stands in the paragraph of the number's.
    init(_ readings: [SentenceReading], _ figures: ArraySlice<Figure>, lexicon: FactLexicon, isInParagraph: (SentenceReading) -> Bool) {
        self.lexicon = lexicon
        self.readings = readings.suffix(Self.reach).drop { !isInParagraph($0) }
        let first = self.readings.startIndex
        self.figures = figures[(figures.lastIndex { $0.reading < first }.map { $0 + 1 } ?? figures.startIndex)...]
    }

    /// The thing that was counted last in the unit of a quantity, with that quantity; nil where none was.
    func thing(countedAs quantity: Quantity, _ index: Int) -> GiftItem? {
        guard let unit = quantity.unit, !quantity.isMoney, !quantity.isOwnNoun else { return nil }
        for figure in figures.suffix(Self.mostFigures).reversed() {
            let reading = readings[figure.reading]
            guard let noun = figure.noun, !noun.tokens.isEmpty, reading.quantities[figure.quantity].unit == unit else { continue }
            let known = GiftItems(reading, figures: [:], lexicon: lexicon).described(noun.tokens)
            guard known.isListed, known.category != "money", known.category != "vehicle", known.category != "mixed" else { return nil }
            return GiftItem(
                text: known.text, key: known.key, category: known.category, noun: 0..<0, quantity: index, range: quantity.range)
        }
        return nil
    }
}
