extension Lexer {
    /// A text between quotes of one kind, where a doubled quote stands for itself.
    mutating func scanQuoted(from start: Int, as kind: Token.Kind, _ what: String) -> Token.Kind {
        let quote = bytes[position]
        advance(by: 1)
        while position < bytes.count {
            if bytes[position] != quote {
                advance(by: 1)
            } else if peek(1) == quote {
                advance(by: 2)
            } else {
                advance(by: 1)
                if kind == .quotedName, position - start == 2 {
                    report(
                        Diagnostic(
                            .invalidCharacter, "a quoted name cannot be empty", at: start..<position, label: "empty",
                            help: ["write '' for an empty text"], fix: Diagnostic.Fix(range: start..<position, replacement: "''")))
                    return .invalid
                }
                return kind
            }
        }
        return unterminated(what, from: start, length: 1, closing: String(UnicodeScalar(quote)))
    }

    /// `E'…'`: a backslash takes the byte behind it along.
    mutating func scanEscapeString() -> Token.Kind {
        let start = position
        advance(by: 2)
        while position < bytes.count {
            switch bytes[position] {
            case 0x5c: advance(by: min(2, bytes.count - position))
            case 0x27 where peek(1) == 0x27: advance(by: 2)
            case 0x27:
                advance(by: 1)
                return .escapeString
            default: advance(by: 1)
            }
        }
        return unterminated("string", from: start, length: 2, closing: "'")
    }

    /// `$1`, `$name`, or the beginning of `$$…$$` and `$tag$…$tag$`.
    mutating func scanDollar() -> Token.Kind {
        let start = position
        if CharacterClass.isDigit(peek(1)) {
            advance(by: 1)
            while CharacterClass.isDigit(peek(0)) { advance(by: 1) }
            return .placeholder
        }
        advance(by: 1)
        while let length = tagPartLength() { advance(by: length) }
        guard peek(0) == 0x24 else {
            if position > start + 1 { return .placeholder }
            report(
                Diagnostic(
                    .invalidCharacter, "`$` begins a parameter, and its name is missing", at: start..<position,
                    label: "a name belongs here",
                    help: ["write $name or $1"]))
            return .invalid
        }
        advance(by: 1)
        let delimiter = Array(bytes[start..<position])
        while position < bytes.count {
            if bytes[position] == 0x24, bytes[position...].starts(with: delimiter) {
                advance(by: delimiter.count)
                return .dollarString
            }
            advance(by: 1)
        }
        return unterminated("string", from: start, length: delimiter.count, closing: String(decoding: delimiter, as: UTF8.self))
    }

    /// The length of the next scalar if it may stand in the tag of a dollar quote, which is the name of a placeholder too.
    private func tagPartLength() -> Int? {
        let byte = peek(0)
        if byte < 0x80 { return CharacterClass.isWordStart(byte) || CharacterClass.isDigit(byte) ? 1 : nil }
        guard let (scalar, length) = CharacterClass.decode(bytes, at: position), CharacterClass.isNamePart(scalar) else { return nil }
        return length
    }

    /// `/* … */`, nested.
    mutating func scanBlockComment() -> Token.Kind {
        let start = position
        var depth = 0
        while position < bytes.count {
            if bytes[position] == 0x2f, peek(1) == 0x2a {
                depth += 1
                advance(by: 2)
            } else if bytes[position] == 0x2a, peek(1) == 0x2f {
                depth -= 1
                advance(by: 2)
                if depth == 0 { return .blockComment }
            } else {
                advance(by: 1)
            }
        }
        return unterminated("comment", from: start, length: 2, closing: "*/")
    }

    private mutating func unterminated(_ what: String, from start: Int, length: Int, closing: String) -> Token.Kind {
        report(
            Diagnostic(
                .unterminated, "the \(what) that begins here is never closed", at: start..<min(start + length, bytes.count),
                label: "opened here",
                help: ["close it with \(closing)"], fix: Diagnostic.Fix(range: bytes.count..<bytes.count, replacement: closing)))
        return .invalid
    }
}

/// The quotes of word processors. They look like quotes and are none.
enum CurlyQuote {
    /// The scalar that closes what `scalar` opens; a closing quote closes itself.
    static func closing(of scalar: UInt32) -> UInt32? {
        switch scalar {
        case 0x2018, 0x2019, 0x201a: 0x2019
        case 0x201c, 0x201d, 0x201e: 0x201d
        case 0xab: 0xbb
        case 0xbb: 0xbb
        case 0x300c: 0x300d
        case 0x300e: 0x300f
        case 0xff02: 0xff02
        case 0xff07: 0xff07
        default: nil
        }
    }

    /// The error, with a fix that quotes the text up to the closing sign on the same line.
    static func diagnostic(_ bytes: [UInt8], opening: SourceRange, scalar: UInt32, closing: UInt32) -> Diagnostic {
        var index = opening.upperBound
        var fix = Diagnostic.Fix(range: opening, replacement: "'")
        while index < bytes.count, bytes[index] != 0x0a, let (next, length) = CharacterClass.decode(bytes, at: index) {
            if next == closing {
                var text = "'"
                for byte in String(decoding: bytes[opening.upperBound..<index], as: UTF8.self) {
                    text.append(byte)
                    if byte == "'" { text.append(byte) }
                }
                fix = Diagnostic.Fix(range: opening.lowerBound..<index + length, replacement: text + "'")
                break
            }
            index += length
        }
        let sign = String(decoding: bytes[opening], as: UTF8.self)
        return Diagnostic(
            .invalidCharacter, "`\(sign)` is a typographic quote and encloses nothing", at: opening, label: "write '",
            help: ["write texts between ' and ', names between \" and \""], fix: fix)
    }
}
