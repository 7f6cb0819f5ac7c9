import Columns

/// Turns a chunk of a source into fields. One belongs to one worker.
protocol ChunkWorker: AnyObject, SendableMetatype {
    var table: FieldTable { get }
    /// What the fields' places count in; padding follows the last field.
    var bytes: UnsafeMutablePointer<UInt8> { get }
    /// Splits a chunk; `start` is where its first record begins, where that is known.
    func split(chunk: Int, start: Int?) throws(QueryError) -> ChunkOutcome
    func sourceOffset(of field: Field) -> Int
}

/// What splitting a chunk gave, beside its fields.
struct ChunkOutcome: Sendable {
    /// Where the chunk's first record begins; nil where no record begins in the chunk.
    var start: Int?
    /// Where the record behind the chunk's last begins.
    var end = 0
    var defect: FileDefect?
    /// Whether the guess of the start led nowhere.
    var isUnresolved = false
    /// Keys of objects that are no columns yet, in order of appearance.
    var newKeys: [String] = []
}

/// A chunk's values, column by column.
final class ParsedChunk: @unchecked Sendable {
    // Unchecked: one worker makes a chunk, at most one other parses columns of it again, and they are read when all have ended.
    let outcome: ChunkOutcome
    let rowCount: Int
    var columns: [ChunkColumn]

    init(outcome: ChunkOutcome, rowCount: Int, columns: [ChunkColumn]) {
        self.outcome = outcome
        self.rowCount = rowCount
        self.columns = columns
    }

    subscript(column: Int) -> ChunkColumn {
        get { columns[column] }
        set { columns[column] = newValue }
    }
}

/// What a load knows of a column before it begins.
struct LoadColumn: Sendable {
    var name: String
    /// The type that the caller demands; nil to infer it.
    var prescribed: LogicalType?
    /// Where inference begins: a kind that rows of this file have already shown to be the least.
    var guess = ColumnGuess.empty
    /// Whether a sample suggests that most texts differ. They are then kept as views until all are there, and coded only if a dictionary pays after all.
    var textsMayDiffer = false
}

/// Reads the chunks of a source in parallel and makes a table of them. The result does not depend on the number of threads nor on the size of the chunks.
final class TableLoad<Worker: ChunkWorker>: @unchecked Sendable {
    // Unchecked: the coders are each used by one worker at a time; all else does not change while workers run.
    let columns: [LoadColumn]
    let meaning: QuotedFields
    let ignoreErrors: Bool
    let context: ExecutionContext
    private let makeWorker: @Sendable () throws(QueryError) -> Worker
    /// By pass, then worker and column: a coder for each column that needs one. A place is written by its worker alone.
    private var coders: [MorselResults<TextCoder>] = []

    init(
        columns: [LoadColumn], meaning: QuotedFields, ignoreErrors: Bool, context: ExecutionContext,
        makeWorker: @escaping @Sendable () throws(QueryError) -> Worker
    ) {
        self.columns = columns
        self.meaning = meaning
        self.ignoreErrors = ignoreErrors
        self.context = context
        self.makeWorker = makeWorker
    }

    private var threads: Int { max(1, context.settings.threads) }

    private func beginPass() -> Int {
        coders.append(MorselResults(count: threads * columns.count))
        return coders.count - 1
    }

    private func coder(numbered number: Int) -> TextCoder? {
        let perPass = threads * columns.count
        return coders[number / perPass][number % perPass]
    }

    private func coder(column: Int, worker: Int, pass: Int) throws(QueryError) -> (TextCoder, Int) {
        let place = worker * columns.count + column
        let number = pass * threads * columns.count + place
        if let coder = coders[pass][place] { return (coder, number) }
        let coder = try TextCoder(account: context.account)
        coders[pass][place] = coder
        return (coder, number)
    }

