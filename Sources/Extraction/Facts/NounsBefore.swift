/// The noun in front of a number: directly before it, or as the topic that a verb of being or growing joins to it.
extension NounFinder {
    func leftNoun(_ index: Int, _ quantity: Quantity) -> CountedNoun? {
        var end = index
        var isTopic = false
        while end > 0, let skipped = linkLength(end - 1) {
            end -= skipped
            isTopic = true
        }
        if quantity.dimension == "share", reading.isDe(end - 1) { end -= 1 }
        if quantity.isMoney { end = beginOfRate(end) }
        guard end > 0 else { return nil }
        if isGiftNoun(end - 1) {
            return CountedNoun(range: range(end - 1..<end), side: .left, tokens: end - 1..<end)
        }
        if quantity.isMoney, !isTopic, let allowance = allowance(endingAt: end) {
            return CountedNoun(range: range(allowance), side: .left, tokens: allowance)
        }
        if quantity.unit.isExactly("口"), reading.text[reading.tokens[end - 1].end - 1] == 0x5BB6 {
            return CountedNoun(range: range(end - 1..<end), side: .left, tokens: end - 1..<end)
        }
        if reading.tag(end - 1) == .organisation, quantity.dimension == "count",
            !Self.pieces.contains(where: quantity.unit.isExactly), !isTopic || isTeam(end - 1)
        {
            return CountedNoun(range: range(end - 1..<end), side: isTopic ? .topic : .left, tokens: end - 1..<end)
        }
        guard var phrase = phrase(endingAt: end, isRate: quantity.dimension == "share") else {
            return isTopic || isAbout(index) ? topicBeforeComma(end, quantity, at: index) : nil
        }
        // 向社区捐款总额: the noun begins with the gift, not with who receives it.
        if let gift = phrase.dropFirst().last(where: { isGiftNoun($0) }) { phrase = gift..<phrase.upperBound }
        while phrase.count > 1, reading.tag(phrase.lowerBound) == .quoted { phrase = phrase.lowerBound + 1..<phrase.upperBound }
        // 供应蔬菜500公斤, 社会各界捐赠款物: the noun is what the verb before it, which may be a noun elsewhere, is about.
        if let verb = phrase.dropLast().last(where: { reading.isWord($0, Self.transitive) }) { phrase = verb + 1..<phrase.upperBound }
        // 参与党员占党员总数的70%: the share of what stands behind 占.
        if quantity.dimension == "share", let verb = phrase.dropLast().last(where: { reading.single($0) == 0x5360 }) {
            phrase = verb + 1..<phrase.upperBound
        }
        // 企业投资2000万元: what is done with the money.
        if quantity.isMoney, !isTopic, phrase.count < 3, reading.isWord(phrase.upperBound - 1, Self.financing) { return nil }
        // 口罩市价: what the price is of.
        if quantity.isMoney {
            // 镇卫生院现金5万元: whose it is.
            while phrase.count > 1, isBodyNoun(phrase.lowerBound) { phrase = phrase.lowerBound + 1..<phrase.upperBound }
            while phrase.count > 1, reading.isWord(phrase.upperBound - 1, Self.priceNouns) {
                phrase = phrase.lowerBound..<phrase.upperBound - 1
            }
        }
        var start = phrase.lowerBound
        // 机关、企事业单位、各类组织达211个: the whole list is the topic.
        if isTopic && quantity.dimension != "share" {
            while phrase.upperBound - start < 60, reading.isListJoint(start - 1),
                let more = self.phrase(endingAt: start - 1, isRate: false),
                reading.tag(more.lowerBound) != .quantity,
                reading.tag(start - 2) != .quantity
            {
                start = more.lowerBound
            }
        }
        if !isTopic, start == phrase.lowerBound { start = beginOfValued(start) }
        let tokens = start..<phrase.upperBound
        return CountedNoun(range: range(tokens), side: isTopic ? .topic : .left, tokens: tokens, isList: start != phrase.lowerBound)
    }

