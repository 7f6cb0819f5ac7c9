/// What area an article is about: the one that it names most, says 全县 of, or is printed by.
extension AreaResolver {
    private static let selfWords: [(word: [UInt32], ends: ScalarSet)] = [
        ("全区".scalarValues, ScalarSet("区")), ("我区".scalarValues, ScalarSet("区")), ("该区".scalarValues, ScalarSet("区")),
        ("全县".scalarValues, ScalarSet("县")), ("我县".scalarValues, ScalarSet("县")), ("该县".scalarValues, ScalarSet("县")),
        ("全市".scalarValues, ScalarSet("市")), ("我市".scalarValues, ScalarSet("市")), ("该市".scalarValues, ScalarSet("市")),
        ("全旗".scalarValues, ScalarSet("旗")), ("我旗".scalarValues, ScalarSet("旗")), ("全州".scalarValues, ScalarSet("州")),
        ("全省".scalarValues, ScalarSet("省")), ("我省".scalarValues, ScalarSet("省")),
    ]

    /// The code of the county, or lacking one prefecture, that each article is about; 0 where none stands out.
    func articleAreas() -> [UInt32] {
        var scores = [[UInt32: Double]](repeating: [:], count: document.articles.count)
        var seen = Set<[UInt32]>()
        // The provinces of the counties that an article calls by their full names.
        var provinces = [Set<UInt32>](repeating: [], count: document.articles.count)
        for (index, candidate) in candidates.enumerated() {
            let article = articleIndex(candidate)
            guard article < scores.count else { continue }
            // 他是湖北洪湖人: where somebody comes from says little of what the article is about.
            let weight = weight(of: candidate, article: article) * (isOrigin(candidate) ? 0.3 : 1)
            if codes[index] != 0 {
                if candidate.meanings.contains(where: { $0.code == codes[index] && $0.kind == .full }), codes[index] % 100 != 0 {
                    provinces[article].insert(codes[index] / 10_000)
                }
                // 西安市未央区 is about the district, not the city.
                let leads = index + 1 < candidates.count && candidates[index + 1].adjacent == index
                scores[article][codes[index], default: 0] += leads ? weight * 0.3 : weight
            } else if seen.insert(candidate.name).inserted {
                var low = candidate.meanings.filter { !$0.isHigh }
                // 渭南城南镇: of the townships of that name the one in the prefecture.
                if let above = prefectureAbove(candidate) {
                    let inside = low.filter { lies($0.code, in: above) }
                    if !inside.isEmpty { low = inside }
                }
                for meaning in low where low.count <= 20 { scores[article][meaning.code, default: 0] += 1.2 / Double(low.count) }
            }
        }
        let named = scores
        for article in scores.indices {
            let outlet = document.articles[article].outlet.map(\.scalarValues) ?? []
            // 房县新闻网: the paper's own area speaks for itself.
            for length in stride(from: min(8, outlet.count), through: 2, by: -1) {
                let all = gazetteer.meanings(Array(outlet[..<length]))
                // 河北日报 is the province's, not that of the district 河北 of another city; 光明日报 is no district's.
                if all.contains(where: { $0.isHigh && $0.code % 10_000 == 0 || $0.kind == .wordlikeShort }) { break }
                let meant = all.filter { $0.isHigh }
                let near =
                    meant.count == 1
                    ? meant : meant.filter { meaning in scores[article].contains { $0.key / 100 == meaning.code / 100 && $0.value >= 1 } }
                // 濠江日报 of Macau: a short form says little in a paper that is not printed on the mainland.
                if near.count == 1, near[0].kind == .short, document.articles[article].isTraditional { break }
                // 峡江晚报 of a report about 巫山县: the name is that of the river's gorge, not of 峡江县.
                if near.count == 1, near[0].kind == .short, scores[article][near[0].code] == nil, !provinces[article].isEmpty,
                    !provinces[article].contains(near[0].code / 10_000)
                {
                    break
                }
                if near.count == 1 {
                    scores[article][near[0].code, default: 0] += 1
                    break
                }
            }
            for code in scores[article].keys {
                guard let record = gazetteer.record(code) else { continue }
                let short = record.short
                if !outlet.isEmpty, ScalarSearch.first(short, in: outlet, outlet.indices) != nil { scores[article][code, default: 0] += 3 }
            }
        }
        var total: [UInt32: Double] = [:]
        for article in scores { for (code, score) in article { total[code, default: 0] += score } }
        let selves = selfEnds(document.paragraphs.indices)
        let page = main(of: total, selfEnds: selves)
        return scores.indices.map { article in
            var score = scores[article]
            for (code, value) in total { score[code, default: 0] += value * 0.15 }
            let paragraphs = document.articles[article].paragraphs
            if let region = specialRegion(paragraphs, score) { return region }
            // What the name of the outlet adds.
            let printed = scores[article].merging(named[article]) { $0 - $1 }
            let own = main(
                of: score, selfEnds: paragraphs == document.paragraphs.indices ? selves : selfEnds(paragraphs), printed: printed)
            // An article that names no place is about the page's; one that names many is about none.
            let area = own != 0 || scores[article].values.reduce(0, +) >= 1.5 ? own : page
            return area != 0 ? area : provinceOfOutlet(article)
        }
    }

    /// 洪湖人, 会宁籍
    private func isOrigin(_ candidate: AreaCandidate) -> Bool {
        let (text, end) = (document.clean, candidate.range.upperBound)
        guard end < text.count else { return false }
        if text[end] == scalar("籍") { return true }
        return text[end] == scalar("人") && !(end + 1 < text.count && Self.behindPeople.contains(text[end + 1]))
    }

