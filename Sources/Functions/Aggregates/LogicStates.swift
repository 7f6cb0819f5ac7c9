import Columns
import Glibc

/// How many truth values there are and how many are true: enough for bool_and, bool_or, count_if and their sum.
struct TruthCount: FoldState {
    var count: Int64
    var trueCount: Int64

    @inline(__always) mutating func fold(_ value: Int64, valid: UInt8) {
        trueCount &+= value & Int64(valid)
        count &+= Int64(valid)
    }

    mutating func merge(_ later: TruthCount) {
        count &+= later.count
        trueCount &+= later.trueCount
    }
}

struct TruthResult: FoldResult {
    enum Question: Sendable { case all, any, count, sum }
    let question: Question

    func vector(_ states: StateRecords<TruthCount>, context: EvaluationContext) throws(QueryError) -> Vector {
        switch question {
        case .all: return try finishGroups(states, .boolean, context) { $0.count == 0 ? nil : byte($0.trueCount == $0.count) }
        case .any: return try finishGroups(states, .boolean, context) { $0.count == 0 ? nil : byte($0.trueCount > 0) }
        case .count: return try finishGroups(states, .hugeint, context) { Int128($0.trueCount) }
        case .sum: return try finishGroups(states, .hugeint, context) { $0.count == 0 ? nil : Int128($0.trueCount) }
        }
    }
}

protocol BitCombination: Sendable {
    /// Combines what was kept with a value; zero kept is the state of no rows.
    static func combine<Number: FixedWidthInteger>(_ kept: Number, _ value: Number) -> Number
    /// What is kept for one value, and back.
    static func turned<Number: FixedWidthInteger>(_ value: Number) -> Number
}

/// a & b is ~(~a | ~b), whose neutral element is the zero that states begin with.
enum BitAnd: BitCombination {
    @inline(__always) static func combine<Number: FixedWidthInteger>(_ kept: Number, _ value: Number) -> Number { kept | value }
    @inline(__always) static func turned<Number: FixedWidthInteger>(_ value: Number) -> Number { ~value }
}

enum BitOr: BitCombination {
    @inline(__always) static func combine<Number: FixedWidthInteger>(_ kept: Number, _ value: Number) -> Number { kept | value }
    @inline(__always) static func turned<Number: FixedWidthInteger>(_ value: Number) -> Number { value }
}

enum BitExclusiveOr: BitCombination {
    @inline(__always) static func combine<Number: FixedWidthInteger>(_ kept: Number, _ value: Number) -> Number { kept ^ value }
    @inline(__always) static func turned<Number: FixedWidthInteger>(_ value: Number) -> Number { value }
}

struct BitState<Input: FixedWidthInteger & FoldInput & Sendable, Combination: BitCombination>: FoldState {
    private var bits: Input
    var count: Int64

    @inline(__always) mutating func fold(_ value: Input, valid: UInt8) {
        bits = Combination.combine(bits, Combination.turned(value) & (0 &- Input(truncatingIfNeeded: valid)))
        count &+= Int64(valid)
    }

    mutating func merge(_ later: BitState) {
        bits = Combination.combine(bits, later.bits)
        count &+= later.count
    }

    var value: Input? { count == 0 ? nil : Combination.turned(bits) }
}

struct BitResult<Input: FixedWidthInteger & FoldInput & Sendable, Combination: BitCombination>: FoldResult {
    let type: LogicalType
    func vector(_ states: StateRecords<BitState<Input, Combination>>, context: EvaluationContext) throws(QueryError) -> Vector {
        try finishWhole(states, type, context) { $0.value.map { Int128(truncatingIfNeeded: $0) } }
    }
}

/// The product of doubles.
struct Product: FoldState {
    private var product: Double
    var count: Int64

    @inline(__always) mutating func fold(_ value: Double, valid: UInt8) {
        if valid != 0 {
            product = count == 0 ? value : product * value
            count &+= 1
        }
    }

    mutating func merge(_ later: Product) {
        if later.count == 0 { return }
        product = count == 0 ? later.product : product * later.product
        count &+= later.count
    }

    var value: Double? { count == 0 ? nil : product }
}

struct ProductResult: FoldResult {
    func vector(_ states: StateRecords<Product>, context: EvaluationContext) throws(QueryError) -> Vector {
        try finishGroups(states, .double, context) { $0.value }
    }
}

