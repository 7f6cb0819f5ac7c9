/// Townships named together, with their common ending behind the number: 晓澳、东岱两镇, 凤山、芙蓉两个街道.
extension AreaScanner {
    /// The members of such lists whose full names the gazetteer knows, all of them as townships of one county.
    func listedTownships(_ text: UnsafeBufferPointer<UInt32>) -> [AreaCandidate] {
        var found: [AreaCandidate] = []
        let numbers = Self.numbers
        for position in text.indices where numbers.contains(text[position]) {
            var end = position + 1
            if end < text.count, text[end] == scalar("个") { end += 1 }
            guard
                let suffix = Self.endings.first(where: { ending in
                    end + ending.count <= text.count && text[end..<end + ending.count].elementsEqual(ending)
                })
            else { continue }
            let names = members(of: text, endingAt: position)
            guard names.count == Self.number(text[position]) else { continue }
            var candidates = names.compactMap { township(text, $0, suffix) }
            guard candidates.count == names.count else { continue }
            var counties = Set(candidates[0].meanings.map { $0.code })
            for candidate in candidates.dropFirst() { counties.formIntersection(candidate.meanings.map { $0.code }) }
            guard !counties.isEmpty else { continue }
            for index in candidates.indices { candidates[index].meanings.removeAll { !counties.contains($0.code) } }
            found += candidates
        }
        return found
    }

    /// The members of such lists of villages, which no gazetteer has: 增埗、卢边、塘角三个村.
    func listedVillages(_ text: UnsafeBufferPointer<UInt32>, known: [AreaCandidate]) -> [AreaCandidate] {
        var found: [AreaCandidate] = []
        var ends: Set<Int>?
        let numbers = Self.numbers
        for position in text.indices where numbers.contains(text[position]) && position > 0 && isHan(text[position - 1]) {
            var end = position + 1
            if end < text.count, text[end] == scalar("个") { end += 1 }
            guard
                let suffix = Self.villageEndings.first(where: { ending in
                    end + ending.count <= text.count && text[end..<end + ending.count].elementsEqual(ending)
                })
            else { continue }
            var names = members(of: text, endingAt: position)
            guard names.count > 1, names.count == Self.number(text[position]) else { continue }
            let behind = ends ?? Set(known.map(\.printed.upperBound))
            ends = behind
            guard let start = nameStart(text, stem: names[0].upperBound, ends: behind, isMongolian: false) else { continue }
            names[0] = max(start, names[0].lowerBound)..<names[0].upperBound
            guard
                names.allSatisfy({ name in
                    (2...4).contains(name.count) && contexts.generics.value(of: text[name]) == nil
                        && !isPartOfKnown(name, known)
                })
            else { continue }
            found += names.map { name in
                AreaCandidate(range: name, printed: name, name: Array(text[name]) + suffix, meanings: [], source: .village)
            }
        }
        return found
    }

    /// Inside a longer name that was found already; the candidates ascend and none overlaps another.
    private func isPartOfKnown(_ name: Range<Int>, _ known: [AreaCandidate]) -> Bool {
        guard let index = known.lastIndex(startingAtOrBefore: name.upperBound - 1, start: { $0.range.lowerBound }) else { return false }
        return known[index].range.overlaps(name) && known[index].range.count > name.count
    }

    private static let villageEndings = ["村".scalarValues, "社区".scalarValues, "嘎查".scalarValues, "行政村".scalarValues]

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
    private static let numbers = ScalarSet("两二三四五六七八九23456789")
    private static func number(_ value: UInt32) -> Int {
        if (0x32...0x39).contains(value) { return Int(value) - 0x30 }
        return value == scalar("两") ? 2 : ("二三四五六七八九".unicodeScalars.map(\.value).firstIndex(of: value) ?? -9) + 2
    }
    private static let endings = ["街道".scalarValues, "苏木".scalarValues, "镇".scalarValues, "乡".scalarValues]
}
