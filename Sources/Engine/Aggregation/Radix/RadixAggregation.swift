import Columns
import Functions

/// Grouping of rows most of which begin a group of their own.
///
/// There a table for every lane would hold nearly all rows, and merging the tables would be most of the work. Instead the rows, packed
/// keys and stored arguments, are first dealt to partitions by bits of the keys' hashes; then each partition is aggregated by one
/// worker, in a table that stays in the caches. Equal keys meet in one partition, so nothing is merged.
///
/// The rows of a group are folded in input order and groups are numbered by their first rows: the outcome does not depend on
/// how many threads, partitions or blocks there were.
struct RadixAggregation<Key: GroupKey> {
    let input: OpenedRelation
    let keyExpressions: [any VectorExpression]
    let keyLayout: KeyLayout
    let aggregates: [AggregateSpecification]
    let stateLayout: StateLayout
    let stored: StoredColumns
    let sample: GroupSample
    let context: EvaluationContext

    /// With fewer morsels than these an input is too small for two passes over it to pay; where hashes cost more, tables of lanes do,
    /// which are merged by hash again.
    static var leastMorsels: Int { Key.keepsHashes ? 2 : 8 }

    private var rowEstimate: Int { input.producer.morselCount * context.settings.morselSize }
    private var groupEstimate: Int {
        // A sample that found few groups was wrong where this runs nevertheless.
        sample.hasManyGroups ? sample.estimatedGroups(total: rowEstimate) : rowEstimate / 4
    }

    /// Rows of a partition that are aimed at where all of them have to wait.
    private static var waitingRowsOfPartition: Int { 1 << 15 }

    /// Bytes that the groups of a partition take at most, slots and states included. Workers together find them in the caches that cores
    /// share: partitions for the nearer caches would be so many that each had short runs of every block, which costs more.
    private static var bytesOfPartition: Int { 3 << 20 }

    /// Further slots of an array cost more to clear than hashing a key.
    private static var slotsOfRow: Int { 16 }

    /// The slot of an index is told in 16 bits.
    private static var slotsOfPartition: Int { 1 << 16 }

    private static var fewestBits: Int { 4 }
    private static var mostBits: Int { 10 }

    var partitionBits: Int {
        let gathers = aggregates.contains { $0.gathering != nil }
        var most = RadixAggregation.bytesOfPartition / bytesOfGroup
        if Key.isIndex { most = min(most, RadixAggregation.slotsOfPartition - 1) }
        let groups = Key.isIndex ? keyLayout.domain ?? 0 : groupEstimate
        var bits = RadixAggregation.fewestBits
        while bits < RadixAggregation.mostBits,
            groups >> bits > most || gathers && rowEstimate >> bits > RadixAggregation.waitingRowsOfPartition
        { bits += 1 }
        return bits
    }

    /// Of its slot, or in a table that is never more than half full its slots, and of its key, first row and state.
    private var bytesOfGroup: Int {
        (Key.isIndex ? 4 : 12) + MemoryLayout<Key>.stride + (Key.keepsHashes ? 8 : 0) + 2 + stateLayout.stride
    }

    /// How many keys of one partition there can be, where keys are indices.
    var indicesOfPartition: Int { max((keyLayout.domain ?? 0) - 1, 0) >> partitionBits + 1 }

    /// The same grouping by keys that are indices; nil where the domain is too large for arrays.
    var indexed: RadixAggregation<UInt32>? {
        guard context.settings.denseArrays, Key.self == UInt64.self, let domain = keyLayout.domain,
            domain <= RadixAggregation.slotsOfPartition << RadixAggregation.mostBits, domain / RadixAggregation.slotsOfRow <= rowEstimate
        else { return nil }
        return RadixAggregation<UInt32>(
            input: input, keyExpressions: keyExpressions, keyLayout: keyLayout, aggregates: aggregates, stateLayout: stateLayout,
            stored: stored, sample: sample, context: context)
    }

    var strategy: String {
        let form =
            switch keyLayout.form {
            case .packed64: Key.isIndex ? "dense arrays of \(indicesOfPartition)" : "64-bit keys"
            case .packed128: "128-bit keys"
            case .wide: "wide keys"
            }
        return "radix, \(1 << partitionBits) partitions, \(form)"
    }

    func run() throws(QueryError) -> RadixGroups<Key> {
        let (groups, results) = try aggregatedRows()
        return try RadixGroups(
            groups, keyLayout: keyLayout, resultTypes: aggregates.map(\.function.resultType), results: results, context: context)
    }

    /// The groups of all partitions, and by aggregate and partition what was computed for them. The dealt rows are given up when this ends.
    private func aggregatedRows() throws(QueryError) -> (groups: PartitionedGroups<Key>, results: [[Vector]]) {
        let bits = partitionBits
        let dealt = try dealRows(partitionBits: bits)
        let blocks = dealt.flatMap(\.blocks)
        _ = try checkedRowCount(blocks.reduce(0) { $0 + $1.count })
        let partitions = MorselResults<AggregatedPartition<Key>>(count: 1 << bits)
        let workers = context.execution.workers(forRows: blocks.reduce(0) { $0 + $1.count })
        let aggregators = MorselResults<PartitionAggregator<Key>>(count: workers)
        let next = SharedCounter()
        let expected = groupEstimate / workers
        try WorkerPool.shared.run(workers: workers) { (worker) throws(QueryError) in
            var aggregator = try PartitionAggregator<Key>(self, expectedGroups: expected)
            try next.take(below: 1 << bits) { (partition) throws(QueryError) in
                partitions[partition] = try aggregator.aggregate(partition, of: blocks)
            }
            aggregators[worker] = aggregator
        }
        let aggregated = partitions.all.compactMap { $0 }
        let groups = PartitionedGroups(
            partitions: aggregated.map(\.groups), blockRowCounts: blocks.map(\.count), owners: dealt.flatMap(\.owners),
            memory: aggregators.all.compactMap { $0 }.flatMap(\.memory.pages))
        return (groups, aggregates.indices.map { aggregate in aggregated.map { $0.results[aggregate] } })
    }

    /// The input's rows dealt to partitions, in runs of neighbouring morsels that workers take one by one.
    private func dealRows(partitionBits: Int) throws(QueryError) -> [DealtRows<Key>] {
        let morsels = input.producer.morselCount
        let tasks = min(16, morsels)
        let keysRepeat = groupEstimate * 2 < rowEstimate
        let results = MorselResults<DealtRows<Key>>(count: tasks)
        try WorkerPool.shared.forEach(tasks, workers: context.settings.threads) { (task) throws(QueryError) in
            let range = (morsels * task / tasks)..<(morsels * (task + 1) / tasks)
            var writer = try RowBlockWriter<Key>(
                keyExpressions: keyExpressions, keyLayout: keyLayout, columns: stored.columns, partitionBits: partitionBits,
                expectedRows: range.count * context.settings.morselSize, keysRepeat: keysRepeat, context: context)
            for morsel in range {
                try input.producer.run(morsel: morsel) { (batch) throws(QueryError) in
                    try context.execution.check()
                    try writer.consume(batch)
                    return true
                }
            }
            results[task] = try writer.finish()
        }
        return results.all.compactMap { $0 }
    }
}
