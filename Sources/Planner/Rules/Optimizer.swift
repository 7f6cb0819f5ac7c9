import Columns
import Functions

/// Improves a bound plan without changing its rows, nor their order where the query settles it.
package enum Optimizer {
    /// - Parameter settings: with `optimizer` off the plan runs as it was bound.
    package static func optimize(_ plan: LogicalPlan, settings: Settings) throws(QueryError) -> LogicalPlan {
        guard settings.optimizer else { return plan }
        var run = OptimizerRun(settings: settings)
        return try run.optimized(plan)
    }

    /// The statement with each of its plans improved.
    package static func optimize(_ statement: BoundStatement, settings: Settings) throws(QueryError) -> BoundStatement {
        try statement.mappingPlans { (plan) throws(QueryError) in try optimize(plan, settings: settings) }
    }
}

/// The rules in their order, for one plan with the subqueries and shared plans in it.
private struct OptimizerRun {
    let settings: Settings
    /// Shared plans already improved: every place that reads one must read the same.
    private var shared: [ObjectIdentifier: SharedPlan] = [:]
    private var depth = DepthGuard()

    init(settings: Settings) {
        self.settings = settings
    }

    mutating func optimized(_ plan: LogicalPlan) throws(QueryError) -> LogicalPlan {
        try depth.enter()
        defer { depth.leave() }
        var guardian = DepthGuard()
        var result = try ExpressionSimplification(settings: settings).simplified(plan, &guardian)
        var pushdown = FilterPushdown()
        result = try pushdown.pushed(result)
        var ordering = JoinOrdering()
        result = try ordering.ordered(result)
        var pruning = ColumnPruning()
        result = try pruning.pruned(result)
        var limits = LimitPushdown()
        result = try limits.pushed(result)
        result = try inner(result)
        let estimation = CardinalityEstimation()
        return try estimation.annotated(result)
    }

    /// The plan with its subqueries and shared plans improved.
    private mutating func inner(_ plan: LogicalPlan) throws(QueryError) -> LogicalPlan {
        if case .shared(let old) = plan.operation {
            let identity = ObjectIdentifier(old)
            if let known = shared[identity] { return LogicalPlan(.shared(known), output: plan.output) }
            let new = SharedPlan(name: old.name, plan: try optimized(old.plan))
            shared[identity] = new
            return LogicalPlan(.shared(new), output: plan.output)
        }
        var children: [LogicalPlan] = []
        for child in plan.children { children.append(try inner(child)) }
        var rest = children[...]
        var result = try plan.replacingChildren { (child) throws(QueryError) in rest.popFirst() ?? child }
        guard result.hasSubqueries else { return result }
        var plans: [ObjectIdentifier: LogicalPlan] = [:]
        var found: [LogicalPlan] = []
        result.forEachExpression { found += $0.subqueries }
        for subquery in found where plans[ObjectIdentifier(subquery)] == nil {
            plans[ObjectIdentifier(subquery)] = try optimized(subquery)
        }
        result = try result.replacingExpressions { (expression) throws(QueryError) in
            expression.mappingSubqueries { plans[ObjectIdentifier($0)] ?? $0 }
        }
        return result
    }
}
