/// Finds days in clean text: `2020-02-15`, `2020年2月15日`, `2月15日下午`, `15日`; a year that is not printed comes from the page.
enum DateScanner {
    struct Found: Sendable {
        var range: Range<Int>
        var year: Int?
        var month: Int
        var day: Int
    }

    /// The first full date (with its year) in a range.
    static func printedDate(_ text: [UInt32], in range: Range<Int>) -> Found? {
        var index = range.lowerBound
        while index < range.upperBound {
            if isDigit(text[index]) || yearDigit(text[index]) != nil, index == 0 || !isDigit(text[index - 1]),
                let found = date(text, at: index, end: range.upperBound),
                found.year != nil
            {
                return found
            }
            index += 1
        }
        return nil
    }

    /// The first year that is printed with its word: 2021年1月.
    static func printedYear(_ text: [UInt32], in range: Range<Int>) -> Int? {
        for index in range where isDigit(text[index]) && (index == 0 || !isDigit(text[index - 1])) {
            var position = index
            if let year = number(text, &position, range.upperBound), year.digits == 4, (1990...2100).contains(year.value),
                position + 1 < range.upperBound, text[position] == scalar("年"), isDigit(text[position + 1])
            {
                return year.value
            }
        }
        return nil
    }

    /// A number of one to four digits at a position.
    private static func number(_ text: [UInt32], _ position: inout Int, _ end: Int) -> (value: Int, digits: Int)? {
        var value = 0
        var digits = 0
        while position < end, isDigit(text[position]), digits < 5 {
            value = value * 10 + Int(text[position] - 0x30)
            digits += 1
            position += 1
        }
        return digits == 0 || digits > 4 ? nil : (value, digits)
    }

    /// A Chinese number up to 31, as days and months are written: `二`, `十五`, `二十`, `三十一`.
    private static func chineseNumber(_ text: [UInt32], _ position: inout Int, _ end: Int) -> Int? {
        func digit(_ value: UInt32) -> Int? {
            switch value {
            case scalar("一"): 1
            case scalar("二"): 2
            case scalar("三"): 3
            case scalar("四"): 4
            case scalar("五"): 5
            case scalar("六"): 6
            case scalar("七"): 7
            case scalar("八"): 8
            case scalar("九"): 9
            default: nil
            }
        }
        guard position < end else { return nil }
        var value = 0
        if let first = digit(text[position]) {
            position += 1
            guard position < end, text[position] == scalar("十") else { return first }
            value = first
        } else if text[position] == scalar("十") {
            value = 1
        } else {
            return nil
        }
        position += 1
        value *= 10
        if position < end, let last = digit(text[position]) {
            value += last
            position += 1
        }
        return value
    }

    /// A digit of a year in Chinese: 二〇二〇.
    private static func yearDigit(_ value: UInt32) -> Int? {
        // Nearly every scalar of a text fails one of these tests.
        guard value >= 0x25CB, value <= 0x96F6 else { return nil }
        switch value {
        case 0x3007, 0x25CB, 0x96F6: return 0  // 〇, ○, 零
        case 0x4E00: return 1
        case 0x4E8C: return 2
        case 0x4E09: return 3
        case 0x56DB: return 4
        case 0x4E94: return 5
        case 0x516D: return 6
        case 0x4E03: return 7
        case 0x516B: return 8
        case 0x4E5D: return 9
        default: return nil
        }
    }

    /// A date that begins exactly at a position.
    static func date(_ text: [UInt32], at start: Int, end: Int) -> Found? {
        var position = start
        guard position < end else { return nil }
        if !isDigit(text[position]) { return chineseDate(text, at: start, end: end) }
        guard let first = number(text, &position, end), position < end else { return nil }
        if first.digits == 4 { skipBlank(text, &position, end, before: scalar("年")) }  // 2020 年 2 月 21 日
        let mark = text[position]
        if first.digits == 4, (1900...2100).contains(first.value) {
            // 2020 02/17: as agencies' pages print it.
            guard mark == 0x2D || mark == 0x2F || mark == 0x2E || mark == 0x20 || mark == scalar("年") else { return nil }
            position += 1
            if position < end, mark != 0x20, text[position] == 0x20 { position += 1 }
            guard let month = number(text, &position, end), month.digits <= 2, position < end else { return nil }
            skipBlank(text, &position, end, before: scalar("月"))
            guard text[position] == (mark == scalar("年") ? scalar("月") : mark == 0x20 ? 0x2F : mark) else { return nil }
            position += 1
            if position < end, text[position] == 0x20 { position += 1 }
            guard let day = number(text, &position, end), day.digits <= 2, valid(month.value, day.value) else { return nil }
            if mark == scalar("年") {
                skipBlank(text, &position, end, before: scalar("日"))
                guard position < end, text[position] == scalar("日") || text[position] == scalar("号") else { return nil }
                position += 1
            }
            return Found(range: start..<position, year: first.value, month: month.value, day: day.value)
        }
        guard first.digits <= 2, mark == scalar("月") else { return nil }
        position += 1
        if position < end, text[position] == scalar("份") { return nil }
        guard let day = number(text, &position, end), day.digits <= 2, position < end, valid(first.value, day.value) else { return nil }
        guard text[position] == scalar("日") || text[position] == scalar("号") else { return nil }
        return Found(range: start..<(position + 1), year: nil, month: first.value, day: day.value)
    }

    private static func skipBlank(_ text: [UInt32], _ position: inout Int, _ end: Int, before mark: UInt32) {
        if position + 1 < end, text[position] == 0x20, text[position + 1] == mark { position += 1 }
    }

