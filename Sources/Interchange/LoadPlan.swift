import Columns
import TextEncoding

/// What is settled about a delimited file before its records are read: dialect, columns, and where inference begins.
struct LoadPlan {
    var layout: DelimitedLayout
    var columns: [LoadColumn]
    var meaning: QuotedFields

    private static let headLength = 1 << 18

    /// Nil for a file without a single record.
    static func make(_ decoded: SourceDecoding.Decoded, options: ReadOptions, context: ExecutionContext) throws(QueryError) -> LoadPlan? {
        let source = decoded.source
        let start = try skipLines(source, from: decoded.start, count: options.skippedLines, context: context)
        // The beginning of the file, as much of it as one record needs.
        var length = min(source.byteCount - start, headLength)
        while length > 0 {
            let head = try Buffer(byteCount: length + RecordSplitter.padding, account: context.account, zeroed: true)
            try source.read(start..<(start + length), into: head.start)
            (head.start + length).initializeMemory(as: UInt8.self, repeating: 0, count: RecordSplitter.padding)
            let isWhole = start + length == source.byteCount
            let sniffer = DialectSniffer(options: options, bytes: head.pointer(to: UInt8.self), count: length, isWhole: isWhole)
            if let sniffed = sniffer.sniff() { return try plan(sniffed, source, start, length, options, context) }
            if isWhole { return try unreadable(head, length, source, start, context) }
            length = min(source.byteCount - start, length * 4)
        }
        return nil
    }

    private static func plan(
        _ sniffed: SniffedFile, _ source: ByteSource, _ start: Int, _ headLength: Int, _ options: ReadOptions, _ context: ExecutionContext
    ) throws(QueryError) -> LoadPlan {
        guard sniffed.columnCount <= DialectSniffer.columnLimit else {
            throw QueryError(
                .fileFormat, "\(source.name): the first record has more than \(DialectSniffer.columnLimit) fields",
                help: ["check the delimiter"])
        }
        var names = sniffed.hasHeader ? sniffed.firstRecord : sniffed.firstRecord.indices.map { "column\($0)" }
        if let given = options.columnNames {
            guard given.count <= names.count else {
                throw QueryError(
                    .fileFormat, "\(source.name) has \(names.count) columns, but \(given.count) names are given",
                    help: ["check the delimiter"])
            }
            names.replaceSubrange(0..<given.count, with: given)
        }
        names = ColumnNames.unique(names)
        let layout = DelimitedLayout(
            source: source, splitter: RecordSplitter(dialect: sniffed.dialect, skipsBlankLines: sniffed.columnCount > 1),
            columnCount: sniffed.columnCount, dataStart: sniffed.hasHeader ? start + sniffed.secondRecord : start,
            chunkByteCount: max(1, options.chunkByteCount), ignoreErrors: options.ignoreErrors,
            nullString: options.nullString.flatMap { $0.isEmpty ? nil : Array($0.utf8) })
        var columns = names.map { LoadColumn(name: $0) }
        try prescribe(options, &columns, source.name)
        let meaning: QuotedFields = sniffed.quotesMeanText ? .text : .anything
        try ColumnSampling(layout: layout, context: context, leastByteCount: options.samplingByteCount).refine(&columns, meaning: meaning)
        return LoadPlan(layout: layout, columns: columns, meaning: meaning)
    }

    /// Notes the types that the caller prescribes.
    static func prescribe(_ options: ReadOptions, _ columns: inout [LoadColumn], _ file: String) throws(QueryError) {
        if options.allText {
            for index in columns.indices { columns[index].prescribed = .text }
        }
        switch options.types {
        case nil: break
        case .byPosition(let types):
            guard types.count <= columns.count else {
                throw QueryError(
                    .fileFormat, "\(file) has \(columns.count) columns, but \(types.count) types are given", help: ["check the delimiter"])
            }
            for (index, type) in types.enumerated() { columns[index].prescribed = type }
        case .byName(let types):
            for (name, type) in types.sorted(by: { $0.key < $1.key }) {
                guard let index = columns.firstIndex(where: { $0.name.lowercased() == name.lowercased() }) else {
                    let known = columns.prefix(20).map(\.name).joined(separator: ", ")
                    throw QueryError(
                        .unknownColumn, "\(file) has no column \(name), for which a type is given", help: ["its columns are \(known)"])
                }
                columns[index].prescribed = type
            }
        }
        for column in columns {
            if let type = column.prescribed, !PrescribedParser.supports(type) {
                throw QueryError(
                    .notSupported, "column \(column.name): \(type) cannot be read from a file", help: ["read it as TEXT and cast it"])
            }
        }
    }

    /// The file has no complete record: it is empty, or a quote in its first record is not closed.
    private static func unreadable(_ head: Buffer, _ length: Int, _ source: ByteSource, _ start: Int, _ context: ExecutionContext)
        throws(QueryError) -> LoadPlan?
    {
        let bytes = head.pointer(to: UInt8.self)
        if let offset = UTF8Validation.firstInvalidOffset(in: UnsafeRawBufferPointer(start: bytes, count: length)) {
            throw LoadErrors(source: source, context: context).invalidUTF8(at: start + offset)
        }
        let blank = (0..<length).allSatisfy { bytes[$0] == .lineFeed || bytes[$0] == .carriageReturn }
        if blank { return nil }
        let errors = LoadErrors(source: source, context: context)
        var defect = RecordDefect.unterminatedQuote
        var place = 0
        let dialect = CSVDialect(delimiter: UInt8(ascii: ","), quote: UInt8(ascii: "\""), escape: UInt8(ascii: "\""), newline: .lineFeed)
        var position = 0
        var sink = CountingSink()
        let splitter = RecordSplitter(dialect: dialect, skipsBlankLines: true)
        if case .broken(let found, let at) = splitter.split(
            bytes, position: &position, limit: length, available: length, isFinal: true, into: &sink)
        {
            defect = found
            place = at
        }
        throw try errors.error(for: FileDefect(kind: .record(defect), offset: start + place), columns: [], newline: .lineFeed)
    }

    private static func skipLines(_ source: ByteSource, from start: Int, count: Int, context: ExecutionContext) throws(QueryError) -> Int {
        guard count > 0 else { return start }
        let contents = try source.contents(padding: 0, account: context.account)
        let bytes = contents.pointer(to: UInt8.self)
        var position = start
        var left = count
        while left > 0, position < source.byteCount {
            if bytes[position] == .lineFeed { left -= 1 }
            position += 1
        }
        return position
    }
}
