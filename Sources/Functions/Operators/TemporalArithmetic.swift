import Columns

/// Sums and differences of dates, times, timestamps and intervals.
enum TemporalArithmetic {
    static func resolve(_ overloads: [ResolvedFunction], _ arguments: [ArgumentDescription]) -> ResolvedFunction? {
        guard arguments.contains(where: { [.date, .time, .timestamp, .interval].contains($0.type) }) else { return nil }
        return OverloadResolution.best(overloads, parameters: \.argumentTypes, for: arguments)
    }

    // A text literal takes the first overload that has room for it, so overloads of two equal types come first.
    static let additions: [ResolvedFunction] = [
        overload("+", .interval, .interval, .interval) { (left: IntervalValue, right: IntervalValue) in left.adding(right, 1) },
        overload("+", .date, .interval, .timestamp) { (date: Int32, interval: IntervalValue) in interval.added(toDate: date, 1) },
        overload("+", .interval, .date, .timestamp) { (interval: IntervalValue, date: Int32) in interval.added(toDate: date, 1) },
        overload("+", .timestamp, .interval, .timestamp) { (moment: Int64, interval: IntervalValue) in interval.added(to: moment, 1) },
        overload("+", .interval, .timestamp, .timestamp) { (interval: IntervalValue, moment: Int64) in interval.added(to: moment, 1) },
        overload("+", .time, .interval, .time) { (time: Int64, interval: IntervalValue) in interval.added(toTime: time, 1) },
        overload("+", .interval, .time, .time) { (interval: IntervalValue, time: Int64) in interval.added(toTime: time, 1) },
        overload("+", .date, .integer, .date) { (date: Int32, days: Int32) in exact(date.addingReportingOverflow(days)) },
        overload("+", .integer, .date, .date) { (days: Int32, date: Int32) in exact(date.addingReportingOverflow(days)) },
        overload("+", .date, .time, .timestamp) { (date: Int32, time: Int64) in CivilCalendar.timestamp(days: Int64(date), time: time) },
        overload("+", .time, .date, .timestamp) { (time: Int64, date: Int32) in CivilCalendar.timestamp(days: Int64(date), time: time) },
    ]

    static let subtractions: [ResolvedFunction] = [
        overload("-", .date, .date, .bigint) { (left: Int32, right: Int32) in Int64(left) - Int64(right) },
        overload("-", .timestamp, .timestamp, .interval) { (left: Int64, right: Int64) in difference(left, right) },
        overload("-", .interval, .interval, .interval) { (left: IntervalValue, right: IntervalValue) in left.adding(right, -1) },
        overload("-", .date, .integer, .date) { (date: Int32, days: Int32) in exact(date.subtractingReportingOverflow(days)) },
        overload("-", .date, .interval, .timestamp) { (date: Int32, interval: IntervalValue) in interval.added(toDate: date, -1) },
        overload("-", .timestamp, .interval, .timestamp) { (moment: Int64, interval: IntervalValue) in interval.added(to: moment, -1) },
        overload("-", .time, .interval, .time) { (time: Int64, interval: IntervalValue) in interval.added(toTime: time, -1) },
    ]

    static let multiplications: [ResolvedFunction] = [
        overload("*", .interval, .bigint, .interval) { (interval: IntervalValue, factor: Int64) in interval.multiplied(by: factor) },
        overload("*", .bigint, .interval, .interval) { (factor: Int64, interval: IntervalValue) in interval.multiplied(by: factor) },
        overload("*", .interval, .double, .interval) { (interval: IntervalValue, factor: Double) in interval.scaled(by: factor) },
        overload("*", .double, .interval, .interval) { (factor: Double, interval: IntervalValue) in interval.scaled(by: factor) },
    ]

    static let divisions: [ResolvedFunction] = [
        overload("/", .interval, .double, .interval) { (interval: IntervalValue, divisor: Double) in
            divisor == 0 ? nil : interval.scaled(by: 1 / divisor)
        }
    ]

    static let negation: ScalarKernel = { (arguments, count, context) throws(QueryError) in
        let operand = try Operand<IntervalValue>(arguments[0], context.account)
        return try mapRows(arguments, count, to: .interval, context) { (row) throws(QueryError) -> IntervalValue in
            guard let negative = IntervalValue(months: 0, days: 0, microseconds: 0).adding(operand[row], -1) else {
                throw QueryError(.outOfRange, "overflow in negation: the interval is out of range")
            }
            return negative
        }
    }

