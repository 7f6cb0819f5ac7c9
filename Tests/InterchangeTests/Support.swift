import Columns
import Interchange
import Testing

/// A context for tests, with as many threads as asked for.
func makeContext(threads: Int = 1) -> ExecutionContext {
    var settings = Settings()
    settings.threads = threads
    return ExecutionContext(account: MemoryAccount(), settings: settings)
}

/// Reads a text as a CSV file called `t.csv`.
func readCSV(_ text: String, threads: Int = 1, _ change: (inout ReadOptions) -> Void = { _ in }) throws -> Table {
    try readBytes(Array(text.utf8), threads: threads, change)
}

func readBytes(_ bytes: [UInt8], name: String = "t.csv", threads: Int = 1, _ change: (inout ReadOptions) -> Void = { _ in }) throws -> Table
{
    var options = ReadOptions()
    change(&options)
    return try TableReader.read(bytes: bytes, name: name, options: options, context: makeContext(threads: threads))
}

extension Table {
    /// All rows, value by value.
    var rows: [[Value]] {
        segments.flatMap { segment in
            (0..<segment.rowCount).map { row in segment.columns.map { $0.value(at: row) } }
        }
    }

    func column(_ index: Int) -> [Value] { rows.map { $0[index] } }

    var names: [String] { schema.map(\.name) }
    var types: [String] { schema.map { $0.type.description } }
}

/// The message of the error that `body` throws.
func message(_ body: () throws -> Table) -> String {
    do {
        _ = try body()
        return "no error"
    } catch {
        return (error as? QueryError)?.message ?? "\(error)"
    }
}
