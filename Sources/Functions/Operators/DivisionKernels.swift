import Columns
import Glibc

/// What division by zero does: an error, or NULL, by the settings.
struct ZeroDivision: Sendable {
    let isError: Bool
    /// Doubles divide as IEEE 754 has it.
    let isFloatingAllowed: Bool

    init(_ settings: Settings) {
        isError = settings.errorOnDivisionByZero
        isFloatingAllowed = settings.ieeeFloatingPoint
    }

    /// Zero gives NULL, whatever the settings.
    static let null = ZeroDivision(isError: false, isFloatingAllowed: false)

    private init(isError: Bool, isFloatingAllowed: Bool) {
        self.isError = isError
        self.isFloatingAllowed = isFloatingAllowed
    }

    func error(_ symbol: String) -> QueryError {
        QueryError(
            .divisionByZero, "division by zero in \(symbol)",
            help: ["try_divide(a, b) gives NULL", "nullif(b, 0) makes the divisor NULL", "SET error_on_division_by_zero = false"])
    }
}

/// `//` and `%` of whole numbers.
struct WholeDivision: WholeNumberKernelFamily {
    let type: LogicalType
    let symbol: String
    let isRemainder: Bool
    let zero: ZeroDivision

    func kernel<Number: FixedWidthInteger & BitwiseCopyable & Sendable>(_ number: Number.Type) -> ScalarKernel {
        { [self] (arguments, count, context) throws(QueryError) in
            if let result = try divideNarrow(arguments[0], arguments[1], context) { return result }
            let left = try Operand<Number>(arguments[0], context.account), right = try Operand<Number>(arguments[1], context.account)
            return try mapRowsOrNull(arguments, count, to: type, context) { (row) throws(QueryError) -> Number? in
                let divisor = right[row]
                if divisor == 0 {
                    if zero.isError { throw zero.error(symbol) }
                    return nil
                }
                if isRemainder { return left[row].remainderReportingOverflow(dividingBy: divisor).partialValue }
                let (quotient, overflow) = left[row].dividedReportingOverflow(by: divisor)
                if overflow {
                    throw QueryError(.outOfRange, "overflow in division: \(left[row]) \(symbol) \(divisor) is out of range for \(type)")
                }
                return quotient
            }
        }
    }

    /// A narrow column divided by a constant, in the widest registers; nil where the column is not narrow, or a number has a sign.
    private func divideNarrow(_ left: Vector, _ right: Vector, _ context: EvaluationContext) throws(QueryError) -> Vector? {
        guard type.physical.byteCount >= 4, right.isConstant, right.count > 0, right.isValid(0), right.type.physical.isWhole,
            let run = OffsetRun(left),
            let divisor = UInt32(exactly: right.wholeNumber(at: 0)), divisor > 0
        else { return nil }
        let buffer = try Buffer(byteCount: max(left.count, 1) * 4, account: context.account)
        guard run.divide(by: divisor, isRemainder: isRemainder, into: buffer.pointer(to: UInt32.self)) else { return nil }
        return Vector(
            type: type, count: left.count, form: .offsets(width: .four, base: 0), data: UnsafeRawPointer(buffer.start),
            validity: left.validity, owners: [buffer] + left.owners)
    }
}

/// An operation on two floating-point numbers.
protocol FloatingOperation: Sendable {
    static func apply<Number: BinaryFloatingPoint>(_ left: Number, _ right: Number) -> Number
    /// Whether a zero on the right is refused.
    static var divides: Bool { get }
}

enum FloatingAddition: FloatingOperation {
    static var divides: Bool { false }
    @inline(__always) static func apply<Number: BinaryFloatingPoint>(_ left: Number, _ right: Number) -> Number { left + right }
}

enum FloatingSubtraction: FloatingOperation {
    static var divides: Bool { false }
    @inline(__always) static func apply<Number: BinaryFloatingPoint>(_ left: Number, _ right: Number) -> Number { left - right }
}

enum FloatingMultiplication: FloatingOperation {
    static var divides: Bool { false }
    @inline(__always) static func apply<Number: BinaryFloatingPoint>(_ left: Number, _ right: Number) -> Number { left * right }
}

enum FloatingDivision: FloatingOperation {
    static var divides: Bool { true }
    @inline(__always) static func apply<Number: BinaryFloatingPoint>(_ left: Number, _ right: Number) -> Number { left / right }
}

enum FloatingQuotient: FloatingOperation {
    static var divides: Bool { true }
    @inline(__always) static func apply<Number: BinaryFloatingPoint>(_ left: Number, _ right: Number) -> Number {
        (left / right).rounded(.towardZero)
    }
}

enum FloatingRemainder: FloatingOperation {
    static var divides: Bool { true }
    @inline(__always) static func apply<Number: BinaryFloatingPoint>(_ left: Number, _ right: Number) -> Number {
        left.truncatingRemainder(dividingBy: right)
    }
}

enum FloatingPower: FloatingOperation {
    static var divides: Bool { false }
    @inline(__always) static func apply<Number: BinaryFloatingPoint>(_ left: Number, _ right: Number) -> Number {
        Number(pow(Double(left), Double(right)))
    }
}

/// Arithmetic of FLOAT and DOUBLE. The operation is a type, not a closure, so that each loop is compiled for its own.
struct FloatingArithmetic<Operation: FloatingOperation>: FloatingKernelFamily {
    let type: LogicalType
    let symbol: String
    let zero: ZeroDivision

    @inline(__always)
    func kernel<Number: BinaryFloatingPoint & BitwiseCopyable & Sendable>(_ number: Number.Type) -> ScalarKernel {
        { [self] (arguments, count, context) throws(QueryError) in
            let left = try Operand<Number>(arguments[0], context.account), right = try Operand<Number>(arguments[1], context.account)
            let result = try ResultColumn<Number>(type, arguments, count, context.account)
            FloatingArithmetic.loop(left, right, result)
            if !Operation.divides || zero.isFloatingAllowed { return withExtendedLifetime((left.vector, right.vector)) { result.vector() } }
            var zeros: UInt8 = 0
            for row in 0..<(right.isConstant ? min(1, count) : result.rows) { zeros |= byte(right.pointer[row] == 0) }
            if zeros == 0 { return withExtendedLifetime((left.vector, right.vector)) { result.vector() } }
            let validity = try Buffer(byteCount: max(result.rows, 1), account: context.account)
            let valid = validity.pointer(to: UInt8.self)
            for row in 0..<result.rows {
                let isZero = right[row] == 0
                if isZero, zero.isError, arguments[0].isValid(row), arguments[1].isValid(row) { throw zero.error(symbol) }
                valid[row] = byte(!isZero)
                if isZero { result.elements[row] = 0 }
            }
            return result.vector(validity: validity)
        }
    }

    @inline(__always) private static func loop<Number: BinaryFloatingPoint & BitwiseCopyable>(
        _ left: Operand<Number>, _ right: Operand<Number>, _ result: ResultColumn<Number>
    ) {
        let first = left.pointer, second = right.pointer, output = result.elements
        guard result.rows > 0 else { return }
        if right.isConstant {
            let constant = second[0]
            for row in 0..<result.rows { output[row] = Operation.apply(first[row], constant) }
        } else if left.isConstant {
            let constant = first[0]
            for row in 0..<result.rows { output[row] = Operation.apply(constant, second[row]) }
        } else {
            for row in 0..<result.rows { output[row] = Operation.apply(first[row], second[row]) }
        }
    }
}
