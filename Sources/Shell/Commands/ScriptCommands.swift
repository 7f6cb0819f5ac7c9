import Glibc
import ReportQL

extension ShellCommand {
    /// Scripts that read each other in a circle end here.
    private static let deepestRead = 32

    static let scriptCommands: [ShellCommand] = [
        ShellCommand(name: ".read", aliases: ["\\i"], arguments: "FILE", summary: "run a script", group: .scripts) { shell, words in
            let path = try words.requiredArgument("a file name")
            guard shell.readDepth < deepestRead else {
                throw QueryError(.command, "scripts read each other more than \(deepestRead) deep", help: ["a script may read itself"])
            }
            shell.readDepth += 1
            defer { shell.readDepth -= 1 }
            let descriptor = open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else {
                throw QueryError(.fileUnreadable, "\(path) cannot be read: \(String(cString: strerror(errno)))")
            }
            defer { close(descriptor) }
            do throws(Shell.Stop) {
                try shell.run(descriptor: descriptor, from: .file(path))
            } catch {
                // At the prompt a script that stops leaves the shell standing.
                if !shell.configuration.isInteractive || shell.isQuitting { throw error }
            }
        },
        ShellCommand(name: ".echo", arguments: "on|off", summary: "show the statements of scripts before they run", group: .scripts) {
            shell, words in
            try words.toggle(&shell.settings.echo)
        },
        ShellCommand(
            name: ".timer", aliases: ["\\timing"], arguments: "on|off", summary: "show rows and time after each statement", group: .scripts
        ) {
            shell, words in
            try words.toggle(&shell.settings.timer)
        },
        ShellCommand(name: ".edit", aliases: ["\\e"], summary: "change the last query in $VISUAL or $EDITOR", group: .scripts) { shell, _ in
            try shell.editLastQuery()
        },
        ShellCommand(
            name: ".history", aliases: ["\\s"], arguments: "[PATTERN]", summary: "statements of this and earlier runs", group: .scripts
        ) {
            shell, words in
            let pattern = words.rest.lowercased()
            for entry in shell.history() where pattern.isEmpty || entry.lowercased().contains(pattern) { try shell.answer(entry) }
        },
    ]
}

extension Shell {
    /// Opens the last query in the user's editor and puts what comes back into the prompt.
    fileprivate func editLastQuery() throws {
        guard configuration.isInteractive else { throw QueryError(.command, ".edit needs a prompt") }
        let chosen = [getenv("VISUAL"), getenv("EDITOR")].compactMap { $0.map { String(cString: $0) } }
        let editor = chosen.first { !$0.isEmpty } ?? "vi"
        var template = Array("/tmp/reportql-XXXXXX.sql".utf8CString)
        let descriptor = mkstemps(&template, 4)
        guard descriptor >= 0 else { throw QueryError(.fileUnwritable, "no temporary file: \(String(cString: strerror(errno)))") }
        let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { unlink(path) }
        let sink = OutputSink(descriptor: descriptor)
        sink.append((lastQuery ?? history().last ?? "") + "\n")
        defer { close(descriptor) }
        try sink.flush()
        flush()
        guard system("\(editor) '\(path)'") == 0 else { throw QueryError(.command, "\(editor) ended with an error") }
        var edited: [UInt8] = []
        // The editor may have put a new file in the place of the old one.
        let result = open(path, O_RDONLY | O_CLOEXEC)
        guard result >= 0 else { throw QueryError(.fileUnreadable, "the edited text is gone") }
        defer { close(result) }
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = chunk.withUnsafeMutableBytes { read(result, $0.baseAddress, $0.count) }
            guard count > 0 else { break }
            edited += chunk[..<count]
        }
        while let last = edited.last, last == 10 || last == 32 { edited.removeLast() }
        prefill(String(decoding: edited, as: UTF8.self))
    }
}
