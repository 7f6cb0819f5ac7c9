/// Memory for the bytes of texts that an expression or a reader makes: handed out front to back, given back all at once.
package final class TextArena: @unchecked Sendable {
    // Unchecked: one thread fills an arena, then it is only read.
    private let account: MemoryAccount
    private var pages: [Buffer] = []
    package private(set) var ownByteCount = 0
    private var next: UnsafeMutablePointer<UInt8>?
    private var left = 0

    package init(account: MemoryAccount) {
        self.account = account
    }

    /// Room for `count` bytes that stays valid as long as the arena lives.
    package func allocate(_ count: Int) throws(QueryError) -> UnsafeMutablePointer<UInt8> {
        if let next, count <= left {
            self.next = next + count
            left -= count
            return next
        }
        // At most an eighth of the arena is left over at its end, and never more than a page of a megabyte.
        let page = try Buffer(byteCount: max(count, min(1 << 20, max(4_096, ownByteCount / 8))), account: account)
        pages.append(page)
        ownByteCount += page.byteCount
        let start = page.pointer(to: UInt8.self)
        next = start + count
        left = page.byteCount - count
        return start
    }

    /// A view of a copy of the bytes; short texts take no room in the arena.
    package func view(copying bytes: UnsafePointer<UInt8>, count: Int) throws(QueryError) -> TextView {
        if count <= TextView.inlineCapacity { return TextView(bytes, count: count) }
        guard count <= Int(UInt32.max) else {
            throw QueryError(.outOfRange, "a text of \(count) bytes is longer than the limit of 4,294,967,295")
        }
        let copy = try allocate(count)
        copy.update(from: bytes, count: count)
        return TextView(copy, count: count)
    }

    package func view(copying text: String) throws(QueryError) -> TextView {
        let bytes = Array(text.utf8)
        return try bytes.withUnsafeBufferPointer { (bytes) throws(QueryError) -> TextView in
            guard let start = bytes.baseAddress else { return .empty }
            return try view(copying: start, count: bytes.count)
        }
    }
}

extension TextArena: MemoryHolder {
    package var keptObjects: [AnyObject] { [] }
}