    private static func chineseDate(_ text: [UInt32], at start: Int, end: Int) -> Found? {
        var position = start
        var year: Int?
        var value = 0
        while position < end, position - start < 4, let digit = yearDigit(text[position]) {
            value = value * 10 + digit
            position += 1
        }
        if position - start == 4, position < end, text[position] == scalar("年"), (1900...2100).contains(value) {
            year = value
            position += 1
        } else {
            position = start
        }
        guard let month = chineseNumber(text, &position, end), position < end, text[position] == scalar("月") else { return nil }
        position += 1
        guard let day = chineseNumber(text, &position, end), position < end, valid(month, day) else { return nil }
        guard text[position] == scalar("日") || text[position] == scalar("号") else { return nil }
        return Found(range: start..<(position + 1), year: year, month: month, day: day)
    }

    private static func valid(_ month: Int, _ day: Int) -> Bool { (1...12).contains(month) && (1...31).contains(day) }

    private static let partsOfDay = PhraseTable(["上午", "下午", "晚上", "晚", "凌晨", "早上", "中午", "清晨", "傍晚", "深夜", "当天", "当日", "起"])

    /// What dates begin with.
    private static let beginnings = ScalarSet("0123456789〇○零一二三四五六七八九十")

    /// All dates of the page, ascending, with years inferred.
    static func mentions(in document: Document) -> [DateMention] {
        let text = document.clean
        // Held here, since a static property is asked whether it is made each time.
        let beginnings = beginnings
        var found: [(Found, Int)] = []
        var pageYears: [Int] = []
        for (index, sentence) in document.sentences.enumerated() {
            var position = sentence.range.lowerBound
            var month: Int?
            while position < sentence.range.upperBound {
                guard let beginning = text.firstPlace(in: position..<sentence.range.upperBound, where: beginnings.contains) else { break }
                position = beginning
                guard position == sentence.range.lowerBound || !isDigit(text[position - 1]) else {
                    position += 1
                    continue
                }
                if let date = date(text, at: position, end: sentence.range.upperBound) {
                    found.append((date, index))
                    if let year = date.year { pageYears.append(year) }
                    month = date.month
                    position = date.range.upperBound
                } else if let date = dayAlone(text, at: position, end: sentence.range.upperBound, month: month) {
                    found.append((date, index))
                    position = date.range.upperBound
                } else {
                    if let year = yearAlone(text, at: position, end: sentence.range.upperBound) { pageYears.append(year) }
                    position += 1
                }
            }
        }
        let published = document.articles.compactMap(\.published).first
        let pageYear = published?.components.year ?? pageYears.first
        return found.compactMap { found, sentence in
            let article = document.sentences[sentence].article
            let own = document.articles[article].published ?? published
            guard var year = found.year ?? own?.components.year ?? pageYear else { return nil }
            // A paper of early January that says 12月28日 means last year's.
            if found.year == nil, let own, own.components.month <= 2, found.month >= 11 { year -= 1 }
            guard let date = CalendarDate(year: year, month: found.month, day: found.day) else { return nil }
            var end = found.range.upperBound
            if let part = partsOfDay.longestMatch(in: text, at: end) { end += part.length }
            return DateMention(
                range: found.range.lowerBound..<end, date: date, kind: kind(text, before: found.range.lowerBound, after: end),
                yearIsInferred: found.year == nil
            )
        }
    }

    /// `15日` behind a date with its month in the same sentence.
    private static func dayAlone(_ text: [UInt32], at start: Int, end: Int, month: Int?) -> Found? {
        guard let month, isDigit(text[start]), start == 0 || text[start - 1] != scalar("第") else { return nil }
        var position = start
        guard let day = number(text, &position, end), day.digits <= 2, (1...31).contains(day.value), position < end,
            text[position] == scalar("日")
        else { return nil }
        if position + 1 < end, [scalar("内"), scalar("游"), scalar("均"), scalar("元")].contains(text[position + 1]) { return nil }
        return Found(range: start..<(position + 1), year: nil, month: month, day: day.value)
    }

    /// The year of `2020年` without month and day.
    private static func yearAlone(_ text: [UInt32], at start: Int, end: Int) -> Int? {
        var position = start
        guard isDigit(text[start]), let year = number(text, &position, end), year.digits == 4, (1990...2100).contains(year.value) else {
            return nil
        }
        return position < end && text[position] == scalar("年") ? year.value : nil
    }

    private static let asOf = PhraseTable(["截至", "截止", "截止到", "截至到", "到"].map { String($0.reversed()) })
    private static let since = PhraseTable(["从", "自", "自从"].map { String($0.reversed()) })

    private static func kind(_ text: [UInt32], before start: Int, after end: Int) -> DateKind {
        var position = start
        while position > 0, text[position - 1] == 0x20 { position -= 1 }
        if let match = asOf.longestReversedMatch(in: text, endingAt: position), match.length >= 2 { return .asOf }
        if since.longestReversedMatch(in: text, endingAt: position) != nil { return .since }
        if end < text.count, text[end] == scalar("以") || text[end] == scalar("起") || text[end - 1] == scalar("起") { return .since }
        return .on
    }

    /// Gives each article its best date for ordering: the printed one, else the latest that it names.
    static func order(_ document: inout Document) {
        for index in document.articles.indices {
            if let published = document.articles[index].published {
                document.articles[index].dated = published
                document.articles[index].datedBasis = "printed"
                continue
            }
            let own = document.dateMentions(in: document.articles[index].span(in: document))
            guard let latest = document.dateMentions[own].map(\.date).max() else { continue }
            document.articles[index].dated = latest
            document.articles[index].datedBasis = "latest_mention"
        }
    }
}
