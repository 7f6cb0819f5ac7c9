/// Something given: what it is, how much of it, what it is worth.
struct GiftItem: Sendable {
    var text: String
    var key: String
    var category: String
    /// Tokens of the noun; empty for money without a noun.
    var noun: Range<Int>
    /// Indices into the reading's quantities.
    var quantity: Int?
    var worth: Int?
    /// An undivided lump of goods with one worth, or of money and goods.
    var isLump = false
    /// The sum of the items behind it.
    var isWhole = false
    /// From the first to the last scalar of noun and numbers.
    var range: Range<Int>

    /// The same thing with another number, where the text leaves its name out.
    func again(with quantity: Int, at range: Range<Int>) -> GiftItem {
        GiftItem(text: text, key: key, category: category, noun: noun, quantity: quantity, range: range)
    }

    /// A sum of money, which is its own worth.
    static func money(_ quantity: Int, noun: Range<Int> = 0..<0, at range: Range<Int>) -> GiftItem {
        GiftItem(text: "资金", key: "资金", category: "money", noun: noun, quantity: quantity, worth: quantity, range: range)
    }

    /// Goods (物资), or money and goods (款物), that are not told apart and have one worth, if any.
    static func lump(_ name: String, noun: Range<Int> = 0..<0, worth: Int?, at range: Range<Int>) -> GiftItem {
        GiftItem(text: name, key: name, category: "mixed", noun: noun, worth: worth, isLump: true, range: range)
    }
}

/// Reads the things given from a stretch of tokens: the object of a verb of giving.
struct GiftItems {
    let reading: SentenceReading
    private let lexicon: FactLexicon
    /// Figures of the sentence by the token of their quantity.
    private let figures: [Int: Figure]

    init(_ reading: SentenceReading, figures: [Int: Figure], lexicon: FactLexicon) {
        self.reading = reading
        self.figures = figures
        self.lexicon = lexicon
    }

    /// The items between two tokens.
    /// - Parameter isStrong: the verb leaves no doubt that a gift is meant, so that any noun may be an item; else only what the lexicon knows.
    func items(in tokens: Range<Int>, isStrong: Bool) -> [GiftItem] {
        var items = counted(in: tokens, isStrong: isStrong)
        let uncounted = uncountedItems(in: tokens, isStrong: isStrong, taken: items)
        if items.contains(where: { $0.isLump }) { return items }
        items.append(contentsOf: uncounted)
        return items.sorted { $0.range.lowerBound < $1.range.lowerBound }
    }

