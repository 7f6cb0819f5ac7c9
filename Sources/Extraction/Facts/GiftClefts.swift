/// Sentences that name what is given first and who gave it as what is said of it: 20箱牛奶,是店主捐的; 30床棉被,是她给隔离点的一点心意; or the other way
/// round: 她送来的,是60个布口罩.
extension GiftRule {
    /// Adds the gifts that such sentences tell, or who gave what an act has that knows nobody.
    func addClefts(to acts: inout [GiftAct]) {
        for (number, clause) in clauses.enumerated() {
            for token in clause.tokens where reading.isWord(token, Self.copulas) {
                guard let cleft = giver(behind: token, number) else { continue }
                let found = goods(before: token, number)
                complete(&acts, found, cleft)
            }
            // 车上的320吨西红柿,来自两个镇的菜农
            if let first = clause.tokens.first, reading.isWord(first, Self.from),
                let cleft = cleft(first..<clause.tokens.upperBound, nil, first, .deliver)
            {
                complete(&acts, goods(before: first, number), cleft)
            }
            if let cleft = giver(inFrontOf: number) { complete(&acts, reader.items(in: cleft.region, isStrong: true), cleft.told) }
        }
    }

    /// Who gave, and to whom, as a cleft sentence tells it.
    private struct Cleft {
        var donor: Range<Int>?
        var recipient: Range<Int>?
        var verb: Int
        var kind: GiftVerbClass
    }

    private func complete(_ acts: inout [GiftAct], _ items: [GiftItem], _ cleft: Cleft) {
        let items = items.filter { $0.quantity != nil }
        guard !items.isEmpty else { return }
        let known = acts.indices.suffix(Self.reach).filter { index in
            acts[index].items.contains { item in items.contains { $0.range.overlaps(item.range) } }
        }
        for index in known {
            // What is made or bought before somebody brings it: the sentence says that it was brought.
            if acts[index].donorTokens == nil,
                acts[index].donor.map({ !GiftSubjects(reading, lexicon: lexicon).mayGive($0) || $0.isCarried }) ?? true
            {
                acts[index].donorTokens = cleft.donor
            }
            if acts[index].recipient == nil { acts[index].recipient = cleft.recipient }
            acts[index].isPending = false
        }
        guard known.isEmpty, let donor = cleft.donor else { return }
        var act = GiftAct(reading: index, items: items, verb: cleft.verb, verbClass: cleft.kind)
        (act.donorTokens, act.recipient, act.cues) = (donor, cleft.recipient, 2)
        acts.append(act)
    }

    /// 是店主何建平捐的, 是她送给隔离点的, 是她给隔离点的一点心意: what stands behind the copula.
    private func giver(behind copula: Int, _ number: Int) -> Cleft? {
        let clause = clauses[number]
        let rest = copula + 1..<clause.tokens.upperBound
        guard rest.count >= 2, let last = rest.last else { return nil }
        if reading.isDe(last), let verb = nextTrigger(from: rest.lowerBound, in: rest) {
            switch verb.kind {
            case .give, .deliver, .money, .free: break
            // What somebody buys is a gift only at his own expense or for somebody.
            case .procure where rest.contains(where: { reading.isWord($0, Self.expenses) }): break
            default: return nil
            }
            var end = verb.token
            if let mark = (rest.lowerBound..<verb.token).first(where: { reading.isWord($0, Self.receiverMarkers) }) { end = mark }
            while end > rest.lowerBound, isCircumstance(end - 1) { end -= 1 }
            let receiver = GiftClause(tokens: rest.lowerBound..<last, subject: nil, predicate: rest.lowerBound)
            return cleft(
                rest.lowerBound..<end, recipients.recipient(verb.token, receiver, region: rest), verb.token, verb.kind)
        }
        // 则是企业家涂永昌的一份心意: who gives stands in front of 的.
        if reading.isWord(last, Self.hearts),
            !rest.contains(where: { reading.isWord($0, Self.receiverMarkers) || reading.isWord($0, Self.handing) }),
            let de = rest.last(where: { reading.isDe($0) }), de > rest.lowerBound, last - de <= 2
        {
            return cleft(rest.lowerBound..<de, nil, copula, .deliver)
        }
        guard reading.isWord(last, Self.regards),
            let mark = rest.first(where: { reading.isWord($0, Self.receiverMarkers) || reading.isWord($0, Self.handing) }),
            let de = (mark + 1..<last).last(where: { reading.isDe($0) }), de > mark + 1
        else { return nil }
        let receiver = mark + 1..<de
        return cleft(rest.lowerBound..<mark, recipients.isReceiver(receiver) ? receiver : nil, mark, .deliver)
    }

    /// When, how and at whose expense, between the giver and the verb.
    private func isCircumstance(_ token: Int) -> Bool {
        switch reading.tag(token) {
        case .adverb, .date, .time: true
        default: reading.isWord(token, Self.expenses)
        }
    }

    private func cleft(_ donor: Range<Int>, _ recipient: Range<Int>?, _ verb: Int, _ kind: GiftVerbClass) -> Cleft? {
        var donor = donor
        // 由某协会捐的, 来自某公司: the marks of who gives.
        while let first = donor.first, reading.isWord(first, Self.agents) { donor = first + 1..<donor.upperBound }
        guard !donor.isEmpty, isGiver(donor) else { return nil }
        return Cleft(donor: donor, recipient: recipient, verb: verb, kind: kind)
    }

