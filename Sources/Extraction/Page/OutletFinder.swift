/// Finds the paper, site or account that printed an article: behind `来源:`, at the head of the page, as the agency that opens the text, as the
/// holder of the rights below it.
struct OutletFinder: Sendable {
    private let names: NameLexicon

    init(names: NameLexicon) { self.names = names }

    private static let sourceMarks = PhraseTable([
        "来源:", "来源: ", "来源|", "来源 |", "文章来源:", "稿件来源:", "信息来源:", "新闻来源:", "来源/", "来源 ", "稿源:", "来源于", "来源于:", "转自:", "转载自:", "摘自:", "发布机构:",
        "发布单位:", "发布部门:", "发布者:", "发稿单位:", "供稿单位:", "来稿单位:", "信息提供:",
    ])
    private static let fieldNames = PhraseTable([
        "时间", "日期", "作者", "记者", "编辑", "责任编辑", "责编", "浏览", "点击", "阅读", "字号", "字体", "发布", "发表", "更新", "通讯员", "审核", "分享", "打印", "访问", "人气",
        "评论", "原创", "星期", "农历", "点赞", "收藏", "关注", "朗读", "供稿", "来稿", "校对", "投稿", "录入", "上传", "纠错", "举报", "关键词", "标签", "栏目", "第",
        "滚动", "国内", "国际", "社会", "综合", "本地", "时政", "要闻", "通知", "公告", "首页", "当前", "今日", "最新",
    ])
    private static let ownSite = PhraseTable(["本站", "本网", "本报", "原创", "未知", "网络", "互联网", "转载", "综合", "本刊"])

    /// The name behind `来源:`, up to a blank or the next field.
    func source(_ text: [UInt32], _ range: Range<Int>) -> String? {
        for position in range {
            guard let mark = Self.sourceMarks.longestMatch(in: text, at: position, end: range.upperBound) else { continue }
            var start = position + mark.length
            while start < range.upperBound, text[start] == 0x20 || text[start] == 0x7C { start += 1 }
            if Self.ownSite.longestMatch(in: text, at: start, end: range.upperBound) != nil { return nil }
            var end = start
            while end < range.upperBound, end - start < 40, text[end] != 0x20, text[end] != 0x7C, text[end] != 0x28, text[end] != 0x29,
                text[end] != 0x3010,
                text[end] != 0x5B, text[end] != 0x2C,
                end == start || !beginsField(text, end, range.upperBound),
                !(isDigit(text[end]) && end + 3 < range.upperBound && isDigit(text[end + 1]) && isDigit(text[end + 2])
                    && isDigit(text[end + 3]))
            { end += 1 }
            if end - start >= 2, Self.fieldNames.longestMatch(in: text, at: start, end: end) == nil || end - start > 5 {
                return String(scalars: text[start..<end])
            }
        }
        return nil
    }

    /// 时间 behind 来源:东莞, but not in 东莞时间网.
    private func beginsField(_ text: [UInt32], _ position: Int, _ end: Int) -> Bool {
        guard let field = Self.fieldNames.longestMatch(in: text, at: position, end: end) else { return false }
        let behind = position + field.length
        return behind == end || text[behind] != scalar("网")
    }

    private static let departments = PhraseTable([
        "党委", "党政", "党办", "院办", "校办", "宣传", "办公室", "综合", "团委", "工会", "学校", "学院", "学工", "学生", "机关党", "人事", "后勤", "护理部", "医务", "新闻科",
    ])
    private static let departmentEnds = ScalarSet("部处科室办委会")

    /// 党委宣传部, 办公室: an office without the name of the body that it belongs to.
    static func isOwnDepartment(_ name: String) -> Bool {
        let scalars = name.scalarValues
        guard let last = scalars.last, scalars.count <= 7, departmentEnds.contains(last) else { return false }
        return departments.longestMatch(in: scalars, at: 0, end: scalars.count) != nil
    }

