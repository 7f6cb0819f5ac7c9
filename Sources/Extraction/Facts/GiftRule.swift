/// One act of giving: who gives what to whom.
struct GiftAct: Sendable {
    var reading: Int
    var donor: ClauseSubject?
    /// A donor named behind the verb's subject: 收到某公司捐赠的…, 由某公司捐赠.
    var donorTokens: Range<Int>?
    var recipient: Range<Int>?
    var collector: Range<Int>?
    var items: [GiftItem]
    var isTotal = false
    var status = "given"
    /// The token of the verb.
    var verb: Int
    var verbClass: GiftVerbClass
    /// Goods were got, but nothing yet says that they were given.
    var isPending = false
    /// The reading that the donor's tokens belong to, where it is not this act's own.
    var donorReading: Int?
    /// A line of a list of givers, each with a sum.
    var isListed = false
    /// Independent cues that a gift is meant.
    var cues = 1
}

/// A verb of giving that made no act, and why.
struct RejectedVerb: Sendable {
    var range: Range<Int>
    var reason: MaskReason
}

/// Finds the acts of giving in a sentence.
struct GiftRule {
    let reading: SentenceReading
    let index: Int
    let lexicon: FactLexicon
    let reader: GiftItems
    let clauses: [GiftClause]
    private let recipients: GiftRecipients

    init(_ reading: SentenceReading, index: Int, figures: [Figure], lexicon: FactLexicon) {
        self.reading = reading
        self.index = index
        self.lexicon = lexicon
        var byToken: [Int: Figure] = [:]
        for figure in figures { byToken[figure.token] = figure }
        reader = GiftItems(reading, figures: byToken, lexicon: lexicon)
        clauses = GiftClauses(reading, lexicon: lexicon).clauses()
        recipients = GiftRecipients(reading, lexicon: lexicon)
    }

    /// Whether a sentence holds a word that may be a verb of giving; without one there is nothing to do.
    static func applies(to reading: SentenceReading, lexicon: FactLexicon) -> Bool {
        reading.tokens.contains { lexicon.giftVerbs.value(of: reading.text.text[$0.range]) != nil }
    }

    /// The acts of the sentence, and the verbs that made none.
    func acts() -> (acts: [GiftAct], rejected: [RejectedVerb]) {
        var acts: [GiftAct] = []
        var rejected: [RejectedVerb] = []
        var part = 0  // where the acts since the last ; begin
        for (number, clause) in clauses.enumerated() {
            if clause.tokens.lowerBound > 0, reading.single(clause.tokens.lowerBound - 1) == 0x3B { part = acts.count }
            var from = clause.tokens.lowerBound
            while let trigger = nextTrigger(from: from, in: clause.tokens) {
                from = trigger.token + 1
                if let reason = rejection(trigger, clause) {
                    if trigger.kind == .arrive { continue }
                    rejected.append(RejectedVerb(range: reading.tokens[trigger.token].range, reason: reason))
                    continue
                }
                if let reason = add(trigger, clause, number, part, &acts) {
                    if trigger.kind == .arrive { continue }
                    rejected.append(RejectedVerb(range: reading.tokens[trigger.token].range, reason: reason))
                } else if let end = acts.last?.items.last?.range.upperBound {
                    // 捐赠…送到: verbs inside what was already read as an item are part of it.
                    while from < clause.tokens.upperBound, reading.tokens[from].start < end { from += 1 }
                }
            }
        }
        acts += listed(beside: acts)
        let dropped = acts.filter { $0.isPending }
        for act in dropped { rejected.append(RejectedVerb(range: reading.tokens[act.verb].range, reason: .noObject)) }
        return (acts.filter { !$0.isPending && !$0.items.isEmpty }, rejected)
    }

    // MARK: Triggers

    struct Trigger {
        var token: Int
        var kind: GiftVerbClass
    }

