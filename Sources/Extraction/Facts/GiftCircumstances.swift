/// What the words around a verb of giving say of the act: who passes it on, whether it sums up, was promised or declined, and who only does his office.
extension GiftRule {
    /// Villagers who raise money give it; an office that raises money receives it.
    func isGiving(_ subject: ClauseSubject?) -> Bool {
        guard let tokens = subject?.tokens, !tokens.isEmpty else { return false }
        if let persons = subject?.persons, !persons.isEmpty { return true }
        var end = reading.tokens[tokens.upperBound - 1].end
        if reading.text[end - 1] == 0x4EEC { end -= 1 }
        return lexicon.namesPeople(in: reading.text, reading.tokens[tokens.lowerBound].start..<end)
    }

    /// 募集, 筹集, 接收捐赠: gathering for a cause, where 收到 and 接收 may take in anything.
    func isRaising(_ token: Int) -> Bool {
        reading.tokens[token].range.contains { reading.text[$0] == 0x52DF || reading.text[$0] == 0x6350 || reading.text[$0] == 0x7B79 }
    }

    /// A number for each of several receivers or givers.
    func isRate(_ item: GiftItem) -> Bool {
        guard let index = item.quantity ?? item.worth else { return false }
        return reading.quantities[index].per != nil && reading.quantities[index].isMoney
    }

    /// 婉拒了一家企业捐赠的口罩500只: the verb of refusing before the verb of giving.
    func refusal(_ trigger: Trigger, _ clause: GiftClause) -> Int? {
        (max(clause.tokens.lowerBound, trigger.token - Self.reach)..<trigger.token).last { reading.isWord($0, Self.refusals) }
    }

    func isTotal(_ trigger: Trigger, _ clause: GiftClause) -> Bool {
        // 把首月补助共计4.5万元捐给…: the sum of what is given, and no sum of gifts.
        let isInObject = mark(in: clause.tokens.lowerBound..<trigger.token) != nil
        for index in max(clause.tokens.lowerBound, trigger.token - 3)..<trigger.token
        where reading.isWord(index, Self.totals) && !(isInObject && reading.isWord(index, Self.innerTotals)) {
            return true
        }
        if reading.isWord(trigger.token + 1, Self.sums) { return true }
        // 合计:全县党员自愿捐款186.37万元
        if reading.single(1) == 0x3A, reading.isWord(0, Self.subtotals) { return true }
        // 捐赠资金小计20万元
        if (trigger.token + 1...trigger.token + 2).contains(where: { reading.isWord($0, Self.subtotals) }) { return true }
        // 截至2月20日,全旗农牧民捐羊1326只
        if let first = clause.subject?.tokens.first, reading.text[reading.tokens[first].start] == 0x5168,
            clause.subject.map({ $0.tokens.count <= 6 }) ?? false,
            (max(0, min(first, clause.tokens.lowerBound) - 6)..<trigger.token).contains(where: {
                reading.isWord($0, Self.until) || reading.isWord($0, Self.tallies)
            }) || reading.isWord(trigger.token - 1, Self.innerTotals)
        {
            return true
        }
        // 据统计,截至3月4日,该队已收到各界捐赠口罩86万个; 据不完全统计,全区已有267家民营企业捐款捐物
        let isReceived =
            reading.isWord(trigger.token, Self.receiving) && reading.isWord(trigger.token - 1, Self.already)
            || reading.isWord(trigger.token - 1, Self.everybody) && reading.isWord(trigger.token - 2, Self.receiving)
        if isReceived || clause.subject.map({ isOfMany($0) }) == true,
            (0..<trigger.token).contains(where: { reading.isWord($0, Self.until) || reading.isWord($0, Self.tallies) })
        {
            return true
        }
        // 侨胞累计捐款2136万元,捐赠口罩487万只: the sum goes on in the clauses of the same subject.
        if clause.subject?.isCarried == true, trigger.kind == .give || trigger.kind == .money, let subject = clause.subject,
            (subject.tokens.upperBound..<max(subject.tokens.upperBound, clause.tokens.lowerBound)).contains(where: {
                reading.isWord($0, Self.longTotals) && reading.giftVerb($0 + 1) != nil
            })
        {
            return true
        }
        // 至今已送出720份
        if reading.isWord(trigger.token - 1, Self.already),
            (clause.tokens.lowerBound..<trigger.token).contains(where: { reading.isWord($0, Self.until) })
        {
            return true
        }
        // 豆浆已经送出1000多杯: what went out so far.
        if trigger.kind == .deliver, reading.text[reading.tokens[trigger.token].end - 1] == 0x51FA,
            reading.isWord(trigger.token - 1, Self.already)
        {
            return true
        }
        return reading.isWord(trigger.token + 1, Self.totals) && trigger.kind != .deliver
            && !reading.isWord(trigger.token + 1, Self.innerTotals)
    }

