import CVectorKernels
import Columns
import Functions
import Glibc

/// The groups of one partition, in the order in which they first appear.
struct GroupPartition<Key: GroupKey>: @unchecked Sendable {
    // Unchecked: written by one worker, then only read; `PartitionAggregator.memory` keeps the memory.
    let keys: UnsafePointer<Key>
    /// The place of each group's first row in its block.
    let firstRows: UnsafePointer<UInt16>
    /// The groups of block `b` are `starts[b] ..< starts[b + 1]`: those that first appear in it.
    let starts: UnsafePointer<UInt32>
}

/// The groups of all partitions.
struct PartitionedGroups<Key: GroupKey> {
    let partitions: [GroupPartition<Key>]
    let blockRowCounts: [Int]
    /// What wide keys, views of bytes in the writers' arenas, point at. Results own what they point at.
    let owners: [AnyObject]
    let memory: [Buffer]
}

/// The groups of one partition and what was computed for them.
struct AggregatedPartition<Key: GroupKey> {
    let groups: GroupPartition<Key>
    /// By aggregate, a row for each group, as narrow as the partition's results allow.
    let results: [Vector]
}

/// Aggregates partitions one after the other, each in a table that fits the nearer caches. One worker has one.
struct PartitionAggregator<Key: GroupKey> {
    private let aggregates: [AggregateSpecification]
    private let stored: StoredColumns
    private let stateLayout: StateLayout
    /// By stored column.
    private let forms: [StoredForm]
    private let context: EvaluationContext
    private let hashMask: UInt64

    // Used again for every partition.
    private var slots: Buffer
    private var keys: Buffer
    /// By group, where the type of key keeps hashes.
    private var hashes: Buffer?
    private var firstRows: Buffer
    private var states: Buffer
    private var numbers: Buffer
    private var gathered: [Buffer]
    private var gatheredValidities: [Buffer?]
    /// How many rows can wait to be folded.
    private var waitingCapacity = PartitionAggregator.chunk
    private let folds: [Fold]
    /// Whether all rows of a partition have to wait, since some aggregate needs those of a group at once.
    private let waitsForAll: Bool
    private let partitionBits: Int
    /// How many keys of a partition there can be, where keys are indices.
    private let domain: Int
    private var slotMask = 0
    private var count = 0
    private var capacity: Int

    private(set) var memory: PagedMemory

    /// Rows that are looked up and then folded at once.
    private static var chunk: Int { 16_384 }

    /// An aggregate whose rows are folded as they come: what is asked for once a run of rows.
    private struct Fold {
        let kernel: any FoldingAggregate
        /// Of the state in a group's record.
        let offset: Int
        /// The places of its arguments among the stored columns.
        let arguments: [Int]
        let condition: Int?
    }

    /// Where a block brings a partition more rows on average than these, they are folded where they lie; else brought together first.
    private static var leastFoldedRun: Int { 192 }

    init(_ radix: RadixAggregation<Key>, expectedGroups: Int) throws(QueryError) {
        let aggregates = radix.aggregates, stored = radix.stored, stateLayout = radix.stateLayout, context = radix.context
        partitionBits = radix.partitionBits
        domain = Key.isIndex ? radix.indicesOfPartition : 0
        self.aggregates = aggregates
        self.stored = stored
        self.stateLayout = stateLayout
        self.context = context
        waitsForAll = aggregates.contains { $0.gathering != nil }
        folds = aggregates.enumerated().compactMap { index, aggregate in
            guard let kernel = aggregate.folding, let offset = stateLayout.offsets[index] else { return nil }
            return Fold(kernel: kernel, offset: offset, arguments: stored.arguments[index], condition: stored.conditions[index])
        }
        forms = stored.columns.map(\.form)
        hashMask = Engine.hashMask(context.settings.hashBits)
        let account = context.account
        capacity = 2 * PartitionAggregator.chunk
        slots = try Buffer(byteCount: max(4 * capacity, domain) * 4, account: account)
        keys = try Buffer(byteCount: capacity * MemoryLayout<Key>.stride, account: account)
        hashes = Key.keepsHashes ? try Buffer(byteCount: capacity * 8, account: account) : nil
        firstRows = try Buffer(byteCount: capacity * 2, account: account)
        states = try Buffer(byteCount: capacity * stateLayout.stride, account: account)
        numbers = try Buffer(byteCount: PartitionAggregator.chunk * 4, account: account)
        var gathered: [Buffer] = []
        var validities: [Buffer?] = []
        for column in stored.columns {
            gathered.append(try Buffer(byteCount: PartitionAggregator.chunk * column.byteCount, account: account))
            validities.append(column.mayBeNull ? try Buffer(byteCount: PartitionAggregator.chunk, account: account) : nil)
        }
        self.gathered = gathered
        gatheredValidities = validities
        memory = PagedMemory(pageByteCount: min(max(expectedGroups, 1) * (MemoryLayout<Key>.stride + 2), 16 << 20), account: account)
    }

