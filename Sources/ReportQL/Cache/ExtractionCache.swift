import Columns
import Extraction
import Glibc
import Synchronization

/// Extracted documents by the hash of their files and the version of the rules that extracted them, kept in a file.
///
/// A file whose stamp (size, times of change, inode) is one that the cache saw is not even read: its content is known by the stamp. A stamp
/// taken so soon after the file was written that a second change could leave it the same is not believed.
final class ExtractionCache: Sendable {
    private let file: CacheFile
    private let ruleVersion: UInt64
    private let state: Mutex<State>

    private struct State {
        var known = CacheIndex()
        /// What the next commit will add.
        var pending = CacheIndex()
        var slot = CacheFile.Slot()
        /// Where the next record goes.
        var end: UInt64
        /// Bytes of records since the last commit.
        var pendingBytes = 0
    }

    /// A commit comes after so many bytes of records; what a process that dies had extracted since is extracted again.
    private static let bytesPerCommit = 4 << 20
    /// How old a file must be for its stamp to be believed, in nanoseconds: file systems count time in steps.
    private static let settlingTime: Int64 = 2_000_000_000

    init(at path: String, ruleVersion: UInt64) throws(QueryError) {
        self.ruleVersion = ruleVersion
        let file = try CacheFile(path)
        let slot = try file.begin()
        var known = CacheIndex()
        var isOutdated = slot.index.length > 0
        var place = slot.index
        while place.length > 0 {
            guard place.offset <= slot.end, place.length <= slot.end - place.offset,
                let head = known.add(block: try file.read(place), ruleVersion: ruleVersion),
                // The chain leads back, so it ends.
                head.previous.length == 0 || head.previous.offset < place.offset
            else { throw file.damaged() }
            if head.ruleVersion == ruleVersion { isOutdated = false }
            place = head.previous
        }
        if isOutdated {
            // Nothing in it is of use to these rules: begin anew, under another inode, so that whoever reads the old file still can.
            self.file = try Self.replacement(of: file)
            state = Mutex(State(end: UInt64(CacheFile.headerSize)))
        } else {
            self.file = file
            state = Mutex(State(known: known, slot: slot, end: slot.end))
        }
    }

    private static func replacement(of file: CacheFile) throws(QueryError) -> CacheFile {
        let temporary = "\(file.path).part\(getpid())"
        unlink(temporary)
        let new = try CacheFile(temporary, named: file.path)
        _ = try new.begin()
        guard rename(temporary, file.path) == 0 else {
            let reason = String(cString: strerror(errno))
            unlink(temporary)
            throw QueryError(.fileUnwritable, "the cache \(file.path) cannot be written: \(reason)")
        }
        return new
    }

    /// The hash of a file's content, where the file is as it was when the cache saw it.
    func hash(of stamp: FileStamp) -> ContentHash? { state.withLock { $0.known.stamps[stamp] } }

    /// The record of a content; nil where the cache has none.
    func record(of source: CacheIndex.Source) -> CachedRecord? {
        state.withLock { $0.known.entries[source] }.map { CachedRecord(file: file, entry: $0) }
    }

    /// Remembers what a file held, where the stamp may be believed.
    func note(_ stamp: FileStamp, _ hash: ContentHash) {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        let time = Int64(now.tv_sec) &* 1_000_000_000 &+ Int64(now.tv_nsec)
        guard max(stamp.modified, stamp.changed) < time - Self.settlingTime else { return }
        state.withLock { state in
            state.known.add(stamp, hash)
            state.pending.add(stamp, hash)
        }
    }

    /// Adds a record. It can be read at once; it lasts from the next commit on.
    func add(_ record: DocumentRecord, of source: CacheIndex.Source, isRead: Bool) throws(QueryError) -> CachedRecord {
        var directory = BinaryWriter()
        var bytes: [UInt8] = []
        for block in record.blocks {
            directory.fixed(UInt64(block.count))
            directory.fixed(Checksum.of(block))
            bytes += block
        }
        let data = directory.bytes + bytes
        let (place, commits) = state.withLock { state -> (BlockPlace, Bool) in
            let place = BlockPlace(offset: state.end, length: UInt64(directory.bytes.count), checksum: Checksum.of(directory.bytes))
            state.end += UInt64(data.count)
            state.pendingBytes += data.count
            return (place, state.pendingBytes >= Self.bytesPerCommit)
        }
        try file.write(data, at: place.offset)
        let entry = CacheIndex.Entry(directory: place, isRead: isRead)
        state.withLock { state in
            state.known.add(source, entry)
            state.pending.add(source, entry)
        }
        if commits { try commit() }
        return CachedRecord(file: file, entry: entry)
    }

    /// Makes everything added so far last.
    func commit() throws(QueryError) {
        // Records whose bytes are still being written are pending for a later commit: an entry is added behind its bytes.
        let result = state.withLock { state -> Result<Void, QueryError> in
            guard !state.pending.isEmpty else { return .success(()) }
            do throws(QueryError) {
                let block = state.pending.block(ruleVersion: ruleVersion, previous: state.slot.index)
                let place = BlockPlace(offset: state.end, length: UInt64(block.count), checksum: Checksum.of(block))
                try file.write(block, at: place.offset)
                let slot = CacheFile.Slot(sequence: state.slot.sequence + 1, index: place, end: place.offset + place.length)
                try file.commit(slot)
                state.slot = slot
                state.end = slot.end
                state.pending = CacheIndex()
                state.pendingBytes = 0
                return .success(())
            } catch {
                return .failure(error)
            }
        }
        try result.get()
    }

    /// Commits what remains and lets other processes write.
    func finish() throws(QueryError) {
        defer { file.unlock() }
        try commit()
    }
}

/// A document's record in a cache; its blocks are read when they are asked for.
struct CachedRecord: Sendable {
    fileprivate let file: CacheFile
    fileprivate let entry: CacheIndex.Entry

    /// Whether an article was found.
    var isRead: Bool { entry.isRead }

    /// The bytes of a block; an error where the file is damaged.
    func block(_ number: Int) throws(QueryError) -> [UInt8] {
        let directory = try file.read(entry.directory)
        var offset = entry.directory.offset &+ entry.directory.length
        var place: BlockPlace?
        directory.withUnsafeBytes { bytes in
            var reader = BinaryReader(bytes)
            for index in 0...number {
                let (length, checksum) = (reader.fixed(UInt64.self), reader.fixed(UInt64.self))
                if index == number { place = BlockPlace(offset: offset, length: length, checksum: checksum) }
                offset &+= length
            }
            if reader.isExhausted { place = nil }
        }
        guard let place else { throw file.damaged() }
        return try file.read(place)
    }
}
