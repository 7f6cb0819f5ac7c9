import Columns

/// A sort key: its evaluated values for each batch of the input.
package struct SortColumn: Sendable {
    package var type: LogicalType
    /// A vector for each batch of the input.
    package var vectors: [Vector]
    package var isDescending: Bool
    package var nullsFirst: Bool

    package init(type: LogicalType, vectors: [Vector], isDescending: Bool = false, nullsFirst: Bool = false) {
        self.type = type
        self.vectors = vectors
        self.isDescending = isDescending
        self.nullsFirst = nullsFirst
    }

    var keyColumn: KeyColumn {
        KeyColumn(type: type, vectors: vectors, comparison: .order(isDescending: isDescending, nullsFirst: nullsFirst))
    }
}

/// How one sort key orders.
package struct SortDirection: Sendable {
    package var type: LogicalType
    package var isDescending: Bool
    package var nullsFirst: Bool

    package init(type: LogicalType, isDescending: Bool = false, nullsFirst: Bool = false) {
        self.type = type
        self.isDescending = isDescending
        self.nullsFirst = nullsFirst
    }
}

/// Evaluates key expressions over a batch: a vector a key, of `batch.count` rows or constant. Called by several threads.
package typealias KeyEvaluation = @Sendable (Batch) throws(QueryError) -> [Vector]

/// ORDER BY: a stable sort of normalised keys and row numbers; the other columns are gathered when they are asked for.
package enum SortOperator {
    /// The rows of `input` in the order of `keys`, rows with equal keys in input order; the first `limit` of them where given.
    package static func open(
        input: MaterializedRows, keys: [SortColumn], limit: Int? = nil, context: ExecutionContext
    ) throws(QueryError) -> ReorderedRows {
        let normalized = try NormalizedKeys.of(keys.map(\.keyColumn), rowCount: input.rowCount, context: context)
        let order = try normalized.sortedRows(limit: limit, context: context)
        return try ReorderedRows(
            input: input, order: order, strategy: "radix sort of \(normalized.bitCount) bits a row", context: context)
    }

    /// The same for rows that are still to be produced; a small limit is run as a top-N, which never holds all rows.
    package static func open(
        input: any MorselProducer, columnTypes: [LogicalType], keys: [SortDirection], evaluate: @escaping KeyEvaluation,
        limit: Int? = nil, context: ExecutionContext
    ) throws(QueryError) -> ReorderedRows {
        if let limit, limit <= TopNOperator.largestLimit, !keys.isEmpty {
            return try TopNOperator.open(
                input: input, columnTypes: columnTypes, keys: keys, evaluate: evaluate, limit: limit, context: context)
        }
        let rows = try KeyedRows.materialized(
            input, columnTypes: columnTypes, keyTypes: keys.map(\.type), evaluate: evaluate, context: context)
        let columns = keys.enumerated().map { index, key in
            SortColumn(type: key.type, vectors: rows.keys(index), isDescending: key.isDescending, nullsFirst: key.nullsFirst)
        }
        return try open(input: rows.rows, keys: columns, limit: limit, context: context)
    }

    static func rowOrder(rowCount: Int, keys: [SortColumn], limit: Int?, context: ExecutionContext) throws(QueryError) -> RowOrder {
        try NormalizedKeys.of(keys.map(\.keyColumn), rowCount: rowCount, context: context).sortedRows(limit: limit, context: context)
    }
}

/// Rows held in memory, in another order or only some of them. Columns are gathered morsel by morsel.
package final class ReorderedRows: MorselProducer {
    package let columnTypes: [LogicalType]
    package let rowCount: Int
    private let columns: [Vector]
    private let order: RowOrder
    private let context: ExecutionContext
    /// How the order was found, for EXPLAIN ANALYZE.
    package let strategy: String?

    package convenience init(input: MaterializedRows, order: RowOrder, strategy: String? = nil, context: ExecutionContext)
        throws(QueryError)
    {
        self.init(
            columnTypes: input.columnTypes, columns: try input.concatenatedColumns(context: context), order: order, strategy: strategy,
            context: context)
    }

    init(columnTypes: [LogicalType], columns: [Vector], order: RowOrder, strategy: String? = nil, context: ExecutionContext) {
        self.strategy = strategy
        self.columnTypes = columnTypes
        self.columns = columns
        self.order = order
        self.context = context
        rowCount = order.count
    }

    package var morselCount: Int { (rowCount + context.settings.morselSize - 1) / max(1, context.settings.morselSize) }

    package func run(morsel: Int, _ consume: (Batch) throws(QueryError) -> Bool) throws(QueryError) {
        let end = min((morsel + 1) * context.settings.morselSize, rowCount)
        var start = morsel * context.settings.morselSize
        while start < end {
            try context.check()
            let count = min(max(1, context.settings.vectorSize), end - start)
            var gathered: [Vector] = []
            gathered.reserveCapacity(columns.count)
            for column in columns {
                gathered.append(try column.gathered(order.rows + start, count: count, account: context.account))
            }
            if try !consume(Batch(columns: gathered, count: count)) { return }
            start += count
        }
    }
}

extension MaterializedRows {
    /// Each column as one vector over all rows.
    package func concatenatedColumns(context: ExecutionContext) throws(QueryError) -> [Vector] {
        let batches = self.batches
        var columns: [Vector] = []
        for (index, type) in columnTypes.enumerated() {
            columns.append(try Vector.concatenating(batches.map { $0.baseColumns[index] }, type: type, context: context))
        }
        return columns
    }
}
