import ReportQL
import Testing

/// Tables know what they hold, and give it back.
@Suite struct TableMemoryTests {
    private static let makings: [String] = [
        "SELECT range AS a, range % 10 AS b, CAST(range AS DOUBLE) AS c FROM range(200000)",
        "SELECT 'k' || range % 1000 AS few, 'a text longer than twelve bytes ' || range % 3000 AS longer FROM range(100000)",
        "SELECT 'number ' || hash(range) AS distinct_texts FROM range(50000)",
        "SELECT CASE WHEN range % 3 = 0 THEN range END AS a, CASE WHEN range % 5 = 0 THEN 'text' END AS b FROM range(100000)",
        "SELECT 1 AS one",
    ]

    /// The bytes of a table are those that its account is charged, whatever form its columns have.
    @Test(arguments: makings) func theBytesOfATableAreThoseOfItsAccount(_ making: String) throws {
        let database = Database(options: .init(threads: 2))
        _ = try database.query("CREATE TABLE t AS \(making)")
        let table = try #require(database.tableSummaries.first)
        guard case .table(let rows, let bytes) = table.kind else {
            Issue.record("\(table) is no table")
            return
        }
        #expect(rows > 0 && bytes > 0)
        #expect(bytes == database.account.bytesInUse)
        _ = try database.query("DROP TABLE t")
        #expect(database.account.bytesInUse == 0)
        #expect(database.tableSummaries.isEmpty)
    }

    @Test func whatUseAddsToADictionaryCounts() throws {
        let database = Database(options: .init(threads: 1))
        _ = try database.query("CREATE TABLE t AS SELECT 'k' || range % 1000 AS text FROM range(100000)")
        let before = database.account.bytesInUse
        _ = try database.query("SELECT text FROM t ORDER BY text DESC").rows()
        #expect(database.account.bytesInUse >= before)
        #expect(database.tableSummaries == [TableSummary(name: "t", kind: .table(rows: 100_000, bytes: database.account.bytesInUse))])
    }

    /// Texts that all differ take their view, their bytes and little else, however many there are.
    @Test(arguments: [300, 3_000, 30_000, 200_000]) func textsTakeLittleMoreThanTheirBytes(_ rows: Int) throws {
        let database = Database(options: .init(threads: 1))
        _ = try database.query("CREATE TABLE t AS SELECT 'Customer#' || (1000000000 + range) AS name FROM range(\(rows))")
        // A view of 16 bytes and 19 of text.
        #expect(database.account.bytesInUse <= rows * 35 * 9 / 8 + 16_384, "\(database.account.bytesInUse / rows) bytes a row")
    }

    /// Long texts stay where they are when a table is made of most of them, and only then.
    @Test(arguments: [1, 20]) func aFewLongTextsDoNotKeepAll(_ divisor: Int) throws {
        let database = Database(options: .init(threads: 2))
        let rows = 400_000, length = 120
        _ = try database.query(
            "CREATE TABLE t AS SELECT range AS n, lpad(CAST(range AS TEXT), \(length), 'text ') AS s FROM range(\(rows))")
        let ends = try texts(database, "SELECT min(s), max(s) FROM t WHERE n % \(divisor) = 0")[0]
        _ = try database.query("CREATE TABLE u AS SELECT s, count(*) AS n FROM t WHERE n % \(divisor) = 0 GROUP BY s")
        _ = try database.query("DROP TABLE t")
        let kept = rows / divisor
        #expect(
            try texts(database, "SELECT count(*), count(DISTINCT s), sum(length(s)), sum(n), min(s), max(s) FROM u")
                == [["\(kept)", "\(kept)", "\(kept * length)", "\(kept)"] + ends])
        // Beside bytes and views, views of the table that the bytes were made for.
        #expect(database.account.bytesInUse < kept * (length + 16) * 3 / 2, "\(database.account.bytesInUse / kept) bytes a row")
    }

    @Test func viewsAndNarrowColumnsAreTold() throws {
        let database = Database()
        _ = try database.query("CREATE VIEW v AS SELECT 1 AS a")
        _ = try database.query("CREATE TABLE t AS SELECT range % 200 AS a FROM range(10000)")
        #expect(
            database.tableSummaries == [
                TableSummary(name: "t", kind: .table(rows: 10_000, bytes: 10_000)), TableSummary(name: "v", kind: .view),
            ])
    }
}
