import Columns
import Functions
import Planner

/// A call of an aggregate, ready to run.
struct AggregateSpecification: Sendable {
    let function: ResolvedAggregate
    let arguments: [any VectorExpression]
    let filter: (any VectorExpression)?
    let order: [OrderTerm]
    /// Whether duplicates must be taken out first; false where they change nothing.
    let isDistinct: Bool
    /// The expressions themselves, for the grouping that takes duplicates out.
    let argumentExpressions: [TypedExpression]
    let filterExpression: TypedExpression?

    struct OrderTerm: Sendable {
        let expression: any VectorExpression
        let isDescending: Bool
        let nullsFirst: Bool
    }

    /// - Parameter input: what the call's arguments are computed from; its proved bounds may allow a cheaper kernel.
    init(_ call: AggregateCall, input: OpenedRelation, compiler: ExpressionCompiler) throws(QueryError) {
        function = call.function.specialized(for: call.arguments.first.flatMap { input.facts(of: $0).bounds })
        arguments = try compiler.compile(call.arguments)
        var filter: (any VectorExpression)?
        if let condition = call.filter { filter = try compiler.compile(condition) }
        self.filter = filter
        var order: [OrderTerm] = []
        for key in call.order {
            order.append(
                OrderTerm(expression: try compiler.compile(key.expression), isDescending: key.isDescending, nullsFirst: key.nullsFirst))
        }
        self.order = order
        isDistinct = call.isDistinct && !function.ignoresDistinct && !call.arguments.isEmpty
        argumentExpressions = call.arguments
        filterExpression = call.filter
    }

    /// The kernel, where rows can be folded as they come.
    var folding: (any FoldingAggregate)? {
        guard order.isEmpty, case .folding(let aggregate) = function.kernel else { return nil }
        return aggregate
    }
}

extension AggregateSpecification {
    /// The kernel, where it is given all rows of a group at once, as they come.
    var gathering: (any GatheringAggregate)? {
        guard order.isEmpty, !isDistinct, case .gathering(let aggregate) = function.kernel else { return nil }
        return aggregate
    }
}

/// The argument of an aggregate with FILTER, NULL where the filter is not true: to what ignores NULLs the other rows are not there.
///
/// Without an argument, as `count(*)` has none, its values mean nothing and only tell which rows are there.
struct FilteredArgument: VectorExpression {
    let filter: any VectorExpression
    /// It must not raise errors, since it is evaluated for rows too that the filter excludes.
    let argument: (any VectorExpression)?
    let account: MemoryAccount

    var type: LogicalType { argument?.type ?? .boolean }
    var canRaise: Bool { filter.canRaise }
    var parts: [any VectorExpression] { [filter] + (argument.map { [$0] } ?? []) }

    func evaluate(_ batch: Batch) throws(QueryError) -> Vector {
        let mask = try RowMask(try filter.evaluate(batch), account: account)
        if let argument { return try mask.applied(to: try argument.evaluate(batch), account: account) }
        let value = try Vector.constant(.boolean(true), type: .boolean, count: mask.count, account: account)
        return try mask.applied(to: value, account: account)
    }
}

/// Where the states of a group lie in its record.
struct StateLayout: Sendable {
    /// Bytes from one record to the next.
    let stride: Int
    /// By aggregate; nil for those whose rows are kept, and for those that are computed elsewhere.
    let offsets: [Int?]
    /// By aggregate: whether it is computed elsewhere.
    let isElsewhere: [Bool]

    init(_ aggregates: [AggregateSpecification], elsewhere: [Bool]? = nil) {
        var position = 0
        var alignment = 8
        var offsets: [Int?] = []
        isElsewhere = elsewhere ?? aggregates.map { _ in false }
        for (aggregate, isElsewhere) in zip(aggregates, isElsewhere) {
            guard !isElsewhere else {
                offsets.append(nil)
                continue
            }
            guard case .folding(let folding) = aggregate.function.kernel else {
                offsets.append(nil)
                continue
            }
            alignment = max(alignment, folding.stateAlignment)
            position = (position + folding.stateAlignment - 1) / folding.stateAlignment * folding.stateAlignment
            offsets.append(position)
            position += folding.stateByteCount
        }
        stride = max((position + alignment - 1) / alignment * alignment, 8)
        self.offsets = offsets
    }
}

/// The records of a number of groups, in one piece of memory that grows.
struct GroupStates {
    let layout: StateLayout
    private(set) var buffer: Buffer
    private var capacity: Int
    private let account: MemoryAccount

    init(layout: StateLayout, capacity: Int, account: MemoryAccount) throws(QueryError) {
        self.layout = layout
        self.account = account
        self.capacity = max(capacity, 1)
        buffer = try Buffer(byteCount: self.capacity * layout.stride, account: account, zeroed: true)
    }

    var start: UnsafeMutableRawPointer { buffer.start }

    /// The state of one aggregate in the record of group 0.
    func start(of aggregate: Int) -> UnsafeMutableRawPointer? {
        layout.offsets[aggregate].map { buffer.start + $0 }
    }

    /// Makes room for `count` groups; new records are zeros, the state of no rows.
    mutating func reserve(_ count: Int) throws(QueryError) {
        guard count > capacity else { return }
        var larger = capacity
        while larger < count { larger *= 2 }
        let grown = try Buffer(byteCount: larger * layout.stride, account: account, zeroed: true)
        grown.copy(first: capacity * layout.stride, of: buffer)
        buffer = grown
        capacity = larger
    }
}

/// Copies a record of `byteCount` bytes, a multiple of 8: for a few words a loop is quicker than a call.
@inline(__always)
func copyRecord(_ source: UnsafeRawPointer, to target: UnsafeMutableRawPointer, byteCount: Int) {
    var position = 0
    while position < byteCount {
        target.storeBytes(of: source.load(fromByteOffset: position, as: UInt64.self), toByteOffset: position, as: UInt64.self)
        position &+= 8
    }
}

/// Rows kept for aggregates that need all values of a group at once, with the number of each row's group.
struct KeptRows {
    let groups: Buffer
    let count: Int
    /// The arguments, then the order terms.
    let columns: [Vector]
}
