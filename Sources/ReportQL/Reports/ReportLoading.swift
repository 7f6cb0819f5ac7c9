import Columns
import Extraction
import Synchronization
import TextEncoding

/// A report file that was read, or could not be.
public struct ReportFile: Sendable {
    /// Where it is.
    public let path: String
    /// What went wrong, or why nothing was found in it; nil where it was read and held an article.
    public let message: String?
    /// Whether it could not be read.
    public let isFailure: Bool
}

/// The reports that a database has read: what is needed to add more and to find a report's file again.
final class ReportCollection: Sendable {
    struct Contents {
        var tables = ExtractedTables()
        var paths: [String: String] = [:]
        var keys: Set<String> = []
    }

    let contents = Mutex(Contents())
}

extension Database {
    /// Reads report files, extracts their facts and puts these into the tables of the data dictionary, behind those of earlier calls.
    ///
    /// Files are extracted in parallel; the rows come in the order of the paths and names. A file that cannot be read, or is no
    /// text, is reported and the others are still read.
    /// - Parameter paths: files, and folders whose `.txt` files are meant, with those in the folders within.
    /// - Returns: one entry a file. A path that does not exist is an entry as well.
    @discardableResult
    public func openReports(at paths: [String]) throws(QueryError) -> [ReportFile] {
        var outcomes: [ReportFile] = []
        var sources: [ReportFiles.Source] = []
        for path in paths {
            do throws(QueryError) {
                let found = try ReportFiles.sources(at: path)
                if found.isEmpty {
                    outcomes.append(ReportFile(path: path, message: "there are no .txt files in \(path)", isFailure: false))
                }
                sources += found
            } catch {
                outcomes.append(ReportFile(path: path, message: error.message, isFailure: true))
            }
        }
        settleKeys(&sources, &outcomes)
        let context = ExecutionContext(account: account, settings: state.withLock { $0.settings })
        let number = state.withLock { $0.begin(context) }
        defer { state.withLock { $0.end(number) } }
        let results = MorselResults<Result<ExtractedDocument, QueryError>>(count: sources.count)
        let files = sources
        if !files.isEmpty {
            let extractor = try extraction.extractor()
            try WorkerPool.shared.forEach(files.count, workers: context.settings.threads) { (index) throws(QueryError) in
                try context.check()
                do throws(QueryError) {
                    let (buffer, count) = try ReportFiles.read(files[index].path, account: context.account)
                    let bytes = UnsafeRawBufferPointer(start: buffer.start, count: count)
                    results[index] = .success(extractor.extract(bytes, name: files[index].key, file: files[index].file))
                } catch {
                    results[index] = .failure(error)
                }
            }
        }
        let empty = ExtractedTables(besides: try extraction.options().patterns.emptyTables)
        reports.contents.withLock { contents in
            // The user's own tables stand behind the others from the first report on.
            if contents.tables.tables.count < empty.tables.count { contents.tables = empty }
            for (source, result) in zip(sources, results.all) {
                switch result {
                case .success(let document):
                    contents.tables.append(contentsOf: document.tables)
                    contents.paths[source.key] = source.path
                    outcomes.append(ReportLoading.outcome(document, path: source.path))
                case .failure(let error): outcomes.append(ReportFile(path: source.path, message: error.message, isFailure: true))
                case nil: break
                }
            }
        }
        try publishExtractedTables(context: context)
        return outcomes
    }

    /// Two inputs with one key get the name of their folder argument in front.
    private func settleKeys(_ sources: inout [ReportFiles.Source], _ outcomes: inout [ReportFile]) {
        reports.contents.withLock { contents in
            for index in sources.indices {
                var key = sources[index].key
                if contents.keys.contains(key) {
                    let folder = ReportFiles.baseName(sources[index].folder)
                    var renamed = folder.isEmpty ? key : folder + "/" + key
                    var number = 2
                    while contents.keys.contains(renamed) {
                        renamed = "\(folder.isEmpty ? key : folder + "/" + key) (\(number))"
                        number += 1
                    }
                    outcomes.append(
                        ReportFile(
                            path: sources[index].path, message: "another report is called \(key); this one is \(renamed)", isFailure: false)
                    )
                    key = renamed
                }
                sources[index].key = key
                contents.keys.insert(key)
            }
        }
    }

    private func publishExtractedTables(context: ExecutionContext) throws(QueryError) {
        let extracted = reports.contents.withLock { $0.tables }
        for table in extracted.tables where !ReferenceTables.names.contains(table.name) {
            tables.set(table.name, .table(try table.columnTable(context: context)))
        }
        let lexicons = try extraction.options().lexicons
        for name in ReferenceTables.names {
            tables.set(
                name, .deferred { () throws(QueryError) in try ReferenceTables.table(name, lexicons).columnTable(context: context) })
        }
        tables.set("gifts", .view(query: ReportLoading.giftsQuery, columnNames: []))
    }

    /// The path of a report's file and its decoded text, whose scalars the spans of facts count; nil for an unknown report.
    package func source(ofReport report: String) throws(QueryError) -> (path: String, scalars: [UInt32])? {
        // The second, third … article of a file has its number behind the key.
        let key = reports.contents.withLock { contents -> String? in
            if contents.paths[report] != nil { return report }
            guard let sign = report.lastIndex(of: "#") else { return nil }
            let file = String(report[..<sign])
            return contents.paths[file] == nil ? nil : file
        }
        guard let key, let path = reports.contents.withLock({ $0.paths[key] }) else { return nil }
        let (buffer, count) = try ReportFiles.read(path, account: account)
        let bytes = UnsafeRawBufferPointer(start: buffer.start, count: count)
        guard let encoding = TextDecoder.detect(bytes).encoding else { return nil }
        do throws(TextDecodingError) {
            return (path, try TextDecoder.decodeScalars(bytes, encoding: encoding, invalid: .replace))
        } catch {
            throw QueryError(.fileFormat, "\(path) is no longer the text that was extracted")
        }
    }
}

enum ReportLoading {
    /// One row per act of giving.
    static let giftsQuery = """
        SELECT gift, first(report) AS report, first(district) AS district, first(adcode) AS adcode, first(date) AS date, \
        first(donor) AS donor, first(donor_kind) AS donor_kind, max(givers) AS donors, string_agg(item, '、') AS items, \
        sum(worth_yuan) AS worth_yuan, bool_or(counted) AS counted, first(quote) AS quote \
        FROM donations LEFT JOIN (SELECT donation, count(*) AS givers FROM donors GROUP BY donation) AS g ON g.donation = donations.id \
        WHERE gift IS NOT NULL GROUP BY gift
        """

    static func outcome(_ document: ExtractedDocument, path: String) -> ReportFile {
        let files = document.tables["files"]
        let failed = files.column("status")?.text(0) == "failed"
        let message = files.column("message")?.text(0)
        return ReportFile(path: path, message: message, isFailure: failed)
    }
}

/// The tables that do not depend on the reports.
enum ReferenceTables {
    static let names = ["areas", "units"]

    static func table(_ name: String, _ lexicons: Lexicons) -> FactTable {
        if name == "areas" { return Gazetteer(lexicons).areasTable() }
        return (lexicons === Lexicons.standard ? .standard : FactLexicon(lexicons)).unitsTable()
    }
}
