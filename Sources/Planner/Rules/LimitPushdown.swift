import Columns
import Functions

/// Brings LIMIT next to the sort it cuts, and gives the inputs of UNION ALL a limit of their own.
///
/// Preconditions: a projection is row by row, so cutting before it gives the same rows (a volatile one too: it draws for fewer rows);
/// an expression that raises for a row behind the limit no longer runs for it.
struct LimitPushdown {
    private var depth = DepthGuard()

    mutating func pushed(_ plan: LogicalPlan) throws(QueryError) -> LogicalPlan {
        try depth.enter()
        defer { depth.leave() }
        if case .limit(let input, let limit, let offset) = plan.operation {
            if case .project(let below, let columns) = input.operation {
                let limited = try pushed(below.limited(to: limit, offset: offset))
                return LogicalPlan(.project(limited, columns), output: plan.output)
            }
            if case .setOperation(.union, true, let left, let right) = input.operation, let rows = Self.total(limit, offset) {
                let count = TypedExpression(.constant(.integer(rows)), type: .bigint)
                let first = try pushed(left.isLimited ? left : left.limited(to: count, offset: nil))
                let second = try pushed(right.isLimited ? right : right.limited(to: count, offset: nil))
                let union = LogicalPlan(.setOperation(.union, all: true, first, second), output: input.output)
                return LogicalPlan(.limit(union, limit: limit, offset: offset), output: plan.output)
            }
        }
        return try plan.replacingChildren { (child) throws(QueryError) in try pushed(child) }
    }

    /// The rows needed from each input, where limit and offset are constants.
    private static func total(_ limit: TypedExpression?, _ offset: TypedExpression?) -> Int128? {
        guard case .integer(let count)? = limit?.constantValue else { return nil }
        guard let offset else { return count }
        guard case .integer(let skipped)? = offset.constantValue else { return nil }
        let (sum, overflow) = count.addingReportingOverflow(skipped)
        return overflow || sum > Int128(Int64.max) ? nil : sum
    }
}

extension LogicalPlan {
    fileprivate var isLimited: Bool { if case .limit = operation { true } else { false } }
}
