/// Finds names of organisations in clean text by how they end.
struct OrganisationScanner: Sendable {
    private let words: WordList
    private let contexts: AreaContexts
    private var endings = PhraseTable()
    private var kinds: [(kind: OrganisationKind, length: Int)] = []

    init(words: WordList, contexts: AreaContexts, lexicons: Lexicons) {
        self.words = words
        self.contexts = contexts
        for entry in lexicons.file("organisations").entries where entry.count == 2 {
            guard let kind = OrganisationKind(rawValue: String(entry[1])) else { continue }
            let ending = entry[0].unicodeScalars.map(\.value)
            endings.insert(ending.reversed(), value: Int32(truncatingIfNeeded: kinds.count))
            kinds.append((kind, ending.count))
        }
    }

    private static let stops = ScalarSet("请的在到向对从由将把被是给让使叫往于经跟并而也又还都就已了着这那此每某其我你他她您及等以")
    /// What turns an ending into another word: 党组织, 局面, 委托.
    private static let continuations: [UInt32: ScalarSet] = [
        scalar("组"): ScalarSet("织成建合"), scalar("局"): ScalarSet("面势部限"), scalar("委"): ScalarSet("托员派任屈"), scalar("科"): ScalarSet("学技研普口"),
        scalar("厂"): ScalarSet("房"), scalar("店"): ScalarSet("铺主员长家"), scalar("网"): ScalarSet("格络上购"), scalar("场"): ScalarSet("景面合次所"),
        scalar("部"): ScalarSet("分门署队位"), scalar("站"): ScalarSet("在立岗着点"), scalar("队"): ScalarSet("伍员列"), scalar("会"): ScalarSet("议上场"),
        scalar("院"): ScalarSet("子内外"), scalar("学"): ScalarSet("生子者"), scalar("业"): ScalarSet("务余主绩态"), scalar("报"): ScalarSet("告名到道"),
        scalar("线"): ScalarSet("上下"),
    ]
    /// Stops that begin words of names: 就业, 自来水.
    private static let wordStarts = ScalarSet("就自其以经")
    private static let keeping = ScalarSet("开办")
    /// Function words whose characters stand in names of firms.
    private static let nameable = ScalarSet("都就以及等并而也又还已了着过那每某其自叫于经")
    /// Countries, regions and cities where societies of those who come from an area sit, and what such societies call themselves.
    private static let abroad: PhraseTable = {
        var table = PhraseTable()
        let places =
            "意大利 西班牙 法国 德国 英国 美国 加拿大 澳大利亚 澳洲 新西兰 日本 韩国 马来西亚 新加坡 泰国 菲律宾 印尼 印度尼西亚 越南 柬埔寨 老挝 缅甸 匈牙利 奥地利 荷兰 比利时 葡萄牙 希腊 捷克 波兰 罗马尼亚 瑞典 瑞士 俄罗斯 巴西 阿根廷 智利 秘鲁 委内瑞拉 厄瓜多尔 巴拿马 墨西哥 南非 尼日利亚 加纳 肯尼亚 坦桑尼亚 安哥拉 刚果 迪拜 阿联酋 沙特 土耳其 印度 普拉托 米兰 罗马 巴黎 马德里 巴塞罗那 伦敦 纽约 旧金山 三藩市 洛杉矶 芝加哥 波士顿 西雅图 多伦多 温哥华 蒙特利尔 悉尼 墨尔本 奥克兰 东京 大阪 横滨 神户 首尔 釜山 曼谷 吉隆坡 槟城 诗巫 古晋 马尼拉 雅加达 布达佩斯 维也纳 柏林 法兰克福 汉堡 莫斯科 圣保罗 利马 檀香山 夏威夷 北美 欧洲 南美 非洲 东南亚 全美 全英 旅港 旅澳 旅日 旅美 旅加 旅法 旅意 旅西 旅英 旅德 旅菲 旅新 旅马 旅泰 旅韩 旅欧 旅奥 旅荷 旅匈 旅比 旅葡 旅俄 旅缅 旅越 旅柬 旅老 旅印 旅台 旅巴 旅阿 旅秘 旅智 旅南 旅非 旅京 旅沪 旅穗 旅深 留英 留法 留德 留加 留日 留美 侨居 濠江 濠镜 香江 星洲 狮城 大马 粤港澳 粤港"
        for place in places.split(separator: " ") { table.insert(place.unicodeScalars.map(\.value).reversed(), value: 0) }
        return table
    }()
    /// What stands before 和 in the names of offices.
    private static let fields = PhraseTable(
        ["林业", "文化", "工业", "住房", "自然资源", "教育", "科技", "民族", "发展", "人力资源", "商务", "农业", "水利", "经济", "科学", "卫生", "体育", "粮食", "公共资源"].map {
            String($0.reversed())
        })
    private static let handing = ScalarSet("送捐赠交汇寄转托")
    private static let attending = ScalarSet("上读考念")
    private static let going = ScalarSet("上去仅下")
    private static let softStops = ScalarSet("和与为同")
    private static let measures = ScalarSet("个名家位所支")
    private static let sizes = ScalarSet("大小")
    private static let levels = ScalarSet("县区市旗省镇乡")
    private static let units = ScalarSet("元桶间座台吨箱件袋盒瓶套副把张辆头匹斤升顶床份条双户亩米车批次项页根块")
    private static let multipliers = ScalarSet("万千百亿两")
    private static let counts = ScalarSet("一二两三四五六七八九十百千万几多余数各这那每某")
    /// The longest name.
    private static let longest = 28