/// The sum of logarithms, for the geometric mean.
struct LogarithmSum: FoldState {
    private var sum: Double
    private var count: Int64

    mutating func fold(_ value: Double, valid: UInt8) {
        if valid != 0 {
            sum += log(value)
            count &+= 1
        }
    }

    mutating func merge(_ later: LogarithmSum) {
        sum += later.sum
        count &+= later.count
    }

    var geometricMean: Double? { count == 0 ? nil : exp(sum / Double(count)) }
}

struct GeometricMeanResult: FoldResult {
    func vector(_ states: StateRecords<LogarithmSum>, context: EvaluationContext) throws(QueryError) -> Vector {
        try finishGroups(states, .double, context) { $0.geometricMean }
    }
}

// MARK: First and last

/// A value of up to sixteen bytes as it lies in a flat vector, and whether it is there at all.
struct KeptValue: BitwiseCopyable {
    var low: UInt64
    var high: UInt64
    /// 0 for no row yet, 1 for a NULL, 2 for a value.
    var presence: UInt64
}

/// first, last and any_value over any type.
struct KeptValueAggregate: FoldingAggregate {
    enum Choice: Sendable { case first, last, anyValue }
    let type: LogicalType
    let choice: Choice

    var stateByteCount: Int { MemoryLayout<KeptValue>.size }

    func update(
        _ states: UnsafeMutableRawPointer, stride: Int, groups: UnsafePointer<UInt32>?, arguments: [Vector], count: Int,
        context: EvaluationContext
    ) throws(QueryError) {
        let flat = try arguments[0].flattened(context.account)
        let size = type.physical.byteCount
        for row in 0..<count {
            let state = (states + Int(groups?[row] ?? 0) &* stride).assumingMemoryBound(to: KeptValue.self)
            let isValid = flat.validity.map { $0[row] != 0 } ?? true
            guard choice == .last || state.pointee.presence == 0, isValid || choice != .anyValue else { continue }
            var kept = KeptValue(low: 0, high: 0, presence: isValid ? 2 : 1)
            withUnsafeMutableBytes(of: &kept) { $0.copyMemory(from: UnsafeRawBufferPointer(start: flat.data + row &* size, count: size)) }
            state.pointee = kept
        }
    }

    func merge(
        _ target: UnsafeMutableRawPointer, stride: Int, groups: UnsafePointer<UInt32>?, from source: UnsafeRawPointer,
        sourceStride: Int, count: Int, context: EvaluationContext
    ) throws(QueryError) {
        try mergeStates(KeptValue.self, target, stride, groups, source, sourceStride, count) { state, later in
            if later.presence != 0, choice == .last || state.presence == 0 { state = later }
        }
    }

    func finish(_ states: UnsafeRawPointer, stride: Int, count: Int, context: EvaluationContext) throws(QueryError) -> Vector {
        let records = StateRecords<KeptValue>(start: states, stride: stride, count: count)
        let size = type.physical.byteCount
        let buffer = try Buffer(byteCount: max(count, 1) * size, account: context.account, zeroed: true)
        let validity = try Buffer(byteCount: max(count, 1), account: context.account, zeroed: true)
        let arena = TextArena(account: context.account)
        for group in 0..<count {
            var kept = records[group]
            guard kept.presence == 2 else { continue }
            validity.pointer(to: UInt8.self)[group] = 1
            if type.physical == .text {
                let text = TextView(low: kept.low, high: kept.high)
                if !text.isInline, let external = text.external {
                    buffer.pointer(to: TextView.self)[group] = try arena.view(copying: external, count: text.count)
                    continue
                }
            }
            withUnsafeBytes(of: &kept) {
                (buffer.start + group &* size).copyMemory(from: $0.baseAddress.unsafelyUnwrapped, byteCount: size)
            }
        }
        return Vector(type: type, count: count, buffer: buffer, validity: validity, keeping: [arena])
    }

    func keepAlive(_ arguments: [Vector]) -> [AnyObject] {
        guard type.physical == .text, let argument = arguments.first else { return [] }
        if case .codes(_, let dictionary) = argument.form { return [dictionary] }
        return argument.owners
    }
}
