import Columns
import Functions
import Language

/// One column that a COLUMNS(…) stands for.
struct ColumnsMember {
    var name: String
    /// What stands in the place of COLUMNS(…): the column, or what REPLACE puts there.
    var value: Expression
    /// The regular expression that picked it.
    var pattern: String?
}

// COLUMNS(…): one expression that stands for several.
extension Binder {
    func expandColumns(_ item: SelectItem, _ scope: Scope) throws(QueryError) -> [SelectColumn] {
        guard let members = try columnsMeant(by: item.expression, scope) else {
            return [
                SelectColumn(
                    source: .expression(item.expression), name: item.alias?.name ?? defaultName(item.expression),
                    isAlias: item.alias != nil, range: item.range)
            ]
        }
        var columns: [SelectColumn] = []
        for member in members {
            let expression = SyntaxRewrite.replacingColumns(in: item.expression, by: member.value)
            let name: String
            if let alias = item.alias {
                name = try templated(alias, member)
            } else {
                name = nameOfColumns(item.expression, member)
            }
            columns.append(SelectColumn(source: .expression(expression), name: name, isAlias: false, range: item.range))
        }
        return columns
    }

    /// The expressions that one with COLUMNS(…) stands for; itself where there is none.
    func expandedColumns(_ expression: Expression, _ scope: Scope) throws(QueryError) -> [Expression] {
        guard let members = try columnsMeant(by: expression, scope) else { return [expression] }
        return members.map { SyntaxRewrite.replacingColumns(in: expression, by: $0.value) }
    }

    /// The columns that the COLUMNS of an expression stands for; nil where there is none.
    func columnsMeant(by expression: Expression, _ scope: Scope) throws(QueryError) -> [ColumnsMember]? {
        var selectors: [Expression] = []
        SyntaxWalk.visit(expression) { part in
            guard case .columns(let inner, _) = part.kind else { return true }
            selectors.append(inner)
            return false
        }
        guard let first = selectors.first else { return nil }
        let members = try membersMeant(by: first, scope)
        for other in selectors.dropFirst() where try membersMeant(by: other, scope).map(\.name) != members.map(\.name) {
            throw QueryError(
                .invalidQuery, "all COLUMNS of one expression stand for the same columns", help: ["write them alike"], range: other.range)
        }
        return members
    }

    private func membersMeant(by selector: Expression, _ scope: Scope) throws(QueryError) -> [ColumnsMember] {
        let range = selector.range
        func member(_ name: String, pattern: String? = nil) -> ColumnsMember {
            let column = QualifiedName(Identifier(name, isQuoted: true, range: range))
            return ColumnsMember(name: name, value: Expression(.column(column), range: range), pattern: pattern)
        }
        switch selector.kind {
        case .star(let star):
            return try expand(star, scope, range: range).map { column in
                if case .expression(let value) = column.source { return ColumnsMember(name: column.name, value: value) }
                if case .column(let source) = column.source { return ColumnsMember(name: column.name, value: member(source.name).value) }
                return member(column.name)
            }
        case .literal(.string(let pattern)):
            var found: [ColumnsMember] = []
            for column in scope.columns {
                let test = try call(
                    "regexp_matches", [column.name, pattern].map { TypedExpression(.constant(.text($0)), type: .text) }, range: range)
                if try folded(test).constantValue == .boolean(true) { found.append(member(column.name, pattern: pattern)) }
            }
            guard !found.isEmpty else { throw QueryError(.unknownColumn, "no column fits '\(pattern)'", range: range) }
            return found
        case .list(let elements):
            var found: [ColumnsMember] = []
            for element in elements {
                guard case .literal(.string(let name)) = element.kind else {
                    throw QueryError(.typeMismatch, "the list of COLUMNS holds names in single quotes", range: element.range)
                }
                found.append(member(name))
            }
            return found
        default:
            throw QueryError(.notSupported, "COLUMNS takes *, a regular expression or a list of names", range: range)
        }
    }

    func bindColumnsAsCondition(
        _ selector: Expression, _ expression: Expression, _ context: ExpressionContext
    ) throws(QueryError) -> TypedExpression {
        throw QueryError(
            .invalidQuery, "COLUMNS is not possible in \(context.clause)", help: ["name the columns"], range: expression.range)
    }

    // MARK: Names

    /// `\0` of an alias is the column's name, `\1` the first group of the regular expression.
    private func templated(_ alias: Identifier, _ member: ColumnsMember) throws(QueryError) -> String {
        var result = ""
        var rest = alias.name[...]
        while let character = rest.popFirst() {
            guard character == "\\", let digit = rest.first?.wholeNumberValue, digit < 10 else {
                result.append(character)
                continue
            }
            rest.removeFirst()
            if digit == 0 {
                result += member.name
                continue
            }
            guard let pattern = member.pattern else {
                throw QueryError(
                    .invalidQuery, "\\\(digit) needs a regular expression in COLUMNS with as many groups", range: alias.range)
            }
            let arguments = [
                TypedExpression(.constant(.text(member.name)), type: .text), TypedExpression(.constant(.text(pattern)), type: .text),
                TypedExpression(.constant(.integer(Int128(digit))), type: .integer),
            ]
            guard case .text(let group)? = try folded(try call("regexp_extract", arguments, range: alias.range)).constantValue else {
                throw QueryError(.invalidQuery, "the regular expression of COLUMNS has no group \(digit)", range: alias.range)
            }
            result += group
        }
        return result
    }

    /// The column's own name, also under casts; else the words of the expression with COLUMNS(…) replaced by it.
    private func nameOfColumns(_ expression: Expression, _ member: ColumnsMember) -> String {
        var inner = expression
        while case .cast(let cast) = inner.kind { inner = cast.value }
        var written: String?
        SyntaxWalk.visit(expression) { part in
            if case .columns = part.kind, written == nil { written = words(part.range) }
            return written == nil
        }
        if case .columns = inner.kind { return member.name }
        guard let written, !written.isEmpty else { return member.name }
        var result = ""
        var rest = words(expression.range)[...]
        while !rest.isEmpty {
            if rest.hasPrefix(written) {
                result += member.name
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
    /// The expression with every COLUMNS(…) replaced, in the kinds of expression where it makes sense.
    static func replacingColumns(in expression: Expression, by value: Expression) -> Expression {
        func replaced(_ part: Expression) -> Expression { replacingColumns(in: part, by: value) }
        var copy = expression
        switch expression.kind {
        case .columns: copy.kind = value.kind
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
