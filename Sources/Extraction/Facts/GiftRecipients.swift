/// Finds who receives a gift: 向X, 为X, 给X before the verb, 给X or 到X behind it, 到X in a clause before.
struct GiftRecipients {
    private let reading: SentenceReading
    private let lexicon: FactLexicon

    init(_ reading: SentenceReading, lexicon: FactLexicon) {
        self.reading = reading
        self.lexicon = lexicon
    }

    /// The tokens that name the receiver of the verb at `token`.
    func recipient(_ token: Int, _ clause: GiftClause, region: Range<Int>) -> Range<Int>? {
        if let before = before(token, clause) { return before }
        if let behind = behind(token, clause) { return behind }
        return left(token, clause) ?? visited(token, clause) ?? needy(token)
    }

    /// 在高速路口卡点放下10箱方便面: where something is left gets it.
    private func left(_ token: Int, _ clause: GiftClause) -> Range<Int>? {
        // 在天剑社区,某公司送来…: what comes there.
        let comes = reading.tokens[token].count == 2 && reading.text[reading.tokens[token].end - 1] == 0x6765
        if comes, let place = placeInFront(of: clause) { return place }
        guard reading.isWord(token, Self.leaving),
            let mark = (clause.tokens.lowerBound..<token).last(where: { reading.single($0) == 0x5728 }), mark + 1 < token,
            let phrase = trimmed(mark + 1..<token), isHead(phrase.upperBound - 1, from: phrase.lowerBound)
        else { return nil }
        return phrase
    }

    /// 在天剑社区, as a clause of its own in front.
    private func placeInFront(of clause: GiftClause) -> Range<Int>? {
        let start = clause.tokens.lowerBound
        guard start > 2, reading.single(start - 1) == 0x2C, reading.single(start - 3) == 0x5728, reading.tag(start - 2) == .area,
            start == 3 || reading.isClauseEnd(start - 4)
        else { return nil }
        return start - 2..<start - 1
    }

    private static let leaving = scalarWords("放下 留下 扔下 撂下 丢下 卸下")

    /// 听说镇上的卡点缺帐篷,便买了4顶送去: who lacks what somebody hears or sees to be lacking gets it.
    private func needy(_ token: Int) -> Range<Int>? {
        var index = token - 1
        while index > 0, token - index <= Self.reach, reading.single(index) != 0x3B, reading.single(index) != 0x3002 {
            if reading.isWord(index, Self.lacking) {
                var start = index
                while start > 0, index - start < 12, !reading.isClauseEnd(start - 1), !reading.isWord(start - 1, Self.perceiving) {
                    start -= 1
                }
                guard start > 0, reading.isWord(start - 1, Self.perceiving), let phrase = trimmed(start..<index), isReceiver(phrase),
                    isHead(phrase.upperBound - 1, from: phrase.lowerBound), !isHandedToBody(behind: token)
                else { return nil }
                return phrase
            }
            index -= 1
        }
        return nil
    }

    /// 得知旗里缺防护服,…购回160套,交到了旗卫健委手上: a verb behind says who got it.
    private func isHandedToBody(behind token: Int) -> Bool {
        var index = token + 1
        while index < reading.tokens.count, reading.single(index) != 0x3B, reading.single(index) != 0x3002 {
            let receiver = reading.isWord(index + 1, GiftRule.aspect) ? index + 2 : index + 1
            if reading.giftVerb(index) == .deliver, reading.tag(receiver) == .organisation { return true }
            index += 1
        }
        return false
    }

    private static let lacking = scalarWords("缺 缺少 短缺 紧缺 急缺 急需 没有 没 告急 缺乏 奇缺 还缺 紧张 不够")
    private static let perceiving = scalarWords("听说 听闻 得知 获悉 得悉 看到 看见 见 见到 眼见 发现 了解到 听到 目睹 注意到 知道 想到")

