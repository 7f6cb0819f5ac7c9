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
    /// No verb of giving tells it, only what stands around its number: the logarithm of the odds that it is a gift. The verb is that number.
    var impliedOdds: Double?

    /// The verb stands in the act's sentence.
    var namesVerb: Bool { !hasNoVerb && impliedOdds == nil }
}

extension Array<GiftAct> {
    /// The numbers that the acts' things and worths have taken, as indices into the quantities of the sentence.
    var numbers: Set<Int> { Set(flatMap { $0.items.flatMap { [$0.quantity, $0.worth].compactMap { $0 } } }) }
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
    /// The sentence says what a picture shows: goods that are only called so say nothing.
    let isCaption: Bool
    private let earlier: EarlierThings?

    init(
        _ reading: SentenceReading, index: Int, figures: [Figure], isCaption: Bool = false, after earlier: EarlierThings? = nil,
        lexicon: FactLexicon
    ) {
        self.earlier = earlier
        self.isCaption = isCaption
        self.reading = reading
        self.index = index
        self.lexicon = lexicon
        var byToken: [Int: Figure] = [:]
        for figure in figures { byToken[figure.token] = figure }
        self.figures = byToken
        reader = GiftItems(reading, figures: byToken, lexicon: lexicon)
        clauses = GiftClauses(reading, lexicon: lexicon).clauses()
        recipients = GiftRecipients(reading, lexicon: lexicon)
    }

    /// The thing that the sentences before have counted in the same unit, for a number that nothing stands beside.
    func earlierThing(_ index: Int) -> GiftItem? { earlier?.thing(countedAs: reading.quantities[index], index) }

