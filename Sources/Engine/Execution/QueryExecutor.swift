import Columns
import Functions
import Planner

/// Runs plans: opens every operator over its opened inputs.
///
/// Opening a streaming operator only wraps its input; opening a pipeline breaker runs the input to its end. So when the root is
/// open, all that is left to run is the last pipeline, which the consumer of the result drives.
package final class QueryExecutor: @unchecked Sendable {
    // Unchecked: shared plans are opened by the one thread that opens the query; subqueries run on the same thread.
    package let context: ExecutionContext
    private let observer: (any ExecutionObserver)?
    private var sharedRows: [ObjectIdentifier: OpenedRelation] = [:]

    package init(context: ExecutionContext, observer: (any ExecutionObserver)? = nil) {
        self.context = context
        self.observer = observer
    }

    /// The rows of a plan as a stream.
    package func stream(_ plan: LogicalPlan) throws(QueryError) -> ResultStream {
        ResultStream(try open(plan), context: context)
    }

    /// All rows of a plan in memory.
    package func materialize(_ plan: LogicalPlan) throws(QueryError) -> MaterializedRows {
        let relation = try open(plan)
        if let rows = relation.producer.unobserved as? MaterializedRows { return rows }
        return try relation.producer.materialized(columnTypes: relation.types, context: context)
    }

    /// The operator ready to produce, observed where an observer is set.
    package func open(_ plan: LogicalPlan) throws(QueryError) -> OpenedRelation {
        try open(plan, within: nil)
    }

    /// - Parameter limit: of a window operator, which of its rows alone are wanted.
    private func open(_ plan: LogicalPlan, within limit: RankLimit?) throws(QueryError) -> OpenedRelation {
        try observed(plan) { () throws(QueryError) in try openOperation(plan, within: limit) }
    }

    private func observed(_ plan: LogicalPlan, _ open: () throws(QueryError) -> OpenedRelation) throws(QueryError) -> OpenedRelation {
        guard let observer else { return try open() }
        observer.willOpen(plan)
        return observer.didOpen(plan, try open())
    }

    private var compiler: ExpressionCompiler {
        ExpressionCompiler(context: EvaluationContext(context)) { [self] (plan) throws(QueryError) in
            // Two rows are enough to tell that a scalar subquery returned too many, one that a row exists.
            let relation = try open(plan)
            return try LimitOperator.run(relation.producer, types: relation.types, limit: 2, offset: 0, context: context)
        }
    }

    private func openOperation(_ plan: LogicalPlan, within rankLimit: RankLimit?) throws(QueryError) -> OpenedRelation {
        let compiler = compiler
        try context.check()
        switch plan.operation {
        case .scan(let scan):
            let facts = scan.columns.map { ColumnFacts(table: scan.table, column: $0) }
            let producer = ScanProducer(scan, conditions: try compiler.compile(scan.filters), context: context)
            let names = plan.output.map(\.name)
            return OpenedRelation(producer: producer, types: plan.types, facts: facts, bytesRead: producer.bytesRead) {
                producer.strategy(filters: scan.filters, names: names)
            }
        case .values(let rows):
            return OpenedRelation(producer: try RowSources.values(rows, output: plan.output, compiler: compiler), types: plan.types)
        case .singleRow:
            return OpenedRelation(producer: RowSources.singleRow, types: [])
        case .series(let start, let stop, let step, let isInclusive):
            let producer = try SeriesProducer(
                start: try seriesBound(start, compiler), stop: try seriesBound(stop, compiler), step: try seriesBound(step, compiler),
                isInclusive: isInclusive, context: context)
            return OpenedRelation(producer: producer, types: plan.types, facts: [ColumnFacts(mayBeNull: false)])
        case .filter(let input, let condition):
            let relation = try open(input, within: RankLimit(condition, over: input))
            let conditions = try compiler.compile(condition.conjuncts)
            let producer = FilterProducer(
                input: relation.producer, conditions: FilterConditions(conditions, of: condition.conjuncts), account: context.account)
            return OpenedRelation(producer: producer, types: relation.types, facts: relation.facts) {
                FilterStrategy.describe(condition.conjuncts, conditions, names: input.output.map(\.name))
            }
        case .project(let input, let expressions):
            let relation = try open(input)
            let compiled = try compiler.compile(expressions)
            let producer = ProjectProducer(input: relation.producer, expressions: compiled)
            return OpenedRelation(producer: producer, types: plan.types, facts: expressions.map { relation.facts(of: $0) }) {
                FilterStrategy.describe(projection: expressions, compiled, names: input.output.map(\.name))
            }
        case .aggregate(let input, let keys, let aggregates, let groupingSets):
            return try aggregate(try open(input), keys, aggregates, groupingSets, compiler)
        case .distinct(let input, let on):
            return try RelationalOperators.distinct(try open(input), on: on, compiler: compiler)
        case .sort(let input, let keys):
            return try RelationalOperators.sort(try open(input), keys: keys, limit: nil, compiler: compiler)
        case .limit(let input, let limit, let offset):
            return try openLimit(input, limit, offset, compiler)
        case .join(let join):
            return try RelationalOperators.join(join, left: try open(join.left), right: try open(join.right), compiler: compiler)
        case .setOperation(let operation, let all, let left, let right):
            return try RelationalOperators.setOperation(
                operation, all: all, left: try open(left), right: try open(right), compiler: compiler)
        case .window(let input, let calls):
            var relation = try open(input)
            if let rankLimit, let fewer = try PartitionTopN.open(relation, limit: rankLimit, compiler: compiler) {
                observer?.note("top \(rankLimit.count) of each partition")
                relation = fewer
            }
            return try RelationalOperators.window(relation, calls: calls, compiler: compiler)
        case .shared(let shared):
            if let rows = sharedRows[ObjectIdentifier(shared)] { return rows }
            let relation = try open(shared.plan)
            let rows = try relation.producer.materialized(columnTypes: relation.types, context: context)
            let kept = OpenedRelation(
                producer: rows, types: relation.types, facts: relation.facts, strategy: "\(rows.rowCount) rows kept for all who read them")
            sharedRows[ObjectIdentifier(shared)] = kept
            return kept
        case .assertion(let input, let condition, let message):
            let relation = try open(input)
            let producer = AssertionProducer(
                input: relation.producer, condition: try compiler.compile(condition), message: message, account: context.account)
            return OpenedRelation(producer: producer, types: relation.types, facts: relation.facts)
        }
    }

    private func seriesBound(_ expression: TypedExpression, _ compiler: ExpressionCompiler) throws(QueryError) -> Int64? {
        guard case .integer(let number) = try compiler.constantValue(expression) else { return nil }
        guard let bound = Int64(exactly: number) else {
            throw QueryError(.outOfRange, "\(number) is out of range for a series", range: expression.range)
        }
        return bound
    }

    /// A limit directly over a sort runs as a top-N.
    private func openLimit(_ input: LogicalPlan, _ limit: TypedExpression?, _ offset: TypedExpression?, _ compiler: ExpressionCompiler)
        throws(QueryError) -> OpenedRelation
    {
        let count = try rowCount(limit, "LIMIT", compiler)
        let skipped = try rowCount(offset, "OFFSET", compiler) ?? 0
        var relation: OpenedRelation
        if case .sort(let source, let keys) = input.operation, let count {
            let (needed, overflow) = count.addingReportingOverflow(skipped)
            relation = try observed(input) { () throws(QueryError) in
                try RelationalOperators.sort(try open(source), keys: keys, limit: overflow ? nil : needed, compiler: compiler)
            }
        } else {
            relation = try open(input)
        }
        if count == 0 { return OpenedRelation(producer: MaterializedRows(columnTypes: relation.types, morsels: []), types: relation.types) }
        let rows = try LimitOperator.run(relation.producer, types: relation.types, limit: count, offset: skipped, context: context)
        return OpenedRelation(producer: rows, types: relation.types, facts: relation.facts)
    }

    private func rowCount(_ expression: TypedExpression?, _ clause: String, _ compiler: ExpressionCompiler) throws(QueryError) -> Int? {
        guard let expression else { return nil }
        switch try compiler.constantValue(expression) {
        case .null: return nil
        case .integer(let number):
            guard number >= 0 else { throw QueryError(.outOfRange, "\(clause) must not be negative", range: expression.range) }
            return Int(clamping: number)
        default: throw QueryError(.typeMismatch, "\(clause) must be a whole number", range: expression.range)
        }
    }

    private func aggregate(
        _ input: OpenedRelation, _ keys: [TypedExpression], _ aggregates: [AggregateCall], _ groupingSets: [[Int]]?,
        _ compiler: ExpressionCompiler
    ) throws(QueryError) -> OpenedRelation {
        var source = input
        // Taking duplicates out, and every further grouping set, reads the input again: what is costly to make is kept.
        let readsAgain = groupingSets != nil || aggregates.contains { $0.isDistinct }
        let producer = input.producer.unobserved
        if readsAgain, !(producer is ScanProducer), !(producer is MaterializedRows) {
            let rows = try input.producer.materialized(columnTypes: input.types, context: context)
            source = OpenedRelation(producer: rows, types: input.types, facts: input.facts)
        }
        guard let groupingSets else {
            return try AggregateOperator(input: source, keys: keys, aggregates: aggregates, compiler: compiler).run()
        }
        var parts: [any MorselProducer] = []
        var types: [LogicalType] = []
        for set in groupingSets {
            let grouping = try AggregateOperator(input: source, keys: set.map { keys[$0] }, aggregates: aggregates, compiler: compiler)
            let grouped = try grouping.run()
            if let strategy = grouped.strategy?() { observer?.note(strategy) }
            var columns: [TypedExpression] = keys.enumerated().map { position, key in
                if let place = set.firstIndex(of: position) { return TypedExpression(.column(place), type: key.type) }
                return TypedExpression(.constant(.null), type: key.type)
            }
            for (position, call) in aggregates.enumerated() {
                columns.append(TypedExpression(.column(set.count + position), type: call.function.resultType))
            }
            types = columns.map(\.type)
            parts.append(ProjectProducer(input: grouped.producer, expressions: try compiler.compile(columns)))
        }
        return OpenedRelation(producer: ConcatenatedProducer(inputs: parts), types: types)
    }
}

extension LogicalPlan {
    package var types: [LogicalType] { output.map(\.type) }
}
