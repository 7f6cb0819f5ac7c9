import Columns

/// `format` with `{}` and `printf` with `%d`: values put into a text.
enum FormatFunctions {
    static let all: [ScalarFunction] = [
        function(
            "format", "A text with each {} replaced by a value; {:.2f} and {:,} say how.", "format('{} of {:.1f}', 2, 3.25) → 2 of 3.2",
            FormatText.braces),
        function(
            "printf", "A text with each %d, %s, %f replaced by a value.", "printf('%05d %s %.2f', 42, 'x', 2.5) → 00042 x 2.50",
            FormatText.percent),
    ]

    private static func function(
        _ name: String, _ documentation: String, _ example: String, _ parse: @escaping @Sendable (String) throws(QueryError) -> FormatText
    ) -> ScalarFunction {
        ScalarFunction(names: [name], signature: "(format, value, …)", documentation: documentation, example: example) { arguments, _ in
            guard let first = arguments.first, TypeCoercion.implicitCost(of: first, to: .text) != nil else { return nil }
            let types = [LogicalType.text] + arguments.dropFirst().map(\.type)
            return ResolvedFunction(name: name, argumentTypes: types, resultType: .text, canRaise: true) {
                (arguments, count, context) throws(QueryError) in
                var last: (source: String, format: FormatText)?
                return try writeRows(arguments, count, context) { (writer, row) throws(QueryError) in
                    guard case .text(let source) = arguments[0].value(at: row) else { return }
                    if last?.source != source { last = (source, try parse(source)) }
                    try last?.format.write(&writer, arguments.dropFirst().map { ($0.value(at: row), $0.type) })
                }
            }
        }
    }
}

/// A format taken apart: literal texts and places for values.
struct FormatText {
    fileprivate struct Field {
        var argument: Int
        var fill: Character = " "
        var alignment: Character?
        var showsPlus = false
        var isZeroPadded = false
        var grouping: Character?
        var width = 0
        var precision: Int?
        var kind: Character?
    }

    private enum Item {
        case literal(String)
        case field(Field)
    }

    private var items: [Item] = []

    private static func failure(_ format: String) -> QueryError {
        QueryError(.outOfRange, "the format '\(format)' is not valid", help: ["format takes {} and {:.2f}, printf %d, %s and %.2f"])
    }

    static func braces(_ format: String) throws(QueryError) -> FormatText {
        var result = FormatText()
        var characters = Array(format)[...]
        var literal = ""
        var next = 0
        while let character = characters.popFirst() {
            if character == "{" || character == "}", characters.first == character {
                characters.removeFirst()
                literal.append(character)
            } else if character == "{" {
                guard let end = characters.firstIndex(of: "}") else { throw failure(format) }
                let inner = characters[..<end].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
                characters = characters[(end + 1)...]
                var field = Field(argument: next)
                if let position = inner.first, !position.isEmpty {
                    guard let number = Int(String(position)) else { throw failure(format) }
                    field.argument = number
                } else {
                    next += 1
                }
                if inner.count > 1 { try field.read(inner[1], format) }
                result.items += [.literal(literal), .field(field)]
                literal = ""
            } else if character == "}" {
                throw failure(format)
            } else {
                literal.append(character)
            }
        }
        result.items.append(.literal(literal))
        return result
    }

    static func percent(_ format: String) throws(QueryError) -> FormatText {
        var result = FormatText()
        var characters = Array(format)[...]
        var literal = ""
        var next = 0
        while let character = characters.popFirst() {
            guard character == "%" else {
                literal.append(character)
                continue
            }
            if characters.first == "%" {
                characters.removeFirst()
                literal.append("%")
                continue
            }
            guard let end = characters.firstIndex(where: { $0.isLetter }) else { throw failure(format) }
            var options = characters[..<end]
            var field = Field(argument: next)
            next += 1
            if options.first == "-" {
                options.removeFirst()
                field.alignment = "<"
            } else {
                field.alignment = ">"
            }
            try field.read(options + [characters[end]], format)
            characters = characters[(end + 1)...]
            result.items += [.literal(literal), .field(field)]
            literal = ""
        }
        result.items.append(.literal(literal))
        return result
    }

    func write(_ writer: inout ValueFormatter, _ values: [(value: Value, type: LogicalType)]) throws(QueryError) {
        for item in items {
            switch item {
            case .literal(let text): writer.append(text)
            case .field(let field):
                guard values.indices.contains(field.argument) else {
                    throw QueryError(.outOfRange, "the format asks for value \(field.argument + 1), but there are \(values.count)")
                }
                writer.append(try field.text(of: values[field.argument].value, values[field.argument].type))
            }
        }
    }
}

extension FormatText.Field {
    /// `[[fill]align][+][0][width][,][.precision][kind]`
    fileprivate mutating func read(_ specification: ArraySlice<Character>, _ format: String) throws(QueryError) {
        var rest = specification
        if rest.count > 1, "<>^".contains(rest[rest.startIndex + 1]), let first = rest.first {
            fill = first
            rest.removeFirst()
        }
        if let first = rest.first, "<>^".contains(first) { alignment = rest.removeFirst() }
        if rest.first == "+" {
            showsPlus = true
            rest.removeFirst()
        }
        if rest.first == "0" {
            isZeroPadded = true
            rest.removeFirst()
        }
        func number() -> Int? {
            var digits = ""
            while let digit = rest.first, digit.isASCII, digit.isNumber { digits.append(rest.removeFirst()) }
            return Int(digits)
        }
        if rest.first == "," || rest.first == "_" { grouping = rest.removeFirst() }
        width = number() ?? 0
        if rest.first == "," || rest.first == "_" { grouping = rest.removeFirst() }
        if rest.first == "." {
            rest.removeFirst()
            guard let digits = number() else { throw FormatText.failure(format) }
            precision = digits
        }
        if let last = rest.popFirst() { kind = last }
        guard rest.isEmpty, width <= 10_000, precision ?? 0 <= 300, kind.map({ "dsfFeEgGxXobi".contains($0) }) ?? true else {
            throw FormatText.failure(format)
        }
    }

