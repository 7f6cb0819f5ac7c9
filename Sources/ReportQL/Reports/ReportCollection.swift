import Columns
import Extraction
import Synchronization

/// What one file gave, as it is kept.
struct StoredDocument: Sendable {
    enum Storage: Sendable {
        case memory(DocumentRecord)
        case cached(CachedRecord)
    }

    /// What the keys of its reports begin with.
    let key: String
    /// Its path relative to the folder given, and where it is.
    let file: String, path: String
    /// The hash of its bytes; nil where they could not be read.
    let hash: ContentHash?
    let storage: Storage
    /// The tables of its record.
    let schema: TableSchema

    /// The bytes of a block of its record.
    func block(_ number: Int) throws(QueryError) -> [UInt8] {
        switch storage {
        case .memory(let record): return record.blocks[number]
        case .cached(let record): return try record.block(number)
        }
    }

    /// Appends its rows of a table.
    func append(to table: inout FactTable) throws(QueryError) {
        guard let number = schema.block(of: table.name) else { return }
        let block = try block(number)
        let (key, file) = (key, file)
        let isWhole = block.withUnsafeBytes { DocumentRecord.append($0, to: &table, key: key, file: file) }
        // A cache whose checksums hold was written by these rules; what is no table then is a fault of the program.
        guard isWhole else { throw QueryError(.internal, "the record of \(path) is no table \(table.name)") }
    }

    /// All its rows of a table.
    func table(_ name: String) throws(QueryError) -> FactTable {
        var table = schema.table(name)
        try append(to: &table)
        return table
    }
}

/// The tables of a database's documents, without rows.
final class TableSchema: Sendable {
    let empty: ExtractedTables
    /// The tables that documents fill.
    let names: [String]

    init(_ empty: ExtractedTables = ExtractedTables()) {
        self.empty = empty
        names = DocumentRecord.tableNames(of: empty)
    }

    /// A table without rows.
    func table(_ name: String) -> FactTable { empty[name] }

    /// The place of a table in the blocks of a record.
    func block(of table: String) -> Int? { names.firstIndex(of: table).map { $0 + 1 } }
}

/// The documents that a database has read, in order, and the tables put together from them: nothing is put together before somebody asks.
final class ReportCorpus: Sendable {
    let documents: [StoredDocument]
    let schema: TableSchema
    private let corrections: Corrections
    private let metadata: ReportMetadata
    private let memo = Mutex<CorpusLinks?>(nil)

    init(
        documents: [StoredDocument] = [], schema: TableSchema = TableSchema(), corrections: Corrections = Corrections(),
        metadata: ReportMetadata = ReportMetadata()
    ) {
        self.documents = documents
        self.schema = schema
        self.corrections = corrections
        self.metadata = metadata
    }

    /// A table with what corrections, known metadata and the links between reports make of it.
    func table(_ name: String, context: ExecutionContext) throws(QueryError) -> FactTable {
        var table = try unlinkedTable(name, context: context)
        if CorpusLinks.linkedTables.contains(name) { try links(context: context).apply(to: &table) }
        return table
    }

    private static let documentsAtATime = 128

    private func unlinkedTable(_ name: String, context: ExecutionContext) throws(QueryError) -> FactTable {
        let chunks = (documents.count + Self.documentsAtATime - 1) / Self.documentsAtATime
        let parts = MorselResults<FactTable>(count: chunks)
        try WorkerPool.shared.forEach(chunks, workers: context.settings.threads) { [self] (chunk) throws(QueryError) in
            try context.check()
            var part = schema.table(name)
            let start = chunk * Self.documentsAtATime
            for document in documents[start..<min(start + Self.documentsAtATime, documents.count)] {
                if corrections.concern(document) {
                    var own = try document.table(name)
                    try corrections.apply(to: &own, of: document)
                    part.append(contentsOf: own)
                } else {
                    try document.append(to: &part)
                }
            }
            parts[chunk] = part
        }
        var table = schema.table(name)
        for chunk in 0..<chunks {
            if let part = parts[chunk] { table.append(contentsOf: part) }
            parts[chunk] = nil
        }
        if name == "reports" { metadata.apply(to: &table) }
        return table
    }

    private func links(context: ExecutionContext) throws(QueryError) -> CorpusLinks {
        if let links = memo.withLock({ $0 }) { return links }
        let reports = try unlinkedTable("reports", context: context)
        var sketches: [ArticleSketch] = []
        // For each row of `reports` its document and its place among the document's articles.
        var places: [(document: Int, article: Int, isOnly: Bool)] = []
        for (index, document) in documents.enumerated() {
            if index & 0xFF == 0 { try context.check() }
            let block = try document.block(DocumentRecord.sketchBlock)
            guard let own = block.withUnsafeBytes({ DocumentRecord.sketches($0) }) else {
                throw QueryError(.internal, "the record of \(document.path) has no sketches")
            }
            for article in own.indices { places.append((index, article, own.count == 1)) }
            sketches += own
        }
        var failure: QueryError?
        let links = CorpusLinks(
            reports: reports, figures: try unlinkedTable("figures", context: context),
            donations: try unlinkedTable("donations", context: context), party: try unlinkedTable("party", context: context),
            sketches: sketches,
            wording: { [documents] row in
                do throws(QueryError) {
                    let document = documents[places[row].document]
                    if places[row].isOnly { return ArticlePassages.wording(of: try document.table("sentences")) }
                    let passages = ArticlePassages(reports: try document.table("reports"), sentences: try document.table("sentences"))
                    return passages.wording(of: places[row].article)
                } catch {
                    failure = failure ?? error
                    return ArticleWording([])
                }
            })
        if let failure { throw failure }
        memo.withLock { $0 = links }
        return links
    }
}

/// The reports that a database has read.
final class ReportCollection: Sendable {
    struct Contents {
        var corpus = ReportCorpus()
        /// The files by the keys of their reports.
        var paths: [String: String] = [:]
        var keys: Set<String> = []
    }

    let contents = Mutex(Contents())
}
