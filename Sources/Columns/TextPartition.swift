internal import CVectorKernels

/// The different texts of one partition of rows, in the order in which they first appear.
struct TextPartition: @unchecked Sendable {
    // Unchecked: one worker fills it; then workers write the codes of texts that first appear in different blocks.

    /// Holds the bytes of long texts.
    let arena: TextArena
    private let account: MemoryAccount
    private var count = 0
    private var views: Buffer
    /// By text: its hash; once all texts are numbered, its code.
    private var hashes: Buffer
    /// By text: the place of its first row in its block.
    private var firstRows: Buffer
    /// The texts that first appear in block `b` are `starts[b] ..< starts[b + 1]`.
    private var starts: [UInt32]
    /// The number of a text plus one; 0 is an empty slot.
    private var slots: Buffer
    private var mask: Int

    private static let rowsAhead = 64

    init(expecting texts: Int, blocks: Int, arena: TextArena, account: MemoryAccount) throws(QueryError) {
        self.arena = arena
        self.account = account
        let capacity = max(texts + texts / 8, 256)
        views = try Buffer(byteCount: capacity * MemoryLayout<TextView>.stride, account: account)
        hashes = try Buffer(byteCount: capacity * 8, account: account)
        firstRows = try Buffer(byteCount: capacity * 2, account: account)
        var size = 512
        while size < capacity * 2 { size *= 2 }
        slots = try Buffer(byteCount: size * 4, account: account, zeroed: true)
        mask = size - 1
        starts = [0]
        starts.reserveCapacity(blocks + 1)
    }

    func texts(ofBlock block: Int) -> Range<Int> { Int(starts[block])..<Int(starts[block + 1]) }

    /// By text, once `setCodes` was called for all blocks.
    var codes: UnsafePointer<UInt32> { UnsafePointer(hashes.pointer(to: UInt32.self)) }

    /// Takes in the partition's rows of the next block, and leaves the number of its text for each.
    mutating func look(up texts: DealtTexts, partition: Int, block: Int) throws(QueryError) {
        let rows = texts.rows(ofPartition: partition)
        var first = rows.lowerBound
        while first < rows.upperBound {
            let end = min(first + TextPartition.rowsAhead, rows.upperBound)
            try makeRoom(for: end - first)
            prefetch(texts, first..<end)
            for place in first..<end { texts.hashes[place] = UInt64(try number(of: texts, at: place)) }
            first = end
        }
        starts.append(UInt32(truncatingIfNeeded: count))
    }

    /// Asks for the bytes of long texts that will be compared: they lie anywhere.
    private func prefetch(_ texts: DealtTexts, _ places: Range<Int>) {
        let table = slots.pointer(to: UInt32.self), known = hashes.pointer(to: UInt64.self), views = views.pointer(to: TextView.self)
        for place in places where !texts.views[place].isInline {
            let entry = table[Int(truncatingIfNeeded: texts.hashes[place]) & mask]
            guard entry != 0, known[Int(entry) &- 1] == texts.hashes[place] else { continue }
            reportql_prefetch(texts.views[place].external)
            reportql_prefetch(views[Int(entry) &- 1].external)
        }
    }

    @inline(__always) private mutating func number(of texts: DealtTexts, at place: Int) throws(QueryError) -> UInt32 {
        let table = slots.pointer(to: UInt32.self), known = hashes.pointer(to: UInt64.self), views = views.pointer(to: TextView.self)
        let hash = texts.hashes[place], view = texts.views[place]
        var slot = Int(truncatingIfNeeded: hash) & mask
        while true {
            let entry = table[slot]
            if entry == 0 { break }
            if known[Int(entry) &- 1] == hash, views[Int(entry) &- 1] == view { return entry &- 1 }
            slot = (slot &+ 1) & mask
        }
        views[count] = view.isInline ? view : try copied(view)
        known[count] = hash
        firstRows.pointer(to: UInt16.self)[count] = texts.rows[place]
        count &+= 1
        table[slot] = UInt32(truncatingIfNeeded: count)
        return UInt32(truncatingIfNeeded: count &- 1)
    }

    private func copied(_ view: TextView) throws(QueryError) -> TextView {
        let copy = try arena.allocate(view.count)
        view.withBytes { bytes, byteCount in copy.update(from: bytes, count: byteCount) }
        return TextView(copy, count: view.count)
    }

    /// Makes room for some more texts; at most half of the slots are ever taken.
    private mutating func makeRoom(for more: Int) throws(QueryError) {
        let needed = count + more
        if needed * 8 > hashes.byteCount {
            func grown(_ buffer: Buffer, _ stride: Int) throws(QueryError) -> Buffer {
                let copy = try Buffer(byteCount: needed * 2 * stride, account: account)
                copy.copy(first: count * stride, of: buffer)
                return copy
            }
            views = try grown(views, MemoryLayout<TextView>.stride)
            hashes = try grown(hashes, 8)
            firstRows = try grown(firstRows, 2)
        }
        guard needed * 2 > mask + 1 else { return }
        let size = (mask + 1) * 4
        slots = try Buffer(byteCount: size * 4, account: account, zeroed: true)
        mask = size - 1
        let table = slots.pointer(to: UInt32.self), known = hashes.pointer(to: UInt64.self)
        for number in 0..<count {
            var slot = Int(truncatingIfNeeded: known[number]) & mask
            while table[slot] != 0 { slot = (slot &+ 1) & mask }
            table[slot] = UInt32(truncatingIfNeeded: number &+ 1)
        }
    }

    /// Puts a 1 for each row of a block in which a text first appears.
    func markFirstRows(ofBlock block: Int, _ marks: UnsafeMutablePointer<UInt32>) {
        let rows = firstRows.pointer(to: UInt16.self)
        for text in texts(ofBlock: block) { marks[Int(rows[text])] = 1 }
    }

    /// Takes over the codes of the texts that first appear in a block, and puts the texts there in the dictionary.
    ///
    /// - Parameter codesOfRows: by row of the block, the code of the text that first appears there.
    func setCodes(ofBlock block: Int, _ codesOfRows: UnsafePointer<UInt32>, _ dictionary: UnsafeMutablePointer<TextView>) {
        let rows = firstRows.pointer(to: UInt16.self), texts = texts(ofBlock: block)
        let own = views.pointer(to: TextView.self), output = hashes.pointer(to: UInt32.self)
        for text in texts {
            let code = codesOfRows[Int(rows[text])]
            output[text] = code
            dictionary[Int(code)] = own[text]
        }
    }
}
