import Columns
import Functions

/// The rows that one worker could not rule out to be among the first of their partitions.
struct PartitionCandidates<Key: GroupKey>: @unchecked Sendable {
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
        func rows(within bounds: PartitionBounds, context: EvaluationContext) throws(QueryError) -> Batch? {
            let mask = try Buffer(byteCount: count, account: context.account)
            let passes = mask.pointer(to: UInt8.self)
            let partitions = partitions.pointer(to: UInt32.self), words = words.pointer(to: UInt64.self), bounds = bounds.words
            for row in 0..<count { passes[row] = byte(words[row] <= bounds[Int(partitions[row])]) }
            let selection = try Selection(mask: passes, count: count, account: context.account)
            if selection.count == 0 { return nil }
            let kept = Batch(columns: columns, selection: selection, account: context.account)
            return Batch(columns: try kept.columns(), count: selection.count)
        }
    }

    private let plan: CandidatePlan
    private let direction: SortDirection?
    /// Whether an equal word means an equal key, so that a later row is behind; not so for the extreme words.
    private let decidesTies: Bool
    private let context: EvaluationContext
    /// The partitions that were met, where their keys are not their numbers.
    private(set) var table: KeyTable<Key>
    private(set) var best: BestWords
    /// Shared with other workers where keys are numbers.
    private var bounds: PartitionBounds
    private(set) var pieces: [Piece] = []
    private let keyArena: TextArena

    init(_ plan: CandidatePlan, sharing shared: PartitionBounds?, context: EvaluationContext) throws(QueryError) {
        self.plan = plan
        self.context = context
        let limit = plan.limit, account = context.account
        direction = limit.call.order.first.map {
            SortDirection(type: $0.expression.type, isDescending: $0.isDescending, nullsFirst: $0.nullsFirst)
        }
        decidesTies = limit.isRowNumber && limit.call.order.count <= 1 && direction.map { OrderingWords.areExact($0.type) } ?? true
        let domain = plan.domain
        table = try KeyTable(domain: Key.isIndex ? nil : domain, hashBits: context.settings.hashBits, account: account)
        let capacity = Key.isIndex ? domain ?? 0 : min(domain ?? 1_024, 1 << 16)
        best = try BestWords(count: limit.count, capacity: capacity, account: account)
        if let shared { bounds = shared } else { bounds = try PartitionBounds(count: capacity, account: account) }
        keyArena = TextArena(account: account)
    }

    mutating func consume(_ batch: Batch, morsel: Int) throws(QueryError) {
        let count = batch.count
        if count == 0 { return }
        let account = context.account
        let numbers = try partitionNumbers(batch)
        let words: Buffer
        if let order = plan.order, let direction {
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

    /// 32 bits a row.
    private mutating func partitionNumbers(_ batch: Batch) throws(QueryError) -> Buffer {
        let account = context.account
        guard Key.isIndex else {
            let numbers = try table.numbers(of: batch, keys: plan.keys, layout: plan.layout, arena: keyArena, account: account)
            try best.reserve(table.count, account: account)
            bounds = try bounds.reserving(table.count, account: account)
            return numbers
        }
        var columns: [Vector] = []
        for key in plan.keys { columns.append(try key.evaluate(batch)) }
        let numbers = try Buffer(byteCount: batch.count * 4, account: account)
        try plan.layout.pack(columns, count: batch.count, into: numbers.pointer(to: UInt32.self), account: account)
        return numbers
    }

    /// The rows that may be wanted; their partitions' numbers and words move to the front.
    private func select(
        _ partitions: UnsafeMutablePointer<UInt32>, _ words: UnsafeMutablePointer<UInt64>, _ count: Int,
        _ selected: UnsafeMutablePointer<UInt32>
    ) -> Int {
        var kept = 0
        let best = best.words, bounds = bounds.words
        for row in 0..<count {
            let word = words[row], partition = partitions[row], number = Int(partition)
            let bound = bounds[number]
            guard word <= bound else { continue }
            // A row that another worker met may stand behind this one, so a tie with its bound tells nothing.
            if word == bound, decidesTies, word != 0, word != .max, word == best.greatest(of: number) { continue }
            best.insert(word, into: number)
            bounds.lower(number, to: best.greatest(of: number))
            selected[kept] = UInt32(truncatingIfNeeded: row)
            partitions[kept] = partition
            words[kept] = word
            kept &+= 1
        }
        return kept
    }
}
