/// Scalars as UTF-8. What is no scalar becomes U+FFFD.
package enum ScalarEncoding {
    /// How many bytes the scalars take.
    package static func byteCount(_ scalars: UnsafeBufferPointer<UInt32>) -> Int {
        var count = 0
        for scalar in scalars {
            count &+= scalar < 0x80 ? 1 : scalar < 0x800 ? 2 : scalar < 0x10000 || scalar > 0x10FFFF ? 3 : 4
        }
        return count
    }

    /// Writes the scalars to memory for at least `byteCount` bytes and returns how many were written.
    package static func encode(_ scalars: UnsafeBufferPointer<UInt32>, into start: UnsafeMutablePointer<UInt8>) -> Int {
        var sink = UTF8Sink(start: start)
        for scalar in scalars {
            // Surrogates by themselves are no scalars either.
            sink.append(scalar > 0x10FFFF || scalar & 0xFFFF_F800 == 0xD800 ? 0xFFFD : scalar)
        }
        return sink.next - start
    }
}
