import Columns
import Engine
import Testing

@Suite struct SortOperatorTests {
    struct Key {
        var column: Int
        var descending = false
        var nullsFirst = false
    }

    static func naiveSorted(_ relation: Relation, _ keys: [Key]) -> [[Value]] {
        let order = relation.rows.indices.sorted { a, b in
            for key in keys {
                let left = relation.rows[a][key.column], right = relation.rows[b][key.column]
                switch (left == .null, right == .null) {
                case (true, true): continue
                case (true, false): return key.nullsFirst
                case (false, true): return !key.nullsFirst
                case (false, false): break
                }
                let order = naiveOrder(left, right)
                if order != 0 { return key.descending ? order > 0 : order < 0 }
            }
            return a < b
        }
        return order.map { relation.rows[$0] }
    }

    static func sorted(_ relation: Relation, _ keys: [Key], limit: Int? = nil, mode: Mode = Mode(), varied: Bool = true) throws -> [[Value]]
    {
        let context = mode.context()
        let input = try relation.materialized(context, varied: varied)
        let result = try SortOperator.open(
            input: input, columnTypes: relation.types,
            keys: keys.map { SortDirection(type: relation.types[$0.column], isDescending: $0.descending, nullsFirst: $0.nullsFirst) },
            evaluate: { (batch) throws(QueryError) in
                var vectors: [Vector] = []
                for key in keys { vectors.append(try batch.column(key.column)) }
                return vectors
            }, limit: limit, context: context)
        return try values(result, columns: relation.types.count)
    }

    @Test func ordersNullsAndSpecialNumbers() throws {
        let relation = Relation(
            types: [.double, .text],
            rows: [
                [.double(.nan), .text("n")], [.null, .text("0")], [.double(-0.0), .text("z1")], [.double(0), .text("z2")],
                [.double(-.infinity), .text("i")], [.double(2), .text("t")], [.null, .text("1")],
            ])
        #expect(try Self.sorted(relation, [Key(column: 0)]).map { $0[1] } == ["i", "z1", "z2", "t", "n", "0", "1"].map { .text($0) })
        #expect(
            try Self.sorted(relation, [Key(column: 0, descending: true, nullsFirst: true)]).map { $0[1] }
                == ["0", "1", "n", "t", "z1", "z2", "i"].map { .text($0) })
    }

    @Test func textOrdersByBytesAcrossDictionaries() throws {
        let relation = Relation(types: [.text], rows: ["乙", "b", "ab", "a", "甲", "", "abc", "a\u{0}"].map { [.text($0)] })
        for mode in Mode.all {
            let result = try Self.sorted(relation, [Key(column: 0)], mode: mode)
            #expect(result.map { $0[0] } == ["", "a", "a\u{0}", "ab", "abc", "b", "乙", "甲"].map { .text($0) })
        }
    }

    @Test(arguments: Mode.all) func agreesWithNaiveSort(mode: Mode) throws {
        var generator = SplitMix(seed: 7)
        let types: [LogicalType] = [
            .integer, .text, .double, .boolean, .decimal(precision: 12, scale: 2), .hugeint, .bigint, .ubigint, .date, .interval, .float,
            .list(.integer),
        ]
        for round in 0..<24 {
            let relation = Relation.random(types, rows: [0, 1, 2, 17, 90][round % 5], distinct: round % 3 == 0 ? 2 : 9, using: &generator)
            let keys = (0..<Int.random(in: 1...4, using: &generator)).map { _ in
                Key(
                    column: Int.random(in: 0..<types.count, using: &generator), descending: Bool.random(using: &generator),
                    nullsFirst: Bool.random(using: &generator))
            }
            let expected = Self.naiveSorted(relation, keys)
            #expect(shown(try Self.sorted(relation, keys, mode: mode)) == shown(expected), "\(keys)")
            for limit in [0, 1, 5, 50] {
                let top = try Self.sorted(relation, keys, limit: limit, mode: mode)
                #expect(shown(top) == shown(Array(expected.prefix(limit))), "top \(limit) by \(keys)")
            }
        }
    }

    /// Rows enough for buckets, radix passes, keys longer than an element, and several workers.
    @Test func sortsManyRowsTheSameOnAnyNumberOfThreads() throws {
        var generator = SplitMix(seed: 3)
        var rows: [[Value]] = []
        for row in 0..<66_000 {
            rows.append([
                .integer(Int128(UInt64.random(in: 0..<3, using: &generator))),
                .double(Double(Int.random(in: -9_000...9_000, using: &generator)) * 1.0000001),
                .double(Double.random(in: 0..<1, using: &generator)), .integer(Int128(row)),
            ])
        }
        let relation = Relation(types: [.integer, .double, .double, .integer], rows: rows)
        let keys = [Key(column: 0, descending: true), Key(column: 1), Key(column: 2, descending: true)]
        let expected = Self.naiveSorted(relation, keys).map { $0[3] }
        for threads in [1, 2] {
            let result = try Self.sorted(relation, keys, mode: Mode(threads: threads), varied: false).map { $0[3] }
            #expect(result == expected)
            let top = try Self.sorted(relation, keys, limit: 2_000, mode: Mode(morselSize: 10_000, threads: threads), varied: false)
            #expect(top.map { $0[3] } == Array(expected.prefix(2_000)))
            let half = try Self.sorted(relation, keys, limit: 30_000, mode: Mode(threads: threads), varied: false).map { $0[3] }
            #expect(half == Array(expected.prefix(30_000)))
        }
    }

    @Test func topNKeepsInputOrderOfTies() throws {
        let rows = (0..<9_000).map { [Value.boolean(false), .integer(Int128($0))] }
        let relation = Relation(types: [.boolean, .integer], rows: rows)
        let mode = Mode(morselSize: 4_096, threads: 2)
        #expect(
            try Self.sorted(relation, [Key(column: 0)], limit: 3, mode: mode, varied: false).map { $0[1] }
                == [0, 1, 2].map { .integer($0) })
    }

    @Test func cancellationAndFailedAllocationEndCleanly() throws {
        var generator = SplitMix(seed: 1)
        let relation = Relation.random([.integer, .text], rows: 500, using: &generator)
        let account = MemoryAccount()
        for number in [1, 2, 4, 8, 16, 32] {
            let context = Mode().context(account: account)
            let input = try relation.materialized(context)
            let keys = [SortColumn(type: .integer, vectors: input.batches.map { $0.baseColumns[0] })]
            account.failAllocation(number: number)
            do {
                let rows = try SortOperator.open(input: input, keys: keys, context: context)
                _ = try values(rows, columns: 2)
            } catch let error as QueryError {
                #expect(error.code == .outOfMemory)
            }
            account.failAllocation(number: 0)
        }
        #expect(account.bytesInUse == 0)
        let context = Mode().context()
        let input = try relation.materialized(context)
        context.cancel()
        #expect(throws: QueryError.self) {
            _ = try SortOperator.open(
                input: input, keys: [SortColumn(type: .integer, vectors: input.batches.map { $0.baseColumns[0] })], context: context)
        }
    }
}
