/// From a verb of giving to its act: what is given, who is meant, and what the sentence has told already.
extension GiftRule {
    /// A verb of giving at its place in the sentence.
    struct VerbPlace {
        var trigger: Trigger
        var clause: GiftClause
        /// The clause's place among the sentence's.
        var number: Int
        /// Where the acts since the last ; begin.
        var part: Int
        /// Behind the verb, where its object stands.
        var region: Range<Int>
        /// The verb leaves no doubt that a gift is meant.
        var isStrong: Bool

        var kind: GiftVerbClass { trigger.kind }
        var token: Int { trigger.token }
        var gives: Bool { kind == .give || kind == .deliver }
    }

    /// An act in the making.
    private struct Draft {
        var act: GiftAct
        var items: [GiftItem] = []
        /// The number sums up what was named before without one.
        var isSummedUp = false
    }

    /// Adds the act of a trigger, or says why there is none.
    func add(_ trigger: Trigger, _ clause: GiftClause, _ number: Int, _ part: Int, _ acts: inout [GiftAct]) -> MaskReason? {
        if trigger.kind == .procure || trigger.kind == .deliver, isStateMoney(number) { return .allotment }
        if isTreasury(trigger, clause) { return .allotment }
        let place = VerbPlace(
            trigger: trigger, clause: clause, number: number, part: part, region: objectRegion(trigger, clause, number),
            isStrong: isCertain(trigger, number))
        var draft = Draft(act: GiftAct(reading: index, donor: clause.subject, items: [], verb: trigger.token, verbClass: trigger.kind))
        // 免费为各服务点提供爱心午餐: the receiver stands before the second verb.
        draft.act.recipient = recipients.recipient(
            trigger.kind == .free ? max(place.region.lowerBound - 1, trigger.token) : trigger.token, clause, region: place.region)
        findObject(place, &draft)
        if draft.items.isEmpty, ![.collect, .procure, .lump].contains(trigger.kind) { findObjectElsewhere(place, &draft, &acts) }
        // 三个村各分到口罩600只: who gets them stands in front.
        if reading.isWord(trigger.token, Self.gettingShares), let subject = clause.subject, clause.hasOwnSubject {
            (draft.act.recipient, draft.act.donor) = (subject.tokens, nil)
        }
        if draft.items.isEmpty, trigger.kind == .procure { findBoughtThing(place, &draft, &acts) }
        if trigger.kind == .arrive, draft.items.isEmpty { return .noObject }
        if reading.isWord(trigger.token, Self.arrived), !draft.act.isPart { return .noObject }  // 首批400只已经到位
        findObjectBefore(place, &draft, acts)
        leaveOutWhatIsTold(place, &draft, &acts)
        if trigger.kind == .money || trigger.kind == .lump { draft.items = moneyItems(trigger, place.region, draft.items) }
        if let before = acts.last, goesOn(with: before, place, draft, acts) {
            // 共收到捐款100万元,捐赠口罩3万只: what else came in.
            draft.act.items = draft.items
            (draft.act.donor, draft.act.recipient, draft.act.isTotal, draft.act.verbClass) = (nil, before.recipient, true, .collect)
            draft.act.donorTokens = before.donorTokens
            acts.append(draft.act)
            return nil
        }
        if let refusal = refusal(trigger, clause) { return addRefused(draft, refusal, place, &acts) }
        if trigger.kind == .give, reading.isDe(trigger.token + 1) {
            // 株洲市援助的第三批物资:防护服500套、口罩2万只
            let listed = draft.items.isEmpty || isAnaphoric(draft.items) ? announced(behind: number) : []
            return donatedBefore(draft.act, listed.isEmpty ? draft.items : listed, clause, &acts)
        }
        addWorths(place, &draft, &acts)
        addCircumstances(place, &draft, &acts)
        if trigger.kind == .collect { return addReceived(draft.act, place, &acts) }
        if place.gives, isAnaphoric(draft.items) || isGenericGoods(draft.items) {
            // 把物资交到社区手里:口罩4.6万个、面罩800个
            let listed = announced(behind: number)
            if !listed.isEmpty { (draft.items, draft.act.items) = (listed, listed) }
        }
        guard draft.items.isEmpty || isAnaphoric(draft.items) else { return addPlain(draft.act, trigger, clause, &acts) }
        return completeTold(draft, place, &acts)
    }

    private func isCertain(_ trigger: Trigger, _ number: Int) -> Bool {
        switch trigger.kind {
        case .give, .money, .lump: true
        case .collect: isRaising(trigger.token)
        case .procure: isDelivered(behind: trigger.token, number)
        default: false
        }
    }