    /// All organisations, ascending, none overlapping another.
    func mentions(in document: Document) -> [OrganisationMention] {
        var found: [OrganisationMention] = []
        let text = document.clean
        text.withUnsafeBufferPointer { buffer in
            for sentence in document.sentences {
                var position = sentence.range.lowerBound + 1
                let areas = document.areaMentions(in: sentence.range)
                while let match = endings.firstReversedMatch(
                    in: buffer, endingFrom: position, through: sentence.range.upperBound, start: sentence.range.lowerBound)
                {
                    position = match.end
                    if position < sentence.range.upperBound, Self.continuations[text[position - 1]]?.contains(text[position]) == true {
                        position += 1
                        continue
                    }
                    // 副局长, 科长: the body's last character begins a post.
                    if position < sentence.range.upperBound, text[position] == scalar("长"), match.length == 1 {
                        position += 1
                        continue
                    }
                    // The longest chain of endings: 公司党支部, 组织部.
                    var end = position
                    var ending = kinds[Int(match.value)]
                    var extended = true
                    while extended {
                        extended = false
                        for step in stride(from: min(8, sentence.range.upperBound - end), through: 1, by: -1) {
                            guard
                                let next = endings.longestReversedMatch(in: buffer, endingAt: end + step, start: sentence.range.lowerBound),
                                next.length >= max(step, 2), text[end] != scalar("副"),
                                next.length == step || end + step - next.length <= position - ending.length + 1
                            else { continue }
                            end += step
                            ending = kinds[Int(next.value)]
                            extended = true
                            break
                        }
                    }
                    if let mention = mention(
                        buffer, document, sentence.range, stem: position - match.length, end: end, ending.kind,
                        isFirm: kinds[Int(match.value)].kind == .company, areas, after: found.last)
                    {
                        if let last = found.last, mention.range.lowerBound < last.range.upperBound { found.removeLast() }
                        found.append(mention)
                    }
                    position = end + 1
                }
            }
        }
        return found
    }

