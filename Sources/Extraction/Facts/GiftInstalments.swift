/// What a sentence tells of a gift in further clauses that have no verb of giving of their own: its first instalment, and what it came to.
extension GiftRule {
    /// 承诺捐赠50万元,首批20万元已于8月12日到账: the share of a promised sum that has arrived.
    func instalments(beside acts: [GiftAct]) -> [GiftAct] {
        var result: [GiftAct] = []
        var lastShare: Int?
        for (number, clause) in clauses.enumerated().dropFirst() where reading.single(clause.tokens.lowerBound - 1) == 0x2C {
            guard var lead = clause.tokens.first else { continue }
            let isSoFar = reading.isWord(lead, Self.soFar) && clause.tokens.count <= 7
            if isSoFar, reading.tag(lead + 1) == .adverb || reading.isWord(lead + 1, Self.soFar) { lead += 1 }
            let isShare = reading.isWord(lead, Self.shareLeads)
            if isShare, reading.isDe(lead + 1) { lead += 1 }
            // 其中120万元定向捐给县医院,80万元用于乡村防疫: the next share.
            let isNext = !isShare && reading.tag(lead) == .quantity && lastShare == number - 1
            if isNext { lead -= 1 }
            guard reading.isWord(lead, Self.firstShares) || isSoFar || isShare || isNext, reading.tag(lead + 1) == .quantity,
                clause.tokens.contains(where: { reading.isWord($0, Self.arrivals) })
                    || (isShare || isNext) && clause.tokens.contains(where: { reading.isWord($0, Self.shareUses) || isDesignation($0) })
            else { continue }
            let index = Int(reading.tokens[lead + 1].reference)
            let quantity = reading.quantities[index]
            if isShare, quantity.isMoney, acts.contains(where: { $0.items.contains { $0.worth == index } }) { lastShare = number }
            guard quantity.isMoney, reader.hasFigure(lead + 1),
                let whole = promised(before: number, atLeast: quantity, acts, isShare: isShare || isNext),
                !isGiven(lead + 1, in: acts), !isGiven(lead + 1, in: result),
                !(isShare || isNext) || !whole.isTotal && whole.verbClass != .collect  // what is spent of what was received
            else { continue }
            var part = whole
            part.items = [.money(index, at: reading.tokens[lead].start..<reading.tokens[lead + 1].end)]
            (part.status, part.isPart, part.isTotal, part.isPending) = ("given", true, false, false)
            if isShare || isNext {
                lastShare = number
                part.status = shareStatus(clause, of: whole)
                part.recipient = purposeReceiver(clause) ?? part.recipient
            }
            result.append(part)
        }
        return result
    }

    /// A share of a promise was given where the clause says that it has arrived, and is promised where it says when it will.
    private func shareStatus(_ clause: GiftClause, of whole: GiftAct) -> String {
        if clause.tokens.contains(where: { reading.isWord($0, Self.later) }) { return "pledged" }
        return clause.tokens.contains(where: { reading.isWord($0, Self.arrivals) }) ? "given" : whole.status
    }

    /// 用于市人民医院添置设备, 定向捐给县医院: the body that the share is for.
    private func purposeReceiver(_ clause: GiftClause) -> Range<Int>? {
        guard let mark = clause.tokens.first(where: { reading.isWord($0, Self.shareUses) || isDesignation($0) }) else { return nil }
        var at = mark + 1
        while at < clause.tokens.upperBound, at - mark <= 3 {
            if reading.tag(at) == .organisation { return at..<at + 1 }
            at += 1
        }
        return nil
    }