    /// The groups of partition `partition` of all blocks.
    mutating func aggregate(_ partition: Int, of blocks: [RowBlock<Key>]) throws(QueryError) -> AggregatedPartition<Key> {
        try context.execution.check()
        count = 0
        var rowCount = 0
        for block in blocks { rowCount += Int(block.starts[partition + 1]) - Int(block.starts[partition]) }
        if waitsForAll { try makeRoom(forWaiting: rowCount) }
        // At a load of at most one half, for as many groups as there are rows, or as come before the table is looked at again.
        var size = 64
        while size < 2 * min(rowCount, waitingCapacity) { size *= 2 }
        clearSlots(Key.isIndex ? domain : size)
        let foldsRuns = !waitsForAll && rowCount >= blocks.count * PartitionAggregator.leastFoldedRun
        let starts = try memory.allocate((blocks.count + 1) * 4).assumingMemoryBound(to: UInt32.self)
        starts[0] = 0
        var waiting = 0
        for (index, block) in blocks.enumerated() {
            var start = Int(block.starts[partition])
            let end = Int(block.starts[partition + 1])
            if index + 1 < blocks.count { fetch(partition, of: blocks[index + 1]) }
            while start < end {
                if waiting == waitingCapacity {
                    try foldWaiting(waiting)
                    waiting = 0
                }
                let rows = min(end - start, waitingCapacity - waiting)
                if waiting == 0 { try reserve(count + waitingCapacity, rowCount: rowCount) }
                find(block, of: partition, from: start, rows, numbers.pointer(to: UInt32.self) + waiting)
                if foldsRuns {
                    try fold(rows, of: block.columns, block.validities, from: start)
                } else {
                    gather(block, from: start, rows, to: waiting)
                    waiting += rows
                }
                start += rows
            }
            starts[index + 1] = UInt32(truncatingIfNeeded: count)
        }
        if waiting > 0 { try foldWaiting(waiting) }
        return try kept(starts, rowCount: rowCount)
    }

    /// Asks for the rows of a partition in a block, which lie far from those in the block before.
    private func fetch(_ partition: Int, of block: RowBlock<Key>) {
        let start = Int(block.starts[partition]), count = Int(block.starts[partition + 1]) - start
        Engine.fetch(block.keys + start, byteCount: count &* MemoryLayout<Key>.stride)
        for (place, form) in forms.enumerated() {
            Engine.fetch(block.columns[place] + start &* form.byteCount, byteCount: count &* form.byteCount)
        }
    }

    /// The partition's groups, moved to where they stay.
    private mutating func kept(_ starts: UnsafePointer<UInt32>, rowCount: Int) throws(QueryError) -> AggregatedPartition<Key> {
        let ownKeys = try memory.allocate(count * MemoryLayout<Key>.stride)
        ownKeys.copyMemory(from: keys.start, byteCount: count * MemoryLayout<Key>.stride)
        let ownRows = try memory.allocate(count * 2)
        ownRows.copyMemory(from: firstRows.start, byteCount: count * 2)
        var sorted: SortedPartition?
        if waitsForAll {
            sorted = try SortedPartition(
                numbers: numbers.pointer(to: UInt32.self), rowCount: rowCount, groupCount: count, account: context.account)
        }
        var results: [Vector] = []
        for (index, aggregate) in aggregates.enumerated() {
            let vector: Vector
            if let folding = aggregate.folding, let offset = stateLayout.offsets[index] {
                vector = try folding.finish(
                    UnsafeRawPointer(states.start + offset), stride: stateLayout.stride, count: count, context: context)
            } else if let gathering = aggregate.gathering, sorted != nil {
                var arguments: [Vector] = []
                for place in stored.arguments[index] {
                    if let vector = try sorted?.column(
                        place, form: stored.columns[place].form, gathered[place], validity: gatheredValidities[place])
                    {
                        arguments.append(vector)
                    }
                }
                guard let offsets = sorted?.offsets else { continue }
                vector = try gathering.finish(arguments: arguments, offsets: offsets, groupCount: count, context: context)
            } else {
                continue
            }
            results.append(context.settings.narrowWidths ? try vector.narrowed(context.account) : vector)
        }
        let groups = GroupPartition(
            keys: UnsafePointer(ownKeys.assumingMemoryBound(to: Key.self)),
            firstRows: UnsafePointer(ownRows.assumingMemoryBound(to: UInt16.self)), starts: starts)
        return AggregatedPartition(groups: groups, results: results)
    }

