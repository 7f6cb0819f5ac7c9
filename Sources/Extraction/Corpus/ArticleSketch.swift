/// What is kept of an article to find those that reprint it: its length in shingles and a MinHash signature of fixed size.
package struct ArticleSketch: Sendable {
    /// How many distinct shingles the article has.
    package var shingleCount: Int
    /// The least hash of each bin of shingles; empty for an article too short to be told from others by its wording.
    package var signature: [UInt32]

    /// The number of bins, each a place of `signature`.
    package static let binCount = 128

    /// A sketch by its parts.
    package init(shingleCount: Int, signature: [UInt32]) {
        self.shingleCount = shingleCount
        self.signature = signature
    }

    /// The sketch of an article's wording.
    package init(_ wording: ArticleWording) {
        self.init(shingleCount: wording.shingles.count, signature: Self.signature(wording.shingles))
    }

    /// One-permutation MinHash: the high bits of a shingle's hash choose the bin, the low ones compete in it. An empty bin takes what the
    /// next one that is not empty holds, moved by the distance, so that two articles fill it alike exactly where their neighbours agree
    /// (Shrivastava and Li, 2014).
    private static func signature(_ shingles: [UInt64]) -> [UInt32] {
        guard shingles.count >= ArticleWording.fewestShingles else { return [] }
        var bins = [UInt64](repeating: .max, count: binCount)
        for shingle in shingles {
            let hash = mixed(shingle)
            let bin = Int(truncatingIfNeeded: hash >> 57)
            bins[bin] = min(bins[bin], hash & 0xFFFF_FFFF)
        }
        return bins.indices.map { index -> UInt32 in
            var distance = 0
            while distance < binCount, bins[(index + distance) % binCount] == .max { distance += 1 }
            let found = UInt32(truncatingIfNeeded: bins[(index + distance) % binCount])
            return found &+ UInt32(truncatingIfNeeded: distance) &* 0x9E37_79B1
        }
    }

    /// The finishing step of MurmurHash3: every bit of the result depends on every bit of the value.
    static func mixed(_ value: UInt64) -> UInt64 {
        var hash = value
        hash = (hash ^ hash >> 33) &* 0xFF51_AFD7_ED55_8CCD
        hash = (hash ^ hash >> 33) &* 0xC4CE_B9FE_1A85_EC53
        return hash ^ hash >> 33
    }

    /// The share of bins in which two sketches agree: an estimate of the Jaccard similarity of their shingles.
    func agreement(with other: ArticleSketch) -> Double {
        guard !signature.isEmpty, signature.count == other.signature.count else { return 0 }
        var equal = 0
        for index in signature.indices where signature[index] == other.signature[index] { equal += 1 }
        return Double(equal) / Double(signature.count)
    }
}

/// The wording of an article: the distinct shingles of four letters, characters or digits of its body, and the numbers it prints.
/// Marks, blanks and line breaks do not count, so that a reprint with other punctuation or line breaks has the same wording.
package struct ArticleWording: Sendable {
    /// The shingles, ascending, none twice. Each holds the low sixteen bits of its four scalars.
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
        for passage in passages {
            for value in Scalars(passage) {
                if (0x30...0x39).contains(value) || value == 0x2E && number != 0 {
                    number = ArticleSketch.mixed(number ^ UInt64(value) &+ 1)
                } else if number != 0 {
                    numbers.append(number)
                    number = 0
                }
                guard let letter = Self.letter(value) else { continue }
                window = window << 16 | UInt64(letter & 0xFFFF)
                filled += 1
                if filled >= 4 { shingles.append(window) }
            }
            if number != 0 {
                numbers.append(number)
                number = 0
            }
        }
        shingles = Self.distinct(shingles)
        numbers = Self.distinct(numbers)
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

    private static func distinct(_ values: [UInt64]) -> [UInt64] {
        var result: [UInt64] = []
        result.reserveCapacity(values.count)
        for value in values.sorted() where result.last != value { result.append(value) }
        return result
    }

    /// The shingles of both over the shingles of either, exactly.
    package func similarity(to other: ArticleWording) -> Double {
        let common = Self.commonCount(shingles, other.shingles)
        let all = shingles.count + other.shingles.count - common
        return all == 0 ? 0 : Double(common) / Double(all)
    }

    /// Whether the numbers of one are mostly those of the other. Bulletins of two days differ in hardly anything but their numbers.
    func agreesInNumbers(with other: ArticleWording) -> Bool {
        let fewer = min(numbers.count, other.numbers.count)
        let common = Self.commonCount(numbers, other.numbers)
        return common * 4 >= fewer * 3
    }

    private static func commonCount(_ a: [UInt64], _ b: [UInt64]) -> Int {
        var common = 0
        var (i, j) = (0, 0)
        while i < a.count, j < b.count {
            if a[i] == b[j] {
                common += 1
                i += 1
                j += 1
            } else if a[i] < b[j] {
                i += 1
            } else {
                j += 1
            }
        }
        return common
    }

    /// The scalars of UTF-8 bytes; what is no UTF-8 gives U+FFFD.
    private struct Scalars: Sequence, IteratorProtocol {
        private let bytes: ArraySlice<UInt8>
        private var at: Int

        init(_ bytes: ArraySlice<UInt8>) {
            self.bytes = bytes
            at = bytes.startIndex
        }

        mutating func next() -> UInt32? {
            guard at < bytes.endIndex else { return nil }
            let first = bytes[at]
            let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
            guard at + length <= bytes.endIndex else {
                at = bytes.endIndex
                return 0xFFFD
            }
            var value = UInt32(first) & [0x7F, 0x7F, 0x1F, 0x0F, 0x07][length]
            for index in at + 1..<at + length { value = value << 6 | UInt32(bytes[index] & 0x3F) }
            at += length
            return value
        }
    }
}
