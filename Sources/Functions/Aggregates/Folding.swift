internal import CVectorKernels
import Columns

/// The state of an aggregate for one group, as plain bytes. All zeros is the state of no rows.
protocol FoldState: BitwiseCopyable {
    associatedtype Input: FoldInput
    /// Takes in one value. `valid` is 1, or 0 for a NULL, whose value is arbitrary: spelled without branches where it can be.
    mutating func fold(_ value: Input, valid: UInt8)
    /// Takes in many values of one group, in order.
    mutating func fold<Source: ElementSource>(_ source: Source, validity: UnsafePointer<UInt8>?, count: Int) where Source.Value == Input
    /// Takes in many whole numbers of one group as the column stores them, where the order of the rows does not matter; false, with
    /// nothing taken in, where the state has no way of its own for that.
    mutating func fold(_ run: OffsetRun) -> Bool
    /// Takes in the rows behind a later state.
    mutating func merge(_ later: Self) throws(QueryError)
}

extension FoldState {
    @inline(__always)
    mutating func fold<Source: ElementSource>(_ source: Source, validity: UnsafePointer<UInt8>?, count: Int) where Source.Value == Input {
        if let validity {
            for row in 0..<count { fold(source[row], valid: validity[row]) }
        } else {
            for row in 0..<count { fold(source[row], valid: 1) }
        }
    }

    @inline(__always) mutating func fold(_ run: OffsetRun) -> Bool { false }
}

/// How the states of all groups become a vector.
protocol FoldResult: Sendable {
    associatedtype State: FoldState
    func vector(_ states: StateRecords<State>, context: EvaluationContext) throws(QueryError) -> Vector
}

/// The states of groups 0 ..< `count`, which lie `stride` bytes apart.
struct StateRecords<State: BitwiseCopyable> {
    let start: UnsafeRawPointer
    let stride: Int
    let count: Int
    @inline(__always) subscript(group: Int) -> State { (start + group &* stride).load(as: State.self) }
}

/// A folding aggregate of one argument, made of a state and what becomes of it.
///
/// The work is in closures made where the state's type is known. A generic type behind `any FoldingAggregate` would have one set of
/// methods for all states, which the compiler cannot specialise; so the initialiser must be inlined into code without type parameters.
struct Folding: FoldingAggregate {
    let stateByteCount: Int
    let stateAlignment: Int
    var ignoresNulls: Bool { true }
    private let folds:
        @Sendable (UnsafeMutableRawPointer, Int, UnsafePointer<UInt32>?, Vector, Int, EvaluationContext) throws(QueryError) -> Void
    private let merges:
        @Sendable (UnsafeMutableRawPointer, Int, UnsafePointer<UInt32>?, UnsafeRawPointer, Int, Int) throws(QueryError) -> Void
    private let finishes: @Sendable (UnsafeRawPointer, Int, Int, EvaluationContext) throws(QueryError) -> Vector
    private let assembles: (@Sendable (UnsafeMutableRawPointer, Int, Int, ExactTermColumns) -> Void)?
    private let pointsIntoArguments: Bool
    let exactTerms: [ExactTerm]
    let isOrderFree: Bool

    @inline(__always)
    init<Result: FoldResult>(_ result: Result) {
        self.init(result, exactTerms: [], isOrderFree: false, assembles: nil)
    }

    /// The same where the state follows from exact terms.
    @inline(__always)
    init<Result: FoldResult>(exact result: Result) where Result.State: ExactState {
        typealias State = Result.State
        self.init(result, exactTerms: State.exactTerms, isOrderFree: State.isOrderFree) { states, stride, count, terms in
            for group in 0..<count { (states + group &* stride).storeBytes(of: State(terms[group]), as: State.self) }
        }
    }

