/// What was recognised at a place of a file, as lines under headings.
package struct PlaceExplanation: Sendable {
    /// A line under a heading.
    package struct Line: Sendable, Hashable {
        /// Whether what it says stands at the place itself, not only in the sentence around it.
        package var isHere: Bool
        package var text: String
    }

    /// Lines of one kind.
    package struct Section: Sendable {
        package var title: String
        package var lines: [Line]
    }

    /// Line and column of the place in the file, counted from 1.
    package var line: Int
    package var column: Int
    package var sections: [Section]
}

extension PageExplanation {
    /// What was recognised at a scalar of the file, and in the sentence around it; nil behind the file's end.
    package func place(at offset: Int) -> PlaceExplanation? {
        guard offset >= 0, offset < document.scalars.count else { return nil }
        let before = document.scalars[..<offset]
        let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        var place = PlaceExplanation(line: before.count { $0 == 0x0A } + 1, column: offset - start + 1, sections: [])
        let position = document.clean.indices.first { Int(document.sourceStart[$0]) <= offset && offset < document.sourceEnd($0) }
        guard let position, let sentence = document.sentenceIndex(at: position) else {
            place.sections = [PlaceExplanation.Section(title: "page", lines: [.init(isHere: true, text: outside(offset))])]
            return place
        }
        let reader = SentenceExplanation(page: self, sentence: sentence, position: position, offset: offset)
        place.sections = reader.sections.filter { !$0.lines.isEmpty }
        return place
    }

    /// Why a place belongs to no sentence.
    private func outside(_ offset: Int) -> String {
        guard let line = document.lines.first(where: { $0.source.contains(offset) }) else { return "nothing but blanks or noise" }
        switch line.kind {
        case .blank: return "a blank line"
        case .menu, .editor, .copyright, .button: return "a line of the page (\(name(line.kind))); it belongs to no article"
        default: return "noise that was taken out of a line (\(name(line.kind)))"
        }
    }

    private func name(_ kind: LineClass) -> String { "\(kind)" }
}

/// What was recognised in one sentence.
private struct SentenceExplanation {
    let page: PageExplanation
    let sentence: Int
    let position: Int
    let offset: Int

    private var document: Document { page.document }
    private var range: Range<Int> { document.sentences[sentence].range }

    var sections: [PlaceExplanation.Section] {
        let reading = SentenceReading(document, sentence: sentence, lexicon: page.lexicon)
        return [
            section("sentence", about),
            section("areas", areas), section("organisations", organisations), section("people", people), section("dates", dates),
            section("numbers", numbers(reading)), section("words", [words(reading)]), section("lexicons", entries(reading)),
            section("facts", facts), section("candidates", candidates),
        ]
    }

    private func section(_ title: String, _ lines: [PlaceExplanation.Line]) -> PlaceExplanation.Section {
        PlaceExplanation.Section(title: title, lines: lines)
    }

    private func line(_ range: Range<Int>, _ text: String) -> PlaceExplanation.Line {
        PlaceExplanation.Line(isHere: range.contains(position), text: text)
    }

    private var about: [PlaceExplanation.Line] {
        let sentence = document.sentences[sentence]
        let article = document.articles[sentence.article]
        var lines = [
            PlaceExplanation.Line(
                isHere: false,
                text: "\(article.report), sentence \(sentence.number) of \(article.sentences.count), \(sentence.kind.rawValue)"),
            PlaceExplanation.Line(isHere: false, text: document.text(range)),
        ]
        let context = ArticleContext(document, article: sentence.article, areas: document.factAreas, lexicon: page.lexicon)
        if let place = context.place(before: position, sentence: self.sentence) {
            let code = place.code.map { " \($0)" } ?? ""
            lines.append(.init(isHere: false, text: "a number here is about \(place.name)\(code)"))
        }
        return lines
    }

    private var areas: [PlaceExplanation.Line] {
        document.areaMentions(in: range).map { index in
            let mention = document.areaMentions[index]
            let area = document.areas[mention.area]
            let parts = [area.name, area.level.rawValue, area.code, area.parent.map { "in \($0)" }].compactMap { $0 }
            let inside = mention.insideOrganisation ? ", inside the name of an organisation" : mention.isOffice ? ", an office" : ""
            return line(mention.range, document.text(mention.range) + " → " + parts.joined(separator: " ") + inside)
        }
    }

    private var organisations: [PlaceExplanation.Line] {
        document.organisationMentions(in: range).map { index in
            let mention = document.organisationMentions[index]
            return line(mention.range, "\(document.text(mention.range)) \(mention.kind.rawValue)")
        }
    }

    private var people: [PlaceExplanation.Line] {
        document.personMentions(in: range).map { index in
            let mention = document.personMentions[index]
            var text = document.text(mention.range)
            if text != mention.name { text += " → \(mention.name)" }
            return line(mention.range, text + described(mention.name))
        }
    }

