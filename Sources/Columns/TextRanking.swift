/// The places of distinct texts in the order of their bytes.
enum TextRanking {
    /// A text's eight bytes behind the prefix that all texts share, first one on top, which settle nearly every comparison
    /// without a look at the text itself.
    private struct Entry: BitwiseCopyable {
        var word: UInt64
        var code: UInt32
    }

    /// For each of `count` distinct texts how many come before it: 32-bit numbers.
    static func ranks(of views: UnsafePointer<TextView>, count: Int, account: MemoryAccount) throws(QueryError) -> Buffer {
        let result = try Buffer(byteCount: max(count, 1) * 4, account: account)
        let ranks = result.pointer(to: UInt32.self)
        ranks[0] = 0
        if count < 2 { return result }
        let room = try Buffer(byteCount: count * MemoryLayout<Entry>.stride, account: account)
        let skipped = sharedPrefixLength(views, count)
        var entries = UnsafeMutableBufferPointer(start: room.pointer(to: Entry.self), count: count)
        for code in 0..<count {
            entries[code] = Entry(word: word(of: views[code], behind: skipped), code: UInt32(truncatingIfNeeded: code))
        }
        entries.sort { left, right in
            if left.word != right.word { return left.word < right.word }
            return TextView.compare(views[Int(left.code)], views[Int(right.code)]) < 0
        }
        for rank in 0..<count { ranks[Int(entries[rank].code)] = UInt32(truncatingIfNeeded: rank) }
        return result
    }

    private static func sharedPrefixLength(_ views: UnsafePointer<TextView>, _ count: Int) -> Int {
        views[0].withBytes { first, firstCount in
            var shared = firstCount
            for code in 1..<count where shared > 0 {
                views[code].withBytes { bytes, byteCount in
                    shared = min(shared, byteCount)
                    var length = 0
                    while length < shared, bytes[length] == first[length] { length &+= 1 }
                    shared = length
                }
            }
            return shared
        }
    }

    /// Zeros stand behind a text that ends earlier; it ties with one that has such bytes, and the texts decide.
    private static func word(of view: TextView, behind skipped: Int) -> UInt64 {
        view.withBytes { bytes, count in
            var word: UInt64 = 0
            for index in skipped..<skipped + 8 { word = word << 8 | (index < count ? UInt64(bytes[index]) : 0) }
            return word
        }
    }
}
