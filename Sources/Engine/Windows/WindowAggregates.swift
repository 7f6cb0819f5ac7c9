import Columns
import Functions

/// Aggregates over frames.
///
/// How they are computed depends on the frame: one state a partition where every row sees all of it, running states where frames grow
/// from the partition's start, differences of prefix sums for exact sums and counts, a tree of states for other frames, and the
/// rows of each frame for what needs them all (medians, DISTINCT).
enum WindowAggregates {
    static func evaluate(_ aggregate: ResolvedAggregate, _ input: WindowCallInput) throws(QueryError) -> WindowColumn {
        let isDistinct = input.isDistinct && !aggregate.ignoresDistinct && !input.arguments.isEmpty
        if case .folding(let kernel) = aggregate.kernel, !isDistinct {
            if input.frame.isWholePartition {
                return try collect(input, "a state a partition") { (task, indexes) throws(QueryError) in
                    try FoldedFrames(kernel, input).wholePartitions(task, indexes)
                }
            }
            if let column = try PrefixSums.evaluate(aggregate, input) { return column }
            if input.frame.growsFromStart {
                return try collect(input, "a running state") { (task, indexes) throws(QueryError) in
                    try FoldedFrames(kernel, input).growingFrames(task, indexes)
                }
            }
            return try collect(input, "a tree of states") { (task, indexes) throws(QueryError) in
                try FoldedFrames(kernel, input).anyFrames(task, indexes)
            }
        }
        let rows = try GatheredFrames(aggregate, input, isDistinct: isDistinct)
        return try collect(input, "the rows of each frame") { (task, indexes) throws(QueryError) in try rows.results(task, indexes) }
    }

    /// Runs `body` for every task: it gives distinct results, and for each input row of the task the number of its result among them.
    private static func collect(
        _ input: WindowCallInput, _ strategy: String,
        _ body: @escaping @Sendable (Int, UnsafeMutablePointer<UInt32>) throws(QueryError) -> Vector
    ) throws(QueryError) -> WindowColumn {
        let ordering = input.ordering
        let indexes = try Buffer(byteCount: max(ordering.rowCount, 1) * 4, account: input.account)
        let results = MorselResults<Vector>(count: ordering.tasks.count)
        try ordering.forEachTask(input.context) { (task) throws(QueryError) in
            results[task] = try body(task, indexes.pointer(to: UInt32.self))
        }
        let all = results.all.compactMap { $0 }
        var bases: [Int] = []
        var total = 0
        for vector in all {
            bases.append(total)
            total += vector.count
        }
        _ = try checkedRowCount(total)
        let firstResults = bases
        try ordering.forEachTask(input.context) { (task) throws(QueryError) in
            let base = UInt32(truncatingIfNeeded: firstResults[task])
            if base == 0 { return }
            let numbers = indexes.pointer(to: UInt32.self)
            for position in ordering.positions(ofTask: task) { numbers[Int(ordering.rows[position])] &+= base }
        }
        let source = try Vector.concatenating(all, type: input.type, context: input.context)
        return WindowColumn(source: source, indexes: indexes, strategy: strategy)
    }
}

extension WindowCallInput {
    /// The arguments of the rows at `positions`, in that order.
    func arguments(at positions: Range<Int>) throws(QueryError) -> [Vector] {
        try gatheredArguments(ordering.rows + positions.lowerBound, count: positions.count)
    }

    func gatheredArguments(_ rows: UnsafePointer<UInt32>, count: Int) throws(QueryError) -> [Vector] {
        var vectors: [Vector] = []
        for argument in arguments { vectors.append(try argument.gathered(rows, count: count, account: account)) }
        return vectors
    }

    /// Whether the row at a position passes the filter.
    func passesFilter(_ position: Int) -> Bool {
        guard let filter else { return true }
        return filter.bytes[Int(ordering.rows[position])] != 0
    }

    /// Folds the rows at `positions` into `states`, the row at a position into the state that `group` gives it.
    func fold(
        _ kernel: any FoldingAggregate, _ positions: Range<Int>, into states: UnsafeMutableRawPointer, stride: Int,
        keeping owners: inout [AnyObject], group: (Int) -> Int
    ) throws(QueryError) {
        let room = try Buffer(byteCount: max(positions.count, 1) * 8, account: account)
        let groups = room.pointer(to: UInt32.self), rows = groups + positions.count
        var count = 0
        for position in positions where passesFilter(position) {
            groups[count] = UInt32(truncatingIfNeeded: group(position))
            rows[count] = ordering.rows[position]
            count += 1
        }
        if count == 0 { return }
        let vectors = try gatheredArguments(rows, count: count)
        try kernel.update(
            states, stride: stride, groups: UnsafePointer(groups), arguments: vectors, count: count, context: EvaluationContext(context))
        owners += kernel.keepAlive(vectors)
    }
}

