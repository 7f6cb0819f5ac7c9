import FoundationEssentials
import Language
import Testing

@Suite struct SyntaxFormatterTests {
    @Test(arguments: [
        ("select a,b as c from t where a=1 and(b=2 or c=3)", "SELECT a, b AS c FROM t WHERE a = 1 AND (b = 2 OR c = 3)"),
        ("select ((a+b))*c, -(-a), -a^2, (a||b)||c, a||(b||c)", "SELECT (a + b) * c, - -a, -a ^ 2, a || b || c, a || (b || c)"),
        (
            "from t |> where x |> aggregate sum(a) as s group and order by b desc",
            "FROM t |> WHERE x |> AGGREGATE sum(a) AS s GROUP AND ORDER BY b DESC"
        ),
        ("select \"a b\", 'it''s', e'a\\nb', 1_000, x'y'", "SELECT \"a b\", 'it''s', 'a\nb', 1000, x 'y'"),
        (
            "select cast(a as decimal(10,2)), a::int[], extract(year from d)",
            "SELECT CAST(a AS decimal(10, 2)), a::int[], EXTRACT('year' FROM d)"
        ),
        ("select * exclude(a) replace(b as c) from t join u using(x)", "SELECT * EXCLUDE (a) REPLACE (b AS c) FROM t JOIN u USING (x)"),
        (
            "select sum(x) over(partition by a order by b rows 2 preceding)",
            "SELECT sum(x) OVER (PARTITION BY a ORDER BY b ROWS 2 PRECEDING)"
        ),
        ("|> limit 5 offset 2", "|> LIMIT 5 OFFSET 2"),
        ("insert into t(a) values(1),(default)", "INSERT INTO t (a) VALUES (1), (DEFAULT)"),
    ])
    func writesCanonicalText(text: String, expected: String) throws {
        #expect(SyntaxFormatter.format(try Parser.statement(text)) == expected)
    }

    @Test func putsAClauseOnALine() throws {
        let text = "with a as (select 1 x) from a join b on a.x = b.x |> where x > 1 |> aggregate count(*) group by x"
        #expect(
            SyntaxFormatter.format(try Parser.statement(text), layout: .clauses) == """
                WITH a AS (
                    SELECT 1 AS x
                )
                FROM a
                JOIN b ON a.x = b.x
                |> WHERE x > 1
                |> AGGREGATE count(*)
                    GROUP BY x
                """)
    }

    /// Reading what was written gives the same tree, for whatever the grammar can make, in both layouts.
    @Test(arguments: 0..<4)
    func writtenTextReadsBackTheSame(part: Int) throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let grammar = try GrammarText(String(contentsOf: root.appendingPathComponent("grammar/reportql.ebnf"), encoding: .utf8))
        let generator = GrammarGenerator(grammar, samples: GrammarTests.samples)
        var random = SeededGenerator(seed: UInt64(77 + part))
        var failures = 0
        for round in 0..<80 where failures < 3 {
            let text = generator.tokens(of: "statement", depth: 10 + round % 12, using: &random).joined(separator: " ")
            guard text.utf8.count < 4_000, let statement = Parser.parse(text).statement else { continue }
            for layout in [SyntaxFormatter.Layout.line, .clauses] {
                let written = SyntaxFormatter.format(statement, layout: layout)
                let parsed = Parser.parse(written)
                guard let again = parsed.statement else {
                    failures += 1
                    Issue.record("\(parsed.error.map { DiagnosticRenderer().render($0, in: written) } ?? "")\n\(text)\n\(written)")
                    continue
                }
                let (first, second) = (outline(statement), outline(again))
                if first != second {
                    failures += 1
                    let common = zip(first, second).prefix { $0 == $1 }.count
                    Issue.record(
                        "\(first.dropFirst(max(0, common - 80)).prefix(160))\n\(second.dropFirst(max(0, common - 80)).prefix(160))\n\(text)\n\(written)"
                    )
                }
            }
        }
    }
}
