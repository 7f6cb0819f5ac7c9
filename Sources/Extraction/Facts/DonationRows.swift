/// Names of givers and receivers, and the rows of the table `donations` made from acts of giving. A class, since it holds the whole article.
final class DonationRows {
    private let readings: [SentenceReading]
    private let document: Document
    private let context: ArticleContext
    let lexicon: FactLexicon
    /// Looked for only where a sum asks.
    private lazy var currency = StatedCurrency(readings, lexicon: lexicon)

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
        row.identity.rule = act.impliedOdds == nil ? "gift-\(act.verbClass.rawValue)" : "gift-implied"
        // In hundredths, so that the number prints as it is meant.
        let hundredths = DonationConfidence.hundredths(act, item, hasDonor: donor != nil, reading)
        row.identity.confidence = Double(hundredths) / 100
        if donor == nil && !act.isTotal { row.identity.doubt.append("donor") }
        if act.impliedOdds != nil { row.identity.doubt.append("status") }
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
        // 兄弟三人各拿出5000元,一共15000元: the sum is of all.
        if mark == 0x5404, act.items.count > 1, act.items.contains(where: { isSum($0, reading) }) {
            var parts = act
            parts.items.removeAll { isSum($0, reading) }
            guard !parts.items.isEmpty else { return act.items.map { ($0, donor, recipient) } }
            return shares(parts, donor, recipient, reading) + act.items.filter { isSum($0, reading) }.map { ($0, donor, recipient) }
        }
        if let donor, donor.entries.count > 1 {
            let single = donor.entries.map { entry -> Giver in (entry.name, entry.kind ?? donor.kind, [entry]) }
            if mark == 0x522B {
                guard act.items.count == single.count else { return act.items.map { ($0, donor, recipient) } }
                return zip(act.items, single).map { ($0, $1, recipient) }
            }
            return single.flatMap { giver in act.items.map { ($0, giver, recipient) } }
        }
        guard let recipient, recipient.kind != "person" else { return act.items.map { ($0, donor, recipient) } }
        let names = members(of: recipient.text).map { ($0, recipient.kind) }
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

    /// 增埗、卢边、塘角三个村的卡口: 增埗村, 卢边村 and 塘角村; of other lists what 、 divides.
    private func members(of list: String) -> [String] {
        let names = list.split(separator: "、").map(String.init)
        guard let last = names.last?.scalarValues, names.count > 1 else { return names }
        for (place, value) in last.enumerated().dropFirst() where AreaScanner.numbers.contains(value) {
            let behind = last[(place + 1)...]
            let rest = behind.first == 0x4E2A ? behind.dropFirst() : behind  // 个
            guard let ending = Self.commonEndings.first(where: { rest.starts(with: $0) }),
                rest.count == ending.count
                    || rest[rest.startIndex + ending.count] == 0x7684 && !Self.countyEndings.contains(where: { $0 == ending })
            else { continue }
            return (names.dropLast().map(\.scalarValues) + [Array(last[..<place])]).map { name in
                String(scalars: name.suffix(ending.count).elementsEqual(ending) ? name : name + ending)
            }
        }
        return names
    }

    private static let countyEndings = scalarWords("县 区 市 旗")
    private static let commonEndings = scalarWords("街道 社区 行政村 村 镇 乡 苏木 嘎查 县 区 市 旗")

    private func isSum(_ item: GiftItem, _ reading: SentenceReading) -> Bool {
        guard let quantity = item.quantity ?? item.worth else { return false }
        let start = reading.quantities[quantity].range.lowerBound
        return Self.sums.contains { reading.text.has($0, before: start) }
    }

    private static let sums = scalarWords("一共 共计 合计 总计 总共 凑够 凑足 凑成")

    /// 各, 均 or 分别 beside the verb: the last scalar of the word.
    private func distribution(_ act: GiftAct, _ reading: SentenceReading) -> UInt32? {
        // 其中甲公司、乙公司各5万元
        if act.isListed, let donor = act.donorTokens, reading.isWord(donor.upperBound, Self.each) { return 0x5404 }
        for index in max(0, act.verb - 14)..<max(0, act.verb - 3) where reading.isWord(index, RespectivePlaces.respectively) {
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
            if reading.isWord(index, RespectivePlaces.respectively) { return 0x522B }
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
        if let currency, currency.applies(to: worth, in: reading.text) { row.currency = currency.code }
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

    func donor(_ act: GiftAct, _ reading: SentenceReading) -> (text: String, kind: String, entries: [DonorEntry])? {
        if let tokens = act.donorTokens {
            return named(tokens, persons: tokens.filter { reading.tag($0) == .person }, reading, isListed: act.hasNoVerb)
        }
        let reading = act.donorSource ?? reading
        guard let subject = act.donor, !subject.tokens.isEmpty else { return nil }
        if isThing(subject, reading) {
            // 鼎盛源食品有限公司的两辆冷藏车, 养殖户栾海涛的三轮车: whose they are.
            let owner = subject.tokens.dropLast().last {
                reading.isDe($0 + 1) && (reading.tag($0) == .organisation || reading.tag($0) == .person)
            }
            guard let owner else { return nil }
            return named(owner..<owner + 1, persons: reading.tag(owner) == .person ? [owner] : [], reading)
        }
        return named(
            subject.tokens, persons: subject.persons, reading,
            isShared: distribution(act, readings[act.reading]) != nil || isJoint(act, readings[act.reading]))
    }

    /// 7辆大货车, 这批物资: things that are moved give nothing.
    private func isThing(_ subject: ClauseSubject, _ reading: SentenceReading) -> Bool {
        guard let last = subject.tokens.last, !subject.persons.contains(last), reading.tag(last) == .noun || reading.tag(last) == .latin,
            subject.persons.isEmpty || subject.persons.contains(where: { reading.isDe($0 + 1) })
        else { return false }
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

    func body(_ source: Range<Int>, _ reading: SentenceReading, _ isListed: Bool) -> (
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
}
