import Language
import Testing

@Suite struct StatementSplitterTests {
    private func statements(_ text: String) -> [String] {
        let bytes = Array(text.utf8)
        return StatementSplitter.statements(in: bytes).map {
            String(decoding: bytes[$0], as: UTF8.self).trimmingBlanks
        }
    }

    @Test(arguments: [
        ("SELECT 1; SELECT 2", ["SELECT 1", "SELECT 2"]),
        ("SELECT ';'; SELECT \";\"; SELECT `;`", ["SELECT ';'", "SELECT \";\"", "SELECT `;`"]),
        ("SELECT 'it''s;'; x", ["SELECT 'it''s;'", "x"]),
        ("SELECT E'\\';'; x", ["SELECT E'\\';'", "x"]),
        ("SELECT E'a'';'; x", ["SELECT E'a'';'", "x"]),
        ("SELECT '\\'; x", ["SELECT '\\'", "x"]),
        ("SELECT $$;$$; x", ["SELECT $$;$$", "x"]),
        ("SELECT $a$;$b$;$$;$a$; x", ["SELECT $a$;$b$;$$;$a$", "x"]),
        ("SELECT $1;SELECT $name;", ["SELECT $1", "SELECT $name"]),
        ("SELECT 1 -- a;\n; x", ["SELECT 1 -- a;", "x"]),
        ("SELECT /* ; /* ; */ ; */ 1; x", ["SELECT /* ; /* ; */ ; */ 1", "x"]),
        ("SELECT 4//*;2; x", ["SELECT 4//*", "2", "x"]),
        ("SELECT (1; SELECT 2)", ["SELECT (1", "SELECT 2)"]),
        ("SELECT 1；SELECT 2", ["SELECT 1", "SELECT 2"]),
        ("SELECT '；'", ["SELECT '；'"]),
        (" ; ;\n-- nothing\n;", []),
        ("#!/usr/bin/env reportql;\nSELECT 1", ["#!/usr/bin/env reportql;\nSELECT 1"]),
        ("", []),
    ])
    func findsTheEnds(text: String, expected: [String]) {
        #expect(statements(text) == expected)
    }

    @Test(arguments: [
        ("", StatementSplitter.Pending.nothing),
        ("SELECT 1;\n  -- done\n", .nothing),
        ("/* a */ ", .nothing),
        ("SELECT 1; /* a", .blockComment(depth: 1, isInStatement: false)),
        ("SELECT /* a /* b", .blockComment(depth: 2, isInStatement: true)),
        ("SELECT 1", .statement),
        ("-", .statement),
        ("SELECT (a, [1, {", .parenthesis(depth: 3)),
        ("SELECT 'abc", .string),
        ("SELECT E'a\\'", .string),
        ("SELECT \"a", .quotedName),
        ("SELECT $q$ a $q", .dollarString(tag: "q")),
        ("SELECT 1 -- '", .statement),
    ])
    func saysWhatIsPending(text: String, expected: StatementSplitter.Pending) {
        var splitter = StatementSplitter()
        splitter.append(Array(text.utf8)) { _ in }
        #expect(splitter.pending == expected)
        #expect(splitter.isBlank == (expected == .nothing))
    }

    @Test func offsetsCountFromTheFirstByteWhateverThePieces() {
        let bytes = Array("SELECT 'a；'；SELECT $表$;$表$; -- x;\nFROM t;".utf8)
        var whole: [Int] = []
        var one = StatementSplitter()
        one.append(bytes) { whole.append($0) }
        #expect(whole == [16, 35, 49])
        for size in 1...7 {
            var pieces: [Int] = []
            var splitter = StatementSplitter()
            for start in stride(from: 0, to: bytes.count, by: size) {
                splitter.append(bytes[start..<min(start + size, bytes.count)]) { pieces.append($0) }
            }
            #expect(pieces == whole)
        }
    }

    /// The splitter is a second reading of the same rules; on every text it must see the semicolons that the lexer sees.
    @Test func agreesWithTheLexerOnRandomText() {
        let pieces = [
            "'", "\"", "`", ";", "；", "-", "--", "/", "*", "/*", "*/", "$", "$$", "$a$", "E", "e", "E'", "\\", "\n", " ", "a", "1", "表",
            "(", ")", "（",
            "　", "é", "#", "!", "<", ">", "|", "~", ".", "_", "²",
        ]
        var random = SeededGenerator(seed: 7)
        for _ in 0..<20_000 {
            let text = (0..<Int.random(in: 1...14, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            let bytes = Array(text.utf8)
            let (tokens, _) = Lexer.tokens(of: bytes)
            var ends: [Int] = []
            var splitter = StatementSplitter()
            splitter.append(bytes) { ends.append($0) }
            #expect(ends == tokens.filter { $0.kind == .semicolon }.map(\.upperBound), "\(text)")
        }
    }
}

extension String {
    fileprivate var trimmingBlanks: String {
        let blanks: Set<Character> = [" ", "\n"]
        return String(drop { blanks.contains($0) }.reversed().drop { blanks.contains($0) }.reversed())
    }
}
