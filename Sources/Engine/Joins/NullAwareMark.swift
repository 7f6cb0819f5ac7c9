import Columns

/// The NULLs of `x IN (…)`: a left row without a match has the mark NULL, not false, where some right row might be equal if a NULL were
/// known.
///
/// The keys whose NULLs are equal (those that tie a subquery to its outer row) must agree in any case.
final class NullAwareMark: Sendable {
    /// Each key column by itself, NULL with a code of its own.
    private let columns: [PackedKeys]
    private let nullsEqual: [Bool]
    /// For each column 1 for rows with a value; nil where there is no NULL.
    private let validity: [Buffer?]
    private let rowCount: Int
    /// Right rows with a NULL that might be anything.
    private let openRows: [UInt32]

    init(_ keys: [KeyColumn], nullsEqual: [Bool], rowCount: Int, context: ExecutionContext) throws(QueryError) {
        self.nullsEqual = nullsEqual
        self.rowCount = rowCount
        var columns: [PackedKeys] = []
        var validity: [Buffer?] = []
        var isOpen = [Bool](repeating: false, count: rowCount)
        for (key, nullsEqual) in zip(keys, nullsEqual) {
            columns.append(try PackedKeys.of([key], nullsEqual: [true], rowCount: rowCount, context: context))
            guard key.vectors.contains(where: { $0.validity != nil }) else {
                validity.append(nil)
                continue
            }
            let bytes = try Buffer(byteCount: max(rowCount, 1), account: context.account)
            var row = 0
            for vector in key.vectors {
                for index in 0..<vector.count {
                    let isValid = vector.isValid(index)
                    bytes.pointer(to: UInt8.self)[row] = byte(isValid)
                    if !isValid, !nullsEqual { isOpen[row] = true }
                    row += 1
                }
            }
            validity.append(bytes)
        }
        self.columns = columns
        self.validity = validity
        openRows = isOpen.indices.filter { isOpen[$0] }.map { UInt32($0) }
    }

    /// The validity of the marks of a batch; nil where all are known.
    func validity(of probe: JoinProbe, context: ExecutionContext) throws(QueryError) -> Buffer? {
        let count = probe.count
        let matched = probe.matched.pointer(to: UInt8.self)
        let result = try Buffer(byteCount: max(count, 1), account: context.account)
        let known = result.pointer(to: UInt8.self)
        known.update(repeating: 1, count: count)
        if rowCount == 0 { return nil }
        let isSimple = columns.count == 1 && !nullsEqual[0] && probe.join.specification.residual == nil
        if isSimple {
            let key = probe.keyVectors[0]
            if openRows.isEmpty, key.validity == nil { return nil }
            for row in 0..<count where matched[row] == 0 { known[row] = byte(openRows.isEmpty && key.isValid(row)) }
            return result
        }
        let sides = try leftSides(probe, context: context)
        for row in 0..<count where matched[row] == 0 {
            try context.check()
            let hasOpenNull = zip(probe.keyVectors, nullsEqual).contains { !$1 && !$0.isValid(row) }
            known[row] = byte(!(try hasPossibleMatch(row, hasOpenNull, sides, probe, context)))
        }
        return result
    }

    /// A left batch's words in one column.
    private struct LeftSide {
        let words: Buffer
        let unmatched: Buffer
    }

    private func leftSides(_ probe: JoinProbe, context: ExecutionContext) throws(QueryError) -> [LeftSide] {
        var sides: [LeftSide] = []
        for (column, vector) in zip(columns, probe.keyVectors) {
            let side = LeftSide(
                words: try Buffer(byteCount: probe.count * 8, account: context.account),
                unmatched: try Buffer(byteCount: probe.count, account: context.account))
            try column.probe(
                [vector], count: probe.count, into: side.words.pointer(to: UInt64.self),
                unmatched: side.unmatched.pointer(to: UInt8.self), context: context)
            sides.append(side)
        }
        return sides
    }

    private func hasPossibleMatch(
        _ row: Int, _ hasOpenNull: Bool, _ sides: [LeftSide], _ probe: JoinProbe, _ context: ExecutionContext
    ) throws(QueryError) -> Bool {
        var candidates: [UInt32] = []
        let room = max(context.settings.vectorSize, 64)
        /// Whether the residual is true for one of the candidates.
        func settle() throws(QueryError) -> Bool {
            if candidates.isEmpty { return false }
            guard let residual = probe.join.specification.residual else { return true }
            let buffer = try Buffer(byteCount: candidates.count * 8, account: context.account)
            let left = buffer.pointer(to: UInt32.self), right = left + candidates.count
            for (index, candidate) in candidates.enumerated() {
                left[index] = UInt32(truncatingIfNeeded: row)
                right[index] = candidate
            }
            let mask = try probe.residualMask(residual, left, right, candidates.count)
            let isTrue = (0..<candidates.count).contains { mask.pointer(to: UInt8.self)[$0] != 0 }
            candidates.removeAll(keepingCapacity: true)
            return isTrue
        }
        // A NULL on the left may equal any row; without one only rows with a NULL of their own are open.
        let total = hasOpenNull ? rowCount : openRows.count
        for index in 0..<total {
            let candidate = hasOpenNull ? index : Int(openRows[index])
            if mayBeEqual(row, candidate, sides, probe) {
                candidates.append(UInt32(truncatingIfNeeded: candidate))
                if candidates.count >= room {
                    try context.check()
                    if try settle() { return true }
                }
            }
        }
        return try settle()
    }

    private func mayBeEqual(_ row: Int, _ candidate: Int, _ sides: [LeftSide], _ probe: JoinProbe) -> Bool {
        for index in columns.indices {
            if !nullsEqual[index] {
                if !probe.keyVectors[index].isValid(row) { continue }
                if let validity = validity[index], validity.pointer(to: UInt8.self)[candidate] == 0 { continue }
            }
            if sides[index].unmatched.pointer(to: UInt8.self)[row] != 0 { return false }
            if sides[index].words.pointer(to: UInt64.self)[row] != columns[index].keys[candidate] { return false }
        }
        return true
    }
}
