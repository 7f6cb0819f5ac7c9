import Columns
import Functions

// What rules must know of an expression before they move, repeat or drop it.
extension TypedExpression {
    /// Whether each evaluation may give another value (random numbers).
    var isVolatile: Bool {
        contains {
            if case .call(let function, _) = $0.node { function.volatility == .volatile } else { false }
        }
    }

    /// Whether evaluating it on some row can raise an error.
    var canRaise: Bool {
        contains {
            switch $0.node {
            case .call(let function, _): function.canRaise
            case .cast(let operand, let isTry): !isTry && Self.castCanRaise(from: operand.type, to: $0.type)
            // A subquery runs once whatever the rows, so moving it changes nothing.
            default: false
            }
        }
    }

    /// Whether it has the same value for every row of one run: no columns, nothing volatile.
    var isRunConstant: Bool { !hasColumns && !isVolatile }

    /// Whether a constant of the target type exists for every value of the source type.
    static func castCanRaise(from source: LogicalType, to target: LogicalType) -> Bool {
        if source == target || source == .null || target == .text { return false }
        switch (source, target) {
        case (.boolean, _) where target.isInteger || target.isFloatingPoint: return false
        case (_, .boolean) where source.isNumeric: return false
        case (_, .double) where source.isNumeric: return false
        case (_, .float) where source.isInteger || source == .float || source.isDecimal: return false
        case (.date, .timestamp): return false
        case (.timestamp, .date), (.timestamp, .time): return false
        case (_, .decimal(let precision, let scale)):
            if let digits = source.decimalDigits { return digits + scale > precision }
            if case .decimal(let sourcePrecision, let sourceScale) = source {
                return scale < sourceScale || sourcePrecision - sourceScale > precision - scale
            }
            return true
        default:
            if let from = source.integerRange, let to = target.integerRange {
                return from.lowerBound < to.lowerBound || from.upperBound > to.upperBound
            }
            return true
        }
    }

    /// Whether both compute the same thing from the same input. Volatile expressions are never the same.
    func isSame(as other: TypedExpression) -> Bool {
        guard type == other.type else { return false }
        switch (node, other.node) {
        case (.column(let a), .column(let b)): return a == b
        case (.outerColumn(let d, let a), .outerColumn(let e, let b)): return d == e && a == b
        case (.constant(let a), .constant(let b)): return a == b
        case (.call(let f, let a), .call(let g, let b)):
            return f.name == g.name && f.argumentTypes == g.argumentTypes && f.volatility != .volatile && Self.areSame(a, b)
        case (.cast(let a, let isTry), .cast(let b, let otherTry)): return isTry == otherTry && a.isSame(as: b)
        case (.not(let a), .not(let b)), (.isNull(let a), .isNull(let b)): return a.isSame(as: b)
        case (.and(let a), .and(let b)), (.or(let a), .or(let b)), (.coalesce(let a), .coalesce(let b)): return Self.areSame(a, b)
        case (.inList(let a, let list), .inList(let b, let others)): return a.isSame(as: b) && Self.areSame(list, others)
        case (.conditional(let branches, let otherwise), .conditional(let others, let otherOtherwise)):
            guard branches.count == others.count, otherwise.isSame(as: otherOtherwise) else { return false }
            for (mine, theirs) in zip(branches, others)
            where !mine.condition.isSame(as: theirs.condition) || !mine.result.isSame(as: theirs.result) {
                return false
            }
            return true
        case (.scalarSubquery(let a), .scalarSubquery(let b)), (.existsSubquery(let a), .existsSubquery(let b)): return a === b
        default: return false
        }
    }

    static func areSame(_ first: [TypedExpression], _ second: [TypedExpression]) -> Bool {
        guard first.count == second.count else { return false }
        for (a, b) in zip(first, second) where !a.isSame(as: b) { return false }
        return true
    }
}
