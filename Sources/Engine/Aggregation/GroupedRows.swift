import Columns
import Functions

/// Kept rows brought into the order of their groups, each group's in input order.
struct GroupedRows: @unchecked Sendable {
    // Unchecked: written here, read afterwards.
    /// The arguments, then the order terms, in any form but constant.
    let columns: [Vector]
    /// `groupCount + 1` positions.
    let offsets: Buffer

    /// A counting sort by group: the rows are cut into parts, and each knows how many rows of each group lie in the parts before it, so
    /// that all parts move their rows at the same time.
    ///
    /// - Parameters:
    ///   - lanes: the kept rows of each lane, in order.
    ///   - finalNumbers: by lane: the final number of each of its groups.
    ///   - facts: what is proved of the columns.
    init(
        _ lanes: [[KeptRows]], finalNumbers: [Buffer], groupCount: Int, types: [LogicalType], facts: [ColumnFacts],
        context: EvaluationContext
    ) throws(QueryError) {
        let account = context.account
        let total = try checkedRowCount(lanes.reduce(0) { $0 + $1.reduce(0) { $0 + $1.count } })
        let pieces = GroupedRows.parts(lanes, finalNumbers, rowCount: total, groupCount: groupCount)
        let offsetBuffer = try Buffer(byteCount: (groupCount + 1) * 8, account: account)
        let cursors = try GroupedRows.cursors(pieces, groupCount, offsetBuffer.pointer(to: Int.self), context)
        var moved: [MovedColumn] = []
        for (index, type) in types.enumerated() {
            moved.append(try MovedColumn(index, type, facts[index], lanes, total, context))
        }
        var firstRows: [Int] = []
        var next = 0
        for part in pieces {
            firstRows.append(next)
            next += part.rowCount
        }
        let firstRowOfPart = firstRows
        let targets = moved
        let owners = MorselResults<[[AnyObject]]>(count: pieces.count)
        try WorkerPool.shared.forEach(pieces.count, workers: context.execution.workers(forRows: total)) { (part) throws(QueryError) in
            let final = pieces[part].finalNumbers.pointer(to: UInt32.self)
            let positions = cursors[part].pointer(to: UInt32.self)
            var pointedAt: [[AnyObject]] = targets.map { _ in [] }
            var firstRow = firstRowOfPart[part]
            for rows in pieces[part].rows {
                try context.execution.check()
                let groups = rows.groups.pointer(to: UInt32.self)
                let places = try Buffer(byteCount: max(rows.count, 1) * 4, account: account)
                let place = places.pointer(to: UInt32.self)
                for row in 0..<rows.count {
                    let cursor = positions + Int(final[Int(groups[row])])
                    place[row] = cursor.pointee
                    cursor.pointee &+= 1
                }
                for (index, target) in targets.enumerated() {
                    for owner in try target.move(rows.columns[index], firstRow: firstRow, to: place, account: account)
                    where pointedAt[index].last !== owner { pointedAt[index].append(owner) }
                }
                firstRow += rows.count
            }
            owners[part] = pointedAt
        }
        let allOwners = owners.all.compactMap { $0 }
        var columns: [Vector] = []
        for (index, column) in moved.enumerated() {
            columns.append(try column.vector(owners: allOwners.flatMap { $0[index] }, count: total, account: account))
        }
        self.columns = columns
        offsets = offsetBuffer
    }

    init(columns: [Vector], offsets: Buffer) {
        self.columns = columns
        self.offsets = offsets
    }

    /// Neighbouring kept rows of one lane.
    private struct Part: @unchecked Sendable {
        // Unchecked: only read.
        var rows: [KeptRows] = []
        var rowCount = 0
        let finalNumbers: Buffer
    }

    /// Cuts lanes where they are long; a part should have several rows a group, since it counts the rows of all groups.
    private static func parts(_ lanes: [[KeptRows]], _ finalNumbers: [Buffer], rowCount: Int, groupCount: Int) -> [Part] {
        let wanted = min(max(rowCount / max(groupCount, 1 << 16), 2), 16)
        let size = rowCount / wanted + 1
        var parts: [Part] = []
        for (lane, pieces) in lanes.enumerated() where !pieces.isEmpty {
            var part = Part(finalNumbers: finalNumbers[lane])
            for rows in pieces {
                if part.rowCount >= size {
                    parts.append(part)
                    part = Part(finalNumbers: finalNumbers[lane])
                }
                part.rows.append(rows)
                part.rowCount += rows.count
            }
            parts.append(part)
        }
        return parts
    }

