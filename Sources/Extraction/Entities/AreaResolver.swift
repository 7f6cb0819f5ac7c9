/// Settles which areas a page names: ambiguous names by what else the page names, the area each article is about, and what lies in what.
struct AreaResolver {
    let gazetteer: Gazetteer
    private let words: WordList
    var document: Document
    var candidates: [AreaCandidate]
    /// The code settled for each candidate of the county or above, 0 for none.
    var codes: [UInt32]
    /// All codes settled.
    private var settled = Set<UInt32>()
    /// The first area of each name that is a township, as an index into the document's areas.
    var townships: [String: Int] = [:]
    /// The areas made so far, as indices into the document's.
    private var areaIndices: [Key: Int] = [:]
    /// What lies above the codes asked for so far.
    private var lineages: [UInt32: Lineage] = [:]

    /// Fills the document's areas, area mentions and the articles' areas.
    static func resolve(_ document: inout Document, _ candidates: [AreaCandidate], gazetteer: Gazetteer, words: WordList) {
        var resolver = AreaResolver(gazetteer: gazetteer, words: words, document: document, candidates: candidates)
        resolver.run()
        document = resolver.document
    }

    private init(gazetteer: Gazetteer, words: WordList, document: Document, candidates: [AreaCandidate]) {
        self.gazetteer = gazetteer
        self.words = words
        self.document = document
        self.candidates = candidates
        codes = [UInt32](repeating: 0, count: candidates.count)
    }

    private mutating func run() {
        settleCodes()
        dropUnlikely()
        settled = Set(codes)
        let mains = articleAreas()
        makeMentions(mains)
    }

    func articleIndex(_ candidate: AreaCandidate) -> Int {
        document.paragraphs.lastIndex(startingAtOrBefore: candidate.range.lowerBound, start: { $0.range.lowerBound })
            .map { document.paragraphs[$0].article } ?? 0
    }

    /// True where `code` lies in `area`.
    func lies(_ code: UInt32, in area: UInt32) -> Bool {
        if area % 10_000 == 0 { return code / 10_000 == area / 10_000 }
        if area % 100 == 0 { return code / 100 == area / 100 }
        return code == area
    }

    // MARK: Which area a name means

    private mutating func settleCodes() {
        var present: [UInt32: Int] = [:]
        for index in candidates.indices where candidates[index].name.count > 2 || candidates[index].source == .short {
            guard let high = candidates[index].meanings.first(where: \.isHigh), candidates[index].meanings.count(where: \.isHigh) == 1
            else {
                continue
            }
            codes[index] = high.code
            present[high.code, default: 0] += 1
        }
        // Townships speak for the counties that have one of that name.
        var spoken: [UInt32: Double] = [:]
        var seen = Set<[UInt32]>()
        for index in candidates.indices {
            let low = candidates[index].meanings.filter { !$0.isHigh }
            guard !low.isEmpty, seen.insert(candidates[index].name).inserted else { continue }
            for meaning in low { spoken[meaning.code, default: 0] += 1 / Double(low.count) }
        }
        // Two rounds: what the first settles helps the second.
        for _ in 0..<2 {
            for index in candidates.indices where codes[index] == 0 {
                let high = candidates[index].meanings.filter(\.isHigh)
                guard !high.isEmpty else { continue }
                if let code = choice(high, candidates[index], present: present, spoken: spoken) {
                    codes[index] = code
                    present[code, default: 0] += 1
                }
            }
        }
    }

