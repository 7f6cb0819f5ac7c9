/// Finds the noun of a quantity to its right (`930名党员`) or left (`口罩500个`, `参与率达到94%`).
package struct NounFinder {
    let reading: SentenceReading
    let lexicon: FactLexicon

    package init(_ reading: SentenceReading, lexicon: FactLexicon) {
        self.reading = reading
        self.lexicon = lexicon
    }

    /// - Parameter index: the token of the quantity.
    package func noun(of quantity: Quantity, at index: Int) -> CountedNoun? {
        if quantity.dimension == "duration" { return durationNoun(index, quantity) }
        let left = leftNoun(index, quantity)
        let behind = reading.isDe(index + 1)
        if let left, left.side == .topic, quantity.isOwnNoun || quantity.dimension == "share" { return left }
        let right = rightNoun(index, quantity, hasLeft: left != nil && !behind)
        if behind, let right { return right }
        // 塞进驾驶室10个热乎乎的粽子: the thing behind, not the place in front.
        if left != nil, !isItemLeft(index), reading.tag(index + 1) == .adjective, reading.isDe(index + 2),
            let described = relativeClause(index + 1, quantity, hasLeft: false), isItem(described.tokens)
        {
            return described
        }
        if let right, left == nil || !isRightTaken(right, index) { return right }
        return left ?? right
    }

    /// `口罩500个 方便面50件`: the noun to the right belongs to the next quantity.
    private func isRightTaken(_ right: CountedNoun, _ index: Int) -> Bool {
        guard !right.isList, reading.tag(right.tokens.upperBound) == .quantity, right.tokens.lowerBound == index + 1 else { return false }
        return reading.text[reading.tokens[index].end] == 0x20 || isItemLeft(index)
    }

    private func isGiving(_ index: Int) -> Bool {
        reading.giftVerb(index) != nil
    }

    private func isItem(_ tokens: Range<Int>) -> Bool {
        guard let last = tokens.last else { return false }
        return lexicon.items.longestReversedMatch(
            in: reading.text.text, endingAt: reading.tokens[last].end, start: reading.tokens[tokens.lowerBound].start) != nil
    }

    private func isItemLeft(_ index: Int) -> Bool {
        guard index > 0 else { return false }
        return lexicon.items.longestReversedMatch(in: reading.text.text, endingAt: reading.tokens[index - 1].end, start: reading.text.start)
            != nil
    }

    // MARK: Right

    private func rightNoun(_ index: Int, _ quantity: Quantity, hasLeft: Bool) -> CountedNoun? {
        var start = index + 1
        // 汪品峰 1000元 储昭旺 600元: behind a blank stands the next entry.
        if quantity.isMoney, start < reading.tokens.count, reading.tokens[start].start > reading.tokens[index].end { return nil }
        // 四万八千元人民币: the currency behind its number; 二千元人民币的津贴 is for something.
        if quantity.isMoney, reading.isWord(start, Self.currencies) {
            guard reading.isDe(start + 1) else { return nil }
            start += 1
        }
        if quantity.dimension == "duration", reading.single(start) == 0x6765 { return nil }  // 20天来
        let isBridged = reading.isDe(start)
        if isBridged { start += 1 }
        // 价值58万元的15吨羊肉: the goods, with a number of their own.
        if quantity.isMoney, isBridged, reading.tag(start) == .quantity, !reading.quantity(of: start).isMoney,
            let noun = phrase(from: start + 1, allowsVerb: false)
        {
            return CountedNoun(range: range(noun), side: .right, tokens: noun)
        }
        // 价值近900万元的其他物资
        if quantity.isMoney, isBridged, reading.isWord(start, Self.others), isNominal(start + 1) { start += 1 }
        // 1位92岁的老党员: an age between the number and the noun.
        if reading.tag(start) == .quantity, reading.quantity(of: start).dimension == "age" {
            start += reading.isDe(start + 1) ? 2 : 1
        }
        if quantity.isOwnNoun && !isBridged {
            let tag = reading.tag(start)
            let isDescribed = tag == .adjective && reading.tokens[start].count > 1 && reading.tag(start + 1) == .noun  // 186户特殊家庭
            guard tag == .noun || tag == .modifier || tag == .abbreviation || tag == .idiom || isDescribed else { return nil }
        }
        if let relative = valuedNoun(start, quantity) ?? relativeClause(start, quantity, hasLeft: hasLeft) { return relative }
        let usual = phrase(from: start, allowsVerb: !hasLeft && (!quantity.isMoney || isBridged), quantity: quantity)
        if !hasLeft, let whole = unknownName(from: start, quantity), whole.upperBound > usual?.upperBound ?? start,
            // 两条生产线改做口罩: a word of its own behind the noun is what is done with it.
            usual.map({ known in
                let rest = known.upperBound..<whole.upperBound
                return rest.allSatisfy { reading.tokens[$0].count == 1 } || rest.allSatisfy { reading.tag($0) == .noun }
            }) ?? true
        {
            return CountedNoun(range: range(whole), side: .right, tokens: whole)
        }
        // 酒精2610公斤入库: what becomes of it.
        if let usual, hasLeft, usual.count == 1, reading.isWord(usual.lowerBound, Self.settingOut) { return nil }
        guard var phrase = usual else { return quantity.isMoney && isBridged ? valuedNoun(start) : nil }
        // 投资300万元转产防护服: what the money is for.
        if quantity.isMoney, !isBridged, [.verb, .verbalNoun].contains(reading.tag(start)), !endsAsMoney(phrase) { return nil }
        // 装着5000元的信封: what the money lies in.
        if quantity.isMoney, isBridged, reading.isWord(phrase.upperBound - 1, Self.containers) { return nil }
        phrase = withoutManner(withoutPredicate(phrase, quantity))
        // 安徽籍女工: where somebody comes from belongs to the noun.
        if reading.single(phrase.lowerBound + 1) == Self.nativeOf, isName(phrase.lowerBound), phrase.count > 2 {
            return list(from: phrase, quantity)
        }
        // Names before the noun say whose it is (82岁的区交通运输局退休职工).
        while phrase.count > 1, isName(phrase.lowerBound) && quantity.dimension != "count" || reading.tag(phrase.lowerBound) == .quoted {
            phrase = phrase.lowerBound + 1..<phrase.upperBound
        }
        if isName(phrase.lowerBound), phrase.count == 1, quantity.dimension != "count" {
            return nil
        }
        return list(from: phrase, quantity)
    }

    /// 50万元救助资金, 2000元慰问金
    private func endsAsMoney(_ phrase: Range<Int>) -> Bool {
        Self.moneyEnds.contains(reading.text[reading.tokens[phrase.upperBound - 1].end - 1])
    }

    /// 金 款 费 钱 贴 资 币 薪 税 租 券 债 物
    private static let moneyEnds = ScalarSet([
        0x91D1, 0x6B3E, 0x8D39, 0x94B1, 0x8D34, 0x8D44, 0x5E01, 0x85AA, 0x7A0E, 0x79DF, 0x5238, 0x503A, 0x7269,
    ])

    /// 2000箱即食海参粥, 60份羊肉揪面: up to the next mark the name of a thing, though the dictionary takes parts of it for verbs.
    private func unknownName(from start: Int, _ quantity: Quantity) -> Range<Int>? {
        guard !quantity.isMoney, !quantity.isOwnNoun else { return nil }
        switch quantity.dimension {
        case "count", "package", "mass", "volume": break
        default: return nil
        }
        var end = start
        while end < reading.tokens.count, end - start < 6, !reading.isClauseEnd(end), !reading.isListJoint(end) {
            if isNoNoun(end) { return nil }
            switch reading.tag(end) {
            case .quantity, .preposition, .particle, .pronoun, .punctuation, .conjunction, .person, .area, .organisation, .date, .bracket:
                return nil
            case .verb where reading.tokens[end].count > 1 || reading.giftVerb(end) != nil && end == start: return nil
            case .adverb where end > start: return nil
            default: end += 1
            }
        }
        guard end - start >= 2, end < reading.tokens.count, reading.isClauseEnd(end) || reading.isListJoint(end) else { return nil }
        let (first, last) = (reading.tokens[start].start, reading.tokens[end - 1].end)
        guard last - first <= 8 else { return nil }
        let name = lexicon.items.longestReversedMatch(in: reading.text.text, endingAt: last, start: first)
        return name == nil ? nil : start..<end
    }

    /// 两台价值8万元的消毒机器人: what they are worth stands between the number and the noun.
    func valuedNoun(_ start: Int, _ quantity: Quantity) -> CountedNoun? {
        guard !quantity.isMoney, quantity.dimension != "person", reading.isWord(start, Self.valuing) else { return nil }
        var index = start + 1
        while reading.tag(index) == .adverb { index += 1 }
        guard reading.tag(index) == .quantity, reading.quantity(of: index).isMoney else { return nil }
        let isBridged = reading.isDe(index + 1)
        guard isBridged || reading.tag(index + 1) == .noun,
            let phrase = phrase(from: isBridged ? index + 2 : index + 1, allowsVerb: true, quantity: quantity)
        else { return nil }
        return CountedNoun(range: range(phrase), side: .right, tokens: phrase)
    }

    private static let valuing = scalarWords("保额 面额 面值 总保额 总额 价值 总价 总价值 市价 市值 单价 售价 均价 原价 货值 造价")

    /// 50名来自各地的医护人员, 一份满意的答卷: a clause before the noun, closed by 的.
    private func relativeClause(_ start: Int, _ quantity: Quantity, hasLeft: Bool) -> CountedNoun? {
        switch reading.tag(start) {
        case .verb, .preposition, .adverb, .adjective, .pronoun: break
        case .time where reading.tokens[start].count == 1: break  // 12只现宰的羊
        default: return nil
        }
        if hasLeft || quantity.isMoney { return nil }
        var index = start
        while index < start + 14, !reading.isClauseEnd(index), reading.tag(index) != .quantity {
            // 其余180只送给了卫生站的护士: behind such a verb stands who gets them.
            if isHanding(index), !reading.isDe(index + 1) { return nil }
            if reading.isDe(index), index > start, let found = phrase(from: index + 1, allowsVerb: true) {
                let phrase = withoutPredicate(found, quantity)
                return CountedNoun(range: range(phrase), side: .right, tokens: phrase)
            }
            index += 1
        }
        return nil
    }

    /// 送给, 捐给, 送往, 分到, 予: a verb of giving whose end asks for who receives.
    private func isHanding(_ index: Int) -> Bool {
        if reading.isWord(index, GiftRule.receiverMarks), reading.single(index) == 0x4E88 { return true }
        guard isGiving(index) else { return false }
        switch reading.text[reading.tokens[index].end - 1] {
        // 其余3000个分送斗山、端芬两镇的卫生院
        case 0x9001: return reading.tag(index + 1) == .area || reading.tag(index + 1) == .organisation  // 送
        case 0x7ED9, 0x5F80, 0x5230, 0x4E88, 0x81F3: return true  // 给 往 到 予 至
        default: return false
        }
    }

    /// A noun phrase from a token on: modifiers and nouns up to a verb, adverb or mark.
    func phrase(from start: Int, allowsVerb: Bool, quantity: Quantity? = nil) -> Range<Int>? {
        var index = start
        var end = start
        var hasNoun = false
        scanning: while index < reading.tokens.count, index - start < 12 {
            if hasNoun, isGiftNoun(index) || isThrough(index) { break scanning }
            if isNoNoun(index) { break scanning }
            if hasNoun, index > start, isNounEnding(index) || isUnknownTail(index) {
                end = index + 1
                index += 1
                continue
            }
            switch reading.tag(index) {
            case .noun, .properNoun, .abbreviation, .organisationName, .unknown, .suffix, .placeName, .place:
                if reading.tag(index) == .unknown, hasNoun, !isNominal(index + 1) { break scanning }
                hasNoun = true
                end = index + 1
            case .personName:
                if hasNoun { break scanning }
                hasNoun = true
                end = index + 1
            case .quoted:
                if hasNoun { break scanning }
                hasNoun = true
                end = index + 1
            case .area, .organisation:
                // 76个“两新”组织党支部
                if hasNoun, !isTeam(index) || reading.tag(index - 1) != .quoted { break scanning }
                hasNoun = true
                end = index + 1
            case .latin:
                if hasNoun && !isNominal(index + 1) { break scanning }
                // 移动CT一台: the letters are the name.
                if !isNominal(index + 1) {
                    hasNoun = true
                    end = index + 1
                }
            case .idiom:
                if hasNoun { break scanning }
                hasNoun = true
                end = index + 1
            case .verbalNoun:
                if hasNoun && !isNominal(index + 1) && !isNounEnding(index + 1) { break scanning }
                if !hasNoun && !isNominal(index + 1) {
                    end = index + 1
                    hasNoun = true
                }
            case .modifier:
                // 5万只平价供应市场: how it is done.
                if hasNoun && !isNominal(index + 1) || reading.isWord(index, Self.manners) && reading.isWord(index + 1, Self.selling) {
                    break scanning
                }
            case .adjective: if hasNoun { break scanning }
            case .verb where !hasNoun && isHanding(index): break scanning
            // 三十个煮鸡蛋: how it is made.
            case .verb
            where index == start && reading.tokens[index].count == 1 && Self.preparations.contains(reading.single(index))
                && reading.tag(index + 1) == .noun:
                break
            case .verb:
                if hasNoun {
                    // 志愿服务队, 检查点: a verb inside a compound whose end is one character.
                    guard
                        isNounEnding(index + 1) && reading.tokens[index].count > 1 && index - start < 4 && !isGiving(index)
                            || isDevice(index, quantity)
                    else {
                        break scanning
                    }
                } else {
                    guard allowsVerb,
                        index == start && isNominal(index + 1) && (!isGoverning(index) || isGiver(index))
                            || index > start && isDevice(index, quantity)
                    else {
                        break scanning
                    }
                }
            case .bracket:
                guard hasNoun, reading.isDe(index + 1) || isNominal(index + 1) || isBodyInBrackets(index) else { break scanning }
                end = index + 1
            default:
                break scanning
            }
            index += 1
        }
        // 面线糊, 布口罩套: the last character of the thing's name, whatever it is as a word.
        if hasNoun, end > start, end < reading.tokens.count, reading.tokens[end].count == 1, reading.tag(end) != .particle,
            reading.tag(end) != .punctuation, reading.isClauseEnd(end + 1) || reading.isListJoint(end + 1),
            let name = lexicon.items.longestReversedMatch(
                in: reading.text.text, endingAt: reading.tokens[end].end, start: reading.tokens[start].start), name.length > 1
        {
            end += 1
        }
        return hasNoun && end > start ? start..<end : nil
    }

    /// 20家会员企业现场认捐, 20%的价格供应: how it is done, and what a price does, is no part of the noun.
    private func withoutManner(_ phrase: Range<Int>) -> Range<Int> {
        if let price = phrase.dropLast().first(where: { reading.isWord($0, Self.priceNouns) }) { return phrase.lowerBound..<price + 1 }
        var end = phrase.upperBound
        while end - phrase.lowerBound > 1,
            reading.isWord(end - 1, Self.manners) && reading.tag(end) == .verb || reading.isWord(end - 1, Self.homes)
        { end -= 1 }
        return phrase.lowerBound..<end
    }

    /// 2960名党员轮班上岗, 3名工程师远程指导: what the persons do is no part of their noun, though the dictionary takes it for a noun.
    private func withoutPredicate(_ phrase: Range<Int>, _ quantity: Quantity) -> Range<Int> {
        // 36支党员志愿服务队上路, 1.1万余名党员进村入户
        var phrase = phrase
        while phrase.count > 1, reading.isWord(phrase.upperBound - 1, Self.settingOut) {
            phrase = phrase.lowerBound..<phrase.upperBound - 1
        }
        guard quantity.dimension == "person", phrase.count > 1, !isPersonWord(phrase) else { return phrase }
        var end = phrase.upperBound - 1
        while end > phrase.lowerBound {
            if isPersonWord(phrase.lowerBound..<end) { return phrase.lowerBound..<end }
            end -= 1
        }
        return phrase
    }

    private static let others = scalarWords("其他 其它 其余 各类 各种 相关")
    private static let settingOut = scalarWords("上路 上岗 上阵 出动 出发 启程 出征 抵达 进村入户 入户 进村 到岗 下沉 值守 集结 就位 请战 上线 启用 装车 发车 入库 平分 入账 到账 到货")

    /// A phrase whose end says that persons are meant.
    private func isPersonWord(_ tokens: Range<Int>) -> Bool {
        let end = reading.tokens[tokens.upperBound - 1].end
        let start = reading.tokens[tokens.lowerBound].start
        if lexicon.partyNouns.longestReversedMatch(in: reading.text.text, endingAt: end, start: start) != nil { return true }
        if lexicon.namesPeople(in: reading.text, start..<end) { return true }
        guard reading.tokens[tokens.upperBound - 1].count > 1 || tokens.count > 1 else { return false }
        switch reading.text[end - 1] {
        case 0x5458, 0x8005, 0x957F, 0x751F, 0x58EB, 0x5E08, 0x4EBA, 0x5DE5, 0x5C14, 0x90E8, 0x8B66, 0x4F17, 0x6C11, 0x533B, 0x5175, 0x59D4:
            return true
        default: return false
        }
    }

    /// 24个村(社区): another kind of the same.
    private func isBodyInBrackets(_ index: Int) -> Bool {
        let token = reading.tokens[index]
        guard token.count > 3, token.count <= 8 else { return false }
        return lexicon.bodies.longestReversedMatch(in: reading.text.text, endingAt: token.end - 1, start: token.start + 1) != nil
    }

    /// 5台负压救护设备: the verb inside the name of a thing that is counted in pieces.
    private func isDevice(_ index: Int, _ quantity: Quantity?) -> Bool {
        guard let quantity, quantity.dimension == "count" || quantity.dimension == "package", reading.tokens[index].count == 2,
            reading.tag(index + 1) == .noun, let unit = quantity.unit, !["个", "家", "户", "处", "所", "支", "项", "组"].contains(unit),
            !isGoverning(index)
        else { return false }
        let token = reading.tokens[index + 1]
        return lexicon.items.longestReversedMatch(in: reading.text.text, endingAt: token.end, start: token.start) != nil
            && !isNominal(index + 2)
    }

    /// 3家捐赠企业: a verb of giving in front of who does it.
    private func isGiver(_ index: Int) -> Bool {
        guard reading.isWord(index, Self.givingAttributes), reading.tag(index + 1) == .noun else { return false }
        let token = reading.tokens[index + 1]
        guard let match = lexicon.bodies.longestReversedMatch(in: reading.text.text, endingAt: token.end, start: token.start) else {
            return false
        }
        return match.length == token.count
    }

    /// A lone character that ends a compound noun: 点, 队, 组, 员 ….
    private func isNounEnding(_ index: Int) -> Bool {
        switch reading.single(index) {
        case 0x53E3, 0x70B9, 0x961F, 0x7EC4, 0x5458, 0x8005, 0x5C97, 0x7AD9, 0x8F66, 0x670D, 0x54C1, 0x5904, 0x5BA4, 0x7387, 0x8868, 0x5355:
            return true
        default: return false
        }
    }

    private func isNominal(_ index: Int) -> Bool {
        switch reading.tag(index) {
        case .noun, .properNoun, .abbreviation, .organisationName, .verbalNoun, .suffix, .modifier, .quoted, .latin: return true
        default: return false
        }
    }

    /// 500斤脆肉鲩拉到, 2000盆长寿花送到: a last character that the words do not know, or know as a verb, in front of what surely begins anew.
    private func isUnknownTail(_ index: Int) -> Bool {
        let isFlower = reading.single(index) == 0x82B1
        guard isFlower || reading.tag(index) == .other && ScalarClass.isHan(reading.single(index)) else { return false }
        let next = index + 1
        return reading.isClauseEnd(next) || reading.isListJoint(next) || reading.tag(next) == .preposition
            || isGiving(min(next, reading.tokens.count - 1)) && reading.tag(next) == .verb
    }

    /// 500箱火腿肠经市工商联转交: through whom, though 经 is a noun too.
    private func isThrough(_ index: Int) -> Bool {
        guard reading.single(index) == 0x7ECF else { return false }
        return reading.tag(index + 1) == .organisation || reading.tag(index + 1) == .area
    }

    /// 241户往村口…, 六百只口罩够不够, 折成人民币8300元, 橙子值24万元: nouns in the dictionary, and none beside a number.
    func isNoNoun(_ index: Int) -> Bool { Self.isNoNoun(reading, index) }

    static func isNoNoun(_ reading: SentenceReading, _ index: Int) -> Bool {
        noNouns.contains(reading.single(index)) || reading.isWord(index, pointing)
    }

    private static let pointing = scalarWords("前者 后者")

    /// 往 够 成 值
    private static let noNouns = ScalarSet([0x5F80, 0x591F, 0x6210, 0x503C])

    /// 莲花白6400斤, 上海青300斤, 凤梨酥20盒: a colour or how it crumbles ends the name.
    func isColour(_ index: Int) -> Bool {
        guard Self.colours.contains(reading.single(index)) else { return false }
        switch reading.tag(index - 1) {
        case .noun, .placeName, .area, .personName: return index > 0
        default: return false
        }
    }

    /// 白 青 红 黄 黑 绿 紫 酥 脆
    private static let colours = ScalarSet([0x9165, 0x8106, 0x767D, 0x9752, 0x7EA2, 0x9EC4, 0x9ED1, 0x7EFF, 0x7D2B])

    /// A verb that takes what follows as its object and does not modify it.
    func isGoverning(_ index: Int) -> Bool {
        let token = reading.tokens[index]
        let word = reading.text.text[token.range]
        if reading.giftVerb(index) != nil { return true }
        return lexicon.verbs.value(of: word).map { lexicon.verbRoles[Int($0)] != "other" } ?? false
    }

    private func isName(_ index: Int) -> Bool {
        switch reading.tag(index) {
        case .area, .organisation, .person: return true
        default: return false
        }
    }

    /// Follows a list of nouns to its end: `社区、路口等卡点` counts 卡点, `职工及家属` both, a longer list its first noun.
    private func list(from first: Range<Int>, _ quantity: Quantity) -> CountedNoun {
        var items = [first]
        var next = first.upperBound
        while items.count < 10, reading.isListJoint(next), reading.tag(next + 1) != .quantity,
            let item = phrase(from: next + 1, allowsVerb: false)
        {
            // A noun with its own number, or a clause that goes on, ends the list.
            if reading.tag(item.upperBound) == .quantity { break }
            items.append(item)
            next = item.upperBound
        }
        if reading.single(next) == 0x7B49, let kind = phrase(from: next + 1, allowsVerb: true) {
            return CountedNoun(range: range(kind), side: .right, tokens: kind)
        }
        if items.count == 2, quantity.dimension == "person" || quantity.isOwnNoun, reading.single(next) != 0x7B49 {
            let both = first.lowerBound..<items[1].upperBound
            return CountedNoun(range: range(both), side: .right, tokens: both, isList: true)
        }
        return CountedNoun(range: range(first), side: .right, tokens: first)
    }

    // MARK: Durations

    /// 24小时值守, 连续10天废寝忘食: what is done all that time, where nothing else follows.
    private func durationNoun(_ index: Int, _ quantity: Quantity) -> CountedNoun? {
        let next = index + 1
        if reading.isDe(next), let phrase = phrase(from: next + 1, allowsVerb: true) {
            return CountedNoun(range: range(phrase), side: .right, tokens: phrase)
        }
        switch reading.tag(next) {
        case .noun:
            let phrase = next..<next + 1
            return reading.isClauseEnd(next + 1) || isParticle(next + 1)
                ? CountedNoun(range: range(phrase), side: .right, tokens: phrase) : nil
        case .verb, .verbalNoun, .idiom: break
        default: return leftOfDuration(index)
        }
        var end = next
        while !reading.isClauseEnd(end), !reading.isDe(end), end - next < 4 {
            if reading.tag(end) == .adverb || reading.tag(end) == .quantity || reading.tag(end) == .particle
                || reading.single(end) == 0x4E0D
            {
                return nil
            }
            end += 1
        }
        guard end > next, reading.isClauseEnd(end) || reading.isDe(end), reading.tokens[end - 1].end - reading.tokens[next].start <= 6
        else { return nil }
        return CountedNoun(range: range(next..<end), side: .verb, tokens: next..<end)
    }

    /// 休息几天, 请了两天假 has its noun to the right; 休息几天 to the left.
    private func leftOfDuration(_ index: Int) -> CountedNoun? {
        guard index > 0, reading.isClauseEnd(index + 1), reading.isWord(index - 1, Self.durationVerbs) else { return nil }
        return CountedNoun(range: range(index - 1..<index), side: .left, tokens: index - 1..<index)
    }

    private func isParticle(_ index: Int) -> Bool { reading.tag(index) == .particle }

    func range(_ tokens: Range<Int>) -> Range<Int> {
        guard let first = reading.tokens.indices.contains(tokens.lowerBound) ? reading.tokens[tokens.lowerBound] : nil, !tokens.isEmpty
        else { return 0..<0 }
        return first.start..<reading.tokens[tokens.upperBound - 1].end
    }

    private static let currencies = scalarWords("人民币 港币 美金 澳门币 新台币 台币")
    private static let selling = scalarWords("卖 供应 供给 投放 销售 出售 售卖 上市 发放")
    private static let givingAttributes = scalarWords("捐赠 捐款 捐资 捐助 捐献 援助 支援 资助")
    /// 161户牧民家里: where they live.
    private static let homes = scalarWords("家里 家中")
    private static let manners = scalarWords("现场 平价 限量 限价 义务 自愿 集体 全程 连夜 当天 当场 主动 免费 自发")
    /// 籍
    private static let nativeOf: UInt32 = 0x7C4D
    private static let containers = scalarWords("信封 红包 布包 纸包 存折 袋子 塑料袋 布袋 包裹 信 盒子 箱子 钱包 手绢包 纸袋 支票 汇款单")
    static let priceNouns = scalarWords("总值 市价 单价 售价 价格 总价 总价值 价值 市值 索价 要价 报价 原价 收储价 成本价 零售价 货值 均价 折价")
    private static let durationVerbs = scalarWords("休息 隔离 观察 值班 值守 奋战 坚守 工作 停工 停课 延期")
}
