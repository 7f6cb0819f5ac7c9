import Columns
import Engine
import Interchange
import Planner

/// COPY … TO: the rows of a query as a file.
enum TableWriting {
    /// Writes the rows and returns how many there were. The file appears under its name only once it is whole.
    static func write(
        _ stream: ResultStream, schema: [ColumnSchema], to path: String, options: [BoundOption], context: ExecutionContext
    ) throws(QueryError) -> Int {
        throw QueryError(.notSupported, "COPY is not supported")
    }
}
