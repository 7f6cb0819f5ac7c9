import ReportQL

/// An error as the user reads it: what is wrong, the place with a caret, what to do.
package struct ErrorReport {
    private let diagnostic: Diagnostic
    private let statement: [UInt8]
    private var renderer: DiagnosticRenderer

    /// - Parameters:
    ///   - piece: what failed; its text is shown only where it is a statement.
    package init(_ error: QueryError, in piece: ScriptPiece? = nil, from origin: StatementOrigin) {
        let isStatement = piece?.kind == .statement
        diagnostic = Diagnostic(
            Diagnostic.Code(rawValue: error.code.rawValue), error.message, at: isStatement ? error.range : nil, label: error.label,
            help: error.help)
        statement = isStatement ? piece?.bytes ?? [] : []
        renderer = DiagnosticRenderer(fileName: origin.name, firstLine: piece?.line ?? 1, firstColumn: piece?.column ?? 1)
        // A command has no range inside it, so its line stands with the file's name.
        if !isStatement, let piece { renderer.fileName = origin.name.map { "\($0):\(piece.line)" } }
    }

    /// One line that begins with `error`, for programs.
    package var line: String {
        let place = renderer.position(of: diagnostic, in: statement).map { "\($0): " } ?? ""
        let help = diagnostic.help.first.map { " (\($0))" } ?? ""
        let text = "error: \(place)[\(diagnostic.code)] \(diagnostic.message)\(help)"
        return String(text.map { $0.isNewline ? " " : $0 })
    }

    /// Some lines for people, each ended by a line feed.
    package func text(color: Bool) -> String {
        var renderer = renderer
        renderer.usesColor = color
        return renderer.render(diagnostic, in: statement)
    }
}
