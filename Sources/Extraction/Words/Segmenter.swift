/// A word, number, name or mark of a sentence.
package struct Token: Sendable {
    package var start: Int
    package var end: Int
    package var tag: WordTag
    /// For a quantity, area, organisation, person or date the index in its own list; else -1.
    package var reference: Int32 = -1

    package var range: Range<Int> { start..<end }
    package var count: Int { end - start }
}

/// Cuts a run of Han characters into words: the cheapest path through the word dictionary and the terms of the reports.
package struct Segmenter: Sendable {
    private let dictionary = WordDictionary()
    private let terms: PhraseTable
    private let termTags: [WordTag]

    /// What a character costs that no word covers.
    private static let unknownCost = 90
    /// What a term of the lexicon costs; a little less than a common word, so that terms win over their parts.
    private static let termCost = 30

    package init(terms: PhraseTable, tags: [WordTag]) {
        self.terms = terms
        termTags = tags
    }

    /// Appends the words of `range` to `tokens`. Time is linear in the length: words are at most a dozen characters long.
    package func segment(_ text: ScalarWindow, _ range: Range<Int>, into tokens: inout [Token]) {
        let count = range.count
        guard count > 0 else { return }
        let window = ScalarWindow(text.text, start: range.lowerBound, end: range.upperBound)
        // cost[i] is the cheapest way from i to the end; length and tag say how it begins.
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: (count + 1) * 2) { buffer in
            let cost = UnsafeMutableBufferPointer(rebasing: buffer[0...count])
            let choice = UnsafeMutableBufferPointer(rebasing: buffer[(count + 1)...])
            cost[count] = 0
            var index = count - 1
            while index >= 0 {
                let position = range.lowerBound + index
                var best = Int32(Self.unknownCost) &+ cost[index + 1]
                var bestChoice = Int32(1) << 8 | Int32(WordTag.unknown.rawValue)
                dictionary.forEachWord(in: window, at: position) { length, price, tag in
                    let total = Int32(price) &+ cost[index + length]
                    if total < best {
                        best = total
                        bestChoice = Int32(length) << 8 | Int32(tag)
                    }
                }
                if let match = terms.longestMatch(in: window.text, at: position, end: range.upperBound), match.length > 0 {
                    let total = Int32(match.length == 1 ? 50 : Self.termCost) &+ cost[index + match.length]
                    if total <= best {
                        best = total
                        bestChoice = Int32(match.length) << 8 | Int32(termTags[Int(match.value)].rawValue)
                    }
                }
                cost[index] = best
                choice[index] = bestChoice
                index -= 1
            }
            index = 0
            while index < count {
                let length = Int(choice[index] >> 8)
                let tag = WordTag(rawValue: UInt8(choice[index] & 255)) ?? .other
                tokens.append(Token(start: range.lowerBound + index, end: range.lowerBound + index + length, tag: tag))
                index += length
            }
        }
    }
}
