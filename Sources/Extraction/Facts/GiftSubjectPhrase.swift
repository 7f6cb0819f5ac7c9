/// How the noun phrase of a subject grows, token by token, and what is cut off its end again.
extension GiftSubjects {
    /// A noun phrase in the making.
    struct NounPhrase {
        let start: Int
        /// Behind the last token that may end the phrase.
        var end: Int
        /// The token that is looked at.
        var index: Int
        /// The end of the clause.
        let limit: Int
        var persons: [Int] = []
        /// 三家企业——甲、乙、丙: the names that stand for the phrase.
        var names: Range<Int>?

        init(start: Int, limit: Int) { (self.start, end, index, self.limit) = (start, start, start, limit) }

        var hasBegun: Bool { end > start }

        /// Takes the token in as one that may end the phrase.
        mutating func take() {
            index += 1
            end = index
        }
    }

    /// Takes in what belongs to the phrase at its token.
    /// - Returns: false where the phrase has ended.
    func extend(_ phrase: inout NounPhrase) -> Bool {
        let index = phrase.index
        if phrase.hasBegun, isPredicate(index) { return false }
        if let length = lengthOfModifier(phrase) {
            phrase.index += length
            return true
        }
        switch reading.tag(index) {
        case .person:
            phrase.persons.append(index)
            phrase.index += 1
            if reading.isWord(phrase.index, Self.couples) { phrase.index += 1 }
            phrase.end = phrase.index
            return true
        case .noun, .properNoun, .abbreviation, .organisationName, .placeName, .personName, .area, .organisation, .quoted, .latin, .suffix,
            .verbalNoun, .unknown, .place:
            return extendByNoun(&phrase)
        case .quantity, .modifier, .adjective, .bracket, .pronoun, .idiom, .numeral, .measure: return extendByAttribute(&phrase)
        case .punctuation, .conjunction: return extendByMark(&phrase)
        case .time where phrase.hasBegun && reading.tag(index - 1) == .quantity && isPersonNoun(index + 1) || isDecadeOfLife(index):
            phrase.index += 1  // 一位八旬老人, 旅居新加坡的八旬侨胞
            return true
        case .direction
        where !phrase.hasBegun && phrase.index == phrase.start && reading.tokens[index].count == 2 && reading.tag(index + 1) == .quantity:
            phrase.index += 1  // 周边6家企业
            return true
        case .direction where phrase.hasBegun && reading.isDe(index + 1):
            phrase.index += 1  // 出租屋里的8名女工
            return true
        case .particle: return extendByParticle(&phrase)
        case .verb, .preposition, .adverb, .direction, .date, .time, .other: return extendByVerb(&phrase)
        default: return false
        }
    }

    /// 八旬 in front of somebody.
    private func isDecadeOfLife(_ index: Int) -> Bool {
        let token = reading.tokens[index]
        return token.count == 2 && reading.text[token.end - 1] == Self.decade && isPersonNoun(index + 1)
    }

    /// 旬
    private static let decade: UInt32 = 0x65EC

    /// 一家砂石厂听说…, 老党员没什么积蓄, 居民往门口放下…, 厂长连名字也没留: what somebody does begins here.
    private func isPredicate(_ index: Int) -> Bool {
        if reading.isWord(index, Self.perceiving) || reading.isWord(index, Self.means) || reading.isWord(index, Self.youAndMe)
            || reading.isWord(index, Self.entrusting)
        {
            return true
        }
        if reading.tag(index) == .idiom, Self.lacking.contains(reading.text[reading.tokens[index].start]) { return true }
        switch reading.single(index) {
        case 0x5F80, 0x671D: return !reading.isWord(index, Self.manySome)  // 往 朝
        case 0x9664: return reading.tag(index) == .preposition  // 某集团除借出一幅地皮外,又向…
        case 0x8FDE: return reading.isWord(index + 2, Self.even) || reading.isWord(index + 3, Self.even)  // 连
        default: return false
        }
    }

