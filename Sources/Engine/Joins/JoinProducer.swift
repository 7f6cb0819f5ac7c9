import Columns
import Planner

/// The probe side of a join: for each batch of left rows finds the candidates, keeps the pairs for which the residual is true, and puts
/// out what the kind of join makes of them.
final class JoinProducer: MorselProducer {
    let specification: JoinSpecification
    let left: any MorselProducer
    let leftKeys: KeyEvaluation
    let build: JoinBuildSide
    let context: ExecutionContext

    init(
        specification: JoinSpecification, left: any MorselProducer, leftKeys: @escaping KeyEvaluation, build: JoinBuildSide,
        context: ExecutionContext
    ) {
        self.specification = specification
        self.left = left
        self.leftKeys = leftKeys
        self.build = build
        self.context = context
    }

    var morselCount: Int { left.morselCount }

    func run(morsel: Int, _ consume: (Batch) throws(QueryError) -> Bool) throws(QueryError) {
        let output = BatchCompaction(columnTypes: specification.outputTypes, context: context)
        var isWanted = true
        try left.run(morsel: morsel) { (batch) throws(QueryError) in
            try context.check()
            if batch.count == 0 { return true }
            let keys = specification.keyTypes.isEmpty ? [] : try leftKeys(batch)
            let columns = try batch.columns()
            let probe = try JoinProbe(self, columns: columns, keys: keys, count: batch.count)
            isWanted = try probe.run { (batch) throws(QueryError) in try output.add(batch, consume) }
            return isWanted
        }
        if isWanted { _ = try output.flush(consume) }
    }
}

/// The work on one batch of left rows.
final class JoinProbe {
    let join: JoinProducer
    let build: JoinBuildSide
    let columns: [Vector]
    let keyVectors: [Vector]
    let count: Int
    private let context: ExecutionContext
    private let words: Buffer
    private let unmatched: Buffer
    /// Whether a left row has met a match.
    let matched: Buffer
    private let capacity: Int
    private let leftRows: Buffer
    private let rightRows: Buffer
    /// Left rows before this one are settled: with their matches, or as rows without any, they are put out.
    private var settledRows = 0

    private var kind: JoinKind { join.specification.kind }
    private var putsOutPairs: Bool {
        switch kind {
        case .inner, .left, .right, .full, .single: true
        case .semi, .anti, .mark: false
        }
    }
    private var keepsUnmatched: Bool { kind == .left || kind == .full || kind == .single }

    init(_ join: JoinProducer, columns: [Vector], keys: [Vector], count: Int) throws(QueryError) {
        self.join = join
        build = join.build
        self.columns = columns
        keyVectors = keys
        self.count = count
        context = join.context
        let account = context.account
        capacity = max(count, context.settings.vectorSize)
        words = try Buffer(byteCount: count * 8, account: account)
        unmatched = try Buffer(byteCount: count, account: account, zeroed: true)
        matched = try Buffer(byteCount: count, account: account, zeroed: true)
        // One pair more than is used: the loops write before they know whether they keep.
        leftRows = try Buffer(byteCount: (capacity + 1) * 4, account: account)
        rightRows = try Buffer(byteCount: (capacity + 1) * 4, account: account)
        if let packed = build.keys {
            try packed.probe(
                keys, count: count, into: words.pointer(to: UInt64.self), unmatched: unmatched.pointer(to: UInt8.self), context: context)
        }
    }

