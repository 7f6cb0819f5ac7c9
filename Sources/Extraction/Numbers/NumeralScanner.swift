/// A numeral found in a text: Arabic, Chinese, full-width or mixed, with its multipliers (`1.2万`, `四千五百`, `7万5千`).
package struct Numeral: Sendable {
    /// nil where the number is too large to be held exactly.
    package var value: ExactDecimal?
    package var start: Int
    package var end: Int
    /// 余 or 多 stood inside (`20余万`) or directly behind (`3000多`).
    package var isMore = false
    /// A digit nobody counted: 几, 数 (`十几`, `数千`).
    package var isVague = false
    /// Two neighbouring digits that mean "from … to …" (`三五百`, `二三十`).
    package var isPair = false
    /// Only a multiplier without a digit (`千名`, `百余`).
    package var isBareMultiplier = false
    /// A single banker's digit (陆, 伍, 拾): more often a word than a number.
    package var isLoneFormal = false
    /// The largest multiplier in it, as a power of ten; 0 for none.
    package var multiplier = 0
    package var hasPoint = false
    /// Digits without any multiplier, as in years and telephone numbers.
    package var plainDigits = 0
}

/// The grammar of numerals. It reads as far as a numeral reaches and never looks outside its window; the time is linear in the numeral's length.
package struct NumeralScanner {
    /// Which end of the wording to compute where digits are vague: `十几` is 11 or 19.
    package enum Bound { case low, high }

    private let text: ScalarWindow
    private let bound: Bound
    private var numeral: Numeral
    private var overflow = false
    /// Sums closed by 万, 亿, 兆; index 0 unused.
    private var groups: (ExactDecimal, ExactDecimal, ExactDecimal) = (.zero, .zero, .zero)
    private var section = ExactDecimal.zero
    private var pending: ExactDecimal?
    private var pendingDigits = 0
    private var pendingIsChinese = false
    /// Power of the last 十, 百, 千 in the section, 99 for none yet.
    private var lastSmall = 99
    /// Power that a trailing lone digit stands one below of (一万三 → 三千); nil after a zero or at the start.
    private var omission: Int?
    private var sawUnit = false
    private var sawZeroAfterUnit = false

    private init(_ text: ScalarWindow, at start: Int, bound: Bound) {
        self.text = text
        self.bound = bound
        numeral = Numeral(value: nil, start: start, end: start)
    }

    /// The numeral that begins at `start`, or nil.
    package static func scan(_ text: ScalarWindow, at start: Int, bound: Bound = .low) -> Numeral? {
        var scanner = NumeralScanner(text, at: start, bound: bound)
        return scanner.run()
    }

    private mutating func run() -> Numeral? {
        var next = numeral.start
        var consumed = false
        scanning: while true {
            let position = consumed ? blanksBeforeNumeral(next) : next
            if ScalarClass.digit(text[position]) != nil {
                guard pending == nil, !(position > next && !sawUnit) else { break }
                next = arabic(from: position)
                consumed = true
                continue
            }
            switch NumeralCharacter.of(text[position]) {
            case .digit(let digit, let formal):
                guard let end = chineseDigits(from: position, first: digit, formal: formal) else { break scanning }
                next = end
            case .tens(let digit):
                guard pending == nil, lastSmall > 1 else { break scanning }
                add(ExactDecimal(digit * 10))
                (lastSmall, sawUnit, omission) = (1, true, nil)
                next = position + 1
            case .small(let power, let formal):
                if power == 3, isKiloUnit(position + 1) { break scanning }
                guard let end = small(power, formal: formal, at: position) else { break scanning }
                next = end
            case .big(let power):
                if power == 12, isMegaUnit(position + 1) { break scanning }
                guard big(power, at: position) else { break scanning }
                next = position + 1
            case .vague:
                guard let end = vague(at: position) else { break scanning }
                next = end
            case .none:
                if sawUnit, pending == nil, !numeral.hasPoint, let end = pointBehindUnit(position) {
                    next = end
                } else if NumeralCharacter.isMore(text[position]), consumed, let end = more(at: position) {
                    next = end
                } else {
                    break scanning
                }
            }
            consumed = true
        }
        guard consumed else { return nil }
        numeral.end = next
        finish()
        if case .small = NumeralCharacter.of(text[numeral.start]), numeral.end == numeral.start + 1 {
            numeral.isBareMultiplier = text[numeral.start] != 0x5341
        }
        numeral.isLoneFormal = numeral.end == numeral.start + 1 && numeral.isLoneFormal
        return numeral
    }

    /// Blanks inside a numeral are skipped only between a multiplier and what belongs to it (`7 万5 千`, `三千 九百`).
    private func blanksBeforeNumeral(_ position: Int) -> Int {
        guard ScalarClass.isBlank(text[position]) else { return position }
        let next = text.skippingBlanks(from: position)
        let c = text[next]
        if NumeralCharacter.isMore(c) {
            let after = text.skippingBlanks(from: next + 1)
            if case .big = NumeralCharacter.of(text[after]) { return next }
            return position
        }
        switch NumeralCharacter.of(c) {
        case .big, .small: return next
        case .digit: return sawUnit && pending == nil ? next : position
        default: return ScalarClass.digit(c) != nil && sawUnit && pending == nil && afterBlankIsUnit(next) ? next : position
        }
    }

    private func afterBlankIsUnit(_ position: Int) -> Bool {
        var next = position
        while ScalarClass.digit(text[next]) != nil { next += 1 }
        switch NumeralCharacter.of(text[text.skippingBlanks(from: next)]) {
        case .big, .small: return true
        default: return false
        }
    }

    // MARK: Digits

    private mutating func arabic(from start: Int) -> Int {
        var next = start
        var digits = 0
        var value: Int128 = 0
        var fraction = 0
        func take(_ digit: Int) {
            let (product, o1) = value.multipliedReportingOverflow(by: 10)
            let (sum, o2) = product.addingReportingOverflow(Int128(digit))
            if o1 || o2 { overflow = true } else { value = sum }
        }
        while let digit = ScalarClass.digit(text[next]) {
            take(digit)
            digits += 1
            next += 1
        }
        if digits <= 3 {
            // Thousands marks: groups of exactly three digits, no blank.
            var probe = next
            var groups = 0
            while isComma(text[probe]), ScalarClass.digit(text[probe + 1]) != nil, ScalarClass.digit(text[probe + 2]) != nil,
                ScalarClass.digit(text[probe + 3]) != nil, ScalarClass.digit(text[probe + 4]) == nil
            {
                probe += 4
                groups += 1
            }
            if groups > 0 {
                while next < probe {
                    if let digit = ScalarClass.digit(text[next]) {
                        take(digit)
                        digits += 1
                    }
                    next += 1
                }
            }
        }
        if isPoint(text[next]), ScalarClass.digit(text[next + 1]) != nil {
            next += 1
            numeral.hasPoint = true
            while let digit = ScalarClass.digit(text[next]) {
                take(digit)
                fraction += 1
                next += 1
            }
        } else if isChinesePoint(text[next]), digits > 0, case .digit = NumeralCharacter.of(text[next + 1]) {
            return decimals(from: next + 1, value: value)
        }
        pending = ExactDecimal(mantissa: value, exponent: 0 - fraction)
        pendingDigits = digits
        pendingIsChinese = false
        numeral.plainDigits = max(numeral.plainDigits, digits)
        return next
    }

    private mutating func chineseDigits(from start: Int, first: Int, formal: Bool) -> Int? {
        guard pending == nil else { return nil }
        let isLiang = isLiang(text[start])
        if isLiang {
            if isLianLiang(start) { return nil }
            if sawUnit && !followedByUnit(start + 1) { return nil }
        }
        // A zero between multipliers only says that a place is empty.
        if first == 0 && sawUnit {
            omission = nil
            sawZeroAfterUnit = true
            let after = text.skippingBlanks(from: start + 1)
            if !NumeralCharacter.of(text[after]).isNone || ScalarClass.digit(text[after]) != nil { return start + 1 }
            if isChinesePoint(text[after]) { return point(at: after, whole: .zero) }
            return nil
        }
        if let pair = pair(at: start, first: first) { return pair }
        var next = start
        var digits = 0
        var value: Int128 = 0
        while case .digit(let digit, let isFormal) = NumeralCharacter.of(text[next]), !(next > start && self.isLiang(text[next])) {
            let (product, o1) = value.multipliedReportingOverflow(by: 10)
            let (sum, o2) = product.addingReportingOverflow(Int128(digit))
            if o1 || o2 { overflow = true } else { value = sum }
            if isFormal { numeral.isLoneFormal = true }
            digits += 1
            next += 1
        }
        pending = ExactDecimal(mantissa: value)
        pendingDigits = digits
        pendingIsChinese = true
        if !sawUnit { numeral.plainDigits = max(numeral.plainDigits, digits) }
        let after = isChinesePoint(text[next]) ? next : text.skippingBlanks(from: next)
        if isChinesePoint(text[after]), let end = point(at: after, whole: value) { return end }
        return next
    }

    /// `二三十`, `三五百`, `七八`: two neighbouring digits; both bounds are read by two scans.
    private mutating func pair(at start: Int, first: Int) -> Int? {
        guard case .digit(let second, _) = NumeralCharacter.of(text[start + 1]), !isLiang(text[start + 1]), first > 0,
            second == first + 1 || (first == 3 && second == 5)
        else { return nil }
        if case .digit = NumeralCharacter.of(text[start + 2]) { return nil }
        if case .digit = NumeralCharacter.of(text[start - 1]) { return nil }
        if isChinesePoint(text[start + 2]) || isChinesePoint(text[start - 1]) { return nil }
        pending = ExactDecimal(bound == .low ? first : second)
        (pendingDigits, pendingIsChinese) = (2, true)
        numeral.isPair = true
        return start + 2
    }

    /// The decimal point of `四百点五`, with or without blanks around it.
    private mutating func pointBehindUnit(_ position: Int) -> Int? {
        let at = text.skippingBlanks(from: position)
        return isChinesePoint(text[at]) ? point(at: at, whole: 0) : nil
    }

    /// The Chinese decimal point (点) with its digits; nil where no digit follows.
    private mutating func point(at position: Int, whole: Int128) -> Int? {
        let digits = text.skippingBlanks(from: position + 1)
        if case .digit = NumeralCharacter.of(text[digits]), !isLiang(text[digits]) { return decimals(from: digits, value: whole) }
        if ScalarClass.digit(text[digits]) != nil, digits == position + 1 { return decimals(from: digits, value: whole) }
        return nil
    }

    private mutating func decimals(from start: Int, value whole: Int128) -> Int {
        var value = whole
        if sawUnit, let digit = pending, pendingDigits == 1, let power = omission {
            // 一千六点五: the lone digit before the point still means hundreds.
            pending = digit.shifted(by: power - 1)
        }
        if let digits = pending { add(digits) }
        value = 0
        var fraction = 0
        var next = start
        while true {
            let digit: Int
            if let arabic = ScalarClass.digit(text[next]) {
                digit = arabic
            } else if case .digit(let chinese, _) = NumeralCharacter.of(text[next]), !isLiang(text[next]) {
                digit = chinese
            } else {
                break
            }
            let (product, o1) = value.multipliedReportingOverflow(by: 10)
            let (sum, o2) = product.addingReportingOverflow(Int128(digit))
            if o1 || o2 { overflow = true } else { value = sum }
            fraction += 1
            next += 1
        }
        if pending == nil && !sawUnit { add(ExactDecimal(mantissa: whole)) }
        let decimal = ExactDecimal(mantissa: value, exponent: 0 - fraction)
        numeral.hasPoint = true
        omission = nil
        if sawUnit {
            add(decimal)
            pending = nil
        } else {
            // Before any multiplier the whole is still open: 三点五万.
            pending = section.adding(decimal)
            section = .zero
            if pending == nil { overflow = true }
        }
        pendingDigits = 0
        return next
    }

    // MARK: Multipliers

    private mutating func small(_ power: Int, formal: Bool, at position: Int) -> Int? {
        guard power < lastSmall else { return nil }
        if let digits = pending, !(digits.isZero && pendingIsChinese) {
            if numeral.hasPoint && lastSmall != 99 { return nil }
            add(digits.shifted(by: power))
        } else {
            guard !sawUnit || sawZeroAfterUnit || (power == 1 && lastSmall > 1) else { return nil }
            add(ExactDecimal(mantissa: 1, exponent: power))
            if formal && !sawUnit { numeral.isLoneFormal = true }
        }
        numeral.multiplier = max(numeral.multiplier, power)
        (lastSmall, omission, sawUnit, sawZeroAfterUnit) = (power, power, true, false)
        pending = nil
        return position + 1
    }

    private mutating func big(_ power: Int, at position: Int) -> Bool {
        let slot = power / 4
        if let digits = pending, sawUnit, pendingIsChinese, pendingDigits == 1, let place = omission, place > 1, lastSmall != 99 {
            pending = digits.shifted(by: place - 1)  // 百二万 is 120万
        }
        var value = pending.flatMap { section.adding($0) } ?? section
        if pending != nil && section.isZero { value = pending ?? .zero }
        if value.isZero && pending == nil {
            guard sawUnit else {
                // 万 alone: a number only where a following word says so; 万万 is a word.
                if case .big = NumeralCharacter.of(text[position + 1]) { return false }
                set(slot, ExactDecimal(mantissa: 1, exponent: power))
                (sawUnit, numeral.isBareMultiplier, numeral.multiplier, omission) = (true, true, power, power)
                return true
            }
            guard !numeral.isBareMultiplier || slot > 1 else { return false }
        }
        for lower in 1..<max(slot, 1) {
            if let sum = value.adding(group(lower)) { value = sum } else { overflow = true }
            set(lower, .zero)
        }
        if value.isZero {
            // 10万万: the multiplier multiplies itself.
            guard !group(slot).isZero else { return false }
            set(slot, group(slot).shifted(by: power))
        } else {
            guard group(slot).isZero else { return false }
            set(slot, value.shifted(by: power))
        }
        numeral.multiplier = max(numeral.multiplier, power)
        numeral.isBareMultiplier = false
        section = .zero
        pending = nil
        (lastSmall, omission, sawUnit, sawZeroAfterUnit) = (99, power, true, false)
        return true
    }

    /// 几 and 数 stand for a digit: before a multiplier (数千, 几十万), behind one (十几), or alone before a measure word.
    private mutating func vague(at position: Int) -> Int? {
        guard pending == nil, !numeral.isVague else { return nil }
        let isShu = text[position] == 0x6570 || text[position] == 0x6578
        let followed = followedByUnit(position + 1)
        if isShu && !followed && !(text[position + 1] != 0 && !sawUnit) { return nil }
        if isShu && sawUnit { return nil }
        if sawUnit && lastSmall == 99 && !followed { return nil }
        pending = ExactDecimal(bound == .high ? 9 : (sawUnit ? 1 : 2))
        (pendingDigits, pendingIsChinese) = (2, true)
        numeral.isVague = true
        return position + 1
    }

    /// 余 or 多 inside the numeral: only where a large multiplier follows (`20余万`).
    private mutating func more(at position: Int) -> Int? {
        let after = text.skippingBlanks(from: position + 1)
        guard case .big = NumeralCharacter.of(text[after]) else { return nil }
        numeral.isMore = true
        return after
    }

    // MARK: Sums

    private mutating func add(_ value: ExactDecimal) {
        if let sum = section.adding(value) { section = sum } else { overflow = true }
    }

    private func group(_ slot: Int) -> ExactDecimal { slot == 1 ? groups.0 : (slot == 2 ? groups.1 : groups.2) }

    private mutating func set(_ slot: Int, _ value: ExactDecimal) {
        switch slot {
        case 1: groups.0 = value
        case 2: groups.1 = value
        default: groups.2 = value
        }
    }

    private mutating func finish() {
        if var digits = pending {
            // 一万三, 两千六: a lone last digit stands one place below the multiplier before it.
            if sawUnit, let power = omission, pendingDigits == 1, power > 1, !digits.isZero, lastSmall == 99 ? power > 3 : true {
                digits = digits.shifted(by: power - 1)
            }
            add(digits)
        }
        var total = section
        for slot in 1...3 {
            if let sum = total.adding(group(slot)) { total = sum } else { overflow = true }
        }
        numeral.value = overflow ? nil : total
    }

    // MARK: Looking at scalars

    /// 1.75千克, 12千米: 千 belongs to the unit. 三千米 is read as 3000 米, which is as long.
    private func isKiloUnit(_ position: Int) -> Bool {
        guard pending != nil, !sawUnit else { return false }
        switch text[position] {
        case 0x514B, 0x74E6, 0x8D6B: return true  // 克, 瓦, 赫
        case 0x7C73: return !pendingIsChinese  // 米
        default: return false
        }
    }

    /// 五十兆字节: 兆 belongs to the unit.
    private func isMegaUnit(_ position: Int) -> Bool {
        switch text[position] {
        case 0x5B57, 0x74E6, 0x8D6B, 0x6BD4: return true  // 字节, 瓦, 赫, 比特
        default: return false
        }
    }

    private func followedByUnit(_ position: Int) -> Bool {
        switch NumeralCharacter.of(text[position]) {
        case .small, .big: true
        default: false
        }
    }

    private func isLiang(_ c: UInt32) -> Bool { c == 0x4E24 || c == 0x5169 }

    private func isLianLiang(_ position: Int) -> Bool { isLiang(text[position + 1]) || isLiang(text[position - 1]) }

    private func isComma(_ c: UInt32) -> Bool { c == 0x2C || c == 0xFF0C }

    private func isPoint(_ c: UInt32) -> Bool { c == 0x2E || c == 0xFF0E }

    private func isChinesePoint(_ c: UInt32) -> Bool { c == 0x70B9 || c == 0x9EDE }
}
