/// The verbs of giving of a sentence, and why some of them tell no gift.
extension GiftRule {
    struct Trigger {
        var token: Int
        var kind: GiftVerbClass
    }

    func nextTrigger(from start: Int, in tokens: Range<Int>) -> Trigger? {
        // Held here, since a static property is asked whether it is made each time.
        let unusual = Self.unusualVerbs
        for token in max(start, tokens.lowerBound)..<max(tokens.upperBound, start) {
            switch reading.tag(token) {
            case .area, .organisation, .person, .quantity, .date, .quoted, .bracket: continue
            default: break
            }
            if reading.isWord(token, unusual), let trigger = unusualTrigger(token, in: tokens) { return trigger }
            if let kind = reading.giftVerb(token) {
                if kind == .carry { continue }
                // 无偿送给: the adverb before a verb of giving is none itself.
                if kind == .free, tokens.contains(token + 1),
                    reading.giftVerb(token + 1) != nil
                {
                    continue
                }
                return Trigger(token: token, kind: kind)
            }
        }
        return nil
    }

    /// A verb that gives only by what stands around it.
    private func unusualTrigger(_ token: Int, in tokens: Range<Int>) -> Trigger? {
        // 500支给了市博爱医院, 一半给了环卫工人, 每个卡点还给了两件军大衣
        if reading.single(token) == 0x7ED9, reading.single(token + 1) == 0x4E86,
            token > tokens.lowerBound && (reading.tag(token - 1) == .quantity || reading.isWord(token - 1, Self.shares))
                || reading.tag(token + 2) == .quantity && reader.hasFigure(token + 2)
        {
            return Trigger(token: token, kind: .deliver)
        }
        if reading.isWord(token, Self.appropriating), reading.tag(token + 1) == .quantity,
            (tokens.lowerBound..<max(token, tokens.lowerBound)).contains(where: { isSociety($0) })
        {
            return Trigger(token: token, kind: .money)
        }
        // 在门口放了10箱方便面
        if Self.layings.contains(reading.single(token)), reading.isWord(token + 1, Self.layingAspect),
            reading.tag(token + 2) == .quantity, reader.hasFigure(token + 2),
            (tokens.lowerBound..<max(token, tokens.lowerBound)).contains(where: { reading.single($0) == 0x5728 })
        {
            return Trigger(token: token, kind: .deliver)
        }
        // 往县红十字会账户上打了10万港元, 转了5000元给村委会
        if Self.transfers.contains(reading.single(token)), reading.single(token + 1) == 0x4E86, reading.tag(token + 2) == .quantity,
            reading.quantity(of: token + 2).isMoney, reader.hasFigure(token + 2)
        {
            return Trigger(token: token, kind: .deliver)
        }
        // 赶来羯羊20只: animals are driven, and people hurry.
        if reading.isWord(token, Self.driving), bringsThings(token + 1) { return Trigger(token: token, kind: .deliver) }
        // 两人各出2000元, 光他家就出了6吨西红柿
        if reading.single(token) == 0x51FA, token > tokens.lowerBound, isPuttingIn(token) {
            return Trigger(token: token, kind: .give)
        }
        // 3000万元用于温州市: a share of what was given, and for whom it is.
        if reading.isWord(token, Self.assigning), let share = assigned(before: token), tokens.contains(share),
            reading.tag(token + 1) == .area && reading.isClauseEnd(token + 2) || reading.tag(token + 1) == .organisation
        {
            return Trigger(token: token, kind: .deliver)
        }
        // 承诺疫情期间每天供应馒头200个
        let isPromised =
            reading.tokens[token].count > 1
            && (tokens.lowerBound..<max(token, tokens.lowerBound)).contains { reading.isWord($0, Self.promises) }
        // 宣布设立3亿元抗疫专项基金
        if reading.isWord(token, Self.founding), reading.tag(token + 1) == .quantity, reading.quantity(of: token + 1).isMoney,
            (token + 2..<max(token + 2, min(tokens.upperBound, token + 7))).contains(where: { endsFund($0) })
        {
            return Trigger(token: token, kind: .give)
        }
        if reading.isWord(token, Self.supplying), isForNothing(token) || isPromised, !reading.isWord(token + 1, Self.priced) {
            return Trigger(token: token, kind: .free)
        }
        return nil
    }

