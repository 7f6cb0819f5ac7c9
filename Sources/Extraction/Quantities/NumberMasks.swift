/// Numbers that count nothing: ordinals, house numbers, names, slogans, dates. A mask says where such a thing stands and what it is.
package struct NumberMask: Sendable {
    package var range: Range<Int>
    package var reason: MaskReason
    package var calendar: CalendarExpression?
}

/// Finds the mask, if any, that begins at a numeral.
struct NumberMasks {
    let text: ScalarWindow
    let lexicon: FactLexicon
    private let calendar: CalendarScanner

    init(_ text: ScalarWindow, lexicon: FactLexicon) {
        self.text = text
        self.lexicon = lexicon
        calendar = CalendarScanner(text, lexicon: lexicon)
    }

    /// The ordinal or date at a position where a numeral or one of the masks' own first characters stands.
    func mask(at position: Int) -> NumberMask? {
        if text[position] == 0x7B2C { return ordinal(at: position) }  // 第
        return calendar.scan(at: position).map { NumberMask(range: $0.range, reason: .date, calendar: $0) }
    }

    /// The mask, neither ordinal nor date, at a position where a numeral's first character stands.
    /// - Parameter numeral: the numeral that begins there; nil where the character makes none.
    func mask(at position: Int, numeral: Numeral?) -> NumberMask? {
        if let name = fixedName(at: position, numeral) { return name }
        if let code = code(at: position) { return code }
        if let house = numeral.flatMap({ houseNumber($0) }) { return house }
        return listNumber(at: position)
    }

    /// 第 with its numeral and the measure word behind it.
    private func ordinal(at position: Int) -> NumberMask? {
        let start = text.skippingBlanks(from: position + 1)
        guard let numeral = NumeralScanner.scan(text, at: start) else { return nil }
        var end = numeral.end
        while let next = [UInt32(0x3001), 0x2C, 0x81F3, 0x5230, 0x2D, 0x548C].contains(text[end]) ? end + 1 : nil,
            let more = NumeralScanner.scan(text, at: next)
        {
            end = more.end
        }
        if let measure = lexicon.measure(text, at: end) { end = measure.end }
        return NumberMask(range: position..<end, reason: .ordinal)
    }

    /// A fixed name or idiom, unless the numeral itself reaches further (一点五万).
    private func fixedName(at position: Int, _ numeral: Numeral?) -> NumberMask? {
        guard let match = lexicon.fixedNames.longestMatch(in: text.text, at: position, end: text.end) else { return nil }
        let end = position + match.length
        if let numeral, numeral.end >= end {
            if numeral.end > end { return nil }
            if lexicon.measure(text, at: text.skippingBlanks(from: end)) != nil || text[end] == 0x25 { return nil }
        }
        return NumberMask(range: position..<end, reason: lexicon.fixedReasons[Int(match.value)])
    }

    /// Digits that touch Latin letters or signs of a code: N95, G107, B12, 1+1+N, 2019-nCoV.
    private func code(at position: Int) -> NumberMask? {
        let before = text[position - 1]
        guard ScalarClass.digit(text[position]) != nil else { return nil }
        let isAfterLetter =
            ScalarClass.isLatin(before) || before == 0x3D || before == 0x2F || before == 0x25 || before == 0x5F || before == 0x2B
        var end = position
        while ScalarClass.digit(text[end]) != nil { end += 1 }
        let touchesSign = text[end] == 0x2B || text[end] == 0x2F || text[end] == 0x5F
        let touchesLetter = ScalarClass.isLatin(text[end]) && lexicon.measure(text, at: end) == nil
        guard isAfterLetter || touchesSign || touchesLetter else { return nil }
        while ScalarClass.digit(text[end]) != nil || ScalarClass.isLatin(text[end])
            || [0x2B, 0x2F, 0x5F, 0x2D, 0x25, 0x3D].contains(text[end])
        { end += 1 }
        return NumberMask(range: position..<end, reason: .name)
    }

    /// 六年(2)班, 三年级5班, 6班的同学们: where the name of a class ends whose number 年 or 班 follows.
    private func schoolClass(behind end: Int) -> Int? {
        if text[end] == 0x73ED {
            let pupil = text[end + 1] == 0x7684 ? end + 2 : end + 1
            return Self.pupils.contains { text.has($0, at: pupil) } ? end + 1 : nil
        }
        var at = text[end + 1] == 0x7EA7 ? end + 2 : end + 1
        let isBracketed = text[at] == 0x28
        if isBracketed { at += 1 }
        guard let number = NumeralScanner.scan(text, at: at), number.plainDigits <= 2 else { return nil }
        at = number.end
        if isBracketed {
            guard text[at] == 0x29 else { return nil }
            at += 1
        }
        return text[at] == 0x73ED ? at + 1 : nil
    }

