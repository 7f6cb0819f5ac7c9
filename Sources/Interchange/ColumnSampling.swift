import Columns

/// Looks at some records to find where inference should begin and which texts may mostly differ.
///
/// A guess from the sample is a lower bound of the truth, for the sample's records are records of the file. Which bytes are sampled depends on the file's size alone.
struct ColumnSampling {
    let layout: DelimitedLayout
    let context: ExecutionContext
    /// Smaller files are not looked at for texts that differ: there it saves nothing.
    let leastByteCount: Int

    private static let windowLength = 1 << 16
    private static let largestSample = 8 << 20

    func refine(_ columns: inout [LoadColumn], meaning: QuotedFields) throws(QueryError) {
        guard layout.chunkCount > 0 else { return }
        var window = layout
        // Ends of the windows are chunk borders of a layout with smaller chunks, so that the reader finds where records begin.
        window.chunkByteCount = ColumnSampling.windowLength
        let reader = try ChunkReader(layout: window, account: context.account)
        var parser = try ChunkColumnParser(account: context.account, meaning: meaning)
        try guess(&columns, reader, &parser)
        let size = layout.source.byteCount - layout.dataStart
        if size >= leastByteCount { try findDifferingTexts(&columns, reader, window, size) }
    }

    private func guess(_ columns: inout [LoadColumn], _ reader: ChunkReader, _ parser: inout ChunkColumnParser) throws(QueryError) {
        // Defects are left to the real reading, which reports the first of them in the file.
        let outcome = try reader.split(chunk: 0, start: layout.dataStart)
        // With broken records or unfit values to be left out the sample may hold what the table will not.
        if outcome.defect != nil || layout.ignoreErrors { return }
        for index in columns.indices where columns[index].prescribed == nil {
            let parsed = try parser.inferred(reader.table, column: index, bytes: reader.bytes, guess: .empty, text: .views)
            columns[index].guess = parsed.guess
        }
    }

    /// Marks the text columns of which more than half of the sampled rows differ: only for these it is uncertain whether a dictionary will pay.
    private func findDifferingTexts(_ columns: inout [LoadColumn], _ reader: ChunkReader, _ window: DelimitedLayout, _ size: Int)
        throws(QueryError)
    {
        let texts = columns.indices.filter {
            columns[$0].prescribed == .text || (columns[$0].prescribed == nil && columns[$0].guess.kind == .text)
        }
        if texts.isEmpty { return }
        let windows = max(1, min(ColumnSampling.largestSample, size / 64) / ColumnSampling.windowLength)
        let coders = MorselResults<TextCoder>(count: columns.count)
        for index in texts { coders[index] = try TextCoder(account: context.account) }
        var rows = 0
        for step in 0..<windows {
            try context.check()
            let chunk = window.chunkCount / windows * step
            let outcome = try reader.split(chunk: chunk, start: chunk == 0 ? layout.dataStart : nil)
            if outcome.defect != nil || outcome.isUnresolved || outcome.start == nil { continue }
            rows += reader.table.rowCount
            for index in texts {
                guard let coder = coders[index] else { continue }
                for row in 0..<reader.table.rowCount {
                    let field = reader.table.field(row: row, column: index)
                    _ = try coder.code(of: makeView(reader.bytes + Int(field.start), field.length), appearance: 0)
                }
            }
        }
        for index in texts {
            guard let coder = coders[index] else { continue }
            columns[index].textsMayDiffer = coder.count > rows / 2
        }
    }
}
