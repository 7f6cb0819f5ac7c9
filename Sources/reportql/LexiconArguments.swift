import ArgumentParser
import Glibc
import Shell

/// The command line of `reportql lexicon`.
struct LexiconArguments: Subcommand {
    static let name = "lexicon"

    static let configuration = CommandConfiguration(
        commandName: "reportql lexicon", abstract: "Look at the vocabulary of extraction, and check files of your own.",
        usage: """
            reportql lexicon check [DIR] [--reports PATH]…
            reportql lexicon list
            reportql lexicon show NAME [--lexicon DIR]
            """,
        discussion: """
            `check` finds malformed lines, duplicates, clashes and lines that nothing can match, in the files of DIR or in those compiled \
            in; with --reports also entries that occur in none of these reports. The exit status is 1 where a file would be refused. \
            `list` names the lexicons with their columns; `show` prints one.

            A file of DIR is called like a lexicon (measures.tsv) and has its columns, separated by tabs. A line adds an entry or gives \
            an entry another meaning; a line that begins with - takes an entry away; # begins a comment. Use the files with --lexicon DIR.
            """)

    enum Action: String, ExpressibleByArgument, CaseIterable {
        case check, list, show
    }

    @Argument(help: "check, list or show.")
    var action: Action

    @Argument(help: ArgumentHelp("The folder to check, or the lexicon to show.", valueName: "name"))
    var name: String?

    @Option(
        parsing: .singleValue, help: ArgumentHelp("Reports in which entries should occur: files and folders. Repeats.", valueName: "PATH"))
    var reports: [String] = []

    @Option(help: ArgumentHelp("For show: a folder whose files are laid over those compiled in.", valueName: "DIR"))
    var lexicon: String?

    func validate() throws {
        switch action {
        case .check:
            if lexicon != nil { throw ValidationError("lexicon check takes the folder itself, without --lexicon.") }
            if !reports.isEmpty, name == nil { throw ValidationError("--reports needs a folder to check.") }
        case .list:
            if name != nil { throw ValidationError("lexicon list takes no name.") }
        case .show:
            if name == nil { throw ValidationError("lexicon show needs a name; `reportql lexicon list` shows them.") }
        }
        if action != .check, !reports.isEmpty { throw ValidationError("--reports belongs to lexicon check.") }
    }

    func execute() -> CInt {
        let review = LexiconCommand(output: OutputSink(descriptor: STDOUT_FILENO), narration: OutputSink(descriptor: STDERR_FILENO))
        return switch action {
        case .check: review.check(name, reports: reports)
        case .list: review.list()
        case .show: review.show(name ?? "", over: lexicon)
        }
    }
}
