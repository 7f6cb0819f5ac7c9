import Columns
import Interchange
import Testing

@Suite struct JSONReaderTests {
    func readLines(_ text: String, name: String = "t.ndjson", threads: Int = 1, _ change: (inout ReadOptions) -> Void = { _ in }) throws
        -> Table
    {
        try readBytes(Array(text.utf8), name: name, threads: threads, change)
    }

    @Test func objectsBecomeRows() throws {
        let table = try readLines(
            """
            {"a": 1, "b": "x\\ny\\u4e2d\\ud83d\\ude00", "c": true, "d": null}
            {"b": "", "a": -2, "e": 1.50, "c": false}

            {"f": {"g": [1, "}"]}, "e": 2}
            """)
        #expect(table.names == ["a", "b", "c", "d", "e", "f"])
        #expect(table.types == ["BIGINT", "TEXT", "BOOLEAN", "TEXT", "DECIMAL(3,2)", "TEXT"])
        #expect(
            table.rows == [
                [.integer(1), .text("x\ny中😀"), .boolean(true), .null, .null, .null],
                [.integer(-2), .text(""), .boolean(false), .null, .decimal(unscaled: 150, scale: 2), .null],
                [.null, .null, .null, .null, .decimal(unscaled: 200, scale: 2), .text("{\"g\": [1, \"}\"]}")],
            ])
    }

    @Test func stringsAreTextsOrTimes() throws {
        let table = try readLines(#"{"a":"1","b":"2020-02-29","c":"2020-02-29T01:00:00","d":12345678901234567890,"e":1e3}"#)
        #expect(table.types == ["TEXT", "DATE", "TIMESTAMP", "HUGEINT", "DOUBLE"])
        #expect(
            table.rows == [
                [.text("1"), .date(18321), .timestamp(1_582_938_000_000_000), .integer(12_345_678_901_234_567_890), .double(1000)]
            ])
        #expect(try readLines("{\"a\":1}\n{\"a\":\"x\"}").column(0) == [.text("1"), .text("x")])
    }

    @Test func arrangements() throws {
        let expected: [[Value]] = [[.integer(1), .text("x")], [.integer(2), .text("y")]]
        for text in [
            "{\"a\":1,\"b\":\"x\"}\n{\"a\":2,\"b\":\"y\"}\n",
            "{\"a\":1,\"b\":\"x\"}\r\n{\"a\":2,\"b\":\"y\"}\r\n",
            "\u{FEFF}{\"a\":1,\"b\":\"x\"}\n{\"a\":2,\"b\":\"y\"}",
            "[{\"a\":1,\"b\":\"x\"},{\"a\":2,\"b\":\"y\"}]",
            " [\n  {\"a\":1,\n \"b\":\"x\"},\n  {\"a\":2, \"b\":\"y\"}\n]\n",
            "{\n\"a\":1,\"b\":\"x\"}\n{\"a\":2,\n\"b\":\"y\"}\n",
        ] {
            for chunk in [1, 9, 1 << 20] {
                #expect(try readLines(text) { $0.chunkByteCount = chunk }.rows == expected)
            }
        }
        #expect(try readLines("[]").rowCount == 0)
        #expect(try readLines("").rowCount == 0)
        #expect(try readLines("{}\n{}\n").rowCount == 2)
    }

    @Test func keysThatComeLateAreColumns() throws {
        var text = ""
        for row in 0..<5_000 { text += "{\"a\":\(row)}\n" }
        text += "{\"z\":\"late\",\"a\":5000,\"y\":1}\n"
        for threads in [1, 3] {
            let table = try readLines(text, threads: threads) { $0.chunkByteCount = 1_000 }
            #expect(table.names == ["a", "z", "y"])
            #expect(table.rows.last == [.integer(5000), .text("late"), .integer(1)])
            #expect(table.rows[17] == [.integer(17), .null, .null])
        }
    }

    @Test(arguments: [
        ("{\"a\":1}\n{\"a\":}\n", "t.ndjson, line 2, column 6: expected a JSON value"),
        ("{\"a\":1}\n{\"a\" 1}\n", "t.ndjson, line 2, column 6: expected ':' behind the key"),
        ("{\"a\":1}\n{\"a\":01}\n", "t.ndjson, line 2, column 6: expected a JSON number"),
        ("{\"a\":1}\n5\n", "t.ndjson, line 2, column 1: expected an object"),
        ("{\"a\":1} x\n", "t.ndjson, line 1, column 9: expected the end of the line behind the object"),
        ("{\"a\":1}\n{\"a\":\"x\n", "t.ndjson, line 2, column 6: expected the string that begins here to be closed on its line"),
        ("{\"a\":1}\n{\"a\":[1}\n", "t.ndjson, line 2, column 8: expected the other kind of bracket"),
        ("{\"a\":1}\n{\"a\":1", "t.ndjson, line 2, column 1: expected the object that begins here to be closed"),
        ("[{\"a\":1}", "t.ndjson, line 1, column 9: expected ']' at the end"),
        ("[{\"a\":1},5]", "t.ndjson, line 1, column 10: expected an object"),
        ("hello", "t.ndjson, line 1, column 1: expected an object"),
    ])
    func brokenObjectsAreNamed(text: String, expected: String) {
        for chunk in [4, 1 << 20] {
            #expect(message { try readLines(text) { $0.chunkByteCount = chunk } } == expected)
        }
    }

    @Test func brokenLinesCanBeLeftOut() throws {
        let table = try readLines("{\"a\":1}\n{\"a\":}\nnonsense\n{\"a\":4}\n{\"a\"") { $0.ignoreErrors = true }
        #expect(table.rows == [[.integer(1)], [.integer(4)]])
    }

    @Test func depthIsLimited() {
        let deep = String(repeating: "[", count: 200_000)
        #expect(message { try readLines("{\"a\":\(deep)") }.hasSuffix("expected values that nest at most 1000 deep"))
    }

    @Test func prescribedTypes() throws {
        let table = try readLines("{\"a\":\"5\",\"b\":1}\n{\"a\":6,\"b\":2}\n") { $0.types = .byName(["a": .smallint, "b": .text]) }
        #expect(table.types == ["SMALLINT", "TEXT"])
        #expect(table.rows == [[.integer(5), .text("1")], [.integer(6), .text("2")]])
    }
}
