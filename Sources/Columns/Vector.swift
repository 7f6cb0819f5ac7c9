/// How many bytes an offset or a dictionary code takes.
package enum Width: Int, Sendable {
    case one = 1, two = 2, four = 4, eight = 8

    /// The narrowest width that holds 0 through `largest`.
    package init(holding largest: UInt64) {
        self = largest <= 0xFF ? .one : largest <= 0xFFFF ? .two : largest <= 0xFFFF_FFFF ? .four : .eight
    }

    package var byteCount: Int { rawValue }
}

/// A run of values of one type: the unit in which data crosses module borders and kernels work.
///
/// Invariants:
/// - `data` points at `count` elements in the given form, or at one element where `isConstant`.
/// - `validity` is nil when no value is NULL, else one byte a row (one byte in all where `isConstant`): 1 for a value, 0 for NULL.
/// - The element of a NULL is some harmless value of the form (zero, code 0, an empty view), so kernels may read it.
/// - A vector never changes once others can see it.
package final class Vector: @unchecked Sendable {
    /// How the elements lie in memory.
    package enum Form: Sendable {
        /// In the type's physical layout.
        case flat
        /// Whole numbers as unsigned offsets of `width` bytes from `base`; the type says what the number means.
        case offsets(width: Width, base: Int128)
        /// Texts as codes of a dictionary; widths one, two and four only.
        case codes(width: Width, dictionary: TextDictionary)
    }

    package let type: LogicalType
    package let count: Int
    package let form: Form
    package let isConstant: Bool
    package let data: UnsafeRawPointer
    package let validity: UnsafePointer<UInt8>?
    /// What keeps `data`, `validity` and the bytes behind text views alive.
    package let owners: [AnyObject]

    package init(
        type: LogicalType, count: Int, form: Form = .flat, isConstant: Bool = false, data: UnsafeRawPointer,
        validity: UnsafePointer<UInt8>? = nil, owners: [AnyObject]
    ) {
        self.type = type
        self.count = count
        self.form = form
        self.isConstant = isConstant
        self.data = data
        self.validity = validity
        self.owners = owners
    }

    /// A flat vector over a buffer that holds its elements from the start.
    package convenience init(type: LogicalType, count: Int, buffer: Buffer, validity: Buffer? = nil, keeping others: [AnyObject] = []) {
        var owners: [AnyObject] = others
        owners.append(buffer)
        if let validity { owners.append(validity) }
        self.init(
            type: type, count: count, data: UnsafeRawPointer(buffer.start),
            validity: validity.map { UnsafePointer($0.pointer(to: UInt8.self)) }, owners: owners)
    }

    package var isFlat: Bool { if case .flat = form { true } else { false } }

    /// Bytes from one element to the next.
    package var elementByteCount: Int {
        switch form {
        case .flat: type.physical.byteCount
        case .offsets(let width, _), .codes(let width, _): width.byteCount
        }
    }

    /// The elements as `Element`, which must be the form's own.
    package func elements<Element: BitwiseCopyable>(as element: Element.Type) -> UnsafePointer<Element> {
        data.assumingMemoryBound(to: element)
    }

    /// Whether row `row` has a value.
    package func isValid(_ row: Int) -> Bool {
        guard let validity else { return true }
        return validity[isConstant ? 0 : row] != 0
    }

    /// The same rows under another type of the same physical layout.
    package func retyped(_ type: LogicalType) -> Vector {
        Vector(type: type, count: count, form: form, isConstant: isConstant, data: data, validity: validity, owners: owners)
    }

    /// The same elements with other validity; `validity` must have the vector's shape.
    package func replacingValidity(_ validity: Buffer?) -> Vector {
        Vector(
            type: type, count: count, form: form, isConstant: isConstant, data: data,
            validity: validity.map { UnsafePointer($0.pointer(to: UInt8.self)) }, owners: owners + (validity.map { [$0] } ?? []))
    }

    /// Rows `range` of the vector, sharing its memory.
    package func slice(_ range: Range<Int>) -> Vector {
        if isConstant {
            return Vector(type: type, count: range.count, form: form, isConstant: true, data: data, validity: validity, owners: owners)
        }
        return Vector(
            type: type, count: range.count, form: form, data: data + range.lowerBound * elementByteCount,
            validity: validity.map { $0 + range.lowerBound }, owners: owners)
    }
}
