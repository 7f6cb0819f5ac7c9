/// The rows that say what a page is and what it names: reports, districts, people, mentions, sentences.
struct PageRows {
    let document: Document
    let file: String
    var people: DescribedPeople

    mutating func append(to tables: inout ExtractedTables, _ options: ExtractionOptions) {
        appendReports(to: &tables["reports"])
        if options.wants("districts") { appendDistricts(to: &tables["districts"]) }
        if options.wants("people") { appendPeople(to: &tables["people"]) }
        if options.wants("mentions") { appendMentions(to: &tables["mentions"]) }
        if options.wants("sentences") { appendSentences(to: &tables["sentences"]) }
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

    private func appendDistricts(to table: inout FactTable) {
        for article in document.articles {
            let range = article.span(in: document)
            // The areas in the order of their first mentions, and how often each is named by itself.
            var order: [Int] = []
            var counts: [Int: Int] = [:]
            for index in document.areaMentions(in: range) {
                let mention = document.areaMentions[index]
                let before = counts[mention.area]
                if before == nil { order.append(mention.area) }
                counts[mention.area] = (before ?? 0) + (isInsidePrivateName(mention) ? 0 : 1)
            }
            for index in order {
                // The area that the article is about is named, even if only in names: 瑞安中学, 瑞安商会.
                guard let count = counts[index], count > 0 || index == article.area else { continue }
                let area = document.areas[index]
                table.appendRow { row in
                    row.text(article.report)
                    row.text(area.name)
                    row.text(area.level.rawValue)
                    row.text(area.code)
                    row.text(area.parent)
                    row.text(area.parentCode)
                    row.text(area.level == .province ? nil : area.prefecture)
                    row.text(area.province)
                    row.integer(count)
                }
            }
        }
    }

    /// True for an area in the name of a company, paper or school, which names no place of the report.
    private func isInsidePrivateName(_ mention: AreaMention) -> Bool {
        // 学田街道果园社区坤园物业管理有限公司: a township or village says where the company is.
        guard mention.insideOrganisation, document.areas[mention.area].level < .township,
            let index = document.organisationMentions.lastIndex(
                startingAtOrBefore: mention.range.lowerBound, start: { $0.range.lowerBound })
        else { return false }
        switch document.organisationMentions[index].kind {
        case .company, .media, .school: return true
        default: return false
        }
    }

    private mutating func appendPeople(to table: inout FactTable) {
        for (number, article) in document.articles.enumerated() {
            let named = people.people(ofArticle: number)
            for (name, own) in zip(named.names, named.mentions) {
                let mention = document.personMentions[own[0]]
                let source = document.source(mention.range)
                let description = people.description(of: name, article: number)
                let district = article.area.flatMap { document.areas[$0].county ?? document.areas[$0].prefecture }
                table.appendRow { row in
                    row.text(article.report)
                    row.text(name.text)
                    row.text(description.title)
                    row.text(description.organisation)
                    row.text(description.isOutsider ? nil : district)
                    row.integer(description.age)
                    row.text(description.gender)
                    row.integer(own.count)
                    row.integer(document.sentenceIndex(at: mention.range.lowerBound).map { document.sentences[$0].number })
                    row.integer(source.lowerBound)
                    row.integer(source.upperBound)
                }
            }
        }
    }

    private func appendMentions(to table: inout FactTable) {
        var rows: [(range: Range<Int>, kind: String, key: String)] = []
        for mention in document.areaMentions {
            let area = document.areas[mention.area]
            rows.append((mention.range, "area", area.code ?? area.name))
        }
        for mention in document.organisationMentions { rows.append((mention.range, "organisation", document.text(mention.range))) }
        for mention in document.personMentions { rows.append((mention.range, "person", mention.name)) }
        for mention in document.dateMentions { rows.append((mention.range, "date", mention.date.text)) }
        rows.sort { ($0.range.lowerBound, $0.range.upperBound, $0.kind) < ($1.range.lowerBound, $1.range.upperBound, $1.kind) }
        for row in rows {
            guard let index = document.sentenceIndex(at: row.range.lowerBound) else { continue }
            let sentence = document.sentences[index]
            let clause = document.clauseIndex(at: row.range.lowerBound)
            let source = document.source(row.range)
            table.appendRow { writer in
                writer.text(document.articles[sentence.article].report)
                writer.integer(sentence.number)
                writer.integer(clause.map { $0 - sentence.clauses.lowerBound + 1 })
                writer.text(row.kind)
                writer.text(row.key)
                writer.scalars(document.clean[row.range])
                writer.integer(source.lowerBound)
                writer.integer(source.upperBound)
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
                if let section = paragraph.section {
                    row.scalars(document.clean[document.paragraphs[section].range])
                } else {
                    row.text(nil)
                }
                row.scalars(document.clean[sentence.range])
                row.integer(source.lowerBound)
                row.integer(source.upperBound)
            }
        }
    }
}

extension Article {
    /// The article's part of the clean text.
    package func span(in document: Document) -> Range<Int> {
        guard let first = paragraphs.first, let last = paragraphs.last else { return 0..<0 }
        return document.paragraphs[first].range.lowerBound..<document.paragraphs[last].range.upperBound
    }
}
