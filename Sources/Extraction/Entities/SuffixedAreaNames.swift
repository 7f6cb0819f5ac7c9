/// Townships and villages that no list has, by the word that their names end with.
extension AreaScanner {
    private static let villageEnds: [(suffix: [UInt32], isVillage: Bool)] = [
        ("行政村".scalarValues, true), ("社区".scalarValues, true), ("嘎查".scalarValues, true), ("村".scalarValues, true),
        ("街道".scalarValues, false), ("镇".scalarValues, false), ("乡".scalarValues, false), ("苏木".scalarValues, false),
    ]
    /// 嘎查, 苏木
    private static let mongolianEnds = ScalarSet("嘎苏")
    private static let lastOfSuffix = ScalarSet("村区查道镇乡木")
    private static let stopScalars = ScalarSet("的在到和与及向对从由为将把被是有等各该去给让使叫往于至经跟或但并而也又还都却就已了着过这那此每某其些我你他她们您如抵赴驻住包以走串除著穿仅")

    func suffixedNames(_ document: Document, known: [AreaCandidate]) -> [AreaCandidate] {
        var result: [AreaCandidate] = []
        let text = document.clean
        // Names behind which another name may begin. 山西乔村: the short form of a province or prefecture may begin a village's own name.
        var ends = Set<Int>()
        // 赛罕塔拉苏木: nor do short forms stand in front of what names of Mongolian are made of.
        let fullEnds = Set(known.lazy.filter { $0.source != .short }.map(\.printed.upperBound))
        for candidate in known where candidate.source != .short || !candidate.meanings.allSatisfy({ $0.code % 100 == 0 }) {
            ends.insert(candidate.printed.upperBound)
        }
        var next = 0
        let lastOfSuffix = Self.lastOfSuffix
        text.withUnsafeBufferPointer { buffer in
            for position in buffer.indices where lastOfSuffix.contains(buffer[position]) {
                while next < known.count, known[next].printed.upperBound <= position { next += 1 }
                if next < known.count, known[next].range.contains(position) { continue }
                guard
                    let suffix = Self.villageEnds.first(where: {
                        ScalarSearch.matches(text, $0.suffix, at: position + 1 - $0.suffix.count, end: position + 1)
                    })
                else { continue }
                if let candidate = suffixed(
                    buffer, suffix.suffix, isVillage: suffix.isVillage, end: position + 1,
                    ends: suffix.suffix.count == 2 && Self.mongolianEnds.contains(suffix.suffix[0]) ? fullEnds : ends)
                {
                    result.append(candidate)
                    if !suffix.isVillage { ends.insert(candidate.printed.upperBound) }
                }
            }
        }
        // 尚村皮毛商会 on a page that speaks of 尚村镇: the town, unless 尚村 stands behind its name.
        let towns = stemsOfTownships(known)
        let inTowns = Set(result.lazy.filter { ends.contains($0.range.lowerBound) }.map(\.name))
        result.removeAll { $0.source == .village && towns.contains($0.name[...]) && !inTowns.contains($0.name) }
        return result
    }

