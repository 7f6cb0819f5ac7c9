/// Why reading of a JSON value stopped.
enum JSONStop: Error {
    /// The bytes end inside the value.
    case incomplete
    /// The byte at this place is not what was expected.
    case unexpected(at: Int, expected: String)
}

/// Reads JSON tokens from bytes that have padding behind them. Nothing here recurses: depth is counted.
struct JSONScanner {
    let bytes: UnsafePointer<UInt8>
    let available: Int
    /// Whether a value must end on the line on which it began.
    let singleLine: Bool
    var position: Int

    /// Values nest no deeper than this.
    static let depthLimit = 1_000

    enum Token {
        case null
        /// A number, `true` or `false`.
        case literal(start: Int, length: Int)
        case string(start: Int, length: Int, escaped: Bool)
        /// An object or an array, as it is written.
        case nested(start: Int, length: Int)
    }

    @inline(__always)
    mutating func skipSpaces() throws(JSONStop) {
        while bytes[position] <= 0x20 {
            if position >= available { throw .incomplete }
            let byte = bytes[position]
            if byte == .lineFeed, singleLine { throw .unexpected(at: position, expected: "the object to end on its line") }
            if byte != UInt8(ascii: " "), byte != .lineFeed, byte != .carriageReturn, byte != UInt8(ascii: "\t") {
                throw .unexpected(at: position, expected: "a JSON value")
            }
            position &+= 1
        }
    }

    /// Takes `byte`, after spaces.
    @inline(__always)
    mutating func take(_ byte: UInt8, _ name: String) throws(JSONStop) {
        try skipSpaces()
        if bytes[position] != byte { throw .unexpected(at: position, expected: name) }
        position &+= 1
    }

    /// Takes a string whose opening quote is at the position.
    @inline(__always)
    mutating func string() throws(JSONStop) -> (start: Int, length: Int, escaped: Bool) {
        let quotes = Pattern(UInt8(ascii: "\""))
        let backslashes = Pattern(UInt8(ascii: "\\"))
        let lineFeeds = Pattern(.lineFeed)
        let open = position
        let start = position &+ 1
        var cursor = start
        var escaped = false
        while true {
            if cursor >= available { throw .incomplete }
            let word = loadWord(bytes + cursor)
            let hits = quotes.matches(word) | backslashes.matches(word) | lineFeeds.matches(word)
            if hits == 0 {
                cursor &+= 8
                continue
            }
            cursor &+= hits.trailingZeroBitCount &>> 3
            if cursor >= available { throw .incomplete }
            if bytes[cursor] == UInt8(ascii: "\"") { break }
            if bytes[cursor] == .lineFeed { throw .unexpected(at: open, expected: "the string that begins here to be closed on its line") }
            escaped = true
            cursor &+= 2
        }
        position = cursor &+ 1
        return (start, cursor &- start, escaped)
    }

    /// Takes the value at the position, after spaces.
    mutating func value() throws(JSONStop) -> Token {
        try skipSpaces()
        let start = position
        switch bytes[position] {
        case UInt8(ascii: "\""):
            let text = try string()
            return .string(start: text.start, length: text.length, escaped: text.escaped)
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            try skipNested()
            return .nested(start: start, length: position - start)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            try number()
            return .literal(start: start, length: position - start)
        case UInt8(ascii: "t"):
            try word("true")
            return .literal(start: start, length: 4)
        case UInt8(ascii: "f"):
            try word("false")
            return .literal(start: start, length: 5)
        case UInt8(ascii: "n"):
            try word("null")
            return .null
        default: throw .unexpected(at: position, expected: "a JSON value")
        }
    }

    private mutating func word(_ word: StaticString) throws(JSONStop) {
        for index in 0..<word.utf8CodeUnitCount {
            if position + index >= available { throw .incomplete }
            if bytes[position + index] != word.utf8Start[index] { throw .unexpected(at: position, expected: "a JSON value") }
        }
        position += word.utf8CodeUnitCount
    }

