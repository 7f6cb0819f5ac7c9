import Extraction
import Foundation
import Testing

/// How well the seeds and the reports beside the tests are read: core F1 by table as `score_extraction.py` counts it, a little under what is
/// reached, so that a change that loses rows is seen; and how far confidence can be believed.
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
        let value = plain(row[column])
        return TestReports.readings(gold, column).contains { plain($0) == value }
    }

    /// Where a gold row's quote stands in the file.
    private func places(_ quote: String, in text: [UInt32]) -> [Range<Int>] {
        let pattern = quote.unicodeScalars.map(\.value)
        guard let first = pattern.first, pattern.count <= text.count else { return [] }
        return (0...(text.count - pattern.count)).filter { text[$0] == first && text[$0..<($0 + pattern.count)].elementsEqual(pattern) }
            .map { $0..<($0 + pattern.count) }
    }

    private enum Match { case right, soft }

    /// Which rows of a document's table are right, and which are a matter of taste; a row that is neither is wrong.
    private func matches(_ table: String, _ document: Document) throws -> [Int: Match] {
        let gold = try TestReports.gold(table, of: [document.name])
        let columns = Self.core[table] ?? []
        let isSpanned = ["figures", "party", "donations"].contains(table)
        var candidates: [(score: Int, gold: Int, row: Int)] = []
        let rows = document.tables[table].rows
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
        var result: [Int: Match] = [:]
        for pair in candidates.sorted(by: { ($1.score, $0.gold, $0.row) < ($0.score, $1.gold, $1.row) })
        where !takenGold.contains(pair.gold) && !takenRows.contains(pair.row) {
            takenGold.insert(pair.gold)
            takenRows.insert(pair.row)
            if gold[pair.gold]["soft"] != nil {
                result[pair.row] = .soft
            } else if pair.score == columns.count {
                result[pair.row] = .right
            }
        }
        return result
    }

    private func count(_ table: String, _ document: Document, into count: inout Count) throws {
        let matches = try matches(table, document)
        count.hits += matches.values.count { $0 == .right }
        count.gold += try TestReports.gold(table, of: [document.name]).count { $0["soft"] == nil }
        count.found += document.tables[table].rowCount - matches.values.count { $0 == .soft }
    }

    private func f1(_ table: String, _ documents: [Document]) throws -> Double {
        var sum = Count()
        for document in documents { try count(table, document, into: &sum) }
        return sum.f1
    }

    /// Reports whose authors had not seen the extraction, scored before anybody looked at what it made of them.
    private static func isFresh(_ document: Document) -> Bool { document.name.hasPrefix("s") || document.name.hasPrefix("t") }

    struct Floors: Sendable {
        var table: String
        /// For the seeds, the reports that the rules were made with, and the fresh ones.
        var seeds: Double, known: Double, fresh: Double
    }

    @Test(arguments: [
        Floors(table: "figures", seeds: 0.96, known: 0.95, fresh: 0.93), Floors(table: "party", seeds: 0.97, known: 0.94, fresh: 0.95),
        Floors(table: "donations", seeds: 0.98, known: 0.94, fresh: 0.92),
        Floors(table: "districts", seeds: 0.97, known: 0.95, fresh: 0.92), Floors(table: "people", seeds: 0.96, known: 0.95, fresh: 0.95),
        Floors(table: "reports", seeds: 0.99, known: 0.98, fresh: 0.98),
    ])
    func core(_ floors: Floors) throws {
        let reports = try Self.reports.get()
        for (name, documents, floor) in [
            ("seeds", try Self.seeds.get(), floors.seeds), ("known", reports.filter { !Self.isFresh($0) }, floors.known),
            ("fresh", reports.filter(Self.isFresh), floors.fresh),
        ] {
            let reached = try f1(floors.table, documents)
            #expect(reached >= floor, "\(floors.table) of the \(name) reports: \(reached)")
        }
    }

    @Test("of the rows that are called sure nineteen of twenty are right, in fresh reports too") func confidence() throws {
        for fresh in [false, true] {
            var (sure, right, all) = (0, 0, 0)
            for document in try Self.seeds.get() + Self.reports.get() where Self.isFresh(document) == fresh {
                for table in ["figures", "party", "donations"] {
                    let matches = try matches(table, document)
                    for (index, row) in document.tables[table].rows.enumerated() where matches[index] != .soft {
                        all += 1
                        #expect(row["rule"] != nil)
                        guard Double(row["confidence"] ?? "") ?? 0 >= 0.9 else { continue }
                        sure += 1
                        if matches[index] == .right { right += 1 }
                    }
                }
            }
            #expect(Double(sure) >= 0.7 * Double(all), "\(sure) of \(all) are sure")
            #expect(Double(right) >= 0.95 * Double(sure), "\(right) of \(sure) sure rows are right, fresh: \(fresh)")
        }
    }
}
