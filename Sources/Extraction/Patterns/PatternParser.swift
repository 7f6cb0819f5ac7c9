/// Reads a pattern file into its syntax. The grammar is `grammar/fact-patterns.ebnf`.
struct PatternParser {
    private let path: String
    private let tokens: [PatternLexer.Token]
    private var index = 0
    private var depth = 0

    /// How deep groups and lists may lie in one another.
    private static let deepest = 20
    /// The widest gap, and what `..` alone means.
    static let widestGap = 60
    private static let usualGap = 20

    init(_ text: String, path: String) throws(PatternError) {
        self.path = path
        var lexer = PatternLexer(text, path: path)
        tokens = try lexer.tokens()
    }

    mutating func file() throws(PatternError) -> PatternSyntax {
        var syntax = PatternSyntax()
        while token.kind != .end {
            guard case .name(let word) = token.kind else { throw unexpected("table, lexicon or rule") }
            switch word {
            case "lexicon": syntax.lexicons.append(try lexicon())
            case "table": syntax.tables.append(try table())
            case "rule":
                guard let last = syntax.tables.indices.last else {
                    throw error(.shape, "a rule stands below the table that its rows go to", at: token.place)
                }
                syntax.tables[last].rules.append(try rule())
            default: throw unexpected("table, lexicon or rule")
            }
        }
        return syntax
    }

    // MARK: Declarations

    private mutating func lexicon() throws(PatternError) -> PatternSyntax.Lexicon {
        advance()
        let name = try name("the lexicon's name")
        if takeWord("from") {
            guard case .string(let file) = token.kind else { throw unexpected("the file's name in quotes") }
            let place = token.place
            advance()
            return PatternSyntax.Lexicon(name: name, words: nil, file: .init(text: file, place: place))
        }
        try expect("=")
        return PatternSyntax.Lexicon(name: name, words: try words(), file: nil)
    }

    private mutating func table() throws(PatternError) -> PatternSyntax.Table {
        advance()
        var table = PatternSyntax.Table(name: try name("the table's name"))
        while takeWord("column") {
            table.columns.append(PatternSyntax.Column(name: try name("the column's name"), type: try name("the column's type")))
        }
        return table
    }

    private mutating func rule() throws(PatternError) -> PatternSyntax.Rule {
        advance()
        let name = try name("the rule's name")
        guard takeWord("match") else { throw unexpected("match") }
        var rule = PatternSyntax.Rule(name: name, pattern: try pattern())
        while true {
            if takeWord("unless") {
                let sides = PatternSyntax.Exclusion.Side.allCases.map(\.rawValue)
                guard case .name(let word) = token.kind, let side = PatternSyntax.Exclusion.Side(rawValue: word) else {
                    throw unexpected(sides.joined(separator: ", "))
                }
                advance()
                rule.exclusions.append(PatternSyntax.Exclusion(side: side, words: try words()))
            } else if takeWord("confidence") {
                guard case .number(let text) = token.kind, let value = Double(text), value >= 0, value <= 1 else {
                    throw unexpected("a number from 0 to 1")
                }
                advance()
                rule.confidence = value
            } else {
                return rule
            }
        }
    }

    private mutating func words() throws(PatternError) -> PatternSyntax.Words {
        var words = PatternSyntax.Words(members: [])
        repeat {
            if case .string(let word) = token.kind {
                words.members.append(.word(word))
                advance()
            } else if takeSign("@") {
                words.members.append(.lexicon(try name("a lexicon's name")))
            } else {
                throw unexpected("a word in quotes or @ and a lexicon's name")
            }
        } while takeSign("|")
        return words
    }

    // MARK: Patterns

    private mutating func pattern() throws(PatternError) -> PatternSyntax.Node {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else {
            throw error(.shape, "groups lie more than \(Self.deepest) deep in one another", at: token.place)
        }
        var branches = [try sequence()]
        while takeSign("|") { branches.append(try sequence()) }
        return branches.count == 1 ? branches[0] : .choice(branches)
    }

    private mutating func sequence() throws(PatternError) -> PatternSyntax.Node {
        var items: [PatternSyntax.Node] = []
        while beginsItem { items.append(try item()) }
        guard !items.isEmpty else { throw unexpected("an element of the pattern") }
        return items.count == 1 ? items[0] : .sequence(items)
    }

    /// Words that end a pattern and so begin no element.
    private static let ends: Set<String> = ["unless", "confidence", "rule", "table", "lexicon"]

    private var beginsItem: Bool {
        switch token.kind {
        case .string, .dots, .sign("("), .sign("@"): true
        case .name(let word): !Self.ends.contains(word) || peek.kind == .sign(":")
        default: false
        }
    }

