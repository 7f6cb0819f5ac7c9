import Columns
import Planner

/// The tables, views and files as one statement sees them. A file is read once a statement.
final class StatementCatalog: Catalog {
    private let database: Database
    private let context: ExecutionContext
    private var files: [(path: String, options: String, table: Table)] = []

    init(database: Database, context: ExecutionContext) {
        self.database = database
        self.context = context
    }

    func entry(named name: String) throws(QueryError) -> CatalogEntry? {
        try database.tables.entry(named: name)
    }

    func table(fromFile path: String, reader: FileReader, options: [FileOption]) throws(QueryError) -> Table {
        let key = "\(reader) " + options.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
        if let known = files.first(where: { $0.path == path && $0.options == key }) { return known.table }
        let table = try FileTables.read(path, reader: reader, options: options, context: context)
        files.append((path, key, table))
        return table
    }

    func defaultValue(ofColumn column: Int, table: String) -> TypedExpression? {
        let columns = database.tables.columns(of: table)
        return column < columns.count ? columns[column].defaultValue : nil
    }

    func isNullable(column: Int, table: String) -> Bool {
        let columns = database.tables.columns(of: table)
        return column < columns.count ? columns[column].isNullable : true
    }

    var tableNames: [String] { database.tableNames }
}
