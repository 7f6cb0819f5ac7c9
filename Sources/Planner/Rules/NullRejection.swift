import Columns
import Functions

// What NULLs in some columns do to a condition.
extension TypedExpression {
    /// Whether the condition is never true for a row in which all `columns` are NULL.
    func rejectsNulls(in columns: Range<Int>) -> Bool {
        switch node {
        case .and(let operands): return operands.contains { $0.rejectsNulls(in: columns) }
        case .or(let operands): return operands.allSatisfy { $0.rejectsNulls(in: columns) }
        case .not(let operand):
            if case .isNull(let tested) = operand.node { return tested.isStrict(in: columns) }
            return operand.isStrict(in: columns)
        case .constant(let value): return value == .boolean(false) || value.isNull
        default: return isStrict(in: columns)
        }
    }

    /// Whether the expression is NULL for such a row.
    private func isStrict(in columns: Range<Int>) -> Bool {
        switch node {
        case .column(let position): return columns.contains(position)
        case .cast(let operand, _), .not(let operand): return operand.isStrict(in: columns)
        case .call(let function, let arguments):
            guard case .propagate = function.nullRule else { return false }
            return arguments.contains { $0.isStrict(in: columns) }
        case .inList(let needle, _): return needle.isStrict(in: columns)
        default: return false
        }
    }
}
