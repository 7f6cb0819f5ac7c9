extension Parser {
    /// The words that a pipe operator may begin with.
    static let pipeOperatorKeywords: [Keyword] = [
        .select, .where, .aggregate, .extend, .set, .drop, .rename, .as, .distinct, .order, .limit, .join, .union, .intersect, .except,
        .call,
        .with, .pivot, .unpivot, .tablesample, .assert, .describe, .summarize, .sources,
    ]

    /// What stands behind `|>` is no operator. What other languages call one gets the name it has here.
    mutating func unknownPipeOperator() -> SyntaxError {
        let range = token.range
        let word = token.kind == .word ? text(range).lowercased() : ""
        switch token.keyword {
        case .group:
            return fail(
                .misplacedClause, "GROUP BY is part of the pipe operator AGGREGATE", at: range, label: "without AGGREGATE before it",
                help: ["write |> AGGREGATE count(*) GROUP BY …", "remove the |> if an AGGREGATE stands before it"])
        case .having, .qualify:
            return fail(
                .misplacedClause, "\(token.keyword.rawValue) is written WHERE in a pipe", at: range, label: "write WHERE",
                help: ["|> WHERE sees the columns of the step before it, aggregates and window functions included"],
                fix: Diagnostic.Fix(range: range, replacement: "WHERE"))
        case .from:
            return fail(
                .misplacedClause, "FROM begins a pipe and cannot continue one", at: range, label: "not behind |>",
                help: ["write |> JOIN to add a table", "write |> UNION ALL (FROM …) to add rows"])
        case .window:
            return fail(
                .misplacedClause, "a window function is added with EXTEND", at: range, label: "write EXTEND",
                help: ["write |> EXTEND sum(x) OVER (PARTITION BY y) AS name"], fix: Diagnostic.Fix(range: range, replacement: "EXTEND"))
        case .create, .insert:
            return fail(
                .unsupportedSyntax, "a pipe cannot end in \(token.keyword.rawValue)", at: range, label: "not supported",
                help: [token.keyword == .create ? "write CREATE TABLE name AS FROM … |> …" : "write INSERT INTO name FROM … |> …"])
        default: break
        }
        if let instead = Self.operatorsElsewhere[word] {
            return fail(
                .unexpectedToken, "there is no pipe operator \(word.uppercased())", at: range, label: "write \(instead.name)",
                help: instead.help,
                fix: Diagnostic.Fix(range: range, replacement: instead.name))
        }
        if expectations.isRecording {
            for keyword in Self.pipeOperatorKeywords { expectations.note(.keyword(keyword)) }
        }
        return unexpected("a pipe operator")
    }

    /// Operators of other languages with pipes.
    private static let operatorsElsewhere: [String: (name: String, help: [String])] = [
        "filter": ("WHERE", ["write |> WHERE condition"]),
        "project": ("SELECT", ["write |> SELECT a, b"]),
        "derive": ("EXTEND", ["write |> EXTEND expression AS name"]),
        "mutate": ("EXTEND", ["write |> EXTEND expression AS name"]),
        "sort": ("ORDER BY", ["write |> ORDER BY a DESC"]),
        "arrange": ("ORDER BY", ["write |> ORDER BY a DESC"]),
        "take": ("LIMIT", ["write |> LIMIT 10"]),
        "head": ("LIMIT", ["write |> LIMIT 10"]),
        "top": ("LIMIT", ["write |> ORDER BY a DESC |> LIMIT 10"]),
        "count": ("AGGREGATE count(*)", ["write |> AGGREGATE count(*)"]),
        "summarise": ("AGGREGATE", ["write |> AGGREGATE sum(x) GROUP BY a", "|> SUMMARIZE gives statistics of each column"]),
        "exclude": ("DROP", ["write |> DROP a, b"]),
        "sample": ("TABLESAMPLE", ["write |> TABLESAMPLE reservoir (20 ROWS)"]),
    ]
}