    private func before(_ token: Int, _ clause: GiftClause) -> Range<Int>? {
        var index = token - 1
        let disposal = (max(clause.tokens.lowerBound, token - Self.reach)..<token).last { reading.isWord($0, GiftRule.disposal) }
        while index >= max(clause.tokens.lowerBound, token - Self.reach) {
            // 把公司给老家准备的50箱冷面拉到…: inside the clause before the goods.
            if let disposal, index > disposal, reading.isWord(index, Self.markers),
                let de = (index + 1..<token).first(where: { reading.isDe($0) }), reading.tag(de + 1) == .quantity
            {
                index -= 1
                continue
            }
            if reading.isWord(index, Self.markers), !(reading.single(index) == 0x66FF && reading.tag(index + 1) == .pronoun) {  // 替她
                var end = index + 1
                while end < token, !isGiftVerb(end) { end += 1 }
                // 向各隔离点发放了由某企业捐赠的…: the receiver ends where its own verb begins.
                if let mark = (index + 2..<max(end, index + 2)).first(where: {
                    reading.isWord($0, Self.agents) && (index + 1..<$0).contains { isHead($0, from: index + 1) }
                }) {
                    end = mark
                    while end > index + 2, !isHead(end - 1, from: index + 1) { end -= 1 }
                }
                // 往棚子里搬: a direction is a receiver only where it names somebody.
                let isDirection = reading.single(index) == 0x5F80 || reading.single(index) == 0x671D
                if let phrase = trimmed(index + 1..<end), isReceiver(phrase),
                    !isDirection || isHead(phrase.upperBound - 1, from: phrase.lowerBound)
                {
                    return phrase
                }
            }
            index -= 1
        }
        return nil
    }

