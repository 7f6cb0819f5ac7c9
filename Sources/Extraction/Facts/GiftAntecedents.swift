/// Finds whom a gift's giver means that its sentence does not name: 她, 老人, 两人, 该公司, or nobody at all where the sentence goes on with the one before.
struct GiftAntecedents {
    private let document: Document
    private let lexicon: FactLexicon
    /// The sentences of the article before the act's.
    private let readings: [SentenceReading]
    private let looked = LookedAt()

    /// The sentences before with their clauses, read once for all acts of a sentence.
    private final class LookedAt {
        var sentences: [Int: (reading: SentenceReading, clauses: [GiftClause])] = [:]
    }

    init(_ document: Document, readings: [SentenceReading], lexicon: FactLexicon) {
        self.document = document
        self.readings = readings
        self.lexicon = lexicon
    }

    /// How many sentences back somebody may have been named.
    private static let reach = 4

    /// The act with the giver and the receiver whom its own stand for.
    func resolved(_ source: GiftAct, _ reading: SentenceReading) -> GiftAct {
        var act = source
        // 该会共接收捐款132万元: the body named last that 该会 may mean.
        if act.recipientSource == nil, let token = act.recipient?.first, act.recipient?.count == 1, reading.isWord(token, Self.bodies),
            reading.text[reading.tokens[token].start] == 0x8BE5, let (kind, head) = generic(token..<token + 1, reading),
            let found = antecedent(kind, head, before: token, reading)
        {
            (act.recipient, act.recipientSource) = (found.subject.tokens, found.source)
        }
        guard !act.isListed, act.status != "declined" || act.donorTokens == nil else { return act }
        let tokens = act.donorTokens ?? act.donor?.tokens
        if let tokens, !tokens.isEmpty {
            guard let (kind, head) = generic(tokens, reading), let found = antecedent(kind, head, before: tokens.lowerBound, reading) else {
                return act
            }
            take(found, &act)
            return act
        }
        guard !act.isTotal || act.verbClass == .deliver, act.verbClass != .collect else { return act }
        if let kind = pronoun(before: act.verb, act, reading) {
            if let found = antecedent(kind, nil, before: act.verb, reading, skipsOwn: true) { take(found, &act) }
        } else {
            let speaker = speaker(before: act.verb, reading)
            if isWithoutSubject(act, behind: speaker, reading), let found = firm(of: speaker, reading) ?? lastSubject(reading) {
                take(found, &act)
            }
        }
        return act
    }

    /// 董事长戴国强说,2万只捐给了…: the firm that he speaks for, named by his office or before.
    private func firm(of speaker: Int?, _ reading: SentenceReading) -> Found? {
        guard let speaker, reading.isWord(speaker - 1, Self.heads) else { return nil }
        if reading.tag(speaker - 2) == .organisation {
            return Found(subject: ClauseSubject(tokens: speaker - 2..<speaker - 1), source: nil)
        }
        return antecedent(.body, scalarWords("公司")[0], before: speaker, reading)
    }

    /// Whoever speaks last in front of a verb.
    private func speaker(before verb: Int, _ reading: SentenceReading) -> Int? {
        (max(0, verb - GiftRule.reach)..<max(0, verb)).last { reading.tag($0) == .person && reading.isWord($0 + 1, Self.speaking) }
    }

    /// How many tokens of a list of receivers are looked at.
    private static let longestList = 40
    private static let speaking = scalarWords("说 表示 介绍 告诉 讲 透露 称 坦言 说道 介绍说 表示说")
    private static let heads = scalarWords("董事长 总经理 经理 副总经理 负责人 老板 厂长 场长 总裁 总监 创始人")

    private struct Found {
        var subject: ClauseSubject
        /// The sentence that it stands in, nil for the act's own.
        var source: SentenceReading?
    }

    private func take(_ found: Found, _ act: inout GiftAct) {
        act.donor = found.subject
        act.donorTokens = nil
        act.donorSource = found.source
    }

    private enum Kind { case person, couple, body }

