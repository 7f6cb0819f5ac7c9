import Columns
import Functions

/// Moves conditions towards the rows they look at, and into joins and scans.
///
/// Preconditions, checked for each condition: it is not volatile; it cannot raise, or stays where it is (an error must not appear for
/// rows that another operator would have dropped); it never passes LIMIT, a window whose partitions it would cut, an aggregation
/// but by its keys, DISTINCT ON but by its keys, the inner side of an outer join unless it rejects NULLs, or an assertion. Row order
/// is kept.
struct FilterPushdown {
    private var depth = DepthGuard()

    mutating func pushed(_ plan: LogicalPlan) throws(QueryError) -> LogicalPlan { try push([], into: plan) }

    private func isMovable(_ condition: TypedExpression) -> Bool { !condition.canRaise && !condition.isVolatile }

    /// `plan` with the conditions applied, as far down as they go. Conditions are over the plan's output, in the order of evaluation.
    private mutating func push(_ conditions: [TypedExpression], into plan: LogicalPlan) throws(QueryError) -> LogicalPlan {
        try depth.enter()
        defer { depth.leave() }
        switch plan.operation {
        case .filter(let input, let condition): return try push(condition.conjuncts + conditions, into: input)
        case .project(let input, let columns): return try pushThroughProject(conditions, plan, input, columns)
        case .sort(let input, let keys):
            let (moving, staying) = split(conditions, isMovable)
            return filtered(input: try push(moving, into: input), by: staying) { $0.sorted(by: keys) }
        case .aggregate(let input, let keys, let aggregates, let sets):
            return try pushThroughAggregate(conditions, plan, input, keys, aggregates, sets)
        case .distinct(let input, let on): return try pushThroughDistinct(conditions, plan, input, on)
        case .window(let input, let calls): return try pushThroughWindow(conditions, plan, input, calls)
        case .setOperation(let kind, let all, let left, let right):
            let (moving, staying) = split(conditions, isMovable)
            let first = try push(moving, into: left)
            let second = try push(moving, into: right)
            return apply(staying, to: LogicalPlan(.setOperation(kind, all: all, first, second), output: plan.output))
        case .join(let join): return try pushIntoJoin(conditions, plan, join)
        case .scan(var scan):
            let (moving, staying) = split(conditions) { isMovable($0) && !$0.hasSubquery && $0.hasColumns }
            scan.filters += moving
            return apply(staying, to: LogicalPlan(.scan(scan), output: plan.output))
        case .limit, .assertion:
            return apply(conditions, to: try plan.replacingChildren { (child) throws(QueryError) in try push([], into: child) })
        case .values, .singleRow, .series, .shared: return apply(conditions, to: plan)
        }
    }

    private func split(_ conditions: [TypedExpression], _ test: (TypedExpression) -> Bool) -> ([TypedExpression], [TypedExpression]) {
        (conditions.filter(test), conditions.filter { !test($0) })
    }

    private func apply(_ conditions: [TypedExpression], to plan: LogicalPlan) -> LogicalPlan {
        guard let condition = TypedExpression.conjunction(conditions) else { return plan }
        return plan.filtered(by: condition)
    }

    private func filtered(
        input: LogicalPlan, by staying: [TypedExpression], _ build: (LogicalPlan) -> LogicalPlan
    ) -> LogicalPlan { apply(staying, to: build(input)) }

    // MARK: Operators of one input

    private mutating func pushThroughProject(
        _ conditions: [TypedExpression], _ plan: LogicalPlan, _ input: LogicalPlan, _ columns: [TypedExpression]
    ) throws(QueryError) -> LogicalPlan {
        var moving: [TypedExpression] = []
        var staying: [TypedExpression] = []
        for condition in conditions {
            // The projection computes its columns for every row, so the filter right below it may do the same; what raises must not
            // overtake a condition that stays, and a subquery of a column is not repeated.
            let below = condition.substitutingColumns(columns)
            let mayMove = !below.isVolatile && (staying.isEmpty || !below.canRaise) && below.hasSubquery == condition.hasSubquery
            if mayMove { moving.append(below) } else { staying.append(condition) }
        }
        return apply(staying, to: LogicalPlan(.project(try push(moving, into: input), columns), output: plan.output))
    }

    private mutating func pushThroughAggregate(
        _ conditions: [TypedExpression], _ plan: LogicalPlan, _ input: LogicalPlan, _ keys: [TypedExpression],
        _ aggregates: [AggregateCall], _ sets: [[Int]]?
    ) throws(QueryError) -> LogicalPlan {
        let (moving, staying) = split(conditions) { condition in
            // A condition without columns would drop the one row of an aggregation without keys.
            isMovable(condition) && condition.hasColumns && sets == nil && condition.columns.allSatisfy { $0 < keys.count }
                && isMovable(condition.substitutingColumns(keys))
        }
        let below = try push(moving.map { $0.substitutingColumns(keys) }, into: input)
        return apply(
            staying,
            to: LogicalPlan(.aggregate(below, keys: keys, aggregates: aggregates, groupingSets: sets), output: plan.output))
    }

    private mutating func pushThroughDistinct(
        _ conditions: [TypedExpression], _ plan: LogicalPlan, _ input: LogicalPlan, _ on: [TypedExpression]?
    ) throws(QueryError) -> LogicalPlan {
        let keys = on.map { Set($0.compactMap(\.columnPosition)) }
        let (moving, staying) = split(conditions) { isMovable($0) && (keys.map($0.columns.isSubset) ?? true) }
        return apply(staying, to: LogicalPlan(.distinct(try push(moving, into: input), on: on), output: plan.output))
    }

