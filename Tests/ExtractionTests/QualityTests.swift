import Extraction
import Foundation
import Testing

/// How well the seeds and the reports beside the tests are read: core F1 by table as `score_extraction.py` counts it, a little under what is
/// reached, so that a change that loses rows is seen.
@Suite struct QualityTests {
    private struct Document {
        var name: String
        var text: [UInt32]
        var tables: ExtractedTables
    }

    private struct Count {
        var gold = 0
        var found = 0
        var hits = 0
        var f1: Double { 2 * Double(hits) / Double(max(1, gold + found)) }
    }

    private static let core = [
        "figures": ["value", "unit", "noun"], "party": ["value", "unit", "noun"], "donations": ["value", "unit", "item"],
        "districts": ["name", "level"], "people": ["name"], "reports": ["title"],
    ]

    private static func documents(_ folder: URL, _ names: [String]) throws -> [Document] {
        try names.map { name in
            let bytes = try TestReports.bytes(folder.appending(path: name + ".txt"))
            return Document(
                name: name, text: String(decoding: bytes, as: UTF8.self).unicodeScalars.map(\.value),
                tables: TestReports.extract(bytes, name: name).tables)
        }
    }

    private static let seeds = Result { try documents(TestReports.seeds, (TestReports.seedNames ?? []).map { String($0.dropLast(4)) }) }
    private static let reports = Result { try documents(TestReports.folder.appending(path: "reports"), TestReports.goldNames) }

    private func plain(_ value: Any?) -> String {
        switch value {
        case let number as NSNumber: plainText("\(number.doubleValue)")
        case let text as String: plainText(text)
        default: ""
        }
    }

    private func plainText(_ text: String) -> String {
        if let number = Double(text) { return "\((number * 1_000_000).rounded() / 1_000_000)" }
        return String(text.precomposedStringWithCompatibilityMapping.filter { !" \n,,、。;::·.\"'“”‘’「」『』()()《》<>-—".contains($0) })
            .lowercased()
    }

    private func agrees(_ column: String, _ row: [String: String], _ gold: [String: Any]) -> Bool {
        let any = (gold["any"] as? [String: [Any]])?[column] ?? []
        let value = plain(row[column])
        return ([gold[column] as Any] + any).contains { plain($0) == value }
    }

    /// Where a gold row's quote stands in the file.
    private func places(_ quote: String, in text: [UInt32]) -> [Range<Int>] {
        let pattern = quote.unicodeScalars.map(\.value)
        guard let first = pattern.first, pattern.count <= text.count else { return [] }
        return (0...(text.count - pattern.count)).filter { text[$0] == first && text[$0..<($0 + pattern.count)].elementsEqual(pattern) }
            .map { $0..<($0 + pattern.count) }
    }

    private func count(_ table: String, _ document: Document, into count: inout Count) throws {
        let gold = try TestReports.gold(table, of: [document.name])
        let rows = document.tables[table].rows
        let columns = Self.core[table] ?? []
        let isSpanned = ["figures", "party", "donations"].contains(table)
        var candidates: [(score: Int, gold: Int, row: Int)] = []
        for (g, want) in gold.enumerated() {
            let spans = isSpanned ? places(want["quote"] as? String ?? "", in: document.text) : []
            for (r, row) in rows.enumerated() {
                if isSpanned {
                    guard let start = row["span_start"].flatMap(Int.init), let end = row["span_end"].flatMap(Int.init),
                        spans.contains(where: { $0.lowerBound < end && start < $0.upperBound }), agrees("value", row, want)
                    else { continue }
                } else if !agrees(columns[0], row, want) {
                    continue
                }
                candidates.append((columns.count { agrees($0, row, want) }, g, r))
            }
        }
        var takenGold = Set<Int>()
        var takenRows = Set<Int>()
        var soft = 0
        for pair in candidates.sorted(by: { ($1.score, $0.gold, $0.row) < ($0.score, $1.gold, $1.row) })
        where !takenGold.contains(pair.gold) && !takenRows.contains(pair.row) {
            takenGold.insert(pair.gold)
            takenRows.insert(pair.row)
            if gold[pair.gold]["soft"] != nil { soft += 1 } else if pair.score == columns.count { count.hits += 1 }
        }
        count.gold += gold.count { $0["soft"] == nil }
        count.found += rows.count - soft
    }

    private func f1(_ table: String, _ documents: [Document]) throws -> Double {
        var sum = Count()
        for document in documents { try count(table, document, into: &sum) }
        return sum.f1
    }

    @Test(arguments: [
        ("figures", 0.96, 0.90), ("party", 0.97, 0.90), ("donations", 0.96, 0.88), ("districts", 0.97, 0.93), ("people", 0.96, 0.88),
        ("reports", 0.99, 0.92),
    ])
    func core(_ table: String, seeds: Double, reports: Double) throws {
        let own = try f1(table, Self.reports.get())
        let first = try f1(table, Self.seeds.get())
        #expect(first >= seeds, "\(table) of the seeds: \(first)")
        #expect(own >= reports, "\(table) of the other reports: \(own)")
    }

    @Test("of the rows that are called sure nineteen of twenty are right") func confidence() throws {
        var sure = 0
        var all = 0
        for document in try Self.seeds.get() + Self.reports.get() {
            for table in ["figures", "party", "donations"] {
                for row in document.tables[table].rows {
                    all += 1
                    if Double(row["confidence"] ?? "") ?? 0 >= 0.9 { sure += 1 }
                    #expect(row["rule"] != nil)
                }
            }
        }
        #expect(Double(sure) >= 0.7 * Double(all))
    }
}
