/// The people of a page by article and name, each described when first asked for: the rows of people and of donors ask for the same.
struct DescribedPeople {
    /// The people of an article.
    struct ArticlePeople {
        /// The names in the order of their first mentions.
        var names: [ExactText] = []
        /// For each name its mentions, as indices.
        var mentions: [[Int]] = []
        fileprivate var places: [ExactText: Int] = [:]
    }

    private let describer: PersonDescriber
    /// By article; nil where nobody has asked yet.
    private var articles: [ArticlePeople?]
    private var descriptions: [[ExactText: PersonDescription]]

    init(_ describer: PersonDescriber) {
        self.describer = describer
        articles = [ArticlePeople?](repeating: nil, count: describer.document.articles.count)
        descriptions = [[ExactText: PersonDescription]](repeating: [:], count: articles.count)
    }

    var document: Document { describer.document }

    /// The people whom an article names.
    mutating func people(ofArticle article: Int) -> ArticlePeople {
        if let known = articles[article] { return known }
        var people = ArticlePeople()
        let document = describer.document
        for index in document.personMentions(in: document.articles[article].span(in: document)) {
            let name = ExactText(document.personMentions[index].name)
            if let place = people.places[name] {
                people.mentions[place].append(index)
            } else {
                people.places[name] = people.names.count
                people.names.append(name)
                people.mentions.append([index])
            }
        }
        articles[article] = people
        return people
    }

    /// What an article says of a person.
    mutating func description(of name: ExactText, article: Int) -> PersonDescription {
        if let known = descriptions[article][name] { return known }
        let people = people(ofArticle: article)
        let mentions = people.places[name].map { people.mentions[$0] } ?? []
        let description = describer.describe(name.text, mentions: mentions, article: article)
        descriptions[article][name] = description
        return description
    }
}
