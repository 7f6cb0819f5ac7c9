import CExtractionData

/// A hash table over the lines of a compiled-in file, laid out by `scripts/packed_index.py` for use in place: nothing is read before the first
/// look-up, and a look-up touches one slot and one line.
///
/// A slot holds the upper 11 bits of the key's hash and 21 bits of the line's offset; 0 is empty, since each file begins with a comment. The
/// hash runs from a key's last scalar to its first, so that a text can be tried backwards with one step a scalar. Behind the slots lies a set of
/// bits, one for each two scalars, hashed, that a key ends with: at most places of a text it answers alone.
struct PackedIndex: @unchecked Sendable {
    // The pointers lead into bytes that nothing writes to while their set of lexicons lives; whoever makes an index holds the set.
    private let lines: UnsafeBufferPointer<UInt8>
    private let slots: UnsafeRawPointer
    private let mask: UInt32
    private let endings: UnsafeRawPointer
    /// Four bits for every slot.
    private let endingMask: UInt32

    /// The index of a file of a set, which must outlive it; nil where the file or its index is not there, or the index is empty.
    init?(_ lexicons: Lexicons, lines name: String, index indexName: String) {
        guard let lines = lexicons.file(name)?.bytes, let index = lexicons.file(indexName)?.bytes else { return nil }
        let count = index.count * 2 / 9
        guard let base = index.baseAddress, count > 1, count & (count - 1) == 0 else { return nil }
        self.lines = lines
        slots = UnsafeRawPointer(base)
        mask = UInt32(count - 1)
        endings = slots + count * 4
        endingMask = UInt32(count * 4 - 1)
    }

    /// The state of the hash before the first scalar.
    static let seed: UInt32 = 2_166_136_261

    /// The hash after one more scalar, going backwards.
    @inline(__always)
    static func extend(_ hash: UInt32, _ scalar: UInt32) -> UInt32 { (hash ^ scalar) &* 16_777_619 }

    /// The bit that stands for a key's last two scalars, 0 for a missing one, before it is taken modulo the number of bits.
    @inline(__always)
    static func ending(_ before: UInt32, _ last: UInt32) -> UInt32 { (before &* 0x9E37_79B1 ^ last &* 0x85EB_CA6B) >> 8 }

    /// 1 where a key may end with two scalars, else 0, which is certain.
    @inline(__always)
    func mayEnd(with before: UInt32, _ last: UInt32) -> UInt8 {
        let bit = Self.ending(before, last) & endingMask
        return endings.load(fromByteOffset: Int(bit >> 3), as: UInt8.self) >> UInt8(truncatingIfNeeded: bit & 7) & 1
    }

    /// The offset behind the key of the line whose key is exactly this part of a text; nil where there is none.
    @inline(__always)
    func find(_ text: UnsafeBufferPointer<UInt32>, _ range: Range<Int>, hash: UInt32) -> Int? {
        let mixed = hash ^ (hash >> 15)
        var slot = mixed & mask
        while true {
            let entry = slots.loadUnaligned(fromByteOffset: Int(slot) * 4, as: UInt32.self).littleEndian
            if entry == 0 { return nil }
            if entry >> 21 == mixed >> 21, let end = matchEnd(Int(entry & 0x1F_FFFF), text, range) { return end }
            slot = (slot &+ 1) & mask
        }
    }

    /// The offset behind a line's key where the key is this part of the text.
    private func matchEnd(_ offset: Int, _ text: UnsafeBufferPointer<UInt32>, _ range: Range<Int>) -> Int? {
        var at = offset
        for index in range {
            guard at < lines.count else { return nil }
            let lead = UInt32(lines[at])
            let length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
            guard at + length <= lines.count else { return nil }
            var value = length == 1 ? lead : lead & (0x7F >> UInt32(length))
            for step in 1..<max(1, length) { value = value << 6 | UInt32(lines[at + step] & 0x3F) }
            guard value == text[index] else { return nil }
            at += length
        }
        return at < lines.count && (lines[at] == 0x09 || lines[at] == 0x0A) ? at : nil
    }

    /// The rest of a line, from behind its key to its end, without the tab.
    func rest(from offset: Int) -> UnsafeBufferPointer<UInt8> {
        var end = offset
        while end < lines.count, lines[end] != 0x0A { end += 1 }
        let start = min(end, offset < end && lines[offset] == 0x09 ? offset + 1 : offset)
        return UnsafeBufferPointer(rebasing: lines[start..<end])
    }
}

/// Everyday words of two to four characters: what a short place name or a personal name must not cut into. A class, since every stage that
/// looks for names holds it.
final class WordList: Sendable {
    private let index: PackedIndex?
    /// What holds the bytes that the index leads into.
    private let lexicons: Lexicons

    init(_ lexicons: Lexicons) {
        self.lexicons = lexicons
        index = PackedIndex(lexicons, lines: "words", index: "words_index")
    }

    /// The longest word.
    static let longest = 4

    /// True where exactly this part of the text is a word.
    func contains(_ text: UnsafeBufferPointer<UInt32>, _ range: Range<Int>) -> Bool { find(text, range) != nil }

    private func find(_ text: UnsafeBufferPointer<UInt32>, _ range: Range<Int>) -> Int? {
        guard let index, let last = range.last, range.lowerBound >= 0, range.upperBound <= text.count, range.count <= Self.longest,
            index.mayEnd(with: range.count > 1 ? text[last - 1] : 0, text[last]) != 0
        else { return nil }
        var hash = PackedIndex.seed
        for position in range.reversed() { hash = PackedIndex.extend(hash, text[position]) }
        return index.find(text, range, hash: hash)
    }

    /// True where exactly this part of the text is a verb first of all.
    func isVerb(_ text: UnsafeBufferPointer<UInt32>, _ range: Range<Int>) -> Bool {
        guard let index, let end = find(text, range) else { return false }
        return !index.rest(from: end).isEmpty
    }

    /// The length of the longest word that ends at a position, 0 where there is none.
    func longestWord(_ text: UnsafeBufferPointer<UInt32>, endingAt end: Int) -> Int {
        guard let index, end >= 2, end <= text.count, index.mayEnd(with: text[end - 2], text[end - 1]) != 0 else { return 0 }
        var hash = PackedIndex.seed
        var best = 0
        var start = end
        while start > 0, end - start < Self.longest {
            start -= 1
            hash = PackedIndex.extend(hash, text[start])
            if end - start >= 2, index.find(text, start..<end, hash: hash) != nil { best = end - start }
        }
        return best
    }

    /// The length of the longest word that begins at a position, 0 where there is none.
    func longestWord(_ text: UnsafeBufferPointer<UInt32>, startingAt start: Int) -> Int {
        guard let index, start >= 0 else { return 0 }
        // A bit for each length that a word may have here; mostly there is none.
        var lengths = 0
        for length in 2..<max(2, min(Self.longest, text.count - start) + 1) {
            lengths |= Int(index.mayEnd(with: text[start + length - 2], text[start + length - 1])) << length
        }
        while lengths != 0 {
            let length = Int.bitWidth - 1 - lengths.leadingZeroBitCount
            if contains(text, start..<(start + length)) { return length }
            lengths ^= 1 << length
        }
        return 0
    }
}
