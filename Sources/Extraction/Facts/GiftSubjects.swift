/// Reads the noun phrase that begins a clause: who does what the clause says.
struct GiftSubjects {
    private let reading: SentenceReading
    private let lexicon: FactLexicon

    init(_ reading: SentenceReading, lexicon: FactLexicon) {
        self.reading = reading
        self.lexicon = lexicon
    }

    /// The noun phrase at the beginning of a clause.
    func subject(in range: Range<Int>, predicate: inout Int) -> ClauseSubject? {
        // 【记者某某报道】, 新华社北京3月4日电: what opens a report is no subject.
        var index =
            max(
                (range.last { reading.single($0) == 0x3011 || (reading.single($0) == 0x7535 && reading.tag($0 - 1) == .date) }).map {
                    $0 + 1
                }
                    ?? range.lowerBound, endOfByline(range) ?? range.lowerBound)
        // 2.某籍青年…: the number of the entry
        if index + 1 < range.upperBound, reading.tag(index) == .quantity || reading.tag(index) == .latin, reading.single(index + 1) == 0x2E
        {
            index += 2
        }
        skipping: while index < range.upperBound {
            if reading.single(index) == 0x7531, let de = relativeEnd(index + 1, range.upperBound),
                !(index..<de).contains(where: { isTrigger($0) })
            {
                index = de + 1  // 由14名农民组成的志愿服务队
                continue
            }
            if reading.isWord(index, Self.objectMarkers) || isCompanion(index, range.upperBound) { return nil }
            if reading.isWord(index, Self.along) { return nil }  // 连同村民凑的大葱
            if reading.isWord(index, Self.entrusting) { return nil }  // 托厂里买到: who is asked does it for the one who asks
            switch reading.tag(index) {
            case .date, .adverb, .conjunction, .time: index += 1
            case .punctuation, .bracket: index += 1
            case .preposition:
                guard let end = endOfAdverbial(index, range.upperBound) else { break skipping }
                index = end
            default:
                if reading.isWord(index, Self.openers) {
                    index += 1
                } else if reading.single(index) == 0x6709, reading.isDe(index + 1) {
                    index += 2  // 有的居民
                } else if reading.isWord(index, Self.appearance),
                    reading.tag(index + 1) == .quantity || reading.tag(index + 1) == .numeral || isPersonNoun(index + 1)
                        || reading.tag(index + 1) == .organisation || reading.tag(index + 1) == .area
                {
                    index += 1  // 还有两家企业, 有善心人
                } else if reading.isWord(index, Self.adverbials), let end = endOfAdverbial(index, range.upperBound) {
                    index = end
                } else {
                    break skipping
                }
            }
        }
        let start = index
        var end = start
        var persons: [Int] = []
        collecting: while index < range.upperBound {
            if end > start, reading.isWord(index, Self.perceiving) { break collecting }  // 一家砂石厂听说卡口夜里冷
            if reading.isWord(index, Self.manySome) || end > start && reading.single(index) == 0x5C4A {
                index += 1
                continue
            }
            // 老党员没什么积蓄; 居民往门口放下…; 厂长连名字也没留
            if end > start,
                reading.tag(index) == .idiom && Self.lacking.contains(reading.text[reading.tokens[index].start])
                    || reading.isWord(index, Self.means) || reading.single(index) == 0x5F80 || reading.single(index) == 0x671D
                    || reading.single(index) == 0x8FDE
                        && (reading.isWord(index + 2, Self.even) || reading.isWord(index + 3, Self.even))
            {
                break collecting
            }
            // 泰和籍在粤务工青年
            if end > start, reading.single(index) == 0x5728, index + 2 < range.upperBound,
                [.abbreviation, .placeName, .area, .place].contains(reading.tag(index + 1)),
                reading.isWord(index + 2, Self.attributes) && isPersonNoun(index + 3) || isPersonNoun(index + 2)
            {
                index += 2
                continue
            }
            if end > start, reading.isWord(index, Self.supporting), isTeam(index + 1) || isTeam(index + 2) {
                index += 1  // 湖南支援黄冈医疗队
                continue
            }
            switch reading.tag(index) {
            case .person:
                persons.append(index)
                index += 1
                if reading.isWord(index, Self.couples) { index += 1 }
                end = index
            case .noun, .properNoun, .abbreviation, .organisationName, .placeName, .personName, .area, .organisation, .quoted, .latin,
                .suffix, .verbalNoun,
                .unknown, .place:
                if isTrigger(index) || reading.isWord(index, Self.entrusting) { break collecting }
                if !persons.isEmpty, persons.last == index - 1, reading.isWord(index, Self.representing) { break collecting }
                index += 1
                end = index
                // 王大姐支起炉子
                if index > start + 1, reading.isWord(index - 1, DonationRows.courtesies), reading.tokens[index - 2].count == 1,
                    !reading.isListJoint(index), !reading.isWord(index, Self.couples), !reading.isDe(index)
                {
                    break collecting
                }
            case .quantity, .modifier, .adjective, .bracket, .pronoun, .idiom, .numeral, .measure:
                if reading.single(index) == 0x8BE5, reading.tag(index + 1) == .noun, end == start, !reading.isClauseEnd(index + 1) {
                    index += 1  // 该街道
                    continue
                }
                if reading.isWord(index, Self.pronouns) {
                    // 她的丈夫, 他们的父母
                    let de = reading.isWord(index + 1, Self.belonging) ? index + 2 : index + 1
                    guard reading.isDe(de), reading.tag(de + 1) == .noun, end == start else { break collecting }
                    index = de + 1
                    continue
                }
                index += 1
                if reading.tag(index - 1) == .modifier, end > start, isPersonNoun(index - 1), !isNounLike(index) { end = index }  // 七名青年
                if reading.isWord(index - 1, Self.households) { end = index }
                if reading.single(index - 1) == 0x67D0 || reading.isWord(index - 1, Self.unnamed), end == index - 1 { end = index }  // 邹某
                if reading.tag(index - 1) == .pronoun, reading.tokens[index - 1].count > 1,
                    reading.text[reading.tokens[index - 1].start] == 0x8BE5
                {
                    end = index  // 该站, 该公司
                }
                if reading.tag(index - 1) == .quantity || reading.isWord(index - 1, Self.circles)
                    || reading.tag(index - 1) == .idiom && (end == start || reading.isDe(index))
                {
                    end = index
                }
            case .punctuation, .conjunction:
                // 三家企业——甲、乙、丙: the names behind the dash.
                if reading.single(index) == 0x2014, end > start, let names = listedNames(from: index, range.upperBound) {
                    predicate = names.upperBound
                    return ClauseSubject(tokens: names, persons: names.filter { reading.tag($0) == .person })
                }
                // 高三(2)班
                if reading.single(index) == 0x28, reading.single(index + 2) == 0x29, end > start, index + 3 < range.upperBound {
                    index += 3
                    continue
                }
                guard reading.isListJoint(index), end > start else { break collecting }
                index += 1
            case .time where end > start && reading.tag(index - 1) == .quantity && isPersonNoun(index + 1):
                index += 1  // 一位八旬老人
            case .particle:
                if reading.isDe(index) {
                    // 李春梅的丈夫, 王军经营的公司: whom it belongs to is not who acts.
                    if persons.last == index - 1 || (persons.last.map { $0 >= index - 3 } ?? false) && reading.tag(index - 1) == .verb {
                        persons.removeLast()
                    }
                    index += 1
                } else if reading.single(index) == 0x7B49 {
                    index += 1
                    end = index
                } else if reading.single(index) == 0x4EEC {
                    index += 1
                    end = index
                } else {
                    break collecting
                }
            case .verb, .preposition, .adverb, .direction, .date, .time, .other:
                if reading.isListJoint(index), end > start {
                    index += 1
                    continue
                }
                // 站前路包子铺店主吴艳玲, 镇供热站职工贺长山: one character of the name that is a verb too.
                if end == start && index == start && reading.tokens[index].count == 1 || Self.bodies.contains(reading.single(index)),
                    isNounPhraseToPerson(index + 1, range.upperBound)
                {
                    index += 1
                    continue
                }
                // 朱传胜、汪翠兰夫妇: a name that no cue has shown, and whose last character is a verb too.
                if end > start, index - start <= 2, reading.tokens[index].count == 1, reading.isListJoint(index + 1),
                    reading.tag(index + 2) == .person, reading.isWord(index + 3, Self.couples)
                {
                    index += 1
                    end = index
                    continue
                }
                // 该村在广东务工的23名青年
                if end > start, reading.single(index) == 0x5728, let de = relativeEnd(index, range.upperBound),
                    reading.tag(de + 1) == .quantity || isPersonNoun(de + 1)
                {
                    index = de + 1
                    continue
                }
                // 凉茶铺老板: a shop, though the character is a verb elsewhere.
                if end > start, Self.shops.contains(reading.single(index)), reading.isWord(index + 1, DonationRows.roles) {
                    index += 1
                    continue
                }
                if end > start, isInsideName(index, range.upperBound) {
                    index += 1
                    continue
                }
                // 龙胜籍务工青年, 返乡大学生: the verb says what kind of people they are.
                if reading.isWord(index, Self.attributes), index + 1 < range.upperBound,
                    isPersonNoun(index + 1) || reading.isWord(index + 1, Self.firms)
                {
                    index += 1
                    continue
                }
                guard
                    end == start || isName(end - 1) || reading.tag(end - 1) == .quantity || reading.tag(end - 1) == .place
                        || reading.tag(end - 1) == .placeName || (end == start + 1 && reading.tokens[start].count == 1)
                        || reading.isWord(end - 1, Self.seats), !isTrigger(index),
                    let de = relativeEnd(index, range.upperBound)
                else {
                    break collecting
                }
                index = de + 1
            default: break collecting
            }
        }
        end = endOfUnlistedName(end, range.upperBound)
        if let existing = existing(from: start, end, range.upperBound) {
            predicate = existing.upperBound
            return ClauseSubject(tokens: existing, persons: [])
        }
        // 138名村民两天时间
        while end > start + 1, reading.isWord(end - 1, Self.spans) || isDuration(end - 1) { end -= 1 }
        // 某公司三次捐赠
        while end > start + 1, reading.tag(end - 1) == .quantity,
            reading.quantities[Int(reading.tokens[end - 1].reference)].unit.map({ Self.occasions.contains($0) }) ?? false
        { end -= 1 }
        // 李某某出资3000元购买…
        if isMeasurement(end - 1), reading.quantities[Int(reading.tokens[end - 1].reference)].isMoney, end > start + 1 {
            end -= 1
            while end > start + 1, reading.tag(end - 1) == .verbalNoun || reading.isWord(end - 1, Self.byOneself) { end -= 1 }
        }
        while end > start + 1,
            reading.isWord(end - 1, Self.manners)
                || reading.isWord(end - 1, Self.accounts) && reading.tag(end - 2) == .organisation
        { end -= 1 }
        // 车上装着…: a place gives nothing.
        if end == start + 1, reading.tag(start) == .place, reading.tokens[start].count == 2, !reading.isWord(start, Self.wholes) {
            return nil
        }
        // 老党员覃遵菊腿脚不便: what is said of the person behind the name.
        if let last = persons.last, end > last + 1, reading.tag(last + 1) == .noun || reading.tag(last + 1) == .adjective,
            !reading.isWord(last + 1, Self.couples), !reading.isWord(last + 1, Self.courtesies)
        {
            end = last + 1
        }
        // 一个人就捐了2000斤: alone, whoever was named before.
        if end == start + 2, reading.tag(start) == .quantity, reading.quantities[Int(reading.tokens[start].reference)].isLoneOne,
            reading.single(start + 1) == 0x4EBA
        {
            return nil
        }
        // 分成两份,一份送到…: a number of things
        if end == start + 1, reading.tag(start) == .quantity {
            let quantity = reading.quantities[Int(reading.tokens[start].reference)]
            if quantity.dimension != "person", !quantity.isOwnNoun { return nil }
        }
        // 10天下来: a time that passed gives nothing.
        if end > start, isDuration(start), persons.isEmpty { return nil }
        // 跑到镇上的邮局: a verb at the head and nothing behind the noun is what somebody does.
        // 位于某社区的某公司 names the firm.
        if reading.tag(start) == .verb, persons.isEmpty, end >= range.upperBound,
            !(reading.tag(end - 1) == .organisation && reading.isDe(end - 2))
        {
            return nil
        }
        guard end > start, !persons.isEmpty || reading.tag(end - 1) != .adjective && !reading.isWord(end - 1, Self.notGivers),
            !isMeasurement(end - 1) || !persons.isEmpty
        else { return nil }
        predicate = end
        return ClauseSubject(tokens: start..<end, persons: persons)
    }

