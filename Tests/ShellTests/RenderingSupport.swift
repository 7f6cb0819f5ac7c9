import Shell

/// What a mode writes for some rows.
func rendered(
    _ mode: OutputMode, _ columns: [(String, ResultColumn.Kind)], _ rows: [[String?]], batches: Int = 1,
    configure: (inout RenderingOptions) -> Void = { _ in }
) throws -> String {
    var options = RenderingOptions()
    configure(&options)
    let output = OutputSink()
    var renderer = mode.renderer(options)
    try write(columns, rows, batches: batches, with: &renderer, to: output)
    return output.text
}

func write(
    _ columns: [(String, ResultColumn.Kind)], _ rows: [[String?]], batches: Int, with renderer: inout any ResultRenderer,
    to output: OutputSink
) throws {
    try renderer.begin(columns.map { ResultColumn(name: $0.0, kind: $0.1) }, to: output)
    let size = max(1, (rows.count + batches - 1) / batches)
    for start in stride(from: 0, to: rows.count, by: size) {
        try renderer.write(CellBatch(rows: Array(rows[start..<min(start + size, rows.count)]), columnCount: columns.count), to: output)
    }
    try renderer.end(to: output)
}
