import Columns

/// Functions that put new texts together.
enum TextBuildingFunctions {
    static let all: [ScalarFunction] = [
        ScalarFunction(
            names: ["||"], signature: "(left, right)", documentation: "The two texts one after the other.", example: "'a' || 1 → a1"
        ) { arguments, _ in
            guard arguments.count == 2 else { return nil }
            if let lists = ListFunctions.concatenation("||", arguments) { return lists }
            guard arguments.allSatisfy({ isJoinable($0.type) }) else { return nil }
            return ResolvedFunction(name: "||", argumentTypes: [.text, .text], resultType: .text, kernel: concatenate)
        },
        ScalarFunction(
            names: ["concat"], signature: "(value, …)", documentation: "The texts of all values one after the other; NULLs are left out.",
            example: "concat('a', NULL, 1) → a1"
        ) { arguments, _ in
            guard !arguments.isEmpty, arguments.allSatisfy({ isJoinable($0.type) }) else { return nil }
            return ResolvedFunction(
                name: "concat", argumentTypes: arguments.map { _ in .text }, resultType: .text, nullRule: .custom,
                kernel: join(separatorFirst: false))
        },
        ScalarFunction(
            names: ["concat_ws"], signature: "(separator, value, …)",
            documentation: "The texts of all values with a separator between them; NULLs are left out.",
            example: "concat_ws('-', 'a', NULL, 'b') → a-b"
        ) { arguments, _ in
            guard arguments.count >= 2, arguments.allSatisfy({ isJoinable($0.type) }) else { return nil }
            return ResolvedFunction(
                name: "concat_ws", argumentTypes: arguments.map { _ in .text }, resultType: .text, nullRule: .custom,
                kernel: join(separatorFirst: true))
        },
        one(["upper", "ucase"], "The text in capital letters.", "upper('straße') → STRASSE") { LetterCase.upper.write(&$0, $1) },
        one(["lower", "lcase"], "The text in small letters.", "lower('ÀÉ') → àé") { LetterCase.lower.write(&$0, $1) },
        one(["initcap"], "The text with a capital at the beginning of each word.", "initcap('hello world') → Hello World") {
            LetterCase.words.write(&$0, $1)
        },
        one(["reverse"], "The characters from the last to the first.", "reverse('a中b') → b中a") { writer, text in
            writer.append(String(text.string.reversed()))
        },
        ScalarFunction(
            names: ["replace"], signature: "(text, old, new)", documentation: "The text with every occurrence of a part replaced.",
            example: "replace('aXbX', 'X', '-') → a-b-", overloads: [writingOverload("replace", .text, .text, .text, replace)]),
        ScalarFunction(
            names: ["translate"], signature: "(text, from, to)",
            documentation:
                "The text with each character of the second argument replaced by that of the third in the same place, or left out.",
            example: "translate('abcabc', 'ab', 'x') → xcxc", overloads: [writingOverload("translate", .text, .text, .text, translate)]),
        ScalarFunction(
            names: ["repeat"], signature: "(text, count)", documentation: "The text several times.", example: "repeat('ab', 3) → ababab",
            overloads: [
                writingOverload("repeat", .text, .bigint) {
                    (writer: inout ValueFormatter, text: TextView, count: Int64) throws(QueryError) in
                    try checkLength(Int64(text.count), times: count, "repeat")
                    for _ in 0..<max(count, 0) { writer.append(text) }
                }
            ]),
        padding("lpad", "in front", "lpad('7', 3, '0') → 007", isLeft: true),
        padding("rpad", "behind", "rpad('a', 3, 'xy') → axy", isLeft: false),
        ScalarFunction(
            names: ["chr"], signature: "(code point)", documentation: "The character of a code point.", example: "chr(20013) → 中",
            overloads: [
                writingOverload("chr", .integer) { (writer: inout ValueFormatter, code: Int32) throws(QueryError) in
                    guard code >= 0, let scalar = Unicode.Scalar(UInt32(code)) else {
                        throw QueryError(.outOfRange, "\(code) is no Unicode code point")
                    }
                    writer.append(scalar: scalar.value)
                }
            ]),
        ScalarFunction(
            names: ["hex", "to_hex"], signature: "(number or text)",
            documentation: "A number, or the bytes of a text, in hexadecimal digits.",
            example: "hex(255) → FF",
            overloads: [
                writingOverload("hex", .bigint) { (writer: inout ValueFormatter, number: Int64) in
                    writer.append(String(UInt64(bitPattern: number), radix: 16, uppercase: true))
                },
                writingOverload("hex", .text) { (writer: inout ValueFormatter, text: TextView) in
                    let digits = Array("0123456789ABCDEF".utf8)
                    text.withBytes { bytes, count in
                        for index in 0..<count {
                            writer.bytes.append(digits[Int(bytes[index] >> 4)])
                            writer.bytes.append(digits[Int(bytes[index] & 15)])
                        }
                    }
                },
            ]),
        ScalarFunction(
            names: ["bin", "to_binary"], signature: "(number)", documentation: "A number in binary digits.", example: "bin(5) → 101",
            overloads: [
                writingOverload("bin", .bigint) { (writer: inout ValueFormatter, number: Int64) in
                    writer.append(String(UInt64(bitPattern: number), radix: 2))
                }
            ]),
        ScalarFunction(
            names: ["bar"], signature: "(number, minimum, maximum [, width])",
            documentation: "A bar whose length shows where a number lies between two others.",
            example: "bar(5, 0, 10, 4) → ██  ", overloads: [bar(hasWidth: true), bar(hasWidth: false)]),
    ]

