import Columns
import Functions
import Language

/// Puts one SELECT, or one pipe operator that computes columns, together.
///
/// Everything is first bound over the input with virtual columns for aggregates, windows and subqueries; then the operators are
/// stacked: subqueries of aggregates, aggregation, other subqueries, HAVING, windows, QUALIFY, projection, DISTINCT, sort, limit.
final class SelectBuilder {
    let binder: Binder
    var plan: LogicalPlan
    let context: ExpressionContext
    let items: [SelectColumn]
    let aliases: [String: ExpressionContext.Alias]

    /// The bound items, over the input and virtual columns.
    var columns: [TypedExpression] = []
    /// Nil where nothing is aggregated.
    var grouping: Grouping? {
        didSet { context.grouping = grouping }
    }
    var having: TypedExpression?
    var qualify: TypedExpression?
    var sortKeys: [PendingSortKey] = []
    var distinctOn: [PendingSortKey] = []

    private var subqueryPlaces: [Int?] = []
    private var windowStart = 0

    /// The keys of an aggregation over the input.
    struct Grouping {
        var keys: [TypedExpression] = []
        var sets: [[Int]]?
    }

    /// An expression that is either an output column or computed beside them.
    struct PendingSortKey {
        enum Target {
            case output(Int)
            case expression(TypedExpression)
        }
        var target: Target
        var ordering: Ordering
        var range: Range<Int>
    }

    init(
        binder: Binder, relation: Relation, items: [SelectColumn], aliases: [String: ExpressionContext.Alias], windows: [NamedWindow],
        clause: String
    ) {
        self.binder = binder
        plan = relation.plan
        self.items = items
        self.aliases = aliases
        context = ExpressionContext(scope: relation.scope, clause: clause)
        context.allowsAggregates = true
        context.allowsWindows = true
        for window in windows { context.namedWindows[window.name.folded] = window.specification }
    }

    func build(_ select: SelectClause, orderBy: OrderByClause?, limit: LimitClause?) throws(QueryError) -> Relation {
        let isAggregated =
            select.groupBy != nil || select.having != nil || items.contains { itemCallsAggregate($0) }
            || select.qualify.map(binder.callsAggregate) ?? false || orderByCallsAggregate(orderBy)
        if let groupBy = select.groupBy, case .elements(let elements) = groupBy.keys {
            grouping = try binder.bindGrouping(
                elements, items: items, aliases: aliases, scope: context.scope, plan: &plan, clause: "GROUP BY")
        } else if isAggregated {
            grouping = Grouping()
        }
        try bindItems()
        var isGroupingAll = false
        if let groupBy = select.groupBy, case .all = groupBy.keys {
            isGroupingAll = true
            groupByAll()
        }
        if let grouping { context.groupedColumns = Set(grouping.keys.compactMap(\.columnPosition)) }
        if let written = select.having {
            context.clause = "HAVING"
            context.allowsWindows = false
            having = try binder.bindCondition(written, context)
            context.allowsWindows = true
            if isGroupingAll, let having { groupByColumns(of: having) }
        }
        if let written = select.qualify {
            context.clause = "QUALIFY"
            qualify = try binder.bindCondition(written, context)
        }
        if let orderBy { try bindOrder(orderBy) }
        if case .on(let expressions) = select.distinctness {
            context.clause = "DISTINCT ON"
            for written in expressions {
                for expression in try binder.expandedColumns(written, context.scope) {
                    distinctOn.append(try bindOutputOrInput(expression, Ordering(), clause: "DISTINCT ON"))
                }
            }
        }
        try stack()
        return try finish(distinctness: select.distinctness, limit: limit)
    }

    private func itemCallsAggregate(_ item: SelectColumn) -> Bool {
        if case .expression(let expression) = item.source { binder.callsAggregate(expression) } else { false }
    }

    private func orderByCallsAggregate(_ orderBy: OrderByClause?) -> Bool {
        guard case .items(let keys)? = orderBy?.keys else { return false }
        return keys.contains { binder.callsAggregate($0.expression) }
    }

    // MARK: Binding

