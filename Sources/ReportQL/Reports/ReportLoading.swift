import Columns
import Extraction
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

extension Database {
    /// Reads report files, extracts their facts and puts these into the tables of the data dictionary, behind those of earlier calls.
    ///
    /// Files are extracted in parallel; the rows come in the order of the paths and names. A file that cannot be read, or is no
    /// text, is reported and the others are still read. How files are chosen and what is laid over them say the database's
    /// `Options.reports`.
    /// - Parameter paths: files, and folders whose reports are meant, with those in the folders within.
    /// - Returns: one entry a file. A path that does not exist is an entry as well.
    @discardableResult
    public func openReports(at paths: [String]) throws(QueryError) -> [ReportFile] {
        let options = options.reports
        let settled = try extraction.options()
        let schema = TableSchema(ExtractedTables(besides: settled.patterns.emptyTables))
        let selection = try FileSelection(include: options.include, exclude: options.exclude)
        let corrections = try options.corrections.map { (path) throws(QueryError) in try Corrections(path, account: account) }
        let metadata = try options.metadata.map { (path) throws(QueryError) in try ReportMetadata(path, account: account) }
        let context = ExecutionContext(account: account, settings: state.withLock { $0.settings })
        // The folders are walked while the cache's index is read.
        let opened = MorselResults<ExtractionCache>(count: 1)
        let walked = MorselResults<Result<[ReportFiles.Source], QueryError>>(count: paths.count)
        try WorkerPool.shared.forEach(paths.count + 1, workers: context.settings.threads) { (index) throws(QueryError) in
            if index > 0 {
                walked[index - 1] = Result { () throws(QueryError) in
                    try ReportFiles.sources(at: paths[index - 1], selection, threads: context.settings.threads)
                }
            } else if let path = options.cache {
                opened[0] = try ExtractionCache(at: path, ruleVersion: RuleVersion.of(settled))
            }
        }
        let cache = opened[0]
        var outcomes: [ReportFile] = []
        var sources: [ReportFiles.Source] = []
        for (path, found) in zip(paths, walked.all) {
            switch found {
            case .success(let found)?:
                if found.isEmpty {
                    outcomes.append(ReportFile(path: path, message: "there are no \(selection.wording) in \(path)", isFailure: false))
                }
                sources += found
            case .failure(let error)?: outcomes.append(ReportFile(path: path, message: error.message, isFailure: true))
            case nil: break
            }
        }
        settleKeys(&sources, &outcomes)
        let number = state.withLock { $0.begin(context) }
        defer { state.withLock { $0.end(number) } }
        let reader = DocumentReader(
            extraction, schema: schema, cache: cache, meter: ProgressMeter(sources.map { Int($0.stamp.size) }, report: options.progress),
            context: context)
        let results = MorselResults<DocumentReader.Outcome>(count: sources.count)
        let files = sources
        do throws(QueryError) {
            try WorkerPool.shared.forEach(files.count, workers: context.settings.threads) { (index) throws(QueryError) in
                results[index] = try reader.read(files[index])
            }
        } catch {
            // What was extracted before the interruption need not be extracted again.
            try cache?.finish()
            throw error
        }
        let read = results.all.compactMap { $0 }
        try cache?.finish(
            using: read.compactMap { outcome in if case .cached(let record) = outcome.document.storage { record } else { nil } })
        reports.contents.withLock { contents in
            contents.corpus = ReportCorpus(
                documents: contents.corpus.documents + read.map(\.document), schema: schema, corrections: corrections ?? Corrections(),
                metadata: metadata ?? ReportMetadata(), cache: cache)
        }
        outcomes += read.map(\.file)
        outcomes += try Self.remarks(corrections, metadata, reports.contents.withLock { $0.corpus.documents })
        try publishExtractedTables()
        return outcomes
    }

