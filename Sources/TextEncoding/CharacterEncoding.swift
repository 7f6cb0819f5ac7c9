/// The character encodings that text files come in.
package enum CharacterEncoding: String, Sendable, CaseIterable {
    case utf8 = "UTF-8"
    case utf16LittleEndian = "UTF-16LE"
    case utf16BigEndian = "UTF-16BE"
    /// GB18030 with its codes of one, two and four bytes; GBK and GB 2312 are parts of it.
    case gb18030 = "GB18030"
    /// Big5 in the reading of code page 950, with the Hong Kong supplement where that has nothing.
    case big5 = "Big5"

    /// The encoding that a person means by `name`, in any case and with or without hyphens; nil for an unknown name.
    /// `UTF-16` alone means little-endian, which a byte order mark in the file overrides.
    package init?(name: String) {
        var key: [UInt8] = []
        for byte in name.utf8 where byte != UInt8(ascii: "-") && byte != UInt8(ascii: "_") && byte != UInt8(ascii: " ") {
            key.append(byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte)
        }
        switch String(decoding: key, as: UTF8.self) {
        case "utf8", "utf8bom", "utf8sig", "ascii", "usascii": self = .utf8
        case "utf16", "utf16le": self = .utf16LittleEndian
        case "utf16be": self = .utf16BigEndian
        case "gb18030", "gbk", "gb2312", "cp936", "euccn": self = .gb18030
        case "big5", "big5hkscs", "cp950": self = .big5
        default: return nil
        }
    }

    /// The length in bytes of the byte order mark at the start of `bytes` in this encoding, 0 where there is none.
    package func byteOrderMarkLength(in bytes: UnsafeRawBufferPointer) -> Int {
        let mark: [UInt8]
        switch self {
        case .utf8: mark = [0xEF, 0xBB, 0xBF]
        case .utf16LittleEndian: mark = [0xFF, 0xFE]
        case .utf16BigEndian: mark = [0xFE, 0xFF]
        case .gb18030: mark = [0x84, 0x31, 0x95, 0x33]
        case .big5: return 0
        }
        return bytes.starts(with: mark) ? mark.count : 0
    }
}

/// What to do with bytes that the encoding does not allow.
package enum InvalidBytePolicy: Sendable {
    /// Throw an error that names the place.
    case fail
    /// Put U+FFFD in the place of each.
    case replace
}

/// Bytes that the encoding does not allow.
package struct TextDecodingError: Error, Sendable, Equatable, CustomStringConvertible {
    package let encoding: CharacterEncoding
    /// Offset of the first of the bytes from the beginning of the file, counted from 0.
    package let offset: Int
    /// The bytes themselves, at most four.
    package let bytes: [UInt8]

    package var description: String {
        let digits = Array("0123456789ABCDEF")
        var text = "invalid \(encoding.rawValue) at byte offset \(offset):"
        for byte in bytes { text += " " + String(digits[Int(byte >> 4)]) + String(digits[Int(byte & 15)]) }
        return text
    }
}
