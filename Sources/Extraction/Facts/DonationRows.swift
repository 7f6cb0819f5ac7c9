/// Names of givers and receivers, and the rows of the table `donations` made from acts of giving. A class, since it holds the whole article.
final class DonationRows {
    private let readings: [SentenceReading]
    private let document: Document
    private let context: ArticleContext
    let lexicon: FactLexicon

    init(_ document: Document, readings: [SentenceReading], context: ArticleContext, lexicon: FactLexicon) {
        self.document = document
        self.readings = readings
        self.context = context
        self.lexicon = lexicon
    }

    /// What a row was made from.
    struct Made {
        /// What the quantities count: the item where its name does not stand beside the number, or a giver's name does.
        var noun: String?
        var reading: Int
        var quantities: [Int]
        /// The worth of all that the act lists before it.
        var isSum: Bool
    }

    /// Appends the rows of an act, which get their ids later, and says for each what it was made from.
    func appendRows(of act: GiftAct, to rows: inout [DonationRow]) -> [Made] {
        let reading = readings[act.reading]
        let donor = self.donor(act, reading)
        var recipient = act.recipient.flatMap { receiver($0, act.recipientSource ?? reading) }
        for other in act.otherRecipients {
            guard let more = receiver(other, reading) else { continue }
            recipient = recipient.map { ($0.text + "、" + more.text, $0.kind) } ?? more
        }
        return shares(act, donor, recipient, reading).map { item, donor, recipient in
            // Filled where it lies, as a copy would count the users of all its texts anew.
            rows.append(DonationRow())
            return fill(&rows[rows.count - 1], act, item, donor, recipient, reading)
        }
    }

    private func fill(
        _ row: inout DonationRow, _ act: GiftAct, _ item: GiftItem, _ donor: Giver?, _ recipient: Receiver?, _ reading: SentenceReading
    ) -> Made {
        row.donor = donor?.text
        row.donorKind = donor?.kind
        row.donors = donor?.entries ?? []
        row.recipient = recipient?.text
        row.recipientKind = recipient?.kind
        row.collector = act.collector.flatMap { receiver($0, reading)?.text } ?? gatherer(act, recipient, reading)
        row.item = item.text
        row.itemKey = item.key
        row.category = item.category
        row.scope = act.isTotal ? "total" : "gift"
        row.status = act.status
        fillNumbers(&row, item, reading)
        let range = evidence(act, item, reading)
        let anchor = reading.tokens[act.verb].start
        let place = context.place(before: anchor, sentence: reading.sentence)
        context.fill(&row.identity, range: range, sentence: reading.sentence, place: place)
        row.identity.rule = "gift-\(act.verbClass.rawValue)"
        // In hundredths, so that the number prints as it is meant.
        let hundredths = DonationConfidence.hundredths(act, item, hasDonor: donor != nil, reading)
        row.identity.confidence = Double(hundredths) / 100
        if donor == nil && !act.isTotal { row.identity.doubt.append("donor") }
        return Made(
            noun: item.category == "money" || item.quantity == nil ? nil : item.text, reading: act.reading,
            quantities: [item.quantity, item.worth].compactMap { $0 },
            isSum: item.isWhole || item.noun.isEmpty && item.category == "mixed")
    }

    /// A charity passes on what it is given, and so does a body that has gathered many gifts.
    private func gatherer(_ act: GiftAct, _ recipient: Receiver?, _ reading: SentenceReading) -> String? {
        guard let recipient, let last = act.recipient?.last else { return nil }
        switch recipient.kind {
        case "charity": return recipient.text
        case "person", "frontline": return nil
        default: return act.isTotal && act.verbClass == .collect && reading.tag(last) == .organisation ? recipient.text : nil
        }
    }

    private typealias Giver = (text: String, kind: String, entries: [DonorEntry])

    private typealias Receiver = (text: String, kind: String)

