/// The links of a corpus in few bytes, as a cache keeps them.
package enum LinkCoding {
    /// The tables whose facts are linked, in the order in which they are written.
    private static let tables = ["figures", "donations", "party"]

    /// The bytes of links.
    package static func encode(_ links: CorpusLinks) -> [UInt8] {
        var writer = BinaryWriter()
        write(links.originals, to: &writer)
        for (original, similarity) in zip(links.originals, links.similarities) where original >= 0 { writer.fixed(similarity.bitPattern) }
        for table in tables { write(links.sameAs[table] ?? [], to: &writer) }
        return writer.bytes
    }

    /// For each row 0 where it has no target, else how far above it the target stands, and one.
    private static func write(_ targets: [Int32], to writer: inout BinaryWriter) {
        writer.count(UInt64(targets.count))
        for (row, target) in targets.enumerated() {
            let distance = Int64(row) - Int64(target)
            writer.count(target < 0 ? 0 : UInt64(bitPattern: distance << 1 ^ distance >> 63) &+ 1)
        }
    }

    /// The links that bytes write; nil where they write none.
    package static func decode(_ bytes: UnsafeRawBufferPointer) -> CorpusLinks? {
        var reader = BinaryReader(bytes)
        var links = CorpusLinks()
        guard let originals = targets(from: &reader, bytes.count) else { return nil }
        links.originals = originals
        links.similarities = originals.map { $0 < 0 ? 0 : Double(bitPattern: reader.fixed()) }
        for table in tables {
            guard let targets = targets(from: &reader, bytes.count) else { return nil }
            links.sameAs[table] = targets
        }
        return reader.isAtEnd ? links : nil
    }

    private static func targets(from reader: inout BinaryReader, _ most: Int) -> [Int32]? {
        // Every row takes a byte.
        guard let count = Int(exactly: reader.count()), count <= most else { return nil }
        var targets: [Int32] = []
        targets.reserveCapacity(count)
        for row in 0..<count {
            let code = reader.count()
            if code == 0 {
                targets.append(-1)
                continue
            }
            let distance = Int64(bitPattern: (code &- 1) >> 1) ^ -Int64(bitPattern: (code &- 1) & 1)
            let (target, overflow) = Int64(row).subtractingReportingOverflow(distance)
            guard !overflow, 0 <= target, target < Int64(count) else { return nil }
            targets.append(Int32(truncatingIfNeeded: target))
        }
        return reader.isExhausted ? nil : targets
    }
}
