/// Objects of verbs of giving that do not stand behind the verb: what somebody carries, what an earlier gift names, what the sentence is about.
extension GiftRule {
    /// 揣着5000元现金来到镇政府, 驮着5.6吨牛羊肉驰援湖北: what was carried to where it is given.
    func carried(_ trigger: Trigger, _ clause: GiftClause, _ number: Int, _ acts: ArraySlice<GiftAct>) -> [GiftItem] {
        var first = number
        while first > 0, number - first < 2, reading.single(clauses[first].tokens.lowerBound - 1) == 0x2C,
            !clauses[first].hasOwnSubject || first < number
        { first -= 1 }
        let floor = max(clauses[first].tokens.lowerBound, trigger.token - Self.reach)
        var index = trigger.token - 1
        while index >= floor {
            if isCarrying(index) {
                var end = index + 1
                while end < trigger.token, !reading.isClauseEnd(end) { end += 1 }
                let items = reader.items(in: index + 1..<end, isStrong: false).filter {
                    ($0.quantity != nil || $0.worth != nil) && $0.category != "vehicle"
                        && !($0.noun.last.map { reading.isWord($0, Self.vessels) } ?? false)
                }
                return acts.contains { act in act.items.contains { item in items.contains { $0.range.overlaps(item.range) } } } ? [] : items
            }
            index -= 1
        }
        return []
    }

    private func isCarrying(_ token: Int) -> Bool {
        switch reading.tag(token) {
        case .area, .organisation, .person, .quantity, .date, .quoted, .bracket: return false
        default: break
        }
        return reading.giftVerb(token) == .carry
    }

    /// 甲厂认捐口罩5万只,乙厂认捐三万只: a number whose thing was named before.
    func elliptic(_ region: Range<Int>, _ clause: GiftClause, _ number: Int, _ acts: [GiftAct]) -> [GiftItem] {
        guard let token = region.first(where: { reading.tag($0) == .quantity }), token - region.lowerBound <= 3,
            !reader.isExtreme(token)
        else { return [] }
        let index = Int(reading.tokens[token].reference)
        let quantity = reading.quantities[index]
        guard
            quantity.dimension == "count" || quantity.dimension == "package" || quantity.dimension == "mass"
                || quantity.dimension == "volume",
            !quantity.isOwnNoun,
            reading.isClauseEnd(token + 1) || reading.isListJoint(token + 1) || reading.tag(token + 1) == .punctuation
                || reading.isWord(token + 1, Self.receiverMarks)
                || nextTrigger(from: token + 1, in: token + 1..<max(token + 1, min(token + 2, clause.tokens.upperBound))) != nil
        else { return [] }
        for act in acts[recent(acts, 0)...].reversed() {
            for item in act.items.reversed() {
                guard let other = item.quantity, reading.quantities[other].unit == quantity.unit else { continue }
                return [item.again(with: index, at: reading.tokens[token].range)]
            }
        }
        return named(before: region, token)
    }

    /// 头一周产出的口罩除自用外,向两镇各无偿提供两万只; 改产隔离衣,首批3000件送到…: the thing that the sentence has named without a number.
    private func named(before region: Range<Int>, _ token: Int) -> [GiftItem] {
        let index = Int(reading.tokens[token].reference)
        var at = region.lowerBound - 1
        let floor = max(0, at - Self.reach)
        while at >= floor, reading.single(at) != 0x3002, reading.single(at) != 0x3B {
            if reading.tag(at) == .noun, let item = reader.named(at), item.category != "money", item.category != "mixed",
                item.category != "vehicle"
            {
                return [item.again(with: index, at: reading.tokens[token].range)]
            }
            at -= 1
        }
        return earlierThing(index).map { [$0] } ?? []
    }