    /// 已有267家民营企业和13家商会: a number of givers behind a verb of being.
    private func isOfMany(_ subject: ClauseSubject) -> Bool {
        guard let first = subject.tokens.first, first > 0, reading.isWord(first - 1, GiftSubjects.existence),
            reading.tag(first) == .quantity
        else { return false }
        return reading.quantity(of: first).value != ExactDecimal(1)
    }

    /// 市民送到各卡点的食品累计2100余箱: what came together over time.
    func isAccumulated(_ items: [GiftItem]) -> Bool {
        guard let quantity = items.first?.quantity, let token = firstToken(at: reading.quantities[quantity].range.lowerBound), token > 0
        else { return false }
        return reading.isWord(token - 1, Self.accumulated)
    }

    func status(_ trigger: Trigger, _ clause: GiftClause, _ number: Int) -> String {
        // 商会承诺,3月中旬前为每个门岗添置…
        let isDone = (max(clause.tokens.lowerBound, trigger.token - 3)..<trigger.token).contains { reading.isWord($0, Self.done) }
        if number > 0, !isDone, let last = clauses[number - 1].tokens.last, reading.isWord(last, Self.promises) { return "pledged" }
        // 要捐2万元给值守人员,被乡党委副书记婉言谢绝
        var next = number + 1
        while next < clauses.count, next <= number + 2, reading.single(clauses[next].tokens.lowerBound - 1) == 0x2C {
            if refuses(clauses[next]) { return "declined" }
            next += 1
        }
        if reading.isWord(trigger.token, Self.forwarding) { return "forwarded" }
        for index in max(clause.tokens.lowerBound, trigger.token - 14)..<trigger.token {
            if reading.isWord(index, Self.refusals) { return "declined" }
            if reading.isWord(index, Self.plans), !(index..<trigger.token).contains(where: { reading.isDe($0) }) { return "pledged" }
            if reading.single(index) == 0x5C06, !reading.isDe(index + 1), !reading.isDe(trigger.token + 1),
                isFuture(index, trigger.token)
            {
                return "pledged"
            }
            if reading.isWord(index, Self.disposal), index == trigger.token - 1, !reading.isDe(trigger.token + 1) { return "pledged" }
        }
        return reading.isWord(trigger.token + 1, Self.refusals) ? "declined" : "given"
    }

    /// 煲好凉茶,请交警随便喝: whom somebody invites to what he has made gets it.
    func offer(_ acts: inout [GiftAct]) {
        for (number, clause) in clauses.enumerated().dropFirst() {
            guard let first = clause.tokens.first, reading.isWord(first, Self.inviting),
                clause.tokens.suffix(2).contains(where: { reading.isWord($0, Self.consuming) })
            else { continue }
            var end = first + 1
            while end < clause.tokens.upperBound, reading.tag(end) != .verb, reading.tag(end) != .adverb,
                !reading.isWord(end, Self.servingAs)
            {
                end += 1
            }
            guard end > first + 1, recipients.isReceiver(first + 1..<end), let last = acts.indices.last,
                acts[last].verb >= clauses[max(0, number - 3)].tokens.lowerBound, acts[last].verb < first, !acts[last].items.isEmpty
            else { continue }
            if acts[last].recipient == nil || acts[last].verbClass == .procure { acts[last].recipient = first + 1..<end }
            acts[last].isPending = false
        }
    }

    /// 转给, 代捐, 捎给, 带给: what somebody is asked to do with what another gives.
    func isPassingOn(_ token: Int) -> Bool { Self.passingOn.contains(reading.text[reading.tokens[token].start]) }

