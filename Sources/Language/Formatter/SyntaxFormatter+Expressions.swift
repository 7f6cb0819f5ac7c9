extension SyntaxFormatter {
    /// Writes an expression, in parentheses where it binds weaker than its place needs.
    mutating func write(_ expression: Expression, _ minimum: Precedence = .lowest) {
        if Self.precedence(of: expression) < minimum {
            parenthesized { $0.bare(expression) }
        } else {
            bare(expression)
        }
    }

    mutating func expressions(_ expressions: [Expression]) {
        list(expressions) { $0.write($1) }
    }

    /// How tightly the outermost operator binds.
    private static func precedence(of expression: Expression) -> Precedence {
        switch expression.kind {
        case .lambda: .lowest
        case .logical(.or, _): .or
        case .logical(.and, _): .and
        case .unary(.not, _): .not
        case .isTest, .isDistinctFrom: .is
        case .binary(let kind, _, _, _): precedence(of: kind)
        case .quantifiedQuery, .quantifiedValue: .comparison
        case .between, .pattern, .inList, .inQuery, .inValue: .membership
        case .unary(.factorial, _): .postfix
        case .unary(.bitNot, _), .unary(.absolute, _): .other
        case .collate: .collate
        case .unary: .sign
        case .call(let call) where call.spelling == .keywords && call.name.last == "timezone": .timeZone
        default: .operand
        }
    }

    private static func precedence(of kind: BinaryOperator) -> Precedence {
        switch kind {
        case .arrow: .arrow
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: .comparison
        case .add, .subtract: .additive
        case .multiply, .divide, .integerDivide, .modulo: .multiplicative
        case .power: .power
        default: .other
        }
    }

    private mutating func bare(_ expression: Expression) {
        switch expression.kind {
        case .literal(let literal): write(literal)
        case .column(let name): write(name)
        case .placeholder(.named(let name)): write("$" + name)
        case .placeholder(.positional(let number)): write("$\(number)")
        case .columnPosition(let number): write("#\(number)")
        case .star(let star): write(star)
        case .columns(let argument, let isUnpacked):
            write(isUnpacked ? "*COLUMNS" : "COLUMNS")
            parenthesized { $0.write(argument) }
        case .call(let call): write(call)
        case .cast(let cast): write(cast)
        case .typedLiteral(let type, let value):
            write(type)
            space()
            string(value)
        case .interval(let interval): write(interval)
        case .conditional(let conditional): write(conditional)
        case .defaultValue: write("DEFAULT")
        case .lambda(let parameters, let body):
            word("LAMBDA")
            list(parameters) { $0.write($1) }
            write(": ")
            write(body, .or)
        default: if !operation(expression) { constructor(expression) }
        }
    }

    // MARK: Operators

    /// Writes operators and predicates; false for anything else.
    private mutating func operation(_ expression: Expression) -> Bool {
        switch expression.kind {
        case .unary(let sign, let operand): unary(sign, operand)
        case .binary(let kind, let left, let right, _): binary(kind, left, right)
        case .logical(let kind, let operands):
            let precedence: Precedence = kind == .and ? .and : .or
            for (index, operand) in operands.enumerated() {
                if index > 0 { word(kind.rawValue) }
                write(operand, precedence.next)
            }
        case .isTest(let value, let predicate, let isNegated):
            write(value, .is)
            word(isNegated ? "IS NOT" : "IS")
            write(predicate.rawValue)
        case .isDistinctFrom(let left, let right, let isNegated):
            write(left, .is)
            word(isNegated ? "IS NOT DISTINCT FROM" : "IS DISTINCT FROM")
            write(right, .comparison)
        case .between(let between):
            membership(between.value, between.isNegated, between.isSymmetric ? "BETWEEN SYMMETRIC" : "BETWEEN")
            write(between.lower, .postfix)
            word("AND")
            write(between.upper, .postfix)
        case .pattern(let pattern): write(pattern)
        case .inList(let value, let elements, let isNegated):
            membership(value, isNegated, "IN")
            parenthesized { $0.expressions(elements) }
        case .inQuery(let value, let query, let isNegated):
            membership(value, isNegated, "IN")
            subquery(query)
        case .inValue(let value, let list, let isNegated):
            membership(value, isNegated, "IN")
            write(list, .postfix)
        case .quantifiedQuery(let value, let kind, let quantifier, let query):
            write(value, .membership)
            word(kind.rawValue)
            write(quantifier.rawValue + " ")
            subquery(query)
        case .quantifiedValue(let value, let kind, let quantifier, let list):
            write(value, .membership)
            word(kind.rawValue)
            write(quantifier.rawValue + " ")
            parenthesized { $0.write(list) }
        case .collate(let value, let name):
            write(value, .collate)
            word("COLLATE")
            write(name)
        default: return false
        }
        return true
    }

    private mutating func unary(_ sign: UnaryOperator, _ operand: Expression) {
        switch sign {
        case .not:
            word("NOT")
            write(operand, .not)
        case .factorial:
            write(operand, .postfix)
            write(" !")
        case .bitNot, .absolute:
            write(sign.rawValue + " ")
            write(operand, operand.isPrefixOfOther ? .other : .additive)
        case .plus, .minus:
            // With a space: two minus signs in a row begin a comment.
            write(sign.rawValue)
            if operand.isSigned { write(" ") }
            write(operand, .sign)
        }
    }

    private mutating func binary(_ kind: BinaryOperator, _ left: Expression, _ right: Expression) {
        let precedence = Self.precedence(of: kind)
        // A comparison does not chain, all others lean to the left.
        write(left, precedence == .comparison ? .membership : precedence)
        word(kind.rawValue)
        // A prefix operator of the weakest kind may stand behind an operator of that kind.
        write(right, precedence == .other && right.isPrefixOfOther ? .other : precedence.next)
    }

    private mutating func membership(_ value: Expression, _ isNegated: Bool, _ keyword: String) {
        write(value, .membership)
        word(isNegated ? "NOT " + keyword : keyword)
    }

    private mutating func write(_ pattern: PatternExpression) {
        write(pattern.value, .membership)
        switch (pattern.operator, pattern.isNegated) {
        case (.regularExpression, true): word("!~")
        case (.regularExpressionIgnoringCase, true): word("!~*")
        case (.regularExpression, false), (.regularExpressionIgnoringCase, false): word(pattern.operator.rawValue)
        case (_, let isNegated): word(isNegated ? "NOT " + pattern.operator.rawValue : pattern.operator.rawValue)
        }
        write(pattern.pattern, .postfix)
        guard let escape = pattern.escape else { return }
        word("ESCAPE")
        write(escape, .postfix)
    }
}

extension Expression {
    /// True for `~ x` and `@ x`.
    fileprivate var isPrefixOfOther: Bool {
        switch kind {
        case .unary(.bitNot, _), .unary(.absolute, _): true
        default: false
        }
    }

    /// True for `- x` and `+ x`.
    fileprivate var isSigned: Bool {
        switch kind {
        case .unary(.minus, _), .unary(.plus, _): true
        default: false
        }
    }
}
