/// Something wrong with a line of a lexicon file.
package struct LexiconProblem: Error, Sendable, Hashable {
    /// A stable name of the kind of problem.
    package enum Code: String, Sendable, CaseIterable {
        /// No lexicon has the file's name.
        case name = "lexicon-name"
        /// The file is not UTF-8.
        case encoding = "lexicon-encoding"
        /// A line has too few or too many columns.
        case columns = "lexicon-columns"
        /// A column holds what it may not.
        case value = "lexicon-value"
        /// The file and those compiled in are together larger than an index holds.
        case size = "lexicon-size"
        /// Two lines say the same, or a line says what is compiled in.
        case duplicate = "lexicon-duplicate"
        /// Two lines contradict each other.
        case clash = "lexicon-clash"
        /// A line removes what is not there.
        case removal = "lexicon-removal"
        /// A line that nothing can ever match, or that matched nothing in the reports given.
        case unused = "lexicon-unused"

        /// Whether a file with such a line is refused.
        package var isError: Bool {
            switch self {
            case .name, .encoding, .columns, .value, .size: true
            case .duplicate, .clash, .removal, .unused: false
            }
        }
    }

    package var code: Code
    /// The file as the user named it.
    package var path: String
    /// Line and column, counted from 1; the column in characters. 0 where the whole file is meant.
    package var line: Int
    package var column: Int
    /// What is wrong, in one sentence without a full stop.
    package var message: String
    /// What to do; nil where the message says it.
    package var help: String?

    /// `my/measures.tsv:3:1: error [lexicon-value] …`.
    package var text: String {
        let place = line == 0 ? path : "\(path):\(line):\(column)"
        return "\(place): \(code.isError ? "error" : "warning"): [\(code.rawValue)] \(message)" + (help.map { " (\($0))" } ?? "")
    }
}
