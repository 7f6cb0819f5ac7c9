/// A place of the text that may name an area, before it is settled which.
struct AreaCandidate: Sendable {
    enum Source: Sendable { case gazetteer, short, township, village }

    /// The name.
    var range: Range<Int>
    /// What is printed, an office's suffix included.
    var printed: Range<Int>
    /// The name as the gazetteer or the dictionary has it: of `陈州办事处` 陈州街道.
    var name: [UInt32]
    var meanings: [Gazetteer.Meaning]
    var source: Source
    var isOffice = false
    /// The candidate that ends where this one begins, as an index.
    var adjacent: Int?
}

/// Finds names of areas in clean text: full names of the gazetteer, short forms that the page licenses, townships and villages by their
/// suffix.
struct AreaScanner: Sendable {
    let gazetteer: Gazetteer
    let words: WordList
    let contexts: AreaContexts
    /// Short forms of provinces and prefectures that are no everyday words.
    private let majorShorts: PhraseTable
    private let provinceShorts: PhraseTable

    init(gazetteer: Gazetteer, words: WordList, contexts: AreaContexts) {
        self.gazetteer = gazetteer
        self.words = words
        self.contexts = contexts
        var major = PhraseTable()
        var provinces = PhraseTable()
        for record in gazetteer.recordsAboveCounties() where record.hasOwnShort {
            let short = record.short
            let kind = gazetteer.meanings(short).first?.kind
            if record.level == .province { provinces.insert(short, value: Int32(record.code)) }
            if kind == .short || record.level == .province, major.value(of: short) == nil { major.insert(short, value: Int32(record.code)) }
        }
        majorShorts = major
        provinceShorts = provinces
    }

    private static let suffixes = ScalarSet("省市区县州盟旗镇乡道木")
    private static let street = scalar("街")
    private static let way = scalar("道")

    /// All candidates, ascending by position, none overlapping another.
    func candidates(in document: Document) -> [AreaCandidate] {
        var found = document.clean.withUnsafeBufferPointer { fullNames($0) }
        found = merge(found, with: document.clean.withUnsafeBufferPointer { listedTownships($0) })
        found = merge(found, with: shortForms(document, licensedBy: found))
        found = merge(found, with: suffixedNames(document, known: found))
        link(&found)
        return found
    }

    /// Marks the candidates that stand directly behind another.
    private func link(_ found: inout [AreaCandidate]) {
        for index in found.indices.dropFirst() where found[index - 1].printed.upperBound == found[index].range.lowerBound {
            found[index].adjacent = index - 1
        }
    }

    /// Of overlapping candidates the longer one stays, of equal ones the first.
    private func merge(_ a: [AreaCandidate], with b: [AreaCandidate]) -> [AreaCandidate] {
        if b.isEmpty { return a }
        let all = (a + b).sorted { ($0.range.lowerBound, -$0.printed.count) < ($1.range.lowerBound, -$1.printed.count) }
        var result: [AreaCandidate] = []
        result.reserveCapacity(all.count)
        for candidate in all {
            if let last = result.last, candidate.range.lowerBound < last.printed.upperBound {
                if candidate.printed.count > last.printed.count { result[result.count - 1] = candidate }
            } else {
                result.append(candidate)
            }
        }
        return result
    }

    // MARK: Full names

    private func fullNames(_ text: UnsafeBufferPointer<UInt32>) -> [AreaCandidate] {
        var found: [AreaCandidate] = []
        // Held here, since a static property is asked whether it is made each time.
        let suffixes = Self.suffixes
        for position in text.indices {
            let value = text[position]
            guard suffixes.contains(value) else {
                if value == scalar("处"), position >= 4, text[position - 1] == scalar("事"), text[position - 2] == scalar("办"),
                    text[position - 3] != Self.way, let office = office(text, end: position - 2)
                {
                    append(office, to: &found)
                }
                continue
            }
            if position + 1 < text.count, Self.goesOn(value, text[position + 1]) { continue }
            if value == Self.way, position == 0 || text[position - 1] != Self.street { continue }
            guard let candidate = longestName(text, end: position + 1) else { continue }
            append(candidate, to: &found)
        }
        return found
    }

