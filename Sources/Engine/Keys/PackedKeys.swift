import Columns

/// The keys of a relation's rows as one word each: equal words for equal keys and only for them.
///
/// The codes of the parts are digits of one number, each in the base of its own size, so that few distinct values make a small domain.
/// Keys that need more than 64 bits are numbered by first appearance. Other rows, such as the probe side of a join, are given the
/// same words by `probe`.
package final class PackedKeys: @unchecked Sendable {
    // Unchecked: never written after its making.
    package let rowCount: Int
    package let keys: UnsafePointer<UInt64>
    /// 0 for rows that equal no row, not even themselves, since a column is NULL whose NULLs are not equal; nil where there is none.
    package let matchable: UnsafePointer<UInt8>?
    /// Keys are less than this; at most 2^64.
    package let domain: UInt128
    private let buffer: Buffer
    private let matchableBuffer: Buffer?
    private let layout: Layout

    /// What gives further rows the same words.
    private struct Layout: Sendable {
        /// Runs of parts whose sizes multiply to at most 2^64.
        var groups: [[NormalizedKeyPart]]
        /// For each group behind the first: numbers the pair of what came before and the group's word.
        var interners: [KeyInterner] = []
        var translations: [KeyTranslation?]
        var types: [LogicalType]
        var nullsEqual: [Bool]
    }

    private init(
        rowCount: Int, domain: UInt128, buffer: Buffer, matchable: Buffer?, layout: Layout
    ) {
        self.rowCount = rowCount
        self.domain = domain
        self.buffer = buffer
        matchableBuffer = matchable
        self.layout = layout
        keys = UnsafePointer(buffer.pointer(to: UInt64.self))
        self.matchable = matchable.map { UnsafePointer($0.pointer(to: UInt8.self)) }
    }

    /// - Parameter nullsEqual: for each column whether NULL equals NULL; otherwise a row with NULL equals none.
    package static func of(_ columns: [KeyColumn], nullsEqual: [Bool], rowCount: Int, context: ExecutionContext) throws(QueryError)
        -> PackedKeys
    {
        let rowCount = try checkedRowCount(rowCount)
        var unified: [KeyColumn] = []
        var translations: [KeyTranslation?] = []
        var groups: [[NormalizedKeyPart]] = []
        var sizes: [UInt128] = []
        for (index, column) in columns.enumerated() {
            let (column, dictionary) = try KeyDictionaries.unified(column, context: context)
            unified.append(column)
            translations.append(dictionary.map { KeyTranslation(to: $0) })
            let range = try KeyValueRange.of(column, context: context)
            for part in try NormalizedKeyPart.parts(of: column, index: index, values: range, dictionary: dictionary) {
                if let last = sizes.last {
                    let (product, overflow) = last.multipliedReportingOverflow(by: part.size)
                    if !overflow, product <= 1 << 64 {
                        groups[groups.count - 1].append(part)
                        sizes[sizes.count - 1] = product
                        continue
                    }
                }
                groups.append([part])
                sizes.append(part.size)
            }
        }
        let buffer = try Buffer(byteCount: max(rowCount, 1) * 8, account: context.account, zeroed: groups.isEmpty)
        let keys = buffer.pointer(to: UInt64.self)
        let blocks = RowBlocks(counts: unified.first?.vectors.map(\.count) ?? [])
        var domain = sizes.first ?? 1
        if let first = groups.first { try fill(buffer, group: first, columns: unified, blocks: blocks, context: context) }
        var interners: [KeyInterner] = []
        for group in groups.dropFirst() {
            let words = try Buffer(byteCount: max(rowCount, 1) * 8, account: context.account)
            try fill(words, group: group, columns: unified, blocks: blocks, context: context)
            var interner = try KeyInterner(hashMask: hashMask(context.settings.hashBits), account: context.account)
            let second = words.pointer(to: UInt64.self)
            for row in 0..<rowCount {
                if row % RowBlocks.capacity == 0 { try context.check() }
                keys[row] = try interner.intern(keys[row], second[row])
            }
            domain = UInt128(max(interner.count, 1))
            interners.append(interner)
        }
        let layout = Layout(
            groups: groups, interners: interners, translations: translations, types: columns.map(\.type), nullsEqual: nullsEqual)
        let matchable = try matchableRows(unified, nullsEqual: nullsEqual, rowCount: rowCount, context: context)
        return PackedKeys(rowCount: rowCount, domain: domain, buffer: buffer, matchable: matchable, layout: layout)
    }

    private static func fill(
        _ buffer: Buffer, group: [NormalizedKeyPart], columns: [KeyColumn], blocks: RowBlocks, context: ExecutionContext
    ) throws(QueryError) {
        try WorkerPool.shared.forEach(blocks.blocks.count, workers: context.workers(forRows: blocks.rowCount)) {
            (index) throws(QueryError) in
            try context.check()
            let block = blocks.blocks[index]
            combine(group, rows: block.rows, into: buffer.pointer(to: UInt64.self) + block.firstRow, unmatched: nil) {
                columns[$0].vectors[block.vector]
            }
        }
    }

    /// Writes the words of a group of parts: the codes as digits, the first on top.
    private static func combine(
        _ group: [NormalizedKeyPart], rows: Range<Int>, into words: UnsafeMutablePointer<UInt64>, unmatched: UnsafeMutablePointer<UInt8>?,
        vector: (Int) -> Vector
    ) {
        let stripe = 1_024
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: stripe) { scratch in
            guard let codes = scratch.baseAddress else { return }
            var start = rows.lowerBound
            while start < rows.upperBound {
                let end = min(start + stripe, rows.upperBound)
                let target = words + (start - rows.lowerBound)
                let marks = unmatched.map { $0 + (start - rows.lowerBound) }
                for (place, part) in group.enumerated() {
                    if place == 0 {
                        part.encode(vector(part.column), rows: start..<end, into: target, unmatched: marks)
                    } else {
                        part.encode(vector(part.column), rows: start..<end, into: codes, unmatched: marks)
                        let size = UInt64(truncatingIfNeeded: part.size)
                        for row in 0..<(end - start) { target[row] = target[row] &* size &+ codes[row] }
                    }
                }
                start = end
            }
        }
    }

    /// The words of rows that were not there when the keys were made.
    ///
    /// - Parameters:
    ///   - unmatched: filled with 1 for rows that equal none of the keys' rows, at least where their word says nothing; else 0.
    func probe(
        _ vectors: [Vector], count: Int, into words: UnsafeMutablePointer<UInt64>, unmatched: UnsafeMutablePointer<UInt8>,
        context: ExecutionContext
    ) throws(QueryError) {
        unmatched.update(repeating: 0, count: count)
        var translated: [Vector] = []
        for (index, vector) in vectors.enumerated() {
            var vector = vector
            if case .nested = layout.types[index].physical { vector = try NestedKeys.texts(of: vector, context: context) }
            if let validity = vector.validity, !layout.nullsEqual[index] {
                if vector.isConstant {
                    if validity[0] == 0 { unmatched.update(repeating: 1, count: count) }
                } else {
                    for row in 0..<count { unmatched[row] |= validity[row] ^ 1 }
                }
            }
            if let translation = layout.translations[index] {
                // The elements of NULLs may be no text of the dictionary; whether they match is for their validity to say.
                vector = try translation.translateKeepingNulls(vector, unmatched: unmatched, context: context)
            }
            translated.append(vector)
        }
        let all = translated
        guard let first = layout.groups.first else {
            words.update(repeating: 0, count: count)
            return
        }
        PackedKeys.combine(first, rows: 0..<count, into: words, unmatched: unmatched) { all[$0] }
        if layout.interners.isEmpty { return }
        let buffer = try Buffer(byteCount: max(count, 1) * 8, account: context.account)
        let second = buffer.pointer(to: UInt64.self)
        for (group, interner) in zip(layout.groups.dropFirst(), layout.interners) {
            PackedKeys.combine(group, rows: 0..<count, into: second, unmatched: unmatched) { all[$0] }
            for row in 0..<count where unmatched[row] == 0 {
                if let number = interner.number(words[row], second[row]) { words[row] = number } else { unmatched[row] = 1 }
            }
        }
    }

    private static func matchableRows(_ columns: [KeyColumn], nullsEqual: [Bool], rowCount: Int, context: ExecutionContext)
        throws(QueryError)
        -> Buffer?
    {
        var buffer: Buffer?
        for (column, nullsEqual) in zip(columns, nullsEqual) where !nullsEqual {
            guard column.vectors.contains(where: { $0.validity != nil }) else { continue }
            let marks: Buffer
            if let buffer {
                marks = buffer
            } else {
                marks = try Buffer(byteCount: max(rowCount, 1), account: context.account)
                marks.pointer(to: UInt8.self).update(repeating: 1, count: rowCount)
                buffer = marks
            }
            let bytes = marks.pointer(to: UInt8.self)
            var start = 0
            for vector in column.vectors {
                if let validity = vector.validity {
                    let step = vector.isConstant ? 0 : 1
                    for row in 0..<vector.count { bytes[start + row] &= validity[row &* step] }
                }
                start += vector.count
            }
        }
        return buffer
    }
}

extension KeyTranslation {
    func translateKeepingNulls(_ vector: Vector, unmatched: UnsafeMutablePointer<UInt8>, context: ExecutionContext) throws(QueryError)
        -> Vector
    {
        guard vector.validity != nil else { return try translate(vector, unmatched: unmatched, account: context.account) }
        let marks = try Buffer(byteCount: max(vector.count, 1), account: context.account, zeroed: true)
        let own = marks.pointer(to: UInt8.self)
        let translated = try translate(vector, unmatched: own, account: context.account)
        for row in 0..<vector.count { unmatched[row] |= own[row] & byte(vector.isValid(row)) }
        return translated
    }
}

/// The bits of a hash that count under the setting `hash_bits`: the lowest.
func hashMask(_ bits: Int) -> UInt64 { bits >= 64 ? .max : (1 << UInt64(max(bits, 0))) - 1 }