    /// 甲、乙各捐款2000元: each gives it; 甲、乙分别捐款8万元、3万元: the first gives the first. Else all give all. The same holds for receivers:
    /// 向甲镇、乙镇各提供两万只.
    private func shares(_ act: GiftAct, _ donor: Giver?, _ recipient: Receiver?, _ reading: SentenceReading) -> [(
        GiftItem, Giver?, Receiver?
    )] {
        guard let mark = distribution(act, reading) else { return act.items.map { ($0, donor, recipient) } }
        if let donor, donor.entries.count > 1 {
            let single = donor.entries.map { entry -> Giver in (entry.name, entry.kind ?? donor.kind, [entry]) }
            if mark == 0x522B {
                guard act.items.count == single.count else { return act.items.map { ($0, donor, recipient) } }
                return zip(act.items, single).map { ($0, $1, recipient) }
            }
            return single.flatMap { giver in act.items.map { ($0, giver, recipient) } }
        }
        guard let recipient, recipient.kind != "person" else { return act.items.map { ($0, donor, recipient) } }
        let names = recipient.text.split(separator: "、").map { (String($0), recipient.kind) }
        // 高速路口和火车站的执勤人员: one head of both.
        guard names.count > 1, !(names.last?.0.contains("的") ?? false) || names.dropLast().contains(where: { $0.0.contains("的") }) else {
            return act.items.map { ($0, donor, recipient) }
        }
        if mark == 0x522B {
            guard act.items.count == names.count else { return act.items.map { ($0, donor, recipient) } }
            return zip(act.items, names).map { ($0, donor, $1) }
        }
        return names.flatMap { name in act.items.map { ($0, donor, name) } }
    }

    /// 各, 均 or 分别 beside the verb: the last scalar of the word.
    private func distribution(_ act: GiftAct, _ reading: SentenceReading) -> UInt32? {
        // 其中甲公司、乙公司各5万元
        if act.isListed, let donor = act.donorTokens, reading.isWord(donor.upperBound, Self.each) { return 0x5404 }
        for index in max(0, act.verb - 14)..<max(0, act.verb - 3) where reading.isWord(index, Self.respectively) {
            // 分别向甲、乙捐赠20万元、10万元
            if !(index..<act.verb).contains(where: { reading.isClauseEnd($0) }) { return 0x522B }
        }
        for index in max(0, act.verb - 3)..<min(reading.tokens.count, act.verb + 3) {
            // 送到各卡点, 向各检查站捐赠: to each of many.
            if index != act.verb - 1, reading.single(index) == 0x5404,
                [.noun, .place, .organisation, .area].contains(reading.tag(index + 1))
            {
                continue
            }
            if reading.single(index) == 0x5404 || reading.single(index) == 0x5747 || index < act.verb && reading.isWord(index, Self.each) {
                return 0x5404
            }
            if reading.isWord(index, Self.respectively) { return 0x522B }
        }
        return nil
    }

    /// 甲公司、乙商行、个体户张三共捐款1.8万元: all of the list give together.
    private func isJoint(_ act: GiftAct, _ reading: SentenceReading) -> Bool {
        (max(0, act.verb - 2)..<act.verb).contains { reading.isWord($0, Self.jointly) }
    }

    private static let jointly = scalarWords("共 共同 联合 合计 一起 共计 合力 联手")
    private static let families = scalarWords("一家三口 一家四口 一家五口 一家老小")
    private static let each = scalarWords("各 均 每人 每户 每家 各自")
    private static let respectively = scalarWords("分别 依次")

    private func fillNumbers(_ row: inout DonationRow, _ item: GiftItem, _ reading: SentenceReading) {
        if let index = item.quantity {
            let quantity = reading.quantities[index]
            row.quantity = quantity.columns(in: reading.text)
            if quantity.isOutsideType { row.identity.doubt.append("value") }
        }
        guard let index = item.worth else { return }
        let worth = reading.quantities[index]
        let columns = worth.columns(in: reading.text)
        row.worth = columns.value
        row.currency = worth.currency ?? "CNY"
        row.worthQualifier = columns.qualifier
        row.worthLow = columns.low
        row.worthHigh = columns.high
        if row.currency == "CNY" { row.worthYuan = yuan(worth) }
        if item.quantity == nil { row.quantity.qualifier = columns.qualifier }
        if worth.isOutsideType { row.identity.doubt.append("worth") }
    }

    /// Yuan for 块, 角, 分 too.
    private func yuan(_ quantity: Quantity) -> FactDecimal? {
        guard let value = quantity.value else { return nil }
        guard let measure = quantity.measure, let factor = lexicon.measures[measure].factor.flatMap({ ChineseNumber.parse($0) }) else {
            return FactDecimal(value)
        }
        return value.multiplied(by: factor).flatMap { FactDecimal($0) }
    }

