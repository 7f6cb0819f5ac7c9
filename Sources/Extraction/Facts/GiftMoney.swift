/// Sums of money among what is given: a gift of their own, or what the goods beside them are worth.
extension GiftItems {
    func addMoney(_ figure: Figure, _ noun: CountedNoun?, floor: Int, _ items: inout [GiftItem]) {
        let quantity = reading.quantities[figure.quantity]
        // 价值 behind the last comma speaks of what was listed before it.
        let noun = isConverted(noun, figure.token) || isWorthWord(noun) ? nil : noun
        if isWorth(before: figure.token), noun == nil || noun?.side == .topic, let last = items.indices.last {
            let owner = noun.flatMap { noun in items.firstIndex { $0.noun == noun.tokens } }
            if let owner {
                items[owner].worth = figure.quantity
                extend(&items[owner], to: quantity.range)
                return
            }
            if noun == nil {
                // 捐款260万元,防护用品3万件,折合45万元: money is worth itself.
                let goods = items.indices.filter { items[$0].category != "money" }
                if goods.isEmpty { return }  // 募得830万日元,约合人民币53万元: the same money in another currency
                if goods.count == 1, goods[0] == last {
                    items[last].worth = figure.quantity
                    extend(&items[last], to: quantity.range)
                } else {
                    let name = announcedGoods(before: figure.token).map { describe($0..<$0 + 1) }
                    items.append(
                        GiftItem(
                            text: name?.text ?? "物资", key: name?.key ?? "物资", category: "mixed", noun: 0..<0, quantity: nil,
                            worth: figure.quantity, range: quantity.range))
                }
                return
            }
        }
        guard let noun, !noun.tokens.isEmpty else {
            if items.isEmpty, let goods = valuedGoods(before: figure.token, floor: floor) {
                items.append(lump(goods, worth: figure.quantity))
                return
            }
            // 爱心捐赠46批次,价值78.3万元: goods that nothing names.
            if items.isEmpty, (max(0, figure.token - 3)..<figure.token).contains(where: { reading.isWord($0, Self.goodsWorth) }) {
                items.append(.lump("物资", worth: figure.quantity, at: quantity.range))
                return
            }
            items.append(.money(figure.quantity, at: quantity.range))
            return
        }
        if isLumpVerb(noun.tokens) || isMoneyAndGoods(figure.token, noun) {
            items.append(.lump(lumpName(noun.tokens), noun: noun.tokens, worth: figure.quantity, at: hull(quantity.range, noun.range)))
            return
        }
        // 价值12.8万元的防护服、口罩和消毒液: one worth of a list without numbers.
        if noun.side == .right, reading.isDe(figure.token + 1), isUncountedList(noun.tokens.upperBound),
            describe(noun.tokens).category != "money"
        {
            items.append(.lump("物资", noun: noun.tokens, worth: figure.quantity, at: hull(quantity.range, noun.range)))
            return
        }
        let known = describe(noun.tokens)
        if known.category == "money" || isMoneyVerb(noun.tokens) || isSum(noun.tokens)
            || (known.category == "other" && (noun.side == .left || isPaid(noun.tokens)) && !isWorth(before: figure.token))
        {
            items.append(.money(figure.quantity, noun: noun.tokens, at: hull(quantity.range, noun.range)))
            return
        }
        // 两台价值8万元的消毒机器人
        if let counted = items.firstIndex(where: { $0.noun == noun.tokens && $0.worth == nil && $0.quantity != nil }) {
            items[counted].worth = figure.quantity
            return
        }
        items.append(
            GiftItem(
                text: known.text, key: known.key, category: known.category, noun: noun.tokens, quantity: nil, worth: figure.quantity,
                isLump: known.category == "mixed", range: hull(quantity.range, noun.range)))
    }

    /// 收到各类物资,折合人民币652万元; 社会捐赠164批次,折合312万元: what has no number of its own and is worth the sum.
    private func valuedGoods(before token: Int, floor: Int) -> Int? {
        var index = token - 1
        var isValued = false
        while index >= floor {
            if reading.isWord(index, Self.worthWords) {
                isValued = true
            } else if reading.tag(index) != .adverb, reading.single(index) != 0x2C, !isBatch(index) {
                break
            }
            index -= 1
        }
        guard isValued, index >= floor else { return nil }
        if reading.tag(index) == .noun { return lexicalItem(index..<index + 1)?.category == "mixed" ? index : nil }
        return isGivenThings(index) ? index : nil
    }

    /// 46批次, 12批: how often something came, which counts no things.
    private func isBatch(_ token: Int) -> Bool { reading.isQuantity(token, in: Self.batches) }

    private static let batches: Set<String> = ["批次", "批", "笔"]

    /// 500元生活补贴, 2000元退休工资: what somebody is paid.
    private func isPaid(_ tokens: Range<Int>) -> Bool {
        Self.payments.contains(reading.text[reading.tokens[tokens.upperBound - 1].end - 1])
    }

