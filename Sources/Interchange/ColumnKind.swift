/// What the values of a column have turned out to be so far: the states of type inference, from nothing to text.
enum ColumnKind: UInt8, Sendable {
    /// No value yet, only NULLs.
    case empty
    case boolean
    /// Whole numbers of 64 bits.
    case whole
    /// Whole numbers of 128 bits.
    case wide
    /// Plain decimals of up to 18 digits together.
    case decimal
    case double
    case date, time, timestamp
    case text
}

/// A column's kind with the digits behind the point of its decimals.
struct ColumnGuess: Sendable, Equatable {
    var kind: ColumnKind
    var scale = 0

    static let empty = ColumnGuess(kind: .empty)

    /// The least guess that holds the values of both. Associative and commutative, so a column's type does not depend on the order in which chunks are read.
    func joined(_ other: ColumnGuess) -> ColumnGuess {
        if kind == .empty { return other }
        if other.kind == .empty { return self }
        if kind == other.kind { return ColumnGuess(kind: kind, scale: max(scale, other.scale)) }
        let lower = kind.rawValue < other.kind.rawValue ? self : other
        let upper = kind.rawValue < other.kind.rawValue ? other : self
        switch (lower.kind, upper.kind) {
        case (.whole, .wide), (.whole, .decimal), (.whole, .double), (.decimal, .double), (.wide, .double), (.date, .timestamp):
            return upper
        // A decimal with a whole number beyond 64 bits has more than 18 digits.
        case (.wide, .decimal): return ColumnGuess(kind: .double)
        default: return ColumnGuess(kind: .text)
        }
    }
}

/// What a field that is a text by its syntax may still be.
enum QuotedFields: Sendable {
    /// Anything: the file quotes all its fields.
    case anything
    /// A text only: the file quotes where it needs to.
    case text
    /// A text, or what has no other form: dates and times. JSON strings.
    case textOrTime
}

extension ColumnGuess {
    /// The guess of one value that is not NULL.
    static func classify(_ bytes: UnsafePointer<UInt8>, _ count: Int, quoted: Bool, meaning: QuotedFields) -> ColumnGuess {
        if quoted && meaning == .text { return ColumnGuess(kind: .text) }
        var start = 0
        var end = count
        trimSpaces(bytes, &start, &end)
        let first = bytes + start
        let length = end - start
        if length == 0 { return ColumnGuess(kind: .text) }
        var whole: Int64 = 0
        if parseTimestamp(first, length, &whole) { return ColumnGuess(kind: length == 10 ? .date : .timestamp) }
        if parseTime(first, length, secondsOptional: false, &whole) { return ColumnGuess(kind: .time) }
        if quoted && meaning == .textOrTime { return ColumnGuess(kind: .text) }
        var flag: UInt8 = 0
        if parseBoolean(first, length, &flag) { return ColumnGuess(kind: .boolean) }
        if parseWhole(first, length, &whole) { return ColumnGuess(kind: .whole) }
        var wide: Int128 = 0
        if parseWide(first, length, &wide) { return ColumnGuess(kind: .wide) }
        var shape = DecimalShape(whole: 0, fraction: 0)
        if parsePlainDecimal(first, length, &whole, &shape) { return ColumnGuess(kind: .decimal, scale: shape.fraction) }
        var double = 0.0
        if parseDouble(first, length, &double) { return ColumnGuess(kind: .double) }
        return ColumnGuess(kind: .text)
    }
}

/// `true` or `false` in any case.
@inline(__always) func parseBoolean(_ bytes: UnsafePointer<UInt8>, _ count: Int, _ value: inout UInt8) -> Bool {
    // Lower case by setting bit 5; no other letters can become these.
    let word = loadWord(bytes) | 0x2020_2020_2020_2020
    if count == 4, UInt32(truncatingIfNeeded: word) == 0x6575_7274 {
        value = 1
        return true
    }
    if count == 5, word & 0xFF_FFFF_FFFF == 0x65_736C_6166 {
        value = 0
        return true
    }
    return false
}

/// Narrows `start ..< end` to leave out spaces and tabs at both ends.
@inline(__always) func trimSpaces(_ bytes: UnsafePointer<UInt8>, _ start: inout Int, _ end: inout Int) {
    while start < end, bytes[start] == UInt8(ascii: " ") || bytes[start] == UInt8(ascii: "\t") { start &+= 1 }
    while end > start, bytes[end &- 1] == UInt8(ascii: " ") || bytes[end &- 1] == UInt8(ascii: "\t") { end &-= 1 }
}