    /// Parses all chunks. Where a chunk has a defect those behind it may be missing.
    ///
    /// - Parameter starts: where each chunk's first record begins (nil: none does); the first chunk's alone where the others are to be guessed.
    func parse(chunkCount: Int, starts: [Int?]) throws(QueryError) -> [ParsedChunk?] {
        coders = []
        let pass = beginPass()
        let results = MorselResults<ParsedChunk>(count: chunkCount)
        let next = SharedCounter()
        try WorkerPool.shared.run(workers: min(threads, max(1, chunkCount))) { (number) throws(QueryError) in
            let worker = try self.makeWorker()
            var parser = try ChunkColumnParser(account: self.context.account, meaning: self.meaning)
            // What this worker has seen so far; a later chunk rarely needs less.
            var guesses = self.columns.map(\.guess)
            try next.take(below: chunkCount) { (chunk) throws(QueryError) in
                try self.context.check()
                let parsed = try self.parseChunk(chunk, starts, worker, number, pass, &parser, &guesses)
                results[chunk] = parsed
                // All chunks before this one have been taken and will be read; those behind it no longer matter.
                if parsed.outcome.defect != nil { next.stop(at: chunkCount) }
            }
        }
        return results.all
    }

    private func parseChunk(
        _ chunk: Int, _ starts: [Int?], _ worker: Worker, _ number: Int, _ pass: Int, _ parser: inout ChunkColumnParser,
        _ guesses: inout [ColumnGuess]
    ) throws(QueryError) -> ParsedChunk {
        if chunk < starts.count, starts[chunk] == nil { return ParsedChunk(outcome: ChunkOutcome(), rowCount: 0, columns: emptyColumns()) }
        var outcome = try worker.split(chunk: chunk, start: chunk < starts.count ? starts[chunk] : nil)
        var parsed = emptyColumns()
        // Prescribed types first: they can still take rows out.
        while outcome.defect == nil {
            let marks = ignoreErrors ? try Buffer(byteCount: max(1, worker.table.rowCount), account: context.account, zeroed: true) : nil
            for index in columns.indices {
                guard let type = columns[index].prescribed, type != .text else { continue }
                let (column, failed) = try parser.prescribed(
                    type, worker.table, column: index, bytes: worker.bytes, marks: marks?.pointer(to: UInt8.self))
                if let column {
                    parsed[index] = column
                } else {
                    let field = worker.table.field(row: failed, column: index)
                    let text = UnsafeBufferPointer(start: worker.bytes + Int(field.start), count: min(field.length, 80))
                    outcome.defect = FileDefect(
                        kind: .value(column: index, type: type, text: String(decoding: text, as: UTF8.self)),
                        offset: worker.sourceOffset(of: field))
                    break
                }
            }
            guard let marks else { break }
            let marked = marks.pointer(to: UInt8.self)
            guard (0..<worker.table.rowCount).contains(where: { marked[$0] != 0 }) else { break }
            worker.table.removeRows(marked: marked)
        }
        if outcome.defect != nil { return ParsedChunk(outcome: outcome, rowCount: 0, columns: emptyColumns()) }
        for index in columns.indices where columns[index].prescribed == nil || columns[index].prescribed == .text {
            parsed[index] = try parseInferred(index, chunk, worker, number, pass: pass, &parser, guess: guesses[index])
            guesses[index] = columns[index].guess.joined(parsed[index].guess)
        }
        return ParsedChunk(outcome: outcome, rowCount: worker.table.rowCount, columns: parsed)
    }

    private func emptyColumns() -> [ChunkColumn] {
        Array(repeating: ChunkColumn(guess: .empty, count: 0), count: columns.count)
    }

    private func parseInferred(
        _ index: Int, _ chunk: Int, _ worker: Worker, _ number: Int, pass: Int, _ parser: inout ChunkColumnParser, guess: ColumnGuess
    ) throws(QueryError) -> ChunkColumn {
        let guess = columns[index].prescribed == .text ? ColumnGuess(kind: .text) : guess
        var target = TextTarget.views
        if !columns[index].textsMayDiffer {
            let (coder, coderNumber) = try coder(column: index, worker: number, pass: pass)
            target = .codes(coder, number: coderNumber, chunk: chunk)
        }
        return try parser.inferred(worker.table, column: index, bytes: worker.bytes, guess: guess, text: target)
    }

