import CEncodingTables

/// What a decoder found at one place.
struct DecodedCharacter {
    /// A scalar, two scalars as `first << 16 | second` (above 0x10FFFF; only Big5 has them), or one of the two marks below.
    var scalar: UInt32
    /// How many bytes it took, at least 1.
    var length: Int

    /// The bytes stand for nothing.
    static let invalid = UInt32.max
    /// The input ends inside a character.
    static let incomplete = UInt32.max - 1

    @inline(__always) init(_ scalar: UInt32, _ length: Int) {
        self.scalar = scalar
        self.length = length
    }
}

/// Decodes one character. Generic loops over a decoder are specialised, so no call a character remains.
protocol ScalarDecoder {
    /// Whether a byte below 0x80 at the start of a character always stands for itself.
    static var keepsASCII: Bool { get }
    /// The character at `bytes`, of which `available` (at least 1) may be read.
    func decode(_ bytes: UnsafePointer<UInt8>, _ available: Int) -> DecodedCharacter
}

/// UTF-8 by table 3-7 of the Unicode standard. An invalid sequence has the length of its longest valid beginning, as the standard recommends.
struct UTF8Decoder: ScalarDecoder {
    static var keepsASCII: Bool { true }

    @inline(__always)
    func decode(_ bytes: UnsafePointer<UInt8>, _ available: Int) -> DecodedCharacter {
        let first = bytes[0]
        if first < 0x80 { return DecodedCharacter(UInt32(first), 1) }
        // Three bytes, as nearly all characters of Chinese have: looked at together, with the byte behind them.
        if available >= 4, case let word = UInt32(littleEndian: UnsafeRawPointer(bytes).loadUnaligned(as: UInt32.self)),
            word & 0xC0_C0F0 == 0x80_80E0
        {
            let scalar = (word & 0x0F) << 12 | (word & 0x3F00) >> 2 | (word & 0x3F_0000) >> 16
            if scalar >= 0x800, scalar & 0xF800 != 0xD800 { return DecodedCharacter(scalar, 3) }
        }
        let needed = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0
        if needed == 0 { return DecodedCharacter(DecodedCharacter.invalid, 1) }
        if available < 2 { return DecodedCharacter(DecodedCharacter.incomplete, 1) }
        let low: UInt8 = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80
        let high: UInt8 = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF
        let second = bytes[1]
        if second < low || second > high { return DecodedCharacter(DecodedCharacter.invalid, 1) }
        var scalar = UInt32(first) & (needed == 2 ? 0x1F : needed == 3 ? 0x0F : 0x07)
        scalar = scalar << 6 | UInt32(second & 0x3F)
        var index = 2
        while index < needed {
            if index >= available { return DecodedCharacter(DecodedCharacter.incomplete, index) }
            let byte = bytes[index]
            if byte & 0xC0 != 0x80 { return DecodedCharacter(DecodedCharacter.invalid, index) }
            scalar = scalar << 6 | UInt32(byte & 0x3F)
            index += 1
        }
        return DecodedCharacter(scalar, needed)
    }
}

/// UTF-16 in either byte order.
struct UTF16Decoder: ScalarDecoder {
    static var keepsASCII: Bool { false }
    /// Index of the high byte in a unit.
    let high: Int

    init(bigEndian: Bool) { high = bigEndian ? 0 : 1 }

    @inline(__always)
    func decode(_ bytes: UnsafePointer<UInt8>, _ available: Int) -> DecodedCharacter {
        if available < 2 { return DecodedCharacter(DecodedCharacter.incomplete, 1) }
        let unit = UInt32(bytes[high]) << 8 | UInt32(bytes[1 - high])
        if unit & 0xF800 != 0xD800 { return DecodedCharacter(unit, 2) }
        if unit >= 0xDC00 { return DecodedCharacter(DecodedCharacter.invalid, 2) }
        if available < 4 { return DecodedCharacter(DecodedCharacter.incomplete, 2) }
        let second = UInt32(bytes[2 + high]) << 8 | UInt32(bytes[3 - high])
        if second & 0xFC00 != 0xDC00 { return DecodedCharacter(DecodedCharacter.invalid, 2) }
        return DecodedCharacter(0x10000 + ((unit & 0x3FF) << 10 | (second & 0x3FF)), 4)
    }
}

