extension Parser {
    /// `FROM a, b JOIN c …`; FROM stands here.
    mutating func fromClause() throws(SyntaxError) -> FromClause {
        let start = token.lowerBound
        try expect(.from)
        let tables = try tableReferences()
        return FromClause(tables: tables, range: range(from: start))
    }

    mutating func tableReferences() throws(SyntaxError) -> [TableReference] {
        var tables = [try tableReference()]
        while eatCommaInList() { tables.append(try tableReference()) }
        return tables
    }

    /// A table with the joins behind it, leaning to the left.
    mutating func tableReference() throws(SyntaxError) -> TableReference {
        let outer = try enter()
        let start = token.lowerBound
        var left = try tablePrimary()
        while let join = try joinOperator() {
            let right = try tablePrimary()
            let condition = try joinCondition(join)
            let node = Join(
                kind: join.kind, isNatural: join.isNatural, isAsOf: join.isAsOf, left: left, right: right, condition: condition,
                operatorRange: join.range)
            left = TableReference(kind: .join(node), isLateral: false, alias: nil, sample: nil, range: range(from: start))
            try grow()
        }
        leave(outer)
        return left
    }

    // MARK: Joins

    struct JoinOperator {
        var kind = Join.Kind.inner
        var isNatural = false
        var isAsOf = false
        var range: SourceRange
    }

    /// The words before the right side of a join; nil where none stands.
    mutating func joinOperator() throws(SyntaxError) -> JoinOperator? {
        let start = token.lowerBound
        var result = JoinOperator(range: start..<start)
        let next = peek().keyword
        switch token.keyword {
        case .join, .inner, .left, .right, .full, .cross, .natural: break
        case .asof where Self.isJoinWord(next): break
        case .semi where next == .join, .anti where next == .join, .positional where next == .join: break
        default:
            if expectations.isRecording {
                for keyword in [Keyword.join, .inner, .left, .right, .full, .cross] { expectations.note(.keyword(keyword)) }
            }
            return nil
        }
        result.isNatural = eat(.natural)
        if token.keyword == .asof {
            advance()
            result.isAsOf = true
        }
        switch token.keyword {
        case .inner: advance()
        case .left, .right, .full:
            result.kind = token.keyword == .left ? .left : token.keyword == .right ? .right : .full
            advance()
            if result.kind == .left, token.keyword == .semi || token.keyword == .anti {
                result.kind = token.keyword == .semi ? .semi : .anti
                advance()
            } else {
                _ = eat(.outer)
            }
        case .cross:
            advance()
            result.kind = .cross
        case .semi:
            advance()
            result.kind = .semi
        case .anti:
            advance()
            result.kind = .anti
        case .positional:
            advance()
            result.kind = .positional
        default: break
        }
        try expect(.join)
        result.range = range(from: start)
        return result
    }

    private static func isJoinWord(_ keyword: Keyword) -> Bool {
        switch keyword {
        case .join, .inner, .left, .right, .full, .semi, .anti: true
        default: false
        }
    }

    /// ON or USING, as the kind of join needs it.
    mutating func joinCondition(_ join: JoinOperator) throws(SyntaxError) -> Join.Condition? {
        if join.kind == .cross || join.kind == .positional || join.isNatural {
            if token.keyword == .on || (token.keyword == .using && peek().kind == .leftParenthesis) {
                let name = join.isNatural ? "NATURAL" : join.kind.rawValue
                throw fail(
                    .misplacedClause, "a \(name) JOIN has no condition", at: token.range, label: "not expected here",
                    help: [join.kind == .cross ? "write JOIN … ON … for a join with a condition" : "leave the condition out"])
            }
            return nil
        }
        if eat(.on) { return .on(try expression()) }
        if at(.using), peek().kind == .leftParenthesis {
            advance()
            return .using(try parenthesizedNames())
        }
        if isAtJoinEnd {
            throw fail(
                .missingJoinCondition, "the join has no condition", at: join.range, label: "expected ON or USING behind the table",
                help: ["add ON left.column = right.column", "add USING (column)", "write CROSS JOIN for all combinations"])
        }
        throw unexpected()
    }

    /// True where a table reference has come to its end, so that only the condition is missing.
    private var isAtJoinEnd: Bool {
        switch token.kind {
        case .endOfInput, .semicolon, .comma, .rightParenthesis, .pipe: true
        case .word: token.keyword.isReserved || Self.isJoinWord(token.keyword)
        default: false
        }
    }

    // MARK: Single tables

