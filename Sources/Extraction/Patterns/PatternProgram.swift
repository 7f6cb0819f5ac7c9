/// A rule of a pattern file as a matcher runs it: instructions of a machine that is in many states at once and never goes back.
struct PatternProgram: Sendable {
    /// A typed element.
    enum Entity: String, Sendable, CaseIterable { case quantity, figure, money, percent, area, organisation, person, date }

    enum Instruction: Sendable {
        /// Exactly these characters.
        case word([UInt32])
        /// A phrase of one of the rule's lexicons.
        case phrase(Int)
        /// An entity that passes all tests.
        case entity(Entity, [PatternTest])
        /// Whole words of the sentence that pass all tests, with so many characters.
        case text(ClosedRange<Int>, [PatternTest])
        /// At most so many characters of the sentence.
        case gap(Int)
        /// What joins the members of a list; counts as no element.
        case joint
        /// Go on at both.
        case split(Int, Int)
        case jump(Int)
        case open(Int)
        case close(Int)
        /// A member of a list begins, whose captures make a row of their own.
        case member
        /// The list is over.
        case membersEnd
        case end
    }

    var name: String
    var instructions: [Instruction] = []
    var lexicons: [PhraseTable] = []
    /// What each slot of a capture fills.
    var slots: [Slot] = []
    var exclusions: [Exclusion] = []
    var confidence = 0.8
    /// Entities without which the rule cannot match: a sentence that lacks one is not looked at.
    var needed: Set<Entity> = []

    enum Slot: Sendable, Hashable {
        /// A column of the table.
        case column(Int)
        /// The shared columns of the place, or of the date.
        case place, date
    }

    struct Exclusion: Sendable {
        var side: PatternSyntax.Exclusion.Side
        /// For the left side reversed.
        var phrases: PhraseTable
    }

    /// What may stand between two members of a list.
    static let joints = PhraseTable(["、", ",", "和", "与", "及", "以及", "、以及", ",以及", ",和", " "])
}

/// A condition on an entity or text.
enum PatternTest: Sendable {
    case unit(Set<String>)
    case dimension(Set<String>)
    case qualifier(Set<String>)
    /// The counted noun of a figure.
    case noun(PatternAffix)
    /// The characters of the element itself.
    case text(PatternAffix)
    /// The level of an area.
    case level(Set<String>)
    /// The kind of an organisation or date.
    case kind(Set<String>)
}

/// Where in a text one of some phrases stands.
struct PatternAffix: Sendable {
    enum Side: String, Sendable, CaseIterable { case starting, ending, containing, `is` }

    var side: Side
    /// For `ending` reversed.
    var phrases: PhraseTable

    init(_ side: Side, _ words: [[UInt32]]) {
        self.side = side
        phrases = PhraseTable()
        for word in words { phrases.insert(side == .ending ? word.reversed() : word, value: 0) }
    }

    func holds(for range: Range<Int>, in text: [UInt32]) -> Bool {
        guard range.lowerBound >= 0, range.upperBound <= text.count, !range.isEmpty else { return false }
        switch side {
        case .starting: return phrases.longestMatch(in: text, at: range.lowerBound, end: range.upperBound) != nil
        case .ending: return phrases.longestReversedMatch(in: text, endingAt: range.upperBound, start: range.lowerBound) != nil
        case .is: return phrases.value(of: text[range]) != nil
        case .containing: return range.contains { phrases.longestMatch(in: text, at: $0, end: range.upperBound) != nil }
        }
    }
}

/// A table of a pattern file, with its rules in the order in which they are tried.
struct PatternTable: Sendable {
    enum ColumnType: String, Sendable, CaseIterable { case text, quantity, figure, area, organisation, person, date }

    struct Column: Sendable {
        var name: String
        var type: ColumnType

        /// The columns of the table that it becomes.
        var columns: [FactColumn] {
            // A quantity called value has the names that quantities have in every other table.
            func part(_ part: String) -> String { name == "value" ? part : name + "_" + part }
            let quantity: [FactColumn] = [
                .init(name, .decimal), .init(part("unit"), .text), .init(part("dimension"), .text), .init(part("qualifier"), .text),
                .init(part("low"), .decimal), .init(part("high"), .decimal), .init(part("per"), .text),
            ]
            switch type {
            case .text, .organisation, .person: return [.init(name, .text)]
            case .quantity: return quantity
            case .figure: return quantity + [.init(part("noun"), .text), .init(part("noun_key"), .text)]
            case .area: return [.init(name, .text), .init(name + "_code", .text)]
            case .date: return [.init(name, .date)]
            }
        }
    }

    var name: String
    var columns: [Column]
    var rules: [PatternProgram] = []

    /// The empty table with the columns that every fact table has around its own.
    var schema: FactTable { FactTable(name, FactSchema.factColumns(around: columns.flatMap(\.columns))) }
}
