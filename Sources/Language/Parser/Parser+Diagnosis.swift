extension Parser {
    /// The error of a statement that failed.
    func diagnostic(_ lexical: [Diagnostic]) -> Diagnostic {
        switch failure {
        case .diagnosed(let diagnostic): return diagnostic
        case .unexpected(let failed):
            let token = tokens[failed]
            // The lexer knows better what is wrong with bytes that are no token.
            if token.kind == .invalid,
                let known = lexical.first(where: { $0.severity == .error && ($0.range?.lowerBound ?? 0) >= token.lowerBound })
            {
                return known
            }
            if token.kind == .invalid, let known = lexical.first(where: { $0.severity == .error }) { return known }
            return unexpectedToken(at: failed)
        case nil: return Diagnostic(.unexpectedToken, "the statement cannot be read")
        }
    }

    private func unexpectedToken(at failed: Int) -> Diagnostic {
        if let diagnostic = misspelledKeyword(at: failed) { return diagnostic }
        let token = tokens[failed]
        let expected = Self.listed(expectations.alternatives)
        var notes: [String] = []
        if let opening = expectations.opening, opening.lowerBound < token.lowerBound {
            let place = TextPosition(of: opening.lowerBound, in: bytes)
            notes.append("`\(text(opening.range))` was opened at line \(place.line), column \(place.column)")
        }
        if token.kind == .endOfInput || token.kind == .semicolon {
            let end = failed > 0 ? tokens[failed - 1].upperBound : 0
            return Diagnostic(
                .unexpectedToken, "the statement is not complete", at: end..<end,
                label: expected.map { "expected \($0)" } ?? "more is expected",
                notes: notes)
        }
        let word = token.range.count <= 60 ? text(token.range) : String(text(token.range).prefix(40)) + "…"
        var (help, fix) = advice(at: failed)
        if isReservedName(at: failed), expectations.alternatives.contains(where: Self.isName) {
            help.append("a name like this one is written in double quotes: \"\(word)\"")
        }
        if token.kind == .fatArrow || token.kind == .assign { help.append("arguments are named inside the parentheses of a call only") }
        return Diagnostic(
            .unexpectedToken, "`\(word)` is not expected here", at: token.range, label: expected.map { "expected \($0)" } ?? "not expected",
            help: help, fix: fix, notes: notes)
    }

    /// True for a reserved word that may have been meant as a name: not one that begins a clause where it stands.
    private func isReservedName(at index: Int) -> Bool {
        let token = tokens[index]
        guard token.kind == .word, token.keyword.isReserved else { return false }
        switch token.keyword {
        case .from, .select, .where, .union, .intersect, .except, .having, .and, .or: return false
        case .order, .group: return index + 1 >= tokens.count || tokens[index + 1].keyword != .by
        default: return true
        }
    }

    private static func isName(_ alternative: Expectations.Alternative) -> Bool {
        if case .description(let what) = alternative { what.hasPrefix("a ") || what == "an expression" } else { false }
    }

    // MARK: Did you mean

    /// The error for a word that is nearly a keyword which could stand there: the word that does not fit, or the alias before it.
    private func misspelledKeyword(at failed: Int) -> Diagnostic? {
        let here = Self.keywords(expectations.alternatives) + expectations.operators.map(\.rawValue)
        if let diagnostic = misspelling(of: here, at: failed) { return diagnostic }
        // `SELECT a FORM t`: what does not fit is `t`, what is wrong is the alias before it.
        if let alias = expectations.bareAlias, alias.index + 1 == failed || alias.index == failed,
            let diagnostic = misspelling(of: Self.keywords(alias.alternatives) + Self.clauseStarts, at: alias.index)
        {
            return diagnostic
        }
        return nil
    }

    /// What may follow an expression of a select list or a table, where the alias was taken before the parser asked for it.
    private static let clauseStarts = [
        "FROM", "WHERE", "GROUP BY", "ORDER BY", "HAVING", "LIMIT", "OFFSET", "UNION", "INTERSECT", "EXCEPT", "QUALIFY", "JOIN",
        "LEFT JOIN",
        "CROSS JOIN", "AND", "OR", "LIKE", "BETWEEN", "DESC",
    ]

    private func misspelling(of candidates: [String], at index: Int) -> Diagnostic? {
        let token = tokens[index]
        guard token.kind == .word, token.range.count <= 24 else { return nil }
        let word = text(token.range)
        // Of two words only the first can be misspelled here, and only it is replaced.
        let firstWords = candidates.map { String($0.prefix { $0 != " " }) }
        guard let near = EditDistance.nearest(to: word, in: firstWords), near != word.uppercased() else { return nil }
        return misspelled(token, as: near)
    }

    /// The error for a word that reads as a keyword makes the statement readable.
    func diagnostic(of repair: KeywordRepair) -> Diagnostic {
        misspelled(tokens[repair.index], as: repair.keyword.rawValue)
    }

    private func misspelled(_ token: Token, as keyword: String) -> Diagnostic {
        let word = text(token.range)
        let replacement = word == word.uppercased() ? keyword : keyword.lowercased()
        return Diagnostic(
            .unexpectedToken, "`\(word)` is not expected here", at: token.range, label: "did you mean \(keyword)?",
            help: ["did you mean \(keyword)?"], fix: Diagnostic.Fix(range: token.range, replacement: replacement))
    }

    private static func keywords(_ alternatives: [Expectations.Alternative]) -> [String] {
        alternatives.compactMap {
            switch $0 {
            case .keyword(let keyword): keyword.rawValue
            case .keywords(let first, let second): "\(first.rawValue) \(second.rawValue)"
            case .token, .description: nil
            }
        }
    }

    // MARK: What was expected

    /// `FROM, WHERE or the end of the statement`; at most five, what is needed before what is merely possible.
    private static func listed(_ alternatives: [Expectations.Alternative]) -> String? {
        let descriptions = alternatives.compactMap { if case .description(let text) = $0 { text } else { nil } }
        var names = descriptions
        for alternative in alternatives {
            switch alternative {
            case .keyword(let keyword): names.append(keyword == .group || keyword == .order ? keyword.rawValue + " BY" : keyword.rawValue)
            case .keywords(let first, let second): names.append("\(first.rawValue) \(second.rawValue)")
            case .token(let kind):
                guard let symbol = symbol(kind) else { continue }
                // What is needed to go on comes before what might come in between.
                if isClosing(kind) { names.insert(symbol, at: 0) } else { names.append(symbol) }
            case .description: break
            }
        }
        // Where an expression belongs, the keywords that may come before it help nobody.
        if descriptions.contains("an expression") { names = descriptions }
        var seen: Set<String> = []
        names = names.filter { seen.insert($0).inserted }
        // What is likely first; that the statement might have ended here goes without saying, unless little else could follow.
        names = names.filter { !unlikely.contains($0) } + names.filter { unlikely.contains($0) }
        guard let first = names.first else { return nil }
        let shown = names.count > Diagnostic.helpLimit ? Array(names.prefix(Diagnostic.helpLimit - 1)) + ["…"] : names
        guard shown.count > 1, let last = shown.last else { return first }
        return shown.dropLast().joined(separator: ", ") + (last == "…" ? ", …" : " or " + last)
    }

    private static let unlikely: Set<String> = [
        "the end of the statement", "TABLESAMPLE", "LATERAL", "NULLS", "ASC", "EXCLUDE", "OFFSET", "PERCENT", "IGNORE NULLS",
        "RESPECT NULLS",
        "WINDOW", "QUALIFY", "USING SAMPLE", "INNER",
    ]

    private static func isClosing(_ kind: Token.Kind) -> Bool {
        kind == .rightParenthesis || kind == .rightBracket || kind == .rightBrace
    }

    private static func symbol(_ kind: Token.Kind) -> String? {
        switch kind {
        case .leftParenthesis: "("
        case .rightParenthesis: ")"
        case .leftBracket: "["
        case .rightBracket: "]"
        case .leftBrace: "{"
        case .rightBrace: "}"
        case .comma: "a comma"
        case .equal: "="
        case .colon: ":"
        case .pipe: "|>"
        default: nil
        }
    }
}
