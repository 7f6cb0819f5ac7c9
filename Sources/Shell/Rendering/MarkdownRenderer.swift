/// A Markdown table: every row and column, nothing cut.
package struct MarkdownRenderer: ResultRenderer {
    private let options: RenderingOptions

    package init(options: RenderingOptions) { self.options = options }

    package mutating func begin(_ columns: [ResultColumn], to output: OutputSink) throws {
        guard !columns.isEmpty else { return }
        // A Markdown table has no form without a header.
        for column in columns {
            output.append("| ")
            var name = column.name
            name.withUTF8 { appendEscaped($0, to: output) }
            output.append(" ")
        }
        output.append("|")
        try output.endLine()
        for column in columns { output.append(column.kind.isNumeric ? "|---:" : "|---") }
        output.append("|")
        try output.endLine()
    }

    package mutating func write(_ batch: CellBatch, to output: OutputSink) throws {
        try batch.withCells { cells in
            for row in 0..<cells.rowCount {
                for column in 0..<cells.columnCount {
                    output.append("| ")
                    if let cell = cells[row, column] { appendEscaped(cell, to: output) } else { output.append(options.nullText ?? "") }
                    output.append(" ")
                }
                output.append("|")
                try output.endLine()
            }
        }
    }

    package mutating func end(to output: OutputSink) throws {}

    private func appendEscaped(_ text: UnsafeBufferPointer<UInt8>, to output: OutputSink) {
        for (index, byte) in text.enumerated() {
            switch byte {
            case UInt8(ascii: "|"): output.append("\\|")
            case UInt8(ascii: "\\"): output.append("\\\\")
            case 13 where index + 1 < text.count && text[index + 1] == 10: break
            case 10, 13: output.append("<br>")
            default: output.append(byte)
            }
        }
    }
}
