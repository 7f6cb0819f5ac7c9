/// Fills the tables of pattern files from the sentences of an article.
struct PatternRows {
    private let document: Document
    private let context: ArticleContext
    private let tables: [PatternTable]
    /// The head form of a figure's noun.
    private let key: (Figure) -> String?

    init(_ document: Document, context: ArticleContext, tables: [PatternTable], key: @escaping (Figure) -> String?) {
        self.document = document
        self.context = context
        self.tables = tables
        self.key = key
    }

    /// - Parameters:
    ///   - figures: those of the article.
    ///   - report: the key of the article.
    /// - Returns: the tables with their rows, and the matches that an `unless` kept from becoming rows.
    func tables(_ readings: [SentenceReading], figures: [Figure], report: String) -> (tables: [FactTable], rejected: [CandidateRow]) {
        var filled = tables.map(\.schema)
        var rejected: [CandidateRow] = []
        var first: [[String: String]] = tables.map { _ in [:] }
        var numbers = [Int](repeating: 0, count: tables.count)
        var next = 0
        for (index, reading) in readings.enumerated() {
            var own: [Figure] = []
            while next < figures.count, figures[next].reading == index {
                own.append(figures[next])
                next += 1
            }
            let sentence = PatternSentence(document, reading, figures: own)
            for (number, table) in tables.enumerated() {
                for made in matches(of: table, in: sentence, report: report, &rejected) {
                    var row = made
                    numbers[number] += 1
                    row.identity.id = "\(report)/\(table.name)-\(numbers[number])"
                    let same = row.sameness
                    if let earlier = first[number][same] {
                        row.identity.repeats = earlier
                    } else {
                        first[number][same] = row.identity.id
                    }
                    row.append(to: &filled[number], quoting: document.scalars)
                }
            }
        }
        return (filled, rejected)
    }

    /// The rows of a table, by place: each rule takes what earlier ones left.
    private func matches(
        of table: PatternTable, in sentence: PatternSentence, report: String, _ rejected: inout [CandidateRow]
    ) -> [PatternRow] {
        var taken: [Range<Int>] = []
        var rows: [(start: Int, row: PatternRow)] = []
        for rule in table.rules where rule.needed.isSubset(of: sentence.entities) {
            var matcher = PatternMatcher(rule, sentence)
            var position = sentence.text.start
            while position < sentence.text.end {
                guard let match = matcher.match(at: position), !taken.contains(where: { $0.overlaps(match.range) }) else {
                    position += 1
                    continue
                }
                if let exclusion = rule.exclusions.first(where: { holds($0, match.range, sentence) }) {
                    rejected.append(candidate(match.range, table, rule, "unless \(exclusion.side.rawValue)", sentence, report))
                    position += 1
                    continue
                }
                taken.append(match.range)
                for row in match.rows {
                    rows.append((row.range.lowerBound, self.row(row.range, row.captures, table, rule, sentence)))
                }
                position = match.range.upperBound
            }
            if matcher.isExhausted {
                let whole = sentence.text.start..<sentence.text.end
                rejected.append(candidate(whole, table, rule, "too many ways", sentence, report))
            }
        }
        return rows.sorted { $0.start < $1.start }.map(\.row)
    }

    private func holds(_ exclusion: PatternProgram.Exclusion, _ range: Range<Int>, _ sentence: PatternSentence) -> Bool {
        let text = sentence.text
        switch exclusion.side {
        case .left: return exclusion.phrases.longestReversedMatch(in: text.text, endingAt: range.lowerBound, start: text.start) != nil
        case .right: return exclusion.phrases.longestMatch(in: text.text, at: range.upperBound, end: text.end) != nil
        case .sentence:
            return (text.start..<text.end).contains { exclusion.phrases.longestMatch(in: text.text, at: $0, end: text.end) != nil }
        }
    }

    private func candidate(
        _ range: Range<Int>, _ table: PatternTable, _ rule: PatternProgram, _ reason: String, _ sentence: PatternSentence, _ report: String
    ) -> CandidateRow {
        var row = CandidateRow()
        row.report = report
        row.text = document.text(range)
        row.kind = "\(table.name) \(rule.name)"
        row.reason = reason
        row.sentence = document.sentences[sentence.reading.sentence].number
        row.span = document.source(range)
        return row
    }

