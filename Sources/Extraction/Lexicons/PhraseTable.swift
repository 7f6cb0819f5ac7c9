/// A set of phrases with a value each, matched against text in place: a trie whose edges are in one hash table.
///
/// A place where no phrase begins, which is nearly every place of a text, costs a look at one or two bits. A match costs one probe a scalar
/// and stops at the first scalar that no phrase goes on with.
package struct PhraseTable: Sendable {
    /// An edge of the trie with the node that it leads to. The root is node 0; each other node has exactly one edge to it.
    private struct Edge {
        /// `node << 32 | scalar`; 0 is an empty slot, since no phrase holds U+0000.
        var key: UInt64 = 0
        var target: Int32 = 0
        /// The value of the phrase that ends at the target, or -1.
        var value: Int32 = -1
    }

    /// Linear probing; the number of slots is a power of two, at most half of them taken.
    private var edges: [Edge] = []
    /// Three sets of bits one behind the other: for each scalar, taken modulo their number, that a phrase begins with; for each that is a
    /// phrase by itself; for each pair of scalars, hashed, that a phrase begins with. Empty where there are no phrases.
    private var beginnings: [UInt64] = []
    private var edgeCount = 0
    private var nodeCount: Int32 = 1

    /// The words of 64 bits that a set takes, and its bits.
    private static let setWords = 256
    private static let setBits = setWords * 64

    /// An empty table.
    package init() {}

    /// A table of phrases whose values are their indices.
    package init(_ phrases: [String]) {
        self.init()
        for (index, phrase) in phrases.enumerated() { insert(phrase.scalarValues, value: Int32(truncatingIfNeeded: index)) }
    }

    /// True for a table without phrases.
    package var isEmpty: Bool { edgeCount == 0 }

    @inline(__always)
    private static func slot(_ key: UInt64, _ mask: Int) -> Int {
        Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 32) & mask
    }

    // MARK: Building

    /// Adds a phrase, or gives a phrase that is there another value. Values are not negative; an empty phrase is left out.
    package mutating func insert(_ phrase: some Collection<UInt32>, value: Int32) {
        guard let first = phrase.first, value >= 0, !phrase.contains(0) else { return }
        if beginnings.isEmpty { beginnings = [UInt64](repeating: 0, count: Self.setWords * 3) }
        if edges.isEmpty { edges = [Edge](repeating: Edge(), count: 32) }
        mark(Self.bit(first))
        if let second = phrase.dropFirst().first { mark(Self.bit(first, second)) } else { mark(Self.bit(first) + Self.setBits) }
        var node: Int32 = 0
        var last = 0
        for scalar in phrase {
            let key = UInt64(UInt32(bitPattern: node)) << 32 | UInt64(scalar)
            last = slot(of: key)
            if edges[last].key == 0 {
                if (edgeCount + 1) * 2 > edges.count {
                    grow()
                    last = slot(of: key)
                }
                edges[last] = Edge(key: key, target: nodeCount)
                nodeCount += 1
                edgeCount += 1
            }
            node = edges[last].target
        }
        edges[last].value = value
    }

    /// Makes room in an empty table for phrases of about so many scalars in all, so that it need not grow.
    package mutating func reserveCapacity(scalars: Int) {
        guard edges.isEmpty else { return }
        var count = 32
        while count < scalars * 2 { count *= 2 }
        edges = [Edge](repeating: Edge(), count: count)
    }

    private mutating func mark(_ bit: Int) { beginnings[bit >> 6] |= 1 << UInt64(bit & 63) }

    /// The slot that holds a key, or the empty one where it belongs.
    private func slot(of key: UInt64) -> Int {
        let mask = edges.count - 1
        var slot = Self.slot(key, mask)
        while edges[slot].key != 0, edges[slot].key != key { slot = (slot + 1) & mask }
        return slot
    }

    private mutating func grow() {
        let old = edges
        edges = [Edge](repeating: Edge(), count: old.count * 2)
        for edge in old where edge.key != 0 { edges[slot(of: edge.key)] = edge }
    }

    // MARK: Matching

    /// The place of a scalar in the set of scalars that phrases begin with.
    @inline(__always)
    private static func bit(_ scalar: UInt32) -> Int { Int(scalar) & (setBits - 1) }

    /// The place of two scalars in the set of pairs.
    @inline(__always)
    private static func bit(_ first: UInt32, _ second: UInt32) -> Int {
        setBits * 2 + Int((first &* 0x9E37_79B1 ^ second &* 0x85EB_CA6B) >> 18)
    }

    @inline(__always)
    private func isMarked(_ bit: Int) -> Bool { beginnings[bit >> 6] >> UInt64(bit & 63) & 1 != 0 }

    /// Whether a phrase may begin with a scalar; false is certain.
    @inline(__always)
    private func mayBegin(_ scalar: UInt32) -> Bool { isMarked(Self.bit(scalar)) }

    /// Whether a phrase may begin with a scalar that a phrase begins with and the next one, 0 for none; false is certain.
    @inline(__always)
    private func mayGoOn(_ first: UInt32, _ second: UInt32) -> Bool {
        isMarked(Self.bit(first, second)) || isMarked(Self.bit(first) + Self.setBits)
    }

    /// The edge from a node over a scalar.
    @inline(__always)
    private static func step(_ edges: UnsafeBufferPointer<Edge>, _ node: Int32, _ scalar: UInt32) -> Edge? {
        let key = UInt64(UInt32(bitPattern: node)) << 32 | UInt64(scalar)
        let mask = edges.count - 1
        var slot = Self.slot(key, mask)
        while true {
            let edge = edges[slot]
            if edge.key == key { return edge }
            if edge.key == 0 { return nil }
            slot = (slot + 1) & mask
        }
    }

    /// The longest phrase that begins at a position and ends at or before `end` (default: the end of the text).
    @inline(__always)
    package func longestMatch(in text: UnsafeBufferPointer<UInt32>, at position: Int, end: Int? = nil) -> (length: Int, value: Int32)? {
        let limit = min(end ?? text.count, text.count)
        guard position >= 0, position < limit, edgeCount > 0, mayBegin(text[position]),
            mayGoOn(text[position], position + 1 < limit ? text[position + 1] : 0)
        else { return nil }
        return walk(text, position, limit)
    }

    /// The longest phrase that begins at a position and ends at or before `end` (default: the end of the text).
    @inline(__always)
    package func longestMatch(in text: [UInt32], at position: Int, end: Int? = nil) -> (length: Int, value: Int32)? {
        text.withUnsafeBufferPointer { longestMatch(in: $0, at: position, end: end) }
    }

    @inline(never)
    private func walk(_ text: UnsafeBufferPointer<UInt32>, _ position: Int, _ limit: Int) -> (length: Int, value: Int32)? {
        edges.withUnsafeBufferPointer { edges in
            var node: Int32 = 0
            var index = position
            var length = 0
            var value: Int32 = -1
            while index < limit, let edge = Self.step(edges, node, text[index]) {
                node = edge.target
                index += 1
                if edge.value >= 0 { (length, value) = (index - position, edge.value) }
            }
            return value >= 0 ? (length, value) : nil
        }
    }

    /// The longest phrase that ends at a position and begins at or after `start`. The table must hold the phrases reversed.
    @inline(__always)
    package func longestReversedMatch(
        in text: UnsafeBufferPointer<UInt32>, endingAt position: Int, start: Int = 0
    ) -> (length: Int, value: Int32)? {
        let end = min(position, text.count)
        guard end > max(start, 0), edgeCount > 0, mayBegin(text[end - 1]),
            mayGoOn(text[end - 1], end - 1 > max(start, 0) ? text[end - 2] : 0)
        else { return nil }
        return walkBack(text, end, max(start, 0))
    }

    /// The longest phrase that ends at a position and begins at or after `start`. The table must hold the phrases reversed.
    @inline(__always)
    package func longestReversedMatch(in text: [UInt32], endingAt position: Int, start: Int = 0) -> (length: Int, value: Int32)? {
        text.withUnsafeBufferPointer { longestReversedMatch(in: $0, endingAt: position, start: start) }
    }

    @inline(never)
    private func walkBack(_ text: UnsafeBufferPointer<UInt32>, _ end: Int, _ start: Int) -> (length: Int, value: Int32)? {
        edges.withUnsafeBufferPointer { edges in
            var node: Int32 = 0
            var index = end
            var length = 0
            var value: Int32 = -1
            while index > start, let edge = Self.step(edges, node, text[index - 1]) {
                node = edge.target
                index -= 1
                if edge.value >= 0 { (length, value) = (end - index, edge.value) }
            }
            return value >= 0 ? (length, value) : nil
        }
    }

    /// The value of exactly this phrase.
    package func value(of phrase: some Sequence<UInt32>) -> Int32? {
        guard edgeCount > 0 else { return nil }
        return edges.withUnsafeBufferPointer { edges in
            var node: Int32 = 0
            var value: Int32 = -1
            for scalar in phrase {
                if node == 0, !mayBegin(scalar) { return nil }
                guard let edge = Self.step(edges, node, scalar) else { return nil }
                (node, value) = (edge.target, edge.value)
            }
            return value >= 0 ? value : nil
        }
    }
}
