import ReportQL
import Testing

/// Conditions on ranks drop most rows before they are sorted. `rn + 0 <= 2` says the same without being taken for such a condition.
@Suite struct PartitionLimitTests {
    private static let windows = [
        "row_number() OVER (PARTITION BY g ORDER BY v)", "row_number() OVER (PARTITION BY g ORDER BY v DESC)",
        "row_number() OVER (PARTITION BY g ORDER BY v DESC NULLS FIRST, s)", "rank() OVER (PARTITION BY g ORDER BY v)",
        "row_number() OVER (PARTITION BY g, s ORDER BY x DESC)", "row_number() OVER (PARTITION BY s ORDER BY big)",
        "row_number() OVER (PARTITION BY s || 'x' ORDER BY s2 DESC, v)", "row_number() OVER (ORDER BY x, v)",
        "row_number() OVER (PARTITION BY g)", "rank() OVER (PARTITION BY g ORDER BY x DESC, s)",
        "dense_rank() OVER (PARTITION BY g ORDER BY v)",
        "row_number() OVER (PARTITION BY h ORDER BY v + g)",
    ]

    private static let modes: [[String]] = [
        ["morsel_size = 64"], ["morsel_size = 50", "vector_size = 3", "threads = 1"],
        ["morsel_size = 64", "hash_bits = 0", "dense_arrays = false"],
        ["widths = 'wide'"],
    ]

    private func database() throws -> Database {
        let database = Database(options: .init(threads: 2))
        _ = try database.query(
            """
            CREATE TABLE t AS SELECT
              range AS id, (range * 7919) % 7 AS g, CASE WHEN range % 11 = 0 THEN NULL ELSE (range * 104729) % 40 - 20 END AS v,
              CASE WHEN range % 13 = 0 THEN NULL ELSE 'name ' || (range % 3)::TEXT END AS s,
              'a text with number ' || ((range * 31) % 50)::TEXT AS s2, ((range * 37) % 101) / 8 AS x,
              (range % 9)::HUGEINT * -170141183460469231731687303715 AS big, (range % 4)::HUGEINT AS h
            FROM range(2000)
            """)
        return database
    }

    @Test(arguments: windows) func limitsChangeNothing(_ window: String) throws {
        let database = try database()
        for (fast, slow) in [("rn <= 2", "rn + 0 <= 2"), ("rn = 1 AND id >= 0", "rn + 0 = 1"), ("4 > rn", "4 > rn + 0")] {
            let query = "SELECT id, rn FROM (SELECT id, \(window) AS rn FROM t) AS w WHERE "
            let expected = try texts(database, query + slow)
            #expect(try texts(database, query + fast) == expected)
            for mode in Self.modes {
                for setting in mode { _ = try database.query("SET \(setting)") }
                #expect(try texts(database, query + fast) == expected, "\(mode)")
                for setting in mode { _ = try database.query("RESET \(setting.prefix { $0 != " " })") }
            }
        }
    }

    /// More partitions than a worker first has room for: what it knows of the first ones must outlive its growing.
    @Test func manyPartitionsKeepTheirFirstRows() throws {
        let database = Database(options: .init(threads: 2))
        for setting in ["dense_arrays = true", "dense_arrays = false"] {
            _ = try database.query("SET \(setting)")
            _ = try database.query(
                "CREATE OR REPLACE TABLE t AS SELECT range AS id, 'name ' || CASE WHEN range % 10 = 0 THEN range ELSE range % 90 END AS s FROM range(24000)"
            )
            let expected = try texts(database, "SELECT min(id) FROM t GROUP BY s ORDER BY 1")
            for _ in 0..<20 {
                let found = try texts(
                    database,
                    "SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY s ORDER BY id) AS rn FROM t) AS w WHERE rn <= 1 ORDER BY id"
                )
                #expect(found == expected)
            }
        }
    }

    @Test func explainNamesIt() throws {
        let database = try database()
        let query =
            "EXPLAIN ANALYZE SELECT * FROM (SELECT g, row_number() OVER (PARTITION BY g ORDER BY v) AS rn FROM t) AS w WHERE rn <= 3"
        let plan = try texts(database, query).joined().joined(separator: "\n")
        #expect(plan.contains("top 3 of each partition"), "\(plan)")
    }

    @Test func otherCallsNeedAllRows() throws {
        let database = try database()
        let rows = try texts(
            database,
            """
            SELECT rn, n FROM (SELECT row_number() OVER (PARTITION BY g ORDER BY id) AS rn, count(*) OVER (PARTITION BY g) AS n FROM t) AS w
            WHERE rn <= 1
            """)
        // 2,000 rows over seven partitions: five have 286, two have 285.
        #expect(rows.map { $0[1] }.sorted() == ["285", "285", "286", "286", "286", "286", "286"])
    }
}
