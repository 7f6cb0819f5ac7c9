/// What reading one statement ended with.
package enum StatementInput: Equatable, Sendable {
    /// A whole statement or command, without the newline that ended it.
    case line(String)
    /// No more input will come: Ctrl-D on an empty line, or the end of a file.
    case endOfInput
    /// Ctrl-C: what was typed is dropped.
    case interrupted
}

/// A source of statements that someone types.
package protocol LineEditor: AnyObject {
    /// Shows `prompt` and reads until the statement is complete.
    func readStatement(prompt: String) -> StatementInput

    /// Keeps a statement for recall in this run and later ones.
    func remember(_ statement: String)

    /// Statements of this and earlier runs, the oldest first.
    var history: [String] { get }

    /// Puts text into the buffer of the next `readStatement`, for the user to change.
    func prefill(_ text: String)
}

/// What can stand at a place of a statement.
package struct LineCompletions {
    /// The byte offset where the word to replace begins.
    package var start: Int
    /// Replacements for the bytes from `start` to the cursor, the best first.
    package var candidates: [String]

    package init(start: Int, candidates: [String]) {
        self.start = start
        self.candidates = candidates
    }
}

/// A run of bytes of the edited text and the colour it is shown in.
package struct LineStyle {
    package var range: Range<Int>
    /// The SGR number of the style, e.g. 34 for blue. Only the sixteen colours of the terminal's own palette, so that light and dark
    /// backgrounds both stay readable.
    package var code: UInt8

    package init(range: Range<Int>, code: UInt8) {
        self.range = range
        self.code = code
    }
}

/// Knowledge of the language that an editor needs. The editor itself has none.
package protocol LineAssistant: AnyObject {
    /// Whether Enter accepts `text`; otherwise it begins a new line.
    func isComplete(_ text: String) -> Bool

    /// Completions of the word that ends at the byte offset `cursor`.
    func completions(in text: String, at cursor: Int) -> LineCompletions

    /// The colours of `text`; parts without one stay plain.
    func styles(of text: String) -> [LineStyle]
}
