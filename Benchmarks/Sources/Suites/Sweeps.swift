import ReportQL

/// Looks for cliffs: one property of the data is doubled from point to point, and the cost of a row must not jump.
enum Sweeps {
    /// Between neighbours, in either direction.
    private static let largestStep = 2.0
    /// From the fewest to the most rows.
    private static let largestRise = 4.0 / 3
    /// Shorter times are mostly the statement's own.
    private static let shortestJudged = 0.001

    /// 1, 2, 4 … times a million rows, up to 30 million, at fixed numbers of groups.
    static func rows(_ context: BenchmarkContext) throws -> SuiteResult {
        let queries = [
            ("100 texts", "SELECT few, sum(units), avg(price) FROM points GROUP BY few"),
            ("10,000 groups", "SELECT medium, few, sum(units) FROM points GROUP BY medium, few"),
            ("100,000 groups", "SELECT many, sum(units), avg(price) FROM points GROUP BY many"),
            ("filter", "SELECT count(*), sum(price) FROM points WHERE units = 3 AND price < 50"),
            ("sort 1 %", "SELECT few, price FROM points WHERE medium = 7 ORDER BY price"),
        ]
        let counts = [1, 2, 4, 8, 16, 30].map { $0 * 1_000_000 }.filter { $0 <= max(context.rows * 3, 1_000_000) }
        var result = SuiteResult(suite: "rows", measurements: [], findings: [])
        for count in counts {
            let database = context.database()
            _ = try database.query(
                """
                CREATE TABLE points AS SELECT 'text ' || hash(range) % 100 AS few, CAST(hash(range + 1) % 100 AS INTEGER) AS medium,
                CAST(hash(range + 2) % 100000 AS INTEGER) AS many, CAST(hash(range + 3) % 5 AS INTEGER) AS units,
                hash(range + 4) % 100000000 / 1000000 AS price FROM range(\(count))
                """)
            let stopwatch = Stopwatch(database: database, runs: context.runs)
            for (name, query) in queries {
                let title = "\(count / 1_000_000) million rows"
                result.measurements.append(try stopwatch.measure("\(name) \(count / 1_000_000)M", title: title, query: query, rows: count))
            }
        }
        for (place, (name, _)) in queries.enumerated() {
            judge(&result, name, stride(from: place, to: result.measurements.count, by: queries.count).map { $0 }, fromFirst: true)
        }
        return result
    }

    /// 10, 20, 40 … groups, up to a group a row.
    static func groups(_ context: BenchmarkContext) throws -> SuiteResult {
        var result = SuiteResult(suite: "groups", measurements: [], findings: [])
        let database = context.database()
        let stopwatch = Stopwatch(database: database, runs: context.runs)
        var groups = 10
        while groups <= context.rows {
            _ = try database.query(
                """
                CREATE OR REPLACE TABLE points AS SELECT CAST(hash(range) % \(groups) AS BIGINT) AS number,
                'k' || hash(range + 1) % \(groups) AS text, CAST(range % 7 AS INTEGER) AS units, range % 1000 / 8 AS price
                FROM range(\(context.rows))
                """)
            for key in ["number", "text"] {
                result.measurements.append(
                    try stopwatch.measure(
                        "\(key) \(groups)", title: "\(groups) groups",
                        query: "SELECT \(key), sum(units) AS units, avg(price) AS price FROM points GROUP BY \(key)", rows: context.rows))
            }
            groups *= 2
        }
        for (place, name) in ["number", "text"].enumerated() {
            judge(&result, name, stride(from: place, to: result.measurements.count, by: 2).map { $0 })
        }
        return result
    }

