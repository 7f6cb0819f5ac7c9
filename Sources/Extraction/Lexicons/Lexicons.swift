import CExtractionData

/// The lexicons and the gazetteer that an extractor works with: the files that are compiled in, with a user's own laid over them.
package final class Lexicons: @unchecked Sendable {
    // Unchecked: the bytes of `merged` are written before the set is handed out, and freed when nobody holds it.

    /// The files that are compiled in.
    package static let standard = Lexicons()

    /// The files that a user's entries changed, by name; the set owns their bytes.
    private let merged: [String: UnsafeMutableBufferPointer<UInt8>]

    /// 0 for the files compiled in, else a number that is the same for the same user's files: part of the key of whatever keeps facts.
    package let fingerprint: UInt64

    private init() {
        merged = [:]
        fingerprint = 0
    }

    /// The files compiled in with a user's laid over them. Throws the first problem for which these are refused.
    package init(_ overlay: LexiconOverlay) throws(LexiconProblem) {
        if let error = overlay.firstError { throw error }
        let files = try LexiconMerge(overlay).files
        merged = files.mapValues { bytes in
            let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(bytes.count, 1))
            _ = copy.initialize(from: bytes)
            return UnsafeMutableBufferPointer(rebasing: copy[..<bytes.count])
        }
        fingerprint = overlay.fingerprint
    }

    deinit {
        for bytes in merged.values { bytes.deallocate() }
    }

    /// The file of a name (without extension; of an index with `_index` behind it); nil where there is none.
    package func file(_ name: String) -> LexiconFile? {
        if let bytes = merged[name] { return LexiconFile(bytes: UnsafeBufferPointer(bytes)) }
        return Self.compiledIn(name)
    }

    private static func compiledIn(_ name: String) -> LexiconFile? {
        for list in [extraction_page_files(), extraction_fact_files()] {
            for index in 0..<list.count where String(cString: list.files[index].name) == name {
                let file = list.files[index]
                return LexiconFile(bytes: UnsafeBufferPointer(start: file.bytes, count: file.count))
            }
        }
        return nil
    }
}
