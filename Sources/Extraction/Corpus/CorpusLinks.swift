/// The links between the reports of a corpus: which articles reprint an earlier one, and which facts an earlier report told already.
///
/// They do not depend on the order in which the reports were read, only on their dates and keys, and take time linear in the corpus.
package struct CorpusLinks: Sendable {
    /// By row of `reports`: the row that it reprints, -1 for an original, and how alike the two are.
    var originals: [Int32] = []
    var similarities: [Double] = []
    /// By row of the table of a name: the row that stated the fact first, -1 where it does itself.
    var sameAs: [String: [Int32]] = [:]

    /// No links.
    init() {}

    /// Links the reports of a corpus.
    /// - Parameters:
    ///   - sketches: one for each row of `reports`.
    ///   - concurrently: what can be done at the same time is done by this.
    ///   - wording: the wording of the article of a row of `reports`; asked for only where sketches are alike.
    package init(
        reports: FactTable, figures: FactTable, donations: FactTable, party: FactTable, sketches: [ArticleSketch],
        concurrently: ConcurrentLoop, wording: @escaping @Sendable (Int) -> ArticleWording
    ) {
        let corpus = CorpusReports(reports)
        guard sketches.count == corpus.keys.count else { return }
        let adcodes = corpus.adcodes
        let reprints = NearDuplicates.find(
            sketches, order: corpus.order, concurrently: concurrently,
            mayReprint: { later, earlier in
                // The same wording about two areas is a form that both filled in.
                guard let area = adcodes[later], let other = adcodes[earlier] else { return true }
                return area == other
            },
            wording: wording)
        var facts = RetoldFacts(
            corpus: corpus, originals: reprints.map { $0?.original }, figures: figures, donations: donations, party: party)
        facts.find(concurrently: concurrently)
        func compact(_ rows: [Int?]) -> [Int32] { rows.map { Int32(truncatingIfNeeded: $0 ?? -1) } }
        originals = compact(reprints.map { $0?.original })
        similarities = reprints.map { $0?.similarity ?? 0 }
        sameAs = ["figures": compact(facts.figures), "donations": compact(facts.donations), "party": compact(facts.party)]
    }

    /// Links all tables of a corpus in place. What was linked before is forgotten, so that linking twice changes nothing.
    /// - Returns: how many articles reprint another, and how many facts were told before.
    @discardableResult
    package static func link(_ tables: inout ExtractedTables) -> (reprints: Int, retold: Int) {
        let passages = ArticlePassages(tables)
        let links = CorpusLinks(
            reports: tables["reports"], figures: tables["figures"], donations: tables["donations"], party: tables["party"],
            sketches: (0..<tables["reports"].rowCount).map { ArticleSketch(passages.wording(of: $0)) },
            concurrently: { count, body in for index in 0..<count { body(index) } }, wording: { passages.wording(of: $0) })
        for name in linkedTables {
            let names = tables[name].values(keyColumn(of: name))
            if links.rowCount(of: name) == names.isValid.count { links.apply(to: &tables[name], from: 0) { names.textBytes($0) } }
        }
        return links.counts
    }

    /// The tables whose columns links fill.
    package static let linkedTables = ["reports", "party", "donations", "figures"]

    /// The columns that linking reads, by table; all of `reports`.
    package static let neededColumns = RetoldFacts.columns

    /// The column that names the rows of a linked table.
    package static func keyColumn(of table: String) -> String { table == "reports" ? "report" : "id" }

    /// How many rows the table of a name had when the corpus was linked.
    package func rowCount(of table: String) -> Int { table == "reports" ? originals.count : sameAs[table]?.count ?? 0 }

    private var counts: (reprints: Int, retold: Int) {
        (originals.count { $0 >= 0 }, sameAs.values.reduce(0) { $0 + $1.count { $0 >= 0 } })
    }

    /// Fills `duplicate_of` and `similarity` of the reports, or `same_as` of a fact table and `counted` anew.
    /// - Parameters:
    ///   - part: some rows of the table, which has as many as when the corpus was linked.
    ///   - first: the number of the part's first row.
    ///   - key: what names a row of the whole table.
    package func apply(to part: inout FactTable, from first: Int, key: (Int) -> ArraySlice<UInt8>) {
        let rows = first..<first + part.rowCount
        if part.name == "reports", rows.upperBound <= originals.count {
            part.setColumn("duplicate_of") { row in
                let original = originals[first + row]
                return original < 0 ? nil : key(Int(original))
            }
            // In hundredths, rounded down, so that 1 says that nothing differs.
            part.setDoubles("similarity") { row in
                originals[first + row] < 0 ? nil : (similarities[first + row] * 100).rounded(.down) / 100
            }
        }
        guard let targets = sameAs[part.name], rows.upperBound <= targets.count else { return }
        part.setColumn("same_as") { row in
            let target = targets[first + row]
            return target < 0 ? nil : key(Int(target))
        }
        if part.name == "donations" { Self.settleCounted(&part) }
    }

    /// A sum over `counted` counts nothing twice.
    private static func settleCounted(_ donations: inout FactTable) {
        let (scope, status) = (donations.values("scope"), donations.values("status"))
        let (repeats, sameAs, partOf) = (donations.values("repeats"), donations.values("same_as"), donations.values("part_of"))
        let (gift, given) = (Array("gift".utf8)[...], Array("given".utf8)[...])
        donations.setIntegers("counted") { row in
            let isFirst = !repeats.isValid[row] && !sameAs.isValid[row] && !partOf.isValid[row] && scope.isValid[row] && status.isValid[row]
            return isFirst && scope.textBytes(row) == gift && status.textBytes(row) == given ? 1 : 0
        }
    }
}