    /// A thing with its number begins at a token: 羯羊20只, 510只羊.
    private func bringsThings(_ token: Int) -> Bool {
        let number = reading.tag(token) == .quantity ? token : token + 1
        guard reading.tag(number) == .quantity, let noun = figures[number]?.noun, !noun.tokens.isEmpty,
            ["count", "package"].contains(reading.quantity(of: number).dimension)
        else { return false }
        return reader.lexicalItem(noun.tokens) != nil
    }

    /// Whether 出 says that somebody puts in money or things: it stands directly in front of their number.
    private func isPuttingIn(_ token: Int) -> Bool {
        let number = reading.single(token + 1) == 0x4E86 ? token + 2 : token + 1
        guard reading.tag(number) == .quantity, reader.hasFigure(number), reading.tag(token - 1) != .verb else { return false }
        let quantity = reading.quantity(of: number)
        if quantity.isMoney { return true }
        // 苏雅拉图一户就出了30只: the thing of the sentence before.
        guard let noun = figures[number]?.noun, !noun.tokens.isEmpty else {
            return earlierThing(Int(reading.tokens[number].reference)) != nil
        }
        return reader.lexicalItem(noun.tokens) != nil
    }

    /// 基金, 专项基金
    private func endsFund(_ token: Int) -> Bool {
        let end = reading.tokens[token].end
        return reading.text[end - 1] == 0x91D1 && reading.text[end - 2] == 0x57FA
    }

    /// 宗亲会, 同乡会, 商会: what they appropriate they give, where the treasury, an office and a charity allot.
    private func isSociety(_ token: Int) -> Bool {
        guard reading.tag(token) == .organisation else { return false }
        let end = reading.tokens[token].end
        return Self.societies.contains { reading.text.has($0, at: end - $0.count) }
    }

    /// 指定为, 点名为, 定向捐给: words that begin so, whatever they end with.
    func isDesignation(_ token: Int) -> Bool {
        Self.designations.contains { reading.text.has($0, at: reading.tokens[token].start) }
    }

    /// 3000万元用于, 30万元定向用于: the money of which the verb tells the purpose.
    func assigned(before token: Int) -> Int? {
        let number = reading.isWord(token - 1, Self.designated) ? token - 2 : token - 1
        guard number >= 0, reading.tag(number) == .quantity, reading.quantity(of: number).isMoney else { return nil }
        return number
    }

    /// 每周向医院供应蔬菜500公斤,不收一分钱: the sentence goes on to say that it costs nothing.
    private func isForNothing(_ token: Int) -> Bool {
        if (token + 1..<min(reading.tokens.count, token + 16)).contains(where: { reading.isWord($0, Self.forNothing) }) { return true }
        let end = reading.tokens[token].end
        return (end..<min(reading.text.end, end + 30)).contains { position in Self.noPenny.contains { reading.text.has($0, at: position) } }
    }

