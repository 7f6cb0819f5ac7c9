/// Rolls of givers: what each gave stands behind the name, without a verb of its own.
///
/// 向县红十字会捐赠的单位还有:甲公司五万元;乙面粉厂面粉四百袋,价值三万二千元; 其中恒达灯具城10万元、东方鞋业8万元; and pages with a line for each giver under a
/// heading such as 爱心榜.
struct GiftRolls {
    private let reading: SentenceReading
    private let index: Int
    private let lexicon: FactLexicon
    private let figures: [Int: Figure]

    init(_ reading: SentenceReading, index: Int, figures: [Int: Figure], lexicon: FactLexicon) {
        self.reading = reading
        self.index = index
        self.figures = figures
        self.lexicon = lexicon
    }

    /// The acts of the entries in a stretch of tokens.
    /// - Parameters:
    ///   - verb: the token of the verb that says that they gave.
    ///   - isPage: the stretch is a line of a list, so that any name is believed and blanks divide entries.
    ///   - taken: quantities that acts have already been made of.
    func acts(in tokens: Range<Int>, verb: Int, isPage: Bool, taken: Set<Int>) -> [GiftAct] {
        var result: [GiftAct] = []
        var start = tokens.lowerBound
        var index = start
        /// The giver whose list of things may go on.
        var isOpen = false
        /// The giver in front of a colon: 某超市:方便面150箱.
        var named: Range<Int>?
        while index < tokens.upperBound {
            if isPage, index > start, isApart(index), reading.tag(index - 1) == .quantity { start = index }
            if reading.single(index) == 0x3A, isPage, reading.isWord(index - 1, Self.sums) {
                index += 1  // 小计:195670元
                continue
            } else if reading.single(index) == 0x3A, isPage, let name = namedBefore(start..<index) {
                (start, isOpen, named) = (index + 1, false, name)
            } else if reading.single(index) == 0x3B || reading.single(index) == 0x3002 || reading.single(index) == 0x3A {
                (start, isOpen, named) = (index + 1, false, nil)
            } else if reading.isListJoint(index), reading.tag(index - 1) == .quantity || reading.tag(index - 1) == .bracket {
                start = index + 1
            } else if reading.single(index) == 0x2C, reading.tag(index - 1) == .quantity {
                start = index + 1
            } else if reading.isWord(index, GiftRule.among) {
                start = index + 1
            } else if reading.tag(index) == .quantity, let figure = figures[index],
                !taken.contains(figure.quantity)
            {
                let quantity = reading.quantities[figure.quantity]
                if let entry = entry(start..<index, figure, quantity, isPage: isPage) {
                    if entry.name.isEmpty, let name = named {
                        var act = GiftAct(reading: self.index, items: [entry.item], verb: verb, verbClass: .give)
                        (act.donorTokens, act.isListed, act.cues) = (name, true, 2)
                        result.append(act)
                        (isOpen, named) = (true, nil)
                    } else if entry.name.isEmpty {
                        if isOpen, let last = result.indices.last {
                            if entry.isWorth, result[last].items.count > 1, !isInBrackets(index) {
                                // 手套5万只、棉大衣120件,价值6.8万元: the worth of both.
                                result[last].items.append(.lump("物资", worth: figure.quantity, at: quantity.range))
                            } else if entry.isWorth, let item = result[last].items.indices.last {
                                result[last].items[item].worth = figure.quantity
                            } else {
                                result[last].items.append(entry.item)
                            }
                        }
                    } else {
                        var act = GiftAct(reading: self.index, items: [entry.item], verb: verb, verbClass: .give)
                        act.donorTokens = entry.name
                        act.isListed = true
                        act.isTotal = entry.isSum
                        act.cues = 2
                        if entry.isSum { (act.donorTokens, act.cues) = (nil, 2) }
                        result.append(act)
                        isOpen = !entry.isSum
                    }
                } else if ["person", "age"].contains(reading.quantities[figure.quantity].dimension)
                    || reading.quantities[figure.quantity].isOwnNoun
                {
                    // 县建材市场128户商户6.8万元: how many they are is part of who gives.
                    index += 1
                    continue
                } else {
                    isOpen = false
                }
                start = index + 1
            }
            index += 1
        }
        return result
    }

    /// The name in front of a colon, without the number of the entry.
    private func namedBefore(_ tokens: Range<Int>) -> Range<Int>? {
        var start = tokens.lowerBound
        if tokens.count > 2, reading.tag(start) == .quantity || reading.tag(start) == .latin || reading.tag(start) == .numeral,
            reading.tag(start + 1) == .punctuation
        {
            start += 2
        }
        // 流动党员吴长根(在浙江义乌经商):
        let remark = (start..<tokens.upperBound).first { reading.single($0) == 0x28 && $0 > start }
        // 溪头小学六(2)班:
        if reading.tag(start) == .organisation, let remark, remark > start + 1, tokens.upperBound - start <= 8 {
            return start..<tokens.upperBound
        }
        let name = start..<(remark ?? tokens.upperBound)
        if name.count == 1, reading.isWord(start, Self.labels) { return nil }  // 单位:…
        return name.count >= 1 && name.count <= 14 && (isName(name, isPage: false) || mayBePerson(name)) ? name : nil
    }

