import Columns
import Functions

extension GroupedRows {
    /// The rows of each group in the order of the call's ORDER BY; the rows themselves where it has none.
    func ordered(_ aggregate: AggregateSpecification, groupCount: Int, context: EvaluationContext) throws(QueryError) -> GroupedRows {
        guard !aggregate.order.isEmpty else { return self }
        let terms = aggregate.order.enumerated().map { position, term in
            SortColumn(
                type: term.expression.type, vectors: [columns[aggregate.arguments.count + position]], isDescending: term.isDescending,
                nullsFirst: term.nullsFirst)
        }
        return try sorted(by: terms, groupCount: groupCount, context: context)
    }

    /// The same for DISTINCT calls, which can order only by the arguments themselves.
    func ordered(byValueOf aggregate: AggregateSpecification, groupCount: Int, context: EvaluationContext) throws(QueryError) -> GroupedRows
    {
        guard !aggregate.order.isEmpty else { return self }
        let terms = aggregate.order.enumerated().map { position, term in
            SortColumn(
                type: term.expression.type, vectors: [columns[min(position, columns.count - 1)]], isDescending: term.isDescending,
                nullsFirst: term.nullsFirst)
        }
        return try sorted(by: terms, groupCount: groupCount, context: context)
    }

    private func sorted(by terms: [SortColumn], groupCount: Int, context: EvaluationContext) throws(QueryError) -> GroupedRows {
        let total = columns.first?.count ?? 0
        let numbers = try groupNumbers(groupCount: groupCount, rowCount: total, account: context.account)
        let groups = Vector(type: .uinteger, count: total, buffer: numbers)
        let order = try SortOperator.rowOrder(
            rowCount: total, keys: [SortColumn(type: .uinteger, vectors: [groups])] + terms, limit: nil, context: context.execution)
        var sorted: [Vector] = []
        for column in columns { sorted.append(try column.gathered(order.rows, count: total, account: context.account)) }
        return GroupedRows(columns: sorted, offsets: offsets)
    }

    /// The results of a range of groups.
    func results(of aggregate: any GatheringAggregate, groups: Range<Int>, arguments: Int, context: EvaluationContext) throws(QueryError)
        -> Vector
    {
        let starts = offsets.pointer(to: Int.self)
        let first = starts[groups.lowerBound]
        let last = starts[groups.upperBound]
        let rebased = try Buffer(byteCount: (groups.count + 1) * 8, account: context.account)
        for (index, group) in (groups.lowerBound...groups.upperBound).enumerated() {
            rebased.pointer(to: Int.self)[index] = starts[group] - first
        }
        return try aggregate.finish(
            arguments: columns.prefix(arguments).map { $0.slice(first..<last) }, offsets: rebased.pointer(to: Int.self),
            groupCount: groups.count, context: context)
    }
}
