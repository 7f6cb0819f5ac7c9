extension Parser {
    /// True where an unquoted non-reserved word or a quoted name stands.
    var isAtName: Bool {
        token.kind == .quotedName || (token.kind == .word && !token.keyword.isReserved)
    }

    mutating func identifier(_ what: String = "a name") throws(SyntaxError) -> Identifier {
        guard isAtName else {
            if token.kind == .word {
                // Recording goes on: a reserved word may well be a misplaced clause rather than a name.
                throw unexpected(what)
            }
            throw unexpected(what)
        }
        return takeIdentifier()
    }

    /// The word or quoted name here, reserved or not: behind a dot and behind AS any word is a name.
    mutating func anyIdentifier(_ what: String = "a name") throws(SyntaxError) -> Identifier {
        guard token.kind == .word || token.kind == .quotedName else { throw unexpected(what) }
        return takeIdentifier()
    }

    mutating func takeIdentifier() -> Identifier {
        let range = token.range
        let isQuoted = token.kind == .quotedName
        let name = isQuoted ? unquoted(range) : text(range)
        advance()
        return Identifier(name, isQuoted: isQuoted, range: range)
    }

    /// A name as it comes behind AS; a string is taken as a name too.
    mutating func aliasBehindAs() throws(SyntaxError) -> Identifier {
        if token.kind == .string, token.range.count > 2 {
            let identifier = Identifier(unquoted(token.range), isQuoted: true, range: token.range)
            advance()
            return identifier
        }
        return try anyIdentifier("a name for the column")
    }

    mutating func qualifiedName(_ what: String = "a name") throws(SyntaxError) -> QualifiedName {
        var parts = [try identifier(what)]
        while token.kind == .dot {
            advance()
            parts.append(try anyIdentifier())
        }
        return QualifiedName(parts, range: range(from: parts[0].range.lowerBound))
    }

    /// `(a, b)`.
    mutating func parenthesizedNames(_ what: String = "a column name") throws(SyntaxError) -> [Identifier] {
        let opening = token
        try expect(.leftParenthesis)
        var names = [try identifier(what)]
        while eatCommaInList() { names.append(try identifier(what)) }
        try expectClosing(.rightParenthesis, of: opening)
        return names
    }

    /// The text between quotes of one kind, doubled quotes resolved.
    func unquoted(_ range: SourceRange) -> String {
        let quote = bytes[range.lowerBound]
        let inner = bytes[range.lowerBound + 1..<range.upperBound - 1]
        guard inner.contains(quote) else { return String(decoding: inner, as: UTF8.self) }
        var result: [UInt8] = []
        result.reserveCapacity(inner.count)
        var index = inner.startIndex
        while index < inner.endIndex {
            result.append(inner[index])
            index += inner[index] == quote ? 2 : 1
        }
        return String(decoding: result, as: UTF8.self)
    }
}
