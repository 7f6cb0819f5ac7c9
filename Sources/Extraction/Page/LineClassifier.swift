/// A line of the cleaned page.
struct PageLine: Sendable {
    /// The line in the cleaned page, without blanks at its ends, end marks and line end.
    var range: Range<Int>
    var kind: LineClass
    /// True where the page sets the line in, as the first line of a paragraph.
    var isIndented = false
    /// True where it opens an article: `本报讯`, `新华社武汉2月3日电`.
    var isLead = false
    /// True where it says nothing but the name of a column of the paper or the slogan of a campaign.
    var isColumn = false
    /// True where it stops before its sentence does.
    var isUnfinished = false
    /// The line that it goes on from, where the page broke a paragraph.
    var continues: Int?
    /// The article it belongs to.
    var article = -1
}

/// Says of each line by itself what it is, as far as that can be seen: text, a short line of some kind, or page furniture.
struct LineClassifier: Sendable {
    private var patterns = PhraseTable()
    private var meanings: [(position: Position, kind: Kind)] = []
    private var columns = PhraseTable()

    private enum Position: Sendable { case begin, end, contain, exact }
    private enum Kind: Sendable { case line(LineClass), lead }

    /// Scalars that end a sentence or a paragraph.
    static let sentenceEnds = ScalarSet("。!?;…")

    /// `(疫情防控专刊第7期)`, `第01版:要闻 第02版:综合`: the number of an issue in brackets, or what the pages of a paper are called.
    private static func namesIssueOrPages(_ text: [UInt32], _ range: Range<Int>) -> Bool {
        guard range.count <= 60 else { return false }
        var pages = 0
        var isIssue = false
        for position in range where text[position] == scalar("第") {
            var end = position + 1
            while end < range.upperBound, isDigit(text[end]) { end += 1 }
            guard end > position + 1, end < range.upperBound else { continue }
            if text[end] == scalar("版") { pages += 1 }
            if text[end] == scalar("期") { isIssue = true }
        }
        return pages >= 2 || isIssue && range.count <= 20 && text[range.lowerBound] == 0x28 && text[range.upperBound - 1] == 0x29
    }

    /// `组 工 信 息`: the name of a bulletin, a blank between its characters.
    private static func isSpacedOut(_ text: [UInt32], _ range: Range<Int>) -> Bool {
        guard range.count >= 7, range.count <= 17, range.count % 2 == 1 else { return false }
        return range.allSatisfy { ($0 - range.lowerBound) % 2 == 0 ? isHan(text[$0]) : text[$0] == 0x20 }
    }

    /// ❤ 💗: a small picture at the end of a line ends its sentence.
    static func isPictograph(_ scalar: UInt32) -> Bool {
        scalar >= 0x1F000 && scalar < 0x20000 || (0x2600..<0x27C0).contains(scalar) || scalar == 0xFE0F
    }
    /// Scalars that may close a paragraph behind the end of its sentence, or without one.
    static let closers = ScalarSet("”’)》】〉]\"")
    /// A line from which on a short line is text even without a full stop.
    static let longLine = 45

    init(_ lexicons: Lexicons) {
        for entry in lexicons.file("page_lines").entries where entry.count == 3 {
            if entry[2] == "column" {
                columns.insert(entry[0].unicodeScalars.map(\.value), value: 0)
                continue
            }
            let position: Position
            switch entry[1] {
            case "begin": position = .begin
            case "end": position = .end
            case "exact": position = .exact
            default: position = .contain
            }
            let kind: Kind
            switch entry[2] {
            case "menu": kind = .line(.menu)
            case "button": kind = .line(.button)
            case "editor": kind = .line(.editor)
            case "copyright": kind = .line(.copyright)
            case "caption": kind = .line(.caption)
            case "byline": kind = .line(.byline)
            case "dateline": kind = .line(.dateline)
            default: kind = .lead
            }
            // A text may stand under several positions; the first one is its meaning.
            let phrase = entry[0].unicodeScalars.map(\.value)
            if patterns.value(of: phrase) == nil {
                patterns.insert(phrase, value: Int32(truncatingIfNeeded: meanings.count))
                meanings.append((position, kind))
            }
        }
    }

