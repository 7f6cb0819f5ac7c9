import Columns
import Functions

/// Aggregates the rows of one lane, a run of neighbouring morsels, into a table of its own.
///
/// Which morsels make a lane is fixed by the data, and the lanes are merged in order: sums of doubles come out the same for any
/// number of threads.
struct LaneAggregator<Key: GroupKey>: @unchecked Sendable {
    // Unchecked: one worker fills a lane; merging only reads it.

    private let keyExpressions: [any VectorExpression]
    private let keyLayout: KeyLayout
    private let context: EvaluationContext
    private(set) var table: KeyTable<Key>
    private var folded: AggregateStates
    private(set) var keyArena: TextArena

    init(
        keyExpressions: [any VectorExpression], aggregates: [AggregateSpecification], keyLayout: KeyLayout, stateLayout: StateLayout,
        denseDomain: Int?, context: EvaluationContext
    ) throws(QueryError) {
        self.keyExpressions = keyExpressions
        self.keyLayout = keyLayout
        self.context = context
        table = try KeyTable(domain: denseDomain, hashBits: context.settings.hashBits, account: context.account)
        folded = try AggregateStates(aggregates, layout: stateLayout, capacity: min(denseDomain ?? 256, 4_096), context: context)
        keyArena = TextArena(account: context.account)
    }

    mutating func consume(_ batch: Batch) throws(QueryError) {
        if batch.count == 0 { return }
        if keyExpressions.isEmpty {
            try folded.update(batch, groups: nil)
            return
        }
        let numbers = try table.numbers(
            of: batch, keys: keyExpressions, layout: keyLayout, arena: keyArena, account: context.account)
        try folded.reserve(table.count)
        try folded.update(batch, groups: numbers)
    }

    var states: GroupStates { folded.records }
    var kept: [[KeptRows]] { folded.kept }
    var owners: [AnyObject] { folded.owners + table.keyOwners }
    /// How many groups there are; without keys there is one, rows or none.
    var groupCount: Int { keyExpressions.isEmpty ? 1 : table.count }
}