    private func nextTrigger(from start: Int, in tokens: Range<Int>) -> Trigger? {
        for token in max(start, tokens.lowerBound)..<max(tokens.upperBound, start) {
            switch reading.tag(token) {
            case .area, .organisation, .person, .quantity, .date, .quoted, .bracket: continue
            default: break
            }
            if let value = lexicon.giftVerbs.value(of: reading.text.text[reading.tokens[token].range]) {
                let kind = lexicon.giftVerbClasses[Int(value)]
                if kind == .carry { continue }
                // 无偿送给: the adverb before a verb of giving is none itself.
                if kind == .free, tokens.contains(token + 1),
                    lexicon.giftVerbs.value(of: reading.text.text[reading.tokens[token + 1].range]) != nil
                {
                    continue
                }
                return Trigger(token: token, kind: kind)
            }
        }
        return nil
    }

    private func rejection(_ trigger: Trigger, _ clause: GiftClause) -> MaskReason? {
        let token = trigger.token
        // 捐赠的, 捐款箱, 捐赠仪式: the verb names something and does nothing.
        if reading.isWord(token + 1, Self.nominalHeads) { return .noObject }
        if token > 0, reading.isWord(token - 1, Self.negations) { return .negated }
        // 组织党员捐款5万元 was done; 组织党员捐款 is a call.
        let near = max(clause.tokens.lowerBound, token - Self.reach)..<min(clause.tokens.upperBound, token + Self.reach)
        let isCounted = (token..<near.upperBound).contains { reading.tag($0) == .quantity }
        for index in near.lowerBound..<token {
            if !isCounted, !(index..<token).contains(where: { reading.tag($0) == .quantity }), reading.isWord(index, Self.modals),
                !reading.isWord(index - 1, Self.receiverMarkers)
            {
                return .generic
            }
            if trigger.kind != .give, trigger.kind != .money, reading.isWord(index, Self.services) { return .service }
        }
        for index in near {
            guard let match = lexicon.giftBlockers.value(of: reading.text.text[reading.tokens[index].range]) else { continue }
            let reason = lexicon.giftBlockerReasons[Int(match)]
            switch reason {
            case .allotment where reading.isWord(token, Self.additions): return .allotment
            case .sale where trigger.kind != .give && trigger.kind != .money: return .sale
            case .allotment where trigger.kind != .give && trigger.kind != .money && trigger.kind != .lump && index < token:
                return .allotment
            default: break
            }
        }
        return nil
    }

    // MARK: Acts

