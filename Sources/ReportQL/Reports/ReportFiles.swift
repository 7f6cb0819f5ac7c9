import Glibc
import Columns

/// Finds report files and reads them.
enum ReportFiles {
    /// A file that is to be extracted.
    struct Source: Sendable {
        /// Where it is.
        let path: String
        /// Its path relative to the folder that was given; its base name where it was given by itself.
        let file: String
        /// The report key: `file` without its extension.
        var key: String
        /// The folder argument that it came from; empty for a file given by itself.
        let folder: String
        /// What the file system says of it.
        let stamp: FileStamp
    }

    /// The report files of a path, in order of their names: the file itself, or those of a folder and the folders in it that are selected.
    ///
    /// Throws where the path does not exist or cannot be read. A folder without report files gives none.
    static func sources(at path: String, _ selection: FileSelection = .all) throws(QueryError) -> [Source] {
        var status = stat()
        guard stat(path, &status) == 0 else { throw failure(path, errno) }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            let name = baseName(path)
            return [Source(path: path, file: name, key: withoutExtension(name), folder: "", stamp: FileStamp(realPath(path), status))]
        }
        var found: [Source] = []
        let walk = Walk(root: realPath(path), selection: selection)
        let folder = path.last == "/" && path.count > 1 ? String(path.dropLast()) : path
        try collect(folder, prefix: "", root: folder, depth: 0, walk, into: &found)
        return found
    }

    private struct Walk {
        /// The folder's path without links, which stamps are known by.
        let root: String
        let selection: FileSelection
    }

    private static func collect(
        _ folder: String, prefix: String, root: String, depth: Int, _ walk: Walk, into found: inout [Source]
    ) throws(QueryError) {
        // A link that leads back to a folder above would never end.
        guard depth < 64 else { return }
        guard let directory = opendir(folder) else { throw failure(folder, errno) }
        var names: [(bytes: [UInt8], name: String)] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { raw in Array(raw.prefix { $0 != 0 }) }
            if name.first == UInt8(ascii: ".") { continue }
            names.append((name, String(decoding: name, as: UTF8.self)))
        }
        // Open until the end: what stands in the folder is asked for by name alone.
        defer { closedir(directory) }
        names.sort { $0.bytes.lexicographicallyPrecedes($1.bytes) }
        for (_, name) in names {
            let path = folder == "/" ? "/" + name : folder + "/" + name
            var status = stat()
            guard fstatat(dirfd(directory), name, &status, 0) == 0 else { continue }
            if status.st_mode & S_IFMT == S_IFDIR {
                guard walk.selection.takes(folder: prefix + name) else { continue }
                try collect(path, prefix: prefix + name + "/", root: root, depth: depth + 1, walk, into: &found)
            } else if walk.selection.takes(file: prefix + name) {
                let file = prefix + name
                found.append(
                    Source(
                        path: path, file: file, key: withoutExtension(file), folder: root, stamp: FileStamp(walk.root + "/" + file, status))
                )
            }
        }
    }

    /// All bytes of a file.
    static func read(_ path: String, account: MemoryAccount) throws(QueryError) -> (buffer: Buffer, count: Int) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path, errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure(path, errno) }
        if status.st_mode & S_IFMT == S_IFDIR { throw QueryError(.fileUnreadable, "\(path) is a folder, not a file") }
        var capacity = max(Int(status.st_size) + 1, 4_096)
        var buffer = try Buffer(byteCount: capacity, account: account)
        var count = 0
        while true {
            if count == capacity {
                let larger = try Buffer(byteCount: capacity * 2, account: account)
                larger.start.copyMemory(from: buffer.start, byteCount: count)
                buffer = larger
                capacity *= 2
            }
            let got = Glibc.read(descriptor, buffer.start + count, capacity - count)
            if got == 0 { return (buffer, count) }
            if got < 0 {
                if errno == EINTR { continue }
                throw failure(path, errno)
            }
            count += got
        }
    }

    static func failure(_ path: String, _ code: Int32) -> QueryError {
        let reason = String(cString: strerror(code))
        return code == ENOENT
            ? QueryError(.fileNotFound, "there is no file \(path)", help: ["check the path; it is relative to the current folder"])
            : QueryError(.fileUnreadable, "\(path) cannot be read: \(reason)")
    }

    /// The path without links; as it is where the system cannot say.
    static func realPath(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }

    static func baseName(_ path: String) -> String {
        var path = path[...]
        while path.count > 1, path.last == "/" { path.removeLast() }
        guard let slash = path.lastIndex(of: "/"), path.count > 1 else { return String(path) }
        return String(path[path.index(after: slash)...])
    }

    static func withoutExtension(_ name: String) -> String {
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
        if let slash = name.lastIndex(of: "/"), dot < slash || name.index(after: slash) == dot { return name }
        return String(name[..<dot])
    }
}

/// What the file system says of a file: while it stays the same, so does what the file holds.
struct FileStamp: Sendable, Hashable {
    /// The file's path without links.
    let path: String
    let size: Int64
    let inode: UInt64
    /// When the content and when anything about the file was changed last, in nanoseconds.
    let modified: Int64, changed: Int64

    func hash(into hasher: inout Hasher) {
        // Two files seldom share both; the path is left to the comparison.
        hasher.combine(inode)
        hasher.combine(modified)
    }

    init(path: String, size: Int64, modified: Int64, changed: Int64, inode: UInt64) {
        self.path = path
        self.size = size
        self.modified = modified
        self.changed = changed
        self.inode = inode
    }

    init(_ path: String, _ status: stat) {
        self.path = path
        size = Int64(status.st_size)
        inode = UInt64(status.st_ino)
        modified = Int64(status.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(status.st_mtim.tv_nsec)
        changed = Int64(status.st_ctim.tv_sec) &* 1_000_000_000 &+ Int64(status.st_ctim.tv_nsec)
    }
}
