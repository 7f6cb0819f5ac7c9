import Columns
import Functions
import Language

// `*`, `t.*` and COLUMNS(…): one item that stands for several.
extension Binder {
    func expandItems(_ items: [SelectItem], _ scope: Scope, hasInput: Bool) throws(QueryError) -> [SelectColumn] {
        var columns: [SelectColumn] = []
        for item in items {
            switch item.expression.kind {
            case .star(let star):
                if !hasInput { throw QueryError(.invalidQuery, "* needs a FROM", range: item.range) }
                columns += try expand(star, scope, range: item.range)
            default: columns += try expandColumns(item, scope)
            }
        }
        return columns
    }

    func expand(_ star: StarExpression, _ scope: Scope, range: Range<Int>) throws(QueryError) -> [SelectColumn] {
        var source = scope.columns
        if let qualifier = star.qualifier {
            let name = qualifier.parts[qualifier.parts.count - 1]
            guard let table = scope.table(named: name.folded).first else {
                throw QueryError(
                    .unknownTable, "there is no table or alias \(qualifier.text) here",
                    help: NameSuggestion.help(for: name.name, among: scope.tables.map(\.name), listing: "tables in sight"),
                    range: qualifier.range)
            }
            source = table.columns
        }
        let excluded = try star.exclude.map { (name) throws(QueryError) in try resolve(name, in: source, scope, clause: "EXCLUDE") }
        var replaced: [Int: StarReplacement] = [:]
        for replacement in star.replace {
            let position = try resolve(QualifiedName(replacement.name), in: source, scope, clause: "REPLACE")
            guard !excluded.contains(position) else {
                throw QueryError(
                    .invalidQuery, "\(replacement.name.name) is both excluded and replaced", range: replacement.name.range)
            }
            guard replaced.updateValue(replacement, forKey: position) == nil else {
                throw QueryError(.invalidQuery, "REPLACE names \(replacement.name.name) twice", range: replacement.name.range)
            }
        }
        var renamed: [Int: String] = [:]
        for renaming in star.rename { renamed[try resolve(renaming.column, in: source, scope, clause: "RENAME")] = renaming.name.name }
        var columns: [SelectColumn] = []
        for column in source where !excluded.contains(column.position) {
            if let pattern = star.pattern, try !matches(column.name, pattern) { continue }
            if let replacement = replaced[column.position] {
                columns.append(
                    SelectColumn(source: .expression(replacement.value), name: column.name, isAlias: false, range: replacement.value.range))
            } else {
                columns.append(
                    SelectColumn(source: .column(column), name: renamed[column.position] ?? column.name, isAlias: false, range: range))
            }
        }
        guard !columns.isEmpty else {
            throw QueryError(.invalidQuery, "no column is left of *", range: range)
        }
        return columns
    }

    /// The position of a column that a star's EXCLUDE, REPLACE or RENAME names.
    private func resolve(_ name: QualifiedName, in source: [ScopeColumn], _ scope: Scope, clause: String) throws(QueryError) -> Int {
        let folded = name.parts[name.parts.count - 1].folded
        let candidates: [ScopeColumn]
        if name.parts.count > 1 {
            let positions = Set(scope.table(named: name.parts[name.parts.count - 2].folded).flatMap { $0.columns.map(\.position) })
            candidates = source.filter { positions.contains($0.position) }
        } else {
            candidates = source
        }
        guard let found = candidates.first(where: { $0.folded == folded }) else {
            throw QueryError(
                .unknownColumn, "\(clause): there is no column \(name.text)",
                help: NameSuggestion.help(for: name.last, among: source.map(\.name), listing: "columns in sight"), range: name.range)
        }
        return found.position
    }

    private func matches(_ name: String, _ pattern: StarPattern) throws(QueryError) -> Bool {
        let value = Expression(.literal(.string(name)), range: pattern.pattern.range)
        let test = PatternExpression(
            value: value, operator: pattern.operator, pattern: pattern.pattern, escape: nil, isNegated: pattern.isNegated)
        let context = ExpressionContext(scope: Scope(), clause: "a pattern of names")
        let result = ConstantFolding(settings: settings).folded(try bindPattern(test, context, range: pattern.pattern.range))
        guard case .boolean(let isMatch)? = result.constantValue else {
            throw QueryError(.invalidQuery, "the pattern of * is a constant", range: pattern.pattern.range)
        }
        return isMatch
    }
}
