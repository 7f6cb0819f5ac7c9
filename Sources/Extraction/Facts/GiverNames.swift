/// What a phrase calls who gives: the name without what stands around it, people whom no list of names knows, and what kind of giver it is.
extension DonationRows {
    /// 位于佛山的某公司, 总部设在泉州的某集团, “90后”何一帆: the name without the clause or by-name in front of it.
    func core(of tokens: Range<Int>, _ reading: SentenceReading) -> Range<Int> {
        guard tokens.count > 1, let last = tokens.last else { return tokens }
        // 当中会董
        if tokens.count > 1, reading.isWord(tokens.lowerBound, GiftTotals.amongThem) { return core(of: tokens.dropFirst(), reading) }
        // 单笔最大的来自某公司
        if reading.tag(last) == .organisation, reading.isWord(last - 1, Self.comingFrom) { return last..<last + 1 }
        // 他所在的雪兰莪永春乡亲会, 最多的一位老党员
        if let de = tokens.dropLast().first(where: { reading.isDe($0) }), de > tokens.lowerBound,
            reading.isWord(de - 1, Self.belonging) || reading.single(tokens.lowerBound - 1) == 0x6700 && de == tokens.lowerBound + 1
        {
            return de + 1..<tokens.upperBound
        }
        if reading.tag(last) == .organisation, reading.isDe(last - 1),
            (tokens.lowerBound..<last).contains(where: { reading.isWord($0, Self.situations) })
        {
            return last..<last + 1
        }
        // 对口帮扶的上海市崇明区
        if reading.tag(tokens.lowerBound) == .verb, let de = tokens.last(where: { reading.isDe($0) }), de + 1 < tokens.upperBound,
            (de + 1..<tokens.upperBound).allSatisfy({ reading.tag($0) == .area || reading.tag($0) == .organisation })
        {
            return de + 1..<tokens.upperBound
        }
        // 水口镇的某公司: where it is, in front of a name that says the rest.
        if reading.tag(last) == .organisation, reading.tokens[last].count >= 6, reading.isDe(last - 1), last - 1 > tokens.lowerBound,
            (tokens.lowerBound..<last - 1).allSatisfy({ reading.tag($0) == .area || reading.tag($0) == .place })
        {
            return last..<last + 1
        }
        // 同镇的丰裕米业: where it is, by a word for a place.
        if reading.tokens[tokens.lowerBound].count == 2, reading.isDe(tokens.lowerBound + 1), tokens.count > 2,
            Self.neighbourhood.contains(reading.text[reading.tokens[tokens.lowerBound].start])
        {
            return tokens.lowerBound + 2..<tokens.upperBound
        }
        // 某公司负责人: who speaks for it gives nothing himself.
        if reading.isWord(last, Self.speakers), reading.tag(last - 1) == .organisation { return tokens.dropLast() }
        // 镇上的朗悦酒店: where it is.
        if reading.tag(tokens.lowerBound) == .noun, reading.isDe(tokens.lowerBound + 1), tokens.count > 2,
            reading.text[reading.tokens[tokens.lowerBound].end - 1] == 0x4E0A
                || reading.text[reading.tokens[tokens.lowerBound].end - 1] == 0x91CC
        {
            return tokens.lowerBound + 2..<tokens.upperBound
        }
        if reading.tag(tokens.lowerBound) == .quoted {
            let rest = tokens.dropFirst()
            let length = reading.tokens[rest.upperBound - 1].end - reading.tokens[rest.lowerBound].start
            if (2...4).contains(length), rest.allSatisfy({ reading.tokens[$0].count == 1 }) { return rest }
        }
        return tokens
    }

    private static let comingFrom = scalarWords("来自 来自于")
    private static let belonging = scalarWords("所在 所属 任职 就职 就读")
    /// 同 本 邻 当
    private static let neighbourhood = ScalarSet("同本邻当")
    /// 317家单位和个人 are one phrase.
    static let anybody = scalarWords("个人 集体 团体 群众")
    /// 省 市 区 县 旗 州 盟 镇 乡: areas that a government stands for.
    static let governed = ScalarSet("省市区县旗州盟镇乡")
    private static let speakers = scalarWords("负责人 相关负责人 有关负责人 发言人 工作人员")
    private static let situations = scalarWords("位于 坐落 坐落于 设在 设于 落户 落户于 来自 远在 地处 扎根 扎根于 总部位于 总部设在")

