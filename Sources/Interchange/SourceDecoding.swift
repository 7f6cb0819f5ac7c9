import Columns
import TextEncoding

/// Opens files as UTF-8, whatever they are encoded in.
enum SourceDecoding {
    /// How much of a file is looked at before it is believed to be UTF-8; a place that is not makes the whole be looked at.
    private static let headLength = 1 << 18
    private static let partLength = 4 << 20

    struct Decoded {
        var source: ByteSource
        /// Bytes of a byte order mark at the start of `source`.
        var start: Int
        var encoding: CharacterEncoding
        /// Whether the encoding was prescribed or sure; otherwise invalid UTF-8 further on is a reason to look again.
        var isSure: Bool
    }

    /// What came of reading a file as UTF-8.
    enum Attempt {
        case table(Table)
        /// The text is not valid UTF-8 at this offset.
        case invalidUTF8(Int)
    }

    /// The table that `body` reads from the decoded file; the whole file decides on its encoding where its beginning was no guide.
    static func read(
        _ source: ByteSource, encoding: CharacterEncoding?, context: ExecutionContext, _ body: (Decoded) throws(QueryError) -> Attempt
    ) throws(QueryError) -> Table {
        let decoded = try open(source, encoding: encoding, thorough: false, context: context)
        var attempt = try body(decoded)
        var final = decoded
        if case .invalidUTF8 = attempt, !decoded.isSure {
            // Not UTF-8 after all.
            final = try open(source, encoding: nil, thorough: true, context: context)
            if final.encoding != .utf8 { attempt = try body(final) }
        }
        switch attempt {
        case .table(let table): return table
        case .invalidUTF8(let offset): throw LoadErrors(source: final.source, context: context).invalidUTF8(at: offset)
        }
    }

    /// - Parameter thorough: whether to look at the whole file, not just its beginning.
    static func open(_ source: ByteSource, encoding: CharacterEncoding?, thorough: Bool, context: ExecutionContext) throws(QueryError)
        -> Decoded
    {
        let headCount = thorough || encoding != nil ? source.byteCount : min(source.byteCount, headLength)
        if encoding == .utf8 { return try utf8(source, isSure: true, context.account) }
        let head = try Buffer(byteCount: max(1, headCount), account: context.account)
        try source.read(0..<headCount, into: head.start)
        let bytes = UnsafeRawBufferPointer(start: head.start, count: headCount)
        let detected =
            encoding.map { DetectedEncoding(encoding: $0, byteOrderMarkLength: $0.byteOrderMarkLength(in: bytes), confidence: 1) }
            ?? TextDecoder.detect(bytes)
        guard let found = detected.encoding else {
            throw QueryError(
                .fileFormat, "\(source.name) is a binary file, not a text",
                help: ["tables are read from CSV, TSV, NDJSON and JSON files"])
        }
        if found == .utf8 { return try utf8(source, isSure: thorough, context.account) }
        let whole = headCount == source.byteCount ? head : try source.contents(padding: 0, account: context.account)
        let text = UnsafeRawBufferPointer(
            start: whole.start + detected.byteOrderMarkLength, count: source.byteCount - detected.byteOrderMarkLength)
        let transcoded = try transcode(text, found, offset: detected.byteOrderMarkLength, name: source.name, context: context)
        return withExtendedLifetime(whole) {
            Decoded(
                source: ByteSource(name: source.name, buffer: transcoded.0, byteCount: transcoded.1), start: 0, encoding: found,
                isSure: true)
        }
    }

    private static func utf8(_ source: ByteSource, isSure: Bool, _ account: MemoryAccount) throws(QueryError) -> Decoded {
        var start = 0
        if source.byteCount >= 3 {
            let mark = try Buffer(byteCount: 3, account: account)
            try source.read(0..<3, into: mark.start)
            start = CharacterEncoding.utf8.byteOrderMarkLength(in: UnsafeRawBufferPointer(start: mark.start, count: 3))
        }
        return Decoded(source: source, start: start, encoding: .utf8, isSure: isSure)
    }

    /// The text as UTF-8 in one buffer, its parts transcoded in parallel.
    private static func transcode(
        _ text: UnsafeRawBufferPointer, _ encoding: CharacterEncoding, offset: Int, name: String, context: ExecutionContext
    ) throws(QueryError) -> (Buffer, Int) {
        var borders = [0]
        while let last = borders.last, last < text.count {
            borders.append(TextDecoder.lineBoundary(in: text, encoding: encoding, near: min(text.count, last + partLength)))
        }
        let partCount = borders.count - 1
        let parts = MorselResults<(Buffer, Int)>(count: partCount)
        let input = SendablePointer(text)
        let cuts = borders
        try WorkerPool.shared.forEach(partCount, workers: context.settings.threads) { (part) throws(QueryError) in
            try context.check()
            let bytes = UnsafeRawBufferPointer(rebasing: input.bytes[cuts[part]..<cuts[part + 1]])
            let room = TextDecoder.maximumUTF8Count(of: bytes.count)
            let output = try Buffer(byteCount: max(1, room), account: context.account)
            do throws(TextDecodingError) {
                let count = try TextDecoder.transcodeToUTF8(
                    bytes, encoding: encoding, into: UnsafeMutableRawBufferPointer(start: output.start, count: room),
                    offset: offset + cuts[part])
                parts[part] = (output, count)
            } catch {
                throw QueryError(
                    .fileFormat, "\(name): \(error)", help: ["say which encoding the file has, as in encoding => 'GB18030'"])
            }
        }
        let all = parts.all.compactMap { $0 }
        let total = all.reduce(0) { $0 + $1.1 }
        let joined = try Buffer(byteCount: max(1, total), account: context.account)
        var next = joined.start
        for (buffer, count) in all {
            next.copyMemory(from: buffer.start, byteCount: count)
            next += count
        }
        return (joined, total)
    }
}

/// Lets several threads read the same bytes, which stay alive and unchanged while they do.
struct SendablePointer: @unchecked Sendable {
    let bytes: UnsafeRawBufferPointer
    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }
}