    /// 陈光全:洗手液40箱: two or three characters on a line of a list are somebody, unless they are goods.
    private func mayBePerson(_ tokens: Range<Int>) -> Bool {
        guard let first = tokens.first, let last = tokens.last else { return false }
        let range = reading.tokens[first].start..<reading.tokens[last].end
        return (2...3).contains(range.count) && range.allSatisfy { ScalarClass.isHan(reading.text[$0]) }
            && lexicon.items.longestReversedMatch(in: reading.text.text, endingAt: range.upperBound, start: range.lowerBound) == nil
            && !reading.isWord(first, Self.sums) && !reading.isWord(last, Self.goods)
    }

    private struct Entry {
        var name: Range<Int>
        var item: GiftItem
        var isSum = false
        var isWorth = false
    }

    /// `name, [noun] quantity`.
    private func entry(_ before: Range<Int>, _ figure: Figure, _ quantity: Quantity, isPage: Bool) -> Entry? {
        guard quantity.dimension != "person", quantity.dimension != "age", quantity.dimension != "duration", quantity.dimension != "share",
            quantity.per == nil
        else {
            return nil
        }
        var start = before.lowerBound
        while start < before.upperBound,
            reading.tag(start) == .punctuation || reading.isListJoint(start) || reading.isWord(start, Self.openers)
        {
            start += 1
        }
        // 2.某公司: the number of the entry.
        if start + 1 < before.upperBound, reading.tag(start) == .quantity || reading.tag(start) == .latin || reading.tag(start) == .numeral,
            reading.tag(start + 1) == .punctuation, reading.single(start + 1) != 0x2C
        {
            start += 2
        }
        if quantity.isMoney, isSumLine(start..<before.upperBound) {
            return Entry(
                name: start..<before.upperBound, item: .money(figure.quantity, at: reading.tokens[figure.token].range), isSum: true)
        }
        var end = before.upperBound
        var item: GiftItem
        let range = reading.tokens[figure.token].range
        if quantity.isMoney {
            while end > start,
                reading.isWord(end - 1, Self.moneyLinks) || reading.isWord(end - 1, Self.worths) || reading.tag(end - 1) == .punctuation
            { end -= 1 }
            if end == start, before.contains(where: { reading.isWord($0, Self.worths) }) {
                return Entry(name: 0..<0, item: .money(figure.quantity, at: range), isWorth: true)
            }
            item = .money(figure.quantity, at: range)
            // 以上物资折价共计11.92万元: what all that was listed is worth.
            if let goods = (start..<before.upperBound).first(where: { reading.isWord($0, Self.goods) }),
                (goods + 1..<before.upperBound).contains(where: { reading.isWord($0, Self.worths) }), goods - start <= 1
            {
                let range = reading.tokens[goods].start..<range.upperBound
                let text = reading.string(reading.tokens[goods].range)
                item = .lump(text, noun: goods..<goods + 1, worth: figure.quantity, at: range)
                return Entry(name: start..<before.upperBound, item: item, isSum: true)
            }
        } else {
            guard let noun = figure.noun, !noun.tokens.isEmpty, noun.tokens.upperBound <= figure.token,
                noun.tokens.lowerBound >= start, figure.token - noun.tokens.upperBound <= 1
            else { return nil }
            var first = noun.tokens.lowerBound
            // 大德诚面粉厂面粉四百袋: the name ends with its last body.
            if let head = noun.tokens.last(where: { isHead($0, from: start) }), head + 1 < noun.tokens.upperBound { first = head + 1 }
            let tokens = first..<noun.tokens.upperBound
            let known = GiftItems(reading, figures: figures, lexicon: lexicon).described(tokens)
            item = GiftItem(
                text: known.text, key: known.key, category: known.category, noun: tokens, quantity: figure.quantity,
                range: reading.tokens[first].start..<range.upperBound)
            guard known.isListed || isPage else { return nil }
            end = first
            while end > start, reading.tag(end - 1) == .punctuation || reading.isWord(end - 1, Self.gave) { end -= 1 }
        }
        guard start < end else { return Entry(name: 0..<0, item: item) }
        if end - start == 1, reading.isWord(start, Self.sums) { return Entry(name: start..<end, item: item, isSum: true) }
        // 于都县 县脐橙产业协会 脐橙五百箱: of the columns of a table that behind the last blank.
        if isPage, let column = (start + 1..<max(end, start + 1)).last(where: { isApart($0) && !isPadded($0) && isHead(end - 1, from: $0) })
        {
            start = column
        }
        // 徐志远(西溪镇)
        while end - start > 1, reading.tag(end - 1) == .bracket { end -= 1 }
        // 在北京打工的小伙儿崔亚鹏: the clause in front of the name.
        if !isName(start..<end, isPage: isPage), let de = (start..<end).last(where: { reading.isDe($0) }), de + 1 < end,
            end - start <= 14, isHead(end - 1, from: de + 1), !(start..<de).contains(where: { reading.single($0) == 0x2C })
        {
            start = de + 1
        }
        guard isName(start..<end, isPage: isPage) else { return nil }
        return Entry(name: start..<end, item: item)
    }

