import TextEncoding

extension [UInt32] {
    /// The Unicode scalars of UTF-8, which must be well formed.
    init(utf8 bytes: UnsafeBufferPointer<UInt8>) {
        self.init(unsafeUninitializedCapacity: bytes.count) { buffer, count in
            for byte in bytes {
                if byte & 0xC0 != 0x80 {
                    buffer.initializeElement(
                        at: count, to: UInt32(byte < 0x80 ? byte : byte & (0x7F >> UInt8((~byte).leadingZeroBitCount))))
                    count += 1
                } else if count > 0 {
                    buffer[count - 1] = buffer[count - 1] << 6 | UInt32(byte & 0x3F)
                }
            }
        }
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
    package var scalarValues: [UInt32] {
        [UInt32](unsafeUninitializedCapacity: utf8.count) { buffer, count in
            for scalar in unicodeScalars {
                buffer.initializeElement(at: count, to: scalar.value)
                count += 1
            }
        }
    }
}
