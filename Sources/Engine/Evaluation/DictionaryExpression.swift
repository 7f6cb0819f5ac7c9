import Columns
import Functions
import Synchronization

/// An expression over one text column alone, evaluated once per dictionary entry and then mapped over the codes.
///
/// Only immutable expressions are wrapped. Entries that no row uses are evaluated too; should one raise an error, the rows are
/// evaluated one vector after the other instead, as they are while fewer rows were seen than the dictionary would cost.
final class DictionaryExpression: VectorExpression {
    let expression: any VectorExpression
    /// The text column.
    let column: Int
    private let context: EvaluationContext
    private let cache = Mutex<[ObjectIdentifier: Entry]>([:])

    private enum Entry {
        case waiting(rowsSeen: Int)
        case mapped(Mapping)
        case raising
    }

    /// The results by code, with one more row at the end for NULL.
    private struct Mapping {
        let results: Vector
        let dictionary: TextDictionary
        /// The results without the row for NULL, where no entry's result is NULL.
        let values: Vector?
        /// The codes whose result is true, where all are true or false and few runs of codes hold the true ones.
        let trueRuns: [OffsetRange]?

        init(results: Vector, dictionary: TextDictionary) {
            self.results = results
            self.dictionary = dictionary
            var isTotal = !results.isConstant && dictionary.count > 0
            if isTotal, let validity = results.validity {
                isTotal = RowMask.countOnes(validity, dictionary.count) == dictionary.count
            }
            values =
                isTotal
                ? Vector(type: results.type, count: dictionary.count, form: results.form, data: results.data, owners: results.owners) : nil
            trueRuns = values.flatMap { Mapping.runs(of: $0) }
        }

        private static func runs(of values: Vector) -> [OffsetRange]? {
            guard values.type == .boolean, values.isFlat else { return nil }
            let truth = values.elements(as: UInt8.self)
            var runs: [OffsetRange] = []
            var code = 0
            while code < values.count {
                let start = code
                while code < values.count, truth[code] != 0 { code += 1 }
                if code > start {
                    if runs.count == DictionaryExpression.mostRuns { return nil }
                    runs.append(OffsetRange(low: UInt64(start), span: UInt64(code - start - 1)))
                }
                code += 1
            }
            return runs
        }
    }

    /// From here on looking up each code is not slower than a pass over the codes for every run.
    private static let mostRuns = 8

    var type: LogicalType { expression.type }
    var canRaise: Bool { expression.canRaise }

    var strategy: String {
        let entries = cache.withLock { entries in
            entries.values.reduce(0) { total, entry in
                if case .mapped(let mapping) = entry { total + mapping.dictionary.count } else { total }
            }
        }
        return entries > 0 ? "\(entries) dictionary entries" : "vectors"
    }

    init(_ expression: any VectorExpression, column: Int, context: EvaluationContext) {
        self.expression = expression
        self.column = column
        self.context = context
    }

    func evaluate(_ batch: Batch) throws(QueryError) -> Vector {
        let vector = try batch.column(column)
        guard case .codes(let width, let dictionary) = vector.form, !vector.isConstant, batch.count > 0,
            let mapping = try mapping(for: dictionary, rows: batch.count)
        else { return try expression.evaluate(batch) }
        if mapping.results.isConstant { return mapping.results.repeated(batch.count) }
        if vector.validity == nil, let runs = mapping.trueRuns { return try mark(vector, width, runs) }
        if vector.validity == nil, let values = mapping.values { return try lookUp(vector, width, values) }
        let rows = try rowNumbers(vector, width)
        if let validity = vector.validity {
            let numbers = rows.pointer(to: UInt32.self), null = UInt32(dictionary.count)
            for row in 0..<batch.count where validity[row] == 0 { numbers[row] = null }
        }
        let result = try mapping.results.gathered(rows.pointer(to: UInt32.self), count: batch.count, account: context.account)
        return withExtendedLifetime(rows) { result }
    }

    /// Marks the rows, all valid, whose codes lie in one of the runs.
    private func mark(_ vector: Vector, _ width: Width, _ runs: [OffsetRange]) throws(QueryError) -> Vector {
        guard let first = runs.first else {
            return try Vector.constant(.boolean(false), type: .boolean, count: vector.count, account: context.account)
        }
        let buffer = try Buffer(byteCount: vector.count, account: context.account)
        let codes = OffsetRun(data: vector.data, width: width, base: 0, count: vector.count)
        codes.mark(first, into: buffer.pointer(to: UInt8.self))
        for run in runs.dropFirst() { codes.mark(run, into: buffer.pointer(to: UInt8.self), .adding) }
        return Vector(type: .boolean, count: vector.count, buffer: buffer)
    }