    /// 捐赠给彭水的首批物资运抵县城,包括口罩3万只: the word for all of the goods says nothing that the list does not; whose they are, it does.
    func dropAnnouncements(_ acts: inout [GiftAct]) {
        var index = 0
        while index + 1 < acts.count {
            let next = acts[index + 1]
            let isBare = acts[index].items.allSatisfy { $0.quantity == nil && $0.worth == nil && $0.category == "mixed" }
            let isListed =
                next.items.contains { $0.quantity != nil } && acts[index].items.count == 1
                && (acts[index].verb..<max(acts[index].verb, firstToken(at: next.items[0].range.lowerBound) ?? 0)).contains {
                    reading.isWord($0, Self.enumerating)
                }
            guard isBare, isListed, acts[index].reading == next.reading else {
                index += 1
                continue
            }
            if let recipient = acts[index].recipient { acts[index + 1].recipient = recipient }
            if next.donorTokens == nil {
                (acts[index + 1].donor, acts[index + 1].donorTokens) = (acts[index].donor, acts[index].donorTokens)
            }
            acts.remove(at: index)
        }
    }

    /// Inside a quotation.
    func isQuoted(_ token: Int) -> Bool {
        let text = reading.text
        var position = reading.tokens[token].start
        let floor = max(text.start, position - Self.longestQuotation)
        while position > floor {
            position -= 1
            if text[position] == 0x201D { return false }
            if text[position] == 0x201C { return true }
        }
        return false
    }

    /// How many scalars back a quotation may begin.
    private static let longestQuotation = 120

    /// 运到县城,分给6家医院: an area or a town is where the goods went, who got them is named behind.
    func isMerePlace(_ recipient: Range<Int>?, against other: Range<Int>?) -> Bool {
        guard let recipient, recipient.count == 1, let place = recipient.first, let other, let last = other.last else { return false }
        let isPlace = reading.tag(place) == .area || reading.isWord(place, Self.towns) || reading.isWord(place, Self.thirdPersons)
        return isPlace && reading.tag(last) != .area && !reading.isWord(last, Self.towns)
    }

    /// 院方婉谢了, 大家没有收, 未予接收: the clause says that the gift was not taken.
    func refuses(_ clause: GiftClause) -> Bool {
        clause.tokens.contains { token in
            if reading.isWord(token, Self.refusals) || reading.isWord(token, Self.notTaken) { return true }
            // 说什么也没收
            if reading.isWord(token, Self.tookNothing), reading.isWord(token - 1, Self.also) { return true }
            // 当场退了回去
            if reading.single(token) == 0x9000, reading.isWord(token + 1, Self.aspect), reading.isWord(token + 2, Self.back) { return true }
            guard reading.isWord(token, Self.refusing) else { return false }
            return (token + 1..<min(token + 4, clause.tokens.upperBound)).contains {
                reading.isWord($0, Self.taking) && (reading.isClauseEnd($0 + 1) || reading.isWord($0 + 1, Self.aspect))
            }
        }
    }

    /// 将向武汉捐助: 将 before a marker of the receiver speaks of the future; before goods it marks the object.
    func isFuture(_ index: Int, _ trigger: Int) -> Bool {
        index + 1 == trigger || reading.isWord(index + 1, Self.receiverMarkers) || reading.tag(index + 1) == .adverb
    }

    /// The state's own money spent: 从党费中划拨20万元,给村里购置…
    func isStateMoney(_ number: Int) -> Bool {
        guard number > 0, !clauses[number].hasOwnSubject || isState(clauses[number]) else { return false }
        // 县财政另安排经费1500万元,采购口罩8万只: whoever gave something before.
        let last = clauses[number - 1]
        if number > 1, last.tokens.prefix(2).contains(where: { namesTreasury(reading.tokens[$0].range) }) { return true }
        if let kind = subjectKind(clauses[number]), kind == "company" || kind == "person" || kind == "group" { return false }
        if isCharity(clauses[number].subject?.tokens) { return false }  // what it passes on was given
        var before = number - 1
        while before >= 0, number - before <= 3 {
            let isAllotted = clauses[before].tokens.contains { token in
                lexicon.giftBlocker(reading.text, reading.tokens[token].range) == .allotment
            }
            if isAllotted { return true }
            if clauses[before].hasOwnSubject { return false }
            before -= 1
        }
        return false
    }

