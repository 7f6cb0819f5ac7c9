import Columns
import Extraction
import Glibc

/// What linking the files of a folder found.
package struct LinkingOutcome: Sendable {
    /// How many reports there are, and how many of them reprint another.
    package let reports: Int, reprints: Int
    /// How many facts an earlier report told already.
    package let retold: Int
}

extension Database {
    /// Reads the NDJSON files of extracted tables in a folder, links reprints and facts told again, and writes the tables that changed.
    package func linkExtractedTables(in folder: String) throws(QueryError) -> LinkingOutcome {
        var tables = ExtractedTables()
        for name in FactSchema.tableNames where !ReferenceTables.names.contains(name) {
            let path = "\(folder)/\(name).\(FactFileFormat.ndjson.rawValue)"
            guard access(path, F_OK) == 0 else {
                guard Self.needed.contains(name) else { continue }
                throw QueryError(
                    .fileNotFound, "\(folder) holds no \(name).ndjson",
                    help: ["link works on what `reportql extract … --out \(folder) --format ndjson` wrote"])
            }
            let (buffer, count) = try ReportFiles.read(path, account: account)
            do throws(FactReader.Malformed) {
                tables[name] = try FactReader.table(
                    name, lines: UnsafeBufferPointer(start: buffer.pointer(to: UInt8.self), count: count))
            } catch {
                throw QueryError(.fileFormat, "\(path):\(error.line): \(error.message)")
            }
        }
        let counts = CorpusLinks.link(&tables)
        for name in CorpusLinks.linkedTables { try FactExport.write(tables[name], to: "\(folder)/\(name).ndjson", as: .ndjson) }
        let linked = tables
        try running { (context) throws(QueryError) in
            for name in ["donations", "donors"] { self.tables.set(name, .table(try linked[name].columnTable(context: context))) }
        }
        try publishReferenceTables()
        try writeGifts(to: folder, as: .ndjson)
        return LinkingOutcome(reports: linked["reports"].rowCount, reprints: counts.reprints, retold: counts.retold)
    }

    private static let needed: Set<String> = ["reports", "sentences", "party", "donations", "donors", "figures"]
}
