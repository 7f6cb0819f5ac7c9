import Columns
import Planner
import Testing

@Suite struct BindingErrorTests {
    @Test(arguments: [
        ("SELECT worth_yaun FROM donations", "worth_yaun", "worth_yuan"),
        ("SELECT donations.gfit FROM donations", "gfit", "gift"),
        ("SELECT * FROM donation", "donation", "donations"),
        ("SELECT dd.gift FROM donations d", "dd", "d"),
        ("SELECT contt(*) FROM t", "contt", "count"),
        ("WITH recent AS (FROM t) SELECT * FROM recnt", "recnt", "recent"),
        ("SELECT a::BIGITN FROM t", "BIGITN", "bigint"),
    ])
    func aMistypedNameIsBlamedAndCorrected(text: String, words: String, suggestion: String) throws {
        let failure = try #require(Planning.failure(text))
        #expect(failure.words == words)
        #expect(failure.error.help.first?.contains("`\(suggestion)`") == true, "\(failure.error.help)")
        #expect(failure.error.help.count <= 5)
    }

    @Test(arguments: [
        ("SELECT a FROM t JOIN u ON t.a = u.a", QueryError.Code.ambiguousColumn, "a"),
        ("SELECT a, sum(b) FROM t", .invalidQuery, "a"),
        ("SELECT sum(sum(a)) FROM t", .invalidQuery, "sum(a)"),
        ("SELECT a FROM t WHERE row_number() OVER () = 1", .invalidQuery, "row_number() OVER ()"),
        ("SELECT row_number() FROM t", .invalidQuery, "row_number"),
        ("SELECT a FROM t ORDER BY 4", .invalidQuery, "4"),
        ("SELECT a FROM t GROUP BY 0", .invalidQuery, "0"),
        ("SELECT a FROM t ORDER BY 'x'", .invalidQuery, "'x'"),
        ("SELECT a FROM t LIMIT -1", .invalidQuery, "-1"),
        ("SELECT a FROM t WHERE day", .unknownColumn, "day"),
        ("SELECT day FROM days WHERE day", .typeMismatch, "day"),
        ("SELECT day = 5 FROM days", .typeMismatch, "day = 5"),
        ("SELECT date '2024-13-01'", .conversion, "date '2024-13-01'"),
        ("VALUES (1), (1, 2)", .invalidQuery, "1, 2"),
        ("INSERT INTO t VALUES (1)", .invalidQuery, "1"),
        ("INSERT INTO t (a, z) VALUES (1, 2)", .unknownColumn, "z"),
        ("UPDATE t SET z = 1", .unknownColumn, "z"),
        ("INSERT INTO v VALUES (1, 2)", .invalidQuery, "v"),
        ("CREATE TABLE t (a INTEGER)", .alreadyExists, "t"),
        ("CREATE TABLE n (a INTEGER, A TEXT)", .alreadyExists, "A"),
        ("DROP TABLE missing", .unknownTable, "missing"),
        ("FROM 'nothing.csv'", .fileNotFound, "'nothing.csv'"),
        ("WITH RECURSIVE r AS (SELECT 1 UNION ALL SELECT * FROM r) FROM r", .notSupported, "r"),
        ("SELECT * FROM t PIVOT (sum(a) FOR b IN (1))", .notSupported, "t PIVOT (sum(a) FOR b IN (1))"),
    ])
    func errorsHaveTheirPlace(text: String, code: QueryError.Code, words: String) throws {
        let failure = try #require(Planning.failure(text), "\(text) binds")
        #expect(failure.error.code == code, "\(failure.error.message)")
        #expect(failure.words == words, "\(failure.error.message)")
    }

    @Test func parametersTakeTheirTypes() throws {
        let number = ParameterValue(.integer(5), type: .integer)
        let text = ParameterValue(.text("2024-01-31"), type: .text)
        #expect(try Planning.columns("SELECT $n + 1 AS x", parameters: ["n": number]) == ["x INTEGER"])
        #expect(try Planning.columns("SELECT ? AS x", parameters: ["1": number]) == ["x INTEGER"])
        // A text adopts the type of what it is compared with.
        #expect(
            try Planning.printed("SELECT day FROM days WHERE day > $d", parameters: ["d": text]).contains(
                "day > CAST('2024-01-31' AS DATE)"))
        #expect(Planning.failure("SELECT $n")?.words == "$n")
        #expect(Planning.failure("SELECT 1", parameters: ["n": number])?.error.code == .parameter)
    }

    @Test func deepNestingIsAnError() throws {
        var text = "t"
        for _ in 0..<300 { text = "(SELECT * FROM \(text))" }
        // Either it is bound or refused with a clear error; it never takes the process down.
        _ = Planning.failure("SELECT * FROM \(text)")
        var pipes = "FROM t"
        for _ in 0..<3_000 { pipes += " |> WHERE a > 1" }
        do {
            _ = try Planning.optimized(pipes)
        } catch let error as QueryError {
            #expect(error.message.contains("nested too deeply"))
        }
    }
}