    private func suffixed(
        _ text: UnsafeBufferPointer<UInt32>, _ suffix: [UInt32], isVillage: Bool, end: Int, ends: Set<Int>
    ) -> AreaCandidate? {
        let stem = end - suffix.count
        if isVillage, suffix.count == 1, end < text.count {
            // 康吊村村委会: the second 村 belongs to the committee; 水塘镇波村村 ends with it.
            if stem > 0, text[stem - 1] == scalar("村"), isHan(text[end]), !Self.stopScalars.contains(text[end]) { return nil }
            let goesOut = end + 1 < text.count && text[end] == scalar("外") && text[end + 1] == scalar("出")
            if contexts.notAfterVillage.longestMatch(in: text, at: end, end: end + 4) != nil, text[end] != scalar("村"), !goesOut {
                return nil
            }
            // 农业农村局, 看守进村路口
            if stem > 0, text[stem - 1] == scalar("农") { return nil }
            if stem > 1, Self.entering.contains(text[stem - 1]), !Self.beforeEntering.contains(text[stem - 2]) { return nil }
        }
        if suffix.last == scalar("区") {
            if end < text.count, text[end] == scalar("域") { return nil }
            // 新胜社区社区工作者
            if stem >= 2, text[stem - 1] == scalar("区"), text[stem - 2] == scalar("社") { return nil }
        }
        guard
            var start = (isVillage ? behindArea(text, stem: stem, ends: ends) : nil)
                ?? nameStart(text, stem: stem, ends: ends, isMongolian: suffix == Self.villageEnds[2].suffix)
        else {
            return nil
        }
        // 俞邦村全村
        if isVillage, text[stem - 1] == scalar("全") { return nil }
        let isBehindArea = ends.contains(start)
        if let cut = roadCut(text, start..<stem) { start = cut }
        let length = stem - start
        guard length >= 1, length <= 8 else { return nil }
        let name = Array(text[start..<end])
        if contexts.generics.value(of: name.dropLast(suffix.count)) != nil { return nil }
        // 香业专业村: what kind of village it is.
        if length > 2, isVillage, Self.kindsOfVillage.contains(where: { ScalarSearch.matches(name, $0, at: length - 2, end: length) }) {
            return nil
        }
        // 织密社区: a verb in front of 社区 governs it, unless such names are common (解放, 建设).
        if length == 2, !isBehindArea, words.isVerb(text, start..<stem), contexts.nameStarts.value(of: text[start..<stem]) == nil {
            return nil
        }
        // A number and its measure word in front count villages, they name none: 88个村.
        if start > 0, Self.measures.contains(text[start - 1]), !isBehindArea { return nil }
        if length == 1 {
            // 李村, 乔村: a surname at a border; 社区 and 街道 have longer names.
            let isBody = end < text.count && (text[end] == scalar("村") || text[end] == scalar("党"))
            let atBorder = start == 0 || !isHan(text[start - 1]) || isBody && Self.stopScalars.contains(text[start - 1])
            guard suffix.count == 1, isVillage, isBehindArea || atBorder else { return nil }
            // 托村委会汇往…: who is asked to do it.
            if !isBehindArea, Self.asking.contains(text[start]) { return nil }
        }
        if !isVillage {
            // Outside the gazetteer a township is believed behind its county, or as a 街道 at a border.
            let atBorder = start == 0 || !isHan(text[start - 1]) || Self.stopScalars.contains(text[start - 1])
            let isEthnic = isEthnicTownship(text, start..<end)
            guard length >= 2, isBehindArea || isEthnic || atBorder && length <= 5 else { return nil }
            // 龙湖同乡会, 家乡
            if suffix.count == 1, text[stem] == scalar("乡"),
                end < text.count && Self.homeWords.contains(text[end]) || Self.beforeHome.contains(text[stem - 1])
            {
                return nil
            }
            if suffix.count == 1, !isBehindArea, !isEthnic, !isTownshipAtBorder(text, start, stem, ends: ends) { return nil }
        }
        var printed = start..<end
        var isOffice = false
        if suffix == Self.villageEnds[4].suffix, end + 3 <= text.count, text[end] == scalar("办"), text[end + 1] == scalar("事"),
            text[end + 2] == scalar("处")
        {
            printed = start..<(end + 3)
            isOffice = true
        }
        return AreaCandidate(
            range: start..<end, printed: printed, name: name, meanings: [], source: isVillage ? .village : .township, isOffice: isOffice)
    }

    /// 鱼池朝鲜族乡: a township of a people, by a name that the gazetteer may print without it.
    private func isEthnicTownship(_ text: UnsafeBufferPointer<UInt32>, _ range: Range<Int>) -> Bool {
        guard text[range.upperBound - 1] == scalar("乡"), range.count >= 4, text[range.upperBound - 2] == scalar("族") else { return false }
        return Self.peoples.contains { people in
            range.count >= people.count + 4
                && text[(range.upperBound - 2 - people.count)..<(range.upperBound - 2)].elementsEqual(people)
        }
    }

    /// The peoples that townships are named after, without 族.
    private static let peoples = scalarWords(
        "蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 拉祜 水 东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺"
    )

    /// 朝阳镇、尤集镇; 蔡家湖镇的党员突击队: behind another township of a list, or at the head of a clause a name of two or three characters that does not end
    /// in a word for towns or homes.
    private func isTownshipAtBorder(_ text: UnsafeBufferPointer<UInt32>, _ start: Int, _ stem: Int, ends: Set<Int>) -> Bool {
        guard stem - start <= 3 else { return false }
        if start > 1, text[start - 1] == 0x3001, ends.contains(start - 1), text[start - 2] == text[stem] { return true }
        let opens = start == 0 || !isHan(text[start - 1]) && text[start - 1] != 0x3001
        guard opens, stem + 1 < text.count, Self.behindTownship.contains(text[stem + 1]) || leadsToVillage(text, stem + 1) else {
            return false
        }
        return !words.contains(text, (stem - 1)..<(stem + 1)) && !words.contains(text, start..<stem + 1)
            && words.longestWord(text, startingAt: start) < 2
    }

