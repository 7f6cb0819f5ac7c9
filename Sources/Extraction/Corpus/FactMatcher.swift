/// Finds for each row of a fact table the row of an earlier report that states the same fact.
///
/// In a reprint the facts of the original are looked for by what they say. In any other report only facts so telling that they hardly
/// recur by chance are looked for, and only near in time. A row is the same as at most one row of each other report: what one report tells
/// twice, as two gifts of one sum, another must tell twice too.
struct FactMatcher {
    /// What a row says; nil for a row that is never matched.
    typealias Key = [UInt8]

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

    /// - Parameters:
    ///   - content: what a row says, to be found again in a reprint.
    ///   - telling: what a row says, with its place, where that is telling enough to be found again in any report.
    /// - Returns: for each row the earliest one that states the same fact, nil where it is the earliest.
    func match(count: Int, content: (Int) -> Key?, telling: (Int) -> Key?) -> [Int?] {
        var targets = [Int?](repeating: nil, count: count)
        var known: [Key: [Original]] = [:]
        for report in corpus.order {
            var taken: Set<Int> = []
            if let original = originals[report] { matchReprint(report, of: original, content, &targets, &taken) }
            for row in rows[report] where targets[row] == nil && !repeats.isValid[row] {
                guard let key = telling(row) else { continue }
                let earlier = known[key]?.first {
                    $0.report != report && !taken.contains($0.row) && isNear(row, report, $0.row, $0.report)
                }
                if let earlier {
                    targets[row] = earlier.row
                    taken.insert(earlier.row)
                } else {
                    known[key, default: []].append(Original(row: row, report: report))
                    if let count = known[key]?.count, count > Self.mostOriginals { known[key]?.removeFirst(count / 2) }
                }
            }
        }
        return targets
    }

    private func matchReprint(
        _ report: Int, of original: Int, _ content: (Int) -> Key?, _ targets: inout [Int?], _ taken: inout Set<Int>
    ) {
        var told: [Key: [Int]] = [:]
        for row in rows[original].reversed() where !repeats.isValid[row] {
            if let key = content(row) { told[key, default: []].append(row) }
        }
        for row in rows[report] where !repeats.isValid[row] {
            guard let key = content(row), let first = told[key]?.popLast() else { continue }
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

extension [UInt8] {
    /// Appends a cell so that equal keys mean equal cells.
    mutating func append(cell column: FactColumn, _ row: Int) {
        guard column.isValid[row] else { return append(0) }
        append(1)
        if column.type == .text {
            append(contentsOf: column.textBytes(row))
            append(0)
        } else {
            Swift.withUnsafeBytes(of: column.integers[row]) { append(contentsOf: $0) }
        }
    }
}
