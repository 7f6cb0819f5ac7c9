/// The rows that say what a page is and what it names: reports, districts, people, mentions, sentences.
struct PageRows {
    let document: Document
    let file: String

    func append(to tables: inout ExtractedTables) {
        appendReports(to: &tables["reports"])
        appendSentences(to: &tables["sentences"])
    }

    private func appendReports(to table: inout FactTable) {
        for article in document.articles {
            let area = article.area.map { document.areas[$0] }
            let characters = article.paragraphs.reduce(0) { $0 + document.paragraphs[$1].range.count }
            table.appendRow { row in
                row.text(article.report)
                row.text(file)
                row.text(article.title)
                row.text(article.outlet)
                row.text(article.author)
                row.date(article.published)
                row.date(article.dated)
                row.text(article.datedBasis)
                row.text(area?.county ?? area?.prefecture)
                row.text(area?.countyCode ?? area?.code)
                row.text(area?.prefecture)
                row.text(area?.province)
                row.text(nil)
                row.double(nil)
                row.text(article.isTraditional ? "Hant" : "Hans")
                row.integer(characters)
                row.integer(article.sentences.count)
            }
        }
    }

    private func appendSentences(to table: inout FactTable) {
        for sentence in document.sentences {
            let article = document.articles[sentence.article]
            let paragraph = document.paragraphs[sentence.paragraph]
            let source = document.source(sentence.range)
            table.appendRow { row in
                row.text(article.report)
                row.integer(sentence.number)
                row.integer(sentence.paragraph - article.paragraphs.lowerBound + 1)
                row.text(sentence.kind.rawValue)
                row.text(paragraph.section.map { document.text(document.paragraphs[$0].range) })
                row.text(document.text(sentence.range))
                row.integer(source.lowerBound)
                row.integer(source.upperBound)
            }
        }
    }
}
