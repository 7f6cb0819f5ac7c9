/// Anything that gives rows: a body, its ORDER BY and LIMIT, and the pipe operators behind them.
///
/// A pipe binds to the whole query before it; WITH scopes over the pipes. Every prefix of `pipes` leaves a valid query.
package struct Query: Sendable {
    package var with: WithClause?
    package var body: QueryBody
    /// ORDER BY of the body; in a set operation, of its whole result.
    package var orderBy: OrderByClause?
    package var limit: LimitClause?
    package var pipes: [PipeOperator]
    package var range: SourceRange

    package init(
        with: WithClause? = nil, body: QueryBody, orderBy: OrderByClause? = nil, limit: LimitClause? = nil, pipes: [PipeOperator] = [],
        range: SourceRange
    ) {
        self.with = with
        self.body = body
        self.orderBy = orderBy
        self.limit = limit
        self.pipes = pipes
        self.range = range
    }

    /// True for a statement that begins with `|>`; it takes the query before it as its input and cannot run alone.
    package var isContinuation: Bool {
        if case .continuation = body { true } else { false }
    }
}

package indirect enum QueryBody: Sendable {
    /// SELECT and FROM-first, with or without a select list.
    case select(SelectClause)
    case values(ValuesClause)
    case setOperation(SetOperation)
    /// `(query)`, with ORDER BY, LIMIT and pipes of its own.
    case parenthesized(Query)
    /// `TABLE t`.
    case table(QualifiedName)
    /// `DESCRIBE t`, `SHOW TABLES`, `SUMMARIZE t` as rows: `FROM (DESCRIBE t)`.
    case inspection(Inspection)
    /// Nothing before the first `|>`: the statement continues the last query. Only as the body of a whole statement.
    case continuation(SourceRange)
}

package struct SelectClause: Sendable {
    package enum Style: Sendable {
        /// `SELECT … FROM …`.
        case selectFirst
        /// `FROM … SELECT …`.
        case fromFirst
        /// `FROM …` alone; the select list is an implied `*` with an empty range.
        case fromOnly
    }

    package enum Distinctness: Sendable {
        case all
        case distinct
        /// `DISTINCT ON (…)`: the first row of each group.
        case on([Expression])
    }

    package var style: Style
    package var distinctness: Distinctness
    /// Never empty.
    package var items: [SelectItem]
    package var from: FromClause?
    package var `where`: Expression?
    package var groupBy: GroupByClause?
    package var having: Expression?
    package var windows: [NamedWindow]
    package var qualify: Expression?
    package var sample: SampleClause?
    package var range: SourceRange
}

/// An expression of a select list, of EXTEND or of AGGREGATE.
package struct SelectItem: Sendable {
    package var expression: Expression
    package var alias: Identifier?
    /// ASC, DESC, NULLS FIRST behind an item of AGGREGATE; nil elsewhere.
    package var ordering: Ordering?
    package var range: SourceRange

    package init(expression: Expression, alias: Identifier? = nil, ordering: Ordering? = nil, range: SourceRange) {
        self.expression = expression
        self.alias = alias
        self.ordering = ordering
        self.range = range
    }
}

package struct NamedWindow: Sendable {
    package var name: Identifier
    package var specification: WindowSpecification
}

package struct ValuesClause: Sendable {
    /// Never empty, nor is any row; that rows have one length is for the binder to check.
    package var rows: [[Expression]]
    package var range: SourceRange
}

package struct SetOperation: Sendable {
    package enum Operator: String, Sendable {
        case union = "UNION"
        case intersect = "INTERSECT"
        case except = "EXCEPT"
    }

    package var `operator`: Operator
    package var isAll: Bool
    package var isByName: Bool
    /// The sides are bodies or parenthesised queries; INTERSECT binds tighter than the other two, which go left to right.
    package var left: QueryBody
    package var right: QueryBody
    package var operatorRange: SourceRange
    package var range: SourceRange
}

package struct WithClause: Sendable {
    package var isRecursive: Bool
    /// Never empty.
    package var tables: [CommonTable]
    package var range: SourceRange
}

/// `name (columns) AS [NOT] MATERIALIZED (query)`.
package struct CommonTable: Sendable {
    package var name: Identifier
    package var columns: [Identifier]
    /// Nil where nothing was said.
    package var isMaterialized: Bool?
    /// `USING KEY (…)` of a recursive table.
    package var keyColumns: [Identifier]
    package var query: Query
    package var range: SourceRange
}

package struct GroupByClause: Sendable {
    package enum Keys: Sendable {
        /// `GROUP BY ALL`: every select item without an aggregate.
        case all
        case elements([GroupingElement])
    }

    package var keys: Keys
    /// `GROUP AND ORDER BY` of AGGREGATE.
    package var isOrdered: Bool
    package var range: SourceRange
}

package struct GroupingElement: Sendable {
    package indirect enum Kind: Sendable {
        /// An expression, an ordinal (`1`) or an alias; alias and ordering are written in AGGREGATE only.
        case expression(Expression, alias: Identifier?, ordering: Ordering?)
        /// `()`, the grand total.
        case empty
        /// `ROLLUP (a, (b, c))`: each member is one or several expressions.
        case rollup([[Expression]])
        case cube([[Expression]])
        /// Members are expressions (a parenthesised list is a `row`), `empty`, and nested sets.
        case groupingSets([GroupingElement])
    }

    package var kind: Kind
    package var range: SourceRange
}

/// The direction of one sort key; nil means that nothing was written.
package struct Ordering: Sendable {
    package var isDescending: Bool?
    package var nullsFirst: Bool?

    package init(isDescending: Bool? = nil, nullsFirst: Bool? = nil) {
        self.isDescending = isDescending
        self.nullsFirst = nullsFirst
    }
}

package struct OrderByClause: Sendable {
    package enum Keys: Sendable {
        /// `ORDER BY ALL`: every column from left to right.
        case all(Ordering)
        /// Never empty.
        case items([OrderItem])
    }

    package var keys: Keys
    package var range: SourceRange
}

package struct OrderItem: Sendable {
    /// An expression, an alias or an ordinal.
    package var expression: Expression
    package var ordering: Ordering
    package var range: SourceRange
}

package struct LimitClause: Sendable {
    /// Nil where only OFFSET or `LIMIT ALL` was written.
    package var count: Expression?
    /// `LIMIT 10%` and `LIMIT 10 PERCENT`.
    package var isPercent: Bool
    package var offset: Expression?
    package var range: SourceRange
}

/// `TABLESAMPLE reservoir (10 PERCENT) REPEATABLE (42)`, `USING SAMPLE 5 ROWS`.
package struct SampleClause: Sendable {
    package var size: Expression
    package var isPercent: Bool
    package var method: Identifier?
    package var seed: Expression?
    package var range: SourceRange
}