    private mutating func number() throws(JSONStop) {
        let start = position
        if bytes[position] == UInt8(ascii: "-") { position += 1 }
        let leadingZero = bytes[position] == UInt8(ascii: "0")
        let whole = takeDigits()
        var isNumber = whole > 0 && !(leadingZero && whole > 1)
        if bytes[position] == UInt8(ascii: ".") {
            position += 1
            isNumber = takeDigits() > 0 && isNumber
        }
        if bytes[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            if bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") { position += 1 }
            isNumber = takeDigits() > 0 && isNumber
        }
        if position >= available { throw .incomplete }
        if !isNumber { throw .unexpected(at: start, expected: "a JSON number") }
    }

    private mutating func takeDigits() -> Int {
        let start = position
        while bytes[position] &- UInt8(ascii: "0") <= 9, position < available { position &+= 1 }
        return position - start
    }

    /// Goes behind the object or array at the position. Brackets must match; what is between them is taken as it is.
    mutating func skipNested() throws(JSONStop) {
        let start = position
        var closers: [UInt8] = []
        repeat {
            if position >= available { throw .incomplete }
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "\""):
                _ = try string()
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                if closers.count == JSONScanner.depthLimit {
                    throw .unexpected(at: start, expected: "values that nest at most \(JSONScanner.depthLimit) deep")
                }
                // The closing bracket's code is that of the opening one plus two.
                closers.append(byte + 2)
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if closers.removeLast() != byte { throw .unexpected(at: position, expected: "the other kind of bracket") }
            case .lineFeed where singleLine: throw .unexpected(at: position, expected: "the object to end on its line")
            default: break
            }
            position += 1
        } while !closers.isEmpty
    }
}

/// Replaces the escapes of a JSON string by what they stand for, in place, and returns the new length. What is left free is filled with blanks.
func unescapeJSON(_ start: UnsafeMutablePointer<UInt8>, _ length: Int) -> Int {
    var kept = 0
    var cursor = 0
    func hexadecimal(_ at: Int) -> UInt32? {
        guard at + 4 <= length else { return nil }
        var value: UInt32 = 0
        for index in at..<(at + 4) {
            let byte = start[index]
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
            default: return nil
            }
            value = value << 4 | UInt32(digit)
        }
        return value
    }
    while cursor < length {
        if start[cursor] != UInt8(ascii: "\\") || cursor + 1 >= length {
            start[kept] = start[cursor]
            kept += 1
            cursor += 1
            continue
        }
        let letter = start[cursor + 1]
        cursor += 2
        var scalar: UInt32
        switch letter {
        case UInt8(ascii: "n"): scalar = 0x0A
        case UInt8(ascii: "t"): scalar = 0x09
        case UInt8(ascii: "r"): scalar = 0x0D
        case UInt8(ascii: "b"): scalar = 0x08
        case UInt8(ascii: "f"): scalar = 0x0C
        case UInt8(ascii: "u"):
            guard let unit = hexadecimal(cursor) else {
                scalar = UInt32(letter)
                break
            }
            cursor += 4
            scalar = unit
            if unit & 0xF800 == 0xD800 {
                // A surrogate alone stands for nothing.
                scalar = 0xFFFD
                if unit < 0xDC00, cursor + 1 < length, start[cursor] == UInt8(ascii: "\\"), start[cursor + 1] == UInt8(ascii: "u"),
                    let low = hexadecimal(cursor + 2), low & 0xFC00 == 0xDC00
                {
                    scalar = 0x10000 + ((unit & 0x3FF) << 10 | (low & 0x3FF))
                    cursor += 6
                }
            }
        default:
            // Of an escaped character of several bytes the others follow by themselves.
            start[kept] = letter
            kept += 1
            continue
        }
        // An escape of six bytes gives at most three, of twelve four: what is written never overtakes what is read.
        guard let valid = Unicode.Scalar(scalar) else { continue }
        for byte in UTF8.encode(valid).map(Array.init) ?? [] {
            start[kept] = byte
            kept += 1
        }
    }
    for free in kept..<length { start[free] = UInt8(ascii: " ") }
    return kept
}
