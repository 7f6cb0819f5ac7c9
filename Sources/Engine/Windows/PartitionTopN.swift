import Columns
import Functions
import Planner

/// Leaves out rows that cannot be among the first of their partition, before a window operator sorts what is left.
///
/// Every worker keeps, for each partition that it has met, the words of the best rows so far; a row whose word is greater than all of
/// them has as many rows before it as are wanted, and is dropped by one comparison. Where a partition's key is its number, workers tell
/// each other the greatest word that is still wanted. What is left is looked at once more when all workers' words are known. Only such
/// rows are dropped, so the ranks of the rows that are wanted stay what they were, and the outcome does not depend on which worker
/// found what when.
enum PartitionTopN {
    /// The rows of `input` without those that the limit excludes; nil where most partitions have too few rows for that to pay.
    static func open(_ input: OpenedRelation, limit: RankLimit, compiler: ExpressionCompiler) throws(QueryError) -> OpenedRelation? {
        let partition = limit.call.partition
        let layout = KeyLayout(types: partition.map(\.type), facts: partition.map { input.facts(of: $0) })
        let keys = try compiler.compile(partition)
        return switch layout.form {
        case .packed64: try open(UInt64.self, input, keys, layout, limit, compiler)
        case .packed128: try open(UInt128.self, input, keys, layout, limit, compiler)
        case .wide: try open(TextView.self, input, keys, layout, limit, compiler)
        }
    }

    /// The largest domain that is looked up in an array.
    private static let largestDomain = 1 << 22

    private static func open<Key: GroupKey>(
        _ key: Key.Type, _ input: OpenedRelation, _ keys: [any VectorExpression], _ layout: KeyLayout, _ limit: RankLimit,
        _ compiler: ExpressionCompiler
    ) throws(QueryError) -> OpenedRelation? {
        let context = compiler.context
        let total = input.producer.morselCount * context.settings.morselSize
        let sample = try GroupSample(key, input: input.producer.unobserved, keys: keys, layout: layout, context: context)
        let groups = sample.estimatedGroups(total: total)
        // Each partition passes on some rows before its words are good; with fewer rows a partition nearly all would pass.
        guard sample.rowCount > 0, groups * limit.count * 8 <= total else { return nil }
        let order = try compiler.compile(limit.call.order.map(\.expression))
        var domain: Int?
        if context.settings.denseArrays, let possible = layout.domain, possible <= largestDomain, possible <= 4 * total {
            domain = possible
        }
        // Words for all possible keys of every worker: no more than half a word a row.
        if Key.self == UInt64.self, let domain, domain * limit.count <= total / 2 {
            return try dropRows(
                UInt32.self, of: input, CandidatePlan(limit: limit, keys: keys, layout: layout, order: order.first, domain: domain), context
            )
        }
        return try dropRows(
            key, of: input, CandidatePlan(limit: limit, keys: keys, layout: layout, order: order.first, domain: domain), context)
    }

    private static func dropRows<Key: GroupKey>(
        _: Key.Type, of input: OpenedRelation, _ plan: CandidatePlan, _ context: EvaluationContext
    ) throws(QueryError) -> OpenedRelation {
        let workers = max(context.settings.threads, 1)
        let finished = MorselResults<PartitionCandidates<Key>>(count: workers)
        let shared = Key.isIndex ? try PartitionBounds(count: plan.domain ?? 0, account: context.account) : nil
        let next = SharedCounter()
        let morsels = input.producer.morselCount
        try WorkerPool.shared.run(workers: workers) { (worker) throws(QueryError) in
            var candidates = try PartitionCandidates<Key>(plan, sharing: shared, context: context)
            try next.take(below: morsels) { (morsel) throws(QueryError) in
                try input.producer.run(morsel: morsel) { (batch) throws(QueryError) in
                    try context.execution.check()
                    try candidates.consume(batch, morsel: morsel)
                    return true
                }
            }
            finished[worker] = candidates
        }
        let all = finished.all.compactMap { $0 }
        let bounds: [PartitionBounds]
        if let shared {
            try lower(shared, all, workers: workers)
            bounds = all.map { _ in shared }
        } else {
            bounds = try finalBounds(all, plan, context: context)
        }
        var pieces: [[(candidates: Int, piece: Int)]] = Array(repeating: [], count: morsels)
        for (index, candidates) in all.enumerated() {
            for (position, piece) in candidates.pieces.enumerated() { pieces[piece.morsel].append((index, position)) }
        }
        let rows = MorselResults<[Batch]>(count: morsels)
        let ofMorsel = pieces
        try WorkerPool.shared.forEach(morsels, workers: workers) { (morsel) throws(QueryError) in
            try context.execution.check()
            let compaction = BatchCompaction(columnTypes: input.types, context: context.execution)
            var kept: [Batch] = []
            func keep(_ batch: Batch) -> Bool {
                kept.append(batch)
                return true
            }
            for (index, position) in ofMorsel[morsel] {
                let piece = all[index].pieces[position]
                if let batch = try piece.rows(within: bounds[index], context: context) { _ = try compaction.add(batch, keep) }
            }
            _ = try compaction.flush(keep)
            rows[morsel] = kept
        }
        let producer = MaterializedRows(columnTypes: input.types, morsels: rows.all.map { $0 ?? [] })
        return OpenedRelation(producer: producer, types: input.types, facts: input.facts)
    }

