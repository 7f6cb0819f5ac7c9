import Columns
import Engine
import Planner
import Testing

@Suite struct JoinOperatorTests {
    struct Case {
        var kind: JoinKind
        var left: Relation
        var right: Relation
        /// Pairs of column positions.
        var keys: [(Int, Int)]
        var nullsEqual: [Bool]
        /// Holds where the left column is less than the right one, both BIGINT or INTEGER.
        var residual: (Int, Int)?
        var isNullAware = false
    }

    /// Three-valued equality; nil is unknown.
    static func equal(_ left: Value, _ right: Value, nullsEqual: Bool) -> Bool? {
        if nullsEqual { return naiveSame(left, right) }
        if left == .null || right == .null { return nil }
        return naiveOrder(left, right) == 0
    }

    static func naive(_ join: Case) -> [[Value]] {
        var output: [[Value]] = []
        var rightMatched = [Bool](repeating: false, count: join.right.rows.count)
        for left in join.left.rows {
            var matches: [Int] = []
            var isUnknown = false
            for (index, right) in join.right.rows.enumerated() {
                if let (a, b) = join.residual {
                    guard case .integer(let x) = left[a], case .integer(let y) = right[b], x < y else { continue }
                }
                let truths = zip(join.keys, join.nullsEqual).map { equal(left[$0.0], right[$0.1], nullsEqual: $1) }
                if truths.contains(false) { continue }
                if truths.contains(nil) {
                    isUnknown = true
                    continue
                }
                matches.append(index)
                rightMatched[index] = true
            }
            switch join.kind {
            case .inner, .right: output += matches.map { left + join.right.rows[$0] }
            case .left, .full, .single:
                output +=
                    matches.isEmpty ? [left + join.right.types.map { _ in .null }] : matches.map { left + join.right.rows[$0] }
            case .semi: if !matches.isEmpty { output.append(left) }
            case .anti: if matches.isEmpty { output.append(left) }
            case .mark:
                let mark: Value = !matches.isEmpty ? .boolean(true) : join.isNullAware && isUnknown ? .null : .boolean(false)
                output.append(left + [mark])
            }
        }
        if join.kind == .right || join.kind == .full {
            for (index, right) in join.right.rows.enumerated() where !rightMatched[index] {
                output.append(join.left.types.map { _ in .null } + right)
            }
        }
        return output
    }

    static func run(_ join: Case, mode: Mode, varied: Bool = true, prepare: (ExecutionContext) -> Void = { _ in }) throws -> [[Value]] {
        let context = mode.context()
        let leftCount = join.left.types.count
        var residual: JoinResidual?
        if let (a, b) = join.residual {
            residual = JoinResidual(columns: [a, leftCount + b]) { (batch) throws(QueryError) in
                let x = try batch.column(a), y = try batch.column(leftCount + b)
                let truths = (0..<batch.count).map { row -> Value in
                    guard case .integer(let left) = x.value(at: row), case .integer(let right) = y.value(at: row) else { return .null }
                    return .boolean(left < right)
                }
                return try Vector.of(truths, type: .boolean, account: context.account)
            }
        }
        let specification = JoinSpecification(
            kind: join.kind, leftTypes: join.left.types, rightTypes: join.right.types, keyTypes: join.keys.map { join.left.types[$0.0] },
            nullsEqual: join.nullsEqual, residual: residual, markIsNullAware: join.isNullAware)
        let keys = join.keys
        let producer = try JoinOperator.open(
            specification, left: join.left.materialized(context, varied: varied),
            leftKeys: { (batch) throws(QueryError) in
                var vectors: [Vector] = []
                for key in keys { vectors.append(try batch.column(key.0)) }
                return vectors
            }, right: join.right.materialized(context, varied: varied),
            rightKeys: { (batch) throws(QueryError) in
                var vectors: [Vector] = []
                for key in keys { vectors.append(try batch.column(key.1)) }
                return vectors
            }, context: context
        ).producer
        return try values(producer, columns: specification.outputTypes.count)
    }

    static let kinds: [JoinKind] = [.inner, .left, .right, .full, .semi, .anti, .mark]

