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

    /// All columns distinct: a grouping by all of them, whose groups come by first appearance.
    static func distinct(_ input: OpenedRelation, on: [TypedExpression]?, compiler: ExpressionCompiler) throws(QueryError) -> OpenedRelation
    {
        guard on == nil else { throw QueryError(.notSupported, "DISTINCT ON is not supported") }
        if input.types.isEmpty {
            let rows = try LimitOperator.run(input.producer, types: [], limit: 1, offset: 0, context: compiler.context.execution)
            return OpenedRelation(producer: rows, types: [])
        }
        let keys = input.types.enumerated().map { TypedExpression(.column($0.offset), type: $0.element) }
        return try AggregateOperator(input: input, keys: keys, aggregates: [], compiler: compiler).run()
    }

    static func join(_ join: Join, left: OpenedRelation, right: OpenedRelation, compiler: ExpressionCompiler) throws(QueryError)
        -> OpenedRelation
    {
        throw QueryError(.notSupported, "joins are not supported")
    }

    static func setOperation(
        _ operation: SetOperation, all: Bool, left: OpenedRelation, right: OpenedRelation, compiler: ExpressionCompiler
    ) throws(QueryError) -> OpenedRelation {
        let both = OpenedRelation(
            producer: ConcatenatedProducer(inputs: [left.producer, right.producer]), types: left.types,
            facts: zip(left.facts, right.facts).map { $0.union($1) })
        if operation == .union { return all ? both : try distinct(both, on: nil, compiler: compiler) }
        throw QueryError(.notSupported, "INTERSECT and EXCEPT are not supported")
    }

    static func window(_ input: OpenedRelation, calls: [WindowCall], compiler: ExpressionCompiler) throws(QueryError) -> OpenedRelation {
        throw QueryError(.notSupported, "window functions are not supported")
    }
}
