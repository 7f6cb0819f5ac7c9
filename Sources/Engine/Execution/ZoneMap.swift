import Columns
import Functions
import Planner

/// What the bounds of a segment say of a condition.
enum ZoneMap {
    enum Verdict { case none, some, all }

    /// Whether no row, some rows or all rows of a segment can satisfy `filter`, whose columns have the given statistics.
    static func verdict(of filter: TypedExpression, over statistics: [ColumnStatistics], rowCount: Int) -> Verdict {
        switch filter.node {
        case .isNull(let operand):
            guard case .column(let index) = operand.node, index < statistics.count else { return .some }
            return statistics[index].nullCount == 0 ? .none : statistics[index].nullCount == rowCount ? .all : .some
        case .not(let operand):
            guard case .isNull = operand.node else { return .some }
            switch verdict(of: operand, over: statistics, rowCount: rowCount) {
            case .none: return .all
            case .all: return .none
            case .some: return .some
            }
        case .call:
            guard let comparison = ColumnComparison(filter) else { return .some }
            return verdict(of: comparison, statistics, rowCount)
        default: return .some
        }
    }

    private static func verdict(of comparison: ColumnComparison, _ statistics: [ColumnStatistics], _ rowCount: Int) -> Verdict {
        guard comparison.column < statistics.count else { return .some }
        let column = statistics[comparison.column]
        if column.nullCount == rowCount { return .none }
        let verdict: Verdict
        if let bounds = column.bounds, let number = comparison.wholeNumber {
            verdict = compare(comparison.name, bounds.lowerBound, bounds.upperBound, number)
        } else if let bounds = column.floatBounds, !column.hasNaN, case .double(let number) = comparison.value, !number.isNaN {
            verdict = compare(comparison.name, bounds.lowerBound, bounds.upperBound, number)
        } else {
            return .some
        }
        return verdict == .all && column.nullCount > 0 ? .some : verdict
    }

    private static func compare<Number: Comparable>(_ name: String, _ least: Number, _ greatest: Number, _ value: Number) -> Verdict {
        switch name {
        case "=": value < least || value > greatest ? .none : least == greatest ? .all : .some
        case "<": greatest < value ? .all : least >= value ? .none : .some
        case "<=": greatest <= value ? .all : least > value ? .none : .some
        case ">": least > value ? .all : greatest <= value ? .none : .some
        case ">=": least >= value ? .all : greatest < value ? .none : .some
        default: .some
        }
    }
}