    private static let overseas = "海外版".scalarValues
    private static let headerEnds = PhraseTable(["日报", "晚报", "晨报", "早报", "商报", "都市报", "时报", "新闻网", "日报社", "电视台", "周报", "导报"])
    /// Endings of papers' names that other words have too: only where the run of characters ends with them.
    private static let looseEnds = PhraseTable(["报", "周刊", "晚刊", "新闻中心", "融媒体中心", "报社", "在线"])
    private static let notPapers = PhraseTable(
        ["简报", "通报", "公报", "喜报", "月报", "快报", "海报", "战报", "捷报", "汇报", "举报", "预报", "情报", "年报", "专报"].map { String($0.reversed()) })

    /// 庐陵新报电子版
    private static let editions = PhraseTable(["电子版", "数字版", "数字报", "电子报"])
    /// What links to a paper are called, which 张店融媒数字报 is not.
    private static let links = PhraseTable(["电子报", "数字报", "手机报"])

    /// The paper at the head of a page with its date: `内蒙古日报数字报 2020年02月21日`.
    func header(_ text: [UInt32], _ range: Range<Int>) -> String? {
        var start = range.lowerBound
        for position in range {
            if !isHan(text[position]) { start = position + 1 }
            guard position > start, position - start < 12 else { continue }
            if let end = Self.headerEnds.longestMatch(in: text, at: position, end: range.upperBound) {
                var stop = position + end.length
                if ScalarSearch.matches(text, Self.overseas, at: stop, end: range.upperBound) { stop += Self.overseas.count }
                return String(scalars: text[start..<stop])
            }
            guard position - start >= 2, let end = Self.looseEnds.longestMatch(in: text, at: position, end: range.upperBound) else {
                continue
            }
            let stop = position + end.length
            let endsName =
                stop == range.upperBound || !isHan(text[stop])
                || Self.editions.longestMatch(in: text, at: stop, end: range.upperBound) != nil
            if endsName,
                Self.notPapers.longestReversedMatch(in: text, endingAt: stop, start: start) == nil,
                Self.links.longestMatch(in: text, at: start, end: stop)?.length != stop - start,
                Self.fieldNames.longestMatch(in: text, at: start, end: stop) == nil
            {
                return String(scalars: text[start..<stop])
            }
        }
        return nil
    }

    /// `青禾县人民医院 2020-02-09 19:20`: the account whose name stands in front of the day.
    func account(_ text: [UInt32], _ range: Range<Int>) -> String? {
        guard let digit = range.first(where: { isDigit(text[$0]) }), digit > range.lowerBound, text[digit - 1] == 0x20 else { return nil }
        var end = digit - 1
        while end > range.lowerBound, text[end - 1] == 0x20 || text[end - 1] == 0x7C { end -= 1 }
        var start = end
        while start > range.lowerBound, isHan(text[start - 1]) { start -= 1 }
        // 中共某镇委员会办公室编
        if let word = Self.issuing.longestReversedMatch(in: text, endingAt: end, start: start), end - start > word.length + 3 {
            end -= word.length
        }
        guard (3...24).contains(end - start), start == range.lowerBound || text[start - 1] == 0x20,
            Self.fieldNames.longestMatch(in: text, at: start, end: end) == nil, !names.areNamesOnly(text, start..<end)
        else { return nil }
        // 记者 张三 2020-02-09: whoever stands behind a role is a person.
        if start > range.lowerBound,
            (range.lowerBound..<start).contains(where: { Self.fieldNames.longestMatch(in: text, at: $0, end: start) != nil })
        {
            return nil
        }
        return end - start > 3 || names.surname(text, at: start) == nil ? String(scalars: text[start..<end]) : nil
    }

    private static let issuing = PhraseTable(["编", "编印", "编发", "印发", "主办", "印"].map { String($0.reversed()) })

    private static let copyright = "版权所有".scalarValues
    private static let publisherMarks = PhraseTable(["主办:", "主办单位:", "主管主办:", "承办:"])
    private static let publisherEnds = PhraseTable(
        ["日报", "晚报", "晨报", "早报", "商报", "时报", "日报社", "晚报社", "报社", "新闻网", "网", "电视台", "广播电视台", "融媒体中心", "传媒中心", "新闻中心"].map {
            String($0.reversed())
        })
    private static let accountEnds = PhraseTable(
        [
            "发布", "观察", "融媒", "在线", "先锋网", "党建网", "传媒网", "传媒", "微讯", "党建", "组工", "先锋", "广电", "之声", "日报", "晚报", "晨报", "电视台", "融媒体中心", "新闻网",
            "红星", "客户端", "学习平台",
        ].map { String($0.reversed()) })

