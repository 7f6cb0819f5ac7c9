import Columns
import Functions
import Testing

@Suite("Operators") struct OperatorTests {
    // Types as DuckDB 2.0 has them.
    @Test(arguments: [
        ("1::tinyint + 1", "TINYINT"), ("1::smallint + 100000", "INTEGER"), ("1::utinyint + (-1)", "INTEGER"), ("1 + 3000000000", "BIGINT"),
        ("1::utinyint + 1::tinyint", "BIGINT"), ("1::ubigint + 1::bigint", "HUGEINT"), ("1.5 + 1", "DECIMAL(12,1)"),
        ("1.5 + 1.25", "DECIMAL(4,2)"), ("1.5 * 1.25", "DECIMAL(5,3)"), ("1.5 - 1::bigint", "DECIMAL(21,1)"),
        ("1.5 + 1::hugeint", "DECIMAL(38,1)"), ("1.5 + 1.5::double", "DOUBLE"), ("1.5::float + 1.5", "FLOAT"),
        ("1::decimal(38,2) + 1::decimal(38,4)", "DECIMAL(38,4)"), ("1::decimal(20,2) * 1::decimal(20,2)", "DECIMAL(38,4)"),
        ("1::decimal(18,2) * 1::decimal(18,2)", "DECIMAL(18,4)"), ("1::decimal(18,2) * 2", "DECIMAL(18,2)"),
        ("1::decimal(18,10) * 1::decimal(18,10)", "DECIMAL(36,20)"), ("1.5 % 2", "DECIMAL(11,1)"), ("5 / 2", "DOUBLE"),
        ("5 // 2", "INTEGER"),
        ("1.5 // 2", "DOUBLE"), ("1.5::float / 2", "FLOAT"), ("2 ^ 3", "DOUBLE"), ("date '2020-01-01' + 1", "DATE"),
        ("date '2020-01-02' - date '2020-01-01'", "BIGINT"), ("date '2020-01-01' + interval '1 day'", "TIMESTAMP"),
        ("2::bigint & 3", "BIGINT"),
    ]) func resultType(expression: String, expected: String) throws {
        #expect(try ExpressionEvaluator.type(expression) == expected)
    }

    @Test(arguments: [
        ("1 + 2", "3"), ("0.1 + 0.2", "0.3"), ("1.5 * 1.25", "1.875"), ("-7 % 3", "-1"), ("7 // -2", "-3"), ("7 / 2", "3.5"),
        ("99999999999999.99::decimal(20,2) * 99999999999999.99::decimal(18,2)", "9999999999999998000000000000.0001"),
        ("99999999.9999999999::decimal(18,10) * 99999999.9999999999::decimal(18,10)", "9999999999999999.98000000000000000001"),
        ("-5", "-5"), ("-(5::double)", "-5.0"), ("10.5 - 20", "-9.5"), ("5.5 % 2", "1.5"), ("1 << 4", "16"), ("~5", "-6"),
        ("date '2020-01-31' + interval '1 month'", "2020-02-29 00:00:00"), ("date '2020-03-01' - date '2020-02-01'", "29"),
        ("timestamp '2020-01-02 01:00:00' - timestamp '2020-01-01 00:30:00'", "1 day 00:30:00"), ("date '2020-01-01' - 1", "2019-12-31"),
        ("interval '1 day' * 2", "2 days"), ("interval '1 month' * 2.5", "2 months 15 days"),
        ("time '23:30:00' + interval '1 hour'", "00:30:00"),
        ("date '2020-01-01' + time '10:30:00'", "2020-01-01 10:30:00"), ("-interval '1 day'", "-1 day"),
        ("1 = 1.0", "true"), ("'1' = 1", "true"), ("'abc' < 'abd'", "true"), ("'abcdefghijklmnop' < 'abcdefghijklmnoq'", "true"),
        ("'a' < 'ab'", "true"), ("date '2020-01-01' < timestamp '2020-01-01 00:00:01'", "true"),
        ("date '2020-01-01' = '2020-01-01'", "true"),
        ("'nan'::double = 'nan'::double", "true"), ("'nan'::double > 1e0::double", "true"),
        ("interval '30 days' = interval '1 month'", "true"),
        ("NULL is distinct from 1", "true"), ("1 is distinct from 1", "false"), ("NULL is not distinct from NULL", "true"),
        ("NULL = 1", "NULL"),
        ("try_divide(1, 0)", "NULL"), ("true < 2", "true"), ("1.5 >= 1.50", "true"), ("1.5 <> 1.51", "true"),
    ]) func value(expression: String, expected: String) throws {
        #expect(try ExpressionEvaluator.text(expression.replacing("1e0", with: "1")) == expected)
    }

    @Test(arguments: [
        "2147483647 + 1::integer", "127::tinyint + 1", "-128::smallint::tinyint - 1", "9223372036854775807 * 2::bigint",
        "0::utinyint - 1::utinyint",
        "99999999999999999999999999999999999999::decimal(38,0) + 1::decimal(38,0)", "date '2020-01-01' + 2147483647",
        "99999999999999999999::decimal(20,0) * 99999999999999999999::decimal(20,0)", "1 << 31",
        "90000000000000000.0::decimal(18,1) * 10::decimal(2,0)", "(-128)::tinyint // -1",
    ]) func overflowIsAnError(expression: String) {
        let error = #expect(throws: QueryError.self) { try ExpressionEvaluator.evaluate(expression) }
        #expect(error?.code == .outOfRange)
    }

    @Test(arguments: ["1 / 0", "1 // 0", "1 % 0", "1.5 % 0", "1::double / 0::double", "1::double % 0::double"])
    func divisionByZero(expression: String) throws {
        let error = #expect(throws: QueryError.self) { try ExpressionEvaluator.evaluate(expression) }
        #expect(error?.code == .divisionByZero)
        var lenient = Settings()
        lenient.errorOnDivisionByZero = false
        #expect(try ExpressionEvaluator.text(expression, settings: lenient) == "NULL")
    }

