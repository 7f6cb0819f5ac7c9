/// Finds people in clean text: by titles in front of and behind their names, verbs of speech, lists, the places they belong to, and by
/// how often the same characters come again.
struct PersonScanner: Sendable {
    let names: NameLexicon
    let words: WordList
    let titles: TitleLexicon

    /// How a name was found.
    private enum Cue: Int {
        case author, title, after, speech, list, place, again
    }

    private struct Found {
        var range: Range<Int>
        var cue: Cue
    }

    /// All people of the page: mentions with names, titles still to be read.
    func mentions(in document: Document, authors: [[Masthead.Author]]) -> [PersonMention] {
        let text = document.clean
        var search = Search(document: document, scanner: self)
        for author in authors.joined() {
            search.accept(author.range, .author)
            if search.printed[ExactText(author.name)] == nil { search.printed[ExactText(author.name)] = author.range }
        }
        search.run()
        var mentions: [PersonMention] = []
        for (name, ranges) in search.occurrences(text) {
            for range in ranges {
                mentions.append(PersonMention(range: range, name: name, article: article(document, range.lowerBound)))
            }
        }
        mentions.sort { ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound) }
        return mentions
    }

    private func article(_ document: Document, _ position: Int) -> Int {
        document.paragraphs.lastIndex(startingAtOrBefore: position, start: { $0.range.lowerBound }).map { document.paragraphs[$0].article }
            ?? 0
    }

    /// One page's search. Names are collected first and all their places after.
    private struct Search {
        let document: Document
        let scanner: PersonScanner
        let text: [UInt32]
        /// The accepted names, with their cues in the order found.
        var accepted: [ExactText: Cue] = [:]
        var order: [[UInt32]] = []
        /// Where the authors' names are printed, which may be in two parts.
        var printed: [ExactText: Range<Int>] = [:]
        /// How often each candidate string of two to four characters stands on the page.
        var counts = RunCounts()
        /// What the names of the page's areas begin with, up to the length of a name that is judged by how often it comes; made when needed.
        private var areaBeginnings: Set<ArraySlice<UInt32>>?
        /// A surname of two characters and two more.
        private static let longestShortName = 4

        init(document: Document, scanner: PersonScanner) {
            self.document = document
            self.scanner = scanner
            text = document.clean
            countCandidates()
        }

        /// Counts the strings that could be names, so that a name's right edge is where the page varies.
        private mutating func countCandidates() {
            var counts = RunCounts()
            text.withUnsafeBufferPointer { text in
                for position in text.indices {
                    guard let surname = scanner.names.surname(text, at: position) else { continue }
                    for length in (surname.length + 1)...(surname.length + 2) where position + length <= text.count {
                        guard isHan(text[position + length - 1]) else { break }
                        counts.add(position..<(position + length), of: text)
                    }
                }
            }
            self.counts = counts
        }

        private func count(_ range: Range<Int>) -> Int { text.withUnsafeBufferPointer { counts.count(range, of: $0) } }

        mutating func accept(_ range: Range<Int>, _ cue: Cue) {
            let name = text[range].filter { $0 != 0x20 }
            let key = ExactText(String(scalars: name))
            if accepted[key] == nil {
                accepted[key] = cue
                order.append(name)
            } else if let old = accepted[key], cue.rawValue < old.rawValue {
                accepted[key] = cue
            }
        }

        mutating func run() {
            for sentence in document.sentences where sentence.kind != .byline {
                scanTitles(sentence.range)
                scanSpeech(sentence)
                scanGivers(sentence.range)
                scanPlaces(sentence.range)
                scanPersonNouns(sentence.range)
                scanListedGivers(sentence.range)
                scanDotted(sentence.range)
            }
            scanRecurring()
            for sentence in document.sentences where sentence.kind == .body || sentence.kind == .caption { scanAnywhere(sentence.range) }
        }

        /// Three characters that are typical of names, cross no word to either side and hold none, before a sure end: 记者见到潘永福时.
        private mutating func scanAnywhere(_ sentence: Range<Int>) {
            for position in sentence where position + 3 <= sentence.upperBound && scanner.names.surname(text, at: position) != nil {
                let range = position..<(position + 3)
                guard isTypical(range) || isLikely(range), isHan(text[position + 2]), edge(range.upperBound) >= 1.6, !insideKnown(position),
                    !insideKnown(position + 2)
                else { continue }
                let crosses = text.withUnsafeBufferPointer { buffer in
                    position > sentence.lowerBound && scanner.words.contains(buffer, (position - 1)..<(position + 1))
                        || scanner.words.contains(buffer, position..<(position + 2))
                        || scanner.words.contains(buffer, (position + 1)..<(position + 3))
                        || scanner.words.contains(buffer, range)
                        || position > sentence.lowerBound && scanner.words.contains(buffer, (position - 1)..<(position + 3))
                        || position + 4 <= sentence.upperBound && scanner.words.contains(buffer, (position + 2)..<(position + 4))
                }
                if crosses || PersonScanner.bodyEnds.contains(text[position + 2]) || PersonScanner.neverLast.contains(text[position + 2])
                    || PersonScanner.notInside.contains(text[position + 1])
                {
                    continue
                }
                if best(at: position, least: 3.4, end: sentence.upperBound) == range, isName(range, behindTitleAt: position) {
                    accept(range, .again)
                }
            }
        }

        // MARK: Judging

        /// How well the text behind a candidate fits the end of a name.
        private func edge(_ end: Int) -> Double {
            guard end < text.count else { return 3 }
            let next = text[end]
            if !isHan(next) { return isLetter(next) ? 0 : 3 }
            if let cue = scanner.titles.cues.longestMatch(in: text, at: end) { return cue.length >= 2 ? 2.5 : 2 }
            if scanner.titles.after.longestMatch(in: text, at: end) != nil { return 2 }
            let word = text.withUnsafeBufferPointer { scanner.words.longestWord($0, startingAt: end) }
            guard word >= 2 else { return 0 }
            return text.withUnsafeBufferPointer { scanner.words.isVerb($0, end..<(end + word)) } ? 1.6 : 1
        }

        /// The score of a candidate name without its cue.
        private func score(_ range: Range<Int>, _ surname: (length: Int, weight: Int)) -> Double {
            var sum = [0, 0, 0.7, 1.0][min(surname.weight, 3)]
            let given = range.dropFirst(surname.length)
            for position in given {
                switch scanner.names.givenWeight(text[position]) {
                case 0: sum -= 1.6
                case 1: sum += 0.1
                case 2: sum += 0.5
                default: sum += 0.9
                }
            }
            if given.count == 1 { sum += 0.5 }
            sum += edge(range.upperBound)
            text.withUnsafeBufferPointer { buffer in
                if scanner.words.contains(buffer, range) { sum -= 3.5 } else { sum += Double(min(count(range), 5) - 1) * 0.5 }
                if range.count == 3 {
                    if scanner.words.contains(buffer, range.lowerBound..<(range.lowerBound + 2)) { sum -= 1.5 }
                    if scanner.words.contains(buffer, (range.lowerBound + 1)..<range.upperBound) {
                        sum -= surname.weight >= 2 && !scanner.names.isAmbiguous(text[range.lowerBound]) ? 0.3 : 2
                    }
                }
                // The last character with what follows is a word: the edge is doubtful.
                if range.upperBound < buffer.count, scanner.words.contains(buffer, (range.upperBound - 1)..<(range.upperBound + 1)) {
                    sum -= 1.2
                }
            }
            // 包小区, 常委会: places and bodies, not given names.
            if PersonScanner.bodyEnds.contains(text[range.upperBound - 1]) { sum -= 1.6 }
            // A title inside: 任组长.
            for position in given {
                if scanner.titles.titles.longestMatch(in: text, at: position).map({
                    position + $0.length > range.lowerBound + 1 && $0.length >= 2
                }) == true {
                    sum -= 3
                }
            }
            if surname.length == 1, scanner.names.isAmbiguous(text[range.lowerBound]) { sum -= 0.8 }
            return sum
        }

        /// The best name that begins at a position: its score must reach `least`, that of a surname which is an everyday word too `least + doubt`.
        func best(at start: Int, least: Double, doubt: Double = 0.4, end limit: Int) -> Range<Int>? {
            guard start < limit, let surname = scanner.names.surname(text, at: start) else { return nil }
            if insideKnown(start) { return nil }
            var best: (Range<Int>, Double)?
            var shorter: Range<Int>?
            for length in (surname.length + 1)...(surname.length + 2) {
                let range = start..<(start + length)
                guard range.upperBound <= limit, range.allSatisfy({ isHan(text[$0]) }),
                    document.areaMentionIndex(at: range.upperBound - 1) == nil
                else { break }
                var value = score(range, surname)
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
            guard let best, best.1 >= least + (surname.length == 1 && scanner.names.isAmbiguous(text[start]) ? doubt : 0) else {
                return nil
            }
            return best.0
        }

        /// True inside an area or an organisation, which are no people.
        private func insideKnown(_ position: Int) -> Bool {
            document.areaMentionIndex(at: position) != nil || document.organisationMentionIndex(at: position) != nil
        }

        // MARK: Cues

        /// Titles on both sides: 区委书记李宗喜, 习近平总书记, 韩平夫妇.
        private mutating func scanTitles(_ sentence: Range<Int>) {
            var position = sentence.lowerBound
            while position < sentence.upperBound {
                if let title = scanner.titles.titles.longestMatch(in: text, at: position, end: sentence.upperBound) {
                    var start = position + title.length
                    // 组织部部长: the longest chain of titles.
                    while let next = scanner.titles.titles.longestMatch(in: text, at: start, end: sentence.upperBound) {
                        start += next.length
                    }
                    var from = start
                    if from < sentence.upperBound, text[from] == 0x20 || text[from] == 0x3A || text[from] == 0x201C { from += 1 }
                    // 社区书记叫宗秀英, 书记是张建
                    if from + 2 < sentence.upperBound, text[from] == scalar("叫") || text[from] == scalar("是") { from += 1 }
                    let short = best(
                        at: from, least: title.value == 0 ? 1.6 : 2.2, doubt: title.value == 0 ? 0.4 : 1.5, end: sentence.upperBound)
                    let isTranscribed = short?.allSatisfy { PersonScanner.transcribing.contains(text[$0]) } ?? true
                    if short.map({ edge($0.upperBound) < (isTranscribed ? 2.4 : 1) }) ?? true,
                        let range = longName(from, sentence.upperBound),
                        title.value == 0 || range.allSatisfy({ text[$0] == 0xB7 || PersonScanner.transcribing.contains(text[$0]) })
                    {
                        accept(range, .title)
                    } else if title.value == 0, short == nil, let range = shortName(from, sentence.upperBound) {
                        accept(range, .title)
                    } else if let range = short, isName(range, behindTitleAt: position) {
                        accept(range, .title)
                        follow(range.upperBound, sentence)
                    }
                    position = max(start, position + 1)
                    continue
                }
                if let surname = scanner.names.surname(text, at: position) { scanAfter(position, surname, sentence) }
                position += 1
            }
        }

        /// Names of other peoples behind a post: 吉克木果介绍, 阿卜杜拉·买买提. They have no Chinese surname or more than three characters, so that only
        /// a sure end behind and no everyday word inside make them names.
        private func longName(_ start: Int, _ limit: Int) -> Range<Int>? {
            guard start < limit, isHan(text[start]), !insideKnown(start), scanner.titles.titles.longestMatch(in: text, at: start) == nil
            else { return nil }
            var end = start
            var dots = 0
            while end < limit, end - start < 14, isHan(text[end]) || text[end] == 0xB7 && end > start {
                if dots > 0 || end - start >= 4, edge(end) >= 2, text[end] != 0xB7 { break }
                if text[end] == 0xB7 { dots += 1 }
                end += 1
            }
            guard text[end - 1] != 0xB7, edge(end) >= 2 || edge(end) >= 1 && dots == 0 && isTranscribed(start..<end) else { return nil }
            if dots > 0 { return start..<end }
            guard (4...5).contains(end - start) || end - start == 6 && isTranscribed(start..<end),
                scanner.names.surname(text, at: start)?.length != 2
            else { return nil }
            // Transcribed with the characters that such names are written with: no words need be looked for.
            if (start..<end).allSatisfy({ PersonScanner.transcribing.contains(text[$0]) }) { return start..<end }
            // Seldom more than one character that no given name of the dictionary has.
            let rare = (start..<end).count { scanner.names.givenWeight(text[$0]) == 0 && scanner.names.surname(text, at: $0) == nil }
            guard rare <= 1, scanner.names.surname(text, at: start).map({ $0.weight < 3 }) ?? true else { return nil }
            let hasWord = text.withUnsafeBufferPointer { buffer in
                (start..<(end - 1)).contains { scanner.words.longestWord(buffer, startingAt: $0) >= 2 }
            }
            let hasCue =
                (start..<end).contains { PersonScanner.notInside.contains(text[$0]) }
                || (start..<end).contains { (scanner.titles.cues.longestMatch(in: text, at: $0)?.length ?? 0) >= 2 }
            return hasWord && !(end - start == 5 && edge(end) > 2) || hasCue ? nil : start..<end
        }

        private func isTranscribed(_ range: Range<Int>) -> Bool { range.allSatisfy { PersonScanner.transcribing.contains(text[$0]) } }

        /// 买买提·吐尔逊: a point between characters that such names are written with.
        private mutating func scanDotted(_ sentence: Range<Int>) {
            for position in sentence where text[position] == 0xB7 {
                var start = position
                while start > sentence.lowerBound, position - start < 7, PersonScanner.transcribing.contains(text[start - 1]) { start -= 1 }
                var end = position + 1
                while end < sentence.upperBound, end - position < 8, PersonScanner.transcribing.contains(text[end]) { end += 1 }
                if position - start >= 2, end - position >= 3 { accept(start..<end, .title) }
            }
        }

        /// 海宝, 乌日娜 behind a post: two or three characters without a Chinese surname that names have and no word begins.
        private func shortName(_ start: Int, _ limit: Int) -> Range<Int>? {
            guard start < limit, !insideKnown(start), scanner.titles.titles.longestMatch(in: text, at: start) == nil,
                scanner.titles.cues.longestMatch(in: text, at: start) == nil
            else { return nil }
            for length in [3, 2] where start + length <= limit {
                let range = start..<(start + length)
                guard range.allSatisfy({ PersonScanner.transcribing.contains(text[$0]) }), edge(range.upperBound) >= 1.5,
                    !range.contains(where: { PersonScanner.notInside.contains(text[$0]) || PersonScanner.bodyEnds.contains(text[$0]) })
                else { continue }
                let hasWord = text.withUnsafeBufferPointer { buffer in
                    range.contains { scanner.words.longestWord(buffer, startingAt: $0) >= 2 && $0 < range.upperBound - 1 }
                }
                if !hasWord { return range }
            }
            return nil
        }

        /// `烈属漆先礼`, `莲花镇人陈桂林`, `57岁的吴招娣`: a name behind a word for a person that no list of titles has, or behind an age.
        private mutating func scanPersonNouns(_ sentence: Range<Int>) {
            for position in sentence where position > sentence.lowerBound && scanner.names.surname(text, at: position) != nil {
                let before = text[position - 1]
                if before == scalar("的") || before == scalar("岁") {
                    let end = before == scalar("的") ? position - 1 : position
                    guard end > sentence.lowerBound else { continue }
                    if text[end - 1] != scalar("岁"), before == scalar("的") {
                        // 开超市的吕志强、搞养殖的邱文斌各捐1000元
                        if let range = best(at: position, least: 4, doubt: 1.2, end: sentence.upperBound), range.count == 3,
                            edge(range.upperBound) >= 2
                        {
                            accept(range, .place)
                            follow(range.upperBound, sentence)
                        }
                        continue
                    }
                    if let range = best(at: position, least: before == scalar("的") ? 2.2 : 3, doubt: 0.8, end: sentence.upperBound) {
                        accept(range, .title)
                        follow(range.upperBound, sentence)
                    }
                    continue
                }
                guard PersonScanner.personEnds.contains(before) else { continue }
                let behindArea = document.areaMentionIndex(at: position - 2).map {
                    document.areaMentions[$0].range.upperBound == position - 1
                }
                let isPerson =
                    behindArea == true
                    || text.withUnsafeBufferPointer { scanner.words.longestWord($0, endingAt: position) >= 2 }
                let isInsideWord = text.withUnsafeBufferPointer { scanner.words.contains($0, (position - 1)..<(position + 1)) }
                guard isPerson, !isInsideWord,
                    let range = best(at: position, least: 2.3, doubt: 0, end: sentence.upperBound),
                    edge(range.upperBound) >= 3 || (best(at: position, least: 3, doubt: 1.2, end: sentence.upperBound) != nil),
                    range.count >= 3 || edge(range.upperBound) >= 2, edge(range.upperBound) >= 1,
                    isName(range, behindTitleAt: position), !PersonScanner.neverLast.contains(text[range.upperBound - 1])
                else { continue }
                accept(range, .title)
                follow(range.upperBound, sentence)
            }
        }

        /// 王先生 and 李大爷 are not named.
        private func isName(_ range: Range<Int>, behindTitleAt position: Int) -> Bool {
            let given = range.lowerBound + 1
            if scanner.titles.after.longestMatch(in: text, at: given) != nil { return false }
            if text[given] == scalar("某") || text[given] == scalar("姓") { return false }
            return true
        }

        /// A name in front of a title, at a border or behind a word: 贯彻习近平总书记…
        private mutating func scanAfter(_ position: Int, _ surname: (length: Int, weight: Int), _ sentence: Range<Int>) {
            for length in [surname.length + 2, surname.length + 1] where position + length < sentence.upperBound {
                let end = position + length
                guard let title = scanner.titles.after.longestMatch(in: text, at: end) else { continue }
                let behindWord = text.withUnsafeBufferPointer { scanner.words.longestWord($0, endingAt: position) >= 2 }
                guard isBorder(position) || behindWord else { continue }
                guard let range = best(at: position, least: title.value == 1 ? 1 : 3.2, end: end), range.upperBound == end,
                    isName(range, behindTitleAt: position)
                else { continue }
                accept(range, .after)
                return
            }
        }

        /// True where a name may begin: at a mark, behind a function word, an area or an organisation.
        private func isBorder(_ position: Int) -> Bool {
            guard position > 0 else { return true }
            let before = text[position - 1]
            if !isHan(before) { return true }
            return PersonScanner.borderScalars.contains(before)
        }

        /// `王海忠、王清泉等5名老党员`: what a list goes on with.
        private mutating func follow(_ end: Int, _ sentence: Range<Int>) {
            var end = end
            while end + 1 < sentence.upperBound, text[end] == 0x3001 || text[end] == scalar("和") || text[end] == scalar("与") {
                guard let range = best(at: end + 1, least: 2.4, end: sentence.upperBound) else { return }
                let next = range.upperBound < text.count ? text[range.upperBound] : 0x0A
                guard !isHan(next) || next == scalar("等") || next == scalar("和") || edge(range.upperBound) >= 2 else { return }
                accept(range, .list)
                end = range.upperBound
            }
        }

        /// `赵进锋说`: a clause that a name and a verb of speech begin; `马新华,…店主,`: a clause that is a name.
        private mutating func scanSpeech(_ sentence: Sentence) {
            guard sentence.kind == .body || sentence.kind == .caption else { return }
            for index in sentence.clauses {
                let clause = document.clauses[index].range
                var start = clause.lowerBound
                while start < clause.upperBound, !isHan(text[start]), !isDigit(text[start]) { start += 1 }
                guard start < clause.upperBound, let surname = scanner.names.surname(text, at: start) else { continue }
                for length in (surname.length + 1)...(surname.length + 2) {
                    let end = start + length
                    guard end < sentence.range.upperBound, isHan(text[end - 1]) else { break }
                    if let cue = scanner.titles.cues.longestMatch(in: text, at: end), cue.value == 0 {
                        let behind = end + cue.length
                        let closes = behind >= text.count || !isHan(text[behind])
                        if closes, let range = best(at: start, least: 1.5, end: end), range.upperBound == end { accept(range, .speech) }
                    } else if saysSomehow(end, clause.upperBound) {
                        if let range = best(at: start, least: 2.4, end: end), range.upperBound == end { accept(range, .speech) }
                    } else if scanner.titles.after.longestMatch(in: text, at: end) != nil {
                        if let range = best(at: start, least: 3, end: end), range.upperBound == end { accept(range, .after) }
                    } else if text[end] == 0x2C, end == clause.upperBound - 1, index + 1 < sentence.clauses.upperBound,
                        isTitled(document.clauses[index + 1].range)
                    {
                        if let range = best(at: start, least: 3, end: end), range.upperBound == end { accept(range, .after) }
                    }
                }
            }
        }

        /// `心疼地说`, `笑着说`: an adverb and 说 within five characters.
        private func saysSomehow(_ position: Int, _ end: Int) -> Bool {
            for step in (position + 2)..<(position + 6) where step < end && (text[step] == scalar("说") || text[step] == scalar("道")) {
                return text[step - 1] == scalar("地") || text[step - 1] == scalar("着")
            }
            return false
        }

        /// `付永义捐款1000元`: in a list of gifts an item begins with its giver.
        private mutating func scanGivers(_ sentence: Range<Int>) {
            for position in sentence where text[position] == scalar("捐") {
                for length in [3, 2]
                where position - length > sentence.lowerBound && PersonScanner.itemStarts.contains(text[position - length - 1]) {
                    let start = position - length
                    if let range = best(at: start, least: 3, end: position), range.upperBound == position { accept(range, .list) }
                }
            }
        }

        /// `捐款名单:张伟500元,李娜300元`: a name between a mark and a sum of money.
        private mutating func scanListedGivers(_ sentence: Range<Int>) {
            for position in sentence.dropFirst(2) where isDigit(text[position]) && isHan(text[position - 1]) {
                var end = position
                while end < sentence.upperBound, isDigit(text[end]) || text[end] == 0x2E || text[end] == scalar("万") { end += 1 }
                guard end < sentence.upperBound, text[end] == scalar("元") else { continue }
                for length in [3, 2]
                where position - length > sentence.lowerBound && PersonScanner.itemStarts.contains(text[position - length - 1]) {
                    let start = position - length
                    if let range = best(at: start, least: 3, end: position), range.upperBound == position { accept(range, .list) }
                }
            }
        }

        /// A clause that describes a person: it ends with a title, or says 男, 女 or an age.
        private func isTitled(_ clause: Range<Int>) -> Bool {
            var end = clause.upperBound
            while end > clause.lowerBound, !isHan(text[end - 1]) { end -= 1 }
            guard end > clause.lowerBound else { return false }
            if text[end - 1] == scalar("岁")
                || end - clause.lowerBound == 1 && (text[end - 1] == scalar("男") || text[end - 1] == scalar("女"))
            {
                return true
            }
            return scanner.titles.before.longestReversedMatch(in: text, endingAt: end, start: clause.lowerBound) != nil
        }

        /// `三王庄村李军锋多方筹措`, `区疾控中心的张利娟`: a name behind the place or body that the person belongs to.
        private mutating func scanPlaces(_ sentence: Range<Int>) {
            var ends: [Int] = []
            for index in document.areaMentions(in: sentence) where document.areas[document.areaMentions[index].area].level >= .county {
                ends.append(document.areaMentions[index].range.upperBound)
            }
            for index in document.organisationMentions(in: sentence) { ends.append(document.organisationMentions[index].range.upperBound) }
            for end in ends {
                var start = end
                if start < sentence.upperBound, text[start] == scalar("的") { start += 1 }
                guard start < sentence.upperBound, let range = best(at: start, least: 4.2, end: sentence.upperBound), range.count >= 3
                else { continue }
                let next = range.upperBound < text.count ? text[range.upperBound] : 0x0A
                let listed = next == 0x3001 || next == scalar("和") || next == scalar("等")
                guard listed || edge(range.upperBound) >= 1 else { continue }
                accept(range, .place)
                follow(range.upperBound, sentence)
            }
        }

        /// Characters at the head of a clause that come again and are no word: 万鹏参加了…, 像万鹏一样.
        private mutating func scanRecurring() {
            for clause in document.clauses {
                let sentence = document.sentences[clause.sentence]
                guard sentence.kind == .body else { continue }
                var start = clause.range.lowerBound
                while start < clause.range.upperBound, !isHan(text[start]), !isDigit(text[start]) { start += 1 }
                guard let range = best(at: start, least: 3.9, end: clause.range.upperBound), edge(range.upperBound) >= 2,
                    count(range) >= 2 || isTypical(range)
                else { continue }
                let isWord = text.withUnsafeBufferPointer { buffer in
                    scanner.words.contains(buffer, range)
                        || range.count == 3 && scanner.words.contains(buffer, range.lowerBound..<(range.lowerBound + 2))
                        || scanner.words.longestWord(buffer, startingAt: start) >= 2
                }
                if !isWord, !beginsArea(range) { accept(range, .again) }
            }
        }

        /// A frequent surname and two characters that many names have, none of them the end of a word in front.
        private func isTypical(_ range: Range<Int>) -> Bool {
            guard range.count == 3, let surname = scanner.names.surname(text, at: range.lowerBound), surname.length == 1,
                surname.weight >= 3,
                !scanner.names.isAmbiguous(text[range.lowerBound])
            else { return false }
            return range.dropFirst().allSatisfy { scanner.names.givenWeight(text[$0]) >= 2 }
        }

        /// A usual surname with a given name of which one character is common, before a sure end.
        private func isLikely(_ range: Range<Int>) -> Bool {
            guard range.count == 3, let surname = scanner.names.surname(text, at: range.lowerBound), surname.length == 1,
                surname.weight >= 2,
                !scanner.names.isAmbiguous(text[range.lowerBound]), edge(range.upperBound) >= 2
            else { return false }
            let weights = range.dropFirst().map { scanner.names.givenWeight(text[$0]) }
            return weights.reduce(0, +) >= (surname.weight >= 3 ? 3 : 4) && weights.allSatisfy { $0 > 0 }
        }

        /// 纪刘 of 纪刘村 is a place.
        private mutating func beginsArea(_ range: Range<Int>) -> Bool {
            if areaBeginnings == nil {
                var beginnings = Set<ArraySlice<UInt32>>()
                for area in document.areas {
                    let name = area.name.scalarValues
                    for length in 1...max(1, min(name.count, Self.longestShortName)) { beginnings.insert(name.prefix(length)) }
                }
                areaBeginnings = beginnings
            }
            return areaBeginnings?.contains(text[range]) ?? false
        }

        // MARK: Places

        /// All places of the accepted names. A name that is only ever the beginning of a longer accepted one is none.
        func occurrences(_ text: [UInt32]) -> [(String, [Range<Int>])] {
            var table = PhraseTable()
            for (index, name) in order.enumerated() { table.insert(name, value: Int32(truncatingIfNeeded: index)) }
            var places = [[Range<Int>]](repeating: [], count: order.count)
            var position = 0
            while position < text.count {
                if let match = table.longestMatch(in: text, at: position), !insideArea(position) {
                    places[Int(match.value)].append(position..<(position + match.length))
                    position += match.length
                } else {
                    position += 1
                }
            }
            // A byline may print a name in two parts.
            var result: [(String, [Range<Int>])] = []
            for (index, name) in order.enumerated() where !places[index].isEmpty || accepted[ExactText(String(scalars: name))] == .author {
                let key = String(scalars: name)
                result.append((key, places[index].isEmpty ? printed[ExactText(key)].map { [$0] } ?? [] : places[index]))
            }
            return result
        }

        private func insideArea(_ position: Int) -> Bool {
            guard let index = document.areaMentions.lastIndex(startingAtOrBefore: position, start: { $0.range.lowerBound }) else {
                return false
            }
            return document.areaMentions[index].range.contains(position)
        }
    }

    private static let notInside = ScalarSet("叫是的在从到对向为和与及等也都又还就把将被让给因由同跟这那该各每某要会能可不没有说讲称道了着过一个们大")
    /// Characters that names of other peoples are written with in Chinese.
    private static let transcribing = ScalarSet(
        "阿卜杜拉买提古丽努尔艾合麦迪克吾甫江斯坦依布音木热帕孜扎西次仁多吉旺堆桑珠卓玛央金德格洛丹增平措索朗才让加尼姆牛沙马伍呷果苏嘎曲比约日石一勒额敖登塔娜其花宝达来孟和朝鲁恩牧图雅哈毕力包特根满都呼胡查赛那顺别肯帕孜扎丽妮姗莎夏仙孜泽坎拜热莫斯巴乌云琴高萨海勃腾顿白玉宗罗杰瓦吐逊汗素肉库班叶兰里恰托娅敦青楞道通门子则批宏尕什若毛桂贡却珍穷边色吴"
    )
    private static let personEnds = ScalarSet("人员者长生师工民属医兵户手眷友主妇士星将匠娃妹哥姐嫂爷婆叔伯姨亲邻客伴董总夫妻子女儿孙婿媳奶妈爸兄弟叫哥弟")
    private static let neverLast = ScalarSet("的来进去出起了着过得地们")
    private static let itemStarts = ScalarSet("、,;:和")
    private static let bodyEnds = ScalarSet("路街巷区县镇乡村户片组队部局院校厂店会委处科室站所")
    private static let borderScalars = ScalarSet("的和与、在由向让请是、及对为")
}
