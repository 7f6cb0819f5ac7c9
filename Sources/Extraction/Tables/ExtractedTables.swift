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
        get { tables.first { $0.name == name } ?? FactTable(name, []) }
        _modify {
            if let index = tables.firstIndex(where: { $0.name == name }) {
                yield &tables[index]
            } else {
                var none = FactTable(name, [])
                yield &none
            }
        }
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
