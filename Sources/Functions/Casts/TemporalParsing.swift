import Columns

/// Reads dates, times, timestamps and intervals from the bytes of a text. Nil means that the text is none.
package enum TemporalParsing {
    /// Days since 1970-01-01: `2020-01-05`, `2020/1/5`, `0044-03-15 (BC)`, a timestamp whose time is left out, `epoch`.
    package static func date(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int32? {
        var cursor = ByteCursor(trimming: bytes, count)
        guard let days = date(&cursor) else { return nil }
        if !cursor.isAtEnd {
            guard clock(&cursor) != nil, skipZone(&cursor), cursor.isAtEnd else { return nil }
        }
        return Int32(exactly: days)
    }

    /// Microseconds since 1970-01-01 00:00:00. A time zone is read and left out: the type has none.
    package static func timestamp(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int64? {
        var cursor = ByteCursor(trimming: bytes, count)
        guard let days = date(&cursor) else { return nil }
        if cursor.isAtEnd { return CivilCalendar.timestamp(days: days, time: 0) }
        guard let time = clock(&cursor), skipZone(&cursor), cursor.isAtEnd else { return nil }
        return CivilCalendar.timestamp(days: days, time: time)
    }

    /// Microseconds since midnight: `10:11`, `10:11:12.5`.
    package static func time(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int64? {
        var cursor = ByteCursor(trimming: bytes, count)
        guard let time = clockTime(&cursor), cursor.isAtEnd else { return nil }
        return time
    }

    private static func date(_ cursor: inout ByteCursor) -> Int64? {
        if cursor.take(word: "epoch") { return 0 }
        let isNegative = cursor.take("-")
        guard let number = cursor.digits(atMost: 7) else { return nil }
        let separator = cursor.next
        guard separator == 0x2D || separator == 0x2F || separator == 0x20 || separator == 0x5C else { return nil }
        cursor.advance()
        guard let month = cursor.digits(atMost: 2), cursor.next == separator else { return nil }
        cursor.advance()
        guard let day = cursor.digits(atMost: 2), ByteCursor.digit(cursor.next) == nil else { return nil }
        var year = isNegative ? -number : number
        var ahead = cursor
        ahead.skipBlanks()
        if ahead.take(word: "(bc)") {
            guard !isNegative, number > 0 else { return nil }
            year = 1 - number
            cursor = ahead
        }
        let civil = CivilCalendar.Day(year: year, month: month, day: day)
        return CivilCalendar.isValid(civil) ? CivilCalendar.days(civil) : nil
    }

    /// The time behind a date: `T` or blanks, then the clock.
    private static func clock(_ cursor: inout ByteCursor) -> Int64? {
        if !cursor.take("T") && !cursor.take("t") {
            guard ByteCursor.isBlank(cursor.next) else { return nil }
            cursor.skipBlanks()
        }
        return clockTime(&cursor)
    }

    private static func clockTime(_ cursor: inout ByteCursor) -> Int64? {
        guard let hour = cursor.digits(atMost: 2), cursor.take(":"), let minute = cursor.digits(atMost: 2) else { return nil }
        var second: Int64 = 0, fraction: Int64 = 0
        if cursor.take(":") {
            guard let digits = cursor.digits(atMost: 2) else { return nil }
            second = digits
            if cursor.take(".") {
                guard let digits = cursor.microseconds() else { return nil }
                fraction = digits
            }
        }
        guard hour <= 24, minute < 60, second < 60 else { return nil }
        let time = ((hour * 60 + minute) * 60 + second) * CivilCalendar.microsecondsPerSecond + fraction
        return time <= CivilCalendar.microsecondsPerDay ? time : nil
    }

    /// `Z`, `UTC`, `+08`, `-03:30` or nothing.
    private static func skipZone(_ cursor: inout ByteCursor) -> Bool {
        cursor.skipBlanks()
        if cursor.isAtEnd || cursor.take("Z") || cursor.take("z") || cursor.take(word: "utc") { return true }
        guard cursor.take("+") || cursor.take("-"), cursor.digits(atMost: 2) != nil else { return false }
        _ = cursor.take(":")
        _ = cursor.digits(atMost: 2)
        return true
    }

    // MARK: Intervals

    /// `1 year 2 months 3 days 04:05:06.7`, `-1 day`, `1.5 hours`, `2 weeks ago`.
    package static func interval(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> IntervalValue? {
        var cursor = ByteCursor(trimming: bytes, count)
        _ = cursor.take("@")
        var months: Int128 = 0, days: Int128 = 0, microseconds: Int128 = 0
        var parts = 0
        while true {
            cursor.skipBlanks()
            if cursor.isAtEnd { break }
            var ahead = cursor
            if parts > 0, ahead.letters() == "ago", ahead.isAtEnd {
                (months, days, microseconds) = (-months, -days, -microseconds)
                break
            }
            let isNegative = cursor.take("-")
            if !isNegative { _ = cursor.take("+") }
            let sign: Int128 = isNegative ? -1 : 1
            var clock = cursor
            if let time = longClock(&clock) {
                microseconds += sign * time
                cursor = clock
                parts += 1
                continue
            }
            guard let whole = cursor.longDigits(), whole <= Int128(UInt64.max) else { return nil }
            var millionths: Int64 = 0
            if cursor.take(".") {
                guard let digits = cursor.microseconds() else { return nil }
                millionths = digits
            }
            cursor.skipBlanks()
            guard let unit = IntervalUnit(cursor.letters()) else { return nil }
            unit.add(sign * whole, sign * Int128(millionths), &months, &days, &microseconds)
            parts += 1
        }
        guard parts > 0, let exactMonths = Int32(exactly: months), let exactDays = Int32(exactly: days),
            let exactMicroseconds = Int64(exactly: microseconds)
        else { return nil }
        return IntervalValue(months: exactMonths, days: exactDays, microseconds: exactMicroseconds)
    }

    /// `hours:minutes[:seconds]` with any number of hours.
    private static func longClock(_ cursor: inout ByteCursor) -> Int128? {
        guard let hours = cursor.digits(atMost: 9), cursor.take(":"), let minutes = cursor.digits(atMost: 2) else { return nil }
        var seconds: Int64 = 0, fraction: Int64 = 0
        if cursor.take(":") {
            guard let digits = cursor.digits(atMost: 2) else { return nil }
            seconds = digits
            if cursor.take(".") {
                guard let digits = cursor.microseconds() else { return nil }
                fraction = digits
            }
        }
        guard minutes < 60, seconds < 60 else { return nil }
        return Int128((hours * 60 + minutes) * 60 + seconds) * 1_000_000 + Int128(fraction)
    }
}

/// The units in which an interval is written.
package enum IntervalUnit: Sendable {
    case months(Int128), days(Int128), microseconds(Int128)

    package init?(_ name: String) {
        switch name {
        case "millennium", "millennia", "millenniums", "mil", "mils": self = .months(12_000)
        case "century", "centuries", "cent", "c": self = .months(1_200)
        case "decade", "decades", "dec", "decs": self = .months(120)
        case "year", "years", "yr", "yrs", "y": self = .months(12)
        case "quarter", "quarters": self = .months(3)
        case "month", "months", "mon", "mons": self = .months(1)
        case "week", "weeks", "w": self = .days(7)
        case "day", "days", "d", "dayofmonth": self = .days(1)
        case "hour", "hours", "hr", "hrs", "h": self = .microseconds(3_600_000_000)
        case "minute", "minutes", "min", "mins", "m": self = .microseconds(60_000_000)
        case "second", "seconds", "sec", "secs", "s": self = .microseconds(1_000_000)
        case "millisecond", "milliseconds", "msec", "msecs", "ms": self = .microseconds(1_000)
        case "microsecond", "microseconds", "usec", "usecs", "us": self = .microseconds(1)
        default: return nil
        }
    }

    /// Adds `whole` and `millionths` of the unit. Parts of a month become days of a 30-day month, parts of a day microseconds.
    func add(_ whole: Int128, _ millionths: Int128, _ months: inout Int128, _ days: inout Int128, _ microseconds: inout Int128) {
        switch self {
        case .months(let factor):
            months += whole * factor
            let fraction = millionths * factor
            months += fraction / 1_000_000
            let dayMillionths = fraction % 1_000_000 * 30
            days += dayMillionths / 1_000_000
            microseconds += dayMillionths % 1_000_000 * 86_400
        case .days(let factor):
            days += whole * factor
            let fraction = millionths * factor
            days += fraction / 1_000_000
            microseconds += fraction % 1_000_000 * 86_400
        case .microseconds(let factor):
            microseconds += whole * factor + millionths * factor / 1_000_000
        }
    }
}
