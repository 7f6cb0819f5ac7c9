/// Extracts the facts of one article. A class, since it gathers them sentence by sentence and asks itself at each what came before.
final class ArticleFacts {
    private let document: Document
    private let article: Article
    private let lexicon: FactLexicon
    private let context: ArticleContext
    private var readings: [SentenceReading] = []
    private var figures: [Figure] = []
    private var rejected: [(sentence: Int, number: RejectedNumber)] = []
    private var acts: [GiftAct] = []
    private var rejectedVerbs: [(sentence: Int, verb: RejectedVerb)] = []

    /// - Parameters:
    ///   - areas: for each area of the page the columns that it fills.
    ///   - cutsAll: cuts sentences into words that state no fact, too.
    init(_ document: Document, article index: Int, areas: [FactAreas], lexicon: FactLexicon, cutsAll: Bool) {
        self.document = document
        self.lexicon = lexicon
        article = document.articles[index]
        context = ArticleContext(document, article: index, areas: areas, lexicon: lexicon)
        let finder = FigureFinder(lexicon: lexicon)
        var roll: OpenRoll?
        var implied: [GiftAct] = []
        for sentence in article.sentences where document.sentences[sentence].kind != .byline {
            let reading = SentenceReading(document, sentence: sentence, lexicon: lexicon, skipsPlain: !cutsAll)
            let found = finder.figures(reading, index: readings.count)
            figures.add(found.figures)
            for number in reading.rejected { rejected.append((sentence, number)) }
            for number in found.rejected { rejected.append((sentence, number)) }
            refuse(by: reading)
            attribute(by: reading)
            var made: [GiftAct] = []
            var refused: [RejectedVerb] = []
            let kind = document.sentences[sentence].kind
            let maySpeakOfGifts = GiftRule.applies(to: reading)
            let mayImplyGifts = kind == .body && ImpliedGifts.applies(to: reading, found.figures)
            let rule =
                maySpeakOfGifts || mayImplyGifts
                ? GiftRule(
                    reading, index: readings.count, figures: found.figures, isCaption: kind == .caption,
                    after: EarlierThings(
                        readings, figures.dropLast(found.figures.count), lexicon: lexicon, isInParagraph: { isInParagraph(of: reading, $0) }
                    ),
                    lexicon: lexicon) : nil
            if let rule, maySpeakOfGifts {
                let gifts = rule.acts()
                if !gifts.acts.isEmpty {
                    let antecedents = GiftAntecedents(document, readings: readings, lexicon: lexicon)
                    made = gifts.acts.map { withEarlierReceiver(antecedents.resolved($0, reading), reading) }
                    made.removeAll { $0.needsGiver && $0.donor == nil && $0.donorTokens == nil }
                }
                // 全市捐款捐物支援武汉: a headline without a number announces what the text tells.
                if kind == .title {
                    made.removeAll { act in act.items.allSatisfy { $0.quantity == nil && $0.worth == nil } }
                }
                refused = gifts.rejected
                for verb in refused { rejectedVerbs.append((sentence, verb)) }
            }
            made.add(divided(reading, found.figures, beside: made))
            made.add(valued(reading, found.figures, beside: made))
            if made.isEmpty, roll != nil {
                if let entries = roll?.acts(of: reading, index: readings.count, figures: found.figures, lexicon: lexicon) {
                    made = entries
                } else {
                    roll = nil
                }
            }
            acts.add(made)
            if let rule, mayImplyGifts { implied.add(self.implied(reading, rule, found.figures, beside: made, rejected: refused)) }
            readings.append(reading)
            roll = OpenRoll.after(
                reading, made, open: roll, gathered: { self.gathered(before: reading) }, readings: readings, lexicon: lexicon)
        }
        // Only now, so that what the rules tell of a sentence goes on only with what rules have told before.
        if !implied.isEmpty { acts = merged(acts, implied) }
    }

    /// Gifts of a sentence that only the surroundings of their numbers tell.
    private func implied(
        _ reading: SentenceReading, _ rule: GiftRule, _ figures: [Figure], beside told: [GiftAct], rejected: [RejectedVerb]
    ) -> [GiftAct] {
        let before = acts.suffix(20).last { $0.reading == readings.count - 1 && isInParagraph(of: reading, $0) }
        let found = ImpliedGifts(rule).acts(
            of: figures, beside: told, rejected: rejected, after: before.map { ($0, readings[$0.reading]) })
        if found.isEmpty { return [] }
        let antecedents = GiftAntecedents(document, readings: readings, lexicon: lexicon)
        return found.map { antecedents.resolved($0, reading) }
    }

