/// How tightly operators bind, weakest first; the order is PostgreSQL's, with DuckDB's place for `->`.
enum Precedence: Int, Comparable {
    case lowest
    case arrow
    case or
    case and
    case not
    case `is`
    /// Does not chain.
    case comparison
    /// BETWEEN, IN, LIKE and the other patterns.
    case membership
    case postfix
    /// Every operator without a place of its own: `||`, `&`, `<<`, `->>`.
    case other
    case additive
    case multiplicative
    case power
    case timeZone
    case collate
    /// The sign before an operand: `-2 ^ 2` is 4.
    case sign
    /// No operator at all.
    case operand

    static func < (left: Precedence, right: Precedence) -> Bool { left.rawValue < right.rawValue }

    /// The weakest precedence that binds tighter than this one.
    var next: Precedence { Precedence(rawValue: rawValue + 1) ?? .operand }
}

extension Parser {
    /// An expression whose operators all bind at least as tightly as `minimum`.
    mutating func expression(_ minimum: Precedence = .lowest) throws(SyntaxError) -> Expression {
        let outer = try enter()
        let left = try prefixed()
        let result = try operators(behind: left, minimum)
        leave(outer)
        return result
    }

    /// One or more expressions separated by commas.
    mutating func expressions() throws(SyntaxError) -> [Expression] {
        var result = [try expression()]
        while eatCommaInList() { result.append(try expression()) }
        return result
    }

    private mutating func prefixed() throws(SyntaxError) -> Expression {
        let start = token.lowerBound
        let sign: UnaryOperator
        let operand: Precedence
        switch token.kind {
        case .minus: (sign, operand) = (.minus, .sign)
        case .plus: (sign, operand) = (.plus, .sign)
        case .tilde: (sign, operand) = (.bitNot, .additive)
        case .at: (sign, operand) = (.absolute, .additive)
        case .word where token.keyword == .not: (sign, operand) = (.not, .not)
        default: return try primary()
        }
        advance()
        let value = try expression(operand)
        return Expression(.unary(sign, value), range: range(from: start))
    }

    private mutating func operators(behind first: Expression, _ minimum: Precedence) throws(SyntaxError) -> Expression {
        var left = first
        var isComparison = false
        while true {
            if let (kind, precedence) = binaryOperator(token.kind) {
                guard precedence >= minimum else { return left }
                if precedence == .comparison {
                    if isComparison { throw chainedComparison() }
                    isComparison = true
                }
                left = try binary(left, kind, precedence)
            } else if token.kind == .word {
                guard let next = try keywordOperator(left, minimum) else { return left }
                left = next
                isComparison = false
            } else if let (kind, isNegated) = patternOperator(token.kind) {
                guard .membership >= minimum else { return left }
                advance()
                left = try pattern(left, kind, isNegated: isNegated)
            } else if token.kind == .exclamation, .postfix >= minimum {
                advance()
                left = Expression(.unary(.factorial, left), range: range(from: left.range.lowerBound))
            } else {
                return left
            }
            try grow()
        }
    }

    private func binaryOperator(_ kind: Token.Kind) -> (BinaryOperator, Precedence)? {
        switch kind {
        case .arrow: (.arrow, .arrow)
        case .equal, .doubleEqual: (.equal, .comparison)
        case .notEqual: (.notEqual, .comparison)
        case .less: (.less, .comparison)
        case .lessOrEqual: (.lessOrEqual, .comparison)
        case .greater: (.greater, .comparison)
        case .greaterOrEqual: (.greaterOrEqual, .comparison)
        case .plus: (.add, .additive)
        case .minus: (.subtract, .additive)
        case .star: (.multiply, .multiplicative)
        case .slash: (.divide, .multiplicative)
        case .doubleSlash: (.integerDivide, .multiplicative)
        case .percent: (.modulo, .multiplicative)
        case .caret, .doubleStar: (.power, .power)
        case .doubleBar: (.concatenate, .other)
        case .ampersand: (.bitAnd, .other)
        case .bar: (.bitOr, .other)
        case .shiftLeft: (.shiftLeft, .other)
        case .shiftRight: (.shiftRight, .other)
        case .doubleArrow: (.doubleArrow, .other)
        case .startsWith: (.startsWith, .other)
        case .contains: (.contains, .other)
        case .containedBy: (.containedBy, .other)
        case .doubleAmpersand: (.overlaps, .other)
        case .distance: (.distance, .other)
        case .euclideanDistance: (.euclideanDistance, .other)
        default: nil
        }
    }

    private mutating func binary(_ left: Expression, _ kind: BinaryOperator, _ precedence: Precedence) throws(SyntaxError) -> Expression {
        let operatorRange = token.range
        advance()
        if kind.isComparison, let quantifier = quantifier() {
            return try quantified(left, kind, quantifier)
        }
        let right = try expression(precedence.next)
        let range = range(from: left.range.lowerBound)
        if kind == .arrow, let parameters = lambdaParameters(left) {
            return Expression(.lambda(parameters, right), range: range)
        }
        return Expression(.binary(kind, left, right, operatorRange: operatorRange), range: range)
    }

    private mutating func chainedComparison() -> SyntaxError {
        fail(
            .chainedComparison, "a comparison cannot be compared again", at: token.range, label: "the second comparison",
            help: ["write a < b AND b < c, or put one comparison in parentheses"])
    }

    /// The names before `->`, if that is what the expression is.
    private func lambdaParameters(_ expression: Expression) -> [Identifier]? {
        func parameter(_ expression: Expression) -> Identifier? {
            guard case .column(let name) = expression.kind, name.parts.count == 1 else { return nil }
            return name.parts[0]
        }
        if let name = parameter(expression) { return [name] }
        guard case .row(let elements) = expression.kind else { return nil }
        let names = elements.compactMap(parameter)
        return names.count == elements.count ? names : nil
    }

    // MARK: ANY and ALL

    private mutating func quantifier() -> Quantifier? {
        guard peek().kind == .leftParenthesis else { return nil }
        switch token.keyword {
        case .any, .some: return .any
        case .all: return .all
        default: return nil
        }
    }

    private mutating func quantified(_ left: Expression, _ kind: BinaryOperator, _ quantifier: Quantifier) throws(SyntaxError) -> Expression
    {
        advance()
        let operand = try parenthesized()
        let range = range(from: left.range.lowerBound)
        if case .scalarQuery(let query) = operand.kind {
            return Expression(.quantifiedQuery(left, kind, quantifier, query), range: range)
        }
        return Expression(.quantifiedValue(left, kind, quantifier, operand), range: range)
    }
}
