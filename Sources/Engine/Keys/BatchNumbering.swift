import Columns

extension KeyTable where Key: GroupKey {
    /// The number of each row's key by first appearance: 32 bits a row of a batch that is not empty.
    ///
    /// - Parameter arena: takes the bytes of keys met for the first time, unless the table keeps their owners; it must live as long as
    ///   the table.
    mutating func numbers(
        of batch: Batch, keys expressions: [any VectorExpression], layout: KeyLayout, arena: TextArena, account: MemoryAccount
    ) throws(QueryError) -> Buffer {
        let count = batch.count
        var columns: [Vector] = []
        for expression in expressions { columns.append(try expression.evaluate(batch)) }
        let packed = try Buffer(byteCount: count * MemoryLayout<Key>.stride, account: account)
        let scratch = TextArena(account: account)
        let owners = try Key.encode(
            columns, count: count, layout: layout, into: packed.pointer(to: Key.self), scratch: scratch, account: account)
        let numbers = try Buffer(byteCount: count * 4, account: account)
        let before = self.count
        try self.numbers(of: packed.pointer(to: Key.self), count: count, into: numbers.pointer(to: UInt32.self))
        let added = self.count - before
        if !owners.isEmpty, added * 2 > count {
            // Most of what the keys point at would be copied.
            keep(owners)
        } else {
            try Key.persist(mutableKeys + before, count: added, into: arena)
        }
        withExtendedLifetime((columns, owners, scratch)) {}
        return numbers
    }
}
