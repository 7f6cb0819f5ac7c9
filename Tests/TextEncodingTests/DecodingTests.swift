import Testing
import TextEncoding

/// Expected values come from Python's codecs.
@Suite struct DecodingTests {
    static let simplified = "中原区2020年疫情防控：捐款3.5万元，𠮷野家"
    static let traditional = "臺北市政府發佈新聞，捐款三萬元。"
    static let gb18030: [UInt8] = [
        0xD6, 0xD0, 0xD4, 0xAD, 0xC7, 0xF8, 0x32, 0x30, 0x32, 0x30, 0xC4, 0xEA, 0xD2, 0xDF, 0xC7, 0xE9, 0xB7, 0xC0, 0xBF, 0xD8,
        0xA3, 0xBA, 0xBE, 0xE8, 0xBF, 0xEE, 0x33, 0x2E, 0x35, 0xCD, 0xF2, 0xD4, 0xAA, 0xA3, 0xAC, 0x95, 0x34, 0xB2, 0x35, 0xD2,
        0xB0, 0xBC, 0xD2,
    ]
    static let utf16LittleEndian: [UInt8] = [
        0x2D, 0x4E, 0x9F, 0x53, 0x3A, 0x53, 0x32, 0x00, 0x30, 0x00, 0x32, 0x00, 0x30, 0x00, 0x74, 0x5E, 0xAB, 0x75, 0xC5, 0x60,
        0x32, 0x96, 0xA7, 0x63, 0x1A, 0xFF, 0x50, 0x63, 0x3E, 0x6B, 0x33, 0x00, 0x2E, 0x00, 0x35, 0x00, 0x07, 0x4E, 0x43, 0x51,
        0x0C, 0xFF, 0x42, 0xD8, 0xB7, 0xDF, 0xCE, 0x91, 0xB6, 0x5B,
    ]
    static let utf16BigEndian: [UInt8] = [
        0x4E, 0x2D, 0x53, 0x9F, 0x53, 0x3A, 0x00, 0x32, 0x00, 0x30, 0x00, 0x32, 0x00, 0x30, 0x5E, 0x74, 0x75, 0xAB, 0x60, 0xC5,
        0x96, 0x32, 0x63, 0xA7, 0xFF, 0x1A, 0x63, 0x50, 0x6B, 0x3E, 0x00, 0x33, 0x00, 0x2E, 0x00, 0x35, 0x4E, 0x07, 0x51, 0x43,
        0xFF, 0x0C, 0xD8, 0x42, 0xDF, 0xB7, 0x91, 0xCE, 0x5B, 0xB6,
    ]
    static let big5: [UInt8] = [
        0xBB, 0x4F, 0xA5, 0x5F, 0xA5, 0xAB, 0xAC, 0x46, 0xA9, 0xB2, 0xB5, 0x6F, 0xA7, 0x47, 0xB7, 0x73, 0xBB, 0x44, 0xA1, 0x41,
        0xAE, 0xBD, 0xB4, 0xDA, 0xA4, 0x54, 0xB8, 0x55, 0xA4, 0xB8, 0xA1, 0x43,
    ]

    static func scalars(_ text: String) -> [UInt32] { text.unicodeScalars.map(\.value) }

    @Test func decodesEachEncoding() throws {
        let expected = Self.scalars(Self.simplified)
        #expect(try TextDecoder.decodeScalars(Array(Self.simplified.utf8), encoding: .utf8) == expected)
        #expect(try TextDecoder.decodeScalars(Self.gb18030, encoding: .gb18030) == expected)
        #expect(try TextDecoder.decodeScalars(Self.utf16LittleEndian, encoding: .utf16LittleEndian) == expected)
        #expect(try TextDecoder.decodeScalars(Self.utf16BigEndian, encoding: .utf16BigEndian) == expected)
        #expect(try TextDecoder.decodeScalars(Self.big5, encoding: .big5) == Self.scalars(Self.traditional))
        #expect(try TextDecoder.decodeScalars([UInt8](), encoding: .gb18030) == [])
    }

