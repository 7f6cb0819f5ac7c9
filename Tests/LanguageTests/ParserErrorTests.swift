import Language
import Testing

/// What a wrong statement is told: the code, the place (between ⟦ and ⟧) and a piece of the message, label or help.
@Suite struct ParserErrorTests {
    @Test(arguments: [
        ("select * ⟦form⟧ t", "did you mean FROM?"),
        ("⟦selct⟧ a from t", "did you mean SELECT?"),
        ("SELECT a ⟦FORM⟧ t", "did you mean FROM?"),
        ("SELECT a FROM t ⟦WHER⟧ a > 1", "did you mean WHERE?"),
        ("SELECT a FROM t ⟦GRUOP⟧ BY a", "did you mean GROUP?"),
        ("SELECT a FROM t ⟦ODER⟧ BY a", "did you mean ORDER?"),
        ("SELECT a FROM t ⟦JION⟧ u ON t.a = u.a", "did you mean JOIN?"),
        ("SELECT a FROM t WHERE a = 1 ⟦ADN⟧ b = 2", "did you mean AND?"),
        ("SELECT a FROM t ⟦LIMT⟧ 5", "did you mean LIMIT?"),
        ("SELECT CASE WHEN a ⟦THN⟧ 1 END", "did you mean THEN?"),
        ("SELECT a FROM t ORDER BY a ⟦DECS⟧", "did you mean DESC?"),
        ("CREATE ⟦TABEL⟧ t (a INTEGER)", "did you mean TABLE?"),
        ("FROM t |> ⟦AGREGATE⟧ sum(a)", "did you mean AGGREGATE?"),
        ("FROM t |> ⟦selet⟧ a", "did you mean SELECT?"),
    ])
    func misspelledKeywords(marked: String, expected: String) throws {
        let error = try error(marked)
        #expect(error.code == .unexpectedToken)
        #expect(error.help.first == expected)
    }

    @Test(arguments: [
        ("FROM t |> ⟦GROUP⟧ BY a", "L013", "AGGREGATE"),
        ("FROM t |> ⟦HAVING⟧ a > 1", "L013", "WHERE"),
        ("FROM t |> SELECT a ⟦FROM⟧ u", "L013", "no FROM"),
        ("FROM t |> SELECT a ⟦WHERE⟧ a > 1", "L013", "|>"),
        ("FROM t |> ⟦FILTER⟧ a > 1", "L010", "write WHERE"),
        ("FROM t |> DROP ⟦t.a⟧", "L014", "DROP"),
        ("FROM t |> RENAME ⟦t.a⟧ AS b", "L014", "RENAME"),
        ("FROM t |> SET ⟦t.a⟧ = 1", "L014", "SET"),
        ("FROM t |> AGGREGATE sum(a) GROUP BY ⟦ALL⟧", "L016", "GROUP BY ALL"),
        ("FROM t |> UNION ALL ⟦SELECT⟧ 1", "L013", "parentheses"),
        ("FROM t |>⟦⟧", "L010", "not complete"),
        ("FROM t |> ⟦1⟧", "L010", "a pipe operator"),
        ("SELECT a < b ⟦<⟧ c", "L012", "AND"),
        ("SELECT * FROM a ⟦JOIN⟧ b", "L015", "ON"),
        ("SELECT * FROM a ⟦LEFT JOIN⟧ b WHERE x", "L015", "USING"),
        ("SELECT * FROM a CROSS JOIN b ⟦ON⟧ true", "L013", "CROSS"),
        ("SELECT 1 LIMIT 1 ⟦LIMIT⟧ 2", "L017", "LIMIT"),
        ("SELECT (1⟦⟧", "L010", "expected )"),
        ("SELECT 1 +⟦⟧", "L010", "an expression"),
        ("SELECT 1 + ⟦)⟧", "L010", "an expression"),
        ("SELECT ⟦order⟧ FROM t", "L010", "\"order\""),
        ("SELECT a FROM ⟦select⟧ 1", "L010", "a table"),
        ("SELECT 'a' || ⟦'⟧abc", "L001", "never closed"),
        ("SELECT 1 ⟦/*⟧ abc", "L001", "never closed"),
        ("SELECT ⟦\"⟧abc", "L001", "never closed"),
        ("SELECT ⟦$x$⟧abc", "L001", "never closed"),
        ("SELECT ⟦“⟧abc”", "L003", "write '"),
        ("SELECT a ⟦≥⟧ 1", "L003", ">="),
        ("SELECT a、b", "L003", ","),
        ("SELECT ⟦2024年⟧ FROM t", "L004", "\"2024年\""),
        ("SELECT E'⟦\\u12⟧'", "L005", "escape"),
        ("SELECT ⟦$0⟧", "L018", "parameters"),
        ("SELECT 1; ⟦⟧SELECT 2", "L010", "second statement"),
        ("INSERT ⟦OR REPLACE⟧ INTO t VALUES (1)", "L016", "not supported"),
        ("⟦⟧", "L019", "no statement"),
        ("COPY t TO⟦⟧", "L010", "an expression"),
        ("SELECT a FROM t ⟦1⟧", "L010", "expected"),
        ("FROM t ⟦|⟧ WHERE a", "L010", "|> WHERE"),
        ("FROM t |> WHERE a | ⟦SELECT⟧ b", "L010", "|> SELECT"),
        ("FROM t |> AGGREGATE sum(x) ⟦BY⟧ a", "L010", "GROUP BY"),
        ("SELECT a FROM t LIMIT 5⟦,⟧ 10", "L010", "OFFSET"),
        ("SELECT TOP ⟦5⟧ a FROM t", "L010", "LIMIT 5"),
        ("SELECT a FROM t ORDER BY a ⟦WHERE⟧ b", "L010", "|> WHERE"),
        ("SELECT ⟦FROM⟧ t", "L010", "* for all"),
        ("SELECT a FROM t WHERE a IN 1⟦,⟧ 2", "L010", "parentheses"),
        ("SELECT a, count(* ⟦FROM⟧ t", "L010", "expected )"),
    ])
    func otherErrors(marked: String, code: String, expected: String) throws {
        let error = try error(marked)
        #expect(error.code.rawValue == code)
        let everything = ([error.message, error.label ?? ""] + error.help).joined(separator: "\n")
        #expect(everything.contains(expected), "\(everything)")
    }

