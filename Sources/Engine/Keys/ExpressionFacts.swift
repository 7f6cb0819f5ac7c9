import Columns
import Functions
import Planner

extension OpenedRelation {
    /// What is proved of an expression over this relation: what is known of a column it merely repeats, of a constant, or of sums,
    /// differences and products of such.
    func facts(of expression: TypedExpression) -> ColumnFacts { facts(of: expression, depth: 0) }

    /// Deeper expressions are not looked into.
    private static var largestDepth: Int { 16 }

    private func facts(of expression: TypedExpression, depth: Int) -> ColumnFacts {
        guard depth < OpenedRelation.largestDepth else { return ColumnFacts() }
        switch expression.node {
        case .column(let index) where index < facts.count: return facts[index]
        case .constant(.integer(let number)) where expression.type.isInteger: return ColumnFacts(bounds: number...number, mayBeNull: false)
        case .constant(.decimal(let number, let scale)) where expression.type.wholeScale == scale:
            return ColumnFacts(bounds: number...number, mayBeNull: false)
        case .cast(let source, isTry: false):
            guard let from = source.type.wholeScale, let to = expression.type.wholeScale, to >= from,
                to - from <= LogicalType.maximumDecimalPrecision
            else { return ColumnFacts() }
            let inner = facts(of: source, depth: depth + 1)
            let unit = powersOfTen[to - from]
            return ColumnFacts(bounds: inner.bounds.flatMap { product($0, unit...unit) }, mayBeNull: inner.mayBeNull)
        case .call(let function, let arguments):
            guard arguments.count == 2, function.nullRule == .propagate, expression.type.wholeScale != nil,
                arguments.allSatisfy({ $0.type.wholeScale != nil })
            else { return ColumnFacts() }
            let left = facts(of: arguments[0], depth: depth + 1), right = facts(of: arguments[1], depth: depth + 1)
            guard let operation = OpenedRelation.operation(function.name) else { return ColumnFacts() }
            var bounds: ClosedRange<Int128>?
            if let left = left.bounds, let right = right.bounds { bounds = operation(left, right) }
            return ColumnFacts(bounds: bounds, mayBeNull: left.mayBeNull || right.mayBeNull)
        default: return ColumnFacts()
        }
    }

    /// How bounds go through an operation whose result, in stored numbers, is that of the stored numbers; nil for other functions.
    private static func operation(_ name: String) -> ((ClosedRange<Int128>, ClosedRange<Int128>) -> ClosedRange<Int128>?)? {
        switch name {
        case "+":
            return { left, right in
                range(left.lowerBound.addingReportingOverflow(right.lowerBound), left.upperBound.addingReportingOverflow(right.upperBound))
            }
        case "-":
            return { left, right in
                range(
                    left.lowerBound.subtractingReportingOverflow(right.upperBound),
                    left.upperBound.subtractingReportingOverflow(right.lowerBound))
            }
        case "*": return product
        default: return nil
        }
    }

    private static func range(_ low: (partialValue: Int128, overflow: Bool), _ high: (partialValue: Int128, overflow: Bool))
        -> ClosedRange<Int128>?
    {
        low.overflow || high.overflow ? nil : low.partialValue...high.partialValue
    }
}

/// The least and greatest product of numbers within bounds; nil where one needs more than 128 bits.
private func product(_ left: ClosedRange<Int128>, _ right: ClosedRange<Int128>) -> ClosedRange<Int128>? {
    var products: [Int128] = []
    for one in [left.lowerBound, left.upperBound] {
        for other in [right.lowerBound, right.upperBound] {
            let (product, overflow) = one.multipliedReportingOverflow(by: other)
            if overflow { return nil }
            products.append(product)
        }
    }
    guard let least = products.min(), let greatest = products.max() else { return nil }
    return least...greatest
}

extension LogicalType {
    /// Digits behind the point in the stored whole number: 0 for integers, of a decimal its own; nil for other types.
    fileprivate var wholeScale: Int? {
        if case .decimal(_, let scale) = self { return scale }
        return isInteger ? 0 : nil
    }
}
