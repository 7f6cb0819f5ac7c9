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

    private func expand(_ star: StarExpression, _ scope: Scope, range: Range<Int>) throws(QueryError) -> [SelectColumn] {
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
            let name = QualifiedName(replacement.name)
            replaced[try resolve(name, in: source, scope, clause: "REPLACE")] = replacement
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

    // MARK: COLUMNS

    private func expandColumns(_ item: SelectItem, _ scope: Scope) throws(QueryError) -> [SelectColumn] {
        guard let names = try columnsMeant(by: item.expression, scope) else {
            return [
                SelectColumn(
                    source: .expression(item.expression), name: item.alias?.name ?? defaultName(item.expression),
                    isAlias: item.alias != nil, range: item.range)
            ]
        }
        return names.map { column in
            let expression = SyntaxRewrite.replacingColumns(in: item.expression, by: column)
            let isPlain = if case .columns = item.expression.kind { true } else { false }
            let name = item.alias?.name ?? (isPlain ? column.name : defaultName(expression).replacing(item, by: column, self))
            return SelectColumn(source: .expression(expression), name: name, isAlias: false, range: item.range)
        }
    }

    /// The columns that the COLUMNS of an expression stands for; nil where there is none.
    func columnsMeant(by expression: Expression, _ scope: Scope) throws(QueryError) -> [Identifier]? {
        var selector: Expression?
        SyntaxWalk.visit(expression) { part in
            if case .columns(let inner, _) = part.kind, selector == nil { selector = inner }
            return selector == nil
        }
        guard let selector else { return nil }
        let range = selector.range
        func identifier(_ column: ScopeColumn) -> Identifier { Identifier(column.name, isQuoted: true, range: range) }
        switch selector.kind {
        case .star(let star): return try expand(star, scope, range: range).map { Identifier($0.name, isQuoted: true, range: range) }
        case .literal(.string(let pattern)):
            var found: [Identifier] = []
            for column in scope.columns {
                let test = try call(
                    "regexp_matches", [column.name, pattern].map { TypedExpression(.constant(.text($0)), type: .text) }, range: range)
                if try folded(test).constantValue == .boolean(true) { found.append(identifier(column)) }
            }
            guard !found.isEmpty else { throw QueryError(.unknownColumn, "no column fits '\(pattern)'", range: range) }
            return found
        case .list(let elements):
            var found: [Identifier] = []
            for element in elements {
                guard case .literal(.string(let name)) = element.kind else { continue }
                found.append(Identifier(name, isQuoted: true, range: element.range))
            }
            return found
        default:
            throw QueryError(.notSupported, "COLUMNS takes *, a regular expression or a list of names", range: range)
        }
    }

    func bindColumnsAsCondition(
        _ selector: Expression, _ expression: Expression, _ context: ExpressionContext
    ) throws(QueryError) -> TypedExpression {
        throw QueryError(.invalidQuery, "COLUMNS stands in a select list or in WHERE", range: expression.range)
    }
}

extension String {
    /// The words of an item with its COLUMNS(…) replaced by the column's name.
    fileprivate func replacing(_ item: SelectItem, by column: Identifier, _ binder: Binder) -> String {
        var range: Range<Int>?
        SyntaxWalk.visit(item.expression) { part in
            if case .columns = part.kind, range == nil { range = part.range }
            return range == nil
        }
        guard let range else { return self }
        let written = binder.words(range)
        var result = ""
        var rest = self[...]
        while !rest.isEmpty {
            if rest.hasPrefix(written) {
                result += column.name
                rest = rest.dropFirst(written.count)
            } else if let first = rest.popFirst() {
                result.append(first)
            }
        }
        return result
    }
}

/// Replaces parts of a syntax expression.
enum SyntaxRewrite {
    /// The expression with every COLUMNS(…) replaced by a column, in the kinds of expression where it makes sense.
    static func replacingColumns(in expression: Expression, by column: Identifier) -> Expression {
        func replaced(_ part: Expression) -> Expression { replacingColumns(in: part, by: column) }
        var copy = expression
        switch expression.kind {
        case .columns: copy.kind = .column(QualifiedName([column], range: expression.range))
        case .unary(let symbol, let operand): copy.kind = .unary(symbol, replaced(operand))
        case .binary(let symbol, let left, let right, let range):
            copy.kind = .binary(symbol, replaced(left), replaced(right), operatorRange: range)
        case .logical(let symbol, let operands): copy.kind = .logical(symbol, operands.map(replaced))
        case .isTest(let operand, let predicate, let isNegated): copy.kind = .isTest(replaced(operand), predicate, isNegated: isNegated)
        case .isDistinctFrom(let left, let right, let isNegated):
            copy.kind = .isDistinctFrom(replaced(left), replaced(right), isNegated: isNegated)
        case .between(var between):
            (between.value, between.lower, between.upper) = (replaced(between.value), replaced(between.lower), replaced(between.upper))
            copy.kind = .between(between)
        case .pattern(var pattern):
            (pattern.value, pattern.pattern) = (replaced(pattern.value), replaced(pattern.pattern))
            copy.kind = .pattern(pattern)
        case .inList(let needle, let list, let isNegated):
            copy.kind = .inList(replaced(needle), list.map(replaced), isNegated: isNegated)
        case .conditional(var conditional):
            conditional.operand = conditional.operand.map(replaced)
            for position in conditional.branches.indices {
                conditional.branches[position].condition = replaced(conditional.branches[position].condition)
                conditional.branches[position].result = replaced(conditional.branches[position].result)
            }
            conditional.otherwise = conditional.otherwise.map(replaced)
            copy.kind = .conditional(conditional)
        case .cast(var cast):
            cast.value = replaced(cast.value)
            copy.kind = .cast(cast)
        case .call(var call):
            for position in call.arguments.indices { call.arguments[position].value = replaced(call.arguments[position].value) }
            call.filter = call.filter.map(replaced)
            copy.kind = .call(call)
        default: break
        }
        return copy
    }
}