    func counted(in tokens: Range<Int>, isStrong: Bool) -> [GiftItem] {
        var items: [GiftItem] = []
        /// What the goods are worth whose number follows: 价值3.2万元的400份腊味礼盒.
        var worthAhead: Int?
        for token in tokens where reading.tag(token) == .quantity {
            guard let figure = figures[token] else { continue }
            let quantity = reading.quantities[figure.quantity]
            if isExtreme(token) { continue }
            // 60箱砂糖橘一箱没卖
            if quantity.isLoneOne, reading.isWord(token + 1, Self.notEvenOne) { continue }
            if let noun = figure.noun, !noun.tokens.isEmpty, isDriven(min(noun.tokens.lowerBound, token)),
                lexicalItem(noun.tokens)?.category == "vehicle"
            {
                continue
            }
            // 分给3个岗亭的值班人员: whose people they are.
            // 3栋大棚里的草莓: where the goods are.
            if let noun = figure.noun, noun.side == .right, noun.tokens.lowerBound > token + 2, reading.isDe(noun.tokens.lowerBound - 1),
                reading.isWord(noun.tokens.lowerBound - 2, Self.insides)
            {
                continue
            }
            if let noun = figure.noun, noun.side == .right, reading.isDe(noun.tokens.upperBound), isPeople(noun.tokens.upperBound + 1) {
                continue
            }
            if quantity.unit.isExactly("笔") || quantity.unit.isExactly("人次") || quantity.unit.isExactly("次") { continue }
            // 物资30类、折价90余万元: how many kinds, not how many things.
            if let unit = quantity.unit, Self.kindUnits.contains(unit), let noun = figure.noun, !noun.tokens.isEmpty,
                lexicalItem(noun.tokens)?.category == "mixed"
            {
                let known = describe(noun.tokens)
                items.append(
                    GiftItem(
                        text: known.text, key: known.key, category: known.category, noun: noun.tokens, isLump: true,
                        range: hull(quantity.range, noun.range)))
                continue
            }
            switch quantity.dimension {
            case "duration", "age", "share", "person": continue
            // 每袋5公斤的爱心包: what each of them weighs.
            case "mass" where token > 0 && isEach(token - 1), "volume" where token > 0 && isEach(token - 1): continue
            // 两亩萝卜: where it grows.
            case "area" where quantity.unit.isExactly("亩"): continue
            default: break
            }
            let noun = figure.noun.flatMap {
                $0.tokens.lowerBound >= tokens.lowerBound && $0.tokens.upperBound <= tokens.upperBound + 1 ? $0 : nil
            }
            if quantity.isMoney {
                if isPrice(token) { continue }
                if isWorth(before: token), reading.isDe(token + 1), tokens.contains(token + 2), hasFigure(token + 2),
                    reading.tag(token + 2) == .quantity, !reading.quantity(of: token + 2).isMoney
                {
                    worthAhead = figure.quantity
                    continue
                }
                // 从50元到1万元不等 is how much each may give.
                if quantity.isRange, reading.single(token - 1) == 0x4ECE || reading.isWord(token + 1, Self.varying) { continue }
                addMoney(figure, noun, floor: tokens.lowerBound, &items)
            } else if let noun, reading.single(token - 1) == 0x5404, noun.tokens.upperBound <= token {
                // 柿子酒、柿子醋各500箱: each of them.
                // 热奶茶及菠萝包各60份: what stands before the last joint, too.
                var first = noun.tokens.lowerBound
                while first - 2 >= tokens.lowerBound, reading.isListJoint(first - 1), reading.tag(first - 2) == .noun,
                    lexicalItem(first - 2..<first - 1) != nil
                { first -= 2 }
                for part in members(of: first..<noun.tokens.upperBound) {
                    let item = CountedNoun(range: range(of: part), side: .left, tokens: part)
                    guard isItem(item, quantity, isStrong) else { continue }
                    let known = describe(part)
                    if let index = items.firstIndex(where: { $0.noun == part && $0.quantity == nil }) {
                        items[index].quantity = figure.quantity
                    } else {
                        items.append(
                            GiftItem(
                                text: known.text, key: known.key, category: known.category, noun: part, quantity: figure.quantity,
                                range: hull(quantity.range, item.range)))
                    }
                }
            } else if let list = summedList(before: token, tokens.lowerBound),
                quantity.dimension == "mass" || quantity.dimension == "package" || quantity.dimension == "volume"
                    || quantity.unit.isExactly("份")
            {
                let known = describe(list.last)
                let text = reading.string(tokens: list.whole)
                items.append(
                    GiftItem(
                        text: text, key: text, category: known.category, noun: list.whole, quantity: figure.quantity,
                        range: hull(quantity.range, range(of: list.whole))))
            } else if isContinued(token, figure, quantity), let last = items.last {
                // 砂糖橘2.5吨和1.8吨
                items.append(last.again(with: figure.quantity, at: quantity.range))
            } else if let noun, isItem(noun, quantity, isStrong) || items.contains(where: { $0.noun == noun.tokens && $0.worth != nil }) {
                let known = describe(noun.tokens)
                // 价值1800万元的户外保暖服3万件: the number's own noun may begin further in.
                if let index = items.firstIndex(where: {
                    $0.quantity == nil && $0.noun.upperBound == noun.tokens.upperBound && $0.noun.lowerBound <= noun.tokens.lowerBound
                }) {
                    items[index].quantity = figure.quantity
                    items[index].isLump = false
                    extend(&items[index], to: quantity.range)
                } else {
                    items.append(
                        GiftItem(
                            text: known.text, key: known.key, category: known.category, noun: noun.tokens, quantity: figure.quantity,
                            worth: worthAhead, range: hull(quantity.range, noun.range)))
                    worthAhead = nil
                }
            }
        }
        return items
    }

