import Columns
import Functions
import Language

// Operators and predicates.
extension Binder {
    func bindUnary(
        _ symbol: UnaryOperator, _ operand: Expression, _ context: ExpressionContext, range: Range<Int>
    ) throws(QueryError) -> TypedExpression {
        switch symbol {
        case .minus:
            if case .literal(.number(let number)) = operand.kind {
                return try bindLiteral(.number(number), range: range, isNegative: true)
            }
            return try call("-", [try bind(operand, context)], range: range)
        case .plus: return try bindPlus(operand, context, range: range)
        case .not:
            let condition = try asCondition(try bind(operand, context), clause: "NOT")
            return TypedExpression(.not(condition), type: .boolean, range: range)
        case .bitNot: return try call("~", [try bind(operand, context)], range: range)
        case .absolute: return try call("abs", [try bind(operand, context)], range: range)
        case .factorial: return try call("factorial", [try bind(operand, context)], range: range)
        }
    }

    /// `+ x` is x, for a number, an interval, or a text column that holds numbers.
    private func bindPlus(_ operand: Expression, _ context: ExpressionContext, range: Range<Int>) throws(QueryError) -> TypedExpression {
        let value = try bind(operand, context)
        if value.type.isNumeric || value.type == .interval || value.type == .null { return value }
        if value.type == .text, value.constantValue == nil { return value }
        throw QueryError(.typeMismatch, "+ takes a number, not \(value.type)", range: range)
    }

    func bindBinary(
        _ symbol: BinaryOperator, _ left: Expression, _ right: Expression, _ context: ExpressionContext, symbolRange: Range<Int>
    ) throws(QueryError) -> TypedExpression {
        if symbol.isComparison, case .row(let lefts) = left.kind, case .row(let rights) = right.kind {
            return try bindRowComparison(
                symbol, try bindAll(lefts, context), try bindAll(rights, context), range: left.range.lowerBound..<right.range.upperBound)
        }
        let first = try bind(left, context)
        let second = try bind(right, context)
        let whole = left.range.lowerBound..<right.range.upperBound
        if symbol.isComparison { return try comparison(symbol.rawValue, first, second, range: whole) }
        return try call(symbol.rawValue, [first, second], range: whole)
    }

    /// `(a, b) = (c, d)`: equal where every pair is; ordered by the first pair that differs.
    func bindRowComparison(
        _ symbol: BinaryOperator, _ lefts: [TypedExpression], _ rights: [TypedExpression], range: Range<Int>
    ) throws(QueryError) -> TypedExpression {
        guard lefts.count == rights.count, !lefts.isEmpty else {
            throw QueryError(
                .typeMismatch, "rows of \(lefts.count) and \(rights.count) values cannot be compared", range: range)
        }
        if symbol == .equal || symbol == .notEqual {
            var pairs: [TypedExpression] = []
            for (left, right) in zip(lefts, rights) { pairs.append(try comparison(symbol.rawValue, left, right, range: range)) }
            if pairs.count == 1 { return pairs[0] }
            return TypedExpression(symbol == .equal ? .and(pairs) : .or(pairs), type: .boolean, range: range)
        }
        // a < c OR (a = c AND (b < d OR …)); the last pair takes the operator as it is.
        let strict = symbol == .lessOrEqual ? "<" : symbol == .greaterOrEqual ? ">" : symbol.rawValue
        var result = try comparison(symbol.rawValue, lefts[lefts.count - 1], rights[rights.count - 1], range: range)
        for position in (0..<lefts.count - 1).reversed() {
            let less = try comparison(strict, lefts[position], rights[position], range: range)
            let same = try comparison("=", lefts[position], rights[position], range: range)
            let rest = TypedExpression(.and([same, result]), type: .boolean, range: range)
            result = TypedExpression(.or([less, rest]), type: .boolean, range: range)
        }
        return result
    }

