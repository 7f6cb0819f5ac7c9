/// Turns vectors, in any form, into the segments of a table.
///
/// Vectors are kept until `finish`, which encodes the columns in parallel. Readers that make segments of their own hand these to
/// `Table` directly.
package struct TableBuilder {
    private let schema: [ColumnSchema]
    private let context: ExecutionContext
    private var pieces: [[Vector]]
    private var rowCount = 0
    private let viewColumns: Set<Int>

    /// - Parameter viewColumns: text columns whose vectors are all views that own their bytes and stay so, since their maker knows that most texts differ.
    package init(schema: [ColumnSchema], keepingViews viewColumns: Set<Int> = [], context: ExecutionContext) {
        self.schema = schema
        self.viewColumns = viewColumns
        self.context = context
        pieces = Array(repeating: [], count: schema.count)
    }

    /// Adds `count` rows: a vector a column, of the schema's types.
    package mutating func append(_ columns: [Vector], count: Int) {
        for (index, column) in columns.enumerated() { pieces[index].append(column) }
        rowCount += count
    }

    /// The rows as a new table, behind those of `base` where there is one, whose segments are shared.
    ///
    /// A short last segment of `base` is taken up into the new one, so that many small additions do not leave many small segments.
    package func finish(appendingTo base: Table? = nil) throws(QueryError) -> Table {
        var kept = base?.segments ?? []
        var pieces = pieces
        var rowCount = rowCount
        while let last = kept.last, last.rowCount + rowCount <= Segment.capacity, last.rowCount <= max(2 * rowCount, 4_096) {
            kept.removeLast()
            for column in pieces.indices { pieces[column].insert(last.columns[column], at: 0) }
            rowCount += last.rowCount
        }
        guard rowCount > 0 else { return Table(schema: schema, segments: kept) }
        let counts = TableBuilder.segmentCounts(rowCount)
        let cut = pieces.map { TableBuilder.cut($0, counts: counts) }
        let encoded = MorselResults<[(Vector, ColumnStatistics)]>(count: schema.count)
        let schema = schema
        let context = context
        let viewColumns = viewColumns
        try WorkerPool.shared.forEach(schema.count, workers: context.settings.threads) { (column) throws(QueryError) in
            let type = schema[column].type
            if type == .text, !viewColumns.contains(column) {
                let encoder = TextColumnEncoder(extending: base?.dictionary(ofColumn: column), context: context)
                encoded[column] = try encoder.encode(cut[column], counts: counts)
                return
            }
            var segments: [(Vector, ColumnStatistics)] = []
            for (pieces, count) in zip(cut[column], counts) {
                try context.check()
                segments.append(try SegmentEncoding.encode(pieces, type: type, count: count, context: context))
            }
            encoded[column] = segments
        }
        for (index, count) in counts.enumerated() {
            let columns = encoded.all.compactMap { $0?[index] }
            kept.append(Segment(rowCount: count, columns: columns.map { $0.0 }, statistics: columns.map { $0.1 }))
        }
        return Table(schema: schema, segments: kept)
    }

    private static func segmentCounts(_ rows: Int) -> [Int] {
        var counts = Array(repeating: Segment.capacity, count: rows / Segment.capacity)
        if rows % Segment.capacity > 0 { counts.append(rows % Segment.capacity) }
        return counts
    }

    /// The pieces of each segment, cut where one crosses a border.
    private static func cut(_ pieces: [Vector], counts: [Int]) -> [[Vector]] {
        var segments: [[Vector]] = []
        var current: [Vector] = []
        var room = counts.first ?? 0
        for piece in pieces {
            var start = 0
            while start < piece.count {
                let take = min(room, piece.count - start)
                current.append(take == piece.count ? piece : piece.slice(start..<(start + take)))
                start += take
                room -= take
                if room == 0 {
                    segments.append(current)
                    current = []
                    room = segments.count < counts.count ? counts[segments.count] : 0
                }
            }
        }
        if !current.isEmpty { segments.append(current) }
        return segments
    }
}