    /// The length of what stands before the noun and never ends the phrase: 许多, 届, 在粤, 支援.
    private func lengthOfModifier(_ phrase: NounPhrase) -> Int? {
        let index = phrase.index
        if reading.isWord(index, Self.manySome) { return 1 }
        if !phrase.hasBegun, index == phrase.start, isSeatOfSociety(index, phrase.limit) { return 2 }
        guard phrase.hasBegun else { return nil }
        if reading.single(index) == 0x5C4A { return 1 }
        // 泰和籍在粤务工青年
        if reading.single(index) == 0x5728, index + 2 < phrase.limit,
            [.abbreviation, .placeName, .area, .place].contains(reading.tag(index + 1)),
            reading.isWord(index + 2, Self.attributes) && isPersonNoun(index + 3) || isPersonNoun(index + 2)
        {
            return 2
        }
        // 湖南支援黄冈医疗队
        return reading.isWord(index, Self.supporting) && (isTeam(index + 1) || isTeam(index + 2)) ? 1 : nil
    }

    private func extendByNoun(_ phrase: inout NounPhrase) -> Bool {
        let index = phrase.index
        if isTrigger(index) || reading.isWord(index, Self.entrusting) { return false }
        if !phrase.persons.isEmpty, phrase.persons.last == index - 1, reading.isWord(index, Self.representing) { return false }
        // 某公司转产隔离衣: what the firm does, though the word is a noun elsewhere.
        var before = index - 1
        while before > phrase.start, reading.tag(before) == .adjective { before -= 1 }
        if reading.tag(index) == .verbalNoun, index > phrase.start, reading.tag(before) == .organisation,
            reading.tokens[before].count > 4, reading.tag(index + 1) == .noun || reading.tag(index + 1) == .quantity
        {
            return false
        }
        // 这家企业转产10天来
        if reading.tag(index) == .verbalNoun, phrase.hasBegun, isDuration(index + 1) { return false }
        phrase.take()
        // 王大姐支起炉子
        return
            !(index > phrase.start && reading.isWord(index, DonationRows.courtesies) && reading.tokens[index - 1].count == 1
            && !reading.isListJoint(index - 1)
            && !reading.isListJoint(index + 1) && !reading.isWord(index + 1, Self.couples) && !reading.isDe(index + 1))
    }

    private func extendByAttribute(_ phrase: inout NounPhrase) -> Bool {
        let index = phrase.index
        if reading.single(index) == 0x8BE5, reading.tag(index + 1) == .noun, !phrase.hasBegun, !reading.isClauseEnd(index + 1) {
            phrase.index += 1  // 该街道
            return true
        }
        if reading.single(index) == 0x5176, !phrase.hasBegun, isPersonNoun(index + 1) {
            phrase.index += 1  // 其职工
            return true
        }
        if reading.isWord(index, Self.pronouns) {
            // 她的丈夫, 他们的父母
            let de = reading.isWord(index + 1, Self.belonging) ? index + 2 : index + 1
            guard reading.isDe(de), reading.tag(de + 1) == .noun || reading.tag(de + 1) == .organisation, !phrase.hasBegun else {
                return false
            }
            phrase.index = de + 1
            return true
        }
        phrase.index += 1
        if mayEnd(index, phrase) { phrase.end = phrase.index }
        return true
    }

    /// Whether an attribute can be the last word of a subject: 七名青年, 三户人家, 邹某, 该站, 七名, 社会各界.
    private func mayEnd(_ index: Int, _ phrase: NounPhrase) -> Bool {
        switch reading.tag(index) {
        case .modifier: if phrase.hasBegun, isPersonNoun(index), !isNounLike(index + 1) { return true }
        case .pronoun:
            if reading.tokens[index].count > 1, reading.text[reading.tokens[index].start] == 0x8BE5 { return true }
        case .quantity: return true
        case .idiom: if !phrase.hasBegun || reading.isDe(index + 1) { return true }
        default: break
        }
        if reading.isWord(index, Self.households) || reading.isWord(index, Self.circles) { return true }
        return (reading.single(index) == 0x67D0 || reading.isWord(index, Self.unnamed)) && phrase.end == index
    }