    /// 首期一千二百万港元已经汇出, 第二批40吨水果拟于下周捐往医院: what is given stands before the verb as the clause's topic.
    func topical(_ trigger: Trigger, _ clause: GiftClause, _ number: Int, _ acts: ArraySlice<GiftAct>) -> [GiftItem] {
        // 这笔12万元的捐款,当天就汇往湖北: the clause before is nothing but the goods.
        // 该批物资总值约85万港元,全数由会长慨捐: the clause before says what they are worth, and this one who gave them.
        if number > 0, isGoods(clauses[number - 1]) && !clause.hasOwnSubject || isGivenBy(trigger, clause, after: clauses[number - 1]),
            reading.single(clause.tokens.lowerBound - 1) == 0x2C
        {
            let items = reader.items(in: clauses[number - 1].tokens, isStrong: false).filter {
                ($0.quantity != nil || $0.isLump) && $0.category != "vehicle"
            }
            if items.count == 1, !acts.contains(where: { $0.items.contains { $0.range.overlaps(items[0].range) } }) { return items }
        }
        guard trigger.token > clause.tokens.lowerBound, trigger.kind != .deliver || reading.tokens[trigger.token].count > 1 else {
            return []
        }
        // A subject that acts gives what stands behind the verb.
        if let subject = clause.subject, clause.hasOwnSubject, !subject.persons.isEmpty,
            subject.tokens.lowerBound >= clause.tokens.lowerBound
        {
            return []
        }
        let before = clause.tokens.lowerBound..<trigger.token
        if before.contains(where: {
            reading.tag($0) == .organisation && reading.isWord($0 - 1, Self.receiverMarkers) == false && $0 == before.lowerBound
        }) {
            return []
        }
        return reader.items(in: before, isStrong: false).filter { item in
            guard let quantity = item.quantity, item.category != "vehicle" else { return false }
            if acts.contains(where: { $0.items.contains { $0.range.overlaps(item.range) } }) { return false }
            return !reading.quantities[quantity].isLoneOne
        }
    }

    /// Nobody but who stands behind 由 gives, and the clause before has no verb of giving.
    private func isGivenBy(_ trigger: Trigger, _ clause: GiftClause, after before: GiftClause) -> Bool {
        passiveAgent(trigger, clause) != nil && nextTrigger(from: before.tokens.lowerBound, in: before.tokens) == nil
    }

    /// Whether an act names as much as a share of it.
    func holds(_ whole: GiftAct, _ share: [GiftItem]) -> Bool {
        guard let part = share.first?.quantity, let all = whole.items.first(where: { $0.key == share[0].key })?.quantity,
            let small = reading.quantities[part].value, let large = reading.quantities[all].value
        else { return false }
        return ExactDecimal.compare(large, small) >= 0
    }

    /// A number of things before the verb that no noun stands beside.
    func bareQuantity(before verb: Int, _ clause: GiftClause) -> Int? {
        guard
            let token = (clause.tokens.lowerBound..<verb).last(where: { reading.tag($0) == .quantity }),
            token - clause.tokens.lowerBound <= 3, reader.hasFigure(token),
            (token + 1..<verb).allSatisfy({
                switch reading.tag($0) {
                case .adverb, .preposition, .date, .time: true
                default: reading.tag($0) == .noun && reading.tokens[$0].count == 2
                }
            })
        else { return nil }
        let index = Int(reading.tokens[token].reference)
        let quantity = reading.quantities[index]
        guard quantity.unit != nil, !quantity.isMoney || clause.tokens.count < 12 else { return nil }
        switch quantity.dimension {
        case "count", "package", "mass", "volume", "money": return quantity.isOwnNoun ? nil : index
        default: return nil
        }
    }

    /// A clause of a noun phrase that ends with what is given: no verb, and a pointer or a number at its head.
    private func isGoods(_ clause: GiftClause) -> Bool {
        clause.tokens.count <= 8
            && clause.tokens.allSatisfy { index in
                switch reading.tag(index) {
                case .noun, .quantity, .pronoun, .modifier, .adjective, .verbalNoun: true
                default: reading.isDe(index)
                }
            }
            && clause.tokens.last.map { reader.named($0) != nil || reading.tag($0) == .noun } ?? false
    }