    /// Makes the table: settles each column's type over all chunks, parses again what turned out to be of a wider type, and gives texts their final codes.
    func table(of chunks: [ParsedChunk]) throws(QueryError) -> Table {
        let finals = columns.indices.map { finalGuess($0, chunks) }
        try parseAgain(chunks, finals)
        let rowCount = chunks.reduce(0) { $0 + $1.rowCount }
        let texts = try codeRepeatingTexts(chunks, finals, rowCount)
        let schema = zip(columns, finals).map { column, final in ColumnSchema(name: column.name, type: column.prescribed ?? final.type) }
        let finisher = ColumnFinisher(rowCount: rowCount, context: context)
        let vectors = MorselResults<[Vector]>(count: columns.count)
        try WorkerPool.shared.forEach(columns.count, workers: threads) { (index) throws(QueryError) in
            try self.context.check()
            vectors[index] = try finisher.vectors(
                of: chunks.map { $0[index] }, type: schema[index].type, scale: finals[index].guess.scale, codes: texts[index],
                coder: { self.coder(numbered: $0) })
        }
        // Texts that come as views are views because a dictionary does not pay.
        let views = columns.indices.filter { index in
            schema[index].type == .text && vectors[index]?.contains { $0.isFlat && !$0.isConstant } ?? false
        }
        var builder = TableBuilder(schema: schema, keepingViews: Set(views), context: context)
        for (number, chunk) in chunks.enumerated() where chunk.rowCount > 0 {
            builder.append(columns.indices.compactMap { vectors[$0]?[number] }, count: chunk.rowCount)
        }
        return try builder.finish()
    }

    private struct FinalGuess {
        var guess: ColumnGuess
        var type: LogicalType
    }

    private func finalGuess(_ index: Int, _ chunks: [ParsedChunk]) -> FinalGuess {
        if columns[index].prescribed == .text { return FinalGuess(guess: ColumnGuess(kind: .text), type: .text) }
        var guess = ColumnGuess.empty
        var bounds: [(ClosedRange<Int128>, scale: Int)] = []
        for chunk in chunks {
            let column = chunk[index]
            guess = guess.joined(column.guess)
            if let range = column.bounds { bounds.append((range, column.guess.scale)) }
        }
        switch guess.kind {
        case .empty, .text: return FinalGuess(guess: guess, type: .text)
        case .boolean: return FinalGuess(guess: guess, type: .boolean)
        case .whole: return FinalGuess(guess: guess, type: .bigint)
        case .wide: return FinalGuess(guess: guess, type: .hugeint)
        case .double: return FinalGuess(guess: guess, type: .double)
        case .date: return FinalGuess(guess: guess, type: .date)
        case .time: return FinalGuess(guess: guess, type: .time)
        case .timestamp: return FinalGuess(guess: guess, type: .timestamp)
        case .decimal:
            // The digits before the point of the longest value, at least one.
            var whole = 1
            for (range, scale) in bounds {
                let largest = max(range.lowerBound.magnitude, range.upperBound.magnitude) / powersOfTen[scale].magnitude
                whole = max(whole, decimalDigits(largest))
            }
            let precision = whole + guess.scale
            if precision > 18 { return FinalGuess(guess: ColumnGuess(kind: .double), type: .double) }
            return FinalGuess(guess: guess, type: .decimal(precision: precision, scale: guess.scale))
        }
    }

    private func decimalDigits(_ number: UInt128) -> Int {
        var digits = 1
        while digits < 38, number >= powersOfTen[digits].magnitude { digits += 1 }
        return digits
    }

    /// Whether a chunk's values can be turned into the column's final kind without looking at the text again.
    private func converts(_ chunk: ColumnGuess, to final: ColumnGuess) -> Bool {
        if chunk.kind == .empty || chunk.kind == final.kind { return true }
        switch (chunk.kind, final.kind) {
        case (.whole, .wide), (.whole, .decimal): return true
        default: return false
        }
    }