    /// Adds the act of a trigger, or says why there is none.
    private func add(_ trigger: Trigger, _ clause: GiftClause, _ number: Int, _ part: Int, _ acts: inout [GiftAct]) -> MaskReason? {
        var act = GiftAct(reading: index, donor: clause.subject, items: [], verb: trigger.token, verbClass: trigger.kind)
        let isStrong = trigger.kind == .give || (trigger.kind == .collect && isRaising(trigger.token))
        if trigger.kind == .procure, isStateMoney(number) { return .allotment }
        let region = objectRegion(trigger, clause, number)
        // 免费为各服务点提供爱心午餐: the receiver stands before the second verb.
        act.recipient = recipients.recipient(
            trigger.kind == .free ? max(region.lowerBound - 1, trigger.token) : trigger.token, clause, region: region)
        var items = disposed(trigger, clause, number, isStrong)
        if items.isEmpty { items = reader.items(in: region, isStrong: isStrong) }
        if trigger.kind == .arrive { items = [] }
        if items.isEmpty, trigger.kind != .collect, trigger.kind != .procure, trigger.kind != .lump {
            items = carried(trigger, clause, number, acts[part...])
            if items.isEmpty, trigger.kind != .arrive { items = elliptic(region, clause, number, acts) }
            if items.isEmpty, trigger.kind == .give || trigger.kind == .deliver || trigger.kind == .free {
                items = topical(trigger, clause, acts[part...])
                if !items.isEmpty, !(clause.subject?.isCarried ?? false) { act.donor = nil }
            }
        }
        if trigger.kind == .arrive, items.isEmpty { return .noObject }
        if items.isEmpty, trigger.kind == .deliver, act.recipient != nil, number > 0, acts.count == part {
            // 采摘蔬菜5000公斤,运往医院: what is brought was named in the clause before.
            let whole = clauses[number - 1].tokens
            items = reader.items(in: max(whole.lowerBound, whole.upperBound - Self.reach)..<whole.upperBound, isStrong: false).filter {
                $0.quantity != nil
            }
        }
        if items.contains(where: { isRate($0) }), items.contains(where: { !isRate($0) }) { items.removeAll { isRate($0) } }
        if trigger.kind == .money || trigger.kind == .lump { items = moneyItems(trigger, region, items) }
        if trigger.kind != .collect, !clause.hasOwnSubject, let before = acts.last, before.verbClass == .collect, before.isTotal,
            acts.count > part, !items.isEmpty
        {
            // 共收到捐款100万元,捐赠口罩3万只: what else came in.
            act.items = items
            (act.donor, act.recipient, act.isTotal, act.verbClass) = (nil, before.recipient, true, .collect)
            acts.append(act)
            return nil
        }
        if let refusal = refusal(trigger, clause) {
            act.donor = nil
            act.donorTokens = refusal + 1..<trigger.token
            while let first = act.donorTokens?.lowerBound, first < trigger.token, reading.isWord(first, Self.aspect) {
                act.donorTokens = first + 1..<trigger.token
            }
            act.recipient = clause.subject?.tokens
            act.status = "declined"
            act.items = items
            guard !items.isEmpty else { return .refusal }
            acts.append(act)
            return nil
        }
        if trigger.kind == .give, reading.isDe(trigger.token + 1) { return donatedBefore(act, items, clause, &acts) }
        if isValued(items), let last = acts.indices.last, acts.count > part, let item = acts[last].items.indices.last {
            // 拉来20吨番茄酱驰援武汉,市值约16万元: what was named before is worth that.
            acts[last].items[item].worth = acts[last].items[item].worth ?? items[0].quantity
            items = []
        }
        settlePayment(&items)
        act.items = items
        if trigger.kind == .lump, let whole = act.items.indices.first {
            let parts = partsBehind(clause, number)
            if !parts.isEmpty {
                act.items[whole].isWhole = true
                act.items += parts
            }
        }
        act.isTotal = isTotal(trigger, clause)
        act.collector = GiftCollectors(reading, lexicon: lexicon).collector(verb: trigger.token, in: number, of: clauses)
        if let own = giver(before: trigger.token, in: clause, acts[part...]) { act.donorTokens = own }
        act.status = status(trigger, clause, number)
        payWith(trigger, clause, &act, &acts)
        if trigger.kind == .collect {
            collect(&act, trigger, clause, regionEnd: region.upperBound)
            guard act.items.contains(where: { $0.quantity != nil || $0.worth != nil }) else { return .noObject }
            acts.append(act)
            return nil
        }
        if items.isEmpty || isAnaphoric(items) {
            // 赠送给社区, 委托工作人员送到一线: completes what the sentence has already named.
            guard trigger.kind == .give || trigger.kind == .deliver, acts.count > part, let last = acts.indices.last else {
                return items.isEmpty ? .noObject : addPlain(act, trigger, clause, &acts)
            }
            for open in part...last where acts[open].recipient == nil || acts[open].isPending {
                acts[open].recipient = act.recipient ?? acts[open].recipient
                acts[open].isPending = false
                acts[open].cues += 1
            }
            return nil
        }
        return addPlain(act, trigger, clause, &acts)
    }

