import Columns
import Functions
import Planner

/// Reads columns of a table and applies the conditions that the planner pushed into it.
///
/// Nothing is copied: the vectors are windows on the segments. A segment whose bounds exclude a condition is skipped.
struct ScanProducer: MorselProducer {
    private let table: Table
    private let columns: [Int]
    private let morsels: [Morsel]
    let conditions: [any VectorExpression]
    private let context: ExecutionContext

    // For EXPLAIN ANALYZE.

    let segmentCount: Int
    /// Segments that zone maps do not exclude.
    let readSegmentCount: Int
    /// By condition, how many of those segments' bounds prove it.
    let provedSegmentCounts: [Int]
    /// Stored bytes of the scan's columns in those segments.
    let bytesRead: Int

    private struct Morsel {
        let segment: Int
        let rows: Range<Int>
        /// The conditions that the segment's bounds do not already prove.
        let openConditions: [Int]
    }

    init(_ scan: TableScan, conditions: [any VectorExpression], context: ExecutionContext) {
        table = scan.table
        columns = scan.columns
        self.conditions = conditions
        self.context = context
        let size = max(context.settings.morselSize, 1)
        var morsels: [Morsel] = []
        var proved = [Int](repeating: 0, count: scan.filters.count)
        var read = 0
        var bytes = 0
        for (index, segment) in scan.table.segments.enumerated() {
            var open: [Int] = []
            var isExcluded = false
            for (position, filter) in scan.filters.enumerated() {
                let verdict =
                    context.settings.zoneMaps
                    ? ZoneMap.verdict(of: filter, over: scan.columns.map { segment.statistics[$0] }, rowCount: segment.rowCount) : .some
                if verdict == .none { isExcluded = true }
                if verdict != .all { open.append(position) }
            }
            if isExcluded { continue }
            read += 1
            for position in proved.indices where !open.contains(position) { proved[position] += 1 }
            for column in scan.columns { bytes += segment.byteCount(ofColumn: column) }
            for start in stride(from: 0, to: segment.rowCount, by: size) {
                morsels.append(Morsel(segment: index, rows: start..<min(start + size, segment.rowCount), openConditions: open))
            }
        }
        self.morsels = morsels
        segmentCount = scan.table.segments.count
        readSegmentCount = read
        provedSegmentCounts = proved
        bytesRead = bytes
    }

    var morselCount: Int { morsels.count }

    func run(morsel index: Int, _ consume: (Batch) throws(QueryError) -> Bool) throws(QueryError) {
        let morsel = morsels[index]
        let vectors = columns.map { table.segments[morsel.segment].columns[$0] }
        let open = morsel.openConditions.map { conditions[$0] }
        let step = max(context.settings.vectorSize, 1)
        var start = morsel.rows.lowerBound
        while start < morsel.rows.upperBound {
            try context.check()
            let end = min(start + step, morsel.rows.upperBound)
            let batch = Batch(columns: vectors.map { $0.slice(start..<end) }, count: end - start)
            start = end
            let kept = open.isEmpty ? batch : try applyConditions(open, to: batch, account: context.account)
            if kept.count > 0, try !consume(kept) { return }
        }
    }
}

/// The rows of the batch for which all conditions are true, tried in order.
///
/// Conditions that cannot raise are combined as masks while enough rows pass; once few do, and before any that can raise, the rows are
/// narrowed to a selection. A comparison of narrow columns over all rows is cheaper than gathering some of them, so it waits longer.
func applyConditions(_ conditions: [any VectorExpression], to batch: Batch, account: MemoryAccount) throws(QueryError) -> Batch {
    var current = batch
    var mask: RowMask?
    var passing = batch.count
    for condition in conditions {
        if let found = mask, condition.canRaise || passing * (condition.isCheap ? 32 : 3) < current.count {
            current = try filtered(current, found, passing, account)
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
    return try filtered(current, mask, passing, account)
}

/// The batch's rows that passed.
private func filtered(_ batch: Batch, _ mask: RowMask, _ passing: Int, _ account: MemoryAccount) throws(QueryError) -> Batch {
    if passing == batch.count { return batch }
    if batch.isFiltered {
        return try batch.selecting(try Selection(mask, passing: passing, account: account), account: account)
    }
    return Batch(columns: batch.baseColumns, mask: mask, passing: passing, account: account)
}
