/// CSV and TSV: every row, every digit, nothing cut.
///
/// NULL is an empty field and the empty text `""`, so that the two are told apart when the file is read back.
package struct DelimitedRenderer: ResultRenderer {
    private let separator: UInt8
    private let options: RenderingOptions
    private let nullText: [UInt8]
    /// The protocol of `--batch`: texts that a program could take for NULL or for an error message are quoted.
    private let quotesLookalikes: Bool

    package init(separator: UInt8, options: RenderingOptions, quotesLookalikes: Bool = false) {
        self.separator = separator
        self.options = options
        self.quotesLookalikes = quotesLookalikes
        nullText = Array((options.nullText ?? "").utf8)
    }

    package mutating func begin(_ columns: [ResultColumn], to output: OutputSink) throws {
        guard options.headers, !columns.isEmpty else { return }
        for (index, column) in columns.enumerated() {
            if index > 0 { output.append(separator) }
            var name = column.name
            name.withUTF8 { appendField($0, to: output) }
        }
        try output.endLine()
    }

    package mutating func write(_ batch: CellBatch, to output: OutputSink) throws {
        try batch.withCells { cells in
            for row in 0..<cells.rowCount {
                for column in 0..<cells.columnCount {
                    if column > 0 { output.append(separator) }
                    if let field = cells[row, column] { appendField(field, to: output) } else { output.append(nullText) }
                }
                try output.endLine()
            }
        }
    }

    package mutating func end(to output: OutputSink) throws {}

    private func appendField(_ field: UnsafeBufferPointer<UInt8>, to output: OutputSink) {
        guard needsQuotes(field) else { return output.append(field) }
        let quote = UInt8(ascii: "\"")
        output.append(quote)
        for byte in field {
            if byte == quote { output.append(quote) }
            output.append(byte)
        }
        output.append(quote)
    }

    private func needsQuotes(_ field: UnsafeBufferPointer<UInt8>) -> Bool {
        if field.isEmpty { return true }
        for byte in field where byte == separator || byte == UInt8(ascii: "\"") || byte == 10 || byte == 13 { return true }
        if field.count == nullText.count, field.elementsEqual(nullText) { return true }
        return quotesLookalikes && field.count >= 5 && zip(field, "error".utf8).allSatisfy { $0 | 0x20 == $1 }
    }
}
