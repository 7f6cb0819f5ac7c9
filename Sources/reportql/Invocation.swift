import Shell

/// What a command line asks the shell to do.
struct Invocation: Sendable {
    var paths: [String] = []
    /// Statements and scripts in the order given.
    var steps: [Step.Source] = []
    /// `name=value` each.
    var parameters: [String] = []
    var mode: OutputMode?
    var output: String?
    var timesAsJSON = false
    var noStartupFile = false
    var batch = false
    var keepGoing = false
    /// Nil for as many as there are cores, or as the environment says.
    var threads: Int?
    var lexicon: String?
    var facts: [String] = []
    var reports = ReportOptions()
    var mostBadFiles = 0
    var showsVersion = false

    init() {}

    /// The usual short command lines; nil for any other, and for any with a mistake, which `Arguments` reads and explains.
    ///
    /// The argument parser reflects on its options and instantiates their types each time it is started, which takes longer than a small
    /// query.
    init?(plain arguments: [String]) {
        var left = arguments[...]
        while let argument = left.popFirst() {
            switch argument {
            case "-c":
                guard let text = left.popFirst() else { return nil }
                steps.append(.statements(text))
            case "-f":
                guard let path = left.popFirst() else { return nil }
                steps.append(.file(path))
            case "--no-rc": noStartupFile = true
            case "--batch": batch = true
            case "--keep-going": keepGoing = true
            case "--version": showsVersion = true
            case "--mode":
                guard let mode = left.popFirst().flatMap(OutputMode.init(rawValue:)) else { return nil }
                self.mode = mode
            case "--timing":
                guard left.popFirst() == TimingFormat.json.rawValue else { return nil }
                timesAsJSON = true
            case "--threads":
                guard let threads = left.popFirst().flatMap({ Int($0) }), threads > 0 else { return nil }
                self.threads = threads
            default:
                if argument.hasPrefix("-") { return nil }
                paths.append(argument)
            }
        }
        reports.progress = ProgressDisplay.onTerminal()
    }
}

extension Invocation {
    init(_ arguments: Arguments) {
        paths = arguments.paths
        steps = arguments.steps.map(\.source)
        parameters = arguments.parameters
        mode = arguments.mode
        output = arguments.output
        timesAsJSON = arguments.timing == .json
        noStartupFile = arguments.noStartupFile
        batch = arguments.batch
        keepGoing = arguments.keepGoing
        threads = arguments.threads
        lexicon = arguments.vocabulary.lexicon
        facts = arguments.vocabulary.facts
        reports = arguments.reading.options
        mostBadFiles = arguments.reading.mostBadFiles
        showsVersion = arguments.version
    }
}
