import ArgumentParser
import Shell

/// One `-c` or `-f`, with its place among all of them.
struct Step: Sendable {
    enum Source: Sendable {
        case statements(String)
        case file(String)
    }

    let number: Int
    let source: Source
}

/// The command line of `reportql`.
struct Arguments: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reportql",
        abstract: "Ask a folder of reports questions, and follow every number in the answer back to its sentence.",
        usage: """
            reportql [PATH…] [-c SQL]… [-f FILE]… [OPTIONS]
            reportql extract PATH… --out DIR [--format ndjson|csv]
            reportql extract --from ndjson [--table TABLE]…
            reportql link DIR
            reportql explain FILE[:OFFSET]
            reportql lexicon check [DIR] [--reports PATH]…
            """,
        discussion: """
            Without -c and -f, statements come from the prompt, or from standard input where that is no terminal. \
            A path that is also a command's name is written with its folder: ./extract. \
            `reportql extract --help` says more about extraction; .help at the prompt lists its commands.
            """)

    @Argument(
        help: ArgumentHelp(
            "Reports (.txt and .html files, folders) and tables (.csv .tsv .ndjson .jsonl, or name=file).", valueName: "path"))
    var paths: [String] = []

    @Option(
        name: .short, parsing: .unconditionalSingleValue,
        help: ArgumentHelp("Run statements. Repeats; runs in the order given.", valueName: "SQL"),
        transform: { try Step.parse($0, Step.Source.statements) })
    var c: [Step] = []

    @Option(
        name: .short, parsing: .unconditionalSingleValue,
        help: ArgumentHelp("Run a script. Repeats; pipes are read as they come.", valueName: "FILE"),
        transform: { try Step.parse($0, Step.Source.file) })
    var f: [Step] = []

    @Option(
        name: .customLong("param"), parsing: .unconditionalSingleValue,
        help: ArgumentHelp("A value for $name in statements. Repeats.", valueName: "name=value"))
    var parameters: [String] = []

    @Option(help: ArgumentHelp("box, csv, tsv, json, jsonl, markdown, line or table.", valueName: "MODE"))
    var mode: OutputMode?

    @Option(name: .shortAndLong, help: ArgumentHelp("Write results to a file.", valueName: "FILE"))
    var output: String?

    @Option(help: ArgumentHelp("`json`: a line with the time of each statement on standard error.", valueName: "json"))
    var timing: TimingFormat?

    @Flag(name: .customLong("no-rc"), help: "Leave ~/.reportqlrc alone.")
    var noStartupFile = false

    @Flag(help: "For programs: CSV without header, NULL for nulls, errors of one line, no stop at errors.")
    var batch = false

    @Flag(name: .customLong("keep-going"), help: "Go on after an error.")
    var keepGoing = false

    @Option(help: ArgumentHelp("Threads; else REPORTQL_THREADS, else one for each core.", valueName: "N"))
    var threads: Int?

    @OptionGroup var vocabulary: VocabularyArguments

    @OptionGroup(title: "Reading reports")
    var reading: ReadingArguments

    @Flag(help: "Show the version.")
    var version = false

    func validate() throws {
        if let threads, threads < 1 { throw ValidationError("--threads takes a number from 1 on, not \(threads).") }
        for parameter in parameters where !parameter.contains("=") || parameter.hasPrefix("=") {
            throw ValidationError("--param takes name=value, not \(parameter).")
        }
    }

    /// `-c` and `-f` in the order given.
    var steps: [Step] { (c + f).sorted { $0.number < $1.number } }
}

enum TimingFormat: String, ExpressibleByArgument, CaseIterable {
    case json
}

extension OutputMode: ExpressibleByArgument {}

extension Step {
    /// The parser keeps no order among different options. So each value of `-c` and `-f` gets its place in front before parsing.
    static func numbered(_ arguments: [String]) -> [String] {
        var numbered: [String] = []
        var isValue = false
        for argument in arguments {
            if isValue {
                numbered.append("\(numbered.count):\(argument)")
                isValue = false
                continue
            }
            isValue = argument == "-c" || argument == "-f"
            numbered.append(argument)
            if argument == "--" { return numbered + arguments.dropFirst(numbered.count) }
        }
        return numbered
    }

    static func parse(_ value: String, _ source: (String) -> Source) throws -> Step {
        guard let colon = value.firstIndex(of: ":"), let number = Int(value[..<colon]) else {
            throw ValidationError("-c and -f take their value as the next argument.")
        }
        return Step(number: number, source: source(String(value[value.index(after: colon)...])))
    }
}
