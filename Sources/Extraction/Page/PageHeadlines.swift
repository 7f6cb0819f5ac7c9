/// Finds the headlines of a page among its short lines: which lines of some length are none of the text, where articles begin, which of several
/// short lines above a text is its headline.
extension PageArranger {
    private static let clauseMarks = ScalarSet("。,;:!?")
    private static let unfinished = ScalarSet(",;、:")

    /// Headlines that look like text by themselves, since they are long or have commas: they have no full stop, and a dateline, a byline or the
    /// first paragraph of a report follows them.
    mutating func findLongHeadlines() {
        let filled = lines.indices.filter { lines[$0].kind != .blank }
        var hasContent = false
        for (place, index) in filled.enumerated() {
            let line = lines[index]
            switch line.kind {
            case .body:
                if !line.isLead, place + 1 < filled.count, mayBeHeadline(line.range) {
                    let next = lines[filled[place + 1]]
                    let marks = line.range.contains { Self.clauseMarks.contains(text[$0]) }
                    let isHeadline =
                        switch next.kind {
                        case .dateline: DateScanner.printedDate(text, in: next.range) != nil || !hasContent
                        case .byline:
                            !endsWithPhotographer(next) && (!hasContent || isClosing(filled, place) && hasText(filled, behind: place + 1))
                        case .body: next.isLead || !hasContent && (!marks || next.range.count >= 60 && next.range.count > line.range.count)
                        case .heading: !hasContent && next.range.count <= 12
                        default: false
                        }
                    if isHeadline, !hasContent || filled[place + 1] == index + 1 || isSetApart(index) {
                        lines[index].kind = .heading
                        lines[index].isUnfinished = false
                    }
                }
                hasContent = true
            case .heading:
                if line.range.count >= 6, !line.isColumn, !isNameOfSite(line.range) { hasContent = true }
            default: break
            }
        }
    }

    /// At most some seventy characters, no sentence inside, no comma at the end.
    private func mayBeHeadline(_ range: Range<Int>) -> Bool {
        guard range.count <= 70, !Self.unfinished.contains(text[range.upperBound - 1]) else { return false }
        return !range.contains { text[$0] == 0x3002 }
    }

    /// False where a byline closes the text above: 春天还会远吗? / 记者:某某 / 编辑:某某.
    private func hasText(_ filled: [Int], behind place: Int) -> Bool {
        for index in filled[(place + 1)...].prefix(6) {
            switch lines[index].kind {
            case .body: return true
            case .editor, .copyright: return false
            default: continue
            }
        }
        return false
    }

    /// True where what stands above a line is the end of a text.
    private func isClosing(_ filled: [Int], _ place: Int) -> Bool {
        guard place > 0 else { return true }
        let above = lines[filled[place - 1]]
        return above.kind != .body || !above.isUnfinished
    }

    private func isSetApart(_ index: Int) -> Bool {
        index > 0 && lines[index - 1].kind == .blank && index + 1 < lines.count && lines[index + 1].kind == .blank
    }

    /// An article begins with a headline that a dateline, a byline or a lead follows within three lines, or a block of photographs.
    mutating func findStarts() {
        let filled = lines.indices.filter { lines[$0].kind != .blank }
        var hasBody = false
        var isClosed = false
        var afterHeadline = false
        for (place, index) in filled.enumerated() {
            let kind = lines[index].kind
            if kind == .heading, !afterHeadline {
                if hasBody || starts.isEmpty {
                    if opensArticle(filled, place, isClosed: isClosed) {
                        starts.append(index)
                        hasBody = false
                        isClosed = false
                    }
                } else if place + 1 < filled.count, lines[filled[place + 1]].kind == .body, lines[filled[place + 1]].isLead {
                    // What was taken for the headline is the name of a bulletin, above its date.
                    starts[starts.count - 1] = index
                }
            }
            afterHeadline = kind == .heading && starts.last == index
            if kind == .body {
                if starts.isEmpty { starts.append(firstContent(filled, upTo: place)) }
                hasBody = true
                if isSigned(lines[index].range) { isClosed = true }
            }
            if (kind == .editor || kind == .copyright), hasBody { isClosed = true }
            // (作者:佟玉梅 单位:八面城镇党建办) below a text, a headline behind it.
            if kind == .byline, hasBody, place > 0, lines[filled[place - 1]].kind == .body, place + 1 < filled.count,
                lines[filled[place + 1]].kind == .heading, isBracketed(lines[index].range)
            {
                isClosed = true
            }
        }
        if let first = starts.first {
            // What stands above the first headline found may be the headline itself or its date.
            let place = filled.firstIndex(of: first) ?? 0
            starts[0] = lines[first].kind == .heading && hasDatedNameAbove(filled, place) ? first : firstContent(filled, upTo: place)
        } else if let only = filled.first(where: { lines[$0].kind == .heading || lines[$0].kind == .byline }),
            filled.contains(where: { lines[$0].kind == .caption || lines[$0].kind == .byline })
        {
            starts.append(only)
        }
    }

