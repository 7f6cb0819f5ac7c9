/// Goods that only their worth is told of, in a clause without a verb of its own.
extension GiftRule {
    /// 接收捐赠资金73.4万元;各类物资折价118.7万元, 其中来自海外的捐赠折合1.3亿元: what else belongs to the total told before.
    /// - Parameter earlier: the total that the sentence before told, with its receiver's sentence.
    func valued(beside acts: [GiftAct], after earlier: GiftAct? = nil) -> [GiftAct] {
        var result: [GiftAct] = []
        lazy var taken = acts.numbers
        lazy var verbs = Set(acts.map(\.verb))
        let totals = acts.filter { $0.isTotal && $0.verbClass == .collect }.sorted { $0.verb < $1.verb }
        var next = 0
        for number in clauses.indices {
            let tokens = clauses[number].tokens
            while next < totals.count, totals[next].verb < tokens.lowerBound { next += 1 }
            guard let money = tokens.last, reading.tag(money) == .quantity, tokens.count <= Self.longestValuation,
                reader.hasFigure(money), reader.isWorth(before: money), !reader.isPrice(money),
                let whole = next > 0 ? totals[next - 1] : earlier,
                tokens.count(where: { reading.tag($0) == .quantity }) == 1
            else { continue }
            let quantity = Int(reading.tokens[money].reference)
            // A verb that named something in front made an act of its own.
            guard reading.quantities[quantity].isMoney, !taken.contains(quantity), !tokens.contains(where: { verbs.contains($0) }) else {
                continue
            }
            let items = reader.items(in: tokens, isStrong: false).filter { $0.quantity == nil && $0.worth == quantity }
            guard items.count == 1 else { continue }
            let isOwn = whole.reading == index
            var act = GiftAct(reading: index, items: items, verb: isOwn ? whole.verb : tokens.lowerBound, verbClass: .collect)
            act.hasNoVerb = !isOwn
            (act.recipient, act.recipientSource, act.isTotal) = (whole.recipient, whole.recipientSource, true)
            act.cues = 2
            result.append(act)
        }
        return result
    }

    /// How many tokens a clause may have that says nothing but what goods are worth.
    private static let longestValuation = 10
}
