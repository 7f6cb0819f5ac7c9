import Columns

/// Where the binder finds tables, views and files. Implemented over whatever holds them.
package protocol Catalog {
    /// The table or view of a name, compared without regard to case; nil where there is none.
    func entry(named name: String) throws(QueryError) -> CatalogEntry?

    /// The rows of a file, read now; a second call of the same statement gives the same rows.
    /// - Parameter options: the named arguments of `read_csv` and its like, names in lower case.
    func table(fromFile path: String, reader: FileReader, options: [FileOption]) throws(QueryError) -> Table

    /// What a column of a table takes where an INSERT gives no value; nil for NULL.
    func defaultValue(ofColumn column: Int, table: String) -> TypedExpression?

    /// Whether a column of a table may hold NULL.
    func isNullable(column: Int, table: String) -> Bool

    /// The names of all tables and views, for did-you-mean.
    var tableNames: [String] { get }
}

extension Catalog {
    package func defaultValue(ofColumn column: Int, table: String) -> TypedExpression? { nil }
    package func isNullable(column: Int, table: String) -> Bool { true }
}

/// What a name in FROM stands for.
package enum CatalogEntry: Sendable {
    case table(Table)
    /// The text of a query, bound anew at every use; `columnNames` rename its columns where given.
    case view(query: String, columnNames: [String])
}

/// Which reader a file table asks for.
package enum FileReader: Sendable, Hashable {
    /// By the ending of the name.
    case automatic
    case csv, json, text
}

/// A named argument of a file reader.
package struct FileOption: Sendable {
    package let name: String
    package let value: Value
    package let range: Range<Int>?

    package init(name: String, value: Value, range: Range<Int>? = nil) {
        self.name = name
        self.value = value
        self.range = range
    }
}
