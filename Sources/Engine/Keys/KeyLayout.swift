import Columns

/// How the columns of a key become one number or one run of bytes, so that equal keys are equal numbers.
///
/// A packed key is a number in mixed radix: each column is a digit, `value - base`, plus one where NULL (digit 0) is possible.
/// Digits come from proved bounds, so the product of the ranges is the exact size of the key's domain: small enough, and an array
/// replaces hashing. In larger domains the ranges are powers of two where that fits: then digits are runs of bits. NULL equals NULL in a key; a join that wants otherwise leaves NULL rows out before.
package struct KeyLayout: Sendable {
    /// One column of the key.
    package struct Digit: Sendable {
        package let type: LogicalType
        /// How many digits there are; at least 1.
        package let range: UInt128
        package let base: Int128
        package let mayBeNull: Bool
        package let dictionary: TextDictionary?
        /// Whether `range` holds all values.
        let isPackable: Bool

        fileprivate func rounded(to range: UInt128) -> Digit {
            Digit(type: type, range: range, base: base, mayBeNull: mayBeNull, dictionary: dictionary, isPackable: isPackable)
        }
    }

    /// Up to here a key may be an index into an array, so its domain should be as small as it can be.
    private static let largestExactDomain: UInt128 = 1 << 26

    /// The ranges rounded up to powers of two, and their product: keys of such digits come apart by shifts instead of divisions.
    /// Nil where the key would need another form for it.
    private static func roundedRanges(_ digits: [Digit]) -> (ranges: [UInt128], product: UInt128)? {
        let bits = digits.map { UInt128.bitWidth - ($0.range - 1).leadingZeroBitCount }
        let total = bits.reduce(0, +)
        let exact = digits.reduce(1.0) { $0 * Double($1.range) }
        guard total < UInt128.bitWidth, total <= 64 || exact > 0x1p64 else { return nil }
        return (bits.map { 1 << UInt128($0) }, 1 << UInt128(total))
    }

    package enum Form: Sendable {
        /// A UInt64; `domain` counts the possible keys, 0 standing for 2^64.
        case packed64(domain: UInt64)
        case packed128
        /// Bytes of all columns one behind the other.
        case wide
    }

    package let digits: [Digit]
    package let form: Form

    /// The layout for columns of the given types under the given facts.
    package init(types: [LogicalType], facts: [ColumnFacts]) {
        var digits: [Digit] = []
        var product: UInt128? = 1
        for (type, fact) in zip(types, facts) {
            let digit = KeyLayout.digit(type, fact)
            digits.append(digit)
            if let current = product, digit.isPackable {
                let (next, overflow) = current.multipliedReportingOverflow(by: digit.range)
                product = overflow ? nil : next
            } else {
                product = nil
            }
        }
        if let current = product, current > KeyLayout.largestExactDomain, let rounded = KeyLayout.roundedRanges(digits) {
            digits = zip(digits, rounded.ranges).map { $0.rounded(to: $1) }
            product = rounded.product
        }
        self.digits = digits
        if let product {
            // A domain of exactly 2^64 still fits: its largest key is 2^64 - 1.
            form = product <= 1 << 64 ? .packed64(domain: UInt64(truncatingIfNeeded: product)) : .packed128
        } else {
            form = .wide
        }
    }

    /// The layout of some digits that pack into 64 bits.
    init(packing digits: [Digit], domain: UInt64) {
        self.digits = digits
        form = .packed64(domain: domain)
    }

    private static func digit(_ type: LogicalType, _ fact: ColumnFacts) -> Digit {
        let extra: UInt128 = fact.mayBeNull ? 1 : 0
        func packed(_ range: UInt128, base: Int128, dictionary: TextDictionary? = nil) -> Digit {
            Digit(
                type: type, range: max(range + extra, 1), base: base, mayBeNull: fact.mayBeNull, dictionary: dictionary, isPackable: true)
        }
        switch type.physical {
        case .boolean: return packed(2, base: 0)
        case .float: return packed(1 << 32, base: 0)
        case .double: return packed(1 << 64, base: 0)
        case .text:
            if let dictionary = fact.dictionary { return packed(UInt128(dictionary.count), base: 0, dictionary: dictionary) }
        case .interval, .nested: break
        default:
            if let bounds = fact.bounds ?? type.integerRangeOfStorage {
                let (span, overflow) = bounds.upperBound.subtractingReportingOverflow(bounds.lowerBound)
                if !overflow { return packed(UInt128(span) + 1, base: bounds.lowerBound) }
            }
        }
        return Digit(type: type, range: 1, base: 0, mayBeNull: fact.mayBeNull, dictionary: nil, isPackable: false)
    }

    /// How many keys there can be, where that is known to fit an Int.
    package var domain: Int? {
        guard case .packed64(let domain) = form, domain != 0 else { return nil }
        return Int(exactly: domain)
    }
}

extension LogicalType {
    /// Every number that the type's physical layout can hold; nil for layouts of 128 bits and for other than whole numbers.
    var integerRangeOfStorage: ClosedRange<Int128>? {
        switch physical {
        case .int8: Int128(Int8.min)...Int128(Int8.max)
        case .int16: Int128(Int16.min)...Int128(Int16.max)
        case .int32: Int128(Int32.min)...Int128(Int32.max)
        case .int64: Int128(Int64.min)...Int128(Int64.max)
        case .uint8: 0...Int128(UInt8.max)
        case .uint16: 0...Int128(UInt16.max)
        case .uint32: 0...Int128(UInt32.max)
        case .uint64: 0...Int128(UInt64.max)
        default: nil
        }
    }
}