    /// False when `emit` wants no more.
    func run(_ emit: (Batch) throws(QueryError) -> Bool) throws(QueryError) -> Bool {
        let marks = matched.pointer(to: UInt8.self)
        var isWanted = true
        if build.rowCount == 0 {
            isWanted = try settle(0, finishedRows: count, emit)
        } else {
            switch build.table.layout {
            case .everyRow:
                isWanted = try expand(emit) { _ in
                    (0, build.rowCount)
                } row: {
                    UInt32(truncatingIfNeeded: $0)
                } agrees: { _, _ in
                    1
                }
            case .unique(let slots):
                isWanted = try probeUnique(slots, emit)
            case .runs(let starts, let rows):
                let keys = words.pointer(to: UInt64.self), unmatched = unmatched.pointer(to: UInt8.self)
                let domain = build.table.domain
                isWanted = try expand(emit) { row in
                    let key = Int(truncatingIfNeeded: min(keys[row] | (0 &- UInt64(unmatched[row])), domain))
                    return (Int(starts[key]), Int(starts[key + 1]))
                } row: {
                    rows[$0]
                } agrees: { _, _ in
                    1
                }
            case .hashed(let starts, let rows, let buildKeys, let shift, let mask):
                let keys = words.pointer(to: UInt64.self), unmatched = unmatched.pointer(to: UInt8.self)
                isWanted = try expand(emit) { row in
                    if unmatched[row] != 0 { return (0, 0) }
                    let bucket = Int(truncatingIfNeeded: JoinTable.bucket(keys[row], shift: shift, mask: mask))
                    return (Int(starts[bucket]), Int(starts[bucket + 1]))
                } row: {
                    rows[$0]
                } agrees: { row, position in
                    byte(buildKeys[position] == keys[row])
                }
            }
        }
        if !isWanted { return false }
        switch kind {
        case .semi, .anti:
            if kind == .anti { for row in 0..<count { marks[row] ^= 1 } }
            let selection = try Selection(mask: marks, count: count, account: context.account)
            if selection.count == 0 { return true }
            if selection.count == count { return try emit(Batch(columns: columns, count: count)) }
            return try emit(Batch(columns: try gathered(columns, selection.rows, selection.count), count: selection.count))
        case .mark:
            return try emit(Batch(columns: columns + [try markColumn()], count: count))
        case .inner, .left, .right, .full, .single: return true
        }
    }

    /// Each left row has one candidate at most.
    private func probeUnique(_ slots: UnsafePointer<UInt32>, _ emit: (Batch) throws(QueryError) -> Bool) throws(QueryError) -> Bool {
        let keys = words.pointer(to: UInt64.self), unmatched = unmatched.pointer(to: UInt8.self)
        let left = leftRows.pointer(to: UInt32.self), right = rightRows.pointer(to: UInt32.self)
        let domain = build.table.domain
        var pairs = 0
        if keepsUnmatched, join.specification.residual == nil {
            for row in 0..<count {
                left[row] = UInt32(truncatingIfNeeded: row)
                right[row] = slots[Int(truncatingIfNeeded: min(keys[row] | (0 &- UInt64(unmatched[row])), domain))]
            }
            settledRows = count
            if kind == .full {
                for row in 0..<count where right[row] != Selection.none { build.markMatched(right + row, count: 1) }
            }
            return try emitPairs(count, emit)
        }
        for row in 0..<count {
            let match = slots[Int(truncatingIfNeeded: min(keys[row] | (0 &- UInt64(unmatched[row])), domain))]
            left[pairs] = UInt32(truncatingIfNeeded: row)
            right[pairs] = match
            pairs &+= Int(byte(match != Selection.none))
        }
        return try settle(pairs, finishedRows: count, emit)
    }

    /// Runs over the candidates of all left rows, in order, and settles the pairs whenever the room for them is full.
    ///
    /// - Parameters:
    ///   - range: the positions of a left row's candidates.
    ///   - row: the right row at a position.
    ///   - agrees: 1 where the keys of left row and position are equal.
    @inline(__always) private func expand(
        _ emit: (Batch) throws(QueryError) -> Bool, _ range: (Int) -> (Int, Int), row rightRow: (Int) -> UInt32,
        agrees: (Int, Int) -> UInt8
    ) throws(QueryError) -> Bool {
        let left = leftRows.pointer(to: UInt32.self), right = rightRows.pointer(to: UInt32.self)
        let marks = matched.pointer(to: UInt8.self)
        // One match tells all that a semi, anti or mark join wants to know.
        let oneIsEnough = !putsOutPairs
        let endsAtFirst = oneIsEnough && join.specification.residual == nil
        var row = 0
        var (position, end) = range(0)
        while row < count {
            var pairs = 0
            while row < count {
                let leftRow = UInt32(truncatingIfNeeded: row)
                if endsAtFirst {
                    while position < end, agrees(row, position) == 0 { position &+= 1 }
                    if position < end { marks[row] = 1 }
                    position = end
                } else {
                    while position < end, pairs < capacity {
                        left[pairs] = leftRow
                        right[pairs] = rightRow(position)
                        pairs &+= Int(agrees(row, position))
                        position &+= 1
                    }
                }
                if position < end { break }
                row &+= 1
                if row < count { (position, end) = range(row) }
            }
            if try !settle(pairs, finishedRows: row, emit) { return false }
            if row < count {
                try context.check()
                if oneIsEnough, marks[row] != 0 { position = end }
            }
        }
        return true
    }

