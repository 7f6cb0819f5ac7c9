import Columns

/// A value that maps to an unsigned key of the same order, so that "no rows yet" can be key 0 under `max`.
protocol OrderedKey: FoldInput, Sendable {
    associatedtype Key: FixedWidthInteger & UnsignedInteger & BitwiseCopyable & Sendable
    var key: Key { get }
    init(key: Key)
    /// The value of a whole number, nil where the type holds no such number.
    init?(whole: Int128)
}

/// The keys of whole numbers.
protocol WholeKey: OrderedKey, FixedWidthInteger {}
extension Int64: WholeKey {}
extension Int128: WholeKey {}

extension Int64: OrderedKey {
    @inline(__always) var key: UInt64 { UInt64(bitPattern: self) ^ 1 << 63 }
    @inline(__always) init(key: UInt64) { self.init(bitPattern: key ^ 1 << 63) }
    init?(whole: Int128) { self.init(exactly: whole) }
}

extension Int128: OrderedKey {
    @inline(__always) var key: UInt128 { UInt128(truncatingIfNeeded: self) ^ 1 << 127 }
    @inline(__always) init(key: UInt128) { self.init(truncatingIfNeeded: key ^ 1 << 127) }
    init?(whole: Int128) { self = whole }
}

extension Double: OrderedKey {
    /// A NaN of either sign is above all numbers.
    @inline(__always) var key: UInt64 {
        let bits = isNaN ? Double.nan.bitPattern : bitPattern
        // Negative numbers turn over wholly, others get the top bit.
        return bits ^ (UInt64(bitPattern: Int64(bitPattern: bits) >> 63) | 1 << 63)
    }
    @inline(__always) init(key: UInt64) {
        self.init(bitPattern: key ^ (key >> 63 == 1 ? 1 << 63 : UInt64.max))
    }
    init?(whole: Int128) { nil }
}

/// The largest or smallest value so far; the smallest is the largest of the turned-over keys.
struct ExtremeKey<Input: OrderedKey, Direction: ExtremeDirection>: FoldState {
    fileprivate var best: Input.Key
    var count: Int64

    @inline(__always) mutating func fold(_ value: Input, valid: UInt8) {
        best = max(best, (value.key ^ Direction.turn()) & (0 &- Input.Key(truncatingIfNeeded: valid)))
        count |= Int64(valid)
    }

    mutating func fold(_ run: OffsetRun) -> Bool {
        // Only whole numbers are stored as offsets. Both bounds are taken in: the state keeps the one it wants.
        guard let bounds = run.bounds else { return true }
        guard let least = Input(whole: bounds.lowerBound), let greatest = Input(whole: bounds.upperBound) else { return false }
        fold(least, valid: 1)
        fold(greatest, valid: 1)
        return true
    }

    mutating func merge(_ later: ExtremeKey) {
        best = max(best, later.best)
        count |= later.count
    }

    var value: Input? { count == 0 ? nil : Input(key: best ^ Direction.turn()) }
}

extension ExtremeKey: ExactState where Input: WholeKey {
    static var exactTerms: [ExactTerm] { [Direction.term] }

    @inline(__always) init(_ terms: ExactTerms) {
        let valid = byte(terms.isPresent(0))
        self.init(best: 0, count: 0)
        fold(Input(truncatingIfNeeded: terms[0]), valid: valid)
    }
}

protocol ExtremeDirection: Sendable {
    /// What is asked of the first argument.
    static var term: ExactTerm { get }
    /// What is xor-ed onto a key: nothing for max, everything for min.
    static func turn<Key: FixedWidthInteger>() -> Key
    static func isBetter<Element: OrderedElement>(_ new: Element, _ old: Element) -> Bool
}

enum Largest: ExtremeDirection {
    static var term: ExactTerm { .largest(0) }
    @inline(__always) static func turn<Key: FixedWidthInteger>() -> Key { 0 }
    @inline(__always) static func isBetter<Element: OrderedElement>(_ new: Element, _ old: Element) -> Bool { Element.isBefore(old, new) }
}

enum Smallest: ExtremeDirection {
    static var term: ExactTerm { .smallest(0) }
    @inline(__always) static func turn<Key: FixedWidthInteger>() -> Key { ~0 }
    @inline(__always) static func isBetter<Element: OrderedElement>(_ new: Element, _ old: Element) -> Bool { Element.isBefore(new, old) }
}

/// The extreme of values that have no key of their own: texts and intervals.
struct ExtremeElement<Input: OrderedElement & FoldInput, Direction: ExtremeDirection>: FoldState {
    var best: Input
    var count: Int64

    @inline(__always) mutating func fold(_ value: Input, valid: UInt8) {
        if valid != 0, count == 0 || Direction.isBetter(value, best) {
            best = value
            count = 1
        }
    }

    mutating func merge(_ later: ExtremeElement) {
        fold(later.best, valid: UInt8(truncatingIfNeeded: later.count))
    }
}

// MARK: Results

/// The extreme of whole numbers.
struct WholeExtremeResult<Input: WholeKey, Direction: ExtremeDirection>: FoldResult {
    let type: LogicalType
    func vector(_ states: StateRecords<ExtremeKey<Input, Direction>>, context: EvaluationContext) throws(QueryError) -> Vector {
        try finishWhole(states, type, context) { $0.value.map { Int128($0) } }
    }
}

/// The extreme of doubles; floats are widened before and narrowed behind, which loses nothing.
struct DoubleExtremeResult<Direction: ExtremeDirection>: FoldResult {
    let type: LogicalType
    func vector(_ states: StateRecords<ExtremeKey<Double, Direction>>, context: EvaluationContext) throws(QueryError) -> Vector {
        if type == .float { return try finishGroups(states, .float, context) { $0.value.map { Float($0) } } }
        return try finishGroups(states, .double, context) { $0.value }
    }
}

/// The extreme of texts (copied, so that the result outlives what was read) or intervals.
struct ElementExtremeResult<Input: OrderedElement & FoldInput, Direction: ExtremeDirection>: FoldResult {
    let type: LogicalType
    func vector(_ states: StateRecords<ExtremeElement<Input, Direction>>, context: EvaluationContext) throws(QueryError) -> Vector {
        let arena = TextArena(account: context.account)
        return try finishGroups(states, type, context, keeping: [arena]) { (state) throws(QueryError) -> Input? in
            guard state.count != 0 else { return nil }
            guard let text = state.best as? TextView, let external = text.external, !text.isInline else { return state.best }
            return try arena.view(copying: external, count: text.count) as? Input
        }
    }
}
