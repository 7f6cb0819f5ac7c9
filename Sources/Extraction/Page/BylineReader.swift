/// Reads who wrote an article: bylines above and below it, brackets at the beginning or end of its text.
struct BylineReader: Sendable {
    typealias Author = Masthead.Author

    let names: NameLexicon
    let gazetteer: Gazetteer
    private var roles = PhraseTable()
    private enum Role: Sendable { case writer, photographer, other }
    private var roleKinds: [Role] = []
    private static let reporterRoles = [
        "记者", "通讯员", "特约记者", "特约通讯员", "见习记者", "实习记者", "首席记者", "实习生", "作者", "撰稿", "撰文", "采写", "供稿", "文字", "特派员", "采访", "整理", "编写", "采编",
        "综合报道", "综合整理",
        "全媒体记者", "融媒体记者", "融媒记者", "全媒记者", "特派记者", "驻站记者", "高级记者", "资深记者", "小记者", "拍客", "评论员", "特约评论员", "观察员", "参与采写", "参与记者", "参与采写记者",
        "参与采访",
        "执笔", "主笔",
        "文稿", "撰写", "口述", "通联", "报道员", "网评员", "通讯", "投稿", "来稿", "采写记者", "文字记者", "小编", "融媒小编",
    ]
    private static let photographRoles = [
        "图", "摄", "摄影", "摄影报道", "报道", "报导", "文", "图文", "文图", "影", "制图", "摄影记者", "摄像", "供图", "漫画", "插图",
    ]
    private static let otherRoles = [
        "编辑", "责任编辑", "责编", "审核", "校对", "审校", "美编", "编审", "监制", "主编", "总编", "值班主任", "来源", "时间", "日期", "浏览", "点击", "发布", "审签", "审读", "终审",
        "初审",
        "图片", "照片", "视频", "海报", "复审", "一审", "二审", "三审", "签发", "策划", "统筹", "出品", "制作", "配音", "设计", "剪辑", "阅读", "点赞", "字体", "字号", "浏览量",
        "发布者", "上传", "录入", "更新", "版式",
        "组版", "检校", "主持", "播音", "翻译", "音频", "素材", "值班总编", "总监制", "总策划", "签审", "编校", "编发", "校审", "排版", "文字编辑", "图片编辑", "视频编辑", "美术编辑",
        "执行主编", "评论", "分享",
        "扫码", "转发",
    ]
    /// Roles in front of which a name stands: 韩志刚 摄.
    private static let behindNames = PhraseTable(["图", "摄", "摄影", "摄影报道", "报道", "报导", "文", "图文", "文图", "影", "供稿", "供图", "制图", "整理"])

    /// Who stands in front of 供图 without a name.
    private static let nobody = PhraseTable([
        "受访者", "受访人", "网友", "资料", "本人", "家属", "读者", "市民", "村民", "居民", "志愿者", "医院", "学校", "警方", "官方", "采访者", "当事人", "爱心人", "单位", "网络", "本网",
        "本台", "社区", "融媒", "全媒体", "融媒体", "小编",
    ])

    init(names: NameLexicon, gazetteer: Gazetteer) {
        self.names = names
        self.gazetteer = gazetteer
        for (list, kind) in [(Self.reporterRoles, Role.writer), (Self.photographRoles, .photographer), (Self.otherRoles, .other)] {
            for role in list {
                roles.insert(role.scalarValues, value: Int32(truncatingIfNeeded: roleKinds.count))
                roleKinds.append(["文", "图文", "文图", "报道", "报导", "摄影报道"].contains(role) ? .writer : kind)
            }
        }
    }

    private func role(_ text: [UInt32], at position: Int, _ range: Range<Int>) -> (length: Int, kind: Role)? {
        guard let match = roles.longestMatch(in: text, at: position, end: range.upperBound), isRole(text, position, match.length, range)
        else {
            return nil
        }
        return (match.length, roleKinds[Int(match.value)])
    }