    func rejection(_ trigger: Trigger, _ clause: GiftClause) -> MaskReason? {
        let token = trigger.token
        // 来自海外的捐赠折合1.3亿元: what was given, and its worth.
        if trigger.kind == .give, trigger.token > clause.tokens.lowerBound, reading.isDe(token - 1),
            reader.isWorth(before: token + 2), !reading.isWord(token, Self.worthVerbs), reading.tag(token + 1) == .verb
        {
            return .noObject
        }
        // 捐赠的, 捐款箱, 捐赠仪式: the verb names something and does nothing.
        if reading.isWord(token + 1, Self.nominalHeads) || reading.isDe(token + 1) && reading.isWord(token + 2, Self.givers) {
            return .noObject
        }
        if token > 0, reading.isWord(token - 1, Self.negations) { return .negated }
        // 捐款1000元以上的党员: whom a list names.
        if (token + 1..<max(token + 1, min(clause.tokens.upperBound, token + 4))).contains(where: { reader.isCriterion($0) }) {
            return .noObject
        }
        // 追加投资600万元
        if reading.isWord(token, Self.additions), reading.isWord(token + 1, Self.investing) { return .sale }
        // 自己只留下20只: what is kept.
        if reading.isWord(token, Self.keeping), reading.isWord(token - 1, Self.only), reading.isWord(token - 2, Self.oneself) {
            return .generic
        }
        // 留下2000元作化肥钱: what is kept for something.
        if reading.isWord(token, Self.keeping), reading.tag(token + 1) == .quantity, reading.isWord(token + 2, Self.servingAs) {
            return .generic
        }
        // 收到某公司寄来的口罩1200只,留下800只: what who got it keeps.
        if reading.isWord(token, Self.keeping), reading.tag(token + 1) == .quantity,
            (max(0, clause.tokens.lowerBound - Self.reach)..<clause.tokens.lowerBound).contains(where: { reading.giftVerb($0) == .collect }
            ),
            clause.tokens.lowerBound == token
        {
            return .generic
        }
        // 村里从中拿出3万元: money that was given before is spent.
        if reading.isWord(token, Self.spendingVerbs), reading.isWord(token - 1, Self.fromIt) { return .allotment }
        // 这是兄妹俩寄来的第二批物资: what the sentence before told.
        if reading.isDe(token + 1), reading.single(clause.tokens.lowerBound) == 0x8FD9,
            reading.single(clause.tokens.lowerBound + 1) == 0x662F,
            !clause.tokens.contains(where: { reading.tag($0) == .quantity })
        {
            return .noObject
        }
        // 用汇来的那笔钱,村里添置了帐篷4顶: what given money bought.
        if trigger.kind == .procure, spendsGift(before: clause) { return .generic }
        // 镇财政拿出6万元自购喷雾器50台
        if trigger.kind == .procure,
            (max(clause.tokens.lowerBound, token - Self.reach)..<token).contains(where: { reading.isWord($0, Self.treasuries) })
        {
            return .allotment
        }
        // 拿出5万元,给医院的护士买夜宵: what the money is for.
        if trigger.kind == .procure, isPurpose(token, clause) { return .generic }
        // 由市里统一调拨,每个社区先发一千只,余下2000只留给医院: the rest of what was allotted.
        if trigger.kind == .deliver, reading.isWord(clause.tokens.lowerBound, Self.shares), isOfAllotment(before: clause) {
            return .allotment
        }
        // 一笔笔捐款、一车车物资: many gifts, none of which is told.
        let start = reading.tokens[token].start
        if trigger.kind == .money || trigger.kind == .lump, start >= 3, reading.text[start - 1] == reading.text[start - 2],
            reading.text[start - 3] == 0x4E00
        {
            return .generic
        }
        // 从捐款中列支, 已支出捐款96万元: money that was given before is spent.
        if trigger.kind == .money,
            reading.single(token - 1) == 0x4ECE && reading.single(token + 1) == 0x4E2D || reading.isWord(token - 1, Self.disbursing)
        {
            return .allotment
        }
        if reading.single(token - 1) == 0x4E00, reading.tag(token - 1) == .numeral { return .generic }  // 一送就是20份
        if isAttributive(trigger, clause) { return .noObject }
        // 湖南支援黄冈医疗队的9名党员: the name of a team.
        if let subject = clause.subject, clause.hasOwnSubject, subject.tokens.contains(token) { return .organisation }
        if reading.isDe(token + 1), trigger.kind == .deliver, mark(in: clause.tokens.lowerBound..<token) != nil,
            nextTrigger(from: token + 1, in: clause.tokens) != nil
        {
            return .noObject  // 把没来得及交的份子钱塞进…
        }
        // 把准备发往东北的羽绒服800件搬出来: where the goods were to go.
        if trigger.kind == .deliver, mark(in: clause.tokens.lowerBound..<token) != nil, reading.isDe(token + 2),
            [.area, .placeName, .noun, .organisation].contains(reading.tag(token + 1)),
            !(clause.tokens.lowerBound..<token).contains(where: { reading.tag($0) == .quantity })
        {
            return .noObject
        }
        // 用过年收到的1200元压岁钱买来…: what is paid with.
        if trigger.kind == .collect, reading.isDe(token + 1),
            (clause.tokens.lowerBound..<token).contains(where: { reading.isWord($0, GiftSubjects.means) })
        {
            return .noObject
        }
        if trigger.kind == .procure, reading.isDe(token + 1), reading.tag(token - 1) == .quantity { return .noObject }  // 5只宰好的羊
        if trigger.kind == .procure, reading.isWord(token - 1, Self.spending) { return .generic }  // 403万元用于购买防护服
        // 捐出港币一百万元,指定为县医院添置两部救护车: what money is meant for.
        if trigger.kind == .procure, let lead = clause.tokens.first, reading.isWord(lead, Self.designated) || isDesignation(lead),
            clause.tokens.lowerBound > 0, token - lead <= 8
        {
            return .generic
        }
        // 把准备结婚用的2万元捐了出来, 将采购的口罩送到…: inside the clause before the object's noun.
        if trigger.kind == .procure, let mark = mark(in: clause.tokens.lowerBound..<token),
            !(mark..<token).contains(where: { reading.tag($0) == .quantity }),
            (token + 1..<min(clause.tokens.upperBound, token + 12)).contains(where: { reading.isDe($0) }),
            let next = nextTrigger(from: token + 1, in: clause.tokens), next.kind == .give || next.kind == .deliver
        {
            return .noObject
        }
        // 轮流送菜上门: an errand, and nothing that is counted.
        if trigger.kind == .deliver,
            (token + 1..<max(token + 1, min(clause.tokens.upperBound, token + 4))).contains(where: { reading.isWord($0, Self.calling) }),
            !(token..<clause.tokens.upperBound).contains(where: { reading.tag($0) == .quantity })
        {
            return .service
        }
        // 组织党员捐款5万元 was done; 组织党员捐款 is a call.
        let near = max(clause.tokens.lowerBound, token - Self.reach)..<min(clause.tokens.upperBound, token + Self.reach)
        let isCounted = (token..<near.upperBound).contains { reading.tag($0) == .quantity }
        for index in near.lowerBound..<token {
            if reading.single(index) == 0x8BF7, trigger.kind == .deliver || isPassingOn(token) { continue }  // 请街道转交给
            if !isCounted, !(index..<token).contains(where: { reading.tag($0) == .quantity }), reading.isWord(index, Self.modals),
                !reading.isWord(index - 1, Self.receiverMarkers)
            {
                return .generic
            }
            if isPassingOn(token), reading.isWord(index, Self.onBehalf) { continue }  // 由村会计代为转交市红十字会
            if trigger.kind != .give, trigger.kind != .money, reading.isWord(index, Self.services),
                !(reading.isWord(index, Self.calling) && isCounted && hasNamedGiver(clause)),
                !reading.isWord(index - 1, GiftSubjects.entrusting),
                !(clause.tokens.lowerBound..<index).contains(where: { reading.isWord($0, Self.receiverMarkers) })
            {
                return .service
            }
        }
        for index in near {
            guard let reason = lexicon.giftBlocker(reading.text, reading.tokens[index].range) else { continue }
            switch reason {
            case .allotment where reading.isWord(token, Self.additions): return .allotment
            case .sale where trigger.kind != .give && trigger.kind != .money: return .sale
            case .allotment where trigger.kind != .give && trigger.kind != .money && trigger.kind != .lump && index < token:
                return .allotment
            default: break
            }
        }
        return nil
    }

