/// The bytes that give a delimited file its structure.
struct CSVDialect: Sendable, Equatable {
    var delimiter: UInt8
    /// 0 where no byte quotes.
    var quote: UInt8
    /// Before a quote that belongs to the text; equal to `quote` where quotes are doubled, as in RFC 4180.
    var escape: UInt8
    /// Line feed, or carriage return in files of old Macintoshes. A carriage return before a line feed belongs to the line end.
    var newline: UInt8
}

extension UInt8 {
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
}
