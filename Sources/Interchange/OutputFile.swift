import Columns
import Glibc

/// A file that appears under its name only when it is complete: until then it has another name beside it, and it goes away if it is given up.
///
/// What is there already and no regular file (a pipe, a terminal, `/dev/null`) is written to directly.
final class OutputFile {
    private let path: String
    private let temporaryPath: String?
    private var descriptor: Int32

    init(path: String) throws(QueryError) {
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
            if status.st_mode & S_IFMT == S_IFDIR {
                throw QueryError(.fileUnwritable, "\(path) is a folder, not a file", help: ["name a file in it"])
            }
            self.path = path
            temporaryPath = nil
            descriptor = open(path, O_WRONLY | O_CLOEXEC)
        } else {
            // Through a symbolic link to the file that it names, which is the one to replace.
            var resolved = path
            if let real = realpath(path, nil) {
                resolved = String(cString: real)
                free(real)
            }
            self.path = resolved
            let temporary = "\(resolved).\(getpid()).partial"
            temporaryPath = temporary
            descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        }
        if descriptor < 0 { throw OutputFile.failure(path, errno) }
    }

    deinit {
        if descriptor >= 0 {
            close(descriptor)
            if let temporaryPath { unlink(temporaryPath) }
        }
    }

    func write(_ bytes: UnsafePointer<UInt8>, _ count: Int) throws(QueryError) {
        var done = 0
        while done < count {
            let written = Glibc.write(descriptor, bytes + done, count - done)
            if written < 0 {
                if errno == EINTR { continue }
                throw OutputFile.failure(path, errno)
            }
            done += written
        }
    }

    /// Gives the complete file its name.
    func finish() throws(QueryError) {
        let closed = close(descriptor)
        let code = errno
        descriptor = -1
        guard let temporaryPath else { return }
        if closed != 0 || rename(temporaryPath, path) != 0 {
            let reason = closed != 0 ? code : errno
            unlink(temporaryPath)
            throw OutputFile.failure(path, reason)
        }
    }

    private static func failure(_ path: String, _ code: Int32) -> QueryError {
        QueryError(
            .fileUnwritable, "\(path) cannot be written: \(String(cString: strerror(code)))",
            help: ["check that the folder exists and may be written to"])
    }
}
