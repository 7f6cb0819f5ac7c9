extension DocumentFacts {
    /// Gives each donor who is a person named on the page the firm or body that the article says the person belongs to. Who belongs to none
    /// keeps null, and so does who only lives somewhere.
    mutating func addOrganisations(of people: inout DescribedPeople) {
        let document = people.document
        var places: Set<ExactText>?
        var articles: [String: Int] = [:]
        for (number, article) in document.articles.enumerated() { articles[article.report] = number }
        for row in donations.indices {
            guard let article = articles[donations[row].identity.report] else { continue }
            for donor in donations[row].donors.indices where donations[row].donors[donor].kind == "person" {
                guard let name = donations[row].donors[donor].nameKey else { continue }
                guard let organisation = people.description(of: ExactText(name), article: article).organisation else { continue }
                let areas = places ?? Set(document.areas.map { ExactText($0.name) })
                places = areas
                if !areas.contains(ExactText(organisation)) { donations[row].donors[donor].organisation = organisation }
            }
        }
    }
}