    /// True where a line with a date stands between a short line above and the headline at a place.
    private func hasDatedNameAbove(_ filled: [Int], _ place: Int) -> Bool {
        guard place >= 2, place + 1 < filled.count, lines[filled[place + 1]].isLead else { return false }
        return lines[filled[place - 1]].kind == .dateline && lines[filled[place - 2]].kind == .heading
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
        guard title.range.count <= 70 else { return false }
        // 相关新闻 / another headline / the headline of the next article: a link stands between.
        if place > 0, place + 2 < filled.count, namesLinks(lines[filled[place - 1]].range), lines[filled[place + 1]].kind == .heading,
            lines[filled[place + 2]].kind == .dateline || lines[filled[place + 2]].kind == .byline
        {
            return false
        }
        // 某县红十字会接受捐赠公示(第七期): a notice opens with its name.
        if isNotice(title.range), isSetApart(filled[place]), place + 1 < filled.count, lines[filled[place + 1]].kind == .body {
            return true
        }
        var captions = 0
        var headings = 0
        for step in 1...6 {
            guard place + step < filled.count else { break }
            let line = lines[filled[place + step]]
            switch line.kind {
            case .dateline: return captions == 0 && step <= 3 && leadsToText(filled, place + step)
            case .byline:
                if endsWithPhotographer(line) {
                    captions += 1
                } else {
                    // 往期推荐 / headlines / 记者:汪芸 / 编辑:詹晨: who wrote the text above.
                    return captions == 0 && step <= 3 && (starts.isEmpty || hasText(filled, behind: place + step))
                }
            case .body:
                if captions == 0, step <= 3, line.isLead { return true }
                return isClosed && step == 1 && line.range.count >= 40
            case .heading:
                headings += 1
                if headings > 2 { return false }
            case .caption: captions += 1
            default: return captions >= 2 && headings == 0
            }
        }
        return captions >= 2 && headings == 0
    }

    private static let links = ["相关", "延伸阅读", "推荐阅读", "更多新闻", "往期"].map(\.scalarValues)

    /// 相关新闻, 延伸阅读
    private func namesLinks(_ range: Range<Int>) -> Bool {
        range.count <= 8 && Self.links.contains { ScalarSearch.matches(text, $0, at: range.lowerBound, end: range.upperBound) }
    }

    private static let notices = ["公示", "公告", "通告", "倡议书", "感谢信"].map(\.scalarValues)

    /// A line that ends with the word for a notice, or with its number behind it.
    private func isNotice(_ range: Range<Int>) -> Bool {
        guard range.count >= 12 else { return false }
        var end = range.upperBound
        if text[end - 1] == 0x29, let open = range.suffix(10).last(where: { text[$0] == 0x28 }) { end = open }
        return Self.notices.contains { ScalarSearch.matches(text, $0, at: end - $0.count, end: end) }
    }

    /// False for the date under a notice, with which its text ends: the page's buttons and another headline follow it.
    private func leadsToText(_ filled: [Int], _ place: Int) -> Bool {
        var isBehindButtons = false
        for index in filled[(place + 1)...].prefix(8) {
            switch lines[index].kind {
            case .body, .caption: return true
            case .copyright, .editor: return false
            case .heading where isBehindButtons: return false
            case .menu, .button: isBehindButtons = true
            default: continue
            }
        }
        return false
    }

    private func isBracketed(_ range: Range<Int>) -> Bool {
        text[range.lowerBound] == 0x28 && text[range.upperBound - 1] == 0x29
    }

    private static let signing = ["记者", "通讯员", "供稿", "整理"].map(\.scalarValues)

    /// `…(记者 李芳)`: who wrote a text stands at its end.
    private func isSigned(_ range: Range<Int>) -> Bool {
        guard text[range.upperBound - 1] == 0x29, let open = range.suffix(50).last(where: { text[$0] == 0x28 }), open > range.lowerBound
        else { return false }
        let inside = open + 1..<range.upperBound - 1
        return Self.signing.contains { ScalarSearch.first($0, in: text, inside) != nil } || names.areNamesOnly(text, inside)
    }

    // MARK: Which line is the headline

    private static let siteEnds = PhraseTable(
        [
            "网", "报", "台", "网站", "门户", "门户网", "在线", "电子报", "电子版", "数字报", "数字版", "客户端", "频道", "融媒体中心", "融媒体", "公众号", "日报社", "晚报社", "新闻社",
            "通讯社", "官方账号", "报社", "杂志社", "出版社", "传媒", "观察", "发布", "专版", "副刊", "周刊", "专刊", "人民政府",
        ].map { String($0.reversed()) })

    /// Marks that names of sites do not have.
    private static let marksOfText = ScalarSet("“”‘’「」,:!?;。0123456789")

    /// `成华发布`, `南京日报 数字报`: what a site or paper is called. A long line that ends so says something of it, and so does one with marks: `“三支队伍”织密防控网`.
    private func isNameOfSite(_ range: Range<Int>) -> Bool {
        range.count <= 22 && !range.contains { Self.marksOfText.contains(text[$0]) }
            && Self.siteEnds.longestReversedMatch(in: text, endingAt: range.upperBound, start: range.lowerBound) != nil
    }

