/// What is wrong with a text, where, and what to do about it.
///
/// Every stage that refuses a statement throws one: the parser, the binder, the engine. The message says what is wrong in one sentence without
/// a full stop; the label, shown at the caret, says what was expected or what stands there; help says what to do, most likely first.
public struct Diagnostic: Error, Hashable, Sendable {
    /// A stable code. The letter names the stage (`L` language, `B` binding, `P` planning, `E` execution, `F` files), the number never changes its meaning.
    public struct Code: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
        /// The code as it is printed, `L001`.
        public let rawValue: String

        /// A code for a kind of error; each stage declares its own as static members.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// The code as it is printed.
        public var description: String { rawValue }
    }

    /// How bad it is.
    public enum Severity: String, Hashable, Sendable {
        /// The statement does not run.
        case error
        /// The statement runs, perhaps not as meant.
        case warning
        /// Something worth knowing, such as a full-width comma that was read as a comma.
        case note
    }

    /// An edit that repairs the text.
    public struct Fix: Hashable, Sendable {
        /// What to replace; empty for an insertion.
        public var range: SourceRange
        /// The text to put there; empty for a deletion.
        public var replacement: String

        /// An edit that replaces the bytes of `range` by `replacement`.
        public init(range: SourceRange, replacement: String) {
            self.range = range
            self.replacement = replacement
        }
    }

    /// How many help lines a diagnostic shows at most.
    public static let helpLimit = 5

    /// How bad it is.
    public var severity: Severity
    /// The stable code.
    public var code: Code
    /// What is wrong, in one sentence.
    public var message: String
    /// Where, in UTF-8 bytes of the statement's text; nil where no place can be named.
    public var range: SourceRange?
    /// What stands beside the caret.
    public var label: String?
    /// What to do, best first; at most `helpLimit`.
    public var help: [String]
    /// An edit that makes the text right, where one is known.
    public var fix: Fix?
    /// Further facts, such as where something was defined.
    public var notes: [String]

    /// A diagnostic; help beyond `helpLimit` lines is cut off.
    public init(
        _ code: Code, _ message: String, at range: SourceRange? = nil, label: String? = nil, help: [String] = [], fix: Fix? = nil,
        notes: [String] = [], severity: Severity = .error
    ) {
        self.severity = severity
        self.code = code
        self.message = message
        self.range = range
        self.label = label
        self.help = Array(help.prefix(Self.helpLimit))
        self.fix = fix
        self.notes = notes
    }
}

extension Diagnostic: CustomStringConvertible {
    /// The code and the message, without the text it is about.
    public var description: String { "\(code): \(message)" }
}
