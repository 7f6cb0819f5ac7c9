import Columns

/// The keys of all rows of a relation as long unsigned numbers whose order is the order of the rows.
///
/// A key is the codes of its parts (`NormalizedKeyPart`), each in as many bits as it needs, the first part on top; it lies left-aligned
/// in one or more 64-bit words. Word `w` of row `r` is at `words[w * rowCount + r]`.
final class NormalizedKeys: @unchecked Sendable {
    // Unchecked: never written after its making.
    let rowCount: Int
    let bitCount: Int
    let wordCount: Int
    /// For each key column the number of bits up to and including it.
    let columnEnds: [Int]
    let words: UnsafePointer<UInt64>
    private let buffer: Buffer
    private let owners: [KeyColumn]

    private init(rowCount: Int, bitCount: Int, wordCount: Int, columnEnds: [Int], buffer: Buffer, owners: [KeyColumn]) {
        self.rowCount = rowCount
        self.bitCount = bitCount
        self.wordCount = wordCount
        self.columnEnds = columnEnds
        self.buffer = buffer
        self.owners = owners
        words = UnsafePointer(buffer.pointer(to: UInt64.self))
    }

    /// All columns must have the same number of rows, and the same cut into vectors.
    static func of(_ columns: [KeyColumn], rowCount: Int, context: ExecutionContext) throws(QueryError) -> NormalizedKeys {
        let rowCount = try checkedRowCount(rowCount)
        var unified: [KeyColumn] = []
        var parts: [NormalizedKeyPart] = []
        var columnEnds: [Int] = []
        var bitCount = 0
        for (index, column) in columns.enumerated() {
            let (column, dictionary) = try KeyDictionaries.unified(column, context: context)
            unified.append(column)
            let range = try KeyValueRange.of(column, context: context)
            for part in try NormalizedKeyPart.parts(of: column, index: index, values: range, dictionary: dictionary)
            where part.bitWidth > 0 {
                parts.append(part)
                bitCount += part.bitWidth
            }
            columnEnds.append(bitCount)
        }
        let wordCount = max(1, (bitCount + 63) / 64)
        let (count, overflow) = rowCount.multipliedReportingOverflow(by: wordCount)
        guard !overflow, count < Int.max / 16 else { throw QueryError(.outOfMemory, "the sort keys do not fit in memory") }
        let buffer = try Buffer(byteCount: max(count, 1) * 8, account: context.account, zeroed: true)
        let keys = NormalizedKeys(
            rowCount: rowCount, bitCount: bitCount, wordCount: wordCount, columnEnds: columnEnds, buffer: buffer, owners: unified)
        if parts.isEmpty { return keys }
        let allParts = parts
        let allColumns = unified
        let blocks = RowBlocks(counts: unified.first?.vectors.map(\.count) ?? [])
        try WorkerPool.shared.forEach(blocks.blocks.count, workers: context.workers(forRows: rowCount)) { (index) throws(QueryError) in
            try context.check()
            let block = blocks.blocks[index]
            keys.fill(block, parts: allParts, columns: allColumns, into: buffer.pointer(to: UInt64.self))
        }
        return keys
    }

    /// Rows whose codes are made at once: they stay in the nearest cache.
    private static let stripe = 1_024

    private func fill(_ block: RowBlocks.Block, parts: [NormalizedKeyPart], columns: [KeyColumn], into words: UnsafeMutablePointer<UInt64>)
    {
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: NormalizedKeys.stripe) { scratch in
            guard let codes = scratch.baseAddress else { return }
            var start = block.rows.lowerBound
            while start < block.rows.upperBound {
                let end = min(start + NormalizedKeys.stripe, block.rows.upperBound)
                let target = words + (block.firstRow + start - block.rows.lowerBound)
                var position = 0
                for part in parts {
                    part.encode(columns[part.column].vectors[block.vector], rows: start..<end, into: codes, unmatched: nil)
                    place(codes, count: end - start, width: part.bitWidth, at: position, in: target)
                    position += part.bitWidth
                }
                start = end
            }
        }
    }

    /// Puts codes of `width` bits (1 to 64) at bit `position` from the top; they may straddle two words.
    private func place(_ codes: UnsafePointer<UInt64>, count: Int, width: Int, at position: Int, in target: UnsafeMutablePointer<UInt64>) {
        let word = target + (position / 64) * rowCount
        let free = 64 - position % 64
        if width <= free {
            let shift = UInt64(free - width)
            for row in 0..<count { word[row] |= codes[row] &<< shift }
        } else {
            // Here 1 <= free < width, so both shifts are by 1 to 63 bits.
            let excess = UInt64(width - free)
            let next = word + rowCount
            for row in 0..<count {
                word[row] |= codes[row] &>> excess
                next[row] |= codes[row] &<< (64 &- excess)
            }
        }
    }

    /// Whether two rows agree in the first `bits` bits.
    @inline(__always) func agree(_ first: Int, _ second: Int, bits: Int) -> Bool {
        var left = bits
        var word = words
        while left > 0 {
            let difference = word[first] ^ word[second]
            if difference != 0 { return difference.leadingZeroBitCount >= left }
            left &-= 64
            word += rowCount
        }
        return true
    }

    /// Negative, zero or positive, as the keys of two rows order.
    func compare(_ first: Int, _ second: Int) -> Int {
        var word = words
        for _ in 0..<wordCount {
            let a = word[first], b = word[second]
            if a != b { return a < b ? -1 : 1 }
            word += rowCount
        }
        return 0
    }

    /// Whether the key of `first` is less than that of `second`; equal keys go by row number.
    @inline(__always) func precedes(_ first: UInt32, _ second: UInt32) -> Bool {
        var word = words
        for _ in 0..<wordCount {
            let a = word[Int(first)], b = word[Int(second)]
            if a != b { return a < b }
            word += rowCount
        }
        return first < second
    }
}