    func bindItems() throws(QueryError) {
        for item in items {
            let bound = try binder.bindColumn(item, context)
            columns.append(bound)
            guard item.isAlias else { continue }
            let folded = item.name.lowercased()
            context.aliases[folded] = context.aliases[folded] == nil ? .bound(bound) : .ambiguous
        }
    }

    /// GROUP BY ALL: every item that holds neither an aggregate nor a window function.
    private func groupByAll() {
        var keys: [TypedExpression] = []
        for column in columns where !column.hasAggregate && !column.hasWindow {
            if !keys.contains(where: { $0.isSame(as: column) }) { keys.append(column) }
            column.visit { part in
                if let position = part.columnPosition, VirtualColumn.isSubquery(position) {
                    context.subqueries[position - VirtualColumn.subqueries].isBelowAggregation = true
                }
                return true
            }
        }
        grouping = Grouping(keys: keys)
    }

    /// Under GROUP BY ALL, the columns that HAVING uses outside of aggregates are grouped by as well.
    private func groupByColumns(of condition: TypedExpression) {
        var keys = grouping?.keys ?? []
        condition.visit { part in
            if keys.contains(where: { $0.isSame(as: part) }) { return false }
            if let position = part.columnPosition, position < VirtualColumn.aggregates { keys.append(part) }
            return true
        }
        grouping?.keys = keys
    }

    private func bindOrder(_ orderBy: OrderByClause) throws(QueryError) {
        context.clause = "ORDER BY"
        switch orderBy.keys {
        case .all(let ordering):
            for position in columns.indices {
                sortKeys.append(PendingSortKey(target: .output(position), ordering: ordering, range: orderBy.range))
            }
        case .items(let written):
            for item in written {
                if try binder.ordinal(item.expression, count: columns.count, clause: "ORDER BY") == 0 { continue }
                for expression in try binder.expandedColumns(item.expression, context.scope) {
                    sortKeys.append(try bindOutputOrInput(expression, item.ordering, clause: "ORDER BY"))
                }
            }
        }
    }

    /// An ordinal, the name of an output column, an expression that is an output column, or any other expression over the input.
    private func bindOutputOrInput(_ expression: Expression, _ ordering: Ordering, clause: String) throws(QueryError) -> PendingSortKey {
        let range = expression.range
        if let number = try binder.ordinal(expression, count: columns.count, clause: clause), number > 0 {
            return PendingSortKey(target: .output(number - 1), ordering: ordering, range: range)
        }
        if case .column(let name) = expression.kind, name.parts.count == 1,
            let position = items.firstIndex(where: { $0.name.lowercased() == name.parts[0].folded && ($0.isAlias || $0.isColumn) })
        {
            return PendingSortKey(target: .output(position), ordering: ordering, range: range)
        }
        let bound = try binder.bind(expression, context)
        if let position = columns.firstIndex(where: { $0.isSame(as: bound) }) {
            return PendingSortKey(target: .output(position), ordering: ordering, range: range)
        }
        return PendingSortKey(target: .expression(bound), ordering: ordering, range: range)
    }

    // MARK: Stacking

    /// Stacks everything below the projection and brings all bound expressions over the plan.
    func stack() throws(QueryError) {
        subqueryPlaces = Array(repeating: nil, count: context.subqueries.count)
        if grouping != nil { try stackAggregation() }
        try placeRemaining { pending in !pending.hasWindow }
        if let condition = having { plan = plan.filtered(by: resolved(condition)) }
        if !context.windows.isEmpty {
            let calls = context.windows.map { call in call.replacingExpressions(call.expressions.map(resolved)) }
            windowStart = plan.output.count
            plan = plan.windowed(calls)
        }
        try placeRemaining { _ in true }
        if let condition = qualify { plan = plan.filtered(by: resolved(condition)) }
        columns = columns.map(resolved)
        for position in sortKeys.indices { sortKeys[position] = resolved(sortKeys[position]) }
        for position in distinctOn.indices { distinctOn[position] = resolved(distinctOn[position]) }
    }

