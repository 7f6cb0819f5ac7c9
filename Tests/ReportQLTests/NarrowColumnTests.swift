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
        let valid = rows.compactMap { row in row.medium.map { (small: row.small, medium: $0, large: row.large) } }
        let found = try database.query(
            """
            SELECT sum(small * large), sum(medium * large), sum(large - medium), sum(small + medium), sum(3 * small), sum(small * price),
                   min(large), max(medium), count(medium), avg(small) FROM t
            """
        ).rows()
        #expect(
            found == [
                [
                    .integer(Int128(rows.map { $0.small * $0.large }.reduce(0, +))),
                    .integer(Int128(valid.map { $0.medium * $0.large }.reduce(0, +))),
                    .integer(Int128(valid.map { $0.large - $0.medium }.reduce(0, +))),
                    .integer(Int128(valid.map { $0.small + $0.medium }.reduce(0, +))),
                    .integer(Int128(rows.map { 3 * $0.small }.reduce(0, +))),
                    .decimal(unscaled: Int128(rows.map { $0.small * $0.large }.reduce(0, +)), scale: 2),
                    .integer(Int128(rows.map(\.large).min() ?? 0)), .integer(Int128(valid.map(\.medium).max() ?? 0)),
                    .integer(Int128(valid.count)), .double(Double(rows.map(\.small).reduce(0, +)) / Double(rows.count)),
                ]
            ])
    }

    @Test(arguments: modes) func filtersOfEveryDensity(_ mode: String) throws {
        let database = try database(mode)
        for bound in [-1, 0, 1, 59, 600, 6_000, 30_000, 59_999, 60_000, 70_000] as [Int64] {
            for (operation, holds) in [
                ("<", { $0 < bound }), ("<=", { $0 <= bound }), (">", { $0 > bound }), (">=", { $0 >= bound }), ("=", { $0 == bound }),
                ("<>", { $0 != bound }),
            ] as [(String, (Int64) -> Bool)] {
                let kept = NarrowColumnTests.rows.filter { row in row.medium.map(holds) ?? false }
                let found = try database.query("SELECT count(*), sum(large), max(large) FROM t WHERE medium \(operation) \(bound)").rows()
                #expect(
                    found == [
                        [
                            .integer(Int128(kept.count)), kept.isEmpty ? .null : .integer(Int128(kept.map(\.large).reduce(0, +))),
                            kept.map(\.large).max().map { .integer(Int128($0)) } ?? .null,
                        ]
                    ])
            }
        }
        let both = NarrowColumnTests.rows.filter { $0.small == 1 && ($0.medium ?? -1) > 7 && (1_000_000...60_000_000).contains($0.large) }
        #expect(
            try database.query("SELECT count(*), sum(large) FROM t WHERE small = 1 AND medium > 7 AND large BETWEEN 1000000 AND 60000000")
                .rows()
                == [[.integer(Int128(both.count)), .integer(Int128(both.map(\.large).reduce(0, +)))]])
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
        #expect(
            try numbers("SELECT medium FROM t ORDER BY medium NULLS FIRST LIMIT \(nulls + 2)")
                == [Value](repeating: .null, count: nulls) + mediums.prefix(2).map { .integer(Int128($0)) })
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
}