    /// Gives codes to the texts of columns that were feared to differ mostly, but do not: final ones where they are many, which are given
    /// back by column.
    private func codeRepeatingTexts(_ chunks: [ParsedChunk], _ finals: [FinalGuess], _ rowCount: Int) throws(QueryError) -> [CodedTexts?] {
        var repeating: [Int] = []
        var texts: [CodedTexts?] = Array(repeating: nil, count: columns.count)
        for index in columns.indices where columns[index].textsMayDiffer && finals[index].guess.kind == .text {
            let distinct = DistinctEstimate.distinctCount(chunks.map { $0[index].sampledHashes })
            if DistinctSample.favoursViews(distinctCount: distinct, rowCount: rowCount) { continue }
            if let coder = PartitionedTextCoder(runs: chunks.map { $0[index].views }, expectedTexts: distinct, context: context) {
                texts[index] = try coder.code()
                for chunk in chunks { chunk[index].releaseViews() }
            } else {
                repeating.append(index)
            }
        }
        if repeating.isEmpty { return texts }
        let pass = beginPass()
        let indices = repeating
        let next = SharedCounter()
        try WorkerPool.shared.run(workers: min(threads, max(1, chunks.count))) { (number) throws(QueryError) in
            var parser = try ChunkColumnParser(account: self.context.account, meaning: self.meaning)
            try next.take(below: chunks.count) { (chunk) throws(QueryError) in
                try self.context.check()
                for index in indices where chunks[chunk][index].guess.kind == .text {
                    let (coder, coderNumber) = try self.coder(column: index, worker: number, pass: pass)
                    chunks[chunk][index] = try parser.codes(
                        ofViews: chunks[chunk][index], coder: coder, number: coderNumber, chunkNumber: chunk)
                }
            }
        }
        return texts
    }

    private func parseAgain(_ chunks: [ParsedChunk], _ finals: [FinalGuess]) throws(QueryError) {
        var affected: [Int] = []
        for (number, chunk) in chunks.enumerated() where chunk.rowCount > 0 {
            for index in columns.indices where columns[index].prescribed == nil && !converts(chunk[index].guess, to: finals[index].guess) {
                affected.append(number)
                break
            }
        }
        if affected.isEmpty { return }
        let pass = beginPass()
        let again = affected
        let next = SharedCounter()
        try WorkerPool.shared.run(workers: min(threads, again.count)) { (number) throws(QueryError) in
            let worker = try self.makeWorker()
            var parser = try ChunkColumnParser(account: self.context.account, meaning: self.meaning)
            try next.take(below: again.count) { (place) throws(QueryError) in
                let chunk = chunks[again[place]]
                try self.context.check()
                _ = try worker.split(chunk: again[place], start: chunk.outcome.start)
                if self.ignoreErrors { try self.removeUnfitRows(worker, &parser) }
                for index in self.columns.indices
                where self.columns[index].prescribed == nil && !self.converts(chunk[index].guess, to: finals[index].guess) {
                    chunk[index] = try self.parseInferred(
                        index, again[place], worker, number, pass: pass, &parser, guess: finals[index].guess)
                }
            }
        }
    }

    /// Takes out, as the first pass did, the rows that do not fit a prescribed type.
    private func removeUnfitRows(_ worker: Worker, _ parser: inout ChunkColumnParser) throws(QueryError) {
        let marks = try Buffer(byteCount: max(1, worker.table.rowCount), account: context.account, zeroed: true)
        for index in columns.indices {
            guard let type = columns[index].prescribed, type != .text else { continue }
            _ = try parser.prescribed(type, worker.table, column: index, bytes: worker.bytes, marks: marks.pointer(to: UInt8.self))
        }
        worker.table.removeRows(marked: marks.pointer(to: UInt8.self))
    }
}
