/// Puts the clean text of a document together from the arranged lines of its page, and cuts it into sentences and clauses.
struct DocumentBuilder {
    private var document: Document
    private let page: CleanText

    /// The document of a page.
    static func document(name: String, encoding: String, scalars: [UInt32], page: CleanText, lines: PageArranger) -> Document {
        var builder = DocumentBuilder(document: Document(name: name, encoding: encoding, scalars: scalars), page: page)
        builder.build(lines)
        return builder.document
    }

    private mutating func build(_ arranged: PageArranger) {
        let lines = arranged.lines
        document.clean.reserveCapacity(page.scalars.count)
        document.sourceStart.reserveCapacity(page.scalars.count)
        document.lines = lines.map { line in
            Line(source: sourceRange(line.range), kind: line.kind)
        }
        var continuation: [Int: Int] = [:]
        for index in lines.indices { if let from = lines[index].continues { continuation[from] = index } }
        var byArticle = [[Int]](repeating: [], count: arranged.starts.count)
        for index in lines.indices where lines[index].article >= 0 { byArticle[lines[index].article].append(index) }
        for own in byArticle {
            let firstParagraph = document.paragraphs.count
            let article = document.articles.count
            var section: Int?
            for index in own where lines[index].continues == nil {
                guard let kind = Self.passage(lines[index].kind) else { continue }
                if kind == .heading { section = nil }
                let start = document.clean.count
                append(lines[index].range)
                // A chain of broken pieces is one paragraph.
                var piece = index
                while let next = continuation[piece] {
                    append(lines[next].range)
                    piece = next
                }
                close(Paragraph(range: start..<document.clean.count, kind: kind, article: article, section: kind == .body ? section : nil))
                if kind == .heading { section = document.paragraphs.count - 1 }
            }
            guard document.paragraphs.count > firstParagraph else { continue }
            var made = Article(
                report: article == 0 ? document.name : "\(document.name)#\(article + 1)",
                paragraphs: firstParagraph..<document.paragraphs.count)
            made.isTraditional = page.isTraditional
            if let title = document.paragraphs[made.paragraphs].first(where: { $0.kind == .title }) {
                made.title = document.text(headline(title.range))
            }
            document.articles.append(made)
        }
        splitSentences()
    }

    private static let labels = PhraseTable(["标题:", "题目:", "文章标题:", "新闻标题:", "原标题:", "正在阅读:", "正在浏览:"])
    private static let siteEnds = PhraseTable(
        ["网", "报", "台", "门户", "在线", "客户端", "频道", "融媒体中心", "人民政府", "政府", "新闻", "医院", "委员会", "党建"].map { String($0.reversed()) })

    /// A headline without the dashes that lead over to its subtitle, the word `标题:` in front of it and the site's name behind it.
    private func headline(_ range: Range<Int>) -> Range<Int> {
        let text = document.clean
        var start = range.lowerBound
        var end = range.upperBound
        if let label = Self.labels.longestMatch(in: text, at: start, end: end), label.length < range.count { start += label.length }
        if let mark = (start + 4..<max(start + 4, end)).last(where: { text[$0] == 0x5F || text[$0] == 0x2D }), end - mark <= 20,
            Self.siteEnds.longestReversedMatch(in: text, endingAt: end, start: mark) != nil,
            text[mark + 1..<end].allSatisfy({ isHan($0) || $0 == 0x20 })
        {
            end = mark
        }
        while start + 1 < end, text[start] == 0x20 { start += 1 }
        while end > start + 1, [0x2014, 0x2D, 0x5F, 0x2500, 0x20].contains(text[end - 1]) { end -= 1 }
        return start..<end
    }

    private static func passage(_ kind: LineClass) -> PassageKind? {
        switch kind {
        case .title, .subtitle: .title
        case .heading: .heading
        case .byline, .dateline: .byline
        case .caption: .caption
        case .body: .body
        case .blank, .menu, .editor, .copyright, .button: nil
        }
    }

    private func sourceRange(_ range: Range<Int>) -> Range<Int> {
        guard !range.isEmpty, range.upperBound <= page.start.count else { return 0..<0 }
        return Int(page.start[range.lowerBound])..<Int(page.start[range.upperBound - 1]) + 1
    }

    private mutating func append(_ range: Range<Int>) {
        document.clean.append(contentsOf: page.scalars[range])
        document.sourceStart.append(contentsOf: page.start[range])
    }

