import Columns
import Functions
import Language

/// A select item after stars are expanded.
struct SelectColumn {
    enum Source {
        case column(ScopeColumn)
        case expression(Expression)
    }

    var source: Source
    var name: String
    /// Whether the name was written, and so may be used as an alias.
    var isAlias: Bool
    var range: Range<Int>
}

// SELECT: its clauses bound in the order that names demand, then put together in the order that rows take.
extension Binder {
    /// - Parameter input: the rows of a pipe SELECT; nil where the clause has its own FROM.
    func bindSelect(
        _ select: SelectClause, orderBy: OrderByClause?, limit: LimitClause?, input: Relation? = nil
    ) throws(QueryError) -> Relation {
        if let sample = select.sample { throw QueryError(.notSupported, "sampling is not supported yet", range: sample.range) }
        var relation: Relation
        if let from = select.from {
            relation = try bindFrom(from)
        } else {
            relation = input ?? Relation(plan: LogicalPlan(.singleRow, output: []))
        }
        if case .fromOnly = select.style, select.groupBy == nil, select.having == nil, select.qualify == nil, isPlainStar(select.items) {
            return try bindPlainFrom(select, relation, orderBy: orderBy, limit: limit)
        }
        let items = try expandItems(select.items, relation.scope, hasInput: select.from != nil || input != nil)
        let aliases = syntaxAliases(items[...])
        if let condition = select.where {
            relation = try filtered(relation, condition, clause: "WHERE", aliases: aliases)
        }
        let builder = SelectBuilder(
            binder: self, relation: relation, items: items, aliases: aliases, windows: select.windows,
            clause: input == nil ? "SELECT" : "pipe SELECT")
        return try builder.build(select, orderBy: orderBy, limit: limit)
    }

    private func isPlainStar(_ items: [SelectItem]) -> Bool {
        guard items.count == 1, case .star(let star) = items[0].expression.kind else { return false }
        return star.qualifier == nil && star.exclude.isEmpty && star.replace.isEmpty && star.rename.isEmpty && star.pattern == nil
    }

    /// `FROM …` without a select list: all columns under their table aliases, which pipes can still use.
    private func bindPlainFrom(
        _ select: SelectClause, _ input: Relation, orderBy: OrderByClause?, limit: LimitClause?
    ) throws(QueryError) -> Relation {
        var relation = input
        if let condition = select.where { relation = try filtered(relation, condition, clause: "WHERE") }
        if let orderBy { relation = try sortOutput(relation, orderBy, clause: "ORDER BY") }
        if let limit { relation.plan = try limited(relation.plan, limit) }
        return relation
    }

    func filtered(
        _ relation: Relation, _ condition: Expression, clause: String, aliases: [String: ExpressionContext.Alias] = [:]
    ) throws(QueryError) -> Relation {
        var relation = relation
        let context = ExpressionContext(scope: relation.scope, clause: clause)
        context.aliases = aliases
        // A pipe WHERE is QUALIFY as well.
        context.allowsWindows = clause == "pipe WHERE"
        var written = condition
        // COLUMNS(…) in a condition: it must hold for every column.
        let all = try expandedColumns(condition, relation.scope)
        if all.count > 1 {
            written = Expression(.logical(.and, all), range: condition.range)
        } else if let only = all.first {
            written = only
        }
        let bound = try bindCondition(written, context)
        let placed = try placeComputed(context, on: &relation.plan, [bound])
        relation.plan = relation.plan.filtered(by: placed[0])
        return relation
    }

    /// The aliases of a select list as WHERE and GROUP BY see them: by their text.
    func syntaxAliases(_ items: ArraySlice<SelectColumn>) -> [String: ExpressionContext.Alias] {
        var aliases: [String: ExpressionContext.Alias] = [:]
        for (index, item) in zip(items.indices, items) where item.isAlias {
            guard case .expression(let expression) = item.source else { continue }
            let folded = item.name.lowercased()
            aliases[folded] = aliases[folded] == nil ? .syntax(expression, earlier: items[..<index]) : .ambiguous
        }
        return aliases
    }

    /// The name of a column without alias.
    func defaultName(_ expression: Expression) -> String {
        switch expression.kind {
        case .column(let name): return name.last
        case .field(_, let name): return name.name
        default: return words(expression.range)
        }
    }

    func bindColumn(_ item: SelectColumn, _ context: ExpressionContext) throws(QueryError) -> TypedExpression {
        switch item.source {
        case .column(let column): return TypedExpression(.column(column.position), type: column.type, range: item.range)
        case .expression(let expression): return try bind(expression, context)
        }
    }

    /// Whether an expression calls an aggregate of its own level: not over a window, not inside a subquery.
    func callsAggregate(_ expression: Expression) -> Bool {
        var isFound = false
        SyntaxWalk.visit(expression) { part in
            if case .call(let call) = part.kind {
                let name = call.name.last.lowercased()
                if call.over == nil, registry.aggregate(named: name) != nil { isFound = true }
            }
            return !isFound
        }
        return isFound
    }
}
