import Columns
import Extraction
import Glibc
import Synchronization

/// Where the records of documents wait that no cache keeps: in memory up to a bound, the others in a temporary file without a name.
final class RecordShelf: Sendable {
    private struct State {
        var heldBytes = 0
        var file: CacheFile?
        /// Set when no file could be made or written: then everything is held.
        var hasFailed = false
        var end: UInt64 = 0
    }

    private let most: Int
    private let state = Mutex(State())

    /// - Parameter most: how many bytes of records are held in memory.
    init(holding most: Int) { self.most = most }

    /// The part of a memory limit that records may take.
    static func share(of memoryLimit: Int) -> Int { memoryLimit / 16 }

    /// Keeps a record.
    func keep(_ record: DocumentRecord, isRead: Bool) -> StoredDocument.Storage {
        let size = record.blocks.reduce(0) { $0 + $1.count }
        let place = state.withLock { state -> (CacheFile, UInt64)? in
            if state.heldBytes + size <= most || state.hasFailed {
                state.heldBytes += size
                return nil
            }
            if state.file == nil {
                let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
                do throws(QueryError) { state.file = try CacheFile(withoutNameIn: folder) } catch { state.hasFailed = true }
            }
            guard let file = state.file else { return nil }
            let start = state.end
            state.end += UInt64(size + record.blocks.count * CachedRecord.directoryEntrySize)
            return (file, start)
        }
        guard let (file, start) = place else { return .memory(record) }
        let (data, made) = CachedRecord.bytes(of: record, isRead: isRead)
        do throws(QueryError) { try file.write(data, at: start) } catch {
            // A full disk: memory may still do.
            state.withLock { $0.hasFailed = true }
            return .memory(record)
        }
        var entry = made
        entry.directory.offset = start
        return .cached(CachedRecord(file: file, entry: entry))
    }
}
