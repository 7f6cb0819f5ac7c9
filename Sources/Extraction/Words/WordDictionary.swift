/// Coarse parts of speech, as the word dictionary numbers them, and the kinds of token that are no dictionary words.
package enum WordTag: UInt8, Sendable {
    case unknown = 0
    case noun, personName, placeName, organisationName, properNoun, verb, verbalNoun, adjective, adverb, preposition, conjunction, particle
    case numeral, measure, pronoun, time, direction, modifier, idiom, place, abbreviation, suffix, prefix, other
    case punctuation, latin, quantity, area, organisation, person, date, quoted, bracket
}

/// The word dictionary, a double-array trie that is read where it lies: nothing is parsed at start. `scripts/make_segmentation.py` makes it.
package struct WordDictionary: Sendable {
    // The bytes are compiled in and live as long as the process.
    nonisolated(unsafe) private let words: UnsafeRawPointer?
    private let slots: UInt32

    package static let standard = WordDictionary()

    private init() {
        guard let file = Lexicons.standard.file("segmentation"), let base = file.bytes.baseAddress, file.bytes.count >= 24 else {
            words = nil
            slots = 0
            return
        }
        let raw = UnsafeRawPointer(base)
        let declared = UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: 8, as: UInt32.self))
        words = raw + 16
        slots = min(declared, UInt32(clamping: (file.bytes.count - 16) / 8))
    }

    /// A place of the trie.
    fileprivate struct Node {
        var slot: UInt32
        /// The first half of the slot: its base, cost and tag; 0 where a text leads to no place. The second half is the slot that it comes
        /// from, plus one.
        var payload: UInt32

        static let none = Node(slot: 0, payload: 0)
    }

    /// What words begin with at a place of a text: with its character, and with that and the next.
    package struct Opening {
        fileprivate var one: Node
        fileprivate var two: Node
    }

    /// Where a character leads to from a place.
    @inline(__always)
    private func step(_ words: UnsafeRawPointer, from node: Node, over scalar: UInt32) -> Node {
        let base = node.payload >> 12
        let next = base &+ (scalar &- 0x4E00)
        let isInside = base > 0 && scalar &- 0x4E00 <= 0x51FF && next < slots
        let unit = UInt64(littleEndian: words.loadUnaligned(fromByteOffset: isInside ? Int(next) &* 8 : 0, as: UInt64.self))
        // All ones where the slot comes from the place, else 0. Calculated, since a branch on what the trie says would be foreseen wrongly too
        // often, and one step would have to wait for the memory of the step before.
        let difference = (unit >> 32) ^ UInt64(node.slot &+ 1) | (isInside ? 0 : 1)
        return Node(slot: next, payload: UInt32(truncatingIfNeeded: unit) & UInt32(truncatingIfNeeded: (difference &- 1) >> 32))
    }

    /// What words begin with at each place of a text, looked up for all places before any is asked for: the dictionary is larger than the near
    /// caches, and memory answers many questions in the time of one.
    package func openings(of text: [UInt32]) -> [Opening] {
        guard let words, slots > 0 else { return [Opening](repeating: Opening(one: .none, two: .none), count: text.count) }
        let root = Node(slot: 0, payload: UInt32(littleEndian: words.loadUnaligned(as: UInt32.self)))
        return text.withUnsafeBufferPointer { text in
            [Opening](unsafeUninitializedCapacity: text.count) { openings, count in
                for index in text.indices {
                    openings.initializeElement(at: index, to: Opening(one: step(words, from: root, over: text[index]), two: .none))
                }
                for index in text.indices.dropLast() {
                    openings[index].two = step(words, from: openings[index].one, over: text[index &+ 1])
                }
                count = text.count
            }
        }
    }

    /// Calls `body` with the length, cost and tag of every word that begins at a position and ends at or before `end`.
    /// - Parameter opening: what words begin with at the position.
    @inline(__always)
    package func forEachWord(
        in text: UnsafeBufferPointer<UInt32>, at position: Int, end: Int, _ opening: Opening,
        _ body: (_ length: Int, _ cost: Int, _ tag: UInt8) -> Void
    ) {
        guard let words, position < end else { return }
        report(opening.one, length: 1, body)
        var node = opening.two
        var index = position &+ 2
        while index <= end, node.payload != 0 {
            report(node, length: index &- position, body)
            guard index < end else { return }
            node = step(words, from: node, over: text[index])
            index &+= 1
        }
    }

    @inline(__always)
    private func report(_ node: Node, length: Int, _ body: (_ length: Int, _ cost: Int, _ tag: UInt8) -> Void) {
        if node.payload & 31 != 0 { body(length, Int((node.payload >> 5) & 127), UInt8(node.payload & 31)) }
    }
}