    @Test func integerDivisionByASetting() throws {
        var settings = Settings()
        settings.integerDivision = true
        #expect(try ExpressionEvaluator.text("7 / 2", settings: settings) == "3")
        #expect(try ExpressionEvaluator.text("7.0 / 2", settings: settings) == "3.5")
    }

    @Test func impossibleTypesAreRefused() {
        for expression in ["1 + true", "timestamp '2020-01-01 00:00:00' + 1", "date '2020-01-01' = 1"] {
            let error = #expect(throws: QueryError.self) { try ExpressionEvaluator.evaluate(expression) }
            #expect(error?.code == .typeMismatch)
        }
    }
}

@Suite("Kernels over vector forms") struct KernelFormTests {
    private let context = EvaluationContext(ExecutionContext(account: MemoryAccount()))

    /// Numbers as one-byte offsets from 1,000.
    private func offsets(_ values: [UInt8], _ type: LogicalType = .integer) throws -> Vector {
        let buffer = try Buffer(byteCount: values.count, account: context.account)
        for (row, value) in values.enumerated() { buffer.pointer(to: UInt8.self)[row] = value }
        return Vector(
            type: type, count: values.count, form: .offsets(width: .one, base: 1_000), data: UnsafeRawPointer(buffer.start),
            owners: [buffer])
    }

    private func run(_ name: String, _ left: Vector, _ right: Vector) throws -> [Value] {
        let types = [ArgumentDescription(type: left.type), ArgumentDescription(type: right.type)]
        let function = try FunctionRegistry.builtin.resolveScalar(name, types, Settings())
        let result = try function.kernel([left, right], left.count, context)
        return (0..<left.count).map { result.value(at: $0) }
    }

    private func constant(_ number: Int128, _ count: Int) throws -> Vector {
        try Vector.constant(.integer(number), type: .integer, count: count, account: context.account)
    }

    @Test func offsetsAreComparedWithConstantsInTheirWidth() throws {
        let vector = try offsets([0, 5, 255])
        #expect(try run("=", vector, constant(1_005, 3)) == [.boolean(false), .boolean(true), .boolean(false)])
        #expect(try run(">", vector, constant(1_004, 3)) == [.boolean(false), .boolean(true), .boolean(true)])
        #expect(try run(">", vector, constant(-7, 3)) == [.boolean(true), .boolean(true), .boolean(true)])
        #expect(try run("<", vector, constant(1_256, 3)) == [.boolean(true), .boolean(true), .boolean(true)])
        #expect(try run("=", vector, constant(9_999, 3)) == [.boolean(false), .boolean(false), .boolean(false)])
        #expect(try run("<=", constant(1_005, 3), vector) == [.boolean(false), .boolean(true), .boolean(true)])
        #expect(try run("<", vector, offsets([1, 5, 0])) == [.boolean(true), .boolean(false), .boolean(false)])
    }

    @Test func aConstantMovesTheBase() throws {
        #expect(try run("+", offsets([0, 255]), constant(10, 2)) == [.integer(1_010), .integer(1_265)])
        #expect(try run("-", offsets([0, 255]), constant(1_255, 2)) == [.integer(-255), .integer(0)])
        #expect(try run("*", offsets([0, 2]), constant(2, 2)) == [.integer(2_000), .integer(2_004)])
        #expect(throws: QueryError.self) { try run("+", offsets([0, 255]), constant(2_147_483_647, 2)) }
    }

    @Test func codesOfOneDictionaryAreComparedAsCodes() throws {
        var builder = try TextDictionaryBuilder(account: context.account)
        let arena = TextArena(account: context.account)
        for text in ["banana", "apple", "a longer text than fits inline"] {
            _ = try builder.code(of: arena.view(copying: text))
        }
        let dictionary = withExtendedLifetime(arena) { builder.finish() }
        func codes(_ values: [UInt8]) throws -> Vector {
            let buffer = try Buffer(byteCount: values.count, account: context.account)
            for (row, value) in values.enumerated() { buffer.pointer(to: UInt8.self)[row] = value }
            return Vector(
                type: .text, count: values.count, form: .codes(width: .one, dictionary: dictionary), data: UnsafeRawPointer(buffer.start),
                owners: [buffer])
        }
        #expect(try run("<", codes([0, 1, 1]), codes([1, 0, 1])) == [.boolean(false), .boolean(true), .boolean(false)])
        #expect(try run("=", codes([0, 1, 2]), codes([0, 0, 2])) == [.boolean(true), .boolean(false), .boolean(true)])
        let apple = try Vector.constant(.text("apple"), type: .text, count: 3, account: context.account)
        #expect(try run("=", codes([0, 1, 2]), apple) == [.boolean(false), .boolean(true), .boolean(false)])
        #expect(try run(">", codes([0, 1, 2]), apple) == [.boolean(true), .boolean(false), .boolean(false)])
        let pear = try Vector.constant(.text("pear"), type: .text, count: 3, account: context.account)
        #expect(try run("<>", codes([0, 1, 2]), pear) == [.boolean(true), .boolean(true), .boolean(true)])
    }

    @Test func anOverflowInANullRowIsNoError() throws {
        let left = try Vector.of([.integer(2_147_483_647), .integer(1)], type: .integer, account: context.account)
        let validity = try Buffer(byteCount: 2, account: context.account, zeroed: true)
        validity.pointer(to: UInt8.self)[1] = 1
        let nullable = left.replacingValidity(validity)
        #expect(try run("+", nullable, constant(1, 2))[1] == .integer(2))
    }
}