    /// Takes the first `candidates` pairs of the room for pairs: applies the residual, notes the matches, puts out what is due.
    private func settle(_ candidates: Int, finishedRows: Int, _ emit: (Batch) throws(QueryError) -> Bool) throws(QueryError) -> Bool {
        let left = leftRows.pointer(to: UInt32.self), right = rightRows.pointer(to: UInt32.self)
        var pairs = candidates
        if candidates > 0, let residual = join.specification.residual {
            let mask = try residualMask(residual, left, right, candidates)
            let bytes = mask.pointer(to: UInt8.self)
            var kept = 0
            for pair in 0..<candidates {
                left[kept] = left[pair]
                right[kept] = right[pair]
                kept &+= Int(bytes[pair])
            }
            pairs = kept
        }
        let marks = matched.pointer(to: UInt8.self)
        if kind == .right || kind == .full { build.markMatched(right, count: pairs) }
        if kind == .single { pairs = try keepingOneMatch(pairs) }
        if kind == .inner || kind == .right { return pairs == 0 ? true : try emitPairs(pairs, emit) }
        if !keepsUnmatched {
            for pair in 0..<pairs { marks[Int(left[pair])] = 1 }
            return true
        }
        if pairs == finishedRows - settledRows, pairs == 0 || (Int(left[0]) == settledRows && marks[settledRows] == 0),
            isAscendingByOne(left, pairs)
        {
            for pair in 0..<pairs { marks[Int(left[pair])] = 1 }
            settledRows = finishedRows
            return pairs == 0 ? true : try emitPairs(pairs, emit)
        }
        return try emitWithUnmatched(pairs, finishedRows: finishedRows, emit)
    }

    private func isAscendingByOne(_ rows: UnsafePointer<UInt32>, _ count: Int) -> Bool {
        var difference: UInt32 = 0
        for index in 0..<count { difference |= rows[index] ^ (rows[0] &+ UInt32(truncatingIfNeeded: index)) }
        return difference == 0
    }

    /// Puts the left rows without a match among the pairs, each at its place.
    private func emitWithUnmatched(_ pairs: Int, finishedRows: Int, _ emit: (Batch) throws(QueryError) -> Bool) throws(QueryError) -> Bool {
        let left = leftRows.pointer(to: UInt32.self), right = rightRows.pointer(to: UInt32.self)
        let marks = matched.pointer(to: UInt8.self)
        let room = pairs + finishedRows - settledRows + 1
        let leftBuffer = try Buffer(byteCount: room * 4, account: context.account)
        let rightBuffer = try Buffer(byteCount: room * 4, account: context.account)
        let outLeft = leftBuffer.pointer(to: UInt32.self), outRight = rightBuffer.pointer(to: UInt32.self)
        var total = 0
        func putUnmatched(before end: Int) {
            while settledRows < end {
                if marks[settledRows] == 0 {
                    outLeft[total] = UInt32(truncatingIfNeeded: settledRows)
                    outRight[total] = Selection.none
                    total += 1
                }
                settledRows += 1
            }
        }
        for pair in 0..<pairs {
            putUnmatched(before: Int(left[pair]))
            marks[Int(left[pair])] = 1
            outLeft[total] = left[pair]
            outRight[total] = right[pair]
            total += 1
        }
        putUnmatched(before: finishedRows)
        if total == 0 { return true }
        return try emitPairs(outLeft, outRight, total, emit)
    }

