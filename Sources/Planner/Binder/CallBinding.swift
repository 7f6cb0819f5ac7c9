import Columns
import Functions
import Language

// Calls of functions: the forms that are no functions, scalar functions, aggregates.
extension Binder {
    func bindCall(_ call: FunctionCall, _ context: ExpressionContext, range: Range<Int>) throws(QueryError) -> TypedExpression {
        let name = call.name.last.lowercased()
        let nameRange = call.name.range
        if call.over != nil { return try bindWindowCall(call, name: name, context, range: range) }
        if registry.aggregate(named: name) != nil { return try bindAggregate(call, name: name, context, range: range) }
        if call.isDistinct || call.filter != nil || call.orderBy != nil || call.withinGroup != nil {
            guard registry.scalar(named: name) != nil else { throw unknownFunction(name, range: nameRange) }
            throw QueryError(
                .invalidQuery, "\(name) is no aggregate: DISTINCT, ORDER BY and FILTER do not go with it", range: nameRange)
        }
        for argument in call.arguments where argument.name != nil {
            throw QueryError(.notSupported, "\(name) takes no named arguments", range: argument.range)
        }
        let written = call.arguments.map(\.value)
        if let special = try bindSpecialForm(name, written, context, range: range) { return special }
        guard registry.scalar(named: name) != nil else {
            if WindowFunction(rawValue: name) != nil {
                throw QueryError(
                    .invalidQuery, "\(name) needs OVER", help: ["write \(name)(…) OVER (ORDER BY …)"], range: nameRange)
            }
            throw unknownFunction(name, range: nameRange)
        }
        return try self.call(name, try bindAll(written, context), range: range)
    }

    func unknownFunction(_ name: String, range: Range<Int>) -> QueryError {
        if TableFunctionName(rawValue: name) != nil {
            return QueryError(
                .unknownFunction, "\(name) gives rows, not a value", help: ["write FROM \(name)(…)"], range: range)
        }
        let error = registry.unknownFunction(name)
        let special = Binder.specialForms + registry.names
        return QueryError(
            error.code, error.message,
            help: NameSuggestion.similar(to: name, among: special).isEmpty
                ? error.help : NameSuggestion.help(for: name, among: special, listing: "functions"), range: range)
    }

    static let specialForms = ["coalesce", "ifnull", "nullif", "if", "grouping"]

    /// Functions whose arguments do not all run; nil for every other name.
    private func bindSpecialForm(
        _ name: String, _ arguments: [Expression], _ context: ExpressionContext, range: Range<Int>
    ) throws(QueryError) -> TypedExpression? {
        switch name {
        case "coalesce", "ifnull":
            guard !arguments.isEmpty else { throw wrongCount(name, "at least one argument", range) }
            let bound = try bindAll(arguments, context)
            guard let type = TypeCoercion.commonType(bound.map(description)) else {
                throw noCommonType(bound, of: "the arguments of \(name)", range: range)
            }
            var converted: [TypedExpression] = []
            for argument in bound { converted.append(try cast(argument, to: type)) }
            return converted.count == 1 ? converted[0] : TypedExpression(.coalesce(converted), type: type)
        case "nullif":
            guard arguments.count == 2 else { throw wrongCount(name, "two arguments", range) }
            let first = try bind(arguments[0], context)
            let second = try bind(arguments[1], context)
            let same = try comparison("=", first, second, range: range)
            let nothing = TypedExpression(.constant(.null), type: first.type)
            return TypedExpression(
                .conditional(branches: [ConditionalBranch(condition: same, result: nothing)], otherwise: first), type: first.type)
        case "if", "iif":
            guard arguments.count == 3 || arguments.count == 2 else { throw wrongCount(name, "a condition and two values", range) }
            let condition = try asCondition(try bind(arguments[0], context), clause: "IF")
            let then = try bind(arguments[1], context)
            let otherwise = arguments.count == 3 ? try bind(arguments[2], context) : TypedExpression(.constant(.null), type: .null)
            guard let type = TypeCoercion.commonType(description(then), description(otherwise)) else {
                throw noCommonType([then, otherwise], of: "the results of \(name)", range: range)
            }
            let branch = ConditionalBranch(condition: condition, result: try cast(then, to: type))
            return TypedExpression(.conditional(branches: [branch], otherwise: try cast(otherwise, to: type)), type: type)
        case "grouping", "grouping_id": return try bindGrouping(arguments, context, range: range)
        default: return nil
        }
    }

    private func wrongCount(_ name: String, _ expected: String, _ range: Range<Int>) -> QueryError {
        QueryError(.typeMismatch, "\(name) takes \(expected)", range: range)
    }

    // MARK: Aggregates

    private func bindAggregate(
        _ call: FunctionCall, name: String, _ context: ExpressionContext, range: Range<Int>
    ) throws(QueryError) -> TypedExpression {
        if context.isInsideAggregate {
            throw QueryError(
                .invalidQuery, "an aggregate cannot hold another", help: ["aggregate in a subquery first, or in a step before"],
                range: range, label: "inside another aggregate")
        }
        guard context.allowsAggregates else {
            throw QueryError(
                .invalidQuery, "the aggregate \(name) is not allowed in \(context.clause)", help: aggregateHelp(context.clause),
                range: range)
        }
        context.isInsideAggregate = true
        defer { context.isInsideAggregate = false }
        let parts = try bindAggregateParts(call, name: name, context, range: range)
        let resolved = parts.function
        let aggregate = AggregateCall(
            function: resolved, arguments: parts.arguments, parameters: parts.parameters,
            isDistinct: call.isDistinct && !resolved.ignoresDistinct,
            filter: parts.filter, order: resolved.isOrderSensitive ? parts.order : [], range: range)
        for (position, known) in context.aggregates.enumerated() where known.isSame(as: aggregate) {
            return TypedExpression(.column(VirtualColumn.aggregates + position), type: resolved.resultType)
        }
        context.aggregates.append(aggregate)
        return TypedExpression(.column(VirtualColumn.aggregates + context.aggregates.count - 1), type: resolved.resultType)
    }

