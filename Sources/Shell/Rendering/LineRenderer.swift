import ReportQL

/// One value a line, a blank line between rows: for rows too wide for a frame.
package struct LineRenderer: ResultRenderer {
    private let options: RenderingOptions
    private var labels: [String] = []
    private var kinds: [ResultColumn.Kind] = []
    private var rowNumber = 0

    package init(options: RenderingOptions) { self.options = options }

    package mutating func begin(_ columns: [ResultColumn], to output: OutputSink) throws {
        kinds = columns.map(\.kind)
        let names = columns.map { column in
            var name = column.name
            return name.withUTF8 { VisibleText.of($0) }
        }
        let width = names.map { DisplayWidth.of($0) }.max() ?? 0
        labels = names.map { String(repeating: " ", count: width - DisplayWidth.of($0)) + $0 + " = " }
    }

    package mutating func write(_ batch: CellBatch, to output: OutputSink) throws {
        try batch.withCells { cells in
            for row in 0..<cells.rowCount {
                if rowNumber > 0 { try output.endLine() }
                rowNumber += 1
                for column in 0..<cells.columnCount {
                    output.append(labels[column])
                    output.append(shown(cells[row, column], kinds[column]))
                    try output.endLine()
                }
            }
        }
    }

    package mutating func end(to output: OutputSink) throws {}

    private func shown(_ cell: UnsafeBufferPointer<UInt8>?, _ kind: ResultColumn.Kind) -> String {
        guard let cell else { return options.nullText ?? "NULL" }
        let text = VisibleText.of(cell)
        return kind == .decimal ? VisibleText.withoutTrailingZeros(text) : text
    }
}