    /// 本报讯(记者 张三 通讯员 李四)某公司…: behind the bracket that names who writes.
    private func endOfByline(_ range: Range<Int>) -> Int? {
        guard range.lowerBound < 40 else { return nil }
        var open: Int?
        var isByline = false
        for index in range.prefix(24) {
            switch reading.single(index) {
            case 0x28: (open, isByline) = (index, false)
            case 0x29: if open != nil, isByline { return index + 1 }
            default:
                if reading.isWord(index, Self.writers) { isByline = true }
                if reading.tag(index) == .bracket, reading.text.has(Self.writers[0], at: reading.tokens[index].start + 1) {
                    return index + 1
                }
            }
        }
        return nil
    }

    private static let writers = scalarWords("记者 通讯员")

    /// 全国已有7901万名党员自愿捐款: who exists is who acts.
    private func existing(from start: Int, _ end: Int, _ limit: Int) -> Range<Int>? {
        var index = end
        while index < limit, reading.tag(index) == .adverb { index += 1 }
        guard index < limit, reading.isWord(index, Self.existence), reading.tag(index + 1) == .quantity, index + 1 < limit else {
            return nil
        }
        var last = index + 2
        while last < limit, [.noun, .modifier, .abbreviation, .properNoun, .adjective].contains(reading.tag(last)), !isTrigger(last) {
            last += 1
        }
        return index + 1..<last
    }

