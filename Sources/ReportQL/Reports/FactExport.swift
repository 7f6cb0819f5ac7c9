import Columns
import Extraction
import Glibc
import Synchronization

/// How extracted tables are written as files.
package enum FactFileFormat: String, CaseIterable, Sendable {
    case ndjson, csv

    var writer: FactFormat {
        switch self {
        case .ndjson: .ndjson
        case .csv: .csv
        }
    }
}

extension Database {
    /// Writes every table that was extracted so far, those that reports refer to and the view of gifts as files of their own into a
    /// folder, which is made where it does not exist.
    package func writeExtractedTables(to folder: String, as format: FactFileFormat) throws(QueryError) {
        if mkdir(folder, 0o777) != 0, errno != EEXIST {
            throw QueryError(.fileUnwritable, "\(folder) cannot be made: \(String(cString: strerror(errno)))")
        }
        let lexicons = try extraction.options().lexicons
        let corpus = reports.contents.withLock { $0.corpus }
        for name in corpus.schema.empty.tables.map(\.name) {
            let table = try running { (context) throws(QueryError) in
                try ReferenceTables.names.contains(name) ? ReferenceTables.table(name, lexicons) : corpus.table(name, context: context)
            }
            try FactExport.write(table, to: "\(folder)/\(name).\(format.rawValue)", as: format.writer)
        }
        try writeGifts(to: folder, as: format)
    }

    /// Writes the view of gifts as a file of a folder.
    func writeGifts(to folder: String, as format: FactFileFormat) throws(QueryError) {
        let path = "\(folder)/gifts.\(format.rawValue)".split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
        _ = try query("COPY (FROM gifts) TO '\(path)'")
    }
}

enum FactExport {
    static let rowsAtATime = 4_096

    /// Writes a table to a file that gets its name only when it is whole.
    static func write(_ table: FactTable, to path: String, as format: FactFormat) throws(QueryError) {
        let temporary = path + ".part\(getpid())"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw failure(path) }
        var bytes: [UInt8] = []
        FactWriter.appendHeader(of: table, as: format, to: &bytes)
        var isWritten = true
        for start in stride(from: 0, to: max(table.rowCount, 1), by: rowsAtATime) where isWritten {
            FactWriter.appendRows(of: table, start..<min(start + rowsAtATime, table.rowCount), as: format, to: &bytes)
            isWritten = writeAll(bytes, to: descriptor)
            bytes.removeAll(keepingCapacity: true)
        }
        let error = isWritten ? nil : failure(path)
        guard close(descriptor) == 0, error == nil, rename(temporary, path) == 0 else {
            let late = error ?? failure(path)
            unlink(temporary)
            throw late
        }
    }

    private static func writeAll(_ bytes: [UInt8], to descriptor: CInt) -> Bool {
        bytes.withUnsafeBytes { bytes in
            var start = 0
            while start < bytes.count {
                let count = Glibc.write(descriptor, bytes.baseAddress.map { $0 + start }, bytes.count - start)
                if count < 0, errno == EINTR { continue }
                if count <= 0 { return false }
                start += count
            }
            return true
        }
    }

    private static func failure(_ path: String) -> QueryError {
        QueryError(.fileUnwritable, "\(path) cannot be written: \(String(cString: strerror(errno)))")
    }
}

/// The extractor as a filter over NDJSON: lines `{"report": …, "text": …}` in, fact rows out.
package struct FactFilter: Sendable {
    /// The tables that a filter gives where none are named.
    package static let defaultTables = ["reports", "districts", "party", "donations", "donors", "figures", "people"]

    /// What a thread keeps from one line to the next.
    private final class Bench: Sendable {
        let workspace: Mutex<LineFilter.Workspace>

        init(_ workspace: LineFilter.Workspace) { self.workspace = Mutex(workspace) }
    }

    private let filter: LineFilter
    private let benches: [Bench]

    /// - Parameters:
    ///   - tables: the tables whose rows are wanted; none for `defaultTables`.
    ///   - options: where the user's own lexicons and tables are, and on how many threads to extract.
    package init(tables: [String], options: Database.Options = Database.Options()) throws(QueryError) {
        let setup = ExtractionSetup(options)
        let own = try setup.options().patterns.tableNames
        let known = FactSchema.tableNames + own
        for name in tables where !known.contains(name) {
            let near = EditDistance.near(name, in: known)
            throw QueryError(
                .unknownTable, "there is no table \(name)",
                help: near.map { "did you mean \($0)?" } + ["tables: " + known.joined(separator: ", ")])
        }
        let filter = LineFilter(extractor: try setup.extractor(), tables: tables.isEmpty ? Self.defaultTables + own : tables)
        self.filter = filter
        benches = (0..<max(options.threads ?? SystemResources.coreCount, 1)).map { _ in Bench(filter.makeWorkspace()) }
    }

    /// The rows of lines that follow one another, line by line in their order, whatever the number of threads. A line that cannot be read
    /// gives a row of the table `error`.
    /// - Parameter firstNumber: the number of the first line.
    package func rows(ofLines lines: [UnsafeBufferPointer<UInt8>], firstNumber: Int) throws(QueryError) -> [[UInt8]] {
        // The lines stay where they are until all workers have ended.
        nonisolated(unsafe) let lines = lines
        let results = MorselResults<[UInt8]>(count: lines.count)
        let next = SharedCounter()
        try WorkerPool.shared.run(workers: min(benches.count, max(lines.count, 1))) { [benches, filter] (worker) throws(QueryError) in
            benches[worker].workspace.withLock { workspace in
                while case let index = next.take(), index < lines.count {
                    var rows: [UInt8] = []
                    filter.appendRows(ofLine: lines[index], number: firstNumber + index, with: &workspace, to: &rows)
                    results[index] = rows
                }
            }
        }
        return results.all.map { $0 ?? [] }
    }
}
