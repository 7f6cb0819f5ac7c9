/// Appends numbers and bytes in the form that `BinaryReader` reads: fixed numbers with the least significant byte first, counts in
/// seven bits a byte.
package struct BinaryWriter: Sendable {
    /// What was written.
    package private(set) var bytes: [UInt8] = []

    /// Nothing written yet.
    package init() {}

    /// Appends a number of fixed size.
    package mutating func fixed(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    /// Appends a number in as few bytes as it needs.
    package mutating func count(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// Appends a signed number in as few bytes as it needs.
    package mutating func signed(_ value: Int64) {
        count(UInt64(bitPattern: value << 1 ^ value >> 63))
    }

    /// Appends bytes as they are.
    package mutating func raw(_ other: some Sequence<UInt8>) { bytes.append(contentsOf: other) }
}

/// Reads what `BinaryWriter` wrote. Whatever the bytes are, reading never leaves them: behind their end it gives zeros and says so.
package struct BinaryReader {
    private let bytes: UnsafeRawBufferPointer
    private var at = 0
    /// Whether more was asked for than there is.
    package private(set) var isExhausted = false

    /// Reads from the beginning of `bytes`, which must outlive the reader.
    package init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// Whether all was read and nothing too much.
    package var isAtEnd: Bool { at == bytes.count && !isExhausted }

    /// A number of fixed size.
    package mutating func fixed<Number: FixedWidthInteger>(_ type: Number.Type = Number.self) -> Number {
        guard let part = raw(MemoryLayout<Number>.size) else { return 0 }
        return Number(littleEndian: part.loadUnaligned(as: Number.self))
    }

    /// A number of eight bytes.
    package mutating func word() -> UInt64 { fixed() }

    /// A number of one byte.
    package mutating func byte() -> UInt8 { fixed() }

    /// A number that `BinaryWriter.count` wrote.
    package mutating func count() -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while shift < 64 {
            guard at < bytes.count else {
                isExhausted = true
                return 0
            }
            let byte = bytes[at]
            at += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        isExhausted = true
        return 0
    }

    /// A number that `BinaryWriter.signed` wrote.
    package mutating func signed() -> Int64 {
        let value = count()
        return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }

    /// The next bytes; nil where there are not so many.
    package mutating func raw(_ count: Int) -> UnsafeRawBufferPointer? {
        guard count >= 0, count <= bytes.count - at else {
            isExhausted = true
            return nil
        }
        defer { at += count }
        return UnsafeRawBufferPointer(rebasing: bytes[at..<at + count])
    }
}
