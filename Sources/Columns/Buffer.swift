import Glibc

/// A run of raw memory that is charged to an account while it lives.
///
/// Small buffers come from malloc; large ones are mapped from the system and given back to it the moment they go.
/// The memory is 64-byte aligned when large and 16-byte aligned when small.
package final class Buffer: @unchecked Sendable {
    // Unchecked: the memory is written by one owner before it is shared, and only read from then on.
    package let start: UnsafeMutableRawPointer
    package let byteCount: Int
    private let account: MemoryAccount
    private let isMapped: Bool

    private static let mappingThreshold = 1 << 20

    /// - Parameter zeroed: whether the memory begins as zeros; otherwise its content is undefined.
    package init(byteCount: Int, account: MemoryAccount, zeroed: Bool = false) throws(QueryError) {
        try account.reserve(byteCount)
        self.byteCount = byteCount
        self.account = account
        let memory: UnsafeMutableRawPointer?
        if byteCount >= Buffer.mappingThreshold {
            isMapped = true
            let mapped = mmap(nil, byteCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
            memory = mapped == MAP_FAILED ? nil : mapped
            if let memory, byteCount >= 4 << 20 { madvise(memory, byteCount, MADV_HUGEPAGE) }
        } else {
            isMapped = false
            // One spare word behind the end: kernels may write a whole word where the last value is narrower.
            memory = zeroed ? calloc(1, byteCount + 16) : malloc(byteCount + 16)
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
        if isMapped { munmap(start, byteCount) } else { free(start) }
        account.release(byteCount)
    }

    /// The account that is charged for the memory.
    package var owningAccount: MemoryAccount { account }

    package func pointer<Element: BitwiseCopyable>(to type: Element.Type) -> UnsafeMutablePointer<Element> {
        start.assumingMemoryBound(to: type)
    }
}
