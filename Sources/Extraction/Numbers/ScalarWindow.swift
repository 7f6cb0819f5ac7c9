/// A stretch of scalars to look at: positions are those of the whole text, and everything outside the stretch reads as 0, so that looking ahead
/// and behind needs no bounds checks at the caller and never sees a neighbouring sentence.
package struct ScalarWindow: Sendable {
    package let text: [UInt32]
    package let start: Int
    package let end: Int

    package init(_ text: [UInt32], start: Int = 0, end: Int? = nil) {
        self.text = text
        self.start = max(0, start)
        self.end = min(end ?? text.count, text.count)
    }

    package init(_ text: String) { self.init(text.unicodeScalars.map(\.value)) }

    @inline(__always)
    package subscript(position: Int) -> UInt32 {
        // The stretch lies inside the text, so that the array need not look at the position once more.
        position >= start && position < end ? text.withUnsafeBufferPointer { $0[position] } : 0
    }

    /// Whether the word stands at the position.
    @inline(__always)
    package func has(_ word: [UInt32], at position: Int) -> Bool {
        guard position >= start, position &+ word.count <= end else { return false }
        for offset in word.indices where text[position &+ offset] != word[offset] { return false }
        return true
    }

    /// Whether the word ends just before the position.
    @inline(__always)
    package func has(_ word: [UInt32], before position: Int) -> Bool { has(word, at: position &- word.count) }

    /// The first position from `position` on that is no blank.
    @inline(__always)
    package func skippingBlanks(from position: Int) -> Int {
        var next = position
        while ScalarClass.isBlank(self[next]) { next &+= 1 }
        return next
    }

    package func string(_ range: Range<Int>) -> String {
        let inside = range.clamped(to: start..<max(start, end))
        return inside.isEmpty ? "" : String(scalars: text[inside])
    }
}

/// What a scalar is, as far as numbers and names care.
package enum ScalarClass {
    @inline(__always)
    package static func isBlank(_ c: UInt32) -> Bool { c == 0x20 || c == 0x3000 || c == 0xA0 || c == 0x09 }

    /// 0…9 for an ASCII or full-width digit.
    @inline(__always)
    package static func digit(_ c: UInt32) -> Int? {
        if c >= 0x30 && c <= 0x39 { return Int(c &- 0x30) }
        if c >= 0xFF10 && c <= 0xFF19 { return Int(c &- 0xFF10) }
        return nil
    }

    @inline(__always)
    package static func isHan(_ c: UInt32) -> Bool {
        (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x20000 && c <= 0x323AF) || c == 0x3007
    }

    @inline(__always)
    package static func isLatin(_ c: UInt32) -> Bool {
        (c >= 0x41 && c <= 0x5A) || (c >= 0x61 && c <= 0x7A) || (c >= 0xFF21 && c <= 0xFF3A) || (c >= 0xFF41 && c <= 0xFF5A)
    }

    /// The scalar in ASCII width.
    @inline(__always)
    package static func folded(_ c: UInt32) -> UInt32 {
        if c >= 0xFF01 && c <= 0xFF5E { return c &- 0xFEE0 }
        return c == 0x3000 ? 0x20 : c
    }
}