    private func extendByMark(_ phrase: inout NounPhrase) -> Bool {
        let index = phrase.index
        // 三家企业——甲、乙、丙: the names behind the dash.
        if reading.single(index) == 0x2014, phrase.hasBegun, let names = listedNames(from: index, phrase.limit) {
            phrase.names = names
            return false
        }
        // 高三(2)班
        if reading.single(index) == 0x28, reading.single(index + 2) == 0x29, phrase.hasBegun, index + 3 < phrase.limit {
            phrase.index += 3
            return true
        }
        guard reading.isListJoint(index), phrase.hasBegun else { return false }
        phrase.index += 1
        return true
    }

    private func extendByParticle(_ phrase: inout NounPhrase) -> Bool {
        let index = phrase.index
        switch reading.single(index) {
        case 0x7684:  // 的
            // 李春梅的丈夫, 王军经营的公司: whom it belongs to is not who acts.
            if let last = phrase.persons.last, last == index - 1 || last >= index - 3 && reading.tag(index - 1) == .verb {
                phrase.persons.removeLast()
            }
            phrase.index += 1
        case 0x7B49, 0x4EEC: phrase.take()  // 等 们
        default: return false
        }
        return true
    }

    /// Verbs and prepositions that are part of a name, or of a clause that describes who acts.
    private func extendByVerb(_ phrase: inout NounPhrase) -> Bool {
        let index = phrase.index
        // 市民于女士: a surname that is a function word elsewhere.
        if phrase.hasBegun, reading.tokens[index].count == 1, reading.isWord(index + 1, DonationRows.courtesies), index + 1 < phrase.limit {
            phrase.index += 1
            phrase.take()
            return false
        }
        if isInsidePhrase(phrase) {
            phrase.index += 1
            return true
        }
        // 朱传胜、汪翠兰夫妇: a name that no cue has shown, and whose last character is a verb too.
        if phrase.hasBegun, index - phrase.start <= 2, reading.tokens[index].count == 1, reading.isListJoint(index + 1),
            reading.tag(index + 2) == .person, reading.isWord(index + 3, Self.couples)
        {
            phrase.take()
            return true
        }
        // 该村在广东务工的23名青年
        if phrase.hasBegun, reading.single(index) == 0x5728, let de = relativeEnd(index, phrase.limit),
            reading.tag(de + 1) == .quantity || isPersonNoun(de + 1)
        {
            phrase.index = de + 1
            return true
        }
        if phrase.hasBegun && (isShop(index) || isInsideName(index, phrase.limit)) || isAttribute(index, phrase.limit) {
            phrase.index += 1
            return true
        }
        guard mayBeDescribed(phrase), !isTrigger(index), let de = relativeEnd(index, phrase.limit) else { return false }
        // 某公司免收这批物资的运费: what a body does; 县医院援鄂的护士 is somebody of it.
        if phrase.hasBegun, reading.tag(phrase.end - 1) == .organisation, phrase.end == index, !isPersonNoun(de + 1),
            reading.tag(de + 1) != .quantity, !isName(de + 1)
        {
            return false
        }
        phrase.index = de + 1
        return true
    }

    /// A joint, or one character of a name that is a verb too: 站前路包子铺店主吴艳玲, 镇供热站职工贺长山.
    private func isInsidePhrase(_ phrase: NounPhrase) -> Bool {
        let index = phrase.index
        if reading.isListJoint(index), phrase.hasBegun { return true }
        let isFirst = !phrase.hasBegun && index == phrase.start && reading.tokens[index].count == 1
        // 某医疗队驻麻城小组组长周立新
        let isStationed = phrase.hasBegun && reading.single(index) == 0x9A7B
        return (isFirst || isStationed || Self.bodies.contains(reading.single(index))) && isNounPhraseToPerson(index + 1, phrase.limit)
    }

    /// 凉茶铺老板: a shop, though the character is a verb elsewhere.
    private func isShop(_ index: Int) -> Bool {
        Self.shops.contains(reading.single(index)) && reading.isWord(index + 1, DonationRows.roles)
    }

    /// 龙胜籍务工青年, 返乡大学生, 入驻企业: the verb says what kind of people or firms they are.
    private func isAttribute(_ index: Int, _ limit: Int) -> Bool {
        reading.isWord(index, Self.attributes) && index + 1 < limit
            && (isPersonNoun(index + 1) || reading.isWord(index + 1, Self.firms)
                || reading.tag(index + 1) == .adjective && isPersonNoun(index + 2))
    }

