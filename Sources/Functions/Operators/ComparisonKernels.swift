import Columns

/// `left op right` over vectors of one type, whatever their forms; one byte a row.
enum ComparisonKernels {
    /// The kernel of an operation over two arguments of `type`; `swapped` exchanges them first.
    static func kernel<Operation: ComparisonOperation>(_ operation: Operation.Type, type: LogicalType, swapped: Bool) -> ScalarKernel {
        { (arguments, count, context) throws(QueryError) in
            let left = arguments[swapped ? 1 : 0], right = arguments[swapped ? 0 : 1]
            return try compare(operation, left, right, count, context)
        }
    }

    static func compare<Operation: ComparisonOperation>(
        _ operation: Operation.Type, _ left: Vector, _ right: Vector, _ count: Int, _ context: EvaluationContext
    ) throws(QueryError) -> Vector {
        if let fast = try compareOffsets(operation, left, right, count, context) { return fast }
        if let fast = try compareCodes(operation, left, right, count, context) { return fast }
        switch left.type.physical {
        case .boolean, .uint8: return try compareFlat(operation, UInt8.self, left, right, count, context)
        case .int8: return try compareFlat(operation, Int8.self, left, right, count, context)
        case .int16: return try compareFlat(operation, Int16.self, left, right, count, context)
        case .int32: return try compareFlat(operation, Int32.self, left, right, count, context)
        case .int64: return try compareFlat(operation, Int64.self, left, right, count, context)
        case .int128: return try compareFlat(operation, Int128.self, left, right, count, context)
        case .uint16: return try compareFlat(operation, UInt16.self, left, right, count, context)
        case .uint32: return try compareFlat(operation, UInt32.self, left, right, count, context)
        case .uint64: return try compareFlat(operation, UInt64.self, left, right, count, context)
        case .float: return try compareFlat(operation, Float.self, left, right, count, context)
        case .double: return try compareFlat(operation, Double.self, left, right, count, context)
        case .text: return try compareFlat(operation, TextView.self, left, right, count, context)
        case .interval: return try compareFlat(operation, IntervalValue.self, left, right, count, context)
        case .nested: return try compareNested(operation, left, right, count, context)
        }
    }

    private static func compareFlat<Operation: ComparisonOperation, Element: OrderedElement>(
        _ operation: Operation.Type, _ element: Element.Type, _ left: Vector, _ right: Vector, _ count: Int, _ context: EvaluationContext
    ) throws(QueryError) -> Vector {
        let first = try Operand<Element>(left, context.account), second = try Operand<Element>(right, context.account)
        let result = try ResultColumn<UInt8>(.boolean, [left, right], count, context.account)
        loop(operation, first.pointer, first.isConstant, second.pointer, second.isConstant, result.elements, result.rows)
        return withExtendedLifetime((first.vector, second.vector)) { result.vector() }
    }

    /// Three loops rather than a masked index: a constant in a register is what lets them vectorise.
    @inline(__always)
    private static func loop<Operation: ComparisonOperation, Element: OrderedElement>(
        _ operation: Operation.Type, _ left: UnsafePointer<Element>, _ leftIsConstant: Bool, _ right: UnsafePointer<Element>,
        _ rightIsConstant: Bool, _ output: UnsafeMutablePointer<UInt8>, _ count: Int
    ) {
        guard count > 0 else { return }
        if rightIsConstant {
            let constant = right[0]
            for row in 0..<count { output[row] = byte(Operation.holds(left[row], constant)) }
        } else if leftIsConstant {
            let constant = left[0]
            for row in 0..<count { output[row] = byte(Operation.holds(constant, right[row])) }
        } else {
            for row in 0..<count { output[row] = byte(Operation.holds(left[row], right[row])) }
        }
    }

    // MARK: Offsets

