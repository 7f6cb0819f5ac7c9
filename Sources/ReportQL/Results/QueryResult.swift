import Columns
import Engine

/// What a statement gave: rows that are computed as they are read, or how many rows it wrote.
///
/// A result belongs to one thread at a time. Dropping it stops the query.
public final class QueryResult {
    /// The columns; empty for a statement without rows.
    public let columns: [ColumnSchema]
    /// How many rows the statement wrote; nil for a query and for statements that write none.
    public let rowsWritten: Int?
    /// Remarks for people, such as that full-width signs were read as ASCII.
    public internal(set) var notes: [String] = []
    /// The parameters that the statement asked for, in lower case.
    package internal(set) var usedParameters: Set<String> = []
    private let stream: ResultStream?
    private let context: ExecutionContext
    /// Set once by the database: takes the query off the list of those that run.
    var onEnd: (@Sendable () -> Void)?
    private(set) var isFinished: Bool

    init(schema: [ColumnSchema], stream: ResultStream, context: ExecutionContext) {
        columns = schema
        rowsWritten = nil
        self.stream = stream
        self.context = context
        isFinished = false
    }

    init(rowsWritten: Int?, context: ExecutionContext) {
        columns = []
        self.rowsWritten = rowsWritten
        stream = nil
        self.context = context
        isFinished = true
    }

    deinit { finish() }

    /// A result of one text column.
    static func texts(_ lines: [String], columnName: String, context: ExecutionContext) throws(QueryError) -> QueryResult {
        let vector = try Vector.of(lines.map { .text($0) }, type: .text, account: context.account)
        let rows = MaterializedRows(columnTypes: [.text], morsels: [[Batch(columns: [vector], count: lines.count)]])
        let stream = ResultStream(OpenedRelation(producer: rows, types: [.text]), context: context)
        return QueryResult(schema: [ColumnSchema(name: columnName, type: .text)], stream: stream, context: context)
    }

    /// The next rows; nil at the end, and for a statement without rows.
    public func next() throws(QueryError) -> RowBatch? {
        guard let stream, !isFinished else { return nil }
        do throws(QueryError) {
            // Expressions nest as deep as statements do, so they run where the stack is deep.
            let box = UncheckedBox(stream)
            let batch = try WorkerPool.shared.onDeepStack { () throws(QueryError) in UncheckedBox(try box.value.next()) }.value
            if let batch { return try RowBatch(batch) }
            finish()
            return nil
        } catch {
            finish()
            throw error
        }
    }

    /// All remaining rows, each a value a column. For small results: every value is boxed.
    public func rows() throws(QueryError) -> [[Value]] {
        var all: [[Value]] = []
        while let batch = try next() {
            for row in 0..<batch.count { all.append(batch.row(row)) }
        }
        return all
    }

    /// The most bytes that the query held at once, so far.
    public var peakBytes: Int { context.account.peakBytes }

    /// Ends the query; later calls of `next` give nothing.
    func finish() {
        isFinished = true
        onEnd?()
        onEnd = nil
    }
}

/// Some rows of a result, column by column.
public struct RowBatch {
    /// How many rows.
    public let count: Int
    /// The vectors, for readers that take whole columns.
    package let vectors: [Vector]

    init(_ batch: Batch) throws(QueryError) {
        count = batch.count
        vectors = try batch.columns()
    }

    /// The value at a row and column. Rows and columns outside the batch have no value: NULL.
    public subscript(row: Int, column: Int) -> Value {
        guard row >= 0, row < count, column >= 0, column < vectors.count else { return .null }
        return vectors[column].value(at: row)
    }

    /// The values of a row.
    public func row(_ row: Int) -> [Value] {
        vectors.indices.map { self[row, $0] }
    }
}
