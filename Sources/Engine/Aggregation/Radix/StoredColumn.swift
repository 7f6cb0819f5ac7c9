import Columns

/// A column whose values wait in a partition until it is aggregated.
struct StoredColumn: Sendable {
    let expression: any VectorExpression
    let form: StoredForm
    /// A condition: only whether it is true is kept, NULL as false.
    let isCondition: Bool

    var byteCount: Int { form.byteCount }
    var mayBeNull: Bool { form.mayBeNull }

    /// Writes the expression's values for the rows of a batch, and gives back what the written elements point at.
    func store(
        _ batch: Batch, into target: UnsafeMutableRawPointer, validity: UnsafeMutablePointer<UInt8>?, account: MemoryAccount
    ) throws(QueryError) -> [AnyObject] {
        let vector = try expression.evaluate(batch)
        guard isCondition else { return try form.store(vector, into: target, validity: validity, account: account) }
        let mask = try RowMask(vector, account: account)
        target.copyMemory(from: mask.bytes, byteCount: batch.count)
        return []
    }
}

/// What is stored for the aggregates of a query, and where each finds its arguments.
struct StoredColumns: Sendable {
    private(set) var columns: [StoredColumn] = []
    /// By aggregate: the places of its arguments in `columns`.
    private(set) var arguments: [[Int]] = []
    /// By aggregate: the place of its FILTER condition.
    private(set) var conditions: [Int?] = []

    /// Nil where an aggregate needs more than its stored arguments: DISTINCT, ORDER BY, nested values, some of all rows of a group.
    init?(_ aggregates: [AggregateSpecification], input: OpenedRelation, narrowWidths: Bool) {
        var places: [Int: Int] = [:]
        for aggregate in aggregates {
            let result = aggregate.function.resultType.physical
            guard !aggregate.isDistinct, result != .nested else { return nil }
            if aggregate.folding == nil {
                // Results that point at what a partition gathers would outlive it.
                guard aggregate.gathering != nil, aggregate.filter == nil, result != .text else { return nil }
            }
            if let filter = aggregate.filter {
                // Arguments are computed for all rows here, the ones that the condition excludes among them.
                if aggregate.arguments.contains(where: \.canRaise) { return nil }
                guard let form = StoredForm(.boolean, facts: ColumnFacts(mayBeNull: false), narrowWidths: narrowWidths) else { return nil }
                conditions.append(columns.count)
                columns.append(StoredColumn(expression: filter, form: form, isCondition: true))
            } else {
                conditions.append(nil)
            }
            var own: [Int] = []
            for (argument, expression) in zip(aggregate.arguments, aggregate.argumentExpressions) {
                var position: Int?
                if case .column(let index) = expression.node { position = index }
                if let position, let known = places[position] {
                    own.append(known)
                    continue
                }
                guard let form = StoredForm(argument.type, facts: input.facts(of: expression), narrowWidths: narrowWidths) else {
                    return nil
                }
                if let position { places[position] = columns.count }
                own.append(columns.count)
                columns.append(StoredColumn(expression: argument, form: form, isCondition: false))
            }
            arguments.append(own)
        }
    }
}
