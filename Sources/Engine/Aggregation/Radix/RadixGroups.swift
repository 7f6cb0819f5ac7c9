import Columns
import Functions

/// The groups of all partitions, put together in order of first appearance as they are asked for.
///
/// The groups that first appear in one block of the input are a run of neighbours in every partition. A morsel takes the runs of some
/// blocks and deals each group to its place among them, which its first row tells. Reading and writing both stay within the caches.
final class RadixGroups<Key: GroupKey>: MorselProducer, CountedRows, @unchecked Sendable {
    // Unchecked: never written after its making.
    private let partitions: [GroupPartition<Key>]
    private let blockRowCounts: [Int]
    /// By morsel: its blocks and how many groups first appear in them.
    private let morsels: [(blocks: Range<Int>, groups: Int)]
    private let groupsOfBlock: [Int]
    private let keyLayout: KeyLayout
    private let results: [PartitionedResult]
    private let context: EvaluationContext
    /// What keys point at.
    private let owners: [AnyObject]
    private let memory: [Buffer]

    let rowCount: Int

    /// - Parameter partitionResults: by aggregate and partition; given up one aggregate after the other, so that each can take the memory of
    ///   the one before.
    init(
        _ groups: PartitionedGroups<Key>, keyLayout: KeyLayout, resultTypes: [LogicalType], results partitionResults: consuming [[Vector]],
        context: EvaluationContext
    ) throws(QueryError) {
        let partitions = groups.partitions, blockRowCounts = groups.blockRowCounts
        self.partitions = partitions
        self.blockRowCounts = blockRowCounts
        self.keyLayout = keyLayout
        owners = groups.owners.isEmpty ? [] : [KeptObjects(groups.owners)]
        memory = groups.memory
        self.context = context
        var groupsOfBlock = Array(repeating: 0, count: blockRowCounts.count)
        for partition in partitions {
            for block in groupsOfBlock.indices { groupsOfBlock[block] += Int(partition.starts[block + 1] - partition.starts[block]) }
        }
        // Later blocks bring fewer new groups: several make a morsel.
        let size = max(context.settings.morselSize, 1)
        var morsels: [(Range<Int>, Int)] = []
        var first = 0, held = 0
        for (block, groups) in groupsOfBlock.enumerated() {
            if held > 0, held + groups > size {
                morsels.append((first..<block, held))
                (first, held) = (block, 0)
            }
            held += groups
        }
        if held > 0 { morsels.append((first..<groupsOfBlock.count, held)) }
        self.morsels = morsels
        self.groupsOfBlock = groupsOfBlock
        rowCount = groupsOfBlock.reduce(0, +)
        var results: [PartitionedResult] = []
        for (index, type) in resultTypes.enumerated() {
            let own = partitionResults[index]
            partitionResults[index] = []
            results.append(try PartitionedResult(own, type: type, context: context))
        }
        self.results = results
        _ = try checkedRowCount(rowCount)
    }

    var morselCount: Int { morsels.count }

    func run(morsel: Int, _ consume: (Batch) throws(QueryError) -> Bool) throws(QueryError) {
        try context.execution.check()
        let (blocks, count) = morsels[morsel]
        let account = context.account
        let keys = try Buffer(byteCount: count * MemoryLayout<Key>.stride, account: account)
        let placeBuffer = try Buffer(byteCount: RowBlockWriter<Key>.largestBlock * 4, account: account)
        var dealt: [DealtResult] = []
        for result in results { dealt.append(try DealtResult(result, count: count, account: account)) }
        var first = 0
        for block in blocks where groupsOfBlock[block] > 0 {
            let places = assignPlaces(block, first: first, placeBuffer.pointer(to: UInt32.self))
            let output = keys.pointer(to: Key.self)
            for (number, partition) in partitions.enumerated() {
                let groups = Int(partition.starts[block])..<Int(partition.starts[block + 1])
                let firstRows = partition.firstRows
                for group in groups { output[Int(places[Int(firstRows[group])])] = partition.keys[group] }
                for result in dealt { result.deal(number, groups, firstRows, places) }
            }
            first += groupsOfBlock[block]
        }
        var columns = try Key.decode(
            UnsafePointer(keys.pointer(to: Key.self)), count: count, layout: keyLayout, owners: owners, account: account)
        columns += dealt.map { $0.vector }
        for batch in RowSources.cut(columns, count: count, size: max(context.settings.vectorSize, 1) * 8) where try !consume(batch) {
            return
        }
    }

    /// By row of the block: the place of the group that begins there among all groups of the morsel.
    private func assignPlaces(_ block: Int, first: Int, _ places: UnsafeMutablePointer<UInt32>) -> UnsafePointer<UInt32> {
        let rows = blockRowCounts[block]
        if groupsOfBlock[block] < rows {
            places.update(repeating: 0, count: rows)
            for partition in partitions {
                for group in Int(partition.starts[block])..<Int(partition.starts[block + 1]) { places[Int(partition.firstRows[group])] = 1 }
            }
            var next = UInt32(truncatingIfNeeded: first)
            for row in 0..<rows {
                let begins = places[row]
                places[row] = next
                next &+= begins
            }
        } else {
            for row in 0..<rows { places[row] = UInt32(truncatingIfNeeded: first &+ row) }
        }
        return UnsafePointer(places)
    }
}
