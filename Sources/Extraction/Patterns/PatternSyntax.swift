/// What a pattern file says, as `grammar/fact-patterns.ebnf` has it.
struct PatternSyntax: Sendable {
    /// A name with its place.
    struct Name: Sendable {
        var text: String
        var place: PatternPlace
    }

    /// `"个" | "支" | @units`
    struct Words: Sendable {
        enum Member: Sendable {
            case word(String)
            case lexicon(Name)
        }

        var members: [Member]
    }

    struct Lexicon: Sendable {
        var name: Name
        var words: Words?
        /// The file whose first column holds the words, relative to the pattern file.
        var file: Name?
    }

    struct Column: Sendable {
        var name: Name
        var type: Name
    }

    struct Table: Sendable {
        var name: Name
        var columns: [Column] = []
        var rules: [Rule] = []
    }

    struct Rule: Sendable {
        var name: Name
        var pattern: Node
        var exclusions: [Exclusion] = []
        var confidence: Double?
    }

    /// `unless left "第"`
    struct Exclusion: Sendable {
        enum Side: String, Sendable, CaseIterable { case left, right, sentence }

        var side: Side
        var words: Words
    }

    /// `ending "队" | "小组"`
    struct Test: Sendable {
        var name: Name
        /// A second word of the name: `noun ending`.
        var part: Name?
        var words: Words?
        var range: ClosedRange<Int>?
    }

    /// A pattern or a part of one.
    indirect enum Node: Sendable {
        case sequence([Node])
        case choice([Node])
        case word(Name)
        case lexicon(Name)
        case typed(Name, [Test])
        /// At most so many characters of the sentence.
        case gap(Int, PatternPlace)
        case list(Node, PatternPlace)
        case optional(Node)
        case capture(Name, Node)
    }

    var lexicons: [Lexicon] = []
    var tables: [Table] = []
}