    private func isGiver(_ tokens: Range<Int>) -> Bool {
        GiftSubjects(reading, lexicon: lexicon).mayGive(
            ClauseSubject(tokens: tokens, persons: tokens.filter { reading.tag($0) == .person }))
    }

    /// What is named before the copula: in its own clause, else in the noun phrases directly before.
    private func goods(before copula: Int, _ number: Int) -> [GiftItem] {
        let own = clauses[number].tokens.lowerBound..<copula
        if own.contains(where: { reading.tag($0) == .quantity }) { return reader.items(in: own, isStrong: false) }
        guard own.allSatisfy({ reading.tag($0) == .adverb || reading.tag($0) == .pronoun }) else { return [] }
        var first = number
        while first > 0, number - first < 3, reading.single(clauses[first].tokens.lowerBound - 1) == 0x2C,
            isNamed(by: clauses[first - 1]),
            clauses[first - 1].tokens.contains(where: { reading.tag($0) == .quantity })
        { first -= 1 }
        guard first < number else { return [] }
        return reader.items(in: clauses[first].tokens.lowerBound..<clauses[number - 1].tokens.upperBound, isStrong: false)
    }

    /// Whether a clause names things and tells nothing: no verb of giving, or one in front of 的 as in 从车上卸下来的200箱泡面.
    private func isNamed(by clause: GiftClause) -> Bool {
        guard let trigger = nextTrigger(from: clause.tokens.lowerBound, in: clause.tokens) else { return true }
        return reading.isDe(trigger.token + 1) || reading.isDe(trigger.token + 2)
    }

    /// 她送来的,是…; 同一天运到的,还有…; 她送来的是…: a clause of a verb of giving and 的, and what was given behind a copula.
    private func giver(inFrontOf number: Int) -> (told: Cleft, region: Range<Int>)? {
        let clause = clauses[number]
        guard let trigger = nextTrigger(from: clause.tokens.lowerBound, in: clause.tokens),
            trigger.kind == .give || trigger.kind == .deliver, reading.isDe(trigger.token + 1)
        else { return nil }
        var start = trigger.token + 2
        var end = clause.tokens.upperBound
        if start >= end {
            guard number + 1 < clauses.count, reading.single(end) == 0x2C else { return nil }
            start = clauses[number + 1].tokens.lowerBound
            var last = number + 1
            while last + 1 < clauses.count, continuesList(clauses[last + 1]), reading.single(clauses[last].tokens.upperBound) == 0x2C {
                last += 1
            }
            end = clauses[last].tokens.upperBound
        }
        while start < end, reading.tag(start) == .adverb { start += 1 }
        guard start < end, reading.isWord(start, Self.copulas) || reading.isWord(start, Self.existing) else { return nil }
        var cleft = Cleft(donor: nil, recipient: nil, verb: trigger.token, kind: trigger.kind)
        let subject = clause.tokens.lowerBound..<trigger.token
        if clause.hasOwnSubject, let own = clause.subject, GiftSubjects(reading, lexicon: lexicon).mayGive(own) {
            cleft.donor = own.tokens
        } else if let agent = agent(before: trigger.token, clause, Self.agents), isGiver(agent) {
            cleft.donor = agent
        } else if let agent = agentOfGoods(start + 1..<end) {
            cleft.donor = agent
        } else if !subject.isEmpty, isGiver(subject) {
            cleft.donor = subject
        }
        // 板房是某公司送来的,同车拉来的还有2台电暖风: who gave what the clause before tells of.
        if cleft.donor == nil, number > 0,
            let copula = clauses[number - 1].tokens.first(where: { reading.isWord($0, Self.copulas) }),
            let before = giver(behind: copula, number - 1)
        {
            cleft.donor = before.donor
        }
        cleft.recipient = recipients.recipient(trigger.token, clause, region: trigger.token..<trigger.token)
        // 还有由某商会从外地订购的大白菜10吨: the goods stand behind the last 的.
        let de = (start + 1..<end).first { reading.isDe($0) && reading.tag($0 - 1) != .quantity }
        return (cleft, (de.map { $0 + 1 } ?? start + 1)..<end)
    }

    /// 由某商会从外地订购的…: who stands behind 由, up to the next preposition or verb.
    private func agentOfGoods(_ tokens: Range<Int>) -> Range<Int>? {
        guard let mark = tokens.first(where: { reading.isWord($0, Self.agents) }), mark + 1 < tokens.upperBound else { return nil }
        var end = mark + 1
        while end < tokens.upperBound, reading.tag(end) != .verb, reading.tag(end) != .preposition, reading.tag(end) != .adverb,
            !reading.isDe(end)
        { end += 1 }
        return end > mark + 1 && isGiver(mark + 1..<end) ? mark + 1..<end : nil
    }

    private static let copulas = scalarWords("是 都是 全是 均是 正是 便是 就是 则是 也是 均系 系 全都是 乃是")
    private static let from = scalarWords("来自")
    private static let existing = scalarWords("有 还有 另有 也有 更有 又有 包括")
    private static let expenses = scalarWords("自费 自掏腰包 自己 掏钱 出钱 凑钱 集资 垫钱 垫资 出资 花钱 合伙 个人")
    static let regards = scalarWords("心意 爱心 礼物 谢意 敬意 关爱 厚礼 礼品 慰问品 情谊 支援")
    private static let hearts = scalarWords("心意 爱心 谢意 敬意 情谊")
    private static let handing = scalarWords("送给 捐给 赠给 献给 送到 带给")
}
