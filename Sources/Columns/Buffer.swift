import Glibc

/// A run of raw memory that is charged to an account while it lives.
///
/// Small buffers come from malloc, large ones from the account's `BufferRecycler`.
/// The memory is 64-byte aligned when large and 16-byte aligned when small.
package final class Buffer: @unchecked Sendable {
    // Unchecked: the memory is written by one owner before it is shared, and only read from then on.
    package let start: UnsafeMutableRawPointer
    package let byteCount: Int
    private let account: MemoryAccount

    /// Bytes behind the end: kernels may write a whole word where the last value is narrower.
    private static let spareByteCount = 16

    /// - Parameter zeroed: whether the memory begins as zeros; otherwise its content is undefined.
    package init(byteCount: Int, account: MemoryAccount, zeroed: Bool = false) throws(QueryError) {
        try account.reserve(byteCount)
        self.byteCount = byteCount
        self.account = account
        let memory: UnsafeMutableRawPointer?
        if byteCount >= BufferRecycler.leastByteCount {
            let piece = account.recycler.take(byteCount + Buffer.spareByteCount)
            if zeroed, let piece, !piece.isClear { memset(piece.start, 0, byteCount) }
            memory = piece?.start
        } else {
            memory = zeroed ? calloc(1, byteCount + Buffer.spareByteCount) : malloc(byteCount + Buffer.spareByteCount)
        }
        guard let memory else {
            account.release(byteCount)
            throw QueryError(
                .outOfMemory, "out of memory: the system refused \(byteCount) bytes",
                help: ["close other programs, or select fewer columns or rows"])
        }
        start = memory
    }

    deinit {
        if byteCount >= BufferRecycler.leastByteCount {
            account.recycler.give(start, byteCount + Buffer.spareByteCount)
        } else {
            free(start)
        }
        account.release(byteCount)
    }

    /// The account that is charged for the memory.
    package var owningAccount: MemoryAccount { account }

    /// Takes over the first bytes of another buffer, which lives until that is done: its pointers do not keep it alive, and a buffer that
    /// grows gives up the smaller one right then.
    package func copy(first byteCount: Int, of other: Buffer) {
        start.copyMemory(from: other.start, byteCount: byteCount)
        withExtendedLifetime(other) {}
    }

    @inlinable
    package func pointer<Element: BitwiseCopyable>(to type: Element.Type) -> UnsafeMutablePointer<Element> {
        start.assumingMemoryBound(to: type)
    }
}
