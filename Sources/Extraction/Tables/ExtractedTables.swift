/// All extracted tables: of one document, or of a corpus, put together document by document.
package struct ExtractedTables: Sendable {
    /// The tables, in the order of `FactSchema.tableNames`, then those of the user.
    package private(set) var tables: [FactTable]

    /// All tables, empty.
    /// - Parameter own: tables of the user's own, which stand behind those of the schema.
    package init(besides own: [FactTable] = []) {
        tables = FactSchema.tableNames.compactMap { FactSchema.table($0) } + own
    }

    /// The table of a name. Only tables that are there may be asked for to be changed; others read as an empty table without columns.
    package subscript(name: String) -> FactTable {
        get { index(name).map { tables[$0] } ?? FactTable(name, []) }
        _modify {
            if let index = index(name) {
                yield &tables[index]
            } else {
                var none = FactTable(name, [])
                yield &none
            }
        }
    }

    /// The place of a table.
    private func index(_ name: String) -> Int? {
        FactSchema.tableNames.firstIndex(of: name) ?? tables[FactSchema.tableNames.count...].firstIndex { $0.name == name }
    }

    /// Removes all rows and keeps the memory for those of the next document.
    package mutating func removeAllRows() {
        for index in tables.indices { tables[index].removeAllRows() }
    }

    /// Appends the rows of another set of tables, such as those of the next document.
    package mutating func append(contentsOf other: ExtractedTables) {
        for index in tables.indices { tables[index].append(contentsOf: other.tables[index]) }
    }
}

/// What one file gave.
package struct ExtractedDocument: Sendable {
    /// Its rows. `areas` and `units` are empty here: they do not depend on a document.
    package var tables: ExtractedTables
    /// True where no article was found.
    package var isEmpty: Bool
}
