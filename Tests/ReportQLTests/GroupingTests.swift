import ReportQL
import Testing

/// Groupings by keys of a small domain, whose sums share words, against the hashed ones and against numbers worked out by hand.
@Suite struct GroupingTests {
    /// Columns of every width, with and without NULLs, over `rows` rows.
    private static func database(_ rows: Int, threads: Int = 2) throws -> Database {
        let database = Database(options: .init(threads: threads))
        _ = try database.query(
            """
            CREATE TABLE n AS SELECT range AS i, (range % 7)::TINYINT AS k1, (range * 31 % 300)::SMALLINT AS k2,
              (range * 17 % 1000)::INTEGER AS k4, CASE WHEN range % 5 = 0 THEN NULL ELSE range % 11 END AS kn,
              'name ' || (range * 7 % 90)::TEXT AS t, CASE WHEN range % 13 = 0 THEN NULL ELSE 'x' || (range % 40)::TEXT END AS tn,
              (range % 200 - 100)::TINYINT AS a1, (range * 7 % 60000 - 30000)::SMALLINT AS a2, (range * 7919 % 4000000)::INTEGER AS a4,
              range * 1000003 - 5000000000 AS a8, (range % 250)::UTINYINT AS u1, (range * 1000003)::UBIGINT AS u8,
              (range * 77)::HUGEINT AS h, ((range * 13 % 100000)::DECIMAL(9, 0) * 0.01)::DECIMAL(9, 2) AS dq, (range * 13 % 100000)::DECIMAL(12, 3) AS d,
              CASE WHEN range % 3 = 0 THEN NULL ELSE range % 50 END AS an, CASE WHEN range % 4 = 1 THEN NULL ELSE -range END AS am,
              DATE '2020-01-01' + (range % 500)::INTEGER AS day, range % 2 = 0 AS even, range * 0.25::DOUBLE AS x
            FROM range(\(rows))
            """)
        return database
    }

    private static func rows(_ database: Database, _ query: String) throws -> [[Value]] { try database.query(query).rows() }

    private static let queries = [
        "SELECT k1, sum(a1), count(*) FROM n GROUP BY k1",
        "SELECT k2, sum(a1), sum(a2), sum(a4), sum(a8), sum(u1), sum(u8), sum(h), sum(d) FROM n GROUP BY k2",
        "SELECT k4, avg(a1), avg(a8), avg(d), avg(u8), avg(day), sum(a8) FROM n GROUP BY k4",
        "SELECT kn, sum(an), count(an), avg(an), sum(am), min(am), max(am), count(*), sum(a2) FROM n GROUP BY kn",
        "SELECT t, min(a1), max(a1), min(a2), max(a2), min(a4), max(a4) FROM n GROUP BY t",
        "SELECT tn, min(a8), max(a8), min(u8), max(h), min(d), max(day), min(an), max(an) FROM n GROUP BY tn",
        "SELECT k1, kn, min(an), max(am) FROM n GROUP BY k1, kn",
        "SELECT tn, k1, kn, count(tn), count(an), sum(an) FROM n GROUP BY tn, k1, kn",
        "SELECT k1, stddev(a1), var_pop(a2), sum(a1), variance(a1) FROM n GROUP BY k1",
        "SELECT k2, min(t), max(tn), count(t), first(i), last(i), sum(a1) FROM n GROUP BY k2",
        "SELECT k1, sum(a1) FILTER (WHERE kn > 3), count(*) FILTER (WHERE even), sum(a1) FROM n GROUP BY k1",
        "SELECT k1, count(DISTINCT k2), sum(DISTINCT an), sum(an) FROM n GROUP BY k1",
        "SELECT k1, median(a2), string_agg(t, '-' ORDER BY i) FILTER (WHERE i < 200), sum(a2) FROM n GROUP BY k1",
        "SELECT even, bool_and(even), sum(1), max(3), count(kn), sum(NULL::INTEGER), min(NULL::BIGINT) FROM n GROUP BY even",
        "SELECT k1 + 1, sum(a4 * 2), min(a4 - a1), max(a4 + 1) FROM n GROUP BY k1 + 1",
        "SELECT k1 + k2, sum(a1::INTEGER * a2), sum(d * dq), sum(a4 - d), min(u1 * a4), avg(dq * (1 - dq)), sum(an + a1) FROM n GROUP BY k1 + k2",
        "SELECT kn, sum(am) FROM n WHERE k1 = 3 AND a1 > 0 GROUP BY kn",
        "SELECT k4 FROM n GROUP BY k4",
        "SELECT DISTINCT k1, tn FROM n",
    ]

