import Columns

/// Puts a common table that only one place reads in that place, so that the rules see through it.
///
/// Precondition: none. A plan that is read once gives the same rows in place, and no other place could see the difference.
struct SharedPlanInlining {
    private var uses: [ObjectIdentifier: Int] = [:]
    private var rewritten: [ObjectIdentifier: SharedPlan] = [:]

    static func applied(to statement: BoundStatement) -> BoundStatement {
        (try? statement.mappingPlans { (plan) throws(QueryError) in
            var rule = SharedPlanInlining()
            rule.count(plan)
            return rule.uses.isEmpty ? plan : rule.rewrite(plan)
        }) ?? statement
    }

    private mutating func count(_ plan: LogicalPlan) {
        if case .shared(let shared) = plan.operation {
            let identity = ObjectIdentifier(shared)
            uses[identity, default: 0] += 1
            if uses[identity] == 1 { count(shared.plan) }
            return
        }
        var inner: [LogicalPlan] = []
        plan.forEachExpression { inner += $0.subqueries }
        for subquery in inner { count(subquery) }
        for child in plan.children { count(child) }
    }

    private mutating func rewrite(_ plan: LogicalPlan) -> LogicalPlan {
        if case .shared(let shared) = plan.operation {
            let identity = ObjectIdentifier(shared)
            if uses[identity] == 1 { return rewrite(shared.plan) }
            if let known = rewritten[identity] { return LogicalPlan(.shared(known), output: plan.output) }
            let replacement = SharedPlan(name: shared.name, plan: rewrite(shared.plan))
            rewritten[identity] = replacement
            return LogicalPlan(.shared(replacement), output: plan.output)
        }
        var rule = self
        defer { self = rule }
        let inner = (try? plan.replacingChildren { (child) throws(QueryError) in rule.rewrite(child) }) ?? plan
        guard inner.hasSubqueries else { return inner }
        return
            (try? inner.replacingExpressions { (expression) throws(QueryError) in
                expression.mappingSubqueries { rule.rewrite($0) }
            }) ?? inner
    }
}

extension LogicalPlan {
    /// Whether one of the operator's own expressions holds a subquery.
    var hasSubqueries: Bool {
        var isFound = false
        forEachExpression { if !isFound { isFound = $0.hasSubquery } }
        return isFound
    }
}

extension TypedExpression {
    /// The plans of the subqueries in the expression.
    var subqueries: [LogicalPlan] {
        var plans: [LogicalPlan] = []
        visit { part in
            switch part.node {
            case .scalarSubquery(let plan), .existsSubquery(let plan): plans.append(plan)
            default: break
            }
            return true
        }
        return plans
    }

    func mappingSubqueries(_ body: (LogicalPlan) -> LogicalPlan) -> TypedExpression {
        (try? transformed { (part) throws(QueryError) in
            var copy = part
            switch part.node {
            case .scalarSubquery(let plan): copy.node = .scalarSubquery(body(plan))
            case .existsSubquery(let plan): copy.node = .existsSubquery(body(plan))
            default: return nil
            }
            return copy
        }) ?? self
    }
}

extension BoundStatement {
    /// The statement with each of its plans replaced.
    package func mappingPlans(_ body: (LogicalPlan) throws(QueryError) -> LogicalPlan) throws(QueryError) -> BoundStatement {
        switch self {
        case .query(let plan): return .query(try body(plan))
        case .createTable(var creation):
            creation.rows = try creation.rows.map { (plan) throws(QueryError) in try body(plan) }
            return .createTable(creation)
        case .insert(let table, let plan): return .insert(table: table, try body(plan))
        case .delete(let table, let remaining, let deleted):
            let rest = try body(remaining)
            return .delete(table: table, remaining: rest, deleted: try body(deleted))
        case .update(let table, let rows, let changed):
            let all = try body(rows)
            return .update(table: table, rows: all, changed: try body(changed))
        case .alterTable(var alteration):
            alteration.rows = try alteration.rows.map { (plan) throws(QueryError) in try body(plan) }
            return .alterTable(alteration)
        case .explain(let plan, let isAnalyze, let format): return .explain(try body(plan), isAnalyze: isAnalyze, format: format)
        case .copyTo(let path, let plan, let options): return .copyTo(path: path, try body(plan), options: options)
        case .copyFrom(let table, let plan): return .copyFrom(table: table, try body(plan))
        case .createView, .drop, .truncate, .set, .reset, .nothing: return self
        }
    }
}
