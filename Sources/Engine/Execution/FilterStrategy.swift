import Columns
import Planner

/// Says where the conditions of a filter ran: in which order, over vectors or over the entries of a dictionary.
enum FilterStrategy {
    /// The expressions of a projection that did not simply run over vectors.
    static func describe(projection expressions: [TypedExpression], _ compiled: [any VectorExpression], names: [String]) -> String? {
        let printer = ExpressionPrinter(names: names)
        let parts = zip(expressions, compiled).compactMap { expression, compiled -> String? in
            let strategy = compiled.strategy
            return strategy == plainStrategy ? nil : "\(printer.print(expression)) over \(strategy)"
        }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    /// Each condition with its way, in the order in which they are tried.
    static func describe(_ filters: [TypedExpression], _ conditions: [any VectorExpression], names: [String]) -> String? {
        if filters.isEmpty { return nil }
        let printer = ExpressionPrinter(names: names)
        return zip(filters, conditions).map { "\(printer.print($0)) over \($1.strategy)" }.joined(separator: ", ")
    }
}

extension VectorExpression {
    package var parts: [any VectorExpression] { [] }

    package var strategy: String {
        // What its parts ran over, each way once.
        var ways: [String] = []
        for way in parts.map(\.strategy) where way != plainStrategy && !ways.contains(way) { ways.append(way) }
        return ways.isEmpty ? plainStrategy : (ways + [plainStrategy]).joined(separator: " and ")
    }
}

private let plainStrategy = "vectors"

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
