import Columns
import Functions

// Walking and rebuilding expressions. Plans inside subquery nodes are opaque here: their columns are their own.
extension TypedExpression {
    /// The operands, in order.
    var children: [TypedExpression] {
        switch node {
        case .column, .outerColumn, .constant, .scalarSubquery, .existsSubquery: []
        case .call(_, let arguments): arguments
        case .cast(let operand, _), .not(let operand), .isNull(let operand): [operand]
        case .and(let operands), .or(let operands), .coalesce(let operands): operands
        case .conditional(let branches, let otherwise): branches.flatMap { [$0.condition, $0.result] } + [otherwise]
        case .inList(let needle, let list): [needle] + list
        }
    }

    /// Calls `body` for this expression and those below it, from the top; where it returns false, not for those below.
    func visit(_ body: (TypedExpression) -> Bool) {
        guard body(self) else { return }
        switch node {
        case .column, .outerColumn, .constant, .scalarSubquery, .existsSubquery: break
        case .call(_, let arguments): for argument in arguments { argument.visit(body) }
        case .cast(let operand, _), .not(let operand), .isNull(let operand): operand.visit(body)
        case .and(let operands), .or(let operands), .coalesce(let operands): for operand in operands { operand.visit(body) }
        case .conditional(let branches, let otherwise):
            for branch in branches {
                branch.condition.visit(body)
                branch.result.visit(body)
            }
            otherwise.visit(body)
        case .inList(let needle, let list):
            needle.visit(body)
            for item in list { item.visit(body) }
        }
    }

    /// Whether any expression at or below this one satisfies `test`.
    func contains(_ test: (TypedExpression) -> Bool) -> Bool {
        var isFound = false
        visit { expression in
            if !isFound, test(expression) { isFound = true }
            return !isFound
        }
        return isFound
    }

    /// The expression with its operands replaced, in the order of `children`.
    func replacingChildren(_ body: (TypedExpression) throws(QueryError) -> TypedExpression) throws(QueryError) -> TypedExpression {
        func all(_ list: [TypedExpression]) throws(QueryError) -> [TypedExpression] {
            var replaced: [TypedExpression] = []
            replaced.reserveCapacity(list.count)
            for item in list { replaced.append(try body(item)) }
            return replaced
        }
        var copy = self
        switch node {
        case .column, .outerColumn, .constant, .scalarSubquery, .existsSubquery: break
        case .call(let function, let arguments): copy.node = .call(function, try all(arguments))
        case .cast(let operand, let isTry): copy.node = .cast(try body(operand), isTry: isTry)
        case .not(let operand): copy.node = .not(try body(operand))
        case .isNull(let operand): copy.node = .isNull(try body(operand))
        case .and(let operands): copy.node = .and(try all(operands))
        case .or(let operands): copy.node = .or(try all(operands))
        case .coalesce(let operands): copy.node = .coalesce(try all(operands))
        case .conditional(let branches, let otherwise):
            var replaced: [ConditionalBranch] = []
            for branch in branches {
                let condition = try body(branch.condition)
                replaced.append(ConditionalBranch(condition: condition, result: try body(branch.result)))
            }
            copy.node = .conditional(branches: replaced, otherwise: try body(otherwise))
        case .inList(let needle, let list):
            let replaced = try body(needle)
            copy.node = .inList(replaced, try all(list))
        }
        return copy
    }

    /// The expression rebuilt from the top: where `body` gives a replacement it stands, elsewhere the operands are rebuilt.
    func transformed(_ body: (TypedExpression) throws(QueryError) -> TypedExpression?) throws(QueryError) -> TypedExpression {
        if let replacement = try body(self) { return replacement }
        return try replacingChildren { (child) throws(QueryError) in try child.transformed(body) }
    }

    /// The expression with its columns at other places.
    func mappingColumns(_ place: (Int) -> Int) -> TypedExpression {
        switch node {
        case .column(let position):
            var copy = self
            copy.node = .column(place(position))
            return copy
        case .constant, .outerColumn, .scalarSubquery, .existsSubquery: return self
        default:
            // Nothing in the closure throws, so neither does the call.
            return (try? replacingChildren { (child) throws(QueryError) in child.mappingColumns(place) }) ?? self
        }
    }

    /// The expression with each column replaced by the expression it stands for.
    func substitutingColumns(_ expressions: [TypedExpression]) -> TypedExpression {
        switch node {
        case .column(let position): return position < expressions.count ? expressions[position] : self
        case .constant, .outerColumn, .scalarSubquery, .existsSubquery: return self
        default: return (try? replacingChildren { (child) throws(QueryError) in child.substitutingColumns(expressions) }) ?? self
        }
    }

    /// Adds the positions of all columns to `columns`.
    func collectColumns(into columns: inout Set<Int>) {
        var found: [Int] = []
        visit { expression in
            if case .column(let position) = expression.node { found.append(position) }
            return true
        }
        columns.formUnion(found)
    }

    package var columns: Set<Int> {
        var columns: Set<Int> = []
        collectColumns(into: &columns)
        return columns
    }

    var hasColumns: Bool { contains { $0.columnPosition != nil } }

    var hasSubquery: Bool {
        contains {
            switch $0.node {
            case .scalarSubquery, .existsSubquery: true
            default: false
            }
        }
    }
}