    /// The lines of a page with the classes that each shows by itself; short lines of no certain kind are headings here.
    func lines(of page: CleanText) -> [PageLine] {
        var lines: [PageLine] = []
        let text = page.scalars
        var start = 0
        var previousEnd = 0
        while start <= text.count {
            var end = start
            while end < text.count, text[end] != 0x0A { end += 1 }
            var line = PageLine(range: ScalarSearch.trimmed(text, Self.withoutEndMark(text, start..<end)), kind: .blank)
            if !line.range.isEmpty {
                // 乡村战“疫”记⑥: the number of a series.
                if line.range.upperBound < end, (0x2460...0x2473).contains(text[line.range.upperBound]), line.range.count <= 16 {
                    line.isColumn = true
                }
                line.isIndented = Int(page.start[line.range.lowerBound]) - previousEnd >= 2
                classify(&line, text)
            }
            lines.append(line)
            if end < text.count { previousEnd = Int(page.start[end]) + 1 }
            start = end + 1
        }
        return lines
    }

    private static let gluedButtons = ["返回搜狐,查看更多", "返回搜狐,查看更多>>", "返回搜狐", "查看更多", "阅读全文", "展开全文"].map(\.scalarValues)

    /// Papers mark the end of an article or the page it goes on from (`②7`); that is no text.
    private static func withoutEndMark(_ text: [UInt32], _ range: Range<Int>) -> Range<Int> {
        var end = range.upperBound
        while end > range.lowerBound, text[end - 1] == 0x20 { end -= 1 }
        // 记者:杜立强 赵欣返回搜狐,查看更多: a portal's button without a break in front.
        for button in gluedButtons
        where ScalarSearch.matches(text, button, at: end - button.count, end: end) && end - button.count > range.lowerBound {
            return range.lowerBound..<(end - button.count)
        }
        var mark = end
        while mark > range.lowerBound, end - mark < 2, isDigit(text[mark - 1]) { mark -= 1 }
        if mark > range.lowerBound, (0x2460...0x2473).contains(text[mark - 1]) { return range.lowerBound..<(mark - 1) }
        if end > range.lowerBound, [0x25A0, 0x25A1, 0x25CF, 0x25C6, 0x25C7].contains(text[end - 1]) { return range.lowerBound..<(end - 1) }
        return range.lowerBound..<end
    }

