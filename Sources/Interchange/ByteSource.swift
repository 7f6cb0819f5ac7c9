import Columns
import Glibc

/// The bytes of a file, read by place and from several threads at once.
///
/// A regular file is read piece by piece; it is not mapped, since a mapped file that another process shortens ends the process that reads it.
/// What can be read only once (a pipe, a terminal) and what was transcoded lies in memory.
final class ByteSource: @unchecked Sendable {
    // Unchecked: the descriptor is used with pread only, the memory is only read.
    private enum Content {
        case file(Int32)
        case memory(Buffer)
        case empty
    }

    /// What messages call the source.
    let name: String
    let byteCount: Int
    private let content: Content

    /// Opens a file. A folder and a file that may not be read give an error that says so.
    init(path: String, account: MemoryAccount) throws(QueryError) {
        name = path
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 { throw ByteSource.failure(path, errno) }
        var status = stat()
        if fstat(descriptor, &status) != 0 {
            let code = errno
            close(descriptor)
            throw ByteSource.failure(path, code)
        }
        if status.st_mode & S_IFMT == S_IFDIR {
            close(descriptor)
            throw QueryError(.fileUnreadable, "\(path) is a folder, not a file", help: ["name a file in it"])
        }
        if status.st_mode & S_IFMT == S_IFREG {
            byteCount = Int(status.st_size)
            content = .file(descriptor)
            return
        }
        let collected: (buffer: Buffer, count: Int)
        do throws(QueryError) { collected = try ByteSource.drain(descriptor, path, account) } catch {
            close(descriptor)
            throw error
        }
        close(descriptor)
        byteCount = collected.count
        content = .memory(collected.buffer)
    }

    /// Bytes that are already in memory: the first `byteCount` of `buffer`.
    init(name: String, buffer: Buffer, byteCount: Int) {
        self.name = name
        self.byteCount = byteCount
        content = .memory(buffer)
    }

    /// A copy of an array of bytes.
    init(name: String, bytes: [UInt8], account: MemoryAccount) throws(QueryError) {
        self.name = name
        byteCount = bytes.count
        guard !bytes.isEmpty else {
            content = .empty
            return
        }
        let buffer = try Buffer(byteCount: bytes.count, account: account)
        bytes.withUnsafeBytes { buffer.start.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(buffer.start), byteCount: bytes.count) }
        content = .memory(buffer)
    }

    deinit {
        if case .file(let descriptor) = content { close(descriptor) }
    }

    /// Copies the bytes of `range`, which lies within the source, to `target`.
    func read(_ range: Range<Int>, into target: UnsafeMutableRawPointer) throws(QueryError) {
        switch content {
        case .empty: return
        case .memory(let buffer): target.copyMemory(from: buffer.start + range.lowerBound, byteCount: range.count)
        case .file(let descriptor):
            var done = 0
            while done < range.count {
                let count = pread(descriptor, target + done, range.count - done, off_t(range.lowerBound + done))
                if count < 0 {
                    if errno == EINTR { continue }
                    throw ByteSource.failure(name, errno)
                }
                if count == 0 {
                    throw QueryError(
                        .fileUnreadable, "\(name) became shorter while it was being read", help: ["read it again when nobody writes to it"])
                }
                done += count
            }
        }
    }

    /// All bytes in one buffer, with `padding` zero bytes behind them.
    func contents(padding: Int, account: MemoryAccount) throws(QueryError) -> Buffer {
        let buffer = try Buffer(byteCount: byteCount + padding, account: account)
        try read(0..<byteCount, into: buffer.start)
        (buffer.start + byteCount).initializeMemory(as: UInt8.self, repeating: 0, count: padding)
        return buffer
    }

    private static func drain(_ descriptor: Int32, _ path: String, _ account: MemoryAccount) throws(QueryError) -> (Buffer, Int) {
        var buffer = try Buffer(byteCount: 1 << 16, account: account)
        var count = 0
        while true {
            if count == buffer.byteCount {
                let larger = try Buffer(byteCount: buffer.byteCount * 2, account: account)
                larger.copy(first: count, of: buffer)
                buffer = larger
            }
            let taken = Glibc.read(descriptor, buffer.start + count, buffer.byteCount - count)
            if taken < 0 {
                if errno == EINTR { continue }
                throw failure(path, errno)
            }
            if taken == 0 { return (buffer, count) }
            count += taken
        }
    }

    private static func failure(_ path: String, _ code: Int32) -> QueryError {
        let reason = String(cString: strerror(code))
        if code == ENOENT {
            return QueryError(
                .fileNotFound, "there is no file \(path)", help: ["check the spelling, or give the path from the working folder"])
        }
        return QueryError(.fileUnreadable, "\(path) cannot be read: \(reason)")
    }
}