    /// Compares in the narrow width where both sides have one base, or one is a constant that can be moved into it.
    private static func compareOffsets<Operation: ComparisonOperation>(
        _ operation: Operation.Type, _ left: Vector, _ right: Vector, _ count: Int, _ context: EvaluationContext
    ) throws(QueryError) -> Vector? {
        if case .offsets(let width, let base) = left.form, !left.isConstant {
            if right.isConstant, right.type.physical.isWhole {
                return try compareOffsets(operation, left, width, right.wholeNumber(at: 0), base, false, count, context)
            }
            if case .offsets(let otherWidth, let otherBase) = right.form, !right.isConstant, width == otherWidth, base == otherBase {
                let result = try ResultColumn<UInt8>(.boolean, [left, right], count, context.account)
                loopOffsets(operation, width, left.data, right.data, result.elements, count)
                return result.vector()
            }
        }
        if case .offsets(let width, let base) = right.form, !right.isConstant, left.isConstant, left.type.physical.isWhole {
            return try compareOffsets(operation, right, width, left.wholeNumber(at: 0), base, true, count, context)
        }
        return nil
    }

    private static func compareOffsets<Operation: ComparisonOperation>(
        _ operation: Operation.Type, _ vector: Vector, _ width: Width, _ constant: Int128, _ base: Int128, _ constantIsLeft: Bool,
        _ count: Int, _ context: EvaluationContext
    ) throws(QueryError) -> Vector? {
        let (moved, overflow) = constant.subtractingReportingOverflow(base)
        // An overflow means that the constant lies far on the side that its sign tells.
        let isBelow = overflow ? constant < 0 : moved < 0
        let largest = width == .eight ? Int128(UInt64.max) : Int128(1) << Int128(width.byteCount * 8) &- 1
        if overflow || moved < 0 || moved > largest {
            // Every element lies on one side of the constant, so one comparison answers for all.
            let position: Int64 = isBelow ? -1 : 1
            let holds = constantIsLeft ? Operation.holds(position, 0) : Operation.holds(0, position)
            return try Vector.constant(.boolean(holds), type: .boolean, count: count, account: context.account)
        }
        let result = try ResultColumn<UInt8>(.boolean, [vector], count, context.account)
        let range = Operation.offsets(
            against: UInt64(truncatingIfNeeded: moved), isLeft: constantIsLeft, largest: UInt64(truncatingIfNeeded: largest))
        OffsetRun(data: vector.data, width: width, base: base, count: count).mark(range, into: result.elements)
        return result.vector()
    }

    /// Both sides have offsets from one base, or codes of one dictionary.
    private static func loopOffsets<Operation: ComparisonOperation>(
        _ operation: Operation.Type, _ width: Width, _ left: UnsafeRawPointer, _ right: UnsafeRawPointer,
        _ output: UnsafeMutablePointer<UInt8>, _ count: Int
    ) {
        func run<Offset: OrderedElement>(_ type: Offset.Type) {
            loop(operation, left.assumingMemoryBound(to: type), false, right.assumingMemoryBound(to: type), false, output, count)
        }
        switch width {
        case .one: run(UInt8.self)
        case .two: run(UInt16.self)
        case .four: run(UInt32.self)
        case .eight: run(UInt64.self)
        }
    }

    // MARK: Codes

