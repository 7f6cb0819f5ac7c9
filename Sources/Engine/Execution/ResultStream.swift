import Columns

/// The rows of a query, a batch at a time and in order.
///
/// Morsels run in waves of twice the thread count as the consumer asks for more, so the consumer holds the workers back and never
/// more than a wave is in memory. Dropping the stream stops the query.
package final class ResultStream {
    package let types: [LogicalType]
    private let producer: any MorselProducer
    private let context: ExecutionContext
    private var nextMorsel = 0
    private var ready: ArraySlice<Batch> = []

    package init(_ relation: OpenedRelation, context: ExecutionContext) {
        types = relation.types
        producer = relation.producer
        self.context = context
    }

    /// The next rows, which are never none; nil at the end.
    package func next() throws(QueryError) -> Batch? {
        while true {
            if let batch = ready.popFirst() { return batch }
            guard nextMorsel < producer.morselCount else { return nil }
            try runWave()
        }
    }

    private func runWave() throws(QueryError) {
        let wave = min(max(context.settings.threads * 2, 1), producer.morselCount - nextMorsel)
        let first = nextMorsel
        let results = MorselResults<[Batch]>(count: wave)
        let producer = producer
        let context = context
        try WorkerPool.shared.forEach(wave, workers: context.settings.threads) { (index) throws(QueryError) in
            var batches: [Batch] = []
            try producer.run(morsel: first + index) { (batch) throws(QueryError) in
                try context.check()
                if batch.count > 0 { batches.append(Batch(columns: try batch.columns(), count: batch.count)) }
                return true
            }
            results[index] = batches
        }
        nextMorsel += wave
        ready = ArraySlice(results.all.flatMap { $0 ?? [] })
    }
}