    private static func isJoinable(_ type: LogicalType) -> Bool { type.physical != .nested }

    private static func one(
        _ names: [String], _ documentation: String, _ example: String,
        _ body: @escaping @Sendable (inout ValueFormatter, TextView) throws(QueryError) -> Void
    ) -> ScalarFunction {
        ScalarFunction(
            names: names, signature: "(text)", documentation: documentation, example: example,
            overloads: [writingOverload(names[0], .text, body)])
    }

    /// The longest text that one call may make.
    static func checkLength(_ length: Int64, times count: Int64, _ name: String) throws(QueryError) {
        let (total, overflow) = length.multipliedReportingOverflow(by: max(count, 0))
        guard !overflow, total <= 1 << 30 else {
            throw QueryError(.outOfRange, "\(name) would make a text of more than 1 GiB", help: ["use a smaller count"])
        }
    }

    // MARK: Joining

    private static let concatenate: ScalarKernel = { (arguments, count, context) throws(QueryError) in
        let left = try Operand<TextView>(arguments[0], context.account), right = try Operand<TextView>(arguments[1], context.account)
        let arena = TextArena(account: context.account)
        return try mapRows(arguments, count, to: .text, context, keeping: [arena]) { (row) throws(QueryError) -> TextView in
            let first = left[row], second = right[row]
            let length = first.count + second.count
            guard length <= Int(UInt32.max) else { throw QueryError(.outOfRange, "|| would make a text of \(length) bytes") }
            let start = try arena.allocate(length + 4)
            first.withBytes { bytes, count in start.update(from: bytes, count: count) }
            second.withBytes { bytes, count in (start + first.count).update(from: bytes, count: count) }
            return TextView(start, count: length)
        }
    }

    private static func join(separatorFirst: Bool) -> ScalarKernel {
        { (arguments, count, context) throws(QueryError) in
            var operands: [Operand<TextView>] = []
            for argument in arguments { operands.append(try Operand<TextView>(argument, context.account)) }
            let result = try ResultColumn<TextView>(.text, arguments, count, context.account, zeroed: true)
            let validity = try Buffer(byteCount: max(result.rows, 1), account: context.account)
            let arena = TextArena(account: context.account)
            var writer = ValueFormatter()
            for row in 0..<result.rows {
                let isNull = separatorFirst && !arguments[0].isValid(row)
                validity.pointer(to: UInt8.self)[row] = byte(!isNull)
                if isNull { continue }
                writer.removeAll()
                var isFirst = true
                for (argument, operand) in zip(arguments, operands).dropFirst(separatorFirst ? 1 : 0) where argument.isValid(row) {
                    if separatorFirst, !isFirst { writer.append(operands[0][row]) }
                    isFirst = false
                    writer.append(operand[row])
                }
                result.elements[row] = try arena.view(copying: writer.bytes)
            }
            return result.vector(validity: separatorFirst ? validity : nil, keeping: [arena])
        }
    }

    // MARK: Replacing

    private static func replace(_ writer: inout ValueFormatter, _ text: TextView, _ old: TextView, _ new: TextView) throws(QueryError) {
        if old.count == 0 { return writer.append(text) }
        text.withBytes { bytes, count in
            old.withBytes { oldBytes, oldCount in
                var position = 0
                while let found = TextBytes.find(oldBytes, oldCount, in: bytes, count, from: position) {
                    writer.bytes.append(contentsOf: UnsafeBufferPointer(start: bytes + position, count: found - position))
                    writer.append(new)
                    position = found + oldCount
                }
                writer.bytes.append(contentsOf: UnsafeBufferPointer(start: bytes + position, count: count - position))
            }
        }
    }

