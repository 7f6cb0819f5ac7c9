/// Surnames and the characters of given names: how much a run of characters looks like a Chinese personal name.
struct NameLexicon: Sendable {
    /// Weight of one-character surnames: 0 none, 1 rare, 2 usual, 3 frequent.
    private var surnames = [UInt8](repeating: 0, count: 0x10000)
    /// Surnames that are everyday words or parts of many.
    private var ambiguous = ScalarSet("")
    private var compounds = PhraseTable()
    private var given = [UInt8](repeating: 0, count: 0x10000)

    init(_ lexicons: Lexicons) {
        for entry in lexicons.file("surnames").entries where entry.count >= 2 {
            let name = entry[0].unicodeScalars.map(\.value)
            let weight = UInt8(entry[1]) ?? 1
            if name.count == 1, name[0] < 0x10000 {
                surnames[Int(name[0])] = weight
                if entry.count > 2, entry[2] == "word" { ambiguous.insert(name[0]) }
            } else {
                compounds.insert(name, value: Int32(weight))
            }
        }
        for entry in lexicons.file("given_names").entries where entry.count >= 2 {
            if let value = entry[0].unicodeScalars.first?.value, value < 0x10000 { given[Int(value)] = UInt8(entry[1]) ?? 1 }
        }
    }

    /// The surname at a position: its length and weight.
    @inline(__always)
    func surname(_ text: [UInt32], at position: Int) -> (length: Int, weight: Int)? {
        text.withUnsafeBufferPointer { surname($0, at: position) }
    }

    /// The surname at a position: its length and weight.
    @inline(__always)
    func surname(_ text: UnsafeBufferPointer<UInt32>, at position: Int) -> (length: Int, weight: Int)? {
        guard position < text.count, text[position] < 0x10000 else { return nil }
        if let compound = compounds.longestMatch(in: text, at: position) { return (compound.length, Int(compound.value)) }
        let weight = surnames[Int(text[position])]
        return weight == 0 ? nil : (1, Int(weight))
    }

    /// True where a surname is an everyday word too.
    func isAmbiguous(_ value: UInt32) -> Bool { ambiguous.contains(value) }

    /// 0 for a character that given names hardly ever have, up to 3.
    func givenWeight(_ value: UInt32) -> Int { value < 0x10000 ? Int(given[Int(value)]) : 0 }

    private static let nameMarks = ScalarSet("□■◎●○")
    private static let aroundNames = ScalarSet("□■◎●○★☆△▲()【】[]/、,|·- ")

    /// `□ 韩雪梅 罗成`: nothing but one to five names, of two or three characters each or with a point, every one with a Chinese surname and characters
    /// that names have.
    func areNamesOnly(_ text: [UInt32], _ range: Range<Int>) -> Bool {
        guard (2...30).contains(range.count) else { return false }
        var names = 0
        var telling = 0
        var position = range.lowerBound
        let isMarked = Self.nameMarks.contains(text[position])
        while position < range.upperBound {
            if Self.aroundNames.contains(text[position]) {
                position += 1
                continue
            }
            var end = position
            while end < range.upperBound, isHan(text[end]) { end += 1 }
            guard let surname = surname(text, at: position), end - position > surname.length, end - position <= surname.length + 2,
                (position + surname.length..<end).allSatisfy({ givenWeight(text[$0]) > 0 })
            else { return false }
            names += 1
            if end - position > 2 {
                telling += (position + 1..<end).allSatisfy { givenWeight(text[$0]) > 1 } && surname.weight > 1 ? 2 : 1
            }
            position = end
        }
        // 温暖 关爱: words of two characters that could be names.
        return (1...5).contains(names) && (isMarked || telling >= 2)
    }

    /// The names in a run of characters that holds nothing else, as in a byline: one name, or several without a mark between.
    /// - Parameter isCertain: true where nothing but a name can stand, so that one without a Chinese surname is believed.
    func split(_ text: [UInt32], _ run: Range<Int>, isCertain: Bool) -> [Range<Int>] {
        // 阿依努尔·艾山: one name in two parts.
        if run.contains(where: { text[$0] == 0xB7 }) { return isCertain && run.count >= 4 ? [run] : [] }
        let letters = run.count { text[$0] != 0x20 }
        switch letters {
        case 2, 3:
            // 通讯员 萨仁: two characters without a surname, but such as names have.
            let mayBeName = isCertain && run.allSatisfy { text[$0] == 0x20 || givenWeight(text[$0]) > 0 }
            return surname(text, at: run.lowerBound) == nil && letters == 2 && !mayBeName ? [] : [run]
        case 4: return surname(text, at: run.lowerBound) == nil && !isCertain ? [] : [run]
        case 5, 6:
            let middle = run.lowerBound + 3
            guard surname(text, at: run.lowerBound) != nil, surname(text, at: middle) != nil else {
                return isCertain && letters == 5 ? [run] : []
            }
            return [run.lowerBound..<middle, middle..<run.upperBound]
        default: return []
        }
    }
}
