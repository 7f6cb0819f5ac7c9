extension Parser {
    /// A call whose name was read; the opening parenthesis stands here. A receiver becomes the first argument.
    mutating func functionCall(
        _ name: QualifiedName, receiver: Expression? = nil, namesArgumentsByEqual: Bool = false
    ) throws(SyntaxError) -> FunctionCall {
        let opening = token
        try expect(.leftParenthesis)
        var call = FunctionCall(name: name, arguments: [], spelling: receiver == nil ? .ordinary : .method)
        if let receiver { call.arguments.append(FunctionArgument(value: receiver)) }
        if token.kind != .rightParenthesis {
            if eat(.distinct) {
                call.isDistinct = true
            } else if token.keyword == .all, peek().kind != .rightParenthesis {
                advance()
            }
            try functionArguments(into: &call, namesArgumentsByEqual: namesArgumentsByEqual)
        }
        try expectClosing(.rightParenthesis, of: opening)
        try callSuffixes(&call)
        return call
    }

    private mutating func functionArguments(into call: inout FunctionCall, namesArgumentsByEqual: Bool) throws(SyntaxError) {
        if token.keyword != .order || peek().keyword != .by {
            repeat {
                call.arguments.append(try functionArgument(namesByEqual: namesArgumentsByEqual))
            } while eatCommaInList()
        }
        // Either order is in use.
        while true {
            if call.orderBy == nil, at(.order, .by) {
                call.orderBy = try orderByClause()
            } else if call.nullTreatment == nil, let treatment = nullTreatment() {
                call.nullTreatment = treatment
            } else {
                return
            }
        }
    }

    private mutating func functionArgument(namesByEqual: Bool) throws(SyntaxError) -> FunctionArgument {
        if token.kind == .word || token.kind == .quotedName {
            let next = peek().kind
            if next == .fatArrow || next == .assign || (namesByEqual && next == .equal) {
                let name = takeIdentifier()
                advance()
                return FunctionArgument(name: name, value: try expression())
            }
        }
        // A query as an argument stands in parentheses of its own, but `f(SELECT 1)` can only mean one thing.
        if token.keyword == .select || (token.keyword == .from && peek().kind != .rightParenthesis) {
            let start = token.lowerBound
            let query = try query()
            return FunctionArgument(value: Expression(.scalarQuery(query), range: range(from: start)))
        }
        return FunctionArgument(value: try expression())
    }

    private mutating func nullTreatment() -> FunctionCall.NullTreatment? {
        if eat(.ignore, .nulls) { return .ignore }
        if eat(.respect, .nulls) { return .respect }
        return nil
    }

    /// WITHIN GROUP, FILTER, IGNORE NULLS and OVER. Their words are names too, so each is recognised by what follows it.
    private mutating func callSuffixes(_ call: inout FunctionCall) throws(SyntaxError) {
        if token.keyword == .within, peek().keyword == .group {
            advance()
            advance()
            let opening = token
            try expect(.leftParenthesis)
            guard at(.order, .by) else { throw unexpected() }
            call.withinGroup = try orderByClause()
            try expectClosing(.rightParenthesis, of: opening)
        }
        if token.keyword == .filter, peek().kind == .leftParenthesis {
            advance()
            let opening = token
            advance()
            _ = eat(.where)
            call.filter = try expression()
            try expectClosing(.rightParenthesis, of: opening)
        }
        if call.nullTreatment == nil, token.keyword == .ignore || token.keyword == .respect {
            call.nullTreatment = nullTreatment()
        }
        guard token.keyword == .over else { return }
        let next = peek()
        if next.kind == .leftParenthesis {
            advance()
            call.over = .specification(try windowSpecification())
        } else if next.kind == .quotedName || (next.kind == .word && !next.keyword.isReserved) {
            advance()
            call.over = .named(takeIdentifier())
        }
    }

    /// `CURRENT_DATE` and the others that the standard writes without parentheses.
    mutating func niladicFunction() -> Expression {
        let range = token.range
        let name = takeIdentifier()
        return Expression(.call(FunctionCall(name: QualifiedName(name), arguments: [], spelling: .bare)), range: range)
    }

    // MARK: Functions with keywords between their arguments

    /// EXTRACT, SUBSTRING, POSITION, TRIM, OVERLAY: the keyword forms, or the same names called with commas.
    mutating func keywordFunction() throws(SyntaxError) -> Expression {
        let start = token.lowerBound
        let keyword = token.keyword
        let name = takeIdentifier()
        let opening = token
        // TRIM alone may begin with a keyword; the others begin with an expression and then show which form they are.
        if keyword == .trim, let call = try trimCall(name, opening) {
            return Expression(.call(call), range: range(from: start))
        }
        if keyword == .extract, let call = try extractCall(name) {
            return Expression(.call(call), range: range(from: start))
        }
        if let call = try separatedCall(name, keyword) {
            return Expression(.call(call), range: range(from: start))
        }
        let call = try functionCall(QualifiedName(name))
        return Expression(.call(call), range: range(from: start))
    }

    private func keywordCall(_ name: String, _ range: SourceRange, _ arguments: [Expression]) -> FunctionCall {
        FunctionCall(
            name: QualifiedName(Identifier(name, range: range)), arguments: arguments.map { FunctionArgument(value: $0) },
            spelling: .keywords)
    }

    /// `EXTRACT(field FROM x)`; the field is a word or a text.
    private mutating func extractCall(_ name: Identifier) throws(SyntaxError) -> FunctionCall? {
        guard peek().kind == .word || peek().kind == .string, peek(2).keyword == .from else { return nil }
        let opening = token
        advance()
        let range = token.range
        let field = token.kind == .string ? unquoted(range) : text(range).lowercased()
        advance()
        advance()
        let value = try expression()
        try expectClosing(.rightParenthesis, of: opening)
        return keywordCall("date_part", name.range, [Expression(.literal(.string(field)), range: range), value])
    }

    /// `TRIM([BOTH | LEADING | TRAILING] [characters] FROM x)`.
    private mutating func trimCall(_ name: Identifier, _ opening: Token) throws(SyntaxError) -> FunctionCall? {
        let side = peek().keyword
        let function: String
        switch side {
        case .leading: function = "ltrim"
        case .trailing: function = "rtrim"
        case .both: function = "trim"
        default: return try separatedCall(name, .trim)
        }
        advance()
        advance()
        let characters = token.keyword == .from ? nil : try expression()
        var arguments: [Expression] = []
        if eat(.from) {
            arguments = [try expression()] + (characters.map { [$0] } ?? [])
        } else if let characters {
            arguments = [characters]
            if eat(.comma) { arguments.append(try expression()) }
        }
        try expectClosing(.rightParenthesis, of: opening)
        return keywordCall(function, name.range, arguments)
    }

    /// The forms that begin with an expression. The call is read to its end in either case: with keywords or with commas.
    private mutating func separatedCall(_ name: Identifier, _ keyword: Keyword) throws(SyntaxError) -> FunctionCall? {
        if keyword == .trim, peek().keyword == .from {
            let opening = token
            advance()
            advance()
            let value = try expression()
            try expectClosing(.rightParenthesis, of: opening)
            return keywordCall("trim", name.range, [value])
        }
        // A first argument that is named, DISTINCT or missing belongs to an ordinary call.
        switch peek().kind {
        case .rightParenthesis: return nil
        case .word, .quotedName:
            if peek(2).kind == .fatArrow || peek(2).kind == .assign || peek().keyword == .distinct { return nil }
        default: break
        }
        let opening = token
        advance()
        // POSITION(a IN b): IN must not be taken as the operator.
        let first = try expression(keyword == .position ? .postfix : .lowest)
        var arguments = [first]
        var isKeywordForm = true
        var function = name.folded
        switch (keyword, token.keyword) {
        case (.position, .in):
            advance()
            arguments = [try expression(), first]
            function = "position"
        case (.trim, .from):
            advance()
            arguments = [try expression(), first]
            function = "trim"
        case (.substring, .from):
            advance()
            arguments.append(try expression())
            if eat(.for) { arguments.append(try expression()) }
        case (.substring, .for):
            advance()
            let one = Expression(.literal(.number(NumberLiteral(form: .integer, digits: "1"))), range: previousEnd..<previousEnd)
            arguments += [one, try expression()]
        case (.overlay, .placing):
            advance()
            arguments.append(try expression())
            try expect(.from)
            arguments.append(try expression())
            if eat(.for) { arguments.append(try expression()) }
        default:
            isKeywordForm = false
            while eatCommaInList() { arguments.append(try expression()) }
        }
        try expectClosing(.rightParenthesis, of: opening)
        if isKeywordForm { return keywordCall(function, name.range, arguments) }
        var call = FunctionCall(name: QualifiedName(name), arguments: arguments.map { FunctionArgument(value: $0) })
        try callSuffixes(&call)
        return call
    }
}
