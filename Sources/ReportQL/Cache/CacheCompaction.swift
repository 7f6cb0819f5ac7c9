import Columns
import Extraction
import Glibc

/// Rewriting a cache of which more than half is dead: records of files that are gone or changed, links of corpora that were, index blocks of
/// many small commits.
extension ExtractionCache {
    /// Rewrites the file with what is alive, where that is less than half of it. A record is alive that is in use now, or whose file is as it
    /// was when the cache saw it, though it be none of those that are read now.
    ///
    /// The new file gets the name of the old one when it is on disk: whenever that stops, one of the two stands there, whole. What goes wrong
    /// leaves the old one in its place, which is of as much use as before. Who reads records of the old file still can.
    func compact(using records: [CachedRecord]) {
        state.withLock { state in
            do throws(QueryError) {
                guard let live = try liveIndex(state, using: records) else { return }
                try rewrite(&state, live)
            } catch {
                // Damage is said when somebody asks for what is damaged, a full disk when something must be written.
            }
        }
    }

    /// What is alive; nil where that is half of the file or more.
    private func liveIndex(_ state: borrowing State, using records: [CachedRecord]) throws(QueryError) -> CacheIndex? {
        let most = (state.slot.end - UInt64(CacheFile.headerSize)) / 2
        var used: [UInt64: UInt64] = [:]
        for record in records { used[record.entry.directory.offset] = record.entry.length }
        var bytes = used.values.reduce(0, &+)
        guard bytes < most else { return nil }
        var all = CacheIndex()
        var live = CacheIndex()
        var liveHashes: Set<ContentHash> = []
        _ = try Self.read(state.file, state.slot, into: &all, ruleVersion: ruleVersion) { path, stamp, hash in
            var status = stat()
            guard stat(path, &status) == 0, FileStamp(path, status) == stamp else { return }
            live.add(stamp, of: path, hash)
            liveHashes.insert(hash)
        }
        for (source, entry) in all.entries {
            let isUsed = used[entry.directory.offset] != nil
            guard isUsed || liveHashes.contains(source.hash) else { continue }
            live.add(source, entry)
            if !isUsed { bytes &+= entry.length }
        }
        return bytes < most ? live : nil
    }

    private func rewrite(_ state: inout State, _ live: CacheIndex) throws(QueryError) {
        let (new, temporary) = try Self.replacement(of: state.file)
        var successor = State(file: new, end: UInt64(CacheFile.headerSize))
        do throws(QueryError) {
            var moved = live
            for (source, entry) in live.entries.sorted(by: { $0.value.directory.offset < $1.value.directory.offset }) {
                let bytes = try state.file.read(BlockPlace(offset: entry.directory.offset, length: entry.length), checked: false)
                try new.write(bytes, at: successor.end)
                var entry = entry
                entry.directory.offset = successor.end
                moved.add(source, entry)
                successor.end += entry.length
            }
            successor.pending = moved
            try successor.commit(ruleVersion: ruleVersion)
            try new.moveIntoPlace(from: temporary)
        } catch {
            unlink(temporary)
            throw error
        }
        state.file.unlock()
        state = successor
    }
}
