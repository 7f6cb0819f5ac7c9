import Columns
import Functions
import Planner

/// Opens sorts, joins, windows and set operations: evaluates their expressions and hands the vectors to the operators.
enum RelationalOperators {
    static func sort(_ input: OpenedRelation, keys: [SortKey], limit: Int?, compiler: ExpressionCompiler) throws(QueryError)
        -> OpenedRelation
    {
        let expressions = try compiler.compile(keys.map(\.expression))
        let directions = keys.map {
            SortDirection(type: $0.expression.type, isDescending: $0.isDescending, nullsFirst: $0.nullsFirst)
        }
        let rows = try SortOperator.open(
            input: input.producer, columnTypes: input.types, keys: directions, evaluate: evaluation(expressions), limit: limit,
            context: compiler.context.execution)
        return OpenedRelation(producer: rows, types: input.types, facts: input.facts)
    }

    /// Evaluates several expressions over a batch.
    static func evaluation(_ expressions: [any VectorExpression]) -> KeyEvaluation {
        { (batch) throws(QueryError) in
            var vectors: [Vector] = []
            vectors.reserveCapacity(expressions.count)
            for expression in expressions { vectors.append(try expression.evaluate(batch)) }
            return vectors
        }
    }
}
