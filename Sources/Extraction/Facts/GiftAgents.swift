/// Who gives where it is not the clause's subject: behind 由, in the clause before the noun, behind another verb.
extension GiftRule {
    /// 某公司捐赠的口罩500个送到…: a donor in a relative clause.
    func donatedBefore(_ source: GiftAct, _ items: [GiftItem], _ clause: GiftClause, _ acts: inout [GiftAct]) -> MaskReason? {
        guard items.contains(where: { $0.quantity != nil || $0.worth != nil }) else { return .noObject }
        var act = source
        act.items = items
        if let number = clauses.firstIndex(where: { $0.tokens == clause.tokens }) {
            act.status = status(Trigger(token: source.verb, kind: source.verbClass), clause, number)
        }
        act.donorTokens = agent(before: source.verb, clause, Self.objectAgents) ?? giverBehindVerb(source.verb, clause)
        acts.append(act)
        return nil
    }

    /// 随队带去的还有山东企业捐赠的口罩, 载有日本友人捐赠的物资: the noun phrase between another verb and that of giving.
    func giverBehindVerb(_ verb: Int, _ clause: GiftClause) -> Range<Int>? {
        var end = verb
        // 某同乡会采购捐赠的口罩
        while end > clause.tokens.lowerBound, reading.tag(end - 1) == .adverb || reading.isWord(end - 1, Self.making) {
            end -= 1
        }
        var start = end
        while start > clause.tokens.lowerBound {
            switch reading.tag(start - 1) {
            case .noun, .organisation, .area, .placeName, .person, .modifier, .organisationName, .abbreviation, .quantity, .properNoun:
                start -= 1
            case .particle where start < end && reading.isDe(start - 1): start -= 1
            case .particle where start < end && reading.isWord(start - 1, Self.aspect) && reading.tag(start - 2) == .verb:
                return giverBehindVerb(start..<end, clause)  // 带来了合作社捐赠的蔬菜
            case .punctuation where start < end && reading.isListJoint(start - 1) && reading.tag(start) == .organisation:
                return start..<end  // 甲公司捐赠的矿泉水、乙公司捐赠的电热毯
            case .pronoun: start -= 1
            case .verb where start < end && reading.isWord(start - 1, GiftSubjects.entrusting):
                // 果农托他带来的香梨: who asked somebody to bring it gives it.
                (start, end) = (start - 1, start - 1)
            case .verb where start < end && (start - 1 > clause.tokens.lowerBound || reading.isWord(start - 1, Self.presenting)):
                return giverBehindVerb(start..<end, clause)
            default: return nil
            }
        }
        return nil
    }

    private func giverBehindVerb(_ tokens: Range<Int>, _ clause: GiftClause) -> Range<Int>? {
        guard clause.subject.map({ !$0.tokens.overlaps(tokens) }) ?? true,
            GiftSubjects(reading, lexicon: lexicon).mayGive(
                ClauseSubject(tokens: tokens, persons: tokens.filter { reading.tag($0) == .person }))
        else { return nil }
        return tokens
    }

    /// 萝卜由合作社无偿提供, 过路费由物流公司资助: who gives stands behind 由, whatever the clause begins with. 由乡卫生院转交 names who passes it on.
    func passiveAgent(_ trigger: Trigger, _ clause: GiftClause) -> Range<Int>? {
        switch trigger.kind {
        case .give, .free, .money, .lump: break
        case .procure, .deliver, .collect, .carry, .arrive: return nil
        }
        guard !reading.isWord(trigger.token, Self.forwarding), let agent = agent(before: trigger.token, clause, Self.performers),
            !agent.contains(where: { reading.tag($0) == .verb && !reading.isWord($0, GiftSubjects.attributes) }),
            GiftSubjects(reading, lexicon: lexicon).mayGive(
                ClauseSubject(tokens: agent, persons: agent.filter { reading.tag($0) == .person }))
        else { return nil }
        return agent
    }

    /// 由浙江商会捐赠的…, 一批来自某公司捐赠的…: the giver behind the mark.
    func agent(before verb: Int, _ clause: GiftClause, _ marks: WordSet) -> Range<Int>? {
        guard
            let mark = (max(clause.tokens.lowerBound, verb - Self.reach)..<verb).last(where: {
                reading.isWord($0, marks)
            }), mark + 1 < verb
        else { return nil }
        var start = mark + 1
        // 由区工商联牵头、7家企业联合捐赠的: who gives stands last.
        if let lead = (start..<verb).last(where: { reading.isWord($0, Self.leading) }), lead + 1 < verb {
            start = lead + 1
            while start < verb, reading.tag(start) == .punctuation { start += 1 }
        }
        var end = verb
        while end > start + 1, reading.tag(end - 1) == .adverb || reading.tag(end - 1) == .verb || reading.isWord(end - 1, Self.jointly) {
            end -= 1
        }
        return start < end ? start..<end : nil
    }
}
