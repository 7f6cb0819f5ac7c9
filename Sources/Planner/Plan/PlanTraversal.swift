import Columns
import Functions

// Walking and rebuilding plans.
extension LogicalPlan {
    /// The inputs, left before right. The plan behind `shared` counts as an input.
    package var children: [LogicalPlan] {
        switch operation {
        case .scan, .values, .singleRow, .series: []
        case .filter(let input, _), .project(let input, _), .aggregate(let input, _, _, _), .distinct(let input, _), .sort(let input, _),
            .limit(let input, _, _), .window(let input, _), .assertion(let input, _, _):
            [input]
        case .join(let join): [join.left, join.right]
        case .setOperation(_, _, let left, let right): [left, right]
        case .shared(let shared): [shared.plan]
        }
    }

    /// The operator over other inputs with the same columns. A `shared` plan is left as it is: its identity matters.
    func replacingChildren(_ body: (LogicalPlan) throws(QueryError) -> LogicalPlan) throws(QueryError) -> LogicalPlan {
        let replaced: Operation
        switch operation {
        case .scan, .values, .singleRow, .series, .shared: return self
        case .filter(let input, let condition): replaced = .filter(try body(input), condition)
        case .project(let input, let columns): replaced = .project(try body(input), columns)
        case .aggregate(let input, let keys, let aggregates, let sets):
            replaced = .aggregate(try body(input), keys: keys, aggregates: aggregates, groupingSets: sets)
        case .distinct(let input, let keys): replaced = .distinct(try body(input), on: keys)
        case .sort(let input, let keys): replaced = .sort(try body(input), keys)
        case .limit(let input, let limit, let offset): replaced = .limit(try body(input), limit: limit, offset: offset)
        case .join(var join):
            join.left = try body(join.left)
            join.right = try body(join.right)
            replaced = .join(join)
        case .setOperation(let kind, let all, let left, let right):
            let first = try body(left)
            replaced = .setOperation(kind, all: all, first, try body(right))
        case .window(let input, let calls): replaced = .window(try body(input), calls)
        case .assertion(let input, let condition, let message):
            replaced = .assertion(try body(input), condition: condition, message: message)
        }
        return LogicalPlan(replaced, output: output, estimatedRows: estimatedRows)
    }

    /// The operator with each of its own expressions replaced; its inputs stay.
    func replacingExpressions(
        _ body: (TypedExpression) throws(QueryError) -> TypedExpression
    ) throws(QueryError) -> LogicalPlan {
        func all(_ list: [TypedExpression]) throws(QueryError) -> [TypedExpression] {
            var replaced: [TypedExpression] = []
            replaced.reserveCapacity(list.count)
            for item in list { replaced.append(try body(item)) }
            return replaced
        }
        func optional(_ expression: TypedExpression?) throws(QueryError) -> TypedExpression? {
            guard let expression else { return nil }
            return try body(expression)
        }
        func keys(_ list: [SortKey]) throws(QueryError) -> [SortKey] {
            var copy = list
            for position in copy.indices { copy[position].expression = try body(copy[position].expression) }
            return copy
        }
        let replaced: Operation
        switch operation {
        case .singleRow, .shared, .setOperation: return self
        case .scan(var scan):
            scan.filters = try all(scan.filters)
            replaced = .scan(scan)
        case .values(let rows):
            var copy: [[TypedExpression]] = []
            copy.reserveCapacity(rows.count)
            for row in rows { copy.append(try all(row)) }
            replaced = .values(copy)
        case .series(let start, let stop, let step, let isInclusive):
            let first = try body(start)
            let last = try body(stop)
            replaced = .series(start: first, stop: last, step: try body(step), isInclusive: isInclusive)
        case .filter(let input, let condition): replaced = .filter(input, try body(condition))
        case .project(let input, let columns): replaced = .project(input, try all(columns))
        case .aggregate(let input, let groupKeys, let aggregates, let sets):
            let newKeys = try all(groupKeys)
            var calls = aggregates
            for position in calls.indices {
                calls[position].arguments = try all(calls[position].arguments)
                calls[position].filter = try optional(calls[position].filter)
                calls[position].order = try keys(calls[position].order)
            }
            replaced = .aggregate(input, keys: newKeys, aggregates: calls, groupingSets: sets)
        case .distinct(let input, let on): replaced = .distinct(input, on: try on.map { (list) throws(QueryError) in try all(list) })
        case .sort(let input, let order): replaced = .sort(input, try keys(order))
        case .limit(let input, let limit, let offset):
            let count = try optional(limit)
            replaced = .limit(input, limit: count, offset: try optional(offset))
        case .join(var join):
            for position in join.equalities.indices {
                join.equalities[position].left = try body(join.equalities[position].left)
                join.equalities[position].right = try body(join.equalities[position].right)
            }
            join.residual = try optional(join.residual)
            replaced = .join(join)
        case .window(let input, let calls):
            var copy: [WindowCall] = []
            for call in calls { copy.append(call.replacingExpressions(try all(call.expressions))) }
            replaced = .window(input, copy)
        case .assertion(let input, let condition, let message):
            replaced = .assertion(input, condition: try body(condition), message: message)
        }
        return LogicalPlan(replaced, output: output, estimatedRows: estimatedRows)
    }

