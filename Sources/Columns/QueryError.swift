/// An error that a user meets: what happened, where, and what to do about it.
public struct QueryError: Error, Sendable, Hashable {
    /// A stable, pattern-matchable name of the kind of error.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The code as it is printed.
        public let rawValue: String

        /// A code of the given name.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The text is no statement of the language.
        public static let syntax = Code(rawValue: "syntax")
        /// No table or view has the name.
        public static let unknownTable = Code(rawValue: "unknown-table")
        /// No column in sight has the name.
        public static let unknownColumn = Code(rawValue: "unknown-column")
        /// Several columns in sight have the name.
        public static let ambiguousColumn = Code(rawValue: "ambiguous-column")
        /// No function has the name.
        public static let unknownFunction = Code(rawValue: "unknown-function")
        /// A value, argument or operand has a type that does not fit.
        public static let typeMismatch = Code(rawValue: "type-mismatch")
        /// The statement contradicts itself or the rules of the language.
        public static let invalidQuery = Code(rawValue: "invalid-query")
        /// The language has it, this version does not.
        public static let notSupported = Code(rawValue: "not-supported")
        /// A placeholder without a value, or a value without a placeholder.
        public static let parameter = Code(rawValue: "parameter")
        /// The name is taken.
        public static let alreadyExists = Code(rawValue: "already-exists")
        /// A value has no counterpart in another type.
        public static let conversion = Code(rawValue: "conversion")
        /// A result or argument is outside the range of its type.
        public static let outOfRange = Code(rawValue: "out-of-range")
        /// A division by zero.
        public static let divisionByZero = Code(rawValue: "division-by-zero")
        /// More rows than the place allows.
        public static let cardinality = Code(rawValue: "cardinality")
        /// The memory limit, or the machine, has no room for what is needed.
        public static let outOfMemory = Code(rawValue: "out-of-memory")
        /// The query was interrupted.
        public static let cancelled = Code(rawValue: "cancelled")
        /// The query ran longer than its time limit.
        public static let timeout = Code(rawValue: "timeout")
        /// The file or folder does not exist.
        public static let fileNotFound = Code(rawValue: "file-not-found")
        /// The file exists but cannot be read.
        public static let fileUnreadable = Code(rawValue: "file-unreadable")
        /// The file does not hold what its reader expects.
        public static let fileFormat = Code(rawValue: "file-format")
        /// The file cannot be written.
        public static let fileUnwritable = Code(rawValue: "file-unwritable")
        /// No setting has the name.
        public static let unknownSetting = Code(rawValue: "unknown-setting")
        /// An ASSERT did not hold.
        public static let assertion = Code(rawValue: "assertion")
        /// A broken invariant of ReportQL itself: a defect worth a report.
        public static let `internal` = Code(rawValue: "internal")
    }

    /// What kind of error it is; stable from version to version.
    public var code: Code
    /// What is wrong, in one sentence without a full stop.
    public var message: String
    /// What to do, best first; at most five.
    public var help: [String]
    /// The place in the statement, in UTF-8 bytes; nil where the error has none.
    public var range: Range<Int>?
    /// A few words to stand at the range; nil to stand for the message.
    public var label: String?

    /// An error; see the properties for what the parameters mean.
    public init(_ code: Code, _ message: String, help: [String] = [], range: Range<Int>? = nil, label: String? = nil) {
        self.code = code
        self.message = message
        self.help = help
        self.range = range
        self.label = label
    }

    /// The same error at a place, unless it already has one.
    public func located(at range: Range<Int>?) -> QueryError {
        guard self.range == nil, let range else { return self }
        var copy = self
        copy.range = range
        return copy
    }
}

extension QueryError: CustomStringConvertible {
    /// The message and the help, without the place.
    public var description: String {
        ([message] + help.map { "help: \($0)" }).joined(separator: "\n")
    }
}
