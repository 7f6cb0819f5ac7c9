import Columns
import Engine
import Testing

@Suite struct SetOperatorsTests {
    static func same(_ left: [Value], _ right: [Value]) -> Bool { zip(left, right).allSatisfy { naiveSame($0, $1) } }

    @Test func duplicatesArePairedOff() throws {
        func column(_ numbers: [Int?]) -> Relation {
            Relation(types: [.integer], rows: numbers.map { [$0.map { .integer(Int128($0)) } ?? .null] })
        }
        let context = Mode().context()
        let left = try column([1, 2, 1, nil, 1, nil]).materialized(context)
        let right = try column([1, nil, 1, 3]).materialized(context)
        let both = try values(SetOperators.intersectAll(left, right, context: context), columns: 1).map { $0[0] }
        #expect(both == [.integer(1), .integer(1), .null])
        let rest = try values(SetOperators.exceptAll(left, right, context: context), columns: 1).map { $0[0] }
        #expect(rest == [.integer(2), .integer(1), .null])
    }

    @Test(arguments: Mode.all) func agreesWithNaiveSets(mode: Mode) throws {
        var generator = SplitMix(seed: 23)
        let types: [LogicalType] = [.text, .double, .bigint, .hugeint, .list(.integer)]
        for round in 0..<24 {
            let chosen = (0...round % 3).map { _ in types.randomElement(using: &generator) ?? .text }
            let left = Relation.random(chosen, rows: [0, 3, 30, 80][round % 4], distinct: 3, using: &generator)
            let right = Relation.random(chosen, rows: [20, 0, 30][round % 3], distinct: 3, using: &generator)
            let context = mode.context()
            let leftRows = try left.materialized(context), rightRows = try right.materialized(context)

            var remaining = right.rows
            var both: [[Value]] = [], rest: [[Value]] = []
            for row in left.rows {
                if let index = remaining.firstIndex(where: { Self.same($0, row) }) {
                    remaining.remove(at: index)
                    both.append(row)
                } else {
                    rest.append(row)
                }
            }
            let intersection = try shown(values(SetOperators.intersectAll(leftRows, rightRows, context: context), columns: chosen.count))
            #expect(intersection == shown(both))
            let difference = try shown(values(SetOperators.exceptAll(leftRows, rightRows, context: context), columns: chosen.count))
            #expect(difference == shown(rest))

            var firsts: [[Value]] = []
            for row in left.rows where !firsts.contains(where: { Self.same([$0[0]], [row[0]]) }) { firsts.append(row) }
            let keyed = try KeyedRows.materialized(
                leftRows, columnTypes: chosen, keyTypes: [chosen[0]],
                evaluate: { (batch) throws(QueryError) in [try batch.column(0)] }, context: context)
            let distinct = try shown(values(SetOperators.distinctOn(keyed, keyTypes: [chosen[0]], context: context), columns: chosen.count))
            #expect(distinct == shown(firsts))
        }
    }
}
