import Columns
import Functions
import Language

// Subqueries inside expressions.
extension Binder {
    /// Binds a query whose outer references see `context`.
    func bindInner(_ query: Query, _ context: ExpressionContext) throws(QueryError) -> (plan: LogicalPlan, isCorrelated: Bool) {
        let frame = OuterFrame(context: context)
        outerFrames.append(frame)
        defer { outerFrames.removeLast() }
        let plan = try bindQuery(query).sealedPlan()
        return (plan, frame.isCorrelated)
    }

    func bindScalarQuery(_ query: Query, _ context: ExpressionContext, range: Range<Int>) throws(QueryError) -> TypedExpression {
        var (plan, isCorrelated) = try bindInner(query, context)
        guard plan.output.count == 1 else {
            throw QueryError(
                .invalidQuery, "a subquery that stands for a value has one column, not \(plan.output.count)", range: range)
        }
        if !settings.scalarSubqueryErrorOnMultipleRows {
            plan = plan.limited(to: TypedExpression(.constant(.integer(1)), type: .bigint), offset: nil)
        }
        return scalar(plan, isCorrelated: isCorrelated, context, range: range)
    }

    /// The one value of a plan of one column.
    private func scalar(
        _ plan: LogicalPlan, isCorrelated: Bool, _ context: ExpressionContext, range: Range<Int>
    ) -> TypedExpression {
        let type = plan.output[0].type
        guard isCorrelated else { return TypedExpression(.scalarSubquery(plan), type: type, range: range) }
        return keepAside(.scalar, plan, type: type, context, range: range)
    }

    func bindExists(_ query: Query, _ context: ExpressionContext, range: Range<Int>) throws(QueryError) -> TypedExpression {
        let (plan, isCorrelated) = try bindInner(query, context)
        guard isCorrelated else { return TypedExpression(.existsSubquery(plan), type: .boolean, range: range) }
        return keepAside(.exists, plan, type: .boolean, context, range: range)
    }

    private func keepAside(
        _ kind: PendingSubquery.Kind, _ plan: LogicalPlan, type: LogicalType, _ context: ExpressionContext, range: Range<Int>
    ) -> TypedExpression {
        context.subqueries.append(
            PendingSubquery(kind: kind, plan: plan, isBelowAggregation: context.isInsideAggregate, range: range))
        return TypedExpression(.column(VirtualColumn.subqueries + context.subqueries.count - 1), type: type, range: range)
    }

    func bindInQuery(
        _ needle: Expression, _ query: Query, _ isNegated: Bool, _ context: ExpressionContext, range: Range<Int>
    ) throws(QueryError) -> TypedExpression {
        var needles: [TypedExpression]
        if case .row(let values) = needle.kind { needles = try bindAll(values, context) } else { needles = [try bind(needle, context)] }
        let (inner, isCorrelated) = try bindInner(query, context)
        guard inner.output.count == needles.count else {
            throw QueryError(
                .invalidQuery,
                "IN compares \(needles.count) value\(needles.count == 1 ? "" : "s") with \(inner.output.count) columns",
                range: query.range)
        }
        var columns: [(expression: TypedExpression, name: String)] = []
        for position in needles.indices {
            let column = inner.column(position)
            guard let type = TypeCoercion.comparisonType(description(needles[position]), description(column)) else {
                throw QueryError(
                    .typeMismatch, "\(needles[position].type) and \(column.type) cannot be compared", range: range)
            }
            needles[position] = try cast(needles[position], to: type)
            columns.append((try cast(column, to: type), inner.output[position].name))
        }
        let isSame = zip(columns, inner.output).allSatisfy { $0.expression.type == $1.type }
        let plan = isSame ? inner : inner.projected(columns)
        let test =
            isCorrelated
            ? try correlatedMembership(needles, plan, context, range: range)
            : keepAside(.membership(needles: needles), plan, type: .boolean, context, range: range)
        return isNegated ? TypedExpression(.not(test), type: .boolean, range: range) : test
    }

