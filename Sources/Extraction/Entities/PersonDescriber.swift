/// What the text says of a person beside the name.
struct PersonDescription: Sendable {
    var title: String?
    var organisation: String?
    var age: Int?
    var gender: String?
    /// True for someone whom the report only quotes or is written by: no person of its district.
    var isOutsider = false
}

/// Reads title, organisation, age and gender around the mentions of a person.
struct PersonDescriber {
    let document: Document
    let titles: TitleLexicon
    let authors: [[Masthead.Author]]

    /// What an article says of a person with these mentions, given as indices.
    func describe(_ name: String, mentions: [Int], article: Int) -> PersonDescription {
        var result = PersonDescription()
        // 作者:储北平 above the text, 记者 储北平 in it: the role that says more.
        let bylines = article < authors.count ? authors[article].filter { $0.name.isExactly(name) } : []
        if let author = bylines.first(where: isReporter) ?? bylines.first {
            let isNamed = isReporter(author)
            result.title = isNamed ? author.role.map { document.text($0) } : author.isPhotographer || author.role != nil ? nil : "记者"
            result.organisation = author.outlet.map { document.text($0) }
            result.isOutsider = true
            return result
        }
        for index in mentions.prefix(Self.mentionsRead) {
            let range = document.personMentions[index].range
            guard document.sentenceIndex(at: range.lowerBound) != nil else { continue }
            if result.title == nil || result.organisation == nil {
                let (title, organisation) = before(range, article: article)
                if result.title == nil, title != nil {
                    result.title = title
                    result.organisation = organisation ?? result.organisation
                } else if result.organisation == nil, result.title == nil {
                    result.organisation = organisation
                }
            }
            if result.title == nil, let found = statement(behind: range, article: article) {
                result.title = found.title
                result.organisation = found.organisation ?? result.organisation
            }
            if result.title == nil {
                let (title, organisation) = after(range)
                if let title {
                    result.title = title
                    result.organisation = organisation ?? result.organisation
                }
            }
            if result.organisation == nil { result.organisation = carried(result.title, range) }
            result.age = result.age ?? age(range)
            result.gender = result.gender ?? gender(range, name)
        }
        result.isOutsider = result.title.isExactly("总书记") || result.title.isExactly("国家主席") || result.title.isExactly("总理")
        return result
    }

    private func isReporter(_ author: Masthead.Author) -> Bool {
        author.role.map { role in Self.reporters.contains { ScalarSearch.first($0, in: text, role) != nil } } ?? false
    }

    var text: [UInt32] { document.clean }
    private static let reporters = ["记者", "通讯员"].map(\.scalarValues)
    /// How many of a person's mentions are looked at.
    private static let mentionsRead = 12

    // MARK: In front of the name

    static let pieceEnds = ScalarSet(",。;:!?、“”‘’《》【】()\n 的在由向让请是对为把将和与及")

    private func before(_ name: Range<Int>, article: Int) -> (title: String?, organisation: String?) {
        var end = name.lowerBound
        while end > 0, text[end - 1] == 0x20 { end -= 1 }
        // “周口好人”韩平: what is quoted is a by-name and no title.
        if end > 0, text[end - 1] == 0x201D { return (nil, nil) }
        var parts: [String] = []
        var organisations: [String] = []
        let sentence = document.sentenceIndex(at: name.lowerBound).map { document.sentences[$0].range.lowerBound } ?? 0
        while let core = titles.before.longestReversedMatch(in: text, endingAt: end, start: sentence) {
            var coreStart = end - core.length
            while let more = titles.before.longestReversedMatch(in: text, endingAt: coreStart, start: sentence) { coreStart -= more.length }
            var start = coreStart
            while start > sentence, end - start < 40, !Self.pieceEnds.contains(text[start - 1]) || holder(start - 1) != nil { start -= 1 }
            let whole = read(start..<end, core: coreStart, article: article)
            let piece = parted(whole.title, whole.organisation, core: coreStart..<end)
            parts.insert(piece.title, at: 0)
            if let organisation = piece.organisation {
                if let shorter = organisations.firstIndex(where: { organisation.hasPrefix($0) }) {
                    organisations[shorter] = organisation
                } else if !organisations.contains(where: { $0.hasPrefix(organisation) }) {
                    organisations.insert(organisation, at: 0)
                }
            }
            guard start - 1 > sentence, text[start - 1] == 0x3001, parts.count < 4,
                titles.before.longestReversedMatch(in: text, endingAt: start - 1, start: sentence) != nil
            else {
                if organisations.isEmpty, let owner = owner(endingAt: start) { organisations.append(owner) }
                break
            }
            end = start - 1
        }
        parts.removeAll { Self.plainPeople.contains(ExactText($0)) || Self.isKin($0) }
        if parts.isEmpty {
            let head = headOfList(name.lowerBound)
            if head < name.lowerBound { return before(head..<head, article: article) }
            return (nil, organisations.first ?? owner(endingAt: head))
        }
        return (parts.joined(separator: "、"), organisations.isEmpty ? nil : organisations.joined(separator: "、"))
    }

