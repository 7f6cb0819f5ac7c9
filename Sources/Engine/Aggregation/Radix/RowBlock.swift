import CVectorKernels
import Columns
import Functions

/// Up to 65,536 neighbouring rows of the input, brought into the order of their partitions, within each in input order.
struct RowBlock<Key: GroupKey>: @unchecked Sendable {
    // Unchecked: written by one worker, then only read; `DealtRows` keeps the memory.
    let count: Int
    /// Partition `p` has the rows `starts[p] ..< starts[p + 1]`.
    let starts: UnsafePointer<UInt32>
    /// Of keys that are indices: the row's slot in its partition in the lower half, in the upper its place in the input.
    let keys: UnsafePointer<Key>
    /// The keys' hashes as far as they count, where they cost more than to be kept.
    let hashes: UnsafePointer<UInt64>?
    /// Each row's place in the input, counted from the first row of the block; nil where it stands beside the key.
    let rows: UnsafePointer<UInt16>?
    /// By stored column.
    let columns: [UnsafeRawPointer]
    let validities: [UnsafePointer<UInt8>?]
}

/// What a writer leaves behind.
struct DealtRows<Key: GroupKey> {
    let blocks: [RowBlock<Key>]
    let memory: PagedMemory
    /// What keys and stored texts point at.
    let owners: [AnyObject]
}

/// Which partition a key that is an index is dealt to, and its slot there; no other key has both.
///
/// The partition is the key's lowest bits, so that neighbouring keys are spread, mixed with those above, so that multiples of a power of
/// two are spread as well.
struct IndexedSlots {
    private let bits: UInt32
    private let lowest: UInt32

    init(partitionBits: Int) {
        bits = UInt32(truncatingIfNeeded: partitionBits)
        lowest = (1 &<< bits) &- 1
    }

    @inline(__always) func place(of key: UInt32) -> (partition: UInt32, slot: UInt32) {
        let slot = key &>> bits
        return ((key ^ slot ^ slot &>> bits) & lowest, slot)
    }

    @inline(__always) func key(partition: UInt32, slot: UInt32) -> UInt32 {
        slot &<< bits | (partition ^ slot ^ slot &>> bits) & lowest
    }
}

/// Takes in batches and deals their rows to partitions, a block at a time.
///
/// Scattering 65,536 rows over as many partitions as there are stays within the nearer caches, and each partition gets a run of dozens or
/// hundreds of rows a block: long enough to be read back at full speed. So nothing has to be known of the partitions' sizes, and
/// workers need nothing of each other.
struct RowBlockWriter<Key: GroupKey> {
    private let keyExpressions: [any VectorExpression]
    private let keyLayout: KeyLayout
    private let columns: [StoredColumn]
    private let partitionBits: Int
    private let context: EvaluationContext
    private let bringsKeysTogether: Bool
    private let capacity: Int
    private var filled = 0
    // What came in since the last block, in input order.
    private let keys: Buffer
    private let places: Buffer
    private let hashes: Buffer?
    private let partitions: Buffer
    private let cursors: Buffer
    private let stored: [Buffer]
    private let validities: [Buffer?]

    private var blocks: [RowBlock<Key>] = []
    private var memory: PagedMemory
    /// What short keys point at.
    private var keyMemory: PagedMemory
    /// The bytes of wide keys.
    private let keyArena: TextArena
    /// What stored texts point at.
    private var owners: [AnyObject] = []

    /// Rows of a block at most.
    static var largestBlock: Int { 1 << 16 }

