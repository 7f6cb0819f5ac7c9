/// Finds people in clean text: by titles in front of and behind their names, verbs of speech, lists, the places they belong to, and by
/// how often the same characters come again. A class, since each page's search holds it.
final class PersonScanner: Sendable {
    let names: NameLexicon
    let words: WordList
    let titles: TitleLexicon
    let segmentation: NameSegmentation

    init(names: NameLexicon, words: WordList, titles: TitleLexicon) {
        self.names = names
        self.words = words
        self.titles = titles
        segmentation = NameSegmentation(names: names)
    }

    /// How a name was found.
    enum Cue: Int {
        case author, title, after, speech, list, place, again
    }

    /// All people of the page: mentions with names, titles still to be read.
    func mentions(in document: Document, authors: [[Masthead.Author]]) -> [PersonMention] {
        let text = document.clean
        let search = Search(document: document, scanner: self)
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

    /// One page's search. Names are collected first and all their places after. A class, since it holds all that is known of the page.
    final class Search {
        let document: Document
        let scanner: PersonScanner
        let text: [UInt32]
        /// For each place of the text what it belongs to. Nearly every candidate asks for it, more than once.
        let known: [Known]
        /// The accepted names, with their cues in the order found.
        var accepted: [ExactText: Cue] = [:]
        var order: [[UInt32]] = []
        /// Where the authors' names are printed, which may be in two parts.
        var printed: [ExactText: Range<Int>] = [:]
        /// How often each candidate string of two to four characters stands on the page.
        var counts = RunCounts()
        /// What the names of the page's areas begin with, up to the length of a name that is judged by how often it comes; made when needed.
        var areaBeginnings: PhraseTable?
        /// A surname of two characters and two more.
        static let longestShortName = 4

        init(document: Document, scanner: PersonScanner) {
            self.document = document
            self.scanner = scanner
            text = document.clean
            known = Self.known(document)
            countCandidates()
        }

        /// Marks what belongs to areas and organisations.
        private static func known(_ document: Document) -> [Known] {
            var known = [Known](repeating: [], count: document.clean.count)
            func mark(_ mentions: [Range<Int>], _ mark: Known) {
                for (index, range) in mentions.enumerated() {
                    // Of mentions inside each other the one counts that begins last.
                    let end = index + 1 < mentions.count ? min(range.upperBound, mentions[index + 1].lowerBound) : range.upperBound
                    for position in range.lowerBound..<max(range.lowerBound, min(end, known.count)) { known[position].insert(mark) }
                }
            }
            mark(document.areaMentions.map(\.range), .area)
            mark(document.organisationMentions.map(\.range), .organisation)
            return known
        }

        /// Counts the strings that could be names, so that a name's right edge is where the page varies.
        private func countCandidates() {
            var counts = RunCounts()
            text.withUnsafeBufferPointer { text in
                for position in text.indices where scanner.names.mayBeginSurname(text[position]) {
                    guard let surname = scanner.names.surname(text, at: position) else { continue }
                    var end = position + surname.length
                    let limit = min(end + 2, text.count)
                    while end < limit, isHan(text[end]) {
                        end += 1
                        counts.add(position..<end, of: text)
                    }
                }
            }
            self.counts = counts
        }

        func count(_ range: Range<Int>) -> Int { text.withUnsafeBufferPointer { counts.count(range, of: $0) } }

        func accept(_ range: Range<Int>, _ cue: Cue) {
            let printed = text[range]
            let name = printed.contains(0x20) ? printed.filter { $0 != 0x20 } : Array(printed)
            // 党员占九成以上: 占 is a surname too.
            if name.count > 1, name[0] == scalar("占"), PersonScanner.numerals.contains(name[1]) { return }
            let key = ExactText(String(scalars: name))
            if let old = accepted[key] {
                if cue.rawValue < old.rawValue { accepted[key] = cue }
            } else {
                accepted[key] = cue
                order.append(name)
            }
        }

        func run() {
            for sentence in document.sentences where sentence.kind != .byline {
                scanTitles(sentence.range)
                scanSpeech(sentence)
                scanGivers(sentence.range)
                scanPlaces(sentence.range)
                scanPersonNouns(sentence.range)
                scanListedGivers(sentence.range)
                scanDotted(sentence.range)
                scanNameLists(sentence.range)
                scanCountedNames(sentence.range)
            }
            scanRecurring()
            for sentence in document.sentences where sentence.kind == .body || sentence.kind == .caption { scanAnywhere(sentence.range) }
        }

        // MARK: Places

        /// All places of the accepted names. A name that is only ever the beginning of a longer accepted one is none.
        func occurrences(_ text: [UInt32]) -> [(String, [Range<Int>])] {
            var table = PhraseTable()
            table.reserveCapacity(scalars: order.count * Self.longestShortName)
            for (index, name) in order.enumerated() { table.insert(name, value: Int32(truncatingIfNeeded: index)) }
            var places = [[Range<Int>]](repeating: [], count: order.count)
            var position = 0
            while let match = table.firstMatch(in: text, from: position, end: text.count) {
                position = match.position
                if insideArea(position) {
                    position += 1
                } else {
                    places[Int(match.value)].append(position..<(position + match.length))
                    position += match.length
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

        /// True inside an area.
        func insideArea(_ position: Int) -> Bool { known.indices.contains(position) && known[position].contains(.area) }

        /// True inside an area or an organisation, which are no people.
        func insideKnown(_ position: Int) -> Bool { known.indices.contains(position) && !known[position].isEmpty }
    }

    /// What a place of the text belongs to.
    struct Known: OptionSet {
        let rawValue: UInt8

        static let area = Known(rawValue: 1)
        static let organisation = Known(rawValue: 2)
    }

    static let notInside = ScalarSet("叫是的在从到对向为和与及等也都又还就把将被让给因由同跟这那该各每某要会能可不没有说讲称道了着过一个们大")
    /// Characters that names of other peoples are written with in Chinese.
    static let transcribing = ScalarSet(
        "阿卜杜拉买提古丽努尔艾合麦迪克吾甫江斯坦依布音木热帕孜扎西次仁多吉旺堆桑珠卓玛央金德格洛丹增平措索朗才让加尼姆牛沙马伍呷果苏嘎曲比约日石一勒额敖登塔娜其花宝达来孟和朝鲁恩牧图雅哈毕力包特根满都呼胡查赛那顺别肯帕孜扎丽妮姗莎夏仙孜泽坎拜热莫斯巴乌云琴高萨海勃腾顿白玉宗罗杰瓦南求旦琼吐逊汗素肉库班叶兰里恰托娅敦青楞道通门子则批宏尕什若毛桂贡却珍穷边色吴娃俄"
    )
    /// Verbs of one character, and what stands behind them: 抱来, 送去, 拿出, 扛着, 掏了.
    static let deeds = ScalarSet(
        "抱带拿提端送拎扛背推拉骑开走跑站坐捧揣掏塞递寄汇捎托牵领抬搬装熬煮做包蒸炒买购订选挑找看听说讲写画打拨接收取交给喊叫请劝守冒顶披穿戴摘放搭架扎铺挂贴缝织剪理扫擦洗喷洒拖运载驾赶追回返赴躺睡醒吃喝哭笑点数算记查测量问答想忘学教读念唱跳摆挥握搓揉捂抹咬忍撑挺摔病累瘦拄攒凑捐赠留卖编种养割砍采挖刨犁杀宰剖烤烙当按顾负靠住搬替陪"
    )
    static let aspects = ScalarSet("来去出进上下起着了过到回给完好成满开遍")
    /// Characters of names with a point.
    static let pointed: ScalarSet = {
        var all = transcribing
        for value in "不都合曼地太普西丁江夏米代坚库特赞巧慈琼姐甫司荣林里来萨力比依提丹伊莉露娃妲苗杰妮尤约翰欧玉苏素祖力皮亚明卡塔合塞迪夫维奇罗德克科娅娜加".unicodeScalars { all.insert(value.value) }
        return all
    }()
    /// What the second part of such names ends with.
    static let pointedEnds = ScalarSet("尔江提娜汗丽木拉克孜妮曼罕别力荪东")
    static let personEnds = ScalarSet("人员者长生师工民属医兵户手眷友主妇士星将匠娃妹哥姐嫂爷婆叔伯姨亲邻客伴董总夫妻子女儿孙婿媳奶妈爸兄弟叫哥弟")
    /// What stands in front of the people whom `scanPersonNouns` finds.
    static let beforePersons: ScalarSet = {
        var all = personEnds
        for value in "的岁叫".unicodeScalars { all.insert(value.value) }
        return all
    }()
    static let pronouns = ScalarSet("她他名我姓人")
    static let neverLast = ScalarSet("的来进去出起了着过得地们后内里另捎转循")
    /// What may stand between a name and what is in front of it.
    static let joining = ScalarSet("的和与叫是向由把给")
    static let multipliers = ScalarSet("万亿千百")
    /// 妻子 儿子 孩子 汉子 …: what stands before 子 in words for people.
    static let childlike = ScalarSet("妻儿孩女男弟妹嫂伙汉娘小婶")
    static let countedAs = ScalarSet("户家人名位兄姐对个")
    static let smallNumbers: [UInt32: Int] = [
        scalar("两"): 2, scalar("二"): 2, scalar("三"): 3, scalar("四"): 4, scalar("五"): 5, scalar("六"): 6, scalar("2"): 2, scalar("3"): 3,
        scalar("4"): 4, scalar("5"): 5, scalar("6"): 6,
    ]
    static let numerals = ScalarSet("一二三四五六七八九十百两半")
    static let itemStarts = ScalarSet("、,;:和")
    /// 华子鱼, 黄花菜: what names of food end with and hardly any name of a person.
    static let foodEnds = ScalarSet("鱼虾蟹菜瓜肉蛋鸡鸭鹅酒奶糖饼油醋薯豆葱蒜椒")
    static let bodyEnds = ScalarSet("路街巷区县镇乡村户片组队部局院校厂店会委处科室站所")
    static let borderScalars = ScalarSet("的和与、在由向让请是、及对为")
}