    /// 两新组织党员突击队达到412支: a name of what is counted, and of no single body.
    func isTeam(_ index: Int) -> Bool {
        let token = reading.tokens[index]
        return lexicon.partyNouns.longestReversedMatch(in: reading.text.text, endingAt: token.end, start: token.start) != nil
    }

    /// 发放临时补助200元: what is paid out, though 补助 is a verb elsewhere.
    private func allowance(endingAt end: Int) -> Range<Int>? {
        guard reading.isWord(end - 1, Self.allowances) else { return nil }
        var start = end - 1
        if reading.tag(start - 1) == .modifier || reading.tag(start - 1) == .verbalNoun { start -= 1 }
        return reading.isWord(start - 1, Self.paying) ? start..<end : nil
    }

    /// 价值1200万元的远程会诊系统60套: between the worth and the number stands nothing but the noun, whatever its words are elsewhere.
    private func beginOfValued(_ start: Int) -> Int {
        var index = start
        while index > 1, start - index < 4 {
            if reading.isDe(index - 1) {
                let isMoney = reading.tag(index - 2) == .quantity && reading.quantity(of: index - 2).isMoney
                return isMoney && (reading.isWord(index - 3, Self.worths) || reading.isWord(index - 4, Self.worths)) ? index : start
            }
            switch reading.tag(index - 1) {
            case .adverb, .verb, .adjective, .modifier, .noun, .verbalNoun, .latin, .time, .personName, .placeName, .other: index -= 1
            default: return start
            }
        }
        return start
    }

    /// The noun of the number behind, where money stands for what it is worth.
    func valuedNoun(_ start: Int) -> CountedNoun? {
        guard
            let next = (start..<min(start + 8, reading.tokens.count)).first(where: {
                reading.tag($0) == .quantity || reading.isClauseEnd($0)
            }),
            next > start, reading.tag(next) == .quantity
        else { return nil }
        let counted = reading.quantity(of: next)
        guard !counted.isMoney, let noun = leftNoun(next, counted), noun.tokens == start..<next else { return nil }
        return CountedNoun(range: noun.range, side: .right, tokens: noun.tokens)
    }

    private func isBodyNoun(_ index: Int) -> Bool {
        let token = reading.tokens[index]
        guard reading.tag(index) == .noun, token.count >= 3, let kind = lexicon.giver(in: reading.text, token.range) else { return false }
        return kind == "organisation" || kind == "company" || kind == "government"
    }

    /// 菜心每斤3.5元, 大葱从每斤4.8元, 猪肉每斤比市价便宜3元: where the words begin that say for how much the price is.
    private func beginOfRate(_ end: Int) -> Int {
        var end = end
        if reading.isWord(end - 1, Self.comparisons),
            let than = (max(0, end - 5)..<end).last(where: { reading.single($0) == 0x6BD4 })  // 比
        {
            end = than
        }
        guard end > 2, reading.single(end - 2) == 0x6BCF, reading.isWord(end - 1, Self.unitsOfPrices) else { return end }
        end -= 2
        if reading.single(end - 1) == 0x4ECE { end -= 1 }  // 从
        // 羊肉均价每斤34元
        return end > 2 && reading.single(end - 1) == 0x4EF7 && reading.single(end - 2) == 0x5747 ? end - 2 : end
    }

    /// 约2吨: the word belongs to the number.
    private func isAbout(_ number: Int) -> Bool { reading.text[reading.tokens[number].start] == 0x7EA6 }

