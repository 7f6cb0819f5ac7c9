/// Where in a sentence the object of a verb of giving stands.
extension GiftRule {
    /// The tokens behind the verb that may hold its object, into following clauses that only go on with the list.
    func objectRegion(_ trigger: Trigger, _ clause: GiftClause, _ number: Int) -> Range<Int> {
        var start = trigger.token + 1
        while reading.isWord(start, Self.aspect) { start += 1 }
        // 转了5000元给村委会买消毒水: what is sent is the money.
        if Self.transfers.contains(reading.single(trigger.token)), reading.tag(start) == .quantity { return start..<start + 1 }
        // 免费为各服务点提供爱心午餐: what is given stands behind the second verb.
        if trigger.kind == .free,
            let verb = (start..<max(start, clause.tokens.upperBound)).first(where: { reading.isWord($0, Self.provision) })
        {
            start = verb + 1
        }
        // 先后三次捐赠,分别是现金20万元、口罩5000只
        // 捐款两笔,分别为500元、1500元: how often, and then how much.
        let isCount = start + 1 == clause.tokens.upperBound && reading.isQuantity(start, in: Self.occasions)
        if trigger.kind == .give || trigger.kind == .money, start >= clause.tokens.upperBound || isCount, number + 1 < clauses.count,
            Self.listing.contains(where: { reading.text.has($0, at: reading.tokens[clauses[number + 1].tokens.lowerBound].start) })
        {
            var last = number + 1
            while last + 1 < clauses.count, continuesList(clauses[last + 1]),
                reading.single(clauses[last + 1].tokens.lowerBound - 1) == 0x2C
            { last += 1 }
            return clauses[number + 1].tokens.lowerBound..<clauses[last].tokens.upperBound
        }
        var end = clause.tokens.upperBound
        if let next = nextTrigger(from: trigger.token + 1, in: clause.tokens), trigger.kind != .collect || !isAttributive(next, clause),
            !reading.isDe(next.token + 1), next.kind != .collect,
            next.kind != .procure
        {
            if !isMoneyNoun(next.token) {
                end = next.token
            } else if reading.isListJoint(next.token - 2), reading.tag(next.token - 3) == .quantity,
                reading.tag(next.token + 1) == .quantity
            {
                end = next.token - 2  // 单位捐款25万元、个人捐款5万元
            }
        }
        // 甲合作社捐赠的400箱坚果、乙公司捐赠的白糖20吨: the next giver's begin behind the mark.
        if trigger.kind == .give, reading.isDe(trigger.token + 1),
            let next = (start..<max(start, end)).first(where: { reading.giftVerb($0) == .give && reading.isDe($0 + 1) }),
            let joint = (start..<next).last(where: { reading.isListJoint($0) }),
            reading.tag(joint + 1) == .organisation || reading.tag(joint + 1) == .person
        {
            end = joint
        }
        var following = number + 1
        while end == clauses[following - 1].tokens.upperBound, following < clauses.count,
            continuesList(clauses[following]) || sumsUp(clauses[following]) || opensContainer(clauses[following], trigger),
            reading.single(clauses[following].tokens.lowerBound - 1) == 0x2C
        {
            end = clauses[following].tokens.upperBound
            following += 1
        }
        end = min(end, start + Self.longestObject)
        return min(start, end)..<end
    }

    /// 两笔, 三次, 5批
    private static let occasions: Set<String> = ["笔", "次", "批", "批次"]

    func isMoneyNoun(_ token: Int) -> Bool { reading.tag(token) == .noun }

