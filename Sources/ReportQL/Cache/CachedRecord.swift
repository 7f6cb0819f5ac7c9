import Columns
import Extraction

/// A document's record in a cache; its blocks are read when they are asked for.
struct CachedRecord: Sendable {
    let file: CacheFile
    let entry: CacheIndex.Entry

    /// Directory, sketch and the row of `files` of most records fit here, and are read at once.
    private static let headSize: UInt64 = 1_024

    /// A length and a checksum.
    static let directoryEntrySize = 16

    /// Whether an article was found.
    var isRead: Bool { entry.isRead }

    /// Gives `body` the bytes of a block; an error where the file is damaged.
    func withBlock<Result>(_ number: Int, _ body: (UnsafeRawBufferPointer) -> Result) throws(QueryError) -> Result {
        guard entry.directory.length <= entry.length else { throw file.damaged() }
        let head = try file.read(
            BlockPlace(offset: entry.directory.offset, length: min(max(entry.directory.length, Self.headSize), entry.length)),
            checked: false)
        guard let place = place(of: number, head) else { throw file.damaged() }
        if place.offset &+ place.length <= UInt64(head.count) {
            let part = Int(place.offset)..<Int(place.offset &+ place.length)
            let (checksum, result) = head.withUnsafeBytes { head -> (UInt64, Result?) in
                let bytes = UnsafeRawBufferPointer(rebasing: head[part])
                let checksum = Checksum.of(bytes)
                return (checksum, checksum == place.checksum ? body(bytes) : nil)
            }
            guard checksum == place.checksum, let result else { throw file.damaged() }
            return result
        }
        let bytes = try file.read(
            BlockPlace(offset: entry.directory.offset &+ place.offset, length: place.length, checksum: place.checksum))
        return bytes.withUnsafeBytes(body)
    }

    /// Where a block lies, counted from the record's beginning; nil where the directory is damaged.
    private func place(of number: Int, _ head: [UInt8]) -> BlockPlace? {
        head.withUnsafeBytes { head in
            let directory = UnsafeRawBufferPointer(rebasing: head.prefix(Int(clamping: entry.directory.length)))
            guard Checksum.of(directory) == entry.directory.checksum else { return nil }
            var reader = BinaryReader(directory)
            var offset = entry.directory.length
            for _ in 0..<number {
                offset &+= reader.word()
                _ = reader.word()
            }
            let place = BlockPlace(offset: offset, length: reader.word(), checksum: reader.word())
            guard !reader.isExhausted, place.offset <= entry.length, place.length <= entry.length - place.offset else { return nil }
            return place
        }
    }

    /// The bytes of a record, with the directory of its blocks in front, and the entry of one that lies at the beginning of a file.
    static func bytes(of record: DocumentRecord, isRead: Bool) -> (data: [UInt8], entry: CacheIndex.Entry) {
        var directory = BinaryWriter()
        for block in record.blocks {
            directory.fixed(UInt64(block.count))
            directory.fixed(Checksum.of(block))
        }
        let place = BlockPlace(offset: 0, length: UInt64(directory.bytes.count), checksum: Checksum.of(directory.bytes))
        var data = directory.bytes
        data.reserveCapacity(data.count + record.blocks.reduce(0) { $0 + $1.count })
        for block in record.blocks { data += block }
        return (data, CacheIndex.Entry(directory: place, length: UInt64(data.count), isRead: isRead))
    }
}
