import Columns
import Functions

/// Turns a dependent join, whose right side uses columns of the left, into joins that run each side once.
///
/// Two ways. Where the right side uses the left one's columns only in filters that can be lifted, or is an aggregate over such rows
/// by equalities, the filters become the join's condition. Otherwise the right side is computed for all combinations of left values
/// that occur, as T. Neumann's "Improving Unnesting of Complex Queries" (BTW 2025) has it: see `DomainUnnesting`.
///
/// Precondition of the first way: nothing that can raise would run for rows that no left row asks for; otherwise the second is taken.
struct Unnesting {
    let settings: Settings

    /// - Parameters:
    ///   - kind: inner, left, single, or mark (whether a row exists).
    ///   - right: its outer columns of depth 0 are the left side's; deeper ones belong to queries further out.
    ///   - conditions: further conditions of a match, over the columns of both sides.
    func dependentJoin(
        _ kind: JoinKind, left: LogicalPlan, right: LogicalPlan, conditions: [TypedExpression] = [], range: Range<Int>
    ) throws(QueryError) -> LogicalPlan {
        let right = kind == .mark ? existenceOnly(right) : right
        if !right.hasOuterColumns(atDepth: 0) {
            return join(kind, left, right.shiftingOuterColumns(by: -1), conditions)
        }
        if let lifted = lift(right) {
            return try liftedJoin(kind, left, right, lifted, conditions)
        }
        if conditions.isEmpty, kind != .mark, let grouped = try groupedJoin(left, right) { return grouped }
        let domain = try DomainUnnesting(settings: settings, left: left, right: right, range: range)
        return try domain.join(kind, conditions)
    }

    /// A join whose conditions over both sides are taken apart.
    private func join(_ kind: JoinKind, _ left: LogicalPlan, _ right: LogicalPlan, _ conditions: [TypedExpression]) -> LogicalPlan {
        let leftCount = left.output.count
        let parts = JoinCondition(conditions, leftCount: leftCount, totalCount: leftCount + right.output.count)
        // One-sided conditions stay with the match: the rules move them where the kind of join allows it.
        let residual = parts.leftOnly + parts.rightOnly.map { $0.mappingColumns { $0 + leftCount } } + parts.residual
        return .joined(
            Join(kind: kind, left: left, right: right, equalities: parts.equalities, residual: TypedExpression.conjunction(residual)))
    }

    /// Whether rows exist does not depend on their columns, their order or how often they come.
    private func existenceOnly(_ plan: LogicalPlan) -> LogicalPlan {
        var plan = plan
        while true {
            switch plan.operation {
            case .project(let input, let columns) where !columns.contains { $0.hasSubquery }: plan = input
            case .sort(let input, _), .distinct(let input, _): plan = input
            case .limit(let input, let limit, nil):
                guard case .integer(let count)? = limit?.constantValue, count > 0 else { return plan }
                plan = input
            default: return plan
            }
        }
    }

    // MARK: Lifting filters

    /// A plan without outer columns of depth 0, and the conditions that were lifted out of it: over its output, with the outer columns.
    private struct Lifted {
        var plan: LogicalPlan
        var conditions: [TypedExpression]
    }

    private func isOuter(_ expression: TypedExpression) -> Bool {
        expression.contains { if case .outerColumn(0, _) = $0.node { true } else { false } }
    }

    private func shifted(_ expression: TypedExpression) -> TypedExpression {
        (try? expression.transformed { (part) throws(QueryError) in
            guard case .outerColumn(let depth, let position) = part.node, depth > 0 else { return nil }
            return TypedExpression(.outerColumn(depth: depth - 1, position), type: part.type, range: part.range)
        }) ?? expression
    }

