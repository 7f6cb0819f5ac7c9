extension Lexer {
    /// Operators and punctuation by the longest match; a full-width sign counts as its ASCII form, so `＜＝` is `<=`.
    mutating func scanSymbol() -> Token.Kind {
        let start = position
        let (first, firstLength) = sign(at: position)
        let (second, secondLength) = sign(at: position + firstLength)
        let (third, thirdLength) = sign(at: position + firstLength + secondLength)
        let kind: Token.Kind
        let signs: Int
        if let found = Self.ofThree(first, second, third) {
            (kind, signs) = (found, 3)
        } else if let found = Self.ofTwo(first, second) {
            (kind, signs) = (found, 2)
        } else if let found = Self.ofOne(first) {
            (kind, signs) = (found, 1)
        } else {
            (kind, signs) = (.invalid, 1)
        }
        // `!~~*` is the only symbol of four signs.
        if kind == .notDoubleTilde, sign(at: start + firstLength + secondLength + thirdLength).sign == 0x2a {
            advance(by: firstLength + secondLength + thirdLength + 1)
            return .notDoubleTildeStar
        }
        let lengths = [firstLength, secondLength, thirdLength]
        for length in lengths.prefix(signs) {
            if length == 3, let (scalar, _) = CharacterClass.decode(bytes, at: position),
                let ascii = CharacterClass.ascii(ofFullWidth: scalar)
            {
                note(scalar, "`\(UnicodeScalar(ascii))`", at: position..<position + 3)
            }
            advance(by: length)
        }
        if kind == .invalid { reportInvalidSign(first, at: start..<position) }
        return kind
    }

    private mutating func reportInvalidSign(_ byte: UInt8, at range: SourceRange) {
        let isControl = byte < 0x20 || byte == 0x7f
        let shown = isControl ? "the control character 0x\(String(byte, radix: 16))" : "`\(UnicodeScalar(byte))`"
        report(
            Diagnostic(
                .invalidCharacter, "\(shown) has no meaning here", at: range, label: "not understood",
                help: isControl
                    ? ["remove it"] : byte == 0x5c ? ["a command that begins with \\ stands alone at the start of a statement"] : []))
    }

    /// The ASCII sign at an offset and its length in bytes; zero where there is none.
    private func sign(at index: Int) -> (sign: UInt8, length: Int) {
        guard index < bytes.count else { return (0, 0) }
        let byte = bytes[index]
        if byte < 0x80 { return (byte, 1) }
        guard byte == 0xef, let (scalar, length) = CharacterClass.decode(bytes, at: index),
            let ascii = CharacterClass.ascii(ofFullWidth: scalar)
        else { return (0, 0) }
        return (ascii, length)
    }

    private static func ofThree(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> Token.Kind? {
        switch (first, second, third) {
        case (0x2d, 0x3e, 0x3e): .doubleArrow
        case (0x3c, 0x3d, 0x3e): .distance
        case (0x3c, 0x2d, 0x3e): .euclideanDistance
        case (0x7e, 0x7e, 0x7e): .tripleTilde
        case (0x7e, 0x7e, 0x2a): .doubleTildeStar
        case (0x21, 0x7e, 0x7e): .notDoubleTilde
        case (0x21, 0x7e, 0x2a): .notTildeStar
        default: nil
        }
    }

    private static func ofTwo(_ first: UInt8, _ second: UInt8) -> Token.Kind? {
        switch (first, second) {
        case (0x3a, 0x3a): .doubleColon
        case (0x3a, 0x3d): .assign
        case (0x3d, 0x3e): .fatArrow
        case (0x3d, 0x3d): .doubleEqual
        case (0x7c, 0x3e): .pipe
        case (0x7c, 0x7c): .doubleBar
        case (0x2f, 0x2f): .doubleSlash
        case (0x2a, 0x2a): .doubleStar
        case (0x3c, 0x3e), (0x21, 0x3d): .notEqual
        case (0x3c, 0x3d): .lessOrEqual
        case (0x3e, 0x3d): .greaterOrEqual
        case (0x3c, 0x3c): .shiftLeft
        case (0x3e, 0x3e): .shiftRight
        case (0x26, 0x26): .doubleAmpersand
        case (0x7e, 0x7e): .doubleTilde
        case (0x7e, 0x2a): .tildeStar
        case (0x21, 0x7e): .notTilde
        case (0x2d, 0x3e): .arrow
        case (0x5e, 0x40): .startsWith
        case (0x40, 0x3e): .contains
        case (0x3c, 0x40): .containedBy
        default: nil
        }
    }

    private static func ofOne(_ sign: UInt8) -> Token.Kind? {
        switch sign {
        case 0x28: .leftParenthesis
        case 0x29: .rightParenthesis
        case 0x5b: .leftBracket
        case 0x5d: .rightBracket
        case 0x7b: .leftBrace
        case 0x7d: .rightBrace
        case 0x2c: .comma
        case 0x3b: .semicolon
        case 0x2e: .dot
        case 0x3a: .colon
        case 0x3f: .questionMark
        case 0x2b: .plus
        case 0x2d: .minus
        case 0x2a: .star
        case 0x2f: .slash
        case 0x25: .percent
        case 0x5e: .caret
        case 0x3d: .equal
        case 0x3c: .less
        case 0x3e: .greater
        case 0x7c: .bar
        case 0x26: .ampersand
        case 0x7e: .tilde
        case 0x40: .at
        case 0x21: .exclamation
        default: nil
        }
    }
}
