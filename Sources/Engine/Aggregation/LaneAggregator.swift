import Columns
import Functions

/// Aggregates the rows of one lane, a run of neighbouring morsels, into a table of its own.
///
/// Which morsels make a lane is fixed by the data, and the lanes are merged in order: sums of doubles come out the same for any
/// number of threads.
struct LaneAggregator<Key: GroupKey>: @unchecked Sendable {
    // Unchecked: one worker fills a lane; merging only reads it.

    private let keyExpressions: [any VectorExpression]
    private let aggregates: [AggregateSpecification]
    private let keyLayout: KeyLayout
    private let context: EvaluationContext
    private(set) var table: KeyTable<Key>
    private(set) var states: GroupStates
    private(set) var kept: [[KeptRows]]
    private(set) var keyArena: TextArena
    private(set) var owners: [AnyObject] = []

    init(
        keyExpressions: [any VectorExpression], aggregates: [AggregateSpecification], keyLayout: KeyLayout, stateLayout: StateLayout,
        denseDomain: Int?, context: EvaluationContext
    ) throws(QueryError) {
        self.keyExpressions = keyExpressions
        self.aggregates = aggregates
        self.keyLayout = keyLayout
        self.context = context
        table = try KeyTable(domain: denseDomain, hashBits: context.settings.hashBits, account: context.account)
        states = try GroupStates(layout: stateLayout, capacity: min(denseDomain ?? 256, 4_096), account: context.account)
        kept = aggregates.map { _ in [] }
        keyArena = TextArena(account: context.account)
    }

    mutating func consume(_ batch: Batch) throws(QueryError) {
        let count = batch.count
        if count == 0 { return }
        if keyExpressions.isEmpty {
            try update(batch, groups: nil)
            return
        }
        let account = context.account
        var columns: [Vector] = []
        for expression in keyExpressions { columns.append(try expression.evaluate(batch)) }
        let keys = try Buffer(byteCount: count * MemoryLayout<Key>.stride, account: account)
        let scratch = TextArena(account: account)
        try Key.encode(columns, count: count, layout: keyLayout, into: keys.pointer(to: Key.self), scratch: scratch, account: account)
        let numbers = try Buffer(byteCount: count * 4, account: account)
        let before = table.count
        try table.numbers(of: keys.pointer(to: Key.self), count: count, into: numbers.pointer(to: UInt32.self))
        try Key.persist(table.mutableKeys + before, count: table.count - before, into: keyArena)
        try states.reserve(table.count)
        try update(batch, groups: numbers)
    }

    private mutating func update(_ batch: Batch, groups: Buffer?) throws(QueryError) {
        for (index, aggregate) in aggregates.enumerated() where !aggregate.isDistinct {
            var rows = batch
            var numbers = groups
            if let filter = aggregate.filter {
                let mask = try truthMask(try filter.evaluate(batch), account: context.account)
                let selection = try Selection(mask: mask.pointer(to: UInt8.self), count: batch.count, account: context.account)
                if selection.count == 0 { continue }
                rows = try batch.selecting(selection, account: context.account)
                if let groups {
                    let chosen = try Buffer(byteCount: selection.count * 4, account: context.account)
                    let output = chosen.pointer(to: UInt32.self)
                    let input = groups.pointer(to: UInt32.self)
                    for row in 0..<selection.count { output[row] = input[Int(selection.rows[row])] }
                    numbers = chosen
                }
            }
            var arguments: [Vector] = []
            for argument in aggregate.arguments { arguments.append(try argument.evaluate(rows)) }
            if let folding = aggregate.folding, let start = states.start(of: index) {
                owners += folding.keepAlive(arguments)
                try folding.update(
                    start, stride: states.layout.stride, groups: numbers.map { UnsafePointer($0.pointer(to: UInt32.self)) },
                    arguments: arguments, count: rows.count, context: context)
                continue
            }
            for term in aggregate.order { arguments.append(try term.expression.evaluate(rows)) }
            var rowGroups = numbers
            if rowGroups == nil { rowGroups = try Buffer(byteCount: rows.count * 4, account: context.account, zeroed: true) }
            guard let rowGroups else { continue }
            kept[index].append(KeptRows(groups: rowGroups, count: rows.count, columns: arguments))
        }
    }

    /// How many groups there are; without keys there is one, rows or none.
    var groupCount: Int { keyExpressions.isEmpty ? 1 : table.count }
}