    /// Title and organisation of a person, as the table `people` has them for the whole article.
    private func described(_ name: String) -> String {
        let table = page.tables["people"]
        let report = document.articles[document.sentences[sentence].article].report
        guard let row = (0..<table.rowCount).first(where: { table.text("name", $0) == name && table.text("report", $0) == report }) else {
            return ""
        }
        return (table.text("title", row).map { ", \($0)" } ?? "") + (table.text("organisation", row).map { " of \($0)" } ?? "")
    }

    private var dates: [PlaceExplanation.Line] {
        document.dateMentions(in: range).map { index in
            let mention = document.dateMentions[index]
            let year = mention.yearIsInferred ? ", the year comes from the page" : ""
            return line(mention.range, "\(document.text(mention.range)) → \(mention.date.text) \(mention.kind.rawValue)\(year)")
        }
    }

    private func numbers(_ reading: SentenceReading) -> [PlaceExplanation.Line] {
        let found = FigureFinder(lexicon: page.lexicon).figures(reading, index: 0).figures
        return reading.quantities.enumerated().map { index, quantity in
            let columns = quantity.columns(in: reading.text)
            var parts = [document.text(quantity.range), "→", columns.value?.text ?? "no value"]
            parts += [columns.unit ?? "no unit", columns.dimension, columns.qualifier?.rawValue].compactMap { $0 }
            if let per = columns.per { parts.append("per \(per)") }
            if let figure = found.first(where: { $0.quantity == index }) {
                if let noun = figure.nounText { parts.append("of \(noun) (\(figure.noun?.side.rawValue ?? ""))") }
                if let verb = figure.verbText { parts.append("verb \(verb)") }
            }
            return line(quantity.range, parts.joined(separator: " "))
        }
    }

    /// The sentence cut into words with their tags; the one at the place in brackets.
    private func words(_ reading: SentenceReading) -> PlaceExplanation.Line {
        var parts: [String] = []
        for token in reading.tokens {
            let word = document.text(token.range).replacingBlanks
            let text = token.tag == .punctuation ? word : "\(word)/\(token.tag)"
            parts.append(token.range.contains(position) ? "【\(text)】" : text)
        }
        return .init(isHere: false, text: parts.joined(separator: " "))
    }

    /// Lexicon entries that the text has over the place, or in the word there.
    private func entries(_ reading: SentenceReading) -> [PlaceExplanation.Line] {
        let word = reading.tokens.first { $0.range.contains(position) }?.range ?? position..<position + 1
        var here: Set<String> = []
        for start in max(range.lowerBound, position - 11)..<max(word.upperBound, position + 1) {
            for end in start + 1...start + 12 where end <= range.upperBound {
                guard (start..<end).contains(position) || word.lowerBound <= start && end <= word.upperBound else { continue }
                here.insert(String(scalars: Array(document.clean[start..<end])))
            }
        }
        var lines: [PlaceExplanation.Line] = []
        for schema in LexiconSchema.all where !schema.isGenerated && schema.isMatched && schema.name != "given_names" {
            page.lexicons.file(schema.name)?.forEachEntry { entry in
                guard here.contains(String(entry[0])) else { return }
                let columns = entry.texts
                let rest = columns.dropFirst().filter { !$0.isEmpty }.joined(separator: " ")
                lines.append(.init(isHere: true, text: "\(columns[0]) in \(schema.name): \(rest)"))
            }
        }
        return lines
    }

    private var source: Range<Int> { document.source(range) }

    private func holds(_ span: Range<Int>) -> Bool { span.contains(offset) }

    private var facts: [PlaceExplanation.Line] {
        (["figures", "party", "donations"] + page.ownTables).flatMap { name in
            let table = page.tables[name]
            return (0..<table.rowCount).compactMap { row -> PlaceExplanation.Line? in
                guard let span = table.span(row), span.overlaps(source), let id = table.text("id", row) else { return nil }
                var parts = ["\(page.short(id)) in \(name): rule \(table.text("rule", row) ?? "none")"]
                if let confidence = table.column("confidence"), confidence.isValid[row] {
                    parts.append("confidence \(confidence.plainText(row))")
                }
                for (column, label) in [("doubt", "doubtful"), ("repeats", "repeats"), ("part_of", "part of"), ("fact", "made")] {
                    if let value = table.text(column, row) { parts.append("\(label) \(page.short(value))") }
                }
                parts.append("“\((table.text("quote", row) ?? "").replacingBlanks)”")
                return .init(isHere: holds(span), text: parts.joined(separator: ", "))
            }
        }
    }

    private var candidates: [PlaceExplanation.Line] {
        let table = page.tables["candidates"]
        return (0..<table.rowCount).compactMap { row in
            guard let span = table.span(row), span.overlaps(source) else { return nil }
            let outcome = table.text("fact", row).map { "→ \(page.short($0))" } ?? "blocked: \(table.text("reason", row) ?? "no reason")"
            return .init(isHere: holds(span), text: "\(table.text("kind", row) ?? "") \(table.text("text", row) ?? "") \(outcome)")
        }
    }
}

extension String {
    /// The text with line ends and tabs as blanks.
    fileprivate var replacingBlanks: String { String(map { $0.isNewline || $0 == "\t" ? " " : $0 }) }
}
