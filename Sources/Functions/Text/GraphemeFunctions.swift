import Columns

/// Functions that count characters as people see them (grapheme clusters) instead of code points.
enum GraphemeFunctions {
    static let all: [ScalarFunction] = [
        ScalarFunction(
            names: ["length_grapheme"], signature: "(text)", documentation: "How many characters, as people count them, the text has.",
            example: "length_grapheme('e\u{301}a') → 2",
            overloads: [overload("length_grapheme", .text, .bigint) { (text: TextView) in Int64(text.string.count) }]),
        ScalarFunction(
            names: ["left_grapheme"], signature: "(text, count)",
            documentation: "The first characters as people count them; with a negative count all but the last.",
            example: "left_grapheme('e\u{301}a', 1) → e\u{301}",
            overloads: [
                writingOverload("left_grapheme", .text, .bigint) { (writer: inout ValueFormatter, text: TextView, count: Int64) in
                    let text = text.string
                    writer.append(String(count >= 0 ? text.prefix(Int(count)) : text.dropLast(Int(min(count.magnitude, 1 << 40)))))
                }
            ]),
        ScalarFunction(
            names: ["right_grapheme"], signature: "(text, count)",
            documentation: "The last characters as people count them; with a negative count all but the first.",
            example: "right_grapheme('ae\u{301}', 1) → e\u{301}",
            overloads: [
                writingOverload("right_grapheme", .text, .bigint) { (writer: inout ValueFormatter, text: TextView, count: Int64) in
                    let text = text.string
                    writer.append(String(count >= 0 ? text.suffix(Int(count)) : text.dropFirst(Int(min(count.magnitude, 1 << 40)))))
                }
            ]),
        ScalarFunction(
            names: ["substring_grapheme"], signature: "(text, start, length)",
            documentation: "Characters, as people count them, from a position on.",
            example: "substring_grapheme('ae\u{301}b', 2, 1) → e\u{301}",
            overloads: [
                writingOverload("substring_grapheme", .text, .bigint, .bigint) {
                    (writer: inout ValueFormatter, text: TextView, start: Int64, length: Int64) in
                    let characters = Array(text.string), total = Int64(characters.count)
                    let first = start < 0 ? max(start, -total) + total + 1 : min(start, total + 1)
                    let last = first + min(max(length, 0), total + 1)
                    let lower = max(first, 1), upper = min(last, total + 1)
                    if upper > lower { writer.append(String(characters[Int(lower - 1)..<Int(upper - 1)])) }
                }
            ]),
    ]
}
