import Columns

/// Casts among integers, decimals and booleans, all of which lie as whole numbers.
///
/// A cast is up to three steps: widen to a working width, move the decimal point, narrow to the target. Where the point stays,
/// one step does.
enum WholeNumberCast {
    static func kernel(_ failure: CastFailure) -> ScalarKernel? {
        let source = failure.source, target = failure.target
        if target == .boolean { return TruthFamily().kernel(for: source.physical) }
        let shift = scale(of: target) - scale(of: source)
        let bounds = range(of: target)
        guard shift == 0 else { return rescaling(failure, by: shift, bounds: bounds) }
        let isWider = bounds.lowerBound <= range(of: source).lowerBound && range(of: source).upperBound <= bounds.upperBound
        guard let narrow = SourceFamily(failure: failure, bounds: bounds, isWider: isWider).kernel(for: source.physical) else { return nil }
        return { (arguments, count, context) throws(QueryError) in
            if let same = sameElements(arguments[0], as: target, bounds: bounds, isWider: isWider) { return same }
            return try narrow(arguments, count, context)
        }
    }

    static func scale(of type: LogicalType) -> Int {
        if case .decimal(_, let scale) = type { scale } else { 0 }
    }

    static func range(of type: LogicalType) -> ClosedRange<Int128> {
        switch type {
        case .decimal(let precision, _): (1 - powersOfTen[precision])...(powersOfTen[precision] - 1)
        case .boolean: 0...1
        default: type.integerRange ?? 0...0
        }
    }

    /// The vector itself under the new type where its elements already are what the target wants.
    private static func sameElements(_ vector: Vector, as target: LogicalType, bounds: ClosedRange<Int128>, isWider: Bool) -> Vector? {
        switch vector.form {
        case .flat: return isWider && vector.type.physical.isSameLayout(as: target.physical) ? vector.retyped(target) : nil
        case .offsets(let width, let base):
            // Offsets hold numbers of any type; all that matters is whether the largest that can stand there fits.
            let largest = width == .eight ? Int128(UInt64.max) : (Int128(1) << Int128(width.byteCount * 8)) - 1
            let (top, overflow) = base.addingReportingOverflow(largest)
            return isWider || (base >= bounds.lowerBound && !overflow && top <= bounds.upperBound) ? vector.retyped(target) : nil
        case .codes: return nil
        }
    }

    // MARK: One step

    private struct SourceFamily: WholeNumberKernelFamily {
        let failure: CastFailure
        let bounds: ClosedRange<Int128>
        let isWider: Bool

        func kernel<Source: FixedWidthInteger & BitwiseCopyable & Sendable>(_ type: Source.Type) -> ScalarKernel {
            let family = TargetFamily<Source>(failure: failure, bounds: bounds, isWider: isWider)
            if let kernel = family.kernel(for: failure.target.physical) { return kernel }
            return { (_, _, _) throws(QueryError) in throw QueryError(.internal, "no cast to a type that is no whole number") }
        }
    }

    private struct TargetFamily<Source: FixedWidthInteger & BitwiseCopyable & Sendable>: WholeNumberKernelFamily {
        let failure: CastFailure
        let bounds: ClosedRange<Int128>
        let isWider: Bool

        func kernel<Target: FixedWidthInteger & BitwiseCopyable & Sendable>(_ type: Target.Type) -> ScalarKernel {
            // Bounds in the source's own width let the check stay narrow.
            let lowest = Source(clamping: bounds.lowerBound), highest = Source(clamping: bounds.upperBound)
            return { [failure, isWider] (arguments, count, context) throws(QueryError) in
                let operand = try Operand<Source>(arguments[0], context.account)
                let result = try ResultColumn<Target>(failure.target, arguments, count, context.account)
                let input = operand.pointer, output = result.elements
                for row in 0..<result.rows { output[row] = Target(truncatingIfNeeded: input[row]) }
                if isWider { return withExtendedLifetime(operand.vector) { result.vector() } }
                var outside: UInt8 = 0
                for row in 0..<result.rows { outside |= byte(input[row] < lowest) | byte(input[row] > highest) }
                if outside == 0 { return withExtendedLifetime(operand.vector) { result.vector() } }
                return try failure.finish(result, arguments[0], failed: { operand[$0] < lowest || operand[$0] > highest }, context.account)
            }
        }
    }

    private struct TruthFamily: WholeNumberKernelFamily {
        func kernel<Source: FixedWidthInteger & BitwiseCopyable & Sendable>(_ type: Source.Type) -> ScalarKernel {
            { (arguments, count, context) throws(QueryError) in
                let operand = try Operand<Source>(arguments[0], context.account)
                return try mapRows(arguments, count, to: .boolean, context) { byte(operand[$0] != 0) }
            }
        }
    }

