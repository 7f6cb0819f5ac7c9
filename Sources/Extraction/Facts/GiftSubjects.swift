/// Reads the noun phrase that begins a clause: who does what the clause says.
struct GiftSubjects {
    let reading: SentenceReading
    let lexicon: FactLexicon

    init(_ reading: SentenceReading, lexicon: FactLexicon) {
        self.reading = reading
        self.lexicon = lexicon
    }

    /// The noun phrase at the beginning of a clause.
    func subject(in range: Range<Int>, predicate: inout Int) -> ClauseSubject? {
        guard let start = beginning(in: range) else { return described(in: range, predicate: &predicate) }
        var phrase = NounPhrase(start: start, limit: range.upperBound)
        while phrase.index < phrase.limit, extend(&phrase) {}
        if let names = phrase.names {
            predicate = names.upperBound
            return ClauseSubject(tokens: names, persons: names.filter { reading.tag($0) == .person })
        }
        phrase.end = endOfUnlistedName(phrase.end, phrase.limit)
        if let existing = existing(from: phrase.start, phrase.end, phrase.limit) {
            predicate = existing.upperBound
            return ClauseSubject(tokens: existing, persons: existing.filter { reading.tag($0) == .person })
        }
        trim(&phrase)
        guard isSomebody(phrase) else { return nil }
        predicate = phrase.end
        // 省新镇扶茂工业园区的福建恒岳医疗用品有限公司: where a firm sits is no part of its name.
        if phrase.persons.isEmpty, phrase.end - phrase.start >= 3, reading.tag(phrase.end - 1) == .organisation,
            reading.tokens[phrase.end - 1].count > 5, reading.isDe(phrase.end - 2)
        {
            return ClauseSubject(tokens: phrase.end - 1..<phrase.end)
        }
        return ClauseSubject(tokens: phrase.start..<phrase.end, persons: phrase.persons)
    }

    /// 刚刚为县医院捐赠了呼吸机的县医药协会: a name behind the clause that describes it, and nothing more.
    private func described(in range: Range<Int>, predicate: inout Int) -> ClauseSubject? {
        guard let last = range.last, range.count > 3, reading.isDe(last - 1), range.contains(where: { isTrigger($0) }) else { return nil }
        switch reading.tag(last) {
        case .organisation, .person: break
        default: return nil
        }
        predicate = range.lowerBound
        return ClauseSubject(tokens: last..<last + 1, persons: reading.tag(last) == .person ? [last] : [])
    }

    /// Where the subject begins, behind what opens a report or a clause; nil where the clause has none.
    private func beginning(in range: Range<Int>) -> Int? {
        let limit = range.upperBound
        // 【记者某某报道】, 新华社北京3月4日电: what opens a report is no subject.
        let opening = range.last { reading.single($0) == 0x3011 || reading.single($0) == 0x7535 && reading.tag($0 - 1) == .date }
        var index = max(opening.map { $0 + 1 } ?? range.lowerBound, endOfByline(range) ?? range.lowerBound)
        // 隔壁的连襟俩也没闲着——某药房向街道捐赠: a sentence of its own behind the dash.
        if let dash = range.last(where: { reading.single($0) == 0x2014 }), dash + 1 < limit, reading.tag(dash + 1) == .organisation,
            (index..<max(index, dash)).contains(where: { reading.tag($0) == .verb || reading.tag($0) == .adverb })
        {
            index = dash + 1
        }
        // 2.某籍青年…: the number of the entry
        if index + 1 < limit, reading.tag(index) == .quantity || reading.tag(index) == .latin, reading.single(index + 1) == 0x2E {
            index += 2
        }
        while index < limit {
            // 由14名农民组成的志愿服务队
            if reading.single(index) == 0x7531, let de = relativeEnd(index + 1, limit), !(index..<de).contains(where: { isTrigger($0) }) {
                index = de + 1
                continue
            }
            if reading.isWord(index, Self.means) { return nil }  // 用其余的钱买回…
            // 经市侨联转交县慈善会: who passes it on.
            if reading.isWord(index, Self.channels), reading.tag(index + 1) == .organisation { return nil }
            // 里面是46名党员捐的11400元: what the thing named before holds.
            if reading.isWord(index, GiftRule.insides), reading.isWord(index + 1, Self.holding) { return nil }
            // 连同村民凑的大葱; 托厂里买到: who is asked does it for the one who asks.
            if reading.isWord(index, Self.objectMarkers) || isCompanion(index, limit) || reading.isWord(index, Self.along)
                || reading.isWord(index, Self.entrusting)
            {
                return nil
            }
            // 与我旗接壤的某镇: where the giver lies.
            if reading.isWord(index, Self.with), let de = relativeEnd(index + 1, limit), isName(de + 1),
                (index..<de).contains(where: { reading.isWord($0, Self.bordering) })
            {
                index = de + 1
                continue
            }
            // 在京会宁籍博士联谊会
            if isSeatOfSociety(index, limit) { return index }
            guard let next = behindOpener(index, limit) else { return index }
            index = next
        }
        return index
    }