    /// The act of the clauses directly before whose sum holds a share.
    private func promised(before number: Int, atLeast share: Quantity, _ acts: [GiftAct], isShare: Bool) -> GiftAct? {
        acts[recent(acts, 0)...].last { act in
            guard let own = clause(of: act.verb), own < number, number - own <= 2,
                // A share of a share is one of the whole.
                !isShare || !reading.isWord(clauses[own].tokens.lowerBound, Self.among), act.items.count == 1,
                let whole = act.items[0].worth,
                reading.quantities[whole].unit == share.unit, let large = reading.quantities[whole].value, let small = share.value
            else { return false }
            return ExactDecimal.compare(large, small) > 0
        }
    }

    /// Whether a token is part of what some act gives.
    func isGiven(_ token: Int, in acts: [GiftAct]) -> Bool {
        acts.contains { $0.items.contains { $0.range.overlaps(reading.tokens[token].range) } }
    }

    /// 葛坡镇捐赠脐橙62吨,麦岭镇48吨,富阳镇41.5吨: further givers of the same thing, each with a number.
    func continued(beside acts: [GiftAct]) -> [GiftAct] {
        var result: [GiftAct] = []
        for clause in clauses.dropFirst() where clause.tokens.count == 2 && reading.single(clause.tokens.lowerBound - 1) == 0x2C {
            let (name, number) = (clause.tokens.lowerBound, clause.tokens.lowerBound + 1)
            guard [.area, .organisation, .person].contains(reading.tag(name)), reading.tag(number) == .quantity, reader.hasFigure(number),
                let before = (acts + result).last(where: { $0.verb < name && $0.verbClass == .give && $0.status == "given" }),
                before.items.count == 1, let item = before.items[0].quantity, let giver = before.donorTokens ?? before.donor?.tokens,
                giver.count == 1, let first = giver.first, reading.tag(first) == reading.tag(name)
            else { continue }
            let index = Int(reading.tokens[number].reference)
            guard reading.quantities[index].unit == reading.quantities[item].unit, !reading.quantities[index].isMoney,
                !isGiven(number, in: acts), !isGiven(number, in: result)
            else { continue }
            var next = before
            next.items = [before.items[0].again(with: index, at: reading.tokens[name].start..<reading.tokens[number].end)]
            (next.donor, next.donorTokens, next.isListed) = (nil, name..<name + 1, true)
            result.append(next)
        }
        return result
    }

    /// 寄来口罩10箱,共计2万只: the same goods counted in another unit.
    func recounted(beside acts: inout [GiftAct]) {
        for index in acts.indices {
            guard acts[index].items.count == 1, let first = acts[index].items[0].quantity, !reading.quantities[first].isMoney,
                let own = clause(of: acts[index].verb), own + 1 < clauses.count
            else { continue }
            let next = clauses[own + 1].tokens
            guard next.count == 2, reading.single(next.lowerBound - 1) == 0x2C, reading.isWord(next.lowerBound, Self.innerTotals),
                reading.tag(next.lowerBound + 1) == .quantity, reader.hasFigure(next.lowerBound + 1)
            else { continue }
            let other = Int(reading.tokens[next.lowerBound + 1].reference)
            let quantity = reading.quantities[other]
            guard !quantity.isMoney, quantity.unit != nil, quantity.unit != reading.quantities[first].unit, !quantity.isOwnNoun,
                reading.quantities[first].dimension == "package", quantity.dimension == "count"
            else { continue }
            acts[index].items.append(acts[index].items[0].again(with: other, at: quantity.range))
        }
    }

    /// 每天为医院送餐,每天150份,累计3750份: what the number given for each day came to.
    func runningTotals(beside acts: [GiftAct]) -> [GiftAct] {
        var result: [GiftAct] = []
        for (number, clause) in clauses.enumerated().dropFirst() where reading.single(clause.tokens.lowerBound - 1) == 0x2C {
            guard clause.tokens.count <= 4, let last = clause.tokens.last, reading.tag(last) == .quantity, reader.hasFigure(last),
                clause.tokens.contains(where: { reading.isWord($0, Self.altogether) }),
                let before = acts[recent(acts, 0)...].last(where: { $0.items.count == 1 && $0.items[0].quantity != nil }),
                let own = self.clause(of: before.verb), own < number, number - own <= 2, let rate = before.items[0].quantity
            else { continue }
            let index = Int(reading.tokens[last].reference)
            let quantity = reading.quantities[index]
            guard quantity.unit == reading.quantities[rate].unit, !quantity.isMoney, let sum = quantity.value,
                let each = reading.quantities[rate].value, ExactDecimal.compare(sum, each) > 0,
                !isGiven(last, in: acts)
            else { continue }
            var total = before
            total.items = [before.items[0].again(with: index, at: reading.tokens[last].range)]
            (total.isTotal, total.isPending) = (true, false)
            result.append(total)
        }
        return result
    }