    private func addPlain(_ source: GiftAct, _ trigger: Trigger, _ clause: GiftClause, _ acts: inout [GiftAct]) -> MaskReason? {
        var act = source
        switch trigger.kind {
        case .procure:
            // 做, 购买: a gift only for somebody, or where a verb of giving follows.
            let isForSomebody = act.recipient != nil && isBefore(act.recipient, trigger.token)
            act.isPending = !(isForSomebody || reading.isWord(trigger.token, Self.raising) || isOwnExpense(trigger.token, clause))
            if isState(clause) { return .allotment }
        case .deliver where isState(clause) && reading.isWord(trigger.token, Self.handingOut): return .allotment
        case .deliver where reading.tokens[trigger.token].count == 1 && act.items.allSatisfy { $0.quantity == nil }:
            guard act.recipient != nil || act.items.contains(where: { $0.quantity != nil }) || act.donor != nil else { return .noObject }
        case .free:
            guard act.items.contains(where: { $0.category != "other" }) else { return .service }
        default: break
        }
        if act.recipient == nil, clause.subject?.isCarried ?? false, let before = acts.last, before.recipient != nil,
            before.donor?.tokens == act.donor?.tokens,
            before.reading == act.reading
        {
            act.recipient = before.recipient
        }
        // 正愁怎么出去买菜,你们就把菜送来了: talk, no report of a gift.
        if act.items.allSatisfy({ $0.quantity == nil && $0.worth == nil }),
            (max(0, trigger.token - 14)..<trigger.token).contains(where: { reading.isWord($0, Self.speakers) })
        {
            return .generic
        }
        // 放下2000元就走: only money is left like that.
        if reading.isWord(trigger.token, Self.leaving), !act.items.allSatisfy({ $0.category == "money" }) { return .noObject }
        act.cues += (act.donor != nil ? 1 : 0) + (act.recipient != nil ? 1 : 0)
        if act.donor == nil && trigger.kind != .give && trigger.kind != .money && trigger.kind != .lump && trigger.kind != .arrive
            && act.recipient == nil
        {
            return .noObject
        }
        acts.append(act)
        return nil
    }

    /// The tokens behind the verb that may hold its object, into following clauses that only go on with the list.
    private func objectRegion(_ trigger: Trigger, _ clause: GiftClause, _ number: Int) -> Range<Int> {
        var start = trigger.token + 1
        while reading.isWord(start, Self.aspect) { start += 1 }
        // 免费为各服务点提供爱心午餐: what is given stands behind the second verb.
        if trigger.kind == .free,
            let verb = (start..<max(start, clause.tokens.upperBound)).first(where: { reading.isWord($0, Self.provision) })
        {
            start = verb + 1
        }
        var end = clause.tokens.upperBound
        if let next = nextTrigger(from: trigger.token + 1, in: clause.tokens), !reading.isDe(next.token + 1), next.kind != .collect,
            next.kind != .procure
        {
            if !(isMoneyNoun(next.token)) { end = next.token }
        }
        var following = number + 1
        while end == clauses[following - 1].tokens.upperBound, following < clauses.count, continuesList(clauses[following]),
            reading.single(clauses[following].tokens.lowerBound - 1) == 0x2C
        {
            end = clauses[following].tokens.upperBound
            following += 1
        }
        end = min(end, start + Self.longestObject)
        return min(start, end)..<end
    }

    private func isMoneyNoun(_ token: Int) -> Bool { reading.tag(token) == .noun }

    /// `火腿肠20件`, `4500元的挂面500件`, `各类用品价值40万余元`, `总价值3万元`: a clause that is only an item with its number.
    func continuesList(_ clause: GiftClause) -> Bool {
        guard clause.tokens.contains(where: { reading.tag($0) == .quantity }),
            nextTrigger(from: clause.tokens.lowerBound, in: clause.tokens) == nil
        else {
            return false
        }
        for index in clause.tokens {
            switch reading.tag(index) {
            case .person, .organisation, .area, .date, .preposition: return false
            case .verb where !reading.isWord(index, Self.worthVerbs): return false
            case .quantity:
                let quantity = reading.quantities[Int(reading.tokens[index].reference)]
                if quantity.dimension == "person" || quantity.isOwnNoun || quantity.dimension == "share" || quantity.dimension == "duration"
                {
                    return false
                }
            default: break
            }
        }
        return true
    }

    /// 将8000元压岁钱全部捐给…, 把熬好的粥、烙好的油饼,送到…: the object stands before the verb.
    private func disposed(_ trigger: Trigger, _ clause: GiftClause, _ number: Int, _ isStrong: Bool) -> [GiftItem] {
        if let mark = mark(in: max(clause.tokens.lowerBound, trigger.token - Self.reach)..<trigger.token) {
            return reader.items(in: mark + 1..<trigger.token, isStrong: isStrong || trigger.kind == .deliver)
        }
        guard number > 0, trigger.kind == .deliver || trigger.kind == .give,
            trigger.token <= clause.tokens.lowerBound + (trigger.kind == .give ? 6 : 1)
        else {
            return []
        }
        let whole = clauses[number - 1].tokens
        let before = max(whole.lowerBound, whole.upperBound - Self.reach)..<whole.upperBound
        guard let mark = mark(in: before), nextTrigger(from: mark, in: before).map({ $0.kind == .arrive }) ?? true else { return [] }
        return reader.items(in: mark + 1..<before.upperBound, isStrong: isStrong)
    }

