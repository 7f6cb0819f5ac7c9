/// A call of a scalar, aggregate, window or table function.
///
/// The keyword forms of the standard come as ordinary calls, so a binder knows functions only: `EXTRACT(f FROM x)` is `date_part('f', x)`,
/// `POSITION(a IN b)` is `position(b, a)`, `SUBSTRING(x FROM i FOR n)` is `substring(x, i, n)`, `TRIM(LEADING c FROM x)` is `ltrim(x, c)`
/// (TRAILING `rtrim`, BOTH `trim`), `OVERLAY(x PLACING y FROM i FOR n)` is `overlay(x, y, i, n)`, `x AT TIME ZONE z` is `timezone(z, x)`.
package struct FunctionCall: Sendable {
    package enum Spelling: Sendable {
        case ordinary
        /// One of the keyword forms above; ranges are those of the operands.
        case keywords
        /// `x.upper()`; the receiver is the first argument.
        case method
        /// A niladic name without parentheses: `CURRENT_DATE`.
        case bare
    }

    package enum NullTreatment: String, Sendable {
        case ignore = "IGNORE NULLS"
        case respect = "RESPECT NULLS"
    }

    package var name: QualifiedName
    package var arguments: [FunctionArgument]
    package var isDistinct: Bool
    /// ORDER BY inside the parentheses.
    package var orderBy: OrderByClause?
    package var nullTreatment: NullTreatment?
    /// `WITHIN GROUP (ORDER BY …)`.
    package var withinGroup: OrderByClause?
    /// `FILTER (WHERE …)`.
    package var filter: Expression?
    package var over: WindowReference?
    package var spelling: Spelling

    package init(
        name: QualifiedName, arguments: [FunctionArgument], isDistinct: Bool = false, orderBy: OrderByClause? = nil,
        nullTreatment: NullTreatment? = nil, withinGroup: OrderByClause? = nil, filter: Expression? = nil, over: WindowReference? = nil,
        spelling: Spelling = .ordinary
    ) {
        self.name = name
        self.arguments = arguments
        self.isDistinct = isDistinct
        self.orderBy = orderBy
        self.nullTreatment = nullTreatment
        self.withinGroup = withinGroup
        self.filter = filter
        self.over = over
        self.spelling = spelling
    }
}

package struct FunctionArgument: Sendable {
    /// The name of `name => value` and `name := value`. In a table function `name = value` names an argument too.
    package var name: Identifier?
    package var value: Expression

    package init(name: Identifier? = nil, value: Expression) {
        self.name = name
        self.value = value
    }

    package var range: SourceRange { (name?.range.lowerBound ?? value.range.lowerBound)..<value.range.upperBound }
}

/// What stands behind OVER.
package indirect enum WindowReference: Sendable {
    /// `OVER w`.
    case named(Identifier)
    /// `OVER (…)`.
    case specification(WindowSpecification)
}

package struct WindowSpecification: Sendable {
    /// `w` of `OVER (w ORDER BY …)`.
    package var base: Identifier?
    package var partitionBy: [Expression]
    package var orderBy: OrderByClause?
    package var frame: WindowFrame?
    /// The range with its parentheses.
    package var range: SourceRange

    package init(
        base: Identifier? = nil, partitionBy: [Expression] = [], orderBy: OrderByClause? = nil, frame: WindowFrame? = nil,
        range: SourceRange
    ) {
        self.base = base
        self.partitionBy = partitionBy
        self.orderBy = orderBy
        self.frame = frame
        self.range = range
    }
}

package struct WindowFrame: Sendable {
    package enum Unit: String, Sendable {
        case rows = "ROWS"
        case range = "RANGE"
        case groups = "GROUPS"
    }

    package enum Exclusion: String, Sendable {
        case noOthers = "NO OTHERS"
        case currentRow = "CURRENT ROW"
        case group = "GROUP"
        case ties = "TIES"
    }

    package var unit: Unit
    package var start: FrameBound
    /// Nil where only a start was written; the frame then ends at the current row.
    package var end: FrameBound?
    package var exclusion: Exclusion?
    package var range: SourceRange
}

package indirect enum FrameBound: Sendable {
    case unboundedPreceding
    case preceding(Expression)
    case currentRow
    case following(Expression)
    case unboundedFollowing
}
