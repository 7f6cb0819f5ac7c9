import Columns

/// `+ - * / // %` and their spelled names.
enum ArithmeticFunctions {
    static let all: [ScalarFunction] = [
        function(["+", "add"], "The sum; of a date and days or an interval, a later date.", "0.1 + 0.2 → 0.3") { arguments, _ in
            if arguments.count == 1 { return sign(arguments[0], isNegated: false) }
            return sum(Addition.self, FloatingAddition.self, arguments)
                ?? TemporalArithmetic.resolve(TemporalArithmetic.additions, arguments)
        },
        function(
            ["-", "subtract"], "The difference; of two dates, days; of two timestamps, an interval. With one argument its negative.",
            "5 - 7 → -2"
        ) { arguments, _ in
            if arguments.count == 1 { return sign(arguments[0], isNegated: true) }
            return sum(Subtraction.self, FloatingSubtraction.self, arguments)
                ?? TemporalArithmetic.resolve(TemporalArithmetic.subtractions, arguments)
        },
        function(["*", "multiply"], "The product; decimals multiply exactly.", "1.5 * 1.25 → 1.875") { (arguments, _) throws(QueryError) in
            if let product = try product(arguments) { return product }
            return TemporalArithmetic.resolve(TemporalArithmetic.multiplications, arguments)
        },
        function(["/", "divide"], "The quotient as DOUBLE. Division by zero is an error.", "7 / 2 → 3.5") { arguments, settings in
            if settings.integerDivision, let whole = wholeDivision("/", arguments, settings) { return whole }
            return division("/", FloatingDivision.self, arguments, ZeroDivision(settings))
                ?? TemporalArithmetic.resolve(TemporalArithmetic.divisions, arguments)
        },
        ScalarFunction(
            names: ["try_divide"], signature: "(dividend, divisor)",
            documentation: "The quotient as DOUBLE, NULL where the divisor is zero.",
            example: "try_divide(7, 0) → NULL"
        ) { arguments, _ in division("try_divide", FloatingDivision.self, arguments, .null) },
        function(["//"], "The quotient cut to a whole number.", "7 // 2 → 3") { arguments, settings in
            wholeDivision("//", arguments, settings) ?? division("//", FloatingQuotient.self, arguments, ZeroDivision(settings))
        },
        function(["%", "mod"], "What is left over by a whole division; it has the sign of the dividend.", "-7 % 3 → -1") {
            arguments, settings in remainder(arguments, settings)
        },
        function(["^", "**", "power", "pow"], "The first number raised to the second, as DOUBLE.", "2 ^ 10 → 1024.0") {
            arguments, settings in
            guard numeric(arguments) != nil else { return nil }
            return floating("^", FloatingPower.self, .double, ZeroDivision(settings))
        },
    ]

    private static func function(
        _ names: [String], _ documentation: String, _ example: String,
        _ resolve: @escaping @Sendable ([ArgumentDescription], Settings) throws(QueryError) -> ResolvedFunction?
    ) -> ScalarFunction {
        ScalarFunction(names: names, signature: "(left, right)", documentation: documentation, example: example, resolve: resolve)
    }

    // MARK: Types

    /// The two types, where both arguments are numbers or may become such: NULL and text literals take the other side's type.
    private static func numeric(_ arguments: [ArgumentDescription]) -> (LogicalType, LogicalType)? {
        guard arguments.count == 2 else { return nil }
        func type(_ own: ArgumentDescription, _ other: ArgumentDescription) -> LogicalType? {
            if own.type.isNumeric { return own.type }
            guard own.type == .null || (own.isLiteral && own.type == .text) else { return nil }
            return other.type.isNumeric ? other.type : other.type == .null && own.type == .null ? .integer : nil
        }
        guard let left = type(arguments[0], arguments[1]), let right = type(arguments[1], arguments[0]) else { return nil }
        return (left, right)
    }

    static let integerTypes: [LogicalType] = [
        .tinyint, .smallint, .integer, .bigint, .hugeint, .utinyint, .usmallint, .uinteger, .ubigint,
    ]

