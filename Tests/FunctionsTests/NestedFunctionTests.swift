import Columns
import Functions
import Testing

@Suite("Lists, structures and formats") struct NestedFunctionTests {
    // Expected values are DuckDB 2.0's.
    @Test(arguments: [
        ("list_extract(list_value(1, 2), -1)", "2"), ("list_extract(list_value(1, 2), 9)", "NULL"), ("list_extract('abc', 2)", "b"),
        ("list_slice(list_value(1, 2, 3), 2, 9)", "[2, 3]"),
        ("list_slice('abc', 2, NULL)", "bc"), ("list_contains(list_value(1, 2), 3)", "false"),
        ("list_position(list_value(1, 2), 3)", "NULL"), ("len(list_value(1, 2, 3))", "3"),
        ("list_value(1) || list_value(2)", "[1, 2]"), ("list_sort(list_value(3, NULL, 1))", "[1, 3, NULL]"),
        ("string_split('a,b,,c', ',')", "[a, b, , c]"), ("string_split('abc', '')", "[a, b, c]"),
        ("array_to_string(list_value('a', NULL, 'b'), '-')", "a-b"), ("list_max(list_value(1.5, 2.5))", "2.5"),
        ("struct_extract(row(1, 'x'), 'V2')", "x"), ("list_value(1, 2.5)", "[1.0, 2.5]"),
        ("list_contains(NULL::int, 1)", "error"), ("length_grapheme('a🤦🏼‍♂️b')", "3"), ("right_grapheme('a🤦🏼‍♂️', 1)", "🤦🏼‍♂️"),
        ("right_grapheme('a', -9223372036854775807)", ""),
        ("format('{} {} {}', true, date '2020-01-01', 1.50)", "true 2020-01-01 1.50"),
        ("format('{:,}', 1234567.891::double)", "1,234,567.891"), ("format('{:_}', 1234567)", "1_234_567"),
        ("format('{:e}', 1.5::double)", "1.500000e+00"),
        ("format('{:>8.3f}|{:^8}|{:*<6}', 3.14159::double, 'mid', 'x')", "   3.142|  mid   |x*****"),
        ("format('{1}{{}}{0}', 'a', 'b')", "b{}a"),
        ("printf('%5d|%-5d|%05d|%x|%s|%.3f|%%', 42, 42, -42, 255, 'str', 3.14159)", "   42|42   |-0042|ff|str|3.142|%"),
        ("format('{:.2f}', 2.675::double)", "2.67"),
    ]) func value(expression: String, expected: String) throws {
        if expected == "error" {
            #expect(throws: QueryError.self) { try ExpressionEvaluator.evaluate(expression) }
        } else {
            #expect(try ExpressionEvaluator.text(expression) == expected)
        }
    }

    @Test(arguments: [
        "format('{', 1)", "format('{} {}', 1)", "format('{:q}', 1)", "printf('%', 1)", "printf('%99999999d', 1)", "format('{:.999f}', 1.5)",
    ])
    func badFormatsAreErrors(expression: String) {
        let error = #expect(throws: QueryError.self) { try ExpressionEvaluator.evaluate(expression) }
        #expect(error?.code == .outOfRange)
    }
}
