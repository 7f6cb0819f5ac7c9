import Language

/// Walks the syntax of an expression, not into subqueries.
enum SyntaxWalk {
    /// Calls `body` for the expression and those below it; where it returns false, not for those below.
    static func visit(_ expression: Expression, _ body: (Expression) -> Bool) {
        guard body(expression) else { return }
        for child in children(expression) { visit(child, body) }
    }

    static func contains(_ expression: Expression, _ test: (Expression) -> Bool) -> Bool {
        var isFound = false
        visit(expression) { part in
            if test(part) { isFound = true }
            return !isFound
        }
        return isFound
    }

    /// The operands of an expression in source order, those inside OVER, FILTER and ORDER BY of a call too.
    static func children(_ expression: Expression) -> [Expression] {
        switch expression.kind {
        case .literal, .column, .placeholder, .columnPosition, .star, .exists, .scalarQuery, .listQuery, .typedLiteral, .defaultValue: []
        case .columns(let selector, _): [selector]
        case .unary(_, let operand), .isTest(let operand, _, _), .collate(let operand, _), .field(let operand, _): [operand]
        case .binary(_, let left, let right, _), .isDistinctFrom(let left, let right, _), .inValue(let left, let right, _),
            .quantifiedValue(let left, _, _, let right), .element(let left, let right):
            [left, right]
        case .logical(_, let operands), .row(let operands), .list(let operands): operands
        case .between(let between): [between.value, between.lower, between.upper]
        case .pattern(let pattern): [pattern.value, pattern.pattern] + (pattern.escape.map { [$0] } ?? [])
        case .inList(let needle, let list, _): [needle] + list
        case .inQuery(let needle, _, _), .quantifiedQuery(let needle, _, _, _): [needle]
        case .conditional(let conditional):
            (conditional.operand.map { [$0] } ?? []) + conditional.branches.flatMap { [$0.condition, $0.result] }
                + (conditional.otherwise.map { [$0] } ?? [])
        case .cast(let cast): [cast.value]
        case .interval(let interval): [interval.value]
        case .call(let call): children(call)
        case .listComprehension(let comprehension):
            [comprehension.element, comprehension.list] + (comprehension.condition.map { [$0] } ?? [])
        case .structure(let fields): fields.map(\.value)
        case .map(let entries): entries.flatMap { [$0.key, $0.value] }
        case .slice(let list, let from, let to, let step): [list] + [from, to, step].compactMap { $0 }
        case .lambda(_, let body): [body]
        }
    }

    private static func children(_ call: FunctionCall) -> [Expression] {
        var all = call.arguments.map(\.value)
        for clause in [call.orderBy, call.withinGroup] {
            if case .items(let items)? = clause?.keys { all.append(contentsOf: items.map(\.expression)) }
        }
        if let filter = call.filter { all.append(filter) }
        if case .specification(let window)? = call.over {
            all.append(contentsOf: window.partitionBy)
            if case .items(let items)? = window.orderBy?.keys { all.append(contentsOf: items.map(\.expression)) }
        }
        return all
    }
}
