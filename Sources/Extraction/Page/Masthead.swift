/// What the lines around an article say of it: outlet, authors, date of publication.
struct Masthead: Sendable {
    /// A reporter or correspondent of an article.
    struct Author: Sendable {
        var name: String
        var range: Range<Int>
        /// `记者` or `通讯员`, where that word is printed.
        var role: Range<Int>?
        /// The paper whose reporter it is, where the byline says so.
        var outlet: Range<Int>?
        /// True for who took a picture and did not write the article.
        var isPhotographer = false
    }

    private let names: NameLexicon
    private var roles = PhraseTable()
    private enum Role: Sendable { case writer, photographer, other }
    private var roleKinds: [Role] = []
    private static let reporterRoles = [
        "记者", "通讯员", "特约记者", "特约通讯员", "见习记者", "实习记者", "首席记者", "实习生", "作者", "撰稿", "撰文", "采写", "供稿", "文字", "特派员", "采访", "整理", "编写", "采编",
    ]
    private static let photographRoles = ["图", "摄", "摄影", "摄影报道", "报道", "文", "图文", "文图", "影", "制图"]
    private static let otherRoles = [
        "编辑", "责任编辑", "责编", "审核", "校对", "审校", "美编", "编审", "监制", "主编", "总编", "值班主任", "来源", "时间", "日期", "浏览", "点击",
    ]

    init(names: NameLexicon) {
        self.names = names
        for (list, kind) in [(Self.reporterRoles, Role.writer), (Self.photographRoles, .photographer), (Self.otherRoles, .other)] {
            for role in list {
                roles.insert(role.scalarValues, value: Int32(truncatingIfNeeded: roleKinds.count))
                roleKinds.append(["文", "图文", "文图", "报道"].contains(role) ? .writer : kind)
            }
        }
    }

    /// Fills outlet, author and date of all articles; returns the authors by article, those of pictures behind those of the text.
    func read(_ document: inout Document, page: CleanText, lines: [PageLine]) -> [[Author]] {
        var result: [[Author]] = []
        let site = siteName(page.scalars, lines)
        for index in document.articles.indices {
            var authors: [Author] = []
            var photographers: [Author] = []
            var supplier: String?
            var outlet: String?
            var published: CalendarDate?
            let article = document.articles[index]
            for place in article.paragraphs {
                let paragraph = document.paragraphs[place]
                let text = document.clean
                switch paragraph.kind {
                case .byline:
                    outlet = outlet ?? source(text, paragraph.range)
                    if published == nil, let date = DateScanner.printedDate(text, in: paragraph.range), let year = date.year {
                        published = CalendarDate(year: year, month: date.month, day: date.day)
                    }
                    if outlet == nil, published != nil { outlet = header(text, paragraph.range) }
                    authors += self.authors(text, paragraph.range, outlet: &outlet)
                    supplier = supplier ?? self.supplier(text, paragraph.range)
                case .caption:
                    // Of a caption only who stands behind 记者 or in front of 摄 is a name for certain.
                    photographers += self.authors(text, paragraph.range, outlet: &outlet).filter { author in
                        author.role != nil || isPhotographed(text, behind: author.range.upperBound, paragraph.range.upperBound)
                    }
                case .body:
                    for bracket in brackets(text, paragraph.range) { authors += self.authors(text, bracket, outlet: &outlet) }
                    outlet = outlet ?? agency(text, paragraph.range)
                    // 房县新闻网 自…: the paper, a blank, the text.
                    if outlet == nil, let blank = paragraph.range.prefix(14).first(where: { text[$0] == 0x20 }) {
                        outlet = header(text, paragraph.range.lowerBound..<blank)
                    }
                case .title, .heading: break
                }
            }
            if authors.isEmpty, let last = article.paragraphs.last(where: { document.paragraphs[$0].kind == .body }) {
                authors = signature(document.clean, document.paragraphs[last].range)
            }
            if authors.isEmpty { authors = photographers }
            var seen = Set<String>()
            authors = authors.filter { seen.insert($0.name).inserted }
            document.articles[index].outlet = outlet ?? site
            document.articles[index].published = published
            document.articles[index].author = authors.isEmpty ? supplier : authors.map(\.name).joined(separator: "、")
            for var photographer in photographers where seen.insert(photographer.name).inserted {
                photographer.isPhotographer = true
                authors.append(photographer)
            }
            result.append(authors)
        }
        return result
    }

