extension Parser {
    /// The text of the string token here and of those that continue it: as the standard has it, strings with a line break between them are one.
    mutating func stringText() throws(SyntaxError) -> String {
        var result = try decodedString()
        while token.kind == .string, bytes[previousEnd..<token.lowerBound].contains(0x0a) {
            result += try decodedString()
        }
        return result
    }

    private mutating func decodedString() throws(SyntaxError) -> String {
        let range = token.range
        let result: String
        switch token.kind {
        case .string: result = unquoted(range)
        case .escapeString: result = try unescaped(range)
        case .dollarString:
            // The delimiter ends at the second dollar sign.
            let delimiter = (bytes[range.lowerBound + 1..<range.upperBound].firstIndex(of: 0x24) ?? range.lowerBound) + 1 - range.lowerBound
            result = text(range.lowerBound + delimiter..<range.upperBound - delimiter)
        default: throw unexpected("a text in quotes")
        }
        advance()
        return result
    }

    private mutating func unescaped(_ range: SourceRange) throws(SyntaxError) -> String {
        var result: [UInt8] = []
        var index = range.lowerBound + 2
        let end = range.upperBound - 1
        while index < end {
            let byte = bytes[index]
            if byte == 0x27 {
                result.append(byte)
                index += 2
            } else if byte != 0x5c || index + 1 >= end {
                result.append(byte)
                index += 1
            } else {
                index = try appendEscape(at: index, before: end, to: &result)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// Appends what the escape at `start` stands for and returns the offset behind it.
    private mutating func appendEscape(at start: Int, before end: Int, to result: inout [UInt8]) throws(SyntaxError) -> Int {
        let letter = bytes[start + 1]
        switch letter {
        case 0x6e: result.append(0x0a)
        case 0x74: result.append(0x09)
        case 0x72: result.append(0x0d)
        case 0x62: result.append(0x08)
        case 0x66: result.append(0x0c)
        case 0x78, 0x75, 0x55, 0x30...0x37:
            let isOctal = letter >= 0x30 && letter <= 0x37
            let first = isOctal ? start + 1 : start + 2
            let limit = isOctal ? 3 : letter == 0x78 ? 2 : letter == 0x75 ? 4 : 8
            var index = first
            var value: UInt32 = 0
            while index < end, index - first < limit, let digit = Character(UnicodeScalar(bytes[index])).hexDigitValue,
                !isOctal || digit < 8
            {
                value = value &* (isOctal ? 8 : 16) &+ UInt32(digit)
                index += 1
            }
            let isComplete = index > first && (letter == 0x78 || isOctal || index - first == limit)
            guard isComplete, let scalar = Unicode.Scalar(value), value != 0 else {
                throw fail(
                    .malformedEscape, "this escape stands for no character", at: start..<max(index, start + 2),
                    label: "expected the digits of a character", help: ["write \\\\ for a backslash"])
            }
            result.append(contentsOf: Array(String(Character(scalar)).utf8))
            return index
        default: result.append(letter)
        }
        return start + 2
    }

    mutating func numberLiteral() -> NumberLiteral {
        let spelled = bytes[token.range].filter { $0 != 0x5f }
        advance()
        if spelled.count > 2, spelled[0] == 0x30, spelled[1] | 0x20 == 0x78 {
            return NumberLiteral(form: .hexadecimal, digits: String(decoding: spelled[2...], as: UTF8.self))
        }
        if spelled.count > 2, spelled[0] == 0x30, spelled[1] | 0x20 == 0x62 {
            return NumberLiteral(form: .binary, digits: String(decoding: spelled[2...], as: UTF8.self))
        }
        let digits = String(decoding: spelled, as: UTF8.self)
        if spelled.contains(where: { $0 | 0x20 == 0x65 }) { return NumberLiteral(form: .scientific, digits: digits) }
        return NumberLiteral(form: spelled.contains(0x2e) ? .decimal : .integer, digits: digits)
    }

    /// `$name`, `$1` or `?`.
    mutating func placeholder() throws(SyntaxError) -> Expression {
        let range = token.range
        if token.kind == .questionMark {
            advance()
            questionMarks += 1
            return Expression(.placeholder(.positional(questionMarks)), range: range)
        }
        let name = text(range.lowerBound + 1..<range.upperBound)
        advance()
        guard CharacterClass.isDigit(bytes[range.lowerBound + 1]) else { return Expression(.placeholder(.named(name)), range: range) }
        guard let number = Int(name), number > 0, number <= 65_535 else {
            throw fail(.numberOutOfRange, "there is no parameter $\(name)", at: range, label: "parameters are numbered from 1 to 65535")
        }
        return Expression(.placeholder(.positional(number)), range: range)
    }

    /// A whole number that the grammar itself needs, such as the size of an array type.
    mutating func wholeNumber(_ what: String) throws(SyntaxError) -> Int {
        guard token.kind == .number else { throw unexpected(what) }
        let range = token.range
        guard let value = numberLiteral().integerValue, let number = Int(exactly: value) else {
            throw fail(.numberOutOfRange, "`\(text(range))` does not fit here", at: range, label: "expected \(what)")
        }
        return number
    }

    /// `INTERVAL '3' DAY` and its kin; the word INTERVAL stands here and what follows it makes it one.
    mutating func intervalLiteral() throws(SyntaxError) -> Expression {
        let start = token.lowerBound
        advance()
        let value: Expression
        if token.kind.isString {
            let range = token.range
            value = Expression(.literal(.string(try stringText())), range: range)
        } else if token.kind == .number {
            let range = token.range
            value = Expression(.literal(.number(numberLiteral())), range: range)
        } else {
            value = try parenthesized()
        }
        let unit = intervalUnit()
        return Expression(.interval(IntervalExpression(value: value, unit: unit)), range: range(from: start))
    }

    private static let intervalUnits: Set<String> = [
        "year", "month", "day", "hour", "minute", "second", "millisecond", "microsecond", "week", "quarter", "decade", "century",
        "millennium",
    ]

    /// The unit behind the value, singular; `year to month` for a range of fields.
    private mutating func intervalUnit() -> String? {
        guard let first = unitName(token) else { return nil }
        advance()
        guard token.kind == .word, text(token.range).lowercased() == "to", let second = unitName(peek()) else { return first }
        advance()
        advance()
        return "\(first) to \(second)"
    }

    private func unitName(_ token: Token) -> String? {
        guard token.kind == .word, token.range.count <= 12 else { return nil }
        let name = text(token.range).lowercased()
        if Self.intervalUnits.contains(name) { return name }
        if name == "centuries" { return "century" }
        if name == "millennia" || name == "millenniums" { return "millennium" }
        guard name.hasSuffix("s") else { return nil }
        let singular = String(name.dropLast())
        return Self.intervalUnits.contains(singular) ? singular : nil
    }
}
