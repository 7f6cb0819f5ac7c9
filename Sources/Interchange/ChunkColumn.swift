import Columns

/// The values of one column in one chunk, as narrow as they allow.
struct ChunkColumn {
    var guess: ColumnGuess
    var count: Int
    var nullCount = 0
    /// Whole numbers as offsets of `width` bytes from `base`; texts as provisional codes of `width` bytes; other kinds in their own layout.
    var data: Buffer?
    var width = Width.one
    var base: Int128 = 0
    /// One byte a row; nil where there is no NULL.
    var validity: Buffer?
    /// The least and greatest stored number of whole kinds.
    var bounds: ClosedRange<Int128>?
    /// Which coder the codes of a text column belong to; nil where it holds views.
    var coder: Int?
    /// What keeps the bytes behind views alive.
    var arena: AnyObject?
    /// Hashes of the views' texts that `DistinctEstimate` selects.
    var sampledHashes: [UInt64] = []

    /// The texts of a chunk that holds views; none where all are NULL.
    var views: [Vector] {
        guard guess.kind == .text, coder == nil, let data else { return [] }
        return [Vector(type: .text, count: count, buffer: data, validity: validity, keeping: arena.map { [$0] } ?? [])]
    }

    /// Gives up the texts, when they have codes.
    mutating func releaseViews() { (data, arena, sampledHashes) = (nil, nil, []) }
}

/// Parses columns of a chunk. Its scratch memory is used for one column after another.
struct ChunkColumnParser {
    let account: MemoryAccount
    let meaning: QuotedFields
    private var values: Buffer
    private var valid: Buffer

    init(account: MemoryAccount, meaning: QuotedFields) throws(QueryError) {
        self.account = account
        self.meaning = meaning
        values = try Buffer(byteCount: 16 * 1_024, account: account)
        valid = try Buffer(byteCount: 1_024, account: account)
    }

    /// Makes room for `rows` values of 16 bytes.
    private mutating func reserve(_ rows: Int) throws(QueryError) {
        if valid.byteCount >= rows { return }
        values = try Buffer(byteCount: rows * 16, account: account)
        valid = try Buffer(byteCount: rows, account: account)
    }

    /// The fields that are no value of a kind other than text.
    private var rejectedBits: UInt32 { meaning == .anything ? 0 : Field.quotedBit }
    /// Dates and times may come as JSON strings.
    private var rejectedTimeBits: UInt32 { meaning == .text ? Field.quotedBit : 0 }

    /// Parses a column whose type is inferred, beginning with `guess` and widening as values demand.
    mutating func inferred(
        _ table: FieldTable, column: Int, bytes: UnsafePointer<UInt8>, guess: ColumnGuess, text: TextTarget
    ) throws(QueryError) -> ChunkColumn {
        try reserve(table.rowCount)
        var guess = guess
        while true {
            let (parsed, failedRow) = try attempt(table, column, bytes, guess, text)
            if let parsed { return parsed }
            let field = table.field(row: failedRow, column: column)
            let found = ColumnGuess.classify(bytes + Int(field.start), field.length, quoted: field.isQuoted, meaning: meaning)
            let wider = guess.joined(found)
            // Where the value's own kind says nothing new, it is the digits that do not fit together.
            guess = wider != guess ? wider : ColumnGuess(kind: guess.kind == .decimal ? .double : .text)
        }
    }

