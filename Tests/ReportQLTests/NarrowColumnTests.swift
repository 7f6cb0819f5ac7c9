import ReportQL
import Testing

/// Filters, arithmetic and totals over columns that are stored narrow, against the same numbers worked out here and under every mode.
@Suite struct NarrowColumnTests {
    private struct Row {
        var small: Int64
        var medium: Int64?
        var large: Int64
    }

    private static let rows: [Row] = (0..<3_000).map { index in
        let number = Int64(index)
        return Row(small: number % 5 - 2, medium: index % 11 == 0 ? nil : number * 7_919 % 60_000, large: number * 104_729 % 100_000_007)
    }

    private static let modes = [
        "SELECT 1", "SET vector_size = 3", "SET widths = 'wide'", "SET threads = 1", "SET zone_maps = false", "SET optimizer = 'off'",
    ]

    private func database(_ mode: String) throws -> Database {
        let database = Database(options: .init(threads: 2))
        _ = try database.query(mode)
        _ = try database.query("CREATE TABLE t (small BIGINT, medium BIGINT, large BIGINT, price DECIMAL(10, 2))")
        let values = NarrowColumnTests.rows.map { row in
            "(\(row.small), \(row.medium.map { "\($0)" } ?? "NULL"), \(row.large), \(row.large / 100).\(row.large / 10 % 10)\(row.large % 10))"
        }
        _ = try database.query("INSERT INTO t VALUES " + values.joined(separator: ", "))
        return database
    }

    @Test(arguments: modes) func productsSumsAndDifferences(_ mode: String) throws {
        let database = try database(mode)
        let rows = NarrowColumnTests.rows
        let valid = rows.filter { $0.medium != nil }
        func total(_ rows: [Row], _ term: (Row) -> Int64) -> Value { .integer(Int128(rows.reduce(0) { $0 + term($1) })) }
        let smallTimesLarge = rows.reduce(0) { $0 + $1.small * $1.large }
        let expected: [Value] = [
            total(rows) { $0.small * $0.large },
            total(valid) { ($0.medium ?? 0) * $0.large },
            total(valid) { $0.large - ($0.medium ?? 0) },
            total(valid) { $0.small + ($0.medium ?? 0) },
            total(rows) { 3 * $0.small },
            .decimal(unscaled: Int128(smallTimesLarge), scale: 2),
            .integer(Int128(rows.map(\.large).min() ?? 0)),
            .integer(Int128(valid.compactMap(\.medium).max() ?? 0)),
            .integer(Int128(valid.count)),
            .double(Double(rows.reduce(0) { $0 + $1.small }) / Double(rows.count)),
        ]
        let found = try database.query(
            """
            SELECT sum(small * large), sum(medium * large), sum(large - medium), sum(small + medium), sum(3 * small), sum(small * price),
                   min(large), max(medium), count(medium), avg(small) FROM t
            """
        ).rows()
        #expect(found == [expected])
    }

    @Test(arguments: modes) func filtersOfEveryDensity(_ mode: String) throws {
        let database = try database(mode)
        let operations: [(String, (Int64, Int64) -> Bool)] = [
            ("<", { $0 < $1 }), ("<=", { $0 <= $1 }), (">", { $0 > $1 }), (">=", { $0 >= $1 }), ("=", { $0 == $1 }), ("<>", { $0 != $1 }),
        ]
        let bounds: [Int64] = [-1, 0, 1, 59, 600, 6_000, 30_000, 59_999, 60_000, 70_000]
        for bound in bounds {
            for (operation, holds) in operations {
                let kept = NarrowColumnTests.rows.filter { row in row.medium.map { holds($0, bound) } ?? false }.map(\.large)
                let sum: Value = kept.isEmpty ? .null : .integer(Int128(kept.reduce(0, +)))
                let largest: Value = kept.max().map { .integer(Int128($0)) } ?? .null
                let found = try database.query("SELECT count(*), sum(large), max(large) FROM t WHERE medium \(operation) \(bound)").rows()
                #expect(found == [[.integer(Int128(kept.count)), sum, largest]])
            }
        }
        let both = NarrowColumnTests.rows.filter { row in
            row.small == 1 && (row.medium ?? -1) > 7 && row.large >= 1_000_000 && row.large <= 60_000_000
        }.map(\.large)
        let found = try database.query(
            "SELECT count(*), sum(large) FROM t WHERE small = 1 AND medium > 7 AND large BETWEEN 1000000 AND 60000000"
        ).rows()
        #expect(found == [[.integer(Int128(both.count)), .integer(Int128(both.reduce(0, +)))]])
    }

