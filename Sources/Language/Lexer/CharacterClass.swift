/// What a scalar may be in a query, and how UTF-8 is decoded.
enum CharacterClass {
    static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    static func isHexDigit(_ byte: UInt8) -> Bool {
        isDigit(byte) || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x66)
    }

    /// An ASCII letter or underscore.
    static func isWordStart(_ byte: UInt8) -> Bool {
        (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7a) || byte == 0x5f
    }

    /// An ASCII letter, digit, underscore or dollar sign.
    static func isWordPart(_ byte: UInt8) -> Bool { isWordStart(byte) || isDigit(byte) || byte == 0x24 }

    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0d) }

    /// A scalar beyond ASCII that separates words: the spaces of Unicode and the byte order mark.
    static func isBlank(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x85, 0xa0, 0x1680, 0x2000...0x200b, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000, 0xfeff: true
        default: false
        }
    }

    /// The ASCII character as which a full-width sign is read outside strings; nil for any other.
    static func ascii(ofFullWidth scalar: UInt32) -> UInt8? {
        switch scalar {
        case 0xff0c: 0x2c  // ，
        case 0xff1b: 0x3b  // ；
        case 0xff08: 0x28  // （
        case 0xff09: 0x29  // ）
        case 0xff1d: 0x3d  // ＝
        case 0xff1e: 0x3e  // ＞
        case 0xff1c: 0x3c  // ＜
        default: nil
        }
    }

    /// True for a scalar beyond ASCII that may begin an unquoted name: letters, and signs as in `㎡`.
    static func isNameStart(_ scalar: UInt32) -> Bool {
        if scalar >= 0x4e00 && scalar <= 0x9fff { return true }
        guard let scalar = Unicode.Scalar(scalar) else { return false }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .letterNumber, .otherSymbol: return true
        default: return false
        }
    }

    /// True for a scalar beyond ASCII that may continue an unquoted name.
    static func isNamePart(_ scalar: UInt32) -> Bool {
        if isNameStart(scalar) { return true }
        // The joiner inside emoji.
        if scalar == 0x200d { return true }
        // Full-width digits continue a name (`表１`), full-width punctuation never does.
        guard let scalar = Unicode.Scalar(scalar) else { return false }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .otherNumber, .connectorPunctuation: return true
        default: return false
        }
    }

    /// What to write instead of a sign that is no token, where that is clear.
    static func replacement(for scalar: UInt32) -> String? {
        switch scalar {
        case 0x2264, 0x2266: "<="  // ≤ ≦
        case 0x2265, 0x2267: ">="
        case 0x2260: "<>"
        case 0x00d7: "*"
        case 0x00f7: "/"
        case 0x2212, 0x2013, 0x2014: "-"
        case 0x3001: ","
        case 0x3002: ";"
        case 0x3010, 0x3014: "["
        case 0x3011, 0x3015: "]"
        case 0xff01...0xff5e: String(UnicodeScalar(UInt8(scalar - 0xfee0)))
        default: nil
        }
    }

    /// The scalar at `index` and its length; nil where the bytes are not UTF-8.
    static func decode(_ bytes: [UInt8], at index: Int) -> (scalar: UInt32, length: Int)? {
        let first = bytes[index]
        if first < 0x80 { return (UInt32(first), 1) }
        let length: Int
        var scalar: UInt32
        let least: UInt32
        switch first {
        case 0xc2...0xdf: (length, scalar, least) = (2, UInt32(first & 0x1f), 0x80)
        case 0xe0...0xef: (length, scalar, least) = (3, UInt32(first & 0x0f), 0x800)
        case 0xf0...0xf4: (length, scalar, least) = (4, UInt32(first & 0x07), 0x10000)
        default: return nil
        }
        guard index + length <= bytes.count else { return nil }
        for next in index + 1..<index + length {
            guard bytes[next] & 0xc0 == 0x80 else { return nil }
            scalar = scalar << 6 | UInt32(bytes[next] & 0x3f)
        }
        guard scalar >= least, scalar <= 0x10ffff, scalar < 0xd800 || scalar > 0xdfff else { return nil }
        return (scalar, length)
    }

    /// The offset of the first byte that is not UTF-8, or nil.
    static func firstInvalidByte(in bytes: [UInt8]) -> Int? {
        var index = 0
        let count = bytes.count
        while index < count {
            if bytes[index] < 0x80 {
                index += 1
            } else if let (_, length) = decode(bytes, at: index) {
                index += length
            } else {
                return index
            }
        }
        return nil
    }
}
