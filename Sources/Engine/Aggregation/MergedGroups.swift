import Columns
import Functions

/// The groups of all lanes brought together: distinct keys in order of first appearance, with their merged states.
struct MergedGroups<Key: GroupKey>: @unchecked Sendable {
    // Unchecked: everything is written while merging and only read afterwards.
    let count: Int
    let keys: Buffer
    let states: GroupStates
    /// By lane: the final number of each of the lane's groups.
    let finalNumbers: [Buffer]
    /// What keys and states point at.
    let owners: [AnyObject]

    /// Merges the lanes in order.
    ///
    /// Keys are split by hash into partitions that are merged independently of one another; within a partition lane follows lane.
    /// The order of the result is that of first appearance over all lanes, whatever the partitions.
    init(
        _ lanes: [LaneAggregator<Key>], hasKeys: Bool, aggregates: [AggregateSpecification], stateLayout: StateLayout,
        context: EvaluationContext
    )
        throws(QueryError)
    {
        let account = context.account
        let total = lanes.reduce(0) { $0 + $1.groupCount }
        if lanes.count == 1 || !hasKeys {
            self = try MergedGroups.single(lanes, hasKeys: hasKeys, aggregates: aggregates, context: context)
            return
        }
        let partitionCount = total < 8_192 ? 1 : 16
        let split = try MergedGroups.split(lanes, partitions: partitionCount, context: context)
        // Per lane and group: the number of its key within its partition.
        var local: [Buffer] = []
        for lane in lanes { local.append(try Buffer(byteCount: max(lane.table.count, 1) * 4, account: account)) }
        let merged = MorselResults<Partition>(count: partitionCount)
        let localNumbers = local
        try WorkerPool.shared.forEach(partitionCount, workers: context.settings.threads) { (partition) throws(QueryError) in
            merged[partition] = try MergedGroups.merge(
                lanes, members: split.map { $0[partition] }, numbers: localNumbers, aggregates: aggregates, stateLayout: stateLayout,
                context: context)
        }
        let partitions = merged.all.compactMap { $0 }
        let count = partitions.reduce(0) { $0 + $1.table.count }
        // Final numbers go to the groups in order of lane, then of appearance in the lane.
        let keys = try Buffer(byteCount: max(count, 1) * MemoryLayout<Key>.stride, account: account)
        let states = try GroupStates(layout: stateLayout, capacity: count, account: account)
        var assigned: [UnsafeMutablePointer<UInt32>] = []
        var assignedBuffers: [Buffer] = []
        for partition in partitions {
            let buffer = try Buffer(byteCount: max(partition.table.count, 1) * 4, account: account)
            buffer.pointer(to: UInt32.self).initialize(repeating: .max, count: max(partition.table.count, 1))
            assignedBuffers.append(buffer)
            assigned.append(buffer.pointer(to: UInt32.self))
        }
        var next = 0
        let stride = stateLayout.stride
        let partitionStates = partitions.map { UnsafeRawPointer($0.states.start) }
        let allKeys = keys.pointer(to: Key.self)
        var finalNumbers: [Buffer] = []
        for (index, lane) in lanes.enumerated() {
            try context.execution.check()
            let final = try Buffer(byteCount: max(lane.table.count, 1) * 4, account: account)
            let output = final.pointer(to: UInt32.self)
            let numbers = local[index].pointer(to: UInt32.self)
            let laneKeys = lane.table.keys
            for group in 0..<lane.table.count {
                let partition = MergedGroups.partition(ofHash: lane.table.hash(of: group), of: partitionCount)
                let number = Int(numbers[group])
                if assigned[partition][number] == .max {
                    assigned[partition][number] = UInt32(truncatingIfNeeded: next)
                    allKeys[next] = laneKeys[group]
                    copyRecord(partitionStates[partition] + number &* stride, to: states.start + next &* stride, byteCount: stride)
                    next += 1
                }
                output[group] = assigned[partition][number]
            }
            finalNumbers.append(final)
        }
        self.init(
            count: count, keys: keys, states: states, finalNumbers: finalNumbers,
            owners: lanes.flatMap { $0.owners + [$0.keyArena] })
    }

    init(count: Int, keys: Buffer, states: GroupStates, finalNumbers: [Buffer], owners: [AnyObject]) {
        self.count = count
        self.keys = keys
        self.states = states
        self.finalNumbers = finalNumbers
        self.owners = owners
    }

    private struct Partition {
        let table: KeyTable<Key>
        let states: GroupStates
    }

