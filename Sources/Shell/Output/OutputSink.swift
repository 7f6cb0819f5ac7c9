import Glibc

/// Why output stopped.
package enum OutputError: Error, Equatable {
    /// The reader went away (`reportql … | head`): a reason to stop, not an error to report.
    case closed
    /// The system refused, in its words.
    case failed(String)
}

/// Buffered bytes on their way to a descriptor.
///
/// A class, because renderers, commands and scripts write to the same place in turn. Used by one thread.
package final class OutputSink {
    private static let capacity = 1 << 16

    private let descriptor: CInt?
    private var buffer: [UInt8] = []
    private(set) var error: OutputError?

    package init(descriptor: CInt) {
        self.descriptor = descriptor
        buffer.reserveCapacity(Self.capacity + 4096)
    }

    /// A sink that keeps everything in memory.
    package init() { descriptor = nil }

    /// What was appended and has not left.
    package var text: String { String(decoding: buffer, as: UTF8.self) }

    package func append(_ byte: UInt8) { buffer.append(byte) }
    package func append(_ text: String) { buffer.append(contentsOf: text.utf8) }
    package func append(_ bytes: [UInt8]) { buffer.append(contentsOf: bytes) }
    package func append(_ bytes: UnsafeBufferPointer<UInt8>) { buffer.append(contentsOf: bytes) }

    /// Ends a line; long output leaves in pieces here.
    package func endLine() throws(OutputError) {
        buffer.append(10)
        try flushIfFull()
    }

    package func flushIfFull() throws(OutputError) {
        if buffer.count >= Self.capacity { try flush() }
    }

    /// Writes everything that was appended.
    package func flush() throws(OutputError) {
        if let error { throw error }
        guard let descriptor else { return }
        var failure: OutputError?
        buffer.withUnsafeBytes { bytes in
            var start = 0
            while start < bytes.count {
                let count = Glibc.write(descriptor, bytes.baseAddress.map { $0 + start }, bytes.count - start)
                if count >= 0 {
                    start += count
                } else if errno == EAGAIN {
                    var target = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    poll(&target, 1, -1)
                } else if errno != EINTR {
                    failure = errno == EPIPE ? .closed : .failed(String(cString: strerror(errno)))
                    return
                }
            }
        }
        buffer.removeAll(keepingCapacity: true)
        if let failure {
            error = failure
            throw failure
        }
    }
}
