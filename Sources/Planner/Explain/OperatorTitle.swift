import Columns
import Functions

/// The name of an operator and what it does, for people.
package struct OperatorTitle: Sendable {
    /// Its kind: SCAN, INNER JOIN, UNION ALL.
    package let name: String
    /// Its expressions, in SQL; may be empty.
    package let detail: String

    private init(_ name: String, _ detail: String = "") {
        self.name = name
        self.detail = detail
    }

    package init(_ plan: LogicalPlan) {
        let printer = ExpressionPrinter(names: OperatorTitle.inputNames(plan))
        func list(_ expressions: [TypedExpression]) -> String { expressions.map(printer.print).joined(separator: ", ") }
        switch plan.operation {
        case .scan(let scan):
            let columns = plan.output.map(\.name).joined(separator: ", ")
            let filters = scan.filters.isEmpty ? "" : " where " + printer.print(TypedExpression.conjunction(scan.filters) ?? .trueConstant)
            self.init("SCAN", "\(scan.name) [\(columns)]\(filters)")
        case .values(let rows): self.init("VALUES", "\(rows.count) row\(rows.count == 1 ? "" : "s")")
        case .singleRow: self.init("SINGLE ROW")
        case .series(let start, let stop, let step, let isInclusive):
            self.init("SERIES", "\(printer.print(start)) \(isInclusive ? "to" : "until") \(printer.print(stop)) by \(printer.print(step))")
        case .filter(_, let condition): self.init("FILTER", printer.print(condition))
        case .project(_, let columns):
            let parts = columns.enumerated().map { place, column in
                let text = printer.print(column)
                let name = place < plan.output.count ? plan.output[place].name : text
                return text == name ? text : "\(text) AS \(name)"
            }
            self.init("PROJECT", parts.joined(separator: ", "))
        case .aggregate(_, let keys, let aggregates, let sets):
            var parts: [String] = []
            if !aggregates.isEmpty { parts.append(aggregates.map(printer.print).joined(separator: ", ")) }
            if !keys.isEmpty { parts.append("GROUP BY \(list(keys))") }
            if let sets { parts.append("SETS " + sets.map { "(\(list($0.map { keys[$0] })))" }.joined(separator: ", ")) }
            self.init("AGGREGATE", parts.joined(separator: " "))
        case .distinct(_, let on): self.init("DISTINCT", on.map { "ON (\(list($0)))" } ?? "")
        case .sort(_, let keys): self.init("SORT", printer.print(keys))
        case .limit(_, let limit, let offset):
            self.init("LIMIT", (limit.map(printer.print) ?? "all") + (offset.map { " OFFSET \(printer.print($0))" } ?? ""))
        case .join(let join): self.init(join)
        case .setOperation(let kind, let all, _, _):
            let name =
                switch kind {
                case .union: "UNION"
                case .intersect: "INTERSECT"
                case .except: "EXCEPT"
                }
            self.init(all ? "\(name) ALL" : name)
        case .window(_, let calls): self.init("WINDOW", calls.map(printer.print).joined(separator: ", "))
        case .shared(let shared): self.init("SHARED", shared.name)
        case .assertion(_, let condition, _): self.init("ASSERT", printer.print(condition))
        }
    }

    private init(_ join: Join) {
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
        self.init("\(kind) JOIN", conditions.isEmpty ? "" : "ON \(conditions.joined(separator: " AND "))")
    }

    private static func inputNames(_ plan: LogicalPlan) -> [String] {
        switch plan.operation {
        case .scan: plan.output.map(\.name)
        case .join(let join): (join.left.output + join.right.output).map(\.name)
        default: plan.children.first?.output.map(\.name) ?? []
        }
    }
}
