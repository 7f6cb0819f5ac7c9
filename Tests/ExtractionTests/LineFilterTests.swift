import Extraction
import Testing

/// Lines that go through one filter do not know of each other.
@Suite struct LineFilterTests {
    static let tables = ["reports", "districts", "party", "donations", "donors", "figures", "people", "candidates", "sentences"]

    static func lines() throws -> [[UInt8]] {
        let reports = try ["hebei", "hunan-county", "chongqing", "hongkong-hant", "national-pages"].map {
            String(decoding: try TestReports.bytes(TestReports.folder.appending(path: "reports/\($0).txt")), as: UTF8.self)
        }
        var lines: [[UInt8]] = [Array("{\"text\": 5}".utf8), Array("  ".utf8), Array("{\"report\": \"x\", \"text\": \"\"}".utf8)]
        for (number, report) in reports.enumerated() {
            var line = Array("{\"report\": \"r\(number)\", \"other\": [1, {\"a\": \"]\"}], \"text\": ".utf8)
            JSONText.appendString(report.utf8, to: &line)
            line.append(UInt8(ascii: "}"))
            lines.append(line)
        }
        return lines
    }

    static func rows(_ filter: LineFilter, _ line: [UInt8], _ number: Int, _ workspace: inout LineFilter.Workspace) -> [UInt8] {
        var output: [UInt8] = []
        line.withUnsafeBufferPointer { _ = filter.appendRows(ofLine: $0, number: number, with: &workspace, to: &output) }
        return output
    }

    @Test func aWorkspaceKeepsNothingOfTheLineBefore() throws {
        let filter = LineFilter(extractor: TestReports.extractor, tables: Self.tables)
        let lines = try Self.lines()
        let fresh = lines.enumerated().map { number, line in
            var workspace = filter.makeWorkspace()
            return Self.rows(filter, line, number, &workspace)
        }
        var shared = filter.makeWorkspace()
        for order in [Array(lines.indices), Array(lines.indices.reversed())] {
            for number in order { #expect(Self.rows(filter, lines[number], number, &shared) == fresh[number]) }
        }
        #expect(fresh.last?.isEmpty == false)
    }

    @Test func aTableHasTheSameRowsAloneAndAmongOthers() throws {
        let all = LineFilter(extractor: TestReports.extractor, tables: Self.tables)
        for table in Self.tables {
            let one = LineFilter(extractor: TestReports.extractor, tables: [table])
            for (number, line) in try Self.lines().enumerated() {
                var (workspace, own) = (all.makeWorkspace(), one.makeWorkspace())
                let named = String(decoding: Self.rows(all, line, number, &workspace), as: UTF8.self).split(separator: "\n")
                    .filter { $0.hasPrefix("{\"table\": \"\(table)\", ") || $0.hasPrefix("{\"table\": \"error\", ") }
                let alone = String(decoding: Self.rows(one, line, number, &own), as: UTF8.self).split(separator: "\n")
                #expect(alone.count == named.count)
                for (a, b) in zip(alone, named) where !a.hasPrefix("{\"table\": \"error\"") {
                    #expect(b == "{\"table\": \"\(table)\", " + a.dropFirst())
                }
            }
        }
    }

    /// Every byte that JSON escapes, at each distance from the next, since eight bytes are looked at together.
    @Test func escapesAtEveryPlace() {
        let expected: [(String, String)] = [
            ("\"", "\\\""), ("\\", "\\\\"), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t"), ("\u{1}", "\\u0001"), ("\u{1F}", "\\u001f"),
            ("\u{7F}", "\u{7F}"), ("字", "字"), ("\u{20}", " "),
        ]
        for (text, escaped) in expected {
            for before in 0..<18 {
                for behind in 0..<18 {
                    let (left, right) = (String(repeating: "a", count: before), String(repeating: "字", count: behind))
                    var output: [UInt8] = []
                    JSONText.appendString((left + text + right + text).utf8, to: &output)
                    #expect(String(decoding: output, as: UTF8.self) == "\"" + left + escaped + right + escaped + "\"")
                }
            }
        }
    }
}
