import ReportQL
import Testing

/// What EXPLAIN ANALYZE says of the operators of a query.
@Suite struct ProfileTests {
    /// Two segments of rows in ascending order, so that bounds tell them apart.
    private static let segmentRows = 1_048_576

    private func sample() throws -> Database {
        let database = Database(options: .init(threads: 2))
        _ = try database.query(
            """
            CREATE TABLE points AS SELECT CAST(range AS INTEGER) AS number, 'k' || range % 50 AS text, range % 7 AS small, hash(range) AS wide
            FROM range(\(Self.segmentRows + 1_000))
            """)
        return database
    }

    private func plan(_ database: Database, _ query: String) throws -> [String] {
        try texts(database, "EXPLAIN ANALYZE \(query)").map { $0[0] }
    }

    private func line(_ lines: [String], _ beginning: String) throws -> String {
        try #require(lines.first { $0.drop { $0 == " " }.hasPrefix(beginning) }, "no \(beginning) in \(lines)")
    }

    @Test func scansSayWhatZoneMapsDid() throws {
        let database = try sample()
        let some = try line(try plan(database, "SELECT number FROM points WHERE number >= \(Self.segmentRows + 500)"), "SCAN")
        #expect(
            some.contains("rows 500,") && some.contains("zone maps skipped 1 of 2 segments") && some.contains("over vectors"), "\(some)")
        let whole = try line(try plan(database, "SELECT number FROM points WHERE number >= \(Self.segmentRows)"), "SCAN")
        #expect(whole.contains("rows 1000,") && whole.contains("proved by zone maps"), "\(whole)")
        _ = try database.query("SET zone_maps = false")
        let all = try line(try plan(database, "SELECT number FROM points WHERE number >= \(Self.segmentRows)"), "SCAN")
        #expect(all.contains("skipped 0 of 2 segments") && all.contains("over vectors"), "\(all)")
    }

    @Test func conditionsOfTextsRunOverTheDictionary() throws {
        let database = try sample()
        let scan = try line(try plan(database, "SELECT count(*) FROM points WHERE text LIKE '%9'"), "SCAN")
        #expect(scan.contains("over 50 dictionary entries"), "\(scan)")
        _ = try database.query("SET dictionaries = false")
        let plain = try line(try plan(database, "SELECT count(*) FROM points WHERE text LIKE '%9'"), "SCAN")
        #expect(plain.contains("over vectors"), "\(plain)")
    }

    @Test func scansSayHowManyBytesTheyRead() throws {
        let database = try sample()
        // A byte a row for numbers below 256, and four for numbers up to a million.
        let rows = Self.segmentRows + 1_000
        #expect(try database.profile("SELECT sum(small) FROM points").bytesRead == rows)
        #expect(try database.profile("SELECT sum(small), max(text) FROM points").bytesRead == 2 * rows)
        #expect(try database.profile("SELECT 1").bytesRead == 0)
    }

    @Test func groupingsAndSortsSayTheirStrategy() throws {
        let database = try sample()
        #expect(try line(try plan(database, "SELECT text, count(*) FROM points GROUP BY text"), "AGGREGATE").contains("dense array"))
        #expect(try line(try plan(database, "SELECT wide, count(*) FROM points GROUP BY wide"), "AGGREGATE").contains("64-bit keys"))
        #expect(try line(try plan(database, "SELECT count(*) FROM points"), "AGGREGATE").contains("single group"))
        #expect(try line(try plan(database, "SELECT small FROM points ORDER BY small, number"), "SORT").contains("radix sort"))
        #expect(try line(try plan(database, "SELECT DISTINCT text FROM points"), "DISTINCT").contains("dense array of 50"))
        let common = try line(try plan(database, "SELECT small FROM points INTERSECT SELECT range FROM range(3)"), "INTERSECT")
        #expect(common.contains("rows 3,") && common.contains("array of r") && common.contains(", then "), "\(common)")
        let top = try line(try plan(database, "SELECT small FROM points ORDER BY small, number LIMIT 3"), "SORT")
        #expect(top.contains("rows 3,") && top.contains("top 3"), "\(top)")
    }

    @Test func memoryIsThatOfTheOperatorItself() throws {
        let database = try sample()
        let lines = try plan(database, "SELECT small, number FROM points ORDER BY small, number")
        func memory(_ line: String) throws -> Int {
            let words = line.split(separator: " ")
            let place = try #require(words.firstIndex(of: "memory"))
            return try #require(Int(words[place + 1]))
        }
        // The sort keeps keys and row numbers; the scan keeps nothing.
        #expect(try memory(try line(lines, "SORT")) > Self.segmentRows * 4)
        #expect(try memory(try line(lines, "SCAN")) < 1 << 20)
        let peak = try #require(lines.last)
        #expect(peak.contains("peak memory"))
    }

    @Test func aProfileKeepsThePeakOfTheWholeQuery() throws {
        let database = try sample()
        let profile = try database.profile("SELECT small, number FROM points ORDER BY small, number LIMIT 1000000")
        #expect(profile.peakBytes > Self.segmentRows * 4)
        #expect(throws: QueryError.self) { try database.profile("DROP TABLE points") }
    }
}
