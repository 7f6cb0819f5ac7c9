/// What is wrong with a record.
enum RecordDefect: Sendable, Equatable {
    case fieldCount(found: Int)
    case unterminatedQuote
    case textAfterQuote
    case fieldTooLong
}

/// Takes the fields that a splitter finds. Splitting is generic over it and specialised.
protocol RecordSink {
    mutating func beginRecord()
    /// `escaped` says that the field holds escapes, which are still in it.
    mutating func field(_ index: Int, start: Int, length: Int, quoted: Bool, escaped: Bool)
    /// Returns false to stop behind this record.
    mutating func endRecord(fieldCount: Int, start: Int, end: Int) -> Bool
}

/// Splits delimited text into records and fields, eight bytes a step.
///
/// A quote counts only at the start of a field, as RFC 4180 has it: elsewhere it is a byte like any other.
struct RecordSplitter: Sendable {
    enum Stop: Sendable, Equatable {
        /// The next record would begin at or behind the limit, or the input is at its end.
        case done
        /// The sink asked to stop.
        case sink
        /// The record at the position is not complete in the bytes that are there.
        case needsMore
        /// The record at the position is broken at byte `at`.
        case broken(RecordDefect, at: Int)
    }

    let dialect: CSVDialect
    /// Empty lines are no records, but in a file of one column they are NULLs.
    let skipsBlankLines: Bool

    /// Bytes behind the input that may be read (their values do not matter).
    static let padding = 32

    /// Splits the records that begin in `position ..< limit`; `position` ends at the first byte that was not taken.
    ///
    /// - Parameters:
    ///   - available: how many bytes there are; `padding` more may be read.
    ///   - isFinal: whether the input ends there.
    func split<Sink: RecordSink>(
        _ bytes: UnsafePointer<UInt8>, position: inout Int, limit: Int, available: Int, isFinal: Bool, into sink: inout Sink
    ) -> Stop {
        let delimiter = dialect.delimiter
        let newline = dialect.newline
        let quote = dialect.quote
        let delimiters = Pattern(delimiter)
        let newlines = Pattern(newline)
        while true {
            if position >= limit { return .done }
            if position >= available { return isFinal ? .done : .needsMore }
            let recordStart = position
            if skipsBlankLines, bytes[position] <= 0x0D {
                let blank = lineEndLength(bytes, position, available)
                if blank > 0 {
                    position += blank
                    continue
                }
            }
            sink.beginRecord()
            var index = 0
            var cursor = position
            while true {
                if quote != 0, bytes[cursor] == quote, cursor < available {
                    let start = cursor + 1
                    var escaped = false
                    let close = closingQuote(bytes, start, available, isFinal, &escaped)
                    if close < 0 {
                        return isFinal ? .broken(.unterminatedQuote, at: cursor) : .needsMore
                    }
                    if close - start > Int(Field.lengthMask) { return .broken(.fieldTooLong, at: cursor) }
                    sink.field(index, start: start, length: close - start, quoted: true, escaped: escaped)
                    index += 1
                    cursor = close + 1
                    if cursor >= available {
                        // Only at the end of the input; else the closing quote would not have been found certain.
                        break
                    }
                    let next = bytes[cursor]
                    if next == delimiter {
                        cursor += 1
                        continue
                    }
                    let lineEnd = lineEndLength(bytes, cursor, available)
                    if lineEnd == 0 {
                        if next == .carriageReturn, cursor + 1 >= available {
                            if !isFinal { return .needsMore }
                            cursor += 1
                            break
                        }
                        return .broken(.textAfterQuote, at: cursor)
                    }
                    cursor += lineEnd
                    break
                }
                // An unquoted field: up to the next delimiter or line end.
                var end = cursor
                while end < available {
                    let word = UnsafeRawPointer(bytes + end).loadUnaligned(as: UInt64.self)
                    let hits = delimiters.matches(word) | newlines.matches(word)
                    if hits != 0 {
                        end &+= hits.trailingZeroBitCount &>> 3
                        break
                    }
                    end &+= 8
                }
                if end >= available {
                    end = available
                    if !isFinal { return .needsMore }
                }
                var length = end - cursor
                let atDelimiter = end < available && bytes[end] == delimiter
                if !atDelimiter, newline == .lineFeed, length > 0, bytes[end - 1] == .carriageReturn { length -= 1 }
                if length > Int(Field.lengthMask) { return .broken(.fieldTooLong, at: cursor) }
                sink.field(index, start: cursor, length: length, quoted: false, escaped: false)
                index += 1
                cursor = end < available ? end + 1 : end
                if !atDelimiter { break }
            }
            position = cursor
            if !sink.endRecord(fieldCount: index, start: recordStart, end: cursor) { return .sink }
        }
    }

    /// The length of the line end at `position`, 0 where there is none.
    @inline(__always)
    func lineEndLength(_ bytes: UnsafePointer<UInt8>, _ position: Int, _ available: Int) -> Int {
        if bytes[position] == dialect.newline { return 1 }
        if bytes[position] == .carriageReturn, position + 1 < available, bytes[position + 1] == dialect.newline { return 2 }
        return 0
    }

    /// Where the quoted field that begins at `start` closes; -1 where the bytes do not tell.
    @inline(__always)
    private func closingQuote(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ available: Int, _ isFinal: Bool, _ escaped: inout Bool) -> Int
    {
        let quotes = Pattern(dialect.quote)
        let escapes = Pattern(dialect.escape)
        var cursor = start
        while cursor < available {
            let word = UnsafeRawPointer(bytes + cursor).loadUnaligned(as: UInt64.self)
            let hits = quotes.matches(word) | escapes.matches(word)
            if hits == 0 {
                cursor &+= 8
                continue
            }
            cursor &+= hits.trailingZeroBitCount &>> 3
            if cursor >= available { return -1 }
            if dialect.escape == dialect.quote {
                if cursor + 1 >= available { return isFinal ? cursor : -1 }
                if bytes[cursor + 1] != dialect.quote { return cursor }
            } else if bytes[cursor] == dialect.quote {
                return cursor + 1 < available || isFinal ? cursor : -1
            }
            escaped = true
            cursor += 2
        }
        return -1
    }
}

/// A byte repeated eight times, to be looked for in words of eight bytes.
struct Pattern {
    private let repeated: UInt64

    @inline(__always) init(_ byte: UInt8) { repeated = UInt64(byte) &* 0x0101_0101_0101_0101 }

    /// Marks the byte's occurrences in the high bits. The lowest mark is exact; those above it may be false.
    @inline(__always) func matches(_ word: UInt64) -> UInt64 {
        let difference = word ^ repeated
        return (difference &- 0x0101_0101_0101_0101) & ~difference & 0x8080_8080_8080_8080
    }
}

/// Counts records and checks their number of fields.
struct CountingSink: RecordSink {
    var recordLimit = Int.max
    var records = 0
    /// The number of fields of the first record, or the expected number.
    var expectedFields: Int?
    var isConsistent = true

    mutating func beginRecord() {}
    mutating func field(_ index: Int, start: Int, length: Int, quoted: Bool, escaped: Bool) {}
    mutating func endRecord(fieldCount: Int, start: Int, end: Int) -> Bool {
        records += 1
        if let expectedFields { isConsistent = isConsistent && expectedFields == fieldCount } else { expectedFields = fieldCount }
        return records < recordLimit
    }
}
