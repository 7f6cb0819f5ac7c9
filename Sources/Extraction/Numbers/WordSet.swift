/// A word as one number, so that two words are compared like numbers: up to four scalars of the basic plane, 16 bits each.
package struct WordKey: Hashable, Sendable {
    /// 0 for a word that is longer or has other scalars.
    package let bits: UInt64

    /// What all words have that do not fit into a number.
    package static let unfit = WordKey(bits: 0)

    private init(bits: UInt64) { self.bits = bits }

    /// The key of a range of a text, which must not lie outside of it.
    @inline(__always)
    package init(_ text: UnsafeBufferPointer<UInt32>, _ range: Range<Int>) {
        guard range.count <= 4 else {
            self = .unfit
            return
        }
        var bits: UInt64 = 0
        for position in range.reversed() {
            let scalar = text[position]
            // A word with U+0000 could not be told from a shorter one.
            guard scalar &- 1 < 0xFFFF else {
                self = .unfit
                return
            }
            bits = bits << 16 | UInt64(scalar)
        }
        self.bits = bits
    }

    /// A few bits of the key, well mixed.
    @inline(__always)
    fileprivate var hash: UInt64 { (bits &* 0x9E37_79B9_7F4A_7C15) >> 56 }
}

/// A small set of words of a rule, asked at every token whether it is one of them. A class, since a rule hands it on at every question.
package final class WordSet: RandomAccessCollection, Sendable {
    private let words: [[UInt32]]
    /// The keys of the words, those that fit into one.
    private let keys: [WordKey]
    /// A bit for each of the words' keys, hashed: nearly all tokens are told apart from the words by one look at it.
    private let marks: (UInt64, UInt64, UInt64, UInt64)

    /// The words of a text with blanks between them.
    package init(_ text: String) {
        let words = text.unicodeScalars.split(separator: " ").map { $0.map(\.value) }
        let keys = words.map { word in word.withUnsafeBufferPointer { WordKey($0, word.indices) } }
        var marks: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        for key in keys {
            switch key.hash >> 6 {
            case 0: marks.0 |= 1 << (key.hash & 63)
            case 1: marks.1 |= 1 << (key.hash & 63)
            case 2: marks.2 |= 1 << (key.hash & 63)
            default: marks.3 |= 1 << (key.hash & 63)
            }
        }
        self.words = words
        self.keys = keys.filter { $0 != .unfit }
        self.marks = marks
    }

    package var startIndex: Int { 0 }
    package var endIndex: Int { words.count }
    package subscript(index: Int) -> [UInt32] { words[index] }

    /// Whether a range of a text, not outside of it, is one of the words.
    /// - Parameter key: the range's key.
    @inline(__always)
    package func holds(_ key: WordKey, of text: ScalarWindow, _ range: Range<Int>) -> Bool {
        let hash = key.hash
        let first = hash & 64 == 0 ? marks.0 : marks.1
        let second = hash & 64 == 0 ? marks.2 : marks.3
        return (hash & 128 == 0 ? first : second) >> (hash & 63) & 1 != 0 && search(key, text, range)
    }

    @inline(never)
    private func search(_ key: WordKey, _ text: ScalarWindow, _ range: Range<Int>) -> Bool {
        key == .unfit ? words.contains { $0.count == range.count && text.has($0, at: range.lowerBound) } : keys.contains(key)
    }

    /// Whether one of the words begins at a position and ends at or before `end`.
    func hasWord(beginning text: ScalarWindow, at position: Int, end: Int) -> Bool {
        words.contains { position + $0.count <= end && text.has($0, at: position) }
    }
}

/// Words of a rule as scalars, written as one string with blanks between them.
func scalarWords(_ words: String) -> WordSet { WordSet(words) }
