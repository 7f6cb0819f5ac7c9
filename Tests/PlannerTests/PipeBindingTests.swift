import Columns
import Planner
import Testing

// The rules are those of GoogleSQL's pipe syntax.
@Suite struct PipeBindingTests {
    @Test func aPipelineOfTheManual() throws {
        let text = """
            FROM donations
            |> WHERE counted
            |> AGGREGATE sum(worth_yuan) AS yuan, count(DISTINCT gift) AS gifts GROUP BY adcode, district
            |> ORDER BY yuan DESC
            """
        #expect(
            try Planning.printed(text) == """
                SORT yuan DESC
                  PROJECT adcode, district, sum AS yuan, count AS gifts
                    AGGREGATE sum(worth_yuan), count(DISTINCT gift) GROUP BY adcode, district
                      FILTER counted
                        SCAN donations [adcode, district, gift, worth_yuan, counted]
                """)
    }

    @Test func setKeepsPlaceAndOriginal() throws {
        #expect(try Planning.columns("FROM t |> SET a = c, c = a") == ["a TEXT", "b INTEGER", "c INTEGER"])
        #expect(
            try Planning.printed("FROM t |> SET a = a + 1 |> SELECT a, t.a AS old") == """
                PROJECT a, a AS old
                  PROJECT a, b, c, a + 1 AS a
                    SCAN t [a, b, c]
                """)
        #expect(Planning.failure("FROM t |> SET a = 1, a = 2")?.words == "a")
        #expect(Planning.failure("FROM t |> SET z = 1")?.error.code == .unknownColumn)
    }

    @Test func extendNeverReplaces() throws {
        #expect(
            try Planning.columns("FROM t |> EXTEND a + 1 AS x, x + 1 AS y") == [
                "a INTEGER", "b INTEGER", "c TEXT", "x INTEGER", "y INTEGER",
            ])
        #expect(Planning.failure("FROM t |> EXTEND 2 AS a |> WHERE a = 1")?.error.code == .ambiguousColumn)
        #expect(Planning.failure("FROM t |> EXTEND sum(a) AS s")?.words == "sum(a)")
    }

    @Test func dropAndRename() throws {
        #expect(try Planning.columns("FROM t |> DROP b |> RENAME a AS x") == ["x INTEGER", "c TEXT"])
        #expect(Planning.failure("FROM t |> DROP z")?.words == "z")
        #expect(Planning.failure("FROM t |> DROP a, b, c") != nil)
    }

    @Test func aliasesEndAtSelectAndAggregate() throws {
        #expect(try Planning.columns("FROM t |> WHERE t.a > 1 |> EXTEND t.a AS x |> SELECT t.b, x") == ["b INTEGER", "x INTEGER"])
        #expect(Planning.failure("FROM t |> SELECT a |> WHERE t.a > 1")?.words == "t")
        #expect(try Planning.columns("FROM t |> AS s |> WHERE s.a > 1 |> SELECT s.b") == ["b INTEGER"])
        #expect(Planning.failure("FROM t |> AS s |> WHERE t.a > 1")?.words == "t")
    }

    @Test func aggregateRules() throws {
        #expect(try Planning.columns("FROM t |> AGGREGATE count(*) AS n GROUP BY c AS key") == ["key TEXT", "n BIGINT"])
        #expect(try Planning.columns("FROM t |> AGGREGATE GROUP BY c") == ["c TEXT"])
        #expect(try Planning.columns("FROM t |> AGGREGATE count(*)") == ["count(*) BIGINT"])
        #expect(Planning.failure("FROM t |> AGGREGATE a")?.words == "a")
        #expect(Planning.failure("FROM t |> AGGREGATE count(*) GROUP BY 1")?.words == "1")
        #expect(try Planning.printed("FROM t |> AGGREGATE count(*) AS n DESC GROUP BY c").hasPrefix("SORT n DESC"))
        #expect(try Planning.printed("FROM t |> AGGREGATE count(*) AS n GROUP AND ORDER BY c DESC, a").hasPrefix("SORT c DESC, a"))
    }

    @Test func selectMayAggregate() throws {
        #expect(try Planning.columns("FROM t |> SELECT c, count(*) AS n GROUP BY c") == ["c TEXT", "n BIGINT"])
    }

    @Test func whereTakesWindows() throws {
        let plan = try Planning.printed("FROM t |> WHERE row_number() OVER (PARTITION BY c ORDER BY a) = 1")
        #expect(plan.contains("FILTER row_number = 1"))
        #expect(try Planning.columns("FROM t |> WHERE row_number() OVER () = 1").count == 3)
    }

    @Test func joinSeesTheInputAsItsLeftSide() throws {
        #expect(try Planning.columns("FROM t |> JOIN u USING (a) |> SELECT a, d") == ["a INTEGER", "d DOUBLE"])
        #expect(Planning.failure("FROM t |> JOIN t USING (a)")?.error.message.contains("called t") == true)
        #expect(try Planning.columns("FROM t |> AS l |> JOIN t ON l.a = t.b |> SELECT l.a, t.a AS b") == ["a INTEGER", "b INTEGER"])
    }

    @Test func unionTakesSeveralQueries() throws {
        let plan = try Planning.printed("FROM t |> SELECT a |> UNION ALL (SELECT a FROM u), (SELECT 3)")
        #expect(plan.hasPrefix("UNION ALL\n  UNION ALL"))
    }

    @Test func aPipeBindsToTheWholeQuery() throws {
        #expect(Planning.failure("SELECT 1 AS x UNION ALL SELECT 2 AS y |> WHERE y = 3")?.words == "y")
    }

    @Test func aLeadingPipeContinuesTheLastQuery() throws {
        let bound = try Planning.bind("|> WHERE n > 2", continuing: "FROM t |> AGGREGATE count(*) AS n GROUP BY c")
        guard case .query(let plan) = bound else { throw QueryError(.internal, "no query") }
        #expect(plan.output.map(\.name) == ["c", "n"])
        #expect(Planning.failure("|> WHERE n > 2")?.error.code == .invalidQuery)
    }
}
