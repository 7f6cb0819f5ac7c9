/// Finds where statements end, in text that comes piece by piece.
///
/// A statement ends at a semicolon (full-width ones too) outside of quotes and comments, wherever it stands: no statement has one inside
/// parentheses, so a forgotten parenthesis spoils one statement and not the rest of the script.
///
/// The splitter keeps a handful of bytes of state and looks at each byte once, so a prompt, a script and a program that writes into a pipe can all
/// use it, and a statement of any size costs time in proportion to its length. It agrees with `Lexer` on every text.
///
///     var splitter = StatementSplitter()
///     splitter.append(bytes) { end in … }     // called once for each statement, with the offset behind its semicolon
///     splitter.pending                        // what the text read so far leaves open
package struct StatementSplitter: Sendable {
    /// What is open at the end of the text read so far.
    package enum Pending: Sendable, Equatable {
        /// Blanks and comments alone, or nothing, since the last semicolon: a line that begins here may be a command.
        case nothing
        /// A statement without its semicolon.
        case statement
        /// A statement inside this many parentheses, brackets and braces.
        case parenthesis(depth: Int)
        /// Inside `'…'` or `E'…'`.
        case string
        /// Inside `"…"` or `` `…` ``.
        case quotedName
        /// Inside `$tag$ … $tag$`.
        case dollarString(tag: String)
        /// Inside `/* … */`; `isInStatement` is false where only blanks and comments came before it.
        case blockComment(depth: Int, isInStatement: Bool)
    }

    private enum State: Equatable {
        case plain
        /// Inside a word; `isEscape` while it is exactly `e` or `E`, which makes a quote behind it an escape string.
        case word(isEscape: Bool)
        case lineComment
        case blockComment
        /// Inside quotes; a doubled quote looks like the end of one text and the start of the next, which comes to the same.
        case quoted(UInt8)
        /// Inside `E'…'`; the flag is true behind a backslash.
        case escapeString(isEscaped: Bool)
        /// A quote inside or at the end of `E'…'`: a second one continues the text.
        case escapeStringQuote
        /// Reading `$tag`; the bytes gather in `tag`. A digit first makes it a parameter.
        case dollar
        /// Inside `$tag$…`; the number of bytes of the closing tag that matched so far.
        case dollarString(matched: Int)
    }

    private var state = State.plain
    /// The byte before, where two make a token; zero otherwise.
    private var previous: UInt8 = 0
    /// The first bytes of a scalar beyond ASCII that is not complete yet.
    private var partial: [UInt8] = []
    private var commentDepth = 0
    private var tag: [UInt8] = []
    private var depth = 0
    private var hasContent = false
    /// How many bytes were read.
    package private(set) var offset = 0

    package init() {}

    package var pending: Pending {
        switch state {
        case .quoted(0x27), .escapeString: return .string
        case .quoted: return .quotedName
        case .dollarString: return .dollarString(tag: String(decoding: tag.dropFirst().dropLast(), as: UTF8.self))
        case .blockComment: return .blockComment(depth: commentDepth, isInStatement: hasContent)
        default:
            if depth > 0 { return .parenthesis(depth: depth) }
            // A sign that might have begun a comment is content once nothing follows it.
            return hasContent || previous == 0x2d || previous == 0x2f || previous == 0x23 ? .statement : .nothing
        }
    }

    /// True where only blanks and comments stand since the last semicolon, and none of the comments is open.
    package var isBlank: Bool { pending == .nothing }

    /// Reads more text and calls `end` with the offset behind each semicolon that ends a statement, counted from the first byte ever read.
    package mutating func append(_ bytes: some Sequence<UInt8>, end: (Int) -> Void) {
        for byte in bytes {
            offset += 1
            if read(byte) {
                reset()
                end(offset)
            }
        }
    }

    /// Forgets what is pending, as after Ctrl-C; offsets go on.
    package mutating func reset() {
        let offset = offset
        self = StatementSplitter()
        self.offset = offset
    }

    /// The ranges of the statements of a whole text, without their semicolons; the last may be unfinished. Empty ones are left out.
    package static func statements(in bytes: [UInt8]) -> [SourceRange] {
        var splitter = StatementSplitter()
        var result: [SourceRange] = []
        var start = 0
        for byte in bytes {
            splitter.offset += 1
            let hadContent = splitter.hasContent
            guard splitter.read(byte) else { continue }
            // A full-width semicolon has three bytes.
            if hadContent { result.append(start..<splitter.offset - (byte == 0x3b ? 1 : 3)) }
            start = splitter.offset
            splitter.reset()
        }
        if splitter.pending != .nothing { result.append(start..<bytes.count) }
        return result
    }
}