    /// 值班人员, 医护人员, 居民: people, by one word or two.
    private func isPeople(_ token: Int) -> Bool {
        (1...2).contains { length in
            guard token + length <= reading.tokens.count else { return false }
            return lexicon.namesPeople(in: reading.text, reading.tokens[token].start..<reading.tokens[token + length - 1].end)
        }
    }

    /// 辣椒、包菜共3000斤; 莴笋、大葱,共40吨: the things that one number sums up.
    private func summedList(before token: Int, _ floor: Int) -> (whole: Range<Int>, last: Range<Int>)? {
        if let pair = pair(before: token, floor) { return pair }
        guard reading.isWord(token - 1, Self.summing) else { return nil }
        var end = token - 1
        if reading.single(end - 1) == 0x2C { end -= 1 }
        var start = end
        var index = end - 1
        var joints = 0
        var last: Range<Int>?
        while index >= floor, end - index <= 16 {
            if reading.isListJoint(index) {
                guard start > index + 0, start < end else { return nil }
                joints += 1
                if last == nil { last = index + 1..<end }
            } else if reading.tag(index) == .noun || reading.tag(index) == .modifier {
                if reading.isListJoint(index + 1) || index + 1 == end, lexicalItem(index..<index + 1) == nil { break }
                start = index
            } else {
                break
            }
            index -= 1
        }
        guard joints > 0, let last, start < last.lowerBound, !last.isEmpty else { return nil }
        return (start..<end, last)
    }

    /// 消毒液和酒精18.6吨, 食物及饮品逾7万份: two things that have one number.
    private func pair(before token: Int, _ floor: Int) -> (whole: Range<Int>, last: Range<Int>)? {
        let joint = token - 2
        guard joint - 1 >= floor, reading.isListJoint(joint), reading.single(joint) != 0x3001, reading.tag(token - 1) == .noun,
            reading.tag(joint - 1) == .noun, lexicalItem(token - 1..<token) != nil, lexicalItem(joint - 1..<joint) != nil
        else { return nil }
        let unit = reading.quantity(of: token)
        guard unit.dimension == "mass" || unit.dimension == "volume" || unit.unit.isExactly("份") else { return nil }
        // 口罩2000只和酒精3吨: the first has a number of its own.
        guard joint - 2 < floor || reading.tag(joint - 2) != .quantity else { return nil }
        return (joint - 1..<token, joint + 1..<token)
    }

    /// A number that goes on with the thing of the number before it.
    private func isContinued(_ token: Int, _ figure: Figure, _ quantity: Quantity) -> Bool {
        guard token >= 2, reading.isListJoint(token - 1), reading.tag(token - 2) == .quantity,
            figure.noun == nil || figure.noun.map({ $0.tokens.upperBound <= token - 2 }) == true
        else { return false }
        return reading.quantity(of: token - 2).unit == quantity.unit && quantity.unit != nil
    }

    /// 少的两三斤,多的三十斤: the extremes of many gifts.
    func isExtreme(_ token: Int) -> Bool { reading.isDe(token - 1) && reading.isWord(token - 2, Self.extremes) }

    /// 捐款在1万元以上的有: whom a list names.
    func isCriterion(_ token: Int) -> Bool {
        reading.isDe(token + 1) && reading.tag(token) == .quantity
            && Self.bounds.contains { reading.text.has($0, at: reading.tokens[token].end - $0.count) }
    }

    /// 每只4.8元, 最小的一笔5元, 市价: what a thing costs, or the extremes of many gifts.
    func isPrice(_ token: Int) -> Bool {
        if isCriterion(token) { return true }
        var index = token - 1
        while index >= 0, token - index <= 5, !reading.isClauseEnd(index) {
            if reading.isWord(index, Self.prices) || index >= token - 3 && isEach(index) { return true }
            index -= 1
        }
        return false
    }

