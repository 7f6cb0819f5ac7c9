import Columns
import Planner
import Synchronization

/// A table or view with its size.
package struct TableSummary: Equatable, Sendable {
    package enum Kind: Equatable, Sendable {
        /// Bytes that rows, dictionaries and texts hold in memory.
        case table(rows: Int, bytes: Int)
        case view
        /// Made when it is first asked for.
        case unread
    }

    package var name: String
    /// Nil where nothing is known but the name.
    package var kind: Kind?

    package init(name: String, kind: Kind? = nil) {
        self.name = name
        self.kind = kind
    }
}

/// The tables and views of a database by name; names compare without regard to case.
final class TableStore: Sendable {
    enum Entry: Sendable {
        case table(Table)
        case view(query: String, columnNames: [String])
        /// A table that is made when it is first asked for, such as the gazetteer.
        case deferred(@Sendable () throws(QueryError) -> Table)
        /// A table that is made column by column, such as those of cached reports.
        case partial(DeferredTable)
    }

    private struct Named {
        let name: String
        var entry: Entry
        /// What CREATE TABLE said of a table's columns, by position: defaults, and which take no NULL. Empty for other entries.
        var columns: [BoundColumn] = []
    }

    private let entries = Mutex<[String: Named]>([:])

    /// All names, sorted.
    var names: [String] {
        entries.withLock { $0.values.map(\.name).sorted() }
    }

    /// All entries, sorted by name.
    var summaries: [TableSummary] {
        let entries = entries.withLock { Array($0.values) }
        return entries.map { named in
            switch named.entry {
            case .table(let table): TableSummary(name: named.name, kind: .table(rows: table.rowCount, bytes: table.byteCount))
            case .view: TableSummary(name: named.name, kind: .view)
            case .deferred, .partial: TableSummary(name: named.name, kind: .unread)
            }
        }.sorted { $0.name < $1.name }
    }

    func entry(named name: String) throws(QueryError) -> CatalogEntry? {
        let key = name.lowercased()
        guard let named = entries.withLock({ $0[key] }) else { return nil }
        switch named.entry {
        case .table(let table): return .table(table)
        case .view(let query, let columnNames): return .view(query: query, columnNames: columnNames)
        case .deferred(let make):
            let table = try make()
            entries.withLock { entries in
                if case .deferred = entries[key]?.entry { entries[key]?.entry = .table(table) }
            }
            return .table(table)
        case .partial(let deferred):
            return .table(try table(of: deferred, named: name, with: Set(deferred.schema.indices)))
        }
    }

    /// The table of a name where it is made column by column.
    func deferredTable(named name: String) -> DeferredTable? {
        entries.withLock {
            if case .partial(let deferred)? = $0[name.lowercased()]?.entry { deferred } else { nil }
        }
    }

    /// A table that is made column by column, with the columns at some positions at least. Once it has all it is a table like others.
    func table(of deferred: DeferredTable, named name: String, with columns: Set<Int>) throws(QueryError) -> Table {
        let (table, isWhole) = try deferred.table(with: columns)
        let key = name.lowercased()
        if isWhole {
            entries.withLock { entries in
                if case .partial(let current)? = entries[key]?.entry, current === deferred { entries[key]?.entry = .table(table) }
            }
        }
        return table
    }

    /// The table of a name; an error where there is none or it is a view.
    func table(named name: String) throws(QueryError) -> Table {
        guard case .table(let table) = try entry(named: name) else {
            throw QueryError(.unknownTable, "there is no table \(name)")
        }
        return table
    }

    func contains(_ name: String) -> Bool {
        entries.withLock { $0[name.lowercased()] != nil }
    }

    /// Whether the name is a view's.
    func isView(_ name: String) -> Bool {
        entries.withLock {
            if case .view = $0[name.lowercased()]?.entry { true } else { false }
        }
    }

    /// Puts an entry under a name, in place of what stood there. The display name of an existing entry stays.
    func set(_ name: String, _ entry: Entry, columns: [BoundColumn] = []) {
        entries.withLock { entries in
            let shown = entries[name.lowercased()]?.name ?? name
            entries[name.lowercased()] = Named(name: shown, entry: entry, columns: columns)
        }
    }

    /// What was said of a table's columns when it was made; empty where nothing was.
    func columns(of name: String) -> [BoundColumn] {
        entries.withLock { $0[name.lowercased()]?.columns ?? [] }
    }

    /// An error where a column that takes no NULL holds one.
    static func checkNulls(_ table: Table, _ columns: [BoundColumn]) throws(QueryError) {
        for (position, column) in columns.enumerated() where !column.isNullable && position < table.schema.count {
            if table.statistics[position].nullCount > 0 {
                throw QueryError(.invalidQuery, "the column \(column.name) takes no NULL", help: ["it was made NOT NULL or PRIMARY KEY"])
            }
        }
    }

    /// Replaces a table by what `change` makes of it; a change by someone else in between is an error, not lost.
    /// - Parameter columns: what is said of the columns from now on; nil where that stays.
    func replace(_ name: String, _ old: Table, by new: Table, columns: [BoundColumn]? = nil) throws(QueryError) {
        try Self.checkNulls(new, columns ?? self.columns(of: name))
        let replaced = entries.withLock { entries -> Bool in
            guard case .table(let current) = entries[name.lowercased()]?.entry, current === old else { return false }
            entries[name.lowercased()]?.entry = .table(new)
            if let columns { entries[name.lowercased()]?.columns = columns }
            return true
        }
        if !replaced {
            throw QueryError(
                .invalidQuery, "table \(name) was changed by another statement at the same time", help: ["run the statement again"])
        }
    }

    /// Takes an entry away; false where there was none.
    func remove(_ name: String) -> Bool {
        entries.withLock { $0.removeValue(forKey: name.lowercased()) != nil }
    }

    /// Gives an entry another name.
    func rename(_ name: String, to newName: String) {
        entries.withLock { entries in
            if let named = entries.removeValue(forKey: name.lowercased()) {
                entries[newName.lowercased()] = Named(name: newName, entry: named.entry, columns: named.columns)
            }
        }
    }
}