    /// 金 款 费 钱 贴 资 薪 蓄
    private static let payments = ScalarSet([0x91D1, 0x6B3E, 0x8D39, 0x94B1, 0x8D34, 0x8D44, 0x85AA, 0x84C4])

    /// 捐物 names goods alone, 捐款捐物 and 慷慨解囊 money and goods.
    func lumpName(_ tokens: Range<Int>) -> String {
        let words = reading.text.text[reading.tokens[tokens.lowerBound].start..<reading.tokens[tokens.upperBound - 1].end]
        return words.contains(0x7269) && !words.contains(where: { Self.moneyScalars.contains($0) }) ? "物资" : "款物"
    }

    /// 款 钱 资 金
    private static let moneyScalars = ScalarSet([0x6B3E, 0x94B1, 0x8D44, 0x91D1])

    /// 社会捐赠: the verb as a name of money and goods.
    private func isGivenThings(_ token: Int) -> Bool {
        reading.giftVerb(token) == .give
    }

    /// Goods, or money and goods, that only their worth is told of.
    func lump(_ token: Int, worth: Int) -> GiftItem {
        let known = describe(token..<token + 1)
        let text = isGivenThings(token) ? "款物" : known.text
        return GiftItem(
            text: text, key: isGivenThings(token) ? text : known.key, category: "mixed", noun: token..<token + 1, quantity: nil,
            worth: worth,
            isLump: true, range: hull(reading.quantities[worth].range, reading.tokens[token].range))
    }

    /// A list goes on at a joint, and neither the noun before it nor the one behind has a number.
    private func isUncountedList(_ joint: Int) -> Bool {
        guard reading.isListJoint(joint), joint + 1 < reading.tokens.count else { return false }
        var index = joint + 1
        while index < reading.tokens.count, index - joint < 12, !reading.isClauseEnd(index) {
            if reading.tag(index) == .quantity { return false }
            if reading.single(index) == 0x7B49 { return false }
            // 方便面、牛奶送到4个检查站: what follows counts receivers.
            if reading.tokens[index].count > 1, reading.giftVerb(index) != nil { break }
            index += 1
        }
        return lexicalItem(joint + 1..<joint + 2) != nil || joint + 2 < reading.tokens.count && lexicalItem(joint + 1..<joint + 3) != nil
    }

    /// 捐款及物资总值逾一千四百万港元: both in one sum.
    private func isMoneyAndGoods(_ token: Int, _ noun: CountedNoun) -> Bool {
        guard noun.tokens.upperBound <= token, let last = noun.tokens.last, lexicalItem(last..<last + 1)?.category == "mixed" else {
            return false
        }
        let first = noun.tokens.lowerBound
        return noun.tokens.contains { isMoneyVerb($0..<$0 + 1) }
            || first > 1 && reading.isListJoint(first - 1)
                && (isMoneyVerb(first - 2..<first - 1) || reading.isWord(first - 2, Self.plainMoney))
    }

    private func isMoneyVerb(_ tokens: Range<Int>) -> Bool {
        tokens.count == 1 && reading.giftVerb(tokens.lowerBound) == .money
    }

    /// 4.2万元羊款, 3000元油钱: what the money came from or is meant for.
    private func isSum(_ tokens: Range<Int>) -> Bool {
        guard let last = tokens.last, lexicalItem(tokens) == nil else { return false }
        let end = reading.text[reading.tokens[last].end - 1]
        return end == 0x6B3E || end == 0x94B1
    }

    /// 折合资金3.2万元: the worth of what was listed, not money that was given.
    private func isConverted(_ noun: CountedNoun?, _ token: Int) -> Bool {
        guard let noun, noun.tokens.count == 1, isWorth(before: token) else { return false }
        return reading.isWord(noun.tokens.lowerBound, Self.plainMoney)
    }

    /// 一批防疫物资运抵县城,包括…,总价值45万元: what the sentence calls the goods that it lists.
    private func announcedGoods(before token: Int) -> Int? {
        var index = token - 1
        while index >= 0, token - index <= GiftRule.reach {
            if reading.tag(index) == .noun, reading.tokens[index].count > 2, lexicalItem(index..<index + 1)?.category == "mixed" {
                return index
            }
            index -= 1
        }
        return nil
    }

    /// 5万美元(约合人民币35万元): the word before the sum names nothing.
    private func isWorthWord(_ noun: CountedNoun?) -> Bool {
        noun.map { $0.tokens.count == 1 && reading.isWord($0.tokens.lowerBound, Self.worthWords) } ?? false
    }

    private func isLumpVerb(_ tokens: Range<Int>) -> Bool {
        tokens.count == 1 && reading.giftVerb(tokens.lowerBound) == .lump
    }

    func isWorth(before token: Int) -> Bool {
        var index = token - 1
        while index >= 0, token - index <= 3 {
            if reading.isWord(index, Self.worthWords) { return true }
            index -= 1
        }
        return false
    }
}
