import Columns

/// A format of strftime and strptime, taken apart once.
struct DateFormat {
    private enum Item {
        case literal([UInt8])
        /// A letter behind `%`, and whether a `-` between them leaves out leading zeros.
        case field(Character, isPadded: Bool)
    }

    let text: String
    private var items: [Item] = []

    init(_ text: String) throws(QueryError) {
        self.text = text
        var literal: [UInt8] = []
        var characters = Array(text.unicodeScalars)[...]
        func flush(_ items: inout [Item]) {
            if !literal.isEmpty { items.append(.literal(literal)) }
            literal = []
        }
        while let scalar = characters.popFirst() {
            guard scalar == "%" else {
                literal.append(contentsOf: UTF8.encode(scalar).map { Array($0) } ?? [])
                continue
            }
            var isPadded = true
            var letter = characters.popFirst()
            if letter == "-" {
                isPadded = false
                letter = characters.popFirst()
            }
            guard let letter, DateFormat.letters.contains(Character(letter)) else {
                throw QueryError(
                    .outOfRange, "'%\(letter.map(String.init) ?? "")' in the format '\(text)' is unknown",
                    help: ["%Y year, %m month, %d day, %H hour, %M minute, %S second, %f microseconds, %b month name, %a weekday"])
            }
            flush(&items)
            switch letter {
            case "%": literal = [0x25]
            case "n": literal = [0x0A]
            case "t": literal = [0x09]
            // The three that stand for several.
            case "x", "F": items += try DateFormat("%Y-%m-%d").items
            case "X", "T": items += try DateFormat("%H:%M:%S").items
            case "c": items += try DateFormat("%Y-%m-%d %H:%M:%S").items
            default: items.append(.field(Character(letter), isPadded: isPadded))
            }
        }
        flush(&items)
    }

    private static let letters: Set<Character> = Set("YymdHMSfgjaAbBhIpuwUWVGxXcFTzZ%nt")

    // MARK: Writing

    func write(_ writer: inout ValueFormatter, days: Int64, time: Int64) throws(QueryError) {
        let date = CivilCalendar.civil(days)
        for item in items {
            switch item {
            case .literal(let bytes): writer.bytes.append(contentsOf: bytes)
            case .field(let letter, let isPadded): write(letter, isPadded, date, days, time, &writer)
            }
        }
    }

    private func write(
        _ letter: Character, _ isPadded: Bool, _ date: CivilCalendar.Day, _ days: Int64, _ time: Int64, _ writer: inout ValueFormatter
    ) {
        func number(_ value: Int64, _ digits: Int) {
            if value < 0 { writer.bytes.append(0x2D) }
            writer.append(magnitude: UInt128(value.magnitude), minimumDigits: isPadded ? digits : 1)
        }
        let hour = DatePart.hour.value(days: days, time: time)
        let dayOfYear = DatePart.dayofyear.value(days: days, time: time)
        let weekday = CivilCalendar.isoWeekday(days)
        switch letter {
        case "Y": number(date.year, 4)
        case "y": number(CivilCalendar.modulo(date.year, 100), 2)
        case "m": number(date.month, 2)
        case "d": number(date.day, 2)
        case "H": number(hour, 2)
        case "I": number((hour + 11) % 12 + 1, 2)
        case "M": number(DatePart.minute.value(days: days, time: time), 2)
        case "S": number(DatePart.second.value(days: days, time: time), 2)
        case "f": number(time % CivilCalendar.microsecondsPerSecond, 6)
        case "g": number(time % CivilCalendar.microsecondsPerSecond / 1_000, 3)
        case "j": number(dayOfYear, 3)
        case "p": writer.append(hour < 12 ? "AM" as StaticString : "PM" as StaticString)
        case "a": writer.append(String(CivilCalendar.weekdayNames[Int(weekday - 1)].prefix(3)))
        case "A": writer.append(CivilCalendar.weekdayNames[Int(weekday - 1)])
        case "b", "h": writer.append(String(CivilCalendar.monthNames[Int(date.month - 1)].prefix(3)))
        case "B": writer.append(CivilCalendar.monthNames[Int(date.month - 1)])
        case "u": number(weekday, 1)
        case "w": number(weekday % 7, 1)
        // Weeks that begin with Sunday and with Monday; days before the first such day are week 0.
        case "U": number((dayOfYear + 6 - weekday % 7) / 7, 2)
        case "W": number((dayOfYear + 6 - (weekday - 1)) / 7, 2)
        case "V": number(CivilCalendar.isoWeek(days).week, 2)
        case "G": number(CivilCalendar.isoWeek(days).year, 4)
        case "z": writer.append("+00")
        case "Z": writer.append("UTC")
        default: break
        }
    }