    private func stackAggregation() throws(QueryError) {
        for position in context.subqueries.indices where context.subqueries[position].isBelowAggregation {
            subqueryPlaces[position] = try binder.place(context.subqueries[position], on: &plan) { [self] (part) throws(QueryError) in
                resolved(part)
            }
        }
        guard let grouping else { return }
        var calls: [AggregateCall] = []
        for call in context.aggregates {
            var copy = call
            copy.arguments = call.arguments.map(resolved)
            copy.filter = call.filter.map(resolved)
            for position in copy.order.indices { copy.order[position].expression = resolved(copy.order[position].expression) }
            calls.append(copy)
        }
        let names = grouping.keys.map { key in
            key.columnPosition.flatMap { plan.output.indices.contains($0) ? plan.output[$0].name : nil } ?? "key"
        }
        let keys = grouping.keys.map(resolved)
        if context.usesGroupingSet, let sets = grouping.sets {
            plan = numberedSets(keys, names, calls, sets)
        } else {
            plan = plan.aggregated(keys: keys, names: names, aggregates: calls, groupingSets: grouping.sets)
        }
        for position in columns.indices { columns[position] = try lifted(columns[position]) }
        having = try having.map { (part) throws(QueryError) in try lifted(part) }
        qualify = try qualify.map { (part) throws(QueryError) in try lifted(part) }
        for position in sortKeys.indices { sortKeys[position] = try lifted(sortKeys[position]) }
        for position in distinctOn.indices { distinctOn[position] = try lifted(distinctOn[position]) }
        for position in context.windows.indices {
            let call = context.windows[position]
            var parts: [TypedExpression] = []
            for part in call.expressions { parts.append(try lifted(part)) }
            context.windows[position] = call.replacingExpressions(parts)
        }
        for position in context.subqueries.indices where !context.subqueries[position].isBelowAggregation {
            if case .membership(let needles) = context.subqueries[position].kind {
                var parts: [TypedExpression] = []
                for needle in needles { parts.append(try lifted(needle)) }
                context.subqueries[position].kind = .membership(needles: parts)
            }
            context.subqueries[position].plan = try context.subqueries[position].plan.mappingOuterColumns {
                [self] (column, type) throws(QueryError) in try lifted(TypedExpression(.column(column), type: type))
            }
        }
    }

    /// One aggregation for each grouping set, with the set's number behind the aggregates.
    private func numberedSets(
        _ keys: [TypedExpression], _ names: [String], _ calls: [AggregateCall], _ sets: [[Int]]
    ) -> LogicalPlan {
        let input = LogicalPlan(.shared(SharedPlan(name: "grouping input", plan: plan)), output: plan.output)
        var union: LogicalPlan?
        for (number, set) in sets.enumerated() {
            let grouped = input.aggregated(keys: set.map { keys[$0] }, names: set.map { names[$0] }, aggregates: calls)
            var columns: [(expression: TypedExpression, name: String)] = []
            for (place, key) in keys.enumerated() {
                let value = set.firstIndex(of: place).map { grouped.column($0) } ?? TypedExpression(.constant(.null), type: key.type)
                columns.append((value, names[place]))
            }
            for place in calls.indices { columns.append((grouped.column(set.count + place), calls[place].function.name)) }
            columns.append((TypedExpression(.constant(.integer(Int128(number))), type: .bigint), "grouping set"))
            let one = grouped.projected(columns)
            union = union.map { LogicalPlan(.setOperation(.union, all: true, $0, one), output: one.output) } ?? one
        }
        return union ?? plan
    }

    /// An expression over the input and the aggregates as one over the aggregation's output.
    private func lifted(_ expression: TypedExpression) throws(QueryError) -> TypedExpression {
        guard let grouping else { return expression }
        return try expression.transformed { [self] (part) throws(QueryError) in
            if let key = grouping.keys.firstIndex(where: { $0.isSame(as: part) }) {
                return TypedExpression(.column(key), type: part.type, range: part.range)
            }
            guard case .column(let position) = part.node else { return nil }
            if position == VirtualColumn.groupingSet {
                return TypedExpression(.column(grouping.keys.count + context.aggregates.count), type: part.type, range: part.range)
            }
            if VirtualColumn.isAggregate(position) {
                return TypedExpression(
                    .column(grouping.keys.count + position - VirtualColumn.aggregates), type: part.type, range: part.range)
            }
            if position >= VirtualColumn.aggregates { return part }
            throw notGrouped(position, range: part.range)
        }
    }