    /// 消毒液14吨,其中8吨运往黄冈,4吨献给西城街道; 300件,其余280件转交给邻镇: a share of what was named before.
    func divided(_ trigger: Trigger, _ clause: GiftClause, _ acts: [GiftAct]) -> [GiftItem] {
        guard let quantity = bareQuantity(before: trigger.token, clause) else { return [] }
        for act in acts[recent(acts, 0)...].reversed() {
            for item in act.items.reversed() {
                guard let other = item.quantity, reading.quantities[other].unit == reading.quantities[quantity].unit, other != quantity
                else {
                    continue
                }
                return [item.again(with: quantity, at: reading.quantities[quantity].range)]
            }
        }
        // 把备着的50只口罩分成两份,30只留给民警: a share of what the clause before divides.
        if let number = self.clause(of: trigger.token), number > 0, reading.single(clauses[number].tokens.lowerBound - 1) == 0x2C,
            let mark = mark(in: clauses[number - 1].tokens)
        {
            let whole = reader.items(in: mark + 1..<clauses[number - 1].tokens.upperBound, isStrong: false).last { item in
                item.quantity.map {
                    reading.quantities[$0].unit == reading.quantities[quantity].unit && reading.quantities[$0].unit != nil
                } ?? false
            }
            if let whole { return [whole.again(with: quantity, at: reading.quantities[quantity].range)] }
        }
        // 首批3000件, 余下两万只: a share of what has been made.
        guard let token = clause.tokens.first(where: { reading.tag($0) == .quantity }), token > clause.tokens.lowerBound,
            reading.isWord(token - 1, Self.instalments), !reading.quantities[quantity].isMoney
        else { return [] }
        return named(before: clause.tokens.lowerBound..<clause.tokens.lowerBound, token)
    }

    /// 赶制200个香包,分发给…: a verb of bringing behind what was got says that it was given.
    func isDelivered(behind token: Int, _ number: Int) -> Bool {
        var next = number
        while next < clauses.count, next <= number + 2 {
            let tokens = clauses[next].tokens
            if next > number, reading.single(tokens.lowerBound - 1) != 0x2C { return false }
            if let trigger = nextTrigger(from: max(token + 1, tokens.lowerBound), in: tokens),
                trigger.kind == .deliver || trigger.kind == .give
            {
                return true
            }
            next += 1
        }
        return false
    }

    /// Puts what was made in the clause before 连同 in front of what goes along with it.
    func withCompanions(_ items: [GiftItem], _ number: Int) -> [GiftItem] {
        guard let first = items.first,
            let along = (max(0, number - 2)...number).first(where: { clause in
                clauses[clause].tokens.last.map { reading.tokens[$0].end > first.range.lowerBound } ?? false
            }), along > 0, reading.isWord(clauses[along].tokens.lowerBound, Self.alongWith),
            reading.single(clauses[along].tokens.lowerBound - 1) == 0x2C
        else { return items }
        let before = clauses[along - 1].tokens
        return reader.items(in: before, isStrong: isMade(before)).filter { $0.quantity != nil && $0.category != "vehicle" } + items
    }

    private static let alongWith = scalarWords("连同 外加 还有")

    /// 烙了300张饼子, 焊出36个炉子: a number directly behind a verb that is done says what came of it.
    func isMade(_ clause: Range<Int>) -> Bool {
        guard let token = clause.first(where: { reading.tag($0) == .quantity && reader.hasFigure($0) }), token > clause.lowerBound + 1
        else {
            return false
        }
        if reading.isWord(token - 1, Self.aspect), reading.tag(token - 2) == .verb { return true }
        return reading.tag(token - 1) == .verb && reading.tokens[token - 1].count > 1
            && Self.results.contains(reading.text[reading.tokens[token - 1].end - 1])
    }

    /// 了 出 好 成 起 来 回: what ends a verb whose doing is complete.
    private static let results = ScalarSet([0x4E86, 0x51FA, 0x597D, 0x6210, 0x8D77, 0x6765, 0x56DE])
    /// What things are carried in.
    private static let vessels = scalarWords("保温桶 保温箱 保温壶 篮子 竹篮 背篓 筐子 桶 水桶 袋子 布袋 箱子 纸箱 编织袋 蛇皮袋 暖壶 食盒 饭桶")
    private static let instalments = scalarWords("另外 另 其中 头一批 剩余的 其他 首批 头批 第一批 第二批 余下 其余 剩下 另有 余下的 剩余")

