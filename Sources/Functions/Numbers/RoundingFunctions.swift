import Columns
import Glibc

/// abs, sign and the roundings, over every numeric type.
enum RoundingFunctions {
    static let all: [ScalarFunction] = [
        numeric(["abs", "@"], "(number)", "The number without its sign.", "abs(-5.5) → 5.5", absolute),
        numeric(["sign"], "(number)", "1 for positive numbers, -1 for negative ones, else 0.", "sign(-3) → -1", sign),
        numeric(["ceil", "ceiling"], "(number)", "The next whole number above.", "ceil(1.2) → 2") { rounding("ceil", .up, $0) },
        numeric(["floor"], "(number)", "The next whole number below.", "floor(-1.2) → -2") { rounding("floor", .down, $0) },
        digits(
            ["round"], "The nearest number with so many digits behind the point (0 if not given); halves go away from zero.",
            "round(2.345, 2) → 2.35", .nearest),
        digits(["trunc", "truncate"], "The number cut off behind so many digits (0 if not given).", "trunc(-1.75, 1) → -1.7", .towardZero),
    ]

    enum Direction: Sendable {
        case up, down, nearest, towardZero

        /// Divides towards this direction; `divisor` is positive.
        @inline(__always) func divide<Number: FixedWidthInteger>(_ number: Number, _ divisor: Number) -> Number {
            let (quotient, rest) = number.quotientAndRemainder(dividingBy: divisor)
            switch self {
            case .towardZero: return quotient
            case .up: return rest > 0 ? quotient &+ 1 : quotient
            case .down: return rest < 0 ? quotient &- 1 : quotient
            case .nearest:
                let half = divisor &- divisor / 2
                return rest >= half ? quotient &+ 1 : Number.isSigned && rest <= 0 &- half ? quotient &- 1 : quotient
            }
        }

        @inline(__always) func round(_ number: Double) -> Double {
            switch self {
            case .up: number.rounded(.up)
            case .down: number.rounded(.down)
            case .nearest: number.rounded(.toNearestOrAwayFromZero)
            case .towardZero: number.rounded(.towardZero)
            }
        }
    }

    private static func numeric(
        _ names: [String], _ signature: String, _ documentation: String, _ example: String,
        _ resolve: @escaping @Sendable (LogicalType) -> ResolvedFunction?
    ) -> ScalarFunction {
        ScalarFunction(names: names, signature: signature, documentation: documentation, example: example) { arguments, _ in
            guard arguments.count == 1 else { return nil }
            let argument = arguments[0]
            if argument.type == .null || (argument.type == .text && argument.isLiteral) { return resolve(.double) }
            return argument.type.isNumeric ? resolve(argument.type) : nil
        }
    }

    private static func function(
        _ name: String, _ types: [LogicalType], _ result: LogicalType, canRaise: Bool = false, _ kernel: ScalarKernel?
    ) -> ResolvedFunction? {
        kernel.map { ResolvedFunction(name: name, argumentTypes: types, resultType: result, canRaise: canRaise, kernel: $0) }
    }

    // MARK: abs and sign

    private static let absolute: @Sendable (LogicalType) -> ResolvedFunction? = { type in
        if type == .float { return overload("abs", type, type) { (number: Float) in number.magnitude } }
        if type == .double { return overload("abs", type, type) { (number: Double) in number.magnitude } }
        return function("abs", [type], type, canRaise: !type.isDecimal, Absolute(type: type).kernel(for: type.physical))
    }

    private struct Absolute: WholeNumberKernelFamily {
        let type: LogicalType
        func kernel<Number: FixedWidthInteger & BitwiseCopyable & Sendable>(_ number: Number.Type) -> ScalarKernel {
            raisingOverload("abs", type, type) { [type] (number: Number) throws(QueryError) -> Number in
                if number >= 0 { return number }
                if number == .min { throw QueryError(.outOfRange, "abs(\(number)) is out of range for \(type)") }
                return 0 &- number
            }.kernel
        }
    }

    private static let sign: @Sendable (LogicalType) -> ResolvedFunction? = { type in
        if type == .float { return overload("sign", type, .tinyint) { (number: Float) -> Int8 in number > 0 ? 1 : number < 0 ? -1 : 0 } }
        if type == .double { return overload("sign", type, .tinyint) { (number: Double) -> Int8 in number > 0 ? 1 : number < 0 ? -1 : 0 } }
        return function("sign", [type], .tinyint, Sign(type: type).kernel(for: type.physical))
    }

    private struct Sign: WholeNumberKernelFamily {
        let type: LogicalType
        func kernel<Number: FixedWidthInteger & BitwiseCopyable & Sendable>(_ number: Number.Type) -> ScalarKernel {
            overload("sign", type, .tinyint) { (number: Number) -> Int8 in number > 0 ? 1 : number < 0 ? -1 : 0 }.kernel
        }
    }

    // MARK: To whole numbers

