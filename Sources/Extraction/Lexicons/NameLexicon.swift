/// Surnames and the characters of given names: how much a run of characters looks like a Chinese personal name.
///
/// A class, since every stage that looks for people holds it: a reference is handed on for nothing, the tables are not.
final class NameLexicon: Sendable {
    /// What a character is in names, in one byte, so that a place where no name begins costs one look at one table.
    private struct Character: Sendable {
        private var bits: UInt8 = 0

        /// As a surname of one character: 0 none, 1 rare, 2 usual, 3 frequent.
        var surnameWeight: Int {
            get { Int(bits & 3) }
            set { bits = bits & ~3 | UInt8(min(newValue, 3)) }
        }
        /// In given names: 0 hardly ever, up to 3.
        var givenWeight: Int {
            get { Int(bits >> 2 & 3) }
            set { bits = bits & ~12 | UInt8(min(newValue, 3)) << 2 }
        }
        /// Whether a surname of two characters begins with it.
        var beginsCompound: Bool {
            get { bits & 16 != 0 }
            set { bits = newValue ? bits | 16 : bits & ~16 }
        }
        /// Whether the surname is an everyday word too, or part of many.
        var isAmbiguous: Bool {
            get { bits & 32 != 0 }
            set { bits = newValue ? bits | 32 : bits & ~32 }
        }
        /// Whether a surname begins with it.
        var beginsSurname: Bool { bits & 19 != 0 }
    }

    /// By the scalars of the basic plane.
    private let characters: [Character]
    private let compounds: PhraseTable
    /// Parts of names of other peoples; 1 for those that may be a whole name, else 0.
    private let parts: PhraseTable

    init(_ lexicons: Lexicons) {
        var characters = [Character](repeating: Character(), count: 0x10000)
        var compounds = PhraseTable()
        for entry in lexicons.file("surnames").entries where entry.count >= 2 {
            let name = entry[0].unicodeScalars.map(\.value)
            let weight = Int(UInt8(entry[1]) ?? 1)
            guard let first = name.first, first < 0x10000 else { continue }
            if name.count == 1 {
                characters[Int(first)].surnameWeight = weight
                if entry.count > 2, entry[2] == "word" { characters[Int(first)].isAmbiguous = true }
            } else {
                compounds.insert(name, value: Int32(weight))
                characters[Int(first)].beginsCompound = true
            }
        }
        for entry in lexicons.file("given_names").entries where entry.count >= 2 {
            if let value = entry[0].unicodeScalars.first?.value, value < 0x10000 {
                characters[Int(value)].givenWeight = Int(UInt8(entry[1]) ?? 1)
            }
        }
        var parts = PhraseTable()
        for entry in lexicons.file("name_parts").entries where entry.count == 2 {
            parts.insert(entry[0].unicodeScalars.map(\.value), value: entry[1] == "name" ? 1 : 0)
        }
        self.characters = characters
        self.compounds = compounds
        self.parts = parts
    }

    @inline(__always)
    private func character(_ value: UInt32) -> Character? {
        // The table has all scalars below, so that it need not look at the place once more.
        value < 0x10000 ? characters.withUnsafeBufferPointer { $0[Int(value)] } : nil
    }

    /// The surname at a position: its length and weight.
    @inline(__always)
    func surname(_ text: [UInt32], at position: Int) -> (length: Int, weight: Int)? {
        text.withUnsafeBufferPointer { surname($0, at: position) }
    }

    /// The surname at a position: its length and weight.
    @inline(__always)
    func surname(_ text: UnsafeBufferPointer<UInt32>, at position: Int) -> (length: Int, weight: Int)? {
        guard position < text.count, let character = character(text[position]), character.beginsSurname else { return nil }
        if character.beginsCompound, let compound = compounds.longestMatch(in: text, at: position) {
            return (compound.length, Int(compound.value))
        }
        return character.surnameWeight == 0 ? nil : (1, character.surnameWeight)
    }

    /// Whether a surname may begin with a scalar; false is certain.
    @inline(__always)
    func mayBeginSurname(_ value: UInt32) -> Bool { character(value)?.beginsSurname ?? false }

    /// True where a surname is an everyday word too.
    @inline(__always)
    func isAmbiguous(_ value: UInt32) -> Bool { character(value)?.isAmbiguous ?? false }

    /// 0 for a character that given names hardly ever have, up to 3.
    @inline(__always)
    func givenWeight(_ value: UInt32) -> Int { character(value)?.givenWeight ?? 0 }

    /// 乌云其木格, 索南旺扎: where a name ends that is made of the parts of such names; nil where none begins.
    func endOfParts(_ text: [UInt32], from start: Int, limit: Int) -> Int? {
        var end = start
        var isName = false
        while let part = parts.longestMatch(in: text, at: end, end: min(limit, start + Self.longestOfParts)) {
            isName = isName || part.value == 1
            end += part.length
        }
        return isName ? end : nil
    }

    private static let longestOfParts = 8

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
        // (孟祥锐 武传芳): in brackets of their own one character may be rare in names.
        let isBracketed = text[position] == 0x28 && text[range.upperBound - 1] == 0x29
        while position < range.upperBound {
            if Self.aroundNames.contains(text[position]) {
                position += 1
                continue
            }
            var end = position
            while end < range.upperBound, isHan(text[end]) { end += 1 }
            guard let surname = surname(text, at: position), end - position > surname.length, end - position <= surname.length + 2,
                (position + surname.length..<end).count(where: { givenWeight(text[$0]) == 0 })
                    <= (isBracketed && end - position > 2 ? 1 : 0)
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

    /// `(隆兴昌镇党委 贾瑞霞)`: in brackets a body, then the names of who wrote for it.
    func signature(_ text: [UInt32], _ range: Range<Int>) -> [Range<Int>]? {
        guard range.count <= 30, text[range.lowerBound] == 0x28, text[range.upperBound - 1] == 0x29 else { return nil }
        return peopleOfBody(text, range.dropFirst().dropLast())
    }

    /// 隆兴昌镇党委 贾瑞霞: the people behind a body's name, where nothing else stands.
    func peopleOfBody(_ text: [UInt32], _ range: Range<Int>) -> [Range<Int>]? {
        let words = text[range].split(separator: 0x20)
        // A body, or a place: 长卿镇 罗建文.
        guard range.count <= 30, (2...4).contains(words.count), let body = words.first, body.allSatisfy(isHan), let end = body.last,
            Self.bodyEnds.contains(end) && body.count >= 4 || Self.placeEnds.contains(end) && body.count >= 3
        else { return nil }
        let people = words.dropFirst()
        let areNames = people.allSatisfy { word in
            (2...3).contains(word.count) && word.allSatisfy(isHan) && surname(text, at: word.startIndex) != nil
        }
        return areNames ? people.map { $0.startIndex..<$0.endIndex } : nil
    }

    private static let bodyEnds = ScalarSet("会委局办院部府校站社处科厅")
    private static let placeEnds = ScalarSet("县区镇乡道旗")

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
