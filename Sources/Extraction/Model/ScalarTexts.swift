import TextEncoding

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
