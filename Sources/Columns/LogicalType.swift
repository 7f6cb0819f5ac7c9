/// The type of a column or an expression, as the language names it.
///
/// Ranges and names follow DuckDB. The type is recursive so that lists and structures need no second representation.
public indirect enum LogicalType: Hashable, Sendable {
    /// The type of a bare `NULL`; coerces to any other.
    case null
    case boolean
    case tinyint, smallint, integer, bigint, hugeint
    case utinyint, usmallint, uinteger, ubigint
    case float, double
    /// An exact number of `precision` digits (1 to 38), `scale` of them behind the point.
    case decimal(precision: Int, scale: Int)
    case text
    /// Days since 1970-01-01.
    case date
    /// Microseconds since midnight.
    case time
    /// Microseconds since 1970-01-01 00:00:00, without time zone.
    case timestamp
    /// Months, days and microseconds, kept apart.
    case interval
    case list(LogicalType)
    case structure([StructureField])
}

/// A named part of a structure type.
public struct StructureField: Hashable, Sendable {
    /// The name of the field.
    public let name: String
    /// The type of its values.
    public let type: LogicalType

    /// A field of a name and a type.
    public init(name: String, type: LogicalType) {
        self.name = name
        self.type = type
    }
}

extension LogicalType {
    /// The widest decimal: what integers and decimals sum to.
    public static let maximumDecimalPrecision = 38

    /// Whether values are whole numbers with a range.
    public var isInteger: Bool {
        switch self {
        case .tinyint, .smallint, .integer, .bigint, .hugeint, .utinyint, .usmallint, .uinteger, .ubigint: true
        default: false
        }
    }

    /// Whether the range begins at zero.
    public var isUnsigned: Bool {
        switch self {
        case .utinyint, .usmallint, .uinteger, .ubigint: true
        default: false
        }
    }

    /// FLOAT or DOUBLE.
    public var isFloatingPoint: Bool { self == .float || self == .double }

    /// An exact number with a scale.
    public var isDecimal: Bool {
        if case .decimal = self { true } else { false }
    }

    /// Whether values are numbers of any kind.
    public var isNumeric: Bool { isInteger || isFloatingPoint || isDecimal }

    /// The digits that every value of an integer type fits into, for its meeting with a decimal; nil for other types.
    public var decimalDigits: Int? {
        switch self {
        case .tinyint, .utinyint: 3
        case .smallint, .usmallint: 5
        case .integer, .uinteger: 10
        case .bigint: 19
        case .ubigint: 20
        case .hugeint: 38
        default: nil
        }
    }

    /// The smallest and largest value of an integer type; nil for other types.
    public var integerRange: ClosedRange<Int128>? {
        switch self {
        case .tinyint: Int128(Int8.min)...Int128(Int8.max)
        case .smallint: Int128(Int16.min)...Int128(Int16.max)
        case .integer: Int128(Int32.min)...Int128(Int32.max)
        case .bigint: Int128(Int64.min)...Int128(Int64.max)
        case .hugeint: Int128.min...Int128.max
        case .utinyint: 0...Int128(UInt8.max)
        case .usmallint: 0...Int128(UInt16.max)
        case .uinteger: 0...Int128(UInt32.max)
        case .ubigint: 0...Int128(UInt64.max)
        default: nil
        }
    }
}

extension LogicalType: CustomStringConvertible {
    /// The name as DESCRIBE prints it: `DECIMAL(18,4)`, `BIGINT`, `TEXT`.
    public var description: String {
        switch self {
        case .null: "NULL"
        case .boolean: "BOOLEAN"
        case .tinyint: "TINYINT"
        case .smallint: "SMALLINT"
        case .integer: "INTEGER"
        case .bigint: "BIGINT"
        case .hugeint: "HUGEINT"
        case .utinyint: "UTINYINT"
        case .usmallint: "USMALLINT"
        case .uinteger: "UINTEGER"
        case .ubigint: "UBIGINT"
        case .float: "FLOAT"
        case .double: "DOUBLE"
        case .decimal(let precision, let scale): "DECIMAL(\(precision),\(scale))"
        case .text: "TEXT"
        case .date: "DATE"
        case .time: "TIME"
        case .timestamp: "TIMESTAMP"
        case .interval: "INTERVAL"
        case .list(let element): "\(element)[]"
        case .structure(let fields): "STRUCT(" + fields.map { "\($0.name) \($0.type)" }.joined(separator: ", ") + ")"
        }
    }
}

/// How one value of a type lies in a flat vector.
package enum PhysicalType: Sendable {
    /// One byte, 0 or 1.
    case boolean
    case int8, int16, int32, int64, int128
    case uint8, uint16, uint32, uint64
    case float, double
    /// A `TextView` of 16 bytes.
    case text
    /// An `IntervalValue` of 16 bytes.
    case interval
    /// Lists and structures: a reference per row; only `Value` rows, no kernel.
    case nested

    package var byteCount: Int {
        switch self {
        case .boolean, .int8, .uint8: 1
        case .int16, .uint16: 2
        case .int32, .uint32, .float: 4
        case .int64, .uint64, .double, .nested: 8
        case .int128, .text, .interval: 16
        }
    }

    /// Whether the values are whole numbers that a segment can store as offsets from a base.
    package var isWhole: Bool {
        switch self {
        case .int8, .int16, .int32, .int64, .int128, .uint8, .uint16, .uint32, .uint64: true
        default: false
        }
    }
}

extension LogicalType {
    /// Where the values of this type lie in a flat vector. A decimal of up to 18 digits is an Int64, a longer one an Int128.
    package var physical: PhysicalType {
        switch self {
        case .null: .int8
        case .boolean: .boolean
        case .tinyint: .int8
        case .smallint: .int16
        case .integer, .date: .int32
        case .bigint, .time, .timestamp: .int64
        case .hugeint: .int128
        case .utinyint: .uint8
        case .usmallint: .uint16
        case .uinteger: .uint32
        case .ubigint: .uint64
        case .float: .float
        case .double: .double
        case .decimal(let precision, _): precision <= 18 ? .int64 : .int128
        case .text: .text
        case .interval: .interval
        case .list, .structure: .nested
        }
    }
}
