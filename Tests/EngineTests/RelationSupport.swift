import Columns
import Engine

/// A small fast generator, so that random cases are the same on every run.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}

/// Rows as lists of values: what the naive reference works on.
struct Relation {
    var types: [LogicalType]
    var rows: [[Value]]
}

/// How a relation is laid out and run.
struct Mode: Sendable, CustomStringConvertible {
    var vectorSize = 2_048
    var morselSize = 65_536
    var hashBits = 64
    var threads = 1
    var denseArrays = true

    static let all: [Mode] = [
        Mode(), Mode(vectorSize: 3, morselSize: 7, threads: 2), Mode(vectorSize: 5, morselSize: 20, hashBits: 0, denseArrays: false),
        Mode(vectorSize: 2_048, morselSize: 64, hashBits: 64, threads: 2, denseArrays: false),
    ]

    func context(account: MemoryAccount = MemoryAccount()) -> ExecutionContext {
        var settings = Settings()
        settings.vectorSize = vectorSize
        settings.morselSize = morselSize
        settings.hashBits = hashBits
        settings.threads = threads
        settings.denseArrays = denseArrays
        return ExecutionContext(account: account, settings: settings)
    }

    var description: String {
        "vectors of \(vectorSize), morsels of \(morselSize), \(hashBits) hash bits, \(threads) threads, dense \(denseArrays)"
    }
}

extension Relation {
    /// The rows in batches of the mode's size. Forms vary from batch to batch: flat, codes of one or another dictionary, offsets, constants.
    func materialized(_ context: ExecutionContext, varied: Bool = true) throws -> MaterializedRows {
        var morsels: [[Batch]] = []
        var morsel: [Batch] = []
        var start = 0, held = 0, number = 0
        let dictionaries = try types.indices.map { index in try Relation.dictionary(of: rows.map { $0[index] }, context) }
        while start < rows.count {
            let end = min(start + context.settings.vectorSize, rows.count)
            var columns: [Vector] = []
            for index in types.indices {
                let values = rows[start..<end].map { $0[index] }
                let vector = try Vector.of(values, type: types[index], account: context.account)
                columns.append(
                    varied ? try Relation.reformed(vector, values, dictionaries[index], form: number + index, context) : vector)
            }
            morsel.append(Batch(columns: columns, count: end - start))
            held += end - start
            start = end
            number += 1
            if held >= context.settings.morselSize {
                morsels.append(morsel)
                (morsel, held) = ([], 0)
            }
        }
        if !morsel.isEmpty { morsels.append(morsel) }
        return MaterializedRows(columnTypes: types, morsels: morsels)
    }

    private static func dictionary(of values: [Value], _ context: ExecutionContext) throws -> TextDictionary {
        var builder = try TextDictionaryBuilder(account: context.account)
        let arena = TextArena(account: context.account)
        for case .text(let text) in values { _ = try builder.code(of: try arena.view(copying: text)) }
        return builder.finish()
    }

    private static func reformed(_ vector: Vector, _ values: [Value], _ dictionary: TextDictionary, form: Int, _ context: ExecutionContext)
        throws -> Vector
    {
        if Set(values.map { "\($0)" }).count == 1, form % 2 == 0 {
            return try Vector.constant(values[0], type: vector.type, count: values.count, account: context.account)
        }
        if vector.type == .text, form % 4 != 3 {
            let shared = form % 4 == 2 ? try Relation.dictionary(of: values, context) : dictionary
            let buffer = try Buffer(byteCount: values.count * 2, account: context.account, zeroed: true)
            for (row, value) in values.enumerated() {
                guard case .text(let text) = value else { continue }
                let arena = TextArena(account: context.account)
                guard let code = try shared.code(of: try arena.view(copying: text)) else { continue }
                buffer.pointer(to: UInt16.self)[row] = UInt16(code)
            }
            return Vector(
                type: .text, count: values.count, form: .codes(width: .two, dictionary: shared), data: UnsafeRawPointer(buffer.start),
                validity: vector.validity, owners: vector.owners + [buffer])
        }
        if vector.type.physical.isWhole, vector.type != .null, form % 3 == 1 {
            let numbers = values.indices.map { vector.isValid($0) ? vector.wholeNumber(at: $0) : nil }
            let base = numbers.compactMap { $0 }.min() ?? 0
            let span = (numbers.compactMap { $0 }.max() ?? 0).subtractingReportingOverflow(base)
            guard !span.overflow, span.partialValue < 1 << 32 else { return vector }
            let buffer = try Buffer(byteCount: values.count * 4, account: context.account, zeroed: true)
            for (row, number) in numbers.enumerated() { buffer.pointer(to: UInt32.self)[row] = UInt32((number ?? base) - base) }
            return Vector(
                type: vector.type, count: values.count, form: .offsets(width: .four, base: base), data: UnsafeRawPointer(buffer.start),
                validity: vector.validity, owners: vector.owners + [buffer])
        }
        return vector
    }

