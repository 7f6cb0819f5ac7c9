/// Finds who receives a gift: 向X, 为X, 给X before the verb, 给X or 到X behind it, 到X in a clause before.
struct GiftRecipients {
    private let reading: SentenceReading
    private let lexicon: FactLexicon

    init(_ reading: SentenceReading, lexicon: FactLexicon) {
        self.reading = reading
        self.lexicon = lexicon
    }

    /// The tokens that name the receiver of the verb at `token`.
    func recipient(_ token: Int, _ clause: GiftClause, region: Range<Int>) -> Range<Int>? {
        if let before = before(token, clause) { return before }
        if let behind = behind(token, clause) { return behind }
        return visited(token, clause)
    }

    private func before(_ token: Int, _ clause: GiftClause) -> Range<Int>? {
        var index = token - 1
        while index >= max(clause.tokens.lowerBound, token - Self.reach) {
            if reading.isWord(index, Self.markers) {
                var end = index + 1
                while end < token, !isGiftVerb(end) { end += 1 }
                let phrase = trimmed(index + 1..<end)
                if let phrase, isReceiver(phrase) { return phrase }
            }
            index -= 1
        }
        return nil
    }

    private func behind(_ token: Int, _ clause: GiftClause) -> Range<Int>? {
        var start: Int?
        var lastScalar = reading.tokens[token].end - 1
        if reading.tokens[token].count > 2, reading.text[lastScalar] == 0x4E86 { lastScalar -= 1 }
        let last = reading.text[lastScalar]
        switch last {
        case 0x7ED9, 0x5230, 0x5F80, 0x81F3, 0x8FBE: start = token + 1  // 给 到 往 至 达
        default:
            // 驰援湖北, 资助县人民医院: the verb's own object receives.
            if reading.isWord(token, Self.aiding) {
                switch reading.tag(token + 1) {
                case .area, .organisation, .placeName: start = token + 1
                default: break
                }
            }
        }
        if start == nil {
            var index = token + 1
            while index < min(clause.tokens.upperBound, token + 24) {
                if reading.isWord(index, Self.behindMarkers) {
                    start = index + 1
                    break
                }
                index += 1
            }
        }
        guard var start, start < clause.tokens.upperBound else { return nil }
        while reading.isWord(start, Self.aspect) { start += 1 }
        // What is given may stand behind the receiver: 捐给社区口罩500个.
        var end = start
        while end < min(clause.tokens.upperBound, start + Self.reach), reading.tag(end) != .quantity || isReceiverCount(end) {
            if reading.tag(end) == .verb || reading.tag(end) == .adverb, end > start, !hasDe(end, clause.tokens.upperBound) { break }
            end += 1
        }
        if end < clause.tokens.upperBound, reading.tag(end) == .quantity, end > start + 1 {
            end = itemStart(before: end, floor: start)
        }
        // 给值守人员当“辛苦费”: what it is meant for.
        if let purpose = (start..<end).first(where: { $0 > start && reading.isWord($0, Self.purposes) }) { end = purpose }
        while end > start, reading.isWord(end - 1, Self.tails) { end -= 1 }
        return trimmed(start..<end)
    }

    /// 送到14个街道: a quantity that counts receivers.
    private func isReceiverCount(_ token: Int) -> Bool {
        let quantity = reading.quantities[Int(reading.tokens[token].reference)]
        return quantity.dimension == "person"
            || (quantity.dimension == "count" && reading.tag(token + 1) == .noun
                && lexicon.bodies.longestReversedMatch(
                    in: reading.text.text, endingAt: reading.tokens[token + 1].end, start: reading.tokens[token + 1].start) != nil)
    }

    private func itemStart(before quantity: Int, floor: Int) -> Int {
        let token = reading.tokens[quantity - 1]
        if lexicon.items.longestReversedMatch(in: reading.text.text, endingAt: token.end, start: token.start) != nil { return quantity - 1 }
        return quantity
    }

    private func hasDe(_ index: Int, _ limit: Int) -> Bool {
        var at = index
        while at < min(limit, index + 8) {
            if reading.isDe(at) { return at + 1 < limit }
            at += 1
        }
        return false
    }

