import Shell
import Testing

@Suite("Reading scripts")
struct ScriptReaderTests {
    /// The pieces of a text, fed `size` bytes at a time.
    private func pieces(_ text: String, size: Int = .max) -> [ScriptPiece] {
        var reader = ScriptReader()
        var found: [ScriptPiece] = []
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            reader.feed(rest.prefix(size))
            rest = rest.dropFirst(size)
            while let piece = reader.next() { found.append(piece) }
        }
        reader.finish()
        while let piece = reader.next() { found.append(piece) }
        return found
    }

    @Test(
        arguments: [
            ("select 1", ["select 1"]),
            ("select 1;", ["select 1"]),
            (" ; ;; ", []),
            ("a; b ;c", ["a", "b", "c"]),
            ("select ';' ; x", ["select ';'", "x"]),
            ("select 'it''s;' ; x", ["select 'it''s;'", "x"]),
            ("select E'a\\';b' ; x", ["select E'a\\';b'", "x"]),
            ("select E'a''\\';b' ; x", ["select E'a''\\';b'", "x"]),
            ("select type'a\\'; x", ["select type'a\\'", "x"]),
            ("select \"a;\"\"b\", `c;d`; x", ["select \"a;\"\"b\", `c;d`", "x"]),
            ("select $$a;$b;$$; x", ["select $$a;$b;$$", "x"]),
            ("select $t$a;$$;$t$; x", ["select $t$a;$$;$t$", "x"]),
            ("select $1; select $name; a$b$; x", ["select $1", "select $name", "a$b$", "x"]),
            ("-- c;\nselect 1 -- d;\n; x", ["select 1 -- d;", "x"]),
            ("/* ; /* ; */ ; */ a /* ; */; x", ["a /* ; */", "x"]),
            ("select 1；select 2", ["select 1", "select 2"]),
            ("select '；'; x", ["select '；'", "x"]),
            ("\u{3000};\u{3000}x", ["x"]),
            ("#!/usr/bin/env reportql\nselect 1;", ["select 1"]), ("\u{FEFF}select 1;", ["select 1"]),
            ("- 1; / 2; $", ["- 1", "/ 2", "$"]),
            ("select 'open; x", ["select 'open; x"]),
            ("/* open", ["/* open"]),
        ])
    func statements(text: String, expected: [String]) {
        #expect(pieces(text).map(\.text) == expected)
        // The same pieces however the bytes arrive.
        for size in 1...4 { #expect(pieces(text, size: size) == pieces(text)) }
    }

    @Test func aLineWithADotIsACommandBetweenStatements() {
        let found = pieces(".mode csv\n-- comment\n  .tables \nselect 1\n.5;\n\\d t\nx; .not a command\n;\n.quit")
        #expect(found.map(\.kind) == [.command, .command, .statement, .command, .statement, .statement, .command])
        #expect(found.map(\.text) == [".mode csv", ".tables", "select 1\n.5", "\\d t", "x", ".not a command", ".quit"])
    }

    @Test func piecesKnowWhereTheyBegin() {
        let found = pieces("-- one\n\n  select\n 1; select 2;\n.quit\n")
        #expect(found.map(\.line) == [3, 4, 5])
        #expect(found.map(\.column) == [3, 5, 1])
    }

    @Test func aStatementIsReadyAtItsSemicolon() {
        var reader = ScriptReader()
        reader.feed("select 1".utf8)
        #expect(reader.next() == nil)
        #expect(reader.isPending)
        reader.feed(";".utf8)
        #expect(reader.next()?.text == "select 1")
        reader.feed(" -- done\n".utf8)
        #expect(reader.next() == nil)
        #expect(!reader.isPending)
        reader.feed("'".utf8)
        #expect(reader.next() == nil)
        #expect(reader.isPending)
    }

    @Test func longScriptsTakeLinearTime() {
        let statement = "select " + String(repeating: "'x;' || ", count: 200) + "'';\n"
        let clock = ContinuousClock()
        let time = clock.measure { #expect(pieces(String(repeating: statement, count: 500), size: 512).count == 500) }
        #expect(time < .seconds(20))
    }
}
