import Columns

/// Rows held in memory together with the evaluated keys of each batch.
package struct KeyedRows: Sendable {
    package let rows: MaterializedRows
    /// The key vectors of each batch of `rows`, in the order of `rows.batches`.
    package let keyVectors: [[Vector]]

    /// The vectors of key `index`, one a batch.
    package func keys(_ index: Int) -> [Vector] { keyVectors.map { $0[index] } }

    /// Runs `input` to its end and evaluates the keys of each batch on the way.
    package static func materialized(
        _ input: any MorselProducer, columnTypes: [LogicalType], keyTypes: [LogicalType], evaluate: @escaping KeyEvaluation,
        context: ExecutionContext
    ) throws(QueryError) -> KeyedRows {
        let width = columnTypes.count
        let keyed = KeyedProducer(input: input, evaluate: evaluate)
        let all = try keyed.materialized(columnTypes: columnTypes + keyTypes, context: context)
        var morsels: [[Batch]] = []
        var keyVectors: [[Vector]] = []
        for batch in all.batches {
            morsels.append([Batch(columns: Array(batch.baseColumns[..<width]), count: batch.count)])
            keyVectors.append(Array(batch.baseColumns[width...]))
        }
        return KeyedRows(rows: MaterializedRows(columnTypes: columnTypes, morsels: morsels), keyVectors: keyVectors)
    }
}

/// Puts the evaluated keys behind the columns of each batch.
private struct KeyedProducer: MorselProducer {
    let input: any MorselProducer
    let evaluate: KeyEvaluation

    var morselCount: Int { input.morselCount }

    func run(morsel: Int, _ consume: (Batch) throws(QueryError) -> Bool) throws(QueryError) {
        try input.run(morsel: morsel) { (batch) throws(QueryError) in
            if batch.count == 0 { return true }
            return try consume(Batch(columns: try batch.columns() + evaluate(batch), count: batch.count))
        }
    }
}