    /// 开着4辆农用车, 装上3辆货车: what the goods are moved with.
    private func isDriven(_ first: Int) -> Bool {
        (max(0, first - 2)..<first).contains { reading.isWord($0, Self.driving) }
    }

    /// 每, 每台: a price, where 每人 and 每户 say who gives or gets it and 每天 how often.
    private func isEach(_ index: Int) -> Bool {
        let token = reading.tokens[index]
        guard reading.text[token.start] == 0x6BCF else { return false }
        return token.count == 1 ? !reading.isWord(index + 1, Self.receivingUnits) : token.count == 2 && !reading.isWord(index, Self.rates)
    }

    /// The members of a list of nouns.
    private func members(of tokens: Range<Int>) -> [Range<Int>] {
        var result: [Range<Int>] = []
        var start = tokens.lowerBound
        for index in tokens where reading.isListJoint(index) {
            if index > start { result.append(start..<index) }
            start = index + 1
        }
        if start < tokens.upperBound { result.append(start..<tokens.upperBound) }
        return result
    }

    func range(of tokens: Range<Int>) -> Range<Int> {
        tokens.isEmpty ? 0..<0 : reading.tokens[tokens.lowerBound].start..<reading.tokens[tokens.upperBound - 1].end
    }

    /// Whether the quantity of a token is a figure.
    func hasFigure(_ token: Int) -> Bool { figures[token] != nil }

    /// The thing that a single token names, where the lexicon has it.
    func named(_ token: Int) -> GiftItem? {
        guard lexicalItem(token..<token + 1) != nil else { return nil }
        let known = describe(token..<token + 1)
        return GiftItem(
            text: known.text, key: known.key, category: known.category, noun: token..<token + 1, range: reading.tokens[token].range)
    }

    /// How a noun is named in the tables, and whether the lexicon of things has it.
    func described(_ tokens: Range<Int>) -> (text: String, category: String, key: String, isListed: Bool) {
        let known = describe(tokens)
        return (known.text, known.category, known.key, lexicalItem(tokens) != nil)
    }

    private func isItem(_ noun: CountedNoun, _ quantity: Quantity, _ isStrong: Bool) -> Bool {
        guard !noun.tokens.isEmpty, quantity.dimension != "person", quantity.dimension != "person-time", !quantity.isOwnNoun else {
            return false
        }
        if lexicalItem(noun.tokens) != nil { return true }
        // 转给了18个社区卫生服务站: names of bodies are no things.
        switch reading.tag(noun.tokens.upperBound - 1) {
        case .organisation, .area, .person: return false
        default: break
        }
        if quantity.dimension == "length" || quantity.dimension == "area" { return false }
        if lexicon.partyNouns.longestReversedMatch(in: reading.text.text, endingAt: noun.range.upperBound, start: noun.range.lowerBound)
            != nil
        {
            return false
        }
        // 40碗热: one character that the lexicon lacks names nothing.
        if noun.range.count < 2 { return false }
        if isStrong, reading.isWord(noun.tokens.upperBound - 1, Self.papers) { return false }
        guard isStrong else { return quantity.dimension == "package" || quantity.dimension == "mass" || quantity.dimension == "volume" }
        return lexicon.bodies.longestReversedMatch(in: reading.text.text, endingAt: noun.range.upperBound, start: noun.range.lowerBound)
            == nil
    }

    // MARK: Items without a number