    private func classify(_ line: inout PageLine, _ text: [UInt32]) {
        let range = line.range
        let stops = Self.stopCount(text, range)
        let last = text[range.upperBound - 1]
        let isShort = range.count <= 90
        var found: LineClass?
        if isShort || stops == 0 || range.count <= 200 {
            var position = range.lowerBound
            let limit = min(range.upperBound, range.lowerBound + 400)
            search: while let match = patterns.firstMatch(in: text, from: position, end: range.upperBound), match.position < limit {
                position = match.position
                let (place, kind) = meanings[Int(match.value)]
                let atBegin = position == range.lowerBound
                let rest = range.upperBound - position - match.length
                let atEnd = rest == 0 || rest == 1 && Self.closers.contains(last)
                let fits =
                    switch place {
                    case .begin: atBegin
                    case .end: atEnd
                    case .contain: true
                    case .exact: stops == 0 && Self.standsApart(text, position..<(position + match.length), in: range)
                    }
                position += fits ? match.length : 1
                guard fits else { continue }
                switch kind {
                case .lead: line.isLead = true
                case .line(let kind):
                    switch kind {
                    case .copyright where isShort || stops <= 4: found = .copyright
                    case .menu where stops == 0 && range.count <= 60: found = found ?? .menu
                    case .button where stops == 0: found = found ?? .button
                    case .editor where stops == 0 && isShort: found = .editor
                    case .dateline
                    where stops == 0 && isShort && (place == .end || Self.hasDigit(text, range))
                        || stops == 0 && atBegin && range.count <= 40:
                        found = .dateline
                    case .byline where stops == 0 && range.count <= 60 && !Self.hasClause(text, range): found = found ?? .byline
                    case .caption where range.count <= 60 && (stops == 0 || atBegin || atEnd):
                        // 【图片新闻】…摄: who took the picture stands under it, whatever stands above.
                        found = found == .menu || found == .button ? .caption : found ?? .caption
                    default: break
                    }
                    if found == .copyright || found == .dateline { break search }
                }
            }
        }
        // #最美志愿者 7 个: the collection that an account put the text into.
        if found == nil, text[range.lowerBound] == 0x23, stops == 0, range.count <= 30 { found = .menu }
        if Self.isPageNumber(text, range) || Self.isSpacedOut(text, range) || Self.namesIssueOrPages(text, range) { found = .menu }
        if found == nil, stops == 0, Self.isRowOfLinks(text, range), !Self.namesReporter(text, range) { found = .menu }
        if found == .menu || found == .button, stops == 0, DateScanner.printedDate(text, in: range.prefix(60)) != nil { found = .dateline }
        // 文登融媒 2022-03-20 18:42: the account and when it printed the text, and nobody who wrote it.
        if found == .byline, stops == 0, range.count <= 40, Self.isDateAlone(text, range), !Self.namesWriter(text, range) {
            found = .dateline
        }
        if stops == 0, isShort, Self.tellsToday(text, range) { found = .menu }
        if found == nil, stops == 0, Self.endsWithDay(text, range) { found = .dateline }
        if let found {
            line.kind = found
            return
        }
        if stops == 0, isShort, Self.isDateAlone(text, range) {
            line.kind = .dateline
        } else if stops == 0, range.count <= 60, Self.namesReporter(text, range) {
            line.kind = .byline
        } else if range.count > Self.longLine, range.count <= 120,
            range.allSatisfy({ text[$0] == 0x20 || (0x41...0x5A).contains(text[$0]) })
        {
            // ZHANJIANG AGRICULTURE AND RURAL AFFAIRS BUREAU: what the site is called in English.
            line.kind = .menu
        } else if Self.isRunningText(text, range, last: last) {
            line.kind = .body
            if Self.opensWithWire(text, range) { line.isLead = true }
            line.isUnfinished =
                !Self.sentenceEnds.contains(last) && !Self.closers.contains(last) && !Self.isPictograph(last) && last != 0x3A
                && range.count >= 12
        } else if range.count <= 30, Self.hasDayAndTime(text, range) {
            // 01-19 20:17: the year stands elsewhere.
            line.kind = .dateline
        } else if !range.contains(where: { isHan(text[$0]) || isLetter(text[$0]) }) || Self.isTelephone(text, range) {
            // A rule of stars or dashes, the number of a section, the number to call.
            line.kind = .menu
        } else {
            line.kind = .heading
            line.isColumn = line.isColumn || isColumn(text, range)
        }
    }

    private static let betweenColumns = ScalarSet("①②③④⑤⑥⑦⑧⑨⑩第期之号篇系列的在和与·|-—、,:!?“”‘’《》【】[]()〔〕〈〉 #★☆■□●◆◇▲△▶►▍▎丶/_+")

    /// `众志成城 抗击疫情`, `【战“疫”一线】`: made of nothing but the words that columns and campaigns are called by.
    private func isColumn(_ text: [UInt32], _ range: Range<Int>) -> Bool {
        guard range.count <= 40 else { return false }
        if text[range.lowerBound] == 0x3010, text[range.upperBound - 1] == 0x3011, range.count <= 14 { return true }
        var position = range.lowerBound
        var found = false
        // 青禾要闻: the place in front of the word.
        if (4...7).contains(range.count), !range.contains(where: { !isHan(text[$0]) }),
            (range.lowerBound + 2..<range.upperBound - 1).contains(where: { columns.value(of: text[$0..<range.upperBound]) != nil })
        {
            return true
        }
        while position < range.upperBound {
            if let match = columns.longestMatch(in: text, at: position, end: range.upperBound) {
                position += match.length
                found = true
            } else if Self.betweenColumns.contains(text[position]) || isDigit(text[position]) {
                position += 1
            } else {
                return false
            }
        }
        return found
    }

    private static let relativeDays = PhraseTable(["今天", "昨天", "前天", "刚刚"].map { String($0.reversed()) })

