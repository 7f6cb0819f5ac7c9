import Language
import Testing

@Suite struct ParserTests {
    /// Each pair means the same; the parentheses of the second show how the first binds. The order is PostgreSQL's and DuckDB's.
    @Test(arguments: [
        ("1 + 2 * 3", "1 + (2 * 3)"),
        ("1 - 2 - 3", "(1 - 2) - 3"),
        ("6 * 1 / 2", "(6 * 1) / 2"),
        ("6 + 1 // 2", "6 + (1 // 2)"),
        ("2 ^ 3 ^ 2", "(2 ^ 3) ^ 2"),
        ("-2 ^ 2", "(-2) ^ 2"),
        ("-a::INT", "-(a::INT)"),
        ("-a[1].b", "-((a[1]).b)"),
        ("a || b + c", "a || (b + c)"),
        ("a & b << c", "(a & b) << c"),
        ("a || b = c", "(a || b) = c"),
        ("a = b IS NULL", "(a = b) IS NULL"),
        ("NOT a = b", "NOT (a = b)"),
        ("NOT a IS NULL", "NOT (a IS NULL)"),
        ("NOT a AND b", "(NOT a) AND b"),
        ("a OR b AND c", "a OR (b AND c)"),
        ("a = b LIKE c", "a = (b LIKE c)"),
        ("a LIKE b || c", "a LIKE (b || c)"),
        ("a BETWEEN 1 AND 2 AND b", "(a BETWEEN 1 AND 2) AND b"),
        ("a BETWEEN b + 1 AND c || d", "a BETWEEN (b + 1) AND (c || d)"),
        ("NOT a IN (1, 2)", "NOT (a IN (1, 2))"),
        ("a NOT IN (1) = b", "(a NOT IN (1)) = b"),
        ("a IS NOT DISTINCT FROM b OR c", "(a IS NOT DISTINCT FROM b) OR c"),
        ("~ a + b", "~ (a + b)"),
        ("a AT TIME ZONE b + c", "(a AT TIME ZONE b) + c"),
        ("x -> x + 1 > 2", "x -> ((x + 1) > 2)"),
        ("a ->> 'k' = 'v'", "(a ->> 'k') = 'v'"),
        ("a <> ALL (SELECT 1) AND b", "(a <> ALL (SELECT 1)) AND b"),
        ("a != b", "a <> b"),
        ("a == b", "a = b"),
        ("a ** b", "a ^ b"),
        ("a ISNULL", "a IS NULL"),
        ("a NOTNULL", "a IS NOT NULL"),
        ("a !~~* b", "a NOT ILIKE b"),
        ("extract(YEAR FROM d)", "EXTRACT('year' FROM d)"),
        ("substring(a FOR 2)", "SUBSTRING(a FROM 1 FOR 2)"),
        ("trim(a FROM b)", "TRIM(BOTH a FROM b)"),
        ("lambda x, y: x + y", "(x, y) -> x + y"),
        ("array[1, 2]", "[1, 2]"),
        ("'a'\n'b'", "'ab'"),
        ("e'\\x41\\u00e9\\n\\''", "'A\u{e9}\n'''"),
        ("$$it's$$", "'it''s'"),
    ])
    func operatorsBind(text: String, same: String) throws {
        #expect(outline(try Parser.expression(text)) == outline(try Parser.expression(same)))
    }

    @Test(arguments: [
        ("SELECT 1 UNION SELECT 2 INTERSECT SELECT 3", "SELECT 1 UNION (SELECT 2 INTERSECT SELECT 3)", false),
        ("SELECT 1 EXCEPT SELECT 2 UNION ALL SELECT 3", "SELECT 1 EXCEPT (SELECT 2 UNION ALL SELECT 3)", false),
        ("((SELECT 1))", "((SELECT 1))", true),
        ("SELECT ((SELECT 1) UNION (SELECT 2))", "SELECT (((SELECT 1)) UNION (SELECT 2))", true),
        ("FROM a, b JOIN c ON x", "FROM a, (b JOIN c ON x)", false),
        ("SELECT a FROM t LIMIT 1 OFFSET 2", "SELECT a FROM t OFFSET 2 LIMIT 1", true),
        ("SELECT a FROM t FETCH FIRST 3 ROWS ONLY", "SELECT a FROM t LIMIT 3", true),
        ("SELECT a, b, FROM t", "SELECT a, b FROM t", true),
        ("FROM t |> DROP a, |> LIMIT 1", "FROM t |> DROP a |> LIMIT 1", true),
        ("FROM t SELECT x: a", "FROM t SELECT a AS x", true),
        ("FROM x: t", "FROM t AS x", true),
        ("SELECT 1 a", "SELECT 1 AS a", true),
        ("TRUNCATE TABLE t", "TRUNCATE t", true),
        ("SET a TO 1", "SET a = 1", true),
        ("SET a = DEFAULT", "RESET a", true),
        ("BEGIN TRANSACTION", "START TRANSACTION", true),
    ])
    func statementsMeanTheSame(text: String, other: String, isSame: Bool) throws {
        #expect((outline(try Parser.statement(text)) == outline(try Parser.statement(other))) == isSame)
    }

    @Test func aPipeBindsToTheWholeQueryBeforeIt() throws {
        guard case .query(let query) = try Parser.statement("WITH a AS (SELECT 1) SELECT 1 UNION ALL SELECT 2 ORDER BY 1 |> WHERE x").kind
        else {
            Issue.record("not a query")
            return
        }
        #expect(query.with != nil && query.orderBy != nil && query.pipes.count == 1)
        guard case .setOperation = query.body else {
            Issue.record("not a set operation")
            return
        }
    }

