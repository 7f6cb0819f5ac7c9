import ArgumentParser
import Shell

/// What every command that reads reports takes: the user's own vocabulary and fact tables.
struct VocabularyArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A folder with lexicon files of your own, laid over those compiled in. `reportql lexicon list` names them.", valueName: "DIR"))
    var lexicon: String?

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "A pattern file that defines fact tables of your own, see grammar/fact-patterns.ebnf. Repeats.", valueName: "FILE"))
    var facts: [String] = []

    func options(threads: Int? = nil, reading: ReadingArguments? = nil) -> DatabaseOptions {
        DatabaseOptions(threads: threads, lexicon: lexicon, facts: facts, reports: reading?.options ?? ReportOptions())
    }
}
