import Columns
import Glibc

/// A file that only grows, in commits: what was committed is never written again, so a process that dies while it writes loses nothing of it.
///
/// The file begins with its magic and two slots that say how far it is valid and where the newest index block lies. A commit appends data
/// and an index block, waits until they are on disk, and then writes the older of the two slots: whenever that stops, the other slot holds.
/// What lies behind the committed end is the torn tail of a commit that never was, and is written over. Every block has a checksum.
final class CacheFile: Sendable {
    let path: String
    private let descriptor: CInt

    /// Where an index block lies.
    struct Slot: Equatable {
        var sequence: UInt64 = 0
        var index = BlockPlace()
        /// The committed length of the file.
        var end = UInt64(CacheFile.headerSize)
    }

    static let magic = Array("ReportQL cache 2".utf8)
    /// What the file of any version begins with.
    private static let kind = Array("ReportQL cache ".utf8)
    static let headerSize = 4_096
    private static let slotOffsets = [512, 1_024]
    private static let slotSize = 48

    /// Opens a cache for reading and writing; makes one where there is none. Waits while another process writes it.
    /// - Parameter name: the path that the file will have, for messages.
    init(_ path: String, named name: String? = nil) throws(QueryError) {
        self.path = name ?? path
        var opened: CInt = -1
        // Whoever held the lock may have put another file in its place.
        for _ in 0..<100 {
            opened = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
            guard opened >= 0 else { throw Self.failure(path, "opened", errno) }
            while flock(opened, LOCK_EX) != 0 {
                guard errno == EINTR else {
                    close(opened)
                    throw Self.failure(path, "locked", errno)
                }
            }
            var (own, current) = (stat(), stat())
            if fstat(opened, &own) == 0, stat(path, &current) == 0, own.st_ino == current.st_ino, own.st_dev == current.st_dev { break }
            close(opened)
            opened = -1
        }
        guard opened >= 0 else { throw Self.failure(path, "locked", EBUSY) }
        descriptor = opened
    }

    /// A file without a name, which is gone when nobody holds it any more.
    init(withoutNameIn folder: String) throws(QueryError) {
        path = folder
        var template = Array("\(folder)/reportql-XXXXXX".utf8CString)
        let opened = mkstemp(&template)
        guard opened >= 0 else { throw Self.failure(folder, "written", errno) }
        _ = fcntl(opened, F_SETFD, FD_CLOEXEC)
        unlink(template)
        descriptor = opened
    }

    deinit { close(descriptor) }

    /// Lets other processes write. What was committed can still be read.
    func unlock() { flock(descriptor, LOCK_UN) }

    /// Keeps other processes from writing, once more; false where one writes right now, or has put another file in this one's place.
    func lockAgain() -> Bool {
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { return false }
        if isInPlace(path) { return true }
        unlock()
        return false
    }

    /// Whether this is the file that a path leads to.
    private func isInPlace(_ path: String) -> Bool {
        var (own, current) = (stat(), stat())
        return fstat(descriptor, &own) == 0 && stat(path, &current) == 0 && own.st_ino == current.st_ino && own.st_dev == current.st_dev
    }

    /// Puts this file, which has the name `temporary` so far, in the place that it is for.
    func moveIntoPlace(from temporary: String) throws(QueryError) {
        guard rename(temporary, path) == 0 else {
            let code = errno
            unlink(temporary)
            throw Self.failure(path, "written", code)
        }
        // The new name lasts when the folder is on disk.
        let folder = open(path.lastIndex(of: "/").map { String(path[...$0]) } ?? ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }

    /// The newest valid slot; nil where another version of the program wrote the file. A file of no bytes gets its header here.
    func begin() throws(QueryError) -> Slot? {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Self.failure(path, "read", errno) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw QueryError(.fileFormat, "\(path) is no regular file", help: ["--cache takes the path of a file"])
        }
        if status.st_size == 0 { try writeHeader() }
        let length = status.st_size == 0 ? Self.headerSize : min(Int(status.st_size), Self.headerSize)
        let header = try read(BlockPlace(offset: 0, length: UInt64(length)), checked: false)
        guard header.starts(with: Self.kind) else {
            throw QueryError(.fileFormat, "\(path) is no cache of ReportQL", help: ["name a file that does not exist yet; it is made"])
        }
        guard length == Self.headerSize else { throw damaged() }
        guard header.starts(with: Self.magic) else { return nil }
        var newest: Slot?
        for offset in Self.slotOffsets {
            guard let slot = Self.slot(header[offset..<offset + Self.slotSize]) else { continue }
            if newest.map({ slot.sequence > $0.sequence }) ?? true { newest = slot }
        }
        guard let newest, newest.end <= max(Int(status.st_size), Self.headerSize) else { throw damaged() }
        return newest
    }

