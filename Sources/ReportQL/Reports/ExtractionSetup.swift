import Columns
import Extraction
import Synchronization

/// What a database extracts reports with. Nothing is read before reports are, or before somebody asks whether it can be read.
final class ExtractionSetup: Sendable {
    private let lexiconFolder: String?
    private let made = Mutex<Made?>(nil)

    private struct Made {
        var lexicons: Lexicons
        var extractor: Extractor?
    }

    init(lexiconFolder: String?) {
        self.lexiconFolder = lexiconFolder
    }

    /// The lexicons: those compiled in, with the user's laid over them.
    func lexicons() throws(QueryError) -> Lexicons { try settled().lexicons }

    /// The extractor, made once.
    func extractor() throws(QueryError) -> Extractor {
        let settled = try settled()
        if let extractor = settled.extractor { return extractor }
        var options = ExtractionOptions()
        options.lexicons = settled.lexicons
        let extractor = Extractor(options: options)
        made.withLock { $0 = Made(lexicons: settled.lexicons, extractor: extractor) }
        return extractor
    }

    private func settled() throws(QueryError) -> Made {
        if let made = made.withLock({ $0 }) { return made }
        let lexicons = try lexiconFolder.map { (folder) throws(QueryError) in try LexiconFolder.lexicons(at: folder) } ?? .standard
        let settled = Made(lexicons: lexicons, extractor: nil)
        made.withLock { $0 = $0 ?? settled }
        return settled
    }
}

extension Database {
    /// Reads the lexicons that the options name. Opening reports does so as well; this says earlier what is wrong with them.
    public func prepareExtraction() throws(QueryError) { _ = try extraction.lexicons() }
}
