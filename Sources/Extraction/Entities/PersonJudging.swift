/// How much a run of characters is a name: by its characters, by what stands behind it, by how it cuts the text around it.
extension PersonScanner.Search {
    /// How well the text behind a candidate fits the end of a name.
    func edge(_ end: Int) -> Double {
        guard end < text.count else { return 3 }
        let next = text[end]
        if !isHan(next) { return isLetter(next) ? 0 : 3 }
        if let cue = scanner.titles.cues.longestMatch(in: text, at: end) { return cue.length >= 2 ? 2.5 : 2 }
        if scanner.titles.after.longestMatch(in: text, at: end) != nil { return 2 }
        // 抱来, 扛着: a verb with the direction or the state of what is done.
        if end + 1 < text.count, PersonScanner.deeds.contains(next), PersonScanner.aspects.contains(text[end + 1]) { return 2 }
        let word = text.withUnsafeBufferPointer { scanner.words.longestWord($0, startingAt: end) }
        guard word >= 2 else { return PersonScanner.deeds.contains(next) ? 1 : 0 }
        return text.withUnsafeBufferPointer { scanner.words.isVerb($0, end..<(end + word)) } ? 1.6 : 1
    }

    /// How much cheaper the text around a candidate is cut into words with the name in it.
    func gain(_ range: Range<Int>) -> Int {
        let sentence = document.sentenceIndex(at: range.lowerBound).map { document.sentences[$0].range } ?? range
        return scanner.segmentation.gain(text, range, in: sentence, document.openings)
    }

    /// The score of a candidate name without its cue: where it ends, how it cuts the text, how often it comes.
    private func score(_ range: Range<Int>, _ surname: (length: Int, weight: Int), gain: Int) -> Double {
        let edge = edge(range.upperBound)
        var sum = 1 + edge + max(-4, min(3, Double(gain) / 20))
        if text.withUnsafeBufferPointer({ scanner.words.contains($0, range) }) {
            sum -= range.count > 2 ? 2.5 : 1.5
        } else {
            sum += Double(min(count(range), 5) - 1) * 0.5
        }
        if surname.length == 1, scanner.names.isAmbiguous(text[range.lowerBound]) { sum -= 0.3 }
        for position in range.dropFirst(surname.length) where scanner.names.givenWeight(text[position]) == 0 { sum -= 0.8 }
        // 包小区, 常委会: places and bodies, not given names.
        let last = text[range.upperBound - 1]
        let isWhole = closesName(range, surname.length)
        if PersonScanner.bodyEnds.contains(last), !isWhole { sum -= 1.6 }
        if PersonScanner.foodEnds.contains(last), range.count > 2 { sum -= 2 }
        if PersonScanner.neverLast.contains(last) || PersonScanner.notInside.contains(last), !isWhole { sum -= 1.5 }
        // 马尼拉一家餐馆: a place, and one of what is there.
        if last == scalar("一"), range.upperBound < text.count, PersonScanner.countedAs.contains(text[range.upperBound]) { sum -= 3 }
        // 苏拉和32名同行, 俞宏回不了家: what joins the name to the number behind, or a verb that is denied.
        if range.count > surname.length + 1, range.upperBound < text.count {
            let next = text[range.upperBound]
            if (last == scalar("和") || last == scalar("与")) && isDigit(next) || last == scalar("回") && next == scalar("不") { sum -= 6 }
        }
        // The last character with what follows is a word: the end is doubtful.
        if range.upperBound < text.count, edge < 2.5, !isWhole,
            text.withUnsafeBufferPointer({ scanner.words.contains($0, (range.upperBound - 1)..<(range.upperBound + 1)) })
        {
            sum -= 1
        }
        // 楼栋长, 组长: what is a title itself.
        if last == scalar("长"), scanner.titles.titles.longestMatch(in: text, at: range.lowerBound)?.length == range.count { sum -= 3 }
        // 5万林吉特: a currency behind its number.
        if range.lowerBound > 0, PersonScanner.multipliers.contains(text[range.lowerBound - 1]) { sum -= 3 }
        // A title inside: 任组长.
        for position in range.dropFirst(surname.length) {
            if scanner.titles.titles.longestMatch(in: text, at: position).map({
                position + $0.length > range.lowerBound + 1 && $0.length >= 2
            }) == true {
                sum -= 3
            }
        }
        return sum
    }

    /// 唐光能说, (通讯员 龙泽会): two characters behind the surname of which the last is a verb elsewhere, up to where the name must end.
    private func closesName(_ range: Range<Int>, _ surname: Int) -> Bool {
        let last = text[range.upperBound - 1]
        guard range.count == surname + 2, last == scalar("会") || last == scalar("能"),
            !text.withUnsafeBufferPointer({ scanner.words.contains($0, range.lowerBound + surname..<range.upperBound) })
        else { return false }
        guard range.upperBound < text.count, isHan(text[range.upperBound]) else { return true }
        return text[range.upperBound] == scalar("说") && (range.upperBound + 1 >= text.count || !isHan(text[range.upperBound + 1]))
    }