    private func writeHeader() throws(QueryError) {
        var header = Self.magic
        header += [UInt8](repeating: 0, count: Self.headerSize - header.count)
        for offset in Self.slotOffsets { header.replaceSubrange(offset..<offset + Self.slotSize, with: Self.bytes(of: Slot())) }
        try write(header, at: 0)
    }

    /// Makes everything up to `slot.end` valid.
    func commit(_ slot: Slot) throws(QueryError) {
        guard fdatasync(descriptor) == 0 else { throw Self.failure(path, "written", errno) }
        try write(Self.bytes(of: slot), at: UInt64(Self.slotOffsets[Int(slot.sequence & 1)]))
        guard fdatasync(descriptor) == 0 else { throw Self.failure(path, "written", errno) }
    }

    private static func slot(_ bytes: ArraySlice<UInt8>) -> Slot? {
        let words = bytes.withUnsafeBytes { bytes in
            (0..<6).map { UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: $0 * 8, as: UInt64.self)) }
        }
        guard words[5] == Checksum.of(Array(bytes.prefix(40))) else { return nil }
        return Slot(sequence: words[0], index: BlockPlace(offset: words[1], length: words[2], checksum: words[3]), end: words[4])
    }

    private static func bytes(of slot: Slot) -> [UInt8] {
        var bytes: [UInt8] = []
        for word in [slot.sequence, slot.index.offset, slot.index.length, slot.index.checksum, slot.end] {
            withUnsafeBytes(of: word.littleEndian) { bytes.append(contentsOf: $0) }
        }
        withUnsafeBytes(of: Checksum.of(bytes).littleEndian) { bytes.append(contentsOf: $0) }
        return bytes
    }

    /// The bytes of a block; an error where they are not those that were written.
    func read(_ place: BlockPlace, checked: Bool = true) throws(QueryError) -> [UInt8] {
        guard let length = Int(exactly: place.length), length < 1 << 40, let offset = Int(exactly: place.offset) else { throw damaged() }
        var failure: CInt?
        let bytes = [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
            while count < length {
                let got = pread(descriptor, buffer.baseAddress.map { $0 + count }, length - count, off_t(offset + count))
                if got < 0, errno == EINTR { continue }
                if got <= 0 {
                    failure = got < 0 ? errno : 0
                    return
                }
                count += got
            }
        }
        if let failure, failure != 0 { throw Self.failure(path, "read", failure) }
        guard bytes.count == length, !checked || Checksum.of(bytes) == place.checksum else { throw damaged() }
        return bytes
    }

    func write(_ bytes: [UInt8], at offset: UInt64) throws(QueryError) {
        var start = 0
        while start < bytes.count {
            let count = bytes.withUnsafeBytes {
                pwrite(descriptor, $0.baseAddress.map { $0 + start }, bytes.count - start, off_t(Int(offset) + start))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.failure(path, "written", errno) }
            start += count
        }
    }

    /// The error of a file whose bytes are not those that were written.
    func damaged() -> QueryError {
        QueryError(
            .fileFormat, "the cache \(path) is damaged",
            help: ["delete the file: it is made anew from the reports", "nothing but what the reports hold is in it"])
    }

    private static func failure(_ path: String, _ what: String, _ code: CInt) -> QueryError {
        QueryError(
            what == "written" ? .fileUnwritable : .fileUnreadable, "the cache \(path) cannot be \(what): \(String(cString: strerror(code)))"
        )
    }
}

/// Where a block lies in a cache, and the checksum of its bytes.
struct BlockPlace: Sendable, Equatable {
    var offset: UInt64 = 0
    var length: UInt64 = 0
    var checksum: UInt64 = 0
}