    private func behind(_ token: Int, _ clause: GiftClause) -> Range<Int>? {
        var start: Int?
        var lastScalar = reading.tokens[token].end - 1
        if reading.tokens[token].count > 2, reading.text[lastScalar] == 0x4E86 { lastScalar -= 1 }
        // 买到, 购进: got and not yet given. 收到: from whom it comes stands behind.
        let kind = reading.giftVerb(token)
        let last = kind == .procure || kind == .collect ? 0 : reading.text[lastScalar]
        switch last {
        case 0x7ED9, 0x5230, 0x5F80, 0x81F3, 0x8FBE, 0x62B5, 0x8FDB, 0x5165, 0x8D74, 0x5411, 0x4E88, 0x5728, 0x4E0E, 0x56DE:
            start = token + 1  // 给 到 往 至 达 抵 进 入 赴 向 予 在 与 回
        default:
            // 驰援湖北, 资助县人民医院: the verb's own object receives.
            if reading.isWord(token, Self.aiding) {
                switch reading.tag(token + 1) {
                case .area, .organisation, .placeName: start = token + 1
                default:
                    let near = token + 1..<min(clause.tokens.upperBound, token + 14)
                    if isHead(token + 1, from: token + 1) || isHead(token + 2, from: token + 1)
                        || reading.isWord(token, Self.comforting) && near.contains(where: { isHead($0, from: token + 1) })
                    {
                        start = token + 1
                    }
                }
            }
        }
        // 把3.6万双防滑鞋改送一线医护人员: with the goods before the verb, whoever stands behind it receives.
        if start == nil, (clause.tokens.lowerBound..<token).contains(where: { reading.isWord($0, GiftRule.disposal) }),
            token + 1 < clause.tokens.upperBound, isHead(clause.tokens.upperBound - 1, from: token + 1),
            !(token + 1..<clause.tokens.upperBound).contains(where: { reading.tag($0) == .verb || reading.tag($0) == .quantity })
        {
            start = token + 1
        }
        if start == nil {
            var index = token + 1
            while index < min(clause.tokens.upperBound, token + 24) {
                // 腾出客房210间供医护人员休息
                let isOffered =
                    reading.single(index) == 0x4F9B && (isHead(index + 1, from: index + 1) || isHead(index + 2, from: index + 1))
                if reading.isWord(index, Self.behindMarkers) || isOffered {
                    start = index + 1
                    break
                }
                index += 1
            }
        }
        guard var start, start < clause.tokens.upperBound else { return nil }
        while reading.isWord(start, Self.aspect) { start += 1 }
        // 送到50公里外的旗人民医院: how far it is.
        if reading.tag(start) == .quantity,
            let de = (start + 1..<min(start + 4, clause.tokens.upperBound)).first(where: { reading.isDe($0) }),
            (start + 1..<de).contains(where: { reading.isWord($0, Self.beyond) })
        {
            start = de + 1
        }
        // What is given may stand behind the receiver: 捐给社区口罩500个.
        var end = start
        while end < min(clause.tokens.upperBound, start + Self.reach), reading.tag(end) != .quantity || isReceiverCount(end) {
            if reading.tag(end) == .verb || reading.tag(end) == .adverb, end > start, !hasDe(end, clause.tokens.upperBound),
                !reading.isWord(end, GiftSubjects.attributes)
            {
                break
            }
            end += 1
        }
        if end < clause.tokens.upperBound, reading.tag(end) == .quantity, end > start + 1 {
            // 驰援卫生院医用口罩2000只: the last name or body; what is behind it is given.
            end = (start..<end).last { isHead($0, from: start) }.map { $0 + 1 } ?? itemStart(before: end, floor: start)
        }
        // 给值守人员当“辛苦费”: what it is meant for.
        if let purpose = (start..<end).first(where: { $0 > start && reading.isWord($0, Self.purposes) }) { end = purpose }
        while end > start, reading.isWord(end - 1, Self.tails) { end -= 1 }
        // 交给组织的“特殊党费”: what it is called is not who gets it.
        if end > start + 2, reading.tag(end - 1) == .quoted, reading.isDe(end - 2) { end -= 2 }
        guard let phrase = trimmed(start..<end), !reading.isWord(phrase.upperBound - 1, Self.causes) else { return nil }
        // 放在桌上, 塞进驾驶室: no receiver.
        if last == 0x5728 || last == 0x8FDB || last == 0x5165 || last == 0x56DE || last == 0x4E0E || isGoods(phrase) {
            if isHead(phrase.upperBound - 1, from: phrase.lowerBound) { return phrase }
            // 放到社区值守点的桌子上
            if let de = phrase.last(where: { reading.isDe($0) }), de > phrase.lowerBound, isHead(de - 1, from: phrase.lowerBound) {
                return phrase.lowerBound..<de
            }
            // 卸在县医院食堂门口: whose place it is.
            guard let head = phrase.last(where: { isHead($0, from: phrase.lowerBound) }),
                (head + 1..<phrase.upperBound).allSatisfy({ reading.tag($0) == .noun || reading.tag($0) == .place })
            else { return nil }
            return phrase.lowerBound..<head + 1
        }
        return phrase
    }

    /// 捎回口罩: what is given and no receiver.
    private func isGoods(_ tokens: Range<Int>) -> Bool {
        let token = reading.tokens[tokens.upperBound - 1]
        return lexicon.items.longestReversedMatch(in: reading.text.text, endingAt: token.end, start: token.start) != nil
    }

    /// 送到14个街道: a quantity that counts receivers.
    private func isReceiverCount(_ token: Int) -> Bool {
        let quantity = reading.quantity(of: token)
        if quantity.dimension == "person" { return true }
        guard quantity.dimension == "count" else { return false }
        // 14个街道, 4所附属医院
        var last = token + 1
        while last < reading.tokens.count, last - token < 4 {
            switch reading.tag(last) {
            case .noun, .modifier, .verbalNoun, .adjective, .suffix, .placeName, .organisation, .idiom:
                if isHead(last, from: token + 1) { return true }
            default: return false
            }
            last += 1
        }
        return false
    }

