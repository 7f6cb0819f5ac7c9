import Columns
import Interchange
import Testing

@Suite struct CSVInferenceTests {
    /// Values of a column, one a line, and the type and values that they are read as.
    @Test(
        arguments: [
            ("1\n-2\n0", "BIGINT", [.integer(1), .integer(-2), .integer(0)]),
            ("9223372036854775807\n-9223372036854775808\n", "BIGINT", [.integer(Int128(Int64.max)), .integer(Int128(Int64.min))]),
            ("1\n9223372036854775808", "HUGEINT", [.integer(1), .integer(9_223_372_036_854_775_808)]),
            ("-170141183460469231731687303715884105728\n5", "HUGEINT", [.integer(.min), .integer(5)]),
            (
                "1.50\n2\n-0.125", "DECIMAL(4,3)",
                [.decimal(unscaled: 1500, scale: 3), .decimal(unscaled: 2000, scale: 3), .decimal(unscaled: -125, scale: 3)]
            ),
            ("12\n.5", "DECIMAL(3,1)", [.decimal(unscaled: 120, scale: 1), .decimal(unscaled: 5, scale: 1)]),
            ("123456789012345678\n1", "BIGINT", [.integer(123_456_789_012_345_678), .integer(1)]),
            (
                "1234567890.12345678\n1", "DECIMAL(18,8)",
                [.decimal(unscaled: 123_456_789_012_345_678, scale: 8), .decimal(unscaled: 100_000_000, scale: 8)]
            ),
            ("12345678901.12345678", "DOUBLE", [.double(12345678901.12345678)]),
            ("1.5\n1e3\n-2.5E-3", "DOUBLE", [.double(1.5), .double(1000), .double(-0.0025)]),
            ("1\nnan\n-inf", "DOUBLE", [.double(1), .double(.nan), .double(-.infinity)]),
            ("007\n8", "TEXT", [.text("007"), .text("8")]),
            ("00.5", "TEXT", [.text("00.5")]),
            ("1\n5.", "TEXT", [.text("1"), .text("5.")]),
            ("+5", "TEXT", [.text("+5")]),
            ("1.234", "DECIMAL(4,3)", [.decimal(unscaled: 1234, scale: 3)]),
            ("true\nFALSE\nTrue", "BOOLEAN", [.boolean(true), .boolean(false), .boolean(true)]),
            ("true\n1", "TEXT", [.text("true"), .text("1")]),
            ("2020-02-29\n1969-12-31", "DATE", [.date(18321), .date(-1)]),
            ("2021-02-29", "TEXT", [.text("2021-02-29")]),
            ("0001-01-01\n9999-12-31", "DATE", [.date(-719_162), .date(2_932_896)]),
            ("2020-02-29\n2020-02-29 12:30:05.25", "TIMESTAMP", [.timestamp(1_582_934_400_000_000), .timestamp(1_582_979_405_250_000)]),
            ("1970-01-01T00:00:01Z", "TIMESTAMP", [.timestamp(1_000_000)]),
            ("12:30:05", "TIME", [.time(45_005_000_000)]),
            ("12:30", "TEXT", [.text("12:30")]),
            ("2020-01-01\n5", "TEXT", [.text("2020-01-01"), .text("5")]),
            (" 5\n6 ", "BIGINT", [.integer(5), .integer(6)]),
            ("中文\n1", "TEXT", [.text("中文"), .text("1")]),
        ] as [(String, String, [Value])])
    func inference(lines: String, type: String, values: [Value]) throws {
        // A second column makes every line a record.
        let text = "v,w\n" + lines.split(separator: "\n").map { $0 + ",x" }.joined(separator: "\n")
        for chunk in [1, 7, 1 << 20] {
            let table = try readCSV(text) { $0.chunkByteCount = chunk }
            #expect(table.types == [type, "TEXT"])
            // As texts, for a NaN is not equal to itself.
            #expect(table.column(0).map { "\($0)" } == values.map { "\($0)" })
        }
    }

    @Test func emptyIsNullAndQuotedEmptyIsEmptyText() throws {
        let table = try readCSV("a,b\n1,x\n,\n\"\",\"\"\n")
        #expect(table.types == ["BIGINT", "TEXT"])
        #expect(table.rows == [[.integer(1), .text("x")], [.null, .null], [.null, .text("")]])
    }

    @Test func quotedNumbersAreTextsWhereQuotesAreDeliberate() throws {
        #expect(try readCSV("a,b\n1,\"2\"\n3,\"4\"\n").types == ["BIGINT", "TEXT"])
        #expect(try readCSV("\"a\",\"b\"\n\"1\",\"2\"\n\"3\",\"4.5\"\n").types == ["BIGINT", "DECIMAL(2,1)"])
    }

    @Test func typesDependOnAllRows() throws {
        var text = "a,b\n"
        for row in 0..<20_000 { text += "\(row),\(row)\n" }
        #expect(try readCSV(text + "1.25,x\n") { $0.chunkByteCount = 4_096 }.types == ["DECIMAL(7,2)", "TEXT"])
        let table = try readCSV(text + "1.25,x\n", threads: 3) { $0.chunkByteCount = 4_096 }
        #expect(table.rows[7] == [.decimal(unscaled: 700, scale: 2), .text("7")])
        #expect(table.rows[20_000] == [.decimal(unscaled: 125, scale: 2), .text("x")])
    }

    @Test func aColumnWithoutValuesIsText() throws {
        let table = try readCSV("a,b\n1,\n2,\n")
        #expect(table.types == ["BIGINT", "TEXT"])
        #expect(table.column(1) == [.null, .null])
    }

    @Test func statisticsAreTakenWhileReading() throws {
        let table = try readCSV("a,b\n5,1.5\n-3,\n9,2\n")
        #expect(table.statistics[0].bounds == -3...9)
        #expect(table.statistics[1].bounds == 15...20)
        #expect(table.statistics[1].nullCount == 1)
        // Nine minus minus three fits one byte.
        #expect(table.segments[0].columns[0].elementByteCount == 1)
    }
}
