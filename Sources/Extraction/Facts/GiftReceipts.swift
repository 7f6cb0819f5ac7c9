/// Verbs of getting: who receives, and from whom.
extension GiftRule {
    /// 收到某公司捐赠的口罩500个、某集团送来的牛奶20箱: the subject receives, each giver is named behind; 募集资金199万元: a total that somebody gathers.
    func collected(_ source: GiftAct, _ trigger: Trigger, _ clause: GiftClause, regionEnd: Int) -> [GiftAct] {
        var act = source
        let subject = clause.subject?.tokens
        let isCounted = subject?.contains { reading.tag($0) == .quantity } ?? false
        let limit = max(min(clause.tokens.upperBound, trigger.token + Self.reach), trigger.token + 1)
        let verbs = (trigger.token + 1..<limit).filter { verb in
            // 爱心捐赠46批次, (含定向捐赠资金640万元): no giver in front.
            verb > trigger.token + 1 && isGiven(verb) && !isAttributive(Trigger(token: verb, kind: .give), clause)
                && !(trigger.token + 1..<verb).contains {
                    reading.tag($0) == .quantity && reading.tag($0 + 1) == .punctuation && !reading.isListJoint($0 + 1)
                }
        }
        if verbs.isEmpty, reading.single(trigger.token) == 0x83B7 { return [] }  // 获 alone gets anything
        var sumsUp = true
        if reading.isDe(trigger.token + 1) && isRaising(trigger.token) || isRaisedByMembers(trigger, clause) {
            // 北京祁县商会筹集的善款; 西班牙青田同乡会募得善款18.6万欧元: what its members gave, and it gives.
            (act.recipient, sumsUp) = (nil, false)
            if let raiser = raiser(before: trigger.token, clause) { (act.donor, act.donorTokens) = (nil, raiser) }
        } else if !(isCounted && isRaising(trigger.token)
            || verbs.isEmpty && isGiving(clause.subject) && (!reading.isWord(trigger.token, Self.receiving) || isGroup(clause)))
        {
            act.donor = nil
            act.recipient = subject.flatMap { recipients.isReceiver($0) ? $0 : nil } ?? act.recipient
        }
        if isLonePiece(behind: trigger.token, self.clause(of: clause.tokens.lowerBound)) { sumsUp = false }
        act.isTotal = sumsUp
        guard !verbs.isEmpty else {
            // 收到了来自旅日校友会的捐赠:口罩1200只
            if let source = origin(behind: trigger.token, limit), !source.isEmpty {
                (act.donorTokens, act.isTotal) = (source, source.contains { isMany($0) })
            }
            return [act]
        }
        var result: [GiftAct] = []
        var start = trigger.token + 1
        for (index, verb) in verbs.enumerated() {
            var one = act
            // Two verbs side by side leave nothing between them.
            var first = min(start, verb)
            while first < verb, reading.isWord(first, Self.aspect) || reading.isWord(first, Self.origins) { first += 1 }
            // 收到的首批物资——由某集团捐赠的: who gave stands behind 由.
            if let agent = (first..<verb).last(where: { reading.single($0) == 0x7531 }), agent + 1 < verb { first = agent + 1 }
            // 收到群众自发送来的…
            var last = verb
            while last > first + 1, reading.isWord(last - 1, GiftSubjects.manners) { last -= 1 }
            one.donorTokens = first..<last
            // 累计收到社会各界捐赠的…: nobody named, and all of it.
            one.isTotal =
                isTotal(trigger, clause)
                && ((first..<verb).contains { reading.isWord($0, Self.everybody) || isMany($0) } || isManyUnnamed(first..<verb))
            let from = reading.isDe(verb + 1) ? verb + 2 : verb + 1
            var to = max(regionEnd, clause.tokens.upperBound, from)
            if index + 1 < verbs.count {
                // The next giver stands behind the last joint between two verbs.
                to = max(from, (from..<verbs[index + 1]).last { reading.isListJoint($0) } ?? verbs[index + 1])
                start = to + 1
            }
            if let recipient = one.recipient, let donor = one.donorTokens, recipient.overlaps(donor) { one.recipient = nil }
            one.items = reader.items(in: from..<to, isStrong: true)
            result.append(one)
        }
        return result
    }