    private func mark(in tokens: Range<Int>) -> Int? {
        for index in tokens.reversed() where reading.isWord(index, Self.disposal) { return index }
        return nil
    }

    /// 捐款10万元, 捐款捐物72.9万元, 捐款捐物.
    private func moneyItems(_ trigger: Trigger, _ region: Range<Int>, _ found: [GiftItem]) -> [GiftItem] {
        guard trigger.kind == .lump else { return found }
        if reading.isWord(trigger.token, Self.generosity) { return found }
        if let money = found.first(where: { $0.worth != nil && ($0.category == "money" || $0.noun.contains(trigger.token)) }) {
            return [
                GiftItem(
                    text: "款物", key: "款物", category: "mixed", noun: trigger.token..<trigger.token + 1, quantity: nil, worth: money.worth,
                    isLump: true,
                    range: reading.tokens[trigger.token].start..<money.range.upperBound)
            ]
        }
        if let quantity = region.first(where: { reading.tag($0) == .quantity }),
            reading.quantities[Int(reading.tokens[quantity].reference)].isMoney
        {
            return [
                GiftItem(
                    text: "款物", key: "款物", category: "mixed", noun: trigger.token..<trigger.token + 1, quantity: nil,
                    worth: Int(reading.tokens[quantity].reference), isLump: true,
                    range: reading.tokens[trigger.token].start..<reading.tokens[quantity].end)
            ]
        }
        if !found.isEmpty && reading.isWord(trigger.token, Self.goodsVerb) { return found }
        return [
            GiftItem(
                text: "款物", key: "款物", category: "mixed", noun: trigger.token..<trigger.token + 1,
                range: reading.tokens[trigger.token].range)
        ]
    }

    /// 某公司捐赠的口罩500个送到…: a donor in a relative clause.
    private func donatedBefore(_ source: GiftAct, _ items: [GiftItem], _ clause: GiftClause, _ acts: inout [GiftAct]) -> MaskReason? {
        guard items.contains(where: { $0.quantity != nil || $0.worth != nil }) else { return .noObject }
        var act = source
        act.items = items
        acts.append(act)
        return nil
    }

    /// 收到某公司捐赠的口罩500个: the subject receives; 募集资金199万元: a total that somebody gathers.
    private func collect(_ act: inout GiftAct, _ trigger: Trigger, _ clause: GiftClause, regionEnd: Int) {
        let subject = clause.subject?.tokens
        if isGiving(clause.subject) {
            act.isTotal = true
        } else {
            act.donor = nil
            act.recipient = subject.flatMap { recipients.isReceiver($0) ? $0 : nil } ?? act.recipient
        }
        act.isTotal = true
        for index in trigger.token + 1..<max(min(clause.tokens.upperBound, trigger.token + Self.reach), trigger.token + 1) {
            guard let value = lexicon.giftVerbs.value(of: reading.text.text[reading.tokens[index].range]),
                index > trigger.token + 1
            else { continue }
            let kind = lexicon.giftVerbClasses[Int(value)]
            guard kind == .give || (reading.isDe(index + 1) && (kind == .deliver || kind == .money)) else { continue }
            act.donorTokens = trigger.token + 1..<index
            while let first = act.donorTokens?.lowerBound, first < index,
                reading.isWord(first, Self.aspect) || reading.isWord(first, Self.origins)
            {
                act.donorTokens = first + 1..<index
            }
            act.isTotal = false
            let first = reading.isDe(index + 1) ? index + 2 : index + 1
            act.items = reader.items(in: first..<max(regionEnd, first), isStrong: true)
            return
        }
    }

    // MARK: Circumstances