    /// Both, in the order of their places.
    private func merged(_ told: [GiftAct], _ implied: [GiftAct]) -> [GiftAct] {
        var (result, next) = ([GiftAct](), 0)
        for act in told {
            while next < implied.count, (implied[next].reading, implied[next].verb) < (act.reading, act.verb) {
                result.append(implied[next])
                next += 1
            }
            result.append(act)
        }
        return result + implied[next...]
    }

    /// 全县企业捐款300万元。其中,恒丰集团50万元,县农商银行20万元: who gave how much of what the sentence before tells.
    private func divided(_ reading: SentenceReading, _ figures: [Figure], beside made: [GiftAct]) -> [GiftAct] {
        // 单位:恒丰集团50万元,县农商银行20万元; 个人:张三500元
        let isSorted = reading.isWord(0, Self.sorts) && reading.single(1) == 0x3A
        guard reading.isWord(0, Self.amongThem) || isSorted, let whole = acts.last, whole.status == "given",
            isSorted
                ? (whole.isTotal || whole.isListed) && readings.count - whole.reading <= Self.headings
                : readings.count - whole.reading <= 1
                    && isInParagraph(of: reading, whole)
        else { return [] }
        let taken = made.numbers
        let byToken = Dictionary(figures.map { ($0.token, $0) }, uniquingKeysWith: { first, _ in first })
        return GiftRolls(reading, index: readings.count, figures: byToken, lexicon: lexicon)
            .acts(in: 1..<reading.tokens.count, verb: 0, isPage: false, taken: taken)
            .filter { act in
                !made.contains { other in other.items.contains { item in act.items.contains { $0.range.overlaps(item.range) } } }
            }
            .map { entry in
                var act = entry
                act.hasNoVerb = true
                if act.recipient == nil {
                    (act.recipient, act.recipientSource) = (whole.recipient, whole.recipientSource ?? readings[whole.reading])
                }
                return act
            }
    }

    /// 共接收捐款73.4万元。各类物资折价118.7万元。: what else the body of the sentence before got, told by its worth alone.
    private func valued(_ reading: SentenceReading, _ figures: [Figure], beside made: [GiftAct]) -> [GiftAct] {
        guard let last = acts.last, readings.count - last.reading <= 1, last.isTotal, last.verbClass == .collect, !figures.isEmpty,
            isInParagraph(of: reading, last)
        else { return [] }
        var whole = last
        whole.recipientSource = last.recipientSource ?? readings[last.reading]
        return GiftRule(reading, index: readings.count, figures: figures, lexicon: lexicon).valued(beside: made, after: whole)
    }

    /// The last total that a body gathered, told in the sentence's paragraph.
    private func gathered(before reading: SentenceReading) -> GiftAct? {
        guard let act = acts.suffix(20).last(where: { $0.verbClass == .collect && $0.recipient != nil }),
            isInParagraph(of: reading, act)
        else { return nil }
        return act
    }

    /// Whether an act was told in the paragraph of a sentence.
    private func isInParagraph(of reading: SentenceReading, _ act: GiftAct) -> Bool { isInParagraph(of: reading, readings[act.reading]) }

    private func isInParagraph(of reading: SentenceReading, _ other: SentenceReading) -> Bool {
        document.sentences[other.sentence].paragraph == document.sentences[reading.sentence].paragraph
    }

    /// 镇党委书记婉拒了: a sentence that begins with a refusal refuses the gift told just before.
    private func refuse(by reading: SentenceReading) {
        guard let last = acts.last, last.reading == readings.count - 1, last.status == "given", !last.isTotal else { return }
        var index = 0
        while index < min(reading.tokens.count, 12), !reading.isClauseEnd(index) {
            if reading.isWord(index, Self.refusals) {
                for act in acts.indices.reversed() where acts[act].reading == last.reading && acts[act].verb == last.verb {
                    acts[act].status = "declined"
                }
                return
            }
            index += 1
        }
    }