    /// From the giver to the item, inside the sentence.
    private func evidence(_ act: GiftAct, _ item: GiftItem, _ reading: SentenceReading) -> Range<Int> {
        if act.isListed { return item.range }
        var start = min(item.range.lowerBound, reading.tokens[act.verb].start)
        if act.donorSource == nil, let donor = act.donorTokens ?? act.donor?.tokens, let first = donor.first,
            reading.tokens.indices.contains(first)
        {
            start = min(start, reading.tokens[first].start)
        }
        return start..<max(item.range.upperBound, reading.tokens[act.verb].end)
    }

    // MARK: Givers

    private func donor(_ act: GiftAct, _ reading: SentenceReading) -> (text: String, kind: String, entries: [DonorEntry])? {
        if let tokens = act.donorTokens {
            return named(tokens, persons: tokens.filter { reading.tag($0) == .person }, reading, isListed: act.hasNoVerb)
        }
        let reading = act.donorSource ?? reading
        guard let subject = act.donor, !subject.tokens.isEmpty else { return nil }
        if isThing(subject, reading) {
            // 鼎盛源食品有限公司的两辆冷藏车: whose they are.
            guard let first = subject.tokens.first, reading.tag(first) == .organisation, reading.isDe(first + 1) else { return nil }
            return named(first..<first + 1, persons: [], reading)
        }
        return named(
            subject.tokens, persons: subject.persons, reading,
            isShared: distribution(act, readings[act.reading]) != nil || isJoint(act, readings[act.reading]))
    }

    /// 7辆大货车, 这批物资: things that are moved give nothing.
    private func isThing(_ subject: ClauseSubject, _ reading: SentenceReading) -> Bool {
        guard subject.persons.isEmpty, let last = subject.tokens.last, reading.tag(last) == .noun else { return false }
        let token = reading.tokens[last]
        let start = reading.tokens[subject.tokens.lowerBound].start
        guard let item = lexicon.items.longestReversedMatch(in: reading.text.text, endingAt: token.end, start: start) else { return false }
        let body = lexicon.bodies.longestReversedMatch(in: reading.text.text, endingAt: token.end, start: start)
        return item.length >= 2 && item.length >= (body?.length ?? 0) || item.length == token.count && body == nil
    }

    private func named(_ tokens: Range<Int>, persons: [Int], _ reading: SentenceReading, isListed: Bool = false, isShared: Bool = false)
        -> (
            text: String, kind: String, entries: [DonorEntry]
        )?
    {
        if !persons.isEmpty {
            var entries: [DonorEntry] = []
            // 某公司与创始人张三, 甲公司、乙商行、商人张三分别捐赠: all give.
            for token in tokens where reading.isListJoint(token) && token > tokens.lowerBound {
                guard reading.single(token) != 0x3001 || isShared, persons.contains(where: { $0 > token }),
                    let name = bodyName(before: token, tokens.lowerBound, reading)
                else { continue }
                var entry = DonorEntry()
                entry.name = name
                (entry.nameKey, entry.kind) = (entry.name, kindOfGiver(entry.name))
                entries.append(entry)
            }
            if let partner = partner(tokens, persons, reading) { entries.append(partner) }
            for person in persons {
                var entry = DonorEntry()
                entry.name = reading.string(reading.tokens[person].range)
                if entries.isEmpty, reading.isWord(person + 1, GiftSubjects.couples), !reading.isWord(person + 1, GiftSubjects.followers) {
                    entry.name += reading.string(reading.tokens[person + 1].range)
                }
                entry.nameKey = entry.name
                entry.kind = "person"
                let reference = Int(reading.tokens[person].reference)
                if document.personMentions.indices.contains(reference) {
                    entry.nameKey = document.personMentions[reference].name
                }
                if !entries.contains(where: { $0.name == entry.name }) { entries.append(entry) }
            }
            return (entries.map(\.name).joined(separator: "、"), "person", entries)
        }
        return body(tokens, reading, isListed)
    }

    /// 朱传胜、汪翠兰夫妇: the first of a couple, whose name no cue has shown.
    private func partner(_ tokens: Range<Int>, _ persons: [Int], _ reading: SentenceReading) -> DonorEntry? {
        guard persons.count == 1, let person = persons.first, reading.isWord(person + 1, GiftSubjects.couples),
            person - 1 > tokens.lowerBound,
            reading.isListJoint(person - 1)
        else { return nil }
        let before = tokens.lowerBound..<person - 1
        let length = reading.tokens[before.upperBound - 1].end - reading.tokens[before.lowerBound].start
        guard (2...3).contains(length), before.count > 1 else { return nil }
        var entry = DonorEntry()
        entry.name = reading.string(tokens: before)
        (entry.nameKey, entry.kind) = (entry.name, "person")
        return entry
    }

