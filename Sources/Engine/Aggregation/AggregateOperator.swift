import Columns
import Functions
import Planner

/// Groups rows by key and computes aggregates: one pass over the lanes of the input, a merge in lane order, then the results.
///
/// The strategy follows from what is proved of the keys: an array where their domain is small, else a hash table over keys packed
/// into 64 or 128 bits, else over their bytes.
struct AggregateOperator {
    private let input: OpenedRelation
    private let keys: [TypedExpression]
    private let keyExpressions: [any VectorExpression]
    private let aggregates: [AggregateSpecification]
    private let compiler: ExpressionCompiler
    private let keyLayout: KeyLayout
    private let stateLayout: StateLayout
    private var context: EvaluationContext { compiler.context }

    /// The largest domain that is looked up in an array of four bytes a key.
    private static let largestDenseDomain = 1 << 22

    init(input: OpenedRelation, keys: [TypedExpression], aggregates: [AggregateCall], compiler: ExpressionCompiler) throws(QueryError) {
        self.input = input
        self.keys = keys
        self.compiler = compiler
        keyExpressions = try compiler.compile(keys)
        var specifications: [AggregateSpecification] = []
        for call in aggregates { specifications.append(try AggregateSpecification(call, input: input, compiler: compiler)) }
        self.aggregates = specifications
        keyLayout = KeyLayout(types: keys.map(\.type), facts: keys.map { input.facts(of: $0) })
        stateLayout = StateLayout(specifications)
    }

    /// How groups are found where rows are aggregated by lane: for EXPLAIN ANALYZE.
    private var laneStrategy: String {
        if keys.isEmpty { return "single group" }
        if let domain = denseDomain { return "dense array of \(domain)" }
        return switch keyLayout.form {
        case .packed64: "hashed, 64-bit keys"
        case .packed128: "hashed, 128-bit keys"
        case .wide: "hashed, wide keys"
        }
    }

    func run() throws(QueryError) -> OpenedRelation {
        if let relation = try runDense() { return relation }
        return switch keyLayout.form {
        case .packed64: try run(UInt64.self)
        case .packed128: try run(UInt128.self)
        case .wide: try run(TextView.self)
        }
    }

    /// The size of the array that finds groups; nil where hashing is better.
    private var denseDomain: Int? {
        guard context.settings.denseArrays, !keys.isEmpty, let domain = keyLayout.domain else { return nil }
        let rows = input.producer.morselCount * context.settings.morselSize
        return domain <= AggregateOperator.largestDenseDomain && domain <= max(4 * rows, 4_096) ? domain : nil
    }

    /// How many lanes: fixed by the plan and the data, never by the threads. Each lane has states for all its groups and these must
    /// be merged, so lanes are few where a lane would have few rows a group.
    private var laneCount: Int {
        let morsels = input.producer.morselCount
        if keys.isEmpty { return min(max(morsels, 1), 256) }
        let rowsPerGroup = morsels * context.settings.morselSize / max(denseDomain ?? 1 << 16, 1)
        let lanes = rowsPerGroup >= 1_024 ? 16 : rowsPerGroup >= 256 ? 8 : rowsPerGroup >= 64 ? 4 : 2
        return min(lanes, max(morsels, 1))
    }

    /// The largest domain whose possible keys all get a record.
    private static let largestPlannedDomain = 1 << 24

    /// Up to here a set of records is at home in the caches that cores share. To take rows to records that lie in memory costs more than
    /// to deal rows to partitions.
    private static let largestNearRecords = 12 << 20

