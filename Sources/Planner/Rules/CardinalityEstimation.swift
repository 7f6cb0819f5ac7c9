import Columns
import Functions

/// How many rows an operator may give, and how many different values each column has. Guesses: they choose between plans, never an answer.
struct Estimate {
    var rows: Double
    /// By column of the output.
    var distinct: [Double]

    /// The same columns after some rows are gone.
    func scaled(by fraction: Double) -> Estimate {
        let left = max(rows * fraction, 0)
        return Estimate(rows: left, distinct: distinct.map { min($0, max(left, 1)) })
    }
}

/// Estimates plans from the statistics of their tables.
final class CardinalityEstimation {
    private var known: [ObjectIdentifier: (plan: LogicalPlan, estimate: Estimate)] = [:]
    private var depth = DepthGuard()

    /// The plan with its estimates written in.
    func annotated(_ plan: LogicalPlan) throws(QueryError) -> LogicalPlan {
        try depth.enter()
        defer { depth.leave() }
        let inner = try plan.replacingChildren { (child) throws(QueryError) in try annotated(child) }
        return inner.estimated(try estimate(inner).rows)
    }

    func estimate(_ plan: LogicalPlan) throws(QueryError) -> Estimate {
        let identity = ObjectIdentifier(plan)
        if let known = known[identity] { return known.estimate }
        try depth.enter()
        defer { depth.leave() }
        let result = try compute(plan)
        // The plan is kept with its estimate, so that no other plan can take its address.
        known[identity] = (plan, result)
        return result
    }

    private func compute(_ plan: LogicalPlan) throws(QueryError) -> Estimate {
        switch plan.operation {
        case .scan(let scan): return scanned(scan)
        case .values(let rows): return Estimate(rows: Double(rows.count), distinct: plan.output.map { _ in Double(max(rows.count, 1)) })
        case .singleRow: return Estimate(rows: 1, distinct: [])
        case .series(let start, let stop, let step, _):
            var rows = 1_000.0
            if case .integer(let first)? = start.constantValue, case .integer(let last)? = stop.constantValue,
                case .integer(let width)? = step.constantValue, width != 0
            {
                rows = max((Double(last) - Double(first)) / Double(width), 0)
            }
            return Estimate(rows: rows, distinct: [max(rows, 1)])
        case .filter(let input, let condition):
            let below = try estimate(input)
            return below.scaled(by: Selectivity(estimate: below).of(condition))
        case .project(let input, let columns):
            let below = try estimate(input)
            return Estimate(rows: below.rows, distinct: columns.map { distinct($0, below) })
        case .aggregate(let input, let keys, let aggregates, let sets):
            let below = try estimate(input)
            let keyCounts = keys.map { distinct($0, below) }
            var rows = keys.isEmpty ? 1 : min(below.rows, keyCounts.reduce(1, *))
            if let sets {
                rows = 0
                for set in sets { rows += set.isEmpty ? 1 : min(below.rows, set.map { keyCounts[$0] }.reduce(1, *)) }
            }
            return Estimate(rows: rows, distinct: keyCounts.map { min($0, max(rows, 1)) } + aggregates.map { _ in max(rows, 1) })
        case .distinct(let input, let on):
            let below = try estimate(input)
            let counts = on?.map { distinct($0, below) } ?? below.distinct
            let rows = min(below.rows, counts.reduce(1, *))
            return below.scaled(by: below.rows > 0 ? rows / below.rows : 0)
        case .sort(let input, _), .assertion(let input, _, _): return try estimate(input)
        case .limit(let input, let limit, _):
            let below = try estimate(input)
            guard case .integer(let count)? = limit?.constantValue, below.rows > Double(count) else { return below }
            return below.scaled(by: Double(count) / below.rows)
        case .window(let input, let calls):
            let below = try estimate(input)
            return Estimate(rows: below.rows, distinct: below.distinct + calls.map { _ in max(below.rows, 1) })
        case .setOperation(let kind, let all, let left, let right):
            let first = try estimate(left)
            let second = try estimate(right)
            let rows: Double =
                switch kind {
                case .union: all ? first.rows + second.rows : (first.rows + second.rows) * 0.9
                case .intersect: min(first.rows, second.rows) * 0.5
                case .except: first.rows * 0.7
                }
            return Estimate(rows: rows, distinct: zip(first.distinct, second.distinct).map { min($0 + $1, max(rows, 1)) })
        case .shared(let shared): return try estimate(shared.plan)
        case .join(let join): return try joined(join)
        }
    }

    // MARK: Scans

    private func scanned(_ scan: TableScan) -> Estimate {
        let rows = Double(scan.table.rowCount)
        let distinct = scan.columns.map { CardinalityEstimation.distinct(ofColumn: $0, scan.table) }
        let whole = Estimate(rows: rows, distinct: distinct)
        guard !scan.filters.isEmpty else { return whole }
        let selectivity = Selectivity(estimate: whole, statistics: scan.columns.map { scan.table.statistics[$0] })
        var fraction = 1.0
        for filter in scan.filters { fraction *= selectivity.of(filter) }
        return whole.scaled(by: fraction)
    }

    /// Exact for a dictionary, the width of the bounds for whole numbers, else at most the rows.
    private static func distinct(ofColumn column: Int, _ table: Table) -> Double {
        let rows = max(Double(table.rowCount), 1)
        if table.schema[column].type == .boolean { return 2 }
        if let dictionary = table.dictionary(ofColumn: column) { return min(max(Double(dictionary.count), 1), rows) }
        if let bounds = table.statistics[column].bounds {
            return min(max(Double(bounds.upperBound) - Double(bounds.lowerBound) + 1, 1), rows)
        }
        return rows
    }

    private func distinct(_ expression: TypedExpression, _ input: Estimate) -> Double {
        switch expression.node {
        case .column(let position): return position < input.distinct.count ? input.distinct[position] : max(input.rows, 1)
        case .constant: return 1
        case .cast(let operand, _): return distinct(operand, input)
        default:
            if expression.type == .boolean { return 2 }
            var product = 1.0
            for position in expression.columns where position < input.distinct.count { product *= input.distinct[position] }
            return min(product, max(input.rows, 1))
        }
    }

    // MARK: Joins

    private func joined(_ join: Join) throws(QueryError) -> Estimate {
        let left = try estimate(join.left)
        let right = try estimate(join.right)
        var fraction = 1.0
        for equality in join.equalities {
            fraction /= max(distinct(equality.left, left), distinct(equality.right, right), 1)
        }
        let both = Estimate(rows: left.rows * right.rows * fraction, distinct: left.distinct + right.distinct)
        let residual = join.residual.map { Selectivity(estimate: both).of($0) } ?? 1
        let matches = both.scaled(by: residual)
        switch join.kind {
        case .inner: return matches
        case .left: return Estimate(rows: max(matches.rows, left.rows), distinct: matches.distinct)
        case .right: return Estimate(rows: max(matches.rows, right.rows), distinct: matches.distinct)
        case .full: return Estimate(rows: max(matches.rows, left.rows + right.rows), distinct: matches.distinct)
        case .semi: return left.scaled(by: left.rows > 0 ? min(matches.rows / left.rows, 1) * 0.9 : 0)
        case .anti: return left.scaled(by: left.rows > 0 ? max(1 - matches.rows / left.rows, 0.1) : 0)
        case .mark: return Estimate(rows: left.rows, distinct: left.distinct + [2])
        case .single: return Estimate(rows: left.rows, distinct: left.distinct + right.distinct.map { min($0, max(left.rows, 1)) })
        }
    }
}
