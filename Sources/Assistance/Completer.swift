import Language

/// What completion needs to know about the data.
package protocol CompletionCatalog {
    var tableNames: [String] { get }
    /// The columns of a table or view; nil where there is none of that name.
    func columns(ofTable name: String) -> [String]?
    /// The columns that a query gives, found without running it; nil where it is not a query.
    func columns(ofQuery text: String) -> [String]?
    var functionNames: [String] { get }
}

/// What can stand at a place of a statement.
///
/// Works on tokens, so it needs no statement that is whole. After `|>` the columns are exact: every prefix of a pipeline is a query, and
/// the catalog says what it gives.
package struct Completer {
    /// Replacements for a part of the text.
    package struct Completions: Sendable, Equatable {
        /// The byte offset where the word to replace begins.
        package var start: Int
        package var candidates: [String]

        package init(start: Int, candidates: [String]) {
            self.start = start
            self.candidates = candidates
        }
    }

    private let catalog: any CompletionCatalog

    package init(catalog: any CompletionCatalog) { self.catalog = catalog }

    /// Completions of the word that ends at the byte offset `cursor`. Nothing in comments, numbers and texts.
    package func completions(in text: String, at cursor: Int) -> Completions {
        let scope = CompletionScope(Array(text.utf8), cursor: min(max(cursor, 0), text.utf8.count))
        let nothing = Completions(start: scope.cursor, candidates: [])
        guard scope.isInCode else { return nothing }
        let candidates: [String]
        switch scope.place {
        case .statementStart: candidates = matching(Self.statementKeywords, scope)
        case .pipeStart: candidates = matching(Self.pipeKeywords, scope)
        case .table:
            candidates =
                matchingNames(catalog.tableNames + scope.commonTables, scope)
                + matching(["LATERAL", "SELECT", "UNNEST"], scope, unlessEmpty: true)
        case .member(let qualifier):
            let table = scope.tables.first { Self.same($0.alias ?? $0.name, qualifier) }?.name ?? qualifier
            candidates = matchingNames(catalog.columns(ofTable: table) ?? [], scope)
        case .expression:
            candidates =
                matchingNames(columns(scope) + scope.aliases, scope)
                + matching(catalog.functionNames.map { $0 + "(" }, scope, unlessEmpty: true)
                + matching(Self.clauseKeywords, scope, unlessEmpty: true)
        }
        var seen: Set<String> = []
        return Completions(start: scope.wordStart, candidates: candidates.filter { seen.insert($0).inserted })
    }

    private func columns(_ scope: CompletionScope) -> [String] {
        if let prefix = scope.pipelinePrefix, let exact = catalog.columns(ofQuery: prefix) { return exact }
        let named = scope.tables.flatMap { catalog.columns(ofTable: $0.name) ?? [] }
        if !scope.tables.isEmpty { return named }
        // Before FROM is typed, any column may be meant; without a beginning that would be a flood.
        return scope.word.isEmpty ? [] : catalog.tableNames.flatMap { catalog.columns(ofTable: $0) ?? [] }
    }

    // MARK: Matching

    /// Words of the language that begin with the typed word, in the case it is typed in.
    private func matching(_ words: [String], _ scope: CompletionScope, unlessEmpty: Bool = false) -> [String] {
        if unlessEmpty, scope.word.isEmpty { return [] }
        let typed = scope.word.lowercased()
        let lower = !scope.word.isEmpty && scope.word == typed
        return words.filter { $0.lowercased().hasPrefix(typed) }.map { lower ? $0.lowercased() : $0 }
    }

    /// Names that begin with the typed word, quoted where the language needs it.
    private func matchingNames(_ names: [String], _ scope: CompletionScope) -> [String] {
        let typed = scope.word.lowercased()
        return names.filter { $0.lowercased().hasPrefix(typed) }.map { scope.isQuoted ? Self.quoted($0) : Self.asWritten($0) }
    }

    private static func same(_ left: String, _ right: String) -> Bool { left.lowercased() == right.lowercased() }

    private static func quoted(_ name: String) -> String {
        "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    /// A name as it can stand in a query.
    package static func asWritten(_ name: String) -> String {
        var lexer = Lexer(Array(name.utf8))
        let token = lexer.next()
        let isPlain = token.kind == .word && token.upperBound == name.utf8.count && !token.keyword.isReserved
        return isPlain ? name : quoted(name)
    }

    private static let statementKeywords = [
        "SELECT", "FROM", "WITH", "CREATE", "COPY", "DESCRIBE", "DROP", "EXPLAIN", "INSERT INTO", "SET", "SHOW TABLES", "SUMMARIZE",
        "VALUES",
    ]
    private static let pipeKeywords = [
        "AGGREGATE", "AS", "CALL", "CROSS JOIN", "DISTINCT", "DROP", "EXCEPT", "EXTEND", "FULL JOIN", "INTERSECT", "JOIN", "LEFT JOIN",
        "LIMIT",
        "ORDER BY", "PIVOT", "RENAME", "RIGHT JOIN", "SELECT", "SET", "UNION ALL", "UNPIVOT", "WHERE",
    ]
    private static let clauseKeywords = [
        "ALL", "AND", "ANY", "AS", "ASC", "BETWEEN", "BY", "CASE", "CAST", "CROSS JOIN", "DESC", "DISTINCT", "ELSE", "END", "EXCEPT",
        "EXISTS",
        "FALSE", "FILTER", "FROM", "FULL JOIN", "GROUP BY", "HAVING", "ILIKE", "IN", "INTERSECT", "IS", "JOIN", "LEFT JOIN", "LIKE",
        "LIMIT",
        "NOT", "NULL", "NULLS FIRST", "NULLS LAST", "OFFSET", "ON", "OR", "ORDER BY", "OVER", "PARTITION BY", "QUALIFY", "RIGHT JOIN",
        "ROWS",
        "SELECT", "THEN", "TRUE", "UNION ALL", "USING", "VALUES", "WHEN", "WHERE", "WITH",
    ]
}
