import Columns
import TextEncoding

/// What every worker of a load of JSON objects knows.
struct JSONLayout: Sendable {
    enum Arrangement: Sendable {
        /// One object a line.
        case lines
        /// Objects one after another over any number of lines.
        case sequence
        /// The elements of one array.
        case array
    }

    var source: ByteSource
    var arrangement: Arrangement
    var dataStart: Int
    var chunkByteCount: Int
    var ignoreErrors: Bool
    /// The columns' names, in order.
    var names: [String]

    var chunkCount: Int { (source.byteCount - dataStart + chunkByteCount - 1) / chunkByteCount }

    func range(ofChunk chunk: Int) -> Range<Int> {
        let start = dataStart + chunk * chunkByteCount
        return start..<min(start + chunkByteCount, source.byteCount)
    }
}

/// Reads chunks of JSON objects into fields: strings as quoted fields, numbers and truth values as plain ones, nested values as their JSON text.
final class JSONChunkReader: ChunkWorker {
    let layout: JSONLayout
    let table: FieldTable
    private let buffer: ChunkBuffer
    /// From a key to its column; keys behind the known columns are new.
    private let keys: TextCoder
    private let arena: TextArena
    private var record: [Field] = []
    private var escaped: [Int] = []

    var bytes: UnsafeMutablePointer<UInt8> { buffer.bytes }

    init(layout: JSONLayout, account: MemoryAccount) throws(QueryError) {
        self.layout = layout
        table = try FieldTable(columnCount: layout.names.count, account: account)
        buffer = try ChunkBuffer(source: layout.source, usualByteCount: layout.chunkByteCount, account: account)
        keys = try TextCoder(account: account)
        arena = TextArena(account: account)
        for name in layout.names { _ = try keys.code(of: try arena.view(copying: name), appearance: 0) }
    }

    /// The keys met so far that are no columns yet, in order of appearance.
    var newKeys: [String] { (layout.names.count..<max(layout.names.count, keys.count)).map { keys.views[$0].string } }

    func sourceOffset(of field: Field) -> Int { buffer.loaded.lowerBound + Int(field.start) }

    func split(chunk: Int, start: Int?) throws(QueryError) -> ChunkOutcome {
        let range = layout.range(ofChunk: chunk)
        table.removeAll()
        var outcome = ChunkOutcome()
        let knownKeys = keys.count
        let first = start ?? range.lowerBound - 1
        try buffer.load(first..<min(range.upperBound + ChunkBuffer.slack, layout.source.byteCount))
        var position = 0
        if start == nil {
            // Lines: a record begins behind the first line end.
            let end = range.upperBound - first
            while position < end, bytes[position] != .lineFeed { position += 1 }
            position += 1
            if position >= end { return outcome }
        }
        outcome.start = first + position
        let begin = position
        while true {
            let stop = try records(&position, limit: range.upperBound - buffer.loaded.lowerBound)
            switch stop {
            case nil:
                outcome.end = buffer.loaded.lowerBound + position
                if let offset = buffer.firstInvalidUTF8(begin..<min(position, buffer.loaded.count)) {
                    outcome.defect = FileDefect(kind: .invalidUTF8, offset: offset)
                }
                outcome.newKeys = (knownKeys..<keys.count).map { keys.views[$0].string }
                return outcome
            case .incomplete where !buffer.isFinal: try buffer.extend()
            case .incomplete:
                if try skipBroken(&position) { continue }
                outcome.defect = defect(begin, buffer.loaded.count, "the object that begins here to be closed")
                outcome.defect?.offset = buffer.loaded.lowerBound + position
                return outcome
            case .unexpected(let place, let expected):
                if try skipBroken(&position) { continue }
                outcome.defect = defect(begin, place, expected)
                return outcome
            }
        }
    }

    private func defect(_ begin: Int, _ place: Int, _ expected: String) -> FileDefect {
        if let offset = buffer.firstInvalidUTF8(begin..<place) { return FileDefect(kind: .invalidUTF8, offset: offset) }
        return FileDefect(kind: .json(expected: expected), offset: buffer.loaded.lowerBound + place)
    }

    /// Goes to the next line where broken records are left out; false where they are not, or lines are not records.
    private func skipBroken(_ position: inout Int) throws(QueryError) -> Bool {
        guard layout.ignoreErrors, layout.arrangement == .lines else { return false }
        while true {
            while position < buffer.loaded.count {
                position += 1
                if bytes[position - 1] == .lineFeed { return true }
            }
            if buffer.isFinal { return true }
            try buffer.extend()
        }
    }

    /// Reads the records that begin before `limit`; `position` ends at the beginning of the first that was not read.
    private func records(_ position: inout Int, limit: Int) throws(QueryError) -> JSONStop? {
        var scanner = JSONScanner(
            bytes: bytes, available: buffer.loaded.count, singleLine: layout.arrangement == .lines, position: position)
        while true {
            // Between records.
            while scanner.position < scanner.available, isBetweenRecords(bytes[scanner.position]) { scanner.position += 1 }
            position = scanner.position
            if position >= limit { return nil }
            if position >= scanner.available { return buffer.isFinal ? nil : .incomplete }
            if layout.arrangement == .array, bytes[position] == UInt8(ascii: "]") { return nil }
            do throws(JSONStop) { try object(&scanner) } catch { return error }
            try commit()
            position = scanner.position
        }
    }

