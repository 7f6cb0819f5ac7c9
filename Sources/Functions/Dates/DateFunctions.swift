import Columns

/// Parts, truncation and differences of dates and times.
enum DateFunctions {
    static let all: [ScalarFunction] =
        parts + [
            ScalarFunction(
                names: ["date_part", "datepart"], signature: "(part, date)",
                documentation: "A part of a date, time or interval: what EXTRACT(part FROM date) calls.",
                example: "date_part('year', date '2020-03-05') → 2020", resolve: datePart),
            ScalarFunction(
                names: ["date_trunc", "datetrunc"], signature: "(part, date)",
                documentation: "The beginning of the year, month, hour … in which a moment lies.",
                example: "date_trunc('month', date '2020-03-05') → 2020-03-01 00:00:00",
                overloads: [
                    truncation(.date) { (part: DatePart, date: Int32) in
                        CivilCalendar.timestamp(days: Int64(date), time: 0).flatMap(part.truncate)
                    },
                    truncation(.timestamp) { (part: DatePart, moment: Int64) in part.truncate(moment) },
                    partOverload("date_trunc", [.interval], .interval) { (part, arguments, context, count) throws(QueryError) in
                        let interval = try Operand<IntervalValue>(arguments[1], context.account)
                        return try mapRows(arguments, count, to: .interval, context) { (row) throws(QueryError) -> IntervalValue in
                            try part(row).truncate(interval[row])
                        }
                    },
                ]),
            difference(
                ["date_diff", "datediff"], "How many borders of the part (such as midnights) lie between two moments.",
                "date_diff('month', date '2020-01-31', date '2020-02-01') → 1"
            ) { $0.bordersCrossed($1, $2) },
            difference(
                ["date_sub", "datesub"], "How many whole parts fit between two moments.",
                "date_sub('month', date '2020-01-15', date '2020-02-14') → 0"
            ) { $0.wholeParts($1, $2) },
            ScalarFunction(
                names: ["date_add"], signature: "(date, interval)", documentation: "A date an interval later.",
                example: "date_add(date '2020-01-31', interval '1 month') → 2020-02-29 00:00:00", overloads: TemporalArithmetic.additions),
            ScalarFunction(
                names: ["epoch"], signature: "(date)", documentation: "Seconds since 1970-01-01 as DOUBLE.",
                example: "epoch(timestamp '1970-01-02 00:00:00.5') → 86400.5",
                overloads: [.date, .timestamp, .time, .interval].map { epoch("epoch", $0) }),
            ScalarFunction(
                names: ["epoch_us"], signature: "(timestamp)", documentation: "Microseconds since 1970-01-01.",
                example: "epoch_us(timestamp '1970-01-01 00:00:01') → 1000000",
                overloads: [overload("epoch_us", .timestamp, .bigint) { (moment: Int64) in moment }]),
            ScalarFunction(
                names: ["epoch_ms"], signature: "(timestamp) or (milliseconds)",
                documentation: "Milliseconds since 1970-01-01, or the timestamp that lies so many after it.",
                example: "epoch_ms(timestamp '1970-01-01 00:00:01') → 1000",
                overloads: [
                    overload("epoch_ms", .timestamp, .bigint) { (moment: Int64) in CivilCalendar.floorDivide(moment, 1_000) },
                    raisingOverload("epoch_ms", .bigint, .timestamp) { (milliseconds: Int64) throws(QueryError) in
                        try scaled(milliseconds, 1_000, "epoch_ms")
                    },
                ]),
            ScalarFunction(
                names: ["last_day"], signature: "(date)", documentation: "The last day of the month.",
                example: "last_day(date '2020-02-05') → 2020-02-29",
                overloads: [
                    overload("last_day", .date, .date) { (date: Int32) in lastDay(Int64(date)) },
                    overload("last_day", .timestamp, .date) { (moment: Int64) in lastDay(CivilCalendar.split(moment).days) },
                ]),
            name("monthname", "The English name of the month.", "monthname(date '2020-03-05') → March") {
                CivilCalendar.monthNames[Int(CivilCalendar.civil($0).month - 1)]
            },
            name("dayname", "The English name of the weekday.", "dayname(date '2020-03-05') → Thursday") {
                CivilCalendar.weekdayNames[Int(CivilCalendar.isoWeekday($0) - 1)]
            },
            ScalarFunction(
                names: ["age"], signature: "(later, earlier)", documentation: "The years, months, days and time between two moments.",
                example: "age(timestamp '2020-03-05 00:00:00', timestamp '2019-01-31 00:00:00') → 1 year 1 month 5 days",
                overloads: [raisingOverload("age", .timestamp, .timestamp, .interval, age)]),
            ScalarFunction(
                names: ["normalized_interval"], signature: "(interval)",
                documentation: "The interval with full days made of hours and full months of 30 days, as comparisons see it.",
                example: "normalized_interval(interval '65 days') → 2 months 5 days",
                overloads: [overload("normalized_interval", .interval, .interval, normalized)]),
        ]