    // MARK: The object

    /// The object in the verb's own clause.
    private func findObject(_ place: VerbPlace, _ draft: inout Draft) {
        draft.items = disposed(place.trigger, place.clause, place.number, place.isStrong)
        let verb = reading.tokens[place.token].range
        // 把肉菜做成盒饭: what was made of it.
        if place.kind == .procure, reading.text[verb.upperBound - 1] == 0x6210 {
            let made = reader.items(in: place.region, isStrong: false)
            if !made.isEmpty { draft.items = made }
        }
        if draft.items.isEmpty {
            draft.items = reader.items(
                in: place.region,
                isStrong: place.isStrong || place.kind == .deliver && isBringing(place.token)
                    || place.kind == .free && reading.isWord(place.region.lowerBound - 1, Self.installing))
            // 投进水里, 送到社区: what follows is a place.
            if place.kind == .deliver, Self.towards.contains(reading.text[verb.upperBound - 1]) {
                draft.items.removeAll { $0.quantity == nil && $0.worth == nil }
            }
        }
        // 把各家门前的椰子摘了360个: the number of what stands before the verb.
        if draft.items.count == 1, draft.items[0].quantity == nil, draft.items[0].worth == nil,
            draft.items[0].range.upperBound <= verb.lowerBound, reading.tag(place.region.lowerBound) == .quantity,
            place.region.count == 1, reader.hasFigure(place.region.lowerBound)
        {
            let index = Int(reading.tokens[place.region.lowerBound].reference)
            if !reading.quantities[index].isMoney, !reading.quantities[index].isOwnNoun {
                draft.items[0] = draft.items[0].again(
                    with: index, at: draft.items[0].range.lowerBound..<reading.quantities[index].range.upperBound)
            }
        }
        if place.kind == .arrive { draft.items = [] }
        // 腾出两条生产线: of what is cleared only rooms and beds are given.
        if reading.isWord(place.token, Self.clearing), draft.act.recipient == nil {
            draft.items.removeAll { item in
                !item.noun.isEmpty && !Self.rooms.contains(reading.text[reading.tokens[item.noun.upperBound - 1].end - 1])
            }
        }
        if reading.isWord(place.token, Self.pouring) { draft.items.removeAll { $0.category != "money" } }  // 把硬币倒进捐款箱
    }

    /// The object that the sentence names somewhere else: what is carried, what a number counts that stands alone, the sentence's topic.
    private func findObjectElsewhere(_ place: VerbPlace, _ draft: inout Draft, _ acts: inout [GiftAct]) {
        if reading.isWord(place.token, Self.assigning), findShare(place, &draft, acts) { return }
        draft.items = carried(place.trigger, place.clause, place.number, acts[place.part...])
        if draft.items.isEmpty, place.kind != .arrive {
            draft.items = elliptic(place.region, place.clause, place.number, acts)
            // 到2月末一共送了4800个: to whom the same thing was given before.
            if draft.act.recipient == nil, let item = draft.items.first,
                let same = acts[recent(acts, 0)...].last(where: { $0.items.contains { $0.key == item.key } })
            {
                draft.act.recipient = same.recipient
            }
            // 给卡点送夜宵,前后送去960份: the number of what was named without one.
            if let item = draft.items.first, let last = uncounted(acts, from: place.part), last.items[0].key == item.key {
                draft.act.recipient = draft.act.recipient ?? last.recipient
                draft.isSummedUp = reading.isWord(place.token - 1, Self.altogether)
                // 免费提供午餐,每天60份,至今已送出1080份: its number stands between.
                if trailingQuantity(last) == nil { acts.removeLast() }
            }
        }
        if draft.items.isEmpty, place.gives || place.kind == .free { findTopic(place, &draft, &acts) }
    }

    /// 捐赠1亿元,其中3000万元用于温州市: a share of what was given, by whoever gave it.
    private func findShare(_ place: VerbPlace, _ draft: inout Draft, _ acts: [GiftAct]) -> Bool {
        guard let number = assigned(before: place.token), place.clause.tokens.contains(number) else { return false }
        let index = Int(reading.tokens[number].reference)
        guard let share = reading.quantities[index].value,
            let whole = acts[recent(acts, place.part)...].last(where: { act in
                guard act.items.count == 1, !act.isPart, let sum = act.items[0].worth, let all = reading.quantities[sum].value,
                    reading.quantities[sum].unit == reading.quantities[index].unit
                else { return false }
                return ExactDecimal.compare(all, share) > 0
            })
        else { return false }
        draft.items = [.money(index, at: reading.tokens[number].range)]
        (draft.act.donor, draft.act.donorTokens, draft.act.donorSource) = (whole.donor, whole.donorTokens, whole.donorSource)
        (draft.act.recipient, draft.act.isPart) = (place.token + 1..<place.token + 2, true)
        return true
    }