    /// 镇财政拿出200万元奖励企业, 特区政府拨款资助: the treasury gives nothing away.
    func isTreasury(_ trigger: Trigger, _ clause: GiftClause) -> Bool {
        guard reading.isWord(trigger.token, Self.spendingVerbs) else { return false }
        // 镇财政又拿出6万元: the words take 财政 for a verb.
        var before = trigger.token - 1
        while before > clause.tokens.lowerBound, reading.tag(before) == .adverb { before -= 1 }
        if before >= clause.tokens.lowerBound, reading.isWord(before, Self.treasuries) { return true }
        guard let last = clause.subject?.tokens.last else { return false }
        let text = reading.string(reading.tokens[last].range)
        return text.hasSuffix("财政") || text.hasSuffix("财政局") || text.hasSuffix("政府")
    }

    /// 县财政, 市财政局
    private func namesTreasury(_ range: Range<Int>) -> Bool {
        Self.treasuries.contains { reading.text.has($0, before: range.upperBound) && $0.count <= range.count }
    }

    /// 物品, 物资 in a clause that only says where what was named before was taken.
    func isAnaphoric(_ items: [GiftItem]) -> Bool {
        items.allSatisfy { $0.quantity == nil && $0.worth == nil && ["物品", "物资", "款项", "善款", "这些物资", "东西"].contains($0.text) }
    }

    /// 防疫物资, where a list says what they are.
    func isGenericGoods(_ items: [GiftItem]) -> Bool {
        items.allSatisfy { $0.quantity == nil && $0.worth == nil && $0.category == "mixed" }
    }

    func isOwnExpense(_ token: Int, _ clause: GiftClause) -> Bool {
        for index in max(clause.tokens.lowerBound, token - Self.reach)..<token + 1 where reading.isWord(index, Self.ownExpense) {
            return recipients.recipient(token, clause, region: token..<token) != nil
        }
        return false
    }

    /// 群众纷纷响应,收到捐款9600元: many who get together give.
    func isGroup(_ clause: GiftClause) -> Bool { subjectKind(clause) == "group" }

    /// A public body buys for its own use.
    func isState(_ clause: GiftClause) -> Bool { subjectKind(clause) == "government" }

    /// What kind of giver a clause's subject would be.
    private func subjectKind(_ clause: GiftClause) -> String? {
        guard let subject = clause.subject?.tokens, !subject.isEmpty else { return nil }
        if let persons = clause.subject?.persons, !persons.isEmpty { return "person" }
        let end = reading.tokens[subject.upperBound - 1].end
        return lexicon.giver(in: reading.text, reading.tokens[subject.lowerBound].start..<end)
    }

    /// 红十字会, 慈善总会: a body that passes on what it is given.
    private func isCharity(_ tokens: Range<Int>?) -> Bool {
        guard let tokens, let last = tokens.last else { return false }
        let match = lexicon.bodies.longestReversedMatch(
            in: reading.text.text, endingAt: reading.tokens[last].end, start: reading.tokens[tokens.lowerBound].start)
        return match.map { lexicon.bodyEntries[Int($0.value)].receiver == "charity" } ?? false
    }

    func isBefore(_ range: Range<Int>?, _ token: Int) -> Bool { range.map { $0.upperBound <= token } ?? false }

    /// 县住建局组织12家企业捐款: who gives stands between the verb of organising and that of giving.
    func organised(before verb: Int, _ clause: GiftClause) -> Range<Int>? {
        guard
            let mark = (max(clause.tokens.lowerBound, verb - 16)..<verb).last(where: { reading.isWord($0, Self.organising) })
        else { return nil }
        let subjects = GiftSubjects(reading, lexicon: lexicon)
        var end = (mark + 1..<verb).first { subjects.isTrigger($0) } ?? verb
        while end > mark + 1, reading.tag(end - 1) == .adverb || reading.tag(end - 1) == .idiom { end -= 1 }
        guard end > mark + 1, !(mark + 1..<end).contains(where: { reading.isWord($0, Self.receiverMarkers) || reading.isClauseEnd($0) })
        else {
            return nil
        }
        return subjects.mayGive(ClauseSubject(tokens: mark + 1..<end)) ? mark + 1..<end : nil
    }

