import Columns

/// An element that kernels compare: equality and order as SQL has them, where a NaN equals itself and is above all numbers.
protocol OrderedElement: BitwiseCopyable, Sendable {
    static func areEqual(_ left: Self, _ right: Self) -> Bool
    static func isBefore(_ left: Self, _ right: Self) -> Bool
}

extension OrderedElement where Self: FixedWidthInteger {
    @inline(__always) static func areEqual(_ left: Self, _ right: Self) -> Bool { left == right }
    @inline(__always) static func isBefore(_ left: Self, _ right: Self) -> Bool { left < right }
}

extension OrderedElement where Self: BinaryFloatingPoint {
    @inline(__always) static func areEqual(_ left: Self, _ right: Self) -> Bool {
        // `|` on the bytes of the truth values keeps the loop free of branches.
        byte(left == right) | (byte(left != left) & byte(right != right)) != 0
    }
    @inline(__always) static func isBefore(_ left: Self, _ right: Self) -> Bool {
        byte(left < right) | (byte(left == left) & byte(right != right)) != 0
    }
}

extension Int8: OrderedElement {}
extension Int16: OrderedElement {}
extension Int32: OrderedElement {}
extension Int64: OrderedElement {}
extension Int128: OrderedElement {}
extension UInt8: OrderedElement {}
extension UInt16: OrderedElement {}
extension UInt32: OrderedElement {}
extension UInt64: OrderedElement {}
extension Float: OrderedElement {}
extension Double: OrderedElement {}

extension TextView: OrderedElement {
    @inline(__always) static func areEqual(_ left: TextView, _ right: TextView) -> Bool { left == right }
    @inline(__always) static func isBefore(_ left: TextView, _ right: TextView) -> Bool { TextView.compare(left, right) < 0 }
}

extension IntervalValue: OrderedElement {
    static func areEqual(_ left: IntervalValue, _ right: IntervalValue) -> Bool { left.normalized == right.normalized }
    static func isBefore(_ left: IntervalValue, _ right: IntervalValue) -> Bool { left.normalized < right.normalized }
}

/// The four comparisons from which the others follow by swapping sides.
protocol ComparisonOperation: Sendable {
    static func holds<Element: OrderedElement>(_ left: Element, _ right: Element) -> Bool
    /// The offsets `x` for which `x op constant`, or `constant op x`, holds, among 0 through `largest`.
    static func offsets(against constant: UInt64, isLeft: Bool, largest: UInt64) -> OffsetRange
}

enum EqualTo: ComparisonOperation {
    @inline(__always) static func holds<Element: OrderedElement>(_ left: Element, _ right: Element) -> Bool {
        Element.areEqual(left, right)
    }
    static func offsets(against constant: UInt64, isLeft: Bool, largest: UInt64) -> OffsetRange { OffsetRange(low: constant, span: 0) }
}

enum NotEqualTo: ComparisonOperation {
    @inline(__always) static func holds<Element: OrderedElement>(_ left: Element, _ right: Element) -> Bool {
        !Element.areEqual(left, right)
    }
    static func offsets(against constant: UInt64, isLeft: Bool, largest: UInt64) -> OffsetRange {
        OffsetRange(low: constant, span: 0, isInverted: true)
    }
}

enum LessThan: ComparisonOperation {
    @inline(__always) static func holds<Element: OrderedElement>(_ left: Element, _ right: Element) -> Bool {
        Element.isBefore(left, right)
    }
    static func offsets(against constant: UInt64, isLeft: Bool, largest: UInt64) -> OffsetRange {
        if isLeft {
            return constant == largest ? .none(largest: largest) : OffsetRange(low: constant + 1, span: largest - constant - 1)
        }
        return constant == 0 ? .none(largest: largest) : OffsetRange(low: 0, span: constant - 1)
    }
}

enum LessThanOrEqualTo: ComparisonOperation {
    @inline(__always) static func holds<Element: OrderedElement>(_ left: Element, _ right: Element) -> Bool {
        !Element.isBefore(right, left)
    }
    static func offsets(against constant: UInt64, isLeft: Bool, largest: UInt64) -> OffsetRange {
        isLeft ? OffsetRange(low: constant, span: largest - constant) : OffsetRange(low: 0, span: constant)
    }
}
