/// Finds who gathers gifts and passes them on: 通过县红十字会捐赠, 委托校友会采购, 由团区委转交.
struct GiftCollectors {
    private let reading: SentenceReading
    private let lexicon: FactLexicon

    init(_ reading: SentenceReading, lexicon: FactLexicon) {
        self.reading = reading
        self.lexicon = lexicon
    }

    /// The tokens that name the body through which the gift goes that the verb of a clause tells; nil where none is named.
    func collector(verb: Int, in number: Int, of clauses: [GiftClause]) -> Range<Int>? {
        guard clauses.indices.contains(number) else { return nil }
        let own = clauses[number].tokens
        if let before = channel(in: own.lowerBound..<min(verb, own.upperBound)) { return before }
        if let agent = passer(in: own) { return agent }
        var next = number + 1
        while next < clauses.count, next <= number + Self.clausesAhead, joinsOn(clauses[next]) {
            if let agent = passer(in: clauses[next].tokens) { return agent }
            if let channel = channel(in: clauses[next].tokens) { return channel }
            next += 1
        }
        // 捐款时委托县侨联代办, 送到一线: the clause before may have said it.
        if number > 0, joinsOn(clauses[number]), !clauses[number].hasOwnSubject { return channel(in: clauses[number - 1].tokens) }
        return nil
    }

    /// True where a comma stands in front of a clause: a semicolon begins another gift.
    private func joinsOn(_ clause: GiftClause) -> Bool {
        clause.tokens.lowerBound > 0 && reading.single(clause.tokens.lowerBound - 1) == 0x2C
    }

    /// 通过X, 委托X, 经X.
    private func channel(in tokens: Range<Int>) -> Range<Int>? {
        for index in tokens where reading.isWord(index, Self.channels) {
            if let body = body(from: index + 1, before: tokens.upperBound) { return body }
        }
        return nil
    }

    /// 由X转交, 交由X统一分发: only with a verb of passing on, since 由X捐赠 names the giver.
    private func passer(in tokens: Range<Int>) -> Range<Int>? {
        for index in tokens where reading.isWord(index, Self.agents) {
            guard let body = body(from: index + 1, before: tokens.upperBound) else { continue }
            let behind = body.upperBound..<min(tokens.upperBound, body.upperBound + Self.verbReach)
            if behind.contains(where: { reading.isWord($0, Self.passing) }) { return body }
        }
        return nil
    }

    /// A name, an area with what stands behind it, or a word for a body, that begins at a token.
    private func body(from start: Int, before limit: Int) -> Range<Int>? {
        guard start < limit else { return nil }
        var end = start
        while end < limit, end - start < Self.longestBody {
            switch reading.tag(end) {
            case .organisation:
                return start..<end + 1
            case .area, .noun, .abbreviation, .organisationName, .placeName, .properNoun, .modifier:
                end += 1
                if isBody(start..<end), end == limit || !continues(end) { return start..<end }
            default:
                return nil
            }
        }
        return nil
    }

    private func continues(_ token: Int) -> Bool {
        switch reading.tag(token) {
        case .noun, .organisation, .organisationName: true
        default: false
        }
    }

    /// 区委组织部, 侨联: neither somebody nor everybody.
    private func isBody(_ tokens: Range<Int>) -> Bool {
        let last = reading.tokens[tokens.upperBound - 1].end
        let first = reading.tokens[tokens.lowerBound].start
        switch lexicon.giver(in: reading.text, first..<last) {
        case nil, "person", "group": return false
        default: return true
        }
    }

    private static let clausesAhead = 2
    private static let verbReach = 6
    private static let longestBody = 4
    private static let channels = scalarWords("通过 经 经过 经由 委托 借助 透过 转托")
    private static let agents = scalarWords("由 交由 经由 经 均由 都由 全由 全部由 统一由 并由 再由")
    private static let passing = scalarWords(
        "转交 转交给 转交到 转赠 转赠给 转送 转送给 转捐 转达 转给 转往 转到 转运 汇总 划转 代收 代转 代购 代为 统一 统筹 接收 代为接收 签收 代管 收转 分发 分配 发放 调配 调拨 送达 送往 送到 带去 寄往")
}