    private func append(_ candidate: AreaCandidate, to found: inout [AreaCandidate]) {
        while let last = found.last, last.printed.upperBound > candidate.range.lowerBound {
            // 新城区街道 holds 新城区: the longer name is meant, unless only the shorter one begins at a border.
            if last.printed.count >= candidate.printed.count { return }
            found.removeLast()
        }
        found.append(candidate)
    }

    private static let homeWords = ScalarSet("贤亲情愁土音友间")

    /// 市场 and 区域 are words of their own.
    private static func goesOn(_ suffix: UInt32, _ next: UInt32) -> Bool {
        switch suffix {
        case scalar("市"): next == scalar("场")
        case scalar("区"): next == scalar("域") || next == scalar("别") || next == scalar("间") || next == scalar("块")
        case scalar("乡"): homeWords.contains(next)
        case scalar("镇"): next == scalar("静") || next == scalar("压") || next == scalar("定")
        case scalar("州"): next == scalar("际")
        case scalar("旗"): next == scalar("帜") || next == scalar("舰") || next == scalar("下")
        case scalar("道"): next == scalar("路") || next == scalar("理")
        default: false
        }
    }

    /// The longest name of the gazetteer that ends at a position.
    private func longestName(_ text: UnsafeBufferPointer<UInt32>, end: Int) -> AreaCandidate? {
        guard end >= 2, gazetteer.mayNameEnd(with: text[end - 2], text[end - 1]) else { return nil }
        var hash = PackedIndex.seed
        var best: (Range<Int>, [Gazetteer.Meaning])?
        var start = end
        while start > 0, end - start < Gazetteer.longestName, isHan(text[start - 1]) {
            start -= 1
            hash = PackedIndex.extend(hash, text[start])
            guard end - start >= 2 else { continue }
            var meanings = gazetteer.meanings(text, start..<end, hash: hash)
            if meanings.isEmpty { continue }
            meanings.removeAll { $0.kind == .short || $0.kind == .wordlikeShort }
            if !meanings.isEmpty { best = (start..<end, meanings) }
        }
        guard let (range, meanings) = best else { return nil }
        // 5个城区街道: a number and its measure word count townships, they name none.
        if range.lowerBound >= 2, Self.measures.contains(text[range.lowerBound - 1]) {
            let before = text[range.lowerBound - 2]
            if isDigit(before) || Self.countsBefore.contains(before) { return nil }
        }
        var printed = range
        var isOffice = false
        if text[end - 1] == Self.way, end + 3 <= text.count, text[end] == scalar("办"), text[end + 1] == scalar("事"),
            text[end + 2] == scalar("处")
        {
            printed = range.lowerBound..<(end + 3)
            isOffice = true
        }
        return AreaCandidate(
            range: range, printed: printed, name: Array(text[range]), meanings: meanings, source: .gazetteer, isOffice: isOffice)
    }

    /// `陈州办事处`: the office of 陈州街道, where the gazetteer knows such a street office.
    private func office(_ text: UnsafeBufferPointer<UInt32>, end: Int) -> AreaCandidate? {
        var best: AreaCandidate?
        var start = end
        while start > 0, end - start < 6, isHan(text[start - 1]) {
            start -= 1
            guard end - start >= 2 else { continue }
            let name = Array(text[start..<end]) + [Self.street, Self.way]
            let meanings = gazetteer.meanings(name).filter { $0.kind == .township || $0.kind == .plainTownship }
            if !meanings.isEmpty {
                best = AreaCandidate(
                    range: start..<end, printed: start..<(end + 3), name: name, meanings: meanings, source: .gazetteer, isOffice: true)
            }
        }
        return best
    }

    // MARK: Short forms

    /// The characters of the short forms that a page licenses, more or less.
    private static let usualLicensed = 60

    /// The short forms that the areas of a page license.
    private struct LicensedShorts {
        /// The short forms; the values are indices into `codes`.
        var table = PhraseTable()
        /// The areas that a short form may mean.
        var codes: [[UInt32]] = []
        /// The areas that are named in full.
        var own = Set<UInt32>()

        mutating func add(_ record: Gazetteer.Record) {
            guard record.hasOwnShort else { return }
            let short = record.short
            guard short.count >= 2 else { return }
            if let value = table.value(of: short) {
                if !codes[Int(value)].contains(record.code) { codes[Int(value)].append(record.code) }
            } else {
                table.insert(short, value: Int32(truncatingIfNeeded: codes.count))
                codes.append([record.code])
            }
        }
    }

