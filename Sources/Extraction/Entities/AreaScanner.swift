/// A place of the text that may name an area, before it is settled which.
struct AreaCandidate: Sendable {
    enum Source: Sendable { case gazetteer, short, township, village }

    /// The name.
    var range: Range<Int>
    /// What is printed, an office's suffix included.
    var printed: Range<Int>
    /// The name as the gazetteer or the dictionary has it: of `陈州办事处` 陈州街道.
    var name: [UInt32]
    var meanings: [Gazetteer.Meaning]
    var source: Source
    var isOffice = false
    /// The candidate that ends where this one begins, as an index.
    var adjacent: Int?
}

/// Finds names of areas in clean text: full names of the gazetteer, short forms that the page licenses, townships and villages by their
/// suffix.
struct AreaScanner: Sendable {
    let gazetteer: Gazetteer
    let words: WordList
    let contexts: AreaContexts
    /// Short forms of provinces and prefectures that are no everyday words.
    let majorShorts: PhraseTable
    let provinceShorts: PhraseTable

    init(gazetteer: Gazetteer, words: WordList, contexts: AreaContexts) {
        self.gazetteer = gazetteer
        self.words = words
        self.contexts = contexts
        var major = PhraseTable()
        var provinces = PhraseTable()
        for record in gazetteer.recordsAboveCounties() where record.hasOwnShort {
            let short = record.short
            let kind = gazetteer.meanings(short).first?.kind
            if record.level == .province { provinces.insert(short, value: Int32(record.code)) }
            if kind == .short || record.level == .province, major.value(of: short) == nil { major.insert(short, value: Int32(record.code)) }
        }
        majorShorts = major
        provinceShorts = provinces
    }

    private static let suffixes = ScalarSet("省市区县州盟旗镇乡道木")
    private static let street = scalar("街")
    private static let way = scalar("道")

    /// All candidates, ascending by position, none overlapping another.
    func candidates(in document: Document) -> [AreaCandidate] {
        var found = document.clean.withUnsafeBufferPointer { fullNames($0) }
        let lists = document.clean.withUnsafeBufferPointer { closedLists($0) }
        found = merge(found, with: document.clean.withUnsafeBufferPointer { listedTownships($0, in: lists) })
        found = merge(found, with: shortForms(document, licensedBy: found))
        found = merge(found, with: suffixedNames(document, known: found))
        found = merge(found, with: document.clean.withUnsafeBufferPointer { listedVillages($0, in: lists, known: found) })
        link(&found)
        return found
    }

    /// Marks the candidates that stand directly behind another.
    private func link(_ found: inout [AreaCandidate]) {
        for index in found.indices.dropFirst() where found[index - 1].printed.upperBound == found[index].range.lowerBound {
            found[index].adjacent = index - 1
        }
    }

    /// Of overlapping candidates the longer one stays, of equal ones the first.
    private func merge(_ a: [AreaCandidate], with b: [AreaCandidate]) -> [AreaCandidate] {
        if b.isEmpty { return a }
        let all = (a + b).sorted { ($0.range.lowerBound, -$0.printed.count) < ($1.range.lowerBound, -$1.printed.count) }
        var result: [AreaCandidate] = []
        result.reserveCapacity(all.count)
        for candidate in all {
            if let last = result.last, candidate.range.lowerBound < last.printed.upperBound {
                if candidate.printed.count > last.printed.count { result[result.count - 1] = candidate }
            } else {
                result.append(candidate)
            }
        }
        return result
    }

    // MARK: Full names

    private func fullNames(_ text: UnsafeBufferPointer<UInt32>) -> [AreaCandidate] {
        var found: [AreaCandidate] = []
        // Held here, since a static property is asked whether it is made each time.
        let suffixes = Self.suffixes
        for position in text.indices {
            let value = text[position]
            guard suffixes.contains(value) else {
                if value == scalar("处"), position >= 4, text[position - 1] == scalar("事"), text[position - 2] == scalar("办"),
                    text[position - 3] != Self.way, let office = office(text, end: position - 2)
                {
                    append(office, to: &found)
                }
                continue
            }
            if position + 1 < text.count, Self.goesOn(value, text[position + 1]) { continue }
            if value == Self.way, position == 0 || text[position - 1] != Self.street { continue }
            guard let candidate = longestName(text, end: position + 1) else { continue }
            append(candidate, to: &found)
        }
        return found
    }

