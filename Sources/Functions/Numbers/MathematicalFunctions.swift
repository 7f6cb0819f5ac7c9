import Columns
import Glibc

/// Functions of doubles, and those of whole numbers that are no operators.
enum MathematicalFunctions {
    static let all: [ScalarFunction] = [
        double("sqrt", "The square root; NaN for negative numbers.", "sqrt(16) → 4.0") { $0.squareRoot() },
        double("cbrt", "The cube root.", "cbrt(0) → 0.0") { cbrt($0) },
        double("exp", "e to the power of the number.", "exp(0) → 1.0") { exp($0) },
        double("ln", "The natural logarithm.", "ln(1) → 0.0") { log($0) },
        double("log10", "The logarithm to base 10.", "log10(100) → 2.0") { log10($0) },
        double("log2", "The logarithm to base 2.", "log2(8) → 3.0") { log2($0) },
        double("sin", "The sine of an angle in radians.", "sin(0) → 0.0") { sin($0) },
        double("cos", "The cosine of an angle in radians.", "cos(0) → 1.0") { cos($0) },
        double("tan", "The tangent of an angle in radians.", "tan(0) → 0.0") { tan($0) },
        double("cot", "The cotangent of an angle in radians.", "cot(0) → inf") { 1 / tan($0) },
        double("asin", "The angle with a sine.", "asin(0) → 0.0") { asin($0) },
        double("acos", "The angle with a cosine.", "acos(1) → 0.0") { acos($0) },
        double("atan", "The angle with a tangent.", "atan(0) → 0.0") { atan($0) },
        double("sinh", "The hyperbolic sine.", "sinh(0) → 0.0") { sinh($0) },
        double("cosh", "The hyperbolic cosine.", "cosh(0) → 1.0") { cosh($0) },
        double("tanh", "The hyperbolic tangent.", "tanh(0) → 0.0") { tanh($0) },
        double("degrees", "An angle in radians as degrees.", "degrees(0) → 0.0") { $0 / .pi * 180 },
        double("radians", "An angle in degrees as radians.", "radians(180) → 3.141592653589793") { $0 * .pi / 180 },
        double("gamma", "The gamma function.", "gamma(5) → 24.0") { tgamma($0) },
        double("even", "The next even number away from zero.", "even(2.1) → 4.0") { 2 * ($0 / 2).rounded(.awayFromZero) },
        ScalarFunction(
            names: ["log"], signature: "(number) or (base, number)", documentation: "The logarithm to base 10, or to a given base.",
            example: "log(2, 8) → 3.0",
            overloads: [
                overload("log", .double, .double) { (number: Double) in log10(number) },
                overload("log", .double, .double, .double) { (base: Double, number: Double) in log10(number) / log10(base) },
            ]),
        pair("atan2", "The angle of a point (y, x).", "atan2(0, 1) → 0.0") { atan2($0, $1) },
        pair("fmod", "What is left over by a division of doubles.", "fmod(5.5, 2) → 1.5") { $0.truncatingRemainder(dividingBy: $1) },
        pair("nextafter", "The next double in the direction of another.", "nextafter(1, 1) → 1.0") { nextafter($0, $1) },
        ScalarFunction(names: ["pi"], signature: "()", documentation: "The number π.", example: "pi() → 3.141592653589793") {
            arguments, _ in
            guard arguments.isEmpty else { return nil }
            return ResolvedFunction(name: "pi", argumentTypes: [], resultType: .double) { (_, count, context) throws(QueryError) in
                try Vector.constant(.double(.pi), type: .double, count: count, account: context.account)
            }
        },
        ScalarFunction(
            names: ["random", "rand"], signature: "()", documentation: "A random number from 0 to below 1, new for each row.",
            example: "random() < 1 → true"
        ) { arguments, _ in
            guard arguments.isEmpty else { return nil }
            return ResolvedFunction(name: "random", argumentTypes: [], resultType: .double, volatility: .volatile) {
                (_, count, context) throws(QueryError) in
                let buffer = try Buffer(byteCount: max(count, 1) * 8, account: context.account)
                var generator = SystemRandomNumberGenerator()
                for row in 0..<count { buffer.pointer(to: Double.self)[row] = Double(generator.next() >> 11) * 0x1p-53 }
                return Vector(type: .double, count: count, buffer: buffer)
            }
        },
        test("isnan", "Whether a number is NaN.", "isnan('nan'::double) → true") { $0.isNaN },
        test("isinf", "Whether a number is infinite.", "isinf('inf'::double) → true") { $0.isInfinite },
        test("isfinite", "Whether a number is neither NaN nor infinite.", "isfinite(1) → true") { $0.isFinite },
        test("signbit", "Whether a number has a minus sign.", "signbit(-1) → true") { $0.sign == .minus },
        ScalarFunction(
            names: ["factorial"], signature: "(number)", documentation: "The product of all numbers from 1 to the given one.",
            example: "factorial(5) → 120",
            overloads: [raisingOverload("factorial", .integer, .hugeint, factorial)]),
        ScalarFunction(
            names: ["gcd", "greatest_common_divisor"], signature: "(number, number)", documentation: "The greatest common divisor.",
            example: "gcd(12, 18) → 6",
            overloads: [
                raisingOverload("gcd", .bigint, .bigint, .bigint) { (left: Int64, right: Int64) throws(QueryError) -> Int64 in
                    try narrow(gcd(left, right))
                },
                raisingOverload("gcd", .hugeint, .hugeint, .hugeint) { (left: Int128, right: Int128) throws(QueryError) -> Int128 in
                    try narrow(gcd(left, right))
                },
            ]),
        ScalarFunction(
            names: ["lcm", "least_common_multiple"], signature: "(number, number)", documentation: "The least common multiple.",
            example: "lcm(4, 6) → 12",
            overloads: [
                raisingOverload("lcm", .bigint, .bigint, .bigint) { (left: Int64, right: Int64) throws(QueryError) -> Int64 in
                    try lcm(left, right)
                },
                raisingOverload("lcm", .hugeint, .hugeint, .hugeint) { (left: Int128, right: Int128) throws(QueryError) -> Int128 in
                    try lcm(left, right)
                },
            ]),
        ScalarFunction(
            names: ["bit_count"], signature: "(integer)", documentation: "How many bits of the number are set.",
            example: "bit_count(255) → 8"
        ) {
            arguments, _ in
            guard arguments.count == 1, arguments[0].type.isInteger,
                let kernel = BitCount(type: arguments[0].type).kernel(for: arguments[0].type.physical)
            else { return nil }
            return ResolvedFunction(name: "bit_count", argumentTypes: [arguments[0].type], resultType: .tinyint, kernel: kernel)
        },
    ]

