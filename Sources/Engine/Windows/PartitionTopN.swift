import Columns
import Functions
import Planner

/// Leaves out rows that cannot be among the first of their partition, before a window operator sorts what is left.
///
/// Every worker keeps, for each partition that it has met, the words of the best rows so far; a row whose word is greater than all of
/// them has as many rows before it as are wanted, and is dropped by one comparison. What is left is looked at once more when all
/// workers' words are known. Only such rows are dropped, so the ranks of the rows that are wanted stay what they were, and the
/// outcome does not depend on which worker found what when.
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
        let domain = context.settings.denseArrays ? layout.domain.flatMap { $0 <= 1 << 22 && $0 <= 4 * total ? $0 : nil } : nil
        let workers = max(context.settings.threads, 1)
        let finished = MorselResults<PartitionCandidates<Key>>(count: workers)
        let next = SharedCounter()
        let morsels = input.producer.morselCount
        try WorkerPool.shared.run(workers: workers) { (worker) throws(QueryError) in
            var candidates = try PartitionCandidates<Key>(
                limit: limit, keys: keys, layout: layout, order: order.first, domain: domain, context: context)
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
        let bounds = try finalBounds(all, limit: limit, domain: domain, context: context)
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
                if let batch = try piece.rows(within: bounds[index].pointer(to: UInt64.self), context: context) {
                    _ = try compaction.add(batch, keep)
                }
            }
            _ = try compaction.flush(keep)
            rows[morsel] = kept
        }
        let producer = MaterializedRows(columnTypes: input.types, morsels: rows.all.map { $0 ?? [] })
        return OpenedRelation(producer: producer, types: input.types, facts: input.facts)
    }

    /// By worker and by partition as the worker numbers them: the greatest word that a row may have which is wanted.
    private static func finalBounds<Key: GroupKey>(
        _ all: [PartitionCandidates<Key>], limit: RankLimit, domain: Int?, context: EvaluationContext
    ) throws(QueryError) -> [Buffer] {
        let account = context.account
        var table = try KeyTable<Key>(domain: domain, hashBits: context.settings.hashBits, account: account)
        var numbers: [Buffer] = []
        for candidates in all {
            try context.execution.check()
            let count = candidates.table.count
            let buffer = try Buffer(byteCount: max(count, 1) * 4, account: account)
            try table.numbers(of: candidates.table.keys, count: count, into: buffer.pointer(to: UInt32.self))
            numbers.append(buffer)
        }
        let mergedWords = try BestWords(count: limit.count, capacity: max(table.count, 1), account: account)
        let merged = mergedWords.words
        defer { withExtendedLifetime(mergedWords) {} }
        for (candidates, numbers) in zip(all, numbers) {
            let places = numbers.pointer(to: UInt32.self), best = candidates.best.words
            for group in 0..<candidates.table.count {
                for place in 0..<limit.count { merged.insert(best.of(group)[place], into: Int(places[group])) }
            }
        }
        var bounds: [Buffer] = []
        for (candidates, numbers) in zip(all, numbers) {
            let count = candidates.table.count
            let buffer = try Buffer(byteCount: max(count, 1) * 8, account: account)
            let greatest = buffer.pointer(to: UInt64.self), places = numbers.pointer(to: UInt32.self)
            for group in 0..<count { greatest[group] = merged.greatest(of: Int(places[group])) }
            bounds.append(buffer)
        }
        return bounds
    }
}

/// The least words of each partition's rows, as many as are wanted, in ascending order; the greatest word where there are fewer.
private struct BestWords {
    let count: Int
    private var buffer: Buffer
    private var capacity: Int

    init(count: Int, capacity: Int, account: MemoryAccount) throws(QueryError) {
        self.count = count
        self.capacity = capacity
        buffer = try Buffer(byteCount: capacity * count * 8, account: account)
        buffer.pointer(to: UInt64.self).update(repeating: .max, count: capacity * count)
    }

    mutating func reserve(_ partitions: Int, account: MemoryAccount) throws(QueryError) {
        guard partitions > capacity else { return }
        let larger = try BestWords(count: count, capacity: max(partitions, capacity * 2), account: account)
        larger.buffer.pointer(to: UInt64.self).update(from: buffer.pointer(to: UInt64.self), count: capacity * count)
        self = larger
    }

    /// Its words, until room is made for further partitions.
    var words: Words { Words(start: buffer.pointer(to: UInt64.self), count: count) }

    struct Words {
        let start: UnsafeMutablePointer<UInt64>
        let count: Int

        func of(_ partition: Int) -> UnsafeMutablePointer<UInt64> { start + partition &* count }

        @inline(__always) func greatest(of partition: Int) -> UInt64 { of(partition)[count &- 1] }
    }
}

extension BestWords.Words {
    @inline(__always) func insert(_ word: UInt64, into partition: Int) {
        let words = of(partition)
        var place = count &- 1
        guard word < words[place] else { return }
        while place > 0, words[place &- 1] > word {
            words[place] = words[place &- 1]
            place &-= 1
        }
        words[place] = word
    }
}

