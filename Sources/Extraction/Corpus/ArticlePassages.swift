/// The passages of articles that say what they say, as the table `sentences` holds them.
package struct ArticlePassages {
    private let rows: RowsByReport
    private let text: FactColumn
    private let kind: FactColumn

    /// The passages of the articles of some tables.
    package init(_ tables: ExtractedTables) {
        self.init(reports: tables["reports"], sentences: tables["sentences"])
    }

    /// The passages of articles.
    package init(reports: FactTable, sentences: FactTable) {
        rows = CorpusReports(reports).rows(of: sentences)
        text = sentences.values("text")
        kind = sentences.values("kind")
    }

    /// The wording of the article of a row of `reports`. Headlines and captions change from one printing to the next; the body stays.
    package func wording(of report: Int) -> ArticleWording { Self.wording(rows[report], kind, text) }

    /// The wording of the only article of a document.
    package static func wording(of sentences: FactTable) -> ArticleWording {
        wording(0..<sentences.rowCount, sentences.values("kind"), sentences.values("text"))
    }

    private static func wording(_ rows: some Sequence<Int>, _ kind: FactColumn, _ text: FactColumn) -> ArticleWording {
        let body = Array("body".utf8)[...]
        return ArticleWording(rows.lazy.filter { kind.textBytes($0) == body && text.isValid[$0] }.map { text.textBytes($0) })
    }
}
