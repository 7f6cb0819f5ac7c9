/// Parses one field that is not empty. The loops over a parser are specialised.
protocol FieldParser {
    associatedtype Output: BitwiseCopyable
    func parse(_ bytes: UnsafePointer<UInt8>, _ count: Int, _ value: inout Output) -> Bool
}

struct WholeParser: FieldParser {
    @inline(__always) func parse(_ bytes: UnsafePointer<UInt8>, _ count: Int, _ value: inout Int64) -> Bool {
        parseWhole(bytes, count, &value)
    }
}

struct WideParser: FieldParser {
    func parse(_ bytes: UnsafePointer<UInt8>, _ count: Int, _ value: inout Int128) -> Bool { parseWide(bytes, count, &value) }
}

/// Decimals as whole numbers of units of ten to the power -scale.
struct DecimalParser: FieldParser {
    let scale: Int

    @inline(__always) func parse(_ bytes: UnsafePointer<UInt8>, _ count: Int, _ value: inout Int64) -> Bool {
        var shape = DecimalShape(whole: 0, fraction: 0)
        if !parsePlainDecimal(bytes, count, &value, &shape) { return false }
        let missing = scale &- shape.fraction
        if missing < 0 || shape.whole &+ scale > 18 { return false }
        value = value &* powersOfTen64[missing]
        return true
    }
}

struct DoubleParser: FieldParser {
    func parse(_ bytes: UnsafePointer<UInt8>, _ count: Int, _ value: inout Double) -> Bool { parseDouble(bytes, count, &value) }
}

struct BooleanParser: FieldParser {
    @inline(__always) func parse(_ bytes: UnsafePointer<UInt8>, _ count: Int, _ value: inout UInt8) -> Bool {
        parseBoolean(bytes, count, &value)
    }
}

struct DateParser: FieldParser {
    @inline(__always) func parse(_ bytes: UnsafePointer<UInt8>, _ count: Int, _ value: inout Int64) -> Bool {
        var days: Int32 = 0
        if !parseDate(bytes, count, &days) { return false }
        value = Int64(days)
        return true
    }
}

struct TimeParser: FieldParser {
    func parse(_ bytes: UnsafePointer<UInt8>, _ count: Int, _ value: inout Int64) -> Bool {
        parseTime(bytes, count, secondsOptional: false, &value)
    }
}

struct TimestampParser: FieldParser {
    @inline(__always) func parse(_ bytes: UnsafePointer<UInt8>, _ count: Int, _ value: inout Int64) -> Bool {
        parseTimestamp(bytes, count, &value)
    }
}