    private func uncountedItems(in tokens: Range<Int>, isStrong: Bool, taken: [GiftItem]) -> [GiftItem] {
        var result: [GiftItem] = []
        var index = tokens.lowerBound
        while index < tokens.upperBound {
            var end = index
            while end < tokens.upperBound, !reading.isListJoint(end), reading.single(end) != 0x2C, reading.single(end) != 0x7B49 {
                end += 1
            }
            let isEtc = end < tokens.upperBound && reading.single(end) == 0x7B49
            // 消毒液和酒精18.6吨: the number is of both.
            let isPair =
                end < tokens.upperBound && reading.isListJoint(end) && reading.single(end) != 0x3001
                && !result.contains { $0.noun.upperBound == index - 1 }
                && taken.contains { $0.quantity != nil && $0.noun.lowerBound == end + 1 && isMeasured($0) }
            if !isPair, let item = uncounted(index..<end, isStrong: isStrong), !taken.contains(where: { $0.range.overlaps(item.range) }) {
                result.append(item)
            }
            if isEtc {
                // 蔬菜、水果等生活物资3.9万吨: the number counts all of them.
                if taken.contains(where: { !$0.noun.isEmpty && $0.noun.lowerBound >= end + 1 && $0.noun.lowerBound <= end + 3 }) {
                    return result.filter { $0.noun.upperBound <= tokens.lowerBound }
                }
                // 口罩、酒精等物资: the word that sums the list up is no further item, unless nothing was listed.
                if result.isEmpty, taken.isEmpty, let item = uncounted(end + 1..<tokens.upperBound, isStrong: isStrong) {
                    result.append(item)
                }
                break
            }
            index = end + 1
        }
        return result
    }

    /// Counted by weight, volume or packages, as one lot.
    private func isMeasured(_ item: GiftItem) -> Bool {
        guard let quantity = item.quantity else { return false }
        return ["mass", "volume"].contains(reading.quantities[quantity].dimension)
    }

    /// The noun phrase at the beginning of a segment (behind its last 的) if it can be an item.
    private func uncounted(_ segment: Range<Int>, isStrong: Bool) -> GiftItem? {
        var start = segment.lowerBound
        for index in segment where reading.isDe(index) && index + 1 < segment.upperBound { start = index + 1 }
        // 自掏腰包2万元购买防护服、口罩: behind the money stands what it bought.
        let bought = segment.last {
            reading.giftVerb($0) == .procure && $0 > start && $0 + 1 < segment.upperBound && !reading.isWord($0 - 1, Self.purposes)
        }
        if let bought, (start..<bought).contains(where: { reading.tag($0) == .quantity }) { start = bought + 1 }
        var end = start
        var index = start
        scanning: while index < segment.upperBound {
            // A blank ends the phrase: 给关口送饭 通讯员 张三 摄.
            if end > start, reading.tokens[index].start > reading.tokens[index - 1].end { break }
            switch reading.tag(index) {
            case .noun, .properNoun, .abbreviation, .latin, .unknown, .suffix, .organisationName, .placeName: end = index + 1
            case .quoted where end == start && index == start && lexicalItem(index..<index + 1) != nil: end = index + 1  // “大锅药”
            case .modifier, .adjective, .verbalNoun, .quoted: break
            case .measure where end > start: end = index + 1
            case .numeral
            where index == start && reading.tokens[index].count == 1 && reading.single(index) > 0x4E01
                && reading.tag(index + 1) == .noun:
                break  // 四果汤
            case .pronoun, .adverb, .particle, .quantity, .numeral: if end > start { break scanning } else { start = index + 1 }
            case .verb:
                guard end == start, index == start else { break scanning }
                if reading.single(index) == 0x6210 { start = index + 1 }  // 买成菜油
            default: break scanning
            }
            index += 1
        }
        guard end > start,
            !(start...end).contains(where: { reading.tag($0) == .quantity && figures[$0] != nil && $0 < segment.upperBound }),
            let lexical = lexicalItem(start..<end)
        else { return nil }
        let range = reading.tokens[start].start..<reading.tokens[end - 1].end
        if lexical.category == "money" { return nil }
        let known = describe(start..<end)
        return GiftItem(text: known.text, key: known.key, category: known.category, noun: start..<end, range: range)
    }

    func lexicalItem(_ tokens: Range<Int>) -> (category: String, key: String)? {
        // “特殊党费”: the name inside the quotation marks.
        let isQuoted = reading.tag(tokens.upperBound - 1) == .quoted && reading.tokens[tokens.upperBound - 1].count > 2
        let end = reading.tokens[tokens.upperBound - 1].end - (isQuoted ? 1 : 0)
        let start = reading.tokens[tokens.lowerBound].start
        guard let match = lexicon.items.longestReversedMatch(in: reading.text.text, endingAt: end, start: start) else { return nil }
        // A one-character item (水, 面, 车) must be a word of its own or end a compound of things.
        return lexicon.itemEntries[Int(match.value)]
    }

