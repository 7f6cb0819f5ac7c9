import ReportQL

extension QueryError.Code {
    /// A dot-command that was misspelt or given wrong arguments.
    static let command = QueryError.Code(rawValue: "command")
}

/// One dot-command: what it is called, what it says about itself, what it does.
struct ShellCommand: Sendable {
    enum Group: String, CaseIterable, Sendable {
        case look = "Look"
        case output = "Output"
        case scripts = "Scripts"
        case shell = "Shell"
    }

    let name: String
    /// Other names: those of psql, which hands remember.
    var aliases: [String] = []
    /// The arguments as `.help` shows them.
    var arguments = ""
    let summary: String
    let group: Group
    let action: @Sendable (Shell, CommandWords) throws -> Void

    static let all: [ShellCommand] = lookCommands + outputCommands + scriptCommands + shellCommands

    /// The command of that name, or of the only name that begins so.
    static func named(_ name: String) -> ShellCommand? {
        if let exact = all.first(where: { $0.name == name || $0.aliases.contains(name) }) { return exact }
        guard name.hasPrefix("."), name.count > 2 else { return nil }
        let beginning = all.filter { $0.name.hasPrefix(name) }
        return beginning.count == 1 ? beginning[0] : nil
    }

    /// All names, for completion and suggestions.
    static var names: [String] { all.flatMap { [$0.name] + $0.aliases } }
}

extension Shell {
    func runCommand(_ line: String, origin: StatementOrigin) throws {
        let words = try CommandWords(line)
        guard let command = ShellCommand.named(words.name) else {
            let near = EditDistance.near(words.name, in: ShellCommand.names.filter { $0.count > 2 })
            throw QueryError(
                .command, "there is no command \(words.name)",
                help: near.isEmpty ? [".help lists the commands"] : near.map { "did you mean \($0)?" })
        }
        try command.action(self, words)
    }
}

extension CommandWords {
    /// The only argument, or nothing. More are an error.
    func optionalArgument() throws(QueryError) -> String? {
        guard arguments.count <= 1 else {
            throw QueryError(.command, "\(name) takes one argument, not \(arguments.count)", help: [".help \(name)"])
        }
        return arguments.first
    }

    func requiredArgument(_ what: String) throws(QueryError) -> String {
        guard let argument = try optionalArgument() else { throw QueryError(.command, "\(name) needs \(what)", help: [".help \(name)"]) }
        return argument
    }

    /// `on` or `off`; without an argument the other one than now.
    func toggle(_ value: inout Bool) throws(QueryError) {
        switch try optionalArgument()?.lowercased() {
        case nil: value.toggle()
        case "on", "true", "1", "yes": value = true
        case "off", "false", "0", "no": value = false
        case let other?: throw QueryError(.command, "\(name) takes on or off, not \(other)")
        }
    }

    func count(_ what: String) throws(QueryError) -> Int {
        let text = try requiredArgument(what)
        guard let number = Int(text), number >= 0 else { throw QueryError(.command, "\(text) is no \(what)") }
        return number
    }
}
