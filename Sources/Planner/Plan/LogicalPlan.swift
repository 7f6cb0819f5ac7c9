import Columns
import Functions

/// A relational operator over its inputs, with names and types settled: what the binder makes, the rules improve and the engine runs.
///
/// Expressions refer to the columns of the operator's input by position. The output of every operator is listed in `output`.
package final class LogicalPlan: Sendable {
    package let operation: Operation
    package let output: [OutputColumn]
    /// How many rows the planner expects; nil before estimation.
    package let estimatedRows: Double?

    package init(_ operation: Operation, output: [OutputColumn], estimatedRows: Double? = nil) {
        self.operation = operation
        self.output = output
        self.estimatedRows = estimatedRows
    }

    package enum Operation: Sendable {
        /// Columns `columns` of a table, in that order; the output is these columns.
        case scan(TableScan)
        /// Rows of constant expressions (no column references).
        case values([[TypedExpression]])
        /// One row of no columns: the input of a SELECT without FROM.
        case singleRow
        /// Whole numbers `start`, `start + step` … while before `stop` (or up to it, where inclusive), as one BIGINT column.
        case series(start: TypedExpression, stop: TypedExpression, step: TypedExpression, isInclusive: Bool)
        case filter(LogicalPlan, TypedExpression)
        case project(LogicalPlan, [TypedExpression])
        /// Output: the group keys, then the aggregates. `groupingSets` lists for each set the positions of its keys in `keys`
        /// (keys outside a set are NULL); nil stands for one set of all keys. Without keys there is exactly one row.
        case aggregate(LogicalPlan, keys: [TypedExpression], aggregates: [AggregateCall], groupingSets: [[Int]]?)
        /// The first row of each combination of the `on` expressions (of all columns where nil), in input order.
        case distinct(LogicalPlan, on: [TypedExpression]?)
        case sort(LogicalPlan, [SortKey])
        /// The first `limit` rows (all where nil) after `offset`. Over a sort the engine runs both as a top-N.
        case limit(LogicalPlan, limit: TypedExpression?, offset: TypedExpression?)
        case join(Join)
        /// Duplicates are kept where `all`. Inputs have the same types; output names are the first input's.
        case setOperation(SetOperation, all: Bool, LogicalPlan, LogicalPlan)
        /// The input's columns, then one column a call.
        case window(LogicalPlan, [WindowCall])
        /// A common table expression used more than once: the engine runs the plan with this identity once and keeps its rows.
        case shared(SharedPlan)
        /// Fails the query with the message when the condition is false or NULL for a row; passes its input on.
        case assertion(LogicalPlan, condition: TypedExpression, message: String)
    }
}

/// A column that an operator puts out.
package struct OutputColumn: Sendable, Hashable {
    package let name: String
    package let type: LogicalType

    package init(name: String, type: LogicalType) {
        self.name = name
        self.type = type
    }
}

/// Reading a table.
package struct TableScan: Sendable {
    /// For EXPLAIN and errors.
    package var name: String
    package var table: Table
    /// Positions in the table's schema.
    package var columns: [Int]
    /// Conditions on the scanned columns (by position in `columns`) that the scan applies itself; all must hold.
    package var filters: [TypedExpression]

    package init(name: String, table: Table, columns: [Int], filters: [TypedExpression] = []) {
        self.name = name
        self.table = table
        self.columns = columns
        self.filters = filters
    }
}

package enum SetOperation: Sendable, Hashable {
    case union, intersect, except
}

package enum JoinKind: Sendable, Hashable {
    case inner, left, right, full
    /// Left rows with at least one match; output: the left columns.
    case semi
    /// Left rows without a match; output: the left columns.
    case anti
    /// Every left row once, with a BOOLEAN column behind: whether a match exists, by the NULL rules of IN where `markIsNullAware`.
    case mark
    /// Every left row with its one match or NULLs; two matches are an error (scalar subqueries).
    case single
}

/// A join. A match is a pair for which all equalities hold and the residual, over the left columns then the right ones, is true.
package struct Join: Sendable {
    package var kind: JoinKind
    package var left: LogicalPlan
    package var right: LogicalPlan
    package var equalities: [JoinEquality]
    package var residual: TypedExpression?
    /// For `mark`: whether NULL keys make the mark NULL, as in `x IN (…)`; without, it is true or false, as in EXISTS.
    package var markIsNullAware: Bool

    package init(
        kind: JoinKind, left: LogicalPlan, right: LogicalPlan, equalities: [JoinEquality] = [], residual: TypedExpression? = nil,
        markIsNullAware: Bool = false
    ) {
        self.kind = kind
        self.left = left
        self.right = right
        self.equalities = equalities
        self.residual = residual
        self.markIsNullAware = markIsNullAware
    }
}

/// An equality between an expression over the left columns and one over the right columns (each by its own positions), of one type.
package struct JoinEquality: Sendable {
    package var left: TypedExpression
    package var right: TypedExpression
    /// IS NOT DISTINCT FROM instead of `=`.
    package var nullsEqual: Bool

    package init(left: TypedExpression, right: TypedExpression, nullsEqual: Bool = false) {
        self.left = left
        self.right = right
        self.nullsEqual = nullsEqual
    }
}

/// A function over a window.
package struct WindowCall: Sendable {
    package enum Function: Sendable {
        case window(WindowFunction)
        case aggregate(ResolvedAggregate)
    }

    package var function: Function
    package var arguments: [TypedExpression]
    package var isDistinct: Bool
    package var ignoresNulls: Bool
    package var filter: TypedExpression?
    package var partition: [TypedExpression]
    package var order: [SortKey]
    package var frame: WindowFrame
    package var type: LogicalType
    package var range: Range<Int>?

    package init(
        function: Function, arguments: [TypedExpression], isDistinct: Bool = false, ignoresNulls: Bool = false,
        filter: TypedExpression? = nil, partition: [TypedExpression] = [], order: [SortKey] = [], frame: WindowFrame, type: LogicalType,
        range: Range<Int>? = nil
    ) {
        self.function = function
        self.arguments = arguments
        self.isDistinct = isDistinct
        self.ignoresNulls = ignoresNulls
        self.filter = filter
        self.partition = partition
        self.order = order
        self.frame = frame
        self.type = type
        self.range = range
    }
}

/// The rows around a row that a window function sees.
package struct WindowFrame: Sendable {
    package enum Unit: Sendable, Hashable { case rows, range, groups }

    package enum Bound: Sendable {
        case unboundedPreceding
        case preceding(TypedExpression)
        case currentRow
        case following(TypedExpression)
        case unboundedFollowing
    }

    package enum Exclusion: Sendable, Hashable { case none, currentRow, group, ties }

    package var unit: Unit
    package var start: Bound
    package var end: Bound
    package var exclusion: Exclusion

    package init(unit: Unit, start: Bound, end: Bound, exclusion: Exclusion = .none) {
        self.unit = unit
        self.start = start
        self.end = end
        self.exclusion = exclusion
    }
}

/// A plan that several places of one query read; identity decides that they are the same.
package final class SharedPlan: Sendable {
    package let name: String
    package let plan: LogicalPlan

    package init(name: String, plan: LogicalPlan) {
        self.name = name
        self.plan = plan
    }
}
