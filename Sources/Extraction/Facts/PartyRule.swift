/// Makes the rows of the table `party`: figures whose noun is a party noun or a rate of one.
package struct PartyRule {
    private let lexicon: FactLexicon

    package init(lexicon: FactLexicon) { self.lexicon = lexicon }

    /// What a party noun is.
    package struct Classification: Sendable {
        package var kind: String
        package var key: String
    }

    /// The kind and head form of a noun; nil where it is no party noun.
    package func classify(_ noun: CountedNoun, unit: String?, in reading: SentenceReading) -> Classification? {
        let text = reading.text.text
        let range = withoutQuotes(noun.range, in: reading)
        guard !range.isEmpty else { return nil }
        if noun.isList { return classifyList(noun, in: reading) }
        if unit.isExactly("%") || unit.isExactly("‰") { return rate(range, in: reading) }
        if let match = lexicon.partyNouns.longestReversedMatch(in: text, endingAt: range.upperBound, start: range.lowerBound) {
            let entry = lexicon.partyKinds[Int(match.value)]
            if isForeign(range.lowerBound..<range.upperBound - match.length, in: reading) { return nil }
            if entry.kind == "branch", hasWord(Self.temporary, in: range, reading) {
                return Classification(kind: "temporary_branch", key: "临时党支部")
            }
            return Classification(kind: entry.kind, key: entry.key)
        }
        guard
            hasWord(Self.partyMember, in: range, reading) || hasWord(Self.partyBody, in: range, reading)
                || reading.text[range.lowerBound] == 0x515A
        else {
            return nil
        }
        guard let ending = lexicon.partyEndings.longestReversedMatch(in: text, endingAt: range.upperBound, start: range.lowerBound) else {
            return nil
        }
        let kind = lexicon.partyEndingKinds[Int(ending.value)]
        return kind == "none" ? nil : Classification(kind: kind, key: reading.string(range))
    }

    /// “党员先锋队”: the name inside the quotation marks.
    private func withoutQuotes(_ range: Range<Int>, in reading: SentenceReading) -> Range<Int> {
        guard range.count > 2 else { return range }
        switch reading.text[range.upperBound - 1] {
        case 0x201D, 0x22, 0x2019:
            var start = range.lowerBound
            while start < range.upperBound - 1, reading.text[start] != 0x201C, reading.text[start] != 0x22, reading.text[start] != 0x2018 {
                start += 1
            }
            return start < range.upperBound - 2 ? start + 1..<range.upperBound - 1 : range
        default: return range
        }
    }

    /// 自管党员参与率达到94%, 党员占30%.
    private func rate(_ range: Range<Int>, in reading: SentenceReading) -> Classification? {
        guard
            hasWord(Self.partyMember, in: range, reading) || hasWord(Self.partyBody, in: range, reading)
                || isMemberRate(range, in: reading) && membersActNear(range.lowerBound, in: reading)
        else { return nil }
        return Classification(kind: "rate", key: reading.string(range))
    }

    /// 3.4万名在职党员到社区报到,报到率达97.6%: a rate of what the members before it do.
    private func membersActNear(_ position: Int, in reading: SentenceReading) -> Bool {
        let start = max(reading.text.start, position - 40)
        return start < position && hasWord(Self.partyMember, in: start..<position, reading)
    }

    private func isMemberRate(_ range: Range<Int>, in reading: SentenceReading) -> Bool {
        Self.memberRates.contains { reading.text.has($0, at: range.lowerBound) && $0.count == range.count }
    }

    private static let memberRates = scalarWords("报到率 参与率 下沉率 到岗率 上岗率 在岗率 返岗率 响应率 参战率 亮身份率 双报到率")

    /// 党员、群众: a number shared with others than members.
    private func classifyList(_ noun: CountedNoun, in reading: SentenceReading) -> Classification? {
        guard hasWord(Self.partyMember, in: noun.range, reading) else { return nil }
        return Classification(kind: "other", key: reading.string(noun.range))
    }

    /// 青年突击队 of another body: a team needs 党 in its name.
    private func isForeign(_ before: Range<Int>, in reading: SentenceReading) -> Bool {
        hasWord(Self.nonParty, in: before, reading)
    }

    private func hasWord(_ words: WordSet, in range: Range<Int>, _ reading: SentenceReading) -> Bool {
        range.contains { words.hasWord(beginning: reading.text, at: $0, end: range.upperBound) }
    }

    private static let temporary = scalarWords("临时")
    private static let partyMember = scalarWords("党员")
    private static let partyBody = scalarWords("党组织 党支部 党委 党总支 党小组")
    private static let nonParty = scalarWords("非党员 共青团 民主党派 巾帼 青年文明号")

    /// What follows the noun to the next comma: what the members do.
    package func activity(behind noun: CountedNoun, in reading: SentenceReading) -> String? {
        var index = noun.tokens.upperBound
        guard index < reading.tokens.count else { return nil }
        switch reading.tag(index) {
        case .verb, .verbalNoun, .adverb, .preposition, .adjective, .idiom: break
        default:
            // 党员,坚持…: the clause behind a comma, if it begins with a verb.
            guard reading.single(index) == 0x2C, reading.tag(index + 1) == .verb else { return nil }
            index += 1
        }
        let start = index
        while index < reading.tokens.count, !reading.isClauseEnd(index) { index += 1 }
        guard index > start else { return nil }
        return reading.string(reading.tokens[start].start..<reading.tokens[index - 1].end)
    }

    /// 组织党员参与…志愿服务2900余人次: person-times of what members do.
    package func membersAct(before token: Int, in reading: SentenceReading) -> Bool {
        var index = token - 1
        while index >= 0 {
            switch reading.single(index) {
            case 0x3002, 0x3B, 0x2C: return false
            default: break
            }
            if reading.isWord(index, Self.partyMember) { return true }
            index -= 1
        }
        return false
    }
}
