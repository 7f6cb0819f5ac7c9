import Columns
import TextEncoding

/// Something in a file that cannot be read as the table it should be.
struct FileDefect: Sendable {
    enum Kind: Sendable {
        case record(RecordDefect)
        case invalidUTF8
        /// Not JSON, or not in the shape of a table; in words, what was expected.
        case json(expected: String)
        /// A field that is no value of its column's prescribed type.
        case value(column: Int, type: LogicalType, text: String)
    }
    var kind: Kind
    /// Offset in the UTF-8 source.
    var offset: Int
}

/// What every worker of a load knows.
struct DelimitedLayout: Sendable {
    var source: ByteSource
    var splitter: RecordSplitter
    var columnCount: Int
    /// Where the first record begins.
    var dataStart: Int
    var chunkByteCount: Int
    var ignoreErrors: Bool
    /// The unquoted text that stands for NULL, where it is not the empty one.
    var nullString: [UInt8]?

    var chunkCount: Int { (source.byteCount - dataStart + chunkByteCount - 1) / chunkByteCount }

    /// The bytes in which the records of a chunk begin; the last of them may end behind it.
    func range(ofChunk chunk: Int) -> Range<Int> {
        let start = dataStart + chunk * chunkByteCount
        return start..<min(start + chunkByteCount, source.byteCount)
    }
}

/// Reads chunks: bytes from the source, records and fields from bytes. One belongs to one worker and uses its memory again for each chunk.
final class ChunkReader: ChunkWorker {
    let layout: DelimitedLayout
    let table: FieldTable
    private let buffer: ChunkBuffer

    var bytes: UnsafeMutablePointer<UInt8> { buffer.bytes }
    private var loaded: Range<Int> { buffer.loaded }

    /// How far a record may reach behind its chunk before its beginning, which was a guess, is no longer believed.
    private static let speculationReach = 16 << 20

    init(layout: DelimitedLayout, account: MemoryAccount) throws(QueryError) {
        self.layout = layout
        table = try FieldTable(columnCount: layout.columnCount, account: account)
        buffer = try ChunkBuffer(source: layout.source, usualByteCount: layout.chunkByteCount, account: account)
    }

    /// Splits the records that begin in a chunk. Without `start` the first is looked for.
    func split(chunk: Int, start: Int?) throws(QueryError) -> ChunkOutcome {
        let range = layout.range(ofChunk: chunk)
        table.removeAll()
        var outcome = ChunkOutcome()
        // The byte before the chunk tells whether a record may begin right at its start.
        let first = start ?? range.lowerBound - 1
        try buffer.load(first..<min(range.upperBound + ChunkBuffer.slack, layout.source.byteCount))
        if let start {
            outcome.start = start
        } else {
            guard let found = guessStart(limit: range.upperBound) else { return outcome }
            outcome.start = found
        }
        var position = (outcome.start ?? first) - loaded.lowerBound
        let begin = position
        while true {
            var sink = FieldSink(table: table, bytes: bytes, layout: layout)
            let stop = layout.splitter.split(
                bytes, position: &position, limit: range.upperBound - loaded.lowerBound, available: loaded.count,
                isFinal: loaded.upperBound == layout.source.byteCount, into: &sink)
            if let failure = sink.failure { throw failure }
            switch stop {
            case .done:
                outcome.end = loaded.lowerBound + position
                if !layout.ignoreErrors { outcome.defect = invalidUTF8(begin..<position) }
                return outcome
            case .sink:
                outcome.defect =
                    invalidUTF8(begin..<position) ?? sink.defect.map { FileDefect(kind: .record($0.0), offset: loaded.lowerBound + $0.1) }
                return outcome
            case .needsMore:
                if start == nil, loaded.upperBound > range.upperBound + ChunkReader.speculationReach {
                    outcome.isUnresolved = true
                    return outcome
                }
                try buffer.extend()
            case .broken(let defect, let place):
                if layout.ignoreErrors {
                    position = try endOfLine(position)
                    continue
                }
                outcome.defect = invalidUTF8(begin..<place) ?? FileDefect(kind: .record(defect), offset: loaded.lowerBound + place)
                return outcome
            }
        }
    }

    /// The offset in the source of a field of the chunk that was split last.
    func sourceOffset(of field: Field) -> Int { loaded.lowerBound + Int(field.start) }

    /// Behind the end of the line at `position`: where reading goes on after a broken record that is left out.
    private func endOfLine(_ position: Int) throws(QueryError) -> Int {
        var position = position
        while true {
            while position < loaded.count {
                if bytes[position] == layout.splitter.dialect.newline { return position + 1 }
                position += 1
            }
            if loaded.upperBound == layout.source.byteCount { return position }
            try buffer.extend()
        }
    }

    private func invalidUTF8(_ range: Range<Int>) -> FileDefect? {
        buffer.firstInvalidUTF8(range).map { FileDefect(kind: .invalidUTF8, offset: $0) }
    }

    // MARK: Where records begin