    /// 像这样的队伍,在全区还有545支: the topic stands before the comma, only its place stands between.
    private func topicBeforeComma(_ end: Int, _ quantity: Quantity, at number: Int) -> CountedNoun? {
        // 再发一批月柿饼,约2吨: how much what was just named is, all told.
        if reading.single(end - 1) == 0x2C, reading.isClauseEnd(number + 1), Self.amounts.contains(quantity.dimension ?? ""),
            reading.isWord(end, Self.allTold) || isAbout(number), let phrase = phrase(endingAt: end - 1, isRate: false),
            lexicon.items.longestReversedMatch(
                in: reading.text.text, endingAt: reading.tokens[end - 2].end, start: reading.tokens[phrase.lowerBound].start) != nil,
            reading.tag(phrase.lowerBound - 1) != .quantity, !reading.isListJoint(phrase.lowerBound - 1)
        {
            return CountedNoun(range: range(phrase), side: .topic, tokens: phrase)
        }
        // 额温枪15把(价值9000元): what the worth is of.
        if quantity.isMoney, reading.single(end - 1) == 0x28 || reading.single(end - 1) == 0x2C, reading.tag(end - 2) == .quantity,
            reading.isWord(end, Self.worths), !reading.quantity(of: end - 2).isMoney
        {
            guard var noun = noun(of: reading.quantity(of: end - 2), at: end - 2) else { return nil }
            // 大米10吨、豆油200桶,总价值3万元: that of both.
            if reading.single(end - 1) == 0x2C, reading.isListJoint(noun.tokens.lowerBound - 1) || reading.isWord(end, Self.totals) {
                return nil
            }
            noun.side = .topic
            return noun
        }
        // 优秀党员,木黄镇占了近两成: a share of what nobody names.
        if quantity.dimension == "share", reading.isWord(end, Self.reaching), reading.single(end + 1) == 0x4E86 { return nil }
        var index = end - 1
        while index >= 0, end - index <= 6 {
            if reading.isWord(index, GiftRule.disposal) { return nil }  // 开着面包车,把价值3.2万元的礼盒送到…
            switch reading.tag(index) {
            case .area, .placeName, .preposition, .adverb, .place, .direction, .time, .date: index -= 1
            case .noun where reading.isWord(index, Self.wholeAreas): index -= 1
            default:
                guard reading.single(index) == 0x2C else { return nil }
                // 党员中,有1.9万名
                let isAmong = reading.single(index - 1) == 0x4E2D
                guard isAmong || index < end - 1, let phrase = phrase(endingAt: isAmong ? index - 1 : index, isRate: false) else {
                    return nil
                }
                return CountedNoun(range: range(phrase), side: .topic, tokens: phrase)
            }
        }
        return nil
    }

    /// 捐款, 捐款捐物: the verb that names what is given.
    func isGiftNoun(_ index: Int) -> Bool {
        guard reading.tokens.indices.contains(index) else { return false }
        let kind = reading.giftVerb(index)
        return kind == .money || kind == .lump
    }

    /// 有, 达到, 共计, 价值 between a noun and its number.
    private func linkLength(_ index: Int) -> Int? {
        guard reading.tokens.indices.contains(index) else { return nil }
        if reading.isWord(index, Self.links) { return 1 }
        // 党员占了六成
        if reading.single(index) == 0x4E86, reading.isWord(index - 1, Self.reaching) { return 2 }
        // 发展到, 增加至.
        if reading.single(index) == 0x5230 || reading.single(index) == 0x81F3, reading.isWord(index - 1, Self.growth) { return 2 }
        if reading.tag(index) == .adverb, reading.isWord(index, Self.linkAdverbs) { return 1 }
        return nil
    }

