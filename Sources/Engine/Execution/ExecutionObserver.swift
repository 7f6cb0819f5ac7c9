import Columns
import Planner
import Synchronization

/// Watches operators open and produce: EXPLAIN ANALYZE.
package protocol ExecutionObserver: Sendable {
    func willOpen(_ plan: LogicalPlan)
    /// Gives the relation back, possibly with a producer that counts what passes.
    func didOpen(_ plan: LogicalPlan, _ relation: OpenedRelation) -> OpenedRelation
    /// A remark on the operator being opened, such as its strategy.
    func note(_ remark: String)
}

/// What an operator did: real rows, time, memory and strategy.
package struct OperatorProfile: Sendable {
    package var rows = 0
    /// Time spent opening the operator, its inputs included, which for pipeline breakers is the time of running them.
    package var openSeconds = 0.0
    /// Time spent in the operator's morsels, its inputs' included, summed over threads.
    package var runSeconds = 0.0
    /// The most bytes that the operator held at once for itself while it was opened; rows that only stream through count nowhere.
    package var peakBytes = 0
    /// Stored bytes of the columns and rows that it read from a table.
    package var bytesRead = 0
    package var strategies: [@Sendable () -> String?] = []

    /// What was noted while it was opened, in order. To be asked once the rows were read.
    package var remarks: [String] { strategies.compactMap { $0() } }
}

/// Collects a profile by operator.
///
/// Memory is told apart by the account's peak, which starts anew whenever an operator begins or has opened an input: what is added from
/// then until it is open is its own.
package final class ExecutionProfile: ExecutionObserver {
    private struct Opening {
        let plan: ObjectIdentifier
        let since: ContinuousClock.Instant
        /// What was in use when the operator began, or had opened its latest input.
        var baseline: Int
    }

    private struct State {
        var profiles: [ObjectIdentifier: OperatorProfile] = [:]
        var opening: [Opening] = []
        var peak = 0
    }

    private let state = Mutex(State())
    private let account: MemoryAccount

    package init(account: MemoryAccount) {
        self.account = account
    }

    package subscript(_ plan: LogicalPlan) -> OperatorProfile? {
        state.withLock { $0.profiles[ObjectIdentifier(plan)] }
    }

    /// Stored bytes that all scans read.
    package var bytesRead: Int {
        state.withLock { $0.profiles.values.reduce(0) { $0 + $1.bytesRead } }
    }

    /// Gives the account its peak of the whole query back. To be called once the rows were read.
    package func finish() {
        account.raisePeak(to: state.withLock { $0.peak })
    }

    package func willOpen(_ plan: LogicalPlan) {
        state.withLock { state in
            settlePeak(&state)
            state.opening.append(Opening(plan: ObjectIdentifier(plan), since: ContinuousClock.now, baseline: account.bytesInUse))
        }
    }

    package func didOpen(_ plan: LogicalPlan, _ relation: OpenedRelation) -> OpenedRelation {
        let identity = ObjectIdentifier(plan)
        state.withLock { state in
            settlePeak(&state)
            var profile = state.profiles[identity] ?? OperatorProfile()
            if let last = state.opening.popLast() { profile.openSeconds += (ContinuousClock.now - last.since).seconds }
            profile.bytesRead += relation.bytesRead
            if let strategy = relation.strategy { profile.strategies.append(strategy) }
            state.profiles[identity] = profile
            if !state.opening.isEmpty { state.opening[state.opening.count - 1].baseline = account.bytesInUse }
        }
        let counting = CountingProducer(input: relation.producer) { [self] rows, seconds in
            state.withLock { state in
                state.profiles[identity]?.rows += rows
                state.profiles[identity]?.runSeconds += seconds
            }
        }
        return OpenedRelation(producer: counting, types: relation.types, facts: relation.facts)
    }

    package func note(_ remark: String) {
        state.withLock { state in
            guard let last = state.opening.last else { return }
            state.profiles[last.plan, default: OperatorProfile()].strategies.append { remark }
        }
    }

    /// Charges the peak since the last look to the operator being opened and starts a new one.
    private func settlePeak(_ state: inout State) {
        let peak = account.peakBytes
        state.peak = max(state.peak, peak)
        if let last = state.opening.last {
            state.profiles[last.plan, default: OperatorProfile()].peakBytes.raise(to: peak - last.baseline)
        }
        account.resetPeak()
    }
}

extension Int {
    fileprivate mutating func raise(to other: Int) { self = Swift.max(self, other) }
}

/// Passes rows on and reports how many there were and how long they took.
private struct CountingProducer: MorselProducer {
    let input: any MorselProducer
    let report: @Sendable (_ rows: Int, _ seconds: Double) -> Void

    var morselCount: Int { input.morselCount }
    var unobserved: any MorselProducer { input }

    func run(morsel: Int, _ consume: (Batch) throws(QueryError) -> Bool) throws(QueryError) {
        let start = ContinuousClock.now
        var rows = 0
        var elsewhere = Duration.zero
        try input.run(morsel: morsel) { (batch) throws(QueryError) in
            rows += batch.count
            let before = ContinuousClock.now
            let goesOn = try consume(batch)
            elsewhere += ContinuousClock.now - before
            return goesOn
        }
        report(rows, (ContinuousClock.now - start - elsewhere).seconds)
    }
}

extension Duration {
    /// The duration in seconds.
    package var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }
}
