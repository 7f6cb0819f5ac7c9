import Columns

/// Numbers the distinct keys of rows by first appearance.
struct KeyNumbering {
    /// The number of each row's key.
    let numbers: Buffer
    /// How many distinct keys there are.
    let count: Int
    /// How they were found, for EXPLAIN ANALYZE.
    let strategy: String

    /// NULLs are equal here, as DISTINCT and the set operations have it.
    init(_ columns: [KeyColumn], rowCount: Int, context: ExecutionContext) throws(QueryError) {
        let keys = try PackedKeys.of(columns, nullsEqual: columns.map { _ in true }, rowCount: rowCount, context: context)
        numbers = try Buffer(byteCount: max(rowCount, 1) * 4, account: context.account)
        let output = numbers.pointer(to: UInt32.self)
        var total: UInt32 = 0
        if context.settings.denseArrays, keys.domain <= max(UInt128(rowCount) * 4, 1 << 16) {
            // Number + 1 by key; 0 for a key not met yet.
            strategy = "dense array of \(keys.domain)"
            let known = try Buffer(byteCount: Int(keys.domain) * 4, account: context.account)
            let table = known.pointer(to: UInt32.self)
            table.update(repeating: 0, count: Int(keys.domain))
            for row in 0..<rowCount {
                if row % RowBlocks.capacity == 0 { try context.check() }
                let place = table + Int(truncatingIfNeeded: keys.keys[row])
                if place.pointee == 0 {
                    total &+= 1
                    place.pointee = total
                }
                output[row] = place.pointee &- 1
            }
        } else {
            strategy = "hashed, 64-bit keys"
            var interner = try KeyInterner(hashMask: hashMask(context.settings.hashBits), account: context.account)
            for row in 0..<rowCount {
                if row % RowBlocks.capacity == 0 { try context.check() }
                output[row] = UInt32(truncatingIfNeeded: try interner.intern(keys.keys[row], 0))
            }
            total = UInt32(truncatingIfNeeded: interner.count)
        }
        count = Int(total)
    }
}
