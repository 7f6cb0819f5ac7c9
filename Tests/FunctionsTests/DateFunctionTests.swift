import Columns
import Functions
import Testing

@Suite("Date functions") struct DateFunctionTests {
    // Expected values are DuckDB 2.0's.
    @Test(arguments: [
        ("week(date '2020-01-01')", "1"), ("yearweek(date '2021-01-01')", "202053"), ("century(date '2000-01-01')", "20"),
        ("millisecond(timestamp '2020-03-05 10:11:12.345678')", "12345"),
        ("microsecond(timestamp '2020-03-05 10:11:12.345678')", "12345678"),
        ("epoch(timestamp '2020-03-05 10:11:12.345678')", "1583403072.345678"),
        ("epoch(date '2020-03-05')", "1583366400.0"), ("epoch(interval '1 day')", "86400.0"), ("date_part('dow', date '2020-03-08')", "0"),
        ("date_part('epoch', time '10:00')", "36000.0"),
        ("date_part('month', interval '14 months')", "2"), ("date_part('year', interval '14 months')", "1"),
        ("date_part('hour', interval '30 hours')", "30"),
        ("date_part('quarter', interval '5 months')", "2"), ("date_part('hour', time '10:11:12')", "10"),
        ("year(date '0044-03-15 (BC)')", "-43"),
        ("date_trunc('week', date '2020-03-05')", "2020-03-02 00:00:00"),
        ("date_trunc('quarter', timestamp '2020-03-05 10:11:12')", "2020-01-01 00:00:00"),
        ("date_trunc('hour', timestamp '1960-03-05 10:11:12')", "1960-03-05 10:00:00"),
        ("date_trunc('decade', date '2025-01-01')", "2020-01-01 00:00:00"),
        ("date_trunc('century', date '2025-01-01')", "2000-01-01 00:00:00"),
        ("date_trunc('isoyear', date '2021-01-01')", "2019-12-30 00:00:00"),
        ("date_trunc('year', interval '14 months')", "1 year"), ("date_trunc('day', interval '30 hours')", "00:00:00"),
        ("date_diff('day', date '2020-01-31', date '2020-02-01')", "1"), ("date_diff('year', date '2020-12-31', date '2021-01-01')", "1"),
        ("date_diff('hour', timestamp '2020-01-01 00:59:00', timestamp '2020-01-01 01:00:00')", "1"),
        ("date_diff('week', date '2020-03-04', date '2020-03-10')", "0"),
        ("date_diff('week', date '2020-03-04', date '2020-03-11')", "1"),
        ("date_diff('quarter', date '2020-01-31', date '2020-04-01')", "1"),
        ("date_diff('decade', date '2020-01-31', date '2030-04-01')", "1"),
        ("date_sub('month', date '2020-01-31', date '2020-02-29')", "1"), ("date_sub('year', date '2020-12-31', date '2021-01-01')", "0"),
        ("date_sub('day', timestamp '2020-01-01 12:00:00', timestamp '2020-01-02 11:00:00')", "0"),
        ("date_sub('month', date '2020-02-14', date '2020-01-15')", "0"),
        ("make_timestamp(1583403072000000)", "2020-03-05 10:11:12"), ("last_day(date '1900-02-05')", "1900-02-28"),
        ("monthname(timestamp '2020-12-05 00:00:00')", "December"),
        ("age(date '2020-03-05', date '2019-01-31')", "1 year 1 month 5 days"),
        ("age(timestamp '2020-03-05 10:00:00', timestamp '2019-01-31 11:00:00')", "1 year 1 month 4 days 23:00:00"),
        ("age(timestamp '2019-01-31 11:00:00', timestamp '2020-03-05 10:00:00')", "-1 year -1 month -4 days -23:00:00"),
        (
            "strftime(timestamp '2020-03-05 10:11:12.345678', '%Y-%m-%d %H:%M:%S.%f %j %a %A %b %B %y %I %p %-d %-m %u %w %U %W %V %G %% %g %-j')",
            "2020-03-05 10:11:12.345678 065 Thu Thursday Mar March 20 10 AM 5 3 4 4 09 09 10 2020 % 345 65"
        ),
        ("strftime(timestamp '2020-03-05 10:11:12', '%x %X %c')", "2020-03-05 10:11:12 2020-03-05 10:11:12"),
        ("strptime('05/Mar/2020 10:11', '%d/%b/%Y %H:%M')", "2020-03-05 10:11:00"),
        ("strptime('12:30 PM', '%I:%M %p')", "1900-01-01 12:30:00"), ("try_strptime('2020-02-30', '%Y-%m-%d')", "NULL"),
        ("epoch_ms(1583403072000)", "2020-03-05 10:11:12"),
        ("greatest(NULL, NULL)", "NULL"), ("greatest('a', 'b')", "b"), ("least(date '2020-01-01', date '2021-01-01')", "2020-01-01"),
        ("greatest(1, 1.5)", "1.5"),
    ]) func value(expression: String, expected: String) throws {
        #expect(try ExpressionEvaluator.text(expression) == expected)
    }

    @Test(arguments: [
        "make_date(2020, 13, 5)", "make_date(99999999999, 1, 1)", "date_trunc('nonsense', date '2020-01-01')",
        "strftime(date '2020-01-01', '%Q')", "to_years(999999999999)", "date_part('dow', interval '1 day')",
    ])
    func impossibleArgumentsAreErrors(expression: String) {
        let error = #expect(throws: QueryError.self) { try ExpressionEvaluator.evaluate(expression) }
        #expect(error?.code == .outOfRange)
    }

    @Test func everyDayOfFourHundredYearsComesBack() {
        // The calendar repeats after 146,097 days.
        var expected = CivilCalendar.Day(year: 1900, month: 1, day: 1)
        let first = CivilCalendar.days(expected)
        for days in first..<first + 146_097 {
            let date = CivilCalendar.civil(days)
            guard date == expected, CivilCalendar.days(date) == days else {
                Issue.record("\(days) is \(date), not \(expected)")
                return
            }
            expected.day += 1
            if expected.day > CivilCalendar.daysInMonth(expected.year, expected.month) {
                (expected.month, expected.day) = (expected.month + 1, 1)
            }
            if expected.month > 12 { (expected.year, expected.month) = (expected.year + 1, 1) }
        }
    }
}
