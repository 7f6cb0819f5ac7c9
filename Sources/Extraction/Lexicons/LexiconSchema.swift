/// What the columns of a lexicon file may hold.
package struct LexiconSchema: Sendable {
    /// What a column may hold.
    package enum Value: Sendable {
        /// Any text.
        case text
        /// Words separated by blanks.
        case words
        /// One of these words.
        case oneOf([String])
        /// A decimal number.
        case number
        /// A six-digit code; empty where the column is not required.
        case code
        /// What a name of the gazetteer stands for: signs and codes separated by blanks.
        case meanings
    }

    /// A column of a lexicon file.
    package struct Column: Sendable {
        package var name: String
        package var value: Value
        package var isRequired: Bool
    }

    /// The file's name without its extension.
    package var name: String
    /// What the file holds, in a few words.
    package var subject: String
    package var columns: [Column]
    /// Values of the second column that stand for tables of their own, in groups: one key may stand once in each. Empty: once in the file.
    package var groups: [[String]] = []
    /// How many characters a key has.
    package var keyLength: ClosedRange<Int> = 1...40
    /// Whether keys are matched against cleaned text: half-width and simplified.
    package var isMatched = true
    /// Whether a script makes the file that is compiled in, from names as they are printed in whatever characters.
    package var isGenerated = false
    /// Whether keys may begin or end with a blank.
    package var keepsBlanks = false

    /// The file of a name.
    package static func named(_ name: String) -> LexiconSchema? { all.first { $0.name == name } }

    /// Where a key stands for itself: the number of the group of an entry's second column.
    func group(_ columns: [String]) -> Int {
        guard columns.count > 1 else { return 0 }
        return groups.firstIndex { $0.contains(columns[1]) } ?? 0
    }

    private init(_ name: String, _ subject: String, _ key: String, _ columns: [Column]) {
        self.name = name
        self.subject = subject
        self.columns = [Column(name: key, value: .text, isRequired: true)] + columns
    }

    private func with(_ change: (inout LexiconSchema) -> Void) -> LexiconSchema {
        var copy = self
        change(&copy)
        return copy
    }

    private static func one(_ name: String, _ words: String, optional: Bool = false) -> Column {
        Column(name: name, value: .oneOf(words.split(separator: " ").map(String.init)), isRequired: !optional)
    }

    private static func optional(_ name: String, _ value: Value = .text) -> Column { Column(name: name, value: value, isRequired: false) }

    private static let reasons = "name slogan idiom date ordinal"
    private static let donors = "company organisation government party person group"

    /// Every file that a user may lay entries over, in the order in which they are listed.
    package static let all: [LexiconSchema] = [
        .init(
            "measures", "measure words and units", "unit",
            [
                one("dimension", "count person person-time money mass volume length area duration age share package"), optional("base"),
                optional("factor", .number), one("use", "strict own money", optional: true), optional("blockers", .words),
                optional("shown as"),
            ]),
        .init("fixed_names", "names and idioms with numerals that count nothing", "phrase", [one("reason", reasons)]),
        .init(
            "party", "party nouns", "noun",
            [one("kind", "member cadre organisation branch temporary_branch group post team rate other"), optional("head form")]),
        .init(
            "party_endings", "endings of party nouns", "ending",
            [one("kind", "member cadre organisation branch temporary_branch group post team rate other none")]),
        .init("verbs", "verbs that govern a number", "verb", [one("role", "exists set_up took_part mobilised sent honoured other")]),
        .init("gift_verbs", "verbs of giving", "verb", [one("class", "give money lump deliver procure collect free carry arrive")]),
        .init("gift_blockers", "words that say that no gift is made", "word", [one("reason", "sale allotment service refusal plan")]),
        .init(
            "items", "what is given", "head noun",
            [
                one("category", "money mask protective disinfectant medical food clothing equipment vehicle mixed other"),
                optional("head form"),
            ]),
        .init(
            "organisation_endings", "endings of names of givers and receivers", "ending",
            [
                one("kind as a donor", donors),
                one("kind as a receiver", "hospital community township headquarters charity police school frontline person other"),
            ]),
        .init(
            "organisations", "endings of names of organisations", "ending",
            [one("kind", "company hospital school charity organisation government party police media headquarters team")]),
        .init(
            "titles", "titles and roles of people", "title", [one("kind", "office role after high")]
        ).with { $0.groups = [["office", "role"], ["after", "high"]] },
        .init("name_cues", "what stands behind names of people", "word", [one("kind", "say verb")]),
        .init(
            "surnames", "surnames", "surname", [one("weight", "3 2 1"), one("also a word", "word", optional: true)]
        ).with { $0.keyLength = 1...4 },
        .init("given_names", "characters of given names", "character", [one("weight", "3 2 1")]).with { $0.keyLength = 1...1 },
        .init("name_parts", "parts of names of Mongols, Tibetans and Yi", "part", [one("use", "name part")]),
        .init(
            "page_lines", "lines of pages that are no running text", "text",
            [one("where", "begin end contain exact"), one("class", "menu button editor copyright caption byline dateline lead column")]
        ).with { $0.keepsBlanks = true },
        .init(
            "area_contexts", "words around names of areas", "word",
            [one("role", "stop generic part not_after_village name_start not_after_short nominal")]
        ).with { $0.groups = [["stop"], ["generic"], ["part"], ["not_after_village"], ["name_start"], ["not_after_short"], ["nominal"]] },
        .init(
            "areas", "administrative areas down to the county", "code",
            [
                Column(name: "name", value: .text, isRequired: true), one("level", "province prefecture county"),
                optional("code of the next area up", .code), optional("short form"), optional("older and newer names"),
            ]
        ).with {
            $0.columns[0].value = .code
            $0.isMatched = false
        },
        .init(
            "area_names", "names of areas", "name", [Column(name: "meanings", value: .meanings, isRequired: true)]
        ).with {
            $0.keyLength = 2...Gazetteer.longestName
            $0.isGenerated = true
        },
        .init("segmentation_terms", "words and their tags", "word", [one("tag", "n v d b x")]),
        .init("words", "everyday words", "word", [one("first of all a verb", "v", optional: true)]).with {
            $0.keyLength = 2...WordList.longest
            $0.isGenerated = true
        },
        .init(
            "traditional", "traditional characters and phrases", "traditional", [Column(name: "simplified", value: .text, isRequired: true)]
        ).with { $0.isMatched = false },
    ]
}