    /// 会长捐50万元,4家副会长单位各捐20万元,12家理事单位各捐5万元,合计190万元: the sum of what several gave is nobody's own.
    func closeSums(_ acts: inout [GiftAct]) {
        for clause in clauses where sumsUp(clause) {
            guard let last = clause.tokens.last, reading.tag(last) == .quantity else { continue }
            let sum = Int(reading.tokens[last].reference)
            guard let index = acts.lastIndex(where: { act in act.items.count > 1 && act.items.contains { $0.worth == sum } }),
                let item = acts[index].items.first(where: { $0.worth == sum }), index > 0
            else { continue }
            let giver = acts[index].donorTokens ?? acts[index].donor?.tokens
            let others = acts[..<index].suffix(Self.nearActs).filter { act in
                act.items.contains { $0.category == "money" } && (act.donorTokens ?? act.donor?.tokens) != giver
            }
            guard !others.isEmpty else { continue }
            acts[index].items.removeAll { $0.worth == sum }
            var total = acts[index]
            (total.items, total.isTotal, total.donor, total.donorTokens) = ([item], true, nil, nil)
            acts.insert(total, at: index + 1)
        }
    }

    /// 累计捐款98.3万元,捐物折款28.5万元,两项合计126.8万元: money and goods together.
    func bothSums(behind acts: [GiftAct]) -> [GiftAct] {
        guard let whole = acts.last(where: { $0.isTotal }),
            let sum = clauses.last(where: { $0.tokens.lowerBound > whole.verb && isSumOfBoth($0) })?.tokens.last, !isGiven(sum, in: acts)
        else { return [] }
        var both = whole
        both.items = [.lump("款物", worth: Int(reading.tokens[sum].reference), at: reading.tokens[sum].range)]
        return [both]
    }

    /// 两项合计126.8万元
    private func isSumOfBoth(_ clause: GiftClause) -> Bool {
        guard clause.tokens.count <= 5, let last = clause.tokens.last, reading.tag(last) == .quantity, reading.quantity(of: last).isMoney,
            reader.hasFigure(last)
        else { return false }
        return Self.both.contains { reading.text.has($0, at: reading.tokens[clause.tokens.lowerBound].start) }
            && clause.tokens.contains { reading.isWord($0, Self.summing) }
    }

    private static let both = scalarWords("两项 两者 二者 以上两项 款物")
    private static let nearActs = 10
    private static let firstShares = scalarWords("首批 首期 首笔 第一批 第一笔 头一批 头批 头笔 第一期 首批次")
    private static let shareLeads = scalarWords("其中 余下 其余 剩下 剩余 另外")
    private static let shareUses = scalarWords("用于 专项用于 定向用于 指定用于 捐给 定向捐给 用来 付清 结清 补足")
    private static let later = scalarWords("将 将于 待 月底 下月 下周 日后 付清 结清 补足 陆续")
    private static let soFar = scalarWords("目前 现 现已 现有 已 已有 截至目前 截至今日 当天")
    private static let arrivals = scalarWords("到账 到位 拨付 汇出 汇到 汇入 转入 到达 拨付到位 打入 打到 划拨 支付 交付 兑现 缴清 拨付给 到帐 拨到 已汇 入账")
}
