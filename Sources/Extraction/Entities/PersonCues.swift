/// Where names are looked for: beside titles, in front of verbs of speech, behind places, at the head of clauses.
extension PersonScanner.Search {
    /// Titles on both sides: 区委书记李宗喜, 习近平总书记, 韩平夫妇.
    func scanTitles(_ sentence: Range<Int>) {
        let (names, titles) = (scanner.names, scanner.titles.titles)
        var position = sentence.lowerBound
        while position < sentence.upperBound {
            let title = titles.firstMatch(in: text, from: position, end: sentence.upperBound)
            let end = title?.position ?? sentence.upperBound
            while let start = text.firstPlace(in: position..<end, where: names.mayBeginSurname) {
                if let surname = names.surname(text, at: start) { scanAfter(start, surname, sentence) }
                position = start + 1
            }
            guard let title else { return }
            position = title.position
            var start = position + title.length
            // 组织部部长: the longest chain of titles.
            while let next = titles.longestMatch(in: text, at: start, end: sentence.upperBound) {
                start += next.length
            }
            // 民宿老板娘: the list of titles has the shorter one.
            if start < sentence.upperBound, text[start] == scalar("娘"), text[start - 1] == scalar("板") { start += 1 }
            var from = start
            if from < sentence.upperBound, text[from] == 0x20 || text[from] == 0x3A || text[from] == 0x201C { from += 1 }
            // 副镇长(挂职)尉迟恭
            if from < sentence.upperBound, text[from] == 0x28,
                let close = (from..<min(sentence.upperBound, from + 9)).first(where: { text[$0] == 0x29 })
            {
                from = close + 1
            }
            // 社区书记叫宗秀英, 书记是张建
            if from + 2 < sentence.upperBound, text[from] == scalar("叫") || text[from] == scalar("是") { from += 1 }
            // 牧民孟和, 书记额尔敦其其格
            if let range = nameOfParts(from, sentence.upperBound) {
                accept(range, .title)
                follow(range.upperBound, sentence)
                position = max(start, position + 1)
                continue
            }
            let short = best(
                at: from, least: title.value == 0 ? 1.6 : 2.2, doubt: 0.4, gain: title.value == 0 ? -30 : -20,
                end: sentence.upperBound)
            let isTranscribed = short?.allSatisfy { PersonScanner.transcribing.contains(text[$0]) } ?? true
            if short.map({ edge($0.upperBound) < (isTranscribed ? 2.4 : 1) }) ?? true,
                let range = longName(from, sentence.upperBound),
                title.value == 0 || range.allSatisfy({ text[$0] == 0xB7 || PersonScanner.transcribing.contains(text[$0]) })
            {
                accept(range, .title)
                follow(range.upperBound, sentence)
            } else if short == nil, let range = shortName(from, sentence.upperBound),
                title.value == 0 || edge(range.upperBound) >= 2 && (range.count > 2 || gain(range) >= 10)
            {
                accept(range, .title)
                follow(range.upperBound, sentence)
            } else if let range = short, isName(range, behindTitleAt: position) {
                accept(range, .title)
                follow(range.upperBound, sentence)
            }
            position = max(start, position + 1)
        }
    }

    /// A name made of the parts of names of other peoples, before a place where a name may end. The parts alone could be words: 乌云密布.
    func nameOfParts(_ start: Int, _ limit: Int) -> Range<Int>? {
        guard start < limit, !insideKnown(start), let end = scanner.names.endOfParts(text, from: start, limit: limit) else { return nil }
        let isJoined = end < limit && PersonScanner.borderScalars.contains(text[end])
        return isJoined || edge(end) >= (end - start > 2 ? 1 : 1.6) ? start..<end : nil
    }

