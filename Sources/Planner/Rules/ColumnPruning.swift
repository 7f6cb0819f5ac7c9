import Columns
import Functions

/// Drops columns that nobody above uses, down to the scans, and what computes them.
///
/// Preconditions: rows, their number and order stay. A dropped expression may have raised; an error of a column that nobody asked for
/// is not part of the answer. Keys of aggregations, columns that DISTINCT and set operations compare, and assertions are kept.
struct ColumnPruning {
    private var depth = DepthGuard()

    /// The same rows with the same output columns.
    mutating func pruned(_ plan: LogicalPlan) throws(QueryError) -> LogicalPlan {
        let all = Array(plan.output.indices)
        let result = try prune(plan, Set(all))
        return result.selecting(all, named: plan.output)
    }

    /// A plan that lost columns, and where its old columns are now.
    struct Pruned {
        var plan: LogicalPlan
        /// By old position; nil for a column that is gone.
        var places: [Int?]

        func place(_ old: Int) -> Int { (old < places.count ? places[old] : nil) ?? 0 }

        func moved(_ expression: TypedExpression) -> TypedExpression { expression.mappingColumns(place) }

        /// The columns at old positions `positions`, in that order.
        func selecting(_ positions: [Int], named output: [OutputColumn]) -> LogicalPlan {
            let new = positions.map(place)
            if new.elementsEqual(plan.output.indices) {
                if zip(plan.output, positions).allSatisfy({ $0.name == output[$1].name }) { return plan }
                // Other names alone: a projection may take them on; another operator keeps its own.
                if case .project = plan.operation {
                    return LogicalPlan(plan.operation, output: positions.map { output[$0] }, estimatedRows: plan.estimatedRows)
                }
            }
            return plan.projected(zip(new, positions).map { (plan.column($0), output[$1].name) })
        }
    }

    private func unchanged(_ plan: LogicalPlan, count: Int) -> Pruned { Pruned(plan: plan, places: Array(0..<count)) }

    private func columns(_ expressions: [TypedExpression]) -> Set<Int> {
        var columns: Set<Int> = []
        for expression in expressions { expression.collectColumns(into: &columns) }
        return columns
    }

    private mutating func prune(_ plan: LogicalPlan, _ required: Set<Int>) throws(QueryError) -> Pruned {
        try depth.enter()
        defer { depth.leave() }
        switch plan.operation {
        case .scan(let scan): return pruneScan(plan, scan, required)
        case .values(let rows): return pruneValues(plan, rows, required)
        case .singleRow, .series, .shared: return unchanged(plan, count: plan.output.count)
        case .filter(let input, let condition):
            let child = try prune(input, required.union(condition.columns))
            return Pruned(plan: child.plan.filtered(by: child.moved(condition)), places: child.places)
        case .assertion(let input, let condition, let message):
            let child = try prune(input, required.union(condition.columns))
            return Pruned(
                plan: LogicalPlan(
                    .assertion(child.plan, condition: child.moved(condition), message: message), output: child.plan.output),
                places: child.places)
        case .sort(let input, let keys):
            let child = try prune(input, required.union(columns(keys.map(\.expression))))
            return Pruned(plan: child.plan.sorted(by: keys.map { moved($0, child) }), places: child.places)
        case .limit(let input, let limit, let offset):
            let child = try prune(input, required)
            return Pruned(plan: child.plan.limited(to: limit, offset: offset), places: child.places)
        case .project(let input, let expressions): return try pruneProject(plan, input, expressions, required)
        case .aggregate(let input, let keys, let aggregates, let sets):
            return try pruneAggregate(plan, input, keys, aggregates, sets, required)
        case .distinct(let input, let on):
            let child = try prune(input, on.map { required.union(columns($0)) } ?? Set(input.output.indices))
            // Without a list every column is compared: none may be added or be missing.
            guard let on else {
                let all = Array(input.output.indices)
                return unchanged(child.selecting(all, named: input.output).distinct(), count: all.count)
            }
            return Pruned(plan: child.plan.distinct(on: on.map(child.moved)), places: child.places)
        case .setOperation(let kind, let all, let left, let right):
            return try pruneSetOperation(plan, kind, all, left, right, required)
        case .window(let input, let calls): return try pruneWindow(plan, input, calls, required)
        case .join(let join): return try pruneJoin(plan, join, required)
        }
    }