    private static let sourceMarks = PhraseTable(["来源:", "来源: ", "文章来源:", "稿件来源:", "信息来源:", "新闻来源:", "来源/", "来源 ", "稿源:", "发布机构:"])
    private static let fieldNames = PhraseTable([
        "时间", "日期", "作者", "记者", "编辑", "责任编辑", "责编", "浏览", "点击", "阅读", "字号", "字体", "发布", "发表", "更新", "通讯员", "审核", "分享", "打印", "访问", "人气",
        "评论",
    ])
    private static let ownSite = PhraseTable(["本站", "本网", "本报", "原创", "未知", "网络", "互联网", "转载", "综合", "本刊"])

    /// The name behind `来源:`, up to a blank or the next field.
    private func source(_ text: [UInt32], _ range: Range<Int>) -> String? {
        for position in range {
            guard let mark = Self.sourceMarks.longestMatch(in: text, at: position, end: range.upperBound) else { continue }
            var start = position + mark.length
            while start < range.upperBound, text[start] == 0x20 { start += 1 }
            if Self.ownSite.longestMatch(in: text, at: start, end: range.upperBound) != nil { return nil }
            var end = start
            while end < range.upperBound, end - start < 40, text[end] != 0x20, text[end] != 0x7C, text[end] != 0x29, text[end] != 0x3010,
                text[end] != 0x5B,
                Self.fieldNames.longestMatch(in: text, at: end, end: range.upperBound) == nil || end == start,
                !(isDigit(text[end]) && end + 3 < range.upperBound && isDigit(text[end + 1]) && isDigit(text[end + 2])
                    && isDigit(text[end + 3]))
            { end += 1 }
            if end - start >= 2, Self.fieldNames.longestMatch(in: text, at: start, end: end) == nil || end - start > 5 {
                return String(scalars: text[start..<end])
            }
        }
        return nil
    }

    private static let headerEnds = PhraseTable(["日报", "晚报", "晨报", "早报", "商报", "都市报", "时报", "新闻网", "日报社", "电视台", "周报", "导报"])

    /// The paper at the head of a page with its date: `内蒙古日报数字报 2020年02月21日`.
    private func header(_ text: [UInt32], _ range: Range<Int>) -> String? {
        var start = range.lowerBound
        for position in range {
            if !isHan(text[position]) { start = position + 1 }
            guard position > start, position - start < 12,
                let end = Self.headerEnds.longestMatch(in: text, at: position, end: range.upperBound)
            else { continue }
            return String(scalars: text[start..<(position + end.length)])
        }
        return nil
    }

    private static let copyright = "版权所有".scalarValues
    private static let publisherMarks = PhraseTable(["主办:", "主办单位:", "主管主办:", "承办:"])
    private static let publisherEnds = PhraseTable(
        ["日报", "晚报", "晨报", "早报", "商报", "时报", "日报社", "晚报社", "报社", "新闻网", "网", "电视台", "广播电视台", "融媒体中心", "传媒中心", "新闻中心"].map {
            String($0.reversed())
        })

    /// The paper or site that the page's own furniture names: in a line above the text, or as the holder of the rights below it.
    private func siteName(_ text: [UInt32], _ lines: [PageLine]) -> String? {
        let firstBody = lines.firstIndex { $0.kind == .body } ?? lines.endIndex
        for line in lines[..<firstBody] where [.menu, .dateline, .button].contains(line.kind) && !line.range.isEmpty {
            if let name = header(text, line.range) { return name }
            // 南报网 > 区街: the first link of a row.
            var end = line.range.lowerBound
            while end < line.range.upperBound, isHan(text[end]) { end += 1 }
            let length = end - line.range.lowerBound
            if (3...10).contains(length), end < line.range.upperBound, text[end - 1] == scalar("网") {
                return String(scalars: Array(text[line.range.lowerBound..<end]))
            }
        }
        for line in lines[firstBody...] where line.kind == .copyright {
            if let at = ScalarSearch.first(Self.copyright, in: text, line.range), let name = publisher(text, endingAt: at, line.range) {
                return name
            }
            if let mark = Self.publisherMarks.longestMatch(in: text, at: line.range.lowerBound, end: line.range.upperBound) {
                var end = line.range.lowerBound + mark.length
                while end < line.range.upperBound, isHan(text[end]) { end += 1 }
                if let name = publisher(text, endingAt: end, line.range) { return name }
            }
        }
        return nil
    }