    private static let pupils = scalarWords("同学 学生 师生 家长 全体")

    /// 109号院, 78、79、81号, 3号楼2单元501室, 〔2020〕3号.
    private func houseNumber(_ first: Numeral) -> NumberMask? {
        let position = first.start
        var end = position
        var count = 0
        while let numeral = count == 0 ? first : NumeralScanner.scan(text, at: end), numeral.value != nil, !numeral.isVague {
            count += 1
            end = numeral.end
            switch text[end] {
            case 0x5E74, 0x73ED:  // 年 班
                guard let close = schoolClass(behind: end) else { return nil }
                return NumberMask(range: position..<close, reason: .name)
            case 0x53F7:  // 号
                if text[end + 1] == 0x53F7 { return nil }
                if text[end + 1] == 0x697C || text[end + 1] == 0x9662 || text[end + 1] == 0x6587 { end += 1 }
                return NumberMask(range: position..<end + 1, reason: .houseNumber)
            case 0x5E62, 0x680B:  // 幢, 栋: only from one to another
                guard [UInt32(0x5230), 0x81F3, 0x2D, 0x3001].contains(text[end + 1]),
                    let last = NumeralScanner.scan(text, at: end + 2), text[last.end] == text[end]
                else { return nil }
                return NumberMask(range: position..<last.end + 1, reason: .houseNumber)
            case 0x5BA4 where isDigit(position):  // 室
                return NumberMask(range: position..<end + 1, reason: .houseNumber)
            case 0x697C where numeral.plainDigits > 0 && numeral.plainDigits <= 2:
                return NumberMask(range: position..<end + 1, reason: .houseNumber)
            case 0x5355 where text[end + 1] == 0x5143:
                return NumberMask(range: position..<end + 2, reason: .houseNumber)
            case 0x3001, 0x2C, 0x2D, 0x548C, 0x81F3:
                end += 1
            default: return nil
            }
            if count > 40 { return nil }
        }
        return nil
    }

    private func isDigit(_ position: Int) -> Bool { ScalarClass.digit(text[position]) != nil }

    /// 一是, 二要: an item of an enumeration.
    private func listNumber(at position: Int) -> NumberMask? {
        guard case .digit(let value, _) = NumeralCharacter.of(text[position]), value > 0,
            text[position + 1] == 0x662F || text[position + 1] == 0x8981,
            isBoundary(text[position - 1])
        else { return nil }
        return NumberMask(range: position..<position + 1, reason: .listNumber)
    }

    private func isBoundary(_ c: UInt32) -> Bool { c == 0 || c == 0x2C || c == 0x3A || c == 0x3B || c == 0x3002 || c == 0x20 || c == 0x0A }

    /// The stretches of the window that stand in quotation marks or book-title marks and are names rather than speech.
    func quotedNames() -> [(range: Range<Int>, reason: MaskReason)] {
        var result: [(range: Range<Int>, reason: MaskReason)] = []
        var position = text.start
        // Nearly all scalars of a text lie behind the marks.
        while let mark = text.text.firstPlace(in: position..<text.end, where: { $0 <= 0x300C }) {
            position = mark
            let (closing, limit): (UInt32, Int)
            switch text[position] {
            case 0x201C: (closing, limit) = (0x201D, 14)
            case 0x22: (closing, limit) = (0x22, 14)
            case 0x2018: (closing, limit) = (0x2019, 14)
            case 0x300A: (closing, limit) = (0x300B, 80)
            case 0x300C: (closing, limit) = (0x300D, 14)
            default:
                position += 1
                continue
            }
            var end = position + 1
            var isSpeech = false
            while end < text.end, text[end] != closing, end - position <= limit {
                switch text[end] {
                case 0x2C, 0x3002, 0x3B, 0x21, 0x3F, 0x3A: isSpeech = closing != 0x300B
                default: break
                }
                end += 1
            }
            if text[end] == closing, !isSpeech {
                result.append((position..<end + 1, closing == 0x300B ? .name : .slogan))
                position = end + 1
            } else {
                position += 1
            }
        }
        return result
    }
}