    /// The integer type that both arguments take implicitly at the least cost; nil where one is no integer.
    static func integerType(_ arguments: [ArgumentDescription]) -> LogicalType? {
        guard let (left, right) = numeric(arguments), left.isInteger, right.isInteger else { return nil }
        return OverloadResolution.best(integerTypes, parameters: { [$0, $0] }, for: arguments)
    }

    // MARK: Resolution

    @inline(__always)
    private static func sum<Operation: CheckedOperation, Floating: FloatingOperation>(
        _ operation: Operation.Type, _ floatingOperation: Floating.Type, _ arguments: [ArgumentDescription]
    ) -> ResolvedFunction? {
        guard let (left, right) = numeric(arguments) else { return nil }
        if let type = integerType(arguments) {
            return binary(Operation.symbol, type, type, canRaise: true, CheckedKernels(operation, type: type).kernel(for: type.physical))
        }
        guard let common = TypeCoercion.numericType(left, right) else { return nil }
        if common.isFloatingPoint {
            return floating(Operation.symbol, floatingOperation, common, ZeroDivision(Settings()))
        }
        guard case .decimal(let leftPrecision, let leftScale) = TypeCoercion.asDecimal(left),
            case .decimal(let rightPrecision, let rightScale) = TypeCoercion.asDecimal(right)
        else { return nil }
        let scale = max(leftScale, rightScale)
        let needed = max(leftPrecision - leftScale, rightPrecision - rightScale) + scale + 1
        let precision = min(needed, LogicalType.maximumDecimalPrecision)
        let type = LogicalType.decimal(precision: precision, scale: scale)
        let isProven = needed <= LogicalType.maximumDecimalPrecision
        let limit = powersOfTen[precision] - 1
        let kernels = CheckedKernels(operation, type: type, bounds: isProven ? nil : -limit...limit, isProven: isProven)
        return binary(Operation.symbol, type, type, canRaise: !isProven, kernels.kernel(for: type.physical))
    }

    private static func product(_ arguments: [ArgumentDescription]) throws(QueryError) -> ResolvedFunction? {
        guard let (left, right) = numeric(arguments) else { return nil }
        if let type = integerType(arguments) {
            return binary("*", type, type, canRaise: true, CheckedKernels(Multiplication.self, type: type).kernel(for: type.physical))
        }
        guard let common = TypeCoercion.numericType(left, right) else { return nil }
        if common.isFloatingPoint { return floating("*", FloatingMultiplication.self, common, ZeroDivision(Settings())) }
        let first = TypeCoercion.asDecimal(left), second = TypeCoercion.asDecimal(right)
        guard case .decimal(let leftPrecision, let leftScale) = first, case .decimal(let rightPrecision, let rightScale) = second else {
            return nil
        }
        let maximum = LogicalType.maximumDecimalPrecision
        guard leftScale + rightScale <= maximum else {
            throw QueryError(
                .outOfRange, "\(first) * \(second) would have \(leftScale + rightScale) digits behind the point; the limit is \(maximum)",
                help: ["cast an operand to a decimal of smaller scale, or to DOUBLE"])
        }
        let scale = leftScale + rightScale, digits = leftPrecision + rightPrecision
        if digits > 18, leftPrecision <= 18, rightPrecision <= 18, scale < 18 {
            // As in DuckDB, two decimals of 64 bits have a product of 64 bits; a larger one is an error.
            let type = LogicalType.decimal(precision: 18, scale: scale)
            let limit = powersOfTen[18] - 1
            let kernels = CheckedKernels(Multiplication.self, type: type, bounds: -limit...limit)
            return ResolvedFunction(
                name: "*", argumentTypes: [first, second], resultType: type, canRaise: true, kernel: kernels.kernel(Int64.self))
        }
        let type = LogicalType.decimal(precision: min(maximum, digits), scale: scale)
        let isProven = digits <= maximum
        return ResolvedFunction(
            name: "*", argumentTypes: [first, second], resultType: type, canRaise: !isProven,
            kernel: DecimalMultiplication.kernel(first, second, to: type, isProven: isProven))
    }

