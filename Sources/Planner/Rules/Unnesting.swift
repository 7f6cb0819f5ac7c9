import Columns
import Functions

/// Turns a dependent join, whose right side uses columns of the left, into joins that run each side once.
struct Unnesting {
    let registry: FunctionRegistry
    let settings: Settings

    /// - Parameters:
    ///   - kind: inner, left, single, or mark (whether a row exists).
    ///   - right: its outer columns of depth 0 are the left side's; deeper ones belong to queries further out.
    func dependentJoin(_ kind: JoinKind, left: LogicalPlan, right: LogicalPlan, range: Range<Int>) throws(QueryError) -> LogicalPlan {
        guard right.hasOuterColumns(atDepth: 0) else {
            return .joined(Join(kind: kind, left: left, right: right.shiftingOuterColumns(by: -1)))
        }
        throw QueryError(
            .notSupported, "a subquery that uses columns of the query around it is not supported yet",
            help: ["write it as a join"], range: range)
    }
}