    /// Whether a sentence holds a word that may be a verb of giving; without one there is nothing to do.
    static func applies(to reading: SentenceReading) -> Bool {
        // Held here, since a static property is asked whether it is made each time.
        let signs = signs
        return reading.tokens.indices.contains { index in
            reading.giftVerb(index) != nil || reading.isWord(index, signs)
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
        recounted(beside: &acts)
        closeSums(&acts)
        acts.add(bothSums(behind: acts))
        complete(&acts)
        acts.add(valued(beside: acts))
        acts.add(laden(beside: acts))
        acts.add(rolled(beside: acts))
        acts.add(listed(beside: acts))
        acts.add(instalments(beside: acts))
        acts.add(continued(beside: acts))
        acts.add(runningTotals(beside: acts))
        addClefts(to: &acts)
        accept(&acts)
        offer(&acts)
        dropAnnouncements(&acts)
        acts.removeAll { act in
            act.items.allSatisfy { !$0.noun.isEmpty && reading.isWord($0.noun.upperBound - 1, Self.honours) } && !act.items.isEmpty
        }
        let dropped = acts.filter { $0.isPending }
        for act in dropped { rejected.append(RejectedVerb(range: reading.tokens[act.verb].range, reason: .noObject)) }
        // 图为工作人员清点乡亲寄来的物资
        if isCaption {
            let isHandled = reading.tokens.indices.contains { reading.isWord($0, Self.handlings) }
            acts.removeAll { $0.items.allSatisfy { $0.quantity == nil && $0.worth == nil && ($0.category == "mixed" || isHandled) } }
        }
        return (acts.filter { !$0.isPending && !$0.items.isEmpty }, rejected)
    }

    /// 捐赠的单位还有:甲公司五万元;乙公司三万元: entries behind a verb of giving and a colon, or 其中 behind a sum.
    func rolled(beside acts: [GiftAct]) -> [GiftAct] {
        var verb: Int?
        var lead: Int?
        for token in reading.tokens.indices {
            if lead == nil, let kind = reading.giftVerb(token) {
                switch kind {
                case .give, .money, .lump, .collect: verb = token
                default: break
                }
            }
            // 乡亲们的心意都记在本子上:张军平,挂面10把;杨德福,土豆3袋
            if verb == nil, reading.single(token) == 0x3A, (0..<token).contains(where: { reading.isWord($0, Self.records) }),
                (token..<reading.tokens.count).contains(where: { reading.single($0) == 0x3B })
            {
                verb = token
            }
            if verb != nil, reading.single(token) == 0x3A || reading.isWord(token, Self.among) {
                lead = token
                break
            }
        }
        guard let verb, let lead else { return [] }
        let taken = acts.numbers
        let clause = clauses.first { $0.tokens.contains(verb) }
        // 共接收捐款526万元: of the verbs of gathering and of giving the one that made the act.
        let main = acts.last { $0.verb == verb } ?? acts.last { $0.verbClass == .collect && $0.isTotal && $0.verb < lead }
        let receiver = main?.recipient ?? clause.flatMap { recipients.recipient(verb, $0, region: verb..<verb) }
        return GiftRolls(reading, index: index, figures: figures, lexicon: lexicon)
            .acts(in: lead + 1..<reading.tokens.count, verb: verb, isPage: false, taken: taken).map { act in
                var act = act
                if let main, let share = receivingShare(of: act, in: main) {
                    (act.donor, act.donorTokens, act.recipient, act.isPart) = (main.donor, main.donorTokens, share, true)
                    act.isTotal = main.isTotal
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
        guard !main.isTotal, let giver = main.donor, let end = giver.tokens.last, main.donorTokens == nil, let last = name.last,
            isGetting(last),
            giver.persons.count == 1
                || reading.tag(end) == .organisation && !giver.tokens.contains(where: { reading.isListJoint($0) })
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

    /// Adds an act that has all that it needs, unless its circumstances say that it is none.
    func addPlain(_ source: GiftAct, _ trigger: Trigger, _ clause: GiftClause, _ acts: inout [GiftAct]) -> MaskReason? {
        var act = source
        switch trigger.kind {
        case .procure:
            // 做, 购买: a gift only for somebody, or where a verb of giving follows.
            let isForSomebody = act.recipient != nil && isBefore(act.recipient, trigger.token)
            act.isPending =
                !(isForSomebody || reading.isWord(trigger.token, Self.raising) || isOwnExpense(trigger.token, clause)
                || isOutOfPocket(act, trigger.token, clause) || raisedBefore(act, acts) || isSewnBySomebody(act, trigger.token))
            if isState(clause), !isOutOfPocket(act, trigger.token, clause) { return .allotment }
            // 6600元全部换成大米: what the money given becomes.
            if Self.exchanging.contains(reading.text[reading.tokens[trigger.token].start]),
                act.items.allSatisfy({ $0.quantity == nil && $0.worth == nil })
            {
                return .noObject
            }
            // 给住户跑腿买菜
            if reading.isWord(trigger.token - 1, Self.errands), act.items.allSatisfy({ $0.quantity == nil }) { return .service }
            // 公司为员工购置口罩: what a firm buys for its own people.
            if let last = act.recipient?.last, reading.isWord(last, Self.ownPeople) { return .noObject }
        // 党员负责给3栋楼的居民送菜: an errand, and nothing that is counted.
        case .deliver
        where act.items.allSatisfy({ $0.quantity == nil && $0.worth == nil })
            && (clause.tokens.lowerBound..<trigger.token).contains(where: { reading.isWord($0, Self.charged) }):
            return .service
        // 骑摩托送政策、送药品: what is done for all, and nothing that is counted.
        case .deliver
        where reading.tokens[trigger.token].count == 1 && reading.isListJoint(trigger.token - 1)
            && act.items.allSatisfy({ $0.quantity == nil && $0.worth == nil }):
            return .service
        // 要把2万元货款塞给他: what somebody is owed.
        case .deliver where act.items.allSatisfy({ $0.category == "money" && isOwed($0) }): return .sale
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
        // 由某商会捐赠的一批物资运抵县城,包括口罩1万只: who gave what arrives.
        if trigger.kind == .deliver, act.donorTokens == nil,
            act.donor.map({ !GiftSubjects(reading, lexicon: lexicon).mayGive($0) || $0.isCarried }) ?? true,
            let verb = (clause.tokens.lowerBound..<trigger.token).last(where: { reading.giftVerb($0) == .give && reading.isDe($0 + 1) }),
            let giver = agent(before: verb, clause, Self.objectAgents) ?? giverBehindVerb(verb, clause)
        {
            act.donorTokens = giver
        }
        if trigger.kind != .procure, let giver = organised(before: trigger.token, clause) { act.donorTokens = giver }
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
            guard trigger.kind == .deliver,
                reading.tokens[trigger.token].count > 1 || Self.layings.contains(reading.single(trigger.token)), clause.subject == nil,
                act.items.contains(where: { $0.quantity != nil && $0.category != "other" && $0.category != "vehicle" })
            else { return .noObject }
            act.needsGiver = true
        }
        acts.append(act)
        return nil
    }

    /// 货款, 工资, 运费: what goods or work are paid with.
    private func isOwed(_ item: GiftItem) -> Bool { item.noun.last.map { reading.isWord($0, Self.wages) } ?? false }

    /// 退休护士张桂兰连夜缝出棉手套60副: what a person sews in such days is for others.
    private func isSewnBySomebody(_ act: GiftAct, _ verb: Int) -> Bool {
        guard let donor = act.donor, !donor.persons.isEmpty, !donor.isCarried else { return false }
        return reading.tokens[verb].range.contains { Self.sewing.contains(reading.text[$0]) }
            && act.items.allSatisfy { $0.quantity != nil && ["mask", "protective", "clothing"].contains($0.category) }
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
