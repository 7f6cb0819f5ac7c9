/// A file of lexicon or gazetteer entries: UTF-8 lines of tab-separated columns, `#` lines are comments.
package struct LexiconFile {
    /// The file's bytes, which live as long as the set of lexicons that it comes from.
    package let bytes: UnsafeBufferPointer<UInt8>

    /// Calls `body` with the columns of each entry, in order.
    package func forEachEntry(_ body: ([Substring]) -> Void) {
        let text = String(decoding: bytes, as: UTF8.self)
        for line in text.split(separator: "\n", omittingEmptySubsequences: true) where line.first != "#" {
            let columns = line.split(separator: "\t", omittingEmptySubsequences: false)
            if columns.first?.isEmpty == false { body(columns) }
        }
    }

    /// All entries: the columns of each line.
    package var entries: [[Substring]] {
        var result: [[Substring]] = []
        forEachEntry { result.append($0) }
        return result
    }
}