    func bindIsTest(
        _ operand: Expression, _ predicate: IsPredicate, _ isNegated: Bool, _ context: ExpressionContext
    ) throws(QueryError) -> TypedExpression {
        let value = try bind(operand, context)
        let test: TypedExpression
        switch predicate {
        case .null: test = TypedExpression(.isNull(value), type: .boolean)
        case .unknown: test = TypedExpression(.isNull(try asCondition(value, clause: "IS UNKNOWN")), type: .boolean)
        case .true:
            let otherwise = TypedExpression(.constant(.boolean(false)), type: .boolean)
            test = TypedExpression(.coalesce([try asCondition(value, clause: "IS TRUE"), otherwise]), type: .boolean)
        case .false:
            let otherwise = TypedExpression(.constant(.boolean(false)), type: .boolean)
            let negation = TypedExpression(.not(try asCondition(value, clause: "IS FALSE")), type: .boolean)
            test = TypedExpression(.coalesce([negation, otherwise]), type: .boolean)
        }
        return isNegated ? TypedExpression(.not(test), type: .boolean) : test
    }

    func bindDistinction(
        _ left: Expression, _ right: Expression, _ isNegated: Bool, _ context: ExpressionContext
    ) throws(QueryError) -> TypedExpression {
        let first = try bind(left, context)
        let second = try bind(right, context)
        return try comparison(
            isNegated ? "is not distinct from" : "is distinct from", first, second,
            range: left.range.lowerBound..<right.range.upperBound)
    }

    func bindBetween(
        _ between: BetweenExpression, _ context: ExpressionContext, range: Range<Int>
    ) throws(QueryError) -> TypedExpression {
        let value = try bind(between.value, context)
        let lower = try bind(between.lower, context)
        let upper = try bind(between.upper, context)
        func within(_ low: TypedExpression, _ high: TypedExpression) throws(QueryError) -> TypedExpression {
            TypedExpression(
                .and([try comparison(">=", value, low, range: range), try comparison("<=", value, high, range: range)]), type: .boolean,
                range: range)
        }
        var test = try within(lower, upper)
        if between.isSymmetric { test = TypedExpression(.or([test, try within(upper, lower)]), type: .boolean, range: range) }
        return between.isNegated ? TypedExpression(.not(test), type: .boolean) : test
    }

    func bindPattern(
        _ pattern: PatternExpression, _ context: ExpressionContext, range: Range<Int>
    ) throws(QueryError) -> TypedExpression {
        var arguments = [try bind(pattern.value, context), try bind(pattern.pattern, context)]
        if let escape = pattern.escape { arguments.append(try bind(escape, context)) }
        let name: String
        switch pattern.operator {
        case .like: name = "like"
        case .ilike: name = "ilike"
        case .glob: name = "glob"
        case .similarTo: name = "similar to"
        case .regularExpression: name = "regexp_full_match"
        case .regularExpressionIgnoringCase:
            name = "regexp_full_match"
            arguments.append(TypedExpression(.constant(.text("i")), type: .text))
        }
        let test = try call(name, arguments, range: range)
        return pattern.isNegated ? TypedExpression(.not(test), type: .boolean, range: range) : test
    }

    func bindInList(
        _ needle: Expression, _ list: [Expression], _ isNegated: Bool, _ context: ExpressionContext, range: Range<Int>
    ) throws(QueryError) -> TypedExpression {
        let test: TypedExpression
        if case .row(let needles) = needle.kind {
            test = try bindRowInList(try bindAll(needles, context), list, context, range: range)
        } else {
            test = try membership(try bind(needle, context), in: try bindAll(list, context), range: range)
        }
        return isNegated ? TypedExpression(.not(test), type: .boolean, range: range) : test
    }

    /// `needle IN (list)` with all of one type.
    func membership(_ needle: TypedExpression, in list: [TypedExpression], range: Range<Int>) throws(QueryError) -> TypedExpression {
        guard let type = TypeCoercion.comparisonType([description(needle)] + list.map(description)) else {
            throw noCommonType([needle] + list, of: "the operands of IN", range: range)
        }
        let target = type == .null ? .integer : type
        var converted: [TypedExpression] = []
        converted.reserveCapacity(list.count)
        for item in list { converted.append(try cast(item, to: target)) }
        return TypedExpression(.inList(try cast(needle, to: target), converted), type: .boolean, range: range)
    }

