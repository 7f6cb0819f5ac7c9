/// A file of lexicon or gazetteer entries: UTF-8 lines of tab-separated columns, `#` lines are comments.
package struct LexiconFile {
    /// The file's bytes, which live as long as the set of lexicons that it comes from.
    package let bytes: UnsafeBufferPointer<UInt8>

    /// Calls `body` with each entry, in order.
    package func forEachEntry(_ body: (LexiconEntry) -> Void) {
        for entry in entries { body(entry) }
    }

    /// All entries, in order, found one by one.
    package var entries: Entries { Entries(bytes: bytes) }

    /// The entries of a file.
    package struct Entries: Sequence, IteratorProtocol {
        fileprivate let bytes: UnsafeBufferPointer<UInt8>
        private var start = 0

        fileprivate init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

        package mutating func next() -> LexiconEntry? {
            while start < bytes.count {
                var end = start
                while end < bytes.count, bytes[end] != 0x0A { end += 1 }
                let line = UnsafeBufferPointer(rebasing: bytes[start..<end])
                start = end + 1
                // A line without a first column is none.
                if let first = line.first, first != UInt8(ascii: "#"), first != 0x09 { return LexiconEntry(line) }
            }
            return nil
        }
    }
}

extension Optional<LexiconFile> {
    /// The entries; none where there is no file.
    package var entries: LexiconFile.Entries { self?.entries ?? LexiconFile.Entries(bytes: UnsafeBufferPointer(start: nil, count: 0)) }
}