    private func choice(
        _ meanings: [Gazetteer.Meaning], _ candidate: AreaCandidate, present: [UInt32: Int], spoken: [UInt32: Double]
    ) -> UInt32? {
        if let adjacent = candidate.adjacent, codes[adjacent] != 0 {
            let inside = meanings.filter { lies($0.code, in: codes[adjacent]) && $0.code != codes[adjacent] }
            if inside.count == 1 { return inside[0].code }
        }
        // 城区, 矿区 mean a county only behind their prefecture.
        if candidate.name.count == 2, candidate.source == .gazetteer { return nil }
        func weight(_ code: UInt32) -> Double {
            var sum = Double(present[code] ?? 0) * 3 + (spoken[code] ?? 0) * 2
            for (other, count) in present where other != code {
                if other % 10_000 == 0 {
                    if lies(code, in: other) { sum += 1 + Double(min(count, 3)) * 0.1 }
                } else if other % 100 == 0 {
                    if lies(code, in: other) { sum += 3 + Double(min(count, 3)) * 0.1 }
                } else if other / 100 == code / 100 {
                    sum += 1.5
                } else if other / 10_000 == code / 10_000 {
                    sum += 0.3
                }
            }
            return sum
        }
        let ranked = meanings.map { ($0.code, weight($0.code)) }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
        guard let best = ranked.first, best.1 > 0 else { return nil }
        if ranked.count > 1, best.1 - ranked[1].1 < 0.05 { return nil }
        return best.0
    }

    // MARK: Names that are none

    private static let partsOfTowns = ["老城区", "新城区", "主城区", "旧城区"].map(\.scalarValues)

    /// A county named once, elsewhere in the country, by characters that are everyday words, is most likely no name.
    private mutating func dropUnlikely() {
        var counts: [UInt32: Int] = [:]
        for code in codes where code != 0 { counts[code, default: 0] += 1 }
        var provinces: [UInt32: Int] = [:]
        for code in codes where code != 0 { provinces[code / 10_000, default: 0] += 1 }
        var drop = Set<Int>()
        for (index, candidate) in candidates.enumerated() {
            let start = candidate.range.lowerBound
            let text = document.clean
            let atBorder = start == 0 || !isHan(text[start - 1]) || candidate.adjacent != nil
            switch candidate.source {
            case .gazetteer where candidate.name.count == 2 && candidate.adjacent == nil: drop.insert(index)
            // 鞍山的老城区
            case .gazetteer
            where !atBorder && text[start - 1] == scalar("的") && Self.partsOfTowns.contains(where: { candidate.name.elementsEqual($0) }):
                let code = codes[index]
                if code == 0 || (provinces[code / 10_000] ?? 0) == (counts[code] ?? 0) { drop.insert(index) }
            case .gazetteer where candidate.name.count == 3 && candidate.name[2] == scalar("区") && codes[index] != 0 && !atBorder:
                let code = codes[index]
                let alone = counts[code] == 1 && (provinces[code / 10_000] ?? 0) == 1
                if alone, !Self.prepositions.contains(text[start - 1]), cutsWord(candidate.range) { drop.insert(index) }
            default: break
            }
        }
        guard !drop.isEmpty else { return }
        var map = [Int](repeating: -1, count: candidates.count)
        var keptCodes: [UInt32] = []
        var kept: [AreaCandidate] = []
        for index in candidates.indices where !drop.contains(index) {
            map[index] = kept.count
            kept.append(candidates[index])
            keptCodes.append(codes[index])
        }
        for index in kept.indices { kept[index].adjacent = kept[index].adjacent.flatMap { map[$0] >= 0 ? map[$0] : nil } }
        candidates = kept
        codes = keptCodes
    }

    /// True where a name may be cut out of other words: its short form is an everyday word, or its first character ends one.
    private func cutsWord(_ range: Range<Int>) -> Bool {
        document.clean.withUnsafeBufferPointer { text in
            words.contains(text, range.lowerBound..<(range.upperBound - 1))
                || words.contains(text, (range.lowerBound - 1)..<(range.lowerBound + 1))
        }
    }

    private static let prepositions = ScalarSet("在到向对从由为于往至和与及的是给赴经省市")

    // MARK: Mentions

    private struct Key: Hashable {
        var name: [UInt32]
        var above: UInt32
        var parent: [UInt32]
    }

    /// The index of the area of a key, which is made where it is not there yet.
    private mutating func index(_ key: Key, _ make: (inout AreaResolver) -> Area) -> Int {
        if let known = areaIndices[key] { return known }
        let made = make(&self)
        let index = document.areas.count
        if made.level == .township, townships[made.name] == nil { townships[made.name] = index }
        document.areas.append(made)
        areaIndices[key] = index
        return index
    }

