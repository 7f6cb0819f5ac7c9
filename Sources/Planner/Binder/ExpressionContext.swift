import Columns
import Functions
import Language

/// Where an expression stands: the names it sees, what it may hold, and what was found in it.
///
/// Aggregates, windows and subqueries that need a place in the plan are kept aside while an expression is bound; the expression
/// refers to them by virtual columns, which are resolved when the operator that computes them is placed.
final class ExpressionContext {
    let scope: Scope
    /// The clause in capitals, for messages.
    var clause: String
    var allowsAggregates = false
    var allowsWindows = false
    /// What a name that is no column may stand for.
    var aliases: [String: Alias] = [:]
    /// The columns grouped by, where the rows are groups: a name of another column then stands for an alias first.
    var groupedColumns: Set<Int>?
    /// The keys that the rows are grouped by, for GROUPING.
    var grouping: SelectBuilder.Grouping?
    /// Set once GROUPING asks which grouping set a row is of.
    var usesGroupingSet = false
    var namedWindows: [String: WindowSpecification] = [:]

    var aggregates: [AggregateCall] = []
    var windows: [WindowCall] = []
    var subqueries: [PendingSubquery] = []
    /// Set while the arguments of an aggregate are bound.
    var isInsideAggregate = false
    var isInsideWindow = false

    init(scope: Scope, clause: String) {
        self.scope = scope
        self.clause = clause
    }

    enum Alias {
        /// A select item that is already bound in this context.
        case bound(TypedExpression)
        /// A select item of which only the text is known, and the items to its left: a slice, since a dictionary for each item would
        /// take the square of their number.
        case syntax(Expression, earlier: ArraySlice<SelectColumn>)
        /// Two items of this name.
        case ambiguous
    }
}

/// A subquery that becomes a join below the expression that holds it.
struct PendingSubquery {
    enum Kind {
        /// Its one column and row, or NULL.
        case scalar
        /// Whether it has a row.
        case exists
        /// Whether a row compares with the operands as the equalities say.
        case membership(needles: [TypedExpression])
    }

    var kind: Kind
    var plan: LogicalPlan
    /// Whether it stands inside the arguments of an aggregate, and so belongs below the aggregation.
    var isBelowAggregation: Bool
    var range: Range<Int>
}

/// Positions that stand for what has no place in a plan yet, far above every real one.
enum VirtualColumn {
    /// The number of the grouping set that a row is of.
    static let groupingSet = 1 << 39
    static let aggregates = 1 << 40
    static let windows = 2 << 40
    static let subqueries = 3 << 40

    static func isAggregate(_ position: Int) -> Bool { position >= aggregates && position < windows }
    static func isWindow(_ position: Int) -> Bool { position >= windows && position < subqueries }
    static func isSubquery(_ position: Int) -> Bool { position >= subqueries }
}

extension TypedExpression {
    var hasAggregate: Bool { contains { $0.columnPosition.map(VirtualColumn.isAggregate) ?? false } }
    var hasWindow: Bool { contains { $0.columnPosition.map(VirtualColumn.isWindow) ?? false } }
}
