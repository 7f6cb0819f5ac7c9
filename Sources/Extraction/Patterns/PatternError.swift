/// What is wrong with a pattern file, and where.
package struct PatternError: Error, Sendable, Hashable {
    /// A stable name of the kind of error.
    package enum Code: String, Sendable, CaseIterable {
        /// The text is no pattern file.
        case syntax = "pattern-syntax"
        /// A name is unknown, or taken.
        case name = "pattern-name"
        /// An element cannot fill a column, or a test does not fit its element.
        case type = "pattern-type"
        /// A pattern that could match nothing, or everything.
        case shape = "pattern-shape"
        /// The file, or one that it reads, is not UTF-8 or cannot be read.
        case file = "pattern-file"
    }

    package var code: Code
    /// The file as the user named it.
    package var path: String
    /// Line and column, counted from 1; the column in characters.
    package var line: Int
    package var column: Int
    /// What is wrong, in one sentence without a full stop.
    package var message: String
    /// What to do; nil where the message says it.
    package var help: String?

    /// `my.facts:3:7: …`, without the code.
    package var text: String { "\(path):\(line):\(column): \(message)" }
}

/// A place in a pattern file.
struct PatternPlace: Sendable, Hashable {
    var line = 1
    var column = 1
}