    /// 在京, 在沪 in front of the name of a society or of people from somewhere.
    func isSeatOfSociety(_ index: Int, _ limit: Int) -> Bool {
        guard reading.single(index) == 0x5728, index + 2 < limit, reading.tokens[index + 1].count == 1 else { return false }
        switch reading.tag(index + 1) {
        case .abbreviation, .placeName: break
        default: return false
        }
        return reading.tag(index + 2) == .organisation || reading.isWord(index + 2, Self.attributes) && isPersonNoun(index + 3)
    }

    /// Behind a date, an adverb, 目前, 还有 or an adverbial phrase at a token; nil where the subject begins there.
    private func behindOpener(_ index: Int, _ limit: Int) -> Int? {
        // 不愿具名的爱心人士
        if reading.single(index) == 0x4E0D, relativeEnd(index + 1, limit) != nil { return nil }
        switch reading.tag(index) {
        case .date, .adverb, .conjunction, .time, .punctuation, .bracket: return index + 1
        case .preposition: return endOfAdverbial(index, limit)
        default: break
        }
        if reading.isWord(index, Self.openers) { return index + 1 }
        if reading.single(index) == 0x6709, reading.isDe(index + 1) { return index + 2 }  // 有的居民
        // 还有两家企业, 有善心人
        if reading.isWord(index, Self.appearance) {
            switch reading.tag(index + 1) {
            case .quantity, .numeral, .organisation, .area: return index + 1
            default: if isPersonNoun(index + 1) { return index + 1 }
            }
        }
        return reading.isWord(index, Self.adverbials) ? endOfAdverbial(index, limit) : nil
    }

    /// 本报讯(记者 张三 通讯员 李四)某公司…: behind the bracket that names who writes.
    private func endOfByline(_ range: Range<Int>) -> Int? {
        guard range.lowerBound < 40 else { return nil }
        var open: Int?
        var isByline = false
        for index in range.prefix(24) {
            switch reading.single(index) {
            case 0x28: (open, isByline) = (index, false)
            case 0x29: if open != nil, isByline { return index + 1 }
            default:
                if reading.isWord(index, Self.writers) { isByline = true }
                if reading.tag(index) == .bracket, reading.text.has(Self.writers[0], at: reading.tokens[index].start + 1) {
                    return index + 1
                }
            }
        }
        return nil
    }

    private static let writers = scalarWords("记者 通讯员")

    /// 全国已有7901万名党员自愿捐款: who exists is who acts.
    func existing(from start: Int, _ end: Int, _ limit: Int) -> Range<Int>? {
        var index = end
        while index < limit, reading.tag(index) == .adverb { index += 1 }
        // 该镇另有企业家李亚军
        if index < limit, reading.isWord(index, Self.appearance), isNounPhraseToPerson(index + 1, limit),
            let person = (index + 2..<limit).first(where: { reading.tag($0) == .person })
        {
            return index + 1..<person + 1
        }
        guard index < limit, reading.isWord(index, Self.existence), reading.tag(index + 1) == .quantity, index + 1 < limit else {
            return nil
        }
        var last = index + 2
        while last < limit, [.noun, .modifier, .abbreviation, .properNoun, .adjective].contains(reading.tag(last)), !isTrigger(last) {
            last += 1
        }
        return index + 1..<last
    }

