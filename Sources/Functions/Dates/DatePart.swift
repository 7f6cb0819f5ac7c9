import Columns

/// A part of a date, a time or an interval, as `date_part`, `date_trunc`, `date_diff` and `date_sub` name it.
enum DatePart: String, Sendable, CaseIterable {
    case millennium, century, decade, year, quarter, month, week, day, hour, minute, second, millisecond, microsecond
    case isoyear, yearweek, dayofweek, isodow, dayofyear, epoch, era

    init?(name: String) {
        let name = name.lowercased()
        if let part = DatePart(rawValue: name) {
            self = part
            return
        }
        switch name {
        case "millennia", "millenniums", "mil", "mils": self = .millennium
        case "centuries", "cent", "c": self = .century
        case "decades", "dec", "decs": self = .decade
        case "years", "yr", "yrs", "y": self = .year
        case "quarters", "qtr": self = .quarter
        case "months", "mon", "mons": self = .month
        case "weeks", "w", "weekofyear": self = .week
        case "days", "d", "dayofmonth": self = .day
        case "hours", "hr", "hrs", "h": self = .hour
        case "minutes", "min", "mins", "m": self = .minute
        case "seconds", "sec", "secs", "s": self = .second
        case "milliseconds", "msec", "msecs", "ms": self = .millisecond
        case "microseconds", "usec", "usecs", "us": self = .microsecond
        case "dow", "weekday": self = .dayofweek
        case "doy": self = .dayofyear
        default: return nil
        }
    }

    static func unknown(_ name: String) -> QueryError {
        QueryError(
            .outOfRange, "'\(name)' is no part of a date",
            help: ["year, quarter, month, week, day, hour, minute, second, dayofweek, isodow, dayofyear, epoch are some"])
    }

    // MARK: Values

    /// The part of a moment given by its day and the microseconds since midnight.
    func value(days: Int64, time: Int64) -> Int64 {
        switch self {
        case .year: return CivilCalendar.civil(days).year
        case .month: return CivilCalendar.civil(days).month
        case .day: return CivilCalendar.civil(days).day
        case .quarter: return (CivilCalendar.civil(days).month - 1) / 3 + 1
        case .decade: return CivilCalendar.civil(days).year / 10
        case .century:
            let year = CivilCalendar.civil(days).year
            return year > 0 ? (year - 1) / 100 + 1 : year / 100 - 1
        case .millennium:
            let year = CivilCalendar.civil(days).year
            return year > 0 ? (year - 1) / 1_000 + 1 : year / 1_000 - 1
        case .era: return CivilCalendar.civil(days).year > 0 ? 1 : 0
        case .week: return CivilCalendar.isoWeek(days).week
        case .isoyear: return CivilCalendar.isoWeek(days).year
        case .yearweek:
            let (year, week) = CivilCalendar.isoWeek(days)
            return year * 100 + (year < 0 ? -week : week)
        case .dayofweek: return CivilCalendar.isoWeekday(days) % 7
        case .isodow: return CivilCalendar.isoWeekday(days)
        case .dayofyear:
            let year = CivilCalendar.civil(days).year
            return days - CivilCalendar.days(CivilCalendar.Day(year: year, month: 1, day: 1)) + 1
        case .hour: return time / CivilCalendar.microsecondsPerHour
        case .minute: return time / CivilCalendar.microsecondsPerMinute % 60
        case .second: return time / CivilCalendar.microsecondsPerSecond % 60
        case .millisecond: return time % CivilCalendar.microsecondsPerMinute / 1_000
        case .microsecond: return time % CivilCalendar.microsecondsPerMinute
        // Days are at most 2^31, so their seconds stay far within 64 bits.
        case .epoch: return days * 86_400 + time / CivilCalendar.microsecondsPerSecond
        }
    }

    /// The part of an interval; nil where an interval has none.
    func value(of interval: IntervalValue) -> Int64? {
        let months = Int64(interval.months), time = interval.microseconds
        switch self {
        case .year: return months / 12
        case .month: return months % 12
        case .day: return Int64(interval.days)
        case .quarter: return months % 12 / 3 + 1
        case .decade: return months / 120
        case .century: return months / 1_200
        case .millennium: return months / 12_000
        case .hour: return time / CivilCalendar.microsecondsPerHour
        case .minute: return time / CivilCalendar.microsecondsPerMinute % 60
        case .second: return time / CivilCalendar.microsecondsPerSecond % 60
        case .millisecond: return time % CivilCalendar.microsecondsPerMinute / 1_000
        case .microsecond: return time % CivilCalendar.microsecondsPerMinute
        default: return nil
        }
    }

    // MARK: Truncation

