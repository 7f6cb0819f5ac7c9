import Columns
import Functions

/// The window functions that give the value of another row: that row is found, then all values are gathered at once.
enum ValueFunctions {
    static func evaluate(_ function: WindowFunction, _ input: WindowCallInput) throws(QueryError) -> WindowColumn {
        guard let argument = input.arguments.first else {
            throw QueryError(.internal, "\(function.rawValue) has no argument")
        }
        let ordering = input.ordering
        let isShift = function == .lag || function == .lead
        var source = argument
        if isShift, input.arguments.count > 2 {
            _ = try checkedRowCount(2 * ordering.rowCount)
            // The defaults follow the values, so that one index reaches either.
            source = try Vector.concatenating([argument, input.arguments[2]], type: argument.type, context: input.context)
        }
        let indexes = try Buffer(byteCount: max(ordering.rowCount, 1) * 4, account: input.account)
        try ordering.forEachTask(input.context) { (task) throws(QueryError) in
            for partition in ordering.tasks[task] {
                let positions = ordering.positions(ofPartition: partition)
                let candidates = try Candidates(input, argument, positions)
                if isShift {
                    fillShifted(function == .lag ? -1 : 1, input, candidates, indexes.pointer(to: UInt32.self))
                } else {
                    try fillFromFrames(function, input, candidates, indexes.pointer(to: UInt32.self))
                }
            }
        }
        return WindowColumn(source: source, indexes: indexes, strategy: "row numbers of frames")
    }

    /// The positions of a partition that count: all, or under IGNORE NULLS those with a value.
    private struct Candidates {
        let positions: Range<Int>
        /// How many candidates lie before a position, by place in the partition and one more; nil where all positions count.
        private let before: Buffer?
        /// The candidates' positions.
        private let kept: Buffer?

        init(_ input: WindowCallInput, _ argument: Vector, _ positions: Range<Int>) throws(QueryError) {
            self.positions = positions
            guard input.ignoresNulls, argument.validity != nil else {
                before = nil
                kept = nil
                return
            }
            let counts = try Buffer(byteCount: (positions.count + 1) * 4, account: input.account)
            let found = try Buffer(byteCount: (positions.count + 1) * 4, account: input.account)
            var count: UInt32 = 0
            for position in positions {
                counts.pointer(to: UInt32.self)[position - positions.lowerBound] = count
                if argument.isValid(Int(input.ordering.rows[position])) {
                    found.pointer(to: UInt32.self)[Int(count)] = UInt32(truncatingIfNeeded: position)
                    count += 1
                }
            }
            counts.pointer(to: UInt32.self)[positions.count] = count
            before = counts
            kept = found
        }

        /// Candidates before a position.
        func count(before position: Int) -> Int {
            guard let before else { return position - positions.lowerBound }
            return Int(before.pointer(to: UInt32.self)[position - positions.lowerBound])
        }

        /// The position of candidate `index`, nil where there is none.
        func position(ofCandidate index: Int) -> Int? {
            guard index >= 0, index < count(before: positions.upperBound) else { return nil }
            guard let kept else { return positions.lowerBound + index }
            return Int(kept.pointer(to: UInt32.self)[index])
        }
    }

    private static func fillShifted(
        _ direction: Int, _ input: WindowCallInput, _ candidates: Candidates, _ indexes: UnsafeMutablePointer<UInt32>
    ) {
        let rows = input.ordering.rows
        let offsets = input.arguments.count > 1 ? input.arguments[1] : nil
        let hasDefault = input.arguments.count > 2
        for position in candidates.positions {
            let row = Int(rows[position])
            var shift = direction
            if let offsets {
                guard offsets.isValid(row) else {
                    indexes[row] = Selection.none
                    continue
                }
                let limit = Int128(1) << 40
                shift = direction * Int(max(-limit, min(limit, offsets.wholeNumber(at: row))))
            }
            let target: Int?
            if shift == 0 {
                target = position
            } else if shift < 0 {
                target = candidates.position(ofCandidate: candidates.count(before: position) + shift)
            } else {
                target = candidates.position(ofCandidate: candidates.count(before: position + 1) + shift - 1)
            }
            if let target {
                indexes[row] = rows[target]
            } else {
                indexes[row] = hasDefault ? UInt32(truncatingIfNeeded: input.ordering.rowCount + row) : Selection.none
            }
        }
    }

    private static func fillFromFrames(
        _ function: WindowFunction, _ input: WindowCallInput, _ candidates: Candidates, _ indexes: UnsafeMutablePointer<UInt32>
    ) throws(QueryError) {
        let rows = input.ordering.rows
        let frames = try WindowFrames(input.frame, input.ordering, candidates.positions, account: input.account)
        for position in candidates.positions {
            if position % RowBlocks.capacity == 0 { try input.context.check() }
            let row = Int(rows[position])
            let (first, second, third) = frames.runs(of: position, frames.bounds(of: position))
            func count(_ run: Range<Int>) -> Int {
                run.isEmpty ? 0 : candidates.count(before: run.upperBound) - candidates.count(before: run.lowerBound)
            }
            let total = count(first) + count(second) + count(third)
            var wanted: Int
            switch function {
            case .lastValue: wanted = total - 1
            case .nthValue:
                guard input.arguments.count > 1, input.arguments[1].isValid(row) else {
                    indexes[row] = Selection.none
                    continue
                }
                let number = input.arguments[1].wholeNumber(at: row)
                guard number > 0 else {
                    throw QueryError(.outOfRange, "the second argument of nth_value is \(number), but must be greater than zero")
                }
                wanted = Int(min(number, 1 << 40)) - 1
            default: wanted = 0
            }
            indexes[row] = Selection.none
            if wanted < 0 || wanted >= total { continue }
            for run in [first, second, third] {
                let inRun = count(run)
                if wanted < inRun {
                    if let target = candidates.position(ofCandidate: candidates.count(before: run.lowerBound) + wanted) {
                        indexes[row] = rows[target]
                    }
                    break
                }
                wanted -= inRun
            }
        }
    }
}