    @inline(__always)
    private init<Result: FoldResult>(
        _ result: Result, exactTerms: [ExactTerm], isOrderFree: Bool,
        assembles: (@Sendable (UnsafeMutableRawPointer, Int, Int, ExactTermColumns) -> Void)?
    ) {
        self.exactTerms = exactTerms
        self.isOrderFree = isOrderFree
        self.assembles = assembles
        typealias State = Result.State
        stateByteCount = (MemoryLayout<State>.size + 7) & ~7
        stateAlignment = max(8, MemoryLayout<State>.alignment)
        pointsIntoArguments = State.Input.self == TextView.self
        folds = { (states, stride, groups, vector, count, context) throws(QueryError) in
            if groups == nil, let run = OffsetRun(vector) {
                var state = states.load(as: State.self)
                if state.fold(run) {
                    states.storeBytes(of: state, as: State.self)
                    return
                }
            }
            let update = Update<State>(states: states, stride: stride, groups: groups, validity: vector.validity, count: count)
            try State.Input.read(vector, context, update)
        }
        merges = { (target, stride, groups, source, sourceStride, count) throws(QueryError) in
            try mergeStates(State.self, target, stride, groups, source, sourceStride, count) { (state, later) throws(QueryError) in
                try state.merge(later)
            }
        }
        finishes = { (states, stride, count, context) throws(QueryError) in
            try result.vector(StateRecords(start: states, stride: stride, count: count), context: context)
        }
    }

    func update(
        _ states: UnsafeMutableRawPointer, stride: Int, groups: UnsafePointer<UInt32>?, arguments: [Vector], count: Int,
        context: EvaluationContext
    ) throws(QueryError) {
        guard count > 0, let argument = arguments.first else { return }
        let vector = argument.isConstant ? try argument.flattened(context.account) : argument
        try folds(states, stride, groups, vector, count, context)
        withExtendedLifetime(vector) {}
    }

    func merge(
        _ target: UnsafeMutableRawPointer, stride: Int, groups: UnsafePointer<UInt32>?, from source: UnsafeRawPointer,
        sourceStride: Int, count: Int, context: EvaluationContext
    ) throws(QueryError) {
        try merges(target, stride, groups, source, sourceStride, count)
    }

    func finish(_ states: UnsafeRawPointer, stride: Int, count: Int, context: EvaluationContext) throws(QueryError) -> Vector {
        try finishes(states, stride, count, context)
    }

    func assemble(_ states: UnsafeMutableRawPointer, stride: Int, count: Int, terms: ExactTermColumns) {
        assembles?(states, stride, count, terms)
    }

    func keepAlive(_ arguments: [Vector]) -> [AnyObject] {
        guard pointsIntoArguments, let argument = arguments.first else { return [] }
        if case .codes(_, let dictionary) = argument.form { return [dictionary] }
        return argument.owners
    }
}

/// Calls `body` for each state of `source` and the state of `target` that it belongs to.
@inline(__always)
func mergeStates<State: BitwiseCopyable>(
    _ type: State.Type, _ target: UnsafeMutableRawPointer, _ stride: Int, _ groups: UnsafePointer<UInt32>?, _ source: UnsafeRawPointer,
    _ sourceStride: Int, _ count: Int, _ body: (inout State, State) throws(QueryError) -> Void
) throws(QueryError) {
    for index in 0..<count {
        let group = groups.map { Int($0[index]) } ?? index
        let later = (source + index &* sourceStride).load(as: State.self)
        try body(&(target + group &* stride).assumingMemoryBound(to: State.self).pointee, later)
    }
}

/// Folds a vector into the states, once its form is known.
private struct Update<State: FoldState>: SourceVisitor {
    typealias Value = State.Input
    let states: UnsafeMutableRawPointer
    let stride: Int
    let groups: UnsafePointer<UInt32>?
    let validity: UnsafePointer<UInt8>?
    let count: Int

    @inline(__always)
    func visit<Source: ElementSource>(_ source: Source) throws(QueryError) where Source.Value == Value {
        guard let groups else {
            // A copy in registers: the compiler may then vectorise, which it must not through memory that could alias.
            var state = states.load(as: State.self)
            state.fold(source, validity: validity, count: count)
            states.storeBytes(of: state, as: State.self)
            return
        }
        if let validity {
            eachGroup(groups) { state, row in state.pointee.fold(source[row], valid: validity[row]) }
        } else {
            eachGroup(groups) { state, row in state.pointee.fold(source[row], valid: 1) }
        }
    }

