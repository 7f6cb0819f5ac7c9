/// INSERT, UPDATE, DELETE.
extension Parser {
    mutating func insertStatement() throws(SyntaxError) -> Insert {
        advance()
        if token.keyword == .or {
            throw fail(
                .unsupportedSyntax, "INSERT OR \(text(peek().range).uppercased()) is not supported",
                at: token.lowerBound..<peek().upperBound,
                label: "not supported")
        }
        try expect(.into)
        let table = try qualifiedName("a table")
        // A parenthesis begins the column list, or a query.
        var columns: [Identifier] = []
        if token.kind == .leftParenthesis, !isQueryStart(at: 1), peek().kind != .leftParenthesis {
            columns = try parenthesizedNames()
        }
        let isByName = eat(.by, .name)
        if !isByName, token.keyword == .by, peek().keyword == .position {
            advance()
            advance()
        }
        let source: Insert.Source
        if token.keyword == .default, peek().keyword == .values {
            advance()
            advance()
            source = .defaultValues
        } else {
            source = .query(try query())
        }
        if token.keyword == .on, peek().keyword == .conflict {
            throw fail(
                .unsupportedSyntax, "ON CONFLICT is not supported", at: token.lowerBound..<peek().upperBound, label: "not supported",
                help: ["filter the rows that exist already: … WHERE NOT EXISTS (…)"])
        }
        return Insert(table: table, columns: columns, isByName: isByName, source: source, returning: try returning())
    }

    mutating func updateStatement() throws(SyntaxError) -> Update {
        advance()
        let table = try qualifiedName("a table")
        let alias = try modificationAlias()
        try expect(.set)
        var assignments: [Assignment] = []
        repeat {
            let start = token.lowerBound
            let name = try identifier("a column")
            try expect(.equal)
            assignments.append(Assignment(name: name, value: try expression(), range: range(from: start)))
        } while eatCommaInList()
        let from = at(.from) ? try fromClause() : nil
        let condition = eat(.where) ? try expression() : nil
        return Update(
            table: table, alias: alias, assignments: assignments, from: from, where: condition, returning: try returning())
    }

    mutating func deleteStatement() throws(SyntaxError) -> Delete {
        advance()
        try expect(.from)
        let table = try qualifiedName("a table")
        let alias = try modificationAlias()
        var using: FromClause?
        if at(.using) {
            let start = token.lowerBound
            advance()
            let tables = try tableReferences()
            using = FromClause(tables: tables, range: range(from: start))
        }
        let condition = eat(.where) ? try expression() : nil
        return Delete(table: table, alias: alias, using: using, where: condition, returning: try returning())
    }

    private mutating func modificationAlias() throws(SyntaxError) -> Identifier? {
        if eat(.as) { return try anyIdentifier("a name for the table") }
        if token.kind == .quotedName || (token.kind == .word && !token.keyword.isReservedAsTableAlias) { return takeBareAlias() }
        return nil
    }

    private mutating func returning() throws(SyntaxError) -> [SelectItem] {
        eat(.returning) ? try selectItems() : []
    }
}
