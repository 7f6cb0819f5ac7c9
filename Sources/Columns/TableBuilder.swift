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
        var work: [ColumnWork] = []
        for column in cut.indices {
            for way in try encodingWork(column, cut[column], extending: base?.dictionary(ofColumn: column), counts: counts) {
                work.append(ColumnWork(column: column, way: way))
            }
        }
        let encoded = schema.map { _ in MorselResults<(Vector, ColumnStatistics)>(count: counts.count) }
        let differing = try encode(work, cut, counts: counts, into: encoded)
        // Texts that differ were looked up by one worker until that showed; all workers copy them.
        var furtherWork: [ColumnWork] = []
        for column in differing {
            let segments = try TextColumnEncoder(extending: nil, context: context).segmentsOfViews(cut[column], counts: counts)
            furtherWork += TableBuilder.work(segments).map { ColumnWork(column: column, way: $0) }
        }
        _ = try encode(furtherWork, cut, counts: counts, into: encoded)
        for (index, count) in counts.enumerated() {
            let columns = encoded.compactMap { $0[index] }
            kept.append(Segment(rowCount: count, columns: columns.map { $0.0 }, statistics: columns.map { $0.1 }))
        }
        return Table(schema: schema, segments: kept)
    }

    /// Encodes columns, all workers together, and gives back the text columns whose texts turned out to differ.
    private func encode(
        _ work: [ColumnWork], _ cut: [[[Vector]]], counts: [Int], into encoded: [MorselResults<(Vector, ColumnStatistics)>]
    ) throws(QueryError) -> [Int] {
        let schema = schema
        let context = context
        let differing = MorselResults<Int>(count: schema.count)
        try WorkerPool.shared.forEach(work.count, workers: context.settings.threads) { (index) throws(QueryError) in
            try context.check()
            let column = work[index].column
            switch work[index].way {
            case .codes(let segment, let dictionary):
                encoded[column][segment] = try TextColumnEncoder(extending: nil, context: context)
                    .copyCodes(cut[column][segment], count: counts[segment], dictionary: dictionary)
            case .texts(let encoder):
                guard let results = try encoder.encode(cut[column], counts: counts) else {
                    differing[column] = column
                    return
                }
                for (segment, result) in results.enumerated() { encoded[column][segment] = result }
            case .coded(let segment, let vector, let statistics): encoded[column][segment] = (vector, statistics)
            case .views(_, let segment, let part): try segment.copy(part: part)
            case .values(let segment):
                encoded[column][segment] = try SegmentEncoding.encode(
                    cut[column][segment], type: schema[column].type, count: counts[segment], context: context)
            }
        }
        for piece in work {
            if case .views(let number, let segment, part: 0) = piece.way { encoded[piece.column][number] = try segment.finish() }
        }
        return differing.all.compactMap { $0 }
    }

    private struct ColumnWork: Sendable {
        let column: Int
        let way: EncodingWay
    }

    /// A piece of work that a worker does at once.
    private enum EncodingWay: Sendable {
        /// One segment of a text column whose vectors all have codes of one dictionary, which it takes over.
        case codes(segment: Int, TextDictionary)
        /// A whole text column, whose dictionary grows from segment to segment.
        case texts(TextColumnEncoder)
        /// One segment of a text column, which is done already.
        case coded(segment: Int, Vector, ColumnStatistics)
        /// Some rows of a segment whose texts mostly differ.
        case views(segment: Int, TextViewSegment, part: Int)
        case values(segment: Int)
    }

    private func encodingWork(_ column: Int, _ pieces: [[Vector]], extending base: TextDictionary?, counts: [Int]) throws(QueryError)
        -> [EncodingWay]
    {
        guard schema[column].type == .text, !viewColumns.contains(column) else {
            return counts.indices.map { .values(segment: $0) }
        }
        let encoder = TextColumnEncoder(extending: base, context: context)
        if let dictionary = encoder.dictionaryToTakeOver(pieces) { return counts.indices.map { .codes(segment: $0, dictionary) } }
        switch try encoder.way(for: pieces, counts: counts) {
        case .coded: return [.texts(encoder)]
        case .codedTogether(let segments): return segments.enumerated().map { .coded(segment: $0, $1.0, $1.1) }
        case .views: return TableBuilder.work(try encoder.segmentsOfViews(pieces, counts: counts))
        }
    }

    private static func work(_ segments: [TextViewSegment]) -> [EncodingWay] {
        segments.enumerated().flatMap { number, segment in
            (0..<segment.partCount).map { EncodingWay.views(segment: number, segment, part: $0) }
        }
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
