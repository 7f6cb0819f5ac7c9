import Columns
import Functions
import Testing

private func column(_ type: LogicalType) -> ArgumentDescription { ArgumentDescription(type: type) }
private func literal(_ number: Int128, _ type: LogicalType = .integer) -> ArgumentDescription {
    ArgumentDescription(type: type, constant: .integer(number), isLiteral: true)
}
private let textLiteral = ArgumentDescription(type: .text, constant: .text("1"), isLiteral: true)

@Suite("Type coercion") struct TypeCoercionTests {
    // Expected types are what DuckDB 2.0 answers to typeof(coalesce(a, b)).
    @Test(arguments: [
        (LogicalType.tinyint, LogicalType.utinyint, LogicalType.smallint),
        (.usmallint, .tinyint, .integer),
        (.ubigint, .bigint, .hugeint),
        (.decimal(precision: 10, scale: 2), .integer, .decimal(precision: 12, scale: 2)),
        (.decimal(precision: 30, scale: 2), .bigint, .decimal(precision: 30, scale: 2)),
        (.decimal(precision: 10, scale: 2), .decimal(precision: 12, scale: 6), .decimal(precision: 14, scale: 6)),
        (.decimal(precision: 38, scale: 2), .decimal(precision: 38, scale: 10), .decimal(precision: 38, scale: 2)),
        (.decimal(precision: 2, scale: 1), .hugeint, .decimal(precision: 38, scale: 1)),
        (.decimal(precision: 2, scale: 1), .float, .float),
        (.bigint, .float, .float),
        (.hugeint, .double, .double),
        (.date, .timestamp, .timestamp),
        (.boolean, .integer, .integer),
        (.null, .date, .date),
    ]) func columnsOfTwoTypes(first: LogicalType, second: LogicalType, expected: LogicalType) {
        #expect(TypeCoercion.commonType(column(first), column(second)) == expected)
        #expect(TypeCoercion.commonType(column(second), column(first)) == expected)
    }

    @Test func literalsAdapt() {
        #expect(TypeCoercion.commonType(column(.tinyint), literal(1)) == .tinyint)
        #expect(TypeCoercion.commonType(column(.tinyint), literal(1000)) == .integer)
        #expect(TypeCoercion.commonType(column(.ubigint), literal(1)) == .ubigint)
        #expect(TypeCoercion.commonType(column(.ubigint), literal(-1)) == .hugeint)
        #expect(TypeCoercion.commonType(literal(1), textLiteral) == .integer)
        #expect(TypeCoercion.commonType(column(.date), textLiteral) == .date)
        #expect(TypeCoercion.commonType([literal(1), literal(2), column(.tinyint)]) == .tinyint)
    }

    @Test func castConstantsDoNotAdapt() {
        let cast = ArgumentDescription(type: .uinteger, constant: .integer(1), isLiteral: true)
        #expect(!cast.isLiteral)
        #expect(TypeCoercion.commonType(cast, column(.tinyint)) == .bigint)
        #expect(!ArgumentDescription(type: .date, constant: .null, isLiteral: true).isLiteral)
    }

    @Test func textMixesOnlyWhereItMay() {
        #expect(TypeCoercion.commonType(column(.text), column(.integer)) == nil)
        #expect(TypeCoercion.setOperationType([column(.text), column(.integer)]) == .text)
        #expect(TypeCoercion.comparisonType(column(.text), column(.integer)) == .integer)
        #expect(TypeCoercion.commonType(column(.date), literal(1)) == nil)
    }

    @Test func comparedColumnsAreNotCastForALiteral() {
        let price = LogicalType.decimal(precision: 4, scale: 2)
        #expect(TypeCoercion.comparisonType(column(price), literal(24)) == price)
        #expect(TypeCoercion.comparisonType(column(price), literal(124)) == .decimal(precision: 12, scale: 2))
    }

    @Test func implicitCastsAreLossless() {
        #expect(TypeCoercion.implicitCost(from: .tinyint, to: .bigint) != nil)
        #expect(TypeCoercion.implicitCost(from: .bigint, to: .integer) == nil)
        #expect(TypeCoercion.implicitCost(from: .double, to: .bigint) == nil)
        #expect(TypeCoercion.implicitCost(from: .integer, to: .text) == nil)
        #expect(TypeCoercion.implicitCost(of: textLiteral, to: .date) != nil)
        #expect(TypeCoercion.implicitCost(from: .text, to: .date) == nil)
    }

    @Test func anUnknownFunctionIsSuggested() throws {
        var registry = FunctionRegistry()
        registry.register(ScalarFunction(names: ["length"], signature: "(text)", documentation: "", example: "", overloads: []))
        let error = #expect(throws: QueryError.self) { try registry.resolveScalar("lengh", [], Settings()) }
        #expect(error?.code == .unknownFunction)
        #expect(error?.help == ["did you mean length?"])
        let mismatch = #expect(throws: QueryError.self) { try registry.resolveScalar("length", [column(.date)], Settings()) }
        #expect(mismatch?.message == "no overload of length takes (DATE)")
        #expect(mismatch?.help.first == "length(text)")
    }
}