    private mutating func makeRoom(forWaiting rowCount: Int) throws(QueryError) {
        guard rowCount > waitingCapacity else { return }
        let account = context.account
        waitingCapacity = rowCount + rowCount / 4
        numbers = try Buffer(byteCount: waitingCapacity * 4, account: account)
        for (index, column) in stored.columns.enumerated() {
            gathered[index] = try Buffer(byteCount: waitingCapacity * column.byteCount, account: account)
            if column.mayBeNull { gatheredValidities[index] = try Buffer(byteCount: waitingCapacity, account: account) }
        }
    }

    private mutating func clearSlots(_ size: Int) {
        slotMask = size - 1
        slots.pointer(to: UInt32.self).update(repeating: 0, count: size)
    }

    /// Makes room for `total` groups, of which a partition of `rowCount` rows has no more than that.
    private mutating func reserve(_ total: Int, rowCount: Int) throws(QueryError) {
        try context.execution.check()
        let needed = min(total, max(rowCount, count), Key.isIndex ? domain : .max)
        let account = context.account
        if needed > capacity {
            var larger = capacity
            while larger < needed { larger *= 2 }
            func grown(_ buffer: Buffer, _ stride: Int) throws(QueryError) -> Buffer {
                let copy = try Buffer(byteCount: larger * stride, account: account)
                copy.copy(first: count * stride, of: buffer)
                return copy
            }
            keys = try grown(keys, MemoryLayout<Key>.stride)
            if let known = hashes { hashes = try grown(known, 8) }
            firstRows = try grown(firstRows, 2)
            states = try grown(states, stateLayout.stride)
            capacity = larger
        }
        guard !Key.isIndex, needed * 2 > slotMask + 1 else { return }
        var size = slotMask + 1
        while size < needed * 2 { size *= 2 }
        if size * 4 > slots.byteCount { slots = try Buffer(byteCount: size * 4, account: account) }
        clearSlots(size)
        let table = slots.pointer(to: UInt32.self), known = keys.pointer(to: Key.self)
        let kept = hashes?.pointer(to: UInt64.self)
        for number in 0..<count {
            var slot = Int(truncatingIfNeeded: kept?[number] ?? (known[number].tableHash & hashMask)) & slotMask
            while table[slot] != 0 { slot = (slot &+ 1) & slotMask }
            table[slot] = UInt32(truncatingIfNeeded: number &+ 1)
        }
    }

    /// The numbers of a run of keys; those not met yet become groups.
    private mutating func find(
        _ block: RowBlock<Key>, of partition: Int, from start: Int, _ rowCount: Int, _ output: UnsafeMutablePointer<UInt32>
    ) {
        let before = count
        let known = keys.pointer(to: Key.self), hashMask = hashMask
        if Key.isIndex {
            findIndices(block, of: partition, from: start, rowCount, output)
        } else if let kept = hashes?.pointer(to: UInt64.self) {
            let hashes = block.hashes
            var first = 0
            while first < rowCount {
                // What keys point at lies anywhere: it is asked for some rows ahead.
                let rows = min(rowCount - first, 64)
                if let hashes { prefetch(block.keys + start + first, hashes + start + first, rows, UnsafePointer(kept)) }
                find(block, from: start + first, rows, output + first) { row, key in
                    hashes?[row] ?? (key.tableHash & hashMask)
                } isSame: { group, hash, key in
                    kept[group] == hash && Key.isSame(known[group], key)
                } note: { group, hash in
                    kept[group] = hash
                }
                first += rows
            }
        } else {
            find(block, from: start, rowCount, output) { _, key in
                key.tableHash & hashMask
            } isSame: { group, _, key in
                Key.isSame(known[group], key)
            } note: { _, _ in
            }
        }
        if !aggregates.isEmpty, count > before {
            memset(states.start + before * stateLayout.stride, 0, (count - before) * stateLayout.stride)
        }
    }

    /// The numbers of keys that are indices; a slot, of which there is one for each, holds its number plus one.
    private mutating func findIndices(
        _ block: RowBlock<Key>, of partition: Int, from start: Int, _ rowCount: Int, _ output: UnsafeMutablePointer<UInt32>
    ) {
        // Key is UInt32.
        let table = slots.pointer(to: UInt32.self), known = keys.pointer(to: UInt32.self), first = firstRows.pointer(to: UInt16.self)
        let input = UnsafeRawPointer(block.keys + start).assumingMemoryBound(to: UInt32.self)
        let indexed = IndexedSlots(partitionBits: partitionBits), own = UInt32(truncatingIfNeeded: partition)
        var next = count
        for row in 0..<rowCount {
            let slot = input[row] & 0xFFFF
            var entry = table[Int(slot)]
            if entry == 0 {
                known[next] = indexed.key(partition: own, slot: slot)
                first[next] = UInt16(truncatingIfNeeded: input[row] &>> 16)
                next &+= 1
                entry = UInt32(truncatingIfNeeded: next)
                table[Int(slot)] = entry
            }
            output[row] = entry &- 1
        }
        count = next
    }