    /// Nouns alone, up to a person.
    private func isNounPhraseToPerson(_ start: Int, _ limit: Int) -> Bool {
        var index = start
        while index < limit, index - start < 7 {
            switch reading.tag(index) {
            case .person: return index > start
            case .noun, .quoted, .organisationName, .properNoun, .placeName, .abbreviation, .modifier: index += 1
            default: return false
            }
        }
        return false
    }

    private func isDuration(_ index: Int) -> Bool {
        reading.tag(index) == .quantity && reading.quantities[Int(reading.tokens[index].reference)].dimension == "duration"
    }

    /// 牧民恰丽帕努尔向…: behind a word for a role a name goes on to the next marker, though no list knows it.
    private func endOfUnlistedName(_ end: Int, _ limit: Int) -> Int {
        guard end > 0 else { return end }
        // 台资企业荣信精密向…
        var firm = end - 1
        while firm > 0, end - firm <= 4, !reading.isWord(firm, Self.firms), reading.tag(firm) != .punctuation { firm -= 1 }
        let isFirm = reading.isWord(firm, Self.firms)
        guard isFirm || reading.isWord(end - 1, DonationRows.roles) else { return end }
        if reading.isWord(end, Self.means) || reading.tag(end) == .preposition || reading.tag(end) == .adverb { return end }
        var index = end
        while index < limit, index - end < 7, reading.tokens[index].count == 1 || isFirm && reading.tokens[index].count == 2,
            !isFirm || reading.tag(index) != .adverb, index == end || !reading.isWord(index, Self.objectMarkers),
            reading.tag(index) != .punctuation, reading.tag(index) != .quantity, !reading.isDe(index)
        {
            index += 1
        }
        let isMarked = index < limit && (reading.isWord(index, Self.objectMarkers) || isTrigger(index))
        return isMarked && index - end >= (isFirm ? 1 : 2) ? index : end
    }

