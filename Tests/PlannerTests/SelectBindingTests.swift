import Columns
import Planner
import Testing

@Suite struct SelectBindingTests {
    @Test func clausesStackInTheOrderRowsTake() throws {
        let text = """
            SELECT district, sum(worth_yuan) AS yuan FROM donations WHERE counted GROUP BY district
            HAVING sum(worth_yuan) > 10 ORDER BY yuan DESC LIMIT 3
            """
        #expect(
            try Planning.printed(text) == """
                LIMIT 3
                  SORT yuan DESC
                    PROJECT district, sum AS yuan
                      FILTER sum > CAST(10 AS DECIMAL(38,2))
                        AGGREGATE sum(worth_yuan) GROUP BY district
                          FILTER counted
                            SCAN donations [adcode, district, gift, worth_yuan, counted]
                """)
    }

    @Test func columnsAndTypes() throws {
        #expect(try Planning.columns("SELECT * FROM t") == ["a INTEGER", "b INTEGER", "c TEXT"])
        #expect(try Planning.columns("SELECT a + 1, c AS text, t.b FROM t") == ["a + 1 INTEGER", "text TEXT", "b INTEGER"])
        #expect(try Planning.columns("FROM t") == ["a INTEGER", "b INTEGER", "c TEXT"])
        #expect(try Planning.columns("FROM t SELECT b WHERE a > 1") == ["b INTEGER"])
        #expect(
            try Planning.columns("SELECT 1, 5000000000, 1.50, 0.5, 1e3, 'x', true, NULL, -2147483648")
                .map { $0.split(separator: " ").last.map(String.init) }
                == ["INTEGER", "BIGINT", "DECIMAL(3,2)", "DECIMAL(2,1)", "DOUBLE", "TEXT", "BOOLEAN", "NULL", "INTEGER"])
    }

    @Test func starsTakeModifiers() throws {
        #expect(try Planning.columns("SELECT * EXCLUDE (a) FROM t") == ["b INTEGER", "c TEXT"])
        #expect(try Planning.columns("SELECT * REPLACE (a + 0.5 AS a) FROM t") == ["a DECIMAL(12,1)", "b INTEGER", "c TEXT"])
        #expect(try Planning.columns("SELECT * RENAME (a AS x) FROM t") == ["x INTEGER", "b INTEGER", "c TEXT"])
        #expect(try Planning.columns("SELECT u.* FROM t JOIN u USING (a)") == ["a INTEGER", "d DOUBLE"])
        #expect(try Planning.columns("SELECT * FROM t JOIN u USING (a)") == ["a INTEGER", "b INTEGER", "c TEXT", "d DOUBLE"])
        #expect(try Planning.columns("SELECT max(COLUMNS(*)) FROM u") == ["max(a) INTEGER", "max(d) DOUBLE"])
    }

    @Test func anInputColumnWinsOverAnAlias() throws {
        // b in WHERE and in the second item is the column; x is the alias.
        let text = "SELECT a + 1 AS b, b + 1 AS x, x + 1 AS y FROM t WHERE b > 5 AND x > 7"
        #expect(
            try Planning.printed(text) == """
                PROJECT a + 1 AS b, b + 1 AS x, b + 1 + 1 AS y
                  FILTER b > 5 AND b + 1 > 7
                    SCAN t [a, b, c]
                """)
    }

    @Test func groupsByAliasOrdinalExpressionAndAll() throws {
        let expected = """
            PROJECT key AS k, count
              AGGREGATE count() GROUP BY a + b
                SCAN t [a, b, c]
            """
        for groupBy in ["k", "1", "a + b", "ALL"] {
            #expect(try Planning.printed("SELECT a + b AS k, count(*) AS count FROM t GROUP BY \(groupBy)") == expected)
        }
    }

    @Test func orderByTakesAliasesOrdinalsAndHiddenExpressions() throws {
        #expect(
            try Planning.printed("SELECT a AS x FROM t ORDER BY x, 1 DESC, b NULLS FIRST") == """
                PROJECT x
                  SORT x, x DESC, sort key NULLS FIRST
                    PROJECT a AS x, b AS sort key
                      SCAN t [a, b, c]
                """)
        #expect(try Planning.columns("SELECT a FROM t ORDER BY sum(b) OVER (PARTITION BY c)") == ["a INTEGER"])
    }

    @Test func distinctKeepsItsSort() throws {
        #expect(
            try Planning.printed("SELECT DISTINCT a FROM t ORDER BY a") == """
                SORT a
                  DISTINCT
                    PROJECT a
                      SCAN t [a, b, c]
                """)
        #expect(
            try Planning.printed("SELECT DISTINCT ON (a) a, b FROM t ORDER BY a, b DESC") == """
                DISTINCT ON (a)
                  SORT a, b DESC
                    PROJECT a, b
                      SCAN t [a, b, c]
                """)
        // A key beside the columns does not tell equal rows apart.
        #expect(try Planning.printed("SELECT DISTINCT a FROM t ORDER BY b").contains("DISTINCT ON (a)"))
    }

    @Test func windowsComeAfterAggregates() throws {
        let text = "SELECT c, sum(count(*)) OVER (ORDER BY c) AS running FROM t GROUP BY c QUALIFY row_number() OVER () < 3"
        #expect(
            try Planning.printed(text) == """
                PROJECT c, sum AS running
                  FILTER row_number < 3
                    WINDOW sum(count) OVER (ORDER BY c), row_number() OVER ()
                      AGGREGATE count() GROUP BY c
                        SCAN t [a, b, c]
                """)
    }

    @Test func namedWindowsAreTakenOver() throws {
        let text = "SELECT rank() OVER (w ORDER BY b) AS r FROM t WINDOW w AS (PARTITION BY c)"
        #expect(try Planning.printed(text).contains("rank() OVER (PARTITION BY c ORDER BY b)"))
    }

    @Test func groupingSetsListTheirKeys() throws {
        let text = "SELECT a, b, count(*) FROM t GROUP BY ROLLUP (a, b)"
        #expect(try Planning.printed(text).contains("GROUP BY a, b SETS (a, b), (a), ()"))
        #expect(try Planning.printed("SELECT a, b, count(*) FROM t GROUP BY CUBE (a, b)").contains("SETS (a, b), (a), (b), ()"))
        #expect(
            try Planning.printed("SELECT a, b, count(*) FROM t GROUP BY GROUPING SETS ((a), (b), ())").contains("SETS (a), (b), ()"))
    }

    @Test func groupingTellsTheSetsApart() throws {
        let plan = try Planning.printed("SELECT a, GROUPING(a, b) AS g, count(*) AS n FROM t GROUP BY ROLLUP (a, b)")
        // The sets (a, b), (a) and () leave out nothing, b, and both.
        #expect(
            plan.contains("CASE WHEN grouping set = 0 THEN 0 WHEN grouping set = 1 THEN 1 WHEN grouping set = 2 THEN 3 ELSE 0 END AS g"))
        #expect(try Planning.printed("SELECT GROUPING(a) AS g FROM t GROUP BY a").contains("0 AS g"))
        #expect(Planning.failure("SELECT GROUPING(c) FROM t GROUP BY a")?.words == "c")
    }

    @Test func aFullJoinMergesItsColumns() throws {
        #expect(
            try Planning.printed("SELECT a FROM t FULL JOIN u USING (a)") == """
                PROJECT a
                  PROJECT a, b, c, a, d, coalesce(a, a) AS a
                    FULL JOIN ON a = a
                      SCAN t [a, b, c]
                      SCAN u [a, d]
                """)
    }

    @Test func joinConditionsAreTakenApart() throws {
        #expect(
            try Planning.printed("SELECT 1 AS one FROM t LEFT JOIN u ON t.a = u.a AND u.d > 1 AND t.b > 2 AND t.b < u.d") == """
                PROJECT 1 AS one
                  LEFT JOIN ON a = a AND CAST(b AS DOUBLE) < d AND b > 2
                    SCAN t [a, b, c]
                    FILTER d > 1.0
                      SCAN u [a, d]
                """)
    }

    @Test func setOperationsUnifyTypesAndNames() throws {
        #expect(try Planning.columns("SELECT a FROM t UNION ALL SELECT d FROM u") == ["a DOUBLE"])
        #expect(try Planning.columns("SELECT a, b FROM t UNION BY NAME SELECT d, a FROM u") == ["a INTEGER", "b INTEGER", "d DOUBLE"])
        #expect(Planning.failure("SELECT a FROM t UNION SELECT a, d FROM u")?.words == "UNION")
    }

    @Test func aCommonTableUsedTwiceIsShared() throws {
        let once = try Planning.printed("WITH x AS (SELECT a FROM t) SELECT * FROM x")
        #expect(!once.contains("SHARED"))
        let twice = try Planning.printed("WITH x AS (SELECT a FROM t) SELECT * FROM x AS p JOIN x AS q USING (a)")
        #expect(twice.contains("SHARED x"))
        #expect(twice.split(separator: "\n").filter { $0.contains("SCAN") }.count == 1)
    }

    @Test func viewsAreBoundFromTheirText() throws {
        #expect(try Planning.columns("FROM v") == ["a INTEGER", "next INTEGER"])
        #expect(Planning.failure("FROM loop")?.error.message.contains("reads itself") == true)
    }
}