    @Test func byteOrderMarkIsNotCounted() throws {
        #expect(try TextDecoder.decodeScalars([0xEF, 0xBB, 0xBF, 0x61], encoding: .utf8) == [0x61])
        #expect(try TextDecoder.decodeScalars([0xFF, 0xFE, 0x61, 0x00], encoding: .utf16LittleEndian) == [0x61])
        #expect(try TextDecoder.decodeScalars([0xFE, 0xFF, 0x00, 0x61], encoding: .utf16BigEndian) == [0x61])
        #expect(try TextDecoder.decodeScalars([0x84, 0x31, 0x95, 0x33, 0x61], encoding: .gb18030) == [0x61])
        // A second one is a character of the text.
        #expect(try TextDecoder.decodeScalars([0xEF, 0xBB, 0xBF, 0xEF, 0xBB, 0xBF], encoding: .utf8) == [0xFEFF])
    }

    @Test(
        arguments: [
            ([0x81, 0x30, 0x81, 0x30], 0x80), ([0x81, 0x30, 0x84, 0x34], 0xA2), ([0x81, 0x36, 0xA5, 0x31], 0x200F),
            ([0x81, 0x38, 0xFD, 0x39], 0x2E82), ([0x84, 0x31, 0xA4, 0x39], 0xFFFF), ([0x90, 0x30, 0x81, 0x30], 0x10000),
            ([0xE3, 0x32, 0x9A, 0x35], 0x10FFFF), ([0xA2, 0xA1], 0x2170), ([0xFE, 0xFE], 0xE4C5), ([0x81, 0x40], 0x4E02),
            ([0xA9, 0x89], 0x303E), ([0xFE, 0x50], 0x2E81), ([0x7F], 0x7F),
        ] as [([UInt8], UInt32)])
    func gb18030Boundaries(bytes: [UInt8], scalar: UInt32) throws {
        #expect(try TextDecoder.decodeScalars(bytes, encoding: .gb18030) == [scalar])
    }

    @Test(
        arguments: [
            ([0xA1, 0x40], [0x3000]), ([0xF9, 0xD5], [0x9F98]), ([0x88, 0x62], [0xCA, 0x304]), ([0x88, 0xA5], [0xEA, 0x30C]),
            ([0x87, 0x40], [0x43F0]), ([0xC6, 0xA1], [0x2460]), ([0xA4, 0xA4], [0x4E2D]), ([0xF9, 0xFE], [0x2593]),
        ] as [([UInt8], [UInt32])])
    func big5Boundaries(bytes: [UInt8], scalars: [UInt32]) throws {
        #expect(try TextDecoder.decodeScalars(bytes, encoding: .big5) == scalars)
    }

    /// Bytes, encoding, offset of the error, and how many U+FFFD replacing gives.
    @Test(
        arguments: [
            ([0x61, 0xFF], .utf8, 1, 1), ([0xC0, 0x80], .utf8, 0, 2), ([0xE0, 0x80, 0x80], .utf8, 0, 3), ([0xED, 0xA0, 0x80], .utf8, 0, 3),
            ([0xF4, 0x90, 0x80, 0x80], .utf8, 0, 4), ([0xE4, 0xB8], .utf8, 0, 1), ([0xF0, 0x90, 0x61], .utf8, 0, 1), ([0xF5], .utf8, 0, 1),
            ([0x61, 0x80], .gb18030, 1, 1), ([0xE3, 0x32, 0x9A, 0x36], .gb18030, 0, 2), ([0x84, 0x31, 0xA5, 0x30], .gb18030, 0, 2),
            ([0x81], .gb18030, 0, 1), ([0x81, 0x30, 0x81], .gb18030, 0, 1), ([0x00, 0xD8], .utf16LittleEndian, 0, 1),
            ([0x00, 0xDC, 0x61, 0x00], .utf16LittleEndian, 0, 1), ([0x61, 0x00, 0x62], .utf16LittleEndian, 2, 1),
            ([0xA4, 0x20], .big5, 0, 1),
        ] as [([UInt8], CharacterEncoding, Int, Int)])
    func invalidBytes(bytes: [UInt8], encoding: CharacterEncoding, offset: Int, replacements: Int) throws {
        let error = #expect(throws: TextDecodingError.self) { _ = try TextDecoder.decodeScalars(bytes, encoding: encoding) }
        #expect(error?.offset == offset)
        let replaced = try TextDecoder.decodeScalars(bytes, encoding: encoding, invalid: .replace)
        #expect(replaced.filter { $0 == 0xFFFD }.count == replacements)
    }

