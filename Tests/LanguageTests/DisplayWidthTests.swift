import Language
import Testing

@Suite("Columns on a terminal")
struct DisplayWidthTests {
    @Test(
        arguments: [
            ("", 0), ("abc", 3), ("汉字", 4), ("ＡＢ", 4), ("，；", 4), ("·", 1), ("“四”", 4), ("e\u{301}", 1), ("👍", 2), ("👨‍👩‍👧", 2), ("🇨🇳", 2),
            ("☎️", 2), ("\u{200B}", 0), ("한", 2), ("\u{1112}\u{1161}\u{11AB}", 2), ("𠮷", 2), ("\u{3000}", 2), ("½", 1), ("\u{AD}", 1),
        ])
    func width(text: String, columns: Int) {
        #expect(DisplayWidth.of(text) == columns)
    }

    @Test func prefixLeavesOutAWideCharacterAtTheEdge() {
        #expect(DisplayWidth.prefix(of: "a汉字", columns: 4) == ("a汉", 3))
        #expect(DisplayWidth.prefix(of: "a汉字", columns: 5) == ("a汉字", 5))
        #expect(DisplayWidth.prefix(of: "汉", columns: 1) == ("", 0))
    }
}
