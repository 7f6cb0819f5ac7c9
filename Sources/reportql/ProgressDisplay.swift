import Glibc
import LineEditing
import Shell

/// The line on the terminal that says how far reading has come. It is gone when reading is done; a pipe or file gets nothing.
enum ProgressDisplay {
    /// What draws the line on standard error; nil where that is no terminal that can erase a line.
    static func onTerminal() -> (@Sendable (ReportProgress) -> Void)? {
        guard Terminal.isTerminal(STDERR_FILENO), Terminal.canEdit else { return nil }
        return { progress in
            let columns = Terminal.size(STDERR_FILENO)?.columns ?? 80
            // The line is erased from its beginning; a complete one stays away.
            let line = "\r\u{1B}[K" + (progress.isComplete ? "" : ProgressLine.text(progress, columns: columns))
            _ = line.utf8.withContiguousStorageIfAvailable { write(STDERR_FILENO, $0.baseAddress, $0.count) }
        }
    }
}
