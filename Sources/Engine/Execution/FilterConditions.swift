import Columns
import Functions
import Planner

/// The conditions of a filter, made ready to be tried on batches.
///
/// Conditions that compare a column of whole numbers with constants come first and as one: of each column they leave an interval, and the
/// stored offsets are marked in one pass a column, each pass over the marks of the one before. The others follow in their order.
struct FilterConditions: Sendable {
    private struct Interval: Sendable {
        let column: Int
        var least = Int128.min
        var greatest = Int128.max
        /// The conditions that it stands for, for columns that are not stored as offsets.
        var conditions: [any VectorExpression] = []
    }

    private let intervals: [Interval]
    private let others: [any VectorExpression]

    /// Conditions that are tried as they come.
    init(_ conditions: [any VectorExpression]) {
        intervals = []
        others = conditions
    }

    /// - Parameter filters: the same conditions as the planner has them.
    init(_ conditions: [any VectorExpression], of filters: [TypedExpression]) {
        var intervals: [Interval] = []
        var others: [any VectorExpression] = []
        // What stands behind a condition that can raise stays there: it would change which rows that one meets.
        var mayMove = true
        for (condition, filter) in zip(conditions, filters) {
            mayMove = mayMove && !condition.canRaise
            guard mayMove, let comparison = ColumnComparison(filter), let values = comparison.values else {
                others.append(condition)
                continue
            }
            let place = intervals.firstIndex { $0.column == comparison.column } ?? intervals.count
            if place == intervals.count { intervals.append(Interval(column: comparison.column)) }
            intervals[place].least = max(intervals[place].least, values.lowerBound)
            intervals[place].greatest = min(intervals[place].greatest, values.upperBound)
            intervals[place].conditions.append(condition)
        }
        self.intervals = intervals
        self.others = others
    }

    /// The rows of the batch for which all conditions are true.
    ///
    /// Conditions that cannot raise are combined as masks while enough rows pass; once few do, and before any that can raise, the rows are
    /// narrowed to a selection. A comparison of narrow columns over all rows is cheaper than gathering some of them, so it waits longer.
    func apply(to batch: Batch, account: MemoryAccount) throws(QueryError) -> Batch {
        if batch.count == 0 { return batch }
        var rest = others
        var current = batch
        var mask: RowMask?
        var passing = batch.count
        if !intervals.isEmpty {
            mask = try markIntervals(batch, &passing, &rest, account)
            if passing == 0 { return Batch(columns: batch.baseColumns.map { $0.slice(0..<0) }, count: 0) }
        }
        for condition in rest {
            if let found = mask, condition.canRaise || passing * (condition.isCheap ? FilterConditions.cheapShare : 3) < current.count {
                current = try FilterConditions.filtered(current, found, passing, account)
                // What the next condition reads is gathered; the mask of all rows has done its work.
                mask = nil
            }
            if current.count == 0 { return current }
            var truth = try RowMask(try condition.evaluate(current), account: account)
            if let mask { truth = try truth.intersected(with: mask, account: account) }
            mask = truth
            passing = truth.passing
            if passing == 0 { break }
        }
        guard let mask else { return current }
        return try FilterConditions.filtered(current, mask, passing, account)
    }

    /// Comparisons of narrow columns run over all rows as long as at least one in so many has passed.
    private static let cheapShare = 32

    /// The rows within all intervals; nil where none could be looked at. Conditions that are still to be tried are put before `rest`.
    private func markIntervals(
        _ batch: Batch, _ passing: inout Int, _ rest: inout [any VectorExpression], _ account: MemoryAccount
    ) throws(QueryError) -> RowMask? {
        var marks: Buffer?
        for interval in intervals {
            guard !batch.isFiltered, passing * FilterConditions.cheapShare >= batch.count, interval.least <= interval.greatest,
                let run = OffsetRun(batch.baseColumns[interval.column])
            else {
                rest = interval.conditions + rest
                continue
            }
            guard let range = run.offsets(within: interval.least...interval.greatest) else {
                passing = 0
                return nil
            }
            let buffer: Buffer
            if let marks {
                buffer = marks
                run.mark(range, into: buffer.pointer(to: UInt8.self), .keeping)
            } else {
                buffer = try Buffer(byteCount: batch.count, account: account)
                run.mark(range, into: buffer.pointer(to: UInt8.self))
                marks = buffer
            }
            run.keepCounting(in: buffer.pointer(to: UInt8.self))
            passing = RowMask.countOnes(buffer.pointer(to: UInt8.self), batch.count)
            if passing == 0 { return nil }
        }
        return marks.map { RowMask($0, count: batch.count) }
    }

    /// The batch's rows that passed.
    private static func filtered(_ batch: Batch, _ mask: RowMask, _ passing: Int, _ account: MemoryAccount) throws(QueryError) -> Batch {
        if passing == batch.count { return batch }
        if batch.isFiltered {
            return try batch.selecting(try Selection(mask, passing: passing, account: account), account: account)
        }
        return Batch(columns: batch.baseColumns, mask: mask, passing: passing, account: account)
    }
}
