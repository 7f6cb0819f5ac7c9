import CLineEdit
import Glibc

/// GNU readline: a buffer of several lines, the user's inputrc, history, completion, colours.
///
/// Readline is one per process and not thread-safe: make one editor and use it on the main thread.
package final class ReadlineEditor: LineEditor {
    /// The longest history kept, in lines of the file.
    private static let historyLimit: CInt = 10_000

    private let assistant: any LineAssistant

    /// - Parameters:
    ///   - application: the name for `$if` in inputrc.
    ///   - historyFile: where statements are kept; none keeps them in memory.
    package init(application: String, assistant: any LineAssistant, historyFile: String?, highlighting: Bool) {
        self.assistant = assistant
        // Readline keeps the pointer to its application's name; the process has one editor, so the copy lives as long as it must.
        let name = strdup(application)
        // The editor outlives every call of readline (there is one for the process), so it owns itself from here on.
        let context = Unmanaged.passRetained(self).toOpaque()
        le_init(
            name,
            le_callbacks(
                context: context,
                is_complete: { context, text in
                    guard let editor = ReadlineEditor.editor(context), let text else { return true }
                    return editor.assistant.isComplete(String(cString: text))
                },
                complete: { context, text, cursor, candidates in
                    guard let editor = ReadlineEditor.editor(context), let text else { return cursor }
                    return editor.complete(String(cString: text), cursor: cursor, into: candidates)
                },
                highlight: { context, text, length, styles in
                    guard let editor = ReadlineEditor.editor(context), let text, let styles else { return }
                    editor.highlight(String(cString: text), into: UnsafeMutableBufferPointer(start: styles, count: length))
                },
                idle: nil))
        le_set_highlighting(highlighting)
        if let historyFile { _ = le_history_load(historyFile, Self.historyLimit) }
    }

    private static func editor(_ context: UnsafeMutableRawPointer?) -> ReadlineEditor? {
        context.map { Unmanaged<ReadlineEditor>.fromOpaque($0).takeUnretainedValue() }
    }

    private func complete(_ text: String, cursor: Int, into candidates: OpaquePointer?) -> Int {
        let completions = assistant.completions(in: text, at: cursor)
        for candidate in completions.candidates { le_candidates_add(candidates, candidate) }
        return min(max(completions.start, 0), cursor)
    }

    private func highlight(_ text: String, into styles: UnsafeMutableBufferPointer<UInt8>) {
        for style in assistant.styles(of: text) {
            for index in style.range.clamped(to: styles.indices) { styles[index] = style.code }
        }
    }

    package func readStatement(prompt: String) -> StatementInput {
        var status = LE_LINE
        guard let text = le_readline(prompt, &status) else {
            return status == LE_INTERRUPTED ? .interrupted : .endOfInput
        }
        defer { free(text) }
        return .line(String(cString: text))
    }

    package func remember(_ statement: String) { le_history_append(statement) }

    package var history: [String] {
        (0..<le_history_count()).compactMap { index in le_history_entry(index).map { String(cString: $0) } }
    }

    package func prefill(_ text: String) { le_insert(text) }

    /// Whether the line is shown in colours while it is edited.
    package func setHighlighting(_ enabled: Bool) { le_set_highlighting(enabled) }
}