    @Test(arguments: queries)
    func everyWayGivesTheSameRows(_ query: String) throws {
        let database = try GroupingTests.database(20_000)
        _ = try database.query("SET dense_arrays = false")
        let expected = try GroupingTests.rows(database, query)
        #expect(!expected.isEmpty)
        _ = try database.query("RESET dense_arrays")
        #expect(try GroupingTests.rows(database, query) == expected)
        for mode in ["threads = 1", "threads = 3", "vector_size = 3", "morsel_size = 640", "hash_bits = 0"] {
            _ = try database.query("SET \(mode)")
            #expect(try GroupingTests.rows(database, query) == expected, "\(mode)")
        }
    }

    private static let statistics = [
        "SELECT k1, corr(a1, a2), covar_pop(a1, a2), covar_samp(u1, a1), sum(a1) FROM n GROUP BY k1",
        "SELECT k2, regr_slope(d, a1), regr_intercept(d, a1), regr_r2(d, dq), regr_count(d, a1), regr_avgx(d, dq) FROM n GROUP BY k2",
        "SELECT k4, regr_avgy(d, dq), regr_sxx(dq, d), regr_syy(dq, d), regr_sxy(dq, d), corr(an, a1), corr(x, a1) FROM n GROUP BY k4",
        "SELECT kn, corr(a8, h), covar_pop(a4, u8), stddev(a8), stddev(i), var_pop(d), sem(dq), stddev(am), corr(a1, a1) FROM n GROUP BY kn",
        "SELECT t, stddev(k1), var_samp(u8), stddev_pop(h), corr(d, 5), corr(a1, NULL) FROM n GROUP BY t",
    ]

    /// From exact sums or from sums of doubles: the same but for rounding.
    @Test(arguments: statistics)
    func momentsAreTheSameEitherWay(_ query: String) throws {
        let database = try GroupingTests.database(20_000)
        let dense = try GroupingTests.rows(database, query)
        _ = try database.query("SET threads = 3")
        // As texts: a NaN is unlike itself.
        #expect(try "\(GroupingTests.rows(database, query))" == "\(dense)")
        _ = try database.query("SET dense_arrays = false")
        let hashed = try GroupingTests.rows(database, query)
        #expect(dense.count == hashed.count)
        for (left, right) in zip(dense.joined(), hashed.joined()) {
            guard case .double(let one) = left, case .double(let other) = right else {
                #expect(left == right)
                continue
            }
            // Correlations near zero are differences of large numbers.
            #expect(abs(one - other) <= 1e-9 * max(abs(one), 1e-3) || one.isNaN && other.isNaN, "\(one) and \(other)")
        }
    }