    /// The names of a list behind a dash, up to what says what they do.
    private func listedNames(from dash: Int, _ limit: Int) -> Range<Int>? {
        var start = dash
        while start < limit, reading.single(start) == 0x2014 { start += 1 }
        var end = start
        var hasJoint = false
        while end < limit, end - start < 60, !reading.isWord(end, Self.sharing), !reading.isWord(end, Self.objectMarkers), !isTrigger(end) {
            if reading.single(end) == 0x3001 { hasJoint = true }
            if reading.single(end) == 0x2014 { return nil }
            end += 1
        }
        return hasJoint && end > start && end < limit ? start..<end : nil
    }

    /// 驱车300公里: a phrase that ends in a number of things names nobody.
    private func isMeasurement(_ index: Int) -> Bool {
        guard reading.tag(index) == .quantity else { return false }
        let dimension = reading.quantities[Int(reading.tokens[index].reference)].dimension
        return dimension != "person" && dimension != "count"
    }

    private func isName(_ index: Int) -> Bool {
        switch reading.tag(index) {
        case .area, .organisation: return true
        default: return false
        }
    }

    private func isNounLike(_ index: Int) -> Bool {
        switch reading.tag(index) {
        case .noun, .person, .personName, .organisation: return true
        default: return false
        }
    }