    @Test(arguments: modes) func theFirstRowsInEitherDirection(_ mode: String) throws {
        let database = try database(mode)
        let mediums = NarrowColumnTests.rows.compactMap(\.medium).sorted()
        func numbers(_ query: String) throws -> [Value] { try database.query(query).rows().map { $0[0] } }
        #expect(try numbers("SELECT medium FROM t ORDER BY medium LIMIT 5") == mediums.prefix(5).map { .integer(Int128($0)) })
        #expect(
            try numbers("SELECT medium FROM t ORDER BY medium DESC NULLS LAST LIMIT 5")
                == mediums.reversed().prefix(5).map { .integer(Int128($0)) })
        let nulls = NarrowColumnTests.rows.count - mediums.count
        let expected = [Value](repeating: .null, count: nulls) + mediums.prefix(2).map { Value.integer(Int128($0)) }
        #expect(try numbers("SELECT medium FROM t ORDER BY medium NULLS FIRST LIMIT \(nulls + 2)") == expected)
    }

    @Test func productsThatDoNotFitAreAnError() throws {
        let database = Database(options: .init(threads: 1))
        _ = try database.query("CREATE TABLE w (a BIGINT, b INTEGER)")
        _ = try database.query("INSERT INTO w VALUES (9223372036854775806, 2147483646), (9223372036854775807, 2147483647)")
        for query in ["SELECT sum(a * a) FROM w", "SELECT sum(a + a) FROM w", "SELECT sum(b * b) FROM w", "SELECT sum(a * 2) FROM w"] {
            let refused = #expect(throws: QueryError.self) { try database.query(query).rows() }
            #expect(refused?.code == .outOfRange)
        }
    }

    /// Several comparisons of one column are one interval of its offsets, which may be empty, or lie beside all offsets.
    @Test(arguments: modes) func comparisonsOfOneColumnMeet(_ mode: String) throws {
        let database = try database(mode)
        let cases: [(condition: String, holds: (Row) -> Bool)] = [
            (
                "medium > 100 AND medium <= 200 AND medium <> 150",
                { ($0.medium ?? -1) > 100 && ($0.medium ?? 999) <= 200 && $0.medium != 150 }
            ),
            ("medium > 200 AND medium < 100", { _ in false }),
            ("small > -2 AND 1 > small AND large >= 50000000", { $0.small > -2 && $0.small < 1 && $0.large >= 50_000_000 }),
            ("small >= -2 AND small <= 2", { _ in true }),
            ("small = 1 AND small = 2", { _ in false }),
            ("small = 7", { _ in false }),
            ("small > -99999999999999999 AND medium < 99999999999999999", { $0.medium != nil }),
            ("small <> 0 AND 12 // small >= 6 AND medium >= 30000", { $0.small > 0 && ($0.medium ?? 0) >= 30_000 }),
            (
                "large * 2 > 100000000 AND small = 2 AND medium < 30000",
                { $0.large * 2 > 100_000_000 && $0.small == 2 && ($0.medium ?? 99_999) < 30_000 }
            ),
            ("price > 5000.5 AND price <= 700000.25 AND small < 0", { $0.large > 500_050 && $0.large <= 70_000_025 && $0.small < 0 }),
            (
                "medium >= 59990 AND large > 10 AND small > -2 AND price > 1",
                { ($0.medium ?? 0) >= 59_990 && $0.large > 100 && $0.small > -2 }
            ),
        ]
        for (condition, holds) in cases {
            let kept = NarrowColumnTests.rows.filter(holds)
            let sum: Value = kept.isEmpty ? .null : .integer(Int128(kept.reduce(0) { $0 + $1.large }))
            let expected: [[Value]] = [[.integer(Int128(kept.count)), sum]]
            #expect(try database.query("SELECT count(*), sum(large) FROM t WHERE \(condition)").rows() == expected, "\(condition)")
            let inner = "SELECT small + 0 AS small, medium + 0 AS medium, large, price FROM t"
            #expect(try database.query("SELECT count(*), sum(large) FROM (\(inner)) WHERE \(condition)").rows() == expected, "\(condition)")
        }
    }

    /// Conditions on texts become runs of codes where few do; NULLs are in none of them.
    @Test(arguments: modes + ["SET dictionaries = false"]) func conditionsOnTexts(_ mode: String) throws {
        let database = try database(mode)
        _ = try database.query(
            """
            CREATE TABLE texts AS SELECT large, 'k' || (large % 100) AS name, CASE WHEN small <> 0 THEN 'v' || (large % 700) END AS other FROM t
            """)
        func text(_ row: Row) -> String { "k\(row.large % 100)" }
        func other(_ row: Row) -> String? { row.small == 0 ? nil : "v\(row.large % 700)" }
        let cases: [(condition: String, holds: (Row) -> Bool)] = [
            ("name IN ('k7', 'k42', 'k99')", { ["k7", "k42", "k99"].contains(text($0)) }),
            ("name NOT IN ('k7', 'k42', 'k99')", { !["k7", "k42", "k99"].contains(text($0)) }),
            ("name LIKE '%7%'", { text($0).contains("7") }),
            ("name LIKE '%x%'", { _ in false }),
            ("name <> 'k5'", { text($0) != "k5" }),
            ("other IN ('v7', 'v8') AND name > 'k'", { ["v7", "v8"].contains(other($0)) }),
            ("other NOT IN ('v7', 'v8')", { other($0).map { !["v7", "v8"].contains($0) } ?? false }),
            ("other LIKE '%1%' AND name = 'k11'", { (other($0)?.contains("1") ?? false) && text($0) == "k11" }),
        ]
        for (condition, holds) in cases {
            let kept = NarrowColumnTests.rows.filter(holds)
            let sum: Value = kept.isEmpty ? .null : .integer(Int128(kept.reduce(0) { $0 + $1.large }))
            let found = try database.query("SELECT count(*), sum(large) FROM texts WHERE \(condition)").rows()
            #expect(found == [[.integer(Int128(kept.count)), sum]], "\(condition)")
        }
        let distinct: [[Value]] = [
            [
                .integer(Int128(Set(NarrowColumnTests.rows.map(text)).count)),
                .integer(Int128(Set(NarrowColumnTests.rows.compactMap(other)).count)),
            ]
        ]
        #expect(try database.query("SELECT count(DISTINCT name), count(DISTINCT other) FROM texts").rows() == distinct)
        let numbers = NarrowColumnTests.rows
        #expect(
            try database.query("SELECT count(DISTINCT small), count(DISTINCT medium), count(DISTINCT large) FROM t").rows() == [
                [
                    .integer(Int128(Set(numbers.map(\.small)).count)), .integer(Int128(Set(numbers.compactMap(\.medium)).count)),
                    .integer(Int128(Set(numbers.map(\.large)).count)),
                ]
            ])
    }

    /// Quotients and remainders of narrow columns by a constant, exact up to the largest numbers of 32 bits.
    @Test(arguments: modes) func divisionsByConstants(_ mode: String) throws {
        let database = try database(mode)
        _ = try database.query(
            """
            CREATE TABLE edges AS SELECT 4294967295 - range * 65537 % 4294967296 AS n, range - 5 AS s, CASE WHEN range % 7 <> 0 THEN range END AS o
            FROM range(3000)
            """)
        let numbers = (0..<3_000).map { Int64(4_294_967_295) - Int64($0) * 65_537 % 4_294_967_296 }
        for divisor: Int64 in [1, 2, 3, 7, 10, 1_000, 65_535, 65_536, 999_983, 2_147_483_648, 4_294_967_295, 4_294_967_296, -7] {
            let found = try database.query(
                "SELECT sum(n // \(divisor)), sum(n % \(divisor)), sum(s // \(divisor)), sum(s % \(divisor)), sum(o // \(divisor)), count(o % \(divisor)) FROM edges"
            ).rows()
            let signed = (0..<3_000).map { Int64($0) - 5 }, others = (0..<3_000).map(Int64.init).filter { $0 % 7 != 0 }
            func total(_ values: [Int64]) -> Value { .integer(Int128(values.reduce(0, +))) }
            let expected: [Value] = [
                total(numbers.map { $0 / divisor }), total(numbers.map { $0 % divisor }), total(signed.map { $0 / divisor }),
                total(signed.map { $0 % divisor }), total(others.map { $0 / divisor }), .integer(Int128(others.count)),
            ]
            #expect(found == [expected], "\(divisor)")
        }
        let rows = NarrowColumnTests.rows.filter { $0.large % 10 == 3 && $0.large / 7 % 2 == 1 }
        #expect(
            try database.query("SELECT count(*), min(large) FROM t WHERE large % 10 = 3 AND large // 7 % 2 = 1").rows()
                == [[.integer(Int128(rows.count)), .integer(Int128(rows.map(\.large).min() ?? 0))]])
        #expect(throws: QueryError.self) { try database.query("SELECT large % 0 FROM t").rows() }
    }
}
