import Columns
import Functions

/// Improves a bound plan without changing its rows, nor their order where the query settles it.
package enum Optimizer {
    /// - Parameter settings: with `optimizer` off the plan runs as it was bound.
    package static func optimize(_ plan: LogicalPlan, settings: Settings) throws(QueryError) -> LogicalPlan {
        guard settings.optimizer else { return plan }
        return plan
    }

    /// The statement with each of its plans improved.
    package static func optimize(_ statement: BoundStatement, settings: Settings) throws(QueryError) -> BoundStatement {
        try statement.mappingPlans { (plan) throws(QueryError) in try optimize(plan, settings: settings) }
    }
}
