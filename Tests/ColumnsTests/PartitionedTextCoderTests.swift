import Columns
import Testing

@Suite struct PartitionedTextCoderTests {
    private let account = MemoryAccount()

    private func context(threads: Int) -> ExecutionContext {
        var settings = Settings()
        settings.threads = threads
        return ExecutionContext(account: account, settings: settings)
    }

    /// Some texts fit a view and some do not; every seventh comes again far behind, every thirteenth is NULL.
    private static let texts: [String?] = (0..<270_000).map { row in
        if row % 13 == 0 { return nil }
        let number = row % 7 == 0 ? row % 5_000 : row
        return number % 3 == 0 ? "the number \(number) in a longer text" : "n\(number)"
    }

    private func pieces(_ sizes: [Int], from start: Int) throws -> [Vector] {
        var pieces: [Vector] = []
        var first = start
        for size in sizes {
            let values = Self.texts[first..<(first + size)].map { $0.map { Value.text($0) } ?? .null }
            pieces.append(try Vector.of(values, type: .text, account: account).flattened(account))
            first += size
        }
        return pieces
    }

    @Test func codesAreThoseOfTheFirstRowsInOrder() throws {
        let runs = [
            try pieces([1, 70_000, 16_384, 3_615], from: 0), [], try pieces([100_000], from: 90_000),
            try pieces([40_000, 40_000], from: 190_000),
        ]
        var known: [String: UInt32] = [:]
        let expected = Self.texts.map { text -> UInt32 in
            guard let text else { return 0 }
            if let code = known[text] { return code }
            known[text] = UInt32(known.count)
            return known[text] ?? 0
        }
        for (threads, estimate) in [(1, 200_000), (3, 66_000)] {
            let coder = try #require(PartitionedTextCoder(runs: runs, expectedTexts: estimate, context: context(threads: threads)))
            let coded = try coder.code()
            #expect(coded.dictionary.count == known.count)
            #expect(coded.codes.count == 4)
            let codes = zip(coded.codes, [90_000, 0, 100_000, 80_000]).flatMap { buffer, count in
                (0..<count).map { buffer.pointer(to: UInt32.self)[$0] }
            }
            #expect(codes == expected)
            #expect(known.allSatisfy { coded.dictionary.views[Int($1)].string == $0 })
        }
    }

    @Test func fewRowsOrTextsAreLeftToOneWorker() throws {
        let run = try pieces([100_000], from: 0)
        #expect(PartitionedTextCoder(runs: [run], expectedTexts: 90_000, context: context(threads: 2)) == nil)
        let rows = try pieces([270_000], from: 0)
        #expect(PartitionedTextCoder(runs: [rows], expectedTexts: 1_000, context: context(threads: 2)) == nil)
    }

    @Test func tablesTakeTheCodes() throws {
        // Two of three rows differ.
        let texts = (0..<300_000).map { Value.text($0 % 3 == 2 ? "text \($0 - 1)" : "text \($0)") }
        var builder = TableBuilder(schema: [ColumnSchema(name: "t", type: .text)], context: context(threads: 2))
        builder.append([try Vector.of(texts, type: .text, account: account).flattened(account)], count: texts.count)
        let table = try builder.finish()
        #expect(table.dictionary(ofColumn: 0)?.count == 200_000)
        let column = table.segments[0].columns[0]
        #expect((0..<300_000).allSatisfy { column.value(at: $0) == texts[$0] })
    }
}