    /// The results of rows that are all valid, whose codes all have a result.
    private func lookUp(_ vector: Vector, _ width: Width, _ values: Vector) throws(QueryError) -> Vector {
        let account = context.account
        let count = vector.count
        if case .four = width { return try values.gathered(vector.elements(as: UInt32.self), count: count, account: account) }
        guard values.elementByteCount == 1, values.isFlat else {
            let rows = try rowNumbers(vector, width)
            let result = try values.gathered(rows.pointer(to: UInt32.self), count: count, account: account)
            return withExtendedLifetime(rows) { result }
        }
        let buffer = try Buffer(byteCount: count, account: account)
        let output = buffer.pointer(to: UInt8.self), table = values.elements(as: UInt8.self)
        func fill<Code: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(_ codes: UnsafePointer<Code>) {
            for row in 0..<count { output[row] = table[Int(truncatingIfNeeded: codes[row])] }
        }
        if case .one = width { fill(vector.elements(as: UInt8.self)) } else { fill(vector.elements(as: UInt16.self)) }
        return Vector(type: type, count: count, buffer: buffer)
    }

    /// The codes as row numbers of the results.
    private func rowNumbers(_ vector: Vector, _ width: Width) throws(QueryError) -> Buffer {
        let buffer = try Buffer(byteCount: vector.count * 4, account: context.account)
        let rows = buffer.pointer(to: UInt32.self)
        switch width {
        case .one: widen(vector.elements(as: UInt8.self), rows, vector.count)
        case .two: widen(vector.elements(as: UInt16.self), rows, vector.count)
        case .four, .eight: rows.update(from: vector.elements(as: UInt32.self), count: vector.count)
        }
        return buffer
    }

    private func widen<Code: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
        _ codes: UnsafePointer<Code>, _ rows: UnsafeMutablePointer<UInt32>, _ count: Int
    ) {
        for row in 0..<count { rows[row] = UInt32(truncatingIfNeeded: codes[row]) }
    }

    /// The results by code; nil while too few rows were seen or where an entry raises an error.
    private func mapping(for dictionary: TextDictionary, rows: Int) throws(QueryError) -> Mapping? {
        let key = ObjectIdentifier(dictionary)
        return try cache.withLock { (entries) throws(QueryError) -> Mapping? in
            switch entries[key] {
            case .mapped(let mapping): return mapping
            case .raising: return nil
            case .waiting(let seen):
                if seen + rows < dictionary.count / 2 {
                    entries[key] = .waiting(rowsSeen: seen + rows)
                    return nil
                }
            case nil:
                if rows < dictionary.count / 2 {
                    entries[key] = .waiting(rowsSeen: rows)
                    return nil
                }
            }
            do throws(QueryError) {
                let mapping = Mapping(results: try evaluateEntries(dictionary), dictionary: dictionary)
                entries[key] = .mapped(mapping)
                return mapping
            } catch {
                if error.code == .cancelled || error.code == .outOfMemory || error.code == .timeout { throw error }
                entries[key] = .raising
                return nil
            }
        }
    }

    /// The expression over every entry and a NULL behind them. Text results become codes of a dictionary of their own.
    private func evaluateEntries(_ dictionary: TextDictionary) throws(QueryError) -> Vector {
        let account = context.account
        let count = dictionary.count + 1
        let views = try Buffer(byteCount: count * MemoryLayout<TextView>.stride, account: account)
        views.pointer(to: TextView.self).update(from: dictionary.views, count: dictionary.count)
        views.pointer(to: TextView.self)[dictionary.count] = .empty
        let validity = try Buffer(byteCount: count, account: account)
        validity.pointer(to: UInt8.self).initialize(repeating: 1, count: count)
        validity.pointer(to: UInt8.self)[dictionary.count] = 0
        let entries = Vector(type: .text, count: count, buffer: views, validity: validity, keeping: [dictionary])
        let size = DictionaryExpression.entriesOfPiece
        let pieces = MorselResults<Vector>(count: (count + size - 1) / size)
        // The other workers wait for the mapping: whoever makes it takes their share of the processor.
        try WorkerPool.shared.forEach(pieces.count, workers: context.settings.threads) { (piece) throws(QueryError) in
            let rows = piece * size..<min((piece + 1) * size, count)
            let columns = Array(repeating: entries.slice(rows), count: self.column + 1)
            pieces[piece] = try self.expression.evaluate(Batch(columns: columns, count: rows.count))
        }
        let found = pieces.all.compactMap { $0 }
        if found.count == 1, found[0].isConstant { return found[0] }
        let result = try Vector.concatenating(found, type: type, context: context.execution).flattened(account)
        return type == .text ? try coded(result) : result
    }

    /// Enough entries to outweigh that another thread has to be woken.
    private static let entriesOfPiece = 16_384

    private func coded(_ flat: Vector) throws(QueryError) -> Vector {
        let account = context.account
        var builder = try TextDictionaryBuilder(account: account)
        let buffer = try Buffer(byteCount: max(flat.count, 1) * 4, account: account)
        let codes = buffer.pointer(to: UInt32.self)
        let views = flat.elements(as: TextView.self)
        for row in 0..<flat.count { codes[row] = flat.isValid(row) ? try builder.code(of: views[row]) : 0 }
        let dictionary = builder.finish()
        return Vector(
            type: .text, count: flat.count, form: .codes(width: .four, dictionary: dictionary), data: UnsafeRawPointer(buffer.start),
            validity: flat.validity, owners: flat.owners + [buffer, dictionary])
    }
}
