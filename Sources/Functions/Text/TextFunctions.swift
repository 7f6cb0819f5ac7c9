import Columns

/// Lengths, slices and searches of texts. Positions count code points from 1.
enum TextFunctions {
    static let all: [ScalarFunction] = [
        ScalarFunction(
            names: ["length", "char_length", "character_length", "len"], signature: "(text or list)",
            documentation: "How many code points the text, or elements the list, has.", example: "length('须水街道') → 4"
        ) { (arguments, settings) throws(QueryError) in
            if case .list? = arguments.first?.type { return try ListFunctions.length.resolve(arguments, settings) }
            return OverloadResolution.best([codePoints], parameters: \.argumentTypes, for: arguments)
        },
        ScalarFunction(
            names: ["strlen", "octet_length"], signature: "(text)", documentation: "How many bytes the text has in UTF-8.",
            example: "strlen('中') → 3",
            overloads: [overload("strlen", .text, .bigint) { (text: TextView) in Int64(text.count) }]),
        ScalarFunction(
            names: ["bit_length"], signature: "(text)", documentation: "How many bits the text has in UTF-8.",
            example: "bit_length('中') → 24",
            overloads: [overload("bit_length", .text, .bigint) { (text: TextView) in Int64(text.count) * 8 }]),
        ScalarFunction(
            names: ["left"], signature: "(text, count)", documentation: "The first code points; with a negative count all but the last.",
            example: "left('须水街道', 2) → 须水", overloads: [overload("left", .text, .bigint, .text, left)]),
        ScalarFunction(
            names: ["right"], signature: "(text, count)", documentation: "The last code points; with a negative count all but the first.",
            example: "right('须水街道', 2) → 街道", overloads: [overload("right", .text, .bigint, .text, right)]),
        ScalarFunction(
            names: ["substring", "substr"], signature: "(text, start [, length])",
            documentation: "Code points from a position on; a negative start counts from the end.", example: "substring('须水街道', 3, 2) → 街道",
            overloads: [
                overload("substring", .text, .bigint, .text) { (text: TextView, start: Int64) in substring(text, start, nil) },
                ResolvedFunction(name: "substring", argumentTypes: [.text, .bigint, .bigint], resultType: .text) {
                    (arguments, count, context) throws(QueryError) in
                    let text = try Operand<TextView>(arguments[0], context.account)
                    let start = try Operand<Int64>(arguments[1], context.account),
                        length = try Operand<Int64>(arguments[2], context.account)
                    return try mapRows(arguments, count, to: .text, context, keeping: [text.vector]) {
                        substring(text[$0], start[$0], length[$0])
                    }
                },
            ]),
        ScalarFunction(
            names: ["split_part"], signature: "(text, separator, index)",
            documentation: "The part at an index from 1 between separators; a negative index counts from the end.",
            example: "split_part('a,b,c', ',', 2) → b",
            overloads: [
                ResolvedFunction(name: "split_part", argumentTypes: [.text, .text, .bigint], resultType: .text) {
                    (arguments, count, context) throws(QueryError) in
                    let text = try Operand<TextView>(arguments[0], context.account),
                        separator = try Operand<TextView>(arguments[1], context.account)
                    let index = try Operand<Int64>(arguments[2], context.account)
                    return try mapRows(arguments, count, to: .text, context, keeping: [text.vector]) {
                        splitPart(text[$0], separator[$0], index[$0])
                    }
                }
            ]),
        trimming("trim", "both ends", "trim('  a ') → a", left: true, right: true),
        trimming("ltrim", "the beginning", "ltrim('xya', 'yx') → a", left: true, right: false),
        trimming("rtrim", "the end", "rtrim('axy', 'yx') → a", left: false, right: true),
        test(["contains"], "Whether a text occurs in another.", "contains('abc', 'b') → true") { TextBytes.find($1, in: $0) != nil },
        test(["starts_with", "prefix", "^@"], "Whether a text begins with another.", "starts_with('abc', 'ab') → true") {
            TextBytes.hasPrefix($0, $1)
        },
        test(["ends_with", "suffix"], "Whether a text ends with another.", "ends_with('abc', 'bc') → true") { TextBytes.hasSuffix($0, $1) },
        ScalarFunction(
            names: ["strpos", "instr", "position"], signature: "(text, needle)",
            documentation: "Where a text first occurs in another, counted from 1; 0 where it does not.",
            example: "strpos('须水街道', '街道') → 3",
            overloads: [
                overload("strpos", .text, .text, .bigint) { (text: TextView, needle: TextView) -> Int64 in
                    guard let offset = TextBytes.find(needle, in: text) else { return 0 }
                    return TextBytes.length(TextBytes.view(of: text, 0, offset)) + 1
                }
            ]),
        ScalarFunction(
            names: ["ascii", "unicode", "ord"], signature: "(text)",
            documentation: "The code point of the first character; 0 for an empty text.",
            example: "unicode('中') → 20013",
            overloads: [
                overload("unicode", .text, .integer) { (text: TextView) -> Int32 in
                    text.withBytes { bytes, count in count == 0 ? 0 : Int32(truncatingIfNeeded: TextBytes.scalar(bytes, count, 0).value) }
                }
            ]),
        ScalarFunction(
            names: ["levenshtein", "editdist3"], signature: "(text, text)",
            documentation: "How many insertions, deletions and replacements turn one text into the other.",
            example: "levenshtein('kitten', 'sitting') → 3",
            overloads: [overload("levenshtein", .text, .text, .bigint, TextDistance.levenshtein)]),
        ScalarFunction(
            names: ["hamming", "mismatches"], signature: "(text, text)",
            documentation: "In how many places two texts of one length differ.",
            example: "hamming('abc', 'abd') → 1", overloads: [raisingOverload("hamming", .text, .text, .bigint, TextDistance.hamming)]),
        ScalarFunction(
            names: ["jaccard"], signature: "(text, text)", documentation: "The share of distinct characters that two texts have in common.",
            example: "jaccard('abc', 'abd') → 0.5", overloads: [overload("jaccard", .text, .text, .double, TextDistance.jaccard)]),
    ]

