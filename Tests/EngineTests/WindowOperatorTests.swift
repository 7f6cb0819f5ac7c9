import Columns
import Engine
import Functions
import Planner
import Testing

@Suite struct WindowOperatorTests {
    static let hash = ResolvedAggregate(
        name: "ordered_hash", argumentTypes: [.integer], resultType: .bigint, isOrderSensitive: true, kernel: .folding(OrderedHash()))
    static let gatheredHash = ResolvedAggregate(
        name: "gathered_hash", argumentTypes: [.integer], resultType: .bigint, isOrderSensitive: true, kernel: .gathering(GatheredHash()))
    static let sum = ResolvedAggregate(
        name: "sum", argumentTypes: [.integer], resultType: .hugeint, kernel: .folding(OrderedHash()))
    static let count = ResolvedAggregate(
        name: "count", argumentTypes: [.integer], resultType: .bigint, kernel: .folding(OrderedHash()))
    static let average = ResolvedAggregate(
        name: "avg", argumentTypes: [.integer], resultType: .double, kernel: .folding(OrderedHash()))

    static func call(
        _ naive: NaiveWindow, _ function: WindowCall.Function, type: LogicalType, distinct: Bool = false, more: [TypedExpression] = []
    ) -> WindowCall {
        func column(_ index: Int) -> TypedExpression { TypedExpression(.column(index), type: naive.relation.types[index]) }
        func bound(_ bound: NaiveWindow.Bound) -> WindowFrame.Bound {
            func constant(_ number: Int) -> TypedExpression { TypedExpression(.constant(.integer(Int128(number))), type: .integer) }
            switch bound {
            case .unboundedPreceding: return .unboundedPreceding
            case .preceding(let distance): return .preceding(constant(distance))
            case .currentRow: return .currentRow
            case .following(let distance): return .following(constant(distance))
            case .unboundedFollowing: return .unboundedFollowing
            }
        }
        return WindowCall(
            function: function, arguments: [column(naive.value)] + more, isDistinct: distinct, ignoresNulls: naive.ignoresNulls,
            filter: naive.filter.map(column), partition: naive.partition.map(column),
            order: naive.order.map { SortKey(expression: column($0.column), isDescending: $0.descending, nullsFirst: $0.nullsFirst) },
            frame: WindowFrame(unit: naive.unit, start: bound(naive.start), end: bound(naive.end), exclusion: naive.exclusion), type: type)
    }

    /// The calls' columns for all rows of the relation.
    static func run(_ relation: Relation, _ calls: [WindowCall], mode: Mode = Mode(), varied: Bool = true) throws -> [[Value]] {
        let context = mode.context()
        let compiler = ExpressionCompiler(context: EvaluationContext(context)) { (_) throws(QueryError) in
            throw QueryError(.internal, "no subqueries here")
        }
        let producer = try WindowOperator.open(
            try relation.materialized(context, varied: varied), types: relation.types, calls: calls, compiler: compiler
        ).producer
        let rows = try values(producer, columns: relation.types.count + calls.count)
        let stay = rows.map { Array($0[..<relation.types.count]) }
        // Texts tell NaNs equal; they are costly to make.
        #expect(stay == relation.rows || (relation.rows.count < 100 && shown(stay) == shown(relation.rows)), "the input's columns stay")
        return calls.indices.map { index in rows.map { $0[relation.types.count + index] } }
    }

    /// A worked example: scores of two classes, ties included.
    @Test func ranksOfTwoClasses() throws {
        let relation = Relation(
            types: [.text, .integer],
            rows: [("a", 7), ("b", 5), ("a", 9), ("a", 7), ("b", 8), ("a", 1)].map { [.text($0.0), .integer($0.1)] })
        let naive = NaiveWindow(relation: relation, partition: [0], order: [.init(column: 1, descending: true)], value: 1)
        let functions: [WindowFunction] = [.rowNumber, .rank, .denseRank]
        for mode in Mode.all {
            let columns = try Self.run(relation, functions.map { Self.call(naive, .window($0), type: .bigint) }, mode: mode)
            #expect(columns[0] == [2, 2, 1, 3, 1, 4].map { .integer($0) })
            #expect(columns[1] == [2, 2, 1, 2, 1, 4].map { .integer($0) })
            #expect(columns[2] == [2, 2, 1, 2, 1, 3].map { .integer($0) })
        }
    }

