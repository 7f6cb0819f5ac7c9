import Columns
import Synchronization

/// A table of which a statement gets the columns that it reads; each is made when a statement first asks for it.
final class DeferredTable: Sendable {
    let schema: [ColumnSchema]
    /// Makes a table of the columns at some positions, in ascending order; where there are none, of the rows' number.
    private let make: @Sendable ([Int]) throws(QueryError) -> Rows
    private let account: MemoryAccount
    private let made = Mutex(Made())

    enum Rows {
        case columns(Table)
        case count(Int)
    }

    private struct Made {
        var columns: Set<Int> = []
        /// Has all columns; those that were not made yet are NULL throughout.
        var table: Table?
    }

    init(schema: [ColumnSchema], account: MemoryAccount, make: @escaping @Sendable ([Int]) throws(QueryError) -> Rows) {
        self.schema = schema
        self.account = account
        self.make = make
    }

    /// What a statement is bound against to find out which columns it reads.
    var outline: Table { Table(schema: schema, segments: []) }

    /// The table with the columns at some positions at least, and whether these are all.
    func table(with wanted: Set<Int>) throws(QueryError) -> (Table, isWhole: Bool) {
        let known = made.withLock { $0 }
        let missing = wanted.subtracting(known.columns)
        if let table = known.table, missing.isEmpty { return (table, known.columns.count == schema.count) }
        let rows = try make(missing.sorted())
        // Another statement may have made others in the meantime.
        return try made.withLock { (made) throws(QueryError) -> (Table, isWhole: Bool) in
            let table = try merged(made.table, rows, missing.sorted())
            made.table = table
            made.columns.formUnion(missing)
            return (table, made.columns.count == schema.count)
        }
    }

    private func merged(_ old: Table?, _ rows: Rows, _ places: [Int]) throws(QueryError) -> Table {
        var segments: [Segment] = []
        switch rows {
        case .count(let count):
            if let old { return old }
            for start in stride(from: 0, to: count, by: Segment.capacity) {
                segments.append(try segment(nil, nil, [], count: min(Segment.capacity, count - start)))
            }
        case .columns(let table):
            // Segments follow from the number of rows alone.
            for (number, new) in table.segments.enumerated() {
                let known = old.flatMap { number < $0.segments.count ? $0.segments[number] : nil }
                segments.append(try segment(known, new, places, count: new.rowCount))
            }
        }
        return Table(schema: schema, segments: segments)
    }

    private func segment(_ old: Segment?, _ new: Segment?, _ places: [Int], count: Int) throws(QueryError)
        -> Segment
    {
        var columns: [Vector] = [], statistics: [ColumnStatistics] = []
        for (place, column) in schema.enumerated() {
            if let new, let source = places.firstIndex(of: place) {
                columns.append(new.columns[source])
                statistics.append(new.statistics[source])
            } else if let old {
                columns.append(old.columns[place])
                statistics.append(old.statistics[place])
            } else {
                columns.append(try Vector.constant(.null, type: column.type, count: count, account: account))
                var nothing = ColumnStatistics()
                nothing.nullCount = count
                statistics.append(nothing)
            }
        }
        return Segment(rowCount: count, columns: columns, statistics: statistics)
    }
}
