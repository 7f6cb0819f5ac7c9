import Columns

/// What is done with the stored numbers of a vector once their width is known.
protocol StoredNumbersVisitor {
    /// Numbers in their type's own layout.
    func visit<Stored: FixedWidthInteger & BitwiseCopyable>(_ numbers: UnsafePointer<Stored>)
    /// Offsets from the vector's base.
    func visit<Offset: ShareOffset>(offsets: UnsafePointer<Offset>)
}

/// Whole numbers of a vector that is not constant, read as offsets from a base: `stored + shift`, wrapping in 64 bits.
struct StoredNumbers {
    private let vector: Vector
    let shift: UInt64
    let validity: UnsafePointer<UInt8>?

    init(_ vector: Vector, base: Int128) {
        self.vector = vector
        validity = vector.validity
        if case .offsets(_, let own) = vector.form {
            shift = UInt64(truncatingIfNeeded: own &- base)
        } else {
            shift = UInt64(truncatingIfNeeded: 0 &- base)
        }
    }

    /// The width of unsigned offsets; nil for numbers that lie in their type's layout.
    var offsetWidth: Width? {
        if case .offsets(let width, _) = vector.form { width } else { nil }
    }

    func elements<Element: BitwiseCopyable>(as element: Element.Type) -> UnsafePointer<Element> { vector.elements(as: element) }

    /// Hands the numbers from row `start` on to the visitor.
    @inline(__always)
    func visit<Visitor: StoredNumbersVisitor>(from start: Int, _ visitor: Visitor) {
        if case .offsets(let width, _) = vector.form {
            switch width {
            case .one: visitor.visit(offsets: vector.elements(as: UInt8.self) + start)
            case .two: visitor.visit(offsets: vector.elements(as: UInt16.self) + start)
            case .four: visitor.visit(offsets: vector.elements(as: UInt32.self) + start)
            case .eight: visitor.visit(offsets: vector.elements(as: UInt64.self) + start)
            }
            return
        }
        switch vector.type.physical {
        case .uint8: visitor.visit(vector.elements(as: UInt8.self) + start)
        case .int8: visitor.visit(vector.elements(as: Int8.self) + start)
        case .int16: visitor.visit(vector.elements(as: Int16.self) + start)
        case .int32: visitor.visit(vector.elements(as: Int32.self) + start)
        case .int64: visitor.visit(vector.elements(as: Int64.self) + start)
        case .uint16: visitor.visit(vector.elements(as: UInt16.self) + start)
        case .uint32: visitor.visit(vector.elements(as: UInt32.self) + start)
        case .uint64: visitor.visit(vector.elements(as: UInt64.self) + start)
        case .int128: visitor.visit(vector.elements(as: Int128.self) + start)
        // Only whole numbers are given bounds, and nothing reads the others' values.
        case .boolean, .float, .double, .text, .interval, .nested: break
        }
    }
}

/// Writes the keys by which the maximum is kept: one more than the distance from the far end, 0 for NULL.
struct ExtremeKeys<Key: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>: StoredNumbersVisitor {
    let keys: UnsafeMutablePointer<Key>
    let count: Int
    let offset: UInt64
    let range: UInt64
    let isLargest: Bool
    let validity: UnsafePointer<UInt8>?

    @inline(__always)
    func visit<Offset: ShareOffset>(offsets: UnsafePointer<Offset>) { visit(offsets) }

    @inline(__always)
    func visit<Stored: FixedWidthInteger & BitwiseCopyable>(_ numbers: UnsafePointer<Stored>) {
        // largest: stored + offset + 1; smallest: range - (stored + offset) + 1. The flip makes both one sum.
        let flip: Key = isLargest ? 0 : .max
        let constant = Key(truncatingIfNeeded: isLargest ? offset &+ 1 : range &- offset &+ 2)
        if let validity {
            for row in 0..<count {
                let key = (Key(truncatingIfNeeded: numbers[row]) ^ flip) &+ constant
                keys[row] = key & (0 &- Key(truncatingIfNeeded: validity[row]))
            }
        } else {
            for row in 0..<count { keys[row] = (Key(truncatingIfNeeded: numbers[row]) ^ flip) &+ constant }
        }
    }
}
