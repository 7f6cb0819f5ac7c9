import Columns
import Engine
import Planner

/// A plan that was run and watched: what EXPLAIN ANALYZE shows.
package struct QueryProfile: Sendable {
    private let plan: LogicalPlan
    private let profile: ExecutionProfile
    package let seconds: Double
    /// The most bytes that the query held at once.
    package let peakBytes: Int
    /// Stored bytes of the columns and rows that its scans read.
    package let bytesRead: Int

    /// Runs a plan to its end and throws its rows away.
    init(running plan: LogicalPlan, context: ExecutionContext) throws(QueryError) {
        let profile = ExecutionProfile(account: context.account)
        let executor = QueryExecutor(context: context, observer: profile)
        let start = ContinuousClock.now
        let stream = try executor.stream(plan)
        while try stream.next() != nil {}
        seconds = (ContinuousClock.now - start).seconds
        profile.finish()
        peakBytes = context.account.peakBytes
        bytesRead = profile.bytesRead
        self.plan = plan
        self.profile = profile
    }

    /// What an operator of the plan did; nil where it was never opened.
    package subscript(_ plan: LogicalPlan) -> OperatorProfile? { profile[plan] }

    /// The plan with what each operator did, then the total.
    package var lines: [String] {
        PlanPrinter { profile[$0]?.summary }.lines(plan) + [
            "total \(OperatorProfile.milliseconds(seconds)), peak memory \(peakBytes) bytes, read \(bytesRead) bytes"
        ]
    }
}

extension OperatorProfile {
    /// One line for EXPLAIN ANALYZE.
    fileprivate var summary: String {
        var parts = [
            "rows \(rows)", "open \(OperatorProfile.milliseconds(openSeconds))", "run \(OperatorProfile.milliseconds(runSeconds))",
            "memory \(peakBytes) bytes",
        ]
        if bytesRead > 0 { parts.append("read \(bytesRead) bytes") }
        return (parts + remarks).joined(separator: ", ")
    }

    fileprivate static func milliseconds(_ seconds: Double) -> String {
        let microseconds = Int((seconds * 1e6).rounded())
        let thousandths = String(microseconds % 1_000)
        return "\(microseconds / 1_000)." + String(repeating: "0", count: 3 - thousandths.count) + thousandths + " ms"
    }
}

extension Database {
    /// Runs a query, throws its rows away and says what it did.
    package func profile(_ query: String) throws(QueryError) -> QueryProfile {
        let (settings, registry) = state.withLock { ($0.settings, $0.registry) }
        let context = ExecutionContext(account: MemoryAccount(parent: account), settings: settings)
        let runner = StatementRunner(
            database: self, text: query, parameters: [:], allowsUnusedParameters: false, registry: registry, context: context)
        return try WorkerPool.shared.onDeepStack { () throws(QueryError) in try runner.profile() }
    }
}
