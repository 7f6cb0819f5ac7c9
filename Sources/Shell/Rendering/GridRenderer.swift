import ReportQL

/// A frame with aligned columns: `box` and `table`.
///
/// On a screen the middle of a long result is left out and wide columns are cut, and both are said below the frame. Where the
/// options set no limits, everything is shown. Only the rows that will be shown are kept.
package struct GridRenderer: ResultRenderer {
    private let border: GridBorder
    private let options: RenderingOptions
    private var columns: [ResultColumn] = []
    private var head: [[String?]] = []
    /// The last rows seen, as a ring that begins at `tailStart`.
    private var tail: [[String?]] = []
    private var tailStart = 0
    private var total = 0

    package init(border: GridBorder, options: RenderingOptions) {
        self.border = border
        self.options = options
    }

    private var limit: Int { options.maximumRows }
    private var tailLimit: Int { limit / 2 }

    package mutating func begin(_ columns: [ResultColumn], to output: OutputSink) throws { self.columns = columns }

    package mutating func write(_ batch: CellBatch, to output: OutputSink) throws {
        let kinds = columns.map(\.kind)
        batch.withCells { cells in
            // Rows that neither end of the frame will show need no text.
            let firstNeeded = limit == 0 ? 0 : max(0, cells.rowCount - tailLimit)
            for row in 0..<cells.rowCount {
                let isHead = limit == 0 || head.count < limit
                guard isHead || row >= firstNeeded else { continue }
                let texts = (0..<cells.columnCount).map { column in
                    cells[row, column].map { cell in
                        let text = VisibleText.of(cell)
                        return kinds[column] == .decimal ? VisibleText.withoutTrailingZeros(text) : text
                    }
                }
                if isHead {
                    head.append(texts)
                } else if tail.count < tailLimit {
                    tail.append(texts)
                } else if tailLimit > 0 {
                    tail[tailStart] = texts
                    tailStart = (tailStart + 1) % tailLimit
                }
            }
        }
        total += batch.rowCount
    }

    package mutating func end(to output: OutputSink) throws {
        guard !columns.isEmpty else { return }
        var rows = head
        var split: Int?
        if limit > 0, total > limit {
            // The head was kept up to the limit in case that was all.
            let seen = head + tail[tailStart...] + tail[..<tailStart]
            let headCount = limit - tailLimit
            rows = Array(seen[..<headCount]) + seen.suffix(tailLimit)
            split = headCount
        }
        let layout = GridLayout(columns: columns, rows: rows, options: options)
        if layout.isTooWide && rows.count <= GridLayout.rowsForLineMode && !rows.isEmpty && split == nil {
            return try writeLines(rows, to: output)
        }
        try GridWriter(border: border, layout: layout, options: options, output: output).write(rows: rows, gapAfter: split)
        try writeNotes(layout: layout, hiddenRows: total - rows.count, to: output)
    }

    private func writeNotes(layout: GridLayout, hiddenRows: Int, to output: OutputSink) throws {
        var notes: [String] = []
        if hiddenRows > 0 {
            notes.append("\(grouped(total)) rows, \(grouped(total - hiddenRows)) shown; .maxrows 0 shows all")
        }
        if !layout.hidden.isEmpty {
            let names = layout.hidden.map { columns[$0].name }.joined(separator: ", ")
            notes.append("\(columns.count) columns, \(layout.shown.count) shown; .mode line shows all. Left out: \(names)")
        }
        if layout.cutsText { notes.append("… cut to the width of the screen; .maxwidth or .mode line shows all") }
        for note in notes {
            output.append(options.color ? "\u{1B}[2m(\(note))\u{1B}[0m" : "(\(note))")
            try output.endLine()
        }
    }

    /// Few rows that fit into no frame: a value a line.
    private func writeLines(_ rows: [[String?]], to output: OutputSink) throws {
        var renderer = LineRenderer(options: options)
        try renderer.begin(columns, to: output)
        try renderer.write(CellBatch(rows: rows, columnCount: columns.count), to: output)
        try renderer.end(to: output)
    }

    private func grouped(_ number: Int) -> String {
        var digits = Array(String(number))
        var position = digits.count - 3
        while position > 0 {
            digits.insert(",", at: position)
            position -= 3
        }
        return String(digits)
    }
}
