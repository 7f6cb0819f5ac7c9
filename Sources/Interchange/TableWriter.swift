import Columns

/// Writes rows to a file, batch by batch, in the order in which they come.
///
/// The file appears under its name when `finish` is called; a writer that goes away without leaves nothing behind.
package final class TableWriter {
    private let file: OutputFile
    private var encoder: TableEncoder
    private var output: ByteOutput
    private let context: ExecutionContext
    /// The rows written so far.
    package private(set) var rowCount = 0

    /// Bytes that are collected before they are written.
    private static let flushByteCount = 1 << 18

    package init(path: String, schema: [ColumnSchema], options: WriteOptions, context: ExecutionContext) throws(QueryError) {
        self.context = context
        encoder = try TableEncoder(schema: schema, options: options, context: context)
        output = try ByteOutput(account: context.account)
        file = try OutputFile(path: path)
        try encoder.begin(into: &output)
    }

    /// Writes `count` rows: a vector a column, of the schema's types.
    package func write(_ columns: [Vector], count: Int) throws(QueryError) {
        var row = 0
        while row < count {
            try context.check()
            let end = min(count, row + TableEncoder.rowsAtOnce)
            try encoder.rows(columns.map { $0.slice(row..<end) }, count: end - row, into: &output)
            if output.count >= TableWriter.flushByteCount { try flush() }
            row = end
        }
        rowCount += count
    }

    package func write(_ batch: Batch) throws(QueryError) {
        try write(try batch.columns(), count: batch.count)
    }

    /// Completes the file.
    package func finish() throws(QueryError) {
        try encoder.end(into: &output)
        try flush()
        try file.finish()
    }

    /// Writes a whole table to a file.
    package static func write(_ table: Table, path: String, options: WriteOptions? = nil, context: ExecutionContext) throws(QueryError) {
        let writer = try TableWriter(path: path, schema: table.schema, options: options ?? WriteOptions(path: path), context: context)
        for segment in table.segments { try writer.write(segment.columns, count: segment.rowCount) }
        try writer.finish()
    }

    /// A whole table as the bytes of a file.
    package static func bytes(of table: Table, options: WriteOptions, context: ExecutionContext) throws(QueryError) -> [UInt8] {
        var encoder = try TableEncoder(schema: table.schema, options: options, context: context)
        var output = try ByteOutput(account: context.account)
        try encoder.begin(into: &output)
        for segment in table.segments {
            var row = 0
            while row < segment.rowCount {
                let end = min(segment.rowCount, row + TableEncoder.rowsAtOnce)
                try encoder.rows(segment.columns.map { $0.slice(row..<end) }, count: end - row, into: &output)
                row = end
            }
        }
        try encoder.end(into: &output)
        return Array(UnsafeBufferPointer(start: output.start, count: output.count))
    }

    private func flush() throws(QueryError) {
        try file.write(output.start, output.count)
        output.removeAll()
    }
}