    /// Nouns alone, up to a person.
    func isNounPhraseToPerson(_ start: Int, _ limit: Int) -> Bool {
        var index = start
        while index < limit, index - start < 7 {
            switch reading.tag(index) {
            case .person: return index > start
            case .noun, .quoted, .organisationName, .properNoun, .placeName, .abbreviation, .modifier: index += 1
            case .area where index == start: index += 1
            default: return false
            }
        }
        return false
    }

    func isDuration(_ index: Int) -> Bool {
        reading.tag(index) == .quantity && reading.quantity(of: index).dimension == "duration"
    }

    /// 牧民恰丽帕努尔向…: behind a word for a role a name goes on to the next marker, though no list knows it.
    func endOfUnlistedName(_ end: Int, _ limit: Int) -> Int {
        guard end > 0 else { return end }
        // 台资企业荣信精密向…
        var firm = end - 1
        while firm > 0, end - firm <= 4, !reading.isWord(firm, Self.firms), reading.tag(firm) != .punctuation { firm -= 1 }
        let isFirm = reading.isWord(firm, Self.firms)
        guard isFirm || reading.isWord(end - 1, DonationRows.roles) else { return end }
        if reading.isWord(end, Self.means) || reading.tag(end) == .preposition || reading.tag(end) == .adverb { return end }
        var index = end
        while index < limit, index - end < 7, reading.tokens[index].count == 1 || isFirm && reading.tokens[index].count == 2,
            !isFirm || reading.tag(index) != .adverb, index == end || !reading.isWord(index, Self.objectMarkers),
            reading.tag(index) != .punctuation, reading.tag(index) != .quantity, !reading.isDe(index)
        {
            index += 1
        }
        let isMarked = index < limit && (reading.isWord(index, Self.objectMarkers) || isTrigger(index))
        return isMarked && index - end >= (isFirm ? 1 : 2) ? index : end
    }

    /// The names of a list behind a dash, up to what says what they do.
    func listedNames(from dash: Int, _ limit: Int) -> Range<Int>? {
        var start = dash
        while start < limit, reading.single(start) == 0x2014 { start += 1 }
        var end = start
        var hasJoint = false
        while end < limit, end - start < 60, !reading.isWord(end, Self.sharing), !reading.isWord(end, Self.objectMarkers), !isTrigger(end) {
            if reading.single(end) == 0x3001 { hasJoint = true }
            if reading.single(end) == 0x2014 { return nil }
            end += 1
        }
        return hasJoint && end > start && end < limit ? start..<end : nil
    }

    /// 驱车300公里: a phrase that ends in a number of things names nobody.
    func isMeasurement(_ index: Int) -> Bool {
        guard reading.tag(index) == .quantity else { return false }
        let dimension = reading.quantity(of: index).dimension
        return dimension != "person" && dimension != "count"
    }

    func isName(_ index: Int) -> Bool {
        switch reading.tag(index) {
        case .area, .organisation: return true
        default: return false
        }
    }

    func isNounLike(_ index: Int) -> Bool {
        switch reading.tag(index) {
        case .noun, .person, .personName, .organisation: return true
        default: return false
        }
    }

    func isTeam(_ index: Int) -> Bool {
        guard reading.tokens.indices.contains(index) else { return false }
        let end = reading.tokens[index].end
        guard end - reading.tokens[index].start >= 2 else { return false }
        return reading.text[end - 1] == 0x961F || reading.text[end - 2] == 0x961F
    }

    /// 和爸爸一起送到…: who comes along.
    func isCompanion(_ index: Int, _ limit: Int) -> Bool {
        guard reading.isWord(index, Self.with) else { return false }
        return (index + 1..<min(limit, index + 8)).contains { reading.isWord($0, Self.together) }
    }

    func isPersonNoun(_ index: Int) -> Bool {
        guard reading.tokens.indices.contains(index) else { return false }
        if reading.tag(index) == .person || reading.isWord(index, DonationRows.roles) { return true }
        return lexicon.namesPeople(in: reading.text, reading.tokens[index].range)
    }

