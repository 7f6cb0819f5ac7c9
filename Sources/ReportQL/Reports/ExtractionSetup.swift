import Columns
import Extraction
import Synchronization

/// What a database extracts reports with. Nothing is read before reports are, or before somebody asks whether it can be read.
final class ExtractionSetup: Sendable {
    private let lexiconFolder: String?
    private let patternFiles: [String]
    private let made = Mutex<Made?>(nil)

    private struct Made {
        var options: ExtractionOptions
        var extractor: Extractor?
    }

    init(_ options: Database.Options) {
        lexiconFolder = options.lexicon
        patternFiles = options.facts
    }

    /// The lexicons and the user's own tables.
    func options() throws(QueryError) -> ExtractionOptions { try settled().options }

    /// The extractor, made once.
    func extractor() throws(QueryError) -> Extractor {
        let settled = try settled()
        if let extractor = settled.extractor { return extractor }
        let extractor = Extractor(options: settled.options)
        made.withLock { $0 = Made(options: settled.options, extractor: extractor) }
        return extractor
    }

    private func settled() throws(QueryError) -> Made {
        if let made = made.withLock({ $0 }) { return made }
        var options = ExtractionOptions()
        if let lexiconFolder { options.lexicons = try LexiconFolder.lexicons(at: lexiconFolder) }
        if !patternFiles.isEmpty { options.patterns = try PatternFiles.patterns(at: patternFiles, lexicons: options.lexicons) }
        let settled = Made(options: options, extractor: nil)
        made.withLock { $0 = $0 ?? settled }
        return settled
    }
}

extension Database {
    /// Reads the lexicons and pattern files that the options name. Opening reports does so as well; this says earlier what is wrong with
    /// them.
    public func prepareExtraction() throws(QueryError) { _ = try extraction.options() }
}
