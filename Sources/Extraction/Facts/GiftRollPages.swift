/// A roll of givers that goes on over sentences: behind `;`, or line by line under a heading such as 爱心榜.
struct OpenRoll {
    /// The entries stand on lines of their own; else between semicolons.
    private var isPage: Bool
    /// Lines without an entry since the last one.
    private var misses = 0
    private var hasEntries = false
    private var recipient: Range<Int>?
    private var recipientSource: SentenceReading?
    /// The sentence before ended with a semicolon.
    private var goesOn = true

    /// How many lines may stand between the heading and the entries, or between entries.
    private static let patience = 3
    /// The most words of a line of entries.
    private static let longestLine = 1_500

    private init(isPage: Bool) { self.isPage = isPage }

    /// The roll that a sentence opens, or keeps open.
    /// - Parameters:
    ///   - acts: what the sentence's own verbs of giving made.
    ///   - open: the roll that was open before it.
    ///   - gathered: the gifts that a body has gathered, told in the same paragraph.
    ///   - readings: the sentences before.
    static func after(
        _ reading: SentenceReading, _ acts: [GiftAct], open: OpenRoll?, gathered: () -> GiftAct?, readings: [SentenceReading],
        lexicon: FactLexicon
    ) -> OpenRoll? {
        if open?.isPage != true, let last = reading.tokens.indices.last, reading.single(last) == 0x3B || reading.single(last) == 0x3A {
            if let entry = acts.last(where: { $0.isListed && $0.reading >= 0 }) {
                var roll = OpenRoll(isPage: false)
                (roll.recipient, roll.recipientSource) = (entry.recipient, entry.recipientSource ?? reading)
                return roll
            }
        }
        if isHeading(reading) || isShortHeading(reading) {
            var roll = OpenRoll(isPage: true)
            // 某某县红十字会接收社会捐赠公示: who got what the lines list.
            if let body = receiver(of: reading) {
                (roll.recipient, roll.recipientSource) = (body..<body + 1, reading)
            } else if let open, open.isPage {
                (roll.recipient, roll.recipientSource) = (open.recipient, open.recipientSource)
            }
            return roll
        }
        // 现将本期情况公布如下:
        if announces(reading), let gathered = gathered() {
            var roll = OpenRoll(isPage: true)
            (roll.recipient, roll.recipientSource) = (gathered.recipient, gathered.recipientSource ?? readings[gathered.reading])
            return roll
        }
        return open
    }

    /// The body in front of a verb of getting in a heading.
    private static func receiver(of reading: SentenceReading) -> Int? {
        guard
            let verb = reading.tokens.indices.prefix(10).first(where: { token in
                getting.contains { reading.text.has($0, at: reading.tokens[token].start) }
            })
        else { return nil }
        return (0..<verb).last { reading.tag($0) == .organisation }
    }

    private static let getting = scalarWords("接收 接受 收到 受赠")
    /// The sentence ends with 如下 and a colon.
    private static func announces(_ reading: SentenceReading) -> Bool {
        let range = reading.text.start..<reading.text.end
        guard range.count > 4, reading.text[range.upperBound - 1] == 0x3A else { return false }
        return below.contains { reading.text.has($0, at: range.upperBound - 1 - $0.count) }
    }

    private static let below = scalarWords("如下 下列")

    /// 爱心榜, 捐款名单: such a word, with what is given or 爱心 beside it.
    private static func isHeading(_ reading: SentenceReading) -> Bool {
        let range = reading.text.start..<min(reading.text.end, reading.text.start + 120)
        guard range.count >= 3 else { return false }
        return reading.text.text.withUnsafeBufferPointer { text in
            for position in range.lowerBound + 1..<range.upperBound {
                switch text[position] {
                case 0x699C: break  // 榜
                case 0x5355 where text[position - 1] == 0x540D: break  // 名单
                case 0x7EC6 where text[position - 1] == 0x660E: break  // 明细
                case 0x793A where text[position - 1] == 0x516C: break  // 公示
                case 0x5F55 where text[position - 1] == 0x540D: break  // 名录
                default: continue
                }
                for before in max(range.lowerBound, position - 9)..<position {
                    switch text[before] {
                    case 0x6350, 0x8D60, 0x7231, 0x5584: return true  // 捐 赠 爱 善
                    default: break
                    }
                }
            }
            return false
        }
    }

    /// 部分单位党员捐款数额, 党员捐赠物资: a short line without a number that ends in what was given.
    private static func isShortHeading(_ reading: SentenceReading) -> Bool {
        let range = reading.text.start..<reading.text.end
        guard range.count >= 4, range.count <= 26, reading.quantities.isEmpty,
            let subject = subjects.first(where: { reading.text.has($0, at: range.upperBound - $0.count) })
        else { return false }
        return range.dropLast(subject.count).contains { reading.text[$0] == 0x6350 || reading.text[$0] == 0x8D60 }  // 捐 赠
    }

    private static let subjects = scalarWords("数额 金额 物资 款物 一览 一览表 汇总 统计 明细 情况 善款 款项 清单 登记 台账")

    /// Hardly anything stands on the line beside the entries, and no word that says that no gift is made.
    private func isList(_ reading: SentenceReading, _ acts: [GiftAct], _ lexicon: FactLexicon) -> Bool {
        guard reading.tokens.count <= Self.longestLine else { return false }
        var rest = 0
        for index in reading.tokens.indices {
            let token = reading.tokens[index]
            if lexicon.giftBlocker(reading.text, token.range) != nil { return false }
            let isInside = acts.contains { act in
                act.donorTokens?.contains(index) ?? false || act.items.contains { $0.range.overlaps(token.range) }
            }
            if !isInside, token.tag != .organisation, token.tag != .bracket, token.tag != .punctuation, token.tag != .quantity,
                token.tag != .date
            {
                rest += token.count
            }
        }
        return rest <= 10
    }

    /// The acts of a sentence that has no verb of giving of its own.
    /// - Parameter figures: the figures of the sentence.
    /// - Returns: nil where the roll is over.
    mutating func acts(of reading: SentenceReading, index: Int, figures: [Figure], lexicon: FactLexicon) -> [GiftAct]? {
        guard isPage || goesOn else { return nil }
        var byToken: [Int: Figure] = [:]
        for figure in figures { byToken[figure.token] = figure }
        var acts = GiftRolls(reading, index: index, figures: byToken, lexicon: lexicon)
            .acts(in: 0..<reading.tokens.count, verb: 0, isPage: isPage, taken: [])
        if isPage, !acts.isEmpty, !isList(reading, acts, lexicon) { acts = [] }
        for act in acts.indices {
            acts[act].hasNoVerb = true
            if acts[act].recipient == nil { (acts[act].recipient, acts[act].recipientSource) = (recipient, recipientSource) }
        }
        goesOn = reading.tokens.indices.last.map { reading.single($0) == 0x3B } ?? false
        if acts.isEmpty {
            misses += 1
            // Running text behind the list ends it.
            if !isPage && misses > 1 || misses > Self.patience || hasEntries && reading.text.end - reading.text.start > 40 { return nil }
        } else {
            (misses, hasEntries) = (0, true)
        }
        return acts
    }
}
