/// Shows a diagnostic with the line it is about and a caret under the place.
///
///     error L010: `form` is not expected here
///      --> report.sql:1:10
///       |
///     1 | SELECT * form donations
///       |          ^^^^ did you mean FROM?
///       = help: did you mean FROM?
///
/// Columns of the position count Unicode scalars; the caret is placed by display columns, so it stands right under Chinese text as well.
public struct DiagnosticRenderer: Sendable {
    /// The name shown before the position; nil shows the position alone.
    public var fileName: String?
    /// The line of the file on which the text begins, counted from one.
    public var firstLine: Int
    /// The column, in scalars, at which the text begins on that line, counted from one.
    public var firstColumn: Int
    /// The columns that a line of the text may take; longer lines are cut around the caret.
    public var lineWidth: Int
    /// Marks the words and carets with the colours of the terminal's own palette.
    public var usesColor: Bool

    /// A renderer for texts that begin at the given place of a file.
    public init(fileName: String? = nil, firstLine: Int = 1, firstColumn: Int = 1, lineWidth: Int = 120, usesColor: Bool = false) {
        self.fileName = fileName
        self.firstLine = firstLine
        self.firstColumn = firstColumn
        self.lineWidth = max(lineWidth, 20)
        self.usesColor = usesColor
    }

    /// The diagnostic as lines, each ended by a line feed; `text` is what its ranges count in.
    public func render(_ diagnostic: Diagnostic, in text: String) -> String {
        render(diagnostic, in: Array(text.utf8))
    }

    /// The diagnostic as lines, each ended by a line feed; `bytes` is what its ranges count in.
    public func render(_ diagnostic: Diagnostic, in bytes: [UInt8]) -> String {
        let color = Self.color(of: diagnostic.severity)
        var result = painted("\(diagnostic.severity.rawValue) \(diagnostic.code)", color) + ": " + Self.oneLine(diagnostic.message) + "\n"
        var margin = " "
        if let range = diagnostic.range {
            let position = TextPosition(of: range.lowerBound, in: bytes)
            let line = firstLine + position.line - 1
            let column = position.line == 1 ? firstColumn + position.column - 1 : position.column
            let number = String(line)
            margin = String(repeating: " ", count: number.count)
            let name = fileName.map { Self.oneLine($0) + ":" } ?? ""
            result += "\(margin)\(painted("-->", "34")) \(name)\(line):\(column)\n"
            let excerpt = excerpt(range, position, bytes)
            let bar = painted("|", "34")
            result += "\(margin) \(bar)\n"
            result += "\(painted(number, "34")) \(bar) \(excerpt.text)\n"
            let label = diagnostic.label.map { " " + Self.oneLine($0) } ?? ""
            let carets = String(repeating: "^", count: excerpt.caretCount)
            result += "\(margin) \(bar) \(String(repeating: " ", count: excerpt.caretColumn))\(painted(carets + label, color))\n"
        } else if let fileName {
            result += "\(margin)\(painted("-->", "34")) \(Self.oneLine(fileName))\n"
        }
        for help in diagnostic.help.prefix(Diagnostic.helpLimit) { result += "\(margin) = help: \(Self.oneLine(help))\n" }
        for note in diagnostic.notes { result += "\(margin) = note: \(Self.oneLine(note))\n" }
        return result
    }

    /// The position as `name:line:column`, or nil where the diagnostic has no place.
    public func position(of diagnostic: Diagnostic, in bytes: [UInt8]) -> String? {
        guard let range = diagnostic.range else { return fileName }
        let position = TextPosition(of: range.lowerBound, in: bytes)
        let column = position.line == 1 ? firstColumn + position.column - 1 : position.column
        return (fileName.map { $0 + ":" } ?? "") + "\(firstLine + position.line - 1):\(column)"
    }

    // MARK: The line

    private struct Excerpt {
        var text: String
        /// Display columns before the first caret.
        var caretColumn: Int
        var caretCount: Int
    }

    /// The part of the line that fits around the range, and where the carets go.
    private func excerpt(_ range: SourceRange, _ position: TextPosition, _ bytes: [UInt8]) -> Excerpt {
        let line = position.lineRange
        let start = min(max(range.lowerBound, line.lowerBound), line.upperBound)
        let end = min(max(range.upperBound, start), line.upperBound)
        // No scalar has more than four bytes and none of interest takes more than two columns, so this much of the line is enough.
        let from = scalarStart(max(line.lowerBound, start - lineWidth * 4), bytes)
        let to = min(line.upperBound, end + lineWidth * 4)
        var before = Array(Self.shown(bytes[from..<start]))
        var inside = Array(Self.shown(bytes[start..<end]))
        var after = Array(Self.shown(bytes[end..<to]))
        var isCutBefore = from > line.lowerBound
        var isCutAfter = to < line.upperBound
        if width(before) + width(inside) + width(after) > lineWidth {
            // The range itself may be longer than a line; then its beginning is what matters.
            let length = inside.count
            cut(&inside, to: lineWidth / 2, &isCutAfter)
            if inside.count < length { after = [] }
            before.reverse()
            cut(&before, to: lineWidth / 2 - 10, &isCutBefore)
            before.reverse()
            cut(&after, to: lineWidth - width(before) - width(inside), &isCutAfter)
        }
        let prefix = isCutBefore ? "…" : ""
        let text = prefix + String(before) + String(inside) + String(after) + (isCutAfter ? "…" : "")
        return Excerpt(text: text, caretColumn: DisplayWidth.of(prefix) + width(before), caretCount: max(1, width(inside)))
    }

    private func scalarStart(_ index: Int, _ bytes: [UInt8]) -> Int {
        var index = index
        while index > 0, index < bytes.count, bytes[index] & 0xc0 == 0x80 { index -= 1 }
        return index
    }

    private func width(_ characters: [Character]) -> Int {
        characters.reduce(0) { $0 + DisplayWidth.of($1) }
    }

    private func cut(_ characters: inout [Character], to columns: Int, _ isCut: inout Bool) {
        var used = 0
        for (index, character) in characters.enumerated() {
            used += DisplayWidth.of(character)
            if used > columns {
                characters.removeSubrange(index...)
                isCut = true
                return
            }
        }
    }

    /// Text without control characters: they would move the carets or worse.
    private static func shown(_ bytes: ArraySlice<UInt8>) -> String {
        var text = ""
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            text.unicodeScalars.append(scalar.value < 0x20 || (scalar.value >= 0x7f && scalar.value < 0xa0) ? " " : scalar)
        }
        return text
    }

    private static func oneLine(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7f }) else { return text }
        return shown(Array(text.utf8)[...])
    }

    // MARK: Colour

    private static func color(of severity: Diagnostic.Severity) -> String {
        switch severity {
        case .error: "1;31"
        case .warning: "1;33"
        case .note: "1;36"
        }
    }

    private func painted(_ text: String, _ color: String) -> String {
        usesColor ? "\u{1b}[\(color)m\(text)\u{1b}[0m" : text
    }
}
