import ReportQL
import Testing

/// Groupings whose rows mostly begin a group of their own go by partitions. The same rows in one morsel go by lane: both must agree.
@Suite struct ManyGroupsTests {
    private static let queries = [
        "SELECT a, b, count(*), sum(v), min(v), max(x), avg(x) FROM t GROUP BY a, b",
        "SELECT s, count(*), sum(x), min(s2), max(s2) FROM t GROUP BY s",
        "SELECT s, a, b, sum(d), count(v) FROM t GROUP BY s, a, b",
        "SELECT big1, big2, count(*) FROM t GROUP BY big1, big2",
        "SELECT s || '#' || a AS made, huge, sum(v) FROM t GROUP BY made, huge",
        "SELECT x, a, first(v), last(s2) FROM t GROUP BY x, a",
        "SELECT s2 || a AS first, b, left(s, 7) || v AS second, x > 9 AS third, count(*), max(s) FROM t GROUP BY ALL",
        "SELECT v, 'n' || a % 30 AS short, count(DISTINCT s || b) FROM t GROUP BY ALL",
        "SELECT (range * 7)::HUGEINT * 170141183460469231731687303715 AS wide, 'a' || range AS short, count(*) FROM range(2000) GROUP BY ALL",
        "SELECT DISTINCT a, s FROM t",
        "SELECT a, b, count(*) FILTER (WHERE v > 5), sum(v) FILTER (WHERE v > 5), max(s2) FILTER (WHERE v > 5) FROM t GROUP BY a, b",
        "SELECT a + b AS k, bool_or(v > 3), bit_xor(v), stddev(d) FROM t WHERE v IS NOT NULL GROUP BY k, s",
        "SELECT count(*), sum(n) FROM (SELECT a, b, s, count(*) AS n FROM t GROUP BY a, b, s)",
    ]
    /// Domains of some ten slots a row: keys are indices of arrays there.
    private static let indexedQueries = [
        "SELECT a * 11 AS k, count(*), sum(v), min(v), max(x), avg(x) FROM t GROUP BY k",
        "SELECT a * 16 AS k, count(*), sum(x), min(s2), max(s2) FROM t GROUP BY k",
        "SELECT s, v, sum(d), count(b), count(*) FILTER (WHERE a > 5), max(s2) FILTER (WHERE a > 5) FROM t GROUP BY s, v",
        "SELECT a, v, median(x), first(d), last(s2) FROM t GROUP BY a, v",
        "SELECT DISTINCT s, v FROM t",
    ]

    private static let modes: [[String]] = [
        ["morsel_size = 64"], ["morsel_size = 100", "vector_size = 3"], ["morsel_size = 64", "hash_bits = 0"],
        ["morsel_size = 64", "threads = 1", "dense_arrays = false"], ["morsel_size = 16", "widths = 'wide'", "hash_bits = 7"],
    ]

    private func database() throws -> Database {
        let database = Database(options: .init(threads: 2))
        _ = try database.query(
            """
            CREATE TABLE t AS SELECT
              (range * 7919) % 1700 AS a, CASE WHEN range % 11 = 0 THEN NULL ELSE (range * 104729) % 997 - 500 END AS b,
              CASE WHEN range % 13 = 0 THEN NULL ELSE 'name ' || ((range * 31) % 1500)::TEXT || ' of a longer text' END AS s,
              CASE WHEN range % 7 = 0 THEN NULL ELSE 'value ' || ((range * 17) % 90)::TEXT || ' that is not inline' END AS s2,
              CASE WHEN range % 5 = 0 THEN NULL ELSE range % 17 END AS v, ((range * 37) % 1801) / 8 AS x,
              ((range % 1000)::DECIMAL(9, 3)) / 8::DECIMAL(9, 3) AS d,
              (range % 1000) * 9000000000000000 - 4 AS big1, range * 77777777777 AS big2,
              (range % 1600)::HUGEINT * 170141183460469231731687303715 AS huge
            FROM range(2000)
            """)
        return database
    }

    @Test(arguments: queries + indexedQueries) func partitionsAgreeWithLanes(_ query: String) throws {
        let database = try database()
        let expected = try texts(database, query)
        for mode in Self.modes {
            for setting in mode { _ = try database.query("SET \(setting)") }
            #expect(try texts(database, query) == expected, "\(mode)")
            for setting in mode { _ = try database.query("RESET \(setting.prefix { $0 != " " })") }
        }
    }

