/// The wording of an article: the distinct shingles of four letters, characters or digits of its body, and the numbers it prints.
/// Marks, blanks and line breaks do not count, so that a reprint with other punctuation or line breaks has the same wording.
package struct ArticleWording: Sendable {
    /// The shingles, none twice, in the order in which they come first. Each holds the low sixteen bits of its four scalars.
    package private(set) var shingles: [UInt64] = []
    /// The distinct runs of digits, by their hashes, ascending.
    package private(set) var numbers: [UInt64] = []

    /// An article with fewer shingles is not compared.
    static let fewestShingles = 40

    /// The wording of passages, each simplified and half-width UTF-8 text.
    package init(_ passages: some Sequence<ArraySlice<UInt8>>) {
        var window: UInt64 = 0
        var filled = 0
        var number: UInt64 = 0
        var all: [UInt64] = []
        for passage in passages {
            all.reserveCapacity(all.count + passage.count / 3)
            passage.withUnsafeBytes { bytes in
                var scalars = Scalars(bytes)
                while let value = scalars.next() {
                    if (0x30...0x39).contains(value) || value == 0x2E && number != 0 {
                        number = ArticleSketch.mixed(number ^ UInt64(value) &+ 1)
                    } else if number != 0 {
                        numbers.append(number)
                        number = 0
                    }
                    guard let letter = Self.letter(value) else { continue }
                    window = window << 16 | UInt64(letter & 0xFFFF)
                    filled += 1
                    if filled >= 4 { all.append(window) }
                }
            }
            if number != 0 {
                numbers.append(number)
                number = 0
            }
        }
        var known = ShingleSet(capacity: all.count)
        shingles.reserveCapacity(all.count)
        for shingle in all where known.insert(shingle) { shingles.append(shingle) }
        let sorted = numbers.sorted()
        numbers.removeAll(keepingCapacity: true)
        for number in sorted where numbers.last != number { numbers.append(number) }
    }

    /// A letter, character or digit; nil for everything else.
    private static func letter(_ value: UInt32) -> UInt32? {
        switch value {
        case 0x30...0x39, 0x61...0x7A: value
        case 0x41...0x5A: value + 32
        case 0x3005, 0x3007, 0x3400...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF: value
        default: nil
        }
    }

    /// The shingles of both over the shingles of either, exactly.
    package func similarity(to other: ArticleWording) -> Double { ComparedWording(self).similarity(to: other) }

    /// The scalars of UTF-8 bytes; what is no UTF-8 gives U+FFFD.
    private struct Scalars {
        private let bytes: UnsafeRawBufferPointer
        private var at = 0

        init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

        mutating func next() -> UInt32? {
            guard at < bytes.count else { return nil }
            let first = bytes[at]
            if first < 0x80 {
                at += 1
                return UInt32(first)
            }
            let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
            guard at + length <= bytes.count else {
                at = bytes.count
                return 0xFFFD
            }
            // The bits of the first byte behind the ones that say the length.
            var value = UInt32(first) & (0x7F >> UInt32(length))
            for index in at + 1..<at + length { value = value << 6 | UInt32(bytes[index] & 0x3F) }
            at += length
            return value
        }
    }
}

/// A wording that is compared with others: its shingles can be looked up.
struct ComparedWording: Sendable {
    let wording: ArticleWording
    private let set: ShingleSet

    init(_ wording: ArticleWording) {
        self.wording = wording
        var set = ShingleSet(capacity: wording.shingles.count)
        for shingle in wording.shingles { _ = set.insert(shingle) }
        self.set = set
    }

    /// The shingles of both over the shingles of either, exactly.
    func similarity(to other: ArticleWording) -> Double {
        var common = 0
        for shingle in other.shingles where set.contains(shingle) { common += 1 }
        let all = wording.shingles.count + other.shingles.count - common
        return all == 0 ? 0 : Double(common) / Double(all)
    }

    /// Whether the numbers of one are mostly those of the other. Bulletins of two days differ in hardly anything but their numbers.
    func agreesInNumbers(with others: [UInt64]) -> Bool {
        let own = wording.numbers
        var common = 0
        var (i, j) = (0, 0)
        while i < own.count, j < others.count {
            if own[i] == others[j] {
                common += 1
                i += 1
                j += 1
            } else if own[i] < others[j] {
                i += 1
            } else {
                j += 1
            }
        }
        return common * 4 >= min(own.count, others.count) * 3
    }
}

/// A set of shingles: an open-addressed table of a size given at first, at most half full.
struct ShingleSet: Sendable {
    /// Zero for a free place.
    private var places: [UInt64]
    private var hasZero = false

    init(capacity: Int) {
        var size = 16
        while size < capacity * 2 { size *= 2 }
        places = [UInt64](repeating: 0, count: size)
    }

    private func start(_ shingle: UInt64) -> Int {
        Int(truncatingIfNeeded: (shingle &* 0x9E37_79B9_7F4A_7C15) >> 32) & (places.count - 1)
    }

    /// Adds a shingle, of which there are no more than the capacity; false where it was there.
    mutating func insert(_ shingle: UInt64) -> Bool {
        guard shingle != 0 else {
            defer { hasZero = true }
            return !hasZero
        }
        var place = start(shingle)
        while places[place] != 0 {
            if places[place] == shingle { return false }
            place = (place + 1) & (places.count - 1)
        }
        places[place] = shingle
        return true
    }

    func contains(_ shingle: UInt64) -> Bool {
        guard shingle != 0 else { return hasZero }
        var place = start(shingle)
        while places[place] != 0 {
            if places[place] == shingle { return true }
            place = (place + 1) & (places.count - 1)
        }
        return false
    }
}
