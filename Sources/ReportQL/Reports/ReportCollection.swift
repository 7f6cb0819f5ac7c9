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

    /// Gives `body` the bytes of a block of its record.
    func withBlock<Result>(_ number: Int, _ body: (UnsafeRawBufferPointer) -> Result) throws(QueryError) -> Result {
        switch storage {
        case .memory(let record): return record.blocks[number].withUnsafeBytes(body)
        case .cached(let record): return try record.withBlock(number, body)
        }
    }

    /// Appends its rows of a table.
    func append(to table: inout FactTable, _ coding: TableSchema.Coding) throws(QueryError) {
        let (key, file) = (Array(key.utf8), Array(file.utf8))
        let isWhole = try withBlock(coding.block) { coding.decoder.append($0, to: &table, key: key, file: file) }
        // A cache whose checksums hold was written by these rules; what is no table then is a fault of the program.
        guard isWhole else { throw QueryError(.internal, "the record of \(path) is no table \(table.name)") }
    }

    /// How many rows it has of a table.
    func rowCount(of table: String, _ coding: TableSchema.Coding) throws(QueryError) -> Int {
        guard let count = try withBlock(coding.block, { TableDecoder.rowCount($0) }) else {
            throw QueryError(.internal, "the record of \(path) is no table \(table)")
        }
        return count
    }

    /// All its rows of a table.
    func table(_ name: String, columns: Set<String>? = nil) throws(QueryError) -> FactTable {
        guard let coding = schema.coding(of: name, columns: columns) else { return schema.table(name) }
        var table = coding.decoder.empty
        try append(to: &table, coding)
        return table
    }

    /// The sketches of its articles.
    func sketches() throws(QueryError) -> [ArticleSketch] {
        guard let sketches = try withBlock(DocumentRecord.sketchBlock, { DocumentRecord.sketches($0) }) else {
            throw QueryError(.internal, "the record of \(path) has no sketches")
        }
        return sketches
    }
}

/// The tables of a database's documents, without rows.
final class TableSchema: Sendable {
    /// How the rows of a table are read from records.
    struct Coding: Sendable {
        /// The place of the table in the blocks of a record.
        let block: Int
        let decoder: TableDecoder
    }

    let empty: ExtractedTables
    /// The tables that documents fill.
    let names: [String]
    private let codings: [String: Coding]

    init(_ empty: ExtractedTables = ExtractedTables()) {
        self.empty = empty
        names = DocumentRecord.tableNames(of: empty)
        var codings: [String: Coding] = [:]
        for (index, name) in names.enumerated() {
            codings[name] = Coding(block: index + 1, decoder: DocumentRecord.decoder(of: empty[name]))
        }
        self.codings = codings
    }

    /// A table without rows.
    func table(_ name: String) -> FactTable { empty[name] }

    /// How a table is read; nil for one that documents do not fill.
    /// - Parameter columns: the columns that are wanted; nil for all.
    func coding(of table: String, columns: Set<String>? = nil) -> Coding? {
        guard let columns, let whole = codings[table] else { return codings[table] }
        return Coding(block: whole.block, decoder: DocumentRecord.decoder(of: empty[table], columns: columns))
    }
}

/// The reports that a database has read.
final class ReportCollection: Sendable {
    struct Contents {
        var corpus = ReportCorpus()
        var keys: Set<String> = []
    }

    let contents = Mutex(Contents())
}
