/// The stages from a page's sentences to facts: numbers, quantities, noun phrases, figures, party statements, gifts and repeats.
package enum FactExtraction {
    /// The facts of a page, in the order of their places. Pure: the same page gives the same facts.
    /// - Parameter listsCandidates: also tells of each number and verb of giving what became of it.
    package static func facts(
        in document: Document, lexicon: FactLexicon, patterns: FactPatterns = FactPatterns(), listsCandidates: Bool = true
    ) -> DocumentFacts {
        var facts = DocumentFacts()
        facts.patternTables = patterns.emptyTables
        let areas = document.factAreas
        for article in document.articles.indices {
            ArticleFacts(document, article: article, areas: areas, lexicon: lexicon, cutsAll: !patterns.tables.isEmpty)
                .append(to: &facts, patterns: patterns, listsCandidates: listsCandidates)
        }
        return facts
    }
}
