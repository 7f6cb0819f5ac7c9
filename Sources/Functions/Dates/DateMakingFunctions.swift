import Columns
import Glibc

/// Dates, times and intervals from numbers, the clock and formatted texts.
enum DateMakingFunctions {
    static let all: [ScalarFunction] =
        intervals + [
            ScalarFunction(
                names: ["make_date"], signature: "(year, month, day)", documentation: "A date from its parts.",
                example: "make_date(2020, 3, 5) → 2020-03-05",
                overloads: [
                    assembling("make_date", [.bigint, .bigint, .bigint], .date) { (parts: [Int64], _) -> Int32? in
                        date(parts[0], parts[1], parts[2]).flatMap { Int32(exactly: $0) }
                    }
                ]),
            ScalarFunction(
                names: ["date"], signature: "(text or timestamp)", documentation: "The date that a text names or a timestamp lies in.",
                example: "date('2020-03-05') → 2020-03-05"
            ) { (arguments, settings) throws(QueryError) in
                guard arguments.count == 1, [.text, .timestamp, .date, .null].contains(arguments[0].type) else { return nil }
                let cast = try Cast.resolve(from: arguments[0].type, to: .date, settings: settings)
                return ResolvedFunction(
                    name: "date", argumentTypes: cast.argumentTypes, resultType: .date, canRaise: cast.canRaise, kernel: cast.kernel)
            },
            ScalarFunction(
                names: ["make_time"], signature: "(hour, minute, seconds)", documentation: "A time from its parts.",
                example: "make_time(10, 11, 12.5) → 10:11:12.5",
                overloads: [
                    assembling("make_time", [.bigint, .bigint, .double], .time) { (parts: [Int64], seconds) -> Int64? in
                        time(parts[0], parts[1], seconds)
                    }
                ]),
            ScalarFunction(
                names: ["make_timestamp"], signature: "(year, month, day, hour, minute, seconds) or (microseconds)",
                documentation: "A timestamp from its parts, or from microseconds since 1970-01-01.",
                example: "make_timestamp(2020, 3, 5, 10, 11, 12.5) → 2020-03-05 10:11:12.5",
                overloads: [
                    assembling("make_timestamp", [.bigint, .bigint, .bigint, .bigint, .bigint, .double], .timestamp) {
                        (parts: [Int64], seconds) -> Int64? in
                        guard let days = date(parts[0], parts[1], parts[2]), let time = time(parts[3], parts[4], seconds) else {
                            return nil
                        }
                        return CivilCalendar.timestamp(days: days, time: time)
                    },
                    overload("make_timestamp", .bigint, .timestamp) { (microseconds: Int64) in microseconds },
                ]),
            ScalarFunction(
                names: ["to_timestamp"], signature: "(seconds)", documentation: "The timestamp so many seconds after 1970-01-01.",
                example: "to_timestamp(86400.5) → 1970-01-02 00:00:00.5",
                overloads: [
                    raisingOverload("to_timestamp", .double, .timestamp) { (seconds: Double) throws(QueryError) -> Int64 in
                        guard let moment = Int64(exactly: (seconds * 1e6).rounded()) else {
                            throw QueryError(.outOfRange, "to_timestamp: the result is out of range for TIMESTAMP")
                        }
                        return moment
                    }
                ]),
            ScalarFunction(
                names: ["strftime"], signature: "(date, format)", documentation: "A date as text by a format such as '%Y-%m-%d %H:%M:%S'.",
                example: "strftime(date '2020-03-05', '%Y年%-m月%-d日') → 2020年3月5日", overloads: [formatting(.date), formatting(.timestamp)]),
            ScalarFunction(
                names: ["strptime"], signature: "(text, format)",
                documentation: "A timestamp read from a text by a format; an error where it does not fit.",
                example: "strptime('2020年3月5日', '%Y年%m月%d日') → 2020-03-05 00:00:00", overloads: [parsing("strptime", isTry: false)]),
            ScalarFunction(
                names: ["try_strptime"], signature: "(text, format)",
                documentation: "A timestamp read from a text by a format; NULL where it does not fit.",
                example: "try_strptime('x', '%Y') → NULL",
                overloads: [parsing("try_strptime", isTry: true)]),
            clock(["current_date", "today"], .date, "The date of today (UTC).", "today() > date '2020-01-01' → true") {
                .date(Int32(truncatingIfNeeded: CivilCalendar.split($0).days))
            },
            clock(
                ["now", "current_timestamp", "localtimestamp", "get_current_timestamp", "transaction_timestamp"], .timestamp,
                "The moment at which the statement began (UTC).", "now() > timestamp '2020-01-01 00:00:00' → true"
            ) { .timestamp($0) },
            clock(
                ["current_time", "localtime", "get_current_time"], .time, "The time of day (UTC).",
                "current_time() >= time '00:00:00' → true"
            ) {
                .time(CivilCalendar.split($0).time)
            },
        ]