    /// The name of a paper that ends at a position: of 邢台日报社 the paper 邢台日报.
    private func publisher(_ text: [UInt32], endingAt position: Int, _ line: Range<Int>) -> String? {
        var end = position
        while end > line.lowerBound, text[end - 1] == 0x20 { end -= 1 }
        var start = end
        while start > line.lowerBound, isHan(text[start - 1]), end - start < 20 { start -= 1 }
        guard end - start >= 4, Self.publisherEnds.longestReversedMatch(in: text, endingAt: end, start: start) != nil else { return nil }
        if text[end - 1] == scalar("社"), text[end - 2] == scalar("报") { end -= 1 }
        return String(scalars: Array(text[start..<end]))
    }

    private static let photographed = PhraseTable(["摄", "供图", "图", "影", "制图", "报道"])

    private func isPhotographed(_ text: [UInt32], behind position: Int, _ end: Int) -> Bool {
        var at = position
        while at < end, text[at] == 0x20 { at += 1 }
        return Self.photographed.longestMatch(in: text, at: at, end: end) != nil
    }

    /// `(李明)`, `(王海 张新民)` behind the last sentence: who wrote it.
    private func signature(_ text: [UInt32], _ range: Range<Int>) -> [Author] {
        guard text[range.upperBound - 1] == 0x29,
            let open = range.suffix(16).last(where: { text[$0] == 0x28 }), open > range.lowerBound,
            text[open - 1] == 0x3002 || text[open - 1] == 0x201D || text[open - 1] == 0x20
        else { return [] }
        var result: [Author] = []
        var start = open + 1
        while start < range.upperBound - 1 {
            var end = start
            while end < range.upperBound - 1, text[end] != 0x20, text[end] != 0x3001 { end += 1 }
            guard (2...3).contains(end - start), names.surname(text, at: start) != nil, (start..<end).allSatisfy({ isHan(text[$0]) }) else {
                return []
            }
            result.append(Author(name: String(scalars: Array(text[start..<end])), range: start..<end))
            start = end + 1
        }
        return result
    }

    private static let supply = "供稿".scalarValues

    /// The body before `供稿`: `未央区委组织部供稿`.
    private func supplier(_ text: [UInt32], _ range: Range<Int>) -> String? {
        guard let word = ScalarSearch.first(Self.supply, in: text, range) else { return nil }
        var at = word
        while at > range.lowerBound, text[at - 1] == 0x20 { at -= 1 }
        var start = at
        while start > range.lowerBound, isHan(text[start - 1]) || isDigit(text[start - 1]) { start -= 1 }
        if at - start >= 2 { return String(scalars: text[start..<at]) }
        let rest = ScalarSearch.trimmed(text, min(range.upperBound, word + 2)..<range.upperBound)
        var from = rest.lowerBound
        while from < rest.upperBound,
            text[from] == 0x3A || text[from] == 0x20 || text[from] == 0x2F || text[from] == scalar("单") || text[from] == scalar("位")
        { from += 1 }
        return rest.upperBound - from >= 2 ? String(scalars: text[from..<rest.upperBound]) : nil
    }

    private static let reporter = "记者".scalarValues
    private static let correspondent = "通讯员".scalarValues

    /// Bracketed bylines at the beginning or end of a paragraph: `本报讯(记者 韩志刚)`.
    private func brackets(_ text: [UInt32], _ range: Range<Int>) -> [Range<Int>] {
        var result: [Range<Int>] = []
        let windows =
            range.count <= 120 ? [range] : [range.lowerBound..<(range.lowerBound + 70), (range.upperBound - 50)..<range.upperBound]
        for window in windows {
            var position = window.lowerBound
            while position < window.upperBound {
                if text[position] == 0x28 || text[position] == 0x3010 {
                    var end = position + 1
                    while end < range.upperBound, end - position < 60, text[end] != 0x29, text[end] != 0x3011, text[end] != 0x3002 {
                        end += 1
                    }
                    let inside = position + 1..<end
                    let reports = [Self.reporter, Self.correspondent].contains { ScalarSearch.first($0, in: text, inside) != nil }
                    if end < range.upperBound, text[end] != 0x3002, reports { result.append(inside) }
                    position = end
                }
                position += 1
            }
        }
        return result
    }

    private static let agencyWords = PhraseTable(["讯", "电"])
    private static let agencyEnds = ["社", "网", "报", "台", "中心"].map(\.scalarValues)

    /// The paper or agency that opens the text: `新华社武汉2月3日电`, `周口日报讯`.
    private func agency(_ text: [UInt32], _ range: Range<Int>) -> String? {
        let window = range.lowerBound..<min(range.upperBound, range.lowerBound + 24)
        guard
            let mark = window.first(where: {
                Self.agencyWords.longestMatch(in: text, at: $0) != nil && $0 + 1 < range.upperBound
                    && (text[$0 + 1] == 0x28 || text[$0 + 1] == 0x20)
            })
        else { return nil }
        if text[window.lowerBound] == scalar("本") { return nil }
        for position in window.lowerBound..<mark {
            if !isHan(text[position]) { return nil }
            for end in Self.agencyEnds where ScalarSearch.matches(text, end, at: position, end: mark) {
                let stop = position + end.count
                if stop - window.lowerBound >= 3 { return String(scalars: text[window.lowerBound..<stop]) }
            }
        }
        return nil
    }