    /// 乙商行: the name of a body that ends at a joint, with a last character that the name's tag leaves out.
    private func bodyName(before joint: Int, _ floor: Int, _ reading: SentenceReading) -> String? {
        if reading.tag(joint - 1) == .organisation { return reading.string(reading.tokens[joint - 1].range) }
        guard joint - 2 >= floor, reading.tag(joint - 2) == .organisation, reading.tokens[joint - 1].count == 1,
            reading.tag(joint - 1) == .noun
        else { return nil }
        return reading.string(tokens: joint - 2..<joint)
    }

    private func body(_ source: Range<Int>, _ reading: SentenceReading, _ isListed: Bool) -> (
        text: String, kind: String, entries: [DonorEntry]
    )? {
        var tokens = source
        // 他原封不动地: how something is done is nobody. 给县医院: who gets something is not who gives it.
        if tokens.contains(where: { reading.single($0) == 0x5730 && reading.tag($0) == .particle }) { return nil }
        if let first = tokens.first, reading.single(first) == 0x7ED9 { return nil }
        // 市民寄, 某公司开机改线: the verb behind the giver is none of the name.
        while tokens.count > 1, reading.tag(tokens.upperBound - 1) == .verb { tokens = tokens.dropLast() }
        if tokens.count > 1, reading.tag(tokens.lowerBound) == .organisation, reading.tag(tokens.upperBound - 1) == .verbalNoun {
            tokens = tokens.lowerBound..<tokens.lowerBound + 1
        }
        if let etc = tokens.first(where: { reading.single($0) == 0x7B49 }), etc > tokens.lowerBound { tokens = tokens.lowerBound..<etc }
        while tokens.count > 1, reading.single(tokens.upperBound - 1) == 0x4EEC { tokens = tokens.lowerBound..<tokens.upperBound - 1 }
        // 昨晚某村党支部送来的
        while tokens.count > 1, reading.tag(tokens.lowerBound) == .time || reading.tag(tokens.lowerBound) == .date {
            tokens = tokens.dropFirst()
        }
        // 92岁的老人
        if tokens.count > 2, reading.tag(tokens.lowerBound) == .quantity,
            reading.quantity(of: tokens.lowerBound).dimension == "age", reading.isDe(tokens.lowerBound + 1)
        {
            tokens = tokens.lowerBound + 2..<tokens.upperBound
        }
        // 刘女士一家三口
        if tokens.count > 2, reading.isWord(tokens.upperBound - 1, Self.families) { tokens = tokens.dropLast() }
        // 某银行各网点: the parts of a body stand for it.
        if let each = tokens.dropFirst().first(where: { reading.single($0) == 0x5404 && reading.tag($0 - 1) == .organisation }) {
            tokens = tokens.lowerBound..<each
        }
        // 甲公司、乙公司两家企业: the words that sum the list up.
        if let sum = tokens.dropFirst().first(where: {
            reading.tag($0) == .quantity && (reading.tag($0 - 1) == .organisation || reading.tag($0 - 1) == .person)
                && reading.quantity(of: $0).dimension == "count"
        }), tokens.contains(where: { reading.isListJoint($0) && $0 < sum }) {
            tokens = tokens.lowerBound..<sum
        }
        // 公共单位烟草局: an apposition before the name.
        if let last = tokens.last, reading.tag(last) == .organisation, tokens.count > 1,
            tokens.dropLast().allSatisfy({ reading.tag($0) == .noun || reading.tag($0) == .modifier })
        {
            tokens = last..<last + 1
        }
        tokens = core(of: tokens, reading)
        guard !tokens.isEmpty, !tokens.allSatisfy({ reading.isWord($0, Self.theRest) }) else { return nil }
        if let person = courteous(tokens, reading) { return person }
        if let person = unlistedPerson(tokens, reading) ?? unlistedPersons(tokens, reading) { return person }
        var names: [String] = [""]
        for token in tokens {
            // 三家纺织企业越锦纺织、恒柔家纺: how many of what kind they are.
            if tokens.contains(where: { $0 > token && reading.single($0) == 0x3001 }), token > tokens.lowerBound,
                reading.tag(token) == .noun || reading.tag(token) == .organisation,
                reading.text[reading.tokens[token].end - 1] == 0x4E1A, reading.text[reading.tokens[token].end - 2] == 0x4F01,
                tokens.contains(where: { $0 < token && reading.tag($0) == .quantity }), token + 1 < tokens.upperBound,
                !reading.isListJoint(token + 1)
            {
                names = [""]
                continue
            }
            // 鞋服企业泰步集团: what kind of firm it is stands before its name.
            if reading.isWord(token, Self.firmKinds), token + 1 < tokens.upperBound, !reading.isListJoint(token + 1),
                reading.tag(token + 1) == .organisation || isFirm(token + 1, tokens.upperBound, reading)
            {
                names[names.count - 1] = ""
                continue
            }
            if reading.isListJoint(token), names[names.count - 1].isEmpty == false,
                reading.single(token) == 0x3001 || token == tokens.lowerBound || isNamed(token - 1, reading),
                !(reading.isWord(token + 1, Self.anybody) && token + 2 == tokens.upperBound && reading.single(token) != 0x3001
                    && tokens.contains { reading.tag($0) == .quantity })
            {
                names.append("")
            } else {
                names[names.count - 1] += reading.string(reading.tokens[token].range)
            }
        }
        names = names.map { withoutLead(withoutThousands($0.hasExactSuffix("们") ? String($0.dropLast()) : $0)) }.filter { !$0.isEmpty }
        guard !names.isEmpty, names[0].unicodeScalars.count > 1 else { return nil }
        var entries = names.map { name -> DonorEntry in
            var entry = DonorEntry()
            entry.name = name
            entry.nameKey = name
            entry.kind = kindOfGiver(name, isListed: isListed)
            if names.count == 1, entry.kind == "person", tokens.allSatisfy({ reading.tag($0) == .area || reading.tag($0) == .placeName }) {
                entry.kind = Self.governed.contains(name.unicodeScalars.last?.value ?? 0) ? "government" : "organisation"
            }
            // 北京、上海、深圳三地的商会: names of places are nobody.
            if entry.kind == "person",
                tokens.contains(where: { reading.tag($0) == .area && reading.string(reading.tokens[$0].range) == name })
            {
                entry.kind = "organisation"
            }
            return entry
        }
        // 远航机电、金磨工具、嘉禾动力: a list of firms.
        if entries.count > 1, entries.contains(where: { $0.kind == "company" }) {
            for index in entries.indices where entries[index].kind == "person" || entries[index].kind == "organisation" {
                if lexicon.bodies.longestReversedMatch(
                    in: entries[index].name.scalarValues, endingAt: entries[index].name.scalarValues.count) == nil
                {
                    entries[index].kind = "company"
                }
            }
        }
        var kind = entries[entries.count - 1].kind ?? "organisation"
        // 市民、商户: many, as long as no name is among them.
        if entries.count > 1, kind == "company", entries.contains(where: { $0.kind == "group" }),
            !tokens.contains(where: { reading.tag($0) == .organisation })
        {
            kind = "group"
        }
        // 一名退休老职工 is one person.
        if kind == "group" || kind == "company" && isOnePerson(tokens, reading), names.count == 1,
            let count = tokens.last(where: { reading.tag($0) == .quantity && reading.quantity(of: $0).dimension != "age" }),
            reading.quantity(of: count).value == ExactDecimal(1)
        {
            kind = "person"
        }
        return (names.joined(separator: "、"), kind, entries)
    }

