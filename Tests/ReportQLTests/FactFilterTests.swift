import ReportQL
import Testing

/// The NDJSON filter gives the same rows in the same order on any number of threads.
@Suite struct FactFilterTests {
    private static let lines: [[UInt8]] = (0..<60).map { number in
        let text = "中原区筑牢防线。截至2月\(number % 28 + 1)日,中原区有\(number * 7 + 3)名党员参加值守。某公司向中原区捐款\(number + 1)万元。党员王建国说,大家都来了。"
        switch number % 15 {
        case 4: return Array("{\"report\": \"r\(number)\"".utf8)
        case 9: return []
        case 14: return Array("{\"text\": \"\(String(repeating: text, count: 40))\"}".utf8)
        default: return Array("{\"report\": \"r\(number)\", \"text\": \"\(text)\"}".utf8)
        }
    }

    private func rows(threads: Int, tables: [String], linesAtATime: Int) throws -> [UInt8] {
        let filter = try FactFilter(tables: tables, options: Database.Options(threads: threads))
        // One buffer holds all lines, as a reader of a stream has them.
        let bytes = Array(Self.lines.joined())
        var ends: [Int] = []
        for line in Self.lines { ends.append((ends.last ?? 0) + line.count) }
        var output: [UInt8] = []
        try bytes.withUnsafeBufferPointer { bytes in
            let pieces = ends.indices.map { UnsafeBufferPointer(rebasing: bytes[($0 == 0 ? 0 : ends[$0 - 1])..<ends[$0]]) }
            for start in stride(from: 0, to: pieces.count, by: linesAtATime) {
                let some = Array(pieces[start..<min(start + linesAtATime, pieces.count)])
                for rows in try filter.rows(ofLines: some, firstNumber: start + 1) { output += rows }
            }
        }
        return output
    }

    @Test(arguments: [[], ["donations"], ["files", "candidates", "sentences"]]) func sameOnAnyNumberOfThreads(tables: [String]) throws {
        let one = try rows(threads: 1, tables: tables, linesAtATime: 1)
        #expect(one.split(separator: 0x0A).count >= 4)
        for threads in [1, 2, 7] {
            for linesAtATime in [1, 13, 1000] {
                #expect(try rows(threads: threads, tables: tables, linesAtATime: linesAtATime) == one)
            }
        }
        let text = String(decoding: one, as: UTF8.self)
        #expect(text.contains("line 5, byte"), "a broken line is known by its number in the stream")
    }
}
