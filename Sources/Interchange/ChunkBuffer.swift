import Columns
import TextEncoding

/// The bytes of a chunk in memory that can be written to, with padding behind them. It is used again for one chunk after another.
final class ChunkBuffer {
    let source: ByteSource
    private(set) var bytes: UnsafeMutablePointer<UInt8>
    /// The part of the source that the memory holds.
    private(set) var loaded = 0..<0
    private var memory: Buffer
    private let usualByteCount: Int
    private let account: MemoryAccount

    /// How much is read behind a chunk at once, for its last record.
    static let slack = 1 << 16

    init(source: ByteSource, usualByteCount: Int, account: MemoryAccount) throws(QueryError) {
        self.source = source
        self.account = account
        // A small file needs no room for a whole chunk.
        self.usualByteCount = min(usualByteCount, source.byteCount) + ChunkBuffer.slack
        memory = try Buffer(byteCount: self.usualByteCount + RecordSplitter.padding, account: account)
        bytes = memory.pointer(to: UInt8.self)
    }

    /// Whether the source ends where the bytes end.
    var isFinal: Bool { loaded.upperBound == source.byteCount }

    func load(_ range: Range<Int>) throws(QueryError) {
        let needed = range.count + RecordSplitter.padding
        // After a very long record the memory is given back.
        if memory.byteCount < needed || memory.byteCount > 4 * (usualByteCount + needed) {
            memory = try Buffer(byteCount: needed, account: account)
            bytes = memory.pointer(to: UInt8.self)
        }
        try source.read(range, into: memory.start)
        loaded = range
        clearPadding()
    }

    /// Takes in as many bytes more as there are.
    func extend() throws(QueryError) {
        let upper = min(loaded.upperBound + max(loaded.count, ChunkBuffer.slack), source.byteCount)
        let larger = try Buffer(byteCount: upper - loaded.lowerBound + RecordSplitter.padding, account: account)
        larger.copy(first: loaded.count, of: memory)
        try source.read(loaded.upperBound..<upper, into: larger.start + loaded.count)
        memory = larger
        bytes = larger.pointer(to: UInt8.self)
        loaded = loaded.lowerBound..<upper
        clearPadding()
    }

    /// The first place in `range` of the bytes that is not valid UTF-8, as an offset in the source.
    func firstInvalidUTF8(_ range: Range<Int>) -> Int? {
        UTF8Validation.firstInvalidOffset(in: UnsafeRawBufferPointer(start: bytes + range.lowerBound, count: range.count)).map {
            loaded.lowerBound + range.lowerBound + $0
        }
    }

    private func clearPadding() {
        (memory.start + loaded.count).initializeMemory(as: UInt8.self, repeating: 0, count: RecordSplitter.padding)
    }
}
