/// Finds names that a mistyped one may have meant.
enum NameSuggestion {
    /// Up to five of `candidates` that resemble `name`, nearest first; ties in the order given.
    static func similar(to name: String, among candidates: [String]) -> [String] {
        let wanted = Array(name.lowercased())
        guard !wanted.isEmpty, wanted.count <= 128 else { return [] }
        var scored: [(name: String, distance: Int, position: Int)] = []
        var seen: Set<String> = []
        for (position, candidate) in candidates.enumerated() {
            let folded = candidate.lowercased()
            guard seen.insert(folded).inserted else { continue }
            let letters = Array(folded)
            guard letters.count <= 128 else { continue }
            let distance = editDistance(wanted, letters)
            // A third of the letters may differ; a name that holds the wanted one, or is held by it, is near as well.
            let isNear = distance <= max(1, (max(wanted.count, letters.count) + 1) / 3)
            let shares = min(wanted.count, letters.count) >= 3 && (contains(letters, wanted) || contains(wanted, letters))
            if isNear || shares { scored.append((candidate, isNear ? distance : distance + wanted.count, position)) }
        }
        scored.sort { ($0.distance, $0.position) < ($1.distance, $1.position) }
        return scored.prefix(5).map(\.name)
    }

    /// Help lines for an unknown name: the similar names, else the names there are.
    static func help(for name: String, among candidates: [String], listing what: String) -> [String] {
        let near = similar(to: name, among: candidates)
        if !near.isEmpty { return ["did you mean " + near.map { "`\($0)`" }.joined(separator: ", ") + "?"] }
        guard !candidates.isEmpty else { return [] }
        var seen: Set<String> = []
        let names = candidates.filter { seen.insert($0.lowercased()).inserted }
        let listed = names.prefix(10).joined(separator: ", ") + (names.count > 10 ? ", …" : "")
        return ["\(what): \(listed)"]
    }

    private static func contains(_ text: [Character], _ part: [Character]) -> Bool {
        guard part.count <= text.count else { return false }
        for start in 0...(text.count - part.count) where text[start..<start + part.count].elementsEqual(part) { return true }
        return false
    }

    /// Insertions, deletions, substitutions and swaps of neighbours that turn one name into the other.
    static func editDistance(_ first: [Character], _ second: [Character]) -> Int {
        if first.isEmpty { return second.count }
        if second.isEmpty { return first.count }
        var beforeLast = Array(repeating: 0, count: second.count + 1)
        var last = Array(0...second.count)
        for row in 1...first.count {
            var current = [row]
            current.reserveCapacity(second.count + 1)
            for column in 1...second.count {
                let isSame = first[row - 1] == second[column - 1]
                var best = min(last[column] + 1, current[column - 1] + 1, last[column - 1] + (isSame ? 0 : 1))
                if row > 1, column > 1, first[row - 1] == second[column - 2], first[row - 2] == second[column - 1] {
                    best = min(best, beforeLast[column - 2] + 1)
                }
                current.append(best)
            }
            beforeLast = last
            last = current
        }
        return last[second.count]
    }
}
