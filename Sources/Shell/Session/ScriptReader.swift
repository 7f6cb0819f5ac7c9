import ReportQL

/// One piece of a script.
package struct ScriptPiece: Equatable, Sendable {
    package enum Kind: Equatable, Sendable {
        /// A statement, without its semicolon.
        case statement
        /// A line for the shell, such as `.tables`.
        case command
    }

    package var kind: Kind
    package var bytes: [UInt8]
    /// Where the piece begins, counted from 1; columns count Unicode scalars.
    package var line: Int
    package var column: Int

    package init(kind: Kind, bytes: [UInt8], line: Int = 1, column: Int = 1) {
        self.kind = kind
        self.bytes = bytes
        self.line = line
        self.column = column
    }

    /// The text; bytes that are no UTF-8 are replaced.
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The text; an error where it is not UTF-8, since what would stand in its place is not what was written.
    func validText() throws(QueryError) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        let place = zip(bytes, text.utf8).prefix { $0 == $1 }.count
        throw QueryError(
            .syntax, "the text is not UTF-8 from here on (byte 0x\(String(place < bytes.count ? bytes[place] : 0, radix: 16)))",
            help: ["save the script as UTF-8"], range: place..<min(place + 1, bytes.count), label: "not UTF-8")
    }
}

/// Cuts a stream of bytes into statements and commands as they become complete, so that a statement can run as soon as its semicolon
/// was read. Where statements end is the language's matter; a line that begins with `.` or `\` between statements is the shell's.
package struct ScriptReader {
    private var splitter = StatementSplitter()
    private var buffer: [UInt8] = []
    /// Where the pending piece begins in `buffer`.
    private var start = 0
    /// How far `buffer` was looked at.
    private var position = 0
    /// Ends of statements before `position` that nobody took yet.
    private var ends: [Int] = []
    /// The beginning of the command that waits for the end of its line.
    private var commandStart: Int?
    /// Whether `position` stands behind nothing but blanks on its line.
    private var isAtLineStart = true
    private var hasEnded = false
    /// The place of `start`.
    private var line = 1
    private var column = 1

    package init() {}

    /// Adds bytes; `next` has to be asked again.
    package mutating func feed(_ bytes: some Sequence<UInt8>) {
        if start > 1 << 16, ends.isEmpty {
            buffer.removeSubrange(..<start)
            position -= start
            commandStart = commandStart.map { $0 - start }
            start = 0
        }
        buffer.append(contentsOf: bytes)
    }

    /// No more bytes will come: what is pending is complete as far as it goes.
    package mutating func finish() { hasEnded = true }

    /// Whether something besides blanks and comments waits for its end, or a comment is open.
    package var isPending: Bool { commandStart != nil || !splitter.isBlank }

    /// The next complete piece, or nothing until more bytes come.
    package mutating func next() -> ScriptPiece? {
        while true {
            if !ends.isEmpty {
                if let piece = takeStatement(upTo: ends.removeFirst()) { return piece }
            } else if let commandStart {
                guard let end = buffer[position...].firstIndex(of: 10) ?? (hasEnded ? buffer.count : nil) else {
                    position = buffer.count
                    return nil
                }
                return takeCommand(commandStart..<end)
            } else if position < buffer.count {
                if isAtLineStart, splitter.isBlank { lookForCommand() }
                if commandStart == nil { readLine() }
            } else {
                guard hasEnded, start < buffer.count else { return nil }
                return takeStatement(upTo: buffer.count)
            }
        }
    }

    /// Passes the blanks that begin a line; behind them a `.` or `\` begins a command.
    private mutating func lookForCommand() {
        let first = buffer[position...].firstIndex { $0 != 32 && $0 != 9 && $0 != 13 } ?? buffer.count
        read(upTo: first)
        guard first < buffer.count else { return }
        if buffer[first] == UInt8(ascii: ".") || buffer[first] == UInt8(ascii: "\\") { commandStart = first }
    }

    /// Reads to the end of the line, or of what is there.
    private mutating func readLine() {
        guard position < buffer.count else { return }
        let newline = buffer[position...].firstIndex(of: 10)
        read(upTo: newline.map { $0 + 1 } ?? buffer.count)
        isAtLineStart = newline != nil
    }

    private mutating func read(upTo end: Int) {
        let shift = position - splitter.offset
        splitter.append(buffer[position..<end]) { ends.append($0 + shift) }
        position = end
    }

    /// The statement from `start`, without its semicolon, blanks around it and comments before it; nil where nothing else is there.
    private mutating func takeStatement(upTo end: Int) -> ScriptPiece? {
        var lexer = Lexer(Array(buffer[start..<end]))
        var first = lexer.next()
        while first.kind.isTrivia { first = lexer.next() }
        let isEmpty = first.kind == .endOfInput || first.kind == .semicolon
        move(to: isEmpty ? end : start + first.lowerBound)
        guard !isEmpty else { return nil }
        var piece = ScriptPiece(kind: .statement, bytes: Array(buffer[start..<end]), line: line, column: column)
        piece.removeEnd()
        move(to: end)
        return piece
    }

    private mutating func takeCommand(_ range: Range<Int>) -> ScriptPiece {
        move(to: range.lowerBound)
        var piece = ScriptPiece(kind: .command, bytes: Array(buffer[range]), line: line, column: column)
        piece.removeEnd()
        move(to: range.upperBound)
        position = range.upperBound
        commandStart = nil
        return piece
    }

    private mutating func move(to end: Int) {
        for byte in buffer[start..<end] {
            if byte == 10 {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        start = end
    }
}

extension ScriptPiece {
    /// Takes off the semicolon, which has three bytes where it is full-width, and the blanks before it.
    fileprivate mutating func removeEnd() {
        if kind == .statement {
            if bytes.last == UInt8(ascii: ";") {
                bytes.removeLast()
            } else if bytes.count >= 3, bytes.suffix(3) == [0xEF, 0xBC, 0x9B] {
                bytes.removeLast(3)
            }
        }
        while let last = bytes.last, last == 32 || 9...13 ~= last { bytes.removeLast() }
    }
}
