/// A name as it was written: case is kept, and comparisons ignore it.
package struct Identifier: Sendable {
    /// The name without its quotes, never empty.
    package var name: String
    /// True for `"name"` and `` `name` ``. Quoting admits any character; it does not make a name case-sensitive.
    package var isQuoted: Bool
    /// The range of the name with its quotes.
    package var range: SourceRange

    package init(_ name: String, isQuoted: Bool = false, range: SourceRange) {
        self.name = name
        self.isQuoted = isQuoted
        self.range = range
    }

    /// The form under which two names are the same name.
    package var folded: String { name.lowercased() }
}

/// One or more identifiers joined by dots: `t`, `schema.t`, `database.schema.t`.
package struct QualifiedName: Sendable {
    /// Never empty; the last part is the name itself, those before it qualify it.
    package var parts: [Identifier]
    package var range: SourceRange

    package init(_ parts: [Identifier], range: SourceRange) {
        self.parts = parts
        self.range = range
    }

    package init(_ identifier: Identifier) {
        self.init([identifier], range: identifier.range)
    }

    /// The last part as written, `t` of `schema.t`.
    package var last: String { parts.last?.name ?? "" }

    /// The parts joined by dots, without quotes: for messages.
    package var text: String { parts.map(\.name).joined(separator: ".") }
}