    @inline(__always)
    private static func division<Operation: FloatingOperation>(
        _ name: String, _ operation: Operation.Type, _ arguments: [ArgumentDescription], _ zero: ZeroDivision
    ) -> ResolvedFunction? {
        guard let (left, right) = numeric(arguments) else { return nil }
        let type: LogicalType = TypeCoercion.numericType(left, right) == .float ? .float : .double
        return floating(name, operation, type, zero)
    }

    private static func wholeDivision(_ name: String, _ arguments: [ArgumentDescription], _ settings: Settings) -> ResolvedFunction? {
        guard let type = integerType(arguments) else { return nil }
        let family = WholeDivision(type: type, symbol: name, isRemainder: false, zero: ZeroDivision(settings))
        return binary(name, type, type, canRaise: true, family.kernel(for: type.physical))
    }

    private static func remainder(_ arguments: [ArgumentDescription], _ settings: Settings) -> ResolvedFunction? {
        guard let (left, right) = numeric(arguments), let common = integerType(arguments) ?? TypeCoercion.numericType(left, right) else {
            return nil
        }
        if common.isFloatingPoint { return floating("%", FloatingRemainder.self, common, ZeroDivision(settings)) }
        let family = WholeDivision(type: common, symbol: "%", isRemainder: true, zero: ZeroDivision(settings))
        return binary("%", common, common, canRaise: true, family.kernel(for: common.physical))
    }

    @inline(__always)
    private static func floating<Operation: FloatingOperation>(
        _ name: String, _ operation: Operation.Type, _ type: LogicalType, _ zero: ZeroDivision
    ) -> ResolvedFunction? {
        let family = FloatingArithmetic<Operation>(type: type, symbol: name, zero: zero)
        return binary(name, type, type, canRaise: Operation.divides && zero.isError && !zero.isFloatingAllowed, family.kernel(for: type))
    }

    private static func binary(
        _ name: String, _ argument: LogicalType, _ result: LogicalType, canRaise: Bool, _ kernel: ScalarKernel?
    ) -> ResolvedFunction? {
        guard let kernel else { return nil }
        return ResolvedFunction(
            name: name, argumentTypes: [argument, argument], resultType: result, canRaise: canRaise, kernel: kernel)
    }

    // MARK: Signs

    private static func sign(_ argument: ArgumentDescription, isNegated: Bool) -> ResolvedFunction? {
        let type = argument.type == .null ? .integer : argument.type
        guard type.isNumeric || (type == .interval && isNegated) else { return nil }
        guard isNegated else {
            return ResolvedFunction(name: "+", argumentTypes: [type], resultType: type) { (arguments, _, _) throws(QueryError) in
                arguments[0]
            }
        }
        let kernel: ScalarKernel?
        if type == .interval {
            kernel = TemporalArithmetic.negation
        } else if type.isFloatingPoint {
            kernel = FloatingNegation(type: type).kernel(for: type)
        } else {
            kernel = WholeNegation(type: type).kernel(for: type.physical)
        }
        return kernel.map { ResolvedFunction(name: "-", argumentTypes: [type], resultType: type, canRaise: !type.isDecimal, kernel: $0) }
    }

    private struct WholeNegation: WholeNumberKernelFamily {
        let type: LogicalType
        func kernel<Number: FixedWidthInteger & BitwiseCopyable & Sendable>(_ number: Number.Type) -> ScalarKernel {
            let subtract = CheckedKernels(Subtraction.self, type: type).kernel(number)
            return { [type] (arguments, count, context) throws(QueryError) in
                let zero: Value = if case .decimal(_, let scale) = type { .decimal(unscaled: 0, scale: scale) } else { .integer(0) }
                return try subtract(
                    [Vector.constant(zero, type: type, count: count, account: context.account), arguments[0]], count, context)
            }
        }
    }

    private struct FloatingNegation: FloatingKernelFamily {
        let type: LogicalType
        func kernel<Number: BinaryFloatingPoint & BitwiseCopyable & Sendable>(_ number: Number.Type) -> ScalarKernel {
            { [type] (arguments, count, context) throws(QueryError) in
                let operand = try Operand<Number>(arguments[0], context.account)
                return try mapRows(arguments, count, to: type, context) { -operand[$0] }
            }
        }
    }
}
