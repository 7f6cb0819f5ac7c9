/// An error that a user meets: what happened, where, and what to do about it.
public struct QueryError: Error, Sendable, Hashable {
    /// A stable, pattern-matchable name of the kind of error.
    public struct Code: RawRepresentable, Hashable, Sendable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        public static let syntax = Code(rawValue: "syntax")
        public static let unknownTable = Code(rawValue: "unknown-table")
        public static let unknownColumn = Code(rawValue: "unknown-column")
        public static let ambiguousColumn = Code(rawValue: "ambiguous-column")
        public static let unknownFunction = Code(rawValue: "unknown-function")
        public static let typeMismatch = Code(rawValue: "type-mismatch")
        public static let invalidQuery = Code(rawValue: "invalid-query")
        public static let notSupported = Code(rawValue: "not-supported")
        public static let parameter = Code(rawValue: "parameter")
        public static let alreadyExists = Code(rawValue: "already-exists")
        public static let conversion = Code(rawValue: "conversion")
        public static let outOfRange = Code(rawValue: "out-of-range")
        public static let divisionByZero = Code(rawValue: "division-by-zero")
        public static let cardinality = Code(rawValue: "cardinality")
        public static let outOfMemory = Code(rawValue: "out-of-memory")
        public static let cancelled = Code(rawValue: "cancelled")
        public static let timeout = Code(rawValue: "timeout")
        public static let fileNotFound = Code(rawValue: "file-not-found")
        public static let fileUnreadable = Code(rawValue: "file-unreadable")
        public static let fileFormat = Code(rawValue: "file-format")
        public static let fileUnwritable = Code(rawValue: "file-unwritable")
        public static let unknownSetting = Code(rawValue: "unknown-setting")
        public static let assertion = Code(rawValue: "assertion")
        /// A broken invariant of ReportQL itself: a defect worth a report.
        public static let `internal` = Code(rawValue: "internal")
    }

    public var code: Code
    public var message: String
    /// What to do, best first; at most five.
    public var help: [String]
    /// The place in the statement, in UTF-8 bytes; nil where the error has none.
    public var range: Range<Int>?
    /// A few words to stand at the range; nil to stand for the message.
    public var label: String?

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
    public var description: String {
        ([message] + help.map { "help: \($0)" }).joined(separator: "\n")
    }
}
