import ArgumentParser
import Shell

/// The command line of `reportql extract`.
struct ExtractArguments: Subcommand {
    static let name = "extract"

    static let configuration = CommandConfiguration(
        commandName: "reportql extract", abstract: "Write the facts of reports as files, or filter them out of a stream.")

    @Argument(help: ArgumentHelp("Reports: .txt and .html files, folders.", valueName: "path"))
    var paths: [String] = []

    @Option(help: ArgumentHelp("The folder that the tables are written into, a file each.", valueName: "DIR"))
    var out: String?

    @Option(help: ArgumentHelp("ndjson or csv.", valueName: "FORMAT"))
    var format: Extraction.Format?

    @Option(
        help: ArgumentHelp(
            "`ndjson`: read lines {\"report\": …, \"text\": …} from standard input and write fact rows to standard output.",
            valueName: "ndjson"))
    var from: InputFormat?

    @Option(name: .customLong("table"), parsing: .singleValue, help: ArgumentHelp("Only rows of this table. Repeats.", valueName: "TABLE"))
    var tables: [String] = []

    @OptionGroup var vocabulary: VocabularyArguments

    @OptionGroup(title: "Reading reports")
    var reading: ReadingArguments

    enum InputFormat: String, ExpressibleByArgument, CaseIterable {
        case ndjson
    }

    func validate() throws {
        if from != nil {
            guard paths.isEmpty, out == nil, format == nil else {
                throw ValidationError(
                    "extract --from reads standard input and writes standard output; it takes no paths, --out or --format.")
            }
        } else {
            guard !paths.isEmpty else { throw ValidationError("extract needs a path, or --from ndjson.") }
            guard out != nil else { throw ValidationError("extract needs --out DIR.") }
        }
    }
}

extension Extraction.Format: ExpressibleByArgument {}
