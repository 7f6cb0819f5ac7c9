/// Literals, casts, calls, lists and everything else that is no operator.
extension SyntaxFormatter {
    mutating func write(_ literal: Literal) {
        switch literal {
        case .null: write("NULL")
        case .boolean(let value): write(value ? "TRUE" : "FALSE")
        case .number(let number):
            switch number.form {
            case .hexadecimal: write("0x" + number.digits)
            case .binary: write("0b" + number.digits)
            case .integer, .decimal, .scientific: write(number.digits)
            }
        case .string(let value): string(value)
        }
    }

    mutating func constructor(_ expression: Expression) {
        switch expression.kind {
        case .exists(let query):
            write("EXISTS ")
            subquery(query)
        case .scalarQuery(let query): subquery(query)
        case .listQuery(let query):
            write("ARRAY")
            subquery(query)
        case .row(let elements):
            write("ROW")
            parenthesized { $0.expressions(elements) }
        case .list(let elements):
            write("[")
            expressions(elements)
            write("]")
        case .listComprehension(let comprehension):
            write("[")
            write(comprehension.element)
            word("FOR")
            list(comprehension.variables) { $0.write($1) }
            word("IN")
            write(comprehension.list)
            if let condition = comprehension.condition {
                word("IF")
                write(condition)
            }
            write("]")
        case .structure(let fields):
            write("{")
            list(fields) {
                $0.write($1.name)
                $0.write(": ")
                $0.write($1.value)
            }
            write("}")
        case .map(let entries):
            write("MAP {")
            list(entries) {
                $0.write($1.key, .arrow)
                $0.write(": ")
                $0.write($1.value)
            }
            write("}")
        case .field(let base, let name):
            // Without parentheses `a.b` would be one name.
            if case .column = base.kind { parenthesized { $0.write(base) } } else { suffixBase(base) }
            write(".")
            write(name)
        case .element(let base, let index):
            suffixBase(base)
            write("[")
            write(index)
            write("]")
        case .slice(let base, let from, let to, let step):
            suffixBase(base)
            write("[")
            if let from { write(from, .arrow) }
            // With spaces: two colons in a row are a cast.
            write(" : ")
            if let to { write(to, .arrow) }
            if let step {
                write(" : ")
                write(step, .arrow)
            }
            write("]")
        default: break
        }
    }

    /// What a suffix stands behind; a number swallows a dot and a cast swallows brackets.
    private mutating func suffixBase(_ base: Expression) {
        switch base.kind {
        case .literal(.number), .interval, .cast, .defaultValue: parenthesized { $0.write(base) }
        case .call(let call) where call.spelling == .bare: parenthesized { $0.write(base) }
        default: write(base, .operand)
        }
    }

    mutating func write(_ interval: IntervalExpression) {
        write("INTERVAL ")
        switch interval.value.kind {
        case .literal(.string), .literal(.number): write(interval.value)
        default: parenthesized { $0.write(interval.value) }
        }
        if let unit = interval.unit { write(" " + unit.uppercased()) }
    }

    mutating func write(_ conditional: CaseExpression) {
        word("CASE")
        if let operand = conditional.operand { write(operand) }
        for branch in conditional.branches {
            word("WHEN")
            write(branch.condition)
            word("THEN")
            write(branch.result)
        }
        if let otherwise = conditional.otherwise {
            word("ELSE")
            write(otherwise)
        }
        space()
        write("END")
    }

    mutating func write(_ cast: CastExpression) {
        if cast.spelling == .suffix {
            switch cast.value.kind {
            case .lambda, .defaultValue: parenthesized { $0.write(cast.value) }
            default: write(cast.value, .operand)
            }
            write("::")
            write(cast.type)
            return
        }
        write(cast.isTry ? "TRY_CAST" : "CAST")
        parenthesized {
            $0.write(cast.value)
            $0.word("AS")
            $0.write(cast.type)
        }
    }

    mutating func write(_ type: TypeName) {
        switch type.form {
        case .named(let name, let modifiers):
            // `TIMESTAMP(3) WITH TIME ZONE`: the modifiers stand behind the first word.
            let words = name.split(separator: " ", maxSplits: 1)
            let isZoned = words.count == 2 && words[1].lowercased().hasSuffix("time zone") && !modifiers.isEmpty
            write(isZoned ? String(words[0]) : Self.typeName(name))
            if !modifiers.isEmpty { parenthesized { $0.expressions(modifiers) } }
            if isZoned { write(" " + words[1]) }
        case .list(let element, let size):
            write(element)
            write(size.map { "[\($0)]" } ?? "[]")
        case .structure(let fields): typeFields("STRUCT", fields)
        case .union(let fields): typeFields("UNION", fields)
        case .map(let key, let value):
            write("MAP")
            parenthesized {
                $0.write(key)
                $0.write(", ")
                $0.write(value)
            }
        }
    }

    private mutating func typeFields(_ word: String, _ fields: [TypeField]) {
        write(word)
        parenthesized {
            $0.list(fields) {
                $0.write($1.name)
                $0.space()
                $0.write($1.type)
            }
        }
    }

    /// Words of a type pass as they are; a name that needs quotes gets them.
    private static func typeName(_ name: String) -> String {
        let known: Set<String> = ["double precision", "character varying", "char varying", "bit varying"]
        let folded = name.lowercased()
        if known.contains(folded) || folded.hasSuffix(" time zone") || folded.hasPrefix("national ") { return name }
        return name.split(separator: ".", omittingEmptySubsequences: false).map { part in
            let tokens = Lexer.tokens(of: Array(part.utf8)).tokens
            let isWord = tokens.count == 2 && tokens[0].kind == .word && !tokens[0].keyword.isReserved
            return isWord ? String(part) : quoted(String(part), "\"")
        }.joined(separator: ".")
    }

    // MARK: Stars

    mutating func write(_ star: StarExpression) {
        if let qualifier = star.qualifier {
            write(qualifier)
            write(".")
        }
        write("*")
        if !star.exclude.isEmpty {
            word("EXCLUDE")
            parenthesized { $0.list(star.exclude) { $0.write($1) } }
        }
        if !star.replace.isEmpty {
            word("REPLACE")
            parenthesized {
                $0.list(star.replace) {
                    $0.write($1.value)
                    $0.alias($1.name)
                }
            }
        }
        if !star.rename.isEmpty {
            word("RENAME")
            parenthesized {
                $0.list(star.rename) {
                    $0.write($1.column)
                    $0.alias($1.name)
                }
            }
        }
        if let pattern = star.pattern {
            word((pattern.isNegated ? "NOT " : "") + pattern.operator.rawValue)
            write(pattern.pattern, .postfix)
        }
    }
}
