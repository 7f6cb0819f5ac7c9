import Columns

/// An operator that is ready to produce its rows, with what is known of them.
package struct OpenedRelation: Sendable {
    package let producer: any MorselProducer
    package let types: [LogicalType]
    /// By column; what is proved without looking at the rows.
    package let facts: [ColumnFacts]
    /// How the operator found its rows, for EXPLAIN ANALYZE; nil where there was nothing to choose.
    package let strategy: String?

    package init(producer: any MorselProducer, types: [LogicalType], facts: [ColumnFacts]? = nil, strategy: String? = nil) {
        self.strategy = strategy
        self.producer = producer
        self.types = types
        self.facts = facts ?? types.map { _ in ColumnFacts() }
    }
}
