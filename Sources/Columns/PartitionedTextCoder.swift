/// A dictionary and the codes of some texts.
package struct CodedTexts {
    package let dictionary: TextDictionary
    /// By run of rows: a code of four bytes for each row, 0 for NULLs.
    package let codes: [Buffer]
}

/// Gives many different texts their codes, all workers together.
///
/// A table of millions of texts lies in memory, and so would nearly every text that is looked up. Instead rows are dealt to partitions by
/// hash, a block at a time and within the caches, and one worker looks the texts of a partition up in a table of its own, which is small
/// (`TextPartition`). A text's place among all is that of its first row, so dictionary and codes are those that one worker would make
/// who takes row after row.
package struct PartitionedTextCoder {
    private let blocks: [RowsOfBlock]
    private let runLengths: [Int]
    private let partitionBits: Int
    private let expectedTexts: Int
    private let context: ExecutionContext

    private struct RowsOfBlock: Sendable {
        let run: Int
        /// The block's first row in its run.
        let start: Int
        let pieces: [Vector]
        let count: Int
    }

    /// Rows of a block at most: a row's place is told in 16 bits.
    static let largestBlock = 1 << 16
    /// Texts of a partition that are aimed at: with their table they fit the second-level cache.
    private static let textsOfPartition = 1 << 15
    private static let partitionBitsRange = 4...8
    /// With fewer rows or texts than these, one table is in the caches too.
    private static let leastRows = 1 << 18, leastTexts = 1 << 16

    /// - Parameters:
    ///   - runs: the rows, each run with codes of its own; all vectors are views, and live until the codes are made.
    ///   - expectedTexts: about how many different texts there are.
    /// - Returns: nil where one worker alone does as well.
    package init?(runs: [[Vector]], expectedTexts: Int, context: ExecutionContext) {
        let rows = runs.joined().reduce(0) { $0 + $1.count }
        guard rows >= PartitionedTextCoder.leastRows, expectedTexts >= PartitionedTextCoder.leastTexts, rows <= Int(UInt32.max) / 2,
            runs.joined().allSatisfy({ $0.isFlat && !$0.isConstant })
        else { return nil }
        self.expectedTexts = expectedTexts
        self.context = context
        runLengths = runs.map { $0.reduce(0) { $0 + $1.count } }
        var bits = PartitionedTextCoder.partitionBitsRange.lowerBound
        while bits < PartitionedTextCoder.partitionBitsRange.upperBound, expectedTexts >> bits > PartitionedTextCoder.textsOfPartition {
            bits += 1
        }
        partitionBits = bits
        blocks = runs.enumerated().flatMap { PartitionedTextCoder.cut($1, run: $0) }
    }

    private static func cut(_ pieces: [Vector], run: Int) -> [RowsOfBlock] {
        var blocks: [RowsOfBlock] = []
        var start = 0, held: [Vector] = [], count = 0
        func close() {
            if count > 0 { blocks.append(RowsOfBlock(run: run, start: start, pieces: held, count: count)) }
            start += count
            (held, count) = ([], 0)
        }
        for piece in pieces {
            var first = 0
            while first < piece.count {
                let rows = min(piece.count - first, largestBlock - count)
                held.append(rows == piece.count ? piece : piece.slice(first..<(first + rows)))
                first += rows
                count += rows
                if count == largestBlock { close() }
            }
        }
        close()
        return blocks
    }

    package func code() throws(QueryError) -> CodedTexts {
        let dealt = try dealtBlocks()
        let partitions = try lookedUp(dealt)
        return try inOrder(partitions, dealt)
    }

    private var workers: Int { max(context.settings.threads, 1) }

    private func dealtBlocks() throws(QueryError) -> [DealtTexts] {
        let results = MorselResults<DealtTexts>(count: blocks.count)
        let next = SharedCounter()
        try WorkerPool.shared.run(workers: workers) { (_) throws(QueryError) in
            let dealer = try TextDealer(partitionBits: partitionBits, account: context.account)
            try next.take(below: blocks.count) { (block) throws(QueryError) in
                try context.check()
                results[block] = try dealer.deal(blocks[block].pieces, count: blocks[block].count)
            }
        }
        return results.all.compactMap { $0 }
    }

    private func lookedUp(_ dealt: [DealtTexts]) throws(QueryError) -> [TextPartition] {
        let results = MorselResults<TextPartition>(count: 1 << partitionBits)
        let next = SharedCounter()
        let expected = expectedTexts >> partitionBits
        try WorkerPool.shared.run(workers: workers) { (_) throws(QueryError) in
            let arena = TextArena(account: context.account)
            try next.take(below: 1 << partitionBits) { (number) throws(QueryError) in
                try context.check()
                var partition = try TextPartition(expecting: expected, blocks: dealt.count, arena: arena, account: context.account)
                for (block, texts) in dealt.enumerated() { try partition.look(up: texts, partition: number, block: block) }
                results[number] = partition
            }
        }
        return results.all.compactMap { $0 }
    }

    /// Numbers all texts by their first rows, and puts these numbers in the place of those within partitions.
    private func inOrder(_ partitions: [TextPartition], _ dealt: [DealtTexts]) throws(QueryError) -> CodedTexts {
        var firstCodes = [0]
        for block in dealt.indices {
            firstCodes.append(firstCodes[block] + partitions.reduce(0) { $0 + $1.texts(ofBlock: block).count })
        }
        let total = firstCodes[dealt.count], starts = firstCodes
        let account = context.account
        let views = try Buffer(byteCount: max(total, 1) * MemoryLayout<TextView>.stride, account: account)
        let blocks = blocks
        let nextBegun = SharedCounter()
        try WorkerPool.shared.run(workers: workers) { (_) throws(QueryError) in
            let places = try Buffer(byteCount: PartitionedTextCoder.largestBlock * 4, account: account)
            try nextBegun.take(below: blocks.count) { (block) throws(QueryError) in
                try context.check()
                let codes = places.pointer(to: UInt32.self)
                codes.update(repeating: 0, count: blocks[block].count)
                for partition in partitions { partition.markFirstRows(ofBlock: block, codes) }
                var next = UInt32(truncatingIfNeeded: starts[block])
                for row in 0..<blocks[block].count {
                    let begins = codes[row]
                    codes[row] = next
                    next &+= begins
                }
                for partition in partitions { partition.setCodes(ofBlock: block, UnsafePointer(codes), views.pointer(to: TextView.self)) }
            }
        }
        var codes: [Buffer] = []
        for length in runLengths { codes.append(try Buffer(byteCount: max(length, 1) * 4, account: account)) }
        let output = codes
        try WorkerPool.shared.forEach(blocks.count, workers: workers) { (block) throws(QueryError) in
            try context.check()
            let target = output[blocks[block].run].pointer(to: UInt32.self) + blocks[block].start
            for (number, partition) in partitions.enumerated() { dealt[block].writeCodes(of: partition, numbered: number, to: target) }
            dealt[block].clearNulls(behind: partitions.count, in: target)
        }
        var arenas: [TextArena] = []
        for partition in partitions where !arenas.contains(where: { $0 === partition.arena }) { arenas.append(partition.arena) }
        let dictionary = TextDictionary(storage: views, count: total, owners: arenas)
        return CodedTexts(dictionary: dictionary, codes: codes)
    }
}

