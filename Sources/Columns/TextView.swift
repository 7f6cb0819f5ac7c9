import Glibc

/// A text of UTF-8 bytes in 16 bytes: its length, its first four bytes, and the rest inline or a pointer to all of it.
///
/// Layout (after Umbra): bytes 0-3 the length, 4-7 the first four bytes (zero-padded); up to 12 bytes lie wholly inline in
/// 4-15; of longer texts 8-15 is the address of all their bytes. A vector of views keeps the memory behind them alive.
/// Equal short texts are equal as two words, since unused bytes are zero.
package struct TextView: BitwiseCopyable, Sendable {
    package var low: UInt64
    package var high: UInt64

    package static let inlineCapacity = 12
    package static let empty = TextView(low: 0, high: 0)

    @inlinable package init(low: UInt64, high: UInt64) {
        self.low = low
        self.high = high
    }

    /// A view of `count` bytes at `bytes`, which must outlive the view when there are more than twelve.
    @inlinable package init(_ bytes: UnsafePointer<UInt8>, count: Int) {
        // A text is at most 4 GiB: readers refuse longer values before they come here.
        low = UInt64(UInt32(truncatingIfNeeded: count))
        high = 0
        if count <= TextView.inlineCapacity {
            withUnsafeMutableBytes(of: &self) { view in
                for index in 0..<count { view[4 &+ index] = bytes[index] }
            }
        } else {
            let prefix = UnsafeRawPointer(bytes).loadUnaligned(as: UInt32.self)
            low |= UInt64(prefix) << 32
            high = UInt64(UInt(bitPattern: bytes))
        }
    }

    @inlinable package var count: Int { Int(UInt32(truncatingIfNeeded: low)) }
    @inlinable package var isInline: Bool { UInt32(truncatingIfNeeded: low) <= 12 }
    @inlinable package var prefix: UInt32 { UInt32(truncatingIfNeeded: low >> 32) }

    /// Where the bytes lie when they are not inline.
    @inlinable package var external: UnsafePointer<UInt8>? {
        UnsafePointer(bitPattern: UInt(truncatingIfNeeded: high))
    }

    /// Calls `body` with the bytes. The pointer is not null, not even for an empty text.
    @inlinable package func withBytes<Result>(_ body: (UnsafePointer<UInt8>, Int) throws -> Result) rethrows -> Result {
        let count = count
        if count > TextView.inlineCapacity, let external { return try body(external, count) }
        return try withUnsafeBytes(of: self) { raw in
            // A view is 16 bytes, so its base address exists, and its inline text begins at byte 4.
            try body(raw.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: UInt8.self) + 4, count)
        }
    }

    @inlinable package static func == (left: TextView, right: TextView) -> Bool {
        if left.low != right.low { return false }
        if left.high == right.high { return true }
        if left.isInline { return false }
        guard let first = left.external, let second = right.external else { return false }
        return memcmp(first, second, left.count) == 0
    }

    /// Order of the bytes, which for UTF-8 is the order of the code points: negative, zero or positive.
    @inlinable package static func compare(_ left: TextView, _ right: TextView) -> Int {
        if left.prefix != right.prefix {
            // Zero padding sorts a shorter text first; a text that holds NUL bytes ties here and is settled below.
            let first = left.prefix.bigEndian, second = right.prefix.bigEndian
            if min(left.count, right.count) >= 4 { return first < second ? -1 : 1 }
        }
        return left.withBytes { leftBytes, leftCount in
            right.withBytes { rightBytes, rightCount in
                let order = Int(memcmp(leftBytes, rightBytes, min(leftCount, rightCount)))
                return order != 0 ? order : leftCount - rightCount
            }
        }
    }

    /// A 64-bit hash of the bytes, the same on every run and machine of one byte order.
    @inlinable package var hash: UInt64 {
        if isInline { return mixHash(low &* 0x9E37_79B9_7F4A_7C15 ^ mixHash(high)) }
        return withBytes { bytes, count in hashBytes(bytes, count: count) }
    }

    /// A hash for tables that live no longer than the process: quicker than `hash`, above all for long texts.
    @inlinable @inline(__always) package var tableHash: UInt64 {
        if isInline { return foldedProduct(low ^ 0xa076_1d64_78bd_642f, high ^ 0xe703_7ed1_a0b4_28db) }
        return externalTableHash
    }

    /// The same for a text whose bytes lie elsewhere.
    @inlinable package var externalTableHash: UInt64 { withBytes { bytes, count in hashLongBytes(bytes, count: count) } }

    /// The text; ill-formed UTF-8 is repaired.
    package var string: String {
        withBytes { bytes, count in String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self) }
    }
}