    private mutating func attempt(
        _ table: FieldTable, _ column: Int, _ bytes: UnsafePointer<UInt8>, _ guess: ColumnGuess, _ text: TextTarget
    ) throws(QueryError) -> (ChunkColumn?, Int) {
        switch guess.kind {
        case .empty:
            for row in 0..<table.rowCount {
                let field = table.field(row: row, column: column)
                // An empty quoted text is a value of a text column, but of no other.
                if field.info != 0 { return (nil, row) }
            }
            return (ChunkColumn(guess: guess, count: table.rowCount, nullCount: table.rowCount), 0)
        case .whole: return try whole(WholeParser(), table, column, bytes, guess, rejectedBits)
        case .decimal: return try whole(DecimalParser(scale: guess.scale), table, column, bytes, guess, rejectedBits)
        case .date: return try whole(DateParser(), table, column, bytes, guess, rejectedTimeBits)
        case .time: return try whole(TimeParser(), table, column, bytes, guess, rejectedTimeBits)
        case .timestamp: return try whole(TimestampParser(), table, column, bytes, guess, rejectedTimeBits)
        case .wide: return try flat(WideParser(), table, column, bytes, guess, 0 as Int128)
        case .double: return try flat(DoubleParser(), table, column, bytes, guess, 0.0)
        case .boolean: return try flat(BooleanParser(), table, column, bytes, guess, 0 as UInt8)
        case .text: return (try texts(table, column, bytes, text), 0)
        }
    }

    /// Kinds that are whole numbers of 64 bits.
    private mutating func whole<Parser: FieldParser>(
        _ parser: Parser, _ table: FieldTable, _ column: Int, _ bytes: UnsafePointer<UInt8>, _ guess: ColumnGuess, _ rejected: UInt32
    ) throws(QueryError) -> (ChunkColumn?, Int) where Parser.Output == Int64 {
        let output = values.pointer(to: Int64.self)
        var nulls = 0
        let failed = parseRows(parser, table, column, bytes, rejected, output, valid.pointer(to: UInt8.self), 0, &nulls)
        if failed >= 0 { return (nil, failed) }
        return (try narrowed(output, table.rowCount, guess, nulls), 0)
    }

    /// Kinds that keep their own layout.
    private mutating func flat<Parser: FieldParser>(
        _ parser: Parser, _ table: FieldTable, _ column: Int, _ bytes: UnsafePointer<UInt8>, _ guess: ColumnGuess, _ null: Parser.Output
    ) throws(QueryError) -> (ChunkColumn?, Int) {
        let output = values.pointer(to: Parser.Output.self)
        var nulls = 0
        let failed = parseRows(parser, table, column, bytes, rejectedBits, output, valid.pointer(to: UInt8.self), null, &nulls)
        if failed >= 0 { return (nil, failed) }
        return (try copied(output, table.rowCount, guess, nulls), 0)
    }

    /// The first `count` scratch values in their own layout.
    func copied<Element: BitwiseCopyable>(_ output: UnsafeMutablePointer<Element>, _ count: Int, _ guess: ColumnGuess, _ nulls: Int)
        throws(QueryError) -> ChunkColumn
    {
        let data = try Buffer(byteCount: max(1, count * MemoryLayout<Element>.stride), account: account)
        data.start.copyMemory(from: output, byteCount: count * MemoryLayout<Element>.stride)
        var result = ChunkColumn(guess: guess, count: count, nullCount: nulls, data: data)
        result.validity = try keptValidity(count, nulls)
        return result
    }

    /// The first `count` scratch numbers as offsets from their least.
    func narrowed(_ output: UnsafeMutablePointer<Int64>, _ count: Int, _ guess: ColumnGuess, _ nulls: Int) throws(QueryError) -> ChunkColumn
    {
        var result = ChunkColumn(guess: guess, count: count, nullCount: nulls)
        let valid = valid.pointer(to: UInt8.self)
        var least = Int64.max
        var greatest = Int64.min
        if nulls == 0 {
            for row in 0..<count {
                least = min(least, output[row])
                greatest = max(greatest, output[row])
            }
        } else {
            for row in 0..<count where valid[row] != 0 {
                least = min(least, output[row])
                greatest = max(greatest, output[row])
            }
        }
        if nulls == count {
            least = 0
            greatest = 0
        } else {
            result.bounds = Int128(least)...Int128(greatest)
        }
        result.base = Int128(least)
        result.width = Width(holding: UInt64(bitPattern: greatest &- least))
        result.data = try Buffer(byteCount: max(1, count * result.width.byteCount), account: account)
        result.validity = try keptValidity(count, nulls)
        guard let data = result.data else { return result }
        switch result.width {
        case .one: store(output, data.pointer(to: UInt8.self), count, least, nulls, valid)
        case .two: store(output, data.pointer(to: UInt16.self), count, least, nulls, valid)
        case .four: store(output, data.pointer(to: UInt32.self), count, least, nulls, valid)
        case .eight: store(output, data.pointer(to: UInt64.self), count, least, nulls, valid)
        }
        return result
    }

