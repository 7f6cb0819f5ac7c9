extension DocumentFacts {
    /// Gives each donor who is a person named on the page the firm or body that the article says the person belongs to. Who belongs to none
    /// keeps null, and so does who only lives somewhere.
    mutating func addOrganisations(of people: PersonDescriber) {
        let document = people.document
        let places = Set(document.areas.map(\.name))
        var articles: [String: Int] = [:]
        for (number, article) in document.articles.enumerated() { articles[article.report] = number }
        var known: [String: String?] = [:]
        for row in donations.indices {
            guard let article = articles[donations[row].identity.report] else { continue }
            for donor in donations[row].donors.indices where donations[row].donors[donor].kind == "person" {
                guard let name = donations[row].donors[donor].nameKey else { continue }
                let key = "\(article)/\(name)"
                let organisation: String?
                if let found = known[key] {
                    organisation = found
                } else {
                    let mentions = document.personMentions(in: document.articles[article].span(in: document))
                        .filter { document.personMentions[$0].name == name }
                    organisation = people.describe(name, mentions: mentions, article: article).organisation
                        .flatMap { places.contains($0) ? nil : $0 }
                    known.updateValue(organisation, forKey: key)
                }
                donations[row].donors[donor].organisation = organisation
            }
        }
    }
}