    /// 劳动就业服务中心: a verb inside the name of a body.
    func isInsideName(_ index: Int, _ limit: Int) -> Bool {
        guard reading.tag(index) == .verb, index + 1 < limit, !isTrigger(index),
            reading.tag(index - 1) == .noun || reading.tag(index - 1) == .verbalNoun || reading.tag(index - 1) == .area
        else { return false }
        let token = reading.tokens[index + 1]
        guard reading.tag(index + 1) == .noun,
            let match = lexicon.bodies.longestReversedMatch(in: reading.text.text, endingAt: token.end, start: token.start)
        else { return false }
        let kind = lexicon.bodyEntries[Int(match.value)].donor
        return kind != "person" && kind != "group" && match.length == token.count
    }

    /// 身在外的, 奋战在一线的: a clause before a noun ends in 的 with a noun behind it.
    func relativeEnd(_ index: Int, _ limit: Int) -> Int? {
        var at = index
        var isMade = false
        while at < limit, at - index <= 8 {
            // 开面粉加工坊的马富贵: what somebody makes may be said of him; what he gives is what the clause tells.
            if isTrigger(at) { isMade = reading.giftVerb(at) == .procure }
            if isTrigger(at) && !isMade || reading.isWord(at, Self.objectMarkers) { return nil }
            if reading.isDe(at), isMade { return isPersonNoun(at + 1) ? at : nil }
            if reading.isDe(at) {
                switch reading.tag(at + 1) {
                case .latin, .noun, .person, .area, .organisation, .modifier, .abbreviation, .organisationName, .properNoun, .quantity,
                    .quoted,
                    .adjective, .time, .personName:
                    return at
                default: return nil
                }
            }
            switch reading.tag(at) {
            case .preposition where at > index + 3: return nil
            default: break
            }
            at += 1
        }
        return nil
    }

    /// 在…协调下, 从2月14日起, 为…: the end of an adverbial phrase, or nil where the rest of the clause is the phrase.
    func endOfAdverbial(_ index: Int, _ limit: Int) -> Int? {
        guard reading.isWord(index, Self.adverbials) else { return nil }
        var at = index + 1
        while at < limit {
            if isTrigger(at) { return relativeBegin(index, at) }
            switch reading.single(at) {
            case 0x4E0B, 0x4E2D, 0x91CC, 0x8D77, 0x540E, 0x65F6, 0x4E0A, 0x5185, 0x524D, 0x4EE5:
                // 在济南做生意的徐海亮得知后: the phrase only tells who it is.
                if let begin = relativeBegin(index, at), (begin..<at).contains(where: { reading.tag($0) == .person }) { return begin }
                return at + 1
            default: break
            }
            if reading.isWord(at, Self.adverbialEnds) { return at + 1 }
            at += 1
        }
        return relativeBegin(index, limit) ?? limit
    }

    /// 在长沙做工程的陈远志打来电话: the phrase belongs to the clause before the noun, which begins behind 的.
    func relativeBegin(_ index: Int, _ limit: Int) -> Int? {
        guard reading.isWord(index, Self.locations), index < limit else { return nil }
        // 在昆明做工程的老乡杨光辉给家乡的卡点…: before the next marker.
        let bound = (min(index + 2, limit)..<limit).first { reading.isWord($0, Self.objectMarkers) } ?? limit
        guard let de = (index + 1..<bound).last(where: { reading.isDe($0) }), de + 1 < bound else { return nil }
        switch reading.tag(de + 1) {
        case .person, .organisation, .noun, .area, .quantity, .modifier, .personName: return de + 1
        default: return nil
        }
    }