    private mutating func item() throws(PatternError) -> PatternSyntax.Node {
        var capture: PatternSyntax.Name?
        if case .name(let word) = token.kind, peek.kind == .sign(":") {
            capture = .init(text: word, place: token.place)
            advance()
            advance()
        }
        let place = token.place
        var node = try element()
        if let capture {
            if case .gap = node { throw error(.shape, "a gap fills no column", at: place, help: "use text(…) for what is to be kept") }
            node = .capture(capture, node)
        }
        if takeSign("?") { node = .optional(node) }
        return node
    }

    private mutating func element() throws(PatternError) -> PatternSyntax.Node {
        let place = token.place
        switch token.kind {
        case .string(let word):
            advance()
            return .word(.init(text: word, place: place))
        case .dots:
            advance()
            guard case .number(let text) = token.kind, !token.isApart else { return .gap(Self.usualGap, place) }
            guard let width = Int(text), width >= 1, width <= Self.widestGap else {
                throw error(.shape, "a gap is 1 to \(Self.widestGap) characters wide", at: place)
            }
            advance()
            return .gap(width, place)
        case .sign("@"):
            advance()
            return .lexicon(try name("a lexicon's name"))
        case .sign("("):
            advance()
            let inner = try pattern()
            try expect(")")
            return inner
        case .name(let word):
            advance()
            if word == "list" {
                try expect("(")
                let inner = try pattern()
                try expect(")")
                return .list(inner, place)
            }
            var tests: [PatternSyntax.Test] = []
            // A bracket that stands apart begins a group: place:area (..10 date:date)?
            if !token.isApart, takeSign("(") {
                repeat { tests.append(try test()) } while takeSign(",")
                try expect(")")
            }
            return .typed(.init(text: word, place: place), tests)
        default: throw unexpected("an element of the pattern")
        }
    }

    private mutating func test() throws(PatternError) -> PatternSyntax.Test {
        if case .number = token.kind {
            let place = token.place
            return PatternSyntax.Test(name: .init(text: "length", place: place), part: nil, words: nil, range: try range())
        }
        let name = try name("a test")
        var part: PatternSyntax.Name?
        if case .name(let word) = token.kind {
            part = .init(text: word, place: token.place)
            advance()
        }
        return PatternSyntax.Test(name: name, part: part, words: try words(), range: nil)
    }

    /// `1..8`, or `8` for at most eight.
    private mutating func range() throws(PatternError) -> ClosedRange<Int> {
        let place = token.place
        let first = try integer()
        var low = 1
        var high = first
        if token.kind == .dots {
            advance()
            low = first
            high = try integer()
        }
        guard low >= 1, low <= high, high <= Self.widestGap else {
            throw error(.shape, "a text has 1 to \(Self.widestGap) characters, the smaller number first", at: place)
        }
        return low...high
    }

    private mutating func integer() throws(PatternError) -> Int {
        guard case .number(let text) = token.kind, let value = Int(text) else { throw unexpected("a whole number") }
        advance()
        return value
    }

    // MARK: Tokens

    private var token: PatternLexer.Token { tokens[min(index, tokens.count - 1)] }
    private var peek: PatternLexer.Token { tokens[min(index + 1, tokens.count - 1)] }

    private mutating func advance() { index = min(index + 1, tokens.count - 1) }

    private mutating func takeWord(_ word: String) -> Bool {
        guard token.kind == .name(word), peek.kind != .sign(":") else { return false }
        advance()
        return true
    }

    private mutating func takeSign(_ sign: Character) -> Bool {
        guard token.kind == .sign(sign) else { return false }
        advance()
        return true
    }

    private mutating func expect(_ sign: Character) throws(PatternError) {
        guard takeSign(sign) else { throw unexpected("`\(sign)`") }
    }

    private mutating func name(_ what: String) throws(PatternError) -> PatternSyntax.Name {
        guard case .name(let text) = token.kind else { throw unexpected(what) }
        let name = PatternSyntax.Name(text: text, place: token.place)
        advance()
        return name
    }

    private func unexpected(_ expected: String) -> PatternError {
        let found =
            switch token.kind {
            case .name(let text), .number(let text): "`\(text)` is not expected here"
            case .string(let text): "\"\(text)\" is not expected here"
            case .sign(let sign): "`\(sign)` is not expected here"
            case .dots: "`..` is not expected here"
            case .end: "the file ends too early"
            }
        return error(.syntax, found, at: token.place, help: "expected: \(expected)")
    }

    private func error(_ code: PatternError.Code, _ message: String, at place: PatternPlace, help: String? = nil) -> PatternError {
        PatternError(code: code, path: path, line: place.line, column: place.column, message: message, help: help)
    }
}