    /// 位于佛山的某公司, 总部设在泉州的某集团, “90后”何一帆: the name without the clause or by-name in front of it.
    private func core(of tokens: Range<Int>, _ reading: SentenceReading) -> Range<Int> {
        guard tokens.count > 1, let last = tokens.last else { return tokens }
        if reading.tag(last) == .organisation, reading.isDe(last - 1),
            (tokens.lowerBound..<last).contains(where: { reading.isWord($0, Self.situations) })
        {
            return last..<last + 1
        }
        // 对口帮扶的上海市崇明区
        if reading.tag(tokens.lowerBound) == .verb, let de = tokens.last(where: { reading.isDe($0) }), de + 1 < tokens.upperBound,
            (de + 1..<tokens.upperBound).allSatisfy({ reading.tag($0) == .area || reading.tag($0) == .organisation })
        {
            return de + 1..<tokens.upperBound
        }
        // 水口镇的某公司: where it is, in front of a name that says the rest.
        if reading.tag(last) == .organisation, reading.tokens[last].count >= 6, reading.isDe(last - 1), last - 1 > tokens.lowerBound,
            (tokens.lowerBound..<last - 1).allSatisfy({ reading.tag($0) == .area || reading.tag($0) == .place })
        {
            return last..<last + 1
        }
        // 同镇的丰裕米业: where it is, by a word for a place.
        if reading.tokens[tokens.lowerBound].count == 2, reading.isDe(tokens.lowerBound + 1), tokens.count > 2,
            Self.neighbourhood.contains(reading.text[reading.tokens[tokens.lowerBound].start])
        {
            return tokens.lowerBound + 2..<tokens.upperBound
        }
        // 某公司负责人: who speaks for it gives nothing himself.
        if reading.isWord(last, Self.speakers), reading.tag(last - 1) == .organisation { return tokens.dropLast() }
        // 镇上的朗悦酒店: where it is.
        if reading.tag(tokens.lowerBound) == .noun, reading.isDe(tokens.lowerBound + 1), tokens.count > 2,
            reading.text[reading.tokens[tokens.lowerBound].end - 1] == 0x4E0A
                || reading.text[reading.tokens[tokens.lowerBound].end - 1] == 0x91CC
        {
            return tokens.lowerBound + 2..<tokens.upperBound
        }
        if reading.tag(tokens.lowerBound) == .quoted {
            let rest = tokens.dropFirst()
            let length = reading.tokens[rest.upperBound - 1].end - reading.tokens[rest.lowerBound].start
            if (2...4).contains(length), rest.allSatisfy({ reading.tokens[$0].count == 1 }) { return rest }
        }
        return tokens
    }