    private func isTeam(_ index: Int) -> Bool {
        guard reading.tokens.indices.contains(index) else { return false }
        let end = reading.tokens[index].end
        guard end - reading.tokens[index].start >= 2 else { return false }
        return reading.text[end - 1] == 0x961F || reading.text[end - 2] == 0x961F
    }

    /// 和爸爸一起送到…: who comes along.
    private func isCompanion(_ index: Int, _ limit: Int) -> Bool {
        guard reading.isWord(index, Self.with) else { return false }
        return (index + 1..<min(limit, index + 8)).contains { reading.isWord($0, Self.together) }
    }

    private func isPersonNoun(_ index: Int) -> Bool {
        guard reading.tokens.indices.contains(index) else { return false }
        if reading.tag(index) == .person || reading.isWord(index, DonationRows.roles) { return true }
        let token = reading.tokens[index]
        guard let match = lexicon.bodies.longestReversedMatch(in: reading.text.text, endingAt: token.end, start: token.start) else {
            return false
        }
        let kind = lexicon.bodyEntries[Int(match.value)].donor
        return kind == "person" || kind == "group"
    }

    /// 劳动就业服务中心: a verb inside the name of a body.
    private func isInsideName(_ index: Int, _ limit: Int) -> Bool {
        guard reading.tag(index) == .verb, index + 1 < limit, !isTrigger(index),
            reading.tag(index - 1) == .noun || reading.tag(index - 1) == .verbalNoun || reading.tag(index - 1) == .area
        else { return false }
        let token = reading.tokens[index + 1]
        guard reading.tag(index + 1) == .noun,
            let match = lexicon.bodies.longestReversedMatch(in: reading.text.text, endingAt: token.end, start: token.start)
        else { return false }
        let kind = lexicon.bodyEntries[Int(match.value)].donor
        return kind != "person" && kind != "group" && match.length == token.count
    }

    /// 身在外的, 奋战在一线的: a clause before a noun ends in 的 with a noun behind it.
    private func relativeEnd(_ index: Int, _ limit: Int) -> Int? {
        var at = index
        while at < limit, at - index <= 8 {
            if isTrigger(at) || reading.isWord(at, Self.objectMarkers) { return nil }
            if reading.isDe(at) {
                switch reading.tag(at + 1) {
                case .noun, .person, .area, .organisation, .modifier, .abbreviation, .organisationName, .properNoun, .quantity, .quoted,
                    .adjective, .time, .personName:
                    return at
                default: return nil
                }
            }
            switch reading.tag(at) {
            case .preposition where at > index + 3: return nil
            default: break
            }
            at += 1
        }
        return nil
    }

    /// 在…协调下, 从2月14日起, 为…: the end of an adverbial phrase, or nil where the rest of the clause is the phrase.
    private func endOfAdverbial(_ index: Int, _ limit: Int) -> Int? {
        guard reading.isWord(index, Self.adverbials) else { return nil }
        var at = index + 1
        while at < limit {
            if isTrigger(at) { return relativeBegin(index, at) }
            switch reading.single(at) {
            case 0x4E0B, 0x4E2D, 0x91CC, 0x8D77, 0x540E, 0x65F6, 0x4E0A, 0x5185, 0x524D, 0x4EE5:
                // 在济南做生意的徐海亮得知后: the phrase only tells who it is.
                if let begin = relativeBegin(index, at), (begin..<at).contains(where: { reading.tag($0) == .person }) { return begin }
                return at + 1
            default: break
            }
            if reading.isWord(at, Self.adverbialEnds) { return at + 1 }
            at += 1
        }
        return relativeBegin(index, limit) ?? limit
    }

    /// 在长沙做工程的陈远志打来电话: the phrase belongs to the clause before the noun, which begins behind 的.
    private func relativeBegin(_ index: Int, _ limit: Int) -> Int? {
        guard reading.isWord(index, Self.locations), index < limit else { return nil }
        // 在昆明做工程的老乡杨光辉给家乡的卡点…: before the next marker.
        let bound = (index + 1..<limit).first { reading.isWord($0, Self.objectMarkers) } ?? limit
        guard let de = (index + 1..<bound).last(where: { reading.isDe($0) }), de + 1 < bound else { return nil }
        switch reading.tag(de + 1) {
        case .person, .organisation, .noun, .area, .quantity, .modifier, .personName: return de + 1
        default: return nil
        }
    }

