/// A grammar in the notation of the XML recommendation, read from its text. Rules in capitals are tokens and stay unread.
struct GrammarText {
    indirect enum Node {
        /// A keyword or a sign.
        case terminal(String, isKeyword: Bool)
        case reference(String)
        case sequence([Node])
        case choice([Node])
        /// Between `least` and, if it may repeat, any number of times.
        case repetition(Node, least: Int, mayRepeat: Bool)
    }

    enum ReadingError: Error {
        case unexpected(String, rule: String)
        case definedTwice(String)
    }

    private(set) var rules: [String: Node] = [:]
    private(set) var tokenNames: Set<String> = []
    private(set) var order: [String] = []

    private var pieces: [String] = []
    private var index = 0
    private var rule = ""

    init(_ text: String) throws {
        pieces = Self.pieces(of: text)
        while index < pieces.count {
            rule = pieces[index]
            index += 2
            if rule == rule.uppercased() {
                guard tokenNames.insert(rule).inserted else { throw ReadingError.definedTwice(rule) }
                while index < pieces.count, !isAtRule { index += 1 }
                continue
            }
            guard rules[rule] == nil else { throw ReadingError.definedTwice(rule) }
            rules[rule] = try choice()
            order.append(rule)
            if index < pieces.count, !isAtRule { throw ReadingError.unexpected(pieces[index], rule: rule) }
        }
    }

    private var isAtRule: Bool { index + 1 < pieces.count && pieces[index + 1] == "::=" }

    private mutating func choice() throws -> Node {
        var alternatives = [try sequence()]
        while index < pieces.count, pieces[index] == "|" {
            index += 1
            alternatives.append(try sequence())
        }
        return alternatives.count == 1 ? alternatives[0] : .choice(alternatives)
    }

    private mutating func sequence() throws -> Node {
        var parts: [Node] = []
        while index < pieces.count, !isAtRule, pieces[index] != "|", pieces[index] != ")" {
            var part = try atom()
            while index < pieces.count, let sign = ["?", "*", "+"].first(where: { $0 == pieces[index] }) {
                part = .repetition(part, least: sign == "+" ? 1 : 0, mayRepeat: sign != "?")
                index += 1
            }
            parts.append(part)
        }
        return parts.count == 1 ? parts[0] : .sequence(parts)
    }

    private mutating func atom() throws -> Node {
        let piece = pieces[index]
        index += 1
        if piece == "(" {
            let inner = try choice()
            guard index < pieces.count, pieces[index] == ")" else { throw ReadingError.unexpected("a missing )", rule: rule) }
            index += 1
            return inner
        }
        if piece.hasPrefix("\"") || piece.hasPrefix("'") {
            return .terminal(String(piece.dropFirst().dropLast()), isKeyword: piece.hasPrefix("\""))
        }
        guard piece.first?.isLetter == true else { throw ReadingError.unexpected(piece, rule: rule) }
        return .reference(piece)
    }

    /// Names, quoted texts, classes in brackets and signs; comments are left out.
    private static func pieces(of text: String) -> [String] {
        var result: [String] = []
        var rest = Substring(text)
        while let first = rest.first {
            if first.isWhitespace {
                rest = rest.dropFirst()
            } else if rest.hasPrefix("/*") {
                var tail = rest
                while !tail.isEmpty, !tail.hasPrefix("*/") { tail = tail.dropFirst() }
                rest = tail.dropFirst(2)
            } else {
                let length: Int
                if first == "\"" || first == "'" {
                    length = (rest.dropFirst().firstIndex(of: first).map { rest.distance(from: rest.startIndex, to: $0) } ?? 0) + 1
                } else if first == "[" {
                    length = (rest.firstIndex(of: "]").map { rest.distance(from: rest.startIndex, to: $0) } ?? 0) + 1
                } else if first.isLetter {
                    length = rest.prefix { $0.isLetter || $0 == "_" }.count
                } else {
                    length = rest.hasPrefix("::=") ? 3 : 1
                }
                result.append(String(rest.prefix(length)))
                rest = rest.dropFirst(length)
            }
        }
        return result
    }

    /// Every node of every rule.
    func forEachNode(_ body: (Node) -> Void) {
        func visit(_ node: Node) {
            body(node)
            switch node {
            case .terminal, .reference: break
            case .sequence(let parts), .choice(let parts): parts.forEach(visit)
            case .repetition(let inner, _, _): visit(inner)
            }
        }
        rules.values.forEach(visit)
    }
}

/// Makes random texts of a grammar.
struct GrammarGenerator {
    private let grammar: GrammarText
    private let samples: [String: [String]]
    /// The least number of rule levels below each rule.
    private var heights: [String: Int] = [:]

    init(_ grammar: GrammarText, samples: [String: [String]]) {
        self.grammar = grammar
        self.samples = samples
        // A rule gets its height once the rules of one of its alternatives have theirs.
        var hasChanged = true
        while hasChanged {
            hasChanged = false
            for (name, node) in grammar.rules {
                if let height = height(of: node), height + 1 < heights[name] ?? .max {
                    heights[name] = height + 1
                    hasChanged = true
                }
            }
        }
    }

    /// The rules from which no finite text follows.
    var endlessRules: [String] { grammar.rules.keys.filter { heights[$0] == nil } }

    private func height(of node: GrammarText.Node) -> Int? {
        switch node {
        case .terminal: return 0
        case .reference(let name): return samples[name] != nil ? 0 : heights[name]
        case .sequence(let parts):
            let all = parts.map(height)
            return all.contains { $0 == nil } ? nil : all.compactMap { $0 }.max() ?? 0
        case .choice(let parts): return parts.compactMap(height).min()
        case .repetition(let inner, let least, _): return least == 0 ? 0 : height(of: inner)
        }
    }

    /// The tokens of a random text of `rule` that is at most about `depth` rules high.
    func tokens(of rule: String, depth: Int, using random: inout SeededGenerator) -> [String] {
        var result: [String] = []
        write(.reference(rule), depth, &result, &random)
        return result
    }

    private func write(_ node: GrammarText.Node, _ depth: Int, _ result: inout [String], _ random: inout SeededGenerator) {
        switch node {
        case .terminal(let text, let isKeyword):
            result.append(isKeyword && Bool.random(using: &random) ? text.lowercased() : text)
        case .reference(let name):
            if let texts = samples[name] {
                result.append(texts.randomElement(using: &random) ?? "")
            } else if let rule = grammar.rules[name] {
                write(rule, depth - 1, &result, &random)
            }
        case .sequence(let parts):
            for part in parts { write(part, depth, &result, &random) }
        case .choice(let parts):
            let affordable = parts.filter { height(of: $0) ?? .max < depth }
            let least = parts.min { height(of: $0) ?? .max < height(of: $1) ?? .max }
            if let part = affordable.randomElement(using: &random) ?? least { write(part, depth, &result, &random) }
        case .repetition(let inner, let least, let mayRepeat):
            var count = least
            let isAffordable = height(of: inner) ?? .max < depth
            if isAffordable, Int.random(in: 0..<3, using: &random) == 0 { count += 1 }
            if isAffordable, mayRepeat, Int.random(in: 0..<6, using: &random) == 0 { count += 1 }
            for _ in 0..<count { write(inner, depth, &result, &random) }
        }
    }
}
