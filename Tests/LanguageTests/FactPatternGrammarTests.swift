import Extraction
import FoundationEssentials
import Testing

/// `grammar/fact-patterns.ebnf` and the reader of pattern files say the same.
@Suite struct FactPatternGrammarTests {
    private let grammar: GrammarText

    private static let samples: [String: [String]] = [
        "NAME": ["a", "b_1", "party", "队伍"],
        "STRING": ["\"队\"", "\"成立\"", "\"\\\"\""],
        "LENGTH": ["3"],
        "GAP": ["..", "..20"],
        "FRACTION": ["0", "0.75", "1"],
    ]

    init() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        grammar = try GrammarText(String(contentsOf: root.appendingPathComponent("grammar/fact-patterns.ebnf"), encoding: .utf8))
    }

    @Test func everyRuleIsDefinedAndUsed() {
        var used: Set<String> = ["file"]
        grammar.forEachNode { if case .reference(let name) = $0 { used.insert(name) } }
        let defined = Set(grammar.rules.keys)
        #expect(used.subtracting(defined).subtracting(grammar.tokenNames) == [])
        #expect(defined.subtracting(used) == [])
        #expect(GrammarGenerator(grammar, samples: Self.samples).endlessRules == [])
    }

    /// A text that the grammar allows may still name what is not there; it is never unreadable.
    @Test func theReaderAcceptsWhatTheGrammarGenerates() {
        let generator = GrammarGenerator(grammar, samples: Self.samples)
        var random = SeededGenerator(seed: 20_200)
        var failures = 0
        for round in 0..<1_000 {
            let text = generator.tokens(of: "file", depth: 8 + round % 12, using: &random).joined(separator: " ")
            do throws(PatternError) {
                _ = try FactPatterns([FactPatterns.Source(path: "f", bytes: [UInt8](text.utf8))], lexicons: .standard) { _, _ in [0x61] }
            } catch {
                guard error.code == .syntax else { continue }
                failures += 1
                if failures <= 5 { Issue.record("\(error.text) \(error.help ?? "")\n\(text)") }
            }
        }
    }
}
