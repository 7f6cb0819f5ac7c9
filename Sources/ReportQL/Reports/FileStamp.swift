import Glibc

/// What the file system says of a file: while it stays the same, so does what the file holds.
struct FileStamp: Sendable, Hashable {
    /// The checksum of the file's path without links.
    let path: UInt64
    let size: Int64
    /// When the content and when anything about the file was changed last, in nanoseconds.
    let modified: Int64, changed: Int64
    let inode: UInt64

    func hash(into hasher: inout Hasher) {
        // Two files seldom share it; the rest is left to the comparison.
        hasher.combine(path)
    }

    init(path: UInt64, size: Int64, modified: Int64, changed: Int64, inode: UInt64) {
        self.path = path
        self.size = size
        self.modified = modified
        self.changed = changed
        self.inode = inode
    }

    init(_ path: String, _ status: stat) { self.init(Array(path.utf8), status) }

    init(_ path: [UInt8], _ status: stat) {
        self.path = Checksum.of(path)
        size = Int64(status.st_size)
        inode = UInt64(status.st_ino)
        modified = Int64(status.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(status.st_mtim.tv_nsec)
        changed = Int64(status.st_ctim.tv_sec) &* 1_000_000_000 &+ Int64(status.st_ctim.tv_nsec)
    }
}
