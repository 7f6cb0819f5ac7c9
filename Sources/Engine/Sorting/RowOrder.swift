import Columns

/// Row numbers in some order.
package final class RowOrder: @unchecked Sendable {
    // Unchecked: filled by its maker, then only read.
    package let count: Int
    package let rows: UnsafePointer<UInt32>
    private let buffer: Buffer
    /// How the key of each place differs from the one before, where that was asked for.
    let steps: Buffer?

    init(buffer: Buffer, count: Int, steps: Buffer? = nil) {
        self.buffer = buffer
        self.count = count
        self.steps = steps
        rows = UnsafePointer(buffer.pointer(to: UInt32.self))
    }
}

/// How the key at a place of a sorted order differs from the one before.
enum KeyStep {
    /// Not at all.
    static let same: UInt8 = 0
    /// Behind the leading bits.
    static let peers: UInt8 = 1
    /// In the leading bits; so does the first place of all.
    static let partition: UInt8 = 2

    /// The bit that of all steps only `partition` has, in each of eight steps: partitions are mostly long, and eight places are looked at
    /// at once.
    private static let partitionBits: UInt64 = 0x0202_0202_0202_0202

    private static func eightSteps(_ steps: UnsafePointer<UInt8>, at place: Int) -> UInt64 {
        UInt64(littleEndian: UnsafeRawPointer(steps + place).loadUnaligned(as: UInt64.self)) & partitionBits
    }

    /// How many places begin a partition.
    static func partitionCount(_ steps: UnsafePointer<UInt8>, count: Int) -> Int {
        var partitions = 0
        var place = 0
        while place + 8 <= count {
            partitions &+= eightSteps(steps, at: place).nonzeroBitCount
            place &+= 8
        }
        while place < count {
            partitions &+= Int(byte(steps[place] == partition))
            place &+= 1
        }
        return partitions
    }

    /// Writes the places that begin a partition, in order.
    static func writePartitionStarts(_ steps: UnsafePointer<UInt8>, count: Int, into starts: UnsafeMutablePointer<UInt32>) {
        var next = 0
        var place = 0
        while place + 8 <= count {
            var word = eightSteps(steps, at: place)
            while word != 0 {
                starts[next] = UInt32(truncatingIfNeeded: place &+ word.trailingZeroBitCount / 8)
                next &+= 1
                word &= word &- 1
            }
            place &+= 8
        }
        while place < count {
            if steps[place] == partition {
                starts[next] = UInt32(truncatingIfNeeded: place)
                next &+= 1
            }
            place &+= 1
        }
    }
}

extension NormalizedKeys {
    /// The rows by ascending key, equal keys by row number; the first `limit` of them where given.
    ///
    /// An element of 64 bits holds as much of a row's key as fits above its row number. The rows are first dealt into buckets by the top
    /// bits of the key, which are then implied; each bucket is sorted by radix on its own, and the few runs in which a key is longer
    /// than its element are settled by the whole keys. Every element is distinct, so the outcome does not depend on the threads.
    ///
    /// - Parameter leadingBits: asks for the order's `steps`, and says how many bits of the key tell partitions apart.
    func sortedRows(limit: Int? = nil, leadingBits: Int? = nil, context: ExecutionContext) throws(QueryError) -> RowOrder {
        var stepBuffer: Buffer?
        if leadingBits != nil { stepBuffer = try Buffer(byteCount: max(rowCount, 1), account: context.account, zeroed: true) }
        let steps = stepBuffer
        let output = try Buffer(byteCount: max(rowCount, 1) * 4, account: context.account)
        let wanted = min(limit ?? rowCount, rowCount)
        if rowCount < 2 || bitCount == 0 {
            let rows = output.pointer(to: UInt32.self)
            for row in 0..<rowCount { rows[row] = UInt32(truncatingIfNeeded: row) }
            if rowCount > 0 { steps?.pointer(to: UInt8.self)[0] = KeyStep.partition }
            return RowOrder(buffer: output, count: wanted, steps: steps)
        }
        let rowBits = 64 - UInt64(rowCount - 1).leadingZeroBitCount
        // Buckets pay where there are rows enough to fill them, or where they make the rest of the key fit.
        let excess = bitCount + rowBits - 64
        var bucketBits = rowCount >= 1 << 16 ? min(11, bitCount) : 0
        if excess > 0, rowCount >= 1 << 11 { bucketBits = max(bucketBits, min(11, excess)) }
        let elements = try Buffer(byteCount: rowCount * 8, account: context.account)
        let starts = try dealIntoBuckets(bucketBits, rowBits: rowBits, into: elements, context: context)
        let keyBits = min(bitCount - bucketBits, 64 - rowBits)
        let skippedBits = bucketBits
        let isExact = keyBits == bitCount - bucketBits
        let keys = self
        try WorkerPool.shared.forEach(starts.count - 1, workers: context.workers(forRows: rowCount)) { (bucket) throws(QueryError) in
            let start = starts[bucket], count = starts[bucket + 1] - start
            if count == 0 || start >= wanted { return }
            try context.check()
            let bucketElements = elements.pointer(to: UInt64.self) + start
            try sortWords(bucketElements, count: count, lowBit: 64 - keyBits, highBit: 64, context: context)
            let rows = output.pointer(to: UInt32.self) + start
            let mask = UInt64.max &>> UInt64(64 - rowBits)
            for index in 0..<count { rows[index] = UInt32(truncatingIfNeeded: bucketElements[index] & mask) }
            if !isExact { keys.settleTies(bucketElements, rows, count: count, rowBits: rowBits) }
            if let steps, let leadingBits {
                keys.markSteps(
                    bucketElements, rows, count: count, rowBits: rowBits, skippedBits: skippedBits, leadingBits: leadingBits,
                    isExact: isExact, in: steps.pointer(to: UInt8.self) + start)
            }
        }
        if let steps, let leadingBits {
            // The first place of a bucket follows the last one of the bucket before.
            let rows = output.pointer(to: UInt32.self), marks = steps.pointer(to: UInt8.self)
            for start in starts.dropLast() where start < rowCount {
                marks[start] = start == 0 ? KeyStep.partition : step(Int(rows[start - 1]), Int(rows[start]), leadingBits: leadingBits)
            }
        }
        return RowOrder(buffer: output, count: wanted, steps: steps)
    }

