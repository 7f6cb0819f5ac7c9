import Extraction
import Testing

/// The tables as columns, and how they are written and read as lines.
@Suite struct FactTableTests {
    @Test func schemas() {
        #expect(FactSchema.tableNames.allSatisfy { FactSchema.columns(of: $0)?.isEmpty == false })
        #expect(FactSchema.columns(of: "nothing") == nil)
        #expect(FactSchema.columns(of: "donations")?.map(\.name).contains("worth_yuan") == true)
    }

    @Test func decimals() {
        #expect(FactDecimal(mantissa: 159, exponent: 3)?.text == "159000")
        #expect(FactDecimal(mantissa: 729, exponent: -1)?.text == "72.9")
        #expect(FactDecimal(mantissa: 12345, exponent: -4)?.text == "1.2345")
        #expect(FactDecimal(mantissa: 1, exponent: -5) == nil)
        #expect(FactDecimal(mantissa: 1, exponent: 14) == nil)
        #expect(FactDecimal(mantissa: -5, exponent: -1)?.text == "-0.5")
        #expect(FactDecimal(mantissa: .max, exponent: 39) == nil)
    }

    @Test func calendar() {
        #expect(CalendarDate(year: 1970, month: 1, day: 1)?.days == 0)
        #expect(CalendarDate(year: 2020, month: 2, day: 29)?.days == 18321)
        #expect(CalendarDate(year: 2019, month: 2, day: 29) == nil)
        #expect(CalendarDate(days: 18321).text == "2020-02-29")
        #expect(CalendarDate(days: -1).text == "1969-12-31")
    }

    @Test func appending() {
        var table = FactTable("t", [.init("a", .text), .init("b", .bigint), .init("c", .boolean), .init("d", .date), .init("e", .double)])
        table.appendRow { row in
            row.text("一,“二”\n")
            row.integer(3)
            row.boolean(true)
            row.date(CalendarDate(year: 2020, month: 2, day: 15))
            row.double(0.25)
        }
        table.appendRow { $0.text("") }
        var twice = table
        twice.append(contentsOf: table)
        #expect(twice.rowCount == 4)
        #expect(twice.column("a")?.text(2) == "一,“二”\n")
        #expect(twice.column("a")?.text(3) == "")
        #expect(twice.column("b")?.isValid == [true, false, true, false])
        var csv: [UInt8] = []
        FactWriter.appendHeader(of: table, as: .csv, to: &csv)
        FactWriter.appendRows(of: table, as: .csv, to: &csv)
        #expect(String(decoding: csv, as: UTF8.self) == "a,b,c,d,e\n\"一,“二”\n\",3,true,2020-02-15,0.25\n\"\",,,,\n")
        var lines: [UInt8] = []
        FactWriter.appendRows(of: table, 0..<1, as: .ndjson, named: true, to: &lines)
        #expect(
            String(decoding: lines, as: UTF8.self)
                == "{\"table\": \"t\", \"a\": \"一,“二”\\n\", \"b\": 3, \"c\": true, \"d\": \"2020-02-15\", \"e\": 0.25}\n")
    }

    private func filtered(_ line: String, tables: [String] = ["people"]) -> String {
        let filter = LineFilter(extractor: TestReports.extractor, tables: tables)
        var output: [UInt8] = []
        let bytes = [UInt8](line.utf8)
        bytes.withUnsafeBufferPointer { _ = filter.appendRows(ofLine: $0, number: 7, to: &output) }
        return String(decoding: output, as: UTF8.self)
    }

    @Test("lines of NDJSON") func filter() {
        let rows = filtered("{\"report\": \"a\\/b\", \"n\": [1, {\"x\": null}], \"text\": \"好消息在此\\n\\n\\u53bf\\u957f张建国说,大家辛苦了。\"}")
        #expect(rows.hasPrefix("{\"report\": \"a/b\", \"name\": \"张建国\", \"title\": \"县长\""))
        #expect(filtered("  ") == "")
        #expect(
            filtered("{\"report\": \"a\"}")
                == "{\"table\": \"error\", \"report\": \"a\", \"message\": \"line 7: expected a text member \\\"text\\\"\"}\n")
        #expect(filtered("{\"text\": \"abc").hasPrefix("{\"table\": \"error\", \"report\": null, \"message\": \"line 7, byte 14: expected"))
        #expect(filtered("[1]").hasPrefix("{\"table\": \"error\""))
        #expect(filtered("{\"text\": \"\\ud800\"}") == "")
        #expect(filtered("{\"x\": " + String(repeating: "[", count: 100_000)).hasPrefix("{\"table\": \"error\""))
    }

    @Test func areas() {
        let gazetteer = Gazetteer()
        #expect(gazetteer.code(ofName: "中原区") == "410102")
        #expect(gazetteer.code(ofName: "长垣县") == "410783")
        #expect(gazetteer.code(ofName: "恩施土家族苗族自治州") == "422800")
        #expect(gazetteer.code(ofName: "济源市") == "419001")
        #expect(gazetteer.code(ofName: "鼓楼区") == nil)
        #expect(gazetteer.code(ofName: "武汉") == "420100")
        #expect(gazetteer.code(ofName: "没有市") == nil)
        let areas = gazetteer.areasTable()
        #expect(areas.rowCount > 40_000)
        let codes = areas.column("code")
        let row = (0..<areas.rowCount).first { codes?.text($0) == "410783" }
        #expect(row.map(areas.values)?["aliases"] == "长垣县")
        #expect(row.map(areas.values)?["prefecture"] == "新乡市")
    }
}
