/// How far two words are apart, for did-you-mean.
package enum EditDistance {
    /// The least number of insertions, deletions, replacements and swaps of neighbours that turn one into the other, each place being edited
    /// at most once (optimal string alignment); nil where it is above `limit`.
    ///
    /// - Complexity: O(`left.count` × `right.count`).
    package static func between(_ left: [Character], _ right: [Character], limit: Int = .max) -> Int? {
        guard abs(left.count - right.count) <= limit else { return nil }
        guard !left.isEmpty, !right.isEmpty else { return max(left.count, right.count) }
        var beforeLast = [Int](repeating: 0, count: right.count + 1)
        var last = Array(0...right.count)
        for row in 1...left.count {
            var current = [Int](repeating: row, count: right.count + 1)
            var least = row
            for column in 1...right.count {
                let isSame = left[row - 1] == right[column - 1]
                var distance = min(last[column] + 1, current[column - 1] + 1, last[column - 1] + (isSame ? 0 : 1))
                if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
                    distance = min(distance, beforeLast[column - 2] + 1)
                }
                current[column] = distance
                least = min(least, distance)
            }
            if least > limit { return nil }
            beforeLast = last
            last = current
        }
        return last[right.count] <= limit ? last[right.count] : nil
    }

    /// The candidates that are near enough to be meant, nearest first, equally near ones in the order given; case is ignored.
    ///
    /// Near enough is one edit for words of up to three characters, two up to seven, three beyond; Chinese words, which are
    /// short, need half of their characters right. A candidate that begins with the word, or the word with it, counts as near too.
    package static func near(_ word: String, in candidates: some Sequence<String>, count: Int = 3) -> [String] {
        let folded = Array(word.lowercased())
        guard !folded.isEmpty else { return [] }
        let limit = folded.count <= 3 ? 1 : folded.count <= 7 ? 2 : 3
        var found: [(distance: Int, order: Int, candidate: String)] = []
        var seen: Set<String> = []
        for candidate in candidates where seen.insert(candidate).inserted {
            let other = Array(candidate.lowercased())
            if let distance = between(folded, other, limit: limit), distance < max(folded.count, other.count),
                distance * 2 <= max(folded.count, 2)
            {
                // What keeps its first letter is the likelier slip.
                found.append((distance * 2 + (folded.first == other.first ? 0 : 1), found.count, candidate))
            } else if folded.count >= 3, other.starts(with: folded) {
                found.append((2 * limit + 1, found.count, candidate))
            }
        }
        found.sort { ($0.distance, $0.order) < ($1.distance, $1.order) }
        return found.prefix(count).map(\.candidate)
    }

    /// The nearest candidate by edits alone, if it is near enough to be meant.
    package static func nearest(to word: String, in candidates: some Sequence<String>) -> String? {
        let folded = Array(word.lowercased())
        guard folded.count >= 3 else { return nil }
        let limit = folded.count <= 4 ? 1 : 2
        var best: (distance: Int, candidate: String)?
        for candidate in candidates {
            let other = Array(candidate.lowercased())
            guard other.count > 1, let distance = between(folded, other, limit: limit), distance < min(folded.count, other.count) else {
                continue
            }
            if distance < best?.distance ?? .max { best = (distance, candidate) }
        }
        return best?.candidate
    }
}
