import Columns
import Functions
import Testing

@Suite("Aggregates") struct AggregateTests {
    private let runner = AggregateRunner()

    private func text(_ name: String, _ columns: [[String]], constants: [String] = []) throws -> String {
        let settled = try columns.map { try runner.column($0) }
        let value = try runner.run(name, settled, constants: constants)
        return ValueFormatter.text(of: value, type: try runner.resolve(name, settled, constants: constants).resultType)
    }

    private func type(_ name: String, _ type: LogicalType, constants: [String] = []) throws -> LogicalType {
        try runner.resolve(name, [AggregateRunner.Column(type: type, values: [])], constants: constants).resultType
    }

    @Test(arguments: FunctionRegistry.builtin.allAggregates.map { [$0.names[0], $0.example] })
    func exampleHolds(entry: [String]) throws {
        let parts = entry[1].split(separator: " → ").map(String.init)
        let sides = try #require(parts.first).split(separator: " over ").map(String.init)
        try #require(parts.count == 2 && sides.count == 2, "an example reads `call over rows → result`")
        let arguments = sides[0].split(separator: "(", maxSplits: 1)[1].dropLast().split(separator: ",").map { $0.trimmingBlanks }
        let constants = arguments.filter { $0.first?.isLetter != true && $0 != "*" }
        let isPair = sides[1].hasPrefix("(")
        let rows = sides[1].split(separator: isPair ? ")" : ",").map { row in
            let plain = row.trimmingBlanks.drop { $0 == "," || $0 == " " || $0 == "(" }
            return isPair ? plain.split(separator: ",").map { $0.trimmingBlanks } : [String(plain)]
        }
        let columns = (0..<(isPair ? 2 : 1)).map { column in rows.map { $0[column] } }
        #expect(try text(entry[0], columns, constants: constants) == parts[1])
    }

    // Types and values are DuckDB 2.0's.
    @Test func resultTypes() throws {
        let decimal = LogicalType.decimal(precision: 10, scale: 2)
        #expect(try type("sum", .integer) == .hugeint)
        #expect(try type("sum", .ubigint) == .hugeint)
        #expect(try type("sum", decimal) == .decimal(precision: 38, scale: 2))
        #expect(try type("sum", .float) == .double)
        #expect(try type("avg", decimal) == .double)
        #expect(try type("avg", .date) == .timestamp)
        #expect(try type("median", .integer) == .double)
        #expect(try type("median", decimal) == decimal)
        #expect(try type("median", .date) == .timestamp)
        #expect(try type("median", .text) == .text)
        #expect(try type("quantile_disc", .integer, constants: ["0.5"]) == .integer)
        #expect(try type("count_if", .boolean) == .hugeint)
        #expect(try type("min", .float) == .float)
        #expect(throws: QueryError.self) { try type("sum", .text) }
    }

    @Test func sumsAreExact() throws {
        #expect(try text("sum", [["9223372036854775807", "9223372036854775807", "-5"]]) == "18446744073709551609")
        #expect(try text("sum", [["(-9223372036854775808)::bigint", "(-9223372036854775808)::bigint"]]) == "-18446744073709551616")
        #expect(try text("sum", [["0.1", "0.2"]]) == "0.3")
        #expect(try text("sum", [["18446744073709551615::ubigint", "1::ubigint"]]) == "18446744073709551616")
        #expect(try text("sum", [["true", "NULL", "true"]]) == "2")
        #expect(try text("avg", [["0.1", "0.2"]]) == "0.15")
        #expect(try text("avg", [["date '2020-01-01'", "date '2020-01-02'"]]) == "2020-01-01 12:00:00")
        let largest = "170141183460469231731687303715884105727::hugeint"
        let error = #expect(throws: QueryError.self) { try text("sum", [[largest, largest]]) }
        #expect(error?.code == .outOfRange)
    }