    private func append(_ candidate: AreaCandidate, to found: inout [AreaCandidate]) {
        while let last = found.last, last.printed.upperBound > candidate.range.lowerBound {
            // 新城区街道 holds 新城区: the longer name is meant, unless only the shorter one begins at a border.
            if last.printed.count >= candidate.printed.count { return }
            found.removeLast()
        }
        found.append(candidate)
    }

    static let homeWords = ScalarSet("贤亲情愁土音友间")

    /// 市场 and 区域 are words of their own.
    private static func goesOn(_ suffix: UInt32, _ next: UInt32) -> Bool {
        switch suffix {
        case scalar("市"): next == scalar("场")
        case scalar("区"): next == scalar("域") || next == scalar("别") || next == scalar("间") || next == scalar("块")
        case scalar("乡"): homeWords.contains(next)
        case scalar("镇"): next == scalar("静") || next == scalar("压") || next == scalar("定")
        case scalar("州"): next == scalar("际")
        case scalar("旗"): next == scalar("帜") || next == scalar("舰") || next == scalar("下")
        case scalar("道"): next == scalar("路") || next == scalar("理")
        default: false
        }
    }

    /// The longest name of the gazetteer that ends at a position.
    private func longestName(_ text: UnsafeBufferPointer<UInt32>, end: Int) -> AreaCandidate? {
        guard end >= 2, gazetteer.mayNameEnd(with: text[end - 2], text[end - 1]) else { return nil }
        var hash = PackedIndex.seed
        var best: (Range<Int>, [Gazetteer.Meaning])?
        var start = end
        while start > 0, end - start < Gazetteer.longestName, isHan(text[start - 1]) {
            start -= 1
            hash = PackedIndex.extend(hash, text[start])
            guard end - start >= 2 else { continue }
            var meanings = gazetteer.meanings(text, start..<end, hash: hash)
            if meanings.isEmpty { continue }
            meanings.removeAll { $0.kind == .short || $0.kind == .wordlikeShort }
            if !meanings.isEmpty { best = (start..<end, meanings) }
        }
        guard let (range, meanings) = best else { return nil }
        // 5个城区街道: a number and its measure word count townships, they name none.
        if range.lowerBound >= 2, Self.measures.contains(text[range.lowerBound - 1]) {
            let before = text[range.lowerBound - 2]
            if isDigit(before) || Self.countsBefore.contains(before) { return nil }
        }
        var printed = range
        var isOffice = false
        if text[end - 1] == Self.way, end + 3 <= text.count, text[end] == scalar("办"), text[end + 1] == scalar("事"),
            text[end + 2] == scalar("处")
        {
            printed = range.lowerBound..<(end + 3)
            isOffice = true
        }
        return AreaCandidate(
            range: range, printed: printed, name: Array(text[range]), meanings: meanings, source: .gazetteer, isOffice: isOffice)
    }

    /// `陈州办事处`: the office of 陈州街道, where the gazetteer knows such a street office.
    private func office(_ text: UnsafeBufferPointer<UInt32>, end: Int) -> AreaCandidate? {
        var best: AreaCandidate?
        var start = end
        while start > 0, end - start < 6, isHan(text[start - 1]) {
            start -= 1
            guard end - start >= 2 else { continue }
            let name = Array(text[start..<end]) + [Self.street, Self.way]
            let meanings = gazetteer.meanings(name).filter { $0.kind == .township || $0.kind == .plainTownship }
            if !meanings.isEmpty {
                best = AreaCandidate(
                    range: start..<end, printed: start..<(end + 3), name: name, meanings: meanings, source: .gazetteer, isOffice: true)
            }
        }
        return best
    }
}
