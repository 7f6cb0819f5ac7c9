import ArgumentParser
import Glibc
import LineEditing
import Shell

/// The command line of `reportql explain`.
struct ExplainArguments: Subcommand {
    static let name = "explain"

    static let configuration = CommandConfiguration(
        commandName: "reportql explain", abstract: "Show what was found in a report, and what was not.",
        usage: """
            reportql explain FILE
            reportql explain FILE:OFFSET
            """,
        discussion: """
            With FILE the whole text, its facts marked: on a terminal figures in cyan, party statements in magenta, gifts in green, rows of \
            your own tables in blue, each with its key behind it, and numbers that became no fact underlined. Elsewhere ⟦d5 捐款10万元⟧ \
            for the fact with the key d5 and _2月3日_ for a number without one. A gift of several items is marked as a whole by its key in \
            the column `gift`. Standard error says how many facts there are, and why numbers became none.

            With an OFFSET, in characters from 0 as `span_start` counts them: the areas, organisations, people, dates, numbers and words \
            of the sentence there, the lexicon entries around the place, the facts with the rules that made them, and what was blocked \
            for which reason. Lines that begin with > are about the place itself.
            """)

    @Argument(help: ArgumentHelp("A report, with or without a colon and a place in it.", valueName: "file"))
    var target: String

    @OptionGroup var vocabulary: VocabularyArguments

    func execute() -> CInt {
        let usesColor = Terminal.isTerminal(STDOUT_FILENO) && Terminal.wantsColor
        return ExplainCommand(
            options: vocabulary.options(), output: OutputSink(descriptor: STDOUT_FILENO),
            narration: OutputSink(descriptor: STDERR_FILENO), usesColor: usesColor
        ).run(target)
    }
}