    /// Compares codes where both columns share a dictionary, and looks a constant up once for `=` and `<>`.
    private static func compareCodes<Operation: ComparisonOperation>(
        _ operation: Operation.Type, _ left: Vector, _ right: Vector, _ count: Int, _ context: EvaluationContext
    ) throws(QueryError) -> Vector? {
        guard case .codes(let width, let dictionary) = left.form, !left.isConstant else { return nil }
        let isEquality = Operation.self == EqualTo.self || Operation.self == NotEqualTo.self
        if case .codes(let otherWidth, let other) = right.form, !right.isConstant, dictionary === other, width == otherWidth {
            let result = try ResultColumn<UInt8>(.boolean, [left, right], count, context.account)
            if isEquality {
                loopOffsets(operation, width, left.data, right.data, result.elements, count)
            } else if dictionary.count > 0 {
                let ranks = try dictionary.ranks()
                compareRanks(operation, width, left.data, right.data, ranks, result.elements, count)
            }
            return result.vector()
        }
        guard isEquality, right.isConstant else { return nil }
        let text = try Operand<TextView>(right, context.account)
        guard let code = try dictionary.code(of: text[0]), code <= UInt32.max >> UInt32(32 - 8 * min(width.byteCount, 4)) else {
            let holds = Operation.self == NotEqualTo.self
            return try Vector.constant(.boolean(holds), type: .boolean, count: count, account: context.account)
        }
        let result = try ResultColumn<UInt8>(.boolean, [left], count, context.account)
        let range = Operation.offsets(against: UInt64(code), isLeft: false, largest: 0)
        OffsetRun(data: left.data, width: width, base: 0, count: count).mark(range, into: result.elements)
        return result.vector()
    }

    private static func compareRanks<Operation: ComparisonOperation>(
        _ operation: Operation.Type, _ width: Width, _ left: UnsafeRawPointer, _ right: UnsafeRawPointer, _ ranks: UnsafePointer<UInt32>,
        _ output: UnsafeMutablePointer<UInt8>, _ count: Int
    ) {
        func run<Code: FixedWidthInteger & BitwiseCopyable>(_ type: Code.Type) {
            let first = left.assumingMemoryBound(to: type), second = right.assumingMemoryBound(to: type)
            for row in 0..<count {
                let leftRank = ranks[Int(truncatingIfNeeded: first[row])], rightRank = ranks[Int(truncatingIfNeeded: second[row])]
                output[row] = byte(Operation.holds(leftRank, rightRank))
            }
        }
        switch width {
        case .one: run(UInt8.self)
        case .two: run(UInt16.self)
        case .four, .eight: run(UInt32.self)
        }
    }

    // MARK: Nested

    private static func compareNested<Operation: ComparisonOperation>(
        _ operation: Operation.Type, _ left: Vector, _ right: Vector, _ count: Int, _ context: EvaluationContext
    ) throws(QueryError) -> Vector {
        try mapRows([left, right], count, to: .boolean, context) { row in
            // The sign of the order stands for the pair: `a op b` holds exactly when `sign op 0` does.
            byte(Operation.holds(Int64(ValueOrder.compare(left.value(at: row), right.value(at: row))), 0))
        }
    }
}

/// The order of single values of one type: NULL last, lists and structures element by element.
package enum ValueOrder {
    /// Negative, zero or positive.
    package static func compare(_ left: Value, _ right: Value) -> Int {
        switch (left, right) {
        case (.null, .null): return 0
        case (.null, _): return 1
        case (_, .null): return -1
        case (.boolean(let first), .boolean(let second)): return Int(byte(first)) - Int(byte(second))
        case (.integer(let first), .integer(let second)): return sign(first, second)
        case (.decimal(let first, _), .decimal(let second, _)): return sign(first, second)
        case (.float(let first), .float(let second)): return sign(first, second)
        case (.double(let first), .double(let second)): return sign(first, second)
        case (.date(let first), .date(let second)): return sign(first, second)
        case (.time(let first), .time(let second)), (.timestamp(let first), .timestamp(let second)): return sign(first, second)
        case (.interval(let first), .interval(let second)): return sign(first, second)
        case (.text(let first), .text(let second)):
            if first == second { return 0 }
            return first.utf8.lexicographicallyPrecedes(second.utf8) ? -1 : 1
        case (.list(let first), .list(let second)), (.structure(let first), .structure(let second)):
            for (one, other) in zip(first, second) {
                let order = compare(one, other)
                if order != 0 { return order }
            }
            return first.count - second.count
        default: return 0
        }
    }

    private static func sign<Element: OrderedElement>(_ left: Element, _ right: Element) -> Int {
        Element.isBefore(left, right) ? -1 : Element.areEqual(left, right) ? 0 : 1
    }
}
