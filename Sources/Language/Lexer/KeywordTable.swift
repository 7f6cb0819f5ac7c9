/// Finds the keyword that a run of bytes spells, whatever its case, without making a String.
enum KeywordTable {
    private struct Entry {
        var keyword: Keyword
        /// The spelling in capitals.
        var bytes: [UInt8]
    }

    /// Open addressing over four times as many places as keywords, a power of two.
    private static let mask: Int = {
        var size = 1
        while size < Keyword.allCases.count * 4 { size *= 2 }
        return size - 1
    }()

    private static let entries: [Entry] = {
        var table = [Entry](repeating: Entry(keyword: .none, bytes: []), count: mask + 1)
        for keyword in Keyword.allCases where keyword != .none {
            let bytes = Array(keyword.rawValue.utf8)
            var place = hash(bytes, 0..<bytes.count) & mask
            while table[place].keyword != .none { place = (place + 1) & mask }
            table[place] = Entry(keyword: keyword, bytes: bytes)
        }
        return table
    }()

    /// FNV-1a over the bytes with the case bit cleared; `_` and digits change too, but the same way on both sides.
    private static func hash(_ bytes: [UInt8], _ range: SourceRange) -> Int {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for index in range {
            hash = (hash ^ UInt64(bytes[index] & 0xdf)) &* 0x100_0000_01b3
        }
        return Int(truncatingIfNeeded: (hash ^ (hash >> 32)) & 0x7fff_ffff)
    }

    /// The keyword at `range`, or `.none`.
    static func keyword(_ bytes: [UInt8], _ range: SourceRange) -> Keyword {
        // The longest keyword is CURRENT_TIMESTAMP.
        guard range.count >= 2, range.count <= 17 else { return .none }
        var place = hash(bytes, range) & mask
        while true {
            let entry = entries[place]
            if entry.keyword == .none { return .none }
            if entry.bytes.count == range.count, matches(entry.bytes, bytes, range) { return entry.keyword }
            place = (place + 1) & mask
        }
    }

    private static func matches(_ capitals: [UInt8], _ bytes: [UInt8], _ range: SourceRange) -> Bool {
        for (offset, index) in range.enumerated() {
            let byte = bytes[index]
            let capital = byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte
            if capital != capitals[offset] { return false }
        }
        return true
    }
}
