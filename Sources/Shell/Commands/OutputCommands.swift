import ReportQL

extension ShellCommand {
    static let outputCommands: [ShellCommand] = [
        ShellCommand(name: ".mode", aliases: ["\\pset"], arguments: "[MODE]", summary: "how results are written", group: .output) {
            shell, words in
            guard let name = try words.optionalArgument()?.lowercased() else {
                for mode in OutputMode.allCases {
                    try shell.answer("\(mode == shell.effectiveMode ? "*" : " ") \(padded(mode.rawValue, 10))\(mode.summary)")
                }
                return
            }
            if name == "auto" {
                shell.settings.mode = nil
            } else if let mode = OutputMode(rawValue: name) {
                shell.settings.mode = mode
            } else {
                let near = EditDistance.near(name, in: OutputMode.allCases.map(\.rawValue))
                throw QueryError(
                    .command, "there is no mode \(name)",
                    help: near.map { "did you mean \($0)?" } + [
                        "modes: auto, " + OutputMode.allCases.map(\.rawValue).joined(separator: ", ")
                    ])
            }
        },
        ShellCommand(
            name: ".output", aliases: ["\\o"], arguments: "[FILE or |PROGRAM]", summary: "send results to a file, or back here",
            group: .output
        ) { shell, words in
            try shell.output.setOutput(words.rest.hasPrefix("|") ? words.rest : words.optionalArgument())
        },
        ShellCommand(name: ".once", arguments: "FILE or |PROGRAM", summary: "send the next result to a file or a program", group: .output) {
            shell, words in
            try shell.output.setOnce(words.rest.hasPrefix("|") ? words.rest : words.requiredArgument("a file name"))
        },
        ShellCommand(name: ".print", aliases: ["\\echo"], arguments: "TEXT…", summary: "write a line", group: .output) { shell, words in
            try shell.answer(words.arguments.joined(separator: " "))
        },
        ShellCommand(name: ".expand", aliases: ["\\x"], arguments: "", summary: "one value a line, or back", group: .output) {
            shell, words in
            shell.settings.mode = shell.settings.mode == .line ? nil : .line
        },
        ShellCommand(name: ".headers", arguments: "on|off", summary: "whether column names are written", group: .output) { shell, words in
            try words.toggle(&shell.settings.headers)
        },
        ShellCommand(name: ".nullvalue", arguments: "[TEXT]", summary: "how NULL is written", group: .output) { shell, words in
            shell.settings.nullText = try words.optionalArgument()
        },
        ShellCommand(name: ".maxrows", arguments: "N", summary: "rows a frame shows on the screen, 0 for all", group: .output) {
            shell, words in
            shell.settings.maximumRows = try words.count("number of rows")
        },
        ShellCommand(name: ".maxwidth", arguments: "N", summary: "columns a frame takes on the screen, 0 for its width", group: .output) {
            shell, words in
            shell.settings.maximumWidth = try words.count("number of columns")
        },
    ]

    static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - DisplayWidth.of(text)))
    }
}

extension Shell {
    /// Writes a line that a command answers with, where results go.
    func answer(_ line: String) throws {
        output.lastingSink.append(line)
        try output.lastingSink.endLine()
    }
}
