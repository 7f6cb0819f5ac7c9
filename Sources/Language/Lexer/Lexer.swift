/// Cuts a text into tokens with exact byte ranges.
///
/// Invariants: the ranges of all tokens, blanks and comments included, follow one another without gap or overlap and cover the text; `next`
/// always advances unless it stands at the end; it looks at each byte a bounded number of times. What is wrong with the text comes as an
/// `invalid` token and a diagnostic in the same order.
package struct Lexer {
    package let bytes: [UInt8]
    /// The offset of the next token.
    package private(set) var position: Int
    /// What was wrong so far, and notes on full-width signs (one for each sign).
    package private(set) var diagnostics: [Diagnostic] = []
    private let firstInvalidByte: Int?
    private var notedScalars: Set<UInt32> = []

    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
        position = 0
        firstInvalidByte = CharacterClass.firstInvalidByte(in: bytes)
    }

    /// All tokens but blanks and comments, ended by one `endOfInput`.
    package static func tokens(of bytes: [UInt8]) -> (tokens: [Token], diagnostics: [Diagnostic]) {
        guard bytes.count < Int(UInt32.max) else {
            let diagnostic = Diagnostic(.textTooLong, "the text has 4 GiB or more", help: ["run it statement by statement"])
            return ([Token(kind: .invalid, range: 0..<0), Token(kind: .endOfInput, range: 0..<0)], [diagnostic])
        }
        var lexer = Lexer(bytes)
        var tokens: [Token] = []
        tokens.reserveCapacity(bytes.count / 5 + 2)
        while true {
            let token = lexer.next()
            if !token.kind.isTrivia { tokens.append(token) }
            if token.kind == .endOfInput { return (tokens, lexer.diagnostics) }
        }
    }

    /// The next token, blanks and comments included.
    package mutating func next() -> Token {
        let start = position
        guard start < bytes.count else { return Token(kind: .endOfInput, range: start..<start) }
        let count = diagnostics.count
        var kind = scan()
        position = max(position, start + 1)
        if let invalid = firstInvalidByte, invalid >= start, invalid < position {
            // Whatever the token seemed to be, the bytes behind it mean nothing.
            diagnostics.removeSubrange(count...)
            diagnostics.append(
                Diagnostic(
                    .invalidEncoding, "the text is not UTF-8 from this byte on (0x\(String(bytes[invalid], radix: 16)))",
                    at: invalid..<invalid + 1,
                    label: "not UTF-8", help: ["save the script as UTF-8"]))
            kind = .invalid
            position = bytes.count
        }
        let keyword = kind == .word ? KeywordTable.keyword(bytes, start..<position) : .none
        return Token(kind: kind, keyword: keyword, range: start..<position)
    }

    private mutating func scan() -> Token.Kind {
        let byte = bytes[position]
        switch byte {
        case 0x20, 0x09...0x0d:
            while position < bytes.count, CharacterClass.isBlank(bytes[position]) { position += 1 }
            return .whitespace
        case 0x27:
            return scanQuoted(from: position, as: .string, "string")
        case 0x22:
            return scanQuoted(from: position, as: .quotedName, "quoted name")
        case 0x60:
            return scanQuoted(from: position, as: .quotedName, "quoted name")
        case 0x30...0x39:
            return scanNumber()
        case 0x2e where CharacterClass.isDigit(peek(1)):
            return scanNumber()
        case 0x24:
            return scanDollar()
        case 0x23 where CharacterClass.isDigit(peek(1)):
            return scanColumnPosition()
        case 0x23 where position == 0 && peek(1) == 0x21:
            // `#!` at the very start is for the system that runs the script.
            while position < bytes.count, bytes[position] != 0x0a { position += 1 }
            return .lineComment
        case 0x2d where peek(1) == 0x2d:
            while position < bytes.count, bytes[position] != 0x0a { position += 1 }
            return .lineComment
        case 0x2f where peek(1) == 0x2a:
            return scanBlockComment()
        case 0x45 where peek(1) == 0x27, 0x65 where peek(1) == 0x27:
            return scanEscapeString()
        default:
            if CharacterClass.isWordStart(byte) { return scanWord() }
            if byte >= 0x80 { return scanBeyondASCII() }
            return scanSymbol()
        }
    }

    /// The byte `offset` places ahead, zero past the end.
    func peek(_ offset: Int) -> UInt8 {
        let index = position + offset
        return index < bytes.count ? bytes[index] : 0
    }

    private mutating func scanWord() -> Token.Kind {
        while position < bytes.count {
            let byte = bytes[position]
            if byte < 0x80 {
                guard CharacterClass.isWordPart(byte) else { break }
                position += 1
            } else {
                guard let (scalar, length) = CharacterClass.decode(bytes, at: position), CharacterClass.isNamePart(scalar) else { break }
                position += length
            }
        }
        return .word
    }

    private mutating func scanBeyondASCII() -> Token.Kind {
        let start = position
        guard let (scalar, length) = CharacterClass.decode(bytes, at: position) else {
            position += 1
            return .invalid
        }
        if CharacterClass.isBlank(scalar) {
            position += length
            if scalar == 0x3000 { note(scalar, "a space", at: start..<position) }
            return .whitespace
        }
        if CharacterClass.ascii(ofFullWidth: scalar) != nil { return scanSymbol() }
        if CharacterClass.isNameStart(scalar) { return scanWord() }
        position += length
        if let closing = CurlyQuote.closing(of: scalar) {
            diagnostics.append(CurlyQuote.diagnostic(bytes, opening: start..<position, scalar: scalar, closing: closing))
        } else {
            let character = String(decoding: bytes[start..<position], as: UTF8.self)
            let replacement = CharacterClass.replacement(for: scalar)
            diagnostics.append(
                Diagnostic(
                    .invalidCharacter, "`\(character)` has no meaning outside of quotes", at: start..<position,
                    label: replacement.map { "write \($0)" } ?? "not understood",
                    help: replacement.map { ["write `\($0)` instead of `\(character)`"] } ?? [
                        "put a name with such characters in double quotes"
                    ],
                    fix: replacement.map { Diagnostic.Fix(range: start..<start + length, replacement: $0) }))
        }
        return .invalid
    }

    mutating func advance(by count: Int) { position += count }

    mutating func report(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }

    /// Notes once for each sign that it was read as ASCII.
    mutating func note(_ scalar: UInt32, _ meaning: String, at range: SourceRange) {
        guard notedScalars.insert(scalar).inserted else { return }
        let character = String(decoding: bytes[range], as: UTF8.self)
        diagnostics.append(
            Diagnostic(.fullWidthSign, "the full-width `\(character)` was read as \(meaning)", at: range, severity: .note))
    }
}
