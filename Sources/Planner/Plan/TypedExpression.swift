import Columns
import Functions

/// An expression whose names and types are settled. Plain data: it can be printed, compared by its text, and shipped.
package struct TypedExpression: Sendable {
    package var type: LogicalType
    package var node: Node
    /// Where it stands in the statement (UTF-8 bytes), for errors at run time; nil for what a rule made.
    package var range: Range<Int>?

    package indirect enum Node: Sendable {
        /// A column of the operator's input, by position. For joins: the left columns, then the right ones.
        case column(Int)
        /// A column of the input of an enclosing query, by position; `depth` 0 is the nearest one. Only between binder and unnesting:
        /// a plan that reaches the engine holds none, and meeting one there is an internal error.
        case outerColumn(depth: Int, Int)
        case constant(Value)
        case call(ResolvedFunction, [TypedExpression])
        /// To the expression's own type; `isTry` gives NULL instead of an error.
        case cast(TypedExpression, isTry: Bool)
        /// Three-valued logic. A later operand that can raise runs only on rows where no earlier one has settled the result.
        case and([TypedExpression])
        case or([TypedExpression])
        case not(TypedExpression)
        case isNull(TypedExpression)
        /// Searched CASE; the simple form is rewritten to it. A NULL `otherwise` stands for a missing ELSE.
        case conditional(branches: [ConditionalBranch], otherwise: TypedExpression)
        /// The first operand that is not NULL; later ones run only on the rows still NULL.
        case coalesce([TypedExpression])
        /// `needle IN (list)` with SQL's NULL rules; all of one type.
        case inList(TypedExpression, [TypedExpression])
        /// A subquery of one column without outer references: run once, its one row (none: NULL) stands for it.
        case scalarSubquery(LogicalPlan)
        /// A subquery without outer references: run once, true when it has a row.
        case existsSubquery(LogicalPlan)
    }

    package init(_ node: Node, type: LogicalType, range: Range<Int>? = nil) {
        self.node = node
        self.type = type
        self.range = range
    }
}

/// One WHEN … THEN … of a CASE.
package struct ConditionalBranch: Sendable {
    package var condition: TypedExpression
    package var result: TypedExpression

    package init(condition: TypedExpression, result: TypedExpression) {
        self.condition = condition
        self.result = result
    }
}

/// A sort key.
package struct SortKey: Sendable {
    package var expression: TypedExpression
    package var isDescending: Bool
    package var nullsFirst: Bool

    package init(expression: TypedExpression, isDescending: Bool = false, nullsFirst: Bool = false) {
        self.expression = expression
        self.isDescending = isDescending
        self.nullsFirst = nullsFirst
    }
}

/// A call of an aggregate in an aggregation or over a window.
package struct AggregateCall: Sendable {
    package var function: ResolvedAggregate
    package var arguments: [TypedExpression]
    /// Constant arguments that the kernel already holds: for printing and comparing calls.
    package var parameters: [TypedExpression]
    package var isDistinct: Bool
    /// FILTER (WHERE …): only rows for which it is true count.
    package var filter: TypedExpression?
    /// ORDER BY inside the call.
    package var order: [SortKey]
    package var range: Range<Int>?

    package init(
        function: ResolvedAggregate, arguments: [TypedExpression], parameters: [TypedExpression] = [], isDistinct: Bool = false,
        filter: TypedExpression? = nil, order: [SortKey] = [], range: Range<Int>? = nil
    ) {
        self.function = function
        self.arguments = arguments
        self.parameters = parameters
        self.isDistinct = isDistinct
        self.filter = filter
        self.order = order
        self.range = range
    }
}