/// Aggregates whose states fold rows one after the other.
struct FoldedFrames {
    let kernel: any FoldingAggregate
    let input: WindowCallInput
    /// Bytes from one state to the next.
    let stride: Int
    private let evaluation: EvaluationContext

    init(_ kernel: any FoldingAggregate, _ input: WindowCallInput) {
        self.kernel = kernel
        self.input = input
        let alignment = max(kernel.stateAlignment, 8)
        stride = max((kernel.stateByteCount + alignment - 1) / alignment * alignment, alignment)
        evaluation = EvaluationContext(input.context)
    }

    private func newStates(_ count: Int) throws(QueryError) -> Buffer {
        try Buffer(byteCount: max(count, 1) * stride, account: input.account, zeroed: true)
    }

    /// Blocks of positions that are folded at once.
    private func blocks(_ positions: Range<Int>) -> [Range<Int>] {
        var blocks: [Range<Int>] = []
        var start = positions.lowerBound
        while start < positions.upperBound {
            let end = min(start + RowBlocks.capacity, positions.upperBound)
            blocks.append(start..<end)
            start = end
        }
        return blocks
    }

    /// One result a partition.
    func wholePartitions(_ task: Int, _ indexes: UnsafeMutablePointer<UInt32>) throws(QueryError) -> Vector {
        let ordering = input.ordering
        let partitions = ordering.tasks[task]
        let states = try newStates(partitions.count)
        var owners: [AnyObject] = []
        var partition = partitions.lowerBound
        for block in blocks(ordering.positions(ofTask: task)) {
            try input.context.check()
            try input.fold(kernel, block, into: states.start, stride: stride, keeping: &owners) { position in
                while position >= Int(ordering.partitionStarts[partition + 1]) { partition += 1 }
                return partition - partitions.lowerBound
            }
        }
        for partition in partitions {
            for position in ordering.positions(ofPartition: partition) {
                indexes[Int(ordering.rows[position])] = UInt32(truncatingIfNeeded: partition - partitions.lowerBound)
            }
        }
        let result = try kernel.finish(states.start, stride: stride, count: partitions.count, context: evaluation)
        return try withExtendedLifetime(owners) { () throws(QueryError) in try result.flattened(input.account) }
    }

    /// The state after each row of a partition; a frame's result is the one of its last row. Results are 0 for an empty frame, then
    /// one a position of the task.
    func growingFrames(_ task: Int, _ indexes: UnsafeMutablePointer<UInt32>) throws(QueryError) -> Vector {
        let ordering = input.ordering
        let taskStart = ordering.positions(ofTask: task).lowerBound
        let empty = try newStates(1)
        var results = [try kernel.finish(empty.start, stride: stride, count: 1, context: evaluation)]
        for partition in ordering.tasks[task] {
            let positions = ordering.positions(ofPartition: partition)
            let carry = try newStates(1)
            var owners: [AnyObject] = []
            for block in blocks(positions) {
                try input.context.check()
                let states = try newStates(block.count)
                try input.fold(kernel, block, into: states.start, stride: stride, keeping: &owners) { $0 - block.lowerBound }
                for index in 0..<block.count {
                    let state = states.start + index * stride
                    try kernel.merge(
                        carry.start, stride: stride, groups: nil, from: state, sourceStride: stride, count: 1, context: evaluation)
                    state.copyMemory(from: carry.start, byteCount: stride)
                }
                let finished = try kernel.finish(states.start, stride: stride, count: block.count, context: evaluation)
                results.append(try withExtendedLifetime(owners) { () throws(QueryError) in try finished.flattened(input.account) })
            }
            let frames = try WindowFrames(input.frame, ordering, positions, account: input.account)
            for position in positions {
                let frame = frames.bounds(of: position)
                indexes[Int(ordering.rows[position])] =
                    frame.isEmpty ? 0 : UInt32(truncatingIfNeeded: frame.upperBound - taskStart)
            }
        }
        return try Vector.concatenating(results, type: input.type, context: input.context)
    }

