/// The proleptic Gregorian calendar over days since 1970-01-01, after Howard Hinnant's "chrono-compatible low-level date algorithms".
///
/// All arithmetic is in Int64, which no date of the language comes near to overflowing.
package enum CivilCalendar {
    package static let microsecondsPerDay: Int64 = 86_400_000_000
    package static let microsecondsPerHour: Int64 = 3_600_000_000
    package static let microsecondsPerMinute: Int64 = 60_000_000
    package static let microsecondsPerSecond: Int64 = 1_000_000

    /// A day by year (0 is 1 BC), month 1...12 and day of the month.
    package struct Day: Hashable, Sendable {
        package var year: Int64
        package var month: Int64
        package var day: Int64

        package init(year: Int64, month: Int64, day: Int64) {
            self.year = year
            self.month = month
            self.day = day
        }
    }

    package static func days(_ date: Day) -> Int64 {
        let year = date.month <= 2 ? date.year &- 1 : date.year
        let era = floorDivide(year, 400)
        let yearOfEra = year &- era &* 400
        let monthFromMarch = (date.month &+ 9) % 12
        let dayOfYear = (153 &* monthFromMarch &+ 2) / 5 &+ date.day &- 1
        let dayOfEra = yearOfEra &* 365 &+ yearOfEra / 4 &- yearOfEra / 100 &+ dayOfYear
        return era &* 146_097 &+ dayOfEra &- 719_468
    }

    package static func civil(_ days: Int64) -> Day {
        let shifted = days &+ 719_468
        let era = floorDivide(shifted, 146_097)
        let dayOfEra = shifted &- era &* 146_097
        let yearOfEra = (dayOfEra &- dayOfEra / 1_460 &+ dayOfEra / 36_524 &- dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra &- (365 &* yearOfEra &+ yearOfEra / 4 &- yearOfEra / 100)
        let monthFromMarch = (5 &* dayOfYear &+ 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch &+ 3 : monthFromMarch &- 9
        let year = yearOfEra &+ era &* 400 &+ (month <= 2 ? 1 : 0)
        return Day(year: year, month: month, day: dayOfYear &- (153 &* monthFromMarch &+ 2) / 5 &+ 1)
    }

    package static func isLeap(_ year: Int64) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    package static func daysInMonth(_ year: Int64, _ month: Int64) -> Int64 {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    package static func isValid(_ date: Day) -> Bool {
        (1...12).contains(date.month) && date.day >= 1 && date.day <= daysInMonth(date.year, date.month)
    }

    /// Monday is 1, Sunday 7.
    package static func isoWeekday(_ days: Int64) -> Int64 { modulo(days &+ 3, 7) &+ 1 }

    /// The ISO 8601 year and week: week 1 has the year's first Thursday.
    package static func isoWeek(_ days: Int64) -> (year: Int64, week: Int64) {
        let thursday = days &+ 4 &- isoWeekday(days)
        let year = civil(thursday).year
        let first = CivilCalendar.days(Day(year: year, month: 1, day: 1))
        return (year, (thursday &- first) / 7 &+ 1)
    }

    /// The day `months` later, the day of the month cut to the month's length.
    package static func addMonths(_ days: Int64, _ months: Int64) -> Int64 {
        let date = civil(days)
        let total = date.year &* 12 &+ date.month &- 1 &+ months
        let year = floorDivide(total, 12), month = modulo(total, 12) &+ 1
        return CivilCalendar.days(Day(year: year, month: month, day: min(date.day, daysInMonth(year, month))))
    }

    /// A moment as its day and the microseconds since midnight.
    package static func split(_ timestamp: Int64) -> (days: Int64, time: Int64) {
        (floorDivide(timestamp, microsecondsPerDay), modulo(timestamp, microsecondsPerDay))
    }

    /// The moment of a day and a time; nil out of range.
    package static func timestamp(days: Int64, time: Int64) -> Int64? {
        let (midnight, overflow) = days.multipliedReportingOverflow(by: microsecondsPerDay)
        let (moment, laterOverflow) = midnight.addingReportingOverflow(time)
        return overflow || laterOverflow ? nil : moment
    }

    /// Rounds towards negative infinity; `divisor` is positive.
    @inline(__always) package static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
        let quotient = value / divisor
        return value % divisor < 0 ? quotient &- 1 : quotient
    }

    /// The rest that goes with `floorDivide`, never negative.
    @inline(__always) package static func modulo(_ value: Int64, _ divisor: Int64) -> Int64 {
        let rest = value % divisor
        return rest < 0 ? rest &+ divisor : rest
    }

    package static let monthNames = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ]
    package static let weekdayNames = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
}
