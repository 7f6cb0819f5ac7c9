/// Finds the quantities of a stretch of text: numbers with measure words and units, percentages, amounts of money.
package struct QuantityScanner {
    private let text: ScalarWindow
    private let lexicon: FactLexicon
    private let masks: NumberMasks
    private let blocked: [Range<Int>]
    private let quoted: [(range: Range<Int>, reason: MaskReason)]
    private var scan = QuantityScan()

    /// - Parameter blocked: names of areas, organisations and people, ascending; numerals inside them are parts of names.
    package init(_ text: ScalarWindow, lexicon: FactLexicon = .standard, blocked: [Range<Int>] = []) {
        self.text = text
        self.lexicon = lexicon
        self.blocked = blocked
        masks = NumberMasks(text, lexicon: lexicon)
        quoted = masks.quotedNames()
    }

    /// All quantities of the text, ascending.
    package static func scan(_ text: ScalarWindow, lexicon: FactLexicon = .standard, blocked: [Range<Int>] = []) -> QuantityScan {
        // Many sentences have no numeral at all.
        guard text.text.firstPlace(in: text.start..<max(text.start, text.end), where: beginnings.contains) != nil else {
            return QuantityScan()
        }
        var scanner = QuantityScanner(text, lexicon: lexicon, blocked: blocked)
        scanner.run()
        return scanner.scan
    }

    private mutating func run() {
        var position = text.start
        var nextBlocked = 0
        var nextQuoted = 0
        let beginnings = Self.beginnings
        while let place = text.text.firstPlace(in: position..<max(position, text.end), where: beginnings.contains) {
            position = place
            let c = text[position]
            while nextBlocked < blocked.count, blocked[nextBlocked].upperBound <= position { nextBlocked += 1 }
            if nextBlocked < blocked.count, blocked[nextBlocked].contains(position) {
                let end = blocked[nextBlocked].upperBound
                if NumeralCharacter.begins(c) { scan.rejected.append(RejectedNumber(range: position..<position + 1, reason: .name)) }
                position = max(end, position + 1)
                continue
            }
            while nextQuoted < quoted.count, quoted[nextQuoted].range.upperBound <= position { nextQuoted += 1 }
            if nextQuoted < quoted.count, quoted[nextQuoted].range.contains(position) {
                if NumeralCharacter.begins(c) {
                    scan.rejected.append(RejectedNumber(range: quoted[nextQuoted].range, reason: quoted[nextQuoted].reason))
                }
                position = quoted[nextQuoted].range.upperBound
                continue
            }
            position = max(
                position + 1, take(at: position, limit: nextBlocked < blocked.count ? blocked[nextBlocked].lowerBound : text.end))
        }
    }

    /// What a numeral may begin with, 第, 半, 多, 若, and the first characters of lunar dates.
    private static let beginnings: ScalarSet = {
        var set = ScalarSet("第半多若正腊冬农大年除0123456789０１２３４５６７８９")
        for scalar in UInt32(0x3007)...0x9FFF where NumeralCharacter.begins(scalar) { set.insert(scalar) }
        return set
    }()

    /// Deals with what begins at the position and returns where to go on.
    private mutating func take(at position: Int, limit: Int) -> Int {
        if let mask = masks.mask(at: position) {
            if let expression = mask.calendar { scan.calendar.append(expression) }
            scan.rejected.append(RejectedNumber(range: mask.range, reason: mask.reason))
            return mask.range.upperBound
        }
        let mayBeNumeral = NumeralCharacter.begins(text[position])
        let numeral = mayBeNumeral ? NumeralScanner.scan(text, at: position) : nil
        if mayBeNumeral, let mask = masks.mask(at: position, numeral: numeral) {
            scan.rejected.append(RejectedNumber(range: mask.range, reason: mask.reason))
            return mask.range.upperBound
        }
        if let found = numberInWords(at: position) {
            scan.quantities.append(found)
            return found.range.upperBound
        }
        guard let number = numeral.map({ ApproximateNumber($0, qualifiedIn: text) }) else { return position + 1 }
        if text.has(Self.fraction, at: number.end) {
            let end = NumeralScanner.scan(text, at: number.end + 2)?.end ?? number.end + 2
            if let share = share(number) {
                scan.quantities.append(share)
                return end
            }
            scan.rejected.append(RejectedNumber(range: number.numeralStart..<end, reason: .fraction))
            return end
        }
        if let quantity = quantity(number) {
            scan.quantities.append(quantity)
            return max(quantity.range.upperBound, number.end)
        }
        return number.end
    }

    // MARK: Number and unit

    private mutating func quantity(_ source: ApproximateNumber) -> Quantity? {
        var number = source
        applySign(&number)
        if !number.isRange || number.value != nil, isAfterLetter(number.numeralStart) { return reject(number, .name) }
        let unitStart = text.skippingBlanks(from: number.end)
        if unitStart - number.end > 2 { return bare(number) }
        if text[unitStart] == 0x25 || text[unitStart] == 0x2030 {
            let after = text[unitStart + 1]
            // %20 of an address; 75%酒精 is the name of a liquid.
            if ScalarClass.digit(after) != nil || ScalarClass.isLatin(after) || isConcentration(unitStart + 1) {
                return reject(number, .name)
            }
            return finish(number, measure: lexicon.measure(text, at: unitStart)?.index, unitEnd: unitStart + 1)
        }
        if let prefix = currencyPrefix(number) { return prefix }
        guard let match = lexicon.measure(text, at: unitStart) else {
            // 两大锅馒头, 三小袋米: the size of the vessel between number and measure word.
            switch text[unitStart] {
            case 0x5927, 0x5C0F, 0x6574, 0x6EE1:
                if let vessel = lexicon.measure(text, at: unitStart + 1), lexicon.measures[vessel.index].dimension == "package",
                    number.value != nil, !isOne(number) || isThing(at: vessel.end)
                {
                    return finish(number, measure: vessel.index, unitEnd: vessel.end)
                }
            default: break
            }
            return bare(number)
        }
        guard admits(number, lexicon.measures[match.index], unitStart, match.end) else { return bare(number) }
        if lexicon.measures[match.index].scalars == [0x4E2A], let compound = compoundUnit(number, from: match.end) { return compound }
        return finish(number, measure: match.index, unitEnd: match.end)
    }

    private func applySign(_ number: inout ApproximateNumber) {
        let c = text[number.numeralStart - 1]
        guard ChineseNumber.isMinus(c), number.start == number.numeralStart else { return }
        let before = text[number.numeralStart - 2]
        guard ScalarClass.digit(before) == nil, !ScalarClass.isLatin(before), NumeralCharacter.of(before).isNone,
            !ChineseNumber.isMinus(before)
        else { return }
        if c != 0x8D1F && c != 0x8CA0, ScalarClass.isHan(before) { return }
        number.value = number.value.flatMap { $0.negated() }
        number.apply(number.qualifier)
        number.start -= 1
    }

    private func isAfterLetter(_ position: Int) -> Bool {
        let before = text[position - 1]
        return ScalarClass.isLatin(before) && ScalarClass.digit(text[position]) != nil
    }

    private func isConcentration(_ position: Int) -> Bool {
        for word in Self.solutions where text.has(word, at: position) { return true }
        return false
    }

    /// Whether the unit can belong to the number: 千 and 万 alone, 陆 and 伍 alone and 一 are choosy.
    private func admits(_ number: ApproximateNumber, _ measure: Measure, _ unitStart: Int, _ unitEnd: Int) -> Bool {
        let numeral = number.numeral
        if numeral.isLoneFormal { return measure.use == .money && measure.dimension == "money" }
        if numeral.isVague, isBoundVague(number) { return false }
        // 一筐筐青菜: many of them, uncounted.
        if isOne(number), measure.scalars.count == 1, text[unitEnd] == measure.scalars[0] { return false }
        if measure.use == .strict {
            // 一里路; 一车白菜
            if isOne(number) {
                return measure.scalars == [0x91CC] && text[unitEnd] == 0x8DEF
                    || (measure.scalars == [0x8F66] || measure.dimension == "package") && isThing(at: unitEnd)
            }
            if measure.scalars == [0x65E5] { return true }
            if measure.dimension == "money" && number.value != nil { return isBoundary(text[unitEnd]) }
        }
        if numeral.isBareMultiplier && number.qualifier == .exact {
            return measure.dimension == "person" || measure.dimension == "money" || measure.use == .own
        }
        return true
    }

    /// 数 and 几 behind a word that ends in them (人数, 无数) are no digits.
    private func isBoundVague(_ number: ApproximateNumber) -> Bool {
        guard text[number.numeralStart] == 0x6570 else { return false }
        switch text[number.numeralStart - 1] {
        case 0x65E0, 0x4EBA, 0x6B21, 0x603B, 0x6237, 0x4EFD, 0x500D, 0x6307, 0x57FA, 0x591A, 0x5C11, 0x5206, 0x5C81, 0x5E74: return true
        default: return false
        }
    }

    private func isOne(_ number: ApproximateNumber) -> Bool {
        number.numeral.end == number.numeral.start + 1 && text[number.numeral.start] == 0x4E00
    }

    /// 3个月, 12个小时, 5个百分点, 两个半小时: the unit is what follows 个.
    private func compoundUnit(_ source: ApproximateNumber, from position: Int) -> Quantity? {
        var number = source
        var next = position
        switch text[next] {
        case 0x591A, 0x4F59:
            number.apply(.over)
            next += 1
        case 0x6765:
            number.apply(.about)
            next += 1
        case 0x534A:
            addHalf(&number)
            next += 1
        default: break
        }
        guard let match = lexicon.measureTable.longestMatch(in: text.text, at: next, end: text.end) else { return nil }
        let measure = lexicon.measures[Int(match.value)]
        guard measure.dimension == "duration" || measure.scalars == Self.percentPoint else { return nil }
        if text[next] == 0x5E74 || text[next] == 0x5929 || text[next] == 0x65E5 { return nil }
        return finish(number, measure: Int(match.value), unitEnd: next + match.length)
    }

    private func addHalf(_ number: inout ApproximateNumber) {
        number.value = number.value.flatMap { $0.adding(ExactDecimal(mantissa: 5, exponent: -1)) }
        number.apply(number.qualifier)
    }

    /// 600块腊肉, 20块老姜: directly in front of a thing 块 counts pieces, elsewhere it is the yuan.
    private func isPiece(_ entry: Measure?, _ end: Int, from start: Int) -> Bool {
        guard entry?.dimension == "money", text[end - 1] == 0x5757 else { return false }
        if isThing(at: end) { return true }
        // 腊肉41块、: directly behind a thing, unless a price is told.
        guard let match = lexicon.items.longestReversedMatch(in: text.text, endingAt: start, start: text.start), match.length >= 2 else {
            return false
        }
        return isBoundary(text[end]) && lexicon.itemEntries[Int(match.value)].category != "money"
    }

    /// Whether a thing that may be given begins at a place.
    private func isThing(at end: Int) -> Bool {
        let start = Self.kinds.contains(text[end]) ? end + 1 : end
        return (start + 1...start + 4).contains { thing in
            thing <= text.end
                && lexicon.items.longestReversedMatch(in: text.text, endingAt: thing, start: end).map { $0.length >= thing - start }
                    ?? false
        }
    }

    private static let kinds = ScalarSet("老小大干鲜土热熟生新")

    private func finish(_ source: ApproximateNumber, measure: Int?, unitEnd: Int, unit: String? = nil, start: Int? = nil) -> Quantity {
        var number = source
        let entry = measure.map { lexicon.measures[$0] }
        let numeralEnd = number.end
        var end = unitEnd
        let isPiece = isPiece(entry, unitEnd, from: number.start)
        let isMoney = entry?.dimension == "money" && !isPiece
        if isMoney, !number.isRange, let fraction = smallChange(from: end) {
            number.value = number.value.flatMap { $0.adding(fraction.value) }
            number.apply(number.qualifier)
            end = fraction.end
        }
        // 伍仟元整, 一百块钱
        if isMoney, text[end] == 0x6574 || text[end] == 0x6B63 || (text[end] == 0x94B1 && text[end - 1] == 0x5757) { end += 1 }
        // 一吨半, 三斤半; 年半 and 天半 too, but 半 of a further word is not ours.
        if text[end] == 0x534A, !number.isRange, entry?.dimension != "count", lexicon.measure(text, at: end + 1) == nil,
            text[end + 1] != 0x5929
        {
            addHalf(&number)
            end += 1
        }
        if NumeralCharacter.isMore(text[end]),
            entry?.dimension == "duration" || entry?.dimension == "length" || entry?.dimension == "mass"
                || entry?.dimension == "age", number.qualifier == .exact
        {
            number.apply(.over)
            end += 1
        }
        if let suffix = QualifierWords.behind(text, at: end) {
            number.apply(suffix.qualifier)
            end = suffix.end
        }
        let name = unit ?? entry?.unit
        if !number.isRange, let upper = upperEnd(of: number, unit: measure, from: end) {
            var range = number
            if range.makeRange(to: upper.number) {
                number = range
                end = upper.end
            }
        }
        var quantity = Quantity(
            range: (start ?? number.start)..<max(end, number.end), numeralStart: number.numeralStart, numeralEnd: numeralEnd,
            value: number.value,
            low: number.low, high: number.high, qualifier: number.qualifier, isTooLarge: number.isTooLarge, isRange: number.isRange,
            unit: name,
            measure: measure, dimension: isPiece ? "count" : entry?.dimension, isMoney: isMoney, currency: isMoney ? entry?.base : nil,
            isOwnNoun: entry?.use == .own, isLoneOne: isOne(number) && number.qualifier != .over)
        (quantity.per, quantity.isDistributed) = rate(before: quantity.range.lowerBound)
        return quantity
    }

    /// The other end of `3个至5个`, `10%至20%`.
    private func upperEnd(of number: ApproximateNumber, unit: Int?, from position: Int) -> (number: ApproximateNumber, end: Int)? {
        guard let unit, let next = RangeConnector.end(text, at: position), let upper = ApproximateNumber.read(text, at: next),
            upper.start == next,
            !upper.isRange
        else { return nil }
        let unitStart = text.skippingBlanks(from: upper.end)
        guard let match = lexicon.measure(text, at: unitStart), match.index == unit else { return nil }
        return (upper, match.end)
    }

    /// 三毛, 6角三分 behind 元: tenths and hundredths.
    private func smallChange(from position: Int) -> (value: ExactDecimal, end: Int)? {
        guard NumeralCharacter.begins(text[position]) else { return nil }
        var next = position
        var sum = ExactDecimal.zero
        for (marks, exponent) in [([UInt32(0x89D2), 0x6BDB], -1), ([0x5206], -2)] {
            guard let numeral = NumeralScanner.scan(text, at: next), let value = numeral.value, marks.contains(text[numeral.end]),
                let whole = value.integer, whole < 100, let total = sum.adding(value.shifted(by: exponent))
            else { continue }
            sum = total
            next = numeral.end + 1
        }
        // 白菜一块八: tenths without their unit, in front of a mark.
        if next == position, text[position - 1] == 0x5757, let numeral = NumeralScanner.scan(text, at: position),
            numeral.end == position + 1,
            !ScalarClass.isHan(text[numeral.end]), ScalarClass.digit(text[numeral.end]) == nil, let value = numeral.value,
            let tenths = value.integer, (1...9).contains(tenths)
        {
            return (value.shifted(by: -1), numeral.end)
        }
        return next > position ? (sum, next) : nil
    }

    /// 港币两千九百六十元, ￥300, 新台币177.1亿元: the currency before the number.
    private func currencyPrefix(_ number: ApproximateNumber) -> Quantity? {
        var before = number.start
        while ScalarClass.isBlank(text[before - 1]), number.start - before < 3 { before -= 1 }
        for length in [3, 2, 1] {
            let start = before - length
            guard start >= text.start, let match = lexicon.measureTable.longestMatch(in: text.text, at: start, end: before),
                match.length == length
            else { continue }
            let measure = lexicon.measures[Int(match.value)]
            guard measure.dimension == "money", measure.use == .money,
                measure.scalars.count > 1 || measure.scalars[0] < 0x3000 || measure.scalars[0] > 0x9FFF,
                NumeralCharacter.of(text[start - 1]).isNone, ScalarClass.digit(text[start - 1]) == nil
            else { continue }
            let unitStart = text.skippingBlanks(from: number.end)
            let following = lexicon.measure(text, at: unitStart)
            let isYuan = following.map { lexicon.measures[$0.index].dimension == "money" } ?? false
            let isRenminbi = measure.base == "CNY" && measure.scalars.count > 1
            if following != nil && !isYuan { return nil }
            if isRenminbi {
                guard let following else { return finish(number, measure: Int(match.value), unitEnd: number.end, start: start) }
                return finish(number, measure: following.index, unitEnd: following.end, start: start)
            }
            // 新台币 is printed before the number; the unit is the currency without 新.
            var index = Int(match.value)
            if measure.scalars.count == 3, let short = lexicon.measureTable.value(of: measure.scalars.dropFirst()) { index = Int(short) }
            return finish(number, measure: index, unitEnd: isYuan ? following?.end ?? number.end : number.end, start: start)
        }
        return nil
    }

    // MARK: Numbers that are no plain digits

    private func numberInWords(at position: Int) -> Quantity? {
        switch text[position] {
        case 0x767E, 0x4F70, 0x5343: percentWords(at: position)
        case 0x534A: half(at: position)
        case 0x591A, 0x82E5: several(at: position)
        default: nil
        }
    }

    /// 百分之五, 千分之二.
    private func percentWords(at position: Int) -> Quantity? {
        let isHundred = text[position] == 0x767E || text[position] == 0x4F70
        guard isHundred || text[position] == 0x5343 else { return nil }
        let second = text.skippingBlanks(from: position + 1)
        guard text[second] == 0x5206 else { return nil }
        let third = text.skippingBlanks(from: second + 1)
        guard text[third] == 0x4E4B else { return nil }
        let start = text.skippingBlanks(from: third + 1)
        guard var number = ApproximateNumber.read(text, at: start) else { return nil }
        let prefix = QualifierWords.before(text, at: position, bareMultiplier: false)
        if let prefix { number.apply(prefix.qualifier) }
        let unit = lexicon.measureTable.value(of: [isHundred ? 0x25 : 0x2030]).map { Int($0) }
        return finish(number, measure: unit, unitEnd: number.end, start: prefix?.start ?? position)
    }

    /// 三分之二, 四分之一 of something: a share whose value has no unit; what no decimal holds exactly has none.
    private func share(_ denominator: ApproximateNumber) -> Quantity? {
        guard let below = denominator.value?.integer, below > 1, below <= 1000, !denominator.isRange,
            let above = NumeralScanner.scan(text, at: denominator.end + 2), let top = above.value?.integer, top > 0, top < below
        else { return nil }
        // An ordinary word, or a part of a number with a whole, is left alone.
        if text[denominator.numeralStart - 1] == 0x53C8 || lexicon.measure(text, at: above.end) != nil { return nil }
        let prefix = QualifierWords.before(text, at: denominator.numeralStart, bareMultiplier: false)
        let isExact = 10_000 % below == 0
        var number = ApproximateNumber(
            fixed: Numeral(
                value: isExact ? ExactDecimal(mantissa: Int128(top * (10_000 / below)), exponent: -4) : nil,
                start: denominator.numeralStart, end: above.end))
        if let prefix { number.apply(prefix.qualifier) }
        return Quantity(
            range: (prefix?.start ?? denominator.numeralStart)..<above.end, numeralStart: denominator.numeralStart, numeralEnd: above.end,
            value: number.value, low: number.low, high: number.high, qualifier: number.qualifier, isTooLarge: !isExact, isRange: false,
            unit: nil, measure: nil, dimension: "share", isMoney: false, currency: nil, isOwnNoun: false, isLoneOne: false)
    }

    /// 半个, 半公升, 半年.
    private func half(at position: Int) -> Quantity? {
        guard text[position] == 0x534A, NumeralCharacter.of(text[position - 1]).isNone, text[position - 1] != 0x4E2A,
            let match = lexicon.measure(text, at: position + 1), lexicon.measure(text, at: position - 1).map({ $0.end != position }) ?? true
        else { return nil }
        var numeral = Numeral(value: ExactDecimal(mantissa: 5, exponent: -1), start: position, end: position + 1)
        numeral.hasPoint = true
        let number = ApproximateNumber(fixed: numeral)
        let entry = lexicon.measures[match.index]
        if entry.scalars == [0x4E2A], let compound = compoundUnit(number, from: match.end) { return compound }
        return finish(number, measure: match.index, unitEnd: match.end)
    }

    /// 若干名, 多家: nobody counted.
    private func several(at position: Int) -> Quantity? {
        let end: Int
        if text[position] == 0x82E5 && text[position + 1] == 0x5E72 {
            end = position + 2
        } else if text[position] == 0x591A, !isWordBeforeMany(text[position - 1]), NumeralCharacter.of(text[position - 1]).isNone,
            ScalarClass.digit(text[position - 1]) == nil
        {
            end = position + 1
        } else {
            return nil
        }
        guard let match = lexicon.measure(text, at: end) else { return nil }
        let measure = lexicon.measures[match.index]
        if text[position] == 0x591A {
            let allowed = measure.use == .plain && (measure.dimension == "person" || measure.dimension == "count")
            guard allowed || (measure.use == .own && measure.scalars == [0x6237]), !Self.neverMany.contains(measure.scalars) else {
                return nil
            }
        }
        var number = ApproximateNumber(fixed: Numeral(value: nil, start: position, end: end))
        (number.value, number.low, number.high, number.qualifier, number.isTooLarge) = (nil, nil, nil, .several, false)
        return finish(number, measure: match.index, unitEnd: match.end)
    }

    private func isWordBeforeMany(_ c: UInt32) -> Bool {
        switch c {
        case 0x8BB8, 0x5F88, 0x66F4, 0x5DEE, 0x4F17, 0x8BF8, 0x6700, 0x592A, 0x4E0D, 0x5927, 0x8FC7, 0x8D8A, 0x597D, 0x7E41, 0x589E:
            return true
        default: return false
        }
    }

    /// A number without a unit: kept for the stage that knows what is counted (千余党组织), marked by a nil unit.
    private mutating func bare(_ number: ApproximateNumber) -> Quantity? {
        // 统一, 总数: a lone Chinese digit without a unit is a part of a word.
        if number.end - number.numeralStart == 1, ScalarClass.digit(text[number.numeralStart]) == nil { return reject(number, .noUnit) }
        if number.numeral.isLoneFormal || number.numeral.plainDigits >= 7 { return reject(number, .noUnit) }
        var quantity = Quantity(
            range: number.start..<number.end, numeralStart: number.numeralStart, numeralEnd: number.end, value: number.value,
            low: number.low,
            high: number.high, qualifier: number.qualifier, isTooLarge: number.isTooLarge, isRange: number.isRange, unit: nil, measure: nil,
            dimension: nil, isMoney: false, currency: nil, isOwnNoun: false, isLoneOne: isOne(number))
        (quantity.per, quantity.isDistributed) = rate(before: quantity.range.lowerBound)
        return quantity
    }

    private mutating func reject(_ number: ApproximateNumber, _ reason: MaskReason) -> Quantity? {
        scan.rejected.append(RejectedNumber(range: number.numeralStart..<number.end, reason: reason))
        return nil
    }

    // MARK: Rates

    /// 每天, 每组, 人均 before the number, in the same clause and with no other number between; 各 and 分别 directly before it.
    private func rate(before position: Int) -> (per: Range<Int>?, isDistributed: Bool) {
        var at = position - 1
        var distributed = false
        let floor = max(text.start, position - 24)
        while at >= floor {
            let c = text[at]
            if c == 0x2C || c == 0x3002 || c == 0x3B || c == 0x3001 || c == 0x3A || c == 0x0A { break }
            if ScalarClass.digit(c) != nil { break }
            if c == 0x5404 && at == position - 1 { distributed = true }
            if c == 0x522B && text[at - 1] == 0x5206 && position - at <= 3 { distributed = true }
            if c == 0x6BCF {
                let isCounted = text[at + 1] == 0x4E2A
                let next = text[at + 1] == 0x4E00 || isCounted ? at + 2 : at + 1
                // 每个门岗: behind 个 stands what is counted, whatever 门 measures elsewhere.
                if let match = lexicon.measureTable.longestMatch(in: text.text, at: next, end: position), !isCounted || match.length > 1 {
                    return (next..<next + match.length, distributed)
                }
                if next + 2 <= position { return (next..<next + 2, distributed) }
                return (nil, distributed)
            }
            if c == 0x5747, position - at <= 6,
                text[at - 1] == 0x65E5 || text[at - 1] == 0x4EBA || text[at - 1] == 0x6237
            {
                return (at - 1..<at, distributed)
            }
            at -= 1
        }
        return (nil, distributed)
    }

    private func isBoundary(_ c: UInt32) -> Bool {
        c == 0 || c == 0x2C || c == 0x3002 || c == 0x3B || c == 0x3001 || c == 0x20 || c == 0x29 || c == 0x0A
    }

    private static let fraction = scalarWords("分之")[0]
    private static let percentPoint = scalarWords("百分点")[0]
    private static let solutions = scalarWords("酒精 医用酒精 乙醇 浓度 医用消毒酒精 消毒酒精")
    private static let neverMany = scalarWords("次 种 项 场 个 类 样 方面 度 轮 笔 处 条 例 批 起 点")
}

extension ApproximateNumber {
    /// A number that was put together and not read.
    init(fixed numeral: Numeral) {
        self.numeral = numeral
        start = numeral.start
        numeralStart = numeral.start
        end = numeral.end
        value = numeral.value
        (low, high) = (numeral.value, numeral.value)
    }
}
