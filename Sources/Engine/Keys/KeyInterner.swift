import Columns

/// Numbers distinct pairs of words in order of first appearance: how keys wider than a word become one.
struct KeyInterner: @unchecked Sendable {
    // Unchecked: filled by one thread, then only read.
    private var slots: Buffer
    private var mask: Int
    private var pairs: Buffer
    private(set) var count = 0
    private let hashMask: UInt64
    private let account: MemoryAccount

    init(hashMask: UInt64, account: MemoryAccount) throws(QueryError) {
        self.hashMask = hashMask
        self.account = account
        mask = 1_023
        slots = try Buffer(byteCount: (mask + 1) * 4, account: account, zeroed: true)
        pairs = try Buffer(byteCount: (mask + 1) / 2 * 16, account: account)
    }

    @inline(__always) private func slot(_ first: UInt64, _ second: UInt64) -> Int {
        Int(truncatingIfNeeded: mixHash(first ^ mixHash(second &+ 0x9E37_79B9_7F4A_7C15)) & hashMask) & mask
    }

    /// The number of a pair, nil where it is not known.
    func number(_ first: UInt64, _ second: UInt64) -> UInt64? {
        let table = slots.pointer(to: UInt32.self), known = pairs.pointer(to: UInt64.self)
        var place = slot(first, second)
        while true {
            let entry = table[place]
            if entry == 0 { return nil }
            let pair = known + Int(entry &- 1) * 2
            if pair[0] == first, pair[1] == second { return UInt64(entry &- 1) }
            place = (place &+ 1) & mask
        }
    }

    /// The number of a pair, which is added when it is new.
    mutating func intern(_ first: UInt64, _ second: UInt64) throws(QueryError) -> UInt64 {
        if let known = number(first, second) { return known }
        if count * 2 > mask { try grow() }
        insert(first, second, at: count)
        count += 1
        return UInt64(count - 1)
    }

    private func insert(_ first: UInt64, _ second: UInt64, at number: Int) {
        let table = slots.pointer(to: UInt32.self), known = pairs.pointer(to: UInt64.self)
        var place = slot(first, second)
        while table[place] != 0 { place = (place &+ 1) & mask }
        table[place] = UInt32(truncatingIfNeeded: number &+ 1)
        known[number * 2] = first
        known[number * 2 + 1] = second
    }

    private mutating func grow() throws(QueryError) {
        let old = pairs
        mask = mask * 4 + 3
        slots = try Buffer(byteCount: (mask + 1) * 4, account: account, zeroed: true)
        pairs = try Buffer(byteCount: ((mask + 1) / 2 + 1) * 16, account: account)
        let known = old.pointer(to: UInt64.self)
        for number in 0..<count { insert(known[number * 2], known[number * 2 + 1], at: number) }
    }
}
