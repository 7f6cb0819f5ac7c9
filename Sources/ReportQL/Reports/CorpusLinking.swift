import Columns
import Extraction
import Synchronization

/// Links between the reports of a corpus: found once, and kept in the cache for as long as the corpus stays the same.
extension ReportCorpus {
    /// The links of all documents, from the cache where it has them.
    ///
    /// A corpus with other documents is linked anew as a whole: a report that was added may be older than those that are there, and then it
    /// is the original of articles and the first telling of facts that were originals so far.
    func links(context: ExecutionContext) throws(QueryError) -> CorpusLinks {
        if let links = linkMemo.withLock({ $0 }) { return links }
        let digest = cache.map { _ in self.digest }
        if let cache, let digest, let links = try cache.links(of: digest) {
            linkMemo.withLock { $0 = links }
            return links
        }
        let links = try findLinks(context: context)
        if let cache, let digest { try cache.add(links, of: digest) }
        linkMemo.withLock { $0 = links }
        return links
    }

    /// Tells this corpus from others: the documents in their order, each by key, file and content, and what is laid over them. What the
    /// rules make of them the cache tells apart.
    private var digest: ContentHash {
        var writer = BinaryWriter()
        for document in documents {
            for text in [document.key, document.file] {
                writer.count(UInt64(text.utf8.count))
                writer.raw(text.utf8)
            }
            writer.count(document.hash == nil ? 0 : 1)
            document.hash?.write(to: &writer)
        }
        writer.fixed(corrections.fingerprint)
        writer.fixed(metadata.fingerprint)
        return writer.bytes.withUnsafeBytes { ContentHash($0) }
    }

    private func findLinks(context: ExecutionContext) throws(QueryError) -> CorpusLinks {
        let threads = context.settings.threads
        let sketches = MorselResults<[ArticleSketch]>(count: documents.count)
        try WorkerPool.shared.forEach(documents.count, workers: threads) { [documents] (number) throws(QueryError) in
            if number & 0xFF == 0 { try context.check() }
            sketches[number] = try documents[number].sketches()
        }
        // For each row of `reports` its document and its place among the document's articles.
        var places: [ArticlePlace] = []
        var all: [ArticleSketch] = []
        for number in documents.indices {
            let own = sketches[number] ?? []
            for article in own.indices { places.append(ArticlePlace(document: number, article: article, isOnly: own.count == 1)) }
            all += own
            sketches[number] = nil
        }
        func table(_ name: String) throws(QueryError) -> FactTable {
            try parts(of: name, columns: CorpusLinks.neededColumns[name], context: context).joined(
                schema.table(name), context: context)
        }
        let failure = FirstFailure()
        let articles = places
        let links = CorpusLinks(
            reports: try table("reports"), figures: try table("figures"), donations: try table("donations"), party: try table("party"),
            sketches: all,
            concurrently: { count, body in
                failure.catching { () throws(QueryError) in
                    try WorkerPool.shared.forEach(count, workers: threads) { (index) throws(QueryError) in
                        try context.check()
                        body(index)
                    }
                }
            },
            wording: { [self] row in
                failure.catching { () throws(QueryError) in try wording(of: articles[row]) } ?? ArticleWording([])
            })
        if let error = failure.error { throw error }
        return links
    }

    /// An article of a document.
    private struct ArticlePlace {
        let document: Int
        let article: Int
        let isOnly: Bool
    }

    private static let wordingColumns: Set<String> = ["report", "kind", "text"]

    private func wording(of place: ArticlePlace) throws(QueryError) -> ArticleWording {
        let document = documents[place.document]
        let sentences = try document.table("sentences", columns: Self.wordingColumns)
        if place.isOnly { return ArticlePassages.wording(of: sentences) }
        return ArticlePassages(reports: try document.table("reports"), sentences: sentences).wording(of: place.article)
    }
}

/// The first error of several threads, after which nothing more is done.
private final class FirstFailure: Sendable {
    private let first = Mutex<QueryError?>(nil)

    var error: QueryError? { first.withLock { $0 } }

    /// What `body` gives; nil where it fails, or something failed before.
    func catching<Result>(_ body: () throws(QueryError) -> Result) -> Result? {
        guard error == nil else { return nil }
        do throws(QueryError) { return try body() } catch {
            first.withLock { $0 = $0 ?? error }
            return nil
        }
    }
}
