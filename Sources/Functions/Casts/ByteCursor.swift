import Columns

/// A reader over the bytes of one text.
struct ByteCursor {
    private let bytes: UnsafePointer<UInt8>
    private(set) var position: Int
    let end: Int

    /// Surrounding blanks are left out.
    init(trimming bytes: UnsafePointer<UInt8>, _ count: Int) {
        var start = 0, end = count
        while start < end, ByteCursor.isBlank(bytes[start]) { start += 1 }
        while end > start, ByteCursor.isBlank(bytes[end - 1]) { end -= 1 }
        self.bytes = bytes
        position = start
        self.end = end
    }

    var isAtEnd: Bool { position >= end }

    /// The next byte; 0 at the end.
    var next: UInt8 { position < end ? bytes[position] : 0 }

    func peek(_ distance: Int) -> UInt8 { position + distance < end ? bytes[position + distance] : 0 }

    mutating func advance() { position += 1 }

    mutating func take(_ character: Character) -> Bool {
        guard position < end, bytes[position] == character.asciiValue else { return false }
        position += 1
        return true
    }

    /// Takes a word in whatever case.
    mutating func take(word: StaticString) -> Bool {
        guard end - position >= word.utf8CodeUnitCount else { return false }
        for index in 0..<word.utf8CodeUnitCount where ByteCursor.lowered(bytes[position + index]) != word.utf8Start[index] { return false }
        position += word.utf8CodeUnitCount
        return true
    }

    mutating func skipBlanks() {
        while position < end, ByteCursor.isBlank(bytes[position]) { position += 1 }
    }

    /// A whole number of at most `maximum` digits; nil where there is none.
    mutating func digits(atMost maximum: Int = 18) -> Int64? {
        var value: Int64 = 0
        let start = position
        while position < end, position - start < maximum, let digit = ByteCursor.digit(bytes[position]) {
            value = value &* 10 &+ Int64(digit)
            position += 1
        }
        return position == start ? nil : value
    }

    /// A whole number of up to 38 digits; nil where there is none or it is longer.
    mutating func longDigits() -> Int128? {
        var value: Int128 = 0
        let start = position
        while let digit = ByteCursor.digit(next) {
            guard position - start < 38 else { return nil }
            value = value &* 10 &+ Int128(digit)
            position += 1
        }
        return position == start ? nil : value
    }

    /// The digits behind a point as millionths, further ones cut off.
    mutating func microseconds() -> Int64? {
        var value: Int64 = 0
        var count = 0
        while let digit = ByteCursor.digit(next) {
            if count < 6 { value = value &* 10 &+ Int64(digit) }
            count += 1
            advance()
        }
        guard count > 0 else { return nil }
        for _ in min(count, 6)..<6 { value &*= 10 }
        return value
    }

    /// The letters that come next, in lower case.
    mutating func letters() -> String {
        var word: [UInt8] = []
        while position < end, case let lower = ByteCursor.lowered(bytes[position]), lower >= 0x61, lower <= 0x7A {
            word.append(lower)
            position += 1
        }
        return String(decoding: word, as: UTF8.self)
    }

    /// The text that is left.
    var rest: String { String(decoding: UnsafeBufferPointer(start: bytes + position, count: end - position), as: UTF8.self) }

    static func digit(_ byte: UInt8) -> UInt8? { byte >= 0x30 && byte <= 0x39 ? byte - 0x30 : nil }
    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }
    static func lowered(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte + 32 : byte }
}
