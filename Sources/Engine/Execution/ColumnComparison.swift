import Columns
import Functions
import Planner

/// A condition that compares a column with a constant.
struct ColumnComparison {
    let column: Int
    /// `=`, `<`, `<=`, `>` or `>=`, with the column on the left; another function where the planner has one.
    let name: String
    let value: Value

    init?(_ condition: TypedExpression) {
        guard case .call(let function, let arguments) = condition.node, arguments.count == 2 else { return nil }
        if case .column(let index) = arguments[0].node, case .constant(let value) = arguments[1].node {
            (column, name, self.value) = (index, function.name, value)
        } else if case .column(let index) = arguments[1].node, case .constant(let value) = arguments[0].node,
            let turned = ColumnComparison.turned(function.name)
        {
            (column, name, self.value) = (index, turned, value)
        } else {
            return nil
        }
    }

    /// The comparison that holds with its sides exchanged.
    private static func turned(_ comparison: String) -> String? {
        switch comparison {
        case "=": "="
        case "<": ">"
        case "<=": ">="
        case ">": "<"
        case ">=": "<="
        default: nil
        }
    }

    /// The constant as the stored number: comparisons come with both sides of one type, so the stored numbers compare as the values do.
    var wholeNumber: Int128? {
        switch value {
        case .integer(let number): number
        case .decimal(let unscaled, _): unscaled
        case .date(let days): Int128(days)
        case .time(let microseconds), .timestamp(let microseconds): Int128(microseconds)
        default: nil
        }
    }

    /// The stored numbers for which it holds; nil where it is no comparison of whole numbers.
    var values: ClosedRange<Int128>? {
        guard let number = wholeNumber else { return nil }
        switch name {
        case "=": return number...number
        case "<=": return Int128.min...number
        case ">=": return number...Int128.max
        // Nothing is less than the least of all; such a condition is left as it is.
        case "<": return number == .min ? nil : Int128.min...(number - 1)
        case ">": return number == .max ? nil : (number + 1)...Int128.max
        default: return nil
        }
    }
}
