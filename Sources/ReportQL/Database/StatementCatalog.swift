import Columns
import Planner

/// The tables, views and files as one statement sees them. A file is read once a statement.
final class StatementCatalog: Catalog {
    private let database: Database
    private let context: ExecutionContext
    private var files: [(path: String, options: String, table: Table)] = []
    /// The tables made column by column that the statement names.
    private var deferred: [Deferred] = []

    /// A table as the statement sees it: at first an outline without rows, then with the columns that it reads.
    private struct Deferred {
        let name: String
        let source: DeferredTable
        var table: Table
        /// Nil for an outline.
        var columns: Set<Int>?
    }

    init(database: Database, context: ExecutionContext) {
        self.database = database
        self.context = context
    }

    func entry(named name: String) throws(QueryError) -> CatalogEntry? {
        let key = name.lowercased()
        if let known = deferred.first(where: { $0.name == key }) { return .table(known.table) }
        guard let source = database.tables.deferredTable(named: name) else { return try database.tables.entry(named: name) }
        deferred.append(Deferred(name: key, source: source, table: source.outline))
        return .table(deferred[deferred.count - 1].table)
    }

    /// Makes the columns that the statement reads of tables made column by column.
    /// - Returns: whether it has to be bound again, against tables with these columns.
    func makeColumns(readBy bound: BoundStatement) throws(QueryError) -> Bool {
        if deferred.isEmpty { return false }
        var read: [Set<Int>] = Array(repeating: [], count: deferred.count)
        _ = try bound.mappingPlans { (plan) throws(QueryError) in
            try Optimizer.optimize(plan, settings: context.settings).forEachScan { scan in
                guard let place = deferred.firstIndex(where: { $0.table === scan.table }) else { return }
                read[place].formUnion(scan.columns)
            }
            return plan
        }
        var isBoundAgain = false
        for place in deferred.indices {
            let known = deferred[place]
            if let columns = known.columns, read[place].isSubset(of: columns) { continue }
            // With other statistics a plan might read more than it seemed to.
            let columns = known.columns == nil ? read[place] : Set(known.source.schema.indices)
            deferred[place].columns = columns
            deferred[place].table = try database.tables.table(of: known.source, named: known.name, with: columns)
            isBoundAgain = true
        }
        return isBoundAgain
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