    /// Any frame: its rows' states are put together from a tree. One result a position of the task.
    func anyFrames(_ task: Int, _ indexes: UnsafeMutablePointer<UInt32>) throws(QueryError) -> Vector {
        let ordering = input.ordering
        let taskStart = ordering.positions(ofTask: task).lowerBound
        var results: [Vector] = []
        for partition in ordering.tasks[task] {
            let positions = ordering.positions(ofPartition: partition)
            let tree = try SegmentTree(self, positions)
            let frames = try WindowFrames(input.frame, ordering, positions, account: input.account)
            for block in blocks(positions) {
                try input.context.check()
                let states = try newStates(block.count)
                for position in block {
                    let (first, second, third) = frames.runs(of: position, frames.bounds(of: position))
                    let target = states.start + (position - block.lowerBound) * stride
                    for run in [first, second, third] where !run.isEmpty { try tree.merge(run, into: target) }
                    indexes[Int(ordering.rows[position])] = UInt32(truncatingIfNeeded: position - taskStart)
                }
                let finished = try kernel.finish(states.start, stride: stride, count: block.count, context: evaluation)
                results.append(try withExtendedLifetime(tree) { () throws(QueryError) in try finished.flattened(input.account) })
            }
        }
        return try Vector.concatenating(results, type: input.type, context: input.context)
    }

    /// The states of the rows of a partition, and above them the states of runs of them, after Leis et al., "Efficient Processing of
    /// Window Functions in Analytical SQL Queries", PVLDB 8(10), 2015.
    private final class SegmentTree {
        private static let fanOut = 16
        private let frames: FoldedFrames
        private let positions: Range<Int>
        /// Level 0 has a state a row, each further level one for every `fanOut` of the level below.
        private var levels: [Buffer] = []
        private var owners: [AnyObject] = []

        init(_ frames: FoldedFrames, _ positions: Range<Int>) throws(QueryError) {
            self.frames = frames
            self.positions = positions
            let stride = frames.stride
            let rows = try frames.newStates(positions.count)
            for block in frames.blocks(positions) {
                try frames.input.context.check()
                try frames.input.fold(frames.kernel, block, into: rows.start, stride: stride, keeping: &owners) {
                    $0 - positions.lowerBound
                }
            }
            levels.append(rows)
            var count = positions.count
            while count > SegmentTree.fanOut {
                let parents = (count + SegmentTree.fanOut - 1) / SegmentTree.fanOut
                let level = try frames.newStates(parents)
                let parentOf = try Buffer(byteCount: count * 4, account: frames.input.account)
                let groups = parentOf.pointer(to: UInt32.self)
                for index in 0..<count { groups[index] = UInt32(truncatingIfNeeded: index / SegmentTree.fanOut) }
                try frames.kernel.merge(
                    level.start, stride: stride, groups: UnsafePointer(groups), from: levels[levels.count - 1].start, sourceStride: stride,
                    count: count, context: frames.evaluation)
                levels.append(level)
                count = parents
            }
        }

        /// Merges the states of a run of positions, in order.
        func merge(_ run: Range<Int>, into target: UnsafeMutableRawPointer) throws(QueryError) {
            var low = run.lowerBound - positions.lowerBound, high = run.upperBound - positions.lowerBound
            // What lies right of the higher levels' runs comes after them.
            var later: [(level: Int, range: Range<Int>)] = []
            var level = 0
            while level + 1 < levels.count, high - low >= 2 * SegmentTree.fanOut {
                let firstWhole = (low + SegmentTree.fanOut - 1) / SegmentTree.fanOut
                let lastWhole = high / SegmentTree.fanOut
                try mergeStates(level, low..<firstWhole * SegmentTree.fanOut, into: target)
                later.append((level, lastWhole * SegmentTree.fanOut..<high))
                (low, high) = (firstWhole, lastWhole)
                level += 1
            }
            try mergeStates(level, low..<high, into: target)
            for (level, range) in later.reversed() { try mergeStates(level, range, into: target) }
        }

        private func mergeStates(_ level: Int, _ range: Range<Int>, into target: UnsafeMutableRawPointer) throws(QueryError) {
            for index in range {
                try frames.kernel.merge(
                    target, stride: frames.stride, groups: nil, from: levels[level].start + index * frames.stride,
                    sourceStride: frames.stride, count: 1, context: frames.evaluation)
            }
        }
    }
}
