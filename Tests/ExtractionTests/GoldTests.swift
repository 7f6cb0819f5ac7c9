import Extraction
import Foundation
import Testing

/// The seed reports against the gold standard: the core columns that `score_extraction.py` scores, and for reports all of them.
@Suite struct GoldTests {
    /// F1 of the rows found over the gold rows by some columns; a gold row's `any` lists further readings, `soft` rows cost nothing.
    private func f1(_ table: String, _ columns: [String]) throws -> Double {
        var found: [[String: String]: Int] = [:]
        for row in TestReports.extractedSeeds[table].rows {
            let key = Dictionary(uniqueKeysWithValues: (["report"] + columns).map { ($0, row[$0] ?? "") })
            found[key.merging(["report": file(key["report"])]) { $1 }, default: 0] += 1
        }
        var hits = 0
        var missed = 0
        for row in try TestReports.gold(table) {
            let readings = readings(row, columns)
            if let hit = readings.first(where: { found[$0, default: 0] > 0 }) {
                found[hit, default: 0] -= 1
                hits += row["soft"] == nil ? 1 : 0
            } else if row["soft"] == nil {
                missed += 1
            }
        }
        let wrong = found.values.reduce(0, +)
        return 2 * Double(hits) / Double(max(1, 2 * hits + missed + wrong))
    }

    private func file(_ report: String?) -> String { String((report ?? "").split(separator: "#").first ?? "") }

    private func readings(_ row: [String: Any], _ columns: [String]) -> [[String: String]] {
        let any = row["any"] as? [String: [Any]] ?? [:]
        var result: [[String: String]] = [["report": file(row["report"] as? String)]]
        for column in columns {
            let values = [row[column] as Any] + (any[column] ?? [])
            result = result.flatMap { partial in values.map { partial.merging([column: $0 as? String ?? ""]) { $1 } } }
        }
        return result
    }

    @Test func districts() throws {
        #expect(try f1("districts", ["name", "level"]) >= 0.97)
        #expect(try f1("districts", ["name", "level", "parent", "prefecture", "province"]) >= 0.97)
    }

    @Test func people() throws {
        #expect(try f1("people", ["name"]) >= 0.96)
        #expect(try f1("people", ["name", "title", "organisation"]) >= 0.9)
    }

    @Test func reports() throws {
        let found = Dictionary(uniqueKeysWithValues: TestReports.extractedSeeds["reports"].rows.map { ($0["report"] ?? "", $0) })
        let gold = try TestReports.gold("reports")
        #expect(found.count == gold.count)
        for row in gold {
            let report = row["report"] as? String ?? ""
            for column in ["file", "title", "outlet", "author", "published", "district", "prefecture", "province", "script"] {
                #expect(found[report]?[column] == row[column] as? String, "\(report) \(column)")
            }
        }
    }
}