    /// 阳城先锋, 开化融媒: the name of an account by its end.
    static func isAccount(_ text: [UInt32], _ range: Range<Int>) -> Bool {
        range.count >= 4 && accountEnds.longestReversedMatch(in: text, endingAt: range.upperBound, start: range.lowerBound) != nil
    }

    /// The paper or site that the page's own furniture names: in a line above the text, or as the holder of the rights below it.
    func siteName(_ text: [UInt32], _ lines: [PageLine]) -> String? {
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
        if let name = masthead(text, lines[..<firstBody]) { return name }
        // A line that is nothing but the name of an account.
        for line in lines[..<firstBody] where [.menu, .subtitle].contains(line.kind) && (4...14).contains(line.range.count) {
            if line.range.allSatisfy({ isHan(text[$0]) }),
                Self.accountEnds.longestReversedMatch(in: text, endingAt: line.range.upperBound, start: line.range.lowerBound) != nil
            {
                return String(scalars: Array(text[line.range]))
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
        return ownBody(text, lines)
    }

    /// 今日西吉 2022年10月12日 星期三 责任编辑:…: the first field of the line with the day of the week at the head of a printed page.
    private func masthead(_ text: [UInt32], _ lines: ArraySlice<PageLine>) -> String? {
        for line in lines.prefix(4) where !line.range.isEmpty {
            let range = line.range
            var end = range.lowerBound
            while end < range.upperBound, isHan(text[end]) { end += 1 }
            guard (3...10).contains(end - range.lowerBound), end < range.upperBound, text[end] == 0x20,
                ScalarSearch.first(Self.weekday, in: text, end..<range.upperBound) != nil,
                DateScanner.printedDate(text, in: end..<range.upperBound) != nil,
                Self.fieldNames.longestMatch(in: text, at: range.lowerBound, end: end)?.length != end - range.lowerBound
            else { continue }
            return String(scalars: Array(text[range.lowerBound..<end]))
        }
        return nil
    }

    private static let weekday = "星期".scalarValues

    /// 蕲春县教育局 as the page's first line, above its links or as the holder of its rights below the text too.
    private func ownBody(_ text: [UInt32], _ lines: [PageLine]) -> String? {
        guard let first = lines.first(where: { $0.kind != .blank })?.range, (5...16).contains(first.count),
            first.allSatisfy({ isHan(text[$0]) }), Self.bodyEnds.contains(text[first.upperBound - 1])
        else { return nil }
        let name = Array(text[first])
        let isHolder = lines.suffix(Self.lastLines).contains { line in
            line.kind == .copyright && ScalarSearch.first(name, in: text, line.range) != nil
        }
        // The row of links right below the name begins with the way home.
        let hasLinks = lines.prefix(8).contains { line in
            line.kind == .menu && line.range.lowerBound > first.lowerBound && ScalarSearch.first(Self.home, in: text, line.range) != nil
        }
        return isHolder || hasLinks ? String(scalars: name) : nil
    }

    private static let home = "首页".scalarValues
    private static let lastLines = 12
    private static let bodyEnds = ScalarSet("局会委院部府校学")

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

    private static let agencyWords = PhraseTable(["讯", "电"])
    private static let agencyEnds = ["社", "网", "报", "台", "中心"].map(\.scalarValues)

    /// The paper or agency that opens the text: `新华社武汉2月3日电`, `周口日报讯`, `【大公报讯】`.
    func agency(_ text: [UInt32], _ range: Range<Int>) -> String? {
        // 【大公报讯】
        let start = text[range.lowerBound] == 0x3010 ? range.lowerBound + 1 : range.lowerBound
        let window = start..<max(start, min(range.upperBound, start + 24))
        guard
            let mark = window.first(where: {
                Self.agencyWords.longestMatch(in: text, at: $0) != nil && $0 + 1 < range.upperBound
                    && (text[$0 + 1] == 0x28 || text[$0 + 1] == 0x20 || text[$0 + 1] == 0x3011 && start > range.lowerBound)
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
}
