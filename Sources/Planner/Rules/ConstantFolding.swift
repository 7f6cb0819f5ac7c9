import Columns
import Functions

/// Replaces expressions of constants by their value.
///
/// Precondition: immutable functions only; an evaluation that raises leaves the expression as it was, so that the error appears if
/// and when a row needs it. Row counts and NULLs are untouched.
struct ConstantFolding {
    private let context: EvaluationContext

    init(settings: Settings) {
        context = EvaluationContext(ExecutionContext(account: MemoryAccount(limit: 64 << 20), settings: settings))
    }

    /// The expression with its constant parts computed.
    func folded(_ expression: TypedExpression) -> TypedExpression {
        switch expression.node {
        case .constant, .column, .outerColumn, .scalarSubquery, .existsSubquery: return expression
        default: break
        }
        let inner = (try? expression.replacingChildren { (child) throws(QueryError) in folded(child) }) ?? expression
        return value(of: inner).map { TypedExpression(.constant($0), type: inner.type, range: inner.range) } ?? inner
    }

    /// The value of a node whose operands are constants.
    func value(of expression: TypedExpression) -> Value? {
        switch expression.node {
        case .call(let function, let arguments):
            guard function.volatility == .immutable else { return nil }
            return evaluate(function, arguments, type: expression.type)
        case .cast(let operand, let isTry):
            guard let value = operand.constantValue else { return nil }
            return castValue(value, from: operand.type, to: expression.type, isTry: isTry)
        default: return nil
        }
    }
}

extension ConstantFolding {
    private func evaluate(_ function: ResolvedFunction, _ arguments: [TypedExpression], type: LogicalType) -> Value? {
        var values: [Value] = []
        values.reserveCapacity(arguments.count)
        for argument in arguments {
            guard let value = argument.constantValue else { return nil }
            values.append(value)
        }
        return try? ConstantEvaluation.call(function, values, context)
    }

    private func castValue(_ value: Value, from source: LogicalType, to target: LogicalType, isTry: Bool) -> Value? {
        try? ConstantEvaluation.cast(value, from: source, to: target, isTry: isTry, context)
    }
}

extension Binder {
    /// The expression with its constant parts computed, where a clause needs to see the value. An evaluation that fails is an error.
    func folded(_ expression: TypedExpression) throws(QueryError) -> TypedExpression {
        let folded = ConstantFolding(settings: settings).folded(expression)
        // Only a plain constant cast is certain to run, so only its failure is reported here.
        if case .cast(let operand, let isTry) = folded.node, let value = operand.constantValue {
            let context = EvaluationContext(ExecutionContext(account: MemoryAccount(limit: 64 << 20), settings: settings))
            do throws(QueryError) {
                let result = try ConstantEvaluation.cast(value, from: operand.type, to: folded.type, isTry: isTry, context)
                return TypedExpression(.constant(result), type: folded.type, range: folded.range)
            } catch {
                throw error.located(at: expression.range)
            }
        }
        return folded
    }
}