    private func mention(
        _ text: UnsafeBufferPointer<UInt32>, _ document: Document, _ sentence: Range<Int>, stem: Int, end: Int, _ kind: OrganisationKind,
        isFirm: Bool, _ areas: Range<Int>, after last: OrganisationMention?
    ) -> OrganisationMention? {
        var start = stem
        var area: Int?
        let limit = max(sentence.lowerBound, stem - Self.longest)
        while start > limit {
            // A name begins with its area, and the areas that it lies in directly in front.
            if let index = areaEnding(document, areas, at: start, upTo: end) {
                area = area ?? document.areaMentions[index].area
                start = document.areaMentions[index].range.lowerBound
                // 江苏援黄石医疗队: whom the team of an area helps.
                if kind == .team, let sender = sender(text, document, areas, before: start, upTo: end) {
                    (area, start) = (document.areaMentions[sender].area, document.areaMentions[sender].range.lowerBound)
                    break
                }
                // 峨边小凉山茶业有限公司: a name that begins with a word of the area's name.
                if kind == .company, start > limit, Self.sizes.contains(text[start - 1]),
                    let owner = areaEnding(document, areas, at: start - 1, upTo: end)
                {
                    (area, start) = (document.areaMentions[owner].area, document.areaMentions[owner].range.lowerBound)
                    break
                }
                // 铅山县驻温州流动党委, 云南省文山州驻沪团工委: the area that sent it.
                if start > limit + 2, text[start - 1] == scalar("驻"), areaEnding(document, areas, at: start - 1, upTo: end) != nil {
                    start -= 1
                    continue
                }
                if areaEnding(document, areas, at: start, upTo: end) == nil { break }
                continue
            }
            if let inside = areaHolding(document, areas, start - 1), document.areaMentions[inside].range.lowerBound >= limit {
                area = area ?? document.areaMentions[inside].area
                start = document.areaMentions[inside].range.lowerBound
                break
            }
            // 住和精密机械(常熟)有限公司: the place inside the name.
            if text[start - 1] == 0x29, kind == .company || kind == .party, start == stem || start < end,
                let open = (max(limit, start - 8)..<start - 1).last(where: { text[$0] == 0x28 }), open > limit, start - open >= 4,
                isHan(text[open - 1]), text[start] == scalar("有") || text[start] == scalar("股") || text[start] == scalar("集")
            {
                start = open
                continue
            }
            let value = text[start - 1]
            if !isHan(value), !isDigit(value), !isLetter(value) { break }
            if Self.stops.contains(value),
                !(Self.wordStarts.contains(value) && start < stem && words.contains(text, (start - 1)..<(start + 1)))
            {
                // 赤峰辽都矿业有限公司: behind the area a character that is a function word elsewhere.
                if kind == .company, end - stem >= 4, Self.nameable.contains(value),
                    let owner = (1...2).lazy.compactMap({ areaEnding(document, areas, at: start - $0, upTo: end) }).first
                {
                    (area, start) = (document.areaMentions[owner].area, document.areaMentions[owner].range.lowerBound)
                }
                // 旧金山隆都同乡会: the last character of the place that the society is named after.
                if start == stem, kind == .organisation, end - stem >= 3, value == scalar("都"), start - 2 >= limit, isHan(text[start - 2]) {
                    start -= 1
                    continue
                }
                break
            }
            // 托物流公司运到: who is asked to do something; in a longer name 托 is part of it.
            if value == scalar("托"), area == nil, start < 2 || text[start - 2] != scalar("摩"),
                kind == .company ? end - start <= 5 : start < 2 || !isHan(text[start - 2])
            {
                break
            }
            // 在长春上大学: what somebody does, and no name.
            if start == stem, kind == .school, Self.attending.contains(value) { return nil }
            // 在深圳开厂, 在县城开五金店: somebody keeps a shop, that is no name of one.
            if Self.keeping.contains(value), start == stem || !words.contains(text, (start - 1)..<(start + 1)) {
                if start == stem { return nil }
                break
            }
            if Self.softStops.contains(value),
                start == stem || !words.contains(text, (start - 1)..<(start + 1)) && !words.contains(text, (start - 2)..<start)
            {
                let mayBeName = kind == .company || kind == .school || kind == .party && isFirm
                // 大连佳和塑胶有限公司: one character between the area or a border and 和 begins a name.
                let isInside =
                    start >= 3 && isHan(text[start - 2])
                    && (!isHan(text[start - 3]) || areaEnding(document, areas, at: start - 2, upTo: end) != nil)
                // 县林业和草原局: an office of two fields.
                if start < stem, Self.fields.longestReversedMatch(in: text, endingAt: start - 1, start: limit) != nil {
                    start -= 1
                    continue
                }
                if !mayBeName || (value == scalar("和") || value == scalar("与")) && !isInside || start == stem { break }
            }
            // 呼吸机交付县人民医院: a verb in front of the county's own body.
            if start < stem, Self.levels.contains(text[start]), start - 2 >= limit, words.isVerb(text, (start - 2)..<start) { break }
            // 大米10吨,送县人民医院
            if start < stem, Self.levels.contains(text[start]), Self.handing.contains(value), start < 2 || !isHan(text[start - 2]) { break }
            if Self.measures.contains(value), start >= 2, isDigit(text[start - 2]) || Self.counts.contains(text[start - 2]) { break }
            // 垫资8万元代区疾控中心: a quantity is no part of a name.
            if Self.units.contains(value), start >= 2, isDigit(text[start - 2]) || Self.multipliers.contains(text[start - 2]) { break }
            if let stop = contexts.stops.longestReversedMatch(in: text, endingAt: start, start: start - 5),
                contexts.nominals.longestReversedMatch(in: text, endingAt: start, start: start - 5)?.length != stop.length,
                // 如意集团: one character that begins a word of the name.
                stop.length > 1 || start >= stem || !words.contains(text, (start - 1)..<(start + 1))
            {
                break
            }
            // 西安交通大学第二附属医院: a body of the organisation in front.
            if let last, last.range.upperBound == start, start < stem {
                return OrganisationMention(range: last.range.lowerBound..<end, kind: kind, area: last.area)
            }
            start -= 1
        }
        // 据县慈善总会介绍: what it is told by is no part of the name.
        if start < stem, text[start] == scalar("据"), start == sentence.lowerBound || !isHan(text[start - 1]) { start += 1 }
        // 又上批发市场买了6件: where somebody goes; 上佳食品 is a name.
        if start < stem, Self.going.contains(text[start]), area == nil, end - start >= 4, !words.contains(text, start..<(start + 2)),
            words.contains(text, (start + 1)..<(start + 3))
        {
            start += 1
        }
        // 平山在京商会: whose people it unites, and where.
        if kind == .organisation, start > limit, text[start - 1] == scalar("在"),
            let home = areaEnding(document, areas, at: start - 1, upTo: end)
        {
            (area, start) = (document.areaMentions[home].area, document.areaMentions[home].range.lowerBound)
        }
        // 意大利普拉托温州同乡会: abroad, of those who come from an area.
        if kind == .organisation || kind == .charity {
            while start > limit, let country = Self.abroad.longestReversedMatch(in: text, endingAt: start, start: limit) {
                start -= country.length
            }
        }
        // 中国农业银行沂南县支行机关党委: a branch, named with its area, of the firm in front.
        if let last, last.range.upperBound == start, last.kind == .company, start < stem, kind == .company || kind == .party,
            end - last.range.lowerBound <= Self.longest
        {
            return OrganisationMention(range: last.range.lowerBound..<end, kind: kind, area: last.area ?? area)
        }
        // 中心街社区: the ending belongs to an area's name that goes on.
        if let holder = areaHolding(document, areas, end - 1), document.areaMentions[holder].range.upperBound > end { return nil }
        let length = end - start
        // An ending alone names something only where it is a name of its own: 区委, 组织部.
        guard length >= 2, start < stem || end - stem >= 3 else { return nil }
        if start == stem, kind == .company || kind == .school || kind == .team { return nil }
        return OrganisationMention(range: start..<end, kind: kind, area: area)
    }