    /// What does not fit into the larger unit stays in the smaller one.
    private static let normalized: @Sendable (IntervalValue) -> IntervalValue = { interval in
        let day = CivilCalendar.microsecondsPerDay
        let days = Int64(interval.days) + CivilCalendar.floorDivide(interval.microseconds, day)
        let months = Int64(interval.months) + CivilCalendar.floorDivide(days, 30)
        guard let exactMonths = Int32(exactly: months) else { return interval }
        return IntervalValue(
            months: exactMonths, days: Int32(CivilCalendar.modulo(days, 30)), microseconds: CivilCalendar.modulo(interval.microseconds, day)
        )
    }

    // MARK: Parts

    private static let parts: [ScalarFunction] = [
        part(.year, [], "The year.", "year(date '2020-03-05') → 2020"),
        part(.month, [], "The month, 1 to 12.", "month(date '2020-03-05') → 3"),
        part(.day, ["dayofmonth"], "The day of the month.", "day(date '2020-03-05') → 5"),
        part(.quarter, [], "The quarter, 1 to 4.", "quarter(date '2020-03-05') → 1"),
        part(.week, ["weekofyear"], "The ISO week, 1 to 53.", "week(date '2020-03-05') → 10"),
        part(.isoyear, [], "The year to which the ISO week belongs.", "isoyear(date '2021-01-01') → 2020"),
        part(.yearweek, [], "The ISO year and week in one number.", "yearweek(date '2021-01-01') → 202053"),
        part(.dayofweek, ["weekday"], "The weekday from Sunday (0) to Saturday (6).", "dayofweek(date '2020-03-08') → 0"),
        part(.isodow, [], "The weekday from Monday (1) to Sunday (7).", "isodow(date '2020-03-08') → 7"),
        part(.dayofyear, [], "The day of the year.", "dayofyear(date '2020-03-05') → 65"),
        part(.decade, [], "The decade: the year without its last digit.", "decade(date '2020-03-05') → 202"),
        part(.century, [], "The century; the 21st began in 2001.", "century(date '2000-01-01') → 20"),
        part(.millennium, [], "The millennium; the third began in 2001.", "millennium(date '2001-01-01') → 3"),
        part(.era, [], "1 for years AD, 0 for years BC.", "era(date '2020-03-05') → 1"),
        part(.hour, [], "The hour, 0 to 23.", "hour(time '10:11:12') → 10"),
        part(.minute, [], "The minute, 0 to 59.", "minute(time '10:11:12') → 11"),
        part(.second, [], "The second, 0 to 59.", "second(time '10:11:12') → 12"),
        part(.millisecond, [], "The milliseconds of the minute.", "millisecond(time '10:11:12.5') → 12500"),
        part(.microsecond, [], "The microseconds of the minute.", "microsecond(time '10:11:12.5') → 12500000"),
    ]

    private static func part(_ part: DatePart, _ aliases: [String], _ documentation: String, _ example: String) -> ScalarFunction {
        ScalarFunction(
            names: [part.rawValue] + aliases, signature: "(date)", documentation: documentation, example: example,
            overloads: [LogicalType.date, .timestamp, .time, .interval].map { partOverload(part.rawValue, part, $0) })
    }