    @Test func runningSumByHand() throws {
        let relation = Relation(types: [.integer], rows: [[.integer(3)], [.null], [.integer(1)], [.integer(4)], [.integer(1)]])
        var naive = NaiveWindow(relation: relation, unit: .rows)
        func sums() throws -> [Value] { try Self.run(relation, [Self.call(naive, .aggregate(Self.sum), type: .hugeint)])[0] }
        #expect(try sums() == [3, 3, 4, 8, 9].map { .integer($0) })
        naive.start = .preceding(1)
        naive.end = .following(1)
        #expect(try sums() == [3, 4, 5, 6, 5].map { .integer($0) })
        naive.start = .following(1)
        #expect(try sums() == [.null, .integer(1), .integer(4), .integer(1), .null])
    }

    static let bounds: [(NaiveWindow.Bound, NaiveWindow.Bound)] = [
        (.unboundedPreceding, .currentRow), (.unboundedPreceding, .unboundedFollowing), (.currentRow, .unboundedFollowing),
        (.preceding(2), .following(1)), (.preceding(3), .preceding(1)), (.following(1), .following(4)), (.currentRow, .currentRow),
        (.unboundedPreceding, .preceding(1)), (.unboundedPreceding, .following(2)), (.preceding(20), .currentRow),
        (.following(2), .unboundedFollowing),
    ]

    @Test func agreesWithNaiveWindow() throws {
        var generator = SplitMix(seed: 31)
        let types: [LogicalType] = [.integer, .text, .integer, .boolean, .double]
        for round in 0..<66 {
            let relation = Relation.random(
                types, rows: [0, 1, 9, 18, 27][round % 5], nulls: round % 4 == 0 ? 0 : 0.2, distinct: 4 + round % 6, using: &generator)
            var naive = NaiveWindow(relation: relation)
            naive.partition = [[], [1], [3], [1, 3]][Int.random(in: 0..<4, using: &generator)]
            naive.unit = [.rows, .range, .groups][round % 3]
            (naive.start, naive.end) = Self.bounds[(round / 3) % Self.bounds.count]
            naive.exclusion = [.none, .none, .currentRow, .group, .ties][Int.random(in: 0..<5, using: &generator)]
            let orders = naive.unit == .range ? 1 : Int.random(in: 0...2, using: &generator)
            naive.order = (0..<orders).map { index in
                .init(
                    column: naive.unit == .range ? 0 : [0, 4][index], descending: Bool.random(using: &generator),
                    nullsFirst: Bool.random(using: &generator))
            }
            naive.value = 2
            naive.filter = round % 3 == 1 ? 3 : nil

            let calls = [
                Self.call(naive, .aggregate(Self.hash), type: .bigint), Self.call(naive, .aggregate(Self.gatheredHash), type: .bigint),
                Self.call(naive, .aggregate(Self.hash), type: .bigint, distinct: true),
                Self.call(naive, .aggregate(Self.gatheredHash), type: .bigint, distinct: true),
            ]
            let expected = naive.aggregated { OrderedHash.hash($0) }
            let distinct = naive.aggregated(distinct: true) { OrderedHash.hash($0) }
            try compare(naive, calls, with: [expected, expected, distinct, distinct], round)
            try compareSums(naive, round)
            naive.filter = nil
            naive.ignoresNulls = round % 2 == 0
            try compareFunctions(naive, round)
        }
    }

