import Columns

/// Functions of regular expressions.
enum RegularExpressionFunctions {
    static let all: [ScalarFunction] = [
        test(["regexp_matches"], "Whether some part of the text matches.", "regexp_matches('第12号', '[0-9]+') → true", isFull: false),
        test(["regexp_full_match"], "Whether the whole text matches.", "regexp_full_match('abc', 'a.c') → true", isFull: true),
        test(["similar to"], "Whether the whole text matches a regular expression.", "'abc' similar to 'a.c' → true", isFull: true),
        test(
            ["not similar to"], "Whether the whole text does not match a regular expression.", "'abc' not similar to 'b' → true",
            isFull: true, isNegated: true),
        ScalarFunction(
            names: ["regexp_replace"], signature: "(text, pattern, replacement [, options])",
            documentation: "The text with the first match replaced, with option 'g' every one; \\1 in the replacement stands for a group.",
            example: "regexp_replace('abcabc', '(b)', '[\\1]', 'g') → a[b]ca[b]c",
            overloads: [3, 4].map { count in
                ResolvedFunction(
                    name: "regexp_replace", argumentTypes: Array(repeating: .text, count: count), resultType: .text, canRaise: true,
                    kernel: replace)
            }),
        ScalarFunction(
            names: ["regexp_extract"], signature: "(text, pattern [, group [, options]])",
            documentation: "The first match, or a group of it; an empty text where nothing matches.",
            example: "regexp_extract('第12号', '第([0-9]+)号', 1) → 12",
            overloads: [[.text, .text], [.text, .text, .integer], [.text, .text, .integer, .text]].map {
                ResolvedFunction(name: "regexp_extract", argumentTypes: $0, resultType: .text, canRaise: true, kernel: extract)
            }),
        ScalarFunction(
            names: ["regexp_extract_all"], signature: "(text, pattern [, group])",
            documentation: "All matches, or a group of each, as a list.",
            example: "regexp_extract_all('a1b2', '[0-9]') → [1, 2]",
            overloads: [[.text, .text], [.text, .text, .integer]].map {
                ResolvedFunction(
                    name: "regexp_extract_all", argumentTypes: $0, resultType: .list(.text), canRaise: true, kernel: extractAll)
            }),
        ScalarFunction(
            names: ["regexp_split_to_array", "string_split_regex", "str_split_regex"], signature: "(text, pattern)",
            documentation: "The parts of the text between the matches as a list.",
            example: "regexp_split_to_array('a1b2c', '[0-9]') → [a, b, c]",
            overloads: [
                ResolvedFunction(
                    name: "regexp_split_to_array", argumentTypes: [.text, .text], resultType: .list(.text), canRaise: true, kernel: split)
            ]),
        ScalarFunction(
            names: ["regexp_escape"], signature: "(text)",
            documentation: "The text with a backslash before what a regular expression would not take literally.",
            example: "regexp_escape('a.b') → a\\.b",
            overloads: [
                writingOverload("regexp_escape", .text) { (writer: inout ValueFormatter, text: TextView) in
                    for scalar in text.string.unicodeScalars {
                        let isPlain =
                            !scalar.isASCII || scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "_"
                        if !isPlain { writer.append("\\") }
                        writer.append(scalar: scalar.value)
                    }
                }
            ]),
    ]

    /// The patterns of an argument with their options, compiled once where they repeat.
    private final class PatternCache {
        private let patterns: Operand<TextView>
        private let options: Operand<TextView>?
        private var last: (source: TextView, options: TextView, pattern: RegularExpressionMatcher, isGlobal: Bool)?

        init(_ pattern: Vector, _ options: Vector?, _ account: MemoryAccount) throws(QueryError) {
            patterns = try Operand<TextView>(pattern, account)
            self.options = try options.map { (vector) throws(QueryError) in try Operand<TextView>(vector, account) }
        }

        func pattern(_ row: Int) throws(QueryError) -> (pattern: RegularExpressionMatcher, isGlobal: Bool) {
            let source = patterns[row], options = self.options?[row] ?? .empty
            if let last, last.source == source, last.options == options { return (last.pattern, last.isGlobal) }
            var ignoresCase = false, isGlobal = false, dotMatchesNewline = false, isMultiline = false
            for option in options.string {
                switch option {
                case "i": ignoresCase = true
                case "c": ignoresCase = false
                case "g": isGlobal = true
                case "s": dotMatchesNewline = true
                case "m", "n", "p": isMultiline = true
                default:
                    throw QueryError(
                        .outOfRange, "'\(option)' is no option of a regular expression",
                        help: ["i ignores case, g replaces all, s lets . match a newline, m lets ^ and $ match at lines"])
                }
            }
            let pattern = RegularExpressionMatcher(
                try RegularExpression(
                    source.string, ignoresCase: ignoresCase, dotMatchesNewline: dotMatchesNewline, isMultiline: isMultiline))
            last = (source, options, pattern, isGlobal)
            return (pattern, isGlobal)
        }
    }

    private static func test(
        _ names: [String], _ documentation: String, _ example: String, isFull: Bool, isNegated: Bool = false
    ) -> ScalarFunction {
        ScalarFunction(
            names: names, signature: "(text, pattern [, options])", documentation: documentation, example: example,
            overloads: [2, 3].map { count in
                ResolvedFunction(
                    name: names[0], argumentTypes: Array(repeating: .text, count: count), resultType: .boolean, canRaise: true
                ) { (arguments, count, context) throws(QueryError) in
                    let texts = try Operand<TextView>(arguments[0], context.account)
                    let patterns = try PatternCache(arguments[1], arguments.count > 2 ? arguments[2] : nil, context.account)
                    return try mapRows(arguments, count, to: .boolean, context) { (row) throws(QueryError) -> UInt8 in
                        let pattern = try patterns.pattern(row).pattern
                        return byte(texts[row].withBytes { bytes, count in pattern.matches(bytes, count, isFull: isFull) } != isNegated)
                    }
                }
            })
    }