    // MARK: Parts

    private static func date(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64? {
        guard abs(year) < 6_000_000 else { return nil }
        let civil = CivilCalendar.Day(year: year, month: month, day: day)
        return CivilCalendar.isValid(civil) ? CivilCalendar.days(civil) : nil
    }

    private static func time(_ hour: Int64, _ minute: Int64, _ seconds: Double) -> Int64? {
        guard (0..<24).contains(hour), (0..<60).contains(minute), seconds >= 0, seconds < 60 else { return nil }
        return hour * CivilCalendar.microsecondsPerHour + minute * CivilCalendar.microsecondsPerMinute + Int64((seconds * 1e6).rounded())
    }

    /// Whole numbers, and perhaps seconds as the last argument, put together.
    private static func assembling<Output: BitwiseCopyable>(
        _ name: String, _ types: [LogicalType], _ result: LogicalType, _ body: @escaping @Sendable ([Int64], Double) -> Output?
    ) -> ResolvedFunction {
        ResolvedFunction(name: name, argumentTypes: types, resultType: result, canRaise: true) {
            (arguments, count, context) throws(QueryError) in
            try mapRows(arguments, count, to: result, context) { (row) throws(QueryError) -> Output in
                var seconds = 0.0
                if types.last == .double, let last = arguments.last, case .double(let number) = last.value(at: row) { seconds = number }
                let parts = arguments.map { Int64(truncatingIfNeeded: $0.wholeNumber(at: row)) }
                if let value = body(parts, seconds) { return value }
                let shown = arguments.map { ValueFormatter.text(of: $0.value(at: row), type: $0.type) }
                throw QueryError(.outOfRange, "\(name)(\(shown.joined(separator: ", "))) is no \(result)")
            }
        }
    }

    // MARK: Intervals

    private static let intervals: [ScalarFunction] = [
        interval(["to_years"], "years", "to_years(2) → 2 years", 12, \.exactMonths),
        interval(["to_months"], "months", "to_months(14) → 1 year 2 months", 1, \.exactMonths),
        interval(["to_quarters"], "quarters", "to_quarters(2) → 6 months", 3, \.exactMonths),
        interval(["to_decades"], "decades", "to_decades(1) → 10 years", 120, \.exactMonths),
        interval(["to_centuries", "to_centurys"], "centuries", "to_centuries(1) → 100 years", 1_200, \.exactMonths),
        interval(["to_millennia", "to_millenniums"], "millennia", "to_millennia(1) → 1000 years", 12_000, \.exactMonths),
        interval(["to_weeks"], "weeks", "to_weeks(2) → 14 days", 7, \.exactDays),
        interval(["to_days"], "days", "to_days(3) → 3 days", 1, \.exactDays),
        time("to_hours", "hours", "to_hours(3) → 03:00:00", 3_600_000_000),
        time("to_minutes", "minutes", "to_minutes(3) → 00:03:00", 60_000_000),
        time("to_seconds", "seconds", "to_seconds(3.5) → 00:00:03.5", 1_000_000),
        time("to_milliseconds", "milliseconds", "to_milliseconds(3) → 00:00:00.003", 1_000),
        time("to_microseconds", "microseconds", "to_microseconds(3) → 00:00:00.000003", 1),
    ]

    /// A number times a unit, as the interval's field that holds it; nil where it does not fit.
    private struct Scaled: Sendable {
        let product: Int128
        var exactMonths: IntervalValue? { Int32(exactly: product).map { IntervalValue(months: $0, days: 0, microseconds: 0) } }
        var exactDays: IntervalValue? { Int32(exactly: product).map { IntervalValue(months: 0, days: $0, microseconds: 0) } }
    }

    private static func interval(
        _ names: [String], _ unit: String, _ example: String, _ factor: Int128, _ field: @escaping @Sendable (Scaled) -> IntervalValue?
    ) -> ScalarFunction {
        ScalarFunction(
            names: names, signature: "(number)", documentation: "An interval of so many \(unit).", example: example,
            overloads: [
                raisingOverload(names[0], .bigint, .interval) { (number: Int64) throws(QueryError) -> IntervalValue in
                    guard let interval = field(Scaled(product: Int128(number) * factor)) else {
                        throw QueryError(.outOfRange, "an interval of \(number) \(unit) is out of range")
                    }
                    return interval
                }
            ])
    }

    private static func time(_ name: String, _ unit: String, _ example: String, _ factor: Int64) -> ScalarFunction {
        ScalarFunction(
            names: [name], signature: "(number)", documentation: "An interval of so many \(unit).", example: example,
            overloads: [
                raisingOverload(name, .bigint, .interval) { (number: Int64) throws(QueryError) -> IntervalValue in
                    IntervalValue(months: 0, days: 0, microseconds: try DateFunctions.scaled(number, factor, name))
                },
                raisingOverload(name, .double, .interval) { (number: Double) throws(QueryError) -> IntervalValue in
                    guard let microseconds = Int64(exactly: (number * Double(factor)).rounded()) else {
                        throw QueryError(.outOfRange, "an interval of \(number) \(unit) is out of range")
                    }
                    return IntervalValue(months: 0, days: 0, microseconds: microseconds)
                },
            ])
    }

    // MARK: Formats

    private static func formatting(_ type: LogicalType) -> ResolvedFunction {
        ResolvedFunction(name: "strftime", argumentTypes: [type, .text], resultType: .text, canRaise: true) {
            (arguments, count, context) throws(QueryError) in
            let formats = try FormatCache(arguments[1], context.account)
            if type == .date {
                let dates = try Operand<Int32>(arguments[0], context.account)
                return try writeRows(arguments, count, context) { (writer, row) throws(QueryError) in
                    try formats[row].write(&writer, days: Int64(dates[row]), time: 0)
                }
            }
            let moments = try Operand<Int64>(arguments[0], context.account)
            return try writeRows(arguments, count, context) { (writer, row) throws(QueryError) in
                let (days, time) = CivilCalendar.split(moments[row])
                try formats[row].write(&writer, days: days, time: time)
            }
        }
    }

    private static func parsing(_ name: String, isTry: Bool) -> ResolvedFunction {
        ResolvedFunction(name: name, argumentTypes: [.text, .text], resultType: .timestamp, canRaise: true) {
            (arguments, count, context) throws(QueryError) in
            let texts = try Operand<TextView>(arguments[0], context.account)
            let formats = try FormatCache(arguments[1], context.account)
            return try mapRowsOrNull(arguments, count, to: .timestamp, context) { (row) throws(QueryError) -> Int64? in
                let format = try formats[row]
                if let moment = texts[row].withBytes({ bytes, count in format.parse(bytes, count) }) { return moment }
                if isTry { return nil }
                throw QueryError(
                    .conversion, "'\(texts[row].string)' does not fit the format '\(format.text)'", help: ["try_strptime gives NULL there"])
            }
        }
    }

    /// The formats of an argument, read once where they repeat.
    private final class FormatCache {
        private let operand: Operand<TextView>
        private var last: (source: TextView, format: DateFormat)?

        init(_ argument: Vector, _ account: MemoryAccount) throws(QueryError) { operand = try Operand<TextView>(argument, account) }

        subscript(row: Int) -> DateFormat {
            get throws(QueryError) {
                let source = operand[row]
                if let last, last.source == source { return last.format }
                let format = try DateFormat(source.string)
                last = (source, format)
                return format
            }
        }
    }

    // MARK: The clock

    private static func clock(
        _ names: [String], _ type: LogicalType, _ documentation: String, _ example: String, _ value: @escaping @Sendable (Int64) -> Value
    ) -> ScalarFunction {
        ScalarFunction(names: names, signature: "()", documentation: documentation, example: example) { arguments, _ in
            guard arguments.isEmpty else { return nil }
            // Read when the call is resolved, so that all rows of a statement see one moment.
            var time = timespec()
            clock_gettime(CLOCK_REALTIME, &time)
            let moment = Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
            return ResolvedFunction(name: names[0], argumentTypes: [], resultType: type, volatility: .stable) {
                (_, count, context) throws(QueryError) in
                try Vector.constant(value(moment), type: type, count: count, account: context.account)
            }
        }
    }
}
