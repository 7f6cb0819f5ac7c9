/// A type as it was written. The language knows no list of types; whether `BIGINT` or `money` exists is for the planner to say.
package struct TypeName: Sendable {
    package indirect enum Form: Sendable {
        /// `DECIMAL(10, 2)`, `VARCHAR`, `TIMESTAMP WITH TIME ZONE`. A name of several words is written with single spaces between them.
        case named(name: String, modifiers: [Expression])
        /// `INTEGER[]` (size nil) and `INTEGER[3]`.
        case list(TypeName, size: Int?)
        /// `STRUCT(a INTEGER, b VARCHAR)` and `ROW(…)`.
        case structure([TypeField])
        /// `MAP(key, value)`.
        case map(TypeName, TypeName)
        /// `UNION(tag INTEGER, other VARCHAR)`.
        case union([TypeField])
    }

    package var form: Form
    package var range: SourceRange

    package init(_ form: Form, range: SourceRange) {
        self.form = form
        self.range = range
    }
}

/// A named member of a STRUCT or UNION type.
package struct TypeField: Sendable {
    package var name: Identifier
    package var type: TypeName
}