    /// A relation of random rows: few distinct values, so that duplicates abound, and some NULLs.
    static func random(_ types: [LogicalType], rows: Int, nulls: Double = 0.15, distinct: Int = 5, using generator: inout SplitMix)
        -> Relation
    {
        var all: [[Value]] = []
        for _ in 0..<rows {
            all.append(
                types.map { type in
                    if Double.random(in: 0..<1, using: &generator) < nulls { return .null }
                    return value(Int.random(in: 0..<distinct, using: &generator), type)
                })
        }
        return Relation(types: types, rows: all)
    }

    static let texts = [
        "", "a", "ab", "须水街道办事处", "须水街道", "a longer text that is not inline", "a longer text that differs", "zz\u{0}", "zz",
    ]
    static let doubles: [Double] = [0, -0.0, .nan, .infinity, -.infinity, 1.5, -2.25, 1e300, -1e-300]

    static func value(_ number: Int, _ type: LogicalType) -> Value {
        switch type {
        case .boolean: .boolean(number % 2 == 1)
        case .double: .double(doubles[number % doubles.count])
        case .float: .float(Float(doubles[number % doubles.count]))
        case .decimal(_, let scale): .decimal(unscaled: Int128(number) * 1_000_000_007 - 3, scale: scale)
        case .text: .text(texts[number % texts.count])
        case .date: .date(Int32(number * 31 - 40))
        case .timestamp: .timestamp(Int64(number) * 86_400_000_000)
        case .interval: .interval(IntervalValue(months: Int32(number % 2), days: Int32(number % 3 * 30), microseconds: 0))
        case .hugeint: .integer([Int128.min, -1, 0, Int128.max, 5][number % 5])
        case .bigint: .integer([Int128(Int64.min), -1, 0, Int128(Int64.max), 7, 8, 9][number % 7])
        case .ubigint: .integer([Int128(UInt64.max), 0, 1][number % 3])
        case .list: .list(number % 3 == 0 ? [] : [.integer(Int128(number)), .null])
        default: .integer(Int128(number - 2))
        }
    }
}

/// The rows of a producer as values.
func values(_ producer: any MorselProducer, columns: Int) throws -> [[Value]] {
    var rows: [[Value]] = []
    for morsel in 0..<producer.morselCount {
        try producer.run(morsel: morsel) { (batch) throws(QueryError) in
            let vectors = try batch.columns()
            for row in 0..<batch.count { rows.append(vectors.map { $0.value(at: row) }) }
            return true
        }
    }
    return rows
}

/// Order of two values of one type, NULLs apart; written anew for the tests, so as not to share a mistake.
func naiveOrder(_ left: Value, _ right: Value) -> Int {
    func compare<Key: Comparable>(_ a: Key, _ b: Key) -> Int { a < b ? -1 : a > b ? 1 : 0 }
    func floating(_ a: Double, _ b: Double) -> Int {
        if a.isNaN || b.isNaN { return compare(a.isNaN ? 1 : 0, b.isNaN ? 1 : 0) }
        return compare(a, b)
    }
    switch (left, right) {
    case (.boolean(let a), .boolean(let b)): return compare(a ? 1 : 0, b ? 1 : 0)
    case (.integer(let a), .integer(let b)), (.decimal(let a, _), .decimal(let b, _)): return compare(a, b)
    case (.double(let a), .double(let b)): return floating(a, b)
    case (.float(let a), .float(let b)): return floating(Double(a), Double(b))
    case (.text(let a), .text(let b)):
        let first = Array(a.utf8), second = Array(b.utf8)
        return first == second ? 0 : first.lexicographicallyPrecedes(second) ? -1 : 1
    case (.date(let a), .date(let b)): return compare(a, b)
    case (.timestamp(let a), .timestamp(let b)): return compare(a, b)
    case (.interval(let a), .interval(let b)): return compare(Int(a.months) * 30 + Int(a.days), Int(b.months) * 30 + Int(b.days))
    case (.list(let a), .list(let b)):
        for (x, y) in zip(a, b) where x != y {
            if x == .null { return 1 }
            if y == .null { return -1 }
            let order = naiveOrder(x, y)
            if order != 0 { return order }
        }
        return compare(a.count, b.count)
    default: return 0
    }
}

/// IS NOT DISTINCT FROM.
func naiveSame(_ left: Value, _ right: Value) -> Bool {
    if left == .null || right == .null { return left == .null && right == .null }
    return naiveOrder(left, right) == 0
}

/// Rows as texts, so that NaN equals NaN and a mismatch is readable.
func shown(_ rows: [[Value]]) -> [String] {
    rows.map { row in row.map { "\($0)" }.joined(separator: " | ") }
}
