/// Gifts that no verb of giving tells and their surroundings give away: 连夜缝了60双棉鞋垫,让女儿带给隔离病区的同事.
///
/// The rules for verbs know how givers, things and receivers stand around each. What people do with their goods is told with more verbs than
/// a lexicon holds, so a number of things that no rule has claimed is weighed by what stands around it.
struct ImpliedGifts {
    let rule: GiftRule
    var reading: SentenceReading { rule.reading }
    var lexicon: FactLexicon { rule.lexicon }

    init(_ rule: GiftRule) { self.rule = rule }

    /// Whether a sentence counts things at all.
    static func applies(to reading: SentenceReading, _ figures: [Figure]) -> Bool {
        figures.contains { countsThings(reading.quantities[$0.quantity]) }
    }

    private static func countsThings(_ quantity: Quantity) -> Bool {
        switch quantity.dimension {
        case "mass", "package", "volume": true
        case "count": !quantity.isOwnNoun && quantity.unit.map { !occasions.contains($0) } ?? false
        default: false
        }
    }

    /// The acts whose things none of the acts of the rules has.
    /// - Parameters:
    ///   - rejected: the verbs of giving that tell no gift, ascending.
    ///   - before: the last act of the sentence before and that sentence, where it is in the same paragraph.
    func acts(
        of figures: [Figure], beside told: [GiftAct], rejected: [RejectedVerb], after before: (act: GiftAct, reading: SentenceReading)?
    ) -> [GiftAct] {
        let taken = told.numbers
        let left = figures.filter { Self.countsThings(reading.quantities[$0.quantity]) && !taken.contains($0.quantity) }
        if left.isEmpty { return [] }
        let told = Told(told, rejected: rejected, rule)
        var result: [GiftAct] = []
        for figure in left {
            let quantity = reading.quantities[figure.quantity]
            guard !rule.reader.isPrice(figure.token), let number = rule.clause(of: figure.token), let item = item(of: figure, quantity),
                !told.names(item)
            else { continue }
            let clause = rule.clauses[number]
            guard !isSold(figure.token, clause), !isBought(figure.token), !told.denies(quantity, inClause: number),
                !isDivided(item, figure, told)
            else { continue }
            let odds = cues(of: figure, quantity, in: clause).odds
            guard odds > 0 else { continue }
            var act = act(item, at: figure.token, in: clause, odds)
            act.items[0].worth = worth(behind: figure.token, taken)
            if let last = result.last, isJoined(act, to: last) {
                // 车上装的是某合作社采收的白菜12吨、胡萝卜6000斤
                (act.donor, act.donorTokens, act.recipient) = (last.donor, last.donorTokens, act.recipient ?? last.recipient)
            }
            result.append(act)
        }
        if result.isEmpty { return [] }
        // 是侨亲方文彬的一份心意: who gave is what the sentence says of the things.
        var all = told.acts + result
        rule.addClefts(to: &all)
        result = all.filter { $0.impliedOdds != nil }
        if let before, pointsBack {
            for index in result.indices where result[index].donor == nil && result[index].donorTokens == nil {
                follow(before, &result[index])
            }
        }
        return result
    }

    /// What the rules have made of the sentence.
    private struct Told {
        let acts: [GiftAct]
        /// The scalars of things without a number.
        private var named: Set<Int> = []
        /// Where in a clause the first verb stands that tells no gift.
        private var denials: [Int: Int] = [:]
        /// By kind of thing, ascending.
        private(set) var parts: [String: [GiftItem]] = [:]

        init(_ acts: [GiftAct], rejected: [RejectedVerb], _ rule: GiftRule) {
            self.acts = acts
            for item in acts.flatMap(\.items) {
                if item.quantity == nil { named.formUnion(item.range) } else { parts[item.key, default: []].append(item) }
            }
            for key in parts.keys { parts[key]?.sort { $0.range.lowerBound < $1.range.lowerBound } }
            var number = 0
            for verb in rejected where verb.reason != .noObject {
                while number < rule.clauses.count, rule.end(of: rule.clauses[number]) <= verb.range.lowerBound { number += 1 }
                if denials[number] == nil { denials[number] = verb.range.upperBound }
            }
        }

        func names(_ item: GiftItem) -> Bool { item.range.contains { named.contains($0) } }

        /// 自己只留下20只, 用于购买防护服3100套: the clause's verb says what else is done with the things.
        func denies(_ quantity: Quantity, inClause number: Int) -> Bool {
            denials[number].map { $0 <= quantity.range.lowerBound } ?? false
        }
    }

    /// 60只口罩分成两份,40只留给民警,20只给了保洁员: the whole of what the rules have found, or how many parts there are.
    private func isDivided(_ item: GiftItem, _ figure: Figure, _ told: Told) -> Bool {
        if reading.isWord(figure.token - 1, Self.dividing) { return true }
        let whole = reading.quantities[figure.quantity]
        guard let value = whole.value, let parts = told.parts[item.key] else { return false }
        let end = whole.range.upperBound
        let first = parts.lastIndex(startingAtOrBefore: end - 1, start: { $0.range.lowerBound }).map { $0 + 1 } ?? 0
        var sum = ExactDecimal(0)
        for part in parts[first...].prefix(Self.mostParts) {
            guard let index = part.quantity, reading.quantities[index].unit == whole.unit, let share = reading.quantities[index].value,
                let next = sum.adding(share)
            else { continue }
            sum = next
        }
        return ExactDecimal.compare(value, sum) == 0
    }

