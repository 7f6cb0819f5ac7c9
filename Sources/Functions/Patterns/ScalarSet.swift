import Columns

/// Characters of a class such as `[a-z]`, `\d` or `\p{Han}`.
struct ScalarSet: Sendable {
    /// Which of the first 128 code points belong to a set.
    struct ASCIIMask: BitwiseCopyable, Sendable {
        private var low: UInt64 = 0
        private var high: UInt64 = 0

        mutating func insert(_ scalar: UInt32) {
            if scalar < 64 { low |= 1 << UInt64(scalar) } else { high |= 1 << UInt64(scalar & 63) }
        }

        mutating func formUnion(_ other: ASCIIMask) {
            low |= other.low
            high |= other.high
        }

        @inline(__always) func contains(_ scalar: UInt32) -> Bool { (scalar < 64 ? low : high) >> UInt64(scalar & 63) & 1 != 0 }
    }

    /// What `contains` says of ASCII, worked out by `prepare`.
    private(set) var ascii = ASCIIMask()
    var ranges: [ClosedRange<UInt32>] = []
    var isNegated = false
    /// Unicode classes, each perhaps negated.
    var classes: [(test: UnicodeClass, isNegated: Bool)] = []
    var ignoresCase = false

    enum UnicodeClass: Sendable { case letter, uppercase, lowercase, number, punctuation, symbol, separator, ideograph }

    static let digit = ScalarSet(ranges: [0x30...0x39])
    static let word = ScalarSet(ranges: [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
    static let space = ScalarSet(ranges: [0x09...0x0A, 0x0C...0x0D, 0x20...0x20])

    init(ranges: [ClosedRange<UInt32>] = []) {
        self.ranges = ranges
        prepare()
    }

    /// Whether nothing but ASCII can belong to the set.
    var isWithinASCII: Bool { !isNegated && classes.isEmpty && !ignoresCase && ranges.allSatisfy { $0.upperBound < 128 } }

    /// To be called when the set is complete.
    mutating func prepare() {
        ascii = ASCIIMask()
        for scalar: UInt32 in 0..<128 where test(scalar) { ascii.insert(scalar) }
    }

    @inline(__always) func contains(_ scalar: UInt32) -> Bool { scalar < 128 ? ascii.contains(scalar) : test(scalar) }

    private func test(_ scalar: UInt32) -> Bool {
        var found = includes(scalar)
        if !found, ignoresCase { found = ScalarSet.caseVariants(scalar).contains { includes($0) } }
        return found != isNegated
    }

    private func includes(_ scalar: UInt32) -> Bool {
        for range in ranges where range.contains(scalar) { return true }
        for (test, isNegated) in classes where ScalarSet.belongs(scalar, to: test) != isNegated { return true }
        return false
    }

    /// The ranges that are not in the set, for `\D` inside brackets.
    func complementRanges() -> [ClosedRange<UInt32>] {
        var result: [ClosedRange<UInt32>] = []
        var next: UInt32 = 0
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if range.lowerBound > next { result.append(next...range.lowerBound - 1) }
            next = max(next, range.upperBound + 1)
        }
        if next <= 0x10FFFF { result.append(next...0x10FFFF) }
        return result
    }

    /// The same letter in the other case, where that is one code point.
    static func caseVariants(_ scalar: UInt32) -> [UInt32] {
        guard let letter = Unicode.Scalar(scalar) else { return [] }
        return [letter.properties.lowercaseMapping, letter.properties.uppercaseMapping].compactMap { mapping in
            let scalars = mapping.unicodeScalars
            guard scalars.count == 1, let only = scalars.first, only.value != scalar else { return nil }
            return only.value
        }
    }

    private static func belongs(_ scalar: UInt32, to test: UnicodeClass) -> Bool {
        guard let properties = Unicode.Scalar(scalar)?.properties else { return false }
        let category = properties.generalCategory
        switch test {
        case .letter:
            return [.uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter].contains(category)
        case .uppercase: return category == .uppercaseLetter
        case .lowercase: return category == .lowercaseLetter
        case .number: return [.decimalNumber, .letterNumber, .otherNumber].contains(category)
        case .punctuation:
            return [
                .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation, .finalPunctuation,
                .otherPunctuation,
            ].contains(category)
        case .symbol: return [.mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol].contains(category)
        case .separator: return [.spaceSeparator, .lineSeparator, .paragraphSeparator].contains(category)
        case .ideograph: return properties.isIdeographic || scalar == 0x3005 || scalar == 0x3007
        }
    }
}