    private func licensedShorts(by found: [AreaCandidate]) -> LicensedShorts {
        var licensed = LicensedShorts()
        licensed.table.reserveCapacity(scalars: Self.usualLicensed)
        for candidate in found {
            let full = candidate.meanings.filter { $0.kind == .full || $0.kind == .former || $0.kind == .printed }
            guard full.count <= 2 else { continue }
            for meaning in full where licensed.own.insert(meaning.code).inserted {
                if let record = gazetteer.record(meaning.code) { licensed.add(record) }
                for above in gazetteer.ancestors(of: meaning.code) { if let record = gazetteer.record(above) { licensed.add(record) } }
                for below in gazetteer.children(of: meaning.code) { licensed.add(below) }
            }
        }
        return licensed
    }

    /// A short form counts where the area, the one above it or one below it is named in full, or where it is a province or prefecture whose
    /// short form is no everyday word; and never inside another word.
    private func shortForms(_ document: Document, licensedBy found: [AreaCandidate]) -> [AreaCandidate] {
        var licensed = licensedShorts(by: found)
        // 屯门 in a paper in traditional characters that speaks of 香港.
        if document.articles.first?.isTraditional == true,
            ScalarSearch.first(Self.hongKong, in: document.clean, document.clean.indices) != nil
        {
            for district in gazetteer.children(of: Self.codeOfHongKong) { licensed.add(district) }
        }
        // 三沙商会 on a page that speaks of 三沙镇: the township, and not the city of that name.
        let townships = Set(found.filter { $0.meanings.allSatisfy { !$0.isHigh } }.map { $0.name.dropLast() })
        var result: [AreaCandidate] = []
        let text = document.clean
        // Held here, since a static property is asked whether it is made each time.
        let (leadingTo, and) = (Self.leadingTo, Self.and)
        text.withUnsafeBufferPointer { buffer in
            var position = 0
            var next = 0
            while position < buffer.count {
                while next < found.count, found[next].printed.upperBound <= position { next += 1 }
                if next < found.count, found[next].range.contains(position) {
                    position = found[next].printed.upperBound
                    continue
                }
                guard isHan(buffer[position]) else {
                    position += 1
                    continue
                }
                if let match = licensed.table.longestMatch(in: buffer, at: position),
                    standsAlone(buffer, position..<(position + match.length))
                {
                    var meant = licensed.codes[Int(match.value)]
                    var range = position..<(position + match.length)
                    // 凉山州, 乐东县: the last character of the full name tells which is meant.
                    if let level = levelled(text, range, meant) {
                        result.append(short(text, range.lowerBound..<(range.upperBound + 1), level))
                        position = range.upperBound + 1
                        continue
                    }
                    meant = meant.filter { !isAutonomous($0) } + meant.filter { isAutonomous($0) }
                    range = position..<(position + match.length)
                    let isWord = words.contains(buffer, range)
                    if !isWord || meant.contains(where: licensed.own.contains) {
                        result.append(short(text, range, meant))
                        position += match.length
                        continue
                    }
                }
                if let match = majorShorts.longestMatch(in: buffer, at: position),
                    standsAlone(buffer, position..<(position + match.length)),
                    !townships.contains(text[position..<(position + match.length)])
                {
                    let range = position..<(position + match.length)
                    let level = levelled(text, range, [UInt32(match.value)])
                    let end = level == nil ? range.upperBound : range.upperBound + 1
                    result.append(short(text, range.lowerBound..<end, [UInt32(match.value)]))
                    position = end
                    continue
                }
                // Asked first, since it holds at few places: a candidate is not looked at, let alone copied, at each character.
                let isBehindFound = next > 0 && found[next - 1].printed.upperBound == position
                let isBehindShort = !isBehindFound && !result.isEmpty && result[result.count - 1].printed.upperBound == position
                if isBehindFound || isBehindShort || position > 0 && leadingTo.contains(buffer[position - 1]),
                    let inner = lowerShort(
                        buffer, at: position, behind: isBehindFound ? found[next - 1] : isBehindShort ? result.last : nil)
                {
                    result.append(inner)
                    position = inner.range.upperBound
                    continue
                }
                if position > 0, and.contains(buffer[position - 1]),
                    let conjunct = conjunct(buffer, at: position, behind: result.last)
                {
                    result.append(conjunct)
                    position = conjunct.range.upperBound
                    continue
                }
                position += 1
            }
        }
        return result
    }

