import Columns

/// Lays out batches of rows as the bytes of a format. Columns are formatted one by one, then put together row by row.
struct TableEncoder {
    private let options: WriteOptions
    private let schema: [ColumnSchema]
    private let context: ExecutionContext
    private var columns: [FormattedColumn] = []
    /// What stands before the cell of each column.
    private var prefixes: [[UInt8]] = []
    private var rowsWritten = 0

    /// Rows that are formatted at once.
    static let rowsAtOnce = 2_048

    init(schema: [ColumnSchema], options: WriteOptions, context: ExecutionContext) throws(QueryError) {
        self.schema = schema
        self.options = options
        self.context = context
        for _ in schema { columns.append(FormattedColumn(bytes: try ByteOutput(account: context.account))) }
        for (index, column) in schema.enumerated() {
            switch options.format {
            case .csv, .tsv: prefixes.append(index == 0 ? [] : [delimitedStyle.delimiter])
            case .ndjson, .json:
                var key = try ByteOutput(account: context.account)
                try key.append(UInt8(ascii: index == 0 ? "{" : ","))
                try JSONStyle().string(column.name, &key)
                try key.append(UInt8(ascii: ":"))
                prefixes.append(Array(UnsafeBufferPointer(start: key.start, count: key.count)))
            }
        }
    }

    private var delimitedStyle: DelimitedStyle {
        DelimitedStyle(
            delimiter: options.delimiter ?? (options.format == .tsv ? UInt8(ascii: "\t") : UInt8(ascii: ",")), quote: options.quote,
            nullString: Array(options.nullString.utf8), forceQuotes: options.forceQuotes)
    }

    /// What stands before the first row.
    func begin(into output: inout ByteOutput) throws(QueryError) {
        switch options.format {
        case .ndjson: break
        case .json: try output.append(UInt8(ascii: "["))
        case .csv, .tsv:
            guard options.header else { return }
            let style = DelimitedStyle(
                delimiter: delimitedStyle.delimiter, quote: options.quote, nullString: [], forceQuotes: options.forceQuotes)
            for (index, column) in schema.enumerated() {
                try output.append(prefixes[index])
                let name = Array(column.name.utf8)
                let failure = name.withUnsafeBufferPointer { buffer -> QueryError? in
                    do throws(QueryError) {
                        try style.text(buffer.baseAddress ?? UnsafePointer(output.start), buffer.count, into: &output)
                        return nil
                    } catch { return error }
                }
                if let failure { throw failure }
            }
            try output.append(.lineFeed)
        }
    }

    /// `count` rows, at most `rowsAtOnce`; a vector a column.
    mutating func rows(_ vectors: [Vector], count: Int, into output: inout ByteOutput) throws(QueryError) {
        for index in vectors.indices {
            switch options.format {
            case .csv, .tsv:
                try CellFormatter(style: delimitedStyle, account: context.account).format(vectors[index], into: &columns[index])
            case .ndjson, .json:
                try CellFormatter(style: JSONStyle(), account: context.account).format(vectors[index], into: &columns[index])
            }
        }
        let isJSON = options.format == .json || options.format == .ndjson
        var starts = Array(repeating: 0, count: columns.count)
        for row in 0..<count {
            if options.format == .json { try output.append(rowsWritten + row == 0 ? "\n" : ",\n") }
            if isJSON, columns.isEmpty { try output.append(UInt8(ascii: "{")) }
            for index in columns.indices {
                let end = columns[index].ends[row]
                let length = end - starts[index]
                let prefix = prefixes[index]
                let place = try output.reserve(prefix.count + length)
                for (offset, byte) in prefix.enumerated() { place[offset] = byte }
                (place + prefix.count).update(from: columns[index].bytes.start + starts[index], count: length)
                output.advance(prefix.count + length)
                starts[index] = end
            }
            if isJSON { try output.append(UInt8(ascii: "}")) }
            if options.format != .json { try output.append(.lineFeed) }
        }
        rowsWritten += count
    }

    /// What stands behind the last row.
    func end(into output: inout ByteOutput) throws(QueryError) {
        if options.format == .json { try output.append(rowsWritten == 0 ? "]\n" : "\n]\n") }
    }
}
