import Synchronization

/// The distinct texts of a column; a code is the position of a text in it.
///
/// Invariants: codes count from 0 without gaps; no text stands twice; an entry never changes once it has a code. A
/// dictionary that grows is a new object that shares the entries of the old one, so a reader keeps what it began with.
package final class TextDictionary: @unchecked Sendable {
    // Unchecked: entries below `count` never change; the lazily made parts are guarded by the mutex.

    /// How many distinct texts there are.
    package let count: Int
    /// The texts by code.
    package let views: UnsafePointer<TextView>
    private let storage: Buffer
    private let owners: [AnyObject]
    private let lazyParts = Mutex(LazyParts())

    private struct LazyParts {
        var ranks: Buffer?
        var index: TextIndex?
    }

    /// - Parameters:
    ///   - storage: holds `count` views of distinct texts.
    ///   - owners: whatever keeps the bytes behind the views alive.
    package init(storage: Buffer, count: Int, owners: [AnyObject]) {
        self.storage = storage
        self.count = count
        self.owners = owners
        views = UnsafePointer(storage.pointer(to: TextView.self))
    }

    /// A dictionary of one text, for constants.
    package convenience init(constant view: TextView, owner: AnyObject?, account: MemoryAccount) throws(QueryError) {
        let storage = try Buffer(byteCount: MemoryLayout<TextView>.stride, account: account)
        storage.pointer(to: TextView.self).pointee = view
        self.init(storage: storage, count: 1, owners: owner.map { [$0] } ?? [])
    }

    /// What keeps the bytes alive, for vectors whose views point into this dictionary.
    package var keepAlive: [AnyObject] { [self] }

    /// The code of a text, nil where it does not occur. The first call costs time linear in the dictionary.
    package func code(of text: TextView) throws(QueryError) -> UInt32? {
        try textIndex().code(of: text, in: views)
    }

    /// The hash index over the entries, made on first use and kept.
    package func textIndex() throws(QueryError) -> TextIndex {
        try lazyParts.withLock { (parts) throws(QueryError) -> TextIndex in
            if let index = parts.index { return index }
            var index = try TextIndex(capacity: count, account: account)
            for code in 0..<count { index.insertDistinct(views[code].tableHash, code: UInt32(code)) }
            parts.index = index
            return index
        }
    }

    /// The place of every code in the order of the texts' bytes. The first call sorts the dictionary.
    package func ranks() throws(QueryError) -> UnsafePointer<UInt32> {
        try lazyParts.withLock { (parts) throws(QueryError) -> UnsafePointer<UInt32> in
            if let ranks = parts.ranks { return UnsafePointer(ranks.pointer(to: UInt32.self)) }
            let buffer = try TextRanking.ranks(of: views, count: count, account: account)
            parts.ranks = buffer
            return UnsafePointer(buffer.pointer(to: UInt32.self))
        }
    }

    package var account: MemoryAccount { storage.owningAccount }

}

extension TextDictionary: MemoryHolder {
    /// Of the ranks and the index, which come with use; the entries and their texts are kept objects.
    package var ownByteCount: Int {
        lazyParts.withLock { ($0.ranks?.byteCount ?? 0) + ($0.index?.byteCount ?? 0) }
    }

    package var keptObjects: [AnyObject] { owners + [storage] }
}

