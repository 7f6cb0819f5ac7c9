/// How often short runs of scalars stand in one text. A run is kept by its place, so that counting allocates nothing for each.
struct RunCounts {
    private struct Slot {
        var hash: UInt32 = 0
        var start: Int32 = 0
        var length: Int32 = 0
        /// 0 for an empty slot.
        var count: Int32 = 0
    }

    /// Linear probing; the number of slots is a power of two, at most half of them taken.
    private var slots = [Slot](repeating: Slot(), count: 256)
    private var used = 0

    /// Counts a run of the text once more. All calls are about the same text.
    mutating func add(_ range: Range<Int>, of text: UnsafeBufferPointer<UInt32>) {
        if used * 2 >= slots.count { grow() }
        let hash = Self.hash(text, range)
        let slot = slot(of: range, hash, text)
        if slots[slot].count == 0 {
            slots[slot] = Slot(
                hash: hash, start: Int32(truncatingIfNeeded: range.lowerBound), length: Int32(truncatingIfNeeded: range.count), count: 1)
            used += 1
        } else {
            slots[slot].count &+= 1
        }
    }

    /// How often a run of the text was counted.
    func count(_ range: Range<Int>, of text: UnsafeBufferPointer<UInt32>) -> Int {
        Int(slots[slot(of: range, Self.hash(text, range), text)].count)
    }

    /// The slot that holds a run, or the empty one where it belongs.
    private func slot(of range: Range<Int>, _ hash: UInt32, _ text: UnsafeBufferPointer<UInt32>) -> Int {
        let mask = slots.count - 1
        var slot = Int(hash) & mask
        while slots[slot].count != 0 {
            if slots[slot].hash == hash, Int(slots[slot].length) == range.count, isSame(text, Int(slots[slot].start), range) { return slot }
            slot = (slot + 1) & mask
        }
        return slot
    }

    private func isSame(_ text: UnsafeBufferPointer<UInt32>, _ start: Int, _ range: Range<Int>) -> Bool {
        for step in 0..<range.count where text[start + step] != text[range.lowerBound + step] { return false }
        return true
    }

    private static func hash(_ text: UnsafeBufferPointer<UInt32>, _ range: Range<Int>) -> UInt32 {
        var hash: UInt64 = 0
        for position in range { hash = (hash ^ UInt64(text[position])) &* 0x9E37_79B9_7F4A_7C15 }
        return UInt32(truncatingIfNeeded: hash >> 32)
    }

    private mutating func grow() {
        let old = slots
        slots = [Slot](repeating: Slot(), count: old.count * 2)
        let mask = slots.count - 1
        for entry in old where entry.count != 0 {
            var slot = Int(entry.hash) & mask
            while slots[slot].count != 0 { slot = (slot + 1) & mask }
            slots[slot] = entry
        }
    }
}
