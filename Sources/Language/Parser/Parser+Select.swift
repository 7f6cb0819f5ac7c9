extension Parser {
    /// `SELECT … FROM …`, `FROM … SELECT …` or `FROM …` with the clauses behind it.
    mutating func selectClause() throws(SyntaxError) -> SelectClause {
        let start = token.lowerBound
        var clause = SelectClause(
            style: .selectFirst, distinctness: .all, items: [], from: nil, where: nil, groupBy: nil, having: nil, windows: [], qualify: nil,
            sample: nil, range: start..<start)
        if token.keyword == .from {
            clause.from = try fromClause()
            clause.style = .fromOnly
            if eat(.select) {
                clause.style = .fromFirst
                try selectList(into: &clause)
            } else {
                clause.items = [SelectItem(expression: Expression(.star(StarExpression()), range: start..<start), range: start..<start)]
            }
        } else {
            try expect(.select)
            try selectList(into: &clause)
            if at(.from) { clause.from = try fromClause() }
        }
        if eat(.where) { clause.where = try expression() }
        try selectTail(into: &clause)
        clause.range = range(from: start)
        return clause
    }

    /// `[DISTINCT [ON (…)]] items`.
    mutating func selectList(into clause: inout SelectClause) throws(SyntaxError) {
        if eat(.distinct) {
            clause.distinctness = .distinct
            if token.keyword == .on, peek().kind == .leftParenthesis {
                advance()
                let opening = token
                advance()
                clause.distinctness = .on(try expressions())
                try expectClosing(.rightParenthesis, of: opening)
            }
        } else if token.keyword == .all {
            advance()
        }
        clause.items = try selectItems()
    }

    /// GROUP BY, HAVING, WINDOW, QUALIFY, USING SAMPLE.
    mutating func selectTail(into clause: inout SelectClause) throws(SyntaxError) {
        if at(.group) { clause.groupBy = try groupByClause() }
        if eat(.having) { clause.having = try expression() }
        clause.windows = try windowClause()
        if eat(.qualify) { clause.qualify = try expression() }
        if clause.windows.isEmpty { clause.windows = try windowClause() }
        if eat(.using, .sample) { clause.sample = try sampleSize(from: previousEnd) }
    }

    mutating func selectItems() throws(SyntaxError) -> [SelectItem] {
        var items = [try selectItem()]
        while eatCommaInList() { items.append(try selectItem()) }
        return items
    }

    /// `e [[AS] alias]` or `alias: e`.
    mutating func selectItem() throws(SyntaxError) -> SelectItem {
        let start = token.lowerBound
        if isAtName, peek().kind == .colon {
            let alias = takeIdentifier()
            advance()
            return SelectItem(expression: try expression(), alias: alias, range: range(from: start))
        }
        let expression = try expression()
        let alias = try columnAlias(of: expression)
        return SelectItem(expression: expression, alias: alias, range: range(from: start))
    }

    private mutating func columnAlias(of expression: Expression) throws(SyntaxError) -> Identifier? {
        if case .star = expression.kind { return nil }
        if eat(.as) { return try aliasBehindAs() }
        guard isAtName, token.keyword != .by, token.keyword != .nulls || (peek().keyword != .first && peek().keyword != .last) else {
            return nil
        }
        return takeBareAlias()
    }

    /// An alias without AS. It may be a misspelled keyword, so what else could have stood here is kept for the message.
    mutating func takeBareAlias() -> Identifier {
        if expectations.isRecording {
            if token.kind == .word { expectations.noteBareAlias(at: index) }
        }
        return takeIdentifier()
    }

    // MARK: GROUP BY

    /// `GROUP BY …`; GROUP stands here.
    mutating func groupByClause() throws(SyntaxError) -> GroupByClause {
        let start = token.lowerBound
        try expect(.group)
        try expect(.by)
        if token.keyword == .all, peek().kind != .leftParenthesis {
            advance()
            return GroupByClause(keys: .all, isOrdered: false, range: range(from: start))
        }
        return GroupByClause(
            keys: .elements(try groupingElements(withAliases: false)), isOrdered: false, range: range(from: start))
    }

    mutating func groupingElements(withAliases: Bool) throws(SyntaxError) -> [GroupingElement] {
        var elements = [try groupingElement(withAliases: withAliases)]
        while eatCommaInList() { elements.append(try groupingElement(withAliases: withAliases)) }
        return elements
    }

    private mutating func groupingElement(withAliases: Bool) throws(SyntaxError) -> GroupingElement {
        let outer = try enter()
        let start = token.lowerBound
        let kind = try groupingKind(withAliases: withAliases)
        leave(outer)
        return GroupingElement(kind: kind, range: range(from: start))
    }

    private mutating func groupingKind(withAliases: Bool) throws(SyntaxError) -> GroupingElement.Kind {
        let next = peek()
        switch token.keyword {
        case .rollup where next.kind == .leftParenthesis:
            advance()
            return .rollup(try groupingSetMembers())
        case .cube where next.kind == .leftParenthesis:
            advance()
            return .cube(try groupingSetMembers())
        case .grouping where next.keyword == .sets:
            advance()
            advance()
            let opening = token
            try expect(.leftParenthesis)
            let sets = try groupingElements(withAliases: false)
            try expectClosing(.rightParenthesis, of: opening)
            return .groupingSets(sets)
        default: break
        }
        if token.kind == .leftParenthesis, next.kind == .rightParenthesis {
            advance()
            advance()
            return .empty
        }
        let expression = try expression()
        guard withAliases else { return .expression(expression, alias: nil, ordering: nil) }
        let alias = try columnAlias(of: expression)
        return .expression(expression, alias: alias, ordering: try writtenOrdering())
    }

    /// `(a, (b, c))` of ROLLUP and CUBE.
    private mutating func groupingSetMembers() throws(SyntaxError) -> [[Expression]] {
        let opening = token
        advance()
        var members: [[Expression]] = []
        repeat {
            let member = try expression()
            if case .row(let elements) = member.kind { members.append(elements) } else { members.append([member]) }
        } while eatCommaInList()
        try expectClosing(.rightParenthesis, of: opening)
        return members
    }

    /// The ordering here, nil where none is written.
    mutating func writtenOrdering() throws(SyntaxError) -> Ordering? {
        let result = try ordering()
        return result.isDescending == nil && result.nullsFirst == nil ? nil : result
    }
}