/// Spreads the bits of a word: the finaliser of MurmurHash3, public domain.
@inlinable @inline(__always) package func mixHash(_ value: UInt64) -> UInt64 {
    var word = value
    word ^= word >> 32
    word = word &* 0xd6e8_feb8_6659_fd93
    word ^= word >> 32
    word = word &* 0xd6e8_feb8_6659_fd93
    word ^= word >> 32
    return word
}

/// Hashes a run of bytes eight at a time by folded 128-bit products, after wyhash.
@inlinable package func hashBytes(_ bytes: UnsafePointer<UInt8>, count: Int) -> UInt64 {
    let raw = UnsafeRawPointer(bytes)
    var state = UInt64(truncatingIfNeeded: count) ^ 0xa076_1d64_78bd_642f
    var position = 0
    while position &+ 8 <= count {
        let word = raw.loadUnaligned(fromByteOffset: position, as: UInt64.self)
        let product = (word ^ 0xe703_7ed1_a0b4_28db).multipliedFullWidth(by: state ^ 0x8ebc_6af0_9c88_c6e3)
        state = product.high ^ product.low
        position &+= 8
    }
    var tail: UInt64 = 0
    while position < count {
        tail = tail << 8 | UInt64(bytes[position])
        position &+= 1
    }
    let product = (tail ^ 0x5899_65cc_7537_4cc3).multipliedFullWidth(by: state ^ 0x1d8e_4e27_c47d_124f)
    return mixHash(product.high ^ product.low)
}

/// Both halves of a product in one word: one multiplication that spreads every bit.
@inlinable @inline(__always) package func foldedProduct(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
}

/// Hashes at least eight bytes, after wyhash: three products side by side, since one after the other each would wait for the one before.
@inlinable package func hashLongBytes(_ bytes: UnsafePointer<UInt8>, count: Int) -> UInt64 {
    let raw = UnsafeRawPointer(bytes)
    @inline(__always) func word(_ position: Int) -> UInt64 { raw.loadUnaligned(fromByteOffset: position, as: UInt64.self) }
    var state = UInt64(truncatingIfNeeded: count) ^ 0xa076_1d64_78bd_642f
    var position = 0
    if count > 48 {
        var second = state, third = state
        while position &+ 48 < count {
            state = foldedProduct(word(position) ^ 0xe703_7ed1_a0b4_28db, word(position &+ 8) ^ state)
            second = foldedProduct(word(position &+ 16) ^ 0x8ebc_6af0_9c88_c6e3, word(position &+ 24) ^ second)
            third = foldedProduct(word(position &+ 32) ^ 0x5899_65cc_7537_4cc3, word(position &+ 40) ^ third)
            position &+= 48
        }
        state ^= second ^ third
    }
    while position &+ 16 < count {
        state = foldedProduct(word(position) ^ 0xe703_7ed1_a0b4_28db, word(position &+ 8) ^ state)
        position &+= 16
    }
    // The last sixteen bytes, some of them for the second time.
    let last = foldedProduct(word(max(count &- 16, 0)) ^ 0x1d8e_4e27_c47d_124f, word(count &- 8) ^ state)
    return foldedProduct(last ^ 0xa076_1d64_78bd_642f, UInt64(truncatingIfNeeded: count) ^ 0x5899_65cc_7537_4cc3)
}
