/// Finds the noun of a quantity to its right (`930名党员`) or left (`口罩500个`, `参与率达到94%`).
package struct NounFinder {
    private let reading: SentenceReading
    private let lexicon: FactLexicon

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
        reading.giftVerb(index, lexicon) != nil
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
        let isBridged = reading.isDe(start)
        if isBridged { start += 1 }
        // 1位92岁的老党员: an age between the number and the noun.
        if reading.tag(start) == .quantity, reading.quantity(of: start).dimension == "age" {
            start += reading.isDe(start + 1) ? 2 : 1
        }
        if quantity.isOwnNoun && !isBridged {
            let tag = reading.tag(start)
            guard tag == .noun || tag == .modifier || tag == .abbreviation || tag == .idiom else { return nil }
        }
        if let relative = valuedNoun(start, quantity) ?? relativeClause(start, quantity, hasLeft: hasLeft) { return relative }
        guard var phrase = phrase(from: start, allowsVerb: !hasLeft && (!quantity.isMoney || isBridged), quantity: quantity) else {
            return quantity.isMoney && isBridged ? valuedNoun(start) : nil
        }
        // 装着5000元的信封: what the money lies in.
        if quantity.isMoney, isBridged, reading.isWord(phrase.upperBound - 1, Self.containers) { return nil }
        phrase = withoutPredicate(phrase, quantity)
        // Names before the noun say whose it is (82岁的区交通运输局退休职工).
        while phrase.count > 1, isName(phrase.lowerBound) && quantity.dimension != "count" || reading.tag(phrase.lowerBound) == .quoted {
            phrase = phrase.lowerBound + 1..<phrase.upperBound
        }
        if isName(phrase.lowerBound), phrase.count == 1, quantity.dimension != "count" {
            return nil
        }
        return list(from: phrase, quantity)
    }

    /// 两台价值8万元的消毒机器人: what they are worth stands between the number and the noun.
    private func valuedNoun(_ start: Int, _ quantity: Quantity) -> CountedNoun? {
        guard !quantity.isMoney, quantity.dimension != "person", reading.isWord(start, Self.valuing) else { return nil }
        var index = start + 1
        while reading.tag(index) == .adverb { index += 1 }
        guard reading.tag(index) == .quantity, reading.quantity(of: index).isMoney, reading.isDe(index + 1),
            let phrase = phrase(from: index + 2, allowsVerb: true, quantity: quantity)
        else { return nil }
        return CountedNoun(range: range(phrase), side: .right, tokens: phrase)
    }

    private static let valuing = scalarWords("价值 总价 总价值 市价 市值 单价 售价 均价 原价 货值 造价")

    /// 50名来自各地的医护人员, 一份满意的答卷: a clause before the noun, closed by 的.
    private func relativeClause(_ start: Int, _ quantity: Quantity, hasLeft: Bool) -> CountedNoun? {
        switch reading.tag(start) {
        case .verb, .preposition, .adverb, .adjective, .pronoun: break
        default: return nil
        }
        if hasLeft || quantity.isMoney { return nil }
        var index = start
        while index < start + 14, !reading.isClauseEnd(index), reading.tag(index) != .quantity {
            if reading.isDe(index), index > start, let found = phrase(from: index + 1, allowsVerb: true) {
                let phrase = withoutPredicate(found, quantity)
                return CountedNoun(range: range(phrase), side: .right, tokens: phrase)
            }
            index += 1
        }
        return nil
    }

    /// A noun phrase from a token on: modifiers and nouns up to a verb, adverb or mark.
    private func phrase(from start: Int, allowsVerb: Bool, quantity: Quantity? = nil) -> Range<Int>? {
        var index = start
        var end = start
        var hasNoun = false
        scanning: while index < reading.tokens.count, index - start < 12 {
            if hasNoun, isGiftNoun(index) || isThrough(index) { break scanning }
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
                if hasNoun { break scanning }
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
            case .modifier: if hasNoun && !isNominal(index + 1) { break scanning }
            case .adjective: if hasNoun { break scanning }
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
                        index == start && isNominal(index + 1) && !isGoverning(index) || index > start && isDevice(index, quantity)
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

    /// 2960名党员轮班上岗, 3名工程师远程指导: what the persons do is no part of their noun, though the dictionary takes it for a noun.
    private func withoutPredicate(_ phrase: Range<Int>, _ quantity: Quantity) -> Range<Int> {
        guard quantity.dimension == "person", phrase.count > 1, !isPersonWord(phrase) else { return phrase }
        var end = phrase.upperBound - 1
        while end > phrase.lowerBound {
            if isPersonWord(phrase.lowerBound..<end) { return phrase.lowerBound..<end }
            end -= 1
        }
        return phrase
    }

    /// A phrase whose end says that persons are meant.
    private func isPersonWord(_ tokens: Range<Int>) -> Bool {
        let end = reading.tokens[tokens.upperBound - 1].end
        let start = reading.tokens[tokens.lowerBound].start
        if lexicon.partyNouns.longestReversedMatch(in: reading.text.text, endingAt: end, start: start) != nil { return true }
        if let body = lexicon.bodies.longestReversedMatch(in: reading.text.text, endingAt: end, start: start) {
            let kind = lexicon.bodyEntries[Int(body.value)].donor
            if kind == "person" || kind == "group" { return true }
        }
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

    /// 莲花白6400斤, 上海青300斤, 凤梨酥20盒: a colour or how it crumbles ends the name.
    private func isColour(_ index: Int) -> Bool {
        guard Self.colours.contains(reading.single(index)) else { return false }
        switch reading.tag(index - 1) {
        case .noun, .placeName, .area, .personName: return index > 0
        default: return false
        }
    }

    /// 白 青 红 黄 黑 绿 紫 酥 脆
    private static let colours: Set<UInt32> = [0x9165, 0x8106, 0x767D, 0x9752, 0x7EA2, 0x9EC4, 0x9ED1, 0x7EFF, 0x7D2B]

    /// A verb that takes what follows as its object and does not modify it.
    private func isGoverning(_ index: Int) -> Bool {
        let token = reading.tokens[index]
        let word = reading.text.text[token.range]
        if reading.giftVerb(index, lexicon) != nil { return true }
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

    // MARK: Left

    private func leftNoun(_ index: Int, _ quantity: Quantity) -> CountedNoun? {
        var end = index
        var isTopic = false
        while end > 0, let skipped = linkLength(end - 1) {
            end -= skipped
            isTopic = true
        }
        if quantity.dimension == "share", reading.isDe(end - 1) { end -= 1 }
        guard end > 0 else { return nil }
        if isGiftNoun(end - 1) {
            return CountedNoun(range: range(end - 1..<end), side: .left, tokens: end - 1..<end)
        }
        if quantity.unit.isExactly("口"), reading.text[reading.tokens[end - 1].end - 1] == 0x5BB6 {
            return CountedNoun(range: range(end - 1..<end), side: .left, tokens: end - 1..<end)
        }
        if reading.tag(end - 1) == .organisation, quantity.dimension == "count", !isTopic {
            return CountedNoun(range: range(end - 1..<end), side: .left, tokens: end - 1..<end)
        }
        guard var phrase = phrase(endingAt: end, isRate: quantity.dimension == "share") else {
            return isTopic ? topicBeforeComma(end) : nil
        }
        // 向社区捐款总额: the noun begins with the gift, not with who receives it.
        if let gift = phrase.dropFirst().last(where: { isGiftNoun($0) }) { phrase = gift..<phrase.upperBound }
        while phrase.count > 1, reading.tag(phrase.lowerBound) == .quoted { phrase = phrase.lowerBound + 1..<phrase.upperBound }
        // 供应蔬菜500公斤, 社会各界捐赠款物: the noun is what the verb before it, which may be a noun elsewhere, is about.
        if let verb = phrase.dropLast().last(where: { reading.isWord($0, Self.transitive) }) { phrase = verb + 1..<phrase.upperBound }
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

    /// 价值1200万元的远程会诊系统60套: between the worth and the number stands nothing but the noun, whatever its words are elsewhere.
    private func beginOfValued(_ start: Int) -> Int {
        var index = start
        while index > 1, start - index < 4 {
            if reading.isDe(index - 1) {
                let isMoney = reading.tag(index - 2) == .quantity && reading.quantity(of: index - 2).isMoney
                return isMoney && (reading.isWord(index - 3, Self.worths) || reading.isWord(index - 4, Self.worths)) ? index : start
            }
            switch reading.tag(index - 1) {
            case .adverb, .verb, .adjective, .modifier, .noun, .verbalNoun, .latin: index -= 1
            default: return start
            }
        }
        return start
    }

    /// The noun of the number behind, where money stands for what it is worth.
    private func valuedNoun(_ start: Int) -> CountedNoun? {
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
        guard reading.tag(index) == .noun, token.count >= 3,
            let match = lexicon.bodies.longestReversedMatch(in: reading.text.text, endingAt: token.end, start: token.start)
        else { return false }
        let kind = lexicon.bodyEntries[Int(match.value)].donor
        return kind == "organisation" || kind == "company" || kind == "government"
    }

    /// 像这样的队伍,在全区还有545支: the topic stands before the comma, only its place stands between.
    private func topicBeforeComma(_ end: Int) -> CountedNoun? {
        var index = end - 1
        while index >= 0, end - index <= 6 {
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
    private func isGiftNoun(_ index: Int) -> Bool {
        guard reading.tokens.indices.contains(index) else { return false }
        let kind = reading.giftVerb(index, lexicon)
        return kind == .money || kind == .lump
    }

    /// 有, 达到, 共计, 价值 between a noun and its number.
    private func linkLength(_ index: Int) -> Int? {
        guard reading.tokens.indices.contains(index) else { return nil }
        if reading.isWord(index, Self.links) { return 1 }
        // 发展到, 增加至.
        if reading.single(index) == 0x5230 || reading.single(index) == 0x81F3, reading.isWord(index - 1, Self.growth) { return 2 }
        if reading.tag(index) == .adverb, reading.isWord(index, Self.linkAdverbs) { return 1 }
        return nil
    }

    private func phrase(endingAt end: Int, isRate: Bool) -> Range<Int>? {
        var index = end - 1
        guard index >= 0 else { return nil }
        var start = end
        let isRateNoun = isRate && isRateEnding(index)
        if !isRate, isColour(index) {
            index -= 2
            start = index + 1
        } else if !isRate, reading.tag(index) == .other, ScalarClass.isHan(reading.single(index)), reading.tag(index - 1) == .noun {
            index -= 1
        }
        scanning: while index >= 0, end - index <= 12 {
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
            case .pronoun where start < end && reading.isWord(index, Self.everyKind):
                start = index
                break scanning
            case .measure where index == end - 1 && index > 0 && reading.tokens[index].count == 1 && reading.tag(index - 1) == .noun:
                start = index  // 酒精棉片
            case .verb where start < end && isMakingVerb(index, start, end): start = index
            case .verb, .other, .numeral, .measure, .direction, .place:
                guard isRateNoun, reading.tag(index) != .other else { break scanning }
                start = index
            case .bracket: if start == end { break }
            default: break scanning
            }
            index -= 1
        }
        if start > 0, reading.text[reading.tokens[start - 1].start] == 0x6BCF { return nil }  // 每组, 每个乡镇
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

    private static let fundPurposes = scalarWords("补助 救助 捐赠 奖励 扶持 慰问 保障 救灾 补贴 启动 周转 应急 工作 采购 防疫 抗疫")
    private static let funds = scalarWords("资金 经费 款项 专款 物资 款物 款 金")

    /// 冻 鲜 熟 卤 腌 烤 炒 煮 蒸 炸 熏 搓 洗: how a thing is made or used.
    private static let preparations: Set<UInt32> = [0x51BB, 0x719F, 0x5364, 0x814C, 0x70E4, 0x7092, 0x716E, 0x84B8, 0x70B8, 0x718F, 0x6413]

    private func isRateEnding(_ index: Int) -> Bool {
        switch reading.text[reading.tokens[index].end - 1] {
        case 0x7387, 0x4F8B, 0x91CF, 0x6570, 0x989D, 0x5EA6, 0x6BD4: return true
        default: return false
        }
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

    private func range(_ tokens: Range<Int>) -> Range<Int> {
        guard let first = reading.tokens.indices.contains(tokens.lowerBound) ? reading.tokens[tokens.lowerBound] : nil, !tokens.isEmpty
        else { return 0..<0 }
        return first.start..<reading.tokens[tokens.upperBound - 1].end
    }

    private static let links = scalarWords(
        "有 共有 现有 还有 就有 约有 达 达到 达到了 已达 高达 多达 为 共 共计 总计 合计 累计 计 约 价值 总价值 价值约 价值共 折合 折合人民币 市值 总值 占 上升到 提高到 增加到 增至 发展到 超过 超 突破 已 已经 人民币 各 分别 等 近 一共 总共 日产 月产 年产 折价 折款 共价值 市价 市价约 每天 每日 每晚 合起来 加起来"
    )
    private static let linkAdverbs = scalarWords("已 已经 共 共计 总计 合计 累计 约 就 也 都 均 仅 只 人均 户均 日均 平均 将近 接近 近 分别 各")
    private static let transitive = scalarWords(
        "供应 调运 发展 投放 储备 生产 销售 外销 发放 安排 下达 捐赠 捐献 日产 月产 年产 日均供应 日均销售 采购 购置 建起 组织 收储 运送 配送 调拨 拨付 接收 募集 筹集")
    private static let containers = scalarWords("信封 红包 布包 纸包 存折 袋子 塑料袋 布袋 包裹 信 盒子 箱子 钱包 手绢包 纸袋 支票 汇款单")
    private static let worths = scalarWords("价值 总价值 价值约 市值 总值 总价 折合 折价 价值达")
    private static let priceNouns = scalarWords("总值 市价 单价 售价 价格 总价 总价值 价值 市值 索价 要价 报价 原价 收储价 成本价 零售价 货值 均价 折价")
    private static let growth = scalarWords("发展 增加 增长 扩大 扩充 上升 提高 提升 增 达 下降 减少 降 升")
    private static let wholeAreas = scalarWords(
        "全区 全市 全县 全省 全旗 全镇 全街道 全乡 全村 全社区 全嘎查 全校 全院 全国 全球 全州 全盟 全团 全厂 全队 全家 全港 全澳 全台 我市 我区 我县 我省 我镇 我乡 我村 该镇 该村 该县 该区 该市 该社区")
    private static let everyKind = scalarWords("各类 各种 各 各级 各项")
    private static let durationVerbs = scalarWords("休息 隔离 观察 值班 值守 奋战 坚守 工作 停工 停课 延期")
}
