/// Short forms of areas, 郑州 for 郑州市: which a page allows, and where one stands as a name.
extension AreaScanner {
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

    /// What the names of townships are without their last character: 三沙 of 三沙镇.
    func stemsOfTownships(_ candidates: [AreaCandidate]) -> Set<ArraySlice<UInt32>> {
        Set(candidates.lazy.filter { $0.meanings.allSatisfy { !$0.isHigh } }.map { $0.name.dropLast() })
    }

    /// A short form counts where the area, the one above it or one below it is named in full, or where it is a province or prefecture whose
    /// short form is no everyday word; and never inside another word.
    func shortForms(_ document: Document, licensedBy found: [AreaCandidate]) -> [AreaCandidate] {
        var licensed = licensedShorts(by: found)
        // 屯门 in a paper in traditional characters that speaks of 香港.
        if document.articles.first?.isTraditional == true, let short = gazetteer.record(Gazetteer.hongKong)?.short,
            ScalarSearch.first(short, in: document.clean, document.clean.indices) != nil
        {
            for district in gazetteer.children(of: Gazetteer.hongKong) { licensed.add(district) }
        }
        // 三沙商会 on a page that speaks of 三沙镇: the township, and not the city of that name.
        let townships = stemsOfTownships(found)
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
                    // 荆州 on a page that has 荆州市 and not 荆州区
                    if meant.count > 1, meant.contains(where: licensed.own.contains) { meant.removeAll { !licensed.own.contains($0) } }
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
    private static let beforeNames = ScalarSet("记任授警人员者长生师工民属医兵户手眷友主家妇士的、和与由,叫")
    private static let behindNames = ScalarSet("说介表告带、,和)")
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

    /// 竹山村, where 竹山村民 are those of 竹山.
    private func beginsVillage(_ text: UnsafeBufferPointer<UInt32>, _ end: Int) -> Bool {
        guard end < text.count, text[end] == scalar("村") else { return false }
        return end + 1 == text.count || !Self.behindRural.contains(text[end + 1])
    }

    private static let behindRural = ScalarSet("民庄落居镇里")

    /// False where a short form is part of another word: 高密度, 第二天水果, 武汉路.
    private func standsAlone(_ text: UnsafeBufferPointer<UInt32>, _ range: Range<Int>) -> Bool {
        // 莲花镇人陈桂林: behind a frequent surname that ends no word the characters are a given name.
        if range.lowerBound > 1, range.count == 2 {
            let (surname, before) = (text[range.lowerBound - 1], text[range.lowerBound - 2])
            if Self.surnames.contains(surname), words.longestWord(text, endingAt: range.lowerBound) < 2,
                Self.beforeNames.contains(before) || !isHan(before)
            {
                return false
            }
            // 理事长于海东说: a surname that is a preposition elsewhere.
            if surname == scalar("于"), Self.beforeNames.contains(before), isHan(before), range.upperBound < text.count,
                Self.behindNames.contains(text[range.upperBound])
            {
                return false
            }
        }
        if contexts.notAfterShort.longestMatch(in: text, at: range.upperBound, end: range.upperBound + 4) != nil { return false }
        if beginsVillage(text, range.upperBound) { return false }
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
}
