import Columns

/// Hands out memory from large pages, front to back; all of it goes at once.
///
/// For the many pieces that one worker makes and that live equally long.
package struct PagedMemory {
    private let account: MemoryAccount
    private let pageByteCount: Int
    private(set) var pages: [Buffer] = []
    private var used = 0

    /// - Parameter pageByteCount: how much is asked of the system at once.
    init(pageByteCount: Int, account: MemoryAccount) {
        self.pageByteCount = pageByteCount
        self.account = account
    }

    /// `byteCount` bytes of undefined content, aligned to 64 bytes.
    mutating func allocate(_ byteCount: Int) throws(QueryError) -> UnsafeMutableRawPointer {
        let rounded = (max(byteCount, 1) + 63) & ~63
        if let page = pages.last, used + rounded <= page.byteCount {
            let start = page.start + used
            used += rounded
            return start
        }
        // Small buffers are aligned to 16 bytes only, so none is smaller than those that are mapped.
        let page = try Buffer(byteCount: max(pageByteCount, rounded, 1 << 16), account: account)
        pages.append(page)
        used = rounded
        return page.start
    }
}
