/// Finds for each row of a fact table the row of an earlier report that states the same fact.
///
/// In a reprint the facts of the original are looked for by what they say. In any other report only facts so telling that they hardly
/// recur by chance are looked for, and only near in time. A row is the same as at most one row of each other report: what one report tells
/// twice, as two gifts of one sum, another must tell twice too.
struct FactMatcher {
    let corpus: CorpusReports
    /// For each report the one that it reprints.
    let originals: [Int?]
    let rows: RowsByReport
    /// Days of the facts, nil where the text does not say.
    let dates: FactColumn
    /// Rows that repeat an earlier one of their own report are no facts of their own.
    let repeats: FactColumn

    /// How many days two reports of one fact lie apart at most, where the facts themselves have no dates.
    private static let longestEcho: Int64 = 7
    /// How many rows of one key are remembered; the latest, since time passes.
    private static let mostOriginals = 64

    private struct Original {
        var row: Int
        var report: Int
    }

    private struct Originals {
        private(set) var all: [Original] = []

        mutating func add(_ original: Original) {
            all.append(original)
            if all.count > FactMatcher.mostOriginals { all.removeFirst(all.count / 2) }
        }
    }

    /// - Parameters:
    ///   - content: what each row says, to be found again in a reprint; nil for a row that is never matched.
    ///   - telling: what each row says, with its place, where that is telling enough to be found again in any report.
    /// - Returns: for each row the earliest one that states the same fact, nil where it is the earliest.
    func match(content: [FactKey?], telling: [FactKey?]) -> [Int?] {
        var targets = [Int?](repeating: nil, count: content.count)
        var known: [FactKey: Originals] = [:]
        var told = ToldRows()
        var taken: Set<Int> = []
        for report in corpus.order {
            taken.removeAll(keepingCapacity: true)
            if let original = originals[report] { matchReprint(report, of: original, content, &told, &targets, &taken) }
            for row in rows[report] where targets[row] == nil && !repeats.isValid[row] {
                guard let key = telling[row] else { continue }
                let earlier = known[key]?.all.first {
                    $0.report != report && !taken.contains($0.row) && isNear(row, report, $0.row, $0.report)
                }
                if let earlier {
                    targets[row] = earlier.row
                    taken.insert(earlier.row)
                } else {
                    known[key, default: Originals()].add(Original(row: row, report: report))
                }
            }
        }
        return targets
    }

    private func matchReprint(
        _ report: Int, of original: Int, _ content: [FactKey?], _ told: inout ToldRows, _ targets: inout [Int?], _ taken: inout Set<Int>
    ) {
        told.removeAll()
        for row in rows[original].reversed() where !repeats.isValid[row] {
            if let key = content[row] { told.putFirst(row, key) }
        }
        for row in rows[report] where !repeats.isValid[row] {
            guard let key = content[row], let first = told.takeFirst(key) else { continue }
            let target = targets[first] ?? first
            targets[row] = target
            taken.insert(target)
        }
    }

    private func isNear(_ row: Int, _ report: Int, _ otherRow: Int, _ otherReport: Int) -> Bool {
        if let date = dates.integer(row), let other = dates.integer(otherRow) { return abs(date - other) <= 1 }
        guard let date = corpus.dated[report], let other = corpus.dated[otherReport] else { return false }
        return abs(date - other) <= Self.longestEcho
    }
}

/// The rows of a report by what they say, each list in the order of the report: chains through one array.
private struct ToldRows {
    private var first: [FactKey: Int32] = [:]
    private var links: [(row: Int, next: Int32)] = []

    mutating func removeAll() {
        // A table that a long report made large is not emptied again for every short one.
        if first.capacity > 256 { first = [:] } else { first.removeAll(keepingCapacity: true) }
        links.removeAll(keepingCapacity: true)
    }

    mutating func putFirst(_ row: Int, _ key: FactKey) {
        let link = Int32(truncatingIfNeeded: links.count)
        links.append((row, first.updateValue(link, forKey: key) ?? -1))
    }

    mutating func takeFirst(_ key: FactKey) -> Int? {
        guard let link = first[key], link >= 0 else { return nil }
        let (row, next) = links[Int(link)]
        first[key] = next
        return row
    }
}