    private func bindRowInList(
        _ needles: [TypedExpression], _ list: [Expression], _ context: ExpressionContext, range: Range<Int>
    ) throws(QueryError) -> TypedExpression {
        var tests: [TypedExpression] = []
        for item in list {
            guard case .row(let values) = item.kind else {
                throw QueryError(
                    .typeMismatch, "a row is compared with rows", help: ["write (\(needles.map { _ in "…" }.joined(separator: ", ")))"],
                    range: item.range)
            }
            tests.append(try bindRowComparison(.equal, needles, try bindAll(values, context), range: item.range))
        }
        if tests.count == 1 { return tests[0] }
        return TypedExpression(.or(tests), type: .boolean, range: range)
    }

    /// `x IN list` where the list is a value: only lists of constants for now.
    func bindInValue(
        _ needle: Expression, _ list: Expression, _ isNegated: Bool, _ context: ExpressionContext, range: Range<Int>
    ) throws(QueryError) -> TypedExpression {
        let bound = try bind(list, context)
        guard case .list(let values)? = bound.constantValue, case .list(let element) = bound.type else {
            throw QueryError(
                .notSupported, "IN takes a list in parentheses or a query here", help: ["write IN (…)"], range: list.range)
        }
        if values.isEmpty { return TypedExpression(.constant(.boolean(isNegated)), type: .boolean, range: range) }
        let items = values.map { TypedExpression(.constant($0), type: element, range: list.range) }
        let test = try membership(try bind(needle, context), in: items, range: range)
        return isNegated ? TypedExpression(.not(test), type: .boolean, range: range) : test
    }

    /// Lists, structures, lambdas: constants of lists are values, the rest has no engine yet.
    func bindNested(_ expression: Expression, _ context: ExpressionContext) throws(QueryError) -> TypedExpression {
        switch expression.kind {
        case .list(let elements):
            let bound = try bindAll(elements, context)
            guard let type = TypeCoercion.commonType(bound.map(description)) ?? (bound.isEmpty ? .null : nil) else {
                throw noCommonType(bound, of: "the elements of a list", range: expression.range)
            }
            var values: [Value] = []
            for element in bound {
                guard let value = try folded(try cast(element, to: type)).constantValue else {
                    throw QueryError(
                        .notSupported, "a list of values that are not constant is not supported yet", range: element.range)
                }
                values.append(value)
            }
            return TypedExpression(.constant(.list(values)), type: .list(type))
        case .row(let elements) where elements.count == 1: return try bind(elements[0], context)
        case .row: throw unsupported("a row as a value", expression)
        case .structure, .field: throw unsupported("a structure", expression)
        case .map: throw unsupported("a map", expression)
        case .element, .slice: throw unsupported("an element of a list", expression)
        case .lambda: throw unsupported("a lambda function", expression)
        case .listComprehension: throw unsupported("a list comprehension", expression)
        case .listQuery: throw unsupported("ARRAY (query)", expression)
        case .quantifiedValue(let operand, let symbol, let quantifier, let list):
            return try bindQuantifiedList(operand, symbol, quantifier, list, context, range: expression.range)
        default: throw unsupported("this", expression)
        }
    }

    /// `x > ANY ([1, 2])`: a disjunction over the elements, or a conjunction for ALL.
    private func bindQuantifiedList(
        _ operand: Expression, _ symbol: BinaryOperator, _ quantifier: Quantifier, _ list: Expression, _ context: ExpressionContext,
        range: Range<Int>
    ) throws(QueryError) -> TypedExpression {
        let bound = try bind(list, context)
        guard case .list(let values)? = bound.constantValue, case .list(let element) = bound.type else {
            throw QueryError(.notSupported, "\(quantifier.rawValue) takes a query or a list of constants", range: list.range)
        }
        let value = try bind(operand, context)
        var tests: [TypedExpression] = []
        for item in values {
            tests.append(try comparison(symbol.rawValue, value, TypedExpression(.constant(item), type: element), range: range))
        }
        if tests.isEmpty { return TypedExpression(.constant(.boolean(quantifier == .all)), type: .boolean) }
        if tests.count == 1 { return tests[0] }
        return TypedExpression(quantifier == .any ? .or(tests) : .and(tests), type: .boolean)
    }

    private func unsupported(_ what: String, _ expression: Expression) -> QueryError {
        QueryError(.notSupported, "\(what) is not supported yet", range: expression.range)
    }
}