    /// How many shares of a thing are added up.
    private static let mostParts = 8

    /// 这批, 这些: the sentence goes on with the things of the one before.
    private var pointsBack: Bool {
        reading.isWord(0, Self.theseThings) || reading.single(0) == 0x8FD9 && [0x6279, 0x4E9B].contains(reading.single(1))
    }

    /// 由3家企业筹集的防疫物资运抵街道。这批物资包括隔离衣2000件: given by whom and to whom the sentence before says.
    private func follow(_ before: (act: GiftAct, reading: SentenceReading), _ act: inout GiftAct) {
        let (told, source) = before
        if let tokens = told.donorTokens {
            act.donor = ClauseSubject(tokens: tokens, persons: tokens.filter { source.tag($0) == .person })
            act.donorSource = source
        } else {
            (act.donor, act.donorSource) = (told.donor, told.donorSource ?? source)
        }
        if act.recipient == nil { (act.recipient, act.recipientSource) = (told.recipient, told.recipientSource ?? source) }
    }

    /// 手里提着刚买的三斤青菜: what somebody has bought for himself, as nothing says that it went on.
    private func isBought(_ token: Int) -> Bool {
        reading.isDe(token - 1) && reading.isWord(token - 2, Self.purchases)
            && !(token..<min(reading.tokens.count, token + Self.reach)).contains { verb($0) == .deliver || verb($0) == .give }
    }

    private static let purchases = scalarWords("买 买来 购买 买到 买回 刚买")

    /// Sold, bought or reckoned, by what its clause says in front of the number.
    private func isSold(_ token: Int, _ clause: GiftClause) -> Bool {
        (max(clause.tokens.lowerBound, token - Self.reach)..<token).contains {
            isPrice($0) || blocker($0) == .sale || reading.isWord($0, Self.averages)
        }
    }

    /// The next member of a list of things.
    private func isJoined(_ act: GiftAct, to last: GiftAct) -> Bool {
        act.verb - last.verb <= Self.longestMember && !(last.verb..<act.verb).contains { reading.isClauseEnd($0) }
            && (last.verb..<act.verb).contains { reading.isListJoint($0) }
    }

    /// How many tokens a member of a list of things may have.
    private static let longestMember = 6
    /// How many tokens around a number speak for or against a gift: a bound, so that a sentence without end takes linear time.
    static let reach = 60

    // MARK: What is counted

    /// The thing that a number counts: its noun, the words beside it, or what the sentence has named last.
    private func item(of figure: Figure, _ quantity: Quantity) -> GiftItem? {
        if let noun = figure.noun, !noun.tokens.isEmpty {
            let words = withoutVerbs(noun.tokens)
            let known = rule.reader.described(words)
            // 92个村(社区), 6支突击队
            if !known.isListed, isBody(noun) || quantity.unit.map({ Self.buildings.contains($0) }) ?? false { return nil }
            if known.category == "mixed" { return nil }  // 提着20公斤物资
            return counted(words, figure, quantity)
        }
        if let unit = quantity.unit, Self.buildings.contains(unit) { return nil }
        guard let words = words(beside: figure.token) else {
            return named(before: figure.token)?.again(with: figure.quantity, at: quantity.range) ?? rule.earlierThing(figure.quantity)
        }
        return counted(words, figure, quantity)
    }

    private func counted(_ words: Range<Int>, _ figure: Figure, _ quantity: Quantity) -> GiftItem {
        let known = rule.reader.described(words)
        return GiftItem(
            text: known.text, key: known.key, category: known.category, noun: words, quantity: figure.quantity,
            range: rule.reader.hull(rule.reader.range(of: words), quantity.range))
    }

    /// 公司敬献口罩200摞, 两袋面粉塞上车: the noun alone.
    private func withoutVerbs(_ tokens: Range<Int>) -> Range<Int> {
        var words = tokens
        while words.count > 1, reading.tag(words.upperBound - 1) == .verb { words = words.dropLast() }
        let verb = words.last { reading.tag($0) == .verb && $0 > words.lowerBound }
        return verb.map { $0 + 1..<words.upperBound } ?? words
    }

    private func isBody(_ noun: CountedNoun) -> Bool {
        lexicon.giver(in: reading.text, noun.range) != nil
            || lexicon.partyNouns.longestReversedMatch(in: reading.text.text, endingAt: noun.range.upperBound, start: noun.range.lowerBound)
                != nil
    }