    /// The last act since a token's part that has one thing without number and worth.
    private func uncounted(_ acts: [GiftAct], from part: Int) -> GiftAct? {
        guard let last = acts.last, acts.count > part, last.items.count == 1, last.items[0].quantity == nil, last.items[0].worth == nil
        else { return nil }
        return last
    }

    /// What stands before the verb as what the clause is about, or is a share of what was given.
    private func findTopic(_ place: VerbPlace, _ draft: inout Draft, _ acts: inout [GiftAct]) {
        draft.items = topical(place.trigger, place.clause, place.number, acts[place.part...])
        let mayGive = place.clause.subject.map { GiftSubjects(reading, lexicon: lexicon).mayGive($0) } ?? false
        if !draft.items.isEmpty, !(place.clause.subject?.isCarried ?? false) || !mayGive {
            // 里面的618元压岁钱悉数捐给…: the goods are the clause's subject; who gives stands in a clause before.
            draft.act.donor = place.number > 0 ? earlierGiver(before: place.number) : nil
            if draft.act.donor == nil { draft.act.donorTokens = maker(of: draft.items[0]) }
        }
        if draft.items.isEmpty, place.kind == .free, draft.act.recipient.map({ $0.lowerBound > place.token }) ?? false {
            // 他家的奶茶和糌粑免费供应给值守民警: what is provided is the clause's subject.
            draft.items = reader.items(in: place.clause.tokens.lowerBound..<place.token, isStrong: false).filter { $0.category != "other" }
            if !draft.items.isEmpty, !mayGive { draft.act.donor = nil }
        }
        guard draft.items.isEmpty else { return }
        // 收到亲戚寄来的口罩,其余90只交给了村委会: another's gift is not given on as a whole.
        if let last = uncounted(acts, from: place.part), last.verbClass != .collect || last.recipient == nil,
            let quantity = bareQuantity(before: place.token, place.clause)
        {
            // 赶制布口罩,头一批600只已交到镇政府
            var item = last.items[0]
            item.quantity = quantity
            item.range = item.range.lowerBound..<max(item.range.upperBound, reading.quantities[quantity].range.upperBound)
            acts[acts.count - 1].items[0] = item
            return
        }
        draft.items = divided(place.trigger, place.clause, acts)
        if !draft.items.isEmpty, let whole = acts.last, holds(whole, draft.items) {
            (draft.act.donor, draft.act.donorTokens, draft.act.donorSource) = (whole.donor, whole.donorTokens, whole.donorSource)
            // 收到女儿寄来的口罩,其余180只送给了护士: who got them gives them on.
            if whole.verbClass == .collect, let holder = whole.recipient, whole.recipientSource == nil {
                (draft.act.donor, draft.act.donorTokens) = (nil, holder)
                if draft.act.recipient == holder { draft.act.recipient = nil }
            }
            draft.act.isPart = true
            acts[acts.count - 1].isPending = false
        }
    }

    /// 缺帐篷,便垫钱买了4顶送去: a number of what was named to be lacking.
    private func findBoughtThing(_ place: VerbPlace, _ draft: inout Draft, _ acts: inout [GiftAct]) {
        draft.items = elliptic(place.region, place.clause, place.number, acts)
        // 免费给医护人员煮牛肉面,7天煮了1500碗
        if let item = draft.items.first, let last = uncounted(acts, from: place.part), last.items[0].key == item.key {
            draft.act.recipient = last.recipient ?? draft.act.recipient
            acts.removeLast()
        }
    }

    /// 采摘蔬菜5000公斤,运往医院: what is brought was named in the clause before.
    private func findObjectBefore(_ place: VerbPlace, _ draft: inout Draft, _ acts: [GiftAct]) {
        if draft.items.isEmpty, place.kind == .deliver || place.kind == .free || place.kind == .give && isSending(place.token),
            draft.act.recipient != nil, place.number > 0, acts.count == place.part
        {
            let whole = clauses[place.number - 1].tokens
            let near = max(whole.lowerBound, whole.upperBound - Self.reach)..<whole.upperBound
            draft.items = reader.items(in: near, isStrong: isMade(whole)).filter { $0.quantity != nil }
        }
        // 焊出36个炉子,连同30顶帐篷,送到卡点: what is taken along is not all.
        if !draft.items.isEmpty, acts.count == place.part { draft.items = withCompanions(draft.items, place.number) }
    }

