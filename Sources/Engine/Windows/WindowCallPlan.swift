import Columns
import Functions
import Planner

/// A window call with the places of its expressions.
struct WindowCallPlan: Sendable {
    private struct OrderKey: Sendable, Hashable {
        var place: Int
        var isDescending: Bool
        var nullsFirst: Bool

        var comparison: KeyColumn.Comparison { .order(isDescending: isDescending, nullsFirst: nullsFirst) }
    }

    private enum Bound: Sendable {
        case unboundedPreceding
        /// `boundKey`: with RANGE, the place of the bound's own order key.
        case preceding(offset: Int, boundKey: Int?)
        case currentRow
        case following(offset: Int, boundKey: Int?)
        case unboundedFollowing

        var boundKey: Int? {
            switch self {
            case .preceding(_, let key), .following(_, let key): key
            case .unboundedPreceding, .currentRow, .unboundedFollowing: nil
            }
        }
    }

    private let call: WindowCall
    private let partition: [Int]
    private let order: [OrderKey]
    private let arguments: [Int]
    private let filter: Int?
    private let start: Bound
    private let end: Bound
    /// With RANGE and offsets: the place of the order key, in the type that the bounds have.
    private let rangeKey: Int?

    init(_ call: WindowCall, _ expressions: inout WindowExpressions, _ compiler: ExpressionCompiler) throws(QueryError) {
        self.call = call
        partition = call.partition.map { expressions.place(of: $0) }
        order = call.order.map {
            OrderKey(place: expressions.place(of: $0.expression), isDescending: $0.isDescending, nullsFirst: $0.nullsFirst)
        }
        arguments = call.arguments.map { expressions.place(of: $0) }
        filter = call.filter.map { expressions.place(of: $0) }
        var rangeKey: Int?
        func bound(_ bound: WindowFrame.Bound) throws(QueryError) -> Bound {
            switch bound {
            case .unboundedPreceding: return .unboundedPreceding
            case .unboundedFollowing: return .unboundedFollowing
            case .currentRow: return .currentRow
            case .preceding(let offset):
                let key = try WindowCallPlan.boundKey(call, offset, isPreceding: true, &rangeKey, &expressions, compiler)
                return .preceding(offset: expressions.place(of: offset), boundKey: key)
            case .following(let offset):
                let key = try WindowCallPlan.boundKey(call, offset, isPreceding: false, &rangeKey, &expressions, compiler)
                return .following(offset: expressions.place(of: offset), boundKey: key)
            }
        }
        start = try bound(call.frame.start)
        end = try bound(call.frame.end)
        self.rangeKey = rangeKey
    }

    /// RANGE with an offset: adds the order key moved by the offset, and the order key in the same type.
    private static func boundKey(
        _ call: WindowCall, _ offset: TypedExpression, isPreceding: Bool, _ rangeKey: inout Int?, _ expressions: inout WindowExpressions,
        _ compiler: ExpressionCompiler
    ) throws(QueryError) -> Int? {
        guard call.frame.unit == .range else { return nil }
        guard call.order.count == 1 else {
            throw QueryError(
                .invalidQuery, "RANGE with an offset needs exactly one ORDER BY expression, but there are \(call.order.count)",
                help: ["use ROWS or GROUPS, or order by one expression"], range: call.range)
        }
        let key = call.order[0].expression
        // Before the row lie smaller keys, or greater ones where the order descends.
        let name = isPreceding != call.order[0].isDescending ? "-" : "+"
        let function = try FunctionRegistry.builtin.resolveScalar(
            name, [ArgumentDescription(type: key.type), ArgumentDescription(type: offset.type)], compiler.context.settings)
        func cast(_ expression: TypedExpression, to type: LogicalType) -> TypedExpression {
            expression.type == type
                ? expression : TypedExpression(.cast(expression, isTry: false), type: type, range: expression.range)
        }
        let types = function.argumentTypes
        guard types.count == 2 else { throw QueryError(.internal, "`\(name)` does not take two arguments") }
        let moved = TypedExpression(
            .call(function, [cast(key, to: types[0]), cast(offset, to: types[1])]), type: function.resultType, range: offset.range)
        let place = expressions.place(of: cast(key, to: function.resultType))
        if let known = rangeKey, known != place {
            throw QueryError(
                .typeMismatch, "the two offsets of a RANGE frame lead to different types",
                help: ["give both offsets the same type"], range: call.range)
        }
        rangeKey = place
        return expressions.place(of: moved)
    }

