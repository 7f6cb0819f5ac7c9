import ReportQL

extension ShellCommand {
    static let shellCommands: [ShellCommand] = [
        ShellCommand(
            name: ".help", aliases: ["\\?", "\\h"], arguments: "[COMMAND]", summary: "this list, or more about a command", group: .shell
        ) {
            shell, words in
            if let topic = try words.optionalArgument() { try shell.help(on: topic) } else { try shell.help() }
        },
        ShellCommand(
            name: ".set", aliases: ["\\set"], arguments: "[NAME VALUE]", summary: "change a setting of the shell or the engine",
            group: .shell
        ) {
            shell, words in
            guard let name = words.arguments.first?.lowercased() else { return try shell.showSettings() }
            let value = words.arguments.dropFirst().joined(separator: " ")
            guard !value.isEmpty else { return try shell.showSettings(only: name) }
            if let command = ShellCommand.named("." + name), ShellCommand.settingNames.contains(command.name) {
                return try command.action(shell, CommandWords("\(command.name) '\(value)'"))
            }
            try shell.runQuietly("SET \(quotedName(name)) = \(value)")
        },
        ShellCommand(name: ".show", arguments: "[NAME]", summary: "settings of the shell", group: .shell) { shell, words in
            try shell.showSettings(only: words.optionalArgument()?.lowercased())
        },
        ShellCommand(name: ".version", summary: "the version of reportql", group: .shell) { shell, _ in
            try shell.answer("reportql \(shell.configuration.version)")
        },
        ShellCommand(name: ".quit", aliases: ["\\q", ".exit"], arguments: "[CODE]", summary: "leave", group: .shell) { shell, words in
            let code = words.arguments.isEmpty ? Int(shell.exitStatus) : try words.count("exit code")
            shell.isQuitting = true
            throw Shell.Stop.exit(CInt(truncatingIfNeeded: code & 0xFF))
        },
    ]

    /// The commands that are settings.
    static let settingNames = [".mode", ".headers", ".nullvalue", ".maxrows", ".maxwidth", ".timer", ".echo"]
}

extension Shell {
    fileprivate func showSettings(only name: String? = nil) throws {
        let values: [(String, String)] = [
            ("mode", settings.mode?.rawValue ?? "auto (\(effectiveMode.rawValue))"),
            ("headers", settings.headers ? "on" : "off"),
            ("nullvalue", settings.nullText.map { "'\($0)'" } ?? "auto"),
            ("maxrows", String(settings.maximumRows)),
            ("maxwidth", settings.maximumWidth == 0 ? "0 (the screen's)" : String(settings.maximumWidth)),
            ("timer", settings.timer ? "on" : "off"),
            ("echo", settings.echo ? "on" : "off"),
            ("output", output.path ?? "standard output"),
        ]
        let shown = values.filter { name == nil || $0.0 == name }
        if shown.isEmpty, let name {
            let near = EditDistance.near(name, in: values.map(\.0))
            throw QueryError(
                .command, "the shell has no setting \(name)",
                help: near.map { "did you mean \($0)?" } + ["SHOW SETTINGS lists those of the engine"])
        }
        for (name, value) in shown { try answer(ShellCommand.padded(name, 12) + value) }
    }

    fileprivate func help() throws {
        for group in ShellCommand.Group.allCases {
            try answer(group.rawValue)
            for command in ShellCommand.all where command.group == group {
                let usage = command.arguments.isEmpty ? command.name : "\(command.name) \(command.arguments)"
                try answer("  " + ShellCommand.padded(usage, 28) + command.summary)
            }
        }
        try answer("Statements end with a semicolon: SELECT … or FROM table |> WHERE … |> AGGREGATE … GROUP BY …;")
        try answer("At the prompt a statement that begins with |> continues the last query.")
    }

    fileprivate func help(on topic: String) throws {
        let names = topic.hasPrefix(".") || topic.hasPrefix("\\") ? [topic] : [".\(topic)", "\\\(topic)"]
        guard let command = names.lazy.compactMap({ ShellCommand.named($0.lowercased()) }).first else {
            let near = EditDistance.near(names[0], in: ShellCommand.names.filter { $0.count > 2 })
            throw QueryError(.command, "there is no command \(topic)", help: near.map { "did you mean \($0)?" })
        }
        try answer("\(command.name) \(command.arguments)".trimmedRight)
        try answer("  " + command.summary)
        if !command.aliases.isEmpty { try answer("  also: " + command.aliases.joined(separator: ", ")) }
        if command.name == ".mode" {
            for mode in OutputMode.allCases { try answer("  " + ShellCommand.padded(mode.rawValue, 10) + mode.summary) }
        }
    }
}

extension String {
    fileprivate var trimmedRight: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