    /// 这批物资由县卫生健康局捐赠: who gave what the sentence before says was brought or has arrived.
    private func attribute(by reading: SentenceReading) {
        guard reading.tokens.count > 4, reading.tokens.indices.prefix(3).contains(where: { reading.isWord($0, Self.theseGoods) }),
            let last = acts.last, last.reading == readings.count - 1, isInParagraph(of: reading, last),
            let mark = reading.tokens.indices.prefix(6).first(where: { reading.isWord($0, Self.givenBy) }),
            let verb = (mark + 2..<max(mark + 2, min(reading.tokens.count, mark + 14))).first(where: { reading.isWord($0, Self.giving) })
        else { return }
        var end = verb
        while end > mark + 1, reading.tag(end - 1) == .adverb { end -= 1 }
        let giver = mark + 1..<end
        guard !giver.isEmpty,
            GiftSubjects(reading, lexicon: lexicon).mayGive(
                ClauseSubject(tokens: giver, persons: giver.filter { reading.tag($0) == .person }))
        else { return }
        for index in acts.indices.reversed() {
            guard acts[index].reading == last.reading else { break }
            // 仓库收到口罩4000只。这批物资由…捐赠: one gift, and no sum of many.
            if acts[index].isTotal, acts[index].verbClass == .collect, acts[index].donor == nil, acts[index].donorTokens == nil {
                acts[index].isTotal = false
            }
            let came = acts[index].donor == nil && acts[index].donorTokens == nil || Self.comings.contains(verbEnd(of: acts[index]))
            guard came, !acts[index].isTotal else { continue }
            acts[index].donor = ClauseSubject(tokens: giver, persons: giver.filter { reading.tag($0) == .person })
            (acts[index].donorTokens, acts[index].donorSource) = (nil, reading)
        }
    }

    private func verbEnd(of act: GiftAct) -> UInt32 {
        let reading = readings[act.reading]
        return reading.tokens.indices.contains(act.verb) ? reading.text[reading.tokens[act.verb].end - 1] : 0
    }

    /// 来 抵 达: what ends verbs that say that goods came.
    private static let comings = ScalarSet([0x6765, 0x62B5, 0x8FBE])
    private static let theseGoods = scalarWords("物资 防疫物资 爱心物资 口罩 医疗物资 蔬菜 货物 药品 生活物资 救援物资 捐赠物资")
    private static let givenBy = scalarWords("由 来自 系 是")
    private static let giving = scalarWords("捐赠 捐助 赞助 捐献 提供 募集 筹集 发起 筹措 捐资 捐款 购买 采购")
    private static let refusals = scalarWords("婉拒 谢绝 婉言谢绝 婉谢 拒收 退回 退还 回绝")

    /// 累计接收蔬菜3.9万吨: what else the body got that the sentence before names.
    private func withEarlierReceiver(_ act: GiftAct, _ reading: SentenceReading) -> GiftAct {
        guard act.verbClass == .collect, act.isTotal, act.recipient == nil,
            let before = acts.suffix(40).last(where: { $0.verbClass == .collect }), before.recipient != nil,
            readings.count - before.reading <= 2,
            isInParagraph(of: reading, before)
        else { return act }
        var result = act
        (result.recipient, result.recipientSource) = (before.recipient, before.recipientSource ?? readings[before.reading])
        return result
    }

    /// Appends the article's rows.
    func append(to facts: inout DocumentFacts, patterns: FactPatterns, listsCandidates: Bool) {
        // Rows are filled where they lie in their arrays: each holds some thirty texts, and a copy would count all of their users anew.
        var figureRows: [FigureRow] = []
        figureRows.reserveCapacity(figures.count)
        var partyRows: [PartyRow] = []
        // The members counted last: 其中43名 are some of them.
        var members: (reading: Int, noun: PartyNoun)?
        // For each figure its row of `party`.
        var partyIndex = [Int?](repeating: nil, count: figures.count)
        let (figureID, partyID) = (article.report + "/f", article.report + "/p")
        for (index, figure) in figures.enumerated() {
            figureRows.append(FigureRow())
            fill(&figureRows[index], figure)
            figureRows[index].identity.id = figureID + String(index + 1)
            guard let noun = partyNoun(figure) ?? members.flatMap({ part(figure, of: $0.noun, in: $0.reading) }) else { continue }
            if noun.class.kind == "member" { members = (figure.reading, noun) }
            partyIndex[index] = partyRows.count
            partyRows.append(PartyRow())
            fill(&partyRows[partyRows.count - 1], figure, noun, &figureRows[index])
            partyRows[partyRows.count - 1].identity.id = partyID + String(partyRows.count)
            figureRows[index].fact = partyRows[partyRows.count - 1].identity.id
        }
        var verbFacts: [Number: String] = [:]
        var donationRows = donations(linking: &figureRows, verbs: &verbFacts)
        var givers: [String: String] = [:]
        givers.reserveCapacity(donationRows.count)
        for index in donationRows.indices { givers[donationRows[index].identity.id] = donationRows[index].donor ?? "" }
        for (later, earlier) in Repeats.mark(&figureRows, givers: givers) {
            guard let party = partyIndex[later], let original = figureRows[earlier].fact else { continue }
            partyRows[party].identity.repeats = original
        }
        if listsCandidates { facts.candidates.append(contentsOf: candidates(figureRows, verbFacts)) }
        facts.figures.take(&figureRows)
        facts.party.take(&partyRows)
        facts.donations.take(&donationRows)
        if !patterns.tables.isEmpty { match(patterns, for: &facts, listsCandidates: listsCandidates) }
    }

