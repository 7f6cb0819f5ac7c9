import Glibc
import ReportQL

/// Where results go: standard output, a file, or the input of a program.
package final class OutputRouter {
    /// One place results go to.
    private final class Target {
        let sink: OutputSink
        /// The file's name; nil for standard output and programs.
        let path: String?
        private var descriptor: CInt
        /// The name the file has until it is complete.
        private var temporaryPath: String?
        private var process: UnsafeMutablePointer<FILE>?

        init(standardOutput: OutputSink) {
            sink = standardOutput
            path = nil
            descriptor = -1
        }

        init(file path: String) throws(QueryError) {
            // A device or a pipe is written directly; a regular file gets its name when it is whole.
            var status = stat()
            let exists = stat(path, &status) == 0
            let isRegular = !exists || status.st_mode & S_IFMT == S_IFREG
            let name = isRegular ? path + ".part\(getpid())" : path
            descriptor = Glibc.open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
            guard descriptor >= 0 else {
                throw QueryError(.fileUnwritable, "\(path) cannot be written: \(String(cString: strerror(errno)))")
            }
            temporaryPath = isRegular ? name : nil
            self.path = path
            sink = OutputSink(descriptor: descriptor)
        }

        init(program command: String) throws(QueryError) {
            process = popen(command, "we")
            guard let process else { throw QueryError(.fileUnwritable, "`\(command)` cannot be started") }
            descriptor = -1
            path = nil
            sink = OutputSink(descriptor: fileno(process))
        }

        /// Leaves no file behind.
        func discard() {
            if let process { pclose(process) }
            process = nil
            if descriptor >= 0 { Glibc.close(descriptor) }
            descriptor = -1
            if let temporaryPath { unlink(temporaryPath) }
            temporaryPath = nil
        }

        /// Writes what is buffered and gives the file its name.
        func close() throws(QueryError) {
            var failure: OutputError?
            do throws(OutputError) { try sink.flush() } catch { failure = error }
            if let process { pclose(process) }
            process = nil
            if descriptor >= 0, Glibc.close(descriptor) != 0, failure == nil { failure = .failed(String(cString: strerror(errno))) }
            descriptor = -1
            if let temporaryPath, let path {
                if failure == nil, rename(temporaryPath, path) != 0 { failure = .failed(String(cString: strerror(errno))) }
                if failure != nil { unlink(temporaryPath) }
            }
            temporaryPath = nil
            // A program that ends before it read everything, such as a pager, is no failure.
            if case .failed(let reason)? = failure {
                throw QueryError(.fileUnwritable, "\(path ?? "the output") cannot be written: \(reason)")
            }
        }
    }

    private let standard: Target
    /// Chosen by `.output`; nil for standard output.
    private var lasting: Target?
    /// Chosen by `.once`, for the next result only.
    private var once: Target?
    /// Whether standard output is a screen, and how many columns it has.
    private let screenWidth: () -> Int?

    /// - Parameter screenWidth: the columns of the screen behind `standardOutput`; nil where it is none.
    package init(standardOutput: OutputSink, screenWidth: @escaping () -> Int?) {
        standard = Target(standardOutput: standardOutput)
        self.screenWidth = screenWidth
    }

    private var current: Target { once ?? lasting ?? standard }

    /// Where the next result goes.
    package var sink: OutputSink { current.sink }
    /// Where messages for scripts (`.print`) go: `.once` is for results.
    package var lastingSink: OutputSink { (lasting ?? standard).sink }
    /// The columns of the screen that the next result is shown on; nil where it goes elsewhere.
    package var width: Int? { current === standard ? screenWidth() : nil }
    /// The file that the next result goes to.
    package var path: String? { current.path }

    /// Sends all further results to a file, `|program`, or (nil) back to standard output.
    package func setOutput(_ name: String?) throws(QueryError) {
        let next = try name.map(Self.target)
        try close()
        lasting = next
    }

    /// Sends the next result to a file or `|program`.
    package func setOnce(_ name: String) throws(QueryError) {
        let next = try Self.target(name)
        try once?.close()
        once = next
    }

    private static func target(_ name: String) throws(QueryError) -> Target {
        if name.hasPrefix("|") { return try Target(program: String(name.dropFirst())) }
        return try Target(file: name)
    }

    /// After a result: what it was sent to by `.once` is complete.
    package func finishResult() throws(QueryError) {
        let done = once
        once = nil
        try done?.close()
    }

    /// After a statement that failed: the result that `.once` waited for is not there.
    package func abandonResult() {
        once?.discard()
        once = nil
    }

    /// Whether the next result goes to standard output.
    package var isStandard: Bool { current === standard }

    /// Leaves the place that takes no more, and goes back to standard output.
    package func abandon() {
        if once != nil { return abandonResult() }
        lasting?.discard()
        lasting = nil
    }

    /// Completes every file.
    package func close() throws(QueryError) {
        let open = [once, lasting]
        (once, lasting) = (nil, nil)
        for target in open { try target?.close() }
    }
}
