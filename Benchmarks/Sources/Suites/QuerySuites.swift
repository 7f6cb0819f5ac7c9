import FoundationEssentials
import Glibc
import ReportQL

/// A query of a file under `Benchmarks/queries`; its first line says in a comment what it asks.
struct BenchmarkQuery {
    let name: String
    let title: String
    let text: String

    static func all(of suite: String, in folder: String) throws -> [BenchmarkQuery] {
        let path = "\(folder)/\(suite)"
        guard let files = try? FileManager.default.contentsOfDirectory(atPath: path) else {
            throw BenchmarkError("\(path) cannot be read; run from the top folder of the repository")
        }
        return try files.filter { $0.hasSuffix(".sql") }.sorted().map { file in
            guard let data = FileManager.default.contents(atPath: "\(path)/\(file)") else { throw BenchmarkError("\(file) cannot be read") }
            let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
            let title = lines.first.map { $0.hasPrefix("-- ") ? String($0.dropFirst(3)) : "" } ?? ""
            let text = lines.filter { !$0.hasPrefix("--") }.joined(separator: "\n")
            return BenchmarkQuery(name: String(file.dropLast(4)), title: title, text: text)
        }
    }
}

/// What suites share: the choices of the command line and where data lies.
struct BenchmarkContext {
    let rows: Int
    let runs: Int
    let threads: Int
    let dataFolder: String
    let queryFolder: String
    /// Bytes a second.
    let readBandwidth: Double

    /// The path of a generated table of `rows` rows, which is written where it is not there yet.
    func file(_ table: String, rows: Int, write: (String, Int) throws -> Void) throws -> String {
        try FileManager.default.createDirectory(atPath: dataFolder, withIntermediateDirectories: true)
        let path = "\(dataFolder)/\(table)-\(rows).csv"
        if !FileManager.default.fileExists(atPath: path) {
            print("writing \(path)")
            try write(path, rows)
        }
        return path
    }

    func database(threads: Int? = nil) -> Database { Database(options: Database.Options(threads: threads ?? self.threads)) }

    /// A database with the table `sales`.
    func salesDatabase(threads: Int? = nil) throws -> Database {
        let path = try file(SalesTable.name, rows: rows, write: SalesTable.write)
        let database = database(threads: threads)
        _ = try database.query("CREATE TABLE \(SalesTable.name) AS FROM '\(path)'")
        return database
    }
}

enum QuerySuites {
    /// Every query of a suite over `sales`, with the share of the memory's bandwidth that it reaches.
    static func run(_ suite: String, _ context: BenchmarkContext) throws -> SuiteResult {
        let database = try context.salesDatabase()
        let stopwatch = Stopwatch(database: database, runs: context.runs)
        var result = SuiteResult(suite: suite, measurements: [], findings: [])
        for query in try BenchmarkQuery.all(of: suite, in: context.queryFolder) {
            var measurement = try stopwatch.measure(query.name, title: query.title, query: query.text, rows: context.rows)
            let bytes = try database.profile(query.text).bytesRead
            measurement.bytesRead = bytes
            measurement.bandwidthShare = Double(bytes) / measurement.seconds / context.readBandwidth
            if measurement.firstSeconds > 2 * measurement.seconds, measurement.firstSeconds > 0.001 {
                result.findings.append("\(query.name): the first run took more than twice the best")
            }
            result.measurements.append(measurement)
        }
        return result
    }

    /// Loading a CSV file of sixteen columns.
    static func load(_ context: BenchmarkContext) throws -> SuiteResult {
        let rows = max(context.rows * 3 / 5, 1)
        let path = try context.file(ShipmentsTable.name, rows: rows, write: ShipmentsTable.write)
        let database = context.database()
        var times: [Double] = []
        var peak = 0
        for _ in 0..<context.runs {
            let start = ContinuousClock.now
            let result = try database.query("CREATE OR REPLACE TABLE \(ShipmentsTable.name) AS FROM '\(path)'")
            times.append((ContinuousClock.now - start).inSeconds)
            peak = max(peak, result.peakBytes)
        }
        var measurement = Measurement(name: "csv", title: "\(rows) rows of sixteen columns", times: times, rows: rows)
        measurement.peakBytes = peak
        measurement.bytesRead = byteCount(ofFile: path)
        return SuiteResult(suite: "csv", measurements: [measurement], findings: [])
    }

    private static func byteCount(ofFile path: String) -> Int? {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : nil
    }
}
