import Columns
import TextEncoding

/// Reads JSON objects, one a line, one after another or in an array, as rows; their keys are the columns, by first appearance.
struct JSONReader {
    let source: ByteSource
    let options: ReadOptions
    let context: ExecutionContext

    func read() throws(QueryError) -> Table {
        try SourceDecoding.read(source, encoding: options.encoding, context: context) { (decoded) throws(QueryError) in try read(decoded) }
    }

    private func read(_ decoded: SourceDecoding.Decoded) throws(QueryError) -> SourceDecoding.Attempt {
        guard var layout = try JSONLayout.find(decoded, options: options, context: context) else {
            return .table(Table(schema: [], segments: []))
        }
        var starts: [Int?] = [layout.dataStart]
        if layout.arrangement != .lines {
            switch try JSONRecordStarts(layout: layout, context: context).find() {
            case .success(let found): starts = found
            case .failure(let defect):
                if case .invalidUTF8 = defect.kind { return .invalidUTF8(defect.offset) }
                throw try LoadErrors(source: layout.source, context: context).error(for: defect, columns: [], newline: .lineFeed)
            }
        }
        layout.names = try sampledKeys(layout)
        // A key that only later chunks have makes a new column, and all is read again with it; few files have such keys.
        while true {
            let columns = try loadColumns(layout)
            let shared = layout
            let context = context
            let load = TableLoad<JSONChunkReader>(
                columns: columns, meaning: .textOrTime, ignoreErrors: options.ignoreErrors, context: context
            ) { () throws(QueryError) in try JSONChunkReader(layout: shared, account: context.account) }
            let chunks = try load.parse(chunkCount: layout.chunkCount, starts: starts)
            for chunk in chunks {
                guard let defect = chunk?.outcome.defect else { continue }
                if case .invalidUTF8 = defect.kind { return .invalidUTF8(defect.offset) }
                throw try LoadErrors(source: layout.source, context: context).error(for: defect, columns: columns, newline: .lineFeed)
            }
            let added = newKeys(chunks, known: layout.names)
            if added.isEmpty { return .table(try load.table(of: chunks.compactMap { $0 })) }
            layout.names += added
        }
    }

    /// The keys of the first objects. What is wrong with these is left to the real reading.
    private func sampledKeys(_ layout: JSONLayout) throws(QueryError) -> [String] {
        var sample = layout
        sample.chunkByteCount = 1 << 16
        return try JSONChunkReader(layout: sample, account: context.account).split(chunk: 0, start: layout.dataStart).newKeys
    }

    private func newKeys(_ chunks: [ParsedChunk?], known: [String]) -> [String] {
        var seen = Set(known)
        var added: [String] = []
        for chunk in chunks {
            for key in chunk?.outcome.newKeys ?? [] where seen.insert(key).inserted { added.append(key) }
        }
        return added
    }

    private func loadColumns(_ layout: JSONLayout) throws(QueryError) -> [LoadColumn] {
        var columns = ColumnNames.unique(layout.names).map { LoadColumn(name: $0) }
        try LoadPlan.prescribe(options, &columns, source.name)
        return columns
    }
}

