import Columns

/// Arithmetic of columns in the narrow widths that they are stored in, where the widths and bases alone prove that 64 bits hold every
/// result: nothing is widened before and nothing checked behind.
enum OffsetArithmetic {
    /// The result without NULLs; nil where nothing is proved, one side is no run of offsets, or `type` is not of 64 or 128 bits.
    ///
    /// - Parameter range: what results must keep to.
    static func combine<Operation: CheckedOperation>(
        _ operation: Operation.Type, _ left: Vector, _ right: Vector, to type: LogicalType, within range: ClosedRange<Int128>,
        account: MemoryAccount
    ) throws(QueryError) -> Vector? {
        guard type.physical == .int64 || type.physical == .int128, let first = bounds(left), let second = bounds(right),
            let bounds = Operation.offsetOperation.bounds(first, second), range.contains(bounds.lowerBound),
            range.contains(bounds.upperBound),
            let base = base(of: bounds, type)
        else { return nil }
        let count = max(left.count, right.count)
        let buffer = try Buffer(byteCount: max(count, 1) * 8, account: account)
        let bias = UInt64(truncatingIfNeeded: 0 &- base)
        guard fill(Operation.offsetOperation, left, right, bias, buffer.pointer(to: UInt64.self)) else { return nil }
        if type.physical == .int64 { return Vector(type: type, count: count, buffer: buffer) }
        return Vector(
            type: type, count: count, form: .offsets(width: .eight, base: base), data: UnsafeRawPointer(buffer.start), owners: [buffer])
    }

    private static func fill(
        _ operation: OffsetOperation, _ left: Vector, _ right: Vector, _ bias: UInt64, _ output: UnsafeMutablePointer<UInt64>
    ) -> Bool {
        switch (OffsetRun(left), OffsetRun(right)) {
        case (let first?, let second?): return OffsetRun.combine(operation, first, second, bias: bias, into: output)
        case (let run?, nil) where operation == .multiply:
            run.widen(factor: UInt64(truncatingIfNeeded: right.wholeNumber(at: 0)), bias: bias, into: output)
            return true
        case (nil, let run?) where operation == .multiply:
            run.widen(factor: UInt64(truncatingIfNeeded: left.wholeNumber(at: 0)), bias: bias, into: output)
            return true
        default: return false
        }
    }

    /// The bounds that the form of the vector proves; those of narrow offsets and of constants are tight enough to be of use.
    private static func bounds(_ vector: Vector) -> ClosedRange<Int128>? {
        if vector.isConstant {
            guard vector.count > 0, vector.isValid(0), vector.type.physical.isWhole else { return nil }
            let number = vector.wholeNumber(at: 0)
            return number...number
        }
        guard case .offsets(let width, let base) = vector.form, width != .eight else { return nil }
        let (top, overflow) = base.addingReportingOverflow(Int128(1) << Int128(8 * width.byteCount) - 1)
        return overflow ? nil : base...top
    }

    /// What the results are stored as offsets from: 0 for 64-bit types, whose offsets are the numbers themselves.
    private static func base(of bounds: ClosedRange<Int128>, _ type: LogicalType) -> Int128? {
        let signed = Int128(Int64.min)...Int128(Int64.max)
        if type.physical == .int64 {
            return signed.contains(bounds.lowerBound) && signed.contains(bounds.upperBound) ? 0 : nil
        }
        if bounds.lowerBound >= 0, bounds.upperBound <= Int128(UInt64.max) { return 0 }
        return signed.contains(bounds.lowerBound) && signed.contains(bounds.upperBound) ? signed.lowerBound : nil
    }
}
