/// A quantity of the text with what it counts: the raw material of all fact tables.
package struct Figure: Sendable {
    /// Index into the article's readings, and into that reading's quantities and tokens.
    package var reading: Int
    package var quantity: Int
    package var token: Int
    package var noun: CountedNoun?
    package var nounText: String?
    /// The noun of the number before that this one goes on with: 党员先锋岗9个和7个.
    package var sharedNoun: CountedNoun?
    package var verbText: String?
    package var verbRole: String?
}

/// Decides which quantities of a sentence are figures and finds what they count.
package struct FigureFinder {
    private let lexicon: FactLexicon

    package init(lexicon: FactLexicon) { self.lexicon = lexicon }

    /// The figures of a reading, and the quantities that are none with the reason.
    package func figures(_ reading: SentenceReading, index: Int) -> (figures: [Figure], rejected: [RejectedNumber]) {
        let finder = NounFinder(reading, lexicon: lexicon)
        var figures: [Figure] = []
        var rejected: [RejectedNumber] = []
        for (token, entry) in reading.tokens.enumerated() where entry.tag == .quantity {
            let quantity = reading.quantities[Int(entry.reference)]
            let noun = finder.noun(of: quantity, at: token)
            let text = noun.map { reading.string(tokens: $0.tokens) }
            if let reason = rejection(quantity, noun: noun, text: text, token: token, reading) {
                rejected.append(RejectedNumber(range: quantity.range, reason: reason))
                continue
            }
            var figure = Figure(reading: index, quantity: Int(entry.reference), token: token, noun: noun, nounText: text)
            if let verb = governingVerb(token, noun, reading) {
                figure.verbText = reading.string(reading.tokens[verb].range)
                figure.verbRole = lexicon.verbs.value(of: reading.text.text[reading.tokens[verb].range]).map { lexicon.verbRoles[Int($0)] }
            }
            // 砂糖橘2.5吨和1.8吨: the second number goes on with the noun of the first.
            if noun == nil, let last = figures.last, last.nounText != nil, last.token == token - 2, reading.isListJoint(token - 1),
                reading.quantities[last.quantity].unit == quantity.unit, quantity.unit != nil
            {
                (figure.nounText, figure.sharedNoun) = (last.nounText, last.noun ?? last.sharedNoun)
            }
            figures.append(figure)
        }
        return (figures, rejected)
    }

    /// Why a quantity counts nothing.
    private func rejection(_ quantity: Quantity, noun: CountedNoun?, text: String?, token: Int, _ reading: SentenceReading) -> MaskReason? {
        if quantity.unit == nil {
            return quantity.dimension == "share"
                ? (noun == nil && reading.tokens.count < 3 ? .fraction : nil) : bareNumberRejection(quantity, noun: noun, reading)
        }
        guard quantity.isLoneOne else { return nil }
        // 42名党员一个不落: none is missing.
        if reading.isWord(token + 1, Self.lacking), noun?.side != .right { return .generic }
        switch quantity.dimension {
        case "money", "mass", "volume", "area", "share": return nil
        case "duration", "age": return .generic
        case "length": return noun?.side == .right || quantity.unit == "公里" ? nil : .generic
        default: break
        }
        guard let noun, noun.side == .right || noun.side == .left, !noun.isList else { return .generic }
        if noun.side == .left { return quantity.unit == "家" ? .generic : nil }
        // 一名党员就是一面旗帜
        if reading.isWord(noun.tokens.upperBound, Self.equations) { return .generic }
        // 作为一名党员, 是一名医生: what somebody is, not how many there are.
        if token > 0, reading.isWord(token - 1, Self.copulas) { return .generic }
        let range = noun.range
        if lexicon.partyNouns.longestReversedMatch(in: reading.text.text, endingAt: range.upperBound, start: range.lowerBound) != nil {
            return nil
        }
        if quantity.dimension == "person" { return isPerson(range, reading) ? nil : .generic }
        if reading.isWord(noun.tokens.upperBound - 1, Self.concrete) { return nil }
        if lexicon.items.longestReversedMatch(in: reading.text.text, endingAt: range.upperBound, start: range.lowerBound) != nil {
            return nil
        }
        if let kind = lexicon.giver(in: reading.text, range) { return kind == "group" || kind == "person" ? .generic : nil }
        return .generic
    }

    private func isPerson(_ range: Range<Int>, _ reading: SentenceReading) -> Bool {
        if let kind = lexicon.giver(in: reading.text, range) { return kind == "person" || kind == "group" }
        switch reading.text[range.upperBound - 1] {
        case 0x5458, 0x8005, 0x957F, 0x751F, 0x58EB, 0x5E08, 0x4EBA, 0x5DE5, 0x5C14, 0x90E8, 0x8B66: return true
        default: return false
        }
    }

    /// A number without a unit is a figure only directly before what it counts: 千余党组织, 200余党员干部.
    private func bareNumberRejection(_ quantity: Quantity, noun: CountedNoun?, _ reading: SentenceReading) -> MaskReason? {
        guard let noun, noun.side == .right, noun.range.lowerBound == quantity.range.upperBound, !quantity.isLoneOne else { return .noUnit }
        let range = noun.range
        let digits = quantity.numeralEnd - quantity.numeralStart
        let isParty =
            lexicon.partyNouns.longestReversedMatch(in: reading.text.text, endingAt: range.upperBound, start: range.lowerBound) != nil
        guard digits >= 2, isParty || quantity.qualifier == .over || quantity.qualifier == .nearly || quantity.qualifier == .about else {
            return .noUnit
        }
        return isParty || isPerson(range, reading)
            || lexicon.bodies.longestReversedMatch(in: reading.text.text, endingAt: range.upperBound, start: range.lowerBound) != nil
            ? nil : .noUnit
    }

    /// The verb that governs a quantity: the nearest to the left of number and noun in the clause, else the first behind the noun.
    private func governingVerb(_ token: Int, _ noun: CountedNoun?, _ reading: SentenceReading) -> Int? {
        var index = min(token, noun?.tokens.lowerBound ?? token) - 1
        let floor = max(0, token - 10)
        while index >= floor, !reading.isClauseEnd(index) {
            if reading.tag(index) == .verb || lexicon.verbs.value(of: reading.text.text[reading.tokens[index].range]) != nil {
                return index
            }
            if reading.isDe(index) { break }
            index -= 1
        }
        index = max(token + 1, noun?.tokens.upperBound ?? token + 1)
        let ceiling = min(reading.tokens.count, index + 6)
        while index < ceiling, !reading.isClauseEnd(index) {
            if reading.tag(index) == .verb { return index }
            if reading.isDe(index) || reading.isListJoint(index) { return nil }
            index += 1
        }
        return nil
    }

    private static let lacking = scalarWords("不 没 没有 不落 不漏 不少 不缺 没落 没少")
    private static let copulas = scalarWords("作为 是 像 成为 身为 当 做 就是 做为 当好 当上 为 如 像是 这样")
    private static let equations = scalarWords("就是 便是 就像 如同")
    private static let concrete = scalarWords(
        "生产线 流水线 配件线 保险 直播 存单 红包 餐馆 饭店 宾馆 超市 药店 餐厅 面馆 汤馆 诊所 企业 工厂 公司 合作社 茶馆 网店 专班 档案 台账 监测点 卡点 小组 党支部 支部 帐篷 车 办公室 指挥部 工作组 专用 通道 隔离点 名单 路 岗亭 病例 账户 热线 群 微信群"
    )
}
