import Columns
import Functions

/// Computes the right side of a dependent join for every combination of left values that occurs (the domain), once each, and joins it
/// back to the left side by these values.
///
/// Precondition: none on the right side but that its table functions take no outer columns. Every operator carries the domain's
/// columns along at the end of its output and works within each combination: aggregations, windows, DISTINCT and LIMIT by it.
struct DomainUnnesting {
    private let settings: Settings
    private let right: LogicalPlan
    private let range: Range<Int>
    /// The left side, which is read twice.
    private let outer: LogicalPlan
    private let domain: LogicalPlan
    /// The left columns that the right side uses, in the domain's order.
    private let columns: [Int]

    init(settings: Settings, left: LogicalPlan, right: LogicalPlan, range: Range<Int>) throws(QueryError) {
        self.settings = settings
        self.right = right
        self.range = range
        var used: Set<Int> = []
        _ = try right.replacingOuterColumns { (depth, position, _) throws(QueryError) in
            if depth == 0 { used.insert(position) }
            return nil
        }
        columns = used.sorted()
        outer = LogicalPlan(.shared(SharedPlan(name: "outer rows", plan: left)), output: left.output)
        domain = outer.selecting(columns).projectedOnce().distinct()
    }

    func join(_ kind: JoinKind, _ conditions: [TypedExpression]) throws(QueryError) -> LogicalPlan {
        let inner = try unnest(right)
        let count = right.output.count
        var equalities = columns.enumerated().map { number, column in
            JoinEquality(left: outer.column(column), right: inner.column(count + number), nullsEqual: true)
        }
        let leftCount = outer.output.count
        let parts = JoinCondition(conditions, leftCount: leftCount, totalCount: leftCount + count)
        equalities += parts.equalities
        let residual = parts.leftOnly + parts.rightOnly.map { $0.mappingColumns { $0 + leftCount } } + parts.residual
        let joined = LogicalPlan.joined(
            Join(kind: kind, left: outer, right: inner, equalities: equalities, residual: TypedExpression.conjunction(residual)))
        return kind == .mark ? joined : joined.selecting(Array(0..<leftCount + count))
    }

    // MARK: Operators

    /// The plan with the domain's columns at the end, for all combinations at once.
    private func unnest(_ plan: LogicalPlan) throws(QueryError) -> LogicalPlan {
        guard plan.hasOuterColumns(atDepth: 0) else {
            return .joined(Join(kind: .inner, left: plan.shiftingOuterColumns(by: -1), right: domain))
        }
        let count = plan.output.count
        switch plan.operation {
        case .filter(let input, let condition):
            let child = try unnest(input)
            return child.filtered(by: try rewritten(condition, count))
        case .project(let input, let expressions):
            let child = try unnest(input)
            var output: [(expression: TypedExpression, name: String)] = []
            for (number, expression) in expressions.enumerated() {
                output.append((try rewritten(expression, input.output.count), plan.output[number].name))
            }
            return child.projected(output + domainColumns(of: child, from: input.output.count))
        case .sort(let input, let keys):
            let child = try unnest(input)
            return child.sorted(by: try rewritten(keys, input.output.count))
        case .assertion(let input, let condition, let message):
            let child = try unnest(input)
            return LogicalPlan(
                .assertion(child, condition: try rewritten(condition, count), message: message), output: child.output)
        case .distinct(let input, let on):
            let child = try unnest(input)
            guard let on else { return child.distinct() }
            var keys: [TypedExpression] = []
            for key in on { keys.append(try rewritten(key, count)) }
            return child.distinct(on: keys + domainColumns(of: child, from: count).map(\.expression))
        case .aggregate(let input, let keys, let aggregates, let sets):
            return try unnestAggregate(plan, input, keys, aggregates, sets)
        case .window(let input, let calls): return try unnestWindow(plan, input, calls)
        case .limit(let input, let limit, let offset): return try unnestLimit(input, limit, offset)
        case .setOperation(let kind, let all, let left, let right):
            let first = try unnest(left)
            return LogicalPlan(.setOperation(kind, all: all, first, try unnest(right)), output: first.output)
        case .join(let join): return try unnestJoin(plan, join)
        case .values(let rows): return try unnestValues(plan, rows)
        case .shared(let shared): return try unnest(shared.plan)
        case .scan, .singleRow, .series:
            throw QueryError(
                .notSupported, "a table function that uses columns of the query around it is not supported yet", range: range)
        }
    }

