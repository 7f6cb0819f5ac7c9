/// A set of phrases with a value each, matched against text in place: a trie whose edges are in one hash table.
///
/// A match costs one probe a scalar and stops at the first scalar that no phrase goes on with.
package struct PhraseTable: Sendable {
    /// Edges: (node << 32 | scalar) to node, linear probing; 0 is an empty slot since no phrase begins with U+0000 at node 0.
    private var keys: [UInt64]
    private var targets: [Int32]
    /// For each node its phrase's value, or -1.
    private var values: [Int32] = [-1]
    private var edgeCount = 0
    /// The length of the longest phrase.
    package private(set) var longest = 0

    /// An empty table.
    package init() {
        keys = [UInt64](repeating: 0, count: 64)
        targets = [Int32](repeating: 0, count: 64)
    }

    /// A table of phrases whose values are their indices.
    package init(_ phrases: [String]) {
        self.init()
        for (index, phrase) in phrases.enumerated() { insert(phrase.scalarValues, value: Int32(truncatingIfNeeded: index)) }
    }

    /// The number of nodes; an empty table has one.
    package var isEmpty: Bool { edgeCount == 0 }

    @inline(__always)
    private static func slot(_ key: UInt64, _ mask: Int) -> Int {
        Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 32) & mask
    }

    /// Adds a phrase, or gives a phrase that is there another value. Values are not negative; an empty phrase is left out.
    package mutating func insert(_ phrase: [UInt32], value: Int32) {
        guard !phrase.isEmpty, value >= 0, !phrase.contains(0) else { return }
        var node: Int32 = 0
        for scalar in phrase {
            if let next = step(node, scalar) {
                node = next
                continue
            }
            if (edgeCount + 1) * 2 > keys.count { grow() }
            let created = Int32(truncatingIfNeeded: values.count)
            values.append(-1)
            place(UInt64(UInt32(bitPattern: node)) << 32 | UInt64(scalar), created)
            edgeCount += 1
            node = created
        }
        values[Int(node)] = value
        longest = max(longest, phrase.count)
    }

    private mutating func place(_ key: UInt64, _ target: Int32) {
        let mask = keys.count - 1
        var slot = Self.slot(key, mask)
        while keys[slot] != 0 { slot = (slot + 1) & mask }
        keys[slot] = key
        targets[slot] = target
    }

    private mutating func grow() {
        let oldKeys = keys
        let oldTargets = targets
        keys = [UInt64](repeating: 0, count: oldKeys.count * 2)
        targets = [Int32](repeating: 0, count: oldKeys.count * 2)
        for index in oldKeys.indices where oldKeys[index] != 0 { place(oldKeys[index], oldTargets[index]) }
    }

    @inline(__always)
    private func step(_ node: Int32, _ scalar: UInt32) -> Int32? {
        let key = UInt64(UInt32(bitPattern: node)) << 32 | UInt64(scalar)
        let mask = keys.count - 1
        var slot = Self.slot(key, mask)
        while keys[slot] != 0 {
            if keys[slot] == key { return targets[slot] }
            slot = (slot + 1) & mask
        }
        return nil
    }

    /// The longest phrase that begins at a position and ends at or before `end` (default: the end of the text).
    package func longestMatch(in text: [UInt32], at position: Int, end: Int? = nil) -> (length: Int, value: Int32)? {
        let limit = min(end ?? text.count, text.count)
        var node: Int32 = 0
        var index = position
        var best: (length: Int, value: Int32)?
        while index < limit, index >= 0, let next = step(node, text[index]) {
            node = next
            index += 1
            if values[Int(node)] >= 0 { best = (index - position, values[Int(node)]) }
        }
        return best
    }

    /// The longest phrase that ends at a position and begins at or after `start`. The table must hold the phrases reversed.
    package func longestReversedMatch(in text: [UInt32], endingAt position: Int, start: Int = 0) -> (length: Int, value: Int32)? {
        var node: Int32 = 0
        var index = min(position, text.count)
        let end = index
        var best: (length: Int, value: Int32)?
        while index > max(start, 0), let next = step(node, text[index - 1]) {
            node = next
            index -= 1
            if values[Int(node)] >= 0 { best = (end - index, values[Int(node)]) }
        }
        return best
    }

    /// The value of exactly this phrase.
    package func value(of phrase: some Sequence<UInt32>) -> Int32? {
        var node: Int32 = 0
        for scalar in phrase {
            guard let next = step(node, scalar) else { return nil }
            node = next
        }
        return values[Int(node)] >= 0 ? values[Int(node)] : nil
    }
}
