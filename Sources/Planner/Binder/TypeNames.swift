import Columns
import Functions
import Language

/// Types by the names that users write.
package enum TypeNames {
    /// The type of a name such as `DECIMAL(18,4)`; an error that says so where there is none.
    package static func type(named name: String) throws(QueryError) -> LogicalType {
        let parsed: Expression
        do throws(Diagnostic) { parsed = try Parser.expression("CAST(NULL AS \(name))") } catch {
            throw QueryError(.typeMismatch, "\(name) is no type")
        }
        guard case .cast(let cast) = parsed.kind else { throw QueryError(.typeMismatch, "\(name) is no type") }
        return try Binder(catalog: EmptyCatalog(), registry: FunctionRegistry()).bindType(cast.type)
    }
}

/// A catalog of nothing: type names need none.
private struct EmptyCatalog: Catalog {
    func entry(named name: String) throws(QueryError) -> CatalogEntry? { nil }

    func table(fromFile path: String, reader: FileReader, options: [FileOption]) throws(QueryError) -> Table {
        throw QueryError(.fileNotFound, "there is no file \(path)")
    }

    var tableNames: [String] { [] }
}