    /// The expression with outer columns read from the domain's, which begin at `start` of the input.
    private func rewritten(_ expression: TypedExpression, _ start: Int) throws(QueryError) -> TypedExpression {
        try expression.transformed { (part) throws(QueryError) in
            guard case .outerColumn(let depth, let position) = part.node else { return nil }
            if depth > 0 { return TypedExpression(.outerColumn(depth: depth - 1, position), type: part.type, range: part.range) }
            guard let place = columns.firstIndex(of: position) else { return nil }
            return TypedExpression(.column(start + place), type: part.type, range: part.range)
        }
    }

    private func rewritten(_ keys: [SortKey], _ start: Int) throws(QueryError) -> [SortKey] {
        var copy = keys
        for position in copy.indices { copy[position].expression = try rewritten(copy[position].expression, start) }
        return copy
    }

    private func domainColumns(of plan: LogicalPlan, from start: Int) -> [(expression: TypedExpression, name: String)] {
        columns.indices.map { (plan.column(start + $0), plan.output[start + $0].name) }
    }

    private func unnestAggregate(
        _ plan: LogicalPlan, _ input: LogicalPlan, _ keys: [TypedExpression], _ aggregates: [AggregateCall], _ sets: [[Int]]?
    ) throws(QueryError) -> LogicalPlan {
        let child = try unnest(input)
        let start = input.output.count
        var groupKeys: [TypedExpression] = []
        for key in keys { groupKeys.append(try rewritten(key, start)) }
        groupKeys += domainColumns(of: child, from: start).map(\.expression)
        var calls: [AggregateCall] = []
        for call in aggregates {
            var parts: [TypedExpression] = []
            for part in call.expressions { parts.append(try rewritten(part, start)) }
            calls.append(call.replacingExpressions(parts))
        }
        let added = Array(keys.count..<keys.count + columns.count)
        let grouped = child.aggregated(
            keys: groupKeys, names: plan.output.prefix(keys.count).map(\.name) + domain.output.map(\.name), aggregates: calls,
            groupingSets: sets?.map { $0 + added })
        // Without keys, no rows make one row all the same: the domain says for which combinations it is missing.
        let hasTotal = sets.map { $0.contains { $0.isEmpty } } ?? keys.isEmpty
        guard hasTotal else {
            let aggregateStart = keys.count + columns.count
            return grouped.selecting(Array(0..<keys.count) + aggregates.indices.map { aggregateStart + $0 } + added)
        }
        let equalities = columns.indices.map { number in
            JoinEquality(left: domain.column(number), right: grouped.column(keys.count + number), nullsEqual: true)
        }
        let joined = LogicalPlan.joined(Join(kind: .left, left: domain, right: grouped, equalities: equalities))
        let first = columns.count
        var output = keys.indices.map { (expression: joined.column(first + $0), name: plan.output[$0].name) }
        for (number, call) in aggregates.enumerated() {
            let column = joined.column(first + keys.count + columns.count + number)
            output.append(
                (try EmptyAggregates.completed(column, of: call, settings: settings), plan.output[keys.count + number].name))
        }
        return joined.projected(output + domainColumns(of: joined, from: 0))
    }

    private func unnestWindow(_ plan: LogicalPlan, _ input: LogicalPlan, _ calls: [WindowCall]) throws(QueryError) -> LogicalPlan {
        let child = try unnest(input)
        let start = input.output.count
        var rewrittenCalls: [WindowCall] = []
        for call in calls {
            var parts: [TypedExpression] = []
            for part in call.expressions { parts.append(try rewritten(part, start)) }
            var copy = call.replacingExpressions(parts)
            copy.partition += domainColumns(of: child, from: start).map(\.expression)
            rewrittenCalls.append(copy)
        }
        let windowed = child.windowed(rewrittenCalls)
        let results = calls.indices.map { start + columns.count + $0 }
        return windowed.selecting(Array(0..<start) + results + columns.indices.map { start + $0 })
    }

