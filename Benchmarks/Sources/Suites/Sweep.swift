import ReportQL

/// Looks for cliffs: one property of the data is doubled from point to point, and the cost of a row must not jump.
struct Sweep {
    struct Point {
        let label: String
        let title: String
        let rows: Int
        /// The statement that makes the table `points`; neighbours may share it.
        let creation: String
        let queries: [(series: String, text: String)]
    }

    /// What a series of points is held against.
    enum Bound {
        /// The cost of a row beside the neighbour's, in either direction.
        case neighbours
        /// The cost of a row beside the first point's.
        case first

        var limit: Double {
            switch self {
            case .neighbours: 2
            case .first: 4.0 / 3
            }
        }
    }

    /// Two points of a series, and how many times as much a row costs at the later one.
    private struct Step {
        let earlier: Int
        let later: Int
        let ratio: Double
    }

    let suite: String
    let bound: Bound
    let points: [Point]

    /// Shorter times are mostly the statement's own.
    private static let shortestJudged = 0.001
    /// Points beside a jump are measured again, so many times, before it counts: a busy machine makes jumps of its own.
    private static let repetitions = 2

    private var series: [String] {
        var names: [String] = []
        for point in points { for query in point.queries where !names.contains(query.series) { names.append(query.series) } }
        return names
    }

    func run(_ context: BenchmarkContext) throws -> SuiteResult {
        let database = context.database()
        let stopwatch = Stopwatch(database: database, runs: context.runs)
        var created: String?
        /// By point and series.
        var measured: [[String: Measurement]] = points.map { _ in [:] }
        func measure(_ index: Int, _ wanted: Set<String>) throws {
            let point = points[index]
            if created != point.creation {
                _ = try database.query("CREATE OR REPLACE TABLE points AS \(point.creation)")
                created = point.creation
            }
            for (series, text) in point.queries where wanted.contains(series) {
                let found = try stopwatch.measure("\(series) \(point.label)", title: point.title, query: text, rows: point.rows)
                if let known = measured[index][series], known.seconds <= found.seconds { continue }
                measured[index][series] = found
            }
        }
        for index in points.indices { try measure(index, Set(series)) }
        for _ in 0..<Sweep.repetitions {
            var again: [Int: Set<String>] = [:]
            for name in series {
                for step in steps(of: name, measured) where exceeds(step, name, measured) {
                    again[step.earlier, default: []].insert(name)
                    again[step.later, default: []].insert(name)
                }
            }
            if again.isEmpty { break }
            for (index, names) in again.sorted(by: { $0.key < $1.key }) { try measure(index, names) }
        }
        return judged(&measured)
    }

    private func steps(of name: String, _ measured: [[String: Measurement]]) -> [Step] {
        let places = points.indices.filter { measured[$0][name] != nil }
        var steps: [Step] = []
        for (before, later) in zip(places, places.dropFirst()) {
            let earlier = bound == .first ? places[0] : before
            guard let reference = measured[earlier][name], let this = measured[later][name] else { continue }
            steps.append(Step(earlier: earlier, later: later, ratio: this.nanosecondsPerRow / reference.nanosecondsPerRow))
        }
        return steps
    }

    /// The ratio as far as it counts.
    private func excess(_ step: Step) -> Double { bound == .first ? step.ratio : max(step.ratio, 1 / step.ratio) }

    private func isJudged(_ step: Step, _ name: String, _ measured: [[String: Measurement]]) -> Bool {
        let times = [step.earlier, step.later].compactMap { measured[$0][name]?.seconds }
        return (times.max() ?? 0) >= Sweep.shortestJudged
    }

    private func exceeds(_ step: Step, _ name: String, _ measured: [[String: Measurement]]) -> Bool {
        isJudged(step, name, measured) && excess(step) > bound.limit
    }

    private func judged(_ measured: inout [[String: Measurement]]) -> SuiteResult {
        var result = SuiteResult(suite: suite, measurements: [], findings: [])
        var verdicts: [SweepVerdict] = []
        for name in series {
            var worst: Step?
            for step in steps(of: name, measured) {
                measured[step.later][name]?.step = step.ratio
                if isJudged(step, name, measured), excess(step) > worst.map(excess) ?? 0 { worst = step }
                if exceeds(step, name, measured) {
                    let times = Printing.fixed(step.ratio, 2)
                    result.findings.append(
                        "\(name): \(points[step.later].label) costs \(times) times as much a row as \(points[step.earlier].label)")
                }
            }
            if let worst {
                verdicts.append(
                    SweepVerdict(
                        series: name, worstStep: worst.ratio, from: points[worst.earlier].label, to: points[worst.later].label,
                        limit: bound.limit, holds: excess(worst) <= bound.limit))
            }
        }
        for index in points.indices {
            for (series, _) in points[index].queries { if let found = measured[index][series] { result.measurements.append(found) } }
        }
        result.verdicts = verdicts
        return result
    }
}
