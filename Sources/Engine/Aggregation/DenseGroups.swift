import Columns
import Functions

/// Brings together what workers or lanes have found of groups that are numbered by their keys.
struct DenseGroups: @unchecked Sendable {
    // Unchecked: written here, read afterwards.
    private let plan: DensePlan
    private let aggregators: [DenseAggregator]
    private let units: [PackedUnit]

    init(_ plan: DensePlan, _ aggregators: [DenseAggregator]) {
        self.plan = plan
        self.aggregators = aggregators
        units = aggregators.flatMap(\.units)
    }

    private static let chunk = 4_096
    private static let chunksOfMorsel = 16

    /// All groups by first appearance, with states as the aggregates have them.
    func merged(stateLayout: StateLayout) throws(QueryError) -> MergedGroups<UInt64> {
        let account = plan.context.account
        let (order, count) = try keysInOrder()
        let keys = try Buffer(byteCount: max(count, 1) * 8, account: account)
        let states = try GroupStates(layout: stateLayout, capacity: count, account: account)
        try mergeSeparate()
        let chunks = (count + DenseGroups.chunk - 1) / DenseGroups.chunk
        try WorkerPool.shared.forEach(chunks, workers: plan.context.settings.threads) { (chunk) throws(QueryError) in
            let first = chunk * DenseGroups.chunk
            let groups = first..<min(first + DenseGroups.chunk, count)
            let ordered = UnsafePointer(order.pointer(to: UInt32.self)), allKeys = keys.pointer(to: UInt64.self)
            for group in groups { allKeys[group] = UInt64(ordered[group]) }
            let terms = try PackedTerms(plan.packed, capacity: groups.count, account: account)
            assemble(ordered + first, count: groups.count, terms, into: states, at: first)
        }
        return MergedGroups(
            count: count, keys: keys, states: states, finalNumbers: try finalNumbers(order.pointer(to: UInt32.self), count),
            owners: aggregators.flatMap { $0.separate?.owners ?? [] })
    }

    /// The results of all groups by first appearance, made a run of groups at a time, whose states never leave the nearer caches. Only for
    /// aggregates whose rows were all folded.
    func results() throws(QueryError) -> [[Batch]] {
        let context = plan.context, account = context.account
        let (order, count) = try keysInOrder()
        try mergeSeparate()
        let layout = StateLayout(plan.aggregates)
        let size = DenseGroups.chunksOfMorsel * DenseGroups.chunk
        let morsels = MorselResults<[Batch]>(count: (count + size - 1) / size)
        try WorkerPool.shared.forEach(morsels.count, workers: context.settings.threads) { (morsel) throws(QueryError) in
            let states = try GroupStates(layout: layout, capacity: DenseGroups.chunk, account: account)
            let keys = try Buffer(byteCount: DenseGroups.chunk * 8, account: account)
            let terms = try PackedTerms(plan.packed, capacity: DenseGroups.chunk, account: account)
            var batches: [Batch] = []
            for first in stride(from: morsel * size, to: min((morsel + 1) * size, count), by: DenseGroups.chunk) {
                try context.execution.check()
                let groups = min(DenseGroups.chunk, count - first)
                let ordered = UnsafePointer(order.pointer(to: UInt32.self)) + first
                for group in 0..<groups { keys.pointer(to: UInt64.self)[group] = UInt64(ordered[group]) }
                var columns = try plan.keyLayout.unpack(UnsafePointer(keys.pointer(to: UInt64.self)), count: groups, account: account)
                assemble(ordered, count: groups, terms, into: states, at: 0)
                for (index, aggregate) in plan.aggregates.enumerated() {
                    guard let folding = aggregate.folding, let start = states.start(of: index) else { continue }
                    let vector = try folding.finish(UnsafeRawPointer(start), stride: layout.stride, count: groups, context: context)
                    columns.append(context.settings.narrowWidths ? try vector.narrowed(account) : vector)
                }
                batches.append(Batch(columns: columns, count: groups))
            }
            morsels[morsel] = batches
        }
        return morsels.all.map { $0 ?? [] }
    }

