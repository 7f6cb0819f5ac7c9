import Columns
import Functions
import Language

// From a syntax expression to a typed one.
extension Binder {
    /// Binds one expression. Each kind has a function of its own so that the frames of this recursion stay small.
    func bind(_ expression: Expression, _ context: ExpressionContext) throws(QueryError) -> TypedExpression {
        try depthGuard.enter(at: expression.range)
        defer { depthGuard.leave() }
        var bound = try bindKind(expression, context)
        bound.range = expression.range
        return bound
    }

    /// A condition: BOOLEAN, or something that casts to it.
    func bindCondition(_ expression: Expression, _ context: ExpressionContext) throws(QueryError) -> TypedExpression {
        try asCondition(try bind(expression, context), clause: context.clause)
    }

    func asCondition(_ bound: TypedExpression, clause: String) throws(QueryError) -> TypedExpression {
        if bound.type == .boolean { return bound }
        if bound.type == .null || bound.type.isNumeric || (bound.type == .text && bound.constantValue != nil) {
            return try cast(bound, to: .boolean)
        }
        throw QueryError(
            .typeMismatch, "\(clause) needs a condition, not \(bound.type)", help: ["compare it with something"], range: bound.range,
            label: "this is \(bound.type)")
    }

    private func bindKind(_ expression: Expression, _ context: ExpressionContext) throws(QueryError) -> TypedExpression {
        let range = expression.range
        switch expression.kind {
        case .literal(let literal): return try bindLiteral(literal, range: range)
        case .column(let name): return try bindColumn(name, context, range: range)
        case .placeholder(let placeholder): return try bindPlaceholder(placeholder, range: range)
        case .columnPosition(let position): return try bindColumnPosition(position, context, range: range)
        case .star: throw QueryError(.invalidQuery, "* stands for columns and is no expression", range: range)
        case .columns(let selector, _): return try bindColumnsAsCondition(selector, expression, context)
        case .unary(let symbol, let operand): return try bindUnary(symbol, operand, context, range: range)
        case .binary(let symbol, let left, let right, let symbolRange):
            return try bindBinary(symbol, left, right, context, symbolRange: symbolRange)
        case .logical(let symbol, let operands): return try bindLogical(symbol, operands, context)
        case .isTest(let operand, let predicate, let isNegated): return try bindIsTest(operand, predicate, isNegated, context)
        case .isDistinctFrom(let left, let right, let isNegated):
            return try bindDistinction(left, right, isNegated, context)
        case .between(let between): return try bindBetween(between, context, range: range)
        case .pattern(let pattern): return try bindPattern(pattern, context, range: range)
        case .inList(let needle, let list, let isNegated): return try bindInList(needle, list, isNegated, context, range: range)
        case .inQuery(let needle, let query, let isNegated): return try bindInQuery(needle, query, isNegated, context, range: range)
        case .inValue(let needle, let list, let isNegated): return try bindInValue(needle, list, isNegated, context, range: range)
        case .quantifiedQuery(let operand, let symbol, let quantifier, let query):
            return try bindQuantifiedQuery(operand, symbol, quantifier, query, context, range: range)
        case .exists(let query): return try bindExists(query, context, range: range)
        case .scalarQuery(let query): return try bindScalarQuery(query, context, range: range)
        case .conditional(let conditional): return try bindConditional(conditional, context, range: range)
        case .cast(let written): return try bindCast(written, context, range: range)
        case .typedLiteral(let type, let text): return try bindTypedLiteral(type, text, range: range)
        case .interval(let interval): return try bindInterval(interval, context, range: range)
        case .call(let call): return try bindCall(call, context, range: range)
        case .collate(let operand, let collation):
            // Texts compare by their bytes, which is what these collations say.
            guard ["binary", "c", "posix"].contains(collation.last.lowercased()) else {
                throw QueryError(
                    .notSupported, "the collation \(collation.last) is not supported", help: ["lower(…) compares without regard to case"],
                    range: collation.range)
            }
            return try bind(operand, context)
        case .row, .list, .listComprehension, .structure, .map, .field, .element, .slice, .lambda, .listQuery, .quantifiedValue:
            return try bindNested(expression, context)
        case .defaultValue:
            throw QueryError(.invalidQuery, "DEFAULT stands only for a whole value of INSERT and UPDATE", range: range)
        }
    }

    func bindAll(_ expressions: [Expression], _ context: ExpressionContext) throws(QueryError) -> [TypedExpression] {
        var bound: [TypedExpression] = []
        bound.reserveCapacity(expressions.count)
        for expression in expressions { bound.append(try bind(expression, context)) }
        return bound
    }

    private func bindLogical(
        _ symbol: LogicalOperator, _ operands: [Expression], _ context: ExpressionContext
    ) throws(QueryError) -> TypedExpression {
        var bound: [TypedExpression] = []
        bound.reserveCapacity(operands.count)
        for operand in operands { bound.append(try asCondition(try bind(operand, context), clause: symbol.rawValue)) }
        return TypedExpression(symbol == .and ? .and(bound) : .or(bound), type: .boolean)
    }

    /// `#2`: the second column in sight.
    private func bindColumnPosition(_ position: Int, _ context: ExpressionContext, range: Range<Int>) throws(QueryError) -> TypedExpression
    {
        let columns = context.scope.columns
        guard position >= 1, position <= columns.count else {
            throw QueryError(
                .unknownColumn, "there is no column number \(position)", help: ["there are \(columns.count) columns"], range: range)
        }
        let column = columns[position - 1]
        return TypedExpression(.column(column.position), type: column.type)
    }

