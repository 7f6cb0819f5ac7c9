import Language
import Testing

@Suite struct LexerTests {
    private func kinds(_ text: String) -> [Token.Kind] {
        Lexer.tokens(of: Array(text.utf8)).tokens.dropLast().map(\.kind)
    }

    @Test(arguments: [
        ("a 表名 m² 面积㎡ _x a$b été", [Token.Kind](repeating: .word, count: 7)),
        ("\"a\"\"b\" `c``d`", [.quotedName, .quotedName]),
        ("'a''b' E'\\'' $$a$$ $t$a$$b$t$", [.string, .escapeString, .dollarString, .dollarString]),
        ("1 1_000 1.5 .5 1. 1e5 1.5E-3 0xFF 0b101", [Token.Kind](repeating: .number, count: 9)),
        ("$1 $名 ? #3", [.placeholder, .placeholder, .questionMark, .columnPosition]),
        ("a--b\n/c", [.word, .slash, .word]),
        ("a/*b/*c*/d*/e", [.word, .word]),
        ("|> || | -> ->> => := :: :", [.pipe, .doubleBar, .bar, .arrow, .doubleArrow, .fatArrow, .assign, .doubleColon, .colon]),
        ("< <= <> != << <@ <=> <->", [.less, .lessOrEqual, .notEqual, .notEqual, .shiftLeft, .containedBy, .distance, .euclideanDistance]),
        (
            "~ ~* !~ !~* ~~ ~~* !~~ !~~* ~~~",
            [
                .tilde, .tildeStar, .notTilde, .notTildeStar, .doubleTilde, .doubleTildeStar, .notDoubleTilde, .notDoubleTildeStar,
                .tripleTilde,
            ]
        ),
        ("1..2", [.number, .dot, .number]),
        ("a.1", [.word, .number]),
        ("（a，b）；＝ ＜＝ ＞", [.leftParenthesis, .word, .comma, .word, .rightParenthesis, .semicolon, .equal, .lessOrEqual, .greater]),
        ("＜＝", [.lessOrEqual]),
    ])
    func kinds(text: String, expected: [Token.Kind]) {
        #expect(kinds(text) == expected)
    }

    @Test func keywordsAreFoundInAnyCaseAndOnlyWhole() {
        for keyword in Keyword.allCases where keyword != .none {
            for spelling in [keyword.rawValue, keyword.rawValue.lowercased(), keyword.rawValue.capitalized] {
                #expect(Lexer.tokens(of: Array(spelling.utf8)).tokens[0].keyword == keyword)
            }
            #expect(Lexer.tokens(of: Array((keyword.rawValue + "x1").utf8)).tokens[0].keyword == .none)
        }
    }

    @Test func tokensCoverEveryTextWithoutGapOrOverlap() {
        var random = SeededGenerator(seed: 11)
        for round in 0..<5_000 {
            let count = Int.random(in: 0...40, using: &random)
            let bytes: [UInt8] = (0..<count).map { _ in
                // Half of the rounds stay within ASCII, where more of the bytes make tokens.
                UInt8.random(in: round % 2 == 0 ? 0...127 : 0...255, using: &random)
            }
            var lexer = Lexer(bytes)
            var end = 0
            while true {
                let token = lexer.next()
                #expect(token.lowerBound == end)
                end = token.upperBound
                if token.kind == .endOfInput { break }
                #expect(!token.range.isEmpty)
            }
            #expect(end == bytes.count)
        }
    }
}

extension String {
    fileprivate var capitalized: String { prefix(1).uppercased() + dropFirst().lowercased() }
}
