import Columns

/// DISTINCT ON and the set operations that count duplicates. (UNION ALL only strings morsels together; the others are joins of whole
/// rows whose NULLs are equal, and a DISTINCT.)
package enum SetOperators {
    /// The first row, in input order, of each combination of keys.
    package static func distinctOn(_ input: KeyedRows, keyTypes: [LogicalType], context: ExecutionContext) throws(QueryError)
        -> ReorderedRows
    {
        let rowCount = try checkedRowCount(input.rows.rowCount)
        let columns = keyTypes.enumerated().map { KeyColumn(type: $1, vectors: input.keys($0)) }
        let numbering = try KeyNumbering(columns, rowCount: rowCount, context: context)
        let numbers = numbering.numbers.pointer(to: UInt32.self)
        let buffer = try Buffer(byteCount: max(rowCount, 1) * 4, account: context.account)
        let rows = buffer.pointer(to: UInt32.self)
        var count = 0
        // Numbers go by first appearance, so a row is the first of its key where it has the next number.
        for row in 0..<rowCount {
            rows[count] = UInt32(truncatingIfNeeded: row)
            count &+= Int(byte(Int(numbers[row]) == count))
        }
        return try ReorderedRows(
            input: input.rows, order: RowOrder(buffer: buffer, count: count), strategy: numbering.strategy, context: context)
    }

    /// INTERSECT ALL: each left row as long as the right input has an equal one left.
    package static func intersectAll(_ left: MaterializedRows, _ right: MaterializedRows, context: ExecutionContext) throws(QueryError)
        -> ReorderedRows
    {
        try keeping(left, right, where: 1, context: context)
    }

    /// EXCEPT ALL: each left row once the right input has no equal one left.
    package static func exceptAll(_ left: MaterializedRows, _ right: MaterializedRows, context: ExecutionContext) throws(QueryError)
        -> ReorderedRows
    {
        try keeping(left, right, where: 0, context: context)
    }

    /// Pairs off equal rows of both sides, and keeps the left rows that found a partner (1) or none (0).
    private static func keeping(
        _ left: MaterializedRows, _ right: MaterializedRows, where wanted: UInt8, context: ExecutionContext
    ) throws(QueryError) -> ReorderedRows {
        let leftCount = left.rowCount
        let rowCount = try checkedRowCount(leftCount + right.rowCount)
        let batches = left.batches + right.batches
        let columns = left.columnTypes.enumerated().map { index, type in
            KeyColumn(type: type, vectors: batches.map { $0.baseColumns[index] })
        }
        let numbering = try KeyNumbering(columns, rowCount: rowCount, context: context)
        let numbers = numbering.numbers.pointer(to: UInt32.self)
        let remainingBuffer = try Buffer(byteCount: max(numbering.count, 1) * 4, account: context.account)
        let remaining = remainingBuffer.pointer(to: UInt32.self)
        remaining.update(repeating: 0, count: max(numbering.count, 1))
        for row in leftCount..<rowCount { remaining[Int(numbers[row])] &+= 1 }
        let buffer = try Buffer(byteCount: max(leftCount, 1) * 4, account: context.account)
        let rows = buffer.pointer(to: UInt32.self)
        var count = 0
        for row in 0..<leftCount {
            let hasPartner = byte(remaining[Int(numbers[row])] > 0)
            remaining[Int(numbers[row])] &-= UInt32(hasPartner)
            rows[count] = UInt32(truncatingIfNeeded: row)
            count &+= Int(byte(hasPartner == wanted))
        }
        return try ReorderedRows(input: left, order: RowOrder(buffer: buffer, count: count), strategy: numbering.strategy, context: context)
    }
}