    /// Groups by keys that are group numbers themselves: where enough rows come for each possible key, or, if packed records are all
    /// that is needed, where most possible keys seem to occur. Nil where that is not the way.
    private func runDense() throws(QueryError) -> OpenedRelation? {
        guard context.settings.denseArrays, !keys.isEmpty, let domain = keyLayout.domain, domain <= AggregateOperator.largestPlannedDomain
        else { return nil }
        let rows = input.producer.morselCount * context.settings.morselSize
        guard domain <= max(rows, 4_096) else { return nil }
        // Rows that an aggregate needs all at once are brought together best where a partition of them stays in the caches.
        if domain > AggregateOperator.largestLaneDomain, aggregates.contains(where: { $0.gathering != nil }) { return nil }
        let plan = DensePlan(
            keyExpressions: keyExpressions, keyLayout: keyLayout, domain: domain, aggregates: aggregates, input: input, context: context)
        let hasEnoughRows = domain <= max(rows / 4, 4_096) && domain <= AggregateOperator.largestDenseDomain
        let isNear = plan.byteCount <= AggregateOperator.largestNearRecords
        if hasEnoughRows, isNear { return try run(plan) }
        guard let radix = try radixAggregation(UInt64.self) else { return hasEnoughRows ? try run(plan) : nil }
        let sample = radix.sample
        if isNear, !plan.hasSeparate, sample.isFull, sample.estimatedGroups(total: rows) >= domain / 4 { return try run(plan) }
        if sample.hasManyGroups { return try run(radix) }
        return hasEnoughRows ? try run(plan) : nil
    }

    private func run(_ plan: DensePlan) throws(QueryError) -> OpenedRelation {
        let morsels = input.producer.morselCount
        let workers = plan.isOrderFree ? min(max(context.settings.threads, 1), max(morsels, 1)) : laneCount
        let results = MorselResults<DenseAggregator>(count: workers)
        if plan.isOrderFree {
            let next = SharedCounter()
            try WorkerPool.shared.run(workers: workers) { (worker) throws(QueryError) in
                var aggregator = try DenseAggregator(plan)
                try next.take(below: morsels) { (morsel) throws(QueryError) in
                    try aggregator.consume(morsel: morsel, of: input.producer)
                }
                results[worker] = aggregator
            }
        } else {
            try WorkerPool.shared.forEach(workers, workers: context.settings.threads) { (lane) throws(QueryError) in
                var aggregator = try DenseAggregator(plan)
                for morsel in (morsels * lane / workers)..<(morsels * (lane + 1) / workers) {
                    try aggregator.consume(morsel: morsel, of: input.producer)
                }
                results[lane] = aggregator
            }
        }
        let groups = DenseGroups(plan, results.all.compactMap { $0 })
        if aggregates.allSatisfy({ !$0.isDistinct && $0.folding != nil }) {
            let producer = MaterializedRows(columnTypes: resultTypes, morsels: try groups.results())
            return OpenedRelation(producer: producer, types: resultTypes, facts: resultFacts, strategy: plan.strategy)
        }
        return try finish(try groups.merged(stateLayout: stateLayout), kept: groups.kept(), strategy: plan.strategy)
    }

    /// How many gathered rows a worker takes on at once when the results are made.
    private static let gatheredRowsOfMorsel = 1 << 18

    /// The largest array whose groups are always aggregated by lane; beyond it that depends on how many groups there seem to be.
    private static let largestLaneDomain = 1 << 17

    /// A lane that comes to have more groups than this shows that there are many, though a sample found few.
    private static let largestLaneTable = 1 << 18

    /// The grouping by partitions, where it can be the better way; nil for small inputs and domains.
    private func radixAggregation<Key: GroupKey>(_ key: Key.Type) throws(QueryError) -> RadixAggregation<Key>? {
        guard !keys.isEmpty, (denseDomain ?? .max) > AggregateOperator.largestLaneDomain,
            input.producer.morselCount >= RadixAggregation<Key>.leastMorsels,
            let stored = StoredColumns(aggregates, input: input, narrowWidths: context.settings.narrowWidths)
        else { return nil }
        let sample = try GroupSample(key, input: input.producer.unobserved, keys: keyExpressions, layout: keyLayout, context: context)
        return RadixAggregation(
            input: input, keyExpressions: keyExpressions, keyLayout: keyLayout, aggregates: aggregates, stateLayout: stateLayout,
            stored: stored, sample: sample, context: context)
    }