    /// 捐款名单:张伟500元,李娜300元; 其中张三5万元、李四3万元: givers with their sums behind a word of giving.
    func listed(beside acts: [GiftAct]) -> [GiftAct] {
        var result: [GiftAct] = []
        var verb: Int?
        for token in reading.tokens.indices {
            if let kind = reading.giftVerb(token) {
                switch kind {
                case .give, .money, .lump, .collect: verb = verb ?? token
                default: break
                }
            }
            guard let verb, token > verb, reading.tag(token) == .person || reading.tag(token) == .organisation,
                reading.tag(token + 1) == .quantity,
                reading.isClauseEnd(token - 1) || reading.isListJoint(token - 1)
                    || reading.isWord(token - 1, Self.among)
            else { continue }
            let index = Int(reading.tokens[token + 1].reference)
            let quantity = reading.quantities[index]
            let range = reading.tokens[token].start..<reading.tokens[token + 1].end
            guard quantity.isMoney, quantity.per == nil, reader.hasFigure(token + 1),
                reading.isClauseEnd(token + 2) || reading.isListJoint(token + 2),
                !isGiven(token + 1, in: acts)
            else { continue }
            var act = GiftAct(reading: self.index, items: [.money(index, at: range)], verb: verb, verbClass: .money)
            act.donorTokens = token..<token + 1
            act.isListed = true
            act.cues = 2
            result.append(act)
        }
        return result
    }

    /// 高亮捐1000元、宋平捐800元: in a list of gifts the giver between the mark and the verb.
    func giver(before trigger: Int, in clause: GiftClause, _ acts: ArraySlice<GiftAct>) -> Range<Int>? {
        guard let last = acts.last, last.verb >= clause.tokens.lowerBound, let end = last.items.map(\.range.upperBound).max() else {
            return nil
        }
        guard
            let joint = (clause.tokens.lowerBound..<trigger).last(where: { reading.isListJoint($0) && reading.tokens[$0].start >= end }),
            joint + 1 < trigger, reading.tag(trigger - 1) == .person || reading.tag(trigger - 1) == .organisation
        else { return nil }
        return joint + 1..<trigger
    }

    /// Nothing but what something is worth.
    func isValued(_ items: [GiftItem]) -> Bool {
        guard items.count == 1, items[0].category == "money", items[0].noun.isEmpty, let money = items[0].quantity,
            let token = reading.tokens.firstIndex(where: { $0.tag == .quantity && Int($0.reference) == money })
        else { return false }
        return reader.isWorth(before: token)
    }

    /// 自掏腰包以100万元订购呼吸机十二部, 拿出3万元购买口罩5000只: money that bought the goods behind it is their worth.
    func settlePayment(_ items: inout [GiftItem]) {
        guard items.count >= 2, items[0].category == "money", let money = items[0].quantity,
            let token = reading.tokens.firstIndex(where: { $0.tag == .quantity && Int($0.reference) == money }),
            token + 1 < reading.tokens.count
        else { return }
        let goods = reading.tokens.firstIndex { $0.start >= items[1].range.lowerBound } ?? token
        let isSpent = (token + 1..<max(goods, token + 1)).contains { index in
            reading.giftVerb(index) == .procure
        }
        guard isSpent, !(token + 1..<max(goods, token + 1)).contains(where: { reading.single($0) == 0x2C || reading.isListJoint($0) })
        else { return }
        items.removeFirst()
        if items.count == 1, items[0].worth == nil { items[0].worth = money }
        // 自掏腰包2万元购买防护服、口罩等物资: one worth of a list without numbers.
        if items.count > 1, items.allSatisfy({ $0.quantity == nil && $0.worth == nil }) {
            let range = items[0].range.lowerBound..<(items.map(\.range.upperBound).max() ?? items[0].range.upperBound)
            items = [
                .lump(
                    "物资", noun: items[0].noun, worth: money, at: min(range.lowerBound, reading.tokens[token].start)..<range.upperBound)
            ]
        }
    }

