import Columns
import Functions
import Planner

/// Keeps the rows for which all conditions are true.
struct FilterProducer: MorselProducer {
    let input: any MorselProducer
    let conditions: FilterConditions
    let account: MemoryAccount

    var morselCount: Int { input.morselCount }

    func run(morsel: Int, _ consume: (Batch) throws(QueryError) -> Bool) throws(QueryError) {
        try input.run(morsel: morsel) { (batch) throws(QueryError) in
            let kept = try conditions.apply(to: batch, account: account)
            return kept.count == 0 ? true : try consume(kept)
        }
    }
}

/// Computes new columns.
struct ProjectProducer: MorselProducer {
    let input: any MorselProducer
    let expressions: [any VectorExpression]

    var morselCount: Int { input.morselCount }

    func run(morsel: Int, _ consume: (Batch) throws(QueryError) -> Bool) throws(QueryError) {
        try input.run(morsel: morsel) { (batch) throws(QueryError) in
            var columns: [Vector] = []
            columns.reserveCapacity(expressions.count)
            for expression in expressions { columns.append(try expression.evaluate(batch)) }
            return try consume(Batch(columns: columns, count: batch.count))
        }
    }
}

/// Fails the query where the condition is not true.
struct AssertionProducer: MorselProducer {
    let input: any MorselProducer
    let condition: any VectorExpression
    let message: String
    let account: MemoryAccount

    var morselCount: Int { input.morselCount }

    func run(morsel: Int, _ consume: (Batch) throws(QueryError) -> Bool) throws(QueryError) {
        try input.run(morsel: morsel) { (batch) throws(QueryError) in
            guard try RowMask(try condition.evaluate(batch), account: account).passing == batch.count else {
                throw QueryError(.assertion, "assertion failed: \(message)")
            }
            return try consume(batch)
        }
    }
}

/// The morsels of several inputs one after the other.
struct ConcatenatedProducer: MorselProducer {
    let inputs: [any MorselProducer]

    var morselCount: Int { inputs.reduce(0) { $0 + $1.morselCount } }

    func run(morsel: Int, _ consume: (Batch) throws(QueryError) -> Bool) throws(QueryError) {
        var index = morsel
        for input in inputs {
            if index < input.morselCount { return try input.run(morsel: index, consume) }
            index -= input.morselCount
        }
    }
}

/// Takes rows from the front of a producer: runs its morsels in waves and stops as soon as enough rows are there.
enum LimitOperator {
    /// Rows `offset ..< offset + limit` of the input in morsel order; `limit` nil for all.
    static func run(_ input: any MorselProducer, types: [LogicalType], limit: Int?, offset: Int, context: ExecutionContext)
        throws(QueryError)
        -> MaterializedRows
    {
        let (wanted, overflow) = (limit ?? .max).addingReportingOverflow(offset)
        let needed = overflow || limit == nil ? Int.max : wanted
        var kept: [Batch] = []
        var position = 0
        var next = 0
        while next < input.morselCount, position < needed {
            let wave = min(max(context.settings.threads * 2, 1), input.morselCount - next)
            let first = next
            let missing = needed - position
            let results = MorselResults<[Batch]>(count: wave)
            try WorkerPool.shared.forEach(wave, workers: context.settings.threads) { (index) throws(QueryError) in
                var batches: [Batch] = []
                var rows = 0
                try input.run(morsel: first + index) { (batch) throws(QueryError) in
                    try context.check()
                    if batch.count > 0 { batches.append(Batch(columns: try batch.columns(), count: batch.count)) }
                    rows += batch.count
                    return rows < missing
                }
                results[index] = batches
            }
            next += wave
            for batch in results.all.flatMap({ $0 ?? [] }) where position < needed {
                let start = max(offset - position, 0)
                let end = min(batch.count, needed - position)
                position += batch.count
                if start < end { kept.append(try batch.slice(start..<end)) }
            }
        }
        return MaterializedRows(columnTypes: types, morsels: [kept])
    }
}
