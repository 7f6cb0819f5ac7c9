import Columns
import Extraction
import Glibc
import Synchronization

/// Extracted documents by the hash of their files and the version of the rules that extracted them, kept in a file, with the links between
/// the reports of whole corpora.
///
/// A file whose stamp (path, size, times of change, inode) is one that the cache saw is not even read: its content is known by the stamp. A
/// stamp taken so soon after the file was written that a second change could leave it the same is not believed.
final class ExtractionCache: Sendable {
    let ruleVersion: UInt64
    /// What the file held when it was opened, and the file that it lies in.
    let known: CacheIndex
    private let file: CacheFile
    let state: Mutex<State>

    struct State {
        /// The file that is written: another than at first when the cache was rewritten since.
        var file: CacheFile
        /// What was added since the cache was opened.
        var added = CacheIndex()
        /// What the next commit will add.
        var pending = CacheIndex()
        var slot = CacheFile.Slot()
        /// Where the next record goes.
        var end: UInt64
        /// Bytes of records since the last commit.
        var pendingBytes = 0
        var hasGrown = false
    }

    /// A commit comes after so many bytes of records; what a process that dies had extracted since is extracted again.
    private static let bytesPerCommit = 4 << 20
    /// How old a file must be for its stamp to be believed, in nanoseconds: file systems count time in steps.
    private static let settlingTime: Int64 = 2_000_000_000

    init(at path: String, ruleVersion: UInt64) throws(QueryError) {
        self.ruleVersion = ruleVersion
        let file = try CacheFile(path)
        var known = CacheIndex()
        let slot = try file.begin()
        let isOutdated = try slot.map { (slot) throws(QueryError) in
            try !Self.read(file, slot, into: &known, ruleVersion: ruleVersion) && slot.index.length > 0
        }
        if let slot, isOutdated == false {
            self.known = known
            self.file = file
            state = Mutex(State(file: file, slot: slot, end: slot.end))
        } else {
            // Nothing in it is of use to these rules: begin anew, under another inode, so that whoever reads the old file still can.
            self.known = CacheIndex()
            let (new, temporary) = try Self.replacement(of: file)
            try new.moveIntoPlace(from: temporary)
            self.file = new
            state = Mutex(State(file: new, end: UInt64(CacheFile.headerSize)))
        }
    }

    /// Adds what all index blocks of a file hold to an index.
    /// - Returns: whether any was made by these rules.
    static func read(
        _ file: CacheFile, _ slot: CacheFile.Slot, into index: inout CacheIndex, ruleVersion: UInt64,
        seeing: ((String, FileStamp, ContentHash) -> Void)? = nil
    ) throws(QueryError) -> Bool {
        var isCurrent = false
        var place = slot.index
        while place.length > 0 {
            guard place.offset <= slot.end, place.length <= slot.end - place.offset,
                let head = index.add(block: try file.read(place), ruleVersion: ruleVersion, seeing: seeing),
                // The chain leads back, so it ends.
                head.previous.length == 0 || head.previous.offset < place.offset
            else { throw file.damaged() }
            if head.ruleVersion == ruleVersion { isCurrent = true }
            place = head.previous
        }
        return isCurrent
    }

    /// A file that may take the place of another, and the name that it has until then. Only who has locked the other makes one; what a
    /// process left that died is removed.
    static func replacement(of file: CacheFile) throws(QueryError) -> (CacheFile, temporary: String) {
        let temporary = "\(file.path).part"
        unlink(temporary)
        let new = try CacheFile(temporary, named: file.path)
        _ = try new.begin()
        return (new, temporary)
    }

    /// The hash of a file's content, where the file is as it was when the cache saw it.
    func hash(of stamp: FileStamp) -> ContentHash? { known.stamps[stamp] }

    /// The record of a content; nil where the cache has none.
    func record(of source: CacheIndex.Source) -> CachedRecord? {
        // What was there at the beginning never changes, so most threads never wait.
        let entry = known.entries[source] ?? state.withLock { $0.added.entries[source] }
        return entry.map { CachedRecord(file: file, entry: $0) }
    }

