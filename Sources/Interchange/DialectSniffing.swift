import Columns

/// What the beginning of a delimited file tells about its form.
struct SniffedFile {
    var dialect: CSVDialect
    var columnCount: Int
    var hasHeader: Bool
    /// The texts of the first record.
    var firstRecord: [String]
    /// Whether quotes around a field mean that it is a text.
    var quotesMeanText: Bool
    /// Offset behind the first record, in the sample.
    var secondRecord: Int
}

/// Finds the dialect of a delimited file from its first records. The same bytes give the same answer, always.
struct DialectSniffer {
    /// Candidates for the delimiter, in the order in which they win where they are equally good.
    private static let delimiters: [UInt8] = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: "|")]
    private static let recordLimit = 200
    /// More columns than this are no table but a file of some other kind.
    static let columnLimit = 100_000

    let options: ReadOptions
    /// The beginning of the file, with padding behind it.
    let bytes: UnsafePointer<UInt8>
    let count: Int
    /// Whether `bytes` are all of the file.
    let isWhole: Bool

    /// Nil where the bytes do not hold one complete record.
    func sniff() -> SniffedFile? {
        let quote = options.quote ?? UInt8(ascii: "\"")
        let escape = options.escape ?? quote
        let newline = prevailingNewline()
        let candidates = options.delimiter.map { [$0] } ?? (options.format == .tsv ? [UInt8(ascii: "\t")] : DialectSniffer.delimiters)
        var best: (collected: RecordCollector, dialect: CSVDialect, score: Int)?
        for delimiter in candidates {
            let dialect = CSVDialect(delimiter: delimiter, quote: quote, escape: escape, newline: newline)
            guard let collected = collect(dialect) else { continue }
            let score = collected.score
            if best == nil || score > best?.score ?? 0 { best = (collected, dialect, score) }
        }
        guard let best, let first = best.collected.records.first else { return nil }
        return SniffedFile(
            dialect: best.dialect, columnCount: first.count, hasHeader: options.header ?? looksLikeHeader(best.collected),
            firstRecord: first.map { text($0, best.dialect) }, quotesMeanText: quotesMeanText(best.collected),
            secondRecord: best.collected.secondRecord)
    }

    /// Line feed, unless the beginning has carriage returns and not one line feed.
    private func prevailingNewline() -> UInt8 {
        var sawReturn = false
        for index in 0..<min(count, 1 << 16) {
            if bytes[index] == .lineFeed { return .lineFeed }
            if bytes[index] == .carriageReturn { sawReturn = true }
        }
        return sawReturn ? .carriageReturn : .lineFeed
    }

    private func collect(_ dialect: CSVDialect) -> RecordCollector? {
        let splitter = RecordSplitter(dialect: dialect, skipsBlankLines: true)
        var collector = RecordCollector(recordLimit: DialectSniffer.recordLimit)
        var position = 0
        let stop = splitter.split(bytes, position: &position, limit: count, available: count, isFinal: isWhole, into: &collector)
        if case .broken = stop { collector.isBroken = true }
        return collector.records.isEmpty ? nil : collector
    }

    /// Whether the first record names the columns.
    ///
    /// The sure sign is a column of numbers, dates or truth values whose first field is a text. Without such a column a file of texts alone is taken to begin
    /// with names, if its first fields are all there and differ.
    private func looksLikeHeader(_ collected: RecordCollector) -> Bool {
        guard let first = collected.records.first else { return false }
        var seen: Set<String> = []
        var couldBeNames = true
        for (index, field) in first.enumerated() {
            let guess = guess(of: field)
            if guess.kind == .text, isTyped(index, collected) { return true }
            let name = String(decoding: UnsafeBufferPointer(start: bytes + Int(field.start), count: field.length), as: UTF8.self)
            couldBeNames = couldBeNames && guess.kind == .text && field.length > 0 && seen.insert(name).inserted
        }
        return couldBeNames
    }

    /// Whether the records behind the first have values in a column, and these are no texts.
    private func isTyped(_ column: Int, _ collected: RecordCollector) -> Bool {
        var joined = ColumnGuess.empty
        for record in collected.records.dropFirst() where column < record.count {
            joined = joined.joined(guess(of: record[column]))
            if joined.kind == .text { return false }
        }
        return joined.kind != .empty
    }

    private func guess(of field: Field) -> ColumnGuess {
        if field.length == 0 { return .empty }
        return ColumnGuess.classify(bytes + Int(field.start), field.length, quoted: false, meaning: .anything)
    }

    /// Whether some field of the records is not quoted though it is not empty: then quotes stand only where they are needed.
    private func quotesMeanText(_ collected: RecordCollector) -> Bool {
        collected.records.contains { $0.contains { !$0.isQuoted && $0.length > 0 } }
    }

    private func text(_ field: Field, _ dialect: CSVDialect) -> String {
        var text: [UInt8] = []
        var cursor = 0
        let start = bytes + Int(field.start)
        while cursor < field.length {
            if field.isQuoted, start[cursor] == dialect.escape, cursor + 1 < field.length,
                start[cursor + 1] == dialect.quote || start[cursor + 1] == dialect.escape
            {
                cursor += 1
            }
            text.append(start[cursor])
            cursor += 1
        }
        return String(decoding: text, as: UTF8.self)
    }
}

/// Keeps the fields of the first records.
struct RecordCollector: RecordSink {
    let recordLimit: Int
    private(set) var records: [[Field]] = []
    private(set) var secondRecord = 0
    var isBroken = false
    private var current: [Field] = []

    init(recordLimit: Int) { self.recordLimit = recordLimit }

    mutating func beginRecord() { current = [] }

    mutating func field(_ index: Int, start: Int, length: Int, quoted: Bool, escaped: Bool) {
        if index > DialectSniffer.columnLimit { return }
        current.append(
            Field(start: UInt32(truncatingIfNeeded: start), info: UInt32(truncatingIfNeeded: length) | (quoted ? Field.quotedBit : 0)))
    }

    mutating func endRecord(fieldCount: Int, start: Int, end: Int) -> Bool {
        if records.isEmpty { secondRecord = end }
        records.append(current)
        return records.count < recordLimit && current.count * records.count < 1 << 20
    }

    /// How well the records agree, and how much the delimiter separates: first whether all have the same number of fields, then that number.
    var score: Int {
        guard let first = records.first else { return 0 }
        let columns = first.count
        if columns == 1 { return 1 }
        let agreeing = records.reduce(0) { $0 + ($1.count == columns ? 1 : 0) }
        // Thousandths of agreement decide before the number of columns does.
        let agreement = agreeing * 1_000 / records.count
        return (agreement >= 900 ? agreement : agreement / 10) * 1_000_000 / (isBroken ? 2 : 1) + columns
    }
}
