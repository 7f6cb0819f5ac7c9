import Columns

/// Writes values as text, exactly as a cast to TEXT does.
package struct ValueFormatter {
    /// What was written since the last `removeAll`.
    package var bytes: [UInt8] = []

    package init() {}

    package mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    package mutating func append(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    package mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

    package mutating func append(_ flag: Bool) { append(flag ? "true" as StaticString : "false" as StaticString) }

    package mutating func append(whole number: Int128) {
        if number < 0 { bytes.append(0x2D) }
        append(magnitude: number.magnitude, minimumDigits: 1)
    }

    /// The digits of a number, padded with zeros in front.
    package mutating func append(magnitude: UInt128, minimumDigits: Int) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 40) { digits in
            var start = 40
            var high = magnitude
            // One 128-bit division takes nineteen digits off at once.
            while high > UInt128(UInt64.max) {
                let (quotient, rest) = high.quotientAndRemainder(dividingBy: 10_000_000_000_000_000_000)
                var low = UInt64(truncatingIfNeeded: rest)
                for _ in 0..<19 {
                    start -= 1
                    digits[start] = UInt8(truncatingIfNeeded: 0x30 + low % 10)
                    low /= 10
                }
                high = quotient
            }
            var low = UInt64(truncatingIfNeeded: high)
            while low > 0 || 40 - start < min(minimumDigits, 40) {
                start -= 1
                digits[start] = UInt8(truncatingIfNeeded: 0x30 + low % 10)
                low /= 10
            }
            bytes.append(contentsOf: digits[start...])
        }
    }

    package mutating func append(unscaled: Int128, scale: Int) {
        guard scale > 0, scale <= 38 else { return append(whole: unscaled) }
        if unscaled < 0 { bytes.append(0x2D) }
        let (whole, fraction) = unscaled.magnitude.quotientAndRemainder(dividingBy: UInt128(powersOfTen[scale]))
        append(magnitude: whole, minimumDigits: 1)
        bytes.append(0x2E)
        append(magnitude: fraction, minimumDigits: scale)
    }

    /// The shortest digits that read back as the same number: `1.0`, `0.0001`, `1e+16`, `nan`, `-inf`.
    package mutating func append<Number: BinaryFloatingPoint & LosslessStringConvertible>(floating number: Number) {
        if number.isNaN { return append("nan") }
        if number.isInfinite { return append(number < 0 ? "-inf" as StaticString : "inf" as StaticString) }
        if number.sign == .minus { bytes.append(0x2D) }
        // The standard library finds the shortest digits; where it changes to exponents differs from what is wanted here.
        var digits: [UInt8] = []
        var point = 0, exponent = 0
        var sawPoint = false, isInExponent = false, exponentIsNegative = false
        for byte in "\(number.magnitude)".utf8 {
            switch byte {
            case 0x30...0x39:
                if isInExponent {
                    exponent = exponent * 10 + Int(byte - 0x30)
                } else {
                    digits.append(byte)
                    if !sawPoint { point += 1 }
                }
            case 0x2E: sawPoint = true
            case 0x2D: exponentIsNegative = true
            case 0x65: isInExponent = true
            default: break
            }
        }
        point += exponentIsNegative ? -exponent : exponent
        let leading = digits.prefix { $0 == 0x30 }.count
        digits.removeFirst(leading)
        point -= leading
        while digits.last == 0x30 { digits.removeLast() }
        if digits.isEmpty { return append("0.0") }
        layOut(digits, point: point)
    }

    /// Places the point before digit `point`, or writes an exponent where that would take many zeros.
    private mutating func layOut(_ digits: [UInt8], point: Int) {
        if point > 16 || point < -3 {
            bytes.append(digits[0])
            if digits.count > 1 {
                bytes.append(0x2E)
                bytes.append(contentsOf: digits[1...])
            }
            append(point > 0 ? "e+" as StaticString : "e-" as StaticString)
            append(magnitude: UInt128((point - 1).magnitude), minimumDigits: 2)
        } else if point <= 0 {
            append("0.")
            for _ in point..<0 { bytes.append(0x30) }
            bytes.append(contentsOf: digits)
        } else {
            for index in 0..<point { bytes.append(index < digits.count ? digits[index] : 0x30) }
            bytes.append(0x2E)
            if digits.count > point { bytes.append(contentsOf: digits[point...]) } else { bytes.append(0x30) }
        }
    }

    package mutating func append(date days: Int32) {
        append(day: CivilCalendar.civil(Int64(days)))
        appendEra(Int64(days))
    }

    private mutating func append(day: CivilCalendar.Day) {
        append(magnitude: UInt128((day.year > 0 ? day.year : 1 &- day.year).magnitude), minimumDigits: 4)
        bytes.append(0x2D)
        append(magnitude: UInt128(day.month.magnitude), minimumDigits: 2)
        bytes.append(0x2D)
        append(magnitude: UInt128(day.day.magnitude), minimumDigits: 2)
    }

    private mutating func appendEra(_ days: Int64) {
        if CivilCalendar.civil(days).year <= 0 { append(" (BC)") }
    }

    package mutating func append(time microseconds: Int64) {
        append(clock: UInt64(max(microseconds, 0)))
    }

    private mutating func append(clock microseconds: UInt64) {
        let seconds = microseconds / 1_000_000
        append(magnitude: UInt128(seconds / 3_600), minimumDigits: 2)
        bytes.append(0x3A)
        append(magnitude: UInt128(seconds / 60 % 60), minimumDigits: 2)
        bytes.append(0x3A)
        append(magnitude: UInt128(seconds % 60), minimumDigits: 2)
        let fraction = microseconds % 1_000_000
        guard fraction > 0 else { return }
        bytes.append(0x2E)
        append(magnitude: UInt128(fraction), minimumDigits: 6)
        while bytes.last == 0x30 { bytes.removeLast() }
    }

    package mutating func append(timestamp: Int64) {
        let (days, time) = CivilCalendar.split(timestamp)
        append(day: CivilCalendar.civil(days))
        bytes.append(0x20)
        append(clock: UInt64(time))
        appendEra(days)
    }

    package mutating func append(_ interval: IntervalValue) {
        var isFirst = true
        func part(_ number: Int64, _ unit: StaticString, _ formatter: inout ValueFormatter) {
            guard number != 0 else { return }
            if !isFirst { formatter.bytes.append(0x20) }
            isFirst = false
            formatter.append(whole: Int128(number))
            formatter.append(unit)
            if number.magnitude != 1 { formatter.bytes.append(0x73) }
        }
        part(Int64(interval.months) / 12, " year", &self)
        part(Int64(interval.months) % 12, " month", &self)
        part(Int64(interval.days), " day", &self)
        guard interval.microseconds != 0 || isFirst else { return }
        if !isFirst { bytes.append(0x20) }
        if interval.microseconds < 0 { bytes.append(0x2D) }
        append(clock: interval.microseconds.magnitude)
    }

    /// A value of a type. NULL is written as `NULL`; texts inside lists and structures stand as they are.
    package mutating func append(_ value: Value) {
        switch value {
        case .null: append("NULL")
        case .boolean(let flag): append(flag)
        case .integer(let number): append(whole: number)
        case .float(let number): append(floating: number)
        case .double(let number): append(floating: number)
        case .decimal(let unscaled, let scale): append(unscaled: unscaled, scale: scale)
        case .text(let text): append(text)
        case .date(let days): append(date: days)
        case .time(let microseconds): append(time: microseconds)
        case .timestamp(let microseconds): append(timestamp: microseconds)
        case .interval(let interval): append(interval)
        case .list(let values): append(values, opening: 0x5B, closing: 0x5D)
        case .structure(let values): append(values, opening: 0x28, closing: 0x29)
        }
    }

    private mutating func append(_ values: [Value], opening: UInt8, closing: UInt8) {
        bytes.append(opening)
        for (index, value) in values.enumerated() {
            if index > 0 { append(", ") }
            append(value)
        }
        bytes.append(closing)
    }

    /// A structure's text with its field names, as `{'a': 1, 'b': x}`.
    package static func text(of value: Value, type: LogicalType) -> String {
        var formatter = ValueFormatter()
        formatter.append(value, type: type)
        return String(decoding: formatter.bytes, as: UTF8.self)
    }

    package mutating func append(_ value: Value, type: LogicalType) {
        switch (value, type) {
        case (.list(let values), .list(let element)):
            bytes.append(0x5B)
            for (index, value) in values.enumerated() {
                if index > 0 { append(", ") }
                append(value, type: element)
            }
            bytes.append(0x5D)
        case (.structure(let values), .structure(let fields)):
            bytes.append(0x7B)
            for (index, (value, field)) in zip(values, fields).enumerated() {
                if index > 0 { append(", ") }
                append("'" + field.name + "': ")
                append(value, type: field.type)
            }
            bytes.append(0x7D)
        default: append(value)
        }
    }
}
