import Extraction
import Foundation
import Testing

/// Pages as portals, papers' electronic editions, accounts and agencies print them, saved as text: headline, outlet, authors, day and area of
/// every article. The right rows stand in `pages/reports.jsonl`, by hand; `any` lists further readings that are as good.
@Suite struct SitePageTests {
    private static let columns = ["title", "outlet", "author", "published", "district", "prefecture", "province", "script"]

    /// Headlines and names without blanks and width of marks.
    private func plain(_ value: Any?) -> String {
        guard let text = value as? String else { return "" }
        return text.precomposedStringWithCompatibilityMapping.filter { !" ,、:;·.\"“”‘’「」『』()!?".contains($0) }
    }

    private func agrees(_ row: [String: String], _ want: [String: Any], _ column: String) -> Bool {
        TestReports.readings(want, column).contains { plain($0) == plain(row[column]) }
    }

    @Test("articles of pages of many sites") func pages() throws {
        let gold = try TestReports.jsonLines("pages/reports.jsonl")
        var found = 0
        var titles = 0
        var whole = 0
        for name in Set(gold.compactMap { ($0["file"] as? String)?.dropLast(4) }) {
            let bytes = try TestReports.bytes(TestReports.folder.appending(path: "pages/\(name).txt"))
            let rows = TestReports.extract(bytes, name: String(name)).tables["reports"].rows
            found += rows.count
            for want in gold where want["file"] as? String == name + ".txt" {
                guard let row = rows.first(where: { agrees($0, want, "title") }) else { continue }
                titles += 1
                if Self.columns.allSatisfy({ agrees(row, want, $0) }) { whole += 1 }
            }
        }
        // A little under what is reached, so that a change that loses rows is seen.
        #expect(gold.count == 139)
        #expect(Double(2 * titles) / Double(gold.count + found) >= 0.96)
        #expect(Double(2 * whole) / Double(gold.count + found) >= 0.94)
    }
}
