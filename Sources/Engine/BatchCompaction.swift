import Columns

/// Passes batches on, small ones joined to larger: operators above pay for every batch, however few rows it has.
final class BatchCompaction {
    private let columnTypes: [LogicalType]
    private let context: ExecutionContext
    /// From here on a batch is large enough to go on alone.
    private let threshold: Int
    private var pending: [Batch] = []
    private var pendingCount = 0

    init(columnTypes: [LogicalType], context: ExecutionContext) {
        self.columnTypes = columnTypes
        self.context = context
        threshold = min(1_024, context.settings.vectorSize / 2)
    }

    /// Takes a batch without selection; false when `consume` wants no more.
    func add(_ batch: Batch, _ consume: (Batch) throws(QueryError) -> Bool) throws(QueryError) -> Bool {
        if batch.count == 0 { return true }
        if pending.isEmpty, batch.count >= threshold { return try consume(batch) }
        pending.append(batch)
        pendingCount += batch.count
        return pendingCount >= threshold ? try flush(consume) : true
    }

    /// Passes on what is held back.
    func flush(_ consume: (Batch) throws(QueryError) -> Bool) throws(QueryError) -> Bool {
        if pending.isEmpty { return true }
        let held = pending
        let count = pendingCount
        (pending, pendingCount) = ([], 0)
        if held.count == 1 { return try consume(held[0]) }
        var columns: [Vector] = []
        for (index, type) in columnTypes.enumerated() {
            columns.append(try Vector.concatenating(held.map { $0.baseColumns[index] }, type: type, context: context))
        }
        return try consume(Batch(columns: columns, count: count))
    }
}
