/// What other clauses of the sentence say of a gift's receiver.
extension GiftRule {
    /// Fills receivers that the clauses of the verbs leave out.
    func complete(_ acts: inout [GiftAct]) {
        for index in acts.indices { shareTotal(index, &acts) }
        for index in acts.indices where acts[index].recipient == nil && acts[index].verbClass != .collect {
            acts[index].recipient = joint(index, acts) ?? receiver(announcing: acts[index].verb)
        }
    }

    /// 委托朋友采购制氧机30台,12日已由区卫生健康委接收: who took it says that it was given, and to whom.
    func accept(_ acts: inout [GiftAct]) {
        var next = 0  // acts lie in the order of their verbs
        for (number, clause) in clauses.enumerated() {
            guard let mark = clause.tokens.first(where: { reading.single($0) == 0x7531 }),
                let verb = (mark + 2..<max(mark + 2, clause.tokens.upperBound)).first(where: { reading.isWord($0, Self.accepting) }),
                recipients.isReceiver(mark + 1..<verb)
            else { continue }
            while next < acts.count, acts[next].verb < mark { next += 1 }
            for index in (0..<next).reversed() {
                guard let own = self.clause(of: acts[index].verb), number - own <= 2, acts[index].verbClass != .collect else { break }
                acts[index].isPending = false
                if acts[index].recipient == nil || acts[index].recipient.map({ $0.lowerBound > acts[index].verb }) ?? false {
                    acts[index].recipient = mark + 1..<verb
                }
            }
        }
    }

    private static let accepting = scalarWords("接收 签收 代收 验收 接受 收下 接管 收讫")

    /// 县红十字会接收捐款40万元,其中单位捐款25万元、定向捐款5万元: parts of a total are totals too, of the same receiver.
    private func shareTotal(_ index: Int, _ acts: inout [GiftAct]) {
        guard acts[index].verbClass == .money || acts[index].verbClass == .give, let number = clause(of: acts[index].verb),
            reading.isWord(clauses[number].tokens.lowerBound, Self.among) || goesOnWithShares(index, number, acts),
            let whole = acts[max(0, index - Self.lookBack)..<index].last(where: { $0.isTotal && $0.verbClass == .collect })
        else { return }
        let giver = acts[index].donorTokens ?? acts[index].donor?.tokens
        let isNamed = giver.map { tokens in
            tokens.contains { [.person, .organisation, .quantity].contains(reading.tag($0)) } && whole.recipient != tokens
        }
        if isNamed ?? false { return }
        acts[index].isTotal = true
        if acts[index].recipient == nil { acts[index].recipient = whole.recipient }
        let own = (clauses[number].tokens.lowerBound..<acts[index].verb).last
        if let own, reading.isWord(own, Self.kindsOfGivers) {
            // 机关党员, 农村党员: of which kind they are.
            var first = own
            while first > clauses[number].tokens.lowerBound, !reading.isWord(first - 1, Self.among),
                [.noun, .modifier, .abbreviation, .quoted].contains(reading.tag(first - 1))
            { first -= 1 }
            acts[index].donorTokens = first..<own + 1
        } else if giver == whole.recipient || isInherited(acts[index], giver) {
            (acts[index].donor, acts[index].donorTokens) = (nil, nil)
        }
    }

    /// 其中机关党员捐款71.2万元,农村党员捐款83.65万元: the next share of the total.
    private func goesOnWithShares(_ index: Int, _ number: Int, _ acts: [GiftAct]) -> Bool {
        guard index > 0, acts[index - 1].isTotal, acts[index - 1].verbClass == acts[index].verbClass,
            let before = clause(of: acts[index - 1].verb), before == number - 1,
            reading.single(clauses[number].tokens.lowerBound - 1) == 0x2C
        else { return false }
        return clauses[...before].suffix(Self.shareClauses).contains { reading.isWord($0.tokens.lowerBound, Self.among) }
    }

    private static let shareClauses = 8

    /// Whether who gives was told of another member of the list, or of another clause.
    private func isInherited(_ act: GiftAct, _ giver: Range<Int>?) -> Bool {
        if act.donor?.isCarried ?? false { return true }
        guard let giver, giver.upperBound < act.verb else { return false }
        return (giver.upperBound..<act.verb).contains { reading.isListJoint($0) }
    }

    /// 凑齐口罩6.2万只,连同3万美元一并交给慈善总会: whoever gets both.
    private func joint(_ index: Int, _ acts: [GiftAct]) -> Range<Int>? {
        guard index + 1 < acts.count, let number = clause(of: acts[index + 1].verb), acts[index + 1].recipient != nil,
            acts[index + 1].donor?.tokens == acts[index].donor?.tokens,
            clauses[number].tokens.contains(where: { reading.isWord($0, Self.together) })
        else { return nil }
        return acts[index + 1].recipient
    }

    /// 医疗队驻地收到一份礼物:几位村民送来土鸡蛋2000个: who got what the colon announces.
    private func receiver(announcing verb: Int) -> Range<Int>? {
        guard let last = clause(of: verb) else { return nil }
        var number = last
        while number > 0, last - number < Self.lookBack {
            let mark = reading.single(clauses[number].tokens.lowerBound - 1)
            number -= 1
            if mark == 0x3B { return nil }
            guard mark == 0x3A else { continue }
            guard let subject = clauses[number].subject, clauses[number].hasOwnSubject,
                clauses[number].tokens.contains(where: { reading.isWord($0, Self.receiving) }), recipients.isReceiver(subject.tokens)
            else { return nil }
            return subject.tokens
        }
        return nil
    }

    /// How many acts or clauses back something is looked for: a bound, so that a sentence without end takes linear time.
    private static let lookBack = 40
    private static let together = scalarWords("一并 一起 一同 一道 连同")
}