    /// What in the files beside the reports belongs to no report.
    private static func remarks(
        _ corrections: Corrections?, _ metadata: ReportMetadata?, _ documents: [StoredDocument]
    ) throws(QueryError) -> [ReportFile] {
        var remarks: [ReportFile] = []
        if let corrections { remarks += try corrections.unused(in: documents) }
        if let metadata { remarks += metadata.unused(in: documents.map { ($0.key, $0.file) }) }
        return remarks
    }

    /// Two inputs with one key get the name of their folder argument in front.
    private func settleKeys(_ sources: inout [ReportFiles.Source], _ outcomes: inout [ReportFile]) {
        reports.contents.withLock { contents in
            contents.keys.reserveCapacity(contents.keys.count + sources.count)
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

    /// Puts the extracted tables among those that queries see.
    private func publishExtractedTables() throws(QueryError) {
        let corpus = reports.contents.withLock { $0.corpus }
        for name in corpus.schema.names {
            if corpus.documents.count <= options.reports.mostWholeDocuments {
                let table = try running { (context) throws(QueryError) in
                    try corpus.columnTable(name, context: context)
                }
                tables.set(name, .table(table))
                continue
            }
            let schema = corpus.columnSchema(of: name)
            // The tables belong to the database; so what makes them holds it weakly.
            let deferred = DeferredTable(schema: schema, account: account) { [weak self] (places) throws(QueryError) in
                guard let self else { throw QueryError(.cancelled, "the database is gone") }
                return try running { (context) throws(QueryError) in
                    if places.isEmpty { return .count(try corpus.rowCount(of: name, context: context)) }
                    let columns = Set(places.map { schema[$0].name })
                    return .columns(try corpus.columnTable(name, columns: columns, context: context))
                }
            }
            tables.set(name, .partial(deferred))
        }
        try publishReferenceTables()
    }

    /// Puts the tables that do not depend on reports, and the view of gifts, among those that queries see.
    func publishReferenceTables() throws(QueryError) {
        let lexicons = try extraction.options().lexicons
        for name in ReferenceTables.names {
            let account = account
            let settings = state.withLock { $0.settings }
            tables.set(
                name,
                .deferred { () throws(QueryError) in
                    try ReferenceTables.table(name, lexicons).columnTable(context: ExecutionContext(account: account, settings: settings))
                })
        }
        tables.set("gifts", .view(query: ReportLoading.giftsQuery, columnNames: []))
    }

    /// Runs what can be interrupted.
    func running<Result>(_ body: (ExecutionContext) throws(QueryError) -> Result) throws(QueryError) -> Result {
        let context = ExecutionContext(account: account, settings: state.withLock { $0.settings })
        let number = state.withLock { $0.begin(context) }
        defer { state.withLock { $0.end(number) } }
        return try body(context)
    }

    /// The path of a report's file and its decoded text, whose scalars the spans of facts count; nil for an unknown report.
    package func source(ofReport report: String) throws(QueryError) -> (path: String, scalars: [UInt32])? {
        // The second, third … article of a file has its number behind the key.
        let corpus = reports.contents.withLock { $0.corpus }
        let document = corpus.document(named: report) ?? report.lastIndex(of: "#").flatMap { corpus.document(named: String(report[..<$0])) }
        guard let path = document?.path else { return nil }
        let (buffer, count) = try ReportFiles.read(path, account: account)
        let bytes = UnsafeRawBufferPointer(start: buffer.start, count: count)
        guard let scalars = Extractor.scalars(of: bytes, form: .of(file: path, bytes)) else {
            throw QueryError(.fileFormat, "\(path) is no longer the text that was extracted")
        }
        return (path, scalars)
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
}

/// The tables that do not depend on the reports.
enum ReferenceTables {
    static let names = ["areas", "units"]

    static func table(_ name: String, _ lexicons: Lexicons) -> FactTable {
        if name == "areas" { return Gazetteer(lexicons).areasTable() }
        return (lexicons === Lexicons.standard ? .standard : FactLexicon(lexicons)).unitsTable()
    }
}