    /// Appends the rows of the user's own tables.
    private func match(_ patterns: FactPatterns, for facts: inout DocumentFacts, listsCandidates: Bool) {
        let matched = PatternRows(document, context: context, tables: patterns.tables, key: key)
            .tables(readings, figures: figures, report: article.report)
        for index in matched.tables.indices { facts.patternTables[index].append(contentsOf: matched.tables[index]) }
        guard listsCandidates, !matched.rejected.isEmpty else { return }
        let own = facts.candidates.firstIndex { $0.report == article.report } ?? facts.candidates.count
        facts.candidates[own...] = ArraySlice(
            (facts.candidates[own...] + matched.rejected).sorted { $0.span.lowerBound < $1.span.lowerBound })
    }

    private struct Number: Hashable {
        var reading: Int
        var quantity: Int
    }

    /// The rows of the acts of giving, in text order; the figures made from the same numbers get the row's id.
    private func donations(linking figureRows: inout [FigureRow], verbs: inout [Number: String]) -> [DonationRow] {
        let maker = DonationRows(document, readings: readings, context: context, lexicon: lexicon)
        var rows: [DonationRow] = []
        var places: [GiftTotals.Place?] = []
        var gifts = 0
        let figures = FiguresByQuantity(figures, of: readings)
        let (rowID, giftID) = (article.report + "/d", article.report + "/g")
        for act in acts {
            gifts += 1
            let gift = giftID + String(gifts)
            let first = rows.count
            var sum: Int?
            for (row, made) in zip(first..., maker.appendRows(of: act, to: &rows)) {
                rows[row].identity.id = rowID + String(row + 1)
                rows[row].gift = gift
                rows[row].partOf = total(containing: row, act, rows)
                places.append(made.quantities.first.map { (made.reading, readings[made.reading].quantities[$0].range.lowerBound) })
                for quantity in made.quantities {
                    if let index = figures.index(reading: made.reading, quantity: quantity), figureRows[index].fact == nil {
                        figureRows[index].fact = rows[row].identity.id
                        name(&figureRows[index], self.figures[index], made, itemKey: rows[row].itemKey, act)
                    }
                }
                if !act.namesVerb { continue }
                let verb = Number(reading: act.reading, quantity: act.verb)
                if verbs[verb] == nil { verbs[verb] = rows[row].identity.id }
                if made.isSum { sum = row }
            }
            // 口罩500个、酒精20箱,总价值3万元: the items are parts of the lump.
            if let sum { for index in first..<rows.count where index != sum { rows[index].partOf = rows[sum].identity.id } }
        }
        GiftTotals.link(&rows)
        GiftTotals.divide(&rows, places: places, readings: readings)
        for index in rows.indices {
            rows[index].counted =
                rows[index].scope == "gift" && rows[index].status == "given" && rows[index].identity.repeats == nil
                && rows[index].partOf == nil
        }
        return rows
    }

    /// The figure made from each quantity of an article's readings.
    private struct FiguresByQuantity {
        /// For each reading the place of its first quantity.
        private var first: [Int] = []
        /// For each quantity its figure, -1 for none.
        private var figures: [Int]

        init(_ all: [Figure], of readings: [SentenceReading]) {
            var count = 0
            for reading in readings {
                first.append(count)
                count += reading.quantities.count
            }
            figures = [Int](repeating: -1, count: count)
            for index in all.indices { figures[first[all[index].reading] + all[index].quantity] = index }
        }

        func index(reading: Int, quantity: Int) -> Int? {
            let figure = figures[first[reading] + quantity]
            return figure < 0 ? nil : figure
        }
    }

