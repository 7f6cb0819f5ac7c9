/// An operator of two operands; the raw value is its canonical spelling.
package enum BinaryOperator: String, Sendable, CaseIterable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    /// `7 / 2` is 3.5 unless the session says otherwise.
    case divide = "/"
    /// The integer quotient.
    case integerDivide = "//"
    case modulo = "%"
    /// `^` and `**`.
    case power = "^"
    case concatenate = "||"
    case bitAnd = "&"
    case bitOr = "|"
    case shiftLeft = "<<"
    case shiftRight = ">>"
    /// `=` and `==`.
    case equal = "="
    /// `<>` and `!=`.
    case notEqual = "<>"
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    /// `->`, where its left side cannot be the parameter of a lambda.
    case arrow = "->"
    case doubleArrow = "->>"
    /// `^@`, starts with.
    case startsWith = "^@"
    /// `@>`, contains.
    case contains = "@>"
    /// `<@`, is contained by.
    case containedBy = "<@"
    /// `&&`, overlaps.
    case overlaps = "&&"
    /// `<=>`, the distance of two vectors.
    case distance = "<=>"
    /// `<->`.
    case euclideanDistance = "<->"

    /// True for the six comparisons that ANY and ALL admit.
    package var isComparison: Bool {
        switch self {
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: true
        default: false
        }
    }
}

/// An operator of one operand; the raw value is its spelling.
package enum UnaryOperator: String, Sendable, CaseIterable {
    case plus = "+"
    case minus = "-"
    case not = "NOT"
    case bitNot = "~"
    /// `@ x`, the absolute value.
    case absolute = "@"
    /// `x !`, written behind its operand.
    case factorial = "!"
}

/// AND and OR. Chains are kept flat, so a filter of ten thousand alternatives is one node and not ten thousand levels.
package enum LogicalOperator: String, Sendable {
    case and = "AND"
    case or = "OR"
}

/// How a text is held against a pattern.
package enum PatternOperator: String, Sendable {
    case like = "LIKE"
    case ilike = "ILIKE"
    case glob = "GLOB"
    case similarTo = "SIMILAR TO"
    /// `~`, the whole text against a regular expression (as DuckDB reads it).
    case regularExpression = "~"
    /// `~*`, ignoring case.
    case regularExpressionIgnoringCase = "~*"
}

/// What stands behind IS.
package enum IsPredicate: String, Sendable {
    case null = "NULL"
    case `true` = "TRUE"
    case `false` = "FALSE"
    case unknown = "UNKNOWN"
}

/// `= ANY (…)` (also written SOME) and `= ALL (…)`.
package enum Quantifier: String, Sendable {
    case any = "ANY"
    case all = "ALL"
}