    @Test func innerJoinOfTwoSmallTables() throws {
        let left = Relation(
            types: [.integer, .text], rows: [[.integer(1), .text("a")], [.null, .text("b")], [.integer(2), .text("c")]])
        let right = Relation(
            types: [.integer, .text],
            rows: [[.integer(2), .text("x")], [.integer(1), .text("y")], [.integer(2), .text("z")], [.null, .text("n")]])
        for mode in Mode.all {
            let result = try Self.run(Case(kind: .inner, left: left, right: right, keys: [(0, 0)], nullsEqual: [false]), mode: mode)
            #expect(
                shown(result.map { [$0[1], $0[3]] }) == [
                    "text(\"a\") | text(\"y\")", "text(\"c\") | text(\"x\")", "text(\"c\") | text(\"z\")",
                ])
        }
    }

    /// `x IN (list)` by the truth table of the standard: NULL needles, NULLs in the list, an empty list.
    @Test func markOfNullsInLists() throws {
        func marks(_ needles: [Value], _ list: [Value]) throws -> [Value] {
            let join = Case(
                kind: .mark, left: Relation(types: [.integer], rows: needles.map { [$0] }),
                right: Relation(types: [.integer], rows: list.map { [$0] }), keys: [(0, 0)], nullsEqual: [false], isNullAware: true)
            return try Self.run(join, mode: Mode()).map { $0[1] }
        }
        #expect(try marks([.integer(1), .integer(9), .null], [.integer(1), .integer(2)]) == [.boolean(true), .boolean(false), .null])
        #expect(try marks([.integer(1), .integer(9), .null], [.integer(1), .null]) == [.boolean(true), .null, .null])
        #expect(try marks([.integer(1), .null], []) == [.boolean(false), .boolean(false)])
        #expect(try marks([.integer(1), .null], [.null]) == [.null, .null])
    }

    @Test func secondMatchOfScalarSubqueryIsAnError() throws {
        let left = Relation(types: [.integer], rows: [[.integer(1)], [.integer(2)], [.null]])
        let right = Relation(types: [.integer], rows: [[.integer(2)], [.integer(1)], [.integer(2)]])
        let join = Case(kind: .single, left: left, right: right, keys: [(0, 0)], nullsEqual: [false])
        for mode in Mode.all {
            let error = #expect(throws: QueryError.self) { try Self.run(join, mode: mode) }
            #expect(error?.code == .cardinality)
        }
        let unique = Relation(types: [.integer], rows: [[.integer(2)], [.integer(1)]])
        for mode in Mode.all {
            let rows = try Self.run(Case(kind: .single, left: left, right: unique, keys: [(0, 0)], nullsEqual: [false]), mode: mode)
            #expect(rows == [[.integer(1), .integer(1)], [.integer(2), .integer(2)], [.null, .null]])
        }
    }

    @Test(arguments: Mode.all) func agreesWithNaiveJoin(mode: Mode) throws {
        var generator = SplitMix(seed: 11)
        let types: [LogicalType] = [
            .integer, .text, .double, .bigint, .hugeint, .interval, .list(.integer), .ubigint, .decimal(precision: 30, scale: 1),
        ]
        for round in 0..<36 {
            let sizes = [0, 1, 5, 23]
            let distinct = [2, 6, 9][round % 3]
            let left = Relation.random(types, rows: sizes.randomElement(using: &generator) ?? 5, distinct: distinct, using: &generator)
            let right = Relation.random(types, rows: sizes.randomElement(using: &generator) ?? 5, distinct: distinct, using: &generator)
            var keys: [(Int, Int)] = []
            for _ in 0..<Int.random(in: 0...3, using: &generator) {
                let column = Int.random(in: 0..<types.count, using: &generator)
                keys.append((column, column))
            }
            let nullsEqual = keys.map { _ in Int.random(in: 0..<3, using: &generator) == 0 }
            for kind in Self.kinds {
                let join = Case(
                    kind: kind, left: left, right: right, keys: keys, nullsEqual: nullsEqual, residual: round % 2 == 0 ? (0, 0) : nil,
                    isNullAware: Bool.random(using: &generator))
                let result = shown(try Self.run(join, mode: mode)), expected = shown(Self.naive(join))
                let agree = result == expected
                #expect(agree, "round \(round) \(kind) on \(keys) nulls equal \(nullsEqual), \(result.count) rows for \(expected.count)")
            }
        }
    }

    /// One row against many: more pairs than fit a batch, matches that straddle batches.
    @Test func manyMatchesOfOneRow() throws {
        let left = Relation(types: [.integer], rows: [[.integer(1)], [.integer(5)], [.integer(2)]])
        let right = Relation(types: [.integer, .integer], rows: (0..<1_500).map { [.integer(Int128($0 % 2 + 1)), .integer(Int128($0))] })
        for kind in Self.kinds {
            for mode in [Mode(), Mode(vectorSize: 8, denseArrays: false)] {
                let join = Case(kind: kind, left: left, right: right, keys: [(0, 0)], nullsEqual: [false], residual: (0, 1))
                let agree = try shown(Self.run(join, mode: mode)) == shown(Self.naive(join))
                #expect(agree, "\(kind)")
            }
        }
    }

    /// Build sides large enough that several workers share the making of the table.
    @Test func largeBuildSidesOnTwoThreads() throws {
        var generator = SplitMix(seed: 5)
        let count = 150_000
        var unique: [Int] = Array(0..<count)
        unique.shuffle(using: &generator)
        let left = Relation(types: [.integer], rows: stride(from: -5, to: count + 5, by: 5_003).map { [.integer(Int128($0))] })
        for repeats in [1, 2] {
            let keys = unique.map { $0 / repeats }
            let right = Relation(types: [.integer], rows: keys.map { [.integer(Int128($0))] })
            for dense in [true, false] {
                let join = Case(kind: .left, left: left, right: right, keys: [(0, 0)], nullsEqual: [false])
                let result = try Self.run(join, mode: Mode(threads: 2, denseArrays: dense), varied: false)
                let expected = left.rows.reduce(0) { total, row in
                    guard case .integer(let key) = row[0] else { return total }
                    return total + (key >= 0 && key < count / repeats ? repeats : 1)
                }
                #expect(result.count == expected)
                #expect(result.allSatisfy { $0[1] == .null || $0[0] == $0[1] })
            }
        }
    }
}