extension JSONLayout {
    /// How the objects of a file are arranged; nil for a file of nothing but blanks.
    static func find(_ decoded: SourceDecoding.Decoded, options: ReadOptions, context: ExecutionContext) throws(QueryError) -> JSONLayout? {
        let source = decoded.source
        var length = min(source.byteCount - decoded.start, 1 << 18)
        while length > 0 {
            let head = try Buffer(byteCount: length + RecordSplitter.padding, account: context.account)
            try source.read(decoded.start..<(decoded.start + length), into: head.start)
            (head.start + length).initializeMemory(as: UInt8.self, repeating: 0, count: RecordSplitter.padding)
            let bytes = head.pointer(to: UInt8.self)
            var scanner = JSONScanner(bytes: bytes, available: length, singleLine: false, position: 0)
            let isWhole = decoded.start + length == source.byteCount
            do throws(JSONStop) {
                try scanner.skipSpaces()
                var layout = JSONLayout(
                    source: source, arrangement: .lines, dataStart: decoded.start, chunkByteCount: max(1, options.chunkByteCount),
                    ignoreErrors: options.ignoreErrors, names: [])
                if bytes[scanner.position] == UInt8(ascii: "[") {
                    layout.arrangement = .array
                    layout.dataStart = decoded.start + scanner.position + 1
                    return layout
                }
                let start = scanner.position
                try scanner.skipNested(orFail: "an object")
                layout.arrangement = (start..<scanner.position).contains { bytes[$0] == .lineFeed } ? .sequence : .lines
                return layout
            } catch {
                if case .unexpected(let place, let expected) = error {
                    // An object that is broken on its line is met again, and named, when the lines are read.
                    if expected != "an object" {
                        return JSONLayout(
                            source: source, arrangement: .lines, dataStart: decoded.start, chunkByteCount: max(1, options.chunkByteCount),
                            ignoreErrors: options.ignoreErrors, names: [])
                    }
                    throw try LoadErrors(source: source, context: context).error(
                        for: FileDefect(kind: .json(expected: expected), offset: decoded.start + place), columns: [], newline: .lineFeed)
                }
                if isWhole, (0..<length).allSatisfy({ bytes[$0] <= 0x20 }) { return nil }
                if isWhole {
                    return JSONLayout(
                        source: source, arrangement: .lines, dataStart: decoded.start, chunkByteCount: max(1, options.chunkByteCount),
                        ignoreErrors: options.ignoreErrors, names: [])
                }
            }
            length = min(source.byteCount - decoded.start, length * 4)
        }
        return nil
    }
}

/// Finds where the first object of every chunk begins, for objects that are not one a line.
struct JSONRecordStarts {
    let layout: JSONLayout
    let context: ExecutionContext

    enum Outcome {
        case success([Int?])
        case failure(FileDefect)
    }

    func find() throws(QueryError) -> Outcome {
        let contents = try layout.source.contents(padding: RecordSplitter.padding, account: context.account)
        let bytes = contents.pointer(to: UInt8.self)
        let count = layout.source.byteCount
        var starts: [Int?] = Array(repeating: nil, count: layout.chunkCount)
        var scanner = JSONScanner(bytes: bytes, available: count, singleLine: false, position: layout.dataStart)
        var steps = 0
        do throws(JSONStop) {
            var needsComma = false
            while true {
                if layout.arrangement == .array {
                    try scanner.skipSpaces()
                    if bytes[scanner.position] == UInt8(ascii: "]") { break }
                    if needsComma { try scanner.take(UInt8(ascii: ","), "',' or ']'") }
                    try scanner.skipSpaces()
                } else {
                    while scanner.position < count, bytes[scanner.position] <= 0x20 { scanner.position += 1 }
                    if scanner.position >= count { break }
                }
                let chunk = (scanner.position - layout.dataStart) / layout.chunkByteCount
                if chunk < starts.count, starts[chunk] == nil { starts[chunk] = scanner.position }
                try scanner.skipNested(orFail: "an object")
                needsComma = true
                steps += 1
                if steps & 0xFFFF == 0, context.isCancelled { break }
            }
        } catch {
            if let offset = UTF8Validation.firstInvalidOffset(in: UnsafeRawBufferPointer(start: bytes, count: count)) {
                return .failure(FileDefect(kind: .invalidUTF8, offset: offset))
            }
            switch error {
            case .incomplete:
                return .failure(
                    FileDefect(kind: .json(expected: layout.arrangement == .array ? "']' at the end" : "'}' at the end"), offset: count))
            case .unexpected(let place, let expected): return .failure(FileDefect(kind: .json(expected: expected), offset: place))
            }
        }
        try context.check()
        return .success(starts)
    }
}

extension JSONScanner {
    /// Goes behind an object; anything else is not what was `expected`.
    mutating func skipNested(orFail expected: String) throws(JSONStop) {
        if position >= available { throw .incomplete }
        if bytes[position] != UInt8(ascii: "{") { throw .unexpected(at: position, expected: expected) }
        try skipNested()
    }
}
