/// The links between the reports of a corpus: which articles reprint an earlier one, and which facts an earlier report told already.
///
/// They do not depend on the order in which the reports were read, only on their dates and keys, and take time linear in the corpus.
package struct CorpusLinks: Sendable {
    /// By row of `reports`: what it reprints and how alike the two are.
    private var reprints: [NearDuplicates.Reprint?] = []
    /// By row of the table of a name: the row that stated the fact first.
    private var sameAs: [String: [Int?]] = [:]

    /// Links the reports of a corpus.
    /// - Parameters:
    ///   - sketches: one for each row of `reports`.
    ///   - wording: the wording of the article of a row of `reports`; asked for only where sketches are alike.
    package init(
        reports: FactTable, figures: FactTable, donations: FactTable, party: FactTable, sketches: [ArticleSketch],
        wording: @escaping (Int) -> ArticleWording
    ) {
        let corpus = CorpusReports(reports)
        guard sketches.count == corpus.keys.count else { return }
        reprints = NearDuplicates.find(
            sketches, order: corpus.order,
            mayReprint: { later, earlier in
                // The same wording about two areas is a form that both filled in.
                guard let area = corpus.adcodes[later], let other = corpus.adcodes[earlier] else { return true }
                return area == other
            },
            wording: wording)
        var facts = RetoldFacts(
            corpus: corpus, originals: reprints.map { $0?.original }, figures: figures, donations: donations, party: party)
        facts.find()
        sameAs = ["figures": facts.figures, "donations": facts.donations, "party": facts.party]
    }

    /// Links all tables of a corpus in place. What was linked before is forgotten, so that linking twice changes nothing.
    /// - Returns: how many articles reprint another, and how many facts were told before.
    @discardableResult
    package static func link(_ tables: inout ExtractedTables) -> (reprints: Int, retold: Int) {
        let passages = ArticlePassages(tables)
        let links = CorpusLinks(
            reports: tables["reports"], figures: tables["figures"], donations: tables["donations"], party: tables["party"],
            sketches: (0..<tables["reports"].rowCount).map { ArticleSketch(passages.wording(of: $0)) },
            wording: { passages.wording(of: $0) })
        for name in linkedTables { links.apply(to: &tables[name]) }
        return links.counts
    }

    /// The tables whose columns links fill.
    package static let linkedTables = ["reports", "party", "donations", "figures"]

    private var counts: (reprints: Int, retold: Int) {
        (reprints.count { $0 != nil }, sameAs.values.reduce(0) { $0 + $1.count { $0 != nil } })
    }

    /// Fills `duplicate_of` and `similarity` of the reports, or `same_as` of a fact table and `counted` anew, in the table that the
    /// corpus was linked by. Other tables stay as they are.
    package func apply(to table: inout FactTable) {
        if table.name == "reports", reprints.count == table.rowCount {
            let keys = table.values("report")
            table.setColumn("duplicate_of") { row in reprints[row].map { keys.textBytes($0.original) } }
            // In hundredths, rounded down, so that 1 says that nothing differs.
            table.setDoubles("similarity") { row in reprints[row].map { ($0.similarity * 100).rounded(.down) / 100 } }
        }
        guard let targets = sameAs[table.name], targets.count == table.rowCount else { return }
        let ids = table.values("id")
        table.setColumn("same_as") { row in targets[row].map { ids.textBytes($0) } }
        if table.name == "donations" { Self.settleCounted(&table) }
    }

    /// A sum over `counted` counts nothing twice.
    private static func settleCounted(_ donations: inout FactTable) {
        let (scope, status) = (donations.values("scope"), donations.values("status"))
        let (repeats, sameAs, partOf) = (donations.values("repeats"), donations.values("same_as"), donations.values("part_of"))
        donations.setIntegers("counted") { row in
            let isFirst = !repeats.isValid[row] && !sameAs.isValid[row] && !partOf.isValid[row]
            return isFirst && scope.text(row) == "gift" && status.text(row) == "given" ? 1 : 0
        }
    }
}

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