/// GB18030: ASCII, two-byte codes by table, four-byte codes by ranges.
struct GB18030Decoder: ScalarDecoder {
    static var keepsASCII: Bool { true }
    let table = encoding_table_gb18030_two_byte()
    let ranges = encoding_table_gb18030_ranges()
    let rangeCount = encoding_table_gb18030_range_count()

    @inline(__always)
    func decode(_ bytes: UnsafePointer<UInt8>, _ available: Int) -> DecodedCharacter {
        let first = bytes[0]
        if first < 0x80 { return DecodedCharacter(UInt32(first), 1) }
        if first == 0x80 || first == 0xFF { return DecodedCharacter(DecodedCharacter.invalid, 1) }
        if available < 2 { return DecodedCharacter(DecodedCharacter.incomplete, 1) }
        let second = bytes[1]
        if second >= 0x40 {
            if second == 0x7F || second == 0xFF { return DecodedCharacter(DecodedCharacter.invalid, 1) }
            // The trail bytes 40..7E and 80..FE are numbered without the gap.
            let column = Int(second) - (second < 0x7F ? 0x40 : 0x41)
            let scalar = UInt32(table[(Int(first) - 0x81) * 190 + column])
            return scalar == 0 ? DecodedCharacter(DecodedCharacter.invalid, 1) : DecodedCharacter(scalar, 2)
        }
        return decodeFour(bytes, available)
    }

    @inline(never)
    private func decodeFour(_ bytes: UnsafePointer<UInt8>, _ available: Int) -> DecodedCharacter {
        let invalid = DecodedCharacter(DecodedCharacter.invalid, 1)
        if bytes[1] < 0x30 || bytes[1] > 0x39 { return invalid }
        if available < 3 { return DecodedCharacter(DecodedCharacter.incomplete, 2) }
        if bytes[2] < 0x81 || bytes[2] > 0xFE { return invalid }
        if available < 4 { return DecodedCharacter(DecodedCharacter.incomplete, 3) }
        if bytes[3] < 0x30 || bytes[3] > 0x39 { return invalid }
        let upper = (UInt32(bytes[0]) - 0x81) * 10 + UInt32(bytes[1]) - 0x30
        let index = (upper * 126 + UInt32(bytes[2]) - 0x81) * 10 + UInt32(bytes[3]) - 0x30
        if index >= 189_000 {
            let scalar = 0x10000 + (index - 189_000)
            return scalar > 0x10FFFF ? invalid : DecodedCharacter(scalar, 4)
        }
        if index >= 39_420 { return invalid }
        // The last range that begins at or before the index; the first begins at 0.
        var low = 0
        var high = rangeCount
        while high - low > 1 {
            let middle = (low + high) / 2
            if ranges[2 * middle] <= index { low = middle } else { high = middle }
        }
        return DecodedCharacter(ranges[2 * low + 1] + (index - ranges[2 * low]), 4)
    }
}

/// Big5: ASCII and two-byte codes by table.
struct Big5Decoder: ScalarDecoder {
    static var keepsASCII: Bool { true }
    let table = encoding_table_big5_two_byte()

    @inline(__always)
    func decode(_ bytes: UnsafePointer<UInt8>, _ available: Int) -> DecodedCharacter {
        let first = bytes[0]
        if first < 0x80 { return DecodedCharacter(UInt32(first), 1) }
        if first == 0x80 || first == 0xFF { return DecodedCharacter(DecodedCharacter.invalid, 1) }
        if available < 2 { return DecodedCharacter(DecodedCharacter.incomplete, 1) }
        let second = bytes[1]
        let isTrail = (second >= 0x40 && second <= 0x7E) || (second >= 0xA1 && second <= 0xFE)
        if !isTrail { return DecodedCharacter(DecodedCharacter.invalid, 1) }
        // The trail bytes 40..7E and A1..FE are numbered without the gap.
        let column = Int(second) - (second < 0x7F ? 0x40 : 0x62)
        let scalar = table[(Int(first) - 0x81) * 157 + column]
        return scalar == 0 ? DecodedCharacter(DecodedCharacter.invalid, 1) : DecodedCharacter(scalar, 2)
    }
}
