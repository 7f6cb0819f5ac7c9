/// Some rows of a relation: a vector a column, all of one length.
///
/// A filter does not copy: it lays a mask or a selection over the vectors, and a column is gathered when somebody first asks for it.
/// A batch belongs to one thread at a time.
package final class Batch: @unchecked Sendable {
    // Unchecked: handed from one thread to the next, never used by two at once.

    /// The rows that are left after the filter.
    package let count: Int
    /// The columns before the filter; use `column(_:)` unless you apply the filter yourself.
    package let baseColumns: [Vector]
    /// The rows that a filter left, while nobody needed their numbers.
    package let mask: RowMask?
    private var selection: Selection?
    private var gathered: [Vector?]
    private let account: MemoryAccount?

    /// A batch without filter. `count` stands for itself where there are no columns.
    package init(columns: [Vector], count: Int) {
        baseColumns = columns
        self.count = count
        mask = nil
        selection = nil
        gathered = []
        account = nil
    }

    /// The rows of `columns` that `selection` names.
    package init(columns: [Vector], selection: Selection, account: MemoryAccount) {
        baseColumns = columns
        count = selection.count
        mask = nil
        self.selection = selection
        gathered = Array(repeating: nil, count: columns.count)
        self.account = account
    }

    /// The rows of `columns` that passed, of which there are `passing`.
    package init(columns: [Vector], mask: RowMask, passing: Int, account: MemoryAccount) {
        baseColumns = columns
        count = passing
        self.mask = mask
        selection = nil
        gathered = Array(repeating: nil, count: columns.count)
        self.account = account
    }

    package var columnCount: Int { baseColumns.count }

    /// Whether a filter lies over the columns.
    package var isFiltered: Bool { account != nil }

    /// The rows that a filter left, by number; nil where there is no filter.
    private func rows() throws(QueryError) -> Selection? {
        if let selection { return selection }
        guard let mask, let account else { return nil }
        let selection = try Selection(mask, passing: count, account: account)
        self.selection = selection
        return selection
    }

    /// The column with the filter applied: `count` elements or a constant.
    package func column(_ index: Int) throws(QueryError) -> Vector {
        guard let account, let selection = try rows() else { return baseColumns[index] }
        if let vector = gathered[index] { return vector }
        let vector = try baseColumns[index].gathered(selection.rows, count: selection.count, account: account)
        gathered[index] = vector
        return vector
    }

    /// All columns with the filter applied.
    package func columns() throws(QueryError) -> [Vector] {
        guard account != nil else { return baseColumns }
        var all: [Vector] = []
        all.reserveCapacity(columnCount)
        for index in 0..<columnCount { all.append(try column(index)) }
        return all
    }

    /// The rows named by `rows` of this batch's own, already selected, rows.
    package func selecting(_ selection: Selection, account: MemoryAccount) throws(QueryError) -> Batch {
        guard let current = try rows() else { return Batch(columns: baseColumns, selection: selection, account: account) }
        let buffer = try Buffer(byteCount: max(selection.count, 1) * 4, account: account)
        let rows = buffer.pointer(to: UInt32.self)
        for index in 0..<selection.count { rows[index] = current.rows[Int(selection.rows[index])] }
        return Batch(columns: baseColumns, selection: Selection(buffer: buffer, count: selection.count), account: account)
    }

    /// Rows `range` of the batch without its filter.
    package func slice(_ range: Range<Int>) throws(QueryError) -> Batch {
        if range == 0..<count { return self }
        return Batch(columns: try columns().map { $0.slice(range) }, count: range.count)
    }
}