    // MARK: What is told already

    /// Drops what the sentence has told before, and the making of what is brought now.
    private func leaveOutWhatIsTold(_ place: VerbPlace, _ draft: inout Draft, _ acts: inout [GiftAct]) {
        let hasActs = acts.count > place.part
        if draft.items.contains(where: { isRate($0) }),
            draft.items.contains(where: { !isRate($0) }) || hasActs && !place.clause.hasOwnSubject
        {
            draft.items.removeAll { isRate($0) }
        }
        guard place.gives, !draft.items.isEmpty else { return }
        // 把某公司捐来的洗手液转给卡口: told already, where it went is new. 购买了2万只口罩,委托父亲将口罩送到…
        if hasActs, isTold(draft.items, acts[recent(acts, place.part)...]) { draft.items = [] }
        guard !draft.items.isEmpty else { return }
        // 把亲手缝制的口罩送到…: what was made is what is brought.
        let near = recent(acts, 0)
        let kept = acts[near...].filter { act in
            !act.isPending || !act.items.allSatisfy { made in draft.items.contains { $0.range.overlaps(made.range) } }
        }
        if kept.count < acts.count - near { acts.replaceSubrange(near..., with: kept) }
    }

    private func isTold(_ items: [GiftItem], _ acts: ArraySlice<GiftAct>) -> Bool {
        if items.allSatisfy({ item in acts.contains { $0.items.contains { $0.range.overlaps(item.range) } } }) { return true }
        return items.allSatisfy { item in
            item.quantity == nil && item.worth == nil
                && acts.contains { $0.items.contains { $0.quantity != nil && ($0.text == item.text || $0.key == item.key) } }
        }
    }

    /// Whether a verb of giving without a giver of its own goes on with the total that a body has got.
    private func goesOn(with before: GiftAct, _ place: VerbPlace, _ draft: Draft, _ acts: [GiftAct]) -> Bool {
        guard [.give, .money, .lump].contains(place.kind), before.verbClass == .collect, before.isTotal,
            !place.clause.hasOwnSubject || place.clause.subject?.tokens == before.recipient,
            place.clause.subject.map({ $0.tokens.lowerBound < before.verb }) ?? true,
            acts.count > place.part, !draft.items.isEmpty, before.donor == nil,
            before.donorTokens.map({ isManyUnnamed($0) }) ?? true
        else { return false }
        return draft.items.allSatisfy { $0.range.lowerBound >= reading.tokens[place.token].start }
            && agent(before: place.token, place.clause, Self.agents) == nil
    }

    // MARK: Conclusions

    /// 婉拒了一家企业捐赠的口罩500只: who refuses is the clause's subject, who wanted to give stands behind the verb of refusing.
    private func addRefused(_ draft: Draft, _ refusal: Int, _ place: VerbPlace, _ acts: inout [GiftAct]) -> MaskReason? {
        guard !draft.items.isEmpty else { return .refusal }
        var act = draft.act
        var first = refusal + 1
        while first < place.token, reading.isWord(first, Self.aspect) { first += 1 }
        (act.donor, act.donorTokens) = (nil, first..<place.token)
        (act.recipient, act.status, act.items) = (place.clause.subject?.tokens, "declined", draft.items)
        acts.append(act)
        return nil
    }

    /// Worths told beside the things, and the parts of a lump.
    private func addWorths(_ place: VerbPlace, _ draft: inout Draft, _ acts: inout [GiftAct]) {
        if isValued(draft.items), let last = acts.indices.last, acts.count > place.part, let item = acts[last].items.indices.last {
            // 拉来20吨番茄酱驰援武汉,市值约16万元: what was named before is worth that.
            acts[last].items[item].worth = acts[last].items[item].worth ?? draft.items[0].quantity
            draft.items = []
        }
        if draft.items.count == 1, draft.items[0].worth == nil, let worth = worth(behind: place.number) { draft.items[0].worth = worth }
        settlePayment(&draft.items)
        draft.act.items = draft.items
        guard place.kind == .lump, let whole = draft.act.items.indices.first else { return }
        let parts = partsBehind(place.clause, place.number)
        if !parts.isEmpty {
            draft.act.items[whole].isWhole = true
            draft.act.items += parts
        }
    }

