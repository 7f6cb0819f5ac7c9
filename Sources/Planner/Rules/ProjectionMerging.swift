import Columns
import Functions

/// Makes one projection of two.
///
/// Precondition: no computed column of the lower one is used twice, and none that is volatile at all, so nothing is computed more
/// often than before or drawn twice.
enum ProjectionMerging {
    /// `expressions` over `input`, where `input` is a projection that can be taken in; else nil.
    static func merged(_ expressions: [TypedExpression], over input: LogicalPlan, output: [OutputColumn]) -> LogicalPlan? {
        guard case .project(let below, let inner) = input.operation else { return nil }
        var uses = Array(repeating: 0, count: inner.count)
        for expression in expressions {
            expression.visit { part in
                if case .column(let position) = part.node, position < uses.count { uses[position] += 1 }
                return true
            }
        }
        for (position, expression) in inner.enumerated() {
            switch expression.node {
            case .column, .constant: continue
            default: if uses[position] > 1 || expression.isVolatile { return nil }
            }
        }
        return LogicalPlan(.project(below, expressions.map { $0.substitutingColumns(inner) }), output: output)
    }
}
