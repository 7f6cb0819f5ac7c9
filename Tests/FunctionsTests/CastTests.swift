import Columns
import Functions
import Testing

@Suite("Casts") struct CastTests {
    // Expected texts are DuckDB 2.0's.
    @Test(arguments: [
        ("'1e15'::double", "1000000000000000.0"), ("'1e16'::double", "1e+16"), ("'1.2e16'::double", "1.2e+16"),
        ("'0.0001'::double", "0.0001"),
        ("'0.00001'::double", "1e-05"), ("'1e20'::float", "1e+20"), ("'16777216'::float", "16777216.0"), ("'0.1'::float", "0.1"),
        ("'nan'::double", "nan"), ("'-inf'::double", "-inf"), ("'1e100'::double", "1e+100"), ("'-0'::double", "-0.0"),
        ("'1e400'::double", "inf"),
        ("'5e-324'::double", "5e-324"), ("'123456789012345678'::double", "1.2345678901234568e+17"),
        ("'1.5'::int", "2"), ("'-2.5'::int", "-3"), ("'1e3'::int", "1000"), ("' 7 '::int", "7"), ("'1_000'::int", "1000"),
        ("'0x1F'::int", "31"),
        ("2.5::double::int", "2"), ("3.5::double::int", "4"), ("2.5::decimal(2,1)::int", "3"), ("-2.5::decimal(2,1)::int", "-3"),
        ("'.5'::decimal(3,1)", "0.5"), ("'1.25'::decimal(3,1)", "1.3"), ("'-1.25'::decimal(3,1)", "-1.3"),
        ("'1e-2'::decimal(5,3)", "0.010"),
        ("'1.249999999999999999999999999999999999999999'::decimal(3,1)", "1.2"), ("1.5::decimal(38,10)", "1.5000000000"),
        ("'-0.05'::decimal(5,2)", "-0.05"), ("0::decimal(5,2)", "0.00"), ("1.25::decimal(2,1)", "1.3"),
        ("1.005::double::decimal(5,2)", "1.01"),
        ("1.25::decimal(3,2)::decimal(38,5)", "1.25000"), ("1.25000::decimal(38,5)::decimal(3,2)", "1.25"), ("123.456::float", "123.456"),
        ("123456789012345678.9::double", "1.2345678901234568e+17"), ("0.1::double", "0.1"), ("true::int", "1"), ("2::bool", "true"),
        ("true::decimal(3,1)", "1.0"), ("'yes'::bool", "true"), ("'F'::bool", "false"), ("300::bigint::smallint", "300"),
        ("'170141183460469231731687303715884105727'::hugeint", "170141183460469231731687303715884105727"),
        ("'-170141183460469231731687303715884105728'::hugeint", "-170141183460469231731687303715884105728"),
        ("'2020-1-5'::date", "2020-01-05"), ("'2020/01/05'::date", "2020-01-05"), ("'2020-01-05 10:11:12'::date", "2020-01-05"),
        ("'10000-01-01'::date", "10000-01-01"), ("'0044-03-15 (BC)'::date", "0044-03-15 (BC)"), ("'0001-01-01'::date", "0001-01-01"),
        ("'2020-01-05T10:11:12.123456'::timestamp", "2020-01-05 10:11:12.123456"), ("'2020-01-05 10:11'::timestamp", "2020-01-05 10:11:00"),
        ("'2020-01-05 10:11:12.5'::timestamp", "2020-01-05 10:11:12.5"), ("'2020-01-05 10:11:12Z'::timestamp", "2020-01-05 10:11:12"),
        ("'1960-01-05 10:11:12'::timestamp::date", "1960-01-05"), ("'2020-01-05 10:11:12'::timestamp::time", "10:11:12"),
        ("date '2020-01-05'::timestamp", "2020-01-05 00:00:00"), ("'10:11'::time", "10:11:00"), ("'24:00:00'::time", "24:00:00"),
        ("'1 year 2 months 3 days 04:05:06.7'::interval", "1 year 2 months 3 days 04:05:06.7"), ("'1 week'::interval", "7 days"),
        ("'90 minutes'::interval", "01:30:00"), ("'1.5 days'::interval", "1 day 12:00:00"), ("'0 days'::interval", "00:00:00"),
        ("'-1 month -2 days -3 hours'::interval", "-1 month -2 days -03:00:00"), ("'1 day ago'::interval", "-1 day"),
        ("'25 hours'::interval", "25:00:00"), ("'13 months'::interval", "1 year 1 month"),
        (
            "'-2147483648 months -2147483648 days -9223372036854775807 microseconds'::interval",
            "-178956970 years -8 months -2147483648 days -2562047788:00:54.775807"
        ), ("NULL::int", "NULL"),
    ]) func value(expression: String, expected: String) throws {
        #expect(try ExpressionEvaluator.text(expression) == expected)
    }

