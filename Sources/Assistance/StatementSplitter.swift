/// Cuts a stream of bytes into statements and commands as they become complete.
///
/// Knows of the language only what can hide a semicolon: quotes, dollar quotes, comments. It looks at each byte once, however the bytes
/// arrive, so that a statement can run as soon as its semicolon was read and a script of many megabytes takes linear time.
package struct StatementSplitter {
    /// One piece of a script.
    package struct Piece: Equatable, Sendable {
        package enum Kind: Equatable, Sendable {
            /// A statement, without its semicolon.
            case statement
            /// A line for the shell, such as `.tables`.
            case command
        }

        package var kind: Kind
        package var bytes: [UInt8]
        /// Where the piece begins, counted from 1.
        package var line: Int
        /// The bytes before it on its line.
        package var column: Int

        package init(kind: Kind, bytes: [UInt8], line: Int = 1, column: Int = 0) {
            self.kind = kind
            self.bytes = bytes
            self.line = line
            self.column = column
        }

        package var text: String { String(decoding: bytes, as: UTF8.self) }
    }

    private enum State: Equatable {
        case plain
        case lineComment
        case blockComment(depth: Int)
        /// Inside quotes; a backslash takes the next byte along where `escapes`.
        case quoted(UInt8, escapes: Bool)
        /// Inside `$tag$`; the tag with its dollars.
        case dollar([UInt8])
        case command
    }

    private var buffer: [UInt8] = []
    private var position = 0
    private var state = State.plain
    private var atEnd = false
    private var hasBegun = false
    /// Where the pending statement begins in `buffer`, once something other than blanks and comments was seen.
    private var start: Int?
    private var startLine = 1
    private var startColumn = 0
    private var line = 1
    /// Where the current line begins in `buffer`; negative where that part is gone.
    private var lineStart = 0
    /// Whether only blanks stand before `position` on its line.
    private var lineIsBlank = true
    /// The byte before `position` outside comments, which decides whether a letter begins a word.
    private var previous: UInt8 = 0
    /// Where the last escape string ended, which a quote right there continues.
    private var escapeStringEnd = -1

    package init() {}

    /// Adds bytes; `next` has to be asked again.
    package mutating func feed(_ bytes: some Sequence<UInt8>) {
        if start == nil, position > 1 << 16 { compact(to: position) }
        buffer.append(contentsOf: bytes)
    }

    /// No more bytes will come: what is pending is complete as far as it goes.
    package mutating func finish() { atEnd = true }

    /// Whether something besides blanks and comments waits for its end, or a quote or comment is open.
    package var isPending: Bool { start != nil || (state != .plain && state != .lineComment) }

    /// The next complete piece, or nothing until more bytes come.
    package mutating func next() -> Piece? {
        while position < buffer.count {
            if !hasBegun {
                guard skipBeginning() else { return nil }
                continue
            }
            switch state {
            case .plain:
                switch stepPlain() {
                case .more: continue
                case .wait: return nil
                case .complete(let piece): return piece
                }
            case .lineComment:
                if buffer[position] == 10 { state = .plain } else { position += 1 }
            case .command:
                if buffer[position] == 10 { return take(.command, upTo: position) }
                position += 1
            case .blockComment(let depth):
                if !stepBlockComment(depth) { return nil }
            case .quoted(let quote, let escapes):
                let byte = buffer[position]
                if escapes, byte == UInt8(ascii: "\\") {
                    guard position + 1 < buffer.count || atEnd else { return nil }
                    advance()
                    if position < buffer.count { advance() }
                } else {
                    advance()
                    previous = byte
                    // A doubled quote closes here and opens again with the next byte, which comes to the same.
                    if byte == quote {
                        state = .plain
                        if escapes { escapeStringEnd = position }
                    }
                }
            case .dollar(let tag):
                guard stepDollar(tag) else { return nil }
            }
        }
        guard atEnd, start != nil else { return nil }
        return take(state == .command ? .command : .statement, upTo: buffer.count)
    }

    private enum Step {
        case more, wait
        case complete(Piece)
    }

    private mutating func stepPlain() -> Step {
        let byte = buffer[position]
        switch byte {
        case 10, 32, 9, 11, 12, 13:
            previous = byte
            advance()
            return .more
        case UInt8(ascii: ";"): return endStatement(length: 1)
        case UInt8(ascii: "-"), UInt8(ascii: "/"):
            guard let following = peek(1) else { return atEnd ? ordinary() : .wait }
            if byte == UInt8(ascii: "-"), following == byte {
                state = .lineComment
                return .more
            }
            if byte == UInt8(ascii: "/"), following == UInt8(ascii: "*") {
                state = .blockComment(depth: 0)
                return .more
            }
            return ordinary()
        case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"):
            let escapes = byte == UInt8(ascii: "'") && escapeStringBegins()
            _ = ordinary()
            state = .quoted(byte, escapes: escapes)
            return .more
        case UInt8(ascii: "$") where !Self.isWordPart(previous): return openDollar()
        case UInt8(ascii: "."), UInt8(ascii: "\\"):
            if start == nil, lineIsBlank {
                begin()
                state = .command
                return .more
            }
            return ordinary()
        case 0xEF:
            // `；` is EF BC 9B.
            guard let second = peek(1), let third = peek(2) else { return atEnd ? ordinary() : .wait }
            return second == 0xBC && third == 0x9B ? endStatement(length: 3) : ordinary()
        case 0xE3:
            // The ideographic space is E3 80 80.
            guard let second = peek(1), let third = peek(2) else { return atEnd ? ordinary() : .wait }
            guard second == 0x80, third == 0x80 else { return ordinary() }
            previous = 32
            position += 3
            return .more
        default: return ordinary()
        }
    }

    /// A byte of a statement that means nothing here.
    private mutating func ordinary() -> Step {
        begin()
        previous = buffer[position]
        lineIsBlank = false
        advance()
        return .more
    }

    private mutating func begin() {
        guard start == nil else { return }
        start = position
        startLine = line
        startColumn = position - lineStart
    }

    private mutating func advance() {
        if buffer[position] == 10 {
            line += 1
            lineStart = position + 1
            lineIsBlank = true
        }
        position += 1
    }

    private func peek(_ offset: Int) -> UInt8? { position + offset < buffer.count ? buffer[position + offset] : nil }

    private mutating func endStatement(length: Int) -> Step {
        let piece = start == nil ? nil : take(.statement, upTo: position)
        position += length
        previous = 0
        // What follows on this line may still be a command: `select 1; .quit` is not one, a line of its own is.
        lineIsBlank = false
        guard let piece else { return .more }
        return .complete(piece)
    }

    private mutating func take(_ kind: Piece.Kind, upTo end: Int) -> Piece {
        let first = start ?? end
        var last = end
        while last > first, Self.isBlank(buffer[last - 1]) { last -= 1 }
        position = end
        start = nil
        state = .plain
        return Piece(kind: kind, bytes: Array(buffer[first..<last]), line: startLine, column: startColumn)
    }

    private mutating func compact(to end: Int) {
        buffer.removeSubrange(..<end)
        lineStart -= end
        position -= end
        escapeStringEnd = -1
    }

    // MARK: Comments and quotes

    private mutating func stepBlockComment(_ depth: Int) -> Bool {
        let byte = buffer[position]
        guard byte == UInt8(ascii: "/") || byte == UInt8(ascii: "*") else {
            advance()
            return true
        }
        guard let following = peek(1) else {
            guard atEnd else { return false }
            advance()
            return true
        }
        if byte == UInt8(ascii: "/"), following == UInt8(ascii: "*") {
            state = .blockComment(depth: depth + 1)
            position += 2
        } else if byte == UInt8(ascii: "*"), following == UInt8(ascii: "/") {
            state = depth > 1 ? .blockComment(depth: depth - 1) : .plain
            previous = 32
            position += 2
        } else {
            advance()
        }
        return true
    }

    /// Whether the quote at `position` is that of `E'…'`.
    private func escapeStringBegins() -> Bool {
        if position == escapeStringEnd { return true }
        guard let start, position > start, previous | 0x20 == UInt8(ascii: "e") else { return false }
        return position - 1 == start || !Self.isWordPart(buffer[position - 2])
    }

    private mutating func openDollar() -> Step {
        var end = position + 1
        while end < buffer.count, Self.isTagPart(buffer, end) { end += 1 }
        guard end < buffer.count else { return atEnd ? ordinary() : .wait }
        let isDigitFirst = (0x30...0x39).contains(buffer[position + 1])
        guard buffer[end] == UInt8(ascii: "$"), !isDigitFirst else { return ordinary() }
        begin()
        let tag = Array(buffer[position...end])
        lineIsBlank = false
        position = end + 1
        state = .dollar(tag)
        return .more
    }

    private mutating func stepDollar(_ tag: [UInt8]) -> Bool {
        guard buffer[position] == UInt8(ascii: "$") else {
            advance()
            return true
        }
        guard position + tag.count <= buffer.count else {
            guard atEnd else { return false }
            advance()
            return true
        }
        if buffer[position..<position + tag.count].elementsEqual(tag) {
            position += tag.count
            previous = UInt8(ascii: "$")
            state = .plain
        } else {
            advance()
        }
        return true
    }

    // MARK: The beginning of a script

    /// Skips a byte order mark and a `#!` line; false where more bytes are needed to see one.
    private mutating func skipBeginning() -> Bool {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let given = buffer.prefix(mark.count)
        if given.elementsEqual(mark) {
            position = mark.count
            lineStart = mark.count
        } else if mark.starts(with: given), !atEnd {
            return false
        }
        guard peek(0) != nil || atEnd else { return false }
        if peek(0) == UInt8(ascii: "#") {
            guard peek(1) != nil || atEnd else { return false }
            if peek(1) == UInt8(ascii: "!") { state = .lineComment }
        }
        hasBegun = true
        return true
    }

    // MARK: Bytes

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || 9...13 ~= byte }

    private static func isWordPart(_ byte: UInt8) -> Bool {
        byte >= 0x80 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$") || (0x30...0x39).contains(byte)
            || (0x61...0x7A).contains(byte | 0x20)
    }

    /// Whether the byte may stand in the tag of a dollar quote. Full-width signs (EF BC …) and ideographic punctuation (E3 80 …) end it.
    private static func isTagPart(_ bytes: [UInt8], _ index: Int) -> Bool {
        let byte = bytes[index]
        guard byte != UInt8(ascii: "$"), isWordPart(byte) else { return false }
        guard index + 1 < bytes.count else { return true }
        return !(byte == 0xEF && bytes[index + 1] == 0xBC) && !(byte == 0xE3 && bytes[index + 1] == 0x80)
    }
}