    private static let hongKong = "香港".scalarValues
    private static let codeOfHongKong: UInt32 = 810_000

    /// The areas of these codes whose full names end with the character behind a short form: 州, 县, 旗.
    private func levelled(_ text: [UInt32], _ range: Range<Int>, _ codes: [UInt32]) -> [UInt32]? {
        guard range.upperBound < text.count, Self.levelEnds.contains(text[range.upperBound]) else { return nil }
        let fitting = codes.filter { gazetteer.record($0)?.lastOfName == text[range.upperBound] }
        return fitting.isEmpty ? nil : fitting
    }

    private static let levelEnds = ScalarSet("州县旗盟市区")

    private func isAutonomous(_ code: UInt32) -> Bool { gazetteer.record(code)?.isAutonomous ?? false }

    private func short(_ text: [UInt32], _ range: Range<Int>, _ codes: [UInt32]) -> AreaCandidate {
        AreaCandidate(
            range: range, printed: range, name: Array(text[range]), meanings: codes.map { .init(kind: .short, code: $0) }, source: .short)
    }

    private static let surnames = ScalarSet(
        "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戚莫孔汤")
    private static let beforeNames = ScalarSet("人员者长生师工民属医兵户手眷友主家妇士的、和与由,叫")
    private static let leadingTo = ScalarSet("在从到赴往去抵")
    private static let behindSettled = ScalarSet("打务做经开工上读求创的籍人、,。和与及)")
    private static let livelihoods = ScalarSet("打务做经开工上读求创自购买采订调运赶发寄托回返")

    /// 湖北麻城, 在义乌做生意: the short form of a county behind the area it lies in, or where somebody lives by something.
    /// - Parameter last: the candidate that ends at the position, nil where there is none.
    private func lowerShort(_ text: UnsafeBufferPointer<UInt32>, at position: Int, behind last: AreaCandidate?) -> AreaCandidate? {
        guard position + 3 <= text.count, isHan(text[position + 1]) else { return nil }
        let range = position..<(position + 2)
        let isInside = last.map { $0.source != .village && $0.source != .township } ?? false
        let isVisited =
            position > 0 && Self.leadingTo.contains(text[position - 1])
            && (Self.livelihoods.contains(text[position + 2]) || text[position + 2] == 0x2C)
        guard isInside || isVisited else { return nil }
        let name = Array(text[range])
        let meant = gazetteer.meanings(name).filter { meaning in
            // 浙江义乌务工: an everyday word too, behind the area it lies in and in front of what is done there.
            let isSettled = isInside && meaning.kind == .wordlikeShort && Self.behindSettled.contains(text[position + 2])
            guard meaning.kind == .short || isSettled else { return false }
            guard isInside, let last else { return true }
            return last.meanings.contains { upper in
                upper.code % 10_000 == 0
                    ? meaning.code / 10_000 == upper.code / 10_000 : upper.code % 100 == 0 && meaning.code / 100 == upper.code / 100
            }
        }
        guard meant.count == 1, standsAlone(text, range) else { return nil }
        return AreaCandidate(range: range, printed: range, name: name, meanings: meant, source: .short)
    }

    private static let and = ScalarSet("和与、及")
    private static let behindConjunct = ScalarSet("交两等、,。的之)")

    /// `新郑和长葛交界`: behind a short form that counts, the short form of an area in the same province.
    private func conjunct(_ text: UnsafeBufferPointer<UInt32>, at position: Int, behind last: AreaCandidate?) -> AreaCandidate? {
        guard let last, last.range.upperBound + 1 == position, Self.and.contains(text[position - 1]), position + 2 < text.count else {
            return nil
        }
        guard Self.behindConjunct.contains(text[position + 2]), let province = last.meanings.first.map({ $0.code / 10_000 }) else {
            return nil
        }
        let range = position..<(position + 2)
        let name = Array(text[range])
        let meant = gazetteer.meanings(name).filter { $0.kind == .short && $0.code / 10_000 == province }
        guard meant.count == 1 else { return nil }
        return AreaCandidate(range: range, printed: range, name: name, meanings: meant, source: .short)
    }