    /// Calls `body` for each of the operator's own expressions.
    func forEachExpression(_ body: (TypedExpression) -> Void) {
        func keys(_ list: [SortKey]) { for key in list { body(key.expression) } }
        switch operation {
        case .singleRow, .shared, .setOperation: break
        case .scan(let scan): scan.filters.forEach(body)
        case .values(let rows): for row in rows { row.forEach(body) }
        case .series(let start, let stop, let step, _): [start, stop, step].forEach(body)
        case .filter(_, let condition), .assertion(_, let condition, _): body(condition)
        case .project(_, let columns): columns.forEach(body)
        case .aggregate(_, let groupKeys, let aggregates, _):
            groupKeys.forEach(body)
            for call in aggregates {
                call.arguments.forEach(body)
                if let filter = call.filter { body(filter) }
                keys(call.order)
            }
        case .distinct(_, let on): on?.forEach(body)
        case .sort(_, let order): keys(order)
        case .limit(_, let limit, let offset):
            if let limit { body(limit) }
            if let offset { body(offset) }
        case .join(let join):
            for equality in join.equalities {
                body(equality.left)
                body(equality.right)
            }
            if let residual = join.residual { body(residual) }
        case .window(_, let calls): for call in calls { call.expressions.forEach(body) }
        }
    }

    /// Calls `body` for every scan of the plan, those of shared plans and of subqueries among them.
    package func forEachScan(_ body: (TableScan) -> Void) {
        var visited: Set<ObjectIdentifier> = []
        forEachScan(&visited, body)
    }

    private func forEachScan(_ visited: inout Set<ObjectIdentifier>, _ body: (TableScan) -> Void) {
        switch operation {
        case .scan(let scan): body(scan)
        // Several places may read one shared plan, and it others.
        case .shared(let shared): if !visited.insert(ObjectIdentifier(shared)).inserted { return }
        default: break
        }
        for child in children { child.forEachScan(&visited, body) }
        guard hasSubqueries else { return }
        var found: [LogicalPlan] = []
        forEachExpression { found += $0.subqueries }
        for subquery in found { subquery.forEachScan(&visited, body) }
    }

    // MARK: Outer columns

    /// Whether the plan refers to a column of any enclosing query.
    var hasOuterColumns: Bool { containsOuterColumn { _ in true } }

    /// Whether it refers to the enclosing query at `depth`.
    func hasOuterColumns(atDepth depth: Int) -> Bool { containsOuterColumn { $0 == depth } }

    private func containsOuterColumn(_ test: (Int) -> Bool) -> Bool {
        var isFound = false
        forEachExpression { expression in
            guard !isFound else { return }
            isFound = expression.contains { part in
                if case .outerColumn(let depth, _) = part.node { test(depth) } else { false }
            }
        }
        if isFound { return true }
        for child in children where child.containsOuterColumn(test) { return true }
        return false
    }

    /// The plan with every outer column replaced; where `body` gives nil it stays. Shared plans with outer columns are put in place.
    func replacingOuterColumns(
        _ body: (_ depth: Int, _ position: Int, _ type: LogicalType) throws(QueryError) -> TypedExpression?
    ) throws(QueryError) -> LogicalPlan {
        if case .shared(let shared) = operation {
            guard shared.plan.hasOuterColumns else { return self }
            return try shared.plan.replacingOuterColumns(body)
        }
        let inner = try replacingChildren { (child) throws(QueryError) in try child.replacingOuterColumns(body) }
        return try inner.replacingExpressions { (expression) throws(QueryError) in
            try expression.transformed { (part) throws(QueryError) in
                guard case .outerColumn(let depth, let position) = part.node else { return nil }
                return try body(depth, position, part.type)
            }
        }
    }

    /// The plan with the columns of the nearest enclosing query at other places.
    func mappingOuterColumns(
        _ body: (Int, LogicalType) throws(QueryError) -> TypedExpression
    ) throws(QueryError) -> LogicalPlan {
        try replacingOuterColumns { (depth, position, type) throws(QueryError) in
            guard depth == 0 else { return nil }
            var replacement = try body(position, type)
            if case .column(let place) = replacement.node { replacement.node = .outerColumn(depth: 0, place) }
            return replacement
        }
    }

    /// The plan moved `levels` subqueries deeper, or outwards where negative.
    func shiftingOuterColumns(by levels: Int) -> LogicalPlan {
        // Nothing in the closure throws, so neither does the call.
        (try? replacingOuterColumns { (depth, position, type) throws(QueryError) in
            TypedExpression(.outerColumn(depth: depth + levels, position), type: type)
        }) ?? self
    }
}