    /// - Parameters:
    ///   - expectedRows: about how many rows will come.
    ///   - keysRepeat: whether most keys seem to come several times, and so have to be compared.
    init(
        keyExpressions: [any VectorExpression], keyLayout: KeyLayout, columns: [StoredColumn], partitionBits: Int, expectedRows: Int,
        keysRepeat: Bool, context: EvaluationContext
    ) throws(QueryError) {
        bringsKeysTogether = keysRepeat
        self.keyExpressions = keyExpressions
        self.keyLayout = keyLayout
        self.columns = columns
        self.partitionBits = partitionBits
        self.context = context
        let account = context.account
        // Small morsels, a test mode, make small blocks.
        capacity = min(max(context.settings.morselSize, 16), RowBlockWriter.largestBlock)
        keys = try Buffer(byteCount: capacity * MemoryLayout<Key>.stride, account: account)
        places = try Buffer(byteCount: capacity * 2, account: account)
        hashes = Key.keepsHashes ? try Buffer(byteCount: capacity * 8, account: account) : nil
        partitions = try Buffer(byteCount: capacity * 2, account: account)
        cursors = try Buffer(byteCount: (1 << partitionBits) * 4, account: account)
        var stored: [Buffer] = []
        var validities: [Buffer?] = []
        for column in columns {
            stored.append(try Buffer(byteCount: capacity * column.byteCount, account: account))
            validities.append(column.mayBeNull ? try Buffer(byteCount: capacity, account: account) : nil)
        }
        self.stored = stored
        self.validities = validities
        let rowBytes = columns.reduce(MemoryLayout<Key>.stride + 2) { $0 + $1.byteCount + ($1.mayBeNull ? 1 : 0) }
        let expected = min(max(expectedRows, 1), 1 << 22) * rowBytes + (expectedRows / capacity + 1) * ((4 << partitionBits) + 1_024)
        memory = PagedMemory(pageByteCount: min(expected, 16 << 20), account: account)
        keyMemory = PagedMemory(pageByteCount: min(max(expectedRows, 1) * 32, 4 << 20), account: account)
        keyArena = TextArena(account: account)
    }

    mutating func consume(_ batch: Batch) throws(QueryError) {
        if batch.count > capacity {
            for start in stride(from: 0, to: batch.count, by: capacity) {
                try consume(try batch.slice(start..<min(start + capacity, batch.count)))
            }
            return
        }
        let count = batch.count
        if count == 0 { return }
        if filled + count > capacity { try closeBlock() }
        let account = context.account
        var keyColumns: [Vector] = []
        keyColumns.reserveCapacity(keyExpressions.count)
        for expression in keyExpressions { keyColumns.append(try expression.evaluate(batch)) }
        keep(
            try Key.encode(
                keyColumns, count: count, layout: keyLayout, into: keys.pointer(to: Key.self) + filled, scratch: keyArena, account: account)
        )
        for (index, column) in columns.enumerated() {
            keep(
                try column.store(
                    batch, into: stored[index].start + filled * column.byteCount,
                    validity: validities[index].map { $0.pointer(to: UInt8.self) + filled }, account: account))
        }
        filled += count
    }

    /// Notes what keys and texts of a batch point at, mostly the same as those of the batch before.
    private mutating func keep(_ pointedAt: [AnyObject]) {
        for owner in pointedAt where !owners.suffix(8).contains(where: { $0 === owner }) { owners.append(owner) }
    }

    /// Everything that was taken in.
    mutating func finish() throws(QueryError) -> DealtRows<Key> {
        try closeBlock()
        return DealtRows(blocks: blocks, memory: memory, owners: owners + [keyArena] + keyMemory.pages)
    }

    /// Deals what came in since the last block.
    private mutating func closeBlock() throws(QueryError) {
        try context.execution.check()
        let count = filled
        filled = 0
        if count == 0 { return }
        let partitionCount = 1 << partitionBits
        let starts = try memory.allocate((partitionCount + 1) * 4).assumingMemoryBound(to: UInt32.self)
        let readsKeys = assignPlaces(count, starts)
        let places = UnsafePointer(places.pointer(to: UInt16.self))
        let dealtKeys = try memory.allocate(count * MemoryLayout<Key>.stride).assumingMemoryBound(to: Key.self)
        scatter(UnsafePointer(keys.pointer(to: Key.self)), places, dealtKeys, count)
        var dealtRows: UnsafePointer<UInt16>?
        if readsKeys, bringsKeysTogether { try Key.bringTogether(dealtKeys, count: count, in: &keyMemory) }
        var dealtHashes: UnsafePointer<UInt64>?
        if readsKeys, let hashes {
            let output = try memory.allocate(count * 8).assumingMemoryBound(to: UInt64.self)
            scatter(UnsafePointer(hashes.pointer(to: UInt64.self)), places, output, count)
            dealtHashes = UnsafePointer(output)
        }
        if !Key.isIndex {
            let rows = try memory.allocate(count * 2).assumingMemoryBound(to: UInt16.self)
            fetch(rows, byteCount: count * 2)
            for row in 0..<count { rows[Int(places[row])] = UInt16(truncatingIfNeeded: row) }
            dealtRows = UnsafePointer(rows)
        }
        var dealtColumns: [UnsafeRawPointer] = []
        var dealtValidities: [UnsafePointer<UInt8>?] = []
        for (index, column) in columns.enumerated() {
            let output = try memory.allocate(count * column.byteCount)
            scatter(stored[index].start, places, output, count, byteCount: column.byteCount)
            dealtColumns.append(UnsafeRawPointer(output))
            var validity: UnsafePointer<UInt8>?
            if let source = validities[index] {
                let bytes = try memory.allocate(count).assumingMemoryBound(to: UInt8.self)
                scatter(UnsafePointer(source.pointer(to: UInt8.self)), places, bytes, count)
                validity = UnsafePointer(bytes)
            }
            dealtValidities.append(validity)
        }
        blocks.append(
            RowBlock(
                count: count, starts: UnsafePointer(starts), keys: UnsafePointer(dealtKeys), hashes: dealtHashes,
                rows: dealtRows, columns: dealtColumns, validities: dealtValidities))
    }