    /// False where a short form is part of another word: 高密度, 第二天水果, 武汉路.
    private func standsAlone(_ text: UnsafeBufferPointer<UInt32>, _ range: Range<Int>) -> Bool {
        // 莲花镇人陈桂林: behind a frequent surname that ends no word the characters are a given name.
        if range.lowerBound > 1, range.count == 2, words.longestWord(text, endingAt: range.lowerBound) < 2 {
            let (surname, before) = (text[range.lowerBound - 1], text[range.lowerBound - 2])
            if Self.surnames.contains(surname), Self.beforeNames.contains(before) || !isHan(before) { return false }
            // 理事长于海东: a surname that is a preposition elsewhere.
            if surname == scalar("于"), Self.beforeNames.contains(before), before != scalar("的"), isHan(before) { return false }
        }
        if contexts.notAfterShort.longestMatch(in: text, at: range.upperBound, end: range.upperBound + 4) != nil { return false }
        var crossesLeft = false
        var crossesRight = false
        for start in max(0, range.lowerBound - 3)..<range.upperBound {
            for length in 2...4 where start + length <= text.count {
                let end = start + length
                guard start < range.lowerBound && end > range.lowerBound || end > range.upperBound && start < range.upperBound,
                    words.contains(text, start..<end)
                else { continue }
                if start <= range.lowerBound, end >= range.upperBound { return false }
                if start < range.lowerBound { crossesLeft = true }
                if end > range.upperBound { crossesRight = true }
            }
        }
        return !(crossesLeft && crossesRight)
    }

    // MARK: Townships and villages by their suffix

    private static let villageEnds: [(suffix: [UInt32], isVillage: Bool)] = [
        ("行政村".scalarValues, true), ("社区".scalarValues, true), ("嘎查".scalarValues, true), ("村".scalarValues, true),
        ("街道".scalarValues, false), ("镇".scalarValues, false), ("乡".scalarValues, false), ("苏木".scalarValues, false),
    ]
    /// 嘎查, 苏木
    private static let mongolianEnds = ScalarSet("嘎苏")
    private static let lastOfSuffix = ScalarSet("村区查道镇乡木")
    private static let stopScalars = ScalarSet("的在到和与及向对从由为将把被是有等各该去给让使叫往于至经跟或但并而也又还都却就已了着过这那此每某其些我你他她们您如抵赴驻住包以走串除著穿仅")

    private func suffixedNames(_ document: Document, known: [AreaCandidate]) -> [AreaCandidate] {
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
        return result
    }

    private func suffixed(
        _ text: UnsafeBufferPointer<UInt32>, _ suffix: [UInt32], isVillage: Bool, end: Int, ends: Set<Int>
    ) -> AreaCandidate? {
        let stem = end - suffix.count
        if isVillage, suffix.count == 1, end < text.count {
            // 康吊村村委会: the second 村 belongs to the committee.
            if stem > 0, text[stem - 1] == scalar("村") { return nil }
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
        let isBehindArea = ends.contains(start)
        if let cut = roadCut(text, start..<stem) { start = cut }
        let length = stem - start
        guard length >= 1, length <= 8 else { return nil }
        let name = Array(text[start..<end])
        if contexts.generics.value(of: name.dropLast(suffix.count)) != nil { return nil }
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
        guard opens, stem + 1 < text.count, Self.behindTownship.contains(text[stem + 1]) else { return false }
        return !words.contains(text, (stem - 1)..<(stem + 1)) && !words.contains(text, start..<stem + 1)
            && words.longestWord(text, startingAt: start) < 2
    }

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
    private static let measures = ScalarSet("个名家座位户条批处些")

    /// Where the name in front of a suffix begins: behind another area, a mark, a function word or a verb.
    private func nameStart(_ text: UnsafeBufferPointer<UInt32>, stem: Int, ends: Set<Int>, isMongolian: Bool) -> Int? {
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
    private static let countsBefore = ScalarSet("一二两三四五六七八九十百千万几多余数各这那每某")

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