    /// `火腿肠20件`, `4500元的挂面500件`, `各类用品价值40万余元`, `总价值3万元`: a clause that is only an item with its number.
    func continuesList(_ clause: GiftClause) -> Bool {
        guard clause.tokens.contains(where: { reading.tag($0) == .quantity }) else { return false }
        // 另有物资价值242万元
        var first = reading.isWord(clause.tokens.lowerBound, Self.besides) ? clause.tokens.lowerBound + 2 : clause.tokens.lowerBound
        if reading.isWord(clause.tokens.lowerBound, Self.additionally) { first = clause.tokens.lowerBound + 1 }
        if reading.isWord(clause.tokens.lowerBound, Self.enumerating) { first = clause.tokens.lowerBound + 1 }
        // 还有员工们凑的4.26万元慰问金, 其中定向用于边境的163万元: the number behind the last 的.
        if reading.isWord(clause.tokens.lowerBound, Self.additionally), let de = clause.tokens.last(where: { reading.isDe($0) }),
            reading.tag(de + 1) == .quantity
        {
            first = de + 1
        }
        guard nextTrigger(from: first, in: clause.tokens) == nil else { return false }
        // 其中县医院50万元: who got the share, and no thing.
        if reading.isWord(clause.tokens.lowerBound, Self.among), let number = clause.tokens.first(where: { reading.tag($0) == .quantity }),
            number > clause.tokens.lowerBound + 1, reading.tag(number - 1) == .noun, isGetting(number - 1)
        {
            return false
        }
        // 外加取暖用煤200吨: nothing but a further thing can follow.
        if reading.isWord(clause.tokens.lowerBound, Self.furthermore), clause.tokens.last.map({ reading.tag($0) == .quantity }) ?? false {
            return true
        }
        for index in clause.tokens where index >= first {
            switch reading.tag(index) {
            case .person, .organisation, .area, .date, .preposition: return false
            case .verb where !reading.isWord(index, Self.worthVerbs): return false
            case .quantity:
                let quantity = reading.quantity(of: index)
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
    func disposed(_ trigger: Trigger, _ clause: GiftClause, _ number: Int, _ isStrong: Bool) -> [GiftItem] {
        if let mark = mark(in: max(clause.tokens.lowerBound, trigger.token - Self.reach)..<trigger.token) {
            return reader.items(in: mark + 1..<trigger.token, isStrong: isStrong || trigger.kind == .deliver && isSending(trigger.token))
        }
        guard number > 0, trigger.kind == .deliver || trigger.kind == .give,
            trigger.token <= clause.tokens.lowerBound + (trigger.kind == .give ? 6 : 1)
        else {
            return []
        }
        let whole = clauses[number - 1].tokens
        let before = max(whole.lowerBound, whole.upperBound - Self.reach)..<whole.upperBound
        // 把自家货车开到镇卫生院,卸下酒精2吨: the verb has an object of its own.
        let own = trigger.token + 1..<max(clause.tokens.upperBound, trigger.token + 1)
        if own.contains(where: { reading.tag($0) == .quantity }),
            reader.items(in: own, isStrong: false).contains(where: { $0.quantity != nil })
        {
            return []
        }
        // 把50只口罩分成两份,30只留给民警: a share of it.
        if bareQuantity(before: trigger.token, clause) != nil { return [] }
        guard let mark = mark(in: before), nextTrigger(from: mark, in: before).map({ $0.kind == .arrive }) ?? true else { return [] }
        return reader.items(in: mark + 1..<before.upperBound, isStrong: isStrong)
    }

    /// 送, 捐, 赠, 寄, 捎: a verb that is hardly said of what is no gift.
    func isSending(_ token: Int) -> Bool {
        reading.tokens[token].range.contains { Self.sendings.contains(reading.text[$0]) }
    }

    /// 送来, 送去, 寄来, 捎来
    func isBringing(_ token: Int) -> Bool {
        guard reading.tokens[token].count == 2, isSending(token) else { return false }
        switch reading.text[reading.tokens[token].end - 1] {
        case 0x6765, 0x53BB, 0x4E0A, 0x56DE, 0x51FA: return true  // 来 去 上 回 出
        default: return false
        }
    }

    func mark(in tokens: Range<Int>) -> Int? {
        for index in tokens.reversed() where reading.isWord(index, Self.disposal) { return index }
        return nil
    }

    /// 捐款10万元, 捐款捐物72.9万元, 捐款捐物.
    func moneyItems(_ trigger: Trigger, _ region: Range<Int>, _ found: [GiftItem]) -> [GiftItem] {
        guard trigger.kind == .lump else { return found }
        if reading.isWord(trigger.token, Self.generosity) { return found }
        let name = reader.lumpName(trigger.token..<trigger.token + 1)
        // 捐款捐物总价值1086.3万元,其中现金642.8万元: the sum of all stands first.
        if let first = region.first(where: { reading.tag($0) == .quantity }), first - trigger.token <= 3,
            reading.quantity(of: first).isMoney, reader.isWorth(before: first)
        {
            return [
                .lump(
                    name, noun: trigger.token..<trigger.token + 1, worth: Int(reading.tokens[first].reference),
                    at: reading.tokens[trigger.token].start..<reading.tokens[first].end)
            ]
        }
        if let money = found.first(where: { $0.worth != nil && ($0.category == "money" || $0.noun.contains(trigger.token)) }) {
            // 把5万元捐款捐物: the sum may stand in front of the verb.
            let start = min(reading.tokens[trigger.token].start, money.range.lowerBound)
            let end = max(reading.tokens[trigger.token].end, money.range.upperBound)
            return [.lump(name, noun: trigger.token..<trigger.token + 1, worth: money.worth, at: start..<end)]
        }
        if let quantity = region.first(where: { reading.tag($0) == .quantity }),
            reading.quantity(of: quantity).isMoney
        {
            return [
                .lump(
                    name, noun: trigger.token..<trigger.token + 1, worth: Int(reading.tokens[quantity].reference),
                    at: reading.tokens[trigger.token].start..<reading.tokens[quantity].end)
            ]
        }
        if !found.isEmpty && reading.isWord(trigger.token, Self.goodsVerb) { return found }
        return [
            GiftItem(
                text: name, key: name, category: "mixed", noun: trigger.token..<trigger.token + 1,
                range: reading.tokens[trigger.token].range)
        ]
    }
}