    // MARK: Moving the point

    private static func rescaling(_ failure: CastFailure, by shift: Int, bounds: ClosedRange<Int128>) -> ScalarKernel? {
        let source = failure.source, target = failure.target
        // 64 bits do where both ends and every product that is in range fit them.
        let isNarrow = source.physical.byteCount <= 8 && source != .ubigint && target.physical.byteCount <= 8 && abs(shift) <= 18
        let working: LogicalType = isNarrow ? .bigint : .hugeint
        guard let widen = kernel(CastFailure(source: unscaled(source), target: working, isTry: false)),
            let narrow = kernel(CastFailure(source: working, target: unscaled(target), isTry: false))
        else { return nil }
        let move: ScalarKernel = isNarrow ? move(Int64.self, failure, shift, bounds) : move(Int128.self, failure, shift, bounds)
        return { (arguments, count, context) throws(QueryError) in
            let wide =
                source.physical == working.physical ? arguments[0] : try widen([arguments[0].retyped(unscaled(source))], count, context)
            let moved = try move([wide, arguments[0]], count, context)
            let result = target.physical == working.physical ? moved : try narrow([moved], count, context)
            return result.retyped(target).replacingValidity(moved)
        }
    }

    /// The integer type that lies as a decimal does.
    private static func unscaled(_ type: LogicalType) -> LogicalType {
        switch type {
        case .decimal: type.physical == .int64 ? .bigint : .hugeint
        case .boolean: .utinyint
        default: type
        }
    }

    /// Multiplies or divides by a power of ten, halves rounded away from zero. The second argument is the value to show in errors.
    private static func move<Working: FixedWidthInteger & SignedInteger & BitwiseCopyable & Sendable>(
        _ type: Working.Type, _ failure: CastFailure, _ shift: Int, _ bounds: ClosedRange<Int128>
    ) -> ScalarKernel {
        let factor = Working(clamping: powersOfTen[min(abs(shift), 38)])
        let lowest = Working(clamping: bounds.lowerBound), highest = Working(clamping: bounds.upperBound)
        // What may be multiplied without leaving the target's range.
        let smallestFactor = lowest / factor, largestFactor = highest / factor
        return { (arguments, count, context) throws(QueryError) in
            let operand = try Operand<Working>(arguments[0], context.account)
            let result = try ResultColumn<Working>(Working.bitWidth == 64 ? .bigint : .hugeint, [arguments[0]], count, context.account)
            let input = operand.pointer, output = result.elements
            var outside: UInt8 = 0
            if shift > 0 {
                for row in 0..<result.rows {
                    let number = input[row]
                    outside |= byte(number < smallestFactor) | byte(number > largestFactor)
                    output[row] = number &* factor
                }
            } else {
                let half = factor / 2
                for row in 0..<result.rows {
                    let (quotient, rest) = input[row].quotientAndRemainder(dividingBy: factor)
                    let rounded =
                        quotient &+ Working(truncatingIfNeeded: byte(rest >= half)) &- Working(truncatingIfNeeded: byte(rest <= -half))
                    outside |= byte(rounded < lowest) | byte(rounded > highest)
                    output[row] = rounded
                }
            }
            if outside == 0 { return withExtendedLifetime(operand.vector) { result.vector() } }
            let failed: (Int) -> Bool = { row in
                if shift > 0 { return operand[row] < smallestFactor || operand[row] > largestFactor }
                return output[row] < lowest || output[row] > highest
            }
            let checked = try failure.finish(result, arguments[1], failed: failed, context.account)
            // Elements that become NULL must be harmless to the narrowing step.
            for row in 0..<result.rows where failed(row) { output[row] = 0 }
            return checked
        }
    }
}

extension PhysicalType {
    func isSameLayout(as other: PhysicalType) -> Bool {
        switch (self, other) {
        case (.int8, .int8), (.int16, .int16), (.int32, .int32), (.int64, .int64), (.int128, .int128): true
        case (.uint8, .uint8), (.boolean, .uint8), (.uint16, .uint16), (.uint32, .uint32), (.uint64, .uint64): true
        default: false
        }
    }
}

extension Vector {
    /// The same elements with the validity of another vector of the same shape.
    func replacingValidity(_ other: Vector) -> Vector {
        Vector(
            type: type, count: count, form: form, isConstant: isConstant, data: data, validity: other.validity,
            owners: owners + other.owners)
    }
}