    /// One table with alias, sample and pivots.
    mutating func tablePrimary() throws(SyntaxError) -> TableReference {
        let outer = try enter()
        let start = token.lowerBound
        let isLateral = eat(.lateral)
        var prefixAlias: TableAlias?
        if isAtName, peek().kind == .colon {
            let name = takeIdentifier()
            prefixAlias = TableAlias(name: name, columns: [], range: name.range)
            advance()
        }
        let kind = try tableKind()
        var table = TableReference(kind: kind, isLateral: isLateral, alias: prefixAlias, sample: nil, range: range(from: start))
        if prefixAlias == nil { table.alias = try tableAlias() }
        if eat(.tablesample) { table.sample = try sampleSize(from: previousEnd) }
        table.range = range(from: start)
        while let pivoted = try pivotSuffix(of: table) {
            table = pivoted
            try grow()
        }
        leave(outer)
        return table
    }

    private mutating func tableKind() throws(SyntaxError) -> TableReference.Kind {
        switch token.kind {
        case .string: return .file(try stringText())
        case .leftParenthesis: return try parenthesizedTable()
        case .word where token.keyword == .values && peek().kind == .leftParenthesis:
            let start = token.lowerBound
            let values = try parenthesizedValues()
            return .query(Query(body: .values(values), range: range(from: start)))
        default: break
        }
        let name = try qualifiedName("a table")
        guard token.kind == .leftParenthesis else { return .named(name) }
        let call = try functionCall(name, namesArgumentsByEqual: true)
        var withOrdinality = false
        if token.keyword == .with, peek().keyword == .ordinality {
            advance()
            advance()
            withOrdinality = true
        }
        return .function(call, withOrdinality: withOrdinality)
    }

    /// `(query)` or `(a JOIN b …)`; told apart as in `parenthesizedList`.
    private mutating func parenthesizedTable() throws(SyntaxError) -> TableReference.Kind {
        let opening = token
        advance()
        if isQueryStart() {
            let query = try query()
            try expectClosing(.rightParenthesis, of: opening)
            return .query(query)
        }
        let isNested = token.kind == .leftParenthesis
        let inner = try tableReference()
        if isNested, case .query(let query) = inner.kind, inner.alias == nil, inner.sample == nil, !inner.isLateral {
            if isQueryContinuation() {
                let whole = try self.query(continuing: .parenthesized(query), from: inner.range.lowerBound)
                try expectClosing(.rightParenthesis, of: opening)
                return .query(whole)
            }
            // `((SELECT 1))` is the query itself.
            try expectClosing(.rightParenthesis, of: opening)
            return .query(query)
        }
        try expectClosing(.rightParenthesis, of: opening)
        return .parenthesized(inner)
    }

    /// `[AS] alias [(columns)]`.
    mutating func tableAlias() throws(SyntaxError) -> TableAlias? {
        let start = token.lowerBound
        let name: Identifier
        if eat(.as) {
            name = try anyIdentifier("a name for the table")
        } else if token.kind == .quotedName {
            name = takeIdentifier()
        } else if token.kind == .word, !token.keyword.isReservedAsTableAlias, !isAtNullsInclusion {
            name = takeBareAlias()
        } else {
            return nil
        }
        guard token.kind == .leftParenthesis else { return TableAlias(name: name, columns: [], range: range(from: start)) }
        let opening = token
        advance()
        var columns: [Identifier] = []
        repeat {
            columns.append(try identifier("a column name"))
            // Types as in `json_to_recordset(…) AS t(a INTEGER)` are not known here.
        } while eatCommaInList()
        try expectClosing(.rightParenthesis, of: opening)
        return TableAlias(name: name, columns: columns, range: range(from: start))
    }

    /// INCLUDE NULLS and EXCLUDE NULLS behind the table of UNPIVOT.
    private var isAtNullsInclusion: Bool {
        (token.keyword == .include || token.keyword == .exclude) && peek().keyword == .nulls
    }

    // MARK: Samples

    /// What follows TABLESAMPLE and USING SAMPLE: `10%`, `10 PERCENT`, `reservoir (50 ROWS) REPEATABLE (42)`.
    mutating func sampleSize(from start: Int) throws(SyntaxError) -> SampleClause {
        var method: Identifier?
        if isAtName, peek().kind == .leftParenthesis { method = takeIdentifier() }
        let opening = token
        let isParenthesized = eat(.leftParenthesis)
        let size = token.kind == .number ? try primary() : try expression(.sign)
        let isPercent = eat(Token.Kind.percent) || eat(Keyword.percent)
        if !isPercent { _ = eat(.rows) }
        if isParenthesized { try expectClosing(.rightParenthesis, of: opening) }
        var seed: Expression?
        if token.kind == .leftParenthesis, method == nil {
            let inner = token
            advance()
            method = try identifier("a sampling method")
            if eat(.comma) { seed = try expression() }
            try expectClosing(.rightParenthesis, of: inner)
        }
        if eat(.repeatable) { seed = try parenthesized() }
        return SampleClause(size: size, isPercent: isPercent, method: method, seed: seed, range: range(from: start))
    }
}
