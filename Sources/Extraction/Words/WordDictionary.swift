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
    private let slots: Int

    package init() {
        guard let file = Lexicons.standard.file("segmentation"), let base = file.bytes.baseAddress, file.bytes.count >= 16 else {
            words = nil
            slots = 0
            return
        }
        let raw = UnsafeRawPointer(base)
        let declared = Int(UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: 8, as: UInt32.self)))
        words = raw + 16
        slots = min(declared, (file.bytes.count - 16) / 8)
    }

    /// Calls `body` with the length, cost and tag of every word that begins at a position and ends at or before `end`.
    @inline(__always)
    package func forEachWord(
        in text: UnsafeBufferPointer<UInt32>, at position: Int, end: Int, _ body: (_ length: Int, _ cost: Int, _ tag: UInt8) -> Void
    ) {
        guard let words, slots > 0 else { return }
        var slot = 0
        var index = position
        // A slot's first half is its base, cost and tag, its second half the slot that it comes from, plus one.
        var payload = UInt32(littleEndian: words.loadUnaligned(as: UInt32.self))
        while index < end {
            let c = text[index]
            guard c >= 0x4E00, c <= 0x9FFF else { return }
            let base = Int(payload >> 12)
            guard base > 0 else { return }
            let next = base &+ Int(c &- 0x4E00)
            guard next < slots else { return }
            let unit = UInt64(littleEndian: words.loadUnaligned(fromByteOffset: next &* 8, as: UInt64.self))
            guard Int(unit >> 32) == slot &+ 1 else { return }
            slot = next
            index &+= 1
            payload = UInt32(truncatingIfNeeded: unit)
            if payload & 31 != 0 { body(index &- position, Int((payload >> 5) & 127), UInt8(payload & 31)) }
        }
    }
}
