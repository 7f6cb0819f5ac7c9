/// Townships and villages named together, with their common ending behind the number: 晓澳、东岱两镇, 增埗、卢边、塘角三个村.
extension AreaScanner {
    /// Names without their ending, as many as the number behind them says.
    struct ClosedList {
        var names: [Range<Int>]
        let ending: [UInt32]
        let isOfVillages: Bool
    }

    /// All such lists, ascending.
    func closedLists(_ text: UnsafeBufferPointer<UInt32>) -> [ClosedList] {
        var lists: [ClosedList] = []
        let numbers = Self.numbers
        for position in text.indices where numbers.contains(text[position]) {
            var end = position + 1
            if end < text.count, text[end] == scalar("个") { end += 1 }
            guard
                let ending = Self.endings.first(where: { ending in
                    end + ending.scalars.count <= text.count && text[end..<end + ending.scalars.count].elementsEqual(ending.scalars)
                })
            else { continue }
            let names = members(of: text, endingAt: position)
            guard names.count == Self.number(text[position]) else { continue }
            lists.append(ClosedList(names: names, ending: ending.scalars, isOfVillages: ending.isOfVillages))
        }
        return lists
    }

    /// The members of lists whose full names the gazetteer knows, all of them as townships of one county.
    func listedTownships(_ text: UnsafeBufferPointer<UInt32>, in lists: [ClosedList]) -> [AreaCandidate] {
        var found: [AreaCandidate] = []
        for list in lists where !list.isOfVillages {
            var candidates = list.names.compactMap { township(text, $0, list.ending) }
            guard candidates.count == list.names.count else { continue }
            var counties = Set(candidates[0].meanings.map { $0.code })
            for candidate in candidates.dropFirst() { counties.formIntersection(candidate.meanings.map { $0.code }) }
            guard !counties.isEmpty else { continue }
            for index in candidates.indices { candidates[index].meanings.removeAll { !counties.contains($0.code) } }
            found += candidates
        }
        return found
    }

    /// The members of lists of villages, which no gazetteer has.
    func listedVillages(_ text: UnsafeBufferPointer<UInt32>, in lists: [ClosedList], known: [AreaCandidate]) -> [AreaCandidate] {
        let lists = lists.filter(\.isOfVillages)
        if lists.isEmpty { return [] }
        var found: [AreaCandidate] = []
        let ends = Set(known.map(\.printed.upperBound))
        for var list in lists {
            guard let start = nameStart(text, stem: list.names[0].upperBound, ends: ends, isMongolian: false) else { continue }
            list.names[0] = max(start, list.names[0].lowerBound)..<list.names[0].upperBound
            guard
                list.names.allSatisfy({ name in
                    (2...4).contains(name.count) && contexts.generics.value(of: text[name]) == nil && !isPartOfKnown(name, known)
                })
            else { continue }
            found += list.names.map { name in
                AreaCandidate(range: name, printed: name, name: Array(text[name]) + list.ending, meanings: [], source: .village)
            }
        }
        return found
    }

    /// Inside a longer name that was found already; the candidates ascend and none overlaps another.
    private func isPartOfKnown(_ name: Range<Int>, _ known: [AreaCandidate]) -> Bool {
        guard let index = known.lastIndex(startingAtOrBefore: name.upperBound - 1, start: { $0.range.lowerBound }) else { return false }
        return known[index].range.overlaps(name) && known[index].range.count > name.count
    }

    /// The names between the marks of a list that ends at a position, in the order of the text.
    private func members(of text: UnsafeBufferPointer<UInt32>, endingAt end: Int) -> [Range<Int>] {
        var names: [Range<Int>] = []
        var last = end
        while names.count < Self.longestList {
            var start = last
            while start > 0, last - start < Self.longestMember, isHan(text[start - 1]), !Self.joints.contains(text[start - 1]) {
                start -= 1
            }
            guard last - start >= 2 else { return [] }
            // 给晓澳: what stands in front of the first name is no part of it.
            let isFirst = start == 0 || text[start - 1] != 0x3001
            if isFirst { return [start..<last] + names }
            names.insert(start..<last, at: 0)
            last = start - 1
        }
        return []
    }

    private func township(_ text: UnsafeBufferPointer<UInt32>, _ range: Range<Int>, _ suffix: [UInt32]) -> AreaCandidate? {
        // The longest name that ends where the member does.
        for start in range.lowerBound...(range.upperBound - 2) {
            let name = Array(text[start..<range.upperBound]) + suffix
            let meanings = gazetteer.meanings(name).filter { !$0.isHigh }
            if !meanings.isEmpty {
                let own = start..<range.upperBound
                return AreaCandidate(range: own, printed: own, name: name, meanings: meanings, source: .gazetteer)
            }
        }
        return nil
    }

    private static let longestList = 9
    private static let longestMember = 6
    private static let joints = ScalarSet("、")
    /// What lists of two to nine are summed up with.
    static let numbers = ScalarSet("两二三四五六七八九23456789")
    private static func number(_ value: UInt32) -> Int {
        if (0x32...0x39).contains(value) { return Int(value) - 0x30 }
        return value == scalar("两") ? 2 : ("二三四五六七八九".unicodeScalars.map(\.value).firstIndex(of: value) ?? -9) + 2
    }
    private static let endings =
        ["街道", "苏木", "镇", "乡"].map { (scalars: $0.scalarValues, isOfVillages: false) }
        + ["村", "社区", "嘎查", "行政村"].map { (scalars: $0.scalarValues, isOfVillages: true) }
}