    /// 养蟹户孙玉梅上门送去牛奶60箱: somebody by name, and no volunteer.
    private func hasNamedGiver(_ clause: GiftClause) -> Bool {
        guard let subject = clause.subject, !subject.persons.isEmpty else { return false }
        return !subject.tokens.contains { reading.isWord($0, Self.helpers) }
    }

    /// Things without a number that are bought for somebody, behind money that was given.
    private func isPurpose(_ token: Int, _ clause: GiftClause) -> Bool {
        guard reading.text[reading.tokens[token].end - 1] == 0x4E70 || reading.text[reading.tokens[token].start] == 0x8D2D,  // 买 购
            !(token..<clause.tokens.upperBound).contains(where: { reading.tag($0) == .quantity }),
            let receiver = (clause.tokens.lowerBound..<token).last(where: { reading.isWord($0, Self.receiverMarkers) }),
            receiver < token - 1
        else { return false }
        let money = (max(0, receiver - Self.reach)..<receiver).last { reading.tag($0) == .quantity }
        guard let money, reading.quantity(of: money).isMoney, !(money..<receiver).contains(where: { reading.single($0) == 0x3B }) else {
            return false
        }
        return (max(0, money - 4)..<money).contains { index in
            switch reading.giftVerb(index) {
            case .give, .money, .deliver: true
            default: Self.transfers.contains(reading.single(index))
            }
        }
    }