    @Test func errorNamesTheBytes() {
        let error = #expect(throws: TextDecodingError.self) { _ = try TextDecoder.decodeScalars([0x61, 0xFF, 0x41], encoding: .utf8) }
        #expect(error?.description == "invalid UTF-8 at byte offset 1: FF 41")
    }

    @Test func transcodesToUTF8() throws {
        func transcode(_ bytes: [UInt8], _ encoding: CharacterEncoding) throws -> String {
            try bytes.withUnsafeBytes { source in
                let output = UnsafeMutableRawBufferPointer.allocate(byteCount: TextDecoder.maximumUTF8Count(of: bytes.count), alignment: 1)
                defer { output.deallocate() }
                let count = try TextDecoder.transcodeToUTF8(source, encoding: encoding, into: output)
                return String(decoding: output[..<count], as: UTF8.self)
            }
        }
        #expect(try transcode(Self.gb18030, .gb18030) == Self.simplified)
        #expect(try transcode(Self.utf16LittleEndian, .utf16LittleEndian) == Self.simplified)
        #expect(try transcode(Self.utf16BigEndian, .utf16BigEndian) == Self.simplified)
        #expect(try transcode(Self.big5, .big5) == Self.traditional)
        #expect(try transcode(Array("id,amount\n1,2.50\n".utf8), .gb18030) == "id,amount\n1,2.50\n")
    }

    @Test func everyBytePairDecodesOrFails() throws {
        // No pair of bytes may trap, and replacing never fails.
        for encoding in CharacterEncoding.allCases {
            var bytes: [UInt8] = []
            for first in UInt8.min...UInt8.max {
                for second in UInt8.min...UInt8.max { bytes += [first, second] }
            }
            #expect(try !TextDecoder.decodeScalars(bytes, encoding: encoding, invalid: .replace).isEmpty)
        }
    }

    @Test func lineBoundaries() {
        let narrow: [UInt8] = [0x61, 0x0A, 0x62, 0x63, 0x0A, 0x64]
        narrow.withUnsafeBytes { bytes in
            #expect([0, 2, 3, 5, 6].map { TextDecoder.lineBoundary(in: bytes, encoding: .utf8, near: $0) } == [2, 2, 5, 5, 6])
        }
        // U+0A0A and U+0A61 hold the byte of a line feed without being one.
        let wide: [UInt8] = [0x0A, 0x0A, 0x61, 0x0A, 0x0A, 0x00, 0x61, 0x00]
        wide.withUnsafeBytes { bytes in
            #expect([0, 3, 6, 7].map { TextDecoder.lineBoundary(in: bytes, encoding: .utf16LittleEndian, near: $0) } == [6, 6, 6, 8])
        }
    }

    @Test func encodingNames() {
        #expect(CharacterEncoding(name: "GB18030") == .gb18030)
        #expect(CharacterEncoding(name: "gbk") == .gb18030)
        #expect(CharacterEncoding(name: "utf8") == .utf8)
        #expect(CharacterEncoding(name: "UTF_16-le") == .utf16LittleEndian)
        #expect(CharacterEncoding(name: "latin-9") == nil)
    }
}
