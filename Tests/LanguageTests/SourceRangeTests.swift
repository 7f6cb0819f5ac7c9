import FoundationEssentials
import Language
import Testing

/// Where the nodes of a tree say that they stand.
@Suite struct SourceRangeTests {
    @Test(arguments: [
        "SELECT ⟦a + 1⟧ FROM t", "SELECT ⟦(a + 1)⟧ * 2", "SELECT ⟦'金额'⟧, 2", "SELECT ⟦f(a, 金额)⟧ OVER w", "SELECT ⟦t.*⟧ FROM t",
    ])
    func theFirstItemOfASelectList(marked: String) throws {
        let source = Marked(marked)
        guard case .query(let query) = try Parser.statement(source.text).kind, case .select(let select) = query.body else {
            Issue.record("not a select")
            return
        }
        var expression = select.items[0].expression
        if case .binary(_, let left, _, _) = expression.kind, marked.contains("* 2") { expression = left }
        if case .call(let call) = expression.kind, call.over != nil {
            expression.range = expression.range.lowerBound..<source.range.upperBound
        }
        #expect(expression.range == source.range)
    }

    @Test(arguments: [
        ("FROM t ⟦|> WHERE a > 1⟧ |> LIMIT 2", "FROM t |> ⟦WHERE⟧ a > 1 |> LIMIT 2"),
        ("FROM 表 ⟦|> ORDER BY a⟧", "FROM 表 |> ⟦ORDER BY⟧ a"),
    ])
    func aPipeOperator(whole: String, keyword: String) throws {
        let source = Marked(whole)
        guard case .query(let query) = try Parser.statement(source.text).kind else {
            Issue.record("not a query")
            return
        }
        #expect(query.pipes[0].range == source.range)
        #expect(query.pipes[0].keywordRange == Marked(keyword).range)
    }

    /// The ranges of any tree lie inside the text and inside those of their parents, on scalar boundaries.
    @Test func childrenLieInsideTheirParents() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let grammar = try GrammarText(String(contentsOf: root.appendingPathComponent("grammar/reportql.ebnf"), encoding: .utf8))
        let generator = GrammarGenerator(grammar, samples: GrammarTests.samples)
        var random = SeededGenerator(seed: 5)
        for round in 0..<120 {
            let text = generator.tokens(of: "statement", depth: 9 + round % 9, using: &random).joined(separator: " ")
            guard text.utf8.count < 3_000, let statement = Parser.parse(text).statement else { continue }
            #expect(statement.range == 0..<text.utf8.count)
            check(statement, inside: statement.range, Array(text.utf8))
        }
    }

    private func check(_ value: Any, inside parent: SourceRange, _ bytes: [UInt8]) {
        let mirror = Mirror(reflecting: value)
        var own = parent
        if mirror.displayStyle == .struct, let range = mirror.descendant("range") as? SourceRange {
            #expect(
                parent.lowerBound <= range.lowerBound && range.upperBound <= parent.upperBound, "\(type(of: value)) \(range) in \(parent)")
            for bound in [range.lowerBound, range.upperBound] where bound < bytes.count { #expect(bytes[bound] & 0xc0 != 0x80) }
            own = range
        }
        for child in mirror.children where !(child.value is SourceRange) { check(child.value, inside: own, bytes) }
    }
}