    @Test func extremes() throws {
        #expect(try text("max", [["'nan'::double", "1", "'inf'::double"]]) == "nan")
        #expect(try text("min", [["'nan'::double", "1", "'-inf'::double"]]) == "-inf")
        #expect(try text("min", [["-1.5::float", "2::float"]]) == "-1.5")
        #expect(try text("max", [["'apple'", "NULL", "'a long text that is not inline'", "'b'"]]) == "b")
        #expect(try text("min", [["'apple'", "'a long text that is not inline'", "'b'"]]) == "a long text that is not inline")
        #expect(try text("max", [["date '2020-01-01'", "date '1969-01-01'"]]) == "2020-01-01")
        #expect(
            try text("min", [["'-170141183460469231731687303715884105728'::hugeint", "5::hugeint"]])
                == "-170141183460469231731687303715884105728")
        #expect(try text("max", [["18446744073709551615::ubigint", "1::ubigint"]]) == "18446744073709551615")
        #expect(try text("min", [["interval '1 month'", "interval '29 days'"]]) == "29 days")
        #expect(try text("max", [["true", "false"]]) == "true")
    }

    @Test func momentsOfWholeNumbersAndDoubles() throws {
        for cast in ["", "::double", "::bigint", "::decimal(5,1)"] {
            let numbers = ["1\(cast)", "2\(cast)", "NULL", "4\(cast)"]
            #expect(try text("stddev", [numbers]).hasPrefix("1.52752523165194"))
            #expect(try text("var_pop", [numbers]).hasPrefix("1.5555555555555"))
        }
        #expect(try text("stddev", [["1"]]) == "NULL")
        #expect(try text("stddev_pop", [["1"]]) == "0.0")
        // Far from zero, where a sum of squares of doubles would have no digits left.
        #expect(try text("var_samp", [["1000000000.25::double", "1000000000.5::double", "1000000000.75::double"]]) == "0.0625")
        #expect(try text("var_samp", [["1000000001", "1000000002", "1000000003"]]) == "1.0")
    }

    @Test func regression() throws {
        let y = ["2", "4", "9", "7"], x = ["1", "2", "4", "NULL"]
        #expect(try text("corr", [y, x]).hasPrefix("0.99862542890352"))
        #expect(try text("covar_samp", [y, x]) == "5.5")
        #expect(try text("regr_slope", [y, x]).hasPrefix("2.3571428571428"))
        #expect(abs(try #require(Double(text("regr_intercept", [y, x]))) + 0.5) < 1e-12)
        #expect(try text("regr_count", [y, x]) == "3")
        #expect(try text("regr_r2", [y, x]).hasPrefix("0.99725274725274"))
        #expect(try text("corr", [["1", "1"], ["2", "3"]]) == "nan")
    }

    @Test func quantiles() throws {
        let decimals = ["1.0::decimal(2,1)", "1.1", "1.3", "9.9"]
        #expect(try text("median", [decimals]) == "1.2")
        #expect(try text("quantile_cont", [decimals], constants: ["0.25"]) == "1.0")
        #expect(try text("quantile_disc", [decimals], constants: ["0.75"]) == "1.3")
        #expect(try text("quantile_disc", [["1", "2", "3"]], constants: ["0.33"]) == "1")
        #expect(try text("quantile_disc", [["1", "2", "3"]], constants: ["0.34"]) == "2")
        #expect(try text("median", [["date '2020-01-01'", "date '2020-01-02'"]]) == "2020-01-01 12:00:00")
        #expect(try text("median", [["'a'", "'c'", "'b'", "NULL"]]) == "b")
        let many = (0..<1_001).map { "\(($0 * 379) % 1_001)" }
        #expect(try text("median", [many]) == "500.0")
        #expect(try text("quantile_disc", [many], constants: ["0.1"]) == "100")
        let error = #expect(throws: QueryError.self) { try text("quantile_cont", [["1"]], constants: ["1.5"]) }
        #expect(error?.code == .outOfRange)
    }

    @Test func statisticsOfAWholeGroup() throws {
        let numbers = ["1::double", "2", "2", "10"]
        #expect(try text("skewness", [numbers]).hasPrefix("1.92252171414127"))
        #expect(try text("kurtosis", [numbers]).hasPrefix("3.76999618157723"))
        #expect(try text("kurtosis_pop", [numbers]).hasPrefix("-0.6973338424563"))
        #expect(try text("entropy", [numbers]) == "1.5")
        #expect(try text("geomean", [numbers]).hasPrefix("2.51486685936"))
        #expect(try text("mode", [["2", "1", "2", "1", "NULL"]]) == "2")
    }

    @Test func orderedAggregates() throws {
        #expect(try text("first", [["NULL", "1", "2"]]) == "NULL")
        #expect(try text("last", [["'a'", "'a text longer than twelve bytes'"]]) == "a text longer than twelve bytes")
        #expect(try text("string_agg", [["''", "'b'", "''"]], constants: ["', '"]) == ", b, ")
        #expect(try text("arg_min", [["'a'", "'b'", "NULL", "'c'"], ["3", "NULL", "1", "2"]]) == "c")
    }

    @Test(arguments: ["sum", "avg", "min", "max", "median", "stddev", "bit_and", "first", "product", "mode", "list", "any_value"])
    func noRowsGiveNull(name: String) throws {
        #expect(try runner.run(name, [AggregateRunner.Column(type: .integer, values: [])]) == .null)
        if name != "list" { #expect(try text(name, [["NULL", "NULL"]]) == "NULL") }
    }

    @Test func countsOfNoRows() throws {
        #expect(try runner.run("count", [AggregateRunner.Column(type: .integer, values: [])]) == .integer(0))
        #expect(try runner.run("count", [], rowCount: 7) == .integer(7))
        #expect(try text("count", [["NULL", "1"]]) == "1")
    }

    @Test(arguments: [Width.one, .two, .four, .eight]) func offsetsAreReadInTheirWidth(width: Width) throws {
        // 1,000 + (0, 1, 200), with a NULL whose element is arbitrary.
        let account = runner.context.account
        let buffer = try Buffer(byteCount: 4 * width.byteCount, account: account, zeroed: true)
        for (row, offset) in [0, 1, 200, 77].enumerated() { buffer.pointer(to: UInt8.self)[row * width.byteCount] = UInt8(offset) }
        let validity = try Buffer(byteCount: 4, account: account)
        for row in 0..<4 { validity.pointer(to: UInt8.self)[row] = row == 3 ? 0 : 1 }
        let vector = Vector(
            type: .bigint, count: 4, form: .offsets(width: width, base: 1_000), data: UnsafeRawPointer(buffer.start),
            validity: UnsafePointer(validity.pointer(to: UInt8.self)), owners: [buffer, validity])
        for (name, expected) in [("sum", Value.integer(3_201)), ("min", .integer(1_000)), ("max", .integer(1_200)), ("count", .integer(3))]
        {
            let function = try runner.resolve(name, [AggregateRunner.Column(type: .bigint, values: [])])
            guard case .folding(let kernel) = function.kernel else { continue }
            #expect(try runner.fold(kernel, function, [([vector], 4)], groups: nil).value(at: 0) == expected)
            #expect(try runner.fold(kernel, function, [([vector], 4)], groups: [1, 1, 1, 1]).value(at: 1) == expected)
        }
    }
}

extension StringProtocol {
    fileprivate var trimmingBlanks: String {
        var text = Substring(self)
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
