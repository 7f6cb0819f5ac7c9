import ReportQL

extension ShellCommand {
    static let lookCommands: [ShellCommand] = [
        ShellCommand(
            name: ".tables", aliases: ["\\dt"], arguments: "[PATTERN]",
            summary: "tables and views with rows and bytes a row; * stands for any text", group: .look
        ) {
            shell, words in
            let pattern = try words.optionalArgument()?.lowercased()
            let tables = shell.session.tables.filter { table in pattern.map { GlobPattern($0).matches(table.name.lowercased()) } ?? true }
            let width = (tables.map { DisplayWidth.of($0.name) }.max() ?? 0) + 2
            for table in tables {
                try shell.answer(table.kind.map { ShellCommand.padded(table.name, width) + described($0) } ?? table.name)
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

    private static func described(_ kind: TableSummary.Kind) -> String {
        switch kind {
        case .view: "view"
        case .unread: "made when asked for"
        case .table(let rows, let bytes):
            "\(rows) \(rows == 1 ? "row" : "rows")" + (rows == 0 ? "" : ", \(tenths(bytes, of: rows)) bytes a row")
        }
    }

    /// A quotient with one digit behind the point.
    private static func tenths(_ dividend: Int, of divisor: Int) -> String {
        let (whole, rest) = dividend.quotientAndRemainder(dividingBy: divisor)
        let tenth = Int(Double(rest) / Double(divisor) * 10)
        return "\(whole).\(tenth)"
    }

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
