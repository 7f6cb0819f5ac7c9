/// A word, number, name or mark of a sentence.
package struct Token: Sendable {
    // In 32 bits, as places in a document are: the sentences of an article are in memory together, with all their words.
    private let low: Int32
    private let high: Int32
    package let tag: WordTag
    /// For a quantity, area, organisation, person or date the index in its own list; else -1.
    package let reference: Int32

    package init(start: Int, end: Int, tag: WordTag, reference: Int32 = -1) {
        low = Int32(truncatingIfNeeded: start)
        high = Int32(truncatingIfNeeded: end)
        self.tag = tag
        self.reference = reference
    }

    @inline(__always)
    package var start: Int { Int(low) }
    @inline(__always)
    package var end: Int { Int(high) }
    package var range: Range<Int> { start..<end }
    package var count: Int { end - start }
}

/// Cuts a run of Han characters into words: the cheapest path through the word dictionary and the terms of the reports.
package struct Segmenter: Sendable {
    private let dictionary = WordDictionary.standard
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
    /// - Parameter openings: what words begin with at each place of the whole text.
    package func segment(_ text: ScalarWindow, _ range: Range<Int>, _ openings: [WordDictionary.Opening], into tokens: inout [Token]) {
        let count = range.count
        guard count > 0 else { return }
        // cost[i] is the cheapest way from i to the end; choice[i] says by its length and tag how it begins.
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: (count + 1) * 2) { buffer in
            let cost = UnsafeMutableBufferPointer(rebasing: buffer[0...count])
            let choice = UnsafeMutableBufferPointer(rebasing: buffer[(count + 1)...])
            text.text.withUnsafeBufferPointer { text in
                findTerms(text, range, into: choice)
                weigh(text, range, openings, cost, choice)
            }
            var index = 0
            while index < count {
                let length = Int(choice[index] >> 8)
                let tag = WordTag(rawValue: UInt8(choice[index] & 255)) ?? .other
                tokens.append(Token(start: range.lowerBound + index, end: range.lowerBound + index + length, tag: tag))
                index += length
            }
        }
    }

    /// Sets for each place that a term begins at the choice of the longest, for all others 0.
    private func findTerms(_ text: UnsafeBufferPointer<UInt32>, _ range: Range<Int>, into choice: UnsafeMutableBufferPointer<Int32>) {
        choice.initialize(repeating: 0)
        var position = range.lowerBound
        while let term = terms.firstMatch(in: text, from: position, end: range.upperBound) {
            choice[term.position - range.lowerBound] = Self.choice(term.length, termTags[Int(term.value)].rawValue)
            position = term.position + 1
        }
    }

    @inline(__always)
    private static func choice(_ length: Int, _ tag: UInt8) -> Int32 { Int32(truncatingIfNeeded: length) << 8 | Int32(tag) }

    /// Finds the cheapest way from each place of a range; `choice` holds the terms and gets the words that the ways begin with.
    private func weigh(
        _ text: UnsafeBufferPointer<UInt32>, _ range: Range<Int>, _ openings: [WordDictionary.Opening],
        _ cost: UnsafeMutableBufferPointer<Int32>, _ choice: UnsafeMutableBufferPointer<Int32>
    ) {
        var index = range.count
        cost[index] = 0
        while index > 0 {
            index -= 1
            let position = range.lowerBound + index
            var best = Int32(Self.unknownCost) &+ cost[index + 1]
            var bestChoice = Self.choice(1, WordTag.unknown.rawValue)
            dictionary.forEachWord(in: text, at: position, end: range.upperBound, openings[position]) { length, price, tag in
                let total = Int32(truncatingIfNeeded: price) &+ cost[index + length]
                if total < best {
                    best = total
                    bestChoice = Self.choice(length, tag)
                }
            }
            let term = choice[index]
            if term != 0 {
                let length = Int(term >> 8)
                // A character that stands alone anyway is the term.
                let isAlone = length == 1 && bestChoice >> 8 == 1
                let total = isAlone ? best : Int32(length == 1 ? 50 : Self.termCost) &+ cost[index + length]
                if total <= best { (best, bestChoice) = (total, term) }
            }
            cost[index] = best
            choice[index] = bestChoice
        }
    }
}