    private func lift(_ plan: LogicalPlan) -> Lifted? {
        guard plan.hasOuterColumns(atDepth: 0) else { return Lifted(plan: plan.shiftingOuterColumns(by: -1), conditions: []) }
        switch plan.operation {
        case .filter(let input, let condition):
            guard var lifted = lift(input), !condition.canRaise, !condition.isVolatile else { return nil }
            let parts = condition.conjuncts
            let own = parts.filter { !isOuter($0) }.map(shifted)
            if let rest = TypedExpression.conjunction(own) { lifted.plan = lifted.plan.filtered(by: rest) }
            lifted.conditions += parts.filter(isOuter)
            return lifted
        case .project(let input, let columns):
            guard let lifted = lift(input), !columns.contains(where: { isOuter($0) || $0.canRaise || $0.isVolatile }) else { return nil }
            // What the conditions look at must come along, behind the columns.
            let needed = lifted.conditions.reduce(into: Set<Int>()) { $1.collectColumns(into: &$0) }.sorted()
            var places: [Int: Int] = [:]
            for (number, column) in needed.enumerated() { places[column] = columns.count + number }
            let all = columns.enumerated().map { (expression: shifted($1), name: plan.output[$0].name) }
            let extra = needed.map { (expression: lifted.plan.column($0), name: lifted.plan.output[$0].name) }
            return Lifted(
                plan: lifted.plan.projected(all + extra),
                conditions: lifted.conditions.map { $0.mappingColumns { places[$0] ?? $0 } })
        case .join(let join) where join.kind == .inner:
            let own = join.equalities.flatMap { [$0.left, $0.right] } + (join.residual.map { [$0] } ?? [])
            guard !own.contains(where: { isOuter($0) || $0.canRaise }), let left = lift(join.left), let right = lift(join.right) else {
                return nil
            }
            // Lifting may have widened the sides; only a side that stayed as it was keeps the other's positions.
            guard left.plan.output.count == join.left.output.count, right.plan.output.count == join.right.output.count else { return nil }
            var copy = join
            copy.left = left.plan
            copy.right = right.plan
            for position in copy.equalities.indices {
                copy.equalities[position].left = shifted(copy.equalities[position].left)
                copy.equalities[position].right = shifted(copy.equalities[position].right)
            }
            copy.residual = join.residual.map(shifted)
            let offset = join.left.output.count
            return Lifted(
                plan: .joined(copy), conditions: left.conditions + right.conditions.map { $0.mappingColumns { $0 + offset } })
        default: return nil
        }
    }

    /// A lifted condition over the left columns, then the right ones.
    private func placed(_ condition: TypedExpression, leftCount: Int) throws(QueryError) -> TypedExpression {
        try condition.transformed { (part) throws(QueryError) in
            switch part.node {
            case .column(let position): return TypedExpression(.column(leftCount + position), type: part.type, range: part.range)
            case .outerColumn(0, let position): return TypedExpression(.column(position), type: part.type, range: part.range)
            case .outerColumn(let depth, let position):
                return TypedExpression(.outerColumn(depth: depth - 1, position), type: part.type, range: part.range)
            default: return nil
            }
        }
    }

    private func liftedJoin(
        _ kind: JoinKind, _ left: LogicalPlan, _ right: LogicalPlan, _ lifted: Lifted, _ conditions: [TypedExpression]
    ) throws(QueryError) -> LogicalPlan {
        var all = conditions
        for condition in lifted.conditions { all.append(try placed(condition, leftCount: left.output.count)) }
        let joined = join(kind, left, lifted.plan, all)
        guard kind != .mark, lifted.plan.output.count > right.output.count else { return joined }
        return joined.selecting(Array(0..<left.output.count + right.output.count))
    }

    // MARK: Aggregates by equalities

