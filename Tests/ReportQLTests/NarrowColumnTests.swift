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
}
