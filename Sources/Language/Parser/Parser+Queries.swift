extension Parser {
    /// True where a query begins `offset` tokens ahead. A parenthesis may begin one too, but need not.
    func isQueryStart(at offset: Int = 0) -> Bool {
        let second = peek(offset + 1)
        switch peek(offset).keyword {
        case .select, .with, .from, .table: return true
        case .values: return isValuesRow(second)
        case .pivot, .unpivot, .describe, .summarize, .show:
            switch second.kind {
            case .quotedName, .string: return true
            case .word: return !second.keyword.isReserved || isQueryWord(second)
            // `PIVOT (SELECT …) ON …`; with anything else in the parentheses the word is the name of a function.
            case .leftParenthesis: return isQueryWord(peek(offset + 2))
            default: return false
            }
        default: return false
        }
    }

    /// True for a token that can only begin a row behind VALUES: elsewhere the word would be a column with an operator behind it.
    private func isValuesRow(_ token: Token) -> Bool {
        switch token.kind {
        case .leftParenthesis, .number, .string, .escapeString, .dollarString, .placeholder, .questionMark: return true
        case .word:
            switch token.keyword {
            case .null, .true, .false, .case: return true
            default: return !token.keyword.isReservedAsTableAlias && token.keyword != .at
            }
        default: return false
        }
    }

    private func isQueryWord(_ token: Token) -> Bool {
        switch token.keyword {
        case .select, .from, .with, .table, .all: true
        default: false
        }
    }

    /// True where something stands that makes what was read in parentheses the beginning of a larger query.
    mutating func isQueryContinuation() -> Bool {
        at(.union) || at(.intersect) || at(.except) || at(.pipe) || at(.order, .by) || at(.limit) || at(.offset) || at(.fetch)
    }

    mutating func query() throws(SyntaxError) -> Query {
        let outer = try enter()
        let start = token.lowerBound
        let with = token.keyword == .with ? try withClause() : nil
        let query = try queryTail(with: with, body: try setOperations(), from: start)
        leave(outer)
        return query
    }

    /// The rest of a query whose first operand was read already.
    mutating func query(continuing first: QueryBody, from start: Int) throws(SyntaxError) -> Query {
        let outer = try enter()
        let query = try queryTail(with: nil, body: try setOperations(behind: first, from: start), from: start)
        leave(outer)
        return query
    }

    private mutating func queryTail(with: WithClause?, body: QueryBody, from start: Int) throws(SyntaxError) -> Query {
        let orderBy = at(.order, .by) ? try orderByClause() : nil
        let limit = try limitClause()
        let pipes = try pipeOperators()
        return Query(with: with, body: body, orderBy: orderBy, limit: limit, pipes: pipes, range: range(from: start))
    }

    // MARK: Set operations

    private mutating func setOperator() -> SetOperation.Operator? {
        if at(.union) { return .union }
        if at(.except) { return .except }
        if at(.intersect) { return .intersect }
        return nil
    }

    private mutating func setOperations() throws(SyntaxError) -> QueryBody {
        let start = token.lowerBound
        return try setOperations(behind: try queryOperand(), from: start)
    }

    /// UNION and EXCEPT from left to right; the right side of each takes the INTERSECTs that follow it.
    private mutating func setOperations(
        behind first: QueryBody, from start: Int, intersectOnly: Bool = false
    ) throws(SyntaxError) -> QueryBody {
        var left = first
        while let kind = setOperator(), !intersectOnly || kind == .intersect {
            let keyword = token.lowerBound
            advance()
            let (isAll, isByName) = try setOperationModifiers()
            let operatorRange = range(from: keyword)
            let rightStart = token.lowerBound
            var right = try queryOperand()
            if kind != .intersect { right = try setOperations(behind: right, from: rightStart, intersectOnly: true) }
            left = .setOperation(
                SetOperation(
                    operator: kind, isAll: isAll, isByName: isByName, left: left, right: right, operatorRange: operatorRange,
                    range: range(from: start)))
            try grow()
        }
        return left
    }

    /// `[ALL | DISTINCT] [BY NAME]`.
    mutating func setOperationModifiers() throws(SyntaxError) -> (isAll: Bool, isByName: Bool) {
        let isAll = eat(.all)
        if !isAll { _ = eat(.distinct) }
        return (isAll, eat(.by, .name))
    }

    private mutating func queryOperand() throws(SyntaxError) -> QueryBody {
        switch token.keyword {
        case .select, .from: return .select(try selectClause())
        case .values: return .values(try valuesClause())
        case .table:
            advance()
            return .table(try qualifiedName("a table"))
        case .pivot where isQueryStart(), .unpivot where isQueryStart(): return .select(try pivotStatement())
        case .describe where isQueryStart(), .summarize where isQueryStart(),
            .show where isQueryStart():
            return .inspection(try inspection())
        default: break
        }
        guard token.kind == .leftParenthesis else {
            if expectations.isRecording {
                for keyword in [Keyword.select, .from, .with, .values] { expectations.note(.keyword(keyword)) }
            }
            throw unexpected("a query")
        }
        return .parenthesized(try parenthesizedQuery())
    }

    /// `VALUES (1, 2), (3, 4)`; the parentheses of rows with one value may be left out.
    mutating func valuesClause() throws(SyntaxError) -> ValuesClause {
        let start = token.lowerBound
        try expect(.values)
        var rows: [[Expression]] = []
        repeat {
            rows.append(try valuesRow())
        } while eatCommaInList()
        return ValuesClause(rows: rows, range: range(from: start))
    }

    /// VALUES in FROM: a comma behind it continues it only before a parenthesis, for another table may follow.
    mutating func parenthesizedValues() throws(SyntaxError) -> ValuesClause {
        let start = token.lowerBound
        try expect(.values)
        var rows = [try valuesRow()]
        while token.kind == .comma, peek().kind == .leftParenthesis, !isQueryStart(at: 2) {
            advance()
            rows.append(try valuesRow())
        }
        return ValuesClause(rows: rows, range: range(from: start))
    }

    private mutating func valuesRow() throws(SyntaxError) -> [Expression] {
        let opening = token
        guard token.kind == .leftParenthesis, !isQueryStart(at: 1) else { return [try expression()] }
        advance()
        let row = try expressions()
        try expectClosing(.rightParenthesis, of: opening)
        return row
    }

    // MARK: WITH

    mutating func withClause() throws(SyntaxError) -> WithClause {
        let start = token.lowerBound
        try expect(.with)
        let isRecursive = eat(.recursive)
        var tables: [CommonTable] = []
        repeat {
            tables.append(try commonTable())
        } while eatCommaInList()
        return WithClause(isRecursive: isRecursive, tables: tables, range: range(from: start))
    }

    private mutating func commonTable() throws(SyntaxError) -> CommonTable {
        let start = token.lowerBound
        let name = try identifier("a name for the table")
        let columns = token.kind == .leftParenthesis ? try parenthesizedNames() : []
        var keyColumns: [Identifier] = []
        if eat(.using) {
            try expect(.key)
            keyColumns = try parenthesizedNames()
        }
        try expect(.as)
        var isMaterialized: Bool?
        if eat(.materialized) {
            isMaterialized = true
        } else if eat(.not, .materialized) {
            isMaterialized = false
        }
        let query = try parenthesizedQuery()
        return CommonTable(
            name: name, columns: columns, isMaterialized: isMaterialized, keyColumns: keyColumns, query: query, range: range(from: start))
    }

    // MARK: ORDER BY and LIMIT

    /// ORDER BY stands here.
    mutating func orderByClause() throws(SyntaxError) -> OrderByClause {
        let start = token.lowerBound
        try expect(.order)
        try expect(.by)
        if token.keyword == .all, peek().kind != .leftParenthesis {
            advance()
            return OrderByClause(keys: .all(try ordering()), range: range(from: start))
        }
        var items: [OrderItem] = []
        repeat {
            items.append(try orderItem())
        } while eatCommaInList()
        return OrderByClause(keys: .items(items), range: range(from: start))
    }

    mutating func orderItem() throws(SyntaxError) -> OrderItem {
        let start = token.lowerBound
        let expression = try expression()
        return OrderItem(expression: expression, ordering: try ordering(), range: range(from: start))
    }

    /// `[ASC | DESC] [NULLS FIRST | NULLS LAST]`.
    mutating func ordering() throws(SyntaxError) -> Ordering {
        var result = Ordering()
        if eat(.asc) {
            result.isDescending = false
        } else if eat(.desc) {
            result.isDescending = true
        }
        if token.keyword == .nulls, peek().keyword == .first || peek().keyword == .last {
            advance()
            result.nullsFirst = token.keyword == .first
            advance()
        } else if expectations.isRecording {
            expectations.note(.keyword(.nulls))
        }
        return result
    }

    /// LIMIT and OFFSET in either order, and the standard's FETCH FIRST; nil where none stands.
    mutating func limitClause() throws(SyntaxError) -> LimitClause? {
        let start = token.lowerBound
        var count: Expression?
        var offset: Expression?
        var isPercent = false
        var hasLimit = false
        while true {
            if at(.limit) || (token.keyword == .fetch && (peek().keyword == .first || peek().keyword == .next)) {
                if hasLimit { throw repeated("LIMIT") }
                hasLimit = true
                (count, isPercent) = token.keyword == .limit ? try limitCount() : (try fetchCount(), false)
            } else if at(.offset) {
                if offset != nil { throw repeated("OFFSET") }
                advance()
                offset = try expression()
                if !eat(.rows) { _ = eat(.row) }
            } else {
                break
            }
        }
        guard hasLimit || offset != nil else { return nil }
        return LimitClause(count: count, isPercent: isPercent, offset: offset, range: range(from: start))
    }

    private mutating func limitCount() throws(SyntaxError) -> (Expression?, isPercent: Bool) {
        advance()
        if eat(.all) { return (nil, false) }
        // `LIMIT 10%` and `LIMIT (x)%`: a percent sign with nothing behind it is no operator.
        if token.kind == .number, peek().kind == .percent, !startsOperand(peek(2)) {
            let range = token.range
            let count = Expression(.literal(.number(numberLiteral())), range: range)
            advance()
            return (count, true)
        }
        let count = try expression()
        return (count, eat(Keyword.percent))
    }

    /// True for a token that may begin an operand behind `%`.
    private func startsOperand(_ token: Token) -> Bool {
        switch token.kind {
        case .number, .quotedName, .placeholder, .leftParenthesis, .questionMark: true
        case .word: !token.keyword.isReserved
        default: false
        }
    }

    /// `FETCH FIRST n ROWS ONLY`.
    private mutating func fetchCount() throws(SyntaxError) -> Expression {
        advance()
        advance()
        let count: Expression
        if token.keyword == .row || token.keyword == .rows {
            count = Expression(.literal(.number(NumberLiteral(form: .integer, digits: "1"))), range: token.lowerBound..<token.lowerBound)
        } else {
            count = try expression()
        }
        if !eat(.rows) { try expect(.row) }
        try expect(.only)
        return count
    }

    mutating func repeated(_ clause: String) -> SyntaxError {
        fail(.repeatedClause, "\(clause) is given twice", at: token.range, label: "the second \(clause)")
    }
}
