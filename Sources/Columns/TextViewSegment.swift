/// A segment of a text column that keeps views, in the making: workers copy runs of its rows side by side.
final class TextViewSegment: @unchecked Sendable {
    // Unchecked: each worker writes the rows and the arena of the parts it takes; all is read when they have ended.
    private let pieces: [Vector]
    private let count: Int
    private let views: Buffer
    private let arenas: MorselResults<TextArena>
    /// What keeps the bytes of long texts alive where they are; nil where they are copied.
    private let owners: [AnyObject]?
    private let context: ExecutionContext

    private static let rowsOfPart = 65_536

    /// - Parameters:
    ///   - pieces: have `count` rows together.
    ///   - owners: what keeps the bytes of long texts alive, where these stay where they are.
    init(_ pieces: [Vector], count: Int, keeping owners: [AnyObject]? = nil, context: ExecutionContext) throws(QueryError) {
        self.pieces = pieces
        self.owners = owners
        self.count = count
        self.context = context
        views = try Buffer(byteCount: max(count, 1) * MemoryLayout<TextView>.stride, account: context.account)
        arenas = MorselResults(count: (count + TextViewSegment.rowsOfPart - 1) / TextViewSegment.rowsOfPart)
    }

    var partCount: Int { arenas.count }

    /// Copies the rows of one part, and the bytes of its long texts.
    func copy(part: Int) throws(QueryError) {
        let rows = part * TextViewSegment.rowsOfPart..<min((part + 1) * TextViewSegment.rowsOfPart, count)
        let arena = TextArena(account: context.account)
        var start = 0
        for piece in pieces {
            let own = max(rows.lowerBound, start)..<max(min(rows.upperBound, start + piece.count), max(rows.lowerBound, start))
            if !own.isEmpty {
                try context.check()
                let slice = piece.slice(own.lowerBound - start..<own.upperBound - start)
                try copy(slice, to: views.pointer(to: TextView.self) + own.lowerBound, arena)
            }
            start += piece.count
        }
        arenas[part] = arena
    }

    private func copy(_ piece: Vector, to output: UnsafeMutablePointer<TextView>, _ arena: TextArena) throws(QueryError) {
        let flat = try piece.flattened(context.account)
        let source = flat.elements(as: TextView.self)
        if owners != nil {
            output.update(from: source, count: piece.count)
            return
        }
        for row in 0..<piece.count {
            let view = source[row]
            if view.isInline {
                output[row] = view
            } else {
                let copy = try arena.allocate(view.count)
                view.withBytes { bytes, byteCount in copy.update(from: bytes, count: byteCount) }
                output[row] = TextView(copy, count: view.count)
            }
        }
        withExtendedLifetime(flat) {}
    }

    /// The column, once all parts are there.
    func finish() throws(QueryError) -> (Vector, ColumnStatistics) {
        var statistics = ColumnStatistics()
        let validity = try SegmentEncoding.combinedValidity(pieces, count: count, statistics: &statistics, account: context.account)
        let vector = Vector(type: .text, count: count, buffer: views, validity: validity, keeping: owners ?? arenas.all.compactMap { $0 })
        return (vector, statistics)
    }
}