    private func itemStart(before quantity: Int, floor: Int) -> Int {
        let token = reading.tokens[quantity - 1]
        if lexicon.items.longestReversedMatch(in: reading.text.text, endingAt: token.end, start: token.start) != nil { return quantity - 1 }
        return quantity
    }

    private func hasDe(_ index: Int, _ limit: Int) -> Bool {
        var at = index
        while at < min(limit, index + 8) {
            if reading.isDe(at) { return at + 1 < limit }
            at += 1
        }
        return false
    }

    /// 到龙湖派出所及防疫卡点,看望慰问…并送去: the place gone to in the clauses before.
    private func visited(_ token: Int, _ clause: GiftClause) -> Range<Int>? {
        var index = token - 1
        while index >= max(0, token - Self.reach) {
            let single = reading.single(index)
            if single == 0x3B || single == 0x3002 { return nil }
            if reading.isWord(index, Self.visits) {
                var start = index + 1
                while start < token, reading.isWord(start, Self.aspect) { start += 1 }
                var end = start
                while end < token, !reading.isClauseEnd(end), reading.tag(end) != .verb { end += 1 }
                if let phrase = trimmed(min(start, end)..<end), isReceiver(phrase, named: true) { return phrase }
                return nil
            }
            if reading.isWord(index, Self.meetings), let with = withPhrase(before: index) { return with }
            index -= 1
        }
        return nil
    }

    /// 与14个街道对接.
    private func withPhrase(before index: Int) -> Range<Int>? {
        var at = index - 1
        while at >= 0, index - at < 8, !reading.isClauseEnd(at) {
            if reading.single(at) == 0x4E0E || reading.single(at) == 0x548C { return at + 1 < index ? at + 1..<index : nil }
            at -= 1
        }
        return nil
    }

    private func isGiftVerb(_ index: Int) -> Bool {
        reading.tokens[index].count > 1 && reading.giftVerb(index) != nil
    }

    /// A name, or a noun that ends as bodies and groups of people do.
    private func isHead(_ index: Int, from start: Int) -> Bool {
        switch reading.tag(index) {
        case .area, .organisation, .person: return true
        case .noun, .place, .placeName, .suffix, .verbalNoun, .organisationName, .idiom:
            let token = reading.tokens[index]
            guard
                let match = lexicon.bodies.longestReversedMatch(
                    in: reading.text.text, endingAt: token.end, start: reading.tokens[start].start)
            else { return false }
            // A longer name of a thing, such as 居民用品, is no body.
            return lexicon.items.longestReversedMatch(in: reading.text.text, endingAt: token.end, start: token.start)
                .map { $0.length < match.length } ?? true
        default: return false
        }
    }

    /// 定向用于湖北的医院, 用于支援武汉: whom the money is for, told in a clause behind the gift.
    func purpose(behind number: Int, _ clauses: [GiftClause]) -> Range<Int>? {
        var next = number
        while next < clauses.count, next <= number + 2 {
            let clause = clauses[next]
            guard next == number || reading.single(clause.tokens.lowerBound - 1) == 0x2C else { return nil }
            let mark = clause.tokens.prefix(Self.reach).first { token in
                // 其中3000万元用于温州市: a share.
                reading.isWord(token, Self.uses) && reading.tag(token - 1) != .quantity
                    && !(reading.isWord(token - 1, GiftRule.designated) && reading.tag(token - 2) == .quantity)
                    || next > number && (reading.single(token) == 0x7ED9 || reading.single(token) == 0x4F9B)
                        && reading.isWord(token - 1, Self.designating)
            }
            if next > number, clause.hasOwnSubject, mark.map({ $0 > clause.tokens.lowerBound + 2 }) ?? true { return nil }
            if let mark {
                var start = mark + 1
                if reading.isWord(start, Self.aiding) || reading.isWord(start, Self.helping) { start += 1 }
                var end = start
                while end < clause.tokens.upperBound, reading.tag(end) != .verb, reading.tag(end) != .adverb { end += 1 }
                guard let last = (start..<end).last(where: { isHead($0, from: start) }), let phrase = trimmed(start..<last + 1) else {
                    return nil
                }
                return isReceiver(phrase) ? phrase : nil
            }
            next += 1
        }
        return nil
    }

