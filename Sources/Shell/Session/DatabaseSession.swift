import Glibc
import ReportQL

/// The shell's view of a database.
package final class DatabaseSession: QuerySession {
    private let database: Database
    private var parameters: [String: Value] = [:]
    /// The parameters, in lower case, that a statement asked for.
    private var usedParameters: Set<String> = []

    package init(options: Database.Options = Database.Options()) { database = Database(options: options) }

    /// Stops what runs; for any thread.
    package var interrupt: @Sendable () -> Void { { [database] in database.interrupt() } }

    /// A value for `$name`; it takes the type that its place asks for.
    package func setParameter(_ name: String, text: String) { parameters[name] = .text(text) }

    package func run(_ statement: String) throws(QueryError) -> any QueryRun {
        let result = try database.query(statement, parameters: parameters, allowingUnused: true)
        usedParameters.formUnion(result.usedParameters)
        return DatabaseRun(result)
    }

    /// The parameters that no statement has asked for, sorted.
    package var unusedParameters: [String] { parameters.keys.filter { !usedParameters.contains($0.lowercased()) }.sorted() }

    package var tableNames: [String] { database.tableNames }

    package var tables: [TableSummary] { database.tableSummaries }

    package func source(ofReport report: String) throws(QueryError) -> ReportSource? {
        guard let source = try database.source(ofReport: report) else { return nil }
        return ReportSource(path: source.path, scalars: source.scalars)
    }

    package func open(_ paths: [String]) throws(QueryError) -> [OpeningRemark] {
        var remarks: [OpeningRemark] = []
        var reports: [String] = []
        for path in paths {
            if let (name, file) = Self.table(path) {
                // Read once here, not with every statement that asks for it.
                let text = "'" + file.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
                _ = try database.query("CREATE OR REPLACE TABLE \(ShellCommand.quotedName(name)) AS FROM \(text)")
            } else {
                guard access(path, F_OK) == 0 else {
                    throw QueryError(
                        .fileNotFound, "there is no file or folder \(path)", help: ["the path is relative to the current folder"])
                }
                reports.append(path)
            }
        }
        try database.prepareExtraction()
        guard !reports.isEmpty else { return remarks }
        for file in try database.openReports(at: reports) {
            guard let message = file.message else { continue }
            remarks.append(OpeningRemark("\(file.path): \(message)", isFailure: file.isFailure))
        }
        return remarks
    }

    /// The name and file of an argument that is a table: `name=file`, or a file whose ending is one of tables.
    private static func table(_ argument: String) -> (name: String, file: String)? {
        if let sign = argument.firstIndex(of: "="), sign != argument.startIndex, access(argument, F_OK) != 0 {
            return (String(argument[..<sign]), String(argument[argument.index(after: sign)...]))
        }
        let base = argument.split(separator: "/").last ?? ""
        guard let dot = base.lastIndex(of: "."), dot != base.startIndex else { return nil }
        guard ["csv", "tsv", "ndjson", "jsonl"].contains(base[base.index(after: dot)...].lowercased()) else { return nil }
        return (String(base[..<dot]), argument)
    }
}

extension DatabaseSession: CompletionCatalog {
    package func columns(ofTable name: String) -> [String]? { columns(describing: ShellCommand.quotedName(name)) }

    package func columns(ofQuery text: String) -> [String]? { columns(describing: text) }

    package var functionNames: [String] { database.functionNames }

    /// The first column of what DESCRIBE says, which runs nothing.
    private func columns(describing text: String) -> [String]? {
        guard let rows = try? database.query("DESCRIBE \(text)", parameters: parameters, allowingUnused: true).rows() else { return nil }
        return rows.compactMap { row in
            if case .text(let name)? = row.first { name } else { nil }
        }
    }
}

/// A query's result as the renderers take it.
private final class DatabaseRun: QueryRun {
    private let result: QueryResult
    let columns: [ResultColumn]

    init(_ result: QueryResult) {
        self.result = result
        columns = result.columns.map { ResultColumn(name: $0.name, kind: ResultColumn.Kind($0.type)) }
    }

    func next() throws(QueryError) -> CellBatch? {
        guard let batch = try result.next() else { return nil }
        var cells = CellBatch(columnCount: columns.count)
        for vector in batch.vectors { cells.append(vector) }
        cells.finish(rowCount: batch.count)
        return cells
    }

    var rowsWritten: Int? { result.rowsWritten }
    var peakBytes: Int { result.peakBytes }
    var notes: [String] { result.notes }
}

extension ResultColumn.Kind {
    init(_ type: LogicalType) {
        switch type {
        case .boolean: self = .boolean
        case .decimal: self = .decimal
        case .float, .double: self = .double
        case .date, .time, .timestamp: self = .temporal
        case .list, .structure: self = .nested
        case .null, .text, .interval: self = .text
        default: self = type.isInteger ? .integer : .text
        }
    }
}

/// Choices of a database, for the command line.
package typealias DatabaseOptions = Database.Options
