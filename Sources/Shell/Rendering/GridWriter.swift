import ReportQL

/// The characters a frame is drawn with.
package struct GridBorder: Sendable {
    let horizontal: String
    let vertical: String
    /// Left, middle and right joints of the top, the line under the header, and the bottom.
    let top: [String]
    let middle: [String]
    let bottom: [String]

    package static let box = GridBorder(
        horizontal: "─", vertical: "│", top: ["┌", "┬", "┐"], middle: ["├", "┼", "┤"], bottom: ["└", "┴", "┘"])
    package static let ascii = GridBorder(
        horizontal: "-", vertical: "|", top: ["+", "+", "+"], middle: ["+", "+", "+"], bottom: ["+", "+", "+"])
}

/// Draws a frame that is laid out.
struct GridWriter {
    let border: GridBorder
    let layout: GridLayout
    let options: RenderingOptions
    let output: OutputSink

    /// Draws all rows, and a row of dots after the first `gapAfter`.
    func write(rows: [[String?]], gapAfter: Int?) throws {
        try rule(border.top)
        if options.headers {
            try line { column in cell(header(column), column, style: "1", alignRight: layout.columns[column].kind.isNumeric) }
            try rule(border.middle)
        }
        for (index, row) in rows.enumerated() {
            if index == gapAfter { try line { column in cell("·", column, style: "2", alignRight: layout.columns[column].kind.isNumeric) } }
            try line { column in
                guard let text = row[column] else {
                    return cell(options.nullText ?? "NULL", column, style: "2", alignRight: layout.columns[column].kind.isNumeric)
                }
                return value(text, column)
            }
        }
        try rule(border.bottom)
    }

    private func header(_ column: Int) -> String {
        var name = layout.columns[column].name
        return name.withUTF8 { VisibleText.of($0) }
    }

    private func value(_ text: String, _ column: Int) -> String {
        guard layout.columns[column].kind.isNumeric else { return cell(text, column, style: nil, alignRight: false) }
        // Numbers stand right, with their decimal points below each other.
        let padding = layout.fractions[column] > 0 ? layout.fractions[column] - GridLayout.fraction(text) : 0
        return cell(text + String(repeating: " ", count: padding), column, style: nil, alignRight: true)
    }

    /// `text` cut or filled to the width of its column. What was cut ends in `…`; where a wide character does not fit, a blank fills.
    private func cell(_ text: String, _ column: Int, style: String?, alignRight: Bool) -> String {
        let width = layout.widths[column]
        var shown = text
        var taken = DisplayWidth.of(text)
        if taken > width {
            let (beginning, columns) = DisplayWidth.prefix(of: text, columns: width - 1)
            shown = beginning + "…"
            taken = columns + 1
        }
        let padding = String(repeating: " ", count: width - taken)
        let styled = options.color && style != nil ? "\u{1B}[\(style ?? "")m\(shown)\u{1B}[0m" : shown
        return alignRight ? padding + styled : styled + padding
    }

    private func line(_ cell: (Int) -> String) throws {
        var text = border.vertical
        for (position, column) in layout.shown.enumerated() {
            if position == layout.gapPosition { text += " … " + border.vertical }
            text += " " + cell(column) + " " + border.vertical
        }
        if layout.gapPosition == layout.shown.count { text += " … " + border.vertical }
        output.append(text)
        try output.endLine()
    }

    private func rule(_ joints: [String]) throws {
        var widths = layout.shown.map { layout.widths[$0] }
        if let gap = layout.gapPosition { widths.insert(1, at: gap) }
        output.append(
            joints[0] + widths.map { String(repeating: border.horizontal, count: $0 + 2) }.joined(separator: joints[1]) + joints[2])
        try output.endLine()
    }
}