    /// 某某县红十字会 above `来源:某某县红十字会`: who publishes the page.
    private func isSource(_ range: Range<Int>) -> Bool {
        guard range.count <= 16 else { return false }
        let printed = Array(text[range])
        return lines.prefix(Self.linesAbove).contains { line in
            guard line.kind == .dateline, let source = ScalarSearch.first(Self.source, in: text, line.range) else { return false }
            return ScalarSearch.matches(text, printed, at: source + Self.source.count, end: line.range.upperBound)
        }
    }

    private static let source = "来源:".scalarValues
    private static let dashes = ScalarSet([0x2014, 0x2D, 0x2500])

    /// The headline among the short lines above the text: one of some length that is no name of a site or column. A line that the page prints
    /// twice, or that a subtitle follows, is it rather than the one above.
    func headline(_ candidates: [Int]) -> Int? {
        var best: (index: Int, value: Int)?
        let full = candidates.map { isFull($0) }
        let furniture = lastLinks(above: candidates.indices.last { full[$0] && !lines[candidates[$0]].isColumn }.map { candidates[$0] })
        for (place, index) in candidates.enumerated() {
            let range = lines[index].range
            var value = 0
            if !Self.dashes.contains(text[range.lowerBound]) {
                value += 2
                if full[place] {
                    let below = full[(place + 1)...].prefix(2).prefix { $0 }.count
                    let isKicker = below > 0 && namesNothing(range, hasTwoLinesBelow: below > 1)
                    let isFurniture = index < furniture && !standsOnStamp(index)
                    value += lines[index].isColumn || isKicker || isFurniture ? 2 : 10
                }
                if place + 1 < candidates.count, Self.dashes.contains(text[lines[candidates[place + 1]].range.lowerBound]) { value += 3 }
                if value >= 10, place < Self.candidatesCompared, isPrintedTwice(range, besides: candidates.prefix(place + 1)) { value += 4 }
            }
            if best.map({ value > $0.value }) ?? true { best = (index, value) }
        }
        return best?.index
    }

    /// A line of some length that is no name of a site.
    private func isFull(_ index: Int) -> Bool {
        let range = lines[index].range
        let (first, last) = (text[range.lowerBound], text[range.upperBound - 1])
        return range.count >= 6 && last != 0x3A && first != 0x2022 && first != 0x23 && !Self.dashes.contains(first) && !isBracketed(range)
            && !isNameOfSite(range) && !isSource(range) && !namesPage(range)
    }

    /// 合肥晚报 A06版:战疫·社区: a page of a paper.
    private func namesPage(_ range: Range<Int>) -> Bool {
        range.contains { position in
            text[position] == scalar("版") && position > range.lowerBound && isDigit(text[position - 1])
                && (position + 1 == range.upperBound || text[position + 1] == 0x3A || text[position + 1] == 0x20)
        }
    }

    /// The last row of links above a line that may be the headline; what stands above such a row is the name of the site. -1 where there is none.
    private func lastLinks(above headline: Int?) -> Int {
        headline.flatMap { lines[..<$0].lastIndex { $0.kind == .menu && $0.range.count >= 6 } } ?? -1
    }

    /// True where the line that says who printed or wrote the text, and when, stands right below.
    private func standsOnStamp(_ index: Int) -> Bool {
        let below = lines[(index + 1)...].prefix(3).first { $0.kind != .blank }
        return below.map { $0.kind == .dateline || $0.kind == .byline } ?? false
    }

    /// A line above the headline: 陇西县文峰镇, or 抓党建 强堡垒 聚合力, slogans of equal length. Two of them are a headline too, but where two
    /// more lines follow.
    private func namesNothing(_ range: Range<Int>, hasTwoLinesBelow: Bool) -> Bool {
        if range.count <= 8, range.allSatisfy({ isHan(text[$0]) }), Self.areaEnds.contains(text[range.upperBound - 1]) { return true }
        let parts = text[range].split(separator: 0x20)
        return parts.count >= (hasTwoLinesBelow ? 2 : 3)
            && parts.allSatisfy { $0.count == parts[0].count && $0.count <= 6 && $0.allSatisfy(isHan) }
    }

    private static let areaEnds = ScalarSet("县区市镇乡旗")

    /// How many short lines above a text are looked for elsewhere.
    private static let candidatesCompared = 12
    /// How many of the page's first lines are looked at for a second print of a headline.
    private static let linesAbove = 60

    /// A headline stands in the row of links above the text too, or as the page's own name.
    private func isPrintedTwice(_ range: Range<Int>, besides: ArraySlice<Int>) -> Bool {
        let printed = Array(text[range])
        for index in lines.indices.prefix(Self.linesAbove) where lines[index].kind != .blank && !besides.contains(index) {
            if lines[index].kind == .body { return false }
            let other = lines[index].range
            if other.lowerBound < range.lowerBound, other.count <= 200, ScalarSearch.first(printed, in: text, other) != nil { return true }
        }
        for index in besides.dropLast() where ScalarSearch.first(printed, in: text, lines[index].range) != nil { return true }
        return false
    }
}
