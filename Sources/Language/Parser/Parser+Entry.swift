/// What came of one statement's text.
package struct ParsedStatement: Sendable {
    /// Nil where the text is in error.
    package var statement: Statement?
    /// From the first to the last token, without the semicolon.
    package var range: SourceRange
    /// The error, if there was one, and notes on full-width signs.
    package var diagnostics: [Diagnostic]

    /// The error that kept the statement from being read.
    package var error: Diagnostic? { diagnostics.first { $0.severity == .error } }
}

extension Parser {
    /// Reads a text of any number of statements; one that is in error does not keep the next from being read.
    ///
    /// Empty statements are left out. Ranges count from the start of the whole text.
    package static func script(_ bytes: [UInt8]) -> [ParsedStatement] {
        let (tokens, lexical) = Lexer.tokens(of: bytes)
        var notes = lexical[...]
        var result: [ParsedStatement] = []
        var index = 0
        while true {
            while tokens[index].kind == .semicolon { index += 1 }
            guard tokens[index].kind != .endOfInput else { break }
            var (parsed, next) = statement(bytes, tokens, lexical, at: index)
            let end = tokens[next].lowerBound
            while let note = notes.first, (note.range?.lowerBound ?? 0) < end || tokens[next].kind == .endOfInput {
                if note.severity != .error { parsed.diagnostics.append(note) }
                notes.removeFirst()
            }
            result.append(parsed)
            index = next
        }
        return result
    }

    /// Reads a text that holds one statement; a semicolon may end it.
    package static func parse(_ bytes: [UInt8]) -> ParsedStatement {
        let statements = script(bytes)
        guard var first = statements.first else {
            let diagnostic = Diagnostic(
                .emptyStatement, "there is no statement", at: bytes.count..<bytes.count, label: "expected a statement",
                help: ["write a query, such as FROM t"])
            return ParsedStatement(statement: nil, range: 0..<0, diagnostics: [diagnostic])
        }
        if first.error == nil, statements.count > 1 {
            let second = statements[1].range
            first.statement = nil
            first.diagnostics.insert(
                Diagnostic(
                    .unexpectedToken, "a second statement stands where one is expected", at: second.lowerBound..<second.lowerBound,
                    label: "the second statement"), at: 0)
        }
        return first
    }

    /// Reads a text that holds one statement; a semicolon may end it.
    package static func parse(_ text: String) -> ParsedStatement {
        parse(Array(text.utf8))
    }

    /// The statement in `text`; throws its error.
    package static func statement(_ text: String) throws(Diagnostic) -> Statement {
        let parsed = parse(text)
        if let error = parsed.error { throw error }
        guard let statement = parsed.statement else { throw Diagnostic(.emptyStatement, "there is no statement") }
        return statement
    }

    /// The expression in `text`; throws its error.
    package static func expression(_ text: String) throws(Diagnostic) -> Expression {
        let bytes = Array(text.utf8)
        let (tokens, lexical) = Lexer.tokens(of: bytes)
        let attempt = attempt(bytes, tokens, lexical, at: 0) { parser throws(SyntaxError) in
            let expression = try parser.expression()
            if parser.token.kind != .endOfInput { throw parser.unexpected("the end of the expression") }
            return expression
        }
        switch attempt {
        case .success(let value): return value.0
        case .failure(let diagnostic): throw diagnostic
        }
    }

    /// The statement that begins at a token, and the index of the token behind it: a semicolon or the end.
    private static func statement(
        _ bytes: [UInt8], _ tokens: [Token], _ lexical: [Diagnostic], at index: Int
    ) -> (ParsedStatement, next: Int) {
        let attempt = attempt(bytes, tokens, lexical, at: index) { parser throws(SyntaxError) in
            let statement = try parser.statement()
            guard parser.at(.semicolon) || parser.token.kind == .endOfInput else {
                throw parser.unexpected("the end of the statement")
            }
            return statement
        }
        switch attempt {
        case .success(let (statement, next)):
            return (ParsedStatement(statement: statement, range: statement.range, diagnostics: []), next)
        case .failure(let diagnostic):
            var next = index
            while tokens[next].kind != .semicolon, tokens[next].kind != .endOfInput { next += 1 }
            let range = tokens[index].lowerBound..<(next > index ? tokens[next - 1].upperBound : tokens[index].upperBound)
            return (ParsedStatement(statement: nil, range: range, diagnostics: [diagnostic]), next)
        }
    }

    /// Runs `body` at a token; where it fails, runs it again to learn what was expected.
    private static func attempt<Result>(
        _ bytes: [UInt8], _ tokens: [Token], _ lexical: [Diagnostic], at index: Int,
        _ body: (inout Parser) throws(SyntaxError) -> Result
    ) -> Swift.Result<(Result, Int), Diagnostic> {
        var parser = Parser(bytes: bytes, tokens: tokens, index: index)
        do throws(SyntaxError) {
            let result = try body(&parser)
            return .success((result, parser.index))
        } catch {
            if case .unexpected(let failed) = parser.failure, tokens[failed].kind != .invalid {
                if let repair = repair(bytes, tokens, at: index, failedAt: failed, body) {
                    return .failure(parser.diagnostic(of: repair))
                }
                parser = Parser(bytes: bytes, tokens: tokens, index: index)
                parser.expectations.isRecording = true
                _ = try? body(&parser)
            }
            return .failure(parser.diagnostic(lexical))
        }
    }

    private static func repair<Result>(
        _ bytes: [UInt8], _ tokens: [Token], at index: Int, failedAt failed: Int, _ body: (inout Parser) throws(SyntaxError) -> Result
    ) -> KeywordRepair? {
        KeywordRepair.find(bytes, tokens, from: index, failedAt: failed) { changed in
            var parser = Parser(bytes: bytes, tokens: changed, index: index)
            do throws(SyntaxError) {
                _ = try body(&parser)
                return nil
            } catch {
                if case .unexpected(let failed) = parser.failure { return failed }
                return parser.index
            }
        }
    }
}
