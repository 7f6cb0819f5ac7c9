/// Puts the lines of a page in their context: where articles begin, which paragraphs were broken, what a short line is.
struct PageArranger {
    let text: [UInt32]
    let names: NameLexicon
    var lines: [PageLine]
    /// The first lines of the articles, ascending.
    var starts: [Int] = []

    init(_ page: CleanText, lines: [PageLine], names: NameLexicon) {
        text = page.scalars
        self.names = names
        self.lines = lines
        findRowsOfNames()
        findDirectory()
        findLongHeadlines()
        findStarts()
        assignArticles()
        joinBrokenParagraphs()
        settleShortLines()
    }

    /// `韩雪梅 罗成` below a headline or at the end of a text: a line of names is a byline, though no word says so.
    private mutating func findRowsOfNames() {
        var above: LineClass?
        for index in lines.indices where lines[index].kind != .blank {
            if lines[index].kind == .heading, above == .heading || above == .dateline || above == .body,
                names.areNamesOnly(text, lines[index].range) || above == .body && names.signature(text, lines[index].range) != nil
            {
                lines[index].kind = .byline
            }
            above = lines[index].kind
        }
    }

    /// `● 两地情,一车菜` above the articles: a line of the page's directory, which stands again as a headline.
    private mutating func findDirectory() {
        let bulleted = lines.indices.filter { lines[$0].kind == .heading && Self.bullets.contains(text[lines[$0].range.lowerBound]) }
        guard !bulleted.isEmpty else { return }
        let headlines = Set(lines.filter { $0.kind == .heading }.map { ExactText(String(scalars: Array(text[$0.range]))) })
        for index in bulleted {
            let range = lines[index].range
            let title = text[range].drop { Self.bullets.contains($0) || $0 == 0x20 }
            if headlines.contains(ExactText(String(scalars: Array(title)))) { lines[index].kind = .menu }
        }
    }

    /// ● ■ ◆ ▪ ★ ○ □ ◇ ·
    private static let bullets = ScalarSet("●■◆▪★○□◇·•")

    func endsWithPhotographer(_ line: PageLine) -> Bool {
        line.range.upperBound > line.range.lowerBound && text[line.range.upperBound - 1] == scalar("摄")
    }

    /// What follows the end of an article (its editor, a copyright notice) belongs to none until the next begins.
    private mutating func assignArticles() {
        var article = -1
        var isClosed = false
        var hasBody = false
        for index in lines.indices {
            if article + 1 < starts.count, starts[article + 1] == index {
                article += 1
                isClosed = false
                hasBody = false
            }
            switch lines[index].kind {
            case .blank: continue
            case .editor, .copyright, .menu, .button:
                if hasBody, lines[index].kind == .editor || lines[index].kind == .copyright { isClosed = true }
            case .body, .heading, .byline, .dateline, .caption, .title, .subtitle:
                if isClosed {
                    lines[index].kind = .menu
                } else if article >= 0 {
                    lines[index].article = article
                    if lines[index].kind == .body { hasBody = true }
                }
            }
        }
    }