    /// Villagers who raise money give it; an office that raises money receives it.
    private func isGiving(_ subject: ClauseSubject?) -> Bool {
        guard let tokens = subject?.tokens, !tokens.isEmpty else { return false }
        if let persons = subject?.persons, !persons.isEmpty { return true }
        var end = reading.tokens[tokens.upperBound - 1].end
        if reading.text[end - 1] == 0x4EEC { end -= 1 }
        guard
            let match = lexicon.bodies.longestReversedMatch(
                in: reading.text.text, endingAt: end, start: reading.tokens[tokens.lowerBound].start)
        else {
            return false
        }
        let kind = lexicon.bodyEntries[Int(match.value)].donor
        return kind == "group" || kind == "person"
    }

    /// 募集, 筹集, 接收捐赠: gathering for a cause, where 收到 and 接收 may take in anything.
    private func isRaising(_ token: Int) -> Bool {
        reading.tokens[token].range.contains { reading.text[$0] == 0x52DF || reading.text[$0] == 0x6350 || reading.text[$0] == 0x7B79 }
    }

    /// A number for each of several receivers or givers.
    private func isRate(_ item: GiftItem) -> Bool {
        guard let index = item.quantity ?? item.worth else { return false }
        return reading.quantities[index].per != nil && reading.quantities[index].isMoney
    }

    /// 婉拒了一家企业捐赠的口罩500只: the verb of refusing before the verb of giving.
    private func refusal(_ trigger: Trigger, _ clause: GiftClause) -> Int? {
        (max(clause.tokens.lowerBound, trigger.token - Self.reach)..<trigger.token).last { reading.isWord($0, Self.refusals) }
    }

    private func isTotal(_ trigger: Trigger, _ clause: GiftClause) -> Bool {
        for index in max(clause.tokens.lowerBound, trigger.token - 3)..<trigger.token where reading.isWord(index, Self.totals) {
            return true
        }
        return reading.isWord(trigger.token + 1, Self.totals) && trigger.kind != .deliver
            && !reading.isWord(trigger.token + 1, Self.innerTotals)
    }

    private func status(_ trigger: Trigger, _ clause: GiftClause, _ number: Int) -> String {
        // 商会承诺,3月中旬前为每个门岗添置…
        if number > 0, let last = clauses[number - 1].tokens.last, reading.isWord(last, Self.promises) { return "pledged" }
        // 要捐2万元给值守人员,被乡党委副书记婉言谢绝
        var next = number + 1
        while next < clauses.count, next <= number + 2, reading.single(clauses[next].tokens.lowerBound - 1) == 0x2C {
            if clauses[next].tokens.contains(where: { reading.isWord($0, Self.refusals) }) { return "declined" }
            next += 1
        }
        if reading.isWord(trigger.token, Self.forwarding) { return "forwarded" }
        for index in max(clause.tokens.lowerBound, trigger.token - 6)..<trigger.token {
            if reading.isWord(index, Self.refusals) { return "declined" }
            if reading.isWord(index, Self.plans) { return "pledged" }
            if reading.single(index) == 0x5C06, !reading.isDe(index + 1), isFuture(index, trigger.token) { return "pledged" }
            if reading.isWord(index, Self.disposal), index == trigger.token - 1 { return "pledged" }
        }
        return reading.isWord(trigger.token + 1, Self.refusals) ? "declined" : "given"
    }

    /// 将向武汉捐助: 将 before a marker of the receiver speaks of the future; before goods it marks the object.
    private func isFuture(_ index: Int, _ trigger: Int) -> Bool {
        index + 1 == trigger || reading.isWord(index + 1, Self.receiverMarkers) || reading.tag(index + 1) == .adverb
    }

    /// The state's own money spent: 从党费中划拨20万元,给村里购置…
    private func isStateMoney(_ number: Int) -> Bool {
        guard number > 0, !clauses[number].hasOwnSubject || isState(clauses[number]) else { return false }
        return clauses[number - 1].tokens.contains { token in
            lexicon.giftBlockers.value(of: reading.text.text[reading.tokens[token].range]).map {
                lexicon.giftBlockerReasons[Int($0)] == .allotment
            } ?? false
        }
    }

    /// 物品, 物资 in a clause that only says where what was named before was taken.
    private func isAnaphoric(_ items: [GiftItem]) -> Bool {
        items.allSatisfy { $0.quantity == nil && $0.worth == nil && ["物品", "物资", "款项", "善款", "这些物资", "东西"].contains($0.text) }
    }

