/// Finds the misspelled keyword behind a syntax error by trying: a word near the failure is read as the keyword that it resembles, and
/// if the statement can then be read to its end, or further than before, that was it.
///
/// What was expected at the failing token cannot tell this alone. In `SELECT a FORM t` the parser fails at `t`, for `FORM` passed as
/// an alias; in `sum(x) OEVR (…)` and `CSAT(a AS DATE)` the mistake is several tokens back.
struct KeywordRepair {
    /// The index of the misspelled word.
    var index: Int
    var keyword: Keyword

    /// How many tokens before the failing one are tried.
    private static let reach = 12
    /// Trying costs a reading of the statement for each candidate; enormous statements are spared that.
    private static let tokenLimit = 50_000

    /// The best repair of the statement that begins at token `start` and failed at token `failed`; nil where none helps.
    ///
    /// `run` reads the statement from the given tokens and returns the index of the token at which it failed, nil if it did not.
    static func find(
        _ bytes: [UInt8], _ tokens: [Token], from start: Int, failedAt failed: Int, run: ([Token]) -> Int?
    ) -> KeywordRepair? {
        guard failed - start < tokenLimit, tokens.count < 4 * tokenLimit else { return nil }
        let isAtEnd = tokens[failed].kind == .endOfInput || tokens[failed].kind == .semicolon
        var best: (repair: KeywordRepair, reached: Int)?
        for index in stride(from: failed, through: max(start, failed - reach), by: -1) {
            let token = tokens[index]
            guard token.kind == .word, !token.keyword.isReserved, (3...20).contains(token.range.count) else { continue }
            for keyword in candidates(for: String(decoding: bytes[token.range], as: UTF8.self)) where keyword != token.keyword {
                var changed = tokens
                changed[index].keyword = keyword
                guard let reached = run(changed) else { return KeywordRepair(index: index, keyword: keyword) }
                // At the end of an unfinished statement, getting further is no evidence.
                if !isAtEnd, reached > failed + 1, reached > best?.reached ?? 0 {
                    best = (KeywordRepair(index: index, keyword: keyword), reached)
                }
            }
        }
        return best?.repair
    }

    /// The keywords that the word resembles, nearest first.
    private static func candidates(for word: String) -> [Keyword] {
        let folded = Array(word.lowercased())
        guard folded.allSatisfy(\.isASCII) else { return [] }
        let limit = folded.count <= 4 ? 1 : 2
        var found: [(distance: Int, keyword: Keyword)] = []
        for keyword in Keyword.allCases where keyword.rawValue.utf8.count >= 2 {
            guard let distance = EditDistance.between(folded, Array(keyword.rawValue.lowercased()), limit: limit), distance > 0 else {
                continue
            }
            found.append((distance, keyword))
        }
        found.sort { $0.distance < $1.distance }
        return found.prefix(4).map(\.keyword)
    }
}
