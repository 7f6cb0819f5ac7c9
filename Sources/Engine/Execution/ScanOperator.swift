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
        let conditions: FilterConditions
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
            let conditions = FilterConditions(open.map { conditions[$0] }, of: open.map { scan.filters[$0] })
            for column in scan.columns { bytes += segment.byteCount(ofColumn: column) }
            for start in stride(from: 0, to: segment.rowCount, by: size) {
                morsels.append(Morsel(segment: index, rows: start..<min(start + size, segment.rowCount), conditions: conditions))
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
        let step = max(context.settings.vectorSize, 1)
        var start = morsel.rows.lowerBound
        while start < morsel.rows.upperBound {
            try context.check()
            let end = min(start + step, morsel.rows.upperBound)
            let batch = Batch(columns: vectors.map { $0.slice(start..<end) }, count: end - start)
            start = end
            let kept = try morsel.conditions.apply(to: batch, account: context.account)
            if kept.count > 0, try !consume(kept) { return }
        }
    }
}
