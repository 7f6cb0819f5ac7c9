/// A scalar expression with the range of its text; the parentheses around a parenthesised expression are inside its range.
///
/// Invariant: no expression is higher than `Parser.nestingLimit`, so recursive functions over the tree need no check of their own.
package struct Expression: Sendable {
    package indirect enum Kind: Sendable {
        case literal(Literal)
        /// `a`, `t.a`, `s.t.a`; whether a dot selects a column of a table or a field of a struct is for the binder to say.
        case column(QualifiedName)
        case placeholder(Placeholder)
        /// `#2`, the second column of the FROM clause, counted from one.
        case columnPosition(Int)
        /// `*`, `t.*`: in a select list, or as the only argument of `count`, `COLUMNS` and the like.
        case star(StarExpression)
        /// `COLUMNS('regex')`, `COLUMNS(*)`, `COLUMNS(c -> …)`, `COLUMNS(['a', 'b'])`; `*COLUMNS(…)` unpacks into an argument list.
        case columns(Expression, isUnpacked: Bool)

        case unary(UnaryOperator, Expression)
        case binary(BinaryOperator, Expression, Expression, operatorRange: SourceRange)
        /// At least two operands, in source order.
        case logical(LogicalOperator, [Expression])
        case isTest(Expression, IsPredicate, isNegated: Bool)
        case isDistinctFrom(Expression, Expression, isNegated: Bool)
        case between(BetweenExpression)
        case pattern(PatternExpression)
        /// `x IN (1, 2)`; the list is never empty.
        case inList(Expression, [Expression], isNegated: Bool)
        case inQuery(Expression, Query, isNegated: Bool)
        /// `x IN values`, where `values` is a list.
        case inValue(Expression, Expression, isNegated: Bool)
        /// `x = ANY (SELECT …)`.
        case quantifiedQuery(Expression, BinaryOperator, Quantifier, Query)
        /// `x = ANY (list)`.
        case quantifiedValue(Expression, BinaryOperator, Quantifier, Expression)
        /// `EXISTS (…)`; `NOT EXISTS` is a `unary(.not, …)` around it.
        case exists(Query)
        case scalarQuery(Query)
        /// `ARRAY(SELECT …)`, the rows of a query as a list.
        case listQuery(Query)

        case conditional(CaseExpression)
        case cast(CastExpression)
        /// `DATE '2024-01-31'`, `TIMESTAMP '…'`: a text constant read as a type.
        case typedLiteral(TypeName, String)
        case interval(IntervalExpression)
        case call(FunctionCall)
        /// `x COLLATE name`.
        case collate(Expression, QualifiedName)

        /// `(1, 2)`, `ROW(1, 2)`.
        case row([Expression])
        /// `[1, 2]`, `ARRAY[1, 2]`.
        case list([Expression])
        /// `[e FOR x IN list IF condition]`.
        case listComprehension(ListComprehension)
        /// `{'a': 1, b: 2}`.
        case structure([StructureField])
        /// `MAP {k: v}`.
        case map([MapEntry])
        /// `(e).name`, a field of something that is not a plain name.
        case field(Expression, Identifier)
        /// `e[1]`.
        case element(Expression, Expression)
        /// `e[1:2]`, `e[:]`, `e[1:10:2]`.
        case slice(Expression, from: Expression?, to: Expression?, step: Expression?)
        /// `x -> x + 1`, `(x, i) -> …`, `lambda x, i: …`.
        case lambda([Identifier], Expression)
        /// `DEFAULT`, only as a value of INSERT and UPDATE.
        case defaultValue
    }

    package var kind: Kind
    package var range: SourceRange

    package init(_ kind: Kind, range: SourceRange) {
        self.kind = kind
        self.range = range
    }
}

/// `*` and `t.*` with what may follow it.
package struct StarExpression: Sendable {
    /// `t` of `t.*`.
    package var qualifier: QualifiedName?
    /// `EXCLUDE (a, t.b)`, also written EXCEPT.
    package var exclude: [QualifiedName]
    /// `REPLACE (expression AS name)`.
    package var replace: [StarReplacement]
    /// `RENAME (old AS new)`.
    package var rename: [StarRenaming]
    /// `* LIKE 'a%'`: only the columns whose name fits.
    package var pattern: StarPattern?

    package init(
        qualifier: QualifiedName? = nil, exclude: [QualifiedName] = [], replace: [StarReplacement] = [], rename: [StarRenaming] = [],
        pattern: StarPattern? = nil
    ) {
        self.qualifier = qualifier
        self.exclude = exclude
        self.replace = replace
        self.rename = rename
        self.pattern = pattern
    }
}

package struct StarReplacement: Sendable {
    package var value: Expression
    package var name: Identifier
}

package struct StarRenaming: Sendable {
    package var column: QualifiedName
    package var name: Identifier
}

package struct StarPattern: Sendable {
    package var `operator`: PatternOperator
    package var isNegated: Bool
    package var pattern: Expression
}

package struct BetweenExpression: Sendable {
    package var value: Expression
    package var lower: Expression
    package var upper: Expression
    package var isNegated: Bool
    /// With SYMMETRIC the bounds may come in either order.
    package var isSymmetric: Bool
}

package struct PatternExpression: Sendable {
    package var value: Expression
    package var `operator`: PatternOperator
    package var pattern: Expression
    package var escape: Expression?
    package var isNegated: Bool

    package init(value: Expression, operator: PatternOperator, pattern: Expression, escape: Expression? = nil, isNegated: Bool) {
        self.value = value
        self.operator = `operator`
        self.pattern = pattern
        self.escape = escape
        self.isNegated = isNegated
    }
}

/// Both forms of CASE: with an operand each WHEN is compared to it, without one each WHEN is a condition.
package struct CaseExpression: Sendable {
    package var operand: Expression?
    /// Never empty.
    package var branches: [CaseBranch]
    package var otherwise: Expression?
}

package struct CaseBranch: Sendable {
    package var condition: Expression
    package var result: Expression
}

package struct CastExpression: Sendable {
    package enum Spelling: Sendable {
        /// `CAST(x AS t)`.
        case function
        /// `x::t`.
        case suffix
    }

    package var value: Expression
    package var type: TypeName
    /// TRY_CAST gives NULL where CAST is an error.
    package var isTry: Bool
    package var spelling: Spelling
}

package struct ListComprehension: Sendable {
    package var element: Expression
    package var variables: [Identifier]
    package var list: Expression
    package var condition: Expression?
}

package struct StructureField: Sendable {
    package var name: Identifier
    package var value: Expression
}

package struct MapEntry: Sendable {
    package var key: Expression
    package var value: Expression
}