    /// 驻街单位水工机械厂党委: what the body is to the place stands before its name.
    func withoutLead(_ name: String) -> String {
        let scalars = name.scalarValues
        guard let lead = Self.leads.longestMatch(in: scalars, at: 0), scalars.count - lead.length >= 4 else { return name }
        return String(scalars: Array(scalars[lead.length...]))
    }

    /// 1和2号楼 for 1、2号楼: a number alone is no name in a column of names, which 、 separates.
    func withoutLoneNumbers(_ text: String) -> String {
        guard text.unicodeScalars.contains("、") else { return text }
        let parts = text.split(separator: "、", omittingEmptySubsequences: false)
        var result = ""
        for (index, part) in parts.enumerated() {
            if index > 0 { result += isNumber(parts[index - 1]) || isNumber(part) ? "和" : "、" }
            result += part
        }
        return result
    }

    private func isNumber(_ text: Substring) -> Bool { !text.isEmpty && text.unicodeScalars.allSatisfy { isDigit($0.value) } }

    /// 2300名员工 for 2,300名员工: a comma in a column of names stands between two of them.
    func withoutThousands(_ name: String) -> String {
        guard name.utf8.contains(0x2C) else { return name }
        let scalars = name.scalarValues
        return String(
            scalars: scalars.indices.filter { index in
                scalars[index] != 0x2C || index == 0 || index + 1 == scalars.count || !isDigit(scalars[index - 1])
                    || !isDigit(scalars[index + 1])
            }.map { scalars[$0] })
    }

    private static let leads = PhraseTable([
        "驻街单位", "驻区单位", "驻地单位", "驻村单位", "共建单位", "帮扶单位", "结对单位", "爱心企业", "爱心单位", "龙头企业", "民营企业", "本土企业", "本地企业", "外资企业", "会员单位", "会员企业",
        "成员单位", "辖区企业", "辖区单位", "会长单位", "副会长单位", "常务副会长单位", "理事单位", "常务理事单位", "监事单位", "理事长单位", "副理事长单位",
    ])

    /// 牧民额尔敦、苏和巴特尔: a list of names behind a word for a role.
    func unlistedPersons(_ tokens: Range<Int>, _ reading: SentenceReading) -> (text: String, kind: String, entries: [DonorEntry])? {
        guard let role = tokens.dropLast().last(where: { isRole($0, reading) }), !reading.isListJoint(role + 1) else { return nil }
        var entries: [DonorEntry] = []
        var name = ""
        var isStrange = false
        for token in role + 1..<tokens.upperBound + 1 {
            if token == tokens.upperBound || reading.isListJoint(token) {
                guard (2...7).contains(name.unicodeScalars.count) else { return nil }
                var entry = DonorEntry()
                (entry.name, entry.nameKey, entry.kind) = (name, name, "person")
                entries.append(entry)
                name = ""
                continue
            }
            switch reading.tag(token) {
            case .organisation, .area, .quantity, .person, .bracket, .quoted: return nil
            case .noun where reading.tokens[token].count > 1: return nil
            case .personName, .unknown: isStrange = true
            default: if reading.tokens[token].count == 1 { isStrange = true }
            }
            name += reading.string(reading.tokens[token].range)
        }
        guard entries.count > 1, isStrange else { return nil }
        return (entries.map(\.name).joined(separator: "、"), "person", entries)
    }

    /// A firm's name from a token to the next joint.
    func isFirm(_ start: Int, _ limit: Int, _ reading: SentenceReading) -> Bool {
        let end = (start..<limit).first { reading.isListJoint($0) } ?? limit
        let range = reading.tokens[start].start..<reading.tokens[end - 1].end
        return range.count >= 3 && lexicon.giver(in: reading.text, range) == "company"
    }