// MARK: - The machine

extension StatementSplitter {
    /// Takes one byte; true where it ends a statement.
    private mutating func read(_ byte: UInt8) -> Bool {
        switch state {
        case .plain: return readPlain(byte)
        case .word(let isEscape): return readInWord(byte, isEscape: isEscape)
        case .lineComment:
            if byte == 0x0a { state = .plain }
        case .blockComment: readInBlockComment(byte)
        case .quoted(let quote):
            if byte == quote { state = .plain }
        case .escapeString(let isEscaped):
            if isEscaped {
                state = .escapeString(isEscaped: false)
            } else if byte == 0x5c {
                state = .escapeString(isEscaped: true)
            } else if byte == 0x27 {
                state = .escapeStringQuote
            }
        case .escapeStringQuote:
            if byte == 0x27 {
                state = .escapeString(isEscaped: false)
            } else {
                state = .plain
                return readPlain(byte)
            }
        case .dollar: return readDollar(byte)
        case .dollarString(let matched): readInDollarString(byte, matched: matched)
        }
        return false
    }

    private mutating func readPlain(_ byte: UInt8) -> Bool {
        if byte >= 0x80 || !partial.isEmpty { return readBeyondASCII(byte) }
        var isOperatorComplete = false
        defer { previous = state == .plain && !isOperatorComplete ? byte : 0 }
        if previous == 0x2d, byte == 0x2d { return beginComment(.lineComment) }
        if previous == 0x2f, byte == 0x2a {
            commentDepth = 1
            return beginComment(.blockComment)
        }
        // A sign that may begin a comment counts as content only when what follows shows that it does not.
        // `#!` at the very start is a comment for the system that runs the script.
        if previous == 0x23, byte == 0x21, offset == 2 { return beginComment(.lineComment) }
        if previous == 0x2d || previous == 0x2f || previous == 0x23 { hasContent = true }
        if previous == 0x2f, byte == 0x2f {
            // `//` is an operator, so a star behind it begins no comment.
            isOperatorComplete = true
            return false
        }
        switch byte {
        case 0x20, 0x09...0x0d: break
        case 0x2d, 0x2f, 0x23: break
        case 0x3b: return true
        case 0x27, 0x22, 0x60: begin(.quoted(byte))
        case 0x24:
            tag = [byte]
            begin(.dollar)
        case 0x28, 0x5b, 0x7b:
            depth += 1
            hasContent = true
        case 0x29, 0x5d, 0x7d:
            depth = max(0, depth - 1)
            hasContent = true
        default:
            hasContent = true
            if CharacterClass.isWordStart(byte) {
                state = .word(isEscape: byte | 0x20 == 0x65)
            } else if CharacterClass.isDigit(byte) {
                // `1e'` is a number that lacks something, no escape string.
                state = .word(isEscape: false)
            }
        }
        return false
    }

    private mutating func begin(_ next: State) {
        hasContent = true
        state = next
    }

    private mutating func beginComment(_ next: State) -> Bool {
        state = next
        previous = 0
        return false
    }

    private mutating func readInWord(_ byte: UInt8, isEscape: Bool) -> Bool {
        if byte == 0x27, isEscape {
            state = .escapeString(isEscaped: false)
            return false
        }
        if byte < 0x80, partial.isEmpty, CharacterClass.isWordPart(byte) {
            state = .word(isEscape: false)
            return false
        }
        if byte >= 0x80 || !partial.isEmpty {
            // The scalar may end the word or continue it; what it is shows when it is complete.
            return readBeyondASCII(byte)
        }
        state = .plain
        return readPlain(byte)
    }