    /// `青禾县融媒体中心 今天`: an account and how long ago it printed the text.
    private static func endsWithDay(_ text: [UInt32], _ range: Range<Int>) -> Bool {
        guard (6...30).contains(range.count),
            let day = relativeDays.longestReversedMatch(in: text, endingAt: range.upperBound, start: range.lowerBound)
        else { return false }
        return day.length < range.count && text[range.upperBound - day.length - 1] == 0x20
    }

    private static let telephones = PhraseTable(["电话", "热线", "传真", "手机"])

    /// `监督电话:0796-5332256`: a line that tells a number to call and little else.
    private static func isTelephone(_ text: [UInt32], _ range: Range<Int>) -> Bool {
        guard range.count <= 60, range.contains(where: { telephones.longestMatch(in: text, at: $0, end: range.upperBound) != nil }) else {
            return false
        }
        var digits = 0
        for position in range {
            // 2699 0184: the two halves of a number.
            if isDigit(text[position]) { digits += 1 } else if text[position] != 0x2D, text[position] != 0x20 { digits = 0 }
            if digits >= 7 { return true }
        }
        return false
    }

    /// `南报网 > 区街 > 鼓楼`, `首页 | 安徽 | 北京`, `要闻 港闻 两岸 国际 财经`: short words that marks or blanks keep apart.
    private static func isRowOfLinks(_ text: [UInt32], _ range: Range<Int>) -> Bool {
        guard range.count <= 200, !hasClause(text, range), !hasMoney(text, range) else { return false }
        if text[range.lowerBound] == 0x3E { return true }
        // [热点] 1. 我县新增10条公交线路
        if text[range.lowerBound] == 0x5B, let close = range.prefix(7).first(where: { text[$0] == 0x5D }), close + 1 < range.upperBound {
            return true
        }
        var bars = 0
        var arrows = 0
        var words = 0
        var length = 0
        var longest = 0
        var longestWord = 0
        var wordLength = 0
        var short = 0
        /// 信息公开(3204): a number in brackets is no part of the word.
        var isInBrackets = false
        var bracketed = 0
        for position in range {
            if text[position] == 0x28, range[(position + 1)...].prefix(2).contains(where: { isDigit(text[$0]) }) { isInBrackets = true }
            if isInBrackets {
                bracketed += 1
                if text[position] == 0x29 { isInBrackets = false }
                continue
            }
            if text[position] != 0x20, position + 1 == range.upperBound || text[position + 1] == 0x20, wordLength < 3 { short += 1 }
            switch text[position] {
            case 0x7C, 0x2502, 0x250A, 0x3E, 0x203A, 0xBB, 0x2192:
                if text[position] == 0x7C || text[position] == 0x2502 || text[position] == 0x250A { bars += 1 } else { arrows += 1 }
                (length, wordLength) = (0, 0)
            case 0x20: wordLength = 0
            default:
                if wordLength == 0 { words += 1 }
                length += 1
                wordLength += 1
                longest = max(longest, length)
                longestWord = max(longestWord, wordLength)
            }
        }
        if bars + arrows >= 2, longest <= 24 { return true }
        if arrows == 1, longest <= 16 { return true }
        // 乡镇导航:梅山 麻埠 青山: the first word may say what the links are.
        let isNamed = range.prefix(12).contains { text[$0] == 0x3A }
        if Self.hasAddress(text, range) { return true }
        // 要闻 澳闻 经济 社团 体育 读者热线:28720011: mostly words of one to three characters.
        if words >= 6, short >= 5, short * 5 >= words * 3, !range.contains(where: { text[$0] == 0x3002 }) { return true }
        return words >= 5 && (longestWord <= 6 || isNamed && words >= 6 && longestWord <= 9) && range.count - bracketed <= words * 5 + words
    }

    /// 金节满 300元 爱心人士 500元: what people gave, and no links.
    private static func hasMoney(_ text: [UInt32], _ range: Range<Int>) -> Bool {
        range.dropFirst().contains { text[$0] == scalar("元") && (isDigit(text[$0 - 1]) || text[$0 - 1] == scalar("万")) }
    }

    private static let addresses = ["www.", "http:", "https:"].map(\.scalarValues)