/// A linear-probing table from a text's hash to its code. Slots hold code + 1; 0 is an empty slot.
package struct TextIndex: @unchecked Sendable {
    private let slots: Buffer
    private let mask: Int
    private(set) package var count = 0

    /// Room for `capacity` entries at a load of at most one half.
    package init(capacity: Int, account: MemoryAccount) throws(QueryError) {
        var size = 16
        while size < capacity * 2 { size *= 2 }
        mask = size - 1
        slots = try Buffer(byteCount: size * 8, account: account, zeroed: true)
    }

    var byteCount: Int { slots.byteCount }
    package var isFull: Bool { count * 2 > mask }
    package var capacity: Int { (mask + 1) / 2 }

    /// Adds an entry that is known not to be there yet.
    package mutating func insertDistinct(_ hash: UInt64, code: UInt32) {
        let table = slots.pointer(to: UInt64.self)
        var slot = Int(truncatingIfNeeded: hash) & mask
        while table[slot] != 0 { slot = (slot &+ 1) & mask }
        table[slot] = hash & 0xFFFF_FFFF_0000_0000 | UInt64(code &+ 1)
        count &+= 1
    }

    package func code(of text: TextView, in views: UnsafePointer<TextView>) -> UInt32? {
        code(of: text, hash: text.tableHash, in: views)
    }

    package func code(of text: TextView, hash: UInt64, in views: UnsafePointer<TextView>) -> UInt32? {
        let table = slots.pointer(to: UInt64.self)
        var slot = Int(truncatingIfNeeded: hash) & mask
        while true {
            let entry = table[slot]
            if entry == 0 { return nil }
            if (entry ^ hash) >> 32 == 0 {
                let code = UInt32(truncatingIfNeeded: entry) &- 1
                if views[Int(code)] == text { return code }
            }
            slot = (slot &+ 1) & mask
        }
    }
}

/// Collects distinct texts and gives each its code, in order of first appearance.
package struct TextDictionaryBuilder {
    private let account: MemoryAccount
    private let arena: TextArena
    private var views: Buffer
    private var index: TextIndex
    private(set) package var count: Int
    private var owners: [AnyObject]

    /// - Parameter base: a dictionary whose codes are kept, if there is one.
    package init(extending base: TextDictionary? = nil, account: MemoryAccount) throws(QueryError) {
        self.account = account
        arena = TextArena(account: account)
        count = base?.count ?? 0
        owners = base.map { [$0] } ?? []
        let capacity = max(16, count * 2)
        views = try Buffer(byteCount: capacity * MemoryLayout<TextView>.stride, account: account)
        index = try TextIndex(capacity: capacity, account: account)
        let pointer = views.pointer(to: TextView.self)
        if let base {
            pointer.update(from: base.views, count: count)
            for code in 0..<count { index.insertDistinct(pointer[code].tableHash, code: UInt32(code)) }
        }
    }

    /// The code of a text, which is copied when it is new.
    package mutating func code(of text: TextView) throws(QueryError) -> UInt32 {
        let hash = text.tableHash
        if let code = index.code(of: text, hash: hash, in: views.pointer(to: TextView.self)) { return code }
        if index.isFull || count * MemoryLayout<TextView>.stride >= views.byteCount { try grow() }
        let kept: TextView
        if text.isInline {
            kept = text
        } else {
            let copy = try arena.allocate(text.count)
            text.withBytes { bytes, byteCount in copy.update(from: bytes, count: byteCount) }
            kept = TextView(copy, count: text.count)
        }
        let code = UInt32(count)
        views.pointer(to: TextView.self)[count] = kept
        index.insertDistinct(hash, code: code)
        count += 1
        return code
    }

    private mutating func grow() throws(QueryError) {
        guard count < Int(UInt32.max) / 2 else { throw QueryError(.outOfRange, "a text column has more than two billion distinct values") }
        let capacity = max(16, count * 2)
        let larger = try Buffer(byteCount: capacity * MemoryLayout<TextView>.stride, account: account)
        let pointer = larger.pointer(to: TextView.self)
        larger.copy(first: count * MemoryLayout<TextView>.stride, of: views)
        var table = try TextIndex(capacity: capacity, account: account)
        for code in 0..<count { table.insertDistinct(pointer[code].tableHash, code: UInt32(code)) }
        views = larger
        index = table
    }

    /// The dictionary of what was collected. The builder must not be used afterwards.
    package func finish() -> TextDictionary {
        TextDictionary(storage: views, count: count, owners: owners + [arena])
    }
}
