import Columns
import Functions
import Language

/// The value of a placeholder.
package struct ParameterValue: Sendable, Hashable {
    package let value: Value
    package let type: LogicalType

    package init(_ value: Value, type: LogicalType) {
        self.value = value
        self.type = type
    }
}

/// Settles names and types: syntax tree in, typed plan out.
///
/// One binder binds one statement. It never changes the catalog.
package final class Binder {
    let catalog: any Catalog
    let registry: FunctionRegistry
    let settings: Settings
    /// By name in lower case; `$1` and `?` by their number in digits.
    let parameters: [String: ParameterValue]

    /// The names of `parameters` that the statement asked for.
    package internal(set) var usedParameters: Set<String> = []
    /// Whether a parameter that the statement does not ask for is no error: other statements may take the same values.
    let allowsUnusedParameters: Bool
    var depthGuard = DepthGuard()
    /// The common tables in sight, innermost last.
    var commonTables: [CommonTableDefinition] = []
    /// The places of the subqueries around the one being bound, outermost first.
    var outerFrames: [OuterFrame] = []
    /// The text being bound, for the names of columns without alias; a view's own text while it is opened.
    var text: [UInt8] = []
    /// The query that a leading `|>` continues.
    var previous: (query: Query, text: String)?
    /// The views being opened, to stop one that reads itself.
    var openViews: [String] = []

    /// - Parameter parameters: values by name without `$`; positional ones by their number.
    package init(
        catalog: any Catalog, registry: FunctionRegistry, settings: Settings = Settings(), parameters: [String: ParameterValue] = [:],
        allowsUnusedParameters: Bool = false
    ) {
        self.allowsUnusedParameters = allowsUnusedParameters
        self.catalog = catalog
        self.registry = registry
        self.settings = settings
        var folded: [String: ParameterValue] = [:]
        for (name, value) in parameters { folded[name.lowercased()] = value }
        self.parameters = folded
    }

    /// Binds a statement and checks that it used every parameter, unless parameters may go unused.
    ///
    /// - Parameters:
    ///   - text: the text the statement was read from: columns without alias are named by their words.
    ///   - previous: the query, with its text, that a statement beginning with `|>` continues.
    package func bind(
        _ statement: Statement, text: String, continuing previous: (query: Query, text: String)? = nil
    ) throws(QueryError) -> BoundStatement {
        self.text = Array(text.utf8)
        self.previous = previous
        let bound = SharedPlanInlining.applied(to: try bindStatement(statement))
        let unused = parameters.keys.filter { !usedParameters.contains($0) }.sorted()
        if let name = unused.first, !allowsUnusedParameters {
            let used = usedParameters.sorted().map { "$\($0)" }
            throw QueryError(
                .parameter, "the statement does not use the parameter $\(name)",
                help: used.isEmpty ? ["leave the parameter out"] : ["it uses \(used.joined(separator: ", "))"])
        }
        return bound
    }

    /// Runs `body` one level deeper.
    func nested<Result>(at range: Range<Int>?, _ body: () throws(QueryError) -> Result) throws(QueryError) -> Result {
        try depthGuard.enter(at: range)
        defer { depthGuard.leave() }
        return try body()
    }
}

extension Binder {
    /// The words of a range of the text, for the name of a column: blanks collapsed, at most 60 characters.
    func words(_ range: Range<Int>) -> String {
        guard range.lowerBound >= 0, range.upperBound <= text.count, !range.isEmpty else { return "column" }
        let written = String(decoding: text[range], as: UTF8.self)
        let joined = written.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return joined.count <= 60 ? joined : String(joined.prefix(59)) + "…"
    }

    /// Runs `body` with another text and without the names that belong to this one: for views.
    func withText<Result>(_ other: String, _ body: () throws(QueryError) -> Result) throws(QueryError) -> Result {
        let saved = (text, commonTables, outerFrames)
        (text, commonTables, outerFrames) = (Array(other.utf8), [], [])
        defer { (text, commonTables, outerFrames) = saved }
        return try body()
    }
}

/// Where a subquery stands: what its outer references see.
final class OuterFrame {
    let context: ExpressionContext
    /// Set when the subquery, or one inside it, uses a column of this frame or of one further out.
    var isCorrelated = false

    init(context: ExpressionContext) {
        self.context = context
    }
}