    private func moved(_ key: SortKey, _ child: Pruned) -> SortKey {
        var copy = key
        copy.expression = child.moved(key.expression)
        return copy
    }

    // MARK: Sources

    private func pruneScan(_ plan: LogicalPlan, _ scan: TableScan, _ required: Set<Int>) -> Pruned {
        let kept = required.union(columns(scan.filters)).sorted()
        var places: [Int?] = Array(repeating: nil, count: plan.output.count)
        for (new, old) in kept.enumerated() where old < places.count { places[old] = new }
        var copy = scan
        copy.columns = kept.map { scan.columns[$0] }
        copy.filters = scan.filters.map { $0.mappingColumns { places[$0] ?? 0 } }
        return Pruned(plan: LogicalPlan(.scan(copy), output: kept.map { plan.output[$0] }), places: places)
    }

    private func pruneValues(_ plan: LogicalPlan, _ rows: [[TypedExpression]], _ required: Set<Int>) -> Pruned {
        let kept = required.sorted()
        guard kept.count < plan.output.count, !kept.isEmpty else { return unchanged(plan, count: plan.output.count) }
        var places: [Int?] = Array(repeating: nil, count: plan.output.count)
        for (new, old) in kept.enumerated() { places[old] = new }
        return Pruned(
            plan: LogicalPlan(.values(rows.map { row in kept.map { row[$0] } }), output: kept.map { plan.output[$0] }), places: places)
    }

    // MARK: Operators of one input

    private mutating func pruneProject(
        _ plan: LogicalPlan, _ input: LogicalPlan, _ expressions: [TypedExpression], _ required: Set<Int>
    ) throws(QueryError) -> Pruned {
        let kept = required.sorted()
        let child = try prune(input, columns(kept.map { expressions[$0] }))
        var places: [Int?] = Array(repeating: nil, count: plan.output.count)
        // A projection that only passes columns on is no operator; one that merely reorders is left to the operators above.
        let moved = kept.map { child.moved(expressions[$0]) }
        if moved.allSatisfy({ $0.columnPosition != nil }), !plan.isSourceless {
            for (old, expression) in zip(kept, moved) { places[old] = expression.columnPosition }
            let isNamed = zip(kept, moved).allSatisfy { old, expression in
                expression.columnPosition.map { child.plan.output[$0].name == plan.output[old].name } ?? false
            }
            if isNamed { return Pruned(plan: child.plan, places: places) }
        }
        for (new, old) in kept.enumerated() { places[old] = new }
        let outputs = kept.map { plan.output[$0] }
        if let merged = ProjectionMerging.merged(moved, over: child.plan, output: outputs) { return Pruned(plan: merged, places: places) }
        return Pruned(plan: LogicalPlan(.project(child.plan, moved), output: outputs), places: places)
    }

    private mutating func pruneAggregate(
        _ plan: LogicalPlan, _ input: LogicalPlan, _ keys: [TypedExpression], _ aggregates: [AggregateCall], _ sets: [[Int]]?,
        _ required: Set<Int>
    ) throws(QueryError) -> Pruned {
        var places: [Int?] = keys.indices.map { $0 }
        var kept: [AggregateCall] = []
        var output = Array(plan.output.prefix(keys.count))
        for (number, call) in aggregates.enumerated() {
            guard required.contains(keys.count + number) else {
                places.append(nil)
                continue
            }
            places.append(keys.count + kept.count)
            kept.append(call)
            output.append(plan.output[keys.count + number])
        }
        var used = columns(keys)
        for call in kept { used.formUnion(columns(call.expressions)) }
        let child = try prune(input, used)
        let calls = kept.map { call in call.replacingExpressions(call.expressions.map(child.moved)) }
        return Pruned(
            plan: LogicalPlan(
                .aggregate(child.plan, keys: keys.map(child.moved), aggregates: calls, groupingSets: sets), output: output),
            places: places)
    }

