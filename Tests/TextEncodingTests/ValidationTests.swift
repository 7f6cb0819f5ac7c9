import Testing
import TextEncoding

@Suite struct ValidationTests {
    func firstInvalid(_ bytes: [UInt8]) -> Int? { bytes.withUnsafeBytes { UTF8Validation.firstInvalidOffset(in: $0) } }

    @Test func acceptsValidText() {
        #expect(firstInvalid([]) == nil)
        #expect(firstInvalid(Array("plain ASCII that is longer than thirty-two bytes, so that the fast path runs".utf8)) == nil)
        #expect(firstInvalid(Array("郑州市中原区 – naïve 😀 \u{800}\u{FFFF}\u{10FFFF}\u{D7FF}\u{E000}".utf8)) == nil)
    }

    @Test(
        arguments: [
            [0x80], [0xC1, 0xBF], [0xC2], [0xE0, 0x9F, 0xBF], [0xED, 0xA0, 0x80], [0xE4, 0xB8], [0xE4, 0x41, 0x41, 0x41],
            [0xF0, 0x8F, 0xBF, 0xBF],
            [0xF4, 0x90, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80], [0xFF],
        ] as [[UInt8]])
    func findsTheFirstBadByte(bad: [UInt8]) {
        // At every distance from the steps of 32, 8 and 1 bytes, after ASCII and after Chinese.
        for distance in 0..<70 {
            let ascii = [UInt8](repeating: 0x61, count: distance)
            #expect(firstInvalid(ascii + bad) == distance)
            #expect(firstInvalid(ascii + bad + ascii) == distance)
            #expect(firstInvalid(Array("中".utf8) + ascii + bad + ascii) == distance + 3)
        }
    }

    @Test func findsTheFirstByteThatIsNotASCII() {
        for distance in 0..<70 {
            let bytes = [UInt8](repeating: 0x61, count: distance) + [0xE4, 0xB8, 0xAD]
            #expect(bytes.withUnsafeBytes { UTF8Validation.firstNonASCIIOffset(in: $0) } == distance)
        }
        #expect([UInt8](repeating: 0x7F, count: 41).withUnsafeBytes { UTF8Validation.firstNonASCIIOffset(in: $0) } == 41)
    }
}