    @Test func explainNamesThePartitions() throws {
        let database = try database()
        _ = try database.query("SET morsel_size = 64")
        let plan = try texts(database, "EXPLAIN ANALYZE SELECT a, s, sum(v) FROM t GROUP BY a, s").joined().joined(separator: "\n")
        #expect(plan.contains("radix, 16 partitions, 64-bit keys"), "\(plan)")
        // Few groups: by lane, whatever their number of morsels.
        let few = try texts(database, "EXPLAIN ANALYZE SELECT v, sum(a) FROM t GROUP BY v").joined().joined(separator: "\n")
        #expect(few.contains("dense array of 18"), "\(few)")
    }

    @Test(arguments: indexedQueries) func explainNamesTheArraysOfPartitions(_ query: String) throws {
        let database = try database()
        _ = try database.query("SET morsel_size = 64")
        let plan = try texts(database, "EXPLAIN ANALYZE \(query)").joined().joined(separator: "\n")
        #expect(plan.contains("radix, 16 partitions, dense arrays of"), "\(plan)")
    }

    /// Records of all keys together would not fit the caches, and each key comes once or twice.
    @Test func manyGroupsOfASmallDomain() throws {
        let database = Database(options: .init(threads: 2))
        _ = try database.query("CREATE TABLE t AS SELECT range * 7919 % 900001 AS k, range AS v FROM range(1000000)")
        let query = "SELECT k, count(*) AS n, sum(v) AS total, min(v) AS least, max(v) AS most FROM t GROUP BY k"
        let plan = try texts(database, "EXPLAIN ANALYZE \(query)").joined().joined(separator: "\n")
        #expect(plan.contains("partitions, dense arrays of"), "\(plan)")
        // Row i and row i + 900,001 have one key, as 900,001 is a prime; groups come by first appearance.
        #expect(
            try texts(database, "FROM (\(query)) LIMIT 3") == [
                ["0", "2", "900001", "0", "900001"], ["7919", "2", "900003", "1", "900002"], ["15838", "2", "900005", "2", "900003"],
            ])
        #expect(
            try texts(database, "SELECT count(*), sum(n), sum(total), sum(least), sum(most) FROM (\(query))") == [
                ["900001", "1000000", "499999500000", "405000450000", "494999649999"]
            ])
    }

    @Test func aSkewedKeyIsOneGroupAmongMany() throws {
        let database = Database(options: .init(threads: 2))
        _ = try database.query(
            "CREATE TABLE t AS SELECT CASE WHEN range % 3 = 0 THEN -1 ELSE range * 1000003 END AS k, range AS v FROM range(200000)")
        _ = try database.query("SET morsel_size = 1000")
        let rows = try texts(database, "SELECT k, count(*), sum(v) FROM t GROUP BY k ORDER BY count(*) DESC, k LIMIT 2")
        // Multiples of three below 200,000: 66,667 of them, from 0 to 199,998.
        #expect(rows == [["-1", "66667", "6666633333"], ["1000003", "1", "1"]])
        #expect(try texts(database, "SELECT count(*) FROM (SELECT k FROM t GROUP BY k)") == [["133334"]])
    }

    @Test func overflowIsAnErrorThere() throws {
        let database = try database()
        _ = try database.query("SET morsel_size = 64")
        let limit = "(170141183460469231731687303715884105727::HUGEINT)"
        let error = #expect(throws: QueryError.self) {
            try database.query("SELECT a, s, sum(\(limit)) FROM (FROM t UNION ALL FROM t) GROUP BY a, s").rows()
        }
        #expect(error?.code == .outOfRange)
    }

    @Test(arguments: [1, 2, 5, 9, 17, 40, 77, 120, 200]) func failuresAreClean(_ allocation: Int) throws {
        let database = try database()
        _ = try database.query("SET morsel_size = 64")
        let query = "SELECT a, s, sum(v), max(s2) FROM t GROUP BY a, s"
        let expected = try texts(database, query)
        database.account.failAllocation(number: allocation)
        #expect(throws: QueryError.self) { try database.query(query).rows() }
        database.account.failAllocation(number: 0)
        #expect(try texts(database, query) == expected)
    }

    @Test func theMemoryLimitHolds() throws {
        let database = Database(options: .init(threads: 2, memoryLimit: 24 << 20))
        let error = #expect(throws: QueryError.self) {
            try database.query("SELECT range * 7, count(*) FROM range(3000000) GROUP BY range * 7").rows()
        }
        #expect(error?.code == .outOfMemory)
        #expect(database.account.bytesInUse < 1 << 20, "what the failed query held is given back")
    }
}
