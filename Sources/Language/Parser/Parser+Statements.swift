extension Parser {
    /// One statement, up to its semicolon or the end of the text.
    mutating func statement() throws(SyntaxError) -> Statement {
        let outer = try enter()
        let start = token.lowerBound
        let kind = try statementKind()
        leave(outer)
        return Statement(kind, range: range(from: start))
    }

    private mutating func statementKind() throws(SyntaxError) -> Statement.Kind {
        switch token.keyword {
        case .create: return try createStatement()
        case .insert: return .insert(try insertStatement())
        case .update: return .update(try updateStatement())
        case .delete: return .delete(try deleteStatement())
        case .drop: return .drop(try dropStatement())
        case .alter: return .alterTable(try alterStatement())
        case .truncate:
            advance()
            _ = eat(.table)
            return .truncate(try qualifiedName("a table"))
        case .explain:
            advance()
            let options = try explainOptions()
            return .explain(try statement(), options)
        case .describe, .desc, .summarize, .show: return try inspectionStatement()
        case .set, .reset, .pragma: return .set(try setStatement())
        case .copy: return .copy(try copyStatement())
        case .begin, .start, .commit, .end, .rollback: return .transaction(try transactionStatement())
        case .call:
            advance()
            return .call(try functionCall(try qualifiedName("a table function"), namesArgumentsByEqual: true))
        default: return .query(try queryStatement())
        }
    }

    private mutating func queryStatement() throws(SyntaxError) -> Query {
        if token.kind == .pipe {
            let start = token.lowerBound
            return try query(continuing: .continuation(start..<start), from: start)
        }
        if token.kind != .leftParenthesis, !isQueryStart(), token.keyword != .values {
            if expectations.isRecording {
                for keyword in Self.statementKeywords { expectations.note(.keyword(keyword)) }
            }
            throw unexpected("a statement")
        }
        return try query()
    }

    private static let statementKeywords: [Keyword] = [
        .select, .from, .with, .values, .table, .create, .insert, .update, .delete, .drop, .alter, .truncate, .describe, .summarize, .show,
        .explain, .set, .reset, .pragma, .copy, .begin, .commit, .rollback, .call, .pivot, .unpivot,
    ]

    // MARK: EXPLAIN

    /// `ANALYZE`, or `(ANALYZE, FORMAT JSON)`. A parenthesis before any other word begins the query itself.
    private mutating func explainOptions() throws(SyntaxError) -> ExplainOptions {
        var options = ExplainOptions()
        options.isAnalyze = eat(.analyze)
        guard token.kind == .leftParenthesis, [.analyze, .format].contains(peek().keyword) else { return options }
        let opening = token
        advance()
        repeat {
            if eat(.analyze) {
                options.isAnalyze = !eat(.false)
                if options.isAnalyze { _ = eat(.true) }
            } else {
                try expect(.format)
                options.format = try identifier("a format")
            }
        } while eat(.comma)
        try expectClosing(.rightParenthesis, of: opening)
        return options
    }

    // MARK: DESCRIBE, SUMMARIZE, SHOW

    /// A statement of its own, or with pipes behind it a query: `SHOW TABLES |> WHERE …`.
    private mutating func inspectionStatement() throws(SyntaxError) -> Statement.Kind {
        let start = token.lowerBound
        let inspection = try inspection()
        guard token.kind == .pipe else { return .inspection(inspection) }
        return .query(try query(continuing: .inspection(inspection), from: start))
    }

    mutating func inspection() throws(SyntaxError) -> Inspection {
        let start = token.lowerBound
        let keyword = token.keyword
        advance()
        let kind: Inspection.Kind
        if keyword == .show, let list = try showList() {
            kind = list
        } else if token.kind == .leftParenthesis || isQueryStart() {
            // The pipes behind `DESCRIBE FROM t |> …` belong to the query that is described.
            let query = try query()
            kind = keyword == .summarize ? .summarizeQuery(query) : .describeQuery(query)
        } else if keyword == .describe, token.kind == .endOfInput || token.kind == .semicolon || token.kind == .pipe {
            kind = .tables
        } else {
            let name = try inspectedTable()
            kind = keyword == .summarize ? .summarizeTable(name) : .describeTable(name)
        }
        return Inspection(kind: kind, range: range(from: start))
    }

    /// A table, or a file by its path.
    private mutating func inspectedTable() throws(SyntaxError) -> QualifiedName {
        guard token.kind == .string, token.range.count > 2 else { return try qualifiedName("a table or a query") }
        let name = Identifier(unquoted(token.range), isQuoted: true, range: token.range)
        advance()
        return QualifiedName(name)
    }

    private mutating func showList() throws(SyntaxError) -> Inspection.Kind? {
        if eat(.all, .tables) { return .allTables }
        if eat(.tables) { return .tables }
        if eat(.functions) { return .functions }
        if eat(.settings) { return .settings }
        return nil
    }

    // MARK: SET, RESET, PRAGMA

    private mutating func setStatement() throws(SyntaxError) -> SetStatement {
        let keyword = token.keyword
        advance()
        if keyword == .pragma { return SetStatement(action: try pragma(), scope: nil) }
        if token.keyword == .variable, peek().kind == .word || peek().kind == .quotedName {
            advance()
            let name = try identifier("a variable")
            if keyword == .reset { return SetStatement(action: .resetVariable(name), scope: nil) }
            try settingSeparator()
            return SetStatement(action: .setVariable(name, try expression()), scope: nil)
        }
        let scope = settingScope()
        if keyword == .reset {
            if eat(.all) { return SetStatement(action: .resetAll, scope: scope) }
            return SetStatement(action: .reset(try settingName()), scope: scope)
        }
        if token.keyword == .time, peek().keyword == .zone {
            let range = token.lowerBound..<peek().upperBound
            advance()
            advance()
            return SetStatement(action: .set(Identifier("TimeZone", range: range), try settingValue()), scope: scope)
        }
        let name = try settingName()
        try settingSeparator()
        if token.keyword == .default {
            advance()
            return SetStatement(action: .reset(name), scope: scope)
        }
        return SetStatement(action: .set(name, try settingValue()), scope: scope)
    }

    private mutating func settingName() throws(SyntaxError) -> Identifier { try identifier("the name of a setting") }

    /// `=` or TO.
    private mutating func settingSeparator() throws(SyntaxError) {
        if !eat(.equal) { try expect(.to) }
    }

    private mutating func settingScope() -> SetStatement.Scope? {
        guard peek().kind == .word || peek().kind == .quotedName else { return nil }
        switch token.keyword {
        case .session: advance(); return .session
        case .local: advance(); return .local
        case .global: advance(); return .global
        default: return nil
        }
    }

    /// An expression; `on` is reserved elsewhere and a word like any other here.
    private mutating func settingValue() throws(SyntaxError) -> Expression {
        guard token.keyword == .on else { return try expression() }
        let name = takeIdentifier()
        return Expression(.column(QualifiedName(name)), range: name.range)
    }

    private mutating func pragma() throws(SyntaxError) -> SetStatement.Action {
        let name = try identifier("the name of a setting")
        if eat(.equal) { return .set(name, try settingValue()) }
        let opening = token
        guard eat(.leftParenthesis) else { return .pragma(name, []) }
        let arguments = token.kind == .rightParenthesis ? [] : try expressions()
        try expectClosing(.rightParenthesis, of: opening)
        return .pragma(name, arguments)
    }

    // MARK: COPY

    private mutating func copyStatement() throws(SyntaxError) -> Copy {
        advance()
        let source: Copy.Source
        if token.kind == .leftParenthesis {
            source = .query(try parenthesizedQuery())
        } else {
            let table = try qualifiedName("a table or a query in parentheses")
            source = .table(table, columns: token.kind == .leftParenthesis ? try parenthesizedNames() : [])
        }
        let target: Copy.Target
        if case .table = source, eat(.from) {
            target = .from(try expression(.postfix))
        } else {
            try expect(.to)
            target = .to(try expression(.postfix))
        }
        _ = eat(.with)
        return Copy(source: source, target: target, options: try copyOptions())
    }

    /// `(FORMAT csv, HEADER, DELIMITER ';')`, or the same without parentheses and commas.
    private mutating func copyOptions() throws(SyntaxError) -> [CopyOption] {
        let opening = token
        var options: [CopyOption] = []
        guard eat(.leftParenthesis) else {
            while token.kind == .word { options.append(try copyOption(isInList: false)) }
            return options
        }
        while token.kind != .rightParenthesis {
            options.append(try copyOption(isInList: true))
            if !eat(.comma) { break }
        }
        try expectClosing(.rightParenthesis, of: opening)
        return options
    }

    /// In a list an option ends at a comma and anything may be its value; outside of one a word begins the next option.
    private mutating func copyOption(isInList: Bool) throws(SyntaxError) -> CopyOption {
        let name = try anyIdentifier("an option")
        _ = eat(.equal)
        switch token.kind {
        case .comma, .rightParenthesis, .endOfInput, .semicolon: return CopyOption(name: name, value: nil)
        case .leftParenthesis: return CopyOption(name: name, value: try rowOfValues())
        case .word where !isInList && name.folded != "format": return CopyOption(name: name, value: nil)
        case .word
        where !isInList || (token.keyword.isReserved && token.keyword != .null && token.keyword != .true && token.keyword != .false):
            // Words that are reserved elsewhere are values here: `HEADER ON`.
            let value = takeIdentifier()
            return CopyOption(name: name, value: Expression(.column(QualifiedName(value)), range: value.range))
        default: return CopyOption(name: name, value: try expression())
        }
    }

    /// `(a, b)` as a row even with one member.
    private mutating func rowOfValues() throws(SyntaxError) -> Expression {
        let opening = token
        advance()
        let values = try expressions()
        try expectClosing(.rightParenthesis, of: opening)
        return Expression(.row(values), range: range(from: opening.lowerBound))
    }

    private mutating func transactionStatement() throws(SyntaxError) -> Transaction {
        let keyword = token.keyword
        advance()
        if keyword == .start { try expect(.transaction) } else if !eat(.transaction) { _ = eat(.work) }
        switch keyword {
        case .commit, .end: return .commit
        case .rollback: return .rollback
        default: return .begin
        }
    }
}
