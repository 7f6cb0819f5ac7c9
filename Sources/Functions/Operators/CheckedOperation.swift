import Columns

/// An operation on two whole numbers of one width that tells where its result does not fit.
///
/// Result and check are apart and free of branches, so that a loop over both vectorises; a trapping `+` would not.
protocol CheckedOperation: Sendable {
    /// For messages: `addition`.
    static var noun: String { get }
    static var symbol: String { get }
    static func wrapped<Number: FixedWidthInteger>(_ left: Number, _ right: Number) -> Number
    static func overflows<Number: FixedWidthInteger>(_ left: Number, _ right: Number, _ result: Number) -> Bool
    /// The base of `offsets op constant`, nil where the operation does not simply move it.
    static func movedBase(_ base: Int128, _ constant: Int128) -> Int128?
    /// The same operation over offsets.
    static var offsetOperation: OffsetOperation { get }
}

enum Addition: CheckedOperation {
    static var noun: String { "addition" }
    static var symbol: String { "+" }
    @inline(__always) static func wrapped<Number: FixedWidthInteger>(_ left: Number, _ right: Number) -> Number { left &+ right }
    @inline(__always) static func overflows<Number: FixedWidthInteger>(_ left: Number, _ right: Number, _ result: Number) -> Bool {
        // Two of one sign that give the other sign; without sign, a sum below its part.
        Number.isSigned ? (left ^ result) & (right ^ result) < 0 : result < left
    }
    static func movedBase(_ base: Int128, _ constant: Int128) -> Int128? {
        let (sum, overflow) = base.addingReportingOverflow(constant)
        return overflow ? nil : sum
    }
    static var offsetOperation: OffsetOperation { .add }
}

enum Subtraction: CheckedOperation {
    static var noun: String { "subtraction" }
    static var symbol: String { "-" }
    @inline(__always) static func wrapped<Number: FixedWidthInteger>(_ left: Number, _ right: Number) -> Number { left &- right }
    @inline(__always) static func overflows<Number: FixedWidthInteger>(_ left: Number, _ right: Number, _ result: Number) -> Bool {
        Number.isSigned ? (left ^ right) & (left ^ result) < 0 : left < right
    }
    static func movedBase(_ base: Int128, _ constant: Int128) -> Int128? {
        let (difference, overflow) = base.subtractingReportingOverflow(constant)
        return overflow ? nil : difference
    }
    static var offsetOperation: OffsetOperation { .subtract }
}

enum Multiplication: CheckedOperation {
    static var noun: String { "multiplication" }
    static var symbol: String { "*" }
    @inline(__always) static func wrapped<Number: FixedWidthInteger>(_ left: Number, _ right: Number) -> Number { left &* right }
    @inline(__always) static func overflows<Number: FixedWidthInteger>(_ left: Number, _ right: Number, _ result: Number) -> Bool {
        left.multipliedReportingOverflow(by: right).overflow
    }
    static func movedBase(_ base: Int128, _ constant: Int128) -> Int128? { nil }
    static var offsetOperation: OffsetOperation { .multiply }
}

/// Kernels of a checked operation over two vectors of one type.
struct CheckedKernels<Operation: CheckedOperation>: WholeNumberKernelFamily {
    let type: LogicalType
    /// What results must keep to where the width alone does not say: decimals of 38 digits. Nil where the width is the limit.
    let bounds: ClosedRange<Int128>?
    /// No result can pass the type's range, so nothing is checked.
    let isProven: Bool

    init(_ operation: Operation.Type, type: LogicalType, bounds: ClosedRange<Int128>? = nil, isProven: Bool = false) {
        self.type = type
        self.bounds = bounds
        self.isProven = isProven
    }

    func kernel<Number: FixedWidthInteger & BitwiseCopyable & Sendable>(_ number: Number.Type) -> ScalarKernel {
        let lowest = bounds.map { Number(clamping: $0.lowerBound) } ?? Number.min
        let highest = bounds.map { Number(clamping: $0.upperBound) } ?? Number.max
        return { [self] (arguments, count, context) throws(QueryError) in
            let range = Int128(lowest)...Int128(highest)
            if let moved = moved(arguments[0], arguments[1], range) { return moved }
            if let narrow = try OffsetArithmetic.combine(
                Operation.self, arguments[0], arguments[1], to: type, within: range, account: context.account)
            {
                return narrow
            }
            let left = try Operand<Number>(arguments[0], context.account), right = try Operand<Number>(arguments[1], context.account)
            let result = try ResultColumn<Number>(type, arguments, count, context.account)
            let overflow = CheckedKernels.loop(left, right, result, checked: !isProven, lowest, highest)
            if overflow {
                for row in 0..<result.rows where arguments[0].isValid(row) && arguments[1].isValid(row) {
                    let value = result.elements[row]
                    if Operation.overflows(left[row], right[row], value) || value < lowest || value > highest {
                        throw error(arguments, row)
                    }
                }
            }
            return withExtendedLifetime((left.vector, right.vector)) { result.vector() }
        }
    }

