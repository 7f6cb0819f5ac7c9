import Columns
import Functions

/// Prints a plan as a tree: one operator a line, its inputs indented below it.
package struct PlanPrinter {
    /// More text for an operator's line, such as the rows and times of EXPLAIN ANALYZE.
    package typealias Annotation = (LogicalPlan) -> String?

    private let annotation: Annotation?
    private let showsEstimates: Bool

    /// - Parameter annotation: what stands behind an operator in place of its estimate; asked once per printed operator.
    package init(showsEstimates: Bool = true, annotation: Annotation? = nil) {
        self.showsEstimates = showsEstimates
        self.annotation = annotation
    }

    /// The lines of a plan.
    package func lines(_ plan: LogicalPlan) -> [String] {
        var lines: [String] = []
        var printed: Set<ObjectIdentifier> = []
        append(plan, indent: "", lead: "", to: &lines, &printed)
        return lines
    }

    package func print(_ plan: LogicalPlan) -> String { lines(plan).joined(separator: "\n") }

    private func append(
        _ plan: LogicalPlan, indent: String, lead: String, to lines: inout [String], _ printed: inout Set<ObjectIdentifier>
    ) {
        var line = indent + lead + title(plan)
        if let text = annotation?(plan) {
            line += "  " + text
        } else if showsEstimates, let rows = plan.estimatedRows {
            line += "  (~\(PlanPrinter.rounded(rows)) rows)"
        }
        lines.append(line)
        let inner = indent + "  "
        var subqueries: [LogicalPlan] = []
        plan.forEachExpression { subqueries += $0.subqueries }
        for subquery in subqueries { append(subquery, indent: inner, lead: "subquery: ", to: &lines, &printed) }
        if case .shared(let shared) = plan.operation, !printed.insert(ObjectIdentifier(shared)).inserted { return }
        for child in plan.children { append(child, indent: inner, lead: "", to: &lines, &printed) }
    }

    /// Two significant digits; whole numbers below a thousand as they are.
    private static func rounded(_ rows: Double) -> String {
        guard rows.isFinite, rows < 1e18 else { return "many" }
        guard rows >= 1_000 else { return String(Int(rows.rounded())) }
        var unit = 1
        var whole = Int(rows.rounded())
        while whole >= 1_000 {
            whole = (whole + 5) / 10
            unit *= 10
        }
        let digits = String(whole * unit)
        var grouped = ""
        for (place, digit) in digits.enumerated() {
            if place > 0, (digits.count - place) % 3 == 0 { grouped.append(",") }
            grouped.append(digit)
        }
        return grouped
    }

    // MARK: Titles

    /// The operator and what it does, without its inputs.
    package func title(_ plan: LogicalPlan) -> String {
        let printer = ExpressionPrinter(names: inputNames(plan))
        func list(_ expressions: [TypedExpression]) -> String { expressions.map(printer.print).joined(separator: ", ") }
        switch plan.operation {
        case .scan(let scan):
            let columns = plan.output.map(\.name).joined(separator: ", ")
            let filters = scan.filters.isEmpty ? "" : " where " + printer.print(TypedExpression.conjunction(scan.filters) ?? .trueConstant)
            return "SCAN \(scan.name) [\(columns)]\(filters)"
        case .values(let rows): return "VALUES \(rows.count) row\(rows.count == 1 ? "" : "s")"
        case .singleRow: return "SINGLE ROW"
        case .series(let start, let stop, let step, let isInclusive):
            return "SERIES \(printer.print(start)) \(isInclusive ? "to" : "until") \(printer.print(stop)) by \(printer.print(step))"
        case .filter(_, let condition): return "FILTER \(printer.print(condition))"
        case .project(_, let columns):
            let parts = columns.enumerated().map { place, column in
                let text = printer.print(column)
                let name = place < plan.output.count ? plan.output[place].name : text
                return text == name ? text : "\(text) AS \(name)"
            }
            return "PROJECT \(parts.joined(separator: ", "))"
        case .aggregate(_, let keys, let aggregates, let sets):
            let calls = aggregates.map(printer.print).joined(separator: ", ")
            let grouped = keys.isEmpty ? "" : " GROUP BY \(list(keys))"
            let grouping = sets.map { sets in
                " SETS " + sets.map { "(" + $0.map { printer.print(keys[$0]) }.joined(separator: ", ") + ")" }.joined(separator: ", ")
            }
            return "AGGREGATE" + (calls.isEmpty ? "" : " \(calls)") + grouped + (grouping ?? "")
        case .distinct(_, let on): return on.map { "DISTINCT ON (\(list($0)))" } ?? "DISTINCT"
        case .sort(_, let keys): return "SORT \(printer.print(keys))"
        case .limit(_, let limit, let offset):
            return "LIMIT \(limit.map(printer.print) ?? "all")" + (offset.map { " OFFSET \(printer.print($0))" } ?? "")
        case .join(let join): return title(join)
        case .setOperation(let kind, let all, _, _):
            let name =
                switch kind {
                case .union: "UNION"
                case .intersect: "INTERSECT"
                case .except: "EXCEPT"
                }
            return all ? "\(name) ALL" : name
        case .window(_, let calls): return "WINDOW \(calls.map(printer.print).joined(separator: ", "))"
        case .shared(let shared): return "SHARED \(shared.name)"
        case .assertion(_, let condition, _): return "ASSERT \(printer.print(condition))"
        }
    }

    private func title(_ join: Join) -> String {
        let kind =
            switch join.kind {
            case .inner: join.equalities.isEmpty && join.residual == nil ? "CROSS" : "INNER"
            case .left: "LEFT"
            case .right: "RIGHT"
            case .full: "FULL"
            case .semi: "SEMI"
            case .anti: "ANTI"
            case .mark: join.markIsNullAware ? "MARK IN" : "MARK"
            case .single: "SINGLE"
            }
        let left = ExpressionPrinter(names: join.left.output.map(\.name))
        let right = ExpressionPrinter(names: join.right.output.map(\.name))
        let both = ExpressionPrinter(names: (join.left.output + join.right.output).map(\.name))
        var conditions = join.equalities.map {
            "\(left.print($0.left)) \($0.nullsEqual ? "IS NOT DISTINCT FROM" : "=") \(right.print($0.right))"
        }
        if let residual = join.residual { conditions.append(both.print(residual)) }
        return "\(kind) JOIN" + (conditions.isEmpty ? "" : " ON \(conditions.joined(separator: " AND "))")
    }

    private func inputNames(_ plan: LogicalPlan) -> [String] {
        switch plan.operation {
        case .scan: plan.output.map(\.name)
        case .join(let join): (join.left.output + join.right.output).map(\.name)
        default: plan.children.first?.output.map(\.name) ?? []
        }
    }
}
