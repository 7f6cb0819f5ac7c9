import Language

/// What the tokens around a place say about it.
struct CompletionScope {
    enum Place: Equatable {
        case statementStart
        case pipeStart
        /// Where a table stands: after FROM, JOIN, INTO.
        case table
        /// After `name.`.
        case member(String)
        case expression
    }

    /// A table named in the statement.
    struct NamedTable {
        var name: String
        var alias: String?
    }

    let cursor: Int
    /// Where the word that is being typed begins, and its text without an opening quote.
    private(set) var wordStart: Int
    private(set) var word = ""
    private(set) var isQuoted = false
    /// False inside texts, comments and numbers.
    private(set) var isInCode = true
    private(set) var place = Place.statementStart
    /// The tables of the statement around the cursor, on both sides of it.
    private(set) var tables: [NamedTable] = []
    /// Names of WITH.
    private(set) var commonTables: [String] = []
    /// Names given by AS.
    private(set) var aliases: [String] = []
    /// The statement up to the last `|>` before the cursor, where that is a query of its own.
    private(set) var pipelinePrefix: String?

    private let bytes: [UInt8]

    init(_ bytes: [UInt8], cursor: Int) {
        self.bytes = bytes
        self.cursor = cursor
        wordStart = cursor
        // The text up to the cursor is read by itself: what follows may join with the word into another token.
        var before: [Token] = []
        var lexer = Lexer(Array(bytes[..<cursor]))
        var last: Token?
        while true {
            let token = lexer.next()
            if token.kind == .endOfInput { break }
            last = token
            if token.kind == .semicolon { before.removeAll() } else if !token.kind.isTrivia { before.append(token) }
        }
        findWord(last: last, before: &before)
        guard isInCode else { return }
        place = findPlace(before)
        pipelinePrefix = findPipelinePrefix(before)
        readNames(statementTokens())
    }

    private mutating func findWord(last: Token?, before: inout [Token]) {
        guard let last, last.upperBound == cursor else { return }
        switch last.kind {
        case .word:
            wordStart = last.lowerBound
            word = text(last)
            before.removeLast()
        case .invalid where bytes[last.lowerBound] == UInt8(ascii: "\""):
            wordStart = last.lowerBound
            word = String(decoding: bytes[(last.lowerBound + 1)..<cursor], as: UTF8.self)
            isQuoted = true
            before.removeLast()
        case .lineComment, .blockComment, .number, .placeholder, .invalid: isInCode = false
        default: isInCode = !last.kind.isString
        }
    }

    private func findPlace(_ tokens: [Token]) -> Place {
        guard let last = tokens.last else { return .statementStart }
        if last.kind == .dot {
            guard tokens.count >= 2, tokens[tokens.count - 2].kind == .word || tokens[tokens.count - 2].kind == .quotedName else {
                return .expression
            }
            return .member(name(tokens[tokens.count - 2]))
        }
        if last.kind == .pipe { return .pipeStart }
        switch last.keyword {
        case .from, .join, .into, .describe, .summarize, .table, .view: return .table
        case .explain, .analyze: return .statementStart
        default: break
        }
        // `FROM a, ▮`: a comma between tables.
        if last.kind == .comma,
            let clause = tokens.last(where: { $0.keyword.isReserved || $0.kind == .leftParenthesis || $0.kind == .pipe })
        {
            if clause.keyword == .from { return .table }
        }
        return .expression
    }

    /// The text of the statement up to the last `|>` outside parentheses.
    private func findPipelinePrefix(_ tokens: [Token]) -> String? {
        var depth = 0
        for token in tokens.reversed() {
            switch token.kind {
            case .rightParenthesis: depth += 1
            case .leftParenthesis: depth -= 1
            case .pipe where depth == 0:
                guard let first = tokens.first, first.lowerBound < token.lowerBound else { return nil }
                return String(decoding: bytes[first.lowerBound..<token.lowerBound], as: UTF8.self)
            default: break
            }
            if depth < 0 { return nil }
        }
        return nil
    }

    /// The tokens of the whole statement that holds the cursor.
    private func statementTokens() -> [Token] {
        var tokens: [Token] = []
        var lexer = Lexer(bytes)
        while true {
            let token = lexer.next()
            if token.kind == .endOfInput { return tokens }
            if token.kind == .semicolon {
                if token.lowerBound >= cursor { return tokens }
                tokens.removeAll()
            } else if !token.kind.isTrivia {
                tokens.append(token)
            }
        }
    }

    private mutating func readNames(_ tokens: [Token]) {
        var index = 0
        while index < tokens.count {
            let token = tokens[index]
            let isTypedWord = token.range.contains(wordStart) && wordStart < cursor
            switch token.keyword {
            case .from, .join, .into, .describe:
                index = readTables(tokens, from: index + 1)
                continue
            case .as where index + 1 < tokens.count && !isTypedWord:
                if index > 0, isName(tokens[index - 1]), tokens[index + 1].kind == .leftParenthesis {
                    commonTables.append(name(tokens[index - 1]))
                } else if isName(tokens[index + 1]), tokens[index + 1].lowerBound != wordStart {
                    aliases.append(name(tokens[index + 1]))
                }
            default: break
            }
            index += 1
        }
    }

    /// Reads `a [AS] b, c …` and returns the index behind it.
    private mutating func readTables(_ tokens: [Token], from start: Int) -> Int {
        var index = start
        while index < tokens.count, isName(tokens[index]) {
            guard tokens[index].lowerBound != wordStart || wordStart == cursor else { return index + 1 }
            var table = NamedTable(name: name(tokens[index]))
            index += 1
            if index < tokens.count, tokens[index].keyword == .as { index += 1 }
            if index < tokens.count, isName(tokens[index]), !tokens[index].keyword.isReservedAsTableAlias {
                table.alias = name(tokens[index])
                index += 1
            }
            tables.append(table)
            guard index < tokens.count, tokens[index].kind == .comma else { break }
            index += 1
        }
        return index
    }

    private func isName(_ token: Token) -> Bool {
        token.kind == .quotedName || (token.kind == .word && !token.keyword.isReserved)
    }

    private func text(_ token: Token) -> String { String(decoding: bytes[token.range], as: UTF8.self) }

    private func name(_ token: Token) -> String {
        let written = text(token)
        guard token.kind == .quotedName, let quote = written.first else { return written }
        return written.dropFirst().dropLast().split(separator: "\(quote)\(quote)", omittingEmptySubsequences: false).joined(
            separator: String(quote))
    }
}
