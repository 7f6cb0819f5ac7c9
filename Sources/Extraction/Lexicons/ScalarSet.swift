/// A set of Unicode scalars of the basic plane: a bit each in blocks of 64, of which those that are not empty are kept. A few dozen such sets are
/// asked at every place of a text, and together they should stay in the nearest cache.
struct ScalarSet: Sendable {
    /// For each 64 scalars the index of their block.
    private var places = [UInt16](repeating: 0, count: 1024)
    /// The first block is empty and stands for all that are.
    private var blocks: [UInt64] = [0]

    /// The set of the scalars of a text.
    init(_ members: String) {
        for scalar in members.unicodeScalars { insert(scalar.value) }
    }

    /// The set of some scalars.
    init(_ members: [UInt32]) {
        for member in members { insert(member) }
    }

    /// Adds a scalar of the basic plane; others are left out.
    mutating func insert(_ scalar: UInt32) {
        guard scalar < 0x10000 else { return }
        let place = Int(scalar >> 6)
        if places[place] == 0 {
            places[place] = UInt16(blocks.count)
            blocks.append(0)
        }
        blocks[Int(places[place])] |= 1 << UInt64(scalar & 63)
    }

    /// True for members.
    @inline(__always)
    func contains(_ scalar: UInt32) -> Bool {
        // There is a place for every 64 scalars below, and each leads to a block: the arrays need not look at them once more.
        scalar < 0x10000
            && places.withUnsafeBufferPointer { places in
                blocks.withUnsafeBufferPointer { $0[Int(places[Int(scalar >> 6)])] >> UInt64(scalar & 63) & 1 != 0 }
            }
    }
}

/// The value of a character written in the source.
@inline(__always)
func scalar(_ literal: Unicode.Scalar) -> UInt32 { literal.value }

/// True for Chinese characters, extension blocks and 〇 included.
@inline(__always)
func isHan(_ value: UInt32) -> Bool { value &- 0x4E00 < 0x5200 || value >= 0x3007 && isRareHan(value) }

/// True for the Chinese characters outside the block that nearly all are in.
@inline(never)
private func isRareHan(_ value: UInt32) -> Bool {
    (value >= 0x3400 && value <= 0x4DBF) || (value >= 0x20000 && value <= 0x323AF) || value == 0x3007
        || (value >= 0xF900 && value <= 0xFAFF)
}

/// True for the ASCII digits.
@inline(__always)
func isDigit(_ value: UInt32) -> Bool { value >= 0x30 && value <= 0x39 }

/// True for the ASCII letters.
@inline(__always)
func isLetter(_ value: UInt32) -> Bool { (value | 0x20) >= 0x61 && (value | 0x20) <= 0x7A }
