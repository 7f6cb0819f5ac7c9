/// The FROM clause; a comma is a cross join that binds weaker than JOIN.
package struct FromClause: Sendable {
    /// Never empty.
    package var tables: [TableReference]
    package var range: SourceRange
}

/// Something with rows inside FROM or behind JOIN.
package struct TableReference: Sendable {
    package indirect enum Kind: Sendable {
        /// A table, a view, a common table or a script.
        case named(QualifiedName)
        /// `'file.csv'`.
        case file(String)
        /// `read_csv('file.csv', header => true)`, `range(10)`, `unnest(list)`; `name = value` names an argument.
        case function(FunctionCall, withOrdinality: Bool)
        /// `(query)`; VALUES in FROM comes as a query too.
        case query(Query)
        case join(Join)
        /// `(a JOIN b …)`.
        case parenthesized(TableReference)
        case pivot(TableReference, PivotClause)
        case unpivot(TableReference, UnpivotClause)
    }

    package var kind: Kind
    /// LATERAL was written; whether a reference *is* lateral follows from the names it uses.
    package var isLateral: Bool
    package var alias: TableAlias?
    package var sample: SampleClause?
    package var range: SourceRange
}

package struct TableAlias: Sendable {
    package var name: Identifier
    /// New names for the first columns; may be fewer than there are columns.
    package var columns: [Identifier]
    package var range: SourceRange
}

/// Joins without parentheses lean to the left.
package struct Join: Sendable {
    package enum Kind: String, Sendable {
        case inner = "INNER"
        case left = "LEFT"
        case right = "RIGHT"
        case full = "FULL"
        case cross = "CROSS"
        /// Rows of the left side that have a partner, each once.
        case semi = "SEMI"
        /// Rows of the left side that have none.
        case anti = "ANTI"
        /// Row by row, by position.
        case positional = "POSITIONAL"
    }

    package indirect enum Condition: Sendable {
        case on(Expression)
        /// Never empty.
        case using([Identifier])
    }

    package var kind: Kind
    package var isNatural: Bool
    /// ASOF: the nearest row instead of all rows for the one inequality of the condition.
    package var isAsOf: Bool
    package var left: TableReference
    package var right: TableReference
    /// Nil for CROSS, POSITIONAL and NATURAL. An inner or outer join without a condition is refused by the parser.
    package var condition: Condition?
    /// The words before the right side: `LEFT OUTER JOIN`.
    package var operatorRange: SourceRange
}

/// `PIVOT (sum(x) FOR year IN (2020, 2021) GROUP BY region)`, `PIVOT t ON year USING sum(x)`.
package struct PivotClause: Sendable {
    package var aggregates: [SelectItem]
    package var columns: [PivotColumn]
    package var groupBy: [Expression]
}

package struct PivotColumn: Sendable {
    package indirect enum Values: Sendable {
        /// No IN list: the values are found when the query runs.
        case found
        case listed([SelectItem])
        case query(Query)
        /// `IN name`, an enumeration type.
        case named(Identifier)
    }

    /// Several expressions stand for their combinations.
    package var expressions: [Expression]
    package var values: Values
}

/// `UNPIVOT (value FOR name IN (a, b))`, `UNPIVOT t ON a, b INTO NAME n VALUE v`.
package struct UnpivotClause: Sendable {
    package var includesNulls: Bool
    package var valueNames: [Identifier]
    package var nameColumn: Identifier?
    /// A `row` groups columns that go into several value columns at once.
    package var columns: [SelectItem]
}