    /// A noun phrase without what leads up to it (奋战在一线的…) and without adverbs behind it.
    private func trimmed(_ tokens: Range<Int>) -> Range<Int>? {
        var start = tokens.lowerBound
        var end = tokens.upperBound
        while end > start + 1, isTail(end - 1) { end -= 1 }
        // A clause before the noun is left out, the owner of a place is kept.
        for index in (start..<end).reversed() where reading.isDe(index) && index + 1 < end && !isPlain(start..<index) {
            // 市医院和出征湖北的护士家庭: the clause belongs to the last of the list.
            if (start..<index).dropFirst().contains(where: { reading.isListJoint($0) && isHead($0 - 1, from: start) }) { break }
            start = index + 1
            break
        }
        while end - start > 1, reading.isWord(start, Self.within) || reading.isWord(start, Self.markers) || reading.isDe(start) {
            start += 1
        }
        if start < end, let etc = (start..<end).first(where: { reading.single($0) == 0x7B49 }) { end = etc }
        while end > start + 1, reading.single(end - 1) == 0x5404 { end -= 1 }
        // 甲医院、乙医院两家单位: the words that sum the list up.
        if let sum = (start..<end).first(where: { reading.tag($0) == .quantity && $0 > start && reading.tag($0 - 1) == .organisation }) {
            end = sum
        }
        guard start < end, end - start > 1 || !isTail(start) || reading.tokens[start].count > 1 else { return nil }
        return start..<end
    }

    /// 夹山镇、皂市镇的卡点, 湖北的医院: nothing but names and nouns before 的.
    private func isPlain(_ tokens: Range<Int>) -> Bool {
        !tokens.isEmpty
            && tokens.allSatisfy { index in
                switch reading.tag(index) {
                case .area, .organisation, .placeName, .place, .organisationName, .noun, .properNoun, .modifier: true
                default: reading.isListJoint(index) || reading.isDe(index)
                }
            }
    }

    private func isTail(_ index: Int) -> Bool {
        // 核酸检测站: the last character of the name, though it is a verb elsewhere.
        if Self.placeEnds.contains(reading.single(index)), [.noun, .verbalNoun].contains(reading.tag(index - 1)) { return false }
        switch reading.tag(index) {
        case .adverb, .verb, .preposition, .particle, .punctuation, .conjunction, .direction, .time, .date: return true
        case .pronoun: return reading.isWord(index, Self.eachOf)
        default: return reading.isWord(index, Self.tails)
        }
    }

    /// Somebody or some place, and no purpose (为打赢疫情防控阻击战).
    func isReceiver(_ tokens: Range<Int>, named: Bool = false) -> Bool {
        if tokens.isEmpty { return false }
        if let last = tokens.last, reading.isWord(last, Self.causes) { return false }  // 支援抗疫: what it is for
        if tokens.count == 1, reading.isWord(tokens.lowerBound, Self.thereabouts) { return false }
        // 给儿子结婚用的2万元: a sum receives nothing.
        if let last = tokens.last, reading.tag(last) == .quantity {
            let quantity = reading.quantity(of: last)
            if quantity.dimension != "person", !quantity.isOwnNoun { return false }
        }
        if reading.tag(tokens.lowerBound) == .verb, tokens.count > 1, !named, !reading.isWord(tokens.lowerBound, GiftSubjects.attributes),
            !tokens.contains(where: { reading.isDe($0) })
        {
            return false
        }
        for index in tokens {
            switch reading.tag(index) {
            case .area, .organisation, .person: return true
            default: break
            }
        }
        let last = reading.tokens[tokens.upperBound - 1]
        if lexicon.bodies.longestReversedMatch(in: reading.text.text, endingAt: last.end, start: reading.tokens[tokens.lowerBound].start)
            != nil
        {
            return true
        }
        if lexicon.items.longestReversedMatch(in: reading.text.text, endingAt: last.end, start: last.start) != nil { return false }
        if named { return false }
        switch reading.tag(tokens.lowerBound) {
        case .noun, .abbreviation, .placeName, .organisationName, .pronoun, .quantity, .properNoun: return tokens.count <= 4
        default: return false
        }
    }