    /// 到龙湖派出所及防疫卡点,看望慰问…并送去: the place gone to in the clauses before.
    private func visited(_ token: Int, _ clause: GiftClause) -> Range<Int>? {
        var index = token - 1
        while index >= max(0, token - Self.reach) {
            let single = reading.single(index)
            if single == 0x3B || single == 0x3002 { return nil }
            if reading.isWord(index, Self.visits) {
                var end = index + 1
                while end < token, !reading.isClauseEnd(end), reading.tag(end) != .verb { end += 1 }
                if let phrase = trimmed(index + 1..<end), isReceiver(phrase, named: true) { return phrase }
                return nil
            }
            if reading.isWord(index, Self.meetings), let with = withPhrase(before: index) { return with }
            index -= 1
        }
        return nil
    }

    /// 与14个街道对接.
    private func withPhrase(before index: Int) -> Range<Int>? {
        var at = index - 1
        while at >= 0, index - at < 8, !reading.isClauseEnd(at) {
            if reading.single(at) == 0x4E0E || reading.single(at) == 0x548C { return at + 1 < index ? at + 1..<index : nil }
            at -= 1
        }
        return nil
    }

    private func isGiftVerb(_ index: Int) -> Bool {
        reading.tokens[index].count > 1 && lexicon.giftVerbs.value(of: reading.text.text[reading.tokens[index].range]) != nil
    }

    /// A noun phrase without what leads up to it (奋战在一线的…) and without adverbs behind it.
    private func trimmed(_ tokens: Range<Int>) -> Range<Int>? {
        var start = tokens.lowerBound
        var end = tokens.upperBound
        while end > start + 1, isTail(end - 1) { end -= 1 }
        // A clause before the noun is left out, the owner of a place is kept.
        for index in start..<end where reading.isDe(index) && index + 1 < end { start = index + 1 }
        if start < end, let etc = (start..<end).first(where: { reading.single($0) == 0x7B49 }) { end = etc }
        while end > start + 1, reading.single(end - 1) == 0x5404 { end -= 1 }
        // 甲医院、乙医院两家单位: the words that sum the list up.
        if let sum = (start..<end).first(where: { reading.tag($0) == .quantity && $0 > start && reading.tag($0 - 1) == .organisation }) {
            end = sum
        }
        guard start < end, end - start > 1 || !isTail(start) || reading.tokens[start].count > 1 else { return nil }
        return start..<end
    }

    private func isTail(_ index: Int) -> Bool {
        switch reading.tag(index) {
        case .adverb, .verb, .preposition, .particle, .punctuation, .conjunction: return true
        case .pronoun: return false
        default: return reading.isWord(index, Self.tails)
        }
    }

    /// Somebody or some place, and no purpose (为打赢疫情防控阻击战).
    func isReceiver(_ tokens: Range<Int>, named: Bool = false) -> Bool {
        if tokens.isEmpty { return false }
        for index in tokens {
            switch reading.tag(index) {
            case .area, .organisation, .person: return true
            default: break
            }
        }
        let last = reading.tokens[tokens.upperBound - 1]
        if lexicon.bodies.longestReversedMatch(in: reading.text.text, endingAt: last.end, start: reading.tokens[tokens.lowerBound].start)
            != nil
        {
            return true
        }
        if lexicon.items.longestReversedMatch(in: reading.text.text, endingAt: last.end, start: last.start) != nil { return false }
        if named { return false }
        switch reading.tag(tokens.lowerBound) {
        case .noun, .abbreviation, .placeName, .organisationName, .pronoun, .quantity, .properNoun: return tokens.count <= 4
        default: return false
        }
    }

    /// How many tokens back a receiver may stand.
    private static let reach = 60
    private static let markers = scalarWords("向 为 给 对 替")
    private static let behindMarkers = scalarWords("予 给予 给 到 至 送给 送到 送往 赠给 捐给 交给 用于支援 支援")
    private static let tails = scalarWords(
        "用于 表达 献 上 去 里 中 处 手中 手里 心意 各 分别 共 累计 一次性 免费 无偿 全部 纷纷 陆续 共同 再次 先后 定向 每家 各家 每户 每人 每个 每村 率先 紧急 连夜 主动 自愿 专门 慷慨")
    private static let aiding = scalarWords("驰援 支援 援助 资助 捐助 慰问 看望 帮扶 驰援了 支援了 资助了")
    private static let purposes = scalarWords("当 作 作为 做 用作 当作 用于 用来 购买 添置 采购")
    private static let aspect = scalarWords("了 过 着")
    private static let visits = scalarWords("到 前往 来到 赶到 走进 深入 赶赴 奔赴")
    private static let meetings = scalarWords("对接")
}
