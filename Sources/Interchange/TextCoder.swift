import Columns

/// Gives the texts of a column provisional codes, in the order in which one worker meets them.
///
/// Each worker has coders of its own. Since a worker takes chunks in ascending order, its entries are in order of first appearance, and a merge of all
/// workers' entries by that order gives codes that do not depend on the number of workers; see `DictionaryMerge`.
final class TextCoder {
    private(set) var count = 0
    private(set) var views: UnsafeMutablePointer<TextView>
    /// Where each entry was first met: chunk number times 2^32 plus row in the chunk.
    private(set) var firstAppearances: UnsafeMutablePointer<UInt64>
    /// What keeps the bytes behind the views alive.
    private(set) var arenas: [AnyObject] = []
    private var slots: UnsafeMutablePointer<UInt64>
    private var mask: Int
    private var viewStorage: Buffer
    private var appearanceStorage: Buffer
    private var slotStorage: Buffer
    private let arena: TextArena
    private let account: MemoryAccount

    init(account: MemoryAccount) throws(QueryError) {
        self.account = account
        arena = TextArena(account: account)
        arenas = [arena]
        let capacity = 512
        viewStorage = try Buffer(byteCount: capacity * MemoryLayout<TextView>.stride, account: account)
        appearanceStorage = try Buffer(byteCount: capacity * 8, account: account)
        slotStorage = try Buffer(byteCount: capacity * 2 * 8, account: account, zeroed: true)
        views = viewStorage.pointer(to: TextView.self)
        firstAppearances = appearanceStorage.pointer(to: UInt64.self)
        slots = slotStorage.pointer(to: UInt64.self)
        mask = capacity * 2 - 1
    }

    /// The code of a text whose view may point into memory that goes away: what is new is copied.
    @inline(__always)
    func code(of view: TextView, appearance: UInt64) throws(QueryError) -> UInt32 {
        let hash = fastHash(view)
        if let code = find(view, hash) { return code }
        return try insert(view, hash, appearance)
    }

    /// The code of a text whose bytes outlive the coder.
    func code(ofKept view: TextView, appearance: UInt64) throws(QueryError) -> UInt32 {
        let hash = fastHash(view)
        if let code = find(view, hash) { return code }
        return try insertKept(view, hash, appearance)
    }

    @inline(__always)
    private func find(_ view: TextView, _ hash: UInt64) -> UInt32? {
        var slot = Int(truncatingIfNeeded: hash) & mask
        while true {
            let entry = slots[slot]
            if entry == 0 { return nil }
            if (entry ^ hash) &>> 32 == 0 {
                let code = UInt32(truncatingIfNeeded: entry) &- 1
                if views[Int(code)] == view { return code }
            }
            slot = (slot &+ 1) & mask
        }
    }

    @inline(never)
    private func insert(_ view: TextView, _ hash: UInt64, _ appearance: UInt64) throws(QueryError) -> UInt32 {
        if view.isInline { return try insertKept(view, hash, appearance) }
        let copy = try arena.allocate(view.count)
        view.withBytes { bytes, byteCount in copy.update(from: bytes, count: byteCount) }
        return try insertKept(TextView(copy, count: view.count), hash, appearance)
    }

    private func insertKept(_ view: TextView, _ hash: UInt64, _ appearance: UInt64) throws(QueryError) -> UInt32 {
        if count * 2 > mask { try grow() }
        views[count] = view
        firstAppearances[count] = appearance
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] != 0 { slot = (slot &+ 1) & mask }
        slots[slot] = hash & 0xFFFF_FFFF_0000_0000 | UInt64(count &+ 1)
        count += 1
        return UInt32(truncatingIfNeeded: count &- 1)
    }

    private func grow() throws(QueryError) {
        let capacity = (mask + 1) * 2
        guard capacity < Int(UInt32.max) else { throw QueryError(.outOfRange, "a text column has more than two billion distinct values") }
        let largerViews = try Buffer(byteCount: capacity / 2 * MemoryLayout<TextView>.stride, account: account)
        largerViews.copy(first: count * MemoryLayout<TextView>.stride, of: viewStorage)
        let largerAppearances = try Buffer(byteCount: capacity / 2 * 8, account: account)
        largerAppearances.copy(first: count * 8, of: appearanceStorage)
        let largerSlots = try Buffer(byteCount: capacity * 8, account: account, zeroed: true)
        viewStorage = largerViews
        appearanceStorage = largerAppearances
        slotStorage = largerSlots
        views = largerViews.pointer(to: TextView.self)
        firstAppearances = largerAppearances.pointer(to: UInt64.self)
        slots = largerSlots.pointer(to: UInt64.self)
        mask = capacity - 1
        for code in 0..<count {
            let hash = fastHash(views[code])
            var slot = Int(truncatingIfNeeded: hash) & mask
            while slots[slot] != 0 { slot = (slot &+ 1) & mask }
            slots[slot] = hash & 0xFFFF_FFFF_0000_0000 | UInt64(code &+ 1)
        }
    }
}

/// A hash of a text for tables that live during a load: one multiplication for short texts.
@inline(__always) func fastHash(_ view: TextView) -> UInt64 {
    if view.isInline {
        let product = (view.low ^ 0xa076_1d64_78bd_642f).multipliedFullWidth(by: view.high ^ 0xe703_7ed1_a0b4_28db)
        return product.high ^ product.low
    }
    return view.hash
}

/// A view of `count` bytes of a chunk, behind which at least 12 more bytes can be read.
@inline(__always) func makeView(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> TextView {
    if count > TextView.inlineCapacity { return TextView(bytes, count: count) }
    var first = loadWord(bytes)
    var last = UInt64(UnsafeRawPointer(bytes + 8).loadUnaligned(as: UInt32.self))
    // Bytes behind the text are cleared; 8 - n or 12 - n of them.
    if count < 8 {
        first &= count == 0 ? 0 : UInt64.max &>> UInt64(truncatingIfNeeded: 64 &- 8 &* count)
        last = 0
    } else {
        last &= (1 &<< UInt64(truncatingIfNeeded: 8 &* (count &- 8))) &- 1
    }
    return TextView(low: UInt64(truncatingIfNeeded: count) | first &<< 32, high: first &>> 32 | last &<< 32)
}