    @Test func correlationsByHand() throws {
        let database = Database(options: .init(threads: 2))
        // In group g: x is 0 … 999, y = 3x + g. The population variance of 0 … n - 1 is (n² - 1) / 12.
        _ = try database.query(
            "CREATE TABLE p AS SELECT range % 4 AS g, range // 4 AS x, 3 * (range // 4) + range % 4 AS y FROM range(4000)")
        let rows = try GroupingTests.rows(
            database,
            "SELECT g, corr(y, x), regr_slope(y, x), regr_intercept(y, x), covar_pop(y, x), var_pop(x), regr_count(y, x) FROM p GROUP BY g")
        #expect(rows.count == 4)
        let variance = 999_999.0 / 12
        for (g, row) in rows.enumerated() {
            #expect(
                row == [
                    .integer(Int128(g)), .double(1), .double(3), .double(Double(g)), .double(3 * variance), .double(variance),
                    .integer(1_000),
                ])
        }
    }

    @Test func wideColumnsGiveTheSameRows() throws {
        let narrow = try GroupingTests.database(5_000)
        let wide = Database(options: .init(threads: 2))
        _ = try wide.query("SET widths = 'wide'")
        _ = try wide.query("CREATE TABLE n AS SELECT range AS i, (range % 7)::TINYINT AS k1, -range AS am FROM range(5000)")
        let query = "SELECT k1, sum(i), min(i), max(am), avg(am) FROM n GROUP BY k1"
        _ = try narrow.query("CREATE OR REPLACE TABLE n AS SELECT i, k1, -i AS am FROM n")
        #expect(try GroupingTests.rows(wide, query) == GroupingTests.rows(narrow, query))
    }

    @Test func sumsOfSeriesAreExact() throws {
        let database = Database(options: .init(threads: 2))
        // Group g has the numbers g, g + 10, … below 200,000: 20,000 of them, the mean of which is g + 99,995.
        _ = try database.query("CREATE TABLE s AS SELECT range % 10 AS g, range AS v FROM range(200000)")
        let sums = try GroupingTests.rows(database, "SELECT g, sum(v), min(v), max(v), count(v), avg(v) FROM s GROUP BY g")
        #expect(sums.count == 10)
        for (g, row) in sums.enumerated() {
            let group = Int128(g)
            #expect(
                row == [
                    .integer(group), .integer(20_000 * (group + 99_995)), .integer(group), .integer(group + 199_990), .integer(20_000),
                    .double(Double(g) + 99_995),
                ])
        }
    }

    /// More rows than a set of records has room for: the rows of a join are not known before.
    @Test func manyMoreRowsThanExpected() throws {
        let database = Database(options: .init(threads: 2))
        _ = try database.query("CREATE TABLE a AS SELECT range % 3 AS g, range % 250 AS v FROM range(900)")
        let query = "SELECT a.g, sum(b.v), count(*), min(b.v), max(a.v), avg(a.v) FROM a, a AS b GROUP BY a.g"
        let rows = try GroupingTests.rows(database, query)
        _ = try database.query("SET dense_arrays = false")
        #expect(try GroupingTests.rows(database, query) == rows)
        #expect(rows.map { $0[2] } == Array(repeating: Value.integer(270_000), count: 3))
    }

    @Test func theEdgesOfSixtyFourBits() throws {
        let database = Database(options: .init(threads: 2))
        _ = try database.query(
            """
            CREATE TABLE e (g INTEGER, v BIGINT, u UBIGINT, h HUGEINT, w BIGINT);
            """)
        _ = try database.query(
            """
            INSERT INTO e VALUES
              (1, 9223372036854775807, 18446744073709551615, 170141183460469231731687303715884105727, 281474976710655),
              (1, 9223372036854775807, 18446744073709551615, 0, 281474976710655),
              (2, -9223372036854775808, 0, -170141183460469231731687303715884105728, 0), (2, -9223372036854775808, 1, NULL, 281474976710655)
            """)
        let rows = try GroupingTests.rows(
            database, "SELECT g, sum(v), sum(u), min(v), max(v), min(u), max(u), max(h), sum(w) FROM e GROUP BY g")
        #expect(
            rows == [
                [
                    .integer(1), .integer(18_446_744_073_709_551_614), .integer(36_893_488_147_419_103_230),
                    .integer(9_223_372_036_854_775_807), .integer(9_223_372_036_854_775_807), .integer(18_446_744_073_709_551_615),
                    .integer(18_446_744_073_709_551_615), .integer(170_141_183_460_469_231_731_687_303_715_884_105_727),
                    .integer(562_949_953_421_310),
                ],
                [
                    .integer(2), .integer(-18_446_744_073_709_551_616), .integer(1), .integer(-9_223_372_036_854_775_808),
                    .integer(-9_223_372_036_854_775_808), .integer(0), .integer(1),
                    .integer(-170_141_183_460_469_231_731_687_303_715_884_105_728), .integer(281_474_976_710_655),
                ],
            ])
        let overflow = #expect(throws: QueryError.self) {
            try database.query("SELECT g, sum(h) FROM (SELECT g, h FROM e UNION ALL SELECT g, h FROM e) AS t GROUP BY g")
        }
        #expect(overflow?.code == .outOfRange)
    }
}

