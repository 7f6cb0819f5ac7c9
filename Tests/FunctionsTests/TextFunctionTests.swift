import Columns
import Functions
import Testing

@Suite("Text functions") struct TextFunctionTests {
    // Expected values are DuckDB 2.0's, except where a comment says otherwise.
    @Test(arguments: [
        ("left('abc', -1)", "ab"), ("left('abc', 0)", ""), ("left('abc', -9)", ""), ("right('abc', -1)", "bc"), ("right('abc', 5)", "abc"),
        ("right('须水街道', 2)", "街道"), ("substring('abcdef', 2)", "bcdef"), ("substring('abcdef', 2, 3)", "bcd"),
        ("substring('abcdef', -3)", "def"),
        ("substring('abcdef', -3, 2)", "de"), ("substring('abcdef', 0, 2)", "a"), ("substring('abcdef', 1, -1)", ""),
        ("substring('abcdef', 3, -2)", "ab"),
        ("substring('abc', 5, -2)", "c"), ("substring('一段比十二个字节更长的文字', 3, 4)", "比十二个"),
        ("substring('abc', 9223372036854775807, 9223372036854775807)", ""),
        ("trim('xxaxx', 'x')", "a"), ("trim('　a　')", "a"), ("trim('   ')", ""), ("ltrim('  a ')", "a "),
        ("rtrim('  一段比十二个字节更长的文字　')", "  一段比十二个字节更长的文字"),
        ("replace('aaa', 'a', 'b')", "bbb"), ("replace('abc', '', 'x')", "abc"), ("concat_ws('-', 'a', NULL, 'b', 1)", "a-b-1"),
        ("concat_ws(NULL, 'a')", "NULL"), ("concat(NULL, NULL)", ""),
        ("concat(1, 'a', true, date '2020-01-01', 1.5)", "1atrue2020-01-011.5"), ("repeat('ab', -1)", ""),
        ("lpad('a', 3, 'xy')", "xya"), ("lpad('abcd', 2, 'x')", "ab"), ("rpad('中', 3, '文')", "中文文"), ("'a' || NULL", "NULL"),
        ("split_part('a,b,c', ',', -1)", "c"), ("split_part('a,b,c', ',', 9)", ""), ("split_part('abc', '', 2)", "b"),
        ("split_part('a,b', ',', 0)", ""),
        ("instr('a中b', 'b')", "3"), ("strpos('abc', '')", "1"), ("strpos('', 'a')", "0"), ("contains('abc', '')", "true"),
        ("chr(20013)", "中"), ("ascii('')", "0"),
        ("hex('abc')", "616263"), ("hex(-1)", "FFFFFFFFFFFFFFFF"), ("bin(5)", "101"), ("lower('AbC1')", "abc1"), ("upper('a{z')", "A{Z"),
        ("bar(5, 0, 10, 10)", "█████     "), ("'x' || 'a text of more than twelve bytes'", "xa text of more than twelve bytes"),
    ]) func value(expression: String, expected: String) throws {
        #expect(try ExpressionEvaluator.text(expression) == expected)
    }

    @Test(arguments: [
        ("'abc' like 'a%'", "true"), ("'abc' like 'a_c'", "true"), ("'ABC' ilike 'a%'", "true"), ("'中文' like '_文'", "true"),
        ("'abc' not like 'b%'", "true"),
        ("'abc' like ''", "false"), ("'' like '%'", "true"), ("like('a%c', 'a$%c', '$')", "true"), ("like('abc', 'a$%c', '$')", "false"),
        ("'须水街道办' like '%街道'", "false"), ("'须水街道办' like '%街道%'", "true"), ("'aXbXc' like '%X_'", "true"),
        ("'mississippi' like 'm%iss%ip%'", "true"),
        ("'中文字' like '%_文_'", "true"), ("'ÀB' ilike 'àb'", "true"), ("'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab' like '%a%a%a%a%a%a%c'", "false"),
        ("'abc' like '%%c'", "true"),
        ("'abc' glob 'a*'", "true"), ("'abc' glob 'a?c'", "true"), ("'abc' glob '[a-c]bc'", "true"), ("'abc' glob '[!a]bc'", "false"),
        ("'ABC' glob 'a*'", "false"),
        ("'中文' glob '[一-龥]文'", "true"), ("'a*c' glob 'a\\*c'", "true"), ("'[' glob '['", "true"), ("NULL like 'a'", "NULL"),
    ]) func pattern(expression: String, expected: String) throws {
        #expect(try ExpressionEvaluator.text(expression) == expected)
    }