    private mutating func pushThroughWindow(
        _ conditions: [TypedExpression], _ plan: LogicalPlan, _ input: LogicalPlan, _ calls: [WindowCall]
    ) throws(QueryError) -> LogicalPlan {
        var shared: Set<Int>?
        for call in calls {
            let partition = Set(call.partition.compactMap(\.columnPosition))
            shared = shared?.intersection(partition) ?? partition
        }
        let columns = shared ?? []
        let (moving, staying) = split(conditions) { isMovable($0) && $0.hasColumns && $0.columns.isSubset(of: columns) }
        return apply(staying, to: LogicalPlan(.window(try push(moving, into: input), calls), output: plan.output))
    }

    // MARK: Joins

    private mutating func pushIntoJoin(
        _ conditions: [TypedExpression], _ plan: LogicalPlan, _ join: Join
    ) throws(QueryError) -> LogicalPlan {
        var join = join
        let leftCount = join.left.output.count
        let total = leftCount + join.right.output.count
        let (movable, staying) = split(conditions, isMovable)
        simplifyKind(&join, conditions, leftCount: leftCount, total: total)
        switch join.kind {
        case .inner:
            let known = join.residual.map(\.conjuncts) ?? []
            let (free, fixed) = split(known, isMovable)
            let parts = JoinCondition(free + movable, leftCount: leftCount, totalCount: total)
            join.left = try push(parts.leftOnly, into: join.left)
            join.right = try push(parts.rightOnly, into: join.right)
            join.equalities += parts.equalities
            join.residual = TypedExpression.conjunction(parts.residual + fixed)
            return apply(staying, to: .joined(join, output: plan.output))
        case .left, .single, .mark, .semi, .anti:
            return try pushIntoLeft(movable, staying, plan, join, leftCount: leftCount)
        case .right:
            let (moving, rest) = split(movable) { $0.hasColumns && $0.columns.allSatisfy { $0 >= leftCount } }
            join.left = try push([], into: join.left)
            join.right = try push(moving.map { $0.mappingColumns { $0 - leftCount } }, into: join.right)
            return apply(ordered(conditions, rest + staying), to: .joined(join, output: plan.output))
        case .full:
            join.left = try push([], into: join.left)
            join.right = try push([], into: join.right)
            return apply(conditions, to: .joined(join, output: plan.output))
        }
    }

    private mutating func pushIntoLeft(
        _ movable: [TypedExpression], _ staying: [TypedExpression], _ plan: LogicalPlan, _ join: Join, leftCount: Int
    ) throws(QueryError) -> LogicalPlan {
        var join = join
        var (moving, rest) = split(movable) { condition in condition.columns.allSatisfy { $0 < leftCount } }
        var isMarkSettled = false
        if join.kind == .mark {
            // A row passes only with a true mark: a semi join; without NULLs to tell apart, only with a false one: an anti join.
            for (position, condition) in rest.enumerated() {
                if condition.columnPosition == leftCount {
                    join.kind = .semi
                    isMarkSettled = true
                } else if case .not(let inner) = condition.node, inner.columnPosition == leftCount, !join.markIsNullAware {
                    join.kind = .anti
                    isMarkSettled = true
                } else {
                    continue
                }
                rest.remove(at: position)
                break
            }
        }
        if join.kind == .semi, let residual = join.residual {
            // What a semi join asks of the left row alone is a condition on it.
            let (own, others) = split(residual.conjuncts) { condition in
                isMovable(condition) && condition.hasColumns && condition.columns.allSatisfy { $0 < leftCount }
            }
            moving += own
            join.residual = TypedExpression.conjunction(others)
        }
        join.left = try push(moving, into: join.left)
        var rightOnly: [TypedExpression] = []
        if let residual = join.residual {
            // What a match asks of the right row alone filters the right side.
            let (own, others) = split(residual.conjuncts) { condition in
                isMovable(condition) && condition.hasColumns && condition.columns.allSatisfy { $0 >= leftCount }
            }
            rightOnly = own.map { $0.mappingColumns { $0 - leftCount } }
            join.residual = TypedExpression.conjunction(others)
        }
        join.right = try push(rightOnly, into: join.right)
        guard isMarkSettled else { return apply(rest + staying, to: .joined(join, output: plan.output)) }
        let isTrue = join.kind == .semi
        join.markIsNullAware = false
        let joined = LogicalPlan.joined(join)
        let mark = TypedExpression(.constant(.boolean(isTrue)), type: .boolean)
        let columns = joined.output.indices.map { joined.column($0) } + [mark]
        return apply(rest + staying, to: LogicalPlan(.project(joined, columns), output: plan.output))
    }

    /// An outer join whose padded rows a condition drops is a narrower join.
    private func simplifyKind(_ join: inout Join, _ conditions: [TypedExpression], leftCount: Int, total: Int) {
        guard join.kind == .left || join.kind == .right || join.kind == .full else { return }
        let rejectsLeft = conditions.contains { $0.rejectsNulls(in: 0..<leftCount) }
        let rejectsRight = conditions.contains { $0.rejectsNulls(in: leftCount..<total) }
        switch join.kind {
        case .left: if rejectsRight { join.kind = .inner }
        case .right: if rejectsLeft { join.kind = .inner }
        default:
            if rejectsLeft && rejectsRight {
                join.kind = .inner
            } else if rejectsLeft {
                join.kind = .left
            } else if rejectsRight {
                join.kind = .right
            }
        }
    }

    /// `chosen` in the order they have in `all`.
    private func ordered(_ all: [TypedExpression], _ chosen: [TypedExpression]) -> [TypedExpression] {
        chosen.count == all.count ? all : chosen
    }
}

extension LogicalPlan {
    /// A join with given column names; their number and types follow from the kind.
    static func joined(_ join: Join, output: [OutputColumn]) -> LogicalPlan { LogicalPlan(.join(join), output: output) }
}
