/// Where and when the statements of an article hold: the nearest area or organisation to the left, the county it lies in, the date.
package struct ArticleContext: Sendable {
    private let document: Document
    private let article: Article
    private let index: Int
    /// For each area of the page the columns that it fills.
    private let areas: [FactAreas]
    private let lexicon: FactLexicon

    /// - Parameter areas: for each area of the page the columns that it fills.
    package init(_ document: Document, article index: Int, areas: [FactAreas], lexicon: FactLexicon) {
        self.document = document
        self.lexicon = lexicon
        article = document.articles[index]
        self.areas = areas
        self.index = index
    }

    /// How far back a statement looks for its place, body and date; a bound, so that a page of one endless sentence takes linear time.
    private static let reach = 600

    /// A place that a statement is about.
    package struct Place: Sendable {
        package var name: String
        package var level: String
        package var code: String?
        /// The area, as an index into the document's areas.
        package var area: Int?
    }

    /// The area that the whole article is about.
    private var home: Int? { article.area.flatMap { document.areas.indices.contains($0) ? $0 : nil } }

    private var homePlace: Place? { home.map(place(of:)) }

    /// An area as a place.
    package func place(of area: Int) -> Place {
        Place(name: document.areas[area].name, level: document.areas[area].level.rawValue, code: document.areas[area].code, area: area)
    }

    /// The closest area (or 全区, or organisation) before a position: first in the sentence, then, for townships and villages, in the paragraph.
    /// - Parameter exclude: what must not be taken, such as a list that the number sums up.
    package func place(before position: Int, sentence: Int, exclude: Range<Int>? = nil) -> Place? {
        let range = document.sentences[sentence].range
        let start = max(range.lowerBound, position - Self.reach)
        if let body = actor(before: position, from: start, exclude: exclude) { return body }
        if let team = team(in: start..<max(start, position)) { return team }
        if let home = countyBody(in: start..<max(start, position)) { return home }
        if let found = area(in: start..<max(start, position), exclude: exclude, onlyLocal: false) { return found }
        if let local = localBody(in: start..<max(start, position)) { return local }
        let paragraph = document.paragraphs[document.sentences[sentence].paragraph].range
        let above = max(paragraph.lowerBound, range.lowerBound - Self.reach)
        if let whole = wholeTownship(in: above..<max(above, range.lowerBound)) { return whole }
        if let found = area(in: above..<max(above, range.lowerBound), exclude: nil, onlyLocal: true) { return found }
        return organisation(in: start..<max(start, position), exclude: exclude) ?? homePlace
    }

    /// 全镇2600多名党员到岗;组建突击队89支: the township whose whole the printed sentence has spoken of, where the one behind ; names nothing.
    private func wholeTownship(in above: Range<Int>) -> Place? {
        guard let last = above.last, document.clean[last] == 0x3B else { return nil }
        let start = above.last { document.clean[$0] == 0x3002 }.map { $0 + 1 } ?? above.lowerBound
        guard let whole = wholeArea(in: start..<above.upperBound), Self.townships.contains(document.clean[whole + 1]) else { return nil }
        return area(in: start..<above.upperBound, exclude: nil, onlyLocal: false)
    }

    /// 镇 乡 街
    private static let townships = ScalarSet([0x9547, 0x4E61, 0x8857])

    /// 中国农业银行恭城支行党支部42名党员: the body directly in front of the number.
    private func actor(before position: Int, from start: Int, exclude: Range<Int>?) -> Place? {
        let end = position > 0 && document.clean[position - 1] == 0x7684 ? position - 1 : position
        guard let index = document.organisationMentions.lastIndex(startingAtOrBefore: end - 1, start: { $0.range.lowerBound }) else {
            return nil
        }
        let mention = document.organisationMentions[index]
        // 该公司56名党员: the firm named last.
        if mention.range.upperBound == end, isPointing(mention.range), mention.range.count == 3 { return pointed(before: index) }
        guard mention.range.upperBound == end, mention.range.lowerBound >= start, !(exclude?.overlaps(mention.range) ?? false),
            mention.kind == .company || mention.kind == .hospital || mention.kind == .school
                || mention.kind == .team && mention.area != nil
                || mention.kind == .party && mention.range.count >= 9 && !isTemporary(mention.range) && !isVillageBody(mention.range),
            !lexicon.isGenericBody(document.clean[mention.range])
        else { return nil }
        return Place(name: document.text(mention.range), level: "organisation", code: nil, area: mention.area)
    }

    /// 江苏援黄石医疗队的队员中有党员158名: a team named after the area that it came from, with no area named behind it.
    private func team(in range: Range<Int>) -> Place? {
        guard let index = document.organisationMentions(in: range).last else { return nil }
        let mention = document.organisationMentions[index]
        guard mention.kind == .team, mention.range.upperBound <= range.upperBound, let area = mention.area,
            !lexicon.isGenericBody(document.clean[mention.range]),
            document.areaMentions(in: mention.range.upperBound..<max(range.upperBound, mention.range.upperBound)).isEmpty,
            wholeArea(in: mention.range.upperBound..<max(range.upperBound, mention.range.upperBound)) == nil
        else { return nil }
        return Place(name: document.text(mention.range), level: "organisation", code: nil, area: area)
    }

    /// The body of the same kind that was named last before one that only points to it.
    private func pointed(before index: Int) -> Place? {
        let floor = document.sentences[article.sentences.lowerBound].range.lowerBound
        let kind = document.organisationMentions[index].kind
        var earlier = index - 1
        while earlier >= 0, index - earlier <= 50, document.organisationMentions[earlier].range.lowerBound >= floor {
            let mention = document.organisationMentions[earlier]
            if mention.kind == kind, !isPointing(mention.range), !lexicon.isGenericBody(document.clean[mention.range]) {
                return Place(
                    name: document.text(mention.range), level: "organisation", code: nil, area: mention.area)
            }
            earlier -= 1
        }
        return nil
    }

    /// 在邻市机场,市委组织部抽调24名…: a body of the article's own county or city that begins a clause speaks for all of it, whatever areas stand before.
    private func countyBody(in range: Range<Int>) -> Place? {
        guard let home = homePlace, home.level == "county" || home.level == "prefecture" else { return nil }
        for index in document.organisationMentions(in: range).reversed() {
            let mention = document.organisationMentions[index]
            guard mention.range.upperBound <= range.upperBound, mention.kind == .party || mention.kind == .government else { continue }
            let begins =
                mention.range.lowerBound == range.lowerBound || Self.clauseMarks.contains(document.clean[mention.range.lowerBound - 1])
            guard mention.area == nil, begins, Self.countyLetters.contains(document.clean[mention.range.lowerBound]),
                document.clean[mention.range].count >= 4
            else { return nil }
            let behind = document.areaMentions(in: mention.range.upperBound..<range.upperBound)
            return behind.isEmpty && wholeArea(in: mention.range.upperBound..<range.upperBound) == nil ? home : nil
        }
        return nil
    }

    /// 芙蓉村党支部: stands for its village.
    private func isVillageBody(_ range: Range<Int>) -> Bool {
        guard let ending = Self.bodyEndings.first(where: { document.clean[range].suffix($0.count).elementsEqual($0) }) else { return false }
        let name = document.clean[range].dropLast(ending.count)
        return Self.villageEndings.contains { name.suffix($0.count).elementsEqual($0) }
    }

    /// 疫情防控临时党支部: what is set up, and no place.
    private func isTemporary(_ range: Range<Int>) -> Bool {
        range.dropLast().contains { document.clean[$0] == 0x4E34 && document.clean[$0 + 1] == 0x65F6 }  // 临时
    }
    private static let clauseMarks = ScalarSet([0x2C, 0x3B, 0x3002, 0x3A, 0x0A])

    /// 镇党委, 乡政府, 街道党工委: the body of the township named last.
    private func localBody(in range: Range<Int>) -> Place? {
        guard range.count >= 2 else { return nil }
        var position = range.upperBound - 2
        while position >= range.lowerBound {
            switch document.clean[position] {
            case 0x6751, 0x793E:  // 村 社
                if let village = localVillage(at: position, in: range) { return village }
            case 0x9547, 0x4E61, 0x9053:  // 镇 乡 道
                switch document.clean[position + 1] {
                case 0x515A, 0x653F, 0x91CC, 0x673A, 0x7EAA, 0x5E72:  // 党 政 里 机 纪 干
                    // Behind a name the area itself has been found.
                    return last(.township, before: position)
                default: break
                }
            default: break
            }
            position -= 1
        }
        return nil
    }

    /// 社区党委, 村里, 村党支部, 全村: the village or community named last in the paragraph or the section above it.
    private func localVillage(at position: Int, in range: Range<Int>) -> Place? {
        let text = document.clean
        var behind = position + 1
        if text[position] == 0x793E, text[position + 1] == 0x533A { behind = position + 2 } else if text[position] != 0x6751 { return nil }
        guard behind < text.count, document.areaMentionIndex(at: position) == nil else { return nil }
        switch text[behind] {
        case 0x515A, 0x91CC, 0x4E24, 0x652F: break  // 党 里 两 支
        default: return nil
        }
        // 各社区党委, 到村里: several, or where somebody goes.
        if position > 0, Self.notOwn.contains(text[position - 1]) { return nil }
        guard var index = document.areaMentions.lastIndex(startingAtOrBefore: position, start: { $0.range.lowerBound }) else { return nil }
        let floor = document.sentences[article.sentences.lowerBound].range.lowerBound
        var steps = 0
        while index >= 0, steps < 12, document.areaMentions[index].range.lowerBound >= floor {
            let area = document.areaMentions[index].area
            if document.areas[area].level == .village { return place(of: area) }
            index -= 1
            steps += 1
        }
        return nil
    }

    /// 各 个 到 往 进 村 的 、 镇 道 乡 和 回 为 向
    private static let notOwn = ScalarSet([
        0x5404, 0x4E2A, 0x5230, 0x5F80, 0x8FDB, 0x6751, 0x7684, 0x3001, 0x9547, 0x9053, 0x4E61, 0x548C, 0x56DE, 0x4E3A, 0x5411,
    ])

    private func area(in range: Range<Int>, exclude: Range<Int>?, onlyLocal: Bool) -> Place? {
        guard !range.isEmpty else { return nil }
        var best: (position: Int, area: Int)?
        for mentionIndex in document.areaMentions(in: range).reversed() {
            let mention = document.areaMentions[mentionIndex]
            guard !mention.insideOrganisation || isAreaBody(mention), mention.range.upperBound <= range.upperBound,
                !(mention.insideOrganisation && exclude?.overlaps(mention.range) ?? false)
            else { continue }
            if onlyLocal && document.areas[mention.area].level < .township { continue }
            best = (mention.range.lowerBound, mention.area)
            break
        }
        if !onlyLocal, let whole = wholeArea(in: range), whole > (best?.position ?? -1) {
            switch document.clean[whole + 1] {
            case 0x56FD: return Place(name: "全国", level: "", code: nil, area: nil)
            case let kind where Self.townships.contains(kind):
                return last(.township, before: whole) ?? best.map { place(of: $0.area) } ?? homePlace
            case 0x6751, 0x793E, 0x560E: return last(.village, before: whole) ?? best.map { place(of: $0.area) } ?? homePlace
            default: return homePlace ?? best.map { place(of: $0.area) }
            }
        }
        return best.map { place(of: $0.area) }
    }

    /// The township that 全镇 or the village that 全村 means: the last one named before.
    private func last(_ level: AreaLevel, before position: Int) -> Place? {
        guard var index = document.areaMentions.lastIndex(startingAtOrBefore: position, start: { $0.range.lowerBound }) else { return nil }
        let floor = document.sentences[article.sentences.lowerBound].range.lowerBound
        var steps = 0
        while index >= 0, steps < 50, document.areaMentions[index].range.lowerBound >= floor {
            let area = document.areaMentions[index].area
            if document.areas[area].level == level { return place(of: area) }
            index -= 1
            steps += 1
        }
        return nil
    }

    /// 祁山镇党委: a body whose name is that of its area and its kind stands for the area.
    private func isAreaBody(_ mention: AreaMention) -> Bool {
        guard
            let index = document.organisationMentions.lastIndex(
                startingAtOrBefore: mention.range.lowerBound, start: { $0.range.lowerBound })
        else {
            return false
        }
        let body = document.organisationMentions[index]
        guard body.range.contains(mention.range.lowerBound), body.kind == .party || body.kind == .government else { return false }
        let tail = body.range.upperBound - mention.range.upperBound
        return tail <= 3 && document.areas[mention.area].level >= .township
    }

    /// The last 全区, 全市, 我市, 该县 … or 县委, which mean the article's own area, or 全镇, 该街道, 全村, which point to one named before.
    private func wholeArea(in range: Range<Int>) -> Int? {
        guard range.count >= 2 else { return nil }
        return document.clean.withUnsafeBufferPointer { text in
            range.dropLast().last { position in
                let next = text[position + 1]
                switch text[position] {
                case 0x5168, 0x6211, 0x8BE5, 0x672C:  // 全 我 该 本
                    switch next {
                    case 0x533A, 0x5E02, 0x53BF, 0x65D7, 0x5DDE, 0x7701, 0x9547, 0x4E61, 0x6751: return true
                    case 0x56FD: return text[position] == 0x5168
                    case 0x8857, 0x793E, 0x560E:  // 街道 社区 嘎查
                        return position + 2 < text.count && Self.seconds.contains(text[position + 2])
                    default: return false
                    }
                case let letter: return next == 0x59D4 && Self.countyLetters.contains(letter) && isOfHome(position)  // 县委
                }
            }
        }
    }

    /// 道 区 查: the second characters of 街道, 社区 and 嘎查.
    private static let seconds = ScalarSet([0x9053, 0x533A, 0x67E5])

    /// 市委: of the article's own city, where no name stands in front.
    private func isOfHome(_ position: Int) -> Bool {
        guard let home else { return false }
        switch document.areas[home].level {
        case .county, .prefecture:
            return document.areas[home].name.unicodeScalars.last?.value == document.clean[position] && !isNamed(position)
        default: return false
        }
    }

    /// Whether a character belongs to the name of an area.
    private func isNamed(_ position: Int) -> Bool {
        guard let index = document.areaMentions.lastIndex(startingAtOrBefore: position, start: { $0.range.lowerBound }) else {
            return false
        }
        return document.areaMentions[index].range.upperBound > position
    }

    private func organisation(in range: Range<Int>, exclude: Range<Int>?) -> Place? {
        guard !range.isEmpty else { return nil }
        // The first body named is the one that acts; later ones are often a list that the number sums up.
        for mentionIndex in document.organisationMentions(in: range) {
            let mention = document.organisationMentions[mentionIndex]
            guard mention.range.upperBound <= range.upperBound, !(exclude?.overlaps(mention.range) ?? false),
                !lexicon.isGenericBody(document.clean[mention.range]), !isPointing(mention.range), mention.kind != .media
            else { continue }
            // 县委组织部, 区政府: the whole county's.
            if mention.area == nil, mention.kind == .party || mention.kind == .government,
                Self.countyLetters.contains(document.clean[mention.range.lowerBound]), let home = homePlace,
                home.level == "county" || home.level == "prefecture"
            {
                return home
            }
            if let index = mention.area, mention.kind == .party || mention.kind == .government {
                if let village = village(of: mention.range, in: index) { return village }
                if mention.range.count <= document.areas[index].name.unicodeScalars.count + 6 { return place(of: index) }
            }
            var end = mention.range.upperBound
            for ending in Self.bodyEndings where end - ending.count > mention.range.lowerBound + 1 {
                if document.clean[end - ending.count..<end].elementsEqual(ending) {
                    end -= ending.count
                    break
                }
            }
            return Place(name: document.text(mention.range.lowerBound..<end), level: "organisation", code: nil, area: nil)
        }
        return nil
    }

    /// 信陵镇沿江社区党委: the village between the area and the kind of body.
    private func village(of range: Range<Int>, in area: Int) -> Place? {
        var name = document.clean[range]
        for ending in Self.bodyEndings where name.count > ending.count && name.suffix(ending.count).elementsEqual(ending) {
            name = name.dropLast(ending.count)
            break
        }
        let prefix = document.areas[area].name.scalarValues
        guard name.count > prefix.count + 2, name.starts(with: prefix) else { return nil }
        let rest = name.dropFirst(prefix.count)
        guard Self.villageEndings.contains(where: { rest.suffix($0.count).elementsEqual($0) }) else { return nil }
        return Place(name: String(scalars: Array(rest)), level: AreaLevel.village.rawValue, code: nil, area: area)
    }

    private static let countyLetters = ScalarSet([0x53BF, 0x533A, 0x5E02, 0x65D7, 0x5E08])
    private static let villageEndings = scalarWords("社区 村 嘎查")

    /// 该院, 本公司: points to a name and is none.
    private func isPointing(_ range: Range<Int>) -> Bool {
        switch document.clean[range.lowerBound] {
        case 0x8BE5, 0x672C, 0x6211: true
        default: false
        }
    }

    /// The organisation or office that acts, to the left in the sentence.
    package func body(before position: Int, sentence: Int) -> String? {
        let start = max(document.sentences[sentence].range.lowerBound, position - Self.reach)
        guard start < position else { return nil }
        let range = start..<position
        var best: Range<Int>?
        for index in document.organisationMentions(in: range).reversed() {
            let mention = document.organisationMentions[index]
            if mention.range.upperBound <= position, !lexicon.isGenericBody(document.clean[mention.range]),
                !isPointing(mention.range), mention.kind != .media
            {
                best = mention.range
                break
            }
        }
        for index in document.areaMentions(in: range).reversed() {
            let mention = document.areaMentions[index]
            if mention.isOffice, mention.range.upperBound <= position {
                if mention.range.lowerBound > best?.lowerBound ?? -1 { best = mention.range }
                break
            }
        }
        return best.map { document.text($0) }
    }

    /// The date that holds for a position: the nearest before it in the sentence, else the only one in it.
    package func date(at position: Int, sentence: Int) -> DateMention? {
        let start = max(document.sentences[sentence].range.lowerBound, position - Self.reach)
        guard start <= position else { return nil }
        return document.dateMentions(in: start..<position + 1).last.map { document.dateMentions[$0] }
    }

    /// Fills the columns that every fact has, except its key and what repeats it.
    package func fill(_ identity: inout FactIdentity, range: Range<Int>, sentence: Int, place: Place?) {
        identity.report = article.report
        identity.sentence = document.sentences[sentence].number
        identity.range = range
        identity.span = document.source(range)
        identity.place = place?.name
        identity.placeLevel = place.flatMap { $0.level.isEmpty ? nil : $0.level }
        identity.placeCode = place?.code
        let liesInCounty = place?.area.map { document.areas[$0].county != nil } ?? false
        if let area = liesInCounty ? place?.area : (place?.level == "" ? nil : home ?? place?.area) {
            identity.areas = areas[area]
        }
        if let date = date(at: range.lowerBound, sentence: sentence) {
            identity.date = date.date
            identity.dateKind = date.kind
        }
    }

    private static let bodyEndings = scalarWords("党支部 党总支 党工委 党委 党组 支部").sorted { $0.count > $1.count }
}