    /// The people of a byline. A name in two parts (`李 湛`) is put together.
    private func authors(_ text: [UInt32], _ range: Range<Int>, outlet: inout String?) -> [Author] {
        var result: [Author] = []
        var role: Range<Int>?
        var paper: Range<Int>?
        var reads = false
        var position = range.lowerBound
        var runStart = position
        while position < range.upperBound {
            if let match = roles.longestMatch(in: text, at: position, end: range.upperBound), isRole(text, position, match.length, range) {
                let kind = roleKinds[Int(match.value)]
                let writes = kind == .writer
                if match.length >= 2, writes, position > runStart, let name = outletName(text, runStart..<position) {
                    paper = name
                    if outlet == nil { outlet = String(scalars: text[name]) }
                }
                if match.length >= 2, position == runStart { paper = nil }
                role = position..<(position + match.length)
                reads = kind != .other
                position += match.length
                runStart = position
                continue
            }
            guard isHan(text[position]) else {
                // A colon behind another field's name ends the names.
                position += 1
                runStart = position
                continue
            }
            var end = position
            while end < range.upperBound, isHan(text[end]) || text[end] == 0xB7 && end > position,
                end == position
                    || roles.longestMatch(in: text, at: end, end: range.upperBound).map({ isRole(text, end, $0.length, range) }) != true
            {
                end += 1
            }
            if end < range.upperBound, text[end] == 0x3A { reads = false }
            if end < range.upperBound, let next = roles.longestMatch(in: text, at: end, end: range.upperBound), next.length >= 2,
                roleKinds[Int(next.value)] == .writer, outletName(text, position..<end) != nil
            {
                // 南京日报记者 陆一帆: the paper is nobody's name.
                runStart = position
                position = end
                continue
            }
            var pieces = [position..<end]
            if end - position == 1, end + 1 < range.upperBound, text[end] == 0x20, isHan(text[end + 1]),
                end + 2 >= range.upperBound || !isHan(text[end + 2])
                    || roles.longestMatch(in: text, at: end + 2, end: range.upperBound) != nil
            {
                pieces = [position..<(end + 2)]
                end += 2
            }
            if reads
                || roles.longestMatch(
                    in: text, at: end < range.upperBound && text[end] == 0x20 ? end + 1 : end, end: range.upperBound
                ).map({ roleKinds[Int($0.value)] != .other && $0.length <= 2 }) == true
            {
                for piece in pieces {
                    for name in names.split(text, piece, isCertain: reads && role != nil && piece.lowerBound > (role?.upperBound ?? 0)) {
                        let printed = text[name].filter { $0 != 0x20 }
                        let isReporting = role.map { $0.count >= 2 } ?? false
                        result.append(
                            Author(
                                name: String(scalars: Array(printed)), range: name, role: isReporting ? role : nil,
                                outlet: isReporting ? paper : nil))
                    }
                }
            }
            if end == position { end += 1 }
            runStart = position
            position = end
        }
        return result
    }

    /// One-character roles (文, 图, 摄) count only at a border: `文/图`, `韩志刚摄`.
    private func isRole(_ text: [UInt32], _ position: Int, _ length: Int, _ range: Range<Int>) -> Bool {
        if length >= 2 { return true }
        let end = position + length
        let atEnd = end >= range.upperBound || !isHan(text[end])
        let atStart = position == range.lowerBound || !isHan(text[position - 1])
        return text[position] == scalar("摄") ? atEnd : atEnd && atStart
    }

    private static let outletEnds = ["报", "网", "社", "台", "报社", "电视台", "中心", "刊", "客户端", "频道"].map(\.scalarValues)

    /// The paper in front of 记者, 本报 and the like left out.
    private func outletName(_ text: [UInt32], _ range: Range<Int>) -> Range<Int>? {
        let name = ScalarSearch.trimmed(text, range)
        guard (3...20).contains(name.count), text[name.lowerBound] != scalar("本") else { return nil }
        for end in Self.outletEnds where ScalarSearch.matches(text, end, at: name.upperBound - end.count, end: name.upperBound) {
            return name
        }
        return nil
    }
}