/// Aggregates with FILTER against the same aggregates over CASE, which is NULL where the filter is not true.
@Suite struct FilteredAggregateTests {
    private static let modes = [
        "SELECT 1", "SET vector_size = 5", "SET widths = 'wide'", "SET threads = 1", "SET dense_arrays = false", "SET dictionaries = false",
    ]

    private func database(_ mode: String) throws -> Database {
        let database = Database(options: .init(threads: 2))
        _ = try database.query(mode)
        _ = try database.query(
            """
            CREATE TABLE t AS SELECT range % 13 AS k, 'g' || range % 5 AS g, range * 7919 % 1000 AS v, CASE WHEN range % 3 <> 0 THEN range % 50 END AS o,
                CASE WHEN range % 4 <> 1 THEN 't' || range % 9 END AS s, CAST(range % 17 AS DOUBLE) / 4 AS d, CAST(range % 300 AS DECIMAL(9, 2)) AS m
            FROM range(20000)
            """)
        return database
    }

    private static let conditions = ["v > 500", "o < 20", "s IN ('t1', 't4')", "v < 0", "v >= 0", "k = 3", "o IS NULL", "NULL"]

    @Test(arguments: modes) func filtersAreAsCase(_ mode: String) throws {
        let database = try database(mode)
        let calls = [
            ("sum", "v"), ("avg", "v"), ("min", "v"), ("max", "v"), ("count", "v"), ("sum", "o"), ("min", "o"), ("max", "o"),
            ("count", "o"),
            ("count", "s"), ("sum", "m"), ("max", "m"), ("min", "d"), ("sum", "d"), ("max", "s"), ("count", "1"),
            ("median", "v"),
        ]
        for keys in ["k", "g", "k, g", "1 + 0 * k"] {
            for condition in Self.conditions {
                let filtered =
                    calls.map { "\($0.0)(\($0.1)) FILTER (WHERE \(condition))" } + ["count(*) FILTER (WHERE \(condition))", "count(*)"]
                let chosen =
                    calls.map { "\($0.0)(CASE WHEN \(condition) THEN \($0.1) END)" } + [
                        "count(CASE WHEN \(condition) THEN 1 END)", "count(*)",
                    ]
                func rows(_ columns: [String]) throws -> [[Value]] {
                    try database.query("SELECT \(keys), \(columns.joined(separator: ", ")) FROM t GROUP BY \(keys) ORDER BY ALL").rows()
                }
                #expect(try rows(filtered) == rows(chosen), "\(condition) by \(keys)")
            }
        }
    }

    /// What could raise an error is computed for the rows of the filter alone.
    @Test(arguments: modes) func filtersProtectTheirArguments(_ mode: String) throws {
        let database = try database(mode)
        let found = try database.query(
            "SELECT k, sum(1000 // v) FILTER (WHERE v > 0), count(*) FILTER (WHERE v > 0) FROM t GROUP BY k ORDER BY k")
        let expected = try database.query("SELECT k, sum(1000 // v), count(*) FROM t WHERE v > 0 GROUP BY k ORDER BY k")
        #expect(try found.rows() == expected.rows())
        #expect(throws: QueryError.self) { try database.query("SELECT k, sum(1000 // v) FROM t GROUP BY k").rows() }
    }
}