    /// 其中8吨运往黄冈, 苗庆余夫妇600元: the gift tells what a number counts that no noun, or only the giver, stands beside.
    private func name(_ row: inout FigureRow, _ figure: Figure, _ made: DonationRows.Made, itemKey: String?, _ act: GiftAct) {
        let isGiver = figure.noun.map { noun in act.donorTokens.map { $0.overlaps(noun.tokens) } ?? false } ?? false
        if let noun = made.noun, row.noun == nil || isGiver, made.quantities.first == figure.quantity {
            (row.noun, row.nounKey) = (noun, itemKey)
        } else if made.noun == nil, isGiver, act.isListed {
            (row.noun, row.nounKey) = ("资金", "资金")
        }
    }

    /// 其中,某公司捐款100万元: the total told before that contains the gift.
    private func total(containing row: Int, _ act: GiftAct, _ rows: [DonationRow]) -> String? {
        let reading = readings[act.reading]
        guard rows[row].scope == "gift", (max(0, act.verb - 20)..<act.verb).contains(where: { reading.isWord($0, Self.amongThem) }) else {
            return nil
        }
        // Rows come in the order of their sentences.
        for earlier in (0..<row).reversed() {
            if rows[row].identity.sentence - rows[earlier].identity.sentence > 2 { return nil }
            if rows[earlier].scope == "total", rows[earlier].itemKey == rows[row].itemKey { return rows[earlier].identity.id }
        }
        return nil
    }

    private static let amongThem = scalarWords("其中")
    /// How many sentences a heading such as 一、资金 may put between a total and its list.
    private static let headings = 3
    private static let sorts = scalarWords("单位 个人 企业 集体 团体 党员 商会 机关 学校 爱心企业 爱心人士 社会组织")

    /// Every numeral and verb of giving with the row it became or the reason why it became none.
    private func candidates(_ figureRows: [FigureRow], _ verbFacts: [Number: String]) -> [CandidateRow] {
        var rows: [CandidateRow] = []
        func add(_ range: Range<Int>, _ sentence: Int, _ kind: String, reason: MaskReason?, fact: String?) {
            var row = CandidateRow()
            row.report = article.report
            row.text = document.text(range)
            row.kind = kind
            row.reason = reason?.rawValue
            row.fact = fact
            row.sentence = document.sentences[sentence].number
            row.span = document.source(range)
            rows.append(row)
        }
        for (index, figure) in figures.enumerated() {
            let reading = readings[figure.reading]
            add(
                reading.quantities[figure.quantity].range, reading.sentence, "number", reason: nil,
                fact: figureRows[index].fact ?? figureRows[index].identity.id)
        }
        for entry in rejected where !entry.number.range.isEmpty {
            add(entry.number.range, entry.sentence, "number", reason: entry.number.reason, fact: nil)
        }
        for act in acts where act.namesVerb {
            let reading = readings[act.reading]
            add(
                reading.tokens[act.verb].range, reading.sentence, "verb", reason: nil,
                fact: verbFacts[Number(reading: act.reading, quantity: act.verb)])
        }
        for entry in rejectedVerbs { add(entry.verb.range, entry.sentence, "verb", reason: entry.verb.reason, fact: nil) }
        return rows.sorted { $0.span.lowerBound < $1.span.lowerBound }
    }

    private func fill(_ row: inout FigureRow, _ figure: Figure) {
        let reading = readings[figure.reading]
        let quantity = reading.quantities[figure.quantity]
        row.quantity = quantity.columns(in: reading.text)
        row.noun = figure.nounText
        row.nounKey = key(figure)
        row.verb = figure.verbText
        let range = quote(of: quantity, figure)
        let own = RespectivePlaces(reading: reading).area(of: figure.token)
            .map { document.areaMentions[Int(reading.tokens[$0].reference)].area }
        let place =
            own.map(context.place(of:))
            ?? context.place(
                before: quantity.range.lowerBound, sentence: reading.sentence, exclude: summedList(before: figure.token, reading))
        context.fill(&row.identity, range: range, sentence: reading.sentence, place: place)
        row.identity.rule = figure.noun.map(\.side.figureRule) ?? "figure-unit"
        let sure = FigureConfidence.hundredths(figure, quantity, reading, lexicon: lexicon)
        row.identity.confidence = Double(sure) / 100
        if sure < 90 { row.identity.doubt.append("noun") }
        if quantity.isOutsideType { row.identity.doubt.append("value") }
    }

