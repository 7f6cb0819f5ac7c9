/// A date or time expression: what the text says of year, month and day, and where it stands.
package struct CalendarExpression: Sendable {
    package var range: Range<Int>
    package var year: Int?
    package var month: Int?
    package var day: Int?
    /// True for a clock time without a day.
    package var isClock = false
}

/// Recognises dates, years, months, days of the month, clock times, lunar dates, decades and centuries, in Arabic or Chinese digits.
package struct CalendarScanner {
    private let text: ScalarWindow
    private let lexicon: FactLexicon

    package init(_ text: ScalarWindow, lexicon: FactLexicon = .standard) {
        self.text = text
        self.lexicon = lexicon
    }

    private struct Number {
        var value: Int
        var end: Int
        var digits: Int
        var isArabic: Bool
    }

    /// The date or time whose first numeral, or first word (正月, 去年), begins at `position`.
    package func scan(at position: Int) -> CalendarExpression? {
        if let lunar = lunar(at: position) { return lunar }
        guard let first = number(at: position) else { return nil }
        if first.isArabic, let numeric = separated(at: position, first) { return numeric }
        if first.isArabic, let clock = colonClock(at: position, first) { return clock }
        let next = text.skippingBlanks(from: first.end)
        switch text[next] {
        case 0x5E74: return year(first, from: position, at: next)
        case 0x6708: return month(first, from: position, at: next)
        case 0x65E5, 0x53F7: return day(first, from: position, at: next)
        case 0x70B9, 0x65F6: return clock(first, from: position, at: next)
        default: break
        }
        if text.has(Self.century, at: first.end) {
            return expression(position..<decades(from: first.end + 2))
        }
        if text.has(Self.decade, at: first.end) { return expression(position..<first.end + 2) }
        if text.has(Self.quarter, at: first.end), first.value <= 4, text[position - 1] != 0x4E2A {
            return nil
        }
        return continuation(first, from: position)
    }

    // MARK: Year, month, day

    private func year(_ first: Number, from start: Int, at mark: Int) -> CalendarExpression? {
        let isFull = first.digits == 4 && first.value >= 1000 && first.value <= 2999
        let monthStart = text.skippingBlanks(from: mark + 1)
        if let lunar = lunar(at: monthStart) { return expression(start..<lunar.range.upperBound, year: isFull ? first.value : nil) }
        if let month = number(at: monthStart), text[text.skippingBlanks(from: month.end)] == 0x6708, (1...12).contains(month.value),
            isFull || first.digits >= 2 || isReign(before: start),
            var found = self.month(month, from: monthStart, at: text.skippingBlanks(from: month.end))
        {
            found.range = start..<found.range.upperBound
            found.year = isFull ? first.value : (first.isArabic && first.digits == 2 ? 2000 + first.value : nil)
            return found
        }
        if isFull { return expression(start..<mark + 1, year: first.value) }
        // 零八年, 十年 after a reign title; else a number of years.
        if !first.isArabic && first.digits == 2 && text[start] == 0x96F6 { return expression(start..<mark + 1) }
        if isReign(before: start) && !first.isArabic { return expression(start..<mark + 1) }
        return nil
    }

    private func month(_ first: Number, from start: Int, at mark: Int) -> CalendarExpression? {
        guard (1...12).contains(first.value) else { return nil }
        let dayStart = text.skippingBlanks(from: mark + 1)
        if let day = number(at: dayStart), (1...31).contains(day.value), day.digits <= 2 {
            let after = text.skippingBlanks(from: day.end)
            if text[after] == 0x65E5 || text[after] == 0x53F7 {
                return withClock(expression(start..<after + 1, month: first.value, day: day.value))
            }
            // 一月二十三, 1月3至2月10: a day without its mark.
            if dayStart == mark + 1, !isUnitLike(day.end) {
                return withClock(expression(start..<day.end, month: first.value, day: day.value))
            }
        }
        return expression(start..<mark + 1, month: first.value)
    }

    private func day(_ first: Number, from start: Int, at mark: Int) -> CalendarExpression? {
        guard (1...31).contains(first.value), first.digits <= 2 else { return nil }
        if text[mark] == 0x53F7 { return nil }  // house numbers and days look alike: both are masked by the caller
        if isSpanOfDays(before: start) { return nil }
        if text[mark + 1] == 0x5185 || text[mark + 1] == 0x6765 { return nil }
        return withClock(expression(start..<mark + 1, day: first.value))
    }

    private func isSpanOfDays(before start: Int) -> Bool {
        for word in Self.spanWords where text.has(word, before: start) { return true }
        return false
    }

    /// 2020-02-15, 2020/2/15, 2020.2.15, 27-7-3, 10/1/2018.
    private func separated(at start: Int, _ first: Number) -> CalendarExpression? {
        let separator = text[first.end]
        guard separator == 0x2D || separator == 0x2F || separator == 0x2E, first.digits <= 4, !isJoined(start - 1),
            let second = number(at: first.end + 1), second.isArabic, second.digits <= 2, text[second.end] == separator,
            let third = number(at: second.end + 1), third.isArabic, third.digits <= 4, !isLetterOrDigit(text[third.end])
        else { return nil }
        if first.digits == 4, (1...12).contains(second.value), (1...31).contains(third.value), third.digits <= 2 {
            return withClock(expression(start..<third.end, year: first.value, month: second.value, day: third.value))
        }
        if third.digits == 4, first.digits <= 2, separator == 0x2F {
            return withClock(expression(start..<third.end, year: third.value, month: first.value, day: second.value))
        }
        if first.digits <= 2, third.digits <= 2, separator != 0x2E, first.value <= 99, second.value <= 31, third.value <= 31 {
            return expression(start..<third.end)
        }
        return nil
    }

    // MARK: Clock

    private func withClock(_ date: CalendarExpression) -> CalendarExpression {
        var next = text.skippingBlanks(from: date.range.upperBound)
        for word in Self.dayParts where text.has(word, at: next) {
            next = text.skippingBlanks(from: next + word.count)
            break
        }
        guard let hour = number(at: next) else { return date }
        var result = date
        if let clock = colonClock(at: next, hour) {
            result.range = date.range.lowerBound..<clock.range.upperBound
        } else {
            let mark = text.skippingBlanks(from: hour.end)
            if text[mark] == 0x70B9 || text[mark] == 0x65F6, let clock = clock(hour, from: next, at: mark) {
                result.range = date.range.lowerBound..<clock.range.upperBound
            }
        }
        return result
    }

    private func colonClock(at start: Int, _ hour: Number) -> CalendarExpression? {
        guard text[hour.end] == 0x3A, hour.digits <= 2, hour.value <= 24, !isJoined(start - 1), let minute = number(at: hour.end + 1),
            minute.isArabic, minute.digits == 2, minute.value < 60
        else { return nil }
        var end = minute.end
        if text[end] == 0x3A, let second = number(at: end + 1), second.isArabic, second.digits == 2 { end = second.end }
        var result = expression(start..<end)
        result.isClock = true
        return result
    }

    private func clock(_ hour: Number, from start: Int, at mark: Int) -> CalendarExpression? {
        guard hour.value <= 24, hour.digits <= 2 else { return nil }
        var end = mark + 1
        if text[mark] == 0x70B9, !isClockContext(start, end) { return nil }
        if text[mark] == 0x65F6, text[end] == 0x95F4 || text[end] == 0x4EE3 || text[end] == 0x671F { return nil }
        if text[end] == 0x949F || text[end] == 0x6574 || text[end] == 0x534A || text[end] == 0x8BB8 {
            end += 1
        } else if let minute = number(at: text.skippingBlanks(from: end)), minute.value < 60 {
            let after = text.skippingBlanks(from: minute.end)
            if text[after] == 0x5206 || text[after] == 0x523B { end = after + 1 }
            if text[end] == 0x949F { end += 1 }
        }
        var result = expression(start..<end)
        result.isClock = true
        return result
    }

    /// 点 is also a decimal point, a place and a piece of advice: a clock time has something of the day beside it.
    private func isClockContext(_ start: Int, _ end: Int) -> Bool {
        for word in Self.dayParts where text.has(word, before: start) { return true }
        switch text[end] {
        case 0x949F, 0x6574, 0x534A, 0x8BB8, 0x81F3, 0x5230, 0x2D, 0x524D, 0x540E, 0x591A, 0x5DE6: return true
        default: break
        }
        if let minute = number(at: end), text[minute.end] == 0x5206 || text[minute.end] == 0x523B { return true }
        let before = text[start - 1]
        return before == 0x81F3 || before == 0x5230 || before == 0x4ECE || before == 0x2D || before == 0x65E5 || before == 0x5929
            || before == 0x665A || before == 0x65E9 || before == 0x5348 || before == 0x6668
    }

    // MARK: Lunar dates, decades, what continues a date before it

    private func lunar(at start: Int) -> CalendarExpression? {
        guard Self.lunarBeginnings.contains(text[start]) else { return nil }
        var next = start
        var found = false
        for word in Self.lunarWords where text.has(word, at: next) {
            next += word.count
            found = true
            break
        }
        guard found else { return nil }
        for word in Self.lunarWords where text.has(word, at: next) {
            next += word.count
            break
        }
        if text[next] == 0x521D { next += 1 }
        if let day = number(at: next), (1...31).contains(day.value) {
            next = day.end
            if text[next] == 0x65E5 || text[next] == 0x53F7 { next += 1 }
        }
        return expression(start..<next)
    }

    private func decades(from position: Int) -> Int {
        if let number = number(at: position), text.has(Self.decade, at: number.end) { return number.end + 2 }
        return position
    }

    /// `至12日`, `到20日`: covered by `day`; `四到六点`: a clock range whose first end has no mark.
    private func continuation(_ first: Number, from start: Int) -> CalendarExpression? {
        guard let upperStart = RangeConnector.end(text, at: first.end), let upper = number(at: upperStart), upper.digits <= 2 else {
            return nil
        }
        let mark = text.skippingBlanks(from: upper.end)
        switch text[mark] {
        case 0x70B9, 0x65F6:
            guard first.value <= 24, let clock = clock(upper, from: upperStart, at: mark) else { return nil }
            return expression(start..<clock.range.upperBound)
        case 0x6708 where (1...12).contains(first.value) && (1...12).contains(upper.value):
            return expression(start..<mark + 1)
        case 0x65E5 where (1...31).contains(first.value):
            return isSpanOfDays(before: start) ? nil : expression(start..<mark + 1)
        default: return nil
        }
    }

    // MARK: Pieces

    private func expression(_ range: Range<Int>, year: Int? = nil, month: Int? = nil, day: Int? = nil) -> CalendarExpression {
        CalendarExpression(range: range, year: year, month: month, day: day)
    }

    /// A small whole number in Arabic or Chinese digits; `digits` counts a digit string (二零二零 has four).
    private func number(at position: Int) -> Number? {
        if ScalarClass.digit(text[position]) != nil {
            var value = 0
            var end = position
            while let digit = ScalarClass.digit(text[end]), end - position < 6 {
                value = value * 10 + digit
                end += 1
            }
            return ScalarClass.digit(text[end]) == nil ? Number(value: value, end: end, digits: end - position, isArabic: true) : nil
        }
        switch NumeralCharacter.of(text[position]) {
        case .digit, .small, .tens: break
        default: return nil
        }
        guard let numeral = NumeralScanner.scan(text, at: position), !numeral.isVague, numeral.multiplier < 4,
            let value = numeral.value?.integer,
            value < 10_000, value >= 0
        else { return nil }
        return Number(
            value: value, end: numeral.end, digits: numeral.multiplier > 0 ? (numeral.multiplier == 3 ? 4 : 2) : numeral.plainDigits,
            isArabic: false)
    }

    private func isReign(before start: Int) -> Bool {
        for word in Self.reigns where text.has(word, before: start) { return true }
        return false
    }

    private func isJoined(_ position: Int) -> Bool {
        let c = text[position]
        return isLetterOrDigit(c) || c == 0x2D || c == 0x2F || c == 0x2E
    }

    private func isLetterOrDigit(_ c: UInt32) -> Bool { ScalarClass.digit(c) != nil || ScalarClass.isLatin(c) }

    /// Whether what follows a bare day makes it a count after all (1月3人).
    private func isUnitLike(_ position: Int) -> Bool { lexicon.measure(text, at: text.skippingBlanks(from: position)) != nil }

    private static let century = scalarWords("世纪")[0]
    private static let decade = scalarWords("年代")[0]
    private static let quarter = scalarWords("季度")[0]
    private static let spanWords = scalarWords("连续 近 连 前后 为期 历时 整整 长达 多达 达 了 约 的 最近 过去 隔离 未来 后 前")
    private static let dayParts = scalarWords("凌晨 早上 早晨 清晨 上午 中午 下午 傍晚 晚上 夜间 深夜 午夜 夜里 早 晚 晨 当晚 今晚 今晨 昨晚 明晚 早间 晚间")
    private static let lunarWords = scalarWords("农历 阴历 正月 腊月 冬月 大年 年三十 除夕")
    private static let lunarBeginnings = ScalarSet(lunarWords.map { $0[0] })
    private static let reigns = scalarWords("康熙 雍正 乾隆 嘉庆 道光 咸丰 同治 光绪 宣统 民国 顺治 神龙 贞观 开元 洪武 永乐 万历 崇祯 昭和 平成 令和")
}
