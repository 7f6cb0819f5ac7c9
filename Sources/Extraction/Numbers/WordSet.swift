/// A small set of words of a rule, asked at every token whether it is one of them.
package struct WordSet: RandomAccessCollection, Sendable {
    private let words: [[UInt32]]
    /// The words one behind the other, each with its length in front: what a search reads lies together.
    private let packed: [UInt32]
    /// A bit for each first scalar, hashed: nearly all tokens are told apart from the words by one look at it.
    private var firsts: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

    /// The words of a text with blanks between them.
    package init(_ text: String) {
        var words: [[UInt32]] = []
        var word: [UInt32] = []
        for scalar in text.unicodeScalars {
            if scalar != " " {
                word.append(scalar.value)
            } else if !word.isEmpty {
                words.append(word)
                word.removeAll()
            }
        }
        if !word.isEmpty { words.append(word) }
        self.words = words
        packed = words.flatMap { [UInt32($0.count)] + $0 }
        for word in words {
            guard let first = word.first else { continue }
            let bit = UInt64(1) << UInt64(Self.hash(first) & 63)
            switch Self.hash(first) >> 6 {
            case 0: firsts.0 |= bit
            case 1: firsts.1 |= bit
            case 2: firsts.2 |= bit
            default: firsts.3 |= bit
            }
        }
    }

    package var startIndex: Int { 0 }
    package var endIndex: Int { words.count }
    package subscript(index: Int) -> [UInt32] { words[index] }

    /// 0 to 255.
    @inline(__always)
    private static func hash(_ scalar: UInt32) -> UInt32 { (scalar &* 0x9E37_79B1) >> 24 }

    /// Whether a word may begin with a scalar; false is certain.
    @inline(__always)
    package func mayBegin(_ scalar: UInt32) -> Bool {
        let hash = Self.hash(scalar)
        let bits =
            switch hash >> 6 {
            case 0: firsts.0
            case 1: firsts.1
            case 2: firsts.2
            default: firsts.3
            }
        return bits >> UInt64(hash & 63) & 1 != 0
    }

    /// Whether a range of a text, not outside of it, is one of the words.
    @inline(__always)
    package func holds(_ text: ScalarWindow, _ range: Range<Int>) -> Bool {
        guard mayBegin(text[range.lowerBound]) else { return false }
        return search(text, range)
    }

    /// Whether one of the words begins at a position and ends at or before `end`.
    func hasWord(beginning text: ScalarWindow, at position: Int, end: Int) -> Bool {
        guard position >= text.start else { return false }
        let limit = Swift.min(end, text.end)
        var next = 0
        while next < packed.count {
            let length = Int(packed[next])
            if position + length <= limit, packed[next + 1..<next + 1 + length].elementsEqual(text.text[position..<position + length]) {
                return true
            }
            next += 1 + length
        }
        return false
    }

    @inline(never)
    private func search(_ text: ScalarWindow, _ range: Range<Int>) -> Bool {
        guard range.lowerBound >= text.start, range.upperBound <= text.end else { return false }
        var next = 0
        while next < packed.count {
            let length = Int(packed[next])
            if length == range.count, packed[next + 1] == text.text[range.lowerBound],
                packed[next + 1..<next + 1 + length].elementsEqual(text.text[range])
            {
                return true
            }
            next += 1 + length
        }
        return false
    }
}

/// Words of a rule as scalars, written as one string with blanks between them.
func scalarWords(_ words: String) -> WordSet { WordSet(words) }