    /// What kind of giver a phrase stands for that is no name and describes nobody.
    private func generic(_ source: Range<Int>, _ reading: SentenceReading) -> (Kind, head: [UInt32]?)? {
        var tokens = source
        while tokens.count > 1,
            reading.isWord(tokens.lowerBound, Self.pointers) || isAge(tokens.lowerBound, reading) || reading.isDe(tokens.lowerBound)
                || [.numeral, .time, .date].contains(reading.tag(tokens.lowerBound))
        {
            tokens = tokens.lowerBound + 1..<tokens.upperBound
        }
        // 这家平常做女装的企业
        if tokens.count > 2, let last = tokens.last, reading.isWord(source.lowerBound, Self.thisBody), reading.isDe(last - 1),
            reading.isWord(last, Self.bodies)
        {
            tokens = last..<last + 1
        }
        // 老两口 is two words where 两口 is a number.
        if tokens.count == 2,
            Self.couples.contains(where: {
                reading.text.has($0, at: reading.tokens[tokens.lowerBound].start)
                    && $0.count == reading.tokens[tokens.upperBound - 1].end - reading.tokens[tokens.lowerBound].start
            })
        {
            return (.couple, nil)
        }
        guard tokens.count == 1 else { return nil }
        let token = tokens.lowerBound
        // 这位73岁的老党员: whoever was named before.
        if reading.isWord(source.lowerBound, Self.demonstratives), source.count > 1, reading.isWord(token, DonationRows.roles) {
            return (.person, nil)
        }
        if reading.isWord(token, Self.couples) { return (.couple, nil) }
        if reading.isWord(token, Self.persons) { return (.person, Array(reading.text.text[reading.tokens[token].range])) }
        guard reading.isWord(token, Self.bodies) else { return nil }
        // 该公司, 公司
        let word = reading.tokens[token].range
        return (.body, Array(reading.text.text[word].drop { $0 == 0x8BE5 }))
    }

    private func isAge(_ token: Int, _ reading: SentenceReading) -> Bool {
        reading.tag(token) == .quantity && reading.quantity(of: token).dimension == "age"
    }

    /// The last pronoun of a person before the verb, where no name stands between.
    private func pronoun(before verb: Int, _ act: GiftAct, _ reading: SentenceReading) -> Kind? {
        var index = verb - 1
        while index >= 0 {
            if let recipient = act.recipient, act.recipientSource == nil, recipient.contains(index) {
                index -= 1
                continue
            }
            switch reading.tag(index) {
            // 他委托嘎查党支部转交: whom he asks to do it.
            case .organisation where reading.isWord(index - 1, GiftSubjects.entrusting) || reading.isWord(index - 1, Self.channels): break
            case .person, .organisation: return nil
            default: break
            }
            if reading.isWord(index, Self.couples) { return .couple }
            if reading.isWord(index, Self.thirdPersons),
                reading.tokens[index].count == 1 || reading.isClauseEnd(index - 1) || index == 0
            {
                return .person
            }
            index -= 1
        }
        return nil
    }

    /// Nobody has been named in the sentence before the verb who could give.
    private func isWithoutSubject(_ act: GiftAct, behind speaker: Int?, _ reading: SentenceReading) -> Bool {
        guard act.donor == nil, act.donorTokens == nil else { return false }
        if reading.isWord(0, Self.goingOn) { return true }
        switch act.verbClass {
        case .give, .deliver, .procure, .money, .free: break
        default: return false
        }
        return !((speaker.map { $0 + 1 } ?? 0)..<max(act.verb, 0)).contains { index in
            switch reading.tag(index) {
            // 还将给金积镇、高闸镇各送80箱: who gets it.
            case .organisation, .area: !isReceiver(index, of: act, reading)
            case .person, .quoted: true
            default: reading.isWord(index, Self.passives)
            }
        }
    }

    private func isReceiver(_ index: Int, of act: GiftAct, _ reading: SentenceReading) -> Bool {
        if act.recipientSource == nil, act.recipient?.contains(index) ?? false { return true }
        var start = index
        while start > 1, index - start < Self.longestList, reading.isListJoint(start - 1),
            [.area, .organisation].contains(reading.tag(start - 2))
        { start -= 2 }
        return reading.isWord(start - 1, GiftRule.receiverMarkers)
    }