    /// Fills `offsets`; gives back, by part and group, where the part's first row of the group goes.
    private static func cursors(
        _ parts: [Part], _ groupCount: Int, _ offsets: UnsafeMutablePointer<Int>, _ context: EvaluationContext
    ) throws(QueryError) -> [Buffer] {
        let counts = MorselResults<Buffer>(count: parts.count)
        try WorkerPool.shared.forEach(parts.count, workers: context.settings.threads) { (part) throws(QueryError) in
            let buffer = try Buffer(byteCount: max(groupCount, 1) * 4, account: context.account, zeroed: true)
            let count = buffer.pointer(to: UInt32.self)
            let final = parts[part].finalNumbers.pointer(to: UInt32.self)
            for rows in parts[part].rows {
                try context.execution.check()
                let groups = rows.groups.pointer(to: UInt32.self)
                for row in 0..<rows.count { count[Int(final[Int(groups[row])])] &+= 1 }
            }
            counts[part] = buffer
        }
        let cursors = counts.all.compactMap { $0 }
        let starts = cursors.map { $0.pointer(to: UInt32.self) }
        var next = 0
        for group in 0..<groupCount {
            offsets[group] = next
            for start in starts {
                let count = Int(start[group])
                start[group] = UInt32(truncatingIfNeeded: next)
                next &+= count
            }
        }
        offsets[groupCount] = next
        return cursors
    }

    /// The group of every row.
    func groupNumbers(groupCount: Int, rowCount: Int, account: MemoryAccount) throws(QueryError) -> Buffer {
        let buffer = try Buffer(byteCount: max(rowCount, 1) * 4, account: account)
        let numbers = buffer.pointer(to: UInt32.self)
        let starts = offsets.pointer(to: Int.self)
        for group in 0..<groupCount {
            let count = starts[group + 1] - starts[group]
            (numbers + starts[group]).initialize(repeating: UInt32(truncatingIfNeeded: group), count: count)
        }
        return buffer
    }
}

/// A column on its way into the order of the groups.
private struct MovedColumn: @unchecked Sendable {
    // Unchecked: workers write different rows.
    private let type: LogicalType
    private let form: StoredForm?
    private let elements: Buffer
    private let validity: Buffer?
    /// Of nested values, which cannot be mixed: all of them one after the other, and where each row comes from.
    private let nested: Vector?

    init(_ index: Int, _ type: LogicalType, _ facts: ColumnFacts, _ pieces: [[KeptRows]], _ total: Int, _ context: EvaluationContext)
        throws(QueryError)
    {
        self.type = type
        var facts = facts
        facts.mayBeNull = pieces.contains { $0.contains { $0.columns[index].validity != nil } }
        form = StoredForm(type, facts: facts, narrowWidths: context.settings.narrowWidths)
        elements = try Buffer(byteCount: max(total, 1) * (form?.byteCount ?? 4), account: context.account)
        validity = form != nil && facts.mayBeNull ? try Buffer(byteCount: max(total, 1), account: context.account) : nil
        nested =
            form == nil ? try Vector.concatenating(pieces.joined().map { $0.columns[index] }, type: type, context: context.execution) : nil
    }

    /// Moves the rows of a vector to their places, and gives back what the elements point at.
    func move(_ vector: Vector, firstRow: Int, to places: UnsafePointer<UInt32>, account: MemoryAccount) throws(QueryError) -> [AnyObject] {
        let count = vector.count
        guard let form else {
            let rows = elements.pointer(to: UInt32.self)
            for row in 0..<count { rows[Int(places[row])] = UInt32(truncatingIfNeeded: firstRow + row) }
            return []
        }
        let scratch = try Buffer(byteCount: max(count, 1) * form.byteCount, account: account)
        let valid = validity == nil ? nil : try Buffer(byteCount: max(count, 1), account: account)
        let owners = try form.store(vector, into: scratch.start, validity: valid?.pointer(to: UInt8.self), account: account)
        switch form.byteCount {
        case 1: scatter(scratch, places, elements, count, as: UInt8.self)
        case 2: scatter(scratch, places, elements, count, as: UInt16.self)
        case 4: scatter(scratch, places, elements, count, as: UInt32.self)
        case 8: scatter(scratch, places, elements, count, as: UInt64.self)
        default: scatter(scratch, places, elements, count, as: UInt128.self)
        }
        if let validity, let valid { scatter(valid, places, validity, count, as: UInt8.self) }
        return owners
    }

    func vector(owners: [AnyObject], count: Int, account: MemoryAccount) throws(QueryError) -> Vector {
        if let nested { return try nested.gathered(elements.pointer(to: UInt32.self), count: count, account: account) }
        guard let form else { return Vector(type: type, count: count, buffer: elements) }
        var all = owners
        all.append(elements)
        if let validity { all.append(validity) }
        return form.vector(
            UnsafeRawPointer(elements.start), validity: validity.map { UnsafePointer($0.pointer(to: UInt8.self)) }, count: count,
            owners: all)
    }

    private func scatter<Element: BitwiseCopyable>(
        _ source: Buffer, _ places: UnsafePointer<UInt32>, _ target: Buffer, _ count: Int, as _: Element.Type
    ) {
        let input = source.pointer(to: Element.self), output = target.pointer(to: Element.self)
        for row in 0..<count { output[Int(places[row])] = input[row] }
    }
}