    @inline(__always)
    private func store<Offset: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
        _ values: UnsafeMutablePointer<Int64>, _ offsets: UnsafeMutablePointer<Offset>, _ count: Int, _ base: Int64, _ nulls: Int,
        _ valid: UnsafeMutablePointer<UInt8>
    ) {
        if nulls == 0 {
            for row in 0..<count { offsets[row] = Offset(truncatingIfNeeded: values[row] &- base) }
        } else {
            // NULLs get offset 0.
            for row in 0..<count {
                offsets[row] = Offset(truncatingIfNeeded: values[row] &- base) & (0 &- Offset(truncatingIfNeeded: valid[row]))
            }
        }
    }

    private func keptValidity(_ count: Int, _ nulls: Int) throws(QueryError) -> Buffer? {
        if nulls == 0 { return nil }
        let kept = try Buffer(byteCount: max(1, count), account: account)
        kept.start.copyMemory(from: valid.start, byteCount: count)
        return kept
    }

    private mutating func texts(_ table: FieldTable, _ column: Int, _ bytes: UnsafePointer<UInt8>, _ target: TextTarget)
        throws(QueryError) -> ChunkColumn
    {
        let valid = valid.pointer(to: UInt8.self)
        switch target {
        case .codes(let coder, let number, let chunk):
            let codes = values.pointer(to: UInt32.self)
            var nulls = 0
            var row = 0
            for block in 0..<table.blockCount {
                let fields = table.column(column, block: block)
                for index in 0..<table.rows(inBlock: block) {
                    let field = fields[index]
                    valid[row] = 1
                    codes[row] = 0
                    if field.info == 0 {
                        valid[row] = 0
                        nulls &+= 1
                    } else {
                        let view = makeView(bytes + Int(field.start), field.length)
                        codes[row] = try coder.code(of: view, appearance: UInt64(chunk) &<< 32 | UInt64(row))
                    }
                    row &+= 1
                }
            }
            return try coded(codes, row, nulls, coder: number)
        case .views: return try views(table, column, bytes)
        }
    }

    /// The views of a chunk as codes.
    mutating func codes(ofViews chunk: ChunkColumn, coder: TextCoder, number: Int, chunkNumber: Int) throws(QueryError) -> ChunkColumn {
        guard let data = chunk.data else { return chunk }
        try reserve(chunk.count)
        let codes = values.pointer(to: UInt32.self)
        let valid = valid.pointer(to: UInt8.self)
        let views = data.pointer(to: TextView.self)
        let old = chunk.validity?.pointer(to: UInt8.self)
        for row in 0..<chunk.count {
            valid[row] = old.map { $0[row] } ?? 1
            codes[row] = valid[row] == 0 ? 0 : try coder.code(of: views[row], appearance: UInt64(chunkNumber) &<< 32 | UInt64(row))
        }
        return try coded(codes, chunk.count, chunk.nullCount, coder: number)
    }

    /// The first `count` scratch codes in the narrowest width.
    private func coded(_ codes: UnsafeMutablePointer<UInt32>, _ count: Int, _ nulls: Int, coder: Int) throws(QueryError) -> ChunkColumn {
        var greatest: UInt32 = 0
        for row in 0..<count { greatest = max(greatest, codes[row]) }
        var result = ChunkColumn(guess: ColumnGuess(kind: .text), count: count, nullCount: nulls)
        result.coder = coder
        result.validity = try keptValidity(count, nulls)
        result.width = greatest <= 0xFF ? .one : greatest <= 0xFFFF ? .two : .four
        let data = try Buffer(byteCount: max(1, count * result.width.byteCount), account: account)
        result.data = data
        switch result.width {
        case .one: for row in 0..<count { data.pointer(to: UInt8.self)[row] = UInt8(truncatingIfNeeded: codes[row]) }
        case .two: for row in 0..<count { data.pointer(to: UInt16.self)[row] = UInt16(truncatingIfNeeded: codes[row]) }
        case .four, .eight: data.start.copyMemory(from: codes, byteCount: count * 4)
        }
        return result
    }

    /// The texts themselves, the long ones copied to one buffer.
    private mutating func views(_ table: FieldTable, _ column: Int, _ bytes: UnsafePointer<UInt8>) throws(QueryError) -> ChunkColumn {
        let valid = valid.pointer(to: UInt8.self)
        let output = values.pointer(to: TextView.self)
        var nulls = 0
        var longBytes = 0
        var row = 0
        for block in 0..<table.blockCount {
            let fields = table.column(column, block: block)
            for index in 0..<table.rows(inBlock: block) {
                let field = fields[index]
                valid[row] = byte(field.info != 0)
                nulls &+= Int(byte(field.info == 0))
                output[row] = makeView(bytes + Int(field.start), field.length)
                longBytes &+= field.length > TextView.inlineCapacity ? field.length : 0
                row &+= 1
            }
        }
        // Room to copy whole words.
        let arena = try Buffer(byteCount: longBytes + 16, account: account)
        var next = arena.pointer(to: UInt8.self)
        var sampled: [UInt64] = []
        for index in 0..<row {
            let view = output[index]
            let hash = fastHash(view)
            if DistinctEstimate.selects(hash) { sampled.append(hash) }
            guard !view.isInline, let source = view.external else { continue }
            let count = view.count
            UnsafeMutableRawPointer(next).copyMemory(from: source, byteCount: count)
            output[index] = TextView(low: view.low, high: UInt64(UInt(bitPattern: next)))
            next += count
        }
        var result = try copied(output, row, ColumnGuess(kind: .text), nulls)
        result.arena = arena
        result.sampledHashes = sampled
        return result
    }
}