    @inline(__always)
    private func eachGroup(_ groups: UnsafePointer<UInt32>, _ body: (UnsafeMutablePointer<State>, Int) -> Void) {
        var row = 0
        if areFar(groups) {
            while row < count &- Update.distance {
                reportql_prefetch(states + Int(groups[row &+ Update.distance]) &* stride)
                body((states + Int(groups[row]) &* stride).assumingMemoryBound(to: State.self), row)
                row &+= 1
            }
        }
        while row < count {
            body((states + Int(groups[row]) &* stride).assumingMemoryBound(to: State.self), row)
            row &+= 1
        }
    }

    /// So many rows ahead a state that lies far is asked for.
    private static var distance: Int { 64 }

    /// Whether the states need more room than the nearer caches have, as far as some rows tell.
    private func areFar(_ groups: UnsafePointer<UInt32>) -> Bool {
        guard count >= 1_024 else { return false }
        let near = (512 << 10) / stride
        for row in Swift.stride(from: 0, to: count, by: count >> 5) where Int(groups[row]) > near { return true }
        return false
    }
}

/// All ones for a value, all zeros for NULL.
@inline(__always) func mask(_ valid: UInt8) -> UInt64 { 0 &- UInt64(valid) }

extension Double {
    /// The number itself, or 0 for NULL whatever its bits are: multiplying by zero would keep a NaN.
    @inline(__always) func masked(_ valid: UInt8) -> Double { Double(bitPattern: bitPattern & mask(valid)) }

    /// The nearest double. Numbers of 64 bits, which most are, take one instruction; the conversion of all 128 is a long way round.
    @inline(__always) init(nearest number: Int128) {
        let low = Int64(truncatingIfNeeded: number)
        self = Int128(low) == number ? Double(low) : Double(number)
    }
}

/// Fills a result whose groups are NULL where `value` is nil.
@inline(__always)
func finishGroups<State: BitwiseCopyable, Element: BitwiseCopyable>(
    _ states: StateRecords<State>, _ type: LogicalType, _ context: EvaluationContext, keeping others: [AnyObject] = [],
    _ value: (State) throws(QueryError) -> Element?
) throws(QueryError) -> Vector {
    let rows = max(states.count, 1)
    let buffer = try Buffer(byteCount: rows * MemoryLayout<Element>.stride, account: context.account, zeroed: true)
    let validity = try Buffer(byteCount: rows, account: context.account, zeroed: true)
    let elements = buffer.pointer(to: Element.self), valid = validity.pointer(to: UInt8.self)
    var nulls = 0
    for group in 0..<states.count {
        if let element = try value(states[group]) {
            elements[group] = element
            valid[group] = 1
        } else {
            nulls &+= 1
        }
    }
    return Vector(type: type, count: states.count, buffer: buffer, validity: nulls == 0 ? nil : validity, keeping: others)
}

/// Like `finishGroups`, for whole numbers that the type's physical layout narrows.
func finishWhole<State: BitwiseCopyable>(
    _ states: StateRecords<State>, _ type: LogicalType, _ context: EvaluationContext, _ value: (State) throws(QueryError) -> Int128?
) throws(QueryError) -> Vector {
    switch type.physical {
    case .boolean, .uint8:
        try finishGroups(states, type, context) { (state) throws(QueryError) in try value(state).map { UInt8(truncatingIfNeeded: $0) } }
    case .int8:
        try finishGroups(states, type, context) { (state) throws(QueryError) in try value(state).map { Int8(truncatingIfNeeded: $0) } }
    case .int16:
        try finishGroups(states, type, context) { (state) throws(QueryError) in try value(state).map { Int16(truncatingIfNeeded: $0) } }
    case .int32:
        try finishGroups(states, type, context) { (state) throws(QueryError) in try value(state).map { Int32(truncatingIfNeeded: $0) } }
    case .int64:
        try finishGroups(states, type, context) { (state) throws(QueryError) in try value(state).map { Int64(truncatingIfNeeded: $0) } }
    case .uint16:
        try finishGroups(states, type, context) { (state) throws(QueryError) in try value(state).map { UInt16(truncatingIfNeeded: $0) } }
    case .uint32:
        try finishGroups(states, type, context) { (state) throws(QueryError) in try value(state).map { UInt32(truncatingIfNeeded: $0) } }
    case .uint64:
        try finishGroups(states, type, context) { (state) throws(QueryError) in try value(state).map { UInt64(truncatingIfNeeded: $0) } }
    default: try finishGroups(states, type, context, value)
    }
}