    /// Words for people that are no titles.
    private static let plainPeople = Set(
        ["男孩", "女孩", "小伙", "小伙子", "姑娘", "老人", "老汉", "同志", "其子", "其女", "其妻", "其夫", "其父", "其母"].map(ExactText.init))

    /// Where the first name of a list begins, of which the name at a position is a later one.
    func headOfList(_ position: Int) -> Int {
        var head = position
        var steps = 0
        while head > 1, steps < Self.longestList, Self.between.contains(text[head - 1]),
            let previous = person(endingAt: head - 1)
        {
            head = previous.range.lowerBound
            steps += 1
        }
        return head
    }

    /// The last person mention that ends at a position.
    private func person(endingAt end: Int) -> PersonMention? {
        guard var index = document.personMentions.lastIndex(startingAtOrBefore: end, start: { $0.range.lowerBound }) else { return nil }
        while index >= 0, document.personMentions[index].range.lowerBound > end - Self.longestName {
            if document.personMentions[index].range.upperBound == end { return document.personMentions[index] }
            index -= 1
        }
        return nil
    }

    /// How many names of a list are gone back over.
    private static let longestList = 60
    /// More than any name has.
    private static let longestName = 64

    /// The area or organisation mention that holds a position.
    private func holder(_ position: Int) -> Range<Int>? {
        if let index = document.organisationMentionIndex(at: position) { return document.organisationMentions[index].range }
        if let index = document.areaMentionIndex(at: position) { return document.areaMentions[index].range }
        return nil
    }

    private static let elected = PhraseTable(["人大代表", "政协委员", "政协常委", "党代表"].map { String($0.reversed()) })

