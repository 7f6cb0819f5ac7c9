import CVectorKernels

// The loops that take rows into packed records: one pass for up to four words of a record.

/// Where the records lie, and which keys have been met.
struct PackedRecords {
    /// The record of number 0 among the numbers that the loops are given.
    let start: UnsafeMutableRawPointer
    /// What is added to such a number to make a key.
    let shift: Int
    let stride: Int
    /// The keys by first appearance.
    /// Whether the records need more room than the nearer caches have.
    let isFar: Bool
    let order: UnsafeMutablePointer<UInt32>
    var orderCount: Int

    /// So many rows ahead a record is asked for: as many as memory delivers in the time that one takes.
    private static let distance = 64

    /// Calls `body` for each row. Records that lie far are asked for ahead: a key that is met for the first time is a branch that was not
    /// foreseen, and the processor must know its record before it looks at further rows.
    @inline(__always)
    private static func eachRow<Number: FixedWidthInteger>(
        _ start: UnsafeMutableRawPointer, _ stride: Int, isFar: Bool, _ numbers: UnsafePointer<Number>, _ count: Int, _ body: (Int) -> Void
    ) {
        var row = 0
        if isFar {
            for first in 0..<min(distance, count) { reportql_prefetch(start + Int(truncatingIfNeeded: numbers[first]) &* stride) }
            while row < count &- distance {
                reportql_prefetch(start + Int(truncatingIfNeeded: numbers[row &+ distance]) &* stride)
                body(row)
                row &+= 1
            }
        }
        while row < count {
            body(row)
            row &+= 1
        }
    }

    @inline(__always)
    func word(_ number: some FixedWidthInteger, _ offset: Int) -> UnsafeMutablePointer<UInt64> {
        (start + (Int(truncatingIfNeeded: number) &* stride &+ offset)).assumingMemoryBound(to: UInt64.self)
    }

    /// Notes a key whose record was still empty. Most rows' were not, so this is a branch.
    @inline(__always)
    mutating func note(_ number: some FixedWidthInteger) {
        order[orderCount] = UInt32(truncatingIfNeeded: Int(truncatingIfNeeded: number) &+ shift)
        orderCount &+= 1
    }

    /// Adds `stored + constant` to the first word; each row's share is not zero.
    @inline(__always)
    mutating func add<Number: FixedWidthInteger, Stored: FixedWidthInteger>(
        _ numbers: UnsafePointer<Number>, _ count: Int, narrow shares: UnsafePointer<Stored>, constant: UInt64
    ) {
        PackedRecords.eachRow(start, stride, isFar: isFar, numbers, count) { row in
            let record = word(numbers[row], 0)
            let old = record.pointee
            if old == 0 { note(numbers[row]) }
            record.pointee = old &+ UInt64(truncatingIfNeeded: shares[row]) &+ constant
        }
    }

    /// Adds one number to the first word of each row's record.
    @inline(__always)
    mutating func add<Number: FixedWidthInteger>(_ numbers: UnsafePointer<Number>, _ count: Int, constant: UInt64) {
        PackedRecords.eachRow(start, stride, isFar: isFar, numbers, count) { row in
            let record = word(numbers[row], 0)
            let old = record.pointee
            if old == 0 { note(numbers[row]) }
            record.pointee = old &+ constant
        }
    }

    /// Adds the shares of the first `words` words, at most four, which lie `pitch` elements apart. Shares of the first word are not zero.
    @inline(__always)
    mutating func add<Number: FixedWidthInteger>(
        _ numbers: UnsafePointer<Number>, _ count: Int, shares: UnsafePointer<UInt64>, pitch: Int, words: Int
    ) {
        let second = shares + pitch, third = second + pitch, fourth = third + pitch
        switch words {
        case 1: add(numbers, count, narrow: shares, constant: 0)
        case 2:
            PackedRecords.eachRow(start, stride, isFar: isFar, numbers, count) { row in
                let record = word(numbers[row], 0)
                let old = record[0]
                if old == 0 { note(numbers[row]) }
                record[0] = old &+ shares[row]
                record[1] &+= second[row]
            }
        case 3:
            PackedRecords.eachRow(start, stride, isFar: isFar, numbers, count) { row in
                let record = word(numbers[row], 0)
                let old = record[0]
                if old == 0 { note(numbers[row]) }
                record[0] = old &+ shares[row]
                record[1] &+= second[row]
                record[2] &+= third[row]
            }
        default:
            PackedRecords.eachRow(start, stride, isFar: isFar, numbers, count) { row in
                let record = word(numbers[row], 0)
                let old = record[0]
                if old == 0 { note(numbers[row]) }
                record[0] = old &+ shares[row]
                record[1] &+= second[row]
                record[2] &+= third[row]
                record[3] &+= fourth[row]
            }
        }
    }

    /// Adds the shares of one or two further words, the first of which lies `offset` bytes from the start of the record.
    @inline(__always)
    func addFurther<Number: FixedWidthInteger>(
        _ numbers: UnsafePointer<Number>, _ count: Int, shares: UnsafePointer<UInt64>, pitch: Int, words: Int, offset: Int
    ) {
        if words == 1 {
            for row in 0..<count { word(numbers[row], offset).pointee &+= shares[row] }
            return
        }
        let second = shares + pitch
        PackedRecords.eachRow(start, stride, isFar: isFar, numbers, count) { row in
            let record = word(numbers[row], offset)
            record[0] &+= shares[row]
            record[1] &+= second[row]
        }
    }

    /// Keeps the largest key; where `noting`, the keys are not zero and tell which records are still empty.
    @inline(__always)
    mutating func keep<Number: FixedWidthInteger, Key: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
        _ numbers: UnsafePointer<Number>, _ count: Int, keys: UnsafePointer<Key>, offset: Int, noting: Bool
    ) {
        PackedRecords.eachRow(start, stride, isFar: isFar, numbers, count) { row in
            let place = (start + (Int(truncatingIfNeeded: numbers[row]) &* stride &+ offset)).assumingMemoryBound(to: Key.self)
            let old = place.pointee
            if noting, old == 0 { note(numbers[row]) }
            place.pointee = max(old, keys[row])
        }
    }

    /// Keeps the larger of two keys each, which lie side by side in the record; the first tells which records are still empty.
    @inline(__always)
    mutating func keepPair<Number: FixedWidthInteger>(
        _ numbers: UnsafePointer<Number>, _ count: Int, first: UnsafePointer<UInt32>, second: UnsafePointer<UInt32>, offset: Int,
        noting: Bool
    ) {
        PackedRecords.eachRow(start, stride, isFar: isFar, numbers, count) { row in
            let place = (start + (Int(truncatingIfNeeded: numbers[row]) &* stride &+ offset)).assumingMemoryBound(to: UInt32.self)
            let old = place[0]
            if noting, old == 0 { note(numbers[row]) }
            place[0] = max(old, first[row])
            place[1] = max(place[1], second[row])
        }
    }
}
