/// Reads statements by recursive descent; expressions by precedence climbing.
///
/// The parser never traps and never loops: every list loop consumes a token or ends, nesting is limited to `nestingLimit` levels and by the
/// stack that is left, and the height of the tree is limited too, so later stages may recurse. One statement gives at most one error, the first.
///
/// Functions that consume are `mutating`; `at` looks, `eat` consumes if it is there, `expect` consumes or fails. The normative grammar is
/// `grammar/reportql.ebnf`; functions are named after its rules.
package struct Parser {
    /// How deep expressions and queries may nest, and how high the tree may grow.
    package static let nestingLimit = 1_000

    let bytes: [UInt8]
    let tokens: [Token]
    var index = 0
    /// The token at `index`.
    var token: Token
    /// The end of the token before `index`.
    var previousEnd = 0

    /// How many `?` there were in this statement.
    var questionMarks = 0
    var nesting = NestingGuard()
    /// What went wrong, once something did.
    var failure: Failure?
    /// Filled only in the second run over a statement that failed.
    var expectations = Expectations()

    enum Failure {
        /// The token at this index does not fit.
        case unexpected(Int)
        case diagnosed(Diagnostic)
    }

    init(bytes: [UInt8], tokens: [Token], index: Int) {
        self.bytes = bytes
        self.tokens = tokens
        self.index = index
        token = tokens[index]
        previousEnd = token.lowerBound
    }
}

/// Thrown to leave the recursion; what happened stands in `Parser.failure`.
struct SyntaxError: Error {}

// MARK: - The cursor

extension Parser {
    mutating func advance() {
        previousEnd = token.upperBound
        // The last token is the end of the input and is never passed.
        if index + 1 < tokens.count { index += 1 }
        token = tokens[index]
        if expectations.isRecording { expectations.moved(to: index) }
    }

    /// The token `offset` places ahead.
    func peek(_ offset: Int = 1) -> Token {
        tokens[min(index + offset, tokens.count - 1)]
    }

    mutating func at(_ keyword: Keyword) -> Bool {
        if token.keyword == keyword { return true }
        if expectations.isRecording { expectations.note(.keyword(keyword)) }
        return false
    }

    mutating func at(_ kind: Token.Kind) -> Bool {
        if token.kind == kind { return true }
        if expectations.isRecording { expectations.note(.token(kind)) }
        return false
    }

    /// True where both words stand one after the other.
    mutating func at(_ first: Keyword, _ second: Keyword) -> Bool {
        if token.keyword == first, peek().keyword == second { return true }
        if expectations.isRecording, token.keyword != first { expectations.note(.keywords(first, second)) }
        return false
    }

    mutating func eat(_ keyword: Keyword) -> Bool {
        guard at(keyword) else { return false }
        advance()
        return true
    }

    mutating func eat(_ kind: Token.Kind) -> Bool {
        guard at(kind) else { return false }
        advance()
        return true
    }

    mutating func eat(_ first: Keyword, _ second: Keyword) -> Bool {
        guard at(first, second) else { return false }
        advance()
        advance()
        return true
    }

    mutating func expect(_ keyword: Keyword) throws(SyntaxError) {
        guard eat(keyword) else { throw unexpected() }
    }

    mutating func expect(_ kind: Token.Kind) throws(SyntaxError) {
        guard eat(kind) else { throw unexpected() }
    }

    /// The closing half of a pair; the message names where the opening half stands.
    mutating func expectClosing(_ kind: Token.Kind, of opening: Token) throws(SyntaxError) {
        if expectations.isRecording { expectations.opening = opening }
        guard eat(kind) else { throw unexpected() }
        if expectations.isRecording { expectations.opening = nil }
    }

    func text(_ range: SourceRange) -> String {
        String(decoding: bytes[range], as: UTF8.self)
    }

    /// From `start` to the end of the last token that was consumed.
    func range(from start: Int) -> SourceRange {
        start..<max(start, previousEnd)
    }
}

// MARK: - Failing

extension Parser {
    /// The token here does not fit.
    mutating func unexpected() -> SyntaxError {
        if failure == nil { failure = .unexpected(index) }
        return SyntaxError()
    }

    /// The token here does not fit where `what` is needed.
    mutating func unexpected(_ what: String) -> SyntaxError {
        if expectations.isRecording { expectations.note(.description(what)) }
        return unexpected()
    }

    mutating func fail(
        _ code: Diagnostic.Code, _ message: String, at range: SourceRange, label: String? = nil, help: [String] = [],
        fix: Diagnostic.Fix? = nil
    ) -> SyntaxError {
        if failure == nil { failure = .diagnosed(Diagnostic(code, message, at: range, label: label, help: help, fix: fix)) }
        return SyntaxError()
    }
}

// MARK: - Nesting

extension Parser {
    /// Goes one level deeper; give the result to `leave`.
    mutating func enter() throws(SyntaxError) -> Int {
        guard let outer = nesting.enter() else { throw nestedTooDeeply() }
        return outer
    }

    mutating func leave(_ outer: Int) { nesting.leave(outer) }

    /// A node was put on top of what was read at this level.
    mutating func grow() throws(SyntaxError) {
        guard nesting.grow() else { throw nestedTooDeeply() }
    }

    private mutating func nestedTooDeeply() -> SyntaxError {
        let label = nesting.isStackExhausted ? "the stack of this thread ends here" : "the limit is \(Self.nestingLimit) levels"
        return fail(
            .nestedTooDeeply, "the statement is nested too deeply", at: token.range, label: label,
            help: ["split it with WITH or with pipes"])
    }
}

// MARK: - Lists

extension Parser {
    /// True behind a comma that is followed by another element; a trailing comma is consumed and ends the list.
    mutating func eatCommaInList() -> Bool {
        guard eat(.comma) else { return false }
        switch token.kind {
        case .endOfInput, .semicolon, .rightParenthesis, .rightBracket, .rightBrace, .pipe: return false
        default: return !token.keyword.endsList
        }
    }
}