/// The rows that one worker could not rule out.
private struct PartitionCandidates<Key: GroupKey>: @unchecked Sendable {
    // Unchecked: filled by one worker, then only read.

    /// Those of one batch.
    struct Piece {
        let morsel: Int
        let columns: [Vector]
        let count: Int
        /// The number of each row's partition, and the word of its first order key.
        let partitions: Buffer
        let words: Buffer

        /// The rows whose word is not greater than its partition's bound; nil where there are none.
        func rows(within bounds: UnsafePointer<UInt64>, context: EvaluationContext) throws(QueryError) -> Batch? {
            let mask = try Buffer(byteCount: count, account: context.account)
            let passes = mask.pointer(to: UInt8.self)
            let partitions = partitions.pointer(to: UInt32.self), words = words.pointer(to: UInt64.self)
            for row in 0..<count { passes[row] = byte(words[row] <= bounds[Int(partitions[row])]) }
            let selection = try Selection(mask: passes, count: count, account: context.account)
            if selection.count == 0 { return nil }
            let kept = Batch(columns: columns, selection: selection, account: context.account)
            return Batch(columns: try kept.columns(), count: selection.count)
        }
    }

    private let limit: RankLimit
    private let keys: [any VectorExpression]
    private let layout: KeyLayout
    private let order: (any VectorExpression)?
    private let direction: SortDirection?
    /// Whether an equal word means an equal key, so that a later row is behind; not so for the extreme words.
    private let decidesTies: Bool
    private let context: EvaluationContext
    private(set) var table: KeyTable<Key>
    private(set) var best: BestWords
    private(set) var pieces: [Piece] = []
    private let keyArena: TextArena

    init(
        limit: RankLimit, keys: [any VectorExpression], layout: KeyLayout, order: (any VectorExpression)?, domain: Int?,
        context: EvaluationContext
    ) throws(QueryError) {
        self.limit = limit
        self.keys = keys
        self.layout = layout
        self.order = order
        self.context = context
        direction = limit.call.order.first.map {
            SortDirection(type: $0.expression.type, isDescending: $0.isDescending, nullsFirst: $0.nullsFirst)
        }
        decidesTies = limit.isRowNumber && limit.call.order.count <= 1 && direction.map { OrderingWords.areExact($0.type) } ?? true
        table = try KeyTable(domain: domain, hashBits: context.settings.hashBits, account: context.account)
        best = try BestWords(count: limit.count, capacity: min(domain ?? 1_024, 1 << 16), account: context.account)
        keyArena = TextArena(account: context.account)
    }

    mutating func consume(_ batch: Batch, morsel: Int) throws(QueryError) {
        let count = batch.count
        if count == 0 { return }
        let account = context.account
        let numbers = try table.numbers(of: batch, keys: keys, layout: layout, arena: keyArena, account: account)
        try best.reserve(table.count, account: account)
        let words: Buffer
        if let order, let direction {
            words = try OrderingWords.words(try order.evaluate(batch), direction, count: count, account: account)
        } else {
            // Without an order the first rows are wanted; any word but the extreme ones says that rows are equal.
            words = try Buffer(byteCount: count * 8, account: account)
            words.pointer(to: UInt64.self).update(repeating: 1, count: count)
        }
        let selected = try Buffer(byteCount: count * 4, account: account)
        let kept = select(numbers.pointer(to: UInt32.self), words.pointer(to: UInt64.self), count, selected.pointer(to: UInt32.self))
        if kept == 0 { return }
        let selection = Selection(buffer: selected, count: kept)
        let candidates = try batch.selecting(selection, account: account)
        let keptNumbers = try Buffer(byteCount: kept * 4, account: account)
        keptNumbers.start.copyMemory(from: numbers.start, byteCount: kept * 4)
        let keptWords = try Buffer(byteCount: kept * 8, account: account)
        keptWords.start.copyMemory(from: words.start, byteCount: kept * 8)
        pieces.append(Piece(morsel: morsel, columns: try candidates.columns(), count: kept, partitions: keptNumbers, words: keptWords))
    }

    /// The rows that may be wanted; their partitions' numbers and words move to the front.
    private mutating func select(
        _ partitions: UnsafeMutablePointer<UInt32>, _ words: UnsafeMutablePointer<UInt64>, _ count: Int,
        _ selected: UnsafeMutablePointer<UInt32>
    ) -> Int {
        var kept = 0
        let best = best.words
        for row in 0..<count {
            let word = words[row], partition = partitions[row]
            let bound = best.greatest(of: Int(partition))
            guard word < bound || (word == bound && (!decidesTies || word == 0 || word == .max)) else { continue }
            best.insert(word, into: Int(partition))
            selected[kept] = UInt32(truncatingIfNeeded: row)
            partitions[kept] = partition
            words[kept] = word
            kept &+= 1
        }
        return kept
    }
}