    private static func rounding(_ name: String, _ direction: Direction, _ type: LogicalType) -> ResolvedFunction? {
        switch type {
        case .float: return overload(name, .float, .float) { (number: Float) in Float(direction.round(Double(number))) }
        case .decimal(let precision, let scale): return decimal(name, precision, scale, keeping: 0, direction)
        // As in DuckDB, ceil and floor of integers give a DOUBLE; round and trunc leave them as they are.
        case .double: return overload(name, .double, .double) { (number: Double) in direction.round(number) }
        default:
            if direction == .up || direction == .down {
                return overload(name, .double, .double) { (number: Double) in direction.round(number) }
            }
            return ResolvedFunction(name: name, argumentTypes: [type], resultType: type) { (arguments, _, _) throws(QueryError) in
                arguments[0]
            }
        }
    }

    /// A decimal with `kept` digits behind the point; fewer than none round before it.
    private static func decimal(_ name: String, _ precision: Int, _ scale: Int, keeping kept: Int, _ direction: Direction)
        -> ResolvedFunction?
    {
        let type = LogicalType.decimal(precision: precision, scale: scale)
        let newScale = min(max(kept, 0), scale)
        let result = LogicalType.decimal(precision: precision, scale: newScale)
        // The digits to go, and those to come back as zeros where the rounding is before the point.
        let family = DecimalRounding(result: result, dropped: scale - min(kept, scale), restored: max(-kept, 0), direction: direction)
        return function(name, [type], result, canRaise: true, family.kernel(for: type.physical))
    }

    private struct DecimalRounding: WholeNumberKernelFamily {
        let result: LogicalType
        let dropped: Int
        let restored: Int
        let direction: Direction

        func kernel<Number: FixedWidthInteger & BitwiseCopyable & Sendable>(_ number: Number.Type) -> ScalarKernel {
            guard dropped <= 38, let divisor = Number(exactly: powersOfTen[dropped]) else {
                return overload("round", result, result) { (_: Number) -> Number in 0 }.kernel
            }
            let factor = Number(clamping: powersOfTen[min(restored, 38)])
            let limit = Number(clamping: WholeNumberCast.range(of: result).upperBound)
            return raisingOverload("round", result, result) { [direction, result] (number: Number) throws(QueryError) -> Number in
                let (rounded, overflow) = direction.divide(number, divisor).multipliedReportingOverflow(by: factor)
                if overflow || rounded > limit || rounded < 0 &- limit {
                    throw QueryError(.outOfRange, "a rounded number is out of range for \(result)")
                }
                return rounded
            }.kernel
        }
    }

    // MARK: With digits

    private static func digits(_ names: [String], _ documentation: String, _ example: String, _ direction: Direction) -> ScalarFunction {
        let name = names[0]
        return ScalarFunction(names: names, signature: "(number [, digits])", documentation: documentation, example: example) {
            arguments, _ in
            guard let first = arguments.first else { return nil }
            let isAdapting = first.type == .null || (first.type == .text && first.isLiteral)
            let type: LogicalType = isAdapting ? .double : first.type
            guard type.isNumeric else { return nil }
            if arguments.count == 1 { return rounding(name, direction, type) }
            guard arguments.count == 2, TypeCoercion.implicitCost(of: arguments[1], to: .integer) != nil else { return nil }
            if case .decimal(let precision, let scale) = type, case .integer(let kept)? = arguments[1].constant {
                let kept = Int(max(min(kept, 100), -100))
                guard let one = decimal(name, precision, scale, keeping: kept, direction) else { return nil }
                return ResolvedFunction(
                    name: name, argumentTypes: one.argumentTypes + [.integer], resultType: one.resultType, canRaise: true
                ) { (arguments, count, context) throws(QueryError) in try one.kernel([arguments[0]], count, context) }
            }
            if type.isInteger {
                return function(
                    name, [type, .integer], type, canRaise: true, WholeDigits(type: type, direction: direction).kernel(for: type.physical))
            }
            return overload(name, .double, .integer, .double) { (number: Double, digits: Int32) in roundDigits(number, digits, direction) }
        }
    }

    private static func roundDigits(_ number: Double, _ digits: Int32, _ direction: Direction) -> Double {
        guard number.isFinite, abs(digits) <= 308 else { return digits > 0 || !number.isFinite ? number : 0 }
        let factor = pow(10, Double(abs(digits)))
        let rounded = digits >= 0 ? direction.round(number * factor) / factor : direction.round(number / factor) * factor
        return rounded.isFinite ? rounded : number
    }

    private struct WholeDigits: WholeNumberKernelFamily {
        let type: LogicalType
        let direction: Direction
        func kernel<Number: FixedWidthInteger & BitwiseCopyable & Sendable>(_ number: Number.Type) -> ScalarKernel {
            raisingOverload("round", type, .integer, type) {
                [direction, type] (number: Number, digits: Int32) throws(QueryError) -> Number in
                if digits >= 0 { return number }
                guard digits >= -38, let unit = Number(exactly: powersOfTen[Int(0 &- digits)]) else { return 0 }
                let (rounded, overflow) = direction.divide(number, unit).multipliedReportingOverflow(by: unit)
                if overflow { throw QueryError(.outOfRange, "round(\(number), \(digits)) is out of range for \(type)") }
                return rounded
            }.kernel
        }
    }
}
