import Shell
import Testing

/// The modes for people: aligned, and honest about what they leave out.
@Suite("Modes for the screen")
struct ScreenModesTests {
    @Test func boxAlignsChineseAndNumbers() throws {
        let text = try rendered(
            .box, [("区", .text), ("yuan", .decimal)], [["中原区", "1200.5000"], ["ab", "3.0000"], [nil, nil]])
        #expect(
            text == """
                ┌────────┬────────┐
                │ 区     │   yuan │
                ├────────┼────────┤
                │ 中原区 │ 1200.5 │
                │ ab     │    3   │
                │ NULL   │   NULL │
                └────────┴────────┘

                """)
    }

    @Test func tableIsASCII() throws {
        #expect(try rendered(.table, [("n", .integer)], [["1"]]) == "+---+\n| n |\n+---+\n| 1 |\n+---+\n")
    }

    @Test func aLongResultShowsBothEndsAndSaysSo() throws {
        let rows: [[String?]] = (1...1_000).map { ["\($0)"] }
        for batches in [1, 7, 1_000] {
            let text = try rendered(.box, [("n", .integer)], rows, batches: batches) { $0.maximumRows = 5 }
            let lines = text.split(separator: "\n").map(String.init)
            #expect(
                lines.dropFirst(3) == [
                    "│    1 │", "│    2 │", "│    3 │", "│    · │", "│  999 │", "│ 1000 │", "└──────┘",
                    "(1,000 rows, 5 shown; .maxrows 0 shows all)",
                ])
        }
        #expect(!(try rendered(.box, [("n", .integer)], rows)).contains("shown"))
        #expect(!(try rendered(.box, [("n", .integer)], Array(rows.prefix(5))) { $0.maximumRows = 5 }).contains("shown"))
    }

    @Test func textIsCutByColumnsOfTheScreenAndItIsSaid() throws {
        let text = try rendered(.box, [("quote", .text), ("n", .integer)], [["一二三四五六七八九十", "12345"]]) { $0.maximumWidth = 23 }
        let lines = text.split(separator: "\n").map(String.init)
        #expect(lines[3] == "│ 一二三四五… │ 12345 │")
        #expect(lines.last?.contains("cut") == true)
        // One column less: a wide character at the edge gives way to a blank.
        let narrower = try rendered(.box, [("quote", .text), ("n", .integer)], [["一二三四五六七八九十", "12345"]]) { $0.maximumWidth = 22 }
        #expect(narrower.split(separator: "\n")[3] == "│ 一二三四…  │ 12345 │")
    }

    @Test func aWideRowBecomesLines() throws {
        let columns: [(String, ResultColumn.Kind)] = (0..<10).map { ("column\($0)", .text) }
        let row: [String?] = (0..<10).map { "some longer value \($0)" }
        let text = try rendered(.box, columns, [row]) { $0.maximumWidth = 60 }
        #expect(text.hasPrefix("column0 = some longer value 0\ncolumn1 = "))
    }

    @Test func manyWideRowsLoseColumnsAndItIsSaid() throws {
        let columns: [(String, ResultColumn.Kind)] = (0..<10).map { ("column\($0)", .text) }
        let row: [String?] = (0..<10).map { "some longer value \($0)" }
        let text = try rendered(.box, columns, Array(repeating: row, count: 8)) { $0.maximumWidth = 60 }
        let lines = text.split(separator: "\n").map(String.init)
        #expect(lines.allSatisfy { !$0.hasPrefix("│") || $0.count <= 60 })
        #expect(lines[1].contains("…"))
        #expect(lines.contains { $0.contains("10 columns") && $0.contains("column5") })
    }

    @Test func controlCharactersAreVisible() throws {
        let text = try rendered(.box, [("t", .text)], [["a\tb\nc\u{1B}[31m\u{7F}\u{202E}"]])
        #expect(text.contains("│ a→b↵c␛[31m␡� │"))
    }

    @Test func lineModeAlignsNames() throws {
        let text = try rendered(.line, [("区", .text), ("worth", .decimal)], [["中原区", "1.50"], ["a\nb", nil]])
        #expect(text == "   区 = 中原区\nworth = 1.5\n\n   区 = a↵b\nworth = NULL\n")
    }

    @Test func noColumnsShowNothing() throws {
        #expect(try rendered(.box, [], []) == "")
    }

    @Test func colorsOnlyWhereAsked() throws {
        #expect(!(try rendered(.box, [("t", .text)], [[nil]])).contains("\u{1B}"))
        #expect(try rendered(.box, [("t", .text)], [[nil]]) { $0.color = true }.contains("\u{1B}[2mNULL\u{1B}[0m"))
    }
}
