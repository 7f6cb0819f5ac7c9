import Extraction

/// Which files a cache knows, and where their records lie: the sum of the file's index blocks, each of which holds what one commit added.
struct CacheIndex: Sendable {
    /// What a record was made from.
    struct Source: Hashable, Sendable {
        let hash: ContentHash
        let form: DocumentForm

        /// Few files share a content; their forms are left to the comparison.
        func hash(into hasher: inout Hasher) { hash.hash(into: &hasher) }
    }

    /// Where a record lies: a directory of its blocks, with a length and a checksum for each, and the blocks.
    struct Entry: Sendable {
        var directory: BlockPlace
        /// The bytes of the directory and all blocks.
        var length: UInt64
        /// Whether an article was found.
        var isRead: Bool
    }

    private(set) var entries: [Source: Entry] = [:]
    private(set) var stamps: [FileStamp: ContentHash] = [:]
    /// The paths of stamps that are written; an index that was read has none.
    private var paths: [FileStamp: String] = [:]
    /// The links of corpora, by what tells these apart.
    private(set) var links: [ContentHash: BlockPlace] = [:]

    mutating func add(_ source: Source, _ entry: Entry) { entries[source] = entry }

    mutating func add(_ stamp: FileStamp, of path: String, _ hash: ContentHash) {
        stamps[stamp] = hash
        paths[stamp] = path
    }

    mutating func add(_ corpus: ContentHash, links place: BlockPlace) { links[corpus] = place }

    var isEmpty: Bool { entries.isEmpty && stamps.isEmpty && links.isEmpty }

    /// An index block of what this index holds.
    /// - Parameters:
    ///   - ruleVersion: what made the records.
    ///   - previous: the index block before.
    func block(ruleVersion: UInt64, previous: BlockPlace) -> [UInt8] {
        var writer = BinaryWriter()
        func write(_ place: BlockPlace) { for word in [place.offset, place.length, place.checksum] { writer.fixed(word) } }
        writer.fixed(ruleVersion)
        write(previous)
        writer.count(UInt64(entries.count))
        for (source, entry) in entries {
            source.hash.write(to: &writer)
            writer.fixed(source.form.rawValue)
            writer.fixed(UInt8(entry.isRead ? 1 : 0))
            write(entry.directory)
            writer.fixed(entry.length)
        }
        writer.count(UInt64(stamps.count))
        for (stamp, hash) in stamps {
            let path = paths[stamp] ?? ""
            writer.count(UInt64(path.utf8.count))
            writer.raw(path.utf8)
            for word in [stamp.size, stamp.modified, stamp.changed] { writer.fixed(word) }
            writer.fixed(stamp.inode)
            hash.write(to: &writer)
        }
        writer.count(UInt64(links.count))
        for (corpus, place) in links {
            corpus.write(to: &writer)
            write(place)
        }
        return writer.bytes
    }

    /// What stands in front of an index block's entries.
    struct Head {
        var ruleVersion: UInt64
        var previous: BlockPlace
    }

    /// Adds what an index block holds, where it was made by the same rules; what is known already is newer and stays. Stamps hold whatever
    /// the rules. Nil where the bytes are no index block.
    /// - Parameter seeing: is shown the path of every stamp.
    mutating func add(block bytes: [UInt8], ruleVersion: UInt64, seeing: ((String, FileStamp, ContentHash) -> Void)? = nil) -> Head? {
        bytes.withUnsafeBytes { bytes -> Head? in
            var reader = BinaryReader(bytes)
            func place() -> BlockPlace { BlockPlace(offset: reader.word(), length: reader.word(), checksum: reader.word()) }
            let head = Head(ruleVersion: reader.word(), previous: place())
            let isCurrent = head.ruleVersion == ruleVersion
            for _ in 0..<reader.count() {
                let hash = ContentHash(from: &reader)
                let form = DocumentForm(rawValue: reader.byte())
                let isRead = reader.byte() != 0
                let entry = Entry(directory: place(), length: reader.word(), isRead: isRead)
                guard !reader.isExhausted, let form else { return nil }
                let source = Source(hash: hash, form: form)
                if isCurrent, entries[source] == nil { entries[source] = entry }
            }
            for _ in 0..<reader.count() {
                guard let path = reader.raw(Int(clamping: reader.count())) else { return nil }
                func signed() -> Int64 { Int64(bitPattern: reader.word()) }
                let stamp = FileStamp(
                    path: Checksum.of(path), size: signed(), modified: signed(), changed: signed(), inode: reader.word())
                let hash = ContentHash(from: &reader)
                guard !reader.isExhausted else { return nil }
                if stamps[stamp] == nil { stamps[stamp] = hash }
                seeing?(String(decoding: path, as: UTF8.self), stamp, hash)
            }
            for _ in 0..<reader.count() {
                let corpus = ContentHash(from: &reader)
                let place = place()
                guard !reader.isExhausted else { return nil }
                if isCurrent, links[corpus] == nil { links[corpus] = place }
            }
            return reader.isAtEnd ? head : nil
        }
    }

    /// Makes room for what so many bytes of index blocks may hold.
    mutating func reserve(bytes: Int) {
        // An entry and a stamp with a path of twenty bytes.
        entries.reserveCapacity(entries.count + bytes / 180)
        stamps.reserveCapacity(stamps.count + bytes / 180)
    }
}