    /// Whether a clause that ends in 的 may stand behind what has been taken in.
    private func mayBeDescribed(_ phrase: NounPhrase) -> Bool {
        guard phrase.hasBegun else { return true }
        let last = phrase.end - 1
        switch reading.tag(last) {
        case .quantity, .place, .placeName: return true
        case .noun where reading.isWord(last, GiftRule.towns): return true  // 村里开加工坊的马富贵
        default: break
        }
        return isName(last) || phrase.end == phrase.start + 1 && reading.tokens[phrase.start].count == 1
            || reading.isWord(last, Self.seats)
    }

    // MARK: The end of the phrase

    /// Cuts off what says how often, how long, how much or how something is done.
    func trim(_ phrase: inout NounPhrase) {
        let least = phrase.start + 1
        // 138名村民两天时间
        while phrase.end > least,
            reading.isWord(phrase.end - 1, Self.spans) || isDuration(phrase.end - 1) || reading.isWord(phrase.end - 1, Self.lasting)
        { phrase.end -= 1 }
        // 某公司三次捐赠
        while phrase.end > least, isOccasion(phrase.end - 1) { phrase.end -= 1 }
        // 李某某出资3000元购买…
        if isMeasurement(phrase.end - 1), reading.quantity(of: phrase.end - 1).isMoney, phrase.end > least {
            phrase.end -= 1
            while phrase.end > least, reading.tag(phrase.end - 1) == .verbalNoun || reading.isWord(phrase.end - 1, Self.byOneself) {
                phrase.end -= 1
            }
        }
        while phrase.end > least,
            reading.isWord(phrase.end - 1, Self.manners)
                || reading.isWord(phrase.end - 1, Self.accounts) && reading.tag(phrase.end - 2) == .organisation
        { phrase.end -= 1 }
        // 老党员覃遵菊腿脚不便: what is said of the person behind the name.
        if let last = phrase.persons.last, phrase.end > last + 1, reading.tag(last + 1) == .noun || reading.tag(last + 1) == .adjective,
            !reading.isWord(last + 1, Self.couples), !reading.isWord(last + 1, Self.courtesies)
        {
            phrase.end = last + 1
        }
    }

    private func isOccasion(_ index: Int) -> Bool {
        reading.isQuantity(index, in: Self.occasions)
    }

    /// Whether the phrase can act, and is no place, time, number of things or circumstance.
    func isSomebody(_ phrase: NounPhrase) -> Bool {
        let (start, end) = (phrase.start, phrase.end)
        // 车上装着…: a place gives nothing.
        if end == start + 1, reading.tag(start) == .place, reading.tokens[start].count == 2, !reading.isWord(start, Self.wholes) {
            return false
        }
        // 一个人就捐了2000斤: alone, whoever was named before.
        if end == start + 2, reading.tag(start) == .quantity, reading.quantity(of: start).isLoneOne, reading.single(start + 1) == 0x4EBA {
            return false
        }
        // 分成两份,一份送到…: a number of things
        if end == start + 1, reading.tag(start) == .quantity, reading.quantity(of: start).dimension != "person",
            !reading.quantity(of: start).isOwnNoun
        {
            return false
        }
        guard end > start else { return false }
        // 其余5万个, 第二批一万副: some of the things.
        if end == start + 2, reading.isWord(start, Self.manySome) || reading.tag(start) == .numeral, reading.tag(start + 1) == .quantity,
            reading.quantity(of: start + 1).dimension != "person", !reading.quantity(of: start + 1).isOwnNoun
        {
            return false
        }
        if !phrase.persons.isEmpty { return true }
        // 国道213线旁,…: a clause that only says where.
        if end == phrase.limit - 1, reading.tag(end) == .direction { return false }
        // 10天下来: a time that passed gives nothing.
        if isDuration(start) { return false }
        // 跑到镇上的邮局: a verb at the head and nothing behind the noun is what somebody does. 位于某社区的某公司 names the firm.
        if reading.tag(start) == .verb, end >= phrase.limit, !(reading.tag(end - 1) == .organisation && reading.isDe(end - 2)) {
            return false
        }
        return reading.tag(end - 1) != .adjective && !reading.isWord(end - 1, Self.notGivers) && !isMeasurement(end - 1)
    }
}