    private func lifted(_ key: PendingSortKey) throws(QueryError) -> PendingSortKey {
        guard case .expression(let expression) = key.target else { return key }
        var copy = key
        copy.target = .expression(try lifted(expression))
        return copy
    }

    private func notGrouped(_ position: Int, range: Range<Int>?) -> QueryError {
        let name = context.scope.columns.first { $0.position == position }?.name ?? "of this name"
        return QueryError(
            .invalidQuery, "the column \(name) is neither grouped nor aggregated",
            help: ["add \(name) to GROUP BY", "or use any_value(\(name)) where any of its values will do"], range: range,
            label: "one value per row, where one per group is needed")
    }

    private func placeRemaining(_ test: (PendingSubquery) -> Bool) throws(QueryError) {
        for position in context.subqueries.indices where subqueryPlaces[position] == nil {
            let pending = context.subqueries[position]
            guard test(pending) else { continue }
            subqueryPlaces[position] = try binder.place(pending, on: &plan) { [self] (part) throws(QueryError) in resolved(part) }
        }
    }

    /// The expression with the virtual columns that have a place by now.
    private func resolved(_ expression: TypedExpression) -> TypedExpression {
        expression.mappingColumns { position in
            if VirtualColumn.isSubquery(position) { return subqueryPlaces[position - VirtualColumn.subqueries] ?? position }
            if VirtualColumn.isWindow(position) { return windowStart + position - VirtualColumn.windows }
            return position
        }
    }

    private func resolved(_ key: PendingSortKey) -> PendingSortKey {
        guard case .expression(let expression) = key.target else { return key }
        var copy = key
        copy.target = .expression(resolved(expression))
        return copy
    }

    // MARK: Output

    func finish(distinctness: SelectClause.Distinctness, limit: LimitClause?) throws(QueryError) -> Relation {
        var isDistinct = false
        if case .distinct = distinctness { isDistinct = true }
        var projected = zip(columns, items).map { (expression: $0, name: $1.name) }
        /// The place of a key in the projection; computed beside the items where it is none of them.
        func place(_ key: PendingSortKey) -> Int {
            switch key.target {
            case .output(let position): return position
            case .expression(let expression):
                projected.append((expression, "sort key"))
                return projected.count - 1
            }
        }
        var keys: [SortKey] = []
        var places: [Int] = []
        for key in sortKeys { places.append(place(key)) }
        let distinctPlaces = distinctOn.map(place)
        plan = plan.projected(projected)
        for (position, key) in zip(places, sortKeys) { keys.append(binder.sortKey(plan.column(position), key.ordering)) }
        // A sort key beside the columns must not tell equal rows apart: the first row of each combination brings it along.
        let hasHidden = projected.count > columns.count
        if isDistinct { plan = plan.distinct(on: hasHidden ? columns.indices.map { plan.column($0) } : nil) }
        plan = plan.sorted(by: keys)
        if case .on = distinctness { plan = plan.distinct(on: distinctPlaces.map { plan.column($0) }) }
        if let limit { plan = try binder.limited(plan, limit) }
        let visible = items.enumerated().map { ScopeColumn(name: $1.name, position: $0, type: plan.output[$0].type) }
        return Relation(plan: plan, scope: Scope(columns: visible))
    }
}

extension SelectColumn {
    /// Whether the item is a plain column, whose name ORDER BY may use.
    var isColumn: Bool {
        switch source {
        case .column: true
        case .expression(let expression): if case .column = expression.kind { true } else { false }
        }
    }
}

extension PendingSubquery {
    var hasWindow: Bool {
        if case .membership(let needles) = kind { return needles.contains(where: \.hasWindow) }
        return false
    }
}