    private mutating func close(_ paragraph: Paragraph) {
        document.paragraphs.append(paragraph)
        let end = document.clean.isEmpty ? 0 : document.sourceEnd(document.clean.count - 1)
        document.clean.append(0x0A)
        document.sourceStart.append(Int32(truncatingIfNeeded: end))
    }

    /// The longest sentence; what has no full stop for longer is cut, so that later stages look at bounded windows.
    private static let longestSentence = 800
    /// The longest clause, for the same reason.
    private static let longestClause = 240

    private mutating func splitSentences() {
        document.openings = WordDictionary.standard.openings(of: document.clean)
        for article in document.articles.indices {
            let firstSentence = document.sentences.count
            for index in document.articles[article].paragraphs {
                let first = document.sentences.count
                split(paragraph: index, firstSentence: firstSentence)
                document.paragraphs[index].sentences = first..<document.sentences.count
            }
            document.articles[article].sentences = firstSentence..<document.sentences.count
        }
    }

    private mutating func split(paragraph index: Int, firstSentence: Int) {
        let paragraph = document.paragraphs[index]
        let text = document.clean
        let ends = LineClassifier.sentenceEnds
        var start = paragraph.range.lowerBound
        var position = start
        while position < paragraph.range.upperBound {
            let cut = max(position, min(start + Self.longestSentence, paragraph.range.upperBound))
            position = text.firstPlace(in: position..<cut, where: { ends.contains($0) || $0 == 0x2E }) ?? cut
            guard position < paragraph.range.upperBound else { break }
            let isCut = position - start >= Self.longestSentence
            guard isCut || ends.contains(text[position]) || Self.isEllipsis(text, position, paragraph.range) else {
                position += 1
                continue
            }
            var end = position + 1
            if !isCut {
                while end < paragraph.range.upperBound,
                    text[end] == text[position] || ends.contains(text[end])
                        || LineClassifier.closers.contains(text[end])
                        || text[end] == 0x2E && text[position] == 0x2E
                { end += 1 }
                // `“…!”的誓言`: what the quotation belongs to goes on.
                if end < paragraph.range.upperBound, LineClassifier.closers.contains(text[end - 1]), Self.goesOn.contains(text[end]) {
                    position = end
                    continue
                }
            }
            close(sentence: start..<end, paragraph: index, firstSentence: firstSentence)
            start = end
            position = end
        }
        if start < paragraph.range.upperBound {
            close(sentence: start..<paragraph.range.upperBound, paragraph: index, firstSentence: firstSentence)
        }
    }

    private static let goesOn = ScalarSet("的,、这之地为成等和与")

    /// Six points typed for an ellipsis.
    private static func isEllipsis(_ text: [UInt32], _ position: Int, _ range: Range<Int>) -> Bool {
        text[position] == 0x2E && position + 2 < range.upperBound && text[position + 1] == 0x2E && text[position + 2] == 0x2E
    }

    private mutating func close(sentence range: Range<Int>, paragraph: Int, firstSentence: Int) {
        let trimmed = ScalarSearch.trimmed(document.clean, range)
        guard !trimmed.isEmpty else { return }
        let firstClause = document.clauses.count
        var start = trimmed.lowerBound
        var next = start
        while next < trimmed.upperBound {
            let cut = max(next, min(start + Self.longestClause, trimmed.upperBound))
            let position = document.clean.firstPlace(in: next..<cut, where: { $0 == 0x2C || $0 == 0x3B || $0 == 0x3A }) ?? cut
            guard position < trimmed.upperBound else { break }
            next = position + 1
            // A comma between digits separates thousands, a colon between digits is a clock time.
            if position > trimmed.lowerBound, position + 1 < trimmed.upperBound, isDigit(document.clean[position - 1]),
                isDigit(document.clean[position + 1])
            {
                continue
            }
            document.clauses.append(Clause(range: start..<(position + 1), sentence: document.sentences.count))
            start = position + 1
        }
        if start < trimmed.upperBound {
            document.clauses.append(Clause(range: start..<trimmed.upperBound, sentence: document.sentences.count))
        }
        document.sentences.append(
            Sentence(
                range: trimmed, kind: document.paragraphs[paragraph].kind, paragraph: paragraph,
                article: document.paragraphs[paragraph].article,
                number: document.sentences.count - firstSentence + 1, clauses: firstClause..<document.clauses.count))
    }
}