    /// Whether both calls sort the rows alike.
    func ordersLike(_ other: WindowCallPlan) -> Bool { partition == other.partition && order == other.order }

    func ordering(_ inputs: WindowInputs) throws(QueryError) -> WindowOrdering {
        try WindowOrdering(
            partition: partition.map { inputs.key($0, .equality) }, order: order.map { inputs.key($0.place, $0.comparison) },
            rowCount: inputs.rowCount, context: inputs.context)
    }

    func evaluate(_ ordering: WindowOrdering, _ inputs: WindowInputs) throws(QueryError) -> WindowColumn {
        var vectors: [Vector] = []
        for place in arguments { vectors.append(try inputs.column(place)) }
        let input = WindowCallInput(
            ordering: ordering, arguments: vectors, argumentTypes: arguments.map { inputs.types[$0] }, filter: try filterMask(inputs),
            frame: try frame(inputs), ignoresNulls: call.ignoresNulls, isDistinct: call.isDistinct, type: call.type,
            context: inputs.context)
        do throws(QueryError) {
            switch call.function {
            case .aggregate(let aggregate): return try WindowAggregates.evaluate(aggregate, input)
            case .window(let function):
                switch function {
                case .rowNumber, .rank, .denseRank, .percentRank, .cumulativeDistribution, .tile:
                    return try RankingFunctions.evaluate(function, input)
                case .lag, .lead, .firstValue, .lastValue, .nthValue: return try ValueFunctions.evaluate(function, input)
                }
            }
        } catch { throw error.located(at: call.range) }
    }

    private func filterMask(_ inputs: WindowInputs) throws(QueryError) -> RowMask? {
        guard let filter else { return nil }
        return try RowMask(try inputs.column(filter), account: inputs.context.account)
    }

    private func frame(_ inputs: WindowInputs) throws(QueryError) -> WindowFrameDescription {
        var rangeKeys: NormalizedKeys?
        var shifts: [Int: Int] = [:]
        if let rangeKey, let comparison = order.first?.comparison {
            // The bounds' keys stand behind those of the rows, so that one normalisation orders them all.
            var column = inputs.key(rangeKey, comparison)
            for place in [start.boundKey, end.boundKey].compactMap({ $0 }) where shifts[place] == nil {
                shifts[place] = column.vectors.reduce(0) { $0 + $1.count }
                column.vectors += inputs.vectors(place)
            }
            let count = inputs.rowCount * (shifts.count + 1)
            rangeKeys = try NormalizedKeys.of([column], rowCount: count, context: inputs.context)
        }
        func described(_ bound: Bound) throws(QueryError) -> WindowFrameDescription.Bound {
            switch bound {
            case .unboundedPreceding: return .unboundedPreceding
            case .currentRow: return .currentRow
            case .unboundedFollowing: return .unboundedFollowing
            case .preceding(let offset, let key): return .preceding(try describedOffset(offset, key, inputs, shifts))
            case .following(let offset, let key): return .following(try describedOffset(offset, key, inputs, shifts))
            }
        }
        return WindowFrameDescription(
            unit: call.frame.unit, start: try described(start), end: try described(end), exclusion: call.frame.exclusion,
            rangeKeys: rangeKeys, hasOrder: !order.isEmpty)
    }

    private func describedOffset(_ offset: Int, _ key: Int?, _ inputs: WindowInputs, _ shifts: [Int: Int]) throws(QueryError)
        -> WindowFrameDescription.Offset
    {
        let range = try KeyValueRange.of(inputs.key(offset, .equality), context: inputs.context)
        var isNegative = false
        switch range.extremes {
        case .whole(let least, _): isNegative = least < 0
        case .floating(let least, _): isNegative = least < (inputs.types[offset] == .float ? orderedWord(Float(0)) : orderedWord(0.0))
        case .none, .text: break
        }
        if range.hasNulls || isNegative {
            throw QueryError(
                .outOfRange, "a frame's offset must not be \(range.hasNulls ? "NULL" : "negative")",
                help: ["write PRECEDING or FOLLOWING for the direction"], range: call.range)
        }
        if let key { return .key(shift: shifts[key] ?? 0) }
        guard inputs.types[offset].isInteger else {
            throw QueryError(.typeMismatch, "the offset of a ROWS or GROUPS frame must be a whole number", range: call.range)
        }
        return .count(try inputs.column(offset))
    }
}
