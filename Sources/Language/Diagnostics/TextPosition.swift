/// A place in a text as people count it.
package struct TextPosition: Sendable, Equatable {
    /// Counted from one.
    package var line: Int
    /// Unicode scalars from the start of the line, counted from one.
    package var column: Int
    /// The bytes of the line, without its end.
    package var lineRange: SourceRange

    /// The position of a byte offset; one past the end is the end.
    ///
    /// - Complexity: O(`offset`).
    package init(of offset: Int, in bytes: [UInt8]) {
        let offset = min(max(offset, 0), bytes.count)
        var line = 1
        var start = 0
        for index in 0..<offset where bytes[index] == 0x0a {
            line += 1
            start = index + 1
        }
        var end = offset
        while end < bytes.count, bytes[end] != 0x0a { end += 1 }
        if end > start, end <= bytes.count, bytes[end - 1] == 0x0d { end -= 1 }
        self.line = line
        lineRange = start..<max(start, end)
        // A scalar begins at every byte that is not a continuation.
        column = bytes[start..<offset].reduce(1) { $0 + ($1 & 0xc0 == 0x80 ? 0 : 1) }
    }
}
