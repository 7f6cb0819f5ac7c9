import Columns
import Testing

@Suite struct TableBuilderTests {
    private let account = MemoryAccount()
    private var context: ExecutionContext {
        var settings = Settings()
        settings.threads = 2
        return ExecutionContext(account: account, settings: settings)
    }

    private func table(_ columns: [(LogicalType, [Value])]) throws -> Table {
        var builder = TableBuilder(
            schema: columns.enumerated().map { ColumnSchema(name: "c\($0.offset)", type: $0.element.0) }, context: context)
        let vectors = try columns.map { try Vector.of($0.1, type: $0.0, account: account) }
        builder.append(vectors, count: columns[0].1.count)
        return try builder.finish()
    }

    private func values(_ table: Table, column: Int) -> [Value] {
        table.segments.flatMap { segment in (0..<segment.rowCount).map { segment.columns[column].value(at: $0) } }
    }

    @Test(arguments: [
        ([Int128(-5), 250], 1), ([0, 256], 2), ([1_000_000, 1_065_535], 2), ([0, 65_536], 4), ([Int128(Int64.min), Int128(Int64.max)], 8),
    ]) func wholeNumbersTakeTheNarrowestWidth(_ numbers: [Int128], _ width: Int) throws {
        let written = numbers.map { Value.integer($0) } + [.null]
        let table = try table([(.bigint, written)])
        #expect(table.segments[0].columns[0].elementByteCount == width)
        #expect(values(table, column: 0) == written)
        #expect(table.statistics[0].bounds == (numbers.min() ?? 0)...(numbers.max() ?? 0))
        #expect(table.statistics[0].nullCount == 1)
    }

    @Test func textsBecomeCodesAndKeepTheirOrder() throws {
        let texts = (0..<1_000).map { Value.text("乡镇 \($0 % 7) with a text longer than twelve bytes") }
        let table = try table([(.text, texts)])
        #expect(values(table, column: 0) == texts)
        #expect(table.dictionary(ofColumn: 0)?.count == 7)
        #expect(table.segments[0].columns[0].elementByteCount == 1)
    }

    @Test func textsThatMostlyDifferStayViews() throws {
        let texts = (0..<20_000).map { Value.text("number \($0)") }
        let table = try table([(.text, texts)])
        #expect(table.dictionary(ofColumn: 0) == nil)
        #expect(values(table, column: 0) == texts)
    }

    @Test func appendedRowsShareSegmentsAndDictionary() throws {
        let first = try table([(.text, (0..<10_000).map { .text("a\($0 % 3)") })])
        var builder = TableBuilder(schema: first.schema, context: context)
        builder.append([try Vector.of([.text("a1"), .text("b"), .null], type: .text, account: account)], count: 3)
        let second = try builder.finish(appendingTo: first)
        #expect(second.rowCount == 10_003)
        #expect(values(second, column: 0).suffix(3) == [.text("a1"), .text("b"), .null])
        #expect(second.dictionary(ofColumn: 0)?.count == 4)
        #expect(first.rowCount == 10_000, "the old version is untouched")
    }

    @Test func allMemoryIsGivenBack() throws {
        let fresh = MemoryAccount()
        do {
            let context = ExecutionContext(account: fresh)
            var builder = TableBuilder(schema: [ColumnSchema(name: "t", type: .text)], context: context)
            let texts = (0..<5_000).map { Value.text("a text of some length, number \($0 % 100)") }
            builder.append([try Vector.of(texts, type: .text, account: fresh)], count: 5_000)
            let table = try builder.finish()
            #expect(table.rowCount == 5_000)
            #expect(fresh.bytesInUse > 0)
        }
        #expect(fresh.bytesInUse == 0)
        #expect(fresh.peakBytes > 0)
    }
}
