import Columns
import Functions
import Planner

extension TypedExpression {
    /// The one column that the expression depends on, where that is a text column and the expression does some work on it and gives
    /// the same result for the same text; else nil.
    var soleTextColumn: Int? {
        switch node {
        case .column, .constant: return nil
        default: break
        }
        var column: Int?
        return dependsOnly(on: &column) ? column : nil
    }

    private func dependsOnly(on column: inout Int?) -> Bool {
        switch node {
        case .column(let index):
            guard type == .text, column == nil || column == index else { return false }
            column = index
            return true
        case .constant: return true
        case .call(let function, let arguments):
            guard function.volatility == .immutable else { return false }
            for argument in arguments where !argument.dependsOnly(on: &column) { return false }
            return true
        case .cast(let operand, _), .not(let operand), .isNull(let operand): return operand.dependsOnly(on: &column)
        case .and(let operands), .or(let operands), .coalesce(let operands):
            for operand in operands where !operand.dependsOnly(on: &column) { return false }
            return true
        case .conditional(let branches, let otherwise):
            for branch in branches {
                guard branch.condition.dependsOnly(on: &column), branch.result.dependsOnly(on: &column) else { return false }
            }
            return otherwise.dependsOnly(on: &column)
        case .inList(let needle, let list):
            for element in list where !element.dependsOnly(on: &column) { return false }
            return needle.dependsOnly(on: &column)
        default: return false
        }
    }
}