    /// Names of other peoples behind a post: 吉克木果介绍, 阿卜杜拉·买买提. They have no Chinese surname or more than three characters, so that only
    /// a sure end behind and no everyday word inside make them names.
    func longName(_ start: Int, _ limit: Int) -> Range<Int>? {
        guard start < limit, isHan(text[start]), !insideKnown(start), scanner.titles.titles.longestMatch(in: text, at: start) == nil
        else { return nil }
        var end = start
        var dots = 0
        while end < limit, end - start < 14, isHan(text[end]) || text[end] == 0xB7 && end > start {
            if dots > 0 || end - start >= 4, edge(end) >= 2, text[end] != 0xB7 { break }
            if text[end] == 0xB7 { dots += 1 }
            end += 1
        }
        // 敖登额吉: the title behind the name.
        if end - start >= 4, dots == 0, scanner.titles.after.longestMatch(in: text, at: end - 2, end: end)?.length == 2 { end -= 2 }
        guard text[end - 1] != 0xB7, edge(end) >= 2 || edge(end) >= 1 && dots == 0 && isTranscribed(start..<end) else { return nil }
        if dots > 0 { return start..<end }
        guard (4...5).contains(end - start) || end - start == 6 && isTranscribed(start..<end),
            scanner.names.surname(text, at: start)?.length != 2 || isTranscribed(start..<start + 2)
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

    func isTranscribed(_ range: Range<Int>) -> Bool { range.allSatisfy { PersonScanner.transcribing.contains(text[$0]) } }

    /// 买买提·吐尔逊: a point between characters that such names are written with. The name ends where something else surely begins.
    func scanDotted(_ sentence: Range<Int>) {
        var from = sentence.lowerBound
        while let position = text.firstPlace(in: from..<sentence.upperBound, where: { $0 == 0xB7 }) {
            from = position + 1
            var start = position
            while start > sentence.lowerBound, position - start < 7, PersonScanner.pointed.contains(text[start - 1]) { start -= 1 }
            // 蔡家湖镇的阿不都热合曼: what a place or a word in front ends with is no part of the name.
            if let area = document.areaMentions(in: start..<position).last {
                start = max(start, document.areaMentions[area].range.upperBound)
            }
            while position - start > 2, PersonScanner.notInside.contains(text[start]) { start += 1 }
            // 村民布再乃普·图尔迪: between a border and the point any characters are the name's.
            if let border = borderBefore(dot: position, sentence) { start = border }
            var limit = position + 1
            while limit < sentence.upperBound, limit - position < 8, PersonScanner.pointed.contains(text[limit]) || text[limit] == 0xB7 {
                limit += 1
            }
            // 图尔荪送来: a last character that such names are seldom written with, in front of a sure end.
            if limit - position >= 3, limit + 1 < sentence.upperBound, limit - position < 8, isHan(text[limit]), edge(limit) < 1.6,
                edge(limit + 1) >= 2
            {
                limit += 1
            }
            // 艾合买提·如则: two characters that such names are seldom written with, before a sure end.
            if limit - position < 3, position + 3 <= sentence.upperBound, (position + 1..<position + 3).allSatisfy({ isHan(text[$0]) }) {
                limit = position + 3
            }
            var end = position + 3
            // 买买提开着: the names' own last character before it is taken for a verb.
            while end < limit, edge(end) < 2 || text[end] == 0xB7 || text[end] == scalar("提") || isSoundInside(end, limit) { end += 1 }
            // 喀迪尔从…: a last character of such names that begins a word with what follows.
            if end < limit, PersonScanner.pointedEnds.contains(text[end]), edge(end + 1) >= 1 { end += 1 }
            if position - start >= 2, end - position >= 3, end <= limit { accept(start..<end, .title) }
        }
    }

    /// 阿不都拉: 都 is an adverb elsewhere; behind a name it has no more of such characters behind it.
    private func isSoundInside(_ position: Int, _ limit: Int) -> Bool {
        text[position] == scalar("都") && position + 1 < limit && PersonScanner.transcribing.contains(text[position + 1])
    }

    /// Where the name in front of a point begins: behind a mark, a title, an area or a body; nil where none of them stands near.
    private func borderBefore(dot: Int, _ sentence: Range<Int>) -> Int? {
        var start = dot
        while start > sentence.lowerBound, dot - start < 7, isHan(text[start - 1]), !PersonScanner.joining.contains(text[start - 1]) {
            start -= 1
            guard dot - start >= 2, start > sentence.lowerBound else { continue }
            let isBehindName =
                document.areaMentionIndex(at: start - 1) != nil && document.areaMentionIndex(at: start) == nil
                || document.organisationMentionIndex(at: start - 1) != nil && document.organisationMentionIndex(at: start) == nil
            let title = scanner.titles.before.longestReversedMatch(in: text, endingAt: start, start: sentence.lowerBound)
            if isBehindName || (title?.length ?? 0) >= 2 { return start }
        }
        // 和, 的 and the marks
        let usual = (start..<dot).count { PersonScanner.pointed.contains(text[$0]) }
        guard dot - start >= 2, dot - start <= 6, usual * 2 >= dot - start,
            start == sentence.lowerBound || !isHan(text[start - 1]) || PersonScanner.joining.contains(text[start - 1])
        else { return nil }
        return start
    }

    /// 海宝, 乌日娜 behind a post: two or three characters without a Chinese surname that names have and no word begins.
    func shortName(_ start: Int, _ limit: Int) -> Range<Int>? {
        guard start < limit, !insideKnown(start), scanner.titles.titles.longestMatch(in: text, at: start) == nil,
            (scanner.titles.cues.longestMatch(in: text, at: start)?.length ?? 0) < 2
        else { return nil }
        for length in [3, 2] where start + length <= limit {
            let range = start..<(start + length)
            guard range.allSatisfy({ PersonScanner.transcribing.contains(text[$0]) }), edge(range.upperBound) >= 1.5,
                !range.contains(where: {
                    PersonScanner.notInside.contains(text[$0]) && $0 > start || PersonScanner.bodyEnds.contains(text[$0])
                })
            else { continue }
            if gain(range) >= (range.count == 3 ? -25 : -5) { return range }
        }
        return nil
    }

    /// `烈属漆先礼`, `莲花镇人陈桂林`, `57岁的吴招娣`: a name behind a word for a person that no list of titles has, or behind an age.
    func scanPersonNouns(_ sentence: Range<Int>) {
        // Held here, since a static property is asked whether it is made each time.
        let (beforePersons, transcribing) = (PersonScanner.beforePersons, PersonScanner.transcribing)
        var from = sentence.lowerBound
        while let place = text.firstPlace(in: from..<max(from, sentence.upperBound - 1), where: beforePersons.contains) {
            from = place + 1
            let (before, position) = (text[place], place + 1)
            // 开肉铺的斯琴高娃把…
            if before == scalar("的"), transcribing.contains(text[position]), !insideKnown(position),
                let range = longName(position, sentence.upperBound), isTranscribed(range), edge(range.upperBound) >= 2, gain(range) >= 0
            {
                accept(range, .place)
                follow(range.upperBound, sentence)
            }
            // 大庄村的祁拉毛措老人: a Chinese surname in front of a transcribed name, with a title behind.
            if before == scalar("的"), position + 4 < sentence.upperBound, scanner.names.surname(text, at: position) != nil,
                isTranscribed(position + 1..<position + 4), !insideKnown(position),
                scanner.titles.after.longestMatch(in: text, at: position + 4) != nil
            {
                accept(position..<position + 4, .place)
                continue
            }
            // 肃北人朝格图
            if before == scalar("人"), transcribing.contains(text[position]), position >= 2,
                document.areaMentionIndex(at: position - 2).map({ document.areaMentions[$0].range.upperBound == position - 1 }) ?? false,
                let range = shortName(position, sentence.upperBound) ?? longName(position, sentence.upperBound), range.count > 2
            {
                accept(range, .place)
                continue
            }
            guard scanner.names.surname(text, at: position) != nil else { continue }
            if before == scalar("的") || before == scalar("岁") {
                let end = before == scalar("的") ? position - 1 : position
                guard end > sentence.lowerBound else { continue }
                if text[end - 1] != scalar("岁"), before == scalar("的") {
                    // 开超市的吕志强、搞养殖的邱文斌各捐1000元
                    if let range = best(at: position, least: 3.2, doubt: 0.8, gain: 12, end: sentence.upperBound),
                        range.count == 3 && edge(range.upperBound) >= 1
                            || edge(range.upperBound) >= 2 && beginsList(range.upperBound, sentence)
                    {
                        accept(range, .place)
                        follow(range.upperBound, sentence)
                    }
                    continue
                }
                if let range = best(at: position, least: before == scalar("的") ? 2.2 : 3, doubt: 0.8, gain: -15, end: sentence.upperBound) {
                    accept(range, .title)
                    follow(range.upperBound, sentence)
                }
                continue
            }
            // 她叫邸雪梅
            if before == scalar("叫"), position - 2 >= sentence.lowerBound, PersonScanner.pronouns.contains(text[position - 2]),
                let range = best(at: position, least: 2.4, gain: -10, end: sentence.upperBound), edge(range.upperBound) >= 2
            {
                accept(range, .title)
                continue
            }
            guard PersonScanner.personEnds.contains(before) else { continue }
            // 炉子, 桌子: of the words in 子 few mean somebody.
            if before == scalar("子"), position - 2 < sentence.lowerBound || !PersonScanner.childlike.contains(text[position - 2]) {
                continue
            }
            let behindArea = document.areaMentionIndex(at: position - 2).map {
                document.areaMentions[$0].range.upperBound == position - 1
            }
            let isPerson =
                behindArea == true
                || text.withUnsafeBufferPointer { scanner.words.longestWord($0, endingAt: position) >= 2 }
            let isInsideWord = text.withUnsafeBufferPointer { scanner.words.contains($0, (position - 1)..<(position + 1)) }
            guard isPerson, !isInsideWord,
                let found = candidate(at: position, end: sentence.upperBound), found.reaches(2.3, doubt: 0),
                case let range = found.range, edge(range.upperBound) >= 3 || found.reaches(2.7, doubt: 1),
                range.count >= 3 || edge(range.upperBound) >= 2, edge(range.upperBound) >= 1,
                isName(range, behindTitleAt: position), !PersonScanner.neverLast.contains(text[range.upperBound - 1])
            else { continue }
            accept(range, .title)
            follow(range.upperBound, sentence)
        }
    }

    /// 龚建、蒋红梅两口子: another name stands behind a first one.
    private func beginsList(_ end: Int, _ sentence: Range<Int>) -> Bool {
        guard end + 2 < sentence.upperBound, text[end] == 0x3001 || text[end] == scalar("和") || text[end] == scalar("与") else {
            return false
        }
        return best(at: end + 1, least: 3, gain: 10, end: sentence.upperBound) != nil
    }

    /// 王先生 and 李大爷 are not named.
    func isName(_ range: Range<Int>, behindTitleAt position: Int) -> Bool {
        let given = range.lowerBound + 1
        if scanner.titles.after.longestMatch(in: text, at: given) != nil { return false }
        if text[given] == scalar("某") || text[given] == scalar("姓") { return false }
        return true
    }

    /// A name in front of a title, at a border or behind a word: 贯彻习近平总书记…
    func scanAfter(_ position: Int, _ surname: (length: Int, weight: Int), _ sentence: Range<Int>) {
        for end in stride(from: position + surname.length + 2, to: position + surname.length, by: -1) where end < sentence.upperBound {
            guard let title = scanner.titles.after.longestMatch(in: text, at: end) else { continue }
            let behindWord = text.withUnsafeBufferPointer { scanner.words.longestWord($0, endingAt: position) >= 2 }
            guard isBorder(position) || behindWord else { continue }
            guard let range = best(at: position, least: title.value == 1 ? 1 : 2.5, gain: title.value == 1 ? -30 : -12, end: end),
                range.upperBound == end,
                isName(range, behindTitleAt: position)
            else { continue }
            accept(range, .after)
            return
        }
    }

    /// True where a name may begin: at a mark, behind a function word, an area or an organisation.
    func isBorder(_ position: Int) -> Bool {
        guard position > 0 else { return true }
        let before = text[position - 1]
        if !isHan(before) { return true }
        return PersonScanner.borderScalars.contains(before)
    }

    /// `赵进锋说`: a clause that a name and a verb of speech begin; `马新华,…店主,`: a clause that is a name.
    func scanSpeech(_ sentence: Sentence) {
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
                    if closes, let range = best(at: start, least: 1.5, gain: -15, end: end), range.upperBound == end {
                        accept(range, .speech)
                    }
                } else if saysSomehow(end, clause.upperBound) {
                    if let range = best(at: start, least: 2.4, gain: -10, end: end), range.upperBound == end { accept(range, .speech) }
                } else if scanner.titles.after.longestMatch(in: text, at: end) != nil {
                    if let range = best(at: start, least: 3, end: end), range.upperBound == end { accept(range, .after) }
                } else if text[end] == scalar("是"), isTitled((end + 1)..<clause.upperBound) {
                    // 周敏是县城一家理发店的老板
                    if let range = best(at: start, least: 2.4, gain: -10, end: end), range.upperBound == end { accept(range, .speech) }
                } else if text[end] == 0x2C, end == clause.upperBound - 1, index + 1 < sentence.clauses.upperBound,
                    isTitled(document.clauses[index + 1].range)
                {
                    if let range = best(at: start, least: 3, end: end), range.upperBound == end { accept(range, .after) }
                }
            }
        }
    }

    /// `心疼地说`, `笑着说`: an adverb and 说 within five characters.
    func saysSomehow(_ position: Int, _ end: Int) -> Bool {
        for step in (position + 2)..<(position + 6) where step < end && (text[step] == scalar("说") || text[step] == scalar("道")) {
            return text[step - 1] == scalar("地") || text[step - 1] == scalar("着")
        }
        return false
    }

    /// A clause that describes a person: it ends with a title, or says 男, 女 or an age.
    func isTitled(_ clause: Range<Int>) -> Bool {
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
    func scanPlaces(_ sentence: Range<Int>) {
        for index in document.areaMentions(in: sentence) where document.areas[document.areaMentions[index].area].level >= .county {
            scanPlace(endingAt: document.areaMentions[index].range.upperBound, sentence)
        }
        for index in document.organisationMentions(in: sentence) {
            scanPlace(endingAt: document.organisationMentions[index].range.upperBound, sentence)
        }
    }

    private func scanPlace(endingAt end: Int, _ sentence: Range<Int>) {
        var start = end
        if start < sentence.upperBound, text[start] == scalar("的") { start += 1 }
        // 前进村的乌云花和儿媳
        if let range = nameOfParts(start, sentence.upperBound), range.count > 2 {
            accept(range, .place)
            follow(range.upperBound, sentence)
            return
        }
        guard start < sentence.upperBound, let range = best(at: start, least: 3.4, gain: 10, end: sentence.upperBound), range.count >= 3
        else { return }
        let next = range.upperBound < text.count ? text[range.upperBound] : 0x0A
        let listed = next == 0x3001 || next == scalar("和") || next == scalar("等")
        guard listed || edge(range.upperBound) >= 1 else { return }
        accept(range, .place)
        follow(range.upperBound, sentence)
    }

    /// Characters at the head of a clause that come again and are no word: 万鹏参加了…, 像万鹏一样.
    func scanRecurring() {
        for clause in document.clauses {
            let sentence = document.sentences[clause.sentence]
            guard sentence.kind == .body else { continue }
            var start = clause.range.lowerBound
            while start < clause.range.upperBound, !isHan(text[start]), !isDigit(text[start]) { start += 1 }
            if start < clause.range.upperBound, PersonScanner.transcribing.contains(text[start]),
                let range = longName(start, clause.range.upperBound), isTranscribed(range), edge(range.upperBound) >= 2, gain(range) >= 0
            {
                // 斯琴高娃每天一早挤奶
                accept(range, .again)
                follow(range.upperBound, sentence.range)
                continue
            }
            guard let range = best(at: start, least: 3.6, gain: 15, end: clause.range.upperBound), edge(range.upperBound) >= 2,
                count(range) >= 2 || isTypical(range) || isLikely(range) && gain(range) >= 25
            else { continue }
            let isWord = text.withUnsafeBufferPointer { buffer in
                scanner.words.contains(buffer, range)
                    || range.count == 3 && scanner.words.contains(buffer, range.lowerBound..<(range.lowerBound + 2))
                    || scanner.words.longestWord(buffer, startingAt: start) >= 2
            }
            if !isWord, !beginsArea(range) { accept(range, .again) }
        }
    }

    /// Three characters that are typical of names, cross no word to either side and hold none, before a sure end: 记者见到潘永福时.
    func scanAnywhere(_ sentence: Range<Int>) {
        let names = scanner.names
        var from = sentence.lowerBound
        while let position = text.firstPlace(in: from..<max(from, sentence.upperBound - 2), where: names.mayBeginSurname) {
            from = position + 1
            let range = position..<(position + 3)
            guard let weights = weights(range), isTypical(weights) || isLikely(weights, range), isHan(text[position + 2]),
                edge(range.upperBound) >= 1.6, !insideKnown(position),
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
            if best(at: position, least: 3.2, gain: 18, end: sentence.upperBound) == range, isName(range, behindTitleAt: position) {
                accept(range, .again)
            }
        }
    }
}
