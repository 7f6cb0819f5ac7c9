import Columns
import Synchronization

/// ORDER BY … LIMIT n for small n: every morsel keeps its n best rows, then the best of all are chosen.
///
/// The n-th best first key seen anywhere is a boundary: a row whose first key is greater cannot be among the result, and is dropped by one
/// comparison. The boundary only ever drops such rows, so the outcome does not depend on which worker found it when.
package enum TopNOperator {
    /// Beyond this a sort of all rows is faster.
    package static let largestLimit = 16_384

    package static func open(
        input: any MorselProducer, columnTypes: [LogicalType], keys: [SortDirection], evaluate: @escaping KeyEvaluation, limit: Int,
        context: ExecutionContext
    ) throws(QueryError) -> ReorderedRows {
        let shared = SharedBoundary()
        let best = MorselResults<BestRows>(count: input.morselCount)
        if limit > 0 {
            try WorkerPool.shared.forEach(input.morselCount, workers: context.settings.threads) { (morsel) throws(QueryError) in
                let rows = BestRows(columnCount: columnTypes.count, keys: keys, limit: limit, shared: shared, context: context)
                try input.run(morsel: morsel) { (batch) throws(QueryError) in
                    try context.check()
                    if batch.count > 0 { try rows.add(batch, keyVectors: try evaluate(batch)) }
                    return true
                }
                // Fewer rows are no boundary for others; sorting them would only cost.
                if rows.count > limit { try rows.shrink() }
                best[morsel] = rows
            }
        }
        let batches = best.all.flatMap { $0?.batches ?? [] }
        let columns = keys.enumerated().map { index, key in
            SortColumn(
                type: key.type, vectors: batches.map { $0[columnTypes.count + index] }, isDescending: key.isDescending,
                nullsFirst: key.nullsFirst)
        }
        let rows = MaterializedRows(
            columnTypes: columnTypes,
            morsels: batches.map { [Batch(columns: Array($0[..<columnTypes.count]), count: $0[columnTypes.count].count)] })
        let order = try SortOperator.rowOrder(rowCount: rows.rowCount, keys: columns, limit: limit, context: context)
        return try ReorderedRows(input: rows, order: order, strategy: "top \(limit) of each morsel", context: context)
    }
}

/// The least of the morsels' boundaries.
private final class SharedBoundary: Sendable {
    private let word = Atomic<UInt64>(.max)

    var value: UInt64 { word.load(ordering: .relaxed) }

    func lower(to value: UInt64) {
        var seen = word.load(ordering: .relaxed)
        while value < seen {
            let (exchanged, original) = word.compareExchange(expected: seen, desired: value, ordering: .relaxed)
            if exchanged { return }
            seen = original
        }
    }
}

/// The best rows of one morsel so far, and some that are not judged yet.
private final class BestRows: @unchecked Sendable {
    // Unchecked: filled by the one worker that took the morsel.
    /// Columns, then keys, of consecutive runs of rows. After `shrink` the best rows come first, in order; all later runs follow them
    /// in the input, so a stable sort breaks ties by input order.
    private(set) var batches: [[Vector]] = []
    private(set) var count = 0
    private var boundary: UInt64?
    private let columnCount: Int
    private let keys: [SortDirection]
    private let limit: Int
    private let shared: SharedBoundary
    private let context: ExecutionContext

    init(columnCount: Int, keys: [SortDirection], limit: Int, shared: SharedBoundary, context: ExecutionContext) {
        self.columnCount = columnCount
        self.keys = keys
        self.limit = limit
        self.shared = shared
        self.context = context
    }

    func add(_ batch: Batch, keyVectors: [Vector]) throws(QueryError) {
        if shared.value == .max, batch.count >= 4 * limit { try findBoundary(keyVectors[0], count: batch.count) }
        var bound = shared.value
        // A row that only ties with this morsel's own n-th best comes after it, so it loses, where words tell all of the key.
        if let boundary, boundary <= bound {
            let isExact = keys.count == 1 && OrderingWords.areExact(keys[0].type) && boundary > 0 && boundary < .max
            bound = isExact ? boundary - 1 : boundary
        }
        if bound == .max {
            append(try batch.columns() + keyVectors, batch.count)
        } else {
            let maskBuffer = try Buffer(byteCount: batch.count, account: context.account)
            let mask = maskBuffer.pointer(to: UInt8.self)
            try OrderingWords.mark(keyVectors[0], keys[0], atMost: bound, count: batch.count, in: mask, account: context.account)
            let passed = RowMask(maskBuffer, count: batch.count)
            let passing = passed.passing
            if passing == 0 { return }
            let selection = try Selection(passed, passing: passing, account: context.account)
            var vectors = try batch.selecting(selection, account: context.account).columns()
            for vector in keyVectors {
                vectors.append(try vector.gathered(selection.rows, count: selection.count, account: context.account))
            }
            append(vectors, selection.count)
        }
        if count >= limit + max(limit, 1_024) { try shrink() }
    }

    /// Sets the first boundary: as many rows as are wanted have words up to it.
    ///
    /// Without it the first vector would be kept whole, and sorting that many texts would rank all texts of their dictionary.
    private func findBoundary(_ vector: Vector, count: Int) throws(QueryError) {
        // A part of the vector gives a boundary that is good enough to throw nearly all rows away.
        let count = min(count, max(4 * limit, 2_048))
        let buffer = try OrderingWords.words(vector, keys[0], count: count, account: context.account)
        var words = UnsafeMutableBufferPointer(start: buffer.pointer(to: UInt64.self), count: count)
        words.sort()
        shared.lower(to: words[limit - 1])
    }

    private func append(_ vectors: [Vector], _ rows: Int) {
        batches.append(vectors)
        count += rows
    }

    /// Leaves the best `limit` rows, in order, and sets the boundary.
    func shrink() throws(QueryError) {
        if batches.isEmpty { return }
        let columns = keys.enumerated().map { index, key in
            SortColumn(
                type: key.type, vectors: batches.map { $0[columnCount + index] }, isDescending: key.isDescending, nullsFirst: key.nullsFirst
            )
        }
        let order = try SortOperator.rowOrder(rowCount: count, keys: columns, limit: limit, context: context)
        var best: [Vector] = []
        for index in batches[0].indices {
            let all = try Vector.concatenating(batches.map { $0[index] }, type: batches[0][index].type, context: context)
            best.append(try all.gathered(order.rows, count: order.count, account: context.account))
        }
        batches = [best]
        count = order.count
        guard count >= limit, let key = keys.first else { return }
        let last = try OrderingWords.words(best[columnCount].slice(count - 1..<count), key, count: 1, account: context.account)
        let word = last.pointer(to: UInt64.self)[0]
        boundary = word
        shared.lower(to: word)
    }
}
