import Columns
import Functions

/// How many groups a grouping by packed or wide keys seems to have, from rows of morsels all over the input.
struct GroupSample: Sendable {
    let rowCount: Int
    let groupCount: Int

    private static let morselCount = 32
    private static let rowsOfMorsel = 2_048
    private static let batchesOfMorsel = 4

    init<Key: GroupKey>(_: Key.Type, input: any MorselProducer, keys: [any VectorExpression], layout: KeyLayout, context: EvaluationContext)
        throws(QueryError)
    {
        let account = context.account
        var table = try KeyTable<Key>(hashBits: context.settings.hashBits, account: account)
        let arena = TextArena(account: account)
        var owners: [AnyObject] = []
        let total = input.morselCount
        let sampled = min(total, GroupSample.morselCount)
        var rows = 0
        for index in 0..<sampled {
            var fromMorsel = 0, batches = 0
            try input.run(morsel: index * total / sampled) { (batch) throws(QueryError) in
                let batch = try batch.slice(0..<min(batch.count, GroupSample.rowsOfMorsel))
                var columns: [Vector] = []
                for key in keys { columns.append(try key.evaluate(batch)) }
                let buffer = try Buffer(byteCount: max(batch.count, 1) * MemoryLayout<Key>.stride, account: account)
                let numbers = try Buffer(byteCount: max(batch.count, 1) * 4, account: account)
                let packed = buffer.pointer(to: Key.self)
                owners += try Key.encode(columns, count: batch.count, layout: layout, into: packed, scratch: arena, account: account)
                try table.numbers(of: packed, count: batch.count, into: numbers.pointer(to: UInt32.self))
                fromMorsel += batch.count
                batches += 1
                return fromMorsel < GroupSample.rowsOfMorsel && batches < GroupSample.batchesOfMorsel
            }
            rows += fromMorsel
        }
        withExtendedLifetime((owners, arena)) {}
        rowCount = rows
        groupCount = table.count
    }

    /// Whether so many rows begin a group that tables of each lane would be large and merging them most of the work.
    var hasManyGroups: Bool { rowCount > 0 && groupCount * 2 >= rowCount }

    /// Whether about as many rows came as were asked for: not behind a filter that leaves few.
    var isFull: Bool { rowCount * 2 >= GroupSample.morselCount * GroupSample.rowsOfMorsel }

    /// About how many groups there are among `total` rows, were all equally frequent.
    func estimatedGroups(total: Int) -> Int {
        let values = DistinctSample(rowCount: rowCount, distinctCount: groupCount).estimatedValues(total: total)
        return values < Double(total) ? Int(values) : total
    }
}
