/// A number with what the words around it say about its exactness: `近万`, `20余万`, `至少10`, `3至5`, `数千`, `60以下`.
package struct ApproximateNumber: Sendable {
    /// nil for a range, for a vague number and for one too large to be held exactly (then `isTooLarge`).
    package var value: ExactDecimal?
    package var low: ExactDecimal?
    package var high: ExactDecimal?
    package var qualifier = Qualifier.exact
    package var isTooLarge = false
    /// Where the wording begins, qualifiers to the left included.
    package var start: Int
    /// Where the digits begin and end.
    package var numeralStart: Int
    package var end: Int
    package var isRange = false
    package var numeral: Numeral

    /// Reads the number whose digits begin at `position`, with the words before and behind that qualify it.
    package static func read(_ text: ScalarWindow, at position: Int) -> ApproximateNumber? {
        NumeralScanner.scan(text, at: position).map { ApproximateNumber($0, qualifiedIn: text) }
    }

    /// A number of the text with the words before and behind that qualify it.
    init(_ numeral: Numeral, qualifiedIn text: ScalarWindow) {
        self.init(numeral, in: text)
        extendToRange(text)
        readSuffix(text)
        readPrefix(text)
    }

    private init(_ numeral: Numeral, in text: ScalarWindow) {
        self.numeral = numeral
        start = numeral.start
        numeralStart = numeral.start
        end = numeral.end
        isTooLarge = numeral.value == nil
        if numeral.isVague || numeral.isPair {
            low = numeral.value
            high = NumeralScanner.scan(text, at: numeral.start, bound: .high)?.value
            qualifier = numeral.isVague ? .several : .about
            isRange = numeral.isPair
        } else {
            value = numeral.value
            (low, high) = (value, value)
            if numeral.isMore { apply(.over) }
        }
    }

    /// Sets the qualifier and the bounds that go with it; a range and a vague number keep theirs.
    package mutating func apply(_ qualifier: Qualifier) {
        if isRange || self.qualifier == .several { return }
        self.qualifier = qualifier
        switch qualifier {
        case .exact: (low, high) = (value, value)
        case .over: (low, high) = (value, nil)
        case .nearly: (low, high) = (nil, value)
        case .about: (low, high) = (nil, nil)
        case .several: break
        }
    }

    /// Makes this the range from here to `upper`. A multiplier printed once holds for both ends (`两到三万`, `八百到九百亿`).
    package mutating func makeRange(to upper: ApproximateNumber) -> Bool {
        guard !isRange, !upper.isRange, var from = value, let to = upper.value else { return false }
        if numeral.multiplier < upper.numeral.multiplier, upper.numeral.multiplier >= 2, !from.isZero {
            let scaled = from.shifted(by: upper.numeral.multiplier)
            if ExactDecimal.compare(scaled, to) < 0 { from = scaled }
        } else if numeral.multiplier > 0, numeral.multiplier < 4, upper.numeral.multiplier >= 4 {
            let scaled = from.shifted(by: upper.numeral.multiplier)
            if ExactDecimal.compare(scaled, to) < 0 { from = scaled }
        }
        guard ExactDecimal.compare(from, to) < 0 else { return false }
        (low, high, value) = (from, to, nil)
        qualifier = .about
        isRange = true
        end = upper.end
        return true
    }

    private mutating func extendToRange(_ text: ScalarWindow) {
        guard !isRange, !numeral.isVague, value != nil else { return }
        guard let next = RangeConnector.end(text, at: end), !NumeralCharacter.isMore(text[next]) else { return }
        guard let upper = NumeralScanner.scan(text, at: next), !upper.isVague, !upper.isPair else { return }
        if ScalarClass.digit(text[numeralStart]) != nil, upper.plainDigits > 9 { return }
        let other = ApproximateNumber(upper, in: text)
        _ = makeRange(to: other)
    }

    private mutating func readSuffix(_ text: ScalarWindow) {
        let next = text.skippingBlanks(from: end)
        if NumeralCharacter.isMore(text[next]), admitsMore(text, at: next) {
            apply(.over)
            end = next + 1
        } else if text[next] == 0x6765, value != nil, numeral.multiplier > 0, next == end, text[next + 1] != 0x81EA {
            // 十来个; 来自 is a word of its own.
            apply(.about)
            end = next + 1
        }
        if let suffix = QualifierWords.behind(text, at: end) {
            apply(suffix.qualifier)
            end = suffix.end
        }
    }

    /// 多 and 余 say "and more" behind tens and larger; behind a single digit they belong to the next word.
    private func admitsMore(_ text: ScalarWindow, at position: Int) -> Bool {
        if isRange { return false }
        if numeral.multiplier > 0 || numeral.isVague { return true }
        guard let value, let whole = value.integer else { return false }
        return whole >= 10 && whole % 10 == 0
    }

    private mutating func readPrefix(_ text: ScalarWindow) {
        guard let prefix = QualifierWords.before(text, at: numeralStart, bareMultiplier: numeral.isBareMultiplier) else { return }
        start = prefix.start
        // 至少九千…以上: the first word decides, unless the number is already bounded the same way.
        if qualifier == .exact || prefix.qualifier != .about { apply(prefix.qualifier) }
    }
}

