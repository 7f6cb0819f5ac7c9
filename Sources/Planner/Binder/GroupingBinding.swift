import Columns
import Functions
import Language

// The keys of GROUP BY and the sets they form.
extension Binder {
    /// Keys as expressions over the plan, which may grow by columns for subqueries.
    func bindGrouping(
        _ elements: [GroupingElement], items: [SelectColumn], aliases: [String: ExpressionContext.Alias], scope: Scope,
        plan: inout LogicalPlan, clause: String
    ) throws(QueryError) -> SelectBuilder.Grouping {
        let context = ExpressionContext(scope: scope, clause: clause)
        context.aliases = aliases
        var collector = GroupingCollector(binder: self, context: context, items: items)
        var sets: [[Int]] = [[]]
        var isPlain = true
        for element in elements {
            if case .expression = element.kind {} else { isPlain = false }
            let own = try collector.sets(of: element)
            var product: [[Int]] = []
            for set in sets {
                for other in own { product.append(set + other.filter { !set.contains($0) }) }
            }
            guard product.count <= 65_536 else {
                throw QueryError(.invalidQuery, "GROUP BY forms more than 65,536 grouping sets", range: element.range)
            }
            sets = product
        }
        let keys = try placeSubqueries(of: context, on: &plan, collector.keys)
        return SelectBuilder.Grouping(keys: keys, sets: isPlain ? nil : sets)
    }

    /// `GROUPING(a, b)`: a bit for each key, the last one lowest, set where the row's grouping set leaves the key out.
    func bindGrouping(_ arguments: [Expression], _ context: ExpressionContext, range: Range<Int>) throws(QueryError) -> TypedExpression {
        guard let grouping = context.grouping, !context.isInsideAggregate else {
            throw QueryError(.invalidQuery, "GROUPING needs a GROUP BY, and is not possible in \(context.clause)", range: range)
        }
        guard !arguments.isEmpty, arguments.count < 63 else {
            throw QueryError(.typeMismatch, "GROUPING takes 1 to 62 of the keys", range: range)
        }
        var places: [Int] = []
        for argument in arguments {
            let bound = try bind(argument, context)
            guard let place = grouping.keys.firstIndex(where: { $0.isSame(as: bound) }) else {
                throw QueryError(.invalidQuery, "GROUPING takes keys of the GROUP BY", range: argument.range)
            }
            places.append(place)
        }
        func constant(_ number: Int) -> TypedExpression { TypedExpression(.constant(.integer(Int128(number))), type: .bigint) }
        guard let sets = grouping.sets else { return constant(0) }
        context.usesGroupingSet = true
        let number = TypedExpression(.column(VirtualColumn.groupingSet), type: .bigint)
        var branches: [ConditionalBranch] = []
        for (position, set) in sets.enumerated() {
            let mask = places.reduce(0) { $0 << 1 | (set.contains($1) ? 0 : 1) }
            branches.append(
                ConditionalBranch(condition: try comparison("=", number, constant(position), range: range), result: constant(mask)))
        }
        return TypedExpression(.conditional(branches: branches, otherwise: constant(0)), type: .bigint)
    }
}

/// Collects the keys of a GROUP BY, each once.
struct GroupingCollector {
    let binder: Binder
    let context: ExpressionContext
    let items: [SelectColumn]
    var keys: [TypedExpression] = []

    init(binder: Binder, context: ExpressionContext, items: [SelectColumn]) {
        self.binder = binder
        self.context = context
        self.items = items
    }

    /// The sets of keys that one element stands for.
    mutating func sets(of element: GroupingElement) throws(QueryError) -> [[Int]] {
        switch element.kind {
        case .expression(let expression, _, _):
            var all: [Int] = []
            for member in try binder.expandedColumns(expression, context.scope) {
                all += try places(of: member).filter { !all.contains($0) }
            }
            return [all]
        case .empty: return [[]]
        case .rollup(let members):
            var sets: [[Int]] = [[]]
            var prefix: [Int] = []
            for member in members {
                for expression in member { prefix += try places(of: expression).filter { !prefix.contains($0) } }
                sets.append(prefix)
            }
            return sets.reversed()
        case .cube(let members):
            guard members.count <= 12 else {
                throw QueryError(.invalidQuery, "CUBE takes at most 12 members", range: element.range)
            }
            var groups: [[Int]] = []
            for member in members {
                var group: [Int] = []
                for expression in member { group += try places(of: expression) }
                groups.append(group)
            }
            return (0..<(1 << groups.count)).reversed().map { mask in
                var set: [Int] = []
                for (position, group) in groups.enumerated() where mask >> (groups.count - 1 - position) & 1 == 1 {
                    set += group.filter { !set.contains($0) }
                }
                return set
            }
        case .groupingSets(let members):
            var all: [[Int]] = []
            for member in members {
                let binder = binder
                try binder.depthGuard.enter(at: member.range)
                defer { binder.depthGuard.leave() }
                all += try sets(of: member)
            }
            return all
        }
    }

    /// The places of the keys of one expression; a parenthesised list stands for several.
    private mutating func places(of expression: Expression) throws(QueryError) -> [Int] {
        if case .row(let members) = expression.kind {
            var all: [Int] = []
            for member in members { all += try places(of: member) }
            return all
        }
        let key: TypedExpression
        if let number = try binder.ordinal(expression, count: items.count, clause: context.clause), number > 0 {
            key = try binder.bindColumn(items[number - 1], context)
        } else {
            key = try binder.bind(expression, context)
        }
        if let known = keys.firstIndex(where: { $0.isSame(as: key) }) { return [known] }
        keys.append(key)
        return [keys.count - 1]
    }
}
