import Columns
import Functions

/// Aggregates that need the rows of a frame together: medians, concatenations, and everything with DISTINCT.
///
/// Neighbouring positions with the same rows share one result.
struct GatheredFrames: @unchecked Sendable {
    // Unchecked: holds nothing that changes.
    private let aggregate: ResolvedAggregate
    private let input: WindowCallInput
    /// With DISTINCT: a number for each distinct combination of arguments, by input row.
    private let numbering: KeyNumbering?

    /// Rows that are gathered before results are made.
    private static let roomyRows = 65_536

    init(_ aggregate: ResolvedAggregate, _ input: WindowCallInput, isDistinct: Bool) throws(QueryError) {
        self.aggregate = aggregate
        self.input = input
        guard isDistinct else {
            numbering = nil
            return
        }
        let columns = zip(input.argumentTypes, input.arguments).map { KeyColumn(type: $0, vectors: [$1]) }
        numbering = try KeyNumbering(columns, rowCount: input.ordering.rowCount, context: input.context)
    }

    func results(_ task: Int, _ indexes: UnsafeMutablePointer<UInt32>) throws(QueryError) -> Vector {
        let ordering = input.ordering
        var gathering = try Gathering(aggregate, input)
        // The frame that last took each number; frames count from 1.
        var takenBy: Buffer?
        if let numbering {
            takenBy = try Buffer(byteCount: max(numbering.count, 1) * 4, account: input.account)
            takenBy?.pointer(to: UInt32.self).update(repeating: 0, count: max(numbering.count, 1))
        }
        let taken = takenBy?.pointer(to: UInt32.self)
        let numbers = numbering?.numbers.pointer(to: UInt32.self)
        var frameCount: UInt32 = 0
        for partition in ordering.tasks[task] {
            let positions = ordering.positions(ofPartition: partition)
            let frames = try WindowFrames(input.frame, ordering, positions, account: input.account)
            var last: (Range<Int>, Range<Int>, Range<Int>)?
            for position in positions {
                let runs = frames.runs(of: position, frames.bounds(of: position))
                let isRepeated = last.map { $0 == runs } ?? false
                if !isRepeated {
                    last = runs
                    frameCount += 1
                    for run in [runs.0, runs.1, runs.2] {
                        for member in run where input.passesFilter(member) {
                            let row = ordering.rows[member]
                            if let taken, let numbers {
                                let number = Int(numbers[Int(row)])
                                if taken[number] == frameCount { continue }
                                taken[number] = frameCount
                            }
                            gathering.rows.append(row)
                        }
                    }
                    gathering.offsets.append(gathering.rows.count)
                    if gathering.rows.count >= GatheredFrames.roomyRows {
                        try input.context.check()
                        try gathering.finish()
                    }
                }
                indexes[Int(ordering.rows[position])] = frameCount &- 1
            }
        }
        try gathering.finish()
        return try Vector.concatenating(gathering.results, type: input.type, context: input.context)
    }

    /// The rows of some frames, and the results made so far.
    private struct Gathering {
        let aggregate: ResolvedAggregate
        let input: WindowCallInput
        var rows: [UInt32] = []
        var offsets: [Int] = [0]
        var results: [Vector] = []

        init(_ aggregate: ResolvedAggregate, _ input: WindowCallInput) throws(QueryError) {
            self.aggregate = aggregate
            self.input = input
        }

        mutating func finish() throws(QueryError) {
            let groupCount = offsets.count - 1
            if groupCount == 0 { return }
            // The rows of one frame may be many: their room is charged like everything else.
            let room = try Buffer(byteCount: max(rows.count, 1) * 4, account: input.account)
            let numbers = room.pointer(to: UInt32.self)
            for (index, row) in rows.enumerated() { numbers[index] = row }
            let gathered = try input.gatheredArguments(numbers, count: rows.count)
            let context = EvaluationContext(input.context)
            switch aggregate.kernel {
            case .gathering(let kernel):
                var flat: [Vector] = []
                for vector in gathered { flat.append(try vector.flattened(input.account)) }
                let arguments = flat
                let borders = offsets
                let result = try borders.withUnsafeBufferPointer { (offsets) throws(QueryError) -> Vector in
                    // There is always the border before the first group.
                    guard let start = offsets.baseAddress else { throw QueryError(.internal, "a frame has no borders") }
                    return try kernel.finish(arguments: arguments, offsets: start, groupCount: groupCount, context: context)
                }
                results.append(result)
            case .folding(let kernel):
                let frames = FoldedFrames(kernel, input)
                let states = try Buffer(byteCount: groupCount * frames.stride, account: input.account, zeroed: true)
                let groupRoom = try Buffer(byteCount: max(rows.count, 1) * 4, account: input.account)
                let groups = groupRoom.pointer(to: UInt32.self)
                for group in 0..<groupCount {
                    for index in offsets[group]..<offsets[group + 1] { groups[index] = UInt32(truncatingIfNeeded: group) }
                }
                try kernel.update(
                    states.start, stride: frames.stride, groups: UnsafePointer(groups), arguments: gathered, count: rows.count,
                    context: context)
                results.append(try kernel.finish(states.start, stride: frames.stride, count: groupCount, context: context))
            }
            rows.removeAll(keepingCapacity: true)
            offsets = [0]
        }
    }
}