    private func run<Key: GroupKey>(_ key: Key.Type) throws(QueryError) -> OpenedRelation {
        let radix = try radixAggregation(key)
        if let radix, radix.sample.hasManyGroups { return try run(radix) }
        let lanes = laneCount
        let morsels = input.producer.morselCount
        let results = MorselResults<LaneAggregator<Key>>(count: lanes)
        let domain = denseDomain
        let largestTable = radix == nil ? Int.max : AggregateOperator.largestLaneTable
        let isOutgrown = SharedFlag()
        try WorkerPool.shared.forEach(lanes, workers: context.settings.threads) { (lane) throws(QueryError) in
            var aggregator = try LaneAggregator<Key>(
                keyExpressions: keyExpressions, aggregates: aggregates, keyLayout: keyLayout, stateLayout: stateLayout,
                denseDomain: domain, context: context)
            for morsel in (morsels * lane / lanes)..<(morsels * (lane + 1) / lanes) {
                try input.producer.run(morsel: morsel) { (batch) throws(QueryError) in
                    try context.execution.check()
                    try aggregator.consume(batch)
                    return true
                }
                // Which lanes outgrow their tables is fixed by the data, and one is enough.
                if aggregator.groupCount > largestTable { isOutgrown.raise() }
                if isOutgrown.isRaised { return }
            }
            results[lane] = aggregator
        }
        if let radix, isOutgrown.isRaised { return try run(radix) }
        let filled = results.all.compactMap { $0 }
        let groups = try MergedGroups(filled, hasKeys: !keys.isEmpty, aggregates: aggregates, stateLayout: stateLayout, context: context)
        return try finish(groups, kept: filled.map(\.kept), strategy: laneStrategy)
    }

    private func run<Key: GroupKey>(_ radix: RadixAggregation<Key>) throws(QueryError) -> OpenedRelation {
        if let indexed = radix.indexed { return try run(indexed) }
        return OpenedRelation(producer: try radix.run(), types: resultTypes, facts: resultFacts, strategy: radix.strategy)
    }

    /// - Parameter keptRows: by lane and aggregate.
    private func finish<Key: GroupKey>(_ groups: MergedGroups<Key>, kept keptRows: [[[KeptRows]]], strategy: String) throws(QueryError)
        -> OpenedRelation
    {
        var grouped: [GroupedRows?] = Array(repeating: nil, count: aggregates.count)
        for (index, aggregate) in aggregates.enumerated() {
            if aggregate.isDistinct, try countDistinct(aggregate, index: index, groups: groups) {
                continue
            } else if aggregate.isDistinct {
                grouped[index] = try distinctRows(aggregate, index: index, groups: groups)
            } else if aggregate.folding == nil {
                let types = (aggregate.arguments + aggregate.order.map(\.expression)).map(\.type)
                let facts = aggregate.argumentExpressions.map { input.facts(of: $0) } + aggregate.order.map { _ in ColumnFacts() }
                let rows = try GroupedRows(
                    keptRows.map { $0[index] }, finalNumbers: groups.finalNumbers, groupCount: groups.count, types: types, facts: facts,
                    context: context)
                grouped[index] = try fold(try rows.ordered(aggregate, groupCount: groups.count, context: context), aggregate, index, groups)
            }
        }
        var size = max(context.settings.morselSize, 1)
        // Groups of many gathered rows are work enough for a worker when they are few.
        let rows = grouped.reduce(0) { max($0, $1?.columns.first?.count ?? 0) }
        if rows > 0 { size = min(size, max(AggregateOperator.gatheredRowsOfMorsel * groups.count / rows, 1)) }
        let morselSize = size
        let morselCount = (groups.count + size - 1) / size
        let morsels = MorselResults<[Batch]>(count: morselCount)
        let kept = grouped
        try WorkerPool.shared.forEach(morselCount, workers: context.settings.threads) { (morsel) throws(QueryError) in
            let start = morsel * morselSize
            let count = min(morselSize, groups.count - start)
            var columns: [Vector] = []
            if !keys.isEmpty {
                columns = try Key.decode(
                    UnsafePointer(groups.keys.pointer(to: Key.self) + start), count: count, layout: keyLayout,
                    owners: groups.owners + [groups.keys], account: context.account)
            }
            for (index, aggregate) in aggregates.enumerated() {
                if let rows = kept[index], case .gathering(let gathering) = aggregate.function.kernel {
                    columns.append(
                        try rows.results(
                            of: gathering, groups: start..<(start + count), arguments: aggregate.arguments.count, context: context))
                } else if case .folding(let folding) = aggregate.function.kernel, let states = groups.states.start(of: index) {
                    let vector = try folding.finish(
                        UnsafeRawPointer(states + start * stateLayout.stride), stride: stateLayout.stride, count: count, context: context)
                    columns.append(context.settings.narrowWidths ? try vector.narrowed(context.account) : vector)
                }
            }
            morsels[morsel] = RowSources.cut(columns, count: count, size: max(context.settings.vectorSize, 1) * 8)
        }
        let producer = MaterializedRows(columnTypes: resultTypes, morsels: morsels.all.map { $0 ?? [] })
        return OpenedRelation(producer: producer, types: resultTypes, facts: resultFacts, strategy: strategy)
    }