    private func compare(_ naive: NaiveWindow, _ calls: [WindowCall], with expected: [[Value]], _ round: Int) throws {
        for mode in Mode.all {
            let columns = try Self.run(naive.relation, calls, mode: mode)
            let agree = zip(columns, expected).map { $0 == $1 }
            #expect(
                !agree.contains(false), "round \(round), \(mode): \(naive.unit) \(naive.start) \(naive.end) \(naive.exclusion), \(agree)")
        }
    }

    private func compareSums(_ naive: NaiveWindow, _ round: Int) throws {
        var naive = naive
        naive.exclusion = .none
        let calls = [
            Self.call(naive, .aggregate(Self.sum), type: .hugeint), Self.call(naive, .aggregate(Self.count), type: .bigint),
            Self.call(naive, .aggregate(Self.average), type: .double),
        ]
        // Whole partitions are left to the aggregate's own kernel, which is not the sum's here.
        if case (.unboundedPreceding, .unboundedFollowing) = (naive.start, naive.end) { return }
        if naive.order.isEmpty, naive.unit != .rows { return }
        func numbers(_ values: [Value]) -> [Int128] {
            values.compactMap { value in if case .integer(let number) = value { number } else { nil } }
        }
        let sums = naive.aggregated { numbers($0).isEmpty ? .null : .integer(numbers($0).reduce(0, +)) }
        let counts = naive.aggregated { .integer(Int128(numbers($0).count)) }
        let means = naive.aggregated {
            numbers($0).isEmpty ? .null : .double(Double(numbers($0).reduce(0, +)) / Double(numbers($0).count))
        }
        try compare(naive, calls, with: [sums, counts, means], round)
    }

    private func compareFunctions(_ naive: NaiveWindow, _ round: Int) throws {
        let number = [1, 3, 2, 0, -1][round % 5]
        func constant(_ number: Int) -> TypedExpression { TypedExpression(.constant(.integer(Int128(number))), type: .integer) }
        let tiles = max(number, 1)
        let cases: [(WindowFunction, LogicalType, [TypedExpression], [Value])] = [
            (.rowNumber, .bigint, [], naive.windowed(.rowNumber)), (.rank, .bigint, [], naive.windowed(.rank)),
            (.denseRank, .bigint, [], naive.windowed(.denseRank)), (.percentRank, .double, [], naive.windowed(.percentRank)),
            (.cumulativeDistribution, .double, [], naive.windowed(.cumulativeDistribution)),
            (.lag, .integer, [constant(number)], naive.windowed(.lag, argument: number)),
            (.lead, .integer, [constant(number), constant(99)], naive.windowed(.lead, argument: number, fallback: .integer(99))),
            (.firstValue, .integer, [], naive.windowed(.firstValue)), (.lastValue, .integer, [], naive.windowed(.lastValue)),
            (.nthValue, .integer, [constant(tiles)], naive.windowed(.nthValue, argument: tiles)),
        ]
        var calls = cases.map { Self.call(naive, .window($0.0), type: $0.1, more: $0.2) }
        var tile = Self.call(naive, .window(.tile), type: .bigint)
        tile.arguments = [constant(tiles)]
        calls.append(tile)
        try compare(naive, calls, with: cases.map(\.3) + [naive.windowed(.tile, argument: tiles)], round)
    }

    /// Enough rows for several tasks, the same for any number of threads.
    @Test func manyRowsOnTwoThreads() throws {
        var generator = SplitMix(seed: 9)
        var rows: [[Value]] = []
        var sums: [Int128: Int128] = [:]
        var expected: [Value] = []
        for row in 0..<68_000 {
            let partition = Int128(Int.random(in: 0..<2_000, using: &generator)) / 53
            let value = Int128(Int.random(in: -3...5, using: &generator))
            rows.append([.integer(partition), .integer(Int128(row)), .integer(value)])
            sums[partition, default: 0] += value
            expected.append(.integer(sums[partition] ?? 0))
        }
        let relation = Relation(types: [.integer, .integer, .integer], rows: rows)
        let naive = NaiveWindow(relation: relation, partition: [0], order: [.init(column: 1)], unit: .rows, value: 2)
        let calls = [Self.call(naive, .aggregate(Self.sum), type: .hugeint), Self.call(naive, .aggregate(Self.hash), type: .bigint)]
        let one = try Self.run(relation, calls, mode: Mode(threads: 1), varied: false)
        let two = try Self.run(relation, calls, mode: Mode(threads: 2), varied: false)
        #expect(one[0] == expected)
        #expect(two[0] == expected)
        #expect(one[1] == two[1])
    }

    @Test func negativeAndMissingOffsetsAreErrors() throws {
        let relation = Relation(types: [.integer], rows: [[.integer(1)], [.integer(2)]])
        for offset in [Value.integer(-1), .null] {
            var call = Self.call(NaiveWindow(relation: relation, unit: .rows), .aggregate(Self.sum), type: .hugeint)
            call.frame.start = .preceding(TypedExpression(.constant(offset), type: .integer))
            let error = #expect(throws: QueryError.self) { try Self.run(relation, [call]) }
            #expect(error?.code == .outOfRange)
        }
        var tile = Self.call(NaiveWindow(relation: relation), .window(.tile), type: .bigint)
        tile.arguments = [TypedExpression(.constant(.integer(0)), type: .integer)]
        #expect(throws: QueryError.self) { try Self.run(relation, [tile]) }
    }
}