    private func bindConditional(
        _ conditional: CaseExpression, _ context: ExpressionContext, range: Range<Int>
    ) throws(QueryError) -> TypedExpression {
        var branches: [ConditionalBranch] = []
        let operand: TypedExpression? = try conditional.operand.map { (operand) throws(QueryError) in try bind(operand, context) }
        for branch in conditional.branches {
            var condition = try bind(branch.condition, context)
            if let operand {
                condition = try comparison("=", operand, condition, range: branch.condition.range)
            } else {
                condition = try asCondition(condition, clause: "WHEN")
            }
            branches.append(ConditionalBranch(condition: condition, result: try bind(branch.result, context)))
        }
        let otherwise: TypedExpression
        if let written = conditional.otherwise {
            otherwise = try bind(written, context)
        } else {
            otherwise = TypedExpression(.constant(.null), type: .null)
        }
        let results = branches.map(\.result) + [otherwise]
        guard let type = TypeCoercion.commonType(results.map(description)) else {
            throw noCommonType(results, of: "the results of CASE", range: range)
        }
        let target = type == .null ? .integer : type
        for position in branches.indices { branches[position].result = try cast(branches[position].result, to: target) }
        return TypedExpression(.conditional(branches: branches, otherwise: try cast(otherwise, to: target)), type: target)
    }

    func noCommonType(_ expressions: [TypedExpression], of what: String, range: Range<Int>) -> QueryError {
        var seen: Set<String> = []
        let types = expressions.map(\.type.description).filter { seen.insert($0).inserted }
        // Blame the first that does not go with those before it.
        var blamed: Range<Int>?
        for count in 1...max(expressions.count, 1) where count <= expressions.count && blamed == nil {
            if TypeCoercion.commonType(expressions.prefix(count).map(description)) == nil { blamed = expressions[count - 1].range }
        }
        return QueryError(
            .typeMismatch, "\(what) have no type in common: \(types.joined(separator: ", "))", help: ["cast one of them"],
            range: blamed ?? range)
    }

    // MARK: Casts and descriptions

    /// What overload resolution sees of an argument.
    func description(_ expression: TypedExpression) -> ArgumentDescription {
        guard let value = expression.constantValue else { return ArgumentDescription(type: expression.type) }
        return ArgumentDescription(type: expression.type, constant: value, isLiteral: true)
    }

    /// The expression as another type. Constants that need no conversion take the type at once; the others are folded by the rules.
    func cast(_ expression: TypedExpression, to type: LogicalType, isTry: Bool = false) throws(QueryError) -> TypedExpression {
        if expression.type == type { return expression }
        if let value = expression.constantValue {
            switch value {
            case .null: return TypedExpression(.constant(.null), type: type, range: expression.range)
            case .integer(let number):
                if let bounds = type.integerRange, bounds.contains(number) {
                    return TypedExpression(.constant(value), type: type, range: expression.range)
                }
                if type == .double { return TypedExpression(.constant(.double(Double(number))), type: type, range: expression.range) }
            default: break
            }
        }
        guard TypeCoercion.canCast(from: expression.type, to: type) else {
            throw QueryError(
                .typeMismatch, "\(expression.type) cannot be cast to \(type)", range: expression.range,
                label: "this is \(expression.type)")
        }
        return TypedExpression(.cast(expression, isTry: isTry), type: type, range: expression.range)
    }

    private func bindCast(_ written: CastExpression, _ context: ExpressionContext, range: Range<Int>) throws(QueryError) -> TypedExpression
    {
        let type = try bindType(written.type)
        let operand = try bind(written.value, context)
        // An explicit cast stays a node even where it changes nothing, so that a cast text is no longer a literal that adapts.
        if operand.type == type, operand.constantValue != nil { return TypedExpression(.cast(operand, isTry: written.isTry), type: type) }
        return try cast(operand, to: type, isTry: written.isTry)
    }

    // MARK: Calls

    /// A call of a scalar function or operator with its arguments cast to the overload's types.
    func call(_ name: String, _ arguments: [TypedExpression], range: Range<Int>) throws(QueryError) -> TypedExpression {
        let resolved: ResolvedFunction
        do throws(QueryError) {
            resolved = try registry.resolveScalar(name, arguments.map(description), settings)
        } catch {
            throw error.located(at: range)
        }
        return try call(resolved, arguments, range: range)
    }

    func call(_ resolved: ResolvedFunction, _ arguments: [TypedExpression], range: Range<Int>?) throws(QueryError) -> TypedExpression {
        var converted: [TypedExpression] = []
        converted.reserveCapacity(arguments.count)
        for (position, argument) in arguments.enumerated() {
            // A constant that the kernel already holds has no type in the list; it stays for printing and comparing.
            let isTaken = position < resolved.argumentTypes.count
            converted.append(isTaken ? try cast(argument, to: resolved.argumentTypes[position]) : argument)
        }
        return TypedExpression(.call(resolved, converted), type: resolved.resultType, range: range)
    }

    /// A comparison of two operands, brought to one type.
    func comparison(
        _ symbol: String, _ left: TypedExpression, _ right: TypedExpression, range: Range<Int>
    ) throws(QueryError) -> TypedExpression {
        guard let type = TypeCoercion.comparisonType(description(left), description(right)) else {
            throw QueryError(
                .typeMismatch, "\(left.type) and \(right.type) cannot be compared", help: ["cast one of them to the other's type"],
                range: range, label: "\(left.type) \(symbol) \(right.type)")
        }
        return try call(symbol, [try cast(left, to: type), try cast(right, to: type)], range: range)
    }
}
