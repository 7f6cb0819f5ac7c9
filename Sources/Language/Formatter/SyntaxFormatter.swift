/// Writes a tree as canonical text: keywords in capitals, one space between tokens, no parentheses but those that the tree needs.
///
/// Reading the text again gives the same tree but for ranges. Names and literals are written as they were; comments are not part of the tree
/// and are lost.
package struct SyntaxFormatter {
    package enum Layout: Sendable {
        /// Everything on one line.
        case line
        /// A clause or pipe operator a line, subqueries indented.
        case clauses
    }

    private(set) var text = ""
    private let layout: Layout
    var indentation = 0

    init(layout: Layout) {
        self.layout = layout
    }

    /// The text of a statement, without a semicolon.
    package static func format(_ statement: Statement, layout: Layout = .line) -> String {
        var formatter = SyntaxFormatter(layout: layout)
        formatter.write(statement)
        return formatter.text
    }

    /// The text of a query.
    package static func format(_ query: Query, layout: Layout = .line) -> String {
        var formatter = SyntaxFormatter(layout: layout)
        formatter.write(query)
        return formatter.text
    }

    /// The text of an expression.
    package static func format(_ expression: Expression) -> String {
        var formatter = SyntaxFormatter(layout: .line)
        formatter.write(expression)
        return formatter.text
    }

    // MARK: Pieces

    mutating func write(_ piece: String) { text += piece }

    /// A space between two tokens, but not at the start of a line or behind an opening sign.
    mutating func space() {
        guard let last = text.utf8.last, last != 0x20, last != 0x0a, last != 0x28, last != 0x5b, last != 0x7b else { return }
        text += " "
    }

    /// A word with spaces around it.
    mutating func word(_ word: String) {
        space()
        text += word
        text += " "
    }

    /// The start of a clause: a new line where the layout has one.
    mutating func clause(_ keyword: String) {
        if layout == .clauses, !text.isEmpty, text.utf8.last != 0x28, !text.hasSuffix("|> ") {
            if !isAtLineStart {
                trim()
                newLine()
            }
        } else {
            space()
        }
        text += keyword
        if !keyword.isEmpty { text += " " }
    }

    private mutating func newLine() {
        text += "\n" + String(repeating: "    ", count: indentation)
    }

    /// True where nothing but indentation stands on the line.
    private var isAtLineStart: Bool {
        text.utf8.last { $0 != 0x20 } == 0x0a
    }

    mutating func list<Element>(_ elements: [Element], _ write: (inout SyntaxFormatter, Element) -> Void) {
        for (index, element) in elements.enumerated() {
            if index > 0 {
                trim()
                text += ", "
            }
            write(&self, element)
        }
        trim()
    }

    /// Takes back a space that turned out to be one too many.
    mutating func trim() {
        while text.utf8.last == 0x20 { text.removeLast() }
    }

    mutating func parenthesized(_ body: (inout SyntaxFormatter) -> Void) {
        text += "("
        body(&self)
        trim()
        text += ")"
    }

    mutating func subquery(_ query: Query) {
        text += "("
        if layout == .clauses {
            indentation += 1
            newLine()
            write(query)
            indentation -= 1
            trim()
            newLine()
        } else {
            write(query)
            trim()
        }
        text += ")"
    }

    // MARK: Names and constants

    mutating func write(_ name: Identifier) {
        text += name.isQuoted ? Self.quoted(name.name, "\"") : name.name
    }

    mutating func write(_ name: QualifiedName) {
        for (index, part) in name.parts.enumerated() {
            if index > 0 { text += "." }
            write(part)
        }
    }

    mutating func names(_ names: [Identifier]) {
        parenthesized { $0.list(names) { $0.write($1) } }
    }

    mutating func alias(_ name: Identifier?) {
        guard let name else { return }
        word("AS")
        write(name)
    }

    mutating func write(_ alias: TableAlias?) {
        guard let alias else { return }
        word("AS")
        write(alias.name)
        if !alias.columns.isEmpty { names(alias.columns) }
    }

    mutating func string(_ value: String) { text += Self.quoted(value, "'") }

    /// A text between quotes, with the quotes inside doubled.
    static func quoted(_ value: String, _ quote: Character) -> String {
        var result = String(quote)
        // By scalars: a quote with a combining mark behind it is still a quote to the lexer.
        for scalar in value.unicodeScalars {
            result.unicodeScalars.append(scalar)
            if Character(scalar) == quote { result.append(quote) }
        }
        return result + String(quote)
    }
}
