import Shell
import Testing

/// The modes for files and other programs: all rows, all digits, one exact form.
@Suite("Modes for files")
struct FileModesTests {
    private let columns: [(String, ResultColumn.Kind)] = [("name", .text), ("n", .integer)]

    @Test func csvFollowsRFC4180() throws {
        let text = try rendered(
            .csv, columns,
            [["plain", "1"], ["a,b", "2"], ["say \"hi\"", "3"], ["two\nlines", nil], ["", "5"], [nil, "6"], ["区", "7"]])
        #expect(text == "name,n\nplain,1\n\"a,b\",2\n\"say \"\"hi\"\"\",3\n\"two\nlines\",\n\"\",5\n,6\n区,7\n")
    }

    @Test func csvKeepsDigitsOfDecimals() throws {
        #expect(try rendered(.csv, [("x", .decimal)], [["1.5000"]]) == "x\n1.5000\n")
    }

    @Test func csvWithoutRowsHasItsHeader() throws {
        #expect(try rendered(.csv, columns, []) == "name,n\n")
        #expect(try rendered(.csv, columns, []) { $0.headers = false } == "")
    }

    @Test func aTextThatLooksLikeTheNullMarkIsQuoted() throws {
        let text = try rendered(.csv, columns, [["-", nil]]) { $0.nullText = "-" }
        #expect(text == "name,n\n\"-\",-\n")
    }

    @Test func batchProtocolQuotesLookalikes() throws {
        var options = RenderingOptions()
        options.headers = false
        options.nullText = "NULL"
        var renderer: any ResultRenderer = DelimitedRenderer(separator: UInt8(ascii: ","), options: options, quotesLookalikes: true)
        let output = OutputSink()
        try write(
            columns, [["NULL", nil], ["error: no", "1"], ["Errors", "2"], ["terror", "3"]], batches: 2, with: &renderer, to: output)
        #expect(output.text == "\"NULL\",NULL\n\"error: no\",1\n\"Errors\",2\nterror,3\n")
    }

    @Test func tsvQuotesTabs() throws {
        #expect(try rendered(.tsv, columns, [["a\tb", "1"], ["a,b", "2"]]) == "name\tn\n\"a\tb\"\t1\na,b\t2\n")
    }

    @Test func jsonWritesTypes() throws {
        let text = try rendered(
            .json, [("s", .text), ("i", .integer), ("d", .decimal), ("x", .double), ("b", .boolean), ("t", .temporal)],
            [
                ["q\"\\\n\u{1}区", "170141183460469231731687303715884105727", "-1.50", "1e+20", "true", "2020-02-01"],
                [nil, nil, nil, "NaN", nil, nil],
            ],
            batches: 2)
        #expect(
            text == """
                [
                  {"s": "q\\"\\\\\\n\\u0001区", "i": 170141183460469231731687303715884105727, "d": -1.50, "x": 1e+20, "b": true, "t": "2020-02-01"},
                  {"s": null, "i": null, "d": null, "x": "NaN", "b": null, "t": null}
                ]

                """)
        #expect(try rendered(.json, columns, []) == "[]\n")
    }

    @Test func jsonLinesHaveOneObjectEach() throws {
        #expect(
            try rendered(.jsonl, columns, [["a", "1"], ["b", nil]])
                == "{\"name\":\"a\",\"n\":1}\n{\"name\":\"b\",\"n\":null}\n")
    }

    @Test func markdownEscapesItsOwnSigns() throws {
        #expect(
            try rendered(.markdown, columns, [["a|b\\c\nd", "1"], [nil, "2"]])
                == "| name | n |\n|---|---:|\n| a\\|b\\\\c<br>d | 1 |\n|  | 2 |\n")
    }
}