/// The marks between the two ends of a range.
package enum RangeConnector {
    /// Where the second number would begin if a connector stands at `position`.
    package static func end(_ text: ScalarWindow, at position: Int) -> Int? {
        let at = text.skippingBlanks(from: position)
        switch text[at] {
        case 0x81F3, 0x5230:  // 至, 到
            return text.skippingBlanks(from: at + 1)
        case 0x2D, 0xFF0D, 0x2013, 0x2014, 0x2212, 0x7E, 0xFF5E, 0x301C:
            var next = at + 1
            if text[next] == text[at] && text[at] == 0x2014 { next += 1 }
            return text.skippingBlanks(from: next)
        default: return nil
        }
    }
}

/// The closed class of words that qualify a number.
package enum QualifierWords {
    private struct Entry {
        let word: [UInt32]
        let qualifier: Qualifier
        /// Characters that, standing before, make another word of it (最近, 节约).
        let unless: [UInt32]
    }

    private static func entries(_ words: String, _ qualifier: Qualifier, unless: String = "") -> [Entry] {
        scalarWords(words).map { Entry(word: $0, qualifier: qualifier, unless: unless.unicodeScalars.map(\.value)) }
    }

    /// Longer words first, so that 不超过 is not read as 超过.
    private static let prefixes: [Entry] =
        (entries("至少有 至少 起码有 起码 最少 不少于 不低于 不下 不下于 不小于 多于 高于 大于 超过了 超过 超出 突破 逾 超", .over, unless: "不反赶彩高")
        + entries("不超过 不多于 不高于 不大于 至多 最多 不到 不足 不满 未满 未达 少于 低于 小于 将近 接近 接近于 几乎 几近", .nearly)
        + entries("近", .nearly, unless: "最附就靠邻临亲远将接新凑贴走挨切")
        + entries("大约 大概 大致 约为 约有 约合 约计 约占 差不多", .about)
        + entries("约", .about, unless: "预节条签公违履合邀失制集契特履毁")).sorted { $0.word.count > $1.word.count }

    private static let suffixes: [Entry] =
        (entries("或者更多 或更多 或者以上 或以上 及以上 含以上 (含)以上 （含）以上 以上 开外 有余", .over)
        + entries("或者以下 或以下 及以下 (含)以下 （含）以下 以下 以内 之内", .nearly)
        + entries("左右 上下", .about)).sorted { $0.word.count > $1.word.count }

    private static let lastOfPrefixes = ScalarSet(prefixes.map { $0.word[$0.word.count - 1] })
    private static let firstOfSuffixes = ScalarSet(suffixes.map { $0.word[0] })

    /// 有, 了 and the like may stand between the word and the number (超过了80, 至少有10).
    private static let fillers: [UInt32] = scalarWords("有 了 为 达 到 是").map { $0[0] }

    package static func before(_ text: ScalarWindow, at position: Int, bareMultiplier: Bool) -> (qualifier: Qualifier, start: Int)? {
        var end = position
        while ScalarClass.isBlank(text[end - 1]) { end -= 1 }
        if let found = entry(text, endingAt: end) { return found }
        if bareMultiplier, text[end - 1] == 0x4E0A { return (.over, end - 1) }  // 上千
        if fillers.contains(text[end - 1]) { return entry(text, endingAt: end - 1) }
        return nil
    }

    private static func entry(_ text: ScalarWindow, endingAt end: Int) -> (qualifier: Qualifier, start: Int)? {
        let last = text[end - 1]
        guard last != 0, lastOfPrefixes.contains(last) else { return nil }
        for entry in prefixes where entry.word[entry.word.count - 1] == last && text.has(entry.word, before: end) {
            let start = end - entry.word.count
            if entry.unless.contains(text[start - 1]) { return nil }
            return (entry.qualifier, start)
        }
        return nil
    }

    package static func behind(_ text: ScalarWindow, at position: Int) -> (qualifier: Qualifier, end: Int)? {
        let start = text.skippingBlanks(from: position)
        guard firstOfSuffixes.contains(text[start]) else { return nil }
        for entry in suffixes where text.has(entry.word, at: start) {
            return (entry.qualifier, start + entry.word.count)
        }
        return nil
    }

    /// Where the qualifying word at `position` ends; for texts that consist of a number alone.
    static func endOfPrefix(_ text: ScalarWindow, at position: Int) -> Int? {
        for entry in prefixes where text.has(entry.word, at: position) { return position + entry.word.count }
        return fillers.contains(text[position]) || text[position] == 0x4E0A || text[position] == 0x5171 ? position + 1 : nil
    }
}
