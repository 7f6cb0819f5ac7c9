import Assistance
import Testing

@Suite("Completion")
struct CompleterTests {
    private struct Catalog: CompletionCatalog {
        let tables = ["donations": ["donor", "item", "worth_yuan", "金额", "Total Sum"], "districts": ["code", "name"], "家": ["code"]]
        var tableNames: [String] { tables.keys.sorted() }
        func columns(ofTable name: String) -> [String]? { tables[name.lowercased()] }
        func columns(ofQuery text: String) -> [String]? {
            text == "from donations |> aggregate count(*) as n group by donor " ? ["donor", "n"] : nil
        }
        var functionNames: [String] { ["coalesce", "count", "sum"] }
    }

    /// The candidates where `▮` stands, and the text that would be replaced.
    private func complete(_ marked: String) -> (replaced: String, candidates: [String]) {
        let parts = marked.split(separator: "▮", omittingEmptySubsequences: false)
        let text = String(parts[0]) + String(parts[1])
        let cursor = parts[0].utf8.count
        let found = Completer(catalog: Catalog()).completions(in: text, at: cursor)
        return (String(decoding: Array(text.utf8)[found.start..<cursor], as: UTF8.self), found.candidates)
    }

    @Test(
        arguments: [
            ("sel▮", "sel", ["select"]),
            ("SEL▮", "SEL", ["SELECT"]),
            ("select 1; fr▮", "fr", ["from"]),
            ("from d▮", "d", ["districts", "donations"]),
            ("from DO▮", "DO", ["donations"]),
            ("from 家▮", "家", ["家"]),
            ("select * from districts, d▮", "d", ["districts", "donations"]),
            ("select w▮ from donations", "w", ["worth_yuan", "when", "where", "with"]),
            ("select ▮ from districts", "", ["code", "name"]),
            ("select 金▮ from donations", "金", ["金额"]),
            ("select to▮ from donations", "to", ["\"Total Sum\""]),
            ("select \"To▮ from donations", "\"To", ["\"Total Sum\""]),
            ("select d.c▮ from districts d", "c", ["code"]),
            ("select d.▮ from donations as d", "", ["donor", "item", "worth_yuan", "金额", "\"Total Sum\""]),
            ("select districts.n▮ from districts", "n", ["name"]),
            ("select count(*) from donations where do▮", "do", ["donor"]),
            ("select cou▮", "cou", ["count("]),
            ("with big as (select 1) from b▮", "b", ["big"]),
            ("select worth_yuan as yuan from donations order by y▮", "y", ["yuan"]),
            ("from donations |> agg▮", "agg", ["aggregate"]),
            ("from donations |> aggregate count(*) as n group by donor |> where ▮", "", ["donor", "n"]),
            ("describe don▮", "don", ["donations"]),
            ("select 'don▮", "", []),
            ("-- don▮", "", []),
            ("select 12▮", "", []),
            ("select $do▮", "", []),
        ])
    func candidates(marked: String, replaced: String, candidates: [String]) {
        let found = complete(marked)
        #expect(found.replaced == replaced)
        #expect(found.candidates == candidates)
    }

    @Test func anyTextIsSafe() {
        let text = "from t |> select ((\"a, 'b' $1 -- /* |> . as 区；"
        for cursor in 0...text.utf8.count { _ = Completer(catalog: Catalog()).completions(in: text, at: cursor) }
    }
}

@Suite("Highlighting")
struct HighlighterTests {
    private func styled(_ text: String) -> [String] {
        let bytes = Array(text.utf8)
        return Highlighter.runs(of: bytes).map { "\($0.style):\(String(decoding: bytes[$0.range], as: UTF8.self))" }
    }

    @Test func words() {
        #expect(
            styled("FROM t |> AGGREGATE sum(x) AS total GROUP BY y -- z")
                == ["keyword:FROM", "keyword:AGGREGATE", "keyword:AS", "keyword:GROUP", "keyword:BY", "comment:-- z"])
        #expect(
            styled("select total, t.from, 1.5, 'a' = $p from t") == [
                "keyword:select", "number:1.5", "text:'a'", "parameter:$p", "keyword:from",
            ])
    }

    @Test func commandsArePlain() { #expect(styled(".mode csv select") == []) }

    @Test func anOpenQuoteIsAnError() { #expect(styled("select 'abc") == ["keyword:select", "error:'abc"]) }
}
