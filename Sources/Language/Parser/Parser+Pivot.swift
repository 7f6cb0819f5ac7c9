extension Parser {
    /// `PIVOT (…)` and `UNPIVOT (…)` behind a table; nil where neither stands.
    mutating func pivotSuffix(of table: TableReference) throws(SyntaxError) -> TableReference? {
        let start = table.range.lowerBound
        let kind: TableReference.Kind
        switch token.keyword {
        case .pivot where peek().kind == .leftParenthesis:
            advance()
            kind = .pivot(table, try pivotBody())
        case .unpivot where peek().kind == .leftParenthesis || peek().kind == .word:
            advance()
            kind = .unpivot(table, try unpivotBody())
        default: return nil
        }
        let alias = try tableAlias()
        return TableReference(kind: kind, isLateral: false, alias: alias, sample: nil, range: range(from: start))
    }

    /// `(sum(x) FOR year IN (2020, 2021) GROUP BY region)`.
    mutating func pivotBody() throws(SyntaxError) -> PivotClause {
        let opening = token
        try expect(.leftParenthesis)
        let aggregates = try selectItems()
        try expect(.for)
        var columns = [try pivotColumn()]
        while isAtName || token.kind == .leftParenthesis || token.keyword == .for {
            _ = eat(.for)
            columns.append(try pivotColumn())
        }
        var groupBy: [Expression] = []
        if eat(.group, .by) { groupBy = try expressions() }
        try expectClosing(.rightParenthesis, of: opening)
        return PivotClause(aggregates: aggregates, columns: columns, groupBy: groupBy)
    }

    /// `year IN (2020, 2021 AS then)`, `(a, b) IN …`, or the expression alone.
    private mutating func pivotColumn() throws(SyntaxError) -> PivotColumn {
        // IN is no operator here.
        let expression = try expression(.postfix)
        let expressions: [Expression]
        if case .row(let elements) = expression.kind { expressions = elements } else { expressions = [expression] }
        guard eat(.in) else { return PivotColumn(expressions: expressions, values: .found) }
        guard token.kind == .leftParenthesis else {
            return PivotColumn(expressions: expressions, values: .named(try identifier("an enumeration or a list of values")))
        }
        if isQueryStart(at: 1) {
            return PivotColumn(expressions: expressions, values: .query(try parenthesizedQuery()))
        }
        let opening = token
        advance()
        let items = try selectItems()
        try expectClosing(.rightParenthesis, of: opening)
        return PivotColumn(expressions: expressions, values: .listed(items))
    }

    /// `[INCLUDE NULLS] (value FOR name IN (a, b))`.
    mutating func unpivotBody() throws(SyntaxError) -> UnpivotClause {
        let includesNulls = try nullsInclusion()
        let opening = token
        try expect(.leftParenthesis)
        let values = token.kind == .leftParenthesis ? try parenthesizedNames() : [try identifier("a name for the values")]
        try expect(.for)
        let name = try identifier("a name for the column of names")
        try expect(.in)
        let columns: [SelectItem]
        if token.kind == .leftParenthesis {
            let inner = token
            advance()
            columns = try selectItems()
            try expectClosing(.rightParenthesis, of: inner)
        } else {
            columns = [try selectItem()]
        }
        try expectClosing(.rightParenthesis, of: opening)
        return UnpivotClause(includesNulls: includesNulls, valueNames: values, nameColumn: name, columns: columns)
    }

    private mutating func nullsInclusion() throws(SyntaxError) -> Bool {
        if eat(.include, .nulls) { return true }
        _ = eat(.exclude, .nulls)
        return false
    }

    /// The statements `PIVOT t ON … USING … GROUP BY …` and `UNPIVOT t ON … INTO NAME … VALUE …`, as `FROM` with that table.
    mutating func pivotStatement() throws(SyntaxError) -> SelectClause {
        let start = token.lowerBound
        let isPivot = token.keyword == .pivot
        advance()
        let table = try tablePrimary()
        let kind: TableReference.Kind = isPivot ? .pivot(table, try pivotClauses()) : .unpivot(table, try unpivotClauses())
        let range = range(from: start)
        let reference = TableReference(kind: kind, isLateral: false, alias: nil, sample: nil, range: range)
        return SelectClause(
            style: .fromOnly, distinctness: .all,
            items: [SelectItem(expression: Expression(.star(StarExpression()), range: start..<start), range: start..<start)],
            from: FromClause(tables: [reference], range: range), where: nil, groupBy: nil, having: nil, windows: [], qualify: nil,
            sample: nil,
            range: range)
    }

    private mutating func pivotClauses() throws(SyntaxError) -> PivotClause {
        var clause = PivotClause(aggregates: [], columns: [], groupBy: [])
        if eat(.on) {
            repeat {
                clause.columns.append(try pivotColumn())
            } while eatCommaInList()
        }
        if eat(.using) { clause.aggregates = try selectItems() }
        if eat(.group, .by) { clause.groupBy = try expressions() }
        return clause
    }

    private mutating func unpivotClauses() throws(SyntaxError) -> UnpivotClause {
        var clause = UnpivotClause(includesNulls: try nullsInclusion(), valueNames: [], nameColumn: nil, columns: [])
        try expect(.on)
        clause.columns = try selectItems()
        if eat(.into) {
            try expect(.name)
            clause.nameColumn = try identifier("a name for the column of names")
            try expect(.value)
            repeat {
                clause.valueNames.append(try identifier("a name for the values"))
            } while eatCommaInList()
        }
        if eat(.include, .nulls) { clause.includesNulls = true }
        return clause
    }
}
