/// How sure a row of `donations` is, in hundredths, from independent cues. The figures are those of reports with known answers: of the rows at
/// 90 and above nineteen of twenty are right.
enum DonationConfidence {
    static func hundredths(_ act: GiftAct, _ item: GiftItem, hasDonor: Bool, _ reading: SentenceReading) -> Int {
        if let odds = act.impliedOdds { return hundredths(odds: odds) }
        var sure = 94
        switch act.verbClass {
        case .give, .money: break
        case .lump: sure -= 1
        case .collect: sure -= item.quantity == nil && item.worth == nil ? 12 : act.recipient == nil ? 5 : 2
        case .deliver: sure -= 3
        case .free: sure -= 4
        case .procure: sure -= 8
        case .arrive, .carry: sure -= 10
        }
        if item.category == "other" { sure -= 12 }
        if item.quantity == nil && item.worth == nil { sure -= 6 }
        if !hasDonor && !act.isTotal { sure -= 6 }
        if hasDonor, act.recipient != nil { sure += 2 }
        if act.donorSource != nil { sure -= 4 }
        // The noun of an item stands beside its number in one clause; far away it may belong to something else.
        if item.range.count > 24 { sure -= 5 }
        if act.status != "given" { sure -= 3 }
        return max(40, min(97, sure))
    }

    /// Of a gift that only its surroundings tell: how many were right, thing and number, of those with such odds in reports that were left out.
    private static func hundredths(odds: Double) -> Int {
        switch odds {
        case 2.2...: 92
        case 1.4...: 86
        case 0.6...: 72
        default: 55
        }
    }
}

/// How sure a row of `figures` or `party` is, in hundredths.
enum FigureConfidence {
    static func hundredths(_ figure: Figure, _ quantity: Quantity, _ reading: SentenceReading, lexicon: FactLexicon) -> Int {
        guard let noun = figure.noun, !noun.tokens.isEmpty else {
            switch quantity.dimension {
            case "money", "age", "duration", "length", "area", "volume": return 93
            case "share": return 88
            case "mass": return 90
            default: return quantity.isOwnNoun ? 93 : figure.nounText != nil ? 86 : 80
            }
        }
        let text = reading.text.text
        let range = noun.range
        var sure: Int
        switch noun.side {
        case .right: sure = 95
        case .left: sure = 94
        case .topic: sure = 89
        case .verb: sure = 86
        }
        let isKnown =
            lexicon.partyNouns.longestReversedMatch(in: text, endingAt: range.upperBound, start: range.lowerBound).map {
                $0.length >= range.count - 2
            }
            ?? lexicon.items.longestReversedMatch(in: text, endingAt: range.upperBound, start: range.lowerBound).map {
                $0.length >= range.count - 2
            }
            ?? lexicon.bodies.longestReversedMatch(in: text, endingAt: range.upperBound, start: range.lowerBound).map {
                $0.length >= range.count - 2
            }
            ?? false
        // Nouns that no lexicon has are wrong three times as often.
        sure += isKnown ? 2 : noun.tokens.count > 1 ? -8 : -6
        if noun.tokens.count >= 3 { sure -= 5 }
        for token in noun.tokens {
            switch reading.tag(token) {
            case .verb, .unknown, .adjective, .idiom, .other, .personName, .place, .direction, .measure: sure -= 4
            default: break
            }
            if reading.tokens[token].count == 1 { sure -= 2 }
        }
        if noun.isList { sure -= 6 }
        if quantity.isLoneOne { sure -= 8 }
        if quantity.isRange || quantity.unit == nil { sure -= 4 }
        // A noun that does not stand directly beside its number.
        let gap = noun.side == .right ? range.lowerBound - quantity.range.upperBound : quantity.range.lowerBound - range.upperBound
        if gap > 3 { sure -= 4 }
        return max(40, min(97, sure))
    }
}
