import Columns
import Functions
import Testing

@Suite("Regular expressions") struct RegularExpressionTests {
    // Expected values are those of RE2 as DuckDB 2.0 gives them, or follow from its documented syntax.
    @Test(arguments: [
        ("regexp_matches('abc', '^b')", "false"), ("regexp_matches('ABC', 'b', 'i')", "true"), ("regexp_matches('a.b', 'a\\.b')", "true"),
        ("regexp_matches('axb', 'a\\.b')", "false"),
        ("regexp_replace('abcabc', 'b', 'x')", "axcabc"), ("regexp_replace('abcabc', 'b', 'x', 'g')", "axcaxc"),
        ("regexp_replace('abc', '(?i)B', 'x')", "axc"),
        ("regexp_replace('aaa', 'a*', 'x')", "x"), ("regexp_replace('abc', '', '-', 'g')", "-a-b-c-"),
        ("regexp_extract('abc', '(a)(b)', 2)", "b"), ("regexp_extract('abc', 'z')", ""),
        ("regexp_extract('2020-03-05', '(\\d+)-(\\d+)', 1)", "2020"), ("regexp_extract('abcabc', 'a.*?c')", "abc"),
        ("regexp_extract('abcabc', 'a.*c')", "abcabc"),
        ("regexp_extract('foobar', 'foo|foobar')", "foo"), ("regexp_full_match('foobar', 'foo|foobar')", "true"),
        ("regexp_matches('ab', 'a$|b$')", "true"),
        ("regexp_extract('须水街道12号', '[一-龥]+')", "须水街道"), ("regexp_extract('须水街道12号', '\\p{Han}+')", "须水街道"),
        ("regexp_extract('x=1, y=22', '(\\w)=(\\d{2,})', 2)", "22"),
        ("regexp_full_match('aaa', 'a{2}')", "false"), ("regexp_full_match('aa', 'a{2}')", "true"), ("regexp_full_match('{', '{')", "true"),
        ("regexp_matches('a b', '\\bb\\b')", "true"),
        ("regexp_extract('tel 123', '[[:digit:]]+')", "123"), ("regexp_extract('a]b', '[]b]+')", "]b"),
        ("regexp_matches('é', '^.$')", "true"), ("regexp_matches('a-b', '[a\\-z]-')", "true"),
        ("regexp_replace('John Smith', '(\\w+) (\\w+)', '\\2 \\1')", "Smith John"), ("regexp_extract('aXb', '(?P<middle>X)', 1)", "X"),
        ("regexp_extract('ab', '(a)|(b)', 2)", ""),
        ("'abc' similar to 'b'", "false"), ("'abc' not similar to 'a.c'", "false"), ("regexp_extract('ab12', '[^\\d]+')", "ab"),
        ("regexp_extract('aab', '(a|ab)(c|bcd)*')", "a"),
        ("regexp_full_match('', '(a*)*')", "true"), ("regexp_matches(NULL, 'a')", "NULL"),
    ]) func value(expression: String, expected: String) throws {
        #expect(try ExpressionEvaluator.text(expression) == expected)
    }

    @Test(arguments: [
        "(", ")", "a**b(", "[a", "*a", "a{2,1}", "a{1001}", "(?=a)", "\\1", "[z-a]", "((a{999}){999}){999}", "\\p{Klingon}", "(?x)",
    ])
    func badPatternsAreErrors(pattern: String) {
        let error = #expect(throws: QueryError.self) { try ExpressionEvaluator.evaluate("regexp_matches('a', '\(pattern)')") }
        #expect(error?.code == .outOfRange)
    }

    @Test func noPatternTakesExponentialTime() throws {
        let text = String(repeating: "a", count: 2_000)
        #expect(try ExpressionEvaluator.text("regexp_full_match('\(text)', '(a+)+b')") == "false")
        #expect(try ExpressionEvaluator.text("regexp_matches('\(text)', '(a|aa)+$')") == "true")
        let deep = String(repeating: "(", count: 100_000)
        #expect(throws: QueryError.self) { try ExpressionEvaluator.evaluate("regexp_matches('a', '\(deep)')") }
    }
}