    /// Whether a subject is somebody: a person, a body or a group; things, weather and circumstances give nothing.
    func mayGive(_ subject: ClauseSubject) -> Bool {
        if !subject.persons.isEmpty { return true }
        guard var last = subject.tokens.last else { return false }
        if reading.single(last) == 0x4EEC, last > subject.tokens.lowerBound { last -= 1 }  // 业主们
        if reading.isWord(last, Self.wholes) { return true }
        if reading.tag(last) == .pronoun, reading.tokens[last].count > 1, reading.text[reading.tokens[last].start] == 0x8BE5 {
            return true  // 该会
        }
        if reading.tokens[last].count == 1, reading.single(last - 1) == 0x8001 || reading.single(last - 1) == 0x5C0F { return true }  // 老刘
        switch reading.tag(last) {
        case .organisation, .person, .quoted, .unknown, .personName, .organisationName: return true
        case .quantity:
            let quantity = reading.quantity(of: last)
            return quantity.dimension == "person" || quantity.isOwnNoun && quantity.dimension == "count"
        default: break
        }
        if reading.isWord(last, Self.couples) || reading.isWord(last, DonationRows.roles) { return true }
        let end = reading.tokens[last].end
        if let item = lexicon.items.longestReversedMatch(in: reading.text.text, endingAt: end, start: reading.tokens[last].start),
            item.length
                > (lexicon.bodies.longestReversedMatch(in: reading.text.text, endingAt: end, start: reading.tokens[last].start)?.length ?? 0)
        {
            return false  // 机器人
        }
        return lexicon.bodies.longestReversedMatch(
            in: reading.text.text, endingAt: end, start: reading.tokens[subject.tokens.lowerBound].start)
            != nil
    }

    /// Many, whom 他 does not mean.
    func isGroup(_ subject: ClauseSubject) -> Bool {
        guard let last = subject.tokens.last else { return false }
        return lexicon.giver(in: reading.text, reading.tokens[last].range) == "group"
            && subject.tokens.contains {
                reading.tag($0) == .quantity && reading.quantity(of: $0).value != ExactDecimal(1)
            }
    }

    /// Whether a clause only says who tells what the next clauses say.
    func isReport(_ clause: GiftClause) -> Bool {
        guard let subject = clause.subject, let last = clause.tokens.last else { return false }
        if (subject.tokens).contains(where: { reading.isWord($0, Self.reporters) }) { return true }
        return reading.isWord(last, Self.tellings)
    }

    func isTrigger(_ index: Int) -> Bool {
        guard reading.tokens.indices.contains(index) else { return false }
        return reading.giftVerb(index) != nil && reading.tokens[index].count > 1
    }