    private var resultTypes: [LogicalType] { keys.map(\.type) + aggregates.map { $0.function.resultType } }
    private var resultFacts: [ColumnFacts] { keys.map { input.facts(of: $0) } + aggregates.map { _ in ColumnFacts() } }

    /// Folds rows that had to be ordered or made distinct first into the merged states; nil once that is done.
    private func fold<Key: GroupKey>(_ rows: GroupedRows, _ aggregate: AggregateSpecification, _ index: Int, _ groups: MergedGroups<Key>)
        throws(QueryError) -> GroupedRows?
    {
        guard case .folding(let folding) = aggregate.function.kernel, let states = groups.states.start(of: index) else { return rows }
        let total = rows.columns.first?.count ?? 0
        let numbers = try rows.groupNumbers(groupCount: groups.count, rowCount: total, account: context.account)
        let arguments = Array(rows.columns.prefix(aggregate.arguments.count))
        let step = 65_536
        for start in stride(from: 0, to: total, by: step) {
            try context.execution.check()
            let count = min(step, total - start)
            try folding.update(
                states, stride: stateLayout.stride, groups: numbers.pointer(to: UInt32.self) + start,
                arguments: arguments.map { $0.slice(start..<(start + count)) }, count: count, context: context)
        }
        // The views of extreme texts point into these rows, which the caller keeps until the results are made.
        return folding.keepAlive(arguments).isEmpty ? nil : rows
    }

    /// Sets the state of a count(DISTINCT x) over all rows; false for other calls.
    private func countDistinct<Key: GroupKey>(_ aggregate: AggregateSpecification, index: Int, groups: MergedGroups<Key>)
        throws(QueryError) -> Bool
    {
        guard keys.isEmpty, aggregate.function.name == "count", aggregate.filter == nil, aggregate.argumentExpressions.count == 1,
            case .folding(let folding) = aggregate.function.kernel, let state = groups.states.start(of: index)
        else { return false }
        let count = try DistinctCount(input: input, argument: aggregate.argumentExpressions[0], compiler: compiler).count()
        // To count rows without an argument is to add their number.
        try folding.update(state, stride: stateLayout.stride, groups: nil, arguments: [], count: count, context: context)
        return true
    }