    /// Whether a subject is somebody: a person, a body or a group; things, weather and circumstances give nothing.
    func mayGive(_ subject: ClauseSubject) -> Bool {
        if !subject.persons.isEmpty { return true }
        guard var last = subject.tokens.last else { return false }
        if reading.single(last) == 0x4EEC, last > subject.tokens.lowerBound { last -= 1 }  // 业主们
        if reading.isWord(last, Self.wholes) { return true }
        if reading.tag(last) == .pronoun, reading.tokens[last].count > 1, reading.text[reading.tokens[last].start] == 0x8BE5 {
            return true  // 该会
        }
        if reading.tokens[last].count == 1, reading.single(last - 1) == 0x8001 || reading.single(last - 1) == 0x5C0F { return true }  // 老刘
        switch reading.tag(last) {
        case .organisation, .person, .quoted, .unknown, .personName, .organisationName: return true
        case .quantity:
            let quantity = reading.quantities[Int(reading.tokens[last].reference)]
            return quantity.dimension == "person" || quantity.isOwnNoun && quantity.dimension == "count"
        default: break
        }
        if reading.isWord(last, Self.couples) || reading.isWord(last, DonationRows.roles) { return true }
        let end = reading.tokens[last].end
        if let item = lexicon.items.longestReversedMatch(in: reading.text.text, endingAt: end, start: reading.tokens[last].start),
            item.length
                > (lexicon.bodies.longestReversedMatch(in: reading.text.text, endingAt: end, start: reading.tokens[last].start)?.length ?? 0)
        {
            return false  // 机器人
        }
        return lexicon.bodies.longestReversedMatch(
            in: reading.text.text, endingAt: end, start: reading.tokens[subject.tokens.lowerBound].start)
            != nil
    }

    /// Many, whom 他 does not mean.
    func isGroup(_ subject: ClauseSubject) -> Bool {
        guard let last = subject.tokens.last else { return false }
        let token = reading.tokens[last]
        guard let match = lexicon.bodies.longestReversedMatch(in: reading.text.text, endingAt: token.end, start: token.start) else {
            return false
        }
        return lexicon.bodyEntries[Int(match.value)].donor == "group"
            && subject.tokens.contains {
                reading.tag($0) == .quantity && reading.quantities[Int(reading.tokens[$0].reference)].value != ExactDecimal(1)
            }
    }

    /// Whether a clause only says who tells what the next clauses say.
    func isReport(_ clause: GiftClause) -> Bool {
        guard let subject = clause.subject, let last = clause.tokens.last else { return false }
        if (subject.tokens).contains(where: { reading.isWord($0, Self.reporters) }) { return true }
        return reading.isWord(last, Self.tellings)
    }

    func isTrigger(_ index: Int) -> Bool {
        guard reading.tokens.indices.contains(index) else { return false }
        return lexicon.giftVerbs.value(of: reading.text.text[reading.tokens[index].range]) != nil && reading.tokens[index].count > 1
    }