    private mutating func makeMentions(_ mains: [UInt32]) {
        areaIndices.reserveCapacity(candidates.count)
        var placed = [Int](repeating: -1, count: candidates.count)
        for (place, candidate) in candidates.enumerated() {
            let article = articleIndex(candidate)
            let main = article < mains.count ? mains[article] : 0
            let area: Int
            if candidate.source == .village || candidate.source == .township
                || candidate.meanings.allSatisfy({ !$0.isHigh }) && codes[place] == 0
            {
                let isVillage = candidate.source == .village
                let county = countyOf(place, article: article, main: main, placed: placed)
                if isVillage {
                    let township = townshipAbove(place, article: article, placed: placed)
                    let parent = township.map { document.areas[$0] }
                    let above = county
                    area = index(Key(name: candidate.name, above: above, parent: parent?.name.scalarValues ?? [])) {
                        $0.lower(candidate.name, .village, county: above, parent: parent)
                    }
                } else {
                    area = index(Key(name: candidate.name, above: county, parent: [])) {
                        $0.lower(candidate.name, .township, county: county, parent: nil)
                    }
                }
            } else if codes[place] != 0 {
                let code = codes[place]
                area = index(Key(name: [], above: code, parent: [])) { $0.high(code, printed: candidate) }
            } else {
                // A name that several counties share, and nothing on the page tells which.
                guard candidate.source == .gazetteer, let first = candidate.meanings.first(where: \.isHigh),
                    let record = gazetteer.record(first.code)
                else { continue }
                area = index(Key(name: candidate.name, above: 0, parent: [])) { _ in
                    Area(name: String(scalars: candidate.name), level: record.level)
                }
            }
            placed[place] = area
            document.areaMentions.append(
                AreaMention(range: candidate.printed, area: area, insideOrganisation: false, isOffice: candidate.isOffice))
        }
        for (article, main) in mains.enumerated() where main != 0 {
            document.articles[article].area = index(Key(name: [], above: main, parent: [])) { $0.high(main, printed: nil) }
        }
        mergeVillages()
        settleVillages()
    }