    /// 某公司向武汉、黄冈共捐赠现金3000万元: what one named giver gives at once is a gift, however many things or receivers it has.
    func isOfOne(_ clause: GiftClause, _ trigger: Trigger) -> Bool {
        guard trigger.kind == .give, let subject = clause.subject, subject.persons.count <= 1,
            let last = subject.tokens.last, reading.tag(last) == .organisation || reading.tag(last) == .person,
            !subject.tokens.contains(where: { reading.isListJoint($0) || reading.tag($0) == .quantity }),
            reading.single(trigger.token - 1) == 0x5171,
            !(max(0, clause.tokens.lowerBound - 8)..<trigger.token).contains(where: {
                reading.isWord($0, Self.until) || reading.isWord($0, Self.accumulating)
            })
        else { return false }
        return true
    }

    /// 单位捐款1352.7万元,个人捐款236.5万元: a kind of givers stands for all of them.
    func isOfAll(_ clause: GiftClause, _ trigger: Trigger) -> Bool {
        guard trigger.kind == .money, clause.hasOwnSubject, let subject = clause.subject, subject.tokens.count == 1,
            subject.persons.isEmpty,
            let first = subject.tokens.first
        else { return false }
        return reading.isWord(first, Self.kindsOfGivers)
    }

    /// 某科技公司研发的10台机器人, 李家村村民种的白菜: whose the goods are, by the clause before their noun.
    func maker(of item: GiftItem) -> Range<Int>? {
        guard let first = firstToken(at: item.range.lowerBound), first > 1 else { return nil }
        var de = first - 1
        while de > 0, first - de < 6, !reading.isDe(de), !reading.isClauseEnd(de) { de -= 1 }
        guard reading.isDe(de) else { return nil }
        var verb = de - 1
        while verb > 0, de - verb < 4, !isMaking(verb), !reading.isClauseEnd(verb) { verb -= 1 }
        guard isMaking(verb) else { return nil }
        var start = verb
        while start > 0, verb - start < 8, !reading.isClauseEnd(start - 1), reading.tag(start - 1) != .verb,
            reading.tag(start - 1) != .preposition
        {
            start -= 1
        }
        var end = verb
        while end > start, reading.tag(end - 1) == .adverb { end -= 1 }
        guard start < end, end == verb || reading.tag(start) != .pronoun else { return nil }
        let tokens = start..<end
        return GiftSubjects(reading, lexicon: lexicon).mayGive(ClauseSubject(tokens: tokens)) ? tokens : nil
    }

    private func isMaking(_ token: Int) -> Bool {
        if reading.isWord(token, Self.making) { return true }
        return reading.giftVerb(token) == .procure
    }

    /// 由社区老人手工缝制的85个口罩: who made the goods is said to have done so, whatever the sentence is about.
    func namedMaker(of item: GiftItem) -> Range<Int>? {
        guard let maker = maker(of: item), maker.lowerBound > 0, reading.single(maker.lowerBound - 1) == 0x7531 else { return nil }
        return maker
    }

    /// 他天天都来,…已经送出1000多杯: a pronoun before the verb says that somebody gives.
    func isOfSomebody(_ verb: Int) -> Bool {
        (max(0, verb - Self.reach)..<verb).contains { reading.isWord($0, Self.thirdPersons) }
    }

    /// 还自掏腰包买了50箱泡面: what somebody pays for himself in the course of helping.
    func isOutOfPocket(_ act: GiftAct, _ verb: Int, _ clause: GiftClause) -> Bool {
        let isOwn = (clause.tokens.lowerBound..<verb + 1).contains { index in
            Self.pocket.contains { reading.text.has($0, at: reading.tokens[index].start) }
        }
        return isOwn && act.items.allSatisfy { $0.quantity != nil && !["other", "vehicle", "money", "mixed"].contains($0.category) }
    }

    /// The first token that begins at or behind a scalar.
    func firstToken(at position: Int) -> Int? {
        var low = 0
        var high = reading.tokens.count
        while low < high {
            let middle = (low + high) / 2
            if reading.tokens[middle].start < position { low = middle + 1 } else { high = middle }
        }
        return low < reading.tokens.count ? low : nil
    }
}
