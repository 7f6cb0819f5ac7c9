import Columns
import Extraction
import Synchronization

/// The documents that a database has read, in order, and the tables put together from them: nothing is put together before somebody asks.
final class ReportCorpus: Sendable {
    let documents: [StoredDocument]
    let schema: TableSchema
    let corrections: Corrections
    let metadata: ReportMetadata
    /// Where the links are kept from one run to the next; nil for nowhere.
    let cache: ExtractionCache?
    let linkMemo = Mutex<CorpusLinks?>(nil)
    private let numbers = Mutex<[String: Int]?>(nil)

    init(
        documents: [StoredDocument] = [], schema: TableSchema = TableSchema(), corrections: Corrections = Corrections(),
        metadata: ReportMetadata = ReportMetadata(), cache: ExtractionCache? = nil
    ) {
        self.documents = documents
        self.schema = schema
        self.corrections = corrections
        self.metadata = metadata
        self.cache = cache
    }

    /// The document whose reports' keys begin with a key.
    func document(named key: String) -> StoredDocument? {
        let number = numbers.withLock { numbers -> Int? in
            let known = numbers ?? Dictionary(documents.indices.map { (documents[$0].key, $0) }, uniquingKeysWith: { first, _ in first })
            numbers = known
            return known[key]
        }
        return number.map { documents[$0] }
    }

    /// A table with what corrections, known metadata and the links between reports make of it.
    func table(_ name: String, context: ExecutionContext) throws(QueryError) -> FactTable {
        guard CorpusLinks.linkedTables.contains(name) else {
            return try parts(of: name, context: context).joined(schema.table(name), context: context)
        }
        let parts = try linkedParts(of: name, context: context)
        return try TableParts((0..<parts.count).compactMap { parts.take($0) }).joined(schema.table(name), context: context)
    }

    /// The same in the engine's form.
    /// - Parameter wanted: the columns that are wanted; nil for all.
    func columnTable(_ name: String, columns wanted: Set<String>? = nil, context: ExecutionContext) throws(QueryError) -> Table {
        @Sendable func selected(_ table: FactTable) -> FactTable { wanted.map { table.selecting($0) } ?? table }
        let columns: MorselResults<FactColumns>
        let decoded = decodedColumns(of: name, for: wanted)
        if needsLinks(name, wanted) {
            let parts = try linkedParts(of: name, columns: decoded, context: context)
            columns = MorselResults(count: parts.count)
            try WorkerPool.shared.forEach(parts.count, workers: context.settings.threads) { (number) throws(QueryError) in
                try context.check()
                if let part = parts.take(number) { columns[number] = try FactColumns(selected(part), context: context) }
            }
        } else {
            columns = try forEachPart(of: name, columns: decoded, context: context) { (part) throws(QueryError) in
                try FactColumns(selected(part), context: context)
            }
        }
        return try FactColumns.table(columns.all.compactMap { $0 }, of: selected(schema.table(name)), context: context)
    }

    /// The columns that a table has.
    func columnSchema(of name: String) -> [ColumnSchema] {
        var table = schema.table(name)
        if name == "reports" { metadata.apply(to: &table) }
        return table.schema
    }

    /// How many rows a table has.
    func rowCount(of name: String, context: ExecutionContext) throws(QueryError) -> Int {
        guard let coding = schema.coding(of: name) else { return 0 }
        let counts = MorselResults<Int>(count: documents.count)
        try WorkerPool.shared.forEach(documents.count, workers: context.settings.threads) { [self] (number) throws(QueryError) in
            if number & 0xFF == 0 { try context.check() }
            let document = documents[number]
            guard corrections.concern(document) else {
                counts[number] = try document.rowCount(of: name, coding)
                return
            }
            var own = try document.table(name)
            try corrections.apply(to: &own, of: document)
            counts[number] = own.rowCount
        }
        return counts.all.reduce(0) { $0 + ($1 ?? 0) }
    }

    /// Whether links make some of the wanted columns.
    private func needsLinks(_ name: String, _ wanted: Set<String>?) -> Bool {
        guard CorpusLinks.linkedTables.contains(name) else { return false }
        return wanted.map { !$0.isDisjoint(with: Self.linkColumns) } ?? true
    }

    /// The columns that links fill in any table.
    private static let linkColumns: Set<String> = ["duplicate_of", "similarity", "same_as", "counted"]
    /// What they are made from besides the names of rows; `counted` depends on more than the link.
    private static let columnsBesideLinks: Set<String> = ["scope", "status", "repeats", "part_of"]