    /// The best name that begins at a position: its score must reach `least`, that of a surname which is an everyday word too `least + doubt`.
    /// - Parameter leastGain: what the name must gain for the text around it; the surer the cue, the less.
    func best(at start: Int, least: Double, doubt: Double = 0.4, gain leastGain: Int = 0, end limit: Int) -> Range<Int>? {
        candidate(at: start, gain: leastGain, end: limit).flatMap { $0.reaches(least, doubt: doubt) ? $0.range : nil }
    }

    /// A run of characters that may be a name.
    struct Candidate {
        let range: Range<Int>
        let score: Double
        /// The surname is an everyday word too.
        let isDoubtful: Bool

        func reaches(_ least: Double, doubt: Double) -> Bool { score >= least + (isDoubtful ? doubt : 0) }
    }

    /// The best name that begins at a position, whatever its score.
    func candidate(at start: Int, gain leastGain: Int = 0, end limit: Int) -> Candidate? {
        guard start < limit, let surname = scanner.names.surname(text, at: start) else { return nil }
        if insideKnown(start) { return nil }
        let isDoubtful = surname.length == 1 && scanner.names.isAmbiguous(text[start])
        var best: (Range<Int>, Double)?
        var shorter: Range<Int>?
        // 多杰才让: the first of two parts of two characters each, not a surname before a given name of any length.
        let isPart = surname.length == 2 && isTranscribed(start..<start + 2)
        for length in (surname.length + (isPart ? 2 : 1))...(surname.length + 2) {
            let range = start..<(start + length)
            guard range.upperBound <= limit, range.allSatisfy({ isHan(text[$0]) }),
                !insideArea(range.upperBound - 1)
            else { break }
            let gain = gain(range)
            var value = score(range, surname, gain: gain)
            if gain < (isDoubtful ? leastGain / 2 : leastGain) { value -= 4 }
            if let shorter {
                // What always goes on with the same character is not the whole name; what goes on variously is.
                let whole = count(range)
                let part = count(shorter)
                if whole >= 2, whole * 5 >= part * 4 {
                    value += 1.5
                } else if part >= 3, whole * 3 <= part {
                    value -= 2
                } else {
                    value += 0.4
                }
            }
            shorter = range
            if best.map({ value > $0.1 }) ?? true { best = (range, value) }
        }
        return best.map { Candidate(range: $0.0, score: $0.1, isDoubtful: isDoubtful) }
    }

    /// A frequent surname and two characters that many names have, none of them the end of a word in front.
    func isTypical(_ range: Range<Int>) -> Bool { weights(range).map(isTypical) ?? false }

    func isTypical(_ weights: Weights) -> Bool { weights.surname >= 3 && weights.first >= 2 && weights.second >= 2 }

    /// A usual surname with a given name of which one character is common, before a sure end.
    func isLikely(_ range: Range<Int>) -> Bool { weights(range).map { isLikely($0, range) } ?? false }

    func isLikely(_ weights: Weights, _ range: Range<Int>) -> Bool {
        weights.first > 0 && weights.second > 0 && weights.first + weights.second >= (weights.surname >= 3 ? 3 : 4)
            && edge(range.upperBound) >= 2
    }

    /// The weights of a surname and the two characters of a given name.
    typealias Weights = (surname: Int, first: Int, second: Int)

    /// The weights of three characters as a name; nil where they do not begin with a usual surname that is nothing else.
    func weights(_ range: Range<Int>) -> Weights? {
        guard range.count == 3, let surname = scanner.names.surname(text, at: range.lowerBound), surname.length == 1,
            surname.weight >= 2, !scanner.names.isAmbiguous(text[range.lowerBound])
        else { return nil }
        return (
            surname.weight, scanner.names.givenWeight(text[range.lowerBound + 1]), scanner.names.givenWeight(text[range.lowerBound + 2])
        )
    }

    /// 纪刘 of 纪刘村 is a place.
    func beginsArea(_ range: Range<Int>) -> Bool {
        if areaBeginnings == nil {
            var beginnings = PhraseTable()
            beginnings.reserveCapacity(scalars: document.areas.count * Self.longestShortName)
            for index in document.areas.indices {
                beginnings.insert(document.areas[index].name.scalarValues.prefix(Self.longestShortName), value: 0)
            }
            areaBeginnings = beginnings
        }
        return areaBeginnings?.hasPhrase(beginningWith: text[range]) ?? false
    }
}
