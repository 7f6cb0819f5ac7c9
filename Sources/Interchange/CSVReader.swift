import Columns
import TextEncoding

/// Reads delimited text: CSV, TSV and their kin.
struct CSVReader {
    let source: ByteSource
    let options: ReadOptions
    let context: ExecutionContext

    func read() throws(QueryError) -> Table {
        try SourceDecoding.read(source, encoding: options.encoding, context: context) { (decoded) throws(QueryError) in try read(decoded) }
    }

    private func read(_ decoded: SourceDecoding.Decoded) throws(QueryError) -> SourceDecoding.Attempt {
        guard let plan = try LoadPlan.make(decoded, options: options, context: context) else {
            return .table(Table(schema: [], segments: []))
        }
        let layout = plan.layout
        let context = context
        let load = TableLoad<ChunkReader>(
            columns: plan.columns, meaning: plan.meaning, ignoreErrors: options.ignoreErrors, context: context
        ) { () throws(QueryError) in try ChunkReader(layout: layout, account: context.account) }
        var chunks = try load.parse(chunkCount: layout.chunkCount, starts: [layout.dataStart])
        if !isSeamless(chunks, layout) {
            chunks = try load.parse(chunkCount: layout.chunkCount, starts: try RecordStarts(layout: layout, context: context).find())
        }
        for chunk in chunks {
            guard let defect = chunk?.outcome.defect else { continue }
            if case .invalidUTF8 = defect.kind { return .invalidUTF8(defect.offset) }
            throw try LoadErrors(source: layout.source, context: context).error(
                for: defect, columns: plan.columns, newline: layout.splitter.dialect.newline)
        }
        return .table(try load.table(of: chunks.compactMap { $0 }))
    }

    /// Whether each chunk begins where the one before it ends, up to the first defect: then all guesses were right.
    private func isSeamless(_ chunks: [ParsedChunk?], _ layout: DelimitedLayout) -> Bool {
        var end = layout.dataStart
        for (number, chunk) in chunks.enumerated() {
            guard let outcome = chunk?.outcome, !outcome.isUnresolved else { return false }
            if let start = outcome.start {
                if start != end { return false }
                if outcome.defect != nil { return true }
                end = outcome.end
            } else if end < layout.range(ofChunk: number).upperBound {
                // Some record begins in the chunk though none was found.
                return false
            }
        }
        return true
    }
}

/// Finds where the first record of every chunk begins by reading all records one after another: for files whose quoted fields misled the guesses.
struct RecordStarts {
    let layout: DelimitedLayout
    let context: ExecutionContext

    /// By chunk; nil where no record begins in it.
    func find() throws(QueryError) -> [Int?] {
        let contents = try layout.source.contents(padding: RecordSplitter.padding, account: context.account)
        let bytes = contents.pointer(to: UInt8.self)
        let count = layout.source.byteCount
        var starts: [Int?] = Array(repeating: nil, count: layout.chunkCount)
        var position = layout.dataStart
        var chunk = 0
        while position < count, chunk < starts.count {
            try context.check()
            let range = layout.range(ofChunk: chunk)
            if position >= range.upperBound {
                chunk += 1
                continue
            }
            if starts[chunk] == nil { starts[chunk] = position }
            var sink = CountingSink()
            let stop = layout.splitter.split(
                bytes, position: &position, limit: range.upperBound, available: count, isFinal: true, into: &sink)
            guard case .broken = stop else { continue }
            // Whoever reads this chunk meets the same defect; behind it nothing counts unless broken records are left out.
            if !layout.ignoreErrors { break }
            while position < count, bytes[position] != layout.splitter.dialect.newline { position += 1 }
            position = min(count, position + 1)
        }
        return starts
    }
}