    static let wholes = scalarWords(
        "全县 全市 全区 全镇 全乡 全省 全旗 全村 全国 全州 全盟 全街道 全社区 我县 我市 我区 我省 我镇 我乡 我村 该县 该市 该区 该镇 县里 区里 市里 镇里 乡里 村里 旗里 街道")
    static let occasions: Set<String> = ["次", "回", "批", "批次", "度", "轮"]
    /// 铺 摊 店 坊
    static let shops = ScalarSet([0x94FA, 0x644A, 0x5E97, 0x574A])
    /// 没 无 不
    static let lacking = ScalarSet([0x6CA1, 0x65E0, 0x4E0D])
    static let unnamed = scalarWords("某某 某某某")
    static let representing = scalarWords("代表 个人 本人")
    static let even = scalarWords("也 都")
    static let means = scalarWords("用 以 凭 靠 拿")
    static let households = scalarWords("人家 农家")
    static let supporting = scalarWords("支援 驰援 援助 援 对口支援 赴")
    static let with = scalarWords("和 与 跟 同")
    static let bordering = scalarWords("接壤 毗邻 相邻 交界 相连 相望 一河之隔 一江之隔 一路之隔 一山之隔 一街之隔 一墙之隔")
    static let together = scalarWords("一起 一道 一同 共同 联合")
    static let channels = scalarWords("经 经由 通过 透过")
    static let holding = scalarWords("是 有 装着 装 放着 包着 都是 全是")
    static let belonging = scalarWords("发起 牵头 创立 所在 经营 任职 创办 供职 工作 就职 就读 开办 管理")
    static let along = scalarWords("连同 随同 随 随车 随队 随货")
    static let entrusting = scalarWords("委托 转托 托 托人 托友 拜托 央")
    static let manySome = scalarWords("不少 许多 很多 众多 多名 多位 多家 一些 部分 数十 各 其余 其他 有关 更多")
    static let appearance = scalarWords("有 还有 另有 更有 也有 又有 亦有")
    static let attributes = scalarWords(
        "留校 在读 在校 返校 滞留 参战 参军 就读 入驻 在外 驻区 参保 务工 返乡 退休 离休 退役 值守 留守 创业 经商 外出 打工 留学 旅居 驻村 驻 下沉 在职 失业 复工 毕业 在读 进城 返岗 隔离 康复 治愈 援鄂 执勤 值班 养殖 种植 就业 下岗 转业 复员 志愿 回乡 回国 侨居 定居 旅外 在外 参战 出诊 待业 经营 居家 打拼 求学 就读 服务 值勤 结对 帮扶 联系 包联 共建 挂钩 对口 帮联 独居 染疫 确诊 值夜 守夜 住院 下乡 插队 进城务工 打零工 种菜 养牛 养羊 跑运输"
    )
    static let sharing = scalarWords("各 均 分别 都 共 共同 联合 先后 也 还 每家")
    static let firms = scalarWords("企业 台资企业 外资企业 民营企业 港资企业 民企 台企 合资企业 公司 厂商 店家 商户 商家 药企 车企")
    static let locations = scalarWords("在 从")
    static let reporters = scalarWords("记者 笔者")
    static let tellings = scalarWords("介绍 说 介绍说 告诉记者 透露 坦言 解释 解释说 回忆 回忆说 说道 感慨 告诉 讲述 笑着说 通报 提醒")
    static let courtesies = scalarWords("先生 女士 老人 同志")
    static let manners = scalarWords("自发 自愿 踊跃 主动 人均 户均 现场 当场 集体 当日 一次性 带头 率先 每天 每晚 每日 两天 当晚 连夜")
    /// 站 铺
    static let bodies = ScalarSet([0x7AD9, 0x94FA])
    static let perceiving = scalarWords("听说 听闻 得知 获悉 得悉 看到 看见 眼见 了解到 听到 目睹 发现 想到")
    static let accounts = scalarWords("规模 实力 效益 产能 订单 数字 数据 统计 台账 资料 消息")
    static let seats = scalarWords("总部 同村 祖籍 老家 原籍 家 现年")
    static let couples = scalarWords("伉俪 贤伉俪 一家三口 一家四口 一家五口 一家老小 夫妇 夫妻 一家 全家 兄弟 姐妹 父子 母女 父女 母子 一行 一家人 夫妻俩 等人")
    static let circles = scalarWords("各界 各方")
    static let objectMarkers = scalarWords("将 把 向 为 给 由 被 让 使 为了 对 以 委托 透过 通过 往 朝 连 替")
    /// 等人, 一行: others who came along and are not part of the name.
    static let followers = scalarWords("等人 一行")
    static let byOneself = scalarWords("个人 自己 自家")
    /// 全村218户你家50斤、我家80斤
    static let youAndMe = scalarWords("你家 你 你一")
    static let lasting = scalarWords("连续 接连 一连 持续 累计 连着")
    static let spans = scalarWords("时间 内 工夫 功夫 光景")
    static let existence = scalarWords("有 共有 已有")
    static let notGivers = scalarWords(
        "时间 时候 期间 时刻 疫情 情况 同时 方面 关键时刻 消息 形势 任务 一线 困难 条件 原因 腿脚 身体 双手 家里 心里 数据 账本 名单 统计 每天 当天 晚上 早上 上午 下午 一大早 大清早 清晨 深夜 凌晨 闻讯 天气 气温 目光 心意 善举 爱心 口罩 物资 防疫物资"
    )
    static let pronouns = scalarWords("他 她 他们 她们 我 我们 大家 其 自己 它 这 那 该 咱 咱们 俺 您 你 你们")
    static let openers = scalarWords(
        "并 还 又 也 再 则 而 但 同时 此外 另外 随后 近日 连日来 目前 截至目前 据悉 据了解 据介绍 疫情发生后 疫情发生以来 当天 当日 更 更是 是 都 均 有的 见状 其中")
    static let adverbials = scalarWords(
        "据 透过 在 从 自 自从 于 经 经过 通过 当 按照 根据 针对 面对 截至 截止 随着 得知 为了 了解到 听说 听闻 听到 看到 看见 见 见到 眼见 瞧见 目睹 想到 考虑到 发现 获悉 得悉 闻知 鉴于 念及 心疼 担心")
    static let adverbialEnds = scalarWords("之下 以来 之后 期间 之际 之中 之前 以后 的时候 协调下 带领下 统计 介绍 透露 通报 消息 显示 反映")
}
