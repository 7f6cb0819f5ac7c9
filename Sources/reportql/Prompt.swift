import Glibc
import LineEditing
import Shell

/// The prompt: reads statements from a line editor and hands them to the shell until the user leaves.
struct Prompt {
    let shell: Shell
    let editor: any LineEditor

    /// Runs the prompt and returns the exit status.
    func run() -> CInt {
        shell.history = { editor.history }
        shell.prefill = { editor.prefill($0) }
        shell.greet()
        while true {
            switch editor.readStatement(prompt: "reportql> ") {
            case .line(let text):
                guard text.contains(where: { !$0.isWhitespace }) else { continue }
                editor.remember(text)
                Interrupts.reset()
                do throws(Shell.Stop) {
                    try shell.runTyped(text)
                } catch {
                    return error.status
                }
            case .interrupted: continue
            case .endOfInput:
                shell.leaveLine()
                return ExitStatus.success
            }
        }
    }

    /// Readline where the terminal can move its cursor, else plain lines.
    static func editor(_ assistant: PromptAssistant) -> any LineEditor {
        guard Terminal.canEdit else {
            return PlainEditor(input: STDIN_FILENO, promptOutput: STDERR_FILENO, assistant: assistant)
        }
        return ReadlineEditor(application: "reportql", assistant: assistant, historyFile: historyFile, highlighting: Terminal.wantsColor)
    }

    private static var historyFile: String? {
        if let chosen = getenv("REPORTQL_HISTORY") { return chosen.pointee == 0 ? nil : String(cString: chosen) }
        return getenv("HOME").map { String(cString: $0) + "/.reportql_history" }
    }
}

/// Gives the editor, which knows no language, what the shell knows about a text that is being typed.
final class PromptAssistant: LineAssistant {
    private let assistance: PromptAssistance

    init(_ assistance: PromptAssistance) { self.assistance = assistance }

    func isComplete(_ text: String) -> Bool { Shell.isComplete(text) }

    func completions(in text: String, at cursor: Int) -> LineCompletions {
        let (start, candidates) = assistance.completions(in: text, at: cursor)
        return LineCompletions(start: start, candidates: candidates)
    }

    func styles(of text: String) -> [LineStyle] {
        assistance.colors(of: text).map { LineStyle(range: $0.range, code: $0.code) }
    }
}