    /// Asks for what some keys, and those they will be compared with, point at: those that have the hash of a key met before.
    private func prefetch(
        _ input: UnsafePointer<Key>, _ hashes: UnsafePointer<UInt64>, _ rowCount: Int, _ kept: UnsafePointer<UInt64>
    ) {
        let table = slots.pointer(to: UInt32.self), known = keys.pointer(to: Key.self)
        for row in 0..<rowCount {
            let entry = table[Int(truncatingIfNeeded: hashes[row]) & slotMask]
            guard entry != 0, kept[Int(entry) &- 1] == hashes[row] else { continue }
            reportql_prefetch(input[row].pointedAt)
            reportql_prefetch(known[Int(entry) &- 1].pointedAt)
        }
    }

    /// A slot holds the number of its key plus one.
    @inline(__always) private mutating func find(
        _ block: RowBlock<Key>, from start: Int, _ rowCount: Int, _ output: UnsafeMutablePointer<UInt32>, hash: (Int, Key) -> UInt64,
        isSame: (Int, UInt64, Key) -> Bool, note: (Int, UInt64) -> Void
    ) {
        let table = slots.pointer(to: UInt32.self), known = keys.pointer(to: Key.self), first = firstRows.pointer(to: UInt16.self)
        // Only keys that are indices have their rows beside them.
        guard let rows = block.rows else { return }
        let input = block.keys
        let mask = slotMask
        var next = count
        for place in 0..<rowCount {
            let row = start &+ place
            let key = input[row]
            let hash = hash(row, key)
            var slot = Int(truncatingIfNeeded: hash) & mask
            while true {
                let entry = table[slot]
                if entry == 0 {
                    known[next] = key
                    note(next, hash)
                    first[next] = rows[row]
                    output[place] = UInt32(truncatingIfNeeded: next)
                    next &+= 1
                    table[slot] = UInt32(truncatingIfNeeded: next)
                    break
                }
                if isSame(Int(entry) &- 1, hash, key) {
                    output[place] = entry &- 1
                    break
                }
                slot = (slot &+ 1) & mask
            }
        }
        count = next
    }

    /// Puts a run of the stored columns behind those that wait to be folded.
    private func gather(_ block: RowBlock<Key>, from start: Int, _ rows: Int, to waiting: Int) {
        for (index, form) in forms.enumerated() {
            let size = form.byteCount
            (gathered[index].start + waiting * size).copyMemory(from: block.columns[index] + start * size, byteCount: rows * size)
            guard let target = gatheredValidities[index], let source = block.validities[index] else { continue }
            (target.pointer(to: UInt8.self) + waiting).update(from: source + start, count: rows)
        }
    }

    private func foldWaiting(_ rows: Int) throws(QueryError) {
        let validities = gatheredValidities.map { $0.map { UnsafePointer($0.pointer(to: UInt8.self)) } }
        try fold(rows, of: gathered.map { UnsafeRawPointer($0.start) }, validities, from: 0)
    }

    /// Folds the rows whose numbers were found into their groups' states.
    ///
    /// - Parameters:
    ///   - columns: the stored columns, in which these rows begin at `start`.
    private func fold(_ rows: Int, of columns: [UnsafeRawPointer], _ validities: [UnsafePointer<UInt8>?], from start: Int)
        throws(QueryError)
    {
        let groups = UnsafePointer(numbers.pointer(to: UInt32.self))
        for fold in folds {
            var arguments: [Vector] = []
            for place in fold.arguments {
                let elements = columns[place] + start * forms[place].byteCount
                arguments.append(forms[place].vector(elements, validity: validities[place].map { $0 + start }, count: rows))
            }
            let target = states.start + fold.offset
            guard let condition = fold.condition else {
                try fold.kernel.update(
                    target, stride: stateLayout.stride, groups: groups, arguments: arguments, count: rows, context: context)
                continue
            }
            let mask = (columns[condition] + start).assumingMemoryBound(to: UInt8.self)
            let passing = try Selection(mask: mask, count: rows, account: context.account)
            if passing.count == 0 { continue }
            for place in arguments.indices {
                arguments[place] = try arguments[place].gathered(passing.rows, count: passing.count, account: context.account)
            }
            let chosen = try Buffer(byteCount: passing.count * 4, account: context.account)
            for row in 0..<passing.count { chosen.pointer(to: UInt32.self)[row] = groups[Int(passing.rows[row])] }
            try fold.kernel.update(
                target, stride: stateLayout.stride, groups: UnsafePointer(chosen.pointer(to: UInt32.self)), arguments: arguments,
                count: passing.count, context: context)
        }
    }
}
