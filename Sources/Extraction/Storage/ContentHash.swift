/// SHA-256 of a file's bytes (FIPS 180-4): what the column `sha256` of `files` shows, and what corrections and caches know a file by.
package struct ContentHash: Sendable, Hashable {
    /// The eight words of the digest.
    package let words: (UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32)

    /// The hash of some bytes.
    package init(_ bytes: UnsafeRawBufferPointer) {
        var state: State = (
            0x6A09_E667, 0xBB67_AE85, 0x3C6E_F372, 0xA54F_F53A, 0x510E_527F, 0x9B05_688C, 0x1F83_D9AB, 0x5BE0_CD19
        )
        let whole = bytes.count / 64 * 64
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { schedule in
            var at = 0
            while at < whole {
                Self.fold(UnsafeRawBufferPointer(rebasing: bytes[at..<at + 64]), into: &state, schedule)
                at += 64
            }
            // The rest, a one bit, zeros, and the length in bits: one block or two.
            var tail = [UInt8](bytes[whole...])
            tail.append(0x80)
            while tail.count % 64 != 56 { tail.append(0) }
            let bits = UInt64(bytes.count) &* 8
            for shift in stride(from: UInt64(56), through: 0, by: -8) { tail.append(UInt8(truncatingIfNeeded: bits >> shift)) }
            tail.withUnsafeBytes { tail in
                for start in stride(from: 0, to: tail.count, by: 64) {
                    Self.fold(UnsafeRawBufferPointer(rebasing: tail[start..<start + 64]), into: &state, schedule)
                }
            }
        }
        words = state
    }

    /// The hash that sixty-four hexadecimal digits write; nil for anything else.
    package init?(hexadecimal text: some StringProtocol) {
        let digits = text.utf8.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        guard text.utf8.count == 64, digits.count == 64 else { return nil }
        let words = (0..<8).map { word in digits[word * 8..<word * 8 + 8].reduce(UInt32(0)) { $0 << 4 | UInt32($1) } }
        self.words = (words[0], words[1], words[2], words[3], words[4], words[5], words[6], words[7])
    }

    /// The hash that `write` wrote.
    package init(from reader: inout BinaryReader) {
        words = (
            reader.fixed(), reader.fixed(), reader.fixed(), reader.fixed(), reader.fixed(), reader.fixed(), reader.fixed(), reader.fixed()
        )
    }

    /// Appends the words.
    package func write(to writer: inout BinaryWriter) {
        for word in wordArray { writer.fixed(word) }
    }

    /// The words in order.
    private var wordArray: [UInt32] { [words.0, words.1, words.2, words.3, words.4, words.5, words.6, words.7] }

    /// Sixty-four hexadecimal digits.
    package var hexadecimal: String {
        let digits = Array("0123456789abcdef")
        var text = ""
        for word in wordArray { for shift in stride(from: UInt32(28), through: 0, by: -4) { text.append(digits[Int(word >> shift & 15)]) } }
        return text
    }

    package static func == (a: ContentHash, b: ContentHash) -> Bool {
        let (x, y) = (a.words, b.words)
        return (x.0, x.1, x.2, x.3) == (y.0, y.1, y.2, y.3) && (x.4, x.5, x.6, x.7) == (y.4, y.5, y.6, y.7)
    }

    package func hash(into hasher: inout Hasher) {
        // The words are as good as random already.
        hasher.combine(words.0)
        hasher.combine(words.1)
    }

    private typealias State = (UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32)

    private static func fold(_ block: UnsafeRawBufferPointer, into state: inout State, _ schedule: UnsafeMutableBufferPointer<UInt32>) {
        func rotated(_ value: UInt32, _ count: UInt32) -> UInt32 { value >> count | value << (32 - count) }
        for index in 0..<16 { schedule[index] = UInt32(bigEndian: block.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self)) }
        for index in 16..<64 {
            let (early, late) = (schedule[index - 15], schedule[index - 2])
            let first = rotated(early, 7) ^ rotated(early, 18) ^ early >> 3
            let second = rotated(late, 17) ^ rotated(late, 19) ^ late >> 10
            schedule[index] = schedule[index - 16] &+ first &+ schedule[index - 7] &+ second
        }
        var (a, b, c, d, e, f, g, h) = state
        roundConstants.withUnsafeBufferPointer { constants in
            for index in 0..<64 {
                let first = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)
                let choice = (e & f) ^ (~e & g)
                let one = h &+ first &+ choice &+ constants[index] &+ schedule[index]
                let second = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)
                let majority = (a & b) ^ (a & c) ^ (b & c)
                let two = second &+ majority
                (h, g, f, e, d, c, b, a) = (g, f, e, d &+ one, c, b, a, one &+ two)
            }
        }
        state = (
            state.0 &+ a, state.1 &+ b, state.2 &+ c, state.3 &+ d, state.4 &+ e, state.5 &+ f, state.6 &+ g, state.7 &+ h
        )
    }

    private static let roundConstants: [UInt32] = [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ]
}