    /// How many tokens back a receiver may stand.
    private static let reach = 60
    private static let markers = scalarWords("向 为 给 对 替 往 朝")
    private static let behindMarkers = scalarWords("予 给予 给 到 至 送给 送到 送往 赠给 捐给 交给 用于支援 支援")
    private static let within = scalarWords("区内 县内 市内 境内 镇内 村内 辖区 辖区内 当地 本地 全体 广大")
    private static let causes = scalarWords("抗疫 防疫 战疫 抗击 疫情 防控 疫情防控 抗疫工作 防控工作 防疫工作 战役 阻击战 事业 需要 大局 建设")
    private static let thereabouts = scalarWords("当地 本地 现场 一线 前线 各地 目的地 自己 公路 马路 路边 地头 田头")
    private static let beyond = scalarWords("外 以外 之外 开外 远")
    private static let tails = scalarWords(
        "统一 集中 统筹 住宿 居住 使用 轮休 休息 食用 享用 取暖 用于 表达 献 脚 手 身 肩 上 去 里 中 处 后 内 外 旁 前 边 附近 门口 门前 大门口 后门 大门 正门 门卫室 值班室 院里 院内 大院 楼下 面前 跟前 手中 手里 手上 脚上 身上 身边 心坎上 账户 账上 心意 各 分别 共 累计 一次性 免费 无偿 全部 纷纷 陆续 共同 再次 先后 定向 每家 各家 每户 每人 每个 每村 率先 紧急 连夜 主动 自愿 专门 慷慨"
    )
    private static let aiding = scalarWords(
        "驰援 支援 援助 资助 捐助 慰问 看望 帮扶 驰援了 支援了 资助了 转交 转送 转赠 汇交 移交 分赠 分送 捐予 赠予 赠与 交付 捐赠予 定向支援 定向捐助 对口支援 托付 交 送交 呈交 缴交 上交 送赠 致送 致赠 惠赠 供应 供给 分派 直送 直运 直供 送予 交予 赠予 汇予"
    )
    private static let comforting = scalarWords("慰问 看望")
    private static let agents = scalarWords("由 将 把")
    /// 站 点 队 岗
    private static let placeEnds = ScalarSet([0x7AD9, 0x70B9, 0x961F, 0x5C97])
    private static let eachOf = scalarWords("每户 每人 每家 每个 每村 各")
    private static let uses = scalarWords("指定给 定向给 专供 专门给 指定用于 指定捐给 点名给 用于 定向用于 专项用于 用来 专门用于 全部用于")
    private static let designating = scalarWords("指定 定向 专门 专项 点名 全部 优先")
    private static let helping = scalarWords("支持 帮助 救助 保障 补贴 慰问 奖励 助力 改善 添置 建设 修缮 关爱 资助 采购")
    private static let purposes = scalarWords("当 作 作为 做 用作 当作 用于 用来 购买 添置 采购")
    private static let aspect = scalarWords("了 过 着")
    private static let visits = scalarWords("开进 驶进 驶入 开到 驶到 运进 到 前往 来到 赶到 走进 深入 赶赴 奔赴 找到 走到 跑到 送到 驱车 赶往 抵达 先后到 分别到 一同到 走访 慰问 看望 走访慰问 看望慰问")
    private static let meetings = scalarWords("对接")
}
