/// Cuts a pattern file into names, strings, numbers and signs.
struct PatternLexer {
    enum Kind: Sendable, Equatable {
        case name(String)
        case string(String)
        case number(String)
        case sign(Character)
        /// `..`
        case dots
        case end
    }

    struct Token: Sendable {
        var kind: Kind
        var place: PatternPlace
        /// Whether something stands between this token and the one before.
        var isApart = true
    }

    private let path: String
    private let scalars: [Unicode.Scalar]
    private var index = 0
    private var place = PatternPlace()

    init(_ text: String, path: String) {
        self.path = path
        scalars = Array(text.unicodeScalars)
    }

    /// All tokens, the end included.
    mutating func tokens() throws(PatternError) -> [Token] {
        var tokens: [Token] = []
        var end = -1
        while true {
            skipBlanks()
            let start = index
            var token = try next()
            token.isApart = start != end
            end = index
            tokens.append(token)
            if token.kind == .end { return tokens }
        }
    }

    private var current: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

    private mutating func advance() {
        guard let scalar = current else { return }
        index += 1
        if scalar == "\n" { place = PatternPlace(line: place.line + 1, column: 1) } else { place.column += 1 }
    }

    private mutating func skipBlanks() {
        while let scalar = current {
            if scalar == "#" {
                while let scalar = current, scalar != "\n" { advance() }
            } else if scalar == " " || scalar == "\t" || scalar == "\n" || scalar == "\r" || scalar == "\u{FEFF}" || scalar == "\u{3000}" {
                advance()
            } else {
                return
            }
        }
    }

    private mutating func next() throws(PatternError) -> Token {
        let start = place
        guard let scalar = current else { return Token(kind: .end, place: start) }
        switch scalar {
        case "\"": return Token(kind: .string(try string(from: start)), place: start)
        case "(", ")", "|", ",", ":", "?", "=", "@":
            advance()
            return Token(kind: .sign(Character(scalar)), place: start)
        case ".":
            advance()
            if current == "." {
                advance()
                return Token(kind: .dots, place: start)
            }
            throw error("`.` begins nothing", at: start, help: "a gap is written `..` or `..20`")
        case "0"..."9":
            var text = ""
            while let scalar = current, ("0"..."9").contains(scalar) || isPoint(scalar) {
                text.unicodeScalars.append(scalar)
                advance()
            }
            return Token(kind: .number(text), place: start)
        case "“", "”", "「", "」", "'", "‘", "’":
            throw error("`\(scalar)` begins nothing", at: start, help: "words stand in straight double quotes: \"党员\"")
        default:
            guard Self.isNameScalar(scalar) else { throw error("`\(scalar)` begins nothing", at: start) }
            var text = ""
            while let scalar = current, Self.isNameScalar(scalar) || scalar == "-" || ("0"..."9").contains(scalar) {
                text.unicodeScalars.append(scalar)
                advance()
            }
            return Token(kind: .name(text), place: start)
        }
    }

    /// A point between digits, and not the first of two.
    private func isPoint(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "." && index + 1 < scalars.count && ("0"..."9").contains(scalars[index + 1])
    }

    private static func isNameScalar(_ scalar: Unicode.Scalar) -> Bool { scalar == "_" || scalar.properties.isAlphabetic }

    private mutating func string(from start: PatternPlace) throws(PatternError) -> String {
        advance()
        var text = ""
        while let scalar = current, scalar != "\n" {
            let here = place
            advance()
            if scalar == "\"" {
                guard !text.isEmpty else { throw error("an empty word matches everywhere", at: start) }
                return text
            }
            if scalar == "\\" {
                guard let escaped = current, escaped == "\"" || escaped == "\\" else {
                    throw error("`\\` stands only before `\"` and `\\`", at: here)
                }
                text.unicodeScalars.append(escaped)
                advance()
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        throw error("the word is not closed", at: start, help: "write \" behind its last character, in the same line")
    }

    private func error(_ message: String, at place: PatternPlace, help: String? = nil) -> PatternError {
        PatternError(code: .syntax, path: path, line: place.line, column: place.column, message: message, help: help)
    }
}
