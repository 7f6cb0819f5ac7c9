/// A number with its unit, as it stands in a text.
package struct Quantity: Sendable {
    /// Where it stands, qualifying words included (`近万名`, `60岁以下`).
    package var range: Range<Int>
    /// Where the digits begin.
    package var numeralStart: Int
    /// Where the number ends and the unit begins.
    package var numeralEnd: Int
    package var value: ExactDecimal?
    package var low: ExactDecimal?
    package var high: ExactDecimal?
    package var qualifier: Qualifier
    package var isTooLarge: Bool
    package var isRange: Bool
    /// The unit as printed; nil for a bare number.
    package var unit: String?
    /// Index into the lexicon's measures; nil for a bare number.
    package var measure: Int?
    package var dimension: String?
    package var isMoney: Bool
    /// The currency's code, for money.
    package var currency: String?
    /// The unit is itself the thing counted (8人).
    package var isOwnNoun: Bool
    /// 一 before a measure word: a number only where something concrete is counted.
    package var isLoneOne: Bool
    /// The word of `每天`, `每组` that the number is a rate of.
    package var per: Range<Int>?
    /// The first of several givers' shares: 各 or 分别 stands before the number.
    package var isDistributed = false

    /// What the text says of the number as columns.
    package func columns(in text: ScalarWindow) -> QuantityColumns {
        var columns = QuantityColumns()
        columns.value = value.flatMap { FactDecimal($0) }
        // The bounds of an exact number are the number.
        columns.low = low == value ? columns.value : low.flatMap { FactDecimal($0) }
        columns.high = high == value ? columns.value : high.flatMap { FactDecimal($0) }
        columns.unit = unit
        columns.dimension = dimension
        columns.qualifier = qualifier
        columns.per = per.map { text.string($0) }
        return columns
    }

    /// Whether the number is outside what the tables hold.
    package var isOutsideType: Bool { isTooLarge || (value != nil && value.flatMap { FactDecimal($0) } == nil) }
}

/// A numeral that became no quantity, and why.
package struct RejectedNumber: Sendable {
    package var range: Range<Int>
    package var reason: MaskReason
}

/// What the scanner finds in a stretch of text.
package struct QuantityScan: Sendable {
    package var quantities: [Quantity] = []
    package var rejected: [RejectedNumber] = []
    package var calendar: [CalendarExpression] = []
}
