import Extraction
import Testing

/// Documents as they are kept: nothing is lost, keys get their file's name, and bytes that are no record are refused.
@Suite struct StorageTests {
    @Test func recordsKeepEverything() {
        let text = "中原区新闻\n\n2020年2月3日\n\n中原区宏达商贸有限公司捐款20万元，捐赠口罩500个。须水街道有930名党员参与疫情防控工作。\n"
        let expected = TestReports.extract(text, name: "folder/a").tables
        let record = DocumentRecord(TestReports.extractor.extract(utf8: text).tables)
        for (number, name) in DocumentRecord.tableNames(of: expected).enumerated() where name != "files" {
            let columns = expected[name].columns.map(\.name)
            // All columns, and every other one.
            for wanted in [nil, Set(columns.indices.filter { $0 % 2 == 1 }.map { columns[$0] })] {
                let decoder = DocumentRecord.decoder(of: expected[name], columns: wanted)
                var table = decoder.empty
                let isWhole = record.blocks[number + 1].withUnsafeBytes {
                    decoder.append($0, to: &table, key: Array("folder/a".utf8), file: Array("folder/a.txt".utf8))
                }
                let whole = wanted.map { expected[name].selecting($0) } ?? expected[name]
                #expect(isWhole && table.rows == whole.rows && table.rowCount == whole.rowCount, "\(name)")
            }
        }
        let sketches = record.blocks[DocumentRecord.sketchBlock].withUnsafeBytes { DocumentRecord.sketches($0) }
        #expect(sketches?.count == 1)
    }

    @Test func otherBytesAreRefused() {
        let tables = TestReports.extract("中原区宏达商贸有限公司捐款20万元。").tables
        let block = TableCoding.encode(tables["donations"])
        func isWhole(_ bytes: [UInt8]) -> Bool {
            let decoder = TableDecoder(tables["donations"])
            var table = decoder.empty
            return bytes.withUnsafeBytes { decoder.append($0, to: &table) }
        }
        #expect(isWhole(block) && !isWhole(block + [0]) && !isWhole([]))
        for length in 0..<block.count { #expect(!isWhole(Array(block[..<length]))) }
        // Any bytes at all: an answer, never a crash.
        var state: UInt64 = 7
        for _ in 0..<500 {
            var bytes = block
            for _ in 0..<4 {
                state = state &* 6_364_136_223_846_793_005 &+ 1
                bytes[Int(truncatingIfNeeded: state >> 33) % bytes.count] = UInt8(truncatingIfNeeded: state >> 20)
            }
            _ = isWhole(bytes)
        }
    }

    @Test func hashes() {
        func hash(_ text: String) -> String { Array(text.utf8).withUnsafeBytes { ContentHash($0).hexadecimal } }
        // FIPS 180-4's own examples, of no block, one and two.
        #expect(hash("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(hash("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(
            hash("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")
                == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
        #expect(ContentHash(hexadecimal: hash("abc"))?.hexadecimal == hash("abc") && ContentHash(hexadecimal: "12") == nil)
    }

    @Test func numbers() {
        var writer = BinaryWriter()
        let values: [Int64] = [0, 1, -1, 63, 64, -65, .max, .min]
        for value in values { writer.signed(value) }
        writer.count(.max)
        writer.bytes.withUnsafeBytes { bytes in
            var reader = BinaryReader(bytes)
            #expect(values.allSatisfy { reader.signed() == $0 } && reader.count() == .max && reader.isAtEnd)
            #expect(reader.fixed(UInt32.self) == 0 && reader.isExhausted)
        }
    }

    @Test func writtenValues() {
        #expect(FactDecimal(written: "12.5000")?.text == "12.5" && FactDecimal(written: "-0.0001")?.text == "-0.0001")
        #expect(FactDecimal(written: "1.00001") == nil && FactDecimal(written: "") == nil && FactDecimal(written: "1e3") == nil)
        #expect(CalendarDate(written: "2020-02-29")?.text == "2020-02-29" && CalendarDate(written: "2020-2-9") == nil)
    }
}

extension Extractor {
    fileprivate func extract(utf8 text: String) -> ExtractedDocument {
        Array(text.utf8).withUnsafeBytes { extract(utf8: $0, name: "", file: "") }
    }
}
