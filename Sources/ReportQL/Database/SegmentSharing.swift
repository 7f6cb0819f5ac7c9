import Columns
import Planner

extension LogicalPlan {
    /// The rows as a table with the segments of the table that they all come from: a file was stored when it was read, and columns of a
    /// table need not be stored again. Segments never change, so nobody can tell whether they are shared.
    ///
    /// Nil where rows are left out or computed, where segments would stay small that storing them again makes large, and in the mode that
    /// stores numbers wide, whoever stored them.
    func sharingSegments(as schema: [ColumnSchema], settings: Settings) -> Table? {
        guard settings.narrowWidths, let (scan, positions) = scannedColumns, scan.filters.isEmpty, positions.count == schema.count,
            scan.table.segments.dropLast().allSatisfy({ $0.rowCount == Segment.capacity })
        else { return nil }
        let columns = positions.map { scan.columns[$0] }
        guard zip(columns, schema).allSatisfy({ scan.table.schema[$0].type == $1.type }) else { return nil }
        return Table(
            schema: schema,
            segments: scan.table.segments.map { segment in
                Segment(
                    rowCount: segment.rowCount, columns: columns.map { segment.columns[$0] },
                    statistics: columns.map { segment.statistics[$0] })
            })
    }

    /// The scan that all rows come from, and for each column of the output its place in the scan's; nil where there is more to do.
    private var scannedColumns: (TableScan, [Int])? {
        switch operation {
        case .scan(let scan): return (scan, Array(scan.columns.indices))
        case .project(let input, let expressions):
            guard let (scan, positions) = input.scannedColumns else { return nil }
            var own: [Int] = []
            for expression in expressions {
                guard case .column(let index) = expression.node, positions.indices.contains(index) else { return nil }
                own.append(positions[index])
            }
            return (scan, own)
        default: return nil
        }
    }
}
