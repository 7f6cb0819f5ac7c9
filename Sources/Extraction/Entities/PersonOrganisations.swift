/// Which body a person belongs to where the title does not stand behind its name: the village or township named last, the firm of the sentence.
extension PersonDescriber {
    private static let villageTitles = PhraseTable(["村", "社区", "嘎查", "驻村", "包村", "支书", "老支书", "党支部书记", "支部书记", "党总支书记", "第一书记", "村民"])
    private static let townshipTitles = PhraseTable(["镇", "乡", "街道", "苏木", "办事处", "副镇长", "副乡长"])
    private static let residents = Set(
        ["村民", "老党员", "党员", "居民", "花农", "菜农", "烈属", "党员志愿者", "支委", "牧民", "农民", "种植户", "养殖户", "种植大户", "退役军人", "贫困户", "村医", "热心村民"].map(
            ExactText.init))
    private static let farResidents = Set(["村民", "老党员", "党员", "支委", "党员志愿者"].map(ExactText.init))
    private static let firmTitles = PhraseTable([
        "董事长", "副董事长", "总经理", "副总经理", "经理", "厂长", "副厂长", "创始人", "法人", "总裁", "工会主席", "公司", "老总", "股东",
        "负责人",
    ])
    private static let ownerTitles = PhraseTable(["老板", "老板娘"])
    private static let hospitalTitles = PhraseTable(["院长", "副院长", "护士长", "业务院长", "医务科", "急诊科", "护理部", "感染科"])
    private static let schoolTitles = PhraseTable(["校长", "副校长", "园长", "教导主任", "班主任"])
    private static let bodyTitles = PhraseTable(["理事长", "副理事长", "会长", "副会长", "名誉会长", "秘书长", "总干事", "永远会长", "监事长"])

    /// How far back a body is looked for.
    private static let reach = 400

    /// The body of a person with this title, where the text names it further in front.
    func carried(_ title: String?, _ name: Range<Int>) -> String? {
        guard let sentence = document.sentenceIndex(at: name.lowerBound) else { return nil }
        let paragraph = document.paragraphs[document.sentences[sentence].paragraph].range
        let near = max(paragraph.lowerBound, name.lowerBound - Self.reach)
        let own = max(document.sentences[sentence].range.lowerBound, name.lowerBound - Self.reach)
        guard let title else {
            return isOfSameVillage(name) ? area(.village, in: max(0, name.lowerBound - Self.reach)..<name.lowerBound) : nil
        }
        let scalars = title.scalarValues
        if Self.villageTitles.longestMatch(in: scalars, at: 0) != nil {
            let isCommunity = scalars[0] == scalar("社")
            return area(.village, in: near..<name.lowerBound, isCommunity: isCommunity)
                ?? area(.village, in: max(0, name.lowerBound - Self.reach)..<name.lowerBound, isCommunity: isCommunity)
        }
        if Self.townshipTitles.longestMatch(in: scalars, at: 0) != nil {
            return area(.township, in: max(0, name.lowerBound - Self.reach)..<name.lowerBound)
        }
        if Self.residents.contains(ExactText(title)) {
            return area(.village, in: (Self.farResidents.contains(ExactText(title)) ? near : own)..<name.lowerBound, isStrict: true)
        }
        if Self.firmTitles.longestMatch(in: scalars, at: 0) != nil { return body(in: near..<name.lowerBound) { $0 == .company } }
        // An owner's firm is named in the sentence, or is no firm with a name.
        if Self.ownerTitles.longestMatch(in: scalars, at: 0) != nil { return body(in: own..<name.lowerBound) { $0 == .company } }
        if Self.hospitalTitles.longestMatch(in: scalars, at: 0) != nil { return body(in: near..<name.lowerBound) { $0 == .hospital } }
        if Self.schoolTitles.longestMatch(in: scalars, at: 0) != nil { return body(in: near..<name.lowerBound) { $0 == .school } }
        if Self.bodyTitles.longestMatch(in: scalars, at: 0) != nil {
            return body(in: near..<name.lowerBound) { $0 == .organisation || $0 == .charity || $0 == .company }
        }
        return nil
    }

    /// 同村的李章庚
    private func isOfSameVillage(_ name: Range<Int>) -> Bool {
        let start = headOfList(name.lowerBound)
        return start >= 3 && text[start - 1] == scalar("的") && text[start - 2] == scalar("村") && text[start - 3] == scalar("同")
    }

    /// The last area of a level in a range.
    private func area(_ level: AreaLevel, in range: Range<Int>, isStrict: Bool = false, isCommunity: Bool? = nil) -> String? {
        for index in document.areaMentions(in: range).reversed() {
            let mention = document.areaMentions[index]
            let area = document.areas[mention.area]
            if area.level == level, isCommunity.map({ area.name.hasSuffix("社区") == $0 }) ?? true { return area.name }
            // The township that comes later than any village is another place.
            if isStrict, area.level == .township, !mention.insideOrganisation { return nil }
        }
        return nil
    }