    @inline(__always)
    private static func double(
        _ name: String, _ documentation: String, _ example: String, _ body: @escaping @Sendable (Double) -> Double
    ) -> ScalarFunction {
        ScalarFunction(
            names: [name], signature: "(number)", documentation: documentation, example: example,
            overloads: [overload(name, .double, .double, body)])
    }

    @inline(__always)
    private static func pair(
        _ name: String, _ documentation: String, _ example: String, _ body: @escaping @Sendable (Double, Double) -> Double
    ) -> ScalarFunction {
        ScalarFunction(
            names: [name], signature: "(number, number)", documentation: documentation, example: example,
            overloads: [overload(name, .double, .double, .double, body)])
    }

    @inline(__always)
    private static func test(
        _ name: String, _ documentation: String, _ example: String, _ body: @escaping @Sendable (Double) -> Bool
    ) -> ScalarFunction {
        ScalarFunction(
            names: [name], signature: "(number)", documentation: documentation, example: example,
            overloads: [overload(name, .double, .boolean) { (number: Double) in byte(body(number)) }])
    }

    private struct BitCount: WholeNumberKernelFamily {
        let type: LogicalType
        func kernel<Number: FixedWidthInteger & BitwiseCopyable & Sendable>(_ number: Number.Type) -> ScalarKernel {
            overload("bit_count", type, .tinyint) { (number: Number) in Int8(truncatingIfNeeded: number.nonzeroBitCount) }.kernel
        }
    }

    private static func factorial(_ number: Int32) throws(QueryError) -> Int128 {
        guard number >= 0, number <= 33 else {
            throw QueryError(.outOfRange, "factorial(\(number)) is \(number < 0 ? "not defined" : "out of range for HUGEINT")")
        }
        // 33! is below 2^127.
        return number < 2 ? 1 : (2...Int128(number)).reduce(1, &*)
    }

    private static func gcd<Number: FixedWidthInteger>(_ left: Number, _ right: Number) -> Number.Magnitude {
        var first = left.magnitude, second = right.magnitude
        while second != 0 { (first, second) = (second, first % second) }
        return first
    }

    private static func narrow<Number: FixedWidthInteger>(_ magnitude: Number.Magnitude) throws(QueryError) -> Number {
        guard let number = Number(exactly: magnitude) else {
            throw QueryError(.outOfRange, "a common divisor of \(magnitude) is out of range")
        }
        return number
    }

    private static func lcm<Number: FixedWidthInteger>(_ left: Number, _ right: Number) throws(QueryError) -> Number {
        if left == 0 || right == 0 { return 0 }
        let (multiple, overflow) = (left.magnitude / gcd(left, right)).multipliedReportingOverflow(by: right.magnitude)
        guard !overflow, let number = Number(exactly: multiple) else {
            throw QueryError(.outOfRange, "lcm(\(left), \(right)) is out of range")
        }
        return number
    }
}
