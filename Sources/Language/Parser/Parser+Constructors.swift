/// CASE, CAST, lists, structs, maps, rows, lambdas and stars.
extension Parser {
    mutating func caseExpression() throws(SyntaxError) -> Expression {
        let start = token.lowerBound
        advance()
        let operand = token.keyword == .when ? nil : try expression()
        var branches: [CaseBranch] = []
        repeat {
            try expect(.when)
            let condition = try expression()
            try expect(.then)
            branches.append(CaseBranch(condition: condition, result: try expression()))
        } while at(.when)
        let otherwise = eat(.else) ? try expression() : nil
        try expect(.end)
        return Expression(
            .conditional(CaseExpression(operand: operand, branches: branches, otherwise: otherwise)), range: range(from: start))
    }

    mutating func castFunction(isTry: Bool) throws(SyntaxError) -> Expression {
        let start = token.lowerBound
        advance()
        let opening = token
        try expect(.leftParenthesis)
        let value = try expression()
        try expect(.as)
        let type = try typeName()
        try expectClosing(.rightParenthesis, of: opening)
        return Expression(
            .cast(CastExpression(value: value, type: type, isTry: isTry, spelling: .function)), range: range(from: start))
    }

    mutating func rowConstructor() throws(SyntaxError) -> Expression {
        let start = token.lowerBound
        advance()
        let opening = token
        advance()
        var elements: [Expression] = []
        if token.kind != .rightParenthesis { elements = try expressions() }
        try expectClosing(.rightParenthesis, of: opening)
        return Expression(.row(elements), range: range(from: start))
    }

    /// `[a, b]` and `[e FOR x IN list IF condition]`.
    mutating func listLiteral(from start: Int) throws(SyntaxError) -> Expression {
        let opening = token
        advance()
        if eat(.rightBracket) { return Expression(.list([]), range: range(from: start)) }
        let first = try expression()
        if eat(.for) {
            var variables = [try identifier("a variable")]
            while eat(.comma) { variables.append(try identifier("a variable")) }
            try expect(.in)
            let list = try expression()
            let condition = eat(.if) ? try expression() : nil
            try expectClosing(.rightBracket, of: opening)
            let comprehension = ListComprehension(element: first, variables: variables, list: list, condition: condition)
            return Expression(.listComprehension(comprehension), range: range(from: start))
        }
        var elements = [first]
        while eatCommaInList() { elements.append(try expression()) }
        try expectClosing(.rightBracket, of: opening)
        return Expression(.list(elements), range: range(from: start))
    }

    /// `{'a': 1, b: 2}`.
    mutating func structureLiteral() throws(SyntaxError) -> Expression {
        let opening = token
        advance()
        var fields: [StructureField] = []
        if token.kind != .rightBrace {
            repeat {
                let name: Identifier
                if token.kind == .string, token.range.count > 2 {
                    name = Identifier(unquoted(token.range), isQuoted: true, range: token.range)
                    advance()
                } else {
                    name = try anyIdentifier("the name of a field")
                }
                try expect(.colon)
                fields.append(StructureField(name: name, value: try expression()))
            } while eatCommaInList()
        }
        try expectClosing(.rightBrace, of: opening)
        return Expression(.structure(fields), range: range(from: opening.lowerBound))
    }

    /// `MAP {k: v}`.
    mutating func mapLiteral() throws(SyntaxError) -> Expression {
        let start = token.lowerBound
        advance()
        let opening = token
        advance()
        var entries: [MapEntry] = []
        if token.kind != .rightBrace {
            repeat {
                let key = try expression()
                try expect(.colon)
                entries.append(MapEntry(key: key, value: try expression()))
            } while eatCommaInList()
        }
        try expectClosing(.rightBrace, of: opening)
        return Expression(.map(entries), range: range(from: start))
    }

    /// `lambda x, i: e`.
    mutating func lambda() throws(SyntaxError) -> Expression {
        let start = token.lowerBound
        advance()
        var parameters = [try identifier("a parameter")]
        while eat(.comma) { parameters.append(try identifier("a parameter")) }
        try expect(.colon)
        let body = try expression(.or)
        return Expression(.lambda(parameters, body), range: range(from: start))
    }

    // MARK: Stars

    /// `*` with its modifiers, or `*COLUMNS(…)`.
    mutating func star() throws(SyntaxError) -> Expression {
        let start = token.lowerBound
        advance()
        if token.keyword == .columns, peek().kind == .leftParenthesis { return try columnsExpression(isUnpacked: true, from: start) }
        let star = try starModifiers(StarExpression())
        return Expression(.star(star), range: range(from: start))
    }

    mutating func columnsExpression(isUnpacked: Bool, from start: Int) throws(SyntaxError) -> Expression {
        advance()
        let opening = token
        try expect(.leftParenthesis)
        let argument = try expression()
        try expectClosing(.rightParenthesis, of: opening)
        return Expression(.columns(argument, isUnpacked: isUnpacked), range: range(from: start))
    }

    mutating func starModifiers(_ star: StarExpression) throws(SyntaxError) -> StarExpression {
        var star = star
        if at(.exclude) || (token.keyword == .except && isExceptList()) {
            advance()
            star.exclude = try parenthesizedOrOne { parser throws(SyntaxError) in try parser.qualifiedName("a column") }
        }
        if token.keyword == .replace, peek().kind == .leftParenthesis || peek().kind == .word {
            advance()
            star.replace = try parenthesizedOrOne { parser throws(SyntaxError) in try parser.starReplacement() }
        }
        if token.keyword == .rename, peek().kind == .leftParenthesis || peek().kind == .word {
            advance()
            star.rename = try parenthesizedOrOne { parser throws(SyntaxError) in
                let column = try parser.qualifiedName("a column")
                try parser.expect(.as)
                return StarRenaming(column: column, name: try parser.anyIdentifier())
            }
        }
        star.pattern = try starPattern()
        return star
    }

    /// `* EXCEPT (a, b)` excludes; `SELECT * EXCEPT (SELECT …)` and `EXCEPT ALL` are set operations.
    private func isExceptList() -> Bool {
        guard peek().kind == .leftParenthesis else { return false }
        return peek(2).kind == .quotedName || (peek(2).kind == .word && !peek(2).keyword.isReserved && !isQueryStart(at: 2))
    }

    private mutating func starReplacement() throws(SyntaxError) -> StarReplacement {
        let value = try expression()
        try expect(.as)
        return StarReplacement(value: value, name: try anyIdentifier())
    }

    private mutating func starPattern() throws(SyntaxError) -> StarPattern? {
        let isNegated = token.keyword == .not
        let first = isNegated ? peek() : token
        let kind: PatternOperator
        switch first.keyword {
        case .like: kind = .like
        case .ilike: kind = .ilike
        case .glob: kind = .glob
        case .similar where peek(isNegated ? 2 : 1).keyword == .to: kind = .similarTo
        default: return nil
        }
        if isNegated { advance() }
        if kind == .similarTo { advance() }
        advance()
        return StarPattern(operator: kind, isNegated: isNegated, pattern: try expression(.postfix))
    }

    /// `(x, y)` or `x`.
    private mutating func parenthesizedOrOne<Element>(
        _ element: (inout Parser) throws(SyntaxError) -> Element
    ) throws(SyntaxError) -> [Element] {
        let opening = token
        guard eat(.leftParenthesis) else { return [try element(&self)] }
        var result = [try element(&self)]
        while eatCommaInList() { result.append(try element(&self)) }
        try expectClosing(.rightParenthesis, of: opening)
        return result
    }
}