    /// 同 本 邻 当
    private static let neighbourhood = ScalarSet("同本邻当")
    /// 317家单位和个人 are one phrase.
    private static let anybody = scalarWords("个人 集体 团体 群众")
    /// 省 市 区 县 旗 州 盟 镇 乡: areas that a government stands for.
    private static let governed = ScalarSet("省市区县旗州盟镇乡")
    private static let speakers = scalarWords("负责人 相关负责人 有关负责人 发言人 工作人员")
    private static let situations = scalarWords("位于 坐落 坐落于 设在 设于 落户 落户于 来自 远在 地处 扎根 扎根于 总部位于 总部设在")

    /// 驻街单位水工机械厂党委: what the body is to the place stands before its name.
    private func withoutLead(_ name: String) -> String {
        let scalars = name.scalarValues
        guard let lead = Self.leads.longestMatch(in: scalars, at: 0), scalars.count - lead.length >= 4 else { return name }
        return String(scalars: Array(scalars[lead.length...]))
    }

    /// 2300名员工 for 2,300名员工: a comma in a column of names stands between two of them.
    private func withoutThousands(_ name: String) -> String {
        guard name.utf8.contains(0x2C) else { return name }
        let scalars = name.scalarValues
        return String(
            scalars: scalars.indices.filter { index in
                scalars[index] != 0x2C || index == 0 || index + 1 == scalars.count || !isDigit(scalars[index - 1])
                    || !isDigit(scalars[index + 1])
            }.map { scalars[$0] })
    }

    private static let leads = PhraseTable([
        "驻街单位", "驻区单位", "驻地单位", "驻村单位", "共建单位", "帮扶单位", "结对单位", "爱心企业", "爱心单位", "龙头企业", "民营企业", "本土企业", "本地企业", "外资企业", "会员单位", "会员企业",
        "成员单位", "辖区企业", "辖区单位",
    ])

    /// 牧民额尔敦、苏和巴特尔: a list of names behind a word for a role.
    private func unlistedPersons(_ tokens: Range<Int>, _ reading: SentenceReading) -> (text: String, kind: String, entries: [DonorEntry])? {
        guard let role = tokens.dropLast().last(where: { isRole($0, reading) }), !reading.isListJoint(role + 1) else { return nil }
        var entries: [DonorEntry] = []
        var name = ""
        var isStrange = false
        for token in role + 1..<tokens.upperBound + 1 {
            if token == tokens.upperBound || reading.isListJoint(token) {
                guard (2...7).contains(name.unicodeScalars.count) else { return nil }
                var entry = DonorEntry()
                (entry.name, entry.nameKey, entry.kind) = (name, name, "person")
                entries.append(entry)
                name = ""
                continue
            }
            switch reading.tag(token) {
            case .organisation, .area, .quantity, .person, .bracket, .quoted: return nil
            case .noun where reading.tokens[token].count > 1: return nil
            case .personName, .unknown: isStrange = true
            default: if reading.tokens[token].count == 1 { isStrange = true }
            }
            name += reading.string(reading.tokens[token].range)
        }
        guard entries.count > 1, isStrange else { return nil }
        return (entries.map(\.name).joined(separator: "、"), "person", entries)
    }

