import Language
import Testing

/// The quality of did-you-mean, measured: every keyword of some statements is misspelled in turn, and the message must name the right place
/// and the right word nearly always.
@Suite struct MisspellingTests {
    private static let statements = [
        "SELECT adcode, district, sum(worth_yuan) AS yuan FROM donations WHERE counted GROUP BY adcode, district ORDER BY yuan DESC LIMIT 10",
        "FROM donations |> WHERE counted |> AGGREGATE sum(worth_yuan) AS yuan GROUP BY adcode |> ORDER BY yuan DESC |> LIMIT 5",
        "WITH large AS (SELECT * FROM gifts WHERE worth > 1000) SELECT a.name, b.worth FROM donors AS a LEFT JOIN large AS b ON a.id = b.donor",
        "SELECT CASE WHEN a > 1 THEN 'x' ELSE 'y' END, CAST(b AS DATE) FROM t WHERE a BETWEEN 1 AND 2 AND b NOT LIKE 'z%'",
        "SELECT a FROM t UNION ALL SELECT b FROM u EXCEPT SELECT c FROM v",
        "SELECT a, row_number() OVER (PARTITION BY b ORDER BY c DESC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) FROM t QUALIFY a = 1",
        "FROM t |> EXTEND a + 1 AS b |> RENAME a AS c |> DROP d |> DISTINCT |> JOIN u USING (k)",
        "CREATE OR REPLACE TABLE t AS SELECT * FROM u WHERE EXISTS (SELECT 1 FROM v WHERE v.a = u.a)",
        "INSERT INTO t (a, b) VALUES (1, 2)",
        "COPY (SELECT a FROM t HAVING count(*) > 1) TO 'f.csv'",
    ]

    @Test func misspelledKeywordsAreFoundWhereTheyStand() {
        var refused = 0
        var rightPlace = 0
        var rightWord = 0
        for statement in Self.statements {
            let bytes = Array(statement.utf8)
            for token in Lexer.tokens(of: bytes).tokens where token.kind == .word && token.keyword != .none && token.range.count >= 4 {
                for misspelled in [swapped(bytes, token), shortened(bytes, token)] where misspelled != bytes {
                    guard let error = Parser.parse(misspelled).error else { continue }
                    refused += 1
                    if error.range?.lowerBound == token.lowerBound { rightPlace += 1 }
                    if error.help.first == "did you mean \(token.keyword.rawValue)?" { rightWord += 1 }
                }
            }
        }
        #expect(refused > 100)
        #expect(rightPlace * 100 >= refused * 95, "\(rightPlace) of \(refused)")
        #expect(rightWord * 100 >= refused * 95, "\(rightWord) of \(refused)")
    }

    @Test(arguments: ["SELECT form, too FROM t WHERE (a", "SELECT a b c FROM form", "SELECT form + FROM t", "FROM groups |> LIMIT 1 2"])
    func namesThatResembleKeywordsAreLeftAlone(text: String) throws {
        let error = try #require(Parser.parse(text).error)
        #expect(error.fix == nil, "\(error.help)")
    }

    private func swapped(_ bytes: [UInt8], _ token: Token) -> [UInt8] {
        var result = bytes
        result.swapAt(token.lowerBound + 1, token.lowerBound + 2)
        return result
    }

    private func shortened(_ bytes: [UInt8], _ token: Token) -> [UInt8] {
        var result = bytes
        result.remove(at: token.upperBound - 2)
        return result
    }
}
