import FoundationEssentials
import Language
import Testing

/// `grammar/reportql.ebnf` and the parser say the same.
@Suite struct GrammarTests {
    private let grammar: GrammarText
    private let text: String

    /// Texts for the tokens; each must be one token of its kind.
    static let samples: [String: [String]] = [
        "NAME": ["a", "b", "t", "金额", "\"q 1\"", "`b c`", "rank", "set_name"],
        "WORD": ["a", "date", "区县"],
        "STRING": ["'x'", "''", "'it''s'", "'％'"],
        "STRING_NAME": ["'f'", "'a b'"],
        "FILE": ["'f.csv'"],
        "ESCAPE_STRING": ["E'a\\n'"],
        "DOLLAR_STRING": ["$$x'$$", "$t$;$t$"],
        "NUMBER": ["1", "2.5", ".5", "1e3", "1_000", "0x1F"],
        "INTEGER": ["1", "20"],
        "PLACEHOLDER": ["$p", "$1", "?"],
        "COLUMN_POSITION": ["#1"],
        "INTERVAL_UNIT": ["day", "months", "YEAR"],
    ]

    init() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        text = try String(contentsOf: root.appendingPathComponent("grammar/reportql.ebnf"), encoding: .utf8)
        grammar = try GrammarText(text)
    }

    @Test func everyRuleIsDefinedAndUsed() {
        var used: Set<String> = ["script"]
        grammar.forEachNode { if case .reference(let name) = $0 { used.insert(name) } }
        let defined = Set(grammar.rules.keys)
        #expect(used.subtracting(defined).subtracting(grammar.tokenNames).isEmpty)
        #expect(defined.subtracting(used).isEmpty)
        #expect(GrammarGenerator(grammar, samples: Self.samples).endlessRules.isEmpty)
    }

    @Test func theGrammarKnowsEveryKeywordOfTheParser() {
        var words: Set<String> = []
        grammar.forEachNode { if case .terminal(let text, isKeyword: true) = $0 { words.insert(text) } }
        let keywords = Set(Keyword.allCases.map(\.rawValue)).subtracting([""])
        // Words of type names are told by their text; DESC, MAP and the like are listed as both.
        let typeWords: Set<String> = ["DOUBLE", "PRECISION", "CHARACTER", "BIT", "TIMESTAMP"]
        #expect(words.subtracting(keywords).subtracting(typeWords).isEmpty)
        // Words that only an error message looks for.
        let refused: Set<String> = ["CONFLICT", "FUNCTION"]
        #expect(keywords.subtracting(words).subtracting(refused).isEmpty)
    }

    @Test func theGrammarListsTheReservedWords() throws {
        func words(after start: String, before end: String) throws -> Set<String> {
            let from = try #require(text.firstRange(of: start))
            let rest = text[from.upperBound...]
            let to = try #require(rest.firstRange(of: end))
            return Set(rest[..<to.lowerBound].split { $0 == " " || $0 == "\n" }.map(String.init))
        }
        let reserved = Keyword.allCases.filter(\.isReserved).map(\.rawValue)
        #expect(try words(after: "only in quotes:", before: "and these") == Set(reserved))
        let reservedBehindTable = Keyword.allCases.filter { $0.isReservedAsTableAlias && !$0.isReserved }.map(\.rawValue)
        #expect(try words(after: "without AS:", before: "BY cannot") == Set(reservedBehindTable))
    }

    @Test(arguments: 0..<8)
    func theParserAcceptsWhatTheGrammarGenerates(part: Int) {
        let generator = GrammarGenerator(grammar, samples: Self.samples)
        var random = SeededGenerator(seed: UInt64(2_024 + part))
        var failures = 0
        for round in 0..<250 {
            let text = generator.tokens(of: "statement", depth: 10 + round % 16, using: &random).joined(separator: " ")
            // Chance may make a statement that is too high for anybody.
            guard text.utf8.count < 20_000 else { continue }
            if let error = Parser.parse(text).error {
                failures += 1
                if failures <= 5 { Issue.record("\(DiagnosticRenderer().render(error, in: text))\n\(text)") }
            }
        }
    }
}
