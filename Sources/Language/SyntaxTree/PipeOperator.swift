/// One `|> OPERATOR …` behind a query. It sees the columns of its input alone.
package struct PipeOperator: Sendable {
    package indirect enum Kind: Sendable {
        /// `SELECT [DISTINCT] items` with WINDOW, and GROUP BY where items aggregate; `from` is nil, `where` too.
        case select(SelectClause)
        /// The input with more columns at its end; never empty.
        case extend([SelectItem], windows: [NamedWindow])
        /// `SET a = 1, b = a + 1`; the right sides see the input.
        case set([Assignment])
        case drop([QualifiedName])
        case rename([StarRenaming])
        /// `AS alias`.
        case alias(Identifier)
        case `where`(Expression)
        /// Group columns first, then aggregates. Items may be empty where there is a GROUP BY.
        case aggregate([SelectItem], groupBy: GroupByClause?)
        case distinct
        case orderBy(OrderByClause)
        case limit(LimitClause)
        /// The left side is the input.
        case join(PipeJoin)
        /// `UNION ALL BY NAME (q), (q)`; never empty.
        case setOperation(SetOperation.Operator, isAll: Bool, isByName: Bool, [Query])
        /// `CALL f(…) AS alias`: the input is the first table argument.
        case call(FunctionCall, alias: TableAlias?)
        /// Common tables for the operators behind it; rows pass.
        case with(WithClause)
        case pivot(PivotClause, alias: TableAlias?)
        case unpivot(UnpivotClause, alias: TableAlias?)
        case sample(SampleClause)
        /// `ASSERT condition, payload …`.
        case assert(Expression, payload: [Expression])
        case describe
        case summarize
        /// The rows behind each row of the input.
        case sources
    }

    package var kind: Kind
    /// From `|>` to the end of the operator.
    package var range: SourceRange
    /// The range of the words that name the operator, for messages: `ORDER BY`.
    package var keywordRange: SourceRange

    /// The name in capitals, for messages: `AGGREGATE`.
    package var name: String {
        switch kind {
        case .select: "SELECT"
        case .extend: "EXTEND"
        case .set: "SET"
        case .drop: "DROP"
        case .rename: "RENAME"
        case .alias: "AS"
        case .where: "WHERE"
        case .aggregate: "AGGREGATE"
        case .distinct: "DISTINCT"
        case .orderBy: "ORDER BY"
        case .limit: "LIMIT"
        case .join: "JOIN"
        case .setOperation(let kind, _, _, _): kind.rawValue
        case .call: "CALL"
        case .with: "WITH"
        case .pivot: "PIVOT"
        case .unpivot: "UNPIVOT"
        case .sample: "TABLESAMPLE"
        case .assert: "ASSERT"
        case .describe: "DESCRIBE"
        case .summarize: "SUMMARIZE"
        case .sources: "SOURCES"
        }
    }
}

/// `name = value` of SET and UPDATE.
package struct Assignment: Sendable {
    package var name: Identifier
    package var value: Expression
    package var range: SourceRange
}

/// A join whose left side is the input of the pipe operator.
package struct PipeJoin: Sendable {
    package var kind: Join.Kind
    package var isNatural: Bool
    package var isAsOf: Bool
    package var right: TableReference
    package var condition: Join.Condition?
    package var operatorRange: SourceRange
}