    /// Whether it is a total, who passes it on, who gives in a list, whether it was done, and what it is for.
    private func addCircumstances(_ place: VerbPlace, _ draft: inout Draft, _ acts: inout [GiftAct]) {
        let (trigger, clause) = (place.trigger, place.clause)
        draft.act.isTotal =
            isTotal(trigger, clause) && !isOfOne(clause, trigger) || isOfAll(clause, trigger) || draft.isSummedUp
            || isAccumulated(draft.items)
        draft.act.collector = GiftCollectors(reading, lexicon: lexicon).collector(verb: trigger.token, in: place.number, of: clauses)
        if draft.act.recipient == nil, let body = draft.act.collector,
            (body.upperBound..<body.upperBound + 4).contains(where: { reading.isWord($0, Self.takingIn) })
        {
            draft.act.recipient = body  // 由乡卫生院代收
        }
        if let own = giver(before: trigger.token, in: clause, acts[place.part...]) { draft.act.donorTokens = own }
        // 带来了28家合作社捐赠的350吨蔬菜: who gave it stands inside the object.
        if trigger.kind == .deliver, let inner = nextTrigger(from: place.region.lowerBound, in: place.region), inner.kind == .give,
            reading.isDe(inner.token + 1), let own = draft.items.first, reading.tokens[inner.token].end <= own.range.lowerBound + 2,
            place.region.lowerBound < inner.token, let giver = giverBehindVerb(inner.token, clause)
        {
            draft.act.donorTokens = giver
        }
        draft.act.status = status(trigger, clause, place.number)
        if draft.act.recipient == nil, trigger.kind != .collect {
            draft.act.recipient = recipients.purpose(behind: place.number, clauses)
        }
        payWith(trigger, clause, &draft.act, &acts)
    }

    /// What somebody got, kept or gathered.
    private func addReceived(_ source: GiftAct, _ place: VerbPlace, _ acts: inout [GiftAct]) -> MaskReason? {
        if let kept = keptPart(source, place.trigger, place.clause, acts) {
            acts.append(kept)
            return nil
        }
        var act = source
        if act.items.isEmpty { act.items = announced(behind: place.number) }
        let received = collected(act, place.trigger, place.clause, regionEnd: place.region.upperBound).filter { act in
            // 卡点收到企业送来的取暖器: without a number only where somebody is said to have given it.
            act.items.contains {
                $0.quantity != nil || $0.worth != nil || isGivenThing($0, place.trigger, place.clause, by: act.donorTokens)
            }
        }
        acts += received
        return received.isEmpty ? .noObject : nil
    }

    /// 赠送给社区, 委托工作人员送到一线: a verb without an object of its own says where went what the sentence has named.
    private func completeTold(_ draft: Draft, _ place: VerbPlace, _ acts: inout [GiftAct]) -> MaskReason? {
        guard place.gives || place.kind == .free, acts.count > place.part, let last = acts.indices.last else {
            return draft.items.isEmpty ? .noObject : addPlain(draft.act, place.trigger, place.clause, &acts)
        }
        if place.kind == .give, let agent = agent(before: place.token, place.clause, Self.agents) {
            // 学生会收到的180份心意包,全由校友企业捐赠
            for open in place.part...last where acts[open].donor == nil && acts[open].donorTokens == nil {
                acts[open].donorTokens = agent
                acts[open].isTotal = false
            }
        }
        let receiver = draft.act.recipient
        // 捐出20万港元后,又购得口罩3万只,运抵三乡: money is not carried along with goods.
        let moves = reading.tokens[place.token].range.contains { Self.moving.contains(reading.text[$0]) }
        let hasGoods = acts[place.part...last].contains { $0.items.contains { $0.category != "money" } }
        for open in place.part...last where isOpen(acts[open], for: receiver) {
            if moves, hasGoods, acts[open].items.allSatisfy({ $0.category == "money" }) { continue }
            // 赶着20头牛来到旗医院,捐给了医护人员: to whom they were given there.
            acts[open].recipient = receiver ?? acts[open].recipient
            acts[open].isPending = false
            acts[open].cues += 1
        }
        return nil
    }

    /// Whether an act still waits for somebody who gets it.
    private func isOpen(_ act: GiftAct, for receiver: Range<Int>?) -> Bool {
        if act.isPending { return true }
        guard act.verbClass != .collect || !act.isTotal || act.donor != nil else { return false }
        return act.recipient == nil || act.verbClass == .arrive || isMerePlace(act.recipient, against: receiver)
    }
}