    fileprivate func text(of value: Value, _ type: LogicalType) throws(QueryError) -> String {
        var text = try digits(of: value, type)
        if let grouping { text = FormatText.grouped(text, by: grouping) }
        if showsPlus, type.isNumeric, !text.hasPrefix("-") { text = "+" + text }
        let missing = width - text.count
        guard missing > 0 else { return text }
        if isZeroPadded, type.isNumeric {
            let sign = text.first.map { $0 == "-" || $0 == "+" } ?? false ? String(text.removeFirst()) : ""
            return sign + String(repeating: "0", count: missing) + text
        }
        switch alignment ?? (type.isNumeric ? ">" : "<") {
        case ">": return String(repeating: fill, count: missing) + text
        case "^": return String(repeating: fill, count: missing / 2) + text + String(repeating: fill, count: missing - missing / 2)
        default: return text + String(repeating: fill, count: missing)
        }
    }

    private func digits(of value: Value, _ type: LogicalType) throws(QueryError) -> String {
        let number: Double? =
            switch value {
            case .double(let number): number
            case .float(let number): Double(number)
            case .decimal(let unscaled, let scale): Double(unscaled) / Double(powersOfTen[min(max(scale, 0), 38)])
            case .integer(let number) where kind.map { "fFeEgG".contains($0) } ?? false: Double(number)
            default: nil
            }
        if case .integer(let number) = value {
            switch kind {
            case "x": return String(number, radix: 16)
            case "X": return String(number, radix: 16, uppercase: true)
            case "o": return String(number, radix: 8)
            case "b": return String(number, radix: 2)
            default: break
            }
        }
        if let number, let precision = precision ?? (kind.map { "fFeE".contains($0) } ?? false ? 6 : nil) {
            return kind == "e" || kind == "E" ? FormatText.scientific(number, precision) : FormatText.fixed(number, precision)
        }
        let text = ValueFormatter.text(of: value, type: type)
        if let precision, case .text = value { return String(text.prefix(precision)) }
        return text
    }
}

extension FormatText {
    /// A number with so many digits behind the point, rounded as its exact binary value lies.
    fileprivate static func fixed(_ number: Double, _ precision: Int) -> String {
        guard number.isFinite else { return number.isNaN ? "nan" : number < 0 ? "-inf" : "inf" }
        var formatter = ValueFormatter()
        let magnitude = number.magnitude
        if number.sign == .minus { formatter.append("-") }
        // The binary value times a power of ten, in whole numbers: exact up to 2^127.
        let shown = min(precision, 17)
        let whole = magnitude.rounded(.down)
        guard let integer = Int128(exactly: whole), magnitude < 1e30 else { return ValueFormatter.text(of: .double(number), type: .double) }
        let scaled = (magnitude - whole) * Double(powersOfTen[shown])
        var fraction = Int128(scaled.rounded(.toNearestOrEven)), carry: Int128 = 0
        if fraction >= powersOfTen[shown] {
            fraction -= powersOfTen[shown]
            carry = 1
        }
        formatter.append(whole: integer + carry)
        if precision > 0 {
            formatter.append(".")
            formatter.append(magnitude: fraction.magnitude, minimumDigits: shown)
            for _ in shown..<precision { formatter.append("0") }
        }
        return String(decoding: formatter.bytes, as: UTF8.self)
    }

    fileprivate static func scientific(_ number: Double, _ precision: Int) -> String {
        guard number.isFinite, number != 0 else { return number == 0 ? fixed(0, precision) + "e+00" : fixed(number, precision) }
        var exponent = 0
        var mantissa = number.magnitude
        while mantissa >= 10 { (mantissa, exponent) = (mantissa / 10, exponent + 1) }
        while mantissa < 1 { (mantissa, exponent) = (mantissa * 10, exponent - 1) }
        var digits = fixed(mantissa, precision)
        if digits.hasPrefix("10") { (digits, exponent) = (fixed(mantissa / 10, precision), exponent + 1) }
        let size = exponent.magnitude
        return (number < 0 ? "-" : "") + digits + (exponent < 0 ? "e-" : "e+") + (size < 10 ? "0" : "") + "\(size)"
    }

    /// The whole digits of a number in groups of three.
    fileprivate static func grouped(_ text: String, by separator: Character) -> String {
        let end = text.firstIndex { $0 == "." || $0 == "e" } ?? text.endIndex
        var whole = text[..<end]
        let sign = whole.first.map { $0 == "-" } ?? false ? String(whole.removeFirst()) : ""
        var grouped = ""
        for (index, digit) in whole.enumerated() {
            if index > 0, (whole.count - index) % 3 == 0 { grouped.append(separator) }
            grouped.append(digit)
        }
        return sign + grouped + text[end...]
    }
}