    /// Writes each row's element into its bucket, rows in ascending order within one, and gives the buckets' borders.
    private func dealIntoBuckets(_ bucketBits: Int, rowBits: Int, into elements: Buffer, context: ExecutionContext) throws(QueryError)
        -> [Int]
    {
        let blocks = RowBlocks(rowCount: rowCount).blocks
        // Neighbouring blocks go to one worker, so that counters are few.
        let workers = max(1, min(context.workers(forRows: rowCount), blocks.count, 64))
        let bucketCount = 1 << bucketBits
        let shares = (0...workers).map { share in share == workers ? rowCount : blocks[share * blocks.count / workers].firstRow }
        let counters = try Buffer(byteCount: workers * bucketCount * 8, account: context.account, zeroed: true)
        let keys = self
        try WorkerPool.shared.run(workers: workers) { (worker) throws(QueryError) in
            try context.check()
            let counts = counters.pointer(to: Int.self) + worker * bucketCount
            if bucketBits == 0 {
                counts[0] = shares[worker + 1] - shares[worker]
                return
            }
            let shift = UInt64(64 - bucketBits)
            for row in shares[worker]..<shares[worker + 1] { counts[Int(truncatingIfNeeded: keys.words[row] &>> shift)] &+= 1 }
        }
        var starts: [Int] = []
        var total = 0
        for bucket in 0..<bucketCount {
            starts.append(total)
            for worker in 0..<workers {
                let counter = counters.pointer(to: Int.self) + worker * bucketCount + bucket
                let count = counter.pointee
                counter.pointee = total
                total += count
            }
        }
        starts.append(total)
        try WorkerPool.shared.run(workers: workers) { (worker) throws(QueryError) in
            let next = counters.pointer(to: Int.self) + worker * bucketCount
            let output = elements.pointer(to: UInt64.self)
            let keyMask = ~(UInt64.max &>> UInt64(64 - rowBits))
            let second = keys.wordCount > 1 ? keys.words + keys.rowCount : nil
            let bits = UInt64(bucketBits)
            var start = shares[worker]
            while start < shares[worker + 1] {
                try context.check()
                let end = min(start + RowBlocks.capacity, shares[worker + 1])
                for row in start..<end {
                    let top = keys.words[row]
                    var rest = top &<< bits
                    // Shifted twice, since a shift by 64 is none.
                    if let second { rest |= (second[row] &>> 1) &>> (63 &- bits) }
                    let bucket = bucketBits == 0 ? 0 : Int(truncatingIfNeeded: top &>> (64 &- bits))
                    output[next[bucket]] = (rest & keyMask) | UInt64(row)
                    next[bucket] &+= 1
                }
                start = end
            }
        }
        return starts
    }