    /// Whether some row, NULL ones included, overflowed.
    @inline(__always) private static func loop<Number: FixedWidthInteger & BitwiseCopyable>(
        _ left: Operand<Number>, _ right: Operand<Number>, _ result: ResultColumn<Number>, checked: Bool, _ lowest: Number,
        _ highest: Number
    ) -> Bool {
        let first = left.pointer, second = right.pointer, output = result.elements, rows = result.rows
        guard rows > 0 else { return false }
        if !checked {
            if right.isConstant {
                let constant = second[0]
                for row in 0..<rows { output[row] = Operation.wrapped(first[row], constant) }
            } else if left.isConstant {
                let constant = first[0]
                for row in 0..<rows { output[row] = Operation.wrapped(constant, second[row]) }
            } else {
                for row in 0..<rows { output[row] = Operation.wrapped(first[row], second[row]) }
            }
            return false
        }
        var flags: UInt8 = 0
        if right.isConstant {
            let constant = second[0]
            for row in 0..<rows {
                let value = Operation.wrapped(first[row], constant)
                flags |= byte(Operation.overflows(first[row], constant, value)) | byte(value < lowest) | byte(value > highest)
                output[row] = value
            }
        } else if left.isConstant {
            let constant = first[0]
            for row in 0..<rows {
                let value = Operation.wrapped(constant, second[row])
                flags |= byte(Operation.overflows(constant, second[row], value)) | byte(value < lowest) | byte(value > highest)
                output[row] = value
            }
        } else {
            for row in 0..<rows {
                let value = Operation.wrapped(first[row], second[row])
                flags |= byte(Operation.overflows(first[row], second[row], value)) | byte(value < lowest) | byte(value > highest)
                output[row] = value
            }
        }
        return flags != 0
    }

    /// `offsets ± constant` only moves the base, as long as the largest offset there may be stays in range.
    private func moved(_ left: Vector, _ right: Vector, _ range: ClosedRange<Int128>) -> Vector? {
        guard case .offsets(let width, let base) = left.form, !left.isConstant, right.isConstant, right.isValid(0),
            let newBase = Operation.movedBase(base, right.wholeNumber(at: 0)), newBase >= range.lowerBound
        else { return nil }
        let largest = width == .eight ? Int128(UInt64.max) : (Int128(1) << Int128(width.byteCount * 8)) - 1
        let (top, overflow) = newBase.addingReportingOverflow(largest)
        guard !overflow, top <= range.upperBound else { return nil }
        return Vector(
            type: type, count: left.count, form: .offsets(width: width, base: newBase), data: left.data, validity: left.validity,
            owners: left.owners)
    }

    func error(_ arguments: [Vector], _ row: Int) -> QueryError {
        let left = ValueFormatter.text(of: arguments[0].value(at: row), type: arguments[0].type)
        let right = ValueFormatter.text(of: arguments[1].value(at: row), type: arguments[1].type)
        return QueryError(
            .outOfRange, "overflow in \(Operation.noun): \(left) \(Operation.symbol) \(right) is out of range for \(type)",
            help: ["cast an operand to a wider type, such as \(type.isDecimal ? "DOUBLE" : "HUGEINT")"])
    }
}

/// Products of decimals, whose arguments may be narrower than the result.
enum DecimalMultiplication {
    /// - Parameter type: its precision is the sum of the arguments', cut to 38.
    static func kernel(_ left: LogicalType, _ right: LogicalType, to type: LogicalType, isProven: Bool) -> ScalarKernel {
        let general: ScalarKernel
        switch (left.physical == .int128, right.physical == .int128) {
        case (false, false):
            if type.physical == .int64 { return CheckedKernels(Multiplication.self, type: type, isProven: true).kernel(Int64.self) }
            general = narrowFirst(type)
        case (false, true): general = wide(Int64.self, Int128.self, type, isProven: isProven)
        case (true, false): general = wide(Int128.self, Int64.self, type, isProven: isProven)
        case (true, true): general = wide(Int128.self, Int128.self, type, isProven: isProven)
        }
        let limit = powersOfTen[LogicalType.maximumDecimalPrecision] - 1
        return { (arguments, count, context) throws(QueryError) in
            if let narrow = try OffsetArithmetic.combine(
                Multiplication.self, arguments[0], arguments[1], to: type, within: -limit...limit, account: context.account)
            {
                return narrow
            }
            return try general(arguments, count, context)
        }
    }

    /// 64-bit factors with a 128-bit type: most products fit 64 bits all the same, and travel as offsets of eight bytes then.
    private static func narrowFirst(_ type: LogicalType) -> ScalarKernel {
        let exact = wide(Int64.self, Int64.self, type, isProven: true)
        return { (arguments, count, context) throws(QueryError) in
            let left = try Operand<Int64>(arguments[0], context.account), right = try Operand<Int64>(arguments[1], context.account)
            let result = try ResultColumn<UInt64>(type, arguments, count, context.account)
            guard !result.isConstant else { return try exact(arguments, count, context) }
            var flags: UInt8 = 0
            for row in 0..<result.rows {
                let (product, overflow) = left[row].multipliedReportingOverflow(by: right[row])
                flags |= byte(overflow)
                result.elements[row] = UInt64(bitPattern: product) ^ (1 << 63)
            }
            if flags != 0 { return try exact(arguments, count, context) }
            return Vector(
                type: type, count: count, form: .offsets(width: .eight, base: Int128(Int64.min)),
                data: UnsafeRawPointer(result.buffer.start),
                owners: [result.buffer])
        }
    }

    private static func wide<Left: FixedWidthInteger & BitwiseCopyable & Sendable, Right: FixedWidthInteger & BitwiseCopyable & Sendable>(
        _ left: Left.Type, _ right: Right.Type, _ type: LogicalType, isProven: Bool
    ) -> ScalarKernel {
        let limit = powersOfTen[LogicalType.maximumDecimalPrecision]
        let messages = CheckedKernels(Multiplication.self, type: type)
        return { (arguments, count, context) throws(QueryError) in
            let left = try Operand<Left>(arguments[0], context.account), right = try Operand<Right>(arguments[1], context.account)
            return try mapRows(arguments, count, to: type, context) { (row) throws(QueryError) -> Int128 in
                let (product, overflow) = Int128(left[row]).multipliedReportingOverflow(by: Int128(right[row]))
                if !isProven, overflow || product <= -limit || product >= limit { throw messages.error(arguments, row) }
                return product
            }
        }
    }
}