    @Test(arguments: [
        "lpad('a', 3, '')", "chr(-1)", "chr(55296)", "repeat('abc', 9223372036854775807)", "hamming('a', 'ab')", "like('a', 'a$', '$')",
        "like('x', 'a', 'ab')",
    ])
    func impossibleArgumentsAreErrors(expression: String) {
        let error = #expect(throws: QueryError.self) { try ExpressionEvaluator.evaluate(expression) }
        #expect(error?.code == .outOfRange)
    }

    @Test func typesAreNotTurnedIntoTextUnasked() {
        #expect(throws: QueryError.self) { try ExpressionEvaluator.evaluate("upper(1)") }
        #expect(throws: QueryError.self) { try ExpressionEvaluator.evaluate("left('abc', 1.5)") }
    }
}

@Suite("Number functions") struct NumberFunctionTests {
    // Expected values are DuckDB 2.0's.
    @Test(arguments: [
        ("round(2.5::double)", "3.0"), ("round(-2.5::double)", "-3.0"), ("round(2.345, 2)", "2.35"), ("round(2.345::double, 2)", "2.35"),
        ("round(1234, -2)", "1200"),
        ("round(1250, -2)", "1300"), ("round(25::double, -1)", "30.0"), ("ceil(1.2)", "2"), ("floor(-1.2)", "-2"), ("trunc(-1.7)", "-1"),
        ("trunc(1.75, 1)", "1.7"),
        ("ceil(-0.5::double)", "-0.0"), ("round(15.5::decimal(10,3), -1)", "20"), ("round(1.5, 5)", "1.5"), ("round(2.5)", "3"),
        ("round(-2.5)", "-3"),
        ("ceil(5)", "5.0"), ("sign('nan'::double)", "0"), ("abs(-5::float)", "5.0"), ("abs((-5)::hugeint)", "5"), ("sqrt(-1)", "nan"),
        ("ln(0)", "-inf"), ("log(100)", "2.0"),
        ("gcd(0, 5)", "5"), ("gcd(-12, 18)", "6"), ("lcm(0, 5)", "0"), ("factorial(33)", "8683317618811886495518194401280000000"),
        ("even(-2.1)", "-4.0"), ("even(3)", "4.0"),
        ("sqrt('4')", "2.0"), ("degrees(pi())", "180.0"), ("mod(-5, 3)", "-2"), ("bit_count((-1)::tinyint)", "8"),
        ("trunc(99999999999999999999999999999999999999::decimal(38,0))", "99999999999999999999999999999999999999"),
    ]) func value(expression: String, expected: String) throws {
        #expect(try ExpressionEvaluator.text(expression) == expected)
    }

    @Test(arguments: [
        ("round(1.55, 1)", "DECIMAL(3,1)"), ("round(1.5)", "DECIMAL(2,0)"), ("round(1, 1)", "INTEGER"), ("ceil(1.5)", "DECIMAL(2,0)"),
        ("ceil(1)", "DOUBLE"),
        ("floor(1.5::float)", "FLOAT"), ("abs(1::tinyint)", "TINYINT"), ("sign(-1.5)", "TINYINT"), ("factorial(5)", "HUGEINT"),
        ("gcd(4, 6)", "BIGINT"),
        ("bit_count(7)", "TINYINT"), ("trunc(5)", "INTEGER"), ("round(5::bigint, -1)", "BIGINT"),
    ]) func type(expression: String, expected: String) throws {
        #expect(try ExpressionEvaluator.type(expression) == expected)
    }

    @Test(arguments: [
        "abs((-128)::tinyint)", "factorial(34)", "factorial(-1)", "lcm(9223372036854775807, 9223372036854775806)",
        "round(9.9::decimal(1,0), -1)", "round(127::tinyint, -1)",
    ])
    func overflowIsAnError(expression: String) {
        let error = #expect(throws: QueryError.self) { try ExpressionEvaluator.evaluate(expression) }
        #expect(error?.code == .outOfRange)
    }
}
