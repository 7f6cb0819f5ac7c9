import Columns
import ReportQL

/// Each query with one thread and with all, beside what the machine itself gives to as many threads.
///
/// The cores of a virtual machine may be two threads of one core, always or while a neighbour works, and then even work that shares nothing
/// does not gain from the second what it would from a core. So arithmetic that stays in registers is timed in turn with the queries, and plain
/// reading of memory before them. A query is held to 1.7 times one thread's speed, or to 1.3 where one thread alone takes half of the
/// memory's bandwidth; what falls short of that must reach 85 % of what the machine gives: as much of one thread's time as reading the
/// query's columns takes shrinks as reading does, the rest as arithmetic does.
enum ThreadScaling {
    private static let leastSpeedup = 1.7
    private static let leastSpeedupOfReading = 1.3
    private static let leastShareOfMachine = 0.85

    static func run(_ context: BenchmarkContext) throws -> SuiteResult {
        var result = SuiteResult(suite: "threads", measurements: [], findings: [])
        guard context.threads > 1 else { return result }
        let database = try context.salesDatabase()
        let reading = try pair(context) { threads in Double(MemoryBandwidth.byteCount) / (try MemoryBandwidth.read(threads: threads)) }
        var arithmetic: [Pair] = []
        var measured: [(measurement: Measurement, readsAlone: Bool)] = []
        for suite in ["groupby", "filters"] {
            for query in try BenchmarkQuery.all(of: suite, in: context.queryFolder) {
                var machine = Pair(), times = Pair()
                for _ in 0..<context.runs {
                    machine.note(try pair(runs: 1, threads: context.threads, arithmeticSeconds))
                    times.note(
                        try pair(runs: 1, threads: context.threads) { threads in
                            _ = try database.query("SET threads = \(threads)")
                            return try Stopwatch(database: database, runs: 1).run(query.text).seconds
                        })
                }
                let bytes = try database.profile(query.text).bytesRead
                var measurement = Measurement(
                    name: "\(suite)/\(query.name)", title: query.title, times: times.all, rows: context.rows)
                measurement.bytesRead = bytes
                measurement.bandwidthShare = Double(bytes) / measurement.seconds / context.readBandwidth
                measurement.speedup = times.speedup
                let readsAlone = Double(bytes) / times.leastOne >= context.readBandwidth / 2
                let readingShare = min(Double(bytes) / Double(MemoryBandwidth.byteCount) * reading.leastOne / times.leastOne, 1)
                let given = 1 / (readingShare / reading.speedup + (1 - readingShare) / machine.speedup)
                measurement.shareOfMachine = times.speedup / given
                arithmetic.append(machine)
                measured.append((measurement, readsAlone))
            }
        }
        for (name, title, pairs) in [
            ("arithmetic", "in registers, what the machine gives", arithmetic), ("reading", "memory, what the machine gives", [reading]),
        ] {
            var machine = Pair()
            for pair in pairs { machine.note(pair) }
            var measurement = Measurement(name: name, title: title, times: machine.all, rows: context.rows)
            measurement.speedup = pairs.map(\.speedup).sorted()[pairs.count / 2]
            result.measurements.append(measurement)
        }
        for (measurement, readsAlone) in measured {
            result.measurements.append(measurement)
            let wanted = readsAlone ? leastSpeedupOfReading : leastSpeedup
            guard let speedup = measurement.speedup, let share = measurement.shareOfMachine, speedup < wanted, share < leastShareOfMachine
            else { continue }
            result.findings.append(
                "\(measurement.name): \(context.threads) threads give \(Printing.fixed(speedup, 2)) times one, below \(wanted), and "
                    + "\(Printing.fixed(share * 100, 0)) % of what the machine gives")
        }
        return result
    }

    /// Seconds with one thread and with all, a run each.
    private struct Pair {
        var one: [Double] = []
        var all: [Double] = []

        var leastOne: Double { one.min() ?? 0 }
        var speedup: Double { leastOne / max(all.min() ?? 0, 1e-9) }

        mutating func note(_ other: Pair) {
            one += other.one
            all += other.all
        }
    }

    private static func pair(_ context: BenchmarkContext, _ seconds: (Int) throws -> Double) throws -> Pair {
        try pair(runs: context.runs, threads: context.threads, seconds)
    }

    private static func pair(runs: Int, threads: Int, _ seconds: (Int) throws -> Double) throws -> Pair {
        var pair = Pair()
        for _ in 0..<runs {
            pair.one.append(try seconds(1))
            pair.all.append(try seconds(threads))
        }
        return pair
    }

    /// Some milliseconds of one thread.
    private static let steps = 8_000_000

    /// How long some arithmetic takes that threads share evenly.
    private static func arithmeticSeconds(threads: Int) throws -> Double {
        let sums = MorselResults<UInt64>(count: threads)
        let start = ContinuousClock.now
        try WorkerPool.shared.run(workers: threads) { (thread) throws(QueryError) in
            // Four chains, so that a thread of its own core keeps the core's units busy.
            var (a, b, c, d): (UInt64, UInt64, UInt64, UInt64) = (1, 2, 3, 4)
            for step in 0..<UInt64(steps / threads) {
                a = a &* 5 &+ 1
                b = b &* 7 &+ 3
                c = c ^ c &<< 3 ^ step
                d &+= c
            }
            sums[thread] = a &+ b &+ c &+ d
        }
        return (ContinuousClock.now - start).inSeconds
    }
}