    /// One title with the body it belongs to: `中原西路街道万达社区党委书记`.
    private func read(_ piece: Range<Int>, core: Int, article: Int) -> (title: String, organisation: String?) {
        var core = core
        // 四棉西社区书记, 岗李村支部书记: the end of the village's name is no part of the title.
        if let holder = document.areaMentions(in: piece).last.map({ document.areaMentions[$0] }),
            document.areas[holder.area].level >= .township,
            holder.range.contains(core), holder.range.upperBound < piece.upperBound
        {
            core = holder.range.upperBound
        }
        let plain = document.text(core..<piece.upperBound)
        let isElected = Self.elected.longestReversedMatch(in: text, endingAt: piece.upperBound, start: core) != nil
        let areas = document.areaMentions(in: piece).map { document.areaMentions[$0] }
        let bodies = document.organisationMentions(in: piece).map { document.organisationMentions[$0] }
        if let body = bodies.last(where: { $0.range.upperBound <= core }), !isGeneric(body.range),
            areas.isEmpty || !isDepartment(body.range),
            areas.last.map({ $0.range.lowerBound <= body.range.upperBound }) ?? true,
            body.kind != .party || areas.last.map({ $0.range.upperBound <= core }) != true
        {
            // 县人民医院感染科主任
            if isDepartment(body.range), let inner = bodyEnd(body.range), inner < body.range.upperBound {
                return (document.text(inner..<piece.upperBound), document.text(body.range.lowerBound..<inner))
            }
            return isDepartment(body.range)
                ? (document.text(piece), nil) : (document.text(body.range.upperBound..<piece.upperBound), bodyName(body))
        }
        // 新郑市公立人民医院急诊科护士长: the body ends inside what stands between the area and the title.
        if let mention = areas.last, mention.range.upperBound < core, let inner = bodyEnd(mention.range.upperBound..<core) {
            return (document.text(inner..<piece.upperBound), document.text(bodyStart(mention)..<inner))
        }
        if let mention = areas.last {
            let area = document.areas[mention.area]
            if isElected { return (document.text(mention.range.lowerBound..<piece.upperBound), nil) }
            if mention.range.upperBound <= core {
                var from = mention.range.upperBound
                // 甘肃籍个体户, 浙江商人: where somebody comes from is no body.
                let isNative = text[from] == scalar("籍")
                if isNative { from += 1 }
                let rest = document.text(from..<piece.upperBound)
                let isOffice = titles.before.longestReversedMatch(in: text, endingAt: piece.upperBound, start: from)?.value == 0
                if isNative || area.level < .county && !isOffice { return (rest, nil) }
                let isCommunity = area.name.hasExactSuffix("社区") && (isOffice || Self.communityPosts.contains(ExactText(rest)))
                return (isCommunity ? "社区" + rest : rest, mention.isOffice ? document.text(mention.range) : area.name)
            }
            // 中原区委书记: the title begins with the last character of the area's name.
            if mention.range.upperBound == core + 1 { return (plain, committee(plain, area.name)) }
        }
        if areas.isEmpty, core - piece.lowerBound <= 3, isElected { return (document.text(piece), nil) }
        if let body = bodies.last(where: { $0.range.contains(core) }), body.range.count > 3, !isGeneric(body.range) {
            // 便利店店主: the body ends where the title begins.
            // 县人民医院 + 感染科主任
            if core > body.range.lowerBound, bodyEnd(body.range.lowerBound..<core) == core {
                return (plain, document.text(body.range.lowerBound..<core))
            }
            let overlap = body.range.upperBound - core
            return (
                plain,
                document.text(overlap == 1 && body.range.count > 4 ? body.range.dropLast() : withoutCommittee(body.range, core: core))
            )
        }
        let lead = text[core]
        if Self.areaEnds.contains(lead) || text[core] == scalar("副") && piece.upperBound - core <= 3 || plain.hasPrefix("常务副"),
            areas.isEmpty
        {
            return (
                plain,
                article < document.articles.count
                    ? document.articles[article].area.flatMap { committee(plain, document.areas[$0].name) } : nil
            )
        }
        // 旅法侨胞
        if core - piece.lowerBound >= 2, text[core - 2] == scalar("旅") { return (document.text((core - 2)..<piece.upperBound), nil) }
        // 省人大代表, 物业经理: a short qualifier at a border belongs to the title.
        if isQualifier(piece.lowerBound..<core) { return (document.text(piece), nil) }
        // 把存折交到社区党委书记手里: whatever leads up to it.
        let isCommunity = areas.isEmpty && core - piece.lowerBound > 2 && text[core - 2] == scalar("社") && text[core - 1] == scalar("区")
        return (isCommunity ? "社区" + plain : plain, nil)
    }

    private static let communityPosts = Set(["工作者", "工作人员", "干部", "网格员", "民警", "医生", "党员干部"].map(ExactText.init))
    private static let departments = ScalarSet("科室")
    private static let areaEnds = ScalarSet("区县市旗州")
    private static let counts = ScalarSet("一二两三四五六七八九十多余几")
    private static let behindGender = ScalarSet("孩子生青教党职医")

    /// 急诊科, 办公室: a part of a body belongs to the title.
    private func isDepartment(_ body: Range<Int>) -> Bool {
        Self.departments.contains(text[body.upperBound - 1])
    }

    private static let bodyEnds = PhraseTable(
        ["公司", "集团", "医院", "卫生院", "大学", "学院", "中学", "小学", "银行", "局", "厂"].map { String($0.reversed()) })

    /// Where the last company, hospital or office in a range ends.
    private func bodyEnd(_ range: Range<Int>) -> Int? {
        range.reversed().first { Self.bodyEnds.longestReversedMatch(in: text, endingAt: $0 + 1, start: range.lowerBound) != nil }.map {
            $0 + 1
        }
    }

    /// Where the name of a body begins that has an area in it: at the area, or at the one in front of that.
    private func bodyStart(_ mention: AreaMention) -> Int {
        document.organisationMentionIndex(at: mention.range.lowerBound).map { document.organisationMentions[$0].range.lowerBound }
            ?? mention.range.lowerBound
    }

    /// One qualifier, or two: 市青年.
    private func isQualifier(_ range: Range<Int>) -> Bool {
        guard (1...6).contains(range.count) else { return false }
        if Self.qualifiers.value(of: text[range]) != nil { return true }
        return (range.lowerBound + 1..<range.upperBound).contains {
            Self.qualifiers.value(of: text[range.lowerBound..<$0]) != nil && Self.qualifiers.value(of: text[$0..<range.upperBound]) != nil
        }
    }