    private static func overload<Left: BitwiseCopyable & Sendable, Right: BitwiseCopyable & Sendable, Result: BitwiseCopyable>(
        _ name: String, _ left: LogicalType, _ right: LogicalType, _ result: LogicalType,
        _ body: @escaping @Sendable (Left, Right) -> Result?
    ) -> ResolvedFunction {
        ResolvedFunction(name: name, argumentTypes: [left, right], resultType: result, canRaise: true) {
            (arguments, count, context) throws(QueryError) in
            let first = try Operand<Left>(arguments[0], context.account), second = try Operand<Right>(arguments[1], context.account)
            return try mapRows(arguments, count, to: result, context) { (row) throws(QueryError) -> Result in
                if let value = body(first[row], second[row]) { return value }
                let shown = arguments.map { ValueFormatter.text(of: $0.value(at: row), type: $0.type) }
                throw QueryError(.outOfRange, "\(shown[0]) \(name) \(shown[1]) is out of range for \(result)")
            }
        }
    }

    private static func exact<Number>(_ sum: (partialValue: Number, overflow: Bool)) -> Number? { sum.overflow ? nil : sum.partialValue }

    private static func difference(_ left: Int64, _ right: Int64) -> IntervalValue? {
        guard let microseconds = exact(left.subtractingReportingOverflow(right)),
            let days = Int32(exactly: microseconds / CivilCalendar.microsecondsPerDay)
        else { return nil }
        return IntervalValue(months: 0, days: days, microseconds: microseconds % CivilCalendar.microsecondsPerDay)
    }
}

extension IntervalValue {
    /// This plus `sign` times the other; nil out of range.
    func adding(_ other: IntervalValue, _ sign: Int128) -> IntervalValue? {
        IntervalValue(
            exactMonths: Int128(months) + sign * Int128(other.months), days: Int128(days) + sign * Int128(other.days),
            microseconds: Int128(microseconds) + sign * Int128(other.microseconds))
    }

    private init?(exactMonths: Int128, days exactDays: Int128, microseconds exactMicroseconds: Int128) {
        guard let months = Int32(exactly: exactMonths), let days = Int32(exactly: exactDays),
            let microseconds = Int64(exactly: exactMicroseconds)
        else { return nil }
        self.init(months: months, days: days, microseconds: microseconds)
    }

    func multiplied(by factor: Int64) -> IntervalValue? {
        // Thirty-two or sixty-four bits times sixty-four stay below Int128's range.
        IntervalValue(
            exactMonths: Int128(months) * Int128(factor), days: Int128(days) * Int128(factor),
            microseconds: Int128(microseconds) * Int128(factor))
    }

    /// Parts of a month become days of a 30-day month, parts of a day microseconds.
    func scaled(by factor: Double) -> IntervalValue? {
        let months = Double(months) * factor
        let days = Double(days) * factor + (months - months.rounded(.towardZero)) * 30
        let microseconds = Double(microseconds) * factor + (days - days.rounded(.towardZero)) * Double(CivilCalendar.microsecondsPerDay)
        guard let wholeMonths = Int32(exactly: months.rounded(.towardZero)), let wholeDays = Int32(exactly: days.rounded(.towardZero)),
            let wholeMicroseconds = Int64(exactly: microseconds.rounded())
        else { return nil }
        return IntervalValue(months: wholeMonths, days: wholeDays, microseconds: wholeMicroseconds)
    }

    /// A moment `sign` times this later: months first, then days, then the rest.
    func added(to moment: Int64, _ sign: Int64) -> Int64? {
        let (days, time) = CivilCalendar.split(moment)
        var later = days
        if months != 0 { later = CivilCalendar.addMonths(later, sign &* Int64(months)) }
        later = later &+ sign &* Int64(self.days)
        let (end, overflow) = time.addingReportingOverflow(sign < 0 ? 0 &- microseconds : microseconds)
        guard !overflow, !(sign < 0 && microseconds == .min) else { return nil }
        let (extraDays, timeOfDay) = CivilCalendar.split(end)
        return CivilCalendar.timestamp(days: later &+ extraDays, time: timeOfDay)
    }

    func added(toDate date: Int32, _ sign: Int64) -> Int64? {
        CivilCalendar.timestamp(days: Int64(date), time: 0).flatMap { added(to: $0, sign) }
    }

    func added(toTime time: Int64, _ sign: Int64) -> Int64? {
        let part = microseconds % CivilCalendar.microsecondsPerDay
        return CivilCalendar.modulo(time &+ sign &* part, CivilCalendar.microsecondsPerDay)
    }
}
