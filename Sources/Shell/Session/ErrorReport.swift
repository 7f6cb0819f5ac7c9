import ReportQL

/// An error as the user reads it: what is wrong and what to do on the first lines, then the place with a caret.
package struct ErrorReport {
    let error: QueryError
    let statement: [UInt8]
    let origin: StatementOrigin
    /// Where the statement begins in its source.
    let firstLine: Int
    let firstColumn: Int

    package init(_ error: QueryError, statement: [UInt8] = [], origin: StatementOrigin, firstLine: Int = 1, firstColumn: Int = 0) {
        self.error = error
        self.statement = statement
        self.origin = origin
        self.firstLine = firstLine
        self.firstColumn = firstColumn
    }

    /// The line and column (from 1, in characters) of the error in its source, and its range within the bytes of that line.
    private var place: (line: Int, column: Int, lineBytes: Range<Int>, marked: Range<Int>)? {
        guard let range = error.range, !statement.isEmpty else { return nil }
        let start = min(max(range.lowerBound, 0), statement.count)
        let end = min(max(range.upperBound, start), statement.count)
        let before = statement[..<start]
        let lineStart = before.lastIndex(of: 10).map { $0 + 1 } ?? 0
        let lineEnd = statement[start...].firstIndex(of: 10) ?? statement.count
        let line = before.count { $0 == 10 }
        let column = String(decoding: statement[lineStart..<start], as: UTF8.self).count + (line == 0 ? firstColumn : 0)
        return (firstLine + line, column + 1, lineStart..<lineEnd, start..<min(end, lineEnd))
    }

    /// `file:line:column: `, or nothing.
    private var location: String {
        guard let name = origin.name else { return "" }
        guard let place else { return "\(name):\(firstLine): " }
        return "\(name):\(place.line):\(place.column): "
    }

    /// One line that begins with `error`, for programs.
    package var line: String {
        var text = "error: \(location)[\(error.code.rawValue)] \(error.message)"
        if let first = error.help.first { text += " (\(first))" }
        return text.map { $0.isNewline ? " " : String($0) }.joined()
    }

    /// Some lines for people.
    package func lines(color: Bool) -> [String] {
        func styled(_ text: String, _ style: String) -> String { color ? "\u{1B}[\(style)m\(text)\u{1B}[0m" : text }
        var lines = [styled("error", "1;31") + ": \(location)\(error.message) [\(error.code.rawValue)]"]
        if let place {
            let gutter = origin == .prompt && !statement.contains(10) ? "" : "\(place.line) | "
            let excerpt = Excerpt(Array(statement[place.lineBytes]), marked: place.marked, from: place.lineBytes.lowerBound)
            lines.append("  " + gutter + excerpt.text)
            let label = error.label.map { " " + $0 } ?? ""
            lines.append("  " + String(repeating: " ", count: gutter.utf8.count + excerpt.indent) + styled(excerpt.carets + label, "1;33"))
        }
        lines += error.help.map { styled("help", "1;36") + ": \($0)" }
        return lines
    }

    /// The part of a line around an error that fits on a screen.
    private struct Excerpt {
        static let longest = 100
        var text: String
        var indent: Int
        var carets: String

        init(_ line: [UInt8], marked: Range<Int>, from base: Int) {
            func shown(_ bytes: some Sequence<UInt8>) -> String {
                Array(bytes).withUnsafeBufferPointer { VisibleText.of($0) }
            }
            var before = shown(line[..<(marked.lowerBound - base)])
            let inside = shown(line[(marked.lowerBound - base)..<(marked.upperBound - base)])
            var after = shown(line[(marked.upperBound - base)...])
            if DisplayWidth.of(before) > Self.longest / 2 { before = "…" + String(before.suffix(Self.longest / 3)) }
            let cut = DisplayWidth.prefix(of: inside, columns: Self.longest / 2)
            if cut.text != inside { after = "" }
            let room = max(0, Self.longest - DisplayWidth.of(before) - cut.columns)
            let rest = DisplayWidth.prefix(of: after, columns: room).text
            text = before + cut.text + rest + (rest == after && cut.text == inside ? "" : "…")
            indent = DisplayWidth.of(before)
            carets = String(repeating: "^", count: max(1, cut.columns))
        }
    }
}
