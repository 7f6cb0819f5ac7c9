/// The subject of a clause: who does what it says.
struct ClauseSubject: Sendable {
    /// The tokens of the subject's noun phrase.
    var tokens: Range<Int>
    /// Persons named in it, as tokens.
    var persons: [Int] = []
    /// The subject is only a pronoun, or was carried over from an earlier clause.
    var isCarried = false
}

/// A stretch of a sentence between commas, with the subject that holds in it.
struct GiftClause: Sendable {
    var tokens: Range<Int>
    var subject: ClauseSubject?
    /// The clause has a subject of its own.
    var hasOwnSubject = false
    /// Where the subject ends and the predicate begins.
    var predicate: Int
    /// Nothing but a noun phrase: an apposition or a member of a list.
    var isNounPhrase = false
}

/// Cuts a sentence into clauses and finds the subject of each; one that has none keeps that of the clause before it.
struct GiftClauses {
    private let reading: SentenceReading
    private let lexicon: FactLexicon

    init(_ reading: SentenceReading, lexicon: FactLexicon) {
        self.reading = reading
        self.lexicon = lexicon
    }

    /// The clauses of the sentence in order.
    func clauses() -> [GiftClause] {
        var result: [GiftClause] = []
        var start = 0
        var subject: ClauseSubject?
        /// Who told what the clauses behind say, for a pronoun.
        var teller: ClauseSubject?
        /// Whom somebody speaks to, for a pronoun behind.
        var addressed: ClauseSubject?
        let subjects = GiftSubjects(reading, lexicon: lexicon)
        for index in 0...reading.tokens.count {
            guard reading.isClauseEnd(index) else { continue }
            if index > start {
                var clause = GiftClause(tokens: start..<index, subject: nil, predicate: start)
                let own = subjects.subject(in: start..<index, predicate: &clause.predicate)
                if let own {
                    clause.isNounPhrase = clause.predicate >= index
                    clause.hasOwnSubject = true
                    var merged = own
                    // 甲,某店店主,为…: a noun phrase behind a noun phrase adds its persons or explains the one before.
                    if let before = result.last, before.isNounPhrase, let earlier = before.subject, !earlier.persons.isEmpty,
                        earlier.persons.count < 20
                    {
                        merged.persons = earlier.persons + own.persons
                        merged.tokens = earlier.tokens.lowerBound..<own.tokens.upperBound
                    }
                    // 村党支部书记劝他不要捐
                    if let before = subject, before.persons.count == 1,
                        !own.persons.isEmpty || own.tokens.allSatisfy({ reading.isWord($0, Self.kin) }),
                        (clause.predicate..<max(clause.predicate, index)).contains(where: {
                            reading.isWord($0, Self.pronouns) && $0 > start
                        })
                    {
                        addressed = before
                    }
                    // 闻讯后向…捐赠: what cannot give leaves the giver that the sentence has named.
                    clause.subject = subject == nil || subjects.mayGive(merged) ? merged : subject
                    // 天气寒冷, 防疫物资紧缺: what gives nothing does not take the place of who acts.
                    if subject == nil || subjects.mayGive(merged) { subject = merged }
                } else {
                    if reading.isWord(start, Self.pronouns) {
                        subject = meant(by: start, subject ?? teller, addressed: addressed, behind: result.last, subjects)
                    }
                    clause.subject = subject
                    clause.subject?.isCarried = true
                }
                // 记者从县红十字会了解到, 王书记介绍: who tells of it is not who acts in what follows.
                if let own, subjects.isReport(clause) { (subject, teller) = (nil, subjects.mayGive(own) ? own : nil) }
                result.append(clause)
            }
            if reading.single(index) == 0x3B || reading.single(index) == 0x3002 { (subject, addressed) = (nil, nil) }
            start = index + 1
        }
        return result
    }

    /// Whom a pronoun at the head of a clause means.
    /// - Parameters:
    ///   - subject: who acts in the clauses before, or told of them: 陈女士说,她已经….
    ///   - addressed: whom somebody speaks to.
    ///   - before: the clause before.
    private func meant(
        by pronoun: Int, _ subject: ClauseSubject?, addressed: ClauseSubject?, behind before: GiftClause?, _ subjects: GiftSubjects
    ) -> ClauseSubject? {
        // 书记劝他不要捐,他还是…: whom 他 meant before.
        if let addressed { return addressed }
        // 最少的是小学生罗子轩,他把…: whom the clause before names behind 是.
        if pronoun >= 2, reading.tag(pronoun - 2) == .person, let before,
            before.tokens.contains(where: { $0 < pronoun - 2 && reading.isWord($0, Self.naming) })
        {
            return ClauseSubject(tokens: pronoun - 2..<pronoun - 1, persons: [pronoun - 2])
        }
        guard let subject else { return nil }
        if subject.persons.isEmpty {
            // 房子是周庆林拉来的,他另外扛来…: who did it.
            if let before, let last = before.tokens.last, reading.isDe(last),
                let doer = before.tokens.last(where: { reading.tag($0) == .person && $0 > subject.tokens.upperBound }), last - doer <= 3,
                before.tokens.contains(where: { reading.isWord($0, Self.being) && $0 < doer })
            {
                return ClauseSubject(tokens: doer..<doer + 1, persons: [doer])
            }
            // 127名退役军人捐款,年龄最大的是孙兆祥,他捐了1万元; 村民代光全的小餐馆歇了业,他每天…: whose it is.
            let person =
                (subjects.isGroup(subject) ? (0..<pronoun).last { reading.tag($0) == .person } : nil)
                ?? subject.tokens.last { reading.tag($0) == .person && reading.isDe($0 + 1) }
            if let person { return ClauseSubject(tokens: person..<person + 1, persons: [person]) }
        }
        // 记者遇见一名陈姓商人,他…: whom the reporter meets.
        if let before, before.hasOwnSubject, subject.tokens.contains(where: { reading.isWord($0, GiftSubjects.reporters) }),
            let person = before.tokens.last, subjects.isPersonNoun(person),
            let one = before.tokens.last(where: { reading.tag($0) == .quantity && reading.quantity(of: $0).dimension == "person" })
        {
            return ClauseSubject(tokens: one..<person + 1)
        }
        return subject
    }

    private static let being = scalarWords("是 都是 全是 就是")
    private static let naming = scalarWords("是 叫 名叫 就是 为 叫做 正是 来自")
    private static let kin = scalarWords("儿女 子女 家人 老伴 妻子 丈夫 儿子 女儿 孩子 父母 爱人 家里人 亲戚 邻居")
    private static let pronouns = scalarWords("他 她 他们 她们")
}
