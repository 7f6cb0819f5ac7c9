import ReportQL

/// What it costs to hand a vector from module to module: the same query in vectors of 64 rows and of 2,048. The work on the rows is the
/// same, so the difference is that of the vectors.
enum ModuleBorders {
    static func run(_ context: BenchmarkContext) throws -> SuiteResult {
        let rows = min(context.rows, 4_000_000)
        let database = context.database(threads: 1)
        _ = try database.query(
            "CREATE TABLE points AS SELECT CAST(range % 97 AS INTEGER) AS number, 'k' || range % 100 AS text, range / 8 AS real FROM range(\(rows))"
        )
        let queries = [
            ("scan", "SELECT count(number) FROM points"),
            ("filter", "SELECT count(*) FROM points WHERE number < 50"),
            ("function", "SELECT sum(number * 3 + 1) FROM points"),
            ("text function", "SELECT count(*) FROM points WHERE length(text) = 3"),
            ("group", "SELECT text, sum(number) FROM points GROUP BY text"),
        ]
        var result = SuiteResult(suite: "borders", measurements: [], findings: [])
        for (name, query) in queries {
            let sizes = [64, 2_048]
            var seconds: [Double] = []
            for size in sizes {
                _ = try database.query("SET vector_size = \(size)")
                let stopwatch = Stopwatch(database: database, runs: context.runs)
                seconds.append(try stopwatch.measure(name, title: name, query: query, rows: rows).seconds)
            }
            let vectors = rows / sizes[0] - rows / sizes[1]
            let perVector = max(seconds[0] - seconds[1], 0) / Double(max(vectors, 1))
            let title = "\(Int((perVector * 1e9).rounded())) ns a vector"
            result.measurements.append(Measurement(name: name, title: title, times: [seconds[1]], rows: rows))
        }
        return result
    }
}
