/// Puts the lines of a page in their context: where articles begin, which paragraphs were broken, what a short line is.
struct PageArranger {
    private let text: [UInt32]
    private(set) var lines: [PageLine]
    /// The first lines of the articles, ascending.
    private(set) var starts: [Int] = []

    init(_ page: CleanText, lines: [PageLine]) {
        text = page.scalars
        self.lines = lines
        findLongHeadline()
        findStarts()
        assignArticles()
        joinBrokenParagraphs()
        settleShortLines()
    }

    private func nextFilled(after index: Int) -> Int? {
        var next = index + 1
        while next < lines.count {
            if lines[next].kind != .blank { return next }
            next += 1
        }
        return nil
    }

    /// The first line above text, with neither comma nor full stop, is a headline however long.
    private mutating func findLongHeadline() {
        let filled = lines.indices.filter { [.body, .heading, .byline, .dateline].contains(lines[$0].kind) }
        guard filled.count >= 2, let first = filled.first, lines[first].kind == .body, !lines[first].isLead else { return }
        let range = lines[first].range
        guard range.count <= 60, lines[filled[1]].kind != .heading, !range.contains(where: { Self.marks.contains(text[$0]) }) else {
            return
        }
        lines[first].kind = .heading
        lines[first].isUnfinished = false
    }

    /// An article begins with a headline that a dateline, a byline or a lead follows within three lines, or a block of photographs.
    private mutating func findStarts() {
        let filled = lines.indices.filter { lines[$0].kind != .blank }
        var hasBody = false
        var isClosed = false
        var afterHeadline = false
        for (place, index) in filled.enumerated() {
            let kind = lines[index].kind
            if kind == .heading, !afterHeadline, opensArticle(filled, place, isClosed: isClosed), hasBody || starts.isEmpty {
                starts.append(index)
                hasBody = false
                isClosed = false
            }
            afterHeadline = kind == .heading && starts.last == index
            if kind == .body {
                if starts.isEmpty { starts.append(firstContent(filled, upTo: place)) }
                hasBody = true
            }
            if (kind == .editor || kind == .copyright), hasBody { isClosed = true }
        }
        if let first = starts.first {
            // What stands above the first headline found may be the headline itself or its date.
            let place = filled.firstIndex(of: first) ?? 0
            starts[0] = firstContent(filled, upTo: place)
        } else if let only = filled.first(where: { lines[$0].kind == .heading || lines[$0].kind == .byline }),
            filled.contains(where: { lines[$0].kind == .caption || lines[$0].kind == .byline })
        {
            starts.append(only)
        }
    }

    /// The first line of the page, up to a place, that is no furniture.
    private func firstContent(_ filled: [Int], upTo place: Int) -> Int {
        for index in filled[...place] {
            switch lines[index].kind {
            case .heading, .byline, .dateline, .body, .caption: return index
            default: continue
            }
        }
        return filled[place]
    }

    private func opensArticle(_ filled: [Int], _ place: Int, isClosed: Bool) -> Bool {
        let title = lines[filled[place]]
        guard title.range.count <= 60 else { return false }
        var captions = 0
        var headings = 0
        for step in 1...6 {
            guard place + step < filled.count else { break }
            let line = lines[filled[place + step]]
            switch line.kind {
            case .dateline: return captions == 0 && step <= 3
            case .byline:
                if endsWithPhotographer(line) {
                    captions += 1
                } else {
                    return captions == 0 && step <= 3
                }
            case .body:
                if captions == 0, step <= 3, line.isLead { return true }
                return isClosed && step == 1 && line.range.count >= 60
            case .heading:
                headings += 1
                if headings > 2 { return false }
            case .caption: captions += 1
            default: return captions >= 2 && headings == 0
            }
        }
        return captions >= 2 && headings == 0
    }

    private func endsWithPhotographer(_ line: PageLine) -> Bool {
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
        for (place, index) in bodies.enumerated() where lines[index].isUnfinished && place + 1 < bodies.count {
            let next = bodies[place + 1]
            guard lines[next].article == lines[index].article, !lines[next].isLead, next - index <= 40 else { continue }
            let between = (index + 1..<next).filter { lines[$0].kind != .blank }
            guard between.count <= 12, between.allSatisfy({ [.heading, .caption, .byline, .menu, .button].contains(lines[$0].kind) }) else {
                continue
            }
            let last = text[lines[index].range.upperBound - 1]
            let goesOn = last == 0x2C || last == 0x3001
            if pageIndents, lines[next].isIndented, !goesOn { continue }
            if !goesOn, beginsList(lines[next]) { continue }
            lines[next].continues = index
            for step in between where lines[step].kind == .heading || lines[step].kind == .byline { lines[step].kind = .caption }
        }
    }

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

    private static let marks = ScalarSet("。,;:!?")
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
            if let title = headline(head) {
                for index in head { lines[index].kind = index == title ? .title : index < title ? .menu : .subtitle }
            }
            settleHeadings(own.filter { $0 >= firstBody }, article: article)
        }
        for index in lines.indices where lines[index].article < 0 && lines[index].kind != .blank {
            if [.heading, .byline, .dateline, .caption, .body].contains(lines[index].kind) { lines[index].kind = .menu }
        }
    }

    private static let siteEnds = PhraseTable(
        [
            "网", "报", "台", "网站", "门户", "门户网", "在线", "电子报", "电子版", "数字报", "数字版", "客户端", "频道", "融媒体中心", "融媒体", "公众号", "日报社", "晚报社", "新闻社",
            "通讯社",
            "专版", "副刊", "周刊", "专刊", "人民政府",
        ].map { String($0.reversed()) })

    /// The headline among the short lines above the text: the first of some length that is no site's or section's name.
    private func headline(_ candidates: [Int]) -> Int? {
        return candidates.first { index in
            let range = lines[index].range
            let first = text[range.lowerBound]
            return range.count >= 6
                && Self.siteEnds.longestReversedMatch(in: text, endingAt: range.upperBound, start: range.lowerBound) == nil
                && first != 0x2014 && first != 0x2D && first != 0x28
                && text[range.upperBound - 1] != 0x3A && first != 0x2022
        } ?? candidates.first { text[lines[$0].range.lowerBound] != 0x2014 } ?? candidates.first
    }

    private mutating func settleHeadings(_ own: [Int], article: Int) {
        // From here on there are headings only.
        let tail = own.lastIndex { lines[$0].kind != .heading }.map { $0 + 1 } ?? 0
        for (place, index) in own.enumerated() where lines[index].kind == .heading {
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
