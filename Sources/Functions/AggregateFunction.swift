import Columns

/// An aggregate function of the language: one entry of the registry.
package struct AggregateFunction: Sendable {
    /// The canonical name first, then its aliases; lower case.
    package let names: [String]
    package let signature: String
    package let documentation: String
    package let example: String
    /// Picks the overload for the given arguments (none for `count(*)`); nil where none takes them.
    package let resolve: @Sendable (_ arguments: [ArgumentDescription], _ settings: Settings) throws(QueryError) -> ResolvedAggregate?

    package init(
        names: [String], signature: String, documentation: String, example: String,
        resolve: @escaping @Sendable ([ArgumentDescription], Settings) throws(QueryError) -> ResolvedAggregate?
    ) {
        self.names = names
        self.signature = signature
        self.documentation = documentation
        self.example = example
        self.resolve = resolve
    }
}

/// An aggregate with its argument types settled: what a plan calls.
package struct ResolvedAggregate: Sendable {
    package let name: String
    /// The types that the kernel takes. Constant parameters (a quantile, a separator) are not among them: they are in the kernel.
    package let argumentTypes: [LogicalType]
    package let resultType: LogicalType
    /// Whether the result depends on the order of the rows (string_agg, first, array_agg).
    package let isOrderSensitive: Bool
    /// Whether DISTINCT changes nothing (min, max, bool_and …).
    package let ignoresDistinct: Bool
    package private(set) var kernel: AggregateKernel
    /// A cheaper kernel for arguments that are proved to lie within 32 bits; nil where there is none.
    private let narrowKernel: AggregateKernel?

    package init(
        name: String, argumentTypes: [LogicalType], resultType: LogicalType, isOrderSensitive: Bool = false,
        ignoresDistinct: Bool = false, kernel: AggregateKernel, narrowKernel: AggregateKernel? = nil
    ) {
        self.name = name
        self.argumentTypes = argumentTypes
        self.resultType = resultType
        self.isOrderSensitive = isOrderSensitive
        self.ignoresDistinct = ignoresDistinct
        self.kernel = kernel
        self.narrowKernel = narrowKernel
    }

    /// The same aggregate for arguments whose stored numbers are all within `bounds`.
    package func specialized(for bounds: ClosedRange<Int128>?) -> ResolvedAggregate {
        guard let narrowKernel, let bounds, bounds.lowerBound >= Int128(Int32.min), bounds.upperBound <= Int128(Int32.max) else {
            return self
        }
        var narrow = self
        narrow.kernel = narrowKernel
        return narrow
    }
}

/// How an aggregate is computed.
package enum AggregateKernel: Sendable {
    /// A fixed number of bytes per group that rows are folded into one after the other.
    case folding(any FoldingAggregate)
    /// All values of a group at once: medians, quantiles, concatenation, distinct counts.
    case gathering(any GatheringAggregate)
}

/// An aggregate whose state is a few plain bytes per group.
///
/// States of all aggregates of a query lie side by side in one record per group: the state of group `g` begins at
/// `states + g * stride`. A record begins as zeros, which must be the state of no rows.
///
/// Determinism: folding the rows of a morsel in order and merging morsels in order must give the same bytes however the morsels
/// were spread over threads; it does, because both orders are fixed by the data.
package protocol FoldingAggregate: Sendable {
    /// Bytes of a state, a multiple of 8. Int128 fields need 16-byte alignment, which the engine grants where `stateAlignment` asks.
    var stateByteCount: Int { get }
    var stateAlignment: Int { get }

    /// Folds row `i` of the arguments into the state of group `groups[i]`, or of group 0 where `groups` is nil.
    /// Rows whose argument is NULL are left out, as the aggregate has it.
    func update(
        _ states: UnsafeMutableRawPointer, stride: Int, groups: UnsafePointer<UInt32>?, arguments: [Vector], count: Int,
        context: EvaluationContext
    ) throws(QueryError)

    /// Merges state `i` of `source` into the state of group `groups[i]` of `target` (of `i` itself where nil). The rows behind
    /// `source` come later than those behind `target`.
    func merge(
        _ target: UnsafeMutableRawPointer, stride: Int, groups: UnsafePointer<UInt32>?, from source: UnsafeRawPointer,
        sourceStride: Int, count: Int, context: EvaluationContext
    ) throws(QueryError)

    /// The results of groups 0 ..< `count`.
    func finish(_ states: UnsafeRawPointer, stride: Int, count: Int, context: EvaluationContext) throws(QueryError) -> Vector

    /// Whether a row whose argument is NULL changes nothing, so that rows a filter has dropped may be passed as NULL.
    var ignoresNulls: Bool { get }

    /// What must live as long as the states that were updated from `arguments`: the memory behind text views. Usually empty.
    func keepAlive(_ arguments: [Vector]) -> [AnyObject]

    /// The terms that the state follows from, where all arguments are whole numbers; empty where it cannot be made from terms.
    var exactTerms: [ExactTerm] { get }

    /// Whether folding and merging give the same bytes in whatever order the rows come.
    var isOrderFree: Bool { get }

    /// Makes the states of groups 0 ..< `count` from their terms, for records that are still zeros.
    func assemble(_ states: UnsafeMutableRawPointer, stride: Int, count: Int, terms: ExactTermColumns)
}

extension FoldingAggregate {
    package var stateAlignment: Int { 8 }
    package var ignoresNulls: Bool { false }
    package func keepAlive(_ arguments: [Vector]) -> [AnyObject] { [] }
    package var exactTerms: [ExactTerm] { [] }
    package var isOrderFree: Bool { false }
    package func assemble(_ states: UnsafeMutableRawPointer, stride: Int, count: Int, terms: ExactTermColumns) {}
}

/// An aggregate that needs all values of a group together.
package protocol GatheringAggregate: Sendable {
    /// The results of groups 0 ..< `groupCount`.
    ///
    /// - Parameters:
    ///   - arguments: vectors in any form, not constant, with the rows of group 0 first, then of group 1 …, each in input order (or in the order
    ///     of the call's ORDER BY). NULL rows are still there; DISTINCT has been applied.
    ///   - offsets: `groupCount + 1` positions; group `g` has rows `offsets[g] ..< offsets[g + 1]`.
    func finish(arguments: [Vector], offsets: UnsafePointer<Int>, groupCount: Int, context: EvaluationContext) throws(QueryError) -> Vector
}