    @Test(arguments: [
        ("''", "integer"), ("'1,000'", "integer"), ("'abc'", "double"), ("'abc'", "boolean"), ("'on'", "boolean"), ("'300'", "tinyint"),
        ("'123'", "decimal(2,0)"),
        ("'2020-02-30'", "date"), ("'20200105'", "date"), ("'2020-01-05 25:11:12'", "timestamp"), ("'abc'", "interval"),
        ("'170141183460469231731687303715884105728'", "hugeint"), ("'1e39'", "hugeint"), ("'99999999-01-01'", "date"),
    ]) func textThatIsNoValueIsAnError(text: String, type: String) {
        let error = #expect(throws: QueryError.self) { try ExpressionEvaluator.evaluate("\(text)::\(type)") }
        #expect(error?.code == .conversion)
    }

    @Test(arguments: [
        "300::tinyint", "300.5::double::tinyint", "(-1)::utinyint", "123::decimal(2,0)", "99.99::decimal(3,1)",
        "'nan'::double::decimal(5,2)",
        "'inf'::double::int", "'1e300'::double::float", "1000::decimal(38,36)", "9223372036854775808::hugeint::bigint", "-1::ubigint",
    ]) func outOfRange(expression: String) {
        let error = #expect(throws: QueryError.self) { try ExpressionEvaluator.evaluate(expression) }
        #expect(error?.code == .outOfRange)
    }

    @Test func tryCastGivesNull() throws {
        let context = EvaluationContext(ExecutionContext(account: MemoryAccount()))
        #expect(try ConstantEvaluation.cast(.text("x"), from: .text, to: .integer, isTry: true, context) == .null)
        #expect(try ConstantEvaluation.cast(.integer(300), from: .integer, to: .tinyint, isTry: true, context) == .null)
        let cast = try Cast.resolve(from: .integer, to: .decimal(precision: 4, scale: 2), isTry: true)
        let numbers = try Vector.of([.integer(5), .integer(500), .null], type: .integer, account: context.account)
        let result = try cast.kernel([numbers], 3, context)
        #expect(result.value(at: 0) == .decimal(unscaled: 500, scale: 2))
        #expect(result.value(at: 1) == .null)
    }

    @Test func someCastsDoNotExist() {
        for (source, target) in [(LogicalType.integer, LogicalType.date), (.date, .integer), (.interval, .double)] {
            let error = #expect(throws: QueryError.self) { try Cast.resolve(from: source, to: target) }
            #expect(error?.code == .typeMismatch)
        }
    }

    @Test func nestedValuesAreCastElementByElement() throws {
        let context = EvaluationContext(ExecutionContext(account: MemoryAccount()))
        let list = Value.list([.integer(1), .null])
        #expect(try ConstantEvaluation.cast(list, from: .list(.integer), to: .list(.double), context) == .list([.double(1), .null]))
        #expect(try ConstantEvaluation.cast(list, from: .list(.integer), to: .text, context) == .text("[1, NULL]"))
    }
}
