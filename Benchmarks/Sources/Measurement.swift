import ReportQL

/// How long something took, over several runs.
struct Measurement: Codable {
    let name: String
    let title: String
    /// The best run.
    let seconds: Double
    /// The first run, which found cold caches and nothing prepared.
    let firstSeconds: Double
    let rows: Int
    var peakBytes: Int?
    /// Stored bytes of the columns that the query's scans read.
    var bytesRead: Int?
    /// The share of the memory's bandwidth that reading those bytes in that time is.
    var bandwidthShare: Double?
    /// Time of one thread divided by that of all.
    var speedup: Double?
    /// The same divided by what the machine gives threads that share nothing.
    var shareOfMachine: Double?
    /// Time a row, divided by the neighbour's in a sweep.
    var step: Double?

    var nanosecondsPerRow: Double { seconds * 1e9 / Double(max(rows, 1)) }
}

/// The largest step of a series of points, and whether it keeps to what is demanded.
struct SweepVerdict: Codable {
    let series: String
    /// Time a row at `to`, divided by that at `from`.
    let worstStep: Double
    let from: String
    let to: String
    /// Of the step, or of its inverse where costs may not fall faster either.
    let limit: Double
    let holds: Bool
}

/// What a suite found out.
struct SuiteResult: Codable {
    let suite: String
    var measurements: [Measurement]
    /// Of sweeps, by series.
    var verdicts: [SweepVerdict]?
    /// Demands that did not hold.
    var findings: [String]

    /// How many series of a sweep jump; nil for other suites.
    var failedVerdicts: Int? { verdicts?.count { !$0.holds } }
}

/// One run: what is stored as JSON.
struct RunReport: Codable {
    let environment: Environment
    let rows: Int
    let runs: Int
    /// Bytes a second that all threads together read from memory.
    let readBandwidth: Double
    var suites: [SuiteResult] = []
}

/// Times work in a database.
struct Stopwatch {
    let database: Database
    let runs: Int

    /// Runs a query `runs` times, each time into a table, as something that uses the result would.
    func measure(_ name: String, title: String, query: String, rows: Int) throws -> Measurement {
        var times: [Double] = []
        var peak = 0
        for _ in 0..<runs {
            let (seconds, peakBytes) = try run(query)
            times.append(seconds)
            peak = max(peak, peakBytes)
        }
        var measurement = Measurement(name: name, title: title, times: times, rows: rows)
        measurement.peakBytes = peak
        return measurement
    }

    /// One run.
    func run(_ query: String) throws -> (seconds: Double, peakBytes: Int) {
        let start = ContinuousClock.now
        let result = try database.query("CREATE OR REPLACE TABLE answer AS \(query)")
        return ((ContinuousClock.now - start).inSeconds, result.peakBytes)
    }
}

extension Measurement {
    init(name: String, title: String, times: [Double], rows: Int) {
        self.init(
            name: name, title: title, seconds: times.min() ?? 0, firstSeconds: times.first ?? 0, rows: rows)
    }
}

extension Duration {
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
