import Columns
import Functions
import Language

// Constants: literals, typed literals, placeholders. Types are DuckDB's.
extension Binder {
    func bindLiteral(_ literal: Literal, range: Range<Int>, isNegative: Bool = false) throws(QueryError) -> TypedExpression {
        switch literal {
        case .null: return TypedExpression(.constant(.null), type: .null, range: range)
        case .boolean(let flag): return TypedExpression(.constant(.boolean(flag)), type: .boolean, range: range)
        case .string(let text): return TypedExpression(.constant(.text(text)), type: .text, range: range)
        case .number(let number): return bindNumber(number, range: range, isNegative: isNegative)
        }
    }

    private func bindNumber(_ number: NumberLiteral, range: Range<Int>, isNegative: Bool) -> TypedExpression {
        func double() -> TypedExpression {
            TypedExpression(.constant(.double(isNegative ? -number.doubleValue : number.doubleValue)), type: .double, range: range)
        }
        switch number.form {
        case .integer, .hexadecimal, .binary:
            guard let magnitude = number.integerValue, magnitude <= UInt128(1) << 127 else { return double() }
            if magnitude == UInt128(1) << 127, !isNegative { return double() }
            let value = isNegative ? Int128(truncatingIfNeeded: 0 &- magnitude) : Int128(truncatingIfNeeded: magnitude)
            return TypedExpression(.constant(.integer(value)), type: Binder.integerLiteralType(value), range: range)
        case .decimal:
            // As DuckDB counts: every digit written, those of a leading zero too.
            let precision = number.digits.utf8.count - 1
            guard precision <= LogicalType.maximumDecimalPrecision, let exact = number.decimalValue else { return double() }
            let unscaled = Int128(truncatingIfNeeded: exact.unscaled)
            let type = LogicalType.decimal(precision: max(precision, 1), scale: exact.scale)
            return TypedExpression(
                .constant(.decimal(unscaled: isNegative ? -unscaled : unscaled, scale: exact.scale)), type: type, range: range)
        case .scientific: return double()
        }
    }

    /// INTEGER, or the first of BIGINT and HUGEINT that holds the number.
    static func integerLiteralType(_ value: Int128) -> LogicalType {
        if value >= Int128(Int32.min), value <= Int128(Int32.max) { return .integer }
        if value >= Int128(Int64.min), value <= Int128(Int64.max) { return .bigint }
        return .hugeint
    }

    func bindPlaceholder(_ placeholder: Placeholder, range: Range<Int>) throws(QueryError) -> TypedExpression {
        let name: String =
            switch placeholder {
            case .named(let name): name.lowercased()
            case .positional(let number): String(number)
            }
        guard let parameter = parameters[name] else {
            let given = parameters.keys.sorted().map { "$\($0)" }
            throw QueryError(
                .parameter, "the parameter $\(name) has no value",
                help: given.isEmpty ? ["give it a value when you run the statement"] : ["given: \(given.joined(separator: ", "))"],
                range: range)
        }
        usedParameters.insert(name)
        return TypedExpression(.constant(parameter.value), type: parameter.type, range: range)
    }

    func bindTypedLiteral(_ type: TypeName, _ text: String, range: Range<Int>) throws(QueryError) -> TypedExpression {
        let target = try bindType(type)
        let constant = TypedExpression(.constant(.text(text)), type: .text, range: range)
        return try folded(TypedExpression(.cast(constant, isTry: false), type: target, range: range))
    }

    func bindInterval(
        _ interval: IntervalExpression, _ context: ExpressionContext, range: Range<Int>
    ) throws(QueryError) -> TypedExpression {
        let value = try bind(interval.value, context)
        guard let unit = interval.unit else { return try folded(try cast(value, to: .interval)) }
        if let text = value.constantValue, case .text(let digits) = text {
            let spelled = TypedExpression(.constant(.text("\(digits) \(unit)")), type: .text, range: value.range)
            return try folded(TypedExpression(.cast(spelled, isTry: false), type: .interval, range: range))
        }
        if case .integer(let number)? = value.constantValue {
            let spelled = TypedExpression(.constant(.text("\(number) \(unit)")), type: .text, range: value.range)
            return try folded(TypedExpression(.cast(spelled, isTry: false), type: .interval, range: range))
        }
        return try call("to_\(unit)s", [value], range: range)
    }
}