    /// One lane, or lanes without keys, whose single groups are folded into one.
    private static func single(
        _ lanes: [LaneAggregator<Key>], hasKeys: Bool, aggregates: [AggregateSpecification], context: EvaluationContext
    )
        throws(QueryError) -> MergedGroups
    {
        let account = context.account
        let first = lanes[0]
        let count = first.groupCount
        let keys = try Buffer(byteCount: max(count, 1) * MemoryLayout<Key>.stride, account: account)
        if hasKeys { keys.pointer(to: Key.self).update(from: first.table.keys, count: count) }
        var numbers: [Buffer] = []
        for (index, lane) in lanes.enumerated() {
            let identity = try Buffer(byteCount: max(count, 1) * 4, account: account)
            for group in 0..<count { identity.pointer(to: UInt32.self)[group] = UInt32(truncatingIfNeeded: group) }
            numbers.append(identity)
            if index == 0 { continue }
            for (position, aggregate) in aggregates.enumerated() {
                guard !aggregate.isDistinct, let folding = aggregate.folding, let target = first.states.start(of: position),
                    let source = lane.states.start(of: position)
                else { continue }
                try folding.merge(
                    target, stride: first.states.layout.stride, groups: nil, from: UnsafeRawPointer(source),
                    sourceStride: lane.states.layout.stride, count: 1, context: context)
            }
        }
        return MergedGroups(
            count: count, keys: keys, states: first.states, finalNumbers: numbers, owners: lanes.flatMap { $0.owners + [$0.keyArena] })
    }

    private static func partition(ofHash hash: UInt64, of count: Int) -> Int {
        count == 1 ? 0 : Int(truncatingIfNeeded: hash >> 32) & (count - 1)
    }

    /// By lane and partition: the lane's groups whose key belongs there, in order.
    private static func split(_ lanes: [LaneAggregator<Key>], partitions: Int, context: EvaluationContext) throws(QueryError)
        -> [[Selection]]
    {
        let results = MorselResults<[Selection]>(count: lanes.count)
        try WorkerPool.shared.forEach(lanes.count, workers: context.settings.threads) { (lane) throws(QueryError) in
            let table = lanes[lane].table
            let count = table.count
            var sizes = Array(repeating: 0, count: partitions)
            for group in 0..<count { sizes[partition(ofHash: table.hash(of: group), of: partitions)] += 1 }
            var buffers: [Buffer] = []
            for size in sizes { buffers.append(try Buffer(byteCount: max(size, 1) * 4, account: context.account)) }
            let outputs = buffers.map { $0.pointer(to: UInt32.self) }
            var filled = Array(repeating: 0, count: partitions)
            for group in 0..<count {
                let home = partition(ofHash: table.hash(of: group), of: partitions)
                outputs[home][filled[home]] = UInt32(truncatingIfNeeded: group)
                filled[home] += 1
            }
            results[lane] = zip(buffers, sizes).map { Selection(buffer: $0, count: $1) }
        }
        return results.all.map { $0 ?? [] }
    }

    /// Merges one partition's groups of all lanes, and notes in `numbers` which number each got.
    private static func merge(
        _ lanes: [LaneAggregator<Key>], members: [Selection], numbers: [Buffer], aggregates: [AggregateSpecification],
        stateLayout: StateLayout, context: EvaluationContext
    ) throws(QueryError) -> Partition {
        let account = context.account
        let expected = members.map(\.count).max() ?? 0
        var table = try KeyTable<Key>(expecting: expected, hashBits: context.settings.hashBits, account: account)
        var states = try GroupStates(layout: stateLayout, capacity: max(expected, 1), account: account)
        let stride = stateLayout.stride
        let chunk = 4_096
        let keys = try Buffer(byteCount: chunk * MemoryLayout<Key>.stride, account: account)
        let found = try Buffer(byteCount: chunk * 4, account: account)
        let hashes = try Buffer(byteCount: chunk * 8, account: account)
        let records = try Buffer(byteCount: chunk * stride, account: account)
        for (index, lane) in lanes.enumerated() {
            let groups = members[index]
            let laneKeys = lane.table.keys
            let laneStates = UnsafeRawPointer(lane.states.start)
            let output = numbers[index].pointer(to: UInt32.self)
            var start = 0
            while start < groups.count {
                try context.execution.check()
                let count = min(chunk, groups.count - start)
                let numbersFound = found.pointer(to: UInt32.self), known = hashes.pointer(to: UInt64.self)
                for row in 0..<count {
                    let group = Int(groups.rows[start + row])
                    keys.pointer(to: Key.self)[row] = laneKeys[group]
                    known[row] = lane.table.hash(of: group)
                    copyRecord(laneStates + group &* stride, to: records.start + row &* stride, byteCount: stride)
                }
                try table.numbers(of: keys.pointer(to: Key.self), count: count, hashes: known, into: numbersFound)
                try states.reserve(table.count)
                for row in 0..<count { output[Int(groups.rows[start + row])] = numbersFound[row] }
                for (position, aggregate) in aggregates.enumerated() {
                    guard !aggregate.isDistinct, let folding = aggregate.folding, let target = states.start(of: position),
                        let offset = stateLayout.offsets[position]
                    else { continue }
                    try folding.merge(
                        target, stride: stride, groups: numbersFound, from: UnsafeRawPointer(records.start + offset), sourceStride: stride,
                        count: count, context: context)
                }
                start += count
            }
        }
        return Partition(table: table, states: states)
    }
}