    /// The last body of some kinds in a range that a sentence begins with, else the last of them.
    private func body(in range: Range<Int>, _ fits: (OrganisationKind) -> Bool) -> String? {
        var last: OrganisationMention?
        for index in document.organisationMentions(in: range).reversed() {
            let mention = document.organisationMentions[index]
            guard mention.range.count >= 5, fits(mention.kind) else { continue }
            // What a sentence begins with is what it speaks of.
            if let sentence = document.sentenceIndex(at: mention.range.lowerBound),
                mention.range.lowerBound - document.sentences[sentence].range.lowerBound <= 8
            {
                return bodyName(mention)
            }
            last = last ?? mention
        }
        return last.map(bodyName)
    }

    /// Words in front of names: 据县红十字会介绍.
    private static let leading = ScalarSet("据经由")

    /// The name of a body without the township that says where a firm is, without the verb in front of it, with 旅港 before a society's.
    func bodyName(_ mention: OrganisationMention) -> String {
        var start = mention.range.lowerBound
        if mention.kind == .company, let first = document.areaMentions(in: mention.range).first.map({ document.areaMentions[$0] }),
            first.range.lowerBound == start, document.areas[first.area].level >= .township,
            mention.range.upperBound - first.range.upperBound >= 5
        {
            start = first.range.upperBound
        }
        if mention.range.upperBound - start >= 3, text[start] == scalar("开") || text[start] == scalar("办") { start += 1 }
        if mention.range.upperBound - start >= 4, Self.leading.contains(text[start]) { start += 1 }
        if start >= 2, text[start - 2] == scalar("旅"), isHan(text[start - 1]) { start -= 2 }
        return document.text(start..<mention.range.upperBound)
    }

    private static let partyEnds = PhraseTable(["党委", "党支部", "党总支", "党工委", "党组"].map { String($0.reversed()) })

    /// A body without the committee of the party that its secretary's title names.
    func withoutCommittee(_ body: Range<Int>, core: Int) -> Range<Int> {
        guard body.upperBound > core,
            let end = Self.partyEnds.longestReversedMatch(in: text, endingAt: body.upperBound, start: body.lowerBound),
            body.count - end.length >= 3
        else { return body }
        return body.lowerBound..<(body.upperBound - end.length)
    }

    private static let headNouns = PhraseTable([
        "商会", "协会", "学会", "联合会", "联谊会", "同乡会", "校友会", "慈善总会", "慈善会", "红十字会", "工商联", "组织部", "宣传部", "统战部", "公司", "集团", "合作社",
    ])

    /// 商会会长 of 大名镇商会 is its 会长: what a title begins with may end the name of the body.
    func parted(_ title: String, _ organisation: String?, core: Range<Int>) -> (title: String, organisation: String?) {
        let scalars = title.scalarValues
        guard let noun = Self.headNouns.longestMatch(in: scalars, at: 0), noun.length < scalars.count else { return (title, organisation) }
        let rest = String(scalars: Array(scalars[noun.length...]))
        let head = scalars[..<noun.length]
        if let organisation, organisation.scalarValues.suffix(noun.length).elementsEqual(head) { return (rest, organisation) }
        // The body's name goes from the nearest border to its noun.
        let end = core.lowerBound + noun.length
        var start = core.lowerBound
        while start > 0, core.lowerBound - start < 16, isHan(text[start - 1]), !Self.pieceEnds.contains(text[start - 1]) { start -= 1 }
        if let index = document.organisationMentionIndex(at: core.lowerBound) {
            start = min(core.lowerBound, document.organisationMentions[index].range.lowerBound)
        } else if let inside = document.areaMentions(in: start..<core.lowerBound).first {
            start = document.areaMentions[inside].range.lowerBound
        }
        if core.lowerBound - start >= 2 { return (rest, document.text(start..<end)) }
        return (title, organisation)
    }

    private static let kin = Set(
        [
            "老伴", "老伴儿", "妻子", "丈夫", "爱人", "儿子", "女儿", "父亲", "母亲", "哥哥", "弟弟", "姐姐", "妹妹", "孙子", "孙女", "女婿", "儿媳", "婆婆", "媳妇", "大儿子", "小女儿",
            "侄子",
            "外甥", "表弟", "堂弟", "老公", "老婆", "岳父", "岳母", "公公", "外孙", "外孙女", "小儿子", "大女儿", "儿媳妇", "弟媳", "表哥", "表姐", "表妹", "堂哥", "堂姐", "堂妹",
        ].map(ExactText.init))

    /// True for words that say whose relative somebody is: no title.
    static func isKin(_ title: String) -> Bool { kin.contains(ExactText(title)) }
}
