import Functions
import Planner

/// A condition by which only the first rows of each partition are wanted: `row_number() OVER (…) <= k` and the like.
struct RankLimit: Sendable {
    let call: WindowCall
    /// The greatest rank that is wanted.
    let count: Int
    /// Whether the rank is `row_number`, which tells equal rows apart by their place; `rank` does not.
    let isRowNumber: Bool

    /// Beyond this sorting everything is not much slower.
    private static let largestCount = 64

    /// Nil where the condition sets no such limit, or where another call needs all rows.
    ///
    /// - Parameter plan: what the condition filters.
    init?(_ condition: TypedExpression, over plan: LogicalPlan) {
        guard case .window(let input, let calls) = plan.operation, calls.count == 1, let call = calls.first,
            case .window(let function) = call.function,
            function == .rowNumber || function == .rank
        else { return nil }
        let limits = condition.conjuncts.compactMap { RankLimit.limit($0, column: input.output.count) }
        guard let least = limits.min(), least > 0, least <= Int128(RankLimit.largestCount) else { return nil }
        self.call = call
        count = Int(least)
        isRowNumber = function == .rowNumber
    }

    /// The greatest value of a whole-number column for which a comparison can be true.
    private static func limit(_ condition: TypedExpression, column: Int) -> Int128? {
        guard let comparison = ColumnComparison(condition), comparison.column == column, case .integer(let value) = comparison.value else {
            return nil
        }
        switch comparison.name {
        case "<=", "=": return value
        case "<": return value &- 1
        default: return nil
        }
    }
}