/// Where the texts of a column go.
enum TextTarget {
    /// To codes of a worker's coder, which has a number among all coders of the load; `chunk` dates first appearances.
    case codes(TextCoder, number: Int, chunk: Int)
    case views
}

/// Parses the fields of a column; returns the first row whose field the parser refuses, or -1.
@inline(__always)
func parseRows<Parser: FieldParser>(
    _ parser: Parser, _ table: FieldTable, _ column: Int, _ bytes: UnsafePointer<UInt8>, _ rejected: UInt32,
    _ output: UnsafeMutablePointer<Parser.Output>, _ valid: UnsafeMutablePointer<UInt8>, _ null: Parser.Output, _ nulls: inout Int
) -> Int {
    var row = 0
    for block in 0..<table.blockCount {
        let fields = table.column(column, block: block)
        for index in 0..<table.rows(inBlock: block) {
            let field = fields[index]
            let length = field.length
            var value = null
            if length == 0 {
                valid[row] = 0
                nulls &+= 1
            } else {
                valid[row] = 1
                let start = bytes + Int(field.start)
                if field.info & rejected != 0 { return row }
                if !parser.parse(start, length, &value) && !parseTrimmed(parser, start, length, &value) { return row }
            }
            output[row] = value
            row &+= 1
        }
    }
    return -1
}

/// Tries again without the spaces around the value.
@inline(never)
private func parseTrimmed<Parser: FieldParser>(
    _ parser: Parser, _ bytes: UnsafePointer<UInt8>, _ count: Int, _ value: inout Parser.Output
) -> Bool {
    var start = 0
    var end = count
    trimSpaces(bytes, &start, &end)
    if end - start == count || end == start { return false }
    return parser.parse(bytes + start, end - start, &value)
}
