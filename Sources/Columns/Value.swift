/// One value, for constants, parameters and reading results row by row.
///
/// Columns of values never take this form: they are vectors.
public indirect enum Value: Hashable, Sendable {
    case null
    case boolean(Bool)
    /// A whole number of any integer type; the type stands beside the value, never in it.
    case integer(Int128)
    case float(Float)
    case double(Double)
    /// `unscaled` divided by ten to the `scale`.
    case decimal(unscaled: Int128, scale: Int)
    case text(String)
    /// Days since 1970-01-01.
    case date(Int32)
    /// Microseconds since midnight.
    case time(Int64)
    /// Microseconds since 1970-01-01 00:00:00.
    case timestamp(Int64)
    case interval(IntervalValue)
    case list([Value])
    case structure([Value])

    /// Whether the value is NULL.
    public var isNull: Bool { self == .null }
}

/// A span of time whose months, days and microseconds do not convert into one another.
public struct IntervalValue: Hashable, Sendable, BitwiseCopyable {
    /// Whole months; a year is twelve.
    public var months: Int32
    /// Whole days, which are not hours: a day may have 23 or 25 of them.
    public var days: Int32
    /// The rest, in microseconds.
    public var microseconds: Int64

    /// An interval of the three parts, which may differ in sign.
    public init(months: Int32, days: Int32, microseconds: Int64) {
        self.months = months
        self.days = days
        self.microseconds = microseconds
    }

    /// The length used for comparison: a month counts as 30 days, as in PostgreSQL and DuckDB.
    package var normalized: Int128 {
        (Int128(months) * 30 + Int128(days)) * 86_400_000_000 + Int128(microseconds)
    }
}

/// Powers of ten that fit an Int128, by exponent 0 to 38.
package let powersOfTen: [Int128] = {
    var powers: [Int128] = [1]
    for _ in 0..<38 { powers.append(powers[powers.count - 1] &* 10) }
    return powers
}()
