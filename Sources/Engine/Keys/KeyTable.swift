import Columns

/// A key that a table can hold: trivially copied, with a hash.
package protocol TableKey: BitwiseCopyable, Sendable {
    var tableHash: UInt64 { get }
    static func isSame(_ left: Self, _ right: Self) -> Bool
    /// Whether hashes are kept beside keys, since to compute one takes reading what the key points at.
    static var keepsHashes: Bool { get }
    /// What the key points at and has to be read for its hash; nil where it holds everything itself.
    var pointedAt: UnsafePointer<UInt8>? { get }
    /// Whether keys are numbers below a domain small enough for an array to take the place of hashing: then hashes are the keys.
    static var isIndex: Bool { get }
}

extension TableKey {
    @inline(__always) package static var keepsHashes: Bool { false }
    @inline(__always) package var pointedAt: UnsafePointer<UInt8>? { nil }
    @inline(__always) package static var isIndex: Bool { false }
}

extension UInt32: TableKey {
    @inline(__always) package var tableHash: UInt64 { UInt64(self) }
    @inline(__always) package static func isSame(_ left: UInt32, _ right: UInt32) -> Bool { left == right }
    @inline(__always) package static var isIndex: Bool { true }
}

extension UInt64: TableKey {
    @inline(__always) package var tableHash: UInt64 { mixHash(self) }
    @inline(__always) package static func isSame(_ left: UInt64, _ right: UInt64) -> Bool { left == right }
}

extension UInt128: TableKey {
    @inline(__always) package var tableHash: UInt64 {
        mixHash(UInt64(truncatingIfNeeded: self) ^ mixHash(UInt64(truncatingIfNeeded: self >> 64)))
    }
    @inline(__always) package static func isSame(_ left: UInt128, _ right: UInt128) -> Bool { left == right }
}

extension TextView: TableKey {
    @inline(__always) package static func isSame(_ left: TextView, _ right: TextView) -> Bool { left == right }
    @inline(__always) package static var keepsHashes: Bool { true }
    @inline(__always) package var pointedAt: UnsafePointer<UInt8>? { isInline ? nil : external }
}