    private func aggregateHelp(_ clause: String) -> [String] {
        switch clause {
        case "WHERE": ["use HAVING, or a |> WHERE behind |> AGGREGATE"]
        case "pipe WHERE", "pipe EXTEND", "pipe SET": ["put |> AGGREGATE before it", "add OVER () to compute it over all rows"]
        case "AGGREGATE GROUP BY", "GROUP BY": ["group by the columns it is computed from"]
        default: []
        }
    }

    /// The arguments of an aggregate, plain or over a window.
    func bindAggregateParts(
        _ call: FunctionCall, name: String, _ context: ExpressionContext, range: Range<Int>
    ) throws(QueryError) -> AggregateParts {
        var arguments: [TypedExpression] = []
        if let only = call.arguments.first, call.arguments.count == 1, case .star = only.value.kind {
            guard name == "count" || name == "count_star" else {
                throw QueryError(.invalidQuery, "\(name)(*) has no meaning: name a column", range: only.value.range)
            }
            if call.isDistinct {
                throw QueryError(
                    .invalidQuery, "count(DISTINCT *) is not possible: name the columns",
                    help: ["count the rows of a subquery: SELECT count(*) FROM (SELECT DISTINCT * FROM …)"], range: only.value.range)
            }
        } else {
            for argument in call.arguments {
                if argument.name != nil { throw QueryError(.notSupported, "\(name) takes no named arguments", range: argument.range) }
                arguments.append(try bind(argument.value, context))
            }
        }
        var order = try call.orderBy.map { (clause) throws(QueryError) in try bindSortKeys(clause, context) } ?? []
        if let within = call.withinGroup {
            // percentile_cont(0.5) WITHIN GROUP (ORDER BY x) is quantile_cont(x, 0.5).
            let keys = try bindSortKeys(within, context)
            arguments = keys.map(\.expression) + arguments
            order = keys
        }
        let resolvedName = call.withinGroup == nil ? name : Binder.orderedSetNames[name] ?? name
        let filter = try call.filter.map { (filter) throws(QueryError) in
            try asCondition(try bind(filter, context), clause: "FILTER")
        }
        let resolved: ResolvedAggregate
        do throws(QueryError) {
            resolved = try registry.resolveAggregate(resolvedName, arguments.map(description), settings)
        } catch {
            throw error.located(at: range)
        }
        var converted: [TypedExpression] = []
        for (argument, type) in zip(arguments, resolved.argumentTypes) { converted.append(try cast(argument, to: type)) }
        let parameters = Array(arguments.dropFirst(converted.count))
        return AggregateParts(function: resolved, arguments: converted, parameters: parameters, filter: filter, order: order)
    }

    private static let orderedSetNames = ["percentile_cont": "quantile_cont", "percentile_disc": "quantile_disc"]

    /// Sort keys without ordinals and aliases, as inside calls and windows.
    func bindSortKeys(_ clause: OrderByClause, _ context: ExpressionContext) throws(QueryError) -> [SortKey] {
        guard case .items(let items) = clause.keys else {
            throw QueryError(.invalidQuery, "ORDER BY ALL stands only at the end of a query", range: clause.range)
        }
        var keys: [SortKey] = []
        for item in items { keys.append(sortKey(try bind(item.expression, context), item.ordering)) }
        return keys
    }

    /// A key with the defaults of the session where nothing was written.
    func sortKey(_ expression: TypedExpression, _ ordering: Ordering) -> SortKey {
        let isDescending = ordering.isDescending ?? false
        let standard = settings.nullsFollowDirection && isDescending ? !settings.nullsFirst : settings.nullsFirst
        return SortKey(expression: expression, isDescending: isDescending, nullsFirst: ordering.nullsFirst ?? standard)
    }
}

/// What stands between the parentheses of an aggregate and behind them.
struct AggregateParts {
    var function: ResolvedAggregate
    var arguments: [TypedExpression]
    var parameters: [TypedExpression]
    var filter: TypedExpression?
    var order: [SortKey]
}

extension AggregateCall {
    func isSame(as other: AggregateCall) -> Bool {
        guard
            function.name == other.function.name, function.argumentTypes == other.function.argumentTypes,
            function.resultType == other.function.resultType, isDistinct == other.isDistinct, order.count == other.order.count,
            TypedExpression.areSame(arguments, other.arguments), TypedExpression.areSame(parameters, other.parameters),
            (filter == nil) == (other.filter == nil)
        else { return false }
        if let mine = filter, let theirs = other.filter, !mine.isSame(as: theirs) { return false }
        for (mine, theirs) in zip(order, other.order)
        where mine.isDescending != theirs.isDescending || mine.nullsFirst != theirs.nullsFirst
            || !mine.expression.isSame(as: theirs.expression)
        {
            return false
        }
        return true
    }
}
