import Columns

/// A statement with its names and types settled: what a database carries out.
package enum BoundStatement: Sendable {
    /// Rows for the user.
    case query(LogicalPlan)
    case createTable(TableCreation)
    case createView(ViewCreation)
    case drop(Removal)
    /// The plan's output has the table's columns in order and of their types.
    case insert(table: String, LogicalPlan)
    /// The plan gives the rows that stay, in order, with the table's columns.
    case delete(table: String, remaining: LogicalPlan, deleted: LogicalPlan)
    /// The plan gives all rows of the table in order, changed where they are to change; `changed` gives the changed ones alone.
    case update(table: String, rows: LogicalPlan, changed: LogicalPlan)
    /// All rows of the table go.
    case truncate(table: String)
    case alterTable(TableAlteration)
    case set(name: String, value: Value, type: LogicalType)
    /// Nil resets everything.
    case reset(name: String?)
    case explain(LogicalPlan, isAnalyze: Bool, format: ExplainFormat)
    case copyTo(path: String, LogicalPlan, options: [BoundOption])
    /// The file's rows, read and brought to the table's columns by the plan.
    case copyFrom(table: String, LogicalPlan)
    /// Accepted and without effect: transactions and indexes.
    case nothing
}

/// How EXPLAIN shows a plan.
package enum ExplainFormat: String, Sendable, CaseIterable {
    /// A line an operator, its inputs indented below it.
    case text
    /// One document, operators as objects.
    case json
}

package struct TableCreation: Sendable {
    package var name: String
    package var isReplacing: Bool
    package var ifNotExists: Bool
    package var isTemporary: Bool
    package var keepsSources: Bool
    package var columns: [BoundColumn]
    /// The rows to begin with, with the columns' types; nil for an empty table.
    package var rows: LogicalPlan?
}

/// A column of a table to be.
package struct BoundColumn: Sendable {
    package var name: String
    package var type: LogicalType
    package var isNullable: Bool
    /// What a missing value becomes; nil for NULL.
    package var defaultValue: TypedExpression?

    package init(name: String, type: LogicalType, isNullable: Bool = true, defaultValue: TypedExpression? = nil) {
        self.name = name
        self.type = type
        self.isNullable = isNullable
        self.defaultValue = defaultValue
    }
}

package struct ViewCreation: Sendable {
    package var name: String
    package var isReplacing: Bool
    package var ifNotExists: Bool
    package var isTemporary: Bool
    package var columnNames: [String]
    /// The range of the query in the statement's text; the view is bound from this text anew at every use.
    package var queryRange: Range<Int>
    /// Its columns now.
    package var output: [OutputColumn]
}

package struct Removal: Sendable {
    package enum Kind: Sendable, Hashable { case table, view }
    package var kind: Kind
    package var names: [String]
    package var ifExists: Bool
}

package struct TableAlteration: Sendable {
    package var table: String
    /// The new name of the table, where it gets one.
    package var newName: String?
    /// The new columns and rows, where they change.
    package var columns: [BoundColumn]?
    package var rows: LogicalPlan?
}

/// An option of COPY; names in lower case.
package struct BoundOption: Sendable {
    package var name: String
    /// `true` for an option that stands alone.
    package var value: Value
    package var range: Range<Int>?
}
