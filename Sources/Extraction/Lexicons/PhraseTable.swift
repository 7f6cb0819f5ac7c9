/// A set of phrases with a value each, matched against text in place: a trie whose edges are in one hash table.
///
/// A place where no phrase begins, which is nearly every place of a text, costs a look at a few bits. A match costs one probe a scalar and
/// stops at the first scalar that no phrase goes on with.
package struct PhraseTable: Sendable {
    // What matters for the time is how much memory a walk touches, since a text leads it to ever other places: an edge takes eight bytes, and the
    // filters grow with the table.

    /// The edges of the trie: `node << 32 | scalar`, with `endFlag` where a phrase ends behind the edge and `forkFlag` where one goes on there, so
    /// that no memory is touched to find that none does; 0 for an empty slot, since no phrase holds U+0000. The root is node 0; a node under the root is `secondFlag` and its scalar, so that a walk begins at the second edge where
    /// no phrase is the first scalar alone; any other node is the number of the slot of the edge that leads to it, counted from 1.
    ///
    /// Linear probing; the number of slots is a power of two, at most two thirds of them taken.
    private var edges: [UInt64] = []
    /// For each slot the value of the phrase that ends behind its edge.
    private var values: [Int32] = []
    /// The slots taken in the order in which they were, so that an edge comes behind the one that leads to it.
    private var order: [Int32] = []
    /// For each scalar, taken modulo their number, two bits: whether a phrase begins with it, and whether it is a phrase by itself. Behind them a
    /// set of bits: for each pair of scalars, hashed, that a phrase begins with. Empty where there are no phrases.
    private var beginnings: [UInt64] = []
    /// The scalars and the pairs that are told apart; powers of two.
    private var scalarCount = 0
    private var pairCount = 0

    /// No scalar has these bits.
    private static let endFlag: UInt64 = 1 << 31
    private static let forkFlag: UInt64 = 1 << 30
    private static let flags = endFlag | forkFlag
    /// No slot has a number with this bit.
    private static let secondFlag = 1 << 31
    private static let fewestSlots = 32

    /// An empty table.
    package init() {}

    /// A table of phrases whose values are their indices.
    package init(_ phrases: [String]) {
        self.init()
        for (index, phrase) in phrases.enumerated() { insert(phrase.scalarValues, value: Int32(truncatingIfNeeded: index)) }
    }

    /// True for a table without phrases.
    package var isEmpty: Bool { order.isEmpty }

    @inline(__always)
    private static func slot(_ key: UInt64, _ mask: Int) -> Int {
        Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 32) & mask
    }

    // MARK: Building

    /// Adds a phrase, or gives a phrase that is there another value. Values are not negative; an empty phrase is left out.
    package mutating func insert(_ phrase: some Collection<UInt32>, value: Int32) {
        guard !phrase.isEmpty, value >= 0, !phrase.contains(0) else { return }
        // Before the walk, since growing gives all nodes other numbers.
        while (order.count + phrase.count) * 3 > edges.count * 2 { grow(to: max(edges.count * 2, Self.fewestSlots)) }
        var node = 0
        var last = 0
        for scalar in phrase {
            let key = UInt64(node) << 32 | UInt64(scalar)
            if node != 0, node & Self.secondFlag == 0 { edges[last] |= Self.forkFlag }
            last = slot(of: key)
            if edges[last] == 0 {
                edges[last] = key
                order.append(Int32(truncatingIfNeeded: last))
                mark(edgeAt: last)
            }
            node = Self.node(from: node, over: scalar, slot: last)
        }
        edges[last] |= Self.endFlag
        values[last] = value
        mark(edgeAt: last)
    }

    /// Makes room in an empty table for phrases of about so many scalars in all, so that it need not grow.
    package mutating func reserveCapacity(scalars: Int) {
        guard order.isEmpty else { return }
        var count = Self.fewestSlots
        while count * 2 < scalars * 3 { count *= 2 }
        grow(to: count)
    }

    /// Sets the bits of an edge from the root or from a child of the root.
    private mutating func mark(edgeAt slot: Int) {
        let scalar = UInt32(truncatingIfNeeded: edges[slot] & ~Self.flags)
        let node = Int(edges[slot] >> 32)
        if node == 0 {
            mark(bit(scalar))
            if edges[slot] & Self.endFlag != 0 { mark(bit(scalar) + 1) }
        } else if node & Self.secondFlag != 0 {
            mark(bit(UInt32(node ^ Self.secondFlag), scalar))
        }
    }

    private mutating func mark(_ bit: Int) { beginnings[bit >> 6] |= 1 << UInt64(bit & 63) }

    /// The slot that holds an edge, or the empty one where it belongs.
    private func slot(of key: UInt64) -> Int {
        let mask = edges.count - 1
        var slot = Self.slot(key, mask)
        while edges[slot] != 0, edges[slot] & ~Self.flags != key { slot = (slot + 1) & mask }
        return slot
    }

    private mutating func grow(to count: Int) {
        let (oldEdges, oldValues, oldOrder) = (edges, values, order)
        edges = [UInt64](repeating: 0, count: count)
        values = [Int32](repeating: -1, count: count)
        order.removeAll(keepingCapacity: true)
        // Of every eight bits about one is set. Those of scalars keep to what the nearest cache holds beside those of other tables.
        pairCount = count * 4
        scalarCount = min(pairCount, 16_384)
        beginnings = [UInt64](repeating: 0, count: (scalarCount * 2 + pairCount) / 64)
        var newSlots = [UInt64](repeating: 0, count: oldEdges.count)
        for old in oldOrder {
            let edge = oldEdges[Int(old)]
            let node = Int(edge >> 32)
            let isNumbered = node != 0 && node & Self.secondFlag == 0
            let key = (isNumbered ? newSlots[node - 1] + 1 : UInt64(node)) << 32 | edge & ~Self.flags & 0xFFFF_FFFF
            let new = slot(of: key)
            edges[new] = key | edge & Self.flags
            values[new] = oldValues[Int(old)]
            newSlots[Int(old)] = UInt64(new)
            order.append(Int32(truncatingIfNeeded: new))
            mark(edgeAt: new)
        }
    }

    // MARK: Matching

    /// The place of a scalar's two bits.
    @inline(__always)
    private func bit(_ scalar: UInt32) -> Int { (Int(scalar) & (scalarCount &- 1)) &* 2 }

    /// The place of a pair's bit.
    @inline(__always)
    private func bit(_ first: UInt32, _ second: UInt32) -> Int {
        scalarCount &* 2 &+ Int((first &* 0x9E37_79B1 ^ second &* 0x85EB_CA6B) >> 8) & (pairCount &- 1)
    }

    /// The bits from a place on, from the lowest bit.
    @inline(__always)
    private func bits(from bit: Int) -> UInt64 {
        // Places are taken modulo the numbers of scalars and pairs, so that the array need not look at them once more.
        beginnings.withUnsafeBufferPointer { $0[bit &>> 6] } &>> UInt64(truncatingIfNeeded: bit & 63)
    }

    /// Whether a phrase may begin with a scalar and the next one, 0 for none; false is certain. The table must not be empty.
    @inline(__always)
    private func mayBegin(_ first: UInt32, _ second: UInt32) -> Bool {
        let flags = bits(from: bit(first))
        return flags & 1 != 0 && (flags &>> 1 | bits(from: bit(first, second))) & 1 != 0
    }

    /// The node that an edge leads to.
    @inline(__always)
    private static func node(from node: Int, over scalar: UInt32, slot: Int) -> Int {
        node == 0 ? second(scalar) : slot + 1
    }

    /// The node under the root that a scalar leads to.
    @inline(__always)
    private static func second(_ scalar: UInt32) -> Int { secondFlag | Int(scalar) }

    /// Whether a scalar may be a phrase by itself; false is certain. The table must not be empty.
    @inline(__always)
    private func mayBeWhole(_ scalar: UInt32) -> Bool { bits(from: bit(scalar)) & 2 != 0 }

    /// The slot of the edge from a node over a scalar.
    @inline(__always)
    private static func step(_ edges: UnsafeBufferPointer<UInt64>, _ node: Int, _ scalar: UInt32) -> Int? {
        let key = UInt64(node) << 32 | UInt64(scalar)
        let mask = edges.count - 1
        var slot = Self.slot(key, mask)
        while true {
            let edge = edges[slot]
            if edge & ~flags == key { return slot }
            if edge == 0 { return nil }
            slot = (slot + 1) & mask
        }
    }

    /// The slot of the edge from the root over a scalar that is a phrase by itself.
    @inline(__always)
    private func whole(_ edges: UnsafeBufferPointer<UInt64>, _ scalar: UInt32) -> Int? {
        guard mayBeWhole(scalar), let slot = Self.step(edges, 0, scalar), edges[slot] & Self.endFlag != 0 else { return nil }
        return slot
    }

    /// The longest phrase that begins at a position and ends at or before `end` (default: the end of the text).
    package func longestMatch(in text: UnsafeBufferPointer<UInt32>, at position: Int, end: Int? = nil) -> (length: Int, value: Int32)? {
        let limit = min(end ?? text.count, text.count)
        guard position >= 0, position < limit, scalarCount > 0,
            mayBegin(text[position], position + 1 < limit ? text[position + 1] : 0)
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
            var longest: (length: Int, slot: Int)?
            let first = text[position]
            var node = Self.second(first)
            var index = position + 1
            while index < limit, let slot = Self.step(edges, node, text[index]) {
                node = slot + 1
                index += 1
                if edges[slot] & Self.endFlag != 0 { longest = (index - position, slot) }
                if edges[slot] & Self.forkFlag == 0 { break }
            }
            if longest == nil { longest = whole(edges, first).map { (1, $0) } }
            return longest.map { ($0.length, values[$0.slot]) }
        }
    }

    /// The first place at or behind a position where a phrase begins that ends at or before `end`, with the longest one there. Faster than
    /// asking place after place, since all of it happens in one loop.
    func firstMatch(
        in text: UnsafeBufferPointer<UInt32>, from start: Int, end: Int
    ) -> (position: Int, length: Int, value: Int32)? {
        let limit = min(end, text.count)
        var position = max(start, 0)
        guard scalarCount > 0, position < limit else { return nil }
        var scalar = text[position]
        while position < limit {
            let next = position &+ 1 < limit ? text[position &+ 1] : 0
            if mayBegin(scalar, next), let match = walk(text, position, limit) { return (position, match.length, match.value) }
            position &+= 1
            scalar = next
        }
        return nil
    }

    /// The first place at or behind a position where a phrase begins that ends at or before `end`, with the longest one there.
    @inline(__always)
    func firstMatch(in text: [UInt32], from start: Int, end: Int) -> (position: Int, length: Int, value: Int32)? {
        text.withUnsafeBufferPointer { firstMatch(in: $0, from: start, end: end) }
    }

    /// The first place at or behind a position, up to `last`, where a phrase ends that begins at or after `start`, with the longest one there.
    /// The table must hold the phrases reversed.
    func firstReversedMatch(
        in text: UnsafeBufferPointer<UInt32>, endingFrom first: Int, through last: Int, start: Int
    ) -> (end: Int, length: Int, value: Int32)? {
        let floor = max(start, 0)
        guard scalarCount > 0 else { return nil }
        let limit = min(last, text.count)
        var end = max(first, floor &+ 1)
        while end <= limit {
            if mayBegin(text[end &- 1], end &- 1 > floor ? text[end &- 2] : 0), let match = walkBack(text, end, floor) {
                return (end, match.length, match.value)
            }
            end &+= 1
        }
        return nil
    }

    /// The longest phrase that ends at a position and begins at or after `start`. The table must hold the phrases reversed.
    package func longestReversedMatch(
        in text: UnsafeBufferPointer<UInt32>, endingAt position: Int, start: Int = 0
    ) -> (length: Int, value: Int32)? {
        let end = min(position, text.count)
        guard end > max(start, 0), scalarCount > 0, mayBegin(text[end - 1], end - 1 > max(start, 0) ? text[end - 2] : 0)
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
            var longest: (length: Int, slot: Int)?
            let first = text[end - 1]
            var node = Self.second(first)
            var index = end - 1
            while index > start, let slot = Self.step(edges, node, text[index - 1]) {
                node = slot + 1
                index -= 1
                if edges[slot] & Self.endFlag != 0 { longest = (end - index, slot) }
                if edges[slot] & Self.forkFlag == 0 { break }
            }
            if longest == nil { longest = whole(edges, first).map { (1, $0) } }
            return longest.map { ($0.length, values[$0.slot]) }
        }
    }

    /// Whether a phrase begins with this one, or is this one.
    package func hasPhrase(beginningWith phrase: some Sequence<UInt32>) -> Bool {
        guard !order.isEmpty else { return false }
        return edges.withUnsafeBufferPointer { edges in
            var node = 0
            for scalar in phrase {
                guard let slot = Self.step(edges, node, scalar) else { return false }
                node = Self.node(from: node, over: scalar, slot: slot)
            }
            return true
        }
    }

    /// The value of exactly this phrase.
    package func value(of phrase: some Sequence<UInt32>) -> Int32? {
        var scalars = phrase.makeIterator()
        guard scalarCount > 0, let first = scalars.next() else { return nil }
        let second = scalars.next()
        return edges.withUnsafeBufferPointer { edges in
            guard let second else { return whole(edges, first).map { values[$0] } }
            guard mayBegin(first, second), var last = Self.step(edges, Self.second(first), second) else { return nil }
            while let scalar = scalars.next() {
                guard let slot = Self.step(edges, last + 1, scalar) else { return nil }
                last = slot
            }
            return edges[last] & Self.endFlag != 0 ? values[last] : nil
        }
    }

    /// The value of the phrase that is exactly this range of a text.
    @inline(__always)
    func value(of text: UnsafeBufferPointer<UInt32>, _ range: Range<Int>) -> Int32? {
        guard let match = longestMatch(in: text, at: range.lowerBound, end: range.upperBound), match.length == range.count else {
            return nil
        }
        return match.value
    }
}