    /// A paragraph that stops before its sentence does goes on in the next text of the article; short lines in between are captions.
    private mutating func joinBrokenParagraphs() {
        var bodies = lines.indices.filter { lines[$0].kind == .body && lines[$0].article >= 0 }
        let indented = bodies.count { lines[$0].isIndented }
        let pageIndents = bodies.count >= 3 && indented * 10 >= bodies.count * 6
        if pageIndents { findShortBeginnings(bodies) }
        bodies = lines.indices.filter { lines[$0].kind == .body && lines[$0].article >= 0 }
        for (place, index) in bodies.enumerated() where lines[index].isUnfinished && place + 1 < bodies.count && !isTopic(lines[index]) {
            var next = bodies[place + 1]
            // 转交给 / a photograph's caption / 爱心人士捐来的方便面码放在门口。 / 执勤点上的12名队员。: a second caption that is a whole sentence.
            if place + 2 < bodies.count, Self.openEnds.contains(text[lines[index].range.upperBound - 1]), isOneShortSentence(lines[next]),
                (index + 1..<next).contains(where: { lines[$0].kind == .caption }), lines[bodies[place + 2]].article == lines[index].article
            {
                lines[next].kind = .caption
                next = bodies[place + 2]
            }
            guard lines[next].article == lines[index].article, !lines[next].isLead, next - index <= 40 else { continue }
            let between = (index + 1..<next).filter { lines[$0].kind != .blank }
            // 某公司:额温枪100把,消毒灯20台 / 王某:洗手液60箱: entries of a list.
            guard !isEntry(lines[index].range), !between.contains(where: { isEntry(lines[$0].range) }) else { continue }
            guard between.count <= 12, between.allSatisfy({ [.heading, .caption, .byline, .menu, .button].contains(lines[$0].kind) }) else {
                continue
            }
            let last = text[lines[index].range.upperBound - 1]
            let goesOn = last == 0x2C || last == 0x3001
            // Set in, it may be a paragraph of its own, but not where a caption cut the sentence or where its last word asks for another.
            // A line further down that is not set in is the better continuation.
            let isCut =
                (between.contains { lines[$0].kind == .caption } || Self.openEnds.contains(last))
                && bodies[(place + 1)...].prefix(3).allSatisfy { lines[$0].isIndented }
            if pageIndents, lines[next].isIndented, !goesOn, !isCut { continue }
            if !goesOn, beginsList(lines[next]) { continue }
            lines[next].continues = index
            for step in between where lines[step].kind == .heading || lines[step].kind == .byline { lines[step].kind = .caption }
        }
    }

    /// `新华社北京4月8日电 题:千里同心`: the headline said again, in a line of its own.
    private func isTopic(_ line: PageLine) -> Bool {
        line.isLead
            && ScalarSearch.first(Self.topic, in: text, line.range.lowerBound..<min(line.range.upperBound, line.range.lowerBound + 24))
                != nil
    }

    private static let topic = "题:".scalarValues

    /// Where a page sets in its paragraphs, a text line that is not set in goes on from above: the nearest line above that is set in and has
    /// no end is its beginning, however short.
    private mutating func findShortBeginnings(_ bodies: [Int]) {
        for next in bodies where !lines[next].isIndented && !beginsList(lines[next]) {
            var index = next - 1
            while index >= 0, next - index <= 12, [.blank, .caption, .heading].contains(lines[index].kind) {
                let line = lines[index]
                if line.kind == .heading, line.isIndented, line.article == lines[next].article, line.range.count >= 8,
                    !LineClassifier.closers.contains(text[line.range.upperBound - 1]), next - index >= 2
                {
                    lines[index].kind = .body
                    lines[index].isUnfinished = true
                    break
                }
                index -= 1
            }
        }
    }

    /// A name, a colon, and a number with its unit at the end or in front of a remark in brackets.
    private func isEntry(_ range: Range<Int>) -> Bool {
        guard range.count <= 90, let colon = range.prefix(30).first(where: { text[$0] == 0x3A }), colon > range.lowerBound,
            isHan(text[colon - 1]), !text[range.lowerBound..<colon].contains(0x2C)
        else { return false }
        var end = range.upperBound
        if text[end - 1] == 0x29, let open = (colon..<end).last(where: { text[$0] == 0x28 }) { end = open }
        return text[colon..<end].suffix(Self.longestUnit + 1).contains(where: isDigit)
    }

    private static let longestUnit = 2

    private func isOneShortSentence(_ line: PageLine) -> Bool {
        guard line.range.count <= 36 else { return false }
        let ends = line.range.filter { LineClassifier.sentenceEnds.contains(text[$0]) }
        return ends == [line.range.upperBound - 1]
    }

    /// Prepositions and the ends of verbs of motion: 送到, 捐给, 发往.
    private static let openEnds = ScalarSet("到给往至把将向和与及的由被从在对于")
    private static let ordinals = ScalarSet("一二三四五六七八九十")

