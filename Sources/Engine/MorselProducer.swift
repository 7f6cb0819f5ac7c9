import Columns

/// The rows of an operator, cut into morsels that workers take one by one.
///
/// How many morsels there are and what each holds is fixed by the data and the plan, never by the number of threads; whoever needs
/// the rows in order puts the morsels' outputs together in morsel order. Streaming operators wrap the producer of their input;
/// pipeline breakers (aggregation, sort, the build side of a join) run their input to its end when they are opened and produce
/// from what they kept.
package protocol MorselProducer: Sendable {
    var morselCount: Int { get }

    /// Hands the batches of a morsel to `consume`, in order, until it returns false. Different morsels may run at the same time, and
    /// a morsel may run more than once with the same outcome.
    func run(morsel: Int, _ consume: (Batch) throws(QueryError) -> Bool) throws(QueryError)

    /// The producer behind whatever only watches it: what operators look at that treat some producers in their own way, so that a query
    /// runs in the same way whether it is watched or not.
    var unobserved: any MorselProducer { get }
}

extension MorselProducer {
    package var unobserved: any MorselProducer { self }
}

/// A producer that knows how many rows it has.
protocol CountedRows {
    var rowCount: Int { get }
}

extension MaterializedRows: CountedRows {}

/// Rows held in memory, by morsel: what a pipeline breaker keeps.
package final class MaterializedRows: MorselProducer {
    package let columnTypes: [LogicalType]
    private let morsels: [[Batch]]
    package let rowCount: Int

    /// The batches must carry no selection, so that they can be read by several threads.
    package init(columnTypes: [LogicalType], morsels: [[Batch]]) {
        self.columnTypes = columnTypes
        self.morsels = morsels
        rowCount = morsels.reduce(0) { $0 + $1.reduce(0) { $0 + $1.count } }
    }

    package var morselCount: Int { morsels.count }

    /// All batches in order.
    package var batches: [Batch] { morsels.flatMap { $0 } }

    package func run(morsel: Int, _ consume: (Batch) throws(QueryError) -> Bool) throws(QueryError) {
        for batch in morsels[morsel] where try !consume(batch) { return }
    }
}

extension MorselProducer {
    /// Runs every morsel on the workers of `context` and keeps the rows.
    package func materialized(columnTypes: [LogicalType], context: ExecutionContext) throws(QueryError) -> MaterializedRows {
        let collected = MorselResults<[Batch]>(count: morselCount)
        try WorkerPool.shared.forEach(morselCount, workers: context.settings.threads) { (morsel) throws(QueryError) in
            var batches: [Batch] = []
            try run(morsel: morsel) { (batch) throws(QueryError) in
                try context.check()
                if batch.count > 0 { batches.append(Batch(columns: try batch.columns(), count: batch.count)) }
                return true
            }
            collected[morsel] = batches
        }
        return MaterializedRows(columnTypes: columnTypes, morsels: collected.all.map { $0 ?? [] })
    }
}
