/// What stands between two parentheses behind IN.
enum ParenthesizedList {
    case query(Query)
    case expressions([Expression])
}

extension Parser {
    /// An operand with its suffixes: casts, subscripts, fields and method calls.
    mutating func primary() throws(SyntaxError) -> Expression {
        let base = try atom()
        switch token.kind {
        case .doubleColon, .leftBracket, .dot: return try suffixed(base)
        default: return base
        }
    }

    private mutating func suffixed(_ base: Expression) throws(SyntaxError) -> Expression {
        var result = base
        let start = base.range.lowerBound
        while true {
            switch token.kind {
            case .doubleColon:
                advance()
                let type = try typeName()
                let cast = CastExpression(value: result, type: type, isTry: false, spelling: .suffix)
                result = Expression(.cast(cast), range: range(from: start))
            case .leftBracket: result = try subscripted(result)
            case .dot: result = try member(of: result)
            default: return result
            }
            try grow()
        }
    }

    /// `.name`, `.name(…)` and `.*` behind an expression that is not a plain name.
    private mutating func member(of base: Expression) throws(SyntaxError) -> Expression {
        advance()
        let name = try anyIdentifier("a field or a function")
        let start = base.range.lowerBound
        guard token.kind == .leftParenthesis else { return Expression(.field(base, name), range: range(from: start)) }
        let call = try functionCall(QualifiedName(name), receiver: base)
        return Expression(.call(call), range: range(from: start))
    }

    /// `[index]` and `[from:to:step]`.
    private mutating func subscripted(_ base: Expression) throws(SyntaxError) -> Expression {
        let opening = token
        let start = base.range.lowerBound
        advance()
        let first = try sliceBound()
        guard eat(.colon) else {
            guard let first else { throw unexpected("an index") }
            try expectClosing(.rightBracket, of: opening)
            return Expression(.element(base, first), range: range(from: start))
        }
        let second = try sliceBound()
        let third = eat(.colon) ? try sliceBound() : nil
        try expectClosing(.rightBracket, of: opening)
        return Expression(.slice(base, from: first, to: second, step: third), range: range(from: start))
    }

    /// A bound of a slice; nothing and `-` stand for the end of the list.
    private mutating func sliceBound() throws(SyntaxError) -> Expression? {
        switch token.kind {
        case .colon, .rightBracket: return nil
        case .minus where peek().kind == .colon || peek().kind == .rightBracket:
            advance()
            return nil
        default: return try expression()
        }
    }

    private mutating func atom() throws(SyntaxError) -> Expression {
        let range = token.range
        switch token.kind {
        case .number: return Expression(.literal(.number(numberLiteral())), range: range)
        case .string, .escapeString, .dollarString:
            let value = try stringText()
            return Expression(.literal(.string(value)), range: self.range(from: range.lowerBound))
        case .word: return try wordAtom()
        case .quotedName: return try nameAtom()
        case .leftParenthesis: return try parenthesized()
        case .leftBracket: return try listLiteral(from: range.lowerBound)
        case .leftBrace: return try structureLiteral()
        case .placeholder, .questionMark: return try placeholder()
        case .star: return try star()
        case .columnPosition:
            let digits = text(range.lowerBound + 1..<range.upperBound)
            guard let number = Int(digits), number > 0, number <= 1_000_000 else {
                throw fail(.numberOutOfRange, "there is no column #\(digits)", at: range, label: "columns are numbered from 1")
            }
            advance()
            return Expression(.columnPosition(number), range: range)
        default: throw unexpected("an expression")
        }
    }

    private mutating func wordAtom() throws(SyntaxError) -> Expression {
        let range = token.range
        let next = peek().kind
        switch token.keyword {
        case .none: return try nameAtom()
        case .null: return constant(.null)
        case .true: return constant(.boolean(true))
        case .false: return constant(.boolean(false))
        case .case: return try caseExpression()
        case .default where next != .leftParenthesis && next != .dot:
            advance()
            return Expression(.defaultValue, range: range)
        case .cast where next == .leftParenthesis: return try castFunction(isTry: false)
        case .tryCast where next == .leftParenthesis: return try castFunction(isTry: true)
        case .exists where next == .leftParenthesis: return try exists()
        case .interval where next.isString || next == .number || next == .leftParenthesis: return try intervalLiteral()
        case .extract where next == .leftParenthesis, .substring where next == .leftParenthesis, .position where next == .leftParenthesis,
            .trim where next == .leftParenthesis, .overlay where next == .leftParenthesis:
            return try keywordFunction()
        case .array where next == .leftBracket:
            advance()
            return try listLiteral(from: range.lowerBound)
        case .array where next == .leftParenthesis && isQueryStart(at: 2):
            advance()
            return Expression(.listQuery(try parenthesizedQuery()), range: self.range(from: range.lowerBound))
        case .row where next == .leftParenthesis: return try rowConstructor()
        case .map where next == .leftBrace: return try mapLiteral()
        case .columns where next == .leftParenthesis: return try columnsExpression(isUnpacked: false, from: range.lowerBound)
        case .lambda where (next == .word || next == .quotedName) && (peek(2).kind == .colon || peek(2).kind == .comma): return try lambda()
        case .currentDate, .currentTime, .currentTimestamp, .localtime, .localtimestamp:
            guard next == .leftParenthesis || next == .dot else { return niladicFunction() }
            return try nameAtom()
        default:
            guard !token.keyword.isReserved else { throw unexpected("an expression") }
            return try nameAtom()
        }
    }