    /// Every match of a pattern, each at or behind the end of the one before.
    private static func eachMatch(
        _ pattern: RegularExpressionMatcher, _ bytes: UnsafePointer<UInt8>, _ count: Int, _ body: (RegularExpression.Match) -> Bool
    ) {
        var position = 0
        while position <= count, let match = pattern.firstMatch(bytes, count, from: position) {
            guard body(match) else { return }
            position = match.whole.upperBound
            // Behind an empty match the search goes on one character later.
            if match.whole.isEmpty { position += position < count ? TextBytes.scalar(bytes, count, position).length : 1 }
        }
    }

    private static let replace: ScalarKernel = { (arguments, count, context) throws(QueryError) in
        let texts = try Operand<TextView>(arguments[0], context.account),
            replacements = try Operand<TextView>(arguments[2], context.account)
        let patterns = try PatternCache(arguments[1], arguments.count > 3 ? arguments[3] : nil, context.account)
        return try writeRows(arguments, count, context) { (writer, row) throws(QueryError) in
            let (pattern, isGlobal) = try patterns.pattern(row)
            let replacement = Array(replacements[row].string.utf8)
            texts[row].withBytes { bytes, count in
                var copied = 0
                eachMatch(pattern, bytes, count) { match in
                    writer.bytes.append(contentsOf: UnsafeBufferPointer(start: bytes + copied, count: match.whole.lowerBound - copied))
                    write(replacement, match, bytes, &writer)
                    copied = match.whole.upperBound
                    return isGlobal
                }
                writer.bytes.append(contentsOf: UnsafeBufferPointer(start: bytes + copied, count: count - copied))
            }
        }
    }

    /// A replacement with `\1` and the like filled in.
    private static func write(
        _ replacement: [UInt8], _ match: RegularExpression.Match, _ bytes: UnsafePointer<UInt8>, _ writer: inout ValueFormatter
    ) {
        var index = 0
        while index < replacement.count {
            let isEscape = replacement[index] == 0x5C && index + 1 < replacement.count
            if isEscape, let digit = ByteCursor.digit(replacement[index + 1]) {
                if Int(digit) < match.ranges.count, let range = match.ranges[Int(digit)] {
                    writer.bytes.append(contentsOf: UnsafeBufferPointer(start: bytes + range.lowerBound, count: range.count))
                }
                index += 2
                continue
            }
            if isEscape, replacement[index + 1] == 0x5C { index += 1 }
            writer.bytes.append(replacement[index])
            index += 1
        }
    }

    private static func group(_ arguments: [Vector], _ row: Int, _ pattern: RegularExpressionMatcher) throws(QueryError) -> Int {
        guard arguments.count > 2 else { return 0 }
        let number = arguments[2].wholeNumber(at: row)
        guard number >= 0, number < Int128(pattern.expression.groupCount) else {
            throw QueryError(.outOfRange, "the pattern has no group \(number); it has \(pattern.expression.groupCount - 1)")
        }
        return Int(number)
    }

    private static let extract: ScalarKernel = { (arguments, count, context) throws(QueryError) in
        let texts = try Operand<TextView>(arguments[0], context.account)
        let patterns = try PatternCache(arguments[1], arguments.count > 3 ? arguments[3] : nil, context.account)
        return try mapRows(arguments, count, to: .text, context, keeping: [texts.vector]) { (row) throws(QueryError) -> TextView in
            let pattern = try patterns.pattern(row).pattern
            let number = try group(arguments, row, pattern)
            let range = texts[row].withBytes { bytes, count in pattern.firstMatch(bytes, count)?.ranges[number] }
            return range.map { TextBytes.view(of: texts[row], $0.lowerBound, $0.upperBound) } ?? .empty
        }
    }

    private static let extractAll: ScalarKernel = { (arguments, count, context) throws(QueryError) in
        try lists(arguments, count, context) { (text, pattern, row) throws(QueryError) in
            let number = try group(arguments, row, pattern)
            var found: [Value] = []
            text.withBytes { bytes, count in
                eachMatch(pattern, bytes, count) { match in
                    let range = match.ranges[number] ?? 0..<0
                    found.append(.text(TextBytes.view(of: text, range.lowerBound, range.upperBound).string))
                    return true
                }
            }
            return found
        }
    }

    private static let split: ScalarKernel = { (arguments, count, context) throws(QueryError) in
        try lists(arguments, count, context) { (text, pattern, _) throws(QueryError) in
            var parts: [Value] = []
            text.withBytes { bytes, count in
                var start = 0
                eachMatch(pattern, bytes, count) { match in
                    if match.whole.isEmpty { return true }
                    parts.append(.text(TextBytes.view(of: text, start, match.whole.lowerBound).string))
                    start = match.whole.upperBound
                    return true
                }
                parts.append(.text(TextBytes.view(of: text, start, count).string))
            }
            return parts
        }
    }

    private static func lists(
        _ arguments: [Vector], _ count: Int, _ context: EvaluationContext,
        _ body: (TextView, RegularExpressionMatcher, Int) throws(QueryError) -> [Value]
    ) throws(QueryError) -> Vector {
        let texts = try Operand<TextView>(arguments[0], context.account)
        let patterns = try PatternCache(arguments[1], nil, context.account)
        var results: [Value] = []
        for row in 0..<count {
            let isNull = arguments.contains { !$0.isValid(row) }
            results.append(isNull ? .null : .list(try body(texts[row], try patterns.pattern(row).pattern, row)))
        }
        return try Vector.of(results, type: .list(.text), account: context.account)
    }
}
