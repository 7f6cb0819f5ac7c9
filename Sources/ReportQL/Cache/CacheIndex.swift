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

    /// Where a record lies: its blocks follow each other from here.
    struct Entry: Sendable {
        /// Where the directory of the blocks lies: a length and a checksum for each.
        var directory: BlockPlace
        /// Whether an article was found.
        var isRead: Bool
    }

    private(set) var entries: [Source: Entry] = [:]
    private(set) var stamps: [FileStamp: ContentHash] = [:]

    mutating func add(_ source: Source, _ entry: Entry) { entries[source] = entry }

    mutating func add(_ stamp: FileStamp, _ hash: ContentHash) { stamps[stamp] = hash }

    var isEmpty: Bool { entries.isEmpty && stamps.isEmpty }

    /// An index block of what this index holds.
    /// - Parameters:
    ///   - ruleVersion: what made the records.
    ///   - previous: the index block before.
    func block(ruleVersion: UInt64, previous: BlockPlace) -> [UInt8] {
        var writer = BinaryWriter()
        writer.fixed(ruleVersion)
        for word in [previous.offset, previous.length, previous.checksum] { writer.fixed(word) }
        writer.count(UInt64(entries.count))
        for (source, entry) in entries {
            source.hash.write(to: &writer)
            writer.fixed(source.form.rawValue)
            writer.fixed(UInt8(entry.isRead ? 1 : 0))
            for word in [entry.directory.offset, entry.directory.length, entry.directory.checksum] { writer.fixed(word) }
        }
        writer.count(UInt64(stamps.count))
        for (stamp, hash) in stamps {
            writer.count(UInt64(stamp.path.utf8.count))
            writer.raw(stamp.path.utf8)
            for word in [stamp.size, stamp.modified, stamp.changed] { writer.fixed(word) }
            writer.fixed(stamp.inode)
            hash.write(to: &writer)
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
    mutating func add(block bytes: [UInt8], ruleVersion: UInt64) -> Head? {
        bytes.withUnsafeBytes { bytes -> Head? in
            var reader = BinaryReader(bytes)
            func place() -> BlockPlace { BlockPlace(offset: reader.fixed(), length: reader.fixed(), checksum: reader.fixed()) }
            let head = Head(ruleVersion: reader.fixed(), previous: place())
            let entryCount = reader.count()
            entries.reserveCapacity(entries.count + Int(clamping: min(entryCount, UInt64(bytes.count))))
            for _ in 0..<entryCount {
                let hash = ContentHash(from: &reader)
                let form = DocumentForm(rawValue: reader.fixed())
                let isRead = reader.fixed(UInt8.self) != 0
                let directory = place()
                guard !reader.isExhausted, let form else { return nil }
                let source = Source(hash: hash, form: form)
                if head.ruleVersion == ruleVersion, entries[source] == nil { entries[source] = Entry(directory: directory, isRead: isRead) }
            }
            let stampCount = reader.count()
            stamps.reserveCapacity(stamps.count + Int(clamping: min(stampCount, UInt64(bytes.count))))
            for _ in 0..<stampCount {
                guard let path = reader.raw(Int(clamping: reader.count())) else { return nil }
                let stamp = FileStamp(
                    path: String(decoding: path, as: UTF8.self), size: reader.fixed(), modified: reader.fixed(), changed: reader.fixed(),
                    inode: reader.fixed())
                let hash = ContentHash(from: &reader)
                guard !reader.isExhausted else { return nil }
                if stamps[stamp] == nil { stamps[stamp] = hash }
            }
            return reader.isAtEnd ? head : nil
        }
    }
}