    private mutating func constant(_ literal: Literal) -> Expression {
        let range = token.range
        advance()
        return Expression(.literal(literal), range: range)
    }

    /// A column, a call, `t.*` or a typed literal: all begin with a name.
    private mutating func nameAtom() throws(SyntaxError) -> Expression {
        let start = token.lowerBound
        if token.kind == .word, let literal = try typedLiteral() { return literal }
        var parts = [takeIdentifier()]
        while token.kind == .dot {
            advance()
            if token.kind == .star {
                advance()
                let star = try starModifiers(StarExpression(qualifier: QualifiedName(parts, range: start..<previousEnd - 1)))
                return Expression(.star(star), range: range(from: start))
            }
            parts.append(try anyIdentifier("a column, a field or *"))
        }
        let name = QualifiedName(parts, range: range(from: start))
        guard token.kind == .leftParenthesis else { return Expression(.column(name), range: name.range) }
        guard parts.count > 1, let function = parts.last else {
            let call = try functionCall(name)
            return Expression(.call(call), range: range(from: start))
        }
        // `column.upper()`: the dots before the last one lead to the receiver.
        let qualifier = Array(parts.dropLast())
        let end = qualifier.last?.range.upperBound ?? start
        let receiver = Expression(.column(QualifiedName(qualifier, range: start..<end)), range: start..<end)
        let call = try functionCall(QualifiedName(function), receiver: receiver)
        return Expression(.call(call), range: range(from: start))
    }

    /// `DATE '2024-01-31'`, `TIMESTAMP WITH TIME ZONE '…'`; nil where no type with a text behind it stands.
    private mutating func typedLiteral() throws(SyntaxError) -> Expression? {
        let start = token.lowerBound
        let length = peek().kind.isString ? 1 : typeWordCount()
        guard length > 0, peek(length).kind.isString else { return nil }
        var words: [String] = []
        for _ in 0..<length {
            words.append(text(token.range))
            advance()
        }
        let type = TypeName(.named(name: words.joined(separator: " "), modifiers: []), range: range(from: start))
        let value = try stringText()
        return Expression(.typedLiteral(type, value), range: range(from: start))
    }

    // MARK: Parentheses

    /// `(e)`, `(e, …)`, `()` never, `(query)`.
    mutating func parenthesized() throws(SyntaxError) -> Expression {
        let start = token.lowerBound
        switch try parenthesizedList(allowsTrailingCommaRow: true) {
        case .query(let query): return Expression(.scalarQuery(query), range: range(from: start))
        case .expressions(let elements):
            let range = range(from: start)
            guard elements.count == 1, !endedWithComma else { return Expression(.row(elements), range: range) }
            return Expression(elements[0].kind, range: range)
        }
    }

    /// True if the parenthesis that was just closed had a comma before it: `(1,)` is a row.
    private var endedWithComma: Bool {
        index >= 2 && tokens[index - 2].kind == .comma
    }

    /// Expressions or a query in parentheses.
    ///
    /// `((SELECT 1) + 1)` and `((SELECT 1) UNION (SELECT 2))` begin alike. The inner query is read first; a set operation, ORDER BY, LIMIT or
    /// pipe behind it then shows that it was the beginning of a query. So nothing is read twice.
    mutating func parenthesizedList(allowsTrailingCommaRow: Bool = false) throws(SyntaxError) -> ParenthesizedList {
        let opening = token
        try expect(.leftParenthesis)
        if isQueryStart() {
            let query = try query()
            try expectClosing(.rightParenthesis, of: opening)
            return .query(query)
        }
        let isNested = token.kind == .leftParenthesis
        let first = try expression()
        if isNested, case .scalarQuery(let inner) = first.kind, isQueryContinuation() {
            let query = try query(continuing: .parenthesized(inner), from: first.range.lowerBound)
            try expectClosing(.rightParenthesis, of: opening)
            return .query(query)
        }
        var elements = [first]
        while eatCommaInList() { elements.append(try expression()) }
        try expectClosing(.rightParenthesis, of: opening)
        return .expressions(elements)
    }

    /// A query in parentheses where nothing else may stand.
    mutating func parenthesizedQuery() throws(SyntaxError) -> Query {
        let opening = token
        try expect(.leftParenthesis)
        let query = try query()
        try expectClosing(.rightParenthesis, of: opening)
        return query
    }

    private mutating func exists() throws(SyntaxError) -> Expression {
        let start = token.lowerBound
        advance()
        let query = try parenthesizedQuery()
        return Expression(.exists(query), range: range(from: start))
    }
}
