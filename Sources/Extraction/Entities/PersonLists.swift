/// Lists of names: of people with one title, of givers with what they gave.
extension PersonScanner.Search {
    /// `王海忠、王清泉等5名老党员`: what a list goes on with.
    func follow(_ end: Int, _ sentence: Range<Int>) {
        var end = end
        while end + 1 < sentence.upperBound, text[end] == 0x3001 || text[end] == scalar("和") || text[end] == scalar("与") {
            var found = best(at: end + 1, least: 2.4, gain: -10, end: sentence.upperBound)
            if found.map({ edge($0.upperBound) < 1 }) ?? true, let long = transcribedName(end + 1, sentence.upperBound) { found = long }
            guard let range = found else { return }
            let next = range.upperBound < text.count ? text[range.upperBound] : 0x0A
            guard !isHan(next) || next == scalar("等") || next == scalar("和") || edge(range.upperBound) >= 2 else { return }
            accept(range, .list)
            end = range.upperBound
        }
    }

    /// `付永义捐款1000元`: in a list of gifts an item begins with its giver.
    func scanGivers(_ sentence: Range<Int>) {
        var from = sentence.lowerBound
        while let position = text.firstPlace(in: from..<sentence.upperBound, where: { $0 == scalar("捐") }) {
            from = position + 1
            for length in [3, 2]
            where position - length > sentence.lowerBound && PersonScanner.itemStarts.contains(text[position - length - 1]) {
                let start = position - length
                if let range = best(at: start, least: 3, end: position), range.upperBound == position { accept(range, .list) }
            }
        }
    }

    /// `捐款名单:张伟500元,李娜300元`, `苗庆余夫妇 600元`, `苗兆国(在济南工作) 5000元`: a name between a mark and a sum of money.
    func scanListedGivers(_ sentence: Range<Int>) {
        var from = min(sentence.lowerBound + 2, sentence.upperBound)
        while let position = text.firstPlace(in: from..<sentence.upperBound, where: isDigit) {
            var end = position
            while end < sentence.upperBound, isDigit(text[end]) || text[end] == 0x2E || text[end] == scalar("万") { end += 1 }
            from = end
            guard !isDigit(text[position - 1]), end < sentence.upperBound, text[end] == scalar("元") else { continue }
            let behind = endOfGiver(position, sentence)
            for length in [3, 2] where behind - length >= sentence.lowerBound {
                let start = behind - length
                let opens = start == sentence.lowerBound || PersonScanner.itemStarts.contains(text[start - 1]) || text[start - 1] == 0x20
                if opens, let range = best(at: start, least: 2.6, gain: -10, end: behind), range.upperBound == behind {
                    accept(range, .list)
                    acceptList(endingAt: start, sentence)
                    break
                }
            }
        }
    }

    /// 王丽、赵大勇 各1000元: the names in front of one that has a sum.
    private func acceptList(endingAt joint: Int, _ sentence: Range<Int>) {
        var end = joint - 1
        while end > sentence.lowerBound, text[end] == 0x3001 {
            let found = [3, 2].lazy.map { (end - $0)..<end }.first { range in
                range.lowerBound >= sentence.lowerBound
                    && (range.lowerBound == sentence.lowerBound || PersonScanner.itemStarts.contains(text[range.lowerBound - 1])
                        || text[range.lowerBound - 1] == 0x20 || text[range.lowerBound - 1] == 0x2E)
                    && mayBeCounted(range)
            }
            guard let found else { return }
            accept(found, .list)
            end = found.lowerBound - 1
        }
    }

    /// Where the name ends in front of a sum: before blanks, a remark in brackets, 夫妇.
    private func endOfGiver(_ position: Int, _ sentence: Range<Int>) -> Int {
        var end = position
        if end > sentence.lowerBound, text[end - 1] == scalar("各") { end -= 1 }
        while end > sentence.lowerBound, text[end - 1] == 0x20 || text[end - 1] == 0x3A { end -= 1 }
        if end > sentence.lowerBound, text[end - 1] == 0x29,
            let open = (max(sentence.lowerBound, end - 20)..<end).last(where: { text[$0] == 0x28 })
        {
            end = open
        }
        while end > sentence.lowerBound, text[end - 1] == 0x20 { end -= 1 }
        if end - 2 > sentence.lowerBound, text[end - 2] == scalar("夫"), text[end - 1] == scalar("妇") || text[end - 1] == scalar("妻") {
            end -= 2
        }
        return end
    }

