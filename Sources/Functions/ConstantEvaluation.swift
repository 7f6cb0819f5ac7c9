import Columns

/// Calls of functions over single values: for folding constants and for answers that are one value.
package enum ConstantEvaluation {
    /// The result of a function for one row of values, which must be of the function's argument types.
    package static func call(_ function: ResolvedFunction, _ arguments: [Value], _ context: EvaluationContext) throws(QueryError) -> Value {
        if function.nullRule == .propagate, arguments.contains(.null) { return .null }
        var vectors: [Vector] = []
        for (value, type) in zip(arguments, function.argumentTypes) {
            vectors.append(try Vector.constant(value, type: type, count: 1, account: context.account))
        }
        return try function.kernel(vectors, 1, context).value(at: 0)
    }

    /// A value cast to another type.
    package static func cast(
        _ value: Value, from source: LogicalType, to target: LogicalType, isTry: Bool = false, _ context: EvaluationContext
    ) throws(QueryError) -> Value {
        if value.isNull || source == target { return value }
        return try call(Cast.resolve(from: source, to: target, isTry: isTry, settings: context.settings), [value], context)
    }
}