    /// A name or a noun phrase that names somebody: no verb governs anything in it.
    private func isName(_ tokens: Range<Int>, isPage: Bool) -> Bool {
        guard let last = tokens.last, tokens.count <= 14 else { return false }
        let length = reading.tokens[last].end - reading.tokens[tokens.lowerBound].start
        guard length >= 2, length <= 40 else { return false }
        for token in tokens {
            if reading.single(token) == 0x2C || reading.tag(token) == .quantity && !isPage && token == last { return false }
            if reading.isWord(token, Self.never) || token == last && reading.isWord(token, Self.neverLast) { return false }
            if reading.giftVerb(token) != nil, reading.tokens[token].count > 1 {
                return false
            }
        }
        if tokens.contains(where: { reading.isDe($0) }), !isPage { return isHead(last, from: tokens.lowerBound) }
        return isPage || isHead(last, from: tokens.lowerBound)
    }

    private func isHead(_ index: Int, from start: Int) -> Bool {
        switch reading.tag(index) {
        case .organisation, .person: return true
        case .area: return true
        default: break
        }
        if reading.isWord(index, GiftSubjects.couples) { return true }
        let token = reading.tokens[index]
        guard token.end - reading.tokens[start].start >= 2 else { return false }
        return lexicon.bodies.longestReversedMatch(in: reading.text.text, endingAt: token.end, start: reading.tokens[start].start)
            .map { $0.length >= 2 || token.count > 1 } ?? false
    }

    /// 小计:195670元, 以上善款合计58260元: what stands in front of the sum of a list's money.
    private func isSumLine(_ tokens: Range<Int>) -> Bool {
        guard let first = tokens.first else { return false }
        if reading.isWord(first, Self.sums) { return tokens.dropFirst().allSatisfy { reading.single($0) == 0x3A } }
        return reading.isWord(first, Self.theAbove) && tokens.contains { reading.isWord($0, Self.sums) }
            && !tokens.contains { reading.isWord($0, Self.goods) || reading.isWord($0, Self.worths) }
    }

    /// 额温枪15把(价值9000元): that of the thing in front of the bracket.
    private func isInBrackets(_ index: Int) -> Bool { (max(0, index - 3)..<index).contains { reading.single($0) == 0x28 } }

    /// 林  燕夫妇: one character on either side of the blank is a name set wide.
    private func isPadded(_ index: Int) -> Bool { reading.tokens[index].count == 1 && reading.tokens[index - 1].count == 1 }

    /// A blank stands before the token.
    private func isApart(_ index: Int) -> Bool {
        index > 0 && reading.tokens[index].start > reading.tokens[index - 1].end
    }

    private static let goods = scalarWords("物资 物品 款物")
    private static let labels = scalarWords("单位 个人 企业 集体 物资 资金 其他 其它 善款 现金 团体 党员 学校 村级")
    private static let openers = scalarWords("其中 分别是 分别为 还有 有 包括 以及 另有 另 和 一是 二是 三是")
    private static let moneyLinks = scalarWords("捐款 捐赠 捐 现金 人民币 资金 善款 压岁钱 零花钱 特殊党费 稿费 奖学金 养老金 退休金 工资 共 共计 合共 合计 共捐 各 捐资 捐出")
    private static let gave = scalarWords("捐赠 捐 捐出 捐献 赠送 认捐")
    private static let worths = scalarWords("折价 市价 总价 价值 折合 总价值 约合 市值 价值约 折款 合计价值 总计")
    private static let theAbove = scalarWords("以上 上述 以上各项")
    private static let sums = scalarWords("合计 总计 共计 累计 总额 小计")
    private static let never = scalarWords("用于 每 从 在 将 把 向 超过 下拨 拨付 补助 售价 单价 价格 成本 投资 贷款 需 要")
    private static let neverLast = scalarWords("达 为 于 到 是 约 近 有 超 了")
}