    /// Finds where each row goes: rows of one partition keep their order. Whether what some keys point at was read for their hashes.
    private func assignPlaces(_ count: Int, _ starts: UnsafeMutablePointer<UInt32>) -> Bool {
        let partitionCount = 1 << partitionBits
        let mask = hashMask(context.settings.hashBits)
        let shift = UInt64(64 - partitionBits)
        let input = UnsafePointer(keys.pointer(to: Key.self))
        let homes = partitions.pointer(to: UInt16.self)
        var pointers: UInt = 0
        starts.initialize(repeating: 0, count: partitionCount + 1)
        // How many rows each partition gets stands one place behind it.
        let sizes = starts + 1
        if let kept = hashes?.pointer(to: UInt64.self) {
            for row in 0..<count {
                let hash = input[row].tableHash & mask
                kept[row] = hash
                pointers |= UInt(bitPattern: input[row].pointedAt)
                let home = Int(truncatingIfNeeded: hash &>> shift)
                homes[row] = UInt16(truncatingIfNeeded: home)
                sizes[home] &+= 1
            }
        } else if Key.isIndex {
            markSlots(count, sizes)
        } else {
            for row in 0..<count {
                let home = Int(truncatingIfNeeded: (input[row].tableHash & mask) &>> shift)
                homes[row] = UInt16(truncatingIfNeeded: home)
                sizes[home] &+= 1
            }
        }
        for partition in 0..<partitionCount { starts[partition &+ 1] &+= starts[partition] }
        let cursors = cursors.pointer(to: UInt32.self)
        cursors.update(from: starts, count: partitionCount)
        let places = places.pointer(to: UInt16.self)
        for row in 0..<count {
            let cursor = cursors + Int(homes[row])
            places[row] = UInt16(truncatingIfNeeded: cursor.pointee)
            cursor.pointee &+= 1
        }
        return pointers != 0
    }

    /// Puts slots and rows in the place of keys that are indices (`IndexedSlots`).
    private func markSlots(_ count: Int, _ sizes: UnsafeMutablePointer<UInt32>) {
        // Key is UInt32.
        let keys = keys.pointer(to: UInt32.self), homes = partitions.pointer(to: UInt16.self)
        let slots = IndexedSlots(partitionBits: partitionBits)
        for row in 0..<count {
            let (home, slot) = slots.place(of: keys[row])
            homes[row] = UInt16(truncatingIfNeeded: home)
            sizes[Int(home)] &+= 1
            keys[row] = slot | UInt32(truncatingIfNeeded: row) &<< 16
        }
    }

    private func scatter(
        _ source: UnsafeMutableRawPointer, _ places: UnsafePointer<UInt16>, _ target: UnsafeMutableRawPointer, _ count: Int, byteCount: Int
    ) {
        func move<Element: BitwiseCopyable>(_: Element.Type) {
            scatter(
                UnsafePointer(source.assumingMemoryBound(to: Element.self)), places, target.assumingMemoryBound(to: Element.self), count)
        }
        switch byteCount {
        case 1: move(UInt8.self)
        case 2: move(UInt16.self)
        case 4: move(UInt32.self)
        case 8: move(UInt64.self)
        default: move(UInt128.self)
        }
    }

    @inline(__always) private func scatter<Element: BitwiseCopyable>(
        _ source: UnsafePointer<Element>, _ places: UnsafePointer<UInt16>, _ target: UnsafeMutablePointer<Element>, _ count: Int
    ) {
        fetch(target, byteCount: count &* MemoryLayout<Element>.stride)
        for row in 0..<count { target[Int(places[row])] = source[row] }
    }
}

/// Asks for memory that is about to be read or written in some other order: in its own it comes fastest.
@inline(__always) func fetch(_ start: UnsafeRawPointer, byteCount: Int) {
    var position = 0
    while position < byteCount {
        reportql_prefetch(start + position)
        position &+= 64
    }
}