    /// The distinct combinations of group and arguments, in order of first appearance: a grouping of its own by keys and arguments.
    private func distinctRows<Key: GroupKey>(_ aggregate: AggregateSpecification, index: Int, groups: MergedGroups<Key>) throws(QueryError)
        -> GroupedRows?
    {
        var source = input
        if let condition = aggregate.filter {
            let filtered = FilterProducer(input: input.producer, conditions: FilterConditions([condition]), account: context.account)
            source = OpenedRelation(producer: filtered, types: input.types, facts: input.facts)
        }
        let inner = try AggregateOperator(
            input: source, keys: keys + aggregate.argumentExpressions, aggregates: [], compiler: compiler)
        let distinct = try inner.run()
        let lookup = try KeyLookup(groups, layout: keyLayout, context: context)
        let found = MorselResults<[KeptRows]>(count: distinct.producer.morselCount)
        let keyCount = keys.count
        try WorkerPool.shared.forEach(found.count, workers: context.settings.threads) { (morsel) throws(QueryError) in
            var pieces: [KeptRows] = []
            try distinct.producer.run(morsel: morsel) { (batch) throws(QueryError) in
                let columns = try batch.columns()
                let numbers = try lookup.numbers(of: Array(columns.prefix(keyCount)), count: batch.count)
                pieces.append(KeptRows(groups: numbers, count: batch.count, columns: Array(columns.dropFirst(keyCount))))
                return true
            }
            found[morsel] = pieces
        }
        let pieces = found.all.flatMap { $0 ?? [] }
        if aggregate.order.isEmpty, case .folding(let folding) = aggregate.function.kernel, let states = groups.states.start(of: index) {
            var alive: [AnyObject] = []
            for piece in pieces {
                try folding.update(
                    states, stride: stateLayout.stride, groups: piece.groups.pointer(to: UInt32.self), arguments: piece.columns,
                    count: piece.count, context: context)
                alive += folding.keepAlive(piece.columns)
            }
            return alive.isEmpty ? nil : GroupedRows(columns: pieces.flatMap(\.columns), offsets: groups.keys)
        }
        let identity = try Buffer(byteCount: max(groups.count, 1) * 4, account: context.account)
        for group in 0..<groups.count { identity.pointer(to: UInt32.self)[group] = UInt32(truncatingIfNeeded: group) }
        let rows = try GroupedRows(
            [pieces], finalNumbers: [identity], groupCount: groups.count, types: aggregate.arguments.map(\.type),
            facts: aggregate.argumentExpressions.map { input.facts(of: $0) }, context: context)
        return try fold(try rows.ordered(byValueOf: aggregate, groupCount: groups.count, context: context), aggregate, index, groups)
    }
}

/// Finds the number of a group by its key columns, once all groups are known.
private struct KeyLookup<Key: GroupKey>: @unchecked Sendable {
    // Unchecked: never written after its making.
    private let table: KeyTable<Key>
    private let layout: KeyLayout
    private let context: EvaluationContext

    init(_ groups: MergedGroups<Key>, layout: KeyLayout, context: EvaluationContext) throws(QueryError) {
        self.layout = layout
        self.context = context
        var table = try KeyTable<Key>(expecting: groups.count, hashBits: context.settings.hashBits, account: context.account)
        let numbers = try Buffer(byteCount: max(groups.count, 1) * 4, account: context.account)
        if !layout.digits.isEmpty {
            try table.numbers(of: groups.keys.pointer(to: Key.self), count: groups.count, into: numbers.pointer(to: UInt32.self))
        }
        self.table = table
    }

    func numbers(of columns: [Vector], count: Int) throws(QueryError) -> Buffer {
        let account = context.account
        let numbers = try Buffer(byteCount: max(count, 1) * 4, account: account, zeroed: true)
        if layout.digits.isEmpty { return numbers }
        let keys = try Buffer(byteCount: max(count, 1) * MemoryLayout<Key>.stride, account: account)
        let scratch = TextArena(account: account)
        let owners = try Key.encode(
            columns, count: count, layout: layout, into: keys.pointer(to: Key.self), scratch: scratch, account: account)
        table.find(keys.pointer(to: Key.self), count: count, into: numbers.pointer(to: UInt32.self))
        withExtendedLifetime((owners, scratch)) {}
        return numbers
    }
}
