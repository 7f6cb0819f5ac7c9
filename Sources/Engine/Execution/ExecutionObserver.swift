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

/// What an operator did: real rows, time and strategy.
package struct OperatorProfile: Sendable {
    package var rows = 0
    /// Time spent opening the operator, its inputs included, which for pipeline breakers is the time of running them.
    package var openSeconds = 0.0
    /// Time spent in the operator's morsels, its inputs' included, summed over threads.
    package var runSeconds = 0.0
    /// The most bytes in use by the query when the operator was open.
    package var bytesInUse = 0
    package var remarks: [String] = []
}

/// Collects a profile by operator.
package final class ExecutionProfile: ExecutionObserver {
    private struct State {
        var profiles: [ObjectIdentifier: OperatorProfile] = [:]
        var opening: [(plan: ObjectIdentifier, since: ContinuousClock.Instant)] = []
    }

    private let state = Mutex(State())
    private let account: MemoryAccount

    package init(account: MemoryAccount) {
        self.account = account
    }

    package subscript(_ plan: LogicalPlan) -> OperatorProfile? {
        state.withLock { $0.profiles[ObjectIdentifier(plan)] }
    }

    package func willOpen(_ plan: LogicalPlan) {
        state.withLock { $0.opening.append((ObjectIdentifier(plan), ContinuousClock.now)) }
    }

    package func didOpen(_ plan: LogicalPlan, _ relation: OpenedRelation) -> OpenedRelation {
        let identity = ObjectIdentifier(plan)
        let bytes = account.bytesInUse
        state.withLock { state in
            var profile = state.profiles[identity] ?? OperatorProfile()
            if let last = state.opening.popLast() { profile.openSeconds += (ContinuousClock.now - last.since).seconds }
            profile.bytesInUse = max(profile.bytesInUse, bytes)
            state.profiles[identity] = profile
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
            state.profiles[last.plan, default: OperatorProfile()].remarks.append(remark)
        }
    }
}

/// Passes rows on and reports how many there were and how long they took.
private struct CountingProducer: MorselProducer {
    let input: any MorselProducer
    let report: @Sendable (_ rows: Int, _ seconds: Double) -> Void

    var morselCount: Int { input.morselCount }

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