    /// 0.01 %, 0.02 % … 99 % of the rows pass.
    static func selectivity(_ context: BenchmarkContext) throws -> SuiteResult {
        var result = SuiteResult(suite: "selectivity", measurements: [], findings: [])
        let database = context.database()
        let stopwatch = Stopwatch(database: database, runs: context.runs)
        _ = try database.query(
            """
            CREATE TABLE points AS SELECT CAST(hash(range) % 1000000 AS INTEGER) AS number, hash(range + 1) % 1000000 / 1e6 AS real,
            'k' || lpad(CAST(hash(range + 2) % 10000 AS TEXT), 5, '0') AS text, range % 1000 / 8 AS price FROM range(\(context.rows))
            """)
        let kinds = ["number", "real", "text", "rows"]
        var shares: [Double] = []
        var share = 0.0001
        while share < 0.99 {
            shares.append(share)
            share *= 2
        }
        for share in shares + [0.99] {
            let bound = Int(share * 1e6)
            let text = "k" + String(Int(share * 1e4)).zeroPadded(5)
            let queries = [
                "SELECT count(*), sum(price) FROM points WHERE number < \(bound)",
                "SELECT count(*), sum(price) FROM points WHERE real < \(share)",
                "SELECT count(*), sum(price) FROM points WHERE text < '\(text)'",
                "SELECT number, text, price FROM points WHERE number < \(bound)",
            ]
            for (kind, query) in zip(kinds, queries) {
                let percent = Printing.fixed(share * 100, 2)
                result.measurements.append(
                    try stopwatch.measure("\(kind) \(percent) %", title: "\(percent) % pass", query: query, rows: context.rows))
            }
        }
        for (place, name) in kinds.enumerated() {
            judge(&result, name, stride(from: place, to: result.measurements.count, by: kinds.count).map { $0 })
        }
        return result
    }

    /// Texts of 2, 4, 8 … 2,000 bytes: 90 different ones at every length, and from eight bytes on, where there is room, all different.
    static func text(_ context: BenchmarkContext) throws -> SuiteResult {
        var result = SuiteResult(suite: "text", measurements: [], findings: [])
        let database = context.database()
        let stopwatch = Stopwatch(database: database, runs: context.runs)
        let rows = max(context.rows / 50, 1_000)
        let queries = [
            ("search", "SELECT count(*) FROM points WHERE text LIKE '%98765%'"),
            ("length", "SELECT max(length(text)) FROM points"),
            ("distinct", "SELECT count(DISTINCT text) FROM points"),
            ("group", "SELECT text, count(*) FROM points GROUP BY text"),
            ("order", "SELECT text FROM points ORDER BY text DESC LIMIT 10"),
        ]
        for (kind, source, digits) in [("few", "10 + range % 90", 2), ("many", "10000000 + hash(range) % 90000000", 8)] {
            var places: [String: [Int]] = [:]
            for length in [2, 4, 8, 16, 32, 64, 125, 250, 500, 1_000, 2_000] where length >= digits {
                _ = try database.query(
                    """
                    CREATE OR REPLACE TABLE points AS
                    SELECT left(repeat(CAST(\(source) AS TEXT), \(length / digits + 1)), \(length)) AS text FROM range(\(rows))
                    """)
                for (name, query) in queries {
                    places[name, default: []].append(result.measurements.count)
                    result.measurements.append(
                        try stopwatch.measure("\(name) \(kind) \(length)", title: "\(length) bytes", query: query, rows: rows))
                }
            }
            for (name, _) in queries { judge(&result, name, places[name] ?? []) }
        }
        return result
    }

    /// Compares each point with the one before, or with the first, and notes what is out of bounds.
    private static func judge(_ result: inout SuiteResult, _ name: String, _ points: [Int], fromFirst: Bool = false) {
        for (before, point) in zip(points, points.dropFirst()) {
            let reference = result.measurements[fromFirst ? points[0] : before]
            let this = result.measurements[point]
            let step = this.nanosecondsPerRow / reference.nanosecondsPerRow
            result.measurements[point].step = step
            if max(this.seconds, reference.seconds) < shortestJudged { continue }
            if fromFirst ? step > largestRise : max(step, 1 / step) > largestStep {
                let times = Printing.fixed(step, 2)
                result.findings.append("\(this.name) costs \(times) times as much a row as \(reference.name)")
            }
        }
    }
}

extension String {
    fileprivate func zeroPadded(_ width: Int) -> String { String(repeating: "0", count: max(width - count, 0)) + self }
}
