import FoundationEssentials
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

    /// Each with the operator whose line is looked at, and what it must say besides rows, time and memory.
    private static let strategies: [(query: String, operation: String, says: [String])] = [
        ("SELECT count(*) FROM points p JOIN others o ON p.number = o.id", "INNER JOIN", ["dense array of rows"]),
        ("SELECT count(*) FROM points p LEFT JOIN others o ON p.small = o.k AND p.number < o.id", "LEFT JOIN", ["dense array of runs"]),
        ("SELECT count(*) FROM points p FULL JOIN others o ON p.wide = o.wide", "FULL JOIN", ["hashed"]),
        ("SELECT count(*) FROM points p RIGHT JOIN others o ON p.wide = o.wide", "RIGHT JOIN", ["hashed"]),
        ("SELECT count(*) FROM points p, others o WHERE p.number < 5", "CROSS JOIN", ["nested loops"]),
        ("SELECT count(*) FROM points WHERE EXISTS (SELECT 1 FROM others WHERE id = number)", "SEMI JOIN", ["dense array"]),
        ("SELECT count(*) FROM points WHERE number NOT IN (SELECT id FROM others)", "MARK IN JOIN", ["dense array"]),
        ("SELECT count(*) FROM points WHERE number > (SELECT avg(id) FROM others)", "subquery: PROJECT", ["rows 1"]),
        ("SELECT count(*) FROM points WHERE number > (SELECT avg(id) FROM others)", "FILTER", ["over vectors"]),
        ("SELECT number FROM points WHERE small = 3 AND text LIKE '%9' OR number = 7", "SCAN", ["over 50 dictionary entries and vectors"]),
        ("SELECT upper(text) FROM points", "PROJECT", ["over 50 dictionary entries"]),
        ("SELECT DISTINCT ON (small) small, number FROM points", "DISTINCT ON", ["rows 7", "dense array of 7"]),
        ("SELECT small FROM points UNION SELECT k FROM others", "UNION", ["dense array of"]),
        ("SELECT small FROM points INTERSECT ALL SELECT k FROM others", "INTERSECT ALL", ["dense array of"]),
        ("SELECT wide FROM points EXCEPT ALL SELECT wide FROM others", "EXCEPT ALL", ["hashed"]),
        ("SELECT small FROM points EXCEPT SELECT k FROM others", "EXCEPT", ["dense array of runs, then dense array of"]),
        (
            "SELECT sum(small) OVER (PARTITION BY text ORDER BY number) FROM points", "WINDOW",
            ["1 sort: 50 partitions", "sum by prefix sums"]
        ),
        ("SELECT sum(small) OVER (PARTITION BY text) FROM points", "WINDOW", ["sum by a state a partition"]),
        ("SELECT max(text) OVER (ORDER BY number) FROM points", "WINDOW", ["1 partition,", "max by a running state"]),
        (
            "SELECT max(id) OVER (ORDER BY id ROWS 2 PRECEDING), rank() OVER (ORDER BY id), lag(id) OVER (ORDER BY id) FROM others",
            "WINDOW",
            ["1 sort:", "max by a tree of states", "rank by places", "lag by row numbers of frames"]
        ),
        ("SELECT median(id) OVER (PARTITION BY k) FROM others", "WINDOW", ["median by the rows of each frame"]),
        (
            "SELECT * FROM (SELECT id, row_number() OVER (PARTITION BY k ORDER BY id) r FROM others) WHERE r < 3", "WINDOW",
            ["top 2 of each"]
        ),
        (
            "WITH c AS MATERIALIZED (SELECT k, count(*) n FROM others GROUP BY k) SELECT * FROM c x JOIN c y ON x.n = y.k", "SHARED",
            ["rows 9", "9 rows kept"]
        ),
        ("SELECT text, small, count(*) FROM points GROUP BY ROLLUP (text, small)", "AGGREGATE", ["dense array of 350", "single group"]),
        ("SELECT number FROM points LIMIT 10 OFFSET 5", "LIMIT", ["rows 10"]),
        ("VALUES (1), (2)", "VALUES", ["rows 2"]),
    ]

    private func sampleWithOthers() throws -> Database {
        let database = try sample()
        _ = try database.query("CREATE TABLE others AS SELECT range * 3 AS id, range % 9 AS k, hash(range) AS wide FROM range(5000)")
        return database
    }

    @Test func everyOperatorTellsWhatItDid() throws {
        let database = try sampleWithOthers()
        for (query, operation, says) in Self.strategies {
            let found = try line(try plan(database, query), operation)
            for part in says + ["rows ", "open ", "run ", "memory "] { #expect(found.contains(part), "\(part) of \(query): \(found)") }
        }
    }

    private struct PlanObject: Decodable {
        struct Operator: Decodable {
            let `operator`: String
            let detail: String
            let estimatedRows: Int?
            let rows: Int?
            let openSeconds: Double?
            let runSeconds: Double?
            let memoryBytes: Int?
            let readBytes: Int?
            let strategy: [String]?
            let inputs: [Operator]?
            let subqueries: [Operator]?

            var all: [Operator] { [self] + ((subqueries ?? []) + (inputs ?? [])).flatMap(\.all) }
        }
        let plan: Operator
        let seconds: Double?
        let peakBytes: Int?
        let readBytes: Int?
    }

    private func document(_ database: Database, _ options: String, _ query: String) throws -> PlanObject {
        let rows = try texts(database, "EXPLAIN (\(options)) \(query)")
        #expect(rows.count == 1)
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(PlanObject.self, from: Data(rows[0][0].utf8))
    }

    @Test func plansAreDocumentsToo() throws {
        let database = try sampleWithOthers()
        let query = "SELECT text, count(*) FROM points WHERE text <> 'k\"7' AND small > (SELECT min(k) FROM others) GROUP BY text"
        let planned = try document(database, "FORMAT JSON", query)
        #expect(planned.seconds == nil && planned.peakBytes == nil)
        #expect(planned.plan.all.allSatisfy { $0.rows == nil && $0.strategy == nil })
        #expect(planned.plan.all.contains { $0.operator == "AGGREGATE" && $0.detail.contains("GROUP BY text") && $0.estimatedRows != nil })
        let run = try document(database, "ANALYZE, FORMAT json", query)
        #expect(try #require(run.seconds) > 0)
        #expect(try #require(run.peakBytes) > 0)
        #expect(run.plan.rows == 50)
        #expect(run.plan.all.map(\.operator) == planned.plan.all.map(\.operator))
        #expect(run.plan.all.contains { $0.operator == "SCAN" && $0.detail.contains("k\"7") && $0.strategy?.isEmpty == false })
        #expect(run.plan.all.contains { !($0.subqueries ?? []).isEmpty })
        #expect(run.plan.all.reduce(0) { $0 + ($1.readBytes ?? 0) } == run.readBytes)
        for operation in run.plan.all { #expect(operation.rows != nil && operation.openSeconds != nil && operation.memoryBytes != nil) }
        // Every query whose operators are looked at above makes a document.
        for (query, _, _) in Self.strategies { _ = try document(database, "ANALYZE, FORMAT JSON", query) }
    }

    @Test func explainKnowsItsOptions() throws {
        let database = Database()
        #expect(try texts(database, "EXPLAIN (ANALYZE) SELECT 1").count == 3)
        #expect(try texts(database, "EXPLAIN (ANALYZE FALSE, FORMAT TEXT) SELECT 1").count == 2)
        #expect(try texts(database, "EXPLAIN (SELECT 1)").count == 2)
        #expect(throws: QueryError.self) { try database.query("EXPLAIN (FORMAT XML) SELECT 1") }
        #expect(throws: QueryError.self) { try database.query("EXPLAIN (ANALYZE, VERBOSE) SELECT 1") }
    }
}