    @inline(__always)
    private static func test(
        _ names: [String], _ documentation: String, _ example: String, _ body: @escaping @Sendable (TextView, TextView) -> Bool
    ) -> ScalarFunction {
        ScalarFunction(
            names: names, signature: "(text, part)", documentation: documentation, example: example,
            overloads: [overload(names[0], .text, .text, .boolean) { (text: TextView, part: TextView) in byte(body(text, part)) }])
    }

    private static let codePoints = overload("length", .text, .bigint) { TextBytes.length($0) }

    // MARK: Slices

    private static let left: @Sendable (TextView, Int64) -> TextView = { text, count in
        TextBytes.slice(text, 0, count >= 0 ? count : max(TextBytes.length(text) &+ count, 0))
    }

    private static let right: @Sendable (TextView, Int64) -> TextView = { text, count in
        let length = TextBytes.length(text)
        return TextBytes.slice(text, count >= 0 ? max(length &- count, 0) : min(0 &- max(count, -length), length), length)
    }

    /// The code points that lie in the text between `start` and `start + length`, whichever of the two is smaller.
    private static func substring(_ text: TextView, _ start: Int64, _ length: Int64?) -> TextView {
        let total = TextBytes.length(text)
        // Clamped so that no sum can overflow; what lies beyond the text makes no difference.
        let limit = total + 2
        let first = start < 0 ? max(start, -limit) + total + 1 : min(start, limit)
        guard let length else { return TextBytes.slice(text, max(first, 1) - 1, total) }
        let other = first + min(max(length, -2 * limit), 2 * limit)
        let lower = max(min(first, other), 1), upper = min(max(first, other), total + 1)
        return upper > lower ? TextBytes.slice(text, lower - 1, upper - 1) : .empty
    }

