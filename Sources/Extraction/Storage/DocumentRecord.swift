/// What one file gave, in few bytes: its tables, each by itself, and the sketches of its articles. It was extracted under an empty name, so
/// that the same bytes give the same record wherever the file lies; the keys of its rows get the file's name when they are read.
package struct DocumentRecord: Sendable {
    /// The sketches, and behind them the encoded tables in the order of `tableNames`.
    package let blocks: [[UInt8]]

    /// The tables that a document fills: those of the data dictionary, then those of the user's own.
    package static func tableNames(of tables: ExtractedTables) -> [String] {
        tables.tables.map(\.name).filter { $0 != "areas" && $0 != "units" }
    }

    /// The place of the sketches in `blocks`.
    package static let sketchBlock = 0

    /// The record of tables that were extracted under an empty name.
    package init(_ tables: ExtractedTables) {
        let passages = ArticlePassages(tables)
        let sketches = (0..<tables["reports"].rowCount).map { ArticleSketch(passages.wording(of: $0)) }
        blocks = [Self.encode(sketches)] + Self.tableNames(of: tables).map { TableCoding.encode(tables[$0]) }
    }

    /// What appends the rows of a table of records to those of others.
    /// - Parameter columns: the names of the columns that are wanted; nil for all.
    package static func decoder(of table: FactTable, columns: Set<String>? = nil) -> TableDecoder {
        // A table of the user's own may have columns of any name besides these.
        let isOwn = !FactSchema.tableNames.contains(table.name)
        return TableDecoder(table, columns: columns) { name in
            if name == "file", !isOwn { return .file }
            return (isOwn ? ownKeyColumns : keyColumns).contains(name) ? .key : .none
        }
    }

    /// The columns that name a report or a row of one.
    package static let keyColumns = [
        "report", "id", "gift", "repeats", "same_as", "part_of", "fact", "donation", "duplicate_of",
    ]
    /// The same of a table of the user's own.
    private static let ownKeyColumns = ["report", "id", "repeats", "same_as"]

    private static func encode(_ sketches: [ArticleSketch]) -> [UInt8] {
        var writer = BinaryWriter()
        for sketch in sketches {
            writer.count(UInt64(sketch.shingleCount))
            writer.count(UInt64(sketch.signature.count))
            for value in sketch.signature { writer.fixed(value) }
        }
        return writer.bytes
    }

    /// The sketches of a block; nil where the bytes are none.
    package static func sketches(_ block: UnsafeRawBufferPointer) -> [ArticleSketch]? {
        var reader = BinaryReader(block)
        var sketches: [ArticleSketch] = []
        while !reader.isAtEnd {
            // Every sketch takes bytes, so this ends.
            let (shingles, bins) = (reader.count(), reader.count())
            guard bins == 0 || bins == UInt64(ArticleSketch.binCount), let shingleCount = Int(exactly: shingles) else { return nil }
            guard let words = reader.raw(Int(bins) * 4) else { return nil }
            let signature = (0..<Int(bins)).map { UInt32(littleEndian: words.loadUnaligned(fromByteOffset: $0 * 4, as: UInt32.self)) }
            sketches.append(ArticleSketch(shingleCount: shingleCount, signature: signature))
        }
        return sketches
    }
}
