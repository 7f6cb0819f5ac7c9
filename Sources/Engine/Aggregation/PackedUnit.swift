import Columns

/// One set of packed records, indexed by key, and the keys met in them.
///
/// A unit takes in no more rows than its fields have room for; units are added up when all rows are in.
final class PackedUnit: @unchecked Sendable {
    // Unchecked: filled by one worker, read when all have ended.
    let records: Buffer
    private let order: Buffer
    private(set) var keyCount = 0
    private(set) var rowCount = 0
    /// Where the keys that a morsel was the first to bring begin in `keys`, for each morsel that brought some.
    private(set) var runs: [(morsel: Int, start: Int)] = []
    private let stride: Int
    private let isFar: Bool

    /// What the nearer caches hold, besides the columns that run through them.
    private static let nearByteCount = 512 << 10

    init(domain: Int, stride: Int, account: MemoryAccount) throws(QueryError) {
        self.stride = stride
        isFar = domain * stride > PackedUnit.nearByteCount
        // A spare word: loops may load whole words where a record is narrower.
        records = try Buffer(byteCount: domain * stride + 8, account: account, zeroed: true)
        order = try Buffer(byteCount: domain * 4, account: account)
    }

    /// The keys by first appearance.
    var keys: UnsafePointer<UInt32> { UnsafePointer(order.pointer(to: UInt32.self)) }

    /// The keys that a run brought.
    func keys(ofRun run: Int) -> UnsafeBufferPointer<UInt32> {
        let end = run + 1 < runs.count ? runs[run + 1].start : keyCount
        return UnsafeBufferPointer(start: keys + runs[run].start, count: end - runs[run].start)
    }

    /// Lets `body` take in rows of a morsel whose numbers are keys less `shift`.
    @inline(__always)
    func update(morsel: Int, rows: Int, shift: Int, _ body: (inout PackedRecords) -> Void) {
        var target = PackedRecords(
            start: records.start + shift * stride, shift: shift, stride: stride, isFar: isFar, order: order.pointer(to: UInt32.self),
            orderCount: keyCount)
        body(&target)
        if target.orderCount > keyCount, runs.last?.morsel != morsel { runs.append((morsel, keyCount)) }
        keyCount = target.orderCount
        rowCount += rows
    }
}