    private static func partOverload(_ name: String, _ part: DatePart, _ type: LogicalType) -> ResolvedFunction {
        switch type {
        case .date: return overload(name, .date, .bigint) { (date: Int32) in part.value(days: Int64(date), time: 0) }
        case .time: return overload(name, .time, .bigint) { (time: Int64) in part.value(days: 0, time: time) }
        case .interval:
            return raisingOverload(name, .interval, .bigint) { (interval: IntervalValue) throws(QueryError) -> Int64 in
                guard let value = part.value(of: interval) else { throw QueryError(.outOfRange, "an interval has no \(part.rawValue)") }
                return value
            }
        default:
            return overload(name, .timestamp, .bigint) { (moment: Int64) -> Int64 in
                let (days, time) = CivilCalendar.split(moment)
                return part.value(days: days, time: time)
            }
        }
    }

    private static let datePart: @Sendable ([ArgumentDescription], Settings) throws(QueryError) -> ResolvedFunction? = {
        (arguments, _) throws(QueryError) in
        guard arguments.count == 2, TypeCoercion.implicitCost(of: arguments[0], to: .text) != nil else { return nil }
        let types: [LogicalType] = [.date, .timestamp, .time, .interval]
        guard let type = OverloadResolution.best(types, parameters: { [$0] }, for: [arguments[1]]) else { return nil }
        if case .text(let name)? = arguments[0].constant {
            guard let part = DatePart(name: name) else { throw DatePart.unknown(name) }
            let inner = part == .epoch ? epoch("date_part", type) : partOverload("date_part", part, type)
            return ResolvedFunction(
                name: "date_part", argumentTypes: [.text, type], resultType: inner.resultType, canRaise: inner.canRaise
            ) { (arguments, count, context) throws(QueryError) in try inner.kernel([arguments[1]], count, context) }
        }
        let kernels = Dictionary(uniqueKeysWithValues: DatePart.allCases.map { ($0, partOverload("date_part", $0, type)) })
        return partOverload("date_part", [type], .bigint) { (part, arguments, context, count) throws(QueryError) in
            try mapRows(arguments, count, to: .bigint, context) { (row) throws(QueryError) -> Int64 in
                guard let kernel = try kernels[part(row)]?.kernel else { return 0 }
                let result = try kernel([arguments[1].slice(row..<row + 1)], 1, context)
                return Int64(truncatingIfNeeded: result.wholeNumber(at: 0))
            }
        }
    }

    /// An overload whose first argument names a part, which is looked up once where it is constant.
    private static func partOverload(
        _ name: String, _ types: [LogicalType], _ result: LogicalType,
        _ body:
            @escaping @Sendable (
                _ part: (Int) throws(QueryError) -> DatePart, _ arguments: [Vector], _ context: EvaluationContext, _ count: Int
            ) throws(QueryError) -> Vector
    ) -> ResolvedFunction {
        ResolvedFunction(name: name, argumentTypes: [.text] + types, resultType: result, canRaise: true) {
            (arguments, count, context) throws(QueryError) in
            let names = try Operand<TextView>(arguments[0], context.account)
            var known: (name: TextView, part: DatePart)?
            return try body(
                { (row) throws(QueryError) in
                    let name = names[row]
                    if let known, known.name == name { return known.part }
                    guard let part = DatePart(name: name.string) else { throw DatePart.unknown(name.string) }
                    known = (name, part)
                    return part
                }, arguments, context, count)
        }
    }

    private static func truncation<Input: BitwiseCopyable & Sendable>(
        _ type: LogicalType, _ truncate: @escaping @Sendable (DatePart, Input) -> Int64?
    ) -> ResolvedFunction {
        partOverload("date_trunc", [type], .timestamp) { (part, arguments, context, count) throws(QueryError) in
            let operand = try Operand<Input>(arguments[1], context.account)
            return try mapRows(arguments, count, to: .timestamp, context) { (row) throws(QueryError) -> Int64 in
                guard let start = truncate(try part(row), operand[row]) else {
                    throw QueryError(.outOfRange, "date_trunc: the result is out of range for TIMESTAMP")
                }
                return start
            }
        }
    }