    /// 额尔敦、苏和巴特尔等: a name of another people in a list.
    private func transcribedName(_ start: Int, _ limit: Int) -> Range<Int>? {
        if let range = nameOfParts(start, limit) { return range }
        guard start < limit, PersonScanner.transcribing.contains(text[start]) else { return nil }
        if let range = longName(start, limit), range.contains(where: { text[$0] == 0xB7 }) || isTranscribed(range) { return range }
        return shortName(start, limit)
    }

    /// The most names that a list is read for.
    private static let longestList = 400

    /// `名单:卓越、易水寒、米粒、应采儿`: four items or more between marks, nearly all of which can be names and no words.
    func scanNameLists(_ sentence: Range<Int>) {
        var position = sentence.lowerBound
        while position < sentence.upperBound, let mark = text.firstPlace(in: position..<sentence.upperBound, where: { $0 == 0x3001 }) {
            position = mark
            var start = position
            while start > sentence.lowerBound, position - start < 5, isHan(text[start - 1]) { start -= 1 }
            var items: [Range<Int>] = []
            var likely = 0
            while start < sentence.upperBound, items.count < Self.longestList {
                var end = start
                while end < sentence.upperBound, end - start < 5, isHan(text[end]) { end += 1 }
                guard (2...4).contains(end - start) else { break }
                items.append(start..<end)
                if mayBeName(start..<end) { likely += 1 }
                position = end
                guard end < sentence.upperBound, text[end] == 0x3001 else { break }
                start = end + 1
            }
            if items.count >= 4, likely * 4 >= items.count * 3 {
                for item in items where mayBeName(item) || isListed(item) { accept(item, .list) }
            }
            position = max(position, start) + 1
        }
    }

    /// `穆成、马占彪、杨生忠三户人家`, `李强和王勇两人`: as many names as the number behind them says.
    func scanCountedNames(_ sentence: Range<Int>) {
        // Held here, since a static property is asked whether it is made each time.
        let countedAs = PersonScanner.countedAs
        var from = min(sentence.lowerBound + 6, sentence.upperBound)
        while let counted = text.firstPlace(in: from..<sentence.upperBound, where: countedAs.contains) {
            from = counted + 1
            let position = counted - 1
            guard let count = PersonScanner.smallNumbers[text[position]] else { continue }
            var end = position
            var names: [Range<Int>] = []
            while names.count < count {
                // A name has two to four characters; the first of the list may stand behind a place or a word.
                let isFirst = names.count == count - 1
                let found = [3, 2, 4].lazy.map { (end - $0)..<end }.first { range in
                    guard range.lowerBound >= sentence.lowerBound, range.allSatisfy({ isHan(text[$0]) }) else { return false }
                    let opens = range.lowerBound == sentence.lowerBound || PersonScanner.itemStarts.contains(text[range.lowerBound - 1])
                    return (opens || isFirst) && mayBeCounted(range)
                }
                guard let found else { break }
                names.append(found)
                end = found.lowerBound - 1
                guard names.count < count, end > sentence.lowerBound,
                    text[end] == 0x3001 || text[end] == scalar("和") || text[end] == scalar("与")
                else { break }
            }
            guard names.count == count else { continue }
            for name in names { accept(name, .list) }
        }
    }

    /// A surname and no word behind it; one of two further characters may be one that given names seldom have.
    private func mayBeCounted(_ range: Range<Int>) -> Bool {
        guard let surname = scanner.names.surname(text, at: range.lowerBound), range.count > surname.length,
            range.count <= surname.length + 2, !insideKnown(range.lowerBound), !insideKnown(range.upperBound - 1)
        else { return false }
        let rare = range.dropFirst(surname.length).count { scanner.names.givenWeight(text[$0]) == 0 }
        return rare < range.count - surname.length && gain(range) >= -40
    }

    /// A surname and characters that names have, no word as a whole.
    private func mayBeName(_ range: Range<Int>) -> Bool {
        guard !text.withUnsafeBufferPointer({ scanner.words.contains($0, range) }) else { return false }
        return isListed(range)
    }

    private func isListed(_ range: Range<Int>) -> Bool {
        guard let surname = scanner.names.surname(text, at: range.lowerBound), range.count > surname.length,
            range.count <= surname.length + 2,
            document.areaMentionIndex(at: range.lowerBound) == nil, document.organisationMentionIndex(at: range.lowerBound) == nil
        else { return false }
        return range.dropFirst(surname.length).allSatisfy { scanner.names.givenWeight(text[$0]) > 0 } && gain(range) >= -25
    }
}