    /// 把某校友会募集的口罩运到…, 由某同乡会募集的口罩抵达…: who raised the goods, whoever moves them.
    private func raiser(before verb: Int, _ clause: GiftClause) -> Range<Int>? {
        guard reading.isDe(verb + 1) else { return nil }
        var start = verb
        while start > clause.tokens.lowerBound {
            switch reading.tag(start - 1) {
            case .noun, .organisation, .area, .placeName, .person, .modifier, .organisationName, .abbreviation, .quantity, .numeral:
                start -= 1
            case .other where reading.single(start - 1) == 0x5C4A: start -= 1  // 2003届毕业生
            default:
                guard start < verb, reading.isWord(start - 1, Self.disposal) || reading.single(start - 1) == 0x7531 else { return nil }
                let tokens = start..<verb
                let subject = ClauseSubject(tokens: tokens, persons: tokens.filter { reading.tag($0) == .person })
                return GiftSubjects(reading, lexicon: lexicon).mayGive(subject) ? tokens : nil
            }
        }
        return nil
    }

    /// 再三劝说,最后只收下100元: what is kept of what somebody offered; who offered it gives it.
    func keptPart(_ source: GiftAct, _ trigger: Trigger, _ clause: GiftClause, _ acts: [GiftAct]) -> GiftAct? {
        guard reading.isWord(trigger.token, Self.keeping), !source.items.isEmpty,
            (max(clause.tokens.lowerBound, trigger.token - 4)..<trigger.token).contains(where: { reading.isWord($0, Self.only) })
        else { return nil }
        var act = source
        let offer = acts.last
        (act.donor, act.donorTokens, act.donorSource) = (offer?.donor, offer?.donorTokens, offer?.donorSource)
        (act.recipient, act.isTotal, act.verbClass) = (offer?.recipient, false, .deliver)
        return act
    }

    /// 一半给了县医院的护士,一半送到派出所: whom a share goes to of what the sentence has named.
    func shareReceiver(_ trigger: Trigger, _ clause: GiftClause) -> Range<Int>? {
        guard trigger.kind == .deliver || trigger.kind == .give, trigger.token > clause.tokens.lowerBound,
            let share = (max(clause.tokens.lowerBound, trigger.token - 3)..<trigger.token).first(where: { reading.isWord($0, Self.shares) }
            ),
            !clause.tokens.contains(where: { reading.tag($0) == .quantity && reader.hasFigure($0) && $0 > share })
        else { return nil }
        var start = trigger.token + 1
        while reading.isWord(start, Self.aspect) { start += 1 }
        let end = clause.tokens.upperBound
        guard start < end, recipients.isReceiver(start..<end) else { return nil }
        return start..<end
    }

    /// 收到一个信封,里面装着3000元
    private func opensNext(_ number: Int) -> Bool {
        number + 1 < clauses.count && reading.isWord(clauses[number + 1].tokens.lowerBound, Self.insides)
    }

    /// 商会, 同乡会, 校友会 and 员工 that raise something without a word that sums many gifts up.
    private func isRaisedByMembers(_ trigger: Trigger, _ clause: GiftClause) -> Bool {
        guard let subject = clause.subject, clause.hasOwnSubject, !reading.isWord(trigger.token, Self.receiving), !isTotal(trigger, clause),
            reading.tokens[trigger.token].range.contains(where: { Self.raisings.contains(reading.text[$0]) }),
            let last = subject.tokens.last
        else { return false }
        if !subject.persons.isEmpty { return true }
        let end = reading.tokens[last].end
        return Self.associations.contains { ending in
            end - ending.count >= reading.tokens[subject.tokens.lowerBound].start && reading.text.has(ending, at: end - ending.count)
        }
    }

    /// 收到一个特别的包裹:口罩2000只: one parcel is one gift.
    private func isLonePiece(behind token: Int, _ number: Int?) -> Bool {
        guard let number, reading.single(clauses[number].tokens.upperBound) == 0x3A || opensNext(number) else { return false }
        return (token + 1..<max(clauses[number].tokens.upperBound, token + 1)).contains {
            reading.tag($0) == .quantity && reading.quantity(of: $0).isLoneOne
        }
    }

    /// 到 往 至 入
    private static let destinations = ScalarSet([0x5230, 0x5F80, 0x81F3, 0x5165])
    /// 募 筹 凑
    private static let raisings = ScalarSet([0x52DF, 0x7B79, 0x51D1])
    private static let associations = scalarWords(
        "乡亲会 乡亲总会 公会 会馆 公所 联合会 学会 研究会 促进会 同乡总会 联谊总会 校友总会 总商会 宗亲会 商会 同乡会 校友会 联谊会 协会 会员 校友 战友 乡亲 同乡 员工 职工 学生 师生 志愿者 党员 村民 居民 群众 公司 企业 集团 侨胞 华侨 业主"
    )