    /// What short names of firms end with: 鼎盛建材.
    private static let industries = scalarWords(
        "建材 电子 电器 电气 机械 电缆 照明 家居 家具 服装 包装 印刷 汽车 农业 物流 食品 生物 工具 五金 塑业 橡胶 水泥 钢构 门窗 门业 陶瓷 玻璃 环保 能源 电力 光学 仪表 装饰 园林 传媒 广告 旅游 教育 置业 地产 投资 贸易 商贸 运输 快递 速递 通信 软件 网络 珠宝 化妆品 日化 化肥 饲料 种苗 苗木 茶叶 粮油 水产 养殖 畜牧 矿业 石材 煤业 纸业"
    )
    /// 其余零散捐款: nobody in particular.
    static let theRest = scalarWords("以上 上述 其余 零散 零星 其他 其它 小额 另外 剩余 余下")
    static let firmKinds = scalarWords("企业 台资企业 外资企业 民营企业 港资企业 民企 台企 药企 爱心企业 龙头企业 上市公司 商家")

    /// 爱心人士卢女士: a surname with a word of respect is a name.
    func courteous(_ tokens: Range<Int>, _ reading: SentenceReading) -> (text: String, kind: String, entries: [DonorEntry])? {
        // 市民刘先生, 低保户老韩
        if let last = tokens.last, tokens.count > 1, !tokens.contains(where: { reading.isListJoint($0) }) {
            let name = reading.tokens[last].count > 1 ? last..<last + 1 : last - 1..<last + 1
            let text = reading.text.text[reading.tokens[name.lowerBound].start..<reading.tokens[last].end]
            let isOld = text.count == 2 && (text.first == 0x8001 || text.first == 0x5C0F) && name.count == 2
            let isPolite =
                name.count == 1 && text.count >= 3 && text.count <= 4
                && Self.courtesies.contains { $0.count == text.count - 1 && text.suffix($0.count).elementsEqual($0) }
                && !reading.isWord(last, Self.courtesies)
            if (isOld || isPolite) && name.lowerBound > tokens.lowerBound
                && (isPolite || isPersonNoun(name.lowerBound - 1, reading) || reading.tag(name.lowerBound - 1) == .noun)
            {
                var entry = DonorEntry()
                entry.name = reading.string(tokens: name)
                (entry.nameKey, entry.kind) = (entry.name, "person")
                return (entry.name, "person", [entry])
            }
        }
        // 卖菜的王婶: a surname with one character for how she is called.
        if let last = tokens.last, tokens.count > 2 {
            let end = reading.tokens[last].end
            let name =
                reading.tokens[last].count == 2
                ? last : reading.tokens[last].count == 1 && reading.tokens[last - 1].count == 1 ? last - 1 : -1
            if name > tokens.lowerBound, reading.isDe(name - 1), Self.kin.contains(reading.text[end - 1]),
                Self.commonSurnames.contains(reading.text[end - 2])
            {
                var entry = DonorEntry()
                entry.name = reading.string(end - 2..<end)
                (entry.nameKey, entry.kind) = (entry.name, "person")
                return (entry.name, "person", [entry])
            }
        }
        guard let last = tokens.last, tokens.count > 1, reading.isWord(last, Self.courtesies), reading.tokens[last - 1].count == 1,
            reading.tag(last - 1) != .quantity, !reading.isDe(last - 1), tokens.count > 2,
            !reading.isListJoint(last - 1), !tokens.contains(where: { reading.isListJoint($0) })
        else { return nil }
        var entry = DonorEntry()
        entry.name = reading.string(tokens: last - 1..<last + 1)
        (entry.nameKey, entry.kind) = (entry.name, "person")
        return (entry.name, "person", [entry])
    }

    private func isPersonNoun(_ token: Int, _ reading: SentenceReading) -> Bool {
        isRole(token, reading) || lexicon.namesPeople(in: reading.text, reading.tokens[token].range)
    }

    /// 婶 叔 姨 姐 哥 嫂 妈 爷 奶 伯 娘 总
    private static let kin = ScalarSet("婶叔姨姐哥嫂妈爷奶伯娘总")
    private static let commonSurnames = ScalarSet(
        "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文")
    static let courtesies = scalarWords("先生 女士 大姐 阿姨 大爷 大妈 奶奶 爷爷 婆婆 老师 师傅 大叔 大娘 阿婆 阿公 大婶 大嫂 小姐 太太 大哥 老伯 老汉 大伯")

