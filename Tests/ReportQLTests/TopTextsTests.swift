import ReportQL
import Testing

/// The first of many different texts, of which many begin with the same bytes.
@Suite struct TopTextsTests {
    private static let texts: [String?] = (0..<20_000).map { number in
        if number % 97 == 0 { return nil }
        let beginning = ["", "a", "abc", "abcd", "abcde", "zz", "资金"][number % 7]
        let middle = String(repeating: ["", "x", "\u{1}", "~"][number / 7 % 4], count: number % 5)
        return beginning + middle + String(number * 7_919 % 100_003)
    }

    @Test(arguments: [true, false], [true, false]) func areThoseOfASort(_ isDescending: Bool, _ nullsFirst: Bool) throws {
        let database = Database(options: .init(threads: 2))
        let parts = Self.texts.map { $0.map { "('\($0)')" } ?? "(NULL)" }
        _ = try database.query("CREATE TABLE t AS SELECT * FROM (VALUES \(parts.joined(separator: ", "))) AS v(s)")
        _ = try database.query("SET morsel_size = 8192")
        let values = Self.texts.compactMap { $0 }.sorted { left, right in
            let isBefore = left.utf8.lexicographicallyPrecedes(right.utf8)
            return isDescending ? right.utf8.lexicographicallyPrecedes(left.utf8) : isBefore
        }
        let nulls = Array(repeating: nil as String?, count: Self.texts.count - values.count)
        let expected = nullsFirst ? nulls + values : values + nulls
        for limit in [1, 10, nulls.count + 20] {
            let rows = try database.query(
                "SELECT s FROM t ORDER BY s \(isDescending ? "DESC" : "ASC") NULLS \(nullsFirst ? "FIRST" : "LAST") LIMIT \(limit)"
            ).rows()
            #expect(rows.map { row in if case .text(let text) = row[0] { text } else { nil } } == Array(expected.prefix(limit)))
        }
    }
}
