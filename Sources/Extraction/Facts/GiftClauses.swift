/// The subject of a clause: who does what it says.
struct ClauseSubject: Sendable {
    /// The tokens of the subject's noun phrase.
    var tokens: Range<Int>
    /// Persons named in it, as tokens.
    var persons: [Int] = []
    /// The subject is only a pronoun, or was carried over from an earlier clause.
    var isCarried = false
}

/// A stretch of a sentence between commas, with the subject that holds in it.
struct GiftClause: Sendable {
    var tokens: Range<Int>
    var subject: ClauseSubject?
    /// The clause has a subject of its own.
    var hasOwnSubject = false
    /// Where the subject ends and the predicate begins.
    var predicate: Int
    /// Nothing but a noun phrase: an apposition or a member of a list.
    var isNounPhrase = false
}

/// Cuts a sentence into clauses and finds the subject of each; one that has none keeps that of the clause before it.
struct GiftClauses {
    private let reading: SentenceReading
    private let lexicon: FactLexicon

    init(_ reading: SentenceReading, lexicon: FactLexicon) {
        self.reading = reading
        self.lexicon = lexicon
    }

    /// - Parameter carried: the subject of the sentence before, for one that begins with a pronoun or a verb.
    func clauses() -> [GiftClause] {
        var result: [GiftClause] = []
        var start = 0
        var subject: ClauseSubject?
        for index in 0...reading.tokens.count {
            guard reading.isClauseEnd(index) else { continue }
            if index > start {
                var clause = GiftClause(tokens: start..<index, subject: nil, predicate: start)
                if let own = self.subject(in: start..<index, predicate: &clause.predicate) {
                    clause.isNounPhrase = clause.predicate >= index
                    clause.hasOwnSubject = true
                    var merged = own
                    // 甲,某店店主,为…: a noun phrase behind a noun phrase adds its persons or explains the one before.
                    if let before = result.last, before.isNounPhrase, let earlier = before.subject, !earlier.persons.isEmpty,
                        earlier.persons.count < 20
                    {
                        merged.persons = earlier.persons + own.persons
                        merged.tokens = earlier.tokens.lowerBound..<own.tokens.upperBound
                    }
                    subject = merged
                }
                clause.subject = subject
                if !clause.hasOwnSubject { clause.subject?.isCarried = true }
                result.append(clause)
            }
            if reading.single(index) == 0x3B || reading.single(index) == 0x3002 { subject = nil }
            start = index + 1
        }
        return result
    }

