/// Names of receivers in rows of the table `donations`.
extension DonationRows {
    /// The name of a receiver as the tables have it, and of which kind it is.
    func receiver(_ source: Range<Int>, _ reading: SentenceReading) -> (text: String, kind: String)? {
        var tokens = source
        // 北山街道社区工作者刘春梅: the name of the one who receives.
        if let last = tokens.last, reading.tag(last) == .person, tokens.count > 1, !tokens.contains(where: { reading.isListJoint($0) }),
            !reading.isDe(last - 1)
        {
            tokens = last..<last + 1
        }
        var text = ""
        for token in tokens {
            if token > tokens.lowerBound, token + 1 < tokens.upperBound, reading.isListJoint(token), isReceiverHead(token - 1, reading),
                !reading.isWord(token + 2, Self.borders)
            {
                text += "、"
            } else {
                text += reading.string(reading.tokens[token].range)
            }
        }
        if text.hasExactSuffix("们"), tokens.count > 1 || text.unicodeScalars.count > 2 { text.removeLast() }
        guard !text.isEmpty else { return nil }
        text = withoutLoneNumbers(withoutThousands(text))
        let scalars = text.scalarValues
        var kind = "other"
        if reading.tag(tokens.upperBound - 1) == .person {
            kind = "person"
        } else if let match = lexicon.bodies.longestReversedMatch(in: scalars, endingAt: scalars.count) {
            kind = lexicon.bodyEntries[Int(match.value)].receiver
        }
        return (text, kind)
    }

    private static let borders = scalarWords("交界 交界处 接壤 之间")

    private func isReceiverHead(_ token: Int, _ reading: SentenceReading) -> Bool {
        switch reading.tag(token) {
        case .organisation, .area, .noun, .person, .properNoun, .abbreviation: return true
        default: return false
        }
    }
}
