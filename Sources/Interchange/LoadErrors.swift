import Columns

/// Words for what is wrong with a file: which file, which line, what was expected, what to do.
struct LoadErrors {
    let source: ByteSource
    let context: ExecutionContext

    func invalidUTF8(at offset: Int) -> QueryError {
        var text = "\(source.name): invalid UTF-8 at byte offset \(offset)"
        if let place = try? position(of: offset, newline: .lineFeed) {
            text = "\(source.name), line \(place.line), column \(place.column): invalid UTF-8 at byte offset \(offset)"
        }
        return QueryError(.fileFormat, text, help: ["say which encoding the file has, as in encoding => 'GB18030'"])
    }

    func error(for defect: FileDefect, columns: [LoadColumn], newline: UInt8) throws(QueryError) -> QueryError {
        let (line, column) = try position(of: defect.offset, newline: newline)
        let place = "\(source.name), line \(line)"
        switch defect.kind {
        case .invalidUTF8: return invalidUTF8(at: defect.offset)
        case .record(.fieldCount(let found)):
            let fields = found == 1 ? "1 field" : "\(found) fields"
            return QueryError(
                .fileFormat, "\(place): \(fields) where \(columns.count) were expected",
                help: ["check the line and the delimiter", "leave such records out with ignore_errors => true"])
        case .record(.unterminatedQuote):
            return QueryError(
                .fileFormat, "\(place), column \(column): a quoted field that begins here is not closed",
                help: ["close the quote", "if the file does not quote its fields, say quote => ''"])
        case .record(.textAfterQuote):
            return QueryError(
                .fileFormat, "\(place), column \(column): text behind the closing quote of a field",
                help: ["double the quotes inside a quoted field", "if the file does not quote its fields, say quote => ''"])
        case .record(.fieldTooLong):
            return QueryError(.fileFormat, "\(place): a field is longer than 1 GiB", help: ["check the delimiter and the quotes"])
        case .json(let expected):
            return QueryError(
                .fileFormat, "\(place), column \(column): expected \(expected)",
                help: [
                    "an NDJSON file has one object a line, a JSON file an array of objects",
                    "leave such records out with ignore_errors => true",
                ])
        case .value(let column, let type, let text):
            let name = column < columns.count ? columns[column].name : "\(column + 1)"
            return QueryError(
                .conversion, "\(place), column \(name): '\(text)' is no \(type)",
                help: ["read the column as TEXT", "leave such records out with ignore_errors => true"])
        }
    }

    /// The line and the column, from 1, of the byte at `offset`; columns count characters.
    private func position(of offset: Int, newline: UInt8) throws(QueryError) -> (line: Int, column: Int) {
        let piece = 1 << 20
        let buffer = try Buffer(byteCount: piece, account: context.account)
        let bytes = buffer.pointer(to: UInt8.self)
        var line = 1
        var column = 1
        var position = 0
        while position < offset {
            let count = min(piece, offset - position)
            try source.read(position..<(position + count), into: buffer.start)
            for index in 0..<count {
                if bytes[index] == newline {
                    line += 1
                    column = 1
                } else if bytes[index] & 0xC0 != 0x80 {
                    // Every byte but a continuation byte begins a character.
                    column += 1
                }
            }
            position += count
        }
        return (line, column)
    }
}
