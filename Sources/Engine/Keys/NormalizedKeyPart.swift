import Columns

/// A column of keys: the vectors of consecutive batches, all of one type, and how their values compare.
package struct KeyColumn: Sendable {
    /// What the codes of the values must tell.
    package enum Comparison: Sendable, Hashable {
        /// Equal values and only they have equal codes; NULL equals NULL.
        case equality
        /// Also, a value that sorts before another has the smaller code.
        case order(isDescending: Bool, nullsFirst: Bool)
    }

    package var type: LogicalType
    package var vectors: [Vector]
    package var comparison: Comparison

    package init(type: LogicalType, vectors: [Vector], comparison: Comparison = .equality) {
        self.type = type
        self.vectors = vectors
        self.comparison = comparison
    }
}

/// How the values of a key column become whole numbers `0 ... size - 1`: its code.
///
/// A column whose values lie 2^64 or more apart takes several parts. Codes compare like the values: NaN equals NaN and is the
/// greatest number, minus zero equals zero, texts compare by their bytes, intervals by their length with months of 30 days.
package struct NormalizedKeyPart: Sendable {
    package enum Content: Sendable {
        /// Whole numbers, booleans, dates and times as the distance from the least.
        case whole(least: Int128)
        /// The upper and the lower half of the distance from the least, where it takes more than 64 bits.
        case wideUpper(least: Int128)
        case wideLower(least: Int128)
        /// Floating-point numbers by `orderedWord`, as the distance from the least.
        case floating(least: UInt64)
        /// Texts of one dictionary by their code, or by their rank where `ranks` holds them.
        case text(TextDictionary, ranks: TextRanks?)
        /// Whether there is a value.
        case presence
        /// No value but NULL.
        case nothing
    }

    /// Which of the key columns it belongs to.
    let column: Int
    let content: Content
    /// The code of the last value, before NULL gets its own.
    let largest: UInt64
    let isDescending: Bool
    /// Added to the codes of values: 1 where NULLs take the code 0.
    let shift: UInt64
    /// The code of NULL.
    let nullCode: UInt64
    /// How many codes there are: at most 2^64.
    let size: UInt128
    /// Whether NULL has a code, in this part or in the one before it.
    let codesNull: Bool

    /// Bits that hold every code.
    var bitWidth: Int { size <= 1 ? 0 : 128 - (size - 1).leadingZeroBitCount }
}

/// The places of a dictionary's codes in the order of its texts.
package final class TextRanks: @unchecked Sendable {
    // Unchecked: never written after its making.
    let ranks: UnsafePointer<UInt32>
    private let owner: AnyObject

    init(_ ranks: UnsafePointer<UInt32>, owner: AnyObject) {
        self.ranks = ranks
        self.owner = owner
    }
}

/// The word whose unsigned order is the order of the numbers, minus zero and zero being one.
@inline(__always) func orderedWord(_ number: Double) -> UInt64 {
    var bits = (number + 0).bitPattern
    if number != number { bits = 0x7FF8_0000_0000_0000 }
    let sign = 0 &- (bits >> 63)
    return bits ^ (sign | 0x8000_0000_0000_0000)
}

@inline(__always) func orderedWord(_ number: Float) -> UInt64 {
    var bits = (number + 0).bitPattern
    if number != number { bits = 0x7FC0_0000 }
    let sign = 0 &- (bits >> 31)
    return UInt64(bits ^ (sign | 0x8000_0000))
}

extension NormalizedKeyPart {
    /// The parts of column `index`, from the range of its values.
    static func parts(of column: KeyColumn, index: Int, values: KeyValueRange, dictionary: TextDictionary?) throws(QueryError)
        -> [NormalizedKeyPart]
    {
        var isDescending = false
        var nullsFirst = false
        var ranked = false
        if case .order(let descending, let first) = column.comparison { (isDescending, nullsFirst, ranked) = (descending, first, true) }

        func part(_ content: Content, largest: UInt64, nulls: Bool) -> NormalizedKeyPart {
            let count = UInt128(largest) + 1
            let shift: UInt64 = nulls && nullsFirst ? 1 : 0
            return NormalizedKeyPart(
                column: index, content: content, largest: largest, isDescending: isDescending, shift: shift,
                nullCode: nulls && !nullsFirst ? UInt64(truncatingIfNeeded: count) : 0, size: count + (nulls ? 1 : 0),
                codesNull: values.hasNulls)
        }
        let presence = NormalizedKeyPart(
            column: index, content: .presence, largest: 0, isDescending: false, shift: nullsFirst ? 1 : 0, nullCode: nullsFirst ? 0 : 1,
            size: 2, codesNull: true)
        /// A part over all of 64 bits has no code left for NULL, so a bit before it tells.
        func withNulls(_ content: Content, largest: UInt64) -> [NormalizedKeyPart] {
            guard values.hasNulls else { return [part(content, largest: largest, nulls: false)] }
            if largest == .max { return [presence, part(content, largest: largest, nulls: false)] }
            return [part(content, largest: largest, nulls: true)]
        }

        switch values.extremes {
        case .none:
            return [
                NormalizedKeyPart(
                    column: index, content: .nothing, largest: 0, isDescending: false, shift: 0, nullCode: 0, size: 1,
                    codesNull: true)
            ]
        case .whole(let least, let greatest):
            let span = UInt128(truncatingIfNeeded: greatest &- least)
            if span <= UInt128(UInt64.max) { return withNulls(.whole(least: least), largest: UInt64(truncatingIfNeeded: span)) }
            return (values.hasNulls ? [presence] : []) + [
                part(.wideUpper(least: least), largest: UInt64(truncatingIfNeeded: span >> 64), nulls: false),
                part(.wideLower(least: least), largest: .max, nulls: false),
            ]
        case .floating(let least, let greatest):
            return withNulls(.floating(least: least), largest: greatest - least)
        case .text:
            guard let dictionary, dictionary.count > 0 else {
                return [
                    NormalizedKeyPart(
                        column: index, content: .nothing, largest: 0, isDescending: false, shift: 0, nullCode: 0, size: 1,
                        codesNull: true)
                ]
            }
            let ranks = ranked ? TextRanks(try dictionary.ranks(), owner: dictionary) : nil
            return withNulls(.text(dictionary, ranks: ranks), largest: UInt64(dictionary.count - 1))
        }
    }
}