    /// In a prefecture without counties the villages of an article that is mostly about one township lie in it.
    private mutating func settleVillages() {
        for article in document.articles.indices {
            guard let main = document.articles[article].area, document.areas[main].level == .prefecture,
                gazetteer.children(of: document.areas[main].code.flatMap { UInt32($0) } ?? 0).isEmpty
            else { continue }
            let range = document.articles[article].paragraphs
            guard let first = range.first, let last = range.last else { continue }
            let text = document.paragraphs[first].range.lowerBound..<document.paragraphs[last].range.upperBound
            var counts: [Int: Int] = [:]
            for mention in document.areaMentions(in: text) where document.areas[document.areaMentions[mention].area].level == .township {
                counts[document.areaMentions[mention].area, default: 0] += 1
            }
            guard let (township, count) = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }),
                count >= 2, count * 5 >= counts.values.reduce(0, +) * 3
            else { continue }
            for mention in document.areaMentions(in: text) {
                let area = document.areaMentions[mention].area
                guard document.areas[area].level == .village, document.areas[area].parent == document.areas[main].name else { continue }
                document.areas[area].parent = document.areas[township].name
                document.areas[area].parentCode = document.areas[township].code
            }
        }
    }

    /// The county (or prefecture without one) that a township or village lies in.
    private func countyOf(_ place: Int, article: Int, main: UInt32, placed: [Int]) -> UInt32 {
        let candidate = candidates[place]
        var before = candidate.adjacent
        for _ in 0..<Self.longestChain {
            guard let index = before else { break }
            if codes[index] != 0 {
                if codes[index] % 100 != 0 || gazetteer.children(of: codes[index]).isEmpty { return codes[index] }
                break
            }
            if placed[index] >= 0, let code = document.areas[placed[index]].countyCode.flatMap({ UInt32($0) }) { return code }
            before = candidates[index].adjacent
        }
        let low = candidate.meanings.filter { !$0.isHigh }
        if let above = prefectureAbove(candidate) {
            let inside = low.filter { lies($0.code, in: above) }
            if inside.count == 1 { return inside[0].code }
            return lies(main, in: above) ? main : above
        }
        if main == 0, low.isEmpty { return countyBefore(place, article: article) ?? 0 }
        if low.contains(where: { $0.code == main }) || low.isEmpty { return main }
        // A township of another county of the page.
        let others = low.filter { settled.contains($0.code) }
        if others.count == 1 { return others[0].code }
        if let near = countyBefore(place, article: article), low.contains(where: { $0.code == near }) { return near }
        if main % 100 == 0, main != 0 {
            let inside = low.filter { lies($0.code, in: main) }
            if inside.count == 1 { return inside[0].code }
        }
        return main
    }

    /// The county named last in the same paragraph, where an article goes from one to the next.
    private func countyBefore(_ place: Int, article: Int) -> UInt32? {
        guard
            let paragraph = document.paragraphs.lastIndex(
                startingAtOrBefore: candidates[place].range.lowerBound, start: { $0.range.lowerBound })
        else { return nil }
        let start = document.paragraphs[paragraph].range.lowerBound
        for index in (max(0, place - Self.longestReach)..<place).reversed() {
            guard candidates[index].range.lowerBound >= start else { return nil }
            if codes[index] % 100 != 0 { return codes[index] }
        }
        return nil
    }

    /// How many names back the county of a paragraph is looked for.
    private static let longestReach = 40

    /// The prefecture or province directly in front of a township or village.
    func prefectureAbove(_ candidate: AreaCandidate) -> UInt32? {
        var before = candidate.adjacent
        for _ in 0..<Self.longestChain {
            guard let index = before else { return nil }
            if codes[index] != 0 { return codes[index] }
            before = candidates[index].adjacent
        }
        return nil
    }

    /// How many names directly in front of each other are looked at: 省, 市, 县, 镇, 村 and some more. A page of nothing else stays linear.
    private static let longestChain = 8

    /// The township that the text puts a village into: directly in front of it, earlier in its sentence, or at the head of its paragraph.
    private func townshipAbove(_ place: Int, article: Int, placed: [Int]) -> Int? {
        let candidate = candidates[place]
        func township(_ index: Int) -> Int? {
            guard placed[index] >= 0, document.areas[placed[index]].level == .township else { return nil }
            return placed[index]
        }
        if let before = candidate.adjacent {
            if let found = township(before) { return found }
            if candidates[before].source == .village { return placed[before] >= 0 ? townshipOf(placed[before]) : nil }
            return nil
        }
        guard let paragraph = document.paragraphs.lastIndex(startingAtOrBefore: candidate.range.lowerBound, start: { $0.range.lowerBound }),
            let clause = document.clauseIndex(at: candidate.range.lowerBound)
        else { return nil }
        let head = document.paragraphs[paragraph].range.lowerBound
        var heading: Int?
        var index = place - 1
        while index >= 0, place - index <= 40, candidates[index].range.lowerBound >= head {
            if let found = township(index) {
                // In the same clause: 陈州街道办事处在…宁庄社区设立.
                if candidates[index].range.lowerBound >= document.clauses[clause].range.lowerBound,
                    containsPreposition(candidates[index].printed.upperBound..<candidate.range.lowerBound)
                {
                    return found
                }
                heading = candidates[index].range.lowerBound == head ? found : nil
            }
            // 夹山镇303线卡点上,杨坪村党支部书记…: the township that the sentence begins with.
            if heading == nil, let found = township(index), candidates[index].range.lowerBound == sentenceHead(of: clause),
                !document.clean[candidates[index].range.lowerBound..<candidate.range.lowerBound].contains(0x3B)
            {
                heading = found
            }
            if let village = placed[index] >= 0 ? document.areas[placed[index]] : nil, village.level == .village,
                isListed(candidates[index].printed.upperBound..<candidate.range.lowerBound)
            {
                return townshipOf(placed[index])
            }
            index -= 1
        }
        return heading
    }

    private func sentenceHead(of clause: Int) -> Int {
        document.sentences[document.clauses[clause].sentence].range.lowerBound
    }

    private func townshipOf(_ area: Int) -> Int? {
        guard let parent = document.areas[area].parent else { return nil }
        return townships[parent]
    }

    private func isListed(_ gap: Range<Int>) -> Bool {
        gap.count == 1 && (document.clean[gap.lowerBound] == 0x3001 || document.clean[gap.lowerBound] == scalar("和"))
    }

    private func containsPreposition(_ gap: Range<Int>) -> Bool {
        gap.contains { document.clean[$0] == scalar("在") || document.clean[$0] == scalar("的") }
            && !gap.contains { document.clean[$0] == scalar("向") }
    }

    /// One village named with and without its township is one area.
    private mutating func mergeVillages() {
        var best: [ExactText: Int] = [:]
        var map = Array(document.areas.indices)
        for (index, area) in document.areas.enumerated() where area.level == .village {
            let key = ExactText(area.name + "/" + (area.countyCode ?? ""))
            if let known = best[key] {
                if document.areas[known].parent == area.county ?? area.prefecture, area.parent != document.areas[known].parent {
                    document.areas[known].parent = area.parent
                    document.areas[known].parentCode = area.parentCode
                    map[index] = known
                } else if area.parent == area.county ?? area.prefecture || area.parent == document.areas[known].parent {
                    map[index] = known
                }
            } else {
                best[key] = index
            }
        }
        for index in document.areaMentions.indices { document.areaMentions[index].area = map[document.areaMentions[index].area] }
    }

    // MARK: Areas

    private mutating func high(_ code: UInt32, printed: AreaCandidate?) -> Area {
        guard let record = gazetteer.record(code) else { return Area(name: "", level: .county) }
        var name = record.name
        if let printed, printed.source == .gazetteer, printed.meanings.contains(where: { $0.kind == .former && $0.code == code }) {
            name = String(scalars: printed.name)
        }
        var area = Area(name: name, level: record.level, code: Gazetteer.digits(code))
        let above = gazetteer.ancestors(of: code)
        if let parent = above.first, let record = gazetteer.record(parent) {
            area.parent = record.name
            area.parentCode = Gazetteer.digits(parent)
        }
        fill(&area, code)
        return area
    }

    private mutating func lower(_ name: [UInt32], _ level: AreaLevel, county: UInt32, parent: Area?) -> Area {
        var area = Area(name: String(scalars: name), level: level)
        fill(&area, county)
        if level == .township { area.code = gazetteer.townshipCode(name, county: county) }
        area.parent = parent?.name ?? area.county ?? area.prefecture ?? area.province
        area.parentCode = parent == nil ? (county == 0 ? nil : Gazetteer.digits(county)) : parent?.code
        return area
    }

    /// County, prefecture and province of a code, itself included.
    private struct Lineage {
        var county: String?, countyCode: String?, prefecture: String?, province: String?
    }

    /// Fills in what lies above an area of a code. Most areas of a page lie in one county, so each code is looked up once.
    private mutating func fill(_ area: inout Area, _ code: UInt32) {
        let lineage = lineages[code] ?? lineage(of: code)
        lineages[code] = lineage
        area.province = lineage.province
        area.prefecture = lineage.prefecture
        area.county = lineage.county
        area.countyCode = lineage.countyCode
    }

    private func lineage(of code: UInt32) -> Lineage {
        var lineage = Lineage()
        for step in [code] + gazetteer.ancestors(of: code) {
            guard let record = gazetteer.record(step) else { continue }
            switch record.level {
            case .province: lineage.province = record.name
            case .prefecture: lineage.prefecture = record.name
            default:
                lineage.county = record.name
                lineage.countyCode = Gazetteer.digits(step)
            }
        }
        return lineage
    }
}