/// Gives each distinct key a number, 0, 1, 2 … by first appearance.
///
/// Small domains are looked up in an array, others in a linear-probing table whose slots hold the upper half of the hash and the
/// number plus one (0: empty), eight bytes a slot, at a load of at most one half.
package struct KeyTable<Key: TableKey> {
    private let account: MemoryAccount
    private let hashMask: UInt64
    private var keyStorage: Buffer
    /// By number, where the type of key keeps hashes.
    private var hashStorage: Buffer?
    /// What keys point at, where they do not point into the caller's arena.
    private(set) var keyOwners: [AnyObject] = []
    private(set) package var count = 0
    private var slots: Buffer
    private var slotMask: Int
    /// For dense tables: the number plus one of each key of the domain.
    private let isDense: Bool

    package static var missing: UInt32 { .max }

    /// - Parameters:
    ///   - domain: all keys are below; given only where an array of that size is wanted. Only for `UInt64` keys.
    ///   - hashBits: how many bits of a hash count; a test mode.
    package init(domain: Int? = nil, expecting: Int = 0, hashBits: Int = 64, account: MemoryAccount) throws(QueryError) {
        self.account = account
        hashMask = hashBits >= 64 ? .max : (1 << UInt64(max(hashBits, 0))) - 1
        isDense = domain != nil
        keyStorage = try Buffer(byteCount: max(expecting, 256) * MemoryLayout<Key>.stride, account: account)
        if Key.keepsHashes { hashStorage = try Buffer(byteCount: max(expecting, 256) * 8, account: account) }
        if let domain {
            slots = try Buffer(byteCount: max(domain, 1) * 4, account: account, zeroed: true)
            slotMask = 0
        } else {
            var size = 512
            while size < expecting * 2 { size *= 2 }
            slots = try Buffer(byteCount: size * 8, account: account, zeroed: true)
            slotMask = size - 1
        }
    }

    /// The keys by number.
    package var keys: UnsafePointer<Key> { UnsafePointer(keyStorage.pointer(to: Key.self)) }
    /// The keys by number, to be moved to where they live as long as the table.
    package var mutableKeys: UnsafeMutablePointer<Key> { keyStorage.pointer(to: Key.self) }

    /// The hash of the key with the given number, as far as it counts.
    @inline(__always) func hash(of number: Int) -> UInt64 {
        if let hashStorage { return hashStorage.pointer(to: UInt64.self)[number] }
        return keys[number].tableHash & hashMask
    }

    /// Keeps alive what keys point at.
    mutating func keep(_ owners: [AnyObject]) { keyOwners.append(contentsOf: owners) }

    /// The numbers of `rowCount` keys; new keys are added.
    ///
    /// - Parameter hashes: the keys' hashes, where another table of this kind knows them.
    package mutating func numbers(
        of input: UnsafePointer<Key>, count rowCount: Int, hashes: UnsafePointer<UInt64>? = nil, into numbers: UnsafeMutablePointer<UInt32>
    ) throws(QueryError) {
        try reserve(count + rowCount)
        if isDense {
            let places = slots.pointer(to: UInt32.self)
            let storage = keyStorage.pointer(to: Key.self)
            var next = UInt32(truncatingIfNeeded: count)
            for row in 0..<rowCount {
                // Only UInt64 keys below the domain come here.
                let key = unsafeBitCast64(input[row])
                var number = places[key]
                if number == 0 {
                    storage[Int(next)] = input[row]
                    next &+= 1
                    number = next
                    places[key] = number
                }
                numbers[row] = number &- 1
            }
            count = Int(next)
            return
        }
        let table = slots.pointer(to: UInt64.self)
        let storage = keyStorage.pointer(to: Key.self)
        let kept = hashStorage?.pointer(to: UInt64.self)
        for row in 0..<rowCount {
            let key = input[row]
            let hash = hashes.map { $0[row] } ?? (key.tableHash & hashMask)
            var slot = Int(truncatingIfNeeded: hash) & slotMask
            while true {
                let entry = table[slot]
                if entry == 0 {
                    storage[count] = key
                    if Key.keepsHashes, let kept { kept[count] = hash }
                    count &+= 1
                    table[slot] = hash & 0xFFFF_FFFF_0000_0000 | UInt64(truncatingIfNeeded: count)
                    numbers[row] = UInt32(truncatingIfNeeded: count &- 1)
                    break
                }
                if (entry ^ hash) >> 32 == 0 {
                    let number = Int(truncatingIfNeeded: entry & 0xFFFF_FFFF) &- 1
                    if Key.isSame(storage[number], key) {
                        numbers[row] = UInt32(truncatingIfNeeded: number)
                        break
                    }
                }
                slot = (slot &+ 1) & slotMask
            }
        }
    }

    /// The numbers of `rowCount` keys, `missing` for those that are not there.
    package func find(_ input: UnsafePointer<Key>, count rowCount: Int, into numbers: UnsafeMutablePointer<UInt32>) {
        if isDense {
            let places = slots.pointer(to: UInt32.self)
            let domain = slots.byteCount / 4
            for row in 0..<rowCount {
                let key = unsafeBitCast64(input[row])
                numbers[row] = key < domain ? places[key] &- 1 : .max
            }
            return
        }
        let table = slots.pointer(to: UInt64.self)
        let storage = keyStorage.pointer(to: Key.self)
        for row in 0..<rowCount {
            let key = input[row]
            let hash = key.tableHash & hashMask
            var slot = Int(truncatingIfNeeded: hash) & slotMask
            numbers[row] = .max
            while true {
                let entry = table[slot]
                if entry == 0 { break }
                if (entry ^ hash) >> 32 == 0 {
                    let number = Int(truncatingIfNeeded: entry & 0xFFFF_FFFF) &- 1
                    if Key.isSame(storage[number], key) {
                        numbers[row] = UInt32(truncatingIfNeeded: number)
                        break
                    }
                }
                slot = (slot &+ 1) & slotMask
            }
        }
    }

    @inline(__always) private func unsafeBitCast64(_ key: Key) -> Int {
        // Dense tables hold UInt64 keys only; the cast is between types of one size there and never runs elsewhere.
        guard MemoryLayout<Key>.size == 8 else { return 0 }
        return Int(truncatingIfNeeded: unsafeBitCast(key, to: UInt64.self))
    }

    /// Makes room for `total` keys.
    private mutating func reserve(_ total: Int) throws(QueryError) {
        guard total < Int(UInt32.max) else { throw QueryError(.outOfRange, "more than 4,294,967,294 distinct keys") }
        let stride = MemoryLayout<Key>.stride
        // A dense table never holds more keys than its domain.
        let needed = isDense ? min(total, slots.byteCount / 4) : total
        if needed * stride > keyStorage.byteCount {
            var capacity = keyStorage.byteCount / stride
            while capacity < needed { capacity *= 2 }
            let larger = try Buffer(byteCount: capacity * stride, account: account)
            larger.copy(first: count * stride, of: keyStorage)
            keyStorage = larger
            if let known = hashStorage {
                let hashes = try Buffer(byteCount: capacity * 8, account: account)
                hashes.copy(first: count * 8, of: known)
                hashStorage = hashes
            }
        }
        guard !isDense, total * 2 > slotMask else { return }
        var size = slotMask + 1
        while size < total * 2 { size *= 2 }
        let larger = try Buffer(byteCount: size * 8, account: account, zeroed: true)
        let table = larger.pointer(to: UInt64.self)
        slotMask = size - 1
        for number in 0..<count {
            let hash = hash(of: number)
            var slot = Int(truncatingIfNeeded: hash) & slotMask
            while table[slot] != 0 { slot = (slot &+ 1) & slotMask }
            table[slot] = hash & 0xFFFF_FFFF_0000_0000 | UInt64(truncatingIfNeeded: number &+ 1)
        }
        slots = larger
    }
}
