import Columns

/// An operator that is ready to produce its rows, with what is known of them.
package struct OpenedRelation: Sendable {
    package let producer: any MorselProducer
    package let types: [LogicalType]
    /// By column; what is proved without looking at the rows.
    package let facts: [ColumnFacts]
    /// How the operator found its rows, for EXPLAIN ANALYZE; nil where there was nothing to choose. Asked after the rows were read, since
    /// some choices are made only then.
    package let strategy: (@Sendable () -> String?)?
    /// Stored bytes of the columns and rows that the operator reads from a table.
    package let bytesRead: Int

    package init(
        producer: any MorselProducer, types: [LogicalType], facts: [ColumnFacts]? = nil, bytesRead: Int = 0,
        strategy: (@Sendable () -> String?)? = nil
    ) {
        self.strategy = strategy
        self.bytesRead = bytesRead
        self.producer = producer
        self.types = types
        self.facts = facts ?? types.map { _ in ColumnFacts() }
    }

    /// The same rows with a strategy that is settled already.
    package init(producer: any MorselProducer, types: [LogicalType], facts: [ColumnFacts]? = nil, strategy: String?) {
        self.init(producer: producer, types: types, facts: facts, strategy: { strategy })
    }
}