    /// One-character roles (文, 图, 摄) count only at a border: `文/图`, `韩志刚摄`.
    private func isRole(_ text: [UInt32], _ position: Int, _ length: Int, _ range: Range<Int>) -> Bool {
        if length >= 2 { return true }
        let end = position + length
        let atEnd = end >= range.upperBound || !isHan(text[end])
        let atStart = position == range.lowerBound || !isHan(text[position - 1])
        return text[position] == scalar("摄") ? atEnd : atEnd && atStart
    }

    /// The people of a byline. A name in two parts (`李 湛`) is put together.
    /// - Parameter isCaption: true where other words than names stand around the roles.
    func authors(_ text: [UInt32], _ range: Range<Int>, isCaption: Bool = false, outlet: inout String?) -> [Author] {
        // (柳林镇 罗建文) before names only, since 柳林镇 could be somebody.
        if let people = names.signature(text, range) {
            return people.map { Author(name: String(scalars: Array(text[$0])), range: $0) }
        }
        if names.areNamesOnly(text, range) { return rowOfNames(text, range) }
        var result: [Author] = []
        var role: Range<Int>?
        var isPicture = false
        var paper: Range<Int>?
        // The outlet that stands in front of the next role, a blank between.
        var printer: Range<Int>?
        var reads = false
        var position = range.lowerBound
        var runStart = position
        while position < range.upperBound {
            if let match = self.role(text, at: position, range) {
                let writes = match.kind == .writer
                // 沈巷镇党建办供稿: who supplied the text did not print it.
                let isSupply = ScalarSearch.matches(text, Self.supply, at: position, end: range.upperBound)
                if match.length >= 2, writes, !isSupply, position > runStart,
                    let name = outletName(text, runStart..<position, isLoose: !reads && !isCaption)
                {
                    paper = name
                    if outlet == nil { outlet = String(scalars: text[name]) }
                }
                if match.length >= 2, position == runStart { paper = nil }
                // Correspondents do not belong to the paper.
                if let name = printer, ScalarSearch.first(Self.reporter, in: text, position..<(position + match.length)) != nil {
                    paper = name
                }
                printer = nil
                // 文/图 张三: who does both writes.
                let goesWithWriter = !isPicture && reads && role.map { position - $0.upperBound <= 1 } == true
                let found = position..<(position + match.length)
                isPicture = match.kind == .photographer && !goesWithWriter && ScalarSearch.first(Self.reporter, in: text, found) == nil
                role = found
                reads = match.kind != .other
                position += match.length
                runStart = position
                continue
            }
            guard isHan(text[position]) else {
                // A number ends the names: 记者 张三 2020-02-11 08:46 …
                if isDigit(text[position]) { reads = false }
                position += 1
                runStart = position
                continue
            }
            var end = position
            while end < range.upperBound, isHan(text[end]) || text[end] == 0xB7 && end > position,
                end == position || self.role(text, at: end, range) == nil
            { end += 1 }
            if end < range.upperBound, text[end] == 0x3A { reads = false }
            let behind = end < range.upperBound && text[end] == 0x20 ? end + 1 : end
            let next = behind < range.upperBound ? self.role(text, at: behind, range) : nil
            if let next, next.length >= 2, next.kind == .writer,
                behind == end && outletName(text, position..<end, isLoose: !reads && !isCaption) != nil
                    || behind > end && !reads && !isCaption && outletName(text, position..<end, isLoose: true) != nil
            {
                // 南京日报记者 陆一帆, 永新县融媒体中心 记者 汤慧兰: the paper is nobody's name.
                if behind > end, let name = outletName(text, position..<end, isLoose: true) {
                    printer = name
                    if outlet == nil { outlet = String(scalars: text[name]) }
                }
                runStart = position
                position = behind
                if behind > end { runStart = behind }
                continue
            }
            var piece = position..<end
            if end - position == 1, end + 1 < range.upperBound, text[end] == 0x20, isHan(text[end + 1]),
                end + 2 >= range.upperBound || !isHan(text[end + 2])
                    || roles.longestMatch(in: text, at: end + 2, end: range.upperBound) != nil
            {
                end += 2
                piece = position..<end
            }
            let after = end < range.upperBound && text[end] == 0x20 ? end + 1 : end
            let isBefore =
                Self.behindNames.longestMatch(in: text, at: after, end: range.upperBound).map { isRole(text, after, $0.length, range) }
                == true
            // 记者 宫文达 青禾报道: where from.
            let isPlace =
                !result.isEmpty && piece.count == 2 && piece.upperBound < range.upperBound && text[piece.lowerBound - 1] == 0x20
                && tellsReporting(text, at: piece.upperBound)
            // (樊云 记者晏家明): a correspondent without a role in front of the paper's own.
            let isFirst = !isCaption && role == nil && mayBeName(text, piece) && leadsToRole(text, end, range)
            let name = withoutDateline(text, piece)
            if (reads || isBefore || isFirst) && !isPlace
                && Self.nobody.longestMatch(in: text, at: piece.lowerBound, end: piece.upperBound) == nil
                && !(name.count >= 3 && Self.bodyEnds.contains(text[name.upperBound - 1]))
            {
                let isCertain = reads && role != nil && piece.lowerBound > (role?.upperBound ?? 0)
                for name in names.split(text, name, isCertain: isCertain) {
                    let printed = text[name].filter { $0 != 0x20 }
                    let isReporting = role.map { $0.count >= 2 } ?? false
                    result.append(
                        Author(
                            name: String(scalars: Array(printed)), range: name, role: isReporting ? role : nil,
                            outlet: isReporting ? paper : nil, isPhotographer: isPicture && reads && !isBefore && !isCaption))
                }
            }
            if end == position { end += 1 }
            runStart = position
            position = end
        }
        return result
    }

