import Columns
import Foundation
import Interchange
import Testing

@Suite struct WriterTests {
    func table(_ columns: [(String, LogicalType, [Value])]) throws -> Table {
        let context = makeContext()
        var builder = TableBuilder(schema: columns.map { ColumnSchema(name: $0.0, type: $0.1) }, context: context)
        builder.append(try columns.map { try Vector.of($0.2, type: $0.1, account: context.account) }, count: columns[0].2.count)
        return try builder.finish()
    }

    func written(_ table: Table, _ format: FileFormat, _ change: (inout WriteOptions) -> Void = { _ in }) throws -> String {
        var options = WriteOptions(format: format)
        change(&options)
        return String(decoding: try TableWriter.bytes(of: table, options: options, context: makeContext()), as: UTF8.self)
    }

    @Test func csvQuotesWhatWouldReadAsSomethingElse() throws {
        let texts: [Value] = [
            "plain", "", "a,b", "say \"x\"", "two\nlines", "12", "-1.5", "true", "2020-02-29", "007", " 5", "中文", "12:00:00", "1e5", "nan",
            "total", "a\rb",
        ].map { .text($0) }
        let table = try table([("t", .text, texts + [.null]), ("n", .bigint, Array(repeating: .integer(1), count: texts.count) + [.null])])
        #expect(
            try written(table, .csv) == """
                t,n
                plain,1
                "",1
                "a,b",1
                "say ""x""\",1
                "two
                lines",1
                "12",1
                "-1.5",1
                "true",1
                "2020-02-29",1
                007,1
                " 5",1
                中文,1
                "12:00:00",1
                "1e5",1
                "nan",1
                total,1
                "a\rb",1
                ,

                """)
        #expect(try readCSV(try written(table, .csv)).rows == table.rows)
        #expect(try readBytes(Array(try written(table, .tsv).utf8), name: "t.tsv").rows == table.rows)
    }

    /// Expected texts are what DuckDB casts the values to.
    @Test func valuesOfEveryType() throws {
        let table = try table([
            ("a", .tinyint, [.integer(-128), .null]),
            ("b", .ubigint, [.integer(18_446_744_073_709_551_615), .integer(0)]),
            ("c", .hugeint, [.integer(Int128.max), .integer(Int128.min)]),
            ("d", .decimal(precision: 5, scale: 3), [.decimal(unscaled: -5, scale: 3), .decimal(unscaled: 12345, scale: 3)]),
            (
                "e", .decimal(precision: 38, scale: 10),
                [.decimal(unscaled: -1, scale: 10), .decimal(unscaled: 123_456_789_012_345_678_901_234, scale: 10)]
            ),
            ("f", .double, [.double(1e16), .double(-0.1)]),
            ("g", .float, [.float(0.1), .float(.infinity)]),
            ("h", .date, [.date(-719_528), .date(2_932_897)]),
            ("i", .timestamp, [.timestamp(1_577_881_805_250_000), .timestamp(-1)]),
            ("j", .time, [.time(45_005_250_000), .time(0)]),
            (
                "k", .interval,
                [
                    .interval(IntervalValue(months: 14, days: 3, microseconds: 14_706_500_000)),
                    .interval(IntervalValue(months: 0, days: -1, microseconds: -1)),
                ]
            ),
            ("l", .boolean, [.boolean(true), .boolean(false)]),
            ("m", .list(.integer), [.list([.integer(1), .null]), .null]),
        ])
        #expect(
            try written(table, .csv) {
                $0.header = false
                $0.nullString = "NULL"
            } == """
                -128,18446744073709551615,170141183460469231731687303715884105727,-0.005,-0.0000000001,1e+16,0.1,0001-01-01 (BC),2020-01-01 12:30:05.25,12:30:05.25,1 year 2 months 3 days 04:05:06.5,true,"[1, NULL]"
                NULL,0,-170141183460469231731687303715884105728,12.345,12345678901234.5678901234,-0.1,inf,10000-01-01,1969-12-31 23:59:59.999999,00:00:00,-1 day -00:00:00.000001,false,NULL

                """)
        #expect(
            try written(table, .ndjson) == """
                {"a":-128,"b":18446744073709551615,"c":170141183460469231731687303715884105727,"d":-0.005,"e":-0.0000000001,"f":1e+16,"g":0.1,"h":"0001-01-01 (BC)","i":"2020-01-01 12:30:05.25","j":"12:30:05.25","k":"1 year 2 months 3 days 04:05:06.5","l":true,"m":[1,null]}
                {"a":null,"b":0,"c":-170141183460469231731687303715884105728,"d":12.345,"e":12345678901234.5678901234,"f":-0.1,"g":null,"h":"10000-01-01","i":"1969-12-31 23:59:59.999999","j":"00:00:00","k":"-1 day -00:00:00.000001","l":false,"m":null}

                """)
    }

    @Test func jsonEscapesAndArrays() throws {
        let table = try table([("a\"b", .text, [.text("x\"\\\n\u{1}\t中"), .null]), ("n", .integer, [.integer(1), .integer(2)])])
        #expect(try written(table, .ndjson) == "{\"a\\\"b\":\"x\\\"\\\\\\n\\u0001\\t中\",\"n\":1}\n{\"a\\\"b\":null,\"n\":2}\n")
        #expect(try written(table, .json) == "[\n{\"a\\\"b\":\"x\\\"\\\\\\n\\u0001\\t中\",\"n\":1},\n{\"a\\\"b\":null,\"n\":2}\n]\n")
        let again = try readBytes(Array(try written(table, .json).utf8), name: "t.json")
        #expect(again.rows == table.rows)
        #expect(again.names == table.names)
        let empty = Table(schema: table.schema, segments: [])
        #expect(try written(empty, .json) == "[]\n")
        #expect(try written(empty, .csv) == "\"a\"\"b\",n\n")
    }

    @Test func writingAndReadingGivesTheSameTable() throws {
        // Numbers from a linear congruence, so that every run tries the same tables.
        var state: UInt64 = 42
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let pieces = ["", "a", ",", "\"", "\n", "\r", "中", "12", "-", ".", " ", "true", "e5", "2020-01-01", "\t", "😀", "\\", "nan"]
        for round in 0..<30 {
            let rows = random(60) + 1
            func nulls(_ value: Value) -> Value { random(8) == 0 ? .null : value }
            let texts: [Value] = (0..<rows).map { _ in nulls(.text((0..<random(5)).map { _ in pieces[random(pieces.count)] }.joined())) }
            let table = try table([
                ("id", .bigint, (0..<rows).map { .integer(Int128($0)) }),
                ("text", .text, texts),
                ("whole", .bigint, (0..<rows).map { _ in nulls(.integer(Int128(random(1 << 30) - (1 << 29)) * 4_000_000_000)) }),
                ("date", .date, (0..<rows).map { _ in nulls(.date(Int32(random(700_000) - 300_000))) }),
                ("stamp", .timestamp, (0..<rows).map { _ in nulls(.timestamp(Int64(random(1 << 30)) * 123_456_789)) }),
            ])
            let bytes = Array(try written(table, .csv).utf8)
            let again = try readBytes(bytes, threads: 1 + round % 3) { $0.chunkByteCount = 1 + random(200) }
            #expect(again.rows == table.rows)
            #expect(try TableWriter.bytes(of: again, options: WriteOptions(format: .csv), context: makeContext()) == bytes)
        }
    }

    @Test func doublesReadBackExactly() throws {
        let values: [Double] = [0.1, 1.0 / 3, 1.7976931348623157e308, 123456789.125, -2.2250738585072014e-308, 1e22, 1e23, 8.41e21]
        let text = "x,y\n5e-324,9007199254740993\n" + values.map { "\($0),\($0 / 7)" }.joined(separator: "\n") + "\n1e0,1e0\n"
        let table = try readCSV(text)
        #expect(table.types == ["DOUBLE", "DOUBLE"])
        #expect(Array(table.column(0).dropFirst().dropLast()) == values.map { .double($0) })
        // The least double, and a whole number between two doubles, rounded to the even one.
        #expect(table.rows[0] == [.double(.leastNonzeroMagnitude), .double(9_007_199_254_740_992)])
        #expect(Array(table.column(1).dropFirst().dropLast()) == values.map { .double($0 / 7) })
    }

    @Test func filesAppearWhole() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("writer-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("out.csv").path
        let table = try table([("a", .bigint, [.integer(1), .integer(2)])])
        do {
            let writer = try TableWriter(path: path, schema: table.schema, options: WriteOptions(path: path), context: makeContext())
            try writer.write(table.segments[0].columns, count: 2)
        }
        // Given up: nothing is left, neither under this name nor under another.
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        try TableWriter.write(table, path: path, context: makeContext())
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "a\n1\n2\n")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["out.csv"])
        #expect(try TableReader.read(path: path, context: makeContext()).rows == table.rows)
        let error = #expect(throws: QueryError.self) {
            try TableWriter.write(table, path: folder.path + "/none/out.csv", context: makeContext())
        }
        #expect(error?.code == .fileUnwritable)
        #expect(throws: QueryError.self) { try TableWriter.write(table, path: folder.path, context: makeContext()) }
        try TableWriter.write(table, path: "/dev/null", context: makeContext())
    }
}