    /// The noun phrase at the beginning of a clause.
    private func subject(in range: Range<Int>, predicate: inout Int) -> ClauseSubject? {
        // 【记者某某报道】, 新华社北京3月4日电: what opens a report is no subject.
        var index =
            max(
                (range.last { reading.single($0) == 0x3011 || (reading.single($0) == 0x7535 && reading.tag($0 - 1) == .date) }).map {
                    $0 + 1
                }
                    ?? range.lowerBound, endOfByline(range) ?? range.lowerBound)
        skipping: while index < range.upperBound {
            if reading.isWord(index, Self.objectMarkers) { return nil }
            switch reading.tag(index) {
            case .date, .adverb, .conjunction, .time: index += 1
            case .punctuation, .bracket: index += 1
            case .preposition:
                guard let end = endOfAdverbial(index, range.upperBound) else { break skipping }
                index = end
            default:
                if reading.isWord(index, Self.openers) {
                    index += 1
                } else if reading.single(index) == 0x6709, reading.isDe(index + 1) {
                    index += 2  // 有的居民
                } else if reading.isWord(index, Self.adverbials), let end = endOfAdverbial(index, range.upperBound) {
                    index = end
                } else {
                    break skipping
                }
            }
        }
        let start = index
        var end = start
        var persons: [Int] = []
        collecting: while index < range.upperBound {
            switch reading.tag(index) {
            case .person:
                persons.append(index)
                index += 1
                if reading.isWord(index, Self.couples) { index += 1 }
                end = index
            case .noun, .properNoun, .abbreviation, .organisationName, .placeName, .personName, .area, .organisation, .quoted, .latin,
                .suffix, .verbalNoun,
                .unknown, .place:
                if isTrigger(index) || reading.isWord(index, Self.entrusting) { break collecting }
                index += 1
                end = index
            case .quantity, .modifier, .adjective, .bracket, .pronoun, .idiom, .numeral, .measure:
                if reading.isWord(index, Self.pronouns) { break collecting }
                index += 1
                if reading.tag(index - 1) == .quantity || reading.isWord(index - 1, Self.circles) || reading.tag(index - 1) == .idiom {
                    end = index
                }
            case .punctuation, .conjunction:
                guard reading.isListJoint(index), end > start else { break collecting }
                index += 1
            case .particle:
                if reading.isDe(index) {
                    index += 1
                } else if reading.single(index) == 0x7B49 {
                    index += 1
                    end = index
                } else if reading.single(index) == 0x4EEC {
                    index += 1
                    end = index
                } else {
                    break collecting
                }
            case .verb, .preposition, .adverb, .direction, .date, .time, .other:
                if reading.isListJoint(index), end > start {
                    index += 1
                    continue
                }
                if end > start, isInsideName(index, range.upperBound) {
                    index += 1
                    continue
                }
                guard
                    end == start || isName(end - 1) || reading.tag(end - 1) == .quantity
                        || (end == start + 1 && reading.tokens[start].count == 1) || reading.isWord(end - 1, Self.seats), !isTrigger(index),
                    let de = relativeEnd(index, range.upperBound)
                else {
                    break collecting
                }
                index = de + 1
            default: break collecting
            }
        }
        end = endOfUnlistedName(end, range.upperBound)
        if let existing = existing(from: start, end, range.upperBound) {
            predicate = existing.upperBound
            return ClauseSubject(tokens: existing, persons: [])
        }
        // 138名村民两天时间
        while end > start + 1, reading.isWord(end - 1, Self.spans) || isDuration(end - 1) { end -= 1 }
        // 李某某出资3000元购买…
        if isMeasurement(end - 1), reading.quantities[Int(reading.tokens[end - 1].reference)].isMoney, end > start + 1 {
            end -= 1
            while end > start + 1, reading.tag(end - 1) == .verbalNoun || reading.isWord(end - 1, Self.byOneself) { end -= 1 }
        }
        while end > start + 1, reading.isWord(end - 1, Self.manners) { end -= 1 }
        // 10天下来: a time that passed gives nothing.
        if end > start, isDuration(start), persons.isEmpty { return nil }
        guard end > start, reading.tag(end - 1) != .adjective, !reading.isWord(end - 1, Self.notGivers),
            !isMeasurement(end - 1) || !persons.isEmpty
        else { return nil }
        predicate = end
        return ClauseSubject(tokens: start..<end, persons: persons)
    }

    /// 本报讯(记者 张三 通讯员 李四)某公司…: behind the bracket that names who writes.
    private func endOfByline(_ range: Range<Int>) -> Int? {
        guard range.lowerBound < 40 else { return nil }
        var open: Int?
        var isByline = false
        for index in range.prefix(24) {
            switch reading.single(index) {
            case 0x28: (open, isByline) = (index, false)
            case 0x29: if open != nil, isByline { return index + 1 }
            default:
                if reading.isWord(index, Self.writers) { isByline = true }
                if reading.tag(index) == .bracket, reading.text.has(Self.writers[0], at: reading.tokens[index].start + 1) {
                    return index + 1
                }
            }
        }
        return nil
    }

    private static let writers = scalarWords("记者 通讯员")

    /// 全国已有7901万名党员自愿捐款: who exists is who acts.
    private func existing(from start: Int, _ end: Int, _ limit: Int) -> Range<Int>? {
        var index = end
        while index < limit, reading.tag(index) == .adverb { index += 1 }
        guard index < limit, reading.isWord(index, Self.existence), reading.tag(index + 1) == .quantity, index + 1 < limit else {
            return nil
        }
        var last = index + 2
        while last < limit, [.noun, .modifier, .abbreviation, .properNoun, .adjective].contains(reading.tag(last)), !isTrigger(last) {
            last += 1
        }
        return index + 1..<last
    }

    private func isDuration(_ index: Int) -> Bool {
        reading.tag(index) == .quantity && reading.quantities[Int(reading.tokens[index].reference)].dimension == "duration"
    }

    /// 牧民恰丽帕努尔向…: behind a word for a role a name goes on to the next marker, though no list knows it.
    private func endOfUnlistedName(_ end: Int, _ limit: Int) -> Int {
        guard end > 0, reading.isWord(end - 1, DonationRows.roles) else { return end }
        var index = end
        while index < limit, index - end < 7, reading.tokens[index].count == 1, index == end || !reading.isWord(index, Self.objectMarkers),
            reading.tag(index) != .punctuation, reading.tag(index) != .quantity, !reading.isDe(index)
        {
            index += 1
        }
        let isMarked = index < limit && (reading.isWord(index, Self.objectMarkers) || isTrigger(index))
        return isMarked && index - end >= 2 ? index : end
    }

    /// 驱车300公里: a phrase that ends in a number of things names nobody.
    private func isMeasurement(_ index: Int) -> Bool {
        guard reading.tag(index) == .quantity else { return false }
        let dimension = reading.quantities[Int(reading.tokens[index].reference)].dimension
        return dimension != "person" && dimension != "count"
    }