    func phrase(endingAt end: Int, isRate: Bool) -> Range<Int>? {
        var index = end - 1
        guard index >= 0, !isNoNoun(index), !reading.isWord(index, Self.whereabouts) else { return nil }
        // 瑶语广播点9个, 集合点3处
        let isPoint = index > 0 && reading.single(index) == 0x70B9 && reading.tag(index) != .noun
        if isPoint, [.noun, .verb, .verbalNoun].contains(reading.tag(index - 1)) {
            index -= 1
            if reading.tag(index) == .verb { index -= 1 }
        }
        var start = isPoint ? index + 1 : end
        let isRateNoun = isRate && isRateEnding(index)
        if !isRate, isColour(index) {
            index -= 2
            start = index + 1
        } else if !isRate, reading.tag(index) == .other, ScalarClass.isHan(reading.single(index)), reading.tag(index - 1) == .noun {
            index -= 1
        }
        scanning: while index >= 0, end - index <= 12 {
            if isNoNoun(index) { break }  // 加工成羊肉9.5吨
            switch reading.tag(index) {
            case .noun, .properNoun, .abbreviation, .organisationName, .quoted, .latin, .unknown, .suffix, .personName:
                if reading.single(index) == 0x5168 || reading.isWord(index, Self.wholeAreas)
                    || reading.text[reading.tokens[index].start] == 0x6BCF
                {
                    break scanning
                }
                start = index
            case .verbalNoun:
                start = index
            case .idiom:
                if start < end { break scanning }
                start = index
            case .modifier: if start < end { start = index }
            case .adjective where start < end && reading.tokens[index].count > 1: start = index
            // 暖水壶60个, 、鲜牛奶20箱: directly behind a mark or a number the adjective is part of the name.
            case .adjective
            where start < end
                && (reading.tag(index - 1) == .punctuation || reading.tag(index - 1) == .quantity || reading.isListJoint(index - 1)):
                start = index
            // 蒜香花生: 香 is no place here.
            case .placeName where start < end && reading.tokens[index].count == 1 && reading.tag(index - 1) == .noun: start = index
            case .pronoun where start < end && reading.isWord(index, Self.everyKind):
                start = index
                break scanning
            case .measure where index == end - 1 && index > 0 && reading.tokens[index].count == 1 && reading.tag(index - 1) == .noun:
                start = index  // 酒精棉片
            case .verb where start < end && isMakingVerb(index, start, end): start = index
            // 卡点值守员156名, 口腔喷剂200支: a head that is no word of its own.
            case .verb where start == end - 1 && Self.boundHeads.contains(reading.single(start)): start = index
            case .verb, .other, .numeral, .measure, .direction, .place:
                guard isRateNoun, reading.tag(index) != .other else { break scanning }
                start = index
            // 吴敬民(个体户) 大白菜3000斤: a remark on the name before the blank.
            case .bracket where start < end && reading.tokens[index].end < reading.tokens[index + 1].start: break scanning
            case .bracket: break
            default: break scanning
            }
            index -= 1
        }
        if start > 0, reading.text[reading.tokens[start - 1].start] == 0x6BCF {  // 每组, 每个乡镇
            // 每天供应馒头200个: behind the verb stands the noun.
            guard let verb = (start..<max(start, end - 1)).last(where: { reading.isWord($0, Self.transitive) }) else { return nil }
            return verb + 1..<end
        }
        if start > 1, reading.single(start - 1) == 0x4E2A, reading.single(start - 2) == 0x6BCF { return nil }
        return start < end ? start..<end : nil
    }

    /// 打气卡, 酒精搓手液, 冻羊肉: a verb inside the name of a thing whose head is one or two single characters.
    private func isMakingVerb(_ index: Int, _ start: Int, _ end: Int) -> Bool {
        if reading.isWord(index, Self.fundPurposes), reading.isWord(start, Self.funds) { return true }
        guard !isGoverning(index), reading.tokens[index].count <= 2, index > 0, !reading.isClauseEnd(index - 1) else { return false }
        if reading.tokens[index].count == 1 { return Self.preparations.contains(reading.single(index)) }
        return reading.tokens[start].count == 1 && reading.tokens[end - 1].end - reading.tokens[start].start <= 2
            && reading.tag(index - 1) != .adverb
    }

    /// 员 剂 仪 额
    private static let boundHeads = ScalarSet([0x5458, 0x5242, 0x4EEA, 0x989D])
    private static let fundPurposes = scalarWords("补助 救助 捐赠 奖励 扶持 慰问 保障 救灾 补贴 启动 周转 应急 工作 采购 防疫 抗疫")
    private static let funds = scalarWords("资金 经费 款项 专款 物资 款物 款 金")

