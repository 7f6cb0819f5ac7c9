import Columns
import Language

// Names of columns: `a`, `t.a`, aliases, columns of enclosing queries.
extension Binder {
    func bindColumn(_ name: QualifiedName, _ context: ExpressionContext, range: Range<Int>) throws(QueryError) -> TypedExpression {
        if let found = try findColumn(name, in: context, range: range) {
            guard let grouped = context.groupedColumns, !context.isInsideAggregate, name.parts.count == 1,
                let position = found.columnPosition, !grouped.contains(position), let alias = context.aliases[name.parts[0].folded]
            else { return found }
            return try bindAlias(alias, name: name.parts[0].name, context, range: range)
        }
        if name.parts.count == 1, let alias = context.aliases[name.parts[0].folded] {
            return try bindAlias(alias, name: name.parts[0].name, context, range: range)
        }
        for depth in 0..<outerFrames.count {
            let frame = outerFrames[outerFrames.count - 1 - depth]
            guard var found = try findColumn(name, in: frame.context, range: range) else { continue }
            guard let position = found.columnPosition else { continue }
            for inner in outerFrames.suffix(depth + 1) { inner.isCorrelated = true }
            found.node = .outerColumn(depth: depth, position)
            return found
        }
        throw unknownColumn(name, context, range: range)
    }

    /// The column of a name in one scope; nil where there is none.
    private func findColumn(
        _ name: QualifiedName, in context: ExpressionContext, range: Range<Int>
    ) throws(QueryError) -> TypedExpression? {
        let matches: [ScopeColumn]
        if name.parts.count == 1 {
            matches = context.scope.matches(name.parts[0].folded)
        } else {
            let tables = context.scope.table(named: name.parts[name.parts.count - 2].folded)
            guard !tables.isEmpty else { return nil }
            let folded = name.parts[name.parts.count - 1].folded
            matches = tables.flatMap { $0.columns.filter { $0.folded == folded } }
        }
        guard let first = matches.first else { return nil }
        if matches.contains(where: { $0.position != first.position }) { throw ambiguousColumn(name, context, range: range) }
        return TypedExpression(.column(first.position), type: first.type, range: range)
    }

    /// What an alias stands for.
    func bindAlias(
        _ alias: ExpressionContext.Alias, name: String, _ context: ExpressionContext, range: Range<Int>
    ) throws(QueryError) -> TypedExpression {
        switch alias {
        case .bound(var expression):
            if expression.hasAggregate, !context.allowsAggregates || context.isInsideAggregate {
                throw misplaced("aggregate", "the alias \(name) holds an aggregate", context, range: range)
            }
            if expression.hasWindow, !context.allowsWindows || context.isInsideAggregate || context.isInsideWindow {
                throw misplaced("window", "the alias \(name) holds a window function", context, range: range)
            }
            expression.range = range
            return expression
        case .syntax(let expression, let earlier):
            // The alias's own expression sees only the aliases to its left, so no chain of aliases comes back to itself.
            let saved = context.aliases
            context.aliases = syntaxAliases(earlier)
            defer { context.aliases = saved }
            return try bind(expression, context)
        case .ambiguous:
            throw QueryError(
                .ambiguousColumn, "the alias \(name) stands for several columns", help: ["give each column a name of its own"],
                range: range)
        }
    }

    private func misplaced(_ kind: String, _ message: String, _ context: ExpressionContext, range: Range<Int>) -> QueryError {
        QueryError(.invalidQuery, "\(message), which is not allowed in \(context.clause)", range: range)
    }

    private func ambiguousColumn(_ name: QualifiedName, _ context: ExpressionContext, range: Range<Int>) -> QueryError {
        let folded = name.parts[name.parts.count - 1].folded
        let qualified = context.scope.tables.filter { $0.columns.contains { $0.folded == folded } }.map { "\($0.name).\(name.last)" }
        var seen: Set<String> = []
        let choices = qualified.filter { seen.insert($0.lowercased()).inserted }
        return QueryError(
            .ambiguousColumn, "the column \(name.text) is ambiguous",
            help: choices.count > 1
                ? ["write " + choices.prefix(5).joined(separator: " or ")] : ["rename one of them, or drop it before"],
            range: range, label: "several columns have this name")
    }

    private func unknownColumn(_ name: QualifiedName, _ context: ExpressionContext, range: Range<Int>) -> QueryError {
        let scopes = [context.scope] + outerFrames.reversed().map(\.context.scope)
        if name.parts.count > 1 {
            let qualifier = name.parts[name.parts.count - 2]
            for scope in scopes {
                guard let table = scope.table(named: qualifier.folded).first else { continue }
                return QueryError(
                    .unknownColumn, "\(table.name) has no column \(name.last)",
                    help: NameSuggestion.help(for: name.last, among: table.columns.map(\.name), listing: "its columns"),
                    range: name.parts[name.parts.count - 1].range)
            }
            let tables = scopes.flatMap { $0.tables.map(\.name) }
            return QueryError(
                .unknownTable, "there is no table or alias \(qualifier.name) here",
                help: NameSuggestion.help(for: qualifier.name, among: tables, listing: "tables in sight"), range: qualifier.range)
        }
        let candidates = scopes.flatMap(\.candidateNames) + context.aliases.keys.sorted()
        var help = NameSuggestion.help(for: name.text, among: candidates, listing: "columns in sight")
        if name.parts[0].isQuoted { help.append("single quotes make a text: '\(name.text)'") }
        return QueryError(.unknownColumn, "there is no column \(name.text)", help: Array(help.prefix(5)), range: range)
    }
}
