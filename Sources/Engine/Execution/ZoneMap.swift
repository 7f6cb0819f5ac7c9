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
        case .call(let function, let arguments):
            guard arguments.count == 2 else { return .some }
            if case .column(let index) = arguments[0].node, case .constant(let value) = arguments[1].node {
                return comparison(function.name, statistics, index, value, rowCount)
            }
            if case .column(let index) = arguments[1].node, case .constant(let value) = arguments[0].node,
                let turned = turned(function.name)
            {
                return comparison(turned, statistics, index, value, rowCount)
            }
            return .some
        default: return .some
        }
    }

    /// The comparison that holds with its sides exchanged.
    static func turned(_ comparison: String) -> String? {
        switch comparison {
        case "=": "="
        case "<": ">"
        case "<=": ">="
        case ">": "<"
        case ">=": "<="
        default: nil
        }
    }

    private static func comparison(_ name: String, _ statistics: [ColumnStatistics], _ index: Int, _ value: Value, _ rowCount: Int)
        -> Verdict
    {
        guard index < statistics.count else { return .some }
        let column = statistics[index]
        if column.nullCount == rowCount { return .none }
        let verdict: Verdict
        if let bounds = column.bounds, let number = wholeNumber(value) {
            verdict = compare(name, bounds.lowerBound, bounds.upperBound, number)
        } else if let bounds = column.floatBounds, !column.hasNaN, case .double(let number) = value, !number.isNaN {
            verdict = compare(name, bounds.lowerBound, bounds.upperBound, number)
        } else {
            return .some
        }
        return verdict == .all && column.nullCount > 0 ? .some : verdict
    }

    /// Comparisons come with both sides of one type, so the stored numbers compare as the values do.
    private static func wholeNumber(_ value: Value) -> Int128? {
        switch value {
        case .integer(let number): number
        case .decimal(let unscaled, _): unscaled
        case .date(let days): Int128(days)
        case .time(let microseconds), .timestamp(let microseconds): Int128(microseconds)
        default: nil
        }
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
