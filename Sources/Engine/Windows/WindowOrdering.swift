import Columns

/// The rows of a window operator's input sorted by partition and by order within it.
///
/// "Position" is a place in this order; "row" is a row's number in the input.
final class WindowOrdering: Sendable {
    let rowCount: Int
    let order: RowOrder
    /// Partition `p` has the positions `partitionStarts[p] ..< partitionStarts[p + 1]`.
    private let partitionBuffer: Buffer
    let partitionCount: Int
    /// Runs of whole partitions that one worker takes at a time.
    let tasks: [Range<Int>]

    init(partition: [KeyColumn], order keys: [KeyColumn], rowCount: Int, context: ExecutionContext) throws(QueryError) {
        self.rowCount = rowCount
        let normalized = try NormalizedKeys.of(partition + keys, rowCount: rowCount, context: context)
        let leadingBits = partition.isEmpty ? 0 : normalized.columnEnds[partition.count - 1]
        let sorted = try normalized.sortedRows(leadingBits: leadingBits, context: context)
        order = sorted
        guard let steps = sorted.steps?.pointer(to: UInt8.self) else { throw QueryError(.internal, "a window's order has no steps") }
        let partitions = KeyStep.partitionCount(steps, count: rowCount)
        partitionCount = partitions
        partitionBuffer = try Buffer(byteCount: (partitions + 2) * 4, account: context.account)
        let starts = partitionBuffer.pointer(to: UInt32.self)
        KeyStep.writePartitionStarts(steps, count: rowCount, into: starts)
        starts[partitions] = UInt32(truncatingIfNeeded: rowCount)
        var tasks: [Range<Int>] = []
        var first = 0
        for partition in 0..<partitions
        where Int(starts[partition + 1]) - Int(starts[first]) >= RowBlocks.capacity || partition == partitions - 1 {
            tasks.append(first..<partition + 1)
            first = partition + 1
        }
        self.tasks = tasks
    }

    var partitionStarts: UnsafePointer<UInt32> { UnsafePointer(partitionBuffer.pointer(to: UInt32.self)) }
    var rows: UnsafePointer<UInt32> { order.rows }

    /// The positions of a partition.
    func positions(ofPartition partition: Int) -> Range<Int> {
        Int(partitionStarts[partition])..<Int(partitionStarts[partition + 1])
    }

    /// The positions of all partitions of a task.
    func positions(ofTask task: Int) -> Range<Int> {
        Int(partitionStarts[tasks[task].lowerBound])..<Int(partitionStarts[tasks[task].upperBound])
    }

    /// Whether the row at a position has another order key than the one before it, or is the first of its partition.
    @inline(__always) func startsPeers(_ position: Int) -> Bool {
        // The maker checks that the steps are there.
        guard let steps = order.steps else { return true }
        return steps.pointer(to: UInt8.self)[position] != KeyStep.same
    }

    /// Runs `body` for every task, on all workers.
    func forEachTask(_ context: ExecutionContext, _ body: @escaping @Sendable (Int) throws(QueryError) -> Void) throws(QueryError) {
        try WorkerPool.shared.forEach(tasks.count, workers: context.workers(forRows: rowCount)) { (task) throws(QueryError) in
            try context.check()
            try body(task)
        }
    }
}

/// The peers of the positions of one partition: rows that the order does not tell apart.
struct WindowPeers {
    let positions: Range<Int>
    private let buffer: Buffer
    /// Number of the peer group, by position within the partition.
    private let groups: UnsafeMutablePointer<UInt32>
    /// Start of each group and, behind the last, the end of the partition.
    private let starts: UnsafeMutablePointer<UInt32>
    let groupCount: Int

    init(_ ordering: WindowOrdering, _ positions: Range<Int>, account: MemoryAccount) throws(QueryError) {
        self.positions = positions
        buffer = try Buffer(byteCount: (positions.count * 2 + 2) * 4, account: account)
        groups = buffer.pointer(to: UInt32.self)
        starts = groups + positions.count
        var count = 0
        for position in positions {
            if position == positions.lowerBound || ordering.startsPeers(position) {
                starts[count] = UInt32(truncatingIfNeeded: position)
                count += 1
            }
            groups[position - positions.lowerBound] = UInt32(truncatingIfNeeded: count - 1)
        }
        starts[count] = UInt32(truncatingIfNeeded: positions.upperBound)
        groupCount = count
    }

    func group(of position: Int) -> Int { Int(groups[position - positions.lowerBound]) }
    func start(ofGroup group: Int) -> Int { Int(starts[group]) }
    func end(ofGroup group: Int) -> Int { Int(starts[group + 1]) }
    func peers(of position: Int) -> Range<Int> {
        let group = group(of: position)
        return start(ofGroup: group)..<end(ofGroup: group)
    }
}
