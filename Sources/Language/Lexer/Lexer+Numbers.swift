extension Lexer {
    /// `42`, `1_000`, `4.20`, `.5`, `1e5`, `0x2A`, `0b101`.
    mutating func scanNumber() -> Token.Kind {
        let start = position
        if peek(0) == 0x30, peek(1) | 0x20 == 0x78, CharacterClass.isHexDigit(peek(2)) {
            advance(by: 2)
            scanDigits(CharacterClass.isHexDigit)
        } else if peek(0) == 0x30, peek(1) | 0x20 == 0x62, peek(2) == 0x30 || peek(2) == 0x31 {
            advance(by: 2)
            scanDigits { $0 == 0x30 || $0 == 0x31 }
        } else {
            scanDigits(CharacterClass.isDigit)
            // `1..2` is no number with two points; `1.` is one where no name follows.
            if peek(0) == 0x2e, peek(1) != 0x2e, CharacterClass.isDigit(peek(1)) || !isNameStart(at: 1) {
                advance(by: 1)
                scanDigits(CharacterClass.isDigit)
            }
            let signLength = peek(1) == 0x2b || peek(1) == 0x2d ? 1 : 0
            if peek(0) | 0x20 == 0x65, CharacterClass.isDigit(peek(1 + signLength)) {
                advance(by: 1 + signLength)
                scanDigits(CharacterClass.isDigit)
            }
        }
        guard isNameStart(at: 0) || CharacterClass.isDigit(peek(0)) || peek(0) == 0x24 else { return .number }
        return scanNumberWithName(from: start)
    }

    /// `#2`.
    mutating func scanColumnPosition() -> Token.Kind {
        let start = position
        advance(by: 1)
        scanDigits(CharacterClass.isDigit)
        return isNameStart(at: 0) ? scanNumberWithName(from: start) : .columnPosition
    }

    private mutating func scanDigits(_ isDigit: (UInt8) -> Bool) {
        while isDigit(peek(0)) || (peek(0) == 0x5f && isDigit(peek(1))) { advance(by: 1) }
    }

    private func isNameStart(at offset: Int) -> Bool {
        let byte = peek(offset)
        if byte < 0x80 { return CharacterClass.isWordStart(byte) }
        guard let (scalar, _) = CharacterClass.decode(bytes, at: position + offset) else { return false }
        return CharacterClass.isNameStart(scalar)
    }

    /// `2024年` and `12abc`: most likely a name that needs quotes.
    private mutating func scanNumberWithName(from start: Int) -> Token.Kind {
        while position < bytes.count {
            let byte = bytes[position]
            if CharacterClass.isWordPart(byte) {
                advance(by: 1)
            } else if byte >= 0x80, let (scalar, length) = CharacterClass.decode(bytes, at: position), CharacterClass.isNamePart(scalar) {
                advance(by: length)
            } else {
                break
            }
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        report(
            Diagnostic(
                .malformedNumber, "`\(text)` is neither a number nor a name", at: start..<position,
                label: "a name cannot begin with a digit",
                help: ["a name that begins with a digit is written in double quotes: \"\(text)\""],
                fix: Diagnostic.Fix(range: start..<position, replacement: "\"\(text)\"")))
        return .invalid
    }
}