    private func isBetweenRecords(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == .lineFeed || byte == .carriageReturn || byte == UInt8(ascii: "\t")
            || (byte == UInt8(ascii: ",") && layout.arrangement == .array)
    }

    /// Reads an object into `record`.
    private func object(_ scanner: inout JSONScanner) throws(JSONStop) {
        let columnCount = layout.names.count
        record.removeAll(keepingCapacity: true)
        for _ in 0..<columnCount { record.append(.null) }
        escaped.removeAll(keepingCapacity: true)
        try scanner.take(UInt8(ascii: "{"), "an object")
        try scanner.skipSpaces()
        if scanner.bytes[scanner.position] == UInt8(ascii: "}") {
            scanner.position += 1
        } else {
            var expectedColumn = 0
            while true {
                try scanner.skipSpaces()
                if scanner.bytes[scanner.position] != UInt8(ascii: "\"") {
                    throw .unexpected(at: scanner.position, expected: "a key in quotes")
                }
                let key = try scanner.string()
                let column = try columnOfKey(key.start, key.length, key.escaped, expectedColumn)
                expectedColumn = column + 1
                try scanner.take(UInt8(ascii: ":"), "':' behind the key")
                let token = try scanner.value()
                if column < columnCount { try put(token, column) }
                try scanner.skipSpaces()
                let next = scanner.bytes[scanner.position]
                scanner.position += 1
                if next == UInt8(ascii: "}") { break }
                if next != UInt8(ascii: ",") { throw .unexpected(at: scanner.position - 1, expected: "',' or '}'") }
            }
        }
        guard layout.arrangement == .lines else { return }
        var cursor = scanner.position
        while cursor < scanner.available, bytes[cursor] != .lineFeed {
            if !isBetweenRecords(bytes[cursor]) { throw .unexpected(at: cursor, expected: "the end of the line behind the object") }
            cursor += 1
        }
        scanner.position = cursor
    }

    private func put(_ token: JSONScanner.Token, _ column: Int) throws(JSONStop) {
        switch token {
        case .null: record[column] = .null
        case .literal(let start, let length):
            record[column] = Field(start: UInt32(truncatingIfNeeded: start), info: UInt32(truncatingIfNeeded: length))
        case .string(let start, let length, let isEscaped):
            try checkLength(start, length)
            record[column] = Field(start: UInt32(truncatingIfNeeded: start), info: UInt32(truncatingIfNeeded: length) | Field.quotedBit)
            if isEscaped { escaped.append(column) }
        case .nested(let start, let length):
            try checkLength(start, length)
            record[column] = Field(start: UInt32(truncatingIfNeeded: start), info: UInt32(truncatingIfNeeded: length) | Field.quotedBit)
        }
    }

    private func checkLength(_ start: Int, _ length: Int) throws(JSONStop) {
        if length > Int(Field.lengthMask) || start > Int(UInt32.max) { throw .unexpected(at: start, expected: "values of less than 1 GiB") }
    }

    /// The column of a key: most often the one behind the last key's.
    private func columnOfKey(_ start: Int, _ length: Int, _ isEscaped: Bool, _ expected: Int) throws(JSONStop) -> Int {
        let place = bytes + start
        if isEscaped {
            let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: length + RecordSplitter.padding)
            defer { copy.deallocate() }
            copy.initialize(repeating: 0, count: length + RecordSplitter.padding)
            copy.update(from: place, count: length)
            return try code(makeView(copy, unescapeJSON(copy, length)), start)
        }
        let view = makeView(place, length)
        if expected < layout.names.count, keys.views[expected] == view { return expected }
        return try code(view, start)
    }

    private func code(_ view: TextView, _ place: Int) throws(JSONStop) -> Int {
        if keys.count > DialectSniffer.columnLimit {
            throw .unexpected(at: place, expected: "at most \(DialectSniffer.columnLimit) different keys")
        }
        do throws(QueryError) { return Int(try keys.code(of: view, appearance: 0)) } catch {
            memoryFailure = error
            throw .unexpected(at: place, expected: "memory")
        }
    }

    /// Memory ran out while a key was kept; `commit` or the next look reports it.
    private var memoryFailure: QueryError?

    /// Puts the record into the table.
    private func commit() throws(QueryError) {
        if let memoryFailure { throw memoryFailure }
        for column in escaped {
            let field = record[column]
            guard field.isQuoted else { continue }
            let length = unescapeJSON(bytes + Int(field.start), field.length)
            record[column].info = UInt32(truncatingIfNeeded: length) | Field.quotedBit
        }
        let place = try table.nextRecord()
        for column in record.indices { place[column * table.blockRows] = record[column] }
        table.commitRecord()
    }
}