    private static func translate(_ writer: inout ValueFormatter, _ text: TextView, _ from: TextView, _ to: TextView) throws(QueryError) {
        let old = TextBytes.scalars(from), new = TextBytes.scalars(to)
        for scalar in TextBytes.scalars(text) {
            guard let place = old.firstIndex(of: scalar) else {
                writer.append(scalar: scalar)
                continue
            }
            if place < new.count { writer.append(scalar: new[place]) }
        }
    }

    // MARK: Padding

    private static func padding(_ name: String, _ side: String, _ example: String, isLeft: Bool) -> ScalarFunction {
        ScalarFunction(
            names: [name], signature: "(text, length, filling)",
            documentation: "The text cut or filled up \(side) to a number of code points.", example: example,
            overloads: [
                writingOverload(name, .text, .integer, .text) {
                    (writer: inout ValueFormatter, text: TextView, length: Int32, filling: TextView) throws(QueryError) in
                    let missing = Int64(length) - TextBytes.length(text)
                    if missing <= 0 { return writer.append(TextBytes.slice(text, 0, max(Int64(length), 0))) }
                    let scalars = TextBytes.scalars(filling)
                    guard !scalars.isEmpty else { throw QueryError(.outOfRange, "\(name) needs something to fill up with") }
                    try checkLength(4, times: missing, name)
                    if !isLeft { writer.append(text) }
                    for index in 0..<Int(missing) { writer.append(scalar: scalars[index % scalars.count]) }
                    if isLeft { writer.append(text) }
                }
            ])
    }

    private static func bar(hasWidth: Bool) -> ResolvedFunction {
        let types = Array(repeating: LogicalType.double, count: hasWidth ? 4 : 3)
        return ResolvedFunction(name: "bar", argumentTypes: types, resultType: .text, canRaise: true) {
            (arguments, count, context) throws(QueryError) in
            var operands: [Operand<Double>] = []
            for argument in arguments { operands.append(try Operand<Double>(argument, context.account)) }
            return try writeRows(arguments, count, context) { (writer, row) throws(QueryError) in
                let width = hasWidth ? operands[3][row] : 80
                guard width >= 1, width <= 1_000 else { throw QueryError(.outOfRange, "the width of bar must be from 1 to 1000") }
                let low = operands[1][row], high = operands[2][row]
                let share = high > low ? min(max((operands[0][row] - low) / (high - low), 0), 1) : 0
                // Eighths of a cell, as the block elements of Unicode have them.
                let eighths = share.isNaN ? 0 : Int((share * width * 8).rounded(.down)), cells = Int(width)
                for _ in 0..<eighths / 8 { writer.append("█") }
                if eighths % 8 > 0, eighths / 8 < cells { writer.append(scalar: UInt32(0x2590 - eighths % 8)) }
                for _ in min((eighths + 7) / 8, cells)..<cells { writer.append(" ") }
            }
        }
    }
}

/// Changing the case of letters.
enum LetterCase: Sendable {
    case upper, lower, words

    func write(_ writer: inout ValueFormatter, _ text: TextView) {
        text.withBytes { bytes, count in
            if self != .words, TextBytes.isASCII(bytes, count) {
                let first: UInt8 = self == .upper ? 0x61 : 0x41
                let start = writer.bytes.count
                writer.bytes.append(contentsOf: UnsafeBufferPointer(start: bytes, count: count))
                writer.bytes.withUnsafeMutableBufferPointer { copy in
                    // Small and capital letters differ in one bit.
                    for index in start..<copy.count { copy[index] ^= byte(copy[index] &- first < 26) << 5 }
                }
                return
            }
            var position = 0
            var isInWord = false
            while position < count {
                let (value, length) = TextBytes.scalar(bytes, count, position)
                position += length
                guard let scalar = Unicode.Scalar(value) else {
                    writer.append(scalar: value)
                    continue
                }
                let wantsUpper = self == .upper || (self == .words && !isInWord)
                writer.append(wantsUpper ? scalar.properties.uppercaseMapping : scalar.properties.lowercaseMapping)
                isInWord = scalar.properties.isAlphabetic || scalar.properties.numericType != nil
            }
        }
    }
}