    /// 用村民捐来的那笔钱, in front of the clause.
    private func spendsGift(before clause: GiftClause) -> Bool {
        let mark = clause.tokens.lowerBound - 1
        guard mark > 2, reading.single(mark) == 0x2C, reading.isWord(mark - 1, Self.givenMoney) else { return false }
        let near = max(0, mark - Self.longestMeans)..<mark
        return near.contains { index in
            reading.giftVerb(index) != nil && reading.isDe(index + 1) && near.contains { $0 < index && reading.isWord($0, Self.payments) }
        }
    }

    /// How many tokens say with what something is paid.
    private static let longestMeans = 14

    /// Whether the sentence told of an allotment last, in a clause before.
    private func isOfAllotment(before clause: GiftClause) -> Bool {
        for index in (max(0, clause.tokens.lowerBound - Self.reach)..<clause.tokens.lowerBound).reversed() {
            switch reading.giftVerb(index) {
            case .give, .money, .lump, .collect: return false
            default: break
            }
            if lexicon.giftBlocker(reading.text, reading.tokens[index].range) == .allotment { return true }
        }
        return false
    }

    /// 接收86家单位的捐赠,款物总值712.8万元: what was got, and no verb.
    private func isNominal(_ trigger: Trigger, _ clause: GiftClause) -> Bool {
        guard trigger.kind == .give, reading.isDe(trigger.token - 1), reading.isClauseEnd(trigger.token + 1) else { return false }
        return (max(clause.tokens.lowerBound, trigger.token - Self.reach)..<trigger.token).contains { index in
            reading.giftVerb(index) == .collect
        }
    }

    /// 收到各类捐赠款物, 接收社会捐赠资金: the verb says what kind of goods they are; the verb of gathering rules.
    func isAttributive(_ trigger: Trigger, _ clause: GiftClause) -> Bool {
        if isNominal(trigger, clause) { return true }
        let isBare = reading.tag(trigger.token + 1) == .quantity && !reading.isClauseEnd(trigger.token)
        guard trigger.kind == .give, reading.isWord(trigger.token + 1, Self.givenGoods) || isBare else { return false }
        // 接收某基金会定向捐赠资金: a giver stands between.
        let near = max(clause.tokens.lowerBound, trigger.token - (isBare ? 2 : 6))..<trigger.token
        let gathering = near.last { index in
            reading.giftVerb(index) == .collect
        }
        guard let gathering else { return false }
        // 收到会员捐赠款物: who gave is said.
        if !isBare, reading.isWord(trigger.token - 1, Self.kindsOfPeople) { return false }
        return !(gathering + 1..<trigger.token).contains { reading.tag($0) == .organisation || reading.tag($0) == .person || isBody($0) }
    }

    /// A word that names of bodies end with.
    private func isBody(_ token: Int) -> Bool {
        let range = reading.tokens[token].range
        guard reading.tag(token) == .noun, range.count > 1 else { return false }
        return lexicon.bodies.longestReversedMatch(in: reading.text.text, endingAt: range.upperBound, start: range.lowerBound)
            .map { $0.length == range.count && lexicon.bodyEntries[Int($0.value)].donor != "group" } ?? false
    }
}
