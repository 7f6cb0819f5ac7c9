import Columns

/// Where a fold reads its elements: raw memory of one width behind one interface that the compiler sees through.
protocol ElementSource {
    associatedtype Value: BitwiseCopyable
    subscript(row: Int) -> Value { get }
}

/// Elements that lie as they are used.
struct FlatSource<Value: BitwiseCopyable>: ElementSource {
    let pointer: UnsafePointer<Value>
    @inline(__always) subscript(row: Int) -> Value { pointer[row] }
}

/// Whole numbers of any width, as 64 bits: flat ones with base 0, or offsets from a base.
struct NarrowSource<Stored: FixedWidthInteger & BitwiseCopyable>: ElementSource {
    let pointer: UnsafePointer<Stored>
    let base: Int64
    /// Wraps within 64 bits, where every value of the vector is known to lie.
    @inline(__always) subscript(row: Int) -> Int64 { Int64(truncatingIfNeeded: pointer[row]) &+ base }
}

/// Unsigned 64-bit numbers as 128 bits.
struct WideSource: ElementSource {
    let pointer: UnsafePointer<UInt64>
    @inline(__always) subscript(row: Int) -> Int128 { Int128(pointer[row]) }
}

/// What is done with the elements once their form is known.
protocol SourceVisitor {
    associatedtype Value: BitwiseCopyable
    func visit<Source: ElementSource>(_ source: Source) throws(QueryError) where Source.Value == Value
}

/// A type in which an aggregate sees its argument.
protocol FoldInput: BitwiseCopyable {
    /// Finds the form of a vector, once, and hands its elements to the visitor. The vector is not constant.
    @inline(__always)
    static func read<Visitor: SourceVisitor>(
        _ vector: Vector, _ context: EvaluationContext, _ visitor: Visitor
    ) throws(QueryError) where Visitor.Value == Self
}

extension Int64: FoldInput {
    @inline(__always)
    static func read<Visitor: SourceVisitor>(
        _ vector: Vector, _ context: EvaluationContext, _ visitor: Visitor
    ) throws(QueryError) where Visitor.Value == Int64 {
        if case .offsets(let width, let base) = vector.form {
            // Every value fits 64 bits by the type, so the sum may wrap on its way.
            let base = Int64(truncatingIfNeeded: base)
            switch width {
            case .one: try visitor.visit(NarrowSource(pointer: vector.elements(as: UInt8.self), base: base))
            case .two: try visitor.visit(NarrowSource(pointer: vector.elements(as: UInt16.self), base: base))
            case .four: try visitor.visit(NarrowSource(pointer: vector.elements(as: UInt32.self), base: base))
            case .eight: try visitor.visit(NarrowSource(pointer: vector.elements(as: UInt64.self), base: base))
            }
            return
        }
        switch vector.type.physical {
        case .boolean, .uint8: try visitor.visit(NarrowSource(pointer: vector.elements(as: UInt8.self), base: 0))
        case .int8: try visitor.visit(NarrowSource(pointer: vector.elements(as: Int8.self), base: 0))
        case .int16: try visitor.visit(NarrowSource(pointer: vector.elements(as: Int16.self), base: 0))
        case .int32: try visitor.visit(NarrowSource(pointer: vector.elements(as: Int32.self), base: 0))
        case .int64: try visitor.visit(NarrowSource(pointer: vector.elements(as: Int64.self), base: 0))
        case .uint16: try visitor.visit(NarrowSource(pointer: vector.elements(as: UInt16.self), base: 0))
        case .uint32: try visitor.visit(NarrowSource(pointer: vector.elements(as: UInt32.self), base: 0))
        case .uint64, .int128, .float, .double, .text, .interval, .nested:
            throw QueryError(.internal, "an aggregate over 64-bit numbers was given \(vector.type)")
        }
    }
}

extension Int128: FoldInput {
    @inline(__always)
    static func read<Visitor: SourceVisitor>(
        _ vector: Vector, _ context: EvaluationContext, _ visitor: Visitor
    ) throws(QueryError) where Visitor.Value == Int128 {
        let flat = try vector.flattened(context.account)
        if flat.type.physical == .uint64 {
            try visitor.visit(WideSource(pointer: flat.elements(as: UInt64.self)))
        } else {
            try visitor.visit(FlatSource(pointer: flat.elements(as: Int128.self)))
        }
        withExtendedLifetime(flat) {}
    }
}

/// Inputs that are read from flat vectors only.
protocol FlatFoldInput: FoldInput {}

extension FlatFoldInput {
    @inline(__always)
    static func read<Visitor: SourceVisitor>(
        _ vector: Vector, _ context: EvaluationContext, _ visitor: Visitor
    ) throws(QueryError) where Visitor.Value == Self {
        let flat = try vector.flattened(context.account)
        try visitor.visit(FlatSource(pointer: flat.elements(as: Self.self)))
        withExtendedLifetime(flat) {}
    }
}

extension Float: FlatFoldInput {}
extension Double: FlatFoldInput {}
extension TextView: FlatFoldInput {}
extension IntervalValue: FlatFoldInput {}
