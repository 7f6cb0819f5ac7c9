import Columns

/// A form of key that columns turn into and back.
package protocol GroupKey: TableKey {
    /// The keys of `count` rows. Bytes that keys point at lie in `scratch`, or belong to the owners given back.
    static func encode(
        _ columns: [Vector], count: Int, layout: KeyLayout, into keys: UnsafeMutablePointer<Self>, scratch: TextArena,
        account: MemoryAccount
    ) throws(QueryError) -> [AnyObject]

    /// The columns of `count` keys. `owners` keep alive what the keys point at.
    static func decode(_ keys: UnsafePointer<Self>, count: Int, layout: KeyLayout, owners: [AnyObject], account: MemoryAccount)
        throws(QueryError) -> [Vector]

    /// Moves what the keys point at out of a scratch arena into one that lives as long as they do.
    static func persist(_ keys: UnsafeMutablePointer<Self>, count: Int, into arena: TextArena) throws(QueryError)

    /// Copies what keys point at into one run of memory, in their order, where it is short: so that whoever compares neighbouring keys
    /// need not fetch it from all over the input.
    static func bringTogether(_ keys: UnsafeMutablePointer<Self>, count: Int, in memory: inout PagedMemory) throws(QueryError)
}

extension PackedKey where Self: TableKey {
    package static func encode(
        _ columns: [Vector], count: Int, layout: KeyLayout, into keys: UnsafeMutablePointer<Self>, scratch: TextArena,
        account: MemoryAccount
    ) throws(QueryError) -> [AnyObject] {
        try layout.pack(columns, count: count, into: keys, account: account)
        return []
    }

    package static func decode(
        _ keys: UnsafePointer<Self>, count: Int, layout: KeyLayout, owners: [AnyObject], account: MemoryAccount
    ) throws(QueryError) -> [Vector] {
        try layout.unpack(keys, count: count, account: account)
    }

    package static func persist(_ keys: UnsafeMutablePointer<Self>, count: Int, into arena: TextArena) throws(QueryError) {}

    package static func bringTogether(_ keys: UnsafeMutablePointer<Self>, count: Int, in memory: inout PagedMemory) throws(QueryError) {}
}

extension UInt32: GroupKey {}
extension UInt64: GroupKey {}
extension UInt128: GroupKey {}

extension TextView: GroupKey {
    package static func encode(
        _ columns: [Vector], count: Int, layout: KeyLayout, into keys: UnsafeMutablePointer<TextView>, scratch: TextArena,
        account: MemoryAccount
    ) throws(QueryError) -> [AnyObject] {
        if layout.isSoleText { return try layout.copyTexts(columns[0], count: count, into: keys, account: account) }
        try layout.serialize(columns, count: count, into: keys, arena: scratch, account: account)
        return []
    }

    package static func decode(
        _ keys: UnsafePointer<TextView>, count: Int, layout: KeyLayout, owners: [AnyObject], account: MemoryAccount
    ) throws(QueryError) -> [Vector] {
        if layout.isSoleText { return [try layout.texts(of: keys, count: count, owners: owners, account: account)] }
        return try layout.deserialize(keys, count: count, owners: owners, account: account)
    }

    package static func persist(_ keys: UnsafeMutablePointer<TextView>, count: Int, into arena: TextArena) throws(QueryError) {
        for index in 0..<count where !keys[index].isInline {
            let length = keys[index].count
            let copy = try arena.allocate(length)
            keys[index].withBytes { bytes, _ in copy.update(from: bytes, count: length) }
            keys[index] = TextView(copy, count: length)
        }
    }

    /// Longer texts take longer to copy than to be fetched.
    private static var longestBroughtTogether: Int { 64 }

    package static func bringTogether(_ keys: UnsafeMutablePointer<TextView>, count: Int, in memory: inout PagedMemory) throws(QueryError) {
        func isCopied(_ key: TextView) -> Bool { !key.isInline && key.count <= longestBroughtTogether }
        var byteCount = 0
        for index in 0..<count where isCopied(keys[index]) { byteCount &+= keys[index].count }
        if byteCount == 0 { return }
        var next = try memory.allocate(byteCount).assumingMemoryBound(to: UInt8.self)
        for index in 0..<count where isCopied(keys[index]) {
            let length = keys[index].count
            keys[index].withBytes { bytes, _ in next.update(from: bytes, count: length) }
            keys[index] = TextView(next, count: length)
            next += length
        }
    }
}
