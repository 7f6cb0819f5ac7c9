import Columns

/// Finds the rows of a join's build side by key.
///
/// Where the keys fill a good part of a small domain, they index an array: of row numbers where no key occurs twice, else of runs of
/// rows. Otherwise the top bits of a hash choose a run of rows (a bucket), whose keys lie beside them. Rows of a run ascend.
final class JoinTable: @unchecked Sendable {
    // Unchecked: never written after its making.
    enum Layout {
        /// No equalities: every row is a candidate.
        case everyRow
        /// Row number by key, `UInt32.max` for none; one slot more than keys, for what matches nothing.
        case unique(UnsafePointer<UInt32>)
        /// Rows `rows[starts[key] ..< starts[key + 1]]`; two entries more than keys.
        case runs(starts: UnsafePointer<UInt32>, rows: UnsafePointer<UInt32>)
        /// Candidates `starts[bucket] ..< starts[bucket + 1]` with their `keys`, which are to be compared.
        case hashed(starts: UnsafePointer<UInt32>, rows: UnsafePointer<UInt32>, keys: UnsafePointer<UInt64>, shift: UInt64, mask: UInt64)
    }

    let layout: Layout
    let rowCount: Int
    /// The domain of the array layouts.
    let domain: UInt64
    private let buffers: [Buffer]
    /// For EXPLAIN ANALYZE.
    let strategy: String

    private init(layout: Layout, rowCount: Int, domain: UInt64, buffers: [Buffer], strategy: String) {
        self.layout = layout
        self.rowCount = rowCount
        self.domain = domain
        self.buffers = buffers
        self.strategy = strategy
    }

    static func of(_ keys: PackedKeys?, rowCount: Int, context: ExecutionContext) throws(QueryError) -> JoinTable {
        guard let keys else {
            return JoinTable(layout: .everyRow, rowCount: rowCount, domain: 0, buffers: [], strategy: "nested loops")
        }
        // An array pays while it is not much larger than the rows themselves.
        let largestDomain = max(UInt128(rowCount) * 16, 1 << 16)
        if context.settings.denseArrays, keys.domain <= min(largestDomain, 1 << 30) {
            let domain = UInt64(truncatingIfNeeded: keys.domain)
            if let unique = try uniqueArray(keys, domain: Int(domain), context: context) {
                return JoinTable(
                    layout: .unique(UnsafePointer(unique.pointer(to: UInt32.self))), rowCount: rowCount, domain: domain, buffers: [unique],
                    strategy: "dense array of rows")
            }
            let (starts, rows, _) = try runs(keys, runCount: Int(domain), keepsKeys: false, context: context) { $0 }
            return JoinTable(
                layout: .runs(starts: UnsafePointer(starts.pointer(to: UInt32.self)), rows: UnsafePointer(rows.pointer(to: UInt32.self))),
                rowCount: rowCount, domain: domain, buffers: [starts, rows], strategy: "dense array of runs")
        }
        var bits = 4
        while bits < 30, 1 << bits < rowCount { bits += 1 }
        let shift = UInt64(64 - bits), mask = hashMask(context.settings.hashBits)
        let (starts, rows, keyBuffer) = try runs(keys, runCount: 1 << bits, keepsKeys: true, context: context) {
            JoinTable.bucket($0, shift: shift, mask: mask)
        }
        return JoinTable(
            layout: .hashed(
                starts: UnsafePointer(starts.pointer(to: UInt32.self)), rows: UnsafePointer(rows.pointer(to: UInt32.self)),
                keys: UnsafePointer(keyBuffer.pointer(to: UInt64.self)), shift: shift, mask: mask),
            rowCount: rowCount, domain: 0, buffers: [starts, rows, keyBuffer], strategy: "hashed, \(1 << bits) buckets")
    }

    @inline(__always) static func bucket(_ key: UInt64, shift: UInt64, mask: UInt64) -> UInt64 {
        // The bits that count are the low ones of the setting's mask; brought to the top, they choose the bucket.
        (mixHash(key) & mask).byteSwapped &>> shift
    }