    private static func splitPart(_ text: TextView, _ separator: TextView, _ index: Int64) -> TextView {
        if index == 0 { return .empty }
        return text.withBytes { bytes, count in
            separator.withBytes { separatorBytes, separatorCount in
                var starts = [0], ends: [Int] = []
                var position = 0
                if separatorCount == 0 {
                    // An empty separator parts every character.
                    let length = TextBytes.length(text)
                    let place = index > 0 ? index - 1 : length &+ index
                    return place >= 0 && place < length ? TextBytes.slice(text, place, place + 1) : .empty
                }
                while let found = TextBytes.find(separatorBytes, separatorCount, in: bytes, count, from: position) {
                    ends.append(found)
                    position = found + separatorCount
                    starts.append(position)
                    if index > 0, ends.count >= index { break }
                }
                if ends.count < starts.count { ends.append(count) }
                let place = index > 0 ? index - 1 : Int64(starts.count) &+ index
                guard place >= 0, place < Int64(ends.count) else { return .empty }
                return TextBytes.view(of: text, starts[Int(place)], ends[Int(place)])
            }
        }
    }

    // MARK: Trimming

    private static func trimming(_ name: String, _ where: String, _ example: String, left: Bool, right: Bool) -> ScalarFunction {
        ScalarFunction(
            names: [name], signature: "(text [, characters])",
            documentation: "The text without the blanks, or the given characters, at \(`where`).", example: example,
            overloads: [
                overload(name, .text, .text) { (text: TextView) in
                    trim(text, left, right) { $0 == 0x20 || (Unicode.Scalar($0)?.properties.generalCategory == .spaceSeparator) }
                },
                overload(name, .text, .text, .text) { (text: TextView, characters: TextView) in
                    let set = TextBytes.scalars(characters)
                    return trim(text, left, right) { set.contains($0) }
                },
            ])
    }

    @inline(__always)
    private static func trim(_ text: TextView, _ left: Bool, _ right: Bool, _ isTrimmed: (UInt32) -> Bool) -> TextView {
        text.withBytes { bytes, count in
            var start = 0, end = count
            while left, start < end {
                let (scalar, length) = TextBytes.scalar(bytes, end, start)
                guard isTrimmed(scalar) else { break }
                start += length
            }
            while right, end > start {
                var last = end - 1
                while last > start, bytes[last] & 0xC0 == 0x80 { last -= 1 }
                guard isTrimmed(TextBytes.scalar(bytes, end, last).value) else { break }
                end = last
            }
            return TextBytes.view(of: text, start, end)
        }
    }
}

/// How far apart two texts are.
enum TextDistance {
    static let levenshtein: @Sendable (TextView, TextView) -> Int64 = { left, right in
        let first = TextBytes.scalars(left), second = TextBytes.scalars(right)
        var last = Array(0...second.count)
        for row in 0..<first.count {
            var diagonal = last[0]
            last[0] = row + 1
            for column in 0..<second.count {
                let replaced = diagonal + (first[row] == second[column] ? 0 : 1)
                diagonal = last[column + 1]
                last[column + 1] = min(replaced, last[column] + 1, diagonal + 1)
            }
        }
        return Int64(last[second.count])
    }

    static func hamming(_ left: TextView, _ right: TextView) throws(QueryError) -> Int64 {
        let first = TextBytes.scalars(left), second = TextBytes.scalars(right)
        guard first.count == second.count else {
            throw QueryError(
                .outOfRange, "hamming needs two texts of one length, but they have \(first.count) and \(second.count) characters")
        }
        return Int64(zip(first, second).reduce(into: 0) { count, pair in count += pair.0 == pair.1 ? 0 : 1 })
    }

    static let jaccard: @Sendable (TextView, TextView) -> Double = { left, right in
        let first = Set(TextBytes.scalars(left)), second = Set(TextBytes.scalars(right))
        let all = first.union(second).count
        return all == 0 ? 0 : Double(first.intersection(second).count) / Double(all)
    }
}
