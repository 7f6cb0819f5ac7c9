import Columns

/// Bytes that are written one behind another into memory that grows.
struct ByteOutput {
    private var memory: Buffer
    private(set) var start: UnsafeMutablePointer<UInt8>
    private(set) var count = 0
    private let account: MemoryAccount

    init(account: MemoryAccount) throws(QueryError) {
        self.account = account
        memory = try Buffer(byteCount: 1 << 12, account: account)
        start = memory.pointer(to: UInt8.self)
    }

    mutating func removeAll() { count = 0 }

    /// A place for `room` more bytes; say with `advance` how many were written.
    @inline(__always)
    mutating func reserve(_ room: Int) throws(QueryError) -> UnsafeMutablePointer<UInt8> {
        if memory.byteCount - count < room { try grow(room) }
        return start + count
    }

    @inline(__always) mutating func advance(_ written: Int) { count &+= written }

    @inline(__always)
    mutating func append(_ byte: UInt8) throws(QueryError) {
        try reserve(1).pointee = byte
        count &+= 1
    }

    @inline(__always)
    mutating func append(_ bytes: UnsafePointer<UInt8>, _ length: Int) throws(QueryError) {
        try reserve(length).update(from: bytes, count: length)
        count &+= length
    }

    mutating func append(_ bytes: [UInt8]) throws(QueryError) {
        let place = try reserve(bytes.count)
        for (index, byte) in bytes.enumerated() { place[index] = byte }
        count += bytes.count
    }

    mutating func append(_ text: String) throws(QueryError) { try append(Array(text.utf8)) }

    private mutating func grow(_ room: Int) throws(QueryError) {
        let larger = try Buffer(byteCount: max(memory.byteCount * 2, count + room), account: account)
        larger.copy(first: count, of: memory)
        memory = larger
        start = larger.pointer(to: UInt8.self)
    }
}