    /// Whether a correlated subquery holds the needles, by counting: rows, rows that match, rows where a comparison is NULL.
    private func correlatedMembership(
        _ needles: [TypedExpression], _ plan: LogicalPlan, _ context: ExpressionContext, range: Range<Int>
    ) throws(QueryError) -> TypedExpression {
        // The needles move into the subquery, one level deeper.
        var tests: [TypedExpression] = []
        for (position, needle) in needles.enumerated() {
            let moved = try needle.transformed { (part) throws(QueryError) in
                switch part.node {
                case .column(let place) where place >= VirtualColumn.aggregates:
                    throw QueryError(
                        .notSupported, "IN over a correlated subquery takes no aggregate on its left side yet", range: range)
                case .column(let place): return TypedExpression(.outerColumn(depth: 0, place), type: part.type)
                case .outerColumn(let depth, let place): return TypedExpression(.outerColumn(depth: depth + 1, place), type: part.type)
                default: return nil
                }
            }
            tests.append(try comparison("=", moved, plan.column(position), range: range))
        }
        let test = tests.count == 1 ? tests[0] : TypedExpression(.and(tests), type: .boolean)
        // The greatest of 2 for a match and 1 for NULL; NULL or 0 for neither.
        let rank = TypedExpression(
            .conditional(
                branches: [
                    ConditionalBranch(condition: test, result: TypedExpression(.constant(.integer(2)), type: .integer)),
                    ConditionalBranch(
                        condition: TypedExpression(.isNull(test), type: .boolean),
                        result: TypedExpression(.constant(.integer(1)), type: .integer)),
                ], otherwise: TypedExpression(.constant(.integer(0)), type: .integer)), type: .integer)
        let greatest = try registry.resolveAggregate("max", [ArgumentDescription(type: .integer)], settings)
        let counted = plan.aggregated(keys: [], names: [], aggregates: [AggregateCall(function: greatest, arguments: [rank])])
        let outcome = keepAside(.scalar, counted, type: greatest.resultType, context, range: range)
        func matches(_ number: Int128) throws(QueryError) -> TypedExpression {
            try comparison("=", outcome, TypedExpression(.constant(.integer(number)), type: .integer), range: range)
        }
        let yes = TypedExpression(.constant(.boolean(true)), type: .boolean)
        let unknown = TypedExpression(.constant(.null), type: .boolean)
        return TypedExpression(
            .conditional(
                branches: [
                    ConditionalBranch(condition: try matches(2), result: yes),
                    ConditionalBranch(condition: try matches(1), result: unknown),
                ], otherwise: TypedExpression(.constant(.boolean(false)), type: .boolean)), type: .boolean)
    }

    // MARK: ANY and ALL

    func bindQuantifiedQuery(
        _ operand: Expression, _ symbol: BinaryOperator, _ quantifier: Quantifier, _ query: Query, _ context: ExpressionContext,
        range: Range<Int>
    ) throws(QueryError) -> TypedExpression {
        if symbol == .equal, quantifier == .any { return try bindInQuery(operand, query, false, context, range: range) }
        if symbol == .notEqual, quantifier == .all { return try bindInQuery(operand, query, true, context, range: range) }
        guard symbol.isComparison else {
            throw QueryError(.invalidQuery, "\(quantifier.rawValue) goes with comparisons only", range: range)
        }
        let value = try bind(operand, context)
        let (inner, isCorrelated) = try bindInner(query, context)
        guard inner.output.count == 1 else {
            throw QueryError(
                .invalidQuery, "\(quantifier.rawValue) takes a query of one column, not \(inner.output.count)", range: query.range)
        }
        // Least, greatest and counts settle every comparison with all rows at once.
        var aggregates: [AggregateCall] = []
        for name in ["min", "max"] {
            let function = try registry.resolveAggregate(name, [ArgumentDescription(type: inner.output[0].type)], settings)
            aggregates.append(AggregateCall(function: function, arguments: [try cast(inner.column(0), to: function.argumentTypes[0])]))
        }
        let rows = try registry.resolveAggregate("count", [], settings)
        aggregates.append(AggregateCall(function: rows, arguments: []))
        let values = try registry.resolveAggregate("count", [ArgumentDescription(type: inner.output[0].type)], settings)
        aggregates.append(
            AggregateCall(function: values, arguments: values.argumentTypes.isEmpty ? [] : [inner.column(0)]))
        let summary = inner.aggregated(keys: [], names: [], aggregates: aggregates)
        let shared = LogicalPlan(.shared(SharedPlan(name: "summary", plan: summary)), output: summary.output)
        var parts: [TypedExpression] = []
        for position in 0..<4 {
            let one = (isCorrelated ? summary : shared).selecting([position])
            parts.append(scalar(one, isCorrelated: isCorrelated, context, range: range))
        }
        return try quantified(
            value, symbol, quantifier, least: parts[0], greatest: parts[1], rows: parts[2], values: parts[3], range: range)
    }