    /// The rows kept for aggregates that need them, in the order of the input; their group numbers are keys.
    func kept() -> [[[KeptRows]]] {
        let morsels = aggregators.flatMap(\.kept).sorted { $0.morsel < $1.morsel }
        return [plan.aggregates.indices.map { index in morsels.flatMap { $0.rows[index] } }]
    }

    /// The final number of each key: one list, since all units number groups alike. Empty where no rows were kept.
    private func finalNumbers(_ ordered: UnsafePointer<UInt32>, _ count: Int) throws(QueryError) -> [Buffer] {
        guard aggregators.contains(where: { !$0.kept.isEmpty }) else { return [] }
        let buffer = try Buffer(byteCount: plan.domain * 4, account: plan.context.account, zeroed: true)
        let numbers = buffer.pointer(to: UInt32.self)
        for group in 0..<count { numbers[Int(ordered[group])] = UInt32(truncatingIfNeeded: group) }
        return [buffer]
    }

    // MARK: Order

    /// The distinct keys of all units in the order of the morsels that brought them.
    private func keysInOrder() throws(QueryError) -> (Buffer, Int) {
        let account = plan.context.account
        let order = try Buffer(byteCount: plan.domain * 4, account: account)
        let output = order.pointer(to: UInt32.self)
        if units.count == 1 {
            output.update(from: units[0].keys, count: units[0].keyCount)
            return (order, units[0].keyCount)
        }
        var runs: [(morsel: Int, unit: Int, run: Int)] = []
        for (index, unit) in units.enumerated() {
            for (run, start) in unit.runs.enumerated() { runs.append((start.morsel, index, run)) }
        }
        // Several units have runs of one morsel only where a worker went on in a new one.
        runs.sort { ($0.morsel, $0.unit) < ($1.morsel, $1.unit) }
        let metBuffer = try Buffer(byteCount: plan.domain, account: account, zeroed: true)
        let met = metBuffer.pointer(to: UInt8.self)
        var count = 0
        for run in runs {
            for key in units[run.unit].keys(ofRun: run.run) {
                // Written in any case, kept where the key is new.
                output[count] = key
                count &+= Int(met[Int(key)] ^ 1)
                met[Int(key)] = 1
                if count == plan.domain { return (order, count) }
            }
        }
        return (order, count)
    }

    // MARK: States

    /// Adds up the states of aggregates that are not packed, in the order of the lanes.
    private func mergeSeparate() throws(QueryError) {
        guard aggregators.count > 1, plan.hasSeparate else { return }
        let layout = plan.separate
        let chunks = (plan.domain + DenseGroups.chunk - 1) / DenseGroups.chunk
        try WorkerPool.shared.forEach(chunks, workers: plan.context.settings.threads) { (chunk) throws(QueryError) in
            let start = chunk * DenseGroups.chunk
            let count = min(DenseGroups.chunk, plan.domain - start)
            for (index, aggregate) in plan.aggregates.enumerated() {
                guard let folding = aggregate.folding, let target = aggregators[0].separate?.records.start(of: index) else { continue }
                for later in aggregators.dropFirst() {
                    guard let source = later.separate?.records.start(of: index) else { continue }
                    try folding.merge(
                        target + start * layout.stride, stride: layout.stride, groups: nil,
                        from: UnsafeRawPointer(source + start * layout.stride), sourceStride: layout.stride, count: count,
                        context: plan.context)
                }
            }
        }
    }

    /// Makes the states of some groups, given by key.
    private func assemble(
        _ keys: UnsafePointer<UInt32>, count: Int, _ terms: PackedTerms, into states: GroupStates, at first: Int
    ) {
        let stride = states.layout.stride
        terms.fill(units: units, keys: keys, count: count)
        for (index, aggregate) in plan.aggregates.enumerated() {
            guard let folding = aggregate.folding, let start = states.start(of: index) else { continue }
            let target = start + first * stride
            if let own = plan.packed.terms[index] {
                folding.assemble(target, stride: stride, count: count, terms: terms.columns(own))
            } else if let source = aggregators.first?.separate?.records.start(of: index) {
                for group in 0..<count {
                    copyRecord(
                        source + Int(keys[group]) * plan.separate.stride, to: target + group * stride, byteCount: folding.stateByteCount)
                }
            }
        }
    }
}
