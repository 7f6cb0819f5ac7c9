extension Parser {
    /// Applies the operator that is written as a word, if one stands here and binds tightly enough.
    mutating func keywordOperator(_ left: Expression, _ minimum: Precedence) throws(SyntaxError) -> Expression? {
        if expectations.isRecording {
            expectations.noteOperators([.and, .or, .is, .in, .not, .like, .ilike, .between, .glob, .similar, .collate])
        }
        let start = left.range.lowerBound
        switch token.keyword {
        case .and where .and >= minimum: return try logical(left, .and, .and)
        case .or where .or >= minimum: return try logical(left, .or, .or)
        case .is where .is >= minimum: return try isTest(left)
        case .isnull where .is >= minimum:
            advance()
            return Expression(.isTest(left, .null, isNegated: false), range: range(from: start))
        case .notnull where .is >= minimum:
            advance()
            return Expression(.isTest(left, .null, isNegated: true), range: range(from: start))
        case .not where peek().keyword == .null && .is >= minimum:
            advance()
            advance()
            return Expression(.isTest(left, .null, isNegated: true), range: range(from: start))
        case .not where Self.isMembership(peek().keyword) && .membership >= minimum:
            advance()
            return try membership(left, isNegated: true)
        case .between where .membership >= minimum, .in where .membership >= minimum, .like where .membership >= minimum,
            .ilike where .membership >= minimum, .glob where .membership >= minimum:
            return try membership(left, isNegated: false)
        case .similar where peek().keyword == .to && .membership >= minimum:
            return try membership(left, isNegated: false)
        case .at where .timeZone >= minimum && peek().keyword == .time && peek(2).keyword == .zone:
            return try atTimeZone(left)
        case .collate where .collate >= minimum:
            advance()
            let name = try qualifiedName("a collation")
            return Expression(.collate(left, name), range: range(from: start))
        default: return nil
        }
    }

    private static func isMembership(_ keyword: Keyword) -> Bool {
        switch keyword {
        case .between, .in, .like, .ilike, .glob, .similar: true
        default: false
        }
    }

    /// A whole chain of AND or of OR as one node.
    private mutating func logical(_ left: Expression, _ kind: LogicalOperator, _ precedence: Precedence) throws(SyntaxError) -> Expression {
        let keyword = token.keyword
        var operands = [left]
        while token.keyword == keyword {
            advance()
            operands.append(try expression(precedence.next))
        }
        return Expression(.logical(kind, operands), range: range(from: left.range.lowerBound))
    }

    private mutating func isTest(_ left: Expression) throws(SyntaxError) -> Expression {
        let start = left.range.lowerBound
        advance()
        let isNegated = eat(.not)
        if eat(.distinct, .from) {
            let right = try expression(.comparison)
            return Expression(.isDistinctFrom(left, right, isNegated: isNegated), range: range(from: start))
        }
        let predicate: IsPredicate
        if eat(.null) {
            predicate = .null
        } else if eat(.true) {
            predicate = .true
        } else if eat(.false) {
            predicate = .false
        } else if eat(.unknown) {
            predicate = .unknown
        } else {
            throw unexpected()
        }
        return Expression(.isTest(left, predicate, isNegated: isNegated), range: range(from: start))
    }

    private mutating func membership(_ left: Expression, isNegated: Bool) throws(SyntaxError) -> Expression {
        let keyword = token.keyword
        advance()
        switch keyword {
        case .between: return try between(left, isNegated: isNegated)
        case .in: return try inList(left, isNegated: isNegated)
        case .like: return try pattern(left, .like, isNegated: isNegated)
        case .ilike: return try pattern(left, .ilike, isNegated: isNegated)
        case .glob: return try pattern(left, .glob, isNegated: isNegated)
        default:
            try expect(.to)
            return try pattern(left, .similarTo, isNegated: isNegated)
        }
    }

    private mutating func between(_ left: Expression, isNegated: Bool) throws(SyntaxError) -> Expression {
        let isSymmetric = eat(.symmetric)
        // The AND that follows belongs to BETWEEN.
        let lower = try expression(.postfix)
        try expect(.and)
        let upper = try expression(.postfix)
        return Expression(
            .between(BetweenExpression(value: left, lower: lower, upper: upper, isNegated: isNegated, isSymmetric: isSymmetric)),
            range: range(from: left.range.lowerBound))
    }

    private mutating func inList(_ left: Expression, isNegated: Bool) throws(SyntaxError) -> Expression {
        let start = left.range.lowerBound
        guard token.kind == .leftParenthesis else {
            let value = try expression(.postfix)
            return Expression(.inValue(left, value, isNegated: isNegated), range: range(from: start))
        }
        // `(1)` is a list of one here and `(SELECT …)` a query; everything else comes as it would anywhere.
        let operand = try parenthesizedList()
        let result: Expression.Kind
        switch operand {
        case .query(let query): result = .inQuery(left, query, isNegated: isNegated)
        case .expressions(let elements): result = .inList(left, elements, isNegated: isNegated)
        }
        return Expression(result, range: range(from: start))
    }

    /// The pattern behind LIKE and its kin, with ESCAPE.
    mutating func pattern(_ left: Expression, _ kind: PatternOperator, isNegated: Bool) throws(SyntaxError) -> Expression {
        let pattern = try expression(.postfix)
        let escape = eat(.escape) ? try expression(.postfix) : nil
        return Expression(
            .pattern(PatternExpression(value: left, operator: kind, pattern: pattern, escape: escape, isNegated: isNegated)),
            range: range(from: left.range.lowerBound))
    }

    /// Patterns written as operators: PostgreSQL's names for LIKE and regular expressions.
    func patternOperator(_ kind: Token.Kind) -> (PatternOperator, isNegated: Bool)? {
        switch kind {
        case .tilde: (.regularExpression, false)
        case .notTilde: (.regularExpression, true)
        case .tildeStar: (.regularExpressionIgnoringCase, false)
        case .notTildeStar: (.regularExpressionIgnoringCase, true)
        case .doubleTilde: (.like, false)
        case .notDoubleTilde: (.like, true)
        case .doubleTildeStar: (.ilike, false)
        case .notDoubleTildeStar: (.ilike, true)
        case .tripleTilde: (.glob, false)
        default: nil
        }
    }

    private mutating func atTimeZone(_ left: Expression) throws(SyntaxError) -> Expression {
        let keywords = token.lowerBound..<peek(2).upperBound
        advance()
        advance()
        advance()
        let zone = try expression(.collate)
        let call = FunctionCall(
            name: QualifiedName(Identifier("timezone", range: keywords)),
            arguments: [FunctionArgument(value: zone), FunctionArgument(value: left)], spelling: .keywords)
        return Expression(.call(call), range: range(from: left.range.lowerBound))
    }
}