    private func row(
        _ range: Range<Int>, _ captures: [PatternMatcher.Capture], _ table: PatternTable, _ rule: PatternProgram,
        _ sentence: PatternSentence
    ) -> PatternRow {
        var row = PatternRow(cells: [[PatternCell]](repeating: [], count: table.columns.count))
        let number = sentence.reading.sentence
        var place = context.place(before: range.lowerBound, sentence: number)
        var date: DateMention?
        for capture in captures {
            switch rule.slots[capture.slot] {
            case .place: place = self.place(capture, before: place)
            case .date: date = capture.span.flatMap { $0.entity == .date ? document.dateMentions[$0.reference] : nil }
            case .column(let index): row.cells[index] = cells(capture, table.columns[index].type, sentence)
            }
        }
        for (index, column) in table.columns.enumerated() where row.cells[index].isEmpty {
            row.cells[index] = [PatternCell](repeating: .null, count: column.columns.count)
        }
        context.fill(&row.identity, range: range, sentence: number, place: place)
        if let date {
            row.identity.date = date.date
            row.identity.dateKind = date.kind
        }
        row.identity.rule = rule.name
        row.identity.confidence = rule.confidence
        return row
    }

    private func place(_ capture: PatternMatcher.Capture, before: ArticleContext.Place?) -> ArticleContext.Place? {
        guard let span = capture.span else { return before }
        if span.entity == .area {
            return context.place(of: document.areaMentions[span.reference].area)
        }
        return ArticleContext.Place(name: document.text(span.range), level: "organisation", code: nil, area: before?.area)
    }

    private func cells(
        _ capture: PatternMatcher.Capture, _ type: PatternTable.ColumnType, _ sentence: PatternSentence
    ) -> [PatternCell] {
        guard type != .text, let span = capture.span else { return [.text(document.text(capture.range))] }
        switch type {
        case .text, .organisation: return [.text(document.text(span.range))]
        case .person: return [.text(document.personMentions[span.reference].name)]
        case .date: return [.integer(Int64(document.dateMentions[span.reference].date.days))]
        case .area:
            let area = document.areas[document.areaMentions[span.reference].area]
            return [.text(area.name), area.code.map { .text($0) } ?? .null]
        case .quantity, .figure:
            guard let quantity = sentence.quantity(span) else { return [] }
            let columns = quantity.columns(in: sentence.text)
            func text(_ value: String?) -> PatternCell { value.map { .text($0) } ?? .null }
            func number(_ value: FactDecimal?) -> PatternCell { value.map { .integer($0.tenThousandths) } ?? .null }
            let cells = [
                number(columns.value), text(columns.unit), text(columns.dimension), text(columns.qualifier?.rawValue),
                number(columns.low), number(columns.high), text(columns.per),
            ]
            guard type == .figure else { return cells }
            guard span.entity == .figure else { return cells + [.null, .null] }
            let figure = sentence.figures[span.reference]
            return cells + [text(figure.nounText), text(key(figure))]
        }
    }
}

/// A value of a row of a pattern file's table.
enum PatternCell: Sendable, Hashable {
    case null
    case text(String)
    /// A decimal's ten-thousandths or a date's days.
    case integer(Int64)
}

/// A row of a pattern file's table.
struct PatternRow: Sendable {
    var identity = FactIdentity()
    /// For each column of the pattern file the values of the columns it became.
    var cells: [[PatternCell]]

    /// The same for rows of one report that state the same.
    var sameness: String {
        cells.joined().map { "\($0)" }.joined(separator: "\u{1}") + "\u{1}\(identity.place ?? "")\u{1}\(identity.date?.days ?? 0)"
    }

    /// Appends the row to a table with the schema of its pattern table.
    mutating func append(to table: inout FactTable, quoting scalars: [UInt32]) {
        table.appendRow { row in
            identity.writeKeys(&row)
            for cell in cells.joined() {
                switch cell {
                case .null: row.text(nil)
                case .text(let text): row.text(text)
                case .integer(let value): row.integer(value)
                }
            }
            identity.writeEvidence(&row, scalars)
        }
    }
}