    /// A firm's name from a token to the next joint.
    private func isFirm(_ start: Int, _ limit: Int, _ reading: SentenceReading) -> Bool {
        let end = (start..<limit).first { reading.isListJoint($0) } ?? limit
        let range = reading.tokens[start].start..<reading.tokens[end - 1].end
        guard range.count >= 3,
            let match = lexicon.bodies.longestReversedMatch(in: reading.text.text, endingAt: range.upperBound, start: range.lowerBound)
        else { return false }
        return lexicon.bodyEntries[Int(match.value)].donor == "company"
    }

    /// What short names of firms end with: 鼎盛建材.
    private static let industries = scalarWords(
        "建材 电子 电器 电气 机械 电缆 照明 家居 家具 服装 包装 印刷 汽车 农业 物流 食品 生物 工具 五金 塑业 橡胶 水泥 钢构 门窗 门业 陶瓷 玻璃 环保 能源 电力 光学 仪表 装饰 园林 传媒 广告 旅游 教育 置业 地产 投资 贸易 商贸 运输 快递 速递 通信 软件 网络 珠宝 化妆品 日化 化肥 饲料 种苗 苗木 茶叶 粮油 水产 养殖 畜牧 矿业 石材 煤业 纸业"
    )
    /// 其余零散捐款: nobody in particular.
    private static let theRest = scalarWords("其余 零散 零星 其他 其它 小额 另外 剩余 余下")
    private static let firmKinds = scalarWords("企业 台资企业 外资企业 民营企业 港资企业 民企 台企 药企 爱心企业 龙头企业 上市公司 商家")

    /// 爱心人士卢女士: a surname with a word of respect is a name.
    private func courteous(_ tokens: Range<Int>, _ reading: SentenceReading) -> (text: String, kind: String, entries: [DonorEntry])? {
        // 市民刘先生, 低保户老韩
        if let last = tokens.last, tokens.count > 1, !tokens.contains(where: { reading.isListJoint($0) }) {
            let name = reading.tokens[last].count > 1 ? last..<last + 1 : last - 1..<last + 1
            let text = reading.text.text[reading.tokens[name.lowerBound].start..<reading.tokens[last].end]
            let isOld = text.count == 2 && (text.first == 0x8001 || text.first == 0x5C0F) && name.count == 2
            let isPolite =
                name.count == 1 && text.count >= 3 && text.count <= 4
                && Self.courtesies.contains { $0.count == text.count - 1 && text.suffix($0.count).elementsEqual($0) }
                && !reading.isWord(last, Self.courtesies)
            if (isOld || isPolite) && name.lowerBound > tokens.lowerBound
                && (isPolite || isPersonNoun(name.lowerBound - 1, reading) || reading.tag(name.lowerBound - 1) == .noun)
            {
                var entry = DonorEntry()
                entry.name = reading.string(tokens: name)
                (entry.nameKey, entry.kind) = (entry.name, "person")
                return (entry.name, "person", [entry])
            }
        }
        // 卖菜的王婶: a surname with one character for how she is called.
        if let last = tokens.last, tokens.count > 2 {
            let end = reading.tokens[last].end
            let name =
                reading.tokens[last].count == 2
                ? last : reading.tokens[last].count == 1 && reading.tokens[last - 1].count == 1 ? last - 1 : -1
            if name > tokens.lowerBound, reading.isDe(name - 1), Self.kin.contains(reading.text[end - 1]),
                Self.commonSurnames.contains(reading.text[end - 2])
            {
                var entry = DonorEntry()
                entry.name = reading.string(end - 2..<end)
                (entry.nameKey, entry.kind) = (entry.name, "person")
                return (entry.name, "person", [entry])
            }
        }
        guard let last = tokens.last, tokens.count > 1, reading.isWord(last, Self.courtesies), reading.tokens[last - 1].count == 1,
            reading.tag(last - 1) != .quantity, !reading.isDe(last - 1), tokens.count > 2,
            !reading.isListJoint(last - 1), !tokens.contains(where: { reading.isListJoint($0) })
        else { return nil }
        var entry = DonorEntry()
        entry.name = reading.string(tokens: last - 1..<last + 1)
        (entry.nameKey, entry.kind) = (entry.name, "person")
        return (entry.name, "person", [entry])
    }