    /// 累计捐款捐物折合516.3万元,其中医用口罩11.2万只、护目镜1500副: the parts of a lump.
    func partsBehind(_ clause: GiftClause, _ number: Int) -> [GiftItem] {
        var items: [GiftItem] = []
        var next = number + 1
        while next < clauses.count, reading.single(clauses[next].tokens.lowerBound - 1) == 0x2C {
            let tokens = clauses[next].tokens
            let begins = reading.isWord(tokens.lowerBound, Self.among)
            guard begins || !items.isEmpty && continuesList(clauses[next]) else { break }
            let first = begins ? tokens.lowerBound + 1 : tokens.lowerBound
            // 其中上海商会268万元: who gave the share, told as a list of givers.
            if let number = tokens.first(where: { reading.tag($0) == .quantity }), reading.quantity(of: number).isMoney, number > first,
                reading.tag(number - 1) == .organisation || reading.tag(number - 1) == .person
            {
                break
            }
            let found = reader.items(in: first..<max(first, tokens.upperBound), isStrong: false).filter {
                $0.quantity != nil || $0.worth != nil
            }
            guard !found.isEmpty else { break }
            items += found
            next += 1
        }
        return items
    }

    /// 以人民币一百万元订购呼吸机十二部: the money is what the goods cost and no gift of its own.
    func payWith(_ trigger: Trigger, _ clause: GiftClause, _ act: inout GiftAct, _ acts: inout [GiftAct]) {
        guard trigger.kind == .procure, !act.items.isEmpty else { return }
        let floor = max(clause.tokens.lowerBound, trigger.token - 6)
        guard
            let token = (floor..<trigger.token).last(where: {
                reading.tag($0) == .quantity && reading.quantity(of: $0).isMoney
            }), (max(clause.tokens.lowerBound, token - 3)..<token).contains(where: { reading.isWord($0, Self.payments) })
        else { return }
        let money = Int(reading.tokens[token].reference)
        if act.items.count == 1, act.items[0].worth == nil { act.items[0].worth = money }
        acts.removeAll { other in
            !other.isTotal && other.items.count == 1 && other.items[0].quantity == money && other.verbClass != .collect
        }
    }

    /// 每人拿出一个月的养老金,合起来是1560元: a clause with nothing but a sum of money.
    func sumsUp(_ clause: GiftClause) -> Bool {
        guard clause.tokens.count <= 6, nextTrigger(from: clause.tokens.lowerBound, in: clause.tokens) == nil,
            Self.summing.contains(where: { reading.text.has($0, at: reading.tokens[clause.tokens.lowerBound].start) })
        else { return false }
        return clause.tokens.last.map {
            reading.tag($0) == .quantity && reading.quantity(of: $0).isMoney
        } ?? false
    }

    /// 掏出一个布包,里面是3万元现金: what the thing named before holds.
    func opensContainer(_ clause: GiftClause, _ trigger: Trigger) -> Bool {
        guard trigger.kind == .give || trigger.kind == .deliver || trigger.kind == .collect,
            reading.isWord(clause.tokens.lowerBound, Self.insides)
        else {
            return false
        }
        return clause.tokens.contains { reading.tag($0) == .quantity }
            && nextTrigger(from: clause.tokens.lowerBound, in: clause.tokens) == nil
    }

    /// 全部拿了出来,总价值约58万元: the worth told in the clause behind.
    func worth(behind number: Int) -> Int? {
        guard number + 1 < clauses.count else { return nil }
        let clause = clauses[number + 1]
        guard clause.tokens.count <= 6, reading.single(clause.tokens.lowerBound - 1) == 0x2C, let last = clause.tokens.last,
            reading.tag(last) == .quantity, reader.hasFigure(last), reader.isWorth(before: last), !reader.isPrice(last)
        else { return nil }
        let index = Int(reading.tokens[last].reference)
        return reading.quantities[index].isMoney ? index : nil
    }

    /// The last subject of the clauses before that may give.
    func earlierGiver(before number: Int) -> ClauseSubject? {
        let subjects = GiftSubjects(reading, lexicon: lexicon)
        for clause in clauses[..<number].reversed() {
            if reading.single(clause.tokens.upperBound) == 0x3B { return nil }
            if clause.hasOwnSubject, let subject = clause.subject, subjects.mayGive(subject), !subjects.isReport(clause) { return subject }
        }
        return nil
    }

