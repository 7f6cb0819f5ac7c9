import Columns

/// CAST and TRY_CAST between any two types.
package enum Cast {
    /// The function that casts `source` to `target`.
    ///
    /// - Parameter isTry: a value that has no counterpart gives NULL instead of an error.
    /// - Throws: `type-mismatch` where no cast exists.
    package static func resolve(
        from source: LogicalType, to target: LogicalType, isTry: Bool = false, settings: Settings = Settings()
    ) throws(QueryError) -> ResolvedFunction {
        guard TypeCoercion.canCast(from: source, to: target), let kernel = kernel(from: source, to: target, isTry: isTry) else {
            throw QueryError(.typeMismatch, "\(source) cannot be cast to \(target)")
        }
        return ResolvedFunction(
            name: isTry ? "try_cast" : "cast", argumentTypes: [source], resultType: target,
            canRaise: !isTry && !isTotal(from: source, to: target), kernel: kernel)
    }

    /// Whether every value of the source has a counterpart in the target.
    private static func isTotal(from source: LogicalType, to target: LogicalType) -> Bool {
        if source == target || source == .null || target == .text { return true }
        if TypeCoercion.implicitCost(from: source, to: target) != nil, source != .date { return true }
        switch (source, target) {
        case (.boolean, .decimal(let precision, let scale)): return precision > scale
        case (.boolean, _), (_, .boolean): return source.isNumeric || target.isNumeric || source == target
        case (.timestamp, .date), (.timestamp, .time): return true
        default: return false
        }
    }

    private static func kernel(from source: LogicalType, to target: LogicalType, isTry: Bool) -> ScalarKernel? {
        if source == target { return { (arguments, _, _) throws(QueryError) in arguments[0] } }
        let failure = CastFailure(source: source, target: target, isTry: isTry)
        switch (source, target) {
        case (.null, _):
            return { (_, count, context) throws(QueryError) in try Vector.null(target, count: count, context.account) }
        case (.list, .text), (.structure, .text), (.list, _), (.structure, _):
            return NestedCast.kernel(failure)
        case (_, .text): return TextCast.formatting(source)
        case (.text, .list), (.text, .structure): return nil
        case (.text, _): return TextCast.parsing(failure)
        case (.date, .timestamp):
            return TemporalCast.map(failure, Int32.self) { CivilCalendar.timestamp(days: Int64($0), time: 0) }
        case (.timestamp, .date):
            return TemporalCast.map(failure, Int64.self) { Int32(exactly: CivilCalendar.split($0).days) }
        case (.timestamp, .time):
            return TemporalCast.map(failure, Int64.self) { CivilCalendar.split($0).time }
        case (.time, .interval):
            return TemporalCast.map(failure, Int64.self) { IntervalValue(months: 0, days: 0, microseconds: $0) }
        case (.interval, .time):
            return TemporalCast.map(failure, IntervalValue.self) {
                CivilCalendar.modulo($0.microseconds, CivilCalendar.microsecondsPerDay)
            }
        default:
            if source.isFloatingPoint { return FloatingCast.fromFloating(failure) }
            if target.isFloatingPoint { return FloatingCast.toFloating(source, target) }
            return WholeNumberCast.kernel(failure)
        }
    }
}

/// What a cast does with a value that has no counterpart.
struct CastFailure: Sendable {
    let source: LogicalType
    let target: LogicalType
    let isTry: Bool

    /// The error for row `row` of the argument.
    func error(_ argument: Vector, _ row: Int) -> QueryError {
        let value = argument.value(at: row)
        if case .text(let text) = value {
            let shown = text.count > 60 ? text.prefix(60) + "…" : text[...]
            return QueryError(
                .conversion, "could not convert '\(shown)' to \(target)", help: ["TRY_CAST gives NULL where a text is no \(target)"])
        }
        return QueryError(
            .outOfRange, "could not convert \(ValueFormatter.text(of: value, type: source)) to \(target): it is out of range",
            help: ["cast to a wider type, or use TRY_CAST for NULL"])
    }

    /// The result where some rows have no counterpart: NULL there, or the error of the first such row that has a value.
    func finish<Element: BitwiseCopyable>(
        _ result: ResultColumn<Element>, _ argument: Vector, failed: (Int) -> Bool, _ account: MemoryAccount
    ) throws(QueryError) -> Vector {
        let validity = try Buffer(byteCount: max(result.rows, 1), account: account)
        let valid = validity.pointer(to: UInt8.self)
        var anyFailed = false
        for row in 0..<result.rows {
            let isFailure = failed(row) && argument.isValid(row)
            if isFailure, !isTry { throw error(argument, row) }
            anyFailed = anyFailed || isFailure
            valid[row] = byte(!isFailure)
        }
        return result.vector(validity: anyFailed ? validity : nil)
    }
}

/// Casts between dates, timestamps, times and intervals.
enum TemporalCast {
    @inline(__always)
    static func map<Source: BitwiseCopyable & Sendable, Target: BitwiseCopyable>(
        _ failure: CastFailure, _ source: Source.Type, _ convert: @escaping @Sendable (Source) -> Target?
    ) -> ScalarKernel {
        { (arguments, count, context) throws(QueryError) in
            let operand = try Operand<Source>(arguments[0], context.account)
            return try mapRowsOrNull(arguments, count, to: failure.target, context) { (row) throws(QueryError) -> Target? in
                if let converted = convert(operand[row]) { return converted }
                if failure.isTry { return nil }
                throw failure.error(arguments[0], row)
            }
        }
    }
}

/// Casts of lists and structures, value by value: they are never on a hot path.
enum NestedCast {
    static func kernel(_ failure: CastFailure) -> ScalarKernel {
        { (arguments, count, context) throws(QueryError) in
            let argument = arguments[0]
            var values: [Value] = []
            for row in 0..<(argument.isConstant ? min(count, 1) : count) {
                values.append(try convert(argument.value(at: row), failure, failure.source, failure.target, context))
            }
            if argument.isConstant, let value = values.first {
                return try Vector.constant(value, type: failure.target, count: count, account: context.account)
            }
            return try Vector.of(values, type: failure.target, account: context.account)
        }
    }

    private static func convert(
        _ value: Value, _ failure: CastFailure, _ source: LogicalType, _ target: LogicalType, _ context: EvaluationContext
    ) throws(QueryError) -> Value {
        if source == target || value.isNull { return value }
        switch (value, source, target) {
        case (.list(let values), .list(let from), .list(let to)):
            var converted: [Value] = []
            for value in values { converted.append(try convert(value, failure, from, to, context)) }
            return .list(converted)
        case (.structure(let values), .structure(let from), .structure(let to)):
            var converted: [Value] = []
            for (index, value) in values.enumerated() where index < from.count && index < to.count {
                converted.append(try convert(value, failure, from[index].type, to[index].type, context))
            }
            return .structure(converted)
        case (_, _, .text):
            return .text(ValueFormatter.text(of: value, type: source))
        default:
            let cast = try Cast.resolve(from: source, to: target, isTry: failure.isTry)
            return try ConstantEvaluation.call(cast, [value], context)
        }
    }
}
