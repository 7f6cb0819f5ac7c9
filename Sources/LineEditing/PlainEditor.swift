import Glibc

/// Reads statements from a descriptor without any terminal control: for terminals that cannot move the cursor, and for tests.
package final class PlainEditor: LineEditor {
    private let input: CInt
    private let promptOutput: CInt?
    private let assistant: any LineAssistant
    private var buffer: [UInt8] = []
    private var consumed = 0
    private var ended = false
    private var remembered: [String] = []

    /// - Parameter promptOutput: where prompts are written; none shows no prompts.
    package init(input: CInt, promptOutput: CInt?, assistant: any LineAssistant) {
        self.input = input
        self.promptOutput = promptOutput
        self.assistant = assistant
    }

    package func readStatement(prompt: String) -> StatementInput {
        var text = ""
        while true {
            show(text.isEmpty ? prompt : "   ...> ")
            switch readLine() {
            case .line(let line):
                text += text.isEmpty ? line : "\n" + line
                if assistant.isComplete(text) { return .line(text) }
            case .endOfInput: return text.isEmpty ? .endOfInput : .line(text)
            case .interrupted: return .interrupted
            }
        }
    }

    package func remember(_ statement: String) { remembered.append(statement) }

    package var history: [String] { remembered }

    /// There is no buffer to fill: the text is shown instead, for the user to copy.
    package func prefill(_ text: String) { show(text + "\n") }

    private func show(_ text: String) {
        guard let promptOutput, !text.isEmpty else { return }
        var text = text
        text.withUTF8 { bytes in
            // A prompt that cannot be shown is no reason to stop reading.
            _ = write(promptOutput, bytes.baseAddress, bytes.count)
        }
    }

    private func readLine() -> StatementInput {
        while true {
            if let newline = buffer[consumed...].firstIndex(of: UInt8(ascii: "\n")) {
                defer { consumed = newline + 1 }
                return .line(String(decoding: buffer[consumed..<newline], as: UTF8.self))
            }
            if ended {
                guard consumed < buffer.count else { return .endOfInput }
                defer { consumed = buffer.count }
                return .line(String(decoding: buffer[consumed...], as: UTF8.self))
            }
            buffer.removeSubrange(..<consumed)
            consumed = 0
            let count = withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 1) { bytes in
                let count = read(input, bytes.baseAddress, bytes.count)
                if count > 0 { buffer.append(contentsOf: bytes[..<count]) }
                return count
            }
            if count < 0 && errno == EINTR { return .interrupted }
            if count <= 0 { ended = true }
        }
    }
}