    private func isPersonNoun(_ token: Int, _ reading: SentenceReading) -> Bool {
        if isRole(token, reading) { return true }
        let range = reading.tokens[token].range
        guard let match = lexicon.bodies.longestReversedMatch(in: reading.text.text, endingAt: range.upperBound, start: range.lowerBound)
        else {
            return false
        }
        return lexicon.bodyEntries[Int(match.value)].donor == "person" || lexicon.bodyEntries[Int(match.value)].donor == "group"
    }

    /// 婶 叔 姨 姐 哥 嫂 妈 爷 奶 伯 娘 总
    private static let kin = ScalarSet("婶叔姨姐哥嫂妈爷奶伯娘总")
    private static let commonSurnames = ScalarSet(
        "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文")
    static let courtesies = scalarWords("先生 女士 大姐 阿姨 大爷 大妈 奶奶 爷爷 婆婆 老师 师傅 大叔 大娘 阿婆 阿公 大婶 大嫂 小姐 太太 大哥 老伯 老汉 大伯")

    /// 市民陈先生, 牧民巴特尔: what stands behind a word for a role is a name, also where no list of names knows it.
    private func unlistedPerson(_ tokens: Range<Int>, _ reading: SentenceReading) -> (text: String, kind: String, entries: [DonorEntry])? {
        guard let role = tokens.dropLast().last(where: { isRole($0, reading) }) else { return nil }
        let rest = role + 1..<tokens.upperBound
        let length = reading.tokens[rest.upperBound - 1].end - reading.tokens[rest.lowerBound].start
        // 干部人才: a noun of everyday use is no name.
        if rest.count == 1, reading.tag(rest.lowerBound) == .noun { return nil }
        guard length >= 2, length <= 8, !rest.contains(where: { reading.isListJoint($0) || reading.isDe($0) || isRole($0, reading) }),
            lexicon.bodies.longestReversedMatch(
                in: reading.text.text, endingAt: reading.tokens[rest.upperBound - 1].end, start: reading.tokens[role].start) == nil,
            !rest.contains(where: { reading.tag($0) == .organisation || reading.tag($0) == .area || reading.tag($0) == .quantity })
        else { return nil }
        var entry = DonorEntry()
        for token in rest { entry.name += reading.string(reading.tokens[token].range) }
        entry.nameKey = entry.name
        entry.kind = "person"
        return (entry.name, "person", [entry])
    }

    /// 一名商户: counted as persons are.
    private func isOnePerson(_ tokens: Range<Int>, _ reading: SentenceReading) -> Bool {
        tokens.contains {
            reading.tag($0) == .quantity && reading.quantity(of: $0).dimension == "person"
        }
    }

    /// A name, or a word that names of bodies and groups end with, in front of 和: 正和门业 is one name.
    private func isNamed(_ token: Int, _ reading: SentenceReading) -> Bool {
        switch reading.tag(token) {
        case .organisation, .area, .person, .quantity, .bracket, .quoted: return true
        default: break
        }
        let range = reading.tokens[token].range
        return range.count > 1
            || lexicon.bodies.longestReversedMatch(in: reading.text.text, endingAt: range.upperBound, start: range.lowerBound) != nil
    }

    private func isRole(_ token: Int, _ reading: SentenceReading) -> Bool { reading.isWord(token, Self.roles) }

    static let roles = scalarWords(
        "市民 村民 居民 牧民 职工 学生 同胞 华侨 侨胞 党员 老党员 老人 网友 业主 店主 老板 董事长 总经理 经理 负责人 书记 主任 会长 教师 医生 护士 女孩 男孩 小学生 个体户 商户 司机 农民 户主 脱贫户 贫困户 致富能手 能手 带头人 大户 干部 战士 老兵 民警 人士 企业家 委员 代表"
    )

    private func kindOfGiver(_ name: String, isListed: Bool = false) -> String {
        let scalars = name.scalarValues
        guard let match = lexicon.bodies.longestReversedMatch(in: scalars, endingAt: scalars.count) else {
            if scalars.count >= 4, Self.industries.contains(where: { scalars.suffix($0.count).elementsEqual($0) }) { return "company" }
            // On a line of a list two or three characters are somebody's name.
            // So are two to five that are no name of a place and hold no number or letter.
            return scalars.count <= (isListed ? 3 : 5) && scalars.allSatisfy { $0 >= 0x4E00 && $0 <= 0x9FFF || $0 == 0xB7 }
                ? "person" : "organisation"
        }
        return lexicon.bodyEntries[Int(match.value)].donor
    }
}