    /// The last one of a kind named before a place.
    private func antecedent(_ kind: Kind, _ head: [UInt32]?, before token: Int, _ reading: SentenceReading, skipsOwn: Bool = false)
        -> Found?
    {
        if !skipsOwn, let own = named(kind, head, in: 0..<token, reading) { return Found(subject: own, source: nil) }
        let paragraph = document.sentences[reading.sentence].paragraph
        var earlier = readings.count - 1
        while earlier >= 0, readings.count - earlier <= Self.reach {
            let (other, clauses) = looked(at: earlier)
            let distance = paragraph - document.sentences[other.sentence].paragraph
            guard distance == 0 || kind == .body && distance <= 1 else { return nil }
            if kind == .body {
                if let found = named(kind, head, in: 0..<other.tokens.count, other) { return Found(subject: found, source: other) }
            } else {
                if let subject = clauses.last(where: { $0.hasOwnSubject && isPerson($0.subject, kind, head, other) })?.subject {
                    return Found(subject: subject, source: other)
                }
                if let found = named(kind, head, in: 0..<other.tokens.count, other) ?? described(head, other) {
                    return Found(subject: found, source: other)
                }
            }
            earlier -= 1
        }
        return nil
    }

    /// A sentence that states no fact is cut into words only when somebody looks back at it.
    private func looked(at index: Int) -> (reading: SentenceReading, clauses: [GiftClause]) {
        if let known = looked.sentences[index] { return known }
        let reading = readings[index]
        let cut = reading.tokens.isEmpty ? SentenceReading(document, sentence: reading.sentence, lexicon: lexicon) : reading
        let made = (cut, GiftClauses(cut, lexicon: lexicon).clauses())
        looked.sentences[index] = made
        return made
    }

    /// Somebody named, or one person described: 一位八旬老人.
    private func isPerson(_ subject: ClauseSubject?, _ kind: Kind, _ head: [UInt32]?, _ reading: SentenceReading) -> Bool {
        guard let subject, let last = subject.tokens.last else { return false }
        if !subject.persons.isEmpty {
            // 村支书没有要他的钱。第二天,老人又…: whoever holds an office is not meant by a word for an old or young person.
            guard let head, Self.elders.contains(head), let person = subject.persons.first else { return true }
            return !reading.isWord(person - 1, Self.offices)
        }
        if kind == .couple { return subject.tokens.count > 1 && reading.isWord(last, GiftSubjects.couples) }
        guard kind == .person, subject.tokens.count > 1 else { return false }
        let isOne = subject.tokens.contains {
            reading.tag($0) == .quantity && reading.quantity(of: $0).value == ExactDecimal(1)
        }
        return isOne && (reading.isWord(last, DonationRows.roles) || reading.isWord(last, Self.persons))
    }

    /// The last person or body among tokens; of a couple both where a list names them.
    private func named(_ kind: Kind, _ head: [UInt32]?, in tokens: Range<Int>, _ reading: SentenceReading) -> ClauseSubject? {
        switch kind {
        case .body:
            guard let index = tokens.last(where: { reading.tag($0) == .organisation && ends($0, head, reading) }) else { return nil }
            return ClauseSubject(tokens: index..<index + 1)
        case .person, .couple:
            let isElder = head.map(Self.elders.contains) ?? false
            // 书记王玉琴劝了半天,老人…: not who holds an office.
            guard
                let index = tokens.last(where: {
                    reading.tag($0) == .person && !(isElder && $0 > 0 && reading.isWord($0 - 1, Self.offices))
                })
            else { return nil }
            if kind == .couple, index >= 2, reading.isListJoint(index - 1), reading.tag(index - 2) == .person {
                return ClauseSubject(tokens: index - 2..<index + 1, persons: [index - 2, index])
            }
            return ClauseSubject(tokens: index..<index + 1, persons: [index])
        }
    }

