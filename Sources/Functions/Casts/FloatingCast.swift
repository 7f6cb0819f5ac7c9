import Columns
import Glibc

/// Casts between FLOAT and DOUBLE and the whole-number types.
enum FloatingCast {
    // MARK: To floating point

    static func toFloating(_ source: LogicalType, _ target: LogicalType) -> ScalarKernel? {
        let scale = WholeNumberCast.scale(of: source)
        return ToFloating(target: target, scale: scale).kernel(for: source.physical)
    }

    private struct ToFloating: WholeNumberKernelFamily {
        let target: LogicalType
        let scale: Int

        func kernel<Source: FixedWidthInteger & BitwiseCopyable & Sendable>(_ type: Source.Type) -> ScalarKernel {
            target == .float ? convert(type, Float.self) : convert(type, Double.self)
        }

        private func convert<
            Source: FixedWidthInteger & BitwiseCopyable & Sendable, Target: BinaryFloatingPoint & BitwiseCopyable & Sendable
        >(
            _ source: Source.Type, _: Target.Type
        ) -> ScalarKernel {
            let divisor = pow(10, Double(scale)), scale = scale, target = target
            return { (arguments, count, context) throws(QueryError) in
                let operand = try Operand<Source>(arguments[0], context.account)
                let result = try ResultColumn<Target>(target, arguments, count, context.account)
                let input = operand.pointer, output = result.elements
                if scale == 0 {
                    for row in 0..<result.rows { output[row] = Target(input[row]) }
                } else if Source.bitWidth <= 64 {
                    // Up to 2^53 and ten to the 22nd both operands are exact, so the quotient is the nearest double.
                    for row in 0..<result.rows { output[row] = Target(Double(input[row]) / divisor) }
                } else {
                    let whole = powersOfTen[scale]
                    for row in 0..<result.rows {
                        let (quotient, rest) = Int128(input[row]).quotientAndRemainder(dividingBy: whole)
                        output[row] = Target(Double(quotient) + Double(rest) / divisor)
                    }
                }
                return withExtendedLifetime(operand.vector) { result.vector() }
            }
        }
    }

    // MARK: From floating point

    static func fromFloating(_ failure: CastFailure) -> ScalarKernel? {
        failure.source == .float ? from(Float.self, failure) : from(Double.self, failure)
    }

    private static func from<Source: BinaryFloatingPoint & BitwiseCopyable & Sendable>(
        _ source: Source.Type, _ failure: CastFailure
    ) -> ScalarKernel? {
        switch failure.target {
        case .double:
            return { (arguments, count, context) throws(QueryError) in
                let operand = try Operand<Source>(arguments[0], context.account)
                return try mapRows(arguments, count, to: .double, context) { Double(operand[$0]) }
            }
        case .float:
            return TemporalCast.map(failure, source) { number -> Float? in
                let narrow = Float(number)
                return narrow.isInfinite && !number.isInfinite ? nil : narrow
            }
        case .boolean:
            return { (arguments, count, context) throws(QueryError) in
                let operand = try Operand<Source>(arguments[0], context.account)
                return try mapRows(arguments, count, to: .boolean, context) { byte(operand[$0] != 0) }
            }
        default:
            return FromFloating<Source>(failure: failure).kernel(for: failure.target.physical)
        }
    }

    private struct FromFloating<Source: BinaryFloatingPoint & BitwiseCopyable & Sendable>: WholeNumberKernelFamily {
        let failure: CastFailure

        func kernel<Target: FixedWidthInteger & BitwiseCopyable & Sendable>(_ type: Target.Type) -> ScalarKernel {
            guard case .decimal(let precision, let scale) = failure.target else {
                // Halves go to the even neighbour, as IEEE 754 and DuckDB have it.
                return TemporalCast.map(failure, Source.self) { Target(exactly: Double($0).rounded(.toNearestOrEven)) }
            }
            let factor = pow(10, Double(scale)), limit = powersOfTen[precision]
            return TemporalCast.map(failure, Source.self) { number -> Target? in
                // The nudge lets 1.005, which no double holds exactly, round as it reads.
                let product = Double(number) * factor
                let nudged = (product + (product < 0 ? -1e-9 : 1e-9)).rounded(.toNearestOrEven)
                guard let unscaled = Int128(exactly: nudged), unscaled > -limit, unscaled < limit else { return nil }
                return Target(exactly: unscaled)
            }
        }
    }
}