    /// The first rows of each combination, by their number in it.
    private func unnestLimit(
        _ input: LogicalPlan, _ limit: TypedExpression?, _ offset: TypedExpression?
    ) throws(QueryError) -> LogicalPlan {
        func constant(_ expression: TypedExpression?) throws(QueryError) -> Int128? {
            guard let expression else { return nil }
            guard case .integer(let number)? = expression.constantValue else {
                throw QueryError(.notSupported, "LIMIT in a correlated subquery takes constants", range: range)
            }
            return number
        }
        let count = try constant(limit)
        let skipped = try constant(offset) ?? 0
        var keys: [SortKey] = []
        var source = input
        if case .sort(let below, let order) = input.operation { (source, keys) = (below, order) }
        let child = try unnest(source)
        let start = source.output.count
        let call = WindowCall(
            function: .window(.rowNumber), arguments: [], partition: domainColumns(of: child, from: start).map(\.expression),
            order: try rewritten(keys, start), frame: WindowFrame(unit: .range, start: .unboundedPreceding, end: .currentRow),
            type: .bigint)
        let numbered = child.windowed([call])
        let number = numbered.column(child.output.count)
        var conditions: [TypedExpression] = []
        func compare(_ name: String, _ bound: Int128) throws(QueryError) {
            let constant = TypedExpression(.constant(.integer(bound)), type: .bigint)
            let function = try FunctionRegistry.builtin.resolveScalar(
                name, [ArgumentDescription(type: .bigint), ArgumentDescription(type: .bigint)], settings)
            conditions.append(TypedExpression(.call(function, [number, constant]), type: .boolean))
        }
        if skipped > 0 { try compare(">", skipped) }
        if let count {
            let (last, overflow) = count.addingReportingOverflow(skipped)
            if !overflow { try compare("<=", last) }
        }
        guard let condition = TypedExpression.conjunction(conditions) else { return child }
        return numbered.filtered(by: condition).selecting(Array(0..<child.output.count))
    }

    private func unnestValues(_ plan: LogicalPlan, _ rows: [[TypedExpression]]) throws(QueryError) -> LogicalPlan {
        var result: LogicalPlan?
        for row in rows {
            var output: [(expression: TypedExpression, name: String)] = []
            for (number, expression) in row.enumerated() { output.append((try rewritten(expression, 0), plan.output[number].name)) }
            let one = domain.projected(output + domainColumns(of: domain, from: 0))
            result = result.map { LogicalPlan(.setOperation(.union, all: true, $0, one), output: one.output) } ?? one
        }
        return result ?? .joined(Join(kind: .inner, left: plan, right: domain))
    }

    // MARK: Joins

    private func unnestJoin(_ plan: LogicalPlan, _ join: Join) throws(QueryError) -> LogicalPlan {
        let leftCount = join.left.output.count
        let rightCount = join.right.output.count
        let isRightOuter = join.right.hasOuterColumns(atDepth: 0)
        // The side whose rows survive unmatched must know the combinations; the other only where it uses them.
        let ownExpressions = join.equalities.map(\.right)
        let isRightKeyOuter = ownExpressions.contains { $0.contains { if case .outerColumn(0, _) = $0.node { true } else { false } } }
        let needsRight = isRightOuter || isRightKeyOuter || join.kind == .right || join.kind == .full
        let left = try unnest(join.left)
        let right = needsRight ? try unnest(join.right) : join.right.shiftingOuterColumns(by: -1)
        var copy = join
        copy.left = left
        copy.right = right
        for position in copy.equalities.indices {
            copy.equalities[position].left = try rewritten(copy.equalities[position].left, leftCount)
            copy.equalities[position].right = try rewritten(copy.equalities[position].right, rightCount)
        }
        let newLeftCount = leftCount + columns.count
        copy.residual = try join.residual.map { (residual) throws(QueryError) in
            // Columns of the right side move behind the domain's; outer columns are read from the left side.
            let moved = residual.mappingColumns { $0 < leftCount ? $0 : $0 + columns.count }
            return try rewritten(moved, leftCount)
        }
        if needsRight {
            copy.equalities += columns.indices.map { number in
                JoinEquality(left: left.column(leftCount + number), right: right.column(rightCount + number), nullsEqual: true)
            }
        }
        let joined = LogicalPlan.joined(copy)
        let leftPlaces = Array(0..<leftCount)
        let domainPlaces = columns.indices.map { leftCount + $0 }
        switch join.kind {
        case .semi, .anti: return joined
        case .mark: return joined.selecting(leftPlaces + [newLeftCount] + domainPlaces)
        case .inner, .left, .single:
            return joined.selecting(leftPlaces + (0..<rightCount).map { newLeftCount + $0 } + domainPlaces)
        case .right, .full:
            var output = (leftPlaces + (0..<rightCount).map { newLeftCount + $0 }).map {
                (expression: joined.column($0), name: joined.output[$0].name)
            }
            for number in columns.indices {
                let either = [joined.column(leftCount + number), joined.column(newLeftCount + rightCount + number)]
                output.append((TypedExpression(.coalesce(either), type: either[0].type), domain.output[number].name))
            }
            return joined.projected(output)
        }
    }
}

extension LogicalPlan {
    /// A projection even where all columns stay, so that DISTINCT has an operator of its own to work on.
    fileprivate func projectedOnce() -> LogicalPlan {
        if case .project = operation { return self }
        return projected(output.indices.map { (column($0), output[$0].name) })
    }
}