    /// 煲凉茶,每天100升; 熬制大锅药,每天300袋: the number of the one thing given, told in a clause of its own.
    func trailingQuantity(_ act: GiftAct) -> Int? {
        guard act.items.count == 1, act.items[0].worth == nil, act.items[0].category != "money" else { return nil }
        // 拉了一车土豆,两千来斤,卸在…: what a load weighs is the better number.
        let isLoad = act.items[0].quantity.map { reading.quantities[$0].unit == "车" } ?? false
        guard act.items[0].quantity == nil || isLoad,
            let number = isLoad
                ? firstToken(at: act.items[0].range.lowerBound).flatMap({ self.clause(of: $0) }) : self.clause(of: act.verb),
            number + 1 < clauses.count
        else { return nil }
        let clause = clauses[number + 1]
        guard clause.tokens.count <= 4, reading.single(clause.tokens.lowerBound - 1) == 0x2C,
            let token = clause.tokens.first(where: { reading.tag($0) == .quantity }), reader.hasFigure(token),
            clause.tokens.allSatisfy({
                $0 == token || reading.tag($0) == .adverb || reading.tag($0) == .pronoun || reading.tag($0) == .time
                    || reading.tag($0) == .modifier || reading.isWord($0, Self.daily) || reading.isWord($0, Self.amounting)
                    || reading.isWord($0, Self.eachTime)
            })
        else { return nil }
        let index = Int(reading.tokens[token].reference)
        let quantity = reading.quantities[index]
        switch quantity.dimension {
        case "count", "package", "mass", "volume": return quantity.isOwnNoun ? nil : index
        default: return nil
        }
    }

    /// 背着背篓走进乡卫生院,篓里装着糍粑200个: what is in it, behind a clause that says where somebody went with it.
    func laden(beside acts: [GiftAct]) -> [GiftAct] {
        var result: [GiftAct] = []
        for number in clauses.indices.dropFirst() where reading.single(clauses[number].tokens.lowerBound - 1) == 0x2C {
            let tokens = clauses[number].tokens
            let opening = reading.isWord(tokens.lowerBound, Self.insides) ? tokens.lowerBound : nil
            guard nextTrigger(from: tokens.lowerBound, in: tokens) == nil,
                let carrying = tokens.first(where: { isCarrying($0) }) ?? opening,
                carrying - tokens.lowerBound <= 3,
                let arrival = nextTrigger(from: clauses[number - 1].tokens.lowerBound, in: clauses[number - 1].tokens),
                arrival.kind == .arrive
            else { continue }
            let items = reader.items(in: carrying + 1..<max(tokens.upperBound, carrying + 1), isStrong: false).filter {
                $0.quantity != nil && $0.category != "vehicle"
            }
            guard !items.isEmpty, !acts.contains(where: { $0.items.contains { item in items.contains { $0.range.overlaps(item.range) } } })
            else {
                continue
            }
            var act = GiftAct(
                reading: index, donor: clauses[number - 1].subject, items: items, verb: arrival.token, verbClass: .arrive)
            act.recipient = recipients.recipient(arrival.token, clauses[number - 1], region: arrival.token..<arrival.token)
            if act.donor != nil, act.recipient != nil { result.append(act) }
        }
        return result
    }

    /// The clause that a token stands in; clauses lie one behind the other.
    func clause(of token: Int) -> Int? {
        var low = 0
        var high = clauses.count
        while low < high {
            let middle = (low + high) / 2
            if clauses[middle].tokens.upperBound <= token { low = middle + 1 } else { high = middle }
        }
        return low < clauses.count && clauses[low].tokens.contains(token) ? low : nil
    }

    /// Where a clause ends in the text.
    func end(of clause: GiftClause) -> Int { clause.tokens.last.map { reading.tokens[$0].end } ?? 0 }

    /// From where on acts are looked back at: a bound, so that a sentence without end takes linear time.
    func recent(_ acts: [GiftAct], _ part: Int) -> Int { min(acts.count, max(part, acts.count - 40)) }
}
