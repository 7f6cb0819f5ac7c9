/// Checks of UTF-8 on whole buffers.
package enum UTF8Validation {
    /// The offset of the first byte that is not part of valid UTF-8, or nil where all of `bytes` is valid.
    /// Runs of ASCII go by 32 bytes a step, three-byte characters, which is nearly all of Chinese, by one comparison each.
    package static func firstInvalidOffset(in bytes: UnsafeRawBufferPointer) -> Int? {
        guard let base = bytes.baseAddress else { return nil }
        let pointer = base.assumingMemoryBound(to: UInt8.self)
        let count = bytes.count
        let decoder = UTF8Decoder()
        var index = 0
        while index < count {
            index = firstNonASCIIOffset(in: bytes, from: index)
            while index < count, pointer[index] >= 0x80 {
                if index &+ 4 <= count {
                    let word = UInt32(littleEndian: base.loadUnaligned(fromByteOffset: index, as: UInt32.self))
                    // E0 and ED restrict their second byte; the decoder looks at those.
                    if word & 0x00C0_C0F0 == 0x0080_80E0, word & 0x0F != 0, word & 0x0F != 0x0D {
                        index &+= 3
                        continue
                    }
                }
                let character = decoder.decode(pointer + index, count &- index)
                if character.scalar >= DecodedCharacter.incomplete { return index }
                index &+= character.length
            }
        }
        return nil
    }

    /// The offset of the first byte at or after `start` that is 0x80 or more; the number of bytes where there is none.
    package static func firstNonASCIIOffset(in bytes: UnsafeRawBufferPointer, from start: Int = 0) -> Int {
        guard let base = bytes.baseAddress else { return 0 }
        let count = bytes.count
        var index = start
        let highBits: UInt64 = 0x8080_8080_8080_8080
        while index &+ 32 <= count {
            let first = base.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            let second = base.loadUnaligned(fromByteOffset: index &+ 8, as: UInt64.self)
            let third = base.loadUnaligned(fromByteOffset: index &+ 16, as: UInt64.self)
            let fourth = base.loadUnaligned(fromByteOffset: index &+ 24, as: UInt64.self)
            if (first | second | third | fourth) & highBits != 0 { break }
            index &+= 32
        }
        while index &+ 8 <= count {
            let word = UInt64(littleEndian: base.loadUnaligned(fromByteOffset: index, as: UInt64.self)) & highBits
            if word != 0 { return index &+ word.trailingZeroBitCount / 8 }
            index &+= 8
        }
        while index < count, base.load(fromByteOffset: index, as: UInt8.self) < 0x80 { index &+= 1 }
        return index
    }
}
