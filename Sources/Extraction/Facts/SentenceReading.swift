/// A sentence cut into words, names, quantities and marks: what the rules for facts look at. A class, since each rule holds the reading: a
/// reference is handed on for less than four arrays.
package final class SentenceReading: Sendable {
    package let text: ScalarWindow
    /// Index of the sentence in the document.
    package let sentence: Int
    package let tokens: [Token]
    /// For each token its word as a number, and what it does as a verb of giving: what rules ask of one token after the other.
    private let keys: [WordKey]
    private let giftVerbs: [GiftVerbClass?]
    package let quantities: [Quantity]
    package let rejected: [RejectedNumber]

    /// Reads a sentence of a document.
    /// - Parameter skipsPlain: does not cut a sentence into words that states no fact, having neither quantities nor verbs of giving.
    package convenience init(_ document: borrowing Document, sentence index: Int, lexicon: FactLexicon, skipsPlain: Bool = false) {
        let sentence = document.sentences[index]
        let names = SentenceReading.names(document, in: sentence.range, lexicon: lexicon)
        self.init(
            ScalarWindow(document.clean, start: sentence.range.lowerBound, end: sentence.range.upperBound), sentence: index, names: names,
            openings: document.openings, lexicon: lexicon, skipsPlain: skipsPlain)
    }

    /// - Parameters:
    ///   - names: tokens of areas, organisations and people, ascending, none overlapping another.
    ///   - openings: what words begin with at each place of the whole text; looked up where nobody has done so.
    ///   - skipsPlain: does not cut a sentence without quantities and verbs of giving.
    package init(
        _ text: ScalarWindow, sentence: Int, names: [Token], openings: [WordDictionary.Opening]? = nil, lexicon: FactLexicon,
        skipsPlain: Bool = false
    ) {
        self.text = text
        self.sentence = sentence
        let scan = QuantityScanner.scan(text, lexicon: lexicon, blocked: names.map(\.range))
        quantities = scan.quantities
        rejected = scan.rejected
        let isPlain = scan.quantities.isEmpty && !Self.mayHoldGiftVerb(text, lexicon)
        let tokens =
            skipsPlain && isPlain
            ? []
            : Self.cut(
                text, fixed: Self.fixed(scan, names: names, in: text), openings ?? WordDictionary.standard.openings(of: text.text), lexicon)
        self.tokens = tokens
        keys = text.text.withUnsafeBufferPointer { scalars in tokens.map { WordKey(scalars, $0.range) } }
        giftVerbs = text.text.withUnsafeBufferPointer { scalars in tokens.map { lexicon.giftVerb(scalars, $0.range) } }
    }

    /// Whether a verb of giving stands in the text, be it a word there or part of others.
    private static func mayHoldGiftVerb(_ text: ScalarWindow, _ lexicon: FactLexicon) -> Bool {
        lexicon.giftVerbs.firstMatch(in: text.text, from: text.start, end: text.end) != nil
    }

    private static func names(_ document: borrowing Document, in range: Range<Int>, lexicon: FactLexicon) -> [Token] {
        var result: [Token] = []
        let (organisations, areas) = (document.organisationMentions(in: range), document.areaMentions(in: range))
        let persons = document.personMentions(in: range)
        result.reserveCapacity(organisations.count + areas.count + persons.count)
        for index in organisations {
            let mention = document.organisationMentions[index].range
            if lexicon.isGenericBody(document.clean[mention]) || isMaterial(document.clean[mention])
                || mention.count <= 5
                    && lexicon.items.longestReversedMatch(in: document.clean, endingAt: mention.upperBound, start: mention.lowerBound)
                        .map({ mention.count <= 3 || $0.length == mention.count }) ?? false
            {
                continue  // 奶食品900斤, 方便食品
            }
            result.append(
                Token(
                    start: mention.lowerBound, end: min(mention.upperBound, range.upperBound), tag: .organisation, reference: Int32(index)))
        }
        for index in areas where !document.areaMentions[index].insideOrganisation {
            let mention = document.areaMentions[index].range
            result.append(
                Token(start: mention.lowerBound, end: min(mention.upperBound, range.upperBound), tag: .area, reference: Int32(index)))
        }
        for index in persons {
            let mention = document.personMentions[index].range
            // 向全县捐款: 向 is a surname too.
            if mention.count > 2, Self.wholes.contains(document.clean[mention.lowerBound + 1]), document.clean[mention.lowerBound] == 0x5411
            {
                continue
            }
            result.append(
                Token(start: mention.lowerBound, end: min(mention.upperBound, range.upperBound), tag: .person, reference: Int32(index)))
        }
        return withoutOverlaps(result)
    }

    /// Quantities, names, and the masks that are words of their own, ascending.
    private static func fixed(_ scan: QuantityScan, names: [Token], in text: ScalarWindow) -> [Token] {
        var fixed = names
        fixed.reserveCapacity(names.count + scan.quantities.count + scan.rejected.count)
        for (index, quantity) in scan.quantities.enumerated() {
            fixed.append(Token(start: quantity.range.lowerBound, end: quantity.range.upperBound, tag: .quantity, reference: Int32(index)))
        }
        for rejected in scan.rejected where rejected.range.count > 1 {
            switch rejected.reason {
            case .date: fixed.append(Token(start: rejected.range.lowerBound, end: rejected.range.upperBound, tag: .date))
            case .name:
                fixed.append(Token(start: rejected.range.lowerBound, end: rejected.range.upperBound, tag: .latin))
            default: break
            }
        }
        return withoutOverlaps(fixed)
    }

    private static func withoutOverlaps(_ tokens: consuming [Token]) -> [Token] {
        tokens.sort { $0.start == $1.start ? $0.end > $1.end : $0.start < $1.start }
        var count = 0
        for index in tokens.indices where tokens[index].start < tokens[index].end {
            if count > 0, tokens[index].start < tokens[count - 1].end { continue }
            tokens[count] = tokens[index]
            count += 1
        }
        tokens.removeLast(tokens.count - count)
        return tokens
    }

    private static func cut(
        _ text: ScalarWindow, fixed: [Token], _ openings: [WordDictionary.Opening], _ lexicon: FactLexicon
    ) -> [Token] {
        var tokens: [Token] = []
        tokens.reserveCapacity((text.end - text.start) / 2 + 4)
        var position = text.start
        var next = 0
        while position < text.end {
            while next < fixed.count, fixed[next].start < position { next += 1 }
            let limit = next < fixed.count ? fixed[next].start : text.end
            if position == limit {
                tokens.append(fixed[next])
                position = fixed[next].end
                next += 1
                continue
            }
            let c = text[position]
            if ScalarClass.isHan(c) {
                var end = position
                // A run without any mark is cut into pieces, so that the memory for its words stays small.
                while end < limit, end - position < 2000, ScalarClass.isHan(text[end]) { end += 1 }
                lexicon.segmenter.segment(text, position..<end, openings, into: &tokens)
                position = end
            } else if ScalarClass.digit(c) != nil || ScalarClass.isLatin(c) {
                var end = position
                while end < limit,
                    ScalarClass.digit(text[end]) != nil || ScalarClass.isLatin(text[end]) || (text[end] == 0x2D && end > position)
                { end += 1 }
                tokens.append(Token(start: position, end: end, tag: .latin))
                position = end
            } else if ScalarClass.isBlank(c) {
                position += 1
            } else if let end = enclosed(text, from: position, limit: c == 0x28 ? limit : text.end) {
                tokens.append(Token(start: position, end: end, tag: c == 0x28 ? .bracket : .quoted))
                position = end
            } else {
                tokens.append(Token(start: position, end: position + 1, tag: .punctuation))
                position += 1
            }
        }
        return tokens
    }

    /// The end of a short name in quotation marks or a short remark in brackets, where nothing but words stands inside.
    private static func enclosed(_ text: ScalarWindow, from position: Int, limit: Int) -> Int? {
        let closing: UInt32
        switch text[position] {
        case 0x201C: closing = 0x201D
        case 0x22: closing = 0x22
        case 0x2018: closing = 0x2019
        case 0x300A: closing = 0x300B
        case 0x28: closing = 0x29
        default: return nil
        }
        var end = position + 1
        while end < limit, end - position <= 16 {
            let c = text[end]
            if c == closing { return end + 1 }
            if closing != 0x29, c == 0x2C || c == 0x3002 || c == 0x21 || c == 0x3F || c == 0x3A { return nil }
            end += 1
        }
        return nil
    }

    // MARK: Asking

    package func string(_ range: Range<Int>) -> String { text.string(range) }

    /// The words of tokens, one behind the other without the blanks between them.
    package func string(tokens range: Range<Int>) -> String {
        guard let first = range.first, let last = range.last else { return "" }
        if range.count == 1 { return text.string(tokens[first].range) }
        var scalars: [UInt32] = []
        scalars.reserveCapacity(tokens[last].end - tokens[first].start)
        for token in tokens[range] { scalars.append(contentsOf: text.text[token.range]) }
        return String(scalars: scalars)
    }

    /// The scalar that a one-character token consists of, else 0.
    @inline(never)
    package func single(_ index: Int) -> UInt32 {
        guard keys.indices.contains(index) else { return 0 }
        let key = keys[index]
        if key == .unfit { return tokens[index].count == 1 ? text[tokens[index].start] : 0 }
        return key.bits <= 0xFFFF ? UInt32(truncatingIfNeeded: key.bits) : 0
    }

    @inline(__always)
    package func tag(_ index: Int) -> WordTag { tokens.indices.contains(index) ? tokens[index].tag : .punctuation }

    /// What a token does as a verb of giving; nil where it is none, or where no token is.
    @inline(__always)
    func giftVerb(_ index: Int) -> GiftVerbClass? { giftVerbs.indices.contains(index) ? giftVerbs[index] : nil }

    /// The quantity of a token whose tag is `quantity`.
    @inline(__always)
    package func quantity(of index: Int) -> Quantity { quantities[Int(tokens[index].reference)] }

    /// Whether a token is a quantity counted in one of some units.
    func isQuantity(_ index: Int, in units: Set<String>) -> Bool {
        tag(index) == .quantity && quantity(of: index).unit.map { units.contains($0) } ?? false
    }

    /// 、 and the words that join the members of a list.
    package func isListJoint(_ index: Int) -> Bool {
        switch single(index) {
        case 0x3001, 0x548C, 0x53CA, 0x4E0E, 0x6216: return true
        default: return tokens.indices.contains(index) && text.has(Self.andAlso, at: tokens[index].start) && tokens[index].count == 2
        }
    }

    package func isDe(_ index: Int) -> Bool { single(index) == 0x7684 }

    package func isClauseEnd(_ index: Int) -> Bool {
        guard tokens.indices.contains(index) else { return true }
        switch single(index) {
        case 0x2C, 0x3002, 0x3B, 0x3A, 0x21, 0x3F, 0x0A: return true
        default: return false
        }
    }

    /// Whether a token is exactly this word. Never inlined: rules ask it in so many places that their code would not stay in the near caches.
    @inline(never)
    package func isWord(_ index: Int, _ words: WordSet) -> Bool {
        keys.indices.contains(index) && words.holds(keys[index], of: text, tokens[index].range)
    }

    /// 医用外科口罩: a medical material, whose beginning looks like a ward.
    private static func isMaterial(_ name: ArraySlice<UInt32>) -> Bool {
        name.count > 2 && name[name.startIndex] == 0x533B && name[name.startIndex + 1] == 0x7528
    }

    private static let wholes: [UInt32] = scalarWords("全 社 市 县 区 省 武 湖 广 各 县").map { $0[0] }
    private static let andAlso = scalarWords("以及")[0]
}
