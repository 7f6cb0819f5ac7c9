import ReportQL

extension ShellCommand {
    static let lookCommands: [ShellCommand] = [
        ShellCommand(
            name: ".tables", aliases: ["\\dt"], arguments: "[PATTERN]", summary: "tables and views; * stands for any text", group: .look
        ) {
            shell, words in
            let pattern = try words.optionalArgument()?.lowercased()
            for name in shell.session.tableNames where pattern.map({ GlobPattern($0).matches(name.lowercased()) }) ?? true {
                try shell.answer(name)
            }
        },
        ShellCommand(
            name: ".describe", aliases: ["\\d", "\\d+", ".schema"], arguments: "[TABLE]", summary: "columns of a table", group: .look
        ) {
            shell, words in
            guard let table = try words.optionalArgument() else {
                for name in shell.session.tableNames { try shell.answer(name) }
                return
            }
            try shell.showQuery("DESCRIBE \(quotedName(table))")
        },
        ShellCommand(name: ".why", arguments: "ROW", summary: "the sentence behind a row of the last result", group: .look) {
            shell, words in
            try shell.why(row: words.count("row number"))
        },
        ShellCommand(name: ".open", arguments: "PATH", summary: "read more reports or a table", group: .look) { shell, words in
            for remark in try shell.session.open([words.requiredArgument("a path")]) { shell.say(remark.text) }
        },
    ]

    /// A name as SQL takes it, whatever it holds.
    static func quotedName(_ name: String) -> String {
        if name.hasPrefix("\"") { return name }
        return "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}

/// `*` for any text and `?` for one character.
struct GlobPattern {
    private let pattern: [Character]

    init(_ text: String) { pattern = Array(text) }

    func matches(_ text: String) -> Bool {
        let text = Array(text)
        var position = 0
        var index = 0
        var star: Int?
        var retry = 0
        while position < text.count {
            if index < pattern.count, pattern[index] == "?" || pattern[index] == text[position] {
                position += 1
                index += 1
            } else if index < pattern.count, pattern[index] == "*" || pattern[index] == "%" {
                star = index
                retry = position
                index += 1
            } else if let star {
                index = star + 1
                retry += 1
                position = retry
            } else {
                return false
            }
        }
        return pattern[index...].allSatisfy { $0 == "*" || $0 == "%" }
    }
}