    private func isOwnExpense(_ token: Int, _ clause: GiftClause) -> Bool {
        for index in max(clause.tokens.lowerBound, token - Self.reach)..<token + 1 where reading.isWord(index, Self.ownExpense) {
            return recipients.recipient(token, clause, region: token..<token) != nil
        }
        return false
    }

    /// A public body buys for its own use.
    private func isState(_ clause: GiftClause) -> Bool {
        guard let subject = clause.subject?.tokens, !subject.isEmpty, clause.subject?.persons.isEmpty ?? true else { return false }
        let end = reading.tokens[subject.upperBound - 1].end
        guard
            let match = lexicon.bodies.longestReversedMatch(
                in: reading.text.text, endingAt: end, start: reading.tokens[subject.lowerBound].start)
        else {
            return false
        }
        return lexicon.bodyEntries[Int(match.value)].donor == "government"
    }

    private func isBefore(_ range: Range<Int>?, _ token: Int) -> Bool { range.map { $0.upperBound <= token } ?? false }

    /// How many tokens around a verb may change what it means, and how many its object may have.
    static let reach = 60
    private static let longestObject = 300
    private static let nominalHeads = scalarWords("等 箱 仪式 证书 活动 工作 行动 热线 账户 账号 渠道 通道 倡议 倡议书 电话 单位 者 人 方 点 处 事宜 情况 名单 明细 台账 信息 协议 站")
    private static let negations = scalarWords("不 没 没有 未 无法 不能 别 勿")
    private static let modals = scalarWords("号召 倡议 呼吁 鼓励 动员 负责 倡导 引导 希望 应 需要 可以 欢迎 禁止 要求 如果 为了 开展 组织 职责 用于 如何 请 愿意 支持 不得")
    private static let services = scalarWords("代 代为 帮助 帮 协助 上门 配送 志愿者 预约 预定 代购 网格员")
    static let receiverMarkers = scalarWords("向 为 给 对")
    private static let provision = scalarWords("提供 供应 发放 派送 配送 送 送上 赠送 做 制作 派发 分发")
    private static let aspect = scalarWords("了 过 着 出 来 去 上 到 起 得")
    private static let disposal = scalarWords("将 把")
    private static let raising = scalarWords("筹措 自筹")
    private static let ownExpense = scalarWords("自费 自掏腰包 自发 免费 无偿 义务 自己 自购 自愿 自家 出资 个人 带头")
    private static let totals = scalarWords("累计 共 总共 共计 总计 合计 已累计 先后")
    private static let innerTotals = scalarWords("共计 总计 合计 先后")
    private static let handingOut = scalarWords("分发给 发给 发放给 分送 分送给 派送给 交纳 缴纳")
    private static let refusals = scalarWords("婉拒 谢绝 拒收 拒绝 退回 退还 婉言谢绝 婉谢 婉言拒绝 回绝 退了回去 推辞")
    private static let speakers = scalarWords("我 我们 你 你们 您 咱 咱们 俺 俺们")
    private static let leaving = scalarWords("放下 留下 扔下 丢下 撂下 带回 发回")
    private static let additions = scalarWords("追加")
    private static let promises = scalarWords("承诺 许诺 表示 宣布 计划 打算 答应")
    static let payments = scalarWords("以 用 花 花费 斥资 出资 拿出 投入 耗资 自掏腰包 动用 自筹 筹资 筹集 掏出 自费 凑")
    static let among = scalarWords("其中 包括 含 内含")
    private static let plans = scalarWords("拟 计划 承诺 打算 准备 即将 表示 决定 拟向 将要 预计 拟于 有意 许诺 愿意 认领")
    private static let forwarding = scalarWords("转交 转赠 转送 转捐")
    private static let worthVerbs = scalarWords("价值 总价值 价值约 折合 市值 总计 共计 合计 折款 捐款")
    private static let generosity = scalarWords("慷慨解囊 解囊 解囊相助")
    private static let goodsVerb = scalarWords("捐物 捐物资")
    private static let origins = scalarWords("由 来自 社会 各界 自")
}
