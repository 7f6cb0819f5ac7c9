/// Character references of HTML: `&nbsp;`, `&#20013;`, `&#x4E2D;`.
enum HTMLCharacterReference {
    /// The scalar that a reference beginning at an `&` stands for and the place behind it; nil where there is no reference.
    static func read(_ source: [UInt32], at start: Int) -> (scalar: UInt32, end: Int)? {
        guard start + 2 < source.count else { return nil }
        return source[start + 1] == 0x23 ? numeric(source, start + 2) : named(source, start + 1)
    }

    private static func numeric(_ source: [UInt32], _ start: Int) -> (scalar: UInt32, end: Int)? {
        var at = start
        let isHexadecimal = source[at] | 0x20 == 0x78
        if isHexadecimal { at += 1 }
        var value: UInt32 = 0
        let first = at
        // Seven digits reach beyond the last scalar in either base.
        while at < source.count, at - first < 8 {
            let digit: UInt32
            switch source[at] {
            case 0x30...0x39: digit = source[at] - 0x30
            case 0x41...0x46 where isHexadecimal: digit = source[at] - 0x37
            case 0x61...0x66 where isHexadecimal: digit = source[at] - 0x57
            default:
                return at > first ? (scalar(value), at + (source[at] == 0x3B ? 1 : 0)) : nil
            }
            value = min(value &* (isHexadecimal ? 16 : 10) &+ digit, 0x110000)
            at += 1
        }
        guard at > first else { return nil }
        return (scalar(value), at < source.count && source[at] == 0x3B ? at + 1 : at)
    }

    /// The scalar of a number; those from 128 to 159 mean Windows' characters, as browsers read them.
    private static func scalar(_ value: UInt32) -> UInt32 {
        switch value {
        case 0x85: 0x2026
        case 0x91: 0x2018
        case 0x92: 0x2019
        case 0x93: 0x201C
        case 0x94: 0x201D
        case 0x95: 0x2022
        case 0x96: 0x2013
        case 0x97: 0x2014
        case 0, 0xD800..<0xE000, 0x110000...: 0xFFFD
        default: value
        }
    }

    private static func named(_ source: [UInt32], _ start: Int) -> (scalar: UInt32, end: Int)? {
        var name = ""
        var at = start
        while at < source.count, at - start < 8, let scalar = Unicode.Scalar(source[at]), scalar.isASCII, scalar.properties.isAlphabetic {
            name.unicodeScalars.append(scalar)
            at += 1
        }
        guard at < source.count, source[at] == 0x3B, let value = names[name] else { return nil }
        return (value, at + 1)
    }

    /// The references that Chinese pages use.
    private static let names: [String: UInt32] = [
        "amp": 0x26, "lt": 0x3C, "gt": 0x3E, "quot": 0x22, "apos": 0x27, "nbsp": 0xA0, "ensp": 0x2002, "emsp": 0x2003, "thinsp": 0x2009,
        "zwnj": 0x200C, "zwj": 0x200D, "shy": 0xAD, "middot": 0xB7, "bull": 0x2022, "hellip": 0x2026, "mdash": 0x2014, "ndash": 0x2013,
        "ldquo": 0x201C, "rdquo": 0x201D, "lsquo": 0x2018, "rsquo": 0x2019, "laquo": 0xAB, "raquo": 0xBB, "times": 0xD7, "divide": 0xF7,
        "plusmn": 0xB1, "deg": 0xB0, "permil": 0x2030, "yen": 0xA5, "euro": 0x20AC, "pound": 0xA3, "cent": 0xA2, "sect": 0xA7,
        "copy": 0xA9, "reg": 0xAE, "trade": 0x2122, "larr": 0x2190, "rarr": 0x2192, "uarr": 0x2191, "darr": 0x2193, "ordm": 0xBA,
    ]
}
