import CEncodingTables

/// What the bytes of a file are taken for.
package struct DetectedEncoding: Sendable, Equatable {
    /// The encoding, or nil where the bytes are no text at all.
    package let encoding: CharacterEncoding?
    /// Bytes of the byte order mark at the start, 0 where there is none.
    package let byteOrderMarkLength: Int
    /// From 0 (a guess for want of anything better) to 1 (a byte order mark, or valid UTF-8).
    package let confidence: Double

    /// Whether the bytes are no text: control characters or NULs that no encoding explains.
    package var isBinary: Bool { encoding == nil }

    package init(encoding: CharacterEncoding?, byteOrderMarkLength: Int = 0, confidence: Double) {
        self.encoding = encoding
        self.byteOrderMarkLength = byteOrderMarkLength
        self.confidence = confidence
    }
}

extension TextDecoder {
    /// How many bytes a judgement looks at, from the first byte that is not ASCII.
    private static let sampleLength = 1 << 18

    /// Tells the encoding of `bytes`, the whole of a file or a long beginning of it.
    ///
    /// A byte order mark decides. Else valid UTF-8 is UTF-8. Else each of GB18030, Big5 and the two orders of UTF-16 is tried, and the one wins whose
    /// reading looks most like Chinese: every character counts by how frequent it is. Where no reading is plausible the answer is UTF-8 with confidence 0, so
    /// that the error of decoding names the first bad byte; NULs and control characters that no encoding explains make it binary.
    package static func detect(_ bytes: UnsafeRawBufferPointer) -> DetectedEncoding {
        for encoding in [CharacterEncoding.utf8, .utf16LittleEndian, .utf16BigEndian, .gb18030] {
            let length = encoding.byteOrderMarkLength(in: bytes)
            if length > 0 { return DetectedEncoding(encoding: encoding, byteOrderMarkLength: length, confidence: 1) }
        }
        let head = UnsafeRawBufferPointer(rebasing: bytes.prefix(sampleLength))
        let controls = countControls(head)
        if controls.nulls > 0 {
            let wide = best([
                score(UTF16Decoder(bigEndian: false), .utf16LittleEndian, head),
                score(UTF16Decoder(bigEndian: true), .utf16BigEndian, head),
            ])
            return wide ?? DetectedEncoding(encoding: nil, confidence: 1)
        }
        if controls.others * 50 > head.count { return DetectedEncoding(encoding: nil, confidence: 1) }

        let firstHigh = UTF8Validation.firstNonASCIIOffset(in: bytes)
        if firstHigh == bytes.count { return DetectedEncoding(encoding: .utf8, confidence: 1) }
        let sample = UnsafeRawBufferPointer(rebasing: bytes[firstHigh...].prefix(sampleLength))
        let (valid, invalid) = countSequences(sample)
        if invalid == 0 { return DetectedEncoding(encoding: .utf8, confidence: 1) }
        // Bytes of another encoding are hardly ever valid UTF-8: where most are, the rest are damage.
        if valid >= 4 * invalid { return DetectedEncoding(encoding: .utf8, confidence: Double(valid) / Double(valid + invalid)) }

        let guess = best([
            score(GB18030Decoder(), .gb18030, sample), score(Big5Decoder(), .big5, sample),
            score(UTF16Decoder(bigEndian: false), .utf16LittleEndian, head), score(UTF16Decoder(bigEndian: true), .utf16BigEndian, head),
        ])
        return guess ?? DetectedEncoding(encoding: .utf8, confidence: 0)
    }

    /// Tells the encoding of an array of bytes; see the form for buffers.
    package static func detect(_ bytes: [UInt8]) -> DetectedEncoding {
        bytes.withUnsafeBytes { detect($0) }
    }

    private struct Score {
        var encoding: CharacterEncoding
        /// Mean weight of a character, from -8 to 3.
        var mean: Double
    }

    /// The candidate with the highest score if that is plausible at all; the first of equals.
    private static func best(_ scores: [Score]) -> DetectedEncoding? {
        var winner: Score?
        var second = 0.0
        for candidate in scores {
            if let current = winner, current.mean >= candidate.mean {
                second = max(second, candidate.mean)
            } else {
                second = max(second, winner?.mean ?? 0)
                winner = candidate
            }
        }
        guard let winner, winner.mean >= 0.5 else { return nil }
        return DetectedEncoding(encoding: winner.encoding, confidence: min(0.99, (winner.mean - second) / winner.mean))
    }

    /// Scores a reading. In encodings that keep ASCII those characters say nothing and are left out.
    private static func score<Decoder: ScalarDecoder>(_ decoder: Decoder, _ encoding: CharacterEncoding, _ sample: UnsafeRawBufferPointer)
        -> Score
    {
        guard let base = sample.baseAddress else { return Score(encoding: encoding, mean: 0) }
        let pointer = base.assumingMemoryBound(to: UInt8.self)
        let plausibility = encoding_table_plausibility()
        var counts: (Int, Int, Int, Int) = (0, 0, 0, 0)
        var index = 0
        while index < sample.count {
            let character = decoder.decode(pointer + index, sample.count - index)
            index += character.length
            if character.scalar == DecodedCharacter.incomplete { break }
            if Decoder.keepsASCII && character.scalar < 0x80 { continue }
            var rank: UInt8 = 1
            if character.scalar == DecodedCharacter.invalid {
                rank = 0
            } else if character.scalar < 0x10000 {
                rank = plausibility[Int(character.scalar >> 2)] >> (2 * UInt8(character.scalar & 3)) & 3
            }
            switch rank {
            case 0: counts.0 += 1
            case 1: counts.1 += 1
            case 2: counts.2 += 1
            default: counts.3 += 1
            }
        }
        let total = counts.0 + counts.1 + counts.2 + counts.3
        let sum = -8 * Double(counts.0) - 0.5 * Double(counts.1) + Double(counts.2) + 3 * Double(counts.3)
        return Score(encoding: encoding, mean: total == 0 ? 0 : sum / Double(total))
    }

    /// Counts NULs and the other control characters that texts do not hold (all of C0 but tab, line feed, vertical tab, form feed, return, substitute, escape).
    private static func countControls(_ bytes: UnsafeRawBufferPointer) -> (nulls: Int, others: Int) {
        var nulls = 0
        var others = 0
        for byte in bytes where byte < 0x20 {
            switch byte {
            case 0: nulls += 1
            case 0x09...0x0D, 0x1A, 0x1B: break
            default: others += 1
            }
        }
        return (nulls, others)
    }

    /// Counts valid multi-byte sequences of UTF-8 and places that are invalid; one cut off at the end of the sample is neither.
    private static func countSequences(_ bytes: UnsafeRawBufferPointer) -> (valid: Int, invalid: Int) {
        guard let base = bytes.baseAddress else { return (0, 0) }
        let pointer = base.assumingMemoryBound(to: UInt8.self)
        let decoder = UTF8Decoder()
        var valid = 0
        var invalid = 0
        var index = 0
        while index < bytes.count {
            let character = decoder.decode(pointer + index, bytes.count - index)
            index += character.length
            if character.scalar == DecodedCharacter.incomplete {
                // At the very end of a sample that is the whole text this is damage, but decoding reports it.
                break
            }
            if character.scalar == DecodedCharacter.invalid { invalid += 1 } else if character.length > 1 { valid += 1 }
        }
        return (valid, invalid)
    }
}
