/// Turns bytes of a known encoding into scalars or UTF-8.
package enum TextDecoder {
    /// The Unicode scalars of `bytes`. A byte order mark at the start is left out and not counted.
    /// - Throws: `TextDecodingError` for bytes that the encoding does not allow, unless `invalid` says to replace them.
    package static func decodeScalars(
        _ bytes: UnsafeRawBufferPointer, encoding: CharacterEncoding, invalid: InvalidBytePolicy = .fail
    ) throws(TextDecodingError) -> [UInt32] {
        let start = encoding.byteOrderMarkLength(in: bytes)
        let text = UnsafeRawBufferPointer(rebasing: bytes[start...])
        var failure: TextDecodingError?
        // No encoding has more scalars than bytes.
        let scalars = [UInt32](unsafeUninitializedCapacity: text.count) { buffer, written in
            guard let base = buffer.baseAddress else { return }
            do throws(TextDecodingError) {
                var sink = ScalarSink(start: base)
                try decode(text, encoding, invalid, start, &sink)
                written = sink.next - base
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return scalars
    }

    /// The Unicode scalars of an array of bytes; see the form for buffers.
    package static func decodeScalars(
        _ bytes: [UInt8], encoding: CharacterEncoding, invalid: InvalidBytePolicy = .fail
    ) throws(TextDecodingError) -> [UInt32] {
        let result = bytes.withUnsafeBytes { (buffer) -> Result<[UInt32], TextDecodingError> in
            do throws(TextDecodingError) {
                return .success(try decodeScalars(buffer, encoding: encoding, invalid: invalid))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// The most bytes that `count` bytes of any encoding here can take in UTF-8: an invalid byte becomes the three of U+FFFD.
    package static func maximumUTF8Count(of count: Int) -> Int { count &* 3 }

    /// Writes `bytes` as UTF-8 into `output` and returns the number of bytes written. A byte order mark is not special here: leave it out of `bytes`.
    ///
    /// A large file can be cut at `lineBoundary(in:encoding:near:)` and its parts transcoded independently.
    /// - Parameters:
    ///   - output: at least `maximumUTF8Count(of:)` bytes.
    ///   - offset: where `bytes` begin in the file, for the error.
    /// - Throws: `TextDecodingError` for bytes that the encoding does not allow, unless `invalid` says to replace them.
    package static func transcodeToUTF8(
        _ bytes: UnsafeRawBufferPointer, encoding: CharacterEncoding, into output: UnsafeMutableRawBufferPointer,
        invalid: InvalidBytePolicy = .fail, offset: Int = 0
    ) throws(TextDecodingError) -> Int {
        precondition(output.count >= maximumUTF8Count(of: bytes.count), "the caller provides for the longest result")
        guard let base = output.baseAddress, !bytes.isEmpty else { return 0 }
        let start = base.assumingMemoryBound(to: UInt8.self)
        var sink = UTF8Sink(start: start)
        try decode(bytes, encoding, invalid, offset, &sink)
        return sink.next - start
    }

    /// The first offset at or after `near` that follows a line feed, or the end of `bytes`: a place where a text can be cut.
    /// In the byte encodings here a line feed is never the second byte of a character; in UTF-16 it is looked for in units.
    package static func lineBoundary(in bytes: UnsafeRawBufferPointer, encoding: CharacterEncoding, near: Int) -> Int {
        let count = bytes.count
        switch encoding {
        case .utf8, .gb18030, .big5:
            var index = max(near, 1)
            while index <= count {
                if bytes[index - 1] == 0x0A { return index }
                index += 1
            }
        case .utf16LittleEndian, .utf16BigEndian:
            let low = encoding == .utf16LittleEndian ? 0 : 1
            var index = max((near + 1) & ~1, 2)
            while index <= count {
                if bytes[index - 2 + low] == 0x0A && bytes[index - 1 - low] == 0 { return index }
                index += 2
            }
        }
        return count
    }

    private static func decode<Sink: CharacterSink>(
        _ bytes: UnsafeRawBufferPointer, _ encoding: CharacterEncoding, _ invalid: InvalidBytePolicy, _ offset: Int, _ sink: inout Sink
    ) throws(TextDecodingError) {
        let bad: Int?
        let replace = invalid == .replace
        switch encoding {
        case .utf8: bad = run(UTF8Decoder(), bytes, replace, &sink)
        case .utf16LittleEndian: bad = run(UTF16Decoder(bigEndian: false), bytes, replace, &sink)
        case .utf16BigEndian: bad = run(UTF16Decoder(bigEndian: true), bytes, replace, &sink)
        case .gb18030: bad = run(GB18030Decoder(), bytes, replace, &sink)
        case .big5: bad = run(Big5Decoder(), bytes, replace, &sink)
        }
        if let bad {
            throw TextDecodingError(encoding: encoding, offset: offset + bad, bytes: Array(bytes[bad...].prefix(4)))
        }
    }

    /// Decodes all of `bytes`; returns the offset of the first invalid byte unless they are to be replaced.
    private static func run<Decoder: ScalarDecoder, Sink: CharacterSink>(
        _ decoder: Decoder, _ bytes: UnsafeRawBufferPointer, _ replace: Bool, _ sink: inout Sink
    ) -> Int? {
        guard let base = bytes.baseAddress else { return nil }
        let pointer = base.assumingMemoryBound(to: UInt8.self)
        let count = bytes.count
        var index = 0
        while index < count {
            if Decoder.keepsASCII, pointer[index] < 0x80 {
                while index &+ 8 <= count, base.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 == 0 {
                    sink.appendEightASCII(pointer + index)
                    index &+= 8
                }
                if index == count { break }
            }
            let character = decoder.decode(pointer + index, count &- index)
            if character.scalar <= 0x10FFFF {
                sink.append(character.scalar)
            } else if character.scalar < DecodedCharacter.incomplete {
                sink.append(character.scalar >> 16)
                sink.append(character.scalar & 0xFFFF)
            } else {
                if !replace { return index }
                sink.append(0xFFFD)
            }
            index &+= character.length
        }
        return nil
    }
}

/// Takes decoded characters; both forms write to memory whose size the caller has proved sufficient.
protocol CharacterSink {
    mutating func append(_ scalar: UInt32)
    mutating func appendEightASCII(_ bytes: UnsafePointer<UInt8>)
}

struct ScalarSink: CharacterSink {
    var next: UnsafeMutablePointer<UInt32>

    init(start: UnsafeMutablePointer<UInt32>) { next = start }

    @inline(__always)
    mutating func append(_ scalar: UInt32) {
        next.initialize(to: scalar)
        next += 1
    }

    @inline(__always)
    mutating func appendEightASCII(_ bytes: UnsafePointer<UInt8>) {
        for index in 0..<8 { (next + index).initialize(to: UInt32(bytes[index])) }
        next += 8
    }
}

struct UTF8Sink: CharacterSink {
    var next: UnsafeMutablePointer<UInt8>

    init(start: UnsafeMutablePointer<UInt8>) { next = start }

    @inline(__always)
    mutating func append(_ scalar: UInt32) {
        if scalar < 0x80 {
            next[0] = UInt8(truncatingIfNeeded: scalar)
            next += 1
        } else if scalar < 0x800 {
            next[0] = UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6)
            next[1] = UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F)
            next += 2
        } else if scalar < 0x10000 {
            next[0] = UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12)
            next[1] = UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F)
            next[2] = UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F)
            next += 3
        } else {
            next[0] = UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18)
            next[1] = UInt8(truncatingIfNeeded: 0x80 | scalar >> 12 & 0x3F)
            next[2] = UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F)
            next[3] = UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F)
            next += 4
        }
    }

    @inline(__always)
    mutating func appendEightASCII(_ bytes: UnsafePointer<UInt8>) {
        UnsafeMutableRawPointer(next).storeBytes(of: UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self), as: UInt64.self)
        next += 8
    }
}
