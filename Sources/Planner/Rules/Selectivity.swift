import Columns
import Functions

/// What part of the rows a condition lets through.
struct Selectivity {
    let estimate: Estimate
    /// Bounds of the columns, where the input is a table.
    var statistics: [ColumnStatistics] = []

    func of(_ condition: TypedExpression) -> Double {
        switch condition.node {
        case .constant(let value): return value == .boolean(true) ? 1 : 0
        case .and(let operands): return operands.reduce(1) { $0 * of($1) }
        case .or(let operands): return 1 - operands.reduce(1) { $0 * (1 - of($1)) }
        case .not(let operand): return 1 - of(operand)
        case .isNull(let operand): return nulls(operand)
        case .inList(let needle, let list): return min(Double(list.count) / distinct(needle), 1)
        case .call(let function, let arguments) where arguments.count == 2:
            return comparison(function.name, arguments[0], arguments[1])
        case .column: return 0.5
        default: return 0.3
        }
    }

    private func distinct(_ expression: TypedExpression) -> Double {
        switch expression.node {
        case .column(let position) where position < estimate.distinct.count: return max(estimate.distinct[position], 1)
        case .cast(let operand, _): return distinct(operand)
        default: return 10
        }
    }

    private func nulls(_ operand: TypedExpression) -> Double {
        guard case .column(let position) = operand.node, position < statistics.count, estimate.rows > 0 else { return 0.05 }
        return min(Double(statistics[position].nullCount) / estimate.rows, 1)
    }

    private func comparison(_ name: String, _ left: TypedExpression, _ right: TypedExpression) -> Double {
        switch name {
        case "=", "is not distinct from": return 1 / max(distinct(left), distinct(right), 1)
        case "<>", "is distinct from": return 1 - 1 / max(distinct(left), distinct(right), 1)
        case "<", "<=":
            return below(left, right.constantValue) ?? below(right, left.constantValue).map { 1 - $0 } ?? 0.3
        case ">", ">=":
            return below(left, right.constantValue).map { 1 - $0 } ?? below(right, left.constantValue) ?? 0.3
        case "like", "ilike": return 0.1
        default: return 0.3
        }
    }

    /// The part of a column's range that lies below a constant.
    private func below(_ expression: TypedExpression, _ value: Value?) -> Double? {
        guard case .column(let position) = expression.node, position < statistics.count, let value else { return nil }
        let low: Double
        let high: Double
        if let bounds = statistics[position].bounds {
            (low, high) = (Double(bounds.lowerBound), Double(bounds.upperBound))
        } else if let bounds = statistics[position].floatBounds {
            (low, high) = (bounds.lowerBound, bounds.upperBound)
        } else {
            return nil
        }
        let number: Double
        switch value {
        case .integer(let whole): number = Double(whole)
        case .decimal(let unscaled, _): number = Double(unscaled)
        case .date(let days): number = Double(days)
        case .time(let microseconds), .timestamp(let microseconds): number = Double(microseconds)
        case .double(let double): number = double
        case .float(let float): number = Double(float)
        default: return nil
        }
        guard high > low else { return number > low ? 1 : 0.5 }
        return min(max((number - low) / (high - low), 0), 1)
    }
}