    private func isName(_ index: Int) -> Bool {
        switch reading.tag(index) {
        case .area, .organisation: return true
        default: return false
        }
    }

    /// 劳动就业服务中心: a verb inside the name of a body.
    private func isInsideName(_ index: Int, _ limit: Int) -> Bool {
        guard reading.tag(index) == .verb, index + 1 < limit, !isTrigger(index),
            reading.tag(index - 1) == .noun || reading.tag(index - 1) == .verbalNoun
        else { return false }
        let token = reading.tokens[index + 1]
        guard reading.tag(index + 1) == .noun,
            let match = lexicon.bodies.longestReversedMatch(in: reading.text.text, endingAt: token.end, start: token.start)
        else { return false }
        let kind = lexicon.bodyEntries[Int(match.value)].donor
        return kind != "person" && kind != "group" && match.length == token.count
    }

    /// 身在外的, 奋战在一线的: a clause before a noun ends in 的 with a noun behind it.
    private func relativeEnd(_ index: Int, _ limit: Int) -> Int? {
        var at = index
        while at < limit, at - index <= 8 {
            if isTrigger(at) || reading.isWord(at, Self.objectMarkers) { return nil }
            if reading.isDe(at) {
                switch reading.tag(at + 1) {
                case .noun, .person, .area, .organisation, .modifier, .abbreviation, .organisationName, .properNoun: return at
                default: return nil
                }
            }
            switch reading.tag(at) {
            case .preposition where at > index + 3: return nil
            default: break
            }
            at += 1
        }
        return nil
    }

    /// 在…协调下, 从2月14日起, 为…: the end of an adverbial phrase, or nil where the rest of the clause is the phrase.
    private func endOfAdverbial(_ index: Int, _ limit: Int) -> Int? {
        guard reading.isWord(index, Self.adverbials) else { return nil }
        var at = index + 1
        while at < limit {
            if isTrigger(at) { return nil }
            switch reading.single(at) {
            case 0x4E0B, 0x4E2D, 0x91CC, 0x8D77, 0x540E, 0x65F6, 0x4E0A, 0x5185, 0x524D, 0x4EE5: return at + 1
            default: break
            }
            if reading.isWord(at, Self.adverbialEnds) { return at + 1 }
            at += 1
        }
        return limit
    }

    func isTrigger(_ index: Int) -> Bool {
        guard reading.tokens.indices.contains(index) else { return false }
        return lexicon.giftVerbs.value(of: reading.text.text[reading.tokens[index].range]) != nil && reading.tokens[index].count > 1
    }

    private static let manners = scalarWords("现场 当场 集体 当日 一次性 带头 率先 每天 每晚 每日 两天 当晚 连夜")
    private static let seats = scalarWords("总部 同村 祖籍 老家 原籍 家 现年")
    static let couples = scalarWords("夫妇 夫妻 一家 全家 兄弟 姐妹 父子 母女 父女 母子 一行 一家人 夫妻俩 等人")
    private static let entrusting = scalarWords("委托 转托")
    private static let circles = scalarWords("各界 各方")
    private static let objectMarkers = scalarWords("将 把 向 为 给 由 被 让 使 为了 对 以 委托 透过 通过")
    /// 等人, 一行: others who came along and are not part of the name.
    static let followers = scalarWords("等人 一行")
    private static let byOneself = scalarWords("个人 自己 自家")
    private static let spans = scalarWords("时间 内")
    private static let existence = scalarWords("有 共有 已有")
    private static let notGivers = scalarWords(
        "时间 时候 期间 时刻 疫情 情况 同时 方面 关键时刻 消息 形势 任务 一线 困难 条件 原因 腿脚 身体 双手 家里 心里 数据 账本 名单 统计 每天 当天 晚上 早上 上午 下午")
    private static let pronouns = scalarWords("他 她 他们 她们 我 我们 大家 其 自己 它 这 那 该")
    private static let openers = scalarWords(
        "并 还 又 也 再 则 而 但 同时 此外 另外 随后 近日 连日来 目前 截至目前 据悉 据了解 据介绍 疫情发生后 疫情发生以来 当天 当日 更 更是 是 都 均 有的 得知 见状 其中")
    private static let adverbials = scalarWords("透过 在 从 自 自从 于 经 经过 通过 当 按照 根据 针对 面对 截至 截止 随着 得知 为了 了解到 听说 看到")
    private static let adverbialEnds = scalarWords("之下 以来 之后 期间 之际 之中 之前 以后 的时候 协调下 带领下")
}