    private static func hasAddress(_ text: [UInt32], _ range: Range<Int>) -> Bool {
        addresses.contains { ScalarSearch.first($0, in: text, range) != nil }
    }

    /// `第03版:综合新闻`, `A02版`, `A12 中国新闻`: the page of the paper.
    private static func isPageNumber(_ text: [UInt32], _ range: Range<Int>) -> Bool {
        guard range.count <= 20 else { return false }
        var position = range.lowerBound
        if text[position] == scalar("第") { position += 1 }
        let start = position
        while position < range.upperBound, isDigit(text[position]) || isLetter(text[position]) { position += 1 }
        // A12 中国新闻
        if position - start == 3, position + 1 < range.upperBound, isLetter(text[start]), text[position] == 0x20,
            range.upperBound - position <= 7,
            (position + 1..<range.upperBound).allSatisfy({ isHan(text[$0]) })
        {
            return true
        }
        return position > start && position - start <= 3 && position < range.upperBound && text[position] == scalar("版")
    }

    private static let separators = ScalarSet(" |>»·-—/[]【】()_")

    /// One of several short words that blanks or bars separate, as in a menu: `首页 新闻 登录`.
    private static func standsApart(_ text: [UInt32], _ word: Range<Int>, in line: Range<Int>) -> Bool {
        let marks = separators
        guard word.lowerBound == line.lowerBound || marks.contains(text[word.lowerBound - 1]) else { return false }
        guard word.upperBound == line.upperBound || marks.contains(text[word.upperBound]) else { return false }
        var length = 0
        for position in line {
            length = marks.contains(text[position]) ? 0 : length + 1
            if length > 8 || text[position] == 0x2C { return false }
        }
        return true
    }

    private static func stopCount(_ text: [UInt32], _ range: Range<Int>) -> Int {
        var count = 0
        for index in range.prefix(2000) where text[index] == 0x3002 { count += 1 }
        return count
    }

    private static func hasDigit(_ text: [UInt32], _ range: Range<Int>) -> Bool {
        range.contains { isDigit(text[$0]) }
    }

    private static func hasClause(_ text: [UInt32], _ range: Range<Int>) -> Bool {
        range.contains { position in
            // 1,206: a comma that separates thousands.
            let isThousand =
                text[position] == 0x2C && position > range.lowerBound && position + 1 < range.upperBound && isDigit(text[position - 1])
                && isDigit(text[position + 1])
            return (text[position] == 0x2C || text[position] == 0x3B) && !isThousand
        }
    }

    /// A line of text: it has a full stop, or clauses and some length.
    private static func isRunningText(_ text: [UInt32], _ range: Range<Int>, last: UInt32) -> Bool {
        var commas = 0
        var stops = 0
        for index in range.prefix(400) {
            switch text[index] {
            case 0x2C, 0x3001, 0x3B: commas += 1
            case 0x3002: stops += 1
            default: break
            }
        }
        if stops > 0 || range.count > longLine { return true }
        if last == 0x3B || last == 0x2C { return range.count >= 6 }
        if last == 0x3A, range.count >= 15 { return true }
        return commas >= 2 && range.count >= 20 || commas >= 1 && range.count >= 30
            || commas >= 1 && sentenceEnds.contains(last) && range.count >= 16
    }

    /// `2020-02-15 10:50`, `2020年2月15日 星期六`: a line that is a full date and little else.
    private static func isDateAlone(_ text: [UInt32], _ range: Range<Int>) -> Bool {
        guard range.count <= longestMasthead, let match = DateScanner.printedDate(text, in: range) else { return false }
        let rest = range.count - match.range.count
        // 某报 电子版 A06 侨乡 2020-02-19 星期三: the day of the week behind the date of the paper.
        let hasWeekday = (match.range.upperBound..<min(range.upperBound, match.range.upperBound + 3)).contains { text[$0] == scalar("星") }
        // 某镇新冠肺炎疫情防控指挥部办公室 2021年1月22日: who issues a bulletin, and nothing behind the date.
        let closes =
            match.range.upperBound == range.upperBound
            && match.range.lowerBound > range.lowerBound && text[match.range.lowerBound - 1] == 0x20
        // 某报 2021年9月24日 星期五 A3 综合新闻 责编:… 版式:… 校对:…: who made the page.
        guard hasWeekday || range.count <= 60 && rest <= 45 else { return false }
        return match.range.lowerBound - range.lowerBound <= (hasWeekday || closes ? 30 : 14) && !hasClause(text, range)
    }