    @Test func contextualKeywordsAreNames() throws {
        // Columns that reports have, and words that the grammar looks for elsewhere.
        for name in [
            "total", "set", "sample", "count", "rename", "year", "month", "date", "name", "value", "first", "row", "rows", "key", "temp",
            "type", "filter",
            "over", "range", "position", "extract", "left", "right", "values", "table_name", "pivot", "describe", "show", "columns", "map",
            "interval",
            "replace", "index", "view", "begin", "commit", "copy", "assert", "sources", "drop", "extend", "aggregate", "call", "cube",
            "escape",
        ] {
            let text = "SELECT \(name), t.\(name), \(name) + 1 AS \(name) FROM t WHERE \(name) > 0 GROUP BY \(name) ORDER BY \(name)"
            #expect(Parser.parse(text).error == nil, "\(name)")
        }
    }

    @Test func namesKeepTheirCaseAndFoldForComparison() throws {
        guard case .column(let name) = try Parser.expression("Übung.\"Straße Nr\"").kind else {
            Issue.record("not a column")
            return
        }
        #expect(name.parts.map(\.name) == ["Übung", "Straße Nr"])
        #expect(name.parts.map(\.isQuoted) == [false, true])
        #expect(name.parts[0].folded == Identifier("ÜBUNG", range: 0..<0).folded)
    }

    @Test func numbersKnowTheirValues() throws {
        func number(_ text: String) throws -> NumberLiteral? {
            guard case .literal(.number(let number)) = try Parser.expression(text).kind else { return nil }
            return number
        }
        #expect(try number("1_000")?.integerValue == 1000)
        #expect(try number("0xFf")?.integerValue == 255)
        #expect(try number("0b101")?.integerValue == 5)
        #expect(try number("170141183460469231731687303715884105727")?.integerValue == UInt128(Int128.max))
        #expect(try number("340282366920938463463374607431768211456")?.integerValue == nil)
        let decimal = try #require(try number("012.50")?.decimalValue)
        #expect(decimal == (1250, 4, 2))
        #expect(try number("1e3")?.decimalValue == nil)
        #expect(try number("1.5E-3")?.doubleValue == 0.0015)
        #expect(try number(".5")?.doubleValue == 0.5)
        #expect(try number("7.")?.decimalValue?.unscaled == 7)
    }

    @Test func parametersAreNumberedAndNamed() throws {
        guard case .list(let elements) = try Parser.expression("[?, $2, $名, ?]").kind else {
            Issue.record("not a list")
            return
        }
        let parameters = elements.map { element in
            switch element.kind {
            case .placeholder(.positional(let number)): "\(number)"
            case .placeholder(.named(let name)): name
            default: "none"
            }
        }
        #expect(parameters == ["1", "2", "名", "2"])
    }

    @Test func aContinuationSaysSo() throws {
        guard case .query(let query) = try Parser.statement("|> WHERE a |> LIMIT 1").kind else {
            Issue.record("not a query")
            return
        }
        #expect(query.isContinuation)
        #expect(query.pipes.map(\.name) == ["WHERE", "LIMIT"])
        #expect(Parser.parse("SELECT (|> WHERE a)").error != nil)
    }

    @Test func longChainsAndListsAreNoNesting() {
        let many = 5_000
        #expect(Parser.parse("SELECT 1 WHERE " + Array(repeating: "a = 1", count: many).joined(separator: " OR ")).error == nil)
        #expect(Parser.parse("SELECT " + Array(repeating: "a", count: many).joined(separator: ",")).error == nil)
        #expect(Parser.parse("FROM t " + String(repeating: "|> WHERE a ", count: many)).error == nil)
        #expect(Parser.parse("SELECT CASE " + String(repeating: "WHEN a THEN b ", count: many) + "END").error == nil)
    }

    /// Nothing nests without end, whichever way it grows, and the error comes at once.
    @Test(arguments: [
        ("SELECT ", "(", "1"), ("SELECT ", "NOT ", "a"), ("SELECT ", "- ", "1"), ("SELECT ", "1 + ", "1"), ("SELECT ", "[", "1"),
        ("SELECT ", "CASE WHEN a THEN ", "1"), ("SELECT ", "f(", "1"), ("SELECT ", "(SELECT ", "1"), ("", "EXPLAIN ", "SELECT 1"),
        ("FROM ", "(", "t"), ("FROM t", " CROSS JOIN t", ""), ("SELECT 1", " UNION ALL SELECT 1", ""), ("SELECT 1", "::INT", ""),
        ("SELECT a", "[1]", ""), ("SELECT a", " COLLATE b", ""), ("SELECT a IN ", "(", "1"), ("SELECT 1::", "STRUCT(a ", "INT"),
        ("FROM t GROUP BY ", "GROUPING SETS (", "a"), ("SELECT ", "EXISTS (FROM t WHERE ", "a"), ("SELECT ", "{a: ", "1"),
        ("FROM t", " PIVOT (sum(x) FOR y IN (1))", ""), ("FROM t |> JOIN ", "(FROM t |> JOIN ", "t"), ("SELECT x", " IS NULL", ""),
    ])
    func nestingHasAnEnd(start: String, repeated: String, end: String) throws {
        let text = start + String(repeating: repeated, count: repeated == "(" ? 100_000 : 2_000) + end
        let error = try #require(Parser.parse(text).error)
        #expect(error.code == .nestedTooDeeply)
    }

    @Test func reasonableNestingIsRead() {
        for (open, close) in [("(", ")"), ("[", "]"), ("f(", ")"), ("(SELECT ", ")"), ("CASE WHEN a THEN ", " END")] {
            let text = "SELECT " + String(repeating: open, count: 100) + "1" + String(repeating: close, count: 100)
            #expect(Parser.parse(text).error == nil, "\(open)")
        }
    }
}