    /// The area whose name ends in front of 援, 支援 or 驰援 at a position.
    private func sender(_ text: UnsafeBufferPointer<UInt32>, _ document: Document, _ areas: Range<Int>, before start: Int, upTo end: Int)
        -> Int?
    {
        guard start >= 2, text[start - 1] == scalar("援") else { return nil }
        if let index = areaEnding(document, areas, at: start - 1, upTo: end) { return index }
        guard text[start - 2] == scalar("支") || text[start - 2] == scalar("驰") else { return nil }
        return areaEnding(document, areas, at: start - 2, upTo: end)
    }

    private func areaEnding(_ document: Document, _ areas: Range<Int>, at position: Int, upTo end: Int) -> Int? {
        for index in areas.reversed() {
            let range = document.areaMentions[index].range
            if range.upperBound == position { return index }
            if range.upperBound < position { return nil }
        }
        return nil
    }

    private func areaHolding(_ document: Document, _ areas: Range<Int>, _ position: Int) -> Int? {
        for index in areas.reversed() {
            let range = document.areaMentions[index].range
            if range.contains(position) { return index }
            if range.upperBound <= position { return nil }
        }
        return nil
    }

    /// Marks the areas that stand inside names of organisations. Those of companies, papers and schools name no place of the report.
    static func mark(_ document: inout Document) {
        var next = 0
        for index in document.areaMentions.indices {
            let range = document.areaMentions[index].range
            while next < document.organisationMentions.count, document.organisationMentions[next].range.upperBound < range.upperBound {
                next += 1
            }
            guard next < document.organisationMentions.count else { return }
            let organisation = document.organisationMentions[next]
            guard organisation.range.lowerBound <= range.lowerBound, organisation.range != range else { continue }
            document.areaMentions[index].insideOrganisation = true
        }
    }
}
