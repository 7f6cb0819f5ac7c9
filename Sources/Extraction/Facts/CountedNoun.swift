/// The noun that a quantity counts, and how it was found.
package struct CountedNoun: Sendable {
    package enum Side: String, Sendable {
        case left, right, topic, verb

        /// The rule that makes a figure of such a noun's number.
        var figureRule: String {
            switch self {
            case .left: "figure-left"
            case .right: "figure-right"
            case .topic: "figure-topic"
            case .verb: "figure-verb"
            }
        }

        /// The rule that makes a row of `party` of it.
        var partyRule: String {
            switch self {
            case .left: "party-left"
            case .right: "party-right"
            case .topic: "party-topic"
            case .verb: "party-verb"
            }
        }
    }

    /// Where the noun stands; nil where nothing is counted but the unit itself.
    package var range: Range<Int>
    package var side: Side
    /// The tokens of the noun.
    package var tokens: Range<Int>
    /// A list of nouns that share one number (`党员、群众`).
    package var isList = false
}