    private mutating func readInBlockComment(_ byte: UInt8) {
        if previous == 0x2a, byte == 0x2f {
            commentDepth -= 1
            previous = 0
            if commentDepth == 0 { state = .plain }
        } else if previous == 0x2f, byte == 0x2a {
            commentDepth += 1
            previous = 0
        } else {
            previous = byte
        }
    }

    /// Gathers a scalar beyond ASCII outside of quotes and decides what it does.
    private mutating func readBeyondASCII(_ byte: UInt8) -> Bool {
        partial.append(byte)
        let first = partial[0]
        let length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 1
        guard partial.count >= length || byte < 0x80 || (partial.count > 1 && byte & 0xc0 != 0x80) else { return false }
        let bytes = partial
        partial.removeAll(keepingCapacity: true)
        guard let (scalar, _) = CharacterClass.decode(bytes, at: 0) else {
            // Not UTF-8: the statement is in error wherever it ends.
            hasContent = true
            state = .plain
            return byte < 0x80 ? readPlain(byte) : false
        }
        if CharacterClass.isBlank(scalar) {
            if previous == 0x2d || previous == 0x2f || previous == 0x23 { hasContent = true }
            state = .plain
            previous = 0
            return false
        }
        hasContent = true
        switch CharacterClass.ascii(ofFullWidth: scalar) {
        case 0x3b: return true
        case 0x28: depth += 1
        case 0x29: depth = max(0, depth - 1)
        default: break
        }
        previous = 0
        let isInWord = state != .plain
        state = CharacterClass.isNameStart(scalar) || (isInWord && CharacterClass.isNamePart(scalar)) ? .word(isEscape: false) : .plain
        return false
    }

    private mutating func readDollar(_ byte: UInt8) -> Bool {
        if byte == 0x24, tag.count == 1 || !CharacterClass.isDigit(tag[1]) {
            tag.append(byte)
            state = .dollarString(matched: 0)
            return false
        }
        // Every byte beyond ASCII counts as part of the name here; where the lexer sees it end, a dollar sign cannot follow either.
        let isPart = CharacterClass.isWordStart(byte) || CharacterClass.isDigit(byte)
        if isPart, tag.count == 1 || !CharacterClass.isDigit(tag[1]) || CharacterClass.isDigit(byte) {
            tag.append(byte)
            return false
        }
        if byte >= 0x80 || !partial.isEmpty { return readBeyondASCIIInTag(byte) }
        state = .plain
        previous = 0
        return readPlain(byte)
    }

    /// A scalar beyond ASCII behind `$`: part of the tag if a name may contain it.
    private mutating func readBeyondASCIIInTag(_ byte: UInt8) -> Bool {
        partial.append(byte)
        let first = partial[0]
        let length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 1
        guard partial.count >= length || byte < 0x80 || (partial.count > 1 && byte & 0xc0 != 0x80) else { return false }
        let bytes = partial
        partial.removeAll(keepingCapacity: true)
        let isNumber = tag.count > 1 && CharacterClass.isDigit(tag[1])
        if !isNumber, let (scalar, _) = CharacterClass.decode(bytes, at: 0), CharacterClass.isNamePart(scalar) {
            tag += bytes
            return false
        }
        state = .plain
        previous = 0
        for byte in bytes where readPlain(byte) { return true }
        return false
    }

    private mutating func readInDollarString(_ byte: UInt8, matched: Int) {
        if byte == tag[matched] {
            if matched + 1 == tag.count {
                state = .plain
                previous = 0
            } else {
                state = .dollarString(matched: matched + 1)
            }
        } else {
            // A tag contains a dollar sign at both ends only, so a mismatch can at most be the beginning of another attempt.
            state = .dollarString(matched: byte == 0x24 ? 1 : 0)
        }
    }
}
