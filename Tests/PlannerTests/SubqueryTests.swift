import Columns
import Planner
import Testing

@Suite struct SubqueryTests {
    @Test func uncorrelatedSubqueriesRunOnce() throws {
        let plan = try Planning.printed("SELECT a, (SELECT max(d) FROM u) AS m FROM t WHERE EXISTS (SELECT 1 FROM u)")
        #expect(plan.contains("PROJECT a, (subquery) AS m"))
        #expect(plan.contains("FILTER EXISTS (subquery)"))
    }

    @Test func aScalarSubqueryHasOneColumn() {
        #expect(Planning.failure("SELECT (SELECT a, b FROM t)")?.words == "(SELECT a, b FROM t)")
        #expect(Planning.failure("SELECT a FROM t WHERE a IN (SELECT a, b FROM t)") != nil)
    }

    @Test func existsBecomesASemiOrAntiJoin() throws {
        #expect(
            try Planning.optimized("SELECT a FROM t WHERE EXISTS (SELECT * FROM u WHERE u.a = t.b AND u.d > 1)") == """
                PROJECT a
                  SEMI JOIN ON b = a
                    SCAN t [a, b]
                    SCAN u [a, d] where d > 1.0
                """)
        #expect(
            try Planning.optimized("SELECT a FROM t WHERE NOT EXISTS (SELECT * FROM u WHERE u.a = t.b)") == """
                PROJECT a
                  ANTI JOIN ON b = a
                    SCAN t [a, b]
                    SCAN u [a]
                """)
    }

    @Test func aggregatesByEqualityBecomeGroups() throws {
        // A left row without a partner counts zero rows.
        #expect(
            try Planning.optimized("SELECT a, (SELECT count(*) FROM u WHERE u.a = t.b) AS n FROM t") == """
                PROJECT a, coalesce(count, 0) AS n
                  LEFT JOIN ON b = key
                    SCAN t [a, b]
                    AGGREGATE count() GROUP BY a
                      SCAN u [a]
                """)
    }

    @Test func otherCorrelationsRunForTheDomain() throws {
        let plan = try Planning.optimized("SELECT a, (SELECT d FROM u WHERE u.a < t.b ORDER BY d LIMIT 1) AS n FROM t")
        #expect(plan.contains("SINGLE JOIN ON b IS NOT DISTINCT FROM b"))
        #expect(plan.contains("row_number() OVER (PARTITION BY b ORDER BY d)"))
        #expect(plan.contains("DISTINCT"))
    }

    @Test func noOuterColumnIsLeft() throws {
        let queries = [
            "SELECT a FROM t WHERE b = (SELECT sum(a) FROM u WHERE u.a <> t.b)",
            "SELECT a FROM t WHERE b IN (SELECT a FROM u WHERE u.d > t.a)",
            "SELECT a FROM t WHERE b > ALL (SELECT a FROM u WHERE u.d > t.a)",
            "SELECT a FROM t WHERE EXISTS (SELECT a FROM u WHERE u.a = t.a AND EXISTS (SELECT 1 FROM areas WHERE adcode = t.b AND adcode = u.a))",
            "SELECT * FROM t, LATERAL (SELECT max(d) AS m FROM u WHERE u.a > t.a) x",
            "SELECT * FROM t LEFT JOIN LATERAL (SELECT d FROM u WHERE u.a > t.a) x ON x.d > t.b",
            "SELECT c, (SELECT count(*) FROM u WHERE u.d = sum(t.a)) FROM t GROUP BY c",
            "SELECT a, (SELECT x FROM (VALUES (t.a), (t.b)) v(x) WHERE x > 1) FROM t",
            "SELECT a, (SELECT count(*) FROM (SELECT a FROM u WHERE u.a = t.a UNION SELECT t.b)) FROM t",
            "WITH w AS (SELECT a FROM u) SELECT a FROM t WHERE EXISTS (SELECT 1 FROM w WHERE w.a = t.a)",
        ]
        for query in queries {
            if query.contains("sum(t.a)") {
                // An aggregate of the outer level inside a subquery is refused with a place.
                #expect(Planning.failure(query) != nil)
                continue
            }
            #expect(try !Planning.printed(query).contains("outer("), "\(query)")
            #expect(try !Planning.optimized(query).contains("outer("), "\(query)")
        }
    }

    @Test func innerNamesHideOuterOnes() throws {
        // Both a are u's: the subquery is not correlated.
        #expect(try Planning.printed("SELECT (SELECT max(a) FROM u) FROM t").contains("(subquery)"))
        #expect(Planning.failure("SELECT (SELECT max(z) FROM u) FROM t")?.words == "z")
    }
}
