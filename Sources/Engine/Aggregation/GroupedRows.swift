import Columns
import Functions

/// Kept rows brought into the order of their groups, each group's in input order.
struct GroupedRows: @unchecked Sendable {
    // Unchecked: written here, read afterwards.
    /// Flat vectors: the arguments, then the order terms.
    let columns: [Vector]
    /// `groupCount + 1` positions.
    let offsets: Buffer

    /// - Parameters:
    ///   - pieces: the kept rows of each lane, in order.
    ///   - finalNumbers: by lane: the final number of each of its groups.
    init(_ pieces: [[KeptRows]], finalNumbers: [Buffer], groupCount: Int, types: [LogicalType], context: EvaluationContext)
        throws(QueryError)
    {
        let account = context.account
        let offsetBuffer = try Buffer(byteCount: (groupCount + 1) * 8, account: account)
        let offsets = offsetBuffer.pointer(to: Int.self)
        offsets.initialize(repeating: 0, count: groupCount + 1)
        var total = 0
        for (lane, laneRows) in pieces.enumerated() {
            let final = finalNumbers[lane].pointer(to: UInt32.self)
            for rows in laneRows {
                let groups = rows.groups.pointer(to: UInt32.self)
                for row in 0..<rows.count { offsets[Int(final[Int(groups[row])]) + 1] += 1 }
                total += rows.count
            }
        }
        for group in 0..<groupCount { offsets[group + 1] += offsets[group] }
        var outputs: [Buffer] = []
        var validities: [Buffer?] = []
        for (column, type) in types.enumerated() {
            outputs.append(try Buffer(byteCount: max(total, 1) * type.physical.byteCount, account: account))
            let isNullable = pieces.contains { $0.contains { $0.columns[column].validity != nil } }
            validities.append(isNullable ? try Buffer(byteCount: max(total, 1), account: account) : nil)
        }
        // Each worker moves the rows of its own range of groups, so that every group keeps its input order.
        let workers = total < 65_536 ? 1 : max(context.settings.threads, 1)
        let cursors = try Buffer(byteCount: max(groupCount, 1) * 8, account: account)
        cursors.pointer(to: Int.self).update(from: offsets, count: groupCount)
        let targets = outputs
        let rowTotal = total
        let targetValidities = validities
        try WorkerPool.shared.run(workers: workers) { (worker) throws(QueryError) in
            let starts = UnsafePointer(offsetBuffer.pointer(to: Int.self))
            let first = GroupedRows.border(worker, workers, groupCount, starts, rowTotal)
            let last = GroupedRows.border(worker + 1, workers, groupCount, starts, rowTotal)
            let positions = cursors.pointer(to: Int.self)
            for (lane, laneRows) in pieces.enumerated() {
                let final = finalNumbers[lane].pointer(to: UInt32.self)
                for rows in laneRows {
                    try context.execution.check()
                    let groups = rows.groups.pointer(to: UInt32.self)
                    let sourceBuffer = try Buffer(byteCount: max(rows.count, 1) * 4, account: account)
                    let targetBuffer = try Buffer(byteCount: max(rows.count, 1) * 8, account: account)
                    let sources = sourceBuffer.pointer(to: UInt32.self)
                    let places = targetBuffer.pointer(to: Int.self)
                    var mine = 0
                    for row in 0..<rows.count {
                        let group = Int(final[Int(groups[row])])
                        guard group >= first, group < last else { continue }
                        sources[mine] = UInt32(truncatingIfNeeded: row)
                        places[mine] = positions[group]
                        positions[group] &+= 1
                        mine &+= 1
                    }
                    for (column, vector) in rows.columns.enumerated() {
                        let flat = try vector.flattened(account)
                        GroupedRows.scatter(flat, sources, places, mine, targets[column], targetValidities[column])
                    }
                }
            }
        }
        var columns: [Vector] = []
        for (index, type) in types.enumerated() {
            var owners: [AnyObject] = []
            if type.physical == .text || type.physical == .nested {
                for rows in pieces.joined() { owners += try rows.columns[index].flattened(account).owners }
            }
            columns.append(Vector(type: type, count: total, buffer: outputs[index], validity: validities[index], keeping: owners))
        }
        self.columns = columns
        self.offsets = offsetBuffer
    }

    init(columns: [Vector], offsets: Buffer) {
        self.columns = columns
        self.offsets = offsets
    }

    /// The first group of a worker: groups are dealt so that each worker has about as many rows.
    private static func border(_ worker: Int, _ workers: Int, _ groups: Int, _ offsets: UnsafePointer<Int>, _ total: Int) -> Int {
        if worker == 0 { return 0 }
        if worker >= workers { return groups }
        let wanted = total / workers * worker
        var low = 0, high = groups
        while low < high {
            let middle = (low + high) / 2
            if offsets[middle] < wanted { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private static func scatter(
        _ flat: Vector, _ sources: UnsafePointer<UInt32>, _ places: UnsafePointer<Int>, _ count: Int, _ target: Buffer, _ validity: Buffer?
    ) {
        func move<Element: BitwiseCopyable>(_: Element.Type) {
            let input = flat.elements(as: Element.self)
            let output = target.pointer(to: Element.self)
            for row in 0..<count { output[places[row]] = input[Int(sources[row])] }
        }
        switch flat.type.physical.byteCount {
        case 1: move(UInt8.self)
        case 2: move(UInt16.self)
        case 4: move(UInt32.self)
        case 8: move(UInt64.self)
        default: move(UInt128.self)
        }
        guard let validity else { return }
        let bytes = validity.pointer(to: UInt8.self)
        for row in 0..<count { bytes[places[row]] = byte(flat.isValid(Int(sources[row]))) }
    }
}