    /// The error of the text, after checking that it stands where the marks are.
    private func error(_ marked: String) throws -> Diagnostic {
        let source = Marked(marked)
        let error = try #require(Parser.parse(source.text).error, "\(source.text) was accepted")
        if marked.contains("⟦") { #expect(error.range == source.range, "\(error) in \(source.text)") }
        return error
    }

    @Test func fixesRepairTheStatement() throws {
        for text in [
            "select * form t", "SELECT a ≥ 1", "SELECT “it's”", "SELECT 2024年 FROM t", "FROM t |> HAVING a", "FROM t |> SELECT a WHERE b",
            "FROM t |> DROP t.a", "SELECT 'abc", "SELECT 1 /* x", "FROM t |> filter a", "SELECT a、b FROM t", "FROM t | WHERE a",
            "FROM t |> WHERE a | SELECT b", "SELECT FROM t",
        ] {
            let error = try #require(Parser.parse(text).error)
            let fix = try #require(error.fix, "\(text)")
            var bytes = Array(text.utf8)
            bytes.replaceSubrange(fix.range, with: Array(fix.replacement.utf8))
            let repaired = Parser.parse(bytes)
            #expect(
                repaired.error == nil, "\(text) became \(String(decoding: bytes, as: UTF8.self)): \(String(describing: repaired.error))")
        }
    }

    @Test func anUnclosedParenthesisIsNamed() throws {
        let error = try #require(Parser.parse("SELECT (1 + 2\nFROM t").error)
        #expect(error.notes == ["`(` was opened at line 1, column 8"])
    }

    @Test func fullWidthSignsAreReadAndNoted() throws {
        let parsed = Parser.parse("SELECT　sum（a），b，c FROM t WHERE a＞＝1；")
        #expect(parsed.error == nil)
        #expect(parsed.diagnostics.count == 6, "one note for each sign, not for each place")
        #expect(parsed.diagnostics.allSatisfy { $0.severity == .note && $0.code == .fullWidthSign })
        let statement = try #require(parsed.statement)
        let plain = try Parser.statement("SELECT sum(a), b, c FROM t WHERE a >= 1")
        #expect(outline(statement) == outline(plain))
    }

    @Test func invalidEncodingIsAnErrorWhereItStands() throws {
        let bytes = Array("SELECT 'a".utf8) + [0xff, 0xfe] + Array("' FROM t; SELECT 2".utf8)
        let error = try #require(Parser.parse(bytes).error)
        #expect(error.code == .invalidEncoding)
        #expect(error.range == 9..<10)
    }

    @Test func oneBadStatementDoesNotSpoilTheNext() {
        let statements = Parser.script(Array("SELECT 1;; SELECT (2; selct 3; FROM t".utf8))
        #expect(statements.map { $0.error == nil } == [true, false, false, true])
        #expect(statements.map(\.range) == [0..<8, 11..<20, 22..<29, 31..<37])
    }
}
