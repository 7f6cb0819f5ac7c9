import Language
import Testing

@Suite struct DiagnosticRendererTests {
    private let renderer = DiagnosticRenderer()

    private func rendered(_ text: String, with renderer: DiagnosticRenderer = DiagnosticRenderer()) throws -> String {
        renderer.render(try #require(Parser.parse(text).error), in: text)
    }

    @Test func theCaretStandsUnderThePlace() throws {
        #expect(
            try rendered("SELECT a,\n  b form t", with: DiagnosticRenderer(fileName: "a.sql", firstLine: 9)) == """
                error L010: `form` is not expected here
                  --> a.sql:10:5
                   |
                10 |   b form t
                   |     ^^^^ did you mean FROM?
                   = help: did you mean FROM?

                """)
    }

    @Test func chineseTakesTwoColumnsOfTheScreenAndOneOfThePosition() throws {
        #expect(
            try rendered("SELECT 金额 FROM 捐款 WHER 金额 > 1") == """
                error L010: `WHER` is not expected here
                 --> 1:19
                  |
                1 | SELECT 金额 FROM 捐款 WHER 金额 > 1
                  |                       ^^^^ did you mean WHERE?
                  = help: did you mean WHERE?

                """)
    }

    @Test func aLongLineIsCutAroundTheCaret() throws {
        let text = "SELECT " + String(repeating: "甲, ", count: 20_000) + "FROM t form " + String(repeating: "x ", count: 20_000)
        let lines = try rendered(text).split(separator: "\n")
        let shown = try #require(lines.first { $0.hasPrefix("1 |") })
        let carets = try #require(lines.first { $0.contains("^") })
        #expect(DisplayWidth.of(shown) <= 4 + 122)
        #expect(shown.hasPrefix("1 | …") && shown.hasSuffix("…"))
        let column = try #require(carets.firstIndex(of: "^"))
        var place = shown.startIndex
        var width = 0
        while width < carets.distance(from: carets.startIndex, to: column) {
            width += DisplayWidth.of(shown[place])
            place = shown.index(after: place)
        }
        #expect(shown[place...].hasPrefix("x") || shown[place...].hasPrefix("form"))
    }

    @Test func controlCharactersNeverReachTheScreen() {
        let text = "SELECT \u{1b}[2J\t\u{7}1"
        let output = renderer.render(Diagnostic(.invalidCharacter, "bad \u{1b}[2J", at: 7..<8), in: text)
        #expect(!output.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
    }

    @Test func placesOutsideOfTheTextAreBroughtInside() {
        #expect(renderer.render(Diagnostic(.unexpectedToken, "x", at: 90..<99), in: "a").contains("1:2"))
        #expect(renderer.render(Diagnostic(.unexpectedToken, "x", at: 0..<0), in: "").contains("1:1"))
        #expect(renderer.render(Diagnostic(.unexpectedToken, "x"), in: "a") == "error L010: x\n")
    }

    @Test(arguments: [
        ("form", "from", 1), ("abc", "abc", 0), ("kitten", "sitting", 3), ("", "ab", 2), ("ca", "abc", 3), ("金额", "金领", 1),
    ])
    func editDistance(left: String, right: String, expected: Int) {
        #expect(EditDistance.between(Array(left), Array(right)) == expected)
        #expect(EditDistance.between(Array(right), Array(left)) == expected)
        #expect(expected == 0 || EditDistance.between(Array(left), Array(right), limit: expected - 1) == nil)
    }

    @Test func nearNamesComeNearestFirst() {
        #expect(EditDistance.near("amuont", in: ["mount", "amount", "account", "area"]) == ["amount", "mount"])
        #expect(EditDistance.near("dist", in: ["district", "disc"]) == ["disc", "district"])
        #expect(EditDistance.near("金额", in: ["金頟", "县区"]) == ["金頟"])
        #expect(EditDistance.near("x", in: ["y", "ab"]) == [])
    }
}