    /// Row numbers by key; nil where a key occurs twice. Every worker takes a range of keys, so that none writes into another's.
    private static func uniqueArray(_ keys: PackedKeys, domain: Int, context: ExecutionContext) throws(QueryError) -> Buffer? {
        let slots = try Buffer(byteCount: (domain + 1) * 4, account: context.account)
        let workers = domain < 1 << 17 ? 1 : context.workers(forRows: keys.rowCount)
        let repeated = MorselResults<Bool>(count: workers)
        try WorkerPool.shared.run(workers: workers) { (worker) throws(QueryError) in
            let rows = slots.pointer(to: UInt32.self)
            let first = UInt64(domain * worker / workers)
            let last = worker == workers - 1 ? domain + 1 : domain * (worker + 1) / workers
            (rows + Int(first)).update(repeating: .max, count: last - Int(first))
            let width = UInt64(domain * (worker + 1) / workers) - first
            var start = 0
            while start < keys.rowCount {
                try context.check()
                let end = min(start + RowBlocks.capacity, keys.rowCount)
                for row in start..<end {
                    let key = keys.keys[row]
                    if key &- first >= width { continue }
                    if let matchable = keys.matchable, matchable[row] == 0 { continue }
                    if rows[Int(truncatingIfNeeded: key)] != .max {
                        repeated[worker] = true
                        return
                    }
                    rows[Int(truncatingIfNeeded: key)] = UInt32(truncatingIfNeeded: row)
                }
                start = end
            }
        }
        return repeated.all.contains { $0 == true } ? nil : slots
    }

    /// A counting sort of the rows by run: the runs' borders, the row numbers, and the keys beside them where wanted.
    private static func runs(
        _ keys: PackedKeys, runCount: Int, keepsKeys: Bool, context: ExecutionContext, _ run: @escaping @Sendable (UInt64) -> UInt64
    ) throws(QueryError) -> (starts: Buffer, rows: Buffer, keys: Buffer) {
        // Borders of runs 0 ... runCount, and an empty run behind them for keys that match nothing.
        let starts = try Buffer(byteCount: (runCount + 2) * 4, account: context.account, zeroed: true)
        let rows = try Buffer(byteCount: max(keys.rowCount, 1) * 4, account: context.account)
        let kept = try Buffer(byteCount: keepsKeys ? max(keys.rowCount, 1) * 8 : 8, account: context.account)
        let workers = runCount < 1 << 16 ? 1 : context.workers(forRows: keys.rowCount)
        let totals = MorselResults<Int>(count: workers)
        @Sendable func share(_ worker: Int) -> Range<UInt64> {
            UInt64(runCount * worker / workers)..<UInt64(runCount * (worker + 1) / workers)
        }
        /// Calls `body` with the matchable rows of a worker's runs, in order.
        @Sendable func forEachRow(of worker: Int, _ body: (Int, UInt64, Int) -> Void) throws(QueryError) {
            let first = share(worker).lowerBound, width = share(worker).upperBound - first
            var start = 0
            while start < keys.rowCount {
                try context.check()
                let end = min(start + RowBlocks.capacity, keys.rowCount)
                for row in start..<end {
                    let key = keys.keys[row], place = run(key)
                    if place &- first >= width { continue }
                    if let matchable = keys.matchable, matchable[row] == 0 { continue }
                    body(row, key, Int(truncatingIfNeeded: place))
                }
                start = end
            }
        }
        try WorkerPool.shared.run(workers: workers) { (worker) throws(QueryError) in
            // Counts one run further on, where the run's next free place will stand.
            let counts = starts.pointer(to: UInt32.self) + 1
            var total = 0
            try forEachRow(of: worker) { _, _, place in
                counts[place] &+= 1
                total &+= 1
            }
            totals[worker] = total
        }
        var bases: [Int] = [0]
        for total in totals.all { bases.append(bases[bases.count - 1] + (total ?? 0)) }
        let workerBases = bases
        try WorkerPool.shared.run(workers: workers) { (worker) throws(QueryError) in
            let next = starts.pointer(to: UInt32.self) + 1
            var position = UInt32(truncatingIfNeeded: workerBases[worker])
            for place in share(worker) {
                let count = next[Int(place)]
                next[Int(place)] = position
                position &+= count
            }
            let rowNumbers = rows.pointer(to: UInt32.self), keptKeys = kept.pointer(to: UInt64.self)
            try forEachRow(of: worker) { row, key, place in
                let position = Int(next[place])
                rowNumbers[position] = UInt32(truncatingIfNeeded: row)
                if keepsKeys { keptKeys[position] = key }
                next[place] &+= 1
            }
        }
        // Now entry `run + 1` is the end of `run`, which is the start of the next; entry 0 is 0.
        let borders = starts.pointer(to: UInt32.self)
        borders[runCount + 1] = borders[runCount]
        return (starts, rows, kept)
    }
}