    /// The columns that have to be read where some are wanted; nil for all.
    private func decodedColumns(of name: String, for wanted: Set<String>?) -> Set<String>? {
        // Known metadata fill columns of reports from others.
        guard let wanted, name != "reports" || metadata.isEmpty else { return nil }
        guard needsLinks(name, wanted) else { return wanted }
        return wanted.union(Self.linkColumns).union(Self.columnsBesideLinks).union([CorpusLinks.keyColumn(of: name)])
    }

    private static let documentsAtATime = 128

    /// Decodes the rows of a table, some documents at a time, and gives them to `body`; on several threads.
    private func forEachPart<Result>(
        of name: String, columns: Set<String>? = nil, context: ExecutionContext,
        _ body: @escaping @Sendable (FactTable) throws(QueryError) -> Result
    ) throws(QueryError) -> MorselResults<Result> {
        guard let coding = schema.coding(of: name, columns: columns) else { return MorselResults(count: 0) }
        let results = MorselResults<Result>(count: (documents.count + Self.documentsAtATime - 1) / Self.documentsAtATime)
        try WorkerPool.shared.forEach(results.count, workers: context.settings.threads) { [self] (number) throws(QueryError) in
            try context.check()
            var part = coding.decoder.empty
            let start = number * Self.documentsAtATime
            for document in documents[start..<min(start + Self.documentsAtATime, documents.count)] {
                guard corrections.concern(document) else {
                    try document.append(to: &part, coding)
                    continue
                }
                var own = try document.table(name)
                try corrections.apply(to: &own, of: document)
                part.append(contentsOf: columns.map { own.selecting($0) } ?? own)
            }
            if name == "reports" { metadata.apply(to: &part) }
            results[number] = try body(part)
        }
        return results
    }

    /// The rows of a table as corrections and known metadata leave them, without links.
    /// - Parameter columns: the columns that are wanted; nil for all.
    func parts(of name: String, columns: Set<String>? = nil, context: ExecutionContext) throws(QueryError) -> TableParts {
        TableParts(try forEachPart(of: name, columns: columns, context: context) { $0 }.all.compactMap { $0 })
    }

    private func linkedParts(of name: String, columns: Set<String>? = nil, context: ExecutionContext) throws(QueryError) -> LinkedParts {
        // Found first: what finding them takes is free again when the table is decoded.
        let links = try links(context: context)
        let parts = try parts(of: name, columns: columns, context: context)
        return LinkedParts(parts, links.rowCount(of: name) == parts.rowCount ? links : nil)
    }
}

/// The rows of a table, in parts that were decoded at the same time.
struct TableParts: Sendable {
    let tables: [FactTable]
    /// The number of each part's first row, and behind them that of all rows.
    let starts: [Int]

    init(_ tables: [FactTable]) {
        self.tables = tables
        var starts = [0]
        for table in tables { starts.append((starts.last ?? 0) + table.rowCount) }
        self.starts = starts
    }

    var rowCount: Int { starts.last ?? 0 }

    /// The part that a row stands in, and its place there.
    func place(of row: Int) -> (part: Int, row: Int) {
        // The last part that begins no later.
        var (low, high) = (0, tables.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= row { low = middle } else { high = middle }
        }
        return (low, row - starts[low])
    }

    /// All rows as one table; its columns are put together at the same time.
    /// - Parameter empty: the table where there are no parts.
    func joined(_ empty: FactTable, context: ExecutionContext) throws(QueryError) -> FactTable {
        guard let first = tables.first else { return empty }
        let columns = MorselResults<FactColumn>(count: first.columns.count)
        try WorkerPool.shared.forEach(columns.count, workers: context.settings.threads) { (number) throws(QueryError) in
            try context.check()
            columns[number] = FactColumn(joining: tables.map { $0.columns[number] })
        }
        return FactTable(first.name, columns.all.compactMap { $0 })
    }
}

/// The rows of a linked table: each part gets its links when it is taken.
private final class LinkedParts: Sendable {
    private let tables: MorselResults<FactTable>
    private let links: CorpusLinks?
    /// What names the rows, by part, and where they stand.
    private let keys: TableParts

    init(_ parts: TableParts, _ links: CorpusLinks?) {
        tables = MorselResults(count: parts.tables.count)
        for (number, table) in parts.tables.enumerated() { tables[number] = table }
        keys = TableParts(parts.tables.map { $0.selecting([CorpusLinks.keyColumn(of: $0.name)]) })
        self.links = links
    }

    var count: Int { tables.count }

    /// A part, once.
    func take(_ number: Int) -> FactTable? {
        guard var table = tables[number] else { return nil }
        tables[number] = nil
        links?.apply(to: &table, from: keys.starts[number]) { row in
            let place = keys.place(of: row)
            return keys.tables[place.part].columns.first?.textBytes(place.row) ?? []
        }
        return table
    }
}
