extension [UInt32] {
    /// The first place of a range whose scalar is wanted. What few places of a text can be is looked for in this one narrow loop, before anything
    /// else is asked of them.
    @inline(__always)
    func firstPlace(in range: Range<Int>, where isWanted: (UInt32) -> Bool) -> Int? {
        let end = Swift.min(range.upperBound, count)
        var position = Swift.max(range.lowerBound, 0)
        return withUnsafeBufferPointer { text in
            while position < end {
                if isWanted(text[position]) { return position }
                position &+= 1
            }
            return nil
        }
    }
}

/// Search for short patterns in ranges of scalars.
enum ScalarSearch {
    /// True where the pattern stands at a position and ends at or before `end`.
    static func matches(_ text: [UInt32], _ pattern: [UInt32], at position: Int, end: Int) -> Bool {
        guard position >= 0, position + pattern.count <= min(end, text.count) else { return false }
        for index in pattern.indices where text[position + index] != pattern[index] { return false }
        return true
    }

    /// The first place of a pattern inside a range.
    static func first(_ pattern: [UInt32], in text: [UInt32], _ range: Range<Int>) -> Int? {
        guard let head = pattern.first, range.count >= pattern.count else { return nil }
        var index = range.lowerBound
        let last = range.upperBound - pattern.count
        while index <= last {
            if text[index] == head, matches(text, pattern, at: index, end: range.upperBound) { return index }
            index += 1
        }
        return nil
    }

    /// The range without blanks at its ends.
    static func trimmed(_ text: [UInt32], _ range: Range<Int>) -> Range<Int> {
        var low = range.lowerBound
        var high = range.upperBound
        while low < high, text[low] == 0x20 { low += 1 }
        while high > low, text[high - 1] == 0x20 { high -= 1 }
        return low..<high
    }
}
