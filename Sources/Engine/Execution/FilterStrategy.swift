import Columns
import Planner

/// Says where the conditions of a filter ran: in which order, over vectors or over the entries of a dictionary.
enum FilterStrategy {
    /// Each condition with its way, in the order in which they are tried.
    static func describe(_ filters: [TypedExpression], _ conditions: [any VectorExpression], names: [String]) -> String? {
        if filters.isEmpty { return nil }
        let printer = ExpressionPrinter(names: names)
        return zip(filters, conditions).map { "\(printer.print($0)) over \($1.strategy)" }.joined(separator: ", ")
    }
}

extension VectorExpression {
    package var strategy: String { "vectors" }
}

extension ScanProducer {
    /// What zone maps skipped and proved, and how the remaining conditions ran.
    func strategy(filters: [TypedExpression], names: [String]) -> String? {
        if filters.isEmpty { return nil }
        let printer = ExpressionPrinter(names: names)
        var parts = ["zone maps skipped \(segmentCount - readSegmentCount) of \(segmentCount) segments"]
        for (position, filter) in filters.enumerated() where readSegmentCount > 0 {
            let proved = provedSegmentCounts[position]
            let text = printer.print(filter)
            if proved == readSegmentCount {
                parts.append("\(text) proved by zone maps")
            } else {
                parts.append("\(text) over \(conditions[position].strategy)" + (proved > 0 ? ", proved for \(proved) segments" : ""))
            }
        }
        return parts.joined(separator: ", ")
    }
}