    private func mayBeName(_ text: [UInt32], _ piece: Range<Int>) -> Bool {
        (2...3).contains(piece.count) && names.surname(text, at: piece.lowerBound) != nil
    }

    private static let own = PhraseTable(["本报", "本网", "本台", "本刊"])

    /// 孙锦云 刘畅 本报记者 蒋一帆: behind a name come a blank or 、 and a writer's role, or further names up to it.
    private func leadsToRole(_ text: [UInt32], _ end: Int, _ range: Range<Int>) -> Bool {
        var position = end
        for _ in 0..<5 {
            guard position < range.upperBound, text[position] == 0x20 || text[position] == 0x3001 else { return false }
            position += 1
            let paper = Self.own.longestMatch(in: text, at: position, end: range.upperBound)?.length ?? 0
            if let role = role(text, at: position + paper, range) { return role.kind == .writer && role.length >= 2 }
            var behind = position
            while behind < range.upperBound, isHan(text[behind]) { behind += 1 }
            guard mayBeName(text, position..<behind) else { return false }
            position = behind
        }
        return false
    }

    /// Characters that offices end with: 柳林镇党委供稿.
    private static let bodyEnds = ScalarSet("镇乡村委局部办院会组站校社处室科厅厂店队党电")

    private func rowOfNames(_ text: [UInt32], _ range: Range<Int>) -> [Author] {
        var result: [Author] = []
        var start = range.lowerBound
        while start < range.upperBound {
            var end = start
            while end < range.upperBound, isHan(text[end]) { end += 1 }
            if end > start { result.append(Author(name: String(scalars: Array(text[start..<end])), range: start..<end)) }
            start = end + 1
        }
        return result
    }

    private static let outletEnds = ["报", "网", "社", "台", "报社", "电视台", "中心", "刊", "客户端", "频道", "新闻", "融媒", "观察", "发布"].map(\.scalarValues)
    private static let modifiers = PhraseTable(
        ["全媒体", "融媒体", "首席", "见习", "实习", "特约", "特派", "驻站", "文字", "摄影", "高级", "资深"].map { String($0.reversed()) })
    private static let notOutlets = PhraseTable([
        "本报", "本网", "本台", "本刊", "本社", "我报", "全媒体", "融媒体", "驻", "原创", "参与", "文字", "摄影", "据", "图", "作者", "来源",
    ])