    private func quantified(
        _ value: TypedExpression, _ symbol: BinaryOperator, _ quantifier: Quantifier, least: TypedExpression, greatest: TypedExpression,
        rows: TypedExpression, values: TypedExpression, range: Range<Int>
    ) throws(QueryError) -> TypedExpression {
        let isAny = quantifier == .any
        let core: TypedExpression
        switch symbol {
        case .less, .lessOrEqual: core = try comparison(symbol.rawValue, value, isAny ? greatest : least, range: range)
        case .greater, .greaterOrEqual: core = try comparison(symbol.rawValue, value, isAny ? least : greatest, range: range)
        default:
            let both = [
                try comparison(symbol.rawValue, value, least, range: range), try comparison(symbol.rawValue, value, greatest, range: range),
            ]
            core = TypedExpression(symbol == .equal ? .and(both) : .or(both), type: .boolean)
        }
        let zero = TypedExpression(.constant(.integer(0)), type: .bigint)
        let isEmpty = try comparison("=", rows, zero, range: range)
        let isSettled = isAny ? core : TypedExpression(.not(core), type: .boolean)
        let isUnknown = TypedExpression(
            .or([TypedExpression(.isNull(value), type: .boolean), try comparison("<", values, rows, range: range)]), type: .boolean)
        func constant(_ value: Value) -> TypedExpression { TypedExpression(.constant(value), type: .boolean) }
        return TypedExpression(
            .conditional(
                branches: [
                    ConditionalBranch(condition: isEmpty, result: constant(.boolean(!isAny))),
                    ConditionalBranch(condition: isSettled, result: constant(.boolean(isAny))),
                    ConditionalBranch(condition: isUnknown, result: constant(.null)),
                ], otherwise: constant(.boolean(!isAny))), type: .boolean, range: range)
    }

    // MARK: Placing

    /// Joins a kept-aside subquery to the plan and gives the position of its column.
    ///
    /// - Parameter resolve: turns an expression of the context into one over the plan as it is now.
    func place(
        _ pending: PendingSubquery, on plan: inout LogicalPlan, _ resolve: (TypedExpression) throws(QueryError) -> TypedExpression
    ) throws(QueryError) -> Int {
        let position = plan.output.count
        switch pending.kind {
        case .membership(let needles):
            var equalities: [JoinEquality] = []
            for (column, needle) in needles.enumerated() {
                equalities.append(JoinEquality(left: try resolve(needle), right: pending.plan.column(column)))
            }
            plan = .joined(Join(kind: .mark, left: plan, right: pending.plan, equalities: equalities, markIsNullAware: true))
        case .scalar, .exists:
            let isScalar = if case .scalar = pending.kind { true } else { false }
            let inner = try pending.plan.mappingOuterColumns { (position, type) throws(QueryError) in
                try resolve(TypedExpression(.column(position), type: type))
            }
            plan = try Unnesting(settings: settings).dependentJoin(
                isScalar ? .single : .mark, left: plan, right: inner, range: pending.range)
        }
        return position
    }

    /// Places the subqueries of a context that has no aggregation and returns the expressions over the new plan.
    func placeSubqueries(
        of context: ExpressionContext, on plan: inout LogicalPlan, _ expressions: [TypedExpression]
    ) throws(QueryError) -> [TypedExpression] {
        guard !context.subqueries.isEmpty else { return expressions }
        var places: [Int] = []
        func resolved(_ expression: TypedExpression) -> TypedExpression {
            expression.mappingColumns { VirtualColumn.isSubquery($0) ? places[$0 - VirtualColumn.subqueries] : $0 }
        }
        for pending in context.subqueries {
            places.append(try place(pending, on: &plan) { (expression) throws(QueryError) in resolved(expression) })
        }
        return expressions.map(resolved)
    }
}
