/// The level of an administrative area; the words of the column `districts.level`.
package enum AreaLevel: String, Sendable, Comparable {
    case province, prefecture, county, township, village

    private var depth: Int {
        switch self {
        case .province: 0
        case .prefecture: 1
        case .county: 2
        case .township: 3
        case .village: 4
        }
    }

    /// A larger area is less than a smaller one.
    package static func < (a: AreaLevel, b: AreaLevel) -> Bool { a.depth < b.depth }
}

/// An administrative area named on a page, resolved as far as the page and the gazetteer allow.
package struct Area: Sendable {
    /// The full name in simplified characters: `须水街道`.
    package var name: String
    /// Its level.
    package var level: AreaLevel
    /// Six, nine or twelve digits; nil where the gazetteer does not know the area.
    package var code: String?
    /// Name of the next area up.
    package var parent: String?
    /// Code of the next area up.
    package var parentCode: String?
    /// The county-level area it lies in (itself where it is one), nil above the county.
    package var county: String?
    /// Code of that county.
    package var countyCode: String?
    /// The prefecture it lies in (itself where it is one).
    package var prefecture: String?
    /// The province it lies in (itself where it is one).
    package var province: String?
}

/// A place of the clean text that names an area.
package struct AreaMention: Sendable {
    /// Where the name stands; of `陈州街道办事处` this covers all seven characters.
    package var range: Range<Int>
    /// Index into `Document.areas`.
    package var area: Int
    /// True where the name stands inside the name of an organisation (`郑州市财政局`).
    package var insideOrganisation: Bool
    /// True where what is printed is an office (`街道办事处`) or another body and not the bare area.
    package var isOffice: Bool
}

/// What kind of body an organisation is.
package enum OrganisationKind: String, Sendable {
    case company, organisation, government, party, hospital, school, police, media, charity, headquarters, team
}

/// A place of the clean text that names an organisation.
package struct OrganisationMention: Sendable {
    /// Where the whole name stands: `新郑林源建筑安装有限公司党支部`.
    package var range: Range<Int>
    /// What kind of body it is.
    package var kind: OrganisationKind
    /// The area in its name or that it belongs to, as an index into `Document.areas`.
    package var area: Int?
}

/// A place of the clean text that names a person.
package struct PersonMention: Sendable {
    /// Where the name stands, without the title.
    package var range: Range<Int>
    /// The full name, also where only the surname is printed (`赵委员`).
    package var name: String
    /// The article it stands in.
    package var article: Int
}

/// How a date bears on what is said.
package enum DateKind: String, Sendable {
    case on
    case asOf = "as_of"
    case since
}

/// A place of the clean text that names a day.
package struct DateMention: Sendable {
    /// Where the date stands, clock time included (`2月15日下午`).
    package var range: Range<Int>
    /// The day.
    package var date: CalendarDate
    /// How it bears on what is said.
    package var kind: DateKind
    /// True where the year was not printed and comes from the page.
    package var yearIsInferred: Bool
}

/// A day of the proleptic Gregorian calendar.
package struct CalendarDate: Sendable, Hashable, Comparable {
    /// Days since 1970-01-01.
    package var days: Int32

    /// A day by its number since 1970-01-01.
    package init(days: Int32) { self.days = days }

    /// A day by year, month and day; nil where there is no such day or the year is not 1 to 9999.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1 else { return nil }
        let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        guard day <= lengths[month - 1] + (month == 2 && isLeap ? 1 : 0) else { return nil }
        // Howard Hinnant's days_from_civil: years begin in March so that the leap day comes last.
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        days = Int32(era * 146_097 + dayOfEra - 719_468)
    }

    /// Year, month and day.
    package var components: (year: Int, month: Int, day: Int) {
        let shifted = Int(days) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let part = (5 * dayOfYear + 2) / 153
        let month = part < 10 ? part + 3 : part - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * part + 2) / 5 + 1)
    }

    /// `2020-02-15`.
    package var text: String {
        let (year, month, day) = components
        func padded(_ value: Int, _ width: Int) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        return padded(year, 4) + "-" + padded(month, 2) + "-" + padded(day, 2)
    }

    /// Earlier is less.
    package static func < (a: CalendarDate, b: CalendarDate) -> Bool { a.days < b.days }
}