    /// The beginning of the part in which a moment lies.
    func truncate(_ moment: Int64) -> Int64? {
        let (days, time) = CivilCalendar.split(moment)
        if let unit = microseconds { return moment - CivilCalendar.modulo(moment, unit) }
        let date = CivilCalendar.civil(days)
        var start = CivilCalendar.Day(year: date.year, month: 1, day: 1)
        switch self {
        case .day, .dayofweek, .isodow, .dayofyear, .epoch, .era: return moment - time
        case .week, .yearweek: return CivilCalendar.timestamp(days: days + 1 - CivilCalendar.isoWeekday(days), time: 0)
        case .isoyear:
            let week = CivilCalendar.isoWeek(days).week
            return CivilCalendar.timestamp(days: days + 1 - CivilCalendar.isoWeekday(days) - (week - 1) * 7, time: 0)
        case .month: start.month = date.month
        case .quarter: start.month = (date.month - 1) / 3 * 3 + 1
        case .decade: start.year = date.year / 10 * 10
        case .century: start.year = date.year / 100 * 100
        case .millennium: start.year = date.year / 1_000 * 1_000
        default: break
        }
        return CivilCalendar.timestamp(days: CivilCalendar.days(start), time: 0)
    }

    /// An interval without what is smaller than the part.
    func truncate(_ interval: IntervalValue) -> IntervalValue {
        if let unit = microseconds {
            var truncated = interval
            truncated.microseconds -= interval.microseconds % unit
            return truncated
        }
        let factor: Int32
        switch self {
        case .week, .yearweek: return IntervalValue(months: interval.months, days: interval.days / 7 * 7, microseconds: 0)
        case .month: factor = 1
        case .quarter: factor = 3
        case .year, .isoyear: factor = 12
        case .decade: factor = 120
        case .century: factor = 1_200
        case .millennium: factor = 12_000
        default: return IntervalValue(months: interval.months, days: interval.days, microseconds: 0)
        }
        return IntervalValue(months: interval.months / factor * factor, days: 0, microseconds: 0)
    }

    /// How long the part is, where it is shorter than a day.
    private var microseconds: Int64? {
        switch self {
        case .hour: CivilCalendar.microsecondsPerHour
        case .minute: CivilCalendar.microsecondsPerMinute
        case .second: CivilCalendar.microsecondsPerSecond
        case .millisecond: 1_000
        case .microsecond: 1
        default: nil
        }
    }

    /// How many months the part has, where it is one of years and months.
    private var months: Int64? {
        switch self {
        case .month: 1
        case .quarter: 3
        case .year, .isoyear: 12
        case .decade: 120
        case .century: 1_200
        case .millennium: 12_000
        default: nil
        }
    }

    // MARK: Differences

    /// How many borders of the part lie between two moments.
    func bordersCrossed(_ start: Int64, _ end: Int64) -> Int64? {
        let (startDays, _) = CivilCalendar.split(start), (endDays, _) = CivilCalendar.split(end)
        if let unit = microseconds {
            return CivilCalendar.floorDivide(end, unit).subtractingReportingOverflow(CivilCalendar.floorDivide(start, unit)).partialValue
        }
        switch self {
        case .day, .dayofweek, .isodow, .dayofyear: return endDays - startDays
        case .week, .yearweek: return (endDays - startDays) / 7
        case .month, .quarter:
            func month(_ days: Int64) -> Int64 {
                let date = CivilCalendar.civil(days)
                return date.year * 12 + date.month - 1
            }
            let unit: Int64 = self == .month ? 1 : 3
            return CivilCalendar.floorDivide(month(endDays), unit) - CivilCalendar.floorDivide(month(startDays), unit)
        case .epoch:
            return CivilCalendar.floorDivide(end, CivilCalendar.microsecondsPerSecond)
                - CivilCalendar.floorDivide(start, CivilCalendar.microsecondsPerSecond)
        default: return value(days: endDays, time: 0) - value(days: startDays, time: 0)
        }
    }

    /// How many whole parts fit between two moments.
    func wholeParts(_ start: Int64, _ end: Int64) -> Int64? {
        if let months {
            if end < start { return wholeParts(end, start).map { 0 - $0 } }
            let (startDays, startTime) = CivilCalendar.split(start), (endDays, endTime) = CivilCalendar.split(end)
            let first = CivilCalendar.civil(startDays), last = CivilCalendar.civil(endDays)
            var difference = (last.year - first.year) * 12 + last.month - first.month
            let reached = CivilCalendar.addMonths(startDays, difference)
            if reached > endDays || (reached == endDays && startTime > endTime) { difference -= 1 }
            return difference / months
        }
        let (difference, overflow) = end.subtractingReportingOverflow(start)
        if overflow { return nil }
        switch self {
        case .week, .yearweek: return difference / (7 * CivilCalendar.microsecondsPerDay)
        case .epoch: return difference / CivilCalendar.microsecondsPerSecond
        default: return difference / (microseconds ?? CivilCalendar.microsecondsPerDay)
        }
    }
}