    private static let longestMasthead = 90

    /// `01-19 20:17`, alone or between the names of an account and a place.
    private static func hasDayAndTime(_ text: [UInt32], _ range: Range<Int>) -> Bool {
        guard Masthead.monthDay(text, range) != nil, !hasClause(text, range) else { return false }
        return range.contains {
            text[$0] == 0x3A && $0 > range.lowerBound && $0 + 1 < range.upperBound && isDigit(text[$0 - 1]) && isDigit(text[$0 + 1])
        }
            && range.allSatisfy { isHan(text[$0]) || isDigit(text[$0]) || [0x20, 0x2D, 0x3A].contains(text[$0]) }
    }

    private static let reporter = "记者".scalarValues
    private static let correspondent = "通讯员".scalarValues

    /// `河南商报记者 宋红胜 通讯员 高昌萍`: the paper stands before the word.
    private static func namesReporter(_ text: [UInt32], _ range: Range<Int>) -> Bool {
        guard range.count <= 50, !hasClause(text, range) else { return false }
        if let at = ScalarSearch.first(reporter, in: text, range) {
            let behind = at + 2
            guard behind < range.upperBound else { return false }
            let before = at - range.lowerBound
            if before <= 10, text[behind] == 0x20 || text[behind] == 0x3A { return true }
            if before <= 6, areNames(text, behind..<range.upperBound) { return true }
            return before <= 10 && ScalarSearch.first(correspondent, in: text, behind..<range.upperBound) != nil
        }
        return false
    }

    /// 周闻涛、贺砚秋、佟晓宇: nothing but pieces of the length of names, two or more.
    private static func areNames(_ text: [UInt32], _ range: Range<Int>) -> Bool {
        let pieces = text[range].split(separator: 0x3001, omittingEmptySubsequences: false)
        return pieces.count >= 2 && pieces.allSatisfy { (2...4).contains($0.count) && $0.allSatisfy { isHan($0) } }
    }

    private static let writers = ["记者", "通讯员", "作者", "撰稿", "编辑", "供稿", "文", "图", "摄"].map(\.scalarValues)

    /// A word for who writes or takes pictures.
    private static func namesWriter(_ text: [UInt32], _ range: Range<Int>) -> Bool {
        writers.contains { word in
            word.count > 1
                ? ScalarSearch.first(word, in: text, range) != nil
                : range.contains { text[$0] == word[0] && $0 + 1 < range.upperBound && [0x2F, 0x3A, 0x20, 0x7C].contains(text[$0 + 1]) }
        }
    }

    /// 今天是2020年2月15日: the day somebody looked at the page.
    static func tellsToday(_ text: [UInt32], _ range: Range<Int>) -> Bool {
        today.contains { ScalarSearch.first($0, in: text, range) != nil }
    }

    private static let today = ["今天是", "今日是", "现在是", "今天:", "今日:", "北京时间:"].map(\.scalarValues)
    private static let wire = "电".scalarValues
    private static let news = "讯".scalarValues

    /// `新华社武汉2月3日电(记者…)`, `周口日报讯`, `【某报某地讯】`: within the first 25 scalars, before any mark but brackets and digits.
    private static func opensWithWire(_ text: [UInt32], _ range: Range<Int>) -> Bool {
        for index in range.prefix(25) {
            let value = text[index]
            if value == 0x2C || value == 0x3002 || value == 0x3A { return false }
            guard index > range.lowerBound + 1, index + 1 < range.upperBound else { continue }
            let next = text[index + 1]
            let isBracketed = next == 0x3011 && text[range.lowerBound] == 0x3010
            if value == news[0], next == 0x28 || next == 0x20 || isBracketed { return true }
            if value == wire[0], isBracketed { return true }
            if value == wire[0], text[index - 1] == scalar("日"), next == 0x28 || next == 0x20 { return true }
        }
        return false
    }
}