    /// The paper in front of 记者, 本报 and the like left out. Where nothing but a paper can stand, any run of four characters or more is one.
    private func outletName(_ text: [UInt32], _ range: Range<Int>, isLoose: Bool) -> Range<Int>? {
        var name = ScalarSearch.trimmed(text, range)
        while !name.isEmpty, text[name.upperBound - 1] == 0xB7 { name = name.dropLast() }
        while let match = Self.modifiers.longestReversedMatch(in: text, endingAt: name.upperBound, start: name.lowerBound) {
            name = name.lowerBound..<(name.upperBound - match.length)
        }
        guard (3...20).contains(name.count), Self.notOutlets.longestMatch(in: text, at: name.lowerBound, end: name.upperBound) == nil
        else { return nil }
        for end in Self.outletEnds where ScalarSearch.matches(text, end, at: name.upperBound - end.count, end: name.upperBound) {
            return name
        }
        return isLoose && name.count >= 5 ? name : nil
    }

    private static let originalMark = "原创".scalarValues

    /// `原创 廖雪莹 潘志峰 微龙胜 2020-02-18`: authors, then the account, then the day. Nil for other lines.
    func original(_ text: [UInt32], _ range: Range<Int>) -> (authors: [Author], account: String?)? {
        guard ScalarSearch.matches(text, Self.originalMark, at: range.lowerBound, end: range.upperBound) else { return nil }
        var words: [Range<Int>] = []
        var start = range.lowerBound + 2
        while start < range.upperBound, !isDigit(text[start]) {
            var end = start
            while end < range.upperBound, !isDigit(text[end]), ![0x20, 0x7C, 0x3A, 0x3001].contains(text[end]) { end += 1 }
            if end > start { words.append(start..<end) }
            start = max(end, start + 1)
            if end < range.upperBound, isDigit(text[end]) { break }
        }
        guard let account = words.popLast() else { return ([], nil) }
        var authors: [Author] = []
        // 原创 阳城组工 阳城先锋: a second account wrote it.
        for word in words
        where !OutletFinder.isAccount(text, word) && role(text, at: word.lowerBound, range) == nil
            && word.allSatisfy({ isHan(text[$0]) || text[$0] == 0xB7 })
        {
            for name in names.split(text, word, isCertain: false) {
                authors.append(Author(name: String(scalars: Array(text[name])), range: name))
            }
        }
        return (authors, String(scalars: Array(text[account])))
    }

    private static let photographed = PhraseTable(["摄", "供图", "图", "影", "制图", "报道"])

    /// True where 摄 or a word like it stands behind a name.
    func isPhotographed(_ text: [UInt32], behind position: Int, _ end: Int) -> Bool {
        var at = position
        while at < end, text[at] == 0x20 { at += 1 }
        return Self.photographed.longestMatch(in: text, at: at, end: end) != nil
    }