    /// 一位匿名老人: somebody whom the sentence introduces by the same word.
    private func described(_ head: [UInt32]?, _ reading: SentenceReading) -> ClauseSubject? {
        guard let head, let index = reading.tokens.indices.last(where: { reading.text.text[reading.tokens[$0].range].elementsEqual(head) })
        else {
            return nil
        }
        var start = index - 1
        while start >= 0, index - start <= 4 {
            switch reading.tag(start) {
            case .quantity:
                let isOne = reading.quantity(of: start).value == ExactDecimal(1)
                return isOne ? ClauseSubject(tokens: start..<index + 1) : nil
            case .noun, .modifier, .adjective, .verbalNoun: start -= 1
            default: return nil
            }
        }
        return nil
    }

    /// A firm's name for 公司 and 企业, else one that ends with the same word.
    private func ends(_ token: Int, _ head: [UInt32]?, _ reading: SentenceReading) -> Bool {
        let index = Int(reading.tokens[token].reference)
        guard let head, reading.tokens[token].count >= 4, document.organisationMentions.indices.contains(index) else { return false }
        if Self.firms.contains(head), document.organisationMentions[index].kind == .company, reading.tokens[token].count > 5 { return true }
        return reading.tokens[token].count > head.count + 1
            && reading.text.text[reading.tokens[token].range].suffix(head.count).elementsEqual(head)
    }

    private static let firms: Set<[UInt32]> = [scalarWords("公司")[0], scalarWords("企业")[0]]

    /// Who the sentence before is about.
    private func lastSubject(_ reading: SentenceReading) -> Found? {
        let paragraph = document.sentences[reading.sentence].paragraph
        var earlier = readings.count - 1
        while earlier >= 0, readings.count - earlier <= 2 {
            let (other, clauses) = looked(at: earlier)
            guard document.sentences[other.sentence].paragraph == paragraph else { return nil }
            let subjects = GiftSubjects(other, lexicon: lexicon)
            if let clause = clauses.first(where: { $0.hasOwnSubject }), let subject = clause.subject {
                return subjects.mayGive(subject) && !subjects.isReport(clause) ? Found(subject: subject, source: other) : nil
            }
            earlier -= 1
        }
        return nil
    }

    private static let elders = Set(scalarWords("老人 老人家 老太太 老爷子 老奶奶 老爷爷 老汉 大爷 大妈 大娘 小伙子 小伙 姑娘 女孩 男孩 孩子 小朋友 小姑娘 小男孩"))
    private static let offices = scalarWords("书记 支书 村支书 主任 镇长 乡长 县长 局长 院长 校长 所长 站长 队长 民警 医生 护士 记者 院长 部长 工作人员 党委书记 党支部书记 党总支书记 村主任")
    private static let thisBody = scalarWords("这家 这 该 这个 那家")
    private static let pointers = scalarWords("代表 该 这 这位 这名 这个 那位 位 名 一位 这家 那家 家")
    private static let channels = scalarWords("通过 经 经由 请 让")
    private static let demonstratives = scalarWords("这位 这名 这个 那位 那名 这")
    private static let persons = scalarWords(
        "老人 老人家 老太太 老爷子 老奶奶 老爷爷 老汉 大爷 大妈 大娘 大叔 阿姨 阿婆 小伙子 小伙 姑娘 女孩 男孩 孩子 小朋友 小姑娘 小男孩 店主 额吉")
    private static let couples = scalarWords("两人 二人 俩人 夫妻俩 夫妇俩 夫妻二人 夫妻 夫妇 老两口 小两口 父子俩 母女俩 父女俩 母子俩 兄弟俩 姐妹俩 三人")
    private static let bodies = scalarWords(
        "公司 该公司 集团 该集团 企业 该企业 商会 该商会 协会 该协会 合作社 该合作社 酒店 该酒店 饭店 超市 该厂 该店 该校 该院 该会 该站 该社 该行 厂里 店里 基金会 该基金会 联谊会 同乡会 校友会")
    private static let thirdPersons = scalarWords("他 她 他们 她们 他家 她家 老人 老人家")
    private static let goingOn = scalarWords("还 又 并 随后 之后 接着 同时 此外 其中 再 另")
    private static let passives = scalarWords("由 被 收到 接到 来自 我 我们 你们 俺 咱")
}
