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
        for subquery in plan.subqueries { append(subquery, indent: inner, lead: "subquery: ", to: &lines, &printed) }
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

    /// The operator and what it does, without its inputs.
    package func title(_ plan: LogicalPlan) -> String {
        let title = OperatorTitle(plan)
        return title.detail.isEmpty ? title.name : "\(title.name) \(title.detail)"
    }
}

extension LogicalPlan {
    /// The plans of the subqueries in the operator's own expressions.
    package var subqueries: [LogicalPlan] {
        var found: [LogicalPlan] = []
        forEachExpression { found += $0.subqueries }
        return found
    }
}
