import ArgumentParser
import FoundationEssentials

/// Times ReportQL on data of its own making, without any other engine: for comparing before and after, day by day.
@main
struct Benchmarks: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "benchmarks",
        abstract: "Times ReportQL on generated data; prints a table and stores the figures as JSON.",
        discussion: """
            Suites: \(Suite.allCases.map { "\($0.rawValue) (\($0.summary))" }.joined(separator: ", ")). Run from the top folder of the \
            repository, which holds the queries under Benchmarks/queries. Data is generated once into --data.
            """)

    enum Suite: String, ExpressibleByArgument, CaseIterable {
        case bandwidth, groupby, filters, csv, threads, rows, groups, selectivity, text, borders, start

        var summary: String {
            switch self {
            case .bandwidth: "the memory itself"
            case .groupby: "ten group-by queries"
            case .filters: "eight filters, sorts and windows"
            case .csv: "loading a file"
            case .threads: "one thread beside all"
            case .rows: "1 to 30 million rows"
            case .groups: "10 groups to a group a row"
            case .selectivity: "0.01 to 99 % of the rows pass"
            case .text: "texts of 2 to 2,000 bytes"
            case .borders: "cost of a vector at the borders of modules"
            case .start: "from the start of reportql to its end"
            }
        }
    }

    @Argument(help: "What to run; the first four where nothing is named.")
    var suites: [Suite] = []

    @Option(help: "Rows of the main table.")
    var rows = 10_000_000

    @Option(help: "Runs of each query, of which the best counts.")
    var runs = 5

    @Option(help: "Threads; else one for each core.")
    var threads: Int?

    @Option(help: "The folder for generated data and for results.")
    var data = ".bench-data"

    @Option(help: "The file for the results as JSON; else one named after date and commit in the data folder.")
    var json: String?

    @Option(help: "Results of an earlier run to compare with.")
    var compare: String?

    func validate() throws {
        guard rows >= 1_000, rows <= 100_000_000 else { throw ValidationError("--rows takes 1,000 to 100,000,000.") }
        guard runs >= 1, threads ?? 1 >= 1 else { throw ValidationError("--runs and --threads take numbers from 1 on.") }
    }

    func run() throws {
        let cores = ProcessInfo.processInfo.activeProcessorCount
        let threads = threads ?? cores
        let environment = Environment(threads: threads)
        for line in environment.lines { print(line) }
        let earlier = try compare.map(RunReport.read)
        let bandwidth = try MemoryBandwidth.read(threads: threads)
        print("memory is read at \(Printing.fixed(bandwidth / 1e9, 1)) GB/s; best of \(runs) runs, \(rows) rows")
        let context = BenchmarkContext(
            rows: rows, runs: runs, threads: threads, dataFolder: data, queryFolder: "Benchmarks/queries", readBandwidth: bandwidth)
        var report = RunReport(environment: environment, rows: rows, runs: runs, readBandwidth: bandwidth)
        for suite in suites.isEmpty ? [.bandwidth, .groupby, .filters, .csv] : suites {
            let result = try result(of: suite, context)
            Printing.show(result, earlier: earlier?.suites.first { $0.suite == result.suite })
            report.suites.append(result)
        }
        try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
        let stamp = environment.date.filter { $0 != ":" && $0 != "-" }
        let path = json ?? "\(data)/results-\(stamp)-\(environment.commit).json"
        try report.write(path)
        print("\nstored in \(path)")
    }

    private func result(of suite: Suite, _ context: BenchmarkContext) throws -> SuiteResult {
        switch suite {
        case .bandwidth: try MemoryBandwidth.suite(threads: context.threads)
        case .groupby, .filters: try QuerySuites.run(suite.rawValue, context)
        case .csv: try QuerySuites.load(context)
        case .threads: try ThreadScaling.run(context)
        case .rows: try Sweeps.rows(context).run(context)
        case .groups: try Sweeps.groups(context).run(context)
        case .selectivity: try Sweeps.selectivity(context).run(context)
        case .text: try Sweeps.text(context).run(context)
        case .borders: try ModuleBorders.run(context)
        case .start: try StartSuite.run(context)
        }
    }
}