    /// Remembers what a file held, where the stamp may be believed.
    func note(_ stamp: FileStamp, of path: String, _ hash: ContentHash) {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        let time = Int64(now.tv_sec) &* 1_000_000_000 &+ Int64(now.tv_nsec)
        guard max(stamp.modified, stamp.changed) < time - Self.settlingTime else { return }
        state.withLock { $0.pending.add(stamp, of: path, hash) }
    }

    /// Adds a record. It can be read at once; it lasts from the next commit on.
    func add(_ record: DocumentRecord, of source: CacheIndex.Source, isRead: Bool) throws(QueryError) -> CachedRecord {
        let (data, made) = CachedRecord.bytes(of: record, isRead: isRead)
        let count = data.count
        let (start, commits) = state.withLock { state -> (UInt64, Bool) in
            let start = state.end
            state.end += UInt64(count)
            state.pendingBytes += count
            return (start, state.pendingBytes >= Self.bytesPerCommit)
        }
        try file.write(data, at: start)
        var entry = made
        entry.directory.offset = start
        let placed = entry
        state.withLock { state in
            state.added.add(source, placed)
            state.pending.add(source, placed)
        }
        if commits { try commit() }
        return CachedRecord(file: file, entry: placed)
    }

    /// Makes everything added so far last.
    func commit() throws(QueryError) {
        // Records whose bytes are still being written are pending for a later commit: an entry is added behind its bytes.
        let result = state.withLock { state -> Result<Void, QueryError> in
            guard !state.pending.isEmpty else { return .success(()) }
            do throws(QueryError) {
                try state.commit(ruleVersion: ruleVersion)
                return .success(())
            } catch {
                return .failure(error)
            }
        }
        try result.get()
    }

    /// Commits what remains and lets other processes write.
    func finish() throws(QueryError) {
        defer { state.withLock { $0.file.unlock() } }
        try commit()
    }

    /// Commits what remains, rewrites the file where most of it is of no use any more, and lets other processes write.
    /// - Parameter records: the records that are in use now.
    func finish(using records: [CachedRecord]) throws(QueryError) {
        defer { state.withLock { $0.file.unlock() } }
        try commit()
        if state.withLock({ $0.hasGrown }) { compact(using: records) }
    }
}

extension ExtractionCache.State {
    /// Appends an index block of what is pending, and makes it the newest.
    mutating func commit(ruleVersion: UInt64) throws(QueryError) {
        let block = pending.block(ruleVersion: ruleVersion, previous: slot.index)
        let place = BlockPlace(offset: end, length: UInt64(block.count), checksum: Checksum.of(block))
        try file.write(block, at: place.offset)
        let new = CacheFile.Slot(sequence: slot.sequence + 1, index: place, end: place.offset + place.length)
        try file.commit(new)
        slot = new
        end = new.end
        pending = CacheIndex()
        pendingBytes = 0
        hasGrown = true
    }
}

extension ExtractionCache {
    // MARK: Links

    /// The links of a corpus; nil where the cache has none.
    func links(of corpus: ContentHash) throws(QueryError) -> CorpusLinks? {
        let added = state.withLock { state in state.added.links[corpus].map { (state.file, $0) } }
        guard let (file, place) = added ?? known.links[corpus].map({ (self.file, $0) }) else { return nil }
        let bytes = try file.read(place)
        guard let links = bytes.withUnsafeBytes({ LinkCoding.decode($0) }) else { throw file.damaged() }
        return links
    }

    /// Keeps the links of a corpus. Where another process writes the cache right now they are not kept: they can be found again.
    func add(_ links: CorpusLinks, of corpus: ContentHash) throws(QueryError) {
        let bytes = LinkCoding.encode(links)
        let result = state.withLock { state -> Result<Void, QueryError> in
            guard state.file.lockAgain() else { return .success(()) }
            defer { state.file.unlock() }
            do throws(QueryError) {
                // Others may have added to the file since.
                guard let slot = try state.file.begin() else { return .success(()) }
                let place = BlockPlace(offset: slot.end, length: UInt64(bytes.count), checksum: Checksum.of(bytes))
                try state.file.write(bytes, at: place.offset)
                (state.slot, state.end) = (slot, place.offset + place.length)
                state.pending.add(corpus, links: place)
                state.added.add(corpus, links: place)
                try state.commit(ruleVersion: ruleVersion)
                return .success(())
            } catch {
                return .failure(error)
            }
        }
        try result.get()
    }
}
