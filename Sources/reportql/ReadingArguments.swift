import ArgumentParser
import LineEditing
import Shell

/// The options that say which report files are read and what is laid over them.
struct ReadingArguments: ParsableArguments {
    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("Only files of folders that match; then any ending. Repeats.", valueName: "GLOB"))
    var include: [String] = []

    @Option(parsing: .singleValue, help: ArgumentHelp("Leave out files and folders that match. Repeats.", valueName: "GLOB"))
    var exclude: [String] = []

    @Option(help: ArgumentHelp("NDJSON: rows that people accepted, rejected, corrected or added.", valueName: "FILE"))
    var corrections: String?

    @Option(name: .customLong("meta"), help: ArgumentHelp("CSV: known dates, outlets, own columns, by the column file.", valueName: "FILE"))
    var metadata: String?

    @Option(help: ArgumentHelp("Keep extracted tables here; only new and changed files are extracted.", valueName: "FILE"))
    var cache: String?

    @Option(
        name: .customLong("max-bad-files"),
        help: ArgumentHelp("How many files may fail before the exit status is 5 (default: 0).", valueName: "N"))
    var mostBadFiles = 0

    func validate() throws {
        if mostBadFiles < 0 { throw ValidationError("--max-bad-files takes a number from 0 on, not \(mostBadFiles).") }
    }

    /// The choices, with a progress line where somebody watches.
    var options: ReportOptions {
        var options = ReportOptions()
        options.include = include
        options.exclude = exclude
        options.corrections = corrections
        options.metadata = metadata
        options.cache = cache
        options.progress = ProgressDisplay.onTerminal()
        return options
    }
}
