import Columns

/// The values that a window call gives the input rows, before they are cut into batches.
struct WindowColumn: Sendable {
    /// The value of input row `r` is row `indexes[r]` of `source`, or NULL where that is `Selection.none`; without indexes row `r`.
    let source: Vector
    let indexes: Buffer?
    /// How the values were found, for EXPLAIN ANALYZE.
    let strategy: String

    func slice(_ range: Range<Int>, account: MemoryAccount) throws(QueryError) -> Vector {
        guard let indexes else { return source.slice(range) }
        let rows = UnsafePointer(indexes.pointer(to: UInt32.self) + range.lowerBound)
        var missing: UInt8 = 0
        for index in 0..<range.count { missing |= byte(rows[index] == Selection.none) }
        return try source.gathered(rows, count: range.count, mayMiss: missing != 0, account: account)
    }
}

/// What a window call works with: its ordering, its arguments by input row, and its frame.
struct WindowCallInput: Sendable {
    let ordering: WindowOrdering
    let arguments: [Vector]
    let argumentTypes: [LogicalType]
    /// 1 for rows that FILTER lets through; nil where there is no filter.
    let filter: RowMask?
    let frame: WindowFrameDescription
    let ignoresNulls: Bool
    let isDistinct: Bool
    let type: LogicalType
    let context: ExecutionContext

    var account: MemoryAccount { context.account }
}
