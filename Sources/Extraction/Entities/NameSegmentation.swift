/// Weighs whether a run of characters is a name by what it leaves of the text around it: the cheapest way to cut the text into everyday words
/// against the cheapest way that has the name in it. 集团向县红十字会 falls into words by itself; 向县红 would leave 十字会 behind.
struct NameSegmentation: Sendable {
    private let names: NameLexicon
    private let dictionary = WordDictionary.standard

    init(names: NameLexicon) { self.names = names }

    /// How far the text around a name is cut with it.
    private static let reach = 6
    /// What a character costs that no word covers, as in `Segmenter`.
    private static let unknownCost: Int32 = 90
    /// What a person whom the dictionary knows costs more than an everyday word.
    private static let personCost = 40
    /// What names, surnames by weight and characters of given names by weight cost, in fifths of a natural logarithm as words do.
    private static let nameCost = 18
    private static let surnameCosts = [44, 38, 26, 16]
    private static let givenCosts = [56, 40, 29, 23]

    /// How much cheaper the text around a name becomes with the name in it; above 0 where a name is the better reading.
    /// - Parameter openings: what words begin with at each place of the text.
    func gain(_ text: [UInt32], _ name: Range<Int>, in sentence: Range<Int>, _ openings: [WordDictionary.Opening]) -> Int {
        var low = name.lowerBound
        while low > sentence.lowerBound, name.lowerBound - low < Self.reach, isHan(text[low - 1]) { low -= 1 }
        var high = name.upperBound
        while high < sentence.upperBound, high - name.upperBound < Self.reach, isHan(text[high]) { high += 1 }
        return text.withUnsafeBufferPointer { text in
            // What stands behind the name is cut the same way with it and without.
            let plain = cost(text, low..<high, openings, alsoFrom: name.upperBound)
            let named = cost(text, low..<name.lowerBound, openings, alsoFrom: low).all + nameCost(text, name) + plain.tail
            return plain.all - named
        }
    }

    private func nameCost(_ text: UnsafeBufferPointer<UInt32>, _ name: Range<Int>) -> Int {
        let surname = names.surname(text, at: name.lowerBound)
        var sum = Self.nameCost + Self.surnameCosts[min(surname?.weight ?? 0, 3)]
        for position in name.dropFirst(surname?.length ?? 1) { sum += Self.givenCosts[min(names.givenWeight(text[position]), 3)] }
        // A given name of one character is the rarer kind.
        return name.count - (surname?.length ?? 1) == 1 ? sum + 10 : sum
    }

    /// The cheapest way to cut a short range into words, and the part of it from a place on.
    private func cost(
        _ text: UnsafeBufferPointer<UInt32>, _ range: Range<Int>, _ openings: [WordDictionary.Opening], alsoFrom tail: Int
    ) -> (all: Int, tail: Int) {
        guard !range.isEmpty else { return (0, 0) }
        return withUnsafeTemporaryAllocation(of: Int32.self, capacity: range.count + 1) { costs in
            costs[range.count] = 0
            var index = range.count
            while index > 0 {
                index -= 1
                var best = Self.unknownCost &+ costs[index + 1]
                dictionary.forEachWord(in: text, at: range.lowerBound + index, end: range.upperBound, openings[range.lowerBound + index]) {
                    length, price, tag in
                    let isPerson = tag == WordTag.personName.rawValue && length > 2
                    best = min(best, Int32(truncatingIfNeeded: isPerson ? price + Self.personCost : price) &+ costs[index + length])
                }
                costs[index] = best
            }
            return (Int(costs[0]), Int(costs[tail - range.lowerBound]))
        }
    }
}
