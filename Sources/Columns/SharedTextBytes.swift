/// The bytes of a column's long texts, where they may stay where they are when the column is stored.
///
/// To copy texts takes time in proportion to their length, though their views are all that a new column needs. But a column must not keep
/// much memory alive that it does not use: a few rows that a filter left, say, all texts of their table.
struct SharedTextBytes {
    /// Keeps the bytes alive.
    let owner: AnyObject

    /// Shorter texts are copied: they are little beside their views and what looking at all owners costs.
    private static let leastAverageLength = 64
    /// So much of what is kept alive the texts must make up.
    private static let leastUsedShare = 2.0 / 3

    /// Nil where the texts are better copied.
    init?(_ segments: [[Vector]], context: ExecutionContext) throws(QueryError) {
        let pieces = Array(segments.joined())
        guard pieces.allSatisfy({ piece in if case .flat = piece.form { !piece.isConstant } else { false } }) else { return nil }
        let rows = pieces.reduce(0) { $0 + $1.count }
        let found = MorselResults<(used: Int, owners: [AnyObject])>(count: pieces.count)
        try WorkerPool.shared.forEach(pieces.count, workers: context.settings.threads) { (index) throws(QueryError) in
            try context.check()
            found[index] = SharedTextBytes.used(pieces[index])
        }
        let all = found.all.compactMap { $0 }
        let used = all.reduce(0) { $0 + $1.used }
        guard rows > 0, used / rows >= SharedTextBytes.leastAverageLength else { return nil }
        let kept = KeptObjects(all.flatMap(\.owners))
        var memory = MemoryCount()
        memory.add([kept])
        guard memory.isComplete, Double(used) >= Double(memory.byteCount) * SharedTextBytes.leastUsedShare else { return nil }
        owner = kept
    }

    /// How many bytes behind its views a vector uses, and what keeps them alive: not the buffer of the views, where it holds nothing else.
    private static func used(_ piece: Vector) -> (used: Int, owners: [AnyObject]) {
        let views = piece.elements(as: TextView.self)
        let own = piece.owners.firstIndex { owner in
            guard let buffer = owner as? Buffer else { return false }
            return buffer.start <= piece.data && piece.data < UnsafeRawPointer(buffer.start + buffer.byteCount)
        }
        let buffer = own.flatMap { piece.owners[$0] as? Buffer }
        let start = buffer.map { UnsafePointer($0.pointer(to: UInt8.self)) }, size = buffer?.byteCount ?? 0
        var used = 0
        var holdsTexts = false
        for row in 0..<piece.count where !views[row].isInline {
            used &+= views[row].count
            if let start, let bytes = views[row].external, bytes >= start, bytes < start + size { holdsTexts = true }
        }
        var owners = piece.owners
        if let own, !holdsTexts { owners.remove(at: own) }
        return (used, owners)
    }
}
