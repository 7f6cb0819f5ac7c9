/// Extracts the facts of one article.
struct ArticleFacts {
    private let document: Document
    private let article: Article
    private let lexicon: FactLexicon
    private let context: ArticleContext
    private var readings: [SentenceReading] = []
    private var figures: [Figure] = []
    private var rejected: [(sentence: Int, number: RejectedNumber)] = []

    init(_ document: Document, article index: Int, lexicon: FactLexicon) {
        self.document = document
        self.lexicon = lexicon
        article = document.articles[index]
        context = ArticleContext(document, article: index)
        let finder = FigureFinder(lexicon: lexicon)
        for sentence in article.sentences where document.sentences[sentence].kind != .byline {
            let reading = SentenceReading(document, sentence: sentence, lexicon: lexicon)
            let found = finder.figures(reading, index: readings.count)
            figures.append(contentsOf: found.figures)
            for number in reading.rejected + found.rejected { rejected.append((sentence, number)) }
            readings.append(reading)
        }
    }

    /// Appends the article's rows.
    func append(to facts: inout DocumentFacts) {
        var figureRows: [FigureRow] = []
        var partyRows: [PartyRow] = []
        for figure in figures {
            var row = figureRow(figure)
            row.identity.id = "\(article.report)/f\(figureRows.count + 1)"
            if var party = partyRow(figure, row) {
                party.identity.id = "\(article.report)/p\(partyRows.count + 1)"
                row.fact = party.identity.id
                partyRows.append(party)
            }
            figureRows.append(row)
        }
        Repeats.mark(&figureRows)
        for index in partyRows.indices {
            if let figure = figureRows.first(where: { $0.fact == partyRows[index].identity.id }), let first = figure.identity.repeats,
                let original = figureRows.first(where: { $0.identity.id == first })?.fact
            {
                partyRows[index].identity.repeats = original
            }
        }
        facts.figures.append(contentsOf: figureRows)
        facts.party.append(contentsOf: partyRows)
    }

    private func figureRow(_ figure: Figure) -> FigureRow {
        let reading = readings[figure.reading]
        let quantity = reading.quantities[figure.quantity]
        var row = FigureRow()
        row.quantity = quantity.columns(in: reading.text)
        row.noun = figure.nounText
        row.nounKey = figure.nounText.map { Self.key($0) }
        row.verb = figure.verbText
        let range = quote(of: quantity, figure)
        let place = context.place(before: quantity.range.lowerBound, sentence: reading.sentence, exclude: nil)
        context.fill(&row.identity, range: range, sentence: reading.sentence, place: place)
        row.identity.rule = "figure-\(figure.noun?.side.rawValue ?? "unit")"
        row.identity.confidence = figure.noun == nil ? 0.85 : 0.92
        if quantity.isOutsideType { row.identity.doubt.append("value") }
        return row
    }

    /// From the noun to the number, or the number to the noun.
    private func quote(of quantity: Quantity, _ figure: Figure) -> Range<Int> {
        guard let noun = figure.noun, !noun.range.isEmpty else { return quantity.range }
        return min(noun.range.lowerBound, quantity.range.lowerBound)..<max(noun.range.upperBound, quantity.range.upperBound)
    }

    private func partyRow(_ figure: Figure, _ figureRow: FigureRow) -> PartyRow? {
        let rule = PartyRule(lexicon: lexicon)
        let reading = readings[figure.reading]
        let quantity = reading.quantities[figure.quantity]
        guard let noun = figure.noun, quantity.dimension != "age", quantity.dimension != "duration", !quantity.isMoney else { return nil }
        var row = PartyRow()
        if let found = rule.classify(noun, unit: quantity.unit, in: reading) {
            row.kind = found.kind
            row.nounKey = found.key
            row.noun = figure.nounText
        } else if quantity.dimension == "person-time", rule.membersAct(before: figure.token, in: reading) {
            row.kind = "member"
            row.nounKey = "党员"
            row.noun = "党员"
        } else {
            return nil
        }
        row.identity = figureRow.identity
        row.quantity = figureRow.quantity
        row.verb = figure.verbText
        row.role = figure.verbRole ?? "other"
        row.activity = row.kind == "rate" ? nil : rule.activity(behind: noun, in: reading)
        row.body = context.body(before: min(quantity.range.lowerBound, noun.range.lowerBound), sentence: reading.sentence)
        row.identity.rule = "party-\(noun.side.rawValue)"
        row.identity.confidence = 0.92
        return row
    }

    static func key(_ noun: String) -> String { noun }
}
