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
            return ColumnFacts(
                bounds: inner.bounds.flatMap { OffsetOperation.multiply.bounds($0, unit...unit) }, mayBeNull: inner.mayBeNull)
        case .call(let function, let arguments):
            guard arguments.count == 2, function.nullRule == .propagate, expression.type.wholeScale != nil,
                arguments.allSatisfy({ $0.type.wholeScale != nil })
            else { return ColumnFacts() }
            let left = facts(of: arguments[0], depth: depth + 1), right = facts(of: arguments[1], depth: depth + 1)
            guard let operation = OpenedRelation.operation(function.name) else { return ColumnFacts() }
            var bounds: ClosedRange<Int128>?
            if let left = left.bounds, let right = right.bounds { bounds = operation.bounds(left, right) }
            return ColumnFacts(bounds: bounds, mayBeNull: left.mayBeNull || right.mayBeNull)
        default: return ColumnFacts()
        }
    }

    /// The operation whose result, in stored numbers, is that of the stored numbers; nil for other functions.
    private static func operation(_ name: String) -> OffsetOperation? {
        switch name {
        case "+": .add
        case "-": .subtract
        case "*": .multiply
        default: nil
        }
    }
}

extension LogicalType {
    /// Digits behind the point in the stored whole number: 0 for integers, of a decimal its own; nil for other types.
    fileprivate var wholeScale: Int? {
        if case .decimal(_, let scale) = self { return scale }
        return isInteger ? 0 : nil
    }
}