/// The texts of a block of rows in the order of their partitions; NULLs stand behind all.
struct DealtTexts: @unchecked Sendable {
    // Unchecked: workers write the numbers of different partitions.

    /// Partition `p` has the rows `starts[p] ..< starts[p + 1]`.
    let starts: [UInt32]
    let views: UnsafeMutablePointer<TextView>
    /// The texts' hashes; once they are looked up, their numbers in their partition.
    let hashes: UnsafeMutablePointer<UInt64>
    /// Their places in the block.
    let rows: UnsafeMutablePointer<UInt16>
    private let memory: Buffer

    init(starts: [UInt32], count: Int, account: MemoryAccount) throws(QueryError) {
        self.starts = starts
        memory = try Buffer(byteCount: max(count, 1) * 26, account: account)
        views = memory.pointer(to: TextView.self)
        hashes = (memory.start + count * 16).assumingMemoryBound(to: UInt64.self)
        rows = (memory.start + count * 24).assumingMemoryBound(to: UInt16.self)
    }

    func rows(ofPartition partition: Int) -> Range<Int> { Int(starts[partition])..<Int(starts[partition + 1]) }

    func writeCodes(of partition: TextPartition, numbered number: Int, to target: UnsafeMutablePointer<UInt32>) {
        let codes = partition.codes
        for place in rows(ofPartition: number) { target[Int(rows[place])] = codes[Int(truncatingIfNeeded: hashes[place])] }
    }

    func clearNulls(behind partitions: Int, in target: UnsafeMutablePointer<UInt32>) {
        for place in rows(ofPartition: partitions) { target[Int(rows[place])] = 0 }
    }
}

/// Deals the texts of blocks to partitions by the first bits of their hashes; a worker has one.
private struct TextDealer {
    private let partitionBits: Int
    private let account: MemoryAccount
    // Of a block, in input order.
    private let hashes: Buffer
    private let homes: Buffer

    init(partitionBits: Int, account: MemoryAccount) throws(QueryError) {
        self.partitionBits = partitionBits
        self.account = account
        hashes = try Buffer(byteCount: PartitionedTextCoder.largestBlock * 8, account: account)
        homes = try Buffer(byteCount: PartitionedTextCoder.largestBlock * 2, account: account)
    }

    func deal(_ pieces: [Vector], count: Int) throws(QueryError) -> DealtTexts {
        let hashes = hashes.pointer(to: UInt64.self), homes = homes.pointer(to: UInt16.self)
        let shift = UInt64(64 - partitionBits), nulls = 1 << partitionBits
        var starts = [UInt32](repeating: 0, count: nulls + 2)
        var row = 0
        for piece in pieces {
            let views = piece.elements(as: TextView.self)
            for place in 0..<piece.count {
                let hash = views[place].tableHash
                hashes[row &+ place] = hash
                homes[row &+ place] = UInt16(truncatingIfNeeded: hash &>> shift)
            }
            if let validity = piece.validity {
                for place in 0..<piece.count where validity[place] == 0 { homes[row &+ place] = UInt16(truncatingIfNeeded: nulls) }
            }
            row += piece.count
        }
        for row in 0..<count { starts[Int(homes[row]) &+ 1] &+= 1 }
        for partition in 0...nulls { starts[partition &+ 1] &+= starts[partition] }
        let dealt = try DealtTexts(starts: starts, count: count, account: account)
        row = 0
        starts.withUnsafeMutableBufferPointer { cursors in
            for piece in pieces {
                let views = piece.elements(as: TextView.self)
                for place in 0..<piece.count {
                    let home = Int(homes[row &+ place])
                    let target = Int(cursors[home])
                    cursors[home] &+= 1
                    dealt.views[target] = views[place]
                    dealt.hashes[target] = hashes[row &+ place]
                    dealt.rows[target] = UInt16(truncatingIfNeeded: row &+ place)
                }
                row &+= piece.count
            }
        }
        return dealt
    }
}
