import Glibc
import ReportQL

extension Shell {
    /// Runs the pieces of a text, such as the value of `-c` or what was typed.
    package func run(text: String, from origin: StatementOrigin) throws(Stop) {
        var reader = ScriptReader()
        reader.feed(text.utf8)
        reader.finish()
        while let piece = reader.next() { try run(piece, from: origin) }
    }

    /// Runs a script as it is read: a statement runs when its semicolon has come, whatever follows.
    package func run(descriptor: CInt, from origin: StatementOrigin) throws(Stop) {
        var reader = ScriptReader()
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = chunk.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR {
                    if isStopped { throw Stop.exit(ExitStatus.interrupted) }
                    continue
                }
                let reason = String(cString: strerror(errno))
                say("error: \(origin.name ?? "the script") cannot be read: \(reason)")
                throw Stop.exit(ExitStatus.fileUnreadable)
            }
            if count == 0 { reader.finish() } else { reader.feed(chunk[..<count]) }
            while let piece = reader.next() { try run(piece, from: origin) }
            if count == 0 { return }
        }
    }

    /// Runs a script file.
    package func run(file path: String) throws(Stop) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            say("error: \(path) cannot be read: \(String(cString: strerror(errno)))")
            flush()
            throw Stop.exit(ExitStatus.fileUnreadable)
        }
        defer { close(descriptor) }
        try run(descriptor: descriptor, from: .file(path))
    }

    /// Runs the start-up file, if there is one. What fails in it is said and skipped.
    package func run(startupFile path: String) throws(Stop) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        try run(descriptor: descriptor, from: .startup(path))
    }

    /// Says what is there, when someone sits down at the prompt.
    package func greet() {
        let tables = session.tableNames.count
        let found = tables == 0 ? "no tables yet; .open PATH reads reports" : "\(tables) tables; .tables lists them"
        say("ReportQL \(configuration.version): \(found), .help the commands")
        flush()
    }

    /// Ends the line of a prompt that was left without Enter.
    package func leaveLine() {
        say("")
        flush()
    }

    /// Runs what was typed at the prompt.
    package func runTyped(_ text: String) throws(Stop) {
        if let command = Self.bareCommand(text) {
            return try run(ScriptPiece(kind: .command, bytes: Array(command.utf8)), from: .prompt)
        }
        try run(text: text, from: .prompt)
    }

    /// Whether typed text can run: nothing of it waits for a semicolon or a closing quote.
    package static func isComplete(_ text: String) -> Bool {
        if bareCommand(text) != nil { return true }
        var reader = ScriptReader()
        reader.feed(text.utf8)
        while reader.next() != nil {}
        guard reader.isPending else { return true }
        reader.finish()
        return reader.next()?.kind == .command
    }

    /// The command that people type as a bare word.
    private static func bareCommand(_ text: String) -> String? {
        switch text.filter({ !$0.isWhitespace && $0 != ";" }).lowercased() {
        case "help", "?": ".help"
        case "exit", "quit": ".quit"
        default: nil
        }
    }
}