    /// `一、…`, `(一)…`, `1.…`, `【…】`: never the middle of a sentence.
    private func beginsList(_ line: PageLine) -> Bool {
        let first = text[line.range.lowerBound]
        if first == 0x3010 || first == 0x28 || first == 0x25CF || first == 0x2014 { return true }
        guard line.range.count > 1 else { return false }
        let second = text[line.range.lowerBound + 1]
        return second == 0x3001 && Self.ordinals.contains(first) || isDigit(first) && (second == 0x2E || second == 0x3001)
    }

    /// Of the short lines the first is the headline, those that text follows are subheadings, the rest captions or links.
    private mutating func settleShortLines() {
        var byArticle = [[Int]](repeating: [], count: starts.count)
        for index in lines.indices where lines[index].article >= 0 { byArticle[lines[index].article].append(index) }
        let firstDateline = lines.firstIndex { $0.kind == .dateline } ?? lines.count
        for (article, own) in byArticle.enumerated() {
            let firstBody = own.first { lines[$0].kind == .body } ?? own.last ?? 0
            var head = own.filter { $0 < firstBody && lines[$0].kind == .heading }
            if own.first.map({ lines[$0].kind == .byline }) == true, firstDateline >= firstBody { head = [] }
            let halves = headlineInTwo(head)
            if let title = halves?.lowerBound ?? headline(head) {
                for index in head { lines[index].kind = index == title ? .title : index < title ? .menu : .subtitle }
                if let second = halves?.upperBound {
                    lines[second].kind = .title
                    lines[second].continues = title
                }
            }
            settleHeadings(own.filter { $0 >= firstBody }, article: article)
        }
        for index in lines.indices where lines[index].article < 0 && lines[index].kind != .blank {
            if [.heading, .byline, .dateline, .caption, .body].contains(lines[index].kind) { lines[index].kind = .menu }
        }
    }

    /// 山门有人守 / 家门有人问: two lines of one length, one below the other, are one headline.
    private func headlineInTwo(_ head: [Int]) -> ClosedRange<Int>? {
        let last = head.lastIndex { text[lines[$0].range.lowerBound] != 0x2014 && lines[$0].range.contains { isHan(text[$0]) } }
        guard let place = last, place > 0, head[place - 1] == head[place] - 1 else { return nil }
        let second = head[place]
        let (above, below) = (lines[second - 1], lines[second])
        let isPair =
            above.range.count == below.range.count && (5...14).contains(above.range.count) && !above.isColumn && !below.isColumn
            && !text[above.range].elementsEqual(text[below.range])
        // Three lines of one length are links.
        guard isPair, place < 2 || lines[head[place - 2]].range.count != above.range.count else { return nil }
        return second - 1...second
    }

    private mutating func settleHeadings(_ own: [Int], article: Int) {
        // From here on there are headings only.
        let tail = own.lastIndex { lines[$0].kind != .heading }.map { $0 + 1 } ?? 0
        for (place, index) in own.enumerated() where lines[index].kind == .heading {
            // 王某:洗手液40箱 below 某公司:额温枪20把,消毒灯8台: a short entry of a list.
            if isEntry(lines[index].range),
                [place - 1, place + 1].contains(where: {
                    own.indices.contains($0) && lines[own[$0]].kind == .body && isEntry(lines[own[$0]].range)
                })
            {
                lines[index].kind = .body
                continue
            }
            var next = place + 1
            while next < own.count, lines[own[next]].kind == .heading, next - place <= 2 { next += 1 }
            let leadsToText = next < own.count && lines[own[next]].kind == .body && lines[own[next]].continues == nil
            if leadsToText { continue }
            // Three or more short lines that nothing follows are links to other pages.
            let rest = own[place...]
            let isTail = place >= tail
            lines[index].kind = isTail && rest.count >= 3 ? .menu : .caption
            if isTail, rest.count >= 3 { for step in rest { lines[step].kind = .menu } }
        }
    }
}