    // MARK: Differences

    private static func difference(
        _ names: [String], _ documentation: String, _ example: String, _ body: @escaping @Sendable (DatePart, Int64, Int64) -> Int64?
    ) -> ScalarFunction {
        ScalarFunction(
            names: names, signature: "(part, start, end)", documentation: documentation, example: example,
            overloads: [LogicalType.timestamp, .time].map { type in
                partOverload(names[0], [type, type], .bigint) { (part, arguments, context, count) throws(QueryError) in
                    let start = try Operand<Int64>(arguments[1], context.account), end = try Operand<Int64>(arguments[2], context.account)
                    return try mapRows(arguments, count, to: .bigint, context) { (row) throws(QueryError) -> Int64 in
                        guard let result = body(try part(row), start[row], end[row]) else {
                            throw QueryError(.outOfRange, "\(names[0]): the two moments are too far apart")
                        }
                        return result
                    }
                }
            })
    }

    private static func age(_ later: Int64, _ earlier: Int64) throws(QueryError) -> IntervalValue {
        if later < earlier {
            let age = try age(earlier, later)
            return IntervalValue(months: 0 - age.months, days: 0 - age.days, microseconds: 0 - age.microseconds)
        }
        let (endDays, endTime) = CivilCalendar.split(later), (startDays, startTime) = CivilCalendar.split(earlier)
        let end = CivilCalendar.civil(endDays), start = CivilCalendar.civil(startDays)
        var months = (end.year - start.year) * 12 + end.month - start.month, days = end.day - start.day, time = endTime - startTime
        if time < 0 {
            time += CivilCalendar.microsecondsPerDay
            days -= 1
        }
        if days < 0 {
            // What is borrowed is the length of the earlier moment's month, as in PostgreSQL.
            days += CivilCalendar.daysInMonth(start.year, start.month)
            months -= 1
        }
        guard let exactMonths = Int32(exactly: months), let exactDays = Int32(exactly: days) else {
            throw QueryError(.outOfRange, "age: the two moments are too far apart")
        }
        return IntervalValue(months: exactMonths, days: exactDays, microseconds: time)
    }

    // MARK: Others

    private static func epoch(_ name: String, _ type: LogicalType) -> ResolvedFunction {
        switch type {
        case .date: return overload(name, .date, .double) { (date: Int32) in Double(date) * 86_400 }
        case .interval:
            return overload(name, .interval, .double) { (interval: IntervalValue) -> Double in
                // A year of months counts 365.25 days, what is left of them 30 each.
                let days = Double(interval.months / 12) * 365.25 + Double(interval.months % 12) * 30 + Double(interval.days)
                return days * 86_400 + Double(interval.microseconds) / 1e6
            }
        default: return overload(name, type, .double) { (moment: Int64) in Double(moment) / 1e6 }
        }
    }

    static func scaled(_ number: Int64, _ factor: Int64, _ name: String) throws(QueryError) -> Int64 {
        let (product, overflow) = number.multipliedReportingOverflow(by: factor)
        if overflow { throw QueryError(.outOfRange, "\(name)(\(number)) is out of range") }
        return product
    }

    private static func lastDay(_ days: Int64) -> Int32 {
        let date = CivilCalendar.civil(days)
        return Int32(truncatingIfNeeded: days - date.day + CivilCalendar.daysInMonth(date.year, date.month))
    }

    private static func name(
        _ name: String, _ documentation: String, _ example: String, _ body: @escaping @Sendable (Int64) -> String
    ) -> ScalarFunction {
        ScalarFunction(
            names: [name], signature: "(date)", documentation: documentation, example: example,
            overloads: [
                writingOverload(name, .date) { (writer: inout ValueFormatter, date: Int32) in writer.append(body(Int64(date))) },
                writingOverload(name, .timestamp) { (writer: inout ValueFormatter, moment: Int64) in
                    writer.append(body(CivilCalendar.split(moment).days))
                },
            ])
    }
}
