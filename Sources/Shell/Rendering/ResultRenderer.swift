/// How results are written.
package enum OutputMode: String, CaseIterable, Sendable {
    case box, csv, tsv, json, jsonl, markdown, line, table

    /// What `.help mode` says about it.
    package var summary: String {
        switch self {
        case .box: "a frame of lines, for the screen"
        case .csv: "comma-separated, RFC 4180, all digits"
        case .tsv: "the same with tabs"
        case .json: "one array of objects"
        case .jsonl: "one object a line"
        case .markdown: "a Markdown table"
        case .line: "one value a line"
        case .table: "a frame of ASCII characters"
        }
    }
}

/// What the renderers need to know beside the mode.
package struct RenderingOptions: Sendable {
    /// Whether column names are written.
    package var headers = true
    /// How NULL is written; nil takes the mode's own: nothing in files, `NULL` on the screen.
    package var nullText: String?
    /// Rows shown in a frame before the middle is left out; 0 shows all.
    package var maximumRows = 0
    /// Columns of the screen that a frame may take; 0 for any number.
    package var maximumWidth = 0
    /// Whether escape sequences for colours may be written.
    package var color = false

    package init() {}
}

/// Writes one result. `begin` once, `write` for each batch, `end` once.
package protocol ResultRenderer {
    mutating func begin(_ columns: [ResultColumn], to output: OutputSink) throws
    mutating func write(_ batch: CellBatch, to output: OutputSink) throws
    mutating func end(to output: OutputSink) throws
}

extension OutputMode {
    /// A renderer for one result.
    package func renderer(_ options: RenderingOptions) -> any ResultRenderer {
        switch self {
        case .box: GridRenderer(border: .box, options: options)
        case .table: GridRenderer(border: .ascii, options: options)
        case .csv: DelimitedRenderer(separator: UInt8(ascii: ","), options: options)
        case .tsv: DelimitedRenderer(separator: UInt8(ascii: "\t"), options: options)
        case .json: JSONRenderer(lines: false)
        case .jsonl: JSONRenderer(lines: true)
        case .markdown: MarkdownRenderer(options: options)
        case .line: LineRenderer(options: options)
        }
    }
}