    private func step(_ first: Int, _ second: Int, leadingBits: Int) -> UInt8 {
        if !agree(first, second, bits: leadingBits) { return KeyStep.partition }
        return agree(first, second, bits: bitCount) ? KeyStep.same : KeyStep.peers
    }

    /// Sets the steps of all places of a bucket but the first. The elements tell most of them without a look at the keys.
    private func markSteps(
        _ elements: UnsafePointer<UInt64>, _ rows: UnsafePointer<UInt32>, count: Int, rowBits: Int, skippedBits: Int, leadingBits: Int,
        isExact: Bool, in steps: UnsafeMutablePointer<UInt8>
    ) {
        let keyMask = ~(UInt64.max &>> UInt64(64 - rowBits))
        for index in 1..<max(count, 1) {
            let difference = (elements[index] ^ elements[index &- 1]) & keyMask
            if difference != 0 {
                steps[index] = KeyStep.peers &+ byte(skippedBits &+ difference.leadingZeroBitCount < leadingBits)
            } else if isExact {
                steps[index] = KeyStep.same
            } else {
                steps[index] = step(Int(rows[index &- 1]), Int(rows[index]), leadingBits: leadingBits)
            }
        }
    }

    /// Sorts the runs of elements with equal keys by the whole keys.
    private func settleTies(_ elements: UnsafePointer<UInt64>, _ rows: UnsafeMutablePointer<UInt32>, count: Int, rowBits: Int) {
        let shift = UInt64(rowBits)
        var start = 0
        while start < count {
            var end = start + 1
            while end < count, elements[end] &>> shift == elements[start] &>> shift { end += 1 }
            if end - start > 1 {
                var run = UnsafeMutableBufferPointer(start: rows + start, count: end - start)
                run.sort { precedes($0, $1) }
            }
            start = end
        }
    }
}

/// Sorts distinct words that ascend already where they agree in bits `lowBit ..< highBit`; the bits above are equal in all.
func sortWords(
    _ words: UnsafeMutablePointer<UInt64>, count: Int, lowBit: Int, highBit: Int, context: ExecutionContext
) throws(QueryError) {
    if count < 2 || lowBit >= highBit { return }
    if count <= 24 {
        for index in 1..<count {
            let word = words[index]
            var place = index
            while place > 0, words[place &- 1] > word {
                words[place] = words[place &- 1]
                place &-= 1
            }
            words[place] = word
        }
        return
    }
    if count <= 192 {
        var all = UnsafeMutableBufferPointer(start: words, count: count)
        all.sort()
        return
    }
    // The bits in which the words differ at all.
    var differing: UInt64 = 0
    let first = words[0]
    for index in 0..<count { differing |= words[index] ^ first }
    differing &= UInt64.max &<< UInt64(lowBit)
    if differing == 0 { return }
    let lowest = differing.trailingZeroBitCount
    let highest = 64 - differing.leadingZeroBitCount
    let bits = highest - lowest
    // Few rows do not fill the counters of wide digits; many rows pay for fewer passes.
    let widest = count < 1 << 12 ? 8 : 11
    let passes = (bits + widest - 1) / widest
    let digitBits = (bits + passes - 1) / passes
    let counters = try Buffer(byteCount: passes << (digitBits + 2), account: context.account, zeroed: true)
    let counts = counters.pointer(to: UInt32.self)
    let mask = (1 << digitBits) - 1
    for index in 0..<count {
        let word = words[index] &>> UInt64(lowest)
        for pass in 0..<passes {
            counts[(pass &<< digitBits) &+ (Int(truncatingIfNeeded: word &>> UInt64(pass &* digitBits)) & mask)] &+= 1
        }
    }
    // As large as the words alone, so that of a bucket it stays in a cache.
    let scratch = try Buffer(byteCount: count * 8, account: context.account)
    var source = words
    var target = scratch.pointer(to: UInt64.self)
    for pass in 0..<passes {
        try context.check()
        let next = counts + pass << digitBits
        let shift = UInt64(lowest + pass * digitBits)
        var total: UInt32 = 0
        for digit in 0...mask {
            let count = next[digit]
            next[digit] = total
            total &+= count
        }
        for index in 0..<count {
            let word = source[index]
            let digit = Int(truncatingIfNeeded: word &>> shift) & mask
            target[Int(next[digit])] = word
            next[digit] &+= 1
        }
        swap(&source, &target)
    }
    if source != words { words.update(from: source, count: count) }
}
