extension Parser {
    mutating func typeName() throws(SyntaxError) -> TypeName {
        let outer = try enter()
        let start = token.lowerBound
        var type = TypeName(try typeForm(), range: range(from: start))
        while true {
            if token.kind == .leftBracket {
                let opening = token
                advance()
                let size = token.kind == .rightBracket ? nil : try wholeNumber("the size of the list")
                try expectClosing(.rightBracket, of: opening)
                type = TypeName(.list(type, size: size), range: range(from: start))
            } else if token.keyword == .array {
                advance()
                type = TypeName(.list(type, size: nil), range: range(from: start))
            } else {
                break
            }
            try grow()
        }
        leave(outer)
        return type
    }

    private mutating func typeForm() throws(SyntaxError) -> TypeName.Form {
        let isParenthesized = peek().kind == .leftParenthesis
        switch token.keyword {
        case .struct where isParenthesized, .row where isParenthesized:
            advance()
            return .structure(try typeFields())
        case .union where isParenthesized:
            advance()
            return .union(try typeFields())
        case .map where isParenthesized:
            advance()
            let opening = token
            advance()
            let key = try typeName()
            try expect(.comma)
            let value = try typeName()
            try expectClosing(.rightParenthesis, of: opening)
            return .map(key, value)
        default: return try simpleType()
        }
    }

    private mutating func simpleType() throws(SyntaxError) -> TypeName.Form {
        guard isAtName else { throw unexpected("a type") }
        var words: [String] = []
        let count = typeWordCount()
        if count > 1 {
            for _ in 0..<count {
                words.append(text(token.range))
                advance()
            }
        } else {
            words = [takeIdentifier().name]
            while token.kind == .dot {
                advance()
                words[0] += "." + (try anyIdentifier()).name
            }
        }
        var modifiers: [Expression] = []
        if token.kind == .leftParenthesis {
            let opening = token
            advance()
            if token.kind != .rightParenthesis { modifiers = try expressions() }
            try expectClosing(.rightParenthesis, of: opening)
        }
        // `TIMESTAMP(3) WITH TIME ZONE`
        if !modifiers.isEmpty, token.keyword == .with || token.keyword == .without, peek().keyword == .time, peek(2).keyword == .zone {
            for _ in 0..<3 {
                words.append(text(token.range))
                advance()
            }
        }
        return .named(name: words.joined(separator: " "), modifiers: modifiers)
    }

    /// How many words at this place make one type name; one for most, zero where no word stands.
    func typeWordCount() -> Int {
        guard token.kind == .word, peek().kind == .word, token.range.count <= 9 else { return token.kind == .word ? 1 : 0 }
        switch text(token.range).lowercased() {
        case "double": return text(peek().range).lowercased() == "precision" ? 2 : 1
        case "character", "char", "bit": return peek().keyword == .varying ? 2 : 1
        case "timestamp", "time":
            let isZone = (peek().keyword == .with || peek().keyword == .without) && peek(2).keyword == .time && peek(3).keyword == .zone
            return isZone ? 4 : 1
        case "national": return peek(2).keyword == .varying ? 3 : 2
        default: return 1
        }
    }

    private mutating func typeFields() throws(SyntaxError) -> [TypeField] {
        let opening = token
        try expect(.leftParenthesis)
        var fields: [TypeField] = []
        repeat {
            let name = try anyIdentifier("the name of a field")
            fields.append(TypeField(name: name, type: try typeName()))
        } while eatCommaInList()
        try expectClosing(.rightParenthesis, of: opening)
        return fields
    }
}
