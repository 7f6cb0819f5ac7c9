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
        return OpenedRelation(producer: rows, types: input.types, facts: input.facts, strategy: rows.strategy)
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
        if let on {
            let expressions = try compiler.compile(on)
            let rows = try KeyedRows.materialized(
                input.producer, columnTypes: input.types, keyTypes: on.map(\.type), evaluate: evaluation(expressions),
                context: compiler.context.execution)
            let kept = try SetOperators.distinctOn(rows, keyTypes: on.map(\.type), context: compiler.context.execution)
            return OpenedRelation(producer: kept, types: input.types, facts: input.facts, strategy: kept.strategy)
        }
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
        let leftKeys = try compiler.compile(join.equalities.map(\.left))
        let rightKeys = try compiler.compile(join.equalities.map(\.right))
        var residual: JoinResidual?
        if let condition = join.residual {
            let compiled = try compiler.compile(condition)
            residual = JoinResidual(columns: condition.columns.sorted()) { (pairs) throws(QueryError) in try compiled.evaluate(pairs) }
        }
        let specification = JoinSpecification(
            kind: join.kind, leftTypes: left.types, rightTypes: right.types, keyTypes: join.equalities.map(\.left.type),
            nullsEqual: join.equalities.map(\.nullsEqual), residual: residual, markIsNullAware: join.markIsNullAware)
        let opened = try JoinOperator.open(
            specification, left: left.producer, leftKeys: evaluation(leftKeys), right: right.producer, rightKeys: evaluation(rightKeys),
            context: compiler.context.execution)
        return OpenedRelation(
            producer: opened.producer, types: specification.outputTypes, facts: facts(of: join, left, right), strategy: opened.strategy)
    }

    static func setOperation(
        _ operation: SetOperation, all: Bool, left: OpenedRelation, right: OpenedRelation, compiler: ExpressionCompiler
    ) throws(QueryError) -> OpenedRelation {
        let both = OpenedRelation(
            producer: ConcatenatedProducer(inputs: [left.producer, right.producer]), types: left.types,
            facts: zip(left.facts, right.facts).map { $0.union($1) })
        if operation == .union { return all ? both : try distinct(both, on: nil, compiler: compiler) }
        let context = compiler.context.execution
        guard all else {
            // Rows of the left side that have, or lack, an equal row on the right, each once.
            let columns = left.types.enumerated().map { TypedExpression(.column($0.offset), type: $0.element) }
            let keys = try compiler.compile(columns)
            let specification = JoinSpecification(
                kind: operation == .intersect ? .semi : .anti, leftTypes: left.types, rightTypes: right.types, keyTypes: left.types,
                nullsEqual: left.types.map { _ in true })
            let opened = try JoinOperator.open(
                specification, left: left.producer, leftKeys: evaluation(keys), right: right.producer, rightKeys: evaluation(keys),
                context: context)
            let matching = OpenedRelation(producer: opened.producer, types: left.types, facts: left.facts)
            let rows = try distinct(matching, on: nil, compiler: compiler)
            return OpenedRelation(producer: rows.producer, types: rows.types, facts: rows.facts) {
                [opened.strategy, rows.strategy?() ?? nil].compactMap { $0 }.joined(separator: ", then ")
            }
        }
        let leftRows = try left.producer.materialized(columnTypes: left.types, context: context)
        let rightRows = try right.producer.materialized(columnTypes: right.types, context: context)
        let rows =
            operation == .intersect
            ? try SetOperators.intersectAll(leftRows, rightRows, context: context)
            : try SetOperators.exceptAll(leftRows, rightRows, context: context)
        return OpenedRelation(producer: rows, types: left.types, facts: left.facts, strategy: rows.strategy)
    }

    static func window(_ input: OpenedRelation, calls: [WindowCall], compiler: ExpressionCompiler) throws(QueryError) -> OpenedRelation {
        let opened = try WindowOperator.open(input.producer, types: input.types, calls: calls, compiler: compiler)
        return OpenedRelation(
            producer: opened.producer, types: input.types + calls.map(\.type), facts: input.facts + calls.map { _ in ColumnFacts() },
            strategy: opened.strategy)
    }

    /// What stays proved of the columns behind a join. A side that a row may lack can be NULL throughout.
    private static func facts(of join: Join, _ left: OpenedRelation, _ right: OpenedRelation) -> [ColumnFacts] {
        func nullable(_ facts: [ColumnFacts]) -> [ColumnFacts] {
            facts.map { ColumnFacts(bounds: $0.bounds, mayBeNull: true, dictionary: $0.dictionary) }
        }
        return switch join.kind {
        case .inner: left.facts + right.facts
        case .left, .single: left.facts + nullable(right.facts)
        case .right: nullable(left.facts) + right.facts
        case .full: nullable(left.facts) + nullable(right.facts)
        case .semi, .anti: left.facts
        case .mark: left.facts + [ColumnFacts(mayBeNull: join.markIsNullAware)]
        }
    }
}