    /// What belongs to a title although no place stands in front: 省人大代表, 热心市民.
    private static let qualifiers = PhraseTable([
        "省", "市", "区", "县", "旗", "州", "镇", "乡", "村", "全国", "全省", "全市", "全区", "全县", "社区", "省级", "市级", "县级", "区级", "热心", "爱心", "退休", "老",
        "原", "物业", "小区", "平台", "基层", "普通", "年轻", "青年", "女", "回族", "维吾尔族", "蒙古族", "藏族", "彝族", "满族", "壮族", "苗族", "街道", "驻村", "包村", "值班",
    ])

    private static let partyLetters = ScalarSet("党政纪团")

    /// 社区党总支, 村委会: a body without a name of its own.
    private func isGeneric(_ body: Range<Int>) -> Bool {
        let first = text[body.lowerBound]
        return first == scalar("村") || first == scalar("该") || first == scalar("本") || first == scalar("街") && body.count > 2
            || (first == scalar("镇") || first == scalar("乡")) && body.count <= 5 && Self.partyLetters.contains(text[body.lowerBound + 1])
            || first == scalar("公") && body.count > 2 && text[body.lowerBound + 1] == scalar("司")
            || first == scalar("社") && body.count > 1 && text[body.lowerBound + 1] == scalar("区")
    }

    /// The body behind 区委书记 or 区长, whose area is known.
    private func committee(_ title: String, _ area: String) -> String? {
        let last = area.unicodeScalars.last
        let ends: [Unicode.Scalar] = ["区", "县", "市", "旗", "州"]
        guard let first = title.unicodeScalars.first(where: ends.contains), first == last else { return nil }
        return title.contains("委") ? area + "委" : area
    }

    /// The place or body that ends in front of a position, `的` and an age between: `杜康社区82岁的老党员`.
    private func owner(endingAt position: Int) -> String? {
        var end = position
        // 在车站社区,支部书记邵根立…
        if end > 0, text[end - 1] == scalar("的") || text[end - 1] == 0x2C { end -= 1 }
        if end > 0, text[end - 1] == scalar("岁") {
            end -= 1
            while end > 0, isDigit(text[end - 1]) { end -= 1 }
        }
        if end == position || text[end] != 0x2C,
            let body = document.organisationMentionIndex(at: end - 1).map({ document.organisationMentions[$0].range }),
            body.upperBound == end
        {
            return document.organisationMentionIndex(at: end - 1).map { bodyName(document.organisationMentions[$0]) }
        }
        if let mention = document.areaMentionIndex(at: end - 1).map({ document.areaMentions[$0] }), mention.range.upperBound == end {
            let area = document.areas[mention.area]
            return area.level > .county && (end == position || text[end] != 0x2C || area.level == .village)
                ? (mention.isOffice ? document.text(mention.range) : area.name) : nil
        }
        // 滨江国际小区的物业经理: an estate is no area, but a body.
        if end > 2, text[end - 1] == scalar("区"), text[end - 2] == scalar("小") {
            var start = end
            while start > 0, end - start < 10, isHan(text[start - 1]), !Self.pieceEnds.contains(text[start - 1]) { start -= 1 }
            return end - start > 2 ? document.text(start..<end) : nil
        }
        return nil
    }

    // MARK: Behind the name

    /// `老人叫敖登,今年76岁,是乌布尔宝力格苏木的老党员`: a clause close behind the name says what somebody is.
    private func statement(behind name: Range<Int>, article: Int) -> (title: String, organisation: String?)? {
        guard let first = document.clauseIndex(at: name.lowerBound) else { return nil }
        for index in first...min(first + 2, document.clauses.count - 1) {
            guard document.clauses[index].sentence == document.clauses[first].sentence else { return nil }
            let clause = document.clauses[index].range
            let start = index == first ? name.upperBound : clause.lowerBound
            guard start < clause.upperBound, text[start] == scalar("是") else { continue }
            var end = clause.upperBound
            while end > start + 1, !isHan(text[end - 1]) { end -= 1 }
            guard end - start <= 30, titles.before.longestReversedMatch(in: text, endingAt: end, start: start + 1) != nil else {
                return nil
            }
            let found = before(end..<end, article: article)
            return found.title.map { ($0, found.organisation) }
        }
        return nil
    }

    private static let between = ScalarSet("、和与")
    private static let titlesBehind = Set(
        ["书记", "主任", "总书记", "主席", "总理", "部长", "省长", "市长", "县长", "区长", "镇长", "局长", "教授", "院士", "院长", "校长", "队长", "医生", "老师"]
            .map(ExactText.init))