    /// A verb of giving that says by whom what is received was given.
    private func isGiven(_ token: Int) -> Bool {
        let kind = reading.giftVerb(token)
        switch kind {
        // 筹集的善款经县慈善总会转到县医院: where it goes.
        case .give where Self.destinations.contains(reading.text[reading.tokens[token].end - 1]): return reading.isDe(token + 1)
        case .give: return !reading.isWord(token - 1, Self.aspect) && !reading.isClauseEnd(token + 1) && !reading.isDe(token - 1)
        // 收到周女士捐款1万元
        case .money where reading.tag(token + 1) == .quantity && isNamedGiver(before: token): return true
        case .deliver, .money:
            // 获某基金会送来口罩
            return reading.isDe(token + 1) || kind == .deliver && isPassiveGetting(token)
        default: return false
        }
    }

    /// 护老院获某基金会送来口罩: behind 获 stands who gives, then the verb.
    private func isPassiveGetting(_ token: Int) -> Bool {
        (max(0, token - 8)..<token).contains { reading.single($0) == 0x83B7 && reading.tag($0) == .verb }
    }

    /// 37家企业, 520余名党员: more than one giver.
    private func isMany(_ token: Int) -> Bool {
        guard reading.tag(token) == .quantity else { return false }
        let quantity = reading.quantity(of: token)
        return quantity.value != ExactDecimal(1) && (quantity.dimension == "person" || quantity.unit == "家" || quantity.unit == "个")
    }

    /// 周女士, 鑫源公司, 一名匿名人士 directly in front of a verb: somebody, and not 社会各界 or 党员.
    private func isNamedGiver(before token: Int) -> Bool {
        switch reading.tag(token - 1) {
        case .person, .organisation: return true
        default: break
        }
        if reading.isWord(token - 1, DonationRows.courtesies), token > 1, reading.tokens[token - 2].count == 1 { return true }
        return reading.isWord(token - 1, DonationRows.roles)
            && (max(0, token - 4)..<token).contains {
                reading.tag($0) == .quantity && reading.quantity(of: $0).value == ExactDecimal(1)
            }
    }

    /// 市民, 会员: a word for a group without a number or a name.
    func isManyUnnamed(_ tokens: Range<Int>) -> Bool {
        // 辖区企业和群众, 机构及个人: kinds of givers.
        let isPair = tokens.count <= 5 && tokens.contains { reading.isListJoint($0) }
        guard tokens.count <= 2 || isPair, let last = tokens.last,
            tokens.allSatisfy({ reading.tag($0) == .noun || reading.tag($0) == .modifier || isPair && reading.isListJoint($0) })
        else {
            return false
        }
        if isPair, reading.isWord(last, Self.kindsOfGivers) { return true }
        let end = reading.tokens[last].end
        return lexicon.giver(in: reading.text, reading.tokens[tokens.lowerBound].start..<end) == "group"
    }

    /// 卡点收到企业送来的取暖器: a thing by its name, brought as a gift by somebody; what is handed out (发送, 配送) is none.
    func isGivenThing(_ item: GiftItem, _ trigger: Trigger, _ clause: GiftClause, by donor: Range<Int>?) -> Bool {
        guard let donor, item.category != "mixed", item.category != "other", donor.upperBound < clause.tokens.upperBound else {
            return false
        }
        return isBringing(donor.upperBound)
            || reading.giftVerb(donor.upperBound) == .give
    }

    /// 来自某某的: the giver of what is received, before 捐赠 as a noun.
    private func origin(behind token: Int, _ limit: Int) -> Range<Int>? {
        guard let mark = (token + 1..<max(limit, token + 1)).first(where: { reading.isWord($0, Self.sources) }),
            mark + 1 < limit
        else { return nil }
        let end = (mark + 1..<limit).first { reading.isDe($0) } ?? limit
        return end > mark + 1 ? mark + 1..<end : nil
    }

    /// What is listed behind the colon that ends a clause.
    func announced(behind number: Int) -> [GiftItem] {
        guard reading.single(clauses[number].tokens.upperBound) == 0x3A, number + 1 < clauses.count, continuesList(clauses[number + 1])
        else { return [] }
        return reader.items(in: clauses[number + 1].tokens, isStrong: false).filter { $0.quantity != nil || $0.worth != nil }
    }
}