    private mutating func pruneWindow(
        _ plan: LogicalPlan, _ input: LogicalPlan, _ calls: [WindowCall], _ required: Set<Int>
    ) throws(QueryError) -> Pruned {
        let inputCount = input.output.count
        var used = required.filter { $0 < inputCount }
        var kept: [(old: Int, call: WindowCall)] = []
        for (number, call) in calls.enumerated() where required.contains(inputCount + number) {
            kept.append((inputCount + number, call))
            used.formUnion(columns(call.expressions))
        }
        let child = try prune(input, used)
        var places = child.places + Array(repeating: nil, count: calls.count)
        for (number, entry) in kept.enumerated() { places[entry.old] = child.plan.output.count + number }
        let moved = kept.map { $0.call.replacingExpressions($0.call.expressions.map(child.moved)) }
        return Pruned(plan: child.plan.windowed(moved), places: places)
    }

    // MARK: Operators of two inputs

    private mutating func pruneSetOperation(
        _ plan: LogicalPlan, _ kind: SetOperation, _ all: Bool, _ left: LogicalPlan, _ right: LogicalPlan, _ required: Set<Int>
    ) throws(QueryError) -> Pruned {
        // Only UNION ALL does not compare rows; it keeps one column, so that a row stays a row.
        let kept = kind == .union && all && !required.isEmpty ? required.sorted() : Array(plan.output.indices)
        let first = try prune(left, Set(kept)).selecting(kept, named: left.output)
        let second = try prune(right, Set(kept)).selecting(kept, named: right.output)
        var places: [Int?] = Array(repeating: nil, count: plan.output.count)
        for (new, old) in kept.enumerated() { places[old] = new }
        return Pruned(
            plan: LogicalPlan(.setOperation(kind, all: all, first, second), output: kept.map { plan.output[$0] }), places: places)
    }

    private mutating func pruneJoin(_ plan: LogicalPlan, _ join: Join, _ required: Set<Int>) throws(QueryError) -> Pruned {
        let leftCount = join.left.output.count
        // A mark nobody looks at: each left row comes once with or without it.
        if join.kind == .mark, !required.contains(leftCount) {
            let child = try prune(join.left, required)
            return Pruned(plan: child.plan, places: child.places + [nil])
        }
        var used = join.residual?.columns ?? []
        if join.kind != .mark { used.formUnion(required) } else { used.formUnion(required.filter { $0 < leftCount }) }
        var leftUsed = used.filter { $0 < leftCount }
        var rightUsed = Set(used.filter { $0 >= leftCount }.map { $0 - leftCount })
        leftUsed.formUnion(columns(join.equalities.map(\.left)))
        rightUsed.formUnion(columns(join.equalities.map(\.right)))
        let left = try prune(join.left, leftUsed)
        let right = try prune(join.right, rightUsed)
        let newLeftCount = left.plan.output.count
        func place(_ old: Int) -> Int { old < leftCount ? left.place(old) : newLeftCount + right.place(old - leftCount) }
        var copy = join
        copy.left = left.plan
        copy.right = right.plan
        for position in copy.equalities.indices {
            copy.equalities[position].left = left.moved(copy.equalities[position].left)
            copy.equalities[position].right = right.moved(copy.equalities[position].right)
        }
        copy.residual = join.residual?.mappingColumns(place)
        var places = left.places
        switch join.kind {
        case .semi, .anti: break
        case .mark: places.append(newLeftCount)
        default: places += right.places.map { $0.map { $0 + newLeftCount } }
        }
        return Pruned(plan: .joined(copy), places: places)
    }
}

extension LogicalPlan {
    /// Whether the operator makes its rows out of no columns, so that dropping it would leave nothing to count rows by.
    fileprivate var isSourceless: Bool {
        if case .project(let input, let expressions) = operation { return expressions.isEmpty || input.output.isEmpty }
        return false
    }
}

extension AggregateCall {
    /// All expressions of the call in a fixed order.
    var expressions: [TypedExpression] { arguments + (filter.map { [$0] } ?? []) + order.map(\.expression) }

    /// The call with its expressions replaced, in the order of `expressions`.
    func replacingExpressions(_ expressions: [TypedExpression]) -> AggregateCall {
        var copy = self
        var rest = expressions[...]
        func next(_ old: TypedExpression) -> TypedExpression { rest.popFirst() ?? old }
        copy.arguments = arguments.map(next)
        copy.filter = filter.map(next)
        for position in copy.order.indices { copy.order[position].expression = next(order[position].expression) }
        return copy
    }
}
