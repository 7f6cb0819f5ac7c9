import Columns
import Functions

/// States of aggregates that take their rows in one after the other, and the rows kept for aggregates that need all of a group at once.
struct AggregateStates {
    private let aggregates: [AggregateSpecification]
    private let context: EvaluationContext
    private(set) var records: GroupStates
    /// By aggregate; empty for those that keep no rows.
    private(set) var kept: [[KeptRows]]
    /// What the states point at.
    private(set) var owners: [AnyObject] = []

    /// - Parameter layout: has no place for aggregates that are computed elsewhere.
    init(_ aggregates: [AggregateSpecification], layout: StateLayout, capacity: Int, context: EvaluationContext) throws(QueryError) {
        self.aggregates = aggregates
        self.context = context
        records = try GroupStates(layout: layout, capacity: capacity, account: context.account)
        kept = aggregates.map { _ in [] }
    }

    mutating func reserve(_ groups: Int) throws(QueryError) {
        try records.reserve(groups)
    }

    /// Takes in the rows of a batch.
    ///
    /// - Parameter groups: by row; nil where all rows are of group 0.
    mutating func update(_ batch: Batch, groups: Buffer?) throws(QueryError) {
        for (index, aggregate) in aggregates.enumerated() where !aggregate.isDistinct && !records.layout.isElsewhere[index] {
            var rows = batch
            var numbers = groups
            if let filter = aggregate.filter {
                let mask = try RowMask(try filter.evaluate(batch), account: context.account)
                let selection = try Selection(mask, passing: mask.passing, account: context.account)
                if selection.count == 0 { continue }
                rows = try batch.selecting(selection, account: context.account)
                if let groups {
                    let chosen = try Buffer(byteCount: selection.count * 4, account: context.account)
                    let output = chosen.pointer(to: UInt32.self)
                    let input = groups.pointer(to: UInt32.self)
                    for row in 0..<selection.count { output[row] = input[Int(selection.rows[row])] }
                    numbers = chosen
                }
            }
            if numbers == nil, try updateMasked(rows, index, aggregate) { continue }
            var arguments: [Vector] = []
            for argument in aggregate.arguments { arguments.append(try argument.evaluate(rows)) }
            if let folding = aggregate.folding, let start = records.start(of: index) {
                owners += folding.keepAlive(arguments)
                try folding.update(
                    start, stride: records.layout.stride, groups: numbers.map { UnsafePointer($0.pointer(to: UInt32.self)) },
                    arguments: arguments, count: rows.count, context: context)
                continue
            }
            for term in aggregate.order { arguments.append(try term.expression.evaluate(rows)) }
            var rowGroups = numbers
            if rowGroups == nil { rowGroups = try Buffer(byteCount: rows.count * 4, account: context.account, zeroed: true) }
            guard let rowGroups else { continue }
            kept[index].append(KeptRows(groups: rowGroups, count: rows.count, columns: arguments))
        }
    }

    /// Folds the rows that a filter left without gathering them, where the kernel ignores NULLs and enough rows are left: rows that did
    /// not pass count as NULL. False where that is not the way.
    private func updateMasked(_ batch: Batch, _ index: Int, _ aggregate: AggregateSpecification) throws(QueryError) -> Bool {
        guard let mask = batch.mask, batch.count * 64 > mask.count, let folding = aggregate.folding, folding.ignoresNulls,
            let argument = aggregate.arguments.first, aggregate.arguments.count == 1, argument.isCheap,
            argument.type.isStoredNarrow, let start = records.start(of: index)
        else { return false }
        let whole = try argument.evaluate(Batch(columns: batch.baseColumns, count: mask.count))
        if whole.isConstant { return false }
        try folding.update(
            start, stride: records.layout.stride, groups: nil, arguments: [try mask.applied(to: whole, account: context.account)],
            count: mask.count, context: context)
        return true
    }

    /// Hands over the rows kept so far.
    mutating func takeKept() -> [[KeptRows]] {
        let rows = kept
        kept = aggregates.map { _ in [] }
        return rows
    }
}