    /// 市民陈先生, 牧民巴特尔: what stands behind a word for a role is a name, also where no list of names knows it.
    func unlistedPerson(_ tokens: Range<Int>, _ reading: SentenceReading) -> (text: String, kind: String, entries: [DonorEntry])? {
        guard let role = tokens.dropLast().last(where: { isRole($0, reading) }) else { return nil }
        let rest = role + 1..<tokens.upperBound
        let length = reading.tokens[rest.upperBound - 1].end - reading.tokens[rest.lowerBound].start
        // 干部人才: a noun of everyday use is no name.
        if rest.count == 1, reading.tag(rest.lowerBound) == .noun { return nil }
        guard length >= 2, length <= 8, !rest.contains(where: { reading.isListJoint($0) || reading.isDe($0) || isRole($0, reading) }),
            lexicon.bodies.longestReversedMatch(
                in: reading.text.text, endingAt: reading.tokens[rest.upperBound - 1].end, start: reading.tokens[role].start) == nil,
            !rest.contains(where: { reading.tag($0) == .organisation || reading.tag($0) == .area || reading.tag($0) == .quantity })
        else { return nil }
        var entry = DonorEntry()
        for token in rest { entry.name += reading.string(reading.tokens[token].range) }
        entry.nameKey = entry.name
        entry.kind = "person"
        return (entry.name, "person", [entry])
    }

    /// 一名商户: counted as persons are.
    func isOnePerson(_ tokens: Range<Int>, _ reading: SentenceReading) -> Bool {
        tokens.contains {
            reading.tag($0) == .quantity && reading.quantity(of: $0).dimension == "person"
        }
    }

    /// A name, or a word that names of bodies and groups end with, in front of 和: 正和门业 is one name.
    func isNamed(_ token: Int, _ reading: SentenceReading) -> Bool {
        switch reading.tag(token) {
        case .organisation, .area, .person, .quantity, .bracket, .quoted: return true
        default: break
        }
        let range = reading.tokens[token].range
        return range.count > 1
            || lexicon.bodies.longestReversedMatch(in: reading.text.text, endingAt: range.upperBound, start: range.lowerBound) != nil
    }

    private func isRole(_ token: Int, _ reading: SentenceReading) -> Bool { reading.isWord(token, Self.roles) }

    static let roles = scalarWords(
        "市民 村民 居民 牧民 职工 学生 同胞 华侨 侨胞 党员 老党员 老人 网友 业主 店主 老板 董事长 总经理 经理 负责人 书记 主任 会长 教师 医生 护士 女孩 男孩 小学生 个体户 商户 司机 农民 户主 脱贫户 贫困户 致富能手 能手 带头人 大户 干部 战士 老兵 民警 人士 企业家 委员 代表"
    )

    func kindOfGiver(_ name: String, isListed: Bool = false) -> String {
        var scalars = name.scalarValues
        // 爱心人士“一滴水”: what somebody calls himself.
        if scalars.last == 0x201D, let quote = scalars.lastIndex(of: 0x201C), quote > 2 { scalars.removeSubrange(quote...) }
        if scalars.count >= 3, let last = scalars.last, Self.areaEnds.contains(last),
            !Self.noAreas.contains(where: { scalars.suffix(2).elementsEqual($0) })
        {
            return "government"
        }
        guard let match = lexicon.bodies.longestReversedMatch(in: scalars, endingAt: scalars.count) else {
            if scalars.count >= 4, Self.industries.contains(where: { scalars.suffix($0.count).elementsEqual($0) }) { return "company" }
            // On a line of a list two or three characters are somebody's name.
            // So are two to five that are no name of a place and hold no number or letter.
            return scalars.count <= (isListed ? 3 : 5) && scalars.allSatisfy { $0 >= 0x4E00 && $0 <= 0x9FFF || $0 == 0xB7 }
                ? "person" : "organisation"
        }
        // 中共某镇委员会
        if scalars.starts(with: Self.communist) { return "party" }
        return lexicon.bodyEntries[Int(match.value)].donor
    }

    /// 山东省济南市历城区 gives: its government does.
    private static let areaEnds = ScalarSet("省市县旗区州盟")
    private static let noAreas = scalarWords("社区 小区 园区 景区 校区 厂区 院区 城市 超市 菜市 片区 库区 矿区 林区 牧区 山区 灾区 辖区")
    private static let communist = "中共".scalarValues
}
