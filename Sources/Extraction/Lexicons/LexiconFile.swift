import CExtractionData

/// A lexicon or gazetteer file that is compiled in: UTF-8 lines of tab-separated columns, `#` lines are comments.
package struct LexiconFile {
    /// The file's bytes, which live as long as the process.
    package let bytes: UnsafeBufferPointer<UInt8>

    /// The file of a name (without extension); nil where there is none.
    package init?(named name: String) {
        for list in [extraction_page_files(), extraction_fact_files()] {
            for index in 0..<list.count where String(cString: list.files[index].name) == name {
                let file = list.files[index]
                bytes = UnsafeBufferPointer(start: file.bytes, count: file.count)
                return
            }
        }
        return nil
    }

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