    func describe(_ tokens: Range<Int>) -> (text: String, category: String, key: String) {
        var first = tokens.lowerBound
        if tokens.count > 1, reading.single(first) == 0x6210, reading.tag(first - 1) == .verb { first += 1 }  // 买成酒精喷壶
        while tokens.upperBound - first > 1,
            reading.tag(first) == .area || reading.tag(first) == .organisation || reading.tag(first) == .quoted
                || reading.isWord(first, Self.determiners) || reading.single(first) == 0x4F9B
                || reading.giftVerb(first) != nil
        { first += 1 }
        var text = reading.string(tokens: first..<tokens.upperBound)
        if text.hasExactSuffix("款物") { text = "款物" }
        // “大锅药”: the marks are no part of the name.
        if tokens.upperBound - first == 1, reading.tag(first) == .quoted, text.count > 2 { text = String(text.dropFirst().dropLast()) }
        guard let entry = lexicalItem(first..<tokens.upperBound) else { return (text, "other", text) }
        if entry.category == "money", text == "钱" { return ("资金", entry.category, "资金") }
        return (text, entry.category, entry.key)
    }

    func extend(_ item: inout GiftItem, to range: Range<Int>) { item.range = hull(item.range, range) }

    func hull(_ a: Range<Int>, _ b: Range<Int>) -> Range<Int> { min(a.lowerBound, b.lowerBound)..<max(a.upperBound, b.upperBound) }

    private static let bounds = scalarWords("以上 以下 以内")
    private static let determiners = scalarWords("各类 各种 各项 社会 各界 首批 第一批 该批 部分 大量 大批 全部 其他 其它")
    private static let kindUnits: Set<String> = ["类", "种", "样", "大类", "品种"]
    private static let insides = scalarWords("里 上 中 内 里面 中间")
    private static let notEvenOne = scalarWords("没 不 未 也 都 没有 也没 都没")
    static let plainMoney = scalarWords("资金 人民币 现金")
    private static let prices = scalarWords(
        "最小 最大 最少 最多 最高 最低 单价 售价 市价 原价 成本价 收储价 零售价 友情价 每只 每个 每斤 每公斤 每盒 每瓶 每箱 每袋 每件 每吨 每包 每份 均价 低于 高于 不低于 不高于")
    private static let receivingUnits = scalarWords("人 户 家 名 位 天 日 晚 月 年 村 个")
    private static let rates = scalarWords("每人 每户 每家 每名 每位 每天 每日 每晚 每月 每年 每村 每个 每次 每周")
    private static let papers = scalarWords(
        "文件 通知 倡议书 请战书 申请书 承诺书 告知书 决心书 表 单 报告 材料 标本 样本 样品 病人 患者 病例 祝福 温暖 关怀 信息 意见 建议 问题 线索 短信 电话 村 社区 街道 镇 乡 县 医院 学校 企业 卡点 站点 岗位 点位 小区 楼 楼栋 居民楼 单位 部门 家庭 农户 孩子 群众 队伍 支部 岗 人次"
    )
    private static let driving = scalarWords("开着 驾驶 驾着 驾 骑着 骑 租 租用 雇 雇了 出动 装上 装满 装了 派出 派 带着 带领 用 乘坐 调用 满载 装 装在 组织 动用 安排 开 坐")
    private static let summing = scalarWords("共 共计 合计 总计 总共 一共")
    static let goodsWorth = scalarWords("价值 总价值 市值 货值 总价 价值约 合计价值")
    private static let extremes = scalarWords("少 多 最少 最多 大 小 最大 最小")
    private static let varying = scalarWords("不等")
    private static let purposes = scalarWords("用于 用来 用以 拟用于 将用于")
    static let worthWords = scalarWords(
        "约合 折价 折合价值 市价 市价约 总价 价值 总价值 价值约 价值共 共价值 市值 总值 花去 花费 花了 耗资 总花费 折合 约合 约合人民币 折合人民币 折款 合计价值 货值 约值 值 总值约 时值 约值人民币 估值 市值约")
}
