/// Reads and writes the small part of JSON that lines of reports and facts need, on UTF-8 bytes.
package enum JSONText {
    /// Appends a JSON string with its quotes.
    package static func appendString(_ text: some Sequence<UInt8>, to output: inout [UInt8]) {
        let bytes = Array(text)
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: longestString(of: bytes.count)) { buffer in
            guard let start = buffer.baseAddress else { return }
            var cursor = start
            bytes.withUnsafeBufferPointer { writeString($0, to: &cursor) }
            output.append(contentsOf: UnsafeBufferPointer(start: start, count: cursor - start))
        }
    }

    /// The room that `writeString` needs for a text of so many bytes: six for each, the quotes, and what a step of eight writes too far.
    @inline(__always)
    static func longestString(of count: Int) -> Int { count &* 6 &+ 10 }

    /// Writes a JSON string with its quotes to memory with room for `longestString` and moves the cursor behind it.
    static func writeString(_ text: UnsafeBufferPointer<UInt8>, to cursor: inout UnsafeMutablePointer<UInt8>) {
        cursor[0] = 0x22
        cursor += 1
        var index = 0
        let count = text.count
        if let base = text.baseAddress {
            while index < count {
                // Eight bytes at once while none of them has to be escaped.
                while index &+ 8 <= count {
                    let word = UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self)
                    UnsafeMutableRawPointer(cursor).storeBytes(of: word, as: UInt64.self)
                    guard !holdsSpecial(word) else { break }
                    cursor += 8
                    index &+= 8
                }
                guard index < count else { break }
                writeEscaped(base[index], to: &cursor)
                index &+= 1
            }
        }
        cursor[0] = 0x22
        cursor += 1
    }

    /// Whether one of eight bytes is a control character, a quotation mark or a backslash.
    @inline(__always)
    private static func holdsSpecial(_ word: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highBits = ones << 7
        let quote = word ^ (ones &* 0x22)
        let backslash = word ^ (ones &* 0x5C)
        let control = (word &- ones &* 0x20) & ~word
        return (control | (quote &- ones) & ~quote | (backslash &- ones) & ~backslash) & highBits != 0
    }

    @inline(__always)
    private static func writeEscaped(_ byte: UInt8, to cursor: inout UnsafeMutablePointer<UInt8>) {
        let letter: UInt8
        switch byte {
        case 0x22, 0x5C: letter = byte
        case 0x0A: letter = 0x6E
        case 0x0D: letter = 0x72
        case 0x09: letter = 0x74
        case 0..<0x20:
            copy("\\u00", to: &cursor)
            cursor[0] = hexDigit(byte >> 4)
            cursor[1] = hexDigit(byte & 15)
            cursor += 2
            return
        default:
            cursor[0] = byte
            cursor += 1
            return
        }
        cursor[0] = 0x5C
        cursor[1] = letter
        cursor += 2
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }

    private static func copy(_ text: StaticString, to cursor: inout UnsafeMutablePointer<UInt8>) {
        copy(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount), to: &cursor)
    }

    /// The first quotation mark or backslash at or behind an offset, or the end.
    private static func endOfPlain(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var index = start
        if let base = bytes.baseAddress {
            while index &+ 8 <= bytes.count {
                let word = UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self)
                guard !holdsSpecial(word) else { break }
                index &+= 8
            }
        }
        while index < bytes.count, bytes[index] != 0x22, bytes[index] != 0x5C { index &+= 1 }
        return index
    }

    /// Copies bytes and moves the cursor behind them.
    @inline(__always)
    static func copy(_ bytes: UnsafeBufferPointer<UInt8>, to cursor: inout UnsafeMutablePointer<UInt8>) {
        guard let base = bytes.baseAddress else { return }
        cursor.update(from: base, count: bytes.count)
        cursor += bytes.count
    }

    /// Why a line is no JSON object of this kind.
    package struct Malformed: Error, Sendable {
        /// What was expected.
        package let message: String
        /// The byte of the line where it was expected, from 0.
        package let offset: Int

        /// What was expected and where.
        package init(message: String, offset: Int) {
            self.message = message
            self.offset = offset
        }
    }

    /// The text members of a JSON object, as UTF-8 bytes by name; members of other types are read over. A name given twice keeps the last value.
    package static func textMembers(of line: UnsafeBufferPointer<UInt8>) throws(Malformed) -> [String: [UInt8]] {
        try members(of: line).compactMapValues { if case .text(let text) = $0 { text } else { nil } }
    }

    /// A member's value.
    package enum Value: Sendable, Equatable {
        /// A string, as UTF-8.
        case text([UInt8])
        /// A number, `true`, `false` or `null`, as it is written.
        case literal([UInt8])
        /// An array or an object, as it is written.
        case nested([UInt8])
    }

    /// The members of a JSON object by name. A name given twice keeps the last value.
    package static func members(of line: UnsafeBufferPointer<UInt8>) throws(Malformed) -> [String: Value] {
        var reader = Reader(bytes: line)
        return try reader.object()
    }

    private struct Reader {
        let bytes: UnsafeBufferPointer<UInt8>
        var at = 0
        /// Nested values deeper than this are refused.
        static let deepest = 200

        init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

        mutating func skipBlanks() {
            while at < bytes.count, bytes[at] == 0x20 || bytes[at] == 0x09 || bytes[at] == 0x0D || bytes[at] == 0x0A { at += 1 }
        }

        mutating func expect(_ byte: UInt8, _ what: String) throws(Malformed) {
            skipBlanks()
            guard at < bytes.count, bytes[at] == byte else { throw Malformed(message: "expected \(what)", offset: at) }
            at += 1
        }

        mutating func object() throws(Malformed) -> [String: Value] {
            var members: [String: Value] = [:]
            try expect(0x7B, "an object, { at its beginning")
            skipBlanks()
            if at < bytes.count, bytes[at] == 0x7D {
                at += 1
            } else {
                while true {
                    skipBlanks()
                    let name = String(decoding: try string(), as: UTF8.self)
                    try expect(0x3A, "':' behind the member's name")
                    skipBlanks()
                    if at < bytes.count, bytes[at] == 0x22 {
                        members[name] = .text(try string())
                    } else {
                        let start = at
                        try skipValue(depth: 0)
                        let isNested = bytes[start] == 0x7B || bytes[start] == 0x5B
                        let written = Array(bytes[start..<at])
                        members[name] = isNested ? .nested(written) : .literal(written)
                    }
                    skipBlanks()
                    guard at < bytes.count, bytes[at] == 0x2C || bytes[at] == 0x7D else {
                        throw Malformed(message: "expected ',' or '}' behind a member", offset: at)
                    }
                    at += 1
                    if bytes[at - 1] == 0x7D { break }
                }
            }
            skipBlanks()
            guard at == bytes.count else { throw Malformed(message: "expected the line's end behind the object", offset: at) }
            return members
        }

        mutating func skipValue(depth: Int) throws(Malformed) {
            guard depth < Self.deepest else { throw Malformed(message: "expected at most \(Self.deepest) nested values", offset: at) }
            skipBlanks()
            guard at < bytes.count else { throw Malformed(message: "expected a value", offset: at) }
            switch bytes[at] {
            case 0x22: _ = try string()
            case 0x7B, 0x5B:
                let close: UInt8 = bytes[at] == 0x7B ? 0x7D : 0x5D
                at += 1
                skipBlanks()
                if at < bytes.count, bytes[at] == close {
                    at += 1
                    return
                }
                while true {
                    if close == 0x7D {
                        skipBlanks()
                        _ = try string()
                        try expect(0x3A, "':' behind the member's name")
                    }
                    try skipValue(depth: depth + 1)
                    skipBlanks()
                    guard at < bytes.count, bytes[at] == 0x2C || bytes[at] == close else {
                        throw Malformed(message: "expected ',' or a closing bracket", offset: at)
                    }
                    at += 1
                    if bytes[at - 1] == close { return }
                }
            default:
                let start = at
                while at < bytes.count, ![0x2C, 0x7D, 0x5D, 0x20, 0x09, 0x0A, 0x0D].contains(bytes[at]) { at += 1 }
                guard at > start else { throw Malformed(message: "expected a value", offset: at) }
            }
        }

        mutating func string() throws(Malformed) -> [UInt8] {
            guard at < bytes.count, bytes[at] == 0x22 else {
                throw Malformed(message: "expected a string, '\"' at its beginning", offset: at)
            }
            at += 1
            var result: [UInt8] = []
            while at < bytes.count {
                let start = at
                at = JSONText.endOfPlain(bytes, from: at)
                result.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<at]))
                guard at < bytes.count else { break }
                at += 1
                if bytes[at - 1] == 0x22 { return result }
                guard at < bytes.count else { break }
                let escape = bytes[at]
                at += 1
                switch escape {
                case 0x6E: result.append(0x0A)
                case 0x72: result.append(0x0D)
                case 0x74: result.append(0x09)
                case 0x62: result.append(0x08)
                case 0x66: result.append(0x0C)
                case 0x22, 0x5C, 0x2F: result.append(escape)
                case 0x75:
                    var value = try hexDigits()
                    if (0xD800..<0xDC00).contains(value), at + 1 < bytes.count, bytes[at] == 0x5C, bytes[at + 1] == 0x75 {
                        let resume = at
                        at += 2
                        let low = try hexDigits()
                        if (0xDC00..<0xE000).contains(low) {
                            value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
                        } else {
                            at = resume
                        }
                    }
                    result.append(contentsOf: String(Unicode.Scalar(value) ?? "\u{FFFD}").utf8)
                default: throw Malformed(message: "expected one of \\n \\t \\r \\b \\f \\\" \\\\ \\/ \\uXXXX", offset: at - 1)
                }
            }
            throw Malformed(message: "expected '\"' at the end of the string", offset: bytes.count)
        }

        private mutating func hexDigits() throws(Malformed) -> UInt32 {
            guard at + 4 <= bytes.count else { throw Malformed(message: "expected four hexadecimal digits", offset: at) }
            var value: UInt32 = 0
            for _ in 0..<4 {
                let byte = bytes[at]
                let digit: UInt32
                switch byte {
                case 0x30...0x39: digit = UInt32(byte - 0x30)
                case 0x41...0x46: digit = UInt32(byte - 0x37)
                case 0x61...0x66: digit = UInt32(byte - 0x57)
                default: throw Malformed(message: "expected four hexadecimal digits", offset: at)
                }
                value = value << 4 | digit
                at += 1
            }
            return value
        }
    }
}