    /// 冻 熟 卤 腌 烤 炒 煮 蒸 炸 熏 搓 干 急 速: how a thing is made or used.
    static let preparations = ScalarSet([
        0x51BB, 0x719F, 0x5364, 0x814C, 0x70E4, 0x7092, 0x716E, 0x84B8, 0x70B8, 0x718F, 0x6413, 0x5E72, 0x6025, 0x901F,
    ])

    private func isRateEnding(_ index: Int) -> Bool {
        switch reading.text[reading.tokens[index].end - 1] {
        case 0x7387, 0x4F8B, 0x91CF, 0x6570, 0x989D, 0x5EA6, 0x6BD4: return true
        default: return false
        }
    }

    private static let links = scalarWords(
        "有 共有 现有 还有 就有 约有 达 达到 达到了 已达 高达 多达 为 共 共计 总计 合计 累计 计 约 价值 总价值 价值约 价值共 折合 折合人民币 市值 总值 占 上升到 提高到 增加到 增至 发展到 超过 超 突破 已 已经 人民币 各 分别 等 近 一共 总共 日产 月产 年产 折价 折款 共价值 市价 市价约 每天 每日 每晚 合起来 加起来 已有 只有 仅有 只剩 占到 值 约值 复工 复产 开业 到岗 返岗"
    )
    private static let reaching = scalarWords("占 达 超过 突破 值")
    private static let comparisons = scalarWords("便宜 低 高 贵 优惠")
    private static let unitsOfPrices = scalarWords("斤 公斤 千克 吨 只 袋 包 盒 箱 瓶 桶 件 套 份 枚 支 盒 升 棵 把 副 双 提 条 块 罐 筐")
    private static let allTold = scalarWords("约 共 共计 合计 总共 一共 总计 足足")
    private static let amounts: Set = ["count", "package", "mass", "volume"]
    /// 村里200个: where, and not what.
    private static let whereabouts = scalarWords("村里 镇里 县里 市里 区里 乡里 厂里 店里 院里 队里 社里 家里 家中 村上 镇上 乡上 县上")
    private static let linkAdverbs = scalarWords("更是 更 竟 还 已 已经 共 共计 总计 合计 累计 约 就 也 都 均 仅 只 人均 户均 日均 平均 将近 接近 近 分别 各")
    private static let transitive = scalarWords(
        "自制 自产 自酿 过手 发运 发售 预售 售卖 出售 推出 检查 排查 查验 劝返 登记 核查 筛查 走访 供应 调运 发展 投放 储备 生产 销售 外销 发放 安排 下达 捐赠 捐献 日产 月产 年产 日均供应 日均销售 采购 购置 建起 组织 收储 运送 配送 调拨 拨付 接收 募集 筹集"
    )
    private static let financing = scalarWords("投资 筹资 出资 集资 募资 融资 动用")
    private static let allowances = scalarWords("补助 补贴 津贴 奖励 奖金 工资 租金 慰问金 补助金")
    private static let paying = scalarWords("发放 领取 发 给予 领 兑现 支付 发给 补发 拨付 领到 发了 增发")
    /// What only things are counted in, never bodies.
    private static let pieces = ["只", "副", "套", "件", "台", "张", "双", "条", "把", "份", "顶", "枚", "片", "根", "块", "辆", "床", "本"]
    private static let worths = scalarWords("价值 总价值 价值约 市值 总值 总价 折合 折价 价值达")
    private static let totals = scalarWords("总价值 总值 总价 共价值 合计价值")
    private static let growth = scalarWords("占 发展 增加 增长 扩大 扩充 上升 提高 提升 增 达 下降 减少 降 升")
    private static let wholeAreas = scalarWords(
        "全区 全市 全县 全省 全旗 全镇 全街道 全乡 全村 全社区 全嘎查 全校 全院 全国 全球 全州 全盟 全团 全厂 全队 全家 全港 全澳 全台 我市 我区 我县 我省 我镇 我乡 我村 该镇 该村 该县 该区 该市 该社区")
    private static let everyKind = scalarWords("各类 各种 各 各级 各项")
}