    /// `(李明)`, `(王海 张新民)` behind the last sentence: who wrote it.
    func signature(_ text: [UInt32], _ range: Range<Int>) -> [Author] {
        guard text[range.upperBound - 1] == 0x29,
            let open = range.suffix(44).last(where: { text[$0] == 0x28 }), open > range.lowerBound,
            text[open - 1] == 0x3002 || text[open - 1] == 0x201D || text[open - 1] == 0x20
        else { return [] }
        // (某县纪委监委 彭修涛 || 责任编辑 季文)
        var close = range.upperBound - 1
        if let bar = (open..<close).first(where: { text[$0] == 0x7C }) { close = bar }
        while close > open + 1, text[close - 1] == 0x20 { close -= 1 }
        var start = open + 1
        if let people = names.peopleOfBody(text, start..<close) {
            return people.map { Author(name: String(scalars: Array(text[$0])), range: $0) }
        }
        guard close - open <= 16 else { return [] }
        var result: [Author] = []
        while start < close {
            var end = start
            while end < close, text[end] != 0x20, text[end] != 0x3001 { end += 1 }
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
    func supplier(_ text: [UInt32], _ range: Range<Int>) -> String? {
        guard let word = ScalarSearch.first(Self.supply, in: text, range) else { return nil }
        let behind = word + Self.supply.count
        let isNamedBehind = behind + 1 < range.upperBound && (text[behind] == 0x3A || text[behind] == 0x2F)
        var at = word
        while at > range.lowerBound, text[at - 1] == 0x20 { at -= 1 }
        var start = at
        while start > range.lowerBound, isHan(text[start - 1]) || isDigit(text[start - 1]) { start -= 1 }
        if at - start >= 2, !isNamedBehind { return String(scalars: text[start..<at]) }
        let rest = ScalarSearch.trimmed(text, min(range.upperBound, word + 2)..<range.upperBound)
        var from = rest.lowerBound
        while from < rest.upperBound,
            text[from] == 0x3A || text[from] == 0x20 || text[from] == 0x2F || text[from] == scalar("单") || text[from] == scalar("位")
        { from += 1 }
        // 供稿:某县委组织部 阅读量:1037
        let end = (from..<max(from, rest.upperBound)).first { text[$0] == 0x20 || text[$0] == 0x7C } ?? rest.upperBound
        return end - from >= 2 ? String(scalars: text[from..<end]) : nil
    }

    private static let reporter = "记者".scalarValues
    private static let correspondent = "通讯员".scalarValues

    /// Bracketed bylines at the beginning or end of a paragraph: `本报讯(记者 韩志刚)`.
    func brackets(_ text: [UInt32], _ range: Range<Int>) -> [Range<Int>] {
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
                    let reports =
                        [Self.reporter, Self.correspondent].contains { ScalarSearch.first($0, in: text, inside) != nil }
                        || opensText(text, range, position) && (names.areNamesOnly(text, inside) || namesWriter(text, inside))
                        || endsText(text, range, inside) && !inside.isEmpty && role(text, at: inside.lowerBound, inside)?.kind == .writer
                    if end < range.upperBound, text[end] != 0x3002, reports { result.append(inside) }
                    position = end
                }
                position += 1
            }
        }
        return result
    }

    /// True for a bracket behind 电 or 讯 at the head of a text: `中新网杭州3月3日电 (周健 何璐)`.
    private func opensText(_ text: [UInt32], _ range: Range<Int>, _ bracket: Int) -> Bool {
        guard bracket - range.lowerBound <= 30 else { return false }
        var at = bracket
        while at > range.lowerBound, text[at - 1] == 0x20 { at -= 1 }
        return at > range.lowerBound && (text[at - 1] == scalar("电") || text[at - 1] == scalar("讯") || text[at - 1] == 0x3011)
    }

    /// (汤龙、实习生邵晓彤): short, with a writer's role at the beginning of a name.
    private func namesWriter(_ text: [UInt32], _ inside: Range<Int>) -> Bool {
        inside.count <= 24
            && inside.contains { at in
                (at == inside.lowerBound || !isHan(text[at - 1]))
                    && role(text, at: at, inside).map { $0.kind == .writer && $0.length >= 2 } == true
            }
    }

    /// True for a bracket with which a text ends: `(整理:石欣)`.
    private func endsText(_ text: [UInt32], _ range: Range<Int>, _ inside: Range<Int>) -> Bool {
        inside.upperBound == range.upperBound - 1 && inside.count <= 40
    }

    /// `本报讯 记者尹航报道:…`: names at the head of a text without brackets.
    func lead(_ text: [UInt32], _ range: Range<Int>) -> Range<Int>? {
        let window = range.prefix(24)
        // 本报讯, 某地电, 【本报消息】
        guard let mark = window.first(where: { [scalar("讯"), scalar("电"), scalar("息")].contains(text[$0]) }) else { return nil }
        var start = mark + 1
        while start < range.upperBound, text[start] == 0x20 || text[start] == 0x3011 || text[start] == 0x3A { start += 1 }
        guard start > mark + 1, start < range.upperBound, let role = role(text, at: start, range), role.kind == .writer else { return nil }
        var end = start + role.length
        while end < range.upperBound, end - start < 40, isHan(text[end]) || text[end] == 0x20 || text[end] == 0x3001 || text[end] == 0xB7,
            !tellsReporting(text, at: end)
        { end += 1 }
        let closes = end < range.upperBound && (text[end] == 0x3A || tellsReporting(text, at: end))
        return closes ? start..<end : nil
    }
}
