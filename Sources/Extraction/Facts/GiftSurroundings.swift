/// The words around a number of things that speak for or against their being given.
extension ImpliedGifts {
    func cues(of figure: Figure, _ quantity: Quantity, in clause: GiftClause) -> GiftCues {
        var cues = GiftCues()
        if quantity.dimension != "count" { cues.insert(.weighed) }
        if let value = quantity.value, ExactDecimal.compare(value, ExactDecimal(10)) >= 0 { cues.insert(.many) }
        addNoun(of: figure, to: &cues)
        for index in max(0, figure.token - Self.reach)..<min(reading.tokens.count, figure.token + Self.reach) where index != figure.token {
            let isOwn = clause.tokens.contains(index)
            if index < figure.token { addBefore(index, isOwn, &cues) } else { addBehind(index, figure.token, &cues) }
            if isPrice(index) { cues.insert(.priced) }
            if blocker(index) == .sale { cues.insert(.sold) }
        }
        if rule.isState(clause) { cues.insert(.state) }
        return cues
    }

    private func addNoun(of figure: Figure, to cues: inout GiftCues) {
        guard let noun = figure.noun, !noun.tokens.isEmpty else { return }
        let known = rule.reader.described(noun.tokens)
        if !known.isListed { cues.insert(.unlisted) }
        switch known.category {
        case "mask", "protective", "medical": cues.insert(.material)
        case "money", "vehicle": cues.insert(.means)
        default: break
        }
    }

    private func addBefore(_ index: Int, _ isOwn: Bool, _ cues: inout GiftCues) {
        if let verb = verb(index) {
            switch verb {
            case .give, .money, .lump: cues.insert(.given)
            case .deliver: if !isOwn { cues.insert(.broughtBefore) }
            case .free: if isOwn { cues.insert(.free) }
            case .carry: cues.insert(.taken)
            case .procure: if isOwn, !isBuying(index) { cues.insert(.made) }
            case .collect, .arrive: break
            }
        }
        if isOwn {
            if reading.isWord(index, GiftRule.disposal) { cues.insert(.taken) }
            if reading.isWord(index, Self.gratis) { cues.insert(.free) }
        }
        if reading.isWord(index, Self.state) { cues.insert(.state) }
        if reading.isWord(index, Self.production) { cues.insert(.produced) }
        if blocker(index) == .allotment { cues.insert(.allotted) }
        guard reading.tag(index) == .organisation else { return }
        switch lexicon.giver(in: reading.text, reading.tokens[index].range) {
        case "company": cues.insert(.firm)
        // 县政府从贵阳采购的10万个医用口罩
        case "government" where isOwn && !reading.isWord(index - 1, GiftRule.receiverMarkers): cues.insert(.state)
        default: break
        }
    }

    /// How many tokens behind a number an allotment is still one of its things.
    private static let near = 10

    private func addBehind(_ index: Int, _ number: Int, _ cues: inout GiftCues) {
        if verb(index) == .deliver { cues.insert(.broughtBehind) }
        // 日产口罩25万个,由省、市统一调拨
        if index < number + Self.near, blocker(index) == .allotment { cues.insert(.allotted) }
        if reading.isWord(index, Self.gratis) { cues.insert(.free) }
        guard reading.tag(index) == .organisation else { return }
        switch lexicon.giver(in: reading.text, reading.tokens[index].range) {
        case "government", "organisation", nil: cues.insert(.office)
        default: break
        }
    }

    func verb(_ index: Int) -> GiftVerbClass? {
        switch reading.tag(index) {
        case .person, .area, .organisation, .quantity: nil
        default: reading.giftVerb(index)
        }
    }

    /// 买 购 订
    private func isBuying(_ index: Int) -> Bool { reading.tokens[index].range.contains { Self.buying.contains(reading.text[$0]) } }

    /// 平价, 成本价, 降价, 每斤, where 折价 and 总价 tell what gifts are worth.
    func isPrice(_ index: Int) -> Bool {
        if reading.isWord(index, Self.prices) { return true }
        return reading.text[reading.tokens[index].end - 1] == 0x4EF7 && !reading.isWord(index, GiftItems.worthWords)
            && !reading.isWord(index, GiftItems.goodsWorth) && reading.tag(index) != .person
    }

    func blocker(_ index: Int) -> MaskReason? {
        lexicon.giftBlocker(reading.text, reading.tokens[index].range)
    }

    /// 买 购 订
    private static let buying = ScalarSet([0x4E70, 0x8D2D, 0x8BA2])
    private static let gratis = scalarWords("免费 无偿 分文不取 一分没 不收钱 义务 自掏腰包 自费 自发 爱心 心意 一分 分文 留名 不留名 没留名 隐姓埋名 转身 扭头 掉头")
    private static let state = scalarWords(
        "财政 县财政 市财政 区财政 镇财政 旗财政 商务局 商务委 供销社 县供销社 组织部 县委组织部 市委组织部 区委组织部 旗委组织部 指挥部 政府 国企 国有 调运 调入 统一 工信局 自治区 省里 市里 区里 县里 中央 自治州 党委 县委 区委 市委")
    private static let production = scalarWords("日产 产能 生产线 年产 日均 投资 复工 复产 生产 新增 日产量 产量")
    private static let prices = scalarWords(
        "价格 每斤 收购 订单 限购 保供 卖 售 收储 出货 零售 卖了 每份 每袋 每只 每盒 每瓶 每箱 每公斤")
}
