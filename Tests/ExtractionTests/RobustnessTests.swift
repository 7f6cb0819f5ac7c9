import Extraction
import Foundation
import Testing

/// Any bytes give tables whose spans lie in the file; long inputs take linear time.
@Suite struct RobustnessTests {
    @Test(
        "short sentences that begin like longer ones",
        arguments: ["这批物资由捐", "到了。这批物资由甲", "口罩到了。这些物资来自", "送县人民医院", "送县医院100只口罩。", "用于", "首批", "、两镇", "甲、乙两镇"])
    func shortBeginnings(_ text: String) { _ = TestReports.extract(text) }

    /// A small generator with a fixed course (xorshift), so that a failure comes again.
    private struct Random {
        var state: UInt64
        mutating func next(_ below: Int) -> Int {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Int(state % UInt64(max(1, below)))
        }
    }

    private func check(_ bytes: [UInt8], _ note: String) {
        let document = TestReports.extract(bytes, name: "r")
        for table in ["sentences", "mentions", "people"] {
            for row in document.tables[table].rows {
                let start = Int(row["span_start"] ?? "") ?? -1
                let end = Int(row["span_end"] ?? "") ?? -1
                #expect(start >= 0 && start < end && end <= bytes.count, "\(note): \(table) \(start)..<\(end)")
            }
        }
        #expect(document.tables["files"].rowCount == 1)
    }

    @Test func randomBytes() {
        var random = Random(state: 0x9E37_79B9_7F4A_7C15)
        for round in 0..<60 {
            check((0..<random.next(700)).map { _ in UInt8(random.next(256)) }, "round \(round)")
        }
        check([], "empty")
        check([0xEF, 0xBB, 0xBF], "only a mark")
        check([UInt8](repeating: 0x0A, count: 5000), "only line ends")
    }

    @Test func damagedReports() throws {
        var random = Random(state: 42)
        for file in try #require(TestReports.seedNames) {
            let whole = try TestReports.bytes(TestReports.seeds.appending(path: file))
            for round in 0..<6 {
                var bytes = whole
                for _ in 0..<(1 + random.next(40)) {
                    let place = random.next(bytes.count)
                    switch random.next(4) {
                    case 0: bytes[place] = UInt8(random.next(256))
                    case 1: bytes.removeSubrange(place..<min(bytes.count, place + 1 + random.next(200)))
                    case 2: bytes.insert(contentsOf: [UInt8]("\n".utf8), at: place)
                    default: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + random.next(90))], at: place)
                    }
                }
                check(bytes, "\(file) \(round)")
            }
            check(Array(whole.prefix(whole.count / 3 + 1)), "\(file) cut")
        }
    }

    @Test("one line of many characters is cut into windows, not read again and again") func longLine() {
        let unit = "川汇区李宗喜书记和村民王海忠在县社区捐款"
        func seconds(_ times: Int) -> Double {
            let bytes = [UInt8](String(repeating: unit, count: times).utf8)
            let start = ContinuousClock.now
            _ = TestReports.extract(bytes, name: "r")
            let spent = ContinuousClock.now - start
            return Double(spent.components.seconds) + Double(spent.components.attoseconds) / 1e18
        }
        let short = seconds(30)
        let long = seconds(240)
        #expect(long < max(0.5, short * 24))
    }

    @Test func sameBytesSameRows() throws {
        let file = try #require(TestReports.seedNames?.first)
        let bytes = try TestReports.bytes(TestReports.seeds.appending(path: file))
        func written() -> [UInt8] {
            var output: [UInt8] = []
            for table in TestReports.extract(bytes, name: "r").tables.tables { FactWriter.appendRows(of: table, as: .ndjson, to: &output) }
            return output
        }
        #expect(written() == written())
    }

    @Test("encodings are told apart") func encodings() throws {
        let text = "周口市川汇区召开会议\n\n2月15日,川汇区区委书记李宗喜出席会议并讲话,要求各级各部门认真落实。"
        let utf16 = [UInt8]([0xFF, 0xFE]) + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let document = TestReports.extract(utf16, name: "r")
        #expect(document.tables["people"].texts("name") == ["李宗喜"])
        let binary = TestReports.extract([0x7F, 0x45, 0x4C, 0x46] + [UInt8](repeating: 0, count: 400), name: "b")
        #expect(binary.tables["files"].texts("status") == ["failed"])
        #expect(binary.isEmpty)
    }

    /// Clauses of reports in any order and with any mark between them: verbs without subjects, numbers without nouns, clauses that end at once.
    @Test func clausesInAnyOrder() throws {
        let marks: Set<Character> = [",", "。", ";", ":", "、", "!", "\n"]
        let pieces = try TestReports.goldNames.flatMap { name -> [Substring] in
            let bytes = try TestReports.bytes(TestReports.folder.appending(path: "reports/\(name).txt"))
            return String(decoding: bytes, as: UTF8.self).split { marks.contains($0) }
        }
        let between = marks.sorted().map(String.init) + ["", "将", "的", "由", "其中"]
        var state: UInt64 = 42
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        for number in 0..<1500 {
            var text = ""
            for _ in 0..<30 {
                let piece = pieces[next(pieces.count)]
                text += piece.prefix(next(piece.count + 1))
                text += between[next(between.count)]
            }
            let page = TestReports.extract(Array(text.utf8), name: "r\(number)")
            #expect(page.tables["files"].rowCount == 1)
        }
    }
}
