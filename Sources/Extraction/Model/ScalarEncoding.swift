/// Scalars as UTF-8. What is no scalar becomes U+FFFD.
enum ScalarEncoding {
    /// How many bytes the scalars take.
    @inline(__always)
    static func byteCount(_ scalars: UnsafeBufferPointer<UInt32>) -> Int {
        var count = 0
        for scalar in scalars {
            count &+= scalar < 0x80 ? 1 : scalar < 0x800 ? 2 : scalar < 0x10000 || scalar > 0x10FFFF ? 3 : 4
        }
        return count
    }

    /// Writes the scalars to memory for at least `byteCount` bytes and returns how many were written.
    @inline(__always)
    static func encode(_ scalars: UnsafeBufferPointer<UInt32>, into start: UnsafeMutablePointer<UInt8>) -> Int {
        var next = start
        for scalar in scalars {
            if scalar < 0x80 {
                next[0] = UInt8(truncatingIfNeeded: scalar)
                next += 1
            } else if scalar < 0x800 {
                next[0] = UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6)
                next[1] = UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F)
                next += 2
            } else if scalar < 0x10000 || scalar > 0x10FFFF {
                // Surrogates by themselves are no scalars either.
                let value = scalar > 0x10FFFF || scalar & 0xF800 == 0xD800 ? 0xFFFD : scalar
                next[0] = UInt8(truncatingIfNeeded: 0xE0 | value >> 12)
                next[1] = UInt8(truncatingIfNeeded: 0x80 | value >> 6 & 0x3F)
                next[2] = UInt8(truncatingIfNeeded: 0x80 | value & 0x3F)
                next += 3
            } else {
                next[0] = UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18)
                next[1] = UInt8(truncatingIfNeeded: 0x80 | scalar >> 12 & 0x3F)
                next[2] = UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F)
                next[3] = UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F)
                next += 4
            }
        }
        return next - start
    }
}

extension String {
    /// A text of Unicode scalars; what is no scalar becomes U+FFFD.
    package init(scalars: UnsafeBufferPointer<UInt32>) {
        self.init(unsafeUninitializedCapacity: ScalarEncoding.byteCount(scalars)) { buffer in
            guard let start = buffer.baseAddress, !scalars.isEmpty else { return 0 }
            return ScalarEncoding.encode(scalars, into: start)
        }
    }

    /// A text of Unicode scalars; what is no scalar becomes U+FFFD.
    package init(scalars: [UInt32]) {
        self = scalars.withUnsafeBufferPointer { String(scalars: $0) }
    }

    /// A text of Unicode scalars; what is no scalar becomes U+FFFD.
    package init(scalars: ArraySlice<UInt32>) {
        self = scalars.withUnsafeBufferPointer { String(scalars: $0) }
    }

    /// The Unicode scalars of the text.
    package var scalarValues: [UInt32] { unicodeScalars.map(\.value) }
}
