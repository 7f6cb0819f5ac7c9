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
    /// The sentence that the donor's tokens belong to, where it is not this act's own.
    var donorSource: SentenceReading?
    /// The sentence that the receiver's tokens belong to, where it is not this act's own.
    var recipientSource: SentenceReading?
    /// A share of what the act before names.
    var isPart = false
    /// The verb stands in an earlier sentence.
    var hasNoVerb = false
    /// A line of a list of givers, each with a sum.
    var isListed = false
    /// Nobody in the sentence gives: a gift only where the sentences before tell who acts.
    var needsGiver = false
    /// Who else receives: 一半给了医院,一半给了环卫工人.
    var otherRecipients: [Range<Int>] = []
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
    let figures: [Int: Figure]
    let clauses: [GiftClause]
    let recipients: GiftRecipients

    init(_ reading: SentenceReading, index: Int, figures: [Figure], lexicon: FactLexicon) {
        self.reading = reading
        self.index = index
        self.lexicon = lexicon
        var byToken: [Int: Figure] = [:]
        byToken.reserveCapacity(figures.count)
        for figure in figures { byToken[figure.token] = figure }
        self.figures = byToken
        reader = GiftItems(reading, figures: byToken, lexicon: lexicon)
        clauses = GiftClauses(reading, lexicon: lexicon).clauses()
        recipients = GiftRecipients(reading, lexicon: lexicon)
    }

    /// Whether a sentence holds a word that may be a verb of giving; without one there is nothing to do.
    static func applies(to reading: SentenceReading, lexicon: FactLexicon) -> Bool {
        reading.tokens.indices.contains { index in
            lexicon.giftVerbs.value(of: reading.text.text[reading.tokens[index].range]) != nil || reading.isWord(index, regards)
        }
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
                if let receiver = shareReceiver(trigger, clause), let last = acts.indices.last, last >= part, !acts[last].items.isEmpty {
                    if acts[last].recipient == nil { acts[last].recipient = receiver } else { acts[last].otherRecipients.append(receiver) }
                    acts[last].isPending = false
                    continue
                }
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
        for index in acts.indices {
            if let quantity = trailingQuantity(acts[index]) {
                let range = reading.quantities[quantity].range
                acts[index].items[0].quantity = quantity
                acts[index].items[0].range =
                    acts[index].items[0].range.lowerBound..<max(range.upperBound, acts[index].items[0].range.upperBound)
            }
        }
        complete(&acts)
        acts += valued(beside: acts)
        acts += laden(beside: acts)
        acts += rolled(beside: acts)
        acts += listed(beside: acts)
        addClefts(to: &acts)
        accept(&acts)
        offer(&acts)
        dropAnnouncements(&acts)
        let dropped = acts.filter { $0.isPending }
        for act in dropped { rejected.append(RejectedVerb(range: reading.tokens[act.verb].range, reason: .noObject)) }
        return (acts.filter { !$0.isPending && !$0.items.isEmpty }, rejected)
    }

    /// 捐赠的单位还有:甲公司五万元;乙公司三万元: entries behind a verb of giving and a colon, or 其中 behind a sum.
    func rolled(beside acts: [GiftAct]) -> [GiftAct] {
        var verb: Int?
        var lead: Int?
        for token in reading.tokens.indices {
            if lead == nil, let value = lexicon.giftVerbs.value(of: reading.text.text[reading.tokens[token].range]) {
                switch lexicon.giftVerbClasses[Int(value)] {
                case .give, .money, .lump, .collect: verb = token
                default: break
                }
            }
            if verb != nil, reading.single(token) == 0x3A || reading.isWord(token, Self.among) {
                lead = token
                break
            }
        }
        guard let verb, let lead else { return [] }
        let taken = Set(acts.flatMap { $0.items.flatMap { [$0.quantity, $0.worth].compactMap { $0 } } })
        let clause = clauses.first { $0.tokens.contains(verb) }
        let main = acts.last { $0.verb == verb }
        let receiver = main?.recipient ?? clause.flatMap { recipients.recipient(verb, $0, region: verb..<verb) }
        return GiftRolls(reading, index: index, figures: figures, lexicon: lexicon)
            .acts(in: lead + 1..<reading.tokens.count, verb: verb, isPage: false, taken: taken).map { act in
                var act = act
                if let main, let share = receivingShare(of: act, in: main) {
                    (act.donor, act.donorTokens, act.recipient, act.isPart) = (main.donor, main.donorTokens, share, true)
                } else {
                    act.recipient = act.recipient ?? receiver
                }
                return act
            }
    }

    /// 向武汉、黄冈共捐赠现金2600万元,其中现金武汉2000万元、黄冈600万元: the names are of those who receive.
    private func receivingShare(of act: GiftAct, in main: GiftAct) -> Range<Int>? {
        guard var name = act.donorTokens else { return nil }
        while name.count > 1, reading.isWord(name.lowerBound, Self.givenGoods) { name = name.dropFirst() }
        let text = reading.string(tokens: name)
        if main.recipient?.contains(where: { reading.string(reading.tokens[$0].range) == text }) ?? false { return name }
        // 企业家周大海捐赠100万元,其中县医院50万元: what one giver gives is divided among bodies that get.
        guard !main.isTotal, let giver = main.donor, giver.persons.count == 1, main.donorTokens == nil, let last = name.last,
            isGetting(last)
        else { return nil }
        return name
    }

    /// 县医院, 派出所, 城关镇: bodies that are given things.
    func isGetting(_ token: Int) -> Bool {
        let range = reading.tokens[token].range
        guard let match = lexicon.bodies.longestReversedMatch(in: reading.text.text, endingAt: range.upperBound, start: range.lowerBound)
        else {
            return false
        }
        switch lexicon.bodyEntries[Int(match.value)].receiver {
        case "hospital", "community", "township", "headquarters", "charity", "police", "school": return true
        default: return false
        }
    }

    // MARK: Acts

    /// Adds the act of a trigger, or says why there is none.
    func add(_ trigger: Trigger, _ clause: GiftClause, _ number: Int, _ part: Int, _ acts: inout [GiftAct]) -> MaskReason? {
        var act = GiftAct(reading: index, donor: clause.subject, items: [], verb: trigger.token, verbClass: trigger.kind)
        let isStrong =
            trigger.kind == .give || trigger.kind == .money || trigger.kind == .lump || trigger.kind == .collect && isRaising(trigger.token)
            || trigger.kind == .procure && isDelivered(behind: trigger.token, number)
        if trigger.kind == .procure || trigger.kind == .deliver, isStateMoney(number) { return .allotment }
        if isTreasury(trigger, clause) { return .allotment }
        let region = objectRegion(trigger, clause, number)
        // 免费为各服务点提供爱心午餐: the receiver stands before the second verb.
        act.recipient = recipients.recipient(
            trigger.kind == .free ? max(region.lowerBound - 1, trigger.token) : trigger.token, clause, region: region)
        var isSummedUp = false
        var items = disposed(trigger, clause, number, isStrong)
        // 把肉菜做成盒饭: what was made of it.
        if trigger.kind == .procure, reading.text[reading.tokens[trigger.token].end - 1] == 0x6210 {
            let made = reader.items(in: region, isStrong: false)
            if !made.isEmpty { items = made }
        }
        if items.isEmpty {
            items = reader.items(in: region, isStrong: isStrong || trigger.kind == .deliver && isBringing(trigger.token))
            // 投进水里, 送到社区: what follows is a place.
            if trigger.kind == .deliver, let last = reading.text.text[reading.tokens[trigger.token].range].last, Self.towards.contains(last)
            {
                items.removeAll { $0.quantity == nil && $0.worth == nil }
            }
        }
        if trigger.kind == .arrive { items = [] }
        // 腾出两条生产线: of what is cleared only rooms and beds are given.
        if reading.isWord(trigger.token, Self.clearing), act.recipient == nil {
            items.removeAll { item in
                !item.noun.isEmpty && !Self.rooms.contains(reading.text[reading.tokens[item.noun.upperBound - 1].end - 1])
            }
        }
        if reading.isWord(trigger.token, Self.pouring) { items.removeAll { $0.category != "money" } }  // 把硬币倒进捐款箱
        if items.isEmpty, trigger.kind != .collect, trigger.kind != .procure, trigger.kind != .lump {
            items = carried(trigger, clause, number, acts[part...])
            if items.isEmpty, trigger.kind != .arrive {
                items = elliptic(region, clause, number, acts)
                // 到2月末一共送了4800个: to whom the same thing was given before.
                if act.recipient == nil, let item = items.first,
                    let same = acts[recent(acts, 0)...].last(where: { $0.items.contains { $0.key == item.key } })
                {
                    act.recipient = same.recipient
                }
                // 给卡点送夜宵,前后送去960份: the number of what was named without one.
                if let item = items.first, let last = acts.indices.last, last >= part, acts[last].items.count == 1,
                    acts[last].items[0].quantity == nil, acts[last].items[0].worth == nil, acts[last].items[0].key == item.key
                {
                    act.recipient = act.recipient ?? acts[last].recipient
                    isSummedUp = reading.isWord(trigger.token - 1, Self.altogether)
                    acts.removeLast()
                }
            }
            if items.isEmpty, trigger.kind == .give || trigger.kind == .deliver || trigger.kind == .free {
                items = topical(trigger, clause, number, acts[part...])
                let mayGive = clause.subject.map { GiftSubjects(reading, lexicon: lexicon).mayGive($0) } ?? false
                if !items.isEmpty, !(clause.subject?.isCarried ?? false) || !mayGive {
                    // 里面的618元压岁钱悉数捐给…: the goods are the clause's subject; who gives stands in a clause before.
                    act.donor = number > 0 ? earlierGiver(before: number) : nil
                    if act.donor == nil { act.donorTokens = maker(of: items[0]) }
                }
                if items.isEmpty, trigger.kind == .free, act.recipient.map({ $0.lowerBound > trigger.token }) ?? false {
                    // 他家的奶茶和糌粑免费供应给值守民警: what is provided is the clause's subject.
                    items = reader.items(in: clause.tokens.lowerBound..<trigger.token, isStrong: false).filter { $0.category != "other" }
                    if !items.isEmpty, !mayGive { act.donor = nil }
                }
                if items.isEmpty, let last = acts.indices.last, last >= part, acts[last].items.count == 1,
                    acts[last].items[0].quantity == nil,
                    acts[last].items[0].worth == nil, let quantity = bareQuantity(before: trigger.token, clause)
                {
                    // 赶制布口罩,头一批600只已交到镇政府
                    acts[last].items[0].quantity = quantity
                    acts[last].items[0].range =
                        acts[last].items[0].range
                        .lowerBound..<max(
                            acts[last].items[0].range.upperBound, reading.quantities[quantity].range.upperBound)
                } else if items.isEmpty {
                    items = divided(trigger, clause, acts)
                    if !items.isEmpty, let whole = acts.last, holds(whole, items) {
                        (act.donor, act.donorTokens, act.donorSource) = (whole.donor, whole.donorTokens, whole.donorSource)
                        act.isPart = true
                        acts[acts.count - 1].isPending = false
                    }
                }
            }
        }
        // 缺帐篷,便垫钱买了4顶送去
        if items.isEmpty, trigger.kind == .procure {
            items = elliptic(region, clause, number, acts)
            // 免费给医护人员煮牛肉面,7天煮了1500碗
            if let item = items.first, let last = acts.indices.last, last >= part, acts[last].items.count == 1,
                acts[last].items[0].quantity == nil, acts[last].items[0].worth == nil, acts[last].items[0].key == item.key
            {
                act.recipient = acts[last].recipient ?? act.recipient
                acts.removeLast()
            }
        }
        if trigger.kind == .arrive, items.isEmpty { return .noObject }
        if reading.isWord(trigger.token, Self.arrived), !act.isPart { return .noObject }  // 首批400只已经到位
        if items.isEmpty, trigger.kind == .deliver || trigger.kind == .free || trigger.kind == .give && isSending(trigger.token),
            act.recipient != nil, number > 0, acts.count == part
        {
            // 采摘蔬菜5000公斤,运往医院: what is brought was named in the clause before.
            let whole = clauses[number - 1].tokens
            items = reader.items(in: max(whole.lowerBound, whole.upperBound - Self.reach)..<whole.upperBound, isStrong: isMade(whole))
                .filter {
                    $0.quantity != nil
                }
        }
        // 焊出36个炉子,连同30顶帐篷,送到卡点: what is taken along is not all.
        if !items.isEmpty, acts.count == part { items = withCompanions(items, number) }
        if items.contains(where: { isRate($0) }), items.contains(where: { !isRate($0) }) || acts.count > part && !clause.hasOwnSubject {
            items.removeAll { isRate($0) }
        }
        if trigger.kind == .deliver || trigger.kind == .give, !items.isEmpty, acts.count > part,
            items.allSatisfy({ item in acts[recent(acts, part)...].contains { $0.items.contains { $0.range.overlaps(item.range) } } })
        {
            items = []  // 把某公司捐来的洗手液转给卡口: told already, where it went is new
        }
        if trigger.kind == .deliver || trigger.kind == .give, !items.isEmpty, acts.count > part,
            items.allSatisfy({ item in
                item.quantity == nil && item.worth == nil
                    && acts[recent(acts, part)...].contains {
                        $0.items.contains { $0.quantity != nil && ($0.text == item.text || $0.key == item.key) }
                    }
            })
        {
            items = []  // 购买了2万只口罩,委托父亲将口罩送到…
        }
        if !items.isEmpty, trigger.kind == .deliver || trigger.kind == .give {
            // 把亲手缝制的口罩送到…: what was made is what is brought.
            let near = recent(acts, 0)
            let kept = acts[near...].filter { act in
                !act.isPending || !act.items.allSatisfy { made in items.contains { $0.range.overlaps(made.range) } }
            }
            if kept.count < acts.count - near { acts.replaceSubrange(near..., with: kept) }
        }
        if trigger.kind == .money || trigger.kind == .lump { items = moneyItems(trigger, region, items) }
        if trigger.kind != .collect, let before = acts.last,
            !clause.hasOwnSubject || clause.subject?.tokens == before.recipient, before.verbClass == .collect, before.isTotal,
            clause.subject.map({ $0.tokens.lowerBound < before.verb }) ?? true,
            trigger.kind == .give || trigger.kind == .money || trigger.kind == .lump, acts.count > part, !items.isEmpty,
            before.donor == nil, before.donorTokens == nil,
            items.allSatisfy({ $0.range.lowerBound >= reading.tokens[trigger.token].start }),
            agent(before: trigger.token, clause, Self.agents) == nil
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
        if items.count == 1, items[0].worth == nil, let worth = worth(behind: number) { items[0].worth = worth }
        settlePayment(&items)
        act.items = items
        if trigger.kind == .lump, let whole = act.items.indices.first {
            let parts = partsBehind(clause, number)
            if !parts.isEmpty {
                act.items[whole].isWhole = true
                act.items += parts
            }
        }
        act.isTotal = isTotal(trigger, clause) && !isOfOne(clause, trigger) || isOfAll(clause, trigger) || isSummedUp
        act.collector = GiftCollectors(reading, lexicon: lexicon).collector(verb: trigger.token, in: number, of: clauses)
        if act.recipient == nil, let body = act.collector,
            (body.upperBound..<body.upperBound + 4).contains(where: { reading.isWord($0, Self.takingIn) })
        {
            act.recipient = body  // 由乡卫生院代收
        }
        if let own = giver(before: trigger.token, in: clause, acts[part...]) { act.donorTokens = own }
        act.status = status(trigger, clause, number)
        if act.recipient == nil, trigger.kind != .collect { act.recipient = recipients.purpose(behind: number, clauses) }
        payWith(trigger, clause, &act, &acts)
        if trigger.kind == .collect, let kept = keptPart(act, trigger, clause, acts) {
            acts.append(kept)
            return nil
        }
        if trigger.kind == .collect {
            if act.items.isEmpty { act.items = announced(behind: number) }
            let received = collected(act, trigger, clause, regionEnd: region.upperBound).filter { act in
                // 卡点收到企业送来的取暖器: without a number only where somebody is said to have given it.
                act.items.contains { $0.quantity != nil || $0.worth != nil || isGivenThing($0, trigger, clause, by: act.donorTokens) }
            }
            acts += received
            return received.isEmpty ? .noObject : nil
        }
        if isAnaphoric(items), trigger.kind == .deliver || trigger.kind == .give {
            // 把物资交到社区手里:口罩4.6万个、面罩800个
            let listed = announced(behind: number)
            if !listed.isEmpty { (items, act.items) = (listed, listed) }
        }
        if items.isEmpty || isAnaphoric(items) {
            // 赠送给社区, 委托工作人员送到一线: completes what the sentence has already named.
            guard trigger.kind == .give || trigger.kind == .deliver || trigger.kind == .free, acts.count > part,
                let last = acts.indices.last
            else {
                return items.isEmpty ? .noObject : addPlain(act, trigger, clause, &acts)
            }
            if trigger.kind == .give, let agent = agent(before: trigger.token, clause, Self.agents) {
                // 学生会收到的180份心意包,全由校友企业捐赠
                for open in part...last where acts[open].donor == nil && acts[open].donorTokens == nil {
                    acts[open].donorTokens = agent
                    acts[open].isTotal = false
                }
            }
            for open in part...last
            where (acts[open].verbClass != .collect || !acts[open].isTotal)
                && (acts[open].recipient == nil || acts[open].verbClass == .arrive
                    || isMerePlace(acts[open].recipient, against: act.recipient))
                || acts[open].isPending
            {
                // 赶着20头牛来到旗医院,捐给了医护人员: to whom they were given there.
                acts[open].recipient = act.recipient ?? acts[open].recipient
                acts[open].isPending = false
                acts[open].cues += 1
            }
            return nil
        }
        return addPlain(act, trigger, clause, &acts)
    }

    func addPlain(_ source: GiftAct, _ trigger: Trigger, _ clause: GiftClause, _ acts: inout [GiftAct]) -> MaskReason? {
        var act = source
        switch trigger.kind {
        case .procure:
            // 做, 购买: a gift only for somebody, or where a verb of giving follows.
            let isForSomebody = act.recipient != nil && isBefore(act.recipient, trigger.token)
            act.isPending =
                !(isForSomebody || reading.isWord(trigger.token, Self.raising) || isOwnExpense(trigger.token, clause)
                || isOutOfPocket(act, trigger.token, clause) || raisedBefore(act, acts))
            if isState(clause), !isOutOfPocket(act, trigger.token, clause) { return .allotment }
            // 公司为员工购置口罩: what a firm buys for its own people.
            if let last = act.recipient?.last, reading.isWord(last, Self.ownPeople) { return .noObject }
        case .deliver where isState(clause) && reading.isWord(trigger.token, Self.handingOut): return .allotment
        case .deliver where reading.tokens[trigger.token].count == 1 && act.items.allSatisfy { $0.quantity == nil }:
            guard act.recipient != nil || act.items.contains(where: { $0.quantity != nil }) || act.donor != nil else { return .noObject }
        case .free:
            // 50间民宿无偿提供给医护人员: any number of things for somebody.
            guard act.items.contains(where: { $0.category != "other" || $0.quantity != nil && act.recipient != nil }) else {
                return .service
            }
            // 免费为武汉运送蔬菜
            if act.items.allSatisfy({ $0.quantity == nil }),
                clause.tokens.contains(where: { $0 > trigger.token && reading.isWord($0, Self.transport) })
            {
                return .service
            }
        default: break
        }
        if act.recipient == nil, clause.subject?.isCarried ?? false, organised(before: trigger.token, clause) == nil,
            let before = acts.last, before.recipient != nil,
            before.donor?.tokens == act.donor?.tokens,
            before.reading == act.reading
        {
            act.recipient = before.recipient
        }
        // 正愁怎么出去买菜,你们就把菜送来了; “这点钱给孩子们买口罩。”: talk, no report of a gift.
        if act.items.allSatisfy({ $0.quantity == nil && $0.worth == nil }), isQuoted(trigger.token) { return .generic }
        if act.items.allSatisfy({ $0.quantity == nil && $0.worth == nil }),
            (max(0, trigger.token - 14)..<trigger.token).contains(where: { reading.isWord($0, Self.speakers) })
        {
            return .generic
        }
        // 放下2000元就走: only money is left like that.
        if reading.isWord(trigger.token, Self.leaving),
            !act.items.allSatisfy({
                $0.category == "money" || ($0.quantity != nil || act.recipient != nil) && $0.category != "other" && act.donor != nil
            })
        {
            return .noObject
        }
        if let agent = passiveAgent(trigger, clause) {
            act.donorTokens = agent
        } else if act.donor == nil, act.donorTokens == nil, trigger.kind == .give,
            let agent = agent(before: trigger.token, clause, Self.agents)
        {
            act.donorTokens = agent
        }
        if act.donorTokens == nil, act.donor.map({ !GiftSubjects(reading, lexicon: lexicon).mayGive($0) }) ?? true,
            let first = act.items.first,
            let maker = maker(of: first)
        {
            act.donorTokens = maker
        }
        if let giver = organised(before: trigger.token, clause) { act.donorTokens = giver }
        // 除了捐款30万元外,金龙集团还…: who gave is named behind.
        if act.donor == nil, act.donorTokens == nil, reading.isWord(clause.tokens.lowerBound, Self.besideThat),
            let next = clauses.first(where: { $0.tokens.lowerBound >= clause.tokens.upperBound }), next.hasOwnSubject,
            let subject = next.subject, GiftSubjects(reading, lexicon: lexicon).mayGive(subject)
        {
            act.donor = subject
        }
        if let first = act.items.first, let maker = namedMaker(of: first) { act.donorTokens = maker }
        act.cues += (act.donor != nil ? 1 : 0) + (act.recipient != nil ? 1 : 0)
        if act.donor == nil && act.donorTokens == nil && trigger.kind != .give && trigger.kind != .money && trigger.kind != .lump
            && trigger.kind != .arrive
            && act.recipient == nil && !(act.items.contains { $0.quantity != nil } && isOfSomebody(trigger.token))
        {
            // 又卸下两箱红牛: somebody acts whom an earlier sentence names.
            guard trigger.kind == .deliver, reading.tokens[trigger.token].count > 1, clause.subject == nil,
                act.items.contains(where: { $0.quantity != nil && $0.category != "other" && $0.category != "vehicle" })
            else { return .noObject }
            act.needsGiver = true
        }
        acts.append(act)
        return nil
    }

    /// 商会两天募得16.8万欧元,分三批采购防护服9200件: what is bought with the money that the same subject has raised.
    private func raisedBefore(_ act: GiftAct, _ acts: [GiftAct]) -> Bool {
        guard let donor = act.donor?.tokens, act.items.contains(where: { $0.quantity != nil }) else { return false }
        return acts[recent(acts, 0)...].contains { before in
            before.verbClass == .collect && isRaising(before.verb) && before.status == "given"
                && (before.donor?.tokens == donor || before.recipient == donor)
        }
    }
}