    /// 晃州镇沙湾社区: behind a township the name of one of its villages.
    private func leadsToVillage(_ text: UnsafeBufferPointer<UInt32>, _ start: Int) -> Bool {
        for stem in start..<min(start + 5, text.count) {
            if stem >= start + 2,
                text[stem] == scalar("村")
                    || stem + 1 < text.count && text[stem] == scalar("社") && text[stem + 1] == scalar("区")
            {
                return contexts.generics.value(of: text[start..<stem]) == nil
                    && contexts.stops.longestMatch(in: text, at: start, end: stem) == nil
            }
            guard isHan(text[stem]), !Self.stopScalars.contains(text[stem]) else { return false }
        }
        return false
    }

    private static let kindsOfVillage = ["专业", "示范", "特色", "贫困"].map(\.scalarValues)
    /// 同 家 老 故 …: 同乡 and the like are no townships.
    private static let beforeHome = ScalarSet("同家老故返下侨水茶外回还离异他思怀归")
    private static let behindTownship = ScalarSet("的党政卡村社干机中卫派")
    private static let entering = ScalarSet("进入返离驻")
    private static let beforeEntering = ScalarSet("前先跃奋后上并共")
    private static let joining = ScalarSet("的和与及各某该每两三几多全本有是在为向把将被让、")

    /// 杉树镇对马村, 兰州湾镇八家户村: between an area and the suffix stands nothing but the name, though a function word's or a measure's
    /// character be in it.
    private func behindArea(_ text: UnsafeBufferPointer<UInt32>, stem: Int, ends: Set<Int>) -> Int? {
        for length in 2...4 where stem - length > 0 {
            let start = stem - length
            guard isHan(text[start]) else { return nil }
            guard ends.contains(start) else { continue }
            let isPlain =
                !Self.joining.contains(text[start])
                && (start..<stem).allSatisfy {
                    isHan(text[$0]) && !Self.neverInside.contains(text[$0]) && ($0 == start || !ends.contains($0))
                }
                && !ends.contains(stem)
            guard isPlain, words.longestWord(text, startingAt: start) < 2 || !words.isVerb(text, start..<(start + 2)),
                contexts.stops.longestReversedMatch(in: text, endingAt: start + 2, start: start) == nil,
                contexts.stops.longestReversedMatch(in: text, endingAt: min(start + 3, stem), start: start) == nil,
                contexts.generics.value(of: text[start..<stem]) == nil, contexts.generics.value(of: text[(start + 1)..<stem]) == nil
            else { return nil }
            return start
        }
        return nil
    }

    private static let asking = ScalarSet("托由经请让找")
    private static let neverInside = ScalarSet("的从各把被")
    static let measures = ScalarSet("个名家座位户条批处些")

    /// Where the name in front of a suffix begins: behind another area, a mark, a function word or a verb.
    func nameStart(_ text: UnsafeBufferPointer<UInt32>, stem: Int, ends: Set<Int>, isMongolian: Bool) -> Int? {
        var start = stem
        let limit = max(0, stem - 9)
        while start > limit {
            if ends.contains(start) { break }
            let value = text[start - 1]
            if !isHan(value) { break }
            if let length = stopLength(text, endingAt: start) {
                // 联合社区: a verb alone between a mark and the suffix may be the name.
                let isWhole = start == stem && (start - length == 0 || !isHan(text[start - length - 1]))
                if !isWhole || contexts.nameStarts.value(of: text[(start - length)..<start]) == nil { break }
                start -= length
                continue
            }
            if Self.stopScalars.contains(value), !(isMongolian && start < stem && Self.mongolian.contains(value)) {
                // 和平, 同心, 将军: a function word's character may begin a name.
                guard contexts.nameStarts.longestMatch(in: text, at: start - 1, end: stem) != nil else { break }
            } else if Self.measures.contains(value), start >= 2, Self.countsBefore.contains(text[start - 2]) || isDigit(text[start - 2]) {
                break
            }
            start -= 1
        }
        if stem - start >= 9 { return nil }
        return start < stem ? start : nil
    }

    /// Function words' characters that write sounds of Mongolian: 沙日温都尔嘎查.
    private static let mongolian = ScalarSet("都也各于着以其他")
    static let countsBefore = ScalarSet("一二两三四五六七八九十百千万几多余数各这那每某")

    /// The length of a verb or adverb that ends at a position.
    private func stopLength(_ text: UnsafeBufferPointer<UInt32>, endingAt end: Int) -> Int? {
        contexts.stops.longestReversedMatch(in: text, endingAt: end, start: end - 5)?.length
    }

    /// `八一大道段宁庄社区`: what stands behind a road is the name, where two characters or more are left.
    private func roadCut(_ text: UnsafeBufferPointer<UInt32>, _ range: Range<Int>) -> Int? {
        var end = range.upperBound - 2
        while end >= range.lowerBound + 2 {
            if contexts.roadEnds.longestReversedMatch(in: text, endingAt: end, start: range.lowerBound) != nil { return end }
            end -= 1
        }
        return nil
    }
}