    /// What 人 begins a word with: 人民, 人大, 人社局.
    private static let behindPeople = ScalarSet("民大社才武防保口均力事医")

    /// 本港, 全澳, 氹仔: the special administrative region that an article speaks of as its own, though it names districts elsewhere.
    private func specialRegion(_ paragraphs: Range<Int>, _ scores: [UInt32: Double]) -> UInt32? {
        let text = document.clean
        var counts: [UInt32: Int] = [:]
        for place in paragraphs {
            let range = document.paragraphs[place].range
            var from = range.lowerBound + 1
            while from < range.upperBound,
                let position = text.firstPlace(
                    in: from..<range.upperBound, where: { $0 == scalar("港") || $0 == scalar("澳") || $0 == Self.taipa })
            {
                from = position + 1
                if text[position] == Self.taipa { counts[Gazetteer.macau, default: 0] += 1 }
                let isOwn = text[position - 1] == scalar("本") || text[position - 1] == scalar("全")
                // 全港口
                let goesOn = position + 1 < range.upperBound && (text[position + 1] == scalar("口") || text[position + 1] == scalar("区"))
                if isOwn, !goesOn { counts[text[position] == scalar("港") ? Gazetteer.hongKong : Gazetteer.macau, default: 0] += 1 }
            }
        }
        guard let (region, count) = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }) else { return nil }
        let others = scores.filter { $0.key != region && $0.key % 10_000 != 0 }.values.max() ?? 0
        return Double(count) * 1.5 + (scores[region] ?? 0) > others ? region : nil
    }

    /// 氹 of 氹仔 and 路氹, which no other place has.
    private static let taipa = scalar("氹")

    /// 浙江省红十字会: the province of a body that reports of all of it; 0 where the outlet does not begin with a province's full name.
    private func provinceOfOutlet(_ article: Int) -> UInt32 {
        let outlet = document.articles[article].outlet.map(\.scalarValues) ?? []
        for length in 3...8 where length < outlet.count {
            if let code = gazetteer.meanings(Array(outlet[..<length])).first(where: { $0.kind == .full && $0.code % 10_000 == 0 })?.code {
                return code
            }
        }
        return 0
    }

    func weight(of candidate: AreaCandidate, article: Int) -> Double {
        guard let paragraph = document.paragraphs.lastIndex(startingAtOrBefore: candidate.range.lowerBound, start: { $0.range.lowerBound })
        else { return 1 }
        switch document.paragraphs[paragraph].kind {
        case .title: return 5
        case .byline: return 2
        case .heading: return 2
        case .caption: return 1
        case .body: return paragraph < document.articles[article].paragraphs.lowerBound + 4 ? 1.5 : 1
        }
    }

    /// How often paragraphs say 全区, 全县, 全市 of themselves, by the character the area's name then ends with.
    private func selfEnds(_ paragraphs: Range<Int>) -> [(ScalarSet, Int)] {
        let text = document.clean
        var counts = [Int](repeating: 0, count: Self.selfWords.count)
        for place in paragraphs {
            let range = document.paragraphs[place].range
            var from = range.lowerBound
            while let position = text.firstPlace(
                in: from..<max(from, range.upperBound - 1), where: { $0 == scalar("全") || $0 == scalar("我") || $0 == scalar("该") })
            {
                for (index, own) in Self.selfWords.enumerated() where own.word[0] == text[position] && own.word[1] == text[position + 1] {
                    counts[index] += 1
                }
                from = position + 1
            }
        }
        return zip(Self.selfWords, counts).map { ($0.ends, $1) }
    }

    /// The area that stands out among scores, of which the outlet's name gave a part.
    func main(of scores: [UInt32: Double], selfEnds: [(ScalarSet, Int)], printed: [UInt32: Double] = [:]) -> UInt32 {
        var weighted: [(code: UInt32, level: AreaLevel, score: Double)] = []
        for (code, score) in scores {
            guard let record = gazetteer.record(code), record.level != .province else { continue }
            let last = record.lastOfName
            let selves = selfEnds.reduce(0) { $0 + ($1.0.contains(last) ? $1.1 : 0) }
            weighted.append((code, record.level, score * (selves > 0 ? 1.5 : 1) + (selves > 0 ? min(Double(selves), 3) * 0.2 : 0)))
        }
        let all = weighted.reduce(0) { $0 + $1.score }
        let counties = weighted.filter { $0.level == .county }.sorted { ($1.score, $0.code) < ($0.score, $1.code) }
        let prefectures = weighted.filter { $0.level == .prefecture }.sorted { ($1.score, $0.code) < ($0.score, $1.code) }
        let countySum = counties.reduce(0) { $0 + $1.score }
        if let county = counties.first, county.score >= 0.34 * countySum, county.score >= 0.15 * all || county.score >= 5 {
            // The paper of a prefecture reports on its counties.
            let prefecture = prefectures.first.map { lies(county.code, in: $0.code) ? $0.score - (printed[$0.code] ?? 0) : $0.score } ?? 0
            if county.score >= 0.45 * prefecture
                || prefectures.first.map({ !lies(county.code, in: $0.code) }) == true && county.score >= prefecture
            {
                return county.code
            }
        }
        // News from all over the country is about no one place that it does not name again and again.
        let isNational = Set(scores.filter { $0.value >= 1 }.keys.map { $0 / 10_000 }).count >= 3
        if let prefecture = prefectures.first, prefecture.score >= 0.34 * all, !isNational || prefecture.score >= 4 {
            return prefecture.code
        }
        if let county = counties.first, county.score >= 0.5 * countySum, county.score >= 1, county.score >= (prefectures.first?.score ?? 0)
        {
            return county.code
        }
        return 0
    }
}