    private func after(_ name: Range<Int>) -> (title: String?, organisation: String?) {
        // 习近平总书记
        if let title = titles.after.longestMatch(in: text, at: name.upperBound), title.value == 1 || title.length == 2 {
            let word = document.text(name.upperBound..<(name.upperBound + title.length))
            if Self.titlesBehind.contains(ExactText(word)) { return (word, nil) }
        }
        guard let clause = document.clauseIndex(at: name.lowerBound) else { return (nil, nil) }
        // 马新华,马记烧饼锅盔店店主,为…
        if name.upperBound < text.count, text[name.upperBound] == 0x2C, clause + 1 < document.clauses.count {
            let next = document.clauses[clause + 1].range
            var end = next.upperBound
            while end > next.lowerBound, !isHan(text[end - 1]) { end -= 1 }
            if next.count <= 24, let core = titles.before.longestReversedMatch(in: text, endingAt: end, start: next.lowerBound) {
                let start = end - core.length
                return (document.text(start..<end), start - next.lowerBound >= 2 ? document.text(next.lowerBound..<start) : nil)
            }
        }
        // 王海忠、王清泉等5名老党员
        var position = name.upperBound
        while position < text.count, Self.between.contains(text[position]),
            let next = document.personMentionIndex(at: position + 1).map({ document.personMentions[$0] }),
            next.range.lowerBound == position + 1
        {
            position = next.range.upperBound
        }
        guard position < text.count, text[position] == scalar("等") else { return (nil, nil) }
        position += 1
        var digits = 0
        while position < text.count, isDigit(text[position]) || Self.counts.contains(text[position]), digits < 6 {
            position += 1
            digits += 1
        }
        if position < text.count, text[position] == scalar("名") || text[position] == scalar("位") || text[position] == scalar("人") {
            position += 1
        }
        if let title = titles.titles.longestMatch(in: text, at: position) {
            return (document.text(position..<(position + title.length)), nil)
        }
        return (nil, nil)
    }

    // MARK: Age and gender

    private func age(_ name: Range<Int>) -> Int? {
        guard let clause = document.clauseIndex(at: name.lowerBound) else { return nil }
        let own = document.clauses[clause].range
        func read(_ end: Int, _ low: Int) -> Int? {
            var start = end
            var value = 0
            var scale = 1
            while start > low, isDigit(text[start - 1]), scale < 1000 {
                start -= 1
                value += Int(text[start] - 0x30) * scale
                scale *= 10
            }
            return end > start && (1...120).contains(value) ? value : nil
        }
        var position = name.lowerBound
        while position > own.lowerBound, name.lowerBound - position < 24 {
            position -= 1
            if text[position] == scalar("、") { break }
            if text[position] == scalar("岁") { return read(position, own.lowerBound) }
        }
        // 张三,男,45岁
        if name.upperBound < text.count, text[name.upperBound] == 0x2C || text[name.upperBound] == scalar("今") {
            for step in name.upperBound..<min(text.count, name.upperBound + 12) where text[step] == scalar("岁") {
                return read(step, name.upperBound)
            }
        }
        return nil
    }

    private func gender(_ name: Range<Int>, _ person: String) -> String? {
        guard let sentence = document.sentenceIndex(at: name.lowerBound) else { return nil }
        let clauseStart = document.clauseIndex(at: name.lowerBound).map { document.clauses[$0].range.lowerBound } ?? name.lowerBound
        for position in clauseStart..<name.lowerBound {
            if position + 1 < text.count, text[position] == scalar("男") || text[position] == scalar("女"),
                Self.behindGender.contains(text[position + 1])
            {
                return text[position] == scalar("男") ? "男" : "女"
            }
        }
        let paragraph = document.sentences[sentence].paragraph
        var last = sentence
        while last + 1 < document.sentences.count, last < sentence + 2, document.sentences[last + 1].paragraph == paragraph { last += 1 }
        var end = document.sentences[last].range.upperBound
        for index in document.personMentions(in: name.upperBound..<end) where document.personMentions[index].name != person {
            end = document.personMentions[index].range.lowerBound
            break
        }
        var position = name.upperBound
        while position < end {
            let value = text[position]
            let next = position + 1 < text.count ? text[position + 1] : 0
            let previous = text[position - 1]
            if value == scalar("她"), next != scalar("们") { return "女" }
            if value == scalar("他"), next != scalar("们"), previous != scalar("其") { return "男" }
            if value == 0x201C, next == scalar("女") { return "女" }
            if value == scalar("女"), next == scalar("士"), position == name.upperBound { return "女" }
            if value == scalar("先"), next == scalar("生"), position == name.upperBound { return "男" }
            position += 1
        }
        return nil
    }
}
