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
        /// The same folder's path without links.
        let realFolder: String
        /// What the file system says of it.
        let stamp: FileStamp

        /// Its path without links, which its stamp is known by.
        var realPath: String { folder.isEmpty ? ReportFiles.realPath(path) : realFolder + "/" + file }
    }

    /// The report files of a path, in order of their names: the file itself, or those of a folder and the folders in it that are selected.
    ///
    /// Throws where the path does not exist or cannot be read. A folder without report files gives none.
    /// - Parameter threads: how many may ask the file system at the same time.
    static func sources(at path: String, _ selection: FileSelection = .all, threads: Int = 1) throws(QueryError) -> [Source] {
        var status = stat()
        guard stat(path, &status) == 0 else { throw failure(path, errno) }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            let name = baseName(path)
            let stamp = FileStamp(realPath(path), status)
            return [Source(path: path, file: name, key: withoutExtension(name), folder: "", realFolder: "", stamp: stamp)]
        }
        var files: [String] = []
        let folder = path.last == "/" && path.count > 1 ? String(path.dropLast()) : path
        try collect(folder, prefix: "", depth: 0, selection, into: &files)
        // Asking for a file takes longer than finding it.
        let names = files
        let root = realPath(path)
        let parts = MorselResults<[Source]>(count: (names.count + filesAtATime - 1) / filesAtATime)
        try WorkerPool.shared.forEach(parts.count, workers: threads) { (part) throws(QueryError) in
            let start = part * filesAtATime
            parts[part] = names[start..<min(start + filesAtATime, names.count)].compactMap { source($0, in: folder, root) }
        }
        var sources: [Source] = []
        sources.reserveCapacity(names.count)
        for part in parts.all { sources += part ?? [] }
        return sources
    }

    private static let filesAtATime = 512

    /// The source of a file of a folder; nil where it is gone.
    private static func source(_ file: String, in folder: String, _ root: String) -> Source? {
        let path = folder == "/" ? "/" + file : folder + "/" + file
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        var real: [UInt8] = []
        real.reserveCapacity(root.utf8.count + 1 + file.utf8.count)
        real += root.utf8
        real.append(UInt8(ascii: "/"))
        real += file.utf8
        return Source(path: path, file: file, key: withoutExtension(file), folder: folder, realFolder: root, stamp: FileStamp(real, status))
    }

    /// Finds the files in a folder and the folders in it, by their paths relative to the outermost one.
    private static func collect(
        _ folder: String, prefix: String, depth: Int, _ selection: FileSelection, into found: inout [String]
    ) throws(QueryError) {
        // A link that leads back to a folder above would never end.
        guard depth < 64 else { return }
        guard let directory = opendir(folder) else { throw failure(folder, errno) }
        defer { closedir(directory) }
        // All names, one behind the other, each with a zero behind it.
        var bytes: [UInt8] = []
        var entries: [(start: Int, kind: UInt8)] = []
        while let entry = readdir(directory) {
            withUnsafeBytes(of: &entry.pointee.d_name) { name in
                guard name[0] != UInt8(ascii: ".") else { return }
                entries.append((bytes.count, entry.pointee.d_type))
                bytes += UnsafeRawBufferPointer(rebasing: name.prefix { $0 != 0 })
                bytes.append(0)
            }
        }
        try bytes.withUnsafeBufferPointer { (bytes) throws(QueryError) in
            guard let names = bytes.baseAddress else { return }
            entries.sort { strcmp(names + $0.start, names + $1.start) < 0 }
            for (start, kind) in entries {
                let name = String(cString: names + start)
                if isFolder(name, kind: kind, in: directory) {
                    guard selection.takes(folder: prefix + name) else { continue }
                    let path = folder == "/" ? "/" + name : folder + "/" + name
                    try collect(path, prefix: prefix + name + "/", depth: depth + 1, selection, into: &found)
                } else if selection.takes(file: prefix + name) {
                    found.append(prefix + name)
                }
            }
        }
    }

    /// Whether a name of a folder is that of a folder, or of a link to one.
    private static func isFolder(_ name: String, kind: UInt8, in directory: OpaquePointer) -> Bool {
        switch Int(kind) {
        case Int(DT_DIR): return true
        case Int(DT_LNK), Int(DT_UNKNOWN):
            var status = stat()
            return fstatat(dirfd(directory), name, &status, 0) == 0 && status.st_mode & S_IFMT == S_IFDIR
        default: return false
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
                larger.copy(first: count, of: buffer)
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
        let bytes = name.utf8
        guard let dot = bytes.lastIndex(of: UInt8(ascii: ".")), dot != name.startIndex else { return name }
        if let slash = bytes.lastIndex(of: UInt8(ascii: "/")), dot < slash || bytes.index(after: slash) == dot { return name }
        return String(name[..<dot])
    }
}