    /// The list that a number sums up: `甲社区党支部、乙医院党支部等3个`.
    private func summedList(before token: Int, _ reading: SentenceReading) -> Range<Int>? {
        guard token > 1, reading.single(token - 1) == 0x7B49 else { return nil }
        var index = token - 2
        while index > 0, token - index < 30, !reading.isClauseEnd(index), reading.tag(index) != .quantity { index -= 1 }
        return reading.tokens[index].start..<reading.tokens[token].start
    }

    /// From the noun to the number, or the number to the noun.
    private func quote(of quantity: Quantity, _ figure: Figure) -> Range<Int> {
        guard let noun = figure.noun, !noun.range.isEmpty else { return quantity.range }
        return min(noun.range.lowerBound, quantity.range.lowerBound)..<max(noun.range.upperBound, quantity.range.upperBound)
    }

    private typealias PartyNoun = (noun: CountedNoun, text: String?, class: PartyRule.Classification)

    /// 其中43名被编入…, 有63名上岗: some of the members that the sentence has counted before; nil for all other figures.
    private func part(_ figure: Figure, of members: PartyNoun, in sentence: Int) -> PartyNoun? {
        let reading = readings[figure.reading]
        let quantity = reading.quantities[figure.quantity]
        guard sentence == figure.reading, quantity.dimension == "person", figure.noun == nil || quantity.isOwnNoun else { return nil }
        var before = figure.token - 1
        while before > 0, reading.tag(before) == .adverb { before -= 1 }
        guard before >= 0, reading.isWord(before, Self.ofThose) else { return nil }
        // 其中128人为党员: what they are is said behind.
        let behind = figure.token + 1
        return reading.isWord(behind, Self.being) ? nil : members
    }

    private static let ofThose = scalarWords("其中 有 另有 其中有")
    private static let being = scalarWords("是 为 系 群众")

    /// What a figure of the party counts: members, branches, a rate of either; nil for all other figures.
    private func partyNoun(_ figure: Figure) -> PartyNoun? {
        let rule = PartyRule(lexicon: lexicon)
        let reading = readings[figure.reading]
        let quantity = reading.quantities[figure.quantity]
        guard let noun = figure.noun ?? figure.sharedNoun, quantity.dimension != "age", quantity.dimension != "duration", !quantity.isMoney
        else { return nil }
        if let found = rule.classify(noun, unit: quantity.unit, in: reading) { return (noun, figure.nounText, found) }
        guard quantity.dimension == "person-time", rule.membersAct(before: figure.token, in: reading) else { return nil }
        return (noun, "党员", PartyRule.Classification(kind: "member", key: "党员"))
    }

    private func fill(
        _ row: inout PartyRow, _ figure: Figure, _ found: PartyNoun,
        _ figureRow: inout FigureRow
    ) {
        let rule = PartyRule(lexicon: lexicon)
        let reading = readings[figure.reading]
        let (noun, quantity) = (found.noun, reading.quantities[figure.quantity])
        row.kind = found.class.kind
        row.nounKey = found.class.key
        row.noun = found.text
        row.identity = figureRow.identity
        row.quantity = figureRow.quantity
        row.verb = figure.verbText
        row.role = figure.verbRole ?? "other"
        row.activity = row.kind == "rate" ? nil : rule.activity(behind: noun, in: reading)
        row.body = context.body(before: min(quantity.range.lowerBound, noun.range.lowerBound), sentence: reading.sentence)
        row.identity.rule = noun.side.partyRule
    }

    /// The head form of a noun, for grouping.
    private func key(_ figure: Figure) -> String? {
        guard let noun = figure.noun, let text = figure.nounText, !noun.range.isEmpty else { return figure.nounText }
        let reading = readings[figure.reading]
        if let party = PartyRule(lexicon: lexicon).classify(noun, unit: nil, in: reading) { return party.key }
        if let item = lexicon.items.longestReversedMatch(in: document.clean, endingAt: noun.range.upperBound, start: noun.range.lowerBound)
        {
            return lexicon.itemEntries[Int(item.value)].key
        }
        return Repeats.plainNoun(text)
    }
}

extension Array {
    /// Appends the elements of another array, which it empties: they are moved where this array holds none yet.
    fileprivate mutating func take(_ other: inout [Element]) {
        if isEmpty { swap(&self, &other) } else { append(contentsOf: other) }
        other.removeAll()
    }
}