    /// For scalar subqueries: a second match is an error, or is dropped where the setting says so.
    private func keepingOneMatch(_ pairs: Int) throws(QueryError) -> Int {
        let left = leftRows.pointer(to: UInt32.self), right = rightRows.pointer(to: UInt32.self)
        let marks = matched.pointer(to: UInt8.self)
        var kept = 0
        for pair in 0..<pairs {
            let row = left[pair]
            let isSecond = marks[Int(row)] != 0 || (kept > 0 && left[kept - 1] == row)
            if isSecond {
                if context.settings.scalarSubqueryErrorOnMultipleRows {
                    throw QueryError(
                        .cardinality, "a subquery that stands for one value returned more than one row",
                        help: [
                            "aggregate its result, or add LIMIT 1", "SET scalar_subquery_error_on_multiple_rows = false takes the first",
                        ])
                }
                continue
            }
            left[kept] = row
            right[kept] = right[pair]
            kept += 1
        }
        return kept
    }

    private func emitPairs(_ pairs: Int, _ emit: (Batch) throws(QueryError) -> Bool) throws(QueryError) -> Bool {
        try emitPairs(leftRows.pointer(to: UInt32.self), rightRows.pointer(to: UInt32.self), pairs, emit)
    }

    private func emitPairs(
        _ left: UnsafePointer<UInt32>, _ right: UnsafePointer<UInt32>, _ pairs: Int, _ emit: (Batch) throws(QueryError) -> Bool
    ) throws(QueryError) -> Bool {
        let isWhole = pairs == count && left[0] == 0 && isAscendingByOne(left, pairs)
        var missing: UInt8 = 0
        for pair in 0..<pairs { missing |= byte(right[pair] == Selection.none) }
        var output = isWhole ? columns : try gathered(columns, left, pairs)
        for column in build.columns {
            output.append(try column.gathered(right, count: pairs, mayMiss: missing != 0, account: context.account))
        }
        return try emit(Batch(columns: output, count: pairs))
    }

    private func gathered(_ columns: [Vector], _ rows: UnsafePointer<UInt32>, _ count: Int) throws(QueryError) -> [Vector] {
        var vectors: [Vector] = []
        vectors.reserveCapacity(columns.count + build.columns.count)
        for column in columns { vectors.append(try column.gathered(rows, count: count, account: context.account)) }
        return vectors
    }

    /// A byte for each candidate pair: whether the residual is true.
    func residualMask(
        _ residual: JoinResidual, _ left: UnsafePointer<UInt32>, _ right: UnsafePointer<UInt32>, _ pairs: Int
    ) throws(QueryError) -> Buffer {
        var vectors: [Vector] = []
        let types = join.specification.leftTypes + join.specification.rightTypes
        let wanted = residual.columns.map { Set($0) }
        for (index, type) in types.enumerated() {
            if let wanted, !wanted.contains(index) {
                vectors.append(try Vector.constant(.null, type: type, count: pairs, account: context.account))
            } else if index < columns.count {
                vectors.append(try columns[index].gathered(left, count: pairs, account: context.account))
            } else {
                vectors.append(try build.columns[index - columns.count].gathered(right, count: pairs, account: context.account))
            }
        }
        let truth = try residual.evaluate(Batch(columns: vectors, count: pairs)).flattened(context.account)
        let mask = try Buffer(byteCount: pairs, account: context.account)
        let bytes = mask.pointer(to: UInt8.self), truths = truth.elements(as: UInt8.self)
        if let validity = truth.validity {
            for pair in 0..<pairs { bytes[pair] = truths[pair] & validity[pair] }
        } else {
            bytes.update(from: truths, count: pairs)
        }
        return mask
    }

    private func markColumn() throws(QueryError) -> Vector {
        guard let nullAware = build.nullAwareMark else {
            return Vector(type: .boolean, count: count, buffer: matched)
        }
        let validity = try nullAware.validity(of: self, context: context)
        return Vector(type: .boolean, count: count, buffer: matched, validity: validity)
    }
}
