import ReportQL
import Testing

@Suite struct QuantileTests {
    /// Values that differ in their lower, middle or upper bits only, many equal ones, and NULLs.
    private static let expressions = [
        ("(range * 7919) % 1000", "BIGINT"), ("(range % 3) * 1000000007 - 5", "BIGINT"), ("range % 2 - 1", "INTEGER"),
        ("range % 100", "TINYINT"),
        ("(range * 104729) % 65536", "USMALLINT"), ("((range * 7919) % 1000) / -8.0", "DOUBLE"), ("(range * 31) % 500 / 4", "FLOAT"),
        ("(range * 7919) % 100000", "DECIMAL(9,0)"), ("(range % 2000) * 4611686018427387", "BIGINT"),
    ]

    @Test(arguments: expressions.indices) func discreteQuantilesAreValuesByRank(_ index: Int) throws {
        let (expression, type) = Self.expressions[index]
        let database = Database(options: .init(threads: 2))
        _ = try database.query(
            """
            CREATE TABLE t AS SELECT range % 3 AS g, CASE WHEN range % 10 = 3 THEN NULL ELSE (\(expression))::\(type) END AS v
            FROM range(3000)
            """)
        for mode in ["widths = 'narrow'", "widths = 'wide'", "morsel_size = 64"] {
            _ = try database.query("SET \(mode)")
            for share in [0.0, 0.01, 0.25, 0.5, 0.9, 1.0] {
                let fast = try texts(database, "SELECT g, quantile_disc(v, \(share)) FROM t GROUP BY g ORDER BY g")
                // The smallest value such that at least that share of the values is not greater: by its definition.
                let slow = try texts(
                    database,
                    """
                    SELECT g, min(v) FROM (
                      SELECT g, v, row_number() OVER (PARTITION BY g ORDER BY v) AS rn, count(v) OVER (PARTITION BY g) AS n FROM t
                      WHERE v IS NOT NULL) AS ranked
                    WHERE rn >= \(share)::DOUBLE * n GROUP BY g ORDER BY g
                    """)
                #expect(fast == slow, "\(type) \(share) \(mode)")
            }
            _ = try database.query("RESET \(mode.prefix { $0 != " " })")
        }
    }

    @Test func continuousQuantilesLieBetweenValues() throws {
        let database = Database(options: .init(threads: 1))
        let query = """
            SELECT quantile_cont(i, 0.5), quantile_cont(d, 0.5), median(x), quantile_cont(d, 0.9)
            FROM (VALUES (1, 1.00, -1.5), (2, 2.01, 0.0), (10, -4.00, 1e300), (20, 7.50, NULL)) AS t(i, d, x)
            """
        // Decimals are cut off at their scale: (1.00 + 2.01) / 2 is 1.50, and 2.01 + 0.7 * 5.49 is 5.85.
        let rows = try database.query(query).rows()
        #expect(rows[0][0] == .double(6))
        #expect(rows[0][1] == .decimal(unscaled: 150, scale: 2))
        #expect(rows[0][2] == .double(0))
        #expect(rows[0][3] == .decimal(unscaled: 585, scale: 2))
    }

    @Test func notANumberIsTheGreatest() throws {
        let database = Database(options: .init(threads: 1))
        let rows = try database.query(
            "SELECT quantile_disc(x, 1.0), quantile_disc(x, 0.0), quantile_disc(x, 0.5) FROM (VALUES ('nan'::DOUBLE), (-0.5), (2.5)) AS t(x)"
        ).rows()
        #expect(rows[0][1...] == [.double(-0.5), .double(2.5)])
        if case .double(let greatest) = rows[0][0] { #expect(greatest.isNaN) } else { Issue.record("\(rows)") }
    }
}