    private static let wholes = scalarWords(
        "全县 全市 全区 全镇 全乡 全省 全旗 全村 全国 全州 全盟 全街道 全社区 我县 我市 我区 我省 我镇 我乡 我村 该县 该市 该区 该镇 县里 区里 市里 镇里 乡里 村里 旗里 街道")
    private static let occasions: Set<String> = ["次", "回", "批", "批次", "度", "轮"]
    /// 铺 摊 店 坊
    private static let shops: Set<UInt32> = [0x94FA, 0x644A, 0x5E97, 0x574A]
    /// 没 无 不
    private static let lacking: Set<UInt32> = [0x6CA1, 0x65E0, 0x4E0D]
    private static let unnamed = scalarWords("某某 某某某")
    private static let representing = scalarWords("代表 个人 本人")
    private static let even = scalarWords("也 都")
    private static let means = scalarWords("用 以 凭 靠 拿")
    private static let households = scalarWords("人家 农家")
    private static let supporting = scalarWords("支援 驰援 援助 援 对口支援 赴")
    private static let with = scalarWords("和 与 跟 同")
    private static let together = scalarWords("一起 一道 一同 共同 联合")
    private static let belonging = scalarWords("所在 经营 任职 创办 供职 工作 就职 就读 开办 管理")
    private static let along = scalarWords("连同 随同")
    static let entrusting = scalarWords("委托 转托 托 托人 托友 拜托 央")
    private static let manySome = scalarWords("不少 许多 很多 众多 多名 多位 多家 一些 部分 数十 各 其余 其他 有关 更多")
    static let appearance = scalarWords("有 还有 另有 更有 也有 又有 亦有")
    static let attributes = scalarWords(
        "入驻 在外 驻区 参保 务工 返乡 退休 离休 退役 值守 留守 创业 经商 外出 打工 留学 旅居 驻村 驻 下沉 在职 失业 复工 毕业 在读 进城 返岗 隔离 康复 治愈 援鄂 执勤 值班 养殖 种植 就业 下岗 转业 复员 志愿 回乡 回国 侨居 定居 旅外 在外 参战 出诊 待业 经营 居家 打拼 求学 就读 服务 结对 帮扶 联系 包联 共建 挂钩 对口 帮联 独居 染疫 确诊 值夜 守夜 住院 下乡 插队 进城务工 打零工 种菜 养牛 养羊 跑运输"
    )
    private static let sharing = scalarWords("各 均 分别 都 共 共同 联合 先后 也 还 每家")
    private static let firms = scalarWords("企业 台资企业 外资企业 民营企业 港资企业 民企 台企 合资企业 公司 厂商 店家 商户 商家 药企 车企")
    private static let locations = scalarWords("在 从")
    private static let reporters = scalarWords("记者 笔者")
    private static let tellings = scalarWords("介绍 说 介绍说 告诉记者 透露 坦言 解释 解释说 回忆 回忆说 说道 感慨 告诉 讲述 笑着说 通报 提醒")
    private static let courtesies = scalarWords("先生 女士 老人 同志")
    private static let manners = scalarWords("人均 户均 现场 当场 集体 当日 一次性 带头 率先 每天 每晚 每日 两天 当晚 连夜")
    /// 站 铺
    private static let bodies: Set<UInt32> = [0x7AD9, 0x94FA]
    private static let perceiving = scalarWords("听说 听闻 得知 获悉 得悉 看到 看见 眼见 了解到 听到 目睹 发现 想到")
    private static let accounts = scalarWords("数字 数据 统计 台账 资料 消息")
    private static let seats = scalarWords("总部 同村 祖籍 老家 原籍 家 现年")
    static let couples = scalarWords("一家三口 一家四口 一家五口 一家老小 夫妇 夫妻 一家 全家 兄弟 姐妹 父子 母女 父女 母子 一行 一家人 夫妻俩 等人")
    private static let circles = scalarWords("各界 各方")
    private static let objectMarkers = scalarWords("将 把 向 为 给 由 被 让 使 为了 对 以 委托 透过 通过 往 朝 连 替")
    /// 等人, 一行: others who came along and are not part of the name.
    static let followers = scalarWords("等人 一行")
    private static let byOneself = scalarWords("个人 自己 自家")
    private static let spans = scalarWords("时间 内")
    private static let existence = scalarWords("有 共有 已有")
    private static let notGivers = scalarWords(
        "时间 时候 期间 时刻 疫情 情况 同时 方面 关键时刻 消息 形势 任务 一线 困难 条件 原因 腿脚 身体 双手 家里 心里 数据 账本 名单 统计 每天 当天 晚上 早上 上午 下午 一大早 大清早 清晨 深夜 凌晨 闻讯 天气 气温 目光 心意 善举 爱心 口罩 物资 防疫物资"
    )
    private static let pronouns = scalarWords("他 她 他们 她们 我 我们 大家 其 自己 它 这 那 该 咱 咱们 俺 您 你 你们")
    private static let openers = scalarWords(
        "并 还 又 也 再 则 而 但 同时 此外 另外 随后 近日 连日来 目前 截至目前 据悉 据了解 据介绍 疫情发生后 疫情发生以来 当天 当日 更 更是 是 都 均 有的 见状 其中")
    private static let adverbials = scalarWords(
        "据 透过 在 从 自 自从 于 经 经过 通过 当 按照 根据 针对 面对 截至 截止 随着 得知 为了 了解到 听说 听闻 听到 看到 看见 见 见到 眼见 瞧见 目睹 想到 考虑到 发现 获悉 得悉 闻知 鉴于 念及 心疼 担心")
    private static let adverbialEnds = scalarWords("之下 以来 之后 期间 之际 之中 之前 以后 的时候 协调下 带领下 统计 介绍 透露 通报 消息 显示 反映")
}