    // MARK: Reading

    private struct Fields {
        var year: Int64 = 1900, month: Int64 = 1, day: Int64 = 1
        var hour: Int64 = 0, minute: Int64 = 0, second: Int64 = 0, fraction: Int64 = 0
        var dayOfYear: Int64?
        var isAfternoon: Bool?
    }

    /// The moment that a text names; nil where it does not fit the format.
    func parse(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int64? {
        var cursor = ByteCursor(trimming: bytes, count)
        var fields = Fields()
        for item in items {
            switch item {
            case .literal(let literal):
                for byte in literal {
                    if ByteCursor.isBlank(byte) {
                        cursor.skipBlanks()
                    } else {
                        guard !cursor.isAtEnd, cursor.next == byte else { return nil }
                        cursor.advance()
                    }
                }
            case .field(let letter, _):
                guard read(letter, &cursor, &fields) else { return nil }
            }
        }
        guard cursor.isAtEnd, fields.hour < 24, fields.minute < 60, fields.second < 60 else { return nil }
        if let isAfternoon = fields.isAfternoon {
            guard (1...12).contains(fields.hour) else { return nil }
            fields.hour = fields.hour % 12 + (isAfternoon ? 12 : 0)
        }
        var days: Int64
        if let dayOfYear = fields.dayOfYear {
            guard (1...(CivilCalendar.isLeap(fields.year) ? 366 : 365)).contains(dayOfYear) else { return nil }
            days = CivilCalendar.days(CivilCalendar.Day(year: fields.year, month: 1, day: 1)) + dayOfYear - 1
        } else {
            let civil = CivilCalendar.Day(year: fields.year, month: fields.month, day: fields.day)
            guard CivilCalendar.isValid(civil) else { return nil }
            days = CivilCalendar.days(civil)
        }
        let time = ((fields.hour * 60 + fields.minute) * 60 + fields.second) * CivilCalendar.microsecondsPerSecond + fields.fraction
        return CivilCalendar.timestamp(days: days, time: time)
    }

    private func read(_ letter: Character, _ cursor: inout ByteCursor, _ fields: inout Fields) -> Bool {
        func number(_ digits: Int, _ store: (Int64) -> Void) -> Bool {
            guard let value = cursor.digits(atMost: digits) else { return false }
            store(value)
            return true
        }
        switch letter {
        case "Y", "G":
            let isNegative = cursor.take("-")
            return number(isNegative ? 7 : 4) { fields.year = isNegative ? -$0 : $0 }
        case "y": return number(2) { fields.year = $0 < 69 ? 2000 + $0 : 1900 + $0 }
        case "m": return number(2) { fields.month = $0 }
        case "d": return number(2) { fields.day = $0 }
        case "H", "I": return number(2) { fields.hour = $0 }
        case "M": return number(2) { fields.minute = $0 }
        case "S": return number(2) { fields.second = $0 }
        case "j": return number(3) { fields.dayOfYear = $0 }
        case "u", "w": return number(1) { _ in }
        case "U", "W", "V": return number(2) { _ in }
        case "f", "g":
            guard let fraction = cursor.microseconds() else { return false }
            fields.fraction = fraction
            return true
        case "p":
            let word = cursor.letters()
            guard word == "am" || word == "pm" else { return false }
            fields.isAfternoon = word == "pm"
            return true
        case "a", "A":
            let word = cursor.letters()
            return CivilCalendar.weekdayNames.contains { $0.lowercased() == word || $0.lowercased().prefix(3) == word }
        case "b", "B", "h":
            let word = cursor.letters()
            guard let month = CivilCalendar.monthNames.firstIndex(where: { $0.lowercased() == word || $0.lowercased().prefix(3) == word })
            else {
                return false
            }
            fields.month = Int64(month + 1)
            return true
        case "z":
            guard cursor.take("+") || cursor.take("-"), cursor.digits(atMost: 2) != nil else { return cursor.take("Z") }
            _ = cursor.take(":")
            _ = cursor.digits(atMost: 2)
            return true
        case "Z": return !cursor.letters().isEmpty
        default: return false
        }
    }
}
