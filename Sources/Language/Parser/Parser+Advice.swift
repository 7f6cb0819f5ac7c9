/// What to do about mistakes that are common enough to be known: habits from other systems, and clauses out of order.
extension Parser {
    /// Help for the token that does not fit, and a fix where one is sure.
    func advice(at failed: Int) -> (help: [String], fix: Diagnostic.Fix?) {
        let token = tokens[failed]
        let before = failed > 0 ? tokens[failed - 1] : token
        let behind = tokens[min(failed + 1, tokens.count - 1)]
        if token.kind == .bar, Self.pipeOperatorKeywords.contains(behind.keyword) { return pipe(token, behind.keyword) }
        if before.kind == .bar, Self.pipeOperatorKeywords.contains(token.keyword) { return pipe(before, token.keyword) }
        switch token.keyword {
        case .by: return (["write GROUP BY or ORDER BY"], nil)
        case .from where before.keyword == .select || before.keyword == .distinct:
            let place = token.lowerBound..<token.lowerBound
            return (["name the columns, or write * for all of them"], Diagnostic.Fix(range: place, replacement: "* "))
        case .where, .group, .having:
            let name = token.keyword == .group ? "AGGREGATE … GROUP BY" : "WHERE"
            return (
                [
                    "clauses stand in the order FROM, WHERE, GROUP BY, HAVING, ORDER BY, LIMIT",
                    "or write it as a further step: |> \(name) …",
                ], nil
            )
        default: break
        }
        if token.kind == .comma, follows(.limit, failed) { return (["write LIMIT count OFFSET start"], nil) }
        if token.kind == .comma, follows(.in, failed) { return (["put the list in parentheses: IN (1, 2)"], nil) }
        if token.kind == .number, before.kind == .word, text(before.range).lowercased() == "top" {
            return (["write LIMIT \(text(token.range)) at the end of the query"], nil)
        }
        return ([], nil)
    }

    private func pipe(_ bar: Token, _ keyword: Keyword) -> (help: [String], fix: Diagnostic.Fix?) {
        (["a pipe is written |>: |> \(keyword.rawValue)"], Diagnostic.Fix(range: bar.range, replacement: "|>"))
    }

    /// True where the keyword stands one operand before the token.
    private func follows(_ keyword: Keyword, _ index: Int) -> Bool {
        index >= 2 && tokens[index - 2].keyword == keyword
    }
}