    /// Columns over an aggregation without keys, whose rows are picked by equalities with the left side: the equalities become keys.
    /// Each left row has exactly one right row, so inner, left and single joins are the same here.
    private func groupedJoin(_ left: LogicalPlan, _ right: LogicalPlan) throws(QueryError) -> LogicalPlan? {
        var columns = right.output.indices.map { right.column($0) }
        var plan = right
        while case .project(let input, let expressions) = plan.operation {
            columns = columns.map { $0.substitutingColumns(expressions) }
            plan = input
        }
        guard case .aggregate(let input, let keys, let aggregates, nil) = plan.operation, keys.isEmpty else { return nil }
        let arguments = aggregates.flatMap(\.expressions)
        guard !arguments.contains(where: { isOuter($0) || $0.canRaise }), let lifted = lift(input),
            lifted.plan.output.count == input.output.count
        else { return nil }
        let leftCount = left.output.count
        var conditions: [TypedExpression] = []
        for condition in lifted.conditions { conditions.append(try placed(condition, leftCount: leftCount)) }
        let parts = JoinCondition(conditions, leftCount: leftCount, totalCount: leftCount + lifted.plan.output.count)
        guard parts.leftOnly.isEmpty, parts.rightOnly.isEmpty, parts.residual.isEmpty, !parts.equalities.isEmpty else { return nil }
        let calls = aggregates.map { call in call.replacingExpressions(call.expressions.map(shifted)) }
        let grouped = lifted.plan.aggregated(keys: parts.equalities.map(\.right), names: [], aggregates: calls)
        let equalities = parts.equalities.enumerated().map { number, equality in
            JoinEquality(left: equality.left, right: grouped.column(number), nullsEqual: equality.nullsEqual)
        }
        let joined = LogicalPlan.joined(Join(kind: .left, left: left, right: grouped, equalities: equalities))
        let first = leftCount + equalities.count
        var results: [TypedExpression] = []
        for (number, call) in aggregates.enumerated() {
            results.append(try EmptyAggregates.completed(joined.column(first + number), of: call, settings: settings))
        }
        var output = (0..<leftCount).map { (expression: joined.column($0), name: joined.output[$0].name) }
        for (number, column) in columns.enumerated() {
            let value = try column.transformed { (part) throws(QueryError) in
                switch part.node {
                case .column(let position): return results[position]
                case .outerColumn(0, let position): return joined.column(position)
                case .outerColumn(let depth, let position):
                    return TypedExpression(.outerColumn(depth: depth - 1, position), type: part.type, range: part.range)
                default: return nil
                }
            }
            output.append((value, right.output[number].name))
        }
        return joined.projected(output)
    }
}

/// What aggregates give for no rows.
enum EmptyAggregates {
    /// A column of results that is NULL for groups without rows, completed by what the aggregate gives for none.
    static func completed(_ column: TypedExpression, of call: AggregateCall, settings: Settings) throws(QueryError) -> TypedExpression {
        let value = try result(of: call.function, settings: settings)
        if value.isNull { return column }
        return TypedExpression(.coalesce([column, TypedExpression(.constant(value), type: column.type)]), type: column.type)
    }

    private static func result(of function: ResolvedAggregate, settings: Settings) throws(QueryError) -> Value {
        let account = MemoryAccount(limit: 64 << 20)
        let context = EvaluationContext(ExecutionContext(account: account, settings: settings))
        switch function.kernel {
        case .folding(let kernel):
            // Zeros are the state of no rows.
            let alignment = max(kernel.stateAlignment, 16)
            let stride = (max(kernel.stateByteCount, 1) + alignment - 1) / alignment * alignment
            let state = UnsafeMutableRawPointer.allocate(byteCount: stride, alignment: alignment)
            state.initializeMemory(as: UInt8.self, repeating: 0, count: stride)
            defer { state.deallocate() }
            return try kernel.finish(state, stride: stride, count: 1, context: context).value(at: 0)
        case .gathering(let kernel):
            var arguments: [Vector] = []
            for type in function.argumentTypes { arguments.append(try Vector.of([], type: type, account: account)) }
            let offsets = [0, 0]
            return try offsets.withUnsafeBufferPointer { (buffer) throws(QueryError) -> Value in
                guard let start = buffer.baseAddress else { return .null }
                return try kernel.finish(arguments: arguments, offsets: start, groupCount: 1, context: context).value(at: 0)
            }
        }
    }
}
