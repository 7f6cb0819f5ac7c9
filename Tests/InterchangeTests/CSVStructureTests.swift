import Columns
import Interchange
import TextEncoding
import Testing

@Suite struct CSVStructureTests {
    @Test func quotesAndLineEndsInQuotes() throws {
        let table = try readCSV("a,b\n1,\"x,\"\"y\"\"\nz\"\n2,plain \"quote\" inside\n")
        #expect(table.rows == [[.integer(1), .text("x,\"y\"\nz")], [.integer(2), .text("plain \"quote\" inside")]])
    }

    /// A file that misleads every guess of where records begin: quoted fields hold lines that look like records.
    @Test func resultDoesNotDependOnChunksOrThreads() throws {
        var text = "id,note,amount\r\n"
        for row in 0..<40 {
            switch row % 5 {
            case 0: text += "\(row),\"first\r\n7,fake,9\r\n8,\"\"fake\"\",9\",1.\(row)\r\n"
            case 1: text += "\(row),\"\",\r\n"
            case 2: text += "\(row),\"\"\"\",\"\(row)\"\r\n"
            case 3: text += "\(row),一二三,-5\r\n\r\n"
            default: text += "\(row),\",,,\",0.125\r\n"
            }
        }
        let expected = try readCSV(text)
        #expect(expected.types == ["BIGINT", "TEXT", "TEXT"])
        #expect(expected.rowCount == 40)
        #expect(expected.rows[0][1] == .text("first\r\n7,fake,9\r\n8,\"fake\",9"))
        for chunk in Array(1...40) + [64, 100, 333, 1000] {
            for threads in [1, 3] {
                let table = try readCSV(text, threads: threads) { $0.chunkByteCount = chunk }
                #expect(table.rows == expected.rows)
                // The codes themselves are the same: by first appearance.
                let dictionary = try #require(table.dictionary(ofColumn: 1))
                let expectedDictionary = try #require(expected.dictionary(ofColumn: 1))
                #expect(
                    (0..<dictionary.count).map { dictionary.views[$0].string }
                        == (0..<expectedDictionary.count).map { expectedDictionary.views[$0].string })
            }
        }
    }

    @Test(arguments: [(",", "a,b\n1,2\n"), (";", "a;b\n1,5;2\n3;4\n"), ("\t", "a\tb\n1\t2\n"), ("|", "a|b\n1|2,3\n")])
    func delimiters(name: String, text: String) throws {
        #expect(try readCSV(text).names == ["a", "b"])
    }

    @Test func headers() throws {
        #expect(try readCSV("1,2\n3,4\n").names == ["column0", "column1"])
        #expect(try readCSV("1,2\n3,4\n").rowCount == 2)
        #expect(try readCSV("a,b\nc,d\n").names == ["a", "b"])
        #expect(try readCSV("a,b\nc,d\n") { $0.header = false }.rowCount == 2)
        #expect(try readCSV("1,2\n3,4\n") { $0.header = true }.names == ["1", "2"])
        // A text above numbers names them, whatever stands beside it.
        #expect(try readCSV(",a,a\n0,x,1\n1,y,2\n").names == ["column0", "a", "a_1"])
        #expect(try readCSV("name,2019,2020\nx,,5\n").names == ["column0", "column1", "column2"])
        #expect(try readCSV("a,A,a,\n1,2,3,4\n") { $0.header = true }.names == ["a", "A_1", "a_2", "column3"])
        #expect(try readCSV("a,b\n1,2\n") { $0.columnNames = ["x"] }.names == ["x", "b"])
    }

    @Test func endsOfFiles() throws {
        let expected: [[Value]] = [[.integer(1), .text("x")], [.integer(2), .text("y")]]
        for text in [
            "a,b\n1,x\n2,y", "a,b\n1,x\n2,y\n", "a,b\r\n1,x\r\n2,y\r\n", "a,b\r\n1,x\r\n2,y", "a,b\r1,x\r2,y\r", "\u{FEFF}a,b\n1,x\n2,y",
            "a,b\n\n1,x\n\n2,y\n\n\n",
        ] {
            let table = try readCSV(text)
            #expect(table.rows == expected)
            #expect(table.names == ["a", "b"])
        }
        #expect(try readCSV("a,b\n1,x\n2,\"y\"").rows == expected)
        #expect(try readCSV("a,b\n1,x\n2,\"y\"\r").rows == expected)
        #expect(try readCSV("a,b\n1,x\n2,").rows == [expected[0], [.integer(2), .null]])
    }

    @Test func filesWithoutRows() throws {
        #expect(try readCSV("").schema.isEmpty)
        #expect(try readCSV("\n\n").schema.isEmpty)
        let headerOnly = try readCSV("a,b\n")
        #expect(headerOnly.names == ["a", "b"])
        #expect(headerOnly.rowCount == 0)
        #expect(headerOnly.types == ["TEXT", "TEXT"])
        #expect(try readCSV("a,b").names == ["a", "b"])
    }

    @Test func oneColumn() throws {
        let table = try readCSV("a\n1\n\n3\n")
        #expect(table.column(0) == [.integer(1), .null, .integer(3)])
    }

    @Test func options() throws {
        #expect(try readCSV("# note\n# more\na,b\n1,2\n") { $0.skippedLines = 2 }.rows == [[.integer(1), .integer(2)]])
        #expect(try readCSV("a,b\nNA,x\n1,\n") { $0.nullString = "NA" }.rows == [[.null, .text("x")], [.integer(1), .text("")]])
        #expect(try readCSV("a,b\n1,2\n") { $0.allText = true }.types == ["TEXT", "TEXT"])
        #expect(try readCSV("a,b\n'x,y',2\n") { $0.quote = UInt8(ascii: "'") }.rows == [[.text("x,y"), .integer(2)]])
        #expect(try readCSV("a,b\n\"x\\\"y\\n\",2\n") { $0.escape = UInt8(ascii: "\\") }.rows == [[.text("x\"y\\n"), .integer(2)]])
        #expect(try readCSV("a,b\n\"x,2\n") { $0.quote = 0 }.rows == [[.text("\"x"), .integer(2)]])
        #expect(try readCSV("a:b\n1:2\n") { $0.delimiter = UInt8(ascii: ":") }.names == ["a", "b"])
    }

    @Test func prescribedTypes() throws {
        let text = "a,b,c,d,e\n007,1.005,2020/2/5,1,x\n-8,3,,no,\n"
        let table = try readCSV(text) {
            $0.types = .byName(["A": .integer, "b": .decimal(precision: 20, scale: 2), "c": .date, "d": .boolean])
        }
        #expect(table.types == ["INTEGER", "DECIMAL(20,2)", "DATE", "BOOLEAN", "TEXT"])
        #expect(
            table.rows == [
                [.integer(7), .decimal(unscaled: 101, scale: 2), .date(18297), .boolean(true), .text("x")],
                [.integer(-8), .decimal(unscaled: 300, scale: 2), .null, .boolean(false), .null],
            ])
        #expect(try readCSV("a,b\n1,2\n") { $0.types = .byPosition([.text]) }.types == ["TEXT", "BIGINT"])
        #expect(
            message { try readCSV("a,b\n1,2\n300,4\n") { $0.types = .byName(["a": .utinyint]) } }
                == "t.csv, line 3, column a: '300' is no UTINYINT")
        #expect(
            message { try readCSV("a\n1\n") { $0.types = .byName(["z": .bigint]) } } == "t.csv has no column z, for which a type is given")
        #expect(
            message { try readCSV("a\n1\n") { $0.types = .byName(["a": .interval]) } } == "column a: INTERVAL cannot be read from a file")
    }

    @Test func brokenRecordsAreNamed() {
        #expect(message { try readCSV("a,b\n1,2\n3\n4,5\n") } == "t.csv, line 3: 1 field where 2 were expected")
        #expect(message { try readCSV("a,b\n\"x\ny\",2\n3,4,5\n") } == "t.csv, line 4: 3 fields where 2 were expected")
        #expect(
            message { try readCSV("a,b\n1,\"2\n3,4\n") } == "t.csv, line 2, column 3: a quoted field that begins here is not closed")
        #expect(message { try readCSV("a,b\n1,\"2\"x\n") } == "t.csv, line 2, column 6: text behind the closing quote of a field")
        for chunk in [1, 3, 8, 50] {
            #expect(
                message { try readCSV("a,b\n1,2\n5,6\n3\n4,5\n7\n", threads: 2) { $0.chunkByteCount = chunk } }
                    == "t.csv, line 4: 1 field where 2 were expected")
        }
    }

    @Test func brokenRecordsCanBeLeftOut() throws {
        let text = "a,b\n1,2\n3\n4,\"5\"x\n6,7\nz,8\n9,10\n"
        let table = try readCSV(text) {
            $0.ignoreErrors = true
            $0.types = .byName(["a": .bigint])
        }
        #expect(table.rows == [[.integer(1), .integer(2)], [.integer(6), .integer(7)], [.integer(9), .integer(10)]])
        for chunk in [1, 5, 9] {
            let again = try readCSV(text, threads: 2) {
                $0.ignoreErrors = true
                $0.types = .byName(["a": .bigint])
                $0.chunkByteCount = chunk
            }
            #expect(again.rows == table.rows)
        }
        let damaged = Array("a,b\n1,x\n2,".utf8) + [0xFF] + Array("\n3,z\n".utf8)
        #expect(try readBytes(damaged) { $0.ignoreErrors = true }.column(0) == [.integer(1), .integer(3)])
    }

    @Test func encodings() throws {
        // 姓名,金额 / 张伟,100.5, encoded by Python's codecs.
        let expected: [[Value]] = [[.text("张伟"), .decimal(unscaled: 1005, scale: 1)]]
        let gb18030: [UInt8] = [
            0xD0, 0xD5, 0xC3, 0xFB, 0x2C, 0xBD, 0xF0, 0xB6, 0xEE, 0x0A, 0xD5, 0xC5, 0xCE, 0xB0, 0x2C, 0x31, 0x30, 0x30, 0x2E, 0x35, 0x0A,
        ]
        let utf16: [UInt8] = [
            0xFF, 0xFE, 0xD3, 0x59, 0x0D, 0x54, 0x2C, 0x00, 0xD1, 0x91, 0x9D, 0x98, 0x0A, 0x00, 0x20, 0x5F, 0x1F, 0x4F, 0x2C, 0x00, 0x31,
            0x00, 0x30, 0x00,
            0x30, 0x00, 0x2E, 0x00, 0x35, 0x00, 0x0A, 0x00,
        ]
        for bytes in [gb18030, utf16] {
            let table = try readBytes(bytes)
            #expect(table.names == ["姓名", "金额"])
            #expect(table.rows == expected)
        }
        #expect(try readBytes(gb18030) { $0.encoding = .gb18030 }.rows == expected)
        // Chinese that begins behind what is looked at first.
        let late = Array(("a,b\n" + String(repeating: "1,x\n", count: 100_000)).utf8) + [0x31, 0x2C, 0xD5, 0xC5, 0xCE, 0xB0, 0x0A]
        #expect(try readBytes(late, threads: 2).rows.last == [.integer(1), .text("张伟")])
    }

    @Test func damagedTextIsNamed() {
        let damaged = Array("a,b\n1,x\n2,".utf8) + [0xFF] + Array("\n".utf8)
        #expect(message { try readBytes(damaged) } == "t.csv, line 3, column 3: invalid UTF-8 at byte offset 10")
        #expect(message { try readBytes([0x7F, 0x45, 0x4C, 0x46, 0, 0, 0, 1, 2, 3, 0, 0]) } == "t.csv is a binary file, not a text")
        #expect(message { try TableReader.read(path: "/nowhere/x.csv", context: makeContext()) } == "there is no file /nowhere/x.csv")
        #expect(message { try TableReader.read(path: "/", context: makeContext()) } == "/ is a folder, not a file")
    }

    @Test func hugeLinesNeitherHangNorCrash() throws {
        let line = [UInt8](repeating: UInt8(ascii: "x"), count: 5 << 20)
        let table = try readBytes(Array("a,b\n1,".utf8) + line + Array("\n2,y\n".utf8), threads: 2)
        #expect(table.rowCount == 2)
        #expect(try readBytes(line).rowCount == 0)
        let commas = [UInt8](repeating: UInt8(ascii: ","), count: 1 << 20)
        #expect(message { try readBytes(commas) } == "t.csv: the first record has more than 100000 fields")
        let quotes = [UInt8](repeating: UInt8(ascii: "\""), count: 1 << 20 | 1)
        #expect(message { try readBytes(quotes) }.hasPrefix("t.csv, line 1"))
    }

    @Test func textsThatDifferAreViewsAndOthersAreCoded() throws {
        // The sample, the first 64 KiB, has only different texts; in `b` they come again behind it.
        var text = "a,b,c\n"
        for row in 0..<20_000 { text += "a text of its own \(row),the text \(row % 5_000) again,x\n" }
        let plain = try readCSV(text)
        for (threads, chunk) in [(1, 1 << 20), (3, 10_000), (2, 70_000)] {
            let table = try readCSV(text, threads: threads) {
                $0.chunkByteCount = chunk
                $0.samplingByteCount = 0
            }
            #expect(table.dictionary(ofColumn: 0) == nil)
            #expect(table.dictionary(ofColumn: 1)?.count == 5_000)
            #expect(table.dictionary(ofColumn: 2)?.count == 1)
            #expect(table.rows == plain.rows)
        }
    }

    @Test func manyRepeatingTextsAreCodedTogether() throws {
        // More than the rows and texts from which on workers share a table; the last column begins with NULLs only.
        var text = "a,b\n"
        for row in 0..<270_000 { text += "text \(row * 7 % 100_000) of many,\(row < 90_000 ? "" : "n\(row % 140_000)")\n" }
        for (threads, chunk) in [(1, 1 << 20), (2, 300_000)] {
            let table = try readCSV(text, threads: threads) {
                $0.chunkByteCount = chunk
                $0.samplingByteCount = 0
            }
            #expect(table.dictionary(ofColumn: 0)?.count == 100_000)
            #expect(table.rowCount == 270_000)
            let rows = table.rows
            #expect(rows.indices.allSatisfy { rows[$0][0] == .text("text \($0 * 7 % 100_000) of many") })
            #expect(rows.indices.allSatisfy { rows[$0][1] == ($0 < 90_000 ? .null : .text("n\($0 % 140_000)")) })
        }
    }

    @Test func memoryLimitsAndCancellation() throws {
        let text = Array(("a,b\n" + String(repeating: "1,x\n", count: 1000)).utf8)
        let small = ExecutionContext(account: MemoryAccount(limit: 1 << 16))
        #expect(throws: QueryError.self) { try TableReader.read(bytes: text, name: "t.csv", context: small) }
        let cancelled = makeContext()
        cancelled.cancel()
        let error = #expect(throws: QueryError.self) { try TableReader.read(bytes: text, name: "t.csv", context: cancelled) }
        #expect(error?.code == .cancelled)
        var failure = 1
        while failure < 4096 {
            let account = MemoryAccount()
            account.failAllocation(number: failure)
            let context = ExecutionContext(account: account)
            do { _ = try TableReader.read(bytes: text, name: "t.csv", context: context) } catch { #expect(error.code == .outOfMemory) }
            #expect(account.bytesInUse == 0)
            failure *= 2
        }
    }
}