    /// 600盒杏仁饼, 艾草香6000盒: words of the thing's name that no lexicon has.
    private func words(beside token: Int) -> Range<Int>? {
        var end = token + 1
        scanning: for index in token + 1..<max(token + 1, min(reading.tokens.count, token + 5)) {
            switch reading.tag(index) {
            case .noun, .unknown, .properNoun: end = index + 1
            case .modifier, .adjective, .verbalNoun: break
            case .verb where reading.tokens[index].count > 1 && reading.giftVerb(index) == nil: break  // 即食海参粥
            default: break scanning
            }
        }
        if end > token + 1 { return token + 1..<end }
        var start = token
        // 芒果干: the last character of a name is often a word of its own.
        if token > 1, reading.tokens[token - 1].count == 1, reading.tag(token - 2) == .noun, Self.mayEndName(reading.tag(token - 1)) {
            start -= 1
        }
        while start > max(0, token - 3), [.noun, .unknown, .properNoun].contains(reading.tag(start - 1)),
            !NounFinder.isNoNoun(reading, start - 1)
        {
            start -= 1
        }
        return start < token ? start..<token : nil
    }

    private static func mayEndName(_ tag: WordTag) -> Bool {
        switch tag {
        case .noun, .adjective, .verb, .suffix, .unknown, .other: true
        default: false
        }
    }

    /// 转产隔离服,赶制出的1.5万套分两批捐出: the last thing that the sentence names before a number.
    private func named(before token: Int) -> GiftItem? {
        var index = token - 1
        while index >= max(0, token - Self.reach) {
            if reading.tag(index) == .noun, let item = rule.reader.named(index), item.category != "money", item.category != "vehicle" {
                return item
            }
            index -= 1
        }
        return nil
    }

    /// 60双棉鞋垫,价值900元: a sum of money behind the number that says what the things are worth.
    private func worth(behind token: Int, _ taken: Set<Int>) -> Int? {
        let near = token + 1..<max(token + 1, min(reading.tokens.count, token + Self.longestMember))
        guard let money = near.first(where: { reading.tag($0) == .quantity }), reading.quantity(of: money).isMoney,
            rule.reader.hasFigure(money), rule.reader.isWorth(before: money),
            !near.contains(where: { reading.isListJoint($0) && $0 < money })
        else { return nil }
        let index = Int(reading.tokens[money].reference)
        return taken.contains(index) ? nil : index
    }

    // MARK: The act

    private func act(_ item: GiftItem, at token: Int, in clause: GiftClause, _ odds: Double) -> GiftAct {
        var act = GiftAct(reading: rule.index, donor: nil, items: [item], verb: token, verbClass: .deliver)
        act.impliedOdds = odds
        let subjects = GiftSubjects(reading, lexicon: lexicon)
        if let subject = clause.subject, subjects.mayGive(subject) { act.donor = subject }
        if let maker = rule.namedMaker(of: item) ?? (act.donor == nil ? rule.maker(of: item) : nil) { act.donorTokens = maker }
        act.recipient = recipient(behind: token, clause)
        return act
    }

    /// Who gets what a verb behind the number, or in front of it, brings.
    private func recipient(behind token: Int, _ clause: GiftClause) -> Range<Int>? {
        var isHandedOver = false
        for index in token + 1..<max(token + 1, min(reading.tokens.count, token + Self.reach)) {
            if reading.single(index) == 0x3B { break }
            // 1.5万套分两批寄出,另一批6000套送给了东港镇: what is told of other things.
            if isHandedOver, reading.tag(index) == .quantity, Self.countsThings(reading.quantity(of: index)) { return nil }
            guard isHandingOver(index), let number = rule.clause(of: index) else { continue }
            isHandedOver = true
            let own = rule.clauses[number]
            if let found = rule.recipients.recipient(index, own, region: index + 1..<max(index + 1, own.tokens.upperBound)) { return found }
        }
        return rule.recipients.recipient(token, clause, region: token + 1..<max(token + 1, clause.tokens.upperBound))
    }

    /// A verb of bringing or giving, or one that its own end makes one: 带给, 分到, 挂在.
    private func isHandingOver(_ index: Int) -> Bool {
        if verb(index) == .deliver || verb(index) == .give { return true }
        return reading.tag(index) == .verb && reading.tokens[index].count > 1
            && Self.directions.contains(reading.text[reading.tokens[index].end - 1])
    }

    /// 给 到 往 至 抵 予
    private static let directions = ScalarSet([0x7ED9, 0x5230, 0x5F80, 0x81F3, 0x62B5, 0x4E88])
    /// Units that count no things: times, lots and kinds, and bodies.
    private static let occasions: Set<String> = [
        "批", "批次", "趟", "次", "轮", "笔", "类", "种", "项", "家", "户", "处", "所", "组", "期", "起", "单", "班", "人次", "车",
    ]
    /// Units of buildings and teams, which count things where the lexicon has the noun: 200支额温枪, 3座活动板房.
    private static let buildings: Set<String> = ["支", "座", "栋", "间", "条", "幅"]
    private static let averages = scalarWords("平均 人均 户均")
    private static let dividing = scalarWords("分成 分为 分作 装成 打成")
    private static let theseThings = scalarWords("这批 这些 这批物资 其中 该批 上述 此批")
}