    /// Guesses where the first record of a chunk begins, its bytes being loaded from the one before it; nil for nowhere before `limit`.
    ///
    /// Only a guess, for a chunk may begin inside a quoted field: whoever puts chunks together checks that each ends where the next begins.
    private func guessStart(limit: Int) -> Int? {
        let end = min(limit - loaded.lowerBound, loaded.count)
        let outside = behindNewline(from: 0, end: end)
        let quote = layout.splitter.dialect.quote
        if quote == 0 || layout.columnCount == 1 { return outside.map { loaded.lowerBound + $0 } }
        if let outside, isPlausible(outside) { return loaded.lowerBound + outside }
        // As if the chunk began inside a quoted field: behind its closing quote comes a delimiter or the end of the record.
        var cursor = 1
        while cursor < end {
            if bytes[cursor] == quote {
                let next = bytes[cursor + 1]
                if next == quote {
                    cursor += 2
                    continue
                }
                var position = cursor + 1
                let lineEnd = layout.splitter.lineEndLength(bytes, position, loaded.count)
                if lineEnd > 0 {
                    position += lineEnd
                    if position < end, isPlausible(position) { return loaded.lowerBound + position }
                } else if next == layout.splitter.dialect.delimiter {
                    position += 1
                    var sink = CountingSink(recordLimit: 1)
                    let stop = layout.splitter.split(
                        bytes, position: &position, limit: loaded.count, available: loaded.count, isFinal: false, into: &sink)
                    if stop == .sink, position < end, isPlausible(position) { return loaded.lowerBound + position }
                }
                break
            }
            cursor += 1
        }
        return outside.map { loaded.lowerBound + $0 }
    }

    private func behindNewline(from start: Int, end: Int) -> Int? {
        var cursor = start
        while cursor < end - 1 {
            if bytes[cursor] == layout.splitter.dialect.newline { return cursor + 1 }
            cursor += 1
        }
        return nil
    }

    /// Whether the records at `position` look like this file's.
    private func isPlausible(_ position: Int) -> Bool {
        var sink = CountingSink(recordLimit: 8, expectedFields: layout.columnCount)
        var position = position
        let stop = layout.splitter.split(
            bytes, position: &position, limit: loaded.count, available: loaded.count,
            isFinal: loaded.upperBound == layout.source.byteCount, into: &sink)
        if case .broken = stop { return false }
        return sink.isConsistent
    }
}

/// Puts the fields of complete records into a table.
struct FieldSink: RecordSink {
    let table: FieldTable
    let bytes: UnsafeMutablePointer<UInt8>
    let columnCount: Int
    let stride: Int
    let quote: UInt8
    let escape: UInt8
    let ignoreErrors: Bool
    let nullString: [UInt8]?
    private var record: UnsafeMutablePointer<Field>?
    private var escapedFields: [Int] = []
    var failure: QueryError?
    var defect: (RecordDefect, Int)?

    init(table: FieldTable, bytes: UnsafeMutablePointer<UInt8>, layout: DelimitedLayout) {
        self.table = table
        self.bytes = bytes
        columnCount = table.columnCount
        stride = table.blockRows
        quote = layout.splitter.dialect.quote
        escape = layout.splitter.dialect.escape
        ignoreErrors = layout.ignoreErrors
        nullString = layout.nullString
    }

    @inline(__always)
    mutating func beginRecord() {
        do throws(QueryError) { record = try table.nextRecord() } catch {
            failure = error
            record = nil
        }
    }

    @inline(__always)
    mutating func field(_ index: Int, start: Int, length: Int, quoted: Bool, escaped: Bool) {
        guard let record, index < columnCount else { return }
        let info = UInt32(truncatingIfNeeded: length) | (quoted ? Field.quotedBit : 0)
        record[index &* stride] = Field(start: UInt32(truncatingIfNeeded: start), info: info)
        if escaped { escapedFields.append(index) }
    }

    @inline(__always)
    mutating func endRecord(fieldCount: Int, start: Int, end: Int) -> Bool {
        if failure != nil { return false }
        if !escapedFields.isEmpty { unescape() }
        if fieldCount != columnCount {
            if ignoreErrors { return true }
            defect = (.fieldCount(found: fieldCount), start)
            return false
        }
        if ignoreErrors, UTF8Validation.firstInvalidOffset(in: UnsafeRawBufferPointer(start: bytes + start, count: end - start)) != nil {
            return true
        }
        if nullString != nil { replaceNullStrings() }
        table.commitRecord()
        return true
    }

    /// Takes the escapes out of the record's fields, in place. What is left free is filled with blanks, so that the bytes stay valid UTF-8.
    private mutating func unescape() {
        guard let record else { return }
        for index in escapedFields where index < columnCount {
            let field = record[index * stride]
            let start = bytes + Int(field.start)
            var kept = 0
            var cursor = 0
            while cursor < field.length {
                // An escape before anything but a quote or an escape stands for itself.
                if start[cursor] == escape, cursor + 1 < field.length, start[cursor + 1] == quote || start[cursor + 1] == escape {
                    cursor += 1
                }
                start[kept] = start[cursor]
                kept += 1
                cursor += 1
            }
            for free in kept..<field.length { start[free] = UInt8(ascii: " ") }
            record[index * stride].info = UInt32(kept) | Field.quotedBit
        }
        escapedFields.removeAll(keepingCapacity: true)
    }

    /// Makes NULL of what is written as NULL, and empty texts of empty fields.
    private func replaceNullStrings() {
        guard let record, let nullString else { return }
        for index in 0..<columnCount {
            let field = record[index * stride]
            if field.isQuoted { continue }
            if field.length == nullString.count, nullString.indices.allSatisfy({ bytes[Int(field.start) + $0] == nullString[$0] }) {
                record[index * stride] = .null
            } else if field.length == 0 {
                record[index * stride].info = Field.quotedBit
            }
        }
    }
}