    /// How many partitions a worker takes on at once when the words of all workers are put together.
    private static let partitionsOfTask = 1 << 14

    /// Lowers the bounds of partitions whose keys are their numbers to what all workers together know.
    private static func lower<Key: GroupKey>(_ bounds: PartitionBounds, _ all: [PartitionCandidates<Key>], workers: Int) throws(QueryError)
    {
        guard let first = all.first, all.count > 1 else { return }
        let tasks = (bounds.count + partitionsOfTask - 1) / partitionsOfTask
        try WorkerPool.shared.forEach(tasks, workers: workers) { (task) throws(QueryError) in
            let partitions = task * partitionsOfTask..<min((task + 1) * partitionsOfTask, bounds.count)
            let best = first.best.words, bounds = bounds.words
            for other in all.dropFirst() { best.take(other.best.words, of: partitions) }
            for partition in partitions { bounds.lower(partition, to: best.greatest(of: partition)) }
        }
        withExtendedLifetime(all) {}
    }

    /// By worker and by partition as the worker numbers them: the greatest word that a row may have which is wanted.
    private static func finalBounds<Key: GroupKey>(_ all: [PartitionCandidates<Key>], _ plan: CandidatePlan, context: EvaluationContext)
        throws(QueryError) -> [PartitionBounds]
    {
        let account = context.account, wanted = plan.limit.count
        var table = try KeyTable<Key>(domain: plan.domain, hashBits: context.settings.hashBits, account: account)
        var numbers: [Buffer] = []
        for candidates in all {
            try context.execution.check()
            let count = candidates.table.count
            let buffer = try Buffer(byteCount: max(count, 1) * 4, account: account)
            try table.numbers(of: candidates.table.keys, count: count, into: buffer.pointer(to: UInt32.self))
            numbers.append(buffer)
        }
        let mergedWords = try BestWords(count: wanted, capacity: max(table.count, 1), account: account)
        let merged = mergedWords.words
        defer { withExtendedLifetime(mergedWords) {} }
        for (candidates, numbers) in zip(all, numbers) {
            let places = numbers.pointer(to: UInt32.self), best = candidates.best.words
            for group in 0..<candidates.table.count {
                for place in 0..<wanted { merged.insert(best.of(group)[place], into: Int(places[group])) }
            }
        }
        var bounds: [PartitionBounds] = []
        for (candidates, numbers) in zip(all, numbers) {
            let count = candidates.table.count
            let own = try PartitionBounds(count: count, account: account), places = numbers.pointer(to: UInt32.self)
            let words = own.words
            for group in 0..<count { words.lower(group, to: merged.greatest(of: Int(places[group]))) }
            bounds.append(own)
        }
        return bounds
    }
}

/// What makes a row a candidate.
struct CandidatePlan: Sendable {
    let limit: RankLimit
    let keys: [any VectorExpression]
    let layout: KeyLayout
    let order: (any VectorExpression)?
    /// All keys are below, where they are looked up in an array.
    let domain: Int?
}
